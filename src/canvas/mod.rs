//! How does a workflow look and feel as a graph? Camera, culling, levels of detail, gestures, cards and lines, behind
//! one function: [`canvas_ui`].
//!
//! The canvas reads a design and asks for changes; it makes none. What it keeps itself is view state: where the
//! camera is, what is selected, which gesture is under way.

mod box_index;
mod camera;
mod ghost;
mod input;
mod lit;
mod paint;
mod picture;
mod scene;
mod selection;
mod tale;
mod view;
mod viewed;
mod words;

pub use camera::Camera;
pub use ghost::Ghost;
pub use input::drop::CarriedAction;
pub use input::spot::Spot;
pub use input::walk::Toward;
pub use lit::Lit;
pub use paint::compared::{Absent, Change, Compared};
pub use paint::trace::{Gone, Trace};
pub use picture::Picture;
pub use scene::Scene;
pub use selection::{Selection, StageSet};
pub use view::{CanvasInput, CanvasRequest, CanvasView, Framing, canvas_ui};
pub use viewed::{Viewed, viewed_ui};
