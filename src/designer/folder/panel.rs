//! The folder's designs in a list: filtered, sorted, each with how it stands. A click opens one or goes to its tab.

use super::{Entry, Folder, State, grouped};
use crate::designer::widgets::{self, FIELD_MARGIN, caption};
use crate::designer::{Document, Request, UserCommand};
use crate::theme::{self, Theme};
use eframe::egui::{
    self, Align, Align2, Color32, CornerRadius, EventFilter, Id, Key, Layout, Modifiers, Rect,
    RichText, Sense, Ui, WidgetInfo, WidgetType, pos2, vec2,
};
use egui_phosphor::regular as icon;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::path::{Path, PathBuf};

const ROW: f32 = 42.0;

/// In which order the designs are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum FolderSort {
    #[default]
    Name,
    Findings,
    Stages,
    Changed,
}

impl FolderSort {
    const ALL: [Self; 4] = [Self::Name, Self::Findings, Self::Stages, Self::Changed];

    const fn title(self) -> &'static str {
        match self {
            Self::Name => "By name",
            Self::Findings => "Most findings first",
            Self::Stages => "Most stages first",
            Self::Changed => "Last changed first",
        }
    }

    fn sort(self, rows: &mut [(&PathBuf, &Entry)]) {
        let name = |path: &Path, entry: &Entry| {
            let file = || {
                path.file_stem()
                    .map(|stem| stem.to_string_lossy().into_owned())
            };
            let name = entry.name.clone().or_else(file);
            natural_key(&name.unwrap_or_default())
        };
        // Rows that are alike otherwise are in the order of their names.
        rows.sort_by_cached_key(|(path, entry)| (name(path, entry), (*path).clone()));
        match self {
            Self::Name => {}
            Self::Findings => rows.sort_by_key(|(_, entry)| match &entry.state {
                State::Unreadable(_) => (0, Reverse((0, 0, 0))),
                State::Checked { tally, .. } => {
                    (1, Reverse((tally.errors, tally.warnings, tally.infos)))
                }
                State::Unchecked => (2, Reverse((0, 0, 0))),
            }),
            Self::Stages => rows.sort_by_key(|(_, entry)| Reverse(entry.state.stage_count())),
            Self::Changed => rows.sort_by_key(|(_, entry)| Reverse(entry.modified)),
        }
    }
}

/// A name taken apart so that `part 10` comes after `part 9`: texts in small letters, each with the number after it.
fn natural_key(name: &str) -> Vec<(String, u64)> {
    let mut parts = vec![(String::new(), 0_u64)];
    let mut is_in_number = false;
    for letter in name.chars().flat_map(char::to_lowercase) {
        let digit = letter.to_digit(10);
        if is_in_number && digit.is_none() {
            parts.push((String::new(), 0));
        }
        if let Some((text, number)) = parts.last_mut() {
            match digit {
                Some(digit) => *number = number.saturating_mul(10).saturating_add(digit.into()),
                None => text.push(letter),
            }
        }
        is_in_number = digit.is_some();
    }
    parts
}

/// What the list keeps: the filter, its rows until something changes, and where the keyboard is.
#[derive(Default)]
pub struct FolderPanel {
    filter: String,
    rows: Vec<PathBuf>,
    /// What the rows were made of.
    made_of: Option<(PathBuf, u64, String, FolderSort)>,
    /// The row that the keyboard is at.
    at: Option<PathBuf>,
    has_keyboard: bool,
    /// The design that was shown when the list was drawn last.
    active: Option<PathBuf>,
    /// Where the list was scrolled to, and how high it is.
    scrolled: (f32, f32),
}

/// A design of the folder as it is now: the one in a tab if it is open.
struct Shown<'a> {
    title: String,
    file: String,
    state: &'a State,
    is_unsaved: bool,
    is_open: bool,
    is_active: bool,
}

impl FolderPanel {
    /// Had a row the keyboard when the list was drawn last?
    pub const fn has_keyboard(&self) -> bool {
        self.has_keyboard
    }

    pub fn show(
        &mut self,
        ui: &mut Ui,
        folder: &Folder,
        documents: &[Document],
        active: usize,
        sort: &mut FolderSort,
        requests: &mut Vec<Request>,
    ) {
        self.has_keyboard = false;
        heading_ui(ui, folder, sort, requests);
        if folder.entries.is_empty() {
            let text = if folder.is_listed {
                "No design in here yet. Save one to this folder, and it will be listed."
            } else {
                "Looking through the folder…"
            };
            widgets::empty_ui(ui, text);
            return;
        }
        let filter = self.filter_ui(ui);
        progress_ui(ui, folder);
        self.refresh(folder, *sort);
        if self.rows.is_empty() {
            widgets::empty_ui(ui, "No design has these words in its name or file name.");
            return;
        }
        let walked_to = self.walk(ui, folder, &filter);
        let went_to = self.newly_active(documents.get(active));
        let mut area = egui::ScrollArea::vertical()
            .id_salt("folder rows")
            .auto_shrink(false);
        if let Some(row) = walked_to.or(went_to) {
            let height = ui.available_height();
            area = area.vertical_scroll_offset(self.offset_showing(row, height));
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        let output = area.show_rows(ui, ROW, self.rows.len(), |ui, range| {
            for index in range {
                let path = &self.rows[index];
                let Some(entry) = folder.entries.get(path) else {
                    continue;
                };
                let open = documents
                    .iter()
                    .position(|document| document.path.as_ref() == Some(path));
                let live = open.map(|index| live_state(&documents[index]));
                let shown = Shown {
                    title: title_of(folder, path, entry, open.map(|index| &documents[index])),
                    file: folder.short_path(path),
                    state: live.as_ref().unwrap_or(&entry.state),
                    is_unsaved: open.is_some_and(|index| documents[index].is_unsaved()),
                    is_open: open.is_some(),
                    is_active: open == Some(active),
                };
                let response = row_ui(ui, folder, path, &shown);
                if walked_to == Some(index) {
                    response.request_focus();
                }
                if response.has_focus() {
                    self.at = Some(path.clone());
                    self.has_keyboard = true;
                    let arrows = EventFilter {
                        vertical_arrows: true,
                        ..EventFilter::default()
                    };
                    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
                }
                if response.clicked() {
                    // From here on arrows walk through the list.
                    response.request_focus();
                    requests.push(Request::OpenPath(path.clone()));
                }
                response.on_hover_ui(|ui| hint_ui(ui, path, &shown));
            }
        });
        self.scrolled = (output.state.offset.y, output.inner_rect.height());
    }

    fn filter_ui(&mut self, ui: &mut Ui) -> egui::Response {
        let edit = egui::TextEdit::singleline(&mut self.filter)
            .hint_text("Find a design")
            .margin(FIELD_MARGIN)
            .desired_width(f32::INFINITY);
        let response = ui.add(edit);
        response.widget_info(|| WidgetInfo::labeled(WidgetType::TextEdit, true, "Find a design"));
        response
    }

    /// Arrow keys walk from row to row, down from the filter too. Returns the row that was walked to.
    fn walk(&self, ui: &Ui, folder: &Folder, filter: &egui::Response) -> Option<usize> {
        let focused = ui.memory(egui::Memory::focused)?;
        let here = self
            .at
            .as_ref()
            .filter(|path| row_id(folder, path) == focused);
        let here = here.and_then(|path| self.rows.iter().position(|row| row == path));
        if here.is_none() && focused != filter.id {
            return None;
        }
        let last = self.rows.len() - 1;
        let page = (self.scrolled.1 / ROW).max(1.0) as usize;
        let pressed = |key| ui.input_mut(|i| i.consume_key(Modifiers::NONE, key));
        match here {
            None if pressed(Key::ArrowDown) => Some(0),
            Some(row) if pressed(Key::ArrowDown) => Some((row + 1).min(last)),
            Some(row) if pressed(Key::ArrowUp) => Some(row.saturating_sub(1)),
            Some(row) if pressed(Key::PageDown) => Some((row + page).min(last)),
            Some(row) if pressed(Key::PageUp) => Some(row.saturating_sub(page)),
            Some(_) if pressed(Key::Home) => Some(0),
            Some(_) if pressed(Key::End) => Some(last),
            _ => None,
        }
    }

    /// The row of the design that is shown, when it has just come to be.
    fn newly_active(&mut self, active: Option<&Document>) -> Option<usize> {
        let path = active.and_then(|document| document.path.as_ref());
        if self.active.as_ref() == path {
            return None;
        }
        self.active = path.cloned();
        self.rows.iter().position(|row| Some(row) == path)
    }

    /// Where to scroll to so that a row is in sight, with the least movement.
    fn offset_showing(&self, row: usize, height: f32) -> f32 {
        let top = row as f32 * ROW;
        self.scrolled.0.min(top).max(top + ROW - height)
    }

    fn refresh(&mut self, folder: &Folder, sort: FolderSort) {
        let made_of = (
            folder.path.clone(),
            folder.revision,
            self.filter.clone(),
            sort,
        );
        if self.made_of.as_ref() == Some(&made_of) {
            return;
        }
        let words = self.filter.trim().to_lowercase();
        let mut rows: Vec<(&PathBuf, &Entry)> = folder
            .entries
            .iter()
            .filter(|(path, entry)| {
                let name = entry.name.as_deref().unwrap_or_default().to_lowercase();
                name.contains(&words) || folder.short_path(path).to_lowercase().contains(&words)
            })
            .collect();
        sort.sort(&mut rows);
        self.rows = rows.into_iter().map(|(path, _)| path.clone()).collect();
        self.made_of = Some(made_of);
    }
}

fn heading_ui(ui: &mut Ui, folder: &Folder, sort: &mut FolderSort, requests: &mut Vec<Request>) {
    ui.horizontal(|ui| {
        let theme = Theme::of(ui.ctx());
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            let label = UserCommand::CloseFolder.label();
            if widgets::small_icon_button(ui, icon::X, &label).clicked() {
                requests.push(Request::Run(UserCommand::CloseFolder));
            }
            let order =
                widgets::small_icon_button(ui, icon::SORT_ASCENDING, "Order of the designs");
            egui::Popup::menu(&order).show(|ui| {
                for choice in FolderSort::ALL {
                    if ui.radio(*sort == choice, choice.title()).clicked() {
                        *sort = choice;
                        requests.push(Request::KeepSettings);
                    }
                }
            });
            ui.add_space(4.0);
            ui.label(caption(ui, grouped(folder.entries.len())));
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let title = RichText::new(folder.name())
                    .font(theme::semibold(theme::ROW))
                    .color(theme.text_weak);
                ui.add(egui::Label::new(title).truncate())
                    .on_hover_text(folder.path.display().to_string());
            });
        });
    });
}

/// `Checking 120 of 1,000`, over a bar.
fn progress_ui(ui: &mut Ui, folder: &Folder) {
    let Some((done, count)) = folder.progress() else {
        return;
    };
    let theme = Theme::of(ui.ctx());
    let text = format!("Checking {} of {}", grouped(done + 1), grouped(count));
    ui.label(caption(ui, text));
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 3.0), Sense::hover());
    let radius = CornerRadius::same(2);
    ui.painter().rect_filled(rect, radius, theme.border);
    let share = done as f32 / count.max(1) as f32;
    let done = rect.with_max_x(rect.left() + share * rect.width());
    ui.painter().rect_filled(done, radius, theme.accent);
}

fn row_id(folder: &Folder, path: &Path) -> Id {
    Id::new(("folder row", &folder.path, path))
}

/// How an open design stands, unsaved edits and all.
fn live_state(document: &Document) -> State {
    State::Checked {
        stage_count: document.design().workflow.stage_count(),
        tally: document.analysis.tally,
    }
}

fn title_of(folder: &Folder, path: &Path, entry: &Entry, open: Option<&Document>) -> String {
    match (open, &entry.name) {
        (Some(document), _) => document.name().to_owned(),
        (None, Some(name)) if !name.trim().is_empty() => name.clone(),
        _ => folder.short_path(path),
    }
}

fn look_of(state: &State, theme: &Theme) -> (&'static str, Color32) {
    match state {
        State::Unchecked => (icon::CIRCLE_DASHED, theme.text_weak),
        State::Checked { tally, .. } if tally.errors > 0 => (icon::WARNING_CIRCLE, theme.error),
        State::Checked { .. } => (icon::CHECK_CIRCLE, theme.good),
        State::Unreadable(_) => (icon::FILE_X, theme.error),
    }
}

fn counted(count: usize, word: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {word}{plural}", grouped(count))
}

fn row_ui(ui: &mut Ui, folder: &Folder, path: &Path, shown: &Shown<'_>) -> egui::Response {
    let theme = Theme::of(ui.ctx());
    let size = vec2(ui.available_width(), ROW);
    let (_, rect) = ui.allocate_space(size);
    let response = ui.interact(rect, row_id(folder, path), Sense::click());
    response.widget_info(|| {
        let label = spoken(shown);
        WidgetInfo::selected(WidgetType::SelectableLabel, true, shown.is_active, label)
    });
    let fill = match (shown.is_active, response.hovered() || response.has_focus()) {
        (true, _) => Some(theme.selection_fill),
        (_, true) => Some(theme.card_hovered_row),
        _ => None,
    };
    let inside = rect.shrink2(vec2(0.0, 1.0));
    if let Some(fill) = fill {
        ui.painter()
            .rect_filled(inside, CornerRadius::same(6), fill);
    }
    if response.has_focus() {
        let stroke = egui::Stroke::new(1.0, theme.accent);
        ui.painter().rect_stroke(
            inside,
            CornerRadius::same(6),
            stroke,
            egui::StrokeKind::Inside,
        );
    }
    paint_row(ui, rect, shown);
    response
}

fn paint_row(ui: &Ui, rect: Rect, shown: &Shown<'_>) {
    let theme = Theme::of(ui.ctx());
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    let (symbol, color) = look_of(shown.state, theme);
    painter.text(
        pos2(rect.left() + 15.0, rect.top() + 14.0),
        Align2::CENTER_CENTER,
        symbol,
        theme::icon_font(15.0),
        color,
    );
    let (left, right) = (rect.left() + 28.0, rect.right() - 8.0);
    let line = |text: &str, font: egui::FontId, color, width: f32| {
        let mut job = egui::text::LayoutJob::simple_singleline(text.to_owned(), font, color);
        job.wrap = egui::text::TextWrapping::truncate_at_width(width.max(0.0));
        painter.layout_job(job)
    };
    let title_font = if shown.is_open {
        theme::medium(theme::BODY)
    } else {
        egui::FontId::proportional(theme::BODY)
    };
    let dot_room = if shown.is_unsaved { 14.0 } else { 0.0 };
    let title = line(
        &shown.title,
        title_font,
        theme.text,
        right - left - dot_room,
    );
    let dot_at = pos2(left + title.size().x + theme::GAP, rect.top() + 14.0);
    painter.galley(
        pos2(left, rect.top() + 14.0 - title.size().y / 2.0),
        title,
        theme.text,
    );
    if shown.is_unsaved {
        painter.circle_filled(dot_at, 3.5, theme.accent);
    }
    // What stands at the end is short and shown whole; the file's name gets what room is left.
    let small = || egui::FontId::proportional(theme::CAPTION);
    let mut end = right;
    for (text, color) in figures(shown.state, theme).into_iter().rev() {
        let galley = line(&text, small(), color, f32::INFINITY);
        end -= galley.size().x;
        painter.galley(
            pos2(end, rect.top() + 29.0 - galley.size().y / 2.0),
            galley,
            color,
        );
    }
    let file = line(
        &shown.file,
        small(),
        theme.text_weak,
        end - theme::GAP - left,
    );
    painter.galley(
        pos2(left, rect.top() + 29.0 - file.size().y / 2.0),
        file,
        theme.text_weak,
    );
}

/// What stands at the end of a row: how many stages, and the worst of the findings. That a design is complete, its icon
/// says.
fn figures(state: &State, theme: &Theme) -> Vec<(String, Color32)> {
    let State::Checked { stage_count, tally } = state else {
        return match state {
            State::Unreadable(_) => vec![(state.title().to_owned(), theme.error)],
            _ => Vec::new(),
        };
    };
    let stages = counted(*stage_count, "stage");
    let worst = match () {
        () if tally.errors > 0 => (counted(tally.errors, "error"), theme.error),
        () if tally.warnings > 0 => (counted(tally.warnings, "warning"), theme.warning),
        () => return vec![(stages, theme.text_weak)],
    };
    vec![(format!("{stages} · "), theme.text_weak), worst]
}

/// What a screen reader says of a row.
fn spoken(shown: &Shown<'_>) -> String {
    let mut parts = vec![shown.title.clone(), shown.file.clone()];
    if let State::Checked { stage_count, tally } = shown.state {
        parts.push(counted(*stage_count, "stage"));
        parts.push(shown.state.title().to_lowercase());
        parts.push(tally.to_string());
    } else {
        parts.push(shown.state.title().to_lowercase());
    }
    if shown.is_unsaved {
        parts.push("unsaved changes".to_owned());
    }
    parts.join(", ")
}

fn hint_ui(ui: &mut Ui, path: &Path, shown: &Shown<'_>) {
    ui.label(RichText::new(&shown.title).font(theme::medium(theme::BODY)));
    let state = match shown.state {
        State::Checked { stage_count, tally } => format!(
            "{} · {} · {tally}",
            counted(*stage_count, "stage"),
            shown.state.title(),
        ),
        State::Unreadable(why) => why.clone(),
        State::Unchecked => shown.state.title().to_owned(),
    };
    ui.label(state);
    if shown.is_unsaved {
        ui.label("Unsaved changes");
    }
    ui.label(caption(ui, path.display().to_string()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_names_are_in_the_order_of_their_size() {
        let mut names = ["Part 10", "part 9", "Part 9b", "About", "7 days"];
        names.sort_by_key(|name| natural_key(name));
        assert_eq!(names, ["7 days", "About", "part 9", "Part 9b", "Part 10"]);
    }
}
