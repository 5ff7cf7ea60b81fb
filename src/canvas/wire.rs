//! What way does a line take? Spawn lines run from a row to their card; Links run to another card, and around the
//! cards between when that lies behind.

use super::camera::{Camera, WorldRect};
use crate::arrange::{CARD_WIDTH, HEADER_HEIGHT, row_center_y};
use crate::workflow::{ActionId, Position, WayKind};
use eframe::egui::{Pos2, Rect, Vec2};
use std::collections::BTreeMap;

/// How far a line runs straight before it turns, in world points.
const STUB: f64 = 24.0;
/// How far above a card a line that comes back runs.
const LANE: f64 = 20.0;
const CORNER: f64 = 10.0;

/// A line between two cards.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wire {
    pub action_id: ActionId,
    pub kind: WayKind,
    /// Indexes of the stages in the flow.
    pub from: usize,
    pub to: usize,
    /// Which row of the card it leaves from.
    pub row: usize,
}

/// A line's course in world coordinates.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Course {
    Curve([[f64; 2]; 4]),
    /// Out to the right, along above the target, and down into its top: the first `count` of these corners. With
    /// fewer than all it runs into another line to the same card, which goes on from there.
    Around {
        corners: [[f64; 2]; 5],
        count: usize,
    },
}

/// Where the port of a row is.
pub fn port(card: Position, row: usize) -> [f64; 2] {
    [
        f64::from(card.x) + f64::from(CARD_WIDTH),
        f64::from(card.y) + f64::from(row_center_y(row)),
    ]
}

/// Where lines enter a card from the left.
pub fn entry(card: Position) -> [f64; 2] {
    [
        f64::from(card.x),
        f64::from(card.y) + f64::from(HEADER_HEIGHT) / 2.0,
    ]
}

impl Wire {
    pub fn course(&self, from_card: Position, to_card: Position) -> Course {
        let start = port(from_card, self.row);
        let end = entry(to_card);
        if self.kind == WayKind::Link && end[0] < start[0] + STUB {
            let lane = f64::from(to_card.y) - LANE;
            let turn = start[0] + STUB;
            let drop = f64::from(to_card.x) + f64::from(CARD_WIDTH) / 2.0;
            let top = f64::from(to_card.y);
            let corners = [
                start,
                [turn, start[1]],
                [turn, lane],
                [drop, lane],
                [drop, top],
            ];
            return Course::Around {
                corners,
                count: corners.len(),
            };
        }
        course_between(start, end)
    }
}

/// A curve that is horizontal at both ends.
pub fn course_between(start: [f64; 2], end: [f64; 2]) -> Course {
    let reach = ((end[0] - start[0]).abs() * 0.5).clamp(36.0, 400.0);
    Course::Curve([
        start,
        [start[0] + reach, start[1]],
        [end[0] - reach, end[1]],
        end,
    ])
}

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

    /// The end and the direction in which the line arrives there; `None` where it runs into another line.
    pub const fn arrival(&self) -> Option<([f64; 2], Vec2)> {
        match self {
            Self::Curve(points) => Some((points[3], Vec2::new(1.0, 0.0))),
            Self::Around { corners, count: 5 } => Some((corners[4], Vec2::new(0.0, 1.0))),
            Self::Around { .. } => None,
        }
    }
}

/// Joins lines that go around to the same card: the farthest runs all the way, the others run into it. So a hundred
/// Links back to New Call are one line there, and its dashes stay dashes.
pub fn join_courses(courses: &mut [(&Wire, Course)]) {
    // For each card, the farthest column from which lines come; for each column, where the farthest line starts.
    let mut columns: BTreeMap<usize, i64> = BTreeMap::new();
    let mut starts: BTreeMap<(usize, i64), f64> = BTreeMap::new();
    let around = |course: &Course| match course {
        Course::Around { corners, .. } => {
            Some((corners[1][0] as i64, corners[0][1], corners[2][1]))
        }
        Course::Curve(_) => None,
    };
    for (wire, course) in courses.iter() {
        if let Some((column, start_y, lane_y)) = around(course) {
            let farthest = columns.entry(wire.to).or_insert(column);
            *farthest = column.max(*farthest);
            let start = starts.entry((wire.to, column)).or_insert(start_y);
            if (start_y - lane_y).abs() > (*start - lane_y).abs() {
                *start = start_y;
            }
        }
    }
    for (wire, course) in courses {
        let Some((column, start_y, _)) = around(course) else {
            continue;
        };
        let leads_column = starts.get(&(wire.to, column)) == Some(&start_y);
        let leads_all = leads_column && columns.get(&wire.to) == Some(&column);
        if let Course::Around { count, .. } = course {
            *count = match (leads_all, leads_column) {
                (true, _) => 5,
                (_, true) => 3,
                _ => 2,
            };
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
    use eframe::egui::{pos2, vec2};

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
        let (end, direction) = course.arrival().unwrap();
        assert_eq!((end[1], direction), (0.0, vec2(0.0, 1.0)));
    }

    #[test]
    fn a_link_forward_enters_from_the_left() {
        let course = link(Position::new(0, 0), Position::new(720, 0));
        assert_eq!(course.arrival(), Some(([720.0, 18.0], vec2(1.0, 0.0))));
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

    #[test]
    fn lines_that_go_around_to_one_card_become_one() {
        let wire = Wire {
            action_id: ActionId(1),
            kind: WayKind::Link,
            from: 0,
            to: 9,
            row: 0,
        };
        let target = Position::new(0, 0);
        let from = [(720, 400), (720, 100), (360, 200)].map(|(x, y)| Position::new(x, y));
        let mut courses: Vec<_> = from
            .iter()
            .map(|&card| (&wire, wire.course(card, target)))
            .collect();
        join_courses(&mut courses);
        let counts: Vec<usize> = courses
            .iter()
            .map(|(_, course)| course.boxes().count() + 1)
            .collect();
        assert_eq!(counts, [5, 2, 3]);
    }

    fn run_count(course: &Course) -> usize {
        let mut run_count = 0;
        course.runs(&Camera::default(), SCREEN, SCREEN, |_| run_count += 1);
        run_count
    }
}
