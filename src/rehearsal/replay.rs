//! Does a design do what a scenario expects? Where it does not, what is there instead.

use super::closing::Rehearsable;
use super::trial::{Misfit, Standing, Trial};
use crate::workflow::{ActionData, Expected, Scenario};
use std::fmt;
use std::sync::Arc;

/// What replaying a scenario has shown.
#[derive(Clone, Debug)]
pub struct Replayed {
    /// The call as far as it got.
    pub trial: Trial,
    /// Where it is not as expected; `None` when it all is.
    pub mismatch: Option<Mismatch>,
}

/// The first thing that is not as a scenario has it. Shown as whole sentences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mismatch {
    /// A step cannot be made; counted from 1.
    Step { nth: usize, misfit: Misfit },
    /// The call is elsewhere in the end. Both as a sentence goes on after “the call”.
    End { expected: String, found: String },
    /// An effect is another than expected, or is missing, or one more; counted from 1.
    Effect {
        nth: usize,
        expected: Option<ActionData>,
        found: Option<ActionData>,
    },
}

/// Lets a call go the way of a scenario.
pub fn replay(subject: &Arc<Rehearsable>, scenario: &Scenario) -> Replayed {
    let fields = scenario.fields.clone();
    let mut trial = Trial::new(Arc::clone(subject), fields, scenario.is_chargeable);
    for (index, step) in scenario.steps.iter().enumerate() {
        if let Err(misfit) = trial.perform(step) {
            let nth = index + 1;
            return Replayed {
                trial,
                mismatch: Some(Mismatch::Step { nth, misfit }),
            };
        }
    }
    let mismatch = end_mismatch(&trial, scenario).or_else(|| effect_mismatch(&trial, scenario));
    Replayed { trial, mismatch }
}

fn end_mismatch(trial: &Trial, scenario: &Scenario) -> Option<Mismatch> {
    if trial.expected() == scenario.expected {
        return None;
    }
    let found = match trial.standing() {
        // Without the name of the stage it reads like what was expected.
        Standing::Waiting { .. } | Standing::Dangling { .. } => trial.standing_words(),
        _ => expected_words(&trial.expected()),
    };
    Some(Mismatch::End {
        expected: expected_words(&scenario.expected),
        found,
    })
}

/// As a sentence goes on after “the call”.
pub fn expected_words(expected: &Expected) -> String {
    match expected {
        Expected::Waits { stage } => format!("waits in stage {stage}"),
        Expected::Finishes(outcome) => format!("has finished as “{outcome}”"),
        Expected::Dangles { stage } => {
            format!("has come to where the design dangles, in stage {stage}")
        }
        Expected::NotFollowedUp => "is not followed up".to_owned(),
    }
}

fn effect_mismatch(trial: &Trial, scenario: &Scenario) -> Option<Mismatch> {
    let expected = scenario.effects.as_ref()?;
    let mut found = trial.effects();
    let mut wanted = expected.iter();
    let mut nth = 0;
    loop {
        nth += 1;
        let (expected, found) = (wanted.next(), found.next());
        match (expected, &found) {
            (None, None) => return None,
            (Some(expected), Some(found)) if is_as_expected(expected, found) => {}
            _ => {
                return Some(Mismatch::Effect {
                    nth,
                    expected: expected.cloned(),
                    found,
                });
            }
        }
    }
}

/// A text that is left empty may be any.
fn is_as_expected(expected: &ActionData, found: &ActionData) -> bool {
    let mut values = expected.values();
    expected.kind() == found.kind()
        && expected.priority() == found.priority()
        && values.all(|(name, text)| text.is_empty() || found.value(name) == Some(text))
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Step { nth, misfit } => write!(f, "Step {nth} does not fit. {misfit}"),
            Self::End { expected, found } => {
                write!(f, "Expected is that the call {expected}; it {found}.")
            }
            Self::Effect {
                nth,
                expected,
                found,
            } => match (expected, found) {
                (Some(expected), Some(found)) => write!(
                    f,
                    "Effect {nth} should be {}; it is {}.",
                    effect_words(expected),
                    effect_words(found)
                ),
                (Some(expected), None) => {
                    write!(f, "Effect {nth}, {}, is missing.", effect_words(expected))
                }
                (None, Some(found)) => write!(
                    f,
                    "There is one more effect than expected, {}.",
                    effect_words(found)
                ),
                (None, None) => write!(f, "Effect {nth} is another."),
            },
        }
    }
}

/// An effect in a line: `an Email to ann@example.com, “Your brochure”`.
pub fn effect_words(effect: &ActionData) -> String {
    let title = effect.kind().title();
    let article = if title.starts_with(['A', 'E']) || title == "SMS" {
        "an"
    } else {
        "a"
    };
    let values = effect
        .values()
        .filter(|(_, text)| !text.is_empty())
        .map(|(name, text)| format!("{} “{text}”", name.noun()));
    let values: Vec<String> = values.collect();
    match effect.priority() {
        Some(priority) => format!(
            "{article} {title} ({}) with {}",
            priority.title().to_lowercase(),
            values.join(", ")
        ),
        None => format!("{article} {title} with {}", values.join(", ")),
    }
}
