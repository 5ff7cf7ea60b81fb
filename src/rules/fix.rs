//! What can one do about a finding?

use super::Place;
use crate::edit::commands::Port;
use crate::edit::{Refusal, Transaction};
use crate::workflow::{Design, EventId};

/// Something that one can do about a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// As on a button: `Add Finish Workflow`.
    pub title: String,
    pub safety: Safety,
    pub remedy: Remedy,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Safety {
    /// Loses nothing and guesses nothing: `--fix` applies it.
    Safe,
    /// A person has to want it.
    Confirm,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remedy {
    Edit(Transaction),
    /// Only a person knows the value: go there.
    GoTo(Place),
    /// Only a person knows the stage: [`crate::edit::commands::connect`] the port with the one chosen.
    ChooseStage(Port),
    /// Only a person knows from where: [`crate::edit::commands::connect`] the port chosen with this stage.
    ChooseWayIn(EventId),
}

impl Fix {
    /// No fix when the command refuses: what cannot be done is not offered.
    pub(super) fn edit(
        title: impl Into<String>,
        safety: Safety,
        made: Result<Transaction, Refusal>,
    ) -> Option<Self> {
        made.ok()
            .map(|transaction| Self::new(title, safety, Remedy::Edit(transaction)))
    }

    pub(super) fn go_to(title: impl Into<String>, place: Place) -> Self {
        Self::new(title, Safety::Confirm, Remedy::GoTo(place))
    }

    pub(super) fn choose_stage(title: impl Into<String>, port: Port) -> Self {
        Self::new(title, Safety::Confirm, Remedy::ChooseStage(port))
    }

    pub(super) fn choose_way_in(title: impl Into<String>, event_id: EventId) -> Self {
        Self::new(title, Safety::Confirm, Remedy::ChooseWayIn(event_id))
    }

    fn new(title: impl Into<String>, safety: Safety, remedy: Remedy) -> Self {
        Self {
            title: title.into(),
            safety,
            remedy,
        }
    }
}

/// Two commands as one transaction under the label of the first: the second is made for the design as the first
/// leaves it, and is told what the first did.
pub(super) fn in_turn(
    design: &Design,
    first: Result<Transaction, Refusal>,
    second: impl FnOnce(&Design, &Transaction) -> Result<Transaction, Refusal>,
) -> Result<Transaction, Refusal> {
    let mut joined = first?;
    let mut midway = design.clone();
    joined
        .apply(&mut midway)
        .map_err(|misfit| Refusal(misfit.to_string()))?;
    let second = second(&midway, &joined)?;
    joined.changes.extend(second.changes);
    Ok(joined)
}
