//! Legwork, the program: the terminal's subcommands, or else the designer's window.

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    legwork::cli::run(open_designer)
}

#[cfg(feature = "gui")]
fn open_designer(files: Vec<PathBuf>) -> ExitCode {
    if cfg!(target_os = "linux") && !has_display() {
        return legwork::cli::say_no_window("There is no display to open the designer's window on");
    }
    match legwork::designer::run(files) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            legwork::cli::say_no_window(&format!("The designer's window cannot be opened: {error}"))
        }
    }
}

/// Linux has no display on a server or in a pipeline.
#[cfg(feature = "gui")]
fn has_display() -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}

#[cfg(not(feature = "gui"))]
fn open_designer(_files: Vec<PathBuf>) -> ExitCode {
    legwork::cli::say_no_window(
        "This is the build for servers and pipelines, without the designer's window",
    )
}
