//! How is a call expected to go? An example of one, with what should come of it, as it is kept beside the design.

use super::ActionData;
use std::collections::BTreeMap;

/// A call, what happens to it, and where it should be after that.
///
/// Stages are named by their number and buttons by their label: so a scenario reads well, and survives most amendments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scenario {
    pub name: String,
    /// What the script has collected, by the name of the field. Fields that are not named are empty.
    pub fields: BTreeMap<String, String>,
    /// Only a chargeable call is followed up.
    pub is_chargeable: bool,
    pub steps: Vec<ScenarioStep>,
    pub expected: Expected,
    /// What should be raised, sent, set and noted, in this order, with the texts filled in; a text that is left empty may
    /// be any. `None` when that is not looked at.
    pub effects: Option<Vec<ActionData>>,
}

/// Something that happens to a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScenarioStep {
    /// Somebody pushes a button.
    Push {
        /// The number of the stage in which the call should be.
        stage: u32,
        label: String,
        /// Of the buttons with that label, the how manyeth; from 1.
        nth: u32,
    },
    /// So many seconds pass.
    Wait(u64),
    /// Time passes until the next timer elapses.
    NextTimer,
}

/// Where a call should be in the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expected {
    /// In the stage with that number, for a button or a timer.
    Waits { stage: u32 },
    /// Finished, with that outcome.
    Finishes(String),
    /// Where the design dangles: in the stage with that number nothing carries the call on.
    Dangles { stage: u32 },
    /// Nowhere: it is not chargeable.
    NotFollowedUp,
}
