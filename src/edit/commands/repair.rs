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
/// When the event is gone, or a Button or Timer has it: change that one's kind instead.
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
