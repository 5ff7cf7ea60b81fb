//! What is selected, in every detail? The panel on the right, whose fields are checked as one types.

mod action;
mod annotation;
mod field;
mod several;
mod stage;
mod workflow;

use super::prompts::stage_picker::stage_picker_ui;
use super::settings::Times;
use super::widgets::section_ui;
use super::{Document, Request};
use crate::edit::{GestureId, commands};
use crate::rules::Finding;
use crate::theme;
use crate::workflow::{ActionId, EventId, ValueName, completed_duration};
use eframe::egui::{self, Ui};
pub(super) use field::{fault_ui, select_all};
use several::several_ui;

/// What the inspector keeps while one types.
#[derive(Default)]
pub struct Inspector {
    /// Counts how often a field was entered: each time is a gesture of its own.
    visits: u64,
    /// The workflow's name while it is typed: it may be empty for a moment.
    name: Option<String>,
    /// The limit while it is typed: it may be no duration for a moment.
    limit: Option<String>,
    new_field: String,
    /// A field under a new name while it is typed: its index and the name.
    renamed_field: Option<(usize, String)>,
    stage_filter: String,
    /// The field that should get the keyboard in the next frame.
    wants_focus: bool,
    times: Times,
    bare_number: Option<BareNumber>,
}

/// A timer's field in which a bare number is being typed.
#[derive(Clone, Copy)]
struct BareNumber {
    field: egui::Id,
    action_id: ActionId,
    gesture_id: GestureId,
}

impl Inspector {
    /// Lets the next frame put the keyboard into the first field of what is selected.
    pub const fn focus_first_field(&mut self) {
        self.wants_focus = true;
    }

    pub fn show(
        &mut self,
        ui: &mut Ui,
        document: &Document,
        times: Times,
        requests: &mut Vec<Request>,
    ) {
        self.times = times;
        self.complete_bare_number(ui, document, requests);
        let workflow = &document.design().workflow;
        let selection = &document.view.selection;
        egui::ScrollArea::vertical()
            .auto_shrink(false)
            .show(ui, |ui| {
                ui.add_space(4.0);
                let layout = &document.design().layout;
                let annotation = selection.annotation();
                if let Some((annotation_id, annotation)) =
                    annotation.and_then(|id| Some((id, layout.annotation(id)?)))
                {
                    self.annotation_ui(ui, document, annotation_id, annotation, requests);
                }
                match (
                    selection.action.and_then(|id| workflow.action(id)),
                    selection.thing_count(),
                ) {
                    (Some(action), _) => self.action_ui(ui, document, action, requests),
                    (None, 1) => {
                        if let Some(event) =
                            selection.stage(workflow).and_then(|id| workflow.event(id))
                        {
                            self.stage_ui(ui, document, event, requests);
                        }
                    }
                    (None, 0) => self.workflow_ui(ui, document, requests),
                    (None, _) => several_ui(ui, document, requests),
                }
                self.wants_focus = false;
                ui.add_space(theme::GROUP_GAP);
            });
    }

    /// Gives a bare number its unit once its field is left, in whatever way; typing it and this are one undo step.
    fn complete_bare_number(&mut self, ui: &Ui, document: &Document, requests: &mut Vec<Request>) {
        let is_left = |bare: &mut BareNumber| !ui.memory(|memory| memory.has_focus(bare.field));
        let Some(bare) = self.bare_number.take_if(is_left) else {
            return;
        };
        let design = document.design();
        let action = design.workflow.action(bare.action_id);
        let text = action.and_then(|action| action.data.value(ValueName::After));
        let completed = text.and_then(|text| completed_duration(text, self.times.unit.letter()));
        if let Some(text) = completed {
            let edit = commands::set_value(design, bare.action_id, ValueName::After, &text);
            requests.push(Request::EditInGesture(edit, bare.gesture_id));
        }
    }

    pub(super) fn stage_button_ui(
        &mut self,
        ui: &mut Ui,
        title: &str,
        document: &Document,
        leave_out: Option<EventId>,
    ) -> Option<EventId> {
        let button = egui::Button::new(title).truncate();
        let response = ui.add_sized([ui.available_width(), theme::BUTTON_HEIGHT], button);
        if response.clicked() {
            self.stage_filter.clear();
        }
        let mut picked = None;
        egui::Popup::menu(&response)
            .close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside)
            .show(|ui| {
                let workflow = &document.design().workflow;
                picked = stage_picker_ui(
                    ui,
                    workflow,
                    &document.analysis.flow,
                    &mut self.stage_filter,
                    |id| Some(id) == leave_out,
                );
                if picked.is_some() {
                    ui.close();
                }
            });
        picked
    }

    pub(super) fn take_focus(&mut self, response: &egui::Response, text: &str) {
        if std::mem::take(&mut self.wants_focus) {
            response.request_focus();
            select_all(response, text);
        }
        self.enter(response);
    }

    pub(super) fn enter(&mut self, response: &egui::Response) {
        if response.gained_focus() {
            self.visits += 1;
        }
    }

    pub(super) fn gesture(&self, response: &egui::Response) -> GestureId {
        GestureId(response.id.value() ^ self.visits)
    }
}

pub(super) fn findings_ui(
    ui: &mut Ui,
    document: &Document,
    is_here: impl Fn(&Finding) -> bool,
    requests: &mut Vec<Request>,
) {
    let mut findings = document
        .analysis
        .findings
        .iter()
        .filter(|finding| is_here(finding))
        .peekable();
    if findings.peek().is_none() {
        return;
    }
    ui.add_space(theme::GAP);
    section_ui(ui, "Findings");
    for finding in findings {
        super::menus::fixes::finding_ui(ui, document, finding, requests);
    }
}
