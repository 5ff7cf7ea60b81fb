//! What in a workflow can be pointed at? By a finding, a waiver, or a search.

use super::{ActionId, EventId, ValueName, Workflow};

/// A place in a workflow.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
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
