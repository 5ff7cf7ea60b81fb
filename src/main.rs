//! Legwork, the program: the terminal's subcommands, or else the designer's window.

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    legwork::cli::run(open_designer)
}

/// SEAM: the window goes in here (`legwork::designer::run(files)`).
#[cfg(feature = "gui")]
fn open_designer(files: Vec<PathBuf>) -> ExitCode {
    drop(files);
    legwork::cli::say_no_window("The designer's window is not part of this build yet")
}

#[cfg(not(feature = "gui"))]
fn open_designer(_files: Vec<PathBuf>) -> ExitCode {
    legwork::cli::say_no_window(
        "This is the build for servers and pipelines, without the designer's window",
    )
}
