//! How does a workflow run? By a pure step: a run and an input in, the run and what is to be done out.
//!
//! [`step`] reads no clock and touches no disk, so a rehearsal, a test and a server go through the very same function.
//! What it can be given, [`Program`] makes sure of: a definition is taken only after the error rules have passed on it.

mod answer;
mod at_stake;
mod call;
#[cfg(feature = "server")]
pub mod driver;
mod effect;
mod program;
mod run;
#[cfg(feature = "server")]
pub mod server;
mod step;
#[cfg(feature = "server")]
pub mod store;
mod template;
mod timestamp;

#[cfg(test)]
mod tests;

pub use answer::{Answer, Meanwhile, Refusal, Standing};
pub use at_stake::{AtStake, Fate, UnderWay, at_stake};
pub use call::Call;
pub use effect::{Cause, Effect, EffectKey, EffectKind};
pub use program::{Button, Outcome, Program, Refused, Stage, StageIndex, Then, Timer, workflow_of};
pub use run::{Run, RunId, State};
pub use step::{Input, MOST_ELAPSED, Push, Stepped, step};
pub use timestamp::Timestamp;
