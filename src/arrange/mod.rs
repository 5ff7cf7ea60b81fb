//! Where do the cards go? Pure functions from a design to positions; the canvas draws to the same measures.

mod beside;
mod measures;
mod tidy;

pub use beside::{make_room, place_among, place_beside, place_free, wanted_beside};
pub use measures::{
    ADD_ROW_HEIGHT, CARD_WIDTH, COLUMN_GAP, GRID, HEADER_HEIGHT, ROW_HEIGHT, STACK_GAP,
    card_height, row_center_y, snapped,
};
pub use tidy::{arrange, positions};
