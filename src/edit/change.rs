//! What are the smallest steps in which a design changes? A dozen facts, each holding what it takes to invert it.

use crate::workflow::{
    Action, ActionData, ActionId, ActionKind, Annotation, AnnotationId, Conflict, Counters, Design,
    Event, EventId, EventKind, Place, Position, Question, QuestionId, ReadFault, ReviewMark, Seal,
    SeenStage, SignOff, ValueName, Waiver,
};
use std::collections::BTreeMap;

/// One reversible step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    InsertEvent {
        event: Event,
        card: Option<Position>,
    },
    RemoveEvent {
        event: Event,
        card: Option<Position>,
    },
    InsertAction {
        event_id: EventId,
        index: usize,
        action: Action,
    },
    RemoveAction {
        event_id: EventId,
        index: usize,
        action: Action,
    },
    /// `to` counts after the action has been taken out of `from`.
    MoveAction {
        from: (EventId, usize),
        to: (EventId, usize),
    },
    SetAction {
        action_id: ActionId,
        before: ActionData,
        after: ActionData,
    },
    SetEvent {
        event_id: EventId,
        before: EventFacts,
        after: EventFacts,
    },
    MoveCard {
        event_id: EventId,
        before: Option<Position>,
        after: Option<Position>,
    },
    RenameWorkflow {
        before: String,
        after: String,
    },
    SetFields {
        before: Vec<String>,
        after: Vec<String>,
    },
    SetCounters {
        before: Counters,
        after: Counters,
    },
    SetReadFaults {
        before: Vec<ReadFault>,
        after: Vec<ReadFault>,
    },
    /// Adds an annotation, amends it, or takes it away.
    SetAnnotation {
        annotation_id: AnnotationId,
        before: Option<Annotation>,
        after: Option<Annotation>,
    },
    SetBookmark {
        event_id: EventId,
        before: Option<String>,
        after: Option<String>,
    },
    /// Draws the leg below a stage as one box, or opens it again.
    SetCollapsed {
        event_id: EventId,
        before: bool,
        after: bool,
    },
    SetWaivers {
        before: Vec<Waiver>,
        after: Vec<Waiver>,
    },
    SetLimit {
        before: Option<String>,
        after: Option<String>,
    },
    /// Ticks a leg, or takes the tick back.
    SetReviewMark {
        leg: Place,
        before: Option<ReviewMark>,
        after: Option<ReviewMark>,
    },
    SetQuestion {
        question_id: QuestionId,
        before: Option<Question>,
        after: Option<Question>,
    },
    SetSignOff {
        before: Option<SignOff>,
        after: Option<SignOff>,
    },
    /// Keeps a stage as it was when a leg through it was ticked, or forgets it.
    SetSeenStage {
        seal: Seal,
        before: Option<SeenStage>,
        after: Option<SeenStage>,
    },
    SetConflicts {
        before: Vec<Conflict>,
        after: Vec<Conflict>,
    },
}

/// What a change concerns. Texts are amended far more often than anything else, and only the rules look at them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Concern {
    /// What is drawn, and where; nothing need be checked again.
    Layout,
    /// What reviewers say; nothing need be drawn or checked again.
    Review,
    /// The logic, but every stage stays where it stands and leads where it leads: [`crate::workflow::Flow`] is the same.
    Texts,
    /// Which stages there are, and where they lead.
    Shape,
}

/// What is true of an event apart from its actions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventFacts {
    pub stage: u32,
    pub kind: EventKind,
    pub name: String,
}

impl From<&Event> for EventFacts {
    fn from(event: &Event) -> Self {
        Self {
            stage: event.stage,
            kind: event.kind,
            name: event.name.clone(),
        }
    }
}

/// A change that does not fit the design it was applied to: the design is not the one it was made for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the change does not fit this design: {0}")]
pub struct Misfit(pub &'static str);

impl Change {
    /// The change that takes this one back.
    #[must_use]
    pub fn inverted(&self) -> Self {
        match self.clone() {
            Self::InsertEvent { event, card } => Self::RemoveEvent { event, card },
            Self::RemoveEvent { event, card } => Self::InsertEvent { event, card },
            Self::InsertAction {
                event_id,
                index,
                action,
            } => Self::RemoveAction {
                event_id,
                index,
                action,
            },
            Self::RemoveAction {
                event_id,
                index,
                action,
            } => Self::InsertAction {
                event_id,
                index,
                action,
            },
            Self::MoveAction { from, to } => Self::MoveAction { from: to, to: from },
            Self::SetAction {
                action_id,
                before,
                after,
            } => Self::SetAction {
                action_id,
                before: after,
                after: before,
            },
            Self::SetEvent {
                event_id,
                before,
                after,
            } => Self::SetEvent {
                event_id,
                before: after,
                after: before,
            },
            Self::MoveCard {
                event_id,
                before,
                after,
            } => Self::MoveCard {
                event_id,
                before: after,
                after: before,
            },
            Self::RenameWorkflow { before, after } => Self::RenameWorkflow {
                before: after,
                after: before,
            },
            Self::SetFields { before, after } => Self::SetFields {
                before: after,
                after: before,
            },
            Self::SetCounters { before, after } => Self::SetCounters {
                before: after,
                after: before,
            },
            Self::SetReadFaults { before, after } => Self::SetReadFaults {
                before: after,
                after: before,
            },
            Self::SetAnnotation {
                annotation_id,
                before,
                after,
            } => Self::SetAnnotation {
                annotation_id,
                before: after,
                after: before,
            },
            Self::SetBookmark {
                event_id,
                before,
                after,
            } => Self::SetBookmark {
                event_id,
                before: after,
                after: before,
            },
            Self::SetCollapsed {
                event_id,
                before,
                after,
            } => Self::SetCollapsed {
                event_id,
                before: after,
                after: before,
            },
            Self::SetWaivers { before, after } => Self::SetWaivers {
                before: after,
                after: before,
            },
            Self::SetLimit { before, after } => Self::SetLimit {
                before: after,
                after: before,
            },
            Self::SetReviewMark { leg, before, after } => Self::SetReviewMark {
                leg,
                before: after,
                after: before,
            },
            Self::SetQuestion {
                question_id,
                before,
                after,
            } => Self::SetQuestion {
                question_id,
                before: after,
                after: before,
            },
            Self::SetSignOff { before, after } => Self::SetSignOff {
                before: after,
                after: before,
            },
            Self::SetSeenStage {
                seal,
                before,
                after,
            } => Self::SetSeenStage {
                seal,
                before: after,
                after: before,
            },
            Self::SetConflicts { before, after } => Self::SetConflicts {
                before: after,
                after: before,
            },
        }
    }

    /// Is what it sets what was there before?
    pub fn changes_nothing(&self) -> bool {
        match self {
            Self::SetAction { before, after, .. } => before == after,
            Self::SetEvent { before, after, .. } => before == after,
            Self::RenameWorkflow { before, after } => before == after,
            Self::SetAnnotation { before, after, .. } => before == after,
            Self::SetBookmark { before, after, .. } => before == after,
            _ => false,
        }
    }

    /// What has to be derived from the design anew after it.
    pub fn concern(&self) -> Concern {
        let is_text = match self {
            Self::MoveCard { .. }
            | Self::SetAnnotation { .. }
            | Self::SetBookmark { .. }
            | Self::SetCollapsed { .. } => return Concern::Layout,
            Self::SetReviewMark { .. }
            | Self::SetQuestion { .. }
            | Self::SetSignOff { .. }
            | Self::SetSeenStage { .. } => return Concern::Review,
            Self::InsertEvent { .. }
            | Self::RemoveEvent { .. }
            | Self::InsertAction { .. }
            | Self::RemoveAction { .. }
            | Self::MoveAction { .. } => false,
            Self::SetAction { before, after, .. } => {
                // Which of several timers can elapse hangs on how long they take.
                let is_same_way = before.kind() != ActionKind::Timer
                    || before.value(ValueName::After) == after.value(ValueName::After);
                before.kind() == after.kind()
                    && before.leads_to() == after.leads_to()
                    && is_same_way
            }
            Self::SetEvent { before, after, .. } => {
                (before.kind, before.stage) == (after.kind, after.stage)
            }
            Self::RenameWorkflow { .. }
            | Self::SetFields { .. }
            | Self::SetCounters { .. }
            | Self::SetReadFaults { .. }
            | Self::SetWaivers { .. }
            | Self::SetLimit { .. }
            | Self::SetConflicts { .. } => true,
        };
        if is_text {
            Concern::Texts
        } else {
            Concern::Shape
        }
    }

    /// Makes the change. A change that does not fit leaves the design as it was.
    ///
    /// # Errors
    /// When the design is not in the state that the change was made for.
    pub fn apply(&self, design: &mut Design) -> Result<(), Misfit> {
        let workflow = &mut design.workflow;
        match self {
            Self::InsertEvent { event, card } => {
                if workflow.event(event.id).is_some() {
                    return Err(Misfit("the event is there already"));
                }
                if event
                    .actions
                    .iter()
                    .any(|action| workflow.event_of(action.id).is_some())
                {
                    return Err(Misfit("one of the event's actions is there already"));
                }
                workflow.insert_event(event.clone());
                if let Some(card) = card {
                    design.layout.cards.insert(event.id, *card);
                }
            }
            Self::RemoveEvent { event, card } => {
                if workflow.event(event.id) != Some(event) || design.layout.card(event.id) != *card
                {
                    return Err(Misfit("the event to remove is gone or another"));
                }
                workflow.remove_event(event.id);
                design.layout.cards.remove(&event.id);
            }
            Self::InsertAction {
                event_id,
                index,
                action,
            } => {
                if !workflow.insert_action(*event_id, *index, action.clone()) {
                    return Err(Misfit("there is no such place for the action"));
                }
            }
            Self::RemoveAction {
                event_id,
                index,
                action,
            } => {
                let stands_there = workflow
                    .event(*event_id)
                    .and_then(|event| event.actions.get(*index));
                if stands_there != Some(action) {
                    return Err(Misfit("the action to remove is gone or another"));
                }
                workflow.remove_action(*event_id, *index);
            }
            Self::MoveAction { from, to } => {
                let action = workflow
                    .remove_action(from.0, from.1)
                    .ok_or(Misfit("the action to move is gone"))?;
                if !workflow.insert_action(to.0, to.1, action.clone()) {
                    workflow.insert_action(from.0, from.1, action);
                    return Err(Misfit("there is no such place for the action"));
                }
            }
            Self::SetAction {
                action_id,
                before,
                after,
            } => match workflow.action_mut(*action_id) {
                Some(action) if action.data == *before => action.data.clone_from(after),
                _ => return Err(Misfit("the action to amend is gone or another")),
            },
            Self::SetEvent {
                event_id,
                before,
                after,
            } => match workflow.event_mut(*event_id) {
                Some(event) if EventFacts::from(&*event) == *before => {
                    event.stage = after.stage;
                    event.kind = after.kind;
                    event.name.clone_from(&after.name);
                }
                _ => return Err(Misfit("the event to amend is gone or another")),
            },
            Self::MoveCard {
                event_id,
                before,
                after,
            } => {
                if design.layout.card(*event_id) != *before {
                    return Err(Misfit("the card to move lies elsewhere"));
                }
                match after {
                    Some(position) => design.layout.cards.insert(*event_id, *position),
                    None => design.layout.cards.remove(event_id),
                };
            }
            Self::RenameWorkflow { before, after } => swap_in(&mut workflow.name, before, after)?,
            Self::SetFields { before, after } => swap_in(&mut workflow.fields, before, after)?,
            Self::SetCounters { before, after } => swap_in(&mut workflow.counters, before, after)?,
            Self::SetReadFaults { before, after } => {
                swap_in(&mut workflow.read_faults, before, after)?;
            }
            Self::SetAnnotation {
                annotation_id,
                before,
                after,
            } => {
                let annotations = &mut design.layout.annotations;
                if annotations.get(annotation_id) != before.as_ref() {
                    return Err(Misfit("the frame or note to amend is gone or another"));
                }
                set_entry(annotations, *annotation_id, after.as_ref());
            }
            Self::SetBookmark {
                event_id,
                before,
                after,
            } => {
                let bookmarks = &mut design.layout.bookmarks;
                if bookmarks.get(event_id) != before.as_ref() {
                    return Err(Misfit("the bookmark to amend is gone or another"));
                }
                set_entry(bookmarks, *event_id, after.as_ref());
            }
            Self::SetCollapsed {
                event_id,
                before,
                after,
            } => {
                let collapsed = &mut design.layout.collapsed;
                if collapsed.contains(event_id) != *before {
                    return Err(Misfit("the leg has been opened or collapsed already"));
                }
                match after {
                    true => collapsed.insert(*event_id),
                    false => collapsed.remove(event_id),
                };
            }
            Self::SetWaivers { before, after } => swap_in(&mut design.waivers, before, after)?,
            Self::SetLimit { before, after } => swap_in(&mut workflow.limit, before, after)?,
            Self::SetReviewMark { leg, before, after } => {
                let marks = &mut design.review.marks;
                if marks.get(leg) != before.as_ref() {
                    return Err(Misfit("the tick to amend is gone or another"));
                }
                set_entry(marks, leg.clone(), after.as_ref());
            }
            Self::SetQuestion {
                question_id,
                before,
                after,
            } => {
                let questions = &mut design.review.questions;
                if questions.get(question_id) != before.as_ref() {
                    return Err(Misfit("the question to amend is gone or another"));
                }
                set_entry(questions, *question_id, after.as_ref());
            }
            Self::SetSignOff { before, after } => {
                swap_in(&mut design.review.sign_off, before, after)?;
            }
            Self::SetSeenStage {
                seal,
                before,
                after,
            } => {
                let seen = &mut design.review.seen;
                if seen.get(seal) != before.as_ref() {
                    return Err(Misfit("the stage as it was is gone or another"));
                }
                set_entry(seen, *seal, after.as_ref());
            }
            Self::SetConflicts { before, after } => {
                swap_in(&mut workflow.conflicts, before, after)?;
            }
        }
        Ok(())
    }
}

fn set_entry<K: Ord, V: Clone>(entries: &mut BTreeMap<K, V>, key: K, value: Option<&V>) {
    match value {
        Some(value) => entries.insert(key, value.clone()),
        None => entries.remove(&key),
    };
}

fn swap_in<T: PartialEq + Clone>(current: &mut T, before: &T, after: &T) -> Result<(), Misfit> {
    if current != before {
        return Err(Misfit("the value to replace is another"));
    }
    current.clone_from(after);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn concern(before: &ActionData, after: ActionData) -> Concern {
        let change = Change::SetAction {
            action_id: ActionId(1),
            before: before.clone(),
            after,
        };
        change.concern()
    }

    #[test]
    fn how_long_a_timer_takes_decides_which_way_a_call_can_go() {
        let timer = ActionKind::Timer.blank();
        let later = timer.with_value(ValueName::After, "9 days");
        assert_eq!(concern(&timer, later), Concern::Shape);
        let button = ActionKind::Button.blank();
        let renamed = button.with_value(ValueName::Label, "Other");
        assert_eq!(concern(&button, renamed), Concern::Texts);
    }
}
