//! What does a review cost? The ledger of all legs, and all of it in words.

use crate::report::{Outcome, Report, measured_call};
use crate::support::large_design;
use legwork::review::{Ledger, write_csv};
use legwork::rules;
use legwork::workflow::Flow;
use std::time::Duration;

const TARGET_STAGE_COUNT: usize = 10_000;
const TARGET: Duration = Duration::from_millis(100);

pub fn measure(report: &mut Report) -> Outcome {
    for stage_count in [1_000, TARGET_STAGE_COUNT, 100_000] {
        let design = large_design(stage_count);
        let flow = Flow::new(&design.workflow);
        let findings = rules::check_design(&design, &flow);
        let checked = measured_call(|| rules::check_design(&design, &flow))?;
        let made = measured_call(|| Ledger::new(&design, &flow, &findings))?;
        report
            .line("ledger", stage_count, made)
            .baseline("all rules", checked);
        if stage_count == TARGET_STAGE_COUNT {
            report.target(TARGET);
        }
        let ledger = Ledger::new(&design, &flow, &findings);
        let written = measured_call(|| {
            let mut bytes = Vec::new();
            write_csv(&mut bytes, &design, &flow, &ledger).map(|()| bytes.len())
        })?;
        report.line("ledger as CSV, stories included", stage_count, written);
    }
    Ok(())
}
