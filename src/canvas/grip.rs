//! What is a drag for? That depends on what was pressed: a port, a row, a card, or nothing.

use super::camera::WorldRect;
use super::card::has_port;
use super::gesture::Gesture;
use super::view::{CanvasFrame, Level};
use crate::edit::commands::Port;
use crate::workflow::{ActionId, StageEnd};
use eframe::egui::{Key, Pos2, Rect, Ui, Vec2};

impl CanvasFrame<'_, '_> {
    /// Begins what the thing that was pressed is dragged for. On a busy machine the press and the first moves arrive in
    /// one frame: then egui takes for dragged what is under the pointer by now, so the place of the press decides.
    pub(super) fn begin_gesture(&mut self, ui: &Ui, level: Level) {
        let Some(origin) = ui.input(|i| i.pointer.press_origin()) else {
            return;
        };
        let from = self.world(origin);
        let pressed = self.view.scene.card_at(from);
        let is_full = level == Level::Full;
        self.view.gesture = if is_panning(ui) {
            Gesture::Pan
        } else if let Some((port, at)) = self.port_at(origin).filter(|_| is_full) {
            Gesture::Wire {
                port,
                from: self.world(at),
                verdict: None,
            }
        } else if let Some(action_id) = pressed
            .filter(|_| is_full)
            .and_then(|card| self.row_at(card, origin))
        {
            Gesture::Row { action_id }
        } else if let Some(card) = pressed {
            let grabbed = self.view.scene.cards[card].event_id;
            if !self.view.selection.events.contains(&grabbed) {
                if !ui.input(|i| i.modifiers.shift) {
                    self.view.selection.clear();
                }
                self.view.selection.action = None;
                self.view.selection.events.insert(grabbed);
            }
            Gesture::Cards { grabbed, from }
        } else {
            Gesture::Select { from }
        };
    }

    /// The port under a point, and where its middle is.
    fn port_at(&self, at: Pos2) -> Option<(Port, Pos2)> {
        let zoom = self.view.camera.zoom;
        let reach = f64::from(port_rect(at, zoom).width() / zoom);
        let world = self.world(at);
        let near = WorldRect::from_two(world, world).grown(reach);
        let cards = self.view.scene.cards_in(near).into_iter().rev();
        let mut ports = cards.flat_map(|card| self.ports_of(card));
        ports.find(|&(_, center)| port_rect(center, zoom).contains(at))
    }

    fn ports_of(&self, card: usize) -> impl Iterator<Item = (Port, Pos2)> {
        let frame = self.card_frame(card, None);
        let event = self.event(card);
        let is_open = self.input.flow.end(card) == StageEnd::Dangles;
        let open_end = event
            .filter(|_| is_open)
            .map(|event| (Port::Stage(event.id), frame.open_end()));
        let actions = event.map_or(&[][..], |event| &event.actions);
        let ports = actions
            .iter()
            .enumerate()
            .filter(|(_, action)| has_port(action));
        ports
            .map(move |(row, action)| (Port::Action(action.id), frame.port(row)))
            .chain(open_end)
    }

    fn row_at(&self, card: usize, at: Pos2) -> Option<ActionId> {
        let frame = self.card_frame(card, None);
        let actions = self.event(card)?.actions.iter().enumerate();
        let mut rows = actions.filter(|&(row, _)| frame.row(row).contains(at));
        rows.next().map(|(_, action)| action.id)
    }
}

/// Where a port can be pressed.
pub(super) fn port_rect(center: Pos2, zoom: f32) -> Rect {
    Rect::from_center_size(center, Vec2::splat((22.0 * zoom).max(14.0)))
}

fn is_panning(ui: &Ui) -> bool {
    ui.input(|i| i.key_down(Key::Space)) && !ui.ctx().text_edit_focused()
}
