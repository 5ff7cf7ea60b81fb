//! Gives the workflow or a stage another name.

use super::{Change, Draft, EventFacts, Refusal, Transaction, event_in};
use crate::workflow::{Design, EventId};

/// Renames the workflow.
///
/// # Errors
/// When the name is blank.
pub fn rename_workflow(design: &Design, name: &str) -> Result<Transaction, Refusal> {
    if name.trim().is_empty() {
        return Err(Refusal::because("A workflow needs a name."));
    }
    let mut draft = Draft::new(design);
    if design.workflow.name() != name {
        draft.push(Change::RenameWorkflow {
            before: design.workflow.name().to_owned(),
            after: name.to_owned(),
        });
    }
    Ok(draft.finish("rename workflow"))
}

/// Renames a stage. A blank name lets it go by its button's label or its timer's duration again.
///
/// # Errors
/// When the stage is gone.
pub fn rename_stage(
    design: &Design,
    event_id: EventId,
    name: &str,
) -> Result<Transaction, Refusal> {
    let event = event_in(design, event_id)?;
    let name = if name.trim().is_empty() { "" } else { name };
    let mut draft = Draft::new(design);
    draft.set_event(
        event,
        EventFacts {
            name: name.to_owned(),
            ..EventFacts::from(event)
        },
    );
    Ok(draft.finish(format!("rename stage {}", event.stage)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::tests::after;

    const SKETCH: &str = "1 New Call \"Start\"\n";

    #[test]
    fn a_blank_name_gives_a_stage_its_natural_name_again() {
        assert_eq!(
            after(SKETCH, |design| rename_stage(design, EventId(1), "  ")),
            "1 New Call\n"
        );
    }

    #[test]
    fn a_workflow_needs_a_name() {
        assert_eq!(
            after(SKETCH, |design| rename_workflow(design, " ")),
            "A workflow needs a name."
        );
    }
}
