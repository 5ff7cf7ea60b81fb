//! What if both amendments gave the same id to something new? One of them gets new ids, so that both are kept.

use super::marks::renewed_review;
use crate::workflow::{
    Action, ActionId, AnnotationId, Conflict, Counters, Design, Event, EventId, Layout, Place,
    Version, Waiver, Workflow,
};
use std::collections::{BTreeMap, BTreeSet};

/// Two designs in which no id stands for two things. Which of the two has been given new ids depends on their content
/// alone, not on which comes first.
pub(super) fn told_apart(base: &Design, ours: &Design, theirs: &Design) -> (Design, Design) {
    let (events, actions) = if may_collide(&base.workflow, &ours.workflow, &theirs.workflow) {
        (
            colliding(&events_of(base), &events_of(ours), &events_of(theirs)),
            colliding(&actions_of(base), &actions_of(ours), &actions_of(theirs)),
        )
    } else {
        (BTreeSet::new(), BTreeSet::new())
    };
    let notes = colliding(&notes_of(base), &notes_of(ours), &notes_of(theirs));
    if events.is_empty() && actions.is_empty() && notes.is_empty() {
        return (ours.clone(), theirs.clone());
    }
    let content = |design: &Design| {
        let (own_events, own_actions) = (events_of(design), actions_of(design));
        let of_events = events.iter().map(|id| format!("{:?}", own_events.get(id)));
        let of_actions = actions
            .iter()
            .map(|id| format!("{:?}", own_actions.get(id)));
        let of_notes = notes
            .iter()
            .map(|&id| format!("{:?}", design.layout.annotation(id)));
        let parts = of_events.chain(of_actions).chain(of_notes);
        parts.collect::<Vec<String>>()
    };
    let mut renewal = Renewal::new([ours, theirs], &events, &actions, &notes);
    if content(ours) <= content(theirs) {
        (ours.clone(), renewal.apply(theirs))
    } else {
        (renewal.apply(ours), theirs.clone())
    }
}

/// Is there any id that both have and the base has not?
fn may_collide(base: &Workflow, ours: &Workflow, theirs: &Workflow) -> bool {
    let is_new_event =
        |event: &Event| base.event(event.id).is_none() && theirs.event(event.id).is_some();
    let is_new_action = |action: &Action| {
        base.event_of(action.id).is_none() && theirs.event_of(action.id).is_some()
    };
    ours.events()
        .any(|event| is_new_event(event) || event.actions.iter().any(is_new_action))
}

/// The keys that both have, the base has not, and that stand for different things.
fn colliding<K: Ord + Copy, V: PartialEq>(
    base: &BTreeMap<K, V>,
    ours: &BTreeMap<K, V>,
    theirs: &BTreeMap<K, V>,
) -> BTreeSet<K> {
    let new = ours.iter().filter(|(key, _)| !base.contains_key(key));
    let other = new.filter(|(key, value)| theirs.get(key).is_some_and(|theirs| theirs != *value));
    other.map(|(&key, _)| key).collect()
}

/// An action and the stage in which it stands.
type Home<'a> = (EventId, &'a Action);

/// Each event with the Button or Timer that owns it: two that look alike are not the same when they belong to others.
fn events_of(design: &Design) -> BTreeMap<EventId, (&Event, Option<Home<'_>>)> {
    let mut owners = BTreeMap::new();
    for home in design.workflow.events() {
        for action in &home.actions {
            if let Some(owned) = action.data.owned_event() {
                owners.entry(owned).or_insert((home.id, action));
            }
        }
    }
    let events = design.workflow.events();
    events
        .map(|event| (event.id, (event, owners.get(&event.id).copied())))
        .collect()
}

/// Each action with the stage in which it stands.
fn actions_of(design: &Design) -> BTreeMap<ActionId, Home<'_>> {
    let homes = design.workflow.events();
    homes
        .flat_map(|home| {
            home.actions
                .iter()
                .map(move |action| (action.id, (home.id, action)))
        })
        .collect()
}

fn notes_of(design: &Design) -> BTreeMap<AnnotationId, &crate::workflow::Annotation> {
    design.layout.annotations().collect()
}

struct Renewal {
    events: BTreeMap<EventId, EventId>,
    actions: BTreeMap<ActionId, ActionId>,
    notes: BTreeMap<AnnotationId, AnnotationId>,
    counters: Counters,
}

impl Renewal {
    fn new(
        sides: [&Design; 2],
        events: &BTreeSet<EventId>,
        actions: &BTreeSet<ActionId>,
        notes: &BTreeSet<AnnotationId>,
    ) -> Self {
        let most = |of: fn(&Counters) -> u32| {
            let counters = sides.map(|design| of(&design.workflow.counters()));
            counters[0].max(counters[1])
        };
        let mut counters = Counters {
            event: most(|counters| counters.event),
            action: most(|counters| counters.action),
            stage: most(|counters| counters.stage),
        };
        let last_note = sides.iter().flat_map(|design| design.layout.annotations());
        let mut next_note = last_note
            .map(|(id, _)| id.0)
            .max()
            .map_or(1, |last| last.saturating_add(1));
        let draw = |counter: &mut u32| {
            let number = *counter;
            *counter = counter.saturating_add(1);
            number
        };
        Self {
            events: events
                .iter()
                .map(|&id| (id, EventId(draw(&mut counters.event))))
                .collect(),
            actions: actions
                .iter()
                .map(|&id| (id, ActionId(draw(&mut counters.action))))
                .collect(),
            notes: notes
                .iter()
                .map(|&id| (id, AnnotationId(draw(&mut next_note))))
                .collect(),
            counters,
        }
    }

    fn event(&self, event_id: EventId) -> EventId {
        self.events.get(&event_id).copied().unwrap_or(event_id)
    }

    fn action(&self, action_id: ActionId) -> ActionId {
        self.actions.get(&action_id).copied().unwrap_or(action_id)
    }

    fn place(&self, place: &Place) -> Place {
        match place {
            Place::Event(id) => Place::Event(self.event(*id)),
            Place::Action(id) => Place::Action(self.action(*id)),
            Place::Value(id, name) => Place::Value(self.action(*id), *name),
            place => place.clone(),
        }
    }

    /// What is still to be decided from an earlier merge means the same things as before.
    fn version(&self, version: &Version) -> Version {
        match version {
            Version::Target(target) => Version::Target(target.map(|id| self.event(id))),
            Version::Home(id) => Version::Home(self.event(*id)),
            Version::Order(ids) => Version::Order(ids.iter().map(|id| self.action(*id)).collect()),
            Version::Action(data) => {
                let target = data.leads_to().map(|id| self.event(id));
                Version::Action(data.leading_to(target))
            }
            version => version.clone(),
        }
    }

    fn apply(&mut self, design: &Design) -> Design {
        let workflow = &design.workflow;
        let action = |action: &Action| Action {
            id: self.action(action.id),
            data: action
                .data
                .leading_to(action.data.leads_to().map(|id| self.event(id))),
        };
        let whole_event = |event: &Event| Event {
            id: self.event(event.id),
            actions: event.actions.iter().map(action).collect(),
            ..event.clone()
        };
        let events = workflow.events().map(whole_event);
        let cards = design.layout.cards().map(|(id, at)| (self.event(id), at));
        let mut layout = Layout::from_cards(cards);
        layout.annotate(design.layout.annotations().map(|(id, annotation)| {
            let renewed = self.notes.get(&id).copied().unwrap_or(id);
            (renewed, annotation.clone())
        }));
        layout.collapse(design.layout.collapsed().map(|id| self.event(id)));
        let bookmarks = design.layout.bookmarks();
        layout.set_bookmarks(bookmarks.map(|(id, name)| (self.event(id), name.to_owned())));
        let waivers = design.waivers.iter().map(|waiver| Waiver {
            place: self.place(&waiver.place),
            ..waiver.clone()
        });
        let conflicts = workflow.conflicts().iter().map(|conflict| Conflict {
            place: self.place(&conflict.place),
            ours: self.version(&conflict.ours),
            theirs: self.version(&conflict.theirs),
        });
        let review = renewed_review(
            &design.review,
            |id| self.event(id),
            |place| self.place(place),
            whole_event,
        );
        Design {
            workflow: Workflow::from_parts(
                workflow.name().to_owned(),
                workflow.fields().to_vec(),
                self.counters,
                events.collect(),
            )
            .with_limit(workflow.limit().map(str::to_owned))
            .with_conflicts(conflicts.collect()),
            layout,
            waivers: waivers.collect(),
            review,
        }
    }
}
