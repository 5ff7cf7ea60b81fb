//! What is a stage called, what does a row say of its action, and how are things counted, on screen and on paper?

use super::{Action, ActionData, Event, Flow, Workflow};

/// What a stage is called: see [`Workflow::stage_name`].
pub fn stage_name(workflow: &Workflow, flow: &Flow, event: &Event) -> String {
    let owner = flow.index(event.id).and_then(|index| flow.owner(index));
    let owner = owner.and_then(|way| workflow.action(way.action_id));
    Workflow::stage_name(event, owner.map(|action| &action.data))
}

/// What a row says about its action; empty when there is nothing to say yet.
pub fn row_text(workflow: &Workflow, flow: &Flow, action: &Action) -> String {
    match &action.data {
        ActionData::SetField { field, value } if !field.is_empty() => format!("{field} = {value}"),
        ActionData::Link { event_id } => match event_id.map(|id| workflow.event(id)) {
            Some(Some(target)) => format!(
                "Go to {} {}",
                target.stage,
                stage_name(workflow, flow, target)
            ),
            Some(None) => "Go to a stage that is gone".to_owned(),
            None => String::new(),
        },
        data => data.main_text().trim().to_owned(),
    }
}

/// `1 stage`, `2 stages`.
pub fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

/// A text for where there is one line for it.
pub fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}
