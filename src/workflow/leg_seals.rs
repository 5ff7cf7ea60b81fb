//! Is each leg still as it was, all of them at once? One seal a stage, rolled along the ways.

use super::seal::{feed, sealed};
use super::{Action, ActionData, Flow, LegEnd, Place, Seal, Workflow, ends_at};
use sha2::{Digest, Sha256};

/// The seal of the way to each stage, that stage included: of what a call meets on it. A leg's seal is that of the
/// stage that it ends in, for how it ends is said there.
///
/// Stage numbers, names and layout are not in it, nor the ids of what hangs below; where a Link leads to is. It is not
/// the seal of [`super::seal_of`], which costs the length of the way for each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LegSeals {
    by_stage: Vec<Seal>,
}

impl LegSeals {
    /// Linear in the number of actions. `flow` is the flow of this very workflow.
    pub fn new(workflow: &Workflow, flow: &Flow) -> Self {
        let mut by_stage = vec![Seal::default(); flow.stage_count()];
        // Parents come before what they own.
        for &stage in flow.reading_order() {
            let mut digest = Sha256::new();
            if let (Some(parent), Some(owner)) = (flow.parent(stage), flow.owner(stage)) {
                digest.update(by_stage[parent].0.to_le_bytes());
                digest.update((owner.row as u64).to_le_bytes());
            }
            if let Some(event) = workflow.event(flow.event_id(stage)) {
                feed(&mut digest, event.kind.title());
                for action in &event.actions {
                    feed_action(&mut digest, flow, stage, action);
                }
            }
            by_stage[stage] = sealed(digest);
        }
        Self { by_stage }
    }

    /// Of the way to a stage, by index in the flow, and so of a leg that ends there.
    pub fn of_stage(&self, stage: usize) -> Seal {
        self.by_stage[stage]
    }

    /// Of all legs together, whatever the order in which they are read.
    pub fn of_all(&self, workflow: &Workflow, flow: &Flow) -> Seal {
        let mut legs: Vec<(Place, Seal)> = Vec::new();
        for stage in 0..flow.stage_count() {
            let place = |end: LegEnd| (end.place(flow.event_id(stage)), self.by_stage[stage]);
            legs.extend(ends_at(workflow, flow, stage).into_iter().map(place));
        }
        legs.sort();
        let mut digest = Sha256::new();
        for (_, seal) in legs {
            digest.update(seal.0.to_le_bytes());
        }
        sealed(digest)
    }
}

fn feed_action(digest: &mut Sha256, flow: &Flow, stage: usize, action: &Action) {
    feed(digest, action.data.kind().title());
    for (name, value) in action.data.values() {
        feed(digest, name.title());
        feed(digest, value);
    }
    if let Some(priority) = action.data.priority() {
        feed(digest, priority.title());
    }
    let target = action.data.leads_to();
    let own = target.and_then(|target| flow.index(target)).filter(|&to| {
        flow.parent(to) == Some(stage)
            && flow
                .owner(to)
                .is_some_and(|owner| owner.action_id == action.id)
    });
    // A stage of its own goes by nothing but that; one merged in from elsewhere may have been given another id.
    match (&action.data, own, target) {
        (_, Some(_), _) => digest.update([1]),
        (ActionData::Link { .. }, None, Some(target)) => {
            digest.update([2]);
            digest.update(target.0.to_le_bytes());
        }
        (_, None, Some(target)) if flow.index(target).is_some() => {
            digest.update([3]);
            digest.update(target.0.to_le_bytes());
        }
        (_, None, _) => digest.update([0]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workflow::{EventId, sketch};

    const CALLBACK: &str = "1 New Call
  alert \"Ring\"
  button \"A\" -> 2
  timer 1d -> 3
2 Button Pushed
  button \"B\" -> 4
3 Timer Elapsed
  finish
4 Button Pushed
  link -> 3";

    /// Of each stage by id, and of the whole.
    fn seals(text: &str) -> (Vec<(EventId, Seal)>, Seal) {
        let workflow = sketch::parse(text).unwrap();
        let flow = Flow::new(&workflow);
        let seals = LegSeals::new(&workflow, &flow);
        let stages =
            (0..flow.stage_count()).map(|stage| (flow.event_id(stage), seals.of_stage(stage)));
        (stages.collect(), seals.of_all(&workflow, &flow))
    }

    /// The ids of the stages whose seals differ.
    fn broken(text: &str) -> Vec<u32> {
        let (before, after) = (seals(CALLBACK), seals(text));
        let is_whole_broken = before.1 != after.1;
        let differing: Vec<u32> = before
            .0
            .into_iter()
            .filter(|stage| !after.0.contains(stage))
            .map(|(id, _)| id.0)
            .collect();
        assert_eq!(is_whole_broken, !differing.is_empty());
        differing
    }

    #[test]
    fn an_edit_breaks_the_seals_of_its_stage_and_of_those_below() {
        assert_eq!(broken(&CALLBACK.replace("Ring", "Write")), [1, 2, 3, 4]);
        assert_eq!(broken(&CALLBACK.replace("\"B\"", "\"C\"")), [2, 4]);
        assert_eq!(broken(&CALLBACK.replace("link -> 3", "link -> 1")), [4]);
        assert_eq!(
            broken(&CALLBACK.replace("  finish", "  finish \"Late\"")),
            [3]
        );
    }

    #[test]
    fn names_and_numbers_break_none() {
        assert_eq!(
            broken(&CALLBACK.replace("4 Button Pushed", "4 Button Pushed \"Named\"")),
            [0; 0]
        );
    }

    #[test]
    fn a_button_whose_stage_is_gone_breaks_its_seal() {
        let gone = CALLBACK
            .replace("3 Timer Elapsed\n  finish\n", "")
            .replace("link -> 3", "link -> 9");
        assert_eq!(broken(&gone), [1, 2, 3, 4]);
    }
}
