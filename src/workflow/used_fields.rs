//! Which fields of the call does an action use?

use super::{ActionData, ActionKind, ValueName, is_field_name, placeholders};

/// The names, each with the value that uses it: every `{{name}}`, and the field that a Set Field sets. A Set Field
/// whose field is no name at all uses none.
pub fn used_fields(data: &ActionData) -> impl Iterator<Item = (ValueName, &str)> {
    // Most actions name none, and looking for one byte is quick.
    let mut texts = data.values();
    let may_name = data.kind() == ActionKind::SetField || texts.any(|(_, text)| has_brace(text));
    let values = may_name.then(|| data.values()).into_iter().flatten();
    values.flat_map(|(value_name, text)| {
        let is_set = value_name == ValueName::Field && is_field_name(text.trim());
        let is_filled_in = value_name.takes_placeholders() && has_brace(text);
        let used = is_filled_in.then(|| placeholders(text).map(|placeholder| placeholder.name));
        is_set
            .then_some(text)
            .into_iter()
            .chain(used.into_iter().flatten())
            .map(move |field| (value_name, field))
    })
}

fn has_brace(text: &str) -> bool {
    text.as_bytes().contains(&b'{')
}
