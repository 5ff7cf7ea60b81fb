//! How would it go? A call on trial through a design, complete or not, by the very step of the runtime; scenarios
//! replayed, and the legs that they cover.
//!
//! Nothing in here reads a clock or touches a disk: time passes when somebody says so.

mod closing;
mod coverage;
mod generate;
mod reach;
mod replay;
mod route;
mod trial;

#[cfg(test)]
mod tests;

pub use closing::{Caveat, Gap, GapKind, NotRehearsable, Rehearsable};
pub use coverage::{Coverage, Obstacle, RehearsedLeg, Tally};
pub use generate::{Generated, MOST_STEPS, TooManySteps, generate};
pub use replay::{Mismatch, Replayed, effect_words, expected_words, replay};
pub use trial::{Entry, Misfit, Moment, Raised, Standing, Trial, action_of, sample_value};
