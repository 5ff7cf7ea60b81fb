//! What is drawn around the workflow, and how are things laid by command? Frames, notes, bookmarks; align, distribute,
//! nudge.

use crate::arrange::{self, Alignment, Axis, Block};
use crate::canvas::{Framing, Selection, Toward};
use crate::designer::app::Designer;
use crate::edit::{GestureId, Refusal, Transaction, commands};
use crate::workflow::{AnnotationId, AnnotationKind, Design, EventId, Position, stage_name};

/// How far a nudge moves things, in points: a step of the dots' grid, or the least there is.
const NUDGE: i32 = 2 * arrange::GRID;
const FINE_NUDGE: i32 = 1;
/// Nudges that follow each other this fast, in seconds, are one undo step.
const NUDGING_S: f64 = 1.0;
/// Where something new would cover another exactly, it goes this far to the right and below.
const CASCADE: i32 = 6 * arrange::GRID;

/// From a stage's card to a note that is added to it: as near as cards come to each other.
const NOTE_GAP: i32 = 12;

/// Nudging under way.
#[derive(Default)]
pub struct Nudging {
    count: u64,
    last_s: f64,
    selection: Selection,
}

impl Designer {
    /// Adds a frame or a note and lets one write on it: where the menu was opened; a note else below the selected
    /// stage, or in the middle of what is in view, where it covers no card; a frame near that middle.
    pub(in crate::designer) fn add_annotation(&mut self, kind: AnnotationKind) {
        let menu_at = self.paste_at.take();
        let Some(document) = self.document() else {
            return;
        };
        let design = document.design();
        let size = arrange::first_size(kind);
        let at = menu_at.unwrap_or_else(|| {
            let half = Position::new(-size.width / 2, -size.height / 2);
            let middle = arrange::snapped(document.view.middle().moved(half));
            if kind == AnnotationKind::Frame {
                let room = document.view.room_in_view();
                let around = room.grown(size);
                let spot = arrange::place_within(design, room, size)
                    .or_else(|| arrange::place_within(design, around, size));
                return spot.unwrap_or(middle);
            }
            let selected = document.view.selection.stage(&design.workflow);
            let card = selected.and_then(|event_id| Block::of_card(design, event_id));
            let wanted = card.map_or(middle, |card| {
                Position::new(card.position.x, card.bottom() + NOTE_GAP)
            });
            arrange::place_free(design, wanted, (size.width, size.height))
        });
        let added = Block { position: at, size };
        let is_in_view = document.view.room_in_view().contains(added);
        let edit = commands::add_annotation(design, kind, free_corner(design, at));
        self.edit_and_write(edit);
        if kind == AnnotationKind::Frame && !is_in_view && menu_at.is_none() {
            let middle = at.moved(Position::new(size.width / 2, size.height / 2));
            if let Some(document) = self.documents.get_mut(self.active) {
                document.view.frame(Framing::Point(middle));
            }
        }
    }

    pub(in crate::designer) fn frame_selection(&mut self) {
        let edit = self.with_selected_things(commands::frame_around);
        self.edit_and_write(edit);
    }

    /// Lets one write on what an edit has added.
    fn edit_and_write(&mut self, edit: Result<Transaction, Refusal>) {
        let added = edit
            .as_ref()
            .ok()
            .and_then(|transaction| transaction.inserted_annotations().next());
        self.edit(edit);
        if let Some((annotation_id, document)) = added.zip(self.documents.get_mut(self.active)) {
            document.view.write_on(annotation_id);
        }
    }

    pub(in crate::designer) fn align(&mut self, alignment: Alignment) {
        let edit = self.with_selected_things(|design, events, annotations| {
            commands::align(design, events, annotations, alignment)
        });
        self.edit(edit);
    }

    pub(in crate::designer) fn distribute(&mut self, axis: Axis) {
        let edit = self.with_selected_things(|design, events, annotations| {
            commands::distribute(design, events, annotations, axis)
        });
        self.edit(edit);
    }

    pub(in crate::designer) fn nudge(&mut self, toward: Toward, is_fine: bool) {
        let length = if is_fine { FINE_NUDGE } else { NUDGE };
        let by = match toward {
            Toward::Left => Position::new(-length, 0),
            Toward::Right => Position::new(length, 0),
            Toward::Up => Position::new(0, -length),
            Toward::Down => Position::new(0, length),
        };
        let edit = self.with_selected_things(|design, events, annotations| {
            commands::shift(design, events, annotations, by)
        });
        let Some(document) = self.documents.get(self.active) else {
            return;
        };
        let is_same = self.nudging.selection == document.view.selection
            && self.now_s - self.nudging.last_s < NUDGING_S;
        if !is_same {
            self.nudging.count += 1;
            self.nudging.selection = document.view.selection.clone();
        }
        self.nudging.last_s = self.now_s;
        self.edit_in_gesture(edit, GestureId(self.nudging.count));
    }

    /// Sets a bookmark on the selected stage under the name that it goes by, or removes the one that is there.
    pub(in crate::designer) fn toggle_bookmark(&mut self) {
        let Some(document) = self.document() else {
            return;
        };
        let design = document.design();
        let Some(event_id) = document.view.selection.stage(&design.workflow) else {
            return;
        };
        let edit = if design.layout.bookmark(event_id).is_some() {
            commands::remove_bookmark(design, event_id)
        } else {
            let event = design.workflow.event(event_id);
            let name =
                event.map(|event| stage_name(&design.workflow, &document.analysis.flow, event));
            commands::set_bookmark(design, event_id, &name.unwrap_or_default())
        };
        self.edit(edit);
    }

    /// What a command makes of the selected cards, frames and notes.
    fn with_selected_things(
        &self,
        command: impl FnOnce(&Design, &[EventId], &[AnnotationId]) -> Result<Transaction, Refusal>,
    ) -> Result<Transaction, Refusal> {
        let Some(document) = self.document() else {
            return Ok(Transaction::default());
        };
        let selection = &document.view.selection;
        let events: Vec<EventId> = selection.events.iter().copied().collect();
        let annotations: Vec<AnnotationId> = selection.annotations.iter().copied().collect();
        command(document.design(), &events, &annotations)
    }
}

/// The first corner at `at` or below it to the right where no other frame or note has its own.
fn free_corner(design: &Design, mut at: Position) -> Position {
    let is_taken = |at: Position| {
        let mut annotations = design.layout.annotations();
        annotations.any(|(_, annotation)| annotation.position == at)
    };
    while is_taken(at) {
        at = at.moved(Position::new(CASCADE, CASCADE));
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_note_does_not_cover_another_exactly() {
        let mut design = commands::new_workflow("a");
        let at = Position::new(40, 40);
        for expected in [at, Position::new(64, 64)] {
            let corner = free_corner(&design, at);
            assert_eq!(corner, expected);
            commands::add_annotation(&design, AnnotationKind::StickyNote, corner)
                .unwrap()
                .apply(&mut design)
                .unwrap();
        }
    }
}
