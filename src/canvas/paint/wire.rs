//! How is a line drawn, as far as it is in sight? Its course is that of [`crate::look`].

use crate::canvas::camera::{Camera, WorldRect};
use crate::look::{CORNER, Course};
use eframe::egui::{Pos2, Rect};

impl Course {
    /// Boxes that hold the course together. One that goes around has a thin box for each straight part: the box
    /// around the whole would be in sight nearly always.
    pub fn boxes(&self) -> impl Iterator<Item = WorldRect> + '_ {
        let around = |points: &[[f64; 2]]| {
            points.iter().fold(WorldRect::NOTHING, |all, &point| {
                all.union(WorldRect {
                    min: point,
                    max: point,
                })
            })
        };
        let (curve, corners) = match self {
            Self::Curve(points) => (Some(around(points)), &[][..]),
            Self::Around { corners, count } => (None, &corners[..*count]),
        };
        curve.into_iter().chain(corners.windows(2).map(around))
    }

    /// The points of the course on screen, in runs: parts that pass outside `clip` are left out, so that a long line
    /// that only passes by costs a few box tests.
    pub fn runs(&self, camera: &Camera, screen: Rect, clip: Rect, mut run: impl FnMut(Vec<Pos2>)) {
        match self {
            Self::Curve(points) => {
                let bezier = points.map(|point| camera.screen_from_world(screen, point));
                let mut points = Vec::new();
                flatten(&bezier, clip, 8, &mut points, &mut run);
                if points.len() > 1 {
                    run(points);
                }
            }
            Self::Around { corners, count } => {
                let corners = corners.map(|point| camera.screen_from_world(screen, point));
                rounded(
                    &corners[..*count],
                    CORNER as f32 * camera.zoom,
                    clip,
                    &mut run,
                );
            }
        }
    }
}

/// Halves a curve until it is flat; drops every piece whose hull lies outside `clip`.
fn flatten(
    bezier: &[Pos2; 4],
    clip: Rect,
    depth: u8,
    points: &mut Vec<Pos2>,
    run: &mut impl FnMut(Vec<Pos2>),
) {
    if !Rect::from_points(bezier).intersects(clip) {
        if points.len() > 1 {
            run(std::mem::take(points));
        }
        points.clear();
        return;
    }
    let [a, b, c, d] = *bezier;
    if depth == 0 || squared_distance(b, a, d).max(squared_distance(c, a, d)) < 0.04 {
        if points.is_empty() {
            points.push(a);
        }
        points.push(d);
        return;
    }
    let mid = |p: Pos2, q: Pos2| p + (q - p) * 0.5;
    let (ab, bc, cd) = (mid(a, b), mid(b, c), mid(c, d));
    let (abc, bcd) = (mid(ab, bc), mid(bc, cd));
    let middle = mid(abc, bcd);
    flatten(&[a, ab, abc, middle], clip, depth - 1, points, run);
    flatten(&[middle, bcd, cd, d], clip, depth - 1, points, run);
}

/// A line through `corners` with rounded turns. Straight parts out of sight are left out and the others cut off
/// beyond `clip`, so that dashing them stays cheap.
fn rounded(corners: &[Pos2], radius: f32, clip: Rect, run: &mut impl FnMut(Vec<Pos2>)) {
    let seen = clip.expand(2.0 * radius + 64.0);
    let mut points = Vec::new();
    for (index, part) in corners.windows(2).enumerate() {
        let [from, to] = [part[0], part[1]];
        if !Rect::from_two_pos(from, to).intersects(clip.expand(radius)) {
            if points.len() > 1 {
                run(std::mem::take(&mut points));
            }
            points.clear();
            continue;
        }
        if points.is_empty() {
            points.push(from.clamp(seen.min, seen.max));
        }
        let end = to.clamp(seen.min, seen.max);
        match corners.get(index + 2).filter(|_| end == to) {
            Some(&next) => turn(&mut points, from, to, next, radius),
            None => points.push(end),
        }
    }
    if points.len() > 1 {
        run(points);
    }
}

/// Adds a rounded corner.
fn turn(points: &mut Vec<Pos2>, before: Pos2, corner: Pos2, after: Pos2, radius: f32) {
    let r = radius
        .min((corner - before).length() / 2.0)
        .min((after - corner).length() / 2.0);
    let start = corner - (corner - before).normalized() * r;
    let end = corner + (after - corner).normalized() * r;
    for step in 0..=4 {
        let t = step as f32 / 4.0;
        let (p, q) = (start + (corner - start) * t, corner + (end - corner) * t);
        points.push(p + (q - p) * t);
    }
}

/// The square of the distance from `p` to the segment from `a` to `b`.
pub fn squared_distance(p: Pos2, a: Pos2, b: Pos2) -> f32 {
    let (ab, ap) = (b - a, p - a);
    let t = (ap.dot(ab) / ab.length_sq().max(1e-6)).clamp(0.0, 1.0);
    (ap - ab * t).length_sq()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::look::Wire;
    use crate::workflow::{ActionId, Position, WayKind};
    use eframe::egui::pos2;

    const SCREEN: Rect = Rect {
        min: Pos2::ZERO,
        max: pos2(800.0, 600.0),
    };

    fn link(from: Position, to: Position) -> Course {
        Wire {
            action_id: ActionId(1),
            kind: WayKind::Link,
            from: 0,
            to: 1,
            row: 0,
        }
        .course(from, to)
    }

    #[test]
    fn a_link_back_runs_above_the_card_that_it_leads_to() {
        let course = link(Position::new(720, 0), Position::new(0, 0));
        assert!(matches!(course, Course::Around { .. }));
        assert!(course.boxes().any(|part| part.min[1] < 0.0));
    }

    #[test]
    fn a_line_that_is_out_of_sight_has_no_runs() {
        let course = link(Position::new(9000, 9000), Position::new(9720, 9000));
        assert_eq!(run_count(&course), 0);
    }

    #[test]
    fn a_line_that_goes_around_the_screen_has_no_runs() {
        let around = link(Position::new(9000, 9000), Position::new(-9000, -9000));
        assert_eq!(run_count(&around), 0);
        let within = link(Position::new(60, 200), Position::new(-300, 0));
        assert_eq!(run_count(&within), 1);
    }

    fn run_count(course: &Course) -> usize {
        let mut run_count = 0;
        course.runs(&Camera::default(), SCREEN, SCREEN, |_| run_count += 1);
        run_count
    }
}
