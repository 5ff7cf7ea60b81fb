//! What has been asked about a stage? Its questions with their answers, in the inspector.

use super::{ReviewRequest, Saying};
use crate::designer::widgets::{self, caption, section_ui, weak};
use crate::designer::{Document, Request};
use crate::theme::{self, Theme};
use crate::workflow::{Event, Question, QuestionId};
use eframe::egui::{self, CornerRadius, Frame, Margin, RichText, Ui};
use egui_phosphor::regular as icon;

/// In review mode: the questions on the stage that is selected, above all else there is to know of it.
pub fn stage_questions_ui(ui: &mut Ui, document: &Document, requests: &mut Vec<Request>) {
    let workflow = &document.design().workflow;
    let stage = document.view.selection.stage(workflow);
    if let Some(event) = stage.and_then(|event_id| workflow.event(event_id)) {
        ui.push_id("questions", |ui| {
            egui::ScrollArea::vertical()
                .max_height(0.6 * ui.available_height())
                .show(ui, |ui| questions_ui(ui, document, event, requests));
        });
        ui.separator();
    }
}

/// The questions on a stage, open ones first, and a button to ask another.
pub fn questions_ui(ui: &mut Ui, document: &Document, event: &Event, requests: &mut Vec<Request>) {
    let questions = &document.design().review.questions;
    let mut here: Vec<(QuestionId, &Question)> = questions
        .iter()
        .filter(|(_, question)| question.event_id == event.id)
        .map(|(&id, question)| (id, question))
        .collect();
    here.sort_by_key(|(_, question)| question.resolved.is_some());
    ui.add_space(theme::GAP);
    section_ui(ui, "Questions");
    if here.is_empty() {
        ui.label(caption(ui, "Nobody has asked anything about this stage."));
    }
    for (question_id, question) in here {
        question_ui(ui, question_id, question, requests);
    }
    if ui.button("Ask a question…").clicked() {
        let ask = ReviewRequest::Say(Saying::Ask(event.id));
        requests.push(Request::Review(ask));
    }
}

fn question_ui(
    ui: &mut Ui,
    question_id: QuestionId,
    question: &Question,
    requests: &mut Vec<Request>,
) {
    let theme = Theme::of(ui.ctx());
    let frame = Frame::new()
        .fill(theme.card)
        .stroke(egui::Stroke::new(1.0, theme.border))
        .corner_radius(CornerRadius::same(8))
        .inner_margin(Margin::symmetric(10, 8));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        for (index, said) in question.said.iter().enumerate() {
            ui.horizontal(|ui| {
                let (symbol, hue) = match (index, question.resolved.is_some()) {
                    (0, false) => (icon::QUESTION, theme.accent),
                    (0, true) => (icon::CHECK_CIRCLE, theme.good),
                    _ => (icon::ARROW_BEND_DOWN_RIGHT, theme.text_weak),
                };
                widgets::symbol_ui(ui, symbol, hue);
                ui.label(RichText::new(&said.by.name).font(theme::medium(theme::ROW)));
                ui.label(caption(ui, when_text(&said.by.at)));
            });
            ui.add(egui::Label::new(&said.text).wrap());
            ui.add_space(4.0);
        }
        ui.horizontal_wrapped(|ui| {
            if let Some(by) = &question.resolved {
                ui.label(weak(ui, format!("Resolved by {}", by.name)).size(theme::ROW));
                if ui.button("Open again").clicked() {
                    requests.push(Request::Review(ReviewRequest::Reopen(question_id)));
                }
                return;
            }
            for (label, saying) in [
                ("Answer…", Saying::Answer(question_id)),
                ("Resolve", Saying::Resolve(question_id)),
            ] {
                if ui.button(label).clicked() {
                    requests.push(Request::Review(ReviewRequest::Say(saying)));
                }
            }
        });
    });
    ui.add_space(theme::GAP);
}

/// `2026-11-26 10:02` of `2026-11-26T10:02:03Z`; whatever else stands there as it is.
pub fn when_text(at: &str) -> String {
    let is_plain = at.is_ascii() && at.len() >= 16 && at.as_bytes()[10] == b'T';
    if is_plain {
        format!("{} {} UTC", &at[..10], &at[11..16])
    } else {
        at.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_told_to_the_minute_and_anything_else_as_it_stands() {
        assert_eq!(when_text("2026-11-26T10:02:03Z"), "2026-11-26 10:02 UTC");
        assert_eq!(when_text("yesterday"), "yesterday");
        assert_eq!(when_text(""), "");
    }
}
