//! What is a definition as RON?

use super::Definition;
use ron::extensions::Extensions;
use ron::ser::PrettyConfig;

/// The same content as the JSON, an element a line, a newline at the end.
pub fn ron(definition: &Definition) -> String {
    let config = PrettyConfig::new()
        .new_line("\n")
        .indentor("    ")
        .extensions(Extensions::IMPLICIT_SOME);
    // Texts and numbers in lists: nothing in it that RON cannot express.
    let mut text = ron::ser::to_string_pretty(definition, config).unwrap_or_default();
    text.push('\n');
    text
}
