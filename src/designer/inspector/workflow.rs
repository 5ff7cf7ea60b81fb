//! The workflow itself: its name and the fields of the call.

use super::Inspector;
use super::field::{fault_ui, field_ui};
use crate::designer::widgets::{self, FIELD_MARGIN, caption, section_ui};
use crate::designer::{Document, Request};
use crate::edit::commands;
use crate::theme;
use crate::workflow::parse_duration;
use eframe::egui::{self, Ui, WidgetInfo, WidgetType};
use egui_phosphor::regular as icon;

/// The button beside the name of a new field, in points.
const DECLARE_WIDTH: f32 = 72.0;

impl Inspector {
    pub(super) fn workflow_ui(
        &mut self,
        ui: &mut Ui,
        document: &Document,
        requests: &mut Vec<Request>,
    ) {
        let workflow = &document.design().workflow;
        ui.heading("Workflow");
        let mut name = self
            .name
            .clone()
            .unwrap_or_else(|| workflow.name().to_owned());
        let response = ui
            .push_id(document.id, |ui| {
                field_ui(ui, "Name", &mut name, "Untitled workflow", false, &[])
            })
            .inner;
        self.enter(&response);
        if response.changed() {
            if !name.trim().is_empty() {
                let edit = commands::rename_workflow(document.design(), &name);
                requests.push(Request::EditInGesture(edit, self.gesture(&response)));
            }
            self.name = Some(name.clone());
        }
        if !response.has_focus() {
            self.name = None;
        }
        if name.trim().is_empty() {
            fault_ui(ui, "A workflow needs a name.");
        }
        self.limit_ui(ui, document, requests);
        ui.add_space(theme::GAP);
        section_ui(ui, "Fields of the call");
        if workflow.fields().is_empty() {
            ui.label(caption(
                ui,
                "Declare a field to use it in texts as {{field}}.",
            ));
        }
        for (index, field) in workflow.fields().iter().enumerate() {
            self.field_row_ui(ui, document, index, field, requests);
        }
        self.declare_ui(ui, document, requests);
    }

    /// The time within which every leg has to finish or to escalate.
    fn limit_ui(&mut self, ui: &mut Ui, document: &Document, requests: &mut Vec<Request>) {
        let workflow = &document.design().workflow;
        let kept = || workflow.limit().unwrap_or_default().to_owned();
        let mut limit = self.limit.clone().unwrap_or_else(kept);
        let response = ui
            .push_id((document.id, "limit"), |ui| {
                field_ui(ui, "Limit", &mut limit, "None", false, &[])
            })
            .inner;
        self.enter(&response);
        let fault = match limit.trim() {
            "" => None,
            text => parse_duration(text).err(),
        };
        if response.changed() {
            if fault.is_none() {
                let edit = commands::set_limit(document.design(), &limit);
                requests.push(Request::EditInGesture(edit, self.gesture(&response)));
            }
            self.limit = Some(limit);
        }
        if !response.has_focus() {
            self.limit = None;
        }
        match fault {
            Some(fault) => fault_ui(ui, &format!("{fault}.")),
            None => {
                ui.label(caption(
                    ui,
                    "Every leg has to finish or to escalate within it, such as 48h.",
                ));
            }
        }
    }

    pub(super) fn field_row_ui(
        &mut self,
        ui: &mut Ui,
        document: &Document,
        index: usize,
        field: &str,
        requests: &mut Vec<Request>,
    ) {
        ui.horizontal(|ui| {
            let renamed = self
                .renamed_field
                .as_ref()
                .filter(|(renamed, _)| *renamed == index);
            let mut name = renamed.map_or_else(|| field.to_owned(), |(_, name)| name.clone());
            let width = ui.available_width() - widgets::ICON_BUTTON_WIDTH - theme::GAP;
            let edit = egui::TextEdit::singleline(&mut name)
                .id_salt((document.id, "field", field))
                .margin(FIELD_MARGIN)
                .desired_width(width);
            let response = widgets::text_field(ui, edit);
            response.widget_info(|| {
                WidgetInfo::labeled(WidgetType::TextEdit, true, format!("Field {field}"))
            });
            if response.changed() {
                self.renamed_field = Some((index, name.clone()));
            }
            if response.lost_focus() && self.renamed_field.take().is_some() && name != field {
                requests.push(Request::Edit(commands::rename_field(
                    document.design(),
                    field,
                    &name,
                )));
            }
            if widgets::icon_button(ui, icon::TRASH, &format!("Remove field {field}"), true)
                .clicked()
            {
                requests.push(Request::Edit(commands::remove_field(
                    document.design(),
                    field,
                )));
            }
        });
    }

    pub(super) fn declare_ui(
        &mut self,
        ui: &mut Ui,
        document: &Document,
        requests: &mut Vec<Request>,
    ) {
        ui.horizontal(|ui| {
            let width = ui.available_width() - DECLARE_WIDTH - theme::GAP;
            let edit = egui::TextEdit::singleline(&mut self.new_field)
                .hint_text("new_field")
                .margin(FIELD_MARGIN)
                .desired_width(width);
            let response = widgets::text_field(ui, edit);
            response.widget_info(|| WidgetInfo::labeled(WidgetType::TextEdit, true, "New field"));
            let entered = response.lost_focus() && ui.input(|i| i.key_pressed(egui::Key::Enter));
            let name = self.new_field.trim();
            let is_ready = !name.is_empty();
            let size = egui::vec2(DECLARE_WIDTH, theme::BUTTON_HEIGHT);
            let declare = egui::Button::new("Declare").min_size(size);
            if (ui.add_enabled(is_ready, declare).clicked() || entered) && is_ready {
                let edit = commands::declare_field(document.design(), name);
                if edit.is_ok() {
                    self.new_field.clear();
                    response.request_focus();
                }
                requests.push(Request::Edit(edit));
            }
        });
    }
}
