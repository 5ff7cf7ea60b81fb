//! A value that an action cannot do without.

use super::{Finding, Findings, Fix, Place, Rule, Severity, Subject};
use crate::workflow::{ActionKind, Design, Flow, ValueFault};

pub static RULE: Rule = Rule {
    id: "missing-value",
    severity: Severity::Error,
    summary: "A value that is needed is empty or not well-formed: a label, an address, a duration, a URL.",
    why: "The action is carried out as it stands, for every call: an email without an address is not sent, a timer \
          without a duration never elapses, a button without a label tells nobody what it is for. Fill the value in.",
    wrong: r#"
1 New Call
  email "care" "Please call back" !
  button "" -> 2 !
  timer "soon" -> 3 !
2 Button Pushed
  finish "Called back"
3 Timer Elapsed
  finish "Not reached"
"#,
    right: r#"
1 New Call
  email "care@example.com" "Please call back"
  button "Called back" -> 2
  timer "2 days" -> 3
2 Button Pushed
  finish "Called back"
3 Timer Elapsed
  finish "Not reached"
"#,
    check,
    fixes,
};

fn check(subject: &Subject<'_>, found: &mut Findings) {
    for (stage, event) in subject.stages() {
        for action in &event.actions {
            let kind = action.data.kind();
            for &name in kind.value_names() {
                let Some(fault) = action.data.value_fault(name) else {
                    continue;
                };
                let reason = match fault {
                    ValueFault::Empty => format!("the {} is empty", name.noun()),
                    ValueFault::Malformed(reason) => reason,
                };
                let heading = subject.heading(stage);
                let does = consequence(kind);
                found.add(
                    Place::Value(action.id, name),
                    format!("{heading}, {does}: {reason}."),
                );
            }
        }
    }
}

/// What becomes of an action when one of its required values is at fault, after the name of its stage.
const fn consequence(kind: ActionKind) -> &'static str {
    match kind {
        ActionKind::Alert => "raises a call on the alerter without saying why",
        ActionKind::Email => "cannot send its email as it should",
        ActionKind::Sms => "cannot send its text message as it should",
        ActionKind::Webhook => "cannot call its web address",
        ActionKind::SetField => "cannot set its field",
        ActionKind::Note => "adds an empty line to the call's history",
        ActionKind::Button => "offers a button that says nothing",
        ActionKind::Timer => "has a timer that never elapses",
        ActionKind::Link => "cannot follow its Link",
        ActionKind::Finish => "ends the run without saying how",
    }
}

fn fixes(_: &Design, _: &Flow, finding: &Finding) -> Vec<Fix> {
    match finding.place {
        Place::Value(_, name) => vec![Fix::go_to(
            format!("Go to the {}", name.noun()),
            finding.place.clone(),
        )],
        _ => Vec::new(),
    }
}
