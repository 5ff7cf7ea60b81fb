//! Copies stages with the legs below them, and single actions.

use super::{Fragment, OutsideTarget, PlacedEvent, Refusal, action_in, event_in, owned_stage};
use crate::arrange;
use crate::workflow::{ActionId, Design, EventId, Flow, Workflow};
use std::collections::BTreeSet;

/// Copies stages and actions. A stage comes with the Button or Timer that leads to it and with all that hangs below;
/// a Button or Timer comes with its leg.
///
/// # Errors
/// When something to copy is gone, or nothing is.
pub fn copy(
    design: &Design,
    event_ids: &[EventId],
    action_ids: &[ActionId],
) -> Result<Fragment, Refusal> {
    let flow = Flow::new(&design.workflow);
    let mut stages = BTreeSet::new();
    let mut actions = BTreeSet::new();
    for &event_id in event_ids {
        event_in(design, event_id)?;
        stages.extend(flow.index(event_id));
    }
    for &action_id in action_ids {
        let (_, _, action) = action_in(design, action_id)?;
        match owned_stage(&flow, action) {
            Some(stage) => {
                stages.insert(stage);
            }
            None => {
                actions.insert(action_id);
            }
        }
    }
    let has_chosen_above = |stage: usize| {
        flow.path_to(stage)
            .iter()
            .any(|&s| s != stage && stages.contains(&s))
    };
    let roots: Vec<usize> = stages
        .iter()
        .copied()
        .filter(|&stage| !has_chosen_above(stage))
        .collect();
    let copied: BTreeSet<usize> = roots.iter().flat_map(|&root| flow.below(root)).collect();
    actions.extend(
        roots
            .iter()
            .filter_map(|&root| Some(flow.owner(root)?.action_id)),
    );
    actions.retain(|&id| {
        let home = design
            .workflow
            .event_of(id)
            .and_then(|event| flow.index(event.id));
        home.is_some_and(|home| !copied.contains(&home))
    });
    if copied.is_empty() && actions.is_empty() {
        return Err(Refusal::because("Select a stage or an action to copy."));
    }

    let cards = arrange::positions(design, &flow);
    let mut fragment = Fragment::default();
    fragment.actions.extend(
        actions
            .iter()
            .filter_map(|&id| design.workflow.action(id))
            .cloned(),
    );
    for &stage in flow
        .reading_order()
        .iter()
        .filter(|stage| copied.contains(stage))
    {
        if let Some(event) = design.workflow.event(flow.event_id(stage)) {
            fragment.events.push(PlacedEvent {
                event: event.clone(),
                card: cards[stage],
            });
        }
    }
    let events = fragment
        .events
        .iter()
        .flat_map(|placed| &placed.event.actions);
    let targets: BTreeSet<usize> = events
        .chain(&fragment.actions)
        .filter_map(|a| flow.index(a.data.leads_to()?))
        .collect();
    for &stage in targets.difference(&copied) {
        if let Some(event) = design.workflow.event(flow.event_id(stage)) {
            let owner = flow
                .owner(stage)
                .and_then(|way| design.workflow.action(way.action_id));
            let name = Workflow::stage_name(event, owner.map(|action| &action.data));
            fragment.outside.push(OutsideTarget {
                event_id: event.id,
                stage: event.stage,
                name,
            });
        }
    }
    Ok(fragment)
}
