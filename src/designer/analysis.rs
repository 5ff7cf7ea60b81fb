//! What follows from a design, kept until the design changes: its flow, its findings, its numbers.

use crate::edit::{Editor, Transaction};
use crate::rules::{self, Finding, Fix, Place, Tally};
use crate::workflow::{Design, Flow, leg_count};
use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::{Arc, mpsc};
use std::thread;

/// With more stages than this, rules take so long that frames do not wait for them.
const MOST_CHECKED_AT_ONCE: usize = 3_000;

/// The flow and the number of legs are those of the present design. So are the findings, but in a large design:
/// there they may be those of a moment ago, while the rules run on a thread of their own.
#[derive(Default)]
pub struct Analysis {
    shape_revision: Option<u64>,
    pub flow: Arc<Flow>,
    pub leg_count: usize,
    /// What was said when what stands on the cards was last told anew.
    review_revision: u64,
    /// Whose findings these are.
    logic_revision: Option<u64>,
    /// In reading order.
    pub findings: Vec<Finding>,
    /// Indexes of the findings that count, the worst first.
    pub worst_first: Vec<usize>,
    /// Indexes of those that were waived, in reading order.
    pub waived: Vec<usize>,
    pub tally: Tally,
    revision: Option<u64>,
    safe_plan: OnceCell<Option<SafePlan>>,
    /// What can be done about the findings that somebody has looked at.
    fixes: RefCell<BTreeMap<FindingKey, Rc<Vec<Fix>>>>,
    /// Grows with every check, and with what reviewers say: the same number, the same marks on the cards.
    findings_revision: u64,
    under_way: Option<Check>,
}

/// A finding's rule, place and sentence.
type FindingKey = (&'static str, Place, String);

/// A check that goes on beside the frames.
struct Check {
    logic_revision: u64,
    findings: mpsc::Receiver<Vec<Finding>>,
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
    /// Looks at the design again when its logic or what was waived has changed. Moving cards costs nothing here, and amending texts
    /// leaves the flow as it is.
    pub fn refresh(&mut self, editor: &Editor) {
        self.refresh_with(editor, MOST_CHECKED_AT_ONCE);
    }

    /// Waits for the findings of the present design where they are not there yet: for what must not be wrong about
    /// them, such as an export.
    pub fn complete(&mut self, editor: &Editor) {
        self.refresh_with(editor, usize::MAX);
    }

    /// Are the findings those of a moment ago? Then a coming refresh will bring those of the present design.
    pub const fn is_checking(&self) -> bool {
        self.under_way.is_some()
    }

    /// Does the design have so many stages that a look at all of them is too much for a row of a list, or for one frame
    /// together with an edit?
    pub fn is_large(&self) -> bool {
        self.flow.stage_count() > MOST_CHECKED_AT_ONCE
    }

    pub const fn findings_revision(&self) -> u64 {
        self.findings_revision
    }

    /// What *Fix all that is safe* would do to the design that was analysed; `None` when it would take too long to
    /// find out. Found out once.
    pub fn safe_plan(&self, design: &Design) -> Option<&SafePlan> {
        let plan = self.safe_plan.get_or_init(|| {
            let work = self.findings.len().saturating_mul(self.flow.stage_count());
            if work > MOST_TO_PLAN {
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

    /// What can be done about a finding of the design that was analysed. Found out once: it can take a look at all stages.
    pub fn fixes(&self, design: &Design, finding: &Finding) -> Rc<Vec<Fix>> {
        let key = (
            finding.rule.id,
            finding.place.clone(),
            finding.message.clone(),
        );
        let mut known = self.fixes.borrow_mut();
        let fixes = known
            .entry(key)
            .or_insert_with(|| Rc::new(rules::fixes(design, &self.flow, finding)));
        Rc::clone(fixes)
    }

    fn refresh_with(&mut self, editor: &Editor, most_at_once: usize) {
        let design = editor.design();
        // The plan also says which cards make way.
        if self.revision.replace(editor.revision()) != Some(editor.revision()) {
            self.safe_plan = OnceCell::new();
            self.fixes.get_mut().clear();
        }
        if self.shape_revision != Some(editor.shape_revision()) {
            self.flow = Arc::new(Flow::new(&design.workflow));
            self.leg_count = leg_count(&self.flow);
            self.shape_revision = Some(editor.shape_revision());
        }
        // A question stands on its card.
        if self.review_revision != editor.review_revision() {
            self.review_revision = editor.review_revision();
            self.findings_revision += 1;
        }
        if self.logic_revision == Some(editor.logic_revision()) {
            self.under_way = None;
            return;
        }
        // Without any findings, a design that has just been opened would look as if nothing were wrong with it.
        let is_first = self.logic_revision.is_none();
        if is_first || design.workflow.stage_count() <= most_at_once {
            return self.check_now(editor);
        }
        if let Some(check) = &self.under_way {
            let checked = check.logic_revision;
            match check.findings.try_recv() {
                Ok(findings) => self.take(findings, checked),
                Err(mpsc::TryRecvError::Empty) => return,
                Err(mpsc::TryRecvError::Disconnected) => return self.check_now(editor),
            }
        }
        if self.logic_revision != Some(editor.logic_revision()) {
            let flow = Arc::clone(&self.flow);
            self.under_way = Some(Check::start(design, flow, editor.logic_revision()));
        }
    }

    fn check_now(&mut self, editor: &Editor) {
        let findings = rules::check_design(editor.design(), &self.flow);
        self.take(findings, editor.logic_revision());
    }

    fn take(&mut self, findings: Vec<Finding>, logic_revision: u64) {
        (self.waived, self.worst_first) =
            (0..findings.len()).partition(|&index| findings[index].is_waived());
        self.worst_first
            .sort_by_key(|&index| findings[index].rule.severity);
        self.tally = Tally::of(&findings);
        self.findings = findings;
        self.findings_revision += 1;
        self.logic_revision = Some(logic_revision);
        self.under_way = None;
    }
}

impl Check {
    fn start(design: &Design, flow: Arc<Flow>, logic_revision: u64) -> Self {
        // Rules do not look at the layout.
        let logic = Design {
            workflow: design.workflow.clone(),
            waivers: design.waivers.clone(),
            ..Design::default()
        };
        let (sender, findings) = mpsc::channel();
        thread::spawn(move || {
            // The design may be closed by now; then nobody wants the findings.
            let _ = sender.send(rules::check_design(&logic, &flow));
        });
        Self {
            logic_revision,
            findings,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::commands;
    use crate::workflow::{ActionId, ActionKind, EventId, Layout, ValueName, sketch};
    use std::time::{Duration, Instant};

    /// As in a design so large that no check is waited for.
    fn refresh_beside(analysis: &mut Analysis, editor: &Editor) {
        analysis.refresh_with(editor, 0);
    }

    fn await_findings(analysis: &mut Analysis, editor: &Editor) {
        let start = Instant::now();
        while analysis.is_checking() && start.elapsed() < Duration::from_secs(30) {
            thread::yield_now();
            refresh_beside(analysis, editor);
        }
    }

    fn editor() -> Editor {
        let text = "1 New Call\n  button \"A\" -> 2\n2 Button Pushed\n  finish \"Done\"";
        let workflow = sketch::parse(text).unwrap();
        Editor::new(Design::new(workflow, Layout::default()))
    }

    fn add_button(editor: &mut Editor) {
        let added =
            commands::add_action(editor.design(), EventId(1), ActionKind::Button.blank()).unwrap();
        editor.commit(added).unwrap();
    }

    fn assert_present(analysis: &Analysis, editor: &Editor) {
        let mut complete = Analysis::default();
        complete.complete(editor);
        assert_eq!(analysis.findings, complete.findings);
        assert_eq!(analysis.tally, complete.tally);
        assert_eq!(analysis.flow, complete.flow);
    }

    #[test]
    fn what_is_found_beside_the_frames_is_what_is_found_at_once() {
        let mut editor = editor();
        let mut analysis = Analysis::default();
        refresh_beside(&mut analysis, &editor);
        assert!(!analysis.is_checking());
        assert_present(&analysis, &editor);
        let before = analysis.findings.clone();

        add_button(&mut editor);
        refresh_beside(&mut analysis, &editor);
        assert!(analysis.is_checking());
        assert_eq!(analysis.flow.stage_count(), 3);
        await_findings(&mut analysis, &editor);
        assert_ne!(analysis.findings, before);
        assert_present(&analysis, &editor);
    }

    #[test]
    fn what_is_edited_during_a_check_is_checked_after_it() {
        let mut editor = editor();
        let mut analysis = Analysis::default();
        refresh_beside(&mut analysis, &editor);
        for _ in 0..5 {
            add_button(&mut editor);
            refresh_beside(&mut analysis, &editor);
        }
        await_findings(&mut analysis, &editor);
        assert_present(&analysis, &editor);
    }

    #[test]
    fn who_cannot_wait_gets_the_findings_of_the_present_design() {
        let mut editor = editor();
        let mut analysis = Analysis::default();
        refresh_beside(&mut analysis, &editor);
        add_button(&mut editor);
        refresh_beside(&mut analysis, &editor);
        analysis.complete(&editor);
        assert!(!analysis.is_checking());
        assert_present(&analysis, &editor);
    }

    #[test]
    fn amending_a_text_keeps_the_flow() {
        let mut editor = editor();
        let mut analysis = Analysis::default();
        analysis.refresh(&editor);
        let flow = Arc::clone(&analysis.flow);
        let edit = commands::set_value(editor.design(), ActionId(1), ValueName::Label, "");
        editor.commit(edit.unwrap()).unwrap();
        analysis.refresh(&editor);
        assert!(Arc::ptr_eq(&analysis.flow, &flow));
        assert_present(&analysis, &editor);
    }
}
