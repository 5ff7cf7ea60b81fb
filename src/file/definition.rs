//! How is a definition read back? With the same care as a design, and verified.
//!
//! The type and what makes it fit are [`crate::export`]'s; here it is text from a disk, whose errors have a place.

use super::{Fault, FileError, Head, Misread, head_of, read_text, ron_options};
use crate::export::Definition;
use std::path::Path;

/// Reads a definition, in JSON or RON, and verifies its format, its version and that each stage leads on.
///
/// # Errors
/// When the file cannot be read, is no definition, or was changed since it was exported.
pub fn read_definition(path: &Path) -> Result<Definition, FileError> {
    parse_definition(&read_text(path)?, path)
}

/// Reads a definition from text. `name` is what errors call it.
///
/// # Errors
/// As [`read_definition`].
pub fn parse_definition(text: &str, name: &Path) -> Result<Definition, FileError> {
    parse(text).map_err(|fault| fault.in_file(name))
}

fn parse(text: &str) -> Result<Definition, Fault> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let definition: Definition = match head_of(text) {
        Head::Empty => return Err(Fault::Empty),
        Head::Design(Some(_)) => return Err(Fault::Design),
        Head::Scenarios | Head::Clipboard | Head::Other => return Err(Fault::NotADefinition),
        Head::Json => serde_json::from_str(text).map_err(|error| {
            let message = error.to_string();
            // serde_json repeats the place at the end.
            let end = message.rfind(" at line ").unwrap_or(message.len());
            Fault::MisreadJson {
                line: error.line(),
                column: error.column(),
                message: message[..end].to_owned(),
            }
        })?,
        Head::Definition | Head::Design(None) => ron_options()
            .from_str(text)
            .map_err(|error| Fault::Misread(Box::new(Misread::new(text, &error))))?,
    };
    definition.verify().map_err(Fault::Unfit)?;
    Ok(definition)
}
