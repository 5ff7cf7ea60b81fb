//! Where do the cards go? Pure functions from a design to positions; the canvas draws to the same measures.

mod align;
mod beside;
mod block;
mod measures;
mod tidy;

pub use align::{Alignment, Axis, aligned, distributed};
pub use beside::{make_room, place_among, place_beside, place_free, place_within, wanted_beside};
pub use block::{Block, with_contents};
pub use measures::{
    ADD_ROW_HEIGHT, CARD_WIDTH, COLUMN_GAP, FRAME_PADDING, FRAME_TITLE_HEIGHT, GRID, HEADER_HEIGHT,
    ROW_HEIGHT, STACK_GAP, card_height, first_size, least_size, row_center_y, snapped,
};
pub use tidy::{arrange, positions};
