//! What does a new definition mean for the runs under way? They go on by the one that they began with; this says which
//! of them are in stages that the new one has otherwise, or not at all.

use crate::export::{self, Definition};
use crate::workflow::Workflow;
use std::collections::BTreeMap;
use std::fmt;

/// Runs that are in one stage of one definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnderWay {
    /// That which they go through.
    pub definition: std::sync::Arc<Definition>,
    /// By number.
    pub stage: u32,
    pub runs: u64,
}

/// A stage in which there are runs, and what has become of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AtStake {
    /// By number: numbers are kept for good, so a stage is the same in all definitions of a workflow.
    pub stage: u32,
    /// As the definition of the runs calls it.
    pub name: String,
    /// The version of the definition that the runs go through.
    pub version: String,
    pub runs: u64,
    pub fate: Fate,
}

/// What has become of a stage. From bad to good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    Removed,
    /// It does something else, waits for something else, or goes on elsewhere. Its name alone changes nothing.
    Changed,
    Same,
}

impl fmt::Display for AtStake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let are = if self.runs == 1 { "is" } else { "are" };
        let (runs, stage, name) = (self.runs, self.stage, &self.name);
        let fate = match self.fate {
            Fate::Removed => "is removed",
            Fate::Changed => "has changed",
            Fate::Same => "is as it was",
        };
        write!(f, "{runs} {are} in stage {stage}, {name}, which {fate}")
    }
}

/// What an amended workflow means for runs under way: worst first, then by stage. It may be incomplete.
pub fn at_stake(under_way: &[UnderWay], amended: &Workflow) -> Vec<AtStake> {
    let amended = export::draft(amended, &[]);
    let new: BTreeMap<u32, &export::Stage> = amended
        .stages
        .iter()
        .map(|stage| (stage.stage, stage))
        .collect();
    let mut stages: Vec<AtStake> = under_way
        .iter()
        .map(|runs| {
            let stages = &runs.definition.stages;
            let old = stages.iter().find(|stage| stage.stage == runs.stage);
            let fate = match (old, new.get(&runs.stage)) {
                (_, None) => Fate::Removed,
                (Some(old), Some(new)) if does_the_same(old, new) => Fate::Same,
                _ => Fate::Changed,
            };
            AtStake {
                stage: runs.stage,
                name: old.map_or_else(String::new, |stage| stage.name.clone()),
                version: runs.definition.version.clone(),
                runs: runs.runs,
                fate,
            }
        })
        .collect();
    stages.sort_by(|a, b| {
        let key = |stage: &AtStake| (stage.fate, stage.stage);
        key(a).cmp(&key(b)).then_with(|| a.version.cmp(&b.version))
    });
    stages
}

fn does_the_same(old: &export::Stage, new: &export::Stage) -> bool {
    (old.event, &old.steps, &old.then) == (new.event, &new.steps, &new.then)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workflow::sketch;
    use std::sync::Arc;

    const CALLBACK: &str = "1 New Call
  alert \"Ring\"
  button \"A\" -> 2
  timer 1d -> 3
2 Button Pushed
  button \"B\" -> 4
3 Timer Elapsed
  finish \"f\"
4 Button Pushed
  finish \"g\"";

    fn workflow(text: &str) -> Workflow {
        sketch::parse(text).unwrap()
    }

    fn fates(amended: &str) -> Vec<(u32, Fate)> {
        let definition = Arc::new(export::draft(&workflow(CALLBACK), &[]));
        let under_way: Vec<UnderWay> = [1, 2, 3, 4]
            .map(|stage| UnderWay {
                definition: Arc::clone(&definition),
                stage,
                runs: u64::from(stage),
            })
            .to_vec();
        let stages = at_stake(&under_way, &workflow(amended));
        stages
            .iter()
            .map(|stage| (stage.stage, stage.fate))
            .collect()
    }

    #[test]
    fn runs_in_stages_that_are_gone_or_do_something_else_come_first() {
        let amended = CALLBACK
            .replace("button \"B\" -> 4", "finish \"b\"")
            .replace("\n4 Button Pushed\n  finish \"g\"", "");
        let fates = fates(&amended);
        assert_eq!(
            fates,
            [
                (4, Fate::Removed),
                (2, Fate::Changed),
                (1, Fate::Same),
                (3, Fate::Same)
            ]
        );
    }

    #[test]
    fn a_name_and_the_layout_change_nothing_for_a_run() {
        let amended = CALLBACK.replace("2 Button Pushed", "2 Button Pushed \"Renamed\"");
        assert!(fates(&amended).iter().all(|(_, fate)| *fate == Fate::Same));
    }

    #[test]
    fn a_stage_is_told_with_how_many_are_in_it() {
        let stage = AtStake {
            stage: 3,
            name: "48 h passed".to_owned(),
            version: String::new(),
            runs: 12,
            fate: Fate::Changed,
        };
        assert_eq!(
            stage.to_string(),
            "12 are in stage 3, 48 h passed, which has changed"
        );
    }
}
