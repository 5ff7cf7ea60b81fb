//! A workflow with no start, or with several.

use super::fix::in_turn;
use super::{Finding, Findings, Fix, Place, Rule, Safety, Severity, Subject, words};
use crate::edit::{Below, commands};
use crate::workflow::{Design, EventId, EventKind, Flow, StageEnd};

pub static RULE: Rule = Rule {
    id: "new-call-count",
    severity: Severity::Error,
    summary: "The workflow has no New Call event, or more than one.",
    why: "A run starts at New Call. Without one no call ever enters the workflow; of several only the first is ever \
          started. This comes from a file that was edited by hand or merged. Keep the one start, and turn any other \
          into a stage that follows on it.",
    wrong: r#"
1 New Call
  button "Called back" -> 2
2 Button Pushed
  finish "Called back"
3 New Call "Complaint" !
  finish "Complaint noted"
"#,
    right: r#"
1 New Call
  button "Called back" -> 2
  button "Complaint" -> 3
2 Button Pushed
  finish "Called back"
3 Button Pushed
  finish "Complaint noted"
"#,
    check,
    fixes,
};

fn check(subject: &Subject<'_>, found: &mut Findings) {
    let mut new_calls = subject
        .stages()
        .filter(|(_, event)| event.kind == EventKind::NewCall);
    let Some((first, _)) = new_calls.next() else {
        found.add(
            Place::Workflow,
            "The workflow has no New Call: it is never started for any call.",
        );
        return;
    };
    for (stage, event) in new_calls {
        found.add(
            Place::Event(event.id),
            format!(
                "{}, is a second start: calls start at {}, and never here.",
                subject.heading(stage),
                subject.title(first)
            ),
        );
    }
}

fn fixes(design: &Design, flow: &Flow, finding: &Finding) -> Vec<Fix> {
    match (&finding.place, design.workflow.new_call()) {
        (Place::Workflow, None) => start(design, flow),
        (Place::Event(event_id), Some(first)) if *event_id != first.id => {
            let subject = Subject::new(&design.workflow, flow);
            follow_on(&subject, design, *event_id, first.id)
        }
        _ => Vec::new(),
    }
}

fn start(design: &Design, flow: &Flow) -> Vec<Fix> {
    let new_call = commands::add_new_call(design);
    let Some(&first) = flow.reading_order().first() else {
        return Fix::edit("Add New Call", Safety::Confirm, new_call)
            .into_iter()
            .collect();
    };
    let first_id = flow.event_id(first);
    let title = words::stage_title(&design.workflow, flow, first);
    let convert = commands::set_event_kind(design, first_id, EventKind::NewCall);
    let linked = in_turn(design, new_call, |design, new_call| {
        let start = new_call.inserted_events().next().unwrap_or(first_id);
        commands::link(design, start, first_id)
    });
    Fix::edit(
        format!("Convert {title}, to New Call"),
        Safety::Confirm,
        convert,
    )
    .into_iter()
    .chain(Fix::edit(
        format!("Add New Call, linked to {title}"),
        Safety::Confirm,
        linked,
    ))
    .collect()
}

fn follow_on(
    subject: &Subject<'_>,
    design: &Design,
    event_id: EventId,
    first_id: EventId,
) -> Vec<Fix> {
    let flow = subject.flow;
    let (Some(stage), Some(first)) = (flow.index(event_id), flow.index(first_id)) else {
        return Vec::new();
    };
    let title = subject.title(stage);
    let converted = commands::set_event_kind(design, event_id, EventKind::ButtonPushed);
    let convert = if flow.reached_from([first])[stage] {
        Fix::edit(
            format!("Convert {title}, to Button Pushed"),
            Safety::Confirm,
            converted,
        )
    } else if matches!(flow.end(first), StageEnd::Waits | StageEnd::Dangles) {
        let attached = in_turn(design, converted, |design, _| {
            commands::attach(design, event_id, first_id)
        });
        Fix::edit(
            format!(
                "Convert {title}, to Button Pushed, attached to {}",
                subject.title(first)
            ),
            Safety::Confirm,
            attached,
        )
    } else {
        None
    };
    convert
        .into_iter()
        .chain(delete(subject, design, stage))
        .collect()
}

/// Not when a way from elsewhere leads into the leg: it would be left without a target.
fn delete(subject: &Subject<'_>, design: &Design, stage: usize) -> Option<Fix> {
    let leg = subject.flow.below(stage);
    if subject.flow.is_linked_from_elsewhere(&leg) {
        return None;
    }
    let event = subject.event(stage);
    Fix::edit(
        format!("Delete {}", words::with_below(event.stage, leg.len() - 1)),
        Safety::Confirm,
        commands::delete_stages(design, &[event.id], Below::Delete),
    )
}
