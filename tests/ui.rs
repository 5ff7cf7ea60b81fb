//! The whole window, driven as people drive it: by accessible name, by key and by pointer, without pictures.

#![expect(clippy::unwrap_used, reason = "what a test cannot do makes it fail")]

#[cfg(feature = "server")]
#[path = "ui/call_manager.rs"]
mod call_manager;
#[path = "ui/canvas.rs"]
mod canvas;
#[path = "ui/compare.rs"]
mod compare;
#[path = "ui/drawing.rs"]
mod drawing;
#[path = "ui/export.rs"]
mod export;
#[path = "ui/files.rs"]
mod files;
#[path = "ui/find.rs"]
mod find;
#[path = "ui/folder.rs"]
mod folder;
#[path = "ui/gestures.rs"]
mod gestures;
#[path = "ui/hostile.rs"]
mod hostile;
#[path = "ui/keyboard.rs"]
mod keyboard;
#[path = "ui/large.rs"]
mod large;
#[path = "ui/overview.rs"]
mod overview;
#[path = "ui/palette.rs"]
mod palette;
#[path = "ui/panels.rs"]
mod panels;
#[path = "ui/recovery.rs"]
mod recovery;
#[path = "ui/rehearse.rs"]
mod rehearse;
#[path = "ui/review.rs"]
mod review;
#[path = "ui/waivers.rs"]
mod waivers;
#[path = "ui/window.rs"]
mod window;
#[path = "ui/workflows.rs"]
mod workflows;

use eframe::egui::Key;
use std::path::Path;
use std::process::Command;
use window::{Desk, Window};

/// A workflow with something to do in every stage.
const CALLBACK: &str = r#"
1 New Call
  alert "Ring back" high "Care"
  button "Called back" -> 2
  timer 48h -> 3
2 Button Pushed
  finish "Settled"
3 Timer Elapsed
  alert "Still nobody" urgent "Team leads"
  button "Taken over" -> 4
  timer 24h -> 5
4 Button Pushed
  finish "Settled by a lead"
5 Timer Elapsed
  finish "Given up"
"#;

/// Stage 2 ends nowhere.
const DANGLING: &str = r#"
1 New Call
  button "Called back" -> 2
  button "Not reached" -> 3
2 Button Pushed
  note "Rung"
3 Button Pushed
  finish "Nobody there"
"#;

/// The first ten minutes of somebody who has just installed the program.
#[test]
fn a_new_workflow_is_drawn_mended_saved_exported_and_found_correct() {
    let desk = Desk::new();
    let mut window = Window::new([desk.picks("call-back.ron"), desk.picks("call-back.json")]);

    window.click("New workflow");
    window.click_card(1);
    assert_eq!(window.selected_cards(), [1]);

    // A button, by keyboard alone, and straight on to its label.
    window.press(Key::A);
    window.type_text("but");
    window.press(Key::Enter);
    window.command(Key::A);
    window.type_text("called back");
    assert!(
        window
            .card_name(2)
            .starts_with("Stage 2, Button Pushed called back, from stage 1, ends nowhere")
    );

    // The new stage ends nowhere. The finding says so, and mends it.
    window.press(Key::F9);
    let dangling = "dangling-leg: Stage 2, called back, ends nowhere: a call that gets here is never finished.";
    assert!(window.has(dangling));
    // Its name is that of a tool as well, which lies before it.
    window.click_topmost("Add Finish Workflow");
    assert!(!window.has(dangling));

    // Nobody would be told of the call, and it could wait for ever: two fixes, and a third for the timer's new stage.
    window.click("Add Alert “New Call”");
    window.click("Add Timer of 1 day");
    window.click_topmost("Add Finish Workflow");
    assert!(window.says("Nothing is wrong"));

    window.command(Key::S);
    assert!(window.says("Saved"));
    window.click("Export…");
    window.click("Choose file…");
    window.wait_for("Exported");
    let definition: serde_json::Value = serde_json::from_str(&desk.text("call-back.json")).unwrap();
    assert!(definition.is_object());
    check(&desk.path("call-back.ron"));
}

/// What `legwork check` says of a file: that nothing is wrong with it.
fn check(path: &Path) {
    let program = env!("CARGO_BIN_EXE_legwork");
    let run = Command::new(program)
        .arg("check")
        .arg(path)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&run.stdout);
    assert_eq!(run.status.code(), Some(0), "{told}");
}
