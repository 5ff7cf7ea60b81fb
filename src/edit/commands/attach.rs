//! Gives a detached leg a way in again.

use super::{
    Draft, EventFacts, Refusal, Transaction, action_in, default_index, event_in, owned_stage,
};
use crate::workflow::{
    ActionData, ActionId, ActionKind, Design, Event, EventId, EventKind, Flow, Group,
};

/// Adds a Button or Timer, as the detached event wants it, to the stage `to`.
///
/// # Errors
/// When a stage is gone, `event_id` is not detached, or `to` is on its leg.
pub fn attach(design: &Design, event_id: EventId, to: EventId) -> Result<Transaction, Refusal> {
    let flow = Flow::new(&design.workflow);
    let mut draft = Draft::new(design);
    let label = write_attach(&mut draft, &flow, event_id, to, None)?;
    Ok(draft.finish(label))
}

/// Writes the new Button or Timer down, at a place in the stage's order or where it belongs, and returns what the
/// step is called.
pub(super) fn write_attach(
    draft: &mut Draft<'_>,
    flow: &Flow,
    event_id: EventId,
    to: EventId,
    index: Option<usize>,
) -> Result<String, Refusal> {
    let design = draft.design;
    let event = detached(design, flow, event_id, to)?;
    let target = event_in(design, to)?;
    let index = index.unwrap_or_else(|| default_index(target, Group::Waiting));
    if index > target.actions.len() {
        return Err(Refusal::because(
            "The stage has no such place for an action.",
        ));
    }
    let data = match event.kind {
        EventKind::TimerElapsed => ActionKind::Timer.blank(),
        _ if event.name.is_empty() => ActionKind::Button.blank(),
        _ => ActionData::Button {
            label: event.name.clone(),
            event_id: None,
        },
    };
    draft.make_room(target, 1);
    let kind = data.kind();
    draft.insert_action(to, index, data.leading_to(Some(event_id)));
    Ok(format!(
        "attach stage {} by a {}",
        event.stage,
        kind.title()
    ))
}

/// Lets an existing Button or Timer lead to the detached event. A stage without actions that the action had until
/// now is deleted, unless a Link leads to it; one with actions is detached in its turn.
///
/// # Errors
/// When something is gone, `event_id` is not detached, the action is neither Button nor Timer or stands on the leg.
pub fn attach_to_action(
    design: &Design,
    event_id: EventId,
    action_id: ActionId,
) -> Result<Transaction, Refusal> {
    let flow = Flow::new(&design.workflow);
    let (home, _, action) = action_in(design, action_id)?;
    let event = detached(design, &flow, event_id, home.id)?;
    let Some(kind) = action.data.kind().spawns() else {
        return Err(Refusal::because(
            "Only a Button or a Timer can lead to a stage of its own.",
        ));
    };
    let mut draft = Draft::new(design);
    draft.set_action(action, action.data.leading_to(Some(event_id)));
    draft.set_event(
        event,
        EventFacts {
            kind,
            ..EventFacts::from(event)
        },
    );
    if let Some(stage) = owned_stage(&flow, action) {
        let old = design
            .workflow
            .event(flow.event_id(stage))
            .filter(|old| old.actions.is_empty());
        if let Some(old) = old
            && !flow.is_linked_from_elsewhere(&[stage])
        {
            draft.remove_event(old);
        }
    }
    Ok(draft.finish(format!("attach stage {}", event.stage)))
}

fn detached<'a>(
    design: &'a Design,
    flow: &Flow,
    event_id: EventId,
    to: EventId,
) -> Result<&'a Event, Refusal> {
    let event = event_in(design, event_id)?;
    if event.kind == EventKind::NewCall {
        return Err(Refusal::because(
            "New Call starts the workflow; nothing can lead to it but a Link.",
        ));
    }
    let index = flow.index(event_id);
    if index.is_some_and(|index| flow.owner(index).is_some()) {
        return Err(Refusal::because(format!(
            "Stage {} has its own Button or Timer already. Use a Link for another way to it.",
            event.stage
        )));
    }
    let is_on_leg = flow
        .index(to)
        .is_some_and(|to| flow.path_to(to).first().copied() == index);
    if is_on_leg {
        return Err(Refusal::because(
            "A leg cannot be attached to one of its own stages.",
        ));
    }
    Ok(event)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::tests::after;

    const SKETCH: &str = "\
1 New Call
  button \"A\" -> 2
2 Button Pushed
3 Timer Elapsed \"Late\"
  button \"B\" -> 4
4 Button Pushed
  finish \"Done\"
";
    const A: ActionId = ActionId(1);
    const B: ActionId = ActionId(2);

    #[test]
    fn an_empty_stage_that_a_link_leads_to_is_not_deleted() {
        let linked = SKETCH.replace("  finish \"Done\"", "  link -> 2");
        let found = after(&linked, |design| attach_to_action(design, EventId(3), A));
        assert!(found.contains("2 Button Pushed\n"), "{found}");
    }

    #[test]
    fn a_detached_leg_gets_the_way_in_that_its_event_wants() {
        assert_eq!(
            after(SKETCH, |design| attach(design, EventId(3), EventId(2))),
            SKETCH.replace(
                "2 Button Pushed\n",
                "2 Button Pushed\n  timer \"1 day\" -> 3\n"
            )
        );
    }

    #[test]
    fn a_button_that_leads_to_an_empty_stage_can_lead_to_the_detached_leg_instead() {
        assert_eq!(
            after(SKETCH, |design| attach_to_action(design, EventId(3), A)),
            "\
1 New Call
  button \"A\" -> 3
3 Button Pushed \"Late\"
  button \"B\" -> 4
4 Button Pushed
  finish \"Done\"
"
        );
    }

    #[test]
    fn what_cannot_be_attached_is_refused() {
        for (event_id, to, sentence) in [
            (1, 2, "New Call starts the workflow"),
            (2, 1, "Stage 2 has its own Button or Timer already."),
            (3, 4, "A leg cannot be attached to one of its own stages."),
        ] {
            let found = after(SKETCH, |design| {
                attach(design, EventId(event_id), EventId(to))
            });
            assert!(found.starts_with(sentence), "{found}");
        }
        assert_eq!(
            after(SKETCH, |design| attach_to_action(design, EventId(3), B)),
            "A leg cannot be attached to one of its own stages."
        );
    }
}
