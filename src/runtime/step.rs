//! What follows on an input? A pure, total function of the run and the input.
//!
//! A run is in exactly one stage at a time. Entering a stage performs its actions in order; then the run ends, goes on by
//! a Link at once, or waits, and the first button pushed or timer elapsed decides. A timer elapses at its own due time,
//! whenever the time is told, and before a push that comes at the same time or later.

use super::answer::{Answer, Meanwhile, Refusal, Standing};
use super::effect::{Cause, Effect, EffectKey, EffectKind};
use super::program::{Button, Program, Stage, StageIndex, Step, Then, Timer};
use super::run::{Latest, LatestWay, Run, State};
use super::{Call, Timestamp};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// How many timers one step lets elapse: a second's timer that leads back to itself elapses half a million times while
/// a server is off for a week.
pub const MOST_ELAPSED: u32 = 10_000;

/// Something that happens to a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Input {
    /// The script has reached its Set Workflow control.
    Start {
        call: Call,
        at: Timestamp,
    },
    Push(Push),
    /// It is now this late. One that is earlier than before changes nothing.
    Time {
        at: Timestamp,
    },
}

/// Somebody pushes a button in the Call Manager.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Push {
    /// The number of the stage whose button it is.
    pub stage: u32,
    /// Which time that the run was there, as [`Run::entry`] tells; `None` for whichever it is. Naming it is what tells a
    /// push that is repeated from a second one after the call has come round again.
    pub entry: Option<u64>,
    /// The button's place in its stage, from 0.
    pub button: u32,
    pub by: String,
    pub at: Timestamp,
}

/// What a step has made of an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stepped {
    pub run: Run,
    /// In the order in which they happen.
    pub effects: Vec<Effect>,
    pub answer: Answer,
}

/// Moves a run on. What is refused leaves the run as it was and has no effects.
pub fn step(program: &Program, run: Run, input: Input) -> Stepped {
    let mut stepping = Stepping {
        program,
        run,
        effects: Vec::new(),
        number: 0,
    };
    let answer = match input {
        Input::Start { call, at } => stepping.start(&call, at),
        Input::Push(push) => stepping.push(push),
        Input::Time { at } => stepping.pass(at),
    };
    Stepped {
        run: stepping.run,
        effects: stepping.effects,
        answer: answer.unwrap_or_else(Answer::Refused),
    }
}

struct Stepping<'a> {
    program: &'a Program,
    run: Run,
    effects: Vec<Effect>,
    /// How many effects this entry has had.
    number: u32,
}

/// Have all timers elapsed that were due?
enum Caught {
    Up { timer_count: u32 },
    Behind { timer_count: u32 },
}

impl<'a> Stepping<'a> {
    fn start(&mut self, call: &Call, at: Timestamp) -> Result<Answer, Refusal> {
        if self.run.state != State::New {
            return Err(Refusal::AlreadyStarted);
        }
        if !call.is_chargeable {
            return Err(Refusal::NotChargeable);
        }
        let value = |name: &Arc<str>| call.fields.get(&**name).cloned().unwrap_or_default();
        self.run.fields = self.program.fields().iter().map(value).collect();
        self.enter(StageIndex(self.program.start), at, Cause::NewCall);
        Ok(Answer::Started {
            now: self.standing(),
        })
    }

    fn push(&mut self, push: Push) -> Result<Answer, Refusal> {
        let button = self.button(&push)?;
        let since = match self.run.state {
            State::New => return Err(Refusal::NotStarted),
            State::Waiting { since, .. } => since,
            State::Ended { at, .. } => at,
        };
        let at = push.at.max(since);
        if self.first_due()?.is_some_and(|(_, due)| due <= at) {
            // The timers decide what becomes of the push; when it is refused they still wait to be told the time.
            let mut later = Stepping {
                program: self.program,
                run: self.run.clone(),
                effects: Vec::new(),
                number: 0,
            };
            if let Caught::Behind { .. } = later.elapse(at)? {
                return Err(Refusal::Behind);
            }
            let answer = later.push_now(button, push, at)?;
            (self.run, self.effects) = (later.run, later.effects);
            return Ok(answer);
        }
        self.push_now(button, push, at)
    }

    fn push_now(
        &mut self,
        button: &'a Button,
        push: Push,
        at: Timestamp,
    ) -> Result<Answer, Refusal> {
        let is_meant = |entry: u64| push.entry.is_none_or(|meant| meant == entry);
        let is_offered = matches!(self.run.state, State::Waiting { stage, .. } if stage == push.stage)
            && is_meant(self.run.entry);
        if !is_offered {
            return Err(self.why_not_offered(button, &push));
        }
        let label = button.label.clone();
        self.leave(
            at,
            LatestWay::Button {
                index: push.button,
                by: push.by.clone(),
            },
        );
        let cause = Cause::Button {
            label: label.clone(),
            by: push.by,
        };
        self.enter(button.to, at, cause);
        Ok(Answer::Pushed {
            label,
            now: self.standing(),
        })
    }

    fn pass(&mut self, at: Timestamp) -> Result<Answer, Refusal> {
        let (timer_count, is_behind) = match self.elapse(at)? {
            Caught::Up { timer_count: 0 } => return Ok(Answer::NothingElapsed),
            Caught::Up { timer_count } => (timer_count, false),
            Caught::Behind { timer_count } => (timer_count, true),
        };
        Ok(Answer::Elapsed {
            timer_count,
            now: self.standing(),
            is_behind,
        })
    }

    /// The button that a push names, be it offered or not.
    fn button(&self, push: &Push) -> Result<&'a Button, Refusal> {
        let stage = self
            .program
            .stage(push.stage)
            .ok_or(Refusal::UnknownStage { stage: push.stage })?;
        stage
            .buttons()
            .get(push.button as usize)
            .ok_or_else(|| Refusal::UnknownButton {
                stage: push.stage,
                name: stage.name.clone(),
            })
    }

    fn why_not_offered(&self, button: &Button, push: &Push) -> Refusal {
        let label = button.label.clone();
        let now = self.standing();
        let is_past = push.entry.is_some_and(|entry| entry < self.run.entry);
        let latest = self.run.latest.as_ref().filter(|latest| {
            latest.stage == push.stage && push.entry.is_none_or(|entry| entry == latest.entry)
        });
        match latest.map(|latest| (latest.at, &latest.way)) {
            Some((at, LatestWay::Button { index, by })) if *index == push.button => {
                Refusal::Repeated {
                    label,
                    by: by.clone(),
                    at,
                }
            }
            Some((at, LatestWay::Button { index, by })) => Refusal::TooLate {
                label,
                meanwhile: self
                    .program
                    .stage(push.stage)
                    .and_then(|stage| stage.buttons().get(*index as usize))
                    .map(|other| Meanwhile::Button {
                        label: other.label.clone(),
                        by: by.clone(),
                        at,
                    }),
                now,
            },
            Some((at, LatestWay::Timer)) => Refusal::TooLate {
                label,
                meanwhile: Some(Meanwhile::Timer { at }),
                now,
            },
            None if is_past => Refusal::TooLate {
                label,
                meanwhile: None,
                now,
            },
            None => Refusal::NotOffered { label, now },
        }
    }

    /// Lets timers elapse in due order, each at its own due time, until none is due by `until`.
    fn elapse(&mut self, until: Timestamp) -> Result<Caught, Refusal> {
        let mut timer_count = 0;
        while let Some((timer, due)) = self.first_due()?.filter(|&(_, due)| due <= until) {
            if timer_count == MOST_ELAPSED {
                return Ok(Caught::Behind { timer_count });
            }
            timer_count += 1;
            self.leave(due, LatestWay::Timer);
            let after_s = timer.after_s;
            self.enter(timer.to, due, Cause::Timer { after_s });
        }
        Ok(Caught::Up { timer_count })
    }

    /// The timer that elapses next: of two at the same time the one that stands first.
    fn first_due(&self) -> Result<Option<(Timer, Timestamp)>, Refusal> {
        let State::Waiting { stage, since } = self.run.state else {
            return Ok(None);
        };
        let stage = self.program.stage(stage).ok_or(Refusal::OtherDefinition)?;
        let Then::Wait { timers, .. } = &stage.then else {
            return Err(Refusal::OtherDefinition);
        };
        let first = timers.iter().min_by_key(|timer| timer.after_s);
        Ok(first.map(|&timer| (timer, since.plus_ms(timer.after_ms()))))
    }

    fn leave(&mut self, at: Timestamp, way: LatestWay) {
        if let State::Waiting { stage, .. } = self.run.state {
            self.run.latest = Some(Latest {
                entry: self.run.entry,
                stage,
                at,
                way,
            });
        }
    }

    /// Enters a stage, and those that its Links lead to, until the run waits or ends.
    fn enter(&mut self, to: StageIndex, at: Timestamp, cause: Cause) {
        let program = self.program;
        let (mut index, mut cause) = (to.0, cause);
        loop {
            let stage = &program.stages()[index];
            self.run.entry += 1;
            self.number = 0;
            self.clear_alerts(stage, at);
            self.effect(stage, at, EffectKind::EnterStage { cause });
            for step in &stage.steps {
                let kind = self.perform(step);
                self.effect(stage, at, kind);
            }
            match &stage.then {
                Then::Wait { .. } => {
                    self.run.state = State::Waiting {
                        stage: stage.number,
                        since: at,
                    };
                    return;
                }
                Then::Link(to) => {
                    index = to.0;
                    cause = Cause::Link;
                }
                Then::Finish(outcome) => {
                    let outcome = outcome.0.fill(&self.run.fields);
                    // Nothing is left to do for it.
                    self.clear_alerts(stage, at);
                    self.run.state = State::Ended {
                        stage: stage.number,
                        at,
                        outcome: outcome.clone(),
                    };
                    self.effect(stage, at, EffectKind::FinishWorkflow { outcome });
                    return;
                }
            }
        }
    }

    fn perform(&mut self, step: &Step) -> EffectKind {
        let fields = &mut self.run.fields;
        match step {
            Step::Alert {
                message,
                priority,
                team,
            } => {
                self.run.is_alerted = true;
                EffectKind::RaiseAlert {
                    message: message.fill(fields),
                    priority: *priority,
                    team: team.clone(),
                }
            }
            Step::Email { to, subject, body } => EffectKind::SendEmail {
                to: to.fill(fields),
                subject: subject.fill(fields),
                body: body.fill(fields),
            },
            Step::Sms { to, text } => EffectKind::SendSms {
                to: to.fill(fields),
                text: text.fill(fields),
            },
            Step::Webhook { url, body } => EffectKind::CallWebhook {
                url: url.fill(fields),
                body: body.fill(fields),
            },
            Step::SetField { field, value } => {
                let value = value.fill(fields);
                if let Some(slot) = fields.get_mut(*field) {
                    slot.clone_from(&value);
                }
                EffectKind::SetField {
                    field: self.program.fields()[*field].clone(),
                    value,
                }
            }
            Step::Note { text } => EffectKind::AddNote {
                text: text.fill(fields),
            },
        }
    }

    fn clear_alerts(&mut self, stage: &Stage, at: Timestamp) {
        if std::mem::take(&mut self.run.is_alerted) {
            self.effect(stage, at, EffectKind::ClearAlerts);
        }
    }

    fn effect(&mut self, stage: &Stage, at: Timestamp, kind: EffectKind) {
        self.effects.push(Effect {
            key: EffectKey {
                run_id: self.run.id,
                entry: self.run.entry,
                number: self.number,
            },
            at,
            stage: stage.number,
            kind,
        });
        self.number += 1;
    }

    fn standing(&self) -> Standing {
        self.run.standing(self.program)
    }
}
