//! What does a step bring about? Everything that happens to the call, in order, as data that somebody else carries out.

use super::{RunId, Timestamp};
use crate::export::Priority;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::Arc;

/// Something that has happened to a call or is to be done for it. All texts are filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Effect {
    pub key: EffectKey,
    /// The time of the input, or when the timer was due that led here.
    pub at: Timestamp,
    /// The number of the stage in which it happens.
    pub stage: u32,
    pub kind: EffectKind,
}

/// Tells an effect from all others of a store: the same run and inputs give the same key. Whoever performs the effect
/// can see by it that he has done so already.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
pub struct EffectKey {
    pub run_id: RunId,
    /// Of the stages that the run has entered, the how manyeth this is, from 1.
    pub entry: u64,
    /// Its place among the effects of that entry, from 0.
    pub number: u32,
}

/// `7-2-1`: run, entry, number.
impl fmt::Display for EffectKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}-{}", self.run_id, self.entry, self.number)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EffectKind {
    /// All alerts of the run are taken off the alerter.
    ClearAlerts,
    EnterStage {
        cause: Cause,
    },
    RaiseAlert {
        message: String,
        priority: Priority,
        /// Empty for everybody.
        team: Arc<str>,
    },
    SendEmail {
        /// Several addresses are separated by commas.
        to: String,
        subject: String,
        body: String,
    },
    SendSms {
        to: String,
        text: String,
    },
    CallWebhook {
        url: String,
        body: String,
    },
    SetField {
        field: Arc<str>,
        value: String,
    },
    AddNote {
        text: String,
    },
    FinishWorkflow {
        outcome: String,
    },
}

/// Why a stage is entered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    NewCall,
    Button { label: Arc<str>, by: String },
    Timer { after_s: u64 },
    Link,
}

impl EffectKind {
    /// Does it leave the house? Then somebody has to perform it, and it may have to be tried again.
    pub const fn is_outward(&self) -> bool {
        match self {
            Self::SendEmail { .. } | Self::SendSms { .. } | Self::CallWebhook { .. } => true,
            Self::ClearAlerts
            | Self::EnterStage { .. }
            | Self::RaiseAlert { .. }
            | Self::SetField { .. }
            | Self::AddNote { .. }
            | Self::FinishWorkflow { .. } => false,
        }
    }
}
