//! How is a text edited where it stands? In a field over its card, which goes on from text to text with Tab.

use super::app::Designer;
use super::document::DocumentId;
use super::field_completion::FieldCompletion;
use super::inspector::{fault_ui, select_all};
use super::prompts::stage_picker::stage_picker_with_ui;
use super::settings::Times;
use super::widgets::caption;
use super::{Document, Request, UserCommand};
use crate::canvas::{Framing, Selection, Spot};
use crate::edit::{GestureId, Refusal, Transaction, commands};
use crate::rules::Place;
use crate::theme::{self, Theme};
use crate::workflow::{ValueName, Workflow, completed_duration, parse_duration, stage_name};
use eframe::egui::{
    self, CornerRadius, FontId, Frame, Id, Key, KeyboardShortcut, Margin, Modifiers, Order, Rect,
    Stroke, TextEdit, Ui, WidgetInfo, WidgetType, vec2,
};

/// Narrower than this, in points, a field is no good for typing.
const LEAST_WIDTH: f32 = 190.0;

/// Room for the list of stages, in points.
const PICKER_SIZE: egui::Vec2 = vec2(280.0, 320.0);

/// Around the text in a field, in points.
const SIDE: f32 = 5.0;
const STROKE: f32 = 2.0;

/// A text that is being edited.
pub struct InPlace {
    document_id: DocumentId,
    spot: Spot,
    text: String,
    /// As it was, to go back to with Escape.
    before: String,
    gesture_id: Option<GestureId>,
    /// What was typed to find the stage for a Link.
    filter: String,
    times: Times,
}

/// How a frame of editing ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    GoOn,
    /// By Enter or Escape: the keyboard goes back to the canvas.
    Done,
    /// By a click elsewhere.
    Left,
    Next,
    Previous,
}

impl Designer {
    /// Lets the user type the text at a place: on its card, or in the inspector where the canvas has none.
    pub(super) fn edit_in_place(&mut self, place: &Place) {
        if self.refuses_amendment() {
            return;
        }
        let Some(document) = self.documents.get_mut(self.active) else {
            return;
        };
        match Spot::at(&document.design().workflow, place) {
            Some(spot) => {
                self.in_place = InPlace::new(document, spot);
                if self.in_place.is_some() {
                    show_spot(document, spot);
                }
            }
            None => self.edit_in_inspector(),
        }
    }

    /// As [`Self::edit_in_place`], for what is selected.
    pub(super) fn edit_selected(&mut self) {
        if self.refuses_amendment() {
            return;
        }
        if let Some(document) = self.documents.get_mut(self.active)
            && let Some(annotation_id) = document.view.selection.annotation()
        {
            return document.view.write_on(annotation_id);
        }
        let place = self.document().and_then(|document| {
            let selection = &document.view.selection;
            let stage = selection.stage(&document.design().workflow);
            let action = selection.action.map(Place::Action);
            action.or(stage.map(Place::Event))
        });
        match place {
            Some(place) => self.edit_in_place(&place),
            None => self.edit_in_inspector(),
        }
    }

    fn edit_in_inspector(&mut self) {
        self.settings.is_inspector_open = true;
        self.inspector.focus_first_field();
    }

    pub(super) fn in_place_ui(&mut self, ctx: &egui::Context) {
        let Some(mut in_place) = self.in_place.take() else {
            return;
        };
        let Some(document) = self.documents.get_mut(self.active) else {
            return;
        };
        let workflow = &document.editor.design().workflow;
        if document.id != in_place.document_id || in_place.spot.event(workflow).is_none() {
            return;
        }
        let shown = document
            .view
            .spot_on_screen(workflow, &document.analysis.flow, in_place.spot);
        let Some((rect, zoom)) = shown else {
            if document.view.is_flying() {
                self.in_place = Some(in_place);
            } else {
                self.edit_in_inspector();
            }
            return;
        };
        in_place.times = self.settings.times();
        match in_place.show(ctx, document, rect, zoom, &mut self.requests) {
            Ending::GoOn => self.in_place = Some(in_place),
            Ending::Left => {}
            Ending::Done if self.is_in_outline => self.outline.take_keyboard(),
            Ending::Done => document.view.take_keyboard(),
            step @ (Ending::Next | Ending::Previous) => {
                match in_place.neighbour(workflow, step == Ending::Next) {
                    Some(spot) => {
                        self.in_place = InPlace::new(document, spot);
                        show_spot(document, spot);
                    }
                    None if self.is_in_outline => self.outline.take_keyboard(),
                    None => document.view.take_keyboard(),
                }
            }
        }
    }
}

/// Selects what a text belongs to and brings its card into view.
fn show_spot(document: &mut Document, spot: Spot) {
    let event_id = spot
        .event(&document.editor.design().workflow)
        .map(|event| event.id);
    let Some(event_id) = event_id else { return };
    document.view.selection = match spot.action_id() {
        Some(action_id) => Selection::of_action(action_id),
        None => Selection::of_event(event_id),
    };
    document.view.frame(Framing::Stage(event_id));
}

impl InPlace {
    fn new(document: &Document, spot: Spot) -> Option<Self> {
        let workflow = &document.design().workflow;
        let text = match spot {
            Spot::Name(event_id) => workflow.event(event_id)?.name.clone(),
            Spot::Value(action_id, name) => {
                workflow.action(action_id)?.data.value(name)?.to_owned()
            }
            Spot::Target(_) => String::new(),
        };
        Some(Self {
            document_id: document.id,
            spot,
            before: text.clone(),
            text,
            gesture_id: None,
            filter: String::new(),
            times: Times::default(),
        })
    }

    /// The text before or after this one on the same card.
    fn neighbour(&self, workflow: &Workflow, is_next: bool) -> Option<Spot> {
        let spots = Spot::of_stage(self.spot.event(workflow)?);
        let here = spots.iter().position(|&spot| spot == self.spot)?;
        let index = if is_next {
            here.checked_add(1)
        } else {
            here.checked_sub(1)
        };
        spots.get(index?).copied()
    }

    fn show(
        &mut self,
        ctx: &egui::Context,
        document: &Document,
        rect: Rect,
        zoom: f32,
        requests: &mut Vec<Request>,
    ) -> Ending {
        // Nothing was typed, so there is nothing of its own to undo.
        let undo = UserCommand::Undo.shortcut();
        let is_untouched = self.text == self.before && self.filter.is_empty();
        if is_untouched && undo.is_some_and(|undo| ctx.input_mut(|i| i.consume_shortcut(&undo))) {
            // The action may be gone then; its stage is where one was.
            let stage = self.spot.event(&document.design().workflow);
            requests.extend(stage.map(|event| Request::Select(Selection::of_event(event.id))));
            requests.push(Request::Run(UserCommand::Undo));
            return Ending::Done;
        }
        let fields = match self.spot {
            Spot::Value(_, name) if name.takes_placeholders() => {
                document.design().workflow.fields()
            }
            _ => &[],
        };
        let id = self.field_id();
        let (completion, is_taken) = FieldCompletion::take_keys(ctx, id, &mut self.text, fields);
        let by_key = ctx.input_mut(|i| {
            if i.consume_key(Modifiers::SHIFT, Key::Tab) {
                Ending::Previous
            } else if i.consume_key(Modifiers::NONE, Key::Tab) {
                Ending::Next
            } else if i.consume_key(Modifiers::NONE, Key::Escape) {
                Ending::Left
            } else {
                Ending::GoOn
            }
        });
        if by_key == Ending::Left {
            if self.text != self.before {
                let before = std::mem::take(&mut self.before);
                self.ask(document, &before, requests);
            }
            return Ending::Done;
        }
        let asked_before = requests.len();
        // An area keeps the size that it had; a list needs more than a field.
        let is_list = matches!(self.spot, Spot::Target(_));
        let area = egui::Area::new(Id::new(("in place", is_list)))
            .order(Order::Foreground)
            .default_size(PICKER_SIZE)
            .fixed_pos(rect.left_top() - vec2(SIDE + STROKE, 0.0))
            .constrain_to(ctx.content_rect().shrink(theme::GAP));
        let width = rect.width() + SIDE + STROKE;
        let size = vec2(width.max(LEAST_WIDTH), rect.height());
        let ending = if is_list {
            let shown = area.show(ctx, |ui| self.target_ui(ui, document, requests));
            let pressed_at =
                ctx.input(|i| i.pointer.interact_pos().filter(|_| i.pointer.any_pressed()));
            let is_elsewhere = pressed_at.is_some_and(|at| !shown.response.rect.contains(at));
            match shown.inner {
                Ending::GoOn if is_elsewhere && self.gesture_id.is_some() => Ending::Left,
                ending => ending,
            }
        } else {
            let area = area.show(ctx, |ui| {
                self.field_ui(ui, document, size, zoom, completion.as_ref(), requests)
            });
            area.inner
        };
        if is_taken {
            let text = self.text.clone();
            self.ask(document, &text, requests);
        }
        if self.gesture_id.is_none() {
            let id = Id::new(("in place", ctx.cumulative_pass_nr()));
            self.gesture_id = Some(GestureId(id.value()));
            ctx.request_repaint();
        }
        let ending = if by_key == Ending::GoOn {
            ending
        } else {
            by_key
        };
        if let Some(completed) = self.completed().filter(|_| ending != Ending::GoOn) {
            // Instead of what was typed in this very frame.
            requests.truncate(asked_before);
            self.ask(document, &completed, requests);
        }
        ending
    }

    /// What becomes of a bare number when one leaves the field.
    fn completed(&self) -> Option<String> {
        let is_duration = matches!(self.spot, Spot::Value(_, ValueName::After));
        is_duration
            .then(|| completed_duration(&self.text, self.times.unit.letter()))
            .flatten()
    }

    fn field_ui(
        &mut self,
        ui: &mut Ui,
        document: &Document,
        size: egui::Vec2,
        zoom: f32,
        completion: Option<&FieldCompletion<'_>>,
        requests: &mut Vec<Request>,
    ) -> Ending {
        let theme = Theme::of(ui.ctx());
        let font = match self.spot {
            Spot::Name(_) => theme::semibold(theme::BODY * zoom.max(0.85)),
            _ => FontId::proportional(theme::ROW * zoom.max(0.85)),
        };
        let name = self.name();
        let hint = self.hint(document);
        let is_long = matches!(self.spot, Spot::Value(_, name) if name.is_long());
        // As high as the row, with the text where the card has it.
        let line = ui.fonts_mut(|fonts| fonts.row_height(&font));
        let inset = ((size.y - line) / 2.0 - STROKE).clamp(1.0, 60.0) as i8;
        let frame = Frame::new()
            .fill(theme.card)
            .stroke(Stroke::new(STROKE, theme.accent))
            .corner_radius(CornerRadius::same(4))
            .inner_margin(Margin::symmetric(SIDE as i8, inset));
        let id = self.field_id();
        let edit = if is_long {
            TextEdit::multiline(&mut self.text)
                .desired_rows(1)
                .return_key(KeyboardShortcut::new(Modifiers::SHIFT, Key::Enter))
        } else {
            TextEdit::singleline(&mut self.text)
        };
        let edit = edit
            .id(id)
            .font(font)
            .hint_text(hint)
            .frame(frame)
            .desired_width(size.x - 2.0 * (SIDE + STROKE))
            .lock_focus(true);
        let response = ui.add(edit);
        response.widget_info(|| {
            WidgetInfo::labeled(WidgetType::TextEdit, true, format!("{name} in place"))
        });
        if self.gesture_id.is_none() {
            response.request_focus();
            select_all(&response, &self.text);
        }
        let is_clicked = completion.is_some_and(|list| list.show(&response, &mut self.text));
        if response.changed() || is_clicked {
            let text = self.text.clone();
            self.ask(document, &text, requests);
        }
        if completion.is_none() {
            self.caption_ui(ui, document, &name, size.x);
        }
        let is_entered = ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter));
        match () {
            () if is_entered => Ending::Done,
            () if self.gesture_id.is_some() && !response.has_focus() => Ending::Left,
            () => Ending::GoOn,
        }
    }

    /// What the field is for, and what is wrong with what stands in it.
    fn caption_ui(&self, ui: &mut Ui, document: &Document, name: &str, width: f32) {
        let frame = Frame::popup(ui.style()).inner_margin(Margin::symmetric(6, 3));
        frame.show(ui, |ui| {
            ui.set_max_width(width - 12.0);
            let Spot::Value(action_id, value) = self.spot else {
                ui.label(caption(ui, name));
                return;
            };
            let action = document.design().workflow.action(action_id);
            let fault = action.and_then(|action| action.data.value_fault(value));
            if let Some(completed) = self.completed() {
                ui.label(caption(ui, format!("Becomes {completed}")));
                return;
            }
            match (fault, parse_duration(&self.text)) {
                (Some(fault), _) => fault_ui(ui, &format!("{name}: {fault}.")),
                (None, Ok(seconds)) if value == ValueName::After => {
                    let text = format!("Elapses after {}", self.times.style.text(seconds));
                    ui.label(caption(ui, text));
                }
                _ => {
                    ui.label(caption(ui, name));
                }
            }
        });
    }

    fn target_ui(
        &mut self,
        ui: &mut Ui,
        document: &Document,
        requests: &mut Vec<Request>,
    ) -> Ending {
        let Spot::Target(action_id) = self.spot else {
            return Ending::Left;
        };
        let design = document.design();
        let flow = &document.analysis.flow;
        let frame = Frame::popup(ui.style()).inner_margin(8);
        let mut pointed_at = None;
        let picked = frame
            .show(ui, |ui| {
                ui.label(caption(ui, "Goes on at"));
                stage_picker_with_ui(
                    ui,
                    &design.workflow,
                    flow,
                    &mut self.filter,
                    |_| false,
                    |stage| pointed_at = Some(stage),
                )
            })
            .inner;
        let linked = |stage| commands::set_link(design, action_id, stage);
        if let Some(Ok(transaction)) = pointed_at.map(linked) {
            requests.push(Request::Preview {
                transaction,
                is_hovered: false,
            });
        }
        let Some(target) = picked else {
            return Ending::GoOn;
        };
        requests.push(Request::Edit(linked(target)));
        Ending::Done
    }

    fn ask(&self, document: &Document, text: &str, requests: &mut Vec<Request>) {
        let Some(gesture_id) = self.gesture_id else {
            return;
        };
        let edit: Result<Transaction, Refusal> = match self.spot {
            Spot::Name(event_id) => commands::rename_stage(document.design(), event_id, text),
            Spot::Value(action_id, name) => {
                commands::set_value(document.design(), action_id, name, text)
            }
            Spot::Target(_) => return,
        };
        requests.push(Request::EditInGesture(edit, gesture_id));
    }

    fn name(&self) -> String {
        match self.spot {
            Spot::Name(_) => "Name".to_owned(),
            Spot::Value(_, name) => name.title().to_owned(),
            Spot::Target(_) => "Goes on at".to_owned(),
        }
    }

    /// What the stage goes by while it has no name of its own; of a value, nothing.
    fn hint(&self, document: &Document) -> String {
        let workflow = &document.design().workflow;
        let event = match self.spot {
            Spot::Name(event_id) => workflow.event(event_id),
            _ => None,
        };
        event.map_or_else(String::new, |event| {
            let unnamed = crate::workflow::Event {
                name: String::new(),
                ..event.clone()
            };
            stage_name(workflow, &document.analysis.flow, &unnamed)
        })
    }

    fn field_id(&self) -> Id {
        let spot = match self.spot {
            Spot::Name(event_id) => (event_id.0, None),
            Spot::Value(action_id, name) => (action_id.0, Some(name)),
            Spot::Target(action_id) => (action_id.0, None),
        };
        Id::new(("in place", self.document_id, spot))
    }
}
