//! How do things stand? Findings, size, zoom and whether the file is up to date, in one line.

use crate::designer::panels::findings::tally_text;
use crate::designer::widgets::{self, weak};
use crate::designer::{Document, Request, UserCommand};
use crate::theme::{self, Theme};
use crate::workflow::counted;
use eframe::egui::{self, Layout, RichText, Ui};
use egui_phosphor::regular as icon;

pub fn status_bar_ui(ui: &mut Ui, document: &Document, requests: &mut Vec<Request>) {
    let theme = Theme::of(ui.ctx());
    ui.horizontal_centered(|ui| {
        let tally = &document.analysis.tally;
        let (symbol, color) = match () {
            () if tally.errors > 0 => (icon::WARNING_CIRCLE, theme.error),
            () if tally.warnings > 0 => (icon::WARNING, theme.warning),
            () if tally.infos > 0 => (icon::INFO, theme.info),
            () => (icon::CHECK_CIRCLE, theme.good),
        };
        widgets::symbol_ui(ui, symbol, color);
        let text = RichText::new(tally_text(document)).size(theme::ROW);
        let button = egui::Button::new(text)
            .frame_when_inactive(false)
            .min_size(egui::vec2(0.0, 20.0));
        let hint = "Show or hide the findings";
        let hint = widgets::command_hint(ui, UserCommand::ToggleFindings, hint);
        if ui.add(button).on_hover_text(hint).clicked() {
            requests.push(Request::Run(UserCommand::ToggleFindings));
        }
        let workflow = &document.design().workflow;
        let counts = [
            counted(workflow.stage_count(), "stage"),
            counted(workflow.action_count(), "action"),
            counted(document.analysis.leg_count, "leg"),
        ];
        ui.separator();
        ui.label(weak(ui, counts.join("  ·  ")).size(theme::ROW));
        ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
            let percent = document.view.camera.zoom * 100.0;
            let zoom = if percent < 1.0 {
                format!("{percent:.2} %")
            } else {
                format!("{percent:.0} %")
            };
            let zoom_button = egui::Button::new(weak(ui, &zoom).size(theme::ROW))
                .frame_when_inactive(false)
                .min_size(egui::vec2(52.0, 20.0));
            let label = UserCommand::ZoomActual.label();
            let hint = widgets::command_hint(ui, UserCommand::ZoomActual, &label);
            let response = ui.add(zoom_button).on_hover_text(hint);
            response.widget_info(|| {
                egui::WidgetInfo::labeled(egui::WidgetType::Button, true, format!("Zoom {zoom}"))
            });
            if response.clicked() {
                requests.push(Request::Run(UserCommand::ZoomActual));
            }
            ui.separator();
            let saved = match (&document.path, document.is_unsaved()) {
                (None, _) => "Not saved to a file yet",
                (Some(_), true) => "Unsaved changes",
                (Some(_), false) => "Saved",
            };
            let path = document
                .path
                .as_deref()
                .map(|path| path.display().to_string());
            let label = ui.label(weak(ui, saved).size(theme::ROW));
            if let Some(path) = path {
                label.on_hover_text(path);
            }
            if let Some(story) = document.view.story() {
                ui.separator();
                story_ui(ui, story);
            }
        });
    });
}

/// As much of the leg's story as there is room for; the rest under the pointer.
fn story_ui(ui: &mut Ui, story: &str) {
    ui.with_layout(Layout::left_to_right(egui::Align::Center), |ui| {
        ui.separator();
        let text = weak(ui, story).size(theme::ROW);
        let label = egui::Label::new(text)
            .truncate()
            .show_tooltip_when_elided(true);
        ui.add(label);
    });
}
