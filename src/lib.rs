//! Legwork: a designer for the follow-up workflows that call-centre calls leave behind.
//!
//! The modules in reading order; each answers the question at the top of its folder.

pub mod workflow;

pub mod arrange;

pub mod edit;

pub mod rules;

pub mod export;

pub mod file;

#[cfg(feature = "gui")]
pub mod theme;

#[cfg(feature = "gui")]
pub mod canvas;

pub mod cli;
#[cfg(feature = "gui")]
pub mod designer;
