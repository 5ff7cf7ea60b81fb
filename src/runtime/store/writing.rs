//! What can be done to a store? Each within a transaction: the new state and the effects to do, or nothing.

use super::super::{
    Answer, Button, Call, Effect, EffectKind, Input, Program, Push, Refusal, Run, RunId, State,
    Stepped, Timestamp, step,
};
use super::memory::{Kept, Memory};
use super::{
    Alert, Claimed, Letter, PushRequest, Pushed, Set, SetRequest, StoreError, WhichButton,
};
use crate::export::Definition;
use rusqlite::{Connection, OptionalExtension, params};
use std::sync::Arc;

/// How many runs one transaction lets time pass for.
const RUNS_AT_ONCE: u32 = 500;

/// What a driver wants to hear of after a commit.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct News {
    /// Some timer was started; this is the first that is due.
    pub due: Option<Timestamp>,
    pub has_letters: bool,
}

/// A store within a transaction, which others may share. Whatever can be refused or fail to be read is found out before
/// anything is written, so that one who fails does so alone.
pub(in super::super) struct Writing<'a> {
    pub(super) connection: &'a Connection,
    pub(super) memory: &'a mut Memory,
    pub(super) news: News,
    /// Why the transaction cannot be committed any more.
    pub(super) void: Option<StoreError>,
}

impl Writing<'_> {
    /// Takes up a definition: from now on new runs of its workflow go through it. `false` when they do already.
    pub(in super::super) fn take_up(
        &mut self,
        definition: &Definition,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        Program::new(definition).map_err(StoreError::Definition)?;
        let known: Option<i64> = self
            .connection
            .prepare_cached("SELECT id FROM definitions WHERE version = ?1")?
            .query_row([&definition.version], |row| row.get(0))
            .optional()?;
        let definition_id = if let Some(definition_id) = known {
            definition_id
        } else {
            let json = serde_json::to_string(definition)?;
            self.connection
                .prepare_cached(
                    "INSERT INTO definitions (version, workflow, json, taken_up_at) VALUES (?1, ?2, ?3, ?4)",
                )?
                .insert(params![definition.version, definition.workflow, json, at.0])?
        };
        let changed = self
            .connection
            .prepare_cached(
                "INSERT INTO workflows VALUES (?1, ?2) ON CONFLICT (name) \
                 DO UPDATE SET definition_id = ?2 WHERE definition_id <> ?2",
            )?
            .execute(params![definition.workflow, definition_id])?;
        Ok(changed > 0)
    }

    pub(in super::super) fn set_workflow(
        &mut self,
        request: SetRequest,
    ) -> Result<Set, StoreError> {
        let SetRequest { call, workflow, at } = request;
        if call.id.trim().is_empty() {
            return Err(StoreError::NoCallId);
        }
        let definition_id = self.definition_of(&workflow)?;
        let existing = self
            .connection
            .prepare_cached(
                "SELECT state, definition_id FROM runs WHERE call_id = ?1 AND workflow = ?2",
            )?
            .query_row(params![call.id, workflow], |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?))
            })
            .optional()?;
        if let Some((state, definition_id)) = existing {
            let run: Run = serde_json::from_str(&state)?;
            let program = self.program(definition_id)?;
            return Ok(Set::Exists {
                run_id: run.id(),
                now: run.standing(&program),
            });
        }
        let program = self.program(definition_id)?;
        let next: i64 = self
            .connection
            .prepare_cached("SELECT coalesce(max(id), 0) + 1 FROM runs")?
            .query_row([], |row| row.get(0))?;
        self.keep_call(&call, at)?;
        let run_id = RunId(next.unsigned_abs());
        let call_id = call.id.clone();
        let Stepped {
            run,
            effects,
            answer,
        } = step(&program, Run::new(run_id), Input::Start { call, at });
        let Answer::Started { now } = answer else {
            self.connection
                .prepare_cached("INSERT OR IGNORE INTO not_followed VALUES (?1, ?2, ?3)")?
                .execute(params![call_id, workflow, at.0])?;
            return Ok(Set::NotFollowed);
        };
        let (stage, due, ended_at) = facts(&run, &program);
        let (alerts, history_id) = self.keep_effects(&effects, None)?;
        self.connection
            .prepare_cached(
                "INSERT INTO runs (id, call_id, workflow, definition_id, state, stage, started_at, due, ended_at, alerts, history_id) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            )?
            .execute(params![
                next,
                call_id,
                workflow,
                definition_id,
                serde_json::to_string(&run)?,
                stage,
                at.0,
                due,
                ended_at,
                alerts,
                history_id
            ])?;
        self.note_due(due);
        Ok(Set::Begun { run_id, now })
    }

    pub(in super::super) fn push(&mut self, request: PushRequest) -> Result<Pushed, StoreError> {
        let PushRequest {
            run_id,
            stage,
            entry,
            button,
            by,
            at,
        } = request;
        if by.trim().is_empty() {
            return Err(StoreError::NoName);
        }
        let kept = self.kept(run_id)?;
        let program = self.program(kept.definition_id)?;
        let buttons = program
            .stage(stage)
            .map_or(&[][..], |stage| stage.buttons());
        let button = place_of(&button, buttons);
        // What the time has brought comes first, and stays when the push is refused.
        let kept = self.pass(kept, &program, at)?;
        if let Some(claimer) = kept.claimed_by.as_ref().filter(|claimer| **claimer != by) {
            return Ok(Pushed::Claimed {
                by: claimer.clone(),
            });
        }
        let Some(button) = button else {
            let refusal = match program.stage(stage) {
                Some(found) => Refusal::UnknownButton {
                    stage,
                    name: found.name.clone(),
                },
                None => Refusal::UnknownStage { stage },
            };
            return Ok(Pushed::Answered(Answer::Refused(refusal)));
        };
        let push = Push {
            stage,
            entry,
            button,
            by,
            at,
        };
        let Stepped {
            run,
            effects,
            answer,
        } = step(&program, kept.run, Input::Push(push));
        if !answer.is_refused() {
            self.keep_run(Kept { run, ..kept }, &effects, &program)?;
        }
        Ok(Pushed::Answered(answer))
    }

    /// Lets the timers elapse that are due by `at`, of a number of runs; returns whether there may be more.
    pub(in super::super) fn elapse(&mut self, at: Timestamp) -> Result<bool, StoreError> {
        let due: Vec<RunId> = self
            .connection
            .prepare_cached("SELECT id FROM runs WHERE due <= ?1 ORDER BY due LIMIT ?2")?
            .query_map(params![at.0, RUNS_AT_ONCE], |row| row.get::<_, i64>(0))?
            .map(|id| Ok(RunId(id?.unsigned_abs())))
            .collect::<Result<_, StoreError>>()?;
        let mut has_more = due.len() == RUNS_AT_ONCE as usize;
        let runs = due
            .into_iter()
            .map(|run_id| {
                let kept = self.kept(run_id)?;
                let program = self.program(kept.definition_id)?;
                Ok((kept, program))
            })
            .collect::<Result<Vec<_>, StoreError>>()?;
        for (kept, program) in runs {
            has_more |= self.pass_once(kept, &program, at)?.1;
        }
        Ok(has_more)
    }

    /// Somebody begins to work on a call; told who has it already.
    pub(in super::super) fn claim(
        &mut self,
        run_id: RunId,
        by: &str,
        at: Timestamp,
    ) -> Result<Claimed, StoreError> {
        if by.trim().is_empty() {
            return Err(StoreError::NoName);
        }
        let kept = self.kept(run_id)?;
        if matches!(kept.run.state(), State::Ended { .. }) {
            return Ok(Claimed::Finished);
        }
        if let Some(other) = kept.claimed_by.filter(|claimer| claimer != by) {
            return Ok(Claimed::ByAnother { by: other });
        }
        self.connection
            .prepare_cached("UPDATE runs SET claimed_by = ?2, claimed_at = ?3 WHERE id = ?1")?
            .execute(params![run_id.0 as i64, by, at.0])?;
        self.memory.forget(run_id);
        Ok(Claimed::Yours)
    }

    pub(in super::super) fn release(&mut self, run_id: RunId) -> Result<(), StoreError> {
        self.kept(run_id)?;
        self.connection
            .prepare_cached("UPDATE runs SET claimed_by = NULL, claimed_at = NULL WHERE id = ?1")?
            .execute([run_id.0 as i64])?;
        self.memory.forget(run_id);
        Ok(())
    }

    /// Letters that are due, for one server to perform; nobody else is given them before the lease ends.
    pub(super) fn lease_letters(
        &mut self,
        server: &str,
        at: Timestamp,
        until: Timestamp,
        count: u32,
    ) -> Result<Vec<Letter>, StoreError> {
        let ids: Vec<i64> = self
            .connection
            .prepare_cached(
                "SELECT id FROM outbox WHERE not_before <= ?1 AND coalesce(leased_until, 0) <= ?1 \
                 ORDER BY not_before LIMIT ?2",
            )?
            .query_map(params![at.0, count], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        let letters = ids
            .into_iter()
            .map(|id| super::reading::letter(self.connection, id))
            .collect::<Result<Vec<_>, _>>()?;
        for letter in &letters {
            self.connection
                .prepare_cached(
                    "UPDATE outbox SET leased_by = ?2, leased_until = ?3 WHERE id = ?1",
                )?
                .execute(params![letter.id, server, until.0])?;
        }
        Ok(letters)
    }

    /// The letter was performed, by whoever: once is enough.
    pub(super) fn letter_performed(&mut self, id: i64, at: Timestamp) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "UPDATE outbox SET performed_at = coalesce(performed_at, ?2), try_count = try_count + 1, not_before = NULL, dead_at = NULL, \
                 leased_by = NULL, leased_until = NULL, last_error = NULL WHERE id = ?1",
            )?
            .execute(params![id, at.0])?;
        Ok(())
    }

    /// The letter could not be performed: it is tried again at `retry_at`, or is dead.
    pub(super) fn letter_failed(
        &mut self,
        id: i64,
        why: &str,
        at: Timestamp,
        retry_at: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        let dead_at = if retry_at.is_none() { Some(at.0) } else { None };
        self.connection
            .prepare_cached(
                "UPDATE outbox SET try_count = try_count + 1, not_before = ?2, dead_at = ?3, last_error = ?4, leased_by = NULL, \
                 leased_until = NULL WHERE id = ?1 AND performed_at IS NULL",
            )?
            .execute(params![id, retry_at.map(|at| at.0), dead_at, why])?;
        Ok(())
    }

    /// A letter that was given up is tried once more, from the beginning.
    pub(in super::super) fn revive_letter(
        &mut self,
        id: i64,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let revived = self
            .connection
            .prepare_cached(
                "UPDATE outbox SET not_before = ?2, dead_at = NULL, try_count = 0 WHERE id = ?1 AND dead_at IS NOT NULL",
            )?
            .execute(params![id, at.0])?;
        if revived == 0 {
            return Err(StoreError::UnknownLetter(id));
        }
        self.news.has_letters = true;
        Ok(())
    }

    /// What servers that are gone were at may be performed by others at once.
    pub(super) fn end_leases(&mut self) -> Result<(), StoreError> {
        self.connection.execute(
            "UPDATE outbox SET leased_by = NULL, leased_until = NULL \
             WHERE not_before IS NOT NULL AND leased_by IS NOT NULL",
            [],
        )?;
        Ok(())
    }

    fn definition_of(&self, workflow: &str) -> Result<i64, StoreError> {
        let found = self
            .connection
            .prepare_cached("SELECT definition_id FROM workflows WHERE name = ?1")?
            .query_row([workflow], |row| row.get(0))
            .optional()?;
        found.map_or_else(|| Err(self.unknown_workflow(workflow)), Ok)
    }

    fn unknown_workflow(&self, name: &str) -> StoreError {
        let longest = (name.chars().count() / 2).max(2);
        let nearest = super::reading::workflow_names(self.connection)
            .unwrap_or_default()
            .into_iter()
            .map(|known| {
                let distance =
                    strsim::damerau_levenshtein(&name.to_lowercase(), &known.to_lowercase());
                (distance, known)
            })
            .filter(|&(distance, _)| distance <= longest)
            .min();
        StoreError::UnknownWorkflow {
            name: name.to_owned(),
            nearest: nearest.map(|(_, known)| known),
        }
    }

    fn program(&mut self, definition_id: i64) -> Result<Arc<Program>, StoreError> {
        self.memory.program(self.connection, definition_id)
    }

    fn kept(&mut self, run_id: RunId) -> Result<Kept, StoreError> {
        self.memory.run(self.connection, run_id)
    }

    fn pass(&mut self, kept: Kept, program: &Program, at: Timestamp) -> Result<Kept, StoreError> {
        let (mut kept, mut is_behind) = self.pass_once(kept, program, at)?;
        while is_behind {
            (kept, is_behind) = self.pass_once(kept, program, at)?;
        }
        Ok(kept)
    }

    /// Tells a run the time; returns whether it has to be told again.
    fn pass_once(
        &mut self,
        kept: Kept,
        program: &Program,
        at: Timestamp,
    ) -> Result<(Kept, bool), StoreError> {
        let Stepped {
            run,
            effects,
            answer,
        } = step(program, kept.run, Input::Time { at });
        let run_id = run.id();
        let kept = Kept { run, ..kept };
        let Answer::Elapsed { is_behind, .. } = answer else {
            return Ok((kept, false));
        };
        self.keep_run(kept, &effects, program)?;
        Ok((self.kept(run_id)?, is_behind))
    }

    fn keep_call(&self, call: &Call, at: Timestamp) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "INSERT INTO calls VALUES (?1, ?2, ?3, ?4) ON CONFLICT (id) DO UPDATE SET \
                 is_chargeable = ?2, fields = json_patch(fields, ?3)",
            )?
            .execute(params![
                call.id,
                call.is_chargeable,
                serde_json::to_string(&call.fields)?,
                at.0
            ])?;
        Ok(())
    }

    /// Keeps a run that has gone on. Whoever had claimed it had claimed the work of the stage that is left.
    fn keep_run(
        &mut self,
        kept: Kept,
        effects: &[Effect],
        program: &Program,
    ) -> Result<(), StoreError> {
        let (alerts, history_id) = self.keep_effects(effects, kept.history_id)?;
        let (stage, due, ended_at) = facts(&kept.run, program);
        let run_id = kept.run.id();
        let changed_count = self
            .connection
            .prepare_cached(
                "UPDATE runs SET state = ?2, stage = ?3, due = ?4, alerts = ?5, history_id = ?6, \
                 claimed_by = NULL, claimed_at = NULL WHERE id = ?1 AND history_id IS ?7",
            )?
            .execute(params![
                run_id.0 as i64,
                serde_json::to_string(&kept.run)?,
                stage,
                due,
                alerts,
                history_id,
                kept.history_id
            ])?;
        if changed_count == 0 {
            let why = format!("run {run_id} is not where it was; try again");
            return Err(StoreError::Failed(why));
        }
        // Two indexes follow this column, and need not be looked at as long as it stays as it is.
        if ended_at.is_some() {
            self.connection
                .prepare_cached("UPDATE runs SET ended_at = ?2 WHERE id = ?1")?
                .execute(params![run_id.0 as i64, ended_at])?;
        }
        self.memory.remember(Kept {
            claimed_by: None,
            history_id,
            ..kept
        });
        self.note_due(due);
        Ok(())
    }

    fn note_due(&mut self, due: Option<i64>) {
        if let Some(due) = due.map(Timestamp)
            && self.news.due.is_none_or(|first| due < first)
        {
            self.news.due = Some(due);
        }
    }

    /// Keeps what a step has brought about. Returns the alerts that the run has now, as entering a stage takes those away
    /// that were there before, and the latest line of its history.
    fn keep_effects(
        &mut self,
        effects: &[Effect],
        mut history_id: Option<i64>,
    ) -> Result<(Option<String>, Option<i64>), StoreError> {
        let mut alerts: Vec<Alert> = Vec::new();
        for of_entry in effects.chunk_by(|a, b| a.key.entry == b.key.entry) {
            let Some(first) = of_entry.first() else {
                continue;
            };
            let (run_id, entry) = (first.key.run_id.0 as i64, first.key.entry as i64);
            let what: Vec<&EffectKind> = of_entry.iter().map(|effect| &effect.kind).collect();
            let line_id = self
                .connection
                .prepare_cached(
                    "INSERT INTO history (run_id, previous_id, entry, at, stage, what) \
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                )?
                .insert(params![
                    run_id,
                    history_id,
                    entry,
                    first.at.0,
                    first.stage,
                    serde_json::to_string(&what)?
                ])?;
            history_id = Some(line_id);
            for effect in of_entry {
                match &effect.kind {
                    EffectKind::ClearAlerts => alerts.clear(),
                    EffectKind::RaiseAlert {
                        message,
                        priority,
                        team,
                    } => alerts.push(Alert {
                        message: message.clone(),
                        priority: *priority,
                        team: team.to_string(),
                        raised_at: effect.at,
                    }),
                    kind if kind.is_outward() => {
                        self.connection
                            .prepare_cached(
                                "INSERT INTO outbox (run_id, entry, number, not_before, history_id) \
                                 VALUES (?1, ?2, ?3, ?4, ?5)",
                            )?
                            .execute(params![
                                run_id,
                                entry,
                                effect.key.number,
                                effect.at.0,
                                line_id
                            ])?;
                        self.news.has_letters = true;
                    }
                    _ => {}
                }
            }
        }
        let has_alerts = !alerts.is_empty();
        let alerts = has_alerts
            .then(|| serde_json::to_string(&alerts))
            .transpose()?;
        Ok((alerts, history_id))
    }
}

/// Stage, first due time and end of a run, for the columns.
fn facts(run: &Run, program: &Program) -> (u32, Option<i64>, Option<i64>) {
    let due = run.next_due(program).map(|due| due.0);
    let ended_at = match run.state() {
        State::Ended { at, .. } => Some(at.0),
        _ => None,
    };
    (run.stage().unwrap_or_default(), due, ended_at)
}

/// The place of the button that is meant, from 0; by label the first that bears it.
fn place_of(button: &WhichButton, buttons: &[Button]) -> Option<u32> {
    match button {
        WhichButton::Number(number) => number.checked_sub(1),
        WhichButton::Label(label) => buttons
            .iter()
            .position(|button| *button.label == **label)
            .map(|place| place as u32),
    }
}
