//! How does a call on trial stand, and how did it get there? A run of the runtime with all that has happened to it, to be
//! stepped on and back.

use super::closing::{Gap, Rehearsable};
use super::coverage::Coverage;
use crate::runtime::{
    Answer, Call, Cause, Effect, EffectKind, Input, Push, Run, RunId, State, Timestamp, step,
};
use crate::workflow::{
    ActionData, ActionId, EventId, Expected, LegEnd, Place, Priority, Scenario, ScenarioStep,
    StageEnd, Way, WayKind, ends_at,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Who pushes buttons in a rehearsal.
const PUSHER: &str = "Rehearsal";
/// As the call is named where an effect names it.
const CALL_ID: &str = "Rehearsal";

/// A call on trial.
///
/// Invariant: there is at least one moment, the call's coming, and `at` is one of them.
#[derive(Clone, Debug)]
pub struct Trial {
    subject: Arc<Rehearsable>,
    call: Call,
    moments: Vec<Moment>,
    at: usize,
}

/// What one step has brought, and how the call stands after it.
#[derive(Clone, Debug)]
pub struct Moment {
    /// `None` for the coming of the call.
    pub step: Option<ScenarioStep>,
    /// The Button that was pushed. It is known by this when its label is amended.
    pushed: Option<ActionId>,
    pub answer: Answer,
    /// In the order in which they happen.
    pub effects: Vec<Effect>,
    /// The stages that were entered, in order.
    pub entries: Vec<Entry>,
    /// The legs that were gone to their end.
    pub legs: Vec<Place>,
    /// The time after the step; the call came at 0.
    pub now: Timestamp,
    /// What stands on the alerter.
    pub alerts: Vec<Raised>,
    run: Run,
    /// Where the last leg that was begun is gone from its beginning, without a Link into the middle of it.
    is_whole: bool,
}

/// An entry into a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// `None` where the design has no such stage: the Button or Timer leads nowhere.
    pub event_id: Option<EventId>,
    /// The Button, Timer or Link by which it was entered; `None` for New Call.
    pub action_id: Option<ActionId>,
    pub at: Timestamp,
}

/// An alert on the alerter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raised {
    pub message: String,
    pub priority: Priority,
    /// Empty for everybody.
    pub team: String,
}

/// Where a call on trial is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    NotFollowedUp,
    Waiting {
        event_id: EventId,
        stage: u32,
    },
    Finished {
        event_id: EventId,
        outcome: String,
    },
    /// In the end of a design that dangles there.
    Dangling {
        gap: Gap,
        stage: u32,
    },
}

/// Why a step cannot be made: a whole sentence that says what is there instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Misfit(pub String);

impl Trial {
    /// A call that has just come, with the values that the script has collected.
    pub fn new(
        subject: Arc<Rehearsable>,
        fields: BTreeMap<String, String>,
        is_chargeable: bool,
    ) -> Self {
        let call = Call {
            id: CALL_ID.to_owned(),
            is_chargeable,
            fields,
        };
        let mut trial = Self {
            subject,
            call,
            moments: Vec::new(),
            at: 0,
        };
        trial.begin();
        trial
    }

    fn begin(&mut self) {
        let input = Input::Start {
            call: self.call.clone(),
            at: Timestamp(0),
        };
        let stepped = step(&self.subject.program, Run::new(RunId(1)), input);
        let before = Moment {
            step: None,
            pushed: None,
            answer: Answer::NothingElapsed,
            effects: Vec::new(),
            entries: Vec::new(),
            legs: Vec::new(),
            now: Timestamp(0),
            alerts: Vec::new(),
            run: Run::new(RunId(1)),
            is_whole: true,
        };
        let after = self.moment_after(&before, stepped, None, None, Timestamp(0));
        self.moments = vec![after];
        self.at = 0;
    }

    pub const fn subject(&self) -> &Arc<Rehearsable> {
        &self.subject
    }

    pub const fn call(&self) -> &Call {
        &self.call
    }

    /// All that has happened, and after [`Self::position`] what has been stepped back over.
    pub fn moments(&self) -> &[Moment] {
        &self.moments
    }

    /// The moment in which the call is now, from 0.
    pub const fn position(&self) -> usize {
        self.at
    }

    pub fn now(&self) -> &Moment {
        &self.moments[self.at]
    }

    /// Goes back to a moment, or forward again to one that was stepped back over.
    pub fn go_to(&mut self, position: usize) {
        self.at = position.min(self.moments.len() - 1);
    }

    pub fn standing(&self) -> Standing {
        let run = &self.now().run;
        let number = run.stage().unwrap_or_default();
        if let Some(gap) = self.subject.gap(number) {
            return Standing::Dangling {
                gap,
                stage: self.number_of(gap.event_id),
            };
        }
        let stage = self.subject.stage(number);
        let event_id = stage.map(|stage| self.subject.flow.event_id(stage));
        match (run.state(), event_id) {
            (State::Waiting { stage, .. }, Some(event_id)) => Standing::Waiting {
                event_id,
                stage: *stage,
            },
            (State::Ended { outcome, .. }, Some(event_id)) => Standing::Finished {
                event_id,
                outcome: outcome.clone(),
            },
            _ => Standing::NotFollowedUp,
        }
    }

    fn number_of(&self, event_id: EventId) -> u32 {
        let stage = self.subject.flow.index(event_id);
        stage.map_or(0, |stage| self.subject.number(stage))
    }

    /// The stage that the call is in or has ended in, by index in the flow.
    pub fn stage(&self) -> Option<usize> {
        let event_id = match self.standing() {
            Standing::NotFollowedUp => return None,
            Standing::Waiting { event_id, .. } | Standing::Finished { event_id, .. } => event_id,
            Standing::Dangling { gap, .. } => gap.event_id,
        };
        self.subject.flow.index(event_id)
    }

    /// The labels of the buttons that are offered, in order.
    pub fn buttons(&self) -> impl Iterator<Item = &str> {
        let buttons = self.now().run.buttons(&self.subject.program);
        buttons.iter().map(|button| &*button.label)
    }

    /// The timers that run, in order: how long each takes in seconds, and how long it has left in milliseconds.
    pub fn timers(&self) -> impl Iterator<Item = (u64, u64)> {
        let now = self.now();
        let timers = now.run.timers(&self.subject.program);
        timers.map(|(timer, due)| (timer.after_s, due.ms_since(now.now)))
    }

    /// How long it is to the next timer, in milliseconds.
    pub fn until_next_timer_ms(&self) -> Option<u64> {
        let due = self.now().run.next_due(&self.subject.program)?;
        Some(due.ms_since(self.now().now))
    }

    /// The fields of the call by name, as the stages so far have set them.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.now().run.fields(&self.subject.program)
    }

    /// Pushes a button by its place among those that are offered, from 0.
    ///
    /// # Errors
    /// When there is no such button.
    pub fn push(&mut self, index: usize) -> Result<(), Misfit> {
        let labels: Vec<&str> = self.buttons().collect();
        let Some(&label) = labels.get(index) else {
            return Err(Misfit("There is no such button.".to_owned()));
        };
        let nth = labels[..=index].iter().filter(|&&l| l == label).count();
        let stage = self.now().run.stage().unwrap_or_default();
        let step = ScenarioStep::Push {
            stage,
            label: label.to_owned(),
            nth: nth as u32,
        };
        self.perform(&step)
    }

    /// Does what a step of a scenario says. What was stepped back over before is given up.
    ///
    /// # Errors
    /// When the step does not fit where the call is; then nothing has changed.
    pub fn perform(&mut self, step: &ScenarioStep) -> Result<(), Misfit> {
        let now = self.now().now;
        match step {
            ScenarioStep::Push { stage, label, nth } => {
                let index = self.offered(*stage, label, *nth)?;
                self.push_now(index, step)
            }
            ScenarioStep::Wait(seconds) => {
                self.still_waiting("No time passes any more")?;
                self.pass(now.plus_ms(seconds.saturating_mul(1_000)), step);
                Ok(())
            }
            ScenarioStep::NextTimer => {
                self.still_waiting("No timer runs any more")?;
                let Some(left_ms) = self.until_next_timer_ms() else {
                    let here = self.standing_words();
                    return Err(Misfit(format!("No timer runs: the call {here}.")));
                };
                self.pass(now.plus_ms(left_ms), step);
                Ok(())
            }
        }
    }

    /// The place of a button among those that are offered.
    fn offered(&self, stage: u32, label: &str, nth: u32) -> Result<usize, Misfit> {
        let here = self.standing_words();
        let is_there =
            matches!(self.standing(), Standing::Waiting { stage: at, .. } if at == stage);
        if !is_there {
            return Err(Misfit(format!(
                "“{label}” should be pushed in stage {stage}, but the call {here}."
            )));
        }
        let mut with_label = self.buttons().enumerate().filter(|(_, l)| *l == label);
        let found = with_label.nth((nth as usize).saturating_sub(1));
        if let Some((index, _)) = found {
            return Ok(index);
        }
        let offered: Vec<String> = self.buttons().map(|label| format!("“{label}”")).collect();
        let offered = match offered.as_slice() {
            [] => "no button".to_owned(),
            offered => offered.join(", "),
        };
        let which = if nth > 1 {
            format!("{nth} buttons “{label}”")
        } else {
            format!("a button “{label}”")
        };
        Err(Misfit(format!(
            "Stage {stage} does not offer {which}, but {offered}."
        )))
    }

    fn push_now(&mut self, index: usize, step: &ScenarioStep) -> Result<(), Misfit> {
        let now = self.now().now;
        let run = self.now().run.clone();
        let push = Push {
            stage: run.stage().unwrap_or_default(),
            entry: Some(run.entry()),
            button: index as u32,
            by: PUSHER.to_owned(),
            at: now,
        };
        let pushed = self.button_action(index);
        let stepped = crate::runtime::step(&self.subject.program, run, Input::Push(push));
        if stepped.answer.is_refused() {
            return Err(Misfit(stepped.answer.to_string()));
        }
        self.add(stepped, Some(step.clone()), pushed, now);
        Ok(())
    }

    /// The action behind a button that is offered.
    pub fn button_action(&self, index: usize) -> Option<ActionId> {
        let ways = self.subject.flow.ways_from(self.stage()?).iter();
        let mut buttons = ways.filter(|way| way.kind == WayKind::Button);
        Some(buttons.nth(index)?.action_id)
    }

    fn still_waiting(&self, otherwise: &str) -> Result<(), Misfit> {
        if matches!(self.standing(), Standing::Waiting { .. }) {
            return Ok(());
        }
        let here = self.standing_words();
        Err(Misfit(format!("{otherwise}: the call {here}.")))
    }

    fn pass(&mut self, until: Timestamp, step: &ScenarioStep) {
        let run = self.now().run.clone();
        let input = Input::Time { at: until };
        let stepped = crate::runtime::step(&self.subject.program, run, input);
        // So many timers have elapsed that the step stopped on the way.
        let is_behind = matches!(
            stepped.answer,
            Answer::Elapsed {
                is_behind: true,
                ..
            }
        );
        let now = match stepped.run.state() {
            State::Waiting { since, .. } if is_behind => *since,
            _ => until,
        };
        self.add(stepped, Some(step.clone()), None, now);
    }

    fn add(
        &mut self,
        stepped: crate::runtime::Stepped,
        step: Option<ScenarioStep>,
        pushed: Option<ActionId>,
        now: Timestamp,
    ) {
        let moment = self.moment_after(self.now(), stepped, step, pushed, now);
        self.moments.truncate(self.at + 1);
        self.moments.push(moment);
        self.at += 1;
    }

    fn moment_after(
        &self,
        before: &Moment,
        stepped: crate::runtime::Stepped,
        step: Option<ScenarioStep>,
        pushed: Option<ActionId>,
        now: Timestamp,
    ) -> Moment {
        let mut walk = Walk {
            subject: &self.subject,
            stage: before.run.stage().and_then(|n| self.subject.stage(n)),
            is_whole: before.is_whole,
            pushed,
            entries: Vec::new(),
            legs: Vec::new(),
        };
        let mut alerts = before.alerts.clone();
        for effect in &stepped.effects {
            match &effect.kind {
                EffectKind::EnterStage { cause } => walk.enter(effect, cause),
                EffectKind::ClearAlerts => alerts.clear(),
                EffectKind::RaiseAlert {
                    message,
                    priority,
                    team,
                } => alerts.push(Raised {
                    message: message.clone(),
                    priority: workflow_priority(*priority),
                    team: team.to_string(),
                }),
                _ => {}
            }
        }
        Moment {
            step,
            pushed,
            answer: stepped.answer,
            effects: stepped.effects,
            entries: walk.entries,
            legs: walk.legs,
            now,
            alerts,
            run: stepped.run,
            is_whole: walk.is_whole,
        }
    }

    /// Where the call stands, as a sentence goes on after “the call”.
    pub fn standing_words(&self) -> String {
        match self.standing() {
            Standing::NotFollowedUp => "is not followed up".to_owned(),
            Standing::Waiting { .. } => {
                let title = self.stage().map(|stage| self.subject.title(stage));
                format!("waits in stage {}", title.unwrap_or_default())
            }
            Standing::Finished { outcome, .. } => format!("has finished as “{outcome}”"),
            Standing::Dangling { stage, .. } => {
                format!("has come to where the design dangles, in stage {stage}")
            }
        }
    }

    /// Is the leg that the call is on gone from its beginning?
    #[cfg(test)]
    pub(super) fn is_whole(&self) -> bool {
        self.now().is_whole
    }

    /// The legs that were gone to their end so far.
    pub fn coverage(&self) -> Coverage {
        let so_far = self.moments[..=self.at].iter();
        so_far
            .flat_map(|moment| moment.legs.iter().cloned())
            .collect()
    }

    /// The stages, by index in the flow, and the ways that the call has taken so far.
    pub fn trail(&self) -> (BTreeSet<usize>, BTreeSet<ActionId>) {
        let so_far = self.moments[..=self.at].iter();
        let entries = || so_far.clone().flat_map(|moment| &moment.entries);
        let stages = entries().filter_map(|entry| self.subject.flow.index(entry.event_id?));
        let ways = entries().filter_map(|entry| entry.action_id);
        (stages.collect(), ways.collect())
    }

    /// What has been raised, sent, set and noted so far, as the actions that did it, with their texts filled in.
    pub fn effects(&self) -> impl Iterator<Item = ActionData> {
        let so_far = self.moments[..=self.at].iter();
        so_far.flat_map(|moment| moment.effects.iter().filter_map(|it| action_of(&it.kind)))
    }

    /// What one has to expect of a call that goes this way.
    pub fn expected(&self) -> Expected {
        match self.standing() {
            Standing::NotFollowedUp => Expected::NotFollowedUp,
            Standing::Waiting { stage, .. } => Expected::Waits { stage },
            Standing::Finished { outcome, .. } => Expected::Finishes(outcome),
            Standing::Dangling { stage, .. } => Expected::Dangles { stage },
        }
    }

    /// What has happened so far as a scenario, which expects just that again.
    pub fn recorded(&self, name: &str, with_effects: bool) -> Scenario {
        let so_far = self.moments[..=self.at].iter();
        Scenario {
            name: name.to_owned(),
            fields: self.call.fields.clone(),
            is_chargeable: self.call.is_chargeable,
            steps: so_far.filter_map(|moment| moment.step.clone()).collect(),
            expected: self.expected(),
            effects: with_effects.then(|| self.effects().collect()),
        }
    }

    /// The same steps with another call, or on a design that was amended: as far as they fit, and up to the same moment.
    /// A Button is known again though its label has changed. Says where it stopped.
    pub fn again(
        &self,
        subject: Arc<Rehearsable>,
        fields: BTreeMap<String, String>,
        is_chargeable: bool,
    ) -> (Self, Option<Misfit>) {
        let mut trial = Self::new(subject, fields, is_chargeable);
        let mut misfit = None;
        for moment in &self.moments[1..] {
            let Some(step) = &moment.step else { continue };
            let buttons = trial.buttons().count();
            let known = moment.pushed.and_then(|pushed| {
                (0..buttons).find(|&index| trial.button_action(index) == Some(pushed))
            });
            let performed = match known {
                Some(index) => trial.push(index),
                None => trial.perform(step),
            };
            if let Err(found) = performed {
                misfit = Some(found);
                break;
            }
        }
        // What was stepped back over is no loss when it does not fit any more.
        if trial.at >= self.at {
            misfit = None;
        }
        trial.go_to(self.at);
        (trial, misfit)
    }
}

/// Follows a run from stage to stage.
struct Walk<'a> {
    subject: &'a Rehearsable,
    stage: Option<usize>,
    is_whole: bool,
    pushed: Option<ActionId>,
    entries: Vec<Entry>,
    legs: Vec<Place>,
}

impl Walk<'_> {
    fn enter(&mut self, effect: &Effect, cause: &Cause) {
        let flow = &self.subject.flow;
        let to = self.subject.stage(effect.stage);
        let ways = self.stage.map_or(&[][..], |stage| flow.ways_from(stage));
        let mut ways = ways.iter();
        let way = match cause {
            Cause::NewCall => None,
            Cause::Button { .. } => ways.find(|way| Some(way.action_id) == self.pushed),
            Cause::Timer { .. } => ways
                .find(|way| way.kind == WayKind::Timer && self.subject.obstacle_of(way).is_none()),
            Cause::Link => ways.find(|way| way.kind == WayKind::Link),
        };
        self.entries.push(Entry {
            event_id: to.map(|to| flow.event_id(to)),
            action_id: way.map(|way| way.action_id),
            at: effect.at,
        });
        match (to, self.stage, way) {
            (Some(to), ..) => self.enter_stage(to, way),
            // A Button or Timer without a stage: the leg ends where it stands.
            (None, Some(from), Some(way)) => {
                self.end_leg(Some(LegEnd::MissingEvent(way.action_id)), from);
            }
            _ => {}
        }
        self.stage = to;
    }

    fn enter_stage(&mut self, to: usize, way: Option<&Way>) {
        let flow = &self.subject.flow;
        let is_down =
            way.is_some_and(|way| flow.owner(to) == Some(way)) && flow.parent(to) == self.stage;
        self.is_whole = flow.parent(to).is_none() || (self.is_whole && is_down);
        if flow.end(to) != StageEnd::Waits {
            let ends = ends_at(&self.subject.workflow, flow, to);
            self.end_leg(ends.first().copied(), to);
        }
    }

    fn end_leg(&mut self, end: Option<LegEnd>, stage: usize) {
        if let Some(end) = end.filter(|_| self.is_whole) {
            self.legs.push(end.place(self.subject.flow.event_id(stage)));
        }
    }
}

const fn workflow_priority(priority: crate::export::Priority) -> Priority {
    match priority {
        crate::export::Priority::Low => Priority::Low,
        crate::export::Priority::Normal => Priority::Normal,
        crate::export::Priority::High => Priority::High,
        crate::export::Priority::Urgent => Priority::Urgent,
    }
}

/// The action that has an effect, with its texts filled in; `None` for what the run does by itself.
pub fn action_of(effect: &EffectKind) -> Option<ActionData> {
    Some(match effect.clone() {
        EffectKind::RaiseAlert {
            message,
            priority,
            team,
        } => ActionData::Alert {
            message,
            priority: workflow_priority(priority),
            team: team.to_string(),
        },
        EffectKind::SendEmail { to, subject, body } => ActionData::Email { to, subject, body },
        EffectKind::SendSms { to, text } => ActionData::Sms { to, text },
        EffectKind::CallWebhook { url, body } => ActionData::Webhook { url, body },
        EffectKind::SetField { field, value } => ActionData::SetField {
            field: field.to_string(),
            value,
        },
        EffectKind::AddNote { text } => ActionData::Note { text },
        EffectKind::ClearAlerts
        | EffectKind::EnterStage { .. }
        | EffectKind::FinishWorkflow { .. } => return None,
    })
}

/// Something to fill a field with until somebody says better, told from its name.
pub fn sample_value(field: &str) -> String {
    let name = field.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if has(&["mail"]) {
        return "customer@example.com".to_owned();
    }
    if has(&["phone", "mobile", "tel"]) {
        return "+44 20 7946 0000".to_owned();
    }
    if has(&["url", "link", "web"]) {
        return "https://example.com".to_owned();
    }
    if has(&["name"]) {
        return "Ann Smith".to_owned();
    }
    // The name in words shows where the field goes.
    format!("({})", field.replace('_', " "))
}
