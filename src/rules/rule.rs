//! What is a rule?

use super::{Finding, Fix, Place};
use crate::workflow::{Design, Flow, Workflow};
use std::fmt;

/// How bad a finding is. Errors stop an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    Error,
    Warning,
    Info,
}

impl Severity {
    pub const fn title(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

/// A rule with all that people need to know of it. The examples are in the notation of
/// [`crate::workflow::sketch`]; tests run over them, so they cannot go stale.
pub struct Rule {
    /// Names the fault, in kebab-case.
    pub id: &'static str,
    pub severity: Severity,
    /// What is found, in a sentence.
    pub summary: &'static str,
    /// What happens to a call if nothing is done, and what to do about it.
    pub why: &'static str,
    /// An example with the places at fault marked.
    pub wrong: &'static str,
    /// The same, mended.
    pub right: &'static str,
    pub check: fn(&Subject<'_>, &mut Findings),
    /// What one can do about a finding of this rule, best first.
    pub fixes: fn(&Design, &Flow, &Finding) -> Vec<Fix>,
}

impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id)
    }
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

/// What rules look at.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    pub workflow: &'a Workflow,
    pub flow: &'a Flow,
}

/// Where rules put what they find.
#[derive(Default)]
pub struct Findings {
    found: Vec<Finding>,
    rule: Option<&'static Rule>,
}

impl Findings {
    pub(super) fn of(&mut self, rule: &'static Rule, check: impl FnOnce(&mut Self)) {
        self.rule = Some(rule);
        check(self);
    }

    /// `message` says in plain words what will happen to a call if nothing is done.
    pub fn add(&mut self, place: Place, message: impl Into<String>) {
        if let Some(rule) = self.rule {
            self.found.push(Finding {
                rule,
                place,
                message: message.into(),
            });
        }
    }

    pub(super) fn into_reading_order(self, subject: &Subject<'_>) -> Vec<Finding> {
        let mut rank = vec![0; subject.flow.stage_count()];
        for (position, &stage) in subject.flow.reading_order().iter().enumerate() {
            rank[stage] = position + 1;
        }
        let mut found = self.found;
        found.sort_by_cached_key(|finding| {
            let event_id = finding.place.event_id(subject.workflow);
            let stage = event_id.and_then(|id| subject.flow.index(id));
            let row = finding
                .place
                .action_id()
                .and_then(|id| subject.workflow.index_of(id))
                .map_or(0, |row| row + 1);
            (
                stage.map_or(0, |stage| rank[stage]),
                row,
                finding.rule.severity,
                finding.rule.id,
            )
        });
        found
    }
}
