//! A Button or Timer whose event is gone.

use super::{Finding, Findings, Fix, Place, Rule, Safety, Severity, Subject, words};
use crate::edit::commands;
use crate::workflow::{Design, Flow, WayKind};

pub static RULE: Rule = Rule {
    id: "missing-event",
    severity: Severity::Error,
    summary: "The event that belongs to a Button or Timer is gone.",
    why: "Nothing happens when the button is pushed or the time is up, and the call is stuck. The designer adds and \
          deletes both together, so this comes from a file that was edited by hand or merged. Let the event be added \
          again, and say there what is done next.",
    wrong: r#"
1 New Call
  button "Called back" -> 2
  timer "2 days" -> 7 !
2 Button Pushed
  finish "Called back"
"#,
    right: r#"
1 New Call
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
    for way in subject.flow.ways() {
        let what_happens = match way.kind {
            WayKind::Link => continue,
            _ if way.to.is_some() => continue,
            WayKind::Button => "a call whose button is pushed gets stuck",
            WayKind::Timer => "a call whose time is up gets stuck",
        };
        let Some(action) = subject.action(way) else {
            continue;
        };
        let title = words::action_title(&action.data);
        let stage = subject.title(way.from);
        found.add(
            Place::Action(action.id),
            format!("The event of {title} in {stage}, is gone: {what_happens}."),
        );
    }
}

fn fixes(design: &Design, _: &Flow, finding: &Finding) -> Vec<Fix> {
    let Some(action) = finding
        .place
        .action_id()
        .and_then(|action_id| design.workflow.action(action_id))
    else {
        return Vec::new();
    };
    let title = action
        .data
        .kind()
        .spawns()
        .map_or("event", |kind| kind.title());
    // To be confirmed, because somebody has to fill the new stage.
    let spawned = commands::spawn_missing_event(design, action.id);
    Fix::edit(format!("Add {title}"), Safety::Confirm, spawned)
        .into_iter()
        .collect()
}
