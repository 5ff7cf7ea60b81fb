//! How does one write on a note or a frame? In place, where the text stands; Escape or a click elsewhere ends it.

use crate::arrange::{FRAME_TITLE_HEIGHT, GRID};
use crate::canvas::view::{CanvasFrame, CanvasRequest, Level};
use crate::edit::{GestureId, commands};
use crate::look::annotation::TEXT_INSET;
use crate::theme;
use crate::workflow::{AnnotationId, AnnotationKind};
use eframe::egui::text::{CCursor, CCursorRange};
use eframe::egui::{self, FontId, Rect, TextEdit, Ui, UiBuilder, vec2};

/// Writing under way: what is written goes into the design letter by letter.
#[derive(Clone, Debug)]
pub struct Writing {
    pub annotation_id: AnnotationId,
    /// All that is typed until it ends is one undo step.
    gesture: Option<u64>,
}

impl Writing {
    pub const fn new(annotation_id: AnnotationId) -> Self {
        Self {
            annotation_id,
            gesture: None,
        }
    }
}

impl CanvasFrame<'_, '_> {
    /// Shows the field in which one writes, over the paper.
    pub(in crate::canvas) fn writing_ui(&mut self, ui: &mut Ui, level: Level) {
        let Some(mut writing) = self.view.writing.clone() else {
            return;
        };
        let annotation_id = writing.annotation_id;
        let found = self.view.scene.annotation(annotation_id).copied();
        let Some((scene, annotation)) = found.zip(self.annotation(annotation_id).cloned()) else {
            self.view.writing = None;
            return;
        };
        let is_new = writing.gesture.is_none();
        let gesture = *writing
            .gesture
            .get_or_insert_with(|| ui.ctx().cumulative_pass_nr());
        if is_new {
            self.come_near(annotation_id);
        }
        let is_note = annotation.kind == AnnotationKind::StickyNote;
        let rect = self.annotation_rect(&scene, None);
        let size = if is_note {
            self.note_size(ui.painter())
        } else {
            self.title_size(ui.painter())
        };
        let room = if is_note {
            self.note_text_rect(rect)
        } else {
            let inset = TEXT_INSET * self.view.camera.zoom.min(1.0);
            let title = self.title_rect(rect, level).unwrap_or(rect);
            let line = Rect::from_center_size(title.center(), vec2(title.width(), size * 1.3));
            line.shrink2(vec2(inset, 0.0))
        };
        let mut text = annotation.text.clone();
        let edit = if is_note {
            TextEdit::multiline(&mut text)
                .font(FontId::proportional(size))
                .text_color(self.theme.text)
                .desired_rows(1)
        } else {
            TextEdit::singleline(&mut text)
                .font(theme::semibold(size))
                .text_color(self.theme.tint(annotation.tint).hue)
                .hint_text("Title")
        };
        let id = self.id.with(("writing", annotation_id.0));
        let mut field = ui.new_child(UiBuilder::new().max_rect(room));
        let output = edit
            .id(id)
            .frame(egui::Frame::NONE)
            .margin(egui::Margin::ZERO)
            .desired_width(room.width())
            .show(&mut field);
        let response = output.response.response;
        let name = if is_note {
            "Text of the note"
        } else {
            "Title of the frame"
        };
        ui.ctx()
            .accesskit_node_builder(id, |node| node.set_label(name));
        if is_new {
            response.request_focus();
            let mut state = output.state;
            let whole = CCursorRange::two(CCursor::new(0), CCursor::new(text.chars().count()));
            state.cursor.set_char_range(Some(whole));
            state.store(ui.ctx(), id);
        }
        if response.changed() {
            let height = output.galley.size().y / self.view.camera.zoom + 2.0 * TEXT_INSET;
            let least_height = (height.ceil() as i32 + GRID - 1).div_euclid(GRID) * GRID;
            let edit = commands::set_annotation_text(
                self.input.design,
                annotation_id,
                &text,
                if is_note { least_height } else { 0 },
            );
            let gesture_id = GestureId(id.value() ^ gesture);
            match edit {
                Ok(transaction) => self
                    .requests
                    .push(CanvasRequest::EditInGesture(transaction, gesture_id)),
                Err(refusal) => self.requests.push(CanvasRequest::Refuse(refusal)),
            }
        }
        let is_over = !is_new && !response.has_focus();
        self.view.writing = (!is_over).then_some(writing);
    }

    /// Brings what one writes on into view, near enough to read.
    fn come_near(&mut self, annotation_id: AnnotationId) {
        let Some(annotation) = self.view.scene.annotation(annotation_id) else {
            return;
        };
        let mut rect = annotation.rect;
        if annotation.kind == AnnotationKind::Frame {
            rect.max[0] = rect.max[0].min(rect.min[0] + 320.0);
            rect.max[1] = rect.min[1] + f64::from(FRAME_TITLE_HEIGHT);
        }
        let camera = self.view.camera.showing(self.screen, rect);
        if camera != self.view.camera {
            self.fly(camera);
        }
    }
}
