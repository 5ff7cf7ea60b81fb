//! Does a mark hold as long as its leg does, and is nothing that was said lost in a merge?

use crate::edit::{Refusal, Transaction};
use crate::workflow::Design;

fn amended(design: &Design, edit: impl FnOnce(&Design) -> Result<Transaction, Refusal>) -> Design {
    let mut amended = design.clone();
    edit(design).unwrap().apply(&mut amended).unwrap();
    amended
}

mod standing {
    use super::amended;
    use crate::edit::{Below, commands};
    use crate::review::{Ledger, LegReview, Signed, changes_since_review};
    use crate::rules::check_design;
    use crate::workflow::{
        ActionId, ActionKind, Design, EventId, Flow, Layout, Signature, ValueName, sketch,
    };

    const CALLBACK: &str = "1 New Call
  alert \"Ring\" \"Care\"
  button \"A\" -> 2
  timer 1d -> 3
2 Button Pushed
  finish \"Done\"
3 Timer Elapsed
  note \"Late\"
  link -> 1";

    fn ann() -> Signature {
        Signature {
            name: "Ann".to_owned(),
            at: "2026-11-26T10:00:00Z".to_owned(),
        }
    }

    fn ledger_of(design: &Design) -> (Flow, Ledger) {
        let flow = Flow::new(&design.workflow);
        let ledger = Ledger::new(design, &flow, &check_design(design, &flow));
        (flow, ledger)
    }

    /// All legs ticked.
    fn reviewed() -> Design {
        let mut design = Design::new(sketch::parse(CALLBACK).unwrap(), Layout::default());
        for row in ledger_of(&design).1.rows {
            design = amended(&design, |design| {
                commands::tick_leg(design, &row.place, &ann(), "")
            });
        }
        design
    }

    fn states(design: &Design) -> Vec<LegReview> {
        let rows = ledger_of(design).1.rows;
        rows.iter().map(|row| row.review).collect()
    }

    /// What has changed on the leg with this number.
    fn changes(design: &Design, number: usize) -> Vec<String> {
        let (flow, ledger) = ledger_of(design);
        let found = changes_since_review(design, &flow, &ledger, &ledger.rows[number - 1]);
        found.unwrap().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn an_edit_reopens_the_legs_that_it_changes_and_tells_what() {
        let design = reviewed();
        assert_eq!(states(&design), [LegReview::Reviewed; 2]);
        let after = amended(&design, |design| {
            commands::set_value(design, ActionId(4), ValueName::Outcome, "Over")
        });
        assert_eq!(states(&after), [LegReview::Changed, LegReview::Reviewed]);
        assert_eq!(
            changes(&after, 1),
            ["~ Stage 2, A: Finish Workflow “Done” → “Over”"]
        );
        let shared = amended(&design, |design| {
            commands::set_value(design, ActionId(1), ValueName::Message, "Write")
        });
        assert_eq!(states(&shared), [LegReview::Changed; 2]);
        assert_eq!(
            changes(&shared, 2),
            ["~ Stage 1, New Call: message of Alert “Ring” → “Write”"]
        );
    }

    #[test]
    fn undoing_the_edit_brings_the_tick_back() {
        let design = reviewed();
        let edit = commands::set_value(&design, ActionId(1), ValueName::Message, "Write").unwrap();
        let mut after = design.clone();
        edit.apply(&mut after).unwrap();
        edit.inverted().apply(&mut after).unwrap();
        assert_eq!(states(&after), [LegReview::Reviewed; 2]);
    }

    #[test]
    fn names_and_layout_reopen_nothing() {
        let design = reviewed();
        let named = amended(&design, |design| {
            commands::rename_stage(design, EventId(2), "Rung")
        });
        assert_eq!(states(&named), [LegReview::Reviewed; 2]);
    }

    #[test]
    fn a_leg_that_goes_another_way_tells_both() {
        let design = reviewed();
        let after = amended(&design, |design| {
            commands::insert_stage(design, ActionId(4), &ActionKind::Button.blank())
        });
        // The leg ends in another stage now, and so is another leg.
        assert_eq!(
            states(&after),
            [LegReview::NotReviewed, LegReview::Reviewed]
        );
        let moved = amended(&design, |design| {
            commands::insert_stage(design, ActionId(2), &ActionKind::Timer.blank())
        });
        let told = changes(&moved, 1);
        assert!(
            told.iter().any(|line| line
                .starts_with("> the way of the leg: “1 New Call → 2 A” → “1 New Call → 4 ")),
            "{told:?}"
        );
    }

    #[test]
    fn what_left_the_leg_is_told() {
        let design = reviewed();
        let after = amended(&design, |design| {
            commands::delete_action(design, ActionId(5), Below::Delete)
        });
        assert_eq!(changes(&after, 2), ["- Stage 3, 1d passed: Note “Late”"]);
        let moved = amended(&design, |design| {
            commands::move_action(design, ActionId(5), EventId(2), 0)
        });
        assert!(
            changes(&moved, 2)
                .iter()
                .any(|line| line.contains("Note “Late”"))
        );
        assert!(
            changes(&moved, 1)
                .iter()
                .any(|line| line.contains("Note “Late”"))
        );
    }

    #[test]
    fn a_mark_that_nobody_can_explain_is_that_of_a_changed_leg() {
        let mut design = reviewed();
        design.review.seen.clear();
        let after = amended(&design, |design| {
            commands::set_value(design, ActionId(4), ValueName::Outcome, "Over")
        });
        let (flow, ledger) = ledger_of(&after);
        assert_eq!(ledger.rows[0].review, LegReview::Changed);
        assert_eq!(
            changes_since_review(&after, &flow, &ledger, &ledger.rows[0]),
            None
        );
    }

    #[test]
    fn the_signature_lapses_when_any_leg_changes_and_is_kept() {
        let design = reviewed();
        let signed = amended(&design, |design| commands::sign_off(design, &ann()));
        let progress = ledger_of(&signed).1.progress;
        assert!(progress.is_complete(), "{progress:?}");
        let after = amended(&signed, |design| {
            commands::set_value(design, ActionId(4), ValueName::Outcome, "Over")
        });
        let progress = ledger_of(&after).1.progress;
        assert_eq!(progress.signed, Signed::Lapsed);
        assert_eq!((progress.reviewed_count, progress.changed_count), (1, 1));
        assert!(after.review.sign_off.is_some());
    }
}

mod said {
    use super::amended;
    use crate::edit::commands;
    use crate::review::{Aspect, differences, merge};
    use crate::workflow::{Design, EventId, Layout, Place, QuestionId, Signature, sketch};

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

    fn by(name: &str, minute: u32) -> Signature {
        Signature {
            name: name.to_owned(),
            at: format!("2026-11-26T10:{minute:02}:00Z"),
        }
    }

    fn base() -> Design {
        Design::new(sketch::parse(TWO_LEGS).unwrap(), Layout::default())
    }

    fn ticked(design: &Design, leg: &Place, by: &Signature) -> Design {
        amended(design, |design| commands::tick_leg(design, leg, by, ""))
    }

    fn asked(design: &Design, text: &str, by: &Signature) -> Design {
        amended(design, |design| {
            commands::ask_question(design, EventId(1), text, by)
        })
    }

    fn merged(base: &Design, ours: &Design, theirs: &Design) -> Design {
        let merged = merge(base, ours, theirs);
        assert_eq!(merged.conflicts, []);
        assert_eq!(merged.design, merge(base, theirs, ours).design);
        merged.design
    }

    #[test]
    fn ticks_of_two_reviewers_are_joined_with_what_they_saw() {
        let base = base();
        let (ours, theirs) = (
            ticked(&base, &LEFT, &by("Ann", 1)),
            ticked(&base, &RIGHT, &by("Bob", 2)),
        );
        let merged = merged(&base, &ours, &theirs);
        assert_eq!(merged.review.marks.len(), 2);
        assert_eq!(merged.review.seen.len(), 3);
    }

    #[test]
    fn of_two_ticks_on_one_leg_the_later_counts() {
        let base = base();
        let (ours, theirs) = (
            ticked(&base, &LEFT, &by("Ann", 9)),
            ticked(&base, &LEFT, &by("Bob", 2)),
        );
        let merged = merged(&base, &ours, &theirs);
        assert_eq!(merged.review.marks[&LEFT].by.name, "Ann");
    }

    #[test]
    fn questions_asked_and_answered_on_both_sides_are_all_kept() {
        let base = asked(&base(), "Why?", &by("Ann", 1));
        let answer = |text: &str, by: Signature| {
            amended(&base, |design| {
                commands::answer_question(design, QuestionId(1), text, &by)
            })
        };
        let ours = asked(&answer("So", by("Bob", 3)), "When?", &by("Bob", 4));
        let theirs = asked(&answer("No", by("Cy", 2)), "Who?", &by("Cy", 5));
        let merged = merged(&base, &ours, &theirs);
        let told: Vec<Vec<&str>> = merged
            .review
            .questions
            .values()
            .map(|question| {
                question
                    .said
                    .iter()
                    .map(|said| said.text.as_str())
                    .collect()
            })
            .collect();
        assert_eq!(
            told,
            [vec!["Why?", "No", "So"], vec!["When?"], vec!["Who?"]]
        );
    }

    #[test]
    fn a_limit_that_both_changed_is_a_conflict() {
        let limited = |text: &str| amended(&base(), |design| commands::set_limit(design, text));
        let (base, ours, theirs) = (base(), limited("1d"), limited("2d"));
        let merged = merge(&base, &ours, &theirs);
        assert_eq!(merged.design.workflow.limit(), Some("1d"));
        assert_eq!(merged.conflicts.len(), 1);
        assert_eq!(merge(&base, &base, &theirs).design, theirs);
    }

    #[test]
    fn what_was_said_is_told_apart_from_the_logic() {
        let before = base();
        let after = ticked(&before, &LEFT, &by("Ann", 1));
        let after = asked(&after, "Why?", &by("Bob", 2));
        let after = amended(&after, |design| commands::set_limit(design, "2d"));
        let told: Vec<String> = differences(&before, &after)
            .iter()
            .map(|difference| {
                assert_eq!(difference.aspect, Aspect::Review);
                difference.to_string()
            })
            .collect();
        assert_eq!(
            told,
            [
                "+ limit of the workflow: “2d”",
                "+ Stage 2, A: tick by Ann",
                "+ Stage 1, New Call: question by Bob: “Why?”",
            ]
        );
        assert_eq!(differences(&after, &after), []);
    }
}

mod seals {
    use super::amended;
    use crate::arrange;
    use crate::edit::{Below, Refusal, Transaction, commands};
    use crate::review::{Ledger, LegReview};
    use crate::rules::check_design;
    use crate::workflow::{
        ActionData, ActionId, ActionKind, Design, EventId, EventKind, Flow, Layout, Leg, LegEnd,
        Place, Signature, ValueName, legs, sketch,
    };
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    const DESIGNS: [&str; 2] = [
        "1 New Call
  alert \"Ring\"
  button \"A\" -> 2
  timer 1d -> 3
2 Button Pushed
  finish \"Done\"
3 Timer Elapsed
  note \"Late\"
  link -> 1",
        "1 New Call
  button \"A\" -> 2
  button \"B\" -> 3
  button \"Lost\" -> 9
2 Button Pushed
  timer 1h -> 4
  button \"C\" -> 5
3 Button Pushed
  email \"a@b.c\" \"Hello\"
4 Timer Elapsed
  link -> 3
5 Button Pushed
  finish
6 Timer Elapsed
  button \"Detached\" -> 7
7 Button Pushed",
    ];

    /// A leg's logic, told at length: what a call meets in each stage on its way, how it goes on from there, and how it
    /// ends. Names, numbers and places of cards are no part of it.
    fn logic(design: &Design, flow: &Flow, leg: &Leg) -> Vec<(EventKind, Vec<String>, usize)> {
        let workflow = &design.workflow;
        let stages: Vec<usize> = leg.path.iter().map(|&id| flow.index(id).unwrap()).collect();
        let way_in = |stage: usize| flow.parent(stage).and_then(|_| flow.owner(stage));
        stages
            .iter()
            .map(|&stage| {
                let event = workflow.event(flow.event_id(stage)).unwrap();
                let told = event.actions.iter().map(|action| {
                    let is_own = |to: usize| {
                        flow.parent(to) == Some(stage)
                            && flow.owner(to).is_some_and(|way| way.action_id == action.id)
                    };
                    let target = action.data.leads_to();
                    let to = target.and_then(|id| flow.index(id));
                    let leads = match (to, &action.data) {
                        (Some(to), _) if is_own(to) => "its own".to_owned(),
                        (Some(_), _) | (None, ActionData::Link { .. }) => format!("{target:?}"),
                        (None, _) => "nowhere".to_owned(),
                    };
                    format!("{:?} {leads}", action.data.leading_to(None))
                });
                (
                    event.kind,
                    told.collect(),
                    way_in(stage).map_or(0, |way| way.row),
                )
            })
            .collect()
    }

    fn by_place(design: &Design) -> BTreeMap<Place, Vec<(EventKind, Vec<String>, usize)>> {
        let flow = Flow::new(&design.workflow);
        let all: Vec<Leg> = legs(&design.workflow, &flow).collect();
        let place = |end: LegEnd, leg: &Leg| end.place(*leg.path.last().unwrap());
        all.iter()
            .map(|leg| (place(leg.end, leg), logic(design, &flow, leg)))
            .collect()
    }

    fn edit(
        design: &Design,
        (kind, one, other): (usize, u32, u32),
    ) -> Result<Transaction, Refusal> {
        let (event_id, action_id) = (EventId(1 + one % 8), ActionId(1 + one % 14));
        let there = EventId(1 + other % 8);
        match kind {
            0 => commands::set_value(design, action_id, ValueName::Label, "Other"),
            1 => commands::add_action(
                design,
                event_id,
                ActionKind::ALL[other as usize % 10].blank(),
            ),
            2 => commands::delete_actions(design, &[action_id], Below::Detach),
            3 => commands::move_action(design, action_id, there, 0),
            4 => commands::move_leg(design, event_id, there, 0),
            5 => commands::rename_stage(design, event_id, "Named"),
            6 => Ok(commands::arrange_cards(
                design,
                &Flow::new(&design.workflow),
            )),
            7 => commands::set_link(design, action_id, there),
            8 => commands::insert_stage(design, action_id, &ActionKind::Timer.blank()),
            9 => Ok(commands::renumber_stages(
                design,
                &Flow::new(&design.workflow),
            )),
            10 => commands::declare_field(design, "another"),
            11 => commands::set_limit(design, "2d"),
            _ => commands::delete_and_heal(design, &[event_id], &[]),
        }
    }

    proptest! {
        #[test]
        fn edits_reopen_exactly_the_legs_whose_logic_they_change(
            text in prop::sample::select(&DESIGNS[..]),
            edits in prop::collection::vec((0_usize..13, 0_u32..40, 0_u32..40), 1..4),
        ) {
            let workflow = sketch::parse(text).unwrap();
            let cards = arrange::arrange(&workflow, &Flow::new(&workflow));
            let mut design = Design::new(workflow, Layout::from_cards(cards));
            let ann = Signature { name: "Ann".to_owned(), at: String::new() };
            let before = by_place(&design);
            for leg in before.keys() {
                design = amended(&design, |design| commands::tick_leg(design, leg, &ann, ""));
            }
            for one in edits {
                if let Ok(transaction) = edit(&design, one) {
                    transaction.apply(&mut design).unwrap();
                }
            }
            let after = by_place(&design);
            let flow = Flow::new(&design.workflow);
            let ledger = Ledger::new(&design, &flow, &check_design(&design, &flow));
            prop_assert_eq!(ledger.rows.len(), after.len());
            for row in &ledger.rows {
                let expected = match before.get(&row.place) {
                    None => LegReview::NotReviewed,
                    Some(was) if *was == after[&row.place] => LegReview::Reviewed,
                    Some(_) => LegReview::Changed,
                };
                prop_assert_eq!(row.review, expected, "{:?}", row.place);
            }
        }
    }
}
