//! What do people draw beside the workflow? Frames around cards that belong together, and sticky notes.

use super::Position;
use std::fmt;

/// A frame or a sticky note of a design.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AnnotationId(pub u32);

impl fmt::Display for AnnotationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnnotationKind {
    /// Lies behind the cards; what lies in it moves with it.
    Frame,
    StickyNote,
}

impl AnnotationKind {
    pub const fn title(self) -> &'static str {
        match self {
            Self::Frame => "Frame",
            Self::StickyNote => "Sticky note",
        }
    }
}

/// What an annotation looks like; the theme says which colour each is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tint {
    #[default]
    Grey,
    Yellow,
    Green,
    Blue,
    Violet,
    Red,
}

impl Tint {
    pub const ALL: [Self; 6] = [
        Self::Grey,
        Self::Yellow,
        Self::Green,
        Self::Blue,
        Self::Violet,
        Self::Red,
    ];

    pub const fn title(self) -> &'static str {
        match self {
            Self::Grey => "Grey",
            Self::Yellow => "Yellow",
            Self::Green => "Green",
            Self::Blue => "Blue",
            Self::Violet => "Violet",
            Self::Red => "Red",
        }
    }
}

/// Means nothing to a call: it is for those who read the design.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    pub kind: AnnotationKind,
    /// A frame's title, or all that a sticky note says.
    pub text: String,
    pub tint: Tint,
    /// The top left corner, as that of a card.
    pub position: Position,
    /// In points at zoom 1; never negative.
    pub size: Size,
}

impl Annotation {
    pub const fn middle(&self) -> Position {
        self.position
            .moved(Position::new(self.size.width / 2, self.size.height / 2))
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    pub width: i32,
    pub height: i32,
}
