//! Who owns the design? The editor: it lends it for reading, commits transactions, and undoes and redoes them.

use super::{Change, Concern, Misfit, Step, Transaction};
use crate::workflow::Design;

/// Names a gesture that lasts several frames, such as typing in one field: its transactions are one undo step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GestureId(pub u64);

/// What lies between a design and its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsaved<'a> {
    /// Steps made since it was saved, and what undo calls the last of them.
    Done { count: usize, last: &'a str },
    /// Steps taken back since it was saved, and what redo calls the last of them.
    Undone { count: usize, last: &'a str },
    /// Nothing that undo could name.
    Unnamed,
}

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
    shape_revision: u64,
    drawing_revision: u64,
    review_revision: u64,
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

    /// Does what a step says. Undo and redo without anything to undo or redo do nothing.
    ///
    /// # Errors
    /// As [`Self::commit`].
    pub fn play(&mut self, step: Step) -> Result<(), Misfit> {
        match step {
            Step::Commit(transaction) => self.commit(transaction)?,
            Step::CommitInGesture(transaction, gesture_id) => {
                self.commit_in_gesture(transaction, gesture_id)?;
            }
            Step::EndGesture => self.open_gesture = None,
            Step::Undo => _ = self.undo(),
            Step::Redo => _ = self.redo(),
            Step::Saved => self.mark_saved(),
            Step::Unsaved => self.saved_at = None,
        }
        Ok(())
    }

    /// As [`Self::revision`], for what depends only on which stages there are and where they lead: amending texts and
    /// moving cards leaves it alone.
    pub const fn shape_revision(&self) -> u64 {
        self.shape_revision
    }

    /// As [`Self::revision`], for what depends only on the shape and on where things are drawn: amending texts leaves
    /// it alone.
    pub const fn drawing_revision(&self) -> u64 {
        self.drawing_revision
    }

    /// As [`Self::revision`], for what depends only on what reviewers have said.
    pub const fn review_revision(&self) -> u64 {
        self.review_revision
    }

    /// Makes a transaction's changes. An empty transaction leaves no step behind.
    ///
    /// # Errors
    /// When the transaction was made for another state of the design; nothing has changed then.
    pub fn commit(&mut self, transaction: Transaction) -> Result<(), Misfit> {
        self.commit_step(transaction)?;
        self.open_gesture = None;
        Ok(())
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
        let is_shape = transaction.concerns(Concern::Shape);
        self.logic_revision += u64::from(is_shape || transaction.concerns(Concern::Texts));
        self.shape_revision += u64::from(is_shape);
        self.drawing_revision += u64::from(is_shape || transaction.concerns(Concern::Layout));
        self.review_revision += u64::from(transaction.concerns(Concern::Review));
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

    /// The step that undo would take back.
    pub fn next_undo(&self) -> Option<&Transaction> {
        self.done.last()
    }

    /// The step that redo would make again.
    pub fn next_redo(&self) -> Option<&Transaction> {
        self.undone.last()
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

    /// What is not in the file yet; `None` when all of it is.
    pub fn unsaved(&self) -> Option<Unsaved<'_>> {
        let done_count = self.done.len();
        let count = match self.saved_at {
            Some(saved_at) if saved_at == done_count => return None,
            Some(saved_at) => saved_at.abs_diff(done_count),
            None => done_count,
        };
        let is_undone = self.saved_at.is_some_and(|saved_at| saved_at > done_count);
        Some(match (self.undo_label(), self.redo_label()) {
            (_, Some(last)) if is_undone => Unsaved::Undone { count, last },
            (Some(last), _) if !is_undone => Unsaved::Done { count, last },
            _ => Unsaved::Unnamed,
        })
    }

    /// The design as it was last saved; `None` when that state cannot be reached again.
    pub fn saved_design(&self) -> Option<Design> {
        let saved_at = self.saved_at?;
        let mut design = self.design.clone();
        for step in self.done.iter().skip(saved_at).rev() {
            step.inverted().apply(&mut design).ok()?;
        }
        let undone_count = saved_at.saturating_sub(self.done.len());
        for step in self.undone.iter().rev().take(undone_count) {
            step.apply(&mut design).ok()?;
        }
        Some(design)
    }

    /// Can [`Self::saved_design`] tell?
    pub const fn has_saved_design(&self) -> bool {
        self.saved_at.is_some()
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
    fn what_is_unsaved_is_told_by_count_and_name() {
        let mut editor = editor();
        assert_eq!(editor.unsaved(), None);
        rename(&mut editor, "b");
        rename(&mut editor, "c");
        let last = "rename workflow";
        assert_eq!(editor.unsaved(), Some(Unsaved::Done { count: 2, last }));
        editor.mark_saved();
        editor.undo();
        assert_eq!(editor.unsaved(), Some(Unsaved::Undone { count: 1, last }));
        rename(&mut editor, "d");
        assert_eq!(editor.unsaved(), Some(Unsaved::Done { count: 2, last }));
        while editor.undo().is_some() {}
        assert_eq!(editor.unsaved(), Some(Unsaved::Unnamed));
    }

    #[test]
    fn the_saved_design_is_known_before_and_after_it() {
        let mut editor = editor();
        rename(&mut editor, "b");
        editor.mark_saved();
        let saved = editor.design().clone();
        rename(&mut editor, "c");
        rename(&mut editor, "d");
        assert_eq!(editor.saved_design(), Some(saved.clone()));
        while editor.undo().is_some() {}
        assert_eq!(editor.saved_design(), Some(saved));
        rename(&mut editor, "e");
        assert_eq!(editor.saved_design(), None);
        assert!(!editor.has_saved_design());
    }

    #[test]
    fn a_gesture_that_was_ended_is_not_gone_on_with() {
        let mut editor = editor();
        type_name(&mut editor, "ab");
        editor.play(Step::EndGesture).unwrap();
        type_name(&mut editor, "abc");
        assert_eq!(undone(&mut editor), "ab");
    }

    #[test]
    fn a_design_whose_file_is_not_wanted_is_unsaved_until_it_is_saved() {
        let mut editor = editor();
        editor.play(Step::Unsaved).unwrap();
        assert!(editor.is_unsaved());
        rename(&mut editor, "b");
        editor.undo();
        assert!(editor.is_unsaved());
        editor.mark_saved();
        assert!(!editor.is_unsaved());
    }

    #[test]
    fn moving_a_card_leaves_the_logic_revision_alone() {
        let mut editor = editor();
        let there = crate::workflow::Position::new(40, 0);
        let moved = crate::edit::commands::move_cards(editor.design(), &[(EventId(1), there)]);
        editor.commit(moved.unwrap()).unwrap();
        assert_eq!((editor.revision(), editor.logic_revision()), (1, 0));
        assert_eq!((editor.shape_revision(), editor.drawing_revision()), (0, 1));
    }

    #[test]
    fn amending_a_text_leaves_shape_and_drawing_alone() {
        let mut editor = editor();
        let named = rename_stage(editor.design(), EventId(1), "Start").unwrap();
        editor.commit(named).unwrap();
        assert_eq!((editor.revision(), editor.logic_revision()), (1, 1));
        assert_eq!((editor.shape_revision(), editor.drawing_revision()), (0, 0));
    }

    #[test]
    fn a_tick_is_neither_to_be_checked_nor_to_be_drawn_again() {
        let mut editor = editor();
        let by = crate::workflow::Signature {
            name: "Ann".to_owned(),
            at: String::new(),
        };
        let leg = crate::workflow::Place::Event(EventId(1));
        let ticked = crate::edit::commands::tick_leg(editor.design(), &leg, &by, "");
        editor.commit(ticked.unwrap()).unwrap();
        assert_eq!((editor.logic_revision(), editor.drawing_revision()), (0, 0));
        assert_eq!((editor.revision(), editor.review_revision()), (1, 1));
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
