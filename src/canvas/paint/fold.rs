//! What does a collapsed leg look like, and how is it opened and closed?
//!
//! Which legs are collapsed is part of the layout, changed by edits. To go to a stage in a collapsed leg is no edit: the
//! view opens the leg for looking, and says nothing of it to the design. Otherwise walking through findings would mark
//! the file as unsaved, and a jump after an undo would throw away what could be done again.

use super::card::CardFrame;
use crate::canvas::selection::{Selection, StageSet};
use crate::canvas::view::{CanvasFrame, CanvasInput, CanvasView, Framing, Level};
use crate::edit::commands;
use crate::look::BoxContents;
use crate::look::card::CARET_RADIUS;
use crate::theme::Theme;
use crate::workflow::{Design, EventId, Flow, Folds, Layout};
use eframe::egui::{
    CornerRadius, CursorIcon, Painter, Pos2, Rect, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo,
    WidgetType, pos2, vec2,
};

/// What becomes of the leg below a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LegLook {
    /// Nothing hangs below.
    None,
    Open,
    Box(BoxContents),
}

impl CanvasView {
    /// Is the stage drawn as a box? Not while its leg has been opened for looking.
    pub fn is_box(&self, layout: &Layout, event_id: EventId) -> bool {
        layout.is_collapsed(event_id) && !self.opened.contains(&event_id)
    }

    /// Draws legs as boxes again that were only opened for looking. Returns the others of these stages.
    pub fn close_again(&mut self, event_ids: &[EventId]) -> Vec<EventId> {
        let (opened, others): (Vec<EventId>, Vec<EventId>) =
            event_ids.iter().partition(|id| self.opened.contains(id));
        for event_id in &opened {
            self.opened.remove(event_id);
        }
        if !opened.is_empty() {
            self.scene_revision = None;
        }
        others
    }

    /// Selects everything that is to be seen.
    pub fn select_all(&mut self, design: &Design, flow: &Flow) {
        let folds = Folds::new(flow, &design.layout, |id| self.opened.contains(&id));
        let stages = (0..flow.stage_count()).filter(|&stage| !folds.is_hidden(stage));
        self.selection = Selection {
            events: stages.map(|stage| flow.event_id(stage)).collect(),
            ..Selection::all(design)
        };
    }

    /// Opens what hides the stages that the camera is about to go to.
    pub(in crate::canvas) fn open_for_looking(&mut self, input: &CanvasInput<'_>) {
        let layout = &input.design.layout;
        if layout.collapsed().len() == 0 {
            self.opened.clear();
            return;
        }
        // What has been opened by an edit and is collapsed again later is collapsed.
        self.opened
            .retain(|&event_id| layout.is_collapsed(event_id));
        let workflow = &input.design.workflow;
        let goals = match self.framing {
            Some(Framing::Stage(event_id) | Framing::Center(event_id)) => {
                StageSet::from_iter([event_id])
            }
            Some(Framing::Selection | Framing::Leg) => {
                let mut events = self.selection.events.clone();
                events.extend(self.selection.stage(workflow));
                events
            }
            _ => return,
        };
        let hiding = goals
            .iter()
            .filter_map(|&event_id| input.flow.index(event_id))
            .flat_map(|stage| Folds::hiding(input.flow, layout, stage));
        let before = self.opened.len();
        self.opened.extend(hiding);
        if self.opened.len() > before {
            self.scene_revision = None;
        }
    }

    /// What is out of sight is not selected: its box is in its stead.
    pub(in crate::canvas) fn lift_selection(&mut self, input: &CanvasInput<'_>) {
        let (folds, flow) = (&self.scene.folds, input.flow);
        if folds.boxes().len() == 0 {
            return;
        }
        let box_of = |event_id: EventId| {
            let stage = flow.index(event_id)?;
            folds.box_of(stage).map(|head| flow.event_id(head))
        };
        let home = self
            .selection
            .action
            .and_then(|action_id| input.design.workflow.event_of(action_id));
        if let Some(head) = home.and_then(|event| box_of(event.id)) {
            self.selection = Selection::of_event(head);
        }
        let events = &mut self.selection.events;
        let lifted = events.iter().map(|&id| box_of(id).unwrap_or(id));
        *events = lifted.collect();
    }
}

impl CanvasFrame<'_, '_> {
    pub(in crate::canvas) fn leg_look(&self, card: usize) -> LegLook {
        match self.view.scene.boxes.get(&card) {
            Some(&contents) => LegLook::Box(contents),
            None if self.input.flow.children(card).next().is_some() => LegLook::Open,
            None => LegLook::None,
        }
    }

    /// The round button on a card's edge, and the row of a box.
    pub(in crate::canvas) fn take_fold(
        &mut self,
        ui: &Ui,
        card: usize,
        frame: &CardFrame,
        level: Level,
    ) {
        let look = self.leg_look(card);
        let Some(event) = self.event(card).filter(|_| look != LegLook::None) else {
            return;
        };
        let (event_id, stage) = (event.id, event.stage);
        let label = match look {
            LegLook::Box(contents) => {
                format!("Open the leg of stage {stage}: {}", contents.words())
            }
            _ => format!("Collapse the leg of stage {stage}"),
        };
        let reach = Vec2::splat((2.0 * CARET_RADIUS * frame.zoom + 4.0).max(14.0));
        let caret = Rect::from_center_size(caret_center(frame), reach);
        let mut response = ui.interact(caret, self.id.with(("fold", event_id.0)), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, &label));
        if matches!(look, LegLook::Box(_)) && level == Level::Full {
            let row = ui.interact(
                frame.add_row(),
                self.id.with(("box", event_id.0)),
                Sense::click(),
            );
            row.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, &label));
            if row.contains_pointer() {
                (self.hover.card, self.hover.is_add) = (Some(card), true);
            }
            response = response.union(row);
        }
        if response.contains_pointer() {
            (self.hover.card, self.hover.is_fold) = (Some(card), true);
        }
        if response.clicked() {
            self.view.selection = Selection::of_event(event_id);
            let is_box = self.view.is_box(&self.input.design.layout, event_id);
            if is_box || !self.view.close_again(&[event_id]).is_empty() {
                let edit = commands::set_collapsed(self.input.design, &[event_id], !is_box);
                self.ask(edit);
            } else {
                ui.ctx().request_repaint();
            }
        }
        if self.has_tooltips() {
            response
                .on_hover_cursor(CursorIcon::PointingHand)
                .on_hover_text(match look {
                    LegLook::Box(_) => "Open the leg",
                    _ => "Draw the leg as one box",
                });
        }
    }
}

/// On the right edge of the header, where no line leaves.
fn caret_center(frame: &CardFrame) -> Pos2 {
    pos2(frame.rect.right(), frame.header().center().y)
}

/// Two more sheets below the card: there is more in it.
pub fn paint_stack(painter: &Painter, theme: &Theme, rect: Rect, radius: CornerRadius, step: f32) {
    for sheet in [2_u8, 1] {
        painter.rect(
            rect.translate(Vec2::splat(f32::from(sheet) * step)),
            radius,
            theme.sheet(sheet),
            Stroke::new(1.0, theme.border_strong),
            StrokeKind::Middle,
        );
    }
}

/// A plus on what can be opened, a minus on what can be collapsed.
pub fn paint_caret(
    painter: &Painter,
    theme: &Theme,
    frame: &CardFrame,
    is_box: bool,
    is_hot: bool,
) {
    let (center, zoom) = (caret_center(frame), frame.zoom);
    let color = if is_hot {
        theme.accent
    } else {
        theme.text_weak
    };
    let radius = CARET_RADIUS * zoom;
    painter.circle(
        center,
        radius,
        theme.card,
        Stroke::new((1.2 * zoom).max(1.0), color),
    );
    let stroke = Stroke::new((1.5 * zoom).max(1.0), color);
    let reach = radius * 0.5;
    painter.line_segment(
        [center - vec2(reach, 0.0), center + vec2(reach, 0.0)],
        stroke,
    );
    if is_box {
        painter.line_segment(
            [center - vec2(0.0, reach), center + vec2(0.0, reach)],
            stroke,
        );
    }
}
