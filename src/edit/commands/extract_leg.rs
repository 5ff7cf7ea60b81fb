//! Makes a workflow of its own out of a leg, and lets the leg end where it was taken out.

use super::{Draft, OutsideTarget, Refusal, Transaction, event_in};
use crate::arrange;
use crate::workflow::{
    Action, ActionData, ActionId, Counters, Design, Event, EventId, EventKind, Flow, Layout,
    Position, Workflow, used_fields,
};
use std::collections::{BTreeMap, BTreeSet};

/// A leg as a workflow of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtractedLeg {
    pub design: Design,
    /// Stages outside the leg that its Links led to. In the new workflow these Links have no target, and the rule
    /// `broken-link` asks for one.
    pub outside: Vec<OutsideTarget>,
}

/// The leg from a stage on as a new workflow that goes by the stage's name: New Call does what the stage did, all below
/// it follows under new numbers, and the fields that it uses are declared. The design itself stays as it is.
///
/// # Errors
/// When the stage is gone, or is New Call: that would be the whole workflow.
pub fn extract_leg(design: &Design, event_id: EventId) -> Result<ExtractedLeg, Refusal> {
    let first = event_in(design, event_id)?;
    if first.kind == EventKind::NewCall {
        return Err(Refusal::because(
            "From New Call on it is the whole workflow. Duplicate the workflow instead.",
        ));
    }
    let workflow = &design.workflow;
    let flow = Flow::new(workflow);
    let stages = flow.index(event_id).map(|index| flow.below(index));
    let leg: Vec<&Event> = stages
        .into_iter()
        .flatten()
        .filter_map(|stage| workflow.event(flow.event_id(stage)))
        .collect();
    let numbers = leg.iter().map(|event| event.id).zip(1..);
    let event_ids: BTreeMap<EventId, EventId> =
        numbers.map(|(old, new)| (old, EventId(new))).collect();
    let mut action_ids = (1..).map(ActionId);
    let mut events = Vec::new();
    for event in &leg {
        let id = event_ids[&event.id];
        let renewed = |action: &Action| Action {
            id: action_ids.next().unwrap_or(ActionId(0)),
            data: retargeted(&action.data, &event_ids),
        };
        events.push(Event {
            id,
            stage: id.0,
            kind: if id == EventId(1) {
                EventKind::NewCall
            } else {
                event.kind
            },
            name: event.name.clone(),
            actions: event.actions.iter().map(renewed).collect(),
        });
    }
    let owner = workflow.owner_of(event_id).map(|owner| &owner.data);
    let name = Workflow::stage_name(first, owner);
    let fields = fields_of(workflow, &leg);
    let workflow = Workflow::from_parts(name, fields, Counters::default(), events);
    Ok(ExtractedLeg {
        design: Design::new(workflow, layout_of(design, &flow, &event_ids)),
        outside: outside_of(design, &flow, &leg),
    })
}

/// Ends a leg where it begins: the stage stays, with a Finish for all that it did, and what hangs below goes.
///
/// # Errors
/// When the stage is gone.
pub fn replace_leg_by_finish(
    design: &Design,
    event_id: EventId,
    outcome: &str,
) -> Result<Transaction, Refusal> {
    let first = event_in(design, event_id)?;
    let flow = Flow::new(&design.workflow);
    let mut draft = Draft::new(design);
    let below = flow.index(first.id).map(|index| flow.below(index));
    for stage in below.into_iter().flatten().skip(1) {
        if let Some(event) = design.workflow.event(flow.event_id(stage)) {
            draft.remove_event(event);
        }
    }
    for index in (0..first.actions.len()).rev() {
        draft.remove_action(first, index);
    }
    let outcome = outcome.to_owned();
    draft.insert_action(first.id, 0, ActionData::Finish { outcome });
    Ok(draft.finish(format!("replace leg of stage {} by Finish", first.stage)))
}

fn retargeted(data: &ActionData, event_ids: &BTreeMap<EventId, EventId>) -> ActionData {
    let target = data.leads_to().and_then(|old| event_ids.get(&old));
    data.leading_to(target.copied())
}

/// The declared fields that a leg uses. One that is not declared is left to the rule `unknown-field`, as it was.
fn fields_of(workflow: &Workflow, leg: &[&Event]) -> Vec<String> {
    let actions = leg.iter().flat_map(|event| &event.actions);
    let used: BTreeSet<&str> = actions
        .flat_map(|action| used_fields(&action.data))
        .map(|(_, field)| field.trim())
        .collect();
    let declared = workflow.fields().iter();
    declared
        .filter(|field| used.contains(field.as_str()))
        .cloned()
        .collect()
}

/// Cards, folded legs and bookmarks as they were, seen from the first card.
fn layout_of(design: &Design, flow: &Flow, event_ids: &BTreeMap<EventId, EventId>) -> Layout {
    let old = &design.layout;
    let is_placed = event_ids.keys().all(|&id| old.card(id).is_some());
    let arranged = if is_placed {
        Vec::new()
    } else {
        arrange::positions(design, flow)
    };
    let card = |id: EventId| {
        let place = || {
            flow.index(id)
                .and_then(|stage| arranged.get(stage).copied())
        };
        old.card(id).or_else(place).unwrap_or_default()
    };
    let first = event_ids.iter().find(|(_, new)| **new == EventId(1));
    let origin = first.map_or(Position::default(), |(&old, _)| card(old));
    let cards = event_ids.iter().map(|(&old, &new)| {
        let card = card(old);
        let x = card.x.saturating_sub(origin.x);
        let y = card.y.saturating_sub(origin.y);
        (new, Position::new(x, y))
    });
    let mut layout = Layout::from_cards(cards);
    let kept = || event_ids.iter();
    layout.collapse(
        kept()
            .filter(|&(&id, _)| old.is_collapsed(id))
            .map(|(_, &new)| new),
    );
    layout
        .set_bookmarks(kept().filter_map(|(&id, &new)| Some((new, old.bookmark(id)?.to_owned()))));
    layout
}

fn outside_of(design: &Design, flow: &Flow, leg: &[&Event]) -> Vec<OutsideTarget> {
    let workflow = &design.workflow;
    let inside: BTreeSet<EventId> = leg.iter().map(|event| event.id).collect();
    let links = leg
        .iter()
        .flat_map(|event| &event.actions)
        .filter_map(|action| match action.data {
            ActionData::Link { event_id } => event_id,
            _ => None,
        });
    let targets: BTreeSet<EventId> = links.filter(|target| !inside.contains(target)).collect();
    let told = |event_id: EventId| {
        let event = workflow.event(event_id)?;
        let owner = flow.index(event_id).and_then(|index| flow.owner(index));
        let owner = owner.and_then(|way| workflow.action(way.action_id));
        Some(OutsideTarget {
            event_id,
            stage: event.stage,
            name: Workflow::stage_name(event, owner.map(|action| &action.data)),
        })
    };
    targets.into_iter().filter_map(told).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::tests::{after, placed};
    use crate::workflow::sketch;

    const SKETCH: &str = "\
fields name phone email
1 New Call
  alert \"Ring {{name}}\"
  button \"Called back\" -> 2
  timer \"2 days\" -> 5
2 Button Pushed
  sms \"{{phone}}\" \"Thank you\"
  timer \"1h\" -> 3
  button \"Again\" -> 4
3 Timer Elapsed \"Late\"
  link -> 2
4 Button Pushed
  link -> 1
5 Timer Elapsed
  finish \"Given up\"
";

    #[test]
    fn a_leg_becomes_a_workflow_that_begins_with_what_its_first_stage_does() {
        let extracted = extract_leg(&placed(SKETCH), EventId(2)).unwrap();
        assert_eq!(extracted.design.workflow.name(), "Called back");
        assert_eq!(
            sketch::print(&extracted.design.workflow),
            "\
fields phone
1 New Call
  sms \"{{phone}}\" \"Thank you\"
  timer \"1h\" -> 2
  button \"Again\" -> 3
2 Timer Elapsed \"Late\"
  link -> 1
3 Button Pushed
  link
"
        );
    }

    #[test]
    fn links_that_lead_out_of_the_leg_are_told_and_left_open() {
        let extracted = extract_leg(&placed(SKETCH), EventId(2)).unwrap();
        let outside: Vec<(u32, &str)> = extracted
            .outside
            .iter()
            .map(|target| (target.stage, target.name.as_str()))
            .collect();
        assert_eq!(outside, [(1, "New Call")]);
        let told = sketch::print(&extracted.design.workflow);
        assert!(told.ends_with("3 Button Pushed\n  link\n"), "{told}");
    }

    #[test]
    fn the_cards_lie_to_each_other_as_they_did() {
        let design = placed(SKETCH);
        let extracted = extract_leg(&design, EventId(2)).unwrap().design;
        assert_eq!(extracted.layout.card(EventId(1)), Some(Position::default()));
        let (old, new) = (&design.layout, &extracted.layout);
        let (a, b) = (old.card(EventId(2)).unwrap(), old.card(EventId(4)).unwrap());
        assert_eq!(
            new.card(EventId(3)),
            Some(Position::new(b.x - a.x, b.y - a.y))
        );
    }

    #[test]
    fn the_leg_can_end_where_it_was_taken_out() {
        assert_eq!(
            after(SKETCH, |design| replace_leg_by_finish(
                design,
                EventId(2),
                "Goes on in “Called back”"
            )),
            "\
fields name phone email
1 New Call
  alert \"Ring {{name}}\"
  button \"Called back\" -> 2
  timer \"2 days\" -> 5
2 Button Pushed
  finish \"Goes on in “Called back”\"
5 Timer Elapsed
  finish \"Given up\"
"
        );
    }

    #[test]
    fn new_call_is_not_taken_out() {
        let refused = extract_leg(&placed(SKETCH), EventId(1)).unwrap_err();
        assert_eq!(
            refused.0,
            "From New Call on it is the whole workflow. Duplicate the workflow instead."
        );
    }
}
