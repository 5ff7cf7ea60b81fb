//! Replays the scenarios that are kept beside designs, and tells which legs they cover.

use super::unused::{JsonFault, Unused, say_no_design};
use super::{Outcome, Terminal, paint};
use crate::file::{self, Found, find_designs, printable};
use crate::rehearsal::{self, Coverage, Rehearsable, Tally};
use crate::workflow::{Design, Flow, Scenario};
use anstyle::{AnsiColor, Style};
use serde::Serialize;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Replay the scenarios of designs, and tell which legs they cover
///
/// Scenarios lie beside their design: those of `complaint.ron` in `complaint.scenarios.ron`. Nothing is sent, and no time
/// is waited for: the clock is a virtual one. A leg is covered when a call goes all of it, from its beginning to its end.
/// Folders are searched for designs to the bottom.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  legwork rehearse complaint.ron
  legwork rehearse designs --min-coverage 100   in a pipeline: every leg has to be rehearsed
  legwork rehearse designs --generate           make scenarios where there are none
  legwork rehearse designs --format json        for programs

Exit codes:
  0  every scenario goes as expected
  1  a scenario does not, a design cannot be rehearsed, or covers less than is asked for
  2  a file cannot be read or saved")]
pub(super) struct Arguments {
    /// Designs, and folders with designs
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// How to write what came of it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,

    /// Of each design's legs that a call can go, so many per cent have to be covered
    #[arg(long, value_name = "PERCENT", value_parser = percent)]
    min_coverage: Option<f64>,

    /// Write scenarios that cover every leg, as few as can be, for each design that has none
    #[arg(long)]
    generate: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Text,
    Json,
}

/// Legs that are not covered are listed up to so many; JSON has all.
const MOST_LISTED: usize = 20;
const GOOD: Style = AnsiColor::Green.on_default();
const BAD: Style = AnsiColor::Red.on_default().bold();

fn percent(text: &str) -> Result<f64, String> {
    let number = text.trim_end_matches('%').trim().parse::<f64>();
    number
        .ok()
        .filter(|percent| (0.0..=100.0).contains(percent))
        .ok_or_else(|| "a number from 0 to 100 is needed".to_owned())
}

/// What became of one design.
struct Rehearsed {
    path: PathBuf,
    /// Why it could not be rehearsed.
    problem: Option<String>,
    scenarios: Vec<Played>,
    tally: Tally,
    /// In reading order.
    not_covered: Vec<String>,
    /// Legs that no call can go, each with the reason.
    blocked: Vec<(String, String)>,
    generated_count: usize,
}

struct Played {
    name: String,
    /// `None` when all is as expected.
    mismatch: Option<String>,
}

#[derive(Default)]
struct Report {
    rehearsed: Vec<Rehearsed>,
    unused: Unused,
}

pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal<'_>) -> io::Result<Outcome> {
    // Who names the scenarios means the design.
    let paths = arguments.paths.iter().map(|path| {
        let design = file::design_of_scenarios(path);
        design.unwrap_or_else(|| path.clone())
    });
    let found = find_designs(&paths.collect::<Vec<_>>());
    let report = Report::of(&found, arguments.generate);
    match arguments.format {
        Format::Text => report.write_text(arguments.min_coverage, terminal)?,
        Format::Json => report.write_json(terminal)?,
    }
    if report.rehearsed.is_empty() && report.unused.unreadable.is_empty() {
        say_no_design(terminal)?;
        return Ok(Outcome::Unusable);
    }
    Ok(report.outcome(arguments.min_coverage))
}

impl Report {
    fn of(found: &[Found], makes_missing: bool) -> Self {
        let mut report = Self::default();
        let mut rehearsed = Vec::new();
        report.unused.look(found, |unused, path, read| {
            rehearsed.extend(Rehearsed::of(unused, path, &read.design, makes_missing));
        });
        report.rehearsed = rehearsed;
        report
    }

    fn outcome(&self, min_coverage: Option<f64>) -> Outcome {
        if self.unused.is_any() {
            Outcome::Unusable
        } else if self.rehearsed.iter().any(|one| one.fails(min_coverage)) {
            Outcome::Findings
        } else {
            Outcome::Clean
        }
    }

    fn scenarios(&self) -> impl Iterator<Item = &Played> {
        self.rehearsed.iter().flat_map(|one| &one.scenarios)
    }

    fn passed_count(&self) -> usize {
        let passed = |played: &&Played| played.mismatch.is_none();
        self.scenarios().filter(passed).count()
    }

    fn tally(&self) -> Tally {
        let tallies = self.rehearsed.iter().map(|one| one.tally);
        tallies.fold(Tally::default(), Tally::plus)
    }

    fn write_text(&self, min_coverage: Option<f64>, terminal: &mut Terminal<'_>) -> io::Result<()> {
        for rehearsed in &self.rehearsed {
            rehearsed.write_text(min_coverage, terminal)?;
        }
        self.unused.write(terminal)?;
        if self.rehearsed.is_empty() {
            return Ok(());
        }
        let scenario_count = self.scenarios().count();
        let mut parts = vec![format!(
            "{} of {} as expected, {} covered in {}",
            self.passed_count(),
            paint::count(scenario_count, "scenario"),
            self.tally(),
            paint::count(self.rehearsed.len(), "design"),
        )];
        parts.extend(self.unused.parts());
        writeln!(terminal.out, "{}.", parts.join("; "))
    }

    fn write_json(&self, terminal: &mut Terminal<'_>) -> io::Result<()> {
        let tally = self.tally();
        let report = JsonReport {
            format: "legwork-rehearse/1",
            designs: self.rehearsed.iter().map(JsonDesign::of).collect(),
            unreadable: self.unused.json(),
            unsaved: &self.unused.unsaved,
            passed_over: self.unused.passed_over_count,
            passed: self.passed_count(),
            failed: self.scenarios().count() - self.passed_count(),
            legs: JsonLegs::of(tally),
        };
        serde_json::to_writer_pretty(&mut *terminal.out, &report)?;
        writeln!(terminal.out)
    }
}

impl Rehearsed {
    /// Replays the scenarios of a design; `None` when they cannot be read.
    fn of(unused: &mut Unused, path: &Path, design: &Design, makes_missing: bool) -> Option<Self> {
        let mut rehearsed = Self::without_scenarios(path);
        let beside = file::scenarios_path(path);
        let read = match file::read_scenarios(&beside) {
            Ok(read) => read,
            Err(error) => {
                unused.unreadable.push(error);
                return None;
            }
        };
        let workflow = &design.workflow;
        let flow = Arc::new(Flow::new(workflow));
        let subject = match Rehearsable::new(workflow, &flow) {
            Ok(subject) => Arc::new(subject),
            Err(why) => {
                rehearsed.problem = Some(why.to_string());
                return Some(rehearsed);
            }
        };
        let scenarios = match read {
            Some(read) => read.scenarios,
            None if makes_missing => match rehearsal::generate(&subject) {
                Ok(generated) => {
                    let scenarios = generated.scenarios;
                    rehearsed.generated_count = scenarios.len();
                    if let Err(error) = file::save_scenarios(&beside, &scenarios, None) {
                        unused.unsaved.push(error.to_string());
                    }
                    scenarios
                }
                Err(too_many) => {
                    rehearsed.problem = Some(too_many.to_string());
                    Vec::new()
                }
            },
            None => Vec::new(),
        };
        rehearsed.replay(&subject, &scenarios);
        Some(rehearsed)
    }

    fn without_scenarios(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            problem: None,
            scenarios: Vec::new(),
            tally: Tally::default(),
            not_covered: Vec::new(),
            blocked: Vec::new(),
            generated_count: 0,
        }
    }

    fn replay(&mut self, subject: &Arc<Rehearsable>, scenarios: &[Scenario]) {
        let mut coverage = Coverage::default();
        for scenario in scenarios {
            let replayed = rehearsal::replay(subject, scenario);
            coverage.merge(&replayed.trial.coverage());
            self.scenarios.push(Played {
                name: scenario.name.clone(),
                mismatch: replayed.mismatch.map(|mismatch| mismatch.to_string()),
            });
        }
        let legs = subject.legs();
        self.tally = Tally::of(&legs, &coverage);
        for leg in &legs {
            if let Some(obstacle) = leg.obstacle {
                let why = subject.obstacle_words(obstacle);
                self.blocked.push((subject.leg_words(leg), why));
            } else if !coverage.contains(&leg.place) {
                self.not_covered.push(subject.leg_words(leg));
            }
        }
    }

    fn fails(&self, min_coverage: Option<f64>) -> bool {
        self.problem.is_some()
            || self
                .scenarios
                .iter()
                .any(|played| played.mismatch.is_some())
            || self.covers_too_little(min_coverage)
    }

    fn covers_too_little(&self, min_coverage: Option<f64>) -> bool {
        min_coverage.is_some_and(|least| self.tally.percent() < least)
    }

    fn write_text(&self, min_coverage: Option<f64>, terminal: &mut Terminal<'_>) -> io::Result<()> {
        let out = &mut terminal.out;
        let path = printable(&self.path.display().to_string());
        writeln!(
            out,
            "{}{path}{:#}: {} ({:.0} %)",
            paint::BOLD,
            paint::BOLD,
            self.tally,
            // No more than is so: 99.9 is not all.
            self.tally.percent().floor()
        )?;
        if let Some(problem) = &self.problem {
            writeln!(out, "  {BAD}error{BAD:#}   {}", printable(problem))?;
        }
        if self.generated_count > 0 {
            let count = paint::count(self.generated_count, "scenario");
            let beside = file::scenarios_path(&self.path);
            let beside = printable(&beside.display().to_string());
            writeln!(out, "  {beside}: made {count}")?;
        }
        for played in &self.scenarios {
            let name = printable(&played.name);
            match &played.mismatch {
                None => writeln!(out, "  {GOOD}ok{GOOD:#}      {name}")?,
                Some(mismatch) => {
                    writeln!(out, "  {BAD}failed{BAD:#}  {name}")?;
                    writeln!(out, "          {}", printable(mismatch))?;
                }
            }
        }
        if self.scenarios.is_empty() && self.problem.is_none() {
            writeln!(
                out,
                "  no scenarios; `legwork rehearse --generate` makes some"
            )?;
        }
        if self.covers_too_little(min_coverage) {
            let least = min_coverage.unwrap_or_default();
            writeln!(out, "  {BAD}failed{BAD:#}  less than {least} % is covered")?;
        }
        for leg in self.not_covered.iter().take(MOST_LISTED) {
            writeln!(out, "  not rehearsed: {}", printable(leg))?;
        }
        if self.not_covered.len() > MOST_LISTED {
            let more = self.not_covered.len() - MOST_LISTED;
            writeln!(out, "  and {more} more not rehearsed")?;
        }
        for (leg, why) in self.blocked.iter().take(MOST_LISTED) {
            writeln!(
                out,
                "  no call goes: {}, for {}",
                printable(leg),
                printable(why)
            )?;
        }
        if self.blocked.len() > MOST_LISTED {
            let more = self.blocked.len() - MOST_LISTED;
            writeln!(out, "  and {more} more that no call goes")?;
        }
        writeln!(out)
    }
}

#[derive(Serialize)]
struct JsonReport<'a> {
    format: &'static str,
    designs: Vec<JsonDesign<'a>>,
    unreadable: Vec<JsonFault>,
    unsaved: &'a [String],
    passed_over: usize,
    passed: usize,
    failed: usize,
    legs: JsonLegs,
}

#[derive(Serialize)]
struct JsonDesign<'a> {
    path: String,
    problem: Option<&'a str>,
    generated: usize,
    scenarios: Vec<JsonScenario<'a>>,
    legs: JsonLegs,
    not_rehearsed: &'a [String],
    blocked: Vec<JsonBlocked<'a>>,
}

#[derive(Serialize)]
struct JsonScenario<'a> {
    name: &'a str,
    passed: bool,
    message: Option<&'a str>,
}

#[derive(Serialize)]
struct JsonBlocked<'a> {
    leg: &'a str,
    why: &'a str,
}

#[derive(Serialize)]
struct JsonLegs {
    covered: usize,
    /// Those that a call can go.
    of: usize,
    percent: f64,
    /// Legs that no call can go; in none of the numbers before.
    blocked: usize,
}

impl JsonLegs {
    fn of(tally: Tally) -> Self {
        Self {
            covered: tally.covered,
            of: tally.walkable,
            percent: tally.percent(),
            blocked: tally.blocked,
        }
    }
}

impl<'a> JsonDesign<'a> {
    fn of(rehearsed: &'a Rehearsed) -> Self {
        let scenarios = rehearsed.scenarios.iter().map(|played| JsonScenario {
            name: &played.name,
            passed: played.mismatch.is_none(),
            message: played.mismatch.as_deref(),
        });
        let blocked = rehearsed.blocked.iter();
        Self {
            path: rehearsed.path.display().to_string(),
            problem: rehearsed.problem.as_deref(),
            generated: rehearsed.generated_count,
            scenarios: scenarios.collect(),
            legs: JsonLegs::of(rehearsed.tally),
            not_rehearsed: &rehearsed.not_covered,
            blocked: blocked.map(|(leg, why)| JsonBlocked { leg, why }).collect(),
        }
    }
}
