//! How do designs come in and go out? Open, save, export, reload, close; nothing is overwritten blindly.

pub(super) mod closing;
pub(super) mod dialogs;
pub(super) mod elsewhere;
pub(super) mod recovery;
pub(super) mod templates;
pub(super) mod watch;

use crate::designer::app::Designer;
use crate::designer::commands::requests::OnDiskReply;
use crate::designer::compare::Against;
use crate::designer::document::{DocumentId, OnDisk};
use crate::designer::files::dialogs::{Answer, Ask};
use crate::designer::files::elsewhere::Elsewhere;
use crate::designer::files::watch::Watched;
use crate::designer::folder::{Folder, FolderPanel};
use crate::designer::prompts::{FilePurpose, Prompt, with_extension};
use crate::designer::{Document, Request};
use crate::file::{self, SaveError};
use crate::workflow::Design;
use eframe::egui;
use std::path::Path;

impl Designer {
    /// Adds a design as a tab of its own and shows it.
    pub(in crate::designer) fn add_document(&mut self, mut document: Document) {
        if let Some(keeping) = self.recovery.keeping() {
            document.keep_journal(keeping);
        }
        self.show_document(document);
    }

    pub(in crate::designer) fn show_document(&mut self, document: Document) {
        self.documents.push(document);
        self.active = self.documents.len() - 1;
    }

    pub(in crate::designer) fn open_sample(&mut self, design: Design) {
        self.add_document(Document::new(design));
    }

    /// Opens a folder or a file.
    pub fn open(&mut self, ctx: &egui::Context, path: &Path) {
        if path.is_dir() {
            self.open_folder(ctx, path);
        } else {
            self.open_path(path);
        }
    }

    /// Lists the designs of a folder. Designs that are open stay open.
    fn open_folder(&mut self, ctx: &egui::Context, path: &Path) {
        self.settings.remember_folder(path);
        self.settings.is_outline_open = true;
        self.folder = Some(Folder::open(path, ctx));
        self.folder_panel = FolderPanel::default();
    }

    /// Opens a file, or shows it when it is open already.
    pub fn open_path(&mut self, path: &Path) {
        if let Some(index) = self
            .documents
            .iter()
            .position(|document| document.is_at(path))
        {
            self.active = index;
            return;
        }
        let path = &std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        match file::read(path) {
            Ok(read) => {
                self.settings.remember(path);
                let mut document = Document::with_file(read, path.to_owned());
                if let Some(keeping) = self.recovery.keeping() {
                    document.elsewhere = Elsewhere::look(path, keeping);
                }
                self.add_document(document);
            }
            Err(error) => self.explain("The file cannot be opened", error.to_string()),
        }
    }

    pub(in crate::designer) fn ask_for_file(&mut self, purpose: FilePurpose) {
        let ask = match purpose {
            FilePurpose::Open | FilePurpose::Compare(_) => Ask::Open,
            #[cfg(feature = "server")]
            FilePurpose::RunsOfStore => Ask::Store,
            FilePurpose::Folder => Ask::Folder,
            FilePurpose::SaveAs(document_id) | FilePurpose::Export { document_id, .. } => {
                let Some(document) = self.document_of(document_id) else {
                    return;
                };
                let extension = purpose.extension();
                let full = if purpose.is_ron_definition() {
                    "definition.ron"
                } else {
                    extension
                };
                Ask::Save {
                    suggested: document.suggested_file_name(full),
                    extension,
                }
            }
        };
        self.file_purpose = Some(purpose);
        self.dialogs.ask(ask);
    }

    pub(in crate::designer) fn take_file_answer(&mut self, ctx: &egui::Context) {
        let Some(answer) = self.dialogs.poll(ctx) else {
            return;
        };
        // The frame is drawn by now: without this the window would show the old state until the pointer moves.
        ctx.request_repaint();
        let purpose = self.file_purpose.take();
        let (Answer::Picked(picked), Some(purpose)) = (answer, purpose) else {
            self.leaving = None;
            return;
        };
        let path = match purpose {
            FilePurpose::Open | FilePurpose::Folder => return self.open(ctx, &picked),
            FilePurpose::Compare(document_id) => {
                if self.document().is_some_and(|shown| shown.id == document_id) {
                    self.compare_with(ctx, Against::OtherFile(picked));
                }
                return;
            }
            #[cfg(feature = "server")]
            FilePurpose::RunsOfStore => return self.compare_runs_of(ctx, picked),
            _ => with_extension(&picked, purpose.extension()),
        };
        if path != picked && path.exists() {
            // The dialog asked about another name than the one that is written to.
            self.prompt = Some(Prompt::Replace { path, purpose });
        } else {
            self.write_to(&path, purpose);
        }
    }

    /// Writes what was asked for to the file that the user has chosen.
    pub(in crate::designer) fn write_to(&mut self, path: &Path, purpose: FilePurpose) {
        match purpose {
            FilePurpose::Open | FilePurpose::Folder | FilePurpose::Compare(_) => {}
            #[cfg(feature = "server")]
            FilePurpose::RunsOfStore => {}
            FilePurpose::SaveAs(document_id) => {
                let is_other =
                    |document: &Document| document.id != document_id && document.is_at(path);
                if self.documents.iter().any(is_other) {
                    self.leaving = None;
                    let text = format!(
                        "{} is open in another tab. Choose another name.",
                        path.display()
                    );
                    self.explain("The design was not saved", text);
                } else {
                    self.save_to(document_id, path, None);
                }
            }
            FilePurpose::Export {
                document_id,
                choice,
            } => self.export_to(document_id, path, choice),
        }
    }

    pub(in crate::designer) fn explain(&mut self, title: &str, text: String) {
        self.prompt = Some(Prompt::Explain {
            title: title.to_owned(),
            text,
        });
    }

    /// Saves to the design's file, or asks for one. `overwrites` when the user wants it although the file has changed.
    pub(in crate::designer) fn save(&mut self, document_id: DocumentId, overwrites: bool) {
        let Some(document) = self.document_of(document_id) else {
            return;
        };
        match (document.path.clone(), document.stamp.clone()) {
            (Some(path), stamp) => {
                let expected = stamp.filter(|_| !overwrites);
                self.save_to(document_id, &path, expected.as_ref());
            }
            (None, _) => self.ask_for_file(FilePurpose::SaveAs(document_id)),
        }
    }

    fn save_to(&mut self, document_id: DocumentId, path: &Path, expected: Option<&file::Stamp>) {
        let Some(index) = self.index_of(document_id) else {
            return;
        };
        let document = &mut self.documents[index];
        match file::save(path, document.design(), expected) {
            Ok(stamp) => {
                let old = document.path.clone();
                document.mark_saved(path, stamp);
                self.settings.remember(path);
                self.notify(format!("Saved {}", path.display()));
                self.keep_scenarios(index, old.as_deref(), path);
                self.go_on_leaving(document_id);
            }
            Err(SaveError::ChangedOnDisk { .. }) => {
                self.prompt = Some(Prompt::ChangedOnDisk { document_id });
            }
            // Whatever was to close waits for the answer.
            Err(error) => {
                self.prompt = Some(Prompt::NotSaved {
                    document_id,
                    why: format!("{error}."),
                });
            }
        }
    }

    /// Takes the file's content in place of the design as it is. View, selection and history stay.
    pub(in crate::designer) fn reload(&mut self, document_id: DocumentId) {
        let Some(index) = self.index_of(document_id) else {
            return;
        };
        let document = &mut self.documents[index];
        let Some(path) = document.path.clone() else {
            return;
        };
        match file::read(&path) {
            Ok(read) => {
                if let Err(misfit) = document.take_over(read, &path) {
                    self.notify(format!("That could not be done: {misfit}."));
                }
            }
            Err(error) => self.explain("The file cannot be read", error.to_string()),
        }
    }

    /// Takes what the file holds into the design, and says where the two contradict each other.
    pub(in crate::designer) fn merge(&mut self, document_id: DocumentId) {
        let Some(index) = self.index_of(document_id) else {
            return;
        };
        let document = &mut self.documents[index];
        let Some(path) = document.path.clone() else {
            return;
        };
        match file::read(&path).map(|read| document.merge(read)) {
            Ok(Ok(0)) => self.notify("Merged. Save to keep both."),
            Ok(Ok(conflict_count)) => {
                self.settings.are_findings_open = true;
                let them = if conflict_count == 1 {
                    "1 contradiction to decide: it is".to_owned()
                } else {
                    format!("{conflict_count} contradictions to decide: they are")
                };
                self.notify(format!("Merged, with {them} among the findings."));
            }
            Ok(Err(misfit)) => self.notify(format!("That could not be done: {misfit}.")),
            Err(error) => self.explain("The file cannot be read", error.to_string()),
        }
    }

    /// Hears what has become of the files of open designs. One without unsaved work follows its file at once.
    pub(in crate::designer) fn follow_files(&mut self) {
        let Some(watch) = &self.file_watch else {
            return;
        };
        for news in watch.news() {
            let mut documents = self.documents.iter_mut();
            let is_meant = |document: &&mut Document| {
                document.id == news.document_id && document.stamp.as_ref() == Some(&news.known)
            };
            if let Some(document) = documents.find(is_meant) {
                document.hear_of_file(news.on_disk);
            }
        }
        let watched = self.documents.iter().filter_map(|document| {
            Some(Watched {
                document_id: document.id,
                path: document.path.clone()?,
                known: document.stamp.clone()?,
            })
        });
        watch.follow(watched.collect());
        let mut followed = None;
        for document in &mut self.documents {
            // What was undone could not be done again after it.
            let has_work = document.editor.is_unsaved() || document.editor.redo_label().is_some();
            if has_work || !matches!(document.on_disk, OnDisk::Changed(_)) {
                continue;
            }
            let on_disk = std::mem::replace(&mut document.on_disk, OnDisk::AsKnown);
            let (OnDisk::Changed(read), Some(path)) = (on_disk, document.path.clone()) else {
                continue;
            };
            if document.take_over(*read, &path).is_ok() {
                followed = Some(document.name().to_owned());
            }
        }
        if let Some(name) = followed {
            self.notify(format!(
                "{name} has changed on disk and was read again. Undo brings back what you had."
            ));
        }
    }

    /// Does what the user wants about a file that is not what it was.
    pub(in crate::designer) fn settle_on_disk(
        &mut self,
        document_id: DocumentId,
        reply: OnDiskReply,
    ) {
        match reply {
            OnDiskReply::Reload => self.reload(document_id),
            OnDiskReply::Merge => self.merge(document_id),
            OnDiskReply::KeepMine => {
                if let Some(index) = self.index_of(document_id) {
                    self.documents[index].keep_mine();
                }
            }
            OnDiskReply::SaveAs => self.ask_for_file(FilePurpose::SaveAs(document_id)),
            OnDiskReply::Save => self.save(document_id, false),
        }
    }

    /// Files and folders that were dropped onto the window are opened.
    pub(in crate::designer) fn take_dropped_files(&mut self, ctx: &egui::Context) {
        let dropped = ctx.input(|i| i.raw.dropped_files.clone());
        self.requests.extend(
            dropped
                .iter()
                .map(|file| Request::OpenPath(file.path().to_owned())),
        );
    }
}
