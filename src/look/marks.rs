//! What marks stand on the cards, and what is told of a box? Derived from the findings, once per edit.

use crate::rules::{Finding, Severity};
use crate::workflow::{ActionId, Design, EventId, Flow, Workflow, ends_at};
use std::collections::{BTreeMap, BTreeSet};

/// What marks stand on the cards: the worst finding of each header and each row, all of a stage, and bookmarks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// Of findings that count.
    pub events: BTreeMap<EventId, Severity>,
    pub actions: BTreeMap<ActionId, Severity>,
    waived_events: BTreeMap<EventId, Severity>,
    waived_actions: BTreeMap<ActionId, Severity>,
    /// The worst of a stage and its actions, for where rows cannot be told apart.
    pub stages: BTreeMap<EventId, Severity>,
    /// Indexes of the findings on a stage and its actions.
    of_stage: BTreeMap<EventId, Vec<usize>>,
    pub bookmarks: BTreeSet<EventId>,
    /// How many open questions there are on a stage.
    pub questions: BTreeMap<EventId, usize>,
}

/// What marks a header or a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    pub severity: Severity,
    /// Was everything waived that stands there?
    pub is_waived: bool,
}

impl Mark {
    /// What counts goes before what was waived.
    fn of(counted: Option<&Severity>, waived: Option<&Severity>) -> Option<Self> {
        let is_waived = counted.is_none();
        let severity = *counted.or(waived)?;
        Some(Self {
            severity,
            is_waived,
        })
    }
}

impl Marks {
    pub fn new(design: &Design, findings: &[Finding]) -> Self {
        let workflow = &design.workflow;
        let mut marks = Self {
            bookmarks: design.layout.bookmarks().map(|(id, _)| id).collect(),
            ..Self::default()
        };
        for (_, question) in design.review.open_questions() {
            *marks.questions.entry(question.event_id).or_default() += 1;
        }
        for (index, finding) in findings.iter().enumerate() {
            let severity = finding.rule.severity;
            let Some(event_id) = finding.place.event_id(workflow) else {
                continue;
            };
            marks.of_stage.entry(event_id).or_default().push(index);
            if !finding.is_waived() {
                let worst_of_stage = marks.stages.entry(event_id).or_insert(severity);
                *worst_of_stage = severity.min(*worst_of_stage);
            }
            let (events, actions) = if finding.is_waived() {
                (&mut marks.waived_events, &mut marks.waived_actions)
            } else {
                (&mut marks.events, &mut marks.actions)
            };
            let worst = match finding.place.action_id() {
                Some(action_id) => actions.entry(action_id).or_insert(severity),
                None => events.entry(event_id).or_insert(severity),
            };
            *worst = severity.min(*worst);
        }
        marks
    }

    pub fn event(&self, event_id: EventId) -> Option<Mark> {
        let waived = self.waived_events.get(&event_id);
        Mark::of(self.events.get(&event_id), waived)
    }

    pub fn action(&self, action_id: ActionId) -> Option<Mark> {
        let waived = self.waived_actions.get(&action_id);
        Mark::of(self.actions.get(&action_id), waived)
    }

    /// Indexes of the findings on a stage and its actions, in reading order.
    pub fn of_stage(&self, event_id: EventId) -> &[usize] {
        self.of_stage.get(&event_id).map_or(&[], Vec::as_slice)
    }
}

/// What is in a box, below the stage that it is drawn as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BoxContents {
    pub stages: usize,
    /// How many legs end in there.
    pub ends: usize,
    pub errors: usize,
    pub warnings: usize,
}

impl BoxContents {
    pub fn new(
        workflow: &Workflow,
        flow: &Flow,
        marks: &Marks,
        findings: &[Finding],
        head: usize,
    ) -> Self {
        let mut contents = Self::default();
        for stage in flow.below(head).into_iter().skip(1) {
            contents.stages += 1;
            contents.ends += ends_at(workflow, flow, stage).len();
            for &index in marks.of_stage(flow.event_id(stage)) {
                let counted = findings.get(index).filter(|finding| !finding.is_waived());
                match counted.map(|finding| finding.rule.severity) {
                    Some(Severity::Error) => contents.errors += 1,
                    Some(Severity::Warning) => contents.warnings += 1,
                    _ => {}
                }
            }
        }
        contents
    }

    /// `5 stages below, 2 ends, 1 error`.
    pub fn words(&self) -> String {
        self.words_with(" below")
    }

    /// As [`Self::words`], for where room is short and the place says that it is below.
    pub fn short_words(&self) -> String {
        self.words_with("")
    }

    fn words_with(&self, below: &str) -> String {
        let counted = |count: usize, word: &str| {
            let plural = if count == 1 { "" } else { "s" };
            format!("{count} {word}{plural}")
        };
        let (stages, ends) = (counted(self.stages, "stage"), counted(self.ends, "end"));
        let faults = match (self.errors, self.warnings) {
            (0, 0) => String::new(),
            (0, warnings) => format!(", {}", counted(warnings, "warning")),
            (errors, _) => format!(", {}", counted(errors, "error")),
        };
        format!("{stages}{below}, {ends}{faults}")
    }

    pub const fn worst(&self) -> Option<Severity> {
        match (self.errors, self.warnings) {
            (0, 0) => None,
            (0, _) => Some(Severity::Warning),
            _ => Some(Severity::Error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules;
    use crate::workflow::{Layout, sketch};

    #[test]
    fn a_box_says_in_words_what_is_in_it() {
        let text = "1 New Call\n  button \"A\" -> 2\n2 Button Pushed\n  button \"B\" -> 3\n  timer 1d -> 4\n3 Button Pushed\n4 Timer Elapsed\n  finish \"Done\"";
        let workflow = sketch::parse(text).unwrap();
        let flow = Flow::new(&workflow);
        let findings = rules::check(&workflow, &flow);
        let design = Design::new(workflow.clone(), Layout::default());
        let marks = Marks::new(&design, &findings);
        let contents = |head| BoxContents::new(&workflow, &flow, &marks, &findings, head);
        assert_eq!(contents(1).words(), "2 stages below, 2 ends, 1 error");
        assert_eq!(contents(1).worst(), Some(Severity::Error));
        assert!(contents(0).words().starts_with("3 stages below, 2 ends, "));
        let one = BoxContents {
            stages: 1,
            ends: 1,
            ..BoxContents::default()
        };
        assert_eq!(one.words(), "1 stage below, 1 end");
    }
}
