//! A stage from which nothing carries the call on.

use super::{Finding, Findings, Fix, Place, Rule, Safety, Severity, Subject};
use crate::edit::commands::{self, Port};
use crate::workflow::{ActionKind, Design, Flow, StageEnd};

pub static RULE: Rule = Rule {
    id: "dangling-leg",
    severity: Severity::Error,
    summary: "The stage ends nowhere: it has no Finish Workflow, Link, Button or Timer.",
    why: "A call that gets to the stage is never finished and never shown again: what still had to be done for the \
          customer is forgotten. End the leg with Finish Workflow, or link it to the stage where the call goes on.",
    wrong: r#"
1 New Call
  button "Called back" -> 2
2 Button Pushed !
  note "The customer was called back"
"#,
    right: r#"
1 New Call
  button "Called back" -> 2
2 Button Pushed
  note "The customer was called back"
  finish "Called back"
"#,
    check,
    fixes,
};

fn check(subject: &Subject<'_>, found: &mut Findings) {
    for (stage, event) in subject.stages() {
        if subject.flow.end(stage) == StageEnd::Dangles {
            let heading = subject.heading(stage);
            found.add(
                Place::Event(event.id),
                format!("{heading}, ends nowhere: a call that gets here is never finished."),
            );
        }
    }
}

fn fixes(design: &Design, _: &Flow, finding: &Finding) -> Vec<Fix> {
    let Place::Event(event_id) = finding.place else {
        return Vec::new();
    };
    let finish = commands::add_action(design, event_id, ActionKind::Finish.blank());
    Fix::edit("Add Finish Workflow", Safety::Confirm, finish)
        .into_iter()
        .chain([Fix::choose_stage("Link to…", Port::Stage(event_id))])
        .collect()
}
