//! Why does the store not do as it is asked? Data that says as a sentence what to do.

use super::super::{Refused, RunId};
use std::path::{Path, PathBuf};

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    #[error("{}: there is no such store; check the path, or make one with `legwork serve`", path.display())]
    NotFound { path: PathBuf },
    #[error("{}: this is no Legwork store; name another file", path.display())]
    NotAStore { path: PathBuf },
    #[error(
        "{}: this store is of a newer Legwork (schema {version}); install that one, or name another file",
        path.display()
    )]
    Newer { path: PathBuf, version: i64 },
    #[error(
        "{}: the store is damaged ({why}), and nothing was changed in it; put a copy back in its place",
        path.display()
    )]
    Damaged { path: PathBuf, why: String },
    #[error("{}: the store cannot be opened: {why}", path.display())]
    CannotOpen { path: PathBuf, why: String },
    #[error("another program has kept the store busy for too long; try again")]
    Busy,
    #[error("the disk is full; make room, then try again")]
    DiskFull,
    #[error("the store cannot be used: {0}")]
    Failed(String),
    #[error("the store is closed")]
    Closed,
    #[error("the definition is not taken up: {0}")]
    Definition(Refused),
    #[error("there is no workflow “{name}”{}", meant(nearest.as_deref()))]
    UnknownWorkflow {
        name: String,
        nearest: Option<String>,
    },
    #[error("there is no run {0}")]
    UnknownRun(RunId),
    #[error("there is no dead letter {0}")]
    UnknownLetter(i64),
    #[error("the call needs an id")]
    NoCallId,
    #[error("the push needs a name: who pushes the button")]
    NoName,
}

fn meant(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |name| format!("; did you mean “{name}”?"))
}

impl StoreError {
    /// What SQLite says, told of the store in a file.
    pub(super) fn of(error: &rusqlite::Error, path: &Path) -> Self {
        use rusqlite::ErrorCode;
        let path = path.to_owned();
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => Self::NotAStore { path },
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged {
                path,
                why: error.to_string(),
            },
            Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied | ErrorCode::ReadOnly) => {
                Self::CannotOpen {
                    path,
                    why: error.to_string(),
                }
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            _ => Self::Failed(error.to_string()),
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        Self::of(&error, Path::new("store"))
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        Self::Failed(error.to_string())
    }
}
