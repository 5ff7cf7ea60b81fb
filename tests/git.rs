//! Does git compare and merge designs by meaning once it is set up? Stories with the real git, as people live them.

#![expect(clippy::unwrap_used, reason = "what a test cannot do makes it fail")]

#[path = "support/complaint.rs"]
mod complaint;

use complaint::COMPLAINT;
use legwork::edit::{Refusal, Transaction, commands};
use legwork::file;
use legwork::workflow::{ActionId, ActionKind, Design, EventId, Place, Signature, ValueName};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

const DESIGN: &str = "designs/complaint.ron";

/// A repository with a design in it, which git is set up for.
struct Repository {
    folder: TempDir,
}

type Edit<'a> = dyn Fn(&Design) -> Result<Transaction, Refusal> + 'a;

struct Told {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Told {
    fn of(output: Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Repository {
    fn new() -> Self {
        let repository = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        repository.git("init --quiet --initial-branch=main");
        fs::create_dir(repository.path("designs")).unwrap();
        fs::write(repository.path(DESIGN), COMPLAINT).unwrap();
        let set_up = repository.legwork(&["git-setup"]);
        assert_eq!(set_up.code, Some(0), "{}", set_up.err);
        repository.commit("Draw the complaint");
        repository
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn design(&self) -> Design {
        file::read(&self.path(DESIGN)).unwrap().design
    }

    /// Nothing of the user's configuration takes part.
    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(self.folder.path())
            .env("HOME", self.folder.path())
            .env("GIT_CONFIG_GLOBAL", self.path("global.gitconfig"))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env_remove("GIT_DIR")
            .env_remove("GIT_PAGER_IN_USE")
            .env_remove("CLICOLOR_FORCE")
            .env("GIT_AUTHOR_NAME", "Ann")
            .env("GIT_AUTHOR_EMAIL", "ann@example.com")
            .env("GIT_COMMITTER_NAME", "Ann")
            .env("GIT_COMMITTER_EMAIL", "ann@example.com");
        command
    }

    fn try_git(&self, arguments: &[&str]) -> Told {
        let output = self.command("git").args(arguments).output();
        let missing =
            "these tests need the program git: `tools/install-packages.sh test` installs it";
        Told::of(output.unwrap_or_else(|error| panic!("{missing} ({error})")))
    }

    /// For what must succeed.
    fn git(&self, arguments: &str) -> String {
        let told = self.try_git(&arguments.split(' ').collect::<Vec<_>>());
        assert_eq!(
            told.code,
            Some(0),
            "git {arguments}: {}{}",
            told.out,
            told.err
        );
        told.out
    }

    fn commit(&self, subject: &str) {
        self.git("add --all");
        let told = self.try_git(&["commit", "--quiet", "-m", subject]);
        assert_eq!(told.code, Some(0), "{}{}", told.out, told.err);
    }

    fn legwork(&self, arguments: &[&str]) -> Told {
        let mut command = self.command(env!("CARGO_BIN_EXE_legwork"));
        Told::of(command.args(arguments).output().unwrap())
    }

    /// Amends the design as the designer would, and saves it.
    fn amend(&self, edits: &[&Edit<'_>]) {
        let read = file::read(&self.path(DESIGN)).unwrap();
        let mut design = read.design;
        for edit in edits {
            edit(&design).unwrap().apply(&mut design).unwrap();
        }
        file::save(&self.path(DESIGN), &design, Some(&read.stamp)).unwrap();
    }

    fn set(&self, action: u32, name: ValueName, text: &str) {
        self.amend(&[&|design| commands::set_value(design, ActionId(action), name, text)]);
    }

    /// Two branches that set a value each, and an attempt to merge the one into the other.
    fn merge_of(&self, ours: (u32, ValueName, &str), theirs: (u32, ValueName, &str)) -> Told {
        self.git("checkout --quiet -b theirs");
        self.set(theirs.0, theirs.1, theirs.2);
        self.commit("Theirs");
        self.git("checkout --quiet main");
        self.set(ours.0, ours.1, ours.2);
        self.commit("Ours");
        self.try_git(&["merge", "--no-edit", "theirs"])
    }
}

/// A pull request from its first commit to its merge.
#[test]
fn two_branches_that_amend_one_design_are_joined_and_the_difference_is_told() {
    let repository = Repository::new();
    let cem = Signature {
        name: "Cem".to_owned(),
        at: "2026-11-26T10:00:00Z".to_owned(),
    };
    for leg in [EventId(2), EventId(3)] {
        let leg = Place::Event(leg);
        repository.amend(&[&|design| commands::tick_leg(design, &leg, &cem, "")]);
    }
    repository.commit("Review it");
    let required = ["check", DESIGN, "--require-review"];
    assert_eq!(repository.legwork(&required).code, Some(0));

    // Ann wants the customer rung sooner, and a reason when nobody was reached.
    repository.git("checkout --quiet -b sooner");
    repository.set(3, ValueName::After, "24h");
    repository.amend(&[
        &|design| commands::rename_stage(design, EventId(3), "A day has passed"),
        &|design| commands::add_action(design, EventId(3), ActionKind::Note.blank()),
        &|design| commands::set_value(design, ActionId(6), ValueName::Text, "Nobody reached"),
    ]);
    repository.commit("Ring sooner");

    // Meanwhile Bob offers another button and words the outcome anew.
    repository.git("checkout --quiet main");
    repository.amend(&[
        &|design| commands::add_action(design, EventId(1), ActionKind::Button.blank()),
        &|design| commands::set_value(design, ActionId(6), ValueName::Label, "Wrong number"),
        &|design| commands::add_action(design, EventId(4), ActionKind::Finish.blank()),
        &|design| commands::set_value(design, ActionId(4), ValueName::Outcome, "Settled"),
    ]);
    repository.commit("Wrong numbers");

    // The reviewer of the pull request sees what it does.
    let told = repository.legwork(&[
        "diff",
        &format!("main~1:{DESIGN}"),
        &format!("sooner:{DESIGN}"),
    ]);
    assert_eq!(told.code, Some(1), "{}", told.err);
    assert_eq!(
        told.out,
        "~ Stage 1, New Call: Timer “48h” → “24h”\n\
         ~ Stage 3, A day has passed: name “48 h passed” → “A day has passed”\n\
         + Stage 3, A day has passed: Note “Nobody reached”\n"
    );

    // Both are the first to give an action the id 6 and a stage the number 4, and nothing is lost.
    let merge = repository.try_git(&["merge", "--no-edit", "sooner"]);
    assert_eq!(merge.code, Some(0), "{}{}", merge.out, merge.err);
    let told = repository.legwork(&["diff", &format!("HEAD~1:{DESIGN}"), DESIGN]);
    assert!(
        told.out
            .contains("~ Stage 1, New Call: Timer “48h” → “24h”\n"),
        "{}",
        told.out
    );
    assert!(
        told.out
            .contains("+ Stage 3, A day has passed: Note “Nobody reached”\n")
    );
    let told = repository.legwork(&["diff", &format!("sooner:{DESIGN}"), DESIGN]);
    assert!(
        told.out
            .contains("+ Stage 1, New Call: Button “Wrong number”\n"),
        "{}",
        told.out
    );
    assert!(told.out.contains("+ Stage 4, Wrong number\n"));
    assert!(
        told.out
            .contains("~ Stage 2, Called back: Finish Workflow “Resolved” → “Settled”\n")
    );
    // The two legs that were reviewed and have changed, and the new one, are to be looked at.
    let check = repository.legwork(&required);
    assert_eq!(check.code, Some(1));
    let legs = check
        .out
        .lines()
        .filter(|line| line.starts_with("review: "));
    assert_eq!(
        legs.collect::<Vec<_>>(),
        [
            "review: Leg 1 has changed since Cem reviewed it.",
            "review: Leg 2 has changed since Cem reviewed it.",
            "review: Leg 3 is not reviewed.",
        ],
        "{}",
        check.out
    );
    let check = repository.legwork(&["check", "designs"]);
    assert_eq!(
        (check.code, check.out.as_str()),
        (Some(0), "Nothing wrong in 1 design.\n")
    );
}

#[test]
fn a_contradiction_stays_a_loadable_design_with_both_versions_until_somebody_decides() {
    let repository = Repository::new();
    let merge = repository.merge_of(
        (1, ValueName::Message, "Write to {{customer_name}}"),
        (1, ValueName::Message, "Visit {{customer_name}}"),
    );
    assert_eq!(merge.code, Some(1));
    assert!(
        merge.err.contains(
            "“Write to {{customer_name}}” stands, and the other wanted “Visit {{customer_name}}”"
        ),
        "{}",
        merge.err
    );
    assert!(
        merge
            .err
            .contains("1 conflict in designs/complaint.ron to decide"),
        "{}",
        merge.err
    );
    assert!(
        !fs::read_to_string(repository.path(DESIGN))
            .unwrap()
            .contains("<<<<")
    );

    let check = repository.legwork(&["check", DESIGN]);
    assert_eq!(check.code, Some(1));
    assert!(check.out.contains("error[merge-conflict]"), "{}", check.out);
    assert!(check.out.contains("fix: Take “Visit {{customer_name}}”"));
    let export = repository.legwork(&["export", DESIGN, "--to", "json"]);
    assert_eq!(export.code, Some(1));

    repository.amend(&[&|design| {
        let conflict = &design.workflow.conflicts()[0];
        commands::settle_conflict(design, conflict, &conflict.theirs)
    }]);
    let check = repository.legwork(&["check", DESIGN]);
    assert_eq!(check.code, Some(0), "{}", check.out);
    repository.commit("Merge theirs");
    let alert = repository
        .design()
        .workflow
        .action(ActionId(1))
        .unwrap()
        .data
        .clone();
    assert_eq!(
        alert.value(ValueName::Message),
        Some("Visit {{customer_name}}")
    );
}

#[test]
fn a_side_that_cannot_be_read_leaves_ours_as_it_is_and_the_merge_unfinished() {
    let repository = Repository::new();
    repository.git("checkout --quiet -b theirs");
    let broken = COMPLAINT.replace("name: \"Complaint follow-up\"", "name: \"Complaint");
    fs::write(repository.path(DESIGN), broken).unwrap();
    repository.commit("Break it");
    repository.git("checkout --quiet main");
    repository.set(1, ValueName::Message, "Write");
    repository.commit("Ours");
    let ours = fs::read_to_string(repository.path(DESIGN)).unwrap();
    let merge = repository.try_git(&["merge", "--no-edit", "theirs"]);
    assert_eq!(merge.code, Some(1), "{}{}", merge.out, merge.err);
    assert!(merge.err.contains("error: "), "{}", merge.err);
    assert_eq!(fs::read_to_string(repository.path(DESIGN)).unwrap(), ours);
    assert!(repository.git("status --short").starts_with("UU"));
}

#[test]
fn git_itself_tells_differences_by_meaning() {
    let repository = Repository::new();
    repository.set(3, ValueName::After, "24h");
    let lines = "~ Stage 1, New Call: Timer “48h” → “24h”";
    let told = repository.git("diff");
    assert!(
        told.contains("design designs/complaint.ron\n") && told.contains(lines),
        "{told}"
    );
    // The first save brings a hand-written file into its canonical form, with a place for each card; no more is told.
    assert_eq!(
        told.lines()
            .filter(|line| line.starts_with(['~', '+', '-']))
            .count(),
        1,
        "{told}"
    );
    repository.commit("Ring sooner");
    let shown = repository.git("show");
    assert!(
        shown.contains("-  timer \"48h\" -> 3\n+  timer \"24h\" -> 3\n"),
        "{shown}"
    );
    let pager = repository
        .command("git")
        .args(["-c", "core.pager=cat", "--paginate", "diff", "HEAD~1"])
        .env("TERM", "xterm")
        .env("GIT_PAGER_IN_USE", "true")
        .output();
    let colored = String::from_utf8(pager.unwrap().stdout).unwrap();
    assert!(colored.contains('\u{1b}'), "{colored:?}");
}

#[test]
fn with_one_file_the_difference_to_the_last_commit_is_told_and_nothing_is_exit_code_0() {
    let repository = Repository::new();
    let told = repository.legwork(&["diff", DESIGN]);
    assert_eq!(
        (told.code, told.out.as_str()),
        (Some(0), "There is no difference.\n")
    );
    repository.set(3, ValueName::After, "24h");
    let told = repository.legwork(&["diff", DESIGN, "--format", "json"]);
    assert_eq!(told.code, Some(1));
    let told: serde_json::Value = serde_json::from_str(&told.out).unwrap();
    assert_eq!(told["format"], "legwork-diff/1");
    assert_eq!(told["before"], format!("HEAD:{DESIGN}"));
    let difference = &told["differences"][0];
    assert_eq!(difference["kind"], "changed");
    assert_eq!(
        (&difference["stage"], &difference["action"]),
        (&1.into(), &3.into())
    );
    assert_eq!(
        (&difference["before"], &difference["after"]),
        (&"48h".into(), &"24h".into())
    );
    assert_eq!(told["differences"].as_array().unwrap().len(), 1);
}

/// Runs stay on the definition that they began with; who amends wants to know where they are.
#[test]
#[cfg(feature = "server")]
fn a_difference_tells_which_runs_under_way_are_in_stages_that_have_changed() {
    let repository = Repository::new();
    let definitions = repository.path("definitions");
    fs::create_dir(&definitions).unwrap();
    let exported = repository.legwork(&["export", DESIGN, "-o", "definitions/complaint.json"]);
    assert_eq!(exported.code, Some(0), "{}", exported.err);
    for call in ["C-1", "C-2"] {
        let set = repository.legwork(&[
            "set-workflow",
            "--store",
            "calls.db",
            "--definitions",
            "definitions",
            "--call",
            call,
            "--workflow",
            "Complaint follow-up",
            "--chargeable",
            "--field",
            "customer_name=Ann",
        ]);
        assert_eq!(set.code, Some(0), "{}", set.err);
    }
    repository.set(4, ValueName::Outcome, "Settled");
    let told = repository.legwork(&["diff", DESIGN, "--store", "calls.db"]);
    assert!(
        told.out.contains(
            "2 runs are under way in calls.db:\n  2 are in stage 1, New Call, which is as it was\n"
        ),
        "{}",
        told.out
    );
    repository.set(3, ValueName::After, "24h");
    let told = repository.legwork(&["diff", DESIGN, "--store", "calls.db"]);
    assert!(
        told.out.contains(
            "  2 are in stage 1, New Call, which has changed\nThey go on by the definition"
        ),
        "{}",
        told.out
    );
    let told = repository.legwork(&["diff", DESIGN, "--store", "calls.db", "--format", "json"]);
    let told: serde_json::Value = serde_json::from_str(&told.out).unwrap();
    assert_eq!(told["runs"]["stages"][0]["fate"], "changed");
    assert_eq!(told["runs"]["stages"][0]["runs"], 2);
    let none = repository.legwork(&["diff", DESIGN, "--store", "nowhere.db"]);
    assert_eq!(none.code, Some(2));
}

#[test]
fn what_git_does_not_know_is_told_with_a_way_out() {
    let repository = Repository::new();
    let error = |arguments: &[&str]| {
        let told = repository.legwork(arguments);
        assert_eq!(told.code, Some(2), "{}", told.out);
        told.err
    };
    let revision = error(&["diff", "nowhere:designs/complaint.ron", DESIGN]);
    assert!(
        revision.contains("there is no revision “nowhere”"),
        "{revision}"
    );
    let file = error(&["diff", "HEAD:complaint.ron", DESIGN]);
    assert!(
        file.contains("there is no file complaint.ron in revision “HEAD”"),
        "{file}"
    );
    let option = error(&["diff", "--", "--output=x:designs/complaint.ron", DESIGN]);
    assert!(option.contains("there is no revision"), "{option}");
    fs::remove_dir_all(repository.path(".git")).unwrap();
    let none = error(&["diff", DESIGN]);
    assert!(none.contains("does not lie in a git repository"), "{none}");
    let none = error(&["git-setup"]);
    assert!(none.contains("does not lie in a git repository"), "{none}");
    let no_git = repository
        .command(env!("CARGO_BIN_EXE_legwork"))
        .args(["diff", "HEAD:a.ron", DESIGN])
        .env("PATH", repository.folder.path())
        .output();
    let no_git = Told::of(no_git.unwrap());
    assert!(
        no_git.err.contains("the program git is not there"),
        "{}",
        no_git.err
    );
}

#[test]
fn setting_up_twice_changes_nothing_and_undoing_leaves_what_others_wrote() {
    let repository = Repository::new();
    let attributes = repository.path(".gitattributes");
    let mine = fs::read_to_string(&attributes).unwrap();
    fs::write(&attributes, format!("*.png binary\n{mine}")).unwrap();
    let config = fs::read_to_string(repository.path(".git/config")).unwrap();
    assert_eq!(repository.legwork(&["git-setup"]).code, Some(0));
    assert_eq!(
        fs::read_to_string(&attributes).unwrap(),
        format!("*.png binary\n{mine}")
    );
    assert_eq!(
        fs::read_to_string(repository.path(".git/config")).unwrap(),
        config
    );

    let undone = repository.legwork(&["git-setup", "--undo"]);
    assert_eq!(undone.code, Some(0), "{}", undone.err);
    assert_eq!(fs::read_to_string(&attributes).unwrap(), "*.png binary\n");
    assert!(
        !fs::read_to_string(repository.path(".git/config"))
            .unwrap()
            .contains("legwork")
    );
    let again = repository.legwork(&["git-setup", "--undo"]);
    assert_eq!(again.out, "There was nothing to undo.\n");

    let global = repository.legwork(&["git-setup", "--global"]);
    assert_eq!(global.code, Some(0), "{}", global.err);
    let config = fs::read_to_string(repository.path("global.gitconfig")).unwrap();
    assert!(config.contains("[merge \"legwork\"]"), "{config}");
}

#[test]
fn a_ron_file_that_is_no_design_is_merged_and_told_as_before() {
    let repository = Repository::new();
    let write = |text: &str| fs::write(repository.path("other.ron"), text).unwrap();
    write("(\n    a: 1,\n\n\n\n\n    b: 1,\n)\n");
    repository.commit("Something else");
    repository.git("checkout --quiet -b theirs");
    write("(\n    a: 1,\n\n\n\n\n    b: 2,\n)\n");
    repository.commit("Theirs");
    repository.git("checkout --quiet main");
    write("(\n    a: 2,\n\n\n\n\n    b: 1,\n)\n");
    let told = repository.git("diff");
    assert!(told.contains("-    a: 1,\n+    a: 2,\n"), "{told}");
    repository.commit("Ours");
    repository.git("merge --no-edit theirs");
    let merged = fs::read_to_string(repository.path("other.ron")).unwrap();
    assert_eq!(merged, "(\n    a: 2,\n\n\n\n\n    b: 2,\n)\n");
}

#[test]
fn the_commits_of_a_design_are_listed_under_its_old_names_too() {
    let repository = Repository::new();
    repository.set(3, ValueName::After, "24h");
    repository.commit("Ring sooner");
    repository.git("mv designs/complaint.ron designs/renamed.ron");
    repository.commit("Rename it");
    let file = repository.path("designs/renamed.ron");
    let known = file::git::Repository::around(&file).unwrap();
    let commits = known.commits_of(&file, 10).unwrap();
    let told: Vec<(&str, &str)> = commits
        .iter()
        .map(|commit| (commit.subject.as_str(), commit.path.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ("Rename it", "designs/renamed.ron"),
            ("Ring sooner", DESIGN),
            ("Draw the complaint", DESIGN)
        ]
    );
    assert!(
        commits
            .iter()
            .all(|commit| commit.author == "Ann" && commit.date.len() == 16)
    );
    let first = commits.last().unwrap();
    assert_eq!(
        known.read(&first.hash, &first.path).unwrap(),
        COMPLAINT.as_bytes()
    );
    assert_eq!(known.path_of(&file).as_deref(), Some("designs/renamed.ron"));
    assert_eq!(known.path_of(Path::new("/")), None);
}
