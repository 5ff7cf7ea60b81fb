//! What does a workflow look like elsewhere? The definition that the runtime carries out, as JSON and as RON.
//!
//! Exporters are pure: a workflow in, the same bytes out, on every machine and on every day. Reading a definition back
//! needs places for its errors, and so it is in [`crate::file`].

mod definition;
mod iso_duration;
mod json;
mod ron;
mod schema;

#[cfg(test)]
mod tests;

pub use definition::{
    Button, Definition, EventName, FORMAT, FORMAT_FAMILY, Incomplete, Priority, Stage, Step, Then,
    Timer, Unfit, definition, draft, unversioned,
};
pub use iso_duration::{iso_duration, parse_iso_duration};
pub use json::json;
pub use ron::ron;
pub use schema::schema;
