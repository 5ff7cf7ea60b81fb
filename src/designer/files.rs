//! How do designs come in and go out? Open, save, export, reload, close; nothing is overwritten blindly.

use super::app::Designer;
use super::file_dialogs::{Answer, Ask};
use super::prompts::{FilePurpose, Prompt, with_extension};
use super::requests::ExportFormat;
use super::{Document, Request};
use crate::export;
use crate::file::{self, SaveError};
use crate::rules::Severity;
use crate::workflow::Design;
use eframe::egui;
use std::path::Path;

impl Designer {
    /// Adds a design as a tab of its own and shows it.
    pub(super) fn add_document(&mut self, document: Document) {
        self.documents.push(document);
        self.active = self.documents.len() - 1;
    }

    pub(super) fn open_sample(&mut self, design: Design) {
        self.add_document(Document::new(design));
    }

    /// Opens a file, or shows it when it is open already.
    pub fn open_path(&mut self, path: &Path) {
        let same = |document: &Document| {
            document
                .path
                .as_deref()
                .is_some_and(|open| is_same_file(open, path))
        };
        if let Some(index) = self.documents.iter().position(same) {
            self.active = index;
            return;
        }
        match file::read(path) {
            Ok(read) => {
                self.settings.remember(path);
                self.add_document(Document::with_file(
                    read.design,
                    path.to_owned(),
                    read.stamp,
                ));
            }
            Err(error) => {
                self.prompt = Some(Prompt::Explain {
                    title: "The file cannot be opened".to_owned(),
                    text: error.to_string(),
                });
            }
        }
    }

    pub(super) fn ask_for_file(&mut self, purpose: FilePurpose) {
        let suggested = |extension| {
            let name = self
                .document()
                .map(|document| document.suggested_file_name(extension));
            Ask::Save {
                suggested: name.unwrap_or_default(),
                extension,
            }
        };
        let ask = match purpose {
            FilePurpose::Open => Ask::Open,
            FilePurpose::SaveAs => suggested("ron"),
            FilePurpose::Export {
                format: ExportFormat::Json,
                ..
            } => suggested("json"),
            FilePurpose::Export {
                format: ExportFormat::Ron,
                ..
            } => suggested("definition.ron"),
        };
        self.file_purpose = Some(purpose);
        self.dialogs.ask(ask);
    }

    pub(super) fn take_file_answer(&mut self, ctx: &egui::Context) {
        let Some(answer) = self.dialogs.poll(ctx) else {
            return;
        };
        // The frame is drawn by now: without this the window would show the old state until the pointer moves.
        ctx.request_repaint();
        let purpose = self.file_purpose.take();
        let (Answer::Picked(path), Some(purpose)) = (answer, purpose) else {
            self.close_after_save = None;
            return;
        };
        match purpose {
            FilePurpose::Open => self.open_path(&path),
            FilePurpose::SaveAs => self.save_to(&with_extension(path, "ron"), None),
            FilePurpose::Export { format, is_draft } => {
                self.export_to(&with_extension(path, format.extension()), format, is_draft);
            }
        }
    }

    /// Saves to the design's file, or asks for one. `overwrites` when the user wants it although the file has changed.
    pub(super) fn save(&mut self, overwrites: bool) {
        let Some(document) = self.document() else {
            return;
        };
        match (document.path.clone(), document.stamp.clone()) {
            (Some(path), stamp) => self.save_to(&path, stamp.filter(|_| !overwrites).as_ref()),
            (None, _) => self.ask_for_file(FilePurpose::SaveAs),
        }
    }

    fn save_to(&mut self, path: &Path, expected: Option<&file::Stamp>) {
        let Some(document) = self.documents.get_mut(self.active) else {
            return;
        };
        match file::save(path, document.editor.design(), expected) {
            Ok(stamp) => {
                document.editor.mark_saved();
                document.stamp = Some(stamp);
                document.path = Some(path.to_owned());
                self.settings.remember(path);
                self.notify(format!("Saved {}", path.display()));
                if let Some(index) = self.close_after_save.take() {
                    self.close_now(index);
                }
            }
            Err(error) => {
                self.close_after_save = None;
                self.prompt = Some(match error {
                    SaveError::ChangedOnDisk { .. } => Prompt::ChangedOnDisk,
                    error => Prompt::Explain {
                        title: "The design was not saved".to_owned(),
                        text: error.to_string(),
                    },
                });
            }
        }
    }

    /// Takes the file's content in place of the design as it is. View and selection stay.
    pub(super) fn reload(&mut self) {
        let Some(path) = self.document().and_then(|document| document.path.clone()) else {
            return;
        };
        match file::read(&path) {
            Ok(read) => {
                if let Some(document) = self.documents.get_mut(self.active) {
                    let view = std::mem::take(&mut document.view);
                    let mut reloaded = Document::with_file(read.design, path, read.stamp);
                    reloaded.view.camera = view.camera;
                    reloaded.view.selection = view.selection;
                    *document = reloaded;
                }
            }
            Err(error) => {
                self.prompt = Some(Prompt::Explain {
                    title: "The file cannot be read".to_owned(),
                    text: error.to_string(),
                });
            }
        }
    }

    /// Exports, or says what is missing.
    pub(super) fn export(&mut self, format: ExportFormat, is_draft: bool) {
        let Some(document) = self.document() else {
            return;
        };
        let errors: Vec<_> = document
            .analysis
            .findings
            .iter()
            .filter(|finding| finding.rule.severity == Severity::Error)
            .cloned()
            .collect();
        if errors.is_empty() || is_draft {
            self.ask_for_file(FilePurpose::Export { format, is_draft });
        } else {
            self.prompt = Some(Prompt::Incomplete { format, errors });
        }
    }

    fn export_to(&mut self, path: &Path, format: ExportFormat, is_draft: bool) {
        let Some(document) = self.document() else {
            return;
        };
        let definition = if is_draft {
            export::draft(&document.design().workflow, &document.analysis.findings)
        } else {
            match export::definition(&document.design().workflow, &document.analysis.findings) {
                Ok(definition) => definition,
                Err(incomplete) => {
                    self.notify(incomplete.to_string());
                    return;
                }
            }
        };
        let text = match format {
            ExportFormat::Ron => export::ron(&definition),
            ExportFormat::Json => export::json(&definition),
        };
        match file::write_atomically(path, text.as_bytes()) {
            Ok(()) => self.notify(format!("Exported {}", path.display())),
            Err(error) => {
                let text = error.to_string();
                self.prompt = Some(Prompt::Explain {
                    title: "The definition was not exported".to_owned(),
                    text,
                });
            }
        }
    }

    /// Closes a design, after asking when that would lose work.
    pub(super) fn close(&mut self, index: usize) {
        match self.documents.get(index) {
            Some(document) if document.is_unsaved() => self.prompt = Some(Prompt::Close { index }),
            Some(_) => self.close_now(index),
            None => {}
        }
    }

    pub(super) fn close_now(&mut self, index: usize) {
        if index < self.documents.len() {
            self.documents.remove(index);
            if self.active >= index && self.active > 0 {
                self.active -= 1;
            }
        }
    }

    /// Files that were dropped onto the window are opened.
    pub(super) fn take_dropped_files(&mut self, ctx: &egui::Context) {
        let dropped = ctx.input(|i| i.raw.dropped_files.clone());
        self.requests.extend(
            dropped
                .iter()
                .map(|file| Request::OpenPath(file.path().to_owned())),
        );
    }
}

fn is_same_file(a: &Path, b: &Path) -> bool {
    match (a.canonicalize(), b.canonicalize()) {
        (Ok(a), Ok(b)) => a == b,
        _ => a == b,
    }
}
