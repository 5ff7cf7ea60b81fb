//! Which findings has somebody accepted, and does that still hold?

use super::{Finding, Severity, Waived};
use crate::workflow::{Design, Flow, seal_of};

/// Notes on each finding what was said to it. Errors cannot be waived: they stop an export whatever is said.
///
/// `findings` are those of this very design. Costs nothing where nothing was waived.
pub fn apply_waivers(design: &Design, flow: &Flow, findings: &mut [Finding]) {
    if design.waivers.is_empty() {
        return;
    }
    for finding in findings {
        if finding.rule.severity == Severity::Error {
            continue;
        }
        let waiver = design
            .waivers
            .iter()
            .rfind(|waiver| waiver.rule == finding.rule.id && waiver.place == finding.place);
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
    use crate::rules::{Place, check};
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
        let flow = Flow::new(&design.workflow);
        let mut findings = check(&design.workflow, &flow);
        apply_waivers(design, &flow, &mut findings);
        findings
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
}
