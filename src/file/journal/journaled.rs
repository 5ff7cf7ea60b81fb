//! Who sees to it that every step is written down? The editor's companion, through which alone it can be changed.

use super::DAMAGED_EXTENSION;
use super::history::{Base, History, JournalFault, Origin, read_bytes};
use super::shape::{HeadLine, PathShape, StepLine};
use super::writer::{Journal, Start};
use crate::edit::{Editor, GestureId, Misfit, Step, Transaction};
use crate::file::Stamp;
use crate::workflow::Design;
use std::fmt;
use std::fs::{self, File, TryLockError};
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

/// Where journals are kept, and whom to wake when there is news of one.
#[derive(Clone)]
pub struct Keeping {
    /// Made when it is needed.
    pub folder: PathBuf,
    /// Called on the journal's thread when it cannot be written, and when it can again.
    pub wake: Arc<dyn Fn() + Send + Sync>,
}

impl fmt::Debug for Keeping {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keeping")
            .field("folder", &self.folder)
            .finish_non_exhaustive()
    }
}

/// An editor whose steps are written down as they are made.
///
/// Invariant: once the journal is begun, every step that changes the editor is in it, in order.
#[derive(Debug)]
pub struct JournaledEditor {
    editor: Editor,
    recording: Recording,
}

#[derive(Debug)]
enum Recording {
    Off,
    /// Opened, and nothing done yet: merely looking at a design writes nothing.
    Ready(Box<(Keeping, Origin, Base)>),
    On(Journal),
}

/// What was recovered from a journal, which goes on where it ended.
#[derive(Debug)]
pub struct Recovered {
    pub editor: JournaledEditor,
    pub origin: Origin,
    /// Where the journal is kept as it was found, when only its beginning could be read.
    pub damaged: Option<PathBuf>,
}

/// For reading, it is the editor; it changes by its own methods only.
impl Deref for JournaledEditor {
    type Target = Editor;

    fn deref(&self) -> &Editor {
        &self.editor
    }
}

impl JournaledEditor {
    /// Begins with a design as it was read or newly made. Nothing is written down.
    pub fn new(design: Design) -> Self {
        Self {
            editor: Editor::new(design),
            recording: Recording::Off,
        }
    }

    /// From the first step on everything is written down. `base` must be the design as it is now; steps made before are
    /// not in the journal.
    pub fn keep_journal(&mut self, keeping: Keeping, origin: Origin, base: Base) {
        self.recording = Recording::Ready(Box::new((keeping, origin, base)));
        if self.editor.is_unsaved() {
            self.record(StepLine::Unsaved);
        }
    }

    /// # Errors
    /// As [`Editor::commit`].
    pub fn commit(&mut self, transaction: Transaction) -> Result<(), Misfit> {
        if transaction.is_empty() && !self.is_recording() {
            return Ok(());
        }
        self.play_commit(transaction, Step::Commit, StepLine::Commit)
    }

    /// # Errors
    /// As [`Editor::commit_in_gesture`].
    pub fn commit_in_gesture(
        &mut self,
        transaction: Transaction,
        gesture_id: GestureId,
    ) -> Result<(), Misfit> {
        if transaction.is_empty() {
            return Ok(());
        }
        self.play_commit(
            transaction,
            |transaction| Step::CommitInGesture(transaction, gesture_id),
            |transaction| StepLine::CommitInGesture(transaction, gesture_id),
        )
    }

    /// Written down after it was made: what does not fit, or worse, must not be tried again by who recovers.
    fn play_commit(
        &mut self,
        transaction: Transaction,
        step: impl FnOnce(Transaction) -> Step,
        line: impl FnOnce(Transaction) -> StepLine,
    ) -> Result<(), Misfit> {
        if let Recording::Off = self.recording {
            return self.editor.play(step(transaction));
        }
        self.editor.play(step(transaction.clone()))?;
        self.record(line(transaction));
        Ok(())
    }

    /// As [`Editor::undo`].
    pub fn undo(&mut self) -> Option<&Transaction> {
        if self.is_recording() {
            self.record(StepLine::Undo);
        }
        self.editor.undo()
    }

    /// As [`Editor::redo`].
    pub fn redo(&mut self) -> Option<&Transaction> {
        if self.is_recording() {
            self.record(StepLine::Redo);
        }
        self.editor.redo()
    }

    /// The design, as it is, is in that file now.
    pub fn mark_saved(&mut self, path: &Path, stamp: &Stamp) {
        self.editor.mark_saved();
        let path = absolute(path);
        match &mut self.recording {
            Recording::Off => {}
            Recording::Ready(ready) => {
                ready.1 = Origin {
                    path: Some(path),
                    stamp: Some(stamp.clone()),
                };
            }
            Recording::On(journal) => journal.write(StepLine::Saved {
                file: PathShape::from(path.as_path()),
                stamp: stamp.clone(),
            }),
        }
    }

    /// The file holds something else by now, and that is not wanted: this is unsaved work, whatever is undone.
    pub fn mark_unsaved(&mut self) {
        // Without anything to apply there is nothing to misfit.
        let _ = self.editor.play(Step::Unsaved);
        self.record(StepLine::Unsaved);
    }

    /// Why the steps cannot be written down at present.
    pub fn trouble(&self) -> Option<String> {
        match &self.recording {
            Recording::On(journal) => journal.trouble(),
            _ => None,
        }
    }

    /// Takes the journal from disk and writes no other: for a design that is closed on purpose.
    pub fn remove_journal(&mut self) {
        if let Recording::On(journal) = std::mem::replace(&mut self.recording, Recording::Off) {
            journal.remove();
        }
    }

    const fn is_recording(&self) -> bool {
        matches!(self.recording, Recording::On(_))
    }

    fn record(&mut self, line: StepLine) {
        let journal = match std::mem::replace(&mut self.recording, Recording::Off) {
            Recording::Off => return,
            Recording::On(journal) => journal,
            Recording::Ready(ready) => {
                let (keeping, origin, base) = *ready;
                let head = HeadLine {
                    legwork_journal: super::FORMAT,
                    file: origin.path.as_deref().map(PathShape::from),
                    stamp: origin.stamp,
                };
                let start = Start::New(Box::new((head, base.into_line())));
                Journal::begin(keeping, start)
            }
        };
        journal.write(line);
        self.recording = Recording::On(journal);
    }
}

/// Opens a journal that nobody holds, plays it, and goes on with it: the work is never anywhere but on disk.
///
/// # Errors
/// When nothing can be recovered, or somebody else is at it. The journal is then as it was.
pub fn recover(path: &Path, wake: Arc<dyn Fn() + Send + Sync>) -> Result<Recovered, JournalFault> {
    let file = File::options().read(true).write(true).open(path)?;
    lock(&file)?;
    let bytes = read_bytes(&file)?;
    let history = History::play(&bytes, |_| {})?;
    let damaged = match history.damaged_line {
        Some(_) => {
            let kept = path.with_extension(DAMAGED_EXTENSION);
            // Not copied by its path: some systems lock a file against its own program, too.
            fs::write(&kept, &bytes)?;
            Some(kept)
        }
        None => None,
    };
    file.set_len(history.good_length)?;
    let keeping = Keeping {
        folder: path.parent().unwrap_or(Path::new("")).to_owned(),
        wake,
    };
    let start = Start::At {
        file,
        path: path.to_owned(),
        length: history.good_length,
    };
    let mut editor = JournaledEditor {
        editor: history.editor,
        recording: Recording::On(Journal::begin(keeping, start)),
    };
    let _ = editor.editor.play(Step::EndGesture);
    editor.record(StepLine::EndGesture);
    Ok(Recovered {
        editor,
        origin: history.origin,
        damaged,
    })
}

/// Whoever only looks at a journal holds it for a moment; whoever works with it does not let go.
pub(super) fn lock(file: &File) -> Result<(), JournalFault> {
    const TRIES: u32 = 10;
    for _ in 0..TRIES {
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => thread::sleep(Duration::from_millis(20)),
            // Where the file system knows no locks, the work can be had all the same.
            Ok(()) | Err(TryLockError::Error(_)) => return Ok(()),
        }
    }
    Err(JournalFault::InUse)
}

/// Where a program of tomorrow, started elsewhere, finds it too.
fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

impl Origin {
    pub fn of_file(path: &Path, stamp: &Stamp) -> Self {
        Self {
            path: Some(absolute(path)),
            stamp: Some(stamp.clone()),
        }
    }
}
