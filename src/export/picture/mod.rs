//! What does a design look like as a picture? Shapes with the measures of the canvas, which one file per format writes.

mod compose;
mod fault;
mod fonts;
mod icon;
mod ink;
mod pdf;
mod png;
mod shape;
mod svg;

#[cfg(test)]
mod tests;

pub use compose::picture;
pub use fault::Fault;
pub use fonts::Fonts;
pub use pdf::{pdf, shrinkage};
pub use png::png;
pub use shape::Picture;
pub use svg::{Palette, svg};
