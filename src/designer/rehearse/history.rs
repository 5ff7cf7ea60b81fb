//! What has happened to the call so far? Each step with the stages that were entered and what was sent; a click goes back.

use super::Ask;
use super::panel::ask;
use crate::designer::Request;
use crate::designer::settings::Times;
use crate::designer::widgets::{self, caption};
use crate::rehearsal::{Moment, Trial, action_of};
use crate::theme::{self, Theme};
use crate::workflow::{ActionData, EventKind, ScenarioStep, ValueName, shortened};
use eframe::egui::{self, CornerRadius, RichText, Sense, Ui, WidgetInfo, WidgetType, vec2};
use egui_phosphor::regular as icon;

/// Of a step that many timers have elapsed in, so much is told.
const MOST_LINES: usize = 12;
/// Steps before these are counted only.
const MOST_MOMENTS: usize = 60;
/// Letters of an effect in its line.
const LONGEST: usize = 120;
const LONGEST_BODY: usize = 240;

pub fn history_ui(ui: &mut Ui, trial: &Trial, times: Times, requests: &mut Vec<Request>) {
    let moments = trial.moments();
    let first = moments.len().saturating_sub(MOST_MOMENTS);
    if first > 0 {
        ui.label(caption(ui, format!("{first} steps before these")));
    }
    for (index, moment) in moments.iter().enumerate().skip(first) {
        moment_ui(ui, trial, index, moment, times, requests);
    }
}

fn moment_ui(
    ui: &mut Ui,
    trial: &Trial,
    index: usize,
    moment: &Moment,
    times: Times,
    requests: &mut Vec<Request>,
) {
    let theme = Theme::of(ui.ctx());
    let is_now = index == trial.position();
    // What was stepped back over can be gone to again.
    let is_ahead = index > trial.position();
    let (symbol, title) = title(moment, times);
    let size = vec2(ui.available_width(), theme::ROW_HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let at_s = moment.now.0.unsigned_abs() / 1_000;
    let at = times.style.text(at_s);
    response.widget_info(|| {
        let label = format!("{title}, at {at}");
        WidgetInfo::selected(WidgetType::SelectableLabel, true, is_now, label)
    });
    let is_hot = response.hovered() || response.has_focus();
    let fill = match (is_now, is_hot) {
        (true, _) => Some(theme.selection_fill),
        (_, true) => Some(theme.card_hovered_row),
        _ => None,
    };
    if let Some(fill) = fill {
        ui.painter().rect_filled(rect, CornerRadius::same(6), fill);
    }
    let color = if is_ahead {
        theme.text_weak
    } else {
        theme.text
    };
    let mut row = ui.new_child(
        egui::UiBuilder::new()
            .max_rect(rect.shrink2(vec2(6.0, 0.0)))
            .layout(egui::Layout::right_to_left(egui::Align::Center)),
    );
    row.add(
        egui::Label::new(
            RichText::new(at)
                .size(theme::CAPTION)
                .color(theme.text_weak),
        )
        .selectable(false)
        .sense(Sense::empty()),
    );
    row.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        widgets::symbol_ui(
            ui,
            symbol,
            if is_ahead {
                theme.text_weak
            } else {
                theme.accent
            },
        );
        ui.add(
            egui::Label::new(RichText::new(&title).color(color))
                .truncate()
                .selectable(false)
                .sense(Sense::empty()),
        );
    });
    let hint = if is_now {
        "The call is here"
    } else {
        "Go to this moment"
    };
    if response.on_hover_text(hint).clicked() {
        ask(requests, Ask::GoTo(index));
    }
    if !is_ahead {
        ui.scope(|ui| lines_ui(ui, trial, moment));
    }
}

/// What a step was, with its icon.
fn title(moment: &Moment, times: Times) -> (&'static str, String) {
    match &moment.step {
        None if moment.answer.is_refused() => (icon::PROHIBIT, "The call is left alone".to_owned()),
        None => (
            theme::event_icon(EventKind::NewCall),
            "The call comes".to_owned(),
        ),
        Some(ScenarioStep::Push { label, .. }) => {
            let shown = shortened(label, 60);
            (
                theme::event_icon(EventKind::ButtonPushed),
                format!("“{shown}” is pushed"),
            )
        }
        Some(ScenarioStep::Wait(seconds)) => {
            (icon::CLOCK, format!("{} pass", times.style.text(*seconds)))
        }
        Some(ScenarioStep::NextTimer) => (
            theme::event_icon(EventKind::TimerElapsed),
            "The next timer elapses".to_owned(),
        ),
    }
}

/// The stages that were entered, and in each what was done.
fn lines_ui(ui: &mut Ui, trial: &Trial, moment: &Moment) {
    let subject = trial.subject();
    let mut entries = moment.entries.iter();
    let mut line_count = 0;
    let total = moment.effects.len();
    ui.spacing_mut().item_spacing.y = 2.0;
    for effect in &moment.effects {
        if line_count == MOST_LINES {
            ui.indent("more", |ui| {
                ui.label(caption(ui, format!("and more: {total} effects in all")));
            });
            break;
        }
        if let crate::runtime::EffectKind::EnterStage { .. } = effect.kind {
            let event = entries
                .next()
                .and_then(|entry| subject.workflow().event(entry.event_id?));
            if let Some(event) = event {
                line_count += 1;
                let name = crate::workflow::stage_name(subject.workflow(), subject.flow(), event);
                let text = format!("{} {name}", event.stage);
                line_ui(ui, icon::ARROW_RIGHT, &text, &[]);
            }
        } else if let Some(action) = action_of(&effect.kind) {
            line_count += 1;
            let symbol = theme::action_icon(action.kind());
            let values: Vec<(&str, &str)> = action
                .values()
                .filter(|(_, text)| !text.is_empty())
                .map(|(name, text)| (name.title(), text))
                .collect();
            line_ui(ui, symbol, &effect_text(&action), &values);
            if let Some(body) = action
                .value(ValueName::Body)
                .filter(|body| !body.is_empty())
            {
                body_ui(ui, body);
            }
        }
    }
    ui.add_space(4.0);
}

fn line_ui(ui: &mut Ui, symbol: &str, text: &str, values: &[(&str, &str)]) {
    let theme = Theme::of(ui.ctx());
    let response = ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        ui.add_space(24.0);
        ui.label(theme::icon_text(symbol, 13.0).color(theme.text_weak));
        let text = RichText::new(text).size(theme::ROW);
        ui.add(egui::Label::new(text).wrap())
    });
    if !values.is_empty() {
        response.inner.on_hover_ui(|ui| {
            for (name, text) in values {
                ui.horizontal_wrapped(|ui| {
                    ui.label(widgets::weak(ui, *name));
                    ui.label(*text);
                });
            }
        });
    }
}

/// The rest of what is sent, as far as there is room.
fn body_ui(ui: &mut Ui, body: &str) {
    ui.horizontal_top(|ui| {
        ui.add_space(48.0);
        let text = shortened(&body.replace('\n', " "), LONGEST_BODY);
        ui.add(egui::Label::new(caption(ui, text)).wrap());
    });
}

/// An effect in a line, with its texts filled in.
fn effect_text(action: &ActionData) -> String {
    let text = match action {
        ActionData::Alert { message, team, .. } if team.is_empty() => message.clone(),
        ActionData::Alert { message, team, .. } => format!("{message} ({team})"),
        ActionData::Email { to, subject, .. } => format!("Email to {to}: {subject}"),
        ActionData::Sms { to, text } => format!("SMS to {to}: {text}"),
        ActionData::Webhook { url, .. } => format!("Call {url}"),
        ActionData::SetField { field, value } => format!("{field} = {value}"),
        other => other.main_text().to_owned(),
    };
    if text.trim().is_empty() {
        return format!("{} without a text", action.kind().title());
    }
    shortened(&text, LONGEST)
}
