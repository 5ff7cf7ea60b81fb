//! How do frames and sticky notes look, and in which order are they drawn?

use crate::workflow::{Annotation, AnnotationId, AnnotationKind, Layout};

/// Radius of the corners, in points at zoom 1.
pub const FRAME_RADIUS: f32 = 12.0;
pub const NOTE_RADIUS: f32 = 4.0;
/// From a frame's or a note's edge to its text.
pub const TEXT_INSET: f32 = 12.0;

/// Frames, those around others first, and then notes.
pub fn in_drawing_order(layout: &Layout) -> Vec<(AnnotationId, &Annotation)> {
    let mut annotations: Vec<_> = layout.annotations().collect();
    annotations.sort_by_key(|(id, annotation)| {
        let size = annotation.size;
        let area = i64::from(size.width) * i64::from(size.height);
        match annotation.kind {
            AnnotationKind::Frame => (false, -area, *id),
            AnnotationKind::StickyNote => (true, 0, *id),
        }
    });
    annotations
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workflow::{Position, Size, Tint};

    #[test]
    fn what_lies_around_something_is_drawn_before_it() {
        let annotation = |kind, width| Annotation {
            kind,
            text: String::new(),
            tint: Tint::Grey,
            position: Position::new(0, 0),
            size: Size { width, height: 100 },
        };
        let mut layout = Layout::default();
        layout.annotate([
            (AnnotationId(1), annotation(AnnotationKind::StickyNote, 80)),
            (AnnotationId(2), annotation(AnnotationKind::Frame, 100)),
            (AnnotationId(3), annotation(AnnotationKind::Frame, 400)),
        ]);
        let order: Vec<u32> = in_drawing_order(&layout)
            .iter()
            .map(|(id, _)| id.0)
            .collect();
        assert_eq!(order, [3, 2, 1]);
    }
}
