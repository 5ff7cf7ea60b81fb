//! What do exports cost?

use crate::report::{Outcome, Report, Taken, measured};
use crate::support::large_design;
use legwork::export::{Format, Options, export};
use legwork::rules;
use legwork::workflow::{Design, Flow};
use std::hint::black_box;
use std::time::{Duration, Instant};

const TARGET_STAGE_COUNT: usize = 10_000;
const TARGET: Duration = Duration::from_secs(2);

pub fn measure(report: &mut Report) -> Outcome {
    for stage_count in [1_000, TARGET_STAGE_COUNT] {
        let design = large_design(stage_count);
        for format in [Format::Svg, Format::Html, Format::Pdf, Format::Mermaid] {
            let taken = exported(&design, format)?;
            report.line(format.name(), stage_count, taken);
            if stage_count == TARGET_STAGE_COUNT && format != Format::Pdf {
                report.target(TARGET);
            }
        }
    }
    Ok(())
}

fn exported(design: &Design, format: Format) -> Outcome<Taken> {
    let flow = Flow::new(&design.workflow);
    let findings = rules::check_design(design, &flow);
    let options = Options::default();
    measured(|| {
        let start = Instant::now();
        black_box(export(format, design, &flow, &findings, &options)?);
        Ok(start.elapsed())
    })
}
