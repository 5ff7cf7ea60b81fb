//! What does a folder of a thousand designs cost: to list, to look at again, to search?

use crate::report::{Outcome, Report, measured, measured_call};
use crate::support::large_design;
use legwork::file::{self, Listing, Looked};
use legwork::rules;
use legwork::workflow::{Flow, find};
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

const DESIGN_COUNT: usize = 1_000;
/// Of each design; the report counts the stages of all.
const STAGE_COUNT: usize = 12;
const LIST_TARGET: Duration = Duration::from_millis(200);
const FRAME: Duration = Duration::from_millis(16);

pub fn measure(report: &mut Report) -> Outcome {
    let folder = tempfile::tempdir()?;
    let text = file::text_of(&large_design(STAGE_COUNT));
    for number in 0..DESIGN_COUNT {
        let below = folder.path().join(format!("team {}", number / 100));
        fs::create_dir_all(&below)?;
        fs::write(below.join(format!("design {number}.ron")), &text)?;
    }
    let all_stages = DESIGN_COUNT * STAGE_COUNT;

    let checked = measured(|| {
        let start = Instant::now();
        let count = check_all(folder.path());
        let taken = start.elapsed();
        if count != DESIGN_COUNT {
            return Err("not all designs were checked".into());
        }
        Ok(taken)
    })?;
    let listed = measured(|| {
        let start = Instant::now();
        let listed = Listing::new(folder.path().to_owned()).look().listed;
        let taken = start.elapsed();
        if listed.iter().filter(|one| one.name.is_some()).count() != DESIGN_COUNT {
            return Err("not all designs were listed with their names".into());
        }
        Ok(taken)
    })?;
    report
        .line("list 1,000 designs with their names", all_stages, listed)
        .target(LIST_TARGET)
        .baseline("reading and checking all", checked);

    let mut listing = Listing::new(folder.path().to_owned());
    listing.look();
    let looked_again = measured_call(|| listing.look())?;
    report
        .line("look again, nothing has changed", all_stages, looked_again)
        .baseline("listing", listed);

    let design = large_design(10_000);
    let flow = Flow::new(&design.workflow);
    let found = measured_call(|| find(&design, &flow, "case 77"))?;
    let rebuilt = measured_call(|| Flow::new(&design.workflow))?;
    report
        .line("find in one design", 10_000, found)
        .target(FRAME)
        .baseline("Flow::new", rebuilt);
    Ok(())
}

fn check_all(folder: &Path) -> usize {
    let found = file::find_designs(&[folder.to_owned()]);
    let is_design = |one: &file::Found| match one.look() {
        Looked::Design(read) => {
            let workflow = &read.design.workflow;
            black_box(rules::check(workflow, &Flow::new(workflow)));
            true
        }
        _ => false,
    };
    found.iter().filter(|one| is_design(one)).count()
}
