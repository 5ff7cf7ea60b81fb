//! Prints the JSON Schema of definitions.

use super::{Outcome, Terminal};
use crate::export;
use std::io;

/// Print the JSON Schema of exported definitions
#[derive(clap::Args)]
#[command(after_help = "\
Example:
  legwork schema > legwork-definition.schema.json")]
pub(super) struct Arguments {}

pub(super) fn run(_: &Arguments, terminal: &mut Terminal<'_>) -> io::Result<Outcome> {
    terminal.out.write_all(export::schema().as_bytes())?;
    Ok(Outcome::Clean)
}
