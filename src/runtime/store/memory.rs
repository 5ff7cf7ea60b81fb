//! What need the writer not read again? What it has read or written itself, until somebody else writes.

use super::super::{Program, Run, RunId};
use super::StoreError;
use rusqlite::{Connection, OptionalExtension};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// How many runs are remembered at most. Those that go on now are few; the others wait for days.
const MOST_RUNS: usize = 4_096;

/// What lies in the store, as of the transaction that is under way.
#[derive(Default)]
pub(super) struct Memory {
    /// Made ready once; they never change.
    programs: BTreeMap<i64, Arc<Program>>,
    runs: BTreeMap<RunId, Kept>,
    /// Another one whenever another connection has committed something.
    data_version: i64,
}

/// A run as it lies in the store.
#[derive(Clone)]
pub(super) struct Kept {
    pub run: Run,
    pub definition_id: i64,
    pub claimed_by: Option<String>,
    /// The latest line of its history.
    pub history_id: Option<i64>,
}

impl Memory {
    /// To be called at the beginning of each transaction: forgets what somebody else may have changed since.
    ///
    /// # Errors
    /// When the store cannot be read, or a newer Legwork has brought it to a schema that is not ours.
    pub fn refresh(&mut self, connection: &Connection, path: &Path) -> Result<(), StoreError> {
        let data_version = connection
            .prepare_cached("PRAGMA data_version")
            .and_then(|mut pragma| pragma.query_row([], |row| row.get(0)))
            .map_err(|error| StoreError::of(&error, path))?;
        if self.data_version != data_version {
            super::open::check_version(connection, path)?;
            self.runs.clear();
        }
        self.data_version = data_version;
        Ok(())
    }

    pub fn program(
        &mut self,
        connection: &Connection,
        definition_id: i64,
    ) -> Result<Arc<Program>, StoreError> {
        if let Some(program) = self.programs.get(&definition_id) {
            return Ok(program.clone());
        }
        let program = super::reading::program(connection, definition_id)?;
        self.programs.insert(definition_id, program.clone());
        Ok(program)
    }

    pub fn run(&mut self, connection: &Connection, run_id: RunId) -> Result<Kept, StoreError> {
        if let Some(kept) = self.runs.get(&run_id) {
            return Ok(kept.clone());
        }
        let found = connection
            .prepare_cached(
                "SELECT state, definition_id, claimed_by, history_id FROM runs WHERE id = ?1",
            )?
            .query_row([run_id.0 as i64], |row| {
                let state: String = row.get(0)?;
                Ok((state, row.get(1)?, row.get(2)?, row.get(3)?))
            })
            .optional()?;
        let (state, definition_id, claimed_by, history_id) =
            found.ok_or(StoreError::UnknownRun(run_id))?;
        let kept = Kept {
            run: serde_json::from_str(&state)?,
            definition_id,
            claimed_by,
            history_id,
        };
        self.remember(kept.clone());
        Ok(kept)
    }

    /// What has just been read or written.
    pub fn remember(&mut self, kept: Kept) {
        if self.runs.len() >= MOST_RUNS {
            self.runs.clear();
        }
        self.runs.insert(kept.run.id(), kept);
    }

    /// It has been written otherwise.
    pub fn forget(&mut self, run_id: RunId) {
        self.runs.remove(&run_id);
    }
}
