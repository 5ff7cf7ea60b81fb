//! What do the people in the back office see? The calls that wait for them, the most urgent first, with the buttons to push.
//!
//! The window holds no truth of its own: a worker asks the store or the server and tells what it has found; the window
//! shows what it was told last, and asks. So a frame waits for nothing, and a lost server leaves a list to look at.

mod alerter;
mod bars;
mod commands;
mod desk;
mod detail;
mod link_bar;
mod list;
mod notice;
mod requests;
mod row;
mod settings;
mod shortcuts;
mod source;
mod start_view;
mod times;
mod window;
mod worker;

#[cfg(test)]
mod tests;

pub use notice::{Notice, Show};
pub use settings::CallManagerSettings;
pub use source::{CallSource, Fault, Look, SeenButton, SourceName, StoreSource};
pub use window::{CallManager, run};
pub use worker::OpenSource;
