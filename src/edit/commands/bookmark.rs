//! Marks stages that one comes back to, each with what the place is called.

use super::{Change, Refusal, Transaction, event_in};
use crate::workflow::{Design, EventId};

/// Sets a bookmark on a stage, or gives the one that is there another name.
///
/// # Errors
/// When the stage is gone.
pub fn set_bookmark(
    design: &Design,
    event_id: EventId,
    name: &str,
) -> Result<Transaction, Refusal> {
    let event = event_in(design, event_id)?;
    let before = design.layout.bookmark(event_id);
    let label = if before.is_some() {
        format!("rename bookmark of stage {}", event.stage)
    } else {
        format!("bookmark stage {}", event.stage)
    };
    Ok(amended(design, event_id, Some(name.to_owned()), label))
}

/// # Errors
/// When the stage is gone, or has no bookmark.
pub fn remove_bookmark(design: &Design, event_id: EventId) -> Result<Transaction, Refusal> {
    let event = event_in(design, event_id)?;
    if design.layout.bookmark(event_id).is_none() {
        return Err(Refusal::because("That stage has no bookmark."));
    }
    let label = format!("remove bookmark of stage {}", event.stage);
    Ok(amended(design, event_id, None, label))
}

fn amended(
    design: &Design,
    event_id: EventId,
    after: Option<String>,
    label: String,
) -> Transaction {
    let before = design.layout.bookmark(event_id).map(str::to_owned);
    let changes = if before == after {
        Vec::new()
    } else {
        vec![Change::SetBookmark {
            event_id,
            before,
            after,
        }]
    };
    Transaction::new(label, changes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::tests::placed;

    #[test]
    fn a_bookmark_is_set_renamed_and_removed() {
        let mut design = placed("1 New Call");
        let call = EventId(1);
        for (name, label) in [
            ("Start", "bookmark stage 1"),
            ("Here", "rename bookmark of stage 1"),
        ] {
            let set = set_bookmark(&design, call, name).unwrap();
            assert_eq!(set.label, label);
            set.apply(&mut design).unwrap();
            assert_eq!(design.layout.bookmark(call), Some(name));
        }
        assert!(set_bookmark(&design, call, "Here").unwrap().is_empty());
        let removed = remove_bookmark(&design, call).unwrap();
        removed.apply(&mut design).unwrap();
        assert_eq!(design.layout.bookmark(call), None);
        assert_eq!(
            remove_bookmark(&design, call).unwrap_err().0,
            "That stage has no bookmark."
        );
    }
}
