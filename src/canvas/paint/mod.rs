//! What is there to see?

pub(super) mod annotations;
pub(super) mod card;
pub(super) mod compared;
pub(super) mod drop;
pub(super) mod far;
pub(super) mod fold;
pub(super) mod ghost;
pub(super) mod mark;
pub(super) mod overview;
pub(super) mod trace;
pub(super) mod wire;

use crate::canvas::camera::{WorldRect, on_pixel};
use crate::canvas::input::drop::Landing;
use crate::canvas::input::gesture::{Gesture, Verdict};
use crate::canvas::input::guides::{Drag, Guides, Segment};
use crate::canvas::view::{CanvasFrame, Level, MOST_NEAR_CARDS};
use crate::look::{ARROW, Course, DASH, LINE_WIDTH, Wire, course_between, join_courses};
use crate::theme;
use crate::workflow::{Event, WayKind};
use card::{CardLook, CardState, CardTexts, TextScale};
use compared::SAME_OPACITY;
use eframe::egui::{
    self, Color32, CornerRadius, Galley, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Ui, Vec2,
    vec2,
};
use far::FarInput;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Of more cards than these the scene and the mesh are not made in one frame.
const MOST_MESHED_AT_ONCE: usize = 20_000;

/// How wide a line is that stands out, in points at zoom 1.
const LIT_WIDTH: f32 = 2.2;

impl CanvasFrame<'_, '_> {
    pub(in crate::canvas) fn paint(
        &mut self,
        ui: &Ui,
        level: Level,
        view: WorldRect,
        cards: &[usize],
        drag: Option<&Drag>,
    ) {
        let painter = ui
            .painter()
            .with_clip_rect(self.screen.intersect(ui.clip_rect()));
        painter.rect_filled(self.screen, CornerRadius::ZERO, self.theme.canvas);
        if level == Level::Far {
            self.paint_frames(&painter, level, view, drag);
            let is_vast = self.view.scene.cards.len() > MOST_MESHED_AT_ONCE;
            let can_wait = self.view.is_scene_new && is_vast;
            let mesh = self.view.far.get(&FarInput {
                can_wait,
                workflow: &self.input.design.workflow,
                flow: self.input.flow,
                scene: &self.view.scene,
                revision: self.view.scene_id,
                selection: &self.view.selection,
                camera: self.view.camera,
                screen: self.screen,
                pixel: 1.0 / painter.pixels_per_point(),
                theme: self.theme,
            });
            painter.add(Shape::Mesh(mesh));
            if can_wait {
                ui.ctx().request_repaint();
            }
            self.paint_frame_titles(&painter, view, drag);
            self.paint_overview(&painter, view, cards, drag);
        } else {
            self.paint_dots(&painter);
            self.paint_frames(&painter, level, view, drag);
            self.paint_wires(&painter, view, drag);
            self.paint_ghost_lines(&painter, view);
            self.paint_cards(&painter, level, cards, drag);
        }
        self.paint_trace(&painter, level, cards, drag);
        self.paint_notes(&painter, level, view, drag);
        self.paint_compared(&painter, level, view, cards);
        self.paint_ghost_cards(&painter, level, view);
        self.paint_gesture(ui, &painter, drag);
        self.ghost_words_ui(ui, &painter, view);
    }

    fn paint_dots(&self, painter: &Painter) {
        let step = 24.0 * self.view.camera.zoom;
        if step < 10.0 {
            return;
        }
        let origin = self.view.camera.screen_from_world(self.screen, [0.0, 0.0]);
        let first = self.screen.min
            + vec2(
                (origin.x - self.screen.left()).rem_euclid(step),
                (origin.y - self.screen.top()).rem_euclid(step),
            );
        let mut mesh = egui::Mesh::default();
        let size = Vec2::splat(
            1.5 / painter.pixels_per_point().max(1.0) * painter.pixels_per_point().round().max(1.0),
        );
        let mut y = first.y;
        while y < self.screen.bottom() {
            let mut x = first.x;
            while x < self.screen.right() {
                let at = on_pixel(Pos2::new(x, y), painter.pixels_per_point());
                mesh.add_colored_rect(Rect::from_min_size(at, size), self.theme.canvas_dot);
                x += step;
            }
            y += step;
        }
        painter.add(mesh);
    }

    fn paint_wires(&self, painter: &Painter, view: WorldRect, drag: Option<&Drag>) {
        let scene = &self.view.scene;
        let mut wires = scene.wires_in(view);
        if drag.is_some() {
            let dragged = self
                .view
                .dragged
                .events
                .iter()
                .filter_map(|&id| self.input.flow.index(id));
            wires.extend(dragged.flat_map(|card| scene.wires_of(card)));
            wires.sort_unstable();
            wires.dedup();
        }
        wires.retain(|&wire| !self.is_ghostly_line(scene.wires[wire].action_id));
        let hovered = self.view.tale.lit();
        let lit = self.lit();
        let (bright, plain): (Vec<usize>, Vec<usize>) = wires
            .into_iter()
            .partition(|&i| lit.ways.contains(&scene.wires[i].action_id));
        self.paint_courses(painter, &plain, drag, false, hovered.is_some());
        self.paint_courses(painter, &bright, drag, true, false);
    }

    pub(in crate::canvas) fn paint_courses(
        &self,
        painter: &Painter,
        wires: &[usize],
        drag: Option<&Drag>,
        is_lit: bool,
        is_dimmed: bool,
    ) {
        let wires = wires.iter().map(|&wire| &self.view.scene.wires[wire]);
        let mut courses: Vec<_> = wires.map(|wire| (wire, self.course(wire, drag))).collect();
        if self.view.is_culled {
            join_courses(&mut courses);
        }
        for (wire, course) in &courses {
            self.paint_wire(painter, wire, course, is_lit, is_dimmed);
        }
    }

    pub(in crate::canvas) fn paint_wire(
        &self,
        painter: &Painter,
        wire: &Wire,
        course: &Course,
        is_lit: bool,
        is_dimmed: bool,
    ) {
        let zoom = self.view.camera.zoom;
        let hue = self.theme.way(wire.kind);
        let change = self.changed_line(wire.action_id);
        let color = match (change, is_lit, is_dimmed) {
            (Some(change), ..) => change.hue(self.theme),
            (_, true, _) => self.theme.accent,
            (_, _, true) => hue.gamma_multiply(0.35),
            _ if self.compared.is_some() => hue.gamma_multiply(SAME_OPACITY),
            _ => hue,
        };
        let is_strong = is_lit || change.is_some();
        let width = if is_strong { LIT_WIDTH } else { LINE_WIDTH };
        let stroke = Stroke::new((width * zoom).max(1.0), color);
        let clip = if self.view.is_culled {
            self.screen.expand(8.0)
        } else {
            Rect::EVERYTHING
        };
        course.runs(&self.view.camera, self.screen, clip, |points| {
            if wire.kind == WayKind::Link {
                let (dash, gap) = ((DASH[0] * zoom).max(3.0), (DASH[1] * zoom).max(2.5));
                painter.extend(Shape::dashed_line(&points, stroke, dash, gap));
            } else {
                painter.add(Shape::line(points, stroke));
            }
        });
        if wire.kind == WayKind::Link
            && let Some((end, direction)) = course.arrival()
        {
            let tip = self.view.camera.screen_from_world(self.screen, end);
            if clip.contains(tip) {
                paint_arrow(painter, tip, direction.into(), ARROW * zoom, color);
            }
        }
    }

    fn paint_cards(
        &mut self,
        painter: &Painter,
        level: Level,
        cards: &[usize],
        drag: Option<&Drag>,
    ) {
        let workflow = &self.input.design.workflow;
        let zoom = self.view.camera.zoom;
        let mut texts = std::mem::take(&mut self.view.texts);
        let revisions = [self.view.scene_id, self.input.revision];
        texts.refresh(painter, revisions, zoom, level == Level::Full);
        let (dragged, resting): (Vec<usize>, Vec<usize>) =
            cards.iter().copied().partition(|&card| {
                drag.is_some()
                    && self
                        .view
                        .dragged
                        .events
                        .contains(&self.view.scene.cards[card].event_id)
            });
        let is_resting = |card: &usize| !self.is_ghostly(self.view.scene.cards[*card].event_id);
        let resting = resting.into_iter().filter(is_resting);
        // A dragged card whose new place is shown is at the pointer by name only.
        let is_placed = self.view.landing.as_ref().is_some_and(Landing::is_taken);
        let dragged = dragged
            .into_iter()
            .filter(|card| !is_placed || is_resting(card));
        for card in resting.chain(dragged) {
            let frame = self.card_frame(card, drag);
            let Some(event) = workflow.event(self.view.scene.cards[card].event_id) else {
                continue;
            };
            if self.view.is_culled && !frame.rect.expand(40.0).intersects(self.screen) {
                continue;
            }
            let laid_out = texts.cards.entry(card).or_insert_with(|| {
                let laid_out = CardTexts::new(
                    painter,
                    workflow,
                    self.input.flow,
                    event,
                    TextScale {
                        zoom,
                        with_rows: level == Level::Full,
                    },
                    &self.view.scene.marks,
                    self.leg_look(card),
                );
                match self.compared {
                    Some(_) => laid_out.without_last_row(),
                    None => laid_out,
                }
            });
            let mut painter = painter.clone();
            let pointed = self.view.tale.lit();
            if pointed.is_some_and(|lit| !lit.stages.contains(&card)) {
                painter.multiply_opacity(0.4);
            } else if self.compared.is_some() && self.change_of(event.id).is_none() {
                painter.multiply_opacity(SAME_OPACITY);
            }
            let look = CardLook {
                frame,
                event,
                end: self.input.flow.end(card),
                ways: self.input.flow.ways_from(card),
                texts: laid_out,
                marks: &self.view.scene.marks,
                leg: self.leg_look(card),
                state: self.card_state(card, event),
            };
            card::paint(&painter, self.theme, &look);
        }
        self.view.texts = texts;
    }

    fn card_state(&self, card: usize, event: &Event) -> CardState {
        let is_hovered = self.hover.card == Some(card);
        let drop = match (&self.view.gesture, &self.view.landing) {
            (
                Gesture::Wire {
                    verdict: Some(verdict),
                    ..
                },
                _,
            ) if verdict.target == event.id => Some(verdict.edit.is_ok()),
            (_, Some(drop)) if drop.is_on(card) => Some(!drop.is_refused()),
            _ => None,
        };
        let selected = self.view.selection.action;
        CardState {
            is_selected: self.view.selection.events.contains(&event.id),
            is_hovered,
            is_lit: self
                .view
                .traced
                .as_ref()
                .unwrap_or(&self.view.lit.1)
                .stages
                .contains(&card),
            is_focused: self.hover.focused == Some(card),
            is_add_hovered: is_hovered && self.hover.is_add,
            is_fold_hovered: is_hovered && self.hover.is_fold,
            selected_row: selected
                .and_then(|id| event.actions.iter().position(|action| action.id == id)),
            hovered_row: self
                .hover
                .row
                .filter(|_| is_hovered && !self.view.is_in_gesture()),
            drop,
        }
    }

    fn paint_gesture(&self, ui: &Ui, painter: &Painter, drag: Option<&Drag>) {
        let Some(at) = ui.input(|i| i.pointer.latest_pos()) else {
            return;
        };
        let accent = Stroke::new(1.0, self.theme.accent);
        match &self.view.gesture {
            Gesture::Select { from } => {
                let rect =
                    Rect::from_two_pos(self.view.camera.screen_from_world(self.screen, *from), at);
                painter.rect(
                    rect,
                    CornerRadius::ZERO,
                    self.theme.accent.gamma_multiply(0.10),
                    accent,
                    StrokeKind::Inside,
                );
            }
            Gesture::Wire { from, verdict, .. } => {
                let color = match verdict {
                    Some(Verdict { edit: Err(_), .. }) => self.theme.error,
                    _ => self.theme.accent,
                };
                let course = course_between(*from, self.world(at));
                course.runs(&self.view.camera, self.screen, self.screen, |points| {
                    painter.add(Shape::line(points, Stroke::new(2.0, color)));
                });
                painter.circle_filled(at, 4.0, color);
                if let Some(Verdict {
                    edit: Err(refusal), ..
                }) = verdict
                {
                    egui::Tooltip::always_open(
                        ui.ctx().clone(),
                        ui.layer_id(),
                        self.id.with("refusal"),
                        egui::PopupAnchor::Pointer,
                    )
                    .show(|ui| ui.label(&refusal.0));
                }
            }
            Gesture::Row { .. } | Gesture::Carry { .. } => self.paint_drop(ui, painter, at),
            Gesture::Cards { .. } | Gesture::Annotations { .. } => {
                let has_target = self.view.landing.as_ref().is_some_and(Landing::has_target);
                if let Some(drag) = drag.filter(|_| !has_target) {
                    self.paint_guides(painter, &drag.guides);
                }
                self.paint_drop(ui, painter, at);
            }
            Gesture::Resize { .. } => {
                if let Some((_, _, guides)) = &self.resized {
                    self.paint_guides(painter, guides);
                }
            }
            Gesture::None | Gesture::Pan => {}
        }
    }

    /// Thin lines along what is level, and measured distances where they are equal.
    fn paint_guides(&self, painter: &Painter, guides: &Guides) {
        let stroke = Stroke::new(1.0, self.theme.guide);
        let on_screen = |segment: &Segment| {
            segment.map(|point| {
                let at = self.view.camera.screen_from_world(self.screen, point);
                on_pixel(at, painter.pixels_per_point())
            })
        };
        for segment in &guides.lines {
            painter.line_segment(on_screen(segment), stroke);
        }
        for segment in &guides.gaps {
            let [from, to] = on_screen(segment);
            painter.line_segment([from, to], stroke);
            let tick = (to - from).normalized().rot90() * 4.0;
            for end in [from, to] {
                painter.line_segment([end - tick, end + tick], stroke);
            }
        }
    }
}

#[derive(Default)]
pub struct TextCache {
    key: Option<([u64; 2], u32, u32, bool)>,
    /// A text that is laid out in every frame. When egui makes its font atlas anew, as it does on another theme or
    /// when the atlas is full, this comes back as another galley; then all glyphs lie elsewhere.
    sentinel: Option<Arc<Galley>>,
    cards: BTreeMap<usize, CardTexts>,
}

impl TextCache {
    /// Forgets everything when texts, sizes or the font atlas are others.
    fn refresh(&mut self, painter: &Painter, revisions: [u64; 2], zoom: f32, with_rows: bool) {
        let ppp = painter.pixels_per_point();
        let key = Some((revisions, zoom.to_bits(), ppp.to_bits(), with_rows));
        let font = egui::FontId::proportional(theme::BODY);
        let sentinel = painter.layout_no_wrap("sentinel".to_owned(), font, Color32::PLACEHOLDER);
        let is_same_atlas = self
            .sentinel
            .as_ref()
            .is_some_and(|old| Arc::ptr_eq(old, &sentinel));
        if self.key != key || !is_same_atlas || self.cards.len() > 2 * MOST_NEAR_CARDS {
            self.cards.clear();
        }
        self.key = key;
        self.sentinel = Some(sentinel);
    }
}

pub(in crate::canvas) fn paint_arrow(
    painter: &Painter,
    tip: Pos2,
    direction: Vec2,
    size: f32,
    color: Color32,
) {
    let half = direction.rot90() * (size * 0.5);
    let back = tip - direction * size;
    painter.add(Shape::convex_polygon(
        vec![tip, back + half, back - half],
        color,
        Stroke::NONE,
    ));
}
