//! Rehearsals: a call goes through the design, with the keyboard, the pointer, and what is kept of it beside the design.

use super::window::{Desk, Window};
use super::{CALLBACK, DANGLING};
use eframe::egui::{Key, Modifiers};
use legwork::file;
use legwork::workflow::{Expected, Scenario};

const WITH_FIELD: &str = r#"
fields customer
1 New Call
  alert "Ring {{customer}}" high "Care"
  button "Called back" -> 2
2 Button Pushed
  email "care@example.com" "Rung" "{{customer}}"
  finish "Settled with {{customer}}"
"#;

fn rehearsing(desk: &Desk, text: &str) -> Window {
    let mut window = Window::with(&desk.lay("a.ron", text));
    window.press(Key::F5);
    window
}

fn scenarios(desk: &Desk) -> Vec<Scenario> {
    let read = file::read_scenarios(&desk.path("a.scenarios.ron"));
    read.unwrap().map_or_else(Vec::new, |read| read.scenarios)
}

/// Gives what has happened a name and saves it.
fn save(window: &mut Window, name: &str) {
    window.click("Save as scenario…");
    window.type_text(name);
    window.press(Key::Enter);
}

#[test]
fn a_call_is_rehearsed_with_the_keyboard_alone() {
    let desk = Desk::new();
    let mut window = rehearsing(&desk, CALLBACK);
    assert!(window.card_name(1).ends_with(", the call is here"));
    assert!(window.says("Ring back"));
    assert_eq!(window.focused_name(), "Called back");
    window.press(Key::F4);
    assert!(window.card_name(3).ends_with(", the call is here"));
    assert!(window.says("2d after the call"));
    window.press_with(Modifiers::SHIFT, Key::F4);
    assert!(window.card_name(1).ends_with(", the call is here"));
    window.focus("Called back");
    window.press(Key::Enter);
    assert!(window.says("Finished: Settled"));
    assert!(window.card_name(2).ends_with(", the call is finished"));
    assert!(window.says("1 of 3 legs rehearsed"));
    assert_eq!(window.nameless_controls(), [] as [String; 0]);
    window.press(Key::Escape);
    window.press(Key::Escape);
    assert!(!window.says("legs rehearsed"));
    assert!(!window.card_name(2).contains("the call"));
    // One finds it again as one has left it.
    window.press(Key::F5);
    assert!(window.says("Finished: Settled"));
}

#[test]
fn the_clock_goes_by_any_time_and_the_timers_with_it() {
    let desk = Desk::new();
    let mut window = rehearsing(&desk, CALLBACK);
    window.fill("Let time pass", "1h 30m");
    window.press(Key::Enter);
    assert!(window.says("1h 30m after the call"));
    assert!(window.says("2d timer, 1d 22h 30m left"));
    window.fill("Let time pass", "3 days");
    window.press(Key::Enter);
    assert!(window.says("Finished: Given up"));
    assert!(window.has("3d pass, at 3d 1h 30m"));
}

#[test]
fn a_click_on_what_has_happened_goes_back_there() {
    let desk = Desk::new();
    let mut window = rehearsing(&desk, CALLBACK);
    window.press(Key::F4);
    window.click("Taken over");
    assert!(window.says("Finished: Settled by a lead"));
    window.click("The next timer elapses, at 2d");
    assert!(window.card_name(3).ends_with(", the call is here"));
    window.click("Step forward");
    assert!(window.says("Finished: Settled by a lead"));
    window.click("The call comes, at 0s");
    window.click("Called back");
    assert!(!window.has("The next timer elapses, at 2d"));
}

#[test]
fn an_incomplete_design_is_rehearsed_up_to_where_it_dangles() {
    let desk = Desk::new();
    let mut window = rehearsing(&desk, DANGLING);
    assert!(window.has("Open end of stage 2, not rehearsed"));
    window.click("Called back");
    assert!(window.says("Here the design dangles: stage 2, Called back, ends nowhere."));
    assert!(window.card_name(2).contains(", the call is lost here"));
    assert!(window.has("Open end of stage 2, rehearsed"));
    assert!(window.says("1 of 2 legs rehearsed"));
}

#[test]
fn texts_are_filled_in_and_follow_the_fields() {
    let desk = Desk::new();
    let mut window = rehearsing(&desk, WITH_FIELD);
    window.click("Called back");
    window.fill("customer", "Bea");
    assert!(window.says("Ring Bea (Care)"));
    assert!(window.says("Email to care@example.com: Rung"));
    assert!(window.says("Finished: Settled with Bea"));
    window.click("Chargeable");
    assert!(window.says("the Call Manager does not show it"));
}

#[test]
fn a_rehearsal_follows_the_design_as_far_as_it_fits() {
    let desk = Desk::new();
    let mut window = rehearsing(&desk, CALLBACK);
    window.click("Called back");
    window.click("Finish Workflow Settled, stage 2, rehearsed");
    window.press(Key::Delete);
    assert!(window.says("Here the design dangles: stage 2"));
    window.command(Key::Z);
    assert!(window.says("Finished: Settled"));

    // Where New Call finishes at once, there is no button to push.
    window.click_card(1);
    window.press(Key::F);
    window.press(Key::Escape);
    assert!(window.says("The design has changed, and the call stops here."));
    assert!(window.card_name(1).contains(", the call is finished"));
}

#[test]
fn what_has_happened_is_saved_as_a_scenario_and_replayed_when_the_design_is_amended() {
    let desk = Desk::new();
    let mut window = rehearsing(&desk, CALLBACK);
    window.click("Called back");
    save(&mut window, "called back");
    let saved = scenarios(&desk);
    assert_eq!(saved[0].name, "called back");
    assert_eq!(saved[0].expected, Expected::Finishes("Settled".to_owned()));

    window.click("Scenarios 1");
    assert!(window.says("All go as expected"));
    let edit = "Finish Workflow Settled, stage 2, rehearsed";
    window.click(edit);
    window.press(Key::Enter);
    window.command(Key::A);
    window.type_text("done");
    window.press(Key::Enter);
    assert!(window.says("1 of 1 do not go as expected"));
    window.click("called back");
    assert!(
        window.says(
            "Expected is that the call has finished as “Settled”; it has finished as “done”."
        )
    );
    window.click("Expect this instead");
    assert!(window.says("All go as expected"));
    assert_eq!(
        scenarios(&desk)[0].expected,
        Expected::Finishes("done".to_owned())
    );

    window.fill("Name", "rung");
    window.press(Key::Enter);
    assert_eq!(scenarios(&desk)[0].name, "rung");
    window.click("Delete");
    assert_eq!(scenarios(&desk), []);
    window.click("Undo delete “rung”");
    assert_eq!(scenarios(&desk)[0].name, "rung");
}

#[test]
fn the_fewest_scenarios_that_cover_every_leg_are_generated() {
    let desk = Desk::new();
    let mut window = rehearsing(&desk, CALLBACK);
    window.click("Scenarios 0");
    assert!(window.says("A scenario is a call with what should become of it."));
    window.click("Generate");
    assert!(window.says("3 scenarios cover every leg."));
    assert!(window.says("3 of 3 legs rehearsed"));
    assert_eq!(scenarios(&desk).len(), 3);
    assert!(window.has("Finish Workflow Given up, stage 5, rehearsed"));
    // Doing it again changes nothing.
    window.click("Generate");
    assert_eq!(scenarios(&desk).len(), 3);
}

#[test]
fn a_leg_is_gone_by_a_click_on_it() {
    let desk = Desk::new();
    let mut window = rehearsing(&desk, CALLBACK);
    window.click("Legs 3");
    let leg = "5 24h passed → Finish “Given up”";
    assert_eq!(window.description(leg).unwrap(), "Not rehearsed");
    window.click(leg);
    assert!(window.card_name(5).ends_with(", the call is finished"));
    assert_eq!(window.description(leg).unwrap(), "Rehearsed");
}

#[test]
fn scenarios_of_a_new_workflow_are_saved_with_it_and_go_along_to_another_file() {
    let desk = Desk::new();
    let mut window = Window::new([desk.picks("a.ron"), desk.picks("b.ron")]);
    window.click("New workflow");
    window.press(Key::Escape);
    window.press(Key::F5);
    save(&mut window, "nothing yet");
    assert_eq!(scenarios(&desk), []);
    window.command(Key::S);
    assert_eq!(scenarios(&desk)[0].expected, Expected::Dangles { stage: 1 });
    window.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::S);
    assert!(desk.path("b.scenarios.ron").exists());
}

#[test]
fn a_design_without_a_new_call_says_why_it_cannot_be_rehearsed() {
    let desk = Desk::new();
    let window = rehearsing(&desk, "1 Button Pushed\n  finish \"x\"");
    assert!(window.says("This design has no New Call event, so no call can begin; add one."));
}

/// The rows of the ledger that tell of a leg so.
fn listed(window: &Window, state: &str) -> Vec<String> {
    let mut rows = window.names_with("Leg ");
    rows.retain(|row| row.ends_with(state));
    rows
}

#[test]
fn the_list_of_legs_tells_which_have_been_rehearsed_by_hand_and_by_what_lies_beside_the_design() {
    let desk = Desk::new();
    let mut window = rehearsing(&desk, CALLBACK);
    window.press_with(Modifiers::SHIFT, Key::F9);
    assert_eq!(listed(&window, ", not rehearsed").len(), 3);
    window.focus("Called back");
    window.press(Key::Enter);
    let rehearsed = listed(&window, ", rehearsed");
    assert!(rehearsed[0].starts_with("Leg 1, "), "{rehearsed:?}");
    save(&mut window, "Rung");

    let mut later = Window::with(&desk.path("a.ron"));
    later.press_with(Modifiers::SHIFT, Key::F9);
    assert_eq!(listed(&later, ", rehearsed").len(), 1);
    later.click("Not rehearsed");
    assert_eq!(listed(&later, ", not rehearsed").len(), 2);
    assert_eq!(later.names_with("Leg ").len(), 2);
    window.click("Scenarios 1");
    window.click("Delete");
    later.come_back();
    assert_eq!(listed(&later, ", not rehearsed").len(), 3);
}

#[test]
fn without_scenarios_the_list_of_legs_says_nothing_of_rehearsals() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.press_with(Modifiers::SHIFT, Key::F9);
    assert_eq!(window.names_with("rehearsed"), [] as [String; 0]);
}
