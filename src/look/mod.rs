//! What does a design look like, wherever it is drawn? Colours, measures, marks and the courses of lines, as plain data:
//! the canvas paints by them, and so do pictures.

pub mod annotation;
pub mod card;
mod icon;
mod marks;
mod theme;
mod wire;

pub use icon::Icon;
pub use marks::{BoxContents, Mark, Marks};
pub use theme::{BODY, CAPTION, Color, ROW, Rgb, Shadow, Theme, TintColors};
pub use wire::{
    ARROW, CORNER, Course, DASH, LINE_WIDTH, Wire, course_between, entry, join_courses, port, wires,
};
