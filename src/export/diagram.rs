//! What does a diagram say of each stage? The same for every language of diagrams; how it is written is the language's.

use super::part::Part;
use crate::workflow::{
    Action, ActionData, ActionKind, Event, Group, Priority, StageEnd, ValueName, Way, WayKind,
    one_line, row_text, shortened, stage_name,
};

/// Letters of a text in a diagram.
const LONGEST: usize = 60;

/// `3 Called back`.
pub fn heading(part: &Part<'_>, event: &Event) -> String {
    let name = stage_name(&part.design.workflow, part.flow, event);
    format!("{} {}", event.stage, cut(&name))
}

/// What is done in a stage before it waits or ends: `Alert: Ring back`.
pub fn deeds<'p>(part: &'p Part<'_>, event: &'p Event) -> impl Iterator<Item = String> + 'p {
    let actions = event.actions.iter();
    let immediate = actions.filter(|action| action.data.kind().group() == Group::Immediate);
    immediate.map(|action| row(part, action))
}

/// An action in a line: what it is, and what it says.
pub fn row(part: &Part<'_>, action: &Action) -> String {
    let title = action.data.kind().title();
    match row_text(&part.design.workflow, part.flow, action).as_str() {
        "" => title.to_owned(),
        text => format!("{title}: {}", cut(text)),
    }
}

/// The values of an action that its row does not tell: `Team: Care`.
pub fn row_details(action: &ActionData) -> Vec<String> {
    let main = action.main_text();
    let others = action.values().filter(|(_, text)| {
        let text = text.trim();
        !text.is_empty() && text != main.trim()
    });
    let priority = action
        .priority()
        .filter(|priority| *priority != Priority::Normal);
    let priority = priority.map(|priority| format!("Priority: {}", priority.title()));
    let is_told = |name: ValueName| {
        action.kind() == ActionKind::SetField && matches!(name, ValueName::Field | ValueName::Value)
    };
    let values = others
        .filter(|(name, _)| !is_told(*name))
        .map(|(name, text)| format!("{}: {}", name.title(), one_line(text.trim())));
    priority.into_iter().chain(values).collect()
}

/// How a stage ends a run, or fails to: `None` where a call goes on from.
pub fn ending(part: &Part<'_>, stage: usize, event: &Event) -> Option<Ending> {
    match part.flow.end(stage) {
        StageEnd::Finishes => {
            let mut outcomes = event
                .actions
                .iter()
                .filter_map(|action| match &action.data {
                    ActionData::Finish { outcome } => Some(outcome.as_str()),
                    _ => None,
                });
            let outcome = cut(outcomes.next().unwrap_or_default());
            Some(Ending::Finish(match outcome.as_str() {
                "" => "Finish".to_owned(),
                _ => outcome,
            }))
        }
        StageEnd::Dangles => Some(Ending::Nowhere),
        StageEnd::GoesOn | StageEnd::Waits => None,
    }
}

pub enum Ending {
    /// With its outcome.
    Finish(String),
    Nowhere,
}

/// What stands on a way: the button's label, or how long the timer waits.
pub fn way_label(part: &Part<'_>, way: &Way) -> String {
    let action = part.design.workflow.action(way.action_id);
    let text = action.map_or("", |action| action.data.main_text());
    match way.kind {
        WayKind::Button => cut(text),
        WayKind::Timer => format!("after {}", cut(text)),
        WayKind::Link => String::new(),
    }
}

/// What a diagram of this part cannot show.
pub fn losses(part: &Part<'_>) -> Vec<String> {
    let mut losses = vec!["Where cards lie is not in it: who draws it arranges it.".to_owned()];
    if let Some(annotations) = part.annotations_in_words() {
        losses.push(format!("It shows none of {annotations}."));
    }
    losses
}

fn cut(text: &str) -> String {
    shortened(&one_line(text.trim()), LONGEST)
}
