//! Frames and sticky notes: draws them, writes on them, tints and resizes them, and takes them away again.

use super::{Change, Refusal, Transaction, event_in};
use crate::arrange::{self, Block, GRID};
use crate::workflow::{
    Annotation, AnnotationId, AnnotationKind, Design, EventId, Position, Size, Tint,
};

/// A duplicate lies this far to the right of its original and below it.
pub(super) const DUPLICATE_OFFSET: i32 = 6 * GRID;

/// Lays a frame or a note without a text at a place, as large as new ones are.
///
/// # Errors
/// When the design has no number left for it.
pub fn add_annotation(
    design: &Design,
    kind: AnnotationKind,
    position: Position,
) -> Result<Transaction, Refusal> {
    let tint = match kind {
        AnnotationKind::Frame => Tint::Grey,
        AnnotationKind::StickyNote => Tint::Yellow,
    };
    let annotation = Annotation {
        kind,
        text: String::new(),
        tint,
        position,
        size: arrange::first_size(kind),
    };
    let label = format!("add {}", noun(kind));
    Ok(Transaction::new(
        label,
        vec![insertion(next_id(design)?, annotation)],
    ))
}

/// Draws a frame around cards, notes and other frames.
///
/// # Errors
/// When there is nothing to draw it around, or something of it is gone.
pub fn frame_around(
    design: &Design,
    event_ids: &[EventId],
    annotation_ids: &[AnnotationId],
) -> Result<Transaction, Refusal> {
    for &event_id in event_ids {
        event_in(design, event_id)?;
    }
    let cards = event_ids
        .iter()
        .filter_map(|&event_id| Block::of_card(design, event_id));
    let mut blocks: Vec<Block> = cards.collect();
    for &annotation_id in annotation_ids {
        blocks.push(annotation_in(design, annotation_id)?.into());
    }
    let Some(all) = blocks.into_iter().reduce(Block::union) else {
        return Err(Refusal::because(
            "Select the stages that the frame should be drawn around.",
        ));
    };
    let Block { position, size } = all.framed();
    let frame = Annotation {
        kind: AnnotationKind::Frame,
        text: String::new(),
        tint: Tint::Grey,
        position,
        size,
    };
    Ok(Transaction::new(
        "frame selection",
        vec![insertion(next_id(design)?, frame)],
    ))
}

/// Sets a frame's title or what a note says. A note grows when it is lower than `least_height`: than its text is.
///
/// # Errors
/// When it is gone.
pub fn set_annotation_text(
    design: &Design,
    annotation_id: AnnotationId,
    text: &str,
    least_height: i32,
) -> Result<Transaction, Refusal> {
    let before = annotation_in(design, annotation_id)?;
    let mut after = Annotation {
        text: text.to_owned(),
        ..before.clone()
    };
    if after.kind == AnnotationKind::StickyNote {
        after.size.height = after.size.height.max(least_height);
    }
    let verb = match after.kind {
        AnnotationKind::Frame => "rename",
        AnnotationKind::StickyNote => "write on",
    };
    let label = format!("{verb} {}", noun(after.kind));
    Ok(amended(label, [(annotation_id, before, after)]))
}

/// # Errors
/// When one of them is gone.
pub fn set_tint(
    design: &Design,
    annotation_ids: &[AnnotationId],
    tint: Tint,
) -> Result<Transaction, Refusal> {
    let mut changes = Vec::new();
    for &annotation_id in annotation_ids {
        let before = annotation_in(design, annotation_id)?;
        let after = Annotation {
            tint,
            ..before.clone()
        };
        changes.push((annotation_id, before, after));
    }
    let label = format!("tint {}", nouns(design, annotation_ids));
    Ok(amended(label, changes))
}

/// Gives a frame or a note other edges; what lies in a frame stays where it is. It becomes no smaller than what can
/// be read and grabbed.
///
/// # Errors
/// When it is gone.
pub fn resize_annotation(
    design: &Design,
    annotation_id: AnnotationId,
    to: Block,
) -> Result<Transaction, Refusal> {
    let before = annotation_in(design, annotation_id)?;
    let least = arrange::least_size(before.kind);
    let after = Annotation {
        position: to.position,
        size: Size {
            width: to.size.width.max(least.width),
            height: to.size.height.max(least.height),
        },
        ..before.clone()
    };
    let label = format!("resize {}", noun(after.kind));
    Ok(amended(label, [(annotation_id, before, after)]))
}

/// Takes frames and notes away; what lies in a frame stays.
///
/// # Errors
/// When one of them is gone.
pub fn delete_annotations(
    design: &Design,
    annotation_ids: &[AnnotationId],
) -> Result<Transaction, Refusal> {
    let mut changes = Vec::new();
    for &annotation_id in annotation_ids {
        changes.push(Change::SetAnnotation {
            annotation_id,
            before: Some(annotation_in(design, annotation_id)?.clone()),
            after: None,
        });
    }
    let label = format!("delete {}", nouns(design, annotation_ids));
    Ok(Transaction::new(label, changes))
}

/// Frames and notes as they go into the clipboard.
///
/// # Errors
/// When one of them is gone.
pub fn copy_annotations(
    design: &Design,
    annotation_ids: &[AnnotationId],
) -> Result<Vec<Annotation>, Refusal> {
    let found = annotation_ids
        .iter()
        .map(|&annotation_id| annotation_in(design, annotation_id).cloned());
    found.collect()
}

/// Frames and notes of the clipboard, moved, under numbers of their own.
pub(super) fn pasted(
    design: &Design,
    annotations: &[Annotation],
    by: Position,
) -> Result<Vec<Change>, Refusal> {
    let mut changes = Vec::new();
    let mut last_id = None;
    for annotation in annotations {
        let new_id = match last_id {
            Some(last_id) => following(last_id)?,
            None => next_id(design)?,
        };
        let moved = Annotation {
            position: annotation.position.moved(by),
            ..annotation.clone()
        };
        changes.push(insertion(new_id, moved));
        last_id = Some(new_id);
    }
    Ok(changes)
}

/// Lays a second one beside each, with the same text.
///
/// # Errors
/// When one of them is gone, or the design has no number left.
pub fn duplicate_annotations(
    design: &Design,
    annotation_ids: &[AnnotationId],
) -> Result<Transaction, Refusal> {
    let originals = copy_annotations(design, annotation_ids)?;
    let by = Position::new(DUPLICATE_OFFSET, DUPLICATE_OFFSET);
    let changes = pasted(design, &originals, by)?;
    let label = format!("duplicate {}", nouns(design, annotation_ids));
    Ok(Transaction::new(label, changes))
}

pub(super) fn annotation_in(
    design: &Design,
    annotation_id: AnnotationId,
) -> Result<&Annotation, Refusal> {
    let annotation = design.layout.annotation(annotation_id);
    annotation.ok_or_else(|| Refusal::because("That frame or note is not there any more."))
}

/// One that stays as it is leaves no change behind.
pub(super) fn amended<'a>(
    label: String,
    amendments: impl IntoIterator<Item = (AnnotationId, &'a Annotation, Annotation)>,
) -> Transaction {
    let changes = amendments
        .into_iter()
        .filter(|(_, before, after)| *before != after)
        .map(|(annotation_id, before, after)| Change::SetAnnotation {
            annotation_id,
            before: Some(before.clone()),
            after: Some(after),
        })
        .collect();
    Transaction::new(label, changes)
}

const fn insertion(annotation_id: AnnotationId, annotation: Annotation) -> Change {
    Change::SetAnnotation {
        annotation_id,
        before: None,
        after: Some(annotation),
    }
}

/// One more than the largest in use.
fn next_id(design: &Design) -> Result<AnnotationId, Refusal> {
    let largest = design.layout.annotations().last();
    largest.map_or(Ok(AnnotationId(1)), |(annotation_id, _)| {
        following(annotation_id)
    })
}

fn following(annotation_id: AnnotationId) -> Result<AnnotationId, Refusal> {
    let next = annotation_id.0.checked_add(1).map(AnnotationId);
    next.ok_or_else(|| Refusal::because("There is no number left for another frame or note."))
}

pub(super) const fn noun(kind: AnnotationKind) -> &'static str {
    match kind {
        AnnotationKind::Frame => "frame",
        AnnotationKind::StickyNote => "sticky note",
    }
}

/// `sticky note`, `3 frames`, or, where both are among them, `4 frames and notes`.
fn nouns(design: &Design, annotation_ids: &[AnnotationId]) -> String {
    let annotations = annotation_ids
        .iter()
        .filter_map(|&annotation_id| design.layout.annotation(annotation_id));
    nouns_of(annotations)
}

pub(super) fn nouns_of<'a>(annotations: impl IntoIterator<Item = &'a Annotation>) -> String {
    let kinds: Vec<AnnotationKind> = annotations.into_iter().map(|found| found.kind).collect();
    match kinds[..] {
        [kind] => noun(kind).to_owned(),
        [kind, ..] if kinds.iter().all(|&other| other == kind) => {
            format!("{} {}s", kinds.len(), noun(kind))
        }
        _ => format!("{} frames and notes", kinds.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::tests::placed;

    const SKETCH: &str = "1 New Call\n  button \"A\" -> 2\n2 Button Pushed";

    fn with_note() -> Design {
        let mut design = placed(SKETCH);
        let at = Position::new(40, 80);
        let added = add_annotation(&design, AnnotationKind::StickyNote, at).unwrap();
        added.apply(&mut design).unwrap();
        design
    }

    #[test]
    fn a_new_note_gets_the_number_after_the_largest() {
        let mut design = with_note();
        let there = Position::default();
        for _ in 0..2 {
            let added = add_annotation(&design, AnnotationKind::Frame, there).unwrap();
            added.apply(&mut design).unwrap();
        }
        delete_annotations(&design, &[AnnotationId(2)])
            .unwrap()
            .apply(&mut design)
            .unwrap();
        let added = add_annotation(&design, AnnotationKind::Frame, there).unwrap();
        added.apply(&mut design).unwrap();
        let ids: Vec<u32> = design.layout.annotations().map(|(id, _)| id.0).collect();
        assert_eq!(ids, [1, 3, 4]);
    }

    #[test]
    fn a_note_grows_with_its_text_and_a_frame_does_not() {
        let design = with_note();
        let text = set_annotation_text(&design, AnnotationId(1), "Ask Care first", 148).unwrap();
        assert!(matches!(
            &text.changes[..],
            [Change::SetAnnotation { after: Some(Annotation { size: Size { height: 148, .. }, text, .. }), .. }]
                if text == "Ask Care first"
        ));
        assert!(
            set_annotation_text(&design, AnnotationId(1), "", 20)
                .unwrap()
                .is_empty()
        );
    }

    #[test]
    fn a_frame_around_cards_leaves_room_for_its_title() {
        let mut design = placed(SKETCH);
        let framed = frame_around(&design, &[EventId(1), EventId(2)], &[]).unwrap();
        framed.apply(&mut design).unwrap();
        let frame = design.layout.annotation(AnnotationId(1)).unwrap();
        assert_eq!(frame.position, Position::new(-32, -64));
        assert_eq!(
            frame.size,
            Size {
                width: 676,
                height: 188
            }
        );
        let (events, _) = arrange::with_contents(&design, [], [AnnotationId(1)]);
        assert_eq!(events.len(), 2);
        assert_eq!(
            frame_around(&design, &[], &[]).unwrap_err().0,
            "Select the stages that the frame should be drawn around."
        );
    }

    #[test]
    fn nothing_is_resized_until_it_cannot_be_grabbed() {
        let mut design = with_note();
        let to = Block {
            position: Position::new(40, 80),
            size: Size::default(),
        };
        resize_annotation(&design, AnnotationId(1), to)
            .unwrap()
            .apply(&mut design)
            .unwrap();
        let note = design.layout.annotation(AnnotationId(1)).unwrap();
        assert_eq!(note.size, arrange::least_size(AnnotationKind::StickyNote));
    }

    #[test]
    fn a_duplicate_lies_beside_its_original_and_says_the_same() {
        let mut design = with_note();
        set_annotation_text(&design, AnnotationId(1), "x", 0)
            .unwrap()
            .apply(&mut design)
            .unwrap();
        let duplicated = duplicate_annotations(&design, &[AnnotationId(1)]).unwrap();
        assert_eq!(duplicated.label, "duplicate sticky note");
        duplicated.apply(&mut design).unwrap();
        let copy = design.layout.annotation(AnnotationId(2)).unwrap();
        assert_eq!(
            (copy.text.as_str(), copy.position),
            ("x", Position::new(64, 104))
        );
    }

    #[test]
    fn what_has_gone_is_refused_in_a_sentence() {
        let design = with_note();
        let gone = AnnotationId(7);
        assert_eq!(
            set_tint(&design, &[gone], Tint::Red).unwrap_err().0,
            "That frame or note is not there any more."
        );
    }
}
