//! What is wrong with a workflow? One file per rule, each with its reason, its examples and its fixes.
//!
//! Rules read; they never change a design. A fix is a transaction that somebody else may commit.

mod finding;
mod rule;

pub use finding::{Finding, Fix, Place, Remedy, Safety};
pub use rule::{Findings, Rule, Severity, Subject};

use crate::workflow::{Design, Flow, Workflow};

/// All rules, errors first, in the order in which findings are listed.
pub const ALL: &[&Rule] = &[];

/// Runs all rules. Findings come in reading order of the workflow, those of one place by severity.
pub fn check(workflow: &Workflow, flow: &Flow) -> Vec<Finding> {
    let subject = Subject { workflow, flow };
    let mut findings = Findings::default();
    for rule in ALL {
        findings.of(rule, |found| (rule.check)(&subject, found));
    }
    findings.into_reading_order(&subject)
}

/// What one can do about a finding, best first.
pub fn fixes(design: &Design, flow: &Flow, finding: &Finding) -> Vec<Fix> {
    (finding.rule.fixes)(design, flow, finding)
}
