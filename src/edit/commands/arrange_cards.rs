//! Moves cards: by hand, or all of them to where the automatic layout wants them.

use super::{Draft, Refusal, Transaction, event_in};
use crate::arrange;
use crate::workflow::{Design, EventId, Flow, Position};

/// Lays cards at the places given.
///
/// # Errors
/// When a stage is gone.
pub fn move_cards(design: &Design, cards: &[(EventId, Position)]) -> Result<Transaction, Refusal> {
    let mut draft = Draft::new(design);
    for &(event_id, to) in cards {
        event_in(design, event_id)?;
        draft.move_card(event_id, to);
    }
    let label = if let [_] = cards {
        "move card".to_owned()
    } else {
        format!("move {} cards", cards.len())
    };
    Ok(draft.finish(label))
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
    fn arranging_what_is_arranged_is_no_step() {
        let design = placed("1 New Call\n  button \"A\" -> 2\n2 Button Pushed");
        assert!(arrange_cards(&design, &Flow::new(&design.workflow)).is_empty());
    }
}
