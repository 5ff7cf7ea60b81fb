//! What does a workflow look like elsewhere? The definition that the runtime carries out, pictures, diagrams and reports.
//!
//! Exporters are pure: a design in, the same bytes out, on every machine and on every day, with a list of what they do
//! not hold. Reading a definition back needs places for its errors, and so it is in [`crate::file`].

mod definition;
mod diagram;
mod dot;
mod exported;
mod format;
mod iso_duration;
mod json;
mod mermaid;
mod part;
#[cfg(feature = "pictures")]
pub mod picture;
pub mod report;
mod ron;
mod schema;

#[cfg(test)]
mod tests;

pub use definition::{
    Button, Definition, EventName, FORMAT, FORMAT_FAMILY, Incomplete, Priority, Stage, Step, Then,
    Timer, Unfit, definition, draft, unversioned,
};
pub use dot::dot;
pub use exported::{ExportFault, Exported, FontFile, Options, export};
pub use format::Format;
pub use iso_duration::{iso_duration, parse_iso_duration};
pub use json::json;
pub use mermaid::mermaid;
pub use part::{NoSuchLeg, Part};
pub use ron::ron;
pub use schema::schema;
