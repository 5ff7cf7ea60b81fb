//! Which workflows can be set? Those whose definitions lie in a folder: new and amended files are taken up as they come.

use crate::file;
use crate::runtime::Timestamp;
use crate::runtime::store::{Store, StoreError};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use std::{fs, io};

/// A folder of definitions, and what has been seen of it.
pub struct Definitions {
    folder: PathBuf,
    seen: BTreeMap<PathBuf, Trace>,
}

/// What a file looks like from outside.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Trace {
    changed: SystemTime,
    byte_count: u64,
}

/// What has become of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TakenUp {
    /// New calls of this workflow go through it from now on.
    New { workflow: String, path: PathBuf },
    /// A sentence that says why it is left alone.
    Not(String),
}

impl Definitions {
    pub const fn new(folder: PathBuf) -> Self {
        Self {
            folder,
            seen: BTreeMap::new(),
        }
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Takes up what is new or was amended since the last look, the latest last: of two definitions of one workflow it
    /// is the one that counts.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn look(&mut self, store: &Store, at: Timestamp) -> io::Result<Vec<TakenUp>> {
        let mut changed = Vec::new();
        for entry in fs::read_dir(&self.folder)? {
            let path = entry?.path();
            if !is_definition_file(&path) {
                continue;
            }
            // A file may be gone again by now.
            let Ok(metadata) = fs::metadata(&path) else {
                continue;
            };
            let trace = Trace {
                changed: metadata.modified()?,
                byte_count: metadata.len(),
            };
            if metadata.is_file() && self.seen.get(&path) != Some(&trace) {
                changed.push((trace, path));
            }
        }
        changed.sort();
        let mut taken_up = Vec::new();
        for (trace, path) in changed {
            taken_up.extend(take_up(store, &path, at));
            self.seen.insert(path, trace);
        }
        Ok(taken_up)
    }
}

fn is_definition_file(path: &Path) -> bool {
    let is_hidden = path
        .file_name()
        .is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
    !is_hidden
        && path
            .extension()
            .is_some_and(|ending| ending == "json" || ending == "ron")
}

/// `None` when the store has it already.
fn take_up(store: &Store, path: &Path, at: Timestamp) -> Option<TakenUp> {
    let definition = match file::read_definition(path) {
        Ok(definition) => definition,
        Err(error) => return Some(TakenUp::Not(error.to_string())),
    };
    let workflow = definition.workflow.clone();
    match store.take_up(definition, at) {
        Ok(true) => Some(TakenUp::New {
            workflow,
            path: path.to_owned(),
        }),
        Ok(false) => None,
        Err(StoreError::Definition(refused)) => {
            Some(TakenUp::Not(format!("{}: {refused}", path.display())))
        }
        Err(error) => Some(TakenUp::Not(error.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export;
    use crate::rules;
    use crate::workflow::{Flow, sketch};

    fn definition(text: &str) -> String {
        let workflow = sketch::parse(text).unwrap();
        let findings = rules::check(&workflow, &Flow::new(&workflow));
        match export::definition(&workflow, &findings) {
            Ok(definition) => export::json(&definition),
            Err(_) => export::json(&export::draft(&workflow, &findings)),
        }
    }

    #[test]
    fn files_are_taken_up_once_and_again_when_they_are_amended() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_or_make(&folder.path().join("store.db")).unwrap();
        let mut definitions = Definitions::new(folder.path().to_owned());
        let mut look = || definitions.look(&store, Timestamp(0)).unwrap();
        assert_eq!(look(), []);
        let path = folder.path().join("a.json");
        let new = TakenUp::New {
            workflow: "Sketch".to_owned(),
            path: path.clone(),
        };
        fs::write(&path, definition("1 New Call\n  finish \"x\"")).unwrap();
        assert_eq!(look(), std::slice::from_ref(&new));
        assert_eq!(look(), []);
        fs::write(&path, definition("1 New Call\n  finish \"another\"")).unwrap();
        assert_eq!(look(), [new]);
        assert_eq!(store.workflows().unwrap().len(), 1);
        fs::write(
            folder.path().join("b.json"),
            definition("1 New Call\n  note \"x\""),
        )
        .unwrap();
        let told = look();
        assert!(
            matches!(&told[..], [TakenUp::Not(why)] if why.contains("draft of an incomplete workflow (dangling-leg)")),
            "{told:?}"
        );
        fs::write(folder.path().join("notes.txt"), "x").unwrap();
        assert_eq!(look(), []);
    }
}
