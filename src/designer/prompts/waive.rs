//! Why is a warning accepted, and by whom? Asked before it is waived, so that a reviewer need not guess.

use crate::designer::prompts::{Reply, title_ui};
use crate::designer::widgets::{self, FIELD_MARGIN, caption, weak};
use crate::rules::{Finding, Place};
use crate::theme;
use eframe::egui::{self, Key, Modifiers, Ui};

pub struct WaivePrompt {
    rule: &'static str,
    place: Place,
    message: String,
    reason: String,
    name: String,
    is_new: bool,
}

/// What was answered to it.
pub struct WaiveAnswer {
    pub rule: &'static str,
    pub place: Place,
    pub reason: String,
    pub name: String,
}

impl WaivePrompt {
    /// A waiver that has lapsed is proposed again with its reason, which may well still hold.
    pub fn new(finding: &Finding, name: String) -> Self {
        let lapsed = finding.waived.as_ref();
        Self {
            rule: finding.rule.id,
            place: finding.place.clone(),
            message: finding.message.clone(),
            reason: lapsed.map_or_else(String::new, |waived| waived.reason.clone()),
            name,
            is_new: true,
        }
    }

    pub(in crate::designer) fn contents_ui(&mut self, ui: &mut Ui) -> Option<Reply> {
        // Before the fields see it: Enter alone is a new line of the reason.
        let is_entered = ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::Enter));
        title_ui(ui, "Waive this finding?");
        ui.label(weak(ui, &self.message));
        ui.add_space(theme::GAP);

        let label = ui.label(caption(ui, "Reason"));
        let reason = egui::TextEdit::multiline(&mut self.reason)
            .hint_text("Why nothing need be done about it")
            .desired_rows(3)
            .desired_width(f32::INFINITY)
            .margin(FIELD_MARGIN);
        let reason = egui::ScrollArea::vertical()
            .max_height(140.0)
            .show(ui, |ui| {
                widgets::text_field(ui, reason).labelled_by(label.id)
            })
            .inner;
        if std::mem::take(&mut self.is_new) {
            reason.request_focus();
        }
        let label = ui.label(caption(ui, "Your name"));
        let name = egui::TextEdit::singleline(&mut self.name)
            .desired_width(f32::INFINITY)
            .margin(FIELD_MARGIN);
        let name = widgets::text_field(ui, name).labelled_by(label.id);
        let is_entered =
            is_entered || (name.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter)));
        ui.add_space(4.0);
        ui.label(caption(
            ui,
            "Kept in the design with your name. It lapses when the leg that leads here changes.",
        ));

        ui.add_space(theme::GROUP_GAP);
        let is_ready = !self.reason.trim().is_empty() && !self.name.trim().is_empty();
        let mut reply = None;
        ui.horizontal(|ui| {
            if ui.button("Cancel").clicked() {
                reply = Some(Reply::Cancel);
            }
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let waive = ui.add_enabled_ui(is_ready, |ui| widgets::primary_button(ui, "Waive"));
                let waive = waive
                    .inner
                    .on_disabled_hover_text("Give a reason and your name first");
                if is_ready && (waive.clicked() || is_entered) {
                    reply = Some(Reply::Waive(WaiveAnswer {
                        rule: self.rule,
                        place: self.place.clone(),
                        reason: self.reason.clone(),
                        name: self.name.clone(),
                    }));
                }
            });
        });
        reply
    }
}
