//! What is wrong with a workflow? One file per rule, each with its reason, its examples and its fixes.
//!
//! Rules read; they never change a design. A fix is a transaction that somebody else may commit.

mod document;
mod finding;
mod fix;
mod rule;
mod safe_fixes;
mod subject;
mod waivers;
mod words;

mod broken_link;
mod conflicting_ends;
mod dangling_leg;
mod duplicate_id;
mod duplicate_stage_number;
mod endless_link_loop;
mod foreign_event;
mod idle_timer;
mod merge_conflict;
mod missing_event;
mod missing_value;
mod new_call_count;
mod no_way_to_finish;
mod over_limit;
mod same_label;
mod silent_wait;
mod unknown_field;
mod unreachable_stage;
mod unused_field;
mod waits_for_ever;

#[cfg(test)]
mod tests;

pub use crate::workflow::Place;
pub use document::document;
pub use finding::{Finding, Tally, Waived};
pub use fix::{Fix, Remedy, Safety};
pub use merge_conflict::sentence as conflict_sentence;
pub use rule::{Findings, Rule, Severity};
pub use safe_fixes::{SafeFix, join, safe_fixes};
pub use subject::Subject;
pub use waivers::{apply_waivers, check_design};

use crate::workflow::{Design, Flow, Workflow};

/// All rules, errors first.
pub static ALL: &[&Rule] = &[
    &dangling_leg::RULE,
    &missing_event::RULE,
    &foreign_event::RULE,
    &broken_link::RULE,
    &unreachable_stage::RULE,
    &no_way_to_finish::RULE,
    &endless_link_loop::RULE,
    &conflicting_ends::RULE,
    &new_call_count::RULE,
    &missing_value::RULE,
    &unknown_field::RULE,
    &duplicate_stage_number::RULE,
    &duplicate_id::RULE,
    &merge_conflict::RULE,
    &same_label::RULE,
    &idle_timer::RULE,
    &waits_for_ever::RULE,
    &silent_wait::RULE,
    &over_limit::RULE,
    &unused_field::RULE,
];

/// `None` when no rule has this id.
pub fn rule(id: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.id == id)
}

/// Runs all rules. Findings come in reading order of the workflow, those of one place by severity.
///
/// `flow` is the flow of this very workflow. Linear in the number of actions.
pub fn check(workflow: &Workflow, flow: &Flow) -> Vec<Finding> {
    let subject = Subject::new(workflow, flow);
    let mut findings = Findings::default();
    for rule in ALL {
        findings.of(rule, |found| (rule.check)(&subject, found));
    }
    findings.into_reading_order(workflow, flow)
}

/// What one can do about a finding, best first. A finding that no longer holds has none, or fixes that do no harm.
pub fn fixes(design: &Design, flow: &Flow, finding: &Finding) -> Vec<Fix> {
    (finding.rule.fixes)(design, flow, finding)
}
