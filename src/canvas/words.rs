//! What do cards and rows say: to a screen reader, and under the pointer?

use super::paint::fold::LegLook;
use super::tale::story_ui;
use super::view::{CanvasFrame, CanvasRequest, Level};
use crate::rules::{Finding, Fix, Place, Remedy, Tally};
use crate::theme::{self, Theme};
use crate::workflow::{ActionKind, StageEnd, row_text, shortened, stage_name};
use eframe::egui::{self, Ui};
use std::fmt::Write as _;

/// Letters of a text that a hint has room for.
const LONGEST: usize = 300;
/// More findings than these are only counted.
const MOST_FINDINGS: usize = 4;

impl CanvasFrame<'_, '_> {
    /// What a screen reader says of a card: `Stage 3, Button Pushed Called back, from stage 1, two ways on, one error`.
    pub(super) fn card_label(&self, card: usize) -> String {
        let Some(event) = self.event(card) else {
            return String::new();
        };
        let flow = self.input.flow;
        let name = stage_name(&self.input.design.workflow, flow, event);
        let mut label = format!("Stage {}, {}", event.stage, event.kind.title());
        if name != event.kind.title() {
            let _ = write!(label, " {name}");
        }
        let parent = flow.parent(card).and_then(|parent| self.event(parent));
        if let Some(parent) = parent {
            let _ = write!(label, ", from stage {}", parent.stage);
        }
        label += ", ";
        label += &match (flow.end(card), flow.ways_from(card).len()) {
            (StageEnd::Finishes, _) => "finishes".to_owned(),
            (StageEnd::Dangles, _) => "ends nowhere".to_owned(),
            (StageEnd::GoesOn | StageEnd::Waits, count) => counted(count, "way on", "ways on"),
        };
        if self.view.scene.marks.bookmarks.contains(&event.id) {
            label += ", bookmarked";
        }
        if let Some(here) = self.words_here(card) {
            let _ = write!(label, ", {}", here.to_lowercase());
        }
        if let Some(&count) = self.view.scene.marks.questions.get(&event.id) {
            let _ = write!(
                label,
                ", {}",
                counted(count, "open question", "open questions")
            );
        }
        let findings = self.view.scene.marks.of_stage(event.id).iter();
        let findings = findings.filter_map(|&index| self.input.findings.get(index));
        let tally = Tally::of(findings);
        for (count, one, many) in [
            (tally.errors, "error", "errors"),
            (tally.warnings, "warning", "warnings"),
            (tally.infos, "hint", "hints"),
        ] {
            if count > 0 {
                let _ = write!(label, ", {}", counted(count, one, many));
            }
        }
        if let LegLook::Box(contents) = self.leg_look(card) {
            let _ = write!(label, ", collapsed, {}", contents.words());
        }
        label
    }

    pub(super) fn card_tooltip(&self, ui: &mut Ui, card: usize, level: Level) {
        let Some(event) = self.event(card) else {
            return;
        };
        let name = stage_name(&self.input.design.workflow, self.input.flow, event);
        let name = shortened(&name, LONGEST);
        ui.label(egui::RichText::new(name).font(theme::semibold(theme::BODY)));
        ui.label(
            egui::RichText::new(format!("Stage {}, {}", event.stage, event.kind.title()))
                .color(self.theme.text_weak),
        );
        if let LegLook::Box(contents) = self.leg_look(card) {
            ui.label(contents.words());
        }
        if level != Level::Far {
            findings_tooltip(ui, self.theme, self.findings_at(&Place::Event(event.id)));
            return;
        }
        // From afar the card stands for its rows as well.
        let here = self.view.scene.marks.of_stage(event.id);
        let findings = here.iter().filter_map(|&i| self.input.findings.get(i));
        findings_tooltip(ui, self.theme, findings.take(MOST_FINDINGS));
        if here.len() > MOST_FINDINGS {
            let more = format!("and {} more", here.len() - MOST_FINDINGS);
            ui.label(egui::RichText::new(more).color(self.theme.text_weak));
        }
    }

    pub(super) fn row_tooltip(&self, ui: &mut Ui, card: usize, row: usize) {
        let Some(action) = self.event(card).and_then(|event| event.actions.get(row)) else {
            return;
        };
        ui.label(
            egui::RichText::new(action.data.kind().title()).font(theme::semibold(theme::BODY)),
        );
        if let Some(told) = self.story_of_row(card, action.id) {
            story_ui(ui, &told);
        }
        let gone = self.gone_words(card, Some(action.id));
        if !gone.is_empty() {
            let text = format!("This leg is {}", gone.trim_start_matches(", "));
            ui.label(egui::RichText::new(text).color(self.theme.text_weak));
        }
        for (name, text) in action.data.values().filter(|(_, text)| !text.is_empty()) {
            ui.horizontal_wrapped(|ui| {
                ui.label(egui::RichText::new(name.title()).color(self.theme.text_weak));
                ui.label(shortened(text, LONGEST));
            });
        }
        if action.data.kind() == ActionKind::Link {
            ui.label(row_text(
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
            if finding.is_waived() {
                continue;
            }
            if let Some(Fix {
                title,
                remedy: Remedy::Edit(transaction),
                ..
            }) = (self.input.fixes)(finding).first()
            {
                let button = ui.button(title);
                if button.clicked() {
                    asked = Some(CanvasRequest::Edit(transaction.clone()));
                } else if button.hovered() || button.has_focus() {
                    asked = Some(CanvasRequest::Preview(transaction.clone()));
                }
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
            let (icon_color, color) = if finding.is_waived() {
                (theme.text_weak, theme.text_weak)
            } else {
                (theme.severity(severity), theme.text)
            };
            ui.label(theme::icon_text(theme::severity_icon(severity), 14.0).color(icon_color));
            ui.label(egui::RichText::new(&finding.message).color(color));
            if let Some(waived) = &finding.waived {
                ui.label(egui::RichText::new(waived.sentence()).color(theme.text_weak));
            }
        });
    }
}

/// `one way on`, `two ways on`: small numbers as words, as they are spoken.
fn counted(count: usize, one: &str, many: &str) -> String {
    const WORDS: [&str; 13] = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve",
    ];
    let noun = if count == 1 { one } else { many };
    match WORDS.get(count) {
        Some(word) => format!("{word} {noun}"),
        None => format!("{count} {noun}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_spoken_as_words() {
        assert_eq!(counted(1, "way on", "ways on"), "one way on");
        assert_eq!(counted(2, "way on", "ways on"), "two ways on");
        assert_eq!(counted(40, "way on", "ways on"), "40 ways on");
    }
}
