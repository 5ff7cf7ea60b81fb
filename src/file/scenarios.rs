//! How are scenarios kept? In a file of their own beside the design, `NAME.scenarios.ron`, in one canonical form.

use super::save::replace;
use super::shape::DataShape;
use super::write::{push_data, push_list, push_string};
use super::{
    Fault, FileError, Head, Misread, SaveError, Stamp, head_of, read_bytes, ron_options, text_in,
};
use crate::workflow::{
    ActionData, Expected, Group, Scenario, ScenarioStep, duration_text, parse_duration,
};
use serde::de::{Error as _, Unexpected};
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

pub const SCENARIOS_FORMAT: &str = "legwork-scenarios/1";

/// What comes in the place of a design's `.ron`.
const ENDING: &str = "scenarios.ron";

/// The scenarios of a design, and what was on disk when they were read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadScenarios {
    pub scenarios: Vec<Scenario>,
    pub stamp: Stamp,
}

/// Where the scenarios of a design are kept: beside it, under its name.
pub fn scenarios_path(design: &Path) -> PathBuf {
    design.with_extension(ENDING)
}

/// The design that a file of scenarios lies beside; `None` when it is not named as one.
pub fn design_of_scenarios(scenarios: &Path) -> Option<PathBuf> {
    let name = scenarios.file_name()?.to_str()?;
    let stem = name.strip_suffix(ENDING)?.strip_suffix('.')?;
    (!stem.is_empty()).then(|| scenarios.with_file_name(format!("{stem}.ron")))
}

/// Reads scenarios; `None` when there is no such file.
///
/// # Errors
/// When the file cannot be read, or holds no scenarios; each says what to do.
pub fn read_scenarios(path: &Path) -> Result<Option<ReadScenarios>, FileError> {
    let bytes = match read_bytes(path) {
        Ok(bytes) => bytes,
        Err(error) if error.fault == Fault::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let stamp = Stamp::of(&bytes);
    let text = text_in(bytes, path)?;
    Ok(Some(ReadScenarios {
        scenarios: parse_scenarios(&text, path)?,
        stamp,
    }))
}

/// Reads scenarios from text. `name` is what errors call it.
///
/// # Errors
/// When the text holds no scenarios, or those of another format.
pub fn parse_scenarios(text: &str, name: &Path) -> Result<Vec<Scenario>, FileError> {
    parse(text).map_err(|fault| fault.in_file(name))
}

fn parse(text: &str) -> Result<Vec<Scenario>, Fault> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match head_of(text) {
        Head::Scenarios => {}
        Head::Empty => return Err(Fault::Empty),
        _ => return Err(Fault::NotScenarios),
    }
    let shape: BookShape = ron_options()
        .from_str(text)
        .map_err(|error| Fault::Misread(Box::new(Misread::new(text, &error))))?;
    if shape.format != SCENARIOS_FORMAT {
        return Err(Fault::OtherScenarios(shape.format));
    }
    let scenarios = shape.scenarios.into_iter();
    Ok(scenarios.map(ScenarioShape::into_scenario).collect())
}

/// Saves scenarios. With `expected`, the file is replaced only when it is still what that stamp says, or is gone.
///
/// # Errors
/// When the file was changed on disk, or cannot be written; what is on disk is then as it was.
pub fn save_scenarios(
    path: &Path,
    scenarios: &[Scenario],
    expected: Option<&Stamp>,
) -> Result<Stamp, SaveError> {
    let text = scenarios_text(scenarios);
    replace(path, text.as_bytes(), expected)?;
    Ok(Stamp::of(text.as_bytes()))
}

/// The file's whole text. The same scenarios give the same bytes.
pub fn scenarios_text(scenarios: &[Scenario]) -> String {
    let mut text =
        "// Scenarios of a Legwork design. `legwork rehearse` replays them.\n(\n    format: "
            .to_owned();
    push_string(&mut text, SCENARIOS_FORMAT);
    text.push_str(",\n    scenarios: ");
    push_list(&mut text, 1, scenarios, push_scenario);
    text.push_str(",\n)\n");
    text
}

fn push_scenario(text: &mut String, scenario: &Scenario) {
    const ENTRY: &str = ",\n            ";
    text.push_str("(\n            name: ");
    push_string(text, &scenario.name);
    if !scenario.is_chargeable {
        let _ = write!(text, "{ENTRY}chargeable: false");
    }
    if !scenario.fields.is_empty() {
        let _ = write!(text, "{ENTRY}fields: {{");
        for (field, value) in &scenario.fields {
            text.push_str("\n                ");
            push_string(text, field);
            text.push_str(": ");
            push_string(text, value);
            text.push(',');
        }
        text.push_str("\n            }");
    }
    let _ = write!(text, "{ENTRY}steps: ");
    push_list(text, 3, &scenario.steps, push_step);
    let _ = write!(text, "{ENTRY}expect: ");
    match &scenario.expected {
        Expected::Waits { stage } => {
            let _ = write!(text, "Waits(stage: {stage})");
        }
        Expected::Finishes(outcome) => {
            text.push_str("Finishes(");
            push_string(text, outcome);
            text.push(')');
        }
        Expected::Dangles { stage } => {
            let _ = write!(text, "Dangles(stage: {stage})");
        }
        Expected::NotFollowedUp => text.push_str("NotFollowedUp"),
    }
    if let Some(effects) = &scenario.effects {
        let _ = write!(text, "{ENTRY}effects: ");
        push_list(text, 3, effects, push_data);
    }
    text.push_str(",\n        )");
}

fn push_step(text: &mut String, step: &ScenarioStep) {
    match step {
        ScenarioStep::Push { stage, label, nth } => {
            let _ = write!(text, "Push(stage: {stage}, button: ");
            push_string(text, label);
            if *nth != 1 {
                let _ = write!(text, ", nth: {nth}");
            }
            text.push(')');
        }
        ScenarioStep::Wait(seconds) => {
            let _ = write!(text, "Wait(\"{}\")", duration_text(*seconds));
        }
        ScenarioStep::NextTimer => text.push_str("NextTimer"),
    }
}

#[derive(Deserialize)]
#[serde(rename = "Scenarios", deny_unknown_fields)]
struct BookShape {
    format: String,
    #[serde(default)]
    scenarios: Vec<ScenarioShape>,
}

#[derive(Deserialize)]
#[serde(rename = "Scenario", deny_unknown_fields)]
struct ScenarioShape {
    #[serde(default)]
    name: String,
    #[serde(default = "yes")]
    chargeable: bool,
    #[serde(default)]
    fields: BTreeMap<String, String>,
    #[serde(default)]
    steps: Vec<StepShape>,
    expect: ExpectedShape,
    #[serde(default)]
    effects: Option<Vec<EffectShape>>,
}

const fn yes() -> bool {
    true
}

#[derive(Deserialize)]
#[serde(rename = "Step")]
enum StepShape {
    Push {
        stage: u32,
        button: String,
        #[serde(default = "first")]
        nth: u32,
    },
    Wait(#[serde(deserialize_with = "seconds")] u64),
    NextTimer,
}

const fn first() -> u32 {
    1
}

#[derive(Deserialize)]
#[serde(rename = "Expected end")]
enum ExpectedShape {
    Waits { stage: u32 },
    Finishes(String),
    Dangles { stage: u32 },
    NotFollowedUp,
}

#[derive(Deserialize)]
#[serde(transparent)]
struct EffectShape {
    #[serde(deserialize_with = "effect")]
    data: ActionData,
}

fn seconds<'de, D: Deserializer<'de>>(from: D) -> Result<u64, D::Error> {
    let text = String::deserialize(from)?;
    parse_duration(&text).map_err(|_| {
        D::Error::invalid_value(Unexpected::Str(&text), &"a duration such as \"2h 30m\"")
    })
}

/// Only what is done at once has an effect.
fn effect<'de, D: Deserializer<'de>>(from: D) -> Result<ActionData, D::Error> {
    let data = DataShape::deserialize(from)?;
    if data.kind().group() == Group::Immediate {
        return Ok(data);
    }
    Err(D::Error::invalid_value(
        Unexpected::Other(data.kind().title()),
        &"an effect: an Alert, Email, Sms, Webhook, SetField or Note",
    ))
}

impl ScenarioShape {
    fn into_scenario(self) -> Scenario {
        let steps = self.steps.into_iter().map(|step| match step {
            StepShape::Push { stage, button, nth } => ScenarioStep::Push {
                stage,
                label: button,
                nth: nth.max(1),
            },
            StepShape::Wait(seconds) => ScenarioStep::Wait(seconds),
            StepShape::NextTimer => ScenarioStep::NextTimer,
        });
        Scenario {
            name: self.name,
            fields: self.fields,
            is_chargeable: self.chargeable,
            steps: steps.collect(),
            expected: match self.expect {
                ExpectedShape::Waits { stage } => Expected::Waits { stage },
                ExpectedShape::Finishes(outcome) => Expected::Finishes(outcome),
                ExpectedShape::Dangles { stage } => Expected::Dangles { stage },
                ExpectedShape::NotFollowedUp => Expected::NotFollowedUp,
            },
            effects: self
                .effects
                .map(|effects| effects.into_iter().map(|effect| effect.data).collect()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file;
    use crate::workflow::Priority;
    use proptest::prelude::*;

    fn brochure() -> Scenario {
        Scenario {
            name: "Sent \"at once\"".to_owned(),
            fields: BTreeMap::from([("customer".to_owned(), "Ann\nSmith".to_owned())]),
            is_chargeable: true,
            steps: vec![
                ScenarioStep::Wait(9_000),
                ScenarioStep::Push {
                    stage: 1,
                    label: "Sent".to_owned(),
                    nth: 2,
                },
                ScenarioStep::NextTimer,
            ],
            expected: Expected::Finishes("Done".to_owned()),
            effects: Some(vec![ActionData::Alert {
                message: "Ring".to_owned(),
                priority: Priority::High,
                team: String::new(),
            }]),
        }
    }

    fn fault(text: &str) -> String {
        parse_scenarios(text, Path::new("a.scenarios.ron"))
            .unwrap_err()
            .to_string()
    }

    fn with_scenario(entries: &str) -> String {
        format!("(\n  format: \"legwork-scenarios/1\",\n  scenarios: [(\n{entries}\n  )],\n)")
    }

    #[test]
    fn scenarios_are_written_in_their_canonical_form() {
        insta::assert_snapshot!(scenarios_text(&[brochure()]), @r#"
        // Scenarios of a Legwork design. `legwork rehearse` replays them.
        (
            format: "legwork-scenarios/1",
            scenarios: [
                (
                    name: "Sent \"at once\"",
                    fields: {
                        "customer": "Ann\nSmith",
                    },
                    steps: [
                        Wait("2h 30m"),
                        Push(stage: 1, button: "Sent", nth: 2),
                        NextTimer,
                    ],
                    expect: Finishes("Done"),
                    effects: [
                        Alert(message: "Ring", priority: High, team: ""),
                    ],
                ),
            ],
        )
        "#);
    }

    #[test]
    fn a_file_that_holds_no_scenarios_says_so() {
        for (text, part) in [
            ("", "a.scenarios.ron: the file is empty"),
            ("(format: 2)", "these are no scenarios"),
            ("(format: \"legwork-scenarios/9\")", "“legwork-scenarios/9”"),
        ] {
            let fault = fault(text);
            assert!(fault.contains(part), "{fault}");
        }
    }

    #[test]
    fn a_fault_is_told_with_its_place_and_what_was_probably_meant() {
        let typo = fault(&with_scenario("steps: [NextTimr],\nexpect: NotFollowedUp"));
        assert!(
            typo.starts_with("a.scenarios.ron:4:9: found `NextTimr`"),
            "{typo}"
        );
        assert!(typo.ends_with("did you mean `NextTimer`?"), "{typo}");
        let wait = fault(&with_scenario(
            "steps: [Wait(\"soon\")],\nexpect: NotFollowedUp",
        ));
        assert!(wait.starts_with("a.scenarios.ron:4:"), "{wait}");
        assert!(wait.contains("a duration such as"), "{wait}");
        let button = fault(&with_scenario(
            "expect: NotFollowedUp,\neffects: [Button(label: \"A\")]",
        ));
        assert!(button.contains("expected an effect: an Alert"), "{button}");
    }

    #[test]
    fn scenarios_are_kept_beside_their_design_and_never_taken_for_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = scenarios_path(&folder.path().join("complaint.ron"));
        assert_eq!(path, folder.path().join("complaint.scenarios.ron"));
        assert_eq!(
            design_of_scenarios(&path),
            Some(folder.path().join("complaint.ron"))
        );
        assert_eq!(design_of_scenarios(Path::new("complaint.ron")), None);
        assert_eq!(read_scenarios(&path), Ok(None));
        let stamp = save_scenarios(&path, &[brochure()], None).unwrap();
        let read = read_scenarios(&path).unwrap().unwrap();
        assert_eq!(
            (read.scenarios, read.stamp),
            (vec![brochure()], stamp.clone())
        );
        let refused = file::read(&path).unwrap_err().fault;
        assert_eq!(refused, Fault::Scenarios);
        let found = file::find_designs(&[folder.path().to_owned()]);
        assert!(matches!(found[0].look(), file::Looked::PassedOver));
        assert!(
            file::Listing::new(folder.path().to_owned())
                .look()
                .listed
                .is_empty()
        );

        std::fs::write(&path, "changed").unwrap();
        let refused = save_scenarios(&path, &[], Some(&stamp)).unwrap_err();
        assert!(matches!(refused, SaveError::ChangedOnDisk { .. }));
    }

    fn any_scenario() -> impl Strategy<Value = Scenario> {
        let text = "[ -~äß\"\\\\\n\t]{0,8}";
        let step = prop_oneof![
            (any::<u32>(), text, 1..4_u32).prop_map(|(stage, label, nth)| ScenarioStep::Push {
                stage,
                label,
                nth
            }),
            (1..10_000_000_u64).prop_map(ScenarioStep::Wait),
            Just(ScenarioStep::NextTimer),
        ];
        let expected = prop_oneof![
            any::<u32>().prop_map(|stage| Expected::Waits { stage }),
            text.prop_map(Expected::Finishes),
            any::<u32>().prop_map(|stage| Expected::Dangles { stage }),
            Just(Expected::NotFollowedUp),
        ];
        let note = text.prop_map(|text| ActionData::Note { text });
        (
            text,
            proptest::collection::btree_map(text, text, 0..3),
            any::<bool>(),
            proptest::collection::vec(step, 0..5),
            expected,
            proptest::option::of(proptest::collection::vec(note, 0..3)),
        )
            .prop_map(
                |(name, fields, is_chargeable, steps, expected, effects)| Scenario {
                    name,
                    fields,
                    is_chargeable,
                    steps,
                    expected,
                    effects,
                },
            )
    }

    proptest! {
        #[test]
        fn all_scenarios_read_back_as_they_were_written(
            scenarios in proptest::collection::vec(any_scenario(), 0..4),
        ) {
            let text = scenarios_text(&scenarios);
            let read = parse_scenarios(&text, Path::new("a")).unwrap();
            prop_assert_eq!(read, scenarios);
        }
    }
}
