//! Declares, removes and renames the fields of the call that a workflow uses.

use super::{Change, Draft, Refusal, Transaction};
use crate::workflow::{Design, Place, ValueName, is_field_name, replace_placeholder, shortened};

/// Declares a field.
///
/// # Errors
/// When the name is none that a field can have, or is declared already.
pub fn declare_field(design: &Design, name: &str) -> Result<Transaction, Refusal> {
    check_new_name(design, name)?;
    let mut fields = design.workflow.fields().to_vec();
    fields.push(name.to_owned());
    Ok(set_fields(
        design,
        fields,
        format!("declare field {}", shortened(name, 40)),
    ))
}

/// Removes a field. Texts that use it are left; the rule `unknown-field` reports them.
///
/// # Errors
/// When there is no such field.
pub fn remove_field(design: &Design, name: &str) -> Result<Transaction, Refusal> {
    check_known(design, name)?;
    let fields = design
        .workflow
        .fields()
        .iter()
        .filter(|field| *field != name)
        .cloned()
        .collect();
    Ok(set_fields(
        design,
        fields,
        format!("remove field {}", shortened(name, 40)),
    ))
}

/// Renames a field everywhere: in its declaration, in the texts that use it and in the actions that set it.
///
/// # Errors
/// When there is no such field, or the new name is none that a field can have or is declared already.
pub fn rename_field(design: &Design, old: &str, new: &str) -> Result<Transaction, Refusal> {
    check_known(design, old)?;
    check_new_name(design, new)?;
    let mut draft = Draft::new(design);
    let renamed = |field: &String| {
        if field == old {
            new.to_owned()
        } else {
            field.clone()
        }
    };
    let fields: Vec<String> = design.workflow.fields().iter().map(renamed).collect();
    draft.push(Change::SetFields {
        before: design.workflow.fields().to_vec(),
        after: fields,
    });
    for action in design.workflow.events().flat_map(|event| &event.actions) {
        let mut data = action.data.clone();
        for (name, text) in action.data.values() {
            if name == ValueName::Field && text == old {
                data = data.with_value(name, new);
            } else if name.takes_placeholders()
                && let Some(text) = replace_placeholder(text, old, new)
            {
                data = data.with_value(name, &text);
            }
        }
        draft.set_action(action, data);
    }
    rename_in_waivers(&mut draft, old, new);
    Ok(draft.finish(format!(
        "rename field {} to {}",
        shortened(old, 40),
        shortened(new, 40)
    )))
}

/// What was said to a field was said to it under any name.
fn rename_in_waivers(draft: &mut Draft<'_>, old: &str, new: &str) {
    let before = &draft.design.waivers;
    let mut after = before.clone();
    for waiver in &mut after {
        if waiver.place == Place::Field(old.to_owned()) {
            waiver.place = Place::Field(new.to_owned());
        }
    }
    if after != *before {
        let before = before.clone();
        draft.push(Change::SetWaivers { before, after });
    }
}

fn set_fields(design: &Design, after: Vec<String>, label: String) -> Transaction {
    let mut draft = Draft::new(design);
    let before = design.workflow.fields().to_vec();
    draft.push(Change::SetFields { before, after });
    draft.finish(label)
}

fn check_known(design: &Design, name: &str) -> Result<(), Refusal> {
    if design.workflow.fields().iter().any(|field| field == name) {
        return Ok(());
    }
    Err(Refusal::because(format!("There is no field “{name}”.")))
}

fn check_new_name(design: &Design, name: &str) -> Result<(), Refusal> {
    if !is_field_name(name) {
        return Err(Refusal::because(
            "A field's name starts with a letter or _ and goes on with letters, digits and _.",
        ));
    }
    if design.workflow.fields().iter().any(|field| field == name) {
        return Err(Refusal::because(format!(
            "The field “{name}” is declared already."
        )));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::tests::after;

    const SKETCH: &str = "\
fields name phone
1 New Call
  alert \"Ring {{name}} on {{ phone }}\"
  set \"name\" \"{{name}} (called)\"
  button \"name\" -> 2
2 Button Pushed
";

    #[test]
    fn a_field_is_renamed_wherever_it_is_used() {
        assert_eq!(
            after(SKETCH, |design| rename_field(design, "name", "customer")),
            "\
fields customer phone
1 New Call
  alert \"Ring {{customer}} on {{ phone }}\"
  set \"customer\" \"{{customer}} (called)\"
  button \"name\" -> 2
2 Button Pushed
"
        );
    }

    #[test]
    fn a_removed_field_stays_in_the_texts() {
        assert_eq!(
            after(SKETCH, |design| remove_field(design, "phone")),
            SKETCH.replace("fields name phone", "fields name")
        );
    }

    #[test]
    fn a_field_needs_a_name_of_its_own() {
        assert_eq!(
            after(SKETCH, |design| declare_field(design, "email")),
            SKETCH.replace("name phone", "name phone email")
        );
        assert_eq!(
            after(SKETCH, |design| declare_field(design, "name")),
            "The field “name” is declared already."
        );
        assert_eq!(
            after(SKETCH, |design| rename_field(design, "name", "phone")),
            "The field “phone” is declared already."
        );
        assert!(
            after(SKETCH, |design| declare_field(design, "2nd name"))
                .starts_with("A field's name starts with")
        );
    }
}
