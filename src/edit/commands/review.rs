//! What does a reviewer say? Ticks legs, asks and answers on stages, signs the whole, and takes each back.

use super::{Change, Draft, Refusal, Transaction};
use crate::workflow::{
    Design, EventId, Flow, LegSeals, Place, Question, QuestionId, Review, ReviewMark, Said,
    SeenStage, SignOff, Signature, ends_at,
};

/// Ticks a leg, which is the one with this [`crate::workflow::LegEnd::place`]: somebody has looked at it as it is now and
/// found it right. A mark that is there already is renewed.
///
/// # Errors
/// When there is no such leg, or nobody says who it is.
pub fn tick_leg(
    design: &Design,
    leg: &Place,
    by: &Signature,
    remark: &str,
) -> Result<Transaction, Refusal> {
    let by = signed(by)?;
    let workflow = &design.workflow;
    let flow = Flow::new(workflow);
    let stage = leg
        .event_id(workflow)
        .and_then(|event_id| flow.index(event_id))
        .filter(|&stage| {
            let event_id = flow.event_id(stage);
            let ends = ends_at(workflow, &flow, stage);
            ends.into_iter().any(|end| end.place(event_id) == *leg)
        })
        .ok_or_else(|| Refusal::because("That leg is not there any more."))?;
    let seals = LegSeals::new(workflow, &flow);
    let mut after = design.review.clone();
    let mark = ReviewMark {
        by,
        remark: remark.trim().to_owned(),
        seal: seals.of_stage(stage),
    };
    after.marks.insert(leg.clone(), mark);
    let mut next = Some(stage);
    while let Some(stage) = next {
        next = flow.parent(stage);
        if let Some(event) = workflow.event(flow.event_id(stage)) {
            after
                .seen
                .entry(seals.of_stage(stage))
                .or_insert_with(|| SeenStage {
                    after: next.map(|parent| seals.of_stage(parent)),
                    event: event.clone(),
                });
        }
    }
    Ok(set_review(design, after, "tick leg"))
}

/// Takes a tick back.
///
/// # Errors
/// When the leg was not ticked.
pub fn untick_leg(design: &Design, leg: &Place) -> Result<Transaction, Refusal> {
    let mut after = design.review.clone();
    if after.marks.remove(leg).is_none() {
        return Err(Refusal::because("That leg was not ticked."));
    }
    Ok(set_review(design, after, "untick leg"))
}

/// Asks a question on a stage.
///
/// # Errors
/// When the stage is gone, nothing is asked, or nobody says who it is.
pub fn ask_question(
    design: &Design,
    event_id: EventId,
    text: &str,
    by: &Signature,
) -> Result<Transaction, Refusal> {
    super::event_in(design, event_id)?;
    let said = vec![said(text, by, "Write what you want to know.")?];
    let mut after = design.review.clone();
    let question = Question {
        event_id,
        said,
        resolved: None,
    };
    after.questions.insert(after.next_question_id(), question);
    Ok(set_review(design, after, "ask question"))
}

/// Says something to a question, which opens it again when it was resolved.
///
/// # Errors
/// When the question is gone, nothing is said, or nobody says who it is.
pub fn answer_question(
    design: &Design,
    question_id: QuestionId,
    text: &str,
    by: &Signature,
) -> Result<Transaction, Refusal> {
    let said = said(text, by, "Write an answer.")?;
    amend_question(design, question_id, "answer question", |question| {
        question.said.push(said);
        question.resolved = None;
        Ok(())
    })
}

/// The question is answered.
///
/// # Errors
/// When the question is gone or resolved already, or nobody says who it is.
pub fn resolve_question(
    design: &Design,
    question_id: QuestionId,
    by: &Signature,
) -> Result<Transaction, Refusal> {
    let by = signed(by)?;
    amend_question(design, question_id, "resolve question", |question| {
        if question.resolved.is_some() {
            return Err(Refusal::because("That question is resolved already."));
        }
        question.resolved = Some(by);
        Ok(())
    })
}

/// The question is not answered after all.
///
/// # Errors
/// When the question is gone or open.
pub fn reopen_question(design: &Design, question_id: QuestionId) -> Result<Transaction, Refusal> {
    amend_question(design, question_id, "reopen question", |question| {
        if question.resolved.take().is_none() {
            return Err(Refusal::because("That question is open."));
        }
        Ok(())
    })
}

/// Signs the whole: every leg has been found right as it is now, and no question is open.
///
/// # Errors
/// When a leg is not ticked or has changed since, a question is open, or nobody says who it is.
pub fn sign_off(design: &Design, by: &Signature) -> Result<Transaction, Refusal> {
    let by = signed(by)?;
    let (workflow, review) = (&design.workflow, &design.review);
    let flow = Flow::new(workflow);
    let seals = LegSeals::new(workflow, &flow);
    let mut pending_count = 0;
    for stage in 0..flow.stage_count() {
        for end in ends_at(workflow, &flow, stage) {
            let mark = review.marks.get(&end.place(flow.event_id(stage)));
            let is_current = mark.is_some_and(|mark| mark.seal == seals.of_stage(stage));
            pending_count += usize::from(!is_current);
        }
    }
    match (pending_count, review.open_questions().count()) {
        (0, 0) => {}
        (0, 1) => {
            return Err(Refusal::because(
                "A question is still open. Resolve it first.",
            ));
        }
        (0, count) => {
            return Err(Refusal::because(format!(
                "{count} questions are still open. Resolve them first."
            )));
        }
        (1, _) => {
            return Err(Refusal::because(
                "A leg is not reviewed yet. Tick it first.",
            ));
        }
        (count, _) => {
            return Err(Refusal::because(format!(
                "{count} legs are not reviewed yet. Tick them first."
            )));
        }
    }
    let mut after = review.clone();
    after.sign_off = Some(SignOff {
        by,
        seal: seals.of_all(workflow, &flow),
    });
    Ok(set_review(design, after, "sign off"))
}

/// Takes the signature back.
///
/// # Errors
/// When nobody has signed.
pub fn withdraw_sign_off(design: &Design) -> Result<Transaction, Refusal> {
    let mut after = design.review.clone();
    if after.sign_off.take().is_none() {
        return Err(Refusal::because("Nobody has signed this design."));
    }
    Ok(set_review(design, after, "withdraw sign-off"))
}

fn amend_question(
    design: &Design,
    question_id: QuestionId,
    label: &str,
    amend: impl FnOnce(&mut Question) -> Result<(), Refusal>,
) -> Result<Transaction, Refusal> {
    let mut after = design.review.clone();
    let question = after
        .questions
        .get_mut(&question_id)
        .ok_or_else(|| Refusal::because("That question is not there any more."))?;
    amend(question)?;
    Ok(set_review(design, after, label))
}

fn signed(by: &Signature) -> Result<Signature, Refusal> {
    if by.name.trim().is_empty() {
        return Err(Refusal::because(
            "Give your name, so that others know whom to ask.",
        ));
    }
    Ok(Signature {
        name: by.name.trim().to_owned(),
        at: by.at.clone(),
    })
}

fn said(text: &str, by: &Signature, if_empty: &str) -> Result<Said, Refusal> {
    if text.trim().is_empty() {
        return Err(Refusal::because(if_empty));
    }
    Ok(Said {
        by: signed(by)?,
        text: text.trim().to_owned(),
    })
}

/// What no mark needs any more is not kept.
fn set_review(design: &Design, mut after: Review, label: &str) -> Transaction {
    let needed = after.needed();
    after.seen.retain(|seal, _| needed.contains(seal));
    let mut draft = Draft::new(design);
    for change in review_changes(&design.review, &after) {
        draft.push(change);
    }
    draft.finish(label)
}

/// What makes the one of the other, piece by piece: a tick among thousands is written down as that one tick.
pub(in crate::edit) fn review_changes(before: &Review, after: &Review) -> Vec<Change> {
    let mut changes = Vec::new();
    for (seal, before, after) in differing(&before.seen, &after.seen) {
        changes.push(Change::SetSeenStage {
            seal,
            before,
            after,
        });
    }
    for (leg, before, after) in differing(&before.marks, &after.marks) {
        changes.push(Change::SetReviewMark { leg, before, after });
    }
    for (question_id, before, after) in differing(&before.questions, &after.questions) {
        changes.push(Change::SetQuestion {
            question_id,
            before,
            after,
        });
    }
    if before.sign_off != after.sign_off {
        changes.push(Change::SetSignOff {
            before: before.sign_off.clone(),
            after: after.sign_off.clone(),
        });
    }
    changes
}

type Entries<K, V> = std::collections::BTreeMap<K, V>;

/// The entries that are not in both alike.
fn differing<K: Ord + Clone, V: PartialEq + Clone>(
    before: &Entries<K, V>,
    after: &Entries<K, V>,
) -> Vec<(K, Option<V>, Option<V>)> {
    let mut found = Vec::new();
    for (key, was) in before {
        let is = after.get(key);
        if is != Some(was) {
            found.push((key.clone(), Some(was.clone()), is.cloned()));
        }
    }
    for (key, is) in after {
        if !before.contains_key(key) {
            found.push((key.clone(), None, Some(is.clone())));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::commands::set_value;
    use crate::edit::tests::placed;
    use crate::workflow::{ActionId, ValueName};

    const TWO_LEGS: &str = "1 New Call
  alert \"Ring\"
  button \"A\" -> 2
  timer 1d -> 3
2 Button Pushed
  finish \"Done\"
3 Timer Elapsed
  finish \"Late\"";
    const LEFT: Place = Place::Event(EventId(2));
    const RIGHT: Place = Place::Event(EventId(3));

    fn ann() -> Signature {
        Signature {
            name: "Ann".to_owned(),
            at: "2026-11-26T10:00:00Z".to_owned(),
        }
    }

    fn after(design: &Design, edit: Result<Transaction, Refusal>) -> Design {
        let mut amended = design.clone();
        edit.unwrap().apply(&mut amended).unwrap();
        amended
    }

    fn both_ticked() -> Design {
        let design = placed(TWO_LEGS);
        let one = after(&design, tick_leg(&design, &LEFT, &ann(), ""));
        after(&one, tick_leg(&one, &RIGHT, &ann(), "Fine"))
    }

    fn sentence(edit: Result<Transaction, Refusal>) -> String {
        edit.unwrap_err().0
    }

    #[test]
    fn a_tick_keeps_the_leg_as_it_was_and_shares_what_legs_have_in_common() {
        let design = both_ticked();
        assert_eq!(design.review.marks.len(), 2);
        assert_eq!(design.review.seen.len(), 3);
        let leg = design.review.seen_leg(design.review.marks[&RIGHT].seal);
        let ids: Vec<u32> = leg.iter().map(|stage| stage.event.id.0).collect();
        assert_eq!(ids, [1, 3]);
    }

    #[test]
    fn what_no_mark_needs_any_more_goes_with_the_tick() {
        let design = both_ticked();
        let one = after(&design, untick_leg(&design, &LEFT));
        assert_eq!(one.review.seen.len(), 2);
        let none = after(&one, untick_leg(&one, &RIGHT));
        assert!(none.review.is_empty());
        assert!(untick_leg(&none, &RIGHT).is_err());
    }

    #[test]
    fn only_a_leg_that_is_there_can_be_ticked_and_only_by_somebody() {
        let design = placed(TWO_LEGS);
        for place in [
            Place::Event(EventId(1)),
            Place::Event(EventId(9)),
            Place::Workflow,
        ] {
            assert!(tick_leg(&design, &place, &ann(), "").is_err());
        }
        let nobody = Signature {
            name: " ".to_owned(),
            ..ann()
        };
        assert!(tick_leg(&design, &LEFT, &nobody, "").is_err());
    }

    #[test]
    fn a_question_is_answered_resolved_and_opened_again() {
        let design = placed(TWO_LEGS);
        assert!(ask_question(&design, EventId(9), "Why?", &ann()).is_err());
        assert!(ask_question(&design, EventId(1), " ", &ann()).is_err());
        let asked = after(&design, ask_question(&design, EventId(1), "Why?", &ann()));
        let id = QuestionId(1);
        let resolved = after(&asked, resolve_question(&asked, id, &ann()));
        assert_eq!(resolved.review.open_questions().count(), 0);
        assert!(resolve_question(&resolved, id, &ann()).is_err());
        let answered = after(&resolved, answer_question(&resolved, id, "So", &ann()));
        assert_eq!(answered.review.questions[&id].said.len(), 2);
        assert_eq!(answered.review.open_questions().count(), 1);
        assert!(reopen_question(&answered, id).is_err());
        let reopened = after(&resolved, reopen_question(&resolved, id));
        assert_eq!(reopened, asked);
    }

    #[test]
    fn the_whole_is_signed_when_nothing_is_left_to_look_at() {
        let design = placed(TWO_LEGS);
        assert_eq!(
            sentence(sign_off(&design, &ann())),
            "2 legs are not reviewed yet. Tick them first."
        );
        let ticked = both_ticked();
        let asked = after(&ticked, ask_question(&ticked, EventId(1), "Why?", &ann()));
        assert_eq!(
            sentence(sign_off(&asked, &ann())),
            "A question is still open. Resolve it first."
        );
        let signed = after(&ticked, sign_off(&ticked, &ann()));
        assert!(signed.review.sign_off.is_some());
        let amended = after(
            &ticked,
            set_value(&ticked, ActionId(4), ValueName::Outcome, "So"),
        );
        assert_eq!(
            sentence(sign_off(&amended, &ann())),
            "A leg is not reviewed yet. Tick it first."
        );
        assert_eq!(after(&signed, withdraw_sign_off(&signed)), ticked);
    }

    #[test]
    fn ticking_again_renews_and_forgets_what_was() {
        let ticked = both_ticked();
        let amended = after(
            &ticked,
            set_value(&ticked, ActionId(1), ValueName::Message, "Write"),
        );
        let renewed = after(&amended, tick_leg(&amended, &LEFT, &ann(), ""));
        assert_eq!(renewed.review.seen.len(), 4);
        let renewed = after(&renewed, tick_leg(&renewed, &RIGHT, &ann(), ""));
        assert_eq!(renewed.review.seen.len(), 3);
    }
}
