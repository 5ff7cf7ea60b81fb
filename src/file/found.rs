//! Which designs are meant by the files and folders that were named?

use super::{Fault, FileError, Head, ReadDesign, head_of, read, read_text};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A `.ron` file that was named, or found in a folder that was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub path: PathBuf,
    /// One found in a folder may be anybody's.
    is_named: bool,
}

/// What reading one of them brought.
pub enum Looked {
    Design(Box<ReadDesign>),
    /// Another program's file, a definition: not what was looked for.
    PassedOver,
    Unreadable(FileError),
}

/// Files in the order in which they were named, those of a folder by name. Folders are searched to the bottom, but for
/// hidden ones and those that a link leads to.
pub fn find_designs(paths: &[PathBuf]) -> Vec<Found> {
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() {
            search(path, &mut found);
        } else {
            found.push(Found {
                path: path.clone(),
                is_named: true,
            });
        }
    }
    let mut seen = BTreeSet::new();
    found.retain(|one| seen.insert(one.path.clone()));
    found
}

fn search(folder: &Path, found: &mut Vec<Found>) {
    let mut pending = vec![folder.to_owned()];
    while let Some(path) = pending.pop() {
        // What may not be looked into shows as unreadable later.
        let Ok(entries) = fs::read_dir(&path) else {
            found.push(Found {
                path,
                is_named: true,
            });
            continue;
        };
        let mut files = Vec::new();
        let mut folders = Vec::new();
        for entry in entries.flatten() {
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            let path = entry.path();
            let is_hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
            if is_folder && !is_hidden {
                folders.push(path);
            } else if !is_hidden && path.extension().is_some_and(|e| e == "ron") && path.is_file() {
                files.push(path);
            }
        }
        files.sort();
        folders.sort_by(|a, b| b.cmp(a));
        pending.extend(folders);
        found.extend(files.into_iter().map(|path| Found {
            path,
            is_named: false,
        }));
    }
}

impl Found {
    /// Reads it.
    pub fn look(&self) -> Looked {
        match read(&self.path) {
            Ok(read) => Looked::Design(Box::new(read)),
            Err(error) if !self.is_named && self.is_foreign(&error.fault) => Looked::PassedOver,
            Err(error) => Looked::Unreadable(error),
        }
    }

    fn is_foreign(&self, fault: &Fault) -> bool {
        match fault {
            Fault::Definition
            | Fault::Scenarios
            | Fault::Json
            | Fault::Clipboard
            | Fault::NotADesign => true,
            // Broken, but does it begin as a design does?
            Fault::Misread(_) => {
                read_text(&self.path).is_ok_and(|text| head_of(&text) == Head::Design(None))
            }
            _ => false,
        }
    }
}
