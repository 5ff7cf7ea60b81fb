//! Undo, redo and the invariants that every command keeps.
