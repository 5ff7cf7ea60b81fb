//! How does one make several small workflows of one, and one of several? Duplicate, extract, insert.

use crate::designer::app::Designer;
use crate::designer::prompts::Prompt;
use crate::designer::prompts::extract::{ExtractPrompt, selected_leg};
use crate::designer::prompts::insert::{InsertPrompt, Source};
use crate::designer::{Document, UserCommand};
use crate::edit::Transaction;
use crate::edit::commands;
use crate::workflow::{Design, EventId};

impl Designer {
    pub(in crate::designer) fn workflow_command(&mut self, command: UserCommand) {
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
    pub(in crate::designer) fn extract(&mut self, leg: Design, replacing: Option<Transaction>) {
        if let Some(transaction) = replacing {
            self.edit(Ok(transaction));
            // Soon it is no longer the design that is shown.
            self.refresh();
        }
        self.add_document(Document::unsaved(leg));
    }

    pub(in crate::designer) fn insert_workflow(&mut self, event_id: EventId, source: &Source) {
        let Some(other) = self.design_of(source) else {
            return;
        };
        if let Some(document) = self.document() {
            let edit = commands::insert_workflow(document.design(), event_id, &other);
            self.edit_and_select(edit);
        }
    }
}
