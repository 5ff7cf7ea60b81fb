//! What goes through the clipboard? Actions and stages cut out of a design, with all that belongs to them.

use crate::workflow::{Action, Annotation, Event, EventId, Position};

/// Part of a design, as copied. Ids are those of the design it comes from; pasting renews them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fragment {
    /// What is pasted into a stage: single actions, and the Buttons and Timers that own copied stages.
    pub actions: Vec<Action>,
    pub events: Vec<PlacedEvent>,
    /// Stages that Links of the fragment lead to and that are not part of it.
    pub outside: Vec<OutsideTarget>,
    /// Frames and notes.
    pub annotations: Vec<Annotation>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedEvent {
    pub event: Event,
    pub card: Position,
}

/// How to recognise a stage outside the fragment: a Link is kept when the design it is pasted into has this very one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutsideTarget {
    pub event_id: EventId,
    pub stage: u32,
    pub name: String,
}
