//! How is a large design seen from afar? As one mesh of plain boxes and lines, kept until something changes.

use super::mark;
use crate::arrange::ADD_ROW_HEIGHT;
use crate::canvas::camera::{Camera, WorldRect};
use crate::canvas::scene::Scene;
use crate::canvas::selection::Selection;
use crate::look::{BoxContents, Course, Wire, join_courses};
use crate::rules::Severity;
use crate::theme::{self, Theme};
use crate::workflow::{EventId, EventKind, Flow, StageEnd, WayKind, Workflow};
use eframe::egui::epaint::{Mesh, Vertex, WHITE_UV};
use eframe::egui::{Color32, Pos2, Rect, Vec2};
use std::sync::Arc;

/// Cards narrower than this, in points, are of one colour.
const LEAST_STRIP_WIDTH: f32 = 8.0;
/// The strip of a box's hue, in world points.
const STRIP_WIDTH: f32 = 16.0;

/// The mesh of the last frame and what it was made for.
#[derive(Default)]
pub struct FarMesh {
    mesh: Option<(Key, Arc<Mesh>)>,
}

#[derive(Clone, Debug, PartialEq)]
struct Key {
    revision: u64,
    selection: Selection,
    camera: Camera,
    screen: Rect,
    is_dark: bool,
}

/// What the mesh is made from.
pub struct FarInput<'a> {
    pub workflow: &'a Workflow,
    pub flow: &'a Flow,
    pub scene: &'a Scene,
    pub revision: u64,
    pub selection: &'a Selection,
    pub camera: Camera,
    pub screen: Rect,
    pub pixel: f32,
    pub theme: &'a Theme,
    /// Is one frame late early enough for what has changed?
    pub can_wait: bool,
}

impl FarMesh {
    /// The mesh for this frame. Where only the pan differs and nothing is cut off, the old one is moved.
    pub fn get(&mut self, input: &FarInput<'_>) -> Arc<Mesh> {
        let key = Key {
            revision: input.revision,
            selection: input.selection.clone(),
            camera: input.camera,
            screen: input.screen,
            is_dark: input.theme.is_dark,
        };
        let view = input.camera.view(input.screen);
        if let Some((old, mesh)) = &mut self.mesh {
            let is_same_view =
                (old.camera, old.screen, old.is_dark) == (key.camera, key.screen, key.is_dark);
            if *old == key || input.can_wait && is_same_view {
                return Arc::clone(mesh);
            }
            let panned = Key {
                camera: Camera {
                    center: key.camera.center,
                    ..old.camera
                },
                ..old.clone()
            };
            let was_whole = old
                .camera
                .view(old.screen)
                .contains_rect(input.scene.bounds);
            if panned == key
                && was_whole
                && view.contains_rect(input.scene.bounds)
                && let Some(mesh) = Arc::get_mut(mesh)
            {
                let zoom = f64::from(key.camera.zoom);
                let by = |axis: usize| {
                    ((old.camera.center[axis] - key.camera.center[axis]) * zoom) as f32
                };
                mesh.translate(Vec2::new(by(0), by(1)));
                *old = key;
                return self
                    .mesh
                    .as_ref()
                    .map(|(_, mesh)| Arc::clone(mesh))
                    .unwrap_or_default();
            }
        }
        // The old buffer is used again when nobody else holds it.
        let mut mesh = self
            .mesh
            .take()
            .and_then(|(_, mesh)| Arc::try_unwrap(mesh).ok())
            .unwrap_or_default();
        mesh.clear();
        build(&mut mesh, input, view);
        let mesh = Arc::new(mesh);
        self.mesh = Some((key, Arc::clone(&mesh)));
        mesh
    }
}

fn build(mesh: &mut Mesh, input: &FarInput<'_>, view: WorldRect) {
    let FarInput {
        scene,
        camera,
        screen,
        theme,
        pixel,
        ..
    } = *input;
    let half_width = (0.8 * camera.zoom.sqrt()).max(0.5 * pixel);
    let wires = scene.wires_in(view);
    let mut cards = scene.cards_in(view);
    cards.sort_unstable();
    mesh.reserve_vertices(4 * (wires.len() + cards.len()));
    mesh.indices.reserve(6 * (wires.len() + cards.len()));
    let card_of = |stage: usize| scene.cards[stage].position;
    let of_link = theme.link.gamma_multiply(0.5);
    let of_button = theme.button_pushed.gamma_multiply(0.6);
    let of_timer = theme.timer_elapsed.gamma_multiply(0.6);
    let draw = |mesh: &mut Mesh, kind: WayKind, course: &Course| {
        let color = match kind {
            WayKind::Link => of_link,
            WayKind::Button => of_button,
            WayKind::Timer => of_timer,
        };
        let mut line = |from: [f64; 2], to: [f64; 2]| {
            let start = camera.screen_from_world(screen, from);
            let end = camera.screen_from_world(screen, to);
            let length = (end - start).length();
            if length > 0.5 && Rect::from_two_pos(start, end).intersects(screen) {
                let side = (end - start).rot90() * (half_width / length);
                quad(
                    mesh,
                    [start + side, end + side, end - side, start - side],
                    color,
                );
            }
        };
        match course {
            Course::Curve([start, _, _, end]) => line(*start, *end),
            Course::Around { corners, count } => {
                corners[..*count]
                    .windows(2)
                    .for_each(|part| line(part[0], part[1]));
            }
        }
    };
    // Only lines that go around can have a part in common.
    let mut around: Vec<(&Wire, Course)> = Vec::new();
    for wire in wires.into_iter().map(|index| &scene.wires[index]) {
        match wire.course(card_of(wire.from), card_of(wire.to)) {
            course @ Course::Curve(_) => draw(mesh, wire.kind, &course),
            course @ Course::Around { .. } => around.push((wire, course)),
        }
    }
    join_courses(&mut around);
    for (wire, course) in &around {
        draw(mesh, wire.kind, course);
    }
    // From afar it does not matter which card lies on which. Cards and selected stages are in the same order then, so that one pass over both tells which are which.
    let mut selected = input.selection.events.iter().copied().peekable();
    let mut is_selected = |event_id: EventId| {
        while selected.next_if(|&selected| selected < event_id).is_some() {}
        selected.peek() == Some(&event_id)
    };
    let kinds: Vec<EventKind> = input.workflow.events().map(|event| event.kind).collect();
    for card in cards {
        let scene_card = &scene.cards[card];
        let mut rect = camera.screen_rect(screen, scene_card.rect());
        if rect.width() < 2.0 * pixel {
            rect = Rect::from_min_size(rect.min, Vec2::splat(2.0 * pixel));
        }
        let is_selected = is_selected(scene_card.event_id);
        let kind = kinds[card];
        let hue = if is_selected {
            theme.accent
        } else {
            theme.event(kind)
        };
        let contents = scene.boxes.get(&card);
        if contents.is_some() {
            // More sheets below: there is more in it.
            let step = Vec2::splat((6.0 * camera.zoom).max(1.5 * pixel));
            for sheet in [2.0, 1.0] {
                let edge = rect.translate(step * sheet);
                quad(mesh, corners(edge), theme::mixed(theme.canvas, hue, 0.75));
                quad(
                    mesh,
                    corners(edge.shrink(pixel)),
                    theme::mixed(theme.card, hue, 0.2),
                );
            }
        }
        let fill = match (is_selected, rect.width() > LEAST_STRIP_WIDTH) {
            (true, _) => 0.8,
            (_, true) => 0.28,
            (_, false) => 0.6,
        };
        quad(mesh, corners(rect), theme::mixed(theme.card, hue, fill));
        if rect.width() > LEAST_STRIP_WIDTH {
            let edge = (STRIP_WIDTH * camera.zoom).max(pixel);
            let strip = rect.with_max_x(rect.left() + edge);
            quad(mesh, corners(strip), hue);
        }
        let own = scene.marks.stages.get(&scene_card.event_id).copied();
        let hidden = contents.and_then(BoxContents::worst);
        let radius = (22.0 * camera.zoom).clamp(1.5 * pixel, 5.0);
        if rect.width() > LEAST_STRIP_WIDTH && input.flow.end(card) == StageEnd::Dangles {
            let y = rect.bottom() - ADD_ROW_HEIGHT as f32 * 0.5 * camera.zoom;
            let end = Pos2::new(rect.right(), y);
            mark::mesh_open_end(mesh, end, radius * 0.8, theme);
        }
        if let Some(severity) = own.into_iter().chain(hidden).min()
            && (severity == Severity::Error || rect.width() > LEAST_STRIP_WIDTH)
        {
            let at = rect.right_top();
            mark::mesh_mark(mesh, at, radius, severity, theme.canvas, theme);
        }
    }
}

pub fn corners(rect: Rect) -> [Pos2; 4] {
    [
        rect.left_top(),
        rect.right_top(),
        rect.right_bottom(),
        rect.left_bottom(),
    ]
}

pub fn quad(mesh: &mut Mesh, points: [Pos2; 4], color: Color32) {
    let first = mesh.vertices.len() as u32;
    mesh.vertices.extend(points.map(|pos| Vertex {
        pos,
        uv: WHITE_UV,
        color,
    }));
    mesh.indices.extend([0, 1, 2, 0, 2, 3].map(|i| first + i));
}
