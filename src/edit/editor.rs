//! Who owns the design? The editor: it lends it for reading, commits transactions, and undoes and redoes them.

use super::{Change, Misfit, Transaction};
use crate::workflow::Design;

/// Names a gesture that lasts several frames, such as typing in one field: its transactions are one undo step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GestureId(pub u64);

/// A design with its history. Undo goes back to the beginning; nothing is ever cut off but what was undone and then
/// overtaken by a new edit.
#[derive(Debug, Default)]
pub struct Editor {
    design: Design,
    done: Vec<Transaction>,
    undone: Vec<Transaction>,
    open_gesture: Option<GestureId>,
    /// How many transactions were done when the design was last saved; `None` when that state cannot be reached again.
    saved_at: Option<usize>,
    revision: u64,
    logic_revision: u64,
}

impl Editor {
    /// Begins with a design as it was read or newly made, which counts as saved.
    pub fn new(design: Design) -> Self {
        Self {
            design,
            saved_at: Some(0),
            ..Self::default()
        }
    }

    pub const fn design(&self) -> &Design {
        &self.design
    }

    /// Grows with every change, also by undo and redo: tells whether something derived from the design is stale.
    pub const fn revision(&self) -> u64 {
        self.revision
    }

    /// As [`Self::revision`], for what depends on the logic only: moving cards leaves it alone.
    pub const fn logic_revision(&self) -> u64 {
        self.logic_revision
    }

    /// Makes a transaction's changes. An empty transaction leaves no step behind.
    ///
    /// # Errors
    /// When the transaction was made for another state of the design; nothing has changed then.
    pub fn commit(&mut self, transaction: Transaction) -> Result<(), Misfit> {
        self.open_gesture = None;
        self.commit_step(transaction)
    }

    /// Makes a transaction's changes as part of a gesture: all of one gesture, without another step between, are
    /// one undo step under the first label.
    ///
    /// # Errors
    /// As [`Self::commit`].
    pub fn commit_in_gesture(
        &mut self,
        transaction: Transaction,
        gesture_id: GestureId,
    ) -> Result<(), Misfit> {
        if transaction.is_empty() {
            return Ok(());
        }
        let is_after_save = self.saved_at == Some(self.done.len());
        if self.open_gesture == Some(gesture_id) && self.undone.is_empty() && !is_after_save {
            self.apply(&transaction)?;
            if let Some(step) = self.done.last_mut() {
                step.absorb(transaction);
                // Typed, and typed back: there is nothing to undo.
                if step.changes.iter().all(Change::changes_nothing) {
                    self.done.pop();
                    self.open_gesture = None;
                    return Ok(());
                }
            }
        } else {
            self.commit_step(transaction)?;
        }
        self.open_gesture = Some(gesture_id);
        Ok(())
    }

    fn commit_step(&mut self, transaction: Transaction) -> Result<(), Misfit> {
        if transaction.is_empty() {
            return Ok(());
        }
        self.apply(&transaction)?;
        if self
            .saved_at
            .is_some_and(|saved_at| saved_at > self.done.len())
        {
            self.saved_at = None;
        }
        self.undone.clear();
        self.done.push(transaction);
        Ok(())
    }

    fn apply(&mut self, transaction: &Transaction) -> Result<(), Misfit> {
        transaction.apply(&mut self.design)?;
        self.revision += 1;
        self.logic_revision += u64::from(!transaction.is_layout());
        Ok(())
    }

    /// What undo would take back.
    pub fn undo_label(&self) -> Option<&str> {
        self.done.last().map(|step| step.label.as_str())
    }

    /// What redo would make again.
    pub fn redo_label(&self) -> Option<&str> {
        self.undone.last().map(|step| step.label.as_str())
    }

    /// Takes the last step back and returns it, or `None` at the beginning.
    pub fn undo(&mut self) -> Option<&Transaction> {
        self.open_gesture = None;
        let step = self.done.pop()?;
        if self.apply(&step.inverted()).is_err() {
            // Steps are undone in the order in which they fitted, so this cannot be; if it is, keep the step.
            self.done.push(step);
            return None;
        }
        self.undone.push(step);
        self.undone.last()
    }

    /// Makes the step that was undone last again and returns it, or `None` when there is none.
    pub fn redo(&mut self) -> Option<&Transaction> {
        self.open_gesture = None;
        let step = self.undone.pop()?;
        if self.apply(&step).is_err() {
            self.undone.push(step);
            return None;
        }
        self.done.push(step);
        self.done.last()
    }

    /// Is there anything that is not in the file yet?
    pub fn is_unsaved(&self) -> bool {
        self.saved_at != Some(self.done.len())
    }

    /// Call after the design, as it is now, was written to its file.
    pub fn mark_saved(&mut self) {
        self.saved_at = Some(self.done.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::commands::{new_workflow, rename_stage, rename_workflow};
    use crate::workflow::EventId;

    const TYPING: GestureId = GestureId(1);

    fn editor() -> Editor {
        Editor::new(new_workflow("a"))
    }

    fn rename(editor: &mut Editor, name: &str) {
        let transaction = rename_workflow(editor.design(), name).unwrap();
        editor.commit(transaction).unwrap();
    }

    fn type_name(editor: &mut Editor, name: &str) {
        let transaction = rename_workflow(editor.design(), name).unwrap();
        editor.commit_in_gesture(transaction, TYPING).unwrap();
    }

    fn undone(editor: &mut Editor) -> String {
        editor.undo();
        editor.design().workflow.name().to_owned()
    }

    #[test]
    fn a_gesture_is_one_undo_step() {
        let mut editor = editor();
        type_name(&mut editor, "ab");
        type_name(&mut editor, "abc");
        assert_eq!(undone(&mut editor), "a");
    }

    #[test]
    fn what_is_typed_and_typed_back_leaves_nothing_to_undo() {
        let mut editor = editor();
        rename(&mut editor, "b");
        type_name(&mut editor, "bc");
        type_name(&mut editor, "b");
        type_name(&mut editor, "bd");
        assert_eq!(undone(&mut editor), "b");
        assert_eq!(undone(&mut editor), "a");
    }

    #[test]
    fn a_gesture_that_begins_without_a_change_is_a_step_of_its_own() {
        let mut editor = editor();
        rename(&mut editor, "b");
        type_name(&mut editor, "b");
        type_name(&mut editor, "bc");
        assert_eq!(undone(&mut editor), "b");

        let mut untouched = Editor::new(new_workflow("a"));
        type_name(&mut untouched, "a");
        type_name(&mut untouched, "ab");
        assert_eq!(undone(&mut untouched), "a");
    }

    #[test]
    fn another_step_ends_a_gesture() {
        let mut editor = editor();
        type_name(&mut editor, "ab");
        let other = rename_stage(editor.design(), EventId(1), "Start").unwrap();
        editor.commit(other).unwrap();
        type_name(&mut editor, "abc");
        assert_eq!(undone(&mut editor), "ab");
        assert_eq!(editor.undo_label(), Some("rename stage 1"));
    }

    #[test]
    fn saving_ends_a_gesture() {
        let mut editor = editor();
        type_name(&mut editor, "ab");
        editor.mark_saved();
        type_name(&mut editor, "abc");
        assert!(editor.is_unsaved());
        assert_eq!(undone(&mut editor), "ab");
        assert!(!editor.is_unsaved());
    }

    #[test]
    fn undo_and_redo_find_the_saved_state_again() {
        let mut editor = editor();
        assert!(!editor.is_unsaved());
        rename(&mut editor, "b");
        editor.mark_saved();
        rename(&mut editor, "c");
        assert!(editor.is_unsaved());
        editor.undo();
        assert!(!editor.is_unsaved());
        editor.undo();
        assert!(editor.is_unsaved());
        editor.redo();
        assert!(!editor.is_unsaved());
    }

    #[test]
    fn a_saved_state_that_was_overtaken_is_never_found_again() {
        let mut editor = editor();
        rename(&mut editor, "b");
        editor.mark_saved();
        editor.undo();
        rename(&mut editor, "c");
        assert!(editor.is_unsaved());
        editor.undo();
        assert!(editor.is_unsaved());
    }

    #[test]
    fn a_transaction_for_another_state_changes_nothing() {
        let mut editor = editor();
        let stale = rename_workflow(editor.design(), "b").unwrap();
        rename(&mut editor, "c");
        let before = editor.design().clone();
        assert!(editor.commit(stale).is_err());
        assert_eq!(editor.design(), &before);
        assert_eq!(undone(&mut editor), "a");
    }

    #[test]
    fn moving_a_card_leaves_the_logic_revision_alone() {
        let mut editor = editor();
        let there = crate::workflow::Position::new(40, 0);
        let moved = crate::edit::commands::move_cards(editor.design(), &[(EventId(1), there)]);
        editor.commit(moved.unwrap()).unwrap();
        assert_eq!((editor.revision(), editor.logic_revision()), (1, 0));
    }

    #[test]
    fn a_waiver_is_to_be_checked_again_though_the_workflow_stays() {
        let mut editor = editor();
        let place = crate::workflow::Place::Event(EventId(1));
        let waiver = crate::edit::commands::waive(editor.design(), "a-rule", &place, "a", "Ann");
        editor.commit(waiver.unwrap()).unwrap();
        assert_eq!(editor.logic_revision(), 1);
    }
}
