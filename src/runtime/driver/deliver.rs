//! How does something leave the house? As it was asked for, or else as a file in a folder: nothing is sent unasked.

use super::mail::{Mail, file_of_mail, message};
use super::web::{Web, WebRequest};
use crate::runtime::EffectKind;
use crate::runtime::store::Letter;
use crate::runtime::template::looks_like_json;
use std::fmt;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::PathBuf;

/// Where to send what. What has no way into the world is written into the folder.
pub struct Delivering {
    pub folder: PathBuf,
    /// The address that emails come from.
    pub mail_from: String,
    pub mail: Option<Mail>,
    /// The address of a gateway that takes `{"to": …, "text": …}`, and the token that it wants to see.
    pub sms_gateway: Option<(String, Option<String>)>,
    /// May web addresses be called?
    pub calls_webhooks: bool,
    pub(super) web: Web,
}

/// Why something was not delivered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// It may work later.
    ForNow(String),
    /// It will never work as it stands.
    ForGood(String),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ForNow(why) | Self::ForGood(why) => f.write_str(why),
        }
    }
}

impl Delivering {
    /// All into this folder.
    pub fn into_folder(folder: PathBuf) -> Self {
        Self {
            folder,
            mail_from: "Legwork <legwork@localhost>".to_owned(),
            mail: None,
            sms_gateway: None,
            calls_webhooks: false,
            web: Web::new(),
        }
    }

    /// Performs an effect, under a key that is the same whenever it is repeated.
    pub(super) fn deliver(&self, key: &str, letter: &Letter) -> Result<(), Failure> {
        match &letter.what {
            EffectKind::SendEmail { to, subject, body } => {
                let message = message(key, letter.at, &self.mail_from, to, subject, body)
                    .map_err(|fault| Failure::ForGood(fault.to_string()))?;
                match &self.mail {
                    Some(mail) => mail.send(&message),
                    None => self.keep(&format!("{key}.eml"), &file_of_mail(&message)),
                }
            }
            EffectKind::SendSms { to, text } => {
                let body = serde_json::json!({ "to": to, "text": text }).to_string();
                match &self.sms_gateway {
                    Some((url, token)) => self.web.post(&WebRequest {
                        url,
                        key,
                        content_type: "application/json",
                        token: token.as_deref(),
                        body: &body,
                    }),
                    None => self.keep(&format!("{key}.sms.json"), body.as_bytes()),
                }
            }
            EffectKind::CallWebhook { url, body } => {
                let content_type = if looks_like_json(body) {
                    "application/json"
                } else {
                    "text/plain; charset=utf-8"
                };
                if self.calls_webhooks {
                    return self.web.post(&WebRequest {
                        url,
                        key,
                        content_type,
                        token: None,
                        body,
                    });
                }
                let call =
                    serde_json::json!({ "url": url, "content_type": content_type, "body": body });
                self.keep(&format!("{key}.webhook.json"), call.to_string().as_bytes())
            }
            // Nothing else is put into the outbox.
            _ => Ok(()),
        }
    }

    /// Whoever looks into the folder sees whole files only. A repeated effect replaces the file that it made the first
    /// time, and what was left of it by a program that was killed.
    fn keep(&self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        let path = self.folder.join(name);
        let part = self.folder.join(format!(".{name}.part"));
        let written = File::create(&part).and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()?;
            fs::rename(&part, &path)?;
            // The name lasts through a power failure once the folder is on disk too. Not every system can do that.
            #[cfg(unix)]
            let _ = File::open(&self.folder).and_then(|folder| folder.sync_all());
            Ok(())
        });
        written.map_err(|error| {
            Failure::ForNow(format!("{} cannot be written: {error}", path.display()))
        })
    }
}
