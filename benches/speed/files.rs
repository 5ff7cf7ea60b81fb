//! What do loading and saving cost?

use crate::report::{Outcome, Report, Taken, measured};
use crate::support::large_design;
use legwork::file;
use legwork::workflow::{ActionData, Design, Priority};
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::hint::black_box;
use std::io::Write;
use std::time::{Duration, Instant};

const TARGET_STAGE_COUNT: usize = 10_000;
const TARGET: Duration = Duration::from_millis(300);

pub fn measure(report: &mut Report) -> Outcome {
    let folder = tempfile::tempdir()?;
    let ron_path = folder.path().join("design.ron");
    let json_path = folder.path().join("design.json");
    for stage_count in [1_000, TARGET_STAGE_COUNT, 100_000] {
        let design = large_design(stage_count);
        let mirror = Mirror::of(&design);

        let saved = timed(|| Ok(file::save(&ron_path, &design, None)?))?;
        let saved_as_json = timed(|| {
            let mut file = File::create(&json_path)?;
            file.write_all(serde_json::to_string_pretty(&mirror)?.as_bytes())?;
            Ok(file.sync_all()?)
        })?;
        report
            .line("save", stage_count, saved)
            .baseline("serde_json, the same data", saved_as_json);
        if stage_count == TARGET_STAGE_COUNT {
            report.target(TARGET);
        }

        let loaded = timed(|| Ok(file::read(&ron_path)?))?;
        let loaded_from_json = timed(|| {
            let text = fs::read_to_string(&json_path)?;
            Ok(serde_json::from_str::<Mirror>(&text)?)
        })?;
        report
            .line("load", stage_count, loaded)
            .baseline("serde_json, the same data", loaded_from_json);
        if stage_count == TARGET_STAGE_COUNT {
            report.target(TARGET);
        }
        if file::read(&ron_path)?.design != design {
            return Err("what was loaded is not what was saved".into());
        }
    }
    Ok(())
}

fn timed<T>(mut work: impl FnMut() -> Outcome<T>) -> Outcome<Taken> {
    measured(|| {
        let start = Instant::now();
        black_box(work()?);
        Ok(start.elapsed())
    })
}

/// A design as plain data, for `serde_json` to write and read.
#[derive(Serialize, Deserialize)]
struct Mirror {
    name: String,
    fields: Vec<String>,
    events: Vec<MirrorEvent>,
    cards: Vec<(u32, i32, i32)>,
}

#[derive(Serialize, Deserialize)]
struct MirrorEvent {
    id: u32,
    stage: u32,
    on: String,
    name: String,
    actions: Vec<MirrorAction>,
}

#[derive(Serialize, Deserialize)]
struct MirrorAction {
    id: u32,
    kind: String,
    values: Vec<String>,
    priority: Option<String>,
    leads_to: Option<u32>,
}

impl Mirror {
    fn of(design: &Design) -> Self {
        let workflow = &design.workflow;
        Self {
            name: workflow.name().to_owned(),
            fields: workflow.fields().to_vec(),
            events: workflow
                .events()
                .map(|event| MirrorEvent {
                    id: event.id.0,
                    stage: event.stage,
                    on: event.kind.title().to_owned(),
                    name: event.name.clone(),
                    actions: event
                        .actions
                        .iter()
                        .map(|action| MirrorAction {
                            id: action.id.0,
                            kind: action.data.kind().title().to_owned(),
                            values: action
                                .data
                                .values()
                                .map(|(_, text)| text.to_owned())
                                .collect(),
                            priority: match action.data {
                                ActionData::Alert { priority, .. } => {
                                    Some(Priority::title(priority).to_owned())
                                }
                                _ => None,
                            },
                            leads_to: action.data.leads_to().map(|event_id| event_id.0),
                        })
                        .collect(),
                })
                .collect(),
            cards: design
                .layout
                .cards()
                .map(|(event_id, card)| (event_id.0, card.x, card.y))
                .collect(),
        }
    }
}
