//! What do a server and those who ask it say to each other, beyond what a store answers? Both sides use these types.

use crate::runtime::store::{Claimed, Pushed, WhichButton};
use crate::runtime::{RunId, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Why a request is not answered as it was meant.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Failed {
    /// A sentence that says what to do.
    pub error: String,
}

/// What the script hands over.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetWorkflow {
    /// The call, as the call centre's system names it.
    pub call: String,
    /// The workflow, by name.
    pub workflow: String,
    /// Only a chargeable call is followed up.
    pub chargeable: bool,
    /// What the script has collected, by name.
    #[serde(default)]
    pub fields: BTreeMap<String, String>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct WorkflowSet {
    pub state: SetState,
    /// The run that follows up the call; none when nothing follows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub run: Option<RunId>,
    /// The same as a sentence.
    pub message: String,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SetState {
    /// The run has begun.
    Begun,
    /// The workflow was set for this call before; nothing was changed.
    Exists,
    /// The call is not chargeable. It is recorded, and nothing follows on it.
    NotFollowed,
}

/// Somebody pushes a button.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PushButton {
    /// The number of the stage whose button it is.
    pub stage: u32,
    /// The `entry` of the run as it was seen. With it, a push that is repeated counts once, even when the call has come
    /// round to the same stage meanwhile.
    #[serde(default)]
    pub entry: Option<u64>,
    /// The button: its label, or its number from 1.
    pub button: ButtonName,
    /// Who pushes it.
    pub by: String,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum ButtonName {
    Number(u32),
    Label(String),
}

impl From<ButtonName> for WhichButton {
    fn from(name: ButtonName) -> Self {
        match name {
            ButtonName::Number(number) => Self::Number(number),
            ButtonName::Label(label) => Self::Label(label),
        }
    }
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// Who works on the call.
    pub by: String,
}

/// What has become of something that somebody wanted to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Done {
    /// Was it done? Else nothing was changed.
    pub done: bool,
    /// Why not, or what came of it.
    pub message: String,
}

impl Done {
    pub(crate) fn released() -> Self {
        Self {
            done: true,
            message: "The call is free for anybody.".to_owned(),
        }
    }

    pub(crate) fn tried_again() -> Self {
        Self {
            done: true,
            message: "It is tried again.".to_owned(),
        }
    }
}

impl From<Pushed> for Done {
    fn from(pushed: Pushed) -> Self {
        Self {
            done: matches!(&pushed, Pushed::Answered(answer) if !answer.is_refused()),
            message: pushed.to_string(),
        }
    }
}

impl From<Claimed> for Done {
    fn from(claimed: Claimed) -> Self {
        Self {
            done: claimed == Claimed::Yours,
            message: claimed.to_string(),
        }
    }
}

/// Has anything changed?
#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Revision {
    /// Another text whenever something has changed, or the server was started anew.
    pub revision: String,
    /// What time it is where the timers run.
    pub now: Timestamp,
}

/// Is the server well?
#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Health {
    /// `ok`, when the store answers.
    pub status: String,
    pub version: String,
}
