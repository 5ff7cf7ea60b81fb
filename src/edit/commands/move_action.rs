//! Moves an action to another place: in its stage, or to another stage together with its leg.

use super::{Change, Draft, Refusal, Transaction, action_in, event_in, owned_stage};
use crate::workflow::{ActionId, Design, EventId, Flow};

/// Puts an action at `index` of a stage, counted without the action itself.
///
/// # Errors
/// When the action or the stage is gone, the place is past the stage's end, or the stage is on the action's own leg.
pub fn move_action(
    design: &Design,
    action_id: ActionId,
    to_event: EventId,
    index: usize,
) -> Result<Transaction, Refusal> {
    let (event, from_index, action) = action_in(design, action_id)?;
    let target = event_in(design, to_event)?;
    let is_same_stage = event.id == target.id;
    if index > target.actions.len() - usize::from(is_same_stage) {
        return Err(Refusal::because(
            "The stage has no such place for an action.",
        ));
    }
    let title = action.data.kind().title();
    let mut draft = Draft::new(design);
    if is_same_stage {
        if index != from_index {
            draft.push(Change::MoveAction {
                from: (event.id, from_index),
                to: (to_event, index),
            });
        }
        return Ok(draft.finish(format!("reorder {title}")));
    }
    let flow = Flow::new(&design.workflow);
    let leg = owned_stage(&flow, action)
        .map(|stage| flow.below(stage))
        .unwrap_or_default();
    if leg.iter().any(|&stage| flow.event_id(stage) == to_event) {
        return Err(Refusal::because(
            "An action cannot be moved onto its own leg: nothing would lead there any more.",
        ));
    }
    draft.make_room(target, 1);
    draft.push(Change::MoveAction {
        from: (event.id, from_index),
        to: (to_event, index),
    });
    Ok(draft.finish(format!("move {title} to stage {}", target.stage)))
}
