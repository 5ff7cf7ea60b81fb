//! A timer that another one always comes before.

use super::{Finding, Findings, Fix, Place, Rule, Safety, Severity, Subject, words};
use crate::edit::{Below, commands};
use crate::workflow::{
    Action, ActionData, ActionId, Design, Flow, ValueName, WayKind, counted, duration_text,
    parse_duration,
};

/// Of timers of one length the first is taken.
pub static RULE: Rule = Rule {
    id: "idle-timer",
    severity: Severity::Warning,
    summary: "A stage has two timers: only the shortest can ever elapse.",
    why: "The first timer to elapse takes the call to its own stage, and the others of the stage are gone. What was \
          planned for the longer time is never done. Put the longer timer into the stage that follows on the shorter \
          one, or delete it.",
    wrong: r#"
1 New Call
  timer "1 day" -> 2
  timer "3 days" -> 3 !
2 Timer Elapsed
  finish "Late"
3 Timer Elapsed
  finish "Too late"
"#,
    right: r#"
1 New Call
  timer "1 day" -> 2
2 Timer Elapsed
  alert "Not done for a day"
  timer "2 days" -> 3
3 Timer Elapsed
  finish "Too late"
"#,
    check,
    fixes,
};

fn check(subject: &Subject<'_>, found: &mut Findings) {
    for (stage, event) in subject.stages() {
        let ways = subject.flow.ways_from(stage).iter();
        if ways.filter(|way| way.kind == WayKind::Timer).count() < 2 {
            continue;
        }
        // Of equal minima `min_by_key` gives the first.
        let timers = || event.actions.iter().filter_map(timer);
        let Some((shortest, first_s)) = timers().min_by_key(|&(_, after_s)| after_s) else {
            continue;
        };
        for (action_id, after_s) in timers().filter(|&(action_id, _)| action_id != shortest) {
            let reason = if after_s == first_s {
                "another of the same length always comes first".to_owned()
            } else {
                format!("the one of {} always comes first", duration_text(first_s))
            };
            found.add(
                Place::Action(action_id),
                format!(
                    "The Timer of {} in {}, never elapses: {reason}, and no call ever takes this leg.",
                    duration_text(after_s),
                    subject.title(stage)
                ),
            );
        }
    }
}

/// A timer with its length in seconds; not one that `missing-value` reports.
fn timer(action: &Action) -> Option<(ActionId, u64)> {
    match &action.data {
        ActionData::Timer { after, .. } => Some((action.id, parse_duration(after).ok()?)),
        _ => None,
    }
}

fn fixes(design: &Design, flow: &Flow, finding: &Finding) -> Vec<Fix> {
    let Some(action) = finding
        .place
        .action_id()
        .and_then(|action_id| design.workflow.action(action_id))
    else {
        return Vec::new();
    };
    let change = Fix::go_to(
        "Change its duration",
        Place::Value(action.id, ValueName::After),
    );
    delete(design, flow, action)
        .into_iter()
        .chain([change])
        .collect()
}

/// The leg goes along with the timer. Not when Links lead to it, which would be left without a target, nor when the
/// timer stands on its own leg, as a hand-edited file may have it.
fn delete(design: &Design, flow: &Flow, action: &Action) -> Option<Fix> {
    let home = flow.index(design.workflow.event_of(action.id)?.id)?;
    let leg = action
        .data
        .owned_event()
        .and_then(|event_id| flow.index(event_id))
        .filter(|&stage| {
            flow.owner(stage)
                .is_some_and(|way| way.action_id == action.id)
        })
        .map(|stage| flow.below(stage))
        .unwrap_or_default();
    if leg.contains(&home) || flow.is_linked_from_elsewhere(&leg) {
        return None;
    }
    let title = words::action_title(&action.data);
    let title = match leg.len() {
        0 => format!("Delete {title}"),
        count => format!(
            "Delete {title} and the {} on its leg",
            counted(count, "stage")
        ),
    };
    let deleted = commands::delete_action(design, action.id, Below::Delete);
    Fix::edit(title, Safety::Confirm, deleted)
}
