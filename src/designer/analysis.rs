//! What follows from a design, kept until the design changes: its flow, its findings, its numbers.

use crate::edit::Editor;
use crate::rules::{self, Finding, Tally};
use crate::workflow::{Flow, leg_count};

#[derive(Default)]
pub struct Analysis {
    logic_revision: Option<u64>,
    pub flow: Flow,
    /// In reading order.
    pub findings: Vec<Finding>,
    /// Indexes of the findings, the worst first.
    pub worst_first: Vec<usize>,
    pub tally: Tally,
    pub leg_count: usize,
}

impl Analysis {
    /// Checks the design again when its logic has changed. Moving cards costs nothing here.
    pub fn refresh(&mut self, editor: &Editor) {
        if self.logic_revision == Some(editor.logic_revision()) {
            return;
        }
        let workflow = &editor.design().workflow;
        self.flow = Flow::new(workflow);
        self.findings = rules::check(workflow, &self.flow);
        self.worst_first = (0..self.findings.len()).collect();
        self.worst_first
            .sort_by_key(|&index| self.findings[index].rule.severity);
        self.tally = Tally::of(&self.findings);
        self.leg_count = leg_count(workflow, &self.flow);
        self.logic_revision = Some(editor.logic_revision());
    }
}
