//! Explains the rules.

use super::{Outcome, Terminal, paint};
use crate::rules::{self, Rule};
use std::io;

/// List the rules that designs are checked by, or explain one
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  legwork rules
  legwork rules dangling-leg")]
pub(super) struct Arguments {
    /// The rule to explain
    rule: Option<String>,
}

pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal<'_>) -> io::Result<Outcome> {
    let Some(asked) = &arguments.rule else {
        let width = rules::ALL.iter().map(|rule| rule.id.len()).max();
        for rule in rules::ALL {
            let style = paint::severity_style(rule.severity);
            writeln!(
                terminal.out,
                "{:<width$}  {style}{:<7}{style:#}  {}",
                rule.id,
                rule.severity.title(),
                rule.summary,
                width = width.unwrap_or(0)
            )?;
        }
        return Ok(Outcome::Clean);
    };
    if let Some(rule) = rules::ALL.iter().find(|rule| rule.id == *asked) {
        explain(rule, terminal)?;
        return Ok(Outcome::Clean);
    }
    let nearest = rules::ALL
        .iter()
        .max_by(|a, b| strsim::jaro(a.id, asked).total_cmp(&strsim::jaro(b.id, asked)))
        .filter(|rule| strsim::jaro(rule.id, asked) > 0.7);
    let hint = nearest.map_or_else(
        || "`legwork rules` lists them".to_owned(),
        |rule| format!("did you mean `{}`?", rule.id),
    );
    paint::error(terminal.err, &format!("there is no rule `{asked}`; {hint}"))?;
    Ok(Outcome::Unusable)
}

fn explain(rule: &Rule, terminal: &mut Terminal<'_>) -> io::Result<()> {
    let (bold, style) = (paint::BOLD, paint::severity_style(rule.severity));
    writeln!(
        terminal.out,
        "{bold}{}{bold:#} {style}({}){style:#}\n\n{}\n\n{}",
        rule.id,
        rule.severity.title(),
        rule.summary,
        rule.why
    )?;
    for (title, example) in [("Wrong", rule.wrong), ("Right", rule.right)] {
        writeln!(terminal.out, "\n{bold}{title}{bold:#}")?;
        for line in example.trim_matches('\n').lines() {
            writeln!(terminal.out, "    {line}")?;
        }
    }
    Ok(())
}
