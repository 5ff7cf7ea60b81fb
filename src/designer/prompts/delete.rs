//! What becomes of the legs below? Asked when a deletion would part stages from the workflow, each answer with what
//! it would do.

use crate::canvas::Selection;
use crate::designer::prompts::stage_picker::stage_picker_with_ui;
use crate::designer::prompts::{Reply, is_entered, title_ui};
use crate::designer::widgets::{self, caption, weak};
use crate::designer::{Document, Request};
use crate::edit::commands;
use crate::edit::{Below, Refusal, Transaction};
use crate::rules;
use crate::theme::{self, Theme};
use crate::workflow::{ActionId, EventId, Flow};
use eframe::egui::{self, Key, Modifiers, RichText, Sense, Ui, WidgetInfo, WidgetType, vec2};

pub struct DeletePrompt {
    selection: Selection,
    /// Index of the chosen option.
    chosen: usize,
    /// Index of the option that the pointer is on.
    pointed_at: Option<usize>,
    options: Vec<DeleteOption>,
    stage_filter: String,
    /// What it would do with the stage in the list that is pointed at.
    pointed_edit: Option<Transaction>,
}

struct DeleteOption {
    title: String,
    outcome: String,
    deletion: Deletion,
    edit: Result<Transaction, Refusal>,
}

/// What becomes of the legs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Deletion {
    With(Below),
    Healing,
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
        let option =
            |title: String, deletion| DeleteOption::new(document, &selection, title, deletion);
        let mut options = vec![
            option(
                format!("Delete {} below too", stages(lost)),
                Deletion::With(Below::Delete),
            ),
            option(
                format!("Keep {}, detached", stages(lost)),
                Deletion::With(Below::Detach),
            ),
        ];
        let above = match parent_stage(document, flow, &selection) {
            Some(number) => format!("stage {number}"),
            None => "the stage above".to_owned(),
        };
        let heal = option(format!("Attach what follows to {above}"), Deletion::Healing);
        options.extend(Some(heal).filter(|heal| heal.edit.is_ok()));
        Some(Self {
            selection,
            chosen: 0,
            pointed_at: None,
            options,
            stage_filter: String::new(),
            pointed_edit: None,
        })
    }

    /// Shows on the canvas what the option would do that is pointed at or chosen.
    pub(in crate::designer) fn preview(&self) -> Option<Request> {
        let option = self.options.get(self.pointed_at.unwrap_or(self.chosen))?;
        let edit = self.pointed_edit.as_ref().or(option.edit.as_ref().ok());
        let transaction = edit?.clone();
        Some(Request::Preview {
            transaction,
            is_hovered: true,
        })
    }

    fn take_keys(&mut self, ctx: &egui::Context) {
        let before = self.chosen;
        choose_by_key(ctx, self.options.len(), &mut self.chosen);
        // The choice is what one looks at, until the pointer moves.
        if self.chosen != before || !ctx.input(|i| i.pointer.is_moving()) {
            self.pointed_at = None;
        }
    }

    pub(in crate::designer) fn contents_ui(
        &mut self,
        ui: &mut Ui,
        document: &Document,
    ) -> Option<Reply> {
        self.take_keys(ui.ctx());
        title_ui(ui, "What becomes of the legs below?");
        for index in 0..self.options.len() {
            let option = &self.options[index];
            let (title, outcome) = (&option.title, &option.outcome);
            let response = option_ui(ui, title, outcome, index, index == self.chosen);
            if response.clicked() {
                self.chosen = index;
            }
            if response.hovered() && ui.input(|i| i.pointer.is_moving()) {
                self.pointed_at = Some(index);
            }
        }
        let other = ui.button("Attach to another stage…");
        let (mut picked, mut pointed_at) = (None, None);
        egui::Popup::menu(&other)
            .close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside)
            .show(|ui| {
                let workflow = &document.design().workflow;
                let cannot = |id| self.selection.events.contains(&id);
                picked = stage_picker_with_ui(
                    ui,
                    workflow,
                    &document.analysis.flow,
                    &mut self.stage_filter,
                    cannot,
                    |stage| pointed_at = Some(stage),
                );
                if picked.is_some() {
                    ui.close();
                }
            });
        let attached = |target| delete(document, &self.selection, Below::AttachTo(target)).ok();
        self.pointed_edit = pointed_at.and_then(attached);
        if let Some(target) = picked {
            let number = document
                .design()
                .workflow
                .event(target)
                .map_or(0, |event| event.stage);
            let deletion = Deletion::With(Below::AttachTo(target));
            self.options.retain(|option| option.deletion != deletion);
            let title = format!("Attach what follows to stage {number}");
            let option = DeleteOption::new(document, &self.selection, title, deletion);
            self.options.push(option);
            self.chosen = self.options.len() - 1;
        }
        ui.add_space(theme::GROUP_GAP);
        let mut reply = None;
        ui.horizontal(|ui| {
            if ui.button("Cancel").clicked() {
                reply = Some(Reply::Cancel);
            }
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let is_entered = is_entered(ui);
                if widgets::primary_button(ui, "Delete").clicked() || is_entered {
                    let edit = self.options[self.chosen].edit.clone();
                    reply = Some(Reply::Edit(Request::Edit(edit)));
                }
                ui.label(caption(ui, "One undo step takes it back"));
            });
        });
        reply
    }
}

impl DeleteOption {
    fn new(document: &Document, selection: &Selection, title: String, deletion: Deletion) -> Self {
        let edit = match deletion {
            Deletion::With(below) => delete(document, selection, below),
            Deletion::Healing => heal(document, selection),
        };
        let outcome = match &edit {
            Ok(transaction) => outcome_of(document, transaction),
            Err(refusal) => refusal.0.clone(),
        };
        Self {
            title,
            outcome,
            deletion,
            edit,
        }
    }
}

/// Tries a transaction that removes stages on a copy, and says what would be left.
pub fn outcome_of(document: &Document, transaction: &Transaction) -> String {
    let mut design = document.design().clone();
    if transaction.apply(&mut design).is_err() {
        return String::new();
    }
    let flow = Flow::new(&design.workflow);
    let after = rules::Tally::of(&rules::check(&design.workflow, &flow));
    let removed = removed_events(transaction).len();
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

/// The stages to delete. New Call has to stay; among others it is left out, and alone it is refused.
fn deletable(document: &Document, selection: &Selection) -> Vec<EventId> {
    let new_call = document.design().workflow.new_call().map(|event| event.id);
    let is_alone = selection.events.len() == 1;
    let events = selection.events.iter().copied();
    events
        .filter(|&event_id| is_alone || Some(event_id) != new_call)
        .collect()
}

/// The deletion of what is selected.
pub fn delete(
    document: &Document,
    selection: &Selection,
    below: Below,
) -> Result<Transaction, Refusal> {
    let design = document.design();
    let events = deletable(document, selection);
    let annotations: Vec<_> = selection.annotations.iter().copied().collect();
    let drawn = commands::delete_annotations(design, &annotations)?;
    match selection.action {
        Some(action_id) => commands::delete_action(design, action_id, below),
        None if events.is_empty() => Ok(drawn),
        None => Ok(commands::delete_stages(design, &events, below)?.with(drawn)),
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

/// The deletion of what is selected, closing the leg over the gap.
pub fn heal(document: &Document, selection: &Selection) -> Result<Transaction, Refusal> {
    let events = deletable(document, selection);
    let actions: Vec<ActionId> = selection.action.into_iter().collect();
    let annotations: Vec<_> = selection.annotations.iter().copied().collect();
    let drawn = commands::delete_annotations(document.design(), &annotations)?;
    Ok(commands::delete_and_heal(document.design(), &events, &actions)?.with(drawn))
}

/// The number of the stage over which a leg would close, if there is only one.
fn parent_stage(document: &Document, flow: &Flow, selection: &Selection) -> Option<u32> {
    let workflow = &document.design().workflow;
    let selected = selection.stage(workflow)?;
    let above = if selection.action.is_some() {
        selected
    } else {
        flow.event_id(flow.parent(flow.index(selected)?)?)
    };
    workflow.event(above).map(|event| event.stage)
}

pub fn stages(count: usize) -> String {
    if count == 1 {
        "1 stage".to_owned()
    } else {
        format!("{count} stages")
    }
}

/// Numbers and arrows choose among answers, unless one types in a field.
pub fn choose_by_key(ctx: &egui::Context, count: usize, chosen: &mut usize) {
    if ctx.text_edit_focused() || egui::Popup::is_any_open(ctx) {
        return;
    }
    let numbers = [Key::Num1, Key::Num2, Key::Num3, Key::Num4];
    ctx.input_mut(|i| {
        for (index, &key) in numbers.iter().enumerate().take(count) {
            if i.consume_key(Modifiers::NONE, key) {
                *chosen = index;
            }
        }
        if i.consume_key(Modifiers::NONE, Key::ArrowDown) {
            *chosen = (*chosen + 1) % count;
        }
        if i.consume_key(Modifiers::NONE, Key::ArrowUp) {
            *chosen = (*chosen + count - 1) % count;
        }
    });
}

/// One of several answers, with what it would do and the key that chooses it, its number counted from 1.
pub fn option_ui(
    ui: &mut Ui,
    title: &str,
    outcome: &str,
    index: usize,
    is_chosen: bool,
) -> egui::Response {
    let theme = Theme::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 48.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(WidgetType::RadioButton, true, is_chosen, title));
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
    ui.painter().text(
        rect.right_top() + vec2(-12.0, 8.0),
        egui::Align2::RIGHT_TOP,
        index + 1,
        egui::FontId::proportional(theme::CAPTION),
        theme.text_weak,
    );
    let text_rect = rect
        .shrink2(vec2(12.0, 6.0))
        .with_max_x(rect.right() - 32.0);
    let mut inner = ui.new_child(egui::UiBuilder::new().max_rect(text_rect));
    inner.spacing_mut().item_spacing.y = 1.0;
    inner.add(
        egui::Label::new(RichText::new(title).font(theme::medium(theme::BODY)))
            .truncate()
            .sense(Sense::empty()),
    );
    let outcome = weak(&inner, outcome).size(theme::ROW);
    inner.add(egui::Label::new(outcome).truncate().sense(Sense::empty()));
    response
}
