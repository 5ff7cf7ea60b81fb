//! How does a rehearsal look in the window? A panel with the agent's card and the clock, beside a canvas that shows the way.

mod ask;
mod book;
mod call_page;
mod carry_out;
mod history;
mod legs_page;
mod panel;
mod scenarios_page;
mod session;

pub use ask::Ask;
pub use legs_page::mark_of;
pub use panel::RehearsalPanel;
pub use session::Session;
