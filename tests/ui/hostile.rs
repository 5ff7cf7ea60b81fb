//! Texts that break layouts elsewhere: emoji, right-to-left, marks upon marks, and words without an end.

use super::window::{Desk, Window};
use eframe::egui::{self, Key, Rect};

const EMOJI: &str = "👩‍👩‍👧‍👦 🚀 ☎️ 🇩🇪";
const ARABIC: &str = "مرحبا بالعالم";
const HEBREW: &str = "שלום עולם";
const JAPANESE: &str = "顧客に折り返し電話する";

/// A stage for each text, by a button of the first; all of them without a timer, which is a finding.
fn hostile() -> (String, Vec<String>) {
    let endless = "Rindfleischetikettierung".repeat(400);
    let marks = format!("Z{}", "\u{310}\u{301}\u{323}\u{330}".repeat(20));
    let texts = [EMOJI, ARABIC, HEBREW, JAPANESE, &endless, &marks, "a\tb"].map(str::to_owned);
    let stages = texts.iter().zip(2..);
    let ways = stages
        .clone()
        .map(|(text, stage)| format!("  alert \"{text}\"\n  button \"{text}\" -> {stage}\n"));
    let legs = stages.map(|(text, stage)| {
        let last = stage + 20;
        format!(
            "{stage} Button Pushed\n  button \"{text}\" -> {last}\n\
             {last} Button Pushed\n  finish \"{text}\"\n"
        )
    });
    let sketch = ["1 New Call\n".to_owned()]
        .into_iter()
        .chain(ways)
        .chain(legs);
    (sketch.collect(), texts.to_vec())
}

fn lies_in(outer: Rect, inner: Rect) -> bool {
    outer.expand(0.5).contains_rect(inner)
}

#[test]
fn no_text_makes_a_card_wider_or_a_row_higher() {
    let desk = Desk::new();
    let (sketch, _) = hostile();
    let mut window = Window::with(&desk.lay("a.ron", &sketch));
    let usual = window.card_rect(1).width();
    for stage in 2..9 {
        let card = window.card_rect(stage);
        assert!((card.width() - usual).abs() < 0.5, "stage {stage}");
        assert!((card.height() - window.card_rect(2).height()).abs() < 0.5);
    }
    window.press(Key::F9);
    super::panels::assert_names(&window);
}

#[test]
fn no_text_pushes_a_panel_out_of_the_window() {
    let desk = Desk::new();
    let (sketch, texts) = hostile();
    let mut window = Window::with(&desk.lay("a.ron", &sketch));
    window.press(Key::F9);
    let screen = window.screen();
    let canvas = window.canvas();
    for stage in 2..9 {
        super::palette::find(&mut window, &stage.to_string());
        window.press(Key::Enter);
        assert_eq!(window.selected_cards(), [stage]);
        assert!(
            lies_in(screen, window.field("Name").rect()),
            "stage {stage}"
        );
        assert_eq!(window.canvas(), canvas, "stage {stage}");
    }
    // The finding about the stage with the longest name has its buttons in sight.
    let longest = texts.iter().position(|text| text.len() > 9_000).unwrap();
    super::palette::find(&mut window, &(longest + 2).to_string());
    window.press(Key::Enter);
    for waive in window.rects("Waive…") {
        assert!(screen.x_range().contains(waive.right()));
    }
}

#[test]
fn a_name_without_an_end_leaves_room_for_the_other_tabs() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", "1 New Call\n  finish \"x\""));
    window.fill("Name", "w");
    window.clipboard = "endless".repeat(1_500);
    window.paste();
    window.open(&desk.lay("b.ron", "1 New Call\n  finish \"y\""));
    let screen = window.screen();
    for close in window.rects_of(|name| name.starts_with("Close ")) {
        assert!(lies_in(screen, close));
    }
    // It can still be closed, saved and found.
    window.command(Key::K);
    window.type_text("show");
    window.press(Key::Enter);
    window.command(Key::W);
    assert!(window.says("Save changes to"));
    assert!(lies_in(screen, window.rect("Cancel")));
}

#[test]
fn endless_texts_are_edited_like_any_other() {
    let desk = Desk::new();
    let endless = "x".repeat(10_000);
    let sketch = format!("1 New Call\n  alert \"{endless}\"\n  finish \"{ARABIC}\"");
    let mut window = Window::with(&desk.lay("a.ron", &sketch));
    window.click(&format!("Alert {endless}, stage 1"));
    assert!(lies_in(
        window.screen(),
        window.control("Kind of action").rect()
    ));
    // All of it is there, but it does not push away what is below.
    let top = window.field("Message").rect().left_top();
    window.click_at(top + egui::vec2(20.0, 12.0));
    window.command(Key::A);
    window.type_text("short");
    assert!(window.has("Alert short, stage 1"));
    window.command(Key::Z);
    assert!(window.has(&format!("Alert {endless}, stage 1")));
}
