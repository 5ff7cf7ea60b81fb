//! What has the user done to frames and notes? Frames are taken by title and border, so that one works on the cards
//! within; notes anywhere.

use super::gesture::Gesture;
use super::guides::{Drag, Edge, Grip, Hold, resized};
use crate::arrange::{self, Block, FRAME_TITLE_HEIGHT};
use crate::canvas::camera::{WorldRect, position};
use crate::canvas::scene::SceneAnnotation;
use crate::canvas::selection::Selection;
use crate::canvas::view::{CanvasFrame, CanvasRequest, Level};
use crate::edit::commands;
use crate::workflow::{Annotation, AnnotationId, AnnotationKind, Position, Size};
use eframe::egui::{
    CursorIcon, PointerButton, Pos2, Rect, Response, Sense, Ui, WidgetInfo, WidgetType, vec2,
};

/// How near, in screen points, one has to come to a border to take it, and to a corner.
const BORDER: f32 = 5.0;
const CORNER: f32 = 10.0;
/// The part of a note by which it is resized, in screen points.
pub(in crate::canvas) const NOTE_GRIP: f32 = 16.0;
/// A title's band is never lower than this, in screen points.
const LEAST_TITLE_HEIGHT: f32 = 20.0;
/// A frame narrower than this, in screen points, has no room for its title.
const LEAST_TITLE_WIDTH: f32 = 44.0;
/// What is smaller than this, in screen points, is not resized by hand.
const LEAST_GRIPPED: f32 = 32.0;

/// Text smaller than this, in points, is not read without effort.
const LEAST_READABLE: f32 = 8.0;

/// What a hand does that takes a frame or a note somewhere.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Taken {
    Move,
    Resize(Grip),
}

impl CanvasFrame<'_, '_> {
    pub(in crate::canvas) fn annotation(&self, annotation_id: AnnotationId) -> Option<&Annotation> {
        self.input.design.layout.annotation(annotation_id)
    }

    /// Where a frame or a note is on screen, dragged and resized as it is by now.
    pub(in crate::canvas) fn annotation_rect(
        &self,
        annotation: &SceneAnnotation,
        drag: Option<&Drag>,
    ) -> Rect {
        let rect = match (&self.resized, drag) {
            (Some((annotation_id, rect, _)), _) if *annotation_id == annotation.id => *rect,
            (_, Some(drag)) if self.view.dragged.annotations.contains(&annotation.id) => {
                let by = crate::canvas::camera::world(drag.by);
                let moved = |point: [f64; 2]| [point[0] + by[0], point[1] + by[1]];
                WorldRect {
                    min: moved(annotation.rect.min),
                    max: moved(annotation.rect.max),
                }
            }
            _ => annotation.rect,
        };
        self.view.camera.screen_rect(self.screen, rect)
    }

    /// Where a frame's title stands: in a band along the top edge, from afar on top of it. `None` where there is no
    /// room for one.
    pub(in crate::canvas) fn title_rect(&self, frame: Rect, level: Level) -> Option<Rect> {
        if frame.width() < LEAST_TITLE_WIDTH {
            return None;
        }
        let height = (FRAME_TITLE_HEIGHT as f32 * self.view.camera.zoom).max(LEAST_TITLE_HEIGHT);
        let corner = match level {
            Level::Far => frame.left_top() - vec2(0.0, height),
            _ => frame.left_top(),
        };
        Some(Rect::from_min_size(corner, vec2(frame.width(), height)))
    }

    pub(in crate::canvas) fn take_frames(
        &mut self,
        ui: &Ui,
        annotations: &[SceneAnnotation],
        level: Level,
    ) {
        for frame in annotations
            .iter()
            .filter(|annotation| annotation.kind == AnnotationKind::Frame)
        {
            let rect = self.annotation_rect(frame, None);
            if let Some(title) = self.title_rect(rect, level) {
                self.take_annotation(ui, frame.id, title);
            }
        }
    }

    pub(in crate::canvas) fn take_notes(&mut self, ui: &Ui, annotations: &[SceneAnnotation]) {
        for note in annotations
            .iter()
            .filter(|annotation| annotation.kind == AnnotationKind::StickyNote)
        {
            let rect = self.annotation_rect(note, None);
            self.take_annotation(ui, note.id, rect);
        }
    }

    fn take_annotation(&mut self, ui: &Ui, annotation_id: AnnotationId, rect: Rect) {
        let response = ui.interact(
            rect,
            self.id.with(("annotation", annotation_id.0)),
            Sense::click_and_drag(),
        );
        response.widget_info(|| {
            let is_selected = self.view.selection.annotations.contains(&annotation_id);
            let label = self
                .annotation(annotation_id)
                .map(label)
                .unwrap_or_default();
            WidgetInfo::selected(WidgetType::SelectableLabel, true, is_selected, label)
        });
        self.share_keyboard(ui, &response, &Selection::of_annotation(annotation_id));
        if response.contains_pointer() {
            // It lies over the card that may be below.
            self.hover.annotation = Some(annotation_id);
            (self.hover.card, self.hover.row, self.hover.is_add) = (None, None, false);
        }
        self.is_drag_started |= response.drag_started_by(PointerButton::Primary);
        self.take_annotation_clicks(ui, annotation_id, &response);
        if response.hovered() && self.has_tooltips() && !self.is_writing_on(annotation_id) {
            self.cut_text_tooltip(ui, annotation_id, rect, response);
        }
    }

    /// A text that has no room is told whole.
    fn cut_text_tooltip(
        &self,
        ui: &Ui,
        annotation_id: AnnotationId,
        rect: Rect,
        response: Response,
    ) {
        let Some(annotation) = self.annotation(annotation_id) else {
            return;
        };
        let galley = match annotation.kind {
            AnnotationKind::Frame => self.title_galley(ui.painter(), annotation, rect),
            AnnotationKind::StickyNote => self.note_galley(ui.painter(), annotation, rect),
        };
        let is_unreadable = self.note_size(ui.painter()) < LEAST_READABLE;
        let is_cut = galley.elided || is_unreadable;
        if is_cut && !annotation.text.trim().is_empty() {
            response.on_hover_text(&annotation.text);
        }
    }

    pub(in crate::canvas) fn take_annotation_clicks(
        &mut self,
        ui: &Ui,
        annotation_id: AnnotationId,
        response: &Response,
    ) {
        let modifiers = ui.input(|i| i.modifiers);
        if response.double_clicked() {
            self.view.write_on(annotation_id);
        } else if response.clicked() {
            if modifiers.shift || modifiers.command {
                self.view.selection.toggle_annotation(annotation_id);
            } else {
                self.view.selection = Selection::of_annotation(annotation_id);
            }
        }
        if response.secondary_clicked()
            && let Some(at) = response.interact_pointer_pos()
        {
            if !self.view.selection.annotations.contains(&annotation_id) {
                self.view.selection = Selection::of_annotation(annotation_id);
            }
            self.requests.push(CanvasRequest::OpenMenu {
                at,
                world: position(self.world(at)),
            });
        }
    }

    /// The frame whose border was clicked: it is no widget, for what lies in the frame is none of its business.
    pub(in crate::canvas) fn frame_under(
        &self,
        background: &Response,
        level: Level,
    ) -> Option<AnnotationId> {
        if !background.clicked() && !background.secondary_clicked() {
            return None;
        }
        let at = background.interact_pointer_pos()?;
        self.frame_at(at, level)
            .map(|(annotation_id, _)| annotation_id)
    }

    fn frame_at(&self, at: Pos2, level: Level) -> Option<(AnnotationId, Taken)> {
        let frames = self.view.scene.annotations.iter().rev();
        let mut frames = frames.filter(|annotation| annotation.kind == AnnotationKind::Frame);
        frames.find_map(|frame| {
            let rect = self.annotation_rect(frame, None);
            let title = self.title_rect(rect, level);
            let is_on_title = title.is_some_and(|title| title.contains(at));
            let is_near = rect.expand(BORDER).contains(at);
            if !is_near && !is_on_title {
                return None;
            }
            let is_selected = self.view.selection.annotations.contains(&frame.id);
            let grip = grip_at(rect, at).filter(|_| is_selected && is_grippable(rect));
            let is_on_border = is_near && !rect.shrink(BORDER).contains(at);
            let taken = match grip {
                Some(grip) => Taken::Resize(grip),
                None if is_on_title || is_on_border => Taken::Move,
                None => return None,
            };
            Some((frame.id, taken))
        })
    }

    fn note_at(&self, at: Pos2) -> Option<(AnnotationId, Taken)> {
        let notes = self.view.scene.annotations.iter().rev();
        let mut notes = notes.filter(|annotation| annotation.kind == AnnotationKind::StickyNote);
        notes.find_map(|note| {
            let rect = self.annotation_rect(note, None);
            if !rect.contains(at) {
                return None;
            }
            let corner = rect.max - at.to_vec2();
            let is_on_grip = corner.x + corner.y < NOTE_GRIP && is_grippable(rect);
            let taken = if is_on_grip {
                Taken::Resize(Grip([Some(Edge::Far); 2]))
            } else {
                Taken::Move
            };
            Some((note.id, taken))
        })
    }

    /// What a drag does that begins on a note.
    pub(in crate::canvas) fn note_gesture(&mut self, ui: &Ui, origin: Pos2) -> Option<Gesture> {
        let (annotation_id, taken) = self.note_at(origin)?;
        Some(self.annotation_gesture(ui, origin, annotation_id, taken))
    }

    /// What a drag does that begins on a frame's title or border.
    pub(in crate::canvas) fn frame_gesture(
        &mut self,
        ui: &Ui,
        origin: Pos2,
        level: Level,
    ) -> Option<Gesture> {
        let (annotation_id, taken) = self.frame_at(origin, level)?;
        Some(self.annotation_gesture(ui, origin, annotation_id, taken))
    }

    fn annotation_gesture(
        &mut self,
        ui: &Ui,
        origin: Pos2,
        annotation_id: AnnotationId,
        taken: Taken,
    ) -> Gesture {
        let from = self.world(origin);
        let selection = &mut self.view.selection;
        if !selection.annotations.contains(&annotation_id) {
            if !ui.input(|i| i.modifiers.shift) {
                selection.clear();
            }
            selection.action = None;
            selection.annotations.insert(annotation_id);
        }
        match taken {
            Taken::Resize(grip) => Gesture::Resize {
                annotation_id,
                grip,
                from,
            },
            Taken::Move => {
                self.take_up();
                Gesture::Annotations {
                    grabbed: annotation_id,
                    from,
                }
            }
        }
    }

    /// The notes that a drawn box touches, and the frames that are wholly in it: so a box within a frame selects
    /// what is there.
    pub(in crate::canvas) fn annotations_within(&self, drawn: WorldRect) -> Vec<AnnotationId> {
        let touched = self.view.scene.annotations_in(drawn).into_iter();
        let chosen = touched.filter(|annotation| match annotation.kind {
            AnnotationKind::Frame => drawn.contains_rect(annotation.rect),
            AnnotationKind::StickyNote => true,
        });
        chosen.map(|annotation| annotation.id).collect()
    }

    pub(in crate::canvas) fn resize(
        &mut self,
        annotation_id: AnnotationId,
        grip: Grip,
        moved: [f64; 2],
        is_free: bool,
        visible: &[usize],
    ) {
        let Some(annotation) = self.view.scene.annotation(annotation_id).copied() else {
            return;
        };
        let least = arrange::least_size(annotation.kind);
        let least = [f64::from(least.width), f64::from(least.height)];
        let others = self.resting(visible, &Selection::of_annotation(annotation_id));
        let hold = match (is_free, self.input.is_snapping) {
            (true, _) => Hold::Nothing,
            (_, true) => Hold::Things(self.view.camera.zoom, &others),
            _ => Hold::Grid,
        };
        let (rect, guides) = resized(annotation.rect, grip, moved, least, hold);
        self.resized = Some((annotation_id, rect, guides));
    }

    pub(in crate::canvas) fn drop_resized(&mut self) {
        if let Some((annotation_id, rect, _)) = self.resized.clone() {
            let whole = |v: f64| v.round() as i32;
            let to = Block {
                position: Position::new(whole(rect.min[0]), whole(rect.min[1])),
                size: Size {
                    width: whole(rect.max[0] - rect.min[0]),
                    height: whole(rect.max[1] - rect.min[1]),
                },
            };
            let edit = commands::resize_annotation(self.input.design, annotation_id, to);
            self.ask(edit);
        }
    }

    /// Says by the pointer's shape what a drag would do here.
    pub(in crate::canvas) fn show_annotation_cursor(
        &mut self,
        ui: &Ui,
        background: &Response,
        level: Level,
    ) {
        let Some(at) = ui.input(|i| i.pointer.hover_pos()) else {
            return;
        };
        let is_over = self.screen.contains(at)
            && ui.ctx().layer_id_at(at) == Some(background.layer_id)
            && !self.view.is_in_gesture();
        if !is_over || self.view.writing.is_some() {
            return;
        }
        let is_on_card = self.hover.card.is_some();
        let taken = self
            .note_at(at)
            .or_else(|| (!is_on_card).then(|| self.frame_at(at, level)).flatten());
        if let Some((annotation_id, taken)) = taken {
            self.hover.annotation = Some(annotation_id);
            let is_note = self
                .annotation(annotation_id)
                .is_some_and(|found| found.kind == AnnotationKind::StickyNote);
            match taken {
                Taken::Resize(grip) => ui.ctx().set_cursor_icon(cursor(grip)),
                Taken::Move if !is_note => ui.ctx().set_cursor_icon(CursorIcon::Grab),
                Taken::Move => {}
            }
        }
    }
}

/// What a screen reader says of a frame or a note.
fn label(annotation: &Annotation) -> String {
    let text: Vec<&str> = annotation.text.split_whitespace().collect();
    let label = format!("{} {}", annotation.kind.title(), text.join(" "));
    label.trim_end().to_owned()
}

/// The pointer over edges or a corner that can be dragged.
pub(in crate::canvas) const fn cursor(Grip(edges): Grip) -> CursorIcon {
    match edges {
        [Some(_), None] => CursorIcon::ResizeHorizontal,
        [None, _] => CursorIcon::ResizeVertical,
        [Some(Edge::Near), Some(Edge::Near)] | [Some(Edge::Far), Some(Edge::Far)] => {
            CursorIcon::ResizeNwSe
        }
        [Some(_), Some(_)] => CursorIcon::ResizeNeSw,
    }
}

pub(in crate::canvas) fn is_grippable(rect: Rect) -> bool {
    rect.width().min(rect.height()) >= LEAST_GRIPPED
}

/// The edges at a point on the border of `rect`.
fn grip_at(rect: Rect, at: Pos2) -> Option<Grip> {
    let near = |value: f32, low: f32, high: f32, reach: f32| {
        if (value - low).abs() <= reach {
            Some(Edge::Near)
        } else if (value - high).abs() <= reach {
            Some(Edge::Far)
        } else {
            None
        }
    };
    let edges = |reach: f32| {
        [
            near(at.x, rect.left(), rect.right(), reach),
            near(at.y, rect.top(), rect.bottom(), reach),
        ]
    };
    let grip = match edges(CORNER) {
        corner @ [Some(_), Some(_)] => corner,
        _ => edges(BORDER),
    };
    (rect.expand(BORDER).contains(at) && grip != [None, None]).then_some(Grip(grip))
}

#[cfg(test)]
mod tests {
    use super::*;
    use eframe::egui::pos2;

    #[test]
    fn a_frame_is_gripped_by_its_edges_and_corners_and_not_within() {
        let rect = Rect::from_min_max(pos2(100.0, 100.0), pos2(500.0, 400.0));
        let grips = [
            (
                pos2(103.0, 107.0),
                Some([Some(Edge::Near), Some(Edge::Near)]),
            ),
            (pos2(300.0, 403.0), Some([None, Some(Edge::Far)])),
            (pos2(497.0, 250.0), Some([Some(Edge::Far), None])),
            (pos2(494.0, 250.0), None),
            (pos2(300.0, 250.0), None),
            (pos2(300.0, 410.0), None),
        ];
        for (at, expected) in grips {
            assert_eq!(grip_at(rect, at).map(|grip| grip.0), expected, "{at:?}");
        }
    }
}
