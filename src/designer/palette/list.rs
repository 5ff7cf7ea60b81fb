//! How does what was found look? Rows with icon, label, home and key; the letters that were typed stand out.

use super::Palette;
use super::entry::Entry;
use crate::designer::widgets;
use crate::theme::{self, Theme};
use eframe::egui::text::{LayoutJob, TextFormat, TextWrapping};
use eframe::egui::{
    self, Align2, Color32, CornerRadius, FontId, Rect, ScrollArea, Sense, Ui, WidgetInfo,
    WidgetType, pos2, vec2,
};

/// In points.
const ROW: f32 = 32.0;
const MOST_ROWS: f32 = 12.0;
const TEXT_X: f32 = 38.0;

impl Palette {
    /// The list, no higher than `room`. Returns the index of the entry that was clicked.
    pub(super) fn list_ui(&mut self, ui: &mut Ui, room: f32) -> Option<usize> {
        if self.found.is_empty() {
            widgets::empty_ui(ui, "Nothing fits. Delete a letter to see more.");
            return None;
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        let height = (MOST_ROWS * ROW).min(room).max(3.0 * ROW);
        let mut area = ScrollArea::vertical()
            .max_height(height)
            .auto_shrink([false, true]);
        if std::mem::take(&mut self.wants_marked) {
            area = area.vertical_scroll_offset(self.offset_to_marked(height));
        }
        let mut clicked = None;
        let shown = area.show_rows(ui, ROW, self.found.len(), |ui, rows| {
            for row in rows {
                let index = self.found[row];
                let entry = &self.entries[index];
                let letters = self.highlighter.letters(entry, &self.query);
                let response = row_ui(ui, entry, &letters, row == self.marked);
                if response.hovered() && ui.input(|i| i.pointer.is_moving()) {
                    self.marked = row;
                    self.is_mark_moved = true;
                }
                if response.clicked() {
                    clicked = Some(index);
                }
            }
        });
        self.offset = shown.state.offset.y;
        clicked
    }

    /// As little as brings the marked row into view.
    fn offset_to_marked(&self, height: f32) -> f32 {
        let top = self.marked as f32 * ROW;
        self.offset.min(top).max(top + ROW - height)
    }
}

fn row_ui(ui: &mut Ui, entry: &Entry, letters: &[u32], is_marked: bool) -> egui::Response {
    let theme = Theme::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let is_enabled = entry.why_not.is_none();
    response.widget_info(|| {
        let label = entry.why_not.map_or_else(
            || entry.label.clone(),
            |why| format!("{}, not now: {why}", entry.label),
        );
        WidgetInfo::selected(WidgetType::SelectableLabel, is_enabled, is_marked, label)
    });
    if !ui.is_rect_visible(rect) {
        return response;
    }
    if is_marked {
        ui.painter()
            .rect_filled(rect, CornerRadius::same(6), theme.selection_fill);
    }
    let painter = ui.painter().with_clip_rect(rect);
    let hue = match entry.kind {
        Some(kind) => theme.event(kind),
        None => theme.text_weak,
    };
    painter.text(
        pos2(rect.left() + 19.0, rect.center().y),
        Align2::CENTER_CENTER,
        entry.icon,
        theme::icon_font(16.0),
        hue,
    );
    let mut right = rect.right() - 10.0;
    if let Some(key) = entry.key {
        let caps = widgets::key_caps(ui.ctx(), key);
        right =
            widgets::paint_key_caps(&painter, theme, pos2(right, rect.center().y), &caps) - 12.0;
    }
    if entry.is_on {
        let check = egui_phosphor::regular::CHECK;
        let at = pos2(right, rect.center().y);
        let font = theme::icon_font(14.0);
        let drawn = painter.text(at, Align2::RIGHT_CENTER, check, font, theme.accent);
        right = drawn.left() - 8.0;
    }
    let color = if is_enabled {
        theme.text
    } else {
        theme.text_weak
    };
    let label_letters = entry.label.chars().count() as u32;
    let label = highlighted(theme, &entry.label, theme::BODY, color, |i| {
        letters.contains(&i)
    });
    let left = rect.left() + TEXT_X;
    let drawn = put(&painter, label, left, right, rect);
    // Why it cannot be chosen matters more than where it is.
    let home = match entry.why_not {
        Some(why) => highlighted(theme, why, theme::ROW, theme.text_weak, |_| false),
        None => highlighted(theme, &entry.home, theme::ROW, theme.text_weak, |i| {
            letters.contains(&(label_letters + 1 + i))
        }),
    };
    put(&painter, home, drawn + 12.0, right, rect);
    response
}

/// Paints a line, cut where the room ends. Returns where it ends.
fn put(painter: &egui::Painter, mut job: LayoutJob, left: f32, right: f32, row: Rect) -> f32 {
    if right - left < 16.0 {
        return left;
    }
    job.wrap = TextWrapping::truncate_at_width(right - left);
    let galley = painter.layout_job(job);
    let end = left + galley.size().x;
    let at = pos2(left, row.center().y - galley.size().y / 2.0);
    painter.galley(at, galley, Color32::PLACEHOLDER);
    end
}

fn highlighted(
    theme: &Theme,
    text: &str,
    size: f32,
    color: Color32,
    is_typed: impl Fn(u32) -> bool,
) -> LayoutJob {
    let mut job = LayoutJob::default();
    let mut push = |run: &mut String, is_typed: bool| {
        let format = if is_typed {
            TextFormat::simple(theme::semibold(size), theme.accent)
        } else {
            TextFormat::simple(FontId::proportional(size), color)
        };
        job.append(&std::mem::take(run), 0.0, format);
    };
    // Letters that look alike go together, so that they are spaced as in a word.
    let (mut run, mut is_run_typed) = (String::new(), false);
    for (index, letter) in text.chars().enumerate() {
        if is_typed(index as u32) != is_run_typed {
            push(&mut run, is_run_typed);
            is_run_typed = !is_run_typed;
        }
        run.push(letter);
    }
    push(&mut run, is_run_typed);
    job
}
