//! A field under its name, and what is wrong with what stands in it.

use crate::designer::field_completion::FieldCompletion;
use crate::designer::widgets::{self, FIELD_MARGIN, caption};
use crate::theme::{self, Theme};
use eframe::egui::{self, RichText, Ui};

/// Selects a field's text, so that typing replaces it.
pub(in crate::designer) fn select_all(response: &egui::Response, text: &str) {
    widgets::select_all(&response.ctx, response.id, text.chars().count());
}

/// A field for a long text grows with it up to here, in points.
const HIGHEST: f32 = 220.0;

/// A name above a field. `fields` are offered after `{{`.
pub(super) fn field_ui(
    ui: &mut Ui,
    name: &str,
    text: &mut String,
    hint: &str,
    is_long: bool,
    fields: &[String],
) -> egui::Response {
    ui.add_space(2.0);
    let label = ui.label(caption(ui, name));
    let id = ui.make_persistent_id(name);
    let (completion, mut is_taken) = FieldCompletion::take_keys(ui.ctx(), id, text, fields);
    let edit = if is_long {
        egui::TextEdit::multiline(text).desired_rows(2)
    } else {
        egui::TextEdit::singleline(text)
    };
    let edit = edit
        .id(id)
        .hint_text(hint)
        .desired_width(f32::INFINITY)
        .margin(FIELD_MARGIN);
    let add = |ui: &mut Ui| widgets::text_field(ui, edit).labelled_by(label.id);
    let mut response = if is_long {
        let area = egui::ScrollArea::vertical().id_salt(("long", id));
        area.max_height(HIGHEST).show(ui, add).inner
    } else {
        add(ui)
    };
    is_taken |= completion.is_some_and(|list| list.show(&response, text));
    if is_taken {
        response.mark_changed();
    }
    response
}

pub(in crate::designer) fn fault_ui(ui: &mut Ui, sentence: &str) {
    let theme = Theme::of(ui.ctx());
    let severity = crate::rules::Severity::Error;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        ui.label(theme::icon_text(theme::severity_icon(severity), 13.0).color(theme.error));
        let text = RichText::new(sentence)
            .size(theme::CAPTION)
            .color(theme.error);
        ui.add(egui::Label::new(text).wrap());
    });
}
