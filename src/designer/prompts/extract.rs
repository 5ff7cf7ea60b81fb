//! What becomes of a leg that is made a workflow of its own? Asked with what either answer would do.

use crate::designer::prompts::delete::{choose_by_key, option_ui, outcome_of, stages};
use crate::designer::prompts::{Reply, answer_ui, title_ui};
use crate::designer::{Document, Request};
use crate::edit::commands::{self, ExtractedLeg};
use crate::edit::{Refusal, Transaction};
use crate::theme;
use crate::workflow::{ActionKind, EventId, EventKind, Workflow};
use eframe::egui::Ui;

pub struct ExtractPrompt {
    leg: ExtractedLeg,
    replacing: Transaction,
    /// 0 keeps the leg, 1 replaces it.
    chosen: usize,
    sentence: String,
    /// What the new workflow cannot have, if anything.
    warning: Option<String>,
    outcome: String,
}

/// The first stage of the leg that is selected: the one of a Button or Timer, or a stage itself.
pub fn selected_leg(document: &Document) -> Option<EventId> {
    let workflow = &document.design().workflow;
    let selection = &document.view.selection;
    let event_id = match selection.action {
        Some(action_id) => {
            let owned = workflow.action(action_id)?.data.owned_event();
            owned.or_else(|| Some(workflow.event_of(action_id)?.id))?
        }
        None => selection.stage(workflow)?,
    };
    let is_new_call = |kind: EventKind| kind == EventKind::NewCall;
    workflow
        .event(event_id)
        .filter(|event| !is_new_call(event.kind))
        .map(|event| event.id)
}

impl ExtractPrompt {
    /// # Errors
    /// As [`commands::extract_leg`].
    pub fn new(document: &Document, event_id: EventId) -> Result<Self, Refusal> {
        let design = document.design();
        let leg = commands::extract_leg(design, event_id)?;
        let name = leg.design.workflow.name().to_owned();
        let outcome = format!("Goes on in “{name}”");
        let replacing = commands::replace_leg_by_finish(design, event_id, &outcome)?;
        let stage = design
            .workflow
            .event(event_id)
            .map_or(0, |event| event.stage);
        let sentence = match leg.design.workflow.stage_count() {
            1 => format!("Stage {stage} becomes the workflow “{name}” in a tab of its own."),
            count => format!(
                "Stage {stage} and the {} below it become the workflow “{name}” in a tab of its own. It begins with what \
                 stage {stage} does.",
                stages(count - 1)
            ),
        };
        Ok(Self {
            warning: warning(&leg),
            outcome: outcome_of(document, &replacing),
            replacing,
            leg,
            chosen: 0,
            sentence,
        })
    }

    const fn is_replacing(&self) -> bool {
        self.chosen == 1
    }

    /// Shows on the canvas what becomes of the leg.
    pub(in crate::designer) fn preview(&self) -> Option<Request> {
        self.is_replacing().then(|| Request::Preview {
            transaction: self.replacing.clone(),
            is_hovered: true,
        })
    }

    pub(in crate::designer) fn contents_ui(&mut self, ui: &mut Ui) -> Option<Reply> {
        title_ui(ui, "Extract leg to new workflow");
        ui.label(&self.sentence);
        if let Some(warning) = &self.warning {
            ui.label(warning);
        }
        ui.add_space(theme::GAP);
        let finish = format!("Replace the leg here by {}", ActionKind::Finish.title());
        let options = [
            ("Keep the leg here too", "Nothing changes in this design"),
            (finish.as_str(), self.outcome.as_str()),
        ];
        choose_by_key(ui.ctx(), options.len(), &mut self.chosen);
        for (index, (title, outcome)) in options.into_iter().enumerate() {
            if option_ui(ui, title, outcome, index, self.chosen == index).clicked() {
                self.chosen = index;
            }
        }
        answer_ui(ui, "Extract", self.is_replacing()).map(|is_extract| {
            if !is_extract {
                return Reply::Cancel;
            }
            Reply::Extract {
                design: Box::new(self.leg.design.clone()),
                replacing: self.is_replacing().then(|| self.replacing.clone()),
            }
        })
    }
}

/// Says which Links lead out of the leg and lose their target.
fn warning(leg: &ExtractedLeg) -> Option<String> {
    let told: Vec<String> = leg
        .outside
        .iter()
        .map(|target| format!("stage {}, {}", target.stage, target.name))
        .collect();
    let (last, others) = told.split_last()?;
    let targets = if others.is_empty() {
        last.clone()
    } else {
        format!("{}, and {last}", others.join(", "))
    };
    Some(format!(
        "Links lead out of it, to {targets}. They have no target in the new workflow until you choose one."
    ))
}

/// What a stage is called, with its number, at the beginning of a sentence.
pub fn stage_text(workflow: &Workflow, event_id: EventId) -> Option<String> {
    let event = workflow.event(event_id)?;
    let owner = workflow.owner_of(event_id).map(|owner| &owner.data);
    let name = Workflow::stage_name(event, owner);
    Some(format!("Stage {}, {name}", event.stage))
}
