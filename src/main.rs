//! Legwork, the program: the terminal's subcommands, or else one of its windows.

use legwork::cli::{Window, say_no_window};
use std::process::ExitCode;

fn main() -> ExitCode {
    legwork::cli::run(open)
}

#[cfg(feature = "gui")]
fn open(window: Window) -> ExitCode {
    let name = match window {
        Window::Designer(_) => "designer",
        Window::CallManager { .. } => "Call Manager",
    };
    if cfg!(target_os = "linux") && !has_display() {
        return say_no_window(&format!(
            "There is no display to open the {name}'s window on"
        ));
    }
    let closed = match window {
        Window::Designer(files) => legwork::designer::run(files),
        #[cfg(feature = "server")]
        Window::CallManager { store, server } => legwork::call_manager::run(store, server),
        #[cfg(not(feature = "server"))]
        Window::CallManager { .. } => return say_no_window("This build carries nothing out"),
    };
    match closed {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => say_no_window(&format!("The {name}'s window cannot be opened: {error}")),
    }
}

/// Linux has no display on a server or in a pipeline.
#[cfg(feature = "gui")]
fn has_display() -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}

#[cfg(not(feature = "gui"))]
fn open(_: Window) -> ExitCode {
    say_no_window("This is the build for servers and pipelines, without a window")
}
