//! Moves a leg into a line: what the line led to comes after the leg's open end.

use super::move_leg::leg;
use super::{Change, Draft, Refusal, Transaction, action_in, event_in, owned_stage};
use crate::arrange::{self, CARD_WIDTH, COLUMN_GAP};
use crate::workflow::{ActionId, Design, EventId, Flow, Group, Position, StageEnd};
use std::collections::BTreeSet;

/// Lets the Button or Timer `carrier` take the place of `line`, another Button, Timer or Link, with its whole leg;
/// `line` goes on from the one end of that leg that is open.
///
/// # Errors
/// When an action is gone, `carrier` leads to no stage of its own, its leg has no open end or several, or `line`
/// stands on that leg.
pub fn splice(design: &Design, carrier: ActionId, line: ActionId) -> Result<Transaction, Refusal> {
    let flow = Flow::new(&design.workflow);
    let (home, home_index, carrier) = action_in(design, carrier)?;
    let (place, place_index, line) = action_in(design, line)?;
    if carrier.id == line.id {
        return Err(Refusal::because("It is on this line already."));
    }
    if line.data.kind().group() == Group::Immediate {
        return Err(Refusal::because(
            "A leg is moved to a Button, a Timer, a Link or a Finish.",
        ));
    }
    let first = owned_stage(&flow, carrier).ok_or_else(|| {
        Refusal::because(
            "Only a Button or a Timer with a stage of its own can be moved into a line.",
        )
    })?;
    let first_id = flow.event_id(first);
    let moved = leg(&flow, first_id);
    let stage = event_in(design, first_id)?.stage;
    if moved.contains(&place.id) {
        return Err(Refusal::because(format!(
            "Stage {stage} cannot be moved into its own leg."
        )));
    }
    let open = open_end(&flow, first, stage)?;
    let open_event = event_in(design, open)?;

    let mut draft = Draft::new(design);
    draft.make_room(open_event, 1);
    draft.push(Change::MoveAction {
        from: (place.id, place_index),
        to: (open, open_event.actions.len()),
    });
    let is_same_stage = home.id == place.id;
    let shifted = usize::from(is_same_stage);
    let from_index = home_index - if place_index < home_index { shifted } else { 0 };
    let to_index = place_index - if home_index < place_index { shifted } else { 0 };
    if !is_same_stage || from_index != to_index {
        draft.push(Change::MoveAction {
            from: (home.id, from_index),
            to: (place.id, to_index),
        });
    }
    let next = owned_stage(&flow, line).map(|next| flow.event_id(next));
    lay(
        &mut draft,
        &flow,
        (first_id, &moved),
        (place.id, next),
        open,
    );
    Ok(draft.finish(format!("move stage {stage} into the leg")))
}

/// Lays the moved leg where the next one began, and that to the right of the open end.
fn lay(
    draft: &mut Draft<'_>,
    flow: &Flow,
    (first, moved): (EventId, &[EventId]),
    (place, next): (EventId, Option<EventId>),
    open: EventId,
) {
    let inside: BTreeSet<EventId> = moved.iter().copied().collect();
    let mut follows = next.map(|next| leg(flow, next)).unwrap_or_default();
    follows.retain(|event_id| !inside.contains(event_id));
    let following: BTreeSet<EventId> = follows.iter().copied().collect();
    let wanted = next.and_then(|next| draft.card(next)).unwrap_or_else(|| {
        arrange::wanted_beside(draft.design, place, |event_id| event_id == first)
    });
    draft.lay_leg(moved, wanted, |event_id| following.contains(&event_id));
    if let Some(end) = draft.card(open) {
        let right = Position::new(CARD_WIDTH + COLUMN_GAP, 0);
        draft.lay_leg(&follows, end.moved(right), |_| false);
    }
}

/// The one stage of a leg that ends nowhere.
fn open_end(flow: &Flow, first: usize, stage: u32) -> Result<EventId, Refusal> {
    let mut open = flow
        .below(first)
        .into_iter()
        .filter(|&stage| flow.end(stage) == StageEnd::Dangles);
    match (open.next(), open.count()) {
        (Some(end), 0) => Ok(flow.event_id(end)),
        (None, _) => Err(Refusal::because(format!(
            "The leg of stage {stage} has no open end from which this line could go on. Delete a Finish or a Link there first."
        ))),
        (Some(_), more) => Err(Refusal::because(format!(
            "The leg of stage {stage} has {} open ends, and this line can go on from one only. Finish or link the others first.",
            more + 1
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::tests::{after, placed};

    const SKETCH: &str = "\
1 New Call
  button \"A\" -> 2
  button \"B\" -> 3
2 Button Pushed
  finish \"Done\"
3 Button Pushed
  note \"x\"
";
    const A: ActionId = ActionId(1);
    const B: ActionId = ActionId(2);

    #[test]
    fn a_stage_moves_into_a_line_of_the_stage_that_it_hangs_on() {
        assert_eq!(
            after(SKETCH, |design| splice(design, B, A)),
            "\
1 New Call
  button \"B\" -> 3
2 Button Pushed
  finish \"Done\"
3 Button Pushed
  note \"x\"
  button \"A\" -> 2
"
        );
    }

    #[test]
    fn two_stages_of_one_leg_change_places() {
        let chain = "1 New Call\n  button \"A\" -> 2\n2 Button Pushed\n  button \"B\" -> 3\n3 Button Pushed\n";
        assert_eq!(
            after(chain, |design| splice(design, B, A)),
            "1 New Call\n  button \"B\" -> 3\n2 Button Pushed\n3 Button Pushed\n  button \"A\" -> 2\n"
        );
    }

    #[test]
    fn a_stage_moves_in_front_of_a_link() {
        let linked = SKETCH.replace("  finish \"Done\"", "  link -> 1");
        let link = ActionId(3);
        assert_eq!(
            after(&linked, |design| splice(design, B, link)),
            "\
1 New Call
  button \"A\" -> 2
2 Button Pushed
  button \"B\" -> 3
3 Button Pushed
  note \"x\"
  link -> 1
"
        );
    }

    #[test]
    fn the_moved_leg_takes_the_place_of_the_next_which_makes_way_to_the_right() {
        let mut design = placed(SKETCH);
        let place = design.layout.card(EventId(2)).unwrap();
        splice(&design, B, A).unwrap().apply(&mut design).unwrap();
        let right = Position::new(CARD_WIDTH + COLUMN_GAP, 0);
        assert_eq!(design.layout.card(EventId(3)), Some(place));
        assert_eq!(design.layout.card(EventId(2)), Some(place.moved(right)));
    }

    #[test]
    fn a_leg_without_one_open_end_is_refused_with_the_reason() {
        let closed = SKETCH.replace("  note \"x\"", "  finish \"Closed\"");
        let found = after(&closed, |design| splice(design, B, A));
        assert!(
            found.starts_with("The leg of stage 3 has no open end"),
            "{found}"
        );
        let forked = SKETCH.replace("  note \"x\"", "  button \"C\" -> 4\n  timer 1d -> 5")
            + "4 Button Pushed\n5 Timer Elapsed\n";
        let found = after(&forked, |design| splice(design, B, A));
        assert!(
            found.starts_with("The leg of stage 3 has 2 open ends"),
            "{found}"
        );
    }

    #[test]
    fn a_stage_is_not_moved_into_its_own_leg() {
        let chain = "1 New Call\n  button \"A\" -> 2\n2 Button Pushed\n  button \"B\" -> 3\n3 Button Pushed\n";
        assert_eq!(
            after(chain, |design| splice(design, A, B)),
            "Stage 2 cannot be moved into its own leg."
        );
        assert_eq!(
            after(chain, |design| splice(design, A, A)),
            "It is on this line already."
        );
    }
}
