//! Which findings has somebody accepted, and does that still hold?

use super::{Finding, Waived, check};
use crate::workflow::{Design, Flow, Place, Waiver, seal_of};
use std::collections::BTreeMap;

/// Runs all rules over a design and notes what was waived: what the window, the terminal and a review go by.
///
/// `flow` is the flow of this very design's workflow.
pub fn check_design(design: &Design, flow: &Flow) -> Vec<Finding> {
    let mut findings = check(&design.workflow, flow);
    apply_waivers(design, flow, &mut findings);
    findings
}

/// Notes on each finding what was said to it. See [`Rule::can_be_waived`](super::Rule::can_be_waived).
///
/// `findings` are those of this very design. Costs nothing where nothing was waived.
pub fn apply_waivers(design: &Design, flow: &Flow, findings: &mut [Finding]) {
    if design.waivers.is_empty() {
        return;
    }
    // Of two for one finding, as only a hand-edited file has them, the last holds.
    let by_place: BTreeMap<(&str, &Place), &Waiver> = design
        .waivers
        .iter()
        .map(|waiver| ((waiver.rule.as_str(), &waiver.place), waiver))
        .collect();
    for finding in findings {
        if !finding.rule.can_be_waived() {
            continue;
        }
        let waiver = by_place.get(&(finding.rule.id, &finding.place));
        finding.waived = waiver.map(|waiver| Waived {
            name: waiver.name.clone(),
            reason: waiver.reason.clone(),
            has_lapsed: waiver.seal != seal_of(&design.workflow, flow, &finding.place),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::commands;
    use crate::workflow::{ActionId, EventId, ValueName, sketch};

    const WAITING: &str = "1 New Call
  alert \"Ring\"
  button \"A\" -> 2
2 Button Pushed
  finish \"Done\"";

    fn waived() -> Design {
        let mut design = Design {
            workflow: sketch::parse(WAITING).unwrap(),
            ..Design::default()
        };
        let place = Place::Event(EventId(1));
        let waiver = commands::waive(&design, "waits-for-ever", &place, "Watched", "Ann");
        waiver.unwrap().apply(&mut design).unwrap();
        design
    }

    fn findings(design: &Design) -> Vec<Finding> {
        check_design(design, &Flow::new(&design.workflow))
    }

    #[test]
    fn a_waived_warning_counts_no_more() {
        let findings = findings(&waived());
        assert_eq!(findings.len(), 1);
        assert!(findings[0].is_waived());
        assert_eq!(crate::rules::Tally::of(&findings).to_string(), "1 waived");
    }

    #[test]
    fn a_waiver_lapses_when_its_leg_changes() {
        let mut design = waived();
        let amended = commands::set_value(&design, ActionId(1), ValueName::Message, "Write");
        amended.unwrap().apply(&mut design).unwrap();
        let findings = findings(&design);
        assert!(!findings[0].is_waived());
        assert!(findings[0].waived.as_ref().unwrap().has_lapsed);
    }

    #[test]
    fn an_error_counts_whatever_is_said_to_it() {
        let mut design = Design {
            workflow: sketch::parse("1 New Call").unwrap(),
            ..Design::default()
        };
        let place = Place::Event(EventId(1));
        let waiver = commands::waive(&design, "dangling-leg", &place, "It is fine", "Ann");
        waiver.unwrap().apply(&mut design).unwrap();
        let findings = findings(&design);
        assert_eq!(findings[0].rule.id, "dangling-leg");
        assert_eq!(findings[0].waived, None);
    }
}
