//! A design goes out in every format that one chooses.

use super::CALLBACK;
use super::window::{Desk, Window};
use eframe::egui::Key;
use legwork::export::Format;

fn row(format: Format) -> String {
    format!("{}: {}", format.title(), format.summary())
}

#[test]
fn a_picture_is_written_beside_the_frames_and_the_format_is_remembered() {
    let desk = Desk::new();
    let path = desk.lay("a.ron", CALLBACK);
    let mut window = Window::with_answers(&path, [desk.picks("a.svg"), desk.picks("b.svg")]);
    window.click("Export…");
    window.click(&row(Format::Svg));
    window.click("Light");
    window.click("Choose file…");
    window.wait_for("Exported");
    let picture = desk.text("a.svg");
    assert!(picture.starts_with("<svg ") && picture.contains("Called back"));

    window.click("Export…");
    assert!(window.is_on(&row(Format::Svg)));
    window.press(Key::Enter);
    window.wait_until("the other picture", |_| desk.path("b.svg").exists());
    assert_ne!(
        desk.text("b.svg"),
        picture,
        "the first was light, and the window is dark"
    );
}

#[test]
fn one_leg_is_exported_when_its_last_stage_is_selected() {
    let desk = Desk::new();
    let path = desk.lay("a.ron", CALLBACK);
    let mut window = Window::with_answers(&path, [desk.picks("leg.mmd")]);
    window.click_card(2);
    window.click("Export…");
    window.click(&row(Format::Mermaid));
    window.click("Only leg 1, which ends in the selected stage");
    window.click("Choose file…");
    window.wait_for("Where cards lie is not in it");
    let diagram = desk.text("leg.mmd");
    assert!(
        diagram.contains("s2[") && !diagram.contains("s3["),
        "{diagram}"
    );
}

#[test]
fn every_format_can_be_chosen_with_the_arrow_keys() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.click("Export…");
    for format in Format::ALL.into_iter().skip(1).chain([Format::ALL[0]]) {
        window.press(Key::ArrowDown);
        assert!(window.is_on(&row(format)), "{format:?}");
    }
    assert_eq!(window.nameless_controls(), [""; 0]);
    window.press(Key::Escape);
    assert!(!window.has("Choose file…"));
}

#[test]
fn an_export_that_cannot_be_written_says_why() {
    let desk = Desk::new();
    let path = desk.lay("a.ron", CALLBACK);
    let mut window = Window::with_answers(&path, [desk.picks("gone/a.html")]);
    window.click("Export…");
    window.click(&row(Format::Html));
    window.click("Choose file…");
    window.wait_for("The design was not exported");
    window.click("Close");
}
