//! What would it look like? The ghost of an edit that is pointed at, kept as long as it is.

use super::app::Designer;
use super::document::DocumentId;
use super::{Document, Request};
use crate::canvas::{CanvasRequest, Ghost};
use crate::edit::Transaction;
use eframe::egui::{self, Response};

/// An edit that is previewed on the canvas.
pub struct Preview {
    document_id: DocumentId,
    /// Of the design that the edit was made for.
    revision: u64,
    transaction: Transaction,
    /// `None` when the edit no longer fits.
    ghost: Option<Ghost>,
}

impl Preview {
    fn new(document: &Document, transaction: Transaction) -> Self {
        Self {
            document_id: document.id,
            revision: document.editor.revision(),
            ghost: Ghost::new(document.design(), &document.analysis.flow, &transaction),
            transaction,
        }
    }

    fn is_of(&self, document: &Document, transaction: &Transaction) -> bool {
        self.document_id == document.id
            && self.revision == document.editor.revision()
            && self.transaction == *transaction
    }

    /// What to draw, if this is the design that the edit was made for.
    pub fn ghost(&self, document: &Document) -> Option<&Ghost> {
        let is_current =
            self.document_id == document.id && self.revision == document.editor.revision();
        self.ghost.as_ref().filter(|_| is_current)
    }
}

impl Designer {
    /// Shows what was pointed at in this frame, and nothing when nothing was. What the pointer is on comes before what
    /// has the keyboard.
    pub(super) fn take_preview(&mut self, ctx: &egui::Context) {
        let mut wanted: Option<(bool, Transaction)> = None;
        self.requests.retain_mut(|request| {
            let (is_hovered, transaction) = match request {
                Request::Preview {
                    transaction,
                    is_hovered,
                } => (*is_hovered, transaction),
                Request::Canvas(CanvasRequest::Preview(transaction)) => (true, transaction),
                _ => return true,
            };
            if wanted
                .as_ref()
                .is_none_or(|&(hovered, _)| is_hovered || !hovered)
            {
                let transaction = std::mem::replace(transaction, Transaction::new("", Vec::new()));
                wanted = Some((is_hovered, transaction));
            }
            false
        });
        let document = self.documents.get(self.active);
        let Some((document, (_, transaction))) = document.zip(wanted) else {
            if self.preview.take().is_some() {
                ctx.request_repaint();
            }
            return;
        };
        let is_shown = self
            .preview
            .as_ref()
            .is_some_and(|preview| preview.is_of(document, &transaction));
        if !is_shown {
            self.preview = Some(Preview::new(document, transaction));
            ctx.request_repaint();
        }
    }
}

/// Asks for a preview while the pointer or the keyboard is on a control.
pub fn preview_on(response: &Response, transaction: &Transaction, requests: &mut Vec<Request>) {
    if response.hovered() || response.has_focus() {
        requests.push(Request::Preview {
            transaction: transaction.clone(),
            is_hovered: response.hovered(),
        });
    }
}
