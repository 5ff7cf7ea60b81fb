//! Which work was not saved? That of the journals whose program lives no more.

use super::history::{History, JournalFault, read_bytes};
use super::journaled::lock;
use super::{BEGUN_EXTENSION, EXTENSION};
use crate::edit::Unsaved;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// A journal whose program has not come to remove it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Orphan {
    pub journal: PathBuf,
    /// When its last step was written.
    pub changed_at: SystemTime,
    /// What would be recovered, or a sentence that says why nothing can be.
    pub rescue: Result<Rescue, String>,
}

/// What can be recovered from a journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rescue {
    /// The workflow's.
    pub name: String,
    /// The design's file; `None` when it never had one.
    pub file: Option<PathBuf>,
    /// `14 steps, the last: add Button`; a part of a sentence.
    pub what: String,
    /// Something at the end of the journal cannot be read.
    pub is_damaged: bool,
}

/// All orphaned journals of a folder, the latest first and those that cannot be read last. Those in which nothing is
/// unsaved are removed; those that somebody holds are left alone.
///
/// Reads and plays each of them: not for the thread that draws.
pub fn orphans(folder: &Path) -> Vec<Orphan> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let mut found: Vec<Orphan> = paths
        .filter_map(|path| match path.extension()?.to_str()? {
            EXTENSION => orphan(path),
            BEGUN_EXTENSION => {
                remove_begun(&path);
                None
            }
            _ => None,
        })
        .collect();
    found.sort_by(|a, b| {
        let is_lost = |orphan: &Orphan| orphan.rescue.is_err();
        let by_use = is_lost(a).cmp(&is_lost(b));
        let by_age = b.changed_at.cmp(&a.changed_at);
        by_use.then(by_age).then_with(|| a.journal.cmp(&b.journal))
    });
    found
}

fn orphan(journal: PathBuf) -> Option<Orphan> {
    let file = File::open(&journal).ok()?;
    let is_locked = match file.try_lock_shared() {
        Ok(()) => true,
        Err(TryLockError::WouldBlock) => return None,
        Err(TryLockError::Error(_)) => false,
    };
    let changed_at = file.metadata().and_then(|metadata| metadata.modified());
    let history = read_bytes(&file)
        .map_err(JournalFault::from)
        .and_then(|bytes| History::play(&bytes, |_| {}));
    let rescue = match history {
        // Only what is surely nobody's is removed.
        Ok(history) if !history.is_worth_keeping() && is_locked => {
            let _ = fs::remove_file(&journal);
            return None;
        }
        Ok(history) => Ok(Rescue {
            name: history.editor.design().workflow.name().to_owned(),
            what: told(&history),
            file: history.origin.path,
            is_damaged: history.damaged_line.is_some(),
        }),
        Err(fault) => Err(fault.to_string()),
    };
    Some(Orphan {
        journal,
        changed_at: changed_at.unwrap_or(SystemTime::UNIX_EPOCH),
        rescue,
    })
}

/// What is not saved, for people.
fn told(history: &History) -> String {
    let steps = |count: usize| match count {
        1 => "1 step".to_owned(),
        count => format!("{count} steps"),
    };
    match history.editor.unsaved() {
        Some(Unsaved::Done { count, last }) => format!("{}, the last: {last}", steps(count)),
        Some(Unsaved::Undone { count, last }) => {
            format!("{} undone, the last: {last}", steps(count))
        }
        Some(Unsaved::Unnamed) if history.origin.path.is_none() => "as it was begun".to_owned(),
        Some(Unsaved::Unnamed) => "unlike what is in its file".to_owned(),
        None => "nothing that is not in its file".to_owned(),
    }
}

/// Which journals of a folder are there.
pub fn journals(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let is_journal = |path: &PathBuf| path.extension().is_some_and(|it| it == EXTENSION);
    paths.filter(is_journal).collect()
}

/// Is this the journal of a living program that has unsaved work on that file? Where the system lets nobody read what
/// is locked, that is not known.
///
/// Reads and plays it: not for the thread that draws.
pub fn is_unsaved_elsewhere(journal: &Path, file: &Path) -> bool {
    let Ok(open) = File::open(journal) else {
        return false;
    };
    if !matches!(open.try_lock_shared(), Err(TryLockError::WouldBlock)) {
        return false;
    }
    let history = read_bytes(&open)
        .ok()
        .and_then(|bytes| History::play(&bytes, |_| {}).ok());
    let Some(history) = history.filter(|history| history.editor.is_unsaved()) else {
        return false;
    };
    history
        .origin
        .path
        .is_some_and(|path| match (path.canonicalize(), file.canonicalize()) {
            (Ok(there), Ok(here)) => there == here,
            _ => path == file,
        })
}

/// A journal that was never finished beginning holds nothing yet. One that is being begun is locked.
fn remove_begun(path: &Path) {
    if File::open(path).is_ok_and(|file| file.try_lock().is_ok()) {
        let _ = fs::remove_file(path);
    }
}

/// Removes a journal whose work is not wanted.
///
/// # Errors
/// When somebody is at it, or it cannot be removed.
pub fn discard(journal: &Path) -> Result<(), JournalFault> {
    let file = File::open(journal)?;
    lock(&file)?;
    fs::remove_file(journal)?;
    Ok(())
}
