//! What is done in a stage?

use super::{ActionId, EventId, EventKind, ValueName};

/// One of the things that a stage does, in its place in the stage's order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    pub id: ActionId,
    pub data: ActionData,
}

/// An action's kind together with its values.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ActionData {
    Alert {
        message: String,
        priority: Priority,
        team: String,
    },
    Email {
        to: String,
        subject: String,
        body: String,
    },
    Sms {
        to: String,
        text: String,
    },
    Webhook {
        url: String,
        body: String,
    },
    SetField {
        field: String,
        value: String,
    },
    Note {
        text: String,
    },
    Button {
        label: String,
        event_id: Option<EventId>,
    },
    /// `after` is kept as it was typed; [`super::parse_duration`] reads it.
    Timer {
        after: String,
        event_id: Option<EventId>,
    },
    Link {
        event_id: Option<EventId>,
    },
    Finish {
        outcome: String,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ActionKind {
    Alert,
    Email,
    Sms,
    Webhook,
    SetField,
    Note,
    Button,
    Timer,
    Link,
    Finish,
}

/// How an action takes part in a run: done on entering the stage, waited for, or ending the stage at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    Immediate,
    Waiting,
    Ending,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    Low,
    #[default]
    Normal,
    High,
    Urgent,
}

impl Priority {
    pub const ALL: [Self; 4] = [Self::Low, Self::Normal, Self::High, Self::Urgent];

    pub const fn title(self) -> &'static str {
        match self {
            Self::Low => "Low",
            Self::Normal => "Normal",
            Self::High => "High",
            Self::Urgent => "Urgent",
        }
    }
}

impl ActionKind {
    /// In the order in which menus offer them.
    pub const ALL: [Self; 10] = [
        Self::Button,
        Self::Timer,
        Self::Alert,
        Self::Email,
        Self::Sms,
        Self::Webhook,
        Self::SetField,
        Self::Note,
        Self::Link,
        Self::Finish,
    ];

    pub const fn title(self) -> &'static str {
        match self {
            Self::Alert => "Alert",
            Self::Email => "Email",
            Self::Sms => "SMS",
            Self::Webhook => "Webhook",
            Self::SetField => "Set Field",
            Self::Note => "Note",
            Self::Button => "Button",
            Self::Timer => "Timer",
            Self::Link => "Link",
            Self::Finish => "Finish Workflow",
        }
    }

    /// What it does, for menus and tooltips.
    pub const fn summary(self) -> &'static str {
        match self {
            Self::Alert => "Raises the call on the alerter",
            Self::Email => "Sends an email",
            Self::Sms => "Sends a text message",
            Self::Webhook => "Calls a web address",
            Self::SetField => "Sets a field of the call",
            Self::Note => "Adds a line to the call's history",
            Self::Button => "Offers a button, and adds its stage",
            Self::Timer => "Starts a clock, and adds its stage",
            Self::Link => "Goes on at another stage of this workflow",
            Self::Finish => "Ends the run with an outcome",
        }
    }

    /// Exhaustive on purpose: a new kind must say here whether it waits, or the loop rules would miss it.
    pub const fn group(self) -> Group {
        match self {
            Self::Alert | Self::Email | Self::Sms | Self::Webhook | Self::SetField | Self::Note => {
                Group::Immediate
            }
            Self::Button | Self::Timer => Group::Waiting,
            Self::Link | Self::Finish => Group::Ending,
        }
    }

    /// The kind of event that belongs to an action of this kind and comes and goes with it.
    pub const fn spawns(self) -> Option<EventKind> {
        match self {
            Self::Button => Some(EventKind::ButtonPushed),
            Self::Timer => Some(EventKind::TimerElapsed),
            _ => None,
        }
    }

    /// The values that an action of this kind has as text, in the order in which people fill them in.
    pub const fn value_names(self) -> &'static [ValueName] {
        match self {
            Self::Alert => &[ValueName::Message, ValueName::Team],
            Self::Email => &[ValueName::To, ValueName::Subject, ValueName::Body],
            Self::Sms => &[ValueName::To, ValueName::Text],
            Self::Webhook => &[ValueName::Url, ValueName::Body],
            Self::SetField => &[ValueName::Field, ValueName::Value],
            Self::Note => &[ValueName::Text],
            Self::Button => &[ValueName::Label],
            Self::Timer => &[ValueName::After],
            Self::Link => &[],
            Self::Finish => &[ValueName::Outcome],
        }
    }

    /// An action of this kind as it is when just added: values empty but for those with a natural start.
    pub fn blank(self) -> ActionData {
        let empty = String::new;
        match self {
            Self::Alert => ActionData::Alert {
                message: empty(),
                priority: Priority::Normal,
                team: empty(),
            },
            Self::Email => ActionData::Email {
                to: empty(),
                subject: empty(),
                body: empty(),
            },
            Self::Sms => ActionData::Sms {
                to: empty(),
                text: empty(),
            },
            Self::Webhook => ActionData::Webhook {
                url: empty(),
                body: empty(),
            },
            Self::SetField => ActionData::SetField {
                field: empty(),
                value: empty(),
            },
            Self::Note => ActionData::Note { text: empty() },
            Self::Button => ActionData::Button {
                label: "Done".to_owned(),
                event_id: None,
            },
            Self::Timer => ActionData::Timer {
                after: "1 day".to_owned(),
                event_id: None,
            },
            Self::Link => ActionData::Link { event_id: None },
            Self::Finish => ActionData::Finish {
                outcome: "Done".to_owned(),
            },
        }
    }
}

/// The text that a name stands for, in a borrowed or a mutably borrowed [`ActionData`].
macro_rules! slot {
    ($data:expr, $name:expr) => {
        match ($data, $name) {
            (ActionData::Alert { message, .. }, ValueName::Message) => Some(message),
            (ActionData::Alert { team, .. }, ValueName::Team) => Some(team),
            (ActionData::Email { to, .. } | ActionData::Sms { to, .. }, ValueName::To) => Some(to),
            (ActionData::Email { subject, .. }, ValueName::Subject) => Some(subject),
            (
                ActionData::Email { body, .. } | ActionData::Webhook { body, .. },
                ValueName::Body,
            ) => Some(body),
            (ActionData::Sms { text, .. } | ActionData::Note { text }, ValueName::Text) => {
                Some(text)
            }
            (ActionData::Webhook { url, .. }, ValueName::Url) => Some(url),
            (ActionData::SetField { field, .. }, ValueName::Field) => Some(field),
            (ActionData::SetField { value, .. }, ValueName::Value) => Some(value),
            (ActionData::Button { label, .. }, ValueName::Label) => Some(label),
            (ActionData::Timer { after, .. }, ValueName::After) => Some(after),
            (ActionData::Finish { outcome }, ValueName::Outcome) => Some(outcome),
            _ => None,
        }
    };
}

impl ActionData {
    pub const fn kind(&self) -> ActionKind {
        match self {
            Self::Alert { .. } => ActionKind::Alert,
            Self::Email { .. } => ActionKind::Email,
            Self::Sms { .. } => ActionKind::Sms,
            Self::Webhook { .. } => ActionKind::Webhook,
            Self::SetField { .. } => ActionKind::SetField,
            Self::Note { .. } => ActionKind::Note,
            Self::Button { .. } => ActionKind::Button,
            Self::Timer { .. } => ActionKind::Timer,
            Self::Link { .. } => ActionKind::Link,
            Self::Finish { .. } => ActionKind::Finish,
        }
    }

    /// The event that belongs to this action, for the kinds that have one. It may be gone in a hand-edited file.
    pub const fn owned_event(&self) -> Option<EventId> {
        match self {
            Self::Button { event_id, .. } | Self::Timer { event_id, .. } => *event_id,
            _ => None,
        }
    }

    /// The event at which the leg goes on: the owned one, or the target of a Link.
    pub const fn leads_to(&self) -> Option<EventId> {
        match self {
            Self::Button { event_id, .. }
            | Self::Timer { event_id, .. }
            | Self::Link { event_id } => *event_id,
            _ => None,
        }
    }

    /// The same action leading somewhere else. Kinds that lead nowhere come back unchanged.
    #[must_use]
    pub fn leading_to(&self, target: Option<EventId>) -> Self {
        let mut data = self.clone();
        if let Self::Button { event_id, .. }
        | Self::Timer { event_id, .. }
        | Self::Link { event_id } = &mut data
        {
            *event_id = target;
        }
        data
    }

    /// `None` when an action of this kind has no value of that name.
    pub fn value(&self, name: ValueName) -> Option<&str> {
        slot!(self, name).map(String::as_str)
    }

    /// The same action with one value replaced. A name that this kind does not have changes nothing.
    #[must_use]
    pub fn with_value(&self, name: ValueName, text: &str) -> Self {
        let mut data = self.clone();
        if let Some(slot) = slot!(&mut data, name) {
            text.clone_into(slot);
        }
        data
    }

    /// How loud an Alert is; `None` for other kinds.
    pub const fn priority(&self) -> Option<Priority> {
        match self {
            Self::Alert { priority, .. } => Some(*priority),
            _ => None,
        }
    }

    /// All values that are text, in the order in which people fill them in.
    pub fn values(&self) -> impl Iterator<Item = (ValueName, &str)> {
        self.kind()
            .value_names()
            .iter()
            .filter_map(|&name| Some((name, self.value(name)?)))
    }

    /// The text that tells this action from others of its kind: its label, message, subject or duration.
    pub fn main_text(&self) -> &str {
        match self {
            Self::Alert { message, .. } => message,
            Self::Email { to, subject, .. } => {
                if subject.is_empty() {
                    to
                } else {
                    subject
                }
            }
            Self::Sms { text, .. } | Self::Note { text } => text,
            Self::Webhook { url, .. } => url,
            Self::SetField { field, .. } => field,
            Self::Button { label, .. } => label,
            Self::Timer { after, .. } => after,
            Self::Link { .. } => "",
            Self::Finish { outcome } => outcome,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_that_a_kind_names_can_be_read_and_replaced() {
        for kind in ActionKind::ALL {
            let blank = kind.blank();
            assert_eq!(blank.kind(), kind);
            for &name in kind.value_names() {
                let filled = blank.with_value(name, "new text");
                assert_eq!(filled.value(name), Some("new text"), "{kind:?} {name:?}");
            }
        }
    }

    #[test]
    fn only_waiting_actions_own_an_event() {
        for kind in ActionKind::ALL {
            assert_eq!(
                kind.spawns().is_some(),
                kind.group() == Group::Waiting,
                "{kind:?}"
            );
        }
    }
}
