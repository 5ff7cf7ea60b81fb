//! Which legs have been rehearsed? A leg has when a call went all of it, from where it begins to its end.

use super::closing::Rehearsable;
use super::reach::Reach;
use crate::workflow::{ActionId, EventId, LegEnd, Place, ends_at, shortened};
use std::collections::BTreeSet;
use std::fmt;

/// Of a longer leg the last stages are told.
const MOST_STAGES: usize = 8;
/// Letters of a name or an outcome.
const LONGEST: usize = 60;

/// Legs by what tells them apart, [`LegEnd::place`]: two coverages of one design can be joined.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage(BTreeSet<Place>);

impl Coverage {
    pub fn insert(&mut self, leg: Place) {
        self.0.insert(leg);
    }

    pub fn contains(&self, leg: &Place) -> bool {
        self.0.contains(leg)
    }

    pub fn merge(&mut self, other: &Self) {
        self.0.extend(other.0.iter().cloned());
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The ends of the legs, by place.
    pub fn legs(&self) -> impl Iterator<Item = &Place> {
        self.0.iter()
    }
}

impl FromIterator<Place> for Coverage {
    fn from_iter<I: IntoIterator<Item = Place>>(legs: I) -> Self {
        Self(legs.into_iter().collect())
    }
}

/// A leg as a rehearsal sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RehearsedLeg {
    /// What tells it from others.
    pub place: Place,
    /// Its last stage, by index in the flow.
    pub stage: usize,
    pub end: LegEnd,
    /// Why no call can go it; `None` when one can.
    pub obstacle: Option<Obstacle>,
}

/// What keeps calls from a leg.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// No call ever gets to this stage, where the leg begins.
    NoWayIn(EventId),
    /// This stage ends at once: its Buttons and Timers are never offered.
    EndsAtOnce(EventId),
    /// Another Timer of the stage always comes before this.
    IdleTimer(ActionId),
    /// This Timer has no duration that can be read.
    NoDuration(ActionId),
}

/// How many legs are covered, of how many. Reads `7 of 9 legs`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub covered: usize,
    /// Legs that a call can go.
    pub walkable: usize,
    /// Legs that none can; they count for nothing.
    pub blocked: usize,
}

impl Tally {
    pub fn of(legs: &[RehearsedLeg], coverage: &Coverage) -> Self {
        let walkable = || legs.iter().filter(|leg| leg.obstacle.is_none());
        let walkable_count = walkable().count();
        Self {
            covered: walkable()
                .filter(|leg| coverage.contains(&leg.place))
                .count(),
            walkable: walkable_count,
            blocked: legs.len() - walkable_count,
        }
    }

    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            covered: self.covered + other.covered,
            walkable: self.walkable + other.walkable,
            blocked: self.blocked + other.blocked,
        }
    }

    /// 100 when there is nothing to cover.
    pub fn percent(self) -> f64 {
        if self.walkable == 0 {
            return 100.0;
        }
        100.0 * self.covered as f64 / self.walkable as f64
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = if self.walkable == 1 { "" } else { "s" };
        write!(f, "{} of {} leg{plural}", self.covered, self.walkable)
    }
}

impl Rehearsable {
    /// All legs, in reading order. Linear in the number of stages and ways.
    pub fn legs(&self) -> Vec<RehearsedLeg> {
        self.legs_with(&Reach::new(self))
    }

    pub(super) fn legs_with(&self, reach: &Reach<'_>) -> Vec<RehearsedLeg> {
        let legs_of = |&stage: &usize| {
            let ends = ends_at(&self.workflow, &self.flow, stage);
            ends.into_iter().map(move |end| RehearsedLeg {
                place: end.place(self.flow.event_id(stage)),
                stage,
                end,
                obstacle: reach
                    .obstacle(stage)
                    .or_else(|| self.obstacle_of_end(stage, end)),
            })
        };
        self.flow.reading_order().iter().flat_map(legs_of).collect()
    }

    /// A Button or Timer without a stage may never be offered either.
    fn obstacle_of_end(&self, stage: usize, end: LegEnd) -> Option<Obstacle> {
        let LegEnd::MissingEvent(action_id) = end else {
            return None;
        };
        let mut ways = self.flow.ways_from(stage).iter();
        self.obstacle_of(ways.find(|way| way.action_id == action_id)?)
    }

    /// A leg in a line: its stages, the last of them when they are many, and how it ends.
    pub fn leg_words(&self, leg: &RehearsedLeg) -> String {
        let path = self.flow.path_to(leg.stage);
        let cut = path.len().saturating_sub(MOST_STAGES);
        let dots = if cut > 0 { "… → " } else { "" };
        let stages: Vec<String> = path[cut..].iter().map(|&it| self.numbered(it)).collect();
        format!("{dots}{} → {}", stages.join(" → "), self.end_words(leg))
    }

    /// A leg in a few words: its last stage, and how it ends.
    pub fn leg_title(&self, leg: &RehearsedLeg) -> String {
        format!("{} → {}", self.numbered(leg.stage), self.end_words(leg))
    }

    fn end_words(&self, leg: &RehearsedLeg) -> String {
        let action = leg.end.action_id().and_then(|id| self.workflow.action(id));
        let text = action.map_or("", |action| action.data.main_text());
        let text = shortened(text, LONGEST);
        match leg.end {
            LegEnd::Finish(_) => format!("Finish “{text}”"),
            LegEnd::Link { target, .. } => match target.and_then(|id| self.flow.index(id)) {
                Some(target) => format!("Link to {}", self.numbered(target)),
                None => "Link to no stage".to_owned(),
            },
            LegEnd::Dangling => "ends nowhere".to_owned(),
            LegEnd::MissingEvent(_) => format!("“{text}” has no stage"),
        }
    }

    fn numbered(&self, stage: usize) -> String {
        let name = shortened(&self.name(stage), LONGEST);
        format!("{} {name}", self.number(stage))
    }

    /// In words, for the end of a sentence: why no call goes a leg.
    pub fn obstacle_words(&self, obstacle: Obstacle) -> String {
        let title = |event_id| {
            let stage = self.flow.index(event_id);
            stage.map_or_else(String::new, |stage| self.title(stage))
        };
        let timer = |action_id| {
            let event = self.workflow.event_of(action_id);
            let action = self.workflow.action(action_id);
            (
                action.map_or_else(String::new, |action| action.data.main_text().to_owned()),
                event.map_or_else(String::new, |event| title(event.id)),
            )
        };
        match obstacle {
            Obstacle::NoWayIn(event_id) => format!("no call gets to stage {}", title(event_id)),
            Obstacle::EndsAtOnce(event_id) => format!(
                "stage {}, ends at once, so that its Buttons and Timers are never offered",
                title(event_id)
            ),
            Obstacle::IdleTimer(action_id) => {
                let (after, stage) = timer(action_id);
                format!("another Timer of stage {stage}, always comes before that of {after}")
            }
            Obstacle::NoDuration(action_id) => {
                let (after, stage) = timer(action_id);
                format!("“{after}”, the Timer of stage {stage}, is no duration")
            }
        }
    }
}
