//! Designs come and go: opening, saving, closing, and what another program did to the file meanwhile.

use super::CALLBACK;
use super::window::{Desk, Window};
use eframe::egui::Key;
use legwork::designer::Answer;
use std::fmt::Write as _;

#[test]
fn the_title_shows_the_name_and_whether_there_is_unsaved_work() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.fill("Name", "ring back");
    assert_eq!(window.title, "ring back • – Legwork");
    window.command(Key::S);
    assert_eq!(window.title, "ring back – Legwork");
    assert_eq!(desk.design("a.ron").workflow.name(), "ring back");
}

#[test]
fn closing_without_unsaved_work_asks_nothing() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.ask_to_close();
    assert!(window.is_closed);
}

#[test]
fn closing_with_unsaved_work_asks_and_stays_when_told_so() {
    let desk = Desk::new();
    let mut window = changed(&desk, []);
    window.ask_to_close();
    assert!(!window.is_closed);
    window.click("Cancel");
    assert!(!window.is_closed && window.card(1).is_some());
}

#[test]
fn closing_with_unsaved_work_can_save_it_first() {
    let desk = Desk::new();
    let mut window = changed(&desk, []);
    window.ask_to_close();
    window.click_topmost("Save");
    assert!(window.is_closed);
    assert_eq!(desk.design("a.ron").workflow.name(), "changed");
}

#[test]
fn closing_with_unsaved_work_can_give_it_up() {
    let desk = Desk::new();
    let mut window = changed(&desk, []);
    let before = desk.text("a.ron");
    window.ask_to_close();
    window.click("Don't save");
    assert!(window.is_closed);
    assert_eq!(desk.text("a.ron"), before);
}

/// Two designs, both with unsaved work.
fn both_changed(desk: &Desk) -> Window {
    let mut window = changed(desk, []);
    window.open(&desk.lay("b.ron", CALLBACK));
    window.fill("Name", "changed too");
    window
}

#[test]
fn quitting_with_several_unsaved_designs_names_them() {
    let desk = Desk::new();
    let mut window = both_changed(&desk);
    window.ask_to_close();
    assert!(!window.is_closed);
    assert!(window.says("Changes to changed, changed too would be lost."));
    window.click("Quit without saving");
    assert!(window.is_closed);
}

#[test]
fn quitting_can_save_all_designs() {
    let desk = Desk::new();
    let mut window = both_changed(&desk);
    window.ask_to_close();
    window.click("Save all");
    assert!(window.is_closed);
    assert_eq!(desk.design("a.ron").workflow.name(), "changed");
    assert_eq!(desk.design("b.ron").workflow.name(), "changed too");
}

#[test]
fn a_quit_that_was_given_up_is_forgotten() {
    let desk = Desk::new();
    let mut window = changed(&desk, []);
    window.ask_to_close();
    window.press(Key::Escape);
    window.command(Key::W);
    window.click("Don't save");
    assert!(!window.is_closed);
    assert!(window.has("Brochure request"));
}

#[test]
fn a_file_that_nobody_was_asked_about_is_not_replaced_silently() {
    let desk = Desk::new();
    desk.lay("taken.ron", CALLBACK);
    let before = desk.text("taken.ron");
    let mut window = Window::new([desk.picks("taken")]);
    window.click("New workflow");
    window.command(Key::S);
    assert!(window.says("is there already"));
    assert_eq!(desk.text("taken.ron"), before);
    window.click("Replace");
    assert_eq!(desk.design("taken.ron").workflow.stage_count(), 1);
}

#[test]
fn a_new_workflow_that_was_never_saved_goes_to_the_file_that_is_picked() {
    let desk = Desk::new();
    let mut window = Window::new([Answer::Cancelled, desk.picks("new")]);
    window.click("New workflow");
    window.command(Key::S);
    assert!(window.says("Not saved to a file yet"));
    window.command(Key::S);
    assert_eq!(desk.design("new.ron").workflow.stage_count(), 1);
}

#[test]
fn a_file_that_changed_on_disk_is_not_overwritten_blindly() {
    let desk = Desk::new();
    let window = changed_here_and_on_disk(&desk, []);
    assert!(window.says("The file has changed on disk"));
    assert!(desk.text("a.ron").contains("on disk"));
}

#[test]
fn a_file_that_changed_on_disk_can_be_overwritten() {
    let desk = Desk::new();
    let mut window = changed_here_and_on_disk(&desk, []);
    window.click("Overwrite");
    assert_eq!(desk.design("a.ron").workflow.name(), "changed");
    window.command(Key::S);
    assert!(!window.says("The file has changed on disk"));
}

#[test]
fn a_file_that_changed_on_disk_can_be_merged_and_enter_does_so() {
    let desk = Desk::new();
    let mut window = changed(&desk, []);
    let theirs = desk.text("a.ron").replace("Still nobody", "Nobody yet");
    std::fs::write(desk.path("a.ron"), theirs).unwrap();
    window.command(Key::S);
    assert!(window.has("Merge"));
    window.press(Key::Enter);
    assert!(window.says("Merged. Save to keep both."));
    window.command(Key::S);
    let merged = desk.text("a.ron");
    assert!(merged.contains("changed") && merged.contains("Nobody yet"));
}

#[test]
fn enter_takes_the_highlighted_answer() {
    let desk = Desk::new();
    let mut window = changed(&desk, []);
    window.ask_to_close();
    window.press(Key::Enter);
    assert!(window.is_closed);
    assert_eq!(desk.design("a.ron").workflow.name(), "changed");
}

#[test]
fn a_file_that_changed_on_disk_can_be_reloaded() {
    let desk = Desk::new();
    let mut window = changed_here_and_on_disk(&desk, []);
    window.click("Reload, dropping my changes");
    assert_eq!(window.title, "on disk – Legwork");
    assert!(desk.text("a.ron").contains("on disk"));
}

#[test]
fn a_file_that_changed_on_disk_can_be_left_alone_and_the_work_saved_beside_it() {
    let desk = Desk::new();
    let mut window = changed_here_and_on_disk(&desk, [desk.picks("mine.ron")]);
    window.click("Save as…");
    assert_eq!(desk.design("mine.ron").workflow.name(), "changed");
    assert_eq!(desk.design("a.ron").workflow.name(), "on disk");
}

#[test]
fn a_bad_file_is_explained_and_nothing_opens() {
    let desk = Desk::new();
    std::fs::write(desk.path("bad.ron"), "(format: 2, worflow: (name: \"A\"))").unwrap();
    let mut window = Window::new([desk.picks("bad.ron")]);
    window.click("Open…");
    assert!(window.says("The file cannot be opened"));
    assert!(window.says("bad.ron") && window.says("worflow"));
    window.click("Close");
    assert!(window.has("New workflow"));
}

#[test]
fn a_file_is_opened_once_only() {
    let desk = Desk::new();
    let path = desk.lay("a.ron", CALLBACK);
    let mut window = Window::with_answers(&path, [desk.picks("a.ron")]);
    window.command(Key::O);
    assert!(!window.has("Close New workflow"));
}

#[test]
fn stages_are_copied_from_one_design_to_another() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.click_card(3);
    window.copy();
    window.click("File");
    window.click_topmost("New workflow");
    assert!(window.card(2).is_none());
    window.click_card(1);
    window.paste();
    assert!(window.has("Alert Still nobody, stage 2"));
    window.command(Key::Z);
    assert!(window.card(2).is_none());
}

#[test]
fn hundreds_of_stages_are_pasted_as_one_step() {
    let desk = Desk::new();
    let mut text = String::from("1 New Call\n  button \"A\" -> 2\n");
    for stage in 2..=300 {
        let _ = write!(
            text,
            "{stage} Button Pushed\n  note \"Stage {stage} is told at some length, as people do\"\n  button \"B\" -> {}\n",
            stage + 1
        );
    }
    text += "301 Button Pushed\n  finish \"Done\"\n";
    let mut window = Window::with(&desk.lay("a.ron", &text));
    window.click_card(1);
    window.copy();
    window.paste();
    assert!(window.says("602 stages"));
    window.command(Key::Z);
    assert!(window.says("301 stages"));
}

#[test]
fn an_incomplete_design_is_not_exported_but_a_draft_of_it_is() {
    let desk = Desk::new();
    let path = desk.lay("a.ron", super::DANGLING);
    let mut window = Window::with_answers(&path, [desk.picks("draft.json")]);
    window.click("Export…");
    assert!(window.says("it can only go out as a draft"));
    window.click("Choose file…");
    assert!(window.says("The design is incomplete"));
    assert!(!desk.path("draft.json").exists());
    window.click("Export a draft…");
    window.wait_for("Exported");
    assert!(desk.text("draft.json").contains("\"draft\": true"));
}

#[test]
fn what_is_reloaded_may_have_fewer_stages() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    // The same file, written anew by somebody who deletes stages.
    desk.lay("a.ron", "1 New Call\n  finish \"Settled\"");
    window.command(Key::S);
    window.click("Reload, dropping my changes");
    assert!(window.card(1).is_some() && window.card(2).is_none());
    assert!(!window.has("2 Called back"));
}

#[test]
fn the_outline_follows_when_a_design_is_closed() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.open(&desk.lay("b.ron", "1 New Call\n  finish \"Settled\""));
    window.click_first("Sketch");
    assert!(window.has("2 Called back"));
    window.command(Key::W);
    assert!(window.has("1 New Call") && !window.has("2 Called back"));
}

/// A window with a design whose name has been changed and not saved.
fn changed(desk: &Desk, answers: impl IntoIterator<Item = Answer>) -> Window {
    let mut window = Window::with_answers(&desk.lay("a.ron", CALLBACK), answers);
    window.fill("Name", "changed");
    window
}

/// The same, but somebody else has given the file another name, and the user saves.
fn changed_here_and_on_disk(desk: &Desk, answers: impl IntoIterator<Item = Answer>) -> Window {
    let mut window = changed(desk, answers);
    let theirs = desk
        .text("a.ron")
        .replace("name: \"Sketch\"", "name: \"on disk\"");
    std::fs::write(desk.path("a.ron"), theirs).unwrap();
    window.command(Key::S);
    window
}
