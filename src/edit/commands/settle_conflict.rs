//! Decides between two amendments that contradict each other.

use super::{
    Below, Change, Draft, EventFacts, Refusal, Transaction, action_in, delete_action,
    delete_stages, event_in, move_action, set_priority, set_value,
};
use crate::workflow::{Action, ActionId, Conflict, Design, Event, Place, Version};

/// Makes one of a conflict's two versions stand, and the conflict is gone.
///
/// # Errors
/// When the conflict has been settled already, or the version cannot be had any more.
pub fn settle_conflict(
    design: &Design,
    conflict: &Conflict,
    wanted: &Version,
) -> Result<Transaction, Refusal> {
    let conflicts = design.workflow.conflicts();
    if !conflicts.contains(conflict) {
        return Err(Refusal::because("That has been decided already."));
    }
    let standing = conflict.standing(&design.workflow);
    let mut settled = if standing.is_none_or(|standing| standing == *wanted) {
        let mut draft = Draft::new(design);
        let is_other = |other: &&Conflict| *other != conflict;
        draft.push(Change::SetConflicts {
            before: conflicts.to_vec(),
            after: conflicts.iter().filter(is_other).cloned().collect(),
        });
        draft.finish("")
    } else {
        brought_about(design, &conflict.place, wanted)?
    };
    "settle a conflict".clone_into(&mut settled.label);
    Ok(settled)
}

/// What makes a version stand. It is in the nature of the change that it settles the conflict: [`Draft::finish`].
fn brought_about(design: &Design, place: &Place, wanted: &Version) -> Result<Transaction, Refusal> {
    let mut draft = Draft::new(design);
    match (place, wanted) {
        (Place::Workflow, Version::Text(name)) => draft.push(Change::RenameWorkflow {
            before: design.workflow.name().to_owned(),
            after: name.clone(),
        }),
        (Place::Workflow, Version::Limit(limit)) => draft.push(Change::SetLimit {
            before: design.workflow.limit().map(str::to_owned),
            after: limit.clone(),
        }),
        (Place::Value(action_id, name), Version::Text(text)) => {
            return set_value(design, *action_id, *name, text);
        }
        (Place::Event(event_id), Version::Deleted) => {
            return delete_stages(design, &[*event_id], Below::Detach);
        }
        (Place::Event(event_id), version) => {
            let event = event_in(design, *event_id)?;
            let mut facts = EventFacts::from(event);
            match version {
                Version::Text(name) => facts.name.clone_from(name),
                Version::StageNumber(stage) => facts.stage = *stage,
                Version::EventKind(kind) => facts.kind = *kind,
                Version::Order(order) => write_order(&mut draft, event, order),
                _ => return Err(cannot_be_had()),
            }
            draft.set_event(event, facts);
        }
        (Place::Action(action_id), Version::Deleted) => {
            return delete_action(design, *action_id, Below::Detach);
        }
        (Place::Action(action_id), Version::Priority(priority)) => {
            return set_priority(design, *action_id, *priority);
        }
        (Place::Action(action_id), Version::Home(home)) => {
            let at = event_in(design, *home)?.actions.len();
            return move_action(design, *action_id, *home, at);
        }
        (Place::Action(action_id), version) => {
            let (_, _, action) = action_in(design, *action_id)?;
            match version {
                Version::Target(target) => {
                    draft.set_action(action, action.data.leading_to(*target));
                }
                Version::Action(data) => write_action(&mut draft, action, data),
                _ => return Err(cannot_be_had()),
            }
        }
        _ => return Err(cannot_be_had()),
    }
    Ok(draft.finish(""))
}

fn cannot_be_had() -> Refusal {
    Refusal::because("That cannot be had any more.")
}

/// A Button that becomes a Timer makes its event one of the other kind.
fn write_action(draft: &mut Draft<'_>, action: &Action, data: &crate::workflow::ActionData) {
    draft.set_action(action, data.clone());
    let owned = data.owned_event();
    let owned = owned.and_then(|event_id| draft.design.workflow.event(event_id));
    if let (Some(event), Some(kind)) = (owned, data.kind().spawns()) {
        draft.set_kind(event, kind);
    }
}

/// The contested actions in that order, in the places that they have among the others.
fn write_order(draft: &mut Draft<'_>, event: &Event, order: &[ActionId]) {
    let mut now: Vec<ActionId> = event.actions.iter().map(|action| action.id).collect();
    let mut wanted = order.iter().filter(|id| now.contains(id)).copied();
    let then: Vec<ActionId> = now
        .iter()
        .map(|id| {
            if order.contains(id) {
                wanted.next().unwrap_or(*id)
            } else {
                *id
            }
        })
        .collect();
    for (to, id) in then.into_iter().enumerate() {
        let Some(from) = now
            .iter()
            .position(|other| *other == id)
            .filter(|from| *from != to)
        else {
            continue;
        };
        let moved = now.remove(from);
        now.insert(to, moved);
        draft.push(Change::MoveAction {
            from: (event.id, from),
            to: (event.id, to),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::tests::placed;
    use crate::workflow::{ActionKind, EventId, EventKind, Priority, ValueName, sketch};

    const SKETCH: &str = "1 New Call\n  alert \"Ring\" high\n  note \"x\"\n  button \"A\" -> 2\n2 Button Pushed \"Done\"\n  finish \"f\"\n3 Button Pushed\n  finish \"g\"\n";

    fn with(place: Place, ours: Version, theirs: Version) -> (Design, Conflict) {
        let mut design = placed(SKETCH);
        let conflict = Conflict {
            place,
            ours,
            theirs,
        };
        design.workflow = design.workflow.with_conflicts(vec![conflict.clone()]);
        (design, conflict)
    }

    fn text(text: &str) -> Version {
        Version::Text(text.to_owned())
    }

    /// A conflict about each kind of thing, of which `ours` stands.
    fn conflicts() -> Vec<(Place, Version, Version)> {
        let (call, done) = (Place::Event(EventId(1)), Place::Event(EventId(2)));
        let action = |id| Place::Action(ActionId(id));
        let button = placed(SKETCH)
            .workflow
            .action(ActionId(3))
            .unwrap()
            .data
            .clone();
        let timer = ActionKind::Timer.blank().leading_to(Some(EventId(2)));
        let order = |ids: &[u32]| Version::Order(ids.iter().map(|&id| ActionId(id)).collect());
        vec![
            (
                Place::Workflow,
                Version::Limit(None),
                Version::Limit(Some("48h".to_owned())),
            ),
            (
                Place::Workflow,
                text(placed(SKETCH).workflow.name()),
                text("Other"),
            ),
            (done.clone(), text("Done"), text("")),
            (
                Place::Value(ActionId(1), ValueName::Message),
                text("Ring"),
                text("Write"),
            ),
            (
                done.clone(),
                Version::StageNumber(2),
                Version::StageNumber(7),
            ),
            (
                done.clone(),
                Version::EventKind(EventKind::ButtonPushed),
                Version::EventKind(EventKind::TimerElapsed),
            ),
            (
                action(1),
                Version::Priority(Priority::High),
                Version::Priority(Priority::Urgent),
            ),
            (
                action(3),
                Version::Target(Some(EventId(2))),
                Version::Target(Some(EventId(3))),
            ),
            (action(3), Version::Action(button), Version::Action(timer)),
            (
                action(1),
                Version::Home(EventId(1)),
                Version::Home(EventId(3)),
            ),
            (call, order(&[1, 2, 3]), order(&[3, 1, 2])),
            (done, Version::Kept, Version::Deleted),
            (action(2), Version::Kept, Version::Deleted),
        ]
    }

    #[test]
    fn the_version_that_is_wanted_stands_then_and_undo_brings_the_conflict_back() {
        for (place, ours, theirs) in conflicts() {
            let (design, conflict) = with(place, ours.clone(), theirs.clone());
            for wanted in [ours, theirs] {
                let settled = settle_conflict(&design, &conflict, &wanted).unwrap();
                let mut amended = design.clone();
                settled.apply(&mut amended).unwrap();
                assert_eq!(conflict.standing(&amended.workflow), Some(wanted));
                assert_eq!(amended.workflow.conflicts(), []);
                settled.inverted().apply(&mut amended).unwrap();
                assert_eq!(amended, design);
            }
        }
    }

    #[test]
    fn typing_something_else_settles_it_too_and_editing_elsewhere_does_not() {
        let message = Place::Value(ActionId(1), ValueName::Message);
        let (design, _) = with(message, text("Ring"), text("Write"));
        let after = |edit: Result<Transaction, Refusal>| {
            let mut amended = design.clone();
            edit.unwrap().apply(&mut amended).unwrap();
            amended.workflow.conflicts().len()
        };
        let set = |id, name, text| set_value(&design, ActionId(id), name, text);
        assert_eq!(after(set(1, ValueName::Message, "Visit")), 0);
        assert_eq!(after(set(1, ValueName::Team, "Care")), 1);
        assert_eq!(
            after(delete_stages(&design, &[EventId(3)], Below::Delete)),
            1
        );
        assert_eq!(after(delete_action(&design, ActionId(1), Below::Delete)), 0);
    }

    #[test]
    fn a_conflict_about_what_is_gone_can_be_dismissed() {
        let (design, conflict) = with(Place::Event(EventId(9)), text("a"), text("b"));
        let mut amended = design.clone();
        let settled = settle_conflict(&design, &conflict, &text("b")).unwrap();
        settled.apply(&mut amended).unwrap();
        assert_eq!(amended.workflow.conflicts(), []);
        assert_eq!(sketch::print(&amended.workflow), SKETCH);
        assert!(settle_conflict(&amended, &conflict, &text("b")).is_err());
    }
}
