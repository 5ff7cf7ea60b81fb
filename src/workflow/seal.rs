//! Is a leg still as it was? Its logic, from New Call to a stage, in sixteen characters.

use super::{Flow, Place, Workflow};
use sha2::{Digest, Sha256};
use std::fmt;

/// The beginning of the SHA-256 of what a call meets on its way to a place. Stage numbers, names and layout are not
/// in it: they change nothing for a call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seal(pub u64);

impl fmt::Display for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl Seal {
    /// As it is written; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let is_hex = text.len() == 16 && text.bytes().all(|b| b.is_ascii_hexdigit());
        let value = is_hex.then(|| u64::from_str_radix(text, 16).ok());
        value.flatten().map(Self)
    }
}

/// Seals the way from New Call to the stage that a place is in, that stage included; of a field or the whole
/// workflow, nothing but that.
///
/// Costs the length of the way. What comes after the stage is not part of it: otherwise every edit of a workflow would
/// break the seals of its first stage.
pub fn seal_of(workflow: &Workflow, flow: &Flow, place: &Place) -> Seal {
    let mut digest = Sha256::new();
    let stage = place
        .event_id(workflow)
        .and_then(|event_id| flow.index(event_id));
    for stage in stage.map_or_else(Vec::new, |stage| flow.path_to(stage)) {
        let Some(event) = workflow.event(flow.event_id(stage)) else {
            continue;
        };
        feed(&mut digest, event.kind.title());
        for action in &event.actions {
            feed(&mut digest, action.data.kind().title());
            for (name, value) in action.data.values() {
                feed(&mut digest, name.title());
                feed(&mut digest, value);
            }
            if let Some(priority) = action.data.priority() {
                feed(&mut digest, priority.title());
            }
            let target = action.data.leads_to().map_or(0, |event_id| event_id.0);
            digest.update(target.to_le_bytes());
        }
    }
    sealed(digest)
}

pub(super) fn sealed(digest: Sha256) -> Seal {
    let sum: [u8; 32] = digest.finalize().into();
    let mut first = [0; 8];
    first.copy_from_slice(&sum[..8]);
    Seal(u64::from_be_bytes(first))
}

/// With its length before it, so that two texts beside each other are never taken for two others.
pub(super) fn feed(digest: &mut Sha256, text: &str) {
    digest.update((text.len() as u64).to_le_bytes());
    digest.update(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workflow::{EventId, sketch};

    const CALLBACK: &str = "1 New Call
  alert \"Ring\"
  button \"A\" -> 2
  timer 1d -> 3
2 Button Pushed
  button \"B\" -> 4
3 Timer Elapsed
  finish
4 Button Pushed
  finish";

    fn seal(text: &str, event_id: u32) -> Seal {
        let workflow = sketch::parse(text).unwrap();
        seal_of(
            &workflow,
            &Flow::new(&workflow),
            &Place::Event(EventId(event_id)),
        )
    }

    #[test]
    fn what_changes_on_the_way_breaks_the_seal() {
        for (from, to) in [("Ring", "Write"), ("\"A\"", "\"C\""), ("1d", "2d")] {
            let amended = CALLBACK.replace(from, to);
            assert_ne!(seal(&amended, 2), seal(CALLBACK, 2), "{from} to {to}");
        }
    }

    #[test]
    fn what_comes_after_or_beside_leaves_it() {
        let after = CALLBACK.replace("4 Button Pushed\n  finish", "4 Button Pushed\n  link -> 1");
        assert_eq!(seal(&after, 2), seal(CALLBACK, 2));
        let beside = CALLBACK.replace("3 Timer Elapsed\n  finish", "3 Timer Elapsed\n  link -> 1");
        assert_eq!(seal(&beside, 2), seal(CALLBACK, 2));
    }

    #[test]
    fn a_seal_reads_back_as_it_is_written() {
        let seal = seal(CALLBACK, 4);
        assert_eq!(Seal::parse(&seal.to_string()), Some(seal));
        assert_eq!(Seal::parse("+123456789abcdef"), None);
    }
}
