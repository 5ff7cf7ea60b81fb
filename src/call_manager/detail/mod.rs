//! What is known of the call that is looked at? Its alert, its buttons, the workflow with its stage lit, fields and history.

mod buttons;
mod happenings;

use super::desk::{Desk, Opened, Said};
use super::list::{letter_title, stage_of, timer_line};
use super::requests::Request;
use super::row::{priority_hue, priority_icon, priority_title};
use super::times::Times;
use crate::designer::widgets::{self, caption, section_ui, weak};
use crate::runtime::store::{Detail, Summary};
use crate::theme::{self, Theme};
use crate::workflow::EventId;
use eframe::egui::{self, CornerRadius, Frame, Label, Layout, Margin, RichText, ScrollArea, Ui};
use egui_phosphor::regular as icon;

pub use buttons::{button_id, offer_ui};

const PICTURE_HEIGHTS: std::ops::RangeInclusive<f32> = 96.0..=220.0;

/// In points.
const SCROLL_ROOM: f32 = 10.0;

/// Shows the call in the rest of `ui`.
pub fn detail_ui(
    ui: &mut Ui,
    desk: &mut Desk,
    times: &Times<'_>,
    name: &mut String,
    requests: &mut Vec<Request>,
) {
    let is_fine = desk.is_fine();
    let now_s = ui.input(|i| i.time);
    let takes_pushes = desk.takes_pushes(now_s);
    let by = desk.scope().by.clone();
    let Desk {
        opened,
        pictures,
        said,
        letters,
        is_acting,
        ..
    } = desk;
    let Some(opened) = opened else {
        nothing_ui(
            ui,
            "Select a call to see its buttons, its fields and its history.",
        );
        return;
    };
    if let Some(fault) = &opened.fault {
        nothing_ui(ui, fault);
        return;
    }
    let Opened {
        run_id,
        detail: Some(detail),
        been,
        history_count,
        ..
    } = opened
    else {
        // It comes in a moment.
        return;
    };
    let summary = &detail.summary;
    head_ui(ui, detail, &by, is_fine && !*is_acting, requests);
    ui.separator();
    ScrollArea::vertical()
        .id_salt(("detail", run_id.0))
        .auto_shrink([false, false])
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 8.0;
            // Beside the scroll bar, not below it.
            ui.set_max_width(ui.available_width() - SCROLL_ROOM);
            let said = said.as_ref().filter(|said| said.run_id == Some(*run_id));
            if let Some(said) = said {
                said_ui(ui, said);
            }
            alert_ui(ui, summary, times);
            ui.add_space(2.0);
            let others = summary.claimed_by.as_ref().filter(|who| **who != by);
            if let Some(who) = others {
                let sentence = format!("{who} works on this call.");
                callout_ui(ui, icon::USER, Theme::of(ui.ctx()).accent, &sentence);
            } else if by.is_empty() && !summary.buttons.is_empty() {
                who_ui(ui, name, requests);
            }
            let is_held = others.is_some() || by.is_empty();
            offer_ui(ui, summary, takes_pushes && !is_held, is_held, requests);
            timers_ui(ui, summary, times);
            ui.add_space(4.0);
            let mut picture = pictures.get_mut(&detail.version);
            if let Some(picture) = &mut picture {
                section_ui(ui, &format!("{}, stage by stage", summary.workflow));
                let width = ui.available_width();
                let height = picture.height(width, PICTURE_HEIGHTS);
                let lit = Some(EventId(summary.stage));
                picture.show(ui, egui::vec2(width, height), lit, been);
            }
            fields_ui(ui, detail);
            let dead = letters.iter().filter(|letter| letter.key.run_id == *run_id);
            for letter in dead {
                let title = format!("Not sent: {}", letter_title(&letter.what));
                callout_ui(ui, icon::WARNING, Theme::of(ui.ctx()).warning, &title);
                if ui
                    .add_enabled(is_fine, egui::Button::new("Try again"))
                    .clicked()
                {
                    requests.push(Request::Retry(vec![letter.id]));
                }
            }
            let picture = picture.map(|picture| &*picture);
            happenings::history_ui(ui, detail, picture, times, history_count);
            ui.add_space(theme::GROUP_GAP);
        });
}

fn nothing_ui(ui: &mut Ui, sentence: &str) {
    ui.vertical_centered(|ui| {
        ui.add_space(96.0);
        let theme = Theme::of(ui.ctx());
        ui.label(theme::icon_text(icon::HEADSET, 32.0).color(theme.text_weak));
        ui.add_space(theme::GAP);
        ui.add(Label::new(weak(ui, sentence)).wrap());
    });
}

fn head_ui(ui: &mut Ui, detail: &Detail, by: &str, may_claim: bool, requests: &mut Vec<Request>) {
    let summary = &detail.summary;
    ui.horizontal(|ui| {
        ui.set_height(44.0);
        ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
            if widgets::icon_button(ui, icon::X, "Close the call", true).clicked() {
                requests.push(Request::SelectNone);
            }
            if summary.outcome.is_none() {
                let may_claim = may_claim && !by.is_empty();
                claim_button_ui(ui, summary, by, may_claim, requests);
            }
            ui.with_layout(Layout::top_down(egui::Align::Min), |ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                let title = RichText::new(&summary.call).font(theme::semibold(theme::TITLE));
                ui.add(Label::new(title).truncate().selectable(true));
                let version = detail.version.trim_start_matches("sha256:");
                let version: String = version.chars().take(8).collect();
                let line = format!("{}  ·  version {version}", summary.workflow);
                ui.add(Label::new(caption(ui, line)).truncate())
                    .on_hover_text(&detail.version);
            });
        });
    });
}

/// A sentence that must not be missed.
pub fn callout_ui(ui: &mut Ui, symbol: &str, hue: egui::Color32, text: &str) -> egui::Response {
    let theme = Theme::of(ui.ctx());
    Frame::new()
        .fill(theme::mixed(theme.panel, hue, 0.10))
        .corner_radius(CornerRadius::same(8))
        .inner_margin(Margin::symmetric(10, 8))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal_top(|ui| {
                widgets::symbol_ui(ui, symbol, hue);
                ui.add(Label::new(RichText::new(text).color(theme.text)).wrap());
            });
        })
        .response
}

fn said_ui(ui: &mut Ui, said: &Said) {
    let theme = Theme::of(ui.ctx());
    let (symbol, hue) = if said.done.done {
        (icon::CHECK_CIRCLE, theme.good)
    } else {
        (icon::WARNING, theme.warning)
    };
    callout_ui(ui, symbol, hue, &said.done.message);
}

fn alert_ui(ui: &mut Ui, summary: &Summary, times: &Times<'_>) {
    let theme = Theme::of(ui.ctx());
    if let Some(outcome) = &summary.outcome {
        let text = format!("Finished: {outcome}");
        callout_ui(ui, icon::FLAG_CHECKERED, theme.good, &text);
        let line = format!(
            "{}, {}, {}",
            stage_of(summary),
            summary.stage_name,
            times.clock(summary.since)
        );
        ui.add(Label::new(caption(ui, line)).wrap());
        return;
    }
    if let Some(alert) = &summary.alert {
        let priority = Some(alert.priority);
        let hue = priority_hue(priority, theme);
        callout_ui(ui, priority_icon(priority), hue, &alert.message);
        let team = if alert.team.is_empty() {
            "everybody"
        } else {
            &alert.team
        };
        let line = format!(
            "{} priority, for {team}, {}",
            priority_title(alert.priority),
            times.ago(alert.raised_at)
        );
        ui.add(Label::new(caption(ui, line)).wrap());
    }
    ui.horizontal_wrapped(|ui| {
        let line = format!("{}, {}", stage_of(summary), summary.stage_name);
        ui.label(RichText::new(line).font(theme::medium(theme::BODY)));
        if let Some(since) = summary.overdue_at(times.now) {
            let line = RichText::new(times.overdue(since)).color(theme.error);
            ui.label(line.font(theme::medium(theme::BODY)));
        }
    });
}

/// Marks the call as one's own, or lets go of it.
fn claim_button_ui(
    ui: &mut Ui,
    summary: &Summary,
    by: &str,
    is_enabled: bool,
    requests: &mut Vec<Request>,
) {
    let (label, hint, request) = match summary.claimed_by.as_deref() {
        None => (
            "Claim",
            "Tells others that you work on it  C",
            Request::Claim,
        ),
        Some(who) if who == by => ("Release", "Lets others work on it  C", Request::Release),
        Some(_) => (
            "Release",
            "Takes their mark away, so that others can work on it. Ask them first.",
            Request::Release,
        ),
    };
    let text = (
        theme::icon_text(icon::HAND_PALM, 15.0),
        RichText::new(label),
    );
    let button = egui::Button::new(text).min_size(egui::vec2(0.0, theme::BUTTON_HEIGHT));
    let button = ui.add_enabled(is_enabled, button);
    button.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Button, is_enabled, label));
    if button.on_hover_text(hint).clicked() {
        requests.push(request);
    }
}

/// Whoever does something says who they are.
fn who_ui(ui: &mut Ui, name: &mut String, requests: &mut Vec<Request>) {
    let theme = Theme::of(ui.ctx());
    let sentence = "Say who you are before you push: the history tells who did what.";
    callout_ui(ui, icon::USER, theme.accent, sentence);
    ui.horizontal(|ui| name_field_ui(ui, name, requests));
}

/// A field for one's name, and a button that takes it. Returns whether it was taken.
pub fn name_field_ui(ui: &mut Ui, name: &mut String, requests: &mut Vec<Request>) -> bool {
    let edit = egui::TextEdit::singleline(name)
        .hint_text("Your name")
        .desired_width(ui.available_width() - 140.0)
        .margin(widgets::FIELD_MARGIN);
    let field = widgets::text_field(ui, edit);
    field.widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::TextEdit, true, "Your name"));
    let is_entered = field.lost_focus() && ui.input(|i| i.key_pressed(egui::Key::Enter));
    let is_taken = ui.button("Use this name").clicked() || is_entered;
    let is_given = is_taken && !name.trim().is_empty();
    if is_given {
        requests.push(Request::Rename(name.trim().to_owned()));
    }
    is_given
}

fn timers_ui(ui: &mut Ui, summary: &Summary, times: &Times<'_>) {
    let theme = Theme::of(ui.ctx());
    for timer in &summary.timers {
        ui.horizontal(|ui| {
            widgets::symbol_ui(ui, icon::TIMER, theme.timer_elapsed);
            let line = timer_line(timer, times);
            ui.add(Label::new(RichText::new(line)).truncate())
                .on_hover_text(times.clock(timer.due));
        });
    }
}

fn fields_ui(ui: &mut Ui, detail: &Detail) {
    if detail.fields.is_empty() {
        return;
    }
    section_ui(ui, "Fields");
    let width = ui.available_width();
    let name_width = (width * 0.36).min(160.0);
    for (name, value) in &detail.fields {
        ui.horizontal_top(|ui| {
            let size = egui::vec2(name_width, 18.0);
            let (rect, _) = ui.allocate_exact_size(size, egui::Sense::hover());
            let mut left = ui.new_child(
                egui::UiBuilder::new()
                    .max_rect(rect)
                    .layout(Layout::left_to_right(egui::Align::Center)),
            );
            let name = weak(&left, name).size(theme::ROW);
            left.add(Label::new(name).truncate());
            let text = if value.trim().is_empty() {
                weak(ui, "–")
            } else {
                RichText::new(value)
            };
            ui.add(Label::new(text.size(theme::BODY)).wrap().selectable(true));
        });
    }
}
