//! How is a server asked? Over HTTP, with the types that the server itself answers with.

use super::store::sentence;
use super::{CallSource, Fault, Look, SeenButton};
use crate::export::Definition;
use crate::runtime::RunId;
use crate::runtime::driver::web_agent;
use crate::runtime::server::{ButtonName, Claim, Done, Failed, Health, PushButton, Revision};
use crate::runtime::store::{Detail, Filter, Letter, Summary};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::time::Duration;

/// How long a server may take to answer.
const PATIENCE: Duration = Duration::from_secs(8);

/// A list of a hundred thousand calls is well below this.
const LARGEST_ANSWER_BYTES: u64 = 512 * 1024 * 1024;

const VERSION: &str = env!("CARGO_PKG_VERSION");

pub struct ServerSource {
    agent: ureq::Agent,
    address: String,
    token: Option<String>,
}

impl ServerSource {
    /// `address` is that of [`super::SourceName::Server`]. Nothing is asked yet.
    pub fn new(address: &str, token: Option<&str>) -> Self {
        let token = token.map(str::trim).filter(|token| !token.is_empty());
        Self {
            agent: web_agent(PATIENCE),
            address: address.to_owned(),
            token: token.map(str::to_owned),
        }
    }

    fn get<T: DeserializeOwned>(&self, path: &str, query: &[(&str, &str)]) -> Result<T, Fault> {
        let mut get = self
            .agent
            .get(format!("{}{path}", self.address))
            .query_pairs(query.iter().copied());
        if let Some(token) = &self.token {
            get = get.header("Authorization", format!("Bearer {token}"));
        }
        self.answer(get.call())
    }

    fn post<T: DeserializeOwned>(&self, path: &str, body: &impl Serialize) -> Result<T, Fault> {
        let body = serde_json::to_string(body)
            .map_err(|error| Fault::Denied(sentence(&error.to_string())))?;
        let mut post = self
            .agent
            .post(format!("{}{path}", self.address))
            .header("Content-Type", "application/json");
        if let Some(token) = &self.token {
            post = post.header("Authorization", format!("Bearer {token}"));
        }
        self.answer(post.send(body))
    }

    fn answer<T: DeserializeOwned>(
        &self,
        answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>,
    ) -> Result<T, Fault> {
        let mut answer = answer.map_err(|error| self.unreachable(&error))?;
        let status = answer.status().as_u16();
        let body = answer
            .body_mut()
            .with_config()
            .limit(LARGEST_ANSWER_BYTES)
            .read_to_string()
            .map_err(|error| self.unreachable(&error))?;
        let told = |or: &str| {
            let failed = serde_json::from_str::<Failed>(&body);
            failed.map_or_else(|_| or.to_owned(), |failed| sentence(&failed.error))
        };
        match status {
            // What does not count has the shape of what does.
            200..=299 | 409 => serde_json::from_str(&body).map_err(|_| self.other_version()),
            401 if self.token.is_some() => Err(Fault::NeedsToken(
                "The server refuses the token.".to_owned(),
            )),
            401 => Err(Fault::NeedsToken("The server wants a token.".to_owned())),
            403 => Err(Fault::Unusable(told("The server refuses to answer."))),
            404 if serde_json::from_str::<Failed>(&body).is_err() => Err(self.no_legwork()),
            400..=499 => Err(Fault::Denied(told("The server refuses that."))),
            _ => Err(Fault::Lost(told(&format!(
                "The server answers with an error ({status})."
            )))),
        }
    }

    fn unreachable(&self, error: &ureq::Error) -> Fault {
        let address = &self.address;
        let why = match error {
            ureq::Error::BadUri(_) | ureq::Error::Http(_) => {
                return Fault::Unusable(format!("“{address}” is no address of a server."));
            }
            ureq::Error::Timeout(_) => "it does not answer in time".to_owned(),
            ureq::Error::HostNotFound => "there is no such machine".to_owned(),
            ureq::Error::ConnectionFailed => "nothing answers there".to_owned(),
            ureq::Error::Io(error) => match error.kind() {
                std::io::ErrorKind::ConnectionRefused => "nothing answers there".to_owned(),
                _ => error.to_string(),
            },
            error => error.to_string(),
        };
        Fault::Lost(format!("{address} cannot be reached: {why}."))
    }

    /// The answer has another shape than this program knows: why?
    fn other_version(&self) -> Fault {
        let url = format!("{}/health", self.address);
        let health = self.agent.get(url).call().ok();
        let body = health.and_then(|mut answer| answer.body_mut().read_to_string().ok());
        let health = body.and_then(|body| serde_json::from_str::<Health>(&body).ok());
        match health {
            Some(Health { version, .. }) if version != VERSION => Fault::Unusable(format!(
                "The server is Legwork {version}, and this is Legwork {VERSION}; install the same version on both."
            )),
            Some(_) => Fault::Unusable(
                "The server answers in a way that this Legwork does not understand.".to_owned(),
            ),
            None => self.no_legwork(),
        }
    }

    fn no_legwork(&self) -> Fault {
        Fault::Unusable(format!(
            "What answers at {} is no Legwork server; check the address.",
            self.address
        ))
    }
}

impl CallSource for ServerSource {
    fn look(&mut self) -> Result<Look, Fault> {
        let Revision { revision, now } = self.get("/v1/revision", &[])?;
        Ok(Look { revision, now })
    }

    fn waiting(&mut self, filter: &Filter) -> Result<Vec<Summary>, Fault> {
        self.list("/v1/runs/waiting", filter)
    }

    fn finished(&mut self, filter: &Filter) -> Result<Vec<Summary>, Fault> {
        self.list("/v1/runs/finished", filter)
    }

    fn detail(&mut self, run_id: RunId) -> Result<Detail, Fault> {
        self.get(&format!("/v1/runs/{run_id}"), &[])
    }

    fn definition(&mut self, version: &str) -> Result<Definition, Fault> {
        self.get(&format!("/v1/definitions/{version}"), &[])
    }

    fn dead_letters(&mut self) -> Result<Vec<Letter>, Fault> {
        self.get("/v1/dead-letters", &[])
    }

    fn push(&mut self, button: &SeenButton, by: &str) -> Result<Done, Fault> {
        let body = PushButton {
            stage: button.stage,
            entry: Some(button.entry),
            button: ButtonName::Number(button.number),
            by: by.to_owned(),
        };
        self.post(&format!("/v1/runs/{}/push", button.run_id), &body)
    }

    fn claim(&mut self, run_id: RunId, by: &str) -> Result<Done, Fault> {
        let body = Claim { by: by.to_owned() };
        self.post(&format!("/v1/runs/{run_id}/claim"), &body)
    }

    fn release(&mut self, run_id: RunId) -> Result<Done, Fault> {
        self.post(&format!("/v1/runs/{run_id}/release"), &())
    }

    fn retry(&mut self, letter_id: i64) -> Result<Done, Fault> {
        self.post(&format!("/v1/dead-letters/{letter_id}/retry"), &())
    }
}

impl ServerSource {
    fn list(&self, path: &str, filter: &Filter) -> Result<Vec<Summary>, Fault> {
        let limit = filter.limit.map(|limit| limit.to_string());
        let parts = [
            ("team", filter.team.as_deref()),
            ("workflow", filter.workflow.as_deref()),
            ("text", filter.text.as_deref()),
            ("limit", limit.as_deref()),
        ];
        let given: Vec<(&str, &str)> = parts
            .into_iter()
            .filter_map(|(name, value)| Some((name, value?)))
            .collect();
        self.get(path, &given)
    }
}
