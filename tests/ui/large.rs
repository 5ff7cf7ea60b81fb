//! Designs so large that not all is done in the frame of an edit: what comes a moment later comes all the same.

use super::palette::find;
use super::window::{Desk, Window};
use eframe::egui::Key;
use std::fmt::Write as _;

/// Each stage leads to two others, the last ones to an end.
fn tree(stage_count: usize) -> String {
    let mut text = String::new();
    for stage in 1..=stage_count {
        let event = if stage == 1 {
            "New Call"
        } else {
            "Button Pushed"
        };
        writeln!(text, "{stage} {event}").unwrap();
        for child in [2 * stage, 2 * stage + 1] {
            if child <= stage_count {
                writeln!(text, "  button \"To {child}\" -> {child}").unwrap();
            }
        }
        if 2 * stage > stage_count {
            writeln!(text, "  finish \"Done\"").unwrap();
        }
    }
    text
}

fn large(desk: &Desk) -> Window {
    Window::with(&desk.lay("a.ron", &tree(3_201)))
}

#[test]
fn what_is_pasted_into_a_large_design_is_there_with_its_row_and_its_findings() {
    let desk = Desk::new();
    let mut window = large(&desk);
    find(&mut window, "3201");
    window.press(Key::Enter);
    assert!(window.is_on("3201 To 3201"));
    window.copy();
    window.press(Key::Escape);
    window.paste();
    assert_eq!(window.undo_name(), "Undo paste stage");
    assert!(window.is_on("3202 To 3201"));
    window.wait_for("1 error");
    window.command(Key::Z);
    window.wait_until("without the error", |window| !window.says("1 error"));
    assert!(window.names_with("3202 ").is_empty());
}

#[test]
fn much_is_pasted_into_a_large_design_over_some_frames_and_as_one_step() {
    let desk = Desk::new();
    let mut window = large(&desk);
    window.command(Key::A);
    window.copy();
    window.press(Key::Escape);
    window.paste();
    assert!(window.undo_name().starts_with("Undo paste"));
    window.wait_for("6402 stages");
    window.command(Key::Z);
    window.wait_until("as it was", |window| !window.says("6402 stages"));
    assert!(!window.undo_name().starts_with("Undo paste"));
}

#[test]
fn in_a_large_design_enter_takes_what_was_typed_however_fast_that_was() {
    let desk = Desk::new();
    let mut window = large(&desk);
    window.command(Key::K);
    window.type_text("277");
    window.press(Key::Enter);
    assert!(window.is_on("277 To 277"));
}
