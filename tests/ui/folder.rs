//! A folder's designs are listed with how they stand, opened and left without losing anything, and watched.

use super::window::{Desk, Window};
use super::{CALLBACK, DANGLING};
use eframe::egui::{Key, Modifiers};

const A: &str = "Sketch, a.ron, 5 stages, complete, no findings";
const B: &str = "Sketch, b.ron, 3 stages, incomplete, 1 error, 2 warnings";
const BROKEN: &str = "broken.ron, broken.ron, unreadable";

/// Three designs, one of them unreadable, and a file of another program.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.lay("a.ron", CALLBACK);
    desk.lay("b.ron", DANGLING);
    std::fs::write(desk.path("broken.ron"), "(format: 2, worflow: 3)").unwrap();
    std::fs::write(desk.path("config.ron"), "Config(threads: 4)").unwrap();
    desk
}

fn window(desk: &Desk) -> Window {
    let mut window = Window::new([]);
    window.open(&desk.path(""));
    window.wait_until("what the folder holds", |window| {
        window.has(A) && window.has(B) && window.has(BROKEN)
    });
    window
}

#[test]
fn a_folder_is_picked_and_its_designs_are_listed_with_how_they_stand() {
    let desk = desk();
    let mut window = Window::new([desk.picks("")]);
    window.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::O);
    window.wait_until("what the folder holds", |window| {
        window.has(A) && window.has(B) && window.has(BROKEN)
    });
    assert!(window.names_with("config.ron").is_empty());
    assert_eq!(window.nameless_controls(), [] as [String; 0]);
    assert_eq!(window.unpronounceable_names(), [] as [String; 0]);
}

#[test]
fn going_to_another_design_and_back_keeps_selection_camera_and_history() {
    let desk = desk();
    let mut window = window(&desk);
    window.click(A);
    assert_eq!(window.nameless_controls(), [] as [String; 0]);
    window.click_card(2);
    window.press(Key::T);
    window.click("Fold Called back");
    window.zoom(1.5, window.canvas().center());
    let (zoom, card) = (window.zoom_percent(), window.card_rect(2));
    window.click(B);
    assert!(window.card(6).is_none());
    let row = window.names_with("a.ron, 6 stages")[0].clone();
    assert!(row.ends_with("unsaved changes"), "{row}");
    window.click(&row);
    assert!((window.zoom_percent() - zoom).abs() < 1.0);
    // The strip of tabs has come between.
    assert!((window.card_rect(2).left() - card.left()).abs() < 1.0);
    assert!(window.has("Unfold Called back"));
    assert_eq!(window.undo_name(), "Undo add Timer");
    window.command(Key::Z);
    assert!(window.card(6).is_none());
}

#[test]
fn arrows_walk_through_the_list_and_enter_opens() {
    let desk = desk();
    let mut window = window(&desk);
    window.click_at(window.field("Find a design").rect().center());
    window.press(Key::ArrowDown);
    assert_eq!(window.focused_name(), BROKEN);
    window.press(Key::ArrowDown);
    window.press(Key::ArrowDown);
    window.press(Key::ArrowUp);
    assert_eq!(window.focused_name(), A);
    window.press(Key::Enter);
    assert!(window.card(5).is_some());
    window.press(Key::ArrowDown);
    assert_eq!(window.focused_name(), B);
    // A click leaves the keyboard in the list, where no key changes the design.
    window.click(A);
    window.press(Key::ArrowDown);
    assert_eq!(window.focused_name(), B);
    window.press(Key::Delete);
    assert_eq!(window.undo_name(), "Undo");
    // A click on the canvas takes it there.
    window.click_card(2);
    window.press(Key::T);
    assert!(window.card(6).is_some());
}

#[test]
fn the_list_is_filtered_by_name_and_file_name() {
    let desk = desk();
    let mut window = window(&desk);
    window.fill("Find a design", "b.ron");
    assert!(window.has(B) && !window.has(A) && !window.has(BROKEN));
    window.fill("Find a design", "zzz");
    assert!(window.says("No design has these words"));
}

#[test]
fn the_list_is_sorted_by_what_one_chooses() {
    let desk = desk();
    let mut window = window(&desk);
    window.click("Order of the designs");
    window.click("Most stages first");
    assert_eq!(window.names_with(".ron, "), [A, B, BROKEN]);
    window.click("Order of the designs");
    window.click("Most findings first");
    assert_eq!(window.names_with(".ron, "), [BROKEN, B, A]);
}

#[test]
fn the_design_that_is_shown_is_brought_into_sight_in_the_list() {
    let desk = desk();
    for number in 1..40 {
        desk.lay(
            &format!("more-{number}.ron"),
            "1 New Call\n  finish \"Settled\"",
        );
    }
    let mut window = window(&desk);
    let last = "Sketch, more-39.ron, 1 stage, complete, no findings";
    assert!(!window.has(last));
    window.open(&desk.path("more-39.ron"));
    window.wait_until("what the folder holds", |window| window.has(last));
    assert!(window.is_on(last));
}

#[test]
fn what_another_program_does_in_the_folder_shows_by_itself() {
    let desk = desk();
    let mut window = window(&desk);
    desk.lay("new.ron", DANGLING);
    desk.lay("a.ron", "1 New Call\n  finish \"Settled\"");
    std::fs::remove_file(desk.path("broken.ron")).unwrap();
    window.wait_until("what the folder holds", |window| {
        window.has("Sketch, new.ron, 3 stages, incomplete, 1 error, 2 warnings")
            && window.has("Sketch, a.ron, 1 stage, complete, no findings")
            && !window.has(BROKEN)
    });
}

#[test]
fn an_unreadable_design_is_explained_and_the_folder_can_be_closed() {
    let desk = desk();
    let mut window = window(&desk);
    window.click(BROKEN);
    assert!(window.says("The file cannot be opened") && window.says("worflow"));
    window.click("Close");
    window.click("Close folder");
    assert!(!window.has(A) && window.has("New workflow"));
    let name = desk
        .path("")
        .file_name()
        .unwrap()
        .to_string_lossy()
        .into_owned();
    assert!(window.has(&name), "the folder is among the recent ones");
}

#[test]
fn tabs_are_walked_through_by_key_moved_and_closed() {
    let desk = desk();
    let mut window = window(&desk);
    window.click(A);
    window.fill("Name", "first");
    window.click(B);
    window.fill("Name", "second");
    assert!(window.is_on("second") && !window.is_on("first"));
    window.press_with(Modifiers::COMMAND, Key::Tab);
    assert!(window.is_on("first"));
    window.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::Tab);
    assert!(window.is_on("second"));
    window.command(Key::PageDown);
    assert!(window.is_on("first"));
    window.drag(
        window.rect("first").center(),
        window.rect("second").right_center(),
    );
    assert!(window.rect("first").left() > window.rect("second").left());
    assert!(window.is_on("first"));
    window.middle_click("second");
    assert!(window.says("Save changes to second?"));
    window.click("Don't save");
    assert!(!window.has("second") && window.card(5).is_some());
}
