//! What does a journal tell? The design as it was opened and every step since, as far as it can be read.

use super::FORMAT;
use super::shape::{BaseLine, HeadLine, StepLine};
use crate::edit::{Editor, Step};
use crate::file::{self, FileError, Stamp};
use crate::workflow::{Design, EventId, Position};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Why nothing can be recovered from a journal. It is kept.
#[derive(Debug, thiserror::Error)]
pub enum JournalFault {
    #[error("another Legwork window is working with it")]
    InUse,
    #[error("its beginning is damaged, so that it tells nothing any more")]
    NoJournal,
    #[error(
        "a newer Legwork has written it (format {0}, and this one reads up to {FORMAT}); recover the work with that one"
    )]
    Newer(u32),
    #[error("the design that it begins with cannot be read ({0})")]
    Base(FileError),
    #[error("it cannot be read: {0}")]
    Io(#[from] io::Error),
}

/// Which file a design has, and what that held when it was last read or written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// Absolute; `None` while the design has no file.
    pub path: Option<PathBuf>,
    pub stamp: Option<Stamp>,
}

/// A design as it was opened, in a form that can be read again to the last detail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base {
    text: String,
    laid: Option<Vec<(EventId, Position)>>,
}

impl Base {
    /// What was read from a file's text. `has_laid_cards` when cards had no place there and were given one.
    pub fn of_file(text: String, design: &Design, has_laid_cards: bool) -> Self {
        let laid = has_laid_cards.then(|| design.layout.cards().collect());
        Self { text, laid }
    }

    /// A design that was made and not read, so that it has no faults of reading that only a file's text could show.
    pub fn of_new(design: &Design) -> Self {
        Self {
            text: file::text_of(design),
            laid: None,
        }
    }

    pub(super) fn into_line(self) -> BaseLine {
        let laid = self.laid.map(|cards| {
            let cards = cards.into_iter();
            cards.map(|(id, at)| (id.0, at.x, at.y)).collect()
        });
        BaseLine {
            text: self.text,
            laid,
        }
    }
}

impl BaseLine {
    fn into_design(self) -> Result<Design, FileError> {
        let mut design = file::parse(&self.text, Path::new("journal"))?;
        if let Some(laid) = self.laid {
            let cards = laid.into_iter();
            let cards = cards.map(|(id, x, y)| (EventId(id), Position::new(x, y)));
            design.layout = std::mem::take(&mut design.layout).with_cards(cards);
        }
        Ok(design)
    }
}

/// A journal as it was read and played.
#[derive(Debug)]
pub struct History {
    /// As of the last step.
    pub origin: Origin,
    pub editor: Editor,
    /// How many steps were played.
    pub step_count: usize,
    /// The line from which on the journal makes no sense any more, counted from 1. What was written last may be cut
    /// off, which is no damage.
    pub damaged_line: Option<usize>,
    /// How many bytes of the journal were played.
    pub(super) good_length: u64,
}

impl History {
    /// Reads and plays a journal. `watch` sees the editor as it was opened and after each step.
    ///
    /// # Errors
    /// When not even the design that it begins with is there.
    pub fn play(bytes: &[u8], mut watch: impl FnMut(&Editor)) -> Result<Self, JournalFault> {
        let mut lines = Lines {
            bytes,
            read_length: 0,
        };
        let head = lines.next().ok_or(JournalFault::NoJournal)?;
        let head: HeadLine = serde_json::from_slice(head).map_err(|_| JournalFault::NoJournal)?;
        if head.legwork_journal > FORMAT {
            return Err(JournalFault::Newer(head.legwork_journal));
        }
        let base = lines.next().ok_or(JournalFault::NoJournal)?;
        let base: BaseLine = serde_json::from_slice(base).map_err(|_| JournalFault::NoJournal)?;
        let base = base.into_design().map_err(JournalFault::Base)?;
        let mut history = Self {
            origin: Origin {
                path: head.file.map(PathBuf::from),
                stamp: head.stamp,
            },
            editor: Editor::new(base),
            step_count: 0,
            damaged_line: None,
            good_length: lines.read_length,
        };
        watch(&history.editor);
        while let Some(line) = lines.next() {
            let is_played = serde_json::from_slice(line).is_ok_and(|step| history.step(step));
            if !is_played {
                // After head and base, and counted from 1.
                history.damaged_line = Some(history.step_count + 3);
                break;
            }
            history.step_count += 1;
            history.good_length = lines.read_length;
            watch(&history.editor);
        }
        Ok(history)
    }

    fn step(&mut self, line: StepLine) -> bool {
        let step = match line {
            StepLine::Commit(transaction) => Step::Commit(transaction),
            StepLine::CommitInGesture(transaction, gesture_id) => {
                Step::CommitInGesture(transaction, gesture_id)
            }
            StepLine::EndGesture => Step::EndGesture,
            StepLine::Undo => Step::Undo,
            StepLine::Redo => Step::Redo,
            StepLine::Saved { file, stamp } => {
                self.origin = Origin {
                    path: Some(file.into()),
                    stamp: Some(stamp),
                };
                Step::Saved
            }
            StepLine::Unsaved => Step::Unsaved,
        };
        self.editor.play(step).is_ok()
    }

    /// Is there anything in it that would be lost with it?
    pub fn is_worth_keeping(&self) -> bool {
        self.editor.is_unsaved() || self.damaged_line.is_some()
    }
}

/// Whole lines; what is cut off at the end is none.
struct Lines<'a> {
    bytes: &'a [u8],
    read_length: u64,
}

impl<'a> Iterator for Lines<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let end = self.bytes.iter().position(|&byte| byte == b'\n')?;
        let (line, rest) = self.bytes.split_at(end);
        self.bytes = &rest[1..];
        self.read_length += end as u64 + 1;
        Some(line)
    }
}

pub(super) fn read_bytes(mut file: &File) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}
