//! A field under its name, and what is wrong with what stands in it.

use crate::designer::widgets::{FIELD_MARGIN, caption};
use crate::theme::{self, Theme};
use eframe::egui::{self, RichText, Ui};

/// Selects a field's text, so that typing replaces it.
pub(in crate::designer) fn select_all(response: &egui::Response, text: &str) {
    use egui::text::{CCursor, CCursorRange};
    let mut state =
        egui::text_edit::TextEditState::load(&response.ctx, response.id).unwrap_or_default();
    let whole = CCursorRange::two(CCursor::new(0), CCursor::new(text.chars().count()));
    state.cursor.set_char_range(Some(whole));
    state.store(&response.ctx, response.id);
}

/// A name above a field.
pub(super) fn field_ui(
    ui: &mut Ui,
    name: &str,
    text: &mut String,
    hint: &str,
    is_long: bool,
) -> egui::Response {
    ui.add_space(2.0);
    let label = ui.label(caption(ui, name));
    let edit = if is_long {
        egui::TextEdit::multiline(text).desired_rows(2)
    } else {
        egui::TextEdit::singleline(text)
    };
    let edit = edit
        .hint_text(hint)
        .desired_width(f32::INFINITY)
        .margin(FIELD_MARGIN);
    ui.add(edit).labelled_by(label.id)
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
