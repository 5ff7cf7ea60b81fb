//! Why can a file not be read? Data with a place, that says as a sentence what to do.

use super::{ANNOTATED_FORMAT, FORMAT, LARGEST_FILE_BYTES, Misread, SCENARIOS_FORMAT};
use crate::export::Unfit;
use std::io;
use std::path::{Path, PathBuf};

/// A file that cannot be read as what it should be. Shown as `path: sentence`, or `path:line:column: sentence`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}{}: {fault}", path.display(), fault.place())]
pub struct FileError {
    pub path: PathBuf,
    pub fault: Fault,
}

/// What is wrong with it, apart from where it lies.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("there is no such file; check the path, or make a new design with `legwork new`")]
    NotFound,
    #[error("this is a folder; name a file in it")]
    Folder,
    #[error("you have no permission to read this file; ask its owner, or change its permissions")]
    NotPermitted,
    #[error("the file cannot be read: {0}")]
    Unreadable(String),
    #[error(
        "the file is larger than {} MiB, which no design is; check that it is the right one",
        LARGEST_FILE_BYTES / (1024 * 1024)
    )]
    TooLarge,
    #[error("the file is empty; make a new design with `legwork new`, or take it back from a copy")]
    Empty,
    #[error("the file is in UTF-16; save it as UTF-8 and open it again")]
    Utf16,
    #[error("there is a byte here that is not UTF-8; save the file as UTF-8 and open it again")]
    NotUtf8 { line: usize, column: usize },
    #[error(
        "this is JSON and no Legwork design; of an exported definition, open the design it came from"
    )]
    Json,
    #[error(
        "this is a definition, exported for the runtime, and no design; open the design it came from"
    )]
    Definition,
    #[error("these are scenarios and no design; open the design that they lie beside")]
    Scenarios,
    #[error("these are no scenarios; take the file back from a copy, or move it away")]
    NotScenarios,
    #[error(
        "these scenarios have the format “{0}”, and this Legwork reads “{SCENARIOS_FORMAT}”; install a newer Legwork"
    )]
    OtherScenarios(String),
    #[error("these are copied stages and no design; open a design and paste them there")]
    Clipboard,
    #[error("this is a design and no definition; make one of it with `legwork export`")]
    Design,
    #[error("this is no Legwork definition; make one with `legwork export`")]
    NotADefinition,
    #[error("{0}")]
    Unfit(Unfit),
    /// The message is that of the JSON reader.
    #[error("{message}")]
    MisreadJson {
        line: usize,
        column: usize,
        message: String,
    },
    #[error("this is no Legwork design; a design begins with `(format: {FORMAT},`")]
    NotADesign,
    #[error(
        "this design has format {0}, and this Legwork reads formats up to {FORMAT}; install a newer Legwork"
    )]
    NewerFormat(u32),
    #[error("this design has format 0, which no Legwork has written; formats are 1 to {FORMAT}")]
    UnknownFormat,
    #[error(
        "these are copied stages of a newer Legwork (format {0}); this one reads up to {ANNOTATED_FORMAT}"
    )]
    NewerFragment(u32),
    #[error("what is in the clipboard does not come from Legwork; copy stages or actions first")]
    NotAFragment,
    #[error("{0}")]
    Misread(Box<Misread>),
}

impl Fault {
    pub(super) fn in_file(self, path: &Path) -> FileError {
        FileError {
            path: path.to_owned(),
            fault: self,
        }
    }

    pub(super) fn from_io(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Self::NotFound,
            io::ErrorKind::PermissionDenied => Self::NotPermitted,
            io::ErrorKind::IsADirectory => Self::Folder,
            _ => Self::Unreadable(error.to_string()),
        }
    }

    /// Line and column, counted from 1, where the fault has them.
    pub fn line_and_column(&self) -> Option<(usize, usize)> {
        match self {
            Self::NotUtf8 { line, column } | Self::MisreadJson { line, column, .. } => {
                Some((*line, *column))
            }
            Self::Misread(misread) => Some((misread.line, misread.column)),
            _ => None,
        }
    }

    fn place(&self) -> String {
        self.line_and_column()
            .map(|(line, column)| format!(":{line}:{column}"))
            .unwrap_or_default()
    }
}
