//! What does a rule report? A place and a sentence.

use super::Rule;
use crate::workflow::{ActionId, EventId, ValueName, Workflow};
use std::fmt;

/// What a finding stands on.
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
}

#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    pub rule: &'static Rule,
    pub place: Place,
    /// A whole sentence: what will happen to a call if nothing is done.
    pub message: String,
}

/// How many findings there are of each severity. Reads `2 errors, 1 warning`, or `no findings`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub errors: usize,
    pub warnings: usize,
    pub infos: usize,
}

impl Tally {
    pub fn of(findings: &[Finding]) -> Self {
        let mut tally = Self::default();
        for finding in findings {
            *match finding.rule.severity {
                super::Severity::Error => &mut tally.errors,
                super::Severity::Warning => &mut tally.warnings,
                super::Severity::Info => &mut tally.infos,
            } += 1;
        }
        tally
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts = [
            (self.errors, "error"),
            (self.warnings, "warning"),
            (self.infos, "hint"),
        ];
        let mut separator = "";
        for (count, noun) in counts.into_iter().filter(|&(count, _)| count > 0) {
            let plural = if count == 1 { "" } else { "s" };
            write!(f, "{separator}{count} {noun}{plural}")?;
            separator = ", ";
        }
        if separator.is_empty() {
            f.write_str("no findings")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tally_reads_as_people_say_it() {
        let tally = Tally {
            errors: 2,
            warnings: 1,
            infos: 0,
        };
        assert_eq!(tally.to_string(), "2 errors, 1 warning");
        assert_eq!(Tally::default().to_string(), "no findings");
    }
}
