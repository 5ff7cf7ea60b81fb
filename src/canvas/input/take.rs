//! What has the user done to cards, rows, ports and marks since the last frame?

use super::drag::port_rect;
use crate::canvas::camera::position;
use crate::canvas::paint::card::{CardFrame, has_port};
use crate::canvas::selection::Selection;
use crate::canvas::tale::story_ui;
use crate::canvas::view::{CanvasFrame, CanvasRequest, Level, add_menu_at};
use crate::edit::commands::Port;
use crate::rules::Place;
use crate::workflow::{ActionId, EventId, StageEnd, row_text};
use eframe::egui::{
    CursorIcon, PointerButton, Pos2, Rect, Response, RichText, Sense, Ui, WidgetInfo, WidgetType,
};

impl CanvasFrame<'_, '_> {
    pub(in crate::canvas) fn take_background(
        &mut self,
        ui: &Ui,
        background: &Response,
        level: Level,
    ) {
        self.is_drag_started |= background.drag_started_by(PointerButton::Primary);
        if let Some(annotation_id) = self.frame_under(background, level) {
            self.take_annotation_clicks(ui, annotation_id, background);
            return;
        }
        if background.clicked() {
            background.request_focus();
            match self.view.hovered_wire {
                Some(action_id) => self.view.selection = self.selection_of_wire(action_id),
                None if !ui.input(|i| i.modifiers.shift) => self.view.selection.clear(),
                None => {}
            }
        }
        if background.secondary_clicked()
            && let Some(at) = background.interact_pointer_pos()
        {
            match self.view.hovered_wire {
                Some(action_id) => self.view.selection = self.selection_of_wire(action_id),
                None => self.view.selection.clear(),
            }
            self.requests.push(CanvasRequest::OpenMenu {
                at,
                world: position(self.world(at)),
            });
        }
    }

    /// A line that leaves a box is that of an action out of sight: the box is meant.
    fn selection_of_wire(&self, action_id: ActionId) -> Selection {
        let home = self.input.design.workflow.event_of(action_id);
        let stage = home.and_then(|event| self.input.flow.index(event.id));
        match stage.and_then(|stage| self.view.scene.folds.box_of(stage)) {
            Some(head) => Selection::of_event(self.input.flow.event_id(head)),
            None => Selection::of_action(action_id),
        }
    }

    /// From afar only the card under the pointer is a widget.
    pub(in crate::canvas) fn take_far_card(&mut self, ui: &Ui, background: &Response) {
        let pointer = ui
            .input(|i| i.pointer.latest_pos())
            .filter(|&at| self.screen.contains(at));
        let Some(card) = pointer.and_then(|at| self.view.scene.card_at(self.world(at))) else {
            return;
        };
        if background.contains_pointer() || !self.view.is_in_gesture() {
            self.take_card(ui, card, Level::Far);
        }
    }

    pub(in crate::canvas) fn take_card(&mut self, ui: &Ui, card: usize, level: Level) {
        let frame = self.card_frame(card, None);
        let Some(event_id) = self.event(card).map(|event| event.id) else {
            return;
        };
        let response = ui.interact(
            frame.rect,
            self.id.with(("card", event_id.0)),
            Sense::click_and_drag(),
        );
        response.widget_info(|| {
            let is_selected = self.view.selection.events.contains(&event_id);
            WidgetInfo::selected(
                WidgetType::SelectableLabel,
                true,
                is_selected,
                self.card_label(card),
            )
        });
        if response.contains_pointer() {
            self.hover.card = Some(card);
            self.hover.is_mark = self.is_over_mark(ui, card, &frame);
        }
        if response.has_focus() {
            self.hover.focused = Some(card);
        }
        self.share_keyboard(ui, &response, &Selection::of_event(event_id));
        self.take_card_clicks(ui, card, event_id, &response, level);
        if level == Level::Full {
            self.take_rows(ui, card, &frame);
        }
        if level != Level::Far {
            self.take_fold(ui, card, &frame, level);
        }
        if level != Level::Far && self.view.scene.marks.event(event_id).is_some() {
            self.take_mark(ui, frame.mark(frame.header()), &Place::Event(event_id));
        }
    }

    fn is_over_mark(&self, ui: &Ui, card: usize, frame: &CardFrame) -> bool {
        let Some((at, event)) = ui.input(|i| i.pointer.hover_pos()).zip(self.event(card)) else {
            return false;
        };
        let marks = &self.view.scene.marks;
        let header = marks.event(event.id).map(|_| frame.header());
        let marked = event
            .actions
            .iter()
            .enumerate()
            .filter(|(_, a)| marks.action(a.id).is_some());
        let mut bands = header
            .into_iter()
            .chain(marked.map(|(row, _)| frame.row(row)));
        bands.any(|band| frame.mark(band).expand(2.0).contains(at))
    }

    fn take_card_clicks(
        &mut self,
        ui: &Ui,
        card: usize,
        event_id: EventId,
        response: &Response,
        level: Level,
    ) {
        let modifiers = ui.input(|i| i.modifiers);
        let is_selected = self.view.selection.events.contains(&event_id);
        self.is_drag_started |= response.drag_started_by(PointerButton::Primary);
        if response.double_clicked() {
            self.view.selection = Selection::of_event(event_id);
            self.requests.push(CanvasRequest::EditSelected);
        } else if response.clicked() {
            if modifiers.shift || modifiers.command {
                self.view.selection.toggle_event(event_id);
            } else {
                self.view.selection = Selection::of_event(event_id);
            }
        }
        if response.secondary_clicked()
            && let Some(at) = response.interact_pointer_pos()
        {
            if !is_selected {
                self.view.selection = Selection::of_event(event_id);
            }
            self.requests.push(CanvasRequest::OpenMenu {
                at,
                world: position(self.world(at)),
            });
        }
        let is_pointer_on_header = ui
            .input(|i| i.pointer.hover_pos())
            .is_some_and(|at| self.card_frame(card, None).header().contains(at));
        if (is_pointer_on_header || level == Level::Far)
            && !self.hover.is_mark
            && self.has_tooltips()
        {
            response
                .clone()
                .on_hover_ui(|ui| self.card_tooltip(ui, card, level));
        }
    }

    fn take_rows(&mut self, ui: &Ui, card: usize, frame: &CardFrame) {
        let Some(event) = self
            .input
            .design
            .workflow
            .event(self.view.scene.cards[card].event_id)
        else {
            return;
        };
        for (row, action) in event.actions.iter().enumerate() {
            let rect = frame.row(row);
            let response = ui.interact(
                rect,
                self.id.with(("row", action.id.0)),
                Sense::click_and_drag(),
            );
            response.widget_info(|| {
                let is_selected = self.view.selection.action == Some(action.id);
                let text = row_text(&self.input.design.workflow, self.input.flow, action);
                let title = format!("{} {text}", action.data.kind().title());
                let gone = self.gone_words(card, Some(action.id));
                let label = format!("{}, stage {}{gone}", title.trim_end(), event.stage);
                WidgetInfo::selected(WidgetType::SelectableLabel, true, is_selected, label)
            });
            ui.ctx().accesskit_node_builder(response.id, |node| {
                if let Some(told) = self.story_of_row(card, action.id) {
                    node.set_description(told);
                }
            });
            if response.contains_pointer() {
                (self.hover.card, self.hover.row) = (Some(card), Some(row));
            }
            self.share_keyboard(ui, &response, &Selection::of_action(action.id));
            self.is_drag_started |= response.drag_started_by(PointerButton::Primary);
            if response.double_clicked() {
                self.view.selection = Selection::of_action(action.id);
                self.requests.push(CanvasRequest::EditSelected);
            } else if response.clicked() || response.secondary_clicked() {
                self.view.selection = Selection::of_action(action.id);
            }
            if response.secondary_clicked()
                && let Some(at) = response.interact_pointer_pos()
            {
                self.requests.push(CanvasRequest::OpenMenu {
                    at,
                    world: position(self.world(at)),
                });
            }
            if !self.hover.is_mark && self.has_tooltips() {
                response.on_hover_ui(|ui| self.row_tooltip(ui, card, row));
            }
            if self.view.scene.marks.action(action.id).is_some() {
                self.take_mark(ui, frame.mark(rect), &Place::Action(action.id));
            }
            if has_port(action) {
                let label = format!(
                    "Port of {} {}",
                    action.data.kind().title(),
                    action.data.main_text()
                );
                let label = label.trim_end().to_owned();
                let is_pointed_at = self.take_port(
                    ui,
                    frame.port(row),
                    Port::Action(action.id),
                    ("port", action.id.0),
                    &label,
                    |canvas| canvas.story_of_row(card, action.id),
                );
                // Half of it lies beside the card.
                if is_pointed_at && self.hover.card.is_none() {
                    (self.hover.card, self.hover.row) = (Some(card), Some(row));
                }
            }
        }
        if self.view.scene.folds.is_box(card) {
            return;
        }
        let add = ui.interact(
            frame.add_row(),
            self.id.with(("add", event.id.0)),
            Sense::click(),
        );
        let label = format!("Add action to stage {}", event.stage);
        add.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, label.clone()));
        if add.contains_pointer() {
            (self.hover.card, self.hover.is_add) = (Some(card), true);
        }
        if add.clicked() {
            self.view.selection = Selection::of_event(event.id);
            let at = add_menu_at(frame.rect, self.screen);
            self.requests.push(CanvasRequest::AddAction {
                event_id: event.id,
                card: None,
                at,
            });
        }
        if self.input.flow.end(card) == StageEnd::Dangles {
            let gone = self.gone_words(card, None);
            let label = format!("Open end of stage {}{gone}", event.stage);
            self.take_port(
                ui,
                frame.open_end(),
                Port::Stage(event.id),
                ("end", event.id.0),
                &label,
                |canvas| Some(canvas.story_of_open_end(card)),
            );
            let ring = port_rect(frame.open_end(), frame.zoom);
            let pointer = ui.input(|i| i.pointer.hover_pos());
            if self.hover.card == Some(card) || self.hover.card.is_none() {
                self.hover.is_open_end = pointer.is_some_and(|at| ring.contains(at));
                if self.hover.is_open_end {
                    self.hover.card = Some(card);
                }
            }
        }
    }

    /// Returns whether the pointer is at it.
    fn take_port(
        &mut self,
        ui: &Ui,
        at: Pos2,
        port: Port,
        salt: (&str, u32),
        label: &str,
        story: impl FnOnce(&Self) -> Option<String>,
    ) -> bool {
        let rect = port_rect(at, self.view.camera.zoom);
        let response = ui.interact(rect, self.id.with(salt), Sense::drag());
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, label));
        self.is_drag_started |= response.drag_started_by(PointerButton::Primary);
        let is_pointed_at = response.contains_pointer();
        if self.has_tooltips() {
            let hint = match port {
                Port::Stage(_) => {
                    "The leg ends nowhere. Drag to a stage to link it, or to empty canvas to add an action."
                }
                Port::Action(_) => "Drag to a stage to go on there.",
            };
            response
                .on_hover_cursor(CursorIcon::Crosshair)
                .on_hover_ui(|ui| {
                    if let Some(told) = story(self) {
                        story_ui(ui, &told);
                        ui.label(RichText::new(hint).color(self.theme.text_weak));
                    } else {
                        ui.label(hint);
                    }
                });
        }
        is_pointed_at
    }

    fn take_mark(&mut self, ui: &Ui, rect: Rect, place: &Place) {
        let salt = match place {
            Place::Event(event_id) => ("event mark", event_id.0),
            place => ("action mark", place.action_id().map_or(0, |id| id.0)),
        };
        let response = ui.interact(rect.expand(2.0), self.id.with(salt), Sense::click());
        response.widget_info(|| {
            let (mut sentences, mut word) = (Vec::new(), "Waived");
            for finding in self.findings_at(place) {
                sentences.push(finding.message.as_str());
                if !finding.is_waived() {
                    word = "Finding";
                }
            }
            let label = format!("{word}: {}", sentences.join(" "));
            WidgetInfo::labeled(WidgetType::Button, true, label)
        });
        if response.clicked() {
            let at = rect.left_bottom();
            self.requests.push(CanvasRequest::ShowFixes {
                place: place.clone(),
                at,
            });
        }
        if self.has_tooltips() {
            let mut asked = None;
            response
                .on_hover_cursor(CursorIcon::PointingHand)
                .on_hover_ui(|ui| asked = self.fixes_tooltip(ui, place));
            self.requests.extend(asked);
        }
    }
}
