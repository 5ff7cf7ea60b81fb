//! What follows from a design, kept until the design changes: its flow, its findings, its numbers.

use crate::edit::Editor;
use crate::edit::Transaction;
use crate::rules::{self, Finding, Tally};
use crate::workflow::{Design, Flow, leg_count};
use std::cell::OnceCell;
use std::collections::BTreeMap;

#[derive(Default)]
pub struct Analysis {
    logic_revision: Option<u64>,
    pub flow: Flow,
    /// In reading order.
    pub findings: Vec<Finding>,
    /// Indexes of the findings that count, the worst first.
    pub worst_first: Vec<usize>,
    /// Indexes of those that were waived, in reading order.
    pub waived: Vec<usize>,
    pub tally: Tally,
    pub leg_count: usize,
    revision: Option<u64>,
    safe_plan: OnceCell<Option<SafePlan>>,
}

/// What *Fix all that is safe* would do.
pub struct SafePlan {
    pub transaction: Transaction,
    /// Each fix by its title, with how often it is applied.
    pub titles: Vec<(String, usize)>,
}

/// Stages times findings, above which a plan takes too long to be made only to be looked at.
const MOST_TO_PLAN: usize = 200_000;

impl Analysis {
    /// Checks the design again when its logic or what was waived has changed. Moving cards costs nothing here.
    pub fn refresh(&mut self, editor: &Editor) {
        // The plan also says which cards make way.
        if self.revision.replace(editor.revision()) != Some(editor.revision()) {
            self.safe_plan = OnceCell::new();
        }
        if self.logic_revision == Some(editor.logic_revision()) {
            return;
        }
        let workflow = &editor.design().workflow;
        self.flow = Flow::new(workflow);
        self.findings = rules::check_design(editor.design(), &self.flow);
        (self.waived, self.worst_first) =
            (0..self.findings.len()).partition(|&index| self.findings[index].is_waived());
        self.worst_first
            .sort_by_key(|&index| self.findings[index].rule.severity);
        self.tally = Tally::of(&self.findings);
        self.leg_count = leg_count(workflow, &self.flow);
        self.logic_revision = Some(editor.logic_revision());
    }

    /// What *Fix all that is safe* would do to the design that was analysed; `None` when it would take too long to
    /// find out. Found out once.
    pub fn safe_plan(&self, design: &Design) -> Option<&SafePlan> {
        let plan = self.safe_plan.get_or_init(|| {
            if self.findings.len().saturating_mul(self.flow.stage_count()) > MOST_TO_PLAN {
                return None;
            }
            let fixes = rules::safe_fixes(design);
            let mut titles: BTreeMap<String, usize> = BTreeMap::new();
            for fix in &fixes {
                *titles.entry(fix.title.clone()).or_default() += 1;
            }
            Some(SafePlan {
                transaction: rules::join(fixes),
                titles: titles.into_iter().collect(),
            })
        });
        plan.as_ref()
    }
}
