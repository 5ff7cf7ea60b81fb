//! Which ways lead through the workflow, and how does each end?

use super::{ActionData, ActionId, EventId, EventKind, Flow, Place, StageEnd, Workflow};

/// One way through the workflow: from New Call, or from a detached stage, to an end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leg {
    /// From the first stage to the one that ends the leg.
    pub path: Vec<EventId>,
    pub end: LegEnd,
    /// Does it begin at New Call? A detached leg is never entered.
    pub is_attached: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LegEnd {
    Finish(ActionId),
    Link {
        action_id: ActionId,
        target: Option<EventId>,
    },
    Dangling,
    /// A Button or Timer whose event is gone.
    MissingEvent(ActionId),
}

impl LegEnd {
    /// The action with which the leg ends; none ends a dangling one.
    pub const fn action_id(self) -> Option<ActionId> {
        match self {
            Self::Finish(action_id)
            | Self::Link { action_id, .. }
            | Self::MissingEvent(action_id) => Some(action_id),
            Self::Dangling => None,
        }
    }

    /// What a leg goes by while the design is amended: the stage that it ends in, or the Button or Timer whose event is
    /// gone. No two legs have the same.
    pub const fn place(self, last_stage: EventId) -> Place {
        match self {
            Self::Finish(_) | Self::Link { .. } | Self::Dangling => Place::Event(last_stage),
            Self::MissingEvent(action_id) => Place::Action(action_id),
        }
    }
}

/// All legs in reading order. A leg ends at a Finish, a Link or a dangling end, so there are at most as many as
/// there are stages and ways; each is made with its path, which costs its length, only when it is asked for.
pub fn legs<'a>(workflow: &'a Workflow, flow: &'a Flow) -> impl Iterator<Item = Leg> + 'a {
    flow.reading_order().iter().flat_map(|&stage| {
        let ends = ends_at(workflow, flow, stage);
        let path: Vec<EventId> = if ends.is_empty() {
            Vec::new()
        } else {
            path_ids(flow, stage)
        };
        let is_attached = path
            .first()
            .is_some_and(|&first| begins_at_new_call(workflow, first));
        let leg = move |end| Leg {
            path: path.clone(),
            end,
            is_attached,
        };
        ends.into_iter().map(leg)
    })
}

impl Leg {
    /// The leg that ends in a stage, by index in `flow`, with one of its [`ends_at`].
    pub fn to(workflow: &Workflow, flow: &Flow, stage: usize, end: LegEnd) -> Self {
        let path = path_ids(flow, stage);
        Self {
            is_attached: path
                .first()
                .is_some_and(|&first| begins_at_new_call(workflow, first)),
            path,
            end,
        }
    }
}

fn path_ids(flow: &Flow, stage: usize) -> Vec<EventId> {
    let path = flow.path_to(stage).into_iter();
    path.map(|i| flow.event_id(i)).collect()
}

/// Is a leg with this first stage ever entered?
pub(super) fn begins_at_new_call(workflow: &Workflow, first: EventId) -> bool {
    workflow
        .event(first)
        .is_some_and(|event| event.kind == EventKind::NewCall)
}

/// How many legs there are, without listing them.
pub fn leg_count(flow: &Flow) -> usize {
    (0..flow.stage_count())
        .map(|stage| end_count(flow, stage))
        .sum()
}

/// How many legs end in a stage: the length of [`ends_at`].
pub fn end_count(flow: &Flow, stage: usize) -> usize {
    match flow.end(stage) {
        StageEnd::Waits => flow
            .ways_from(stage)
            .iter()
            .filter(|way| way.to.is_none())
            .count(),
        // Of several Finishes or Links the first counts.
        StageEnd::Finishes | StageEnd::GoesOn | StageEnd::Dangles => 1,
    }
}

/// How legs end in a stage, by index in `flow`, in the order of its actions. None end where a call goes on from.
pub fn ends_at(workflow: &Workflow, flow: &Flow, stage: usize) -> Vec<LegEnd> {
    let actions = workflow
        .event(flow.event_id(stage))
        .map_or(&[][..], |event| &event.actions);
    match flow.end(stage) {
        StageEnd::Dangles => vec![LegEnd::Dangling],
        StageEnd::Finishes => {
            let finish = actions
                .iter()
                .find(|a| matches!(a.data, ActionData::Finish { .. }));
            finish.map(|a| LegEnd::Finish(a.id)).into_iter().collect()
        }
        StageEnd::GoesOn => {
            let link = actions
                .iter()
                .find(|a| matches!(a.data, ActionData::Link { .. }));
            link.map(|a| LegEnd::Link {
                action_id: a.id,
                target: a.data.leads_to(),
            })
            .into_iter()
            .collect()
        }
        StageEnd::Waits => {
            let lost = flow.ways_from(stage).iter().filter(|way| way.to.is_none());
            lost.map(|way| LegEnd::MissingEvent(way.action_id))
                .collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workflow::sketch;

    #[test]
    fn each_way_through_is_one_leg_with_its_end() {
        let text = "1 New Call\n  button \"A\" -> 2\n  timer 1d -> 3\n2 Button Pushed\n  finish \"Done\"\n3 Timer Elapsed\n  link -> 1\n4 Button Pushed";
        let workflow = sketch::parse(text).unwrap();
        let flow = Flow::new(&workflow);
        let found: Vec<Leg> = legs(&workflow, &flow).collect();
        let paths: Vec<Vec<u32>> = found
            .iter()
            .map(|leg| leg.path.iter().map(|id| id.0).collect())
            .collect();
        assert_eq!(paths, [vec![1, 2], vec![1, 3], vec![4]]);
        assert!(matches!(found[0].end, LegEnd::Finish(_)));
        assert!(matches!(
            found[1].end,
            LegEnd::Link {
                target: Some(EventId(1)),
                ..
            }
        ));
        assert_eq!(found[2].end, LegEnd::Dangling);
        assert!(!found[2].is_attached);
        assert_eq!(leg_count(&flow), 3);
    }
}
