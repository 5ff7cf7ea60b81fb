//! Does every design rehearse as its runtime would run it, and is a generated set complete and as small as can be?

use super::*;
use crate::runtime::{EffectKind, Timestamp};
use crate::workflow::{
    Action, ActionData, ActionId, ActionKind, Counters, Event, EventId, EventKind, Expected, Flow,
    LegEnd, Place, ScenarioStep, Workflow, sketch,
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

const COMPLAINT: &str = r#"
fields name phone
1 New Call
  alert "Ring {{name}}" high "Care"
  button "Called back" -> 2
  button "No answer" -> 3
  timer 48h -> 4
2 Button Pushed
  note "Rung on {{phone}}"
  finish "Resolved with {{name}}"
3 Button Pushed
  timer 24h -> 5
4 Timer Elapsed "Late"
  alert "Nobody has rung {{name}}" urgent
  button "Taken over" -> 6
  timer 24h -> 7
5 Timer Elapsed
  link -> 1
6 Button Pushed
  finish "Taken over"
7 Timer Elapsed
  email "lead@example.com" "Late" "{{name}}"
  finish "Given up"
"#;

fn subject_of(workflow: &Workflow) -> Arc<Rehearsable> {
    let flow = Arc::new(Flow::new(workflow));
    Arc::new(Rehearsable::new(workflow, &flow).unwrap())
}

fn subject(text: &str) -> Arc<Rehearsable> {
    subject_of(&sketch::parse(text).unwrap())
}

fn trial(text: &str) -> Trial {
    let fields = [("name", "Ann"), ("phone", "0207")];
    let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
    Trial::new(subject(text), fields.into(), true)
}

fn push(stage: u32, label: &str) -> ScenarioStep {
    ScenarioStep::Push {
        stage,
        label: label.to_owned(),
        nth: 1,
    }
}

fn end(trial: &Trial) -> Expected {
    trial.expected()
}

#[test]
fn a_call_goes_on_by_buttons_and_timers_with_its_texts_filled_in() {
    let mut trial = trial(COMPLAINT);
    assert_eq!(trial.now().alerts[0].message, "Ring Ann");
    assert_eq!(
        trial.buttons().collect::<Vec<_>>(),
        ["Called back", "No answer"]
    );
    trial.perform(&ScenarioStep::Wait(3_600)).unwrap();
    assert_eq!(trial.until_next_timer_ms(), Some(47 * 3_600_000));
    trial.push(1).unwrap();
    assert!(trial.now().alerts.is_empty());
    trial.perform(&ScenarioStep::NextTimer).unwrap();
    assert_eq!(end(&trial), Expected::Waits { stage: 1 });
    assert_eq!(trial.now().now, Timestamp(25 * 3_600_000));
    trial.push(0).unwrap();
    assert_eq!(
        end(&trial),
        Expected::Finishes("Resolved with Ann".to_owned())
    );
    let effects: Vec<String> = trial.effects().map(|it| effect_words(&it)).collect();
    assert_eq!(
        effects,
        [
            "an Alert (high) with message “Ring Ann”, team “Care”",
            "an Alert (high) with message “Ring Ann”, team “Care”",
            "a Note with text “Rung on 0207”",
        ]
    );
    let (stages, ways) = trial.trail();
    assert_eq!(stages, BTreeSet::from([0, 1, 2, 4]));
    assert_eq!(ways, BTreeSet::from([2, 3, 7, 11].map(ActionId)));
}

#[test]
fn one_steps_back_to_any_moment_and_forward_again() {
    let mut trial = trial(COMPLAINT);
    trial.push(1).unwrap();
    trial.perform(&ScenarioStep::NextTimer).unwrap();
    trial.go_to(1);
    assert_eq!(end(&trial), Expected::Waits { stage: 3 });
    assert!(trial.coverage().is_empty());
    trial.go_to(2);
    assert_eq!(end(&trial), Expected::Waits { stage: 1 });
    trial.go_to(0);
    trial.push(0).unwrap();
    assert_eq!(trial.moments().len(), 2);
    assert_eq!(
        end(&trial),
        Expected::Finishes("Resolved with Ann".to_owned())
    );
}

#[test]
fn a_call_that_is_not_chargeable_is_not_followed_up() {
    let mut trial = Trial::new(subject(COMPLAINT), BTreeMap::new(), false);
    assert_eq!(end(&trial), Expected::NotFollowedUp);
    let misfit = trial.perform(&ScenarioStep::NextTimer).unwrap_err();
    assert_eq!(
        misfit.to_string(),
        "No timer runs any more: the call is not followed up."
    );
}

#[test]
fn every_end_that_is_missing_is_told_where_a_run_comes_to_it() {
    for (text, steps, sentence) in [
        (
            "1 New Call\n  button \"A\" -> 2\n2 Button Pushed",
            1,
            "Here the design dangles: stage 2, A, ends nowhere.",
        ),
        (
            "1 New Call\n  button \"A\" -> 9",
            1,
            "Here the design dangles: the Button “A” of stage 1, New Call, has no stage.",
        ),
        (
            "1 New Call\n  button \"A\" -> 2\n2 Button Pushed\n  link",
            1,
            "Here the design dangles: the Link of stage 2, A, leads to no stage.",
        ),
        (
            "1 New Call\n  button \"A\" -> 2\n2 Button Pushed\n  link -> 2",
            1,
            "Here a call would spin for ever: from stage 2, A, the Links lead round to each other.",
        ),
        (
            "1 New Call\n  timer soon -> 2\n2 Timer Elapsed\n  finish \"x\"",
            0,
            "Here the design dangles: stage 1, New Call, waits for a timer that has no duration.",
        ),
    ] {
        let mut trial = trial(text);
        for _ in 0..steps {
            trial.push(0).unwrap();
        }
        let Standing::Dangling { gap, .. } = trial.standing() else {
            panic!("{text}: {:?}", trial.standing());
        };
        assert_eq!(trial.subject().gap_sentence(gap), sentence);
    }
}

#[test]
fn only_a_design_without_a_new_call_cannot_be_rehearsed() {
    let workflow = sketch::parse("1 Button Pushed\n  finish \"x\"").unwrap();
    let flow = Arc::new(Flow::new(&workflow));
    let refused = Rehearsable::new(&workflow, &flow).unwrap_err();
    assert_eq!(refused, NotRehearsable::NoNewCall);
}

#[test]
fn what_a_rehearsal_passes_over_is_told() {
    let text = "1 New Call\n  set \"a b\" \"x\"\n  note \"{{gone}}\"\n  button \"\" -> 2\n  timer 0h -> 3\n\
                2 Button Pushed\n  finish \"{{too}}\"\n3 Timer Elapsed\n  finish \"x\"\n4 New Call";
    let subject = subject(text);
    let told: Vec<&str> = subject.caveats().iter().map(|it| &*it.message).collect();
    assert_eq!(
        told,
        [
            "This is a second New Call: calls begin at the first.",
            "A Set Field of stage 1 is passed over: “a b” is no name of a field.",
            "A Timer of stage 1 never elapses: “0h” is no duration.",
        ]
    );
    assert_eq!(subject.undeclared_fields(), ["gone", "too"]);
    let mut trial = Trial::new(subject, BTreeMap::new(), true);
    trial.push(0).unwrap();
    assert_eq!(end(&trial), Expected::Finishes(String::new()));
}

#[test]
fn stages_with_one_number_are_told_apart() {
    let text = "1 New Call\n  button \"A\" -> 2\n2 Button Pushed\n  finish \"two\"\n1 Button Pushed\n  finish \"one\"";
    let workflow = sketch::parse(text).unwrap();
    let subject = subject_of(&workflow);
    let mut trial = Trial::new(subject, BTreeMap::new(), true);
    trial.push(0).unwrap();
    assert_eq!(end(&trial), Expected::Finishes("two".to_owned()));
}

#[test]
fn a_leg_counts_when_it_was_gone_from_its_beginning_to_its_end() {
    // The Link leads into the middle of the leg that finishes.
    let text = "1 New Call\n  button \"A\" -> 2\n  button \"B\" -> 3\n2 Button Pushed\n  button \"C\" -> 4\n\
                3 Button Pushed\n  link -> 2\n4 Button Pushed\n  finish \"x\"";
    let mut trial = trial(text);
    trial.push(1).unwrap();
    trial.push(0).unwrap();
    assert_eq!(end(&trial), Expected::Finishes("x".to_owned()));
    let covered = trial.coverage();
    assert_eq!(covered.legs().count(), 1);
    assert!(covered.contains(&Place::Event(EventId(3))));
    let legs = trial.subject().legs();
    assert_eq!(Tally::of(&legs, &covered).to_string(), "1 of 2 legs");
}

#[test]
fn legs_that_no_call_can_go_are_told_with_the_reason() {
    let text = "1 New Call\n  timer 2h -> 2\n  timer 1h -> 3\n2 Timer Elapsed\n  finish \"x\"\n\
                3 Timer Elapsed\n  finish \"y\"\n4 Button Pushed\n  finish \"z\"";
    let subject = subject(text);
    let told = subject
        .legs()
        .iter()
        .filter_map(|leg| leg.obstacle)
        .map(|it| subject.obstacle_words(it))
        .collect::<Vec<_>>();
    assert_eq!(
        told,
        [
            "another Timer of stage 1, New Call, always comes before that of 2h",
            "no call gets to stage 4, Button Pushed",
        ]
    );
    let generated = generate(&subject).unwrap();
    assert_eq!(generated.scenarios.len(), 1);
    assert_eq!(generated.blocked.len(), 2);
}

#[test]
fn generated_scenarios_are_named_after_their_legs_and_go_round_where_they_can() {
    let generated = generate(&subject(COMPLAINT)).unwrap();
    let names: Vec<&str> = generated.scenarios.iter().map(|it| &*it.name).collect();
    assert_eq!(
        names,
        [
            "Called back",
            "Late → Taken over",
            "24h passed, then Late → 24h passed"
        ]
    );
    let last = &generated.scenarios[2];
    assert_eq!(last.expected, Expected::Finishes("Given up".to_owned()));
    assert_eq!(
        last.steps,
        [
            push(1, "No answer"),
            ScenarioStep::NextTimer,
            ScenarioStep::NextTimer,
            ScenarioStep::NextTimer
        ]
    );
}

#[test]
fn a_scenario_that_no_longer_fits_says_where_and_what_is_there_instead() {
    let mut recorded = trial(COMPLAINT);
    recorded.perform(&ScenarioStep::NextTimer).unwrap();
    recorded.push(0).unwrap();
    let scenario = recorded.recorded("Late", true);
    assert_eq!(replay(&subject(COMPLAINT), &scenario).mismatch, None);
    for (from, to, sentence) in [
        (
            "button \"Taken over\"",
            "button \"Mine\"",
            "Step 2 does not fit. Stage 4 does not offer a button “Taken over”, but “Mine”.",
        ),
        (
            "timer 48h -> 4",
            "timer 48h -> 5",
            "Step 2 does not fit. “Taken over” should be pushed in stage 4, but the call waits in stage 1, New Call.",
        ),
        (
            "finish \"Taken over\"",
            "finish \"Mine\"",
            "Expected is that the call has finished as “Taken over”; it has finished as “Mine”.",
        ),
        (
            "Nobody has rung",
            "Somebody should ring",
            "Effect 2 should be an Alert (urgent) with message “Nobody has rung Ann”; it is an Alert (urgent) with \
             message “Somebody should ring Ann”.",
        ),
        (
            "  finish \"Taken over\"",
            "  note \"more\"\n  finish \"Taken over\"",
            "There is one more effect than expected, a Note with text “more”.",
        ),
    ] {
        let replayed = replay(&subject(&COMPLAINT.replacen(from, to, 1)), &scenario);
        assert_eq!(replayed.mismatch.unwrap().to_string(), sentence);
    }
}

#[test]
fn an_expected_effect_whose_text_is_left_empty_may_have_any() {
    let mut scenario = trial(COMPLAINT).recorded("Ring", true);
    scenario.effects = Some(vec![ActionData::Alert {
        message: String::new(),
        priority: crate::workflow::Priority::High,
        team: "Care".to_owned(),
    }]);
    assert_eq!(replay(&subject(COMPLAINT), &scenario).mismatch, None);
}

#[test]
fn a_rehearsal_follows_an_amended_design_as_far_as_it_fits() {
    let mut before = trial(COMPLAINT);
    before.push(1).unwrap();
    before.perform(&ScenarioStep::NextTimer).unwrap();
    before.push(0).unwrap();
    let renamed = subject(&COMPLAINT.replace("\"No answer\"", "\"Not reached\""));
    let fields = before.call().fields.clone();
    let (after, misfit) = before.again(renamed, fields.clone(), true);
    assert_eq!(misfit, None);
    assert_eq!(after.moments()[1].step, Some(push(1, "Not reached")));
    assert_eq!(after.expected(), before.expected());

    let cut = subject(&COMPLAINT.replace("  timer 24h -> 5\n", "  finish \"No\"\n"));
    let (after, misfit) = before.again(cut, fields, true);
    assert_eq!(after.position(), 1);
    assert_eq!(
        misfit.unwrap().to_string(),
        "No timer runs any more: the call has finished as “No”."
    );
}

#[test]
fn amending_a_field_fills_in_the_texts_anew() {
    let mut before = trial(COMPLAINT);
    before.push(0).unwrap();
    let fields = BTreeMap::from([("name".to_owned(), "Ben".to_owned())]);
    let (after, misfit) = before.again(Arc::clone(before.subject()), fields, true);
    assert_eq!(misfit, None);
    assert_eq!(
        end(&after),
        Expected::Finishes("Resolved with Ben".to_owned())
    );
}

#[test]
fn a_second_that_goes_round_for_ever_does_not_hold_up_the_clock_for_ever() {
    let text = "1 New Call\n  timer 1s -> 2\n2 Timer Elapsed\n  link -> 1";
    let mut trial = trial(text);
    trial
        .perform(&ScenarioStep::Wait(10 * 365 * 86_400))
        .unwrap();
    assert_eq!(trial.now().now, Timestamp(10_000_000));
    assert_eq!(end(&trial), Expected::Waits { stage: 1 });
}

#[test]
fn the_way_to_a_leg_can_be_gone_at_once() {
    let subject = subject(COMPLAINT);
    for leg in subject.legs() {
        let mut trial = Trial::new(Arc::clone(&subject), BTreeMap::new(), true);
        for step in subject.route_to(&leg).unwrap() {
            trial.perform(&step).unwrap();
        }
        assert!(trial.coverage().contains(&leg.place), "{leg:?}");
    }
}

/// Any stage of any kind with any actions, leading anywhere: what a hand-edited file may hold, and worse.
fn any_design() -> impl Strategy<Value = Workflow> {
    let kind = prop_oneof![
        4 => Just(EventKind::ButtonPushed),
        3 => Just(EventKind::TimerElapsed),
        1 => Just(EventKind::NewCall),
    ];
    let action = (0..ActionKind::ALL.len(), 0..8_u32, "[a-c]{0,2}", 0..6_u8);
    let stage = (kind, 1..6_u32, proptest::collection::vec(action, 0..4));
    proptest::collection::vec(stage, 0..6).prop_map(|stages| {
        let mut action_id = 0;
        let events = stages
            .into_iter()
            .enumerate()
            .map(|(index, (kind, number, actions))| Event {
                id: EventId(index as u32 + 1),
                stage: number,
                kind,
                name: String::new(),
                actions: actions
                    .into_iter()
                    .map(|(kind, target, text, fault)| {
                        action_id += 1;
                        Action {
                            id: ActionId(action_id),
                            data: any_action(ActionKind::ALL[kind], target, &text, fault),
                        }
                    })
                    .collect(),
            });
        let fields = vec!["a".to_owned()];
        Workflow::from_parts(
            "Any".to_owned(),
            fields,
            Counters::default(),
            events.collect(),
        )
    })
}

fn any_action(kind: ActionKind, target: u32, text: &str, fault: u8) -> ActionData {
    let mut data = kind
        .blank()
        .leading_to((target > 0).then_some(EventId(target)));
    for &name in kind.value_names() {
        let value = match (name, fault) {
            (crate::workflow::ValueName::After, 0) => "soon".to_owned(),
            (crate::workflow::ValueName::After, hours) => format!("{hours}h"),
            (_, 0) => String::new(),
            (_, 1) => format!("{{{{{text}}}}}"),
            _ => text.to_owned(),
        };
        data = data.with_value(name, &value);
    }
    data
}

/// A design whose legs all begin at New Call, complete or not: stages hang one below the other.
fn any_tree() -> impl Strategy<Value = Workflow> {
    proptest::collection::vec((any::<u8>(), any::<u8>(), any::<u8>()), 1..7).prop_map(|choices| {
        let count = choices.len();
        let mut actions = vec![Vec::new(); count];
        let mut kinds = vec![EventKind::NewCall; count];
        for (stage, &(parent, way, _)) in choices.iter().enumerate().skip(1) {
            let event_id = Some(EventId(stage as u32 + 1));
            let (kind, data) = if way % 3 == 0 {
                let after = format!("{}h", 1 + way % 4);
                (
                    EventKind::TimerElapsed,
                    ActionData::Timer { after, event_id },
                )
            } else {
                let label = format!("B{}", way % 2);
                (
                    EventKind::ButtonPushed,
                    ActionData::Button { label, event_id },
                )
            };
            kinds[stage] = kind;
            actions[usize::from(parent) % stage].push(data);
        }
        for (stage, &(_, _, end)) in choices.iter().enumerate() {
            let target = EventId(1 + u32::from(end / 5) % count as u32);
            // A Finish or a Link beside Buttons now and then, which hides them.
            let is_end = actions[stage].is_empty() || end % 16 == 15;
            match end % 5 {
                _ if !is_end => {}
                0 | 1 => actions[stage].push(ActionData::Link {
                    event_id: Some(target),
                }),
                2 => actions[stage].push(ActionData::Button {
                    label: "Lost".to_owned(),
                    event_id: None,
                }),
                3 => {}
                _ => actions[stage].push(ActionData::Finish {
                    outcome: "{{a}}".to_owned(),
                }),
            }
        }
        let mut action_id = 0;
        let events = actions
            .into_iter()
            .enumerate()
            .map(|(stage, actions)| Event {
                id: EventId(stage as u32 + 1),
                stage: stage as u32 + 1,
                kind: kinds[stage],
                name: String::new(),
                actions: actions
                    .into_iter()
                    .map(|data| {
                        action_id += 1;
                        Action {
                            id: ActionId(action_id),
                            data,
                        }
                    })
                    .collect(),
            });
        let fields = vec!["a".to_owned()];
        Workflow::from_parts(
            "Tree".to_owned(),
            fields,
            Counters::default(),
            events.collect(),
        )
    })
}

fn rehearsable(workflow: &Workflow) -> Option<Arc<Rehearsable>> {
    let flow = Arc::new(Flow::new(workflow));
    let made = Rehearsable::new(workflow, &flow);
    assert_eq!(made.is_err(), workflow.new_call().is_none(), "{made:?}");
    made.ok().map(Arc::new)
}

/// Does something that numbers choose, be it possible or not.
fn act(trial: &mut Trial, (what, which): (u8, u8)) -> Result<(), Misfit> {
    match what % 4 {
        0 => trial.perform(&ScenarioStep::NextTimer),
        1 => trial.perform(&ScenarioStep::Wait(u64::from(which) * 600)),
        _ => trial.push(usize::from(which) % 4),
    }
}

fn state(trial: &Trial) -> String {
    format!("{:?}", trial.now())
}

/// All sets of legs that single calls can cover, found by trying everything.
fn sets_of_single_calls(subject: &Arc<Rehearsable>) -> BTreeSet<Vec<Place>> {
    let start = Trial::new(Arc::clone(subject), BTreeMap::new(), true);
    let mut seen = BTreeSet::new();
    let mut sets = BTreeSet::new();
    let mut pending = VecDeque::from([(start.clone(), start.coverage())]);
    while let Some((trial, covered)) = pending.pop_front() {
        let legs: Vec<Place> = covered.legs().cloned().collect();
        let key = (
            format!("{:?} {:?}", trial.standing(), trial.is_whole()),
            legs.clone(),
        );
        if !seen.insert(key) {
            continue;
        }
        sets.insert(legs);
        let buttons = trial.buttons().count();
        for choice in 0..=buttons {
            let mut next = trial.clone();
            let made = match choice.checked_sub(1) {
                Some(button) => next.push(button),
                None => next.perform(&ScenarioStep::NextTimer),
            };
            if made.is_ok() {
                let mut covered = covered.clone();
                covered.merge(&next.now().legs.iter().cloned().collect());
                pending.push_back((next, covered));
            }
        }
    }
    sets
}

/// The least number of sets that together hold all legs that any holds.
fn least_cover(sets: &BTreeSet<Vec<Place>>) -> (usize, BTreeSet<Place>) {
    let all: BTreeSet<Place> = sets.iter().flatten().cloned().collect();
    let mut reached = BTreeSet::from([BTreeSet::new()]);
    let mut count = 0;
    while !reached.contains(&all) {
        count += 1;
        reached = reached
            .iter()
            .flat_map(|covered| {
                sets.iter().map(move |set| {
                    let mut more = covered.clone();
                    more.extend(set.iter().cloned());
                    more
                })
            })
            .collect();
    }
    (count, all)
}

proptest! {
    #[test]
    fn rehearsing_any_design_never_panics_and_always_says_where_it_is(
        workflow in any_design(),
        numbers in proptest::collection::vec((any::<u8>(), any::<u8>()), 0..12),
    ) {
        let Some(subject) = rehearsable(&workflow) else { return Ok(()) };
        let mut trial = Trial::new(Arc::clone(&subject), BTreeMap::new(), true);
        for number in numbers {
            let before = state(&trial);
            if act(&mut trial, number).is_err() {
                prop_assert_eq!(state(&trial), before);
            }
            prop_assert!(trial.stage().is_some());
            let finished = trial.now().effects.iter().any(|effect| {
                matches!(&effect.kind, EffectKind::FinishWorkflow { outcome } if outcome.starts_with("The design"))
            });
            let dangles = matches!(trial.standing(), Standing::Dangling { .. });
            prop_assert!(!finished || dangles, "a made end was taken for one of the design");
        }
        let legs = subject.legs();
        let walkable: BTreeSet<Place> =
            legs.iter().filter(|leg| leg.obstacle.is_none()).map(|leg| leg.place.clone()).collect();
        prop_assert!(trial.coverage().legs().all(|leg| walkable.contains(leg)));
    }

    #[test]
    fn generated_scenarios_replay_as_expected_and_cover_what_they_claim(workflow in any_design()) {
        let Some(subject) = rehearsable(&workflow) else { return Ok(()) };
        let generated = generate(&subject).unwrap();
        let mut coverage = Coverage::default();
        for scenario in &generated.scenarios {
            let replayed = replay(&subject, scenario);
            prop_assert_eq!(replayed.mismatch, None);
            coverage.merge(&replayed.trial.coverage());
        }
        let legs = subject.legs();
        let tally = Tally::of(&legs, &coverage);
        prop_assert_eq!(tally.covered, tally.walkable);
        prop_assert_eq!(tally.blocked, generated.blocked.len());
        // What is said to be blocked is so: nothing that a call can do goes there.
        let sets = sets_of_single_calls(&subject);
        for (place, obstacle) in &generated.blocked {
            prop_assert!(sets.iter().all(|set| !set.contains(place)), "{:?} {:?}", place, obstacle);
        }
    }

    #[test]
    fn no_smaller_set_covers_the_legs_that_begin_at_new_call(workflow in any_tree()) {
        let subject = subject_of(&workflow);
        let generated = generate(&subject).unwrap();
        let (least, all) = least_cover(&sets_of_single_calls(&subject));
        let walkable = subject.legs().iter().filter(|leg| leg.obstacle.is_none()).count();
        prop_assert_eq!(walkable, all.len());
        prop_assert_eq!(generated.scenarios.len(), least, "{}", sketch::print(&workflow));
    }

    #[test]
    fn a_recording_replays_to_the_same(
        workflow in any_design(),
        numbers in proptest::collection::vec((any::<u8>(), any::<u8>()), 0..12),
    ) {
        let Some(subject) = rehearsable(&workflow) else { return Ok(()) };
        let mut trial = Trial::new(Arc::clone(&subject), BTreeMap::new(), true);
        for number in numbers {
            let _ = act(&mut trial, number);
        }
        let replayed = replay(&subject, &trial.recorded("x", true));
        prop_assert_eq!(replayed.mismatch, None);
        prop_assert_eq!(state(&replayed.trial), state(&trial));
        let fields = trial.call().fields.clone();
        let (again, misfit) = trial.again(subject, fields, true);
        prop_assert_eq!(misfit, None);
        prop_assert_eq!(state(&again), state(&trial));
    }

    #[test]
    fn stepping_back_and_doing_the_same_leads_to_the_same(
        workflow in any_design(),
        numbers in proptest::collection::vec((any::<u8>(), any::<u8>()), 1..12),
        back in any::<u8>(),
    ) {
        let Some(subject) = rehearsable(&workflow) else { return Ok(()) };
        let mut trial = Trial::new(subject, BTreeMap::new(), true);
        let mut made = Vec::new();
        for number in numbers {
            if act(&mut trial, number).is_ok() {
                made.push(number);
            }
        }
        let end = state(&trial);
        let back = usize::from(back) % trial.moments().len();
        trial.go_to(back);
        for &number in &made[back..] {
            act(&mut trial, number).unwrap();
        }
        prop_assert_eq!(state(&trial), end);
    }
}

#[test]
fn a_leg_without_a_stage_is_told_from_the_others_of_its_stage() {
    let text = "1 New Call\n  button \"A\" -> 8\n  button \"B\" -> 9\n  timer 1h -> 2\n2 Timer Elapsed\n  finish \"x\"";
    let subject = subject(text);
    let ends: Vec<LegEnd> = subject.legs().iter().map(|leg| leg.end).collect();
    assert_eq!(
        ends[..2],
        [
            LegEnd::MissingEvent(ActionId(1)),
            LegEnd::MissingEvent(ActionId(2))
        ]
    );
    let mut trial = Trial::new(subject, BTreeMap::new(), true);
    trial.push(1).unwrap();
    assert!(trial.coverage().contains(&Place::Action(ActionId(2))));
    assert!(!trial.coverage().contains(&Place::Action(ActionId(1))));
}
