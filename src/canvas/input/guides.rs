//! What is a dragged thing level with, and where does it keep equal distances? It stops there, and lines show why.

use crate::arrange::snapped;
use crate::canvas::camera::WorldRect;
use crate::workflow::Position;

/// How near, in screen points, an edge has to come to another one to be held there.
const SNAP: f64 = 6.0;
/// Differences smaller than this, in world points, are those of rounding.
const SAME: f64 = 0.6;

/// Among the lines of a thing, see [`lines_of`].
const MIDDLE: usize = 1;

/// A line between two points of the world.
pub type Segment = [[f64; 2]; 2];

/// How far the dragged things are from where they were, and what shows why they stop there.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drag {
    pub by: Position,
    pub guides: Guides,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Guides {
    /// Along shared edges and middles, from thing to thing.
    pub lines: Vec<Segment>,
    /// Distances that are equal.
    pub gaps: Vec<Segment>,
}

/// Which edges a hand has taken: in each direction the near one, the far one, or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grip(pub [Option<Edge>; 2]);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    Near,
    Far,
}

/// What holds an edge that is being dragged.
#[derive(Clone, Copy, Debug)]
pub enum Hold<'a> {
    Nothing,
    Grid,
    /// Other things, at a zoom, and the grid.
    Things(f32, &'a [WorldRect]),
}

impl Drag {
    /// Held where the grabbed thing is level with another or keeps its distances, else on the grid.
    pub fn snapping(grabbed: WorldRect, moved: [f64; 2], zoom: f32, others: &[WorldRect]) -> Self {
        let mut at = shifted(grabbed, moved);
        let reach = SNAP / f64::from(zoom);
        for axis in 0..2 {
            let correction = level(&at, axis, others)
                .chain(evenly(&at, axis, others))
                .filter(|correction| correction.abs() < reach)
                .min_by(|a, b| a.abs().total_cmp(&b.abs()))
                .unwrap_or_else(|| on_grid(at.min[axis]) - at.min[axis]);
            // Whole points, whatever the middles are.
            let start = (at.min[axis] + correction).round();
            let size = at.max[axis] - at.min[axis];
            (at.min[axis], at.max[axis]) = (start, start + size);
        }
        Self {
            by: way(grabbed, at),
            guides: Guides::new(&at, others),
        }
    }

    pub fn on_grid(grabbed: WorldRect, moved: [f64; 2]) -> Self {
        let wanted = shifted(grabbed, moved);
        let by = [0, 1].map(|axis| on_grid(wanted.min[axis]) - wanted.min[axis]);
        Self {
            by: way(grabbed, shifted(wanted, by)),
            ..Self::default()
        }
    }

    /// Without alignment or grid, for fine placing.
    pub fn free(moved: [f64; 2]) -> Self {
        Self {
            by: Position::new(moved[0].round() as i32, moved[1].round() as i32),
            ..Self::default()
        }
    }
}

impl Guides {
    fn new(at: &WorldRect, others: &[WorldRect]) -> Self {
        let mut guides = Self::default();
        for axis in 0..2 {
            // An edge tells the same as the middle where things are of one size: the first that says so is enough.
            let mut told: Vec<usize> = Vec::new();
            for (which, own) in lines_of(at, axis).into_iter().enumerate() {
                let is_level = |other: &WorldRect| {
                    partners(other, axis, which).any(|line| (line - own).abs() < SAME)
                };
                let fresh: Vec<usize> = (0..others.len())
                    .filter(|index| !told.contains(index) && is_level(&others[*index]))
                    .collect();
                guides
                    .lines
                    .extend(line_through(at, axis, own, &fresh, others));
                told.extend(fresh);
            }
            guides.gaps.extend(equal_gaps(at, axis, others));
        }
        guides
    }
}

/// Where the taken edges are after the hand has moved; the others stay.
pub fn resized(
    from: WorldRect,
    grip: Grip,
    moved: [f64; 2],
    least: [f64; 2],
    hold: Hold<'_>,
) -> (WorldRect, Guides) {
    let mut to = from;
    let mut guides = Guides::default();
    for axis in 0..2 {
        let Some(edge) = grip.0[axis] else { continue };
        let wanted = moved[axis]
            + match edge {
                Edge::Near => from.min[axis],
                Edge::Far => from.max[axis],
            };
        let at = match hold {
            Hold::Nothing => wanted,
            Hold::Grid => on_grid(wanted),
            Hold::Things(zoom, others) => {
                let reach = SNAP / f64::from(zoom);
                let lines = others.iter().flat_map(|other| partners(other, axis, 0));
                lines
                    .filter(|line| (line - wanted).abs() < reach)
                    .min_by(|a, b| (a - wanted).abs().total_cmp(&(b - wanted).abs()))
                    .unwrap_or_else(|| on_grid(wanted))
            }
        }
        .round();
        match edge {
            Edge::Near => to.min[axis] = at.min(from.max[axis] - least[axis]),
            Edge::Far => to.max[axis] = at.max(from.min[axis] + least[axis]),
        }
    }
    if let Hold::Things(_, others) = hold {
        for axis in 0..2 {
            let own = match grip.0[axis] {
                Some(Edge::Near) => to.min[axis],
                Some(Edge::Far) => to.max[axis],
                None => continue,
            };
            let is_level = |index: &usize| {
                partners(&others[*index], axis, 0).any(|line| (line - own).abs() < SAME)
            };
            let level: Vec<usize> = (0..others.len()).filter(is_level).collect();
            guides
                .lines
                .extend(line_through(&to, axis, own, &level, others));
        }
    }
    (to, guides)
}

fn shifted(rect: WorldRect, by: [f64; 2]) -> WorldRect {
    WorldRect {
        min: [rect.min[0] + by[0], rect.min[1] + by[1]],
        max: [rect.max[0] + by[0], rect.max[1] + by[1]],
    }
}

fn way(from: WorldRect, to: WorldRect) -> Position {
    let by = [0, 1].map(|axis| (to.min[axis] - from.min[axis]).round() as i32);
    Position::new(by[0], by[1])
}

fn on_grid(at: f64) -> f64 {
    f64::from(snapped(Position::new(at.round() as i32, 0)).x)
}

/// The near edge, the middle and the far edge.
fn lines_of(rect: &WorldRect, axis: usize) -> [f64; 3] {
    [rect.min[axis], rect.center()[axis], rect.max[axis]]
}

/// What an edge or a middle is level with: edges with edges, and middles with middles.
fn partners(other: &WorldRect, axis: usize, which: usize) -> impl Iterator<Item = f64> + use<> {
    let [near, middle, far] = lines_of(other, axis);
    let lines = if which == MIDDLE {
        [Some(middle), None]
    } else {
        [Some(near), Some(far)]
    };
    lines.into_iter().flatten()
}

/// How far it would have to move to be level with each of the others, in each way.
fn level<'a>(
    at: &WorldRect,
    axis: usize,
    others: &'a [WorldRect],
) -> impl Iterator<Item = f64> + use<'a> {
    let own = lines_of(at, axis);
    others.iter().flat_map(move |other| {
        let own = own.into_iter().enumerate();
        own.flat_map(move |(which, own)| partners(other, axis, which).map(move |line| line - own))
    })
}

/// How far it would have to move to keep the distances that its neighbours in the row or column keep.
fn evenly(at: &WorldRect, axis: usize, others: &[WorldRect]) -> impl Iterator<Item = f64> {
    let row = Row::around(at, axis, others);
    let size = at.max[axis] - at.min[axis];
    let start = at.min[axis];
    let between = row.before.zip(row.after).and_then(|(before, after)| {
        let free = after.min[axis] - before.max[axis] - size;
        (free > 0.0).then(|| before.max[axis] + free / 2.0)
    });
    let after_two = row
        .before
        .zip(row.before_that)
        .map(|(before, first)| before.max[axis] + (before.min[axis] - first.max[axis]));
    let before_two = row
        .after
        .zip(row.after_that)
        .map(|(after, last)| after.min[axis] - (last.min[axis] - after.max[axis]) - size);
    let starts = [between, after_two, before_two].into_iter().flatten();
    starts.map(move |wanted| wanted - start)
}

/// The two nearest on each side that a thing is in one row or column with.
struct Row {
    before_that: Option<WorldRect>,
    before: Option<WorldRect>,
    after: Option<WorldRect>,
    after_that: Option<WorldRect>,
}

impl Row {
    fn around(at: &WorldRect, axis: usize, others: &[WorldRect]) -> Self {
        let before = nearest_before(at, axis, others);
        let after = nearest_after(at, axis, others);
        Self {
            before_that: before.and_then(|rect| nearest_before(&rect, axis, others)),
            before,
            after,
            after_that: after.and_then(|rect| nearest_after(&rect, axis, others)),
        }
    }
}

fn is_beside(a: &WorldRect, b: &WorldRect, axis: usize) -> bool {
    let across = 1 - axis;
    a.min[across] < b.max[across] && b.min[across] < a.max[across]
}

fn nearest_before(at: &WorldRect, axis: usize, others: &[WorldRect]) -> Option<WorldRect> {
    let is_before =
        |other: &&WorldRect| other.max[axis] < at.min[axis] && is_beside(at, other, axis);
    let all = others.iter().filter(is_before);
    all.max_by(|a, b| a.max[axis].total_cmp(&b.max[axis]))
        .copied()
}

fn nearest_after(at: &WorldRect, axis: usize, others: &[WorldRect]) -> Option<WorldRect> {
    let is_after =
        |other: &&WorldRect| other.min[axis] > at.max[axis] && is_beside(at, other, axis);
    let all = others.iter().filter(is_after);
    all.min_by(|a, b| a.min[axis].total_cmp(&b.min[axis]))
        .copied()
}

/// The line on which something lies together with others: from the nearest of them on one side to that on the other.
fn line_through(
    at: &WorldRect,
    axis: usize,
    own: f64,
    level: &[usize],
    others: &[WorldRect],
) -> Option<Segment> {
    let across = 1 - axis;
    let rects = || level.iter().map(|&index| &others[index]);
    let middle = at.center()[across];
    let before = rects()
        .filter(|other| other.center()[across] <= middle)
        .max_by(|a, b| a.max[across].total_cmp(&b.max[across]));
    let after = rects()
        .filter(|other| other.center()[across] > middle)
        .min_by(|a, b| a.min[across].total_cmp(&b.min[across]));
    let ends = before.into_iter().chain(after);
    let (low, high) = ends.fold((at.min[across], at.max[across]), |(low, high), other| {
        (low.min(other.min[across]), high.max(other.max[across]))
    });
    let point = |along: f64| {
        let mut point = [own; 2];
        point[across] = along;
        point
    };
    (!level.is_empty()).then(|| [point(low), point(high)])
}

/// The distances to neighbours that are equal to another one, with that one.
fn equal_gaps(at: &WorldRect, axis: usize, others: &[WorldRect]) -> Vec<Segment> {
    let row = Row::around(at, axis, others);
    let gap = |a: Option<WorldRect>, b: Option<WorldRect>| {
        let (a, b) = a.zip(b)?;
        let across = 1 - axis;
        let low = a.min[across].max(b.min[across]);
        let high = a.max[across].min(b.max[across]);
        let mut segment = [[f64::midpoint(low, high); 2]; 2];
        (segment[0][axis], segment[1][axis]) = (a.max[axis], b.min[axis]);
        Some((b.min[axis] - a.max[axis], segment))
    };
    let gaps = [
        gap(row.before_that, row.before),
        gap(row.before, Some(*at)),
        gap(Some(*at), row.after),
        gap(row.after, row.after_that),
    ];
    let mut equal = [false; 4];
    for index in 0..3 {
        if let (Some((a, _)), Some((b, _))) = (&gaps[index], &gaps[index + 1])
            && (a - b).abs() < SAME
        {
            (equal[index], equal[index + 1]) = (true, true);
        }
    }
    let shown = gaps
        .into_iter()
        .zip(equal)
        .filter(|(_, is_equal)| *is_equal);
    shown
        .filter_map(|(gap, _)| gap.map(|(_, segment)| segment))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rect(x: f64, y: f64, width: f64, height: f64) -> WorldRect {
        WorldRect {
            min: [x, y],
            max: [x + width, y + height],
        }
    }

    fn dropped(grabbed: WorldRect, moved: [f64; 2], others: &[WorldRect]) -> (i32, i32) {
        let drag = Drag::snapping(grabbed, moved, 1.0, others);
        (drag.by.x, drag.by.y)
    }

    #[test]
    fn edges_and_middles_of_another_card_hold_a_dragged_one() {
        let other = [rect(0.0, 0.0, 252.0, 64.0)];
        let card = rect(1000.0, 1000.0, 200.0, 120.0);
        // Left to left, middle to middle, right to right.
        for (x, held) in [(3.0, 0), (29.0, 26), (50.0, 52)] {
            assert_eq!(dropped(card, [x - 1000.0, 0.0], &other).0, held - 1000);
        }
        // Top to bottom.
        assert_eq!(dropped(card, [0.0, 68.0 - 1000.0], &other).1, 64 - 1000);
    }

    #[test]
    fn away_from_others_a_card_stays_on_the_grid() {
        let other = [rect(0.0, 0.0, 252.0, 64.0)];
        let card = rect(1000.0, 1000.0, 252.0, 64.0);
        assert_eq!(dropped(card, [13.0, -9.0], &other), (12, -8));
    }

    #[test]
    fn a_line_runs_between_the_cards_that_are_level_and_no_further() {
        let others = [
            rect(0.0, 0.0, 252.0, 64.0),
            rect(0.0, 1000.0, 252.0, 64.0),
            rect(900.0, 0.0, 252.0, 64.0),
        ];
        let card = rect(600.0, 300.0, 252.0, 64.0);
        let drag = Drag::snapping(card, [-599.0, 0.0], 1.0, &others[..1]);
        assert_eq!(drag.guides.lines, [[[0.0, 0.0], [0.0, 364.0]]]);
        let between = Drag::snapping(card, [-599.0, 0.0], 1.0, &others);
        assert_eq!(between.guides.lines, [[[0.0, 0.0], [0.0, 1064.0]]]);
    }

    #[test]
    fn a_card_is_held_where_its_distances_are_equal() {
        let card = rect(500.0, 0.0, 100.0, 60.0);
        let both = [rect(0.0, 10.0, 100.0, 60.0), rect(313.0, 30.0, 100.0, 60.0)];
        // Between the two 213 - 100 = 113 points are free; after them the next comes 213 further on.
        let (x, _) = dropped(card, [155.0 - 500.0, 0.0], &both);
        assert!((156..=157).contains(&(500 + x)), "{x}");
        let drag = Drag::snapping(card, [622.0 - 500.0, 0.0], 1.0, &both);
        assert_eq!(drag.by.x, 626 - 500);
        let lengths: Vec<f64> = drag
            .guides
            .gaps
            .iter()
            .map(|[from, to]| to[0] - from[0])
            .collect();
        assert_eq!(lengths, [213.0, 213.0]);
    }

    #[test]
    fn a_card_far_from_its_row_keeps_no_distances() {
        let card = rect(500.0, 900.0, 100.0, 60.0);
        let both = [rect(0.0, 10.0, 100.0, 60.0), rect(300.0, 30.0, 100.0, 60.0)];
        let drag = Drag::snapping(card, [150.0 - 500.0, 0.0], 1.0, &both);
        assert_eq!(drag.guides.gaps, [] as [Segment; 0]);
    }

    #[test]
    fn only_the_taken_edges_of_a_frame_move_and_it_never_turns_over() {
        let frame = rect(0.0, 0.0, 400.0, 300.0);
        let corner = Grip([Some(Edge::Far), Some(Edge::Far)]);
        let (to, _) = resized(frame, corner, [61.0, -22.0], [96.0, 64.0], Hold::Grid);
        assert_eq!(to, rect(0.0, 0.0, 460.0, 280.0));
        let left = Grip([Some(Edge::Near), None]);
        let (to, _) = resized(frame, left, [1000.0, 50.0], [96.0, 64.0], Hold::Nothing);
        assert_eq!(to, rect(304.0, 0.0, 96.0, 300.0));
    }

    #[test]
    fn a_resized_edge_is_held_by_that_of_another_thing() {
        let frame = rect(0.0, 0.0, 400.0, 300.0);
        let others = [rect(600.0, 17.0, 81.0, 100.0)];
        let right = Grip([Some(Edge::Far), None]);
        let (to, guides) = resized(
            frame,
            right,
            [278.0, 0.0],
            [96.0, 64.0],
            Hold::Things(1.0, &others),
        );
        assert_eq!(to, rect(0.0, 0.0, 681.0, 300.0));
        assert_eq!(guides.lines, [[[681.0, 0.0], [681.0, 300.0]]]);
    }
}
