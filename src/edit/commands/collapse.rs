//! Draws the leg below a stage as one box, or opens it again.

use super::{Change, Draft, Refusal, Transaction, event_in};
use crate::workflow::{Design, EventId, Flow};
use std::collections::BTreeSet;

/// Collapses the legs of the stages named, or opens them. Stages below which nothing hangs stay as they are.
///
/// # Errors
/// When a stage is gone, or nothing hangs below any of those that are to be collapsed.
pub fn set_collapsed(
    design: &Design,
    event_ids: &[EventId],
    is_collapsed: bool,
) -> Result<Transaction, Refusal> {
    let flow = Flow::new(&design.workflow);
    let mut draft = Draft::new(design);
    let mut stages = Vec::new();
    let mut is_any_with_leg = false;
    for &event_id in event_ids.iter().collect::<BTreeSet<_>>() {
        let event = event_in(design, event_id)?;
        let has_leg = has_leg(&flow, event_id);
        is_any_with_leg |= has_leg;
        if (has_leg || !is_collapsed) && set(&mut draft, event_id, is_collapsed) {
            stages.push(event.stage);
        }
    }
    if is_collapsed && !is_any_with_leg {
        return Err(Refusal::because(
            "Nothing hangs below that could be drawn as one box.",
        ));
    }
    let verb = if is_collapsed { "collapse" } else { "open" };
    let label = match &stages[..] {
        [stage] => format!("{verb} the leg of stage {stage}"),
        _ => format!("{verb} {} legs", stages.len()),
    };
    Ok(draft.finish(label))
}

/// Collapses every leg below a stage, so that they open one level at a time; the stage's own leg stays open.
///
/// # Errors
/// When the stage is gone, or there is no leg further down.
pub fn collapse_all_below(design: &Design, event_id: EventId) -> Result<Transaction, Refusal> {
    let event = event_in(design, event_id)?;
    let flow = Flow::new(&design.workflow);
    let mut draft = Draft::new(design);
    let below = flow
        .index(event_id)
        .map(|stage| flow.below(stage))
        .unwrap_or_default();
    let mut legs = below
        .into_iter()
        .skip(1)
        .map(|stage| flow.event_id(stage))
        .filter(|&below| has_leg(&flow, below))
        .peekable();
    if legs.peek().is_none() {
        return Err(Refusal::because(format!(
            "No stage below stage {} has a leg of its own.",
            event.stage
        )));
    }
    for below in legs {
        set(&mut draft, below, true);
    }
    Ok(draft.finish(format!("collapse all below stage {}", event.stage)))
}

/// Opens every leg.
pub fn open_all_legs(design: &Design) -> Transaction {
    let mut draft = Draft::new(design);
    for event_id in design.layout.collapsed() {
        set(&mut draft, event_id, false);
    }
    draft.finish("open all legs")
}

fn has_leg(flow: &Flow, event_id: EventId) -> bool {
    let stage = flow.index(event_id);
    stage.is_some_and(|stage| flow.children(stage).next().is_some())
}

/// Nothing is written down, and false comes back, when it is so already.
fn set(draft: &mut Draft<'_>, event_id: EventId, after: bool) -> bool {
    let before = draft.design.layout.is_collapsed(event_id);
    if before != after {
        draft.push(Change::SetCollapsed {
            event_id,
            before,
            after,
        });
    }
    before != after
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::tests::placed;

    const SKETCH: &str = "1 New Call\n  button \"A\" -> 2\n  button \"B\" -> 5\n2 Button Pushed\n  button \"C\" -> 3\n3 Button Pushed\n  button \"D\" -> 4\n4 Button Pushed\n5 Button Pushed";

    fn collapsed(design: &Design) -> Vec<u32> {
        design.layout.collapsed().map(|id| id.0).collect()
    }

    #[test]
    fn a_collapsed_leg_is_a_matter_of_layout_and_opens_again() {
        let mut design = placed(SKETCH);
        let transaction = set_collapsed(&design, &[EventId(2)], true).unwrap();
        assert!(transaction.is_layout());
        assert_eq!(transaction.label, "collapse the leg of stage 2");
        transaction.apply(&mut design).unwrap();
        assert_eq!(collapsed(&design), [2]);
        let opened = set_collapsed(&design, &[EventId(2), EventId(3)], false).unwrap();
        assert_eq!(opened.label, "open the leg of stage 2");
        opened.apply(&mut design).unwrap();
        assert_eq!(design, placed(SKETCH));
    }

    #[test]
    fn a_stage_with_nothing_below_is_not_collapsed() {
        let design = placed(SKETCH);
        assert_eq!(
            set_collapsed(&design, &[EventId(4)], true),
            Err(Refusal::because(
                "Nothing hangs below that could be drawn as one box."
            ))
        );
        let both = set_collapsed(&design, &[EventId(3), EventId(4)], true).unwrap();
        assert_eq!(both.label, "collapse the leg of stage 3");
    }

    #[test]
    fn all_legs_below_a_stage_collapse_and_all_open_again() {
        let mut design = placed(SKETCH);
        let transaction = collapse_all_below(&design, EventId(1)).unwrap();
        transaction.apply(&mut design).unwrap();
        assert_eq!(collapsed(&design), [2, 3]);
        assert_eq!(
            collapse_all_below(&design, EventId(5)).unwrap_err().0,
            "No stage below stage 5 has a leg of its own."
        );
        open_all_legs(&design).apply(&mut design).unwrap();
        assert_eq!(design, placed(SKETCH));
    }
}
