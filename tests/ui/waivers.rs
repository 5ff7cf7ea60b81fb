//! Warnings that somebody accepts.

use super::DANGLING;
use super::window::{Desk, Window};
use eframe::egui::{Key, Modifiers};

/// Nothing reminds anybody of the callback.
const WAITING: &str = r#"
1 New Call
  alert "Ring back"
  button "Called back" -> 2
2 Button Pushed
  finish "Settled"
"#;
const FOUND: &str = "Stage 1, New Call, waits for a button and for no time: a call that is overlooked here waits for ever.";

fn waived(desk: &Desk) -> Window {
    let mut window = Window::with(&desk.lay("a.ron", WAITING));
    window.press(Key::F9);
    window.click("Waive…");
    // The reason has the keyboard at once.
    window.type_text("watched");
    window.fill("Your name", "Ann");
    window.click("Waive");
    window
}

#[test]
fn a_warning_is_waived_with_a_reason_and_a_name() {
    let desk = Desk::new();
    let mut window = waived(&desk);
    assert_eq!(window.undo_name(), "Undo waive waits-for-ever");
    assert!(window.says("Waived (1)"));
    assert!(window.has("1 waived"));
    assert!(window.has(&format!("waits-for-ever: {FOUND} Waived by Ann: watched")));
    assert!(!window.has(&format!("Finding: {FOUND}")));
    assert!(!window.card_name(1).contains("finding"));

    window.press(Key::F8);
    assert_eq!(window.selected_cards(), [] as [u32; 0]);
    window.command(Key::S);
    assert_eq!(desk.design("a.ron").waivers[0].name, "Ann");
}

#[test]
fn waiving_asks_for_a_reason() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", WAITING));
    window.press(Key::F9);
    window.click("Waive…");
    window.fill("Your name", "Ann");
    window.press_with(Modifiers::COMMAND, Key::Enter);
    assert!(window.has("Waive"));
    window.press(Key::Escape);
    assert_eq!(window.undo_name(), "Undo");
}

#[test]
fn the_mark_of_a_waived_warning_takes_its_waiver_back() {
    let desk = Desk::new();
    let mut window = waived(&desk);
    window.press(Key::F9);
    window.click(&format!("Waived: {FOUND}"));
    assert!(window.says("Waived by Ann: watched"));
    window.click("Withdraw");
    assert!(window.has(&format!("Finding: {FOUND}")));
}

#[test]
fn a_waiver_lapses_with_its_leg_and_is_given_again_with_its_reason() {
    let desk = Desk::new();
    let mut window = waived(&desk);
    window.click("Alert Ring back, stage 1");
    window.fill("Message", "Write");
    let lapsed = "The waiver by Ann (“watched”) has lapsed because the leg has changed.";
    assert!(window.says(lapsed));
    assert!(window.has("1 warning"));
    window.click("Waive again…");
    window.press_with(Modifiers::COMMAND, Key::Enter);
    assert!(window.has("1 waived"));
    assert!(!window.says(lapsed));
}

#[test]
fn an_error_cannot_be_waived() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", DANGLING));
    window.click_card(2);
    assert!(window.says("ends nowhere"));
    assert!(!window.has("Waive…"));
}
