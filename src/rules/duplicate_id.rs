//! An id that was given twice in a file.

use super::{Finding, Findings, Fix, Place, Rule, Safety, Severity, Subject};
use crate::edit::commands;
use crate::workflow::{Design, Flow, ReadFault};

/// Reading a file gives the second of two elements a new id and keeps the fact; so there is nothing in a sketch that
/// could show it.
pub static RULE: Rule = Rule {
    id: "duplicate-id",
    severity: Severity::Error,
    summary: "Two events or two actions in the file bear the same id.",
    why: "Everything that names the id, a Button's event, a Link, a review mark, means the first of the two, whatever \
          was intended, so that calls may go another way than it was drawn. This comes from a file that was edited by \
          hand or merged. The second has been given a new id: look where both lead, then accept it.",
    wrong: "",
    right: "",
    check,
    fixes,
};

fn check(subject: &Subject<'_>, found: &mut Findings) {
    for fault in subject.workflow.read_faults() {
        found.add(place_of(fault), fault.message.as_str());
    }
}

fn place_of(fault: &ReadFault) -> Place {
    fault
        .action_id
        .map_or(Place::Event(fault.event_id), Place::Action)
}

fn fixes(design: &Design, _: &Flow, finding: &Finding) -> Vec<Fix> {
    let mut faults = design.workflow.read_faults().iter();
    let Some(index) = faults.position(|fault| place_of(fault) == finding.place) else {
        return Vec::new();
    };
    let accepted = commands::accept_read_fault(design, index);
    Fix::edit("Accept the new id", Safety::Safe, accepted)
        .into_iter()
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::rules::{Remedy, check, fixes};
    use crate::workflow::{
        Action, ActionId, ActionKind, Counters, Design, Event, EventId, EventKind, Flow, Workflow,
    };

    #[test]
    fn each_renewed_id_is_reported_until_it_is_accepted() {
        let new_call = |stage| Event {
            id: EventId(1),
            stage,
            kind: EventKind::NewCall,
            name: String::new(),
            actions: vec![Action {
                id: ActionId(1),
                data: ActionKind::Finish.blank(),
            }],
        };
        let events = vec![new_call(1), new_call(2)];
        let workflow =
            Workflow::from_parts("Twice".to_owned(), Vec::new(), Counters::default(), events);
        let mut design = Design {
            workflow,
            ..Design::default()
        };
        let mut accepted_count = 0;
        loop {
            let flow = Flow::new(&design.workflow);
            let findings = check(&design.workflow, &flow);
            let Some(finding) = findings.iter().find(|f| f.rule.id == "duplicate-id") else {
                break;
            };
            let fix = fixes(&design, &flow, finding).remove(0);
            let Remedy::Edit(transaction) = fix.remedy else {
                panic!("{fix:?}");
            };
            transaction.apply(&mut design).unwrap();
            accepted_count += 1;
        }
        assert_eq!(accepted_count, 2);
    }
}
