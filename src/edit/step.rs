//! What can be done to an editor? A few steps; who has them all has the whole history.

use super::{GestureId, Transaction};

/// One thing done to an [`super::Editor`]. The same steps played on the same design give the same history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    Commit(Transaction),
    CommitInGesture(Transaction, GestureId),
    /// Ends a gesture where nothing else does: ids of gestures are drawn anew each time the program runs, and one of
    /// today must not join what was typed under the same id before.
    EndGesture,
    Undo,
    Redo,
    /// The design, as it is, was written to its file.
    Saved,
    /// The file does not hold what it was saved with any more, and is not wanted: the design is unsaved until it is
    /// saved again.
    Unsaved,
}
