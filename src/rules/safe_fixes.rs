//! What can be put right without asking anybody?

use super::{Finding, Fix, Place, Remedy, Safety, check, fixes};
use crate::edit::Transaction;
use crate::workflow::{Design, Flow, counted};
use std::collections::BTreeSet;

/// A safe fix, with what it puts right.
#[derive(Clone, Debug, PartialEq)]
pub struct SafeFix {
    pub finding: Finding,
    /// As of [`Fix::title`].
    pub title: String,
    pub transaction: Transaction,
}

/// Fixes bring forth findings that only then can be fixed, such as an event of its own with a number to be given;
/// that goes no deeper than this.
const MOST_ROUNDS: usize = 8;

/// All safe fixes, until none is left. Each is made for the design as those before it leave it; so they are
/// committed in this order, one by one or [joined](join).
pub fn safe_fixes(design: &Design) -> Vec<SafeFix> {
    let mut design = design.clone();
    let mut plan = Vec::new();
    let mut treated: BTreeSet<(&str, Place)> = BTreeSet::new();
    for _ in 0..MOST_ROUNDS {
        let mut flow = Flow::new(&design.workflow);
        let planned_before = plan.len();
        for finding in check(&design.workflow, &flow) {
            if treated.contains(&(finding.rule.id, finding.place.clone())) {
                continue;
            }
            let Some((title, transaction)) = safe_fix(&design, &flow, &finding) else {
                continue;
            };
            if transaction.apply(&mut design).is_err() {
                continue;
            }
            flow = Flow::new(&design.workflow);
            treated.insert((finding.rule.id, finding.place.clone()));
            plan.push(SafeFix {
                finding,
                title,
                transaction,
            });
        }
        if plan.len() == planned_before {
            break;
        }
    }
    plan
}

fn safe_fix(design: &Design, flow: &Flow, finding: &Finding) -> Option<(String, Transaction)> {
    fixes(design, flow, finding)
        .into_iter()
        .find_map(|fix| match fix {
            Fix {
                title,
                safety: Safety::Safe,
                remedy: Remedy::Edit(transaction),
            } => Some((title, transaction)),
            _ => None,
        })
}

/// The plan as one transaction, for one undo step.
pub fn join(plan: Vec<SafeFix>) -> Transaction {
    let label = format!("fix {}", counted(plan.len(), "finding"));
    let changes = plan.into_iter().flat_map(|fix| fix.transaction.changes);
    Transaction::new(label, changes.collect())
}
