//! Writes the definition that the runtime carries out.

use super::{Outcome, Terminal, paint, read_design};
use crate::export::{self, Incomplete};
use crate::file;
use crate::rules;
use crate::workflow::{Design, Flow};
use std::io;
use std::path::{Path, PathBuf};

/// Write the definition of a design, for the runtime
///
/// The same logic gives the same bytes, whatever the layout, and the version in it is the hash of its content. An
/// incomplete design is not exported: its errors are listed. `legwork schema` prints the JSON Schema.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  legwork export complaint.ron --to json > complaint.json
  legwork export complaint.ron -o definitions/complaint.json
  legwork export half-done.ron --to ron --draft

Exit codes:
  0  exported
  1  the design has errors
  2  a file cannot be read or written")]
pub(super) struct Arguments {
    /// The design
    file: PathBuf,

    /// The notation; by default the one that OUT's ending names
    #[arg(long, value_enum, required_unless_present = "output")]
    to: Option<Notation>,

    /// The file to write; without it the definition goes to standard output
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,

    /// Export an incomplete design as well, marked as a draft, which the runtime refuses
    #[arg(long)]
    draft: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Notation {
    Ron,
    Json,
}

impl Notation {
    fn of_ending(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()? {
            "ron" => Some(Self::Ron),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
}

pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal<'_>) -> io::Result<Outcome> {
    let output = arguments.output.as_deref();
    let Some(notation) = arguments.to.or_else(|| Notation::of_ending(output?)) else {
        paint::error(
            terminal.err,
            "the ending of the output names no notation; say `--to json` or `--to ron`",
        )?;
        return Ok(Outcome::Unusable);
    };
    if output.is_some_and(|output| is_one_file(output, &arguments.file)) {
        paint::error(
            terminal.err,
            "the definition would replace the design; give it another name",
        )?;
        return Ok(Outcome::Unusable);
    }
    let Some(read) = read_design(&arguments.file, terminal)? else {
        return Ok(Outcome::Unusable);
    };
    let workflow = &read.design.workflow;
    let flow = Flow::new(workflow);
    let findings = rules::check(workflow, &flow);
    let definition = match export::definition(workflow, &findings) {
        Ok(definition) => definition,
        Err(_) if arguments.draft => export::draft(workflow, &findings),
        Err(incomplete) => {
            list(&arguments.file, &read.design, &flow, &incomplete, terminal)?;
            return Ok(Outcome::Findings);
        }
    };
    let text = match notation {
        Notation::Json => export::json(&definition),
        Notation::Ron => export::ron(&definition),
    };
    match output {
        None => terminal.out.write_all(text.as_bytes())?,
        Some(path) => {
            if let Err(error) = file::write_atomically(path, text.as_bytes()) {
                paint::error(terminal.err, &error.to_string())?;
                return Ok(Outcome::Unusable);
            }
        }
    }
    Ok(Outcome::Clean)
}

fn is_one_file(a: &Path, b: &Path) -> bool {
    matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

fn list(
    path: &Path,
    design: &Design,
    flow: &Flow,
    incomplete: &Incomplete,
    terminal: &mut Terminal<'_>,
) -> io::Result<()> {
    for finding in &incomplete.findings {
        let place = paint::place_text(&design.workflow, flow, &finding.place);
        let fixes = rules::fixes(design, flow, finding);
        paint::finding(terminal.err, path, finding, &place, &fixes)?;
    }
    let error_count = paint::count(incomplete.findings.len(), "error");
    writeln!(
        terminal.err,
        "Not exported: {error_count}. With `--draft` it is exported as a draft, which the runtime refuses."
    )
}
