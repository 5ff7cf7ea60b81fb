//! What can one tell the window to do, and what does it do then? Commands, requests, and how both are carried out.

pub(super) mod carry_out;
pub(super) mod clipboard;
pub(super) mod drawing;
pub(super) mod requests;
pub(super) mod run;
pub(super) mod user_command;
pub(super) mod workflows;
