//! What has changed, seen beside what it was: against the saved file, another file, and a revision of git's.

use super::CALLBACK;
use super::window::{Desk, Window};
use eframe::egui::{Key, Modifiers, vec2};
use legwork::designer::Answer;
use std::process::Command;

/// The design of [`CALLBACK`], of which a button and a duration were amended without saving.
fn amended(desk: &Desk) -> Window {
    amended_with(desk, [])
}

fn amended_with(desk: &Desk, answers: impl IntoIterator<Item = Answer>) -> Window {
    let mut window = Window::with_answers(&desk.lay("a.ron", CALLBACK), answers);
    window.click("Timer 48h, stage 1");
    window.fill("After", "24h");
    window.click("Finish Workflow Settled, stage 2");
    window.fill("Outcome", "Resolved");
    window
}

fn compare_with_saved(window: &mut Window) {
    window.click("File");
    window.click("Compare with saved file");
    window.wait_for("2 differences");
}

#[test]
fn what_is_unsaved_is_shown_beside_what_is_saved() {
    let desk = Desk::new();
    let mut window = amended(&desk);
    compare_with_saved(&mut window);
    assert_eq!(
        window.names_with("changed: "),
        [
            "changed: Stage 1, New Call: Timer “48h” → “24h”",
            "changed: Stage 2, Called back: Finish Workflow “Settled” → “Resolved”"
        ]
    );
    let cards = window.names_with("Before: Stage 1");
    assert!(cards[0].ends_with(", changed"), "{cards:?}");
    assert!(window.names_with("Now: Stage 1")[0].ends_with(", changed"));
    let cards = window.names_with("Now: Stage ");
    assert!(
        cards.iter().any(|name| !name.ends_with(", changed")),
        "{cards:?}"
    );
    // The names of controls are all there.
    assert_eq!(window.nameless_controls(), [] as [String; 0]);
}

#[test]
fn keys_and_rows_go_from_difference_to_difference_and_escape_goes_back_to_work() {
    let desk = Desk::new();
    let mut window = amended(&desk);
    compare_with_saved(&mut window);
    let second = "changed: Stage 2, Called back: Finish Workflow “Settled” → “Resolved”";
    assert!(!window.says(" of 2"));
    window.press(Key::F12);
    assert!(window.says("1 of 2") && !window.is_on(second));
    window.press(Key::ArrowDown);
    assert!(window.says("2 of 2") && window.is_on(second));
    window.press(Key::F12);
    assert!(window.says("1 of 2"));
    window.press_with(Modifiers::SHIFT, Key::F12);
    assert!(window.says("2 of 2"));
    window.press(Key::ArrowUp);
    assert!(window.says("1 of 2"));
    window.click(second);
    assert!(window.says("2 of 2"));
    window.press(Key::Escape);
    assert!(!window.says("2 differences"));
    assert!(window.card(1).is_some());
}

#[test]
fn nothing_is_edited_meanwhile() {
    let desk = Desk::new();
    let mut window = amended(&desk);
    compare_with_saved(&mut window);
    let before = window.undo_name();
    window.press(Key::Delete);
    window.press(Key::B);
    window.command(Key::Z);
    window.paste();
    window.press(Key::Escape);
    assert_ne!(window.undo_name(), before);
    assert!(window.undo_name().starts_with("Undo edit outcome"));
}

#[test]
fn both_sides_move_together() {
    let desk = Desk::new();
    let mut window = amended(&desk);
    compare_with_saved(&mut window);
    let offset = |window: &Window| {
        let rect = |part: &str| window.rects_of(|name| name.starts_with(part))[0];
        rect("Now: Stage 1,").min - rect("Before: Stage 1,").min
    };
    let at = |window: &Window, part: &str| window.rects_of(|name| name.starts_with(part))[0];
    let (apart, first) = (offset(&window), at(&window, "Before: Stage 1,"));
    let from = window.rects("Before")[0].center_bottom() - vec2(0.0, 12.0);
    window.drag(from, from - vec2(60.0, 40.0));
    let moved = at(&window, "Before: Stage 1,").min - first.min;
    assert!((moved - vec2(-60.0, -40.0)).length() < 1.0, "{moved:?}");
    assert!((offset(&window) - apart).length() < 1.0);
    window.zoom(1.2, window.rects("Now")[0].center());
    let sizes = ["Before: Stage 1,", "Now: Stage 1,"].map(|part| at(&window, part).width());
    assert!((sizes[0] - sizes[1]).abs() < 0.5, "{sizes:?}");
}

#[test]
fn another_file_is_compared_and_a_broken_one_says_why_not() {
    let desk = Desk::new();
    desk.lay("old.ron", &CALLBACK.replace("48h", "3d"));
    std::fs::write(
        desk.path("broken.ron"),
        "(format: 2, workflow: (nme: \"x\"))",
    )
    .unwrap();
    let answers = [desk.picks("old.ron"), desk.picks("broken.ron")];
    let mut window = Window::with_answers(&desk.lay("a.ron", CALLBACK), answers);
    window.click("File");
    window.click("Compare with another file…");
    window.wait_for("1 difference");
    assert!(window.has("changed: Stage 1, New Call: Timer “3d” → “48h”"));
    window.click("File");
    window.click("Compare with another file…");
    window.wait_for("did you mean `name`?");
    window.click("Close");
    assert!(window.card(1).is_some());
}

#[test]
fn a_design_without_a_difference_is_told_to_be_the_same() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.click("File");
    window.click("Compare with saved file");
    window.wait_for("No differences");
    assert!(!window.names_with("Before: Stage 1").is_empty());
}

#[test]
fn the_bar_about_a_changed_file_shows_what_has_changed() {
    let desk = Desk::new();
    let mut window = Window::guarded(&desk.path("journals"), []);
    window.open(&desk.lay("a.ron", CALLBACK));
    window.fill("Name", "changed");
    let theirs = desk.text("a.ron").replace("Still nobody", "Nobody yet");
    std::fs::write(desk.path("a.ron"), theirs).unwrap();
    window.wait_for("The file has changed on disk, and you have unsaved changes.");
    window.click("Show differences");
    window.wait_for("2 differences");
    assert!(
        window.has("changed: Stage 3, 48h passed: message of Alert “Nobody yet” → “Still nobody”")
    );
}

fn git(desk: &Desk, arguments: &[&str]) {
    let told = Command::new("git")
        .args(["-c", "user.name=Ann", "-c", "user.email=ann@example.com"])
        .args(arguments)
        .current_dir(desk.path(""))
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output();
    let missing = "these tests need the program git: `tools/install-packages.sh test` installs it";
    let told = told.unwrap_or_else(|error| panic!("{missing} ({error})"));
    assert!(
        told.status.success(),
        "{}",
        String::from_utf8_lossy(&told.stderr)
    );
}

#[test]
fn a_revision_is_chosen_from_the_commits_that_touched_the_design() {
    let desk = Desk::new();
    git(&desk, &["init", "--quiet"]);
    for (hours, subject) in [("72h", "Draw it"), ("48h", "Ring sooner")] {
        desk.lay("a.ron", &CALLBACK.replace("48h", hours));
        git(&desk, &["add", "a.ron"]);
        git(&desk, &["commit", "--quiet", "-m", subject]);
    }
    let mut window = Window::with(&desk.path("a.ron"));
    window.click("File");
    window.click("Compare with a revision…");
    window.wait_for("Draw it");
    let commits = window.names_with("   Ann");
    assert!(
        commits[0].contains("Ring sooner") && commits[1].contains("Draw it"),
        "{commits:?}"
    );
    window.click(&commits[1]);
    window.wait_for("1 difference");
    assert!(window.has("changed: Stage 1, New Call: Timer “72h” → “48h”"));
}

#[test]
fn without_a_repository_the_window_says_so() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.click("File");
    window.click("Compare with a revision…");
    window.wait_for("does not lie in a git repository");
}

/// A store in which one call waits in stage 1.
#[cfg(feature = "server")]
fn keep_a_call(desk: &Desk) {
    use legwork::runtime::store::{SetRequest, Store};
    use legwork::runtime::{Call, Timestamp};
    use legwork::workflow::Flow;
    use legwork::{export, rules};

    desk.lay("a.ron", CALLBACK);
    let workflow = desk.design("a.ron").workflow;
    let findings = rules::check(&workflow, &Flow::new(&workflow));
    let store = Store::open_or_make(&desk.path("calls.db")).unwrap();
    let definition = export::definition(&workflow, &findings).unwrap();
    store.take_up(definition, Timestamp(0)).unwrap();
    let call = Call {
        id: "C-1".to_owned(),
        is_chargeable: true,
        fields: std::collections::BTreeMap::new(),
    };
    let request = SetRequest {
        call,
        workflow: workflow.name().to_owned(),
        at: Timestamp(0),
    };
    store.set_workflow(request).unwrap();
}

#[test]
#[cfg(feature = "server")]
fn a_store_tells_which_runs_are_in_stages_that_have_changed() {
    let desk = Desk::new();
    keep_a_call(&desk);
    let answers = [desk.picks("calls.db"), desk.picks("a.ron")];
    let mut window = amended_with(&desk, answers);
    compare_with_saved(&mut window);
    window.click("Choose a store…");
    window.wait_for("1 is in stage 1, New Call, which has changed");
    assert!(window.says("They go on by the definition that they began with."));
    window.click("Choose a store…");
    window.wait_for("The store cannot be read: ");
}
