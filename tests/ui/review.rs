//! Going through a design leg by leg: the ledger, review mode, questions, the signature and the limit.

use super::CALLBACK;
use super::window::{Desk, Window};
use eframe::egui::{Key, Modifiers};
use legwork::workflow::{Design, EventId, Place, QuestionId};

const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);
/// What happens on the leg of the first button.
const FIRST_STORY: &str = "a high-priority alert tells Care “Ring back”. If somebody pushes “Called back”, the run ends as “Settled”.";

fn reviewing(desk: &Desk) -> Window {
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.press_with(CTRL_SHIFT, Key::R);
    window
}

/// Ticks the leg that comes next; the first time a name is asked for.
fn tick_next(window: &mut Window) {
    window.press(Key::N);
    window.press(Key::T);
    if window.has("Your name") {
        window.fill("Your name", "Ann");
        window.press(Key::Enter);
    }
}

/// The design as it is now.
fn saved(window: &mut Window, desk: &Desk) -> Design {
    window.command(Key::S);
    desk.design("a.ron")
}

fn row(window: &Window, number: u32) -> String {
    let rows = window.names_with(&format!("Leg {number}, "));
    rows.into_iter().next().unwrap_or_default()
}

#[test]
fn the_ledger_has_a_row_for_each_leg_which_the_canvas_follows() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.press_with(Modifiers::SHIFT, Key::F9);
    assert_eq!(
        row(&window, 1),
        "Leg 1, 1 New Call, 2 Called back, Finish “Settled”, no findings, not reviewed"
    );
    assert_eq!(window.names_with("Leg ").len(), 3);
    let third = row(&window, 3);
    window.click(&third);
    assert!(window.is_on(&third));
    // Where the leg ends is selected, which lights all of it.
    assert!(window.says("the run ends as “Given up”."));
    assert!(window.has("Outcome"));
}

#[test]
fn what_is_selected_on_the_canvas_is_selected_in_the_ledger() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.press_with(Modifiers::SHIFT, Key::F9);
    window.click_card(4);
    let second = row(&window, 2);
    assert!(window.is_on(&second));
    window.click_card(2);
    let first = row(&window, 1);
    assert!(window.is_on(&first));
    assert!(!window.is_on(&second));
    assert!(window.says(FIRST_STORY));
}

#[test]
fn arrow_keys_go_from_leg_to_leg() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.press_with(Modifiers::SHIFT, Key::F9);
    let (first, second) = (row(&window, 1), row(&window, 2));
    window.click(&first);
    window.press(Key::ArrowDown);
    assert!(window.is_on(&second));
    window.press(Key::ArrowUp);
    assert!(window.is_on(&first));
}

#[test]
fn findings_and_legs_share_their_place() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.press_with(Modifiers::SHIFT, Key::F9);
    assert!(window.has("Close legs"));
    window.press(Key::F9);
    assert!(window.has("Close findings") && !window.has("Close legs"));
    window.press(Key::F9);
    assert!(!window.has("Close findings"));
}

#[test]
fn a_reviewer_goes_from_leg_to_leg_ticks_each_and_signs() {
    let desk = Desk::new();
    let mut window = reviewing(&desk);
    assert!(window.says("0 of 3 legs"));
    tick_next(&mut window);
    assert!(window.says("1 of 3 legs"));
    // The next leg comes by itself, and nobody is asked for a name again.
    window.press(Key::T);
    window.press(Key::T);
    assert!(window.says("3 of 3 legs"));
    window.click("Sign off…");
    window.press(Key::Enter);
    assert!(window.says("Signed by Ann"));
    let review = saved(&mut window, &desk).review;
    assert_eq!(review.marks.len(), 3);
    assert_eq!(review.sign_off.unwrap().by.name, "Ann");
}

#[test]
fn in_review_mode_nothing_is_amended_and_it_is_said_how_to_leave() {
    let desk = Desk::new();
    let mut window = reviewing(&desk);
    let before = saved(&mut window, &desk);
    window.click_card(1);
    window.press(Key::Delete);
    assert!(window.says("In review mode the design cannot be amended."));
    window.press(Key::B);
    window.command(Key::D);
    let card = window.header(2);
    window.drag(card, card + eframe::egui::vec2(80.0, 40.0));
    assert_eq!(saved(&mut window, &desk), before);
    // Escape backs out one step at a time: the selection, then the mode.
    window.press(Key::Escape);
    assert!(window.has("Leave"));
    window.press(Key::Escape);
    assert!(!window.has("Leave"));
    window.click_card(1);
    window.press(Key::B);
    assert_ne!(saved(&mut window, &desk), before);
}

#[test]
fn an_edit_reopens_the_leg_that_it_is_on_and_tells_what_has_changed() {
    let desk = Desk::new();
    let mut window = reviewing(&desk);
    tick_next(&mut window);
    window.press(Key::T);
    window.press(Key::T);
    window.click("Leave");
    window.click("Finish Workflow Settled, stage 2");
    window.fill("Outcome", "Over");
    assert!(row(&window, 1).ends_with("changed since Ann reviewed it"));
    assert!(row(&window, 2).ends_with("reviewed by Ann"));
    window.click("Changed");
    assert_eq!(window.names_with("Leg 2, "), [""; 0]);
    let first = row(&window, 1);
    window.click(&first);
    assert!(window.says("Finish Workflow “Settled” → “Over”"));
    assert!(window.says("Changed since Ann reviewed it"));
    // Undo brings the tick back.
    window.command(Key::Z);
    window.click("All");
    assert!(row(&window, 1).ends_with("reviewed by Ann"));
}

#[test]
fn a_tick_can_have_a_remark_and_is_undone_like_all_else() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.press_with(Modifiers::SHIFT, Key::F9);
    let first = row(&window, 1);
    window.click(&first);
    window.fill("Remark on the leg", "As agreed");
    window.press(Key::Enter);
    window.fill("Your name", "Ann");
    window.press(Key::Enter);
    assert_eq!(window.undo_name(), "Undo tick leg");
    let review = saved(&mut window, &desk).review;
    let mark = &review.marks[&Place::Event(EventId(2))];
    assert_eq!(
        (mark.by.name.as_str(), mark.remark.as_str()),
        ("Ann", "As agreed")
    );
    assert!(window.says("As agreed"));
    window.command(Key::Z);
    assert!(row(&window, 1).ends_with("not reviewed"));
}

#[test]
fn a_question_stands_on_its_card_is_answered_and_resolved() {
    let desk = Desk::new();
    let mut window = reviewing(&desk);
    window.click_card(3);
    window.press(Key::Q);
    window.type_text("why");
    window.fill("Your name", "Bob");
    window.click("Ask");
    assert!(window.card_name(3).contains("one open question"));
    assert!(window.says("1 open question"));
    window.click("Answer…");
    window.type_text("so");
    window.press_with(Modifiers::COMMAND, Key::Enter);
    window.click("Resolve");
    assert!(window.says("Resolved by Bob"));
    assert!(!window.card_name(3).contains("open question"));
    let questions = saved(&mut window, &desk).review.questions;
    let said: Vec<String> = questions[&QuestionId(1)]
        .said
        .iter()
        .map(|said| said.text.clone())
        .collect();
    assert_eq!(said, ["why", "so"]);
}

#[test]
fn a_limit_is_typed_in_the_inspector_and_the_legs_over_it_are_listed() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.press_with(Modifiers::SHIFT, Key::F9);
    window.fill("Limit", "soo");
    assert!(window.says("is not a duration"));
    window.fill("Limit", "24h");
    assert_eq!(saved(&mut window, &desk).workflow.limit(), Some("24h"));
    assert!(window.has("1 warning"));
    window.click("Over the limit");
    assert_eq!(window.names_with("Leg ").len(), 3);
    window.fill("Limit", "48h");
    assert!(window.says("No leg is over the limit."));
}
