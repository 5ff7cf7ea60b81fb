//! Where do the Links of what is pasted go on? Asked when they lead to stages that this design does not have.

use crate::designer::Document;
use crate::designer::prompts::extract::stage_text;
use crate::designer::prompts::stage_picker::stage_picker_ui;
use crate::designer::prompts::{Reply, answer_ui, title_ui};
use crate::edit::commands;
use crate::edit::{Fragment, OutsideTarget, Refusal, Transaction};
use crate::theme;
use crate::workflow::{EventId, Position};
use eframe::egui::{self, Ui, WidgetInfo, WidgetType};

pub struct PastePrompt {
    fragment: Fragment,
    onto: Option<EventId>,
    at: Option<Position>,
    /// Each with the stage of this design that was chosen for it.
    targets: Vec<(OutsideTarget, Option<EventId>)>,
    stage_filter: String,
}

impl PastePrompt {
    /// Gives the fragment back when there is nothing to ask.
    pub fn new(
        document: &Document,
        fragment: Fragment,
        onto: Option<EventId>,
        at: Option<Position>,
    ) -> Result<Self, Fragment> {
        let lost = commands::lost_targets(document.design(), &fragment);
        let targets: Vec<_> = lost.into_iter().map(|lost| (lost.clone(), None)).collect();
        if targets.is_empty() {
            return Err(fragment);
        }
        Ok(Self {
            fragment,
            onto,
            at,
            targets,
            stage_filter: String::new(),
        })
    }

    pub(in crate::designer) fn contents_ui(
        &mut self,
        ui: &mut Ui,
        document: &Document,
    ) -> Option<Reply> {
        title_ui(ui, "Where do the Links go on?");
        ui.label(
            "What you paste has Links to stages of the design it came from. Those that are left open are shown as findings.",
        );
        ui.add_space(theme::GAP);
        egui::ScrollArea::vertical()
            .max_height(320.0)
            .show(ui, |ui| {
                for index in 0..self.targets.len() {
                    self.target_ui(ui, document, index);
                }
            });
        answer_ui(ui, "Paste", true).map(|is_paste| {
            if is_paste {
                Reply::Paste(self.paste(document))
            } else {
                Reply::Cancel
            }
        })
    }

    /// A target as it was called where it came from, and the stage that stands for it here.
    fn target_ui(&mut self, ui: &mut Ui, document: &Document, index: usize) {
        let workflow = &document.design().workflow;
        let (target, chosen) = &mut self.targets[index];
        let asked = format!("Stage {}, {}", target.stage, target.name);
        let answer = chosen
            .and_then(|event_id| stage_text(workflow, event_id))
            .unwrap_or_else(|| "Leave open".to_owned());
        ui.horizontal(|ui| {
            let half = (ui.available_width() - theme::GAP) / 2.0;
            ui.allocate_ui(egui::vec2(half, theme::BUTTON_HEIGHT), |ui| {
                ui.set_min_width(half);
                let label = egui::Label::new(&asked).truncate();
                ui.add(label)
                    .on_hover_text(format!("{asked}, of the design it came from"));
            });
            let text = (
                egui::Atom::from(answer.as_str()),
                egui::Atom::grow(),
                theme::icon_text(egui_phosphor::regular::CARET_DOWN, 12.0),
            );
            let button = egui::Button::new(text)
                .truncate()
                .min_size(egui::vec2(half, theme::BUTTON_HEIGHT));
            let response = ui.add_sized([half, theme::BUTTON_HEIGHT], button);
            response.widget_info(|| {
                let label = format!("Target for {asked}: {answer}");
                WidgetInfo::labeled(WidgetType::ComboBox, true, label)
            });
            egui::Popup::menu(&response)
                .close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside)
                .show(|ui| {
                    if ui.button("Leave open").clicked() {
                        *chosen = None;
                        ui.close();
                    }
                    let flow = &document.analysis.flow;
                    let filter = &mut self.stage_filter;
                    if let Some(picked) = stage_picker_ui(ui, workflow, flow, filter, |_| false) {
                        *chosen = Some(picked);
                        ui.close();
                    }
                });
        });
    }

    fn paste(&self, document: &Document) -> Result<Transaction, Refusal> {
        let chosen = self
            .targets
            .iter()
            .filter_map(|(target, chosen)| Some((target.event_id, (*chosen)?)));
        commands::paste_linked(
            document.design(),
            &self.fragment,
            self.onto,
            self.at,
            &chosen.collect(),
        )
    }
}
