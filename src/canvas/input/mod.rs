//! What does the user do? What the pointer and the keyboard have done since the last frame becomes a gesture, and in the end
//! one request or none.

pub(super) mod annotations;
pub(super) mod drag;
pub(super) mod drop;
pub(super) mod gesture;
pub(super) mod guides;
pub(super) mod keyboard;
pub(super) mod spot;
pub(super) mod take;
pub(super) mod walk;
pub(super) mod writing;
