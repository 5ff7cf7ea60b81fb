//! Where do the cards lie, and what is drawn around them that the workflow itself knows nothing of?

use super::{Annotation, AnnotationId, EventId};
use std::collections::{BTreeMap, BTreeSet};

/// Where a card's top left corner lies on the canvas, in points at zoom 1.
///
/// Whole numbers, so that files read the same on every machine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub x: i32,
    pub y: i32,
}

impl Position {
    pub const fn new(x: i32, y: i32) -> Self {
        Self { x, y }
    }

    #[must_use]
    pub const fn moved(self, by: Self) -> Self {
        Self {
            x: self.x.saturating_add(by.x),
            y: self.y.saturating_add(by.y),
        }
    }

    /// The way to here from `from`: `from.moved` by it is here.
    #[must_use]
    pub const fn less(self, from: Self) -> Self {
        Self {
            x: self.x.saturating_sub(from.x),
            y: self.y.saturating_sub(from.y),
        }
    }
}

/// Where the cards lie, and what is drawn around them. An event without a card has not been placed yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    pub(crate) cards: BTreeMap<EventId, Position>,
    pub(crate) annotations: BTreeMap<AnnotationId, Annotation>,
    /// The stages whose legs are drawn as one box. One that is gone counts as none.
    pub(crate) collapsed: BTreeSet<EventId>,
    /// The stages that people come back to, each with what they call the place. One that is gone counts as none.
    pub(crate) bookmarks: BTreeMap<EventId, String>,
}

impl Layout {
    /// Of several entries for one event the last counts.
    pub fn from_cards(cards: impl IntoIterator<Item = (EventId, Position)>) -> Self {
        Self {
            cards: cards.into_iter().collect(),
            ..Self::default()
        }
    }

    pub fn card(&self, event_id: EventId) -> Option<Position> {
        self.cards.get(&event_id).copied()
    }

    /// All placed cards, by event id.
    pub fn cards(&self) -> impl Iterator<Item = (EventId, Position)> + '_ {
        self.cards
            .iter()
            .map(|(&event_id, &position)| (event_id, position))
    }

    /// The same with other cards.
    #[must_use]
    pub fn with_cards(self, cards: impl IntoIterator<Item = (EventId, Position)>) -> Self {
        Self {
            cards: cards.into_iter().collect(),
            ..self
        }
    }

    pub fn annotation(&self, annotation_id: AnnotationId) -> Option<&Annotation> {
        self.annotations.get(&annotation_id)
    }

    /// All frames and sticky notes, by id.
    pub fn annotations(&self) -> impl Iterator<Item = (AnnotationId, &Annotation)> + '_ {
        self.annotations
            .iter()
            .map(|(&annotation_id, annotation)| (annotation_id, annotation))
    }

    /// Of several for one id the last counts.
    pub fn annotate(&mut self, annotations: impl IntoIterator<Item = (AnnotationId, Annotation)>) {
        self.annotations.extend(annotations);
    }

    /// Is the leg below this stage drawn as one box?
    pub fn is_collapsed(&self, event_id: EventId) -> bool {
        self.collapsed.contains(&event_id)
    }

    pub fn collapsed(&self) -> impl ExactSizeIterator<Item = EventId> + '_ {
        self.collapsed.iter().copied()
    }

    pub fn collapse(&mut self, event_ids: impl IntoIterator<Item = EventId>) {
        self.collapsed.extend(event_ids);
    }

    pub fn bookmark(&self, event_id: EventId) -> Option<&str> {
        self.bookmarks.get(&event_id).map(String::as_str)
    }

    /// All bookmarks, by event id.
    pub fn bookmarks(&self) -> impl ExactSizeIterator<Item = (EventId, &str)> + '_ {
        self.bookmarks
            .iter()
            .map(|(&event_id, name)| (event_id, name.as_str()))
    }

    pub fn set_bookmarks(&mut self, bookmarks: impl IntoIterator<Item = (EventId, String)>) {
        self.bookmarks.extend(bookmarks);
    }
}
