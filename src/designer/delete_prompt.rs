//! What becomes of the legs below? Asked when a deletion would part stages from the workflow, each answer with what
//! it would do.

use super::prompts::{Reply, title_ui};
use super::stage_picker::stage_picker_ui;
use super::widgets::{self, caption, weak};
use super::{Document, Request};
use crate::canvas::Selection;
use crate::edit::commands;
use crate::edit::{Below, Refusal, Transaction};
use crate::rules;
use crate::theme::{self, Theme};
use crate::workflow::{EventId, Flow};
use eframe::egui::{self, RichText, Sense, Ui, WidgetInfo, WidgetType, vec2};

pub struct DeletePrompt {
    selection: Selection,
    /// Index of the chosen option.
    chosen: usize,
    options: Vec<DeleteOption>,
    stage_filter: String,
}

struct DeleteOption {
    title: String,
    outcome: String,
    below: Below,
}

impl DeletePrompt {
    /// `None` when nothing hangs below, so that there is nothing to ask.
    pub fn new(document: &Document) -> Option<Self> {
        let design = document.design();
        let flow = &document.analysis.flow;
        let selection = document.view.selection.clone();
        // What "keep" would keep: the stages that only "delete" takes away.
        let only_chosen = delete(document, &selection, Below::Detach).ok()?;
        let with_below = delete(document, &selection, Below::Delete).ok()?;
        let lost = removed_events(&with_below).len() - removed_events(&only_chosen).len();
        let is_empty_stage = |id: &EventId| {
            design
                .workflow
                .event(*id)
                .is_some_and(|event| event.actions.is_empty())
        };
        let kept = removed_events(&with_below);
        // A lone stage that nothing was done in yet goes with its button without a question.
        if lost == 0 || (selection.action.is_some() && kept.iter().all(is_empty_stage)) {
            return None;
        }
        let mut options = vec![
            DeleteOption {
                title: format!("Delete {} below too", stages(lost)),
                outcome: String::new(),
                below: Below::Delete,
            },
            DeleteOption {
                title: format!("Keep {}, detached", stages(lost)),
                outcome: String::new(),
                below: Below::Detach,
            },
        ];
        if let Some(parent) = parent_stage(document, flow, &selection) {
            let number = design.workflow.event(parent).map_or(0, |event| event.stage);
            options.push(DeleteOption {
                title: format!("Attach what follows to stage {number}"),
                outcome: String::new(),
                below: Below::AttachTo(parent),
            });
        }
        let mut prompt = Self {
            selection,
            chosen: 0,
            options,
            stage_filter: String::new(),
        };
        for index in 0..prompt.options.len() {
            prompt.options[index].outcome = prompt.outcome(document, prompt.options[index].below);
        }
        Some(prompt)
    }

    pub(super) fn contents_ui(&mut self, ui: &mut Ui, document: &Document) -> Option<Reply> {
        title_ui(ui, "What becomes of the legs below?");
        for index in 0..self.options.len() {
            let option = &self.options[index];
            if option_ui(ui, option, index == self.chosen).clicked() {
                self.chosen = index;
            }
        }
        let other = ui.button("Attach to another stage…");
        let mut picked = None;
        egui::Popup::menu(&other)
            .close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside)
            .show(|ui| {
                let workflow = &document.design().workflow;
                let cannot = |id| self.selection.events.contains(&id);
                picked = stage_picker_ui(
                    ui,
                    workflow,
                    &document.analysis.flow,
                    &mut self.stage_filter,
                    cannot,
                );
                if picked.is_some() {
                    ui.close();
                }
            });
        if let Some(target) = picked {
            let number = document
                .design()
                .workflow
                .event(target)
                .map_or(0, |event| event.stage);
            let below = Below::AttachTo(target);
            let outcome = self.outcome(document, below);
            self.options.retain(|option| option.below != below);
            self.options.push(DeleteOption {
                title: format!("Attach what follows to stage {number}"),
                outcome,
                below,
            });
            self.chosen = self.options.len() - 1;
        }
        ui.add_space(theme::GROUP_GAP);
        let mut reply = None;
        ui.horizontal(|ui| {
            if ui.button("Cancel").clicked() {
                reply = Some(Reply::Cancel);
            }
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                // Enter on a button or in the list of stages means that one.
                let is_free = ui.memory(|memory| memory.focused().is_none())
                    && !egui::Popup::is_any_open(ui.ctx());
                let is_entered = is_free && ui.input(|i| i.key_pressed(egui::Key::Enter));
                if widgets::primary_button(ui, "Delete").clicked() || is_entered {
                    let below = self.options[self.chosen].below;
                    reply = Some(Reply::Edit(Request::Edit(delete(
                        document,
                        &self.selection,
                        below,
                    ))));
                }
                ui.label(caption(ui, "One undo step takes it back"));
            });
        });
        reply
    }

    /// Tries it on a copy and says what the findings would be.
    fn outcome(&self, document: &Document, below: Below) -> String {
        let transaction = match delete(document, &self.selection, below) {
            Ok(transaction) => transaction,
            Err(refusal) => return refusal.0,
        };
        let mut design = document.design().clone();
        if transaction.apply(&mut design).is_err() {
            return String::new();
        }
        let flow = Flow::new(&design.workflow);
        let after = rules::Tally::of(&rules::check(&design.workflow, &flow));
        let removed = removed_events(&transaction).len();
        let errors = match after.errors {
            0 => "no errors".to_owned(),
            1 => "1 error".to_owned(),
            count => format!("{count} errors"),
        };
        format!(
            "{} removed, {} left, {errors} then",
            stages(removed),
            stages(design.workflow.stage_count())
        )
    }
}

/// The deletion of what is selected.
pub fn delete(
    document: &Document,
    selection: &Selection,
    below: Below,
) -> Result<Transaction, Refusal> {
    let events: Vec<EventId> = selection.events.iter().copied().collect();
    match selection.action {
        Some(action_id) => commands::delete_action(document.design(), action_id, below),
        None => commands::delete_stages(document.design(), &events, below),
    }
}

fn removed_events(transaction: &Transaction) -> Vec<EventId> {
    let removed = transaction
        .changes
        .iter()
        .filter_map(|change| match change {
            crate::edit::Change::RemoveEvent { event, .. } => Some(event.id),
            _ => None,
        });
    removed.collect()
}

/// The stage above the selected one, over which a leg would close.
fn parent_stage(document: &Document, flow: &Flow, selection: &Selection) -> Option<EventId> {
    if selection.action.is_some() {
        return None;
    }
    let stage = flow.index(selection.stage(&document.design().workflow)?)?;
    flow.parent(stage).map(|parent| flow.event_id(parent))
}

fn stages(count: usize) -> String {
    if count == 1 {
        "1 stage".to_owned()
    } else {
        format!("{count} stages")
    }
}

fn option_ui(ui: &mut Ui, option: &DeleteOption, is_chosen: bool) -> egui::Response {
    let theme = Theme::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 48.0), Sense::click());
    response.widget_info(|| {
        WidgetInfo::selected(WidgetType::RadioButton, true, is_chosen, &option.title)
    });
    let fill = if is_chosen {
        theme.selection_fill
    } else {
        theme.card
    };
    let is_hot = is_chosen || response.hovered() || response.has_focus();
    let border = if is_hot { theme.accent } else { theme.border };
    ui.painter().rect(
        rect,
        8.0,
        fill,
        egui::Stroke::new(if response.has_focus() { 2.0 } else { 1.0 }, border),
        egui::StrokeKind::Inside,
    );
    let mut inner = ui.new_child(egui::UiBuilder::new().max_rect(rect.shrink2(vec2(12.0, 6.0))));
    inner.spacing_mut().item_spacing.y = 1.0;
    inner.add(
        egui::Label::new(RichText::new(&option.title).font(theme::medium(theme::BODY)))
            .truncate()
            .sense(Sense::empty()),
    );
    let outcome = weak(&inner, &option.outcome).size(theme::ROW);
    inner.add(egui::Label::new(outcome).truncate().sense(Sense::empty()));
    response
}
