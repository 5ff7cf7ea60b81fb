//! What can be asked of a store? What waits for people, what has become of a call, and how the store is doing.

use super::super::{EffectKey, EffectKind, Program, Run, RunId, State, Timestamp, UnderWay};
use super::{Store, StoreError};
use crate::export::{Definition, Priority};
use rusqlite::{Connection, OptionalExtension, Row};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Which calls are meant. All that is set has to fit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Filter {
    /// The alert is for this team. Those for everybody fit any team.
    pub team: Option<String>,
    pub workflow: Option<String>,
    /// Stands in the call's id, the stage's name, the alert or a field, in capitals or not.
    pub text: Option<String>,
    /// How many at most; without it, all that there are.
    pub limit: Option<usize>,
}

/// A run in one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Summary {
    pub run: RunId,
    pub call: String,
    pub workflow: String,
    /// The number of the stage that it is in, or has ended in.
    pub stage: u32,
    pub stage_name: String,
    /// How many stages the workflow has.
    pub stage_count: usize,
    /// How many stages it has entered. A push names it, so that it counts once.
    pub entry: u64,
    pub started_at: Timestamp,
    /// Since when it waits, or when it ended.
    pub since: Timestamp,
    /// Since when it is overdue: the time of its last wait was up before anybody had pushed a button.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overdue_since: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alert: Option<Alert>,
    pub buttons: Vec<OfferedButton>,
    pub timers: Vec<RunningTimer>,
    /// Who works on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claimed_by: Option<String>,
    /// With which outcome it has ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
}

impl Summary {
    /// When the first of its timers elapses.
    pub fn first_due(&self) -> Option<Timestamp> {
        self.timers.iter().map(|timer| timer.due).min()
    }

    /// Since when, seen from `at`, somebody should have pushed a button: the time of its last wait was up, or that of this
    /// one is, and nobody has let its timer elapse yet.
    pub fn overdue_at(&self, at: Timestamp) -> Option<Timestamp> {
        let is_asked = !self.buttons.is_empty();
        let missed = self.first_due().filter(|due| is_asked && *due <= at);
        self.overdue_since.or(missed)
    }
}

/// The most urgent of a run's alerts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Alert {
    pub message: String,
    pub priority: Priority,
    /// Empty for everybody.
    pub team: String,
    pub raised_at: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OfferedButton {
    /// From 1.
    pub number: u32,
    pub label: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RunningTimer {
    pub due: Timestamp,
    pub after_s: u64,
    /// The number and the name of the stage that it leads to.
    pub to: u32,
    pub to_name: String,
}

/// All that is known of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Detail {
    #[serde(flatten)]
    pub summary: Summary,
    /// The version of the definition that it goes through.
    pub version: String,
    /// Those of the workflow, as they are now.
    pub fields: BTreeMap<String, String>,
    pub history: Vec<Happening>,
}

/// A line of a run's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Happening {
    pub at: Timestamp,
    /// The how manyeth entry it belongs to, and its place in it.
    pub entry: u64,
    pub number: u32,
    pub stage: u32,
    pub what: EffectKind,
    /// Of what leaves the house: has it?
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivery: Option<Delivery>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Delivery {
    pub state: LetterState,
    pub try_count: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_error: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LetterState {
    Pending,
    Performed,
    Dead,
}

/// Something to be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Letter {
    pub id: i64,
    pub key: EffectKey,
    pub call: String,
    pub workflow: String,
    /// When it came about.
    pub at: Timestamp,
    pub what: EffectKind,
    #[serde(flatten)]
    pub delivery: Delivery,
}

/// A workflow that can be set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct WorkflowInUse {
    pub workflow: String,
    /// The version of the definition that new runs go through.
    pub version: String,
    pub fields: Vec<String>,
    pub stage_count: usize,
}

/// How much there is of what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Counts {
    pub calls: u64,
    pub runs: u64,
    pub waiting_runs: u64,
    /// Runs whose timer should have elapsed already.
    pub overdue_timers: u64,
    pub pending_letters: u64,
    pub letters: u64,
    pub dead_letters: u64,
}

const SUMMARY_COLUMNS: &str =
    "id, call_id, workflow, definition_id, state, started_at, alerts, claimed_by";

impl Store {
    /// The calls that wait for people, most urgent first as it is at that time: by priority, then those that are overdue,
    /// then those that have waited longest.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn waiting(&self, filter: &Filter, at: Timestamp) -> Result<Vec<Summary>, StoreError> {
        self.read(|connection| {
            let sql = format!("SELECT {SUMMARY_COLUMNS} FROM runs WHERE ended_at IS NULL");
            let of_all = Filter {
                limit: None,
                ..filter.clone()
            };
            let mut waiting = summaries(connection, &sql, [], &of_all)?;
            waiting.retain(|summary| summary.alert.is_some() || !summary.buttons.is_empty());
            waiting.sort_by_cached_key(|summary| {
                let rank = summary.alert.as_ref().map(|alert| rank(alert.priority));
                let is_in_time = summary.overdue_at(at).is_none();
                (
                    std::cmp::Reverse(rank),
                    is_in_time,
                    summary.since,
                    summary.run,
                )
            });
            waiting.truncate(filter.limit.unwrap_or(usize::MAX));
            Ok(waiting)
        })
    }

    /// The calls that are finished, the latest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn finished(&self, filter: &Filter) -> Result<Vec<Summary>, StoreError> {
        self.read(|connection| {
            let sql = format!(
                "SELECT {SUMMARY_COLUMNS} FROM runs WHERE ended_at IS NOT NULL \
                 ORDER BY ended_at DESC, id DESC"
            );
            summaries(connection, &sql, [], filter)
        })
    }

    /// The runs of a call, the oldest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn runs_of_call(&self, call_id: &str) -> Result<Vec<Summary>, StoreError> {
        self.read(|connection| {
            let sql = format!("SELECT {SUMMARY_COLUMNS} FROM runs WHERE call_id = ?1 ORDER BY id");
            summaries(connection, &sql, [call_id], &Filter::default())
        })
    }

    /// All that is known of a run.
    ///
    /// # Errors
    /// When there is no such run, or the store cannot be read.
    pub fn detail(&self, run_id: RunId) -> Result<Detail, StoreError> {
        self.read(|connection| {
            // One moment for all of it.
            connection.execute_batch("BEGIN")?;
            let detail = detail(connection, run_id);
            connection.execute_batch("COMMIT")?;
            detail
        })
    }

    /// What was given up, the latest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn dead_letters(&self) -> Result<Vec<Letter>, StoreError> {
        self.read(|connection| {
            let mut ids = connection.prepare_cached(
                "SELECT id FROM outbox WHERE dead_at IS NOT NULL ORDER BY dead_at DESC",
            )?;
            let ids = ids.query_map([], |row| row.get(0))?;
            ids.map(|id| letter(connection, id?)).collect()
        })
    }

    /// The workflows that can be set, by name.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn workflows(&self) -> Result<Vec<WorkflowInUse>, StoreError> {
        self.read(|connection| {
            let mut jsons = connection.prepare_cached(
                "SELECT json FROM definitions JOIN workflows ON definition_id = id ORDER BY name",
            )?;
            let jsons = jsons.query_map([], |row| row.get::<_, String>(0))?;
            jsons
                .map(|json| {
                    let definition: Definition = serde_json::from_str(&json?)?;
                    Ok(WorkflowInUse {
                        stage_count: definition.stages.len(),
                        workflow: definition.workflow,
                        version: definition.version,
                        fields: definition.fields,
                    })
                })
                .collect()
        })
    }

    /// The definition of that version.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn definition(&self, version: &str) -> Result<Option<Definition>, StoreError> {
        self.read(|connection| {
            let json: Option<String> = connection
                .prepare_cached("SELECT json FROM definitions WHERE version = ?1")?
                .query_row([version], |row| row.get(0))
                .optional()?;
            Ok(json.map(|json| serde_json::from_str(&json)).transpose()?)
        })
    }

    /// How many runs of a workflow are under way in which stage of which definition. It goes by two names, which may be
    /// the same: workflows are renamed.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn under_way(&self, names: &[&str; 2]) -> Result<Vec<UnderWay>, StoreError> {
        self.read(|connection| {
            let mut stages = connection.prepare_cached(
                "SELECT definition_id, stage, count(*) FROM runs \
                 WHERE ended_at IS NULL AND workflow IN (?1, ?2) \
                 GROUP BY definition_id, stage ORDER BY definition_id, stage",
            )?;
            let mut definitions: BTreeMap<i64, Arc<Definition>> = BTreeMap::new();
            let mut found = Vec::new();
            let mut rows = stages.query(names)?;
            while let Some(row) = rows.next()? {
                let definition_id: i64 = row.get(0)?;
                let definition = if let Some(definition) = definitions.get(&definition_id) {
                    Arc::clone(definition)
                } else {
                    let json: String = connection
                        .prepare_cached("SELECT json FROM definitions WHERE id = ?1")?
                        .query_row([definition_id], |row| row.get(0))?;
                    let definition = Arc::new(serde_json::from_str(&json)?);
                    definitions.insert(definition_id, Arc::clone(&definition));
                    definition
                };
                found.push(UnderWay {
                    definition,
                    stage: row.get(1)?,
                    runs: row.get::<_, i64>(2)?.unsigned_abs(),
                });
            }
            Ok(found)
        })
    }

    /// How much there is of what, at a time.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn counts(&self, at: Timestamp) -> Result<Counts, StoreError> {
        self.read(|connection| {
            let count = |sql: &str| -> Result<u64, StoreError> {
                Ok(connection
                    .prepare_cached(sql)?
                    .query_row([], |row| row.get::<_, i64>(0))?
                    .unsigned_abs())
            };
            Ok(Counts {
                calls: count("SELECT count(*) FROM calls")?,
                // Nothing is ever deleted from them.
                runs: count("SELECT coalesce(max(id), 0) FROM runs")?,
                letters: count("SELECT coalesce(max(id), 0) FROM outbox")?,
                waiting_runs: count("SELECT count(*) FROM runs WHERE ended_at IS NULL")?,
                overdue_timers: connection
                    .prepare_cached("SELECT count(*) FROM runs WHERE due < ?1")?
                    .query_row([at.0], |row| row.get::<_, i64>(0))?
                    .unsigned_abs(),
                pending_letters: count("SELECT count(*) FROM outbox WHERE not_before IS NOT NULL")?,
                dead_letters: count("SELECT count(*) FROM outbox WHERE dead_at IS NOT NULL")?,
            })
        })
    }

    /// When the first of all timers is due.
    pub(in super::super) fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        self.read(|connection| {
            let due: Option<i64> = connection
                .prepare_cached("SELECT min(due) FROM runs WHERE due IS NOT NULL")?
                .query_row([], |row| row.get(0))?;
            Ok(due.map(Timestamp))
        })
    }

    /// May a letter be tried at this time that nobody is at?
    pub(in super::super) fn has_letter(&self, at: Timestamp) -> Result<bool, StoreError> {
        self.read(|connection| {
            Ok(connection
                .prepare_cached(
                    "SELECT EXISTS (SELECT 1 FROM outbox WHERE not_before <= ?1 AND coalesce(leased_until, 0) <= ?1)",
                )?
                .query_row([at.0], |row| row.get(0))?)
        })
    }

    /// When the next letter may be tried: one that nobody is at, or whose lease ends.
    pub(in super::super) fn next_letter(&self) -> Result<Option<Timestamp>, StoreError> {
        self.read(|connection| {
            let next: Option<i64> = connection
                .prepare_cached(
                    "SELECT min(max(not_before, coalesce(leased_until, 0))) FROM outbox WHERE not_before IS NOT NULL",
                )?
                .query_row([], |row| row.get(0))?;
            Ok(next.map(Timestamp))
        })
    }
}

pub(super) fn store_id(connection: &Connection) -> rusqlite::Result<String> {
    connection.query_row("SELECT store_id FROM identity", [], |row| row.get(0))
}

pub(super) fn workflow_names(connection: &Connection) -> Result<Vec<String>, StoreError> {
    let mut names = connection.prepare_cached("SELECT name FROM workflows")?;
    let names = names.query_map([], |row| row.get(0))?;
    Ok(names.collect::<Result<_, _>>()?)
}

/// A definition made ready. It was, once, before it came into the store.
pub(super) fn program(
    connection: &Connection,
    definition_id: i64,
) -> Result<Arc<Program>, StoreError> {
    let json: String = connection
        .prepare_cached("SELECT json FROM definitions WHERE id = ?1")?
        .query_row([definition_id], |row| row.get(0))?;
    let definition: Definition = serde_json::from_str(&json)?;
    Ok(Arc::new(
        Program::new(&definition).map_err(StoreError::Definition)?,
    ))
}

pub(super) fn letter(connection: &Connection, id: i64) -> Result<Letter, StoreError> {
    let (mut letter, what) = connection
        .prepare_cached(
            "SELECT outbox.id, outbox.run_id, outbox.entry, outbox.number, call_id, workflow, at, what, not_before, \
             dead_at, try_count, last_error FROM outbox \
             JOIN history ON history.id = outbox.history_id JOIN runs ON runs.id = outbox.run_id WHERE outbox.id = ?1",
        )?
        .query_row([id], |row| {
            let letter = Letter {
                id: row.get(0)?,
                key: EffectKey {
                    run_id: run_id_at(row, 1)?,
                    entry: row.get::<_, i64>(2)?.unsigned_abs(),
                    number: row.get(3)?,
                },
                call: row.get(4)?,
                workflow: row.get(5)?,
                at: Timestamp(row.get(6)?),
                what: EffectKind::ClearAlerts,
                delivery: delivery(row, 8)?,
            };
            Ok((letter, row.get::<_, String>(7)?))
        })?;
    let mut effects: Vec<EffectKind> = serde_json::from_str(&what)?;
    let number = letter.key.number as usize;
    if number < effects.len() {
        letter.what = effects.swap_remove(number);
    }
    Ok(letter)
}

fn run_id_at(row: &Row<'_>, column: usize) -> rusqlite::Result<RunId> {
    Ok(RunId(row.get::<_, i64>(column)?.unsigned_abs()))
}

/// From the columns `not_before`, `dead_at`, `try_count` and `last_error`.
fn delivery(row: &Row<'_>, first: usize) -> rusqlite::Result<Delivery> {
    let is_pending = row.get::<_, Option<i64>>(first)?.is_some();
    let is_dead = row.get::<_, Option<i64>>(first + 1)?.is_some();
    Ok(Delivery {
        state: match (is_pending, is_dead) {
            (true, _) => LetterState::Pending,
            (_, true) => LetterState::Dead,
            _ => LetterState::Performed,
        },
        try_count: row.get(first + 2)?,
        last_error: row.get(first + 3)?,
    })
}

/// Those that fit, in the order of the rows, and no more than the filter wants.
fn summaries(
    connection: &Connection,
    sql: &str,
    parameters: impl rusqlite::Params,
    filter: &Filter,
) -> Result<Vec<Summary>, StoreError> {
    let mut programs = BTreeMap::new();
    let mut found = Vec::new();
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(parameters)?;
    let text = filter.text.as_deref().map(str::to_lowercase);
    let limit = filter.limit.unwrap_or(usize::MAX);
    while found.len() < limit
        && let Some(row) = rows.next()?
    {
        let workflow: String = row.get(2)?;
        let is_other = |wanted: &String| *wanted != workflow;
        if filter.workflow.as_ref().is_some_and(is_other) {
            continue;
        }
        let definition_id: i64 = row.get(3)?;
        let program = if let Some(program) = programs.get(&definition_id) {
            Arc::clone(program)
        } else {
            let program = program(connection, definition_id)?;
            programs.insert(definition_id, program.clone());
            program
        };
        let run: Run = serde_json::from_str(&row.get::<_, String>(4)?)?;
        let summary = summary(row, workflow, &run, &program)?;
        let is_for = |team: &String| {
            let alert_team = summary.alert.as_ref().map(|alert| &alert.team);
            alert_team.is_some_and(|alert_team| alert_team.is_empty() || alert_team == team)
        };
        if filter.team.as_ref().is_some_and(|team| !is_for(team)) {
            continue;
        }
        let stands_in = |text: &String| {
            let alert = summary.alert.as_ref().map(|alert| alert.message.as_str());
            let fields = run.fields(&program).map(|(_, value)| value);
            let texts = [summary.call.as_str(), summary.stage_name.as_str()];
            let mut texts = texts.into_iter().chain(alert).chain(fields);
            texts.any(|candidate| candidate.to_lowercase().contains(text))
        };
        if text.as_ref().is_some_and(|text| !stands_in(text)) {
            continue;
        }
        found.push(summary);
    }
    Ok(found)
}

fn summary(
    row: &Row<'_>,
    workflow: String,
    run: &Run,
    program: &Program,
) -> Result<Summary, StoreError> {
    let stage = run.stage().unwrap_or_default();
    let started_at = Timestamp(row.get(5)?);
    let (since, outcome) = match run.state() {
        State::New => (started_at, None),
        State::Waiting { since, .. } => (*since, None),
        State::Ended { at, outcome, .. } => (*at, Some(outcome.clone())),
    };
    let name_of = |number: u32| {
        let stage = program.stage(number);
        stage.map_or_else(String::new, |stage| stage.name.to_string())
    };
    let buttons = run.buttons(program).iter().zip(1..);
    Ok(Summary {
        run: run.id(),
        call: row.get(1)?,
        workflow,
        stage,
        stage_name: name_of(stage),
        stage_count: program.stages().len(),
        entry: run.entry(),
        started_at,
        since,
        overdue_since: run.overdue_since(program),
        alert: most_urgent(row.get::<_, Option<String>>(6)?)?,
        buttons: buttons
            .map(|(button, number)| OfferedButton {
                number,
                label: button.label.to_string(),
            })
            .collect(),
        timers: run
            .timers(program)
            .map(|(timer, due)| {
                let to = program.target(timer.to).map_or(0, |stage| stage.number);
                RunningTimer {
                    due,
                    after_s: timer.after_s,
                    to,
                    to_name: name_of(to),
                }
            })
            .collect(),
        claimed_by: row.get(7)?,
        outcome,
    })
}

/// Of equally urgent ones the first.
fn most_urgent(alerts: Option<String>) -> Result<Option<Alert>, StoreError> {
    let Some(alerts) = alerts else {
        return Ok(None);
    };
    let alerts: Vec<Alert> = serde_json::from_str(&alerts)?;
    Ok(alerts
        .into_iter()
        .min_by_key(|alert| std::cmp::Reverse(rank(alert.priority))))
}

fn detail(connection: &Connection, run_id: RunId) -> Result<Detail, StoreError> {
    let sql = format!("SELECT {SUMMARY_COLUMNS} FROM runs WHERE id = ?1");
    let summary = summaries(connection, &sql, [run_id.0 as i64], &Filter::default())?
        .pop()
        .ok_or(StoreError::UnknownRun(run_id))?;
    let (definition_id, state) = connection
        .prepare_cached("SELECT definition_id, state FROM runs WHERE id = ?1")?
        .query_row([run_id.0 as i64], |row| {
            Ok((row.get(0)?, row.get::<_, String>(1)?))
        })?;
    let program = program(connection, definition_id)?;
    let run: Run = serde_json::from_str(&state)?;
    let fields = run.fields(&program);
    Ok(Detail {
        summary,
        version: program.version().to_string(),
        fields: fields
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        history: history(connection, run_id)?,
    })
}

fn history(connection: &Connection, run_id: RunId) -> Result<Vec<Happening>, StoreError> {
    let mut deliveries = BTreeMap::new();
    let mut letters = connection.prepare_cached(
        "SELECT entry, number, not_before, dead_at, try_count, last_error FROM outbox WHERE run_id = ?1",
    )?;
    let mut rows = letters.query([run_id.0 as i64])?;
    while let Some(row) = rows.next()? {
        let place: (i64, u32) = (row.get(0)?, row.get(1)?);
        deliveries.insert(place, delivery(row, 2)?);
    }
    let mut history = Vec::new();
    let mut entries = connection.prepare_cached(
        "WITH RECURSIVE line (id) AS ( \
         SELECT history_id FROM runs WHERE id = ?1 \
         UNION ALL SELECT previous_id FROM history JOIN line USING (id)) \
         SELECT entry, at, stage, what FROM history JOIN line USING (id) ORDER BY entry",
    )?;
    let mut rows = entries.query([run_id.0 as i64])?;
    while let Some(row) = rows.next()? {
        let entry: i64 = row.get(0)?;
        let (at, stage) = (Timestamp(row.get(1)?), row.get(2)?);
        let effects: Vec<EffectKind> = serde_json::from_str(&row.get::<_, String>(3)?)?;
        for (what, number) in effects.into_iter().zip(0..) {
            history.push(Happening {
                at,
                entry: entry.unsigned_abs(),
                number,
                stage,
                what,
                delivery: deliveries.remove(&(entry, number)),
            });
        }
    }
    Ok(history)
}

const fn rank(priority: Priority) -> i64 {
    match priority {
        Priority::Low => 0,
        Priority::Normal => 1,
        Priority::High => 2,
        Priority::Urgent => 3,
    }
}
