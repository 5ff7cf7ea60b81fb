//! What goes out through the clipboard, and what comes in?

use crate::canvas::{Selection, StageSet};
use crate::designer::Request;
use crate::designer::app::Designer;
use crate::designer::document::DocumentId;
use crate::designer::prompts::Prompt;
use crate::designer::prompts::paste::PastePrompt;
use crate::edit::commands;
use crate::edit::{Fragment, Refusal, Transaction};
use crate::file;
use crate::workflow::{AnnotationId, Design, EventId, Position};
use eframe::egui;

/// A longer text, in bytes, is read in one frame and pasted in the next: it holds some two hundred stages.
const MOST_AT_ONCE: usize = 64 * 1024;

/// So many stages are made ready in one frame and put into a large design in the next.
const MOST_STAGES_AT_ONCE: usize = 200;

/// What is pasted in the next frame.
#[derive(Debug)]
pub struct PreparedPaste {
    edit: Transaction,
    /// The design that it was made for, as it was then.
    document_id: DocumentId,
    revision: u64,
    fragment: Fragment,
    at: Option<Position>,
}

/// Stages and actions with their legs, and the frames and notes that are selected with them.
fn copied(design: &Design, selection: &Selection) -> Result<Fragment, Refusal> {
    let events: Vec<EventId> = selection.events.iter().copied().collect();
    let annotations: Vec<AnnotationId> = selection.annotations.iter().copied().collect();
    let annotations = commands::copy_annotations(design, &annotations)?;
    let is_drawn = events.is_empty() && selection.action.is_none() && !annotations.is_empty();
    let fragment = if is_drawn {
        Fragment::default()
    } else {
        commands::copy(design, &events, selection.action.as_slice())?
    };
    Ok(Fragment {
        annotations,
        ..fragment
    })
}

impl Designer {
    /// Returns whether anything was copied.
    pub(in crate::designer) fn copy(&mut self, ctx: &egui::Context) -> bool {
        let Some(document) = self.document() else {
            return false;
        };
        let selection = &document.view.selection;
        match copied(document.design(), selection) {
            Ok(fragment) => {
                ctx.copy_text(file::clipboard_text(&fragment));
                true
            }
            Err(refusal) => {
                self.notify(refusal.0);
                false
            }
        }
    }

    /// Reads what the clipboard holds, and pastes it: at once, or over the next frames when there is so much of it that
    /// all in one would be felt.
    pub(in crate::designer) fn paste(&mut self, text: &str) {
        if self.document().is_none() {
            return;
        }
        match file::fragment_from_clipboard(text) {
            Ok(fragment) if text.len() > MOST_AT_ONCE => {
                self.for_next_frame.push(Request::PasteFragment(fragment));
            }
            Ok(fragment) => self.paste_fragment(fragment),
            Err(error) => self.notify(error.to_string()),
        }
    }

    pub(in crate::designer) fn paste_fragment(&mut self, fragment: Fragment) {
        let at = self.paste_at.take();
        let Some(document) = self.document() else {
            return;
        };
        let onto = document.view.selection.stage(&document.design().workflow);
        let is_drawn = fragment.events.is_empty() && fragment.actions.is_empty();
        let is_free = onto.is_none() || is_drawn;
        let at = at.or_else(|| is_free.then(|| document.view.middle()));
        let at = at.filter(|_| is_free);
        match PastePrompt::new(document, fragment, onto, at) {
            Ok(prompt) => self.prompt = Some(Prompt::Paste(prompt)),
            Err(fragment) => {
                let edit = commands::paste(document.design(), &fragment, onto, at);
                let is_much = fragment.events.len() > MOST_STAGES_AT_ONCE;
                let revision = document.editor.revision();
                match edit {
                    // To make the edit and to make what follows from it takes too long for one frame.
                    Ok(edit) if is_much && document.analysis.is_large() => {
                        let prepared = PreparedPaste {
                            edit,
                            document_id: document.id,
                            revision,
                            fragment,
                            at,
                        };
                        let request = Request::PastePrepared(Box::new(prepared));
                        self.for_next_frame.push(request);
                    }
                    edit => self.edit_and_select(edit),
                }
            }
        }
    }

    /// Pastes what was prepared in the frame before; anew when something was edited since, and not into another design.
    pub(in crate::designer) fn paste_prepared(&mut self, prepared: PreparedPaste) {
        let document = self.document();
        let document = document.filter(|document| document.id == prepared.document_id);
        let Some(document) = document else {
            return self.notify("Nothing was pasted: another design is shown.".to_owned());
        };
        if document.editor.revision() == prepared.revision {
            self.edit_and_select(Ok(prepared.edit));
        } else {
            self.paste_at = prepared.at;
            self.paste_fragment(prepared.fragment);
        }
    }

    pub(in crate::designer) fn duplicate(&mut self) {
        let Some(document) = self.document() else {
            return;
        };
        let selection = &document.view.selection;
        let events: Vec<EventId> = selection.events.iter().copied().collect();
        let annotations: Vec<_> = selection.annotations.iter().copied().collect();
        let design = document.design();
        let edit = commands::duplicate_annotations(design, &annotations).and_then(|drawn| {
            if events.is_empty() && selection.action.is_none() {
                return Ok(drawn);
            }
            let stages = commands::duplicate(design, &events, selection.action.as_slice())?;
            Ok(stages.with(drawn))
        });
        self.edit_and_select(edit);
    }

    /// Selects what an edit has added.
    pub(in crate::designer) fn edit_and_select(&mut self, edit: Result<Transaction, Refusal>) {
        let added = edit.as_ref().ok().map(|transaction| {
            let events: StageSet = transaction.inserted_events().collect();
            let annotations: std::collections::BTreeSet<_> =
                transaction.inserted_annotations().collect();
            let action = transaction
                .inserted_actions()
                .next()
                .filter(|_| events.is_empty() && annotations.is_empty());
            Selection {
                events,
                annotations,
                action,
            }
        });
        self.edit(edit);
        if let Some(selection) = added
            && let Some(document) = self.documents.get_mut(self.active)
        {
            let first = selection.events.first().copied();
            document.view.go_to(selection, first);
        }
    }
}
