//! Does a step do what the semantics say, for small workflows one by one and for any workflow and any inputs?

use super::*;
use crate::export;
use crate::rules::{self, Severity};
use crate::workflow::{Flow, Workflow, sketch};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
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
    insta::assert_snapshot!(told(&program(COMPLAINT), [start(0), push(1, 0, 5)]), @"");
}

#[test]
fn a_timer_elapses_at_its_own_time_and_takes_the_call_round() {
    insta::assert_snapshot!(told(&program(COMPLAINT), [start(0), push(1, 1, 2), time(30)]), @"");
}

#[test]
fn time_that_jumps_weeks_lets_timers_elapse_one_after_the_other() {
    insta::assert_snapshot!(told(&program(COMPLAINT), [start(0), time(1_000)]), @"");
}

#[test]
fn pushes_that_do_not_count_change_nothing_and_say_why() {
    let program = program(COMPLAINT);
    for (inputs, refused, sentence) in [
        (vec![], push(1, 0, 0), ""),
        (vec![], time(5), ""),
        (vec![start(0)], start(1), ""),
        (vec![start(0)], push(9, 0, 1), ""),
        (vec![start(0)], push(1, 2, 1), ""),
        (vec![start(0)], push(2, 0, 1), ""),
        (vec![start(0)], push(4, 0, 1), ""),
        (vec![start(0), push(1, 1, 1)], push(1, 1, 1), ""),
        (vec![start(0), push(1, 1, 1)], push(1, 0, 2), ""),
        (vec![start(0), push(1, 0, 1)], push(1, 1, 2), ""),
        (vec![start(0)], push(1, 0, 48), ""),
        (vec![start(0), time(48)], push(1, 0, 49), ""),
        (vec![start(0), time(80)], push(4, 0, 81), ""),
        // Round again in stage 1: a push that was meant for the first time does not count.
        (vec![start(0), push(1, 1, 1), time(25)], push_for(1, 1, 1, 26), ""),
        (vec![start(0), push(1, 1, 1), time(25)], push_for(9, 1, 1, 26), ""),
    ] {
        let mut run = Run::new(RunId(1));
        for input in inputs {
            run = step(&program, run, input).run;
        }
        let stepped = step(&program, run.clone(), refused.clone());
        println!("{}", stepped.answer);
        assert_eq!(stepped.answer.to_string(), sentence, "{refused:?}");
        assert_eq!((stepped.run, stepped.effects), (run, vec![]), "{sentence}");
    }
}
