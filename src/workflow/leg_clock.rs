//! How long does a leg take? From when it begins to its end, at the shortest and at the longest.

use super::{ActionData, Flow, Way, WayKind, Workflow, parse_duration};

/// The times that a call can take from the beginning of a leg to its end.
///
/// A Timer on the way takes what it says. A Button takes nothing at the shortest, for somebody may push it at once; at
/// the longest it takes as long as the shortest Timer beside it, for then that one decides. With no Timer beside it
/// the call waits for a person, without any limit. What is done on entering a stage takes no time. A leg that ends in
/// a Link ends there: the run goes on, on another leg.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LegClock {
    /// In seconds.
    pub shortest_s: u64,
    pub longest: Longest,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Longest {
    /// In seconds.
    After(u64),
    /// Somewhere on the way nothing but a Button leads on.
    WaitsForPerson,
    /// A Timer on the way has a duration that cannot be read.
    Unclear,
}

impl Longest {
    #[must_use]
    pub const fn plus(self, later: Self) -> Self {
        match (self, later) {
            (Self::WaitsForPerson, _) | (_, Self::WaitsForPerson) => Self::WaitsForPerson,
            (Self::Unclear, _) | (_, Self::Unclear) => Self::Unclear,
            (Self::After(first_s), Self::After(then_s)) => {
                Self::After(first_s.saturating_add(then_s))
            }
        }
    }
}

impl LegClock {
    const AT_ONCE: Self = Self {
        shortest_s: 0,
        longest: Longest::After(0),
    };

    #[must_use]
    const fn plus(self, later: Self) -> Self {
        Self {
            shortest_s: self.shortest_s.saturating_add(later.shortest_s),
            longest: self.longest.plus(later.longest),
        }
    }
}

/// When each stage is entered, and how long each wait takes. Stages are addressed by their index in the flow.
#[derive(Clone, Debug, Default)]
pub struct Clocks {
    entered: Vec<LegClock>,
    waits: Vec<Longest>,
}

impl Clocks {
    /// Linear in the number of actions. `flow` is the flow of this very workflow.
    pub fn new(workflow: &Workflow, flow: &Flow) -> Self {
        let stage_count = flow.stage_count();
        let mut clocks = Self {
            entered: vec![LegClock::AT_ONCE; stage_count],
            waits: (0..stage_count)
                .map(|stage| longest_wait(workflow, flow, stage))
                .collect(),
        };
        // Parents come before what they own.
        for &stage in flow.reading_order() {
            if let (Some(parent), Some(owner)) = (flow.parent(stage), flow.owner(stage)) {
                clocks.entered[stage] =
                    clocks.entered[parent].plus(clocks.way_taken(workflow, owner));
            }
        }
        clocks
    }

    /// From the beginning of the leg until a stage is entered.
    pub fn entered(&self, stage: usize) -> LegClock {
        self.entered[stage]
    }

    /// How long a call can wait in a stage that waits, at the longest.
    pub fn wait(&self, stage: usize) -> Longest {
        self.waits[stage]
    }

    /// From the beginning of the leg until a way out of one of its stages has been taken.
    pub fn after_way(&self, workflow: &Workflow, way: &Way) -> LegClock {
        self.entered[way.from].plus(self.way_taken(workflow, way))
    }

    fn way_taken(&self, workflow: &Workflow, way: &Way) -> LegClock {
        match way.kind {
            WayKind::Link => LegClock::AT_ONCE,
            WayKind::Button => LegClock {
                shortest_s: 0,
                longest: self.waits[way.from],
            },
            WayKind::Timer => match timer_s(workflow, way) {
                Some(after_s) => LegClock {
                    shortest_s: after_s,
                    longest: Longest::After(after_s),
                },
                None => LegClock {
                    shortest_s: 0,
                    longest: Longest::Unclear,
                },
            },
        }
    }
}

/// As long as the Timer of the stage that elapses first.
fn longest_wait(workflow: &Workflow, flow: &Flow, stage: usize) -> Longest {
    let mut ways = flow.ways_from(stage).iter();
    let timer = ways.find(|way| way.kind == WayKind::Timer && !way.is_idle);
    timer.map_or(Longest::WaitsForPerson, |timer| {
        timer_s(workflow, timer).map_or(Longest::Unclear, Longest::After)
    })
}

/// In seconds; `None` when it cannot be read.
fn timer_s(workflow: &Workflow, way: &Way) -> Option<u64> {
    match &workflow.action(way.action_id)?.data {
        ActionData::Timer { after, .. } => parse_duration(after).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workflow::sketch;

    /// When the last stage of a sketch is entered.
    fn clock(text: &str) -> (u64, Longest) {
        let workflow = sketch::parse(text).unwrap();
        let flow = Flow::new(&workflow);
        let clock = Clocks::new(&workflow, &flow).entered(flow.stage_count() - 1);
        (clock.shortest_s, clock.longest)
    }

    #[test]
    fn timers_count_fully_and_a_button_as_long_as_the_timer_beside_it() {
        let text = "1 New Call\n  timer 1h -> 2\n2 Timer Elapsed\n  button \"A\" -> 3\n  timer 2h -> 4\n4 Timer Elapsed\n3 Button Pushed";
        let workflow = sketch::parse(text).unwrap();
        let flow = Flow::new(&workflow);
        let clocks = Clocks::new(&workflow, &flow);
        let of = |stage: usize| {
            let clock = clocks.entered(stage);
            (clock.shortest_s, clock.longest)
        };
        assert_eq!(of(2), (3_600, Longest::After(3 * 3_600)));
        assert_eq!(of(3), (3 * 3_600, Longest::After(3 * 3_600)));
    }

    #[test]
    fn of_two_timers_the_shorter_bounds_the_wait() {
        let text = "1 New Call\n  button \"A\" -> 3\n  timer 2d -> 2\n  timer 1d\n2 Timer Elapsed\n3 Button Pushed";
        assert_eq!(clock(text), (0, Longest::After(86_400)));
    }

    #[test]
    fn a_button_alone_waits_for_a_person_whatever_comes_after() {
        let text =
            "1 New Call\n  button \"A\" -> 2\n2 Button Pushed\n  timer soon -> 3\n3 Timer Elapsed";
        assert_eq!(clock(text), (0, Longest::WaitsForPerson));
    }

    #[test]
    fn a_duration_that_cannot_be_read_leaves_the_clock_unclear() {
        let text =
            "1 New Call\n  timer 1h -> 2\n2 Timer Elapsed\n  timer soon -> 3\n3 Timer Elapsed";
        assert_eq!(clock(text), (3_600, Longest::Unclear));
    }
}
