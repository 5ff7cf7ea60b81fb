//! What does a design file look like? Types that mirror it, entry by entry; serde reads them.
//!
//! The kinds are derived from the model's own (`remote`), so that a new kind or value does not compile until it is
//! here. What people may leave out has a default; what is left out of an action by mistake loads as empty, and the
//! rule `missing-value` says so.

use crate::workflow::{
    Action, ActionData, ActionId, Counters, Design, Event, EventId, EventKind, Layout, Position,
    Priority, Workflow,
};
use serde::{Deserialize, Deserializer};

#[derive(Deserialize)]
#[serde(rename = "Design", deny_unknown_fields)]
pub(super) struct DesignShape {
    pub format: u32,
    workflow: WorkflowShape,
    #[serde(default)]
    layout: LayoutShape,
}

#[derive(Deserialize)]
#[serde(rename = "Workflow", deny_unknown_fields)]
struct WorkflowShape {
    #[serde(default)]
    name: String,
    /// Not in format 1: then the numbers go on after those in use.
    #[serde(default)]
    next: NextShape,
    #[serde(default)]
    fields: Vec<String>,
    #[serde(default)]
    events: Vec<EventShape>,
}

#[derive(Default, Deserialize)]
#[serde(rename = "Next", default, deny_unknown_fields)]
struct NextShape {
    event: u32,
    action: u32,
    stage: u32,
}

#[derive(Deserialize)]
#[serde(rename = "Event", deny_unknown_fields)]
pub(super) struct EventShape {
    id: u32,
    stage: u32,
    #[serde(with = "EventKindShape")]
    on: EventKind,
    #[serde(default)]
    name: String,
    #[serde(default)]
    actions: Vec<ActionShape>,
}

#[derive(Deserialize)]
#[serde(rename = "Action", deny_unknown_fields)]
pub(super) struct ActionShape {
    id: u32,
    #[serde(rename = "do", with = "DataShape")]
    data: ActionData,
}

#[derive(Deserialize)]
#[serde(remote = "EventKind", rename = "Event kind")]
enum EventKindShape {
    NewCall,
    ButtonPushed,
    TimerElapsed,
}

#[derive(Deserialize)]
#[serde(remote = "Priority", rename = "Priority")]
enum PriorityShape {
    Low,
    Normal,
    High,
    Urgent,
}

#[derive(Deserialize)]
#[serde(remote = "ActionData", rename = "Action kind", deny_unknown_fields)]
enum DataShape {
    Alert {
        #[serde(default)]
        message: String,
        #[serde(default, with = "PriorityShape")]
        priority: Priority,
        #[serde(default)]
        team: String,
    },
    Email {
        #[serde(default)]
        to: String,
        #[serde(default)]
        subject: String,
        #[serde(default)]
        body: String,
    },
    Sms {
        #[serde(default)]
        to: String,
        #[serde(default)]
        text: String,
    },
    Webhook {
        #[serde(default)]
        url: String,
        #[serde(default)]
        body: String,
    },
    SetField {
        #[serde(default)]
        field: String,
        #[serde(default)]
        value: String,
    },
    Note {
        #[serde(default)]
        text: String,
    },
    Button {
        #[serde(default)]
        label: String,
        #[serde(rename = "event", default, deserialize_with = "event_id")]
        event_id: Option<EventId>,
    },
    Timer {
        #[serde(default)]
        after: String,
        #[serde(rename = "event", default, deserialize_with = "event_id")]
        event_id: Option<EventId>,
    },
    Link {
        #[serde(rename = "event", default, deserialize_with = "event_id")]
        event_id: Option<EventId>,
    },
    Finish {
        #[serde(default)]
        outcome: String,
    },
}

#[derive(Default, Deserialize)]
#[serde(rename = "Layout", deny_unknown_fields)]
struct LayoutShape {
    #[serde(default)]
    cards: Vec<CardShape>,
}

#[derive(Deserialize)]
#[serde(rename = "Card", deny_unknown_fields)]
pub(super) struct CardShape {
    pub event: u32,
    pub x: i32,
    pub y: i32,
}

fn event_id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<EventId>, D::Error> {
    Option::<u32>::deserialize(deserializer).map(|id| id.map(EventId))
}

impl DesignShape {
    pub fn into_design(self) -> Design {
        let workflow = self.workflow;
        let next = workflow.next;
        let counters = Counters {
            event: next.event.max(1),
            action: next.action.max(1),
            stage: next.stage.max(1),
        };
        Design {
            workflow: Workflow::from_parts(
                workflow.name,
                workflow.fields,
                counters,
                workflow
                    .events
                    .into_iter()
                    .map(EventShape::into_event)
                    .collect(),
            ),
            layout: Layout::from_cards(
                self.layout
                    .cards
                    .into_iter()
                    .map(|card| (EventId(card.event), Position::new(card.x, card.y))),
            ),
        }
    }
}

impl EventShape {
    pub fn into_event(self) -> Event {
        Event {
            id: EventId(self.id),
            stage: self.stage,
            kind: self.on,
            name: self.name,
            actions: self
                .actions
                .into_iter()
                .map(ActionShape::into_action)
                .collect(),
        }
    }
}

impl ActionShape {
    pub fn into_action(self) -> Action {
        Action {
            id: ActionId(self.id),
            data: self.data,
        }
    }
}
