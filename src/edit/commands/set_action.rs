//! Edits the values of an action.

use super::{Draft, Refusal, Transaction, action_in};
use crate::workflow::{ActionData, ActionId, Design, Priority, ValueName};

/// Replaces an action's values by those of `data`. Where it leads stays as it is.
///
/// # Errors
/// When the action is gone or of another kind: that is [`super::change_kind`].
pub fn set_action(
    design: &Design,
    action_id: ActionId,
    data: &ActionData,
) -> Result<Transaction, Refusal> {
    let (_, _, action) = action_in(design, action_id)?;
    if action.data.kind() != data.kind() {
        return Err(Refusal::because(
            "The action is of another kind; change its kind instead.",
        ));
    }
    let mut draft = Draft::new(design);
    draft.set_action(action, data.leading_to(action.data.leads_to()));
    Ok(draft.finish(format!("edit {}", data.kind().title())))
}

/// Replaces one value.
///
/// # Errors
/// When the action is gone.
pub fn set_value(
    design: &Design,
    action_id: ActionId,
    name: ValueName,
    text: &str,
) -> Result<Transaction, Refusal> {
    let (_, _, action) = action_in(design, action_id)?;
    let mut draft = Draft::new(design);
    draft.set_action(action, action.data.with_value(name, text));
    Ok(draft.finish(format!(
        "edit {} of {}",
        name.noun(),
        action.data.kind().title()
    )))
}

/// Sets an Alert's priority.
///
/// # Errors
/// When the action is gone or no Alert.
pub fn set_priority(
    design: &Design,
    action_id: ActionId,
    to: Priority,
) -> Result<Transaction, Refusal> {
    let (_, _, action) = action_in(design, action_id)?;
    let mut data = action.data.clone();
    let ActionData::Alert { priority, .. } = &mut data else {
        return Err(Refusal::because("Only an Alert has a priority."));
    };
    *priority = to;
    let mut draft = Draft::new(design);
    draft.set_action(action, data);
    Ok(draft.finish("edit priority of Alert"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::tests::after;
    use crate::workflow::ActionKind;

    const SKETCH: &str = "\
1 New Call
  alert \"Ring\"
  button \"A\" -> 2
2 Button Pushed
";
    const ALERT: ActionId = ActionId(1);
    const BUTTON: ActionId = ActionId(2);

    #[test]
    fn values_are_replaced_and_the_way_on_stays() {
        let data = ActionKind::Button.blank();
        assert_eq!(
            after(SKETCH, |design| set_action(design, BUTTON, &data)),
            SKETCH.replace("\"A\"", "\"Done\"")
        );
        assert_eq!(
            after(SKETCH, |design| set_value(
                design,
                BUTTON,
                ValueName::Label,
                "B"
            )),
            SKETCH.replace("\"A\"", "\"B\"")
        );
        assert_eq!(
            after(SKETCH, |design| set_priority(
                design,
                ALERT,
                Priority::Urgent
            )),
            SKETCH.replace("\"Ring\"", "\"Ring\" urgent")
        );
    }

    #[test]
    fn values_of_another_kind_are_refused() {
        let data = ActionKind::Timer.blank();
        assert_eq!(
            after(SKETCH, |design| set_action(design, BUTTON, &data)),
            "The action is of another kind; change its kind instead."
        );
        assert_eq!(
            after(SKETCH, |design| set_priority(
                design,
                BUTTON,
                Priority::Urgent
            )),
            "Only an Alert has a priority."
        );
    }
}
