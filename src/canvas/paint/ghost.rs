//! How does a preview look? What would come in dashes of the accent, what would go crossed out in red dashes, and
//! every row with a sign: plus, minus, an arrow away, or a pencil.

use super::card::{self, CardFrame, CardLook, CardState, CardTexts, TextScale};
use super::fold::LegLook;
use crate::arrange::{ADD_ROW_HEIGHT, CARD_WIDTH, card_height};
use crate::canvas::camera::{WorldRect, position};
use crate::canvas::ghost::{CardFate, Fate, Ghost, GhostCard, GhostLine};
use crate::canvas::view::{CanvasFrame, Level};
use crate::look::{ARROW, Course, Marks, Wire};
use crate::theme;
use crate::workflow::{ActionId, EventId, Position, WayKind};
use eframe::egui::{
    self, Align2, CornerRadius, Painter, Pos2, Rect, Shape, Stroke, Ui, Vec2, vec2,
};
use egui_phosphor::regular as icon;
use std::fmt::Write as _;

/// More cards than these are only outlined.
const MOST_CARDS: usize = 150;
const RADIUS: f32 = 8.0;
/// How much of a change has to be in view to be seen, in screen points.
const LEAST_SHOWN: f32 = 12.0;
/// From the canvas's edge to what tells of a change beyond it.
const EDGE: f32 = 22.0;

impl CanvasFrame<'_, '_> {
    /// Is this card drawn as the preview has it?
    pub(in crate::canvas) fn is_ghostly(&self, event_id: EventId) -> bool {
        self.input
            .ghost
            .is_some_and(|ghost| ghost.card(event_id).is_some())
    }

    /// Is this line drawn as the preview has it?
    pub(in crate::canvas) fn is_ghostly_line(&self, action_id: ActionId) -> bool {
        self.input
            .ghost
            .is_some_and(|ghost| ghost.redraws(action_id))
    }

    /// Does the stage lie in a collapsed leg? There one sees what changes, but not what only makes way.
    fn is_in_box(&self, event_id: EventId) -> bool {
        let stage = self.input.flow.index(event_id);
        stage.is_some_and(|stage| self.view.scene.folds.is_hidden(stage))
    }

    pub(in crate::canvas) fn paint_ghost_lines(&self, painter: &Painter, view: WorldRect) {
        let lines = self.input.ghost.map_or(&[][..], |ghost| &ghost.lines);
        for fate in [Fate::Kept, Fate::Removed, Fate::Added] {
            for line in lines.iter().filter(|line| line.fate == fate) {
                if fate == Fate::Kept && line.stages.iter().any(|&stage| self.is_in_box(stage)) {
                    continue;
                }
                let wire = Wire {
                    action_id: ActionId(0),
                    kind: line.kind,
                    from: 0,
                    to: 0,
                    row: line.row,
                };
                let course = wire.course(line.from, line.to);
                if course.boxes().any(|part| part.intersects(view)) {
                    self.paint_ghost_line(painter, line, &wire, &course);
                }
            }
        }
    }

    fn paint_ghost_line(&self, painter: &Painter, line: &GhostLine, wire: &Wire, course: &Course) {
        let zoom = self.view.camera.zoom;
        let (color, dash, gap) = match line.fate {
            Fate::Added => (self.theme.accent, 9.0, 5.0),
            Fate::Removed => (self.theme.error, 4.0, 4.0),
            Fate::Kept | Fate::Left | Fate::Changed => {
                return self.paint_wire(painter, wire, course, false, false);
            }
        };
        let stroke = Stroke::new((2.0 * zoom).max(1.2), color);
        let mut middle = None;
        course.runs(
            &self.view.camera,
            self.screen,
            self.screen.expand(8.0),
            |points| {
                middle = points.get(points.len() / 2).copied();
                let (dash, gap) = ((dash * zoom).max(2.5), (gap * zoom).max(2.0));
                painter.extend(Shape::dashed_line(&points, stroke, dash, gap));
            },
        );
        if line.fate == Fate::Removed
            && let Some(middle) = middle
        {
            paint_cross(
                painter,
                middle,
                5.0 * zoom.max(0.6),
                Stroke::new(2.0, color),
            );
        }
        if line.fate == Fate::Added
            && line.kind == WayKind::Link
            && let Some((end, direction)) = course.arrival()
        {
            let tip = self.view.camera.screen_from_world(self.screen, end);
            super::paint_arrow(painter, tip, direction.into(), ARROW * zoom, color);
        }
    }

    pub(in crate::canvas) fn paint_ghost_cards(
        &self,
        painter: &Painter,
        level: Level,
        view: WorldRect,
    ) {
        let Some(ghost) = self.input.ghost else {
            return;
        };
        let mut room = MOST_CARDS;
        // What comes lies over what goes.
        let (gone, others): (Vec<&GhostCard>, Vec<&GhostCard>) = ghost
            .cards()
            .partition(|card| card.fate == CardFate::Removed);
        for card in gone.iter().chain(&others).copied() {
            if card.fate == CardFate::Moved && self.is_in_box(card.event.id) {
                continue;
            }
            if let Some(from) = card.from.filter(|_| level != Level::Far) {
                let place = world_rect(from, card);
                if place.intersects(view) {
                    let rect = self.view.camera.screen_rect(self.screen, place);
                    let stroke = Stroke::new(1.0, self.theme.border_strong);
                    paint_dashed(painter, rect, RADIUS * self.view.camera.zoom, stroke);
                }
            }
            let rect = world_rect(card.position, card);
            if !rect.intersects(view) {
                continue;
            }
            // Of a card whose place another takes only the outline is left.
            let is_taken = card.fate == CardFate::Removed
                && others
                    .iter()
                    .any(|other| world_rect(other.position, other).intersects(rect));
            let is_whole = level != Level::Far && room > 0 && !is_taken;
            room = room.saturating_sub(1);
            if is_whole {
                self.paint_ghost_card(painter, level, ghost, card);
            }
            self.outline_ghost(painter, card, is_whole);
        }
    }

    fn ghost_frame(&self, card: &GhostCard) -> CardFrame {
        let row_count = card.event.actions.len();
        CardFrame::new(&self.view.camera, self.screen, card.position, row_count)
    }

    fn paint_ghost_card(&self, painter: &Painter, level: Level, ghost: &Ghost, card: &GhostCard) {
        let (workflow, flow) = match card.fate {
            CardFate::Removed => (&self.input.design.workflow, self.input.flow),
            _ => (ghost.workflow(), ghost.flow()),
        };
        let none = Marks::default();
        let marks = match card.fate {
            CardFate::Moved => &self.view.scene.marks,
            _ => &none,
        };
        let frame = self.ghost_frame(card);
        let mut faded = painter.clone();
        match card.fate {
            CardFate::Added => faded.multiply_opacity(0.8),
            CardFate::Removed => faded.multiply_opacity(0.5),
            CardFate::Amended | CardFate::Moved => {}
        }
        let texts = CardTexts::new(
            &faded,
            workflow,
            flow,
            &card.event,
            TextScale {
                zoom: frame.zoom,
                with_rows: level == Level::Full,
            },
            marks,
            LegLook::None,
        );
        let stage = flow.index(card.event.id);
        let look = CardLook {
            frame,
            event: &card.event,
            end: card.end,
            ways: stage.map_or(&[], |stage| flow.ways_from(stage)),
            texts: &texts,
            marks,
            leg: LegLook::None,
            state: CardState {
                is_selected: self.view.selection.events.contains(&card.event.id),
                ..CardState::default()
            },
        };
        card::paint(&faded, self.theme, &look);
        let rows = card.rows.iter().enumerate();
        for (band, fate) in rows
            .map(|(row, &fate)| (frame.row(row), fate))
            .chain([(frame.header(), card.header)])
        {
            self.paint_fate(painter, band, fate, frame.zoom);
        }
    }

    /// What becomes of a row: its colour, its sign on the left edge, and a line through what goes.
    fn paint_fate(&self, painter: &Painter, band: Rect, fate: Fate, zoom: f32) {
        let (color, sign) = match fate {
            Fate::Kept => return,
            Fate::Added => (self.theme.accent, icon::PLUS),
            Fate::Changed => (self.theme.accent, icon::PENCIL_SIMPLE),
            Fate::Removed => (self.theme.error, icon::MINUS),
            Fate::Left => (self.theme.text_weak, icon::ARROW_RIGHT),
        };
        let inside = band.shrink2(vec2(1.0, 0.0));
        painter.rect_filled(inside, CornerRadius::ZERO, color.gamma_multiply(0.14));
        if matches!(fate, Fate::Removed | Fate::Left) {
            let from = band.left_center() + vec2(12.0 * zoom, 0.0);
            let to = band.right_center() - vec2(14.0 * zoom, 0.0);
            let stroke = Stroke::new((1.5 * zoom).max(1.0), color);
            painter.extend(Shape::dashed_line(
                &[from, to],
                stroke,
                5.0 * zoom,
                3.0 * zoom,
            ));
        }
        let radius = 8.0 * zoom;
        painter.circle_filled(band.left_center(), radius, color);
        painter.text(
            band.left_center(),
            Align2::CENTER_CENTER,
            sign,
            theme::icon_font(11.0 * zoom),
            self.theme.card,
        );
    }

    fn outline_ghost(&self, painter: &Painter, card: &GhostCard, is_whole: bool) {
        let rect = self.ghost_frame(card).rect;
        let zoom = self.view.camera.zoom;
        let color = match card.fate {
            CardFate::Added | CardFate::Amended => self.theme.accent,
            CardFate::Removed => self.theme.error,
            CardFate::Moved => self.theme.border_strong,
        };
        let stroke = Stroke::new(if is_whole { 2.0 } else { 1.5 }, color);
        paint_dashed(painter, rect, RADIUS * zoom, stroke);
        if card.fate == CardFate::Removed {
            let stroke = Stroke::new(1.5, color);
            for ends in [
                [rect.left_top(), rect.right_bottom()],
                [rect.left_bottom(), rect.right_top()],
            ] {
                painter.extend(Shape::dashed_line(&ends, stroke, 5.0, 4.0));
            }
        }
        if card.fate == CardFate::Added && is_whole {
            self.paint_fate_sign(painter, rect);
        }
    }

    fn paint_fate_sign(&self, painter: &Painter, rect: Rect) {
        let zoom = self.view.camera.zoom;
        painter.circle_filled(rect.left_top(), 9.0 * zoom, self.theme.accent);
        painter.text(
            rect.left_top(),
            Align2::CENTER_CENTER,
            icon::PLUS,
            theme::icon_font(12.0 * zoom),
            self.theme.card,
        );
    }

    /// What the preview is of, in words at the foot of the canvas, and an arrow to what is out of sight.
    pub(in crate::canvas) fn ghost_words_ui(&self, ui: &Ui, painter: &Painter, view: WorldRect) {
        let Some(ghost) = self.input.ghost.filter(|_| !self.view.is_in_gesture()) else {
            return;
        };
        let changes: Vec<WorldRect> = ghost
            .cards()
            .filter(|card| card.is_change())
            .map(changed_rect)
            .collect();
        // A hair of it at the edge shows nothing.
        let view = view.grown(-f64::from(LEAST_SHOWN / self.view.camera.zoom));
        let hidden_count = changes
            .iter()
            .filter(|change| !change.intersects(view))
            .count();
        let mut words = format!("Preview: {}", ghost.words());
        if hidden_count > 0 && hidden_count == changes.len() {
            words += ", outside the view";
            let all = changes
                .iter()
                .fold(WorldRect::NOTHING, |all, &change| all.union(change));
            self.paint_edge_arrow(painter, all);
        } else if hidden_count > 0 {
            let _ = write!(words, ", {hidden_count} outside the view");
        }
        egui::Area::new(self.id.with("preview"))
            .order(egui::Order::Middle)
            .interactable(false)
            .pivot(Align2::LEFT_BOTTOM)
            .fixed_pos(self.screen.left_bottom() + vec2(12.0, -12.0))
            .show(ui.ctx(), |ui| {
                egui::Frame::popup(ui.style())
                    .inner_margin(egui::Margin::symmetric(12, 6))
                    .stroke(Stroke::new(1.0, self.theme.accent))
                    .show(ui, |ui| {
                        ui.horizontal(|ui| {
                            ui.spacing_mut().item_spacing.x = 6.0;
                            ui.label(theme::icon_text(icon::EYE, 15.0).color(self.theme.accent));
                            ui.label(words);
                        });
                    });
            });
    }

    fn paint_edge_arrow(&self, painter: &Painter, change: WorldRect) {
        let center = self.view.camera.screen_from_world(
            self.screen,
            crate::canvas::camera::world(position(change.center())),
        );
        let inner = self.screen.shrink(EDGE);
        let tip = center.clamp(inner.min, inner.max);
        let direction = (center - self.screen.center()).normalized();
        super::paint_arrow(painter, tip, direction, 20.0, self.theme.accent);
    }
}

fn world_rect(at: Position, card: &GhostCard) -> WorldRect {
    WorldRect::from_card(at, CARD_WIDTH, card_height(card.event.actions.len()))
}

/// The part of a card that is not as before.
fn changed_rect(card: &GhostCard) -> WorldRect {
    let whole = world_rect(card.position, card);
    let is_changed = |fate: &Fate| *fate != Fate::Kept;
    let first = card.rows.iter().position(is_changed);
    let last = card.rows.iter().rposition(is_changed);
    let (Some(first), Some(last)) = (first, last) else {
        return whole;
    };
    let y = |row: usize| whole.min[1] + f64::from(card_height(row) - ADD_ROW_HEIGHT);
    let top = if card.header == Fate::Kept {
        y(first)
    } else {
        whole.min[1]
    };
    WorldRect {
        min: [whole.min[0], top],
        max: [whole.max[0], y(last + 1)],
    }
}

fn paint_cross(painter: &Painter, at: Pos2, reach: f32, stroke: Stroke) {
    for arm in [vec2(reach, reach), vec2(reach, -reach)] {
        painter.line_segment([at - arm, at + arm], stroke);
    }
}

/// A rectangle with round corners, in dashes.
pub(in crate::canvas) fn paint_dashed(painter: &Painter, rect: Rect, radius: f32, stroke: Stroke) {
    let radius = radius.min(rect.width() / 2.0).min(rect.height() / 2.0);
    let inner = rect.shrink(radius);
    let corners = [
        (inner.left_top(), std::f32::consts::PI),
        (inner.right_top(), 1.5 * std::f32::consts::PI),
        (inner.right_bottom(), 0.0),
        (inner.left_bottom(), 0.5 * std::f32::consts::PI),
    ];
    let mut path: Vec<Pos2> = corners
        .iter()
        .flat_map(|&(center, from)| {
            (0..=3_u8).map(move |step| {
                let angle = from + f32::from(step) / 3.0 * std::f32::consts::FRAC_PI_2;
                center + Vec2::angled(angle) * radius
            })
        })
        .collect();
    path.extend(path.first().copied());
    let dash = (6.0 * radius / RADIUS).clamp(3.0, 8.0);
    painter.extend(Shape::dashed_line(&path, stroke, dash, dash * 0.7));
}
