//! Adds an action to a stage; a Button or Timer brings its event along.

use super::{Draft, Refusal, Transaction, event_in};
use crate::workflow::{ActionData, Design, Event, EventId, Group, Position};

/// Adds an action where it is done: immediate ones before the waiting ones, and these before the end.
///
/// # Errors
/// When the stage is gone.
pub fn add_action(
    design: &Design,
    event_id: EventId,
    data: ActionData,
) -> Result<Transaction, Refusal> {
    let index = default_index(event_in(design, event_id)?, data.kind().group());
    add_action_at(design, event_id, index, data, None)
}

/// Adds an action at a place in the stage's order. `card` says where the spawned event's card goes; without it the
/// card is placed beside its owner.
///
/// # Errors
/// When the stage is gone or the place is past its end.
pub fn add_action_at(
    design: &Design,
    event_id: EventId,
    index: usize,
    data: ActionData,
    card: Option<Position>,
) -> Result<Transaction, Refusal> {
    let event = event_in(design, event_id)?;
    if index > event.actions.len() {
        return Err(Refusal::because(
            "The stage has no such place for an action.",
        ));
    }
    let kind = data.kind();
    let mut draft = Draft::new(design);
    draft.make_room(event, 1);
    let data = match (kind.spawns(), card) {
        (Some(spawned), Some(card)) => {
            data.leading_to(Some(draft.spawn_event_at(card, spawned, Vec::new())))
        }
        (Some(spawned), None) => {
            data.leading_to(Some(draft.spawn_event(event_id, spawned, Vec::new())))
        }
        (None, _) => data,
    };
    draft.insert_action(event_id, index, data);
    Ok(draft.finish(format!("add {}", kind.title())))
}

/// Where an action of a group goes in a stage when nobody says.
pub fn default_index(event: &Event, group: Group) -> usize {
    let is_later = |other: Group| other > group;
    event
        .actions
        .iter()
        .position(|action| is_later(action.data.kind().group()))
        .unwrap_or(event.actions.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::tests::after;
    use crate::workflow::ActionKind;

    const CALL: EventId = EventId(1);

    #[test]
    fn a_button_brings_its_event_along() {
        assert_eq!(
            after("1 New Call", |design| {
                add_action(design, CALL, ActionKind::Button.blank())
            }),
            "1 New Call\n  button \"Done\" -> 2\n2 Button Pushed\n"
        );
    }

    #[test]
    fn an_action_is_added_where_it_is_done() {
        let stage = "1 New Call\n  note \"a\"\n  timer \"1h\" -> 2\n  link -> 1\n2 Timer Elapsed\n";
        assert_eq!(
            after(stage, |design| add_action(
                design,
                CALL,
                ActionKind::Note.blank()
            )),
            stage.replace("  timer", "  note\n  timer")
        );
        assert_eq!(
            after(stage, |design| add_action(
                design,
                CALL,
                ActionKind::Timer.blank()
            )),
            stage.replace("  link", "  timer \"1 day\" -> 3\n  link") + "3 Timer Elapsed\n"
        );
    }

    #[test]
    fn a_place_past_the_end_of_the_stage_is_refused() {
        let note = ActionKind::Note.blank();
        assert_eq!(
            after("1 New Call", |design| add_action_at(
                design, CALL, 1, note, None
            )),
            "The stage has no such place for an action."
        );
    }
}
