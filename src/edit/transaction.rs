//! What does a user take back with one undo? A label and the changes that belong together.

use super::{Change, Concern, Misfit};
use crate::workflow::{ActionId, AnnotationId, Design, EventId};

/// Changes that are made, undone and redone as one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Transaction {
    /// What the user sees after the word Undo: `add Button`.
    pub label: String,
    pub changes: Vec<Change>,
}

impl Transaction {
    pub fn new(label: impl Into<String>, changes: Vec<Change>) -> Self {
        Self {
            label: label.into(),
            changes,
        }
    }

    pub const fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Does it move cards only?
    pub fn is_layout(&self) -> bool {
        let mut changes = self.changes.iter();
        changes.all(|change| change.concern() == Concern::Layout)
    }

    /// Does it change anything but what reviewers say, and what they waive?
    pub fn amends(&self) -> bool {
        let is_said = |change: &Change| {
            change.concern() == Concern::Review || matches!(change, Change::SetWaivers { .. })
        };
        !self.changes.iter().all(is_said)
    }

    pub(super) fn concerns(&self, concern: Concern) -> bool {
        self.changes
            .iter()
            .any(|change| change.concern() == concern)
    }

    /// The transaction that takes this one back, under the same label.
    #[must_use]
    pub fn inverted(&self) -> Self {
        Self {
            label: self.label.clone(),
            changes: self.changes.iter().rev().map(Change::inverted).collect(),
        }
    }

    /// Makes all changes, or none.
    ///
    /// # Errors
    /// When a change does not fit: the design is then as it was.
    pub fn apply(&self, design: &mut Design) -> Result<(), Misfit> {
        for (index, change) in self.changes.iter().enumerate() {
            if let Err(misfit) = change.apply(design) {
                for done in self.changes[..index].iter().rev() {
                    // What has just been made can be taken back.
                    let _ = done.inverted().apply(design);
                }
                return Err(misfit);
            }
        }
        Ok(())
    }

    /// Both as one, under the label of the first that changes anything. They were made for the same design, and
    /// neither touches what the other does.
    #[must_use]
    pub fn with(mut self, other: Self) -> Self {
        if self.is_empty() {
            return other;
        }
        self.changes.extend(other.changes);
        self
    }

    /// The frames and notes that it adds, in order.
    pub fn inserted_annotations(&self) -> impl Iterator<Item = AnnotationId> + '_ {
        self.changes.iter().filter_map(|change| match change {
            Change::SetAnnotation {
                annotation_id,
                before: None,
                ..
            } => Some(*annotation_id),
            _ => None,
        })
    }

    /// The events that it adds, in order: what to select after a paste.
    pub fn inserted_events(&self) -> impl Iterator<Item = EventId> + '_ {
        self.changes.iter().filter_map(|change| match change {
            Change::InsertEvent { event, .. } => Some(event.id),
            _ => None,
        })
    }

    /// The actions that it adds to stages, in order; not those that come with an added stage.
    pub fn inserted_actions(&self) -> impl Iterator<Item = ActionId> + '_ {
        self.changes.iter().filter_map(|change| match change {
            Change::InsertAction { action, .. } => Some(action.id),
            _ => None,
        })
    }

    /// Takes the changes of a later transaction in, so that both are one. Two changes of one value become one.
    pub(super) fn absorb(&mut self, later: Self) {
        for change in later.changes {
            match (self.changes.last_mut(), change) {
                (
                    Some(Change::SetAction {
                        action_id, after, ..
                    }),
                    Change::SetAction {
                        action_id: same,
                        after: newer,
                        ..
                    },
                ) if *action_id == same => *after = newer,
                (
                    Some(Change::SetEvent {
                        event_id, after, ..
                    }),
                    Change::SetEvent {
                        event_id: same,
                        after: newer,
                        ..
                    },
                ) if *event_id == same => *after = newer,
                (
                    Some(Change::RenameWorkflow { after, .. }),
                    Change::RenameWorkflow { after: newer, .. },
                ) => *after = newer,
                (
                    Some(Change::SetAnnotation {
                        annotation_id,
                        after,
                        ..
                    }),
                    Change::SetAnnotation {
                        annotation_id: same,
                        after: newer,
                        ..
                    },
                ) if *annotation_id == same => *after = newer,
                (
                    Some(Change::SetBookmark {
                        event_id, after, ..
                    }),
                    Change::SetBookmark {
                        event_id: same,
                        after: newer,
                        ..
                    },
                ) if *event_id == same => *after = newer,
                (_, change) => self.changes.push(change),
            }
        }
    }
}
