//! Where can it be let go, and what would that do? Actions on lines and cards, and cards on the actions of others.

use super::gesture::Gesture;
use crate::canvas::camera::WorldRect;
use crate::canvas::selection::Selection;
use crate::canvas::view::{CanvasFrame, CanvasRequest, Level};
use crate::edit::commands;
use crate::edit::{Refusal, Transaction};
use crate::workflow::{ActionId, ActionKind, Event, EventId, Group};
use eframe::egui::{DragAndDrop, Pos2, Ui};

/// How near, in screen points, a line has to be to be dropped on.
const REACH: f32 = 14.0;

/// A new action that is dragged here from elsewhere in the window; to be set as egui's drag-and-drop payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CarriedAction(pub ActionKind);

/// What the hand holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carried {
    New(ActionKind),
    /// A row of a card.
    Row(ActionId),
    /// A card, and with it the leg that begins there.
    Leg(EventId),
}

/// What it is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// The line of an action.
    Line(ActionId),
    /// A place in a card's order, counted without what is carried.
    Place { card: usize, index: usize },
    /// A Button or Timer that has no stage, or an empty one.
    Action { card: usize, row: usize },
}

/// What letting go would do: asked once for each target that the pointer comes over.
pub struct Landing {
    pub carried: Carried,
    pub target: Option<Target>,
    revision: u64,
    /// What it would do, or why it would not.
    pub words: String,
    edit: Option<Result<Transaction, Refusal>>,
}

impl Landing {
    /// Is it over a place on that card?
    pub fn is_on(&self, index: usize) -> bool {
        matches!(
            self.target,
            Some(Target::Place { card, .. } | Target::Action { card, .. }) if card == index
        )
    }

    pub const fn has_target(&self) -> bool {
        self.target.is_some()
    }

    /// Would something take what is carried?
    pub const fn is_taken(&self) -> bool {
        self.target.is_some() && !self.is_refused()
    }

    pub const fn is_refused(&self) -> bool {
        matches!(self.edit, Some(Err(_)))
    }
}

impl CanvasFrame<'_, '_> {
    /// Takes up what is dragged here from the tool bar or a menu, and lets go of it when it is given up.
    pub(in crate::canvas) fn take_carried(&mut self, ui: &Ui) {
        let payload = DragAndDrop::payload::<CarriedAction>(ui.ctx());
        match (payload, &self.view.gesture) {
            (Some(action), Gesture::None) if !self.input.is_read_only => {
                self.view.gesture = Gesture::Carry {
                    kind: action.0,
                    has_arrived: false,
                };
            }
            (None, Gesture::Carry { .. }) => self.view.gesture = Gesture::None,
            _ => {}
        }
        if !self.view.is_in_gesture() {
            self.view.landing = None;
        }
    }

    /// Goes on with carrying something, and lets it go when the button is released. Returns whether it is over
    /// something that takes it, or says why not.
    pub(in crate::canvas) fn carry(
        &mut self,
        carried: Carried,
        at: Pos2,
        level: Level,
        is_down: bool,
    ) -> bool {
        let target = self.target(carried, at, level);
        let is_known = self.view.landing.as_ref().is_some_and(|landing| {
            landing.carried == carried
                && landing.target == target
                && landing.revision == self.input.revision
        });
        if !is_known {
            self.view.landing = Some(self.drop_on(carried, target));
        }
        if is_down {
            let edit = self
                .view
                .landing
                .as_ref()
                .and_then(|landing| landing.edit.as_ref());
            if let Some(Ok(transaction)) = edit
                && !transaction.is_empty()
            {
                let preview = CanvasRequest::Preview(transaction.clone());
                self.requests.push(preview);
            }
            return target.is_some();
        }
        let landing = self.view.landing.take();
        let edit = landing.and_then(|landing| landing.edit);
        // What is let go over a panel is given up.
        if let Some(edit) = edit.filter(|_| self.screen.contains(at)) {
            match (carried, edit) {
                (Carried::New(_), Ok(transaction)) => {
                    self.requests.push(CanvasRequest::Insert(transaction));
                }
                (Carried::Row(action_id), edit) => {
                    self.view.selection = Selection::of_action(action_id);
                    self.ask(edit);
                }
                (_, edit) => self.ask(edit),
            }
        }
        target.is_some()
    }

    fn target(&self, carried: Carried, at: Pos2, level: Level) -> Option<Target> {
        if !self.screen.contains(at) {
            return None;
        }
        let world = self.world(at);
        let point = WorldRect::from_two(world, world);
        let is_carried =
            |card: &usize| carried == Carried::Leg(self.view.scene.cards[*card].event_id);
        let mut cards = self.view.scene.cards_in(point).into_iter().rev();
        let Some(card) = cards.find(|card| !is_carried(card)) else {
            let can_be_on_line = level != Level::Far && !matches!(carried, Carried::Leg(_));
            let line = self.wire_at(at, REACH).filter(|_| can_be_on_line);
            // A line is no target for the very action that it belongs to.
            let line = line.filter(|&line| carried != Carried::Row(line));
            return line.map(Target::Line);
        };
        if !matches!(carried, Carried::Leg(_)) {
            return self.place_at(carried, card, at, level);
        }
        let is_on_rows = !self.card_frame(card, None).header().contains(at);
        if level == Level::Far || !is_on_rows {
            return None;
        }
        self.free_action_at(carried, card, at)
            .or_else(|| self.place_at(carried, card, at, level))
    }

    /// The place in a card's order that is nearest to a point. On the header, and where rows cannot be told apart, it
    /// is where such an action belongs.
    fn place_at(&self, carried: Carried, card: usize, at: Pos2, level: Level) -> Option<Target> {
        let event = self.event(card)?;
        let frame = self.card_frame(card, None);
        let rows = (at.y - frame.row(0).top()) / frame.row(0).height();
        let nearest = (rows.round().max(0.0) as usize).min(event.actions.len());
        let index = match carried {
            Carried::New(kind) if level == Level::Far || frame.header().contains(at) => {
                commands::default_index(event, kind.group())
            }
            _ => nearest,
        };
        let own = self.own_row(carried, event);
        let index = index - usize::from(own.is_some_and(|own| own < index));
        Some(Target::Place { card, index })
    }

    /// The row of what is carried, if it stands in this stage.
    pub(in crate::canvas) fn own_row(&self, carried: Carried, event: &Event) -> Option<usize> {
        let own = match carried {
            Carried::New(_) => return None,
            Carried::Row(action_id) => action_id,
            Carried::Leg(event_id) => self.owner_of(event_id)?,
        };
        event.actions.iter().position(|action| action.id == own)
    }

    fn owner_of(&self, event_id: EventId) -> Option<ActionId> {
        let flow = self.input.flow;
        Some(flow.owner(flow.index(event_id)?)?.action_id)
    }

    /// For a detached leg: the Button or Timer under the pointer whose stage it can take the place of.
    fn free_action_at(&self, carried: Carried, card: usize, at: Pos2) -> Option<Target> {
        let Carried::Leg(event_id) = carried else {
            return None;
        };
        if self.owner_of(event_id).is_some() {
            return None;
        }
        let frame = self.card_frame(card, None);
        let actions = self.event(card)?.actions.iter().enumerate();
        let mut rows = actions.filter(|&(row, _)| frame.row(row).contains(at));
        let (row, action) = rows.next()?;
        let is_waiting = action.data.kind().group() == Group::Waiting;
        let next = action.data.owned_event();
        let next = next.and_then(|next| self.input.design.workflow.event(next));
        let is_free = next.is_none_or(|next| next.actions.is_empty());
        (is_waiting && is_free).then_some(Target::Action { card, row })
    }

    fn drop_on(&self, carried: Carried, target: Option<Target>) -> Landing {
        let made = target.map(|target| (self.edit(carried, target), target));
        let words = match &made {
            Some((Ok(transaction), _)) if transaction.is_empty() => String::new(),
            Some((Ok(_), target)) => self.words(carried, *target),
            Some((Err(refusal), _)) => refusal.0.clone(),
            None if matches!(carried, Carried::New(_)) => {
                "Drop it on a stage or on a line".to_owned()
            }
            None => String::new(),
        };
        // A new action that is let go on empty canvas says where it could go.
        let nowhere = || {
            let refusal = "An action belongs to a stage. Drop it on a card, or on a line to put a stage or an action there.";
            matches!(carried, Carried::New(_)).then(|| Err(Refusal(refusal.to_owned())))
        };
        Landing {
            carried,
            target,
            revision: self.input.revision,
            words,
            edit: made.map(|(edit, _)| edit).or_else(nowhere),
        }
    }

    fn edit(&self, carried: Carried, target: Target) -> Result<Transaction, Refusal> {
        let design = self.input.design;
        let event_id = |card: usize| self.view.scene.cards[card].event_id;
        match (carried, target) {
            (Carried::New(kind), Target::Line(line)) => {
                commands::put_on_line(design, kind.blank(), line)
            }
            (Carried::New(kind), Target::Place { card, index }) => {
                commands::add_action_at(design, event_id(card), index, kind.blank(), None)
            }
            (Carried::Row(action_id), Target::Line(line)) => {
                commands::move_onto_line(design, action_id, line)
            }
            (Carried::Row(action_id), Target::Place { card, index }) => {
                commands::move_action(design, action_id, event_id(card), index)
            }
            (Carried::Leg(leg), Target::Place { card, index }) => {
                commands::move_leg(design, leg, event_id(card), index)
            }
            (Carried::Leg(leg), Target::Action { card, row }) => {
                let action = self.event(card).and_then(|event| event.actions.get(row));
                let gone = || Refusal("That action is not there any more.".to_owned());
                commands::move_leg_to_action(design, leg, action.ok_or_else(gone)?.id)
            }
            (Carried::New(_) | Carried::Row(_), Target::Action { .. })
            | (Carried::Leg(_), Target::Line(_)) => {
                Err(Refusal("It cannot be dropped there.".to_owned()))
            }
        }
    }

    /// What letting go would do.
    fn words(&self, carried: Carried, target: Target) -> String {
        let workflow = &self.input.design.workflow;
        let title = match carried {
            Carried::New(kind) => kind.title(),
            Carried::Row(action_id) => workflow
                .action(action_id)
                .map_or("", |action| action.data.kind().title()),
            Carried::Leg(_) => "leg",
        };
        let group = match carried {
            Carried::New(kind) => kind.group(),
            Carried::Row(action_id) => workflow
                .action(action_id)
                .map_or(Group::Immediate, |action| action.data.kind().group()),
            Carried::Leg(_) => Group::Waiting,
        };
        match target {
            Target::Line(line) => {
                let from = workflow.event_of(line).map_or(0, |event| event.stage);
                let next = workflow.action(line).and_then(|line| line.data.leads_to());
                let next = next.and_then(|next| workflow.event(next));
                let to = next.map_or(0, |event| event.stage);
                match (carried, group) {
                    (Carried::New(_), Group::Waiting) => {
                        format!("Insert a stage between {from} and {to}")
                    }
                    (_, Group::Waiting) => format!("Move the leg between {from} and {to}"),
                    (Carried::New(_), _) => format!("Add {title} at the top of stage {to}"),
                    _ => format!("Move {title} to the top of stage {to}"),
                }
            }
            Target::Place { card, .. } => {
                let Some(event) = self.event(card) else {
                    return String::new();
                };
                let stage = event.stage;
                match carried {
                    Carried::New(_) => format!("Add {title} to stage {stage}"),
                    _ if self.own_row(carried, event).is_some() => {
                        format!("Change the order in stage {stage}")
                    }
                    Carried::Leg(leg) if self.owner_of(leg).is_none() => {
                        format!("Attach leg to stage {stage}")
                    }
                    _ => format!("Move {title} to stage {stage}"),
                }
            }
            Target::Action { card, row } => {
                let event = self.event(card);
                let action = event.and_then(|event| event.actions.get(row));
                let text = action.map(|action| action.data.main_text().trim());
                format!("Attach leg to “{}”", text.unwrap_or_default())
            }
        }
    }
}
