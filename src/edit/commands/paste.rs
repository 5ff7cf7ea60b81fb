//! Pastes what was copied: ids and stage numbers are new, Links within it stay within it.

use super::{
    Change, Draft, Fragment, OutsideTarget, Refusal, Transaction, annotate, copy, default_index,
    event_in,
};
use crate::arrange::{self, CARD_WIDTH};
use crate::workflow::{
    Action, ActionData, ActionId, ActionKind, Annotation, Design, Event, EventId, EventKind, Flow,
    Position, Workflow,
};
use std::collections::{BTreeMap, BTreeSet};

/// Pastes a fragment into the stage `onto`, or, without one, its stages beside the others with nothing leading there.
/// `at` is where the top left corner of the pasted cards should go; they go below it if they would cover others.
///
/// A Link out of the fragment is kept when this design has that very stage; otherwise it has no target and the rule
/// `broken-link` asks for one. [`lost_targets`] tells for which Links that is so, [`paste_linked`] says where they lead.
///
/// # Errors
/// When the stage is gone, or there is no stage for single actions to go to.
pub fn paste(
    design: &Design,
    fragment: &Fragment,
    onto: Option<EventId>,
    at: Option<Position>,
) -> Result<Transaction, Refusal> {
    paste_linked(design, fragment, onto, at, &BTreeMap::new())
}

/// As [`paste`], with stages of this design for Links out of the fragment: by the id that a target has where the
/// fragment comes from, the id of the stage that it leads to here.
///
/// # Errors
/// As [`paste`], and when one of the stages is gone.
pub fn paste_linked(
    design: &Design,
    fragment: &Fragment,
    onto: Option<EventId>,
    at: Option<Position>,
    targets: &BTreeMap<EventId, EventId>,
) -> Result<Transaction, Refusal> {
    for &target in targets.values() {
        event_in(design, target)?;
    }
    let target = onto
        .map(|event_id| event_in(design, event_id))
        .transpose()?;
    let is_drawn = fragment.events.is_empty() && fragment.actions.is_empty();
    if is_drawn && !fragment.annotations.is_empty() {
        return paste_drawn(design, &fragment.annotations, at);
    }
    if target.is_none() && fragment.events.is_empty() {
        return Err(Refusal::because(
            "Select the stage that the action should be pasted into.",
        ));
    }
    let mut draft = Draft::new(design);
    let event_ids: BTreeMap<EventId, EventId> = fragment
        .events
        .iter()
        .map(|placed| (placed.event.id, draft.new_event_id()))
        .collect();
    let mut known = kept_targets(design, fragment);
    known.extend(targets);
    let retargeted = |data: &ActionData| {
        let target = data
            .leads_to()
            .and_then(|old| event_ids.get(&old).or_else(|| known.get(&old)).copied());
        let is_foreign = data.kind() != ActionKind::Link
            && target.is_some_and(|id| known.values().any(|&k| k == id));
        data.leading_to(target.filter(|_| !is_foreign))
    };

    let by = displacement(design, fragment, onto, at);
    for placed in &fragment.events {
        let old = &placed.event;
        let actions = old.actions.iter().map(|action| Action {
            id: draft.new_action_id(),
            data: retargeted(&action.data),
        });
        let actions = actions.collect();
        let event = Event {
            id: event_ids[&old.id],
            stage: draft.new_stage(),
            kind: if old.kind == EventKind::NewCall {
                EventKind::ButtonPushed
            } else {
                old.kind
            },
            name: if target.is_some() {
                old.name.clone()
            } else {
                name_without_owner(fragment, old)
            },
            actions,
        };
        draft.push(Change::InsertEvent {
            event,
            card: Some(placed.card.moved(by)),
        });
    }
    if let Some(target) = target {
        draft.make_room(target, fragment.actions.len());
        let mut grown = target.clone();
        for action in &fragment.actions {
            let index = default_index(&grown, action.data.kind().group());
            let data = retargeted(&action.data);
            let id = draft.insert_action(target.id, index, data.clone());
            grown.actions.insert(index, Action { id, data });
        }
    }
    for change in annotate::pasted(design, &fragment.annotations, by)? {
        draft.push(change);
    }
    let label = match (fragment.events.len(), fragment.actions.len()) {
        (0, 1) => "paste action".to_owned(),
        (0, count) => format!("paste {count} actions"),
        (1, _) => "paste stage".to_owned(),
        (count, _) => format!("paste {count} stages"),
    };
    Ok(draft.finish(label))
}

/// Frames and notes alone go where they are wanted, or beside where they come from.
fn paste_drawn(
    design: &Design,
    annotations: &[Annotation],
    at: Option<Position>,
) -> Result<Transaction, Refusal> {
    let corners = || annotations.iter().map(|annotation| annotation.position);
    let left = corners().map(|corner| corner.x).min().unwrap_or(0);
    let top = corners().map(|corner| corner.y).min().unwrap_or(0);
    let by = match at.map(arrange::snapped) {
        Some(at) => Position::new(at.x.saturating_sub(left), at.y.saturating_sub(top)),
        None => Position::new(annotate::DUPLICATE_OFFSET, annotate::DUPLICATE_OFFSET),
    };
    let label = format!("paste {}", annotate::nouns_of(annotations));
    Ok(Transaction::new(
        label,
        annotate::pasted(design, annotations, by)?,
    ))
}

/// Copies and pastes in one step, each into the stage where its original stands. A copied button's label says so.
///
/// # Errors
/// As [`copy`] and [`paste`].
pub fn duplicate(
    design: &Design,
    event_ids: &[EventId],
    action_ids: &[ActionId],
) -> Result<Transaction, Refusal> {
    let fragment = copy(design, event_ids, action_ids)?;
    let home_of = |action: &Action| design.workflow.event_of(action.id).map(|event| event.id);
    let homes: BTreeSet<EventId> = fragment.actions.iter().filter_map(home_of).collect();
    if homes.len() < 2 {
        return duplicate_into(design, fragment, homes.first().copied());
    }
    // Each stage gets the copies of its own actions; each copy is made for the design as those before leave it.
    let mut copied = design.clone();
    let mut changes = Vec::new();
    for home in homes {
        let of_home = fragment
            .actions
            .iter()
            .filter(|action| home_of(action) == Some(home));
        let action_ids: Vec<ActionId> = of_home.map(|action| action.id).collect();
        let part = copy(&copied, &[], &action_ids)?;
        let transaction = duplicate_into(&copied, part, Some(home))?;
        transaction
            .apply(&mut copied)
            .map_err(|misfit| Refusal::because(misfit.to_string()))?;
        changes.extend(transaction.changes);
    }
    let label = format!("duplicate {} actions", fragment.actions.len());
    Ok(Transaction::new(label, changes))
}

fn duplicate_into(
    design: &Design,
    mut fragment: Fragment,
    home: Option<EventId>,
) -> Result<Transaction, Refusal> {
    for action in &mut fragment.actions {
        if let ActionData::Button { label, .. } = &mut action.data {
            label.push_str(" (copy)");
        }
    }
    let mut transaction = paste(design, &fragment, home, None)?;
    transaction.label = transaction.label.replacen("paste", "duplicate", 1);
    Ok(transaction)
}

/// A stage that is pasted without its button goes on by the button's label.
fn name_without_owner(fragment: &Fragment, event: &Event) -> String {
    let mut owners = fragment.actions.iter().map(|action| &action.data);
    match owners.find(|data| data.owned_event() == Some(event.id)) {
        Some(owner) => Workflow::stage_name(event, Some(owner)),
        None => event.name.clone(),
    }
}

/// The stages that Links lead to out of the fragment and that this design does not have: pasted, these Links are open
/// unless somebody says where they lead.
pub fn lost_targets<'a>(design: &Design, fragment: &'a Fragment) -> Vec<&'a OutsideTarget> {
    let kept = kept_targets(design, fragment);
    let stages = fragment.events.iter().map(|placed| &placed.event.actions);
    let actions = stages.flatten().chain(&fragment.actions);
    let linked: BTreeSet<EventId> = actions
        .filter(|action| action.data.kind() == ActionKind::Link)
        .filter_map(|action| action.data.leads_to())
        .collect();
    let outside = fragment.outside.iter();
    outside
        .filter(|target| linked.contains(&target.event_id) && !kept.contains_key(&target.event_id))
        .collect()
}

/// The stages outside the fragment that this design has too.
fn kept_targets(design: &Design, fragment: &Fragment) -> BTreeMap<EventId, EventId> {
    if fragment.outside.is_empty() {
        return BTreeMap::new();
    }
    let flow = Flow::new(&design.workflow);
    let is_same = |target: &&OutsideTarget| {
        let event = design
            .workflow
            .event(target.event_id)
            .filter(|event| event.stage == target.stage);
        let Some((event, index)) = event.zip(flow.index(target.event_id)) else {
            return false;
        };
        let owner = flow
            .owner(index)
            .and_then(|way| design.workflow.action(way.action_id));
        Workflow::stage_name(event, owner.map(|action| &action.data)) == target.name
    };
    fragment
        .outside
        .iter()
        .filter(is_same)
        .map(|target| (target.event_id, target.event_id))
        .collect()
}

/// How far the cards of the fragment move.
fn displacement(
    design: &Design,
    fragment: &Fragment,
    onto: Option<EventId>,
    at: Option<Position>,
) -> Position {
    let cards = || fragment.events.iter().map(|placed| placed.card);
    let (Some(left), Some(top)) = (
        cards().map(|card| card.x).min(),
        cards().map(|card| card.y).min(),
    ) else {
        return Position::default();
    };
    let right = cards()
        .map(|card| card.x.saturating_add(CARD_WIDTH))
        .max()
        .unwrap_or(left);
    let bottoms = fragment.events.iter().map(|p| {
        p.card
            .y
            .saturating_add(arrange::card_height(p.event.actions.len()))
    });
    let bottom = bottoms.max().unwrap_or(top);
    let beside = onto.map(|event_id| arrange::place_beside(design, event_id, 0));
    let wanted = arrange::snapped(at.or(beside).unwrap_or_else(|| Position::new(left, top)));
    let size = (right.saturating_sub(left), bottom.saturating_sub(top));
    let free = arrange::place_free(design, wanted, size);
    Position::new(free.x.saturating_sub(left), free.y.saturating_sub(top))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::commands;
    use crate::edit::tests::{after, placed};
    use crate::workflow::{AnnotationId, AnnotationKind, sketch};

    const SOURCE: &str = "\
1 New Call
  button \"A\" -> 2
2 Button Pushed \"Ring back\"
  timer \"1h\" -> 3
  button \"B\" -> 4
3 Timer Elapsed
  link -> 2
4 Button Pushed
  link -> 1
";

    fn leg() -> Fragment {
        copy(&placed(SOURCE), &[EventId(2)], &[]).unwrap()
    }

    #[test]
    fn a_pasted_leg_has_new_ids_and_its_links_stay_within_it() {
        let onto = Some(EventId(1));
        assert_eq!(
            after(
                "1 New Call\n  note \"x\"\n2 Button Pushed\n  link -> 1\n",
                |design| paste(design, &leg(), onto, None)
            ),
            "\
1 New Call
  note \"x\"
  button \"A\" -> 3
2 Button Pushed
  link -> 1
3 Button Pushed \"Ring back\"
  timer \"1h\" -> 4
  button \"B\" -> 5
4 Timer Elapsed
  link -> 3
5 Button Pushed
  link -> 1
"
        );
    }

    #[test]
    fn a_link_to_a_stage_that_the_other_design_has_not_loses_its_target() {
        let found = after("1 New Call \"Other start\"", |design| {
            paste(design, &leg(), Some(EventId(1)), None)
        });
        assert!(found.ends_with("4 Button Pushed\n  link\n"), "{found}");
    }

    #[test]
    fn a_link_that_lost_its_target_leads_where_one_says() {
        let other = placed("1 New Call \"Other start\"\n  button \"Z\" -> 2\n2 Button Pushed");
        let leg = leg();
        let lost = lost_targets(&other, &leg);
        assert_eq!(lost.len(), 1);
        assert_eq!((lost[0].stage, lost[0].name.as_str()), (1, "New Call"));
        let targets = BTreeMap::from([(lost[0].event_id, EventId(2))]);
        let found = after(
            "1 New Call \"Other start\"\n  button \"Z\" -> 2\n2 Button Pushed",
            |design| paste_linked(design, &leg, Some(EventId(1)), None, &targets),
        );
        assert!(found.ends_with("5 Button Pushed\n  link -> 2\n"), "{found}");
        let gone = BTreeMap::from([(lost[0].event_id, EventId(9))]);
        assert!(paste_linked(&other, &leg, Some(EventId(1)), None, &gone).is_err());
    }

    #[test]
    fn where_all_targets_are_found_nothing_is_lost() {
        assert!(lost_targets(&placed(SOURCE), &leg()).is_empty());
    }

    #[test]
    fn without_a_stage_to_go_to_a_leg_is_pasted_detached() {
        let found = after("1 New Call\n", |design| paste(design, &leg(), None, None));
        assert!(found.starts_with("1 New Call\n2 Button Pushed \"Ring back\"\n"));
        let single = copy(&placed("1 New Call\n  note \"x\""), &[], &[ActionId(1)]).unwrap();
        assert_eq!(
            after("1 New Call", |design| paste(design, &single, None, None)),
            "Select the stage that the action should be pasted into."
        );
    }

    #[test]
    fn pasted_cards_cover_nothing() {
        let mut design = placed(SOURCE);
        let pasted = paste(&design, &leg(), Some(EventId(1)), None).unwrap();
        pasted.apply(&mut design).unwrap();
        let cards: Vec<_> = design
            .workflow
            .events()
            .map(|e| (design.layout.card(e.id).unwrap(), e.actions.len()))
            .collect();
        for (index, &(a, a_count)) in cards.iter().enumerate() {
            for &(b, b_count) in &cards[index + 1..] {
                let is_apart = (a.x - b.x).abs() >= CARD_WIDTH
                    || a.y + arrange::card_height(a_count) <= b.y
                    || b.y + arrange::card_height(b_count) <= a.y;
                assert!(is_apart, "{a:?} {b:?}\n{}", sketch::print(&design.workflow));
            }
        }
    }

    #[test]
    fn a_duplicate_stands_beside_its_original_and_says_so() {
        let found = after(SOURCE, |design| duplicate(design, &[EventId(4)], &[]));
        assert_eq!(
            found,
            SOURCE.replace(
                "  button \"B\" -> 4\n",
                "  button \"B\" -> 4\n  button \"B (copy)\" -> 5\n"
            ) + "5 Button Pushed\n  link -> 1\n"
        );
    }

    #[test]
    fn duplicates_of_two_stages_stand_each_beside_their_original() {
        let text = "1 New Call\n  button \"A\" -> 2\n2 Button Pushed\n  button \"B\" -> 3\n  timer \"1d\" -> 4\n3 Button Pushed\n  note \"x\"\n4 Timer Elapsed\n  note \"y\"\n";
        let notes = [ActionId(4), ActionId(5)];
        let found = after(text, |design| duplicate(design, &[], &notes));
        assert_eq!(
            found,
            text.replace("note \"x\"\n", "note \"x\"\n  note \"x\"\n")
                .replace("note \"y\"\n", "note \"y\"\n  note \"y\"\n")
        );
    }

    #[test]
    fn notes_are_pasted_with_the_stages_that_they_lie_beside_or_alone() {
        let mut design = placed("1 New Call\n  button \"A\" -> 2\n2 Button Pushed");
        let note = AnnotationKind::StickyNote;
        let at = Position::new(360, 200);
        let added = commands::add_annotation(&design, note, at).unwrap();
        added.apply(&mut design).unwrap();
        let annotations = commands::copy_annotations(&design, &[AnnotationId(1)]).unwrap();
        let card = design.layout.card(EventId(2)).unwrap();
        for (events, label) in [
            (&[EventId(2)][..], "paste stage"),
            (&[], "paste sticky note"),
        ] {
            let mut fragment = match events {
                [] => Fragment::default(),
                events => copy(&design, events, &[]).unwrap(),
            };
            fragment.annotations.clone_from(&annotations);
            let mut copied = design.clone();
            let pasted = paste(&design, &fragment, None, Some(Position::new(0, 800))).unwrap();
            assert_eq!(pasted.label, label);
            pasted.apply(&mut copied).unwrap();
            let copy = copied.layout.annotation(AnnotationId(2)).unwrap();
            let beside = Position::new(0, 800 + if events.is_empty() { 0 } else { 200 - card.y });
            assert_eq!(copy.position, beside);
        }
    }

    #[test]
    fn a_stage_pasted_without_its_button_keeps_the_name_that_the_button_gave_it() {
        let found = after(SOURCE, |design| {
            let fragment = copy(design, &[EventId(4)], &[])?;
            paste(design, &fragment, None, None)
        });
        assert!(found.contains("5 Button Pushed \"B\"\n"), "{found}");
    }
}
