//! Who looks for what was typed? The window itself, or for a large design a thread beside it, so that nobody waits for a
//! letter to appear.

use super::entry::Entry;
use super::rank::Ranking;
use std::sync::{Arc, mpsc};
use std::thread;

/// With more stages than this, no frame waits until all are ranked.
const MOST_AT_ONCE: usize = 2_000;

/// What fits a query.
pub struct Found {
    pub entries: Arc<Vec<Entry>>,
    /// Indexes of the entries that fit, the best first.
    pub order: Vec<usize>,
}

pub enum Search {
    AtOnce(Ranking),
    Beside(Beside),
}

/// A thread that is asked with each letter. Dropping it ends the thread.
pub struct Beside {
    questions: mpsc::Sender<(usize, String)>,
    answers: mpsc::Receiver<(usize, Found)>,
    /// The number of the last question, and of the one that was answered last.
    asked: usize,
    answered: usize,
}

impl Search {
    /// Looks among `entries` and the stages, of which there are `stage_count`. Returns what is there before anything is
    /// typed; of a large design the stages come later, and `wake` is called then.
    pub fn new(
        entries: Vec<Entry>,
        stage_count: usize,
        stages: impl FnOnce() -> Vec<Entry> + Send + 'static,
        recent: &[String],
        wake: impl Fn() + Send + 'static,
    ) -> (Self, Found) {
        let all = |mut entries: Vec<Entry>, recent: &[String]| {
            entries.extend(stages());
            Ranking::new(entries, recent)
        };
        if stage_count <= MOST_AT_ONCE {
            let mut ranking = all(entries, recent);
            let found = ranking.found("");
            return (Self::AtOnce(ranking), found);
        }
        let first = Ranking::new(entries.clone(), recent).found("");
        let (questions, asked) = mpsc::channel::<(usize, String)>();
        let (answer, answers) = mpsc::channel();
        let recent = recent.to_vec();
        thread::spawn(move || {
            let mut ranking = all(entries, &recent);
            let mut question = (0, String::new());
            loop {
                // Only the last letter counts.
                while let Ok(newer) = asked.try_recv() {
                    question = newer;
                }
                let found = ranking.found(&question.1);
                if answer.send((question.0, found)).is_err() {
                    return;
                }
                wake();
                match asked.recv() {
                    Ok(next) => question = next,
                    Err(mpsc::RecvError) => return,
                }
            }
        });
        let beside = Beside {
            questions,
            answers,
            asked: 0,
            // Even the first answer is still to come.
            answered: usize::MAX,
        };
        (Self::Beside(beside), first)
    }

    /// What fits a query; `None` when that comes later.
    pub fn ask(&mut self, query: &str) -> Option<Found> {
        match self {
            Self::AtOnce(ranking) => Some(ranking.found(query)),
            Self::Beside(beside) => {
                beside.asked += 1;
                // A thread that is gone answers nothing, and what was found last stays.
                let _ = beside.questions.send((beside.asked, query.to_owned()));
                None
            }
        }
    }

    /// What fits the last query, once that has come.
    pub fn news(&mut self) -> Option<Found> {
        let Self::Beside(beside) = self else {
            return None;
        };
        let (number, found) = beside.answers.try_iter().last()?;
        beside.answered = number;
        (number == beside.asked).then_some(found)
    }

    /// Waits for what fits the last query, where that is not known yet.
    pub fn settle(&mut self) -> Option<Found> {
        let Self::Beside(beside) = self else {
            return None;
        };
        let mut last = None;
        while beside.answered != beside.asked {
            let (number, found) = beside.answers.recv().ok()?;
            beside.answered = number;
            last = Some(found);
        }
        last
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workflow::{Event, EventId, EventKind};

    fn stages(count: usize) -> Vec<Entry> {
        let stages = 1..=u32::try_from(count).unwrap();
        let stage = |stage| {
            let event = Event {
                id: EventId(stage),
                stage,
                kind: EventKind::ButtonPushed,
                name: String::new(),
                actions: Vec::new(),
            };
            Entry::of_stage(&event, "Called back", None)
        };
        stages.map(stage).collect()
    }

    fn search(count: usize) -> (Search, Found) {
        Search::new(Vec::new(), count, move || stages(count), &[], || ())
    }

    #[test]
    fn beside_the_window_is_found_what_is_found_in_it() {
        let count = MOST_AT_ONCE + 1;
        let (mut beside, first) = search(count);
        assert!(first.order.is_empty());
        for query in ["", "c", "ca", "call 77"] {
            let mut at_once = Ranking::new(stages(count), &[]);
            assert!(beside.ask(query).is_none());
            let found = beside.settle().unwrap();
            assert_eq!(found.order, at_once.found(query).order, "{query}");
        }
        assert!(beside.settle().is_none());
    }

    #[test]
    fn of_a_design_that_is_not_large_all_is_there_at_once() {
        let (mut search, first) = search(3);
        assert_eq!(first.order.len(), 3);
        assert_eq!(search.ask("2").unwrap().order, [1]);
        assert!(search.news().is_none() && search.settle().is_none());
    }
}
