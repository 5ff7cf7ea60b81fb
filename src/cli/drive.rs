//! Edits a design as fast as it can, with a journal as the window keeps it, until it is killed. For tests only.

use super::{Outcome, Terminal, paint, read_design};
use crate::edit::commands;
use crate::edit::{Below, GestureId, Refusal, Transaction};
use crate::file::journal::{Base, JournaledEditor, Keeping, Origin};
use crate::file::{self, Stamp};
use crate::workflow::{ActionKind, Design, EventId, Position};
use sha2::{Digest, Sha256};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

/// Edit a design until killed, telling each step on a line of its own: its number, the microseconds since the start,
/// the design's hash, and what undo and redo would do.
#[derive(clap::Args)]
pub(super) struct Arguments {
    file: PathBuf,

    /// Where the journal is kept
    #[arg(long)]
    journals: PathBuf,

    /// Which series of edits
    #[arg(long, default_value_t = 1)]
    seed: u64,

    /// Panic after so many steps instead of going on
    #[arg(long)]
    panic_after: Option<u64>,
}

pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal<'_>) -> io::Result<Outcome> {
    let start = Instant::now();
    let Some(read) = read_design(&arguments.file, terminal)? else {
        return Ok(Outcome::Unusable);
    };
    let mut editor = JournaledEditor::new(read.design.clone());
    let keeping = Keeping {
        folder: arguments.journals.clone(),
        wake: Arc::new(|| {}),
    };
    editor.keep_journal(
        keeping,
        Origin::of_file(&arguments.file, &read.stamp),
        Base::of_file(read.text, &read.design, false),
    );
    let mut driver = Driver {
        editor,
        stamp: read.stamp,
        numbers: Numbers(arguments.seed),
        gesture: 0,
    };
    let mut step_count = 0_u64;
    loop {
        match driver.step(&arguments.file) {
            Ok(true) => step_count += 1,
            Ok(false) => continue,
            Err(sentence) => {
                paint::error(terminal.err, &sentence)?;
                return Ok(Outcome::Unusable);
            }
        }
        let editor = &driver.editor;
        writeln!(
            terminal.out,
            "{step_count}\t{}\t{}\t{}\t{}",
            start.elapsed().as_micros(),
            hash(editor.design()),
            editor.undo_label().unwrap_or_default(),
            editor.redo_label().unwrap_or_default(),
        )?;
        terminal.out.flush()?;
        assert!(
            arguments.panic_after != Some(step_count),
            "as it was asked to"
        );
        thread::sleep(Duration::from_micros(driver.numbers.below(3000)));
    }
}

/// Of the text that would be saved.
fn hash(design: &Design) -> String {
    let digest = Sha256::digest(file::text_of(design));
    digest
        .iter()
        .fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

/// The same numbers for the same seed: those of Knuth's MMIX.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, count: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % count.max(1)
    }

    fn any<T: Copy>(&mut self, choices: &[T]) -> Option<T> {
        let index = self.below(choices.len() as u64);
        choices.get(index as usize).copied()
    }
}

struct Driver {
    editor: JournaledEditor,
    stamp: Stamp,
    numbers: Numbers,
    gesture: u64,
}

impl Driver {
    /// Does something; tells whether it was a step, or else why it cannot go on.
    fn step(&mut self, path: &std::path::Path) -> Result<bool, String> {
        match self.numbers.below(24) {
            // Without anything to undo it would be no step here, but one in the journal.
            0..=2 => return Ok(self.editor.undo_label().is_some() && self.editor.undo().is_some()),
            3 => return Ok(self.editor.redo_label().is_some() && self.editor.redo().is_some()),
            4 => {
                if !self.editor.is_unsaved() {
                    return Ok(false);
                }
                let saved = file::save(path, self.editor.design(), Some(&self.stamp));
                self.stamp = saved.map_err(|error| error.to_string())?;
                self.editor.mark_saved(path, &self.stamp);
                return Ok(true);
            }
            5..=11 => {
                self.gesture += u64::from(self.numbers.below(6) == 0);
                let name = format!("{}x", self.editor.design().workflow.name());
                let name = match name.len() {
                    0..30 => name,
                    _ => "Begun again".to_owned(),
                };
                let Ok(typed) = commands::rename_workflow(self.editor.design(), &name) else {
                    return Ok(false);
                };
                let committed = self
                    .editor
                    .commit_in_gesture(typed, GestureId(self.gesture));
                return committed
                    .map(|()| true)
                    .map_err(|misfit| misfit.to_string());
            }
            _ => {}
        }
        match self.edit() {
            Ok(transaction) if !transaction.is_empty() => self
                .editor
                .commit(transaction)
                .map(|()| true)
                .map_err(|misfit| misfit.to_string()),
            _ => Ok(false),
        }
    }

    fn edit(&mut self) -> Result<Transaction, Refusal> {
        const MOST_STAGES: usize = 60;
        let (design, numbers) = (self.editor.design(), &mut self.numbers);
        let event_ids: Vec<EventId> = design.workflow.events().map(|event| event.id).collect();
        let event_id = numbers.any(&event_ids).unwrap_or(EventId(1));
        if event_ids.len() > MOST_STAGES {
            return commands::delete_stages(design, &event_ids[MOST_STAGES / 2..], Below::Delete);
        }
        match numbers.below(5) {
            0 => {
                let x = numbers.below(4000) as i32;
                commands::move_cards(design, &[(event_id, Position::new(x, x / 2))])
            }
            1 => commands::rename_stage(design, event_id, &format!("At {event_id}")),
            _ => {
                let kind = numbers.any(&ActionKind::ALL).unwrap_or(ActionKind::Note);
                commands::add_action(design, event_id, kind.blank())
            }
        }
    }
}
