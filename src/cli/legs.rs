//! Lists the ways through a workflow, each with its end.

use super::{Outcome, Terminal, paint, read_design};
use crate::file::printable;
use crate::workflow::{ActionId, EventId, Flow, Leg, LegEnd, Workflow, legs};
use std::io;
use std::path::PathBuf;

/// List the legs of a design: each way through it on a line, with its end
///
/// A leg goes from New Call to a Finish Workflow, a Link, or a dangling end. A detached leg is one that no way leads to.
#[derive(clap::Args)]
#[command(after_help = "\
Example:
  legwork legs designs/complaint-follow-up.ron

Exit codes:
  0  listed
  2  the file cannot be read")]
pub(super) struct Arguments {
    /// The design
    file: PathBuf,
}

pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal<'_>) -> io::Result<Outcome> {
    let Some(read) = read_design(&arguments.file, terminal)? else {
        return Ok(Outcome::Unusable);
    };
    let workflow = &read.design.workflow;
    let flow = Flow::new(workflow);
    for leg in legs(workflow, &flow) {
        let line = leg_text(workflow, &flow, &leg);
        writeln!(terminal.out, "{}", printable(&line))?;
    }
    Ok(Outcome::Clean)
}

fn leg_text(workflow: &Workflow, flow: &Flow, leg: &Leg) -> String {
    let stage = |event_id: &EventId| paint::stage_text(workflow, flow, flow.index(*event_id)?);
    let path: Vec<String> = leg.path.iter().filter_map(stage).collect();
    let text_of = |action_id: ActionId| {
        let action = workflow.action(action_id);
        action.map_or_else(String::new, |action| {
            format!(
                "{} “{}”",
                action.data.kind().title(),
                paint::shortened(action.data.main_text())
            )
        })
    };
    let end = match &leg.end {
        LegEnd::Finish(action_id) => text_of(*action_id),
        LegEnd::Link { target, .. } => match target.as_ref().and_then(stage) {
            Some(stage) => format!("Link to {stage}"),
            None => "Link to a stage that is not there".to_owned(),
        },
        LegEnd::Dangling => "ends nowhere".to_owned(),
        LegEnd::MissingEvent(action_id) => format!("{} has no stage", text_of(*action_id)),
    };
    let detached = if leg.is_attached { "" } else { "detached: " };
    format!("{detached}{} → {end}", path.join(" → "))
}
