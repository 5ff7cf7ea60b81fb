//! Lets what is in the box of a collapsed stage move with it.

use crate::workflow::{Design, EventId, Flow, Folds, Position};
use std::collections::BTreeMap;

/// Amends how far cards are moved: what is in a box moves as far as the box, so that opening it shows the leg as it lay
/// to its stage. Without its box it stays, whatever seems to lie around it.
pub(super) fn follow_boxes(design: &Design, moves: &mut BTreeMap<EventId, Position>) {
    if design.layout.collapsed().len() == 0 {
        return;
    }
    let flow = Flow::new(&design.workflow);
    let folds = Folds::new(&flow, &design.layout, |_| false);
    let is_hidden = |event_id: EventId| {
        let stage = flow.index(event_id);
        stage.is_some_and(|stage| folds.is_hidden(stage))
    };
    moves.retain(|&event_id, _| !is_hidden(event_id));
    for head in folds.boxes() {
        if let Some(&by) = moves.get(&flow.event_id(head)) {
            let below = flow.below(head).into_iter().skip(1);
            moves.extend(below.map(|stage| (flow.event_id(stage), by)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::commands::{move_cards, shift};
    use crate::edit::tests::placed;

    const BY: Position = Position::new(40, -80);

    fn places(design: &Design) -> [Position; 3] {
        [1, 2, 3].map(|id| design.layout.card(EventId(id)).unwrap())
    }

    fn collapsed() -> Design {
        let mut design = placed(
            "1 New Call\n  button \"A\" -> 2\n2 Button Pushed\n  button \"B\" -> 3\n3 Button Pushed",
        );
        design.layout.collapse([EventId(2)]);
        design
    }

    #[test]
    fn what_is_in_a_box_moves_along_with_it() {
        let design = collapsed();
        let before = places(&design);
        for (moved, label) in [
            (shift(&design, &[EventId(2)], &[], BY), "move card"),
            (
                move_cards(&design, &[(EventId(2), before[1].moved(BY))]),
                "move card",
            ),
        ] {
            let moved = moved.unwrap();
            assert_eq!(moved.label, label);
            let mut after = design.clone();
            moved.apply(&mut after).unwrap();
            assert_eq!(
                places(&after),
                [before[0], before[1].moved(BY), before[2].moved(BY)]
            );
        }
    }

    #[test]
    fn what_is_in_a_box_stays_when_only_something_else_moves() {
        let design = collapsed();
        let mut moves = BTreeMap::from([(EventId(1), BY), (EventId(3), BY)]);
        follow_boxes(&design, &mut moves);
        assert_eq!(moves, BTreeMap::from([(EventId(1), BY)]));
    }
}
