//! Where do the calls come from? From a store on this machine or from a server: one trait, asked beside the frames.

mod server;
mod store;

pub use server::ServerSource;
pub use store::StoreSource;

use crate::export::Definition;
use crate::runtime::server::Done;
use crate::runtime::store::{Detail, Filter, Letter, Summary};
use crate::runtime::{RunId, Timestamp};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// Names a source, as the window remembers it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceName {
    Store(PathBuf),
    /// The address, with its scheme and without a slash at the end.
    Server(String),
}

/// How things stand where the calls are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// Another text whenever anything has changed.
    pub revision: String,
    /// What time it is there: timers run by that clock.
    pub now: Timestamp,
}

/// A button that somebody pushes, as it was seen: a call that has gone on meanwhile does not take it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenButton {
    pub run_id: RunId,
    pub stage: u32,
    pub entry: u64,
    /// From 1.
    pub number: u32,
}

/// Why a source does not answer. All are sentences for the user.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It cannot be reached; that may change by itself.
    #[error("{0}")]
    Lost(String),
    /// It wants another token.
    #[error("{0}")]
    NeedsToken(String),
    /// It cannot be used as it is.
    #[error("{0}")]
    Unusable(String),
    /// It works, but not for what was asked.
    #[error("{0}")]
    Denied(String),
}

/// Asked on a thread that may wait. Everything is as the store has it; the window knows no other truth.
pub trait CallSource: Send {
    /// Cheap, so that it can be asked several times a second.
    ///
    /// # Errors
    /// When the source cannot be reached or used; so for all of them.
    fn look(&mut self) -> Result<Look, Fault>;

    /// The calls that wait for people, the most urgent first.
    ///
    /// # Errors
    /// As [`Self::look`].
    fn waiting(&mut self, filter: &Filter) -> Result<Vec<Summary>, Fault>;

    /// The calls that are finished, the latest first.
    ///
    /// # Errors
    /// As [`Self::look`].
    fn finished(&mut self, filter: &Filter) -> Result<Vec<Summary>, Fault>;

    /// All that is known of a run.
    ///
    /// # Errors
    /// As [`Self::look`], and when there is no such run.
    fn detail(&mut self, run_id: RunId) -> Result<Detail, Fault>;

    /// The definition of that version.
    ///
    /// # Errors
    /// As [`Self::look`], and when there is no such definition.
    fn definition(&mut self, version: &str) -> Result<Definition, Fault>;

    /// What could not be sent, the latest first.
    ///
    /// # Errors
    /// As [`Self::look`].
    fn dead_letters(&mut self) -> Result<Vec<Letter>, Fault>;

    /// Pushes a button in somebody's name. A push that does not count is an answer, no error.
    ///
    /// # Errors
    /// As [`Self::look`]; then nobody knows whether it counts, and it can be repeated without harm.
    fn push(&mut self, button: &SeenButton, by: &str) -> Result<Done, Fault>;

    /// Marks a call as somebody's.
    ///
    /// # Errors
    /// As [`Self::look`].
    fn claim(&mut self, run_id: RunId, by: &str) -> Result<Done, Fault>;

    /// Takes the mark away, whoever made it.
    ///
    /// # Errors
    /// As [`Self::look`].
    fn release(&mut self, run_id: RunId) -> Result<Done, Fault>;

    /// Has a dead letter tried again.
    ///
    /// # Errors
    /// As [`Self::look`].
    fn retry(&mut self, letter_id: i64) -> Result<Done, Fault>;
}

impl SourceName {
    pub fn of_store(path: &Path) -> Self {
        Self::Store(std::path::absolute(path).unwrap_or_else(|_| path.to_owned()))
    }

    /// From an address as people type it: without a scheme it is plain HTTP.
    ///
    /// # Errors
    /// When it cannot be an address, with what one looks like.
    pub fn of_server(address: &str) -> Result<Self, String> {
        let address = address.trim();
        let with_scheme = ["http://", "https://"]
            .into_iter()
            .find_map(|scheme| Some((scheme, address.strip_prefix(scheme)?)));
        let (scheme, place) = with_scheme.unwrap_or(("http://", address));
        let place = place.trim_end_matches('/');
        if place.is_empty() || place.contains("://") || place.contains(char::is_whitespace) {
            return Err(format!(
                "“{address}” is no address; it looks like http://127.0.0.1:4747"
            ));
        }
        Ok(Self::Server(format!("{scheme}{place}")))
    }

    /// The short name: that of the file, or of the machine.
    pub fn title(&self) -> String {
        match self {
            Self::Store(path) => path.file_name().map_or_else(
                || path.display().to_string(),
                |name| name.to_string_lossy().into_owned(),
            ),
            Self::Server(address) => {
                let host = address.split_once("://").map_or("", |(_, host)| host);
                host.to_owned()
            }
        }
    }

    /// Where it is, in full.
    pub fn place(&self) -> String {
        match self {
            Self::Store(path) => path.display().to_string(),
            Self::Server(address) => address.clone(),
        }
    }

    /// Opens the source. A server is not asked yet.
    ///
    /// # Errors
    /// When the store cannot be opened.
    pub fn open(&self, token: Option<&str>) -> Result<Box<dyn CallSource>, Fault> {
        Ok(match self {
            Self::Store(path) => Box::new(StoreSource::open(path)?),
            Self::Server(address) => Box::new(ServerSource::new(address, token)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_as_people_type_it() {
        for (typed, address) in [
            ("http://127.0.0.1:4747/", "http://127.0.0.1:4747"),
            (" calls.example.com ", "http://calls.example.com"),
            (
                "https://calls.example.com/desk/",
                "https://calls.example.com/desk",
            ),
            ("localhost:80", "http://localhost:80"),
        ] {
            let name = SourceName::of_server(typed).unwrap();
            assert_eq!(name, SourceName::Server(address.to_owned()));
        }
        for typed in ["", "http://", "ftp://x", "two words"] {
            let fault = SourceName::of_server(typed).unwrap_err();
            assert!(fault.contains("http://127.0.0.1:4747"), "{fault}");
        }
    }

    #[test]
    fn a_source_goes_by_its_file_or_machine() {
        let store = SourceName::Store(PathBuf::from("/desk/calls.db"));
        assert_eq!(store.title(), "calls.db");
        let server = SourceName::of_server("calls.example.com:80").unwrap();
        assert_eq!(server.title(), "calls.example.com:80");
    }
}
