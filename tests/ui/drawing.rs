//! What is drawn around the workflow: frames, notes, bookmarks; and how things are laid: align, snap, nudge.

use super::CALLBACK;
use super::window::{Desk, Window};
use eframe::egui::{Key, Modifiers, Pos2, Vec2, vec2};

const CTRL: Modifiers = Modifiers::COMMAND;

/// A point of the canvas with nothing on it.
fn empty_corner(window: &Window) -> Pos2 {
    window.canvas().left_bottom() + vec2(24.0, -24.0)
}

#[test]
fn a_note_is_added_written_on_and_kept_in_the_file() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.press(Key::N);
    window.type_text("ask care first");
    assert!(window.has("Sticky note ask care first"));
    window.press(Key::Escape);
    assert!(window.is_on("Sticky note ask care first"));
    assert_eq!(window.undo_name(), "Undo write on sticky note");
    window.command(Key::Z);
    assert!(window.has("Sticky note"));
    window.press_with(CTRL.plus(Modifiers::SHIFT), Key::Z);
    window.command(Key::S);
    let design = desk.design("a.ron");
    let (_, note) = design.layout.annotations().next().unwrap();
    assert_eq!(note.text, "ask care first");
}

#[test]
fn a_new_frame_covers_no_card_where_there_is_room_beside_them() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.press_with(Modifiers::SHIFT, Key::F);
    window.type_text("ours");
    window.press(Key::Escape);
    let frame = window.rect("Frame ours");
    for stage in 1..=5 {
        assert!(!frame.intersects(window.card_rect(stage)), "stage {stage}");
    }
    assert!(window.rect("Canvas").contains(frame.center()));
}

#[test]
fn a_double_click_on_a_note_lets_one_write_and_a_click_elsewhere_ends_it() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.press(Key::N);
    window.type_text("x");
    window.press(Key::Escape);
    window.press(Key::Escape);
    let note = window.rect("Sticky note x").center();
    window.double_click_at(note);
    window.type_text("much more to say");
    window.click_at(empty_corner(&window));
    assert!(!window.has("Text of the note"));
    // Letters are keys again.
    window.click_card(1);
    window.press(Key::B);
    assert!(window.card(6).is_some());
    assert!(window.has("Sticky note much more to say"));
}

#[test]
fn a_note_grows_with_what_is_written_on_it() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.press(Key::N);
    let before = window.rect("Sticky note");
    let text = "one two three four five ".repeat(12);
    window.type_text(text.trim());
    let name = format!("Sticky note {}", text.trim());
    assert!(window.rect(&name).height() > before.height() + 20.0);
    assert!((window.rect(&name).width() - before.width()).abs() < 0.1);
}

#[test]
fn a_frame_around_the_selection_moves_with_its_cards_by_its_title() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.click_card(4);
    window.click_with(Modifiers::SHIFT, window.header(5));
    window.command(Key::G);
    window.type_text("leads");
    window.press(Key::Enter);
    let frame = window.rect("Frame leads");
    let before = [3, 4, 5].map(|stage| window.card_rect(stage).min);
    window.drag(frame.center(), frame.center() + vec2(-40.0, 60.0));
    assert_eq!(window.undo_name(), "Undo move frame");
    let moved = [3, 4, 5].map(|stage| window.card_rect(stage).min);
    assert_eq!(moved[0], before[0]);
    for index in [1, 2] {
        let by = moved[index] - before[index];
        assert!((by - vec2(-40.0, 60.0)).length() < 12.0, "{by:?}");
        assert!((by - (window.rect("Frame leads").min - frame.min)).length() < 0.1);
    }
    window.command(Key::Z);
    assert_eq!(window.card_rect(4).min, before[1]);
}

#[test]
fn a_box_drawn_within_a_frame_selects_the_cards_there_and_not_the_frame() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.command(Key::A);
    window.command(Key::G);
    window.press(Key::Escape);
    window.press(Key::Escape);
    let (first, last) = (window.card_rect(2), window.card_rect(3));
    window.drag(first.left_top() - Vec2::splat(12.0), last.center());
    assert_eq!(window.selected_cards(), [2, 3]);
    assert!(!window.is_on("Frame"));
    // A box around everything has the frame too, and so has Select all.
    window.press(Key::Escape);
    window.command(Key::A);
    assert!(window.is_on("Frame"));
}

#[test]
fn a_selected_frame_is_resized_by_its_corner() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.press_with(Modifiers::SHIFT, Key::F);
    window.type_text("a");
    window.press(Key::Enter);
    let title = window.rect("Frame a");
    let corner = title.right_top();
    window.drag(corner + vec2(-2.0, 2.0), corner + vec2(58.0, -38.0));
    assert_eq!(window.undo_name(), "Undo resize frame");
    let resized = window.rect("Frame a");
    assert!((resized.width() - title.width() - 60.0).abs() < 12.0);
    assert!((resized.top() - title.top() + 40.0).abs() < 12.0);
    assert!((resized.left() - title.left()).abs() < 0.1);
}

#[test]
fn notes_are_deleted_and_duplicated_together_with_stages() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.press(Key::N);
    window.type_text("x");
    window.press(Key::Escape);
    window.command(Key::D);
    assert_eq!(window.count("Sticky note x"), 2);
    window.click_card(4);
    let at = window.named_rects("Sticky note x")[0].left_top() + Vec2::splat(8.0);
    window.click_with(Modifiers::SHIFT, at);
    window.press(Key::Delete);
    assert_eq!(window.count("Sticky note x"), 1);
    assert!(window.card(4).is_none());
    window.command(Key::Z);
    assert_eq!(window.count("Sticky note x"), 2);
    assert!(window.card(4).is_some());
}

#[test]
fn a_note_has_a_colour_by_name() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.press(Key::N);
    window.press(Key::Escape);
    assert!(window.is_on("Yellow"));
    window.click("Violet");
    assert!(window.is_on("Violet"));
    assert_eq!(window.undo_name(), "Undo tint sticky note");
}

#[test]
fn the_menu_of_empty_canvas_lays_a_note_where_it_was_opened() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    let at = empty_corner(&window) - vec2(0.0, 160.0);
    window.secondary_click_at(at);
    window.click_topmost("Add sticky note");
    let note = window.rect("Sticky note");
    let by = note.min - at;
    // It may have been brought into view from the edge.
    assert!(by.length() < 80.0, "{by:?}");
    // The next one, by key, does not go there.
    window.press(Key::Escape);
    window.press(Key::N);
    assert_eq!(window.count("Sticky note"), 2);
    let notes = window.named_rects("Sticky note");
    assert!((notes[0].min - notes[1].min).length() > 100.0);
}

#[test]
fn selected_cards_are_aligned_and_distributed_from_the_inspector() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.command(Key::A);
    assert!(window.says("5 stages"));
    window.click("Align left edges");
    let lefts = [1, 2, 3].map(|stage| window.card_rect(stage).left());
    assert!((lefts[0] - lefts[1]).abs() < 0.1 && (lefts[1] - lefts[2]).abs() < 0.1);
    assert_eq!(window.undo_name(), "Undo align left edges");
    window.click("Distribute vertically");
    let mut rects = [1, 2, 3, 4, 5].map(|stage| window.card_rect(stage));
    rects.sort_by(|a, b| a.center().y.total_cmp(&b.center().y));
    let gaps: Vec<f32> = rects
        .windows(2)
        .map(|pair| pair[1].top() - pair[0].bottom())
        .collect();
    assert!(
        gaps.iter().all(|gap| (gap - gaps[0]).abs() < 1.1),
        "{gaps:?}"
    );
}

#[test]
fn ctrl_and_arrows_nudge_and_a_run_of_them_is_one_step() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.command(Key::Num0);
    window.click_card(2);
    let before = window.card_rect(2).min;
    for _ in 0..3 {
        window.command(Key::ArrowRight);
    }
    window.press_with(CTRL.plus(Modifiers::SHIFT), Key::ArrowUp);
    assert!((window.card_rect(2).min - before - vec2(24.0, -1.0)).length() < 0.1);
    assert_eq!(window.undo_name(), "Undo move card");
    window.command(Key::Z);
    assert_eq!(window.card_rect(2).min, before);
    assert_eq!(window.undo_name(), "Undo");
}

#[test]
fn a_dragged_card_stops_where_its_middle_is_level_with_anothers() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.command(Key::Num0);
    // Stage 1 has three rows, stage 2 has one: their middles are nowhere near their tops.
    let (tall, low) = (window.card_rect(1), window.card_rect(2));
    let wanted = tall.center().y - low.center().y;
    window.drag(window.header(2), window.header(2) + vec2(0.0, wanted + 3.0));
    let found = window.card_rect(2).center().y;
    assert!((found - tall.center().y).abs() < 0.1, "{found}");
}

#[test]
fn a_bookmark_is_set_listed_jumped_to_and_removed() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.click_card(4);
    window.command(Key::B);
    assert!(window.card_name(4).contains("bookmarked"));
    assert!(window.has("4 Taken over, bookmarked"));
    window.fill("Name of the bookmark", "leads");
    window.press(Key::Escape);
    window.click_card(1);
    window.click("Go");
    window.click("Bookmarks");
    window.click("4 leads");
    assert_eq!(window.selected_cards(), [4]);
    window.command(Key::S);
    let design = desk.design("a.ron");
    assert_eq!(design.layout.bookmarks().next().unwrap().1, "leads");
    window.command(Key::B);
    assert!(!window.card_name(4).contains("bookmarked"));
}

#[test]
fn one_goes_back_to_where_one_was_before_a_jump_and_forward_again() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.click_card(1);
    let before = window.card_rect(1).min;
    window.click("5 24h passed");
    assert_eq!(window.selected_cards(), [5]);
    let there = window.card_rect(5).min;
    window.press_with(Modifiers::ALT, Key::ArrowLeft);
    assert_eq!(window.selected_cards(), [1]);
    assert!((window.card_rect(1).min - before).length() < 0.5);
    window.press_with(Modifiers::ALT, Key::ArrowRight);
    assert_eq!(window.selected_cards(), [5]);
    assert!((window.card_rect(5).min - there).length() < 0.5);
}

#[test]
fn a_note_is_copied_and_pasted_in_the_middle_of_what_is_in_view() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.press(Key::N);
    window.type_text("x");
    window.press(Key::Escape);
    window.copy();
    window.paste();
    assert_eq!(window.count("Sticky note x"), 2);
    assert_eq!(window.undo_name(), "Undo paste sticky note");
}

#[test]
fn alt_drags_a_card_past_what_would_hold_it() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.command(Key::Num0);
    let before = window.card_rect(2).min;
    // Where it comes from, it would be held by the cards of its column.
    let from = window.header(2);
    window.hold(Modifiers::ALT);
    window.drag(from, from + vec2(3.0, 41.0));
    window.hold(Modifiers::NONE);
    assert!((window.card_rect(2).min - before - vec2(3.0, 41.0)).length() < 0.6);
}

#[test]
fn a_frame_far_away_still_has_its_title_by_which_it_is_moved() {
    let desk = Desk::new();
    let mut window = Window::with(&desk.lay("a.ron", CALLBACK));
    window.command(Key::A);
    window.command(Key::G);
    window.type_text("all");
    window.press(Key::Enter);
    window.press(Key::Escape);
    for _ in 0..12 {
        window.zoom(0.8, window.canvas().center());
    }
    assert!(window.zoom_percent() < 15.0);
    let title = window.rect("Frame all");
    window.drag(title.center(), title.center() + vec2(0.0, 50.0));
    assert_eq!(window.undo_name(), "Undo move frame");
    assert!((window.rect("Frame all").top() - title.top() - 50.0).abs() < 2.0);
}
