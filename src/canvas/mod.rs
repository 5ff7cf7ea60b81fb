//! How does a workflow look and feel as a graph? Camera, culling, levels of detail, gestures, cards and lines, behind
//! one function: [`canvas_ui`].
//!
//! The canvas reads a design and asks for changes; it makes none. What it keeps itself is view state: where the
//! camera is, what is selected, which gesture is under way.

mod annotations;
mod box_index;
mod camera;
mod card;
mod compared;
mod drag;
mod drop;
mod drop_paint;
mod far;
mod flight;
mod fold;
mod gesture;
mod ghost;
mod ghost_paint;
mod guides;
mod keyboard;
mod lit;
mod mark;
mod minimap;
mod overview;
mod paint;
mod paint_annotations;
mod picture;
mod scene;
mod selection;
mod spot;
mod take;
mod tale;
mod trace;
mod view;
mod viewed;
mod visits;
mod walk;
mod wire;
mod words;
mod writing;

pub use camera::Camera;
pub use compared::{Absent, Change, Compared};
pub use drop::CarriedAction;
pub use ghost::Ghost;
pub use lit::Lit;
pub use picture::Picture;
pub use scene::Scene;
pub use selection::{Selection, StageSet};
pub use spot::Spot;
pub use trace::{Gone, Trace};
pub use view::{CanvasInput, CanvasRequest, CanvasView, Framing, canvas_ui};
pub use viewed::{Viewed, viewed_ui};
pub use walk::Toward;
