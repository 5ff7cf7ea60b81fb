//! A stage that cannot do all that it says at its end.

use super::{Finding, Findings, Fix, Place, Rule, Safety, Severity, Subject, words};
use crate::edit::{Below, commands};
use crate::workflow::{Action, ActionId, ActionKind, Design, Event, Flow, Group, StageEnd};

pub static RULE: Rule = Rule {
    id: "conflicting-ends",
    severity: Severity::Error,
    summary: "The stage ends in two ways, or offers buttons and timers although it ends at once.",
    why: "A run takes one end and passes over the rest in silence: a second Finish Workflow or Link is never come to, \
          and buttons or timers beside them are never offered, because the stage is over before anyone can push or \
          wait. Keep the one that is meant.",
    wrong: r#"
1 New Call !
  button "Called back" -> 2
  finish "Nothing to do"
2 Button Pushed
  finish "Called back"
"#,
    right: r#"
1 New Call
  button "Called back" -> 2
  button "Nothing to do" -> 3
2 Button Pushed
  finish "Called back"
3 Button Pushed
  finish "Nothing to do"
"#,
    check,
    fixes,
};

fn check(subject: &Subject<'_>, found: &mut Findings) {
    for (stage, event) in subject.stages() {
        if matches!(subject.flow.end(stage), StageEnd::Waits | StageEnd::Dangles) {
            continue;
        }
        let count_of = |group| of_group(event, group).count();
        let (end_count, waiting_count) = (count_of(Group::Ending), count_of(Group::Waiting));
        if end_count + waiting_count < 2 {
            continue;
        }
        let finishes = subject.flow.end(stage) == StageEnd::Finishes;
        let is_mixed = of_group(event, Group::Ending)
            .any(|end| finishes != (end.data.kind() == ActionKind::Finish));
        let heading = subject.heading(stage);
        let message = if waiting_count > 0 {
            let does = if finishes {
                "finishes"
            } else {
                "goes on by its Link"
            };
            format!(
                "{heading}, {does} at once: its buttons and timers are never offered to anyone."
            )
        } else if is_mixed {
            format!(
                "{heading}, finishes and has a Link too: a call is finished here and never goes on."
            )
        } else if finishes {
            format!(
                "{heading}, finishes {end_count} times: a call only ever gets the first outcome."
            )
        } else {
            format!(
                "{heading}, has {end_count} Links: a call follows the first and never the others."
            )
        };
        found.add(Place::Event(event.id), message);
    }
}

fn of_group(event: &Event, group: Group) -> impl Iterator<Item = &Action> {
    event
        .actions
        .iter()
        .filter(move |action| action.data.kind().group() == group)
}

/// One for each end that can be kept, and one for keeping the buttons and timers.
fn fixes(design: &Design, flow: &Flow, finding: &Finding) -> Vec<Fix> {
    let Place::Event(event_id) = finding.place else {
        return Vec::new();
    };
    let Some(event) = design.workflow.event(event_id) else {
        return Vec::new();
    };
    let ends: Vec<&Action> = of_group(event, Group::Ending).collect();
    let waiting: Vec<ActionId> = of_group(event, Group::Waiting)
        .map(|action| action.id)
        .collect();
    if ends.is_empty() || ends.len() + waiting.len() < 2 {
        return Vec::new();
    }
    let mut fixes = Vec::new();
    if !waiting.is_empty() {
        let end_ids: Vec<ActionId> = ends.iter().map(|end| end.id).collect();
        fixes.extend(Fix::edit(
            "Keep the buttons and timers",
            Safety::Confirm,
            commands::delete_actions(design, &end_ids, Below::Detach),
        ));
    }
    for (index, kept) in ends.iter().enumerate() {
        let is_repeated = ends[..index].iter().any(|before| before.data == kept.data);
        if is_repeated {
            continue;
        }
        let others = ends.iter().filter(|end| end.id != kept.id);
        let loses_nothing = waiting.is_empty() && others.clone().all(|end| end.data == kept.data);
        let safety = if loses_nothing {
            Safety::Safe
        } else {
            Safety::Confirm
        };
        let deleted: Vec<ActionId> = others
            .map(|end| end.id)
            .chain(waiting.iter().copied())
            .collect();
        fixes.extend(Fix::edit(
            format!("Keep {}", end_title(design, flow, kept)),
            safety,
            commands::delete_actions(design, &deleted, below(design, flow, event)),
        ));
    }
    fixes
}

/// Legs on which something has been drawn stay, detached; bare events go with their Buttons and Timers.
fn below(design: &Design, flow: &Flow, event: &Event) -> Below {
    let Some(stage) = flow.index(event.id) else {
        return Below::Detach;
    };
    let leg: Vec<usize> = flow
        .children(stage)
        .flat_map(|child| flow.below(child))
        .collect();
    let is_bare = |&stage: &usize| {
        let event = design.workflow.event(flow.event_id(stage));
        event.is_some_and(|event| event.actions.is_empty())
    };
    let all_bare = !leg.is_empty() && leg.iter().all(is_bare);
    // Stages that own each other in a ring, in a hand-edited file, hang below themselves.
    let is_ring = flow.owner(flow.path_to(stage)[0]).is_some();
    if all_bare && !is_ring && !flow.is_linked_from_elsewhere(&leg) {
        Below::Delete
    } else {
        Below::Detach
    }
}

fn end_title(design: &Design, flow: &Flow, end: &Action) -> String {
    let target = end
        .data
        .leads_to()
        .and_then(|event_id| flow.index(event_id));
    match target {
        Some(stage) => format!(
            "the Link to {}",
            words::stage_title(&design.workflow, flow, stage)
        ),
        None => words::action_title(&end.data),
    }
}
