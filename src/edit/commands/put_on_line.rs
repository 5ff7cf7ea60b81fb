//! Puts an action on a line: one gesture for a stage between two others and for something to do on the way.

use super::{
    Refusal, Transaction, action_in, add_action_at, event_in, insert_stage, move_action, splice,
};
use crate::workflow::{ActionData, ActionId, Design, Event, Group};

/// Puts a new action on the line of a Button, Timer or Link. A Button or Timer inserts a stage there; what is done at
/// once goes to the top of the stage that the line leads to.
///
/// # Errors
/// When the line is gone or leads nowhere, or the action would end the leg there.
pub fn put_on_line(
    design: &Design,
    data: ActionData,
    line: ActionId,
) -> Result<Transaction, Refusal> {
    let next = next_stage(design, line)?;
    match data.kind().group() {
        Group::Immediate => add_action_at(design, next.id, 0, data, None),
        Group::Waiting => insert_stage(design, line, &data),
        Group::Ending => Err(ends_the_leg(&data)),
    }
}

/// Moves an action on the line of another. A Button or Timer takes its leg along, as [`splice`] does; what is done at
/// once goes to the top of the stage that the line leads to.
///
/// # Errors
/// As [`put_on_line`] and [`splice`].
pub fn move_onto_line(
    design: &Design,
    action_id: ActionId,
    line: ActionId,
) -> Result<Transaction, Refusal> {
    let next = next_stage(design, line)?;
    let (_, _, action) = action_in(design, action_id)?;
    match action.data.kind().group() {
        Group::Immediate => move_action(design, action_id, next.id, 0),
        Group::Waiting => splice(design, action_id, line),
        Group::Ending => Err(ends_the_leg(&action.data)),
    }
}

fn next_stage(design: &Design, line: ActionId) -> Result<&Event, Refusal> {
    let (_, _, line) = action_in(design, line)?;
    let Some(next) = line.data.leads_to() else {
        return Err(Refusal::because("This action leads to no stage."));
    };
    event_in(design, next)
}

fn ends_the_leg(data: &ActionData) -> Refusal {
    Refusal::because(format!(
        "A {} ends a leg, so it goes into a stage, not on a line.",
        data.kind().title()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::tests::after;
    use crate::workflow::ActionKind;

    const SKETCH: &str = "\
1 New Call
  note \"first\"
  button \"A\" -> 2
2 Button Pushed
  note \"x\"
  finish \"Done\"
";
    const NOTE: ActionId = ActionId(1);
    const A: ActionId = ActionId(2);
    const FINISH: ActionId = ActionId(4);

    fn put(kind: ActionKind) -> String {
        after(SKETCH, |design| put_on_line(design, kind.blank(), A))
    }

    #[test]
    fn a_timer_on_a_line_is_a_stage_between() {
        assert!(put(ActionKind::Timer).ends_with("3 Timer Elapsed\n  button \"A\" -> 2\n"));
    }

    #[test]
    fn what_is_done_at_once_goes_to_the_top_of_the_next_stage() {
        let expected = SKETCH.replace("2 Button Pushed\n", "2 Button Pushed\n  alert\n");
        assert_eq!(put(ActionKind::Alert), expected);
        assert_eq!(
            after(SKETCH, |design| move_onto_line(design, NOTE, A)),
            SKETCH
                .replace("  note \"first\"\n", "")
                .replace("2 Button Pushed\n", "2 Button Pushed\n  note \"first\"\n")
        );
    }

    #[test]
    fn what_ends_a_leg_is_refused_on_a_line() {
        let sentence = "A Finish Workflow ends a leg, so it goes into a stage, not on a line.";
        assert_eq!(put(ActionKind::Finish), sentence);
        assert_eq!(
            after(SKETCH, |design| move_onto_line(design, FINISH, A)),
            sentence
        );
    }

    #[test]
    fn an_action_that_leads_nowhere_has_no_line() {
        assert_eq!(
            after(SKETCH, |design| put_on_line(
                design,
                ActionKind::Timer.blank(),
                FINISH
            )),
            "This action leads to no stage."
        );
    }
}
