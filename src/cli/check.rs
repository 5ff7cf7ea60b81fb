//! Tells what is wrong with designs, and mends what can be mended without a question.

use super::require_review::{Required, ReviewReport};
use super::unused::{JsonFault, Unused, say_no_design};
use super::{Outcome, Terminal, paint};
use crate::file::{self, Found, ReadDesign, find_designs};
use crate::rules::{self, Finding, Fix, Severity, Waived};
use crate::workflow::{Design, Flow};
use serde::Serialize;
use std::io;
use std::path::{Path, PathBuf};

/// Tell what is wrong with designs
///
/// Each finding says what will happen to a call if nothing is done, where, and what can be done about it. Folders are
/// searched for designs to the bottom; other `.ron` files in them are passed over.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  legwork check complaint.ron
  legwork check designs --deny warnings      in a pipeline: warnings count as well
  legwork check designs --format json        for programs
  legwork check --fix complaint.ron          apply the safe fixes and save
  legwork check --show-waived designs        what was accepted, by whom and why
  legwork check --require-review designs     legs that nobody has reviewed as they are now count as well

Exit codes:
  0  no errors (with --deny warnings: no warnings either, but for waived ones)
  1  errors, or a review that is required and not there
  2  a file cannot be read or saved

`legwork rules` lists the rules, `legwork rules RULE` explains one.")]
pub(super) struct Arguments {
    /// Designs, and folders with designs
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// How to write the findings
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,

    /// Apply the fixes that lose nothing and guess nothing, and save
    #[arg(long)]
    fix: bool,

    /// List what was waived as well, with reason and name
    #[arg(long)]
    show_waived: bool,

    /// What else makes the exit code 1
    #[arg(long, value_enum, value_name = "WHAT")]
    deny: Option<Deny>,

    /// Fail while a leg is not reviewed as it is now, detached ones too; with `=signed`, while a question is open or the
    /// whole is not signed as well
    #[arg(
        long,
        value_enum,
        value_name = "HOW FAR",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "legs"
    )]
    require_review: Option<Required>,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Text,
    Json,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Deny {
    Warnings,
}

/// What became of one design.
struct Checked {
    path: PathBuf,
    findings: Vec<Reported>,
    /// Where one is required.
    review: Option<ReviewReport>,
    fixed_count: usize,
}

/// A finding with what there is to say about it, once the design is out of sight.
struct Reported {
    finding: Finding,
    place: String,
    stage: Option<u32>,
    event_id: Option<u32>,
    action_id: Option<u32>,
    fixes: Vec<Fix>,
}

#[derive(Default)]
struct Report {
    checked: Vec<Checked>,
    unused: Unused,
}

pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal<'_>) -> io::Result<Outcome> {
    let found = find_designs(&arguments.paths);
    let report = Report::of(&found, arguments.fix, arguments.require_review);
    match arguments.format {
        Format::Text => report.write_text(arguments.show_waived, terminal)?,
        Format::Json => report.write_json(terminal)?,
    }
    if report.checked.is_empty() && report.unused.unreadable.is_empty() {
        say_no_design(terminal)?;
        return Ok(Outcome::Unusable);
    }
    Ok(report.outcome(arguments.deny))
}

impl Checked {
    fn of(
        unused: &mut Unused,
        path: &Path,
        read: ReadDesign,
        fixes: bool,
        required: Option<Required>,
    ) -> Self {
        let ReadDesign {
            mut design, stamp, ..
        } = read;
        let mut fixed_count = if fixes { apply_fixes(&mut design) } else { 0 };
        if fixed_count > 0
            && let Err(error) = file::save(path, &design, Some(&stamp))
        {
            unused.unsaved.push(error.to_string());
            fixed_count = 0;
        }
        let flow = Flow::new(&design.workflow);
        let findings = rules::check_design(&design, &flow);
        let review = required.map(|required| ReviewReport::of(&design, &flow, &findings, required));
        Self {
            path: path.to_owned(),
            review,
            findings: findings
                .into_iter()
                .map(|finding| Reported::of(&design, &flow, finding))
                .collect(),
            fixed_count,
        }
    }
}

impl Report {
    fn of(found: &[Found], fixes: bool, required: Option<Required>) -> Self {
        let mut report = Self::default();
        let mut checked = Vec::new();
        report.unused.look(found, |unused, path, read| {
            checked.push(Checked::of(unused, path, read, fixes, required));
        });
        report.checked = checked;
        report
    }

    fn outcome(&self, deny: Option<Deny>) -> Outcome {
        let denied = match deny {
            Some(Deny::Warnings) => Severity::Warning,
            None => Severity::Error,
        };
        if self.unused.is_any() {
            Outcome::Unusable
        } else if self
            .counted()
            .any(|reported| reported.finding.rule.severity <= denied)
            || !self.reviews().all(ReviewReport::passes)
        {
            Outcome::Findings
        } else {
            Outcome::Clean
        }
    }

    fn findings(&self) -> impl Iterator<Item = &Reported> {
        self.checked.iter().flat_map(|checked| &checked.findings)
    }

    fn reviews(&self) -> impl Iterator<Item = &ReviewReport> {
        self.checked
            .iter()
            .filter_map(|checked| checked.review.as_ref())
    }

    /// Those that somebody still has to look at.
    fn counted(&self) -> impl Iterator<Item = &Reported> {
        self.findings()
            .filter(|reported| !reported.finding.is_waived())
    }

    fn waived_count(&self) -> usize {
        self.findings().count() - self.counted().count()
    }

    fn count(&self, severity: Severity) -> usize {
        self.counted()
            .filter(|reported| reported.finding.rule.severity == severity)
            .count()
    }

    fn fixed_count(&self) -> usize {
        self.checked.iter().map(|checked| checked.fixed_count).sum()
    }

    fn write_text(&self, shows_waived: bool, terminal: &mut Terminal<'_>) -> io::Result<()> {
        for checked in &self.checked {
            let is_shown = |reported: &&Reported| shows_waived || !reported.finding.is_waived();
            for reported in checked.findings.iter().filter(is_shown) {
                paint::finding(
                    terminal.out,
                    &checked.path,
                    &reported.finding,
                    &reported.place,
                    &reported.fixes,
                )?;
            }
            if let Some(review) = &checked.review {
                review.write_text(&checked.path, terminal.out)?;
            }
        }
        self.unused.write(terminal)?;
        if self.checked.is_empty() {
            return Ok(());
        }
        writeln!(terminal.out, "{}", self.summary(shows_waived))
    }

    fn summary(&self, shows_waived: bool) -> String {
        let counts: Vec<String> = [
            (Severity::Error, "error"),
            (Severity::Warning, "warning"),
            (Severity::Info, "info"),
        ]
        .into_iter()
        .filter_map(|(severity, thing)| {
            let number = self.count(severity);
            (number > 0).then(|| paint::count(number, thing))
        })
        .collect();
        let found = if counts.is_empty() {
            "Nothing wrong".to_owned()
        } else {
            counts.join(", ")
        };
        let mut parts = vec![format!(
            "{found} in {}",
            paint::count(self.checked.len(), "design")
        )];
        let fixable_count = self
            .counted()
            .filter(|reported| reported.fixes.iter().any(paint::is_applied_by_fix))
            .count();
        if self.fixed_count() > 0 {
            parts.push(format!("{} fixed", self.fixed_count()));
        }
        if fixable_count > 0 {
            parts.push(format!("`--fix` mends {fixable_count}"));
        }
        match self.waived_count() {
            0 => {}
            count if shows_waived => parts.push(format!("{count} waived")),
            count => parts.push(format!("{count} waived (`--show-waived` lists them)")),
        }
        match self.reviews().map(ReviewReport::unreviewed_count).sum() {
            0 => {}
            1 => parts.push("1 leg to review".to_owned()),
            count => parts.push(format!("{count} legs to review")),
        }
        parts.extend(self.unused.parts());
        parts.join("; ") + "."
    }

    fn write_json(&self, terminal: &mut Terminal<'_>) -> io::Result<()> {
        let report = JsonReport {
            format: "legwork-check/1",
            designs: self.checked.iter().map(JsonDesign::of).collect(),
            unreadable: self.unused.json(),
            unsaved: &self.unused.unsaved,
            passed_over: self.unused.passed_over_count,
            errors: self.count(Severity::Error),
            warnings: self.count(Severity::Warning),
            infos: self.count(Severity::Info),
            waived: self.waived_count(),
            fixed: self.fixed_count(),
        };
        serde_json::to_writer_pretty(&mut *terminal.out, &report)?;
        writeln!(terminal.out)
    }
}

impl Reported {
    fn of(design: &Design, flow: &Flow, finding: Finding) -> Self {
        let workflow = &design.workflow;
        let event = finding
            .place
            .event_id(workflow)
            .and_then(|event_id| workflow.event(event_id));
        Self {
            place: finding.place.in_words(workflow, flow),
            stage: event.map(|event| event.stage),
            event_id: event.map(|event| event.id.0),
            action_id: finding.place.action_id().map(|action_id| action_id.0),
            fixes: rules::fixes(design, flow, &finding),
            finding,
        }
    }
}

/// Applies all safe fixes; says how many.
fn apply_fixes(design: &mut Design) -> usize {
    let plan = rules::safe_fixes(design);
    let fixed_count = plan.len();
    // Each was made for the design as those before it leave it, and so all fit or none does.
    match rules::join(plan).apply(design) {
        Ok(()) => fixed_count,
        Err(_) => 0,
    }
}

#[derive(Serialize)]
struct JsonReport<'a> {
    format: &'static str,
    designs: Vec<JsonDesign<'a>>,
    unreadable: Vec<JsonFault>,
    unsaved: &'a [String],
    passed_over: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
    /// In none of the three counts before.
    waived: usize,
    fixed: usize,
}

#[derive(Serialize)]
struct JsonDesign<'a> {
    path: String,
    fixed: usize,
    findings: Vec<JsonFinding<'a>>,
    /// With `--require-review`.
    #[serde(skip_serializing_if = "Option::is_none")]
    review: Option<&'a ReviewReport>,
}

#[derive(Serialize)]
struct JsonFinding<'a> {
    rule: &'static str,
    severity: &'static str,
    message: &'a str,
    place: &'a str,
    stage: Option<u32>,
    event: Option<u32>,
    action: Option<u32>,
    fixes: Vec<JsonFix<'a>>,
    waived: Option<JsonWaived<'a>>,
}

#[derive(Serialize)]
struct JsonWaived<'a> {
    name: &'a str,
    reason: &'a str,
    /// Has the leg changed since, so that the finding counts again?
    has_lapsed: bool,
}

#[derive(Serialize)]
struct JsonFix<'a> {
    title: &'a str,
    /// Does `--fix` apply it?
    safe: bool,
}

impl<'a> JsonDesign<'a> {
    fn of(checked: &'a Checked) -> Self {
        Self {
            path: checked.path.display().to_string(),
            fixed: checked.fixed_count,
            review: checked.review.as_ref(),
            findings: checked
                .findings
                .iter()
                .map(|reported| JsonFinding {
                    rule: reported.finding.rule.id,
                    severity: reported.finding.rule.severity.title(),
                    message: &reported.finding.message,
                    place: &reported.place,
                    stage: reported.stage,
                    event: reported.event_id,
                    action: reported.action_id,
                    fixes: reported
                        .fixes
                        .iter()
                        .map(|fix| JsonFix {
                            title: &fix.title,
                            safe: paint::is_applied_by_fix(fix),
                        })
                        .collect(),
                    waived: reported.finding.waived.as_ref().map(JsonWaived::of),
                })
                .collect(),
        }
    }
}

impl<'a> JsonWaived<'a> {
    fn of(waived: &'a Waived) -> Self {
        Self {
            name: &waived.name,
            reason: &waived.reason,
            has_lapsed: waived.has_lapsed,
        }
    }
}
