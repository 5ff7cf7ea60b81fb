//! How is what runs kept? In one SQLite file, so that nothing is lost that was once accepted.
//!
//! One input is kept as a whole or not at all: the run's new state, and the effects that are to be done. Inputs that
//! come in while another is being committed share the next commit, and also its failure; each is answered once it is on
//! disk. Several programs may use one store at the same time.

mod error;
mod memory;
mod open;
mod reading;
mod writer;
mod writing;

#[cfg(test)]
mod tests;

pub use error::StoreError;
pub use reading::{
    Alert, Counts, Delivery, Detail, Filter, Happening, Letter, LetterState, OfferedButton,
    RunningTimer, Summary, WorkflowInUse,
};
pub(super) use writing::Writing;

use super::{Answer, Call, RunId, Standing, Timestamp};
use crate::export::Definition;
use rusqlite::Connection;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use writer::{Bell, Writer};

/// A store in a file. Clones are the same store.
#[derive(Clone)]
pub struct Store {
    shared: Arc<Shared>,
}

struct Shared {
    path: PathBuf,
    store_id: String,
    /// Closed before the writer, who then puts the log back into the file.
    readers: Mutex<Vec<Connection>>,
    /// Sees what anybody commits: this program on other connections, and other programs.
    watcher: Mutex<Option<Connection>>,
    writer: Writer,
    bell: Arc<Bell>,
}

/// The script's Set Workflow control.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetRequest {
    pub call: Call,
    /// By name.
    pub workflow: String,
    pub at: Timestamp,
}

/// What has become of a [`SetRequest`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Set {
    Begun {
        run_id: RunId,
        now: Standing,
    },
    /// The workflow was set for this call before.
    Exists {
        run_id: RunId,
        now: Standing,
    },
    /// The call is not chargeable. It is recorded, and nothing follows on it.
    NotFollowed,
}

/// Somebody pushes a button of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PushRequest {
    pub run_id: RunId,
    /// As in [`super::Push`].
    pub stage: u32,
    pub entry: Option<u64>,
    pub button: WhichButton,
    pub by: String,
    pub at: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhichButton {
    /// From 1, in the order in which the stage has them.
    Number(u32),
    Label(String),
}

/// What has become of a [`PushRequest`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pushed {
    Answered(Answer),
    /// Somebody else is working on the call.
    Claimed {
        by: String,
    },
}

/// Whose call is it?
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claimed {
    Yours,
    ByAnother { by: String },
    Finished,
}

/// What has become of a letter that was leased.
pub(super) enum LetterOutcome {
    Performed,
    /// To be tried again then, or never.
    Failed {
        why: String,
        retry_at: Option<Timestamp>,
    },
}

impl Store {
    /// Opens a store, and makes one where there is no file. The file is read through, which takes a while when it is
    /// large: a server that runs for months should know that it stands on firm ground.
    ///
    /// # Errors
    /// When the file is no store, is damaged, is of a newer Legwork, or cannot be opened.
    pub fn open_or_make(path: &Path) -> Result<Self, StoreError> {
        let connection = open::open(path, true)?;
        open::check_whole(&connection, path)?;
        Self::with(connection, path)
    }

    /// Opens a store that is there, without reading it through.
    ///
    /// # Errors
    /// As [`Self::open_or_make`], and when there is no file.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        Self::with(open::open(path, false)?, path)
    }

    fn with(connection: Connection, path: &Path) -> Result<Self, StoreError> {
        let store_id =
            reading::store_id(&connection).map_err(|error| StoreError::of(&error, path))?;
        let bell = Arc::new(Bell::default());
        let writer = Writer::start(connection, path.to_owned(), bell.clone())?;
        Ok(Self {
            shared: Arc::new(Shared {
                path: path.to_owned(),
                store_id,
                writer,
                bell,
                readers: Mutex::default(),
                watcher: Mutex::default(),
            }),
        })
    }

    pub fn path(&self) -> &Path {
        &self.shared.path
    }

    /// Tells this store from all others: what is sent into the world bears it.
    pub fn store_id(&self) -> &str {
        &self.shared.store_id
    }

    /// Has `work` done in a transaction, and `reply` called with what came of it once that is on disk.
    pub(super) fn write_then<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Writing<'_>) -> Result<T, StoreError> + Send + 'static,
        reply: impl FnOnce(Result<T, StoreError>) + Send + 'static,
    ) {
        self.shared.writer.write_then(work, reply);
    }

    /// As [`Self::write_then`], and waits for it.
    fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Writing<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (sender, receiver) = std::sync::mpsc::sync_channel(1);
        self.write_then(work, move |result| {
            let _ = sender.send(result);
        });
        receiver.recv().unwrap_or(Err(StoreError::Closed))
    }

    /// Takes up a definition: from now on new runs of its workflow go through it. `false` when they do already.
    ///
    /// # Errors
    /// When it is refused, or the store cannot be written.
    pub fn take_up(&self, definition: Definition, at: Timestamp) -> Result<bool, StoreError> {
        self.write(move |writing| writing.take_up(&definition, at))
    }

    /// Sets a workflow for a call: the run begins, unless there is one.
    ///
    /// # Errors
    /// When there is no such workflow, or the store cannot be written.
    pub fn set_workflow(&self, request: SetRequest) -> Result<Set, StoreError> {
        self.write(|writing| writing.set_workflow(request))
    }

    /// Pushes a button. A push that does not count is an answer, no error.
    ///
    /// # Errors
    /// When there is no such run, nobody pushes, or the store cannot be written.
    pub fn push(&self, request: PushRequest) -> Result<Pushed, StoreError> {
        self.write(|writing| writing.push(request))
    }

    /// As [`Self::push`], for one who does not wait: `reply` is called once it is on disk, or with why it is not. It is
    /// called by the thread that writes, and must neither wait for the store nor panic; it may ask for the next push. It
    /// is dropped when the store is closed.
    pub fn push_then(
        &self,
        request: PushRequest,
        reply: impl FnOnce(Result<Pushed, StoreError>) + Send + 'static,
    ) {
        self.write_then(|writing| writing.push(request), reply);
    }

    /// Lets the timers elapse that are due by then; `true` when there may be more.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn elapse(&self, at: Timestamp) -> Result<bool, StoreError> {
        self.write(move |writing| writing.elapse(at))
    }

    /// Marks a call as somebody's until the call goes on.
    ///
    /// # Errors
    /// When there is no such run, nobody claims it, or the store cannot be written.
    pub fn claim(&self, run_id: RunId, by: &str, at: Timestamp) -> Result<Claimed, StoreError> {
        let by = by.to_owned();
        self.write(move |writing| writing.claim(run_id, &by, at))
    }

    /// Takes the mark away, whoever made it.
    ///
    /// # Errors
    /// When there is no such run, or the store cannot be written.
    pub fn release(&self, run_id: RunId) -> Result<(), StoreError> {
        self.write(move |writing| writing.release(run_id))
    }

    /// Has a letter that was given up tried again.
    ///
    /// # Errors
    /// When there is no such dead letter, or the store cannot be written.
    pub fn revive_letter(&self, letter_id: i64, at: Timestamp) -> Result<(), StoreError> {
        self.write(move |writing| writing.revive_letter(letter_id, at))
    }

    pub(super) fn lease_letters(
        &self,
        server: &str,
        at: Timestamp,
        until: Timestamp,
        count: u32,
    ) -> Result<Vec<Letter>, StoreError> {
        let server = server.to_owned();
        self.write(move |writing| writing.lease_letters(&server, at, until, count))
    }

    /// Keeps what has become of a letter; does not wait until that is on disk. At worst it is performed once more.
    pub(super) fn settle_letter(
        &self,
        id: i64,
        at: Timestamp,
        outcome: LetterOutcome,
        reply: impl FnOnce(Result<(), StoreError>) + Send + 'static,
    ) {
        self.write_then(
            move |writing| match outcome {
                LetterOutcome::Performed => writing.letter_performed(id, at),
                LetterOutcome::Failed { why, retry_at } => {
                    writing.letter_failed(id, &why, at, retry_at)
                }
            },
            reply,
        );
    }

    pub(super) fn end_leases(&self) -> Result<(), StoreError> {
        // As a path it would be for one lifetime only.
        #[expect(clippy::redundant_closure_for_method_calls, reason = "see above")]
        self.write(|writing| writing.end_leases())
    }

    /// Waits until this program has written something that a driver has to do with, or for so long. Returns whether
    /// there was something.
    pub(super) fn wait_for_news(&self, seen: &mut u64, patience: Duration) -> bool {
        self.shared.bell.wait(seen, patience)
    }

    /// Lets all that wait for news go on.
    pub(super) fn ring(&self) {
        self.shared.bell.ring();
    }

    /// A number that is another whenever something has changed, by whichever program: cheap to ask, so that nobody need
    /// read a list that is as it was. It means something only as long as this store is open.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn revision(&self) -> Result<i64, StoreError> {
        let mut watcher = self
            .shared
            .watcher
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let connection = match watcher.take() {
            Some(connection) => connection,
            None => open::open_to_read(&self.shared.path)?,
        };
        let connection = watcher.insert(connection);
        Ok(connection.pragma_query_value(None, "data_version", |row| row.get(0))?)
    }

    /// Answers a question. Readers do not wait for the writer, nor for each other.
    fn read<T>(
        &self,
        question: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let shared = &self.shared;
        let lock = || {
            shared
                .readers
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
        };
        let idle = lock().pop();
        let connection = match idle {
            Some(connection) => connection,
            None => open::open_to_read(&shared.path)?,
        };
        let answer = question(&connection);
        lock().push(connection);
        answer
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Store({})", self.shared.path.display())
    }
}

impl fmt::Display for Set {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Begun { now, .. } => write!(f, "The workflow has begun, and the call {now}."),
            Self::Exists { now, .. } => {
                write!(f, "The workflow was set before, and the call {now}.")
            }
            Self::NotFollowed => super::Refusal::NotChargeable.fmt(f),
        }
    }
}

impl fmt::Display for Pushed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answered(answer) => answer.fmt(f),
            Self::Claimed { by } => {
                write!(f, "{by} is working on this call; ask them to release it.")
            }
        }
    }
}

impl fmt::Display for Claimed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Yours => f.write_str("The call is yours until it goes on or you release it."),
            Self::ByAnother { by } => write!(f, "{by} is working on this call."),
            Self::Finished => f.write_str("The call is finished; there is nothing left to do."),
        }
    }
}
