//! Does a step do what the semantics say, for small workflows one by one and for any workflow and any inputs?

use super::*;
use crate::export;
use crate::rules::{self, Severity};
use crate::workflow::{Flow, Workflow, sketch};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::fmt::Write as _;

const HOUR_MS: i64 = 3_600_000;

/// Two buttons and a timer, of which one button leads back to the beginning.
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
  sms "{{phone}}" "We tried to reach you"
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

/// A timer that leads back to itself, and a button that ends it.
const TICKING: &str = r#"
1 New Call
  timer 1s -> 2
  button "Stop" -> 3
2 Timer Elapsed
  link -> 1
3 Button Pushed
  finish "Stopped"
"#;

fn definition_of(workflow: &Workflow) -> export::Definition {
    let findings = rules::check(workflow, &Flow::new(workflow));
    export::definition(workflow, &findings).unwrap()
}

fn program(text: &str) -> Program {
    Program::new(&definition_of(&sketch::parse(text).unwrap())).unwrap()
}

fn call() -> Call {
    let fields = [("name", "Ann"), ("phone", "0207 946"), ("other", "kept")];
    Call {
        id: "C-1".to_owned(),
        is_chargeable: true,
        fields: fields.map(|(k, v)| (k.to_owned(), v.to_owned())).into(),
    }
}

const fn at(hour: i64) -> Timestamp {
    Timestamp(hour * HOUR_MS)
}

fn start(hour: i64) -> Input {
    Input::Start {
        call: call(),
        at: at(hour),
    }
}

fn push(stage: u32, button: u32, hour: i64) -> Input {
    Input::Push(Push {
        stage,
        entry: None,
        button,
        by: "Ben".to_owned(),
        at: at(hour),
    })
}

fn push_for(entry: u64, stage: u32, button: u32, hour: i64) -> Input {
    Input::Push(Push {
        stage,
        entry: Some(entry),
        button,
        by: "Cid".to_owned(),
        at: at(hour),
    })
}

const fn time(hour: i64) -> Input {
    Input::Time { at: at(hour) }
}

/// What the inputs lead to, in a few lines: answers, and effects indented, each with its hour.
fn told(program: &Program, inputs: impl IntoIterator<Item = Input>) -> String {
    let mut text = String::new();
    let mut run = Run::new(RunId(7));
    for input in inputs {
        let stepped = step(program, run, input);
        writeln!(text, "{}", stepped.answer).unwrap();
        for effect in &stepped.effects {
            let kind = match &effect.kind {
                EffectKind::ClearAlerts => "clear alerts".to_owned(),
                EffectKind::EnterStage { cause } => format!("enter {} by {cause:?}", effect.stage),
                EffectKind::RaiseAlert { message, team, .. } => format!("alert {message} ({team})"),
                EffectKind::SendEmail { to, subject, body } => {
                    format!("email {to}: {subject}: {body}")
                }
                EffectKind::SendSms { to, text } => format!("sms {to}: {text}"),
                EffectKind::CallWebhook { url, body } => format!("webhook {url}: {body}"),
                EffectKind::SetField { field, value } => format!("set {field}: {value}"),
                EffectKind::AddNote { text } => format!("note {text}"),
                EffectKind::FinishWorkflow { outcome } => format!("finish {outcome}"),
            };
            let hour = effect.at.0 / HOUR_MS;
            writeln!(text, "  {hour} h, {}: {kind}", effect.key).unwrap();
        }
        run = stepped.run;
    }
    text
}

#[test]
fn a_call_goes_from_its_alert_over_a_button_to_its_outcome() {
    insta::assert_snapshot!(told(&program(COMPLAINT), [start(0), push(1, 0, 5)]), @r#"
    The workflow has begun, and the call is in stage 1, New Call.
      0 h, 7-1-0: enter 1 by NewCall
      0 h, 7-1-1: alert Ring Ann (Care)
    “Called back” is pushed, and the call is finished: Resolved with Ann.
      5 h, 7-2-0: clear alerts
      5 h, 7-2-1: enter 2 by Button { label: "Called back", by: "Ben" }
      5 h, 7-2-2: note Rung on 0207 946
      5 h, 7-2-3: finish Resolved with Ann
    "#);
}

#[test]
fn a_timer_elapses_at_its_own_time_and_takes_the_call_round() {
    insta::assert_snapshot!(told(&program(COMPLAINT), [start(0), push(1, 1, 2), time(30)]), @r#"
    The workflow has begun, and the call is in stage 1, New Call.
      0 h, 7-1-0: enter 1 by NewCall
      0 h, 7-1-1: alert Ring Ann (Care)
    “No answer” is pushed, and the call is in stage 3, No answer.
      2 h, 7-2-0: clear alerts
      2 h, 7-2-1: enter 3 by Button { label: "No answer", by: "Ben" }
      2 h, 7-2-2: sms 0207 946: We tried to reach you
    A timer has elapsed, and the call is in stage 1, New Call.
      26 h, 7-3-0: enter 5 by Timer { after_s: 86400 }
      26 h, 7-4-0: enter 1 by Link
      26 h, 7-4-1: alert Ring Ann (Care)
    "#);
}

#[test]
fn time_that_jumps_weeks_lets_timers_elapse_one_after_the_other() {
    insta::assert_snapshot!(told(&program(COMPLAINT), [start(0), time(1_000)]), @r#"
    The workflow has begun, and the call is in stage 1, New Call.
      0 h, 7-1-0: enter 1 by NewCall
      0 h, 7-1-1: alert Ring Ann (Care)
    2 timers have elapsed, and the call is finished: Given up.
      48 h, 7-2-0: clear alerts
      48 h, 7-2-1: enter 4 by Timer { after_s: 172800 }
      48 h, 7-2-2: alert Nobody has rung Ann ()
      72 h, 7-3-0: clear alerts
      72 h, 7-3-1: enter 7 by Timer { after_s: 86400 }
      72 h, 7-3-2: email lead@example.com: Late: Ann
      72 h, 7-3-3: finish Given up
    "#);
}

#[test]
fn pushes_that_do_not_count_change_nothing_and_say_why() {
    let program = program(COMPLAINT);
    for (inputs, refused, sentence) in [
        (
            vec![],
            push(1, 0, 0),
            "The workflow has not begun, so there is no button to push.",
        ),
        (vec![], time(5), "No timer has elapsed."),
        (vec![start(0)], start(1), "The workflow has begun already."),
        (
            vec![start(0)],
            push(9, 0, 1),
            "The workflow has no stage 9.",
        ),
        (
            vec![start(0)],
            push(1, 2, 1),
            "Stage 1, New Call, has no such button.",
        ),
        (
            vec![start(0)],
            push(2, 0, 1),
            "Stage 2, Called back, has no such button.",
        ),
        (
            vec![start(0)],
            push(4, 0, 1),
            "“Taken over” is not offered: the call is in stage 1, New Call.",
        ),
        (
            vec![start(0), push(1, 1, 1)],
            push(1, 1, 1),
            "“No answer” was pushed already, by Ben.",
        ),
        (
            vec![start(0), push(1, 1, 1)],
            push(1, 0, 2),
            "“Called back” came too late: Ben has pushed “No answer” meanwhile, and the call is in stage 3, No answer.",
        ),
        (
            vec![start(0), push(1, 0, 1)],
            push(1, 1, 2),
            "“No answer” came too late: Ben has pushed “Called back” meanwhile, and the call is finished: Resolved with Ann.",
        ),
        (
            vec![start(0)],
            push(1, 0, 48),
            "“Called back” came too late: the time was up meanwhile, and the call is in stage 4, Late.",
        ),
        (
            vec![start(0), time(48)],
            push(1, 0, 49),
            "“Called back” came too late: the time was up meanwhile, and the call is in stage 4, Late.",
        ),
        (
            vec![start(0), time(80)],
            push(4, 0, 81),
            "“Taken over” came too late: the time was up meanwhile, and the call is finished: Given up.",
        ),
        // Round again in stage 1: a push that was meant for the first time does not count.
        (
            vec![start(0), push(1, 1, 1), time(25)],
            push_for(1, 1, 1, 26),
            "“No answer” came too late: the call has gone on, and is in stage 1, New Call.",
        ),
        (
            vec![start(0), push(1, 1, 1), time(25)],
            push_for(9, 1, 1, 26),
            "“No answer” is not offered: the call is in stage 1, New Call.",
        ),
    ] {
        let mut run = Run::new(RunId(1));
        for input in inputs {
            run = step(&program, run, input).run;
        }
        let stepped = step(&program, run.clone(), refused.clone());
        assert_eq!(stepped.answer.to_string(), sentence, "{refused:?}");
        assert_eq!((stepped.run, stepped.effects), (run, vec![]), "{sentence}");
    }
}

#[test]
fn a_call_that_is_not_chargeable_never_begins() {
    let mut free = call();
    free.is_chargeable = false;
    let input = Input::Start {
        call: free,
        at: at(0),
    };
    let stepped = step(&program(COMPLAINT), Run::new(RunId(1)), input);
    assert_eq!(stepped.answer, Answer::Refused(Refusal::NotChargeable));
    assert_eq!(stepped.run, Run::new(RunId(1)));
}

#[test]
fn a_clock_that_is_set_back_elapses_nothing_twice() {
    let program = program(COMPLAINT);
    let run = after(&program, [start(10), push(1, 1, 11), time(36)]);
    assert_eq!((run.stage(), run.entry()), (Some(1), 4));
    for input in [time(0), time(35)] {
        let stepped = step(&program, run.clone(), input);
        assert_eq!((stepped.run, stepped.effects), (run.clone(), vec![]));
    }
    // A push counts all the same, and is timed no earlier than what went before.
    let pushed = step(&program, run, push(1, 0, 0));
    assert!(pushed.effects.iter().all(|effect| effect.at == at(35)));
    assert_eq!(pushed.run.stage(), Some(2));
}

#[test]
fn fields_that_a_stage_sets_are_used_from_there_on() {
    let text = "fields name place\n1 New Call\n  set \"place\" \"{{name}}'s home\"\n  set \"name\" \"\"\n  \
                note \"{{place}}/{{name}}\"\n  finish \"x\"";
    let stepped = step(&program(text), Run::new(RunId(1)), start(0));
    let notes: Vec<&str> = stepped
        .effects
        .iter()
        .filter_map(|effect| match &effect.kind {
            EffectKind::AddNote { text } => Some(text.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(notes, ["Ann's home/"]);
    let program = program(text);
    let fields: Vec<_> = stepped.run.fields(&program).collect();
    assert_eq!(fields, [("name", ""), ("place", "Ann's home")]);
}

#[test]
fn of_two_timers_at_the_same_time_the_first_elapses() {
    let text = "1 New Call\n  timer 2h -> 2\n  timer 1h -> 3\n  timer 60m -> 4\n2 Timer Elapsed\n  finish \"2\"\n\
                3 Timer Elapsed\n  finish \"3\"\n4 Timer Elapsed\n  finish \"4\"";
    let program = program(text);
    let run = after(&program, [start(0)]);
    assert_eq!(run.next_due(&program), Some(at(1)));
    assert_eq!(run.timers(&program).count(), 3);
    assert_eq!(after(&program, [start(0), time(9)]).stage(), Some(3));
}

#[test]
fn a_jump_over_very_many_timers_is_taken_in_several_steps() {
    let program = program(TICKING);
    let run = after(&program, [start(0)]);
    let stepped = step(&program, run.clone(), time(24));
    let Answer::Elapsed {
        timer_count,
        is_behind: true,
        ..
    } = stepped.answer
    else {
        panic!("{}", stepped.answer);
    };
    assert_eq!(timer_count, MOST_ELAPSED);
    let early = step(&program, run.clone(), push(1, 0, 24));
    assert_eq!(early.answer, Answer::Refused(Refusal::Behind));
    assert_eq!(early.run, run);
    let mut run = stepped.run;
    while run.next_due(&program).unwrap() <= at(24) {
        run = step(&program, run, time(24)).run;
    }
    // Of each second one entry for the timer and one for the Link.
    assert_eq!(run.entry(), 1 + 2 * 24 * 3_600);
    assert_eq!(step(&program, run, push(1, 0, 24)).run.stage(), Some(3));
}

#[test]
fn a_run_is_not_stepped_with_another_definition() {
    let run = after(&program(COMPLAINT), [start(0), push(1, 1, 1)]);
    let other = program("1 New Call\n  finish \"x\"");
    for input in [time(99), push(1, 0, 1)] {
        let stepped = step(&other, run.clone(), input);
        assert!(stepped.effects.is_empty());
        assert_eq!(stepped.run, run);
    }
    let stepped = step(&other, run, time(99));
    assert_eq!(stepped.answer, Answer::Refused(Refusal::OtherDefinition));
}

fn after(program: &Program, inputs: impl IntoIterator<Item = Input>) -> Run {
    inputs.into_iter().fold(Run::new(RunId(7)), |run, input| {
        step(program, run, input).run
    })
}

/// What a stage of a workflow that is made up does, as numbers for [`made_up`] to read.
type Choices = Vec<(u8, u8, u8)>;

/// A workflow made of chance, without findings that are errors. Stages hang one below the other by Buttons and Timers;
/// where a leg ends it finishes, or links to any stage as long as no rule forbids it.
fn made_up(choices: &Choices) -> Workflow {
    let mut actions: Vec<String> = vec![String::new(); choices.len()];
    let mut kinds = vec!["New Call"; choices.len()];
    let mut waits = vec![false; choices.len()];
    for (stage, &(parent, way, _)) in choices.iter().enumerate().skip(1) {
        let parent = usize::from(parent) % stage;
        waits[parent] = true;
        let number = stage + 1;
        if way % 2 == 0 {
            kinds[stage] = "Button Pushed";
            let _ = writeln!(actions[parent], "  button \"B{way}\" -> {number}");
        } else {
            kinds[stage] = "Timer Elapsed";
            let _ = writeln!(actions[parent], "  timer {}m -> {number}", 1 + way % 7);
        }
    }
    let mut ends: Vec<String> = choices
        .iter()
        .map(|&(target, end, _)| match end % 3 {
            0 => format!("  link -> {}\n", 1 + usize::from(target) % choices.len()),
            _ => "  finish \"{{b}}\"\n".to_owned(),
        })
        .collect();
    loop {
        let mut text = "fields a b\n".to_owned();
        for (stage, &(_, _, does)) in choices.iter().enumerate() {
            let _ = writeln!(text, "{} {}", stage + 1, kinds[stage]);
            text.push_str(match does % 8 {
                0 => "  alert \"Ring {{a}}\" high \"Care\"\n",
                1 => "  email \"a@example.com\" \"{{a}}\" \"{{b}}\"\n  sms \"{{a}}\" \"x\"\n",
                2 => "  set \"b\" \"{{a}}{{b}}\"\n  alert \"{{b}}\"\n",
                3 => "  webhook \"https://example.com/{{a}}\" \"{{b}}\"\n",
                4 => "  set \"a\" \"\"\n  note \"{{a}}\"\n",
                _ => "",
            });
            text.push_str(if waits[stage] {
                &actions[stage]
            } else {
                &ends[stage]
            });
        }
        let workflow = sketch::parse(&text).unwrap();
        let flow = Flow::new(&workflow);
        let has_errors = rules::check(&workflow, &flow)
            .iter()
            .any(|finding| finding.rule.severity == Severity::Error);
        let last_link = ends.iter().rposition(|end| end.contains("link"));
        match last_link.filter(|_| has_errors) {
            Some(last_link) => ends[last_link] = "  finish \"x\"\n".to_owned(),
            None => return workflow,
        }
    }
}

fn any_program() -> impl Strategy<Value = Program> {
    proptest::collection::vec(any::<(u8, u8, u8)>(), 1..14)
        .prop_map(|choices| Program::new(&definition_of(&made_up(&choices))).unwrap())
}

/// An input as numbers: what, and how many minutes after (or before) the last one.
fn any_inputs() -> impl Strategy<Value = Vec<(u8, u8, i16)>> {
    proptest::collection::vec((any::<u8>(), any::<u8>(), -20_i16..200), 0..30)
}

/// The inputs in words: times that run on and now and then back, pushes of buttons that are offered and that are not.
fn inputs_of(program: &Program, numbers: &[(u8, u8, i16)]) -> Vec<Input> {
    let mut minute = 0;
    let mut inputs = vec![start(0)];
    let mut run = after(program, [start(0)]);
    for &(what, which, minutes) in numbers {
        minute += i64::from(minutes);
        let at = Timestamp(minute * 60_000);
        let stage = match (what % 4, run.stage()) {
            (0 | 1, Some(stage)) => stage,
            _ => u32::from(which) % (program.stages().len() as u32 + 1),
        };
        let input = match what % 8 {
            7 => Input::Time { at },
            6 => Input::Start { call: call(), at },
            _ => Input::Push(Push {
                stage,
                entry: (what >= 128).then(|| run.entry().saturating_sub(u64::from(which % 3 / 2))),
                button: u32::from(which) % 3,
                by: format!("P{which}"),
                at,
            }),
        };
        run = step(program, run, input.clone()).run;
        inputs.push(input);
    }
    inputs
}

/// Is the run where it may be: not begun, waiting in a stage that waits, or ended in one that finishes?
fn is_somewhere(program: &Program, run: &Run) -> bool {
    let then = run
        .stage()
        .and_then(|stage| program.stage(stage))
        .map(|stage| &stage.then);
    match run.state() {
        State::New => then.is_none(),
        State::Waiting { .. } => matches!(then, Some(Then::Wait { .. })),
        State::Ended { .. } => matches!(then, Some(Then::Finish(_))),
    }
}

/// The inputs that end the wait of a run: each button it offers, and the time of the timer that is due first.
fn ways_on(program: &Program, run: &Run) -> Vec<Input> {
    let now = match run.state() {
        State::Waiting { since, .. } => *since,
        _ => return Vec::new(),
    };
    let stage = run.stage().unwrap_or_default();
    let count = run.buttons(program).len() as u32;
    let pushes = (0..count).map(|button| {
        Input::Push(Push {
            stage,
            entry: Some(run.entry()),
            button,
            by: "Ben".to_owned(),
            at: now,
        })
    });
    let due = run.next_due(program).map(|at| Input::Time { at });
    pushes.chain(due).collect()
}

/// Can some way of pushing buttons and waiting bring the run to its end?
fn can_reach_finish(program: &Program, run: &Run) -> bool {
    let mut seen = BTreeSet::new();
    let mut pending = vec![run.clone()];
    while let Some(run) = pending.pop() {
        if matches!(run.state(), State::Ended { .. }) {
            return true;
        }
        if seen.insert(run.stage()) {
            let on = ways_on(program, &run).into_iter();
            pending.extend(on.map(|input| step(program, run.clone(), input).run));
        }
    }
    false
}

fn restored(run: &Run) -> Run {
    serde_json::from_str(&serde_json::to_string(run).unwrap()).unwrap()
}

proptest! {
    #[test]
    fn a_run_is_always_in_a_stage_and_can_always_reach_finish(
        program in any_program(),
        numbers in any_inputs(),
    ) {
        let mut run = Run::new(RunId(1));
        let mut keys = BTreeSet::new();
        for input in inputs_of(&program, &numbers) {
            let before = run.clone();
            let stepped = step(&program, run, input.clone());
            run = stepped.run;
            prop_assert!(is_somewhere(&program, &run), "{:?}", run);
            prop_assert!(run.stage().is_some());
            prop_assert!(can_reach_finish(&program, &run), "{:?}", run);
            if stepped.answer.is_refused() || stepped.answer == Answer::NothingElapsed {
                prop_assert_eq!(&run, &before);
                prop_assert!(stepped.effects.is_empty());
            } else {
                prop_assert!(run.entry() > before.entry());
            }
            for effect in &stepped.effects {
                prop_assert!(keys.insert(effect.key), "{} is given twice", effect.key);
            }
        }
        let texts = format!("{run:?}");
        prop_assert!(!texts.contains("{{"));
    }

    #[test]
    fn every_wait_can_be_ended_by_each_of_its_ways(
        program in any_program(),
        numbers in any_inputs(),
    ) {
        let run = after(&program, inputs_of(&program, &numbers));
        let ways = ways_on(&program, &run);
        prop_assert_eq!(ways.is_empty(), matches!(run.state(), State::Ended { .. }));
        for way in ways {
            let stepped = step(&program, run.clone(), way);
            prop_assert!(!stepped.answer.is_refused(), "{}", stepped.answer);
            prop_assert!(stepped.run.entry() > run.entry());
        }
    }

    #[test]
    fn saving_and_restoring_at_any_point_changes_nothing(
        program in any_program(),
        numbers in any_inputs(),
    ) {
        let mut run = Run::new(RunId(1));
        for input in inputs_of(&program, &numbers) {
            let back = restored(&run);
            prop_assert_eq!(&back, &run);
            let stepped = step(&program, run, input.clone());
            prop_assert_eq!(step(&program, back, input), stepped.clone());
            run = stepped.run;
        }
    }

    #[test]
    fn time_told_in_pieces_or_not_at_all_before_a_push_makes_no_difference(
        program in any_program(),
        numbers in any_inputs(),
        pieces in proptest::collection::vec(0_i64..500, 0..5),
    ) {
        let run = after(&program, inputs_of(&program, &numbers));
        let since = match run.state() {
            State::Waiting { since, .. } => since.0,
            _ => 0,
        };
        let end = Timestamp(since + 500 * 60_000);
        let at_once = step(&program, run.clone(), Input::Time { at: end });
        let mut effects = Vec::new();
        let mut in_pieces = run.clone();
        for minute in pieces.into_iter().chain([500]) {
            let at = Timestamp(since + minute * 60_000);
            let stepped = step(&program, in_pieces, Input::Time { at });
            effects.extend(stepped.effects);
            in_pieces = stepped.run;
        }
        prop_assert_eq!(&in_pieces, &at_once.run);
        prop_assert_eq!(effects, at_once.effects.clone());

        for stage in program.stages() {
            let push = Input::Push(Push {
                stage: stage.number,
                entry: None,
                button: 0,
                by: "Ben".to_owned(),
                at: end,
            });
            let untold = step(&program, run.clone(), push.clone());
            let told = step(&program, at_once.run.clone(), push);
            prop_assert_eq!(&untold.answer, &told.answer);
            if !told.answer.is_refused() {
                prop_assert_eq!(untold.run, told.run);
                let both = at_once.effects.iter().cloned().chain(told.effects);
                prop_assert_eq!(untold.effects, both.collect::<Vec<_>>());
            }
        }
    }
}
