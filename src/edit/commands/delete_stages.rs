//! Deletes stages; the Buttons and Timers that lead to them go with them, and the legs below in one of three ways.

use super::{Below, Change, Draft, Refusal, Transaction, default_index, event_in, owned_stage};
use crate::workflow::{ActionId, Design, EventId, EventKind, Flow, Group};
use std::collections::BTreeSet;

/// Deletes stages. With [`Below::AttachTo`] the Buttons and Timers of the deleted stages move to the stage named
/// there, legs and all: attached to the stage above, a leg closes over the gap.
///
/// # Errors
/// When a stage is gone, no New Call would be left, or the legs cannot be attached where `below` says.
pub fn delete_stages(
    design: &Design,
    event_ids: &[EventId],
    below: Below,
) -> Result<Transaction, Refusal> {
    let flow = Flow::new(&design.workflow);
    let mut chosen = BTreeSet::new();
    for &event_id in event_ids {
        let event = event_in(design, event_id)?;
        chosen.extend(flow.index(event.id));
    }
    let label = match event_ids {
        [event_id] => format!("delete stage {}", event_in(design, *event_id)?.stage),
        _ => format!("delete {} stages", chosen.len()),
    };
    let removed: BTreeSet<usize> = if below == Below::Delete {
        chosen.iter().flat_map(|&stage| flow.below(stage)).collect()
    } else {
        chosen
    };
    let is_removed = |event_id: EventId| {
        flow.index(event_id)
            .is_some_and(|stage| removed.contains(&stage))
    };
    let mut new_calls = design
        .workflow
        .events()
        .filter(|event| event.kind == EventKind::NewCall)
        .peekable();
    if new_calls.peek().is_some() && new_calls.all(|event| is_removed(event.id)) {
        return Err(Refusal::because(
            "A workflow starts at New Call, so that stage stays. Delete its actions instead.",
        ));
    }
    if let Below::AttachTo(target) = below {
        event_in(design, target)?;
        let is_below = flow.index(target).is_some_and(|target| {
            flow.path_to(target)
                .iter()
                .any(|stage| removed.contains(stage))
        });
        if is_below {
            return Err(Refusal::because(
                "The legs cannot be attached to a stage that is deleted or lies on them.",
            ));
        }
    }

    let mut draft = Draft::new(design);
    let owners: BTreeSet<ActionId> = removed
        .iter()
        .filter_map(|&stage| Some(flow.owner(stage)?.action_id))
        .collect();
    let homes: BTreeSet<EventId> = owners
        .iter()
        .filter_map(|&owner| Some(design.workflow.event_of(owner)?.id))
        .filter(|&home| !is_removed(home))
        .collect();
    for event in homes
        .into_iter()
        .filter_map(|home| design.workflow.event(home))
    {
        for index in (0..event.actions.len()).rev() {
            if owners.contains(&event.actions[index].id) {
                draft.remove_action(event, index);
            }
        }
    }
    let moved = match below {
        Below::AttachTo(target) => move_legs(&mut draft, &flow, &removed, &owners, target)?,
        _ => BTreeSet::new(),
    };
    for &stage in &removed {
        if let Some(event) = design.workflow.event(flow.event_id(stage)) {
            let mut left = event.clone();
            left.actions.retain(|action| !moved.contains(&action.id));
            draft.remove_event_as(left);
        }
    }
    Ok(draft.finish(label))
}

/// Moves the Buttons and Timers that lead out of the removed stages to `target`, in order, to the place of the action
/// that led to the removed stages if that stood there.
fn move_legs(
    draft: &mut Draft<'_>,
    flow: &Flow,
    removed: &BTreeSet<usize>,
    owners: &BTreeSet<ActionId>,
    target: EventId,
) -> Result<BTreeSet<ActionId>, Refusal> {
    let design = draft.design;
    let mut kept = event_in(design, target)?.clone();
    let gap = kept
        .actions
        .iter()
        .position(|action| owners.contains(&action.id));
    kept.actions.retain(|action| !owners.contains(&action.id));
    let mut to_index = gap
        .unwrap_or_else(|| default_index(&kept, Group::Waiting))
        .min(kept.actions.len());
    let mut moved = BTreeSet::new();
    for &stage in removed {
        let Some(event) = design.workflow.event(flow.event_id(stage)) else {
            continue;
        };
        let mut moved_here = 0;
        for (index, action) in event.actions.iter().enumerate() {
            if owned_stage(flow, action).is_none_or(|child| removed.contains(&child)) {
                continue;
            }
            draft.push(Change::MoveAction {
                from: (event.id, index - moved_here),
                to: (target, to_index),
            });
            moved.insert(action.id);
            moved_here += 1;
            to_index += 1;
        }
    }
    draft.make_room(&kept, moved.len());
    Ok(moved)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::tests::{after, placed};
    use crate::workflow::Position;

    const SKETCH: &str = "\
1 New Call
  timer \"2h\" -> 5
  button \"A\" -> 2
  button \"B\" -> 4
2 Button Pushed
  note \"x\"
  timer \"1h\" -> 3
3 Timer Elapsed
  finish \"Done\"
4 Button Pushed
  link -> 2
5 Timer Elapsed
";

    #[test]
    fn deleting_a_stage_takes_its_button_and_the_leg_below_along() {
        assert_eq!(
            after(SKETCH, |design| delete_stages(
                design,
                &[EventId(2)],
                Below::Delete
            )),
            "1 New Call\n  timer \"2h\" -> 5\n  button \"B\" -> 4\n4 Button Pushed\n  link -> gone\n5 Timer Elapsed\n"
        );
    }

    #[test]
    fn the_leg_below_can_be_kept_detached() {
        let found = after(SKETCH, |design| {
            delete_stages(design, &[EventId(2)], Below::Detach)
        });
        assert!(found.contains("3 Timer Elapsed\n  finish \"Done\"\n"));
        assert!(!found.contains("-> 3"));
    }

    #[test]
    fn attached_to_the_stage_above_a_leg_closes_over_the_gap() {
        let found = after(SKETCH, |design| {
            delete_stages(design, &[EventId(2)], Below::AttachTo(EventId(1)))
        });
        assert!(found.starts_with(
            "1 New Call\n  timer \"2h\" -> 5\n  timer \"1h\" -> 3\n  button \"B\" -> 4\n3 Timer Elapsed\n"
        ));
    }

    #[test]
    fn a_deleted_card_below_the_stage_that_grows_is_no_obstacle() {
        let mut design = placed(SKETCH);
        design
            .layout
            .cards
            .insert(EventId(4), Position::new(0, 160));
        let four_and_a = [EventId(4), EventId(2)];
        let transaction = delete_stages(&design, &four_and_a, Below::AttachTo(EventId(1))).unwrap();
        assert_eq!(transaction.apply(&mut design), Ok(()));
        assert_eq!(design.layout.card(EventId(4)), None);
    }

    #[test]
    fn a_deleted_stage_leaves_no_bookmark_and_no_collapsed_leg_behind() {
        let mut design = placed(SKETCH);
        design
            .layout
            .set_bookmarks([(EventId(2), "Here".to_owned())]);
        design.layout.collapsed.insert(EventId(2));
        let before = design.clone();
        let transaction = delete_stages(&design, &[EventId(2)], Below::Delete).unwrap();
        assert_eq!(transaction.apply(&mut design), Ok(()));
        assert_eq!(design.layout.bookmarks().len(), 0);
        assert_eq!(design.layout.collapsed().len(), 0);
        assert_eq!(transaction.inverted().apply(&mut design), Ok(()));
        assert_eq!(design, before);
    }

    #[test]
    fn new_call_is_not_deleted() {
        assert_eq!(
            after(SKETCH, |design| delete_stages(
                design,
                &[EventId(1)],
                Below::Delete
            )),
            "A workflow starts at New Call, so that stage stays. Delete its actions instead."
        );
    }

    #[test]
    fn legs_cannot_be_attached_to_what_is_deleted() {
        for target in [2, 3] {
            assert_eq!(
                after(SKETCH, |design| delete_stages(
                    design,
                    &[EventId(2)],
                    Below::AttachTo(EventId(target))
                )),
                "The legs cannot be attached to a stage that is deleted or lies on them."
            );
        }
    }
}
