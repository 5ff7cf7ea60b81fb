//! What stands between the user and the calls? A source that is lost, that wants a token, or that nobody carries out.

use super::desk::Desk;
use super::requests::Request;
use super::source::{Fault, SourceName};
use super::times::Times;
use crate::designer::widgets::{self, FIELD_MARGIN};
use crate::runtime::Timestamp;
use crate::theme::{self, Theme};
use eframe::egui::{
    self, Frame, Label, Layout, Margin, Panel, RichText, TextEdit, Ui, WidgetInfo, WidgetType,
};
use egui_phosphor::regular as icon;

/// Shows the bar, if there is something to say.
pub fn link_bar_ui(
    ui: &mut Ui,
    desk: &Desk,
    here: Timestamp,
    times: &Times<'_>,
    token: &mut String,
    requests: &mut Vec<Request>,
) {
    let Some((sentence, wants_token)) = sentence(desk, here, times) else {
        return;
    };
    let theme = Theme::of(ui.ctx());
    let frame = Frame::new()
        .fill(theme::mixed(theme.panel, theme.warning, 0.14))
        .inner_margin(Margin::symmetric(12, 6));
    Panel::top("link").frame(frame).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.set_min_height(theme::BUTTON_HEIGHT);
            widgets::symbol_ui(ui, icon::WARNING, theme.warning);
            ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
                if wants_token {
                    token_ui(ui, token, requests);
                } else if desk.fault().is_some() && ui.button("Try again").clicked() {
                    requests.push(Request::TryAgain);
                }
                ui.with_layout(Layout::left_to_right(egui::Align::Center), |ui| {
                    let text = RichText::new(&sentence).color(theme.text);
                    ui.add(Label::new(text).wrap());
                });
            });
        });
    });
}

/// What to say, and whether a token would help.
fn sentence(desk: &Desk, here: Timestamp, times: &Times<'_>) -> Option<(String, bool)> {
    let fault = match desk.fault() {
        Some(fault) => fault,
        None if desk.is_driver_gone(here) => {
            let what = match &desk.name {
                SourceName::Store(path) => {
                    format!("start `legwork serve` on {}.", path.display())
                }
                SourceName::Server(_) => "look after the server.".to_owned(),
            };
            return Some((
                format!("Timers are due and do not elapse: nobody carries these calls out; {what}"),
                false,
            ));
        }
        None => return None,
    };
    let as_it_was = if desk.calls.is_empty() {
        String::new()
    } else {
        format!(" The list is as it was at {}.", times.clock(desk.lost_at))
    };
    Some(match fault {
        Fault::NeedsToken(why) => (format!("{why}{as_it_was}"), true),
        Fault::Unusable(why) => (format!("{why}{as_it_was}"), false),
        Fault::Lost(why) | Fault::Denied(why) => (
            format!("{why} It is tried again by itself.{as_it_was}"),
            false,
        ),
    })
}

fn token_ui(ui: &mut Ui, token: &mut String, requests: &mut Vec<Request>) {
    let is_given = !token.trim().is_empty();
    let connect = ui.add_enabled(is_given, egui::Button::new("Connect"));
    let edit = TextEdit::singleline(token)
        .password(true)
        .hint_text("Token")
        .desired_width(200.0)
        .margin(FIELD_MARGIN);
    let field = widgets::text_field(ui, edit);
    field.widget_info(|| WidgetInfo::labeled(WidgetType::TextEdit, true, "Token"));
    let is_entered = field.lost_focus() && ui.input(|i| i.key_pressed(egui::Key::Enter));
    if is_given && (connect.clicked() || is_entered) {
        requests.push(Request::Token(std::mem::take(token)));
    }
}
