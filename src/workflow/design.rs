//! What does a design hold? The logic of a workflow, and apart from it where its cards lie and what was said to it.

use super::{
    Action, ActionData, ActionId, Conflict, Event, EventId, EventKind, Layout, Review, Waiver,
    parse_duration,
};
use imbl::OrdMap;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A workflow as drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Design {
    pub workflow: Workflow,
    pub layout: Layout,
    /// Warnings that somebody has accepted, in the order in which they were.
    pub waivers: Vec<Waiver>,
    pub review: Review,
}

impl Design {
    /// A design to which nobody has said anything.
    pub fn new(workflow: Workflow, layout: Layout) -> Self {
        Self {
            workflow,
            layout,
            ..Self::default()
        }
    }
}

/// The next unused numbers. They only grow while a design is amended, so that no number is given twice;
/// undo takes them back together with what had been given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counters {
    pub event: u32,
    pub action: u32,
    pub stage: u32,
}

impl Default for Counters {
    fn default() -> Self {
        Self {
            event: 1,
            action: 1,
            stage: 1,
        }
    }
}

/// Numbers from here on only a hand-edited file can hold. They are kept, but counting goes on below them and so never
/// runs into the end of all numbers.
const FAR_NUMBERS: u32 = u32::MAX / 2;

fn next_unused(counter: u32, used: impl Iterator<Item = u32>) -> u32 {
    let after_used = used.filter(|&n| n < FAR_NUMBERS).map(|n| n + 1).max();
    let counter = if counter <= FAR_NUMBERS { counter } else { 1 };
    counter.max(after_used.unwrap_or(1))
}

/// Something that reading a file could not take as it stood, and what was made of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadFault {
    /// Where the mended element is now.
    pub event_id: EventId,
    pub action_id: Option<ActionId>,
    /// The whole sentence, for people.
    pub message: String,
}

/// What a call goes through: the logic of a design.
///
/// A clone shares all with the original but what is amended later, and costs next to nothing: so a design can be checked
/// beside the window in which it is amended.
///
/// Invariant: an action's id stands in one event only, and `homes` tells in which.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Workflow {
    pub(crate) name: String,
    pub(crate) fields: Vec<String>,
    pub(crate) counters: Counters,
    pub(crate) read_faults: Vec<ReadFault>,
    pub(crate) limit: Option<String>,
    pub(crate) conflicts: Vec<Conflict>,
    events: OrdMap<EventId, Arc<Event>>,
    homes: OrdMap<ActionId, EventId>,
}

impl Workflow {
    /// A workflow read from elsewhere. Elements whose id is taken get a new one, told in [`Self::read_faults`];
    /// counters that lag behind the numbers in use, but for absurdly high ones, are moved past them.
    pub fn from_parts(
        name: String,
        fields: Vec<String>,
        counters: Counters,
        events: Vec<Event>,
    ) -> Self {
        let actions = || events.iter().flat_map(|e| &e.actions);
        // An id that is only led to counts as in use: a new event under it would be taken for the one that is gone.
        let targets = actions().filter_map(|a| a.data.leads_to());
        let event_ids = events.iter().map(|e| e.id).chain(targets).map(|id| id.0);
        let mut workflow = Self {
            name,
            fields,
            counters: Counters {
                event: next_unused(counters.event, event_ids),
                action: next_unused(counters.action, actions().map(|a| a.id.0)),
                stage: next_unused(counters.stage, events.iter().map(|e| e.stage)),
            },
            ..Self::default()
        };
        let mut placed: BTreeMap<EventId, Arc<Event>> = BTreeMap::new();
        let mut homes: BTreeMap<ActionId, EventId> = BTreeMap::new();
        for mut event in events {
            if placed.contains_key(&event.id) {
                let renewed = EventId(workflow.counters.event);
                workflow.counters.event += 1;
                workflow.read_faults.push(ReadFault {
                    event_id: renewed,
                    action_id: None,
                    message: format!(
                        "Two events bear the id {}. The second, stage {}, was given the id {renewed}; \
                         whatever leads to {} leads to the first.",
                        event.id, event.stage, event.id
                    ),
                });
                event.id = renewed;
            }
            for action in &mut event.actions {
                if homes.contains_key(&action.id) {
                    let renewed = ActionId(workflow.counters.action);
                    workflow.counters.action += 1;
                    workflow.read_faults.push(ReadFault {
                        event_id: event.id,
                        action_id: Some(renewed),
                        message: format!(
                            "Two actions bear the id {}. The second, in stage {}, was given the id {renewed}.",
                            action.id, event.stage
                        ),
                    });
                    action.id = renewed;
                }
                homes.insert(action.id, event.id);
            }
            placed.insert(event.id, Arc::new(event));
        }
        workflow.events = OrdMap::from(placed);
        workflow.homes = OrdMap::from(homes);
        workflow
    }

    /// The same under a limit. See [`Self::limit`].
    #[must_use]
    pub fn with_limit(self, limit: Option<String>) -> Self {
        Self { limit, ..self }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// The fields of the call that this workflow declares, in the order of their declaration.
    pub fn fields(&self) -> &[String] {
        &self.fields
    }

    /// The time within which every leg has to finish or to escalate, as it was typed; [`parse_duration`] reads it. It is
    /// a promise about the workflow and no part of its definition.
    pub fn limit(&self) -> Option<&str> {
        self.limit.as_deref()
    }

    pub const fn counters(&self) -> Counters {
        self.counters
    }

    pub fn read_faults(&self) -> &[ReadFault] {
        &self.read_faults
    }

    /// Where amendments that were merged contradict each other, and nobody has decided yet.
    pub fn conflicts(&self) -> &[Conflict] {
        &self.conflicts
    }

    /// The same with other conflicts.
    #[must_use]
    pub fn with_conflicts(self, conflicts: Vec<Conflict>) -> Self {
        Self { conflicts, ..self }
    }

    /// All events, by id.
    pub fn events(&self) -> impl ExactSizeIterator<Item = &Event> + DoubleEndedIterator {
        self.events.iter().map(|(_, event)| event.as_ref())
    }

    pub fn stage_count(&self) -> usize {
        self.events.len()
    }

    pub fn action_count(&self) -> usize {
        self.homes.len()
    }

    pub fn event(&self, event_id: EventId) -> Option<&Event> {
        self.events.get(&event_id).map(Arc::as_ref)
    }

    pub fn action(&self, action_id: ActionId) -> Option<&Action> {
        self.event_of(action_id)?
            .actions
            .iter()
            .find(|a| a.id == action_id)
    }

    /// The event in whose stage an action stands.
    pub fn event_of(&self, action_id: ActionId) -> Option<&Event> {
        self.event(*self.homes.get(&action_id)?)
    }

    /// An action's place in its stage, counted from 0.
    pub fn index_of(&self, action_id: ActionId) -> Option<usize> {
        self.event_of(action_id)?
            .actions
            .iter()
            .position(|a| a.id == action_id)
    }

    /// The first New Call event.
    pub fn new_call(&self) -> Option<&Event> {
        self.events().find(|event| event.kind == EventKind::NewCall)
    }

    /// The Button or Timer that owns an event: the first that names it. Looks through all actions; for many
    /// questions of this kind build a [`super::Flow`] once.
    pub fn owner_of(&self, event_id: EventId) -> Option<&Action> {
        self.events()
            .flat_map(|e| &e.actions)
            .find(|a| a.data.owned_event() == Some(event_id))
    }

    /// What a stage is called on screen and in definitions: its own name, or else its button's label, its timer's
    /// duration, or the kind of its event.
    ///
    /// `owner` is the Button or Timer that owns the event, if any.
    pub fn stage_name(event: &Event, owner: Option<&ActionData>) -> String {
        if !event.name.is_empty() {
            return event.name.clone();
        }
        match owner {
            Some(ActionData::Button { label, .. }) if !label.trim().is_empty() => label.clone(),
            Some(ActionData::Timer { after, .. }) if parse_duration(after).is_ok() => {
                format!("{} passed", after.trim())
            }
            _ => event.kind.title().to_owned(),
        }
    }

    pub(crate) fn insert_event(&mut self, event: Event) {
        let homes = event.actions.iter().map(|action| (action.id, event.id));
        self.homes.extend(homes);
        self.events.insert(event.id, Arc::new(event));
    }

    pub(crate) fn remove_event(&mut self, event_id: EventId) {
        if let Some(event) = self.events.remove(&event_id) {
            for action in &event.actions {
                self.homes.remove(&action.id);
            }
        }
    }

    /// For changes that keep the event's id and its actions' ids.
    pub(crate) fn event_mut(&mut self, event_id: EventId) -> Option<&mut Event> {
        let event = self.events.get_mut(&event_id)?;
        Some(Arc::make_mut(event))
    }

    pub(crate) fn action_mut(&mut self, action_id: ActionId) -> Option<&mut Action> {
        let event_id = *self.homes.get(&action_id)?;
        let actions = &mut self.event_mut(event_id)?.actions;
        actions.iter_mut().find(|action| action.id == action_id)
    }

    pub(crate) fn insert_action(
        &mut self,
        event_id: EventId,
        index: usize,
        action: Action,
    ) -> bool {
        let is_new = !self.homes.contains_key(&action.id);
        let Some(event) = self
            .event_mut(event_id)
            .filter(|event| is_new && index <= event.actions.len())
        else {
            return false;
        };
        let action_id = action.id;
        event.actions.insert(index, action);
        self.homes.insert(action_id, event_id);
        true
    }

    pub(crate) fn remove_action(&mut self, event_id: EventId, index: usize) -> Option<Action> {
        let event = self.event_mut(event_id)?;
        if index >= event.actions.len() {
            return None;
        }
        let action = event.actions.remove(index);
        self.homes.remove(&action.id);
        Some(action)
    }
}

#[cfg(test)]
mod tests {
    use crate::workflow::sketch;

    #[test]
    fn counting_goes_on_below_absurdly_high_numbers() {
        let workflow = sketch::parse("4294967295 New Call\n7 Button Pushed").unwrap();
        assert_eq!(workflow.counters().event, 8);
        assert_eq!(workflow.counters().stage, 8);
    }

    #[test]
    fn the_id_of_an_event_that_is_gone_is_not_given_again() {
        let workflow = sketch::parse("1 New Call\n  button \"A\" -> 7").unwrap();
        assert_eq!(workflow.counters().event, 8);
    }
}
