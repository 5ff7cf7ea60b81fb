//! Where does the camera go? With the pointer, with the keys, or in a short flight to what was asked for.

use super::{Camera, READABLE_ZOOM, WorldRect};
use crate::canvas::input::gesture::Gesture;
use crate::canvas::selection::StageSet;
use crate::canvas::view::{CanvasFrame, Flight, Framing};
use crate::theme;
use eframe::egui::{self, PointerButton, Rect, Response, Ui, Vec2};

/// A design that would be smaller than this when all of it is seen is opened at its beginning.
const LEAST_OPENING_ZOOM: f32 = 0.55;
/// There it is seen as near as this.
const NEAR_ZOOM: f32 = 0.85;
/// A leg that would be smaller than this when all of it is seen is shown at its end.
const LEAST_LEG_ZOOM: f32 = 0.4;
const OPENING_MARGIN: f32 = 32.0;
/// For so long after opening, panels and bars find their size, in seconds.
const OPENING_S: f64 = 0.5;
/// Half the room around a point that is shown, in world points.
const AROUND_POINT: f64 = 100.0;

impl CanvasFrame<'_, '_> {
    pub(in crate::canvas) fn move_camera(&mut self, ui: &Ui, background: &Response) {
        let (now_s, zoom, scroll, pointer) = ui.input(|i| {
            (
                i.time,
                i.zoom_delta(),
                i.smooth_scroll_delta(),
                i.pointer.latest_pos(),
            )
        });
        if let Some(to) = self.view.destination.take() {
            self.fly(to);
        }
        self.follow_size_after_opening();
        if let Some(framing) = self.view.framing.take() {
            self.start_flight(framing);
            // The window takes a few frames to find its size; only then it is known what fits.
            let is_settled = self.view.framed.replace(self.screen) == Some(self.screen);
            if framing == Framing::Opening && !is_settled {
                self.view.framing = Some(framing);
                ui.ctx().request_repaint();
            }
        }
        if let Some(factor) = self.view.zoom_step.take() {
            // Pressed again on the way, it goes on from where the way leads.
            let mut to = self
                .view
                .flight
                .as_ref()
                .map_or(self.view.camera, |flight| flight.to);
            to.zoom_at(self.screen, self.screen.center(), factor);
            self.fly(to);
        }
        // The pointer may be over a card or a port, which lie above the background but belong to the canvas.
        let is_over = pointer.is_some_and(|at| {
            self.screen.contains(at) && ui.ctx().layer_id_at(at) == Some(background.layer_id)
        });
        if is_over {
            if (zoom - 1.0).abs() > f32::EPSILON
                && let Some(at) = pointer
            {
                self.view.flight = None;
                self.view.camera.zoom_at(self.screen, at, zoom);
            } else if scroll != Vec2::ZERO {
                self.view.flight = None;
                self.view.camera.pan(scroll);
            }
            if !self.view.is_in_gesture()
                && ui.input(|i| i.pointer.button_pressed(PointerButton::Middle))
            {
                self.view.gesture = Gesture::Pan;
            }
        }
        if let Some(flight) = &self.view.flight {
            let t = ((now_s - flight.start_s) as f32 / theme::MOTION_S).clamp(0.0, 1.0);
            self.view.camera = flight
                .from
                .toward(&flight.to, egui::emath::easing::cubic_out(t));
            if t >= 1.0 {
                self.view.flight = None;
            }
            // On arrival too: the status bar still says where the camera was.
            ui.ctx().request_repaint();
        }
    }

    /// All of the selected leg, or its end where all of it could not be read.
    fn leg_camera(&self) -> Option<Camera> {
        let (workflow, flow) = (&self.input.design.workflow, self.input.flow);
        let event_id = self.view.selection.stage(workflow)?;
        let end = flow.index(event_id)?;
        let scene = &self.view.scene;
        let shown = |stage: usize| scene.folds.box_of(stage).unwrap_or(stage);
        let leg = flow
            .path_to(end)
            .into_iter()
            .map(|stage| scene.cards[shown(stage)].rect());
        let whole = leg.fold(WorldRect::NOTHING, WorldRect::union);
        let fitted = Camera::fitting(self.screen, whole, 1.0);
        if fitted.zoom >= LEAST_LEG_ZOOM {
            return Some(fitted);
        }
        let rect = scene.cards[shown(end)].rect();
        Some(self.aimed(rect, |camera, _| Camera {
            center: rect.center(),
            ..*camera
        }))
    }

    /// Frames what has just been opened anew when the canvas has become another one, unless the camera was moved.
    fn follow_size_after_opening(&mut self) {
        let Some((camera, until_s)) = self.view.opened_as else {
            return;
        };
        if camera != self.view.camera || self.view.now_s > until_s {
            self.view.opened_as = None;
        } else if self.view.framing.is_none() && self.view.framed != Some(self.screen) {
            self.view.framing = Some(Framing::Opening);
        }
    }

    pub(in crate::canvas) fn start_flight(&mut self, framing: Framing) {
        let scene = &self.view.scene;
        let rects = |events: &StageSet| {
            let chosen = scene
                .cards
                .iter()
                .filter(|card| events.contains(&card.event_id));
            chosen.fold(WorldRect::NOTHING, |all, card| all.union(card.rect()))
        };
        let to = match framing {
            Framing::Opening => self.opening_camera(),
            Framing::All => Camera::fitting(self.screen, scene.bounds, 1.0),
            Framing::Selection => {
                let selection = &self.view.selection;
                let mut events = selection.events.clone();
                events.extend(selection.stage(&self.input.design.workflow));
                let annotations = selection.annotations.iter();
                let selected = annotations
                    .filter_map(|&annotation_id| scene.annotation(annotation_id))
                    .fold(rects(&events), |all, annotation| all.union(annotation.rect));
                let whole = if selected.is_something() {
                    selected
                } else {
                    scene.bounds
                };
                Camera::fitting(self.screen, whole, 1.0)
            }
            Framing::Leg => match self.leg_camera() {
                Some(camera) => camera,
                None => return,
            },
            Framing::Point(at) => {
                let at = [f64::from(at.x), f64::from(at.y)];
                let around = WorldRect { min: at, max: at }.grown(AROUND_POINT);
                self.aimed(around, |camera, _| Camera {
                    center: at,
                    ..*camera
                })
            }
            Framing::Stage(event_id) | Framing::Center(event_id) => {
                let rect = rects(&StageSet::from_iter([event_id]));
                if !rect.is_something() {
                    return;
                }
                let to = self.aimed(rect, |camera, free| {
                    let shown = camera.showing(free, rect);
                    let is_to_center = matches!(framing, Framing::Center(_)) && shown != *camera;
                    let center = if is_to_center {
                        rect.center()
                    } else {
                        shown.center
                    };
                    Camera { center, ..shown }
                });
                if to == self.view.camera {
                    return;
                }
                to
            }
        };
        if framing == Framing::Opening {
            self.view.camera = to;
            self.view.flight = None;
            self.view.opened_as = Some((to, self.view.now_s + OPENING_S));
        } else {
            self.fly(to);
        }
    }

    /// The camera that shows `target`, found by `aim` for the whole canvas; where something lies on the canvas there,
    /// for the largest part beside that.
    fn aimed(&self, target: WorldRect, aim: impl Fn(&Camera, Rect) -> Camera) -> Camera {
        let (camera, screen) = (self.view.camera, self.screen);
        let to = aim(&camera, screen);
        let shown = to.screen_rect(screen, target);
        let covers = [self.input.panel, self.minimap_rect(&to)];
        let covers = covers.into_iter().flatten();
        let free = covers
            .filter(|cover| cover.intersects(shown))
            .fold(screen, beside);
        if free == screen || free.width() < shown.width() || free.height() < shown.height() {
            return to;
        }
        let seen_from = |camera: Camera, of: Rect, other: Rect| Camera {
            center: camera.world_from_screen(of, other.center()),
            ..camera
        };
        seen_from(aim(&seen_from(camera, screen, free), free), free, screen)
    }

    /// Takes the camera there, at once where motion is not wanted. Every jump goes this way.
    pub(in crate::canvas) fn fly(&mut self, to: Camera) {
        let is_first = self.view.lit.0.is_none();
        if self.input.is_motion_reduced || is_first {
            self.view.camera = to;
            self.view.flight = None;
        } else if to != self.view.camera {
            self.view.flight = Some(Flight {
                from: self.view.camera,
                to,
                start_s: self.view.now_s,
            });
        }
    }

    fn opening_camera(&self) -> Camera {
        let scene = &self.view.scene;
        let whole = Camera::fitting(self.screen, scene.bounds, 1.0);
        let first = self
            .input
            .flow
            .reading_order()
            .first()
            .and_then(|&stage| scene.cards.get(stage));
        match first {
            Some(card) if whole.zoom < LEAST_OPENING_ZOOM => {
                let zoom = Camera::fitting(self.screen, card.rect(), NEAR_ZOOM).zoom;
                let near = Camera {
                    center: card.rect().center(),
                    zoom: zoom.max(READABLE_ZOOM),
                };
                let view = near.view(self.screen);
                // New Call in the upper left, with what follows to its right and below, and whole.
                let margin = f64::from(OPENING_MARGIN / near.zoom);
                let shift = [0, 1].map(|axis| {
                    let length = view.max[axis] - view.min[axis];
                    let card_length = card.rect().max[axis] - card.rect().min[axis];
                    let most = (length - card_length) / 2.0 - margin;
                    // A card that is larger than the canvas begins in it.
                    if most < 0.0 {
                        most
                    } else {
                        most.min(length * 0.25)
                    }
                });
                Camera {
                    center: [near.center[0] + shift[0], near.center[1] + shift[1]],
                    ..near
                }
            }
            _ => whole,
        }
    }
}

/// The largest part of `room` on one side of what covers it.
fn beside(room: Rect, cover: Rect) -> Rect {
    let sides = [
        room.with_max_x(cover.left()),
        room.with_max_y(cover.top()),
        room.with_min_y(cover.bottom()),
        room.with_min_x(cover.right()),
    ];
    let sides = sides.into_iter().filter(Rect::is_positive);
    let largest = sides.max_by(|a, b| a.area().total_cmp(&b.area()));
    largest.unwrap_or(room)
}

#[cfg(test)]
mod tests {
    use super::*;
    use eframe::egui::pos2;

    #[test]
    fn beside_a_panel_in_a_corner_lies_the_largest_part_that_it_leaves_free() {
        let room = Rect::from_min_max(pos2(0.0, 0.0), pos2(900.0, 700.0));
        let bar = Rect::from_min_max(pos2(500.0, 10.0), pos2(890.0, 100.0));
        assert_eq!(beside(room, bar), room.with_min_y(100.0));
        let list = bar.with_max_y(420.0);
        assert_eq!(beside(room, list), room.with_max_x(500.0));
    }
}
