//! What do rules look at? The workflow, its flow, and what several rules would otherwise each work out for themselves.

use super::words;
use crate::workflow::{Action, Event, EventKind, Flow, Way, Workflow};

/// Stages are addressed by their index in `flow`, which is a snapshot of this very workflow.
pub struct Subject<'a> {
    pub workflow: &'a Workflow,
    pub flow: &'a Flow,
    events: Vec<&'a Event>,
    is_reached: Vec<bool>,
}

impl<'a> Subject<'a> {
    pub fn new(workflow: &'a Workflow, flow: &'a Flow) -> Self {
        let events: Vec<&Event> = workflow.events().collect();
        let mut starts = events
            .iter()
            .enumerate()
            .filter(|(_, event)| event.kind == EventKind::NewCall)
            .map(|(stage, _)| stage)
            .peekable();
        let is_reached = if starts.peek().is_some() {
            flow.reached_from(starts)
        } else {
            vec![true; events.len()]
        };
        Self {
            workflow,
            flow,
            events,
            is_reached,
        }
    }

    pub fn event(&self, stage: usize) -> &'a Event {
        self.events[stage]
    }

    /// All stages with their events, by event id.
    pub fn stages(&self) -> impl DoubleEndedIterator<Item = (usize, &'a Event)> + '_ {
        self.events.iter().copied().enumerate()
    }

    /// Does a way lead to the stage from New Call? Without a New Call, which is another rule's finding, every stage
    /// counts as reached.
    pub fn is_reached(&self, stage: usize) -> bool {
        self.is_reached[stage]
    }

    /// The Button, Timer or Link.
    pub fn action(&self, way: &Way) -> Option<&'a Action> {
        let actions = &self.events[way.from].actions;
        actions.iter().find(|action| action.id == way.action_id)
    }

    /// What people call the stage, for the middle of a sentence: `stage 3, 48h passed`.
    pub fn title(&self, stage: usize) -> String {
        words::stage_title(self.workflow, self.flow, stage)
    }

    /// As [`Self::title`], for the start of a sentence.
    pub fn heading(&self, stage: usize) -> String {
        words::capitalised(&self.title(stage))
    }
}
