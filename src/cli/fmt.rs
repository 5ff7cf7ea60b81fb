//! Brings designs into their canonical form.

use super::progress::Progress;
use super::{Outcome, Terminal, paint};
use crate::file::{self, Looked, find_designs};
use std::io;
use std::path::PathBuf;

/// Write designs in their canonical form
///
/// An element a line, in the order of their ids: what the designer saves. Hand-edited designs differ from that, and so do
/// those of older formats. Comments are not kept; what is worth saying goes into a Note action.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  legwork fmt designs
  legwork fmt --check designs      in a pipeline: change nothing, name what would change

Exit codes:
  0  all is in canonical form now (with --check: was before)
  1  with --check: a design is not
  2  a file cannot be read or saved")]
pub(super) struct Arguments {
    /// Designs, and folders with designs
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Only name the designs that would change
    #[arg(long)]
    check: bool,
}

pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal<'_>) -> io::Result<Outcome> {
    let found = find_designs(&arguments.paths);
    let mut outcome = Outcome::Clean;
    let mut changed = Vec::new();
    let mut sentences = Vec::new();
    let mut unreadable = Vec::new();
    {
        let mut progress = Progress::new(found.len());
        for one in &found {
            match one.look() {
                Looked::PassedOver => {}
                Looked::Unreadable(error) => unreadable.push(error),
                Looked::Design(read) => {
                    let text = file::text_of(&read.design);
                    if file::Stamp::of(text.as_bytes()) != read.stamp {
                        let saved = if arguments.check {
                            outcome = Outcome::Findings;
                            Ok(())
                        } else {
                            file::save(&one.path, &read.design, Some(&read.stamp)).map(drop)
                        };
                        match saved {
                            Ok(()) => changed.push(&one.path),
                            Err(error) => sentences.push(error.to_string()),
                        }
                    }
                }
            }
            progress.step();
        }
    }
    let done = if arguments.check {
        "not in canonical form"
    } else {
        "formatted"
    };
    for path in changed {
        let path = file::printable(&path.display().to_string());
        writeln!(terminal.out, "{path}: {done}")?;
    }
    if !unreadable.is_empty() || !sentences.is_empty() {
        outcome = Outcome::Unusable;
    }
    for error in &unreadable {
        paint::file_error(terminal.err, error)?;
    }
    for sentence in &sentences {
        paint::error(terminal.err, sentence)?;
    }
    Ok(outcome)
}
