//! Where and how does a text leave the notation? What was found, what was expected, and what was probably meant.

use ron::Options;
use ron::error::{Error, Position, SpannedError};
use ron::extensions::Extensions;
use std::fmt;

/// The first thing in a text that is not in the notation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misread {
    /// Counted from 1.
    pub line: usize,
    /// In characters, counted from 1.
    pub column: usize,
    /// As the text has it, in backticks, or in words.
    pub found: String,
    pub expected: String,
    /// The known name that is nearest to the one found.
    pub nearest: Option<String>,
    /// The line in the text, or the part of it around the fault when it is long.
    pub source_line: String,
    /// Where in `source_line` the fault begins, in characters from 0, and how many it takes.
    pub mark: (usize, usize),
}

impl fmt::Display for Misread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "found {}, expected {}", self.found, self.expected)?;
        match &self.nearest {
            Some(name) => write!(f, "; did you mean `{name}`?"),
            None => Ok(()),
        }
    }
}

/// How Legwork reads RON: `event: 2` for what may be left out, and no deeper nesting than any file of ours has.
pub fn ron_options() -> Options {
    Options::default()
        .with_default_extension(Extensions::IMPLICIT_SOME)
        .with_recursion_limit(32)
}

impl Misread {
    pub fn new(text: &str, error: &SpannedError) -> Self {
        let (from, to) = (
            offset_of(text, error.span.start),
            offset_of(text, error.span.end),
        );
        let at = match &error.code {
            Error::NoSuchStructField { .. }
            | Error::NoSuchEnumVariant { .. }
            | Error::DuplicateStructField { .. }
            | Error::ExpectedDifferentStructName { .. }
            | Error::IntegerOutOfBounds
            | Error::ExpectedStringEnd => from,
            Error::UnclosedBlockComment => text[..from].rfind("/*").unwrap_or(from),
            Error::InvalidEscape(_) => text[..to].rfind('\\').unwrap_or(from),
            _ => to,
        };
        // The sign of a number has been read when the number turns out not to fit.
        let has_sign = error.code == Error::IntegerOutOfBounds && text[..at].ends_with(['-', '+']);
        let at = at - usize::from(has_sign);
        let at = at + (text[at..].len() - text[at..].trim_start().len());
        let (found, length) = match &error.code {
            Error::MissingStructField { outer, .. } => {
                (format!("the end of {}", in_words(outer.as_deref())), 1)
            }
            Error::DuplicateStructField { field, .. } => {
                (format!("a second `{field}`"), field.chars().count())
            }
            Error::ExpectedStringEnd => ("a text without its closing quote".to_owned(), 1),
            Error::UnclosedBlockComment => ("a comment without its end".to_owned(), 2),
            Error::InvalidEscape(_) => escape_at(&text[at..]),
            _ => token_at(&text[at..]),
        };
        let (expected, nearest) = expected_by(&error.code);
        let line_start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let column = 1 + text[line_start..at].chars().count();
        let (source_line, mark_start) = excerpt(&text[line_start..], column - 1);
        let longest = source_line
            .chars()
            .count()
            .saturating_sub(mark_start)
            .max(1);
        Self {
            line: 1 + text[..line_start].matches('\n').count(),
            column,
            found,
            expected,
            nearest,
            mark: (mark_start, length.clamp(1, longest)),
            source_line,
        }
    }
}

/// What would have been right, and the known name nearest to the one found.
fn expected_by(code: &Error) -> (String, Option<String>) {
    let plain = |sentence: &str| (sentence.to_owned(), None);
    match code {
        Error::NoSuchStructField {
            expected,
            found,
            outer,
        } => (
            format!("{} of {}", one_of(expected), in_words(outer.as_deref())),
            nearest(found, expected),
        ),
        Error::NoSuchEnumVariant {
            expected,
            found,
            outer,
        } => (
            format!("{}, {}", in_words(outer.as_deref()), one_of(expected)),
            nearest(found, expected),
        ),
        Error::MissingStructField { field, outer } => {
            (format!("`{field}` in {}", in_words(outer.as_deref())), None)
        }
        Error::DuplicateStructField { field, outer } => (
            format!("one `{field}` in {}", in_words(outer.as_deref())),
            None,
        ),
        Error::IntegerOutOfBounds => (
            format!(
                "a whole number from 0 to {} (for x and y from {} to {})",
                u32::MAX,
                i32::MIN,
                i32::MAX
            ),
            None,
        ),
        Error::ExpectedInteger
        | Error::InvalidIntegerDigit { .. }
        | Error::UnderscoreAtBeginning => plain("a whole number"),
        Error::ExpectedString => plain("a text in double quotes"),
        Error::ExpectedStringEnd => plain("a `\"` at its end"),
        Error::InvalidEscape(_) => plain("an escape such as `\\n`, `\\\"`, `\\\\` or `\\u{e9}`"),
        Error::ExpectedComma => plain("a comma, or the end of what is open"),
        Error::ExpectedArray => plain("a list, opened by `[`"),
        Error::ExpectedArrayEnd => plain("`]`"),
        Error::ExpectedMapColon => plain("a colon after the name"),
        Error::ExpectedStructLike | Error::ExpectedNamedStructLike(_) => plain("`(`"),
        Error::ExpectedStructLikeEnd | Error::ExpectedOptionEnd => plain("`)`"),
        Error::ExpectedDifferentStructName { expected, .. } => (
            format!("`(`, or {} before it", in_words(Some(expected))),
            None,
        ),
        Error::ExpectedIdentifier
        | Error::SuggestRawIdentifier(_)
        | Error::InvalidIdentifier(_) => plain("a name"),
        Error::TrailingCharacters => plain("the end of the file"),
        Error::UnclosedBlockComment => plain("`*/` at its end"),
        Error::Eof => plain("more: the file seems to be cut off"),
        Error::ExceededRecursionLimit => plain("no more than 32 levels in one another"),
        Error::NoSuchExtension(_) | Error::ExpectedAttribute | Error::ExpectedAttributeEnd => {
            plain("an extension of RON that is known")
        }
        Error::InvalidValueForType { expected, .. } => (expected.clone(), None),
        Error::Message(message) => (format!("something else ({message})"), None),
        other => (format!("something else ({other})"), None),
    }
}

/// The notation's name for a part of a file, as people say it.
fn in_words(part: Option<&str>) -> String {
    match part {
        None => "this part".to_owned(),
        Some("Design") => "the design".to_owned(),
        Some("Workflow") => "the workflow".to_owned(),
        Some("Next") => "the next numbers".to_owned(),
        Some("Layout") => "the layout".to_owned(),
        Some("Scenarios") => "the scenarios".to_owned(),
        Some("Expected end") => "an expected end".to_owned(),
        Some("Event kind") => "a kind of event".to_owned(),
        Some("Action kind") => "a kind of action".to_owned(),
        Some("Priority") => "a priority".to_owned(),
        Some(name) if name.starts_with(['A', 'E', 'I', 'O', 'U']) => format!("an {name}"),
        Some(name) => format!("a {name}"),
    }
}

fn one_of(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [only] => only.clone(),
        [rest @ .., last] => format!("one of {} and {last}", rest.join(", ")),
        [] => "nothing".to_owned(),
    }
}

/// The name that differs in at most a third of its letters, capitals aside.
fn nearest(found: &str, names: &[&str]) -> Option<String> {
    // A name of a mebibyte is nobody's typing error, and measuring it would take its square.
    if found.len() > 64 {
        return None;
    }
    let lower = found.to_lowercase();
    names
        .iter()
        .map(|name| {
            (
                strsim::damerau_levenshtein(&lower, &name.to_lowercase()),
                *name,
            )
        })
        .min()
        .filter(|&(distance, name)| distance <= (name.len() / 3).max(1))
        .map(|(_, name)| name.to_owned())
}

/// What stands at the start of a text, in words or quoted, with its length in characters.
fn token_at(text: &str) -> (String, usize) {
    const LONGEST: usize = 30;
    let Some(first) = text.chars().next() else {
        return ("the end of the file".to_owned(), 1);
    };
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '+');
    let length = if first == '"' {
        let inside = text[1..]
            .find(['"', '\n'])
            .map_or(text.len(), |end| end + 2);
        text[..inside.min(text.len())].trim_end().chars().count()
    } else if is_word(first) {
        text.chars()
            .take_while(|&c| is_word(c))
            .take(1 << 16)
            .count()
    } else {
        1
    };
    let shown: String = text.chars().take(length.min(LONGEST)).collect();
    let cut = if length > LONGEST { "…" } else { "" };
    (format!("`{}{cut}`", printable(&shown)), length)
}

/// A text as it stands, but for what would move the cursor of a terminal.
pub fn printable(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { '\u{fffd}' } else { c })
        .collect()
}

fn escape_at(text: &str) -> (String, usize) {
    let length = if text.starts_with("\\u{") {
        text.find('}')
            .filter(|&end| end < 16)
            .map_or(3, |end| text[..=end].chars().count())
    } else {
        2
    };
    let shown: String = text.chars().take(length).collect();
    (format!("`{}`", printable(&shown)), length)
}

/// The first line of a text, or a part of it around a character, and where that character is in it.
fn excerpt(text: &str, column: usize) -> (String, usize) {
    const BEFORE: usize = 60;
    const LONGEST: usize = 120;
    let line = text.split('\n').next().unwrap_or_default();
    let skipped = if line.chars().nth(LONGEST).is_some() {
        column.saturating_sub(BEFORE)
    } else {
        0
    };
    let shown: String = line
        .trim_end_matches('\r')
        .chars()
        .skip(skipped)
        .take(LONGEST)
        .collect();
    (printable(&shown.replace('\t', " ")), column - skipped)
}

/// The byte at which a position lies.
fn offset_of(text: &str, position: Position) -> usize {
    let mut line_start = 0;
    for _ in 1..position.line {
        line_start += text[line_start..]
            .find('\n')
            .map_or(0, |newline| newline + 1);
    }
    let line = &text[line_start..];
    line_start
        + line
            .char_indices()
            .nth(position.col.saturating_sub(1))
            .map_or(line.len(), |(at, _)| at)
}
