//! What do telling differences and merging cost?

use crate::report::{Outcome, Report, measured_call};
use crate::support::large_design;
use legwork::review;
use legwork::workflow::{
    Action, Counters, Design, Event, EventId, Layout, Position, ValueName, Workflow,
};
use std::time::Duration;

const TARGET_STAGE_COUNT: usize = 10_000;
const TARGET: Duration = Duration::from_millis(100);

pub fn measure(report: &mut Report) -> Outcome {
    for stage_count in [1_000, TARGET_STAGE_COUNT, 100_000] {
        let base = large_design(stage_count);
        let (ours, theirs) = (amended(&base, 0), amended(&base, 1));

        let told = measured_call(|| review::differences(&base, &ours).len())?;
        report.line("diff, every tenth stage amended", stage_count, told);
        if stage_count == TARGET_STAGE_COUNT {
            report.target(TARGET);
        }
        let same = measured_call(|| review::differences(&base, &base).len())?;
        report.line("diff of a design with itself", stage_count, same);

        let merged = measured_call(|| review::merge(&base, &ours, &theirs).conflicts.len())?;
        report.line("merge, every fifth stage amended", stage_count, merged);
        if stage_count == TARGET_STAGE_COUNT {
            report.target(TARGET);
        }
        if !review::merge(&base, &ours, &theirs).conflicts.is_empty() {
            return Err("amendments of different stages contradict each other".into());
        }
    }
    Ok(())
}

/// Every tenth stage from the one with that index on has another text and another name, and its card lies elsewhere.
fn amended(base: &Design, first: usize) -> Design {
    let amend = |(index, event): (usize, &Event)| {
        let mut event = event.clone();
        if index % 10 == first {
            event.name = format!("Amended {index}");
            let rename = |action: &Action| Action {
                data: action.data.with_value(ValueName::Message, "Ring at once"),
                ..action.clone()
            };
            event.actions = event.actions.iter().map(rename).collect();
        }
        event
    };
    let workflow = &base.workflow;
    let events = workflow.events().enumerate().map(amend).collect();
    let shift = |(index, (event_id, at)): (usize, (EventId, Position))| {
        let by = i32::from(index % 10 == first) * 40;
        (event_id, Position::new(at.x, at.y + by))
    };
    let counters: Counters = workflow.counters();
    let (name, fields) = (workflow.name().to_owned(), workflow.fields().to_vec());
    Design::new(
        Workflow::from_parts(name, fields, counters, events),
        Layout::from_cards(base.layout.cards().enumerate().map(shift)),
    )
}
