//! How does one see where it would land? A light on the line or the row, and a chip at the pointer with words.

use crate::canvas::input::drop::{Carried, Landing, Target};
use crate::canvas::view::CanvasFrame;
use crate::theme;
use crate::workflow::{ActionId, row_text, stage_name};
use eframe::egui::{
    self, Color32, CornerRadius, Painter, Pos2, RichText, Shape, Stroke, StrokeKind, Ui, vec2,
};
use egui_phosphor::regular as icon;

impl CanvasFrame<'_, '_> {
    /// The light on what would take what is carried, and the words beside the pointer.
    pub(in crate::canvas) fn paint_drop(&self, ui: &Ui, painter: &Painter, at: Pos2) {
        let Some(landing) = &self.view.landing else {
            return;
        };
        let color = if landing.is_refused() {
            self.theme.error
        } else {
            self.theme.accent
        };
        match landing.target {
            Some(Target::Line(line)) => self.paint_line_target(painter, line, color, at),
            Some(Target::Place { card, index }) => {
                self.paint_place(painter, landing.carried, (card, index), color);
            }
            Some(Target::Action { card, row }) => {
                let row = self.card_frame(card, None).row(row);
                let stroke = Stroke::new(2.0, color);
                painter.rect(
                    row,
                    CornerRadius::same(4),
                    color.gamma_multiply(0.12),
                    stroke,
                    StrokeKind::Inside,
                );
            }
            None => {}
        }
        self.chip_ui(ui, landing, at, color);
    }

    fn paint_line_target(&self, painter: &Painter, line: ActionId, color: Color32, at: Pos2) {
        let wires = &self.view.scene.wires;
        let Some(wire) = wires.iter().find(|wire| wire.action_id == line) else {
            return;
        };
        let mut nearest: Option<(f32, Pos2)> = None;
        let course = self.course(wire, None);
        course.runs(&self.view.camera, self.screen, self.screen, |points| {
            for &point in &points {
                let distance = point.distance_sq(at);
                if nearest.is_none_or(|(least, _)| distance < least) {
                    nearest = Some((distance, point));
                }
            }
            painter.add(Shape::line(points, Stroke::new(3.5, color)));
        });
        if let Some((_, point)) = nearest {
            painter.circle(point, 6.0, self.theme.card, Stroke::new(2.0, color));
        }
    }

    fn paint_place(
        &self,
        painter: &Painter,
        carried: Carried,
        (card, index): (usize, usize),
        color: Color32,
    ) {
        let Some(event) = self.event(card) else {
            return;
        };
        let own = self.own_row(carried, event);
        let shown = index + usize::from(own.is_some_and(|own| own <= index));
        let frame = self.card_frame(card, None);
        let y = frame.row(shown).top();
        painter.hline(frame.rect.x_range(), y, Stroke::new(2.0, color));
        painter.circle_filled(Pos2::new(frame.rect.left(), y), 3.5, color);
    }

    /// What is carried, as a chip at the pointer, and below it what letting go would do.
    fn chip_ui(&self, ui: &Ui, landing: &Landing, at: Pos2, color: Color32) {
        let workflow = &self.input.design.workflow;
        let look = |kind| (theme::action_icon(kind), self.theme.action(kind));
        let chip = match landing.carried {
            Carried::New(kind) => Some((look(kind), kind.title().to_owned())),
            Carried::Row(action_id) => workflow.action(action_id).map(|action| {
                let kind = action.data.kind();
                let text = row_text(workflow, self.input.flow, action);
                let is_named = !text.is_empty();
                let name = if is_named { &text } else { kind.title() };
                (look(kind), name.to_owned())
            }),
            // As long as nothing takes it the card itself is at the pointer.
            Carried::Leg(_) if !landing.is_taken() => None,
            Carried::Leg(event_id) => workflow.event(event_id).map(|event| {
                let name = stage_name(workflow, self.input.flow, event);
                let look = (theme::event_icon(event.kind), self.theme.event(event.kind));
                (look, format!("{} {name}", event.stage))
            }),
        };
        if chip.is_none() && landing.words.is_empty() {
            return;
        }
        let sign = match (landing.target, landing.is_refused()) {
            (None, _) => (icon::INFO, self.theme.text_weak),
            (_, true) => (icon::PROHIBIT, color),
            (_, false) => (icon::ARROW_BEND_DOWN_RIGHT, color),
        };
        egui::Area::new(self.id.with("chip"))
            .order(egui::Order::Tooltip)
            .interactable(false)
            .fixed_pos(at + vec2(14.0, 18.0))
            .constrain_to(ui.ctx().content_rect().shrink(theme::GAP))
            .show(ui.ctx(), |ui| {
                egui::Frame::popup(ui.style())
                    .inner_margin(egui::Margin::symmetric(10, 7))
                    .show(ui, |ui| {
                        ui.set_max_width(300.0);
                        ui.spacing_mut().item_spacing = vec2(6.0, 4.0);
                        if let Some(((icon, hue), name)) = chip {
                            ui.horizontal(|ui| {
                                ui.label(theme::icon_text(icon, 16.0).color(hue));
                                let name = RichText::new(name).font(theme::medium(theme::BODY));
                                ui.add(egui::Label::new(name).truncate());
                            });
                        }
                        if !landing.words.is_empty() {
                            ui.horizontal_top(|ui| {
                                ui.label(theme::icon_text(sign.0, 14.0).color(sign.1));
                                let words = RichText::new(&landing.words).size(theme::ROW);
                                ui.add(egui::Label::new(words).wrap());
                            });
                        }
                    });
            });
    }
}
