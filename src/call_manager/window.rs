//! The window itself: what it holds, and how a frame goes.

use super::bars::{self, SEARCH_ID, Switches};
use super::commands::Command;
use super::desk::{Desk, Tab};
use super::detail::{button_id, detail_ui};
use super::link_bar::link_bar_ui;
use super::list::List;
use super::notice::{Herald, Show, on_desktop};
use super::requests::Request;
use super::settings::CallManagerSettings;
use super::shortcuts::shortcuts_ui;
use super::source::SourceName;
use super::start_view::StartView;
use super::times::Times;
use super::worker::{Ask, OpenSource, Scope, Worker};
use crate::designer::widgets;
use crate::designer::{
    Answer, Ask as AskFile, FileDialogs, Settings, SystemMotion, add_system_fonts, best_dialogs,
    window_icon,
};
use crate::runtime::Timestamp;
use crate::runtime::driver::{Clock, system_clock};
use crate::theme::{self, Theme};
use eframe::egui::{
    self, CentralPanel, Event, Frame, Id, Key, Margin, Modifiers, Panel, Ui, UserAttentionType,
    ViewportCommand,
};
use jiff::tz::TimeZone;
use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// Below this, in points, there is no room for list and call beside each other.
const NARROW: f32 = 820.0;

/// Makes what shows notices; once for each source that is opened.
pub type MakeShow = Box<dyn Fn() -> Show>;

/// The Call Manager's window.
pub struct CallManager {
    settings: CallManagerSettings,
    /// The designer's: look, times, name.
    preferences: Settings,
    desk: Option<Desk>,
    start: StartView,
    list: List,
    dialogs: Box<dyn FileDialogs>,
    is_browsing: bool,
    clock: Clock,
    zone: TimeZone,
    make_show: MakeShow,
    loudness: Option<std::sync::Arc<super::notice::Loudness>>,
    requests: Vec<Request>,
    /// As they are typed.
    name: String,
    token: String,
    are_shortcuts_shown: bool,
    is_quitting: bool,
    title: String,
    new_count: usize,
    system_motion: SystemMotion,
    is_look_applied: bool,
    /// Had a field the keyboard at the end of the last frame, or a control beside the list? Escape has taken it away by
    /// now.
    was_typing: bool,
    was_on_control: bool,
}

/// Opens the window on a store or on a server, or else asks for one.
///
/// # Errors
/// When the system lends no window.
pub fn run(store: Option<PathBuf>, server: Option<String>) -> Result<(), eframe::Error> {
    let viewport = egui::ViewportBuilder::default()
        .with_title("Call Manager")
        .with_app_id("legwork-call-manager")
        .with_inner_size([1280.0, 820.0])
        .with_min_inner_size([560.0, 420.0])
        .with_icon(window_icon());
    let options = eframe::NativeOptions {
        viewport,
        ..Default::default()
    };
    eframe::run_native(
        "legwork-call-manager",
        options,
        Box::new(move |creation| {
            let ctx = &creation.egui_ctx;
            add_system_fonts(ctx);
            let mut window = CallManager::new(
                ctx,
                CallManagerSettings::load(),
                Settings::load(),
                best_dialogs(),
            );
            window.make_show = Box::new(on_desktop);
            window.zone = TimeZone::system();
            window.system_motion = SystemMotion::ask(ctx);
            let name = store.map(|path| Ok(SourceName::of_store(&path)));
            match name.or_else(|| server.map(|address| SourceName::of_server(&address))) {
                Some(Ok(name)) => window.open(ctx, name),
                Some(Err(fault)) => window.start.fault = Some(fault),
                None => {}
            }
            Ok(Box::new(window))
        }),
    )
}

impl CallManager {
    /// A window that asks for a source. It shows no notices, and tells times in UTC.
    pub fn new(
        ctx: &egui::Context,
        settings: CallManagerSettings,
        preferences: Settings,
        dialogs: Box<dyn FileDialogs>,
    ) -> Self {
        theme::install(ctx);
        ctx.set_zoom_factor(preferences.scale);
        Self {
            settings,
            preferences,
            desk: None,
            start: StartView::default(),
            list: List::default(),
            dialogs,
            is_browsing: false,
            clock: system_clock(),
            zone: TimeZone::UTC,
            make_show: Box::new(|| Box::new(|_| Ok(()))),
            loudness: None,
            requests: Vec::new(),
            name: String::new(),
            token: String::new(),
            are_shortcuts_shown: false,
            is_quitting: false,
            title: String::new(),
            new_count: 0,
            system_motion: SystemMotion::default(),
            is_look_applied: false,
            was_typing: false,
            was_on_control: false,
        }
    }

    /// Goes by another clock than that of the machine.
    pub fn set_clock(&mut self, clock: Clock) {
        self.clock = clock;
    }

    /// Has notices shown in another way than not at all.
    pub fn set_notices(&mut self, make_show: MakeShow) {
        self.make_show = make_show;
    }

    /// Opens a store or a server; the calls come when it answers.
    pub fn open(&mut self, ctx: &egui::Context, name: SourceName) {
        let opened = name.clone();
        let from_environment = std::env::var("LEGWORK_TOKEN").ok();
        let open: OpenSource =
            Box::new(move |token| opened.open(token.or(from_environment.as_deref())));
        self.open_with(ctx, name, open);
    }

    /// As [`Self::open`], from whatever `open` makes of it.
    pub fn open_with(&mut self, ctx: &egui::Context, name: SourceName, open: OpenSource) {
        self.remember_seen();
        let seen_until = self.settings.remember(&name);
        self.settings.save();
        let herald = Herald::new((self.make_show)());
        self.loudness = Some(std::sync::Arc::clone(&herald.loudness));
        let waked = ctx.clone();
        let worker = Worker::start(open, seen_until, herald, self.clock.clone(), move || {
            waked.request_repaint();
        });
        let scope = Scope {
            team: self.settings.team.clone(),
            workflow: self.settings.workflow.clone(),
            by: self.preferences.signature(),
        };
        self.desk = Some(Desk::new(name, worker, scope));
        self.list = List::default();
        self.start.fault = None;
    }

    /// How many calls wait, as far as has been told.
    pub fn waiting_count(&self) -> usize {
        self.desk.as_ref().map_or(0, |desk| desk.calls.len())
    }

    fn remember_seen(&mut self) {
        if let Some(desk) = &self.desk {
            self.settings.remember_seen(&desk.name, desk.seen_until);
        }
    }

    /// The time on this machine.
    fn now(&self) -> Timestamp {
        (self.clock)()
    }

    fn apply_look(&mut self, ctx: &egui::Context) {
        if !self.is_look_applied {
            ctx.set_theme(self.preferences.theme.preference());
            self.is_look_applied = true;
        }
        let is_reduced = self.system_motion.is_reduced(self.preferences.motion);
        theme::set_motion(ctx, is_reduced);
        if let Some(loudness) = &self.loudness {
            let is_watched = ctx.input(|i| i.viewport().focused.unwrap_or(false));
            loudness.is_watched.store(is_watched, Ordering::Relaxed);
            let are_shown = self.settings.are_notices_shown;
            loudness
                .are_notices_shown
                .store(are_shown, Ordering::Relaxed);
            loudness
                .has_sound
                .store(self.settings.has_sound, Ordering::Relaxed);
        }
        let new_count = self.desk.as_ref().map_or(0, |desk| desk.new.len());
        let is_watched = ctx.input(|i| i.viewport().focused.unwrap_or(true));
        if new_count > self.new_count && !is_watched && self.settings.are_notices_shown {
            let attention = UserAttentionType::Informational;
            ctx.send_viewport_cmd(ViewportCommand::RequestUserAttention(attention));
        }
        self.new_count = new_count;
        let title = match (&self.desk, new_count) {
            (None, _) => "Call Manager – Legwork".to_owned(),
            (Some(desk), 0) => format!("Call Manager – {}", desk.name.title()),
            (Some(desk), new) => format!("({new}) Call Manager – {}", desk.name.title()),
        };
        if title != self.title {
            ctx.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }

    // --- Keys ---

    /// Keys become requests before anything is drawn, so that no widget takes them first.
    fn take_keys(&mut self, ctx: &egui::Context) {
        if self.are_shortcuts_shown || self.is_browsing || egui::Popup::is_any_open(ctx) {
            return;
        }
        let is_typing = ctx.text_edit_focused();
        let mut given = Vec::new();
        for command in Command::all() {
            for shortcut in [command.shortcut(), command.second_shortcut()] {
                let Some(shortcut) = shortcut else { continue };
                let is_letter = !shortcut.modifiers.command && shortcut.logical_key != Key::F1;
                if !(is_typing && is_letter) && ctx.input_mut(|i| i.consume_shortcut(&shortcut)) {
                    // The letter itself is not to be typed into the field that it leads to.
                    ctx.input_mut(|i| i.events.retain(|event| !matches!(event, Event::Text(_))));
                    given.push(command);
                }
            }
        }
        for command in given {
            self.give(ctx, command);
        }
        if ctx.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape)) {
            self.back_out(ctx, is_typing || self.was_typing);
        }
        if !is_typing {
            self.take_list_keys(ctx);
        }
    }

    /// From a button to the list, from the search, from the call: one thing at a time.
    fn back_out(&mut self, ctx: &egui::Context, was_typing: bool) {
        let Some(desk) = &mut self.desk else { return };
        if was_typing {
            ctx.memory_mut(|memory| {
                if let Some(focused) = memory.focused() {
                    memory.surrender_focus(focused);
                }
            });
            if !desk.text.is_empty() {
                desk.text.clear();
                self.requests.push(Request::Search);
            }
            self.list.takes_keyboard = true;
        } else if self.was_on_control {
            self.list.takes_keyboard = true;
            self.list.reveals = true;
        } else {
            self.requests.push(Request::SelectNone);
        }
    }

    fn take_list_keys(&mut self, ctx: &egui::Context) {
        let Some(desk) = &mut self.desk else { return };
        let is_on_list =
            self.list.has_keyboard() || ctx.memory(|memory| memory.focused().is_none());
        let page = self.list.page.max(1) as isize;
        let all = isize::MAX / 2;
        let steps = [
            (Key::ArrowDown, 1),
            (Key::ArrowUp, -1),
            (Key::PageDown, page),
            (Key::PageUp, -page),
            (Key::Home, -all),
            (Key::End, all),
        ];
        if is_on_list {
            for (key, step) in steps {
                if !ctx.input_mut(|i| i.consume_key(Modifiers::NONE, key)) {
                    continue;
                }
                if let Some(run_id) = desk.row_from_here(step).and_then(|row| desk.run_at(row)) {
                    self.requests.push(Request::Select(run_id));
                }
            }
        }
        let Some(summary) = desk.detail().map(|detail| &detail.summary) else {
            return;
        };
        let digits = [
            Key::Num1,
            Key::Num2,
            Key::Num3,
            Key::Num4,
            Key::Num5,
            Key::Num6,
            Key::Num7,
            Key::Num8,
            Key::Num9,
        ];
        let mut wanted = digits.into_iter().zip(1..).filter_map(|(key, number)| {
            let is_pressed = ctx.input_mut(|i| i.consume_key(Modifiers::NONE, key));
            is_pressed.then_some(number)
        });
        let is_first_wanted =
            is_on_list && ctx.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter));
        let wanted = wanted.next().or(is_first_wanted.then_some(1));
        if let Some(button) = summary
            .buttons
            .iter()
            .find(|button| Some(button.number) == wanted)
        {
            let id = button_id(summary.run, button.number);
            ctx.memory_mut(|memory| memory.request_focus(id));
        }
    }

    fn give(&mut self, ctx: &egui::Context, command: Command) {
        let request = match command {
            Command::Show(tab) => Request::Show(tab),
            Command::Search => {
                if self
                    .desk
                    .as_ref()
                    .is_some_and(|desk| desk.tab == Tab::Letters)
                {
                    self.requests.push(Request::Show(Tab::Waiting));
                }
                ctx.memory_mut(|memory| memory.request_focus(Id::new(SEARCH_ID)));
                return;
            }
            Command::ClearFilter => Request::ClearFilter,
            Command::Claim => {
                let Some(desk) = &self.desk else { return };
                let Some(detail) = desk.detail() else { return };
                match detail.summary.claimed_by.as_deref() {
                    None => Request::Claim,
                    Some(who) if who == desk.scope().by => Request::Release,
                    // That is nothing for a slip of the hand.
                    Some(_) => return,
                }
            }
            Command::SeeAll => Request::SeeAll,
            Command::ToggleNotices => Request::ToggleNotices,
            Command::ToggleSound => Request::ToggleSound,
            Command::OpenOther => Request::Leave,
            Command::Shortcuts => Request::ShowShortcuts,
            Command::Quit => Request::Quit,
        };
        self.requests.push(request);
    }

    // --- What there is to see ---

    fn show(&mut self, ui: &mut Ui, times: &Times<'_>) {
        let theme = Theme::of(ui.ctx());
        let bar = |vertical: i8| {
            Frame::new()
                .fill(theme.panel)
                .inner_margin(Margin::symmetric(10, vertical))
        };
        let requests = &mut self.requests;
        let Some(desk) = &mut self.desk else {
            let canvas = Frame::new().fill(theme.canvas);
            CentralPanel::no_frame().frame(canvas).show(ui, |ui| {
                self.start.show(ui, &self.settings.recent, requests);
            });
            return;
        };
        let mut given = Vec::new();
        let switches = Switches::of(&self.settings);
        Panel::top("tabs")
            .exact_size(40.0)
            .frame(bar(4))
            .show(ui, |ui| {
                bars::tabs_ui(ui, desk, switches, &mut self.name, requests, &mut given);
            });
        let here = (self.clock)();
        link_bar_ui(ui, desk, here, times, &mut self.token, requests);
        Panel::bottom("status")
            .exact_size(28.0)
            .frame(bar(0))
            .show(ui, |ui| {
                bars::status_ui(ui, desk, requests);
            });
        // What may be old is pale.
        let opacity = if desk.is_fine() { 1.0 } else { 0.6 };
        let is_narrow = ui.available_width() < NARROW;
        let is_open = desk.opened.is_some();
        if !is_narrow || is_open {
            let widest = if is_narrow {
                ui.available_width()
            } else {
                (0.5 * ui.available_width()).min(640.0)
            };
            let panel = if is_narrow {
                Panel::right("call, alone")
                    .exact_size(widest)
                    .resizable(false)
            } else {
                let least = 340.0_f32.min(widest);
                Panel::right("call")
                    .resizable(true)
                    .default_size(self.settings.detail_width)
                    .size_range(least..=widest)
            };
            let frame = Frame::new()
                .fill(theme.panel)
                .inner_margin(Margin::symmetric(14, 6));
            let shown = panel.frame(frame).show(ui, |ui| {
                ui.set_opacity(opacity);
                // The panel is as wide as it was made, whatever is in it.
                ui.set_min_width(ui.available_width());
                detail_ui(ui, desk, times, &mut self.name, requests);
            });
            if !is_narrow {
                widgets::name_resize_handle(ui.ctx(), "call", "Width of the call");
                self.settings.detail_width = shown.response.rect.width();
            }
        }
        if !(is_narrow && is_open) {
            Panel::top("filters")
                .exact_size(44.0)
                .frame(bar(6))
                .show(ui, |ui| {
                    bars::filters_ui(ui, desk, requests);
                });
            let canvas = Frame::new().fill(theme.panel);
            CentralPanel::no_frame().frame(canvas).show(ui, |ui| {
                ui.set_opacity(opacity);
                self.list.show(ui, desk, times, requests);
            });
        }
        let ctx = ui.ctx().clone();
        for command in given {
            self.give(&ctx, command);
        }
    }

    // --- What was asked for ---

    fn carry_out(&mut self, ctx: &egui::Context) {
        for request in std::mem::take(&mut self.requests) {
            self.do_request(ctx, request);
            ctx.request_repaint();
        }
    }

    fn do_request(&mut self, ctx: &egui::Context, request: Request) {
        let now = self.now();
        match request {
            Request::Open(name) => self.open(ctx, name),
            Request::Browse => {
                self.dialogs.ask(AskFile::Store);
                self.is_browsing = true;
            }
            Request::Leave => {
                self.remember_seen();
                self.settings.save();
                self.desk = None;
            }
            Request::ToggleNotices => {
                self.settings.are_notices_shown = !self.settings.are_notices_shown;
                self.settings.save();
            }
            Request::ToggleSound => {
                self.settings.has_sound = !self.settings.has_sound;
                self.settings.save();
            }
            Request::ShowShortcuts => self.are_shortcuts_shown = true,
            Request::Quit => self.is_quitting = true,
            request => self.do_at_desk(ctx, request, now),
        }
    }

    fn do_at_desk(&mut self, ctx: &egui::Context, request: Request, now: Timestamp) {
        let Some(desk) = &mut self.desk else { return };
        match request {
            Request::Token(token) => desk.ask(Ask::Token(token)),
            Request::TryAgain => desk.ask(Ask::TryAgain),
            Request::Show(tab) => {
                desk.show(tab);
                self.list.reveals = true;
            }
            Request::Search => desk.search(now),
            Request::Filter(scope) => {
                (self.settings.team, self.settings.workflow) =
                    (scope.team.clone(), scope.workflow.clone());
                self.settings.save();
                desk.set_scope(scope, now);
            }
            Request::ClearFilter => {
                desk.text.clear();
                desk.search(now);
                (self.settings.team, self.settings.workflow) = (None, None);
                self.settings.save();
                let by = desk.scope().by.clone();
                desk.set_scope(
                    Scope {
                        by,
                        ..Scope::default()
                    },
                    now,
                );
            }
            Request::Select(run_id) => {
                desk.select(run_id);
                self.list.reveals = true;
                self.list.takes_keyboard = true;
            }
            Request::SelectNone => desk.select_none(),
            Request::Push(number) => desk.push(number, ctx.input(|i| i.time)),
            Request::Claim => desk.claim(),
            Request::Release => desk.release(),
            Request::Retry(letter_ids) => desk.act(Ask::Retry(letter_ids)),
            Request::SeeAll => {
                desk.new.clear();
                desk.ask(Ask::SeeAll);
            }
            Request::Rename(name) => {
                // The designer may have kept others of its preferences meanwhile.
                self.preferences.rename_user(&name);
                let scope = Scope {
                    by: self.preferences.signature(),
                    ..desk.scope().clone()
                };
                desk.set_scope(scope, now);
            }
            _ => {}
        }
    }

    fn take_file_answer(&mut self, ctx: &egui::Context) {
        let Some(answer) = self.dialogs.poll(ctx) else {
            return;
        };
        self.is_browsing = false;
        if let Answer::Picked(path) = answer {
            self.open(ctx, SourceName::of_store(&path));
        }
    }
}

impl eframe::App for CallManager {
    fn ui(&mut self, ui: &mut Ui, _: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        let (now, now_s) = (self.now(), ctx.input(|i| i.time));
        if let Some(desk) = &mut self.desk {
            desk.take_told(now, now_s);
        }
        self.apply_look(&ctx);
        self.take_keys(&ctx);
        let there = self.desk.as_ref().map_or(now, |desk| desk.there(now));
        let zone = self.zone.clone();
        let times = Times::new(there, self.preferences.time_style, &zone);
        self.show(ui, &times);
        if self.are_shortcuts_shown {
            self.are_shortcuts_shown = shortcuts_ui(&ctx);
        }
        self.carry_out(&ctx);
        self.take_file_answer(&ctx);
        self.was_typing = ctx.text_edit_focused();
        let has_focus = ctx.memory(|memory| memory.focused().is_some());
        self.was_on_control = has_focus && !self.list.has_keyboard();
        // Time passes in the words that were shown; until the first of them is another, nothing is drawn.
        if let Some(wait) = times.next_change() {
            ctx.request_repaint_after(wait.max(Duration::from_millis(20)));
        }
        if self.is_quitting {
            ctx.send_viewport_cmd(ViewportCommand::Close);
        }
    }

    fn on_exit(&mut self, _: Option<&eframe::glow::Context>) {
        self.remember_seen();
        self.settings.save();
    }
}
