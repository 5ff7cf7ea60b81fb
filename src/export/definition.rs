//! What does the runtime carry out? The logic of a complete workflow, versioned by its content.

use super::{iso_duration, parse_iso_duration};
use crate::rules::{Finding, Severity};
use crate::workflow::{
    Action, ActionData, EventId, EventKind, Flow, StageEnd, Workflow, parse_duration,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

pub const FORMAT: &str = "legwork-definition/1";

/// What the format of any definition begins with, older and newer ones too.
pub const FORMAT_FAMILY: &str = "legwork-definition/";

/// A workflow as the Legwork runtime carries it out. Stages are referred to by their number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Legwork definition")]
pub struct Definition {
    /// The format of this file.
    #[schemars(extend("const" = FORMAT))]
    pub format: String,
    /// Is this the definition of an incomplete workflow? The runtime refuses it. Left out of a complete one.
    #[serde(default, skip_serializing_if = "is_false")]
    pub draft: bool,
    /// Of a draft: the names of the rules that the workflow breaks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<String>,
    /// The name of the workflow.
    pub workflow: String,
    /// The SHA-256 of the definition as compact JSON without this entry: the same logic has the same version.
    #[serde(skip_serializing_if = "String::is_empty")]
    #[schemars(regex(pattern = "^sha256:[0-9a-f]{64}$"))]
    pub version: String,
    /// The fields of the call that the texts may use as `{{field}}`.
    pub fields: Vec<String>,
    /// The stages by number. A run begins at the one whose event is `new_call`.
    pub stages: Vec<Stage>,
}

/// An event and what follows on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// The stage number: kept for good while the workflow is amended.
    pub stage: u32,
    /// What starts the stage.
    pub event: EventName,
    /// What people call the stage.
    pub name: String,
    /// What is done at once when the stage is entered, in this order.
    #[serde(rename = "do")]
    pub steps: Vec<Step>,
    /// How the run goes on after that.
    pub then: Then,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(title = "Event")]
pub enum EventName {
    NewCall,
    ButtonPushed,
    TimerElapsed,
}

/// Something that is done when a stage is entered. Texts may use `{{field}}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Step {
    /// Raises the call on the alerter. Without a team, for everybody.
    Alert {
        message: String,
        priority: Priority,
        team: String,
    },
    /// Sends an email; several addresses are separated by commas.
    Email {
        to: String,
        subject: String,
        body: String,
    },
    /// Sends a text message.
    Sms { to: String, text: String },
    /// Calls a web address.
    Webhook { url: String, body: String },
    /// Sets a field of the call.
    SetField { field: String, value: String },
    /// Adds a line to the call's history.
    Note { text: String },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    Low,
    Normal,
    High,
    Urgent,
}

/// How a run goes on once a stage's steps are done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Then {
    /// The run waits. The first button pushed or timer elapsed decides, and the others are gone.
    Wait {
        buttons: Vec<Button>,
        timers: Vec<Timer>,
    },
    /// The stage with this number is entered at once. Null only in a draft.
    Link(Option<u32>),
    /// The run ends with this outcome.
    Finish(String),
    /// The stage ends nowhere. Only in a draft.
    Nothing,
}

/// A button on the call in the Call Manager.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Button {
    pub label: String,
    /// The stage that a push enters. Null only in a draft.
    #[schemars(required, extend("type" = ["integer", "null"]))]
    pub to: Option<u32>,
}

/// A clock that starts when the stage is entered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Timer {
    /// An ISO 8601 duration in hours, minutes and seconds, such as `PT48H` or `PT2H30M`. Null only in a draft.
    #[schemars(
        required,
        extend("type" = ["string", "null"]),
        regex(pattern = r"^PT(?=\d)(\d+H)?(\d+M)?(\d+S)?$")
    )]
    pub after: Option<String>,
    /// The stage that is entered when it elapses. Null only in a draft.
    #[schemars(required, extend("type" = ["integer", "null"]))]
    pub to: Option<u32>,
}

/// Why a workflow is not exported: the errors that were found.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("the workflow has {} that stop an export; `legwork check` lists what to mend", count(findings.len()))]
pub struct Incomplete {
    pub findings: Vec<Finding>,
}

fn count(error_count: usize) -> String {
    match error_count {
        1 => "1 error".to_owned(),
        n => format!("{n} errors"),
    }
}

/// Why a definition that can be read is not to be carried out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    #[error(
        "this definition has the format “{0}”, and this Legwork reads “{FORMAT}”; export it again"
    )]
    Format(String),
    #[error(
        "this definition was changed by hand: its content has the version {content}, and it says {says}; \
         amend the design and export it again"
    )]
    Version { says: String, content: String },
    #[error("this definition cannot be carried out: {0}; amend the design and export it again")]
    Broken(String),
}

/// The definition of a complete workflow. `findings` are those of [`crate::rules::check`].
///
/// # Errors
/// When errors were found.
pub fn definition(workflow: &Workflow, findings: &[Finding]) -> Result<Definition, Incomplete> {
    let errors: Vec<Finding> = errors_in(findings).cloned().collect();
    if !errors.is_empty() {
        return Err(Incomplete { findings: errors });
    }
    Ok(versioned(unversioned(workflow)))
}

/// The definition of an incomplete workflow, marked as a draft, with the names of the rules that it breaks.
pub fn draft(workflow: &Workflow, findings: &[Finding]) -> Definition {
    let rules: BTreeSet<&str> = errors_in(findings).map(|finding| finding.rule.id).collect();
    versioned(Definition {
        draft: true,
        findings: rules.into_iter().map(str::to_owned).collect(),
        ..unversioned(workflow)
    })
}

fn errors_in(findings: &[Finding]) -> impl Iterator<Item = &Finding> {
    findings
        .iter()
        .filter(|finding| finding.rule.severity == Severity::Error)
}

fn versioned(mut definition: Definition) -> Definition {
    definition.version = definition.content_version();
    definition
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
const fn is_false(value: &bool) -> bool {
    !*value
}

/// The content of a workflow's definition, complete or not. It has no version yet, so that nobody can run it.
pub fn unversioned(workflow: &Workflow) -> Definition {
    let flow = Flow::new(workflow);
    let numbers: BTreeMap<EventId, u32> = workflow.events().map(|e| (e.id, e.stage)).collect();
    let to = |target: Option<EventId>| target.and_then(|id| numbers.get(&id).copied());
    let mut stages: Vec<Stage> = workflow
        .events()
        .enumerate()
        .map(|(index, event)| {
            let owner = flow
                .owner(index)
                .and_then(|way| workflow.action(way.action_id));
            Stage {
                stage: event.stage,
                event: match event.kind {
                    EventKind::NewCall => EventName::NewCall,
                    EventKind::ButtonPushed => EventName::ButtonPushed,
                    EventKind::TimerElapsed => EventName::TimerElapsed,
                },
                name: Workflow::stage_name(event, owner.map(|action| &action.data)),
                steps: event.actions.iter().filter_map(step).collect(),
                then: then(flow.end(index), &event.actions, to),
            }
        })
        .collect();
    // Of two stages with one number, which only a draft has, the one with the smaller event id stays first.
    stages.sort_by_key(|stage| stage.stage);
    Definition {
        format: FORMAT.to_owned(),
        draft: false,
        findings: Vec::new(),
        workflow: workflow.name().to_owned(),
        version: String::new(),
        fields: workflow.fields().to_vec(),
        stages,
    }
}

fn step(action: &Action) -> Option<Step> {
    Some(match action.data.clone() {
        ActionData::Alert {
            message,
            priority,
            team,
        } => Step::Alert {
            message,
            priority: match priority {
                crate::workflow::Priority::Low => Priority::Low,
                crate::workflow::Priority::Normal => Priority::Normal,
                crate::workflow::Priority::High => Priority::High,
                crate::workflow::Priority::Urgent => Priority::Urgent,
            },
            team,
        },
        ActionData::Email { to, subject, body } => Step::Email { to, subject, body },
        ActionData::Sms { to, text } => Step::Sms { to, text },
        ActionData::Webhook { url, body } => Step::Webhook { url, body },
        ActionData::SetField { field, value } => Step::SetField { field, value },
        ActionData::Note { text } => Step::Note { text },
        ActionData::Button { .. }
        | ActionData::Timer { .. }
        | ActionData::Link { .. }
        | ActionData::Finish { .. } => return None,
    })
}

/// Of a stage with several ends, which only a draft has, the end that [`Flow`] sees.
fn then(end: StageEnd, actions: &[Action], to: impl Fn(Option<EventId>) -> Option<u32>) -> Then {
    let mut buttons = Vec::new();
    let mut timers = Vec::new();
    for action in actions {
        match (&action.data, end) {
            (ActionData::Finish { outcome }, StageEnd::Finishes) => {
                return Then::Finish(outcome.clone());
            }
            (ActionData::Link { event_id }, StageEnd::GoesOn) => return Then::Link(to(*event_id)),
            (ActionData::Button { label, event_id }, StageEnd::Waits) => buttons.push(Button {
                label: label.clone(),
                to: to(*event_id),
            }),
            (ActionData::Timer { after, event_id }, StageEnd::Waits) => timers.push(Timer {
                after: parse_duration(after).ok().map(iso_duration),
                to: to(*event_id),
            }),
            _ => {}
        }
    }
    match end {
        StageEnd::Waits => Then::Wait { buttons, timers },
        _ => Then::Nothing,
    }
}

impl Definition {
    /// The version that the content has: equal to `version` unless somebody changed the one or the other.
    pub fn content_version(&self) -> String {
        let content = Self {
            version: String::new(),
            ..self.clone()
        };
        // Texts and numbers in lists: nothing in it that JSON cannot express.
        let canonical = serde_json::to_vec(&content).unwrap_or_default();
        Sha256::digest(&canonical)
            .iter()
            .fold("sha256:".to_owned(), |mut text, byte| {
                let _ = write!(text, "{byte:02x}");
                text
            })
    }

    /// Is it what an export has made? Also looks whether it can be carried out, unless it is a draft.
    ///
    /// # Errors
    /// When its format is another, its version is not that of its content, or a stage leads nowhere.
    pub fn verify(&self) -> Result<(), Unfit> {
        if self.format != FORMAT {
            return Err(Unfit::Format(self.format.clone()));
        }
        let content = self.content_version();
        if self.version != content {
            return Err(Unfit::Version {
                says: self.version.clone(),
                content,
            });
        }
        if self.draft {
            return Ok(());
        }
        self.broken().map_or(Ok(()), |why| Err(Unfit::Broken(why)))
    }

    fn broken(&self) -> Option<String> {
        let numbers: BTreeSet<u32> = self.stages.iter().map(|stage| stage.stage).collect();
        if numbers.len() < self.stages.len() {
            return Some("two stages bear one number".to_owned());
        }
        let is_new_call = |stage: &&Stage| stage.event == EventName::NewCall;
        if self.stages.iter().filter(is_new_call).count() != 1 {
            return Some("it has not exactly one New Call".to_owned());
        }
        self.stages.iter().find_map(|stage| {
            let leads = |to: &Option<u32>| to.is_some_and(|to| numbers.contains(&to));
            let goes_on = match &stage.then {
                Then::Finish(_) => true,
                Then::Link(to) => leads(to),
                Then::Nothing => false,
                Then::Wait { buttons, timers } => {
                    let is_timed = |timer: &Timer| {
                        timer
                            .after
                            .as_deref()
                            .and_then(parse_iso_duration)
                            .is_some()
                    };
                    (!buttons.is_empty() || !timers.is_empty())
                        && buttons.iter().all(|button| leads(&button.to))
                        && timers
                            .iter()
                            .all(|timer| leads(&timer.to) && is_timed(timer))
                }
            };
            (!goes_on).then(|| format!("stage {} does not lead on", stage.stage))
        })
    }
}
