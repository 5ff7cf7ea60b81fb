//! How far is the review? Which legs somebody has still to look at, and what has changed on those looked at before.

use crate::review::{Aspect, Difference, Kind, Ledger, Row, differences};
use crate::workflow::{
    Action, Design, Event, EventId, Flow, Layout, LegSeals, Place, Spot, Workflow, shortened,
};
use std::collections::{BTreeMap, BTreeSet};

/// What a reviewer has said to a leg, and whether that still holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum LegReview {
    #[default]
    NotReviewed,
    /// It was ticked, and its logic is another now.
    Changed,
    Reviewed,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Signed {
    #[default]
    NotSigned,
    /// Somebody has signed, and a leg has changed since.
    Lapsed,
    Signed,
}

/// How far the whole is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    pub leg_count: usize,
    pub reviewed_count: usize,
    /// Of those that are not reviewed: how many were, before they changed.
    pub changed_count: usize,
    pub open_question_count: usize,
    pub signed: Signed,
}

impl Progress {
    /// Is every leg reviewed as it is now?
    pub const fn is_reviewed(&self) -> bool {
        self.reviewed_count == self.leg_count
    }

    /// Is nothing left to do: every leg reviewed, no question open, the whole signed?
    pub const fn is_complete(&self) -> bool {
        self.is_reviewed() && self.open_question_count == 0 && matches!(self.signed, Signed::Signed)
    }
}

/// What the seals of a design say to what was said to it. Nothing is sealed where nothing was said.
pub(in crate::review) struct Standing {
    seals: Option<LegSeals>,
    pub signed: Signed,
}

impl Standing {
    pub fn new(design: &Design, flow: &Flow) -> Self {
        let (workflow, review) = (&design.workflow, &design.review);
        let is_sealed = !review.marks.is_empty() || review.sign_off.is_some();
        let seals = is_sealed.then(|| LegSeals::new(workflow, flow));
        let signed = match (&review.sign_off, &seals) {
            (Some(sign_off), Some(seals)) if sign_off.seal == seals.of_all(workflow, flow) => {
                Signed::Signed
            }
            (Some(_), _) => Signed::Lapsed,
            (None, _) => Signed::NotSigned,
        };
        Self { seals, signed }
    }

    pub fn of_leg(&self, design: &Design, leg: &Place, stage: usize) -> LegReview {
        match (design.review.marks.get(leg), &self.seals) {
            (Some(mark), Some(seals)) if mark.seal == seals.of_stage(stage) => LegReview::Reviewed,
            (Some(_), _) => LegReview::Changed,
            (None, _) => LegReview::NotReviewed,
        }
    }
}

/// What has changed on a leg since it was ticked; `None` when nobody knows any more what it was, as in a file that was
/// edited by hand. Linear in the size of the design.
pub fn changes_since_review(
    design: &Design,
    flow: &Flow,
    ledger: &Ledger,
    row: &Row,
) -> Option<Vec<Difference>> {
    let workflow = &design.workflow;
    let mark = design.review.marks.get(&row.place)?;
    let seen: Vec<&Event> = design
        .review
        .seen_leg(mark.seal)
        .into_iter()
        .map(|stage| &stage.event)
        .collect();
    if seen.is_empty() {
        return None;
    }
    let before = as_seen(workflow, &seen);
    let mut found = Vec::new();
    let way_before: Vec<EventId> = seen.iter().map(|event| event.id).collect();
    let is_other_way = ledger.stage_count(row) != way_before.len() || {
        let way = flow.path_to(row.stage).into_iter();
        !way.map(|stage| flow.event_id(stage))
            .eq(way_before.iter().copied())
    };
    if is_other_way {
        let told = |stages: Vec<String>| stages.join(" → ");
        found.push(Difference {
            kind: Kind::Moved,
            aspect: Aspect::Logic,
            spot: Spot::Workflow(row.place.clone()),
            stage: None,
            subject: "the way of the leg".to_owned(),
            before: told(
                seen.iter()
                    .map(|event| stage_text(&before, event))
                    .collect(),
            ),
            after: told(ledger.told(design, flow, row).triggers),
        });
    }
    let before = Design::new(before, Layout::default());
    let after = Design::new(workflow.clone(), Layout::default());
    let way = flow.path_to(row.stage).into_iter();
    let on_leg: BTreeSet<EventId> = way
        .map(|stage| flow.event_id(stage))
        .chain(way_before)
        .collect();
    let differences = differences(&before, &after).into_iter();
    // Of what moved onto the leg or away from it the one side is elsewhere.
    found.extend(differences.filter(|difference| {
        let Spot::Workflow(place) = &difference.spot else {
            return false;
        };
        let sides = [&before.workflow, workflow];
        let mut homes = sides.iter().filter_map(|side| place.event_id(side));
        difference.aspect == Aspect::Logic && homes.any(|event_id| on_leg.contains(&event_id))
    }));
    Some(found)
}

fn stage_text(workflow: &Workflow, event: &Event) -> String {
    let owner = workflow.owner_of(event.id);
    let name = Workflow::stage_name(event, owner.map(|action| &action.data));
    format!("{} {}", event.stage, shortened(&name, 60))
}

/// The workflow with some of its stages as they were. Names and numbers are those of now: they are no logic.
fn as_seen(workflow: &Workflow, seen: &[&Event]) -> Workflow {
    let seen_actions: BTreeSet<_> = seen
        .iter()
        .flat_map(|event| event.actions.iter().map(|action| action.id))
        .collect();
    let mut events: BTreeMap<EventId, Event> = workflow
        .events()
        .map(|event| {
            let is_elsewhere = |action: &&Action| !seen_actions.contains(&action.id);
            let actions = event.actions.iter().filter(is_elsewhere).cloned().collect();
            (
                event.id,
                Event {
                    actions,
                    ..event.clone()
                },
            )
        })
        .collect();
    for event in seen {
        let mut was = (*event).clone();
        if let Some(is) = workflow.event(event.id) {
            was.stage = is.stage;
            was.name.clone_from(&is.name);
        }
        events.insert(event.id, was);
    }
    Workflow::from_parts(
        workflow.name().to_owned(),
        workflow.fields().to_vec(),
        workflow.counters(),
        events.into_values().collect(),
    )
}
