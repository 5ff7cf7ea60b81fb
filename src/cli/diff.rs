//! Tells what differs between two designs, and what that means for runs under way.

use super::{Outcome, Terminal, paint};
use crate::file::{Source, SourceError};
use crate::review::{self, Aspect, Difference};
use crate::workflow::{Design, Spot};
use serde::Serialize;
use std::io::{self, Write};
use std::path::Path;
#[cfg(feature = "server")]
use std::path::PathBuf;

/// Tell by meaning what differs between two designs
///
/// Stages, actions, fields and links that came, went, changed or moved, each on a line: first those of the workflow,
/// then stage by stage in reading order, what is gone after that. What is layout is told apart, in one line at the end.
#[derive(clap::Args)]
#[command(after_help = "\
A design is a file, or a file in a revision of git: HEAD:designs/complaint.ron, main~3:complaint.ron; paths in revisions
count from the root of the repository, or with ./ from here. With one file only, it is compared with what was committed
last.

Examples:
  legwork diff complaint.ron                            what has changed since the last commit
  legwork diff HEAD~2:designs/complaint.ron designs/complaint.ron
  legwork diff last-month.ron complaint.ron --store calls.db
                                                        also: which runs under way are in stages that have changed
  legwork diff a.ron b.ron --format json                for programs
  legwork git-setup                                     let `git diff` tell designs like that

Signs: + added, - removed, ~ changed, > moved.

Exit codes:
  0  there is no difference (with --logic: none in what happens to a call)
  1  there is
  2  a design cannot be read")]
pub(super) struct Arguments {
    /// The design as it was
    #[arg(value_name = "BEFORE")]
    first: String,

    /// The design as it is
    #[arg(value_name = "AFTER")]
    second: Option<String>,

    /// How to write it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,

    /// Only what changes what happens to a call: not layout, not reviews
    #[arg(long)]
    logic: bool,

    /// Also tell which runs under way in this store are in stages that were removed or changed
    #[cfg(feature = "server")]
    #[arg(long, value_name = "FILE")]
    store: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Text,
    Json,
}

pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal<'_>) -> io::Result<Outcome> {
    let sources = match sources(arguments) {
        Ok(sources) => sources,
        Err(error) => {
            paint::source_error(terminal.err, &error)?;
            return Ok(Outcome::Unusable);
        }
    };
    let mut designs = Vec::new();
    for source in &sources {
        match source.read() {
            Ok(design) => designs.push(design),
            Err(error) => paint::source_error(terminal.err, &error)?,
        }
    }
    let [before, after] = designs.as_slice() else {
        return Ok(Outcome::Unusable);
    };
    let mut found = review::differences(before, after);
    found.retain(|difference| !arguments.logic || difference.aspect == Aspect::Logic);
    let runs = match runs_under_way(arguments, before, after, terminal)? {
        Ok(runs) => runs,
        Err(outcome) => return Ok(outcome),
    };
    match arguments.format {
        Format::Text => {
            write_text(terminal.out, &found)?;
            if found.is_empty() {
                writeln!(terminal.out, "There is no difference.")?;
            }
            if let Some(runs) = &runs {
                runs.write_text(terminal.out)?;
            }
        }
        Format::Json => {
            let told = JsonDiff {
                format: "legwork-diff/1",
                before: sources[0].to_string(),
                after: sources[1].to_string(),
                differences: found.iter().map(JsonDifference::of).collect(),
                runs: runs.as_ref().map(RunsTold::json),
            };
            serde_json::to_writer_pretty(&mut *terminal.out, &told)?;
            writeln!(terminal.out)?;
        }
    }
    Ok(if found.is_empty() {
        Outcome::Clean
    } else {
        Outcome::Findings
    })
}

/// The two that are meant, the earlier first.
fn sources(arguments: &Arguments) -> Result<[Source; 2], SourceError> {
    let first = Source::named(&arguments.first)?;
    if let Some(second) = &arguments.second {
        return Ok([first, Source::named(second)?]);
    }
    let committed = Source::committed(Path::new(&arguments.first))?;
    Ok([committed, first])
}

/// Each difference on a line, those of the layout together on the last.
pub(super) fn write_text(out: &mut dyn Write, found: &[Difference]) -> io::Result<()> {
    let (layout, told): (Vec<&Difference>, Vec<&Difference>) = found
        .iter()
        .partition(|difference| difference.aspect == Aspect::Layout);
    for difference in told {
        paint::difference(out, difference)?;
    }
    if layout.is_empty() {
        return Ok(());
    }
    let phrases: Vec<String> = layout.into_iter().map(phrase).collect();
    paint::layout_line(out, &phrases.join(", "))
}

/// As one says it in passing: `3 cards moved`, `bookmark “here” of stage 2 added`.
fn phrase(difference: &Difference) -> String {
    let stage = difference.stage.as_ref();
    let stage = stage.map_or_else(String::new, |stage| format!(" of stage {}", stage.number));
    format!("{}{stage} {}", difference.words(), difference.kind.title())
}

#[derive(Serialize)]
struct JsonDiff<'a> {
    format: &'static str,
    before: String,
    after: String,
    differences: Vec<JsonDifference<'a>>,
    /// Only where a store was named.
    #[serde(skip_serializing_if = "Option::is_none")]
    runs: Option<serde_json::Value>,
}

#[derive(Serialize)]
struct JsonDifference<'a> {
    kind: &'static str,
    aspect: &'static str,
    stage: Option<u32>,
    stage_name: Option<&'a str>,
    event: Option<u32>,
    action: Option<u32>,
    annotation: Option<u32>,
    subject: &'a str,
    before: &'a str,
    after: &'a str,
    text: String,
}

impl<'a> JsonDifference<'a> {
    fn of(difference: &'a Difference) -> Self {
        let stage = difference.stage.as_ref();
        let (action, annotation) = match &difference.spot {
            Spot::Workflow(place) => (place.action_id().map(|id| id.0), None),
            Spot::Annotation(id) => (None, Some(id.0)),
        };
        Self {
            kind: difference.kind.title(),
            aspect: difference.aspect.title(),
            stage: stage.map(|stage| stage.number),
            stage_name: stage.map(|stage| stage.name.as_str()),
            event: stage.map(|stage| stage.event_id.0),
            action,
            annotation,
            subject: &difference.subject,
            before: &difference.before,
            after: &difference.after,
            text: difference.text(),
        }
    }
}

#[cfg(feature = "server")]
use server::{RunsTold, runs_under_way};

#[cfg(feature = "server")]
mod server {
    use super::{Arguments, Design};
    use crate::cli::{Outcome, Terminal, paint};
    use crate::runtime::store::Store;
    use crate::runtime::{AtStake, Fate, at_stake};
    use std::io::{self, Write};
    use std::path::Path;

    /// What the difference means for the runs of a store.
    pub struct RunsTold {
        store: String,
        stages: Vec<AtStake>,
    }

    pub fn runs_under_way(
        arguments: &Arguments,
        before: &Design,
        after: &Design,
        terminal: &mut Terminal<'_>,
    ) -> io::Result<Result<Option<RunsTold>, Outcome>> {
        let Some(path) = &arguments.store else {
            return Ok(Ok(None));
        };
        match read(path, before, after) {
            Ok(told) => Ok(Ok(Some(told))),
            Err(sentence) => {
                paint::error(terminal.err, &sentence)?;
                Ok(Err(Outcome::Unusable))
            }
        }
    }

    fn read(path: &Path, before: &Design, after: &Design) -> Result<RunsTold, String> {
        let store = Store::open(path).map_err(|error| error.to_string())?;
        let names = [before, after].map(|design| design.workflow.name());
        let under_way = store.under_way(&names).map_err(|error| error.to_string())?;
        Ok(RunsTold {
            store: path.display().to_string(),
            stages: at_stake(&under_way, &after.workflow),
        })
    }

    impl RunsTold {
        pub fn write_text(&self, out: &mut dyn Write) -> io::Result<()> {
            let count: u64 = self.stages.iter().map(|stage| stage.runs).sum();
            let store = crate::file::printable(&self.store);
            if count == 0 {
                return writeln!(out, "\nNo run of this workflow is under way in {store}.");
            }
            let runs = if count == 1 {
                "1 run is"
            } else {
                &format!("{count} runs are")
            };
            writeln!(out, "\n{runs} under way in {store}:")?;
            for stage in &self.stages {
                writeln!(out, "  {}", crate::file::printable(&stage.to_string()))?;
            }
            writeln!(
                out,
                "They go on by the definition that they began with; only calls set from now on go by a new one."
            )
        }

        pub fn json(&self) -> serde_json::Value {
            let stages: Vec<serde_json::Value> = self
                .stages
                .iter()
                .map(|stage| {
                    serde_json::json!({
                        "stage": stage.stage,
                        "name": stage.name,
                        "definition": stage.version,
                        "runs": stage.runs,
                        "fate": match stage.fate {
                            Fate::Same => "same",
                            Fate::Changed => "changed",
                            Fate::Removed => "removed",
                        },
                    })
                })
                .collect();
            serde_json::json!({ "store": self.store, "stages": stages })
        }
    }
}

/// Without a runtime there is no store to ask.
#[cfg(not(feature = "server"))]
enum RunsTold {}

#[cfg(not(feature = "server"))]
#[expect(clippy::unnecessary_wraps, reason = "as where there is a runtime")]
fn runs_under_way(
    _: &Arguments,
    _: &Design,
    _: &Design,
    _: &mut Terminal<'_>,
) -> io::Result<Result<Option<RunsTold>, Outcome>> {
    Ok(Ok(None))
}

#[cfg(not(feature = "server"))]
impl RunsTold {
    const fn write_text(&self, _: &mut dyn Write) -> io::Result<()> {
        match *self {}
    }

    const fn json(&self) -> serde_json::Value {
        match *self {}
    }
}
