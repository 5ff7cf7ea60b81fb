//! Mends what only a hand-edited file can have wrong, and gives stages new numbers when the user asks for it.

use super::{Change, Draft, EventFacts, Refusal, Transaction, action_in, event_in, owned_stage};
use crate::arrange;
use crate::workflow::{Action, ActionData, ActionId, Design, EventId, EventKind, Flow, Position};

/// Gives a Button or Timer whose event is gone a new one.
///
/// # Errors
/// When the action is gone, has its event, or is of a kind that has none.
pub fn spawn_missing_event(design: &Design, action_id: ActionId) -> Result<Transaction, Refusal> {
    spawn_for(design, action_id, |_| Vec::new())
}

/// Gives a Button or Timer that leads to an event that is not its own a stage of its own, which links there.
///
/// # Errors
/// As [`spawn_missing_event`].
pub fn spawn_own_event(design: &Design, action_id: ActionId) -> Result<Transaction, Refusal> {
    spawn_for(design, action_id, |target| {
        vec![ActionData::Link { event_id: target }]
    })
}

fn spawn_for(
    design: &Design,
    action_id: ActionId,
    actions: impl Fn(Option<EventId>) -> Vec<ActionData>,
) -> Result<Transaction, Refusal> {
    let (event, _, action) = action_in(design, action_id)?;
    let flow = Flow::new(&design.workflow);
    let Some(kind) = action
        .data
        .kind()
        .spawns()
        .filter(|_| owned_stage(&flow, action).is_none())
    else {
        return Err(Refusal::because("This action needs no new event."));
    };
    let mut draft = Draft::new(design);
    let mut spawned_actions = Vec::new();
    for data in actions(action.data.owned_event()) {
        spawned_actions.push(Action {
            id: draft.new_action_id(),
            data,
        });
    }
    let spawned = draft.spawn_event(event.id, kind, spawned_actions);
    draft.set_action(action, action.data.leading_to(Some(spawned)));
    Ok(draft.finish(format!("add {}", kind.title())))
}

/// Adds the New Call event to a workflow that has none.
///
/// # Errors
/// When there is one.
pub fn add_new_call(design: &Design) -> Result<Transaction, Refusal> {
    if design.workflow.new_call().is_some() {
        return Err(Refusal::because("The workflow has its New Call already."));
    }
    let mut draft = Draft::new(design);
    let leftmost = design
        .layout
        .cards()
        .map(|(_, card)| card.x)
        .min()
        .unwrap_or(0);
    let beside = leftmost.saturating_sub(arrange::CARD_WIDTH + arrange::COLUMN_GAP);
    let wanted = Position::new(beside, 0);
    draft.spawn_event_at(wanted, EventKind::NewCall, Vec::new());
    Ok(draft.finish("add New Call"))
}

/// Makes an event one of another kind.
///
/// # Errors
/// When the event is gone, a Button or Timer has it (change that one's kind instead), or the workflow would be left
/// without its New Call or with one more.
pub fn set_event_kind(
    design: &Design,
    event_id: EventId,
    kind: EventKind,
) -> Result<Transaction, Refusal> {
    let event = event_in(design, event_id)?;
    let flow = Flow::new(&design.workflow);
    if flow
        .index(event_id)
        .is_some_and(|index| flow.owner(index).is_some())
    {
        return Err(Refusal::because(
            "The event's kind is that of its Button or Timer. Change that instead.",
        ));
    }
    let new_call_count = design
        .workflow
        .events()
        .filter(|event| event.kind == EventKind::NewCall)
        .count();
    match (event.kind, kind) {
        (EventKind::NewCall, EventKind::NewCall) => {}
        (EventKind::NewCall, _) if new_call_count == 1 => {
            return Err(Refusal::because(
                "A workflow starts at New Call, so that stage stays what it is.",
            ));
        }
        (_, EventKind::NewCall) if new_call_count > 0 => {
            return Err(Refusal::because("The workflow has its New Call already."));
        }
        _ => {}
    }
    let mut draft = Draft::new(design);
    draft.set_kind(event, kind);
    Ok(draft.finish(format!("convert stage {} to {}", event.stage, kind.title())))
}

/// Gives one stage the next unused number.
///
/// # Errors
/// When the stage is gone.
pub fn give_stage_number(design: &Design, event_id: EventId) -> Result<Transaction, Refusal> {
    let event = event_in(design, event_id)?;
    let mut draft = Draft::new(design);
    let stage = draft.new_stage();
    draft.set_event(
        event,
        EventFacts {
            stage,
            ..EventFacts::from(event)
        },
    );
    Ok(draft.finish(format!("renumber stage {} to {stage}", event.stage)))
}

/// Numbers all stages from 1 in reading order. The next stage gets the number after the last.
pub fn renumber_stages(design: &Design, flow: &Flow) -> Transaction {
    let mut draft = Draft::new(design);
    let mut stage = 1;
    for &index in flow.reading_order() {
        if let Some(event) = design.workflow.event(flow.event_id(index)) {
            draft.set_event(
                event,
                EventFacts {
                    stage,
                    ..EventFacts::from(event)
                },
            );
            stage += 1;
        }
    }
    draft.set_next_stage(stage);
    draft.finish("renumber stages")
}

/// Accepts what reading the file made of an element that it could not take as it stood.
///
/// # Errors
/// When there is no such fault.
pub fn accept_read_fault(design: &Design, index: usize) -> Result<Transaction, Refusal> {
    let before = design.workflow.read_faults().to_vec();
    let mut after = before.clone();
    if index >= after.len() {
        return Err(Refusal::because("That has been accepted already."));
    }
    after.remove(index);
    Ok(Transaction::new(
        "accept the new id",
        vec![Change::SetReadFaults { before, after }],
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::tests::{after, placed};

    #[test]
    fn renumbering_follows_the_reading_order_and_the_next_stage_follows_on() {
        let mut design = placed(
            "1 New Call\n  button \"A\" -> 9\n  button \"B\" -> 4\n4 Button Pushed\n9 Button Pushed\n  link -> 4\n",
        );
        let transaction = renumber_stages(&design, &Flow::new(&design.workflow));
        transaction.apply(&mut design).unwrap();
        assert_eq!(
            crate::workflow::sketch::print(&design.workflow),
            "1 New Call\n  button \"A\" -> 2\n  button \"B\" -> 3\n2 Button Pushed\n  link -> 3\n3 Button Pushed\n"
        );
        assert_eq!(design.workflow.counters().stage, 4);
    }

    #[test]
    fn a_button_whose_event_is_gone_gets_a_new_one() {
        let lost = "1 New Call\n  button \"A\" -> 7\n";
        let button = ActionId(1);
        let mended = "1 New Call\n  button \"A\" -> 2\n2 Button Pushed\n";
        assert_eq!(
            after(lost, |design| spawn_missing_event(design, button)),
            mended
        );
        assert_eq!(
            after(mended, |design| spawn_missing_event(design, button)),
            "This action needs no new event."
        );
    }

    #[test]
    fn a_button_that_leads_to_the_event_of_another_gets_its_own_which_links_there() {
        let shared = "1 New Call\n  button \"A\" -> 2\n  button \"B\" -> 2\n2 Button Pushed\n";
        assert_eq!(
            after(shared, |design| spawn_own_event(design, ActionId(2))),
            "1 New Call\n  button \"A\" -> 2\n  button \"B\" -> 3\n2 Button Pushed\n3 Button Pushed\n  link -> 2\n"
        );
    }

    #[test]
    fn there_is_one_new_call_and_it_stays() {
        let call = EventId(1);
        assert_eq!(
            after("1 Button Pushed\n", add_new_call),
            "1 Button Pushed\n2 New Call\n"
        );
        assert_eq!(
            after("1 New Call\n", add_new_call),
            "The workflow has its New Call already."
        );
        assert_eq!(
            after("1 Timer Elapsed\n", |design| {
                set_event_kind(design, call, EventKind::NewCall)
            }),
            "1 New Call\n"
        );
        assert_eq!(
            after("1 New Call\n2 Button Pushed\n", |design| {
                set_event_kind(design, EventId(2), EventKind::NewCall)
            }),
            "The workflow has its New Call already."
        );
        assert_eq!(
            after("1 New Call\n", |design| {
                set_event_kind(design, call, EventKind::ButtonPushed)
            }),
            "A workflow starts at New Call, so that stage stays what it is."
        );
        assert_eq!(
            after("1 New Call\n2 New Call\n", |design| {
                set_event_kind(design, EventId(2), EventKind::ButtonPushed)
            }),
            "1 New Call\n2 Button Pushed\n"
        );
    }

    #[test]
    fn a_new_stage_number_is_one_that_was_never_used() {
        assert_eq!(
            after("1 New Call\n1 Button Pushed\n5 Button Pushed\n", |design| {
                give_stage_number(design, EventId(1))
            }),
            "1 Button Pushed\n5 Button Pushed\n6 New Call\n"
        );
    }
}
