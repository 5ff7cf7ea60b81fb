//! What way does a line take? Spawn lines run from a row to their card; Links run to another card, and around the
//! cards between when that lies behind.

use crate::arrange::{CARD_WIDTH, HEADER_HEIGHT, row_center_y};
use crate::workflow::{ActionId, Design, Flow, Folds, Position, WayKind};
use std::collections::{BTreeMap, BTreeSet};

/// How far a line runs straight before it turns, in points at zoom 1.
const STUB: f64 = 24.0;
/// How far above a card a line that comes back runs.
const LANE: f64 = 20.0;
/// Radius of the turns of a line that goes around.
pub const CORNER: f64 = 10.0;
/// How wide a line is.
pub const LINE_WIDTH: f32 = 1.5;
/// A Link's dashes, and the gaps between them.
pub const DASH: [f32; 2] = [7.0, 5.0];
/// How long a Link's arrow head is; it is half as far to each side.
pub const ARROW: f32 = 9.0;

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
    /// The end and the direction in which the line arrives there; `None` where it runs into another line.
    pub const fn arrival(&self) -> Option<([f64; 2], [f32; 2])> {
        match self {
            Self::Curve(points) => Some((points[3], [1.0, 0.0])),
            Self::Around { corners, count: 5 } => Some((corners[4], [0.0, 1.0])),
            Self::Around { .. } => None,
        }
    }
}

/// All lines of a design. With stages in boxes, those from and to what is in a box are those of the box.
pub fn wires(design: &Design, flow: &Flow, folds: &Folds) -> Vec<Wire> {
    let wires = flow.ways().iter().filter_map(|way| {
        Some(Wire {
            action_id: way.action_id,
            kind: way.kind,
            from: way.from,
            to: way.to?,
            row: way.row,
        })
    });
    let wires = wires.collect();
    if folds.boxes().len() > 0 {
        wires_of_boxes(wires, folds, design, flow)
    } else {
        wires
    }
}

/// The lines as they run while some stages are in boxes. All Links of a box to one stage are one line, which leaves
/// from the row that tells what is in the box; what stays in a box is not to be seen.
fn wires_of_boxes(wires: Vec<Wire>, folds: &Folds, design: &Design, flow: &Flow) -> Vec<Wire> {
    let mut drawn = BTreeSet::new();
    let row_below_actions = |stage: usize| {
        let event = design.workflow.event(flow.event_id(stage));
        event.map_or(0, |event| event.actions.len())
    };
    let outside = wires.into_iter().filter_map(|wire| {
        let from = folds.box_of(wire.from);
        let to = folds.box_of(wire.to).unwrap_or(wire.to);
        let Some(from) = from else {
            return (wire.from != to || wire.to == wire.from).then_some(Wire { to, ..wire });
        };
        (from != to && drawn.insert((from, to))).then(|| Wire {
            from,
            to,
            row: row_below_actions(from),
            kind: WayKind::Link,
            ..wire
        })
    });
    outside.collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    const WIRE: Wire = Wire {
        action_id: ActionId(1),
        kind: WayKind::Link,
        from: 0,
        to: 9,
        row: 0,
    };

    #[test]
    fn a_link_forward_enters_from_the_left() {
        let course = WIRE.course(Position::new(0, 0), Position::new(720, 0));
        assert_eq!(course.arrival(), Some(([720.0, 18.0], [1.0, 0.0])));
    }

    #[test]
    fn a_link_back_enters_from_above() {
        let course = WIRE.course(Position::new(720, 0), Position::new(0, 0));
        assert_eq!(course.arrival(), Some(([126.0, 0.0], [0.0, 1.0])));
    }

    #[test]
    fn lines_that_go_around_to_one_card_become_one() {
        let target = Position::new(0, 0);
        let from = [(720, 400), (720, 100), (360, 200)].map(|(x, y)| Position::new(x, y));
        let mut courses: Vec<_> = from
            .iter()
            .map(|&card| (&WIRE, WIRE.course(card, target)))
            .collect();
        join_courses(&mut courses);
        let counts = courses.iter().map(|(_, course)| match course {
            Course::Around { count, .. } => *count,
            Course::Curve(_) => 0,
        });
        assert_eq!(counts.collect::<Vec<_>>(), [5, 2, 3]);
    }
}
