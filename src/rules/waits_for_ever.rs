//! A stage that waits for somebody and for no time.

use super::{Finding, Findings, Fix, Place, Rule, Safety, Severity, Subject};
use crate::edit::commands;
use crate::workflow::{ActionKind, Design, Flow, StageEnd, WayKind};

pub static RULE: Rule = Rule {
    id: "waits-for-ever",
    severity: Severity::Warning,
    summary: "A stage waits for a button with no Timer beside it.",
    why: "When nobody pushes the button, nothing ever happens: no reminder, no escalation, and the customer waits. Add \
          a Timer, and let its stage remind or escalate.",
    wrong: r#"
1 New Call !
  alert "Call the customer back"
  button "Called back" -> 2
2 Button Pushed
  finish "Called back"
"#,
    right: r#"
1 New Call
  alert "Call the customer back"
  button "Called back" -> 2
  timer "1 day" -> 3
2 Button Pushed
  finish "Called back"
3 Timer Elapsed
  alert "Nobody has called the customer back" urgent
  link -> 1
"#,
    check,
    fixes,
};

fn check(subject: &Subject<'_>, found: &mut Findings) {
    for (stage, event) in subject.stages() {
        let has_timer = || {
            let mut ways = subject.flow.ways_from(stage).iter();
            ways.any(|way| way.kind == WayKind::Timer)
        };
        if subject.flow.end(stage) == StageEnd::Waits && !has_timer() {
            let heading = subject.heading(stage);
            found.add(
                Place::Event(event.id),
                format!(
                    "{heading}, waits for a button and for no time: a call that is overlooked here waits for ever."
                ),
            );
        }
    }
}

fn fixes(design: &Design, _: &Flow, finding: &Finding) -> Vec<Fix> {
    let Place::Event(event_id) = finding.place else {
        return Vec::new();
    };
    // To be confirmed, because somebody has to fill the new stage.
    let timer = commands::add_action(design, event_id, ActionKind::Timer.blank());
    Fix::edit("Add Timer of 1 day", Safety::Confirm, timer)
        .into_iter()
        .collect()
}
