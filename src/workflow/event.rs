//! What starts a stage?

use super::{Action, EventId};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EventKind {
    NewCall,
    ButtonPushed,
    TimerElapsed,
}

impl EventKind {
    pub const ALL: [Self; 3] = [Self::NewCall, Self::ButtonPushed, Self::TimerElapsed];

    pub const fn title(self) -> &'static str {
        match self {
            Self::NewCall => "New Call",
            Self::ButtonPushed => "Button Pushed",
            Self::TimerElapsed => "Timer Elapsed",
        }
    }
}

/// An event with the actions that follow on it: a stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub id: EventId,
    /// Kept for good once given; only *Renumber stages* changes it.
    pub stage: u32,
    pub kind: EventKind,
    /// Empty while nobody has named the stage: then it goes by its button's label or its timer's duration
    /// (see [`super::Workflow::stage_name`]), and follows them when they are amended.
    pub name: String,
    pub actions: Vec<Action>,
}
