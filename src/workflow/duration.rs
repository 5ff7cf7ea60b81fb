//! How long is a timer? People type `2h 30m` or `3 days`; a run counts seconds.

/// Why a typed duration is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DurationFault {
    Empty,
    /// The part of the text that could not be read.
    Unreadable(String),
    Zero,
    /// More than ten years.
    TooLong,
}

/// Ten years, in seconds: longer than any follow-up, short enough that adding a few never overflows.
pub const LONGEST_S: u64 = 10 * 365 * 86_400;

impl std::fmt::Display for DurationFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Empty => f.write_str("a duration is needed, such as 2h 30m or 3 days"),
            Self::Unreadable(part) => write!(
                f,
                "“{part}” is not a duration; write it like 2h 30m or 3 days"
            ),
            Self::Zero => f.write_str("a timer of no length never waits; give it a duration"),
            Self::TooLong => f.write_str("a timer can wait ten years at most"),
        }
    }
}

/// Reads a duration in seconds: whole numbers, each followed by its unit (`s`, `m`, `h`, `d`, `w` or the words).
///
/// A day is 24 hours, a week seven days: timers do not know of calendars or of daylight saving.
///
/// # Errors
/// When the text is empty, has a part that is no number with a unit, adds up to nothing, or to more than ten years.
pub fn parse_duration(text: &str) -> Result<u64, DurationFault> {
    let mut rest = text.trim();
    if rest.is_empty() {
        return Err(DurationFault::Empty);
    }
    let mut total_s: u64 = 0;
    while !rest.is_empty() {
        let part = next_part(rest)?;
        total_s = part
            .count
            .checked_mul(part.unit_s)
            .and_then(|s| total_s.checked_add(s))
            .ok_or(DurationFault::TooLong)?;
        rest = part.rest;
    }
    match total_s {
        0 => Err(DurationFault::Zero),
        s if s > LONGEST_S => Err(DurationFault::TooLong),
        s => Ok(s),
    }
}

/// A duration in words, in the units in which it was typed: `2 hours and 30 minutes`.
///
/// # Errors
/// As [`parse_duration`].
pub fn spoken_duration(text: &str) -> Result<String, DurationFault> {
    parse_duration(text)?;
    let mut parts = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let part = next_part(rest)?;
        let unit = match part.unit_s {
            1 => "second",
            60 => "minute",
            3_600 => "hour",
            86_400 => "day",
            _ => "week",
        };
        let plural = if part.count == 1 { "" } else { "s" };
        // `0h 30m` is half an hour to anybody.
        if part.count > 0 {
            parts.push(format!("{} {unit}{plural}", part.count));
        }
        rest = part.rest;
    }
    let last = parts.pop().unwrap_or_default();
    Ok(if parts.is_empty() {
        last
    } else {
        format!("{} and {last}", parts.join(", "))
    })
}

/// A number with its unit, and what follows.
struct Part<'a> {
    count: u64,
    unit_s: u64,
    rest: &'a str,
}

fn next_part(text: &str) -> Result<Part<'_>, DurationFault> {
    let unreadable = || DurationFault::Unreadable(text.to_owned());
    let digits_end = text
        .find(|c: char| !c.is_ascii_digit())
        .ok_or_else(unreadable)?;
    if digits_end == 0 {
        return Err(unreadable());
    }
    let count: u64 = text[..digits_end]
        .parse()
        .map_err(|_| DurationFault::TooLong)?;
    let after_number = text[digits_end..].trim_start();
    let unit_end = after_number
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(after_number.len());
    Ok(Part {
        count,
        unit_s: unit_seconds(&after_number[..unit_end]).ok_or_else(unreadable)?,
        rest: after_number[unit_end..].trim_start_matches(|c: char| c.is_whitespace() || c == ','),
    })
}

fn unit_seconds(unit: &str) -> Option<u64> {
    Some(match unit {
        "s" | "sec" | "secs" | "second" | "seconds" => 1,
        "m" | "min" | "mins" | "minute" | "minutes" => 60,
        "h" | "hr" | "hrs" | "hour" | "hours" => 3_600,
        "d" | "day" | "days" => 86_400,
        "w" | "week" | "weeks" => 7 * 86_400,
        _ => return None,
    })
}

/// A bare number with a unit, as one that was typed in a hurry is meant; `None` for anything else.
pub fn completed_duration(text: &str, unit: &str) -> Option<String> {
    let number = text.trim();
    let is_bare = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    is_bare.then(|| format!("{number}{unit}"))
}

const DAY: (u64, &str, &str) = (86_400, "d", "day");
const HOUR: (u64, &str, &str) = (3_600, "h", "hour");
const MINUTE: (u64, &str, &str) = (60, "m", "minute");
const SECOND: (u64, &str, &str) = (1, "s", "second");

/// The shortest way to write a number of seconds that [`parse_duration`] reads back: `2h 30m`, `3d`.
pub fn duration_text(total_s: u64) -> String {
    let short = |count, unit, _| format!("{count}{unit}");
    written(total_s, &[DAY, HOUR, MINUTE, SECOND], short)
}

/// In words: `2 days 3 hours`.
pub fn duration_words(total_s: u64) -> String {
    let words = |count, _, unit| format!("{count} {unit}{}", if count == 1 { "" } else { "s" });
    written(total_s, &[DAY, HOUR, MINUTE, SECOND], words)
}

/// Without days, as times of service are agreed on: `51h`.
pub fn duration_in_hours(total_s: u64) -> String {
    let short = |count, unit, _| format!("{count}{unit}");
    written(total_s, &[HOUR, MINUTE, SECOND], short)
}

/// Each unit that there is any of, the longest first; nothing at all is the shortest unit's zero.
fn written(
    total_s: u64,
    units: &[(u64, &'static str, &'static str)],
    part: fn(u64, &'static str, &'static str) -> String,
) -> String {
    let mut rest_s = total_s;
    let mut parts = Vec::new();
    for (index, &(unit_s, letter, word)) in units.iter().enumerate() {
        let is_last_resort = parts.is_empty() && index + 1 == units.len();
        if rest_s >= unit_s || is_last_resort {
            parts.push(part(rest_s / unit_s, letter, word));
            rest_s %= unit_s;
        }
    }
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_people_write_them() {
        for (text, seconds) in [
            ("2h 30m", 9_000),
            ("48h", 172_800),
            ("3 days", 259_200),
            ("1 week, 2 days", 777_600),
            (" 90 minutes ", 5_400),
            ("1d12h", 129_600),
            ("10s", 10),
        ] {
            assert_eq!(parse_duration(text), Ok(seconds), "{text}");
        }
    }

    #[test]
    fn a_duration_that_cannot_be_read_says_which_part() {
        assert_eq!(parse_duration(""), Err(DurationFault::Empty));
        assert_eq!(
            parse_duration("soon"),
            Err(DurationFault::Unreadable("soon".into()))
        );
        assert_eq!(
            parse_duration("2h x"),
            Err(DurationFault::Unreadable("x".into()))
        );
        assert_eq!(
            parse_duration("5"),
            Err(DurationFault::Unreadable("5".into()))
        );
        assert_eq!(parse_duration("0h 0m"), Err(DurationFault::Zero));
        assert_eq!(
            parse_duration("99999999999999999999h"),
            Err(DurationFault::TooLong)
        );
        assert_eq!(parse_duration("20000 weeks"), Err(DurationFault::TooLong));
    }

    #[test]
    fn durations_are_told_in_the_units_in_which_they_were_typed() {
        for (text, words) in [
            ("48h", "48 hours"),
            ("1 day", "1 day"),
            ("2h30m", "2 hours and 30 minutes"),
            ("1w, 2d 0h 1s", "1 week, 2 days and 1 second"),
        ] {
            assert_eq!(spoken_duration(text).as_deref(), Ok(words));
        }
        assert!(spoken_duration("soon").is_err());
    }

    #[test]
    fn what_is_written_reads_back_the_same() {
        for seconds in [1, 59, 60, 3_661, 86_400, 9_000, LONGEST_S] {
            assert_eq!(parse_duration(&duration_text(seconds)), Ok(seconds));
            assert_eq!(parse_duration(&duration_words(seconds)), Ok(seconds));
            assert_eq!(parse_duration(&duration_in_hours(seconds)), Ok(seconds));
        }
        assert_eq!(duration_text(0), "0s");
    }

    #[test]
    fn a_time_is_told_in_the_style_that_one_likes() {
        assert_eq!(duration_text(183_600), "2d 3h");
        assert_eq!(duration_words(183_600), "2 days 3 hours");
        assert_eq!(duration_in_hours(183_600), "51h");
        assert_eq!(duration_words(90_060), "1 day 1 hour 1 minute");
    }

    #[test]
    fn only_a_bare_number_is_completed() {
        assert_eq!(completed_duration(" 48 ", "h").as_deref(), Some("48h"));
        for text in ["", "48h", "4 8", "-1", "soon"] {
            assert_eq!(completed_duration(text, "h"), None, "{text}");
        }
    }
}
