//! How long, and when? In words, as the preferences have them, and with the moment at which the words change.

use crate::designer::TimeStyle;
use crate::runtime::Timestamp;
use jiff::tz::TimeZone;
use std::cell::Cell;
use std::time::Duration;

const MINUTE_S: u64 = 60;
const HOUR_S: u64 = 60 * MINUTE_S;
const DAY_S: u64 = 24 * HOUR_S;

/// Below this a countdown shows seconds.
const WITH_SECONDS_S: u64 = 10 * MINUTE_S;
/// From here on minutes are left out.
const WITHOUT_MINUTES_S: u64 = 2 * DAY_S;

/// The time of a frame. It notes when the first of its words will have to be other ones, so that a window in which time
/// passes is drawn as rarely as that.
pub struct Times<'a> {
    pub now: Timestamp,
    style: TimeStyle,
    zone: &'a TimeZone,
    next_change_ms: Cell<Option<u64>>,
}

impl<'a> Times<'a> {
    pub const fn new(now: Timestamp, style: TimeStyle, zone: &'a TimeZone) -> Self {
        Self {
            now,
            style,
            zone,
            next_change_ms: Cell::new(None),
        }
    }

    /// How long until then: `47h 12m`. Nothing is left of what is past.
    pub fn until(&self, due: Timestamp) -> String {
        let left_ms = due.ms_since(self.now);
        let step_s = step(left_ms / 1_000);
        if left_ms > 0 {
            self.note(left_ms % (step_s * 1_000) + 1);
        }
        self.style.text(left_ms / 1_000 / step_s * step_s)
    }

    /// How long since then: `5m`; nothing in the first minute. Seconds of an age interest nobody.
    pub fn since(&self, at: Timestamp) -> Option<String> {
        let elapsed_ms = self.now.ms_since(at);
        let step_s = step(elapsed_ms / 1_000).max(MINUTE_S);
        self.note(step_s * 1_000 - elapsed_ms % (step_s * 1_000));
        let total_s = elapsed_ms / 1_000 / step_s * step_s;
        (total_s > 0).then(|| self.style.text(total_s))
    }

    /// `5m ago`
    pub fn ago(&self, at: Timestamp) -> String {
        let since = self.since(at);
        since.map_or_else(|| "just now".to_owned(), |since| format!("{since} ago"))
    }

    /// `Overdue 5m`
    pub fn overdue(&self, since: Timestamp) -> String {
        let since = self.since(since);
        since.map_or_else(|| "Overdue".to_owned(), |since| format!("Overdue {since}"))
    }

    /// The time of day, and the date when it is another than today's, on this machine's clock.
    pub fn clock(&self, at: Timestamp) -> String {
        let local = |at: Timestamp| {
            let at = jiff::Timestamp::from_millisecond(at.0);
            at.map(|at| at.to_zoned_datetime(self.zone.clone()))
        };
        let (Ok(at), Ok(now)) = (local(at), local(self.now)) else {
            return at.to_string();
        };
        let format = match () {
            () if at.date() == now.date() => "%H:%M",
            () if at.year() == now.year() => "%-d %b, %H:%M",
            () => "%-d %b %Y, %H:%M",
        };
        at.strftime(format).to_string()
    }

    /// After how long the first of the words that were asked for will be other ones.
    pub fn next_change(&self) -> Option<Duration> {
        self.next_change_ms.get().map(Duration::from_millis)
    }

    fn note(&self, in_ms: u64) {
        let next = self
            .next_change_ms
            .get()
            .map_or(in_ms, |next| next.min(in_ms));
        self.next_change_ms.set(Some(next));
    }
}

/// How finely a time of that length is told, in seconds.
const fn step(total_s: u64) -> u64 {
    if total_s < WITH_SECONDS_S {
        1
    } else if total_s < WITHOUT_MINUTES_S {
        MINUTE_S
    } else {
        HOUR_S
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static UTC: TimeZone = TimeZone::UTC;

    fn at(now_ms: i64, zone: &TimeZone) -> Times<'_> {
        Times::new(Timestamp(now_ms), TimeStyle::Short, zone)
    }

    #[test]
    fn a_countdown_is_as_fine_as_one_needs_it() {
        for (left_ms, words, change_ms) in [
            (0, "0s", None),
            (1_500, "1s", Some(501)),
            (599_000, "9m 59s", Some(1)),
            (601_000, "10m", Some(1_001)),
            (
                47 * 3_600_000 + 12 * 60_000 + 5_000,
                "1d 23h 12m",
                Some(5_001),
            ),
            (51 * 3_600_000 + 60_000, "2d 3h", Some(60_001)),
        ] {
            let times = at(1_000_000, &UTC);
            assert_eq!(times.until(Timestamp(1_000_000 + left_ms)), words);
            let change = change_ms.map(Duration::from_millis);
            assert_eq!(times.next_change(), change, "{words}");
        }
        let past = at(1_000_000, &UTC);
        assert_eq!(past.until(Timestamp(5)), "0s");
    }

    #[test]
    fn an_age_changes_with_its_minutes() {
        let times = at(90_000, &UTC);
        assert_eq!(times.since(Timestamp(50_000)), None);
        assert_eq!(times.ago(Timestamp(50_000)), "just now");
        assert_eq!(times.overdue(Timestamp(20_000)), "Overdue 1m");
        assert_eq!(times.ago(Timestamp(0)), "1m ago");
        assert_eq!(times.next_change(), Some(Duration::from_secs(20)));
    }

    #[test]
    fn the_clock_is_that_of_the_wall_and_names_other_days() {
        let zone = TimeZone::fixed(jiff::tz::offset(2));
        // 2026-11-26, 10:02 in UTC.
        let times = at(1_795_687_323_004, &zone);
        assert_eq!(times.clock(Timestamp(1_795_687_323_004)), "12:02");
        let day_ms = 86_400_000;
        assert_eq!(
            times.clock(Timestamp(1_795_687_323_004 - day_ms)),
            "25 Nov, 12:02"
        );
        assert_eq!(times.clock(Timestamp(0)), "1 Jan 1970, 02:00");
        assert_eq!(times.next_change(), None);
    }
}
