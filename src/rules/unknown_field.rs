//! A field that the workflow does not have.

use super::fix::in_turn;
use super::{Finding, Findings, Fix, Place, Rule, Safety, Severity, Subject, words};
use crate::edit::{Refusal, Transaction, commands};
use crate::workflow::{
    Action, ActionKind, Design, Flow, ValueName, is_field_name, replace_placeholder, used_fields,
};

/// Reported once for each value, whatever number of unknown names it uses. A name that is close to a declared one is
/// likely misspelt, so that declaring it has to be confirmed.
pub static RULE: Rule = Rule {
    id: "unknown-field",
    severity: Severity::Error,
    summary: "A text uses a `{{field}}`, or an action sets one, that is not a field of this workflow.",
    why: "The script fills in the declared fields only. Where another name stands, the customer reads a gap or the \
          bare braces, and what is set is read by nobody. Correct the name, or declare the field.",
    wrong: r#"
fields customer_name
1 New Call
  sms "+44 20 7946 0000" "Dear {{custmer_name}}, we call you back" !
  finish "Written"
"#,
    right: r#"
fields customer_name
1 New Call
  sms "+44 20 7946 0000" "Dear {{customer_name}}, we call you back"
  finish "Written"
"#,
    check,
    fixes,
};

fn check(subject: &Subject<'_>, found: &mut Findings) {
    let declared = declared_in_order(subject.workflow.fields());
    for (stage, event) in subject.stages() {
        for action in &event.actions {
            let mut reported = None;
            for (value_name, field) in used_fields(&action.data) {
                if declared.binary_search(&field).is_ok() || reported == Some(value_name) {
                    continue;
                }
                reported = Some(value_name);
                let unknown = unknown_in(action, value_name, &declared);
                let message = message(&subject.heading(stage), action, value_name, &unknown);
                found.add(Place::Value(action.id, value_name), message);
            }
        }
    }
}

fn declared_in_order(fields: &[String]) -> Vec<&str> {
    let mut declared: Vec<&str> = fields.iter().map(String::as_str).collect();
    declared.sort_unstable();
    declared
}

/// The unknown names in one value, each once, in the order of the text.
fn unknown_in<'a>(action: &'a Action, value_name: ValueName, declared: &[&str]) -> Vec<&'a str> {
    let mut unknown = Vec::new();
    for (name, field) in used_fields(&action.data) {
        if name == value_name
            && declared.binary_search(&field).is_err()
            && !unknown.contains(&field)
        {
            unknown.push(field);
        }
    }
    unknown
}

fn message(heading: &str, action: &Action, value_name: ValueName, unknown: &[&str]) -> String {
    let be = if unknown.len() == 1 {
        "is not a field"
    } else {
        "are not fields"
    };
    if value_name == ValueName::Field {
        let field = words::listed(unknown.iter().copied());
        return format!(
            "{heading}, sets {field}, which {be} of this workflow: nobody ever reads it."
        );
    }
    let braced: Vec<String> = unknown
        .iter()
        .map(|field| format!("{{{{{field}}}}}"))
        .collect();
    let braced = words::listed(braced.iter().map(String::as_str));
    let kind = action.data.kind();
    let article = if matches!(kind, ActionKind::Alert | ActionKind::Email) {
        "an"
    } else {
        "a"
    };
    format!(
        "{heading}, uses {braced} in {article} {}, which {be} of this workflow: there will be a gap in the text.",
        kind.title()
    )
}

fn fixes(design: &Design, _: &Flow, finding: &Finding) -> Vec<Fix> {
    let Place::Value(action_id, value_name) = finding.place else {
        return Vec::new();
    };
    let Some(action) = design.workflow.action(action_id) else {
        return Vec::new();
    };
    let declared = declared_in_order(design.workflow.fields());
    let unknown = unknown_in(action, value_name, &declared);
    if unknown.is_empty() {
        return Vec::new();
    }
    let nearest: Vec<(&str, &str)> = unknown
        .iter()
        .filter_map(|&field| Some((field, nearest_name(field, &declared)?)))
        .collect();
    let replace = (nearest.len() == unknown.len()).then(|| {
        let names = words::listed(nearest.iter().map(|&(_, declared)| declared));
        Fix::edit(
            format!("Replace by {names}"),
            Safety::Confirm,
            replace_names(design, action, value_name, &nearest),
        )
    });
    let safety = if nearest.is_empty() {
        Safety::Safe
    } else {
        Safety::Confirm
    };
    let names = words::listed(unknown.iter().copied());
    let declare = unknown.iter().all(|field| is_field_name(field)).then(|| {
        Fix::edit(
            format!("Declare {names}"),
            safety,
            declare_all(design, &unknown),
        )
    });
    replace
        .flatten()
        .into_iter()
        .chain(declare.flatten())
        .chain([Fix::go_to(
            format!("Go to the {}", value_name.noun()),
            finding.place.clone(),
        )])
        .collect()
}

/// The declared name that `field` was likely meant to be: at most one letter in three is different.
fn nearest_name<'a>(field: &str, declared: &[&'a str]) -> Option<&'a str> {
    let distance =
        |name: &str| strsim::damerau_levenshtein(&field.to_lowercase(), &name.to_lowercase());
    let longest = (field.chars().count() / 3).max(1);
    declared
        .iter()
        .map(|&name| (distance(name), name))
        .filter(|&(distance, name)| distance <= longest && distance < name.chars().count())
        .min()
        .map(|(_, name)| name)
}

fn replace_names(
    design: &Design,
    action: &Action,
    value_name: ValueName,
    by: &[(&str, &str)],
) -> Result<Transaction, Refusal> {
    let mut text = action.data.value(value_name).unwrap_or_default().to_owned();
    for &(old, new) in by {
        if value_name == ValueName::Field {
            new.clone_into(&mut text);
        } else if let Some(replaced) = replace_placeholder(&text, old, new) {
            text = replaced;
        }
    }
    commands::set_value(design, action.id, value_name, &text)
}

fn declare_all(design: &Design, fields: &[&str]) -> Result<Transaction, Refusal> {
    let Some((first, rest)) = fields.split_first() else {
        return Err(Refusal("There is nothing to declare.".to_owned()));
    };
    let declared = commands::declare_field(design, first);
    rest.iter().fold(declared, |so_far, field| {
        in_turn(design, so_far, |design, _| {
            commands::declare_field(design, field)
        })
    })
}
