//! What do frames and sticky notes look like? Frames lie behind lines and cards, notes on top of them.

use crate::canvas::camera::{WorldRect, on_pixel};
use crate::canvas::input::annotations::{NOTE_GRIP, is_grippable};
use crate::canvas::input::guides::Drag;
use crate::canvas::scene::SceneAnnotation;
use crate::canvas::view::{CanvasFrame, Level};
use crate::look::annotation::{FRAME_RADIUS, NOTE_RADIUS, TEXT_INSET};
use crate::theme;
use crate::workflow::{Annotation, AnnotationKind};
use eframe::egui::text::{LayoutJob, TextWrapping};
use eframe::egui::{
    Color32, CornerRadius, FontId, Galley, Painter, Rect, Shape, Stroke, StrokeKind, Vec2, pos2,
    vec2,
};
use std::sync::Arc;

/// Text smaller than this, in points, is not drawn.
const LEAST_TEXT: f32 = 5.0;
/// The squares at the corners of a selected frame, in points.
const HANDLE: f32 = 7.0;

impl CanvasFrame<'_, '_> {
    fn shown_annotations(
        &self,
        kind: AnnotationKind,
        view: WorldRect,
        drag: Option<&Drag>,
    ) -> Vec<(SceneAnnotation, Rect)> {
        // One in the hand may have come from out of sight.
        let is_moving = drag.is_some() || self.resized.is_some();
        let annotations = if is_moving {
            self.view.scene.annotations.clone()
        } else {
            self.view.scene.annotations_in(view)
        };
        let of_kind = annotations
            .into_iter()
            .filter(|annotation| annotation.kind == kind);
        of_kind
            .map(|annotation| {
                let rect = self.annotation_rect(&annotation, drag);
                (annotation, rect)
            })
            .filter(|(_, rect)| rect.expand(4.0).intersects(self.screen))
            .collect()
    }

    /// `state` is whether it is selected, and whether the pointer is on it: thick and in the accent then, or in its own
    /// hue.
    fn annotation_border(&self, state: (bool, bool), hue: Color32, resting: Color32) -> Stroke {
        match state {
            (true, _) => Stroke::new(2.0, self.theme.accent),
            (_, true) => Stroke::new(1.0, hue),
            _ => Stroke::new(1.0, resting),
        }
    }

    pub(in crate::canvas) fn paint_frames(
        &self,
        painter: &Painter,
        level: Level,
        view: WorldRect,
        drag: Option<&Drag>,
    ) {
        let zoom = self.view.camera.zoom;
        for (scene_frame, rect) in self.shown_annotations(AnnotationKind::Frame, view, drag) {
            let Some(frame) = self.annotation(scene_frame.id) else {
                continue;
            };
            let colors = self.theme.tint(frame.tint);
            let is_selected = self.view.selection.annotations.contains(&scene_frame.id);
            let is_hovered = self.hover.annotation == Some(scene_frame.id);
            let resting = colors.frame_edge();
            let border = self.annotation_border((is_selected, is_hovered), colors.hue, resting);
            let radius = CornerRadius::same((FRAME_RADIUS * zoom).clamp(2.0, 60.0) as u8);
            painter.rect(rect, radius, colors.frame, border, StrokeKind::Middle);
            if level != Level::Far
                && let Some(title) = self.title_rect(rect, level)
                && !self.is_writing_on(scene_frame.id)
            {
                self.paint_title(painter, frame, title);
            }
            if is_selected && is_grippable(rect) {
                for corner in [
                    rect.left_top(),
                    rect.right_top(),
                    rect.left_bottom(),
                    rect.right_bottom(),
                ] {
                    painter.rect(
                        Rect::from_center_size(corner, Vec2::splat(HANDLE)),
                        CornerRadius::same(1),
                        self.theme.card,
                        Stroke::new(1.0, self.theme.accent),
                        StrokeKind::Middle,
                    );
                }
            }
        }
    }

    fn paint_title(&self, painter: &Painter, frame: &Annotation, rect: Rect) {
        let color = match frame.text.trim() {
            "" => self.theme.text_weak,
            _ => self.theme.tint(frame.tint).hue,
        };
        let galley = self.title_galley(painter, frame, rect);
        let inset = TEXT_INSET * self.view.camera.zoom.min(1.0);
        let at = pos2(rect.left() + inset, rect.center().y - galley.size().y / 2.0);
        let at = on_pixel(at, painter.pixels_per_point());
        painter.galley_with_override_text_color(at, galley, color);
    }

    /// As much of a frame's title as there is room for.
    pub(in crate::canvas) fn title_galley(
        &self,
        painter: &Painter,
        frame: &Annotation,
        rect: Rect,
    ) -> Arc<Galley> {
        let text = match frame.text.trim() {
            "" => frame.kind.title(),
            text => text,
        };
        let inset = TEXT_INSET * self.view.camera.zoom.min(1.0);
        let font = theme::semibold(self.title_size(painter));
        let mut job = LayoutJob::simple_singleline(one_line(text), font, Color32::PLACEHOLDER);
        job.wrap = TextWrapping::truncate_at_width(rect.width() - 2.0 * inset);
        painter.layout_job(job)
    }

    /// From afar titles stand on top of their frames, over everything, as far as none covers another.
    pub(in crate::canvas) fn paint_frame_titles(
        &self,
        painter: &Painter,
        view: WorldRect,
        drag: Option<&Drag>,
    ) {
        let mut taken: Vec<Rect> = Vec::new();
        for (scene_frame, rect) in self.shown_annotations(AnnotationKind::Frame, view, drag) {
            let Some(frame) = self.annotation(scene_frame.id) else {
                continue;
            };
            let Some(room) = self.title_rect(rect, Level::Far) else {
                continue;
            };
            if frame.text.trim().is_empty() || self.is_writing_on(scene_frame.id) {
                continue;
            }
            let font = theme::semibold(self.title_size(painter));
            let mut job =
                LayoutJob::simple_singleline(one_line(&frame.text), font, Color32::PLACEHOLDER);
            job.wrap = TextWrapping::truncate_at_width(room.width() - 8.0);
            let galley = painter.layout_job(job);
            let tag = Rect::from_min_size(room.min, galley.size() + vec2(8.0, 4.0))
                .translate(vec2(0.0, room.height() - galley.size().y - 6.0));
            if taken.iter().any(|other| other.intersects(tag)) {
                continue;
            }
            taken.push(tag);
            let colors = self.theme.tint(frame.tint);
            painter.rect_filled(tag, CornerRadius::same(3), colors.frame);
            let at = on_pixel(tag.min + vec2(4.0, 2.0), painter.pixels_per_point());
            painter.galley_with_override_text_color(at, galley, colors.hue);
        }
    }

    pub(in crate::canvas) fn paint_notes(
        &self,
        painter: &Painter,
        level: Level,
        view: WorldRect,
        drag: Option<&Drag>,
    ) {
        let zoom = self.view.camera.zoom;
        for (scene_note, rect) in self.shown_annotations(AnnotationKind::StickyNote, view, drag) {
            let Some(note) = self.annotation(scene_note.id) else {
                continue;
            };
            let colors = self.theme.tint(note.tint);
            let is_selected = self.view.selection.annotations.contains(&scene_note.id);
            let is_hovered = self.hover.annotation == Some(scene_note.id);
            let resting = colors.paper_edge();
            let border = self.annotation_border((is_selected, is_hovered), colors.hue, resting);
            if level == Level::Far {
                painter.rect_filled(rect, CornerRadius::ZERO, self.far_paper(note, is_selected));
                continue;
            }
            let radius = CornerRadius::same((NOTE_RADIUS * zoom).clamp(1.0, 60.0) as u8);
            painter.extend(self.theme.shadow_of(rect, radius).map(Shape::from));
            painter.rect(rect, radius, colors.paper, border, StrokeKind::Middle);
            if !self.is_writing_on(scene_note.id) {
                self.paint_note_text(painter, note, rect);
            }
            if (is_selected || is_hovered) && is_grippable(rect) {
                let grip = Stroke::new(1.0, colors.hue);
                for reach in [0.75, 0.45] {
                    let corner = rect.max - Vec2::splat(4.0);
                    let reach = reach * (NOTE_GRIP - 4.0);
                    painter
                        .line_segment([corner - vec2(reach, 0.0), corner - vec2(0.0, reach)], grip);
                }
            }
        }
    }

    fn far_paper(&self, note: &Annotation, is_selected: bool) -> Color32 {
        let colors = self.theme.tint(note.tint);
        if is_selected {
            self.theme.accent
        } else {
            theme::mixed(colors.paper, colors.hue, 0.35)
        }
    }

    fn paint_note_text(&self, painter: &Painter, note: &Annotation, rect: Rect) {
        let size = self.note_size(painter);
        if size < LEAST_TEXT {
            return;
        }
        let color = if note.text.trim().is_empty() {
            self.theme.text_weak
        } else {
            self.theme.text
        };
        let galley = self.note_galley(painter, note, rect);
        let at = on_pixel(self.note_text_rect(rect).min, painter.pixels_per_point());
        // A long word in a narrow note must not leave it.
        let painter = painter.with_clip_rect(painter.clip_rect().intersect(rect));
        painter.galley_with_override_text_color(at, galley, color);
    }

    /// As much of a note's text as there is room for.
    pub(in crate::canvas) fn note_galley(
        &self,
        painter: &Painter,
        note: &Annotation,
        rect: Rect,
    ) -> Arc<Galley> {
        let room = self.note_text_rect(rect);
        let text = match note.text.trim() {
            "" => "Double-click to write",
            _ => &note.text,
        };
        let font = FontId::proportional(self.note_size(painter));
        let row_height = painter.fonts_mut(|fonts| fonts.row_height(&font));
        let mut job = LayoutJob::simple(text.to_owned(), font, Color32::PLACEHOLDER, room.width());
        job.wrap.max_rows = ((room.height() / row_height + 0.2) as usize).max(1);
        painter.layout_job(job)
    }

    pub(in crate::canvas) fn note_text_rect(&self, note: Rect) -> Rect {
        note.shrink(TEXT_INSET * self.view.camera.zoom)
    }

    /// Whole pixels only, as on cards.
    pub(in crate::canvas) fn note_size(&self, painter: &Painter) -> f32 {
        let ppp = painter.pixels_per_point();
        (theme::BODY * self.view.camera.zoom * ppp).round().max(1.0) / ppp
    }

    /// Titles are landmarks: they stay readable however far away one is.
    pub(in crate::canvas) fn title_size(&self, painter: &Painter) -> f32 {
        let ppp = painter.pixels_per_point();
        let size = (theme::BODY * self.view.camera.zoom).max(theme::CAPTION);
        (size * ppp).round() / ppp
    }

    pub(in crate::canvas) fn is_writing_on(
        &self,
        annotation_id: crate::workflow::AnnotationId,
    ) -> bool {
        let writing = self.view.writing.as_ref();
        writing.is_some_and(|writing| writing.annotation_id == annotation_id)
    }
}

fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}
