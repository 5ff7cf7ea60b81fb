//! What does it cost to rehearse a large design?

use crate::report::{Outcome, Report, measured, measured_call};
use crate::support::large_design;
use legwork::rehearsal::{Rehearsable, Trial, generate, replay};
use legwork::workflow::Flow;
use std::collections::BTreeMap;
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

const TARGET_STAGE_COUNT: usize = 10_000;
/// Entering a rehearsal, and following an edit in one, is done between two frames.
const ENTER_TARGET: Duration = Duration::from_millis(50);
const STEP_TARGET: Duration = Duration::from_millis(1);
const GENERATE_TARGET: Duration = Duration::from_millis(500);

pub fn measure(report: &mut Report) -> Outcome {
    for stage_count in [1_000, TARGET_STAGE_COUNT, 100_000] {
        let is_target = stage_count == TARGET_STAGE_COUNT;
        let workflow = large_design(stage_count).workflow;
        let flow = Arc::new(Flow::new(&workflow));
        let entered = measured_call(|| {
            let subject = Rehearsable::new(&workflow, &flow).ok()?;
            black_box(subject.legs());
            Some(Trial::new(Arc::new(subject), BTreeMap::new(), true))
        })?;
        report.line("enter a rehearsal", stage_count, entered);
        if is_target {
            report.target(ENTER_TARGET);
        }

        let subject = Arc::new(Rehearsable::new(&workflow, &flow)?);
        let start = Trial::new(Arc::clone(&subject), BTreeMap::new(), true);
        let stepped = measured(|| {
            let mut trial = start.clone();
            let begin = Instant::now();
            trial.push(0)?;
            black_box((trial.trail(), trial.coverage()));
            Ok(begin.elapsed())
        })?;
        report.line("push a button", stage_count, stepped);
        if is_target {
            report.target(STEP_TARGET);
        }

        // The very largest needs more steps than anybody could look through.
        let Ok(generated) = generate(&subject) else {
            continue;
        };
        let made = measured_call(|| generate(&subject))?;
        report.line("generate the scenarios of all legs", stage_count, made);
        if is_target {
            report.target(GENERATE_TARGET);
        }
        let scenarios = generated.scenarios;
        let replayed = measured_call(|| {
            for scenario in &scenarios {
                black_box(replay(&subject, scenario));
            }
        })?;
        let what = format!("replay {} scenarios", scenarios.len());
        report.line(what, stage_count, replayed);
    }
    Ok(())
}
