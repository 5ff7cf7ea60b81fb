//! A frame or a note: what it says, and its colour, by name.

use super::Inspector;
use super::field::field_ui;
use crate::designer::widgets::{caption, section_ui};
use crate::designer::{Document, Request, UserCommand};
use crate::edit::commands;
use crate::theme::{self, Theme};
use crate::workflow::{Annotation, AnnotationId, AnnotationKind, Tint};
use eframe::egui::{
    Align2, CornerRadius, FontId, Sense, Stroke, StrokeKind, Ui, WidgetInfo, WidgetType, vec2,
};

/// A colour and its name side by side.
const SWATCH: f32 = 14.0;

impl Inspector {
    pub(super) fn annotation_ui(
        &mut self,
        ui: &mut Ui,
        document: &Document,
        annotation_id: AnnotationId,
        annotation: &Annotation,
        requests: &mut Vec<Request>,
    ) {
        let design = document.design();
        let is_note = annotation.kind == AnnotationKind::StickyNote;
        ui.horizontal(|ui| {
            let icon = theme::annotation_icon(annotation.kind);
            ui.label(
                theme::icon_text(icon, 18.0).color(Theme::of(ui.ctx()).tint(annotation.tint).hue),
            );
            ui.heading(annotation.kind.title());
        });
        let name = if is_note { "Text" } else { "Title" };
        let mut text = annotation.text.clone();
        let response = ui
            .push_id((document.id, annotation_id.0), |ui| {
                field_ui(ui, name, &mut text, "", is_note, &[])
            })
            .inner;
        self.take_focus(&response, &annotation.text);
        if response.changed() {
            let edit = commands::set_annotation_text(design, annotation_id, &text, 0);
            requests.push(Request::EditInGesture(edit, self.gesture(&response)));
        }
        ui.add_space(theme::GAP);
        section_ui(ui, "Colour");
        let chosen = tints_ui(ui, |tint| tint == annotation.tint);
        if let Some(tint) = chosen {
            requests.push(Request::Edit(commands::set_tint(
                design,
                &[annotation_id],
                tint,
            )));
        }
        ui.add_space(theme::GAP);
        if is_note {
            ui.label(caption(
                ui,
                "For those who read the design. A call never sees it.",
            ));
        } else {
            ui.label(caption(
                ui,
                "Drag its title to move it with all that lies in it.",
            ));
        }
        ui.add_space(theme::GAP);
        ui.horizontal(|ui| {
            for command in [UserCommand::Duplicate, UserCommand::Delete] {
                if ui.button(command.label()).clicked() {
                    requests.push(Request::Run(command));
                }
            }
        });
    }
}

/// All colours, in two columns. Returns the one that was clicked.
pub(super) fn tints_ui(ui: &mut Ui, is_on: impl Fn(Tint) -> bool) -> Option<Tint> {
    let mut chosen = None;
    ui.spacing_mut().item_spacing.y = 2.0;
    for pair in Tint::ALL.chunks(3) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            let width = (ui.available_width() - 4.0) / 3.0;
            for &tint in pair {
                if chip_ui(ui, tint, is_on(tint), width).clicked() && !is_on(tint) {
                    chosen = Some(tint);
                }
            }
        });
    }
    chosen
}

fn chip_ui(ui: &mut Ui, tint: Tint, is_on: bool, width: f32) -> eframe::egui::Response {
    let theme = Theme::of(ui.ctx());
    let size = vec2(width, theme::BUTTON_HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response
        .widget_info(|| WidgetInfo::selected(WidgetType::RadioButton, true, is_on, tint.title()));
    let is_hot = response.hovered() || response.has_focus();
    let fill = match (is_on, is_hot) {
        (true, _) => theme.selection_fill,
        (_, true) => theme.card_hovered_row,
        _ => theme.panel,
    };
    let radius = CornerRadius::same(6);
    let edge = if is_on || response.has_focus() {
        Stroke::new(1.0, theme.accent)
    } else {
        Stroke::NONE
    };
    ui.painter()
        .rect(rect, radius, fill, edge, StrokeKind::Inside);
    let colors = theme.tint(tint);
    let swatch = eframe::egui::Rect::from_center_size(
        rect.left_center() + vec2(8.0 + SWATCH / 2.0, 0.0),
        vec2(SWATCH, SWATCH),
    );
    ui.painter().rect(
        swatch,
        CornerRadius::same(3),
        colors.paper,
        Stroke::new(1.5, colors.hue),
        StrokeKind::Inside,
    );
    ui.painter().text(
        swatch.right_center() + vec2(6.0, 0.0),
        Align2::LEFT_CENTER,
        tint.title(),
        FontId::proportional(theme::ROW),
        theme.text,
    );
    response
}
