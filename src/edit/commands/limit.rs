//! Within which time has every leg to finish or to escalate?

use super::{Change, Draft, Refusal, Transaction};
use crate::workflow::{Design, parse_duration};

/// Sets the limit, as it was typed; none when it is empty.
///
/// # Errors
/// When it is no duration.
pub fn set_limit(design: &Design, text: &str) -> Result<Transaction, Refusal> {
    let after = match text.trim() {
        "" => None,
        text => match parse_duration(text) {
            Ok(_) => Some(text.to_owned()),
            Err(fault) => {
                return Err(Refusal::because(format!(
                    "The limit cannot be used: {fault}."
                )));
            }
        },
    };
    let before = design.workflow.limit().map(str::to_owned);
    let label = if after.is_some() {
        "set limit"
    } else {
        "remove limit"
    };
    let mut draft = Draft::new(design);
    if before != after {
        draft.push(Change::SetLimit { before, after });
    }
    Ok(draft.finish(label))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::tests::placed;

    #[test]
    fn a_limit_is_a_duration_or_none() {
        let mut design = placed("1 New Call");
        set_limit(&design, " 48h ")
            .unwrap()
            .apply(&mut design)
            .unwrap();
        assert_eq!(design.workflow.limit(), Some("48h"));
        assert!(set_limit(&design, "48h").unwrap().is_empty());
        assert_eq!(
            set_limit(&design, "soon").unwrap_err().0,
            "The limit cannot be used: “soon” is not a duration; write it like 2h 30m or 3 days."
        );
        set_limit(&design, "").unwrap().apply(&mut design).unwrap();
        assert_eq!(design.workflow.limit(), None);
    }
}
