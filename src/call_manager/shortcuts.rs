//! Which keys are there? All of them, on a page over the window.

use super::commands::Command;
use crate::designer::widgets::{self, section_ui};
use crate::theme::{self, Theme};
use eframe::egui::{self, Align2, FontId, RichText, ScrollArea, Sense, Ui, vec2};

const WIDTH: f32 = 460.0;

/// What the hand does in the list and on a call.
const HAND: &[(&[&str], &str)] = &[
    (&["↑", "↓"], "Go through the calls"),
    (&["Page up", "Page down"], "Go through them by the page"),
    (&["Home", "End"], "Go to the most urgent, to the least"),
    (&["1", "…", "9"], "Go to a button of the call"),
    (&["Enter"], "Go to the first button; on a button, push it"),
    (
        &["Esc"],
        "Back: from a button to the list, from the search, from the call",
    ),
];

/// Shows the page. Returns false when it is to close.
pub fn shortcuts_ui(ctx: &egui::Context) -> bool {
    let mut wants_close = false;
    let window = ctx.content_rect().shrink(theme::GROUP_GAP + 24.0);
    let frame = egui::Frame::popup(&ctx.global_style()).inner_margin(20);
    let shown = widgets::modal(ctx, "call manager keys")
        .frame(frame)
        .show(ctx, |ui| {
            ui.set_width(WIDTH.min(window.width()));
            ui.set_max_height(window.height());
            ui.horizontal(|ui| {
                ui.label(RichText::new("Keyboard shortcuts").font(theme::semibold(theme::TITLE)));
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    let close = egui_phosphor::regular::X;
                    wants_close = widgets::icon_button(ui, close, "Close", true).clicked();
                });
            });
            ScrollArea::vertical()
                .max_height(window.height() - 60.0)
                .auto_shrink([false, true])
                .show(ui, |ui| {
                    section_ui(ui, "Calls");
                    for (caps, what) in HAND {
                        let caps: Vec<String> = caps.iter().map(|&cap| cap.to_owned()).collect();
                        key_ui(ui, what, &caps);
                    }
                    section_ui(ui, "Commands");
                    for command in Command::all() {
                        if let Some(shortcut) = command.shortcut() {
                            let caps = widgets::key_caps(ui.ctx(), shortcut);
                            key_ui(ui, command.label().trim_end_matches('…'), &caps);
                        }
                    }
                });
        });
    !(wants_close || shown.should_close())
}

fn key_ui(ui: &mut Ui, what: &str, caps: &[String]) {
    let theme = Theme::of(ui.ctx());
    let size = vec2(ui.available_width(), theme::ROW_HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let spoken = format!("{what}: {}", caps.join(" "));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Label, true, &spoken));
    let font = FontId::proportional(theme::BODY);
    let at = rect.left_center();
    ui.painter()
        .text(at, Align2::LEFT_CENTER, what, font, theme.text);
    widgets::paint_key_caps(ui.painter(), theme, rect.right_center(), caps);
}
