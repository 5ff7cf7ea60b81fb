//! What is selected? Stages, frames and notes, or one action. Kept by id, so it survives edits and undo.

use crate::workflow::{ActionId, AnnotationId, Design, EventId, Workflow};
use std::collections::BTreeSet;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    pub events: BTreeSet<EventId>,
    pub annotations: BTreeSet<AnnotationId>,
    pub action: Option<ActionId>,
}

impl Selection {
    pub fn is_empty(&self) -> bool {
        self.events.is_empty() && self.annotations.is_empty() && self.action.is_none()
    }

    pub fn clear(&mut self) {
        *self = Self::default();
    }

    pub fn of_event(event_id: EventId) -> Self {
        Self {
            events: BTreeSet::from([event_id]),
            ..Self::default()
        }
    }

    pub const fn of_action(action_id: ActionId) -> Self {
        Self {
            events: BTreeSet::new(),
            annotations: BTreeSet::new(),
            action: Some(action_id),
        }
    }

    pub fn of_annotation(annotation_id: AnnotationId) -> Self {
        Self {
            annotations: BTreeSet::from([annotation_id]),
            ..Self::default()
        }
    }

    /// Everything that lies on the canvas.
    pub fn all(design: &Design) -> Self {
        Self {
            events: design.workflow.events().map(|event| event.id).collect(),
            annotations: design.layout.annotations().map(|(id, _)| id).collect(),
            action: None,
        }
    }

    pub fn toggle_event(&mut self, event_id: EventId) {
        self.action = None;
        if !self.events.remove(&event_id) {
            self.events.insert(event_id);
        }
    }

    pub fn toggle_annotation(&mut self, annotation_id: AnnotationId) {
        self.action = None;
        if !self.annotations.remove(&annotation_id) {
            self.annotations.insert(annotation_id);
        }
    }

    /// How many things are selected that lie on the canvas by themselves.
    pub fn thing_count(&self) -> usize {
        self.events.len() + self.annotations.len()
    }

    /// The one stage that is meant: the selected one, or that of the selected action. `None` when there is more.
    pub fn stage(&self, workflow: &Workflow) -> Option<EventId> {
        match self.action {
            Some(action_id) => workflow.event_of(action_id).map(|event| event.id),
            None if self.thing_count() == 1 => self.events.first().copied(),
            None => None,
        }
    }

    /// The one frame or note that is selected. `None` when there is more.
    pub fn annotation(&self) -> Option<AnnotationId> {
        let only = self.annotations.first().copied();
        only.filter(|_| self.thing_count() == 1 && self.action.is_none())
    }

    /// Drops what is not there any more.
    pub fn retain_existing(&mut self, design: &Design) {
        self.events
            .retain(|&event_id| design.workflow.event(event_id).is_some());
        self.annotations
            .retain(|&annotation_id| design.layout.annotation(annotation_id).is_some());
        self.action = self
            .action
            .filter(|&action_id| design.workflow.event_of(action_id).is_some());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stage_is_meant_only_when_nothing_else_is_selected() {
        let workflow = crate::workflow::sketch::parse("1 New Call").unwrap();
        let mut selection = Selection::of_event(EventId(1));
        assert_eq!(selection.stage(&workflow), Some(EventId(1)));
        selection.toggle_annotation(AnnotationId(1));
        assert_eq!(selection.stage(&workflow), None);
        assert_eq!(selection.annotation(), None);
        selection.toggle_event(EventId(1));
        assert_eq!(selection.annotation(), Some(AnnotationId(1)));
    }
}
