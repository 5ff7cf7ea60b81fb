//! Lets a leg go on at another stage, or no longer.

use super::{Draft, Refusal, Transaction, action_in, event_in, stage_title};
use crate::workflow::{ActionData, ActionId, ActionKind, Design, EventId, Group};

/// Ends a stage with a Link to `target`.
///
/// # Errors
/// When a stage is gone, or `from` ends already or waits: a Link would keep its buttons from ever being offered.
pub fn link(design: &Design, from: EventId, target: EventId) -> Result<Transaction, Refusal> {
    let event = event_in(design, from)?;
    let target = event_in(design, target)?;
    check_not_itself(event.id, target.id)?;
    let carries_on = event
        .actions
        .iter()
        .find(|action| action.data.kind().group() != Group::Immediate);
    if let Some(action) = carries_on {
        let why = match action.data.kind().group() {
            Group::Ending => "ends already",
            _ => "waits for its buttons and timers, which a Link would keep from being offered",
        };
        let title = stage_title(&design.workflow, event);
        return Err(Refusal::because(format!(
            "A Link cannot be added: {title}, {why}."
        )));
    }
    let mut draft = Draft::new(design);
    draft.make_room(event, 1);
    draft.insert_action(
        from,
        event.actions.len(),
        ActionData::Link {
            event_id: Some(target.id),
        },
    );
    Ok(draft.finish(format!("link to stage {}", target.stage)))
}

/// Lets an existing Link lead to `target`.
///
/// # Errors
/// When the action or the target is gone, or the action is no Link.
pub fn set_link(
    design: &Design,
    action_id: ActionId,
    target: EventId,
) -> Result<Transaction, Refusal> {
    let (home, _, action) = action_in(design, action_id)?;
    let target = event_in(design, target)?;
    if action.data.kind() != ActionKind::Link {
        return Err(Refusal::because("Only a Link can be led to another stage."));
    }
    check_not_itself(home.id, target.id)?;
    let mut draft = Draft::new(design);
    draft.set_action(
        action,
        ActionData::Link {
            event_id: Some(target.id),
        },
    );
    Ok(draft.finish(format!("link to stage {}", target.stage)))
}

fn check_not_itself(from: EventId, target: EventId) -> Result<(), Refusal> {
    if from == target {
        return Err(Refusal::because(
            "A stage that links to itself would be entered again and again without end.",
        ));
    }
    Ok(())
}

/// Takes a Link away; its stage then ends nowhere, which the rule `dangling-leg` reports.
///
/// # Errors
/// When the action is gone or no Link.
pub fn unlink(design: &Design, action_id: ActionId) -> Result<Transaction, Refusal> {
    let (event, index, action) = action_in(design, action_id)?;
    if action.data.kind() != ActionKind::Link {
        return Err(Refusal::because("Only a Link can be unlinked."));
    }
    let mut draft = Draft::new(design);
    draft.remove_action(event, index);
    Ok(draft.finish("unlink"))
}

/// Ends the run where a Link went on.
///
/// # Errors
/// When the action is gone or no Link.
pub fn replace_by_finish(design: &Design, action_id: ActionId) -> Result<Transaction, Refusal> {
    let (_, _, action) = action_in(design, action_id)?;
    if action.data.kind() != ActionKind::Link {
        return Err(Refusal::because(
            "Only a Link can be replaced by Finish Workflow.",
        ));
    }
    let mut draft = Draft::new(design);
    draft.set_action(action, ActionKind::Finish.blank());
    Ok(draft.finish("replace Link by Finish Workflow"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::tests::after;

    const SKETCH: &str = "\
1 New Call
  button \"A\" -> 2
2 Button Pushed
  link -> 1
3 Timer Elapsed
";
    const LINK: ActionId = ActionId(2);

    #[test]
    fn an_open_end_can_go_on_at_any_stage() {
        assert_eq!(
            after(SKETCH, |design| link(design, EventId(3), EventId(1))),
            format!("{SKETCH}  link -> 1\n")
        );
    }

    #[test]
    fn a_stage_cannot_link_to_itself() {
        for refused in [
            after(SKETCH, |design| link(design, EventId(3), EventId(3))),
            after(SKETCH, |design| set_link(design, LINK, EventId(2))),
        ] {
            assert!(
                refused.starts_with("A stage that links to itself"),
                "{refused}"
            );
        }
    }

    #[test]
    fn a_stage_that_ends_or_waits_gets_no_link() {
        assert_eq!(
            after(SKETCH, |design| link(design, EventId(2), EventId(3))),
            "A Link cannot be added: stage 2, A, ends already."
        );
        assert!(
            after(SKETCH, |design| link(design, EventId(1), EventId(3)))
                .starts_with("A Link cannot be added: stage 1, New Call, waits")
        );
    }

    #[test]
    fn a_link_can_lead_elsewhere_or_go_or_become_a_finish() {
        assert_eq!(
            after(SKETCH, |design| set_link(design, LINK, EventId(3))),
            SKETCH.replace("link -> 1", "link -> 3")
        );
        assert_eq!(
            after(SKETCH, |design| unlink(design, LINK)),
            SKETCH.replace("  link -> 1\n", "")
        );
        assert_eq!(
            after(SKETCH, |design| replace_by_finish(design, LINK)),
            SKETCH.replace("link -> 1", "finish \"Done\"")
        );
    }

    #[test]
    fn what_is_no_link_is_not_treated_as_one() {
        let button = ActionId(1);
        assert_eq!(
            after(SKETCH, |design| unlink(design, button)),
            "Only a Link can be unlinked."
        );
    }
}
