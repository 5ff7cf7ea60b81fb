//! What does it take to accept a warning? A reason, a name, and the leg as it was.

use super::{Place, Seal};

/// A warning that somebody has accepted with a reason. It lapses when the leg that leads to its place changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiver {
    /// The id of the rule whose finding it is.
    pub rule: String,
    pub place: Place,
    pub reason: String,
    /// Who accepted it.
    pub name: String,
    /// The leg as it was then: [`super::seal_of`].
    pub seal: Seal,
}
