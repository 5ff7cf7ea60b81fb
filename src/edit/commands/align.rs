//! Moves several things at once: by hand, into one line, or to equal distances. A frame takes along what lies in it.

use super::annotate::{amended, annotation_in, noun};
use super::follow_box::follow_boxes;
use super::{Draft, Refusal, Transaction, event_in};
use crate::arrange::{self, Alignment, Axis, Block};
use crate::workflow::{Annotation, AnnotationId, Design, EventId, Position};
use std::collections::{BTreeMap, BTreeSet};

/// Moves cards, frames with all that lies in them, and notes.
///
/// # Errors
/// When one of them is gone.
pub fn shift(
    design: &Design,
    event_ids: &[EventId],
    annotation_ids: &[AnnotationId],
    by: Position,
) -> Result<Transaction, Refusal> {
    let chosen = Chosen::new(design, event_ids, annotation_ids)?;
    let label = format!("move {}", chosen.title(design));
    let moves = vec![by; chosen.blocks.len()];
    Ok(chosen.moved(design, label, &moves))
}

/// Lets cards, frames and notes share an edge, or the middle of the room that they take up together.
///
/// # Errors
/// When there are fewer than two, or one of them is gone.
pub fn align(
    design: &Design,
    event_ids: &[EventId],
    annotation_ids: &[AnnotationId],
    alignment: Alignment,
) -> Result<Transaction, Refusal> {
    let chosen = Chosen::new(design, event_ids, annotation_ids)?;
    if chosen.blocks.len() < 2 {
        return Err(Refusal::because("Select two cards or more to align them."));
    }
    let places = arrange::aligned(&chosen.blocks, alignment);
    Ok(chosen.placed(design, format!("align {}", alignment.title()), &places))
}

/// Gives cards, frames and notes equal distances; the outermost stay where they are.
///
/// # Errors
/// When there are fewer than three, or one of them is gone.
pub fn distribute(
    design: &Design,
    event_ids: &[EventId],
    annotation_ids: &[AnnotationId],
    axis: Axis,
) -> Result<Transaction, Refusal> {
    let chosen = Chosen::new(design, event_ids, annotation_ids)?;
    if chosen.blocks.len() < 3 {
        return Err(Refusal::because(
            "Select three cards or more to distribute them.",
        ));
    }
    let places = arrange::distributed(&chosen.blocks, axis);
    Ok(chosen.placed(design, format!("distribute {}", axis.title()), &places))
}

/// The chosen things that have a place, and the room that each takes up.
struct Chosen {
    events: Vec<EventId>,
    annotations: Vec<AnnotationId>,
    /// Of the events, then of the annotations.
    blocks: Vec<Block>,
}

impl Chosen {
    fn new(
        design: &Design,
        event_ids: &[EventId],
        annotation_ids: &[AnnotationId],
    ) -> Result<Self, Refusal> {
        let mut chosen = Self {
            events: Vec::new(),
            annotations: Vec::new(),
            blocks: Vec::new(),
        };
        for event_id in event_ids.iter().copied().collect::<BTreeSet<_>>() {
            event_in(design, event_id)?;
            if let Some(block) = Block::of_card(design, event_id) {
                chosen.events.push(event_id);
                chosen.blocks.push(block);
            }
        }
        for annotation_id in annotation_ids.iter().copied().collect::<BTreeSet<_>>() {
            let annotation = annotation_in(design, annotation_id)?;
            chosen.annotations.push(annotation_id);
            chosen.blocks.push(annotation.into());
        }
        Ok(chosen)
    }

    /// What the user has chosen, as it reads in a label.
    fn title(&self, design: &Design) -> String {
        match (&self.events[..], &self.annotations[..]) {
            ([_], []) => "card".to_owned(),
            (events, []) => format!("{} cards", events.len()),
            ([], [annotation_id]) => {
                let annotation = design.layout.annotation(*annotation_id);
                annotation.map_or("", |found| noun(found.kind)).to_owned()
            }
            (events, annotations) => format!("{} things", events.len() + annotations.len()),
        }
    }

    fn placed(self, design: &Design, label: String, places: &[Position]) -> Transaction {
        let moves = self.blocks.iter().zip(places).map(|(block, to)| {
            Position::new(
                to.x.saturating_sub(block.position.x),
                to.y.saturating_sub(block.position.y),
            )
        });
        let moves: Vec<Position> = moves.collect();
        self.moved(design, label, &moves)
    }

    /// Moves each by its own, and what lies in a frame by that of the frame, unless it is among the chosen itself.
    fn moved(self, design: &Design, label: String, moves: &[Position]) -> Transaction {
        let mut moves_of_events = BTreeMap::new();
        let mut moves_of_annotations = BTreeMap::new();
        let (of_events, of_annotations) = moves.split_at(self.events.len());
        for (&annotation_id, &by) in self.annotations.iter().zip(of_annotations) {
            let (events, annotations) = arrange::with_contents(design, [], [annotation_id]);
            moves_of_events.extend(events.into_iter().map(|id| (id, by)));
            moves_of_annotations.extend(annotations.into_iter().map(|id| (id, by)));
        }
        moves_of_events.extend(self.events.iter().copied().zip(of_events.iter().copied()));
        moves_of_annotations.extend(
            self.annotations
                .iter()
                .copied()
                .zip(of_annotations.iter().copied()),
        );
        follow_boxes(design, &mut moves_of_events);
        let mut draft = Draft::new(design);
        for (event_id, by) in moves_of_events {
            if let Some(card) = design.layout.card(event_id) {
                draft.move_card(event_id, card.moved(by));
            }
        }
        let moved_annotations =
            moves_of_annotations
                .into_iter()
                .filter_map(|(annotation_id, by)| {
                    let before = design.layout.annotation(annotation_id)?;
                    let after = Annotation {
                        position: before.position.moved(by),
                        ..before.clone()
                    };
                    Some((annotation_id, before, after))
                });
        let mut transaction = draft.finish(label.clone());
        transaction
            .changes
            .extend(amended(label, moved_annotations).changes);
        transaction
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::commands::{add_annotation, frame_around};
    use crate::edit::tests::placed;
    use crate::workflow::AnnotationKind;

    const SKETCH: &str = "\
1 New Call
  button \"A\" -> 2
  button \"B\" -> 3
2 Button Pushed
3 Button Pushed
";
    const ALL: [EventId; 3] = [EventId(1), EventId(2), EventId(3)];

    fn framed() -> Design {
        let mut design = placed(SKETCH);
        let frame = frame_around(&design, &[EventId(2), EventId(3)], &[]).unwrap();
        frame.apply(&mut design).unwrap();
        let note = add_annotation(
            &design,
            AnnotationKind::StickyNote,
            Position::new(-400, -400),
        );
        note.unwrap().apply(&mut design).unwrap();
        design
    }

    fn cards(design: &Design) -> Vec<(i32, i32)> {
        let cards = design.layout.cards();
        cards.map(|(_, card)| (card.x, card.y)).collect()
    }

    #[test]
    fn a_frame_moves_with_all_that_lies_in_it_in_one_step() {
        let mut design = framed();
        let before = design.clone();
        let by = Position::new(40, -8);
        let moved = shift(&design, &[], &[AnnotationId(1)], by).unwrap();
        assert_eq!(moved.label, "move frame");
        moved.apply(&mut design).unwrap();
        for (event_id, times) in [(1, 0), (2, 1), (3, 1)] {
            let card = before.layout.card(EventId(event_id)).unwrap();
            let expected = card.moved(Position::new(40 * times, -8 * times));
            assert_eq!(design.layout.card(EventId(event_id)), Some(expected));
        }
        assert_eq!(
            design.layout.annotation(AnnotationId(2)),
            before.layout.annotation(AnnotationId(2))
        );
        moved.inverted().apply(&mut design).unwrap();
        assert_eq!(design, before);
    }

    #[test]
    fn a_card_that_is_moved_with_its_frame_moves_once() {
        let mut design = framed();
        let by = Position::new(8, 0);
        let before = design.layout.card(EventId(2)).unwrap();
        let moved = shift(&design, &[EventId(2)], &[AnnotationId(1)], by).unwrap();
        moved.apply(&mut design).unwrap();
        assert_eq!(design.layout.card(EventId(2)), Some(before.moved(by)));
    }

    #[test]
    fn cards_share_an_edge_after_aligning() {
        let mut design = placed(SKETCH);
        let aligned = align(&design, &ALL, &[], Alignment::Right).unwrap();
        assert_eq!(aligned.label, "align right edges");
        aligned.apply(&mut design).unwrap();
        assert!(cards(&design).iter().all(|&(x, _)| x == 360));
    }

    #[test]
    fn an_aligned_frame_takes_its_cards_along() {
        let mut design = framed();
        let both = [AnnotationId(1), AnnotationId(2)];
        let aligned = align(&design, &[], &both, Alignment::Left).unwrap();
        aligned.apply(&mut design).unwrap();
        assert_eq!(cards(&design)[1].0, -400 + arrange::FRAME_PADDING);
    }

    #[test]
    fn aligning_takes_two_and_distributing_three() {
        let design = placed(SKETCH);
        assert_eq!(
            align(&design, &ALL[..1], &[], Alignment::Left)
                .unwrap_err()
                .0,
            "Select two cards or more to align them."
        );
        assert_eq!(
            distribute(&design, &ALL[..2], &[], Axis::Vertical)
                .unwrap_err()
                .0,
            "Select three cards or more to distribute them."
        );
    }
}
