//! Deletes an action; its event goes with it, and the leg below in one of three ways.

use super::{Below, Draft, Refusal, Transaction, action_in, default_index, event_in, owned_stage};
use crate::workflow::{Action, ActionId, Design, Flow, Group};
use std::collections::BTreeSet;

/// Deletes an action. For a Button or Timer `below` says what becomes of its leg; with [`Below::AttachTo`] the action
/// moves there with its leg, which is what one wants when the leg alone is worth keeping.
///
/// # Errors
/// When the action is gone, or the leg cannot be attached where `below` says.
pub fn delete_action(
    design: &Design,
    action_id: ActionId,
    below: Below,
) -> Result<Transaction, Refusal> {
    delete_actions(design, &[action_id], below)
}

/// Deletes several actions in one step.
///
/// # Errors
/// As [`delete_action`], for the first that is at fault.
pub fn delete_actions(
    design: &Design,
    action_ids: &[ActionId],
    below: Below,
) -> Result<Transaction, Refusal> {
    let flow = Flow::new(&design.workflow);
    let mut places = Vec::new();
    for &action_id in action_ids {
        let (event, index, action) = action_in(design, action_id)?;
        places.push((event, index, action));
    }
    // From the back, so that the places before stay what they are.
    places.sort_unstable_by_key(|&(event, index, _)| (event.id, std::cmp::Reverse(index)));
    places.dedup_by_key(|&mut (_, _, action)| action.id);
    let label = match places.as_slice() {
        [(_, _, action)] => format!("delete {}", action.data.kind().title()),
        _ => format!("delete {} actions", places.len()),
    };
    let legs: Vec<(&Action, usize)> = places
        .iter()
        .rev()
        .filter_map(|&(_, _, action)| Some((action, owned_stage(&flow, action)?)))
        .collect();
    let deleted = deleted_stages(&flow, &legs, below);
    let mut draft = Draft::new(design);
    for &(event, index, _) in &places {
        // A leg that is deleted takes the actions on it along.
        if !flow
            .index(event.id)
            .is_some_and(|stage| deleted.contains(&stage))
        {
            draft.remove_action(event, index);
        }
    }
    part_from_legs(&mut draft, &flow, &legs, below)?;
    Ok(draft.finish(label))
}

/// The stages that go away together with the owners of `legs`, by index in `flow`.
pub(super) fn deleted_stages(
    flow: &Flow,
    legs: &[(&Action, usize)],
    below: Below,
) -> BTreeSet<usize> {
    if below != Below::Delete {
        return BTreeSet::new();
    }
    legs.iter()
        .flat_map(|&(_, stage)| flow.below(stage))
        .collect()
}

/// Writes down what becomes of legs whose Buttons and Timers go away. A leg is its owner and its first stage, by index
/// in `flow`.
pub(super) fn part_from_legs(
    draft: &mut Draft<'_>,
    flow: &Flow,
    legs: &[(&Action, usize)],
    below: Below,
) -> Result<(), Refusal> {
    for stage in deleted_stages(flow, legs, below) {
        if let Some(event) = draft.design.workflow.event(flow.event_id(stage)) {
            draft.remove_event(event);
        }
    }
    let Below::AttachTo(target_id) = below else {
        return Ok(());
    };
    let target = event_in(draft.design, target_id)?;
    let left = draft.without_removed_actions(target);
    let first_index = default_index(&left, Group::Waiting);
    for (nth, &(owner, stage)) in legs.iter().enumerate() {
        let leg = flow.below(stage);
        if leg.iter().any(|&stage| flow.event_id(stage) == target_id) {
            return Err(Refusal::because(
                "A leg cannot be attached to one of its own stages.",
            ));
        }
        if target.actions.iter().any(|action| action.id == owner.id) {
            return Err(Refusal::because("The leg is attached there already."));
        }
        draft.insert_action(target_id, first_index + nth, owner.data.clone());
    }
    draft.make_room(&left, legs.len());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::tests::after;
    use crate::workflow::EventId;

    const SKETCH: &str = "\
1 New Call
  button \"A\" -> 2
  button \"B\" -> 4
2 Button Pushed
  timer \"1h\" -> 3
3 Timer Elapsed
  finish \"Done\"
4 Button Pushed
  finish \"Done\"
";
    const A: ActionId = ActionId(1);
    const B: ActionId = ActionId(2);

    #[test]
    fn deleting_a_button_takes_its_event_along() {
        assert_eq!(
            after(SKETCH, |design| delete_action(design, B, Below::Delete)),
            SKETCH
                .replace("  button \"B\" -> 4\n", "")
                .replace("4 Button Pushed\n  finish \"Done\"\n", "")
        );
    }

    #[test]
    fn deleting_a_button_deletes_the_whole_leg_below_it() {
        assert_eq!(
            after(SKETCH, |design| delete_action(design, A, Below::Delete)),
            "1 New Call\n  button \"B\" -> 4\n4 Button Pushed\n  finish \"Done\"\n"
        );
    }

    #[test]
    fn a_leg_can_be_kept_detached() {
        assert_eq!(
            after(SKETCH, |design| delete_action(design, A, Below::Detach)),
            SKETCH.replace("  button \"A\" -> 2\n", "")
        );
    }

    #[test]
    fn a_leg_can_be_attached_elsewhere() {
        assert_eq!(
            after(SKETCH, |design| delete_action(
                design,
                A,
                Below::AttachTo(EventId(4))
            )),
            SKETCH.replace("  button \"A\" -> 2\n", "").replace(
                "4 Button Pushed\n",
                "4 Button Pushed\n  button \"A\" -> 2\n"
            )
        );
    }

    #[test]
    fn a_leg_cannot_be_attached_to_itself() {
        assert_eq!(
            after(SKETCH, |design| delete_action(
                design,
                A,
                Below::AttachTo(EventId(3))
            )),
            "A leg cannot be attached to one of its own stages."
        );
    }

    #[test]
    fn several_legs_are_attached_in_their_order_to_what_is_left_there() {
        let finish = ActionId(6);
        let sketch = format!("{SKETCH}5 Button Pushed\n  note \"x\"\n  finish \"Done\"\n");
        assert_eq!(
            after(&sketch, |design| delete_actions(
                design,
                &[finish, B, A],
                Below::AttachTo(EventId(5))
            )),
            "\
1 New Call
2 Button Pushed
  timer \"1h\" -> 3
3 Timer Elapsed
  finish \"Done\"
4 Button Pushed
  finish \"Done\"
5 Button Pushed
  button \"A\" -> 2
  button \"B\" -> 4
  finish \"Done\"
"
        );
    }

    #[test]
    fn an_action_on_a_deleted_leg_goes_with_the_leg() {
        let timer = ActionId(3);
        assert_eq!(
            after(SKETCH, |design| delete_actions(
                design,
                &[timer, A],
                Below::Delete
            )),
            after(SKETCH, |design| delete_action(design, A, Below::Delete))
        );
    }
}
