//! A field that nothing uses.

use super::{Finding, Findings, Fix, Place, Rule, Safety, Severity, Subject};
use crate::edit::commands;
use crate::workflow::{Design, Flow, used_fields};

pub static RULE: Rule = Rule {
    id: "unused-field",
    severity: Severity::Info,
    summary: "A field that no action uses.",
    why: "The script collects it for every call, and it has no bearing on what is done. Remove it, unless it is kept \
          for those who read the call: scripts that fill it in must then be amended too.",
    wrong: r#"
fields customer_name phone !
1 New Call
  note "{{customer_name}} has called"
  finish "Noted"
"#,
    right: r#"
fields customer_name
1 New Call
  note "{{customer_name}} has called"
  finish "Noted"
"#,
    check,
    fixes,
};

fn check(subject: &Subject<'_>, found: &mut Findings) {
    let mut unused: Vec<&str> = subject
        .workflow
        .fields()
        .iter()
        .map(String::as_str)
        .collect();
    unused.sort_unstable();
    unused.dedup();
    for (_, event) in subject.stages() {
        for action in &event.actions {
            if unused.is_empty() {
                return;
            }
            for (_, field) in used_fields(&action.data) {
                if let Ok(index) = unused.binary_search(&field) {
                    unused.remove(index);
                }
            }
        }
    }
    for field in unused {
        found.add(
            Place::Field(field.to_owned()),
            format!("No action uses the field {field}: scripts fill it in for nothing."),
        );
    }
}

fn fixes(design: &Design, _: &Flow, finding: &Finding) -> Vec<Fix> {
    let Place::Field(field) = &finding.place else {
        return Vec::new();
    };
    // To be confirmed, because scripts elsewhere may fill it in.
    let removed = commands::remove_field(design, field);
    Fix::edit(format!("Remove {field}"), Safety::Confirm, removed)
        .into_iter()
        .collect()
}
