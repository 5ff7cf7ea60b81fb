//! How large is a card? In points at zoom 1, all on the grid of four.

use crate::workflow::{AnnotationKind, Event, Position, Size};

/// Everything lies on multiples of this.
pub const GRID: i32 = 4;
pub const CARD_WIDTH: i32 = 252;
pub const HEADER_HEIGHT: i32 = 36;
pub const ROW_HEIGHT: i32 = 28;
/// The last row of a card, where an action is added.
pub const ADD_ROW_HEIGHT: i32 = 28;
/// From a card to the ones that its buttons and timers lead to: room for the lines between them.
pub const COLUMN_GAP: i32 = 108;
/// Between cards that lie above each other.
pub const STACK_GAP: i32 = 40;
/// The band along a frame's top edge where its title stands.
pub const FRAME_TITLE_HEIGHT: i32 = 32;
/// From a frame to what it was drawn around: lines that lead back turn within it.
pub const FRAME_PADDING: i32 = 32;

/// How large a new frame or note is.
pub const fn first_size(kind: AnnotationKind) -> Size {
    match kind {
        AnnotationKind::Frame => Size {
            width: 480,
            height: 320,
        },
        AnnotationKind::StickyNote => Size {
            width: 200,
            height: 120,
        },
    }
}

/// Smaller than this it could be neither read nor grabbed.
pub const fn least_size(kind: AnnotationKind) -> Size {
    match kind {
        AnnotationKind::Frame => Size {
            width: 96,
            height: 64,
        },
        AnnotationKind::StickyNote => Size {
            width: 80,
            height: 40,
        },
    }
}

pub fn card_height(action_count: usize) -> i32 {
    let rows = i32::try_from(action_count).unwrap_or(i32::MAX / (2 * ROW_HEIGHT));
    HEADER_HEIGHT + rows * ROW_HEIGHT + ADD_ROW_HEIGHT
}

/// The middle of an action's row, from the card's top edge.
pub fn row_center_y(action_index: usize) -> i32 {
    card_height(action_index) - ADD_ROW_HEIGHT + ROW_HEIGHT / 2
}

/// The nearest position on the grid.
pub fn snapped(position: Position) -> Position {
    let snap = |v: i32| v.saturating_add(GRID / 2).div_euclid(GRID) * GRID;
    Position::new(snap(position.x), snap(position.y))
}

pub(super) fn height_of(event: &Event) -> i32 {
    card_height(event.actions.len())
}
