//! Two stages with one number.

use super::{Finding, Findings, Fix, Place, Rule, Safety, Severity, Subject};
use crate::edit::commands;
use crate::workflow::{Design, Flow};
use std::collections::BTreeSet;

/// Reported on every stage but the first that bears the number.
pub static RULE: Rule = Rule {
    id: "duplicate-stage-number",
    severity: Severity::Error,
    summary: "Two stages bear one number.",
    why: "People know a stage by its number, and the Call Manager shows by it how far a call has come: with two of one \
          number nobody can tell where a call is. This comes from a file that was edited by hand or merged. Give the \
          later stage a number of its own.",
    wrong: r#"
1 New Call
  button "Called back" -> 2
  button "Wrote back" -> 3
2 Button Pushed
  finish "Called back"
2 Button Pushed !
  finish "Wrote back"
"#,
    right: r#"
1 New Call
  button "Called back" -> 2
  button "Wrote back" -> 3
2 Button Pushed
  finish "Called back"
3 Button Pushed
  finish "Wrote back"
"#,
    check,
    fixes,
};

fn check(subject: &Subject<'_>, found: &mut Findings) {
    // Events are mostly numbered in the order of their ids, so that sorting costs next to nothing.
    let mut numbers: Vec<u32> = subject.stages().map(|(_, event)| event.stage).collect();
    numbers.sort_unstable();
    if numbers.windows(2).all(|pair| pair[0] != pair[1]) {
        return;
    }
    let mut taken = BTreeSet::new();
    for (stage, event) in subject.stages() {
        if !taken.insert(event.stage) {
            let heading = subject.heading(stage);
            found.add(
                Place::Event(event.id),
                format!(
                    "{heading}, has the number of another stage: nobody can tell at which of them a call is."
                ),
            );
        }
    }
}

fn fixes(design: &Design, _: &Flow, finding: &Finding) -> Vec<Fix> {
    let Place::Event(event_id) = finding.place else {
        return Vec::new();
    };
    let mut events = design.workflow.events();
    let number = design.workflow.event(event_id).map(|event| event.stage);
    if !events.any(|event| event.id < event_id && Some(event.stage) == number) {
        return Vec::new();
    }
    let next = design.workflow.counters().stage;
    Fix::edit(
        format!("Renumber to {next}"),
        Safety::Safe,
        commands::give_stage_number(design, event_id),
    )
    .into_iter()
    .collect()
}
