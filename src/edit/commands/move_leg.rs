//! Moves a whole leg to another stage: its Button or Timer, its stages and their cards.

use super::attach::write_attach;
use super::move_action::write_move;
use super::{Change, Draft, Refusal, Transaction, attach_to_action, event_in};
use crate::arrange;
use crate::workflow::{ActionId, Design, EventId, Flow};

/// Moves the leg that begins at `event_id` to a stage: its Button or Timer to `index` there, counted without it, and
/// its cards beside that stage, so that the leg keeps its shape. A detached leg gets a Button or Timer there.
///
/// # Errors
/// When a stage is gone, the place is past the stage's end, the stage is on the leg itself, or the leg begins at New
/// Call.
pub fn move_leg(
    design: &Design,
    event_id: EventId,
    to_event: EventId,
    index: usize,
) -> Result<Transaction, Refusal> {
    let flow = Flow::new(&design.workflow);
    let event = event_in(design, event_id)?;
    let owner = flow.index(event_id).and_then(|stage| flow.owner(stage));
    let is_on_leg = leg(&flow, event_id).contains(&to_event);
    if is_on_leg && owner.is_some() {
        return Err(Refusal::because(format!(
            "The leg of stage {} cannot be moved onto one of its own stages.",
            event.stage
        )));
    }
    let mut draft = Draft::new(design);
    let Some(owner) = owner else {
        let label = write_attach(&mut draft, &flow, event_id, to_event, Some(index))?;
        lay_beside(&mut draft, &flow, event_id, to_event);
        return Ok(draft.finish(label));
    };
    let label = write_move(&mut draft, &flow, owner.action_id, to_event, index)?;
    if design
        .workflow
        .event_of(owner.action_id)
        .map(|home| home.id)
        == Some(to_event)
    {
        return Ok(draft.finish(label));
    }
    lay_beside(&mut draft, &flow, event_id, to_event);
    let stage = event_in(design, to_event)?.stage;
    Ok(draft.finish(format!(
        "move leg of stage {} to stage {stage}",
        event.stage
    )))
}

/// Lets an existing Button or Timer lead to a detached leg, as [`attach_to_action`], and lays its cards beside the
/// stage of that action.
///
/// # Errors
/// As [`attach_to_action`].
pub fn move_leg_to_action(
    design: &Design,
    event_id: EventId,
    action_id: ActionId,
) -> Result<Transaction, Refusal> {
    let mut attached = attach_to_action(design, event_id, action_id)?;
    let flow = Flow::new(&design.workflow);
    let mut draft = Draft::new(design);
    // The empty stage whose place it takes.
    let replaced = attached.changes.iter().find_map(|change| match change {
        Change::RemoveEvent { event, card } => Some((event.id, *card)),
        _ => None,
    });
    let is_replaced = |id: EventId| replaced.is_some_and(|(replaced, _)| replaced == id);
    let beside = || {
        let home = design.workflow.event_of(action_id)?;
        Some(arrange::wanted_beside(design, home.id, |id| id == event_id))
    };
    let wanted = replaced.and_then(|(_, card)| card).or_else(beside);
    if let Some(wanted) = wanted {
        draft.lay_leg(&leg(&flow, event_id), wanted, is_replaced);
    }
    attached.changes.extend(draft.finish("").changes);
    Ok(attached)
}

fn lay_beside(draft: &mut Draft<'_>, flow: &Flow, event_id: EventId, to_event: EventId) {
    let wanted = arrange::wanted_beside(draft.design, to_event, |id| id == event_id);
    draft.lay_leg(&leg(flow, event_id), wanted, |_| false);
}

/// The stages of a leg, the one that it begins with first.
pub(super) fn leg(flow: &Flow, event_id: EventId) -> Vec<EventId> {
    let stages = flow.index(event_id).map(|stage| flow.below(stage));
    let stages = stages.into_iter().flatten();
    stages.map(|stage| flow.event_id(stage)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arrange::{CARD_WIDTH, COLUMN_GAP};
    use crate::edit::tests::{after, placed};
    use crate::workflow::Position;

    const SKETCH: &str = "\
1 New Call
  button \"A\" -> 2
  button \"B\" -> 4
2 Button Pushed
  timer \"1h\" -> 3
3 Timer Elapsed
  finish \"Done\"
4 Button Pushed
  note \"x\"
5 Timer Elapsed \"Late\"
  timer \"2h\" -> 6
6 Timer Elapsed
";
    const B: ActionId = ActionId(2);

    #[test]
    fn a_leg_moves_with_its_button_to_the_place_where_it_was_dropped() {
        assert_eq!(
            after(SKETCH, |design| move_leg(design, EventId(2), EventId(4), 0)),
            SKETCH.replace("  button \"A\" -> 2\n", "").replace(
                "4 Button Pushed\n",
                "4 Button Pushed\n  button \"A\" -> 2\n"
            )
        );
    }

    #[test]
    fn the_cards_of_a_moved_leg_lie_beside_their_new_parent_and_keep_their_shape() {
        let mut design = placed(SKETCH);
        let card = |design: &Design, id: u32| design.layout.card(EventId(id)).unwrap();
        let shape = card(&design, 3).less(card(&design, 2));
        let to_four = move_leg(&design, EventId(2), EventId(4), 1).unwrap();
        to_four.apply(&mut design).unwrap();
        let beside = Position::new(CARD_WIDTH + COLUMN_GAP, 0);
        assert_eq!(card(&design, 2), card(&design, 4).moved(beside));
        assert_eq!(card(&design, 3).less(card(&design, 2)), shape);
    }

    #[test]
    fn a_leg_dropped_on_the_stage_that_it_hangs_on_only_changes_the_order() {
        let design = placed(SKETCH);
        let reordered = move_leg(&design, EventId(2), EventId(1), 1).unwrap();
        assert_eq!(
            (reordered.label.as_str(), reordered.changes.len()),
            ("reorder Button", 1)
        );
    }

    #[test]
    fn a_detached_leg_gets_a_way_in_at_the_place_where_it_was_dropped() {
        assert_eq!(
            after(SKETCH, |design| move_leg(design, EventId(5), EventId(1), 0)),
            SKETCH.replace("1 New Call\n", "1 New Call\n  timer \"1 day\" -> 5\n")
        );
    }

    #[test]
    fn a_detached_leg_takes_the_place_of_an_empty_stage() {
        let sketch = SKETCH.replace("  note \"x\"\n", "");
        let mut design = placed(&sketch);
        let place = design.layout.card(EventId(4));
        let attached = move_leg_to_action(&design, EventId(5), B).unwrap();
        attached.apply(&mut design).unwrap();
        assert_eq!(design.workflow.event(EventId(4)), None);
        assert_eq!(design.layout.card(EventId(5)), place);
    }

    #[test]
    fn a_leg_is_moved_neither_onto_itself_nor_away_from_new_call() {
        for (event_id, to, sentence) in [
            (
                2,
                3,
                "The leg of stage 2 cannot be moved onto one of its own stages.",
            ),
            (5, 6, "A leg cannot be attached to one of its own stages."),
            (
                1,
                4,
                "New Call starts the workflow; nothing can lead to it but a Link.",
            ),
        ] {
            let found = after(SKETCH, |design| {
                move_leg(design, EventId(event_id), EventId(to), 0)
            });
            assert_eq!(found, sentence);
        }
    }
}
