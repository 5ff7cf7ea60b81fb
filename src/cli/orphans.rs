//! Tells what lies in a folder of recovery journals. For tests only; people are told by the start page.

use super::{Outcome, Terminal};
use crate::file::journal;
use std::io;
use std::path::PathBuf;

/// List the work that was not saved, an orphaned journal a line
#[derive(clap::Args)]
pub(super) struct Arguments {
    folder: PathBuf,
}

pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal<'_>) -> io::Result<Outcome> {
    for orphan in journal::orphans(&arguments.folder) {
        match orphan.rescue {
            Ok(rescue) => writeln!(terminal.out, "{}\t{}", rescue.name, rescue.what)?,
            Err(why) => writeln!(terminal.out, "{}: {why}", orphan.journal.display())?,
        }
    }
    Ok(Outcome::Clean)
}
