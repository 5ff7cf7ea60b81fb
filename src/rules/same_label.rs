//! Two buttons that read alike.

use super::{Finding, Findings, Fix, Place, Rule, Severity, Subject};
use crate::workflow::{Action, ActionData, ActionId, Design, Flow, ValueName, WayKind};

/// Case and surrounding spaces make no difference. Reported on the later button.
pub static RULE: Rule = Rule {
    id: "same-label",
    severity: Severity::Warning,
    summary: "Two buttons of a stage read alike.",
    why: "People see both on the call and cannot tell which one to push, so that calls take one leg or the other by \
          chance. Give each a label that says what was done.",
    wrong: r#"
1 New Call
  button "Done" -> 2
  button "done" -> 3 !
2 Button Pushed
  finish "Called back"
3 Button Pushed
  finish "Not reached"
"#,
    right: r#"
1 New Call
  button "Called back" -> 2
  button "Not reached" -> 3
2 Button Pushed
  finish "Called back"
3 Button Pushed
  finish "Not reached"
"#,
    check,
    fixes,
};

fn check(subject: &Subject<'_>, found: &mut Findings) {
    for (stage, event) in subject.stages() {
        let ways = subject.flow.ways_from(stage).iter();
        if ways.filter(|way| way.kind == WayKind::Button).count() < 2 {
            continue;
        }
        for (row, action) in event.actions.iter().enumerate() {
            let Some((action_id, label)) = button(action) else {
                continue;
            };
            let mut before = event.actions[..row].iter().filter_map(button);
            if before.any(|(_, other)| reads_alike(label, other)) {
                let heading = subject.heading(stage);
                found.add(
                    Place::Value(action_id, ValueName::Label),
                    format!(
                        "{heading}, offers two buttons that read “{label}”: nobody can tell which one to push."
                    ),
                );
            }
        }
    }
}

/// Not one without a label: that is reported by `missing-value`.
fn button(action: &Action) -> Option<(ActionId, &str)> {
    match &action.data {
        ActionData::Button { label, .. } => Some(label.trim())
            .filter(|label| !label.is_empty())
            .map(|label| (action.id, label)),
        _ => None,
    }
}

fn reads_alike(one: &str, other: &str) -> bool {
    let lowercase = |label| str::chars(label).flat_map(char::to_lowercase);
    lowercase(one).eq(lowercase(other))
}

fn fixes(_: &Design, _: &Flow, finding: &Finding) -> Vec<Fix> {
    vec![Fix::go_to("Go to the label", finding.place.clone())]
}
