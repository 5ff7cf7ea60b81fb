//! Opens the Call Manager: the calls that wait for people, of a store or of a server.

use super::Window;
use std::path::PathBuf;

/// Open the Call Manager, where people see what waits and push the buttons
///
/// On a store that is on this machine, or on a server that has it. Without either, the window asks, and offers those
/// that were open before. The store itself lets no timer elapse and sends nothing: that is what `legwork serve` does.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  legwork call-manager --server http://127.0.0.1:4747
  legwork call-manager --store calls.db

Environment:
  LEGWORK_TOKEN   what the server wants to see; without it, the window asks

Exit codes:
  0  the window was closed
  2  there is no display, or the arguments are wrong")]
pub(super) struct Arguments {
    /// The store of the calls, made by `legwork serve`
    #[arg(long, value_name = "FILE", conflicts_with = "server")]
    store: Option<PathBuf>,

    /// The address of a server
    #[arg(long, value_name = "URL")]
    server: Option<String>,
}

impl Arguments {
    pub fn window(&self) -> Window {
        Window::CallManager {
            store: self.store.clone(),
            server: self.server.clone(),
        }
    }
}
