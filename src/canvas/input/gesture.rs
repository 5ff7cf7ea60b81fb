//! What is the hand doing? A gesture lasts from press to release and ends in one request, or in none.

use super::guides::Grip;
use crate::edit::commands::Port;
use crate::edit::{Refusal, Transaction};
use crate::workflow::{ActionId, ActionKind, AnnotationId, EventId};

/// A gesture under way.
#[derive(Clone, Debug, Default)]
pub enum Gesture {
    #[default]
    None,
    Pan,
    /// Drawing a box from a world point; what was selected before stays with Shift.
    Select {
        from: [f64; 2],
    },
    /// Dragging the selected cards; `grabbed` is under the pointer.
    Cards {
        grabbed: EventId,
        from: [f64; 2],
    },
    /// Dragging the selected frames and notes, and all that lies in the frames.
    Annotations {
        grabbed: AnnotationId,
        from: [f64; 2],
    },
    /// Dragging edges of a frame or a note.
    Resize {
        annotation_id: AnnotationId,
        grip: Grip,
        from: [f64; 2],
    },
    /// Drawing a line from a port.
    Wire {
        port: Port,
        from: [f64; 2],
        verdict: Option<Verdict>,
    },
    /// Dragging a row to another place.
    Row {
        action_id: ActionId,
    },
    /// Dragging a new action here from elsewhere in the window.
    Carry {
        kind: ActionKind,
        /// Has it come far enough into the canvas for the edge to mean that the camera should move?
        has_arrived: bool,
    },
}

/// Whether the port may be connected with a stage: asked once per stage that the pointer comes over.
#[derive(Clone, Debug)]
pub struct Verdict {
    pub target: EventId,
    pub edit: Result<Transaction, Refusal>,
}
