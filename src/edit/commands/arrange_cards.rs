//! Moves cards: by hand, or all of them to where the automatic layout wants them.

use super::{Draft, Refusal, Transaction, event_in};
use crate::arrange;
use crate::workflow::{Design, EventId, Flow, Folds, Position};
use std::collections::BTreeMap;

/// Lays cards at the places given. What is in the box of a collapsed stage moves along, so that opening it shows the
/// leg as it lay to its stage.
///
/// # Errors
/// When a stage is gone.
pub fn move_cards(design: &Design, cards: &[(EventId, Position)]) -> Result<Transaction, Refusal> {
    let mut draft = Draft::new(design);
    for &(event_id, to) in cards {
        event_in(design, event_id)?;
        draft.move_card(event_id, to);
    }
    if cards.iter().any(|(id, _)| design.layout.is_collapsed(*id)) {
        move_what_is_in_boxes(&mut draft, cards);
    }
    let label = if let [_] = cards {
        "move card".to_owned()
    } else {
        format!("move {} cards", cards.len())
    };
    Ok(draft.finish(label))
}

fn move_what_is_in_boxes(draft: &mut Draft<'_>, cards: &[(EventId, Position)]) {
    let design = draft.design;
    let flow = Flow::new(&design.workflow);
    let folds = Folds::new(&flow, &design.layout, |_| false);
    // Each where it says itself; a later entry for one card counts.
    let moved: BTreeMap<usize, Position> = cards
        .iter()
        .filter_map(|&(event_id, to)| Some((flow.index(event_id)?, to)))
        .collect();
    for (&head, &to) in moved.iter().filter(|(head, _)| folds.is_box(**head)) {
        let Some(from) = design.layout.card(flow.event_id(head)) else {
            continue;
        };
        let by = Position::new(to.x.saturating_sub(from.x), to.y.saturating_sub(from.y));
        for stage in flow.below(head) {
            let event_id = flow.event_id(stage);
            if let Some(place) = design.layout.card(event_id)
                && !moved.contains_key(&stage)
            {
                draft.move_card(event_id, place.moved(by));
            }
        }
    }
}

/// Lays all cards afresh. Linear in the number of stages.
pub fn arrange_cards(design: &Design, flow: &Flow) -> Transaction {
    let mut draft = Draft::new(design);
    for (event_id, to) in arrange::arrange(&design.workflow, flow) {
        draft.move_card(event_id, to);
    }
    draft.finish("arrange")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::tests::placed;

    #[test]
    fn moving_a_card_changes_nothing_but_the_layout() {
        let mut design = placed("1 New Call");
        let before = design.workflow.clone();
        let there = Position::new(40, 80);
        let moved = move_cards(&design, &[(EventId(1), there)]).unwrap();
        assert!(moved.is_layout());
        moved.apply(&mut design).unwrap();
        assert_eq!(design.layout.card(EventId(1)), Some(there));
        assert_eq!(design.workflow, before);
        assert!(
            move_cards(&design, &[(EventId(1), there)])
                .unwrap()
                .is_empty()
        );
    }

    #[test]
    fn what_is_in_a_box_moves_along_with_it() {
        let mut design = placed(
            "1 New Call\n  button \"A\" -> 2\n2 Button Pushed\n  button \"B\" -> 3\n3 Button Pushed",
        );
        design.layout.collapse([EventId(2)]);
        let before = [1, 2, 3].map(|id| design.layout.card(EventId(id)).unwrap());
        let by = Position::new(40, -80);
        let moved = move_cards(&design, &[(EventId(2), before[1].moved(by))]).unwrap();
        assert_eq!(moved.label, "move card");
        moved.apply(&mut design).unwrap();
        let after = [1, 2, 3].map(|id| design.layout.card(EventId(id)).unwrap());
        assert_eq!(after, [before[0], before[1].moved(by), before[2].moved(by)]);
    }

    #[test]
    fn arranging_what_is_arranged_is_no_step() {
        let design = placed("1 New Call\n  button \"A\" -> 2\n2 Button Pushed");
        assert!(arrange_cards(&design, &Flow::new(&design.workflow)).is_empty());
    }
}
