//! How is a large design seen from afar? As one mesh of plain boxes and lines, kept until something changes.

use super::camera::{Camera, WorldRect};
use super::scene::Scene;
use super::selection::Selection;
use super::wire::{entry, port};
use crate::theme::Theme;
use crate::workflow::{EventKind, WayKind, Workflow};
use eframe::egui::epaint::{Mesh, Vertex, WHITE_UV};
use eframe::egui::{Color32, Pos2, Rect, Vec2};
use std::sync::Arc;

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
    pub scene: &'a Scene,
    pub revision: u64,
    pub selection: &'a Selection,
    pub camera: Camera,
    pub screen: Rect,
    pub pixel: f32,
    pub theme: &'a Theme,
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
            if *old == key {
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
    let cards = scene.cards_in(view);
    mesh.reserve_vertices(4 * (wires.len() + cards.len()));
    mesh.indices.reserve(6 * (wires.len() + cards.len()));
    let faint = |color: Color32| color.gamma_multiply(0.6);
    for wire in wires.into_iter().map(|i| &scene.wires[i]) {
        let start =
            camera.screen_from_world(screen, port(scene.cards[wire.from].position, wire.row));
        let end = camera.screen_from_world(screen, entry(scene.cards[wire.to].position));
        let length = (end - start).length();
        if length < 0.5 || !Rect::from_two_pos(start, end).intersects(screen) {
            continue;
        }
        let color = match wire.kind {
            WayKind::Link => theme.link,
            WayKind::Button => theme.button_pushed,
            WayKind::Timer => theme.timer_elapsed,
        };
        let side = (end - start).rot90() * (half_width / length);
        quad(
            mesh,
            [start + side, end + side, end - side, start - side],
            faint(color),
        );
    }
    let kinds: Vec<EventKind> = input.workflow.events().map(|event| event.kind).collect();
    for card in cards {
        let scene_card = &scene.cards[card];
        let mut rect = camera.screen_rect(screen, scene_card.rect());
        if rect.width() < 2.0 * pixel {
            rect = Rect::from_min_size(rect.min, Vec2::splat(2.0 * pixel));
        }
        let is_selected = input.selection.events.contains(&scene_card.event_id);
        let color = if is_selected {
            theme.accent
        } else {
            theme.event(kinds[card])
        };
        if scene.marks.events.contains_key(&scene_card.event_id) {
            let edge = rect.expand((1.5 * pixel).max(3.0 * camera.zoom));
            quad(
                mesh,
                corners(edge),
                theme.severity(scene.marks.events[&scene_card.event_id]),
            );
        }
        quad(mesh, corners(rect), color);
    }
}

fn corners(rect: Rect) -> [Pos2; 4] {
    [
        rect.left_top(),
        rect.right_top(),
        rect.right_bottom(),
        rect.left_bottom(),
    ]
}

fn quad(mesh: &mut Mesh, points: [Pos2; 4], color: Color32) {
    let first = mesh.vertices.len() as u32;
    mesh.vertices.extend(points.map(|pos| Vertex {
        pos,
        uv: WHITE_UV,
        color,
    }));
    mesh.indices.extend([0, 1, 2, 0, 2, 3].map(|i| first + i));
}
