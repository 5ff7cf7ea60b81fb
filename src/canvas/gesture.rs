//! What is the hand doing? A gesture lasts from press to release and ends in one request, or in none.

use super::scene::Scene;
use crate::arrange::snapped;
use crate::edit::commands::Port;
use crate::edit::{Refusal, Transaction};
use crate::workflow::{ActionId, ActionKind, EventId, Position};

/// How near, in screen points, an edge has to come to another card's to be aligned with it.
const SNAP: f64 = 6.0;

/// A gesture under way.
#[derive(Clone, Debug, Default)]
pub enum Gesture {
    #[default]
    None,
    Pan,
    /// Drawing a box from a world point; what was selected before stays with Shift.
    Select {
        from: [f64; 2],
    },
    /// Dragging the selected cards; `grabbed` is under the pointer.
    Cards {
        grabbed: EventId,
        from: [f64; 2],
    },
    /// Drawing a line from a port.
    Wire {
        port: Port,
        from: [f64; 2],
        verdict: Option<Verdict>,
    },
    /// Dragging a row to another place.
    Row {
        action_id: ActionId,
    },
    /// Dragging a new action here from elsewhere in the window.
    Carry {
        kind: ActionKind,
        /// Has it come far enough into the canvas for the edge to mean that the camera should move?
        has_arrived: bool,
    },
}

/// Whether the port may be connected with a stage: asked once per stage that the pointer comes over.
#[derive(Clone, Debug)]
pub struct Verdict {
    pub target: EventId,
    pub edit: Result<Transaction, Refusal>,
}

/// How far the dragged cards are from where they were, and the lines of other cards that they are aligned with.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Drag {
    pub by: Position,
    pub aligned_x: Option<i32>,
    pub aligned_y: Option<i32>,
}

impl Drag {
    /// Where a card has been dragged to: level with the left or top edge of a card nearby if that is close, else on
    /// the grid. `others` are the indexes of cards to align with.
    pub fn new(
        scene: &Scene,
        grabbed: Position,
        moved: [f64; 2],
        zoom: f32,
        others: &[usize],
    ) -> Self {
        let wanted = [
            f64::from(grabbed.x) + moved[0],
            f64::from(grabbed.y) + moved[1],
        ];
        let reach = SNAP / f64::from(zoom);
        let nearest = |edges: &mut dyn Iterator<Item = i32>, at: f64| {
            edges
                .filter(|&edge| (f64::from(edge) - at).abs() < reach)
                .min_by(|&a, &b| {
                    (f64::from(a) - at)
                        .abs()
                        .total_cmp(&(f64::from(b) - at).abs())
                })
        };
        let aligned_x = nearest(
            &mut others.iter().map(|&i| scene.cards[i].position.x),
            wanted[0],
        );
        let aligned_y = nearest(
            &mut others.iter().map(|&i| scene.cards[i].position.y),
            wanted[1],
        );
        let on_grid = snapped(Position::new(
            wanted[0].round() as i32,
            wanted[1].round() as i32,
        ));
        let to = Position::new(
            aligned_x.unwrap_or(on_grid.x),
            aligned_y.unwrap_or(on_grid.y),
        );
        Self {
            by: Position::new(to.x - grabbed.x, to.y - grabbed.y),
            aligned_x,
            aligned_y,
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
