//! What is selected, in every detail? The panel on the right, whose fields are checked as one types.

use super::stage_picker::stage_picker_ui;
use super::widgets::{self, FIELD_MARGIN, caption, section_ui};
use super::{Document, Request, UserCommand};
use crate::canvas::{Selection, stage_name};
use crate::edit::commands;
use crate::edit::{Below, GestureId};
use crate::rules::{Finding, Place};
use crate::theme::{self, Theme};
use crate::workflow::{
    Action, ActionData, ActionId, ActionKind, Event, EventId, EventKind, Priority, ValueName,
    duration_text, parse_duration, placeholders,
};
use eframe::egui::{self, Id, RichText, Ui, WidgetInfo, WidgetType};
use egui_phosphor::regular as icon;

/// The button beside the name of a new field, in points.
const DECLARE_WIDTH: f32 = 72.0;

/// What the inspector keeps while one types.
#[derive(Default)]
pub struct Inspector {
    /// Counts how often a field was entered: each time is a gesture of its own.
    visits: u64,
    /// The workflow's name while it is typed: it may be empty for a moment.
    name: Option<String>,
    new_field: String,
    /// A field under a new name while it is typed: its index and the name.
    renamed_field: Option<(usize, String)>,
    stage_filter: String,
    /// The field that should get the keyboard in the next frame.
    wants_focus: bool,
}

impl Inspector {
    /// Lets the next frame put the keyboard into the first field of what is selected.
    pub const fn focus_first_field(&mut self) {
        self.wants_focus = true;
    }

    pub fn show(&mut self, ui: &mut Ui, document: &Document, requests: &mut Vec<Request>) {
        let workflow = &document.design().workflow;
        let selection = &document.view.selection;
        egui::ScrollArea::vertical()
            .auto_shrink(false)
            .show(ui, |ui| {
                ui.add_space(4.0);
                match (
                    selection.action.and_then(|id| workflow.action(id)),
                    selection.events.len(),
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
                    (None, count) => {
                        ui.heading(format!("{count} stages"));
                        ui.horizontal(|ui| {
                            for command in [
                                UserCommand::Copy,
                                UserCommand::Duplicate,
                                UserCommand::Delete,
                            ] {
                                if ui.button(command.label()).clicked() {
                                    requests.push(Request::Run(command));
                                }
                            }
                        });
                    }
                }
                self.wants_focus = false;
                ui.add_space(theme::GROUP_GAP);
            });
    }

    // --- The workflow ---

    fn workflow_ui(&mut self, ui: &mut Ui, document: &Document, requests: &mut Vec<Request>) {
        let workflow = &document.design().workflow;
        ui.heading("Workflow");
        let mut name = self
            .name
            .clone()
            .unwrap_or_else(|| workflow.name().to_owned());
        let response = ui
            .push_id(document.id, |ui| {
                field_ui(ui, "Name", &mut name, "Untitled workflow", false)
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

    fn field_row_ui(
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
            let response = ui.add(
                egui::TextEdit::singleline(&mut name)
                    .id_salt((document.id, "field", field))
                    .margin(FIELD_MARGIN)
                    .desired_width(width),
            );
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

    fn declare_ui(&mut self, ui: &mut Ui, document: &Document, requests: &mut Vec<Request>) {
        ui.horizontal(|ui| {
            let width = ui.available_width() - DECLARE_WIDTH - theme::GAP;
            let edit = egui::TextEdit::singleline(&mut self.new_field)
                .hint_text("new_field")
                .margin(FIELD_MARGIN)
                .desired_width(width);
            let response = ui.add(edit);
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

    // --- A stage ---

    fn stage_ui(
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
                field_ui(ui, "Name", &mut name, &automatic, false)
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
        ui.add_space(theme::GAP);
        section_ui(ui, "Actions");
        actions_ui(ui, event, requests);
        let label = UserCommand::AddAction.label();
        let add = ui.button((theme::icon_text(icon::PLUS, 14.0), &label));
        add.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, &label));
        if add.clicked() {
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
    }
}

fn actions_ui(ui: &mut Ui, event: &Event, requests: &mut Vec<Request>) {
    let theme = Theme::of(ui.ctx());
    if event.actions.is_empty() {
        ui.label(caption(ui, "Nothing happens here yet."));
    }
    for action in &event.actions {
        let kind = action.data.kind();
        let hue = theme.action(kind);
        if widgets::icon_row_ui(ui, theme::action_icon(kind), hue, &action_title(action)).clicked()
        {
            requests.push(Request::Select(Selection::of_action(action.id)));
        }
    }
}

impl Inspector {
    // --- An action ---

    fn action_ui(
        &mut self,
        ui: &mut Ui,
        document: &Document,
        action: &Action,
        requests: &mut Vec<Request>,
    ) {
        let design = document.design();
        let kind = action.data.kind();
        let Some(event) = design.workflow.event_of(action.id) else {
            return;
        };
        ui.horizontal(|ui| {
            ui.label(theme::icon_text(theme::action_icon(kind), 18.0));
            ui.heading(kind.title());
        });
        let home = format!(
            "Stage {}, {}",
            event.stage,
            stage_name(&design.workflow, &document.analysis.flow, event)
        );
        let back =
            egui::Button::new((theme::icon_text(icon::CARET_LEFT, 11.0), caption(ui, &home)))
                .frame_when_inactive(false)
                .truncate();
        let back = ui.add(back);
        back.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, &home));
        if back.on_hover_text("Select the stage").clicked() {
            requests.push(Request::Select(Selection::of_event(event.id)));
        }
        ui.add_space(4.0);
        for &name in kind.value_names() {
            self.value_ui(ui, document, action, name, requests);
        }
        if let ActionData::Alert { priority, .. } = &action.data {
            priority_ui(ui, document, action.id, *priority, requests);
        }
        if kind == ActionKind::Link {
            self.target_ui(ui, document, action, requests);
        }
        ui.add_space(theme::GAP);
        section_ui(ui, "Kind");
        kind_ui(ui, document, action, requests);
        order_ui(ui, document, event, action, requests);
        findings_ui(
            ui,
            document,
            |finding| finding.place.action_id() == Some(action.id),
            requests,
        );
    }

    fn value_ui(
        &mut self,
        ui: &mut Ui,
        document: &Document,
        action: &Action,
        name: ValueName,
        requests: &mut Vec<Request>,
    ) {
        let design = document.design();
        let Some(value) = action.data.value(name) else {
            return;
        };
        let mut text = value.to_owned();
        let hint = value_hint(action.data.kind(), name);
        let response = ui
            .push_id((document.id, action.id.0, name), |ui| {
                field_ui(ui, name.title(), &mut text, hint, name.is_long())
            })
            .inner;
        self.take_focus(&response, value);
        if response.changed() {
            let edit = commands::set_value(design, action.id, name, &text);
            requests.push(Request::EditInGesture(edit, self.gesture(&response)));
        }
        if let Some(fault) = action.data.value_fault(name) {
            fault_ui(ui, &sentence(name, &fault.to_string()));
        } else if name == ValueName::After
            && let Ok(seconds) = parse_duration(&text)
        {
            ui.label(caption(
                ui,
                format!(
                    "Elapses {} after the stage is entered",
                    duration_text(seconds)
                ),
            ));
        }
        if name.takes_placeholders() {
            let fields = design.workflow.fields();
            for unknown in
                placeholders(&text).filter(|p| !fields.iter().any(|field| field == p.name))
            {
                fault_ui(
                    ui,
                    &format!("“{}” is not a field of this workflow.", unknown.name),
                );
            }
            insert_field_ui(ui, document, action, name, requests);
        }
    }

    fn target_ui(
        &mut self,
        ui: &mut Ui,
        document: &Document,
        action: &Action,
        requests: &mut Vec<Request>,
    ) {
        let workflow = &document.design().workflow;
        ui.label(caption(ui, "Goes on at"));
        let target = action.data.leads_to().and_then(|id| workflow.event(id));
        let title = match target {
            Some(event) => format!(
                "{} {}",
                event.stage,
                stage_name(workflow, &document.analysis.flow, event)
            ),
            None => "Choose a stage…".to_owned(),
        };
        if let Some(target) = self.stage_button_ui(ui, &title, document, None) {
            requests.push(Request::Edit(commands::set_link(
                document.design(),
                action.id,
                target,
            )));
        }
        if target.is_some() && ui.button("Go there").clicked() {
            requests.extend(target.map(|event| Request::GoTo(Place::Event(event.id))));
        }
    }

    fn stage_button_ui(
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

    // --- Typing ---

    fn take_focus(&mut self, response: &egui::Response, text: &str) {
        if std::mem::take(&mut self.wants_focus) {
            response.request_focus();
            select_all(response, text);
        }
        self.enter(response);
    }

    fn enter(&mut self, response: &egui::Response) {
        if response.gained_focus() {
            self.visits += 1;
        }
    }

    fn gesture(&self, response: &egui::Response) -> GestureId {
        GestureId(response.id.value() ^ self.visits)
    }
}

fn order_ui(
    ui: &mut Ui,
    document: &Document,
    event: &Event,
    action: &Action,
    requests: &mut Vec<Request>,
) {
    let Some(index) = event.actions.iter().position(|other| other.id == action.id) else {
        return;
    };
    ui.horizontal(|ui| {
        let is_first = index == 0;
        let is_last = index + 1 == event.actions.len();
        let mut move_to = |index: usize| {
            requests.push(Request::Edit(commands::move_action(
                document.design(),
                action.id,
                event.id,
                index,
            )));
        };
        if widgets::icon_button(ui, icon::ARROW_UP, "Move up", !is_first).clicked() {
            move_to(index - 1);
        }
        if widgets::icon_button(ui, icon::ARROW_DOWN, "Move down", !is_last).clicked() {
            move_to(index + 1);
        }
        if widgets::icon_button(ui, icon::TRASH, "Delete action", true).clicked() {
            requests.push(Request::Run(UserCommand::Delete));
        }
    });
}

/// Selects a field's text, so that typing replaces it.
fn select_all(response: &egui::Response, text: &str) {
    use egui::text::{CCursor, CCursorRange};
    let mut state =
        egui::text_edit::TextEditState::load(&response.ctx, response.id).unwrap_or_default();
    let whole = CCursorRange::two(CCursor::new(0), CCursor::new(text.chars().count()));
    state.cursor.set_char_range(Some(whole));
    state.store(&response.ctx, response.id);
}

/// A name above a field.
fn field_ui(
    ui: &mut Ui,
    name: &str,
    text: &mut String,
    hint: &str,
    is_long: bool,
) -> egui::Response {
    ui.add_space(2.0);
    let label = ui.label(caption(ui, name));
    let edit = if is_long {
        egui::TextEdit::multiline(text).desired_rows(2)
    } else {
        egui::TextEdit::singleline(text)
    };
    let edit = edit
        .hint_text(hint)
        .desired_width(f32::INFINITY)
        .margin(FIELD_MARGIN);
    ui.add(edit).labelled_by(label.id)
}

fn fault_ui(ui: &mut Ui, sentence: &str) {
    let theme = Theme::of(ui.ctx());
    let severity = crate::rules::Severity::Error;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        ui.label(theme::icon_text(theme::severity_icon(severity), 13.0).color(theme.error));
        let text = RichText::new(sentence)
            .size(theme::CAPTION)
            .color(theme.error);
        ui.add(egui::Label::new(text).wrap());
    });
}

fn sentence(name: ValueName, fault: &str) -> String {
    let is_end_of_sentence = fault.starts_with("is ");
    if is_end_of_sentence {
        format!("{} {fault}.", name.title())
    } else {
        format!("{}: {fault}.", name.title())
    }
}

const fn value_hint(kind: ActionKind, name: ValueName) -> &'static str {
    match (kind, name) {
        (ActionKind::Email, ValueName::To) => "name@example.com or {{email}}",
        (ActionKind::Sms, ValueName::To) => "+44 20 7946 0000 or {{phone}}",
        (_, ValueName::Team) => "Everybody",
        (_, ValueName::Url) => "https://",
        (_, ValueName::After) => "2h 30m or 3 days",
        (_, ValueName::Message) => "What should be done",
        (_, ValueName::Outcome) => "How it ended",
        _ => "",
    }
}

/// Fields of the call, each one click away from the end of the text.
fn insert_field_ui(
    ui: &mut Ui,
    document: &Document,
    action: &Action,
    name: ValueName,
    requests: &mut Vec<Request>,
) {
    let fields = document.design().workflow.fields();
    if fields.is_empty() {
        return;
    }
    ui.menu_button(caption(ui, "Insert field"), |ui| {
        for field in fields {
            if ui.button(field).clicked() {
                let text = format!(
                    "{}{{{{{field}}}}}",
                    action.data.value(name).unwrap_or_default()
                );
                requests.push(Request::Edit(commands::set_value(
                    document.design(),
                    action.id,
                    name,
                    &text,
                )));
            }
        }
    });
}

fn priority_ui(
    ui: &mut Ui,
    document: &Document,
    action_id: ActionId,
    current: Priority,
    requests: &mut Vec<Request>,
) {
    ui.add_space(2.0);
    ui.label(caption(ui, "Priority"));
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        for priority in Priority::ALL {
            if ui
                .selectable_label(priority == current, priority.title())
                .clicked()
                && priority != current
            {
                requests.push(Request::Edit(commands::set_priority(
                    document.design(),
                    action_id,
                    priority,
                )));
            }
        }
    });
}

/// Changes the kind in place. When that would part the action from a leg, the leg stays, detached: nothing is lost.
fn kind_ui(ui: &mut Ui, document: &Document, action: &Action, requests: &mut Vec<Request>) {
    let kind = action.data.kind();
    let combo = egui::ComboBox::from_id_salt(Id::new(("kind", action.id.0)))
        .selected_text(kind.title())
        .width(ui.available_width());
    let response = combo.show_ui(ui, |ui| {
        for other in ActionKind::ALL {
            let text = (
                theme::icon_text(theme::action_icon(other), 15.0),
                other.title(),
            );
            if ui.selectable_label(other == kind, text).clicked() && other != kind {
                let edit =
                    commands::change_kind(document.design(), action.id, other, Below::Detach);
                requests.push(Request::Edit(edit));
            }
        }
    });
    response
        .response
        .widget_info(|| WidgetInfo::labeled(WidgetType::ComboBox, true, "Kind of action"));
}

fn findings_ui(
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
        super::fixes_menu::finding_ui(ui, document, finding, requests);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_read_as_sentences() {
        assert_eq!(sentence(ValueName::Label, "is empty"), "Label is empty.");
        assert_eq!(
            sentence(ValueName::Url, "the web address names no host"),
            "URL: the web address names no host."
        );
    }
}
