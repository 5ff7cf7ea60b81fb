//! Hands on the canvas: what is dragged, clicked and drawn there.

use super::window::{Desk, Window};
use super::{CALLBACK, DANGLING};
use eframe::egui::{Key, Modifiers, Vec2, vec2};

#[test]
fn dragging_a_card_moves_it_in_one_step_of_undo() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    let before = window.card_rect(2);
    window.drag(window.header(2), window.header(2) + vec2(60.0, 90.0));
    let moved = window.card_rect(2).min - before.min;
    assert!(
        (moved - vec2(60.0, 90.0)).length() < 12.0,
        "moved by {moved:?}"
    );
    assert_eq!(window.undo_name(), "Undo move card");
    window.command(Key::Z);
    assert_eq!(window.card_rect(2), before);
    assert_eq!(window.undo_name(), "Undo");
}

#[test]
fn a_drag_that_comes_in_slow_frames_starts_where_the_button_was_pressed() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    let before = window.card_rect(2);
    window.drag_in_slow_frames(window.header(2), window.header(2) + vec2(60.0, 240.0));
    let moved = window.card_rect(2).min - before.min;
    assert!(
        (moved - vec2(60.0, 240.0)).length() < 12.0,
        "moved by {moved:?}"
    );
}

#[test]
fn escape_gives_up_a_drag() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    let before = window.card_rect(2);
    window.drag_without_release(window.header(2), window.header(2) + vec2(60.0, 90.0));
    window.press(Key::Escape);
    assert_eq!(window.card_rect(2), before);
    assert_eq!(window.undo_name(), "Undo");
}

#[test]
fn several_selected_cards_are_dragged_together() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.click_card(2);
    window.click_with(Modifiers::SHIFT, window.header(3));
    assert_eq!(window.selected_cards(), [2, 3]);
    let apart = window.card_rect(3).min - window.card_rect(2).min;
    window.drag(window.header(2), window.header(2) + vec2(40.0, 60.0));
    let still_apart = window.card_rect(3).min - window.card_rect(2).min;
    assert!((still_apart - apart).length() < 0.1);
    assert_eq!(window.undo_name(), "Undo move 2 cards");
}

#[test]
fn dragging_from_an_open_end_to_a_card_links_it() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", DANGLING));
    let from = window.rect("Open end of stage 2").center();
    window.drag(from, window.header(1));
    assert!(window.has("Link Go to 1 New Call, stage 2"));
    assert!(!window.has("Open end of stage 2"));
    assert_eq!(window.undo_name(), "Undo link to stage 1");
}

#[test]
fn dragging_from_an_open_end_to_empty_canvas_offers_what_can_be_added_and_lays_the_card_there() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", DANGLING));
    let from = window.rect("Open end of stage 2").center();
    let to = window.card_rect(1).left_bottom() + vec2(0.0, 160.0);
    window.drag(from, to);
    window.type_text("tim");
    window.press(Key::Enter);
    let card = window.card_rect(4);
    assert!(
        (card.min - to).length() < 8.0,
        "{:?} is not at {to:?}",
        card.min
    );
    assert!(window.card_name(4).starts_with("Stage 4, Timer Elapsed"));
}

#[test]
fn a_line_that_is_there_already_is_refused_with_the_reason() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", DANGLING));
    let from = window.rect("Port of Button Called back").center();
    window.drag(from, window.header(2));
    assert_eq!(window.undo_name(), "Undo");
    assert!(window.says("They are connected already."));
}

#[test]
fn drawing_a_box_selects_the_cards_it_touches() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    let (first, last) = (window.card_rect(2), window.card_rect(3));
    window.drag(first.left_top() - Vec2::splat(12.0), last.center());
    assert_eq!(window.selected_cards(), [2, 3]);
    window.click_at(window.canvas().left_bottom() + vec2(12.0, -12.0));
    assert_eq!(window.selected_cards(), [] as [u32; 0]);
}

#[test]
fn dragging_a_row_changes_the_order_of_the_actions() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    let (alert, button) = ("Alert Ring back, stage 1", "Button Called back, stage 1");
    window.drag(
        window.rect(button).center(),
        window.rect(alert).center_top() + vec2(0.0, 2.0),
    );
    assert!(window.rect(button).top() < window.rect(alert).top());
    window.command(Key::Z);
    assert!(window.rect(button).top() > window.rect(alert).top());
}

#[test]
fn zoom_stays_between_ten_and_three_hundred_percent() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    let middle = window.canvas().center();
    for _ in 0..12 {
        window.zoom(2.0, middle);
    }
    assert!((window.zoom_percent() - 300.0).abs() < 0.6);
    for _ in 0..12 {
        window.zoom(0.5, middle);
    }
    assert!((window.zoom_percent() - 10.0).abs() < 0.6);
    window.command(Key::Num0);
    assert!((window.zoom_percent() - 100.0).abs() < 0.6);
}

#[test]
fn zooming_keeps_the_card_under_the_pointer() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    let corner = window.card_rect(2).min;
    window.zoom(1.3, corner + vec2(1.0, 1.0));
    assert!((window.card_rect(2).min - corner).length() < 2.0);
}

#[test]
fn everything_comes_into_view_on_fit_all() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.zoom(3.0, window.canvas().left_top());
    assert!(window.card(4).is_none());
    window.command(Key::Num1);
    let canvas = window.canvas();
    assert!((1..=4).all(|stage| canvas.contains_rect(window.card_rect(stage))));
}

#[test]
fn a_stage_is_inserted_into_a_leg_in_front_of_the_selected_action() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.click("Timer 48h, stage 1");
    window.click("Stage");
    window.click("Insert Timer before");
    assert_eq!(window.undo_name(), "Undo insert Timer Elapsed");
    assert!(window.has("Timer 48h, stage 6"));
    assert!(window.has("Timer 1 day, stage 1"));
}
