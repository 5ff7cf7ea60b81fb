//! A stage that waits for somebody whom nobody tells.

use super::{Finding, Findings, Fix, Place, Rule, Safety, Severity, Subject, words};
use crate::edit::commands;
use crate::workflow::{
    ActionData, ActionKind, Design, Event, EventKind, Flow, Priority, StageEnd, WayKind, Workflow,
};

/// Entering a stage clears the alert that an earlier one raised. So an alert calls somebody to its own stage, and who
/// pushes a button there is at hand in the stage that follows, also when Links lead on from it at once; but not in one
/// after that, nor when a timer has elapsed.
pub static RULE: Rule = Rule {
    id: "silent-wait",
    severity: Severity::Warning,
    summary: "A stage offers buttons, but neither it nor the stage before it raises an Alert for them.",
    why: "The call stands in the Call Manager and nobody is told. A stage needs no Alert of its own where people come \
          to it only by pushing a button in a stage that has one: the alert has called somebody, who is still there. \
          After New Call, after a Timer, and two buttons after the last alert nobody is. Add an Alert.",
    wrong: r#"
1 New Call !
  button "Called back" -> 2
  timer "1 day" -> 3
2 Button Pushed
  finish "Called back"
3 Timer Elapsed
  finish "Not called back"
"#,
    right: r#"
1 New Call
  alert "Call the customer back"
  button "Reached" -> 2
  timer "1 day" -> 3
2 Button Pushed
  button "Satisfied" -> 4
  button "Complains" -> 5
3 Timer Elapsed
  finish "Not called back"
4 Button Pushed
  finish "Satisfied"
5 Button Pushed
  finish "Complains"
"#,
    check,
    fixes,
};

fn check(subject: &Subject<'_>, found: &mut Findings) {
    let flow = subject.flow;
    let offers_silently = |stage: usize, event| {
        let mut ways = flow.ways_from(stage).iter();
        flow.end(stage) == StageEnd::Waits
            && ways.any(|way| way.kind == WayKind::Button)
            && !raises_alert(event)
    };
    let silent: Vec<usize> = subject
        .stages()
        .filter(|&(stage, event)| subject.is_reached(stage) && offers_silently(stage, event))
        .map(|(stage, _)| stage)
        .collect();
    if silent.is_empty() {
        return;
    }
    let is_unattended = unattended_stages(subject);
    for stage in silent.into_iter().filter(|&stage| is_unattended[stage]) {
        found.add(
            Place::Event(flow.event_id(stage)),
            format!(
                "{}, offers buttons without an Alert: nobody is told that a call waits here.",
                subject.heading(stage)
            ),
        );
    }
}

fn raises_alert(event: &Event) -> bool {
    let mut actions = event.actions.iter();
    actions.any(|action| action.data.kind() == ActionKind::Alert)
}

/// For each stage: can a call come to it with nobody at hand?
fn unattended_stages(subject: &Subject<'_>) -> Vec<bool> {
    let flow = subject.flow;
    let mut is_unattended = vec![false; flow.stage_count()];
    let mut pending: Vec<usize> = Vec::new();
    for (stage, event) in subject.stages() {
        if event.kind == EventKind::NewCall {
            pending.push(stage);
        }
        let is_called = raises_alert(event);
        let unseen = flow.ways_from(stage).iter().filter(|way| match way.kind {
            WayKind::Button => !is_called,
            WayKind::Timer => true,
            WayKind::Link => false,
        });
        pending.extend(unseen.filter_map(|way| way.to));
    }
    while let Some(stage) = pending.pop() {
        if std::mem::replace(&mut is_unattended[stage], true) {
            continue;
        }
        let links = flow
            .ways_from(stage)
            .iter()
            .filter(|way| way.kind == WayKind::Link);
        pending.extend(links.filter_map(|way| way.to));
    }
    is_unattended
}

fn fixes(design: &Design, flow: &Flow, finding: &Finding) -> Vec<Fix> {
    let Place::Event(event_id) = finding.place else {
        return Vec::new();
    };
    let Some(event) = design.workflow.event(event_id) else {
        return Vec::new();
    };
    let alert = ActionData::Alert {
        message: message_for(design, flow, event),
        priority: Priority::Normal,
        team: String::new(),
    };
    Fix::edit(
        format!("Add {}", words::action_title(&alert)),
        Safety::Confirm,
        commands::add_action(design, event_id, alert),
    )
    .into_iter()
    .collect()
}

/// The stage's name, for an alert has to say something.
fn message_for(design: &Design, flow: &Flow, event: &Event) -> String {
    let owner = flow
        .index(event.id)
        .and_then(|stage| flow.owner(stage))
        .and_then(|way| design.workflow.action(way.action_id));
    let name = Workflow::stage_name(event, owner.map(|action| &action.data));
    if name.trim().is_empty() || name.contains("{{") {
        event.kind.title().to_owned()
    } else {
        name
    }
}
