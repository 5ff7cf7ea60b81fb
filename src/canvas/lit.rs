//! Which leg is lit? The way from New Call through what is selected, and on to its ends.

use super::Selection;
use crate::workflow::{ActionId, Flow, Folds, LegEnd, Workflow};
use std::collections::BTreeSet;

/// The stages and ways of the lit legs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lit {
    /// By index in the flow.
    pub stages: BTreeSet<usize>,
    pub ways: BTreeSet<ActionId>,
}

impl Lit {
    /// Through the selected stage or action. Nothing is lit when several stages are selected: that would be noise.
    pub fn through_selection(workflow: &Workflow, flow: &Flow, selection: &Selection) -> Self {
        match (selection.action, selection.stage(workflow)) {
            (Some(action_id), Some(event_id)) => {
                let way = flow.index(event_id).and_then(|i| {
                    flow.ways_from(i)
                        .iter()
                        .find(|way| way.action_id == action_id)
                });
                match (way, flow.index(event_id)) {
                    (Some(way), _) => Self::through_way(flow, way.action_id, way.from),
                    (None, Some(stage)) => Gathered::new(flow).path_to(stage).into_lit(),
                    (None, None) => Self::default(),
                }
            }
            (None, Some(event_id)) => flow.index(event_id).map_or_else(Self::default, |i| {
                Gathered::new(flow).path_to(i).below(i).into_lit()
            }),
            _ => Self::default(),
        }
    }

    /// From New Call over one Button, Timer or Link of the stage `from`, and on.
    pub fn through_way(flow: &Flow, action_id: ActionId, from: usize) -> Self {
        let lit = Gathered::new(flow).path_to(from).way(action_id);
        let child = flow.children(from).find(|&child| {
            flow.owner(child)
                .is_some_and(|way| way.action_id == action_id)
        });
        if let Some(child) = child {
            return lit.below(child).into_lit();
        }
        // A Link: the leg ends there, at the stage that is linked to.
        let mut ways = flow.ways_from(from).iter();
        let way = ways.find(|way| way.action_id == action_id);
        let mut lit = lit.into_lit();
        lit.stages.extend(way.and_then(|way| way.to));
        lit
    }
}

impl Lit {
    /// From New Call to where one leg ends.
    pub fn to_end(flow: &Flow, stage: usize, end: LegEnd) -> Self {
        let mut lit = Gathered::new(flow).path_to(stage).into_lit();
        lit.ways.extend(end.action_id());
        if let LegEnd::Link {
            target: Some(target),
            ..
        } = end
        {
            lit.stages.extend(flow.index(target));
        }
        lit
    }

    /// Lights the boxes of what cannot be seen.
    #[must_use]
    pub fn with_boxes(mut self, folds: &Folds) -> Self {
        let boxes: Vec<usize> = self
            .stages
            .iter()
            .filter_map(|&stage| folds.box_of(stage))
            .collect();
        self.stages.extend(boxes);
        self
    }
}

/// What will be lit, in any order: that can be the whole workflow, and making the sets at once is much quicker.
struct Gathered<'a> {
    flow: &'a Flow,
    stages: Vec<usize>,
    ways: Vec<ActionId>,
}

impl<'a> Gathered<'a> {
    const fn new(flow: &'a Flow) -> Self {
        Self {
            flow,
            stages: Vec::new(),
            ways: Vec::new(),
        }
    }

    fn way(mut self, action_id: ActionId) -> Self {
        self.ways.push(action_id);
        self
    }

    fn path_to(mut self, stage: usize) -> Self {
        for stage in self.flow.path_to(stage) {
            self.stages.push(stage);
            if self.flow.parent(stage).is_some() {
                self.ways
                    .extend(self.flow.owner(stage).map(|way| way.action_id));
            }
        }
        self
    }

    fn below(mut self, stage: usize) -> Self {
        let below = self.flow.below(stage);
        let ways = below.iter().flat_map(|&stage| self.flow.ways_from(stage));
        self.ways.extend(ways.map(|way| way.action_id));
        self.stages.extend(below);
        self
    }

    fn into_lit(mut self) -> Lit {
        self.stages.sort_unstable();
        self.ways.sort_unstable();
        Lit {
            stages: self.stages.into_iter().collect(),
            ways: self.ways.into_iter().collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workflow::{EventId, sketch};

    #[test]
    fn a_selected_stage_lights_its_leg_from_new_call_to_every_end() {
        let text = "1 New Call\n  button \"A\" -> 2\n  button \"B\" -> 3\n2 Button Pushed\n  timer 1d -> 4\n3 Button Pushed\n4 Timer Elapsed\n  link -> 1";
        let workflow = sketch::parse(text).unwrap();
        let flow = Flow::new(&workflow);
        let lit = Lit::through_selection(&workflow, &flow, &Selection::of_event(EventId(2)));
        assert_eq!(lit.stages, BTreeSet::from([0, 1, 3]));
        assert_eq!(
            lit.ways,
            BTreeSet::from([ActionId(1), ActionId(3), ActionId(4)])
        );
    }

    #[test]
    fn an_end_lights_its_own_leg_alone() {
        let text = "1 New Call\n  button \"A\" -> 2\n  button \"B\" -> 3\n2 Button Pushed\n  timer 1d -> 4\n3 Button Pushed\n4 Timer Elapsed\n  link -> 3";
        let workflow = sketch::parse(text).unwrap();
        let flow = Flow::new(&workflow);
        let link = LegEnd::Link {
            action_id: ActionId(4),
            target: Some(EventId(3)),
        };
        let lit = Lit::to_end(&flow, 3, link);
        assert_eq!(lit.stages, BTreeSet::from([0, 1, 2, 3]));
        assert_eq!(
            lit.ways,
            BTreeSet::from([ActionId(1), ActionId(3), ActionId(4)])
        );
        let dangling = Lit::to_end(&flow, 2, LegEnd::Dangling);
        assert_eq!(dangling.stages, BTreeSet::from([0, 2]));
    }
}
