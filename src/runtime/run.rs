//! Where is a call in its workflow? Plain data, which can be saved and restored at any point.

use super::{Button, Program, Standing, Then, Timer, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Tells a run from all others of a store.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(transparent)]
pub struct RunId(pub u64);

impl fmt::Display for RunId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// One call going through one definition. Only [`super::step`] moves it on.
///
/// Its timers are not kept: they follow from its stage and from when it was entered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    pub(super) id: RunId,
    pub(super) state: State,
    /// How many stages it has entered, each time counted.
    pub(super) entry: u64,
    /// The values of the workflow's fields, in the order in which the definition declares them.
    pub(super) fields: Vec<String>,
    /// Is it on the alerter?
    pub(super) is_alerted: bool,
    pub(super) latest: Option<Latest>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Nothing has happened yet: it has still to be started.
    New,
    /// In the stage with this number, for a button or a timer.
    Waiting { stage: u32, since: Timestamp },
    /// Finished in the stage with this number.
    Ended {
        stage: u32,
        at: Timestamp,
        outcome: String,
    },
}

/// What ended the last wait: so that whoever comes too late can be told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Latest {
    /// The entry and the stage that were left by it.
    pub entry: u64,
    pub stage: u32,
    pub at: Timestamp,
    pub way: LatestWay,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum LatestWay {
    Button { index: u32, by: String },
    Timer,
}

impl Run {
    /// A run that has still to be started.
    pub const fn new(run_id: RunId) -> Self {
        Self {
            id: run_id,
            state: State::New,
            entry: 0,
            fields: Vec::new(),
            is_alerted: false,
            latest: None,
        }
    }

    pub const fn id(&self) -> RunId {
        self.id
    }

    pub const fn state(&self) -> &State {
        &self.state
    }

    /// How many stages it has entered, each time counted. A push can name the one that it is meant for.
    pub const fn entry(&self) -> u64 {
        self.entry
    }

    /// The number of the stage that it is in, or has ended in; `None` before it is started.
    pub const fn stage(&self) -> Option<u32> {
        match self.state {
            State::New => None,
            State::Waiting { stage, .. } | State::Ended { stage, .. } => Some(stage),
        }
    }

    /// Has it an alert that nobody has answered?
    pub const fn is_alerted(&self) -> bool {
        self.is_alerted
    }

    /// The fields by name, as Set Field has left them.
    pub fn fields<'a>(&'a self, program: &'a Program) -> impl Iterator<Item = (&'a str, &'a str)> {
        let names = program.fields().iter().map(|name| &**name);
        names.zip(self.fields.iter().map(String::as_str))
    }

    /// The buttons that are offered.
    pub fn buttons<'a>(&self, program: &'a Program) -> &'a [Button] {
        match (&self.state, self.stage().and_then(|n| program.stage(n))) {
            (State::Waiting { .. }, Some(stage)) => stage.buttons(),
            _ => &[],
        }
    }

    /// The timers that run, each with when it is due.
    pub fn timers<'a>(
        &self,
        program: &'a Program,
    ) -> impl Iterator<Item = (&'a Timer, Timestamp)> + use<'a> {
        let (timers, since) = match self.state {
            State::Waiting { stage, since } => {
                match program.stage(stage).map(|stage| &stage.then) {
                    Some(Then::Wait { timers, .. }) => (timers.as_slice(), since),
                    _ => (&[][..], since),
                }
            }
            _ => (&[][..], Timestamp::default()),
        };
        timers
            .iter()
            .map(move |timer| (timer, since.plus_ms(timer.after_ms())))
    }

    /// Since when it is overdue: its last wait offered buttons, and the time was up before anybody had pushed one. A push
    /// makes up for it; a wait without buttons asks nobody to be in time.
    pub fn overdue_since(&self, program: &Program) -> Option<Timestamp> {
        let State::Waiting { .. } = self.state else {
            return None;
        };
        let latest = self.latest.as_ref()?;
        let left = program.stage(latest.stage)?;
        let is_overdue = latest.way == LatestWay::Timer && !left.buttons().is_empty();
        is_overdue.then_some(latest.at)
    }

    /// Where it stands, as a sentence goes on after “the call”.
    pub fn standing(&self, program: &Program) -> Standing {
        match &self.state {
            State::New => Standing::NotBegun,
            State::Ended { outcome, .. } => Standing::Ended {
                outcome: outcome.clone(),
            },
            State::Waiting { stage, .. } => Standing::Waiting {
                stage: *stage,
                name: program
                    .stage(*stage)
                    .map_or_else(|| "".into(), |stage| stage.name.clone()),
            },
        }
    }

    /// When the first of its timers elapses.
    pub fn next_due(&self, program: &Program) -> Option<Timestamp> {
        self.timers(program).map(|(_, due)| due).min()
    }
}
