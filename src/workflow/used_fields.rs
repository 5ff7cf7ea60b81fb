//! Which fields of the call does an action use?

use super::{ActionData, ValueName, is_field_name, placeholders};

/// The names, each with the value that uses it: every `{{name}}`, and the field that a Set Field sets. A Set Field
/// whose field is no name at all uses none.
pub fn used_fields(data: &ActionData) -> impl Iterator<Item = (ValueName, &str)> {
    data.values().flat_map(|(value_name, text)| {
        let is_set = value_name == ValueName::Field && is_field_name(text.trim());
        // Most texts have no brace, and looking for one byte is quick.
        let has_brace = value_name.takes_placeholders() && text.as_bytes().contains(&b'{');
        let used = has_brace.then(|| placeholders(text).map(|placeholder| placeholder.name));
        is_set
            .then_some(text)
            .into_iter()
            .chain(used.into_iter().flatten())
            .map(move |field| (value_name, field))
    })
}
