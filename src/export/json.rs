//! What is a definition as JSON?

use super::Definition;

/// Two spaces an indent, a newline at the end.
pub fn json(definition: &Definition) -> String {
    // Texts and numbers in lists: nothing in it that JSON cannot express.
    let mut text = serde_json::to_string_pretty(definition).unwrap_or_default();
    text.push('\n');
    text
}
