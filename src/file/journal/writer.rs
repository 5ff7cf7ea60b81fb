//! How do steps get to disk at once, without a frame that waits for it? On a thread of the journal's own.

use super::shape::{BaseLine, HeadLine, StepLine};
use super::{BEGUN_EXTENSION, EXTENSION, Keeping};
use std::fs::{self, File};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread;
use std::time::Duration;

/// How long to wait before writing is tried again.
const RETRY: Duration = Duration::from_secs(1);

/// How long leaving waits for what is still to be written. A disk that takes longer must not keep the window open.
const LONGEST_GOODBYE: Duration = Duration::from_secs(2);

/// A journal that is being written. Dropping it finishes it and leaves it where it is.
#[derive(Debug)]
pub(super) struct Journal {
    /// `None` once everything has been said.
    messages: Option<mpsc::Sender<Message>>,
    trouble: Arc<Mutex<Option<String>>>,
    /// Disconnected when the thread is through.
    is_done: mpsc::Receiver<()>,
}

#[derive(Debug)]
enum Message {
    Step(Box<StepLine>),
    Remove,
}

/// Where a journal goes on.
pub(super) enum Start {
    New(Box<(HeadLine, BaseLine)>),
    /// In a file that is there, open and locked, after so many bytes.
    At {
        file: File,
        path: PathBuf,
        length: u64,
    },
}

impl Journal {
    pub fn begin(keeping: Keeping, start: Start) -> Self {
        let (messages, received) = mpsc::channel();
        let (done, is_done) = mpsc::channel();
        let trouble = Arc::new(Mutex::new(None));
        let told = Arc::clone(&trouble);
        let spawned = thread::Builder::new()
            .name("journal".to_owned())
            .spawn(move || {
                let _dropped_at_the_end = done;
                Writer::new(keeping, start, told).run(&received);
            });
        if let Err(error) = spawned {
            *trouble.lock().unwrap_or_else(PoisonError::into_inner) = Some(sentence(&error));
        }
        Self {
            messages: Some(messages),
            trouble,
            is_done,
        }
    }

    pub fn write(&self, step: StepLine) {
        self.send(Message::Step(Box::new(step)));
    }

    /// Takes the journal from disk: what it tells is saved, or is not wanted any more.
    pub fn remove(self) {
        self.send(Message::Remove);
    }

    /// Why nothing can be written at present.
    pub fn trouble(&self) -> Option<String> {
        let trouble = self.trouble.lock();
        trouble.unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn send(&self, message: Message) {
        if let Some(messages) = &self.messages {
            // Without the thread there is trouble, and that has been told.
            let _ = messages.send(message);
        }
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        self.messages = None;
        let _ = self.is_done.recv_timeout(LONGEST_GOODBYE);
    }
}

struct Writer {
    keeping: Keeping,
    place: Option<OpenFile>,
    /// Whole lines that are not on disk yet.
    pending: Vec<u8>,
    trouble: Arc<Mutex<Option<String>>>,
}

struct OpenFile {
    file: File,
    path: PathBuf,
    /// Of what is known to be on disk.
    length: u64,
}

impl Writer {
    fn new(keeping: Keeping, start: Start, trouble: Arc<Mutex<Option<String>>>) -> Self {
        let mut writer = Self {
            keeping,
            place: None,
            pending: Vec::new(),
            trouble,
        };
        match start {
            Start::New(lines) => {
                writer.add_line(&lines.0);
                writer.add_line(&lines.1);
            }
            Start::At { file, path, length } => {
                writer.place = Some(OpenFile { file, path, length });
            }
        }
        writer
    }

    fn add_line(&mut self, line: &impl serde::Serialize) {
        let length = self.pending.len();
        match serde_json::to_writer(&mut self.pending, line) {
            Ok(()) => self.pending.push(b'\n'),
            // Cannot be: every shape can be written. A half line would spoil all that follows.
            Err(_) => self.pending.truncate(length),
        }
    }

    fn run(mut self, received: &mpsc::Receiver<Message>) {
        loop {
            let first = if self.pending.is_empty() {
                received.recv().map_err(|_| ())
            } else {
                match received.recv_timeout(RETRY) {
                    Ok(message) => Ok(message),
                    Err(mpsc::RecvTimeoutError::Timeout) => {
                        self.flush();
                        continue;
                    }
                    Err(mpsc::RecvTimeoutError::Disconnected) => Err(()),
                }
            };
            let Ok(first) = first else { break };
            for message in std::iter::once(first).chain(received.try_iter()) {
                match message {
                    Message::Step(step) => self.add_line(&step),
                    Message::Remove => return self.remove(),
                }
            }
            self.flush();
        }
        // The last that can be done.
        if !self.pending.is_empty() {
            self.flush();
        }
    }

    fn remove(self) {
        if let Some(OpenFile { path, file, .. }) = self.place {
            // Held to the end, so that nobody finds it in between.
            let _ = fs::remove_file(path);
            drop(file);
        }
    }

    /// Writes what is pending, or tells why not and keeps it for the next time.
    fn flush(&mut self) {
        let written = self.write_pending();
        let trouble = written.err().map(|error| sentence(&error));
        let mut told = self.trouble.lock().unwrap_or_else(PoisonError::into_inner);
        if *told != trouble {
            *told = trouble;
            drop(told);
            (self.keeping.wake)();
        }
    }

    fn write_pending(&mut self) -> io::Result<()> {
        if let Some(place) = &self.place
            && !place.path.exists()
        {
            // Somebody has tidied the folder up. All of it is written again.
            let mut all = place.content()?;
            all.append(&mut self.pending);
            self.pending = all;
            self.place = None;
        }
        match &mut self.place {
            Some(place) => place.append(&self.pending)?,
            None => self.place = Some(self.begin_file()?),
        }
        self.pending.clear();
        Ok(())
    }

    /// A new file gets its name once it is locked and its beginning is on disk: nobody finds a half one.
    fn begin_file(&self) -> io::Result<OpenFile> {
        let folder = &self.keeping.folder;
        fs::create_dir_all(folder)?;
        let begun = tempfile::Builder::new()
            .prefix("")
            .rand_bytes(12)
            .suffix(&format!(".{BEGUN_EXTENSION}"))
            .tempfile_in(folder)?;
        // Where the file system knows no locks, the work is still better written than not.
        let _ = begun.as_file().try_lock();
        begun.as_file().write_all(&self.pending)?;
        begun.as_file().sync_all()?;
        let path = begun.path().with_extension(EXTENSION);
        let file = begun
            .persist_noclobber(&path)
            .map_err(|error| error.error)?;
        // As in saving: the name lasts through a power failure once the folder is on disk too, where it can be.
        #[cfg(unix)]
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
        Ok(OpenFile {
            file,
            path,
            length: self.pending.len() as u64,
        })
    }
}

impl OpenFile {
    /// Writes after what is known to be on disk, so that what an attempt before left half written is gone.
    fn append(&mut self, lines: &[u8]) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(self.length))?;
        self.file.write_all(lines)?;
        self.file.sync_data()?;
        self.length += lines.len() as u64;
        Ok(())
    }

    fn content(&self) -> io::Result<Vec<u8>> {
        (&self.file).seek(SeekFrom::Start(0))?;
        let mut bytes = super::history::read_bytes(&self.file)?;
        bytes.truncate(usize::try_from(self.length).unwrap_or(usize::MAX));
        Ok(bytes)
    }
}

/// What is in the way, to be put after a dash or a colon.
fn sentence(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "the disk is full".to_owned(),
        io::ErrorKind::PermissionDenied => "there is no permission to write there".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the disk can only be read".to_owned(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => {
            "there is no folder for it".to_owned()
        }
        _ => error.to_string(),
    }
}
