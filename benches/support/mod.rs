//! What does a large design look like? Made here in any size, always the same, and without a finding that is an error.

use legwork::arrange;
use legwork::workflow::{
    Action, ActionData, ActionId, ActionKind, Counters, Design, Event, EventId, EventKind, Flow,
    Layout, Priority, ValueName, Workflow,
};

/// How many buttons the stages that wait have, one after the other. Each has a timer beside them.
const BUTTON_COUNTS: [usize; 7] = [1, 2, 0, 1, 3, 1, 0];
const NEW_CALL: EventId = EventId(1);

/// A design of that many stages with about three actions each: alerts, texts, buttons and timers where a stage waits,
/// a Finish or now and then a Link where a leg ends. All cards are placed.
pub fn large_design(stage_count: usize) -> Design {
    let mut events = vec![event(NEW_CALL, EventKind::NewCall)];
    let mut action_ids = (1..).map(ActionId);
    let mut action = |data: ActionData| Action {
        id: action_ids.next().unwrap_or(ActionId(0)),
        data,
    };
    let mut stage = 0;
    while stage < events.len() {
        let place_count = stage_count.saturating_sub(events.len());
        let way_count = place_count.min(BUTTON_COUNTS[stage % BUTTON_COUNTS.len()] + 1);
        let mut actions = Vec::new();
        if way_count > 0 {
            actions.push(action(ActionData::Alert {
                message: format!("Ring {{{{customer_name}}}} on {{{{phone}}}} about case {stage}"),
                priority: Priority::ALL[stage % Priority::ALL.len()],
                team: "Customer care".to_owned(),
            }));
        } else {
            actions.push(action(ActionKind::Note.blank().with_value(
                ValueName::Text,
                "Nothing more to do for {{customer_name}}",
            )));
        }
        if stage % 2 == 0 {
            actions.push(action(ActionData::Sms {
                to: "{{phone}}".to_owned(),
                text: "Thank you for your call, {{customer_name}}. We are looking into it."
                    .to_owned(),
            }));
        }
        for way in 0..way_count {
            let is_timer = way + 1 == way_count;
            let event_id = EventId(events.len() as u32 + 1);
            let (kind, data) = if is_timer {
                let after = format!("{} h", 1 + stage % 48);
                let event_id = Some(event_id);
                (
                    EventKind::TimerElapsed,
                    ActionData::Timer { after, event_id },
                )
            } else {
                let label = format!("Answer {} of case {stage}", way + 1);
                let event_id = Some(event_id);
                (
                    EventKind::ButtonPushed,
                    ActionData::Button { label, event_id },
                )
            };
            events.push(event(event_id, kind));
            actions.push(action(data));
        }
        if way_count == 0 {
            actions.push(action(if stage % 9 == 0 && stage > 0 {
                ActionData::Link {
                    event_id: Some(NEW_CALL),
                }
            } else {
                ActionData::Finish {
                    outcome: "Resolved".to_owned(),
                }
            }));
        }
        events[stage].actions = actions;
        stage += 1;
    }
    let workflow = Workflow::from_parts(
        format!("{stage_count} stages"),
        vec!["customer_name".to_owned(), "phone".to_owned()],
        Counters::default(),
        events,
    );
    let layout = Layout::from_cards(arrange::arrange(&workflow, &Flow::new(&workflow)));
    Design::new(workflow, layout)
}

fn event(event_id: EventId, kind: EventKind) -> Event {
    Event {
        id: event_id,
        stage: event_id.0,
        kind,
        name: String::new(),
        actions: Vec::new(),
    }
}
