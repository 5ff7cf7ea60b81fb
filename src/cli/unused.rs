//! Which of the files that were named could not be used? What `check` and `rehearse` tell beside what they found.

use super::progress::Progress;
use super::{Terminal, paint};
use crate::file::{FileError, Found, Looked, ReadDesign};
use serde::Serialize;
use std::io;
use std::path::Path;

/// What stood in the way while designs were looked through.
#[derive(Default)]
pub(super) struct Unused {
    pub unreadable: Vec<FileError>,
    /// A sentence for each file.
    pub unsaved: Vec<String>,
    pub passed_over_count: usize,
}

impl Unused {
    /// Reads each design that was found, with a bar while it takes long, and hands it over.
    pub fn look(&mut self, found: &[Found], mut take: impl FnMut(&mut Self, &Path, ReadDesign)) {
        let mut progress = Progress::new(found.len());
        for one in found {
            match one.look() {
                Looked::Design(read) => take(self, &one.path, *read),
                Looked::PassedOver => self.passed_over_count += 1,
                Looked::Unreadable(error) => self.unreadable.push(error),
            }
            progress.step();
        }
    }

    pub const fn is_any(&self) -> bool {
        !self.unreadable.is_empty() || !self.unsaved.is_empty()
    }

    pub fn write(&self, terminal: &mut Terminal<'_>) -> io::Result<()> {
        terminal.out.flush()?;
        for error in &self.unreadable {
            paint::file_error(terminal.err, error)?;
        }
        for sentence in &self.unsaved {
            paint::error(terminal.err, sentence)?;
        }
        Ok(())
    }

    /// For the end of a summary.
    pub fn parts(&self) -> Vec<String> {
        let mut parts = Vec::new();
        if !self.unreadable.is_empty() {
            let files = paint::count(self.unreadable.len(), "file");
            parts.push(format!("{files} cannot be read"));
        }
        if self.passed_over_count > 0 {
            let others = paint::count(self.passed_over_count, "other .ron file");
            parts.push(format!("{others} passed over"));
        }
        parts
    }

    pub fn json(&self) -> Vec<JsonFault> {
        self.unreadable.iter().map(JsonFault::of).collect()
    }
}

/// Says that nothing that was named is a design.
pub(super) fn say_no_design(terminal: &mut Terminal<'_>) -> io::Result<()> {
    paint::error(
        terminal.err,
        "there is no design in what was named; designs are .ron files",
    )
}

#[derive(Serialize)]
pub(super) struct JsonFault {
    path: String,
    line: Option<usize>,
    column: Option<usize>,
    message: String,
}

impl JsonFault {
    fn of(error: &FileError) -> Self {
        let place = error.fault.line_and_column();
        Self {
            path: error.path.display().to_string(),
            line: place.map(|(line, _)| line),
            column: place.map(|(_, column)| column),
            message: error.fault.to_string(),
        }
    }
}
