//! Tells git what differs between two designs: git calls it, as its setup has told it to.

use super::{Outcome, Terminal, diff, paint};
use crate::file::{self, Fault, FileError, Source, SourceError, git};
use crate::review;
use crate::workflow::Design;
use std::io;
use std::path::{Path, PathBuf};

/// What git calls for `git diff` on a design: see `diff.<driver>.command` in gitattributes(5)
#[derive(clap::Args)]
pub(super) struct Arguments {
    path: String,
    /// The file before, its hash and mode, and the same after; not there while a merge is to be finished
    rest: Vec<String>,
}

/// Git takes any exit code but 0 for a failure and stops.
pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal<'_>) -> io::Result<Outcome> {
    let path = file::printable(&arguments.path);
    let [before, _, _, after, _, _, renamed @ ..] = arguments.rest.as_slice() else {
        writeln!(terminal.out, "{path}: to be merged")?;
        return Ok(Outcome::Clean);
    };
    let name = match renamed.first() {
        Some(new) => format!("{path} → {}", file::printable(new)),
        None => path,
    };
    paint::heading(terminal.out, &format!("design {name}"))?;
    match (read(before), read(after)) {
        (Ok(before), Ok(after)) => {
            let found = review::differences(&before, &after);
            diff::write_text(terminal.out, &found)?;
            if found.is_empty() {
                writeln!(terminal.out, "There is no difference by meaning.")?;
            }
        }
        // What is no design differs as texts do.
        _ => match git::diff_texts(Path::new(before), Path::new(after), is_colored()) {
            Ok(text) => terminal.out.write_all(&text)?,
            Err(error) => paint::error(terminal.err, &error.to_string())?,
        },
    }
    Ok(Outcome::Clean)
}

/// A file that is added or deleted is on one side empty, or the system's empty device.
fn read(name: &str) -> Result<Design, SourceError> {
    if name == "/dev/null" || name == "nul" {
        return Ok(Design::default());
    }
    match Source::File(PathBuf::from(name)).read() {
        Err(SourceError::File(FileError {
            fault: Fault::Empty,
            ..
        })) => Ok(Design::default()),
        read => read,
    }
}

/// Git shows what is told here with its pager, which is no terminal but knows colours.
pub(super) fn is_colored() -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    is_set("GIT_PAGER_IN_USE") && !is_set("NO_COLOR")
}
