//! What stands around the canvas? Outline, findings, tabs, bars, the status bar, and the page that one starts from.

pub(super) mod bars;
pub(super) mod findings;
pub(super) mod outline;
pub(super) mod start_page;
pub(super) mod status_bar;
pub(super) mod tabs;
