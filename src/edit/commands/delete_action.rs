//! Deletes an action; its event goes with it, and the leg below in one of three ways.

use super::{
    Below, Change, Draft, Refusal, Transaction, action_in, default_index, event_in, owned_stage,
};
use crate::workflow::{Action, ActionId, Design, Flow, Group};

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
    let mut draft = Draft::new(design);
    // A leg that is deleted takes the actions on it along.
    let is_on_deleted_leg = |action_id: ActionId| {
        below == Below::Delete
            && places.iter().any(|&(_, _, owner)| {
                owned_stage(&flow, owner).is_some_and(|root| {
                    let home = design
                        .workflow
                        .event_of(action_id)
                        .and_then(|event| flow.index(event.id));
                    home.is_some_and(|home| flow.path_to(home).contains(&root))
                })
            })
    };
    let removed: Vec<_> = places
        .iter()
        .filter(|(_, _, action)| !is_on_deleted_leg(action.id))
        .collect();
    for &&(event, index, _) in &removed {
        draft.remove_action(event, index);
    }
    for &&(_, _, action) in &removed {
        if let Some(stage) = owned_stage(&flow, action) {
            part_from_leg(&mut draft, &flow, action, stage, below)?;
        }
    }
    Ok(draft.finish(label))
}

/// Writes down what becomes of a leg whose Button or Timer goes away. `stage` is the leg's first, by index in `flow`.
pub(super) fn part_from_leg(
    draft: &mut Draft<'_>,
    flow: &Flow,
    owner: &Action,
    stage: usize,
    below: Below,
) -> Result<(), Refusal> {
    let leg = flow.below(stage);
    match below {
        Below::Detach => {}
        Below::Delete => {
            for &stage in leg.iter().rev() {
                if let Some(event) = draft.design.workflow.event(flow.event_id(stage)) {
                    draft.remove_event(event);
                }
            }
        }
        Below::AttachTo(target_id) => {
            let target = event_in(draft.design, target_id)?;
            if leg.iter().any(|&stage| flow.event_id(stage) == target_id) {
                return Err(Refusal::because(
                    "A leg cannot be attached to one of its own stages.",
                ));
            }
            if target.actions.iter().any(|action| action.id == owner.id) {
                return Err(Refusal::because("The leg is attached there already."));
            }
            let id = draft.new_action_id();
            let action = Action {
                id,
                data: owner.data.clone(),
            };
            draft.make_room(target, 1);
            draft.push(Change::InsertAction {
                event_id: target_id,
                index: default_index(target, Group::Waiting),
                action,
            });
        }
    }
    Ok(())
}
