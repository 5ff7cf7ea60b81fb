//! How do findings and fixes name things?

use crate::workflow::{ActionData, Flow, Workflow, counted, shortened, stage_name};

/// Letters of a name that a sentence has room for.
pub(super) const LONGEST: usize = 60;

/// `stage 3, 48h passed`.
pub(super) fn stage_title(workflow: &Workflow, flow: &Flow, stage: usize) -> String {
    let Some(event) = workflow.event(flow.event_id(stage)) else {
        return "a stage that is gone".to_owned();
    };
    let name = stage_name(workflow, flow, event);
    format!("stage {}, {}", event.stage, shortened(&name, LONGEST))
}

/// `Button “Called back”`, `Link`.
pub(super) fn action_title(data: &ActionData) -> String {
    let kind = data.kind().title();
    match data.main_text().trim() {
        "" => kind.to_owned(),
        text => format!("{kind} “{}”", shortened(text, LONGEST)),
    }
}

pub(super) fn capitalised(sentence: &str) -> String {
    let mut rest = sentence.chars();
    rest.next()
        .map(|first| first.to_uppercase().chain(rest).collect())
        .unwrap_or_default()
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn listed<'a>(items: impl IntoIterator<Item = &'a str>) -> String {
    let items: Vec<&str> = items.into_iter().collect();
    match items.as_slice() {
        [] => String::new(),
        [item] => (*item).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// `stage 3`, `stage 3 and the 2 stages below it`.
pub(super) fn with_below(stage: u32, below_count: usize) -> String {
    match below_count {
        0 => format!("stage {stage}"),
        count => format!("stage {stage} and the {} below it", counted(count, "stage")),
    }
}
