//! What can be done without a pointer? Everything.

use super::window::{Desk, Window};
use super::{CALLBACK, DANGLING, check};
use eframe::egui::{Key, Modifiers};
use legwork::workflow::sketch;

#[test]
fn a_whole_workflow_is_built_by_keyboard_alone() {
    let desk = Desk::new();
    let mut window = Window::new([desk.picks("call-back.ron")]);
    window.command(Key::N);

    // A button and a timer, each straight on to its text.
    window.press(Key::B);
    window.type_text("called back");
    window.press(Key::Enter);
    window.press(Key::T);
    window.type_text("48h");
    window.press(Key::Enter);
    // Along the timer's leg to its end, and back.
    window.press(Key::ArrowRight);
    assert_eq!(window.selected_cards(), [3]);
    window.press(Key::F);
    window.type_text("given up");
    window.press(Key::Enter);
    window.press(Key::ArrowLeft);
    window.press(Key::ArrowLeft);
    assert!(window.is_on("Timer 48h, stage 1"));
    // The button's leg.
    window.press(Key::ArrowUp);
    window.press(Key::ArrowRight);
    window.press(Key::F);
    window.type_text("settled");
    window.press(Key::Enter);
    // An alert from the list of all actions, with its team by Tab.
    for _ in 0..3 {
        window.press(Key::ArrowLeft);
    }
    window.press(Key::A);
    window.type_text("ale");
    window.press(Key::Enter);
    window.type_text("ring back");
    window.press(Key::Tab);
    window.type_text("care");
    window.press(Key::Enter);

    window.command(Key::S);
    check(&desk.path("call-back.ron"));
    assert_eq!(
        sketch::print(&desk.design("call-back.ron").workflow),
        "1 New Call
  alert \"ring back\" \"care\"
  button \"called back\" -> 2
  timer \"48h\" -> 3
2 Button Pushed
  finish \"settled\"
3 Timer Elapsed
  finish \"given up\"
"
    );
}

#[test]
fn escape_takes_back_what_was_typed_in_place() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.click("Button Called back, stage 1");
    window.press(Key::Enter);
    window.type_text("Reached");
    assert!(window.has("Button Reached, stage 1"));
    window.press(Key::Escape);
    assert!(window.has("Button Called back, stage 1"));
    assert!(window.is_on("Button Called back, stage 1"));
    assert_eq!(window.undo_name(), "Undo");
}

#[test]
fn what_is_typed_in_place_is_one_step_of_undo() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.click_card(2);
    window.press(Key::F2);
    window.type_text("Rung");
    window.press(Key::Enter);
    assert!(
        window
            .card_name(2)
            .starts_with("Stage 2, Button Pushed Rung,")
    );
    window.command(Key::Z);
    assert!(
        window
            .card_name(2)
            .starts_with("Stage 2, Button Pushed Called back,")
    );
}

#[test]
fn tab_goes_from_text_to_text_of_a_card() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.click_card(1);
    window.press(Key::Enter);
    assert!(window.has("Name in place"));
    for name in ["Message", "Team", "Label", "After"] {
        window.press(Key::Tab);
        assert!(window.has(&format!("{name} in place")), "{name}");
    }
    window.press_with(Modifiers::SHIFT, Key::Tab);
    assert!(window.has("Label in place"));
    window.press(Key::Tab);
    window.press(Key::Tab);
    assert!(!window.has("After in place"));
}

#[test]
fn a_link_asks_for_its_stage_and_takes_it_by_name() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", DANGLING));
    window.click_card(2);
    window.press(Key::L);
    window.type_text("n");
    // "New Call" and "Not reached" fit.
    window.press(Key::ArrowDown);
    window.press(Key::Enter);
    assert!(window.has("Link Go to 3 Not reached, stage 2"));
    assert!(!window.has("Find a stage"));
    window.command(Key::Z);
    window.command(Key::Z);
    assert!(!window.has("Link Go to 3 Not reached, stage 2"));
}

#[test]
fn actions_are_reordered_and_deleted_by_key() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    let (alert, button) = ("Alert Ring back, stage 1", "Button Called back, stage 1");
    window.click_card(1);
    window.press(Key::ArrowDown);
    window.press_with(Modifiers::ALT, Key::ArrowDown);
    assert!(window.rect(alert).top() > window.rect(button).top());
    window.press(Key::Delete);
    assert!(!window.has(alert));
}

#[test]
fn arrow_keys_in_a_field_move_its_cursor_only() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.click("Button Called back, stage 1");
    window.click_at(window.field("Label").rect().center());
    window.press(Key::ArrowRight);
    window.press(Key::ArrowDown);
    assert!(window.is_on("Button Called back, stage 1"));
}

#[test]
fn the_outline_walks_folds_adds_edits_and_deletes_by_key() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.focus("1 New Call");
    window.press(Key::ArrowDown);
    assert!(window.is_on("Ring back, Alert"));
    window.press(Key::ArrowDown);
    window.press(Key::ArrowRight);
    assert!(window.is_on("2 Called back"));
    assert_eq!(window.selected_cards(), [2]);

    // An action and its text, and the keyboard is in the outline again.
    window.press(Key::A);
    window.type_text("note");
    window.press(Key::Enter);
    window.type_text("Rung");
    window.press(Key::Enter);
    assert!(window.is_on("Rung, Note"));
    window.press(Key::Enter);
    window.type_text("Reached");
    window.press(Key::Enter);
    assert!(window.is_on("Reached, Note"));
    window.press(Key::Delete);
    assert!(!window.has("Reached, Note"));

    window.focus("3 48h passed");
    window.press(Key::ArrowLeft);
    assert!(!window.has("4 Taken over"));
    window.press(Key::ArrowRight);
    assert!(window.has("4 Taken over"));
    window.press(Key::ArrowLeft);
    window.press(Key::ArrowLeft);
    assert!(window.is_on("48h, Timer"));
}

#[test]
fn the_outline_shows_stages_alone_when_asked_to() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    assert!(window.has("Ring back, Alert"));
    window.click("Hide actions in the outline");
    assert!(!window.has("Ring back, Alert"));
    assert!(window.has("2 Called back"));
}

#[test]
fn fields_of_the_call_are_offered_after_two_braces() {
    let desk = Desk::new();
    let text = format!("fields phone customer_name\n{}", CALLBACK.trim_start());
    let mut window = Window::with(&desk.lay("a.ron", &text));
    window.click("Alert Ring back, stage 1");
    window.press(Key::Enter);
    window.type_text("Ring {{");
    window.press(Key::ArrowDown);
    window.press(Key::Enter);
    window.type_text(" on {{ph");
    window.press(Key::Enter);
    window.press(Key::Enter);
    assert!(window.has("Alert Ring {{customer_name}} on {{phone}}, stage 1"));
    // In the inspector as well.
    window.fill("Message", "{{cu");
    window.press(Key::Enter);
    assert!(window.has("Alert {{customer_name}}, stage 1"));
}

#[test]
fn undo_takes_an_addition_back_while_nothing_is_typed_yet() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.click_card(2);
    window.press(Key::T);
    assert!(window.has("After in place"));
    window.command(Key::Z);
    assert!(window.card(6).is_none());
    assert!(!window.has("After in place"));
    // Once something is typed, it is the text that is undone first.
    window.press(Key::T);
    window.type_text("3");
    window.command(Key::Z);
    assert!(window.card(6).is_some());
}

#[test]
fn everything_selected_can_be_deleted_but_for_new_call() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.command(Key::A);
    window.press(Key::Delete);
    if window.says("What becomes of the legs below") {
        window.press(Key::Enter);
    }
    assert!(window.card(1).is_some());
    assert!((2..6).all(|stage| window.card(stage).is_none()));
}

#[test]
fn after_healing_the_stage_above_is_selected() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.click_card(3);
    window.press_with(Modifiers::SHIFT, Key::Delete);
    assert!(window.card(3).is_none());
    assert_eq!(window.selected_cards(), [1]);
}
