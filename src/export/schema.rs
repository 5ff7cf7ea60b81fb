//! How does a program check a definition? By its JSON Schema, generated from the types that are exported.

use super::Definition;

/// The JSON Schema (draft 2020-12) of a definition as JSON.
pub fn schema() -> String {
    let schema = schemars::schema_for!(Definition);
    // A schema is JSON already.
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}
