//! What is around the list? Tabs, search and filters above it; below it how things stand.

use super::commands::Command;
use super::desk::{Desk, Tab};
use super::detail::name_field_ui;
use super::requests::Request;
use super::settings::CallManagerSettings;
use super::source::Fault;
use super::worker::{Link, MOST_FINISHED};
use crate::designer::widgets::{self, FIELD_MARGIN, weak};
use crate::theme::{self, Theme};
use eframe::egui::{
    self, AtomExt as _, Button, ComboBox, Id, Layout, RichText, TextEdit, Ui, WidgetInfo,
    WidgetType,
};
use egui_phosphor::regular as icon;
use std::collections::BTreeSet;

pub const SEARCH_ID: &str = "search calls";
const SEARCH_WIDTH: f32 = 300.0;
const FILTER_WIDTH: f32 = 168.0;
/// Of *Mark all as seen*.
const SEEN_WIDTH: f32 = 160.0;

/// What can be on or off, as the menu shows it.
#[derive(Clone, Copy, Debug)]
pub struct Switches {
    pub are_notices_shown: bool,
    pub has_sound: bool,
}

impl Switches {
    pub const fn of(settings: &CallManagerSettings) -> Self {
        Self {
            are_notices_shown: settings.are_notices_shown,
            has_sound: settings.has_sound,
        }
    }
}

/// Tabs on the left; who one is, how loud it is, and the menu on the right.
pub fn tabs_ui(
    ui: &mut Ui,
    desk: &Desk,
    switches: Switches,
    name: &mut String,
    requests: &mut Vec<Request>,
    given: &mut Vec<Command>,
) {
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let tabs = [
            (Tab::Waiting, icon::TRAY, "Waiting", Some(desk.calls.len())),
            (Tab::Finished, icon::FLAG_CHECKERED, "Finished", None),
            (
                Tab::Letters,
                icon::ENVELOPE_SIMPLE,
                "Not sent",
                Some(desk.letters.len()),
            ),
        ];
        for (tab, symbol, title, count) in tabs {
            tab_ui(ui, desk, tab, symbol, title, count, requests);
        }
        ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
            menu_ui(ui, switches, given);
            let (symbol, label) = match (switches.are_notices_shown, switches.has_sound) {
                (false, _) => (icon::BELL_SLASH, "Show desktop notices"),
                (true, true) => (icon::BELL_RINGING, "Hide desktop notices"),
                (true, false) => (icon::BELL, "Hide desktop notices"),
            };
            if widgets::icon_button(ui, symbol, label, true).clicked() {
                requests.push(Request::ToggleNotices);
            }
            let (symbol, label) = if switches.has_sound {
                (icon::SPEAKER_HIGH, "Mute the sound of notices")
            } else {
                (icon::SPEAKER_SLASH, "Let notices sound")
            };
            if widgets::icon_button(ui, symbol, label, switches.are_notices_shown).clicked() {
                requests.push(Request::ToggleSound);
            }
            name_ui(ui, &desk.scope().by, name, requests);
        });
    });
}

fn tab_ui(
    ui: &mut Ui,
    desk: &Desk,
    tab: Tab,
    symbol: &str,
    title: &str,
    count: Option<usize>,
    requests: &mut Vec<Request>,
) {
    let theme = Theme::of(ui.ctx());
    let is_shown = desk.tab == tab;
    let count = count.filter(|&count| count > 0);
    let text = count.map_or_else(|| title.to_owned(), |count| format!("{title} {count}"));
    let hue = match (is_shown, tab) {
        (_, Tab::Letters) if count.is_some() => theme.warning,
        (true, _) => theme.accent,
        _ => theme.text_weak,
    };
    let symbol = theme::icon_text(symbol, 15.0).color(hue);
    let label = RichText::new(&text).font(theme::medium(theme::BODY));
    let button = Button::new((symbol, label))
        .selected(is_shown)
        .frame_when_inactive(false)
        .min_size(egui::vec2(0.0, theme::BUTTON_HEIGHT));
    let response = ui.add(button);
    response.widget_info(|| WidgetInfo::selected(WidgetType::Button, true, is_shown, &text));
    if response.clicked() {
        requests.push(Request::Show(tab));
    }
}

/// Under which name buttons are pushed; a click changes it.
fn name_ui(ui: &mut Ui, by: &str, name: &mut String, requests: &mut Vec<Request>) {
    let theme = Theme::of(ui.ctx());
    let (text, hue) = if by.is_empty() {
        ("Who are you?", theme.warning)
    } else {
        (by, theme.text)
    };
    let label = (
        theme::icon_text(icon::USER, 15.0).color(theme.text_weak),
        RichText::new(text).color(hue),
    );
    let button = Button::new(label)
        .frame_when_inactive(false)
        .min_size(egui::vec2(0.0, theme::BUTTON_HEIGHT));
    let response = ui.add(button);
    let spoken = format!("Your name: {text}");
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, &spoken));
    let response = response.on_hover_text("Buttons are pushed in this name.");
    if response.clicked() {
        by.clone_into(name);
    }
    egui::Popup::menu(&response)
        .close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside)
        .show(|ui| {
            ui.set_width(320.0);
            ui.label(widgets::caption(ui, "Your name, under what you do"));
            ui.horizontal(|ui| {
                if name_field_ui(ui, name, requests) {
                    ui.close();
                }
            });
        });
}

fn menu_ui(ui: &mut Ui, switches: Switches, given: &mut Vec<Command>) {
    let text = theme::icon_text(icon::LIST, 16.0);
    let button = Button::new(text)
        .frame_when_inactive(false)
        .min_size(egui::vec2(widgets::ICON_BUTTON_WIDTH, theme::BUTTON_HEIGHT));
    let response = ui.add(button);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, "Menu"));
    egui::Popup::menu(&response).show(|ui| {
        ui.set_min_width(260.0);
        for (index, group) in Command::GROUPS.iter().enumerate() {
            if index > 0 {
                ui.separator();
            }
            for &command in *group {
                let is_on = match command {
                    Command::ToggleNotices => switches.are_notices_shown,
                    Command::ToggleSound => switches.has_sound,
                    _ => false,
                };
                let symbol = theme::icon_text(command.icon(), 15.0);
                let mut entry =
                    Button::new((symbol.atom_size(egui::vec2(18.0, 16.0)), command.label()))
                        .selected(is_on);
                if let Some(shortcut) = command.shortcut() {
                    let keys = widgets::key_text(ui.ctx(), shortcut);
                    entry = entry.shortcut_text(weak(ui, keys));
                }
                let response = ui.add(entry);
                response.widget_info(|| {
                    WidgetInfo::selected(WidgetType::Button, true, is_on, command.label())
                });
                if response.clicked() {
                    given.push(command);
                    ui.close();
                }
            }
        }
    });
}

/// Search and filters, as far as the list has them.
pub fn filters_ui(ui: &mut Ui, desk: &mut Desk, requests: &mut Vec<Request>) {
    ui.horizontal_centered(|ui| {
        if desk.tab == Tab::Letters {
            let ids: Vec<i64> = desk.letters.iter().map(|letter| letter.id).collect();
            let is_enabled = !ids.is_empty() && desk.is_fine() && !desk.is_acting;
            let retry =
                Button::new("Try all again").min_size(egui::vec2(0.0, theme::BUTTON_HEIGHT));
            if ui.add_enabled(is_enabled, retry).clicked() {
                requests.push(Request::Retry(ids));
            }
            if let Some(said) = desk.said.as_ref().filter(|said| said.run_id.is_none()) {
                ui.label(weak(ui, &said.done.message));
            }
            return;
        }
        let has_new = desk.tab == Tab::Waiting && !desk.new.is_empty();
        let share = share_of(ui, has_new);
        search_ui(ui, desk, share * SEARCH_WIDTH, requests);
        if desk.tab == Tab::Finished {
            if desk
                .finished
                .as_ref()
                .is_some_and(|calls| calls.len() >= MOST_FINISHED)
            {
                let hint = format!("The latest {MOST_FINISHED}; a search finds others.");
                ui.label(weak(ui, hint).size(theme::ROW));
            }
            return;
        }
        let mut scope = desk.scope().clone();
        let width = share * FILTER_WIDTH;
        let is_other_team = filter_ui(ui, "Team", width, &desk.teams, &mut scope.team);
        let (workflows, workflow) = (&desk.workflows, &mut scope.workflow);
        let is_other_workflow = filter_ui(ui, "Workflow", width, workflows, workflow);
        if is_other_team || is_other_workflow {
            requests.push(Request::Filter(scope));
        }
        if has_new {
            ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
                let symbol = theme::icon_text(icon::CHECKS, 15.0);
                let button = if share < 1.0 {
                    Button::new(symbol)
                } else {
                    Button::new((symbol, RichText::new("Mark all as seen")))
                };
                let button = ui.add(button.frame_when_inactive(false));
                let button = button.on_hover_text("Mark all as seen");
                button.widget_info(|| {
                    WidgetInfo::labeled(WidgetType::Button, true, "Mark all as seen")
                });
                if button.clicked() {
                    requests.push(Request::SeeAll);
                }
            });
        }
    });
}

/// How much of its width each field gets, so that all of them have room.
fn share_of(ui: &Ui, has_new: bool) -> f32 {
    let seen = if has_new { SEEN_WIDTH } else { 0.0 };
    let gaps = 4.0 * ui.spacing().item_spacing.x;
    let wanted = SEARCH_WIDTH + 2.0 * FILTER_WIDTH + seen + gaps;
    (ui.available_width() / wanted).min(1.0)
}

fn search_ui(ui: &mut Ui, desk: &mut Desk, width: f32, requests: &mut Vec<Request>) {
    let edit = TextEdit::singleline(&mut desk.text)
        .id(Id::new(SEARCH_ID))
        .hint_text("Search calls, alerts and fields  /")
        .desired_width(width)
        .margin(FIELD_MARGIN);
    let field = widgets::text_field(ui, edit);
    field.widget_info(|| WidgetInfo::labeled(WidgetType::TextEdit, true, "Search"));
    if field.changed() {
        requests.push(Request::Search);
    }
}

/// One of the choices, or all. Returns whether another was chosen.
fn filter_ui(
    ui: &mut Ui,
    title: &str,
    width: f32,
    choices: &BTreeSet<String>,
    chosen: &mut Option<String>,
) -> bool {
    let all = format!("All {}s", title.to_lowercase());
    let shown = chosen.clone().unwrap_or_else(|| all.clone());
    let before = chosen.clone();
    let combo = ComboBox::from_id_salt(title)
        .selected_text(RichText::new(&shown))
        .width(width)
        .truncate()
        .height(360.0);
    let response = combo.show_ui(ui, |ui| {
        ui.selectable_value(chosen, None, all);
        // What is asked for stays to be chosen, also while no call is of it.
        let absent = before.as_ref().filter(|chosen| !choices.contains(*chosen));
        for choice in choices.iter().chain(absent) {
            ui.selectable_value(chosen, Some(choice.clone()), choice);
        }
    });
    let name = format!("{title}: {shown}");
    response
        .response
        .widget_info(|| WidgetInfo::labeled(WidgetType::ComboBox, true, &name));
    *chosen != before
}

/// The source and how it stands on the left, counts on the right.
pub fn status_ui(ui: &mut Ui, desk: &Desk, requests: &mut Vec<Request>) {
    let theme = Theme::of(ui.ctx());
    ui.horizontal_centered(|ui| {
        let (symbol, hue, state) = match &desk.link {
            Link::Connecting => (icon::PLUGS, theme.text_weak, "connecting"),
            Link::Fine { .. } => (icon::PLUGS_CONNECTED, theme.good, "up to date"),
            Link::Lost(Fault::NeedsToken(_)) => (icon::PLUGS, theme.warning, "needs a token"),
            Link::Lost(_) => (icon::PLUGS, theme.error, "not in reach"),
        };
        widgets::symbol_ui(ui, symbol, hue);
        let text = format!("{}, {state}", desk.name.title());
        let button = Button::new(RichText::new(&text).size(theme::ROW))
            .frame_when_inactive(false)
            .min_size(egui::vec2(0.0, 20.0));
        let hint = format!("{}\nOpen another store or server", desk.name.place());
        let response = ui.add(button);
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, &text));
        if response.on_hover_text(hint).clicked() {
            requests.push(Request::Leave);
        }
        ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
            ui.label(weak(ui, counts(desk)).size(theme::ROW));
        });
    });
}

/// `3 new  ·  2 overdue  ·  12 of 40 waiting`
fn counts(desk: &Desk) -> String {
    let mut parts = Vec::new();
    if !desk.new.is_empty() {
        parts.push(format!("{} new", desk.new.len()));
    }
    if desk.overdue_count > 0 {
        parts.push(format!("{} overdue", desk.overdue_count));
    }
    let (shown, all) = (desk.shown.len(), desk.calls.len());
    parts.push(if shown == all {
        format!("{all} waiting")
    } else {
        format!("{shown} of {all} waiting")
    });
    parts.join("  ·  ")
}
