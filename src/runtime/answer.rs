//! What is whoever gave the input told? Data that reads as a sentence.

use super::Timestamp;
use std::fmt;
use std::sync::Arc;

/// What has become of an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    Started {
        now: Standing,
    },
    Pushed {
        label: Arc<str>,
        now: Standing,
    },
    /// One timer or more.
    Elapsed {
        timer_count: u32,
        now: Standing,
        /// Are there more that have elapsed by then? One step takes [`super::MOST_ELAPSED`] of them; give it the
        /// same time again.
        is_behind: bool,
    },
    NothingElapsed,
    /// Nothing was changed.
    Refused(Refusal),
}

/// Where a call stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    NotBegun,
    Waiting { stage: u32, name: Arc<str> },
    Ended { outcome: String },
}

/// Why an input changes nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    NotChargeable,
    AlreadyStarted,
    NotStarted,
    UnknownStage {
        stage: u32,
    },
    UnknownButton {
        stage: u32,
        name: Arc<str>,
    },
    /// The same button of the same stage was pushed already.
    Repeated {
        label: Arc<str>,
        by: String,
        at: Timestamp,
    },
    TooLate {
        label: Arc<str>,
        /// What ended the wait, when it is the last that has happened.
        meanwhile: Option<Meanwhile>,
        now: Standing,
    },
    /// The button is of a stage in which the call is not, nor was it when it last waited.
    NotOffered {
        label: Arc<str>,
        now: Standing,
    },
    /// More timers have elapsed meanwhile than one step takes: let the time pass first.
    Behind,
    /// The run goes through another definition than the one that it was stepped with.
    OtherDefinition,
}

/// What ended the wait for a button.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meanwhile {
    Button {
        label: Arc<str>,
        by: String,
        at: Timestamp,
    },
    Timer {
        at: Timestamp,
    },
}

impl Answer {
    pub const fn is_refused(&self) -> bool {
        matches!(self, Self::Refused(_))
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Started { now } => write!(f, "The workflow has begun, and the call {now}."),
            Self::Pushed { label, now } => write!(f, "“{label}” is pushed, and the call {now}."),
            Self::Elapsed {
                timer_count: 1,
                now,
                ..
            } => write!(f, "A timer has elapsed, and the call {now}."),
            Self::Elapsed {
                timer_count, now, ..
            } => write!(f, "{timer_count} timers have elapsed, and the call {now}."),
            Self::NothingElapsed => f.write_str("No timer has elapsed."),
            Self::Refused(refusal) => refusal.fmt(f),
        }
    }
}

/// Reads on after “the call”.
impl fmt::Display for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotBegun => f.write_str("has not begun"),
            Self::Waiting { stage, name } => write!(f, "is in stage {stage}, {name}"),
            Self::Ended { outcome } => write!(f, "is finished: {outcome}"),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotChargeable => f.write_str(
                "The call is not chargeable: nothing follows on it, and the Call Manager does not show it.",
            ),
            Self::AlreadyStarted => f.write_str("The workflow has begun already."),
            Self::NotStarted => {
                f.write_str("The workflow has not begun, so there is no button to push.")
            }
            Self::UnknownStage { stage } => write!(f, "The workflow has no stage {stage}."),
            Self::UnknownButton { stage, name } => {
                write!(f, "Stage {stage}, {name}, has no such button.")
            }
            Self::Repeated { label, by, .. } => {
                write!(f, "“{label}” was pushed already, by {by}.")
            }
            Self::TooLate {
                label,
                meanwhile: Some(meanwhile),
                now,
            } => write!(f, "“{label}” came too late: {meanwhile}, and the call {now}."),
            Self::TooLate { label, now, .. } => {
                write!(f, "“{label}” came too late: the call has gone on, and {now}.")
            }
            Self::NotOffered { label, now } => {
                write!(f, "“{label}” is not offered: the call {now}.")
            }
            Self::Behind => f.write_str(
                "More timers have elapsed than are taken at once; push again in a moment.",
            ),
            Self::OtherDefinition => {
                f.write_str("The call goes through another definition of this workflow.")
            }
        }
    }
}

impl fmt::Display for Meanwhile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Button { label, by, .. } => write!(f, "{by} has pushed “{label}” meanwhile"),
            Self::Timer { .. } => f.write_str("the time was up meanwhile"),
        }
    }
}
