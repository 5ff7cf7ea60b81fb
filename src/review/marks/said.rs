//! What have reviewers said in one design and not in another, and how do two reviews become one?

use crate::review::merge::{Outcome, three_way};
use crate::review::{Aspect, Difference, Kind};
use crate::workflow::{Design, EventId, Place, Question, QuestionId, Review, ReviewMark, Spot};
use std::collections::{BTreeMap, BTreeSet};

/// Ticks, questions, the signature and the limit, without the stages that they are on. Linear in what was said.
pub(in crate::review) fn said_differences(before: &Design, after: &Design) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut add = |kind, place: &Place, subject: String, before: &str, after: &str| {
        found.push(Difference {
            kind,
            aspect: Aspect::Review,
            spot: Spot::Workflow(place.clone()),
            stage: None,
            subject,
            before: before.to_owned(),
            after: after.to_owned(),
        });
    };
    let limit = |design: &Design| design.workflow.limit().unwrap_or_default().to_owned();
    let (was, is) = (limit(before), limit(after));
    let limit = "limit of the workflow".to_owned();
    match (was.as_str(), is.as_str()) {
        (was, is) if was == is => {}
        ("", is) => add(Kind::Added, &Place::Workflow, limit, "", is),
        (was, "") => add(Kind::Removed, &Place::Workflow, limit, was, ""),
        (was, is) => add(Kind::Changed, &Place::Workflow, limit, was, is),
    }
    let (before, after) = (&before.review, &after.review);
    let tick = |mark: &ReviewMark| format!("tick by {}", mark.by.name);
    for (leg, was, is) in paired(&before.marks, &after.marks) {
        match (was, is) {
            (None, Some(is)) => add(Kind::Added, leg, tick(is), "", &is.remark),
            (Some(was), None) => add(Kind::Removed, leg, tick(was), &was.remark, ""),
            (Some(was), Some(is)) => add(Kind::Changed, leg, tick(is), &was.remark, &is.remark),
            (None, None) => {}
        }
    }
    for (_, was, is) in paired(&before.questions, &after.questions) {
        let Some(question) = is.or(was) else {
            continue;
        };
        let place = Place::Event(question.event_id);
        let asked = question.said.first();
        let name = asked.map_or("", |asked| asked.by.name.as_str());
        let text = asked.map_or("", |asked| asked.text.as_str());
        let subject = format!("question by {name}");
        match (was, is) {
            (None, Some(_)) => add(Kind::Added, &place, subject, "", text),
            (Some(_), None) => add(Kind::Removed, &place, subject, text, ""),
            (Some(was), Some(is)) => {
                add(Kind::Changed, &place, subject, &state(was), &state(is));
            }
            (None, None) => {}
        }
    }
    match (&before.sign_off, &after.sign_off) {
        (was, is) if was == is => {}
        (None, Some(is)) => {
            let subject = format!("sign-off by {}", is.by.name);
            add(Kind::Added, &Place::Workflow, subject, "", &is.by.at);
        }
        (Some(was), None) => {
            let subject = format!("sign-off by {}", was.by.name);
            add(Kind::Removed, &Place::Workflow, subject, &was.by.at, "");
        }
        (Some(was), Some(is)) => {
            let subject = format!("sign-off by {}", is.by.name);
            add(
                Kind::Changed,
                &Place::Workflow,
                subject,
                &was.by.at,
                &is.by.at,
            );
        }
        (None, None) => {}
    }
    found
}

/// `open, 2 answers`.
fn state(question: &Question) -> String {
    let is_open = if question.resolved.is_some() {
        "resolved"
    } else {
        "open"
    };
    match question.said.len().saturating_sub(1) {
        0 => is_open.to_owned(),
        1 => format!("{is_open}, 1 answer"),
        count => format!("{is_open}, {count} answers"),
    }
}

type Pair<'a, K, V> = (&'a K, Option<&'a V>, Option<&'a V>);

/// The entries that are not alike in both.
fn paired<'a, K: Ord, V: PartialEq>(
    before: &'a BTreeMap<K, V>,
    after: &'a BTreeMap<K, V>,
) -> Vec<Pair<'a, K, V>> {
    let kept = before
        .iter()
        .map(|(key, was)| (key, Some(was), after.get(key)));
    let new = after
        .iter()
        .filter(|(key, _)| !before.contains_key(key))
        .map(|(key, is)| (key, None, Some(is)));
    kept.chain(new).filter(|(_, was, is)| was != is).collect()
}

/// What was said in either, whichever comes first. Of two ticks on one leg, and of two signatures, the later counts; a
/// question that both have answered has the answers of both.
pub(in crate::review) fn merged_reviews(base: &Review, ours: &Review, theirs: &Review) -> Review {
    let mut merged = Review {
        marks: merged_marks(base, ours, theirs),
        questions: merged_questions(base, ours, theirs),
        sign_off: later(
            &three_way(
                base.sign_off.as_ref(),
                ours.sign_off.as_ref(),
                theirs.sign_off.as_ref(),
            ),
            |sign_off| &sign_off.by.at,
        )
        .cloned(),
        ..Review::default()
    };
    let sides = [ours, theirs, base];
    merged.seen = sides
        .iter()
        .flat_map(|side| side.seen.iter())
        .map(|(&seal, stage)| (seal, stage.clone()))
        .collect();
    let needed = merged.needed();
    merged.seen.retain(|seal, _| needed.contains(seal));
    merged
}

fn keys<'a, K: Ord + 'a, V: 'a>(sides: [&'a BTreeMap<K, V>; 3]) -> BTreeSet<&'a K> {
    sides.into_iter().flat_map(BTreeMap::keys).collect()
}

/// Of two that contradict each other the later, and of two at one time the greater; what one side took back and the
/// other renewed stays.
fn later<'a, T: Ord>(outcome: &Outcome<&'a T>, at: impl Fn(&T) -> &String) -> Option<&'a T> {
    match *outcome {
        Outcome::Agreed(one) => one,
        Outcome::Contradiction(Some(ours), Some(theirs)) => {
            let is_ours = (at(ours), ours) >= (at(theirs), theirs);
            Some(if is_ours { ours } else { theirs })
        }
        Outcome::Contradiction(ours, theirs) => ours.or(theirs),
    }
}

fn merged_marks(base: &Review, ours: &Review, theirs: &Review) -> BTreeMap<Place, ReviewMark> {
    let sides = [&base.marks, &ours.marks, &theirs.marks];
    let merged = keys(sides).into_iter().filter_map(|leg| {
        let [base, ours, theirs] = sides.map(|side| side.get(leg));
        let mark = later(&three_way(base, ours, theirs), |mark| &mark.by.at)?;
        Some((leg.clone(), mark.clone()))
    });
    merged.collect()
}

fn merged_questions(
    base: &Review,
    ours: &Review,
    theirs: &Review,
) -> BTreeMap<QuestionId, Question> {
    let sides = [&base.questions, &ours.questions, &theirs.questions];
    let mut merged = BTreeMap::new();
    let mut crowded = Vec::new();
    for &id in keys(sides) {
        let [base, ours, theirs] = sides.map(|side| side.get(&id));
        let question = match three_way(base, ours, theirs) {
            Outcome::Agreed(question) => question.cloned(),
            Outcome::Contradiction(Some(ours), Some(theirs)) => {
                let answered = base.map(|base| merged_answers(base, ours, theirs));
                // Two questions that were asked under one number: the second gets another.
                Some(answered.unwrap_or_else(|| {
                    crowded.push(ours.max(theirs).clone());
                    ours.min(theirs).clone()
                }))
            }
            Outcome::Contradiction(ours, theirs) => ours.or(theirs).cloned(),
        };
        merged.extend(question.map(|question| (id, question)));
    }
    for question in crowded {
        let last = merged.keys().next_back();
        let next = last.map_or(1, |last: &QuestionId| last.0.saturating_add(1));
        merged.insert(QuestionId(next), question);
    }
    merged
}

fn merged_answers(base: &Question, ours: &Question, theirs: &Question) -> Question {
    let common = base.said.len();
    let mut said = base.said.clone();
    let mut new: Vec<_> = [ours, theirs]
        .iter()
        .flat_map(|side| side.said.get(common..).unwrap_or_default())
        .cloned()
        .collect();
    new.sort_by(|one, other| (&one.by.at, one).cmp(&(&other.by.at, other)));
    new.dedup();
    said.extend(new);
    let resolved = three_way(
        base.resolved.as_ref(),
        ours.resolved.as_ref(),
        theirs.resolved.as_ref(),
    );
    Question {
        event_id: base.event_id,
        said,
        resolved: later(&resolved, |by| &by.at).cloned(),
    }
}

/// A review in a design in which some elements were given new ids.
pub(in crate::review) fn renewed_review(
    review: &Review,
    event: impl Fn(EventId) -> EventId,
    place: impl Fn(&Place) -> Place,
    whole_event: impl Fn(&crate::workflow::Event) -> crate::workflow::Event,
) -> Review {
    let mut renewed = review.clone();
    renewed.marks = review
        .marks
        .iter()
        .map(|(leg, mark)| (place(leg), mark.clone()))
        .collect();
    for question in renewed.questions.values_mut() {
        question.event_id = event(question.event_id);
    }
    for stage in renewed.seen.values_mut() {
        stage.event = whole_event(&stage.event);
    }
    renewed
}
