//! What does a text say that it is? Told from its first words, so that a wrong file gets a right answer.

/// What a text is, by its beginning. Nothing is said about the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Head {
    /// A design, with its format when that comes first.
    Design(Option<u32>),
    /// A definition, exported for the runtime.
    Definition,
    /// Scenarios of a design.
    Scenarios,
    /// What Legwork puts into the clipboard.
    Clipboard,
    Json,
    /// Blank, or comments only.
    Empty,
    Other,
}

/// The name that a copied fragment bears, to be recognised by.
pub(super) const CLIPBOARD_NAME: &str = "LegworkFragment";

pub fn head_of(text: &str) -> Head {
    let text = after_attributes(after_blanks(text.strip_prefix('\u{feff}').unwrap_or(text)));
    if text.is_empty() {
        return Head::Empty;
    }
    if text.starts_with(CLIPBOARD_NAME) {
        return Head::Clipboard;
    }
    if text.starts_with(['{', '[']) {
        return Head::Json;
    }
    let Some(inside) = text
        .strip_prefix("Design")
        .unwrap_or(text)
        .strip_prefix('(')
    else {
        return Head::Other;
    };
    let value = after_blanks(inside)
        .strip_prefix("format")
        .and_then(|rest| after_blanks(rest).strip_prefix(':'))
        .map(after_blanks);
    match value {
        Some(value) if value.starts_with("\"legwork-definition/") => Head::Definition,
        Some(value) if value.starts_with("\"legwork-scenarios/") => Head::Scenarios,
        Some(value) => Head::Design(leading_number(value)),
        None => Head::Design(None),
    }
}

impl Head {
    /// Would a folder's `.ron` file with this beginning be a design? One whose first entry is not its format may be
    /// anybody's.
    pub const fn is_surely_design(self) -> bool {
        matches!(self, Self::Design(Some(_)))
    }
}

fn leading_number(text: &str) -> Option<u32> {
    let digits_end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    if digits_end == 0 {
        return None;
    }
    // More digits than fit are a format newer than any.
    Some(text[..digits_end].parse().unwrap_or(u32::MAX))
}

fn after_attributes(mut text: &str) -> &str {
    while let Some(rest) = text.strip_prefix("#!") {
        match rest.split_once(']') {
            Some((_, after)) => text = after_blanks(after),
            None => return text,
        }
    }
    text
}

/// The text without blanks and comments at its start. A comment that does not end is left.
fn after_blanks(mut text: &str) -> &str {
    loop {
        text = text.trim_start();
        if let Some(comment) = text.strip_prefix("//") {
            text = comment.split_once('\n').map_or("", |(_, after)| after);
        } else if text.starts_with("/*") {
            match comment_end(text) {
                Some(end) => text = &text[end..],
                None => return text,
            }
        } else {
            return text;
        }
    }
}

/// Where a block comment ends. Comments nest in RON.
fn comment_end(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut depth, mut at) = (0_usize, 0);
    while at + 1 < bytes.len() {
        match &bytes[at..at + 2] {
            b"/*" => {
                depth += 1;
                at += 2;
            }
            b"*/" => {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => at += 1,
        }
    }
    None
}
