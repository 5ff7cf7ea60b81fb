//! How is a web address called?

use super::deliver::Failure;
use std::time::Duration;
use ureq::http::StatusCode;

/// How long a server may take to answer.
const PATIENCE: Duration = Duration::from_secs(15);

pub(super) struct Web {
    agent: ureq::Agent,
}

pub(super) struct WebRequest<'a> {
    pub url: &'a str,
    /// Goes along as `Idempotency-Key`.
    pub key: &'a str,
    pub content_type: &'a str,
    pub token: Option<&'a str>,
    pub body: &'a str,
}

/// Has to be called before anything encrypted is sent; once more does no harm.
pub(super) fn set_up_encryption() {
    // Only the first to ask decides, and all ask for the same.
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// What calls web addresses, with the certificates that the system trusts. A status that is no success is an answer too.
pub fn web_agent(patience: Duration) -> ureq::Agent {
    set_up_encryption();
    let tls = ureq::tls::TlsConfig::builder()
        .root_certs(ureq::tls::RootCerts::PlatformVerifier)
        .build();
    let config = ureq::Agent::config_builder()
        .tls_config(tls)
        .timeout_global(Some(patience))
        .http_status_as_error(false)
        // What is posted is not to be posted elsewhere.
        .max_redirects(0)
        .user_agent(concat!("Legwork/", env!("CARGO_PKG_VERSION")))
        .build();
    config.new_agent()
}

impl Web {
    pub fn new() -> Self {
        Self {
            agent: web_agent(PATIENCE),
        }
    }

    pub fn post(&self, request: &WebRequest<'_>) -> Result<(), Failure> {
        let mut post = self
            .agent
            .post(request.url)
            .header("Content-Type", request.content_type)
            .header("Idempotency-Key", request.key);
        if let Some(token) = request.token {
            post = post.header("Authorization", format!("Bearer {token}"));
        }
        let answer = post.send(request.body).map_err(|error| match error {
            ureq::Error::BadUri(_) | ureq::Error::Http(_) => {
                Failure::ForGood(format!("“{}” is not a web address", request.url))
            }
            error => Failure::ForNow(format!("the web address cannot be called: {error}")),
        })?;
        let status = answer.status();
        if status.is_success() {
            Ok(())
        } else {
            Err(refusal(status))
        }
    }
}

/// Nobody let in until the operator has mended that, too slow, too early, too many: these pass. The others that blame
/// the caller stay.
fn refusal(status: StatusCode) -> Failure {
    let why = format!("the web address answers {status}");
    let passes = [401, 407, 408, 425, 429].contains(&status.as_u16());
    if status.is_client_error() && !passes {
        Failure::ForGood(why)
    } else {
        Failure::ForNow(why)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_pass_is_tried_again_and_what_stays_is_not() {
        let is_for_good = |status: u16| {
            let refusal = refusal(StatusCode::from_u16(status).unwrap());
            matches!(refusal, Failure::ForGood(_))
        };
        assert!([400, 403, 404, 410, 422].into_iter().all(is_for_good));
        let passing = [301, 401, 407, 408, 425, 429, 500, 503];
        assert!(!passing.into_iter().any(is_for_good));
    }
}
