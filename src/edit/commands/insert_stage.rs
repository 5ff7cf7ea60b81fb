//! Inserts a stage into a leg: what came next comes one stage later.

use super::{Change, Draft, Refusal, Transaction, action_in, owned_stage};
use crate::arrange::{self, CARD_WIDTH, COLUMN_GAP};
use crate::workflow::{ActionData, ActionId, Design, Flow, Group, Position};

/// Puts `carrier`, a Button or Timer with a new stage, in the place of an action that carries a leg on; the action
/// moves into the new stage with all that hangs below it. So the new stage is passed first, whatever followed.
///
/// # Errors
/// When the action is gone or carries no leg on, or `carrier` is neither Button nor Timer.
pub fn insert_stage(
    design: &Design,
    action_id: ActionId,
    carrier: &ActionData,
) -> Result<Transaction, Refusal> {
    let (event, index, action) = action_in(design, action_id)?;
    if action.data.kind().group() == Group::Immediate {
        return Err(Refusal::because(
            "A stage is inserted at a Button, a Timer, a Link or a Finish.",
        ));
    }
    let Some(spawned) = carrier.kind().spawns() else {
        return Err(Refusal::because(
            "Only a Button or a Timer can lead to a new stage.",
        ));
    };
    let flow = Flow::new(&design.workflow);
    let next = owned_stage(&flow, action);
    let mut draft = Draft::new(design);
    let next_card = next.and_then(|stage| design.layout.card(flow.event_id(stage)));
    let card = if let (Some(next), Some(card)) = (next, next_card) {
        for stage in flow.below(next) {
            let event_id = flow.event_id(stage);
            if let Some(card) = design.layout.card(event_id) {
                draft.move_card(
                    event_id,
                    card.moved(Position::new(CARD_WIDTH + COLUMN_GAP, 0)),
                );
            }
        }
        card
    } else {
        // The action that moves into the stage needs its row.
        arrange::place_beside(design, event.id, 1)
    };
    let inserted = draft.spawn_event_at(card, spawned, Vec::new());
    draft.push(Change::MoveAction {
        from: (event.id, index),
        to: (inserted, 0),
    });
    draft.insert_action(event.id, index, carrier.leading_to(Some(inserted)));
    Ok(draft.finish(format!("insert {}", spawned.title())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::tests::{after, placed};
    use crate::workflow::{ActionKind, EventId};

    const SKETCH: &str = "\
1 New Call
  note \"x\"
  button \"A\" -> 2
2 Button Pushed
  finish \"Done\"
";

    #[test]
    fn what_came_next_comes_one_stage_later() {
        let button = ActionId(2);
        assert_eq!(
            after(SKETCH, |design| insert_stage(
                design,
                button,
                &ActionKind::Timer.blank()
            )),
            "\
1 New Call
  note \"x\"
  timer \"1 day\" -> 3
2 Button Pushed
  finish \"Done\"
3 Timer Elapsed
  button \"A\" -> 2
"
        );
    }

    #[test]
    fn a_stage_can_be_inserted_before_an_end() {
        let finish = ActionId(3);
        assert_eq!(
            after(SKETCH, |design| insert_stage(
                design,
                finish,
                &ActionKind::Button.blank()
            )),
            SKETCH.replace("finish \"Done\"", "button \"Done\" -> 3")
                + "3 Button Pushed\n  finish \"Done\"\n"
        );
    }

    #[test]
    fn the_inserted_card_covers_nothing_once_its_action_is_in_it() {
        let mut design = placed("1 New Call\n  finish \"Done\"\n2 Button Pushed");
        let right = CARD_WIDTH + COLUMN_GAP;
        let below = Position::new(right, arrange::card_height(0) + 12);
        design.layout.cards.insert(EventId(2), below);
        let timer = ActionKind::Timer.blank();
        let inserted = insert_stage(&design, ActionId(1), &timer).unwrap();
        inserted.apply(&mut design).unwrap();
        assert_ne!(
            design.layout.card(EventId(3)),
            Some(Position::new(right, 0))
        );
    }

    #[test]
    fn only_what_carries_a_leg_on_has_a_stage_inserted_before_it() {
        let (note, button) = (ActionId(1), ActionId(2));
        assert_eq!(
            after(SKETCH, |design| insert_stage(
                design,
                note,
                &ActionKind::Button.blank()
            )),
            "A stage is inserted at a Button, a Timer, a Link or a Finish."
        );
        assert_eq!(
            after(SKETCH, |design| insert_stage(
                design,
                button,
                &ActionKind::Note.blank()
            )),
            "Only a Button or a Timer can lead to a new stage."
        );
    }
}
