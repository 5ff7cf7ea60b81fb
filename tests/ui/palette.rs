//! The palette, the overview of keys and the preferences.

use super::window::{Desk, Window};
use super::{CALLBACK, DANGLING};
use eframe::egui::{Key, Modifiers};

/// Opens the palette and types.
pub fn find(window: &mut Window, query: &str) {
    window.command(Key::K);
    window.type_text(query);
}

#[test]
fn a_command_is_found_by_a_few_letters_and_given() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.click_card(2);
    find(&mut window, "addtim");
    window.press(Key::Enter);
    assert_eq!(window.undo_name(), "Undo add Timer");
    assert!(!window.has("Find a command, stage or file"));
}

#[test]
fn a_stage_is_found_by_its_number_and_by_its_name() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    find(&mut window, "4");
    window.press(Key::Enter);
    assert_eq!(window.selected_cards(), [4]);
    find(&mut window, "called");
    window.press(Key::Enter);
    assert_eq!(window.selected_cards(), [2]);
}

#[test]
fn the_arrows_walk_round_the_list_and_a_click_takes_any() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    find(&mut window, "zoom");
    assert!(window.is_topmost_on("Zoom in"));
    window.press(Key::ArrowDown);
    assert!(window.is_topmost_on("Zoom out"));
    window.press(Key::ArrowUp);
    window.press(Key::ArrowUp);
    assert!(window.is_topmost_on("Zoom to 100 %"));
    window.click_topmost("Zoom to 100 %");
    assert!((window.zoom_percent() - 100.0).abs() < 0.5);
}

#[test]
fn a_command_that_cannot_be_given_says_why_and_the_palette_stays() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    find(&mut window, "undo");
    let undo = "Undo, not now: Nothing was done yet";
    assert!(window.has(undo));
    window.press(Key::Enter);
    assert!(window.has(undo));
    window.press(Key::Escape);
    assert!(!window.has(undo));
    assert!(window.card(1).is_some());
}

#[test]
fn the_palette_shows_open_designs_themes_and_what_was_used_lately() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.open(&desk.lay("b.ron", DANGLING));
    find(&mut window, "theme dark");
    window.press(Key::Enter);
    assert!(window.is_dark());
    // Before anything is typed, what was chosen last stands first.
    window.command(Key::K);
    assert!(window.is_on("Dark"));
    window.type_text("show");
    window.press(Key::Enter);
    assert!(window.card(5).is_some());
}

#[test]
fn the_palette_works_while_one_types_and_closes_with_its_own_key() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.click("Button Called back, stage 1");
    window.click_at(window.field("Label").rect().center());
    window.command(Key::K);
    assert!(window.has("Find a command, stage or file"));
    window.command(Key::K);
    assert!(!window.has("Find a command, stage or file"));
}

#[test]
fn the_overview_of_keys_opens_with_f1_and_with_a_question_mark() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    for key in [Key::F1, Key::Questionmark] {
        window.press(key);
        assert!(window.says("Save as, Ctrl+Shift+S"));
        assert!(window.says("Move the view, Space+Drag"));
        window.press(key);
        assert!(!window.says("Save as, Ctrl+Shift+S"));
    }
    window.click("Help");
    window.click("Keyboard shortcuts");
    window.press(Key::Escape);
    assert!(!window.says("Save as, Ctrl+Shift+S"));
}

#[test]
fn a_question_mark_that_is_typed_is_one() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.click("Button Called back, stage 1");
    window.fill("Label", "Really?");
    assert!(window.has("Button Really?, stage 1"));
    assert!(!window.says("finds these and everything else by name"));
    window.press(Key::F1);
    assert!(window.says("finds these and everything else by name"));
}

#[test]
fn preferences_apply_at_once() {
    let mut window = Window::new([]);
    window.press_with(Modifiers::COMMAND, Key::Comma);
    window.click_topmost("Light");
    assert!(!window.is_dark());
    window.click_topmost("Dark");
    assert!(window.is_dark());
    let before = window.rect("Your name").height();
    window.click("150 %");
    assert!((window.scale() - 1.5).abs() < 0.01);
    assert!((window.rect("Your name").height() - before).abs() < 1.0);
    window.press(Key::Escape);
    assert!(!window.has("150 %"));
}

#[test]
fn the_name_of_the_preferences_stands_under_a_waiver() {
    let desk = Desk::new();
    let waiting =
        "1 New Call\n  alert \"Ring\"\n  button \"Done\" -> 2\n2 Button Pushed\n  finish \"x\"";
    let mut window = Window::with(&desk.lay("a.ron", waiting));
    window.command(Key::Comma);
    window.fill("Your name", "Ann");
    window.press(Key::Escape);
    // The first takes the keyboard out of the field.
    window.press(Key::Escape);
    window.press(Key::F9);
    window.click("Waive…");
    window.type_text("watched");
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.command(Key::S);
    assert_eq!(desk.design("a.ron").waivers[0].name, "Ann");
}

#[test]
fn a_bare_number_gets_its_unit_when_the_field_is_left() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.click("Timer 48h, stage 1");
    window.fill("After", "72");
    assert!(window.says("Becomes 72h when you leave the field"));
    window.click_card(2);
    assert!(window.has("Timer 72h, stage 1"));
    window.command(Key::Z);
    assert!(
        window.has("Timer 48h, stage 1"),
        "typing and completing are one step"
    );

    window.command(Key::Comma);
    window.click("Days");
    window.click("2 days 3 hours");
    window.press(Key::Escape);
    window.click("Timer 48h, stage 1");
    assert!(window.says("Elapses 2 days after the stage is entered"));
    window.fill("After", "3");
    window.press(Key::Tab);
    assert!(window.has("Timer 3d, stage 1"));
}

#[test]
fn a_bare_number_typed_in_place_gets_its_unit_too() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.click("Timer 48h, stage 1");
    window.press(Key::Enter);
    window.type_text("72");
    assert!(window.says("Becomes 72h"));
    window.press(Key::Enter);
    assert!(window.has("Timer 72h, stage 1"));
    window.command(Key::Z);
    assert!(window.has("Timer 48h, stage 1"));
}

#[test]
fn all_safe_fixes_are_one_undo_step() {
    let desk = Desk::new();
    let two_faults = "1 New Call\n  note \"{{name}}\"\n  note \"{{phone}}\"\n  finish \"x\"";
    let mut window = Window::with(&desk.lay("a.ron", two_faults));
    window.command(Key::Period);
    assert_eq!(window.undo_name(), "Undo fix 2 findings");
    window.command(Key::Z);
    assert_eq!(window.undo_name(), "Undo");
    assert!(window.has("2 errors"));
}

#[test]
fn every_control_over_the_window_has_a_name() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    for key in [Key::K, Key::Comma] {
        window.command(key);
        super::panels::assert_names(&window);
        window.press(Key::Escape);
    }
    window.press(Key::F1);
    super::panels::assert_names(&window);
}
