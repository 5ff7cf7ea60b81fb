//! How does one like to work? Look, motion, canvas, times and name, all of it applied at once.

use crate::designer::app::Designer;
use crate::designer::settings::reduced_motion::MotionChoice;
use crate::designer::settings::{self, SCALES, Settings, ThemeChoice, TimeStyle, TimerUnit};
use crate::designer::widgets::{self, FIELD_MARGIN, caption, section_ui};
use crate::theme;
use eframe::egui::{self, RichText, TextEdit, Ui};

/// In points.
const WIDTH: f32 = 540.0;
const LABEL_WIDTH: f32 = 150.0;
/// As an example of how times are shown, in seconds.
const EXAMPLE_S: u64 = 51 * 3_600;

impl Designer {
    /// Shows the preferences. Returns false when they are to close.
    pub(in crate::designer) fn preferences_ui(&mut self, ctx: &egui::Context) -> bool {
        let before = self.settings.clone();
        let window = ctx.content_rect().shrink(theme::GROUP_GAP + 24.0);
        let frame = egui::Frame::popup(&ctx.global_style()).inner_margin(20);
        let modal = widgets::modal(ctx, "preferences").frame(frame);
        let mut wants_close = false;
        let shown = modal.show(ctx, |ui| {
            ui.set_width(WIDTH.min(window.width()));
            ui.set_max_height(window.height());
            ui.horizontal(|ui| {
                ui.label(RichText::new("Preferences").font(theme::semibold(theme::TITLE)));
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    let close = egui_phosphor::regular::X;
                    wants_close = widgets::icon_button(ui, close, "Close", true).clicked();
                });
            });
            egui::ScrollArea::vertical()
                .max_height(window.height() - 60.0)
                .auto_shrink([false, true])
                .show(ui, |ui| contents_ui(ui, &mut self.settings));
        });
        let is_closing = wants_close || shown.should_close();
        // Not for each letter of the name; on quitting they are kept anyway.
        if is_closing || self.settings.user_name == before.user_name && self.settings != before {
            self.settings.save();
        }
        !is_closing
    }
}

fn contents_ui(ui: &mut Ui, settings: &mut Settings) {
    section_ui(ui, "Look");
    row_ui(ui, "Theme", |ui| {
        for choice in ThemeChoice::ALL {
            choice_ui(ui, &mut settings.theme, choice, choice.title());
        }
    });
    row_ui(ui, "Text and controls", |ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        for scale in SCALES {
            let is_on = (settings.scale - scale).abs() < 1e-3;
            let percent = format!("{:.0} %", scale * 100.0);
            if ui.selectable_label(is_on, percent).clicked() {
                settings.scale = scale;
            }
        }
    });
    row_ui(ui, "Motion", |ui| {
        for choice in MotionChoice::ALL {
            choice_ui(ui, &mut settings.motion, choice, choice.title());
        }
    });

    ui.add_space(theme::GAP);
    section_ui(ui, "Canvas");
    row_ui(ui, "Dragged cards", |ui| {
        let text = "Snap to the grid and to other cards";
        widgets::checkbox(ui, &mut settings.is_snapping, text);
    });

    ui.add_space(theme::GAP);
    section_ui(ui, "Times");
    row_ui(ui, "A bare number means", |ui| {
        for unit in TimerUnit::ALL {
            choice_ui(ui, &mut settings.timer_unit, unit, unit.title());
        }
    });
    row_ui(ui, "Times are shown as", |ui| {
        for style in TimeStyle::ALL {
            choice_ui(ui, &mut settings.time_style, style, &style.text(EXAMPLE_S));
        }
    });

    ui.add_space(theme::GAP);
    section_ui(ui, "You");
    row_ui(ui, "Name", |ui| {
        let name = TextEdit::singleline(&mut settings.user_name)
            .hint_text(settings::system_user())
            .desired_width(f32::INFINITY)
            .margin(FIELD_MARGIN);
        let response = widgets::text_field(ui, name);
        response.widget_info(|| {
            egui::WidgetInfo::labeled(egui::WidgetType::TextEdit, true, "Your name")
        });
    });
    indented_ui(ui, "Stands under waivers and reviews, in the design file.");
}

/// A label with its controls beside it.
fn row_ui(ui: &mut Ui, label: &str, controls: impl FnOnce(&mut Ui)) {
    ui.horizontal(|ui| {
        let (rect, _) = ui.allocate_exact_size(
            egui::vec2(LABEL_WIDTH, theme::BUTTON_HEIGHT),
            egui::Sense::hover(),
        );
        let mut left = ui.new_child(
            egui::UiBuilder::new()
                .max_rect(rect)
                .layout(egui::Layout::left_to_right(egui::Align::Center)),
        );
        left.add(egui::Label::new(label).truncate());
        controls(ui);
    });
}

fn indented_ui(ui: &mut Ui, text: &str) {
    ui.horizontal(|ui| {
        ui.add_space(LABEL_WIDTH + theme::GAP);
        ui.label(caption(ui, text));
    });
}

fn choice_ui<T: PartialEq>(ui: &mut Ui, chosen: &mut T, choice: T, title: &str) {
    if ui.selectable_label(*chosen == choice, title).clicked() {
        *chosen = choice;
    }
}
