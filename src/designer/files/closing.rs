//! How does one leave? A design, or the window: work that is not saved is asked about first.

use crate::designer::app::Designer;
use crate::designer::document::{Document, DocumentId};
use crate::designer::prompts::Prompt;
use eframe::egui::{self, ViewportCommand};

/// What is to close as soon as it has been saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaving {
    Design(DocumentId),
    Window,
}

impl Designer {
    /// Closes a design, after asking when that would lose work.
    pub(in crate::designer) fn close(&mut self, document_id: DocumentId) {
        match self.document_of(document_id) {
            Some(document) if document.is_unsaved() => {
                self.prompt = Some(Prompt::Close { document_id });
            }
            _ => self.close_now(document_id),
        }
    }

    pub(in crate::designer) fn close_now(&mut self, document_id: DocumentId) {
        let Some(index) = self.index_of(document_id) else {
            return;
        };
        self.documents.remove(index).editor.remove_journal();
        if self.active >= index && self.active > 0 {
            self.active -= 1;
        }
        if self.documents.is_empty() {
            self.recovery.look_for_orphans();
        }
    }

    /// The last that is done: journals of what was saved, or is not wanted, are removed.
    pub(in crate::designer) fn leave(&mut self) {
        // The window may also be closed by the system, and then nobody was asked.
        let was_asked = self.is_quitting;
        for document in &mut self.documents {
            if was_asked || !document.is_unsaved() {
                document.editor.remove_journal();
            }
        }
        self.documents.clear();
    }

    /// The window was asked to close: it stays while there is anything to ask.
    pub(in crate::designer) fn guard_closing(&mut self, ctx: &egui::Context) {
        let is_closing = ctx.input(|i| i.viewport().close_requested());
        if !is_closing || self.is_quitting || !self.documents.iter().any(Document::is_unsaved) {
            return;
        }
        ctx.send_viewport_cmd(ViewportCommand::CancelClose);
        let mut unsaved = self
            .documents
            .iter()
            .filter(|document| document.is_unsaved());
        self.prompt = Some(match (unsaved.next(), unsaved.next()) {
            (Some(only), None) => {
                let document_id = only.id;
                self.leaving = Some(Leaving::Window);
                Prompt::Close { document_id }
            }
            _ => Prompt::Quit,
        });
    }

    /// Saves a design and then closes it, or the window if that is what the user is about.
    pub(in crate::designer) fn save_and_close(&mut self, document_id: DocumentId) {
        self.leaving.get_or_insert(Leaving::Design(document_id));
        self.save(document_id, false);
    }

    /// Closes a design as it is, or the window.
    pub(in crate::designer) fn discard_and_close(
        &mut self,
        ctx: &egui::Context,
        document_id: DocumentId,
    ) {
        match self.leaving.take() {
            Some(Leaving::Window) => self.quit(ctx),
            _ => self.close_now(document_id),
        }
    }

    /// Called after a save: closes what waited for it, or saves the next design.
    pub(in crate::designer) fn go_on_leaving(&mut self, saved: DocumentId) {
        match self.leaving {
            Some(Leaving::Design(document_id)) if document_id == saved => {
                self.leaving = None;
                self.close_now(saved);
            }
            Some(Leaving::Window) => self.save_all_and_quit(),
            _ => {}
        }
    }

    /// Saves one design after the other, asking for files where there are none, and then closes the window.
    pub(in crate::designer) fn save_all_and_quit(&mut self) {
        self.leaving = Some(Leaving::Window);
        let unsaved = self.documents.iter().position(Document::is_unsaved);
        match unsaved {
            Some(index) => {
                self.active = index;
                self.save(self.documents[index].id, false);
            }
            None => self.is_quitting = true,
        }
    }

    pub(in crate::designer) fn quit(&mut self, ctx: &egui::Context) {
        self.is_quitting = true;
        ctx.send_viewport_cmd(ViewportCommand::Close);
    }
}
