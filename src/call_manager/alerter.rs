//! Which calls draw attention? Those that are new, or overdue, since somebody last looked.
//!
//! Pure: it is told what waits and what time it is. A call is *new* when it has entered a stage that waits and nobody
//! has opened it here since; it is *overdue* when [`Summary::overdue_at`] says so, until it goes on.

use crate::runtime::store::Summary;
use crate::runtime::{RunId, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

/// What has been noticed of the calls that wait.
#[derive(Debug, Default)]
pub struct Alerter {
    known: BTreeMap<RunId, Known>,
    /// Nothing that waits since then was new when the window was last closed.
    seen_until: Option<Timestamp>,
    is_begun: bool,
    /// Runs that somebody has moved on from here: where they get to is no news.
    own: BTreeSet<RunId>,
}

#[derive(Clone, Copy, Debug)]
struct Known {
    entry: u64,
    is_seen: bool,
    is_overdue: bool,
}

/// Why a call draws attention now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    New,
    Overdue,
}

impl Alerter {
    /// `seen_until` is what [`Self::seen_until`] said when the window was last closed; without it, all is seen at first.
    pub fn new(seen_until: Option<Timestamp>) -> Self {
        Self {
            seen_until,
            ..Self::default()
        }
    }

    /// Takes in what waits now. Returns the calls that have come to draw attention since the last time, by index; none
    /// the first time, when one has all of them before one's eyes.
    pub fn watch(&mut self, calls: &[Summary], at: Timestamp) -> Vec<(usize, Why)> {
        let mut drawn = Vec::new();
        let mut known = BTreeMap::new();
        for (index, call) in calls.iter().enumerate() {
            let is_overdue = call.overdue_at(at).is_some();
            let before = self.known.get(&call.run).copied();
            let same = before.filter(|before| before.entry == call.entry);
            let is_seen = match same {
                Some(same) => same.is_seen,
                None if self.is_begun => self.own.remove(&call.run),
                None => self.seen_until.is_none_or(|until| call.since <= until),
            };
            let was_overdue = same.is_some_and(|same| same.is_overdue);
            if self.is_begun && is_overdue && !was_overdue && !(same.is_none() && is_seen) {
                drawn.push((index, Why::Overdue));
            } else if self.is_begun && same.is_none() && !is_seen {
                drawn.push((index, Why::New));
            }
            known.insert(
                call.run,
                Known {
                    entry: call.entry,
                    is_seen,
                    is_overdue,
                },
            );
        }
        self.known = known;
        self.is_begun = true;
        let latest = calls.iter().map(|call| call.since).max();
        self.seen_until = self.seen_until.max(latest);
        drawn
    }

    /// Somebody has opened the call. Returns whether it was new.
    pub fn see(&mut self, run_id: RunId) -> bool {
        let known = self.known.get_mut(&run_id);
        known.is_some_and(|known| !std::mem::replace(&mut known.is_seen, true))
    }

    pub fn see_all(&mut self) {
        self.known
            .values_mut()
            .for_each(|known| known.is_seen = true);
    }

    /// A push from here moves the call on: where it gets to is not new to whoever pushed.
    pub fn expect(&mut self, run_id: RunId) {
        self.own.insert(run_id);
    }

    /// The calls that are new.
    pub fn new_calls(&self) -> BTreeSet<RunId> {
        let new = self.known.iter().filter(|(_, known)| !known.is_seen);
        new.map(|(run_id, _)| *run_id).collect()
    }

    /// Up to when everything was shown, to be remembered when the window is closed.
    pub const fn seen_until(&self) -> Option<Timestamp> {
        self.seen_until
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::call;
    use super::*;

    fn drawn(alerter: &mut Alerter, calls: &[Summary], at: i64) -> Vec<(u64, Why)> {
        let drawn = alerter.watch(calls, Timestamp(at)).into_iter();
        drawn
            .map(|(index, why)| (calls[index].run.0, why))
            .collect()
    }

    fn new(alerter: &Alerter) -> Vec<u64> {
        alerter.new_calls().iter().map(|run_id| run_id.0).collect()
    }

    #[test]
    fn what_waits_at_first_is_seen_and_what_comes_then_is_new_until_it_is_opened() {
        let mut alerter = Alerter::default();
        assert_eq!(drawn(&mut alerter, &[call(1)], 0), []);
        assert!(new(&alerter).is_empty());
        let both = [call(1), call(2)];
        assert_eq!(drawn(&mut alerter, &both, 1), [(2, Why::New)]);
        assert_eq!(drawn(&mut alerter, &both, 2), []);
        assert_eq!(new(&alerter), [2]);
        assert!(alerter.see(RunId(2)));
        assert!(!alerter.see(RunId(2)));
        assert!(new(&alerter).is_empty());
    }

    #[test]
    fn a_call_that_enters_another_stage_is_new_again() {
        let mut alerter = Alerter::default();
        drawn(&mut alerter, &[call(1)], 0);
        let mut gone_on = call(1);
        gone_on.entry = 2;
        assert_eq!(drawn(&mut alerter, &[gone_on], 1), [(1, Why::New)]);
    }

    #[test]
    fn a_call_draws_attention_once_when_it_becomes_overdue() {
        let mut alerter = Alerter::default();
        let mut waiting = call(1);
        waiting.timers[0].due = Timestamp(100);
        drawn(&mut alerter, &[waiting.clone()], 99);
        assert_eq!(
            drawn(&mut alerter, &[waiting.clone()], 100),
            [(1, Why::Overdue)]
        );
        assert_eq!(drawn(&mut alerter, &[waiting.clone()], 101), []);
        // Its timer has led it on: the next stage is news of its own, told as what is worse.
        waiting.entry = 2;
        waiting.overdue_since = Some(Timestamp(100));
        assert_eq!(drawn(&mut alerter, &[waiting], 102), [(1, Why::Overdue)]);
        assert_eq!(new(&alerter), [1]);
    }

    #[test]
    fn where_ones_own_push_leads_is_no_news() {
        let mut alerter = Alerter::default();
        drawn(&mut alerter, &[call(1), call(2)], 0);
        alerter.expect(RunId(1));
        let on = [1, 2].map(|run| {
            let mut on = call(run);
            on.entry = 2;
            on
        });
        assert_eq!(drawn(&mut alerter, &on, 1), [(2, Why::New)]);
    }

    #[test]
    fn what_came_while_the_window_was_closed_is_new_when_it_opens() {
        let mut first = Alerter::default();
        let mut early = call(1);
        early.since = Timestamp(10);
        drawn(&mut first, &[early.clone()], 20);
        let mut second = Alerter::new(first.seen_until());
        let mut late = call(2);
        late.since = Timestamp(30);
        assert_eq!(drawn(&mut second, &[early, late], 40), []);
        assert_eq!(new(&second), [2]);
        second.see_all();
        assert!(new(&second).is_empty());
    }

    #[test]
    fn calls_that_are_gone_are_forgotten() {
        let mut alerter = Alerter::default();
        drawn(&mut alerter, &[], 0);
        drawn(&mut alerter, &[call(1)], 1);
        drawn(&mut alerter, &[], 2);
        assert!(new(&alerter).is_empty());
    }
}
