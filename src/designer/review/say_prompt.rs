//! Who says it, and what? Asked before something is said to a design, unless both are known.

use super::Saying;
use crate::designer::prompts::{Reply, is_entered, title_ui};
use crate::designer::widgets::{self, FIELD_MARGIN, caption, weak};
use crate::theme;
use eframe::egui::{self, Key, Modifiers, Ui};

pub struct SayPrompt {
    saying: Saying,
    /// What it is about, in a sentence.
    about: String,
    text: String,
    name: String,
    is_new: bool,
}

/// What was answered to it.
pub struct SayAnswer {
    pub saying: Saying,
    pub text: String,
    pub name: String,
}

impl SayPrompt {
    pub const fn new(saying: Saying, about: String, name: String) -> Self {
        Self {
            saying,
            about,
            text: String::new(),
            name,
            is_new: true,
        }
    }

    /// The title, and the button that says it.
    const fn words(&self) -> (&'static str, &'static str) {
        match self.saying {
            Saying::Tick { .. } => ("Who reviews?", "Tick leg"),
            Saying::Ask(_) => ("Ask a question", "Ask"),
            Saying::Answer(_) => ("Answer the question", "Answer"),
            Saying::Resolve(_) => ("Who resolves it?", "Resolve"),
            Saying::SignOff => ("Sign off this design?", "Sign off"),
        }
    }

    const fn needs_text(&self) -> bool {
        matches!(self.saying, Saying::Ask(_) | Saying::Answer(_))
    }

    pub fn contents_ui(&mut self, ui: &mut Ui) -> Option<Reply> {
        // Before the fields see it: Enter alone is a new line of the text.
        let mut is_done = ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::Enter))
            || (!self.needs_text() && is_entered(ui));
        let (title, button) = self.words();
        title_ui(ui, title);
        ui.label(weak(ui, &self.about));
        ui.add_space(theme::GAP);
        let is_new = std::mem::take(&mut self.is_new);
        if self.needs_text() {
            let name = if matches!(self.saying, Saying::Ask(_)) {
                "Question"
            } else {
                "Answer"
            };
            let label = ui.label(caption(ui, name));
            let text = egui::TextEdit::multiline(&mut self.text)
                .desired_rows(3)
                .desired_width(f32::INFINITY)
                .margin(FIELD_MARGIN);
            let text = egui::ScrollArea::vertical()
                .max_height(140.0)
                .show(ui, |ui| widgets::text_field(ui, text).labelled_by(label.id))
                .inner;
            if is_new {
                text.request_focus();
            }
        }
        let label = ui.label(caption(ui, "Your name"));
        let name = egui::TextEdit::singleline(&mut self.name)
            .desired_width(f32::INFINITY)
            .margin(FIELD_MARGIN);
        let name = widgets::text_field(ui, name).labelled_by(label.id);
        if is_new && !self.needs_text() {
            name.request_focus();
        }
        is_done |= name.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter));
        ui.add_space(4.0);
        ui.label(caption(
            ui,
            "Kept in the design with your name, and remembered for the next time.",
        ));
        ui.add_space(theme::GROUP_GAP);
        let is_ready =
            !self.name.trim().is_empty() && (!self.needs_text() || !self.text.trim().is_empty());
        let mut reply = None;
        ui.horizontal(|ui| {
            if ui.button("Cancel").clicked() {
                reply = Some(Reply::Cancel);
            }
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let say = ui.add_enabled_ui(is_ready, |ui| widgets::primary_button(ui, button));
                let hint = if self.needs_text() {
                    "Write something and give your name first"
                } else {
                    "Give your name first"
                };
                let say = say.inner.on_disabled_hover_text(hint);
                if is_ready && (say.clicked() || is_done) {
                    reply = Some(Reply::Say(SayAnswer {
                        saying: self.saying.clone(),
                        text: self.text.clone(),
                        name: self.name.clone(),
                    }));
                }
            });
        });
        reply
    }
}
