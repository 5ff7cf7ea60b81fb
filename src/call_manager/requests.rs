//! What may somebody want while a frame is drawn? It is done when the frame is over.

use super::desk::Tab;
use super::source::SourceName;
use super::worker::Scope;
use crate::runtime::RunId;

#[derive(Clone, Debug)]
pub enum Request {
    /// Open a source, or another.
    Open(SourceName),
    /// Ask for the file of a store.
    Browse,
    /// Go back to where one chooses a source.
    Leave,
    /// Show a token to the server.
    Token(String),
    /// Do not wait any longer for a source that was lost.
    TryAgain,
    Show(Tab),
    /// The text of the search has changed.
    Search,
    /// Only those of a team and a workflow.
    Filter(Scope),
    /// Neither text, team nor workflow.
    ClearFilter,
    Select(RunId),
    SelectNone,
    /// The button of the call that is shown, from 1.
    Push(u32),
    Claim,
    Release,
    Retry(Vec<i64>),
    SeeAll,
    ToggleNotices,
    ToggleSound,
    /// Under pushes and claims.
    Rename(String),
    ShowShortcuts,
    Quit,
}
