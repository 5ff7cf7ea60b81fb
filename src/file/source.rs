//! Which state of a design is meant? A file as it is now, or as it was in a revision that git knows.

use super::git::{GitError, Repository};
use super::{FileError, LARGEST_FILE_BYTES, parse_bytes, read};
use crate::workflow::Design;
use std::fmt;
use std::path::{Path, PathBuf};

/// Where a design is read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    File(PathBuf),
    /// As `git show` takes it: `HEAD:designs/a.ron`.
    Revision {
        repository: Repository,
        /// A commit, a branch or a tag; empty for what is staged.
        revision: String,
        path: String,
    },
}

/// Why a state of a design cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    #[error(transparent)]
    File(#[from] FileError),
    #[error("{0}")]
    Git(#[from] GitError),
}

impl Source {
    /// What `name` says: a file that is there goes before a revision, and what cannot be one is a file.
    ///
    /// # Errors
    /// When it is a revision, and the present folder lies in no repository.
    pub fn named(name: &str) -> Result<Self, SourceError> {
        let file = || Self::File(PathBuf::from(name));
        let Some((revision, path)) = name.split_once(':') else {
            return Ok(file());
        };
        // One letter before the colon is a drive.
        let is_drive = revision.len() == 1 && path.starts_with(['\\', '/']);
        if is_drive || path.is_empty() || Path::new(name).exists() {
            return Ok(file());
        }
        Ok(Self::Revision {
            repository: Repository::around(Path::new("."))?,
            revision: revision.to_owned(),
            path: path.to_owned(),
        })
    }

    /// A file as it was committed last.
    ///
    /// # Errors
    /// When it lies in no repository.
    pub fn committed(file: &Path) -> Result<Self, SourceError> {
        let repository = Repository::around(file)?;
        let path = repository.path_of(file);
        let path = path.ok_or_else(|| GitError::NoRepository(file.to_owned()))?;
        Ok(Self::Revision {
            repository,
            revision: "HEAD".to_owned(),
            path,
        })
    }

    /// Reads the design.
    ///
    /// # Errors
    /// When it is not there, or is no design.
    pub fn read(&self) -> Result<Design, SourceError> {
        match self {
            Self::File(path) => Ok(read(path)?.design),
            Self::Revision {
                repository,
                revision,
                path,
            } => {
                let bytes = repository.read(revision, path)?;
                let name = PathBuf::from(self.to_string());
                if bytes.len() as u64 > LARGEST_FILE_BYTES {
                    return Err(super::Fault::TooLarge.in_file(&name).into());
                }
                Ok(parse_bytes(bytes, &name)?)
            }
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => path.display().fmt(f),
            Self::Revision { revision, path, .. } => write!(f, "{revision}:{path}"),
        }
    }
}
