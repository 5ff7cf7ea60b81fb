//! Menus, inspector, outline, findings and keys.

use super::window::{Desk, Window};
use super::{CALLBACK, DANGLING};
use eframe::egui::Key;

#[test]
fn undo_and_redo_name_their_step_in_the_menu() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.click_card(2);
    window.press(Key::T);
    window.click("Edit");
    // Once in the tool bar and once in the menu, which lies on top.
    window.click_topmost("Undo add Timer");
    assert!(window.card(6).is_none());
    window.click("Edit");
    window.click_topmost("Redo add Timer");
    assert!(window.card(6).is_some());
}

#[test]
fn typing_in_a_field_is_one_step_of_undo() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.click("Button Called back, stage 1");
    window.fill("Label", "reached");
    assert!(window.has("Button reached, stage 1"));
    window.click_card(1);
    assert_eq!(window.undo_name(), "Undo edit label of Button");
    window.command(Key::Z);
    assert!(window.has("Button Called back, stage 1"));
    assert_eq!(window.undo_name(), "Undo");
}

#[test]
fn keys_of_commands_are_letters_while_one_types() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.click("Button Called back, stage 1");
    window.fill("Label", "abtlf");
    window.press(Key::Delete);
    assert!(window.has("Button abtlf, stage 1"));
    assert!(window.card(6).is_none());
    assert!(!window.has("Filter actions"));
}

#[test]
fn escape_backs_out_one_step_at_a_time() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.click_card(2);
    window.press(Key::A);
    assert!(window.has("Filter actions"));
    window.press(Key::Escape);
    assert!(!window.has("Filter actions"));
    assert_eq!(window.selected_cards(), [2]);
    window.press(Key::Escape);
    assert_eq!(window.selected_cards(), [] as [u32; 0]);
}

#[test]
fn a_value_that_is_no_duration_is_told_at_once() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.click("Timer 48h, stage 1");
    assert!(window.says("Elapses 2d after the stage is entered"));
    window.fill("After", "soon");
    assert!(!window.says("Elapses"));
    assert!(window.says("“soon” is not a duration"));
}

#[test]
fn the_outline_selects_what_the_canvas_shows_and_the_other_way_round() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.click("4 Taken over");
    assert_eq!(window.selected_cards(), [4]);
    assert!(window.canvas().contains_rect(window.card_rect(4)));
    window.click_card(2);
    assert!(window.is_on("2 Called back"));
    assert!(!window.is_on("4 Taken over"));
}

#[test]
fn folding_a_stage_in_the_outline_hides_what_hangs_below_it() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    assert!(window.has("4 Taken over"));
    window.click("Fold 48h passed");
    assert!(!window.has("4 Taken over"));
    window.click("Unfold 48h passed");
    assert!(window.has("4 Taken over"));
}

#[test]
fn clicking_a_finding_selects_its_place_and_brings_it_into_view() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", DANGLING));
    window.zoom(2.0, window.canvas().left_bottom());
    window.press(Key::F9);
    assert!(window.card(2).is_none());
    window.click(
        "dangling-leg: Stage 2, Called back, ends nowhere: a call that gets here is never finished.",
    );
    assert_eq!(window.selected_cards(), [2]);
    assert!(window.canvas().contains_rect(window.card_rect(2)));
}

#[test]
fn a_mark_on_a_card_opens_what_can_be_done_about_it() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", DANGLING));
    window.click(
        "Finding: Stage 2, Called back, ends nowhere: a call that gets here is never finished.",
    );
    window.click_topmost("Add Finish Workflow");
    assert_eq!(window.undo_name(), "Undo add Finish Workflow");
    assert!(!window.has("Open end of stage 2"));
}

#[test]
fn a_fix_that_needs_a_stage_lets_one_choose_it() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", DANGLING));
    window.press(Key::F9);
    window.click("Link to…");
    window.click_topmost("3 Not reached");
    assert!(window.has("Link Go to 3 Not reached, stage 2"));
}

#[test]
fn deleting_a_button_with_a_leg_below_can_delete_the_leg() {
    let desk = Desk::new();
    let mut window = delete_called(&desk, "Timer 48h, stage 1");
    window.click("Delete 3 stages below too");
    window.click_topmost("Delete");
    assert!(window.card(2).is_some() && window.card(3).is_none() && window.card(4).is_none());
    window.command(Key::Z);
    assert!(window.card(3).is_some() && window.card(4).is_some());
}

#[test]
fn deleting_a_button_with_a_leg_below_can_keep_the_leg() {
    let desk = Desk::new();
    let mut window = delete_called(&desk, "Timer 48h, stage 1");
    window.click("Keep 3 stages, detached");
    window.click_topmost("Delete");
    assert!(!window.has("Timer 48h, stage 1"));
    assert!(window.card(3).is_some() && window.card(4).is_some());
    assert!(!window.card_name(3).contains("from stage"));
}

#[test]
fn deleting_a_button_with_a_leg_below_can_attach_the_leg_elsewhere() {
    let desk = Desk::new();
    let mut window = delete_called(&desk, "Timer 48h, stage 1");
    window.click("Attach to another stage…");
    window.click_topmost("2 Called back");
    window.click_topmost("Delete");
    assert!(window.card_name(3).contains("from stage 2"));
}

#[test]
fn deleting_a_button_with_a_leg_below_can_be_called_off() {
    let desk = Desk::new();
    let mut window = delete_called(&desk, "Timer 48h, stage 1");
    window.click("Cancel");
    assert!(window.has("Timer 48h, stage 1"));
    assert_eq!(window.undo_name(), "Undo");
}

#[test]
fn deleting_an_action_without_a_leg_asks_nothing() {
    let desk = Desk::new();
    let window = delete_called(&desk, "Alert Ring back, stage 1");
    assert!(!window.has("Alert Ring back, stage 1"));
    assert_eq!(window.undo_name(), "Undo delete Alert");
}

fn delete_called(desk: &Desk, action: &str) -> Window {
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.click(action);
    window.press(Key::Delete);
    window
}

#[test]
fn a_design_with_nothing_wrong_says_so() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.press(Key::F9);
    assert!(window.says("Nothing is wrong"));
}

#[test]
fn tools_without_room_are_in_a_menu_at_the_end_of_the_bar() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    assert!(window.has("Fit all") && !window.has("More tools"));
    window.resize([480.0, 400.0]);
    assert!(!window.has("Fit all"));
    window.click("More tools");
    assert!(window.has("Fit all"));
    assert_names(&window);
}

#[test]
fn every_control_of_the_window_has_a_name() {
    let desk = Desk::new();
    let mut window = Window::new([]);
    assert_names(&window);
    window.open(&desk.lay("a.ron", DANGLING));
    window.open(&desk.lay("b.ron", CALLBACK));
    window.press(Key::F9);
    assert_names(&window);
    for menu in [
        "File", "Edit", "Stage", "Insert", "Layout", "Go", "View", "Help",
    ] {
        window.click(menu);
        assert_names(&window);
        window.press(Key::Escape);
    }
    window.click_card(1);
    assert_names(&window);
    for action in [
        "Alert Ring back, stage 1",
        "Timer 48h, stage 1",
        "Finish Workflow Settled, stage 2",
    ] {
        window.click(action);
        assert_names(&window);
    }
    window.press(Key::Escape);
    window.click_card(3);
    window.press(Key::A);
    assert_names(&window);
    window.press(Key::Escape);
    window.press(Key::Delete);
    assert_names(&window);
    window.press(Key::Escape);
    window.press(Key::N);
    assert_names(&window);
    window.press(Key::Escape);
    window.command(Key::A);
    assert_names(&window);
}

pub fn assert_names(window: &Window) {
    assert_eq!(window.nameless_controls(), [] as [&str; 0]);
    assert_eq!(window.unpronounceable_names(), [] as [&str; 0]);
}
