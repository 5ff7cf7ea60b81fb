//! The bar at the top of the canvas: the words, how many places have them, and a list of these.

use super::{FindBar, Found, InDesign, Scope};
use crate::designer::widgets::{self, FIELD_MARGIN, weak};
use crate::designer::{Document, Request, UserCommand};
use crate::theme::{self, Theme};
use crate::workflow::Hit;
use eframe::egui::text::{LayoutJob, TextFormat, TextWrapping};
use eframe::egui::{
    self, Align, Align2, CornerRadius, FontId, Id, Key, Layout, Modifiers, Rect, Sense, Ui,
    WidgetInfo, WidgetType, vec2,
};
use egui_phosphor::regular as icon;
use std::ops::Range;

const WIDTH: f32 = 380.0;
const FIELD_HEIGHT: f32 = 30.0;
const ROW: f32 = 40.0;
const MOST_ROWS: f32 = 8.5;
/// How much of a long text comes before the words that were found in it, in bytes.
const BEFORE: usize = 24;

/// A row of the list: a design's heading, or one of its hits.
enum Row<'a> {
    Design(&'a InDesign),
    Hit {
        design: &'a InDesign,
        hit: &'a Hit,
        /// Counted over all designs.
        number: usize,
    },
}

impl FindBar {
    /// Where it was last shown.
    pub fn rect(ctx: &egui::Context) -> Option<Rect> {
        ctx.memory(|memory| memory.area_rect(Id::new("find bar")))
    }

    /// Shows the bar in the top right of the canvas. Returns false when it is to close.
    pub fn show(
        &mut self,
        ctx: &egui::Context,
        canvas: Rect,
        documents: &[Document],
        is_on_top: bool,
        requests: &mut Vec<Request>,
    ) -> bool {
        let at = canvas.right_top() + vec2(-12.0, 12.0);
        let frame = egui::Frame::popup(&ctx.global_style()).inner_margin(8);
        egui::Area::new(Id::new("find bar"))
            .order(egui::Order::Middle)
            .pivot(Align2::RIGHT_TOP)
            .fixed_pos(at)
            .constrain_to(canvas)
            .show(ctx, |ui| {
                frame
                    .show(ui, |ui| {
                        ui.set_width(WIDTH.min(canvas.width() - 40.0));
                        self.contents_ui(ui, documents, is_on_top, requests)
                    })
                    .inner
            })
            .inner
    }

    fn contents_ui(
        &mut self,
        ui: &mut Ui,
        documents: &[Document],
        is_on_top: bool,
        requests: &mut Vec<Request>,
    ) -> bool {
        let is_open = self.field_ui(ui, documents, is_on_top, requests);
        self.scope_ui(ui);
        self.list_ui(ui, documents, requests);
        is_open
    }

    fn field_ui(
        &mut self,
        ui: &mut Ui,
        documents: &[Document],
        is_on_top: bool,
        requests: &mut Vec<Request>,
    ) -> bool {
        let id = Id::new("find field");
        let mut is_open = true;
        if ui.memory(|memory| memory.has_focus(id)) {
            let pressed = |modifiers, key| ui.input_mut(|i| i.consume_key(modifiers, key));
            if pressed(Modifiers::SHIFT, Key::Enter) || pressed(Modifiers::NONE, Key::ArrowUp) {
                requests.push(Request::Run(UserCommand::FindPrevious));
            }
            if pressed(Modifiers::NONE, Key::Enter) || pressed(Modifiers::NONE, Key::ArrowDown) {
                requests.push(Request::Run(UserCommand::FindNext));
            }
        }
        let designs = self.designs(documents);
        let count: usize = designs.iter().map(|design| design.hits.len()).sum();
        let told = self.count_text(count, designs.len());
        let size = vec2(ui.available_width(), FIELD_HEIGHT);
        ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            let close = widgets::small_icon_button(ui, icon::X, "Close find bar");
            let is_escaped =
                is_on_top && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape));
            is_open = !close.clicked() && !is_escaped;
            for (icon, command) in [
                (icon::CARET_DOWN, UserCommand::FindNext),
                (icon::CARET_UP, UserCommand::FindPrevious),
            ] {
                if widgets::small_icon_button(ui, icon, &command.label()).clicked() {
                    requests.push(Request::Run(command));
                }
            }
            ui.add_space(4.0);
            ui.label(weak(ui, told).size(theme::ROW));
            ui.add_space(4.0);
            let hint = match self.scope {
                Scope::Design => "Find in this design",
                Scope::Everywhere => "Find in all designs",
            };
            let edit = egui::TextEdit::singleline(&mut self.words)
                .id(id)
                .hint_text(hint)
                .margin(FIELD_MARGIN)
                .desired_width(f32::INFINITY);
            let output = edit.show(ui);
            let name = || WidgetInfo::labeled(WidgetType::TextEdit, true, hint);
            output.response.response.widget_info(name);
            if std::mem::take(&mut self.wants_focus) {
                output.response.response.request_focus();
                widgets::select_all(ui.ctx(), id, self.words.chars().count());
            }
        });
        is_open
    }

    /// `3 of 12`, `12 results in 4 designs`.
    fn count_text(&self, count: usize, design_count: usize) -> String {
        if self.words.trim().is_empty() {
            return String::new();
        }
        match (count, self.current) {
            (0, _) if self.is_searching() => "Searching…".to_owned(),
            (0, _) => "Nothing found".to_owned(),
            (_, Some(current)) => format!("{} of {count}", current + 1),
            (1, None) => "1 result".to_owned(),
            (_, None) if self.scope == Scope::Everywhere && design_count > 1 => {
                format!("{count} in {design_count} designs")
            }
            (_, None) => format!("{count} results"),
        }
    }

    fn scope_ui(&mut self, ui: &mut Ui) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            for (scope, title) in [
                (Scope::Design, "This design"),
                (Scope::Everywhere, "All designs"),
            ] {
                let text = egui::RichText::new(title).size(theme::ROW);
                if ui.selectable_label(self.scope == scope, text).clicked() {
                    self.focus(scope);
                }
            }
        });
    }

    fn list_ui(&mut self, ui: &mut Ui, documents: &[Document], requests: &mut Vec<Request>) {
        let designs = self.designs(documents);
        let rows = rows_of(&designs, self.scope);
        if rows.is_empty() {
            return;
        }
        let is_current =
            |row: &Row<'_>| matches!(row, Row::Hit { number, .. } if Some(*number) == self.current);
        let height = MOST_ROWS * ROW;
        let mut area = egui::ScrollArea::vertical()
            .max_height(height)
            .min_scrolled_height(height)
            .auto_shrink([false, true]);
        if self.wants_scroll
            && let Some(row) = rows.iter().position(is_current)
        {
            let middle = (row as f32 - MOST_ROWS / 2.0).max(0.0) * ROW;
            area = area.vertical_scroll_offset(middle);
        }
        let mut chosen = None;
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.separator();
        area.show_rows(ui, ROW, rows.len(), |ui, range| {
            for row in &rows[range] {
                match row {
                    Row::Design(design) => heading_ui(ui, design),
                    Row::Hit {
                        design,
                        hit,
                        number,
                    } => {
                        if hit_ui(ui, hit, is_current(row)).clicked() {
                            chosen = Some(*number);
                            requests.push(Request::GoToHit {
                                found: design.found.clone(),
                                spot: hit.spot.clone(),
                            });
                        }
                    }
                }
            }
        });
        self.wants_scroll = false;
        if chosen.is_some() {
            self.current = chosen;
        }
    }
}

fn rows_of<'a>(designs: &[&'a InDesign], scope: Scope) -> Vec<Row<'a>> {
    let mut rows = Vec::new();
    let mut number = 0;
    for &design in designs {
        if scope == Scope::Everywhere {
            rows.push(Row::Design(design));
        }
        for hit in &design.hits {
            rows.push(Row::Hit {
                design,
                hit,
                number,
            });
            number += 1;
        }
    }
    rows
}

fn heading_ui(ui: &mut Ui, design: &InDesign) {
    let theme = Theme::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let count = design.hits.len();
    let label = format!("{}, {count} found", design.title);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, &label));
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    let mut job = LayoutJob::simple_singleline(
        design.title.clone(),
        theme::semibold(theme::ROW),
        theme.text_weak,
    );
    job.wrap = TextWrapping::truncate_at_width(rect.width() - 60.0);
    let galley = painter.layout_job(job);
    let at = rect.left_bottom() + vec2(8.0, -8.0 - galley.size().y);
    painter.galley(at, galley, theme.text);
    painter.text(
        rect.right_bottom() + vec2(-8.0, -8.0),
        Align2::RIGHT_BOTTOM,
        count.to_string(),
        FontId::proportional(theme::CAPTION),
        theme.text_weak,
    );
    if let Found::OnDisk(path) = &design.found {
        response.on_hover_text(path.display().to_string());
    }
}

fn hit_ui(ui: &mut Ui, hit: &Hit, is_current: bool) -> egui::Response {
    let theme = Theme::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let what = hit.what.to_string();
    response.widget_info(|| {
        let label = format!("{}, {what}", one_line(&hit.text));
        WidgetInfo::selected(WidgetType::SelectableLabel, true, is_current, label)
    });
    let fill = match (is_current, response.hovered() || response.has_focus()) {
        (true, _) => Some(theme.selection_fill),
        (_, true) => Some(theme.card_hovered_row),
        _ => None,
    };
    if let Some(fill) = fill {
        ui.painter().rect_filled(rect, CornerRadius::same(6), fill);
    }
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    let width = rect.width() - 16.0;
    let text = painter.layout_job(marked(&hit.text, &hit.range, width, theme));
    painter.galley(rect.left_top() + vec2(8.0, 4.0), text, theme.text);
    let mut job =
        LayoutJob::simple_singleline(what, FontId::proportional(theme::CAPTION), theme.text_weak);
    job.wrap = TextWrapping::truncate_at_width(width);
    let what = painter.layout_job(job);
    painter.galley(rect.left_top() + vec2(8.0, 22.0), what, theme.text_weak);
    response
}

/// The text around the words, with these marked by weight and hue.
fn marked(text: &str, range: &Range<usize>, width: f32, theme: &Theme) -> LayoutJob {
    let plain = TextFormat::simple(FontId::proportional(theme::BODY), theme.text);
    let strong = TextFormat::simple(theme::semibold(theme::BODY), theme.accent);
    let start = start_of_view(text, range.start);
    let mut job = LayoutJob::default();
    let lead = if start > 0 { "…" } else { "" };
    let before = format!("{lead}{}", one_line(&text[start..range.start]));
    job.append(&before, 0.0, plain.clone());
    job.append(&one_line(&text[range.clone()]), 0.0, strong);
    job.append(&one_line(&text[range.end..]), 0.0, plain);
    job.wrap = TextWrapping::truncate_at_width(width);
    job
}

/// Where to begin to show a text so that what stands at `at` is seen: at its beginning, or at a word shortly before.
fn start_of_view(text: &str, at: usize) -> usize {
    if at <= BEFORE {
        return 0;
    }
    let from = text.floor_char_boundary(at - BEFORE);
    let word = text[from..at].find(' ').map(|space| from + space + 1);
    word.unwrap_or(from)
}

fn one_line(text: &str) -> String {
    text.replace(['\n', '\r', '\t'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_shown_from_shortly_before_the_words() {
        let text = "Ring the customer back within two working days and tell them";
        let at = text.find("days").unwrap();
        assert_eq!(&text[start_of_view(text, at)..at], "within two working ");
        assert_eq!(start_of_view(text, 4), 0);
        let dense = "ä".repeat(40);
        assert!(dense.is_char_boundary(start_of_view(&dense, 60)));
    }
}
