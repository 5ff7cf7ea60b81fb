//! What can be asked for in the panel of a rehearsal?

use crate::workflow::{Place, ScenarioStep};
use std::collections::BTreeMap;

/// Done after the frame in which it is asked for.
#[derive(Clone, Debug)]
pub enum Ask {
    /// Push a button by its place among those that are offered.
    Push(usize),
    /// Let time pass.
    Pass(ScenarioStep),
    /// Go back to a moment, or forward to one that was stepped back over.
    GoTo(usize),
    /// Begin anew with a call like this, and do again what was done.
    SetCall {
        fields: BTreeMap<String, String>,
        is_chargeable: bool,
    },
    /// Keep what has happened as a scenario; one of that name is replaced.
    Save {
        name: String,
        with_effects: bool,
    },
    /// Show how a scenario goes.
    Show(usize),
    Rename {
        index: usize,
        name: String,
    },
    /// Let a scenario expect what the design does now.
    Accept(usize),
    Remove(usize),
    /// Take back the last change of the scenarios.
    TakeBack,
    /// Let a call go the leg that ends there.
    GoLeg(Place),
}
