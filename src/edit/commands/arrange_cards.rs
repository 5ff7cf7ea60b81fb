//! Moves cards: by hand, or all of them to where the automatic layout wants them.

use super::annotate::amended;
use super::follow_box::follow_boxes;
use super::{Draft, Refusal, Transaction, event_in};
use crate::arrange::{self, Block};
use crate::workflow::{Annotation, AnnotationId, AnnotationKind, Design, EventId, Flow, Position};
use std::collections::{BTreeMap, BTreeSet};

/// Lays cards at the places given. What is in the box of a collapsed stage moves along, so that opening it shows the
/// leg as it lay to its stage.
///
/// # Errors
/// When a stage is gone.
pub fn move_cards(design: &Design, cards: &[(EventId, Position)]) -> Result<Transaction, Refusal> {
    let mut draft = Draft::new(design);
    let mut moves = BTreeMap::new();
    for &(event_id, to) in cards {
        event_in(design, event_id)?;
        draft.move_card(event_id, to);
        if let Some(from) = design.layout.card(event_id) {
            let by = Position::new(to.x.saturating_sub(from.x), to.y.saturating_sub(from.y));
            moves.insert(event_id, by);
        }
    }
    let own: BTreeSet<EventId> = moves.keys().copied().collect();
    follow_boxes(design, &mut moves);
    for (event_id, by) in moves {
        if let Some(place) = design.layout.card(event_id)
            && !own.contains(&event_id)
        {
            draft.move_card(event_id, place.moved(by));
        }
    }
    let label = if let [_] = cards {
        "move card".to_owned()
    } else {
        format!("move {} cards", cards.len())
    };
    Ok(draft.finish(label))
}

/// Lays all cards afresh; frames and notes stay with the cards that they belong to. Linear in the number of stages.
pub fn arrange_cards(design: &Design, flow: &Flow) -> Transaction {
    let mut draft = Draft::new(design);
    let cards = arrange::arrange(&design.workflow, flow);
    for &(event_id, to) in &cards {
        draft.move_card(event_id, to);
    }
    let mut transaction = draft.finish("arrange");
    if !transaction.is_empty() && design.layout.annotations().next().is_some() {
        let followed = follow(design, &cards.into_iter().collect());
        transaction
            .changes
            .extend(amended(String::new(), followed).changes);
    }
    transaction
}

/// Where frames and notes go when the cards go to other places: a frame to what lies in it, what lies alone along with
/// the nearest card.
fn follow<'a>(
    design: &'a Design,
    cards: &BTreeMap<EventId, Position>,
) -> Vec<(AnnotationId, &'a Annotation, Annotation)> {
    let moves: Vec<(Block, Position)> = cards
        .iter()
        .filter_map(|(&event_id, to)| {
            let block = Block::of_card(design, event_id)?;
            let by = Position::new(
                to.x.saturating_sub(block.position.x),
                to.y.saturating_sub(block.position.y),
            );
            Some((block, by))
        })
        .collect();
    let along = |block: Block| {
        let nearest = moves
            .iter()
            .min_by_key(|(card, _)| block.squared_distance(*card));
        let by = nearest.map_or(Position::default(), |&(_, by)| by);
        Block {
            position: block.position.moved(by),
            ..block
        }
    };
    let mut annotations: Vec<_> = design.layout.annotations().collect();
    // Notes first, and frames within others before these.
    annotations.sort_by_key(|(_, annotation)| match annotation.kind {
        AnnotationKind::StickyNote => 0,
        AnnotationKind::Frame => {
            i64::from(annotation.size.width) * i64::from(annotation.size.height)
        }
    });
    let mut followed: BTreeMap<AnnotationId, Block> = BTreeMap::new();
    for (annotation_id, annotation) in &annotations {
        let (events, mut within) = arrange::with_contents(design, [], [*annotation_id]);
        within.remove(annotation_id);
        let laid = events.iter().filter_map(|event_id| {
            let block = Block::of_card(design, *event_id)?;
            let position = *cards.get(event_id)?;
            Some(Block { position, ..block })
        });
        let drawn = within.iter().filter_map(|id| followed.get(id).copied());
        let contents = laid.chain(drawn).reduce(Block::union);
        let to = contents.map_or_else(|| along((*annotation).into()), Block::framed);
        followed.insert(*annotation_id, to);
    }
    let after = |annotation: &Annotation, to: Block| Annotation {
        position: to.position,
        size: to.size,
        ..annotation.clone()
    };
    annotations
        .into_iter()
        .filter_map(|(id, annotation)| {
            Some((id, annotation, after(annotation, *followed.get(&id)?)))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::tests::placed;

    #[test]
    fn moving_a_card_changes_nothing_but_the_layout() {
        let mut design = placed("1 New Call");
        let before = design.workflow.clone();
        let there = Position::new(40, 80);
        let moved = move_cards(&design, &[(EventId(1), there)]).unwrap();
        assert!(moved.is_layout());
        moved.apply(&mut design).unwrap();
        assert_eq!(design.layout.card(EventId(1)), Some(there));
        assert_eq!(design.workflow, before);
        assert!(
            move_cards(&design, &[(EventId(1), there)])
                .unwrap()
                .is_empty()
        );
    }

    #[test]
    fn frames_and_notes_stay_with_their_cards_when_all_is_arranged() {
        use crate::edit::commands::{add_annotation, frame_around};
        let mut design = placed("1 New Call\n  button \"A\" -> 2\n2 Button Pushed");
        let moved = move_cards(&design, &[(EventId(2), Position::new(2000, 1000))]);
        moved.unwrap().apply(&mut design).unwrap();
        let note_at = Position::new(2000, 1100);
        for draw in [
            frame_around(&design, &[EventId(2)], &[]),
            add_annotation(&design, AnnotationKind::StickyNote, note_at),
        ] {
            // Both get the first number: made for the same design, they are drawn one at a time.
            let mut drawn = design.clone();
            draw.unwrap().apply(&mut drawn).unwrap();
            let before = drawn.clone();
            let flow = Flow::new(&drawn.workflow);
            let arranged = arrange_cards(&drawn, &flow);
            arranged.apply(&mut drawn).unwrap();
            let (card, id) = (drawn.layout.card(EventId(2)).unwrap(), AnnotationId(1));
            let place = |design: &Design| design.layout.annotation(id).unwrap().position;
            let by = Position::new(card.x - 2000, card.y - 1000);
            assert_eq!(place(&drawn), place(&before).moved(by));
            assert!(arrange_cards(&drawn, &flow).is_empty());
            arranged.inverted().apply(&mut drawn).unwrap();
            assert_eq!(drawn, before);
        }
    }

    #[test]
    fn arranging_what_is_arranged_is_no_step() {
        let design = placed("1 New Call\n  button \"A\" -> 2\n2 Button Pushed");
        assert!(arrange_cards(&design, &Flow::new(&design.workflow)).is_empty());
    }
}
