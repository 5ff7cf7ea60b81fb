//! Which texts of a card can be edited where they stand, and where is each on screen?

use crate::canvas::paint::card::CardFrame;
use crate::canvas::view::CanvasView;
use crate::rules::Place;
use crate::workflow::{ActionId, ActionKind, Event, EventId, Flow, ValueName, Workflow};
use eframe::egui::{Rect, vec2};

/// A text of a card that can be edited in place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    /// A stage's name.
    Name(EventId),
    Value(ActionId, ValueName),
    /// Where a Link leads.
    Target(ActionId),
}

impl Spot {
    /// All of a card, in the order in which Tab goes through them.
    pub fn of_stage(event: &Event) -> Vec<Self> {
        let mut spots = vec![Self::Name(event.id)];
        for action in &event.actions {
            let values = action.data.kind().value_names().iter();
            spots.extend(values.map(|&name| Self::Value(action.id, name)));
            if action.data.kind() == ActionKind::Link {
                spots.push(Self::Target(action.id));
            }
        }
        spots
    }

    /// The text that is meant by a place: of an action, the first that people fill in.
    pub fn at(workflow: &Workflow, place: &Place) -> Option<Self> {
        match *place {
            Place::Event(event_id) => Some(Self::Name(event_id)),
            Place::Value(action_id, name) => Some(Self::Value(action_id, name)),
            Place::Action(action_id) => {
                let kind = workflow.action(action_id)?.data.kind();
                match kind.value_names().first() {
                    Some(&name) => Some(Self::Value(action_id, name)),
                    None => Some(Self::Target(action_id)),
                }
            }
            Place::Field(_) | Place::Workflow => None,
        }
    }

    /// The stage on whose card it stands.
    pub fn event(self, workflow: &Workflow) -> Option<&Event> {
        match self {
            Self::Name(event_id) => workflow.event(event_id),
            Self::Value(action_id, _) | Self::Target(action_id) => workflow.event_of(action_id),
        }
    }

    pub const fn action_id(self) -> Option<ActionId> {
        match self {
            Self::Name(_) => None,
            Self::Value(action_id, _) | Self::Target(action_id) => Some(action_id),
        }
    }
}

impl CanvasView {
    /// Where a text is on screen, and the zoom there; `None` where the canvas does not show its card.
    pub fn spot_on_screen(
        &self,
        workflow: &Workflow,
        flow: &Flow,
        spot: Spot,
    ) -> Option<(Rect, f32)> {
        let event = spot.event(workflow)?;
        let card = self.scene.cards.get(flow.index(event.id)?)?;
        let frame = CardFrame::new(
            &self.camera,
            self.screen,
            card.position,
            event.actions.len(),
        );
        let rect = match spot.action_id() {
            None => frame.name(event.stage),
            Some(action_id) => {
                let row = event.actions.iter().position(|a| a.id == action_id)?;
                frame.text(row)
            }
        };
        let is_shown = self.screen.shrink2(vec2(8.0, 4.0)).contains(rect.center());
        is_shown.then_some((rect, frame.zoom))
    }
}
