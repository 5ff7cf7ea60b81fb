//! What have reviewers said to a design? Ticks on legs, questions on stages, a signature under the whole.

use super::{Event, EventId, Place, Seal};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// All that reviewers have said. None of it changes what happens to a call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Review {
    /// By what the leg goes by: [`super::LegEnd::place`].
    pub marks: BTreeMap<Place, ReviewMark>,
    pub questions: BTreeMap<QuestionId, Question>,
    pub sign_off: Option<SignOff>,
    /// The stages of ticked legs as they were then, by the seal of the way to them ([`super::LegSeals`]). Legs share
    /// them where they share their way.
    pub seen: BTreeMap<Seal, SeenStage>,
}

/// Who, and when.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Signature {
    pub name: String,
    /// In UTC, as RFC 3339 has it: `2026-11-26T10:02:03Z`. So the later one also sorts last.
    pub at: String,
}

/// A leg that somebody has looked at and found right. It holds as long as the leg's logic is the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ReviewMark {
    pub by: Signature,
    /// Empty when there was nothing to say.
    pub remark: String,
    /// The leg as it was: [`super::LegSeals::of_stage`].
    pub seal: Seal,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QuestionId(pub u32);

impl fmt::Display for QuestionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A question on a stage, with what was said to it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Question {
    pub event_id: EventId,
    /// The question itself first.
    pub said: Vec<Said>,
    /// Who found it answered.
    pub resolved: Option<Signature>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Said {
    pub by: Signature,
    pub text: String,
}

/// The whole was found right. It lapses when any leg changes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SignOff {
    pub by: Signature,
    /// All legs as they were: [`super::LegSeals::of_all`].
    pub seal: Seal,
}

/// A stage as it was when a leg through it was ticked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenStage {
    /// The seal of the way to the stage before; `None` at the beginning of the leg.
    pub after: Option<Seal>,
    pub event: Event,
}

impl Review {
    pub fn is_empty(&self) -> bool {
        self.marks.is_empty()
            && self.questions.is_empty()
            && self.sign_off.is_none()
            && self.seen.is_empty()
    }

    /// One that no question of this design bears.
    pub fn next_question_id(&self) -> QuestionId {
        let last = self.questions.keys().next_back();
        QuestionId(last.map_or(1, |last| last.0.saturating_add(1)))
    }

    pub fn open_questions(&self) -> impl Iterator<Item = (QuestionId, &Question)> {
        let questions = self.questions.iter().map(|(&id, question)| (id, question));
        questions.filter(|(_, question)| question.resolved.is_none())
    }

    /// The stages of a leg as they were when it was ticked, from the first on. Empty when nobody knows any more, as in
    /// a file that was edited by hand.
    pub fn seen_leg(&self, seal: Seal) -> Vec<&SeenStage> {
        let mut stages = Vec::new();
        let mut next = Some(seal);
        // A hand-edited file may lead round in a circle.
        while let Some(seal) = next
            && stages.len() < self.seen.len()
        {
            let Some(stage) = self.seen.get(&seal) else {
                return Vec::new();
            };
            stages.push(stage);
            next = stage.after;
        }
        if next.is_some() {
            return Vec::new();
        }
        stages.reverse();
        stages
    }

    /// The seals of the stages that a mark needs to tell what has changed since.
    pub fn needed(&self) -> BTreeSet<Seal> {
        let mut needed = BTreeSet::new();
        for mark in self.marks.values() {
            let mut next = Some(mark.seal);
            while let Some(seal) = next
                && needed.insert(seal)
            {
                next = self.seen.get(&seal).and_then(|stage| stage.after);
            }
        }
        needed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workflow::EventKind;

    fn seen(after: Option<u64>, id: u32) -> SeenStage {
        SeenStage {
            after: after.map(Seal),
            event: Event {
                id: EventId(id),
                stage: id,
                kind: EventKind::NewCall,
                name: String::new(),
                actions: Vec::new(),
            },
        }
    }

    fn marked(seal: u64) -> ReviewMark {
        ReviewMark {
            by: Signature {
                name: "Ann".to_owned(),
                at: String::new(),
            },
            remark: String::new(),
            seal: Seal(seal),
        }
    }

    fn ids(review: &Review, seal: u64) -> Vec<u32> {
        let stages = review.seen_leg(Seal(seal)).into_iter();
        stages.map(|stage| stage.event.id.0).collect()
    }

    #[test]
    fn a_seen_leg_is_read_back_from_its_end() {
        let mut review = Review::default();
        review.seen.insert(Seal(7), seen(None, 1));
        review.seen.insert(Seal(8), seen(Some(7), 2));
        review.seen.insert(Seal(9), seen(Some(7), 3));
        review.marks.insert(Place::Event(EventId(2)), marked(8));
        assert_eq!(ids(&review, 8), [1, 2]);
        assert_eq!(ids(&review, 3), [0; 0]);
        let needed: Vec<u64> = review.needed().into_iter().map(|seal| seal.0).collect();
        assert_eq!(needed, [7, 8]);
    }

    #[test]
    fn what_leads_round_in_a_circle_is_no_leg() {
        let mut review = Review::default();
        review.seen.insert(Seal(7), seen(Some(8), 1));
        review.seen.insert(Seal(8), seen(Some(7), 2));
        assert_eq!(ids(&review, 8), [0; 0]);
    }
}
