//! What does one want to do? A field that finds commands, stages, files and open designs as one types.

mod entry;
mod list;
mod rank;
mod search;

use super::widgets::FIELD_MARGIN;
use super::{Document, Request};
use crate::theme::{self, Theme};
use crate::workflow::EventId;
use eframe::egui::{
    self, Align2, Id, Key, Modal, Modifiers, TextEdit, Ui, WidgetInfo, WidgetType, vec2,
};
pub use entry::{Entry, Target};
use rank::Highlighter;
use search::{Found, Search};
use std::collections::BTreeMap;
use std::sync::Arc;

/// In points; less where the window is narrow.
const WIDTH: f32 = 620.0;
/// How far it lies below the window's top, as a share of the height.
const TOP: f32 = 0.12;
/// How many rows one page down is.
const PAGE: usize = 10;

/// The palette while it is open. What it offers is gathered once: the window behind it stands still meanwhile. Of a large
/// design the stages come a moment later.
pub struct Palette {
    entries: Arc<Vec<Entry>>,
    search: Search,
    highlighter: Highlighter,
    query: String,
    /// Indexes of the entries that fit the query, the best first.
    found: Vec<usize>,
    /// Index into `found`.
    marked: usize,
    /// Has the mark been moved since the last letter? Then it stays on its entry, whatever is found.
    is_mark_moved: bool,
    /// Is the marked row to be brought into view?
    wants_marked: bool,
    /// How far the list is scrolled, in points.
    offset: f32,
}

/// What becomes of the palette after a frame.
pub enum Outcome {
    Open,
    Closed,
    Chosen(Target),
}

impl Palette {
    fn new((search, found): (Search, Found)) -> Self {
        Self {
            entries: found.entries,
            search,
            highlighter: Highlighter::default(),
            query: String::new(),
            found: found.order,
            marked: 0,
            is_mark_moved: false,
            wants_marked: false,
            offset: 0.0,
        }
    }

    fn take(&mut self, found: Found) {
        // Entries that were there before keep their index.
        let kept = self.found.get(self.marked).copied();
        let kept = kept.filter(|_| self.is_mark_moved);
        (self.entries, self.found) = (found.entries, found.order);
        let place = kept.and_then(|kept| self.found.iter().position(|&entry| entry == kept));
        self.marked = place.unwrap_or(0);
        self.wants_marked = true;
    }

    pub fn show(&mut self, ctx: &egui::Context) -> Outcome {
        let toggle = super::UserCommand::FindCommand.shortcut();
        let is_toggled =
            toggle.is_some_and(|shortcut| ctx.input_mut(|i| i.consume_shortcut(&shortcut)));
        // What is pressed is released on the same row.
        let is_pressed = ctx.input(|i| i.pointer.any_down());
        if !is_pressed && let Some(found) = self.search.news() {
            self.take(found);
        }
        let is_entered = self.take_keys(ctx);
        let window = ctx.content_rect();
        let area = Modal::default_area(Id::new("palette"))
            .anchor(
                Align2::CENTER_TOP,
                vec2(0.0, (window.height() * TOP).round()),
            )
            .default_size(window.size());
        let frame = egui::Frame::popup(&ctx.global_style()).inner_margin(8);
        let modal = Modal::new(Id::new("palette")).area(area).frame(frame);
        let shown = modal
            .backdrop_color(egui::Color32::TRANSPARENT)
            .show(ctx, |ui| {
                ui.set_max_height(window.height());
                ui.set_width(WIDTH.min(window.width() - 2.0 * theme::GROUP_GAP));
                self.field_ui(ui);
                let room = window.height() * (1.0 - TOP) - 96.0;
                self.list_ui(ui, room)
            });
        let clicked = shown.inner;
        // What is chosen is what was typed, not what was found for the letter before.
        if let Some(found) = is_entered.then(|| self.search.settle()).flatten() {
            self.take(found);
        }
        let entered = self.found.get(self.marked).filter(|_| is_entered);
        let index = clicked.or(entered.copied());
        match index.map(|index| &self.entries[index]) {
            // One that cannot be given now says why, and the palette stays.
            Some(entry) if entry.why_not.is_none() => Outcome::Chosen(entry.target.clone()),
            _ if is_toggled || shown.should_close() => Outcome::Closed,
            _ => Outcome::Open,
        }
    }

    /// Moves the mark. Returns true when Enter was pressed.
    fn take_keys(&mut self, ctx: &egui::Context) -> bool {
        let count = self.found.len().max(1);
        let last = count - 1;
        ctx.input_mut(|i| {
            let before = self.marked;
            let mut pressed = |key| i.consume_key(Modifiers::NONE, key);
            if pressed(Key::ArrowDown) {
                self.marked = (self.marked + 1) % count;
            }
            if pressed(Key::ArrowUp) {
                self.marked = (self.marked + last) % count;
            }
            if pressed(Key::PageDown) {
                self.marked = (self.marked + PAGE).min(last);
            }
            if pressed(Key::PageUp) {
                self.marked = self.marked.saturating_sub(PAGE);
            }
            self.wants_marked |= self.marked != before;
            self.is_mark_moved |= self.marked != before;
            pressed(Key::Enter)
        })
    }

    fn field_ui(&mut self, ui: &mut Ui) {
        let theme = Theme::of(ui.ctx());
        ui.horizontal(|ui| {
            ui.add_space(4.0);
            let icon = theme::icon_text(egui_phosphor::regular::MAGNIFYING_GLASS, 17.0);
            ui.label(icon.color(theme.text_weak));
            let edit = TextEdit::singleline(&mut self.query)
                .hint_text("Find a command, stage or file")
                .font(egui::FontId::proportional(15.0))
                .frame(egui::Frame::NONE)
                .margin(FIELD_MARGIN)
                .desired_width(f32::INFINITY)
                .lock_focus(true);
            let response = ui.add(edit);
            response.widget_info(|| {
                WidgetInfo::labeled(WidgetType::TextEdit, true, "Find a command, stage or file")
            });
            response.request_focus();
            if response.changed() {
                (self.marked, self.is_mark_moved) = (0, false);
                self.wants_marked = true;
                if let Some(found) = self.search.ask(&self.query) {
                    self.take(found);
                }
            }
        });
        ui.separator();
    }
}

impl super::Designer {
    pub(super) fn open_palette(&mut self, ctx: &egui::Context) {
        egui::Popup::close_all(ctx);
        let entries = self.palette_entries();
        let document = self.document();
        let stage_count = document.map_or(0, |document| document.analysis.flow.stage_count());
        let stages = document.map(stage_entries);
        let stages = move || stages.map(|list| list()).unwrap_or_default();
        let recent = &self.settings.recent_commands;
        let ctx = ctx.clone();
        let wake = move || ctx.request_repaint();
        let search = Search::new(entries, stage_count, stages, recent, wake);
        self.palette = Some(Palette::new(search));
    }

    pub(super) fn palette_ui(&mut self, ctx: &egui::Context) {
        let Some(mut palette) = self.palette.take() else {
            return;
        };
        match palette.show(ctx) {
            Outcome::Open => self.palette = Some(palette),
            Outcome::Closed => ctx.request_repaint(),
            Outcome::Chosen(target) => self.choose(ctx, target),
        }
    }

    fn choose(&mut self, ctx: &egui::Context, target: Target) {
        match target {
            Target::Command(command) => {
                self.settings.remember_command(&command.label());
                self.requests.push(Request::Run(command));
            }
            Target::Theme(choice) => {
                self.settings.remember_command(choice.title());
                self.settings.theme = choice;
                self.settings.save();
            }
            Target::Stage(event_id) => {
                let place = crate::rules::Place::Event(event_id);
                self.requests.push(Request::GoTo(place));
            }
            Target::Tab(document_id) => {
                self.requests
                    .extend(self.index_of(document_id).map(Request::Activate));
            }
            Target::File(path) => self.requests.push(Request::OpenPath(path)),
        }
        ctx.request_repaint();
    }

    /// All that can be asked for now but stages, in the order in which it is listed before anything is typed.
    fn palette_entries(&self) -> Vec<Entry> {
        let mut entries = Vec::new();
        for command in super::UserCommand::all() {
            if command != super::UserCommand::FindCommand {
                entries.push(Entry::of_command(
                    command,
                    self.label_of(command),
                    self.why_not(command),
                    self.is_on(command),
                ));
            }
        }
        entries.extend(
            super::settings::ThemeChoice::ALL
                .map(|choice| Entry::of_theme(choice, choice == self.settings.theme)),
        );
        let active = self.document().map(|document| document.id);
        let others = self
            .documents
            .iter()
            .filter(|document| Some(document.id) != active);
        entries.extend(others.map(|document| Entry::of_tab(document.id, document.name())));
        entries.extend(self.settings.recent.iter().map(|path| Entry::of_file(path)));
        entries
    }
}

/// Lists the stages of a design as it is now, wherever that is done.
fn stage_entries(document: &Document) -> impl FnOnce() -> Vec<Entry> + Send + 'static {
    let workflow = document.design().workflow.clone();
    let flow = Arc::clone(&document.analysis.flow);
    let bookmarks = document.design().layout.bookmarks();
    let bookmarks: BTreeMap<EventId, String> = bookmarks
        .map(|(event_id, title)| (event_id, title.to_owned()))
        .collect();
    move || {
        let stages = flow.reading_order().iter().filter_map(|&stage| {
            let event = workflow.event(flow.event_id(stage))?;
            let name = crate::workflow::stage_name(&workflow, &flow, event);
            let bookmark = bookmarks.get(&event.id).map(String::as_str);
            Some(Entry::of_stage(event, &name, bookmark))
        });
        stages.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::designer::UserCommand;
    use crate::workflow::{Event, EventKind};

    fn stages() -> Vec<Entry> {
        let stage = |stage| Event {
            id: EventId(stage),
            stage,
            kind: EventKind::ButtonPushed,
            name: String::new(),
            actions: Vec::new(),
        };
        let stages = (1..4_000).map(stage);
        stages
            .map(|event| Entry::of_stage(&event, "Zoomed", None))
            .collect()
    }

    #[test]
    fn a_mark_that_was_moved_stays_on_its_entry_when_the_stages_come() {
        let commands: Vec<Entry> = UserCommand::all()
            .map(|command| Entry::of_command(command, command.label(), None, false))
            .collect();
        let mut palette = Palette::new(Search::new(commands, 4_000, stages, &[], || ()));
        (palette.marked, palette.is_mark_moved) = (2, true);
        let marked = palette.found[2];
        let found = palette.search.settle().unwrap();
        palette.take(found);
        assert_eq!(palette.found[palette.marked], marked);

        palette.is_mark_moved = false;
        assert!(palette.search.ask("zoom").is_none());
        let found = palette.search.settle().unwrap();
        palette.take(found);
        assert_eq!(palette.marked, 0);
    }
}
