//! How are findings and open ends told by shape where there is no room for more? As parts of a mesh, which costs next
//! to nothing however many there are.

use crate::rules::Severity;
use crate::theme::Theme;
use eframe::egui::epaint::{Mesh, Vertex, WHITE_UV};
use eframe::egui::{Color32, Pos2, Vec2, vec2};

/// A disc for an error, a triangle for a warning, a small dot for a hint, each with an edge in the colour of what it
/// lies on. As on the cards.
pub fn mesh_mark(
    mesh: &mut Mesh,
    at: Pos2,
    radius: f32,
    severity: Severity,
    edge: Color32,
    theme: &Theme,
) {
    let color = theme.severity(severity);
    match severity {
        Severity::Error => {
            disc(mesh, at, radius + 1.0, edge);
            disc(mesh, at, radius, color);
        }
        Severity::Warning => {
            triangle(mesh, at, radius + 1.4, edge);
            triangle(mesh, at, radius, color);
        }
        Severity::Info => disc(mesh, at, radius * 0.5, color),
    }
}

/// The hollow ring of a dangling end, with its ghost line to nowhere.
pub fn mesh_open_end(mesh: &mut Mesh, at: Pos2, radius: f32, theme: &Theme) {
    let half = (radius * 0.3).max(0.5);
    for dash in [1.4, 2.8] {
        let from = at + vec2(radius * dash, -half);
        let size = vec2(radius * 0.9, 2.0 * half);
        let corners = [
            from,
            from + vec2(size.x, 0.0),
            from + size,
            from + vec2(0.0, size.y),
        ];
        super::far::quad(mesh, corners, theme.error);
    }
    disc(mesh, at, radius, theme.error);
    disc(mesh, at, radius * 0.55, theme.canvas);
}

fn disc(mesh: &mut Mesh, at: Pos2, radius: f32, color: Color32) {
    const SIDES: u32 = 10;
    let angle = |side: u32| side as f32 * std::f32::consts::TAU / SIDES as f32;
    let corners = (0..SIDES).map(|side| at + Vec2::angled(angle(side)) * radius);
    fan(mesh, corners, color);
}

fn triangle(mesh: &mut Mesh, at: Pos2, radius: f32, color: Color32) {
    let corners = [
        at + vec2(0.0, -radius * 1.1),
        at + vec2(radius * 1.1, radius * 0.85),
        at + vec2(-radius * 1.1, radius * 0.85),
    ];
    fan(mesh, corners.into_iter(), color);
}

fn fan(mesh: &mut Mesh, corners: impl Iterator<Item = Pos2>, color: Color32) {
    let first = mesh.vertices.len() as u32;
    mesh.vertices.extend(corners.map(|pos| Vertex {
        pos,
        uv: WHITE_UV,
        color,
    }));
    let count = mesh.vertices.len() as u32 - first;
    for corner in 1..count.saturating_sub(1) {
        mesh.indices
            .extend([first, first + corner, first + corner + 1]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use eframe::egui;

    #[test]
    fn each_severity_has_a_shape_of_its_own() {
        let theme = Theme::of(&egui::Context::default());
        let corner_count = |severity| {
            let mut mesh = Mesh::default();
            mesh_mark(&mut mesh, Pos2::ZERO, 4.0, severity, theme.card, theme);
            mesh.vertices.len()
        };
        assert_eq!(
            [Severity::Error, Severity::Warning, Severity::Info].map(corner_count),
            [20, 6, 10]
        );
    }
}
