//! Words are found in the design that is shown, in all tabs and in the folder, and one goes from place to place.

use super::window::{Desk, Window};
use super::{CALLBACK, DANGLING};
use eframe::egui::{Key, Modifiers};

fn found(words: &str) -> Window {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.command(Key::F);
    window.type_text(words);
    window
}

#[test]
fn one_goes_from_hit_to_hit_by_enter_and_back() {
    let mut window = found("settled");
    // The outcome of stage 2, that of stage 4, and nothing else.
    assert!(window.says("2 results"));
    window.press(Key::Enter);
    assert!(window.says("1 of 2"));
    assert!(window.is_on("Finish Workflow Settled, stage 2"));
    window.press(Key::Enter);
    assert!(window.is_on("Finish Workflow Settled by a lead, stage 4"));
    window.press(Key::ArrowDown);
    assert!(window.is_on("Finish Workflow Settled, stage 2"));
    window.press_with(Modifiers::SHIFT, Key::Enter);
    assert!(window.is_on("Finish Workflow Settled by a lead, stage 4"));
}

#[test]
fn what_one_goes_to_is_brought_into_view() {
    let mut window = found("taken");
    window.zoom(2.0, window.canvas().left_bottom());
    assert!(window.card(4).is_none());
    // The label of the button, then the stage that goes by it.
    window.press(Key::Enter);
    window.press(Key::Enter);
    assert_eq!(window.selected_cards(), [4]);
    assert!(window.canvas().contains_rect(window.card_rect(4)));
}

#[test]
fn a_hit_is_listed_with_what_it_is_and_a_click_goes_there() {
    let mut window = found("team");
    window.click("Team leads, Team of an Alert in stage 3");
    assert!(window.is_on("Alert Still nobody, stage 3"));
}

#[test]
fn what_is_not_there_is_told() {
    assert!(found("brochure").says("Nothing found"));
}

#[test]
fn letters_typed_into_the_bar_are_no_commands_and_escape_closes_it_first() {
    let mut window = found("bt");
    assert!(window.card(6).is_none());
    window.click_card(2);
    window.press(Key::Escape);
    assert!(!window.has("Find in this design"));
    assert_eq!(window.selected_cards(), [2]);
    window.press(Key::Escape);
    assert_eq!(window.selected_cards(), [] as [u32; 0]);
}

#[test]
fn the_hits_follow_the_design() {
    let mut window = found("settled");
    window.click_card(2);
    window.press(Key::Delete);
    assert!(window.says("1 result"));
}

#[test]
fn a_workflows_name_leads_to_the_workflow() {
    let mut window = found("sketch");
    window.press(Key::Enter);
    assert!(window.says("Fields of the call"));
}

#[test]
fn words_are_found_in_all_designs_of_the_folder_and_a_jump_opens_the_design() {
    let desk = Desk::new();
    desk.lay("a.ron", CALLBACK);
    desk.lay("b.ron", DANGLING);
    desk.lay("c.ron", "1 New Call\n  finish \"Rung\"");
    let mut window = Window::new([]);
    window.open(&desk.path(""));
    window.wait_until("what the folder holds", |window| {
        window.has("Order of the designs")
    });
    window.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::F);
    window.type_text("rung");
    window.wait_until("what the folder holds", |window| {
        window.says("2 in 2 designs")
    });
    window.press(Key::Enter);
    assert!(window.is_on("Note Rung, stage 2"));
    // What was opened stays where it is in the list.
    window.press(Key::Enter);
    assert!(window.is_on("Finish Workflow Rung, stage 1"));
    assert!(window.says("2 of 2"));
    window.press_with(Modifiers::SHIFT, Key::Enter);
    assert!(window.is_on("Note Rung, stage 2"));
}

#[test]
fn open_designs_are_looked_through_with_what_is_not_saved_yet() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.fill("Name", "ring");
    window.open(&desk.lay("b.ron", DANGLING));
    window.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::F);
    window.type_text("ring");
    // Its name, and the message of an alert.
    window.click("ring, Name of the workflow");
    assert_eq!(window.title, "ring • – Legwork");
}
