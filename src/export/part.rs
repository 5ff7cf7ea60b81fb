//! How much of a design goes elsewhere? All of it, or one leg.

use crate::arrange::{self, CARD_WIDTH, COLUMN_GAP};
use crate::workflow::{
    ActionId, AnnotationKind, Design, Event, Flow, Folds, Leg, Position, Way, counted, leg_count,
    legs,
};
use std::collections::BTreeSet;

/// The stages that are written, and where their cards lie.
pub struct Part<'a> {
    pub design: &'a Design,
    pub flow: &'a Flow,
    /// By index in the flow, in reading order.
    pub stages: Vec<usize>,
    pub folds: Folds,
    /// The one leg that this is, when it is not the whole design.
    pub leg: Option<Leg>,
    /// By index in the flow; of stages that are not written anything.
    positions: Vec<Position>,
    is_shown: Vec<bool>,
    /// Stages whose number an earlier one bears, as only a hand-edited file has them.
    twins: BTreeSet<usize>,
}

/// There is no leg of that number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no leg {number}; the workflow has {}; `legwork legs` lists them", legs_counted(*.leg_count))]
pub struct NoSuchLeg {
    pub number: usize,
    pub leg_count: usize,
}

fn legs_counted(leg_count: usize) -> String {
    match leg_count {
        0 => "no leg".to_owned(),
        1 => "only leg 1".to_owned(),
        count => format!("legs 1 to {count}"),
    }
}

impl<'a> Part<'a> {
    /// The design as it lies on the canvas: a collapsed leg is one box, unless `is_expanded`.
    pub fn whole(design: &'a Design, flow: &'a Flow, is_expanded: bool) -> Self {
        let folds = Folds::new(flow, &design.layout, |_| is_expanded);
        let stages = flow.reading_order().iter().copied();
        let stages: Vec<usize> = stages.filter(|&stage| !folds.is_hidden(stage)).collect();
        let positions = arrange::positions(design, flow);
        Self::new(design, flow, stages, folds, None, positions)
    }

    /// One leg, by its number in the order of [`legs`], counted from 1. Its cards lie in a row, wherever they lie in the
    /// design.
    ///
    /// # Errors
    /// When there are fewer legs.
    pub fn leg(design: &'a Design, flow: &'a Flow, number: usize) -> Result<Self, NoSuchLeg> {
        let leg = number
            .checked_sub(1)
            .and_then(|index| legs(&design.workflow, flow).nth(index))
            .ok_or_else(|| NoSuchLeg {
                number,
                leg_count: leg_count(flow),
            })?;
        let stages = leg.path.iter().filter_map(|&id| flow.index(id));
        let stages: Vec<usize> = stages.collect();
        let mut positions = vec![Position::default(); flow.stage_count()];
        let mut x = 0;
        for &stage in &stages {
            positions[stage] = Position::new(x, 0);
            x += CARD_WIDTH + COLUMN_GAP;
        }
        let folds = Folds::default();
        Ok(Self::new(design, flow, stages, folds, Some(leg), positions))
    }

    fn new(
        design: &'a Design,
        flow: &'a Flow,
        stages: Vec<usize>,
        folds: Folds,
        leg: Option<Leg>,
        positions: Vec<Position>,
    ) -> Self {
        let mut is_shown = vec![false; flow.stage_count()];
        for &stage in &stages {
            is_shown[stage] = true;
        }
        let mut numbers = BTreeSet::new();
        let stage_numbers = design.workflow.events().map(|event| event.stage);
        let twins = stage_numbers
            .enumerate()
            .filter(|&(_, number)| !numbers.insert(number))
            .map(|(stage, _)| stage)
            .collect();
        Self {
            design,
            flow,
            stages,
            folds,
            leg,
            positions,
            is_shown,
            twins,
        }
    }

    /// A name for the stage that no other bears: its number, or that with the id of its event. Digits, and at most one
    /// `separator`.
    pub fn anchor(&self, stage: usize, separator: char) -> String {
        let event_id = self.flow.event_id(stage);
        let number = self.event(stage).map_or(0, |event| event.stage);
        if self.twins.contains(&stage) {
            format!("{number}{separator}{event_id}")
        } else {
            number.to_string()
        }
    }

    /// The stage's event.
    pub fn event(&self, stage: usize) -> Option<&'a Event> {
        self.design.workflow.event(self.flow.event_id(stage))
    }

    /// The ways between the stages that are written. Of a leg only its own: of two ways to one stage, that which it takes.
    pub fn ways(&self) -> impl Iterator<Item = &Way> + '_ {
        let ways = self
            .stages
            .iter()
            .flat_map(|&stage| self.flow.ways_from(stage));
        ways.filter(|way| {
            way.to
                .is_some_and(|to| self.is_taken(way.action_id, way.from, to))
        })
    }

    /// Is the way from one stage to another part of what is written?
    pub fn is_taken(&self, action_id: ActionId, from: usize, to: usize) -> bool {
        if !self.is_shown[from] || !self.is_shown[to] {
            return false;
        }
        let Some(leg) = &self.leg else {
            return true;
        };
        let owner = self.flow.owner(to);
        let is_step = owner.is_some_and(|owner| owner.action_id == action_id)
            && self.flow.parent(to) == Some(from);
        is_step || leg.end.action_id() == Some(action_id)
    }

    /// What is drawn around the cards, in words; `None` when nothing is.
    pub fn annotations_in_words(&self) -> Option<String> {
        let (mut frames, mut notes) = (0, 0);
        for (_, annotation) in self.design.layout.annotations() {
            match annotation.kind {
                AnnotationKind::Frame => frames += 1,
                AnnotationKind::StickyNote => notes += 1,
            }
        }
        let words: Vec<String> = [(frames, "frame"), (notes, "sticky note")]
            .into_iter()
            .filter(|&(count, _)| count > 0)
            .map(|(count, noun)| counted(count, noun))
            .collect();
        (!words.is_empty()).then(|| words.join(" and "))
    }

    pub fn is_shown(&self, stage: usize) -> bool {
        self.is_shown[stage]
    }

    /// Where a stage's card lies.
    pub fn position(&self, stage: usize) -> Position {
        self.positions[stage]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workflow::{Layout, sketch};

    fn design() -> Design {
        let text = "1 New Call\n  button \"A\" -> 2\n  timer 1d -> 3\n2 Button Pushed\n  finish \"Done\"\n3 Timer Elapsed\n  link -> 1";
        Design::new(sketch::parse(text).unwrap(), Layout::default())
    }

    #[test]
    fn a_leg_is_its_path_in_a_row() {
        let design = design();
        let flow = Flow::new(&design.workflow);
        let part = Part::leg(&design, &flow, 2).unwrap();
        assert_eq!(part.stages, [0, 2]);
        assert_eq!(part.position(2), Position::new(360, 0));
        assert!(!part.is_shown(1));
    }

    #[test]
    fn a_leg_that_is_not_there_says_which_are() {
        let design = design();
        let flow = Flow::new(&design.workflow);
        for number in [0, 3] {
            let Err(missing) = Part::leg(&design, &flow, number) else {
                panic!("leg {number} is there");
            };
            assert!(missing.to_string().contains("legs 1 to 2"), "{missing}");
        }
    }
}
