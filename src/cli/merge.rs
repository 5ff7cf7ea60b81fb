//! Makes one design of two that were amended from a third.

use super::{Outcome, Terminal, paint};
use crate::file::{self, Fault, FileError, Source, SourceError, git, head_of};
use crate::review;
use crate::rules;
use crate::workflow::{Design, Flow};
use std::io;
use std::path::{Path, PathBuf};

/// Make one design of two that were amended from a third
///
/// Element by element, by the ids that they keep for good. Nothing is lost: where both have changed the same, the version
/// of OURS stands, and that of THEIRS is kept beside it as a conflict, which `legwork check` and the designer show as a
/// finding to decide. The result is a design that can be opened like any other.
#[derive(clap::Args)]
#[command(after_help = "\
Each of the three is a file, or a file in a revision of git, as for `legwork diff`. An empty BASE means that both were begun
from nothing. `legwork git-setup` lets `git merge` join designs like that.

Examples:
  legwork merge base.ron mine.ron theirs.ron -o merged.ron
  legwork merge main~3:a.ron main:a.ron my-branch:a.ron > merged.ron

Exit codes:
  0  merged
  1  merged, with conflicts to decide: they are told on standard error
  2  a design cannot be read, or the result not be written; nothing is changed then")]
pub(super) struct Arguments {
    /// What both were amended from
    base: String,

    /// The one whose version stands where both have changed the same
    ours: String,

    /// The other
    theirs: String,

    /// The file to write; without it the design goes to standard output
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,

    /// What messages call the file, as git merges under other names
    #[arg(long, value_name = "NAME")]
    path: Option<String>,
}

pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal<'_>) -> io::Result<Outcome> {
    if let Some(outcome) = merge_as_texts(arguments, terminal)? {
        return Ok(outcome);
    }
    let mut designs = Vec::new();
    for (name, may_be_empty) in [
        (&arguments.base, true),
        (&arguments.ours, false),
        (&arguments.theirs, false),
    ] {
        match read(name, may_be_empty) {
            Ok(design) => designs.push(design),
            Err(error) => paint::source_error(terminal.err, &error)?,
        }
    }
    let [base, ours, theirs] = designs.as_slice() else {
        return Ok(Outcome::Unusable);
    };
    let merged = review::merge(base, ours, theirs);
    let text = file::text_of(&merged.design);
    match &arguments.output {
        None => terminal.out.write_all(text.as_bytes())?,
        Some(path) => {
            if let Err(error) = file::write_atomically(path, text.as_bytes()) {
                paint::error(terminal.err, &error.to_string())?;
                return Ok(Outcome::Unusable);
            }
        }
    }
    tell(arguments, &merged.design, terminal)
}

/// Names each conflict, also those that were there before.
fn tell(
    arguments: &Arguments,
    merged: &Design,
    terminal: &mut Terminal<'_>,
) -> io::Result<Outcome> {
    let conflicts = merged.workflow.conflicts();
    if conflicts.is_empty() {
        return Ok(Outcome::Clean);
    }
    let flow = Flow::new(&merged.workflow);
    for conflict in conflicts {
        let sentence = rules::conflict_sentence(&merged.workflow, &flow, conflict);
        paint::conflict(terminal.err, &sentence)?;
    }
    let name = arguments
        .path
        .as_deref()
        .or_else(|| arguments.output.as_deref()?.to_str());
    let count = paint::count(conflicts.len(), "conflict");
    let name = name.map(|name| format!(" in {}", file::printable(name)));
    writeln!(
        terminal.err,
        "{count}{} to decide. Nothing is lost: open the design in Legwork, and each is a finding with both versions.",
        name.unwrap_or_default()
    )?;
    Ok(Outcome::Findings)
}

fn read(name: &str, may_be_empty: bool) -> Result<Design, SourceError> {
    let is_empty = |error: &SourceError| {
        matches!(
            error,
            SourceError::File(FileError {
                fault: Fault::Empty,
                ..
            })
        )
    };
    match Source::named(name)?.read() {
        Err(error) if may_be_empty && is_empty(&error) => Ok(Design::default()),
        read => read,
    }
}

/// Git calls the driver for every file that the pattern in `.gitattributes` fits. What is no design on any side is merged
/// as git would have done it.
fn merge_as_texts(
    arguments: &Arguments,
    terminal: &mut Terminal<'_>,
) -> io::Result<Option<Outcome>> {
    let Some(output) = arguments
        .output
        .as_deref()
        .filter(|_| arguments.path.is_some())
    else {
        return Ok(None);
    };
    let files = [&arguments.base, &arguments.ours, &arguments.theirs].map(Path::new);
    let is_design = |path: &&Path| {
        // What cannot be read at all is told when it is read as a design.
        let text = file::read_text(path);
        text.map_or(true, |text| {
            head_of(&text).is_surely_design() || file::parse(&text, path).is_ok()
        })
    };
    if output != files[1] || files.iter().any(is_design) {
        return Ok(None);
    }
    match git::merge_texts(files[0], files[1], files[2]) {
        Ok(true) => Ok(Some(Outcome::Clean)),
        Ok(false) => Ok(Some(Outcome::Findings)),
        Err(error) => {
            paint::error(terminal.err, &error.to_string())?;
            Ok(Some(Outcome::Unusable))
        }
    }
}
