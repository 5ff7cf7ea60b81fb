//! Which room does a card, a frame or a note take up, and what lies in a frame? For whatever aligns or gathers them.

use super::measures::{CARD_WIDTH, FRAME_PADDING, FRAME_TITLE_HEIGHT, GRID, height_of, least_size};
use crate::workflow::{Annotation, AnnotationId, AnnotationKind, Design, EventId, Position, Size};
use std::collections::BTreeSet;

/// A rectangle of the canvas, in points at zoom 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    pub position: Position,
    pub size: Size,
}

impl Block {
    /// The card of a stage; `None` while it has no place.
    pub fn of_card(design: &Design, event_id: EventId) -> Option<Self> {
        let size = Size {
            width: CARD_WIDTH,
            height: height_of(design.workflow.event(event_id)?),
        };
        Some(Self {
            position: design.layout.card(event_id)?,
            size,
        })
    }

    pub const fn right(&self) -> i32 {
        self.position.x.saturating_add(self.size.width)
    }

    pub const fn bottom(&self) -> i32 {
        self.position.y.saturating_add(self.size.height)
    }

    /// The block from the corners of two.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        let position = Position::new(
            self.position.x.min(other.position.x),
            self.position.y.min(other.position.y),
        );
        Self {
            position,
            size: Size {
                width: self.right().max(other.right()).saturating_sub(position.x),
                height: self.bottom().max(other.bottom()).saturating_sub(position.y),
            },
        }
    }

    /// From middle to middle, in quarters of points.
    pub fn squared_distance(self, other: Self) -> i128 {
        let twice = |start: i32, size: i32| 2 * i128::from(start) + i128::from(size);
        let x = twice(self.position.x, self.size.width) - twice(other.position.x, other.size.width);
        let y =
            twice(self.position.y, self.size.height) - twice(other.position.y, other.size.height);
        x * x + y * y
    }

    /// A frame around it: with room for the title, on the grid.
    #[must_use]
    pub fn framed(self) -> Self {
        let down = |v: i32| v.div_euclid(GRID) * GRID;
        let up = |v: i32| v.saturating_add(GRID - 1).div_euclid(GRID) * GRID;
        let top = FRAME_TITLE_HEIGHT + FRAME_PADDING;
        let position = Position::new(
            down(self.position.x.saturating_sub(FRAME_PADDING)),
            down(self.position.y.saturating_sub(top)),
        );
        let least = least_size(AnnotationKind::Frame);
        let length = |end: i32, start: i32| {
            let length = end.saturating_add(FRAME_PADDING).saturating_sub(start);
            up(length)
        };
        Self {
            position,
            size: Size {
                width: length(self.right(), position.x).max(least.width),
                height: length(self.bottom(), position.y).max(least.height),
            },
        }
    }

    /// With as much more on each side.
    #[must_use]
    pub fn grown(self, by: Size) -> Self {
        Self {
            position: Position::new(
                self.position.x.saturating_sub(by.width),
                self.position.y.saturating_sub(by.height),
            ),
            size: Size {
                width: self.size.width.saturating_add(by.width.saturating_mul(2)),
                height: self.size.height.saturating_add(by.height.saturating_mul(2)),
            },
        }
    }

    /// Do they overlap, or come closer than `gap`?
    pub fn comes_near(self, other: Self, gap: i32) -> bool {
        let is_near = |a: i32, a_end: i32, b: i32, b_end: i32| {
            a < b_end.saturating_add(gap) && b < a_end.saturating_add(gap)
        };
        let (at, other_at) = (self.position, other.position);
        is_near(at.x, self.right(), other_at.x, other.right())
            && is_near(at.y, self.bottom(), other_at.y, other.bottom())
    }

    pub fn contains(self, other: Self) -> bool {
        self.position.x <= other.position.x
            && self.position.y <= other.position.y
            && other.right() <= self.right()
            && other.bottom() <= self.bottom()
    }

    /// Is the middle of the other one in it?
    fn holds(self, other: Self) -> bool {
        let within = |middle_twice: i64, low: i32, high: i32| {
            2 * i64::from(low) <= middle_twice && middle_twice <= 2 * i64::from(high)
        };
        let twice = |start: i32, size: i32| 2 * i64::from(start) + i64::from(size);
        within(
            twice(other.position.x, other.size.width),
            self.position.x,
            self.right(),
        ) && within(
            twice(other.position.y, other.size.height),
            self.position.y,
            self.bottom(),
        )
    }
}

impl From<&Annotation> for Block {
    fn from(annotation: &Annotation) -> Self {
        Self {
            position: annotation.position,
            size: annotation.size,
        }
    }
}

/// What moves when these are moved: they themselves, and all that lies in the frames among them. A card or a note lies
/// in a frame with its middle, a frame only as a whole: so no two frames carry each other.
pub fn with_contents(
    design: &Design,
    event_ids: impl IntoIterator<Item = EventId>,
    annotation_ids: impl IntoIterator<Item = AnnotationId>,
) -> (BTreeSet<EventId>, BTreeSet<AnnotationId>) {
    let mut events: BTreeSet<EventId> = event_ids.into_iter().collect();
    let mut annotations: BTreeSet<AnnotationId> = annotation_ids.into_iter().collect();
    let chosen = annotations.clone();
    let frames: Vec<Block> = chosen
        .iter()
        .filter_map(|&annotation_id| design.layout.annotation(annotation_id))
        .filter(|annotation| annotation.kind == AnnotationKind::Frame)
        .map(Block::from)
        .collect();
    if frames.is_empty() {
        return (events, annotations);
    }
    events.extend(design.layout.cards().filter_map(|(event_id, _)| {
        let card = Block::of_card(design, event_id)?;
        frames
            .iter()
            .any(|frame| frame.holds(card))
            .then_some(event_id)
    }));
    annotations.extend(
        design
            .layout
            .annotations()
            .filter_map(|(annotation_id, annotation)| {
                let block = Block::from(annotation);
                let lies_in = |frame: &Block| match annotation.kind {
                    AnnotationKind::Frame => frame.contains(block),
                    AnnotationKind::StickyNote => frame.holds(block),
                };
                frames.iter().any(lies_in).then_some(annotation_id)
            }),
    );
    (events, annotations)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workflow::{Layout, Tint, sketch};

    fn annotation(kind: AnnotationKind, (x, y): (i32, i32), size: (i32, i32)) -> Annotation {
        Annotation {
            kind,
            text: String::new(),
            tint: Tint::Grey,
            position: Position::new(x, y),
            size: Size {
                width: size.0,
                height: size.1,
            },
        }
    }

    #[test]
    fn a_frame_takes_along_what_lies_in_it_with_its_middle() {
        let workflow = sketch::parse("1 New Call\n2 Button Pushed\n3 Button Pushed").unwrap();
        let places = [(1, 0, 0), (2, 200, 0), (3, 400, 0)];
        let cards = places.map(|(id, x, y)| (EventId(id), Position::new(x, y)));
        let mut layout = Layout::from_cards(cards);
        let frame = annotation(AnnotationKind::Frame, (-20, -20), (400, 200));
        let inner = annotation(AnnotationKind::Frame, (0, 0), (100, 100));
        let crossing = annotation(AnnotationKind::Frame, (300, 0), (200, 100));
        let note = annotation(AnnotationKind::StickyNote, (300, 100), (140, 80));
        let all = [frame, inner, crossing, note];
        layout.annotate(
            (1_u32..)
                .zip(all)
                .map(|(id, annotation)| (AnnotationId(id), annotation)),
        );
        let design = Design::new(workflow, layout);
        let (events, annotations) = with_contents(&design, [], [AnnotationId(1)]);
        assert_eq!(events, BTreeSet::from([EventId(1), EventId(2)]));
        let ids = [1, 2, 4].map(AnnotationId);
        assert_eq!(annotations, BTreeSet::from(ids));
        assert_eq!(
            with_contents(&design, [EventId(1)], [AnnotationId(4)]),
            (
                BTreeSet::from([EventId(1)]),
                BTreeSet::from([AnnotationId(4)])
            )
        );
    }
}
