//! An action: its values, its kind, its place in the order.

use super::field::{fault_ui, field_ui};
use super::{BareNumber, Inspector, findings_ui};
use crate::canvas::Selection;
use crate::designer::widgets::{self, caption, section_ui};
use crate::designer::{Document, Request, UserCommand};
use crate::edit::{Below, commands};
use crate::rules::Place;
use crate::theme;
use crate::workflow::{
    Action, ActionData, ActionId, ActionKind, Event, Priority, ValueName, completed_duration,
    parse_duration, placeholders, stage_name,
};
use eframe::egui::{self, Id, Ui, WidgetInfo, WidgetType};
use egui_phosphor::regular as icon;

impl Inspector {
    pub(super) fn action_ui(
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

    pub(super) fn value_ui(
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
        let fields = if name.takes_placeholders() {
            design.workflow.fields()
        } else {
            &[]
        };
        let response = ui
            .push_id((document.id, action.id.0, name), |ui| {
                field_ui(ui, name.title(), &mut text, hint, name.is_long(), fields)
            })
            .inner;
        self.take_focus(&response, value);
        if response.changed() {
            let edit = commands::set_value(design, action.id, name, &text);
            requests.push(Request::EditInGesture(edit, self.gesture(&response)));
        }
        let completed = (name == ValueName::After)
            .then(|| completed_duration(&text, self.times.unit.letter()))
            .flatten()
            .filter(|_| response.has_focus());
        if let Some(completed) = completed {
            self.bare_number = Some(BareNumber {
                field: response.id,
                action_id: action.id,
                gesture_id: self.gesture(&response),
            });
            let text = format!("Becomes {completed} when you leave the field");
            ui.label(caption(ui, text));
        } else if let Some(fault) = action.data.value_fault(name) {
            fault_ui(ui, &sentence(name, &fault.to_string()));
        } else if name == ValueName::After
            && let Ok(seconds) = parse_duration(&text)
        {
            ui.label(caption(
                ui,
                format!(
                    "Elapses {} after the stage is entered",
                    self.times.style.text(seconds)
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

    pub(super) fn target_ui(
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
        let delete = UserCommand::Delete;
        if widgets::command_icon_button(ui, icon::TRASH, "Delete action", delete).clicked() {
            requests.push(Request::Run(delete));
        }
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
