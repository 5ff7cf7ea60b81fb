//! Which designs are in the folder that is open, and how does each stand? Listed at once, read and checked beside the
//! window, and looked at again and again, so that what another program does there shows by itself.

mod panel;
mod watcher;

pub use panel::{FolderPanel, FolderSort};

use crate::file::Changes;
use crate::rules::Tally;
use eframe::egui;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use watcher::{News, Watcher};

/// A folder of designs.
pub struct Folder {
    /// Absolute.
    pub path: PathBuf,
    entries: BTreeMap<PathBuf, Entry>,
    watcher: Watcher,
    /// Has the folder been looked through once?
    is_listed: bool,
    /// How many designs the last look found to be checked.
    due_count: usize,
    /// Grows when anything that the list shows has changed.
    revision: u64,
    content_revision: u64,
}

/// A design of the folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The workflow's name, as far as it is known.
    pub name: Option<String>,
    pub state: State,
    pub modified: Option<SystemTime>,
    /// Is it to be checked, for the first time or since it has changed?
    is_due: bool,
}

/// How a design stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    Unchecked,
    Checked {
        stage_count: usize,
        tally: Tally,
    },
    /// Why it cannot be read, as a sentence.
    Unreadable(String),
}

impl State {
    /// One word for it.
    pub const fn title(&self) -> &'static str {
        match self {
            Self::Unchecked => "Not checked yet",
            Self::Checked { tally, .. } if tally.errors == 0 => "Complete",
            Self::Checked { .. } => "Incomplete",
            Self::Unreadable(_) => "Unreadable",
        }
    }

    pub const fn stage_count(&self) -> usize {
        match self {
            Self::Checked { stage_count, .. } => *stage_count,
            _ => 0,
        }
    }
}

impl Folder {
    /// Begins to look through a folder. Whenever there are news, `ctx` is asked to draw.
    pub fn open(path: &Path, ctx: &egui::Context) -> Self {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        Self {
            watcher: Watcher::start(path.clone(), ctx.clone()),
            path,
            entries: BTreeMap::new(),
            is_listed: false,
            due_count: 0,
            revision: 0,
            content_revision: 0,
        }
    }

    /// The folder's own name.
    pub fn name(&self) -> String {
        let name = self.path.file_name();
        name.map_or_else(
            || self.path.display().to_string(),
            |name| name.to_string_lossy().into_owned(),
        )
    }

    /// All designs, by path.
    pub const fn entries(&self) -> &BTreeMap<PathBuf, Entry> {
        &self.entries
    }

    /// Grows when designs have come, changed or gone.
    pub const fn content_revision(&self) -> u64 {
        self.content_revision
    }

    /// Takes in what the watcher has found since the last frame.
    pub fn refresh(&mut self) {
        while let Some(news) = self.watcher.next() {
            self.revision += 1;
            match news {
                News::Changed(changes) => self.take_changes(changes),
                News::Checked { path, name, state } => {
                    if let Some(entry) = self.entries.get_mut(&path) {
                        entry.name = name.or(entry.name.take());
                        entry.state = state;
                        entry.is_due = false;
                    }
                }
                News::PassedOver(path) => {
                    self.entries.remove(&path);
                }
            }
        }
    }

    fn take_changes(&mut self, changes: Changes) {
        self.is_listed = true;
        self.content_revision += 1;
        for path in changes.gone {
            self.entries.remove(&path);
        }
        self.due_count = changes.listed.len();
        for listed in changes.listed {
            let entry = self.entries.entry(listed.found.path).or_insert(Entry {
                name: None,
                state: State::Unchecked,
                modified: None,
                is_due: true,
            });
            // What was known of it stays until it has been checked again.
            entry.name = listed.name.or(entry.name.take());
            entry.modified = listed.modified;
            entry.is_due = true;
        }
    }

    /// How many of how many designs have been checked; `None` when nothing is left to check.
    fn progress(&self) -> Option<(usize, usize)> {
        let due = self.entries.values().filter(|entry| entry.is_due).count();
        (due > 0).then(|| (self.due_count.saturating_sub(due), self.due_count.max(due)))
    }

    /// What people call the file: its path below the folder.
    pub fn short_path(&self, path: &Path) -> String {
        let below = path.strip_prefix(&self.path).unwrap_or(path);
        if below.as_os_str().is_empty() {
            return self.name();
        }
        below.display().to_string()
    }
}

/// `1,234`.
pub fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_written_in_groups_of_three() {
        for (count, text) in [
            (0, "0"),
            (120, "120"),
            (1000, "1,000"),
            (1_234_567, "1,234,567"),
        ] {
            assert_eq!(grouped(count), text);
        }
    }
}
