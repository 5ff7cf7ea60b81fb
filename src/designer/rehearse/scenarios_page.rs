//! Which scenarios are kept beside the design, and does it still do what they expect?

use super::Ask;
use super::panel::{RehearsalPanel, ask};
use super::session::Outcome;
use crate::designer::widgets::{self, IconRow, weak};
use crate::designer::{Document, Request, UserCommand};
use crate::rehearsal::expected_words;
use crate::theme::{self, Theme};
use crate::workflow::Scenario;
use eframe::egui::{self, RichText, Ui};
use egui_phosphor::regular as icon;

pub fn scenarios_ui(
    panel: &mut RehearsalPanel,
    ui: &mut Ui,
    document: &Document,
    requests: &mut Vec<Request>,
) {
    let session = &document.rehearsal;
    ui.horizontal(|ui| {
        let command = UserCommand::GenerateScenarios;
        let hint = command.hint().unwrap_or_default();
        if ui.button("Generate").on_hover_text(hint).clicked() {
            requests.push(Request::Run(command));
        }
        ui.label(weak(ui, tally_text(document)).size(theme::ROW));
    });
    if let Some(change) = &session.change {
        let undo = egui::Button::new(format!("Undo {}", change.label)).truncate();
        if ui.add(undo).clicked() {
            ask(requests, Ask::TakeBack);
        }
    }
    if let Some(fault) = session.book.fault() {
        let text = format!("The scenarios of this design cannot be read. {fault}");
        let color = Theme::of(ui.ctx()).error;
        ui.add(egui::Label::new(RichText::new(text).color(color)).wrap());
        return;
    }
    let scenarios = session.book.scenarios();
    if scenarios.is_empty() {
        widgets::empty_ui(
            ui,
            "A scenario is a call with what should become of it. Rehearse one and save it, or generate the fewest that \
             cover every leg. They are kept beside the design, and replayed whenever that is amended.",
        );
        return;
    }
    if let Some((index, scenario)) = session
        .shown
        .and_then(|index| Some((index, scenarios.get(index)?)))
    {
        shown_ui(panel, ui, document, index, scenario, requests);
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    let area = egui::ScrollArea::vertical().auto_shrink(false);
    area.show_rows(ui, theme::ROW_HEIGHT, scenarios.len(), |ui, rows| {
        for index in rows {
            row_ui(ui, document, index, &scenarios[index], requests);
        }
    });
}

fn tally_text(document: &Document) -> String {
    let session = &document.rehearsal;
    let count = session.book.scenarios().len();
    match (session.is_replaying(), session.failed_count()) {
        _ if count == 0 => String::new(),
        (true, _) => "Being replayed…".to_owned(),
        (_, 0) => "All go as expected".to_owned(),
        (_, failed) => format!("{failed} of {count} do not go as expected"),
    }
}

fn row_ui(
    ui: &mut Ui,
    document: &Document,
    index: usize,
    scenario: &Scenario,
    requests: &mut Vec<Request>,
) {
    let theme = Theme::of(ui.ctx());
    let outcome = document.rehearsal.outcome(index);
    let (symbol, hue) = match outcome {
        Outcome::BeingReplayed => (icon::CIRCLE_DASHED, theme.text_weak),
        Outcome::AsExpected => (icon::CHECK_CIRCLE, theme.good),
        Outcome::Otherwise(_) => (icon::X_CIRCLE, theme.error),
    };
    let name = match scenario.name.trim() {
        "" => "(no name)",
        name => name,
    };
    let look = IconRow {
        icon: symbol,
        hue,
        indent: 0.0,
        is_selected: document.rehearsal.shown == Some(index),
    };
    let row = widgets::icon_row_ui(ui, name, look);
    ui.ctx()
        .accesskit_node_builder(row.id, |node| node.set_description(outcome.words()));
    if row.clicked() {
        ask(requests, Ask::Show(index));
    }
    row.on_hover_ui(|ui| {
        ui.label(RichText::new(name).font(theme::semibold(theme::BODY)));
        ui.label(match outcome {
            Outcome::Otherwise(mismatch) => mismatch,
            _ => outcome.words(),
        });
    });
}

/// The scenario that is shown on the canvas: what became of it, and what can be done with it.
fn shown_ui(
    panel: &mut RehearsalPanel,
    ui: &mut Ui,
    document: &Document,
    index: usize,
    scenario: &Scenario,
    requests: &mut Vec<Request>,
) {
    let theme = Theme::of(ui.ctx());
    ui.add_space(4.0);
    egui::Frame::new()
        .fill(theme.card)
        .stroke(egui::Stroke::new(1.0, theme.border))
        .corner_radius(8)
        .inner_margin(egui::Margin::same(12))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            name_ui(panel, ui, index, scenario, requests);
            let expected = format!(
                "Expected is that the call {}.",
                expected_words(&scenario.expected)
            );
            ui.add(egui::Label::new(weak(ui, expected)).wrap());
            let outcome = document.rehearsal.outcome(index);
            if let Outcome::Otherwise(mismatch) = outcome {
                let text = RichText::new(mismatch).color(theme.error);
                ui.add(egui::Label::new(text).wrap());
            }
            ui.horizontal(|ui| {
                let is_otherwise = matches!(outcome, Outcome::Otherwise(_));
                let accept = ui.add_enabled(is_otherwise, egui::Button::new("Expect this instead"));
                let hint =
                    "Lets the scenario expect what the design does now, as far as its steps fit";
                if accept
                    .on_hover_text(hint)
                    .on_disabled_hover_text("It goes as expected")
                    .clicked()
                {
                    ask(requests, Ask::Accept(index));
                }
                if ui
                    .button("Delete")
                    .on_hover_text("Deletes the scenario from the file")
                    .clicked()
                {
                    ask(requests, Ask::Remove(index));
                }
            });
        });
    ui.add_space(4.0);
}

fn name_ui(
    panel: &mut RehearsalPanel,
    ui: &mut Ui,
    index: usize,
    scenario: &Scenario,
    requests: &mut Vec<Request>,
) {
    let is_this = |renamed: &(usize, String)| renamed.0 == index;
    let typed = panel.renamed.as_ref().filter(|renamed| is_this(renamed));
    let mut name = typed.map_or_else(|| scenario.name.clone(), |renamed| renamed.1.clone());
    let label = ui.label(weak(ui, "Name").size(theme::ROW));
    let edit = egui::TextEdit::singleline(&mut name)
        .margin(widgets::FIELD_MARGIN)
        .desired_width(f32::INFINITY);
    let field = widgets::text_field(ui, edit).labelled_by(label.id);
    if field.changed() {
        panel.renamed = Some((index, name));
    }
    if field.lost_focus()
        && let Some((index, name)) = panel.renamed.take()
        && !name.trim().is_empty()
    {
        let name = name.trim().to_owned();
        ask(requests, Ask::Rename { index, name });
    }
}
