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
    if copied.is_empty() && actions.is_empty() {
        return Err(Refusal::because("Select a stage or an action to copy."));
    }

    let card_of = |stage: usize| design.layout.card(flow.event_id(stage));
    // Hardly ever is a card without its place, and to place one takes a look at all.
    let arranged = if copied.iter().all(|&stage| card_of(stage).is_some()) {
        Vec::new()
    } else {
        arrange::positions(design, &flow)
    };
    let mut fragment = Fragment::default();
    let homes: BTreeSet<usize> = actions
        .iter()
        .filter_map(|&id| flow.index(design.workflow.event_of(id)?.id))
        .collect();
    let is_concerned = |stage: &&usize| copied.contains(stage) || homes.contains(stage);
    for &stage in flow.reading_order().iter().filter(is_concerned) {
        let Some(event) = design.workflow.event(flow.event_id(stage)) else {
            continue;
        };
        if copied.contains(&stage) {
            fragment.events.push(PlacedEvent {
                event: event.clone(),
                card: card_of(stage).unwrap_or_else(|| arranged[stage]),
            });
        } else {
            let chosen = event.actions.iter().filter(|a| actions.contains(&a.id));
            fragment.actions.extend(chosen.cloned());
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::tests::placed;

    const SKETCH: &str = "\
1 New Call
  note \"first\"
  button \"A\" -> 2
2 Button Pushed
  timer \"1h\" -> 3
3 Timer Elapsed
  link -> 1
";

    #[test]
    fn a_stage_is_copied_with_its_button_and_all_below_it() {
        let fragment = copy(&placed(SKETCH), &[EventId(2)], &[]).unwrap();
        assert_eq!(fragment.actions.len(), 1);
        let copied: Vec<u32> = fragment.events.iter().map(|p| p.event.id.0).collect();
        assert_eq!(copied, [2, 3]);
        assert_eq!(fragment.outside[0].name, "New Call");
    }

    #[test]
    fn a_button_is_copied_with_its_leg() {
        let design = placed(SKETCH);
        assert_eq!(
            copy(&design, &[], &[ActionId(2)]),
            copy(&design, &[EventId(2)], &[])
        );
    }

    #[test]
    fn actions_are_copied_in_the_order_in_which_they_stand() {
        let mut design = placed("1 New Call\n  note \"b\"\n  note \"a\"");
        let call = EventId(1);
        let reordered = super::super::move_action(&design, ActionId(2), call, 0).unwrap();
        reordered.apply(&mut design).unwrap();
        let fragment = copy(&design, &[], &[ActionId(1), ActionId(2)]).unwrap();
        let texts: Vec<&str> = fragment
            .actions
            .iter()
            .map(|a| a.data.main_text())
            .collect();
        assert_eq!(texts, ["a", "b"]);
    }

    #[test]
    fn nothing_selected_is_nothing_to_copy() {
        assert!(copy(&placed(SKETCH), &[], &[]).is_err());
    }
}
