//! What does a step cost?

use crate::report::{Outcome, Report, measured};
use crate::support::large_design;
use legwork::export::{self, Definition};
use legwork::rules;
use legwork::runtime::{Call, Input, Program, Push, Run, RunId, State, Timestamp, step};
use legwork::workflow::{Flow, Workflow, sketch};
use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// A call goes round by a button with its alert, and by the timer beside it.
const ROUND: &str = "fields customer_name phone
1 New Call
  alert \"Ring {{customer_name}} on {{phone}}\" high \"Care\"
  button \"No answer\" -> 2
  button \"Called back\" -> 3
  timer 2d -> 4
2 Button Pushed
  note \"Not reached on {{phone}}\"
  timer 1d -> 5
3 Button Pushed
  finish \"Resolved\"
4 Timer Elapsed
  finish \"Given up\"
5 Timer Elapsed
  link -> 1";

const STEP_COUNT: u32 = 100_000;

pub fn measure(report: &mut Report) -> Outcome {
    let program = Program::new(&definition_of(&sketch::parse(ROUND)?)?)?;
    let taken = measured(|| {
        let mut run = step(&program, Run::new(RunId(1)), start()).run;
        let begin = Instant::now();
        for _ in 0..STEP_COUNT / 2 {
            let State::Waiting { since, .. } = *run.state() else {
                return Err("the run has ended".into());
            };
            let push = Input::Push(Push {
                stage: 1,
                entry: Some(run.entry()),
                button: 0,
                by: "Ann".to_owned(),
                at: since.plus_ms(1_000),
            });
            run = black_box(step(&program, run, push)).run;
            let at = run.next_due(&program).ok_or("no timer runs")?;
            run = black_box(step(&program, run, Input::Time { at })).run;
        }
        Ok(begin.elapsed())
    })?;
    report
        .line(format!("{STEP_COUNT} steps"), 5, taken)
        .target(Duration::from_millis(50));

    for stage_count in [1_000, 10_000] {
        let definition = definition_of(&large_design(stage_count).workflow)?;
        let taken = measured(|| {
            let begin = Instant::now();
            black_box(Program::new(&definition)?);
            Ok(begin.elapsed())
        })?;
        report.line("make a definition ready", stage_count, taken);
    }
    Ok(())
}

fn start() -> Input {
    let fields = [
        ("customer_name", "Ann Smith"),
        ("phone", "+44 20 7946 0000"),
    ];
    Input::Start {
        call: Call {
            id: "C-1".to_owned(),
            is_chargeable: true,
            fields: BTreeMap::from(fields.map(|(name, value)| (name.to_owned(), value.to_owned()))),
        },
        at: Timestamp(0),
    }
}

fn definition_of(workflow: &Workflow) -> Outcome<Definition> {
    let findings = rules::check(workflow, &Flow::new(workflow));
    Ok(export::definition(workflow, &findings)?)
}
