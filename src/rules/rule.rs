//! What is a rule?

use super::{Finding, Fix, Place, Subject};
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

impl Rule {
    /// May somebody accept what it finds? Not errors: they stop an export whatever is said.
    pub const fn can_be_waived(&self) -> bool {
        !matches!(self.severity, Severity::Error)
    }
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
                waived: None,
            });
        }
    }

    /// By the place in the workflow from New Call on, those of one place by severity.
    pub(super) fn into_reading_order(self, workflow: &Workflow, flow: &Flow) -> Vec<Finding> {
        let mut found = self.found;
        if found.len() < 2 {
            return found;
        }
        let ranks = flow.reading_ranks();
        found.sort_by_cached_key(|finding| {
            let event_id = finding.place.event_id(workflow);
            let stage = event_id.and_then(|event_id| flow.index(event_id));
            let action_id = finding.place.action_id();
            (
                stage.map(|stage| ranks[stage]),
                action_id.and_then(|action_id| workflow.index_of(action_id)),
                finding.rule.severity,
                finding.rule.id,
            )
        });
        found
    }
}
