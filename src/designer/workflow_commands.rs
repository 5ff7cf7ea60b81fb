//! How does one make several small workflows of one, and one of several? Duplicate, extract, insert.

use super::app::Designer;
use super::extract_prompt::{ExtractPrompt, selected_leg};
use super::insert_prompt::{InsertPrompt, Source};
use super::prompts::Prompt;
use super::{Document, UserCommand};
use crate::edit::Transaction;
use crate::edit::commands;
use crate::workflow::{Design, EventId};

impl Designer {
    pub(super) fn workflow_command(&mut self, command: UserCommand) {
        let Some(document) = self.document() else {
            return;
        };
        match command {
            UserCommand::ExtractLeg => {
                let Some(event_id) = selected_leg(document) else {
                    return;
                };
                match ExtractPrompt::new(document, event_id) {
                    Ok(prompt) => self.prompt = Some(Prompt::Extract(Box::new(prompt))),
                    Err(refusal) => self.notify(refusal.0),
                }
            }
            UserCommand::InsertWorkflow => {
                let stage = document.view.selection.stage(&document.design().workflow);
                if let Some(event_id) = stage {
                    let (documents, folder) = (&self.documents, self.folder.as_ref());
                    let prompt = InsertPrompt::new(event_id, document.id, documents, folder);
                    self.prompt = Some(Prompt::Insert(prompt));
                }
            }
            _ => {
                let copy = commands::copy_of(document.design());
                self.add_document(Document::unsaved(copy));
            }
        }
    }

    /// Opens a leg as a workflow of its own, after ending it where it was if that is wanted.
    pub(super) fn extract(&mut self, leg: Design, replacing: Option<Transaction>) {
        if let Some(transaction) = replacing {
            self.edit(Ok(transaction));
            // Soon it is no longer the design that is shown.
            self.refresh();
        }
        self.add_document(Document::unsaved(leg));
    }

    pub(super) fn insert_workflow(&mut self, event_id: EventId, source: &Source) {
        let Some(other) = self.design_of(source) else {
            return;
        };
        if let Some(document) = self.document() {
            let edit = commands::insert_workflow(document.design(), event_id, &other);
            self.edit_and_select(edit);
        }
    }
}
