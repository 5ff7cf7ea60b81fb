//! Who may ask? Whoever has the token; and without one, programs on this machine only.

use super::Desk;
use super::api::Fault;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use std::net::SocketAddr;

/// Who may ask.
pub struct Access {
    /// The digest of the token, so that comparing takes as long for any guess.
    token: Option<[u8; 32]>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0} can be reached from other machines, so a token is needed; set LEGWORK_TOKEN, or listen on 127.0.0.1"
)]
pub struct NeedsToken(SocketAddr);

impl Access {
    /// # Errors
    /// When others than this machine could ask without a token.
    pub fn new(address: SocketAddr, token: Option<&str>) -> Result<Self, NeedsToken> {
        let token = token.map(str::trim).filter(|token| !token.is_empty());
        if token.is_none() && !address.ip().is_loopback() {
            return Err(NeedsToken(address));
        }
        Ok(Self {
            token: token.map(digest),
        })
    }

    fn refuse(&self, headers: &HeaderMap) -> Option<Fault> {
        let text_of = |name| headers.get(name).and_then(|value| value.to_str().ok());
        if let Some(token) = self.token {
            let given = text_of(header::AUTHORIZATION);
            let given = given.and_then(|value| value.strip_prefix("Bearer "));
            let is_known = given.is_some_and(|given| digest(given) == token);
            return (!is_known).then_some(Fault::NoToken);
        }
        // A page in a browser on this machine may have its own name lead here.
        let host = text_of(header::HOST).unwrap_or_default();
        (!is_loopback(host)).then_some(Fault::ForeignHost)
    }
}

fn digest(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

fn is_loopback(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    name == "localhost"
        || name
            .trim_matches(['[', ']'])
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

pub(super) async fn check(State(desk): State<Desk>, request: Request, next: Next) -> Response {
    match desk.access.refuse(request.headers()) {
        Some(fault) => fault.into_response(),
        None => next.run(request).await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: header::HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, header::HeaderValue::from_static(value))])
    }

    #[test]
    fn a_token_is_needed_off_this_machine_and_then_everywhere() {
        let anywhere: SocketAddr = "0.0.0.0:80".parse().unwrap();
        assert!(Access::new(anywhere, None).is_err());
        assert!(Access::new(anywhere, Some(" ")).is_err());
        let access = Access::new(anywhere, Some("secret\n")).unwrap();
        for (value, is_let_in) in [
            ("Bearer secret", true),
            ("Bearer other", false),
            ("secret", false),
        ] {
            let refused = access.refuse(&headers(header::AUTHORIZATION, value));
            assert_eq!(refused.is_none(), is_let_in, "{value}");
        }
        assert!(access.refuse(&HeaderMap::new()).is_some());
    }

    #[test]
    fn without_a_token_only_names_of_this_machine_are_served() {
        let access = Access::new("127.0.0.1:80".parse().unwrap(), None).unwrap();
        for (value, is_let_in) in [
            ("localhost:80", true),
            ("127.0.0.1", true),
            ("[::1]:80", true),
            ("evil.example.com:80", false),
            ("127.0.0.1.example.com", false),
        ] {
            let refused = access.refuse(&headers(header::HOST, value));
            assert_eq!(refused.is_none(), is_let_in, "{value}");
        }
    }
}
