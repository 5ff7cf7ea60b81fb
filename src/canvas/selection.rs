//! What is selected? Stages, frames and notes, or one action. Kept by id, so it survives edits and undo.

use crate::workflow::{ActionId, AnnotationId, Design, EventId, Workflow};
use std::collections::BTreeSet;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    pub events: StageSet,
    pub annotations: BTreeSet<AnnotationId>,
    pub action: Option<ActionId>,
}

/// A set of stages that is used like any other. Clones share it until one of them changes, and comparing those that
/// do costs nothing: the canvas compares its selection with that of the last frame, and it may be everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StageSet(Arc<BTreeSet<EventId>>);

impl Deref for StageSet {
    type Target = BTreeSet<EventId>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl DerefMut for StageSet {
    fn deref_mut(&mut self) -> &mut Self::Target {
        Arc::make_mut(&mut self.0)
    }
}

impl From<BTreeSet<EventId>> for StageSet {
    fn from(events: BTreeSet<EventId>) -> Self {
        Self(Arc::new(events))
    }
}

impl FromIterator<EventId> for StageSet {
    fn from_iter<I: IntoIterator<Item = EventId>>(events: I) -> Self {
        BTreeSet::from_iter(events).into()
    }
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
            events: StageSet::from_iter([event_id]),
            ..Self::default()
        }
    }

    pub fn of_action(action_id: ActionId) -> Self {
        Self {
            events: StageSet::default(),
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

    /// Selects stages beside what is selected.
    pub fn add_stages(&mut self, added: StageSet) {
        self.action = None;
        if self.events.is_empty() {
            self.events = added;
        } else {
            self.events.extend(added.iter());
        }
    }

    /// Drops what is not there any more.
    pub fn retain_existing(&mut self, design: &Design) {
        let is_there = |event_id: &EventId| design.workflow.event(*event_id).is_some();
        if !self.events.iter().all(is_there) {
            self.events.retain(is_there);
        }
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

    #[test]
    fn a_copy_of_a_selection_stays_when_the_selection_changes() {
        let mut selection = Selection::of_event(EventId(1));
        let copy = selection.clone();
        selection.toggle_event(EventId(2));
        assert_eq!(copy, Selection::of_event(EventId(1)));
        assert_eq!(selection.events.len(), 2);
    }
}
