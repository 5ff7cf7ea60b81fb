//! Which entries fit what was typed, and which of them is meant? Letters in order, best at the start of words.

use super::entry::{Entry, Target};
use super::search::Found;
use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32String};
use std::sync::Arc;

/// What a letter that fits scores is 16; these shift between entries that fit about as well.
const FOR_RECENT: i64 = 24;
const FOR_STAGE: i64 = -8;
const FOR_DISABLED: i64 = -24;
/// More than letters can score: the number of a stage means that stage.
const FOR_NUMBER: i64 = 10_000;

/// Finds entries, again for each letter typed.
pub struct Ranking {
    entries: Arc<Vec<Entry>>,
    matcher: Matcher,
    /// What is looked through of each entry.
    texts: Vec<Utf32String>,
    /// Before anything is typed, and where all else is equal: the lately used first.
    recency: Vec<Option<usize>>,
}

impl Ranking {
    pub fn new(entries: Vec<Entry>, recent: &[String]) -> Self {
        let recency = |entry: &Entry| {
            let name = match &entry.target {
                Target::Command(command) => command.label(),
                Target::Theme(choice) => choice.title().to_owned(),
                Target::Tab(_) | Target::File(_) | Target::Stage(_) => return None,
            };
            recent.iter().position(|recent| *recent == name)
        };
        Self {
            matcher: Matcher::new(Config::DEFAULT),
            texts: entries.iter().map(text).collect(),
            recency: entries.iter().map(recency).collect(),
            entries: Arc::new(entries),
        }
    }

    pub fn found(&mut self, query: &str) -> Found {
        Found {
            order: self.rank(query),
            entries: Arc::clone(&self.entries),
        }
    }

    /// The indexes of the entries that fit a query, the best first; of all when nothing was typed.
    fn rank(&mut self, query: &str) -> Vec<usize> {
        let query = query.trim();
        let entries = Arc::clone(&self.entries);
        if query.is_empty() {
            let mut all: Vec<usize> = (0..entries.len()).collect();
            all.sort_by_key(|&entry| self.recency[entry].unwrap_or(usize::MAX));
            return all;
        }
        let pattern = pattern(query);
        let mut scored = Vec::new();
        for (index, entry) in entries.iter().enumerate() {
            let score = pattern.score(self.texts[index].slice(..), &mut self.matcher);
            if let Some(score) = score {
                let score = i64::from(score) + self.bonus(entry, index, query);
                scored.push((std::cmp::Reverse(score), index));
            }
        }
        scored.sort_unstable();
        scored.into_iter().map(|(_, entry)| entry).collect()
    }

    fn bonus(&self, entry: &Entry, index: usize, query: &str) -> i64 {
        let recent = self.recency[index].map_or(0, |place| (FOR_RECENT - place as i64).max(1));
        let disabled = if entry.why_not.is_some() {
            FOR_DISABLED
        } else {
            0
        };
        let stage = match stage_number(entry) {
            None => 0,
            Some(number) if number == query => FOR_NUMBER,
            // The nearer the number, the shorter it is.
            Some(number) if number.starts_with(query) => FOR_NUMBER / 2 - number.len() as i64,
            Some(_) => FOR_STAGE,
        };
        recent + disabled + stage
    }
}

/// Tells which letters were typed of an entry that was found.
pub struct Highlighter(Matcher);

impl Default for Highlighter {
    fn default() -> Self {
        Self(Matcher::new(Config::DEFAULT))
    }
}

impl Highlighter {
    /// By their place in the entry's label and, after a space, its home.
    pub fn letters(&mut self, entry: &Entry, query: &str) -> Vec<u32> {
        let mut letters = Vec::new();
        let text = text(entry);
        pattern(query.trim()).indices(text.slice(..), &mut self.0, &mut letters);
        letters.sort_unstable();
        letters.dedup();
        letters
    }
}

/// The label, a space, and its home.
fn text(entry: &Entry) -> Utf32String {
    Utf32String::from(format!("{} {}", entry.label, entry.home))
}

fn pattern(query: &str) -> Pattern {
    let (case, normalization) = (CaseMatching::Ignore, Normalization::Smart);
    Pattern::new(query, case, normalization, AtomKind::Fuzzy)
}

fn stage_number(entry: &Entry) -> Option<&str> {
    let Target::Stage(_) = entry.target else {
        return None;
    };
    entry.label.strip_prefix("Go to stage ")?.split(' ').next()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::designer::UserCommand;
    use crate::designer::settings::ThemeChoice;
    use crate::workflow::{ActionKind, Event, EventId, EventKind};

    fn entries() -> Vec<Entry> {
        let mut entries: Vec<Entry> = UserCommand::all()
            .map(|command| Entry::of_command(command, command.label(), None, false))
            .collect();
        entries.extend(ThemeChoice::ALL.map(|choice| Entry::of_theme(choice, false)));
        for (stage, name) in [(1, "New Call"), (12, "Called back"), (120, "Fit to ring")] {
            let event = Event {
                id: EventId(stage),
                stage,
                kind: EventKind::ButtonPushed,
                name: name.to_owned(),
                actions: Vec::new(),
            };
            entries.push(Entry::of_stage(&event, name, None));
        }
        entries
    }

    fn first(query: &str) -> Target {
        first_after(query, &[])
    }

    fn first_after(query: &str, recent: &[String]) -> Target {
        let entries = entries();
        let found = Ranking::new(entries.clone(), recent).rank(query);
        entries[found[0]].target.clone()
    }

    #[test]
    fn letters_at_the_start_of_words_find_the_command() {
        for (query, command) in [
            ("arr", UserCommand::Arrange),
            ("fit", UserCommand::FitAll),
            ("fs", UserCommand::FitSelection),
            ("zout", UserCommand::ZoomOut),
            ("ab", UserCommand::Add(ActionKind::Button)),
            ("addtim", UserCommand::Add(ActionKind::Timer)),
            ("expo", UserCommand::Export),
            ("REDO", UserCommand::Redo),
        ] {
            assert_eq!(first(query), Target::Command(command), "{query}");
        }
    }

    #[test]
    fn words_in_any_order_find_what_stands_in_a_menu() {
        assert_eq!(first("theme dark"), Target::Theme(ThemeChoice::Dark));
        assert_eq!(first("dark theme"), Target::Theme(ThemeChoice::Dark));
    }

    #[test]
    fn a_number_means_the_stage_that_bears_it() {
        assert_eq!(first("12"), Target::Stage(EventId(12)));
        assert_eq!(first("120"), Target::Stage(EventId(120)));
        assert_eq!(first("called"), Target::Stage(EventId(12)));
    }

    #[test]
    fn what_was_used_lately_comes_first_of_what_fits_alike() {
        let zoom_in = Target::Command(UserCommand::ZoomIn);
        assert_ne!(first("zoom"), Target::Command(UserCommand::ZoomOut));
        let recent = ["Zoom out".to_owned(), "Zoom in".to_owned()];
        let zoom_out = Target::Command(UserCommand::ZoomOut);
        assert_eq!(first_after("zoom", &recent), zoom_out);
        assert_eq!(first_after("", &recent), zoom_out);
        assert_eq!(first_after("zoom in", &recent), zoom_in);
    }

    #[test]
    fn what_cannot_be_done_now_comes_after_what_can() {
        let mut entries = entries();
        let fit_all = Target::Command(UserCommand::FitAll);
        for entry in &mut entries {
            if entry.target == fit_all {
                entry.why_not = Some("Open a design first");
            }
        }
        let found = Ranking::new(entries.clone(), &[]).rank("fit");
        let fit_selection = Target::Command(UserCommand::FitSelection);
        assert_eq!(entries[found[0]].target, fit_selection);
        assert!(found.iter().any(|&found| entries[found].target == fit_all));
    }

    #[test]
    fn the_letters_that_were_typed_are_told() {
        let entries = entries();
        let found = Ranking::new(entries.clone(), &[]).rank("fs");
        let letters = Highlighter::default().letters(&entries[found[0]], "fs");
        assert_eq!(letters, [0, 4]);
    }

    #[test]
    fn nothing_fits_what_is_nowhere() {
        let found = Ranking::new(entries(), &[]).rank("zzqx");
        assert_eq!(found, [] as [usize; 0]);
    }
}
