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
