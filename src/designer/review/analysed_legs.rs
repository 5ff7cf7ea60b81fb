//! The ledger of the design that is shown, kept until the design changes; of a large one made beside the frames.

use crate::designer::analysis::Analysis;
use crate::edit::Editor;
use crate::review::{Ledger, Row};
use crate::rules::Finding;
use crate::workflow::{Design, EventId, Flow, Place};
use std::collections::BTreeMap;
use std::sync::{Arc, mpsc};
use std::thread;

/// With more stages than this no frame waits for the ledger.
const MOST_AT_ONCE: usize = 1_000;

/// A ledger with the design that it tells of, which may be that of a moment ago.
#[derive(Default)]
pub struct Legs {
    /// Without its layout.
    pub design: Design,
    pub flow: Arc<Flow>,
    pub ledger: Ledger,
    by_place: BTreeMap<Place, usize>,
    /// For each stage its place in the reading order.
    ranks: Vec<usize>,
}

impl Legs {
    fn new(design: Design, flow: Arc<Flow>, findings: &[Finding]) -> Self {
        let ledger = Ledger::new(&design, &flow, findings);
        let rows = ledger.rows.iter().enumerate();
        Self {
            by_place: rows
                .map(|(index, row)| (row.place.clone(), index))
                .collect(),
            ranks: flow.reading_ranks(),
            design,
            flow,
            ledger,
        }
    }

    pub fn row(&self, leg: &Place) -> Option<&Row> {
        self.by_place
            .get(leg)
            .map(|&index| &self.ledger.rows[index])
    }

    /// The leg that ends in a stage, or the first that goes through it.
    pub fn through(&self, event_id: EventId) -> Option<&Row> {
        let rank = *self.ranks.get(self.flow.index(event_id)?)?;
        let rows = &self.ledger.rows;
        let first = rows.partition_point(|row| self.ranks[row.stage] < rank);
        rows.get(first)
    }
}

/// The ledger, as far as it is known.
#[derive(Default)]
pub struct AnalysedLegs {
    pub legs: Arc<Legs>,
    /// Grows with every ledger: the same number, the same legs.
    pub revision: u64,
    /// For which findings and which review it was made.
    made_for: Option<(u64, u64)>,
    under_way: Option<((u64, u64), mpsc::Receiver<Legs>)>,
}

impl AnalysedLegs {
    /// Lets it follow the design. Call it where the ledger is looked at: otherwise it costs nothing.
    pub fn refresh(&mut self, editor: &Editor, analysis: &Analysis) {
        self.refresh_with(editor, analysis, MOST_AT_ONCE);
    }

    /// Will a coming refresh bring another ledger?
    pub const fn is_under_way(&self) -> bool {
        self.under_way.is_some()
    }

    fn refresh_with(&mut self, editor: &Editor, analysis: &Analysis, most_at_once: usize) {
        // Findings of a moment ago do not belong to this design.
        if analysis.is_checking() {
            return;
        }
        let wanted = (editor.logic_revision(), editor.review_revision());
        if let Some((revisions, made)) = &self.under_way {
            match made.try_recv() {
                Ok(legs) => {
                    let revisions = *revisions;
                    self.take(legs, revisions);
                }
                Err(mpsc::TryRecvError::Empty) => return,
                Err(mpsc::TryRecvError::Disconnected) => self.under_way = None,
            }
        }
        if self.made_for == Some(wanted) {
            return;
        }
        let design = Design {
            workflow: editor.design().workflow.clone(),
            review: editor.design().review.clone(),
            ..Design::default()
        };
        let flow = Arc::clone(&analysis.flow);
        if flow.stage_count() <= most_at_once {
            let legs = Legs::new(design, flow, &analysis.findings);
            return self.take(legs, wanted);
        }
        let findings = analysis.findings.clone();
        let (sender, made) = mpsc::channel();
        thread::spawn(move || {
            // The design may be closed by now; then nobody wants the ledger.
            let _ = sender.send(Legs::new(design, flow, &findings));
        });
        self.under_way = Some((wanted, made));
    }

    fn take(&mut self, legs: Legs, revisions: (u64, u64)) {
        self.legs = Arc::new(legs);
        self.made_for = Some(revisions);
        self.revision += 1;
        self.under_way = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::commands;
    use crate::review::LegReview;
    use crate::workflow::{ActionId, Layout, Signature, ValueName, sketch};
    use std::time::{Duration, Instant};

    fn editor() -> Editor {
        let text = "1 New Call\n  button \"A\" -> 2\n  timer 1d -> 3\n2 Button Pushed\n  finish \"Done\"\n3 Timer Elapsed\n  finish \"Late\"";
        Editor::new(Design::new(sketch::parse(text).unwrap(), Layout::default()))
    }

    fn tick(editor: &mut Editor) {
        let ann = Signature {
            name: "Ann".to_owned(),
            at: String::new(),
        };
        let leg = Place::Event(EventId(2));
        let ticked = commands::tick_leg(editor.design(), &leg, &ann, "").unwrap();
        editor.commit(ticked).unwrap();
    }

    #[test]
    fn a_ledger_made_beside_the_frames_comes_to_be_that_of_the_present_design() {
        let mut editor = editor();
        let (mut analysis, mut legs) = (Analysis::default(), AnalysedLegs::default());
        analysis.refresh(&editor);
        legs.refresh_with(&editor, &analysis, 0);
        assert!(legs.is_under_way());
        tick(&mut editor);
        analysis.refresh(&editor);
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(30) {
            legs.refresh_with(&editor, &analysis, 0);
            if !legs.is_under_way() {
                break;
            }
            thread::yield_now();
        }
        let row = legs.legs.row(&Place::Event(EventId(2))).unwrap();
        assert_eq!(row.review, LegReview::Reviewed);
    }

    #[test]
    fn what_neither_logic_nor_review_says_leaves_it_alone() {
        let mut editor = editor();
        let (mut analysis, mut legs) = (Analysis::default(), AnalysedLegs::default());
        analysis.refresh(&editor);
        legs.refresh(&editor, &analysis);
        let moved = commands::move_cards(
            editor.design(),
            &[(EventId(1), crate::workflow::Position::new(8, 8))],
        );
        editor.commit(moved.unwrap()).unwrap();
        analysis.refresh(&editor);
        legs.refresh(&editor, &analysis);
        assert_eq!(legs.revision, 1);
        let amended = commands::set_value(editor.design(), ActionId(3), ValueName::Outcome, "So");
        editor.commit(amended.unwrap()).unwrap();
        analysis.refresh(&editor);
        legs.refresh(&editor, &analysis);
        assert_eq!(legs.revision, 2);
    }

    #[test]
    fn a_stage_in_the_middle_stands_for_the_first_leg_through_it() {
        let editor = editor();
        let (mut analysis, mut legs) = (Analysis::default(), AnalysedLegs::default());
        analysis.refresh(&editor);
        legs.refresh(&editor, &analysis);
        let through = |id| legs.legs.through(EventId(id)).unwrap().number;
        assert_eq!((through(1), through(2), through(3)), (1, 1, 2));
    }
}
