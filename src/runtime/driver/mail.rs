//! How is an email written and sent?

use super::deliver::Failure;
use crate::runtime::Timestamp;
use lettre::Transport as _;
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::response::Category;
use lettre::transport::smtp::{self, SmtpTransport};
use std::error::Error as _;
use std::io;
use std::time::{Duration, UNIX_EPOCH};

/// How long a server may take to answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// A server that takes emails by SMTP.
pub struct Mail {
    transport: SmtpTransport,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailFault {
    #[error(
        "“{0}” is not the address of a mail server; write it like smtps://user:password@mail.example.com"
    )]
    Server(String),
    #[error("“{0}” is not an email address")]
    Address(String),
    #[error("the email has no address to go to")]
    NoAddress,
    #[error("the email cannot be written: {0}")]
    Unwritable(String),
}

impl Mail {
    /// As in `smtps://user:password@mail.example.com`, or `smtp://localhost:25` without encryption;
    /// `?tls=required` has an `smtp://` encrypted once connected.
    ///
    /// # Errors
    /// When this is no such address.
    pub fn at(url: &str) -> Result<Self, MailFault> {
        Self::with_patience(url, PATIENCE)
    }

    fn with_patience(url: &str, patience: Duration) -> Result<Self, MailFault> {
        super::web::set_up_encryption();
        // The address may hold a password, which is nobody's business in a log.
        let shown = url.rsplit_once('@').map_or(url, |(_, server)| server);
        let builder =
            SmtpTransport::from_url(url).map_err(|_| MailFault::Server(shown.to_owned()))?;
        Ok(Self {
            transport: builder.timeout(Some(patience)).build(),
        })
    }

    /// The address that emails come from, as it is written in them.
    ///
    /// # Errors
    /// When this is no email address.
    pub fn sender(address: &str) -> Result<String, MailFault> {
        mailbox(address).map(|mailbox| mailbox.to_string())
    }

    pub(super) fn send(&self, message: &Message) -> Result<(), Failure> {
        let Err(error) = self.transport.send(message) else {
            return Ok(());
        };
        Err(if is_about_us(&error) {
            // The letter can go once the operator has mended that.
            Failure::ForNow(format!(
                "the mail server does not let us in: {error}; look at the name and the password in its address"
            ))
        } else if error.is_permanent() {
            Failure::ForGood(format!("the mail server refuses the email: {error}"))
        } else if has_timed_out(&error) {
            Failure::ForNow("the mail server does not answer in time".to_owned())
        } else {
            Failure::ForNow(format!("the mail server does not take the email: {error}"))
        })
    }
}

/// Does it refuse whoever sends, and not the email? All replies of this category are about authentication (RFC 4954).
fn is_about_us(error: &smtp::Error) -> bool {
    let status = error.status();
    status.is_some_and(|status| status.category == Category::Unspecified3)
}

fn has_timed_out(error: &smtp::Error) -> bool {
    let mut source = error.source();
    while let Some(error) = source {
        if let Some(error) = error.downcast_ref::<io::Error>() {
            // Which of them it is depends on the system.
            let kinds = [io::ErrorKind::TimedOut, io::ErrorKind::WouldBlock];
            return kinds.contains(&error.kind());
        }
        source = error.source();
    }
    false
}

fn mailbox(address: &str) -> Result<Mailbox, MailFault> {
    address
        .trim()
        .parse()
        .map_err(|_| MailFault::Address(address.trim().to_owned()))
}

/// The same key and values give the same bytes: a mail server can see that it has the email already.
pub(super) fn message(
    key: &str,
    at: Timestamp,
    from: &str,
    to: &str,
    subject: &str,
    body: &str,
) -> Result<Message, MailFault> {
    let date = UNIX_EPOCH + Duration::from_millis(at.0.unsigned_abs());
    // A line break in a field would otherwise begin another header.
    let subject = subject.replace(['\r', '\n'], " ");
    let mut builder = Message::builder()
        .from(mailbox(from)?)
        .date(date)
        .message_id(Some(format!("<{key}@legwork.invalid>")))
        .subject(subject);
    let mut has_address = false;
    for address in to.split([',', ';']).filter(|part| !part.trim().is_empty()) {
        builder = builder.to(mailbox(address)?);
        has_address = true;
    }
    if !has_address {
        return Err(MailFault::NoAddress);
    }
    builder
        .header(ContentType::TEXT_PLAIN)
        .body(body.to_owned())
        .map_err(|error| MailFault::Unwritable(error.to_string()))
}

pub(super) fn file_of_mail(message: &Message) -> Vec<u8> {
    message.formatted()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(to: &str, subject: &str) -> Result<String, MailFault> {
        let at = Timestamp(1_795_687_323_004);
        let message = message(
            "s-1-2-3",
            at,
            "Care <care@example.com>",
            to,
            subject,
            "Dear Ann,\nÄ",
        )?;
        Ok(String::from_utf8(file_of_mail(&message)).unwrap())
    }

    #[test]
    fn an_email_has_its_key_and_is_the_same_each_time() {
        let email = text("a@example.com, Ben <b@example.com>", "Grüße").unwrap();
        for part in [
            "Message-ID: <s-1-2-3@legwork.invalid>\r\n",
            "To: a@example.com, Ben <b@example.com>\r\n",
            "Date: Thu, 26 Nov 2026 10:02:03 +0000\r\n",
        ] {
            assert!(email.contains(part), "{part} in {email}");
        }
        assert_eq!(
            text("a@example.com, Ben <b@example.com>", "Grüße").unwrap(),
            email
        );
    }

    #[test]
    fn a_field_cannot_write_headers_or_be_no_address() {
        let email = text("a@example.com", "Hello\r\nBcc: x@example.com").unwrap();
        assert!(!email.contains("\r\nBcc"));
        assert_eq!(text("Ann", "x"), Err(MailFault::Address("Ann".to_owned())));
        assert_eq!(text(" ", "x"), Err(MailFault::NoAddress));
        assert!(matches!(
            text("a@example.com\r\nBcc: x@example.com", "x"),
            Err(MailFault::Address(_))
        ));
    }

    #[test]
    fn a_mail_server_that_does_not_answer_is_tried_again_and_told_in_words() {
        let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("smtp://{}", silent.local_addr().unwrap());
        let mail = Mail::with_patience(&url, Duration::from_millis(50)).unwrap();
        let at = Timestamp(0);
        let message = message("key", at, "care@example.com", "a@example.com", "S", "B").unwrap();
        assert_eq!(
            mail.send(&message).unwrap_err(),
            Failure::ForNow("the mail server does not answer in time".to_owned())
        );
    }

    #[test]
    fn a_password_is_not_told() {
        let fault = Mail::at("ftp://user:secret@example.com").err().unwrap();
        assert!(!fault.to_string().contains("secret"));
    }
}
