//! How far is the review, and what comes next? The bar above the canvas in review mode.

use super::ReviewRequest;
use super::questions::when_text;
use crate::designer::widgets::{self, symbol_ui};
use crate::designer::{Document, Request, UserCommand};
use crate::review::{Progress, Signed};
use crate::theme::{self, Theme};
use eframe::egui::{
    self, Align, CornerRadius, Frame, Layout, Margin, Panel, Rect, Sense, Stroke, Ui, WidgetInfo,
    WidgetType, vec2,
};
use egui_phosphor::regular as icon;

pub fn mode_bar_ui(ui: &mut Ui, document: &Document, requests: &mut Vec<Request>) {
    let theme = Theme::of(ui.ctx());
    let progress = document.legs.legs.ledger.progress;
    let frame = Frame::new()
        .fill(theme::mixed(theme.panel, theme.accent, 0.12))
        .stroke(Stroke::NONE)
        .inner_margin(Margin::symmetric(12, 6));
    Panel::top("review mode").frame(frame).show(ui, |ui| {
        ui.horizontal(|ui| {
            symbol_ui(ui, icon::LIST_CHECKS, theme.accent);
            ui.label(egui::RichText::new("Review").font(theme::semibold(theme::BODY)));
            ui.add_space(theme::GAP);
            progress_ui(ui, progress);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if ui.button("Leave").clicked() {
                    requests.push(Request::Run(UserCommand::ToggleReviewMode));
                }
                sign_off_ui(ui, document, progress, requests);
                for (command, label) in [
                    (UserCommand::AskQuestion, "Ask  Q"),
                    (UserCommand::TickLeg, "Tick leg  T"),
                    (UserCommand::NextUnreviewedLeg, "Next  N"),
                ] {
                    let button = ui.button(label);
                    button.widget_info(|| {
                        WidgetInfo::labeled(WidgetType::Button, true, command.label())
                    });
                    let hint = widgets::command_hint(ui, command, &command.label());
                    if button.on_hover_text(hint).clicked() {
                        requests.push(Request::Run(command));
                    }
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    ui.add(egui::Label::new(widgets::weak(ui, left_text(progress))).truncate());
                });
            });
        });
    });
}

fn progress_ui(ui: &mut Ui, progress: Progress) {
    let theme = Theme::of(ui.ctx());
    let text = format!("{} of {} legs", progress.reviewed_count, progress.leg_count);
    let (rect, response) = ui.allocate_exact_size(vec2(96.0, 6.0), Sense::hover());
    let share = progress.reviewed_count as f32 / progress.leg_count.max(1) as f32;
    let done = Rect::from_min_size(rect.min, vec2(rect.width() * share, rect.height()));
    let corners = CornerRadius::same(3);
    let empty = theme::mixed(theme.panel, theme.text, 0.16);
    ui.painter().rect_filled(rect, corners, empty);
    let hue = if progress.is_reviewed() {
        theme.good
    } else {
        theme.accent
    };
    ui.painter().rect_filled(done, corners, hue);
    response.widget_info(|| {
        WidgetInfo::labeled(
            WidgetType::ProgressIndicator,
            true,
            format!("{text} reviewed"),
        )
    });
    ui.label(egui::RichText::new(text).font(theme::medium(theme::BODY)));
}

/// What is left besides legs that nobody has looked at yet.
fn left_text(progress: Progress) -> String {
    let mut parts = Vec::new();
    match progress.changed_count {
        0 => {}
        count => parts.push(format!("{count} changed since")),
    }
    match progress.open_question_count {
        0 => {}
        1 => parts.push("1 open question".to_owned()),
        count => parts.push(format!("{count} open questions")),
    }
    parts.join("  ·  ")
}

fn sign_off_ui(ui: &mut Ui, document: &Document, progress: Progress, requests: &mut Vec<Request>) {
    let theme = Theme::of(ui.ctx());
    let sign_off = document.legs.legs.design.review.sign_off.as_ref();
    match (progress.signed, sign_off) {
        (Signed::Signed, Some(sign_off)) => {
            if ui.button("Withdraw").clicked() {
                requests.push(Request::Review(ReviewRequest::WithdrawSignOff));
            }
            let label = ui.label(format!("Signed by {}", sign_off.by.name));
            label.on_hover_text(when_text(&sign_off.by.at));
            symbol_ui(ui, icon::SEAL_CHECK, theme.good);
        }
        (signed, sign_off) => {
            let can_be_signed = progress.is_reviewed() && progress.open_question_count == 0;
            let button = ui.add_enabled_ui(can_be_signed, |ui| {
                widgets::primary_button(ui, &UserCommand::SignOff.label())
            });
            let hint = "Every leg has to be reviewed and every question resolved first";
            let button = button.inner.on_disabled_hover_text(hint);
            if button.clicked() {
                requests.push(Request::Run(UserCommand::SignOff));
            }
            if let (Signed::Lapsed, Some(sign_off)) = (signed, sign_off) {
                let text = format!("Signature of {} lapsed", sign_off.by.name);
                let label = ui.label(widgets::weak(ui, text));
                label.on_hover_text(format!(
                    "Signed {}; a leg has changed since",
                    when_text(&sign_off.by.at)
                ));
                symbol_ui(ui, icon::SEAL_WARNING, theme.warning);
            }
        }
    }
}
