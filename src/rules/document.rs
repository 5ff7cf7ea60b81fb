//! What do people read about the rules? `docs/rules.md`, written from the rules themselves.

use super::words::capitalised;
use super::{ALL, Fix, Remedy, Rule, Safety, check, fixes};
use crate::workflow::{Design, Flow, sketch};
use std::fmt::Write as _;

const INTRODUCTION: &str = "\
# The rules

What Legwork finds in a design, why it matters for a call, and what can be done about it. Errors stop an export;
warnings do not, and can be waived with a reason; infos are there to know.

This page is written from the rules themselves. The examples are workflows in a few lines of text: a number, an event
and a name are a stage, the lines below it are its actions, and `-> 2` leads to stage 2. In the examples of what is
wrong a `!` marks the lines that are reported.

A fix marked *safe* loses nothing and guesses nothing: `legwork check --fix` applies it. All others wait for somebody
to want them.

";

/// All rules as a Markdown page.
pub fn document() -> String {
    let mut page = INTRODUCTION.to_owned();
    page.push_str("| rule | severity | what is found |\n| --- | --- | --- |\n");
    for rule in ALL {
        let Rule {
            id,
            severity,
            summary,
            ..
        } = rule;
        let _ = writeln!(page, "| [{id}](#{id}) | {} | {summary} |", severity.title());
    }
    for rule in ALL {
        write_section(&mut page, rule);
    }
    page
}

fn write_section(page: &mut String, rule: &'static Rule) {
    let Rule {
        id,
        severity,
        summary,
        why,
        ..
    } = rule;
    let _ = write!(
        page,
        "\n## {id}\n\n*{}.* {summary}\n\n{why}\n",
        capitalised(severity.title())
    );
    for (title, example) in [("Wrong", rule.wrong), ("Right", rule.right)] {
        if !example.is_empty() {
            let _ = write!(page, "\n{title}:\n\n```text\n{}\n```\n", example.trim());
        }
    }
    let remedies = remedies(rule);
    if !remedies.is_empty() {
        page.push_str("\nWhat can be done in this example:\n\n");
    }
    for remedy in remedies {
        let _ = writeln!(page, "- {remedy}");
    }
}

/// What is offered for the findings of the rule's own example, each once.
fn remedies(rule: &'static Rule) -> Vec<String> {
    let Ok(workflow) = sketch::parse(rule.wrong) else {
        return Vec::new();
    };
    let flow = Flow::new(&workflow);
    let findings = check(&workflow, &flow);
    let design = Design {
        workflow,
        ..Design::default()
    };
    let mut lines = Vec::new();
    for finding in findings.iter().filter(|finding| finding.rule == rule) {
        for fix in fixes(&design, &flow, finding) {
            let line = in_words(&fix);
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
    }
    lines
}

fn in_words(fix: &Fix) -> String {
    let how = match (&fix.remedy, fix.safety) {
        (Remedy::Edit(_), Safety::Safe) => "*safe*",
        (Remedy::Edit(_), Safety::Confirm) => "to be confirmed",
        (Remedy::GoTo(_), _) => "goes to the value",
        (Remedy::ChooseStage(_) | Remedy::ChooseWayIn(_), _) => "asks for the stage",
    };
    format!("{} ({how})", fix.title)
}
