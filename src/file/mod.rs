//! How is a design kept? As RON on disk, in one canonical form, saved without ever harming what is there.
//!
//! The model knows nothing of files: the serde types that mirror them live here. Faults of form are a [`FileError`] with
//! its place; faults of meaning (a missing event, an id given twice) load, and [`crate::rules`] reports them.

mod clipboard;
mod definition;
mod fault;
mod found;
pub mod git;
mod head;
pub mod journal;
mod listing;
mod misread;
mod save;
mod scenarios;
mod shape;
mod source;
#[cfg(any(feature = "gui", feature = "pictures"))]
mod system_fonts;
mod write;

#[cfg(test)]
mod tests;

pub use clipboard::{clipboard_text, fragment_from_clipboard};
pub use definition::{parse_definition, read_definition};
pub use fault::{Fault, FileError};
pub use found::{Found, Looked, find_designs};
pub use head::{Head, head_of};
pub use listing::{Changes, Listed, Listing};
pub use misread::{Misread, printable, ron_options};
pub use save::{SaveError, Stamp, is_unchanged, save, write_atomically};
pub use scenarios::{
    ReadScenarios, SCENARIOS_FORMAT, design_of_scenarios, parse_scenarios, read_scenarios,
    save_scenarios, scenarios_path, scenarios_text,
};
pub use source::{Source, SourceError};
#[cfg(any(feature = "gui", feature = "pictures"))]
pub use system_fonts::script_fonts;
pub use write::text_of;

use crate::workflow::Design;
use shape::DesignShape;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// The newest format. It is written where a design needs it, else [`PLAIN_FORMAT`]; older ones are read.
///
/// 4 has a limit, what reviewers have said, and what a merge has left to decide.
pub const FORMAT: u32 = 4;

/// 3 has frames, sticky notes, collapsed legs, bookmarks and waivers.
const ANNOTATED_FORMAT: u32 = 3;

/// 2 keeps the next unused numbers (`next:`), so that a deleted stage's number is not given again; 1 did not.
pub const PLAIN_FORMAT: u32 = 2;

/// Larger files are refused: a design of 100,000 stages has about 40 MiB.
pub const LARGEST_FILE_BYTES: u64 = 256 * 1024 * 1024;

/// A design together with what was on disk when it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadDesign {
    pub design: Design,
    /// What it was read from. Faults that reading mends are only in here.
    pub text: String,
    pub stamp: Stamp,
}

/// Reads a design.
///
/// # Errors
/// When the file cannot be read, is no text, or is no design; each says what to do.
pub fn read(path: &Path) -> Result<ReadDesign, FileError> {
    let bytes = read_bytes(path)?;
    let stamp = Stamp::of(&bytes);
    let text = text_in(bytes, path)?;
    Ok(ReadDesign {
        design: parse(&text, path)?,
        text,
        stamp,
    })
}

/// # Errors
/// When the file cannot be read, is too large, or is not UTF-8.
pub fn read_text(path: &Path) -> Result<String, FileError> {
    text_in(read_bytes(path)?, path)
}

/// Reads a design from text. `name` is what errors call it.
///
/// # Errors
/// When the text is no design, or one of a newer format.
pub fn parse(text: &str, name: &Path) -> Result<Design, FileError> {
    parse_shape(text)
        .map(DesignShape::into_design)
        .map_err(|fault| fault.in_file(name))
}

/// Reads a design from what a file held. `name` is what errors call it.
///
/// # Errors
/// When it is no text, or as [`parse`].
pub fn parse_bytes(bytes: Vec<u8>, name: &Path) -> Result<Design, FileError> {
    parse(&text_in(bytes, name)?, name)
}

fn parse_shape(text: &str) -> Result<DesignShape, Fault> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match head_of(text) {
        Head::Empty => return Err(Fault::Empty),
        Head::Json => return Err(Fault::Json),
        Head::Definition => return Err(Fault::Definition),
        Head::Scenarios => return Err(Fault::Scenarios),
        Head::Clipboard => return Err(Fault::Clipboard),
        Head::Other => return Err(Fault::NotADesign),
        // Refused before the rest is read: what a newer format holds cannot be known.
        Head::Design(Some(format)) => check_format(format)?,
        Head::Design(None) => {}
    }
    let shape: DesignShape = ron_options()
        .from_str(text)
        .map_err(|error| Fault::Misread(Box::new(Misread::new(text, &error))))?;
    check_format(shape.format)?;
    Ok(shape)
}

fn check_format(format: u32) -> Result<(), Fault> {
    match format {
        1..=FORMAT => Ok(()),
        0 => Err(Fault::UnknownFormat),
        newer => Err(Fault::NewerFormat(newer)),
    }
}

fn read_bytes(path: &Path) -> Result<Vec<u8>, FileError> {
    let in_file = |fault: Fault| fault.in_file(path);
    let of_io = |error: &std::io::Error| in_file(Fault::from_io(error));
    let metadata = std::fs::metadata(path).map_err(|error| of_io(&error))?;
    if metadata.is_dir() {
        return Err(in_file(Fault::Folder));
    }
    if metadata.len() > LARGEST_FILE_BYTES {
        return Err(in_file(Fault::TooLarge));
    }
    let file = File::open(path).map_err(|error| of_io(&error))?;
    let mut bytes = Vec::new();
    // A pipe or a device tells no length beforehand.
    file.take(LARGEST_FILE_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| of_io(&error))?;
    if bytes.len() as u64 > LARGEST_FILE_BYTES {
        return Err(in_file(Fault::TooLarge));
    }
    Ok(bytes)
}

fn text_in(mut bytes: Vec<u8>, path: &Path) -> Result<String, FileError> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(Fault::Utf16.in_file(path));
    }
    if bytes.starts_with(&[0xef, 0xbb, 0xbf]) {
        bytes.drain(..3);
    }
    String::from_utf8(bytes).map_err(|error| {
        let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let mut lines = good.split(|&byte| byte == b'\n');
        let last = lines.next_back().unwrap_or_default();
        let line = 1 + lines.count();
        let column = 1 + String::from_utf8_lossy(last).chars().count();
        Fault::NotUtf8 { line, column }.in_file(path)
    })
}
