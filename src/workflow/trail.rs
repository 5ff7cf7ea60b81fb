//! How is the way to a stage told, however long it is? By both its ends, with how many stages lie between.

use super::{EventId, Flow};

/// A longer way is told from both its ends.
const MOST_STAGES: usize = 9;
const FIRST_STAGES: usize = 4;
const LAST_STAGES: usize = 4;

/// The stages on the way to a stage, that stage included; of a long way those in the middle are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trail {
    /// All stages, or those before the ones that are left out.
    pub first: Vec<EventId>,
    pub left_out_count: usize,
    /// Those after the ones that are left out.
    pub last: Vec<EventId>,
}

impl Trail {
    /// Of a way that is known stage by stage.
    pub fn of(path: &[EventId]) -> Self {
        if path.len() <= MOST_STAGES {
            return Self {
                first: path.to_vec(),
                ..Self::default()
            };
        }
        Self {
            first: path[..FIRST_STAGES].to_vec(),
            left_out_count: path.len() - FIRST_STAGES - LAST_STAGES,
            last: path[path.len() - LAST_STAGES..].to_vec(),
        }
    }

    /// The stages that are told, in order.
    pub fn told(&self) -> impl Iterator<Item = EventId> + '_ {
        self.first.iter().chain(&self.last).copied()
    }
}

/// What it takes to make the trail to any stage in a handful of steps, however long the way is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trails {
    /// How many stages lie before each.
    depths: Vec<usize>,
    /// For each stage the last of the first few on the way to it.
    heads: Vec<usize>,
}

impl Trails {
    /// Linear in the number of stages.
    pub fn new(flow: &Flow) -> Self {
        let mut depths = vec![0; flow.stage_count()];
        let mut heads: Vec<usize> = (0..flow.stage_count()).collect();
        // Parents come before what they own.
        for &stage in flow.reading_order() {
            if let Some(parent) = flow.parent(stage) {
                depths[stage] = depths[parent] + 1;
                if depths[stage] >= FIRST_STAGES {
                    heads[stage] = heads[parent];
                }
            }
        }
        Self { depths, heads }
    }

    /// How many stages a way has to a stage, by index in the flow, that stage included.
    pub fn stage_count(&self, stage: usize) -> usize {
        self.depths[stage] + 1
    }

    /// The trail to a stage, by index in `flow`, which is the one that this was made from.
    pub fn to(&self, flow: &Flow, stage: usize) -> Trail {
        let ids = |path: Vec<usize>| path.into_iter().map(|i| flow.event_id(i)).collect();
        let stage_count = self.stage_count(stage);
        if stage_count <= MOST_STAGES {
            return Trail {
                first: ids(flow.path_to(stage)),
                ..Trail::default()
            };
        }
        let mut last: Vec<usize> = std::iter::successors(Some(stage), |&i| flow.parent(i))
            .take(LAST_STAGES)
            .collect();
        last.reverse();
        Trail {
            first: ids(flow.path_to(self.heads[stage])),
            left_out_count: stage_count - FIRST_STAGES - LAST_STAGES,
            last: ids(last),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workflow::sketch;
    use std::fmt::Write as _;

    #[test]
    fn a_trail_is_the_same_however_it_is_made() {
        let mut text = "1 New Call\n  timer 1d -> 2\n".to_owned();
        for stage in 2..20 {
            let _ = writeln!(text, "{stage} Timer Elapsed\n  timer 1d -> {}", stage + 1);
        }
        text += "20 Timer Elapsed\n30 Button Pushed";
        let flow = Flow::new(&sketch::parse(&text).unwrap());
        let trails = Trails::new(&flow);
        for stage in 0..flow.stage_count() {
            let path: Vec<EventId> = flow
                .path_to(stage)
                .into_iter()
                .map(|i| flow.event_id(i))
                .collect();
            assert_eq!(trails.to(&flow, stage), Trail::of(&path));
            assert_eq!(trails.stage_count(stage), path.len());
        }
        let long = trails.to(&flow, 19);
        assert_eq!((long.first.len(), long.left_out_count), (4, 12));
        assert_eq!(long.told().last(), Some(EventId(20)));
    }
}
