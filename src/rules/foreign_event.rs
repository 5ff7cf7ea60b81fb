//! A Button or Timer that leads to an event of another.

use super::{Finding, Findings, Fix, Place, Rule, Safety, Severity, Subject, words};
use crate::edit::commands;
use crate::workflow::{Design, Flow};

pub static RULE: Rule = Rule {
    id: "foreign-event",
    severity: Severity::Error,
    summary: "A Button or Timer leads to an event that is not its own.",
    why: "An event belongs to one Button or Timer and is copied, moved and deleted with it. When two lead to the same \
          event, or a Timer leads to a Button Pushed, a change to the one leg silently changes the other and calls go \
          astray. This comes from a file that was edited by hand or merged. Give the action an event of its own and \
          link from there.",
    wrong: r#"
1 New Call
  button "Called back" -> 2
  button "Wrote back" -> 2 !
2 Button Pushed
  finish "Answered"
"#,
    right: r#"
1 New Call
  button "Called back" -> 2
  button "Wrote back" -> 3
2 Button Pushed
  finish "Answered"
3 Button Pushed
  link -> 2
"#,
    check,
    fixes,
};

fn check(subject: &Subject<'_>, found: &mut Findings) {
    for way in subject.flow.ways().iter().filter(|way| way.is_foreign) {
        let (Some(action), Some(to)) = (subject.action(way), way.to) else {
            continue;
        };
        let title = words::action_title(&action.data);
        let (stage, target) = (subject.title(way.from), subject.title(to));
        found.add(
            Place::Action(action.id),
            format!(
                "{title} in {stage}, leads to {target}, whose event is not its own: a change to the one leg changes the \
                 other too, and calls go astray."
            ),
        );
    }
}

fn fixes(design: &Design, _: &Flow, finding: &Finding) -> Vec<Fix> {
    let Some(action_id) = finding.place.action_id() else {
        return Vec::new();
    };
    let own = commands::spawn_own_event(design, action_id);
    Fix::edit("Add its own event, linked there", Safety::Safe, own)
        .into_iter()
        .collect()
}
