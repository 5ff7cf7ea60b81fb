//! How does a command write down what it wants? Changes are collected and new numbers drawn; the design stays as it is.

use super::commands::review_changes;
use super::{Change, EventFacts, Transaction};
use crate::arrange::{self, CARD_WIDTH};
use crate::workflow::{
    Action, ActionData, ActionId, Conflict, Counters, Design, Event, EventId, EventKind, Place,
    Position, ValueName, Waiver,
};
use std::collections::{BTreeMap, BTreeSet};

/// The changes of a transaction in the making.
pub(super) struct Draft<'a> {
    pub design: &'a Design,
    counters: Counters,
    changes: Vec<Change>,
    /// Where the changes so far leave the cards that they move.
    moved_cards: BTreeMap<EventId, Position>,
}

impl<'a> Draft<'a> {
    pub const fn new(design: &'a Design) -> Self {
        Self {
            design,
            counters: design.workflow.counters(),
            changes: Vec::new(),
            moved_cards: BTreeMap::new(),
        }
    }

    /// An event as the changes so far leave it, as far as they take single actions away.
    pub fn without_removed_actions(&self, event: &Event) -> Event {
        let is_removed = |action_id: ActionId| {
            self.changes.iter().any(|change| {
                matches!(change, Change::RemoveAction { action, .. } if action.id == action_id)
            })
        };
        let mut left = event.clone();
        left.actions.retain(|action| !is_removed(action.id));
        left
    }

    pub fn push(&mut self, change: Change) {
        self.changes.push(change);
    }

    pub const fn new_action_id(&mut self) -> ActionId {
        ActionId(next(&mut self.counters.action))
    }

    pub const fn new_event_id(&mut self) -> EventId {
        EventId(next(&mut self.counters.event))
    }

    pub const fn new_stage(&mut self) -> u32 {
        next(&mut self.counters.stage)
    }

    pub const fn set_next_stage(&mut self, stage: u32) {
        self.counters.stage = stage;
    }

    /// A new event that belongs to an action of kind `kind` of the stage `owner`, with actions of its own.
    pub fn spawn_event(
        &mut self,
        owner: EventId,
        kind: EventKind,
        actions: Vec<Action>,
    ) -> EventId {
        let card = arrange::place_beside(self.design, owner, actions.len());
        self.spawn_event_at(card, kind, actions)
    }

    pub fn spawn_event_at(
        &mut self,
        card: Position,
        kind: EventKind,
        actions: Vec<Action>,
    ) -> EventId {
        let (id, stage) = (self.new_event_id(), self.new_stage());
        let event = Event {
            id,
            stage,
            kind,
            name: String::new(),
            actions,
        };
        self.push(Change::InsertEvent {
            event,
            card: Some(card),
        });
        id
    }

    pub fn insert_action(&mut self, event_id: EventId, index: usize, data: ActionData) -> ActionId {
        let id = self.new_action_id();
        self.push(Change::InsertAction {
            event_id,
            index,
            action: Action { id, data },
        });
        id
    }

    pub fn remove_action(&mut self, event: &Event, index: usize) {
        self.push(Change::RemoveAction {
            event_id: event.id,
            index,
            action: event.actions[index].clone(),
        });
    }

    /// Nothing is written down when the action is like that already.
    pub fn set_action(&mut self, action: &Action, after: ActionData) {
        if action.data != after {
            self.push(Change::SetAction {
                action_id: action.id,
                before: action.data.clone(),
                after,
            });
        }
    }

    /// Nothing is written down when the event is like that already.
    pub fn set_event(&mut self, event: &Event, after: EventFacts) {
        let before = EventFacts::from(event);
        if before != after {
            self.push(Change::SetEvent {
                event_id: event.id,
                before,
                after,
            });
        }
    }

    pub fn set_kind(&mut self, event: &Event, kind: EventKind) {
        self.set_event(
            event,
            EventFacts {
                kind,
                ..EventFacts::from(event)
            },
        );
    }

    pub fn remove_event(&mut self, event: &Event) {
        self.remove_event_as(event.clone());
    }

    /// As [`Self::remove_event`], for an event that earlier changes have left with fewer actions. Its bookmark goes with
    /// it, and that its leg is collapsed.
    pub fn remove_event_as(&mut self, event: Event) {
        let event_id = event.id;
        let layout = &self.design.layout;
        let (bookmark, is_collapsed) = (layout.bookmark(event_id), layout.is_collapsed(event_id));
        if let Some(name) = bookmark {
            self.push(Change::SetBookmark {
                event_id,
                before: Some(name.to_owned()),
                after: None,
            });
        }
        if is_collapsed {
            self.push(Change::SetCollapsed {
                event_id,
                before: true,
                after: false,
            });
        }
        let card = self.card(event_id);
        self.push(Change::RemoveEvent { event, card });
    }

    /// Where the changes so far leave a card.
    pub fn card(&self, event_id: EventId) -> Option<Position> {
        let moved = self.moved_cards.get(&event_id).copied();
        moved.or_else(|| self.design.layout.card(event_id))
    }

    /// Nothing is written down when the card lies there already.
    pub fn move_card(&mut self, event_id: EventId, to: Position) {
        let before = self.card(event_id);
        if before != Some(to) {
            self.moved_cards.insert(event_id, to);
            self.push(Change::MoveCard {
                event_id,
                before,
                after: Some(to),
            });
        }
    }

    /// Lets the cards below a stage make way when the stage gets more rows.
    pub fn make_room(&mut self, event: &Event, more_rows: usize) {
        let height = arrange::card_height(event.actions.len() + more_rows);
        for (event_id, to) in arrange::make_room(self.design, event.id, height) {
            self.move_card(event_id, to);
        }
    }

    /// Moves the cards of a leg, first its root, so that it keeps its shape: the root to `wanted`, or to the first
    /// spot below it where the leg covers no card but those that are left out.
    pub fn lay_leg(
        &mut self,
        leg: &[EventId],
        wanted: Position,
        is_left_out: impl Fn(EventId) -> bool,
    ) {
        if let Some(by) = self.way_for_leg(leg, wanted, is_left_out) {
            self.shift_cards(leg, by);
        }
    }

    /// How far a leg would have to move for [`Self::lay_leg`]; `None` when its root has no card.
    pub fn way_for_leg(
        &self,
        leg: &[EventId],
        wanted: Position,
        is_left_out: impl Fn(EventId) -> bool,
    ) -> Option<Position> {
        let workflow = &self.design.workflow;
        let laid = |event: &Event| {
            let height = arrange::card_height(event.actions.len());
            Some((self.card(event.id)?, height))
        };
        let root = leg.first().and_then(|&root| self.card(root))?;
        let cards = leg.iter().filter_map(|&id| laid(workflow.event(id)?));
        let (mut min, mut max) = (root, root);
        for (card, height) in cards {
            min = Position::new(min.x.min(card.x), min.y.min(card.y));
            max = Position::new(
                max.x.max(card.x.saturating_add(CARD_WIDTH)),
                max.y.max(card.y.saturating_add(height)),
            );
        }
        let size = max.less(min);
        let inside: BTreeSet<EventId> = leg.iter().copied().collect();
        let others = workflow
            .events()
            .filter(|event| !inside.contains(&event.id) && !is_left_out(event.id))
            .filter_map(laid);
        let corner = wanted.moved(min.less(root));
        Some(arrange::place_among(others, corner, (size.x, size.y)).less(min))
    }

    /// Moves cards together, those that have a place.
    pub fn shift_cards(&mut self, event_ids: &[EventId], by: Position) {
        for &event_id in event_ids {
            if let Some(card) = self.card(event_id) {
                self.move_card(event_id, card.moved(by));
            }
        }
    }

    pub fn finish(mut self, label: impl Into<String>) -> Transaction {
        let before = self.design.workflow.counters();
        if before != self.counters {
            self.changes.push(Change::SetCounters {
                before,
                after: self.counters,
            });
        }
        self.drop_pointless_waivers();
        self.drop_pointless_marks();
        self.drop_settled_conflicts();
        Transaction::new(label, self.changes)
    }

    /// Whoever changes what two amendments contradict each other on has decided it, in the same step: so undo brings
    /// the conflict back. Costs nothing where there is none.
    fn drop_settled_conflicts(&mut self) {
        let conflicts = self.design.workflow.conflicts();
        let is_settling = |change: &Change| matches!(change, Change::SetConflicts { .. });
        if conflicts.is_empty() || self.changes.iter().any(is_settling) {
            return;
        }
        let mut amended = self.design.clone();
        let made = self
            .changes
            .iter()
            .try_for_each(|change| change.apply(&mut amended));
        if made.is_err() {
            return;
        }
        let is_open = |conflict: &&Conflict| {
            conflict.standing(&self.design.workflow) == conflict.standing(&amended.workflow)
        };
        let open: Vec<Conflict> = conflicts.iter().filter(is_open).cloned().collect();
        if open.len() < conflicts.len() {
            self.changes.push(Change::SetConflicts {
                before: conflicts.to_vec(),
                after: open,
            });
        }
    }

    /// What was said to a place goes with that place, in the same step: so undo brings both back.
    fn drop_pointless_waivers(&mut self) {
        let set = self.changes.iter().rev().find_map(|change| match change {
            Change::SetWaivers { after, .. } => Some(after),
            _ => None,
        });
        let before = set.unwrap_or(&self.design.waivers);
        if before.is_empty() {
            return;
        }
        let gone = Gone::of(&self.changes);
        let is_kept = |waiver: &&Waiver| !gone.contains(&waiver.place);
        let after: Vec<Waiver> = before.iter().filter(is_kept).cloned().collect();
        if after.len() < before.len() {
            let before = before.clone();
            self.push(Change::SetWaivers { before, after });
        }
    }

    /// The ticks on legs that ended in what goes, too. Questions stay: somebody waits for an answer.
    fn drop_pointless_marks(&mut self) {
        let review = &self.design.review;
        if review.marks.is_empty() {
            return;
        }
        let gone = Gone::of(&self.changes);
        if !review.marks.keys().any(|leg| gone.contains(leg)) {
            return;
        }
        let mut left = review.clone();
        left.marks.retain(|leg, _| !gone.contains(leg));
        let needed = left.needed();
        left.seen.retain(|seal, _| needed.contains(seal));
        self.changes.extend(review_changes(review, &left));
    }
}

/// What changes take out of a design.
#[derive(Default)]
struct Gone<'a> {
    events: BTreeSet<EventId>,
    actions: BTreeSet<ActionId>,
    values: BTreeSet<(ActionId, ValueName)>,
    fields: BTreeSet<&'a str>,
}

impl<'a> Gone<'a> {
    fn of(changes: &'a [Change]) -> Self {
        let mut gone = Self::default();
        for change in changes {
            match change {
                Change::RemoveEvent { event, .. } => {
                    gone.events.insert(event.id);
                    gone.actions
                        .extend(event.actions.iter().map(|action| action.id));
                }
                Change::InsertEvent { event, .. } => {
                    gone.events.remove(&event.id);
                    for action in &event.actions {
                        gone.actions.remove(&action.id);
                    }
                }
                Change::RemoveAction { action, .. } => {
                    gone.actions.insert(action.id);
                }
                Change::InsertAction { action, .. } => {
                    gone.actions.remove(&action.id);
                }
                Change::SetAction {
                    action_id,
                    before,
                    after,
                } => {
                    for (name, _) in before.values() {
                        gone.values.insert((*action_id, name));
                    }
                    for (name, _) in after.values() {
                        gone.values.remove(&(*action_id, name));
                    }
                }
                Change::SetFields { before, after } => {
                    gone.fields.extend(before.iter().map(String::as_str));
                    for field in after {
                        gone.fields.remove(field.as_str());
                    }
                }
                _ => {}
            }
        }
        gone
    }

    fn contains(&self, place: &Place) -> bool {
        match place {
            Place::Workflow => false,
            Place::Field(name) => self.fields.contains(name.as_str()),
            Place::Event(event_id) => self.events.contains(event_id),
            Place::Action(action_id) => self.actions.contains(action_id),
            Place::Value(action_id, name) => {
                self.actions.contains(action_id) || self.values.contains(&(*action_id, *name))
            }
        }
    }
}

/// A hand-edited file may hold the last number there is. What gets it a second time does not fit when it is committed.
const fn next(counter: &mut u32) -> u32 {
    let number = *counter;
    *counter = number.saturating_add(1);
    number
}

#[cfg(test)]
mod tests {
    use crate::edit::tests::placed;
    use crate::edit::{Below, Refusal, Transaction, commands};
    use crate::workflow::{
        ActionId, ActionKind, Design, EventId, Layout, Place, Position, ValueName, sketch,
    };

    const WAITING: &str = "fields phone
1 New Call
  button \"A\" -> 2
2 Button Pushed
  note \"x\"
  finish";

    /// The places whose waivers an edit leaves, of one on each kind of place; checked to come back with undo.
    fn waived_after(edit: impl Fn(&Design) -> Result<Transaction, Refusal>) -> Vec<Place> {
        let mut design = placed(WAITING);
        let places = [
            Place::Workflow,
            Place::Field("phone".to_owned()),
            Place::Event(EventId(2)),
            Place::Action(ActionId(2)),
            Place::Value(ActionId(1), ValueName::Label),
        ];
        for place in &places {
            let waiver = commands::waive(&design, "a-rule", place, "Watched", "Ann");
            waiver.unwrap().apply(&mut design).unwrap();
        }
        let before = design.clone();
        let transaction = edit(&design).unwrap();
        transaction.apply(&mut design).unwrap();
        let left = design.waivers.iter().map(|waiver| waiver.place.clone());
        let left = left.collect();
        transaction.inverted().apply(&mut design).unwrap();
        assert_eq!(design, before);
        left
    }

    #[test]
    fn a_waiver_goes_with_what_it_stands_on() {
        let (field, stage) = (Place::Field("phone".to_owned()), Place::Event(EventId(2)));
        let note = Place::Action(ActionId(2));
        let label = Place::Value(ActionId(1), ValueName::Label);

        let stages =
            |design: &Design| commands::delete_stages(design, &[EventId(2)], Below::Delete);
        assert_eq!(waived_after(stages), [Place::Workflow, field.clone()]);

        let action = |design: &Design| commands::delete_action(design, ActionId(2), Below::Delete);
        let without_note = [Place::Workflow, field.clone(), stage.clone(), label.clone()];
        assert_eq!(waived_after(action), without_note);

        let kind = |design: &Design| {
            commands::change_kind(design, ActionId(1), ActionKind::Note, Below::Detach)
        };
        let without_label = [Place::Workflow, field, stage.clone(), note.clone()];
        assert_eq!(waived_after(kind), without_label);

        let fields = |design: &Design| commands::remove_field(design, "phone");
        let without_field = [Place::Workflow, stage, note, label];
        assert_eq!(waived_after(fields), without_field);
    }

    #[test]
    fn a_waiver_follows_its_field_to_a_new_name() {
        let renamed = |design: &Design| commands::rename_field(design, "phone", "mobile");
        assert!(waived_after(renamed).contains(&Place::Field("mobile".to_owned())));
    }

    #[test]
    fn commands_find_numbers_and_places_at_the_far_ends_of_both() {
        let mut design = Design::new(
            sketch::parse("4294967295 Button Pushed").unwrap(),
            Layout::from_cards([(EventId(u32::MAX), Position::new(i32::MIN, i32::MAX))]),
        );
        let button = ActionKind::Button.blank();
        let added = commands::add_action(&design, EventId(u32::MAX), button).unwrap();
        added.apply(&mut design).unwrap();
        commands::add_new_call(&design)
            .unwrap()
            .apply(&mut design)
            .unwrap();
        assert_eq!(design.workflow.stage_count(), 3);
    }
}
