//! Amending by hand: actions dropped on lines and cards, legs dragged to another stage, gaps that close, and what all
//! that would do, shown before it is done.

use super::window::{Desk, Window};
use super::{CALLBACK, DANGLING};
use eframe::egui::{Key, Modifiers, Pos2, vec2};

/// Stage 3 and 4 are one leg; 5 is detached.
const LEGS: &str = r#"
1 New Call
  button "Called back" -> 2
  button "Not reached" -> 3
2 Button Pushed
  finish "Settled"
3 Button Pushed
  note "Nobody there"
  timer 1d -> 4
4 Timer Elapsed
  finish "Given up"
5 Button Pushed "Loose"
  finish "Elsewhere"
"#;

/// The middle of the line from a port to a stage.
fn line(window: &Window, port: &str, stage: u32) -> Pos2 {
    let entry = window.card_rect(stage).left_top() + vec2(0.0, 18.0);
    window.rect(port).center().lerp(entry, 0.5)
}

/// Where a row begins that is written like this.
fn above(window: &Window, row: &str) -> Pos2 {
    window.rect(row).center_top() + vec2(0.0, 2.0)
}

#[test]
fn a_timer_dropped_on_a_line_is_a_stage_between() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    let line = line(&window, "Port of Button Called back", 2);
    window.drag_without_release(window.rect("Add Timer").center(), line);
    assert!(window.says("Insert a stage between 1 and 2"));
    window.release(line);
    assert_eq!(window.undo_name(), "Undo insert Timer Elapsed");
    assert!(window.has("Button Called back, stage 6"));
    assert!(window.has("Timer 1 day, stage 1"));
    window.press(Key::Escape);
    window.command(Key::Z);
    assert_eq!(window.undo_name(), "Undo");
}

#[test]
fn an_alert_dropped_on_a_line_goes_to_the_top_of_the_stage_that_it_leads_to() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    let line = line(&window, "Port of Timer 24h", 5);
    window.drag_without_release(window.rect("Add Alert").center(), line);
    assert!(window.says("Add Alert at the top of stage 5"));
    window.release(line);
    let finish = window.rect("Finish Workflow Given up, stage 5");
    assert!(window.rect("Alert, stage 5").top() < finish.top());
}

#[test]
fn what_ends_a_leg_is_refused_on_a_line_in_words() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    let line = line(&window, "Port of Button Called back", 2);
    let sentence = "A Link ends a leg, so it goes into a stage, not on a line.";
    window.drag_without_release(window.rect("Add Link").center(), line);
    assert!(window.says(sentence));
    window.release(line);
    assert!(window.says(sentence));
    assert_eq!(window.undo_name(), "Undo");
}

#[test]
fn an_action_dropped_on_a_card_comes_to_the_row_where_it_was_dropped() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    let alert = "Alert Still nobody, stage 3";
    let place = above(&window, alert);
    window.drag(window.rect("Add Timer").center(), place);
    assert!(window.rect("Timer 1 day, stage 3").top() < window.rect(alert).top());
    assert!(window.card(6).is_some());
}

#[test]
fn an_action_dropped_on_empty_canvas_says_where_it_belongs() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    let nowhere = window.canvas().left_bottom() + vec2(40.0, -60.0);
    window.drag(window.rect("Add Button").center(), nowhere);
    assert!(window.says("An action belongs to a stage."));
    assert_eq!(window.undo_name(), "Undo");
}

#[test]
fn escape_gives_up_what_is_carried() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    let line = line(&window, "Port of Button Called back", 2);
    window.drag_without_release(window.rect("Add Timer").center(), line);
    window.press(Key::Escape);
    assert!(!window.says("Insert a stage"));
    window.release(line);
    assert_eq!(window.undo_name(), "Undo");
}

#[test]
fn an_action_is_dragged_out_of_the_add_menu() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.click_card(2);
    window.press(Key::A);
    let line = line(&window, "Port of Timer 24h", 5);
    window.drag(window.rect("Email").center(), line);
    assert!(window.has("Email, stage 5"));
    assert!(!window.has("Filter actions"));
}

#[test]
fn a_row_dragged_onto_a_line_goes_to_the_top_of_the_next_stage() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    let alert = window.rect("Alert Still nobody, stage 3").center();
    let line = line(&window, "Port of Button Taken over", 4);
    window.drag_without_release(alert, line);
    assert!(window.says("Move Alert to the top of stage 4"));
    window.release(line);
    assert!(window.has("Alert Still nobody, stage 4"));
    assert_eq!(window.undo_name(), "Undo move Alert to stage 4");
}

#[test]
fn a_button_dragged_onto_a_line_takes_its_leg_there() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", DANGLING));
    let button = window.rect("Button Called back, stage 1").center();
    let line = line(&window, "Port of Button Not reached", 3);
    window.drag(button, line);
    assert_eq!(window.undo_name(), "Undo move stage 2 into the leg");
    assert!(window.has("Button Not reached, stage 2"));
    assert!(window.has("Button Called back, stage 1"));
}

#[test]
fn a_card_dragged_onto_the_rows_of_another_moves_its_leg_there() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", LEGS));
    let shape = window.card_rect(4).min - window.card_rect(3).min;
    let place = above(&window, "Finish Workflow Settled, stage 2");
    window.drag_without_release(window.header(3), place);
    assert!(window.says("Move leg to stage 2"));
    window.release(place);
    assert_eq!(window.undo_name(), "Undo move leg of stage 3 to stage 2");
    assert!(window.has("Button Not reached, stage 2"));
    let new_shape = window.card_rect(4).min - window.card_rect(3).min;
    assert!((new_shape - shape).length() < 1.0);
    assert!(window.card_rect(3).left() > window.card_rect(2).right());
}

#[test]
fn a_card_dropped_on_the_header_of_another_is_only_moved() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", LEGS));
    window.drag(window.header(3), window.header(2));
    assert_eq!(window.undo_name(), "Undo move card");
}

#[test]
fn a_leg_is_not_dropped_on_itself_and_says_so_before() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", LEGS));
    let place = above(&window, "Finish Workflow Given up, stage 4");
    window.drag_without_release(window.header(3), place);
    assert!(window.says("The leg of stage 3 cannot be moved onto one of its own stages."));
    window.release(place);
    assert_eq!(window.undo_name(), "Undo");
}

#[test]
fn a_detached_card_dropped_on_rows_is_attached() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", LEGS));
    let place = above(&window, "Timer 1d, stage 3");
    window.drag_without_release(window.header(5), place);
    assert!(window.says("Attach leg to stage 3"));
    window.release(place);
    assert!(window.has("Button Loose, stage 3"));
}

#[test]
fn a_detached_card_dropped_on_a_button_takes_the_place_of_its_empty_stage() {
    let desk = Desk::new();
    let sketch = LEGS.replace("  finish \"Settled\"\n", "");
    let mut window = Window::with(&desk.lay("a.ron", &sketch));
    let button = window.rect("Button Called back, stage 1").center();
    let place = window.card_rect(2).min;
    window.drag_without_release(window.header(5), button);
    assert!(window.says("Attach leg to “Called back”"));
    window.release(button);
    assert!(window.card(2).is_none());
    assert!((window.card_rect(5).min - place).length() < 1.0);
}

#[test]
fn deleting_a_stage_and_healing_closes_the_leg_over_the_gap() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", LEGS));
    let place = window.card_rect(3).min;
    window.click_card(3);
    window.press_with(Modifiers::SHIFT, Key::Delete);
    assert_eq!(window.undo_name(), "Undo delete stage 3 and heal");
    assert!(window.has("Timer 1d, stage 1"));
    assert!((window.card_rect(4).min - place).length() < 1.0);
    window.click_card(1);
    window.press_with(Modifiers::SHIFT, Key::Delete);
    assert!(window.says("There is no stage above stage 1, New Call"));
}

#[test]
fn each_way_to_delete_is_previewed_and_chosen_by_its_number() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", LEGS));
    window.click_card(3);
    window.press(Key::Delete);
    assert!(window.says("Preview: 2 stages removed, 1 action removed"));
    window.press(Key::Num2);
    assert!(window.is_on("Keep 1 stage, detached"));
    assert!(window.says("Preview: 1 stage removed, 1 action removed"));
    window.press(Key::ArrowDown);
    assert!(window.is_on("Attach what follows to stage 1"));
    assert!(window.says("1 action moved"));
    window.press(Key::Enter);
    assert_eq!(window.undo_name(), "Undo delete stage 3 and heal");
    assert!(window.has("Timer 1d, stage 1"));
    assert!(!window.says("Preview"));
}

#[test]
fn a_fix_shows_what_it_would_do_as_long_as_the_pointer_is_on_it() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", DANGLING));
    window.press(Key::F9);
    let fix = window.topmost_rect("Add Finish Workflow").center();
    window.hover(fix);
    assert!(window.says("Preview: 1 action added"));
    assert_eq!(window.undo_name(), "Undo");
    window.hover(window.canvas().center());
    assert!(!window.says("Preview"));
}

#[test]
fn a_preview_out_of_sight_says_so() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", DANGLING));
    window.press(Key::F9);
    window.zoom(3.0, window.card_rect(1).left_top());
    window.hover(window.topmost_rect("Add Finish Workflow").center());
    assert!(window.says("Preview: 1 action added, outside the view"));
}

#[test]
fn the_stage_that_a_leg_could_be_linked_to_is_previewed_while_it_is_chosen() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", DANGLING));
    window.press(Key::F9);
    window.click("Link to…");
    assert!(window.says("Preview: 1 action added"));
    window.press(Key::Escape);
    assert!(!window.says("Preview"));
}

#[test]
fn the_mark_of_a_finding_shows_its_fix_before_it_is_applied() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", DANGLING));
    let mark = window.card_rect(2).right_top() + vec2(-18.0, 15.0);
    window.hover(mark);
    window.wait(0.6);
    let fix = window.topmost_rect("Add Finish Workflow").center();
    window.hover(mark.lerp(fix, 0.5));
    window.hover(fix);
    assert!(window.says("Preview: 1 action added"));
}

#[test]
fn all_safe_fixes_are_told_before_and_undone_in_one_step() {
    let desk = Desk::new();
    let twice = "button \"Called back\" -> 2\n  button \"Rung\" -> 2";
    let sketch = CALLBACK.replace("button \"Called back\" -> 2", twice);
    let sketch = sketch.replace("Ring back", "Ring {{name}}");
    let mut window = Window::with(&desk.lay("a.ron", &sketch));
    window.press(Key::F9);
    window.hover(window.rect("Fix all that is safe").center());
    assert!(window.says("Preview: 1 stage added, 1 action changed"));
    window.wait(0.5);
    assert!(window.says("2 fixes, one undo step"));
    window.click("Fix all that is safe");
    assert_eq!(window.undo_name(), "Undo fix 2 findings");
    window.command(Key::Z);
    assert_eq!(window.undo_name(), "Undo");
}
