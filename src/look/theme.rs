//! Which colours are there? The named tokens of both modes, for whatever draws with them: the window in egui's colours, a
//! picture in plain ones.

use crate::rules::Severity;
use crate::workflow::{ActionKind, EventKind, Priority, Tint, WayKind};
use std::fmt;

/// Body text, in points; rows; and captions.
pub const BODY: f32 = 13.0;
pub const ROW: f32 = 12.0;
pub const CAPTION: f32 = 11.0;

/// A colour, as it is known where something is drawn.
pub trait Color: Copy {
    /// Of `0x00RR_GGBB`, in sRGB.
    fn from_hex(hex: u32) -> Self;

    /// `t` of 0 is all of this, of 1 all of the other; between them sRGB bytes are mixed.
    #[must_use]
    fn mixed(self, other: Self, t: f32) -> Self;
}

/// Red, green and blue in sRGB. Reads `#2f5fd0`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rgb(pub [u8; 3]);

impl Color for Rgb {
    fn from_hex(hex: u32) -> Self {
        let [_, channels @ ..] = hex.to_be_bytes();
        Self(channels)
    }

    fn mixed(self, other: Self, t: f32) -> Self {
        let channel = |i: usize| (1.0 - t) * f32::from(self.0[i]) + t * f32::from(other.0[i]) + 0.5;
        Self([0, 1, 2].map(|i| channel(i) as u8))
    }
}

impl fmt::Display for Rgb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

/// The colours of one mode.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme<C> {
    pub is_dark: bool,
    pub canvas: C,
    pub canvas_dot: C,
    pub panel: C,
    pub field: C,
    pub card: C,
    pub card_hovered_row: C,
    pub border: C,
    /// The edge of what is told from its surroundings by its edge alone, such as a field.
    pub border_strong: C,
    pub text: C,
    pub text_weak: C,
    pub accent: C,
    pub accent_fill: C,
    pub on_accent: C,
    pub selection_fill: C,
    pub error: C,
    pub warning: C,
    pub info: C,
    pub good: C,
    pub new_call: C,
    pub button_pushed: C,
    pub timer_elapsed: C,
    pub wire: C,
    pub link: C,
    /// Lines that show what a dragged thing is level with.
    pub guide: C,
    /// In the order of [`Tint::ALL`].
    tints: [TintColors<C>; Tint::ALL.len()],
    /// Cast by cards and notes, where anything is.
    pub shadow: Option<Shadow>,
}

/// What an annotation of one tint is drawn with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TintColors<C> {
    /// Of a frame's border and title, and of chips.
    pub hue: C,
    /// Of a sticky note.
    pub paper: C,
    /// Of the room inside a frame.
    pub frame: C,
}

/// What lies above the canvas darkens it below, in points at zoom 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shadow {
    pub down: i8,
    pub blur: u8,
    /// Of black, from 0 to 255.
    pub alpha: u8,
}

fn tint<C: Color>(hue: u32, paper: u32, frame: u32) -> TintColors<C> {
    TintColors {
        hue: rgb(hue),
        paper: rgb(paper),
        frame: rgb(frame),
    }
}

fn rgb<C: Color>(hex: u32) -> C {
    C::from_hex(hex)
}

impl<C: Color> TintColors<C> {
    /// The edge of a frame that nobody points at.
    pub fn frame_edge(&self) -> C {
        self.frame.mixed(self.hue, 0.45)
    }

    /// The edge of a note that nobody points at.
    pub fn paper_edge(&self) -> C {
        self.paper.mixed(self.hue, 0.3)
    }
}

impl<C: Color> Theme<C> {
    pub fn light() -> Self {
        Self {
            is_dark: false,
            canvas: rgb(0x00F2_F3F6),
            canvas_dot: rgb(0x00D9_DCE3),
            panel: rgb(0x00FC_FCFD),
            field: rgb(0x00FF_FFFF),
            card: rgb(0x00FF_FFFF),
            card_hovered_row: rgb(0x00F1_F3F7),
            border: rgb(0x00D8_DCE3),
            border_strong: rgb(0x0086_8F9F),
            text: rgb(0x001B_1F27),
            text_weak: rgb(0x0058_6170),
            accent: rgb(0x002F_5FD0),
            accent_fill: rgb(0x002F_5FD0),
            on_accent: rgb(0x00FF_FFFF),
            selection_fill: rgb(0x00DF_E8FC),
            error: rgb(0x00C2_2B2B),
            warning: rgb(0x0086_5800),
            info: rgb(0x0058_6170),
            good: rgb(0x0014_6C46),
            new_call: rgb(0x0014_6C46),
            button_pushed: rgb(0x0069_43C4),
            timer_elapsed: rgb(0x000B_6E82),
            wire: rgb(0x0078_8292),
            link: rgb(0x006B_7586),
            guide: rgb(0x00C4_2A86),
            tints: [
                tint(0x0058_6170, 0x00E9_ECF1, 0x00EA_ECF1),
                tint(0x0077_5700, 0x00FF_F0B3, 0x00F8_F2DC),
                tint(0x0014_6C46, 0x00D3_F2DF, 0x00E5_F3EA),
                tint(0x002F_5FD0, 0x00DA_E7FF, 0x00E7_EEFA),
                tint(0x0069_43C4, 0x00E7_E0FC, 0x00EC_E9F8),
                tint(0x00B3_2A22, 0x00FF_DDD8, 0x00F8_E9E8),
            ],
            shadow: Some(Shadow {
                down: 2,
                blur: 10,
                alpha: 22,
            }),
        }
    }

    pub fn dark() -> Self {
        Self {
            is_dark: true,
            canvas: rgb(0x0015_171C),
            canvas_dot: rgb(0x0026_2A33),
            panel: rgb(0x001B_1E25),
            field: rgb(0x0012_1419),
            card: rgb(0x0022_262E),
            card_hovered_row: rgb(0x002B_303A),
            border: rgb(0x0035_3B47),
            border_strong: rgb(0x006A_7486),
            text: rgb(0x00E7_E9EE),
            text_weak: rgb(0x009C_A5B4),
            accent: rgb(0x007D_A5FF),
            accent_fill: rgb(0x003A_6AD8),
            on_accent: rgb(0x00FF_FFFF),
            selection_fill: rgb(0x0025_3656),
            error: rgb(0x00FF_7B7B),
            warning: rgb(0x00E9_B949),
            info: rgb(0x009C_A5B4),
            good: rgb(0x004F_C78E),
            new_call: rgb(0x004F_C78E),
            button_pushed: rgb(0x00B2_9BFA),
            timer_elapsed: rgb(0x0046_BFD6),
            wire: rgb(0x0078_8294),
            link: rgb(0x0078_8294),
            guide: rgb(0x00FF_7AC4),
            tints: [
                tint(0x009C_A5B4, 0x002E_333D, 0x001B_1E25),
                tint(0x00E0_B84A, 0x0043_3815, 0x0021_1F18),
                tint(0x004F_C78E, 0x001C_3D2E, 0x0017_211D),
                tint(0x007D_A5FF, 0x0022_355C, 0x0018_1E2B),
                tint(0x00B2_9BFA, 0x0036_2E58, 0x001F_1C2B),
                tint(0x00FF_8A80, 0x004C_2B2A, 0x0025_1B1C),
            ],
            shadow: None,
        }
    }

    pub fn event(&self, kind: EventKind) -> C {
        match kind {
            EventKind::NewCall => self.new_call,
            EventKind::ButtonPushed => self.button_pushed,
            EventKind::TimerElapsed => self.timer_elapsed,
        }
    }

    /// The hue of an action's icon: those that wait or end have their own.
    pub fn action(&self, kind: ActionKind) -> C {
        match kind {
            ActionKind::Button => self.button_pushed,
            ActionKind::Timer => self.timer_elapsed,
            ActionKind::Finish => self.good,
            _ => self.text_weak,
        }
    }

    /// The hue of an action's icon on a card: a bell that rings louder is redder.
    pub fn row(&self, kind: ActionKind, priority: Option<Priority>) -> C {
        match priority {
            Some(Priority::Urgent) => self.error,
            Some(Priority::High) => self.warning,
            _ => self.action(kind),
        }
    }

    /// A line between two cards.
    pub fn way(&self, kind: WayKind) -> C {
        match kind {
            WayKind::Button => self.wire.mixed(self.button_pushed, 0.5),
            WayKind::Timer => self.wire.mixed(self.timer_elapsed, 0.5),
            WayKind::Link => self.link,
        }
    }

    /// Where the leg goes on from an action.
    pub fn port(&self, kind: ActionKind) -> C {
        match kind {
            ActionKind::Button => self.button_pushed,
            ActionKind::Timer => self.timer_elapsed,
            _ => self.link,
        }
    }

    /// Between two rows of a card.
    pub fn row_line(&self) -> C {
        self.card.mixed(self.border, 0.45)
    }

    /// A sheet of the stack below a box, counted from the card.
    pub fn sheet(&self, nth: u8) -> C {
        self.card.mixed(self.canvas, 0.3 * f32::from(nth))
    }

    pub fn severity(&self, severity: Severity) -> C {
        match severity {
            Severity::Error => self.error,
            Severity::Warning => self.warning,
            Severity::Info => self.info,
        }
    }

    /// Text that is to be seen only by those who look for it.
    pub fn text_quiet(&self) -> C {
        self.text_weak.mixed(self.card, 0.10)
    }

    /// Behind a stage's number, on a card or a panel.
    pub fn badge(&self, surface: C, kind: EventKind) -> C {
        surface.mixed(self.event(kind), 0.28)
    }

    pub fn tint(&self, tint: Tint) -> &TintColors<C> {
        &self.tints[tint as usize]
    }

    /// A card's header: its event's hue, laid thinly over the card.
    pub fn header(&self, kind: EventKind) -> C {
        let share = if self.is_dark { 0.16 } else { 0.10 };
        self.card.mixed(self.event(kind), share)
    }
}
