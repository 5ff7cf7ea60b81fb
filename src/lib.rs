//! Legwork: a designer for the follow-up workflows that call-centre calls leave behind.
//!
//! A design is changed by committing what a command makes of it, and checked by its rules:
//!
//! ```
//! use legwork::edit::{Editor, commands};
//! use legwork::rules;
//! use legwork::workflow::{ActionKind, EventId, Flow};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let mut editor = Editor::new(commands::new_workflow("Ring back"));
//! let button = ActionKind::Button.blank();
//! editor.commit(commands::add_action(editor.design(), EventId(1), button)?)?;
//!
//! let workflow = &editor.design().workflow;
//! assert_eq!(workflow.stage_count(), 2); // New Call, and the stage that the button brought along
//! let findings = rules::check(workflow, &Flow::new(workflow));
//! assert!(findings.iter().any(|finding| finding.rule.id == "dangling-leg"));
//!
//! editor.undo();
//! assert_eq!(editor.design().workflow.stage_count(), 1);
//! # Ok(())
//! # }
//! ```
//!
//! The modules in reading order; each answers the question at the top of its folder.

pub mod workflow;

pub mod arrange;

pub mod edit;

pub mod rules;

pub mod look;

pub mod export;

pub mod review;

pub mod file;

pub mod runtime;

pub mod rehearsal;

#[cfg(feature = "gui")]
pub mod theme;

#[cfg(feature = "gui")]
pub mod canvas;

#[cfg(all(feature = "gui", feature = "server"))]
pub mod call_manager;
pub mod cli;
#[cfg(feature = "gui")]
pub mod designer;
