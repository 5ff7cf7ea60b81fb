//! What is beside the canvas while a call is rehearsed? How far the legs are covered, and below it one of three pages.

use super::{Ask, call_page, legs_page, scenarios_page};
use crate::designer::settings::Times;
use crate::designer::widgets::{self, weak};
use crate::designer::{Document, Request, UserCommand};
use crate::theme::{self, Theme};
use eframe::egui::{self, CornerRadius, Layout, RichText, Sense, Ui, WidgetInfo, WidgetType, vec2};
use egui_phosphor::regular as icon;

/// What the panel keeps while one types and looks.
#[derive(Default)]
pub struct RehearsalPanel {
    page: Page,
    /// How long time should pass, as it is typed.
    pub(super) wait: String,
    /// Is a name being given to what has happened?
    pub(super) form: Option<SaveForm>,
    /// The name of the scenario that is shown, while it is typed: its place in the book and the name.
    pub(super) renamed: Option<(usize, String)>,
    /// The next button that is offered gets the keyboard.
    pub(super) wants_focus: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Page {
    #[default]
    Call,
    Scenarios,
    Legs,
}

/// Saving what has happened as a scenario.
#[derive(Default)]
pub(super) struct SaveForm {
    pub name: String,
    pub with_effects: bool,
    pub wants_focus: bool,
}

impl RehearsalPanel {
    /// Shows the call, with the keyboard on the first of its buttons.
    pub fn show_call(&mut self) {
        self.page = Page::Call;
        self.wants_focus = true;
    }

    pub fn show_scenarios(&mut self) {
        self.page = Page::Scenarios;
    }

    pub fn show(
        &mut self,
        ui: &mut Ui,
        document: &Document,
        times: Times,
        requests: &mut Vec<Request>,
    ) {
        header_ui(ui, document, requests);
        let session = &document.rehearsal;
        if let Some(problem) = session.problem() {
            widgets::empty_ui(ui, problem);
            return;
        }
        coverage_ui(ui, document);
        self.pages_ui(ui, document);
        ui.add_space(4.0);
        ui.push_id(document.id, |ui| match self.page {
            Page::Call => call_page::call_ui(self, ui, document, times, requests),
            Page::Scenarios => scenarios_page::scenarios_ui(self, ui, document, requests),
            Page::Legs => legs_page::legs_ui(ui, document, requests),
        });
    }

    fn pages_ui(&mut self, ui: &mut Ui, document: &Document) {
        let session = &document.rehearsal;
        let scenario_count = session.book.scenarios().len();
        let pages = [
            (Page::Call, "Call".to_owned()),
            (Page::Scenarios, format!("Scenarios {scenario_count}")),
            (Page::Legs, format!("Legs {}", session.legs().len())),
        ];
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            let width = (ui.available_width() - 8.0) / pages.len() as f32;
            for (page, title) in pages {
                let is_on = self.page == page;
                let text = RichText::new(title).size(theme::ROW);
                let button = egui::Button::new(text)
                    .selected(is_on)
                    .truncate()
                    .min_size(vec2(width, theme::BUTTON_HEIGHT));
                if ui
                    .add_sized([width, theme::BUTTON_HEIGHT], button)
                    .clicked()
                {
                    self.page = page;
                }
            }
        });
    }
}

fn header_ui(ui: &mut Ui, document: &Document, requests: &mut Vec<Request>) {
    ui.horizontal(|ui| {
        ui.label(RichText::new("Rehearsal").font(theme::semibold(theme::BODY)));
        ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            let command = UserCommand::Rehearse;
            if widgets::command_icon_button(ui, icon::X, "Leave the rehearsal", command).clicked() {
                requests.push(Request::Run(command));
            }
            let session = &document.rehearsal;
            if session.problem().is_some() {
                return;
            }
            for command in [
                UserCommand::RestartRehearsal,
                UserCommand::StepForward,
                UserCommand::StepBack,
            ] {
                let is_enabled = session.can_do(command);
                if widgets::command_button(ui, command, &command.label(), is_enabled) {
                    requests.push(Request::Run(command));
                }
            }
        });
    });
}

/// `7 of 9 legs rehearsed`, over a bar.
fn coverage_ui(ui: &mut Ui, document: &Document) {
    let theme = Theme::of(ui.ctx());
    let tally = document.rehearsal.tally();
    let blocked = match tally.blocked {
        0 => String::new(),
        count => format!(", and {count} that no call goes"),
    };
    let text = format!("{tally} rehearsed{blocked}");
    ui.label(weak(ui, &text).size(theme::ROW));
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 6.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::ProgressIndicator, true, &text));
    let corners = CornerRadius::same(3);
    ui.painter().rect_filled(rect, corners, theme.border);
    let share = (tally.percent() / 100.0) as f32;
    let done = rect.with_max_x(rect.left() + rect.width() * share);
    ui.painter().rect_filled(done, corners, theme.good);
    ui.add_space(4.0);
}

/// Asks for something of the rehearsal.
pub(super) fn ask(requests: &mut Vec<Request>, ask: Ask) {
    requests.push(Request::Rehearse(ask));
}
