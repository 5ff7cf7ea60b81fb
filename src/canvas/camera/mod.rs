//! Which part of the canvas is in view? World coordinates are those of the layout, in points at zoom 1.

pub(super) mod flight;
pub(super) mod minimap;
pub(super) mod visits;

use crate::workflow::Position;
use eframe::egui::{Pos2, Rect, Vec2, pos2, vec2};

pub const LEAST_ZOOM: f32 = 0.1;
pub const MOST_ZOOM: f32 = 3.0;

/// Where rows can be read without effort.
pub const READABLE_ZOOM: f32 = 0.6;
/// Between a card that is shown and the edge, in screen points.
const SHOWN_MARGIN: f32 = 48.0;

/// A rectangle in world coordinates. Whole designs can be millions of points wide, where `f32` has no room for
/// fractions; so the world is `f64`, and only what is on screen is `f32`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WorldRect {
    pub min: [f64; 2],
    pub max: [f64; 2],
}

impl WorldRect {
    pub const NOTHING: Self = Self {
        min: [f64::INFINITY; 2],
        max: [f64::NEG_INFINITY; 2],
    };

    pub fn from_card(position: Position, width: i32, height: i32) -> Self {
        let min = [f64::from(position.x), f64::from(position.y)];
        Self {
            min,
            max: [min[0] + f64::from(width), min[1] + f64::from(height)],
        }
    }

    pub fn from_two(a: [f64; 2], b: [f64; 2]) -> Self {
        Self {
            min: [a[0].min(b[0]), a[1].min(b[1])],
            max: [a[0].max(b[0]), a[1].max(b[1])],
        }
    }

    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self {
            min: [self.min[0].min(other.min[0]), self.min[1].min(other.min[1])],
            max: [self.max[0].max(other.max[0]), self.max[1].max(other.max[1])],
        }
    }

    #[must_use]
    pub fn grown(self, by: f64) -> Self {
        Self {
            min: self.min.map(|v| v - by),
            max: self.max.map(|v| v + by),
        }
    }

    pub fn intersects(self, other: Self) -> bool {
        (0..2).all(|i| self.min[i] <= other.max[i] && other.min[i] <= self.max[i])
    }

    pub fn contains_rect(self, other: Self) -> bool {
        (0..2).all(|i| self.min[i] <= other.min[i] && other.max[i] <= self.max[i])
    }

    pub fn area(self) -> f64 {
        (self.max[0] - self.min[0]).max(0.0) * (self.max[1] - self.min[1]).max(0.0)
    }

    pub fn is_something(self) -> bool {
        self.min[0] <= self.max[0] && self.min[1] <= self.max[1]
    }

    pub fn center(self) -> [f64; 2] {
        [
            f64::midpoint(self.min[0], self.max[0]),
            f64::midpoint(self.min[1], self.max[1]),
        ]
    }
}

/// Where the camera stands and how near.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Camera {
    /// The world point in the middle of the screen.
    pub center: [f64; 2],
    /// Screen points per world point.
    pub zoom: f32,
}

impl Default for Camera {
    fn default() -> Self {
        Self {
            center: [0.0, 0.0],
            zoom: 1.0,
        }
    }
}

impl Camera {
    pub fn screen_from_world(&self, screen: Rect, world: [f64; 2]) -> Pos2 {
        let zoom = f64::from(self.zoom);
        let offset = vec2(
            ((world[0] - self.center[0]) * zoom) as f32,
            ((world[1] - self.center[1]) * zoom) as f32,
        );
        screen.center() + offset
    }

    pub fn world_from_screen(&self, screen: Rect, point: Pos2) -> [f64; 2] {
        let zoom = f64::from(self.zoom);
        let offset = point - screen.center();
        [
            self.center[0] + f64::from(offset.x) / zoom,
            self.center[1] + f64::from(offset.y) / zoom,
        ]
    }

    pub fn screen_rect(&self, screen: Rect, world: WorldRect) -> Rect {
        Rect::from_min_max(
            self.screen_from_world(screen, world.min),
            self.screen_from_world(screen, world.max),
        )
    }

    /// The part of the world that is in view.
    pub fn view(&self, screen: Rect) -> WorldRect {
        WorldRect {
            min: self.world_from_screen(screen, screen.min),
            max: self.world_from_screen(screen, screen.max),
        }
    }

    /// Moves what is seen along with the pointer.
    pub fn pan(&mut self, by_screen: Vec2) {
        self.center[0] -= f64::from(by_screen.x / self.zoom);
        self.center[1] -= f64::from(by_screen.y / self.zoom);
    }

    /// Zooms so that what is under `at` stays under it.
    pub fn zoom_at(&mut self, screen: Rect, at: Pos2, factor: f32) {
        let held = self.world_from_screen(screen, at);
        self.zoom = (self.zoom * factor).clamp(self.least_zoom(), MOST_ZOOM);
        let now = self.world_from_screen(screen, at);
        self.center[0] += held[0] - now[0];
        self.center[1] += held[1] - now[1];
    }

    /// Ten percent by hand. Only *Fit all* of a very large design goes further out, and one can zoom in from there.
    fn least_zoom(&self) -> f32 {
        LEAST_ZOOM.min(self.zoom)
    }

    /// The camera that shows a part of the world whole, with a margin, no nearer than `most_zoom`.
    pub fn fitting(screen: Rect, world: WorldRect, most_zoom: f32) -> Self {
        if !world.is_something() || !screen.is_positive() {
            return Self::default();
        }
        let room = (screen.size() - vec2(96.0, 96.0)).max(vec2(64.0, 64.0));
        let size = [
            (world.max[0] - world.min[0]).max(1.0),
            (world.max[1] - world.min[1]).max(1.0),
        ];
        let zoom = (f64::from(room.x) / size[0]).min(f64::from(room.y) / size[1]) as f32;
        Self {
            center: world.center(),
            zoom: zoom.clamp(1e-6, most_zoom),
        }
    }

    /// The camera that shows a card readably with the least movement: none when it is in view already.
    #[must_use]
    pub fn showing(&self, screen: Rect, card: WorldRect) -> Self {
        let mut camera = *self;
        let fitting = Self::fitting(screen, card, MOST_ZOOM);
        if camera.zoom < READABLE_ZOOM || camera.zoom > fitting.zoom {
            let zoom = camera.zoom.max(READABLE_ZOOM).min(fitting.zoom);
            return Self { zoom, ..fitting };
        }
        let view = camera
            .view(screen)
            .grown(-f64::from(SHOWN_MARGIN / camera.zoom));
        for axis in 0..2 {
            let before = (card.min[axis] - view.min[axis]).min(0.0);
            let after = (card.max[axis] - view.max[axis]).max(0.0);
            // Where it does not fit, its beginning counts.
            camera.center[axis] += if before < 0.0 { before } else { after };
        }
        camera
    }

    /// Between this camera and another; `t` of 1 is there.
    #[must_use]
    pub fn toward(&self, other: &Self, t: f32) -> Self {
        if t >= 1.0 {
            return *other;
        }
        let mix = |a: f64, b: f64| a + (b - a) * f64::from(t);
        Self {
            center: [
                mix(self.center[0], other.center[0]),
                mix(self.center[1], other.center[1]),
            ],
            zoom: self.zoom * (other.zoom / self.zoom).powf(t),
        }
    }
}

/// A layout position as a world point.
pub fn world(position: Position) -> [f64; 2] {
    [f64::from(position.x), f64::from(position.y)]
}

/// The layout position nearest to a world point, on the grid.
pub fn position(world: [f64; 2]) -> Position {
    let whole = |v: f64| {
        v.round()
            .clamp(f64::from(i32::MIN / 2), f64::from(i32::MAX / 2)) as i32
    };
    crate::arrange::snapped(Position::new(whole(world[0]), whole(world[1])))
}

/// A point of the screen that lies on a whole pixel, so that hairlines stay sharp.
pub fn on_pixel(point: Pos2, pixels_per_point: f32) -> Pos2 {
    pos2(
        (point.x * pixels_per_point).round() / pixels_per_point,
        (point.y * pixels_per_point).round() / pixels_per_point,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCREEN: Rect = Rect {
        min: pos2(100.0, 50.0),
        max: pos2(900.0, 650.0),
    };

    #[test]
    fn zooming_keeps_what_is_under_the_pointer() {
        let mut camera = Camera {
            center: [40.0, -7.0],
            zoom: 1.0,
        };
        let at = pos2(321.0, 123.0);
        let before = camera.world_from_screen(SCREEN, at);
        camera.zoom_at(SCREEN, at, 1.7);
        let after = camera.world_from_screen(SCREEN, at);
        assert!((before[0] - after[0]).abs() < 1e-6 && (before[1] - after[1]).abs() < 1e-6);
    }

    #[test]
    fn zoom_by_hand_stays_between_ten_and_three_hundred_percent() {
        let mut camera = Camera::default();
        camera.zoom_at(SCREEN, SCREEN.center(), 1e6);
        assert!((camera.zoom - MOST_ZOOM).abs() < 1e-6);
        camera.zoom_at(SCREEN, SCREEN.center(), 1e-6);
        assert!((camera.zoom - LEAST_ZOOM).abs() < 1e-6);
    }

    #[test]
    fn showing_a_card_moves_no_more_than_it_takes() {
        let camera = Camera::default();
        let card = |x: f64| WorldRect {
            min: [x, 0.0],
            max: [x + 252.0, 92.0],
        };
        assert_eq!(camera.showing(SCREEN, card(0.0)), camera);
        let moved = camera.showing(SCREEN, card(300.0));
        assert!((moved.center[0] - 200.0).abs() < 1e-6);
        assert!(moved.view(SCREEN).contains_rect(card(300.0)));
    }

    #[test]
    fn fitting_shows_the_whole_part_even_when_it_is_vast() {
        let vast = WorldRect {
            min: [-5e6, 0.0],
            max: [5e7, 2e6],
        };
        let view = Camera::fitting(SCREEN, vast, 1.0).view(SCREEN);
        assert!(view.contains_rect(vast));
    }
}
