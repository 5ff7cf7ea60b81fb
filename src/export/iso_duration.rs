//! How is a duration written in a definition? As ISO 8601 has it, in hours, minutes and seconds: `PT48H`, `PT2H30M`.
//!
//! Days are written as hours: a day of ISO 8601 may have 23 or 25 of them, a timer's day has not.

pub fn iso_duration(total_s: u64) -> String {
    let mut text = "PT".to_owned();
    let mut rest_s = total_s;
    for (unit, unit_s) in [('H', 3_600), ('M', 60), ('S', 1)] {
        if rest_s >= unit_s || (unit == 'S' && total_s == 0) {
            text.push_str(&(rest_s / unit_s).to_string());
            text.push(unit);
            rest_s %= unit_s;
        }
    }
    text
}

/// Reads what [`iso_duration`] writes, in seconds; `None` for anything else.
pub fn parse_iso_duration(text: &str) -> Option<u64> {
    let mut rest = text.strip_prefix("PT")?;
    let mut total_s: u64 = 0;
    for (unit, unit_s) in [('H', 3_600), ('M', 60), ('S', 1)] {
        if let Some((digits, after)) = rest.split_once(unit) {
            let count: u64 = digits.parse().ok()?;
            total_s = total_s.checked_add(count.checked_mul(unit_s)?)?;
            rest = after;
        }
    }
    // Written in another way it would be another text for the same definition.
    (rest.is_empty() && iso_duration(total_s) == text).then_some(total_s)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_hours_minutes_and_seconds() {
        for (seconds, text) in [
            (172_800, "PT48H"),
            (9_000, "PT2H30M"),
            (90, "PT1M30S"),
            (3_601, "PT1H1S"),
            (0, "PT0S"),
        ] {
            assert_eq!(iso_duration(seconds), text);
            assert_eq!(parse_iso_duration(text), Some(seconds));
        }
    }

    #[test]
    fn other_ways_to_write_a_duration_are_not_read() {
        for text in [
            "",
            "PT",
            "P2D",
            "48h",
            "PT90M",
            "PT1H ",
            "PT+1H",
            "PT1M1H",
            "PT01H",
            "PT99999999999999999999H",
        ] {
            assert_eq!(parse_iso_duration(text), None, "{text}");
        }
    }
}
