//! How is a design looked at that nobody works on here? Moved about and clicked, and nothing else.

use super::input::gesture::Gesture;
use super::paint::compared::Compared;
use super::scene::Scene;
use super::selection::Selection;
use super::view::{CanvasFrame, CanvasInput, CanvasView, Level, frame_of};
use crate::workflow::{Design, EventId, Flow, Folds, Layout, Position};
use eframe::egui::{PointerButton, Response, Sense, Ui, WidgetInfo, WidgetType};
use std::rc::Rc;

/// A design to look at.
pub struct Viewed<'a> {
    pub design: &'a Design,
    pub flow: &'a Flow,
    pub compared: &'a Compared,
    /// What a screen reader calls it.
    pub name: &'a str,
    pub is_motion_reduced: bool,
}

impl CanvasView {
    /// A view of a design that will not change, all legs open. Linear; may be made beside the frames.
    pub fn of_viewed(design: &Design, flow: &Flow) -> Self {
        let folds = Folds::new(flow, &Layout::default(), |_| false);
        let mut scene = Scene::new(design, flow, folds);
        scene.mark(design, flow, &[]);
        Self {
            scene,
            scene_revision: Some(0),
            marks_revision: Some(0),
            scene_id: 1,
            ..Self::default()
        }
    }

    /// Where the card of a stage lies, by its index in the flow.
    pub fn card_position(&self, stage: usize) -> Option<Position> {
        self.scene.cards.get(stage).map(|card| card.position)
    }

    /// Lets both show all of either when they show all.
    pub fn share_bounds(&mut self, other: &mut Self) {
        let both = self.scene.bounds.union(other.scene.bounds);
        self.scene.bounds = both;
        other.scene.bounds = both;
    }

    /// Shows the same part of the world as another view.
    pub fn look_along(&mut self, other: &Self) {
        self.camera = other.camera;
        self.framing = None;
        self.flight = None;
        self.destination = None;
        self.opened_as = None;
    }
}

/// Shows a design in the rest of `ui`. What is clicked is selected in the view.
pub fn viewed_ui(ui: &mut Ui, viewed: &Viewed<'_>, view: &mut CanvasView) {
    let input = CanvasInput {
        design: viewed.design,
        flow: viewed.flow,
        findings: &[],
        fixes: &|_| Rc::default(),
        revision: 0,
        ghost: None,
        trace: None,
        drawing_revision: 0,
        findings_revision: 0,
        is_motion_reduced: viewed.is_motion_reduced,
        is_snapping: false,
        is_minimap_shown: false,
        is_covered: false,
        is_read_only: true,
        panel: None,
    };
    let screen = ui.available_rect_before_wrap();
    ui.advance_cursor_after_rect(screen);
    view.screen = screen;
    view.now_s = ui.input(|i| i.time);
    let id = ui.id().with(viewed.name);
    let mut frame = frame_of(id, ui, &input, view);
    frame.compared = Some(viewed.compared);
    ui.scope(|ui| {
        ui.set_clip_rect(screen.intersect(ui.clip_rect()));
        frame.show_viewed(ui, viewed.name);
    });
}

impl CanvasFrame<'_, '_> {
    fn show_viewed(&mut self, ui: &mut Ui, name: &str) {
        let background = ui.interact(self.screen, self.id, Sense::click_and_drag());
        background.widget_info(|| WidgetInfo::labeled(WidgetType::Panel, true, name));
        self.move_camera(ui, &background);
        self.view.gesture = Gesture::None;
        let mut panned = vec![background.clone()];
        let (view, cards, level) = self.in_view();
        match level {
            Level::Far => {
                let pointer = ui.input(|i| i.pointer.latest_pos());
                let pointer = pointer.filter(|&at| self.screen.contains(at));
                let card = pointer.and_then(|at| self.view.scene.card_at(self.world(at)));
                panned.extend(card.map(|card| self.take_viewed_card(ui, card, name, level)));
            }
            _ => {
                for &card in &cards {
                    panned.push(self.take_viewed_card(ui, card, name, level));
                }
            }
        }
        if background.clicked() {
            self.view.selection.clear();
        }
        let buttons = [PointerButton::Primary, PointerButton::Middle];
        for response in &panned {
            if buttons.iter().any(|&button| response.dragged_by(button)) {
                self.view.flight = None;
                self.view.camera.pan(response.drag_delta());
            }
        }
        self.light_leg();
        self.paint(ui, level, view, &cards, None);
    }

    fn take_viewed_card(&mut self, ui: &Ui, card: usize, name: &str, level: Level) -> Response {
        let frame = self.card_frame(card, None);
        let event_id = self.view.scene.cards[card].event_id;
        let id = self.id.with(("card", event_id.0));
        let response = ui.interact(frame.rect, id, Sense::click_and_drag());
        response.widget_info(|| {
            let is_selected = self.view.selection.events.contains(&event_id);
            let label = self.viewed_label(card, event_id, name);
            WidgetInfo::selected(WidgetType::SelectableLabel, true, is_selected, label)
        });
        if response.contains_pointer() {
            self.hover.card = Some(card);
        }
        if response.clicked() {
            let at = response.interact_pointer_pos();
            let event = self.input.design.workflow.event(event_id);
            let rows = event.map_or(&[][..], |event| event.actions.as_slice());
            let on = |&(row, _): &(usize, _)| {
                level == Level::Full && at.is_some_and(|at| frame.row(row).contains(at))
            };
            let action = rows.iter().enumerate().find(on);
            self.view.selection = match action {
                Some((_, action)) => Selection::of_action(action.id),
                None => Selection::of_event(event_id),
            };
        }
        response
    }

    /// `Before: Stage 3, Timer Elapsed 48h passed, …, changed`.
    fn viewed_label(&self, card: usize, event_id: EventId, name: &str) -> String {
        let label = self.card_label(card);
        match self.change_of(event_id) {
            Some(change) => format!("{name}: {label}, {}", change.title()),
            None => format!("{name}: {label}"),
        }
    }
}
