//! What in a workflow can be pointed at? By a finding, a waiver, or a search.

use super::{ActionId, EventId, Flow, ValueName, Workflow, shortened, stage_name};

/// Letters of a name or text that a place is told with.
const LONGEST: usize = 60;

/// A place in a workflow.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    Workflow,
    /// A declared field of the call, by name.
    Field(String),
    Event(EventId),
    Action(ActionId),
    /// One value of an action.
    Value(ActionId, ValueName),
}

impl Place {
    pub const fn action_id(&self) -> Option<ActionId> {
        match self {
            Self::Action(action_id) | Self::Value(action_id, _) => Some(*action_id),
            _ => None,
        }
    }

    /// The event that it stands on, or in whose stage its action stands.
    pub fn event_id(&self, workflow: &Workflow) -> Option<EventId> {
        match self {
            Self::Event(event_id) => Some(*event_id),
            _ => workflow.event_of(self.action_id()?).map(|event| event.id),
        }
    }

    /// Where it is, in the words that people know the place by: `stage 2, Called back: action 1, Button “On”`.
    pub fn in_words(&self, workflow: &Workflow, flow: &Flow) -> String {
        let stage = self.event_id(workflow).and_then(|event_id| {
            let event = workflow.event(event_id)?;
            let name = stage_name(workflow, flow, event);
            Some(format!("{}, {}", event.stage, shortened(&name, LONGEST)))
        });
        let action = self.action_id().and_then(|action_id| {
            let action = workflow.action(action_id)?;
            let row = workflow.index_of(action_id)? + 1;
            let text = action.data.main_text();
            let quoted = if text.is_empty() {
                String::new()
            } else {
                format!(" “{}”", shortened(text, LONGEST))
            };
            Some(format!(
                "action {row}, {}{quoted}",
                action.data.kind().title()
            ))
        });
        match (self, stage, action) {
            (Self::Field(name), ..) => format!("the field {name}"),
            (Self::Value(_, value), Some(stage), Some(action)) => {
                format!("stage {stage}: {action}, {}", value.title())
            }
            (_, Some(stage), Some(action)) => format!("stage {stage}: {action}"),
            (_, Some(stage), None) => format!("stage {stage}"),
            _ => "the workflow".to_owned(),
        }
    }
}
