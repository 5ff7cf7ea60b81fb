//! Lists the legs of a design, each with what a reviewer has to know of it.

use super::{Outcome, Terminal, paint, read_design};
use crate::file::printable;
use crate::review::{self, Ledger, LegReview, Row, Told};
use crate::rules::{self, Tally};
use crate::workflow::{ActionKind, Design, Flow, LegClock, LegEnd, Longest, Place};
use serde::Serialize;
use std::io;
use std::path::PathBuf;

/// List the legs of a design: what triggers each, what it waits for, what it does, how it ends, and how long it takes
///
/// A leg goes from New Call to a Finish Workflow, a Link, or a dangling end. A detached leg is one that no way leads to.
///
/// The shortest time is that of a call for which every button is pushed at once, the longest that of one for which
/// nobody pushes any before the shortest timer beside it has elapsed. Where there is no such timer, the leg waits for a
/// person.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  legwork legs designs/complaint-follow-up.ron
  legwork legs complaint.ron --stories               each leg in plain words as well
  legwork legs complaint.ron --format csv > legs.csv  for a spreadsheet
  legwork legs complaint.ron --format json           for programs

Exit codes:
  0  listed
  2  the file cannot be read")]
pub(super) struct Arguments {
    /// The design
    file: PathBuf,

    /// How to write the legs
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,

    /// Tell each leg in plain words below its line; the other formats always do
    #[arg(long)]
    stories: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Text,
    Csv,
    Json,
}

pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal<'_>) -> io::Result<Outcome> {
    let Some(read) = read_design(&arguments.file, terminal)? else {
        return Ok(Outcome::Unusable);
    };
    let design = &read.design;
    let flow = Flow::new(&design.workflow);
    let ledger = Ledger::new(design, &flow, &rules::check_design(design, &flow));
    let legs = Legs {
        design,
        flow: &flow,
        ledger: &ledger,
    };
    match arguments.format {
        Format::Text => legs.write_text(arguments.stories, terminal)?,
        Format::Csv => review::write_csv(terminal.out, design, &flow, &ledger)?,
        Format::Json => legs.write_json(terminal)?,
    }
    Ok(Outcome::Clean)
}

struct Legs<'a> {
    design: &'a Design,
    flow: &'a Flow,
    ledger: &'a Ledger,
}

impl Legs<'_> {
    fn write_text(&self, with_stories: bool, terminal: &mut Terminal<'_>) -> io::Result<()> {
        let workflow = &self.design.workflow;
        let margin = " ".repeat(self.ledger.rows.len().to_string().len());
        for row in &self.ledger.rows {
            let told = self.ledger.told(self.design, self.flow, row);
            let detached = if row.is_attached { "" } else { "detached: " };
            let way = format!("{detached}{} → {}", told.triggers.join(" → "), told.end);
            writeln!(
                terminal.out,
                "{:>width$}  {}",
                row.number,
                printable(&way),
                width = margin.len()
            )?;
            let waits = match &told.waits_for[..] {
                [] => "nothing".to_owned(),
                waits => waits.join(", "),
            };
            let mut facts = vec![format!("waits for {waits}")];
            if !told.done.is_empty() {
                facts.push(told.done.clone());
            }
            facts.push(takes_text(row.clock, &told));
            facts.push(told.verdict);
            if row.is_over_limit {
                facts.push("over the limit".to_owned());
            }
            facts.push(told.review);
            let facts = printable(&facts.join("; "));
            writeln!(
                terminal.out,
                "{margin}  {style}{facts}{style:#}",
                style = paint::QUIET
            )?;
            if with_stories {
                let story = self.ledger.story(workflow, self.flow, row);
                writeln!(terminal.out, "{margin}  {}", printable(&story))?;
            }
        }
        Ok(())
    }

    fn write_json(&self, terminal: &mut Terminal<'_>) -> io::Result<()> {
        let progress = self.ledger.progress;
        let report = JsonReport {
            format: "legwork-legs/1",
            workflow: self.design.workflow.name(),
            limit: self.design.workflow.limit(),
            reviewed: progress.reviewed_count,
            legs: self
                .ledger
                .rows
                .iter()
                .map(|row| self.json_leg(row))
                .collect(),
        };
        serde_json::to_writer_pretty(&mut *terminal.out, &report)?;
        writeln!(terminal.out)
    }

    fn json_leg(&self, row: &Row) -> JsonLeg {
        let workflow = &self.design.workflow;
        let told = self.ledger.told(self.design, self.flow, row);
        let mark = self.design.review.marks.get(&row.place);
        let trail = self.ledger.trail(self.flow, row);
        let stage = |event_id| workflow.event(event_id).map(|event| event.stage);
        let end = match row.end {
            LegEnd::Finish(_) => "finish",
            LegEnd::Link { .. } => "link",
            LegEnd::Dangling => "dangling",
            LegEnd::MissingEvent(_) => "missing_event",
        };
        JsonLeg {
            leg: row.number,
            stages: trail.first.iter().copied().filter_map(stage).collect(),
            stages_left_out: trail.left_out_count,
            last_stages: trail.last.iter().copied().filter_map(stage).collect(),
            event: match row.place {
                Place::Event(event_id) => Some(event_id.0),
                _ => None,
            },
            action: row.place.action_id().map(|action_id| action_id.0),
            attached: row.is_attached,
            triggers: told.triggers,
            waits_for: told.waits_for,
            does: row.done.iter().map(JsonDone::of).collect(),
            end,
            link_to: match row.end {
                LegEnd::Link { target, .. } => target.and_then(stage),
                _ => None,
            },
            ends: told.end,
            shortest_s: row.clock.shortest_s,
            longest_s: match row.clock.longest {
                Longest::After(seconds) => Some(seconds),
                Longest::WaitsForPerson | Longest::Unclear => None,
            },
            waits_for_person: row.clock.longest == Longest::WaitsForPerson,
            verdict: JsonVerdict::of(row.verdict),
            over_limit: row.is_over_limit,
            review: review_word(row.review),
            reviewed_by: mark.map(|mark| mark.by.name.clone()),
            reviewed_at: mark.map(|mark| mark.by.at.clone()),
            remark: mark.map(|mark| mark.remark.clone()),
            story: self.ledger.story(workflow, self.flow, row),
        }
    }
}

/// As JSON has it.
pub(super) const fn review_word(review: LegReview) -> &'static str {
    match review {
        LegReview::NotReviewed => "not_reviewed",
        LegReview::Changed => "changed",
        LegReview::Reviewed => "reviewed",
    }
}

/// `takes 1h to 2d`.
fn takes_text(clock: LegClock, told: &Told) -> String {
    let (shortest, longest) = (&told.shortest, &told.longest);
    match (clock.shortest_s, clock.longest) {
        (_, Longest::After(0)) => "takes no time".to_owned(),
        (shortest_s, Longest::After(longest_s)) if shortest_s == longest_s => {
            format!("takes {longest}")
        }
        (0, Longest::After(_)) => format!("takes up to {longest}"),
        (_, Longest::After(_)) => format!("takes {shortest} to {longest}"),
        (0, Longest::WaitsForPerson) => "takes as long as nobody acts".to_owned(),
        (_, Longest::WaitsForPerson) => format!("takes {shortest} or more, as long as nobody acts"),
        (_, Longest::Unclear) => "takes an unclear time".to_owned(),
    }
}

#[derive(Serialize)]
struct JsonReport<'a> {
    format: &'static str,
    workflow: &'a str,
    /// As it was typed.
    limit: Option<&'a str>,
    /// How many legs are.
    reviewed: usize,
    legs: Vec<JsonLeg>,
}

#[derive(Serialize)]
struct JsonLeg {
    /// Counted from 1, in reading order.
    leg: usize,
    /// Stage numbers, from the first stage on.
    stages: Vec<u32>,
    /// How many of a long leg follow that are not told.
    stages_left_out: usize,
    /// The numbers of those after them.
    last_stages: Vec<u32>,
    /// What the leg goes by while the design is amended: the event that it ends at, or else the action.
    event: Option<u32>,
    action: Option<u32>,
    attached: bool,
    triggers: Vec<String>,
    waits_for: Vec<String>,
    does: Vec<JsonDone>,
    end: &'static str,
    link_to: Option<u32>,
    ends: String,
    shortest_s: u64,
    /// None where a person is waited for, or a duration cannot be read.
    longest_s: Option<u64>,
    waits_for_person: bool,
    verdict: JsonVerdict,
    over_limit: bool,
    /// `not_reviewed`, `changed` or `reviewed`.
    review: &'static str,
    reviewed_by: Option<String>,
    reviewed_at: Option<String>,
    remark: Option<String>,
    story: String,
}

#[derive(Serialize)]
struct JsonDone {
    action: &'static str,
    count: usize,
}

impl JsonDone {
    const fn of(&(kind, count): &(ActionKind, usize)) -> Self {
        Self {
            action: kind.title(),
            count,
        }
    }
}

#[derive(Serialize)]
struct JsonVerdict {
    errors: usize,
    warnings: usize,
    infos: usize,
    waived: usize,
}

impl JsonVerdict {
    const fn of(tally: Tally) -> Self {
        Self {
            errors: tally.errors,
            warnings: tally.warnings,
            infos: tally.infos,
            waived: tally.waived,
        }
    }
}
