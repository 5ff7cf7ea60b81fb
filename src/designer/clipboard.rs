//! What goes out through the clipboard, and what comes in?

use super::app::Designer;
use crate::canvas::Selection;
use crate::edit::commands;
use crate::edit::{Refusal, Transaction};
use crate::file;
use crate::workflow::EventId;
use eframe::egui;

impl Designer {
    /// Returns whether anything was copied.
    pub(super) fn copy(&mut self, ctx: &egui::Context) -> bool {
        let Some(document) = self.document() else {
            return false;
        };
        let selection = &document.view.selection;
        let events: Vec<EventId> = selection.events.iter().copied().collect();
        match commands::copy(document.design(), &events, selection.action.as_slice()) {
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

    pub(super) fn paste(&mut self, text: &str) {
        let at = self.paste_at.take();
        let Some(document) = self.document() else {
            return;
        };
        let fragment = match file::fragment_from_clipboard(text) {
            Ok(fragment) => fragment,
            Err(error) => return self.notify(error.to_string()),
        };
        let onto = document.view.selection.stage(&document.design().workflow);
        let at = at.or_else(|| onto.is_none().then(|| document.view.middle()));
        let edit = commands::paste(
            document.design(),
            &fragment,
            onto,
            at.filter(|_| onto.is_none()),
        );
        self.edit_and_select(edit);
    }

    pub(super) fn duplicate(&mut self) {
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
    pub(super) fn edit_and_select(&mut self, edit: Result<Transaction, Refusal>) {
        let added = edit.as_ref().ok().map(|transaction| {
            let events: std::collections::BTreeSet<EventId> =
                transaction.inserted_events().collect();
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
