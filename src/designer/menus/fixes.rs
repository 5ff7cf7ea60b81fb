//! What can be done about a finding? Its sentence with its fixes as buttons, in the inspector and beside a mark.

use crate::designer::menus::floating::Floating;
use crate::designer::preview::preview_on;
use crate::designer::prompts::stage_picker::stage_picker_with_ui;
use crate::designer::{Document, Request};
use crate::edit::commands;
use crate::edit::{Refusal, Transaction};
use crate::rules::{Finding, Fix, Place, Remedy};
use crate::theme::{self, Theme};
use crate::workflow::EventId;
use eframe::egui::{self, Pos2, Ui};

/// The fixes of one place, open beside its mark.
pub struct FixesMenu {
    place: Place,
    floating: Floating,
}

impl FixesMenu {
    pub fn new(place: Place, at: Pos2) -> Self {
        let floating = Floating::new(at + egui::vec2(0.0, 4.0));
        Self { place, floating }
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
        let frame = egui::Frame::popup(&ctx.global_style()).inner_margin(12);
        let ((), is_dismissed) = self.floating.show(ctx, "fixes menu", frame, |ui| {
            ui.set_width(320.0);
            for finding in &findings {
                finding_ui(ui, document, finding, requests);
            }
        });
        let has_asked = requests[before..]
            .iter()
            .any(|request| !request.is_preview());
        !findings.is_empty() && !is_dismissed && !has_asked
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
    let is_waived = finding.is_waived();
    ui.horizontal_top(|ui| {
        let (icon_color, color) = if is_waived {
            (theme.text_weak, theme.text_weak)
        } else {
            (theme.severity(severity), theme.text)
        };
        let icon = theme::icon_text(theme::severity_icon(severity), 16.0).color(icon_color);
        ui.label(icon)
            .on_hover_text(format!("{}: {}", severity.title(), finding.rule.id));
        let message = egui::RichText::new(&finding.message).color(color);
        ui.add(egui::Label::new(message).wrap())
            .on_hover_text(finding.rule.why);
    });
    if let Some(waived) = &finding.waived {
        let color = if is_waived { theme.text } else { theme.warning };
        let sentence = egui::RichText::new(waived.sentence()).color(color);
        ui.add(egui::Label::new(sentence.size(theme::ROW)).wrap());
    }
    ui.horizontal_wrapped(|ui| {
        if !is_waived {
            for fix in &*document.analysis.fixes(document.design(), finding) {
                fix_button_ui(ui, document, fix, requests);
            }
        }
        waiver_button_ui(ui, document, finding, requests);
    });
    ui.add_space(6.0);
}

/// Accepts a finding, accepts it again, or takes that back. Errors have no such button.
pub fn waiver_button_ui(
    ui: &mut Ui,
    document: &Document,
    finding: &Finding,
    requests: &mut Vec<Request>,
) {
    let (rule, place) = (finding.rule.id, &finding.place);
    if !finding.rule.can_be_waived() {
        return;
    }
    let (label, hint) = match &finding.waived {
        None => ("Waive…", "Accept it with a reason and your name"),
        Some(waived) if waived.has_lapsed => ("Waive again…", "Accept it for the leg as it is now"),
        Some(_) => ("Withdraw", "Let the finding count again"),
    };
    if !ui.button(label).on_hover_text(hint).clicked() {
        return;
    }
    requests.push(if finding.is_waived() {
        Request::Edit(commands::withdraw_waiver(document.design(), rule, place))
    } else {
        Request::AskToWaive(rule, place.clone())
    });
}

/// A fix as a button. Where only the user knows the stage, the button opens a list of them.
pub fn fix_button_ui(ui: &mut Ui, document: &Document, fix: &Fix, requests: &mut Vec<Request>) {
    let response = ui.button(&fix.title);
    if let Remedy::Edit(transaction) = &fix.remedy {
        preview_on(&response, transaction, requests);
    }
    if !matches!(fix.remedy, Remedy::ChooseStage(_) | Remedy::ChooseWayIn(_)) {
        if response.clicked() {
            requests.push(Request::ApplyFix(fix.clone()));
        }
        return;
    }
    egui::Popup::menu(&response)
        .close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside)
        .show(|ui| {
            let id = response.id.with("filter");
            let mut filter: String = ui.data(|data| data.get_temp(id)).unwrap_or_default();
            let workflow = &document.design().workflow;
            let flow = &document.analysis.flow;
            let mut pointed_at = None;
            let picked = stage_picker_with_ui(
                ui,
                workflow,
                flow,
                &mut filter,
                |_| false,
                |stage| pointed_at = Some(stage),
            );
            ui.data_mut(|data| data.insert_temp(id, filter));
            let with = |stage| fix_with(document, fix, stage);
            if let Some(Ok(transaction)) = pointed_at.and_then(with) {
                requests.push(Request::Preview {
                    transaction,
                    is_hovered: true,
                });
            }
            if let Some(edit) = picked.and_then(with) {
                requests.push(Request::Edit(edit));
                ui.close();
            }
        });
}

/// The edit that a fix is once its stage is known.
fn fix_with(
    document: &Document,
    fix: &Fix,
    stage: EventId,
) -> Option<Result<Transaction, Refusal>> {
    let design = document.design();
    match fix.remedy {
        Remedy::ChooseStage(port) => Some(commands::connect(design, port, stage)),
        Remedy::ChooseWayIn(event_id) => Some(commands::attach(design, event_id, stage)),
        Remedy::Edit(_) | Remedy::GoTo(_) => None,
    }
}
