//! The window itself: what it holds, and how a frame goes.

use super::commands::drawing::Nudging;
use super::compare::Comparing;
use super::document::DocumentId;
use super::export::ExportJob;
use super::files::closing::Leaving;
use super::files::dialogs::{self, FileDialogs};
use super::files::recovery::{self, Recovery};
use super::files::watch::FileWatch;
use super::find::FindBar;
use super::folder::{Folder, FolderPanel};
use super::in_place::InPlace;
use super::inspector::Inspector;
use super::menus::add::AddMenu;
use super::menus::fixes::FixesMenu;
use super::menus::floating::Floating;
use super::menus::shortcuts;
use super::palette::Palette;
use super::panels::outline::Outline;
use super::panels::tabs::Tabs;
use super::panels::{findings, start_page, status_bar};
use super::preview::Preview;
use super::prompts::{FilePurpose, Prompt};
use super::rehearse::RehearsalPanel;
use super::review::{self, LegsPanel};
use super::settings::Settings;
use super::settings::reduced_motion::SystemMotion;
use super::settings::system_fonts;
use super::widgets;
use super::{Document, Request, UserCommand};
use crate::canvas::{CanvasInput, canvas_ui};
use crate::theme::{self, Theme};
use crate::workflow::Position;
use eframe::egui::{
    self, CentralPanel, Event, Frame, Key, Margin, Panel, Stroke, Ui, ViewportCommand,
};
use std::io;
use std::path::PathBuf;
use std::time::Duration;

const UNTIL_NEXT_LOOK: Duration = Duration::from_millis(30);

/// The designer's window: the open designs, and what lies over them.
pub struct Designer {
    pub(super) documents: Vec<Document>,
    pub(super) active: usize,
    pub(super) settings: Settings,
    pub(super) dialogs: Box<dyn FileDialogs>,
    pub(super) file_purpose: Option<FilePurpose>,
    pub(super) exports: Vec<ExportJob>,
    pub(super) inspector: Inspector,
    pub(super) rehearsal_panel: RehearsalPanel,
    pub(super) legs_panel: LegsPanel,
    pub(super) outline: Outline,
    /// Does one work in the outline, not on the canvas? After a menu or a field the keyboard goes back there.
    pub(super) is_in_outline: bool,
    /// Whose state outline and inspector keep.
    panels_of: Option<DocumentId>,
    pub(super) folder: Option<Folder>,
    pub(super) folder_panel: FolderPanel,
    pub(super) tabs: Tabs,
    pub(super) find_bar: Option<FindBar>,
    pub(super) prompt: Option<Prompt>,
    pub(super) add_menu: Option<AddMenu>,
    pub(super) fixes_menu: Option<FixesMenu>,
    pub(super) context_menu: Option<Floating>,
    pub(super) in_place: Option<InPlace>,
    pub(super) preview: Option<Preview>,
    pub(super) palette: Option<Palette>,
    pub(super) overlay: Option<Overlay>,
    pub(super) notice: Option<Notice>,
    /// What is shown instead of panels and canvas while designs are compared.
    pub(super) compare: Option<Comparing>,
    pub(super) requests: Vec<Request>,
    /// What is carried out after the next frame, so that this one is not felt.
    pub(super) for_next_frame: Vec<Request>,
    /// Where the pointer was when the menu was opened from which one pastes.
    pub(super) paste_at: Option<Position>,
    pub(super) nudging: Nudging,
    pub(super) leaving: Option<Leaving>,
    pub(super) is_quitting: bool,
    pub(super) recovery: Recovery,
    pub(super) file_watch: Option<FileWatch>,
    /// Opens the Call Manager, in a process of its own.
    pub(super) call_manager: OpenCallManager,
    pub(super) now_s: f64,
    /// Did a field have the keyboard at the end of the last frame? Escape has taken it away by now.
    was_typing: bool,
    title: String,
    applied_theme: Option<super::settings::ThemeChoice>,
    pub(super) system_motion: SystemMotion,
    is_motion_reduced: bool,
}

/// Less than this, in points, is narrow for outline, canvas and inspector beside each other.
const NARROW: f32 = 900.0;

/// What lies over the whole window until it is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overlay {
    Shortcuts,
    Preferences,
}

/// A sentence that goes away by itself.
pub struct Notice {
    pub text: String,
    pub until_s: f64,
}

/// Opens the window with the files and the folder given, or with the start page.
///
/// # Errors
/// When the system lends no window.
pub fn run(files: Vec<PathBuf>) -> Result<(), eframe::Error> {
    let viewport = egui::ViewportBuilder::default()
        .with_title("Legwork")
        .with_app_id("legwork")
        .with_inner_size([1440.0, 900.0])
        .with_min_inner_size([720.0, 480.0])
        .with_icon(icon());
    let options = eframe::NativeOptions {
        viewport,
        ..Default::default()
    };
    eframe::run_native(
        "legwork",
        options,
        Box::new(move |creation| {
            system_fonts::add_in_background(&creation.egui_ctx);
            let mut designer = Designer::new(&creation.egui_ctx, Settings::load(), dialogs::best());
            designer.watch_files(&creation.egui_ctx);
            if let Some(folder) = recovery::folder() {
                designer.keep_recovery_in(&creation.egui_ctx, folder);
            }
            designer.system_motion = SystemMotion::ask(&creation.egui_ctx);
            designer.set_call_manager(Box::new(start_call_manager));
            for file in &files {
                designer.open(&creation.egui_ctx, file);
            }
            designer.active = 0;
            Ok(Box::new(designer))
        }),
    )
}

/// Opens the Call Manager, or says why that cannot be.
pub type OpenCallManager = Box<dyn FnMut() -> io::Result<()>>;

/// A process of its own: what happens to one window does not happen to the other.
fn start_call_manager() -> io::Result<()> {
    let program = std::env::current_exe()?;
    let mut process = std::process::Command::new(program)
        .arg("call-manager")
        .spawn()?;
    // Somebody has to hear of its end, or the system keeps it in its lists.
    std::thread::spawn(move || process.wait());
    Ok(())
}

/// The program's icon: a card with its way on, drawn here so that no image decoder is needed.
pub fn icon() -> egui::IconData {
    const SIDE: i32 = 64;
    let mut rgba = Vec::with_capacity((SIDE * SIDE * 4) as usize);
    for y in 0..SIDE {
        for x in 0..SIDE {
            let in_box = |left: i32, top: i32, width: i32, height: i32| {
                (left..left + width).contains(&x) && (top..top + height).contains(&y)
            };
            let color = match () {
                () if in_box(6, 12, 26, 10) => [0x2F, 0x5F, 0xD0, 0xFF],
                () if in_box(6, 22, 26, 18) || in_box(40, 40, 18, 12) => [0xE7, 0xEC, 0xF8, 0xFF],
                () if in_box(40, 32, 18, 8) => [0x69, 0x43, 0xC4, 0xFF],
                () if in_box(32, 34, 8, 3) => [0x85, 0x8F, 0x9F, 0xFF],
                () => [0, 0, 0, 0],
            };
            rgba.extend(color);
        }
    }
    egui::IconData {
        rgba,
        width: SIDE as u32,
        height: SIDE as u32,
    }
}

impl Designer {
    /// A window without designs: it shows the start page.
    pub fn new(ctx: &egui::Context, settings: Settings, dialogs: Box<dyn FileDialogs>) -> Self {
        theme::install(ctx);
        // Ctrl with plus, minus and zero zooms the canvas here, not the whole window.
        ctx.options_mut(|options| options.zoom_with_keyboard = false);
        ctx.set_zoom_factor(settings.scale);
        Self {
            documents: Vec::new(),
            active: 0,
            settings,
            dialogs,
            file_purpose: None,
            exports: Vec::new(),
            inspector: Inspector::default(),
            rehearsal_panel: RehearsalPanel::default(),
            legs_panel: LegsPanel::default(),
            outline: Outline::default(),
            is_in_outline: false,
            panels_of: None,
            folder: None,
            folder_panel: FolderPanel::default(),
            tabs: Tabs::default(),
            find_bar: None,
            prompt: None,
            add_menu: None,
            fixes_menu: None,
            context_menu: None,
            in_place: None,
            preview: None,
            palette: None,
            overlay: None,
            notice: None,
            compare: None,
            requests: Vec::new(),
            for_next_frame: Vec::new(),
            paste_at: None,
            nudging: Nudging::default(),
            leaving: None,
            is_quitting: false,
            recovery: Recovery::default(),
            file_watch: None,
            call_manager: Box::new(|| Err(io::ErrorKind::Unsupported.into())),
            now_s: 0.0,
            was_typing: false,
            title: String::new(),
            applied_theme: None,
            system_motion: SystemMotion::default(),
            is_motion_reduced: false,
        }
    }

    /// How the Call Manager is opened. Without, it is not.
    pub fn set_call_manager(&mut self, open: OpenCallManager) {
        self.call_manager = open;
    }

    /// Lets open designs follow their files when somebody else writes to them.
    pub fn watch_files(&mut self, ctx: &egui::Context) {
        let ctx = ctx.clone();
        self.file_watch = Some(FileWatch::begin(move || ctx.request_repaint()));
    }

    pub(super) fn document(&self) -> Option<&Document> {
        self.documents.get(self.active)
    }

    pub(super) fn index_of(&self, document_id: DocumentId) -> Option<usize> {
        self.documents
            .iter()
            .position(|document| document.id == document_id)
    }

    pub(super) fn document_of(&self, document_id: DocumentId) -> Option<&Document> {
        self.documents
            .iter()
            .find(|document| document.id == document_id)
    }

    /// Lets ledger and canvas show the same leg, while anybody looks.
    fn follow_legs(&mut self, ctx: &egui::Context) {
        if !self.are_legs_looked_at() && !self.is_reviewing() {
            return;
        }
        self.refresh_legs();
        let Some(document) = self.documents.get(self.active) else {
            return;
        };
        if document.legs.is_under_way() {
            ctx.request_repaint_after(UNTIL_NEXT_LOOK);
        }
        self.legs_panel.follow_canvas(document);
    }

    /// Looks again soon whether the findings of a large design are there.
    fn await_findings(&self, ctx: &egui::Context) {
        if self.document().is_some_and(|document| {
            document.analysis.is_checking() || document.rehearsal.is_replaying()
        }) {
            ctx.request_repaint_after(UNTIL_NEXT_LOOK);
        }
    }

    fn is_covered(&self) -> bool {
        self.prompt.is_some()
            || self.add_menu.is_some()
            || self.palette.is_some()
            || self.overlay.is_some()
            || self.file_purpose.is_some()
    }

    /// Keys become requests before anything is drawn, so that no widget takes them first.
    fn take_keys(&mut self, ctx: &egui::Context) {
        if self.is_covered() {
            return;
        }
        let is_typing = ctx.text_edit_focused();
        let is_popup_open = egui::Popup::is_any_open(ctx)
            || self.fixes_menu.is_some()
            || self.context_menu.is_some();
        let is_in_gesture = self
            .document()
            .is_some_and(|document| document.view.is_in_gesture());
        // The keyboard is the canvas's until a control of a panel has it.
        let is_on_canvas = ctx.memory(|memory| memory.focused().is_none())
            || self
                .document()
                .is_some_and(|document| document.view.has_keyboard());
        let is_in_outline = self.settings.is_outline_open && self.outline.has_keyboard();
        // A row of the folder is a file, not what is selected on the canvas.
        let is_in_folder = self.folder.is_some()
            && self.settings.is_outline_open
            && self.folder_panel.has_keyboard();
        if self.is_reviewing() && !is_typing && !is_popup_open {
            for (key, command) in review::REVIEW_KEYS {
                if ctx.input_mut(|i| i.consume_key(egui::Modifiers::NONE, key)) {
                    self.requests.push(Request::Run(command));
                }
            }
        }
        let with_key = UserCommand::with_key().iter();
        let first = with_key.filter_map(|&command| Some((command, command.shortcut()?)));
        let second =
            UserCommand::all().filter_map(|command| Some((command, command.second_shortcut()?)));
        for (command, shortcut) in first.chain(second) {
            // Escape backs out of one thing at a time: a field that had the keyboard, a gesture, the selection.
            let is_taken = command == UserCommand::Deselect
                && (self.was_typing || is_in_gesture || self.find_bar.is_some());
            let is_plain = shortcut.modifiers.is_none();
            let is_letter = shortcut.logical_key == Key::Questionmark;
            if is_taken
                || (is_typing && (command.yields_to_typing() || is_letter))
                || (!is_on_canvas && command.yields_to_controls(is_in_outline))
                || (is_popup_open && is_plain)
                || (is_in_folder && is_plain && command.yields_to_typing())
            {
                continue;
            }
            if ctx.input_mut(|i| i.consume_shortcut(&shortcut)) {
                self.requests.push(Request::Run(command));
            }
        }
        if is_typing {
            return;
        }
        // The two further buttons that many mice have.
        for (button, command) in [
            (egui::PointerButton::Extra1, UserCommand::GoBack),
            (egui::PointerButton::Extra2, UserCommand::GoForward),
        ] {
            if ctx.input(|i| i.pointer.button_pressed(button)) {
                self.requests.push(Request::Run(command));
            }
        }
        let clipboard = ctx.input(|i| {
            let is_clipboard =
                |event: &&Event| matches!(event, Event::Copy | Event::Cut | Event::Paste(_));
            i.events
                .iter()
                .filter(is_clipboard)
                .cloned()
                .collect::<Vec<_>>()
        });
        for event in clipboard {
            match event {
                Event::Copy => self.requests.push(Request::Run(UserCommand::Copy)),
                Event::Cut => self.requests.push(Request::Run(UserCommand::Cut)),
                Event::Paste(text) => self.requests.push(Request::Paste(text)),
                _ => {}
            }
        }
    }

    fn apply_settings(&mut self, ctx: &egui::Context) {
        if self.applied_theme != Some(self.settings.theme) {
            ctx.set_theme(self.settings.theme.preference());
            self.applied_theme = Some(self.settings.theme);
        }
        if (ctx.zoom_factor() - self.settings.scale).abs() > 1e-3 {
            ctx.set_zoom_factor(self.settings.scale);
        }
        let is_motion_reduced = self.system_motion.is_reduced(self.settings.motion);
        if is_motion_reduced != self.is_motion_reduced {
            self.is_motion_reduced = is_motion_reduced;
            theme::set_motion(ctx, is_motion_reduced);
        }
        let title = self.document().map_or_else(
            || "Legwork".to_owned(),
            |document| {
                format!(
                    "{}{} – Legwork",
                    document.short_name(),
                    if document.is_unsaved() { " •" } else { "" }
                )
            },
        );
        if title != self.title {
            ctx.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }

    fn show(&mut self, ui: &mut Ui) {
        let theme = Theme::of(ui.ctx());
        let bar = |vertical: i8| {
            Frame::new()
                .fill(theme.panel)
                .inner_margin(Margin::symmetric(8, vertical))
        };
        Panel::top("menu")
            .frame(bar(2))
            .show(ui, |ui| self.menu_bar_ui(ui));
        if self.document().is_none() {
            self.left_panel_ui(ui);
            let canvas = Frame::new().fill(theme.canvas);
            let rect = ui.available_rect_before_wrap();
            CentralPanel::no_frame().frame(canvas).show(ui, |ui| {
                let orphans = self.recovery.orphans();
                start_page::start_page_ui(ui, &self.settings, orphans, &mut self.requests);
            });
            self.find_bar_ui(ui.ctx(), rect);
            self.notice_ui(ui.ctx(), rect);
            return;
        }
        if self.compare.is_some() {
            let rect = ui.available_rect_before_wrap();
            self.compare_ui(ui);
            self.notice_ui(ui.ctx(), rect);
            return;
        }
        Panel::top("tools")
            .exact_size(40.0)
            .frame(bar(4))
            .show(ui, |ui| self.tool_bar_ui(ui));
        self.panels_ui(ui);
        self.bars_ui(ui);
        let rect = ui.available_rect_before_wrap();
        CentralPanel::no_frame().show(ui, |ui| self.canvas_ui(ui));
        self.find_bar_ui(ui.ctx(), rect);
        self.notice_ui(ui.ctx(), rect);
    }

    fn panels_ui(&mut self, ui: &mut Ui) {
        let side = side_frame(ui);
        let status = side.inner_margin(Margin::symmetric(10, 0));
        let Some(document) = self.documents.get(self.active) else {
            return;
        };
        let width = ui.available_width();
        Panel::bottom("status")
            .exact_size(28.0)
            .frame(status.stroke(Stroke::NONE))
            .show(ui, |ui| {
                status_bar::status_bar_ui(ui, document, &mut self.requests);
            });
        // In a narrow window, or a scaled one, the sentences need its whole width.
        let is_narrow = width < NARROW;
        // So do the columns of the legs.
        let is_below_all = is_narrow || self.settings.are_legs_shown;
        if is_below_all {
            self.findings_panel_ui(ui, side);
        }
        self.left_panel_ui(ui);
        let Some(document) = self.documents.get(self.active) else {
            return;
        };
        let requests = &mut self.requests;
        if document.rehearsal.is_open {
            let width = rehearsal_width(width);
            widgets::name_resize_handle(ui.ctx(), "rehearsal", "Width of the rehearsal");
            let panel = Panel::right("rehearsal")
                .resizable(true)
                .default_size(self.settings.rehearsal_width)
                .size_range(280.0..=width);
            let shown = panel.frame(side).show(ui, |ui| {
                let times = self.settings.times();
                let panel = &mut self.rehearsal_panel;
                panel.show(ui, document, times, requests);
            });
            remember_width(&mut self.settings.rehearsal_width, &shown.response, width);
        } else if self.settings.is_inspector_open {
            widgets::name_resize_handle(ui.ctx(), "inspector", "Width of the inspector");
            let widest = 560.0_f32.min(0.36 * width);
            let panel = Panel::right("inspector")
                .resizable(true)
                .default_size(self.settings.inspector_width)
                .size_range(240.0..=widest);
            let shown = panel.frame(side).show(ui, |ui| {
                let times = self.settings.times();
                if document.is_in_review {
                    review::stage_questions_ui(ui, document, requests);
                }
                ui.add_enabled_ui(!document.is_in_review, |ui| {
                    self.inspector.show(ui, document, times, requests);
                });
            });
            remember_width(&mut self.settings.inspector_width, &shown.response, widest);
        }
        self.tab_strip_ui(ui);
        if !is_below_all {
            self.findings_panel_ui(ui, side);
        }
    }

    fn findings_panel_ui(&mut self, ui: &mut Ui, frame: Frame) {
        let Some(document) = self.documents.get(self.active) else {
            return;
        };
        if !self.settings.are_findings_open {
            return;
        }
        widgets::name_resize_handle(ui.ctx(), "findings", "Height of the findings");
        let panel = Panel::bottom("findings")
            .resizable(true)
            .default_size(self.settings.findings_height)
            .size_range(96.0..=480.0);
        let requests = &mut self.requests;
        let shown = panel.frame(frame).show(ui, |ui| {
            if self.settings.are_legs_shown {
                review::legs_ui(ui, document, &mut self.legs_panel, &self.settings, requests);
            } else {
                findings::findings_ui(ui, document, requests);
            }
        });
        self.settings.findings_height = shown.response.rect.height();
    }

    /// The designs of the folder above the stages of the design that is shown, as far as there are any.
    fn left_panel_ui(&mut self, ui: &mut Ui) {
        let has_document = self.document().is_some();
        if !self.settings.is_outline_open || (self.folder.is_none() && !has_document) {
            return;
        }
        widgets::name_resize_handle(ui.ctx(), "outline", "Width of the outline");
        let widest = 480.0_f32.min(0.28 * ui.available_width());
        let panel = Panel::left("outline")
            .resizable(true)
            .default_size(self.settings.outline_width)
            .size_range(150.0..=widest);
        let frame = side_frame(ui);
        let shown = panel.frame(frame).show(ui, |ui| {
            if has_document && self.folder.is_some() {
                widgets::name_resize_handle(ui.ctx(), "folder", "Height of the folder");
                let tallest = (ui.available_height() - LEAST_OUTLINE_HEIGHT).max(120.0);
                let panel = Panel::top("folder")
                    .resizable(true)
                    .default_size(self.settings.folder_height.min(tallest))
                    .size_range(120.0..=tallest);
                let shown = panel.frame(Frame::NONE).show(ui, |ui| self.folder_ui(ui));
                self.settings.folder_height = shown.response.rect.height();
            } else {
                self.folder_ui(ui);
            }
            self.outline_ui(ui);
        });
        remember_width(&mut self.settings.outline_width, &shown.response, widest);
    }

    fn folder_ui(&mut self, ui: &mut Ui) {
        if let Some(folder) = &self.folder {
            self.folder_panel.show(
                ui,
                folder,
                &self.documents,
                self.active,
                &mut self.settings.folder_sort,
                &mut self.requests,
            );
        }
    }

    fn outline_ui(&mut self, ui: &mut Ui) {
        let Some(document) = self.documents.get(self.active) else {
            return;
        };
        let (outline, requests) = (&mut self.outline, &mut self.requests);
        let are_actions_outlined = self.settings.are_actions_outlined;
        // Each design's list is scrolled on its own.
        ui.push_id(document.id, |ui| {
            outline.show(ui, document, are_actions_outlined, requests);
        });
    }

    /// Outline and inspector are those of the design that is shown. What is folded in the outline of another stays with
    /// that one.
    fn follow_document(&mut self) {
        let shown = self.document().map(|document| document.id);
        if self.panels_of == shown {
            return;
        }
        let left = self.panels_of.and_then(|left| self.index_of(left));
        let outline = std::mem::take(&mut self.outline);
        if let Some(left) = left {
            self.documents[left].outline = outline;
            // The hand is elsewhere when one comes back.
            self.documents[left].view.end_gesture();
        }
        if let Some(document) = self.documents.get_mut(self.active) {
            self.outline = std::mem::take(&mut document.outline);
        }
        self.inspector = Inspector::default();
        self.rehearsal_panel = RehearsalPanel::default();
        self.legs_panel = LegsPanel::default();
        self.panels_of = shown;
    }

    fn find_bar_ui(&mut self, ctx: &egui::Context, canvas: egui::Rect) {
        let Some(mut bar) = self.find_bar.take() else {
            return;
        };
        bar.refresh(ctx, &self.documents, self.active, self.folder.as_ref());
        // Escape backs out of what lies on top first.
        let is_on_top = !self.is_covered()
            && self.in_place.is_none()
            && self.fixes_menu.is_none()
            && self.context_menu.is_none()
            && !egui::Popup::is_any_open(ctx);
        if bar.show(ctx, canvas, &self.documents, is_on_top, &mut self.requests) {
            self.find_bar = Some(bar);
        }
    }

    fn canvas_ui(&mut self, ui: &mut Ui) {
        let is_covered = self.is_covered() || self.in_place.is_some();
        let panel = self.find_bar.as_ref().and_then(|_| FindBar::rect(ui.ctx()));
        let Some(document) = self.documents.get(self.active) else {
            return;
        };
        let preview = self.preview.as_ref();
        let ghost = preview.and_then(|preview| preview.ghost(document));
        let Some(document) = self.documents.get_mut(self.active) else {
            return;
        };
        let input = CanvasInput {
            design: document.editor.design(),
            flow: &document.analysis.flow,
            findings: &document.analysis.findings,
            fixes: &|finding| document.analysis.fixes(document.editor.design(), finding),
            revision: document.editor.revision(),
            drawing_revision: document.editor.drawing_revision(),
            findings_revision: document.analysis.findings_revision(),
            ghost,
            trace: document.rehearsal.trace(),
            is_motion_reduced: self.is_motion_reduced,
            is_minimap_shown: self.settings.is_minimap_shown,
            is_snapping: self.settings.is_snapping,
            is_covered,
            is_read_only: document.is_in_review,
            panel,
        };
        let asked = canvas_ui(ui, &input, &mut document.view);
        self.requests.extend(asked.into_iter().map(Request::Canvas));
    }

    fn note_where_one_works(&mut self) {
        let is_on_canvas = self
            .document()
            .is_some_and(|document| document.view.has_keyboard());
        self.is_in_outline = self.settings.is_outline_open
            && !is_on_canvas
            && (self.is_in_outline || self.outline.has_keyboard());
    }

    fn overlay_ui(&mut self, ctx: &egui::Context) {
        let is_open = match self.overlay {
            None => return,
            Some(Overlay::Shortcuts) => shortcuts::shortcuts_ui(ctx),
            Some(Overlay::Preferences) => self.preferences_ui(ctx),
        };
        if !is_open {
            self.overlay = None;
            ctx.request_repaint();
        }
    }

    fn overlays_ui(&mut self, ctx: &egui::Context) {
        if let Some(mut menu) = self.add_menu.take()
            && menu.show(ctx, &mut self.requests)
        {
            self.add_menu = Some(menu);
        }
        if let Some(mut menu) = self.fixes_menu.take()
            && let Some(document) = self.documents.get(self.active)
            && menu.show(ctx, document, &mut self.requests)
        {
            self.fixes_menu = Some(menu);
        }
        self.in_place_ui(ctx);
        self.context_menu_ui(ctx);
        self.palette_ui(ctx);
        self.overlay_ui(ctx);
        self.prompt_ui(ctx);
    }
}

/// How wide a rehearsal can be made in a window of that width.
const fn rehearsal_width(window: f32) -> f32 {
    (0.4 * window).clamp(280.0, 560.0)
}

/// Remembers how wide the user has made a panel, not how narrow the window has.
fn remember_width(width: &mut f32, panel: &egui::Response, widest: f32) {
    let shown = panel.rect.width();
    if shown < widest - 0.5 || shown > *width {
        *width = shown;
    }
}

/// Below the folder, room for some stages is left.
const LEAST_OUTLINE_HEIGHT: f32 = 140.0;

fn side_frame(ui: &Ui) -> Frame {
    Frame::new()
        .fill(Theme::of(ui.ctx()).panel)
        .inner_margin(Margin::symmetric(10, 6))
}

impl eframe::App for Designer {
    fn ui(&mut self, ui: &mut Ui, _: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        self.now_s = ctx.input(|i| i.time);
        self.follow_files();
        self.recovery.take_orphans();
        self.follow_scenarios(&ctx);
        self.refresh();
        if let Some(folder) = &mut self.folder {
            folder.refresh();
        }
        self.follow_document();
        self.follow_comparison(&ctx);
        self.follow_legs(&ctx);
        self.await_findings(&ctx);
        self.apply_settings(&ctx);
        self.take_keys(&ctx);
        self.take_dropped_files(&ctx);
        // A hint that was open stays open while the pointer rests, also over what covers its button.
        theme::hold_tooltips(&ctx, self.is_covered());
        self.show(ui);
        theme::hold_tooltips(&ctx, false);
        self.note_where_one_works();
        self.overlays_ui(&ctx);
        self.take_preview(&ctx);
        self.carry_out(&ctx);
        self.take_file_answer(&ctx);
        self.follow_exports(&ctx);
        self.guard_closing(&ctx);
        self.was_typing = ctx.text_edit_focused();
        if self.is_quitting {
            ctx.send_viewport_cmd(ViewportCommand::Close);
        }
    }

    fn on_exit(&mut self, _: Option<&eframe::glow::Context>) {
        self.settings.save();
        self.leave();
    }
}
