//! What has to happen to a call for it to go a leg? The pushes and the times to wait, from New Call on.

use super::closing::Rehearsable;
use super::coverage::RehearsedLeg;
use super::reach::Reach;
use crate::workflow::{ActionData, LegEnd, ScenarioStep, Way, WayKind};

impl Rehearsable {
    /// The steps that take a call from New Call to the end of a leg, as few as can be; `None` when nothing does.
    pub fn route_to(&self, leg: &RehearsedLeg) -> Option<Vec<ScenarioStep>> {
        if leg.obstacle.is_some() {
            return None;
        }
        let reach = Reach::new(self);
        let leg_ways = self.ways_of(leg);
        let first = leg_ways.first().map_or(leg.stage, |way| way.from);
        let ways = reach.ways_to(first).into_iter().chain(leg_ways);
        Some(ways.filter_map(|way| self.step_over(way)).collect())
    }

    /// The ways of a leg from where it begins, with the Button or Timer without a stage where it ends in one.
    pub(super) fn ways_of(&self, leg: &RehearsedLeg) -> Vec<&Way> {
        let path = self.flow.path_to(leg.stage);
        let owners = path
            .iter()
            .skip(1)
            .filter_map(|&stage| self.flow.owner(stage));
        let lost = match leg.end {
            LegEnd::MissingEvent(action_id) => {
                let mut ways = self.flow.ways_from(leg.stage).iter();
                ways.find(|way| way.action_id == action_id)
            }
            _ => None,
        };
        owners.chain(lost).collect()
    }

    /// What makes a call take a way; a Link is taken by itself.
    pub(super) fn step_over(&self, way: &Way) -> Option<ScenarioStep> {
        match way.kind {
            WayKind::Link => None,
            WayKind::Timer => Some(ScenarioStep::NextTimer),
            WayKind::Button => {
                let label_of = |way: &Way| match &self.workflow.action(way.action_id)?.data {
                    ActionData::Button { label, .. } => Some(label.as_str()),
                    _ => None,
                };
                let label = label_of(way)?;
                let ways = self.flow.ways_from(way.from).iter();
                let alike = ways
                    .take_while(|other| other.action_id != way.action_id)
                    .filter(|other| label_of(other) == Some(label));
                Some(ScenarioStep::Push {
                    stage: self.number(way.from),
                    label: label.to_owned(),
                    nth: 1 + alike.count() as u32,
                })
            }
        }
    }
}
