//! How does a design leave the window? In a format that one chooses, written beside the frames.

mod job;
mod prompt;

pub use job::ExportJob;
pub use prompt::ExportPrompt;

use crate::designer::app::Designer;
use crate::designer::commands::requests::ExportChoice;
use crate::designer::document::DocumentId;
use crate::designer::prompts::{FilePurpose, Prompt};
use crate::export::Format;
use crate::rules::Severity;
use eframe::egui;
use std::path::Path;
use std::time::Duration;

const UNTIL_NEXT_LOOK: Duration = Duration::from_millis(30);

impl Designer {
    /// Asks in which format, with the last one chosen.
    pub(in crate::designer) fn ask_for_export(&mut self, ctx: &egui::Context) {
        let is_dark = ctx.theme() == egui::Theme::Dark;
        if let Some(document) = self.document() {
            let last = Format::of_name(&self.settings.export_format);
            let prompt = ExportPrompt::new(document, last.unwrap_or(Format::Json), is_dark);
            self.prompt = Some(Prompt::Export(prompt));
        }
    }

    /// Asks for a file to write to, or says what a definition misses.
    pub(in crate::designer) fn export(&mut self, choice: ExportChoice) {
        choice
            .format
            .name()
            .clone_into(&mut self.settings.export_format);
        self.settings.save();
        let Some(document) = self.documents.get_mut(self.active) else {
            return;
        };
        if choice.format.is_definition() && !choice.is_draft {
            document.analysis.complete(&document.editor);
            let findings = document.analysis.findings.iter();
            let errors: Vec<_> = findings
                .filter(|finding| finding.rule.severity == Severity::Error)
                .cloned()
                .collect();
            if !errors.is_empty() {
                self.prompt = Some(Prompt::Incomplete { choice, errors });
                return;
            }
        }
        let document_id = document.id;
        self.ask_for_file(FilePurpose::Export {
            document_id,
            choice,
        });
    }

    /// Begins to write a design to the file that was chosen.
    pub(in crate::designer) fn export_to(
        &mut self,
        document_id: DocumentId,
        path: &Path,
        choice: ExportChoice,
    ) {
        let Some(document) = self.document_of(document_id) else {
            return;
        };
        let job = ExportJob::begin(document.design().clone(), path.to_owned(), choice);
        self.exports.push(job);
    }

    /// Tells of exports that are done.
    pub(in crate::designer) fn follow_exports(&mut self, ctx: &egui::Context) {
        let (done, pending): (Vec<_>, Vec<_>) = std::mem::take(&mut self.exports)
            .into_iter()
            .map(|mut job| (job.poll(), job))
            .partition(|(outcome, _)| outcome.is_some());
        self.exports = pending.into_iter().map(|(_, job)| job).collect();
        if !self.exports.is_empty() {
            ctx.request_repaint_after(UNTIL_NEXT_LOOK);
        }
        for (outcome, job) in done {
            match outcome {
                Some(Ok(losses)) => {
                    let told = std::iter::once(format!("Exported {}.", job.path().display()));
                    let told: Vec<String> = told.chain(losses).collect();
                    self.notify(told.join(" "));
                }
                Some(Err(why)) => self.explain("The design was not exported", why),
                None => {}
            }
            ctx.request_repaint();
        }
    }
}

/// What an export has come to: its losses, or why there is none.
type Outcome = Result<Vec<String>, String>;
