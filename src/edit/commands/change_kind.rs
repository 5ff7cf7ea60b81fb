//! Changes an action's kind in place: its texts and, between Button and Timer, its leg stay.

use super::delete_action::{deleted_stages, part_from_legs};
use super::{Below, Draft, Refusal, Transaction, action_in, owned_stage};
use crate::workflow::{ActionData, ActionId, ActionKind, Design, Flow, ValueName};

/// Makes an action one of another kind. `below` says what becomes of its leg when the new kind has none.
///
/// # Errors
/// When the action is gone, or the leg cannot be attached where `below` says.
pub fn change_kind(
    design: &Design,
    action_id: ActionId,
    kind: ActionKind,
    below: Below,
) -> Result<Transaction, Refusal> {
    let (event, _, action) = action_in(design, action_id)?;
    let label = format!("change {} to {}", action.data.kind().title(), kind.title());
    let mut draft = Draft::new(design);
    if action.data.kind() == kind {
        return Ok(draft.finish(label));
    }
    let data = carry_over(&action.data, kind);
    let flow = Flow::new(&design.workflow);
    match (kind.spawns(), owned_stage(&flow, action)) {
        (Some(spawned), Some(stage)) => {
            let owned = flow.event_id(stage);
            if let Some(owned_event) = design.workflow.event(owned) {
                draft.set_kind(owned_event, spawned);
            }
            draft.set_action(action, data.leading_to(Some(owned)));
        }
        (Some(spawned), None) => {
            let owned = draft.spawn_event(event.id, spawned, Vec::new());
            draft.set_action(action, data.leading_to(Some(owned)));
        }
        (None, owned) => {
            let leg: Vec<_> = owned.map(|stage| (action, stage)).into_iter().collect();
            let home = flow.index(event.id);
            if home.is_some_and(|home| deleted_stages(&flow, &leg, below).contains(&home)) {
                return Err(Refusal::because(
                    "The action stands on its own leg and would be deleted with it. Detach the leg first.",
                ));
            }
            part_from_legs(&mut draft, &flow, &leg, below)?;
            draft.set_action(action, data);
        }
    }
    Ok(draft.finish(label))
}

/// A blank action of the new kind with what fits from the old one: values of the same name, else the main text.
fn carry_over(old: &ActionData, kind: ActionKind) -> ActionData {
    let mut data = kind.blank();
    let mut is_main_carried = false;
    for (name, text) in old.values().filter(|(_, text)| !text.is_empty()) {
        if data.value(name).is_some() {
            data = data.with_value(name, text);
            is_main_carried |= text == old.main_text();
        }
    }
    let main_slot = kind.value_names().iter().find(|name| {
        matches!(
            name,
            ValueName::Message
                | ValueName::Subject
                | ValueName::Text
                | ValueName::Label
                | ValueName::Outcome
        )
    });
    let is_prose = !matches!(
        old.kind(),
        ActionKind::Timer | ActionKind::Webhook | ActionKind::SetField
    );
    if let Some(&name) = main_slot
        && is_prose
        && !is_main_carried
        && !old.main_text().is_empty()
    {
        data = data.with_value(name, old.main_text());
    }
    data
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::tests::after;

    const SKETCH: &str = "\
1 New Call
  button \"Ring back\" -> 2
2 Button Pushed
  finish \"Done\"
";
    const BUTTON: ActionId = ActionId(1);

    #[test]
    fn between_button_and_timer_the_leg_stays() {
        assert_eq!(
            after(SKETCH, |design| change_kind(
                design,
                BUTTON,
                ActionKind::Timer,
                Below::Delete
            )),
            "1 New Call\n  timer \"1 day\" -> 2\n2 Timer Elapsed\n  finish \"Done\"\n"
        );
    }

    #[test]
    fn a_kind_without_an_event_parts_from_the_leg() {
        assert_eq!(
            after(SKETCH, |design| change_kind(
                design,
                BUTTON,
                ActionKind::Note,
                Below::Delete
            )),
            "1 New Call\n  note \"Ring back\"\n"
        );
        assert_eq!(
            after(SKETCH, |design| change_kind(
                design,
                BUTTON,
                ActionKind::Note,
                Below::Detach
            )),
            "1 New Call\n  note \"Ring back\"\n2 Button Pushed\n  finish \"Done\"\n"
        );
    }

    #[test]
    fn a_kind_with_an_event_spawns_it() {
        let finish = ActionId(2);
        assert_eq!(
            after(SKETCH, |design| change_kind(
                design,
                finish,
                ActionKind::Timer,
                Below::Delete
            )),
            SKETCH.replace("finish \"Done\"", "timer \"1 day\" -> 3") + "3 Timer Elapsed\n"
        );
    }

    #[test]
    fn texts_are_carried_over() {
        let email = ActionKind::Email
            .blank()
            .with_value(ValueName::To, "a@example.com")
            .with_value(ValueName::Subject, "Hello");
        let sms = carry_over(&email, ActionKind::Sms);
        assert_eq!(sms.value(ValueName::To), Some("a@example.com"));
        assert_eq!(sms.value(ValueName::Text), Some("Hello"));
    }
}
