//! What is the report as Markdown? As GitHub writes it, with the diagram drawn by Mermaid where that is known.

use super::Report;
use crate::export::{Part, mermaid};
use std::fmt::Write as _;

/// The report, and what it does not show.
pub fn markdown(report: &Report<'_>) -> (String, Vec<String>) {
    let mut text = format!("# {}\n\n", escaped(&report.title));
    let _ = writeln!(text, "{}.", escaped(&report.summary()));
    let _ = match &report.version {
        Some(version) => writeln!(text, "\nVersion `{version}`"),
        None => writeln!(text, "\nIncomplete: there is no definition of it yet."),
    };
    if report.is_reviewed {
        let _ = writeln!(text, "\nReview: {}", escaped(&report.review));
    }
    if !report.fields.is_empty() {
        let fields: Vec<String> = report.fields.iter().map(|field| escaped(field)).collect();
        let _ = writeln!(text, "\nFields of the call: {}", fields.join(", "));
    }
    let whole = Part::whole(report.part.design, report.part.flow, true);
    let (diagram, losses) = mermaid(&whole);
    let _ = writeln!(text, "\n```mermaid\n{diagram}```");
    stages(&mut text, report);
    legs(&mut text, report);
    findings(&mut text, report);
    (text, losses)
}

fn stages(text: &mut String, report: &Report<'_>) {
    text.push_str("\n## Stages\n\n");
    table(text, &["Stage", "Event", "Name", "Actions"]);
    for stage in &report.stages {
        let actions = stage.actions.iter().map(|action| {
            let mut line = escaped(&action.text);
            if !action.details.is_empty() {
                let _ = write!(line, " ({})", escaped(&action.details.join("; ")));
            }
            if let Some((_, number)) = &action.leads_to {
                let _ = write!(line, " → {number}");
            }
            line
        });
        let mut actions: Vec<String> = actions.collect();
        if stage.dangles {
            actions.push("**ends nowhere**".to_owned());
        }
        let cells = [
            stage.number.to_string(),
            stage.kind.title().to_owned(),
            escaped(&stage.name),
            actions.join("<br>"),
        ];
        line(text, &cells);
    }
}

fn legs(text: &mut String, report: &Report<'_>) {
    text.push_str("\n## Legs\n\n");
    table(
        text,
        &[
            "Leg",
            "Way",
            "Waits for",
            "Does",
            "Ends",
            "Shortest",
            "Longest",
            "Verdict",
            "Review",
        ],
    );
    for leg in &report.legs {
        let detached = if leg.is_attached { "" } else { "detached: " };
        let told = &leg.told;
        let mut review = escaped(&told.review);
        if !leg.remark.is_empty() {
            let _ = write!(review, ": {}", escaped(&leg.remark));
        }
        let cells = [
            leg.number.to_string(),
            escaped(&format!("{detached}{}", told.triggers.join(" → "))),
            escaped(&told.waits_for.join(", ")),
            escaped(&told.done),
            escaped(&told.end),
            escaped(&told.shortest),
            escaped(&told.longest),
            escaped(&told.verdict),
            review,
        ];
        line(text, &cells);
    }
    text.push_str("\n### What happens on each leg\n\n");
    for leg in &report.legs {
        let _ = writeln!(text, "{}. {}", leg.number, escaped(&leg.story));
    }
}

fn findings(text: &mut String, report: &Report<'_>) {
    text.push_str("\n## Findings\n\n");
    if report.findings.is_empty() {
        text.push_str("Nothing is wrong.\n");
    }
    for finding in &report.findings {
        let _ = writeln!(
            text,
            "- **{}** (`{}`), {}: {}",
            capitalised(finding.severity_title()),
            finding.rule,
            escaped(&finding.place),
            escaped(&finding.message)
        );
    }
    if !report.questions.is_empty() {
        text.push_str("\n## Open questions\n\n");
        for question in &report.questions {
            let said = question.said.iter();
            let said = said.map(|(name, told)| format!("{}: {}", escaped(name), escaped(told)));
            let said: Vec<String> = said.collect();
            let _ = writeln!(
                text,
                "- {}: {}",
                escaped(&question.place),
                said.join("<br>")
            );
        }
    }
    if !report.waivers.is_empty() {
        text.push_str("\n## Waivers\n\n");
        table(text, &["Rule", "Place", "Reason", "By", "State"]);
        for waiver in &report.waivers {
            let cells = [
                escaped(&waiver.rule),
                escaped(&waiver.place),
                escaped(&waiver.reason),
                escaped(&waiver.name),
                waiver.state.title().to_owned(),
            ];
            line(text, &cells);
        }
    }
}

fn table(text: &mut String, headings: &[&str]) {
    let _ = writeln!(text, "| {} |", headings.join(" | "));
    let _ = writeln!(text, "|{}", " --- |".repeat(headings.len()));
}

fn line(text: &mut String, cells: &[String]) {
    let _ = writeln!(text, "| {} |", cells.join(" | "));
}

/// In one line, with a backslash before whatever Markdown, HTML in it, or what GitHub adds to it might take for an
/// instruction. No text stands where a block begins.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut letters = text.trim().chars().peekable();
    while let Some(c) = letters.next() {
        let is_joined = letters.peek().is_some_and(|next| !next.is_whitespace());
        let is_sign = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '$' | '@' => {
                true
            }
            // Of an address, which would become a link, or of a short name for a picture.
            ':' | '.' => is_joined,
            _ => false,
        };
        if is_sign {
            escaped.push('\\');
        }
        escaped.push(if c.is_control() { ' ' } else { c });
    }
    escaped
}

fn capitalised(word: &str) -> String {
    let mut rest = word.chars();
    let first = rest.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(rest).collect()
}
