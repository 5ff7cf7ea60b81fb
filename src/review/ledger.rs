//! What goes through the workflow, leg by leg? A row for each, with what a reviewer has to know to judge it.

use super::marks::{LegReview, Progress, Standing};
use crate::rules::{Finding, Tally};
use crate::workflow::{
    ActionData, ActionKind, Clocks, Design, EventKind, Flow, Group, LegClock, LegEnd, Longest,
    Place, Trail, Trails, WayKind, Workflow, duration_text, ends_at, shortened, stage_name,
    story_along,
};
use std::collections::BTreeMap;

/// Letters of a name or label that a cell has room for.
const LONGEST: usize = 60;
/// The rule that tells where the limit is passed.
const OVER_LIMIT: &str = "over-limit";

/// All legs of a design, in reading order.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    pub rows: Vec<Row>,
    pub progress: Progress,
    trails: Trails,
}

/// A leg. What is told of it in words is made when it is asked for: [`Ledger::told`].
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Counted from 1, as the legs are read.
    pub number: usize,
    /// What the leg goes by while the design is amended: [`LegEnd::place`].
    pub place: Place,
    pub end: LegEnd,
    /// The stage that the leg ends in, by index in the flow.
    pub stage: usize,
    /// Does it begin at New Call? A detached leg is never entered.
    pub is_attached: bool,
    pub clock: LegClock,
    /// What is done on it: each kind of action that is done at once, with how often it is, in the order of the kinds.
    pub done: Vec<(ActionKind, usize)>,
    /// What the rules find on it.
    pub verdict: Tally,
    /// Can a call pass the workflow's limit on it? See the rule `over-limit`.
    pub is_over_limit: bool,
    /// What a reviewer has said to it; who, and when, is in the design's [`crate::workflow::Review`].
    pub review: LegReview,
}

/// A row in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The stages of the leg with their numbers, from what triggers it on; those in the middle of a long one are told by
    /// their count.
    pub triggers: Vec<String>,
    /// What has to happen on it, in order: buttons in quotes, and durations.
    pub waits_for: Vec<String>,
    /// `Alert ×2, Email`.
    pub done: String,
    /// `Finish “Resolved”`.
    pub end: String,
    /// `2d`, `at once`.
    pub shortest: String,
    /// `2d`, or why there is no telling.
    pub longest: String,
    /// `2 errors, 1 warning`.
    pub verdict: String,
    /// `reviewed by Ann`.
    pub review: String,
}

impl Ledger {
    /// Linear in the number of actions and findings. `flow` and `findings` are those of this very design, findings with
    /// what was waived: [`crate::rules::check_design`].
    pub fn new(design: &Design, flow: &Flow, findings: &[Finding]) -> Self {
        let workflow = &design.workflow;
        let trails = Trails::new(flow);
        let clocks = Clocks::new(workflow, flow);
        let along = Along::new(workflow, flow, findings);
        let standing = Standing::new(design, flow);
        let mut rows: Vec<Row> = Vec::new();
        let mut progress = Progress {
            open_question_count: design.review.open_questions().count(),
            signed: standing.signed,
            ..Progress::default()
        };
        for &stage in flow.reading_order() {
            for end in ends_at(workflow, flow, stage) {
                let mut verdict = along.verdicts[stage];
                let mut clock = clocks.entered(stage);
                if let LegEnd::MissingEvent(action_id) = end {
                    let mut ways = flow.ways_from(stage).iter();
                    if let Some(way) = ways.find(|way| way.action_id == action_id) {
                        clock = clocks.after_way(workflow, way);
                    }
                    if let Some(own) = along.at_ends.get(&action_id) {
                        verdict += *own;
                    }
                }
                let place = end.place(flow.event_id(stage));
                let review = standing.of_leg(design, &place, stage);
                progress.leg_count += 1;
                progress.reviewed_count += usize::from(review == LegReview::Reviewed);
                progress.changed_count += usize::from(review == LegReview::Changed);
                rows.push(Row {
                    number: rows.len() + 1,
                    place,
                    end,
                    stage,
                    is_attached: along.is_attached[stage],
                    clock,
                    done: along.done(stage),
                    verdict,
                    is_over_limit: along.is_over_limit[stage],
                    review,
                });
            }
        }
        Self {
            rows,
            progress,
            trails,
        }
    }

    /// The way that a row's leg goes. `flow` is the one that the ledger was made with.
    pub fn trail(&self, flow: &Flow, row: &Row) -> Trail {
        self.trails.to(flow, row.stage)
    }

    /// How many stages a row's leg has.
    pub fn stage_count(&self, row: &Row) -> usize {
        self.trails.stage_count(row.stage)
    }

    /// The leg in plain words.
    pub fn story(&self, workflow: &Workflow, flow: &Flow, row: &Row) -> String {
        story_along(workflow, flow, &self.trail(flow, row), row.end)
    }

    /// How a row's leg ends: `Finish “Resolved”`.
    pub fn end_text(&self, design: &Design, flow: &Flow, row: &Row) -> String {
        let workflow = &design.workflow;
        Teller { workflow, flow }.end(row.end)
    }

    /// A row in words. `design` and `flow` are those that the ledger was made with.
    pub fn told(&self, design: &Design, flow: &Flow, row: &Row) -> Told {
        let workflow = &design.workflow;
        let teller = Teller { workflow, flow };
        let trail = self.trail(flow, row);
        let mut triggers = Vec::new();
        let mut waits_for = Vec::new();
        for (index, event_id) in trail.told().enumerate() {
            if trail.left_out_count > 0 && index == trail.first.len() {
                let between = format!("… {} more …", trail.left_out_count);
                triggers.push(between.clone());
                waits_for.push(between);
            }
            let Some(stage) = flow.index(event_id) else {
                continue;
            };
            triggers.push(teller.stage(stage));
            // What leads to the first stage is a call, or nothing.
            if index > 0 {
                let owner = flow.owner(stage);
                waits_for.extend(owner.and_then(|way| teller.wait(way.action_id)));
            }
        }
        if let LegEnd::MissingEvent(action_id) = row.end {
            waits_for.extend(teller.wait(action_id));
        }
        Told {
            triggers,
            waits_for,
            done: done_text(&row.done),
            end: teller.end(row.end),
            shortest: seconds_text(row.clock.shortest_s),
            longest: longest_text(row.clock.longest),
            verdict: row.verdict.to_string(),
            review: review_text(design, row),
        }
    }
}

/// `2d`, `at once`.
pub fn seconds_text(seconds: u64) -> String {
    match seconds {
        0 => "at once".to_owned(),
        seconds => duration_text(seconds),
    }
}

/// `2d`, or why there is no telling.
pub fn longest_text(longest: Longest) -> String {
    match longest {
        Longest::After(seconds) => seconds_text(seconds),
        Longest::WaitsForPerson => "waits for a person".to_owned(),
        Longest::Unclear => "unclear".to_owned(),
    }
}

/// `reviewed by Ann`; what one should look at comes first where nobody has.
fn review_text(design: &Design, row: &Row) -> String {
    let mark = design.review.marks.get(&row.place);
    let name = mark.map_or("", |mark| mark.by.name.as_str());
    match row.review {
        LegReview::NotReviewed => "not reviewed".to_owned(),
        LegReview::Changed => format!("changed since {name} reviewed it"),
        LegReview::Reviewed => format!("reviewed by {name}"),
    }
}

fn done_text(done: &[(ActionKind, usize)]) -> String {
    let texts = done.iter().map(|&(kind, count)| match count {
        1 => kind.title().to_owned(),
        count => format!("{} ×{count}", kind.title()),
    });
    texts.collect::<Vec<_>>().join(", ")
}

/// How a row calls what is on its leg.
struct Teller<'a> {
    workflow: &'a Workflow,
    flow: &'a Flow,
}

impl Teller<'_> {
    /// `2 Called back`.
    fn stage(&self, stage: usize) -> String {
        let event = self.workflow.event(self.flow.event_id(stage));
        event.map_or_else(String::new, |event| {
            let name = stage_name(self.workflow, self.flow, event);
            format!("{} {}", event.stage, shortened(&name, LONGEST))
        })
    }

    /// What a Button or Timer waits for.
    fn wait(&self, action_id: crate::workflow::ActionId) -> Option<String> {
        Some(match &self.workflow.action(action_id)?.data {
            ActionData::Button { label, .. } => match label.trim() {
                "" => "a button without a label".to_owned(),
                label => format!("“{}”", shortened(label, LONGEST)),
            },
            ActionData::Timer { after, .. } => match after.trim() {
                "" => "a timer without a duration".to_owned(),
                after => shortened(after, LONGEST),
            },
            _ => return None,
        })
    }

    fn end(&self, end: LegEnd) -> String {
        match end {
            LegEnd::Finish(action_id) => {
                match self
                    .workflow
                    .action(action_id)
                    .map(|a| a.data.main_text().trim())
                {
                    None | Some("") => "Finish".to_owned(),
                    Some(outcome) => format!("Finish “{}”", shortened(outcome, LONGEST)),
                }
            }
            LegEnd::Link { target: None, .. } => "Link without a target".to_owned(),
            LegEnd::Link {
                target: Some(target),
                ..
            } => match self.flow.index(target) {
                Some(stage) => format!("Link to {}", self.stage(stage)),
                None => "Link to a stage that is gone".to_owned(),
            },
            LegEnd::Dangling => "ends nowhere".to_owned(),
            LegEnd::MissingEvent(_) => "leads to no stage".to_owned(),
        }
    }
}

/// What adds up along the ways, for each stage from the beginning of its leg on.
struct Along {
    is_attached: Vec<bool>,
    verdicts: Vec<Tally>,
    is_over_limit: Vec<bool>,
    /// What is found on Buttons and Timers with which a leg ends.
    at_ends: BTreeMap<crate::workflow::ActionId, Tally>,
    done: Vec<[u32; ActionKind::ALL.len()]>,
}

impl Along {
    fn new(workflow: &Workflow, flow: &Flow, findings: &[Finding]) -> Self {
        let stage_count = flow.stage_count();
        let mut along = Self {
            is_attached: vec![false; stage_count],
            verdicts: vec![Tally::default(); stage_count],
            is_over_limit: vec![false; stage_count],
            at_ends: BTreeMap::new(),
            done: vec![[0; ActionKind::ALL.len()]; stage_count],
        };
        for finding in findings {
            along.note(workflow, flow, finding);
        }
        for (stage, event) in workflow.events().enumerate() {
            along.is_attached[stage] = event.kind == EventKind::NewCall;
            for action in &event.actions {
                let kind = action.data.kind();
                if kind.group() == Group::Immediate {
                    along.done[stage][kind as usize] += 1;
                }
            }
        }
        // Parents come before what they own.
        for &stage in flow.reading_order() {
            if let Some(parent) = flow.parent(stage) {
                along.is_attached[stage] = along.is_attached[parent];
                let verdict = along.verdicts[parent];
                along.verdicts[stage] += verdict;
                along.is_over_limit[stage] |= along.is_over_limit[parent];
                let done = along.done[parent];
                for (own, before) in along.done[stage].iter_mut().zip(done) {
                    *own += before;
                }
            }
        }
        along
    }

    /// A finding concerns the legs through its stage; one on a Button or Timer only those that it leads to.
    fn note(&mut self, workflow: &Workflow, flow: &Flow, finding: &Finding) {
        let event_id = finding.place.event_id(workflow);
        let Some(stage) = event_id.and_then(|event_id| flow.index(event_id)) else {
            return;
        };
        self.is_over_limit[stage] |= finding.rule.id == OVER_LIMIT;
        let own = Tally::of([finding]);
        let action_id = finding.place.action_id();
        let way = action_id.and_then(|action_id| {
            let mut ways = flow.ways_from(stage).iter();
            ways.find(|way| way.action_id == action_id && way.kind != WayKind::Link)
        });
        match way.map(|way| (way.action_id, way.to)) {
            Some((action_id, None)) => *self.at_ends.entry(action_id).or_default() += own,
            Some((action_id, Some(to)))
                if flow.parent(to) == Some(stage)
                    && flow
                        .owner(to)
                        .is_some_and(|owner| owner.action_id == action_id) =>
            {
                self.verdicts[to] += own;
            }
            _ => self.verdicts[stage] += own,
        }
    }

    fn done(&self, stage: usize) -> Vec<(ActionKind, usize)> {
        let counts = &self.done[stage];
        ActionKind::ALL
            .into_iter()
            .map(|kind| (kind, counts[kind as usize] as usize))
            .filter(|&(_, count)| count > 0)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::check_design;
    use crate::workflow::{Layout, legs, sketch, story};
    use std::fmt::Write as _;

    fn ledger_of(text: &str) -> (Design, Flow, Ledger) {
        let design = Design::new(sketch::parse(text).unwrap(), Layout::default());
        let flow = Flow::new(&design.workflow);
        let findings = check_design(&design, &flow);
        let ledger = Ledger::new(&design, &flow, &findings);
        (design, flow, ledger)
    }

    /// Each row as its cells, but for the verdict.
    fn cells(text: &str) -> Vec<String> {
        let (design, flow, ledger) = ledger_of(text);
        let rows = ledger.rows.iter().map(|row| {
            let told = ledger.told(&design, &flow, row);
            [
                told.triggers.join(" → "),
                told.waits_for.join(", "),
                told.done,
                told.end,
                told.shortest,
                told.longest,
            ]
            .join(" | ")
        });
        rows.collect()
    }

    fn verdicts(text: &str) -> Vec<String> {
        let rows = ledger_of(text).2.rows;
        rows.iter().map(|row| row.verdict.to_string()).collect()
    }

    const COMPLAINT: &str = "1 New Call
  alert \"Ring\" \"Care\"
  button \"Called back\" -> 2
  timer 48h -> 3
2 Button Pushed
  email \"a@b.c\" \"Thanks\"
  finish \"Resolved\"
3 Timer Elapsed
  alert \"Still nobody\"
  link -> 1";

    #[test]
    fn a_row_tells_what_triggers_a_leg_what_it_waits_for_what_it_does_how_it_ends_and_how_long_it_takes()
     {
        assert_eq!(
            cells(COMPLAINT),
            [
                "1 New Call → 2 Called back | “Called back” | Alert, Email | Finish “Resolved” | at once | 2d",
                "1 New Call → 3 48h passed | 48h | Alert ×2 | Link to 1 New Call | 2d | 2d",
            ]
        );
    }

    #[test]
    fn ends_that_lead_nowhere_say_so() {
        let text = "1 New Call\n  button \"A\" -> 7\n  button \"\"\n  timer 1d -> 2\n2 Timer Elapsed\n4 Button Pushed\n  link\n5 Button Pushed\n  link -> 9";
        assert_eq!(
            cells(text),
            [
                "1 New Call | “A” |  | leads to no stage | at once | 1d",
                "1 New Call | a button without a label |  | leads to no stage | at once | 1d",
                "1 New Call → 2 1d passed | 1d |  | ends nowhere | 1d | 1d",
                "4 Button Pushed |  |  | Link without a target | at once | at once",
                "5 Button Pushed |  |  | Link to a stage that is gone | at once | at once",
            ]
        );
    }

    #[test]
    fn a_long_leg_is_told_from_both_ends() {
        let mut text = "1 New Call\n  timer 1d -> 2\n".to_owned();
        for stage in 2..20 {
            let _ = writeln!(text, "{stage} Timer Elapsed\n  timer 1d -> {}", stage + 1);
        }
        text += "20 Timer Elapsed\n  finish";
        let (design, flow, ledger) = ledger_of(&text);
        let told = ledger.told(&design, &flow, &ledger.rows[0]);
        assert_eq!(told.triggers.len(), 9);
        assert_eq!(told.triggers[4], "… 12 more …");
        assert_eq!(told.longest, "19d");
        assert_eq!(ledger.stage_count(&ledger.rows[0]), 20);
    }

    #[test]
    fn the_verdict_counts_what_is_found_on_the_way_and_nothing_beside_it() {
        // The first stage waits for ever and silently; of its buttons one has no label, and the other's leg dangles.
        let text = "1 New Call\n  button \"\" -> 2\n  button \"B\" -> 3\n2 Button Pushed\n  finish \"A\"\n3 Button Pushed";
        assert_eq!(
            verdicts(text),
            ["1 error, 2 warnings", "1 error, 2 warnings"]
        );
        let complete = text.replace("button \"\"", "button \"A\"");
        assert_eq!(verdicts(&complete), ["2 warnings", "1 error, 2 warnings"]);
    }

    #[test]
    fn what_is_found_on_a_button_that_leads_nowhere_is_found_on_its_leg() {
        let text = "1 New Call\n  alert \"Ring\"\n  button \"A\" -> 7\n  timer 1d -> 2\n2 Timer Elapsed\n  finish \"B\"";
        assert_eq!(verdicts(text), ["1 error", "no findings"]);
    }

    #[test]
    fn the_legs_on_which_a_call_can_pass_the_limit_are_marked() {
        let text = "limit 1d\n1 New Call\n  alert \"Ring\"\n  button \"A\" -> 2\n  timer 12h -> 3\n2 Button Pushed\n  finish\n3 Timer Elapsed\n  timer 13h -> 4\n4 Timer Elapsed\n  finish";
        let rows = ledger_of(text).2.rows;
        let over: Vec<bool> = rows.iter().map(|row| row.is_over_limit).collect();
        assert_eq!(over, [false, true]);
    }

    #[test]
    fn the_rows_are_the_legs_and_tell_their_stories() {
        let (design, flow, ledger) = ledger_of(COMPLAINT);
        let legs: Vec<_> = legs(&design.workflow, &flow).collect();
        assert_eq!(ledger.rows.len(), legs.len());
        for (row, leg) in ledger.rows.iter().zip(&legs) {
            assert_eq!((row.end, row.is_attached), (leg.end, leg.is_attached));
            assert_eq!(
                ledger.story(&design.workflow, &flow, row),
                story(&design.workflow, &flow, leg)
            );
        }
    }
}
