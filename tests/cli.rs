//! The program as a terminal or a pipeline sees it: what it prints, what it writes, how it ends.

#![expect(clippy::unwrap_used, reason = "what a test cannot do makes it fail")]

#[path = "support/complaint.rs"]
mod complaint;

use complaint::COMPLAINT;
use legwork::edit::{Refusal, Transaction, commands};
use legwork::file;
use legwork::workflow::{ActionId, Design, EventId, Place, Signature, ValueName};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// Two errors: stage 2 ends nowhere, and the text uses a field that is not declared, which has a safe fix.
const HALF_DONE: &str = r#"(
    format: 2,
    workflow: (
        name: "Half done",
        events: [
            (id: 1, stage: 1, on: NewCall, actions: [
                (id: 1, do: Alert(message: "Ring {{phone}}")),
                (id: 2, do: Button(label: "Rung", event: 2)),
                (id: 3, do: Timer(after: "1d", event: 3)),
            ]),
            (id: 2, stage: 2, on: ButtonPushed),
            (id: 3, stage: 3, on: TimerElapsed, actions: [(id: 4, do: Finish(outcome: "Nobody rang"))]),
        ],
    ),
)"#;

/// A folder of its own, in which the program runs.
struct Desk {
    folder: TempDir,
}

struct Run {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Desk {
    fn with(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// As the designer would do it, and save.
    fn amend(&self, name: &str, edit: impl FnOnce(&Design) -> Result<Transaction, Refusal>) {
        let path = self.path(name);
        let mut design = file::read(&path).unwrap().design;
        edit(&design).unwrap().apply(&mut design).unwrap();
        file::save(&path, &design, None).unwrap();
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_legwork"));
        command.args(arguments).current_dir(self.folder.path());
        command.env_remove("CLICOLOR_FORCE").stdin(Stdio::null());
        command
    }

    fn run(&self, arguments: &[&str]) -> Run {
        let Output {
            status,
            stdout,
            stderr,
        } = self.command(arguments).output().unwrap();
        Run {
            code: status.code(),
            out: String::from_utf8(stdout).unwrap(),
            err: String::from_utf8(stderr).unwrap(),
        }
    }
}

#[test]
fn a_sound_design_has_nothing_wrong() {
    let desk = Desk::with(&[("complaint.ron", COMPLAINT)]);
    let run = desk.run(&["check", "complaint.ron", "--deny", "warnings"]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    assert_eq!(run.out, "Nothing wrong in 1 design.\n");
}

#[test]
fn findings_name_their_rule_and_place_and_make_the_exit_code_1() {
    let desk = Desk::with(&[("half.ron", HALF_DONE)]);
    let run = desk.run(&["check", "half.ron"]);
    assert_eq!(run.code, Some(1));
    for part in [
        "error[dangling-leg]: ",
        "  --> half.ron: stage 2, Rung\n",
        "error[unknown-field]: ",
        "  --> half.ron: stage 1, New Call: action 1, Alert “Ring {{phone}}”, Message\n",
        "(`--fix` does it)",
        "\n2 errors in 1 design; `--fix` mends 1.\n",
    ] {
        assert!(run.out.contains(part), "{part} in {}", run.out);
    }
    assert!(!run.out.contains('\u{1b}'), "no colours in a pipe");
}

#[test]
fn warnings_count_only_when_denied() {
    let no_alert = COMPLAINT.replace("{{customer_name}}", "").replace(
        "(id: 1, do: Alert(message: \"Ring \", priority: High, team: \"Care\")),",
        "",
    );
    let desk = Desk::with(&[("complaint.ron", &no_alert)]);
    let run = desk.run(&["check", "complaint.ron"]);
    assert_eq!(run.code, Some(0), "{}", run.out);
    assert!(run.out.contains("warning["), "{}", run.out);
    let run = desk.run(&["check", "complaint.ron", "--deny", "warnings"]);
    assert_eq!(run.code, Some(1));
}

/// Nothing reminds anybody of the callback, which Ann has accepted.
fn waived_desk() -> Desk {
    let waiting = r#"(format: 2, workflow: (name: "Callback", events: [
        (id: 1, stage: 1, on: NewCall, actions: [
            (id: 1, do: Alert(message: "Ring back")),
            (id: 2, do: Button(label: "Called back", event: 2)),
        ]),
        (id: 2, stage: 2, on: ButtonPushed, actions: [(id: 3, do: Finish(outcome: "Settled"))]),
    ]))"#;
    let desk = Desk::with(&[("callback.ron", waiting)]);
    desk.amend("callback.ron", |design| {
        let (place, reason) = (Place::Event(EventId(1)), "The board is watched");
        commands::waive(design, "waits-for-ever", &place, reason, "Ann")
    });
    desk
}

#[test]
fn what_was_waived_does_not_count() {
    let desk = waived_desk();
    let run = desk.run(&["check", "callback.ron", "--deny", "warnings"]);
    assert_eq!(run.code, Some(0), "{}", run.out);
    insta::assert_snapshot!(run.out, @"Nothing wrong in 1 design; 1 waived (`--show-waived` lists them).");
    let run = desk.run(&["check", "callback.ron", "--show-waived"]);
    insta::assert_snapshot!(run.out, @r#"
    waived[waits-for-ever]: Stage 1, New Call, waits for a button and for no time: a call that is overlooked here waits for ever.
      --> callback.ron: stage 1, New Call
       = Waived by Ann: The board is watched

    Nothing wrong in 1 design; 1 waived.
    "#);
}

#[test]
fn a_waiver_that_has_lapsed_counts_again_and_says_so() {
    let desk = waived_desk();
    let amended = desk.text("callback.ron").replace("Ring back", "Write back");
    fs::write(desk.path("callback.ron"), amended).unwrap();
    let run = desk.run(&["check", "callback.ron", "--deny", "warnings"]);
    assert_eq!(run.code, Some(1));
    insta::assert_snapshot!(run.out, @r#"
    warning[waits-for-ever]: Stage 1, New Call, waits for a button and for no time: a call that is overlooked here waits for ever.
      --> callback.ron: stage 1, New Call
       = The waiver by Ann (“The board is watched”) has lapsed because the leg has changed.
       = fix: Add Timer of 1 day

    1 warning in 1 design.
    "#);
}

#[test]
fn waivers_are_told_to_programs() {
    let waived = |desk: &Desk| {
        let run = desk.run(&["check", "callback.ron", "--format", "json"]);
        let report: serde_json::Value = serde_json::from_str(&run.out).unwrap();
        let finding = report["designs"][0]["findings"][0]["waived"].clone();
        (
            report["warnings"].clone(),
            report["waived"].clone(),
            finding,
        )
    };
    let desk = waived_desk();
    let said =
        serde_json::json!({ "name": "Ann", "reason": "The board is watched", "has_lapsed": false });
    assert_eq!(waived(&desk), (0.into(), 1.into(), said));
    let amended = desk.text("callback.ron").replace("Ring back", "Write back");
    fs::write(desk.path("callback.ron"), amended).unwrap();
    let said =
        serde_json::json!({ "name": "Ann", "reason": "The board is watched", "has_lapsed": true });
    assert_eq!(waived(&desk), (1.into(), 0.into(), said));
}

#[test]
fn findings_for_programs_are_json() {
    let desk = Desk::with(&[
        ("half.ron", HALF_DONE),
        ("bad.ron", "(format: 2, workflw: ())"),
    ]);
    let run = desk.run(&[
        "check", "--format", "json", "half.ron", "bad.ron", "gone.ron",
    ]);
    assert_eq!((run.code, run.err.as_str()), (Some(2), ""));
    let mut report: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    // The rules' own words are their own tests' business.
    for finding in report["designs"][0]["findings"].as_array_mut().unwrap() {
        finding["message"] = "…".into();
        finding["fixes"] = finding["fixes"][0]["safe"].clone();
    }
    insta::assert_snapshot!(serde_json::to_string_pretty(&report).unwrap(), @r#"
    {
      "designs": [
        {
          "findings": [
            {
              "action": 1,
              "event": 1,
              "fixes": true,
              "message": "…",
              "place": "stage 1, New Call: action 1, Alert “Ring {{phone}}”, Message",
              "rule": "unknown-field",
              "severity": "error",
              "stage": 1,
              "waived": null
            },
            {
              "action": null,
              "event": 2,
              "fixes": false,
              "message": "…",
              "place": "stage 2, Rung",
              "rule": "dangling-leg",
              "severity": "error",
              "stage": 2,
              "waived": null
            }
          ],
          "fixed": 0,
          "path": "half.ron"
        }
      ],
      "errors": 2,
      "fixed": 0,
      "format": "legwork-check/1",
      "infos": 0,
      "passed_over": 0,
      "unreadable": [
        {
          "column": 13,
          "line": 1,
          "message": "found `workflw`, expected one of `format`, `workflow`, `layout`, `waivers`, `review` and `conflicts` of the design; did you mean `workflow`?",
          "path": "bad.ron"
        },
        {
          "column": null,
          "line": null,
          "message": "there is no such file; check the path, or make a new design with `legwork new`",
          "path": "gone.ron"
        }
      ],
      "unsaved": [],
      "waived": 0,
      "warnings": 0
    }
    "#);
}

#[test]
fn safe_fixes_are_applied_and_saved() {
    let desk = Desk::with(&[("half.ron", HALF_DONE)]);
    let run = desk.run(&["check", "--fix", "half.ron"]);
    assert_eq!(run.code, Some(1), "{}", run.out);
    assert!(
        run.out.ends_with("1 error in 1 design; 1 fixed.\n"),
        "{}",
        run.out
    );
    assert!(desk.text("half.ron").contains("\"phone\""));
    let again = desk.text("half.ron");
    desk.run(&["check", "--fix", "half.ron"]);
    assert_eq!(desk.text("half.ron"), again);
}

#[test]
fn fixing_changes_no_file_without_a_safe_fix() {
    let desk = Desk::with(&[("complaint.ron", COMPLAINT)]);
    assert_eq!(desk.run(&["check", "--fix", "complaint.ron"]).code, Some(0));
    assert_eq!(desk.text("complaint.ron"), COMPLAINT);
}

#[test]
fn folders_are_searched_for_designs_and_other_files_passed_over() {
    let definition = "(format: \"legwork-definition/1\", workflow: \"x\")";
    let desk = Desk::with(&[
        ("designs/complaint.ron", COMPLAINT),
        ("designs/deep/er/again.ron", COMPLAINT),
        ("designs/definition.ron", definition),
        ("designs/settings.ron", "(volume: 11)"),
        ("designs/.hidden/half.ron", HALF_DONE),
        ("designs/notes.txt", "no design"),
    ]);
    let run = desk.run(&["check", "designs", "designs/complaint.ron"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert_eq!(
        run.out,
        "Nothing wrong in 2 designs; 2 other .ron files passed over.\n"
    );
    // One that begins as a design does is reported, wherever it lies.
    fs::write(desk.path("designs/cut.ron"), &COMPLAINT[..200]).unwrap();
    let run = desk.run(&["check", "designs"]);
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("--> designs/cut.ron:"), "{}", run.err);
}

#[test]
fn a_folder_without_designs_is_a_wrong_path() {
    let desk = Desk::with(&[("empty/notes.txt", "no design")]);
    let run = desk.run(&["check", "empty"]);
    assert_eq!((run.code, run.out.as_str()), (Some(2), ""));
    assert!(run.err.starts_with("error: there is no design"));
}

#[test]
fn a_file_that_cannot_be_read_is_shown_with_the_line_at_fault() {
    let desk = Desk::with(&[("bad.ron", &COMPLAINT.replace("message", "mesage"))]);
    let run = desk.run(&["check", "bad.ron"]);
    assert_eq!(run.code, Some(2));
    insta::assert_snapshot!(run.err, @r#"
    error: found `mesage`, expected one of `message`, `priority` and `team` of an Alert; did you mean `message`?
      --> bad.ron:9:35
      |
    9 |                 (id: 1, do: Alert(mesage: "Ring {{customer_name}}", priority: High, team: "Care")),
      |                                   ^^^^^^
    "#);
}

#[test]
fn every_subcommand_that_reads_says_why_it_cannot() {
    let desk = Desk::with(&[("empty.ron", ""), ("json.ron", "{}"), ("folder/x", "")]);
    for arguments in [
        &["check", "gone.ron"][..],
        &["check", "json.ron"],
        &["fmt", "empty.ron"],
        &["legs", "folder"],
        &["legs", "gone.ron"],
        &["export", "empty.ron", "--to", "json"],
        &["export", "gone.ron", "--to", "ron", "--draft"],
    ] {
        let run = desk.run(arguments);
        assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(run.err.starts_with("error: "), "{}", run.err);
    }
}

#[test]
fn a_definition_is_exported_in_both_notations() {
    let desk = Desk::with(&[("complaint.ron", COMPLAINT)]);
    let json = desk.run(&["export", "complaint.ron", "--to", "json"]);
    assert_eq!((json.code, json.err.as_str()), (Some(0), ""));
    assert!(json.out.starts_with("{\n  \"format\": \"legwork-definition/1\",\n  \"workflow\": \"Complaint follow-up\",\n  \"version\": \"sha256:"));
    assert!(!json.out.contains("draft"));
    let ron = desk.run(&["export", "complaint.ron", "-o", "out.ron"]);
    assert_eq!((ron.code, ron.out.as_str()), (Some(0), ""));
    let read = |text: &str| file::parse_definition(text, Path::new("d")).unwrap();
    assert_eq!(read(&desk.text("out.ron")), read(&json.out));
}

#[test]
fn an_incomplete_design_is_exported_as_a_draft_only() {
    let desk = Desk::with(&[("half.ron", HALF_DONE)]);
    let refused = desk.run(&["export", "half.ron", "--to", "json", "-o", "out.json"]);
    assert_eq!((refused.code, refused.out.as_str()), (Some(1), ""));
    assert!(refused.err.contains("error[dangling-leg]"));
    assert!(refused.err.contains("Not exported: 2 errors."));
    assert!(!desk.path("out.json").exists());
    let draft = desk.run(&["export", "half.ron", "--to", "json", "--draft"]);
    assert_eq!(draft.code, Some(0));
    assert!(draft.out.contains(
        "\"draft\": true,\n  \"findings\": [\n    \"dangling-leg\",\n    \"unknown-field\"\n  ],"
    ));
}

#[test]
fn every_format_is_written_and_told_by_the_ending_of_its_file() {
    let desk = Desk::with(&[("half.ron", HALF_DONE)]);
    for (name, beginning) in [
        ("a.html", "<!DOCTYPE html>"),
        ("a.md", "# "),
        ("a.csv", "stage,event,name,"),
        ("a.svg", "<svg "),
        ("a.mmd", "flowchart LR"),
        ("a.dot", "digraph "),
    ] {
        let run = desk.run(&["export", "half.ron", "-o", name]);
        assert_eq!(
            (run.code, run.out.as_str()),
            (Some(0), ""),
            "{name}: {}",
            run.err
        );
        assert!(desk.text(name).starts_with(beginning), "{name}");
    }
    for (name, beginning) in [("a.png", &b"\x89PNG"[..]), ("a.pdf", b"%PDF-")] {
        let run = desk.run(&["export", "half.ron", "-o", name]);
        assert_eq!(run.code, Some(0), "{name}: {}", run.err);
        let bytes = fs::read(desk.path(name)).unwrap();
        assert!(bytes.starts_with(beginning), "{name}");
    }
}

#[test]
fn one_leg_is_exported_by_its_number() {
    let desk = Desk::with(&[("complaint.ron", COMPLAINT)]);
    let leg = |number| {
        desk.run(&[
            "export",
            "complaint.ron",
            "--to",
            "mermaid",
            "--leg",
            number,
        ])
    };
    let second = leg("2");
    assert_eq!(second.code, Some(0));
    assert!(
        second.out.contains("s3[") && !second.out.contains("s2["),
        "{}",
        second.out
    );
    assert!(second.err.contains("note: Where cards lie is not in it"));
    let missing = leg("7");
    assert_eq!((missing.code, missing.out.as_str()), (Some(2), ""));
    assert!(
        missing
            .err
            .contains("there is no leg 7; the workflow has legs 1 to 2")
    );
    let report = desk.run(&["export", "complaint.ron", "--to", "html", "--leg", "1"]);
    assert_eq!(report.code, Some(2));
    assert!(report.err.contains("tells of the whole design"));
}

#[test]
fn a_picture_that_is_too_large_says_what_to_do() {
    let desk = Desk::with(&[("complaint.ron", COMPLAINT)]);
    let run = desk.run(&["export", "complaint.ron", "-o", "a.png", "--scale", "100"]);
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("choose a scale of"), "{}", run.err);
    assert!(!desk.path("a.png").exists());
}

#[test]
fn an_export_never_replaces_its_design() {
    let desk = Desk::with(&[("complaint.ron", COMPLAINT)]);
    let run = desk.run(&["export", "complaint.ron", "-o", "./complaint.ron"]);
    assert_eq!(run.code, Some(2));
    assert_eq!(desk.text("complaint.ron"), COMPLAINT);
    assert_eq!(desk.run(&["export", "complaint.ron"]).code, Some(2));
    let unknown = desk.run(&["export", "complaint.ron", "-o", "out.xml"]);
    assert_eq!(unknown.code, Some(2));
    let nowhere = desk.run(&["export", "complaint.ron", "-o", "gone/out.json"]);
    assert_eq!(nowhere.code, Some(2));
    assert!(
        nowhere.err.contains("the folder to save in is not there"),
        "{}",
        nowhere.err
    );
}

#[test]
fn formatting_brings_a_design_into_its_canonical_form() {
    let desk = Desk::with(&[("complaint.ron", COMPLAINT)]);
    let check = desk.run(&["fmt", "--check", "."]);
    assert_eq!(check.code, Some(1));
    assert_eq!(check.out, "./complaint.ron: not in canonical form\n");
    assert_eq!(desk.text("complaint.ron"), COMPLAINT);
    assert_eq!(desk.run(&["fmt", "."]).code, Some(0));
    let formatted = desk.text("complaint.ron");
    assert!(formatted.starts_with("// A Legwork design."));
    for arguments in [&["fmt", "--check", "."][..], &["fmt", "."]] {
        let run = desk.run(arguments);
        assert_eq!((run.code, run.out.as_str()), (Some(0), ""));
    }
    assert_eq!(desk.text("complaint.ron"), formatted);
}

#[test]
fn a_new_design_is_made_once() {
    let desk = Desk::with(&[]);
    let run = desk.run(&["new", "Brochure request"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let made = desk.text("brochure-request.ron");
    assert!(made.contains("name: \"Brochure request\""));
    let again = desk.run(&["new", "brochure-request.ron"]);
    assert_eq!(again.code, Some(2));
    assert!(again.err.contains("is there already"));
    assert_eq!(desk.text("brochure-request.ron"), made);
    assert_eq!(
        desk.run(&["fmt", "--check", "brochure-request.ron"]).code,
        Some(0)
    );
    assert_eq!(desk.run(&["check", "brochure-request.ron"]).code, Some(1));
}

#[test]
fn the_legs_of_a_design_are_listed_with_what_there_is_to_know_of_each() {
    let amended = COMPLAINT
        .replace("event: 2)", "event: 9)")
        .replace("name: \"48 h passed\"", "name: \"48 h \\u{1b}[31m passed\"");
    let desk = Desk::with(&[("complaint.ron", COMPLAINT), ("amended.ron", &amended)]);
    let run = desk.run(&["legs", "complaint.ron"]);
    assert_eq!(run.code, Some(0));
    insta::assert_snapshot!(run.out, @r#"
    1  1 New Call → 2 Called back → Finish “Resolved”
       waits for “Called back”; Alert; takes up to 2d; no findings; not reviewed
    2  1 New Call → 3 48 h passed → Link to 1 New Call
       waits for 48h; Alert; takes 2d; no findings; not reviewed
    "#);
    let run = desk.run(&["legs", "amended.ron"]);
    insta::assert_snapshot!(run.out, @r#"
    1  1 New Call → leads to no stage
       waits for “Called back”; Alert; takes up to 2d; 1 error; not reviewed
    2  1 New Call → 3 48 h �[31m passed → Link to 1 New Call
       waits for 48h; Alert; takes 2d; no findings; not reviewed
    3  detached: 2 Button Pushed → Finish “Resolved”
       waits for nothing; takes no time; 1 error; not reviewed
    "#);
    let told = desk.run(&["legs", "complaint.ron", "--stories"]);
    assert!(
        told.out
            .contains("If somebody pushes “Called back”, the run ends as “Resolved”.")
    );
}

/// The complaint, its legs ticked by Ann.
fn reviewed_desk() -> Desk {
    let desk = Desk::with(&[("complaint.ron", COMPLAINT)]);
    desk.amend("complaint.ron", |design| {
        let leg = Place::Event(EventId(2));
        commands::tick_leg(design, &leg, &signature("Ann"), "")
    });
    desk.amend("complaint.ron", |design| {
        let leg = Place::Event(EventId(3));
        commands::tick_leg(design, &leg, &signature("Ann"), "Fine")
    });
    desk
}

fn signature(name: &str) -> Signature {
    Signature {
        name: name.to_owned(),
        at: "2026-11-26T10:00:00Z".to_owned(),
    }
}

#[test]
fn a_required_review_fails_while_a_leg_is_not_reviewed_as_it_is_and_names_it() {
    let desk = Desk::with(&[("complaint.ron", COMPLAINT)]);
    assert_eq!(desk.run(&["check", "complaint.ron"]).code, Some(0));
    let run = desk.run(&["check", "complaint.ron", "--require-review"]);
    assert_eq!(run.code, Some(1));
    assert!(run.out.contains("Leg 2 is not reviewed."), "{}", run.out);

    let desk = reviewed_desk();
    let required = ["check", "complaint.ron", "--require-review"];
    assert_eq!(desk.run(&required).code, Some(0));
    desk.amend("complaint.ron", |design| {
        commands::set_value(design, ActionId(4), ValueName::Outcome, "Solved")
    });
    let run = desk.run(&required);
    assert_eq!(run.code, Some(1));
    insta::assert_snapshot!(run.out, @r"
    review: Leg 1 has changed since Ann reviewed it.
      --> complaint.ron: 1 New Call → 2 Called back → Finish “Solved”
       = ~ Stage 2, Called back: Finish Workflow “Resolved” → “Solved”

    Nothing wrong in 1 design; 1 leg to review.
    ");
    let run = desk.run(&[
        "check",
        "complaint.ron",
        "--require-review",
        "--format",
        "json",
    ]);
    let report: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    let review = &report["designs"][0]["review"];
    assert_eq!(review["passes"], false);
    assert_eq!(review["reviewed"], 1);
    assert_eq!(review["to_review"].as_array().unwrap().len(), 1);
    assert_eq!(
        review["to_review"][0]["changes"][0],
        "~ Stage 2, Called back: Finish Workflow “Resolved” → “Solved”"
    );
}

#[test]
fn a_signature_is_required_where_that_is_asked_for_and_lapses_with_any_leg() {
    let desk = reviewed_desk();
    let required = ["check", "complaint.ron", "--require-review=signed"];
    let run = desk.run(&required);
    assert_eq!(run.code, Some(1));
    assert!(run.out.contains("Nobody has signed it."), "{}", run.out);
    desk.amend("complaint.ron", |design| {
        commands::sign_off(design, &signature("Bob"))
    });
    assert_eq!(desk.run(&required).code, Some(0));
    desk.amend("complaint.ron", |design| {
        commands::set_value(design, ActionId(4), ValueName::Outcome, "Solved")
    });
    let run = desk.run(&required);
    assert_eq!(run.code, Some(1));
    assert!(
        run.out
            .contains("The sign-off by Bob has lapsed because a leg has changed."),
        "{}",
        run.out
    );
}

#[test]
fn a_limit_is_checked_and_does_not_reach_the_definition() {
    let desk = Desk::with(&[("complaint.ron", COMPLAINT)]);
    let before = desk.run(&["export", "complaint.ron", "--to", "json"]).out;
    desk.amend("complaint.ron", |design| commands::set_limit(design, "24h"));
    let run = desk.run(&["check", "complaint.ron", "--deny", "warnings"]);
    assert_eq!(run.code, Some(1));
    assert!(run.out.contains("over-limit"), "{}", run.out);
    assert_eq!(
        desk.run(&["export", "complaint.ron", "--to", "json"]).out,
        before
    );
}

#[test]
fn legs_are_written_for_spreadsheets_and_for_programs() {
    let desk = Desk::with(&[("complaint.ron", COMPLAINT)]);
    let csv = desk.run(&["legs", "complaint.ron", "--format", "csv"]).out;
    let mut lines = csv.lines();
    assert!(
        lines
            .next()
            .unwrap()
            .starts_with("leg,triggers,waits for,does,ends,")
    );
    assert_eq!(lines.count(), 2);
    let json = desk.run(&["legs", "complaint.ron", "--format", "json"]).out;
    let report: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(report["format"], "legwork-legs/1");
    insta::assert_snapshot!(serde_json::to_string_pretty(&report["legs"][1]).unwrap(), @r#"
    {
      "action": null,
      "attached": true,
      "does": [
        {
          "action": "Alert",
          "count": 1
        }
      ],
      "end": "link",
      "ends": "Link to 1 New Call",
      "event": 3,
      "last_stages": [],
      "leg": 2,
      "link_to": 1,
      "longest_s": 172800,
      "over_limit": false,
      "remark": null,
      "review": "not_reviewed",
      "reviewed_at": null,
      "reviewed_by": null,
      "shortest_s": 172800,
      "stages": [
        1,
        3
      ],
      "stages_left_out": 0,
      "story": "When a call arrives, a high-priority alert tells Care “Ring {{customer_name}}”. If nobody pushes “Called back” within 48 hours, it goes on at stage 1, New Call.",
      "triggers": [
        "1 New Call",
        "3 48 h passed"
      ],
      "verdict": {
        "errors": 0,
        "infos": 0,
        "waived": 0,
        "warnings": 0
      },
      "waits_for": [
        "48h"
      ],
      "waits_for_person": false
    }
    "#);
}

const COMPLAINT_SCENARIOS: &str = r#"(
    format: "legwork-scenarios/1",
    scenarios: [
        (
            name: "Called back",
            fields: {"customer_name": "Ann"},
            steps: [Wait("2h"), Push(stage: 1, button: "Called back")],
            expect: Finishes("Resolved"),
            effects: [Alert(message: "Ring Ann", priority: High)],
        ),
    ],
)
"#;

#[test]
fn scenarios_are_replayed_and_legs_that_none_covers_are_listed() {
    let desk = Desk::with(&[
        ("complaint.ron", COMPLAINT),
        ("complaint.scenarios.ron", COMPLAINT_SCENARIOS),
    ]);
    let run = desk.run(&["rehearse", "complaint.ron"]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    insta::assert_snapshot!(run.out, @r#"
    complaint.ron: 1 of 2 legs (50 %)
      ok      Called back
      not rehearsed: 1 New Call → 3 48 h passed → Link to 1 New Call

    1 of 1 scenario as expected, 1 of 2 legs covered in 1 design.
    "#);
    // Who names the scenarios means the design.
    let same = desk.run(&["rehearse", "complaint.scenarios.ron"]);
    assert_eq!((same.code, same.out), (run.code, run.out));
    let run = desk.run(&["rehearse", ".", "--min-coverage", "51"]);
    assert_eq!(run.code, Some(1), "{}", run.out);
    assert!(
        run.out.contains("failed  less than 51 % is covered"),
        "{}",
        run.out
    );
    let run = desk.run(&["rehearse", ".", "--min-coverage", "50%"]);
    assert_eq!(run.code, Some(0), "{}", run.out);
    assert_eq!(
        desk.run(&["rehearse", ".", "--min-coverage", "101"]).code,
        Some(2)
    );
    assert_eq!(desk.run(&["check", "."]).code, Some(0));
}

#[test]
fn a_scenario_that_the_design_does_not_do_any_more_fails_with_what_is_there_instead() {
    let amended = COMPLAINT.replace("label: \"Called back\"", "label: \"Rung\"");
    let desk = Desk::with(&[
        ("complaint.ron", &amended),
        ("complaint.scenarios.ron", COMPLAINT_SCENARIOS),
    ]);
    let run = desk.run(&["rehearse", "complaint.ron"]);
    assert_eq!(run.code, Some(1));
    let told = "  failed  Called back\n          Step 2 does not fit. Stage 1 does not offer a button “Called back”, but “Rung”.\n";
    assert!(run.out.contains(told), "{}", run.out);
    let run = desk.run(&["rehearse", "complaint.ron", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(report["format"], "legwork-rehearse/1");
    assert_eq!(report["failed"], 1);
    assert_eq!(report["designs"][0]["scenarios"][0]["passed"], false);
    assert_eq!(report["designs"][0]["legs"]["of"], 2);
}

#[test]
fn scenarios_are_generated_where_there_are_none_and_left_where_there_are() {
    let desk = Desk::with(&[
        ("a/complaint.ron", COMPLAINT),
        ("half.ron", HALF_DONE),
        ("half.scenarios.ron", "(format: \"legwork-scenarios/1\")"),
    ]);
    let run = desk.run(&["rehearse", ".", "--generate", "--min-coverage", "0"]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    assert_eq!(
        desk.text("half.scenarios.ron"),
        "(format: \"legwork-scenarios/1\")"
    );
    let made = desk.text("a/complaint.scenarios.ron");
    assert!(
        made.starts_with("// Scenarios of a Legwork design."),
        "{made}"
    );
    let run = desk.run(&["rehearse", "a", "--min-coverage", "100"]);
    assert_eq!(run.code, Some(0), "{}", run.out);

    // An incomplete design is rehearsed up to where it dangles.
    fs::remove_file(desk.path("half.scenarios.ron")).unwrap();
    let run = desk.run(&[
        "rehearse",
        "half.ron",
        "--generate",
        "--min-coverage",
        "100",
    ]);
    assert_eq!(run.code, Some(0), "{}", run.out);
    assert!(
        desk.text("half.scenarios.ron")
            .contains("expect: Dangles(stage: 2)")
    );
}

#[test]
fn what_cannot_be_rehearsed_or_read_is_told_apart() {
    let no_call = "(format: 2, workflow: (name: \"Empty\"))";
    let desk = Desk::with(&[
        ("empty.ron", no_call),
        ("complaint.ron", COMPLAINT),
        (
            "complaint.scenarios.ron",
            "(format: \"legwork-scenarios/1\", scenarios: [(name: 3)])",
        ),
    ]);
    let run = desk.run(&["rehearse", "empty.ron"]);
    assert_eq!(run.code, Some(1));
    assert!(
        run.out.contains("This design has no New Call event"),
        "{}",
        run.out
    );
    let run = desk.run(&["rehearse", "complaint.ron"]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.err.contains("--> complaint.scenarios.ron:1:"),
        "{}",
        run.err
    );
}

#[test]
fn the_designs_that_come_along_are_sound_but_for_the_unfinished_one() {
    let desk = Desk::with(&[]);
    let designs = Path::new(env!("CARGO_MANIFEST_DIR")).join("designs");
    let formatted = desk.run(&["fmt", "--check", designs.to_str().unwrap()]);
    assert_eq!((formatted.code, formatted.out.as_str()), (Some(0), ""));
    for entry in fs::read_dir(&designs).unwrap() {
        let path = entry.unwrap().path();
        if file::design_of_scenarios(&path).is_some() {
            continue;
        }
        let is_unfinished = path.ends_with("unfinished-callback.ron");
        let path = path.to_str().unwrap();
        let run = desk.run(&["check", "--deny", "warnings", path]);
        assert_eq!(run.code, Some(i32::from(is_unfinished)), "{}", run.out);
        // Their scenarios cover them, but for the unfinished one that has none.
        let run = desk.run(&["rehearse", "--min-coverage", "100", path]);
        assert_eq!(run.code, Some(i32::from(is_unfinished)), "{}", run.out);
    }
}

#[test]
fn rules_are_listed_and_explained() {
    let desk = Desk::with(&[]);
    let list = desk.run(&["rules"]);
    assert_eq!(list.code, Some(0));
    assert_eq!(list.out.lines().count(), legwork::rules::ALL.len());
    let one = desk.run(&["rules", "dangling-leg"]);
    assert_eq!(one.code, Some(0));
    assert!(one.out.starts_with("dangling-leg (error)\n"), "{}", one.out);
    assert!(one.out.contains("\nWrong\n    1 New Call"), "{}", one.out);
    let unknown = desk.run(&["rules", "dangling-legs"]);
    assert_eq!(unknown.code, Some(2));
    assert!(unknown.err.contains("did you mean `dangling-leg`?"));
}

#[test]
fn the_schema_is_json() {
    let run = Desk::with(&[]).run(&["schema"]);
    assert_eq!(run.code, Some(0));
    let schema: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(schema["title"], "Legwork definition");
}

#[test]
fn wrong_usage_is_exit_code_2_and_help_is_0() {
    let desk = Desk::with(&[]);
    for arguments in [
        &["check"][..],
        &["check", "--nope", "x"],
        &["export", "x", "--to", "xml"],
        &["chek", "x.ron"],
        &["new"],
    ] {
        let run = desk.run(arguments);
        assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(run.err.starts_with("error: "), "{}", run.err);
    }
    for arguments in [&["--help"][..], &["check", "--help"], &["--version"]] {
        let run = desk.run(arguments);
        assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    }
    assert!(desk.run(&["--help"]).out.contains("Exit codes:"));
}

#[test]
fn a_reader_that_goes_away_is_no_panic() {
    let desk = Desk::with(&[]);
    // More than a pipe holds.
    let name = "x".repeat(200_000);
    fs::write(desk.path("long.ron"), COMPLAINT.replace("Resolved", &name)).unwrap();
    let mut child = desk
        .command(&["export", "long.ron", "--to", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(141));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}

#[test]
fn colours_come_on_request_only() {
    let desk = Desk::with(&[("half.ron", HALF_DONE)]);
    let coloured = desk
        .command(&["check", "half.ron"])
        .env("CLICOLOR_FORCE", "1")
        .output()
        .unwrap();
    assert!(coloured.stdout.contains(&0x1b));
    let plain = desk
        .command(&["check", "half.ron"])
        .env("CLICOLOR_FORCE", "1")
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    assert!(!plain.stdout.contains(&0x1b));
}

#[cfg(unix)]
#[test]
fn a_design_may_come_from_a_pipe() {
    let mut child = Desk::with(&[])
        .command(&["check", "/dev/stdin"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(COMPLAINT.as_bytes()).unwrap();
    drop(stdin);
    assert!(child.wait_with_output().unwrap().status.success());
}
