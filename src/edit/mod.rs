//! How does a design change? By reversible changes, gathered in transactions that commands make and the editor keeps.
//!
//! A command is a function from a design to a [`Transaction`] or a [`Refusal`]. It changes nothing itself: the
//! [`Editor`] does, and so every command can be undone, previewed, recorded and joined with others.

mod change;
pub mod commands;
mod draft;
mod editor;
mod fragment;
mod step;
mod transaction;

#[cfg(test)]
mod tests;

pub use change::{Change, Concern, EventFacts, Misfit};
pub use editor::{Editor, GestureId, Unsaved};
pub use fragment::{Fragment, OutsideTarget, PlacedEvent};
pub use step::Step;
pub use transaction::Transaction;

use draft::Draft;

/// Why a command does not do what it was asked: what no user ever wants. A sentence for people.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Refusal(pub String);

impl Refusal {
    pub(crate) fn because(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }
}

/// What becomes of the leg below a Button or Timer that is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Below {
    /// Its stages are deleted too.
    Delete,
    /// Its stages stay where they are, detached; the rule `unreachable-stage` reports them.
    Detach,
    /// The stage named here gets the Buttons and Timers that lead to it.
    AttachTo(crate::workflow::EventId),
}
