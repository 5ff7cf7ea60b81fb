//! Where does every card go? The *Arrange* of a whole design.
//!
//! A column for each step from New Call, reading from left to right. A stage's legs are stacked in the order of its
//! actions, each in a band of its own that no other leg enters, the first level with the stage itself: so nothing
//! overlaps, and the whole is linear in the number of stages. Detached legs follow below.

use super::measures::{CARD_WIDTH, COLUMN_GAP, STACK_GAP, height_of};
use crate::workflow::{Design, EventId, Flow, Position, Workflow};

/// A position for every event, by index in `flow`.
pub fn arrange(workflow: &Workflow, flow: &Flow) -> Vec<(EventId, Position)> {
    // The height of the band that a stage and all below it take up.
    let mut bands: Vec<i32> = workflow.events().map(height_of).collect();
    for &stage in flow.reading_order().iter().rev() {
        let mut children = flow.children(stage).peekable();
        if children.peek().is_some() {
            let stacked: i32 = children
                .map(|child| bands[child].saturating_add(STACK_GAP))
                .sum();
            bands[stage] = bands[stage].max(stacked - STACK_GAP);
        }
    }
    let mut positions = vec![Position::default(); flow.stage_count()];
    let mut next_root_y = 0;
    for &stage in flow.reading_order() {
        if flow.parent(stage).is_none() {
            positions[stage] = Position::new(0, next_root_y);
            next_root_y += bands[stage] + 2 * STACK_GAP;
        }
        let Position { x, y } = positions[stage];
        let mut child_y = y;
        for child in flow.children(stage) {
            positions[child] = Position::new(x + CARD_WIDTH + COLUMN_GAP, child_y);
            child_y += bands[child] + STACK_GAP;
        }
    }
    positions
        .into_iter()
        .enumerate()
        .map(|(index, position)| (flow.event_id(index), position))
        .collect()
}

/// Where each card is drawn, by index in `flow`: as laid by hand, or where the automatic layout would put it.
///
/// Cards without a place, as hand-written files have them, keep the shape of the automatic layout; when others have
/// been placed, they go below these so that nothing is covered.
pub fn positions(design: &Design, flow: &Flow) -> Vec<Position> {
    // Stages and cards are in the same order, so that one pass over both finds each stage's card.
    let mut cards = design.layout.cards().peekable();
    let mut card_of = |event_id: EventId| {
        while cards.next_if(|card| card.0 < event_id).is_some() {}
        cards.next_if(|card| card.0 == event_id)
    };
    let placed: Vec<Option<Position>> = (0..flow.stage_count())
        .map(|index| Some(card_of(flow.event_id(index))?.1))
        .collect();
    if placed.iter().all(Option::is_some) {
        return placed.into_iter().flatten().collect();
    }
    let arranged = arrange(&design.workflow, flow);
    let lowest = |index: usize, y: i32| {
        design
            .workflow
            .event(flow.event_id(index))
            .map_or(y, |event| y.saturating_add(height_of(event)))
    };
    let bottom = placed
        .iter()
        .enumerate()
        .filter_map(|(i, p)| Some(lowest(i, (*p)?.y)))
        .max();
    let top = placed
        .iter()
        .zip(&arranged)
        .filter(|(p, _)| p.is_none())
        .map(|(_, (_, a))| a.y)
        .min()
        .unwrap_or(0);
    let shift = bottom.map_or(0, |bottom| {
        bottom.saturating_add(2 * STACK_GAP).saturating_sub(top)
    });
    placed
        .into_iter()
        .zip(arranged)
        .map(|(placed, (_, a))| placed.unwrap_or(a.moved(Position::new(0, shift))))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workflow::sketch;
    use std::fmt::Write as _;

    fn arranged(text: &str) -> Vec<(u32, i32, i32)> {
        let workflow = sketch::parse(text).unwrap();
        let flow = Flow::new(&workflow);
        arrange(&workflow, &flow)
            .into_iter()
            .map(|(id, p)| (id.0, p.x, p.y))
            .collect()
    }

    #[test]
    fn legs_are_stacked_to_the_right_in_the_order_of_the_actions() {
        let text = "1 New Call\n  timer 1d -> 3\n  button \"A\" -> 2\n2 Button Pushed\n3 Timer Elapsed\n  finish \"Done\"";
        let step = CARD_WIDTH + COLUMN_GAP;
        assert_eq!(
            arranged(text),
            [(1, 0, 0), (2, step, 92 + STACK_GAP), (3, step, 0)]
        );
    }

    #[test]
    fn detached_legs_lie_below_everything_else() {
        let found = arranged("1 New Call\n2 Button Pushed");
        assert_eq!(found[1].1, 0);
        assert!(found[1].2 > 64);
    }

    #[test]
    fn cards_without_a_place_go_below_those_that_have_one() {
        let workflow = sketch::parse("1 New Call\n  button \"A\" -> 2\n2 Button Pushed").unwrap();
        let flow = Flow::new(&workflow);
        let mut design = Design {
            workflow,
            ..Design::default()
        };
        design
            .layout
            .cards
            .insert(EventId(1), Position::new(40, 400));
        let found = positions(&design, &flow);
        assert_eq!(found[0], Position::new(40, 400));
        assert!(found[1].y >= 400 + 92);
    }

    proptest::proptest! {
        #[test]
        fn no_two_cards_overlap(owners in proptest::collection::vec(0..1000_usize, 1..60)) {
            // Stage i + 2 hangs below one of the stages before it, or is detached.
            let mut rows = vec![String::new(); owners.len() + 1];
            for (index, owner) in owners.iter().enumerate() {
                let owner = owner % (index + 2);
                if owner <= index {
                    let _ = writeln!(rows[owner], "  button \"B\" -> {}", index + 2);
                }
            }
            let mut text = String::new();
            for (index, row) in rows.iter().enumerate() {
                let kind = if index == 0 { "New Call" } else { "Button Pushed" };
                let _ = writeln!(text, "{} {kind}\n{row}", index + 1);
            }
            let workflow = sketch::parse(&text).unwrap();
            let found = arrange(&workflow, &Flow::new(&workflow));
            let boxes: Vec<_> = found.iter().map(|&(id, p)| (p, height_of(workflow.event(id).unwrap()))).collect();
            for (i, (a, a_height)) in boxes.iter().enumerate() {
                for (b, b_height) in &boxes[i + 1..] {
                    let apart = a.x >= b.x + CARD_WIDTH || b.x >= a.x + CARD_WIDTH || a.y >= b.y + b_height || b.y >= a.y + a_height;
                    proptest::prop_assert!(apart);
                }
            }
        }
    }
}
