//! Where in the design is one? All of it in a corner, small, with the part in view as a rectangle to drag.

use super::{Camera, WorldRect};
use crate::canvas::paint::far::{corners, quad};
use crate::canvas::paint::mark;
use crate::canvas::scene::Scene;
use crate::canvas::view::CanvasFrame;
use crate::look::BoxContents;
use crate::rules::Severity;
use crate::theme::{self, Theme};
use crate::workflow::{AnnotationKind, Design, EventKind};
use eframe::egui::epaint::Mesh;
use eframe::egui::{
    Area, CornerRadius, CursorIcon, EventFilter, Id, Key, Modifiers, Order, Pos2, Rect, Sense,
    Shape, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, WidgetType, pos2, vec2,
};
use std::collections::BTreeMap;
use std::sync::Arc;

/// In points, with the room around what is shown in it.
const SIZE: Vec2 = vec2(200.0, 130.0);
const INNER_MARGIN: f32 = 8.0;
const OUTER_MARGIN: f32 = 12.0;
/// A smaller canvas is needed for itself.
const LEAST_CANVAS: Vec2 = vec2(420.0, 300.0);
/// With more cards than these, those that fall into one cell are one dot.
const MOST_BOXES: usize = 1200;
const CELL: f32 = 2.0;
/// Marks nearer than this to each other are one.
const MARK_CELL: f32 = 7.0;
/// The shape of a very tall or wide design is stretched, so that it fills at least this share of the map.
const LEAST_SHARE: f64 = 0.4;
/// How strongly a card's hue shows, so that the view and the errors stand out.
const HUE: f32 = 0.7;
/// The rectangle of the view is no smaller than this.
const LEAST_VIEW: f32 = 9.0;
/// How far an arrow key moves the view, as a share of it.
const STEP_SHARE: f64 = 0.25;
/// How much a step of the wheel zooms.
const WHEEL_ZOOM: f32 = 1.0 / 200.0;

/// The picture of the design, made once for each scene, and what the hand is doing on it.
#[derive(Default)]
pub struct Minimap {
    drawn: Option<(DrawnFor, Arc<Mesh>)>,
    /// From the middle of the view to where it was grabbed, in world points.
    grabbed: Option<[f64; 2]>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct DrawnFor {
    scene_id: u64,
    rect: Rect,
    is_dark: bool,
}

impl DrawnFor {
    const fn with_scene_of(self, other: Self) -> Self {
        Self {
            scene_id: other.scene_id,
            ..self
        }
    }
}

/// Where the world lies on the map. Each direction has a scale of its own.
#[derive(Clone, Copy, Debug)]
struct Chart {
    world: WorldRect,
    scale: [f64; 2],
    rect: Rect,
}

impl Chart {
    fn new(world: WorldRect, rect: Rect) -> Self {
        let size = [0, 1].map(|axis| (world.max[axis] - world.min[axis]).max(1.0));
        let room = [f64::from(rect.width()), f64::from(rect.height())];
        let even = (room[0] / size[0]).min(room[1] / size[1]);
        let scale = [0, 1].map(|axis| even.max(LEAST_SHARE * room[axis] / size[axis]));
        Self { world, scale, rect }
    }

    fn map_from_world(&self, world: [f64; 2]) -> Pos2 {
        let center = self.world.center();
        let offset = [0, 1].map(|axis| ((world[axis] - center[axis]) * self.scale[axis]) as f32);
        self.rect.center() + vec2(offset[0], offset[1])
    }

    fn world_from_map(&self, at: Pos2) -> [f64; 2] {
        let (center, offset) = (self.world.center(), at - self.rect.center());
        [
            center[0] + f64::from(offset.x) / self.scale[0],
            center[1] + f64::from(offset.y) / self.scale[1],
        ]
    }

    fn map_rect(&self, world: WorldRect) -> Rect {
        Rect::from_min_max(
            self.map_from_world(world.min),
            self.map_from_world(world.max),
        )
    }
}

impl CanvasFrame<'_, '_> {
    /// Where the map is while the camera stands there, if it is.
    pub(in crate::canvas) fn minimap_rect(&self, camera: &Camera) -> Option<Rect> {
        let bounds = self.view.scene.bounds;
        let view = camera.view(self.screen);
        let is_needed = bounds.is_something() && !view.contains_rect(bounds);
        let has_room =
            self.screen.width() >= LEAST_CANVAS.x && self.screen.height() >= LEAST_CANVAS.y;
        let corner = self.screen.right_bottom() - Vec2::splat(OUTER_MARGIN);
        (self.input.is_minimap_shown && is_needed && has_room)
            .then(|| Rect::from_min_max(corner - SIZE, corner))
    }

    pub(in crate::canvas) fn minimap_ui(&mut self, ui: &Ui) {
        let bounds = self.view.scene.bounds;
        let Some(rect) = self.minimap_rect(&self.view.camera) else {
            self.view.minimap.grabbed = None;
            return;
        };
        // A layer of its own, so that nothing below is hovered, clicked or dragged.
        Area::new(self.id.with("minimap"))
            .order(Order::Middle)
            .fixed_pos(rect.min)
            .movable(false)
            .constrain(false)
            .fade_in(false)
            .show(ui.ctx(), |ui| {
                let (rect, response) = ui.allocate_exact_size(SIZE, Sense::click_and_drag());
                response.widget_info(|| WidgetInfo::labeled(WidgetType::Image, true, "Minimap"));
                let chart = Chart::new(bounds, rect.shrink(INNER_MARGIN));
                self.take_minimap(ui, &response, &chart);
                self.paint_minimap(ui, rect, &chart, response.hovered());
            });
    }

    fn take_minimap(&mut self, ui: &Ui, response: &eframe::egui::Response, chart: &Chart) {
        let pointer = response.interact_pointer_pos();
        if let Some(at) = pointer {
            let world = chart.world_from_map(at);
            let center = self.view.camera.center;
            if response.drag_started() {
                let origin = ui.input(|i| i.pointer.press_origin()).unwrap_or(at);
                let from = chart.world_from_map(origin);
                let is_on_view = view_rect(chart, &self.view.camera, self.screen).contains(origin);
                // Outside, what is pressed comes to the middle first.
                self.view.minimap.grabbed = Some(if is_on_view {
                    [from[0] - center[0], from[1] - center[1]]
                } else {
                    [0.0; 2]
                });
            }
            if let Some(grabbed) = self.view.minimap.grabbed {
                self.view.flight = None;
                self.view.camera.center = [world[0] - grabbed[0], world[1] - grabbed[1]];
                ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
                ui.ctx().request_repaint();
            }
            if response.clicked() {
                self.fly(Camera {
                    center: world,
                    zoom: self.view.camera.zoom,
                });
                ui.ctx().request_repaint();
            }
        }
        if response.drag_stopped() {
            self.view.minimap.grabbed = None;
        }
        if response.has_focus() {
            self.walk_minimap(ui, response.id);
        }
        if response.hovered() {
            let (scroll, zoom) = ui.input(|i| (i.smooth_scroll_delta().y, i.zoom_delta()));
            let factor = zoom * (scroll * WHEEL_ZOOM).exp();
            if (factor - 1.0).abs() > f32::EPSILON {
                self.view.flight = None;
                let middle = self.screen.center();
                self.view.camera.zoom_at(self.screen, middle, factor);
                ui.ctx().request_repaint();
            }
        }
    }

    /// Arrow keys move the view by a part of itself.
    fn walk_minimap(&mut self, ui: &Ui, id: Id) {
        let arrows = EventFilter {
            horizontal_arrows: true,
            vertical_arrows: true,
            ..EventFilter::default()
        };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, arrows));
        let steps = [
            (Key::ArrowLeft, [-1.0, 0.0]),
            (Key::ArrowRight, [1.0, 0.0]),
            (Key::ArrowUp, [0.0, -1.0]),
            (Key::ArrowDown, [0.0, 1.0]),
        ];
        for (key, step) in steps {
            if ui.input_mut(|i| i.consume_key(Modifiers::NONE, key)) {
                let mut to = self
                    .view
                    .flight
                    .as_ref()
                    .map_or(self.view.camera, |flight| flight.to);
                let seen = to.view(self.screen);
                for (axis, step) in step.into_iter().enumerate() {
                    to.center[axis] += step * STEP_SHARE * (seen.max[axis] - seen.min[axis]);
                }
                self.fly(to);
                ui.ctx().request_repaint();
            }
        }
    }

    fn paint_minimap(&mut self, ui: &Ui, rect: Rect, chart: &Chart, is_hovered: bool) {
        let theme = self.theme;
        let radius = CornerRadius::same(8);
        let painter = ui.painter();
        painter.extend(theme.shadow_of(rect, radius).map(Shape::from));
        painter.rect_filled(rect, radius, theme.panel);
        let key = DrawnFor {
            scene_id: self.view.scene_id,
            rect,
            is_dark: theme.is_dark,
        };
        let is_late = self.view.is_scene_new;
        let fits = |of: DrawnFor| of == key || is_late && of.with_scene_of(key) == key;
        let drawn = self.view.minimap.drawn.take();
        let (of, mesh) = drawn.filter(|(of, _)| fits(*of)).unwrap_or_else(|| {
            let mesh = draw(chart, &self.view.scene, self.input.design, theme);
            (key, Arc::new(mesh))
        });
        if of != key {
            ui.ctx().request_repaint();
        }
        self.view.minimap.drawn = Some((of, Arc::clone(&mesh)));
        painter.add(Shape::Mesh(mesh));
        self.paint_selected(painter, chart);
        let seen = view_rect(chart, &self.view.camera, self.screen).intersect(rect.shrink(2.0));
        // An edge in the colour of the map, so that it stands out among many cards.
        let edge = Stroke::new(2.0, theme.panel);
        painter.rect_stroke(seen, CornerRadius::same(2), edge, StrokeKind::Outside);
        painter.rect(
            seen,
            CornerRadius::same(2),
            theme.accent.gamma_multiply(0.14),
            Stroke::new(1.5, theme.accent),
            StrokeKind::Inside,
        );
        let border = if is_hovered {
            theme.border_strong
        } else {
            theme.border
        };
        painter.rect_stroke(rect, radius, Stroke::new(1.0, border), StrokeKind::Inside);
    }

    /// A ring around the one stage that is selected, so that one finds the way back to it.
    fn paint_selected(&self, painter: &eframe::egui::Painter, chart: &Chart) {
        let selected = self.view.selection.stage(&self.input.design.workflow);
        let card = selected
            .and_then(|event_id| self.input.flow.index(event_id))
            .filter(|&stage| !self.view.scene.folds.is_hidden(stage))
            .and_then(|stage| self.view.scene.cards.get(stage));
        if let Some(card) = card {
            let stroke = Stroke::new(1.5, self.theme.accent);
            let ring = chart.map_rect(card.rect()).expand(2.5);
            painter.rect_stroke(ring, CornerRadius::same(2), stroke, StrokeKind::Middle);
        }
    }
}

/// Large enough to be seen and grabbed, and never wholly off the map.
fn view_rect(chart: &Chart, camera: &Camera, screen: Rect) -> Rect {
    let seen = chart.map_rect(camera.view(screen));
    let size = seen.size().max(Vec2::splat(LEAST_VIEW));
    let inner = chart.rect.expand(INNER_MARGIN - 3.0);
    let center = seen.center().clamp(inner.min, inner.max);
    Rect::from_center_size(center, size)
}

fn draw(chart: &Chart, scene: &Scene, design: &Design, theme: &Theme) -> Mesh {
    let mut mesh = Mesh::default();
    for (_, annotation) in design.layout.annotations() {
        let size = annotation.size;
        let place = WorldRect::from_card(annotation.position, size.width, size.height);
        let (rect, tint) = (chart.map_rect(place), theme.tint(annotation.tint));
        let fill = match annotation.kind {
            AnnotationKind::Frame => tint.frame,
            AnnotationKind::StickyNote => tint.paper,
        };
        let edge = theme::mixed(theme.panel, tint.hue, 0.5);
        quad(&mut mesh, corners(rect), edge);
        quad(&mut mesh, corners(rect.shrink(1.0)), fill);
    }
    let kinds = design.workflow.events().map(|event| event.kind);
    let shown = scene
        .cards
        .iter()
        .zip(kinds)
        .enumerate()
        .filter(|(card, _)| !scene.folds.is_hidden(*card));
    let is_crowd = scene.cards.len() > MOST_BOXES;
    // Of the cards that share a cell the first decides its hue. Only errors are marked: nothing else is so urgent that
    // it should be seen from anywhere.
    let mut cells = Cells::new(chart.rect);
    let mut errors: BTreeMap<[i32; 2], Pos2> = BTreeMap::new();
    for (index, (card, kind)) in shown {
        let at = chart.map_rect(card.rect());
        if is_crowd {
            cells.occupy(at.center(), kind);
        } else {
            let least = Vec2::new(3.0, 2.0);
            let shape = Rect::from_center_size(at.center(), at.size().max(least));
            quad(
                &mut mesh,
                corners(shape),
                theme::mixed(theme.panel, theme.event(kind), HUE),
            );
        }
        let hidden = scene.boxes.get(&index).and_then(BoxContents::worst);
        let own = scene.marks.stages.get(&card.event_id).copied();
        if own.into_iter().chain(hidden).min() == Some(Severity::Error) {
            let at = at.center();
            errors.entry(cell(at, MARK_CELL)).or_insert(at);
        }
    }
    for (dot, kind) in cells.dots() {
        quad(
            &mut mesh,
            corners(dot),
            theme::mixed(theme.panel, theme.event(kind), HUE),
        );
    }
    for at in errors.into_values() {
        mark::mesh_mark(&mut mesh, at, 3.0, Severity::Error, theme.panel, theme);
    }
    mesh
}

/// The dots of a crowd: a table over the map, which is much quicker to fill than one that is sorted.
struct Cells {
    first: [i32; 2],
    width: usize,
    kinds: Vec<Option<EventKind>>,
}

impl Cells {
    fn new(rect: Rect) -> Self {
        let (first, last) = (cell(rect.min, CELL), cell(rect.max, CELL));
        let size = [0, 1].map(|axis| (last[axis] - first[axis] + 1).max(0) as usize);
        Self {
            first,
            width: size[0],
            kinds: vec![None; size[0] * size[1]],
        }
    }

    fn occupy(&mut self, at: Pos2, kind: EventKind) {
        let place = cell(at, CELL);
        let column = place[0] - self.first[0];
        let row = place[1] - self.first[1];
        if (0..self.width as i32).contains(&column) && row >= 0 {
            let index = row as usize * self.width + column as usize;
            if let Some(cell) = self.kinds.get_mut(index) {
                cell.get_or_insert(kind);
            }
        }
    }

    fn dots(&self) -> impl Iterator<Item = (Rect, EventKind)> + '_ {
        let occupied = self.kinds.iter().enumerate();
        occupied.filter_map(|(index, kind)| {
            let column = (index % self.width) as i32 + self.first[0];
            let row = (index / self.width) as i32 + self.first[1];
            let min = pos2(column as f32 * CELL, row as f32 * CELL);
            Some((Rect::from_min_size(min, Vec2::splat(CELL)), (*kind)?))
        })
    }
}

fn cell(at: Pos2, size: f32) -> [i32; 2] {
    [(at.x / size).floor() as i32, (at.y / size).floor() as i32]
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAP: Rect = Rect {
        min: pos2(10.0, 10.0),
        max: pos2(194.0, 124.0),
    };

    fn world(width: f64, height: f64) -> WorldRect {
        WorldRect {
            min: [-100.0, 50.0],
            max: [-100.0 + width, 50.0 + height],
        }
    }

    #[test]
    fn a_point_on_the_map_is_the_point_that_is_shown_there() {
        let chart = Chart::new(world(4000.0, 900.0), MAP);
        let at = pos2(44.0, 61.0);
        let back = chart.map_from_world(chart.world_from_map(at));
        assert!((back - at).length() < 1e-3);
        assert!(MAP.expand(0.1).contains_rect(chart.map_rect(chart.world)));
    }

    #[test]
    fn a_very_tall_design_is_stretched_and_an_ordinary_one_keeps_its_shape() {
        let tall = Chart::new(world(3000.0, 5e6), MAP);
        let shown = tall.map_rect(tall.world);
        assert!((shown.width() - 73.6).abs() < 0.1 && (shown.height() - 114.0).abs() < 0.1);
        let ordinary = Chart::new(world(4000.0, 2000.0), MAP);
        assert!((ordinary.scale[0] - ordinary.scale[1]).abs() < 1e-9);
    }

    #[test]
    fn the_view_stays_on_the_map_however_far_away_it_is() {
        let chart = Chart::new(world(4000.0, 2000.0), MAP);
        let far = Camera {
            center: [1e6, -1e6],
            zoom: 3.0,
        };
        let screen = Rect::from_min_size(Pos2::ZERO, vec2(800.0, 600.0));
        let seen = view_rect(&chart, &far, screen);
        assert!(seen.intersects(MAP.expand(INNER_MARGIN)));
        assert!(seen.width() >= LEAST_VIEW);
    }

    #[test]
    fn twenty_thousand_cards_are_a_few_thousand_dots() {
        use crate::workflow::{Flow, Folds, Layout, Position, sketch};
        use std::fmt::Write as _;
        let mut text = "1 New Call\n".to_owned();
        for stage in 2..=20_000 {
            let _ = writeln!(text, "{stage} Button Pushed\n  finish \"x\"");
        }
        let workflow = sketch::parse(&text).unwrap();
        let flow = Flow::new(&workflow);
        let places = workflow.events().map(|event| {
            let number = event.id.0 as i32;
            (
                event.id,
                Position::new(number % 200 * 360, number / 200 * 150),
            )
        });
        let design = Design::new(workflow.clone(), Layout::from_cards(places));
        let scene = Scene::new(&design, &flow, Folds::default());
        let ctx = eframe::egui::Context::default();
        let chart = Chart::new(scene.bounds, MAP);
        let mesh = draw(&chart, &scene, &design, Theme::of(&ctx));
        assert!(mesh.vertices.len() < 4 * 6000, "{}", mesh.vertices.len());
        assert!(mesh.vertices.len() > 4 * 2000);
    }
}
