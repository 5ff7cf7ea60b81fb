//! What has happened to the call? Each happening in a line, the latest first.

use super::super::desk::HISTORY_STEP;
use super::super::list::letter_title;
use super::super::row::priority_title;
use super::super::times::Times;
use crate::canvas::Picture;
use crate::designer::widgets::{self, caption, section_ui};
use crate::runtime::store::{Delivery, Detail, Happening, LetterState};
use crate::runtime::{Cause, EffectKind};
use crate::theme::{self, Theme};
use crate::workflow::{EventId, duration_text};
use eframe::egui::{self, Color32, Label, Layout, RichText, Ui};
use egui_phosphor::regular as icon;

const TIME_WIDTH: f32 = 76.0;

pub fn history_ui(
    ui: &mut Ui,
    detail: &Detail,
    picture: Option<&Picture>,
    times: &Times<'_>,
    shown_count: &mut usize,
) {
    section_ui(ui, "History, the latest first");
    let told = detail.history.iter().rev();
    let told = told.filter(|happening| happening.what != EffectKind::ClearAlerts);
    let count = told.clone().count();
    for happening in told.take(*shown_count) {
        happening_ui(ui, happening, picture, times);
    }
    if count > *shown_count {
        let label = format!("Show {} more", (count - *shown_count).min(HISTORY_STEP));
        if ui.button(label).clicked() {
            *shown_count += HISTORY_STEP;
        }
    }
}

fn happening_ui(ui: &mut Ui, happening: &Happening, picture: Option<&Picture>, times: &Times<'_>) {
    let theme = Theme::of(ui.ctx());
    let line = line_of(happening, picture, theme);
    ui.horizontal_top(|ui| {
        widgets::symbol_ui(ui, line.icon, line.hue);
        let width = ui.available_width() - TIME_WIDTH - theme::GAP;
        ui.allocate_ui_with_layout(
            egui::vec2(width, 18.0),
            Layout::top_down(egui::Align::Min),
            |ui| {
                ui.set_width(width);
                ui.spacing_mut().item_spacing.y = 2.0;
                let text = RichText::new(&line.text).size(theme::BODY);
                ui.add(Label::new(text).wrap().selectable(true));
                if let Some(delivery) = &happening.delivery {
                    let (text, hue) = delivery_line(delivery, theme);
                    ui.add(Label::new(caption(ui, text).color(hue)).wrap());
                }
            },
        );
        ui.with_layout(Layout::right_to_left(egui::Align::Min), |ui| {
            ui.label(caption(ui, times.clock(happening.at)));
        });
    });
}

struct Line {
    icon: &'static str,
    hue: Color32,
    text: String,
}

fn line_of(happening: &Happening, picture: Option<&Picture>, theme: &Theme) -> Line {
    let stage = || {
        let title = picture.and_then(|picture| picture.title(EventId(happening.stage)));
        title.unwrap_or_else(|| happening.stage.to_string())
    };
    let quiet = theme.text_weak;
    let (icon, hue, text) = match &happening.what {
        EffectKind::EnterStage { cause } => entered(cause, &stage(), theme),
        EffectKind::RaiseAlert {
            message,
            priority,
            team,
        } => {
            let to = if team.is_empty() { "everybody" } else { team };
            let priority = priority_title(*priority).to_lowercase();
            let text = format!("Alert for {to}, {priority} priority: {message}");
            (icon::BELL_RINGING, quiet, text)
        }
        EffectKind::SetField { field, value } => {
            (icon::TEXTBOX, quiet, format!("{field} is now “{value}”"))
        }
        EffectKind::AddNote { text } => (icon::NOTE, quiet, text.clone()),
        EffectKind::FinishWorkflow { outcome } => (
            icon::FLAG_CHECKERED,
            theme.good,
            format!("Finished: {outcome}"),
        ),
        EffectKind::SendSms { .. } => (icon::CHAT_TEXT, quiet, letter_title(&happening.what)),
        EffectKind::CallWebhook { .. } => (icon::GLOBE, quiet, letter_title(&happening.what)),
        EffectKind::SendEmail { .. } | EffectKind::ClearAlerts => {
            (icon::ENVELOPE_SIMPLE, quiet, letter_title(&happening.what))
        }
    };
    Line { icon, hue, text }
}

fn entered(cause: &Cause, stage: &str, theme: &Theme) -> (&'static str, Color32, String) {
    match cause {
        Cause::NewCall => (
            icon::PHONE_INCOMING,
            theme.new_call,
            format!("The call came in: stage {stage}"),
        ),
        Cause::Button { label, by } => (
            icon::CURSOR_CLICK,
            theme.button_pushed,
            format!("{by} pushed “{label}”: stage {stage}"),
        ),
        Cause::Timer { after_s } => (
            icon::TIMER,
            theme.timer_elapsed,
            format!(
                "The timer of {} elapsed: stage {stage}",
                duration_text(*after_s)
            ),
        ),
        Cause::Link => (
            icon::LINK,
            theme.text_weak,
            format!("It went on to stage {stage}"),
        ),
    }
}

fn delivery_line(delivery: &Delivery, theme: &Theme) -> (String, Color32) {
    let tried = |outcome: &str| {
        let why = delivery.last_error.as_deref().unwrap_or("no reason given");
        format!("{outcome}: {why}")
    };
    match delivery.state {
        LetterState::Performed => ("Sent".to_owned(), theme.good),
        LetterState::Pending if delivery.try_count == 0 => {
            ("About to be sent".to_owned(), theme.text_weak)
        }
        LetterState::Pending => (tried("Not sent yet"), theme.warning),
        LetterState::Dead => (tried("Given up"), theme.error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runtime::Timestamp;
    use crate::workflow::sketch;

    fn text(what: EffectKind) -> String {
        let sketch = "1 New Call\n  button \"Rung\" -> 2\n2 Button Pushed\n  finish \"x\"";
        let picture = Picture::new(sketch::parse(sketch).unwrap());
        let happening = Happening {
            at: Timestamp(0),
            entry: 2,
            number: 0,
            stage: 2,
            what,
            delivery: None,
        };
        let ctx = egui::Context::default();
        line_of(&happening, Some(&picture), Theme::of(&ctx)).text
    }

    #[test]
    fn a_happening_says_who_did_what_and_where_that_led() {
        let pushed = EffectKind::EnterStage {
            cause: Cause::Button {
                label: "Rung".into(),
                by: "Ben".to_owned(),
            },
        };
        assert_eq!(text(pushed), "Ben pushed “Rung”: stage 2 Rung");
        let elapsed = EffectKind::EnterStage {
            cause: Cause::Timer { after_s: 172_800 },
        };
        assert_eq!(text(elapsed), "The timer of 2d elapsed: stage 2 Rung");
        let sent = EffectKind::SendSms {
            to: "+44".to_owned(),
            text: "Hello".to_owned(),
        };
        assert_eq!(text(sent), "Text message to +44: Hello");
    }

    #[test]
    fn what_was_not_sent_says_why() {
        let ctx = egui::Context::default();
        let delivery = Delivery {
            state: LetterState::Dead,
            try_count: 12,
            last_error: Some("the mail server does not know the address".to_owned()),
        };
        let (text, _) = delivery_line(&delivery, Theme::of(&ctx));
        assert_eq!(text, "Given up: the mail server does not know the address");
    }
}
