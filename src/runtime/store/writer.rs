//! How do many inputs a second get on disk? One thread writes; what has come in meanwhile shares the next commit.

use super::StoreError;
use super::memory::Memory;
use super::writing::{News, Writing};
use rusqlite::Connection;
use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How many inputs share a commit at most.
const MOST_AT_ONCE: usize = 1_024;

/// How long a commit waits for the next input of those who are likely to be back in a moment. All in all it waits no
/// longer than the last commit took: they would otherwise wait as long for the next one.
const LINGER: Duration = Duration::from_micros(400);

/// Calls back, after the commit, whoever gave the work.
type Reply = Box<dyn FnOnce(Result<(), StoreError>) + Send>;
/// Is given the transaction, or why there is none.
type Work = Box<dyn FnOnce(Result<&mut Writing<'_>, StoreError>) -> Reply + Send>;

pub(super) struct Writer {
    sender: Option<Sender<Work>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    pub fn start(
        connection: Connection,
        path: PathBuf,
        bell: std::sync::Arc<Bell>,
    ) -> Result<Self, StoreError> {
        let (sender, receiver) = channel();
        let thread = std::thread::Builder::new()
            .name("store".to_owned())
            .spawn(move || write_all(&connection, &path, &receiver, &bell))
            .map_err(|error| StoreError::Failed(error.to_string()))?;
        Ok(Self {
            sender: Some(sender),
            thread: Some(thread),
        })
    }

    pub fn write_then<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Writing<'_>) -> Result<T, StoreError> + Send + 'static,
        reply: impl FnOnce(Result<T, StoreError>) + Send + 'static,
    ) {
        let work = |writing: Result<&mut Writing<'_>, StoreError>| -> Reply {
            let result = writing.and_then(|writing| at_once(writing, work));
            Box::new(|committed| reply(committed.and(result)))
        };
        // When the thread is gone the reply is dropped, and whoever waits for it sees that.
        if let Some(sender) = &self.sender {
            let _ = sender.send(Box::new(work));
        }
    }
}

impl Drop for Writer {
    /// What was accepted is still written.
    fn drop(&mut self) {
        self.sender = None;
        if let Some(thread) = self.thread.take()
            && thread.thread().id() != std::thread::current().id()
        {
            let _ = thread.join();
        }
    }
}

/// Does `work`. What fails before it has written anything leaves the transaction as it is; what fails half done makes it
/// void, for all that share it. So does what SQLite itself ends the transaction for, as on a full disk: nothing must then
/// be written outside of it.
fn at_once<T>(
    writing: &mut Writing<'_>,
    work: impl FnOnce(&mut Writing<'_>) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let connection = writing.connection;
    let before = connection.total_changes();
    let result = work(writing);
    if let Err(error) = &result
        && (connection.total_changes() != before || connection.is_autocommit())
    {
        writing.void = Some(error.clone());
    }
    result
}

fn write_all(connection: &Connection, path: &Path, receiver: &Receiver<Work>, bell: &Bell) {
    let mut memory = Memory::default();
    // What has come in while the last commit was made, whom it answered, and how long it took.
    let mut queue: VecDeque<Work> = VecDeque::new();
    let mut answered_count = 0;
    let mut last_took = Duration::ZERO;
    loop {
        if queue.is_empty() {
            match receiver.recv() {
                Ok(work) => queue.push_back(work),
                Err(_) => return,
            }
        }
        let begun = connection
            .execute_batch("BEGIN IMMEDIATE")
            .map_err(|error| StoreError::of(&error, path))
            .and_then(|()| memory.refresh(connection, path));
        let mut writing = Writing {
            connection,
            memory: &mut memory,
            news: News::default(),
            void: None,
        };
        let replies: Vec<Reply> = match &begun {
            Ok(()) => {
                let expected_count = queue.len() - 1 + answered_count;
                share(
                    &mut writing,
                    &mut queue,
                    receiver,
                    expected_count,
                    last_took,
                )
            }
            Err(error) => queue
                .drain(..)
                .map(|work| work(Err(error.clone())))
                .collect(),
        };
        let Writing { news, void, .. } = writing;
        let commits_since = Instant::now();
        let committed = begun
            .and_then(|()| void.map_or(Ok(()), Err))
            .and_then(|()| {
                let committed = connection.execute_batch("COMMIT");
                committed.map_err(|error| StoreError::of(&error, path))
            });
        last_took = commits_since.elapsed();
        if committed.is_err() {
            // Whatever was read within the transaction may not be there any more.
            memory = Memory::default();
            let _ = connection.execute_batch("ROLLBACK");
        } else {
            bell.ring_for(news);
        }
        queue.extend(receiver.try_iter());
        answered_count = replies.len();
        for reply in replies {
            reply(committed.clone());
        }
    }
}

/// Does what is in the queue and what comes in until the transaction is to be committed. Those who come after one that
/// fails half done stay in the queue, for the next.
fn share(
    writing: &mut Writing<'_>,
    queue: &mut VecDeque<Work>,
    receiver: &Receiver<Work>,
    expected_count: usize,
    last_took: Duration,
) -> Vec<Reply> {
    let mut replies = Vec::new();
    let lingers_until = Instant::now() + last_took;
    while replies.len() < MOST_AT_ONCE && writing.void.is_none() {
        let work = if let Some(work) = queue.pop_front() {
            work
        } else {
            let patience = if replies.len() < expected_count {
                LINGER.min(lingers_until.saturating_duration_since(Instant::now()))
            } else {
                Duration::ZERO
            };
            match receiver.recv_timeout(patience) {
                Ok(work) => work,
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
            }
        };
        replies.push(work(Ok(&mut *writing)));
    }
    replies
}

/// What a driver waits for.
#[derive(Default)]
pub(super) struct Bell {
    rung: Mutex<u64>,
    heard: Condvar,
}

impl Bell {
    fn lock(&self) -> MutexGuard<'_, u64> {
        self.rung.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn ring(&self) {
        *self.lock() += 1;
        self.heard.notify_all();
    }

    fn ring_for(&self, news: News) {
        if news.due.is_some() || news.has_letters {
            self.ring();
        }
    }

    pub fn wait(&self, seen: &mut u64, patience: Duration) -> bool {
        let rung = self.lock();
        let (rung, _) = self
            .heard
            .wait_timeout_while(rung, patience, |rung| *rung == *seen)
            .unwrap_or_else(PoisonError::into_inner);
        let has_news = *rung != *seen;
        *seen = *rung;
        has_news
    }
}
