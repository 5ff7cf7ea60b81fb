//! Where can a run get to, and what keeps it from the rest?

use super::closing::{GapKind, Rehearsable};
use super::coverage::Obstacle;
use crate::workflow::{ActionData, StageEnd, Way, WayKind, parse_duration};
use std::collections::VecDeque;

/// For each stage of a design, by index in the flow, how a run gets there.
pub(super) struct Reach<'a> {
    subject: &'a Rehearsable,
    /// New Call.
    pub start: usize,
    /// The way by which a run comes there first; `None` for New Call and for stages that no run enters.
    arrivals: Vec<Option<&'a Way>>,
    is_entered: Vec<bool>,
    /// What keeps a run from going down the leg to it.
    obstacles: Vec<Option<Obstacle>>,
}

impl<'a> Reach<'a> {
    /// Linear in the number of stages and ways.
    pub fn new(subject: &'a Rehearsable) -> Self {
        let flow = &*subject.flow;
        let new_call = subject.workflow.new_call();
        let start = new_call.and_then(|event| flow.index(event.id)).unwrap_or(0);
        let mut reach = Self {
            subject,
            start,
            arrivals: vec![None; flow.stage_count()],
            is_entered: vec![false; flow.stage_count()],
            obstacles: vec![None; flow.stage_count()],
        };
        reach.walk();
        reach.look_down();
        reach
    }

    fn walk(&mut self) {
        let flow = &*self.subject.flow;
        let mut pending = VecDeque::from([self.start]);
        self.is_entered[self.start] = true;
        while let Some(stage) = pending.pop_front() {
            for way in flow.ways_from(stage) {
                let Some(to) = way.to.filter(|_| self.subject.obstacle_of(way).is_none()) else {
                    continue;
                };
                if !std::mem::replace(&mut self.is_entered[to], true) {
                    self.arrivals[to] = Some(way);
                    pending.push_back(to);
                }
            }
        }
    }

    /// In reading order each stage comes after the one that it hangs from.
    fn look_down(&mut self) {
        let flow = &*self.subject.flow;
        for &stage in flow.reading_order() {
            self.obstacles[stage] = match (flow.parent(stage), flow.owner(stage)) {
                (Some(parent), Some(way)) => {
                    self.obstacles[parent].or_else(|| self.subject.obstacle_of(way))
                }
                _ if self.is_entered[stage] => None,
                _ => Some(Obstacle::NoWayIn(flow.event_id(stage))),
            };
        }
    }

    /// What keeps a run from going down the leg to a stage; `None` when it can.
    pub fn obstacle(&self, stage: usize) -> Option<Obstacle> {
        self.obstacles[stage]
    }

    /// The ways from New Call to a stage that a run enters, as few as can be.
    pub fn ways_to(&self, stage: usize) -> Vec<&'a Way> {
        let last = self.arrivals[stage];
        let mut ways: Vec<&Way> =
            std::iter::successors(last, |way| self.arrivals[way.from]).collect();
        ways.reverse();
        ways
    }

    /// For each stage the way on which a run comes back to New Call soonest; `None` for New Call itself, and where no run
    /// comes back from.
    pub fn ways_back(&self) -> Vec<Option<&'a Way>> {
        let flow = &*self.subject.flow;
        let mut ways_to: Vec<Vec<&Way>> = vec![Vec::new(); flow.stage_count()];
        for way in flow.ways() {
            if let Some(to) = way.to.filter(|_| self.subject.obstacle_of(way).is_none()) {
                ways_to[to].push(way);
            }
        }
        let mut back = vec![None; flow.stage_count()];
        let mut pending = VecDeque::from([self.start]);
        while let Some(stage) = pending.pop_front() {
            for &way in &ways_to[stage] {
                if way.from != self.start && back[way.from].is_none() {
                    back[way.from] = Some(way);
                    pending.push_back(way.from);
                }
            }
        }
        back
    }
}

impl Rehearsable {
    /// Why no run takes a way; `None` when one can.
    pub(super) fn obstacle_of(&self, way: &Way) -> Option<Obstacle> {
        let end = self.flow.end(way.from);
        if way.kind == WayKind::Link {
            let is_cut = self
                .gap(self.number(way.from))
                .is_some_and(|gap| gap.kind == GapKind::LinkRing);
            let mut links = self.flow.ways_from(way.from).iter();
            let first = links.find(|way| way.kind == WayKind::Link);
            let is_taken = end == StageEnd::GoesOn && !is_cut && first == Some(way);
            return (!is_taken).then_some(Obstacle::EndsAtOnce(self.flow.event_id(way.from)));
        }
        if end != StageEnd::Waits {
            return Some(Obstacle::EndsAtOnce(self.flow.event_id(way.from)));
        }
        if way.kind == WayKind::Button {
            return None;
        }
        let action = self.workflow.action(way.action_id);
        let has_duration = action.is_some_and(|action| match &action.data {
            ActionData::Timer { after, .. } => parse_duration(after).is_ok(),
            _ => false,
        });
        if !has_duration {
            return Some(Obstacle::NoDuration(way.action_id));
        }
        way.is_idle.then_some(Obstacle::IdleTimer(way.action_id))
    }
}
