//! A stage that no call ever gets to.

use super::{Finding, Findings, Fix, Place, Rule, Safety, Severity, Subject, words};
use crate::edit::{Below, commands};
use crate::workflow::{Design, EventId, Flow, StageEnd, counted};

/// Reported once for each detached leg, on its first stage. Without a New Call nothing is reported: that is the
/// finding of `new-call-count`.
pub static RULE: Rule = Rule {
    id: "unreachable-stage",
    severity: Severity::Error,
    summary: "No way leads to the stage from New Call.",
    why: "What the stage, and all that follows on it, was meant to do is never done for any call. Attach it to the \
          stage it should follow on by a Button, Timer or Link, or delete it when it is not wanted any more.",
    wrong: r#"
1 New Call
  finish "Nothing to do"
2 Button Pushed "Called back" !
  finish "Called back"
"#,
    right: r#"
1 New Call
  button "Called back" -> 2
2 Button Pushed
  finish "Called back"
"#,
    check,
    fixes,
};

fn check(subject: &Subject<'_>, found: &mut Findings) {
    for (stage, event) in subject.stages() {
        if subject.is_reached(stage) || subject.flow.parent(stage).is_some() {
            continue;
        }
        let title = match unreached_below(subject, stage).len() {
            1 => subject.title(stage),
            count => format!(
                "{}, and the {} below it",
                subject.title(stage),
                counted(count - 1, "stage")
            ),
        };
        found.add(
            Place::Event(event.id),
            format!("No way leads from New Call to {title}: no call ever gets there."),
        );
    }
}

fn unreached_below(subject: &Subject<'_>, stage: usize) -> Vec<usize> {
    let mut leg = subject.flow.below(stage);
    leg.retain(|&below| !subject.is_reached(below));
    leg
}

fn fixes(design: &Design, flow: &Flow, finding: &Finding) -> Vec<Fix> {
    let subject = Subject::new(&design.workflow, flow);
    let Place::Event(event_id) = finding.place else {
        return Vec::new();
    };
    let Some(stage) = flow.index(event_id).filter(|&i| !subject.is_reached(i)) else {
        return Vec::new();
    };
    attach_to_new_call(&subject, design, event_id)
        .into_iter()
        .chain([Fix::choose_way_in("Attach to…", event_id)])
        .chain(delete(&subject, design, stage))
        .collect()
}

/// Not where New Call's stage ends: a Button there would never be offered.
fn attach_to_new_call(subject: &Subject<'_>, design: &Design, event_id: EventId) -> Option<Fix> {
    let new_call = design.workflow.new_call()?;
    let stage = subject.flow.index(new_call.id)?;
    if !matches!(subject.flow.end(stage), StageEnd::Waits | StageEnd::Dangles) {
        return None;
    }
    Fix::edit(
        format!("Attach to {}", subject.title(stage)),
        Safety::Confirm,
        commands::attach(design, event_id, new_call.id),
    )
}

/// Deletes what cannot be reached of the leg. When other unreachable stages link to it they go too, for their Links
/// would be left without a target.
fn delete(subject: &Subject<'_>, design: &Design, stage: usize) -> Option<Fix> {
    let flow = subject.flow;
    let mut doomed = unreached_below(subject, stage);
    let title = if flow.is_linked_from_elsewhere(&doomed) {
        doomed = (0..flow.stage_count())
            .filter(|&stage| !subject.is_reached(stage))
            .collect();
        format!(
            "Delete all {} that no way leads to",
            counted(doomed.len(), "stage")
        )
    } else {
        let number = subject.event(stage).stage;
        format!("Delete {}", words::with_below(number, doomed.len() - 1))
    };
    let event_ids: Vec<EventId> = doomed.iter().map(|&stage| flow.event_id(stage)).collect();
    // Stages further down that a Link reaches stay.
    let deleted = commands::delete_stages(design, &event_ids, Below::Detach);
    Fix::edit(title, Safety::Confirm, deleted)
}
