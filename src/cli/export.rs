//! Writes a design in a form for others: the definition that the runtime carries out, a report, a picture, a diagram.

use super::{Outcome, Terminal, paint, read_design};
use crate::export::{self, ExportFault, Exported, FontFile, Format, Incomplete, Options};
use crate::file;
use crate::rules;
use crate::workflow::{Design, Flow};
use clap::builder::PossibleValue;
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};

/// Write a design as a definition for the runtime, a report, a picture or a diagram
///
/// The same design gives the same bytes. A definition holds the logic alone, whatever the layout, and its version is
/// the hash of its content; of an incomplete design there is none, and its errors are listed instead. All other
/// formats show unfinished designs as well. What a format cannot hold is told beside. `legwork schema` prints the
/// JSON Schema of a definition.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  legwork export complaint.ron --to json > complaint.json
  legwork export complaint.ron -o definitions/complaint.json
  legwork export half-done.ron --to ron --draft
  legwork export complaint.ron -o complaint.svg --theme dark
  legwork export complaint.ron -o leg-2.png --leg 2 --scale 3
  legwork export complaint.ron -o report.html

Exit codes:
  0  exported
  1  the design has errors
  2  a file cannot be read or written, or there is no such leg")]
pub(super) struct Arguments {
    /// The design
    file: PathBuf,

    /// The format; by default the one that OUT's ending names
    #[arg(
        long,
        value_enum,
        value_name = "FORMAT",
        required_unless_present = "output"
    )]
    to: Option<Format>,

    /// The file to write; without it the export goes to standard output
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,

    /// Export the definition of an incomplete design as well, marked as a draft, which the runtime refuses
    #[arg(long)]
    draft: bool,

    /// Picture or diagram: only this leg, by its number in `legwork legs`
    #[arg(long, value_name = "NUMBER")]
    leg: Option<usize>,

    /// Picture: its colours
    #[arg(long, value_enum, default_value_t = Colors::Light)]
    theme: Colors,

    /// PNG: how many pixels a point of the canvas is wide
    #[arg(long, default_value_t = 2.0, value_parser = scale)]
    scale: f64,

    /// Picture: draw collapsed legs out, which are boxes otherwise, as on the canvas
    #[arg(long)]
    expand: bool,

    /// PNG and PDF: take letters that the program's own font lacks from this system's fonts; another system may draw
    /// them otherwise
    #[arg(long)]
    system_fonts: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Colors {
    Light,
    Dark,
}

impl clap::ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()).help(self.title()))
    }
}

fn scale(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(scale) if scale > 0.0 && scale <= 100.0 => Ok(scale),
        _ => Err("a scale is a number above 0, 100 at most".to_owned()),
    }
}

pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal<'_>) -> io::Result<Outcome> {
    let output = arguments.output.as_deref();
    let Some(format) = arguments.to.or_else(|| Format::of_path(output?)) else {
        let names: Vec<&str> = Format::ALL.into_iter().map(Format::name).collect();
        let names = names.join(", ");
        let sentence =
            format!("the ending of the output names no format; say `--to` with one of {names}");
        return unusable(terminal, &sentence);
    };
    if output.is_some_and(|output| is_one_file(output, &arguments.file)) {
        return unusable(
            terminal,
            "the export would replace the design; give it another name",
        );
    }
    if output.is_none() && format.is_binary() && io::stdout().is_terminal() {
        let name = format.name().to_uppercase();
        let sentence = format!("a {name} is no text for a terminal; name a file with `-o`");
        return unusable(terminal, &sentence);
    }
    let Some(read) = read_design(&arguments.file, terminal)? else {
        return Ok(Outcome::Unusable);
    };
    let design = &read.design;
    let flow = Flow::new(&design.workflow);
    let findings = rules::check_design(design, &flow);
    let fonts = system_fonts(arguments.system_fonts);
    let options = Options {
        is_draft: arguments.draft,
        leg: arguments.leg,
        is_dark: arguments.theme == Colors::Dark,
        is_expanded: arguments.expand,
        scale: arguments.scale,
        fonts: &fonts,
    };
    let exported = export::export(format, design, &flow, &findings, &options);
    let Exported { bytes, losses } = match exported {
        Ok(exported) => exported,
        Err(ExportFault::Incomplete(incomplete)) => {
            list(&arguments.file, design, &flow, &incomplete, terminal)?;
            return Ok(Outcome::Findings);
        }
        Err(fault) => return unusable(terminal, &fault.to_string()),
    };
    match output {
        None => terminal.out.write_all(&bytes)?,
        Some(path) => {
            if let Err(error) = file::write_atomically(path, &bytes) {
                return unusable(terminal, &error.to_string());
            }
        }
    }
    for loss in losses {
        paint::note(terminal.err, &loss)?;
    }
    Ok(Outcome::Clean)
}

#[cfg(any(feature = "gui", feature = "pictures"))]
fn system_fonts(are_wanted: bool) -> Vec<FontFile> {
    if are_wanted {
        file::script_fonts()
    } else {
        Vec::new()
    }
}

#[cfg(not(any(feature = "gui", feature = "pictures")))]
const fn system_fonts(_are_wanted: bool) -> Vec<FontFile> {
    Vec::new()
}

fn unusable(terminal: &mut Terminal<'_>, sentence: &str) -> io::Result<Outcome> {
    paint::error(terminal.err, sentence)?;
    Ok(Outcome::Unusable)
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
        let place = finding.place.in_words(&design.workflow, flow);
        let fixes = rules::fixes(design, flow, finding);
        paint::finding(terminal.err, path, finding, &place, &fixes)?;
    }
    let error_count = paint::count(incomplete.findings.len(), "error");
    writeln!(
        terminal.err,
        "Not exported: {error_count}. With `--draft` it is exported as a draft, which the runtime refuses."
    )
}
