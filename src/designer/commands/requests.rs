//! What panels ask for while a frame is drawn, to be done after it.

use crate::canvas::{CanvasRequest, Selection};
use crate::designer::UserCommand;
use crate::designer::commands::clipboard::PreparedPaste;
use crate::designer::compare::CompareRequest;
use crate::designer::document::DocumentId;
use crate::designer::find::Found;
use crate::designer::rehearse::Ask;
use crate::designer::review::ReviewRequest;
use crate::edit::{Fragment, GestureId, Refusal, Transaction};
use crate::export::Format;
use crate::rules::{Fix, Place};
use crate::workflow::{ActionKind, Design, EventId, Position, Spot};
use std::path::PathBuf;

#[derive(Debug)]
pub enum Request {
    Run(UserCommand),
    /// Paste what the clipboard holds.
    Paste(String),
    PasteFragment(Fragment),
    PastePrepared(Box<PreparedPaste>),
    Canvas(CanvasRequest),
    Edit(Result<Transaction, Refusal>),
    /// Typing in one field: one undo step as long as it lasts.
    EditInGesture(Result<Transaction, Refusal>, GestureId),
    Select(Selection),
    /// Select what a finding stands on, and bring it into view.
    GoTo(Place),
    ApplyFix(Fix),
    Review(ReviewRequest),
    /// Ask for the reason why the finding of a rule at a place is accepted.
    AskToWaive(&'static str, Place),
    AddAction {
        event_id: EventId,
        kind: ActionKind,
        card: Option<Position>,
    },
    OpenPath(PathBuf),
    /// Open the design that a hit is in, and go to it.
    GoToHit {
        found: Found,
        spot: Spot,
    },
    /// Open a design that ships with the program, as a new one without a file.
    OpenSample(Box<Design>),
    Activate(usize),
    /// Put a tab in another place, both counted from the left.
    MoveTab {
        from: usize,
        to: usize,
    },
    CloseTab(DocumentId),
    /// Open what a journal tells.
    Recover(PathBuf),
    /// Ask whether the work in a journal is not wanted.
    AskToDiscard {
        journal: PathBuf,
        title: String,
    },
    /// Stop offering orphaned work above the canvas.
    RecoverLater,
    OnDisk(DocumentId, OnDiskReply),
    /// The user knows that the journal cannot be written.
    HideTrouble(DocumentId),
    /// The user knows that another window has unsaved work on the same file.
    HideElsewhere(DocumentId),
    Export(ExportChoice),
    Compare(CompareRequest),
    Notify(String),
    Rehearse(Ask),
    /// Keep the settings, one of which has changed.
    KeepSettings,
    /// Show on the canvas what an edit would do, as long as this is asked for in every frame.
    Preview {
        transaction: Transaction,
        /// By the pointer, and not by the keyboard.
        is_hovered: bool,
    },
}

impl Request {
    /// Does it show something and do nothing?
    pub const fn is_preview(&self) -> bool {
        matches!(
            self,
            Self::Preview { .. } | Self::Canvas(CanvasRequest::Preview(_))
        )
    }
}

/// What to do about a file that is not what it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnDiskReply {
    Reload,
    Merge,
    KeepMine,
    SaveAs,
    Save,
}

/// A format, and how it is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExportChoice {
    pub format: Format,
    /// Only this leg, by its number.
    pub leg: Option<usize>,
    pub is_dark: bool,
    /// Pixels of a PNG for each point of the canvas.
    pub scale: u8,
    pub is_draft: bool,
}
