//! What becomes of the files of open designs? Somebody looks at them twice a second, beside the frames.

use crate::designer::document::{DocumentId, OnDisk};
use crate::file::{self, Stamp};
use std::collections::BTreeMap;
use std::fs::Permissions;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, Weak, mpsc};
use std::thread;
use std::time::{Duration, SystemTime};

const PERIOD: Duration = Duration::from_millis(400);

/// A file to look after, and what it held when the window last read or wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watched {
    pub document_id: DocumentId,
    pub path: PathBuf,
    pub known: Stamp,
}

/// What was seen of a file.
#[derive(Debug)]
pub struct News {
    pub document_id: DocumentId,
    /// As the window knew the file when it was looked at. It may have been saved since: the news is old then.
    pub known: Stamp,
    pub on_disk: OnDisk,
}

/// Looks after files on a thread of its own until it is dropped.
pub struct FileWatch {
    watched: Arc<Mutex<Vec<Watched>>>,
    news: mpsc::Receiver<News>,
}

impl FileWatch {
    /// `wake` is called when there is news.
    pub fn begin(wake: impl Fn() + Send + 'static) -> Self {
        let watched = Arc::new(Mutex::new(Vec::new()));
        let (tell, news) = mpsc::channel();
        let watched_there = Arc::downgrade(&watched);
        // Without the thread nobody hears that a file has changed until it is saved, where it is looked at in any case.
        let _ = thread::Builder::new()
            .name("open files".to_owned())
            .spawn(move || look(&watched_there, &tell, &wake));
        Self { watched, news }
    }

    /// Which files to look after from now on.
    pub fn follow(&self, watched: Vec<Watched>) {
        let mut there = self.watched.lock().unwrap_or_else(PoisonError::into_inner);
        if *there != watched {
            *there = watched;
        }
    }

    pub fn news(&self) -> impl Iterator<Item = News> + '_ {
        self.news.try_iter()
    }
}

fn look(watched: &Weak<Mutex<Vec<Watched>>>, tell: &mpsc::Sender<News>, wake: &impl Fn()) {
    let mut looks: BTreeMap<DocumentId, Look> = BTreeMap::new();
    while let Some(watched) = watched.upgrade() {
        let files = watched
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        drop(watched);
        looks.retain(|id, _| files.iter().any(|file| file.document_id == *id));
        for file in files {
            let look = looks.entry(file.document_id).or_default();
            if let Some(on_disk) = look.again(&file) {
                let news = News {
                    document_id: file.document_id,
                    known: file.known,
                    on_disk,
                };
                if tell.send(news).is_err() {
                    return;
                }
                wake();
            }
        }
        thread::sleep(PERIOD);
    }
}

/// What was last seen of one file.
#[derive(Debug, Default)]
struct Look {
    of: Option<(PathBuf, Stamp)>,
    /// Length, time of the last change, and who may read it; `None` when it is gone.
    traits: Option<(u64, Option<SystemTime>, Permissions)>,
    /// It has been looked into since it came to rest.
    is_known: bool,
    /// Something else than what the window knows was told.
    has_told: bool,
}

impl Look {
    /// Looks again; returns what is new. A file that is still being written is left to come to rest.
    fn again(&mut self, file: &Watched) -> Option<OnDisk> {
        let metadata = std::fs::metadata(&file.path);
        let traits = metadata
            .ok()
            .map(|it| (it.len(), it.modified().ok(), it.permissions()));
        let of = Some((file.path.clone(), file.known.clone()));
        if self.of != of || self.traits != traits {
            self.of = of;
            self.traits = traits;
            self.is_known = false;
            return None;
        }
        if std::mem::replace(&mut self.is_known, true) {
            return None;
        }
        let on_disk = match traits {
            None if matches!(file.path.try_exists(), Ok(false)) => OnDisk::Gone,
            _ => read(&file.path, &file.known),
        };
        let is_as_known = matches!(on_disk, OnDisk::AsKnown);
        let is_news = !is_as_known || self.has_told;
        self.has_told = !is_as_known;
        is_news.then_some(on_disk)
    }
}

fn read(path: &Path, known: &Stamp) -> OnDisk {
    if file::is_unchanged(path, known).unwrap_or(false) {
        return OnDisk::AsKnown;
    }
    match file::read(path) {
        Ok(read) => OnDisk::Changed(Box::new(read)),
        Err(error) => {
            let bytes = std::fs::read(path).unwrap_or_default();
            OnDisk::Unreadable(error.to_string(), Stamp::of(&bytes))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::designer::document::Document;
    use crate::edit::commands::new_workflow;
    use std::fs;

    /// A file with a design, as a window has read it.
    fn watched(folder: &Path) -> Watched {
        let path = folder.join("a.ron");
        let known = file::save(&path, &new_workflow("a"), None).unwrap();
        let document_id = Document::new(new_workflow("a")).id;
        Watched {
            document_id,
            path,
            known,
        }
    }

    /// What is told of the file once it has come to rest.
    fn told(look: &mut Look, file: &Watched) -> Option<OnDisk> {
        let first = look.again(file);
        assert!(first.is_none(), "{first:?}");
        look.again(file)
    }

    #[test]
    fn a_file_that_is_as_it_was_is_no_news() {
        let folder = tempfile::tempdir().unwrap();
        let file = watched(folder.path());
        let mut look = Look::default();
        assert!(told(&mut look, &file).is_none());
        let text = fs::read(&file.path).unwrap();
        fs::write(&file.path, text).unwrap();
        for _ in 0..3 {
            assert!(look.again(&file).is_none());
        }
    }

    #[test]
    fn a_change_a_fault_and_a_loss_are_told_once_and_so_is_that_all_is_well_again() {
        let folder = tempfile::tempdir().unwrap();
        let file = watched(folder.path());
        let mine = fs::read(&file.path).unwrap();
        let mut look = Look::default();
        assert!(told(&mut look, &file).is_none());

        file::save(&file.path, &new_workflow("theirs"), None).unwrap();
        let Some(OnDisk::Changed(read)) = told(&mut look, &file) else {
            panic!("it has changed");
        };
        assert_eq!(read.design.workflow.name(), "theirs");
        assert!(look.again(&file).is_none());

        fs::write(&file.path, "<<<<<<< HEAD").unwrap();
        let faulty = told(&mut look, &file);
        assert!(matches!(faulty, Some(OnDisk::Unreadable(..))), "{faulty:?}");

        fs::remove_file(&file.path).unwrap();
        let gone = told(&mut look, &file);
        assert!(matches!(gone, Some(OnDisk::Gone)), "{gone:?}");

        fs::write(&file.path, mine).unwrap();
        let well = told(&mut look, &file);
        assert!(matches!(well, Some(OnDisk::AsKnown)), "{well:?}");
    }

    #[test]
    fn what_the_window_itself_saves_is_no_news() {
        let folder = tempfile::tempdir().unwrap();
        let mut file = watched(folder.path());
        let mut look = Look::default();
        assert!(told(&mut look, &file).is_none());
        file.known = file::save(&file.path, &new_workflow("mine"), None).unwrap();
        assert!(told(&mut look, &file).is_none());
    }
}
