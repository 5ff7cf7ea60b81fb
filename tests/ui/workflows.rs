//! One workflow becomes several, several become one, and a new one begins with what is there already.

use super::window::{Desk, Window};
use super::{CALLBACK, DANGLING};
use eframe::egui::Key;

/// Stage 2 links to stage 3, and 3 back to 1.
const LINKED: &str = r#"
1 New Call
  button "Called back" -> 2
  button "Not reached" -> 3
2 Button Pushed
  link -> 3
3 Button Pushed "Once more"
  link -> 1
"#;

fn choose(window: &mut Window, menu: &str, entry: &str) {
    window.click(menu);
    window.click_topmost(entry);
}

#[test]
fn a_leg_is_extracted_to_a_new_tab_and_kept() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.click_card(3);
    choose(&mut window, "Stage", "Extract leg to new workflow…");
    assert!(window.says("Stage 3 and the 2 stages below it become the workflow “48h passed”"));
    window.press(Key::Enter);
    assert_eq!(window.title, "48h passed • – Legwork");
    assert!(window.card(3).is_some() && window.card(4).is_none());
    assert!(window.has("Alert Still nobody, stage 1"));
    window.click("Sketch");
    assert!(window.card(5).is_some());
    assert_eq!(window.undo_name(), "Undo");
}

#[test]
fn a_leg_that_is_extracted_can_end_here_in_one_step_of_undo() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.click("Timer 48h, stage 1");
    choose(&mut window, "Stage", "Extract leg to new workflow…");
    window.click("Replace the leg here by Finish Workflow");
    window.click("Extract");
    window.click("Sketch");
    assert!(window.card(3).is_some() && window.card(4).is_none() && window.card(5).is_none());
    assert!(window.has("Finish Workflow Goes on in “48h passed”, stage 3"));
    window.command(Key::Z);
    assert!(window.card(5).is_some());
    assert_eq!(window.undo_name(), "Undo");
}

#[test]
fn links_that_lead_out_of_an_extracted_leg_are_told() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", LINKED));
    window.click_card(2);
    choose(&mut window, "Stage", "Extract leg to new workflow…");
    assert!(window.says("Links lead out of it, to stage 3, Once more."));
    window.press(Key::Escape);
    assert!(!window.says("Links lead out of it"));
}

#[test]
fn another_workflow_is_inserted_as_a_leg_in_one_step_of_undo() {
    let desk = Desk::new();
    desk.lay("b.ron", DANGLING);
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.open(&desk.path(""));
    window.wait_until("what the folder holds", |window| {
        !window.names_with("b.ron, 3 stages").is_empty()
    });
    window.click_card(1);
    choose(&mut window, "Stage", "Insert workflow here…");
    assert!(window.says("gets a Button with the workflow's name"));
    window.type_text("b.ron");
    window.press(Key::Enter);
    assert!(window.has("Button Sketch, stage 1") && window.card(8).is_some());
    assert_eq!(window.undo_name(), "Undo insert workflow Sketch");
    window.command(Key::Z);
    assert!(window.card(6).is_none());
}

#[test]
fn a_template_is_inserted_into_a_stage_that_does_nothing_yet() {
    let mut window = Window::new([]);
    window.click("New workflow");
    window.click_card(1);
    choose(&mut window, "Stage", "Insert workflow here…");
    assert!(window.says("Stage 1, New Call, does nothing yet"));
    window.type_text("brochure");
    window.press(Key::Enter);
    assert!(window.has("Button Sent, stage 1"));
    assert!(window.says("No findings"));
}

#[test]
fn a_workflow_is_duplicated_into_a_tab_that_is_not_saved_yet() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    choose(&mut window, "File", "Duplicate workflow");
    assert_eq!(window.title, "Sketch copy • – Legwork");
    assert!(window.card(5).is_some() && window.says("Not saved to a file yet"));
    window.command(Key::W);
    assert!(window.says("Save changes to Sketch copy?"));
}

#[test]
fn a_template_opens_beside_what_is_open() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    choose(&mut window, "File", "New from template…");
    window.click("Brochure request");
    assert!(window.has("Sketch") && window.is_on("Brochure request"));
}

/// A window with the leg of stage 2 of [`LINKED`] copied, and a design that has not the stage that it links to.
fn about_to_paste(desk: &Desk) -> Window {
    let mut window = Window::with(&desk.lay("a.ron", LINKED));
    window.click_card(2);
    window.copy();
    window.open(&desk.lay("b.ron", DANGLING));
    window.click_card(1);
    window.paste();
    assert!(window.says("Where do the Links go on?"));
    window
}

#[test]
fn pasting_asks_where_links_lead_that_lost_their_target() {
    let desk = Desk::new();
    let mut window = about_to_paste(&desk);
    window.click("Target for Stage 3, Once more: Leave open");
    window.click_topmost("2 Called back");
    assert!(window.has("Target for Stage 3, Once more: Stage 2, Called back"));
    window.click("Paste");
    assert!(window.has("Link Go to 2 Called back, stage 4"));
    assert_eq!(window.undo_name(), "Undo paste stage");
    window.command(Key::Z);
    assert!(window.card(4).is_none());
}

#[test]
fn links_are_left_open_where_nothing_is_chosen() {
    let desk = Desk::new();
    let mut window = about_to_paste(&desk);
    window.press(Key::Enter);
    assert!(window.card(4).is_some());
    assert!(!window.has("Link Go to 2 Called back, stage 4"));
    assert_eq!(window.undo_name(), "Undo paste stage");
}

#[test]
fn escape_pastes_nothing() {
    let desk = Desk::new();
    let mut window = about_to_paste(&desk);
    window.press(Key::Escape);
    assert!(window.card(4).is_none() && !window.says("Where do the Links"));
}
