//! Large designs: collapsed legs, the minimap, boxes seen from afar, and the stories of legs.

use super::CALLBACK;
use super::window::{Desk, Window};
use eframe::egui::{Key, Modifiers, Vec2, vec2};

#[test]
fn a_leg_collapses_into_one_box_and_opens_again() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.click_card(3);
    window.command(Key::OpenBracket);
    assert!(window.card(4).is_none() && window.card(5).is_none());
    let name = window.card_name(3);
    assert!(
        name.ends_with("collapsed, 2 stages below, 2 ends"),
        "{name}"
    );
    assert_eq!(window.undo_name(), "Undo collapse the leg of stage 3");

    window.command(Key::CloseBracket);
    assert!(window.card(4).is_some() && window.card(5).is_some());
    window.command(Key::Z);
    assert!(window.card(4).is_none());
    window.command(Key::Z);
    assert!(window.card(4).is_some());
}

#[test]
fn a_leg_is_collapsed_and_opened_on_its_card() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.click("Collapse the leg of stage 3");
    assert!(window.card(4).is_none());
    assert_eq!(window.selected_cards(), [3]);
    // The button, and the row that says what is in the box.
    window.click_topmost("Open the leg of stage 3: 2 stages below, 2 ends");
    assert!(window.card(4).is_some());
    assert!(!window.has("Collapse the leg of stage 4"));
}

#[test]
fn what_is_out_of_sight_in_a_box_is_not_selected() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.click_card(5);
    let at = window.card_rect(5).center();
    window.click("Collapse the leg of stage 3");
    window.command(Key::A);
    assert_eq!(window.selected_cards(), [1, 2, 3]);
    // Nothing is hit where the card was.
    window.click_at(at);
    assert_eq!(window.selected_cards(), [] as [u32; 0]);
}

#[test]
fn when_what_is_selected_goes_into_a_box_the_box_is_selected() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.click("Collapse the leg of stage 3");
    window.command(Key::Z);
    window.click("Finish Workflow Given up, stage 5");
    window.press_with(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::Z);
    assert!(window.card(5).is_none());
    assert_eq!(window.selected_cards(), [3]);
}

#[test]
fn going_to_a_stage_in_a_box_opens_it_and_changes_nothing() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.click("Collapse the leg of stage 3");
    window.command(Key::S);
    assert!(window.says("Saved"));
    window.click("4 Taken over");
    assert_eq!(window.selected_cards(), [4]);
    assert!(window.says("Saved"));
    assert_eq!(window.undo_name(), "Undo collapse the leg of stage 3");

    // Closed again it is as it was, and still not changed.
    window.click("Collapse the leg of stage 3");
    assert!(window.card(4).is_none());
    assert!(window.says("Saved"));
}

#[test]
fn moving_a_box_moves_what_is_in_it() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    let apart = window.card_rect(5).min - window.card_rect(3).min;
    window.click("Collapse the leg of stage 3");
    window.drag(window.header(3), window.header(3) + vec2(40.0, 60.0));
    assert_eq!(window.undo_name(), "Undo move card");
    window.click_topmost("Open the leg of stage 3: 2 stages below, 2 ends");
    let still_apart = window.card_rect(5).min - window.card_rect(3).min;
    assert!((still_apart - apart).length() < 0.1);
}

#[test]
fn deleting_a_box_asks_what_becomes_of_what_is_in_it() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.click("Collapse the leg of stage 3");
    window.press(Key::Delete);
    window.click("Delete 2 stages below too");
    window.click_topmost("Delete");
    window.command(Key::Z);
    assert!(window.card_name(3).contains("collapsed"));
}

#[test]
fn legs_collapse_level_by_level_and_all_open_at_once() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.click("Stage");
    window.click_topmost("Collapse all below");
    assert!(window.card(3).is_some() && window.card(4).is_none());
    window.click("Stage");
    window.click_topmost("Open all legs");
    assert!(window.card(4).is_some());
    assert_eq!(window.undo_name(), "Undo open all legs");
}

#[test]
fn the_minimap_shows_when_not_everything_is_in_view_and_takes_one_there() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    assert!(!window.has("Minimap"));
    let corner = window.canvas().left_top();
    window.zoom(3.0, corner);
    let map = window.rect("Minimap");
    assert!(window.canvas().contains_rect(map));
    assert!(window.card(5).is_none());
    window.click_at(map.right_bottom() - Vec2::splat(20.0));
    assert!(window.card(5).is_some());

    window.press(Key::F10);
    assert!(!window.has("Minimap"));
    window.press(Key::F10);
    assert!(window.has("Minimap"));
}

#[test]
fn the_view_is_dragged_on_the_minimap() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.zoom(2.0, window.header(1));
    let (map, before) = (window.rect("Minimap"), window.card_rect(1));
    // New Call is in view, in the upper left of the map.
    let on_view = map.left_top() + vec2(30.0, 40.0);
    window.drag(on_view, on_view + vec2(10.0, 0.0));
    let moved = window.card_rect(1).left() - before.left();
    assert!(moved < -20.0, "moved by {moved}");
    assert_eq!(window.undo_name(), "Undo");
    assert_eq!(window.selected_cards(), [] as [u32; 0]);
}

#[test]
fn the_wheel_zooms_over_the_minimap_and_the_keyboard_moves_the_view() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.zoom(2.0, window.header(1));
    let before = window.zoom_percent();
    window.zoom(1.2, window.rect("Minimap").center());
    let zoomed = window.zoom_percent() / before;
    assert!((1.1..1.3).contains(&zoomed), "zoomed by {zoomed}");
    let card = window.card_rect(1);
    window.focus("Minimap");
    window.press(Key::ArrowRight);
    assert!(
        window
            .card(1)
            .is_none_or(|now| now.rect().left() < card.left() - 100.0)
    );
}

#[test]
fn the_story_of_what_is_selected_stands_in_the_status_bar() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.click_card(4);
    assert!(window.says(
        "If nobody pushes “Called back” within 48 hours, an urgent alert tells Team leads “Still nobody”. \
         If somebody pushes “Taken over”, the run ends as “Settled by a lead”."
    ));
    window.click_card(3);
    assert!(window.says("2 legs go through here. When a call arrives"));
    window.press(Key::Escape);
    assert!(!window.says("When a call arrives"));
}

#[test]
fn a_row_that_ends_a_leg_tells_its_story_under_the_pointer() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    let row = "Finish Workflow Given up, stage 5";
    let story = window.description(row).unwrap();
    assert!(
        story.ends_with(
            "If nobody pushes “Taken over” within 24 hours, the run ends as “Given up”."
        )
    );
    window.hover(window.rect(row).center());
    window.wait(0.7);
    assert!(window.says(&story));
    assert!(window.description("Alert Ring back, stage 1").is_none());
}

#[test]
fn from_afar_a_box_says_what_it_is_under_the_pointer() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", super::DANGLING));
    let at = window.card_rect(2).center();
    window.zoom(0.2, at);
    window.hover(at);
    window.wait(0.7);
    assert!(window.says("Stage 2, Button Pushed"));
    assert!(window.says("ends nowhere"));
    window.click_at(at);
    assert_eq!(window.selected_cards(), [2]);
}

#[test]
fn with_reduced_motion_the_camera_is_there_at_once() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.zoom(2.0, window.header(1));
    let frames = window.frames_of_command(Key::Num1);
    window.zoom(2.0, window.header(1));
    window.click("View");
    window.click("Motion ⏵");
    window.click("Reduced");
    window.press(Key::Escape);
    let reduced = window.frames_of_command(Key::Num1);
    assert!(reduced + 5 < frames, "{reduced} and {frames} frames");
}
