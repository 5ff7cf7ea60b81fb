//! A stage: its name, its actions, its way in.

use super::field::field_ui;
use super::{Inspector, findings_ui};
use crate::canvas::Selection;
use crate::designer::review::questions_ui;
use crate::designer::widgets::{self, caption, section_ui};
use crate::designer::{Document, Request, UserCommand};
use crate::edit::commands;
use crate::rules::Place;
use crate::theme::{self, Theme};
use crate::workflow::{Action, Event, EventKind, stage_name};
use eframe::egui::{Ui, WidgetInfo, WidgetType};
use egui_phosphor::regular as icon;

impl Inspector {
    pub(super) fn stage_ui(
        &mut self,
        ui: &mut Ui,
        document: &Document,
        event: &Event,
        requests: &mut Vec<Request>,
    ) {
        let design = document.design();
        let theme = Theme::of(ui.ctx());
        ui.horizontal(|ui| {
            widgets::badge_ui(ui, event.stage, event.kind);
            widgets::symbol_ui(ui, theme::event_icon(event.kind), theme.event(event.kind));
            ui.heading(event.kind.title());
        });
        let unnamed = Event {
            name: String::new(),
            ..event.clone()
        };
        let automatic = stage_name(&design.workflow, &document.analysis.flow, &unnamed);
        let mut name = event.name.clone();
        let response = ui
            .push_id((document.id, event.id.0), |ui| {
                field_ui(ui, "Name", &mut name, &automatic, false, &[])
            })
            .inner;
        self.take_focus(&response, &event.name);
        if response.changed() {
            let edit = commands::rename_stage(design, event.id, &name);
            requests.push(Request::EditInGesture(edit, self.gesture(&response)));
        }
        if event.name.is_empty() && event.kind != EventKind::NewCall {
            ui.label(caption(
                ui,
                "Goes by its button or timer until it has a name of its own.",
            ));
        }
        self.bookmark_ui(ui, document, event, requests);
        ui.add_space(theme::GAP);
        section_ui(ui, "Actions");
        actions_ui(ui, event, requests);
        let label = UserCommand::AddAction.label();
        let add = ui.button((theme::icon_text(icon::PLUS, 14.0), &label));
        add.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, &label));
        let hint = widgets::command_hint(ui, UserCommand::AddAction, &label);
        if add.on_hover_text(hint).clicked() {
            requests.push(Request::Run(UserCommand::AddAction));
        }
        let stage = document.analysis.flow.index(event.id);
        if stage.is_some_and(|i| document.analysis.flow.owner(i).is_none())
            && design.workflow.new_call().is_some_and(|n| n.id != event.id)
        {
            ui.add_space(theme::GAP);
            section_ui(ui, "Detached");
            ui.label(caption(
                ui,
                "No Button or Timer leads here. Attach it to a stage to give it one.",
            ));
            if let Some(target) = self.stage_button_ui(ui, "Attach to…", document, Some(event.id))
            {
                requests.push(Request::Edit(commands::attach(design, event.id, target)));
            }
        }
        findings_ui(
            ui,
            document,
            |finding| finding.place == Place::Event(event.id),
            requests,
        );
        if !document.is_in_review {
            questions_ui(ui, document, event, requests);
        }
    }
}

impl Inspector {
    /// A stage that one comes back to, and what one calls the place.
    fn bookmark_ui(
        &mut self,
        ui: &mut Ui,
        document: &Document,
        event: &Event,
        requests: &mut Vec<Request>,
    ) {
        let design = document.design();
        let bookmark = design.layout.bookmark(event.id);
        ui.add_space(4.0);
        let mut is_set = bookmark.is_some();
        if ui.checkbox(&mut is_set, "Bookmark").changed() {
            requests.push(Request::Run(UserCommand::ToggleBookmark));
        }
        let Some(bookmark) = bookmark else { return };
        let mut name = bookmark.to_owned();
        let hint = stage_name(&design.workflow, &document.analysis.flow, event);
        let response = ui
            .push_id((document.id, event.id.0, "bookmark"), |ui| {
                field_ui(ui, "Name of the bookmark", &mut name, &hint, false, &[])
            })
            .inner;
        self.enter(&response);
        if response.changed() {
            let edit = commands::set_bookmark(design, event.id, &name);
            requests.push(Request::EditInGesture(edit, self.gesture(&response)));
        }
    }
}

fn actions_ui(ui: &mut Ui, event: &Event, requests: &mut Vec<Request>) {
    let theme = Theme::of(ui.ctx());
    if event.actions.is_empty() {
        ui.label(caption(ui, "Nothing happens here yet."));
    }
    for action in &event.actions {
        let kind = action.data.kind();
        let look = widgets::IconRow {
            icon: theme::action_icon(kind),
            hue: theme.action(kind),
            indent: 0.0,
            is_selected: false,
        };
        if widgets::icon_row_ui(ui, &action_title(action), look).clicked() {
            requests.push(Request::Select(Selection::of_action(action.id)));
        }
    }
}

fn action_title(action: &Action) -> String {
    let text = action.data.main_text().trim();
    if text.is_empty() {
        action.data.kind().title().to_owned()
    } else {
        text.replace('\n', " ")
    }
}
