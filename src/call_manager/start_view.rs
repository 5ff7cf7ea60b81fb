//! Where are the calls? Asked when the window was opened without saying so, with those that were open before.

use super::requests::Request;
use super::settings::RecentSource;
use super::source::SourceName;
use crate::designer::widgets::{self, FIELD_MARGIN, weak};
use crate::theme::{self, Theme};
use eframe::egui::{self, Key, RichText, ScrollArea, TextEdit, Ui, WidgetInfo, WidgetType};
use egui_phosphor::regular as icon;

const WIDTH: f32 = 480.0;

#[derive(Default)]
pub struct StartView {
    address: String,
    /// Why what was typed is no address, or what was opened cannot be.
    pub fault: Option<String>,
}

impl StartView {
    pub fn show(&mut self, ui: &mut Ui, recent: &[RecentSource], requests: &mut Vec<Request>) {
        ScrollArea::vertical()
            .auto_shrink([false, false])
            .show(ui, |ui| {
                let margin = ((ui.available_width() - WIDTH) / 2.0).max(theme::GROUP_GAP);
                let top = (ui.available_height() * 0.14).max(theme::GROUP_GAP);
                ui.add_space(top);
                ui.horizontal_top(|ui| {
                    ui.add_space(margin);
                    ui.vertical(|ui| {
                        ui.set_width(WIDTH.min(ui.available_width()));
                        self.contents_ui(ui, recent, requests);
                    });
                });
            });
    }

    fn contents_ui(&mut self, ui: &mut Ui, recent: &[RecentSource], requests: &mut Vec<Request>) {
        let theme = Theme::of(ui.ctx());
        ui.label(RichText::new("Call Manager").font(theme::semibold(24.0)));
        ui.label(weak(
            ui,
            "See what waits for you, and push the button when it is done.",
        ));
        ui.add_space(theme::GROUP_GAP);
        widgets::section_ui(ui, "A server");
        ui.horizontal(|ui| {
            let edit = TextEdit::singleline(&mut self.address)
                .hint_text("http://127.0.0.1:4747")
                .desired_width(ui.available_width() - 110.0)
                .margin(FIELD_MARGIN);
            let field = widgets::text_field(ui, edit);
            field.widget_info(|| {
                WidgetInfo::labeled(WidgetType::TextEdit, true, "Address of the server")
            });
            let is_entered = field.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter));
            let is_clicked = widgets::primary_button(ui, "Connect").clicked();
            if is_clicked || is_entered {
                match SourceName::of_server(&self.address) {
                    Ok(name) => requests.push(Request::Open(name)),
                    Err(fault) => self.fault = Some(fault),
                }
            }
        });
        ui.add_space(theme::GAP);
        widgets::section_ui(ui, "Or a store on this machine");
        let open = (
            theme::icon_text(icon::DATABASE, 15.0),
            RichText::new("Open a store…"),
        );
        let button =
            ui.add(egui::Button::new(open).min_size(egui::vec2(0.0, theme::BUTTON_HEIGHT)));
        button.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, "Open a store…"));
        if button.clicked() {
            requests.push(Request::Browse);
        }
        if let Some(fault) = &self.fault {
            ui.add_space(theme::GAP);
            super::detail::callout_ui(ui, icon::WARNING, theme.warning, fault);
        }
        if recent.is_empty() {
            return;
        }
        ui.add_space(theme::GROUP_GAP);
        widgets::section_ui(ui, "Open before");
        for source in recent {
            let symbol = match source.name {
                SourceName::Store(_) => icon::DATABASE,
                SourceName::Server(_) => icon::HARD_DRIVES,
            };
            let (title, place) = (source.name.title(), source.name.place());
            let width = ui.available_width();
            if widgets::tile_ui(ui, width, symbol, &title, &place).clicked() {
                requests.push(Request::Open(source.name.clone()));
            }
        }
    }
}
