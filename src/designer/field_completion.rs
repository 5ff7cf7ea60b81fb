//! Which field of the call is meant? After `{{`, those that fit what is typed, to be taken with a key or a click.

use super::widgets;
use crate::theme::{self, Theme};
use crate::workflow::unfinished_placeholder;
use eframe::egui::text::{CCursor, CCursorRange};
use eframe::egui::text_edit::TextEditState;
use eframe::egui::{self, Id, Key, Modifiers, Response};
use egui_phosphor::regular as icon;

/// As many fields as a list shows at once.
const MOST_SHOWN: usize = 6;

/// The fields that are offered for a text that is being typed.
pub struct FieldCompletion<'a> {
    fields: Vec<&'a str>,
    marked: usize,
    /// Of the letters typed so far, in characters.
    typed_count: usize,
    /// Where one types, in characters.
    cursor: usize,
}

impl<'a> FieldCompletion<'a> {
    /// Call before the text field `id` is shown: arrow keys, Enter and Tab are for the list while there is one. Where one
    /// of the fields was taken, it stands in `text` afterwards, and the second value is true.
    pub fn take_keys(
        ctx: &egui::Context,
        id: Id,
        text: &mut String,
        fields: &'a [String],
    ) -> (Option<Self>, bool) {
        if !ctx.memory(|memory| memory.has_focus(id)) {
            return (None, false);
        }
        let Some(mut completion) = Self::new(ctx, id, text, fields) else {
            return (None, false);
        };
        let marked_id = id.with("marked field");
        let count = completion.fields.len();
        let mut marked: usize = ctx
            .data(|data| data.get_temp(marked_id))
            .unwrap_or_default();
        let is_taken = ctx.input_mut(|i| {
            marked += i.count_and_consume_key(Modifiers::NONE, Key::ArrowDown);
            marked += (count - 1) * i.count_and_consume_key(Modifiers::NONE, Key::ArrowUp);
            i.consume_key(Modifiers::NONE, Key::Enter) || i.consume_key(Modifiers::NONE, Key::Tab)
        });
        completion.marked = marked % count;
        ctx.data_mut(|data| data.insert_temp(marked_id, completion.marked));
        if is_taken {
            completion.put(ctx, id, text, completion.fields[completion.marked]);
            return (None, true);
        }
        (Some(completion), false)
    }

    fn new(ctx: &egui::Context, id: Id, text: &str, fields: &'a [String]) -> Option<Self> {
        let range = TextEditState::load(ctx, id)?.cursor.char_range()?;
        let cursor = range.single()?.index;
        let before: String = text.chars().take(cursor.into()).collect();
        let typed = unfinished_placeholder(&before)?;
        let fits = |field: &&String| field.to_lowercase().contains(&typed.to_lowercase());
        let mut found: Vec<&str> = fields.iter().filter(fits).map(String::as_str).collect();
        found.sort_by_key(|field| !field.starts_with(typed));
        found.truncate(MOST_SHOWN);
        let typed_count = typed.chars().count();
        (!found.is_empty()).then_some(Self {
            fields: found,
            marked: 0,
            typed_count,
            cursor: cursor.into(),
        })
    }

    fn put(&self, ctx: &egui::Context, id: Id, text: &mut String, field: &str) {
        let start = self.cursor - self.typed_count;
        let after: String = text.chars().skip(self.cursor).collect();
        let before: String = text.chars().take(start).collect();
        let after = after.strip_prefix("}}").unwrap_or(&after);
        *text = format!("{before}{field}}}}}{after}");
        let end = CCursor::new(start + field.chars().count() + 2);
        if let Some(mut state) = TextEditState::load(ctx, id) {
            state.cursor.set_char_range(Some(CCursorRange::one(end)));
            state.store(ctx, id);
        }
    }

    /// Shows the list below the field. Returns true when one was clicked, which then stands in `text`.
    pub fn show(&self, field: &Response, text: &mut String) -> bool {
        let ctx = &field.ctx;
        let theme = Theme::of(ctx);
        let shown = egui::Area::new(field.id.with("fields"))
            .order(egui::Order::Tooltip)
            .fixed_pos(field.rect.left_bottom() + egui::vec2(0.0, 4.0))
            .constrain_to(ctx.content_rect().shrink(theme::GAP))
            .show(ctx, |ui| {
                let frame = egui::Frame::popup(ui.style()).inner_margin(4);
                frame.show(ui, |ui| {
                    ui.set_width(200.0);
                    ui.spacing_mut().item_spacing.y = 0.0;
                    let mut taken = None;
                    for (index, name) in self.fields.iter().enumerate() {
                        let look = widgets::IconRow {
                            icon: icon::BRACKETS_CURLY,
                            hue: theme.text_weak,
                            indent: 0.0,
                            is_selected: index == self.marked,
                        };
                        if widgets::icon_row_ui(ui, name, look).is_pointer_button_down_on() {
                            taken = Some(*name);
                        }
                    }
                    taken
                })
            });
        match shown.inner.inner {
            Some(name) => {
                self.put(ctx, field.id, text, name);
                field.request_focus();
                true
            }
            None => false,
        }
    }
}
