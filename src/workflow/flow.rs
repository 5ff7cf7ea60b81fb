//! How does a call get from stage to stage? A dense snapshot of a workflow's shape, built in one pass, for questions
//! that would otherwise look through all actions again and again: rules, layout, legs, canvas.

use super::{ActionData, ActionId, Event, EventId, EventKind, Group, Workflow, parse_duration};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WayKind {
    Button,
    Timer,
    Link,
}

/// A way on from a stage: a Button, a Timer or a Link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Way {
    pub action_id: ActionId,
    pub kind: WayKind,
    /// Index of the stage in which the action stands.
    pub from: usize,
    /// The action's place in that stage, counted from 0.
    pub row: usize,
    /// Index of the stage that it leads to; `None` when it names no event or one that is not there.
    pub to: Option<usize>,
    /// A Button or Timer whose event is not its own: another action has it, it is of another kind, or it is New Call.
    pub is_foreign: bool,
    /// A Timer that never elapses, because another one of its stage always comes before.
    pub is_idle: bool,
}

/// What becomes of a call once a stage's immediate actions are done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StageEnd {
    Finishes,
    GoesOn,
    Waits,
    /// Nothing carries the call on: a dangling end.
    Dangles,
}

/// The shape of a workflow. Stages are addressed by their index in order of event id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flow {
    event_ids: Vec<EventId>,
    /// Index by event id, `NONE` where there is no such event; empty when ids are too sparse for a table.
    table: Vec<u32>,
    ways: Vec<Way>,
    /// `ways[starts[i]..starts[i + 1]]` leave stage `i`.
    starts: Vec<usize>,
    ends: Vec<StageEnd>,
    /// Index into `ways` of the Button or Timer that owns the stage's event.
    owners: Vec<Option<usize>>,
    parents: Vec<Option<usize>>,
    reading_order: Vec<usize>,
}

const NONE: u32 = u32::MAX;

impl Flow {
    /// Linear in the number of actions.
    pub fn new(workflow: &Workflow) -> Self {
        let stage_count = workflow.stage_count();
        // Of a large workflow most of the time goes into fetching its events, so that this is done as seldom as can be.
        let mut events: Vec<&Event> = Vec::with_capacity(stage_count);
        let mut kinds: Vec<EventKind> = Vec::with_capacity(stage_count);
        let mut event_ids = Vec::with_capacity(stage_count);
        for event in workflow.events() {
            events.push(event);
            kinds.push(event.kind);
            event_ids.push(event.id);
        }
        let mut flow = Self {
            table: id_table(&event_ids),
            event_ids,
            ways: Vec::with_capacity(2 * stage_count),
            starts: Vec::with_capacity(stage_count + 1),
            ends: Vec::with_capacity(stage_count),
            owners: vec![None; stage_count],
            reading_order: Vec::with_capacity(stage_count),
            parents: Vec::new(),
        };
        let mut numbers: Vec<u32> = Vec::with_capacity(stage_count);
        for (from, &event) in events.iter().enumerate() {
            numbers.push(event.stage);
            flow.starts.push(flow.ways.len());
            let (mut finishes, mut goes_on, mut waits) = (false, false, false);
            for (row, action) in event.actions.iter().enumerate() {
                let kind = match action.data {
                    ActionData::Button { .. } => WayKind::Button,
                    ActionData::Timer { .. } => WayKind::Timer,
                    ActionData::Link { .. } => WayKind::Link,
                    ActionData::Finish { .. } => {
                        finishes = true;
                        continue;
                    }
                    _ => continue,
                };
                let action_kind = action.data.kind();
                match action_kind.group() {
                    Group::Waiting => waits = true,
                    Group::Ending => goes_on = true,
                    Group::Immediate => {}
                }
                let to = action.data.leads_to().and_then(|id| flow.index(id));
                let mut is_foreign = false;
                if let (Some(spawned), Some(to)) = (action_kind.spawns(), to) {
                    is_foreign = kinds[to] != spawned || flow.owners[to].is_some();
                    if !is_foreign {
                        flow.owners[to] = Some(flow.ways.len());
                    }
                }
                flow.ways.push(Way {
                    action_id: action.id,
                    kind,
                    from,
                    row,
                    to,
                    is_foreign,
                    is_idle: false,
                });
            }
            flow.mark_idle_timers(event);
            flow.ends.push(match (finishes, goes_on, waits) {
                (true, _, _) => StageEnd::Finishes,
                (_, true, _) => StageEnd::GoesOn,
                (_, _, true) => StageEnd::Waits,
                _ => StageEnd::Dangles,
            });
        }
        flow.starts.push(flow.ways.len());
        flow.read_through(&kinds, &numbers);
        flow
    }

    /// Of the timers of the stage that was read last only the shortest can elapse, of equal ones the first.
    fn mark_idle_timers(&mut self, event: &Event) {
        let start = self.starts.last().copied().unwrap_or_default();
        let ways = &mut self.ways[start..];
        if ways.iter().filter(|way| way.kind == WayKind::Timer).count() < 2 {
            return;
        }
        let timers = event
            .actions
            .iter()
            .filter_map(|action| match &action.data {
                ActionData::Timer { after, .. } => Some((parse_duration(after).ok()?, action.id)),
                _ => None,
            });
        let first = timers.min_by_key(|&(after_s, _)| after_s);
        for way in ways.iter_mut().filter(|way| way.kind == WayKind::Timer) {
            way.is_idle = first.is_some_and(|(_, first)| first != way.action_id);
        }
    }

    /// Reading order: from New Call down each leg as its actions are ordered, then every detached leg by stage number.
    fn read_through(&mut self, kinds: &[EventKind], numbers: &[u32]) {
        let stage_count = self.event_ids.len();
        let mut roots: Vec<(bool, bool, u32, usize)> = (0..stage_count)
            .map(|i| {
                (
                    kinds[i] != EventKind::NewCall,
                    self.owners[i].is_some(),
                    numbers[i],
                    i,
                )
            })
            .filter(|&(not_new_call, is_owned, _, _)| !not_new_call || !is_owned)
            .collect();
        roots.sort_unstable();
        self.parents = vec![None; stage_count];
        let mut is_read = vec![false; stage_count];
        let mut pending = Vec::new();
        // After the roots come stages that own each other in a ring, which only a hand-edited file can hold.
        for root in roots.into_iter().map(|r| r.3).chain(0..stage_count) {
            if is_read[root] {
                continue;
            }
            is_read[root] = true;
            pending.push(root);
            while let Some(stage) = pending.pop() {
                self.reading_order.push(stage);
                for way_index in (self.starts[stage]..self.starts[stage + 1]).rev() {
                    let way = self.ways[way_index];
                    let Some(to) = way
                        .to
                        .filter(|&to| self.owners[to] == Some(way_index) && !is_read[to])
                    else {
                        continue;
                    };
                    is_read[to] = true;
                    self.parents[to] = Some(stage);
                    pending.push(to);
                }
            }
        }
    }

    pub fn stage_count(&self) -> usize {
        self.event_ids.len()
    }

    /// `None` when there is no such event.
    pub fn index(&self, event_id: EventId) -> Option<usize> {
        if self.table.is_empty() {
            return self.event_ids.binary_search(&event_id).ok();
        }
        self.table
            .get(event_id.0 as usize)
            .filter(|&&i| i != NONE)
            .map(|&i| i as usize)
    }

    /// The event of the stage at `index`.
    pub fn event_id(&self, index: usize) -> EventId {
        self.event_ids[index]
    }

    /// All ways, by stage and in each stage in the order of its actions.
    pub fn ways(&self) -> &[Way] {
        &self.ways
    }

    pub fn ways_from(&self, index: usize) -> &[Way] {
        &self.ways[self.starts[index]..self.starts[index + 1]]
    }

    pub fn end(&self, index: usize) -> StageEnd {
        self.ends[index]
    }

    /// The Button or Timer that owns the stage's event; `None` for New Call and for detached stages.
    pub fn owner(&self, index: usize) -> Option<&Way> {
        self.owners[index].map(|i| &self.ways[i])
    }

    /// The stage whose Button or Timer owns this one. Following parents always ends, even in a hand-edited file.
    pub fn parent(&self, index: usize) -> Option<usize> {
        self.parents[index]
    }

    /// The stages that this one's Buttons and Timers own, in the order of the actions.
    pub fn children(&self, index: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
        let to_child = move |way: &Way| {
            way.to
                .filter(|&to| to != index && self.parents[to] == Some(index))
        };
        let range = self.starts[index]..self.starts[index + 1];
        range.filter_map(move |i| to_child(&self.ways[i]).filter(|&to| self.owners[to] == Some(i)))
    }

    /// Every stage once: New Call first, each leg before the next, detached legs last.
    pub fn reading_order(&self) -> &[usize] {
        &self.reading_order
    }

    /// For each stage its place in the reading order, counted from 0.
    pub fn reading_ranks(&self) -> Vec<usize> {
        let mut ranks = vec![0; self.stage_count()];
        for (rank, &stage) in self.reading_order.iter().enumerate() {
            ranks[stage] = rank;
        }
        ranks
    }

    /// The stage and all that hang below it by Buttons and Timers, in reading order.
    pub fn below(&self, index: usize) -> Vec<usize> {
        let mut found = Vec::new();
        let mut pending = vec![index];
        while let Some(stage) = pending.pop() {
            found.push(stage);
            pending.extend(self.children(stage).rev());
        }
        found
    }

    /// From the start of the leg, New Call or a detached stage, to this stage.
    pub fn path_to(&self, index: usize) -> Vec<usize> {
        let mut path: Vec<usize> =
            std::iter::successors(Some(index), |&i| self.parents[i]).collect();
        path.reverse();
        path
    }

    /// Does a Link, or a Button or Timer that is not the owner, lead from any other stage to one of `stages`? When
    /// they are deleted it is left without a target.
    pub fn is_linked_from_elsewhere(&self, stages: &[usize]) -> bool {
        let mut is_inside = vec![false; self.stage_count()];
        for &stage in stages {
            is_inside[stage] = true;
        }
        self.ways.iter().any(|way| {
            (way.kind == WayKind::Link || way.is_foreign)
                && !is_inside[way.from]
                && way.to.is_some_and(|to| is_inside[to])
        })
    }

    /// For each stage: is there a way to it from the stages in `from`, over Buttons, Timers and Links?
    pub fn reached_from(&self, from: impl IntoIterator<Item = usize>) -> Vec<bool> {
        let mut is_reached = vec![false; self.stage_count()];
        let mut pending: Vec<usize> = from.into_iter().collect();
        for &start in &pending {
            is_reached[start] = true;
        }
        while let Some(stage) = pending.pop() {
            for to in self.ways_from(stage).iter().filter_map(|way| way.to) {
                if !is_reached[to] {
                    is_reached[to] = true;
                    pending.push(to);
                }
            }
        }
        is_reached
    }

    /// For each stage: can a run get from it to one of the stages in `goals`, over Buttons, Links and those Timers that
    /// can elapse? A goal reaches itself.
    pub fn reaching(&self, goals: impl IntoIterator<Item = usize>) -> Vec<bool> {
        // The ways by where they lead: `sources[ends[i - 1]..ends[i]]` lead to stage `i`.
        let ways = || self.ways.iter().filter(|way| !way.is_idle);
        let arrivals = || ways().filter_map(|way| Some((way.from, way.to?)));
        let mut ends = vec![0; self.stage_count()];
        for (_, to) in arrivals() {
            ends[to] += 1;
        }
        let mut start = 0;
        for end in &mut ends {
            start += std::mem::replace(end, start);
        }
        let mut sources = vec![0; start];
        for (from, to) in arrivals() {
            sources[ends[to]] = from;
            ends[to] += 1;
        }

        let mut is_reaching = vec![false; self.stage_count()];
        let mut pending: Vec<usize> = goals.into_iter().collect();
        for &goal in &pending {
            is_reaching[goal] = true;
        }
        while let Some(stage) = pending.pop() {
            let start = stage.checked_sub(1).map_or(0, |before| ends[before]);
            for &from in &sources[start..ends[stage]] {
                if !is_reaching[from] {
                    is_reaching[from] = true;
                    pending.push(from);
                }
            }
        }
        is_reaching
    }
}

fn id_table(event_ids: &[EventId]) -> Vec<u32> {
    let Some(last) = event_ids.last() else {
        return Vec::new();
    };
    // A hand-edited file may hold an id of four thousand millions; a table for it would not be worth its memory.
    if last.0 as usize > 8 * event_ids.len() + 1024 {
        return Vec::new();
    }
    let mut table = vec![NONE; last.0 as usize + 1];
    for (index, event_id) in event_ids.iter().enumerate() {
        table[event_id.0 as usize] = index as u32;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workflow::sketch;

    fn order(text: &str) -> Vec<u32> {
        let workflow = sketch::parse(text).unwrap();
        let flow = Flow::new(&workflow);
        flow.reading_order()
            .iter()
            .map(|&i| flow.event_id(i).0)
            .collect()
    }

    #[test]
    fn reading_goes_down_each_leg_in_the_order_of_the_actions() {
        let text = "1 New Call\n  timer 1d -> 3\n  button \"A\" -> 2\n2 Button Pushed\n3 Timer Elapsed\n  button \"B\" -> 4\n4 Button Pushed\n5 Button Pushed";
        assert_eq!(order(text), [1, 3, 4, 2, 5]);
    }

    #[test]
    fn stages_that_own_each_other_are_read_once() {
        let text = "2 Button Pushed\n  button \"A\" -> 3\n3 Button Pushed\n  button \"B\" -> 2\n1 New Call";
        assert_eq!(order(text), [1, 2, 3]);
    }

    #[test]
    fn an_event_of_another_kind_or_owner_is_foreign() {
        let text = "1 New Call\n  button \"A\" -> 2\n  button \"B\" -> 2\n  timer 1d -> 1\n2 Button Pushed";
        let flow = Flow::new(&sketch::parse(text).unwrap());
        let foreign: Vec<bool> = flow.ways().iter().map(|way| way.is_foreign).collect();
        assert_eq!(foreign, [false, true, true]);
    }

    #[test]
    fn links_into_a_leg_are_told_from_its_own_way_in() {
        let text = "1 New Call\n  button \"A\" -> 2\n  button \"B\" -> 3\n2 Button Pushed\n  link -> 3\n3 Button Pushed";
        let flow = Flow::new(&sketch::parse(text).unwrap());
        assert!(flow.is_linked_from_elsewhere(&[2]));
        assert!(!flow.is_linked_from_elsewhere(&[1]));
        assert!(!flow.is_linked_from_elsewhere(&[1, 2]));
    }

    #[test]
    fn the_stages_that_reach_a_goal_are_found_backwards() {
        let text = "1 New Call\n  button \"A\" -> 2\n  button \"B\" -> 3\n2 Button Pushed\n  link -> 4\n3 Button Pushed\n4 Button Pushed";
        let flow = Flow::new(&sketch::parse(text).unwrap());
        assert_eq!(flow.reaching([3]), [true, true, false, true]);
        assert_eq!(flow.reading_ranks(), [0, 1, 2, 3]);
    }

    #[test]
    fn a_timer_that_another_comes_before_reaches_nothing() {
        let text = "1 New Call\n  timer 3h -> 2\n  timer 60m -> 3\n  timer 1h -> 4\n2 Timer Elapsed\n3 Timer Elapsed\n4 Timer Elapsed";
        let flow = Flow::new(&sketch::parse(text).unwrap());
        let idle: Vec<bool> = flow.ways().iter().map(|way| way.is_idle).collect();
        assert_eq!(idle, [true, false, true]);
        assert_eq!(flow.reaching([1]), [false, true, false, false]);
    }

    #[test]
    fn ids_far_apart_are_found_without_a_table() {
        let text = "1 New Call\n4000000000 Button Pushed";
        let flow = Flow::new(&sketch::parse(text).unwrap());
        assert_eq!(flow.index(EventId(4_000_000_000)), Some(1));
        assert_eq!(flow.index(EventId(2)), None);
    }
}
