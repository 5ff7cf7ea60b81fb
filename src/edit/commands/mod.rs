//! What can a user do to a design? One function each: from a design to a transaction, or a refusal in a sentence.
//!
//! What no user ever wants is refused here; what half-finished work passes through is left to [`crate::rules`].

mod add_action;
mod align;
mod annotate;
mod arrange_cards;
mod attach;
mod bookmark;
mod change_kind;
mod collapse;
mod connect;
mod copy;
mod delete_action;
mod delete_and_heal;
mod delete_stages;
mod extract_leg;
mod fields;
mod follow_box;
mod insert_stage;
mod insert_workflow;
mod limit;
mod link;
mod move_action;
mod move_leg;
mod new_workflow;
mod paste;
mod put_on_line;
mod rename;
mod repair;
mod review;
mod set_action;
mod settle_conflict;
mod splice;
mod take_over;
mod waive;

pub use add_action::{add_action, add_action_at, default_index};
pub use align::{align, distribute, shift};
pub use annotate::{
    add_annotation, copy_annotations, delete_annotations, duplicate_annotations, frame_around,
    resize_annotation, set_annotation_text, set_tint,
};
pub use arrange_cards::{arrange_cards, move_cards};
pub use attach::{attach, attach_to_action};
pub use bookmark::{remove_bookmark, set_bookmark};
pub use change_kind::change_kind;
pub use collapse::{collapse_all_below, open_all_legs, set_collapsed};
pub use connect::{Port, connect};
pub use copy::copy;
pub use delete_action::{delete_action, delete_actions};
pub use delete_and_heal::delete_and_heal;
pub use delete_stages::delete_stages;
pub use extract_leg::{ExtractedLeg, extract_leg, replace_leg_by_finish};
pub use fields::{declare_field, remove_field, rename_field};
pub use insert_stage::insert_stage;
pub use insert_workflow::insert_workflow;
pub use limit::set_limit;
pub use link::{link, replace_by_finish, set_link, unlink};
pub use move_action::move_action;
pub use move_leg::{move_leg, move_leg_to_action};
pub use new_workflow::{copy_of, new_workflow};
pub use paste::{duplicate, lost_targets, paste, paste_linked};
pub use put_on_line::{move_onto_line, put_on_line};
pub use rename::{rename_stage, rename_workflow};
pub use repair::{
    accept_read_fault, add_new_call, give_stage_number, renumber_stages, set_event_kind,
    spawn_missing_event, spawn_own_event,
};
pub(super) use review::review_changes;
pub use review::{
    answer_question, ask_question, reopen_question, resolve_question, sign_off, tick_leg,
    untick_leg, withdraw_sign_off,
};
pub use set_action::{set_action, set_priority, set_value};
pub use settle_conflict::settle_conflict;
pub use splice::splice;
pub use take_over::take_over;
pub use waive::{waive, withdraw_waiver};

use super::{
    Below, Change, Draft, EventFacts, Fragment, OutsideTarget, PlacedEvent, Refusal, Transaction,
};
use crate::workflow::{Action, ActionId, Design, Event, EventId, Flow, Workflow, shortened};

fn event_in(design: &Design, event_id: EventId) -> Result<&Event, Refusal> {
    design
        .workflow
        .event(event_id)
        .ok_or_else(|| Refusal::because("That stage is not there any more."))
}

/// An action with the event whose stage it stands in and its place there.
fn action_in(design: &Design, action_id: ActionId) -> Result<(&Event, usize, &Action), Refusal> {
    let gone = || Refusal::because("That action is not there any more.");
    let event = design.workflow.event_of(action_id).ok_or_else(gone)?;
    let index = event
        .actions
        .iter()
        .position(|action| action.id == action_id)
        .ok_or_else(gone)?;
    Ok((event, index, &event.actions[index]))
}

/// The stage that belongs to an action, by index in `flow`.
fn owned_stage(flow: &Flow, action: &Action) -> Option<usize> {
    let index = flow.index(action.data.owned_event()?)?;
    (flow.owner(index)?.action_id == action.id).then_some(index)
}

/// What a stage is called, with its number: `stage 3, Called back`.
fn stage_title(workflow: &Workflow, event: &Event) -> String {
    let owner = workflow.owner_of(event.id);
    let name = Workflow::stage_name(event, owner.map(|action| &action.data));
    format!("stage {}, {}", event.stage, shortened(&name, 60))
}
