//! How do faults and findings look on a terminal? As a good compiler's do.

use crate::file::{Fault, FileError, SourceError, printable};
use crate::review::{Difference, Kind};
use crate::rules::{Finding, Fix, Remedy, Safety, Severity};
use anstyle::{AnsiColor, Style};
use std::io::{self, Write};
use std::path::Path;

pub(super) const BOLD: Style = Style::new().bold();
pub(super) const ERROR: Style = AnsiColor::Red.on_default().bold();
const GUTTER: Style = AnsiColor::Blue.on_default().bold();
pub(super) const QUIET: Style = Style::new().dimmed();
const REVIEW: Style = AnsiColor::Magenta.on_default().bold();
const FIX: Style = AnsiColor::Green.on_default();

pub(super) const fn severity_style(severity: Severity) -> Style {
    match severity {
        Severity::Error => ERROR,
        Severity::Warning => AnsiColor::Yellow.on_default().bold(),
        Severity::Info => AnsiColor::Cyan.on_default().bold(),
    }
}

/// A sentence that stops the subcommand.
pub(super) fn error(out: &mut dyn Write, sentence: &str) -> io::Result<()> {
    writeln!(out, "{ERROR}error{ERROR:#}: {}", printable(sentence))
}

/// A sentence about what was done, that is no fault.
pub(super) fn note(out: &mut dyn Write, sentence: &str) -> io::Result<()> {
    writeln!(out, "{BOLD}note{BOLD:#}: {}", printable(sentence))
}

/// A file that cannot be read, with the line at fault where there is one.
pub(super) fn file_error(out: &mut dyn Write, fault: &FileError) -> io::Result<()> {
    error(out, &fault.fault.to_string())?;
    let path = printable(&fault.path.display().to_string());
    let Some((line, column)) = fault.fault.line_and_column() else {
        return writeln!(out, "  {GUTTER}-->{GUTTER:#} {path}");
    };
    writeln!(out, "  {GUTTER}-->{GUTTER:#} {path}:{line}:{column}")?;
    if let Fault::Misread(misread) = &fault.fault {
        let number = line.to_string();
        let margin = " ".repeat(number.len());
        let (start, length) = misread.mark;
        writeln!(out, "{GUTTER}{margin} |{GUTTER:#}")?;
        writeln!(out, "{GUTTER}{number} |{GUTTER:#} {}", misread.source_line)?;
        writeln!(
            out,
            "{GUTTER}{margin} |{GUTTER:#} {}{ERROR}{}{ERROR:#}",
            " ".repeat(start),
            "^".repeat(length)
        )?;
    }
    Ok(())
}

/// A design that cannot be read, as a file or in a revision.
pub(super) fn source_error(out: &mut dyn Write, fault: &SourceError) -> io::Result<()> {
    match fault {
        SourceError::File(fault) => file_error(out, fault),
        SourceError::Git(fault) => error(out, &fault.to_string()),
    }
}

/// A contradiction that a merge has left to decide.
pub(super) fn conflict(out: &mut dyn Write, sentence: &str) -> io::Result<()> {
    writeln!(out, "{ERROR}conflict{ERROR:#}: {}", printable(sentence))
}

/// What the lines below are about.
pub(super) fn heading(out: &mut dyn Write, text: &str) -> io::Result<()> {
    writeln!(out, "{BOLD}{text}{BOLD:#}")
}

/// A difference on a line, which begins with its sign.
pub(super) fn difference(out: &mut dyn Write, difference: &Difference) -> io::Result<()> {
    let style = kind_style(difference.kind);
    let sign = difference.kind.sign();
    let text = printable(&difference.text());
    let stage = difference
        .stage
        .as_ref()
        .map(|stage| printable(&stage.to_string()));
    match stage.and_then(|stage| Some((text.strip_prefix(&stage)?.to_owned(), stage))) {
        Some((rest, stage)) => writeln!(out, "{style}{sign}{style:#} {BOLD}{stage}{BOLD:#}{rest}"),
        None => writeln!(out, "{style}{sign}{style:#} {text}"),
    }
}

/// What differs in the layout, in one line.
pub(super) fn layout_line(out: &mut dyn Write, text: &str) -> io::Result<()> {
    writeln!(out, "{QUIET}layout: {}{QUIET:#}", printable(text))
}

const fn kind_style(kind: Kind) -> Style {
    match kind {
        Kind::Added => AnsiColor::Green.on_default(),
        Kind::Removed => AnsiColor::Red.on_default(),
        Kind::Changed => AnsiColor::Yellow.on_default(),
        Kind::Moved => AnsiColor::Blue.on_default(),
    }
}

/// A finding with its place and what can be done about it.
pub(super) fn finding(
    out: &mut dyn Write,
    path: &Path,
    finding: &Finding,
    place: &str,
    fixes: &[Fix],
) -> io::Result<()> {
    let (style, title) = if finding.is_waived() {
        (QUIET, "waived")
    } else {
        let severity = finding.rule.severity;
        (severity_style(severity), severity.title())
    };
    writeln!(
        out,
        "{style}{title}[{}]{style:#}: {BOLD}{}{BOLD:#}",
        finding.rule.id,
        printable(&finding.message)
    )?;
    writeln!(
        out,
        "  {GUTTER}-->{GUTTER:#} {}: {}",
        printable(&path.display().to_string()),
        printable(place)
    )?;
    if let Some(waived) = &finding.waived {
        let sentence = printable(&waived.sentence());
        writeln!(out, "   {GUTTER}={GUTTER:#} {sentence}")?;
    }
    if finding.is_waived() {
        return writeln!(out);
    }
    // Going to the place is what a window can do; here it has just been told.
    let done_here = |fix: &&Fix| !matches!(fix.remedy, Remedy::GoTo(_));
    for fix in fixes.iter().filter(done_here) {
        let by = if is_applied_by_fix(fix) {
            " (`--fix` does it)"
        } else {
            ""
        };
        writeln!(
            out,
            "   {GUTTER}={GUTTER:#} {FIX}fix{FIX:#}: {}{by}",
            printable(&fix.title)
        )?;
    }
    writeln!(out)
}

/// What is left of a review: a leg with what has changed on it, where anybody knows.
pub(super) fn review(
    out: &mut dyn Write,
    sentence: &str,
    path: &str,
    place: &str,
    changes: Option<&[String]>,
) -> io::Result<()> {
    writeln!(
        out,
        "{REVIEW}review{REVIEW:#}: {BOLD}{}{BOLD:#}",
        printable(sentence)
    )?;
    writeln!(
        out,
        "  {GUTTER}-->{GUTTER:#} {}: {}",
        printable(path),
        printable(place)
    )?;
    for change in changes.unwrap_or_default() {
        writeln!(out, "   {GUTTER}={GUTTER:#} {}", printable(change))?;
    }
    writeln!(out)
}

pub(super) fn is_applied_by_fix(fix: &Fix) -> bool {
    fix.safety == Safety::Safe && matches!(fix.remedy, Remedy::Edit(_))
}

/// `1 error`, `2 errors`.
pub(super) fn count(number: usize, thing: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {thing}{plural}")
}
