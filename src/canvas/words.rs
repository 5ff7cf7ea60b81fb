//! What do cards and rows say: to a screen reader, and under the pointer?

use super::card;
use super::view::{CanvasFrame, CanvasRequest};
use crate::rules::{self, Finding, Fix, Place, Remedy};
use crate::theme::{self, Theme};
use crate::workflow::ActionKind;
use eframe::egui::{self, Ui};
use std::fmt::Write as _;

impl CanvasFrame<'_, '_> {
    /// What a screen reader says of a card.
    pub(super) fn card_label(&self, card: usize) -> String {
        let Some(event) = self.event(card) else {
            return String::new();
        };
        let name = card::stage_name(&self.input.design.workflow, self.input.flow, event);
        let mut label = format!("Stage {}, {}", event.stage, event.kind.title());
        if name != event.kind.title() {
            let _ = write!(label, ", {name}");
        }
        if let Some(parent) = self
            .input
            .flow
            .parent(card)
            .and_then(|parent| self.event(parent))
        {
            let _ = write!(label, ", from stage {}", parent.stage);
        }
        match self.input.flow.ways_from(card).len() {
            0 => {}
            1 => label += ", one way on",
            count => {
                let _ = write!(label, ", {count} ways on");
            }
        }
        let count = self.view.scene.marks.of_stage(event.id).len();
        match count {
            0 => {}
            1 => label += ", one finding",
            count => {
                let _ = write!(label, ", {count} findings");
            }
        }
        label
    }

    pub(super) fn card_tooltip(&self, ui: &mut Ui, card: usize) {
        let Some(event) = self.event(card) else {
            return;
        };
        let name = card::stage_name(&self.input.design.workflow, self.input.flow, event);
        ui.label(egui::RichText::new(name).font(theme::semibold(theme::BODY)));
        ui.label(
            egui::RichText::new(format!("Stage {}, {}", event.stage, event.kind.title()))
                .color(self.theme.text_weak),
        );
        findings_tooltip(ui, self.theme, self.findings_at(&Place::Event(event.id)));
    }

    pub(super) fn row_tooltip(&self, ui: &mut Ui, card: usize, row: usize) {
        let Some(action) = self.event(card).and_then(|event| event.actions.get(row)) else {
            return;
        };
        ui.label(
            egui::RichText::new(action.data.kind().title()).font(theme::semibold(theme::BODY)),
        );
        for (name, text) in action.data.values().filter(|(_, text)| !text.is_empty()) {
            ui.horizontal_wrapped(|ui| {
                ui.label(egui::RichText::new(name.title()).color(self.theme.text_weak));
                ui.label(text);
            });
        }
        if action.data.kind() == ActionKind::Link {
            ui.label(card::row_text(
                &self.input.design.workflow,
                self.input.flow,
                action,
            ));
        }
        findings_tooltip(ui, self.theme, self.findings_at(&Place::Action(action.id)));
    }

    /// The sentences of a place, each with the fix that one most likely wants.
    pub(super) fn fixes_tooltip(&self, ui: &mut Ui, place: &Place) -> Option<CanvasRequest> {
        let mut asked = None;
        for finding in self.findings_at(place) {
            findings_tooltip(ui, self.theme, std::iter::once(finding));
            let fixes = rules::fixes(self.input.design, self.input.flow, finding);
            let first = fixes.into_iter().next();
            if let Some(Fix {
                title,
                remedy: Remedy::Edit(transaction),
                ..
            }) = first
                && ui.button(title).clicked()
            {
                asked = Some(CanvasRequest::Edit(transaction));
            }
        }
        let hint = egui::RichText::new("Click the mark for all that can be done");
        ui.label(hint.size(theme::CAPTION).color(self.theme.text_weak));
        asked
    }

    pub(super) fn findings_at<'f>(&'f self, place: &'f Place) -> impl Iterator<Item = &'f Finding> {
        let event_id = place.event_id(&self.input.design.workflow);
        let of_stage = event_id.map_or(&[][..], |id| self.view.scene.marks.of_stage(id));
        let is_here = move |finding: &&Finding| finding.place.action_id() == place.action_id();
        of_stage
            .iter()
            .filter_map(|&index| self.input.findings.get(index))
            .filter(is_here)
    }
}

pub fn findings_tooltip<'f>(
    ui: &mut Ui,
    theme: &Theme,
    findings: impl Iterator<Item = &'f Finding>,
) {
    for finding in findings {
        ui.horizontal_wrapped(|ui| {
            let severity = finding.rule.severity;
            ui.label(
                theme::icon_text(theme::severity_icon(severity), 14.0)
                    .color(theme.severity(severity)),
            );
            ui.label(&finding.message);
        });
    }
}
