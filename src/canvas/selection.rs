//! What is selected? Stages, or one action. Kept by id, so it survives edits and undo.

use crate::workflow::{ActionId, EventId, Workflow};
use std::collections::BTreeSet;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    pub events: BTreeSet<EventId>,
    pub action: Option<ActionId>,
}

impl Selection {
    pub fn is_empty(&self) -> bool {
        self.events.is_empty() && self.action.is_none()
    }

    pub fn clear(&mut self) {
        *self = Self::default();
    }

    pub fn of_event(event_id: EventId) -> Self {
        Self {
            events: BTreeSet::from([event_id]),
            action: None,
        }
    }

    pub const fn of_action(action_id: ActionId) -> Self {
        Self {
            events: BTreeSet::new(),
            action: Some(action_id),
        }
    }

    pub fn toggle_event(&mut self, event_id: EventId) {
        self.action = None;
        if !self.events.remove(&event_id) {
            self.events.insert(event_id);
        }
    }

    /// The one stage that is meant: the selected one, or that of the selected action. `None` when there are several.
    pub fn stage(&self, workflow: &Workflow) -> Option<EventId> {
        match self.action {
            Some(action_id) => workflow.event_of(action_id).map(|event| event.id),
            None if self.events.len() == 1 => self.events.first().copied(),
            None => None,
        }
    }

    /// Drops what is not there any more.
    pub fn retain_existing(&mut self, workflow: &Workflow) {
        self.events
            .retain(|&event_id| workflow.event(event_id).is_some());
        self.action = self
            .action
            .filter(|&action_id| workflow.event_of(action_id).is_some());
    }
}
