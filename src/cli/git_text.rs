//! Writes a design as lines to compare: git calls it for `git show` and `git log -p`, as its setup has told it to.

use super::{Outcome, Terminal};
use crate::file;
use crate::workflow::sketch;
use std::io;
use std::path::PathBuf;

/// What git calls to show a design as text: see `diff.<driver>.textconv` in gitattributes(5)
#[derive(clap::Args)]
pub(super) struct Arguments {
    file: PathBuf,
}

/// What is no design is shown as it is: git takes an exit code other than 0 for a failure and stops.
pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal<'_>) -> io::Result<Outcome> {
    match file::read(&arguments.file) {
        Ok(read) => {
            let workflow = &read.design.workflow;
            let sketch = sketch::print(workflow);
            write!(terminal.out, "workflow \"{}\"\n{sketch}", workflow.name())?;
        }
        Err(_) => terminal.out.write_all(&std::fs::read(&arguments.file)?)?,
    }
    Ok(Outcome::Clean)
}
