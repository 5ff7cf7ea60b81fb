//! How is a store on this machine asked? By opening it beside whoever else uses it.

use super::{CallSource, Fault, Look, SeenButton};
use crate::export::Definition;
use crate::runtime::RunId;
use crate::runtime::driver::{Clock, system_clock};
use crate::runtime::server::Done;
use crate::runtime::store::{
    Detail, Filter, Letter, PushRequest, Store, StoreError, Summary, WhichButton,
};
use std::path::Path;

pub struct StoreSource {
    store: Store,
    clock: Clock,
}

impl StoreSource {
    /// # Errors
    /// When there is no store, or it cannot be used.
    pub fn open(path: &Path) -> Result<Self, Fault> {
        Ok(Self::new(Store::open(path)?, system_clock()))
    }

    pub const fn new(store: Store, clock: Clock) -> Self {
        Self { store, clock }
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        let why = sentence(&error.to_string());
        match error {
            StoreError::Busy | StoreError::Closed | StoreError::Failed(_) => Self::Lost(why),
            StoreError::NotFound { .. }
            | StoreError::NotAStore { .. }
            | StoreError::Newer { .. }
            | StoreError::Damaged { .. }
            | StoreError::CannotOpen { .. } => Self::Unusable(why),
            StoreError::DiskFull
            | StoreError::Definition(_)
            | StoreError::UnknownWorkflow { .. }
            | StoreError::UnknownRun(_)
            | StoreError::UnknownLetter(_)
            | StoreError::NoCallId
            | StoreError::NoName => Self::Denied(why),
        }
    }
}

/// An error as it stands by itself.
pub(super) fn sentence(error: &str) -> String {
    let mut chars = error.chars();
    let first = chars.next().map(char::to_uppercase);
    let mut sentence: String = first.into_iter().flatten().chain(chars).collect();
    if !sentence.ends_with(['.', '?', '!']) {
        sentence.push('.');
    }
    sentence
}

impl CallSource for StoreSource {
    fn look(&mut self) -> Result<Look, Fault> {
        Ok(Look {
            revision: self.store.revision()?.to_string(),
            now: (self.clock)(),
        })
    }

    fn waiting(&mut self, filter: &Filter) -> Result<Vec<Summary>, Fault> {
        Ok(self.store.waiting(filter, (self.clock)())?)
    }

    fn finished(&mut self, filter: &Filter) -> Result<Vec<Summary>, Fault> {
        Ok(self.store.finished(filter)?)
    }

    fn detail(&mut self, run_id: RunId) -> Result<Detail, Fault> {
        Ok(self.store.detail(run_id)?)
    }

    fn definition(&mut self, version: &str) -> Result<Definition, Fault> {
        let definition = self.store.definition(version)?;
        definition.ok_or_else(|| Fault::Denied("The store has no such definition.".to_owned()))
    }

    fn dead_letters(&mut self) -> Result<Vec<Letter>, Fault> {
        Ok(self.store.dead_letters()?)
    }

    fn push(&mut self, button: &SeenButton, by: &str) -> Result<Done, Fault> {
        let request = PushRequest {
            run_id: button.run_id,
            stage: button.stage,
            entry: Some(button.entry),
            button: WhichButton::Number(button.number),
            by: by.to_owned(),
            at: (self.clock)(),
        };
        Ok(self.store.push(request)?.into())
    }

    fn claim(&mut self, run_id: RunId, by: &str) -> Result<Done, Fault> {
        Ok(self.store.claim(run_id, by, (self.clock)())?.into())
    }

    fn release(&mut self, run_id: RunId) -> Result<Done, Fault> {
        self.store.release(run_id)?;
        Ok(Done::released())
    }

    fn retry(&mut self, letter_id: i64) -> Result<Done, Fault> {
        self.store.revive_letter(letter_id, (self.clock)())?;
        Ok(Done::tried_again())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_becomes_a_sentence() {
        assert_eq!(sentence("there is no run 7"), "There is no run 7.");
        assert_eq!(sentence("did you mean “x”?"), "Did you mean “x”?");
    }

    #[test]
    fn a_store_that_is_not_there_says_what_to_do() {
        let folder = tempfile::tempdir().unwrap();
        let fault = StoreSource::open(&folder.path().join("calls.db")).err();
        let Some(Fault::Unusable(why)) = fault else {
            panic!("{fault:?}");
        };
        assert!(why.ends_with("make one with `legwork serve`."), "{why}");
    }
}
