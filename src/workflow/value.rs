//! What may a value of an action be? The inspector says so as one types, the rule `missing-value` in review.

use super::{ActionData, ActionKind, parse_duration, placeholders};
use std::fmt;

/// A value of an action that is text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ValueName {
    Message,
    Team,
    To,
    Subject,
    Body,
    Text,
    Url,
    Field,
    Value,
    Label,
    After,
    Outcome,
}

impl ValueName {
    pub const fn title(self) -> &'static str {
        match self {
            Self::Message => "Message",
            Self::Team => "Team",
            Self::To => "To",
            Self::Subject => "Subject",
            Self::Body => "Body",
            Self::Text => "Text",
            Self::Url => "URL",
            Self::Field => "Field",
            Self::Value => "Value",
            Self::Label => "Label",
            Self::After => "After",
            Self::Outcome => "Outcome",
        }
    }

    /// What people call it, for the middle of a sentence.
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::Team => "team",
            Self::To => "address",
            Self::Subject => "subject",
            Self::Body => "body",
            Self::Text => "text",
            Self::Url => "web address",
            Self::Field => "field",
            Self::Value => "value",
            Self::Label => "label",
            Self::After => "duration",
            Self::Outcome => "outcome",
        }
    }

    /// May `{{field}}` stand in it? Labels, durations and field names are the same for every call.
    pub const fn takes_placeholders(self) -> bool {
        !matches!(self, Self::Team | Self::Field | Self::Label | Self::After)
    }

    /// Is it a text of several lines?
    pub const fn is_long(self) -> bool {
        matches!(self, Self::Body | Self::Text | Self::Message)
    }
}

/// What is wrong with a value: [`fmt::Display`] says it as the end of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValueFault {
    Empty,
    Malformed(String),
}

impl fmt::Display for ValueFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("is empty"),
            Self::Malformed(why) => f.write_str(why),
        }
    }
}

impl ActionKind {
    pub const fn requires(self, name: ValueName) -> bool {
        match name {
            // An alert without a team is raised for everybody; a body may be empty; a field may be cleared.
            ValueName::Team | ValueName::Body | ValueName::Value => false,
            ValueName::Message
            | ValueName::To
            | ValueName::Subject
            | ValueName::Text
            | ValueName::Url
            | ValueName::Field
            | ValueName::Label
            | ValueName::After
            | ValueName::Outcome => true,
        }
    }
}

impl ActionData {
    /// What is wrong with one of its values, if anything.
    pub fn value_fault(&self, name: ValueName) -> Option<ValueFault> {
        let text = self.value(name)?.trim();
        if text.is_empty() {
            return self.kind().requires(name).then_some(ValueFault::Empty);
        }
        let fault = match (self.kind(), name) {
            (ActionKind::Email, ValueName::To) => email_fault(text),
            (ActionKind::Sms, ValueName::To) => phone_fault(text),
            (_, ValueName::Url) => url_fault(text),
            (_, ValueName::After) => parse_duration(text).err().map(|fault| fault.to_string()),
            (_, ValueName::Field) => (!is_field_name(text))
                .then(|| "a field's name has letters, digits and _ only".to_owned()),
            _ => None,
        };
        fault.map(ValueFault::Malformed)
    }
}

/// Is this a name that a field of the call can have: a letter or `_`, then letters, digits and `_`?
pub fn is_field_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_alphanumeric() || c == '_')
}

fn has_placeholder(text: &str) -> bool {
    placeholders(text).next().is_some()
}

fn email_fault(text: &str) -> Option<String> {
    let wrong = text.split([',', ';']).map(str::trim).find(|address| {
        !has_placeholder(address)
            && !address.split_once('@').is_some_and(|(user, host)| {
                !user.is_empty()
                    && !host.is_empty()
                    && !host.contains('@')
                    && !address.contains(char::is_whitespace)
            })
    })?;
    Some(format!("“{wrong}” is not an email address"))
}

fn phone_fault(text: &str) -> Option<String> {
    let digit_count = text.chars().filter(char::is_ascii_digit).count();
    let is_number = digit_count >= 3
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || "+-() ./".contains(c));
    (!is_number && !has_placeholder(text)).then(|| format!("“{text}” is not a phone number"))
}

fn url_fault(text: &str) -> Option<String> {
    if text.starts_with("{{") {
        return None;
    }
    let host = ["https://", "http://"]
        .iter()
        .find_map(|scheme| text.strip_prefix(scheme));
    match host {
        None => Some("a web address starts with https:// or http://".to_owned()),
        Some(rest) if rest.is_empty() || rest.starts_with(['/', '?', '#', ':']) => {
            Some("the web address names no host".to_owned())
        }
        Some(rest) if rest.contains(char::is_whitespace) && !has_placeholder(rest) => {
            Some("a web address has no spaces".to_owned())
        }
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault_of(kind: ActionKind, name: ValueName, text: &str) -> Option<ValueFault> {
        kind.blank().with_value(name, text).value_fault(name)
    }

    #[test]
    fn well_formed_values_have_no_fault() {
        for (kind, name, text) in [
            (ActionKind::Email, ValueName::To, "care@example.com"),
            (ActionKind::Email, ValueName::To, "{{email}}"),
            (ActionKind::Email, ValueName::To, "a@example.com, {{email}}"),
            (ActionKind::Sms, ValueName::To, "+44 20 7946 0000"),
            (ActionKind::Sms, ValueName::To, "{{phone}}"),
            (
                ActionKind::Webhook,
                ValueName::Url,
                "https://example.com/x?y={{id}}",
            ),
            (ActionKind::Webhook, ValueName::Url, "{{callback}}"),
            (ActionKind::Timer, ValueName::After, "3 days"),
            (ActionKind::SetField, ValueName::Field, "customer_name"),
            (ActionKind::SetField, ValueName::Value, ""),
            (ActionKind::Alert, ValueName::Team, ""),
        ] {
            assert_eq!(fault_of(kind, name, text), None, "{kind:?} {text}");
        }
    }

    #[test]
    fn values_that_cannot_work_are_told() {
        assert_eq!(
            fault_of(ActionKind::Button, ValueName::Label, "  "),
            Some(ValueFault::Empty)
        );
        for (kind, name, text) in [
            (ActionKind::Email, ValueName::To, "care"),
            (ActionKind::Email, ValueName::To, "a@b@c"),
            (ActionKind::Email, ValueName::To, "a@b.c, "),
            (ActionKind::Sms, ValueName::To, "soon"),
            (ActionKind::Webhook, ValueName::Url, "example.com"),
            (ActionKind::Webhook, ValueName::Url, "https:///x"),
            (ActionKind::Timer, ValueName::After, "0h"),
            (ActionKind::SetField, ValueName::Field, "customer name"),
        ] {
            assert!(
                matches!(fault_of(kind, name, text), Some(ValueFault::Malformed(_))),
                "{kind:?} {text}"
            );
        }
    }
}
