//! What is another in the design that this one is compared with? Each change in its colour and with its sign: plus,
//! minus, pencil, arrow.

use super::far::{corners, quad};
use super::ghost::paint_dashed;
use crate::arrange::{CARD_WIDTH, card_height};
use crate::canvas::camera::WorldRect;
use crate::canvas::view::{CanvasFrame, Level};
use crate::look;
use crate::theme::{self, Theme};
use crate::workflow::{ActionId, AnnotationId, EventId, Position};
use eframe::egui::epaint::Mesh;
use eframe::egui::{
    Align2, Color32, CornerRadius, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, vec2,
};
use egui_phosphor::regular as icon;
use std::collections::BTreeMap;

/// What has become of something, seen from the design in which it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    Added,
    Removed,
    Changed,
    /// It stands elsewhere.
    Moved,
}

/// The changes of one of two designs that are compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compared {
    /// A stage whose actions have changed has changed too.
    pub stages: BTreeMap<EventId, Change>,
    pub actions: BTreeMap<ActionId, Change>,
    pub annotations: BTreeMap<AnnotationId, Change>,
    /// Where cards lie that only the other design has.
    pub absent: Vec<Absent>,
}

/// The place of a card that is not in this design.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Absent {
    pub position: Position,
    pub action_count: usize,
    /// As the other design has it.
    pub change: Change,
}

/// How strongly what is the same is drawn.
pub(in crate::canvas) const SAME_OPACITY: f32 = 0.5;
/// A change seen from afar is no smaller, in points.
const LEAST_FAR: f32 = 5.0;
/// Radius of a sign, in points at zoom 1, and the least that it has.
const SIGN_RADIUS: f32 = 10.0;
const LEAST_SIGN: f32 = 6.0;

impl Change {
    pub const fn title(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
            Self::Moved => "moved",
        }
    }

    pub const fn icon(self) -> &'static str {
        match self {
            Self::Added => icon::PLUS,
            Self::Removed => icon::MINUS,
            Self::Changed => icon::PENCIL_SIMPLE,
            Self::Moved => icon::ARROW_RIGHT,
        }
    }

    pub const fn hue(self, theme: &Theme) -> Color32 {
        match self {
            Self::Added => theme.good,
            Self::Removed => theme.error,
            Self::Changed => theme.warning,
            Self::Moved => theme.accent,
        }
    }
}

impl CanvasFrame<'_, '_> {
    /// How a line is drawn whose action has changed; `None` where nothing is compared or it has not.
    pub(in crate::canvas) fn changed_line(&self, action_id: ActionId) -> Option<Change> {
        self.compared?.actions.get(&action_id).copied()
    }

    pub(in crate::canvas) fn change_of(&self, event_id: EventId) -> Option<Change> {
        self.compared?.stages.get(&event_id).copied()
    }

    /// Signs and outlines over the cards.
    pub(in crate::canvas) fn paint_compared(
        &self,
        painter: &Painter,
        level: Level,
        view: WorldRect,
        cards: &[usize],
    ) {
        let Some(compared) = self.compared else {
            return;
        };
        if level == Level::Far {
            return self.paint_compared_far(painter, view);
        }
        for absent in &compared.absent {
            let place = absent_rect(absent);
            if place.intersects(view) {
                self.paint_absent(
                    painter,
                    self.view.camera.screen_rect(self.screen, place),
                    absent,
                );
            }
        }
        let selected = self.view.selection.action;
        for &card in cards {
            let event_id = self.view.scene.cards[card].event_id;
            let Some(change) = self.change_of(event_id) else {
                continue;
            };
            let frame = self.card_frame(card, None);
            let event = self.event(card);
            let rows = event.map_or(&[][..], |event| event.actions.as_slice());
            for (row, action) in rows.iter().enumerate() {
                if let Some(change) = compared.actions.get(&action.id) {
                    let is_selected = selected == Some(action.id);
                    self.paint_changed_row(painter, frame.row(row), *change, is_selected);
                }
            }
            self.outline_changed(painter, frame.rect, change);
        }
        for (&id, &change) in &compared.annotations {
            let annotation = self.view.scene.annotation(id);
            if let Some(annotation) = annotation.filter(|it| it.rect.intersects(view)) {
                let rect = self.view.camera.screen_rect(self.screen, annotation.rect);
                self.outline_changed(painter, rect, change);
            }
        }
    }

    fn outline_changed(&self, painter: &Painter, rect: Rect, change: Change) {
        let zoom = self.view.camera.zoom;
        let hue = change.hue(self.theme);
        let radius = look::card::RADIUS * zoom;
        let stroke = Stroke::new((2.5 * zoom).max(1.5), hue);
        if change == Change::Removed {
            paint_dashed(painter, rect, radius, stroke);
        } else {
            let corners = CornerRadius::same(radius.clamp(1.0, 60.0) as u8);
            painter.rect_stroke(rect, corners, stroke, StrokeKind::Middle);
        }
        self.paint_sign(painter, rect.left_top(), change, SIGN_RADIUS);
    }

    /// A selected row has its own fill.
    fn paint_changed_row(&self, painter: &Painter, row: Rect, change: Change, is_selected: bool) {
        let zoom = self.view.camera.zoom;
        let hue = change.hue(self.theme);
        if !is_selected {
            let inside = row.shrink2(vec2(1.0, 0.0));
            painter.rect_filled(inside, CornerRadius::ZERO, hue.gamma_multiply(0.16));
        }
        if change == Change::Removed {
            let from = row.left_center() + vec2(look::card::TEXT_X * zoom, 0.0);
            let to = row.right_center() - vec2(look::card::RIGHT_ROOM * zoom, 0.0);
            painter.line_segment([from, to], Stroke::new((1.2 * zoom).max(1.0), hue));
        }
        self.paint_sign(painter, row.left_center(), change, SIGN_RADIUS * 0.8);
    }

    fn paint_sign(&self, painter: &Painter, at: Pos2, change: Change, radius: f32) {
        let radius = (radius * self.view.camera.zoom).max(LEAST_SIGN);
        let edge = Stroke::new((radius * 0.2).max(1.0), self.theme.canvas);
        painter.circle(at, radius, change.hue(self.theme), edge);
        painter.text(
            at,
            Align2::CENTER_CENTER,
            change.icon(),
            theme::icon_font(radius * 1.3),
            self.theme.card,
        );
    }

    /// An empty place, so that one sees on both sides where something came or went.
    fn paint_absent(&self, painter: &Painter, rect: Rect, absent: &Absent) {
        let zoom = self.view.camera.zoom;
        let hue = absent.change.hue(self.theme).gamma_multiply(0.7);
        paint_dashed(
            painter,
            rect,
            look::card::RADIUS * zoom,
            Stroke::new(1.0, hue),
        );
    }

    fn paint_compared_far(&self, painter: &Painter, view: WorldRect) {
        let Some(compared) = self.compared else {
            return;
        };
        let mut mesh = Mesh::default();
        let mut add = |place: WorldRect, color: Color32| {
            let mut rect = self.view.camera.screen_rect(self.screen, place);
            if rect.width() < LEAST_FAR || rect.height() < LEAST_FAR {
                let size = rect.size().max(vec2(LEAST_FAR, LEAST_FAR));
                rect = Rect::from_center_size(rect.center(), size);
            }
            quad(&mut mesh, corners(rect), color);
        };
        for absent in &compared.absent {
            let place = absent_rect(absent);
            if place.intersects(view) {
                add(place, absent.change.hue(self.theme).gamma_multiply(0.3));
            }
        }
        for (&event_id, change) in &compared.stages {
            let stage = self.input.flow.index(event_id);
            let card = stage.and_then(|stage| self.view.scene.cards.get(stage));
            if let Some(card) = card.filter(|card| card.rect().intersects(view)) {
                add(card.rect(), change.hue(self.theme));
            }
        }
        painter.add(Shape::mesh(mesh));
    }
}

fn absent_rect(absent: &Absent) -> WorldRect {
    WorldRect::from_card(
        absent.position,
        CARD_WIDTH,
        card_height(absent.action_count),
    )
}
