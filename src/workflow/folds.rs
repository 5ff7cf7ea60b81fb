//! Which stages are out of sight because their leg is collapsed, and which box stands for them?

use super::{EventId, Flow, Layout};
use std::collections::BTreeSet;

/// For each stage of a design the box that it is in, if any. Of boxes within each other the outermost counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folds {
    /// By index in the flow; empty while nothing is collapsed, so that most designs pay nothing.
    boxes: Vec<Option<u32>>,
    /// The stages that are drawn as boxes, by index in the flow.
    heads: BTreeSet<usize>,
}

impl Folds {
    /// `is_open` says of a collapsed stage that its leg is to be seen all the same. A stage below which nothing hangs
    /// is no box. Linear in the number of stages.
    pub fn new(flow: &Flow, layout: &Layout, is_open: impl Fn(EventId) -> bool) -> Self {
        let heads: BTreeSet<usize> = layout
            .collapsed()
            .filter(|&event_id| !is_open(event_id))
            .filter_map(|event_id| flow.index(event_id))
            .filter(|&stage| flow.children(stage).next().is_some())
            .collect();
        if heads.is_empty() {
            return Self::default();
        }
        let mut boxes: Vec<Option<u32>> = vec![None; flow.stage_count()];
        // A stage is read after the one above it.
        for &stage in flow.reading_order() {
            boxes[stage] = flow.parent(stage).and_then(|parent| {
                boxes[parent].or_else(|| heads.contains(&parent).then_some(parent as u32))
            });
        }
        let heads = heads
            .into_iter()
            .filter(|&stage| boxes[stage].is_none())
            .collect();
        Self { boxes, heads }
    }

    /// The box that a stage is in, by index in the flow; `None` for a stage that is to be seen.
    pub fn box_of(&self, stage: usize) -> Option<usize> {
        let head = self.boxes.get(stage).copied().flatten();
        head.map(|head| head as usize)
    }

    pub fn is_hidden(&self, stage: usize) -> bool {
        self.box_of(stage).is_some()
    }

    /// Is the stage itself drawn as a box?
    pub fn is_box(&self, stage: usize) -> bool {
        self.heads.contains(&stage)
    }

    /// The stages drawn as boxes, by index in the flow.
    pub fn boxes(&self) -> impl ExactSizeIterator<Item = usize> + '_ {
        self.heads.iter().copied()
    }

    /// The collapsed stages above a stage that would have to be opened for it to be seen.
    pub fn hiding(flow: &Flow, layout: &Layout, stage: usize) -> Vec<EventId> {
        let path = flow.path_to(stage);
        let above = path.split_last().map_or(&[][..], |(_, above)| above);
        let event_ids = above.iter().map(|&stage| flow.event_id(stage));
        event_ids
            .filter(|&event_id| layout.is_collapsed(event_id))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workflow::sketch;

    const SKETCH: &str = "1 New Call\n  button \"A\" -> 2\n2 Button Pushed\n  button \"B\" -> 3\n3 Button Pushed\n  button \"C\" -> 4\n4 Button Pushed";

    fn folds(collapsed: &[u32], open: &[u32]) -> (Vec<Option<usize>>, Vec<usize>) {
        let flow = Flow::new(&sketch::parse(SKETCH).unwrap());
        let mut layout = Layout::default();
        layout.collapse(collapsed.iter().map(|&id| EventId(id)));
        let folds = Folds::new(&flow, &layout, |event_id| open.contains(&event_id.0));
        let boxes = (0..4).map(|stage| folds.box_of(stage)).collect();
        (boxes, folds.boxes().collect())
    }

    #[test]
    fn what_hangs_below_a_collapsed_stage_is_in_its_box() {
        assert_eq!(
            folds(&[2], &[]),
            (vec![None, None, Some(1), Some(1)], vec![1])
        );
    }

    #[test]
    fn of_boxes_within_each_other_the_outermost_counts() {
        assert_eq!(folds(&[2, 3], &[]), folds(&[2], &[]));
        assert_eq!(
            folds(&[2, 3], &[2]),
            (vec![None, None, None, Some(2)], vec![2])
        );
    }

    #[test]
    fn a_stage_with_nothing_below_or_one_that_is_gone_is_no_box() {
        assert_eq!(folds(&[4, 77], &[]), (vec![None; 4], vec![]));
    }

    #[test]
    fn all_that_hides_a_stage_is_found() {
        let flow = Flow::new(&sketch::parse(SKETCH).unwrap());
        let mut layout = Layout::default();
        layout.collapse([EventId(1), EventId(3), EventId(4)]);
        assert_eq!(Folds::hiding(&flow, &layout, 3), [EventId(1), EventId(3)]);
    }
}
