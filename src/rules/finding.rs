//! What does a rule report? A place, a sentence, and what one can do about it.

use super::Rule;
use crate::edit::Transaction;
use crate::edit::commands::Port;
use crate::workflow::{ActionId, EventId, ValueName, Workflow};

/// What a finding stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    Workflow,
    /// A declared field of the call, by name.
    Field(String),
    Event(EventId),
    Action(ActionId),
    /// One value of an action.
    Value(ActionId, ValueName),
}

impl Place {
    pub const fn action_id(&self) -> Option<ActionId> {
        match self {
            Self::Action(action_id) | Self::Value(action_id, _) => Some(*action_id),
            _ => None,
        }
    }

    /// The event that it stands on, or in whose stage its action stands.
    pub fn event_id(&self, workflow: &Workflow) -> Option<EventId> {
        match self {
            Self::Event(event_id) => Some(*event_id),
            _ => workflow.event_of(self.action_id()?).map(|event| event.id),
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    pub rule: &'static Rule,
    pub place: Place,
    /// A whole sentence: what will happen to a call if nothing is done.
    pub message: String,
}

/// Something that one can do about a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// As on a button: `Add Finish Workflow`.
    pub title: String,
    pub safety: Safety,
    pub remedy: Remedy,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Safety {
    /// Loses nothing and guesses nothing: `--fix` applies it.
    Safe,
    /// A person has to want it.
    Confirm,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remedy {
    Edit(Transaction),
    /// Only a person knows the value: go there.
    GoTo(Place),
    /// Only a person knows the stage: [`crate::edit::commands::connect`] the port with the one chosen.
    ChooseStage(Port),
}
