//! What can be run? A definition on which the error rules have passed, made ready so that a step looks nothing up.

use super::template::Template;
use crate::export::{self, Definition, EventName, Priority, Unfit, parse_iso_duration};
use crate::rules::{self, Severity};
use crate::workflow::{
    self, Action, ActionData, ActionId, Counters, Event, EventId, EventKind, Flow, Workflow,
    duration_text,
};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A definition made ready for [`super::step`].
///
/// Invariant: every way leads to a stage, every stage finishes, goes on or waits for something, Links do not lead
/// round in a ring, and every text uses declared fields only. So a step has nothing to refuse but a push.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    workflow: Arc<str>,
    version: Arc<str>,
    fields: Vec<Arc<str>>,
    /// By number.
    stages: Vec<Stage>,
    /// The index of New Call.
    pub(super) start: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stage {
    pub number: u32,
    pub event: EventName,
    pub name: Arc<str>,
    pub(super) steps: Vec<Step>,
    pub then: Then,
}

/// What is done when a stage is entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Alert {
        message: Template,
        priority: Priority,
        team: Arc<str>,
    },
    Email {
        to: Template,
        subject: Template,
        body: Template,
    },
    Sms {
        to: Template,
        text: Template,
    },
    Webhook {
        url: Template,
        body: Template,
    },
    SetField {
        field: usize,
        value: Template,
    },
    Note {
        text: Template,
    },
}

/// How a run goes on once a stage's steps are done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Then {
    Wait {
        buttons: Vec<Button>,
        timers: Vec<Timer>,
    },
    /// The index of the stage that is entered at once.
    Link(StageIndex),
    Finish(Outcome),
}

/// Where a stage lies among those of its program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StageIndex(pub(super) usize);

/// The text with which a run ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome(pub(super) Template);

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Button {
    pub label: Arc<str>,
    pub to: StageIndex,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timer {
    pub after_s: u64,
    pub to: StageIndex,
}

impl Timer {
    pub const fn after_ms(self) -> u64 {
        self.after_s.saturating_mul(1_000)
    }
}

/// Why a definition is not run.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("{0}")]
    Unfit(#[from] Unfit),
    #[error(
        "this is the draft of an incomplete workflow ({}); mend the design and export it again",
        rules.join(", ")
    )]
    Draft { rules: Vec<String> },
    #[error(
        "the workflow in this definition has errors ({}), so that a call could be forgotten; mend the design and \
         export it again",
        rules.join(", ")
    )]
    Faulty { rules: Vec<String> },
}

impl Program {
    /// Makes a definition ready.
    ///
    /// # Errors
    /// When it is a draft, was changed since it was exported, or breaks a rule whose findings are errors; the names of
    /// the rules are told.
    pub fn new(definition: &Definition) -> Result<Self, Refused> {
        if definition.draft {
            return Err(Refused::Draft {
                rules: definition.findings.clone(),
            });
        }
        definition.verify()?;
        let rules = broken_rules(definition);
        if !rules.is_empty() {
            return Err(Refused::Faulty { rules });
        }
        // Whatever is missing has been found above.
        made_ready(definition).ok_or_else(|| Refused::Faulty { rules: Vec::new() })
    }

    /// Makes a definition ready to be looked at: one that has been closed where its workflow dangles, so that it can be
    /// stepped, though by the rules a call could be forgotten in it. No store takes it.
    ///
    /// # Errors
    /// When a step could not go through it: a stage leads nowhere, Links lead round in a ring, or a text uses a field that
    /// is not declared.
    pub fn for_rehearsal(definition: &Definition) -> Result<Self, Refused> {
        let broken = |why: &str| Refused::Unfit(Unfit::Broken(why.to_owned()));
        let program = made_ready(definition).ok_or_else(|| broken("a stage does not lead on"))?;
        if program.has_ring_of_links() {
            return Err(broken("Links lead round in a ring"));
        }
        Ok(program)
    }

    /// Could a step go round for ever?
    fn has_ring_of_links(&self) -> bool {
        // For each stage the start of the walk that first came by.
        let mut seen_from = vec![usize::MAX; self.stages.len()];
        (0..self.stages.len()).any(|start| {
            let mut stage = start;
            while seen_from[stage] == usize::MAX {
                seen_from[stage] = start;
                let Then::Link(StageIndex(to)) = self.stages[stage].then else {
                    return false;
                };
                stage = to;
            }
            seen_from[stage] == start
        })
    }

    /// The name of the workflow.
    pub const fn workflow(&self) -> &Arc<str> {
        &self.workflow
    }

    /// The version of the definition.
    pub const fn version(&self) -> &Arc<str> {
        &self.version
    }

    pub fn fields(&self) -> &[Arc<str>] {
        &self.fields
    }

    /// All stages, by number.
    pub fn stages(&self) -> &[Stage] {
        &self.stages
    }

    /// The stage with this number.
    pub fn stage(&self, number: u32) -> Option<&Stage> {
        self.stages.get(self.index(number)?)
    }

    pub(super) fn index(&self, number: u32) -> Option<usize> {
        self.stages
            .binary_search_by_key(&number, |stage| stage.number)
            .ok()
    }

    /// Where a Button, Timer or Link leads.
    pub fn target(&self, to: StageIndex) -> Option<&Stage> {
        self.stages.get(to.0)
    }
}

impl Stage {
    /// In the order in which the Call Manager shows them. None where the stage does not wait.
    pub fn buttons(&self) -> &[Button] {
        match &self.then {
            Then::Wait { buttons, .. } => buttons,
            _ => &[],
        }
    }
}

/// The ids of the rules whose findings stop a run.
fn broken_rules(definition: &Definition) -> Vec<String> {
    let workflow = workflow_of(definition);
    let findings = rules::check(&workflow, &Flow::new(&workflow));
    let errors = findings
        .iter()
        .filter(|finding| finding.rule.severity == Severity::Error);
    let ids: BTreeSet<&str> = errors.map(|finding| finding.rule.id).collect();
    ids.into_iter().map(str::to_owned).collect()
}

/// The workflow that a definition was exported from, but for what only the designer needs: ids are given anew, those of
/// events as their stages are numbered.
pub fn workflow_of(definition: &Definition) -> Workflow {
    let mut action_count = 0;
    let events = definition.stages.iter().map(|stage| Event {
        id: EventId(stage.stage),
        stage: stage.stage,
        kind: match stage.event {
            EventName::NewCall => EventKind::NewCall,
            EventName::ButtonPushed => EventKind::ButtonPushed,
            EventName::TimerElapsed => EventKind::TimerElapsed,
        },
        name: stage.name.clone(),
        actions: actions_of(stage)
            .into_iter()
            .map(|data| {
                action_count += 1;
                Action {
                    id: ActionId(action_count),
                    data,
                }
            })
            .collect(),
    });
    let events = events.collect();
    Workflow::from_parts(
        definition.workflow.clone(),
        definition.fields.clone(),
        Counters::default(),
        events,
    )
}

fn actions_of(stage: &export::Stage) -> Vec<ActionData> {
    let mut actions: Vec<ActionData> = stage.steps.iter().cloned().map(action_of).collect();
    let event_id = |to: Option<u32>| to.map(EventId);
    match &stage.then {
        export::Then::Wait { buttons, timers } => {
            actions.extend(buttons.iter().map(|button| ActionData::Button {
                label: button.label.clone(),
                event_id: event_id(button.to),
            }));
            actions.extend(timers.iter().map(|timer| {
                let after_s = timer.after.as_deref().and_then(parse_iso_duration);
                ActionData::Timer {
                    after: after_s.map(duration_text).unwrap_or_default(),
                    event_id: event_id(timer.to),
                }
            }));
        }
        export::Then::Link(to) => actions.push(ActionData::Link {
            event_id: event_id(*to),
        }),
        export::Then::Finish(outcome) => actions.push(ActionData::Finish {
            outcome: outcome.clone(),
        }),
        export::Then::Nothing => {}
    }
    actions
}

fn action_of(step: export::Step) -> ActionData {
    match step {
        export::Step::Alert {
            message,
            priority,
            team,
        } => ActionData::Alert {
            message,
            priority: match priority {
                Priority::Low => workflow::Priority::Low,
                Priority::Normal => workflow::Priority::Normal,
                Priority::High => workflow::Priority::High,
                Priority::Urgent => workflow::Priority::Urgent,
            },
            team,
        },
        export::Step::Email { to, subject, body } => ActionData::Email { to, subject, body },
        export::Step::Sms { to, text } => ActionData::Sms { to, text },
        export::Step::Webhook { url, body } => ActionData::Webhook { url, body },
        export::Step::SetField { field, value } => ActionData::SetField { field, value },
        export::Step::Note { text } => ActionData::Note { text },
    }
}

/// `None` where the rules would have found something.
fn made_ready(definition: &Definition) -> Option<Program> {
    let fields = &definition.fields;
    // An export has them by number already; whoever wrote a definition otherwise may not.
    let mut by_number: Vec<&export::Stage> = definition.stages.iter().collect();
    by_number.sort_by_key(|stage| stage.stage);
    let index = |to: Option<u32>| {
        let number = to?;
        let found = by_number.binary_search_by_key(&number, |stage| stage.stage);
        found.ok().map(StageIndex)
    };
    let stages = by_number.iter().map(|stage| {
        Some(Stage {
            number: stage.stage,
            event: stage.event,
            name: stage.name.as_str().into(),
            steps: stage
                .steps
                .iter()
                .map(|step| step_made_ready(step, fields))
                .collect::<Option<_>>()?,
            then: then_made_ready(&stage.then, fields, index)?,
        })
    });
    let stages: Vec<Stage> = stages.collect::<Option<_>>()?;
    Some(Program {
        workflow: definition.workflow.as_str().into(),
        version: definition.version.as_str().into(),
        fields: fields.iter().map(|field| field.as_str().into()).collect(),
        start: stages
            .iter()
            .position(|stage| stage.event == EventName::NewCall)?,
        stages,
    })
}

fn step_made_ready(step: &export::Step, fields: &[String]) -> Option<Step> {
    let plain = |text: &str| Template::plain(text, fields);
    Some(match step {
        export::Step::Alert {
            message,
            priority,
            team,
        } => Step::Alert {
            message: plain(message)?,
            priority: *priority,
            team: team.as_str().into(),
        },
        export::Step::Email { to, subject, body } => Step::Email {
            to: plain(to)?,
            subject: plain(subject)?,
            body: plain(body)?,
        },
        export::Step::Sms { to, text } => Step::Sms {
            to: plain(to)?,
            text: plain(text)?,
        },
        export::Step::Webhook { url, body } => Step::Webhook {
            url: Template::url(url.trim(), fields)?,
            body: Template::body(body, fields)?,
        },
        export::Step::SetField { field, value } => Step::SetField {
            field: fields.iter().position(|name| name == field.trim())?,
            value: plain(value)?,
        },
        export::Step::Note { text } => Step::Note { text: plain(text)? },
    })
}

fn then_made_ready(
    then: &export::Then,
    fields: &[String],
    index: impl Fn(Option<u32>) -> Option<StageIndex>,
) -> Option<Then> {
    Some(match then {
        export::Then::Wait { buttons, timers } => Then::Wait {
            buttons: buttons
                .iter()
                .map(|button| {
                    Some(Button {
                        label: button.label.as_str().into(),
                        to: index(button.to)?,
                    })
                })
                .collect::<Option<_>>()?,
            timers: timers
                .iter()
                .map(|timer| {
                    Some(Timer {
                        after_s: parse_iso_duration(timer.after.as_deref()?)?,
                        to: index(timer.to)?,
                    })
                })
                .collect::<Option<_>>()?,
        },
        export::Then::Link(to) => Then::Link(index(*to)?),
        export::Then::Finish(outcome) => Then::Finish(Outcome(Template::plain(outcome, fields)?)),
        export::Then::Nothing => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workflow::sketch;

    fn definition(text: &str) -> Definition {
        let workflow = sketch::parse(text).unwrap();
        let findings = rules::check(&workflow, &Flow::new(&workflow));
        export::definition(&workflow, &findings).unwrap()
    }

    fn resealed(mut definition: Definition) -> Definition {
        definition.version = definition.content_version();
        definition
    }

    const COMPLAINT: &str = "fields customer_name\n\
        1 New Call\n  alert \"Ring {{customer_name}}\" high \"Care\"\n  button \"Called back\" -> 2\n  timer 48h -> 3\n\
        2 Button Pushed\n  finish \"Resolved\"\n3 Timer Elapsed\n  link -> 1";

    #[test]
    fn what_was_exported_is_taken_and_says_the_same_again() {
        let exported = definition(COMPLAINT);
        let program = Program::new(&exported).unwrap();
        assert_eq!(&**program.version(), exported.version);
        assert_eq!(program.stage(1).unwrap().buttons().len(), 1);
        let again = workflow_of(&exported);
        let again = export::definition(&again, &[]).unwrap();
        assert_eq!(again.stages, exported.stages);
    }

    #[test]
    fn a_draft_is_refused_with_the_names_of_what_it_breaks() {
        let workflow = sketch::parse("1 New Call\n  note \"x\"").unwrap();
        let findings = rules::check(&workflow, &Flow::new(&workflow));
        let refused = Program::new(&export::draft(&workflow, &findings)).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "this is the draft of an incomplete workflow (dangling-leg); mend the design and export it again"
        );
    }

    #[test]
    fn a_definition_is_checked_again_however_it_was_made() {
        let ring = "1 New Call\n  button \"A\" -> 2\n2 Button Pushed\n  finish \"x\"";
        let mut looped = definition(ring);
        looped.stages[1].then = export::Then::Link(Some(1));
        assert_eq!(
            Program::new(&resealed(looped)),
            Err(Refused::Faulty {
                rules: vec!["no-way-to-finish".to_owned()]
            })
        );
        let mut unknown = definition(ring);
        unknown.stages[1].then = export::Then::Finish("{{gone}}".to_owned());
        assert_eq!(
            Program::new(&resealed(unknown)),
            Err(Refused::Faulty {
                rules: vec!["unknown-field".to_owned()]
            })
        );
    }

    #[test]
    fn a_definition_that_was_changed_by_hand_is_refused() {
        let mut changed = definition(COMPLAINT);
        changed.stages[1].then = export::Then::Finish("Forgotten".to_owned());
        assert!(matches!(
            Program::new(&changed),
            Err(Refused::Unfit(Unfit::Version { .. }))
        ));
    }

    #[test]
    fn what_a_step_cannot_go_through_is_not_rehearsed_either() {
        for text in [
            "1 New Call\n  note \"x\"",
            "1 New Call\n  link -> 2\n2 Button Pushed\n  link -> 1",
            "1 New Call\n  button \"A\" -> 9",
            "1 New Call\n  finish \"{{gone}}\"",
            "1 Button Pushed\n  finish \"x\"",
        ] {
            let workflow = sketch::parse(text).unwrap();
            let rehearsed = Program::for_rehearsal(&export::unversioned(&workflow));
            assert!(matches!(rehearsed, Err(Refused::Unfit(_))), "{text}");
        }
        let no_way_to_finish = "1 New Call\n  timer 1h -> 2\n2 Timer Elapsed\n  link -> 1";
        let workflow = sketch::parse(no_way_to_finish).unwrap();
        assert!(Program::for_rehearsal(&export::unversioned(&workflow)).is_ok());
    }

    #[test]
    fn stages_may_be_written_in_any_order() {
        let mut mixed = definition(COMPLAINT);
        mixed.stages.reverse();
        let program = Program::new(&resealed(mixed)).unwrap();
        let numbers: Vec<u32> = program.stages().iter().map(|stage| stage.number).collect();
        assert_eq!(numbers, [1, 2, 3]);
    }
}
