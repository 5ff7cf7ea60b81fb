//! Which sign stands for what? Drawn by the window's icon font, and by the same outlines in pictures.

use crate::workflow::{ActionKind, EventKind};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Icon {
    PhoneIncoming,
    CursorClick,
    Timer,
    BellRinging,
    EnvelopeSimple,
    ChatText,
    Globe,
    Textbox,
    Note,
    Link,
    FlagCheckered,
    Stack,
}

impl Icon {
    pub const ALL: [Self; 12] = [
        Self::PhoneIncoming,
        Self::CursorClick,
        Self::Timer,
        Self::BellRinging,
        Self::EnvelopeSimple,
        Self::ChatText,
        Self::Globe,
        Self::Textbox,
        Self::Note,
        Self::Link,
        Self::FlagCheckered,
        Self::Stack,
    ];

    pub const fn of_event(kind: EventKind) -> Self {
        match kind {
            EventKind::NewCall => Self::PhoneIncoming,
            EventKind::ButtonPushed => Self::CursorClick,
            EventKind::TimerElapsed => Self::Timer,
        }
    }

    pub const fn of_action(kind: ActionKind) -> Self {
        match kind {
            ActionKind::Alert => Self::BellRinging,
            ActionKind::Email => Self::EnvelopeSimple,
            ActionKind::Sms => Self::ChatText,
            ActionKind::Webhook => Self::Globe,
            ActionKind::SetField => Self::Textbox,
            ActionKind::Note => Self::Note,
            ActionKind::Button => Self::CursorClick,
            ActionKind::Timer => Self::Timer,
            ActionKind::Link => Self::Link,
            ActionKind::Finish => Self::FlagCheckered,
        }
    }
}
