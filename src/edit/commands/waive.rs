//! Accepts a warning with a reason and a name, and takes that back.

use super::{Change, Draft, Refusal, Transaction};
use crate::workflow::{Design, Flow, Place, Waiver, seal_of};

/// Accepts a finding of a rule at a place. A waiver that is there already is replaced: so a lapsed one is renewed.
///
/// # Errors
/// When the reason or the name is empty: the reviewer has to know why, and whom to ask.
pub fn waive(
    design: &Design,
    rule: &str,
    place: &Place,
    reason: &str,
    name: &str,
) -> Result<Transaction, Refusal> {
    if reason.trim().is_empty() {
        return Err(Refusal::because("Give a reason for accepting it."));
    }
    if name.trim().is_empty() {
        return Err(Refusal::because(
            "Give your name, so that others know whom to ask.",
        ));
    }
    let flow = Flow::new(&design.workflow);
    let mut after = without(design, rule, place);
    after.push(Waiver {
        rule: rule.to_owned(),
        place: place.clone(),
        reason: reason.trim().to_owned(),
        name: name.trim().to_owned(),
        seal: seal_of(&design.workflow, &flow, place),
    });
    Ok(set_waivers(design, after, format!("waive {rule}")))
}

/// Lets a finding count again.
///
/// # Errors
/// When it was not waived.
pub fn withdraw_waiver(design: &Design, rule: &str, place: &Place) -> Result<Transaction, Refusal> {
    let after = without(design, rule, place);
    if after.len() == design.waivers.len() {
        return Err(Refusal::because("That finding was not waived."));
    }
    Ok(set_waivers(
        design,
        after,
        format!("withdraw waiver of {rule}"),
    ))
}

fn without(design: &Design, rule: &str, place: &Place) -> Vec<Waiver> {
    let is_other = |waiver: &&Waiver| waiver.rule != rule || waiver.place != *place;
    design.waivers.iter().filter(is_other).cloned().collect()
}

fn set_waivers(design: &Design, after: Vec<Waiver>, label: String) -> Transaction {
    let mut draft = Draft::new(design);
    draft.push(Change::SetWaivers {
        before: design.waivers.clone(),
        after,
    });
    draft.finish(label)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::tests::placed;
    use crate::workflow::EventId;

    const RULE: &str = "silent-wait";
    const HERE: Place = Place::Event(EventId(1));

    fn amended(design: &Design, edit: Result<Transaction, Refusal>) -> Design {
        let mut amended = design.clone();
        edit.unwrap().apply(&mut amended).unwrap();
        amended
    }

    #[test]
    fn a_waiver_asks_for_a_reason_and_a_name() {
        let design = placed("1 New Call");
        assert!(waive(&design, RULE, &HERE, " ", "Ann").is_err());
        assert!(waive(&design, RULE, &HERE, "Watched", "").is_err());
    }

    #[test]
    fn waiving_again_replaces_and_withdrawing_removes() {
        let design = placed("1 New Call");
        let first = amended(&design, waive(&design, RULE, &HERE, "a", "Ann"));
        let second = amended(&first, waive(&first, RULE, &HERE, "b", "Bob"));
        assert_eq!(second.waivers.len(), 1);
        assert_eq!(second.waivers[0].name, "Bob");
        let none = amended(&second, withdraw_waiver(&second, RULE, &HERE));
        assert!(none.waivers.is_empty());
        assert!(withdraw_waiver(&none, RULE, &HERE).is_err());
    }
}
