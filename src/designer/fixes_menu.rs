//! What can be done about a finding? Its sentence with its fixes as buttons, in the inspector and beside a mark.

use super::stage_picker::stage_picker_ui;
use super::{Document, Request};
use crate::edit::commands;
use crate::rules::{self, Finding, Fix, Place, Remedy};
use crate::theme::{self, Theme};
use eframe::egui::{self, Pos2, Ui};

/// The fixes of one place, open beside its mark.
pub struct FixesMenu {
    pub place: Place,
    pub at: Pos2,
    is_new: bool,
}

impl FixesMenu {
    pub const fn new(place: Place, at: Pos2) -> Self {
        Self {
            place,
            at,
            is_new: true,
        }
    }

    /// Returns false when it is to close.
    pub fn show(
        &mut self,
        ctx: &egui::Context,
        document: &Document,
        requests: &mut Vec<Request>,
    ) -> bool {
        let is_here = |finding: &&Finding| match &self.place {
            place @ (Place::Action(_) | Place::Value(..)) => {
                finding.place.action_id() == place.action_id()
            }
            place => finding.place == *place,
        };
        let findings: Vec<&Finding> = document.analysis.findings.iter().filter(is_here).collect();
        let before = requests.len();
        let area = egui::Area::new(egui::Id::new("fixes menu"))
            .order(egui::Order::Foreground)
            .fixed_pos(self.at + egui::vec2(0.0, 4.0))
            .constrain(true)
            .show(ctx, |ui| {
                egui::Frame::popup(ui.style())
                    .inner_margin(12)
                    .show(ui, |ui| {
                        ui.set_width(320.0);
                        for finding in &findings {
                            finding_ui(ui, document, finding, requests);
                        }
                    });
            });
        let is_escaped = ctx.input_mut(|i| i.consume_key(egui::Modifiers::NONE, egui::Key::Escape));
        let pressed_at = ctx
            .input(|i| i.pointer.any_pressed().then(|| i.pointer.interact_pos()))
            .flatten();
        let is_in_popup = egui::Popup::is_any_open(ctx);
        let clicked_outside =
            pressed_at.is_some_and(|at| !area.response.rect.contains(at)) && !is_in_popup;
        let is_first = std::mem::take(&mut self.is_new);
        !findings.is_empty()
            && !is_escaped
            && requests.len() == before
            && (is_first || !clicked_outside)
    }
}

/// A finding's sentence and a button for each of its fixes.
pub fn finding_ui(
    ui: &mut Ui,
    document: &Document,
    finding: &Finding,
    requests: &mut Vec<Request>,
) {
    let theme = Theme::of(ui.ctx());
    let severity = finding.rule.severity;
    ui.horizontal_top(|ui| {
        let icon =
            theme::icon_text(theme::severity_icon(severity), 16.0).color(theme.severity(severity));
        ui.label(icon)
            .on_hover_text(format!("{}: {}", severity.title(), finding.rule.id));
        ui.add(egui::Label::new(&finding.message).wrap())
            .on_hover_text(finding.rule.why);
    });
    ui.horizontal_wrapped(|ui| {
        for fix in rules::fixes(document.design(), &document.analysis.flow, finding) {
            fix_button_ui(ui, document, fix, requests);
        }
    });
    ui.add_space(6.0);
}

/// A fix as a button. Where only the user knows the stage, the button opens a list of them.
pub fn fix_button_ui(ui: &mut Ui, document: &Document, fix: Fix, requests: &mut Vec<Request>) {
    let response = ui.button(&fix.title);
    if !matches!(fix.remedy, Remedy::ChooseStage(_) | Remedy::ChooseWayIn(_)) {
        if response.clicked() {
            requests.push(Request::ApplyFix(fix));
        }
        return;
    }
    egui::Popup::menu(&response)
        .close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside)
        .show(|ui| {
            let id = response.id.with("filter");
            let mut filter: String = ui.data(|data| data.get_temp(id)).unwrap_or_default();
            let workflow = &document.design().workflow;
            let picked =
                stage_picker_ui(ui, workflow, &document.analysis.flow, &mut filter, |_| {
                    false
                });
            ui.data_mut(|data| data.insert_temp(id, filter));
            let design = document.design();
            let edit = picked.and_then(|stage| match fix.remedy {
                Remedy::ChooseStage(port) => Some(commands::connect(design, port, stage)),
                Remedy::ChooseWayIn(event_id) => Some(commands::attach(design, event_id, stage)),
                Remedy::Edit(_) | Remedy::GoTo(_) => None,
            });
            if let Some(edit) = edit {
                requests.push(Request::Edit(edit));
                ui.close();
            }
        });
}
