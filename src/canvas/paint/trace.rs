//! How is a call shown that goes through the design? Where it is, the way that it took, and which legs have been gone.

use crate::canvas::input::guides::Drag;
use crate::canvas::lit::Lit;
use crate::canvas::view::{CanvasFrame, Level};
use crate::theme::{self, Theme};
use crate::workflow::{ActionId, LegEnd, Place, ends_at};
use eframe::egui::{Color32, CornerRadius, Painter, Pos2, Rect, Stroke, StrokeKind, pos2, vec2};
use std::collections::BTreeMap;

/// From a row's end to a leg's mark, and beside the mark of a finding, in world points.
const MARK_FROM_RIGHT: f32 = 22.0;
const BESIDE_MARK: f32 = 20.0;
const MARK_RADIUS: f32 = 6.5;

/// What is traced over a design.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// Where the call is, by stage in the flow, and what is said of it there.
    pub here: Option<(usize, String)>,
    /// The way that it took.
    pub way: Lit,
    /// Of each leg, by [`LegEnd::place`].
    pub legs: BTreeMap<Place, Gone>,
}

/// Has a call gone a leg? What is left to go comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gone {
    NotYet,
    Yes,
    /// No call can.
    Never,
}

impl Gone {
    pub const fn words(self) -> &'static str {
        match self {
            Self::Yes => "rehearsed",
            Self::NotYet => "not rehearsed",
            Self::Never => "no call gets here",
        }
    }
}

impl CanvasFrame<'_, '_> {
    /// Lights the boxes of stages that the call has been in and that cannot be seen.
    pub(in crate::canvas) fn follow_trace(&mut self) {
        let folds = &self.view.scene.folds;
        self.view.traced = self
            .input
            .trace
            .map(|trace| trace.way.clone().with_boxes(folds));
    }

    /// What is lit over all: the leg that is pointed at, else the way of the call, else that of the selection.
    pub(in crate::canvas) fn lit(&self) -> &Lit {
        let pointed = self.view.tale.lit();
        pointed
            .or(self.view.traced.as_ref())
            .unwrap_or(&self.view.lit.1)
    }

    fn gone(&self, card: usize, end: LegEnd) -> Option<Gone> {
        let place = end.place(self.input.flow.event_id(card));
        self.input.trace?.legs.get(&place).copied()
    }

    /// For the end of what a screen reader says of a row, or of the open end, where a leg ends; empty for others.
    pub(in crate::canvas) fn gone_words(&self, card: usize, action_id: Option<ActionId>) -> String {
        if self.input.trace.is_none() {
            return String::new();
        }
        let ends = ends_at(&self.input.design.workflow, self.input.flow, card).into_iter();
        ends.filter(|end| end.action_id() == action_id)
            .find_map(|end| self.gone(card, end))
            .map_or_else(String::new, |gone| format!(", {}", gone.words()))
    }

    /// The card at which the call is: its box, where the stage cannot be seen.
    fn card_here(&self) -> Option<(usize, &str)> {
        let (stage, words) = self.input.trace?.here.as_ref()?;
        let card = self.view.scene.folds.box_of(*stage).unwrap_or(*stage);
        (card < self.view.scene.cards.len()).then_some((card, words))
    }

    /// What is said of a card at which the call is.
    pub(in crate::canvas) fn words_here(&self, card: usize) -> Option<&str> {
        self.card_here()
            .filter(|&(here, _)| here == card)
            .map(|(_, words)| words)
    }

    pub(in crate::canvas) fn paint_trace(
        &self,
        painter: &Painter,
        level: Level,
        cards: &[usize],
        drag: Option<&Drag>,
    ) {
        if self.input.trace.is_none() {
            return;
        }
        if level != Level::Far {
            for &card in cards {
                self.paint_leg_marks(painter, card, drag);
            }
        }
        self.paint_here(painter, drag);
    }

    fn paint_leg_marks(&self, painter: &Painter, card: usize, drag: Option<&Drag>) {
        let Some(event) = self.event(card) else {
            return;
        };
        let frame = self.card_frame(card, drag);
        let marks = &self.view.scene.marks;
        let mark = |band: Rect, is_beside: bool, gone: Gone| {
            let beside = if is_beside { BESIDE_MARK } else { 0.0 };
            let right = band.right() - (MARK_FROM_RIGHT + beside) * frame.zoom;
            let center = pos2(right, band.center().y);
            paint_gone(painter, self.theme, center, MARK_RADIUS * frame.zoom, gone);
        };
        for end in ends_at(&self.input.design.workflow, self.input.flow, card) {
            let Some(gone) = self.gone(card, end) else {
                continue;
            };
            let Some(action_id) = end.action_id() else {
                mark(frame.add_row(), false, gone);
                continue;
            };
            let mut actions = event.actions.iter();
            if let Some(row) = actions.position(|action| action.id == action_id) {
                mark(frame.row(row), marks.action(action_id).is_some(), gone);
            }
        }
    }

    fn paint_here(&self, painter: &Painter, drag: Option<&Drag>) {
        let Some((card, words)) = self.card_here() else {
            return;
        };
        let rect = self.card_frame(card, drag).rect;
        if !rect.expand(32.0).intersects(self.screen) {
            return;
        }
        let radius = CornerRadius::same((10.0 * self.view.camera.zoom).clamp(3.0, 60.0) as u8);
        painter.rect_stroke(
            rect.expand(2.5),
            radius,
            Stroke::new(3.0, self.theme.accent),
            StrokeKind::Middle,
        );
        let color = self.theme.on_accent;
        let font = theme::medium(theme::CAPTION);
        let text = painter.layout_no_wrap(words.to_owned(), font, color);
        // Lines that come back arrive in the middle of the card's top.
        let size = vec2(text.size().x + 14.0, 22.0);
        let min = pos2(rect.left() - 4.0, rect.top() - size.y - 6.0);
        let tag = Rect::from_min_size(min, size);
        painter.rect_filled(tag, CornerRadius::same(6), self.theme.accent_fill);
        painter.galley(tag.center() - text.size() / 2.0, text, color);
    }
}

/// A filled disc with a tick for a leg that was gone, a hollow ring for one that was not, a ring with a stroke through it
/// for one that none can go.
fn paint_gone(painter: &Painter, theme: &Theme, center: Pos2, radius: f32, gone: Gone) {
    let width = (radius * 0.26).max(1.0);
    // What is written there stays out of it.
    painter.circle_filled(center, radius * 1.5, theme.card);
    let ring = |color: Color32| painter.circle_stroke(center, radius, Stroke::new(width, color));
    match gone {
        Gone::Yes => {
            painter.circle_filled(center, radius, theme.good);
            let stroke = Stroke::new(width, theme.card);
            let corner = center + vec2(-radius * 0.1, radius * 0.4);
            painter.line_segment([center + vec2(-radius * 0.5, 0.0), corner], stroke);
            painter.line_segment([corner, center + vec2(radius * 0.5, -radius * 0.4)], stroke);
        }
        Gone::NotYet => {
            ring(theme.text_weak);
        }
        Gone::Never => {
            ring(theme.text_weak);
            let slash = vec2(radius, -radius) * 0.7;
            let stroke = Stroke::new(width, theme.text_weak);
            painter.line_segment([center - slash, center + slash], stroke);
        }
    }
}
