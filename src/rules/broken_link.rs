//! A Link that leads to no stage.

use super::{Finding, Findings, Fix, Place, Rule, Safety, Severity, Subject};
use crate::edit::commands::{self, Port};
use crate::workflow::{Design, Flow, WayKind};

pub static RULE: Rule = Rule {
    id: "broken-link",
    severity: Severity::Error,
    summary: "A Link has no target, or a target that is not there.",
    why: "A call that comes to the Link cannot go on and is never finished. Choose the stage where it goes on, or \
          finish it here.",
    wrong: r#"
1 New Call
  button "Not reached" -> 2
2 Button Pushed
  link !
"#,
    right: r#"
1 New Call
  button "Not reached" -> 2
  button "Called back" -> 3
2 Button Pushed
  link -> 1
3 Button Pushed
  finish "Called back"
"#,
    check,
    fixes,
};

fn check(subject: &Subject<'_>, found: &mut Findings) {
    for way in subject.flow.ways() {
        if way.kind != WayKind::Link || way.to.is_some() {
            continue;
        }
        let has_target = subject
            .action(way)
            .is_some_and(|action| action.data.leads_to().is_some());
        let fault = if has_target {
            "leads to a stage that is not there"
        } else {
            "has no target"
        };
        let stage = subject.title(way.from);
        found.add(
            Place::Action(way.action_id),
            format!("The Link of {stage}, {fault}: a call that gets here is never finished."),
        );
    }
}

fn fixes(design: &Design, _: &Flow, finding: &Finding) -> Vec<Fix> {
    let Some(action_id) = finding.place.action_id() else {
        return Vec::new();
    };
    let finish = commands::replace_by_finish(design, action_id);
    [Fix::choose_stage("Link to…", Port::Action(action_id))]
        .into_iter()
        .chain(Fix::edit(
            "Replace by Finish Workflow",
            Safety::Confirm,
            finish,
        ))
        .collect()
}
