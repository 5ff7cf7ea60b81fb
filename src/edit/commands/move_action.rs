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
    let mut draft = Draft::new(design);
    let flow = Flow::new(&design.workflow);
    let label = write_move(&mut draft, &flow, action_id, to_event, index)?;
    Ok(draft.finish(label))
}

/// Writes the move down and returns what it is called.
pub(super) fn write_move(
    draft: &mut Draft<'_>,
    flow: &Flow,
    action_id: ActionId,
    to_event: EventId,
    index: usize,
) -> Result<String, Refusal> {
    let (event, from_index, action) = action_in(draft.design, action_id)?;
    let target = event_in(draft.design, to_event)?;
    let is_same_stage = event.id == target.id;
    if index > target.actions.len() - usize::from(is_same_stage) {
        return Err(Refusal::because(
            "The stage has no such place for an action.",
        ));
    }
    let title = action.data.kind().title();
    if is_same_stage {
        if index != from_index {
            draft.push(Change::MoveAction {
                from: (event.id, from_index),
                to: (to_event, index),
            });
        }
        return Ok(format!("reorder {title}"));
    }
    let leg = owned_stage(flow, action)
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
    Ok(format!("move {title} to stage {}", target.stage))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::tests::after;

    const SKETCH: &str = "\
1 New Call
  note \"x\"
  button \"A\" -> 2
2 Button Pushed
  button \"B\" -> 3
3 Button Pushed
";
    const NOTE: ActionId = ActionId(1);
    const A: ActionId = ActionId(2);
    const B: ActionId = ActionId(3);

    #[test]
    fn actions_of_a_stage_can_be_reordered() {
        assert_eq!(
            after(SKETCH, |design| move_action(design, NOTE, EventId(1), 1)),
            SKETCH.replace(
                "  note \"x\"\n  button \"A\" -> 2\n",
                "  button \"A\" -> 2\n  note \"x\"\n"
            )
        );
    }

    #[test]
    fn a_button_moves_to_another_stage_with_its_leg() {
        assert_eq!(
            after(SKETCH, |design| move_action(design, B, EventId(1), 2)),
            "1 New Call\n  note \"x\"\n  button \"A\" -> 2\n  button \"B\" -> 3\n2 Button Pushed\n3 Button Pushed\n"
        );
    }

    #[test]
    fn a_button_cannot_be_moved_onto_its_own_leg() {
        assert!(
            after(SKETCH, |design| move_action(design, A, EventId(3), 0))
                .starts_with("An action cannot be moved onto its own leg")
        );
    }
}
