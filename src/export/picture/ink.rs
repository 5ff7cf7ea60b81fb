//! With what is a shape painted? With a token of the theme, so that one picture can be shown in both modes.

use crate::look::{Rgb, Theme};
use crate::workflow::{ActionKind, EventKind, Priority, Tint, WayKind};

/// A colour by its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ink {
    Canvas,
    Card,
    Border,
    BorderStrong,
    RowLine,
    Text,
    TextWeak,
    Accent,
    Error,
    Warning,
    Info,
    /// Of an action's icon.
    Row(ActionKind, Option<Priority>),
    Port(ActionKind),
    Event(EventKind),
    Header(EventKind),
    Badge(EventKind),
    Way(WayKind),
    /// The nth sheet below a box.
    Sheet(u8),
    TintHue(Tint),
    TintPaper(Tint),
    TintPaperEdge(Tint),
    TintFrame(Tint),
    TintFrameEdge(Tint),
}

impl Ink {
    pub fn color(self, theme: &Theme<Rgb>) -> Rgb {
        match self {
            Self::Canvas => theme.canvas,
            Self::Card => theme.card,
            Self::Border => theme.border,
            Self::BorderStrong => theme.border_strong,
            Self::RowLine => theme.row_line(),
            Self::Text => theme.text,
            Self::TextWeak => theme.text_weak,
            Self::Accent => theme.accent,
            Self::Error => theme.error,
            Self::Warning => theme.warning,
            Self::Info => theme.info,
            Self::Row(kind, priority) => theme.row(kind, priority),
            Self::Port(kind) => theme.port(kind),
            Self::Event(kind) => theme.event(kind),
            Self::Header(kind) => theme.header(kind),
            Self::Badge(kind) => theme.badge(theme.card, kind),
            Self::Way(kind) => theme.way(kind),
            Self::Sheet(nth) => theme.sheet(nth),
            Self::TintHue(tint) => theme.tint(tint).hue,
            Self::TintPaper(tint) => theme.tint(tint).paper,
            Self::TintPaperEdge(tint) => theme.tint(tint).paper_edge(),
            Self::TintFrame(tint) => theme.tint(tint).frame,
            Self::TintFrameEdge(tint) => theme.tint(tint).frame_edge(),
        }
    }

    /// What the style sheet of an SVG calls it: letters, digits and hyphens only.
    pub fn class(self) -> String {
        let named =
            |what: &str, of: &str| format!("{what}-{}", of.to_lowercase().replace(' ', "-"));
        match self {
            Self::Canvas => "canvas".to_owned(),
            Self::Card => "card".to_owned(),
            Self::Border => "border".to_owned(),
            Self::BorderStrong => "border-strong".to_owned(),
            Self::RowLine => "row-line".to_owned(),
            Self::Text => "text".to_owned(),
            Self::TextWeak => "text-weak".to_owned(),
            Self::Accent => "accent".to_owned(),
            Self::Error => "error".to_owned(),
            Self::Warning => "warning".to_owned(),
            Self::Info => "info".to_owned(),
            Self::Row(_, Some(priority)) => named("alert", priority.title()),
            Self::Row(kind, None) => named("row", kind.title()),
            Self::Port(kind) => named("port", kind.title()),
            Self::Event(kind) => named("event", kind.title()),
            Self::Header(kind) => named("header", kind.title()),
            Self::Badge(kind) => named("badge", kind.title()),
            Self::Way(WayKind::Button) => "way-button".to_owned(),
            Self::Way(WayKind::Timer) => "way-timer".to_owned(),
            Self::Way(WayKind::Link) => "way-link".to_owned(),
            Self::Sheet(nth) => format!("sheet-{nth}"),
            Self::TintHue(tint) => named("hue", tint.title()),
            Self::TintPaper(tint) => named("paper", tint.title()),
            Self::TintPaperEdge(tint) => named("paper-edge", tint.title()),
            Self::TintFrame(tint) => named("frame", tint.title()),
            Self::TintFrameEdge(tint) => named("frame-edge", tint.title()),
        }
    }
}
