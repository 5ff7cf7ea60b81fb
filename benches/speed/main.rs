//! What does each thing cost? Medians on this machine, beside a target and a baseline measured in the same run.
//!
//! `cargo bench` measures all; `cargo bench --bench speed -- edit files` the sections named.

mod arrange;
#[cfg(all(feature = "gui", feature = "server"))]
mod call_manager;
#[cfg(feature = "gui")]
mod canvas;
mod compare;
mod edit;
#[cfg(feature = "pictures")]
mod export;
mod files;
mod folder;
mod rehearsal;
mod report;
mod review;
mod runtime;
#[cfg(feature = "server")]
mod store;
#[path = "../support/mod.rs"]
mod support;
#[cfg(feature = "gui")]
mod window;

use report::{Outcome, Report};

type Section = (&'static str, fn(&mut Report) -> Outcome);

const SECTIONS: &[Section] = &[
    ("edit", edit::measure),
    ("arrange", arrange::measure),
    ("files", files::measure),
    #[cfg(feature = "pictures")]
    ("export", export::measure),
    ("folder", folder::measure),
    ("compare", compare::measure),
    ("review", review::measure),
    ("runtime", runtime::measure),
    ("rehearsal", rehearsal::measure),
    #[cfg(feature = "server")]
    ("store", store::measure),
    #[cfg(feature = "gui")]
    ("canvas", canvas::measure),
    #[cfg(feature = "gui")]
    ("window", window::measure),
    #[cfg(all(feature = "gui", feature = "server"))]
    ("call_manager", call_manager::measure),
];

fn main() -> Outcome {
    // Cargo adds `--bench`.
    let chosen: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with('-'))
        .collect();
    for &(name, measure) in SECTIONS {
        if chosen.is_empty() || chosen.iter().any(|choice| *choice == name) {
            let mut report = Report::new(name);
            measure(&mut report)?;
            report.print();
        }
    }
    Ok(())
}
