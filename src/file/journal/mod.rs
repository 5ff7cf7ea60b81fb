//! What if the program does not live to save? Then the journal tells: each step, on disk within a moment of being made.
//!
//! A journal belongs to one open design: which file it came from, the design as it was opened, and a line for each step
//! since. Played again, they give the design with its whole history. It is held with a lock of the system's while its
//! program lives, so that nobody takes the work of a living window for lost, and removed when there is nothing left in
//! it that could be.

mod history;
mod journaled;
mod orphans;
mod shape;
mod writer;

#[cfg(test)]
mod tests;

pub use history::{Base, History, JournalFault, Origin};
pub use journaled::{JournaledEditor, Keeping, Recovered, recover};
pub use orphans::{Orphan, Rescue, discard, is_unsaved_elsewhere, journals, orphans};

/// The format that is written; older ones are read.
const FORMAT: u32 = 1;

/// What a journal's name ends with.
const EXTENSION: &str = "journal";

/// A journal that is being begun, and of which nobody takes notice yet.
const BEGUN_EXTENSION: &str = "begun";

/// A journal with damage, kept as it was found.
const DAMAGED_EXTENSION: &str = "damaged";
