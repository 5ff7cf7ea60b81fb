//! Does every file read back as it was written, and does every other one say why it does not?

use super::*;
use crate::edit::commands;
use crate::workflow::{
    Action, ActionData, ActionId, ActionKind, Annotation, AnnotationId, AnnotationKind, Conflict,
    Counters, Event, EventId, EventKind, Layout, Place, Position, Priority, Question, QuestionId,
    Review, ReviewMark, Said, Seal, SeenStage, SignOff, Signature, Size, Tint, ValueName, Version,
    Waiver, Workflow, sketch,
};
use proptest::prelude::*;

fn complaint() -> Design {
    let text = "fields customer_name phone\n\
        1 New Call\n  alert \"Ring {{customer_name}}\" high \"Care\"\n  button \"Called back\" -> 2\n  timer 48h -> 3\n\
        2 Button Pushed \"Own name\"\n  finish \"Resolved\"\n\
        3 Timer Elapsed\n  link -> 1\n4 Button Pushed";
    let workflow = sketch::parse(text).unwrap();
    let cards = workflow
        .events()
        .zip(1..)
        .map(|(event, column)| (event.id, Position::new(320 * column, -40)))
        .collect::<Vec<_>>();
    Design::new(workflow, Layout::from_cards(cards))
}

fn parsed(text: &str) -> Design {
    parse(text, Path::new("a.ron")).unwrap()
}

fn refusal(text: &str) -> String {
    parse(text, Path::new("a.ron")).unwrap_err().to_string()
}

/// A design whose only event holds what is given, on lines of their own.
fn with_event(entries: &str) -> String {
    format!("(\n  format: 2,\n  workflow: (events: [(\n{entries}\n  )]),\n)")
}

#[test]
fn a_design_is_written_in_its_canonical_form() {
    insta::assert_snapshot!(text_of(&complaint()), @r#"
    // A Legwork design. `legwork check` tells what is wrong with it.
    (
        format: 2,
        workflow: (
            name: "Sketch",
            next: (event: 5, action: 6, stage: 5),
            fields: [
                "customer_name",
                "phone",
            ],
            events: [
                (id: 1, stage: 1, on: NewCall, actions: [
                    (id: 1, do: Alert(message: "Ring {{customer_name}}", priority: High, team: "Care")),
                    (id: 2, do: Button(label: "Called back", event: 2)),
                    (id: 3, do: Timer(after: "48h", event: 3)),
                ]),
                (id: 2, stage: 2, on: ButtonPushed, name: "Own name", actions: [
                    (id: 4, do: Finish(outcome: "Resolved")),
                ]),
                (id: 3, stage: 3, on: TimerElapsed, actions: [
                    (id: 5, do: Link(event: 1)),
                ]),
                (id: 4, stage: 4, on: ButtonPushed, actions: []),
            ],
        ),
        layout: (
            cards: [
                (event: 1, x: 320, y: -40),
                (event: 2, x: 640, y: -40),
                (event: 3, x: 960, y: -40),
                (event: 4, x: 1280, y: -40),
            ],
        ),
    )
    "#);
}

#[test]
fn what_is_written_reads_back_and_writes_the_same() {
    let design = complaint();
    let text = text_of(&design);
    assert_eq!(parsed(&text), design);
    assert_eq!(text_of(&parsed(&text)), text);
}

#[test]
fn line_ends_byte_order_marks_comments_and_spaces_do_not_matter() {
    let design = complaint();
    let text = text_of(&design);
    for variant in [
        text.replace('\n', "\r\n"),
        format!("\u{feff}{text}"),
        format!("/* a /* nested */ comment */ #![enable(implicit_some)]\n{text}// end"),
        text.replace("(\n", "(").replace(",\n", ","),
        text.replacen("(\n", "Design(\n", 1),
    ] {
        assert_eq!(parsed(&variant), design, "{variant}");
    }
}

#[test]
fn a_moved_card_changes_layout_lines_only() {
    let mut design = complaint();
    let before = text_of(&design);
    let moved = commands::move_cards(&design, &[(EventId(2), Position::new(7, 7))]);
    moved.unwrap().apply(&mut design).unwrap();
    let after = text_of(&design);
    let changed: Vec<_> = before
        .lines()
        .zip(after.lines())
        .filter(|(before, after)| before != after)
        .collect();
    assert_eq!(before.lines().count(), after.lines().count());
    let [(_, line)] = changed[..] else {
        panic!("{changed:?}")
    };
    assert_eq!(line.trim(), "(event: 2, x: 7, y: 7),");
}

#[test]
fn a_design_is_written_in_the_oldest_format_that_holds_it() {
    let mut design = complaint();
    assert!(text_of(&design).contains("format: 2,"));
    design.layout.collapse([EventId(2)]);
    let text = text_of(&design);
    assert!(text.contains("format: 3,") && text.contains("        collapsed: [\n            2,"));
    design.workflow = design.workflow.with_conflicts(vec![Conflict {
        place: Place::Value(ActionId(1), ValueName::Message),
        ours: Version::Text("Ring".to_owned()),
        theirs: Version::Text("Write".to_owned()),
    }]);
    let text = text_of(&design);
    assert!(text.contains("format: 4,"));
    assert!(text.contains(
        "    conflicts: [\n        (on: Value(1, Message), ours: Text(\"Ring\"), theirs: Text(\"Write\")),\n    ],\n)"
    ));
}

#[test]
fn the_first_format_is_read_and_written_as_the_current_one() {
    let design = parsed(
        "(format: 1, workflow: (name: \"Old\", events: [(id: 4, stage: 9, on: NewCall, actions: [(id: 6, do: Link())])]))",
    );
    let counters = Counters {
        event: 5,
        action: 7,
        stage: 10,
    };
    assert_eq!(design.workflow.counters(), counters);
    assert!(text_of(&design).contains("format: 2,"));
}

#[test]
fn what_may_be_left_out_has_its_natural_value() {
    let design = parsed(&with_event(
        "id: 1, stage: 1, on: NewCall, actions: [(id: 1, do: Alert()), (id: 2, do: Button(label: \"x\", event: Some(7)))]",
    ));
    let event = design.workflow.event(EventId(1)).unwrap();
    assert_eq!(event.name, "");
    let blank = ActionKind::Alert.blank();
    assert_eq!(event.actions[0].data, blank);
    assert_eq!(event.actions[1].data.leads_to(), Some(EventId(7)));
}

#[test]
fn faults_of_meaning_load() {
    let most = u32::MAX;
    let text = format!(
        "(format: 2, workflow: (name: \"\", next: (event: 0, action: {most}, stage: {most}), fields: [\"a\", \"a\"], events: [
            (id: {most}, stage: 1, on: NewCall, actions: [(id: {most}, do: Button(label: \"\", event: 99)), (id: {most}, do: Link())]),
            (id: {most}, stage: 1, on: NewCall, actions: [(id: {most}, do: Timer(after: \"never\", event: 0))]),
            (id: 0, stage: 0, on: ButtonPushed), (id: 0, stage: {most}, on: ButtonPushed),
        ]), layout: (cards: [(event: 5, x: 0, y: 0), (event: 5, x: {}, y: {})]))",
        i32::MAX,
        i32::MIN
    );
    let design = parsed(&text);
    assert_eq!(design.workflow.stage_count(), 4);
    assert_eq!(design.workflow.action_count(), 3);
    assert_eq!(design.workflow.read_faults().len(), 4);
    let mended = parsed(&text_of(&design));
    assert_eq!(text_of(&mended), text_of(&design));
    assert!(mended.workflow.read_faults().is_empty());
    // No number is left to give: a sentence perhaps, never a panic.
    for kind in ActionKind::ALL {
        let _ = commands::add_action(&design, EventId(0), kind.blank())
            .map(|transaction| transaction.apply(&mut design.clone()));
    }
}

#[test]
fn what_is_not_in_the_notation_is_named_with_its_place_and_what_was_meant() {
    for (entries, sentence) in [
        (
            "id: 1, stag: 1, on: NewCall",
            "a.ron:4:8: found `stag`, expected one of `id`, `stage`, `on`, `name` and `actions` of an Event; did you mean `stage`?",
        ),
        (
            "id: 1, stage: 1, on: Newcall",
            "a.ron:4:22: found `Newcall`, expected a kind of event, one of `NewCall`, `ButtonPushed` and `TimerElapsed`; did you mean `NewCall`?",
        ),
        (
            "id: 1, stage: 1, on: Birthday",
            "a.ron:4:22: found `Birthday`, expected a kind of event, one of `NewCall`, `ButtonPushed` and `TimerElapsed`",
        ),
        (
            "id: 1, stage: 1, on: NewCall, actions: [(id: 1, do: Buton(label: \"x\"))]",
            "a.ron:4:53: found `Buton`, expected a kind of action, one of `Alert`, `Email`, `Sms`, `Webhook`, `SetField`, `Note`, `Button`, `Timer`, `Link` and `Finish`; did you mean `Button`?",
        ),
        (
            "id: 1, stage: 1, on: NewCall, actions: [(id: 1, do: Alert(mesage: \"x\"))]",
            "a.ron:4:59: found `mesage`, expected one of `message`, `priority` and `team` of an Alert; did you mean `message`?",
        ),
        (
            "id: 1, stage: 1, on: NewCall, actions: [(id: 1, do: Alert(priority: Higher))]",
            "a.ron:4:69: found `Higher`, expected a priority, one of `Low`, `Normal`, `High` and `Urgent`",
        ),
        (
            "stage: 1, on: NewCall",
            "a.ron:5:3: found the end of an Event, expected `id` in an Event",
        ),
        (
            "id: 1, id: 2, stage: 1, on: NewCall",
            "a.ron:4:8: found a second `id`, expected one `id` in an Event",
        ),
        (
            "id: -1, stage: 1, on: NewCall",
            "a.ron:4:5: found `-1`, expected a whole number from 0 to 4294967295 (for x and y from -2147483648 to 2147483647)",
        ),
        (
            "id: 4294967296, stage: 1, on: NewCall",
            "a.ron:4:5: found `4294967296`, expected a whole number from 0 to 4294967295 (for x and y from -2147483648 to 2147483647)",
        ),
        (
            "id: \"1\", stage: 1, on: NewCall",
            "a.ron:4:5: found `\"1\"`, expected a whole number",
        ),
        (
            "id: 1, stage: 1, on: NewCall, name: Callback",
            "a.ron:4:37: found `Callback`, expected a text in double quotes",
        ),
        (
            "id: 1, stage: 1, on: NewCall, name: \"\\q\"",
            "a.ron:4:38: found `\\q`, expected an escape such as `\\n`, `\\\"`, `\\\\` or `\\u{e9}`",
        ),
        (
            "id: 1, stage: 1, on: NewCall, name: \"\\u{110000}\"",
            "a.ron:4:38: found `\\u{110000}`, expected an escape such as `\\n`, `\\\"`, `\\\\` or `\\u{e9}`",
        ),
        (
            "id: 1, stage: 1, on: NewCall, name: \"abc",
            "a.ron:4:37: found a text without its closing quote, expected a `\"` at its end",
        ),
        (
            "id: 1 stage: 1, on: NewCall",
            "a.ron:4:7: found `stage`, expected a comma, or the end of what is open",
        ),
        (
            "id: 1, stage: 1, on: NewCall, actions: (id: 1)",
            "a.ron:4:40: found `(`, expected a list, opened by `[`",
        ),
        (
            "id = 1, stage: 1",
            "a.ron:4:4: found `=`, expected a colon after the name",
        ),
        (
            "id: 1, stage: 1, on: NewCall, actions: [(id: 1, do: Finish)]",
            "a.ron:4:59: found `)`, expected `(`",
        ),
        (
            "id: 1, stage: 1, on: NewCall, /* never closed",
            "a.ron:4:31: found a comment without its end, expected `*/` at its end",
        ),
    ] {
        assert_eq!(refusal(&with_event(entries)), sentence, "{entries}");
    }
    for (text, sentence) in [
        (
            "(format: 2, workflow: (name: \"x\")) and more",
            "a.ron:1:36: found `and`, expected the end of the file",
        ),
        (
            "(format: 2, workflow: (name: \"x\")",
            "a.ron:1:34: found the end of the file, expected a comma, or the end of what is open",
        ),
        (
            "(",
            "a.ron:1:2: found the end of the file, expected more: the file seems to be cut off",
        ),
        (
            "(workflow: (name: \"x\"))",
            "a.ron:1:23: found the end of the design, expected `format` in the design",
        ),
        (
            "(format: 2, wrkflow: ())",
            "a.ron:1:13: found `wrkflow`, expected one of `format`, `workflow`, `layout`, `waivers`, `review` and `conflicts` of the design; did you mean `workflow`?",
        ),
        (
            "(format: two)",
            "a.ron:1:10: found `two`, expected a whole number",
        ),
    ] {
        assert_eq!(refusal(text), sentence, "{text}");
    }
}

#[test]
fn the_line_at_fault_is_shown_with_the_place_marked() {
    let misread = |text: &str| match parse(text, Path::new("a.ron")).unwrap_err().fault {
        Fault::Misread(misread) => *misread,
        other => panic!("{other}"),
    };
    let found = misread("(format: 2,\r\n\tworkflow: (näme: \"é\"))\r\n");
    assert_eq!(found.source_line, " workflow: (näme: \"é\"))");
    assert_eq!(
        (found.mark, found.nearest.as_deref()),
        ((12, 4), Some("name"))
    );
    let far = misread(&format!(
        "(format: 2, workflow: (name: \"{}\", evnts: []))",
        "é".repeat(1000)
    ));
    let marked: String = far
        .source_line
        .chars()
        .skip(far.mark.0)
        .take(far.mark.1)
        .collect();
    assert_eq!((marked.as_str(), far.column), ("evnts", 1034));
}

#[test]
fn what_reviewers_said_is_a_part_of_its_own_with_a_line_for_each_tick() {
    let workflow = sketch::parse("limit 2d\n1 New Call\n  timer 1d -> 2\n2 Timer Elapsed").unwrap();
    let mut design = Design::new(workflow, Layout::default());
    let ann = Signature {
        name: "Ann".to_owned(),
        at: "2026-11-26T10:00:00Z".to_owned(),
    };
    let leg = Place::Event(EventId(2));
    for edit in [
        commands::tick_leg(&design, &leg, &ann, "Fine"),
        commands::ask_question(&design, EventId(1), "Why a day?", &ann),
    ] {
        edit.unwrap().apply(&mut design).unwrap();
    }
    let resolved = commands::resolve_question(&design, QuestionId(1), &ann);
    resolved.unwrap().apply(&mut design).unwrap();
    let signed = commands::sign_off(&design, &ann);
    signed.unwrap().apply(&mut design).unwrap();
    let text = text_of(&design);
    assert!(text.contains("    format: 4,\n"), "{text}");
    assert!(text.contains("        limit: \"2d\",\n"), "{text}");
    insta::assert_snapshot!(text[text.find("    review:").unwrap()..], @r#"
        review: (
            marks: [
                (leg: Event(2), name: "Ann", at: "2026-11-26T10:00:00Z", seal: "534b769aee3a97a4", remark: "Fine"),
            ],
            questions: [
                (id: 1, on: 1, said: [
                    (name: "Ann", at: "2026-11-26T10:00:00Z", text: "Why a day?"),
                ], resolved: (name: "Ann", at: "2026-11-26T10:00:00Z")),
            ],
            sign_off: (name: "Ann", at: "2026-11-26T10:00:00Z", seal: "91896f0c676286ab"),
            seen: [
                (seal: "c0ab41d6fa00bc53", event: (id: 1, stage: 1, on: NewCall, actions: [
                    (id: 1, do: Timer(after: "1d", event: 2)),
                ])),
                (seal: "534b769aee3a97a4", after: "c0ab41d6fa00bc53", event: (id: 2, stage: 2, on: TimerElapsed, actions: [])),
            ],
        ),
    )
    "#);
    assert_eq!(parsed(&text), design);
}

#[test]
fn a_text_that_is_something_else_is_told_as_such() {
    for (text, fault) in [
        ("", Fault::Empty),
        (" \n// nothing but a comment", Fault::Empty),
        ("{\"format\": \"legwork-definition/1\"}", Fault::Json),
        ("(format: \"legwork-definition/1\")", Fault::Definition),
        ("hello", Fault::NotADesign),
        ("LegworkFragment(format: 2)", Fault::Clipboard),
        (
            "(format: 5, all: else, is: {unknown}",
            Fault::NewerFormat(5),
        ),
        (
            "(format: 99999999999, workflow: ())",
            Fault::NewerFormat(u32::MAX),
        ),
        ("(workflow: (), format: 5)", Fault::NewerFormat(5)),
        ("(format: 0, workflow: ())", Fault::UnknownFormat),
    ] {
        let error = parse(text, Path::new("a.ron")).unwrap_err();
        assert_eq!(error.fault, fault, "{text}");
        assert!(error.to_string().starts_with("a.ron: "));
    }
}

#[test]
fn files_that_hold_no_text_are_refused_with_a_way_out() {
    let folder = tempfile::tempdir().unwrap();
    let fault_of = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        read(&path).unwrap_err().fault
    };
    assert_eq!(fault_of("empty.ron", b""), Fault::Empty);
    assert_eq!(fault_of("utf16.ron", b"\xff\xfe(\0"), Fault::Utf16);
    assert_eq!(fault_of("utf16be.ron", b"\xfe\xff\0("), Fault::Utf16);
    assert_eq!(
        fault_of("latin.ron", b"(format: 2,\n workflow: (name: \"\xe9\"))"),
        Fault::NotUtf8 {
            line: 2,
            column: 20
        }
    );
    assert_eq!(read(folder.path()).unwrap_err().fault, Fault::Folder);
    let missing = folder.path().join("missing.ron");
    assert_eq!(read(&missing).unwrap_err().fault, Fault::NotFound);
    let below_a_file = folder.path().join("empty.ron").join("x.ron");
    assert_eq!(read(&below_a_file).unwrap_err().fault, Fault::NotFound);
    let huge = folder.path().join("huge.ron");
    let file = File::create(&huge).unwrap();
    file.set_len(LARGEST_FILE_BYTES + 1).unwrap();
    assert_eq!(read(&huge).unwrap_err().fault, Fault::TooLarge);
}

#[test]
fn deep_nesting_is_a_sentence() {
    for opening in ["(", "[", "Some(", "/*", "(x:", "{", "#![enable("] {
        let deep = opening.repeat(200_000);
        for text in [
            deep.clone(),
            format!("(format: 2, workflow: (events: {deep}"),
            format!("(format: 2, workflow: (events: [(id: {deep}"),
            format!(
                "(format: 2, workflow: (events: [(id: 1, stage: 1, on: NewCall, actions: [(id: 1, do: Button(event: {deep}"
            ),
        ] {
            assert!(parse(&text, Path::new("deep.ron")).is_err());
        }
    }
}

#[test]
fn a_file_is_replaced_only_when_it_is_what_was_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.ron");
    let mut design = complaint();
    let first = save(&path, &design, None).unwrap();
    assert_eq!(
        read(&path).unwrap(),
        ReadDesign {
            design: design.clone(),
            text: text_of(&design),
            stamp: first.clone()
        }
    );

    // Touched, not changed.
    std::fs::write(&path, text_of(&design)).unwrap();
    design.workflow.name = "Second".to_owned();
    let second = save(&path, &design, Some(&first)).unwrap();
    assert_ne!(first, second);

    let elsewhere = text_of(&complaint()).replace("Care", "Cash");
    std::fs::write(&path, &elsewhere).unwrap();
    let refused = save(&path, &design, Some(&second)).unwrap_err();
    assert!(matches!(refused, SaveError::ChangedOnDisk { .. }));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), elsewhere);
    save(&path, &design, None).unwrap();

    std::fs::remove_file(&path).unwrap();
    save(&path, &design, Some(&second)).unwrap();
    assert_eq!(read(&path).unwrap().stamp, second);
    let left_over = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(left_over, 1);
}

#[test]
fn a_file_that_cannot_be_saved_says_why_and_is_left_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let design = complaint();
    let sentence = |path: &Path| save(path, &design, None).unwrap_err();
    assert!(matches!(sentence(folder.path()), SaveError::Folder { .. }));
    let nowhere = folder.path().join("gone").join("a.ron");
    assert!(matches!(sentence(&nowhere), SaveError::NoFolder { .. }));
    let protected = folder.path().join("protected.ron");
    std::fs::write(&protected, "mine").unwrap();
    let mut permissions = std::fs::metadata(&protected).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&protected, permissions).unwrap();
    assert!(matches!(
        sentence(&protected),
        SaveError::WriteProtected { .. }
    ));
    assert_eq!(std::fs::read_to_string(&protected).unwrap(), "mine");
}

#[cfg(unix)]
#[test]
fn saving_keeps_permissions_and_follows_links() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("real.ron");
    let design = complaint();
    std::fs::write(&path, "old").unwrap();
    std::fs::set_permissions(&path, PermissionsExt::from_mode(0o640)).unwrap();
    let link = folder.path().join("link.ron");
    symlink("real.ron", &link).unwrap();
    save(&link, &design, None).unwrap();
    assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(read(&path).unwrap().design, design);
    let mode = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o640);

    let dangling = folder.path().join("dangling.ron");
    symlink("made.ron", &dangling).unwrap();
    save(&dangling, &design, None).unwrap();
    assert!(folder.path().join("made.ron").exists());
    let ring = folder.path().join("ring.ron");
    symlink("ring.ron", &ring).unwrap();
    assert!(save(&ring, &design, None).is_err());
    assert!(read(&ring).is_err());
}

#[cfg(unix)]
#[test]
fn a_pipe_is_written_to_and_not_replaced() {
    use std::os::unix::fs::FileTypeExt;
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || read_text(&pipe)
    });
    write_atomically(&pipe, b"text").unwrap();
    assert_eq!(reader.join().unwrap().unwrap(), "text");
    assert!(std::fs::metadata(&pipe).unwrap().file_type().is_fifo());
}

#[test]
fn copied_stages_travel_as_text() {
    let design = complaint();
    let mut fragment = commands::copy(&design, &[EventId(2), EventId(3)], &[ActionId(1)]).unwrap();
    // Without frames and notes an older Legwork reads it too.
    assert!(clipboard_text(&fragment).contains("format: 2,"));
    fragment.annotations.push(Annotation {
        kind: AnnotationKind::StickyNote,
        text: "Ask \"Care\"\nfirst".to_owned(),
        tint: Tint::Green,
        position: Position::new(-4, 8),
        size: Size {
            width: 200,
            height: 120,
        },
    });
    let text = clipboard_text(&fragment);
    assert_eq!(fragment_from_clipboard(&text).unwrap(), fragment);
    assert_eq!(
        fragment_from_clipboard(&text.replace('\n', "\r\n")).unwrap(),
        fragment
    );
    for (text, sentence) in [
        (
            "Dear customer, ",
            "clipboard: what is in the clipboard does not come from Legwork; copy stages or actions first",
        ),
        (
            "",
            "clipboard: what is in the clipboard does not come from Legwork; copy stages or actions first",
        ),
        (
            "LegworkFragment(format: 7)",
            "clipboard: these are copied stages of a newer Legwork (format 7); this one reads up to 3",
        ),
        (
            "LegworkFragment(format: 2, actio",
            "clipboard:1:28: found `actio`, expected one of `format`, `actions`, `events`, `outside` and `annotations` of a LegworkFragment; did you mean `actions`?",
        ),
    ] {
        assert_eq!(
            fragment_from_clipboard(text).unwrap_err().to_string(),
            sentence
        );
    }
    for end in 0..text.len() - 2 {
        assert!(fragment_from_clipboard(&text[..end]).is_err());
    }
}

/// Texts that a notation could trip over.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[\"\\\\\n\r\t\u{0}\u{7f}\u{85}\u{2028}\u{202e}\u{feff}/*{}#,:()]{0,12}",
        Just("\"#,\nformat: 3".to_owned()),
        "[a-z ]{0,8}",
    ]
}

fn any_action() -> impl Strategy<Value = ActionData> {
    (
        prop::sample::select(ActionKind::ALL.to_vec()),
        prop::collection::vec(any_text(), 3),
        prop::option::of(0_u32..12),
        prop::sample::select(Priority::ALL.to_vec()),
    )
        .prop_map(|(kind, texts, target, urgency)| {
            let mut data = kind.blank().leading_to(target.map(EventId));
            for (&name, text) in kind.value_names().iter().zip(&texts) {
                data = data.with_value(name, text);
            }
            if let ActionData::Alert { priority, .. } = &mut data {
                *priority = urgency;
            }
            data
        })
}

fn any_design() -> impl Strategy<Value = Design> {
    let event = (
        any::<u32>(),
        any_text(),
        prop::sample::select(EventKind::ALL.to_vec()),
        prop::collection::vec(any_action(), 0..4),
    );
    let numbers = prop::array::uniform3(0_u32..=u32::MAX);
    let cards = prop::collection::vec((any::<u32>(), any::<i32>(), any::<i32>()), 0..4);
    (
        any_text(),
        prop::collection::vec(any_text(), 0..3),
        numbers,
        prop::collection::vec(event, 0..5),
        (
            cards,
            any_surroundings(),
            prop::collection::vec(any_waiver(), 0..3),
            (
                any_review(),
                prop::option::of(any_text()),
                prop::collection::vec(any_conflict(), 0..3),
            ),
        ),
    )
        .prop_map(
            |(
                name,
                fields,
                numbers,
                events,
                (cards, surroundings, waivers, (review, limit, conflicts)),
            )| {
                let mut action_id = 0;
                let events = events
                    .into_iter()
                    .enumerate()
                    .map(|(index, (stage, name, kind, actions))| Event {
                        id: EventId(index as u32 * 3),
                        stage,
                        kind,
                        name,
                        actions: actions
                            .into_iter()
                            .map(|data| {
                                action_id += 2;
                                Action {
                                    id: ActionId(action_id),
                                    data,
                                }
                            })
                            .collect(),
                    })
                    .collect();
                let counters = Counters {
                    event: numbers[0].max(1),
                    action: numbers[1].max(1),
                    stage: numbers[2].max(1),
                };
                let cards = cards
                    .into_iter()
                    .map(|(id, x, y)| (EventId(id), Position::new(x, y)));
                Design {
                    workflow: Workflow::from_parts(name, fields, counters, events)
                        .with_limit(limit)
                        .with_conflicts(conflicts),
                    layout: surroundings.with_cards(cards),
                    waivers,
                    review,
                }
            },
        )
}

/// A layout without cards.
fn any_surroundings() -> impl Strategy<Value = Layout> {
    let annotation = (
        prop::sample::select(vec![AnnotationKind::Frame, AnnotationKind::StickyNote]),
        any_text(),
        prop::sample::select(Tint::ALL.to_vec()),
        (any::<i32>(), any::<i32>()),
        (0..=i32::MAX, 0..=i32::MAX),
    )
        .prop_map(|(kind, text, tint, (x, y), (width, height))| Annotation {
            kind,
            text,
            tint,
            position: Position::new(x, y),
            size: Size { width, height },
        });
    (
        prop::collection::vec((any::<u32>(), annotation), 0..3),
        prop::collection::vec(any::<u32>(), 0..3),
        prop::collection::vec((any::<u32>(), any_text()), 0..3),
    )
        .prop_map(|(annotations, collapsed, bookmarks)| {
            let mut layout = Layout::default();
            let annotations = annotations.into_iter();
            layout.annotate(annotations.map(|(id, annotation)| (AnnotationId(id), annotation)));
            layout.collapse(collapsed.into_iter().map(EventId));
            let bookmarks = bookmarks.into_iter();
            layout.set_bookmarks(bookmarks.map(|(id, name)| (EventId(id), name)));
            layout
        })
}

fn any_place() -> impl Strategy<Value = Place> {
    prop_oneof![
        Just(Place::Workflow),
        any_text().prop_map(Place::Field),
        any::<u32>().prop_map(|id| Place::Event(EventId(id))),
        any::<u32>().prop_map(|id| Place::Action(ActionId(id))),
        any::<u32>().prop_map(|id| Place::Value(ActionId(id), ValueName::After)),
    ]
}

fn any_version() -> impl Strategy<Value = Version> {
    prop_oneof![
        any_text().prop_map(Version::Text),
        prop::option::of(any_text()).prop_map(Version::Limit),
        any::<u32>().prop_map(Version::StageNumber),
        prop::sample::select(EventKind::ALL.to_vec()).prop_map(Version::EventKind),
        prop::sample::select(Priority::ALL.to_vec()).prop_map(Version::Priority),
        any::<Option<u32>>().prop_map(|id| Version::Target(id.map(EventId))),
        any_action().prop_map(Version::Action),
        any::<u32>().prop_map(|id| Version::Home(EventId(id))),
        any::<Vec<u32>>().prop_map(|ids| Version::Order(ids.into_iter().map(ActionId).collect())),
        Just(Version::Deleted),
        Just(Version::Kept),
    ]
}

fn any_conflict() -> impl Strategy<Value = Conflict> {
    (any_place(), any_version(), any_version()).prop_map(|(place, ours, theirs)| Conflict {
        place,
        ours,
        theirs,
    })
}

fn any_waiver() -> impl Strategy<Value = Waiver> {
    (
        any_text(),
        any_place(),
        any_text(),
        any_text(),
        any::<u64>(),
    )
        .prop_map(|(rule, place, reason, name, seal)| Waiver {
            rule,
            place,
            reason,
            name,
            seal: Seal(seal),
        })
}

fn any_signature() -> impl Strategy<Value = Signature> {
    (any_text(), any_text()).prop_map(|(name, at)| Signature { name, at })
}

fn any_review() -> impl Strategy<Value = Review> {
    let mark =
        (any_signature(), any_text(), any::<u64>()).prop_map(|(by, remark, seal)| ReviewMark {
            by,
            remark,
            seal: Seal(seal),
        });
    let said = (any_signature(), any_text()).prop_map(|(by, text)| Said { by, text });
    let question = (
        any::<u32>(),
        prop::collection::vec(said, 0..3),
        prop::option::of(any_signature()),
    )
        .prop_map(|(event_id, said, resolved)| Question {
            event_id: EventId(event_id),
            said,
            resolved,
        });
    let sign_off = (any_signature(), any::<u64>()).prop_map(|(by, seal)| SignOff {
        by,
        seal: Seal(seal),
    });
    let seen = (
        prop::option::of(any::<u64>().prop_map(Seal)),
        any::<u32>(),
        any_text(),
        prop::collection::vec(any_action(), 0..3),
    )
        .prop_map(|(after, id, name, actions)| SeenStage {
            after,
            event: Event {
                id: EventId(id),
                stage: id,
                kind: EventKind::TimerElapsed,
                name,
                actions: actions
                    .into_iter()
                    .map(|data| Action {
                        id: ActionId(id),
                        data,
                    })
                    .collect(),
            },
        });
    (
        prop::collection::btree_map(any_place(), mark, 0..3),
        prop::collection::btree_map(any::<u32>().prop_map(QuestionId), question, 0..3),
        prop::option::of(sign_off),
        prop::collection::btree_map(any::<u64>().prop_map(Seal), seen, 0..3),
    )
        .prop_map(|(marks, questions, sign_off, seen)| Review {
            marks,
            questions,
            sign_off,
            seen,
        })
}

proptest! {
    #[test]
    fn any_design_reads_back_and_writes_the_same(design in any_design()) {
        let text = text_of(&design);
        prop_assert_eq!(&parsed(&text), &design);
        prop_assert_eq!(text_of(&parsed(&text)), text);
    }

    #[test]
    fn any_definition_reads_back_and_exports_the_same_bytes(design in any_design()) {
        let exported = crate::export::draft(&design.workflow, &[]);
        for write in [crate::export::json, crate::export::ron] {
            let text = write(&exported);
            let read = parse_definition(&text, Path::new("d")).unwrap();
            prop_assert_eq!(&read, &exported);
            prop_assert_eq!(write(&read), text);
        }
    }

    #[test]
    fn any_text_takes_one_line(value in any_text()) {
        let mut line = String::new();
        write::push_string(&mut line, &value);
        prop_assert_eq!(line.lines().count(), 1);
        prop_assert_eq!(ron_options().from_str::<String>(&line).unwrap(), value);
    }

    #[test]
    fn a_spoilt_file_reads_or_is_refused_and_nothing_else(
        design in any_design(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..9, any_text()), 1..4),
    ) {
        let mut chars: Vec<char> = text_of(&design).chars().collect();
        for (at, cut, put) in edits {
            let at = at.index(chars.len() + 1);
            let end = (at + cut * cut).min(chars.len());
            chars.splice(at..end, put.chars());
        }
        let text: String = chars.into_iter().collect();
        if let Err(error) = parse(&text, Path::new("spoilt.ron")) {
            prop_assert!(error.to_string().starts_with("spoilt.ron"));
        }
        let _ = fragment_from_clipboard(&format!("LegworkFragment{text}"));
    }

    #[test]
    fn any_bytes_read_or_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = text_in(bytes, Path::new("a.ron")).map(|text| parse(&text, Path::new("a.ron")).is_ok());
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_and_a_folder_that_can_only_be_read_are_told_with_a_way_out() {
    let sentence = |path: &str| {
        let error = save(Path::new(path), &complaint(), None).unwrap_err();
        error.to_string()
    };
    assert_eq!(
        sentence("/dev/full"),
        "/dev/full: the disk is full; make room, or save elsewhere"
    );
    // Not even the superuser may write there.
    assert_eq!(
        sentence("/sys/a.ron"),
        "/sys/a.ron: you have no permission to write in this folder; save in another"
    );
}

#[test]
fn what_a_killed_program_left_beside_is_swept_away_and_what_another_is_writing_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let left = folder.path().join(".legwork-left.tmp");
    let held = folder.path().join(".legwork-held.tmp");
    let new = folder.path().join(".legwork-new.tmp");
    for path in [&left, &held, &new] {
        std::fs::write(path, "half").unwrap();
    }
    for path in [&left, &held] {
        let file = File::options().write(true).open(path).unwrap();
        let now = file.metadata().unwrap().modified().unwrap();
        let hour_ago = now - std::time::Duration::from_hours(1);
        file.set_modified(hour_ago).unwrap();
    }
    let holding = File::open(&held).unwrap();
    holding.lock().unwrap();
    save(&folder.path().join("a.ron"), &complaint(), None).unwrap();
    assert!(!left.exists() && held.exists());
    // Another thread may be about to lock it.
    assert!(new.exists());
}
