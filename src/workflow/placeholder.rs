//! Where does a text use a field of the call? At each `{{name}}`.

use std::ops::Range;

/// A `{{name}}` in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placeholder<'a> {
    /// Without braces and surrounding spaces.
    pub name: &'a str,
    /// In bytes, braces included.
    pub range: Range<usize>,
}

/// The placeholders of a text, in order. An opening `{{` without its `}}` is plain text.
pub fn placeholders(text: &str) -> impl Iterator<Item = Placeholder<'_>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = find_pair(text, from, b'{')?;
        let inner = start + 2;
        let end = find_pair(text, inner, b'}')?;
        from = end + 2;
        Some(Placeholder {
            name: text[inner..end].trim(),
            range: start..from,
        })
    })
}

/// Where an ASCII character first stands twice, at or after `from`. For texts as short as these it is several times
/// faster than [`str::find`], which prepares itself for long ones.
fn find_pair(text: &str, from: usize, byte: u8) -> Option<usize> {
    let mut pairs = text.as_bytes()[from..].windows(2);
    pairs
        .position(|pair| pair == [byte, byte])
        .map(|at| from + at)
}

/// What has been typed of a placeholder that is not closed yet: the letters after the last `{{` at the end of a text.
pub fn unfinished_placeholder(text: &str) -> Option<&str> {
    let typed = &text[text.rfind("{{")? + 2..];
    let is_name = typed.chars().all(|c| c.is_alphanumeric() || c == '_');
    is_name.then_some(typed)
}

/// The text with every `{{old}}` turned into `{{new}}`; `None` when there is none, so that nothing need change.
pub fn replace_placeholder(text: &str, old: &str, new: &str) -> Option<String> {
    let mut replaced = String::new();
    let mut from = 0;
    for placeholder in placeholders(text).filter(|p| p.name == old) {
        replaced.push_str(&text[from..placeholder.range.start]);
        replaced.push_str("{{");
        replaced.push_str(new);
        replaced.push_str("}}");
        from = placeholder.range.end;
    }
    if from == 0 {
        return None;
    }
    replaced.push_str(&text[from..]);
    Some(replaced)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_placeholder_is_unfinished_until_it_is_closed_or_no_name() {
        assert_eq!(unfinished_placeholder("Ring {{cust"), Some("cust"));
        assert_eq!(unfinished_placeholder("{{a}} and {{"), Some(""));
        assert_eq!(unfinished_placeholder("{{a}}"), None);
        assert_eq!(unfinished_placeholder("{{so much"), None);
        assert_eq!(unfinished_placeholder("Ring"), None);
    }

    #[test]
    fn placeholders_are_found_in_order_and_open_braces_are_text() {
        let names: Vec<_> = placeholders("Ring {{ name }} on {{phone}} {{")
            .map(|p| p.name)
            .collect();
        assert_eq!(names, ["name", "phone"]);
        assert_eq!(placeholders("{{}}").next().unwrap().name, "");
        assert!(placeholders("no braces").next().is_none());
    }

    #[test]
    fn renaming_a_placeholder_leaves_the_others() {
        assert_eq!(
            replace_placeholder("{{a}} {{b}} {{ a }}", "a", "c").as_deref(),
            Some("{{c}} {{b}} {{c}}")
        );
        assert_eq!(replace_placeholder("{{b}}", "a", "c"), None);
    }
}
