//! A handful of pictures of the canvas, the same to the last bit on every machine: what no name or number tells.
//!
//! `UPDATE_SNAPSHOTS=true cargo test --test pictures` takes them anew.

#![expect(clippy::unwrap_used, reason = "what a test cannot do makes it fail")]

#[path = "support/cpu_renderer.rs"]
mod cpu_renderer;

use cpu_renderer::CpuRenderer;
use eframe::egui;
use egui_kittest::{Harness, SnapshotOptions};
use legwork::canvas::{CanvasInput, CanvasView, Selection, canvas_ui};
use legwork::workflow::{Design, EventId, Flow, Layout, sketch};
use legwork::{arrange, rules, theme};
use std::cell::Cell;
use std::rc::Rc;

/// Every kind of event and line, an open end, a mark, and a text that is too long.
const SKETCH: &str = r#"
1 New Call
  alert "Ring the customer back about what was promised last week" urgent "Care"
  button "Called back" -> 2
  timer 48h -> 3
2 Button Pushed
  note "Rung"
3 Timer Elapsed
  link -> 1
"#;

#[test]
fn cards_and_lines_in_light() {
    compare("light", egui::Theme::Light, &Selection::default());
}

#[test]
fn cards_and_lines_in_dark() {
    compare("dark", egui::Theme::Dark, &Selection::default());
}

#[test]
fn a_selected_row_lights_its_leg() {
    let workflow = sketch::parse(SKETCH).unwrap();
    let timer = &workflow.new_call().unwrap().actions[2];
    compare(
        "lit-leg",
        egui::Theme::Light,
        &Selection::of_action(timer.id),
    );
}

#[test]
fn a_collapsed_leg_is_a_stack_of_cards() {
    let box_of = EventId(1);
    let selection = Selection::default();
    compare_folded("box", egui::Theme::Dark, &selection, &[box_of], None);
}

#[test]
fn from_afar_cards_are_boxes_with_numbers_and_marks() {
    let selection = Selection::of_event(EventId(3));
    compare_folded("afar", egui::Theme::Light, &selection, &[], Some(0.25));
}

fn compare(name: &str, mode: egui::Theme, selection: &Selection) {
    compare_folded(name, mode, selection, &[], None);
}

fn compare_folded(
    name: &str,
    mode: egui::Theme,
    selection: &Selection,
    collapsed: &[EventId],
    zoom: Option<f32>,
) {
    let workflow = sketch::parse(SKETCH).unwrap();
    let flow = Flow::new(&workflow);
    let findings = rules::check(&workflow, &flow);
    let mut layout = Layout::from_cards(arrange::arrange(&workflow, &flow));
    layout.collapse(collapsed.iter().copied());
    let design = Design::new(workflow, layout);
    let mut view = CanvasView::default();
    view.selection = selection.clone();
    let wanted_zoom = Cell::new(None);
    let mut is_installed = false;
    let mut harness = Harness::builder()
        .with_size([640.0, 400.0])
        .with_theme(mode)
        .renderer(CpuRenderer::default())
        .build_ui(|ui| {
            // Fonts are there from the next frame on.
            if !std::mem::replace(&mut is_installed, true) {
                theme::install(ui.ctx());
                return;
            }
            let input = CanvasInput {
                design: &design,
                flow: &flow,
                findings: &findings,
                fixes: &|finding| Rc::new(rules::fixes(&design, &flow, finding)),
                revision: 0,
                ghost: None,
                trace: None,
                drawing_revision: 0,
                findings_revision: 0,
                is_motion_reduced: true,
                is_snapping: true,
                is_minimap_shown: false,
                is_covered: false,
                is_read_only: false,
                panel: None,
            };
            if let Some(zoom) = wanted_zoom.take() {
                view.zoom_to(zoom);
            }
            canvas_ui(ui, &input, &mut view);
        });
    harness.run();
    // Only then it is known where the camera stands.
    wanted_zoom.set(zoom);
    harness.run();
    harness.snapshot_options(name, &SnapshotOptions::new().threshold(0.0));
}
