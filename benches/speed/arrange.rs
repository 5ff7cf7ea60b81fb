//! What does laying out a whole design cost?

use crate::report::{Outcome, Report, Taken, measured, measured_call};
use crate::support::large_design;
use legwork::arrange::{self, CARD_WIDTH, card_height};
use legwork::edit::Editor;
use legwork::edit::commands::arrange_cards;
use legwork::workflow::{Design, Flow, Layout, Position, Workflow};
use rust_sugiyama::configure::Config;
use std::time::{Duration, Instant};

const TARGET_STAGE_COUNT: usize = 10_000;
const TARGET: Duration = Duration::from_millis(30);
const BASELINE_STAGE_COUNT: usize = 1_000;

pub fn measure(report: &mut Report) -> Outcome {
    for stage_count in [BASELINE_STAGE_COUNT, TARGET_STAGE_COUNT, 100_000] {
        let Design { workflow, .. } = large_design(stage_count);
        let positioned = measured_call(|| arrange::arrange(&workflow, &Flow::new(&workflow)))?;
        report.line("positions of all cards", stage_count, positioned);
        if stage_count == BASELINE_STAGE_COUNT {
            report.baseline("rust-sugiyama", sugiyama(&workflow)?);
        }

        // All cards in one heap, so that each of them moves.
        let heap = workflow.events().map(|e| (e.id, Position::new(-4, -4)));
        let layout = Layout::from_cards(heap);
        let mut editor = Editor::new(Design::new(workflow, layout));
        let arranged = measured(|| {
            let start = Instant::now();
            let flow = Flow::new(&editor.design().workflow);
            let transaction = arrange_cards(editor.design(), &flow);
            editor.commit(transaction)?;
            let taken = start.elapsed();
            editor.undo();
            Ok(taken)
        })?;
        report.line("arrange, as an undo step", stage_count, arranged);
        if stage_count == TARGET_STAGE_COUNT {
            report.target(TARGET);
        }
    }
    Ok(())
}

/// The same cards, with the lines from Buttons and Timers to their stages, laid out by a published crate.
fn sugiyama(workflow: &Workflow) -> Outcome<Taken> {
    let flow = Flow::new(workflow);
    let vertices: Vec<(u32, (f64, f64))> = workflow
        .events()
        .map(|event| {
            let height = card_height(event.actions.len());
            (event.id.0, (f64::from(CARD_WIDTH), f64::from(height)))
        })
        .collect();
    let edges: Vec<(u32, u32)> = (0..flow.stage_count())
        .filter_map(|stage| Some((flow.event_id(flow.parent(stage)?).0, flow.event_id(stage).0)))
        .collect();
    let config = Config::default();
    measured_call(|| rust_sugiyama::from_vertices_and_edges(&vertices, &edges, &config))
}
