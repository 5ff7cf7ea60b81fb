//! What is there to know of one leg? Its story, what has changed since it was ticked, what was waived, and the tick.

use super::analysed_legs::Legs;
use super::ledger_panel::LegsPanel;
use super::questions::when_text;
use super::{ReviewRequest, Saying};
use crate::designer::widgets::{self, FIELD_MARGIN, caption, section_ui};
use crate::designer::{Document, Request, UserCommand};
use crate::review::{LegReview, Row, changes_since_review};
use crate::theme::{self, Theme};
use crate::workflow::{EventId, Place};
use eframe::egui::{self, RichText, Ui};
use egui_phosphor::regular as icon;
use std::collections::BTreeSet;

/// What is found out of the selected leg once, and holds until it or the design changes.
pub struct Detail {
    leg: Place,
    revision: u64,
    story: String,
    /// `None` when it has not changed, or nobody knows any more.
    changes: Option<Vec<String>>,
    waived: Vec<String>,
}

impl Detail {
    fn new(document: &Document, legs: &Legs, row: &Row) -> Self {
        let workflow = &legs.design.workflow;
        let path = legs.flow.path_to(row.stage).into_iter();
        let on_leg: BTreeSet<EventId> = path.map(|stage| legs.flow.event_id(stage)).collect();
        let findings = document.analysis.findings.iter();
        let waived = findings.filter_map(|finding| {
            let event_id = finding.place.event_id(workflow)?;
            let waived = finding.waived.as_ref()?;
            let is_here = on_leg.contains(&event_id);
            is_here.then(|| format!("{} {}", finding.message, waived.sentence()))
        });
        let changes = (row.review == LegReview::Changed)
            .then(|| changes_since_review(&legs.design, &legs.flow, &legs.ledger, row))
            .flatten();
        Self {
            leg: row.place.clone(),
            revision: document.legs.revision,
            story: legs.ledger.story(workflow, &legs.flow, row),
            changes: changes.map(|list| list.iter().map(ToString::to_string).collect()),
            waived: waived.collect(),
        }
    }
}

impl LegsPanel {
    pub(super) fn detail_ui(
        &mut self,
        ui: &mut Ui,
        document: &Document,
        legs: &Legs,
        requests: &mut Vec<Request>,
    ) {
        let Some(row) = self.selected.as_ref().and_then(|leg| legs.row(leg)) else {
            widgets::empty_ui(
                ui,
                "Select a leg: what happens on it is told here in plain words, with what has changed since somebody reviewed it.",
            );
            return;
        };
        let is_stale = self.detail.as_ref().is_none_or(|detail| {
            detail.leg != row.place || detail.revision != document.legs.revision
        });
        if is_stale {
            self.detail = Some(Detail::new(document, legs, row));
        }
        self.heading_ui(ui, document, row, requests);
        egui::ScrollArea::vertical()
            .id_salt(("leg", row.number))
            .auto_shrink(false)
            .show(ui, |ui| {
                let Some(detail) = &self.detail else { return };
                changes_ui(ui, document, row, detail);
                ui.add(egui::Label::new(&detail.story).wrap().selectable(true));
                let remark = document.design().review.marks.get(&row.place);
                if let Some(mark) = remark.filter(|mark| !mark.remark.is_empty()) {
                    section_ui(ui, "Remark");
                    ui.add(egui::Label::new(&mark.remark).wrap());
                }
                if !detail.waived.is_empty() {
                    section_ui(ui, "Waived on this leg");
                    for sentence in &detail.waived {
                        ui.add(egui::Label::new(sentence).wrap());
                    }
                }
                ui.add_space(theme::GAP);
            });
    }

    /// Which leg, whose tick it bears, and the button for that.
    fn heading_ui(
        &mut self,
        ui: &mut Ui,
        document: &Document,
        row: &Row,
        requests: &mut Vec<Request>,
    ) {
        let theme = Theme::of(ui.ctx());
        let mark = document.design().review.marks.get(&row.place);
        ui.horizontal(|ui| {
            ui.label(
                RichText::new(format!("Leg {}", row.number)).font(theme::semibold(theme::BODY)),
            );
            if let (LegReview::Reviewed, Some(mark)) = (row.review, mark) {
                widgets::symbol_ui(ui, icon::CHECK_CIRCLE, theme.good);
                let label = ui.label(caption(ui, format!("Reviewed by {}", mark.by.name)));
                label.on_hover_text(when_text(&mark.by.at));
            }
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if row.review == LegReview::Reviewed {
                    if ui.button("Untick").clicked() {
                        let untick = ReviewRequest::Untick(row.place.clone());
                        requests.push(Request::Review(untick));
                    }
                    return;
                }
                let button = widgets::primary_button(ui, &UserCommand::TickLeg.label());
                let hint = widgets::command_hint(ui, UserCommand::TickLeg, "Tick leg");
                let is_entered = self.remark_ui(ui);
                if button.on_hover_text(hint).clicked() || is_entered {
                    let leg = row.place.clone();
                    let remark = std::mem::take(&mut self.remark);
                    let tick = ReviewRequest::Say(Saying::Tick { leg, remark });
                    requests.push(Request::Review(tick));
                }
            });
        });
        ui.add_space(4.0);
    }

    /// Was Enter pressed in it?
    fn remark_ui(&mut self, ui: &mut Ui) -> bool {
        let edit = egui::TextEdit::singleline(&mut self.remark)
            .hint_text("Remark")
            .margin(FIELD_MARGIN)
            .desired_width(ui.available_width() - theme::GAP);
        let response = widgets::text_field(ui, edit);
        response.widget_info(|| {
            egui::WidgetInfo::labeled(egui::WidgetType::TextEdit, true, "Remark on the leg")
        });
        response.lost_focus() && ui.input(|i| i.key_pressed(egui::Key::Enter))
    }
}

/// What has changed, before all else: that is what one looks for on a leg that was reviewed before.
fn changes_ui(ui: &mut Ui, document: &Document, row: &Row, detail: &Detail) {
    if row.review != LegReview::Changed {
        return;
    }
    let theme = Theme::of(ui.ctx());
    let mark = document.design().review.marks.get(&row.place);
    let since = mark.map_or_else(String::new, |mark| {
        format!(
            "Changed since {} reviewed it, {}",
            mark.by.name,
            when_text(&mark.by.at)
        )
    });
    ui.horizontal(|ui| {
        widgets::symbol_ui(ui, icon::ARROWS_CLOCKWISE, theme.warning);
        ui.add(egui::Label::new(RichText::new(since).font(theme::medium(theme::ROW))).wrap());
    });
    match &detail.changes {
        None => {
            ui.label(caption(ui, "What it was then is not known any more."));
        }
        Some(changes) if changes.is_empty() => {
            ui.label(caption(
                ui,
                "Only the order or the ways beside it have changed.",
            ));
        }
        Some(changes) => {
            for change in changes {
                ui.horizontal_top(|ui| {
                    widgets::symbol_ui(ui, icon::DOT_OUTLINE, theme.text_weak);
                    ui.add(egui::Label::new(change).wrap());
                });
            }
        }
    }
    ui.separator();
}
