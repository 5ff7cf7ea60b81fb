//! Nothing is ever lost: not with the program, not with the file, and not between two windows.

use super::CALLBACK;
use super::window::{Desk, Window};
use eframe::egui::{Key, Modifiers};
use legwork::designer::Answer;
use std::path::PathBuf;

const FINISHED: &str = "1 New Call\n  finish \"Settled\"";

fn recovery(desk: &Desk) -> PathBuf {
    desk.path("recovery")
}

/// What lies in the folder of journals.
fn journal_count(desk: &Desk) -> usize {
    std::fs::read_dir(recovery(desk)).map_or(0, Iterator::count)
}

fn window(desk: &Desk, answers: impl IntoIterator<Item = Answer>) -> Window {
    Window::guarded(&recovery(desk), answers)
}

/// A window with a design in a file, its name changed and not saved.
fn changed(desk: &Desk, answers: impl IntoIterator<Item = Answer>) -> Window {
    let mut window = window(desk, answers);
    window.open(&desk.lay("a.ron", CALLBACK));
    window.fill("Name", "changed");
    window
}

/// Somebody else writes to the file: a workflow of that name.
fn write_theirs(desk: &Desk, name: &str) {
    let theirs = desk
        .text("a.ron")
        .replace("name: \"Sketch\"", &format!("name: \"{name}\""));
    std::fs::write(desk.path("a.ron"), theirs).unwrap();
}

#[test]
fn work_that_a_crash_took_is_offered_and_comes_back_with_its_history() {
    let desk = Desk::new();
    let mut lost = changed(&desk, []);
    lost.click_card(1);
    lost.press(Key::B);
    lost.crash();

    let mut window = window(&desk, []);
    window.wait_for("Recovered work");
    assert!(window.says("a.ron"));
    assert!(window.says("2 steps, the last: add Button"));
    window.click("Recover changed");
    assert_eq!(window.title, "changed • – Legwork");
    assert_eq!(window.undo_name(), "Undo add Button");
    window.command(Key::Z);
    window.command(Key::Z);
    assert_eq!(window.title, "Sketch – Legwork");
    window.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    window.command(Key::S);
    assert_eq!(desk.design("a.ron").workflow.name(), "changed");
}

#[test]
fn work_without_a_file_is_recovered_too() {
    let desk = Desk::new();
    let mut lost = window(&desk, []);
    lost.click("New workflow");
    lost.press(Key::Escape);
    lost.fill("Name", "never saved");
    lost.crash();

    let mut window = window(&desk, [desk.picks("b.ron")]);
    window.wait_for("Never saved to a file");
    window.click("Recover never saved");
    window.command(Key::S);
    assert_eq!(desk.design("b.ron").workflow.name(), "never saved");
    window.command(Key::W);
    window.wait_until("the journal is gone", |_| journal_count(&desk) == 0);
}

#[test]
fn what_was_recovered_and_lost_again_is_offered_again() {
    let desk = Desk::new();
    changed(&desk, []).crash();
    let mut lost_again = window(&desk, []);
    lost_again.wait_for("Recovered work");
    lost_again.click("Recover changed");
    lost_again.fill("Name", "changed twice");
    lost_again.crash();
    let mut window = window(&desk, []);
    window.wait_for("2 steps, the last: rename workflow");
    assert!(window.has("Recover changed twice"));
}

#[test]
fn discarding_recovered_work_asks_first() {
    let desk = Desk::new();
    changed(&desk, []).crash();
    let mut window = window(&desk, []);
    window.wait_for("Recovered work");
    window.click("Discard changed");
    window.click("Cancel");
    assert_eq!(journal_count(&desk), 1);
    window.click("Discard changed");
    window.click("Discard");
    assert_eq!(journal_count(&desk), 0);
    assert!(!window.says("Recovered work"));
}

#[test]
fn work_is_offered_above_the_canvas_while_a_design_is_open() {
    let desk = Desk::new();
    changed(&desk, []).crash();
    let mut window = window(&desk, []);
    window.open(&desk.path("a.ron"));
    window.wait_for("Unsaved work on this design was found: changed (…/");
    assert!(window.says("/a.ron), a moment ago, 1 step, the last: rename workflow."));
    window.click("Recover");
    // The tab in which nothing had been done gave way.
    assert!(!window.has("Close Sketch"));
    assert_eq!(window.title, "changed • – Legwork");
    assert!(!window.says("Unsaved work on"));
}

#[test]
fn the_offer_above_the_canvas_can_be_put_off() {
    let desk = Desk::new();
    changed(&desk, []).crash();
    let mut window = window(&desk, []);
    window.open(&desk.lay("b.ron", FINISHED));
    // It is not that of the design below it.
    window.wait_for("Unsaved work on another design was found: changed (…/");
    assert!(window.says("/a.ron), a moment ago"));
    window.click("Not now");
    assert!(!window.says("Unsaved work on"));
    window.command(Key::W);
    window.wait_for("Recovered work");
}

#[test]
fn two_losses_of_one_file_are_both_offered() {
    let desk = Desk::new();
    changed(&desk, []).crash();
    let mut second = window(&desk, []);
    second.open(&desk.path("a.ron"));
    second.fill("Name", "another");
    second.crash();
    let mut window = window(&desk, []);
    window.wait_for("Recovered work");
    assert!(window.has("Recover changed") && window.has("Recover another"));
}

#[test]
fn the_work_of_a_living_window_is_not_offered_to_another() {
    let desk = Desk::new();
    let mut living = changed(&desk, []);
    living.wait_until("the journal is written", |_| journal_count(&desk) == 1);
    let mut other = window(&desk, []);
    std::thread::sleep(std::time::Duration::from_millis(200));
    other.command(Key::N);
    other.command(Key::W);
    std::thread::sleep(std::time::Duration::from_millis(200));
    assert!(!other.says("Recovered work"));
    drop(living);
}

#[test]
fn a_file_that_another_window_has_unsaved_work_on_is_opened_with_a_word_about_it() {
    let desk = Desk::new();
    let sentence = "This design is open in another window with unsaved changes.";
    let mut living = changed(&desk, []);
    living.wait_until("the journal is written", |_| journal_count(&desk) == 1);
    let mut other = window(&desk, []);
    other.open(&desk.lay("b.ron", FINISHED));
    other.open(&desk.path("a.ron"));
    other.wait_for(sentence);
    other.click("Hide");
    assert!(!other.says(sentence));
    other.click_first("Sketch");
    assert!(!other.says(sentence));
    assert!(!living.says(sentence));
}

#[test]
fn work_that_never_was_in_a_file_is_told_without_contradiction() {
    let desk = Desk::new();
    let mut lost = window(&desk, []);
    lost.click("New workflow");
    lost.press(Key::Escape);
    lost.fill("Name", "never saved");
    lost.crash();
    let mut window = window(&desk, []);
    window.open(&desk.lay("b.ron", FINISHED));
    window.wait_for("another design was found: never saved (never saved to a file), a moment ago");
}

#[test]
fn a_window_that_was_closed_in_good_order_leaves_nothing_to_recover() {
    let desk = Desk::new();
    let mut saved = changed(&desk, []);
    saved.command(Key::S);
    saved.ask_to_close();
    saved.exit();
    assert_eq!(journal_count(&desk), 0);

    let mut given_up = window(&desk, []);
    given_up.open(&desk.path("a.ron"));
    given_up.fill("Name", "given up");
    given_up.ask_to_close();
    given_up.click("Don't save");
    given_up.exit();
    assert_eq!(journal_count(&desk), 0);
}

#[test]
fn recovered_work_does_not_overwrite_a_file_that_has_changed_meanwhile() {
    let desk = Desk::new();
    changed(&desk, []).crash();
    write_theirs(&desk, "theirs");
    let mut window = window(&desk, []);
    window.wait_for("Recovered work");
    window.click("Recover changed");
    window.command(Key::S);
    assert!(window.says("The file has changed on disk"));
    assert!(desk.text("a.ron").contains("theirs"));
}

#[test]
fn a_journal_that_cannot_be_read_says_so_and_is_kept() {
    let desk = Desk::new();
    std::fs::create_dir(recovery(&desk)).unwrap();
    std::fs::write(recovery(&desk).join("x.journal"), "garbage\n").unwrap();
    let mut window = window(&desk, []);
    window.wait_for("Nothing can be recovered: its beginning is damaged");
    assert_eq!(journal_count(&desk), 1);
}

#[test]
fn a_journal_that_cannot_be_written_is_told_once_with_a_way_out() {
    let desk = Desk::new();
    std::fs::write(recovery(&desk), "a file where the folder should be").unwrap();
    let mut window = changed(&desk, []);
    let sentence = "Your changes cannot be kept for recovery: there is no folder for it.";
    window.wait_for(sentence);
    window.click("Hide");
    window.fill("Name", "changed on");
    assert!(!window.says(sentence));

    // It goes on by itself as soon as it can.
    std::fs::remove_file(recovery(&desk)).unwrap();
    window.wait_until("the journal is written", |_| journal_count(&desk) == 1);
    window.crash();
    let mut next = self::window(&desk, []);
    next.wait_for("Recovered work");
    assert!(next.has("Recover changed on"));
}

#[test]
fn a_design_without_unsaved_work_follows_its_file() {
    let desk = Desk::new();
    let mut window = window(&desk, []);
    window.open(&desk.lay("a.ron", CALLBACK));
    window.click_card(3);
    let zoom = window.zoom_percent();
    let theirs = desk.text("a.ron").replace("Still nobody", "Nobody yet");
    std::fs::write(desk.path("a.ron"), theirs).unwrap();
    window.wait_for("has changed on disk and was read again");
    assert!(window.has("Alert Nobody yet, stage 3"));
    assert_eq!(window.selected_cards(), [3]);
    assert!((window.zoom_percent() - zoom).abs() < f32::EPSILON);
    assert_eq!(window.title, "Sketch – Legwork");
    // What was there before is an undo away.
    window.command(Key::Z);
    assert!(window.has("Alert Still nobody, stage 3"));
    assert_eq!(window.title, "Sketch • – Legwork");
}

#[test]
fn a_file_is_not_followed_while_something_can_be_done_again() {
    let desk = Desk::new();
    let mut window = changed_on_both_sides(&desk, []);
    let mine = window.undo_name();
    window.command(Key::Z);
    assert!(window.says("has changed on disk"));
    window.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert_eq!(window.undo_name(), mine);
}

/// The bar is there, and nothing has been decided.
fn changed_on_both_sides(desk: &Desk, answers: impl IntoIterator<Item = Answer>) -> Window {
    let mut window = changed(desk, answers);
    write_theirs(desk, "theirs");
    window.wait_for("The file has changed on disk, and you have unsaved changes.");
    assert_eq!(window.title, "changed • – Legwork");
    window
}

#[test]
fn with_unsaved_work_one_can_take_what_is_on_disk_and_still_undo_that() {
    let desk = Desk::new();
    let mut window = changed_on_both_sides(&desk, []);
    window.click("Reload");
    assert_eq!(window.title, "theirs – Legwork");
    assert!(!window.says("The file has changed on disk"));
    window.command(Key::Z);
    assert_eq!(window.title, "changed • – Legwork");
}

#[test]
fn with_unsaved_work_one_can_keep_ones_own_and_is_not_asked_again() {
    let desk = Desk::new();
    let mut window = changed_on_both_sides(&desk, []);
    window.click("Keep mine");
    assert!(!window.says("The file has changed on disk"));
    // Not even undoing everything takes the file's content for what is here.
    window.command(Key::Z);
    assert_eq!(window.title, "Sketch • – Legwork");
    window.command(Key::S);
    assert_eq!(desk.design("a.ron").workflow.name(), "Sketch");
}

#[test]
fn with_unsaved_work_one_can_save_beside_it() {
    let desk = Desk::new();
    let mut window = changed_on_both_sides(&desk, [desk.picks("mine.ron")]);
    window.click("Save as…");
    assert_eq!(desk.design("mine.ron").workflow.name(), "changed");
    assert_eq!(desk.design("a.ron").workflow.name(), "theirs");
    assert!(!window.says("The file has changed on disk"));
}

#[test]
fn with_unsaved_work_one_can_merge_what_both_have_done() {
    let desk = Desk::new();
    let mut window = changed(&desk, []);
    let theirs = desk.text("a.ron").replace("Still nobody", "Nobody yet");
    std::fs::write(desk.path("a.ron"), theirs).unwrap();
    window.wait_for("The file has changed on disk, and you have unsaved changes.");
    window.click("Merge");
    assert!(window.says("Merged. Save to keep both."));
    assert_eq!(window.title, "changed • – Legwork");
    assert!(window.has("Alert Nobody yet, stage 3"));
    window.command(Key::S);
    let merged = desk.text("a.ron");
    assert!(merged.contains("changed") && merged.contains("Nobody yet"));
}

#[test]
fn a_merge_keeps_both_where_both_have_changed_the_same_until_one_decides() {
    let desk = Desk::new();
    let mut window = changed_on_both_sides(&desk, []);
    window.click("Merge");
    assert!(window.says("Merged, with 1 contradiction to decide: it is among the findings."));
    assert_eq!(window.title, "changed • – Legwork");
    // What is saved meanwhile can be opened again, with the conflict in it.
    window.command(Key::S);
    assert_eq!(desk.design("a.ron").workflow.conflicts().len(), 1);
    window.click("Take “theirs”");
    assert_eq!(window.title, "theirs • – Legwork");
    assert!(!window.says("contradict each other"));
    window.command(Key::Z);
    assert!(window.says("contradict each other") && window.has("Keep “changed”"));
}

#[test]
fn a_file_that_is_no_design_any_more_is_told_and_replaces_nothing() {
    let desk = Desk::new();
    let mut window = window(&desk, []);
    window.open(&desk.lay("a.ron", CALLBACK));
    std::fs::write(desk.path("a.ron"), "<<<<<<< HEAD\n").unwrap();
    window.wait_for("The file has changed on disk and cannot be read any more.");
    assert!(window.card(5).is_some());
    window.click("Keep mine");
    window.command(Key::S);
    assert_eq!(desk.design("a.ron").workflow.stage_count(), 5);
}

#[test]
fn the_only_good_copy_of_a_design_is_not_closed_silently_and_outlives_the_program() {
    let desk = Desk::new();
    let mut window = window(&desk, []);
    window.open(&desk.lay("a.ron", CALLBACK));
    let whole = desk.text("a.ron");
    std::fs::write(desk.path("a.ron"), "").unwrap();
    window.wait_for("The file has changed on disk and cannot be read any more.");
    assert!(window.says("Unsaved changes"));
    window.command(Key::W);
    assert!(window.says("Save changes to Sketch?"));
    assert!(window.says("Its file does not hold the design any more."));
    window.click("Cancel");

    // When the file comes back, it is as if nothing had been.
    std::fs::write(desk.path("a.ron"), whole).unwrap();
    window.wait_until("the file is back", |window| {
        window.title == "Sketch – Legwork"
    });

    std::fs::write(desk.path("a.ron"), "").unwrap();
    window.wait_for("cannot be read any more.");
    window.wait_until("the journal is written", |_| journal_count(&desk) == 1);
    window.crash();
    let mut next = self::window(&desk, []);
    next.wait_for("Unlike what is in its file");
    next.click("Recover Sketch");
    assert!(next.card(5).is_some());
}

#[test]
fn what_was_merged_or_kept_can_be_merged_with_the_next_change_too() {
    let desk = Desk::new();
    for first in ["Merge", "Keep mine"] {
        let mut window = changed(&desk, []);
        let theirs = desk.text("a.ron").replace("Still nobody", "Nobody yet");
        std::fs::write(desk.path("a.ron"), &theirs).unwrap();
        window.wait_for("The file has changed on disk, and you have unsaved changes.");
        window.click(first);
        let theirs = theirs.replace("Nobody yet", "Nobody at all");
        std::fs::write(desk.path("a.ron"), theirs).unwrap();
        window.wait_for("The file has changed on disk, and you have unsaved changes.");
        window.click("Merge");
        assert_eq!(window.title, "changed • – Legwork");
        if first == "Merge" {
            assert!(window.says("Merged. Save to keep both."));
            assert!(window.has("Alert Nobody at all, stage 3"));
        }
    }
}

#[test]
fn a_file_that_is_deleted_is_told_and_saving_makes_it_again() {
    let desk = Desk::new();
    let mut window = window(&desk, []);
    window.open(&desk.lay("a.ron", CALLBACK));
    std::fs::remove_file(desk.path("a.ron")).unwrap();
    window.wait_for("The file is gone from the disk. Saving makes it again.");
    // Nothing was changed, and yet closing would lose it.
    window.command(Key::W);
    window.click("Cancel");
    // The tool bar has one too.
    window.click_topmost("Save");
    assert_eq!(desk.design("a.ron").workflow.stage_count(), 5);
    assert!(!window.says("The file is gone"));
}

#[test]
fn what_cannot_be_saved_says_why_and_can_be_saved_elsewhere_before_closing() {
    let desk = Desk::new();
    std::fs::create_dir(desk.path("gone")).unwrap();
    let path = desk.lay("gone/a.ron", CALLBACK);
    let mut window = window(&desk, [desk.picks("b.ron")]);
    window.open(&path);
    window.fill("Name", "changed");
    std::fs::remove_dir_all(desk.path("gone")).unwrap();
    window.ask_to_close();
    window.click_topmost("Save");
    assert!(window.says("The design was not saved"));
    assert!(window.says("the folder to save in is not there; make it, or choose another"));
    window.click("Try again");
    assert!(!window.is_closed && window.says("The design was not saved"));
    window.click_topmost("Save as…");
    assert!(window.is_closed);
    assert_eq!(desk.design("b.ron").workflow.name(), "changed");
}

#[test]
fn of_two_windows_on_one_file_the_second_to_save_is_told() {
    let desk = Desk::new();
    let path = desk.lay("a.ron", CALLBACK);
    let mut windows = [window(&desk, []), window(&desk, [])];
    for (window, name) in windows.iter_mut().zip(["first", "second"]) {
        window.open(&path);
        window.fill("Name", name);
    }
    let [first, second] = &mut windows;
    first.command(Key::S);
    second.command(Key::S);
    assert!(second.says("The file has changed on disk"));
    assert_eq!(desk.design("a.ron").workflow.name(), "first");
    second.click("Overwrite");
    assert_eq!(desk.design("a.ron").workflow.name(), "second");
    // The first, which has nothing unsaved, follows.
    first.wait_for("second has changed on disk and was read again");
    assert_eq!(first.title, "second – Legwork");
}
