//! How does a gesture go on, and what does it ask for when it ends?

use super::drop::Carried;
use super::gesture::{Gesture, Verdict};
use super::guides::Drag;
use crate::arrange;
use crate::canvas::camera::{WorldRect, position};
use crate::canvas::lit::Lit;
use crate::canvas::paint::card::has_port;
use crate::canvas::paint::wire::squared_distance;
use crate::canvas::scene::SceneCard;
use crate::canvas::selection::Selection;
use crate::canvas::view::{CanvasFrame, CanvasRequest, Level};
use crate::edit::commands::{self, Port};
use crate::edit::{Refusal, Transaction};
use crate::look::{Course, Wire};
use crate::workflow::{
    ActionData, ActionId, ActionKind, AnnotationId, EventId, Position, StageEnd,
};
use eframe::egui::{self, CursorIcon, Key, Pos2, Rect, Response, Ui, Vec2};

/// How near the edge a gesture makes the camera move along, in screen points, and how fast it moves a second.
const EDGE: f32 = 28.0;
const EDGE_SPEED: f32 = 700.0;

impl CanvasFrame<'_, '_> {
    /// Begins what the thing that was pressed is dragged for. On a busy machine the press and the first moves arrive in
    /// one frame: then egui takes for dragged what is under the pointer by now, so the place of the press decides.
    pub(in crate::canvas) fn begin_gesture(&mut self, ui: &Ui, level: Level) {
        let Some(origin) = ui.input(|i| i.pointer.press_origin()) else {
            return;
        };
        let from = self.world(origin);
        let pressed = self.view.scene.card_at(from);
        let is_full = level == Level::Full;
        self.view.gesture = if is_panning(ui) {
            Gesture::Pan
        } else if self.input.is_read_only {
            Gesture::Select { from }
        } else if let Some(gesture) = self.note_gesture(ui, origin) {
            gesture
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
            self.take_up();
            Gesture::Cards { grabbed, from }
        } else if let Some(gesture) = self.frame_gesture(ui, origin, level) {
            gesture
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

    /// Goes on with the gesture under way, and ends it when the button is released. Returns how far cards have been
    /// dragged.
    pub(in crate::canvas) fn continue_gesture(
        &mut self,
        ui: &Ui,
        visible: &[usize],
        level: Level,
    ) -> Option<Drag> {
        if !self.view.is_in_gesture() {
            return None;
        }
        if ui.input_mut(|i| i.consume_key(egui::Modifiers::NONE, Key::Escape)) {
            self.view.gesture = Gesture::None;
            self.view.landing = None;
            return None;
        }
        let (pointer, delta, is_down, is_free, is_shift) = ui.input(|i| {
            let is_down = i.pointer.primary_down() || i.pointer.middle_down();
            (
                i.pointer.latest_pos(),
                i.pointer.delta(),
                is_down,
                i.modifiers.alt,
                i.modifiers.shift,
            )
        });
        let at = pointer?;
        if self.moves_camera_at_edge(at) {
            self.pan_at_edge(ui, at);
        }
        let world = self.world(at);
        match self.view.gesture.clone() {
            Gesture::None => {}
            Gesture::Pan => {
                ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
                self.view.camera.pan(delta);
            }
            Gesture::Select { from } => {
                if !is_down {
                    let drawn = WorldRect::from_two(from, world);
                    let scene = &self.view.scene;
                    let chosen = scene.cards_in(drawn);
                    let chosen = chosen.iter().map(|&card| scene.cards[card].event_id);
                    let chosen = chosen.collect();
                    let annotations = self.annotations_within(drawn);
                    if !is_shift {
                        self.view.selection.clear();
                    }
                    self.view.selection.add_stages(chosen);
                    self.view.selection.annotations.extend(annotations);
                }
            }
            Gesture::Cards { grabbed, from } => {
                let card = self.input.flow.index(grabbed);
                let rect = card.and_then(|card| Some(self.view.scene.cards.get(card)?.rect()));
                let moved = [world[0] - from[0], world[1] - from[1]];
                let drag = rect.map(|rect| self.drag(rect, moved, is_free, visible));
                // One card alone is also dropped on the rows of another, to move its leg there.
                let is_leg = !is_free && self.view.selection.thing_count() == 1;
                let leg = Carried::Leg(grabbed);
                let is_over_rows = is_leg && self.carry(leg, at, level, is_down);
                if is_down {
                    if !is_leg {
                        self.view.landing = None;
                    }
                    return drag;
                }
                if !is_over_rows {
                    self.drop_dragged(drag.unwrap_or_default().by);
                }
            }
            Gesture::Annotations { grabbed, from } => {
                let rect = self.view.scene.annotation(grabbed).map(|found| found.rect);
                let moved = [world[0] - from[0], world[1] - from[1]];
                let drag = rect.map(|rect| self.drag(rect, moved, is_free, visible));
                if is_down {
                    ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
                    return drag;
                }
                self.drop_dragged(drag.unwrap_or_default().by);
            }
            Gesture::Resize {
                annotation_id,
                grip,
                from,
            } => {
                let moved = [world[0] - from[0], world[1] - from[1]];
                self.resize(annotation_id, grip, moved, is_free, visible);
                ui.ctx().set_cursor_icon(super::annotations::cursor(grip));
                if !is_down {
                    self.drop_resized();
                }
            }
            Gesture::Wire {
                port,
                from,
                verdict,
            } => self.draw_wire(port, from, verdict, at, is_down),
            Gesture::Row { action_id } => {
                ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
                self.carry(Carried::Row(action_id), at, level, is_down);
            }
            Gesture::Carry { kind, .. } => {
                self.carry(Carried::New(kind), at, level, is_down);
            }
        }
        if !is_down {
            self.view.gesture = Gesture::None;
        }
        None
    }

    /// What is dragged here from elsewhere crosses the edge on its way.
    fn moves_camera_at_edge(&mut self, at: Pos2) -> bool {
        match &mut self.view.gesture {
            Gesture::Pan => false,
            Gesture::Carry { has_arrived, .. } => {
                *has_arrived |= self.screen.shrink(EDGE).contains(at);
                *has_arrived && self.screen.contains(at)
            }
            _ => true,
        }
    }

    fn pan_at_edge(&mut self, ui: &Ui, at: Pos2) {
        let inner = self.screen.shrink(EDGE);
        let out = at - at.clamp(inner.min, inner.max);
        if out == Vec2::ZERO {
            return;
        }
        let seconds = ui.input(|i| i.stable_dt.min(0.05));
        let push = (out / EDGE).clamp(Vec2::splat(-1.0), Vec2::splat(1.0));
        self.view.camera.pan(-push * EDGE_SPEED * seconds);
        ui.ctx().request_repaint();
    }

    fn drag(&self, grabbed: WorldRect, moved: [f64; 2], is_free: bool, visible: &[usize]) -> Drag {
        if is_free {
            Drag::free(moved)
        } else if self.input.is_snapping {
            let others = self.resting(visible, &self.view.dragged);
            Drag::snapping(grabbed, moved, self.view.camera.zoom, &others)
        } else {
            Drag::on_grid(grabbed, moved)
        }
    }

    /// What is in view and not in the hand: what a dragged thing can be level with.
    pub(in crate::canvas) fn resting(
        &self,
        visible: &[usize],
        in_hand: &Selection,
    ) -> Vec<WorldRect> {
        let scene = &self.view.scene;
        let cards = visible.iter().map(|&card| &scene.cards[card]);
        let cards = cards
            .filter(|card| !in_hand.events.contains(&card.event_id))
            .map(SceneCard::rect);
        let annotations = scene.annotations_in(self.view.camera.view(self.screen));
        let annotations = annotations
            .into_iter()
            .filter(|annotation| !in_hand.annotations.contains(&annotation.id));
        cards
            .chain(annotations.map(|annotation| annotation.rect))
            .collect()
    }

    /// Takes the selected things into the hand, and with the frames what lies in them.
    pub(in crate::canvas) fn take_up(&mut self) {
        let Selection {
            events,
            annotations,
            ..
        } = self.view.selection.clone();
        let has_frames = !annotations.is_empty();
        let (events, annotations) = if has_frames {
            let stages = events.iter().copied();
            let held = arrange::with_contents(self.input.design, stages, annotations);
            (held.0.into(), held.1)
        } else {
            (events, annotations)
        };
        self.view.dragged = Selection {
            events,
            annotations,
            action: None,
        };
    }

    fn drop_dragged(&mut self, by: Position) {
        if by == Position::default() {
            return;
        }
        let Selection {
            events,
            annotations,
            ..
        } = &self.view.selection;
        let events: Vec<EventId> = events.iter().copied().collect();
        let annotations: Vec<AnnotationId> = annotations.iter().copied().collect();
        self.ask(commands::shift(
            self.input.design,
            &events,
            &annotations,
            by,
        ));
    }

    fn draw_wire(
        &mut self,
        port: Port,
        from: [f64; 2],
        verdict: Option<Verdict>,
        at: Pos2,
        is_down: bool,
    ) {
        let world = self.world(at);
        let target = self
            .view
            .scene
            .card_at(world)
            .map(|card| self.view.scene.cards[card].event_id);
        let verdict = match (verdict, target) {
            (Some(verdict), Some(target)) if verdict.target == target => Some(verdict),
            (_, Some(target)) => Some(Verdict {
                target,
                edit: commands::connect(self.input.design, port, target),
            }),
            (_, None) => None,
        };
        if is_down {
            if let Some(Verdict {
                edit: Ok(transaction),
                ..
            }) = &verdict
            {
                let preview = CanvasRequest::Preview(transaction.clone());
                self.requests.push(preview);
            }
            self.view.gesture = Gesture::Wire {
                port,
                from,
                verdict,
            };
            return;
        }
        match target {
            Some(target) => self.ask(commands::connect(self.input.design, port, target)),
            None if self.screen.contains(at) => self.add_at(port, at),
            None => {}
        }
    }

    /// A line was dropped on empty canvas: what should come there?
    fn add_at(&mut self, port: Port, at: Pos2) {
        let workflow = &self.input.design.workflow;
        let card = Some(position(self.world(at)));
        match port {
            Port::Stage(event_id) => {
                self.requests
                    .push(CanvasRequest::AddAction { event_id, card, at });
            }
            Port::Action(action_id) => {
                let data = workflow.action(action_id).map(|action| &action.data);
                let is_link = data.is_some_and(|data| data.kind() == ActionKind::Link);
                let next = data
                    .and_then(ActionData::owned_event)
                    .filter(|&id| workflow.event(id).is_some());
                match next {
                    Some(event_id) => {
                        self.requests
                            .push(CanvasRequest::AddAction { event_id, card, at });
                    }
                    None if is_link => {
                        self.requests.push(CanvasRequest::Refuse(Refusal(
                            "Drop a Link on the stage where the leg should go on.".to_owned(),
                        )));
                    }
                    None => self.ask(commands::spawn_missing_event(self.input.design, action_id)),
                }
            }
        }
    }

    pub(in crate::canvas) fn ask(&mut self, edit: Result<Transaction, Refusal>) {
        match edit {
            Ok(transaction) if transaction.is_empty() => {}
            Ok(transaction) => self.requests.push(CanvasRequest::Edit(transaction)),
            Err(refusal) => self.requests.push(CanvasRequest::Refuse(refusal)),
        }
    }

    pub(in crate::canvas) fn find_hovered_wire(
        &mut self,
        ui: &Ui,
        background: &Response,
        level: Level,
    ) {
        self.view.hovered_wire = None;
        if level == Level::Far
            || self.view.is_in_gesture()
            || !background.contains_pointer()
            || self.hover.card.is_some()
        {
            return;
        }
        let Some(at) = ui.input(|i| i.pointer.hover_pos()) else {
            return;
        };
        self.view.hovered_wire = self.wire_at(at, 5.0);
        if self.view.hovered_wire.is_some() {
            ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
        }
    }

    /// The line nearest to a point, no farther than `reach` in screen points.
    pub(in crate::canvas) fn wire_at(&self, at: Pos2, reach: f32) -> Option<ActionId> {
        let world = self.world(at);
        let near =
            WorldRect::from_two(world, world).grown(f64::from(reach / self.view.camera.zoom));
        let clip = Rect::from_center_size(at, Vec2::splat(2.0 * reach + 14.0));
        let scene = &self.view.scene;
        let mut nearest: Option<(f32, ActionId)> = None;
        for wire in scene.wires_in(near) {
            let wire = &scene.wires[wire];
            self.course(wire, None)
                .runs(&self.view.camera, self.screen, clip, |points| {
                    for pair in points.windows(2) {
                        let distance = squared_distance(at, pair[0], pair[1]);
                        let is_nearest = nearest.is_none_or(|(least, _)| distance < least);
                        if distance < reach * reach && is_nearest {
                            nearest = Some((distance, wire.action_id));
                        }
                    }
                });
        }
        nearest.map(|(_, action_id)| action_id)
    }

    pub(in crate::canvas) fn light_leg(&mut self) {
        let key = (self.view.scene_id, self.view.selection.clone());
        if self.view.lit.0.as_ref() != Some(&key) {
            let lit = Lit::through_selection(
                &self.input.design.workflow,
                self.input.flow,
                &self.view.selection,
            );
            self.view.lit = (Some(key), lit.with_boxes(&self.view.scene.folds));
        }
    }

    pub(in crate::canvas) fn course(&self, wire: &Wire, drag: Option<&Drag>) -> Course {
        wire.course(
            self.card_position(wire.from, drag),
            self.card_position(wire.to, drag),
        )
    }
}

/// Where a port can be pressed.
pub fn port_rect(center: Pos2, zoom: f32) -> Rect {
    Rect::from_center_size(center, Vec2::splat((22.0 * zoom).max(14.0)))
}

fn is_panning(ui: &Ui) -> bool {
    ui.input(|i| i.key_down(Key::Space)) && !ui.ctx().text_edit_focused()
}
