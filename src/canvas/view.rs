//! One frame of the canvas: what the user did since the last one, then what there is to see.

use super::camera::{Camera, WorldRect, on_pixel, position};
use super::card::{self, CardFrame, CardState, CardTexts, has_port};
use super::far::{FarInput, FarMesh};
use super::gesture::{Drag, Gesture, Verdict};
use super::lit::Lit;
use super::scene::Scene;
use super::selection::Selection;
use super::wire::{Course, Wire, course_between, join_courses, squared_distance};
use crate::edit::commands::{self, Port};
use crate::edit::{Refusal, Transaction};
use crate::rules::{self, Finding, Fix, Place, Remedy};
use crate::theme::{self, Theme};
use crate::workflow::{
    ActionId, ActionKind, Design, Event, EventId, Flow, Position, StageEnd, WayKind,
};
use eframe::egui::{
    self, Color32, CornerRadius, CursorIcon, Galley, Id, Key, Painter, PointerButton, Pos2, Rect,
    Response, Sense, Shape, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, WidgetType, vec2,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// At or above: everything is drawn. Below: headers, with bars for rows.
const FULL_ZOOM: f32 = 0.5;
/// Below: boxes only.
const FAR_ZOOM: f32 = 0.25;
/// A design that would be smaller than this when all of it is seen is opened at its beginning.
const LEAST_OPENING_ZOOM: f32 = 0.3;
/// With more cards than this in view, boxes only.
const MOST_NEAR_CARDS: usize = 700;
/// How near the edge a gesture makes the camera move along, in screen points, and how fast it moves a second.
const EDGE: f32 = 28.0;
const EDGE_SPEED: f32 = 700.0;

/// What the canvas shows.
pub struct CanvasInput<'a> {
    pub design: &'a Design,
    pub flow: &'a Flow,
    pub findings: &'a [Finding],
    /// As [`crate::edit::Editor::revision`]: the same number, the same design and findings.
    pub revision: u64,
    pub is_motion_reduced: bool,
}

/// What the canvas asks for. It is done after the frame.
#[derive(Clone, Debug)]
pub enum CanvasRequest {
    Edit(Transaction),
    /// Say why something was not done.
    Refuse(Refusal),
    /// Choose an action to add to a stage; `card` is where a card that it spawns should go.
    AddAction {
        event_id: EventId,
        card: Option<Position>,
        at: Pos2,
    },
    ShowFixes {
        place: Place,
        at: Pos2,
    },
    /// Open the menu of what is under the pointer, which has been selected.
    OpenMenu {
        at: Pos2,
        world: Position,
    },
    /// Let the user type the main text of what is selected.
    EditSelected,
}

/// Where the camera should go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framing {
    /// All where it can be read then, else where a call begins.
    Opening,
    All,
    Selection,
    Stage(EventId),
}

/// What the canvas keeps from frame to frame: view state, and what is derived from the design.
pub struct CanvasView {
    pub camera: Camera,
    pub selection: Selection,
    framing: Option<Framing>,
    flight: Option<Flight>,
    gesture: Gesture,
    scene: Scene,
    scene_revision: Option<u64>,
    texts: TextCache,
    far: FarMesh,
    lit: (Option<(u64, Selection)>, Lit),
    hovered_wire: Option<ActionId>,
    screen: Rect,
    is_culled: bool,
}

struct Flight {
    from: Camera,
    to: Camera,
    start_s: f64,
}

impl Default for CanvasView {
    fn default() -> Self {
        Self {
            camera: Camera::default(),
            selection: Selection::default(),
            framing: Some(Framing::Opening),
            flight: None,
            gesture: Gesture::None,
            scene: Scene::default(),
            scene_revision: None,
            texts: TextCache::default(),
            far: FarMesh::default(),
            lit: (None, Lit::default()),
            hovered_wire: None,
            screen: Rect::NOTHING,
            is_culled: true,
        }
    }
}

impl CanvasView {
    /// Moves the camera on the next frame.
    pub const fn frame(&mut self, framing: Framing) {
        self.framing = Some(framing);
    }

    /// Zooms around the middle of the canvas.
    pub fn zoom_by(&mut self, factor: f32) {
        self.flight = None;
        self.camera
            .zoom_at(self.screen, self.screen.center(), factor);
    }

    /// Selects a stage or an action and brings it into view.
    pub fn go_to(&mut self, selection: Selection, stage: Option<EventId>) {
        self.selection = selection;
        if let Some(event_id) = stage {
            self.frame(Framing::Stage(event_id));
        }
    }

    /// The layout position in the middle of the screen, for what is pasted or added without a place.
    pub fn middle(&self) -> Position {
        position(self.camera.center)
    }

    /// Where, below a stage's last row, a menu for adding an action belongs.
    pub fn add_row_on_screen(&self, event_id: EventId) -> Option<Pos2> {
        let card = self
            .scene
            .cards
            .iter()
            .find(|card| card.event_id == event_id)?;
        let rect = self.camera.screen_rect(self.screen, card.rect());
        Some(
            rect.left_bottom()
                .clamp(self.screen.min, self.screen.max - vec2(320.0, 240.0)),
        )
    }

    /// Draws everything in every frame when off: to measure what leaving out saves.
    pub const fn set_culling(&mut self, is_culled: bool) {
        self.is_culled = is_culled;
    }

    pub const fn is_in_gesture(&self) -> bool {
        !matches!(self.gesture, Gesture::None)
    }
}

#[derive(Default)]
struct TextCache {
    key: Option<(u64, u32, u32, bool)>,
    /// A text that is laid out in every frame. When egui makes its font atlas anew, as it does on another theme or
    /// when the atlas is full, this comes back as another galley; then all glyphs lie elsewhere.
    sentinel: Option<Arc<Galley>>,
    cards: BTreeMap<usize, CardTexts>,
}

impl TextCache {
    /// Forgets everything when texts, sizes or the font atlas are others.
    fn refresh(&mut self, painter: &Painter, revision: u64, zoom: f32, with_rows: bool) {
        let ppp = painter.pixels_per_point();
        let key = Some((revision, zoom.to_bits(), ppp.to_bits(), with_rows));
        let font = egui::FontId::proportional(theme::BODY);
        let sentinel = painter.layout_no_wrap("sentinel".to_owned(), font, Color32::PLACEHOLDER);
        let is_same_atlas = self
            .sentinel
            .as_ref()
            .is_some_and(|old| Arc::ptr_eq(old, &sentinel));
        if self.key != key || !is_same_atlas || self.cards.len() > 2 * MOST_NEAR_CARDS {
            self.cards.clear();
        }
        self.key = key;
        self.sentinel = Some(sentinel);
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    Full,
    Plain,
    Far,
}

/// What is under the pointer this frame.
#[derive(Default)]
struct Hover {
    card: Option<usize>,
    row: Option<usize>,
    is_add: bool,
    /// A mark has a tooltip of its own.
    is_mark: bool,
    focused: Option<usize>,
}

/// Shows the canvas in the rest of `ui` and returns what the user asked for.
pub fn canvas_ui(
    ui: &mut Ui,
    input: &CanvasInput<'_>,
    view: &mut CanvasView,
) -> Vec<CanvasRequest> {
    let screen = ui.available_rect_before_wrap();
    ui.advance_cursor_after_rect(screen);
    view.screen = screen;
    if view.scene_revision != Some(input.revision) {
        view.scene = Scene::new(input.design, input.flow, input.findings);
        view.scene_revision = Some(input.revision);
        view.selection.retain_existing(&input.design.workflow);
    }
    let mut frame = CanvasFrame {
        id: ui.id().with("canvas"),
        theme: Theme::of(ui.ctx()),
        screen,
        input,
        view,
        hover: Hover::default(),
        requests: Vec::new(),
    };
    ui.scope(|ui| {
        ui.set_clip_rect(screen.intersect(ui.clip_rect()));
        frame.show(ui);
    });
    frame.requests
}

struct CanvasFrame<'a, 'b> {
    id: Id,
    theme: &'static Theme,
    screen: Rect,
    input: &'a CanvasInput<'b>,
    view: &'a mut CanvasView,
    hover: Hover,
    requests: Vec<CanvasRequest>,
}

impl CanvasFrame<'_, '_> {
    fn show(&mut self, ui: &mut Ui) {
        let background = ui.interact(self.screen, self.id, Sense::click_and_drag());
        background.widget_info(|| WidgetInfo::labeled(WidgetType::Panel, true, "Canvas"));
        self.move_camera(ui, &background);
        let view = if self.view.is_culled {
            self.view.camera.view(self.screen)
        } else {
            self.view.scene.bounds
        };
        let cards = self.view.scene.cards_in(view.grown(64.0));
        let is_crowd = self.view.is_culled && cards.len() > MOST_NEAR_CARDS;
        let level = match self.view.camera.zoom {
            zoom if zoom < FAR_ZOOM || is_crowd => Level::Far,
            zoom if zoom < FULL_ZOOM => Level::Plain,
            _ => Level::Full,
        };
        self.take_background(ui, &background);
        match level {
            Level::Far => self.take_far_card(ui, &background),
            _ => cards
                .iter()
                .for_each(|&card| self.take_card(ui, card, level)),
        }
        let drag = self.continue_gesture(ui, &cards);
        self.find_hovered_wire(ui, &background, level);
        self.light_leg();
        self.paint(ui, level, view, &cards, drag.as_ref());
    }

    fn event(&self, card: usize) -> Option<&Event> {
        self.input
            .design
            .workflow
            .event(self.view.scene.cards.get(card)?.event_id)
    }

    fn card_frame(&self, card: usize, drag: Option<&Drag>) -> CardFrame {
        let row_count = self.event(card).map_or(0, |event| event.actions.len());
        CardFrame::new(
            &self.view.camera,
            self.screen,
            self.card_position(card, drag),
            row_count,
        )
    }

    fn card_position(&self, card: usize, drag: Option<&Drag>) -> Position {
        let card = &self.view.scene.cards[card];
        match drag {
            Some(drag) if self.view.selection.events.contains(&card.event_id) => {
                card.position.moved(drag.by)
            }
            _ => card.position,
        }
    }

    fn world(&self, at: Pos2) -> [f64; 2] {
        self.view.camera.world_from_screen(self.screen, at)
    }

    // --- Camera ---

    fn move_camera(&mut self, ui: &Ui, background: &Response) {
        let (now_s, zoom, scroll, pointer) = ui.input(|i| {
            (
                i.time,
                i.zoom_delta(),
                i.smooth_scroll_delta(),
                i.pointer.latest_pos(),
            )
        });
        if let Some(framing) = self.view.framing.take() {
            self.start_flight(ui, framing, now_s);
        }
        // The pointer may be over a card or a port, which lie above the background but belong to the canvas.
        let is_over = pointer.is_some_and(|at| {
            self.screen.contains(at) && ui.ctx().layer_id_at(at) == Some(background.layer_id)
        });
        if is_over {
            if (zoom - 1.0).abs() > f32::EPSILON
                && let Some(at) = pointer
            {
                self.view.flight = None;
                self.view.camera.zoom_at(self.screen, at, zoom);
            } else if scroll != Vec2::ZERO {
                self.view.flight = None;
                self.view.camera.pan(scroll);
            }
            if ui.input(|i| i.pointer.button_pressed(PointerButton::Middle)) {
                self.view.gesture = Gesture::Pan;
            }
        }
        if let Some(flight) = &self.view.flight {
            let t = ((now_s - flight.start_s) as f32 / theme::MOTION_S).clamp(0.0, 1.0);
            self.view.camera = flight
                .from
                .toward(&flight.to, egui::emath::easing::cubic_out(t));
            if t >= 1.0 {
                self.view.flight = None;
            } else {
                ui.ctx().request_repaint();
            }
        }
    }

    fn start_flight(&mut self, ui: &Ui, framing: Framing, now_s: f64) {
        let scene = &self.view.scene;
        let rects = |events: &BTreeSet<EventId>| {
            let chosen = scene
                .cards
                .iter()
                .filter(|card| events.contains(&card.event_id));
            chosen.fold(WorldRect::NOTHING, |all, card| all.union(card.rect()))
        };
        let to = match framing {
            Framing::Opening => self.opening_camera(),
            Framing::All => Camera::fitting(self.screen, scene.bounds, 1.0),
            Framing::Selection => {
                let mut events = self.view.selection.events.clone();
                events.extend(self.view.selection.stage(&self.input.design.workflow));
                Camera::fitting(
                    self.screen,
                    if events.is_empty() {
                        scene.bounds
                    } else {
                        rects(&events)
                    },
                    1.0,
                )
            }
            Framing::Stage(event_id) => {
                let rect = rects(&BTreeSet::from([event_id]));
                if !rect.is_something() {
                    return;
                }
                self.view.camera.showing(self.screen, rect)
            }
        };
        let is_first = ui.ctx().cumulative_pass_nr() < 2 || self.view.lit.0.is_none();
        if to == self.view.camera {
            return;
        }
        if self.input.is_motion_reduced || is_first {
            self.view.camera = to;
            self.view.flight = None;
        } else {
            self.view.flight = Some(Flight {
                from: self.view.camera,
                to,
                start_s: now_s,
            });
        }
    }

    fn opening_camera(&self) -> Camera {
        let scene = &self.view.scene;
        let whole = Camera::fitting(self.screen, scene.bounds, 1.0);
        let first = self
            .input
            .flow
            .reading_order()
            .first()
            .and_then(|&stage| scene.cards.get(stage));
        match first {
            Some(card) if whole.zoom < LEAST_OPENING_ZOOM => {
                let near = Camera {
                    center: card.rect().center(),
                    zoom: 1.0,
                };
                let view = near.view(self.screen);
                // New Call in the upper left, with what follows to its right and below.
                let shift = [0, 1].map(|axis| (view.max[axis] - view.min[axis]) * 0.25);
                Camera {
                    center: [near.center[0] + shift[0], near.center[1] + shift[1]],
                    zoom: 1.0,
                }
            }
            _ => whole,
        }
    }

    // --- What the user does ---

    fn take_background(&mut self, ui: &Ui, background: &Response) {
        if background.drag_started_by(PointerButton::Primary)
            && let Some(origin) = ui.input(|i| i.pointer.press_origin())
        {
            self.view.gesture = if is_panning(ui) {
                Gesture::Pan
            } else {
                Gesture::Select {
                    from: self.world(origin),
                }
            };
        }
        if background.clicked() {
            background.request_focus();
            match self.view.hovered_wire {
                Some(action_id) => self.view.selection = Selection::of_action(action_id),
                None if !ui.input(|i| i.modifiers.shift) => self.view.selection.clear(),
                None => {}
            }
        }
        if background.secondary_clicked()
            && let Some(at) = background.interact_pointer_pos()
        {
            match self.view.hovered_wire {
                Some(action_id) => self.view.selection = Selection::of_action(action_id),
                None => self.view.selection.clear(),
            }
            self.requests.push(CanvasRequest::OpenMenu {
                at,
                world: position(self.world(at)),
            });
        }
    }

    /// From afar only the card under the pointer is a widget.
    fn take_far_card(&mut self, ui: &Ui, background: &Response) {
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

    fn take_card(&mut self, ui: &Ui, card: usize, level: Level) {
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
        self.take_card_clicks(ui, card, event_id, &response);
        if level == Level::Full {
            self.take_rows(ui, card, &frame);
        }
        if level != Level::Far && self.view.scene.marks.events.contains_key(&event_id) {
            self.take_mark(ui, frame.mark(frame.header()), Place::Event(event_id));
        }
    }

    fn is_over_mark(&self, ui: &Ui, card: usize, frame: &CardFrame) -> bool {
        let Some((at, event)) = ui.input(|i| i.pointer.hover_pos()).zip(self.event(card)) else {
            return false;
        };
        let marks = &self.view.scene.marks;
        let header = marks.events.contains_key(&event.id).then(|| frame.header());
        let marked = event
            .actions
            .iter()
            .enumerate()
            .filter(|(_, a)| marks.actions.contains_key(&a.id));
        let mut bands = header
            .into_iter()
            .chain(marked.map(|(row, _)| frame.row(row)));
        bands.any(|band| frame.mark(band).expand(2.0).contains(at))
    }

    fn take_card_clicks(&mut self, ui: &Ui, card: usize, event_id: EventId, response: &Response) {
        let modifiers = ui.input(|i| i.modifiers);
        let is_selected = self.view.selection.events.contains(&event_id);
        if response.drag_started_by(PointerButton::Primary) {
            if is_panning(ui) {
                self.view.gesture = Gesture::Pan;
                return;
            }
            if !is_selected {
                if !modifiers.shift {
                    self.view.selection.clear();
                }
                self.view.selection.action = None;
                self.view.selection.events.insert(event_id);
            }
            if let Some(origin) = ui.input(|i| i.pointer.press_origin()) {
                self.view.gesture = Gesture::Cards {
                    grabbed: event_id,
                    from: self.world(origin),
                };
            }
        }
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
        if is_pointer_on_header && !self.hover.is_mark && !self.view.is_in_gesture() {
            response
                .clone()
                .on_hover_ui(|ui| self.card_tooltip(ui, card));
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
                let text = card::row_text(&self.input.design.workflow, self.input.flow, action);
                let label = format!(
                    "{} {text}, stage {}",
                    action.data.kind().title(),
                    event.stage
                );
                WidgetInfo::selected(WidgetType::SelectableLabel, true, is_selected, label)
            });
            if response.contains_pointer() {
                (self.hover.card, self.hover.row) = (Some(card), Some(row));
            }
            if response.drag_started_by(PointerButton::Primary) {
                self.view.gesture = if is_panning(ui) {
                    Gesture::Pan
                } else {
                    Gesture::Row {
                        action_id: action.id,
                    }
                };
            }
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
            if !self.hover.is_mark && !self.view.is_in_gesture() {
                response.on_hover_ui(|ui| self.row_tooltip(ui, card, row));
            }
            if self.view.scene.marks.actions.contains_key(&action.id) {
                self.take_mark(ui, frame.mark(rect), Place::Action(action.id));
            }
            if has_port(action) {
                let label = format!(
                    "Port of {} {}",
                    action.data.kind().title(),
                    action.data.main_text()
                );
                let label = label.trim_end().to_owned();
                self.take_port(
                    ui,
                    frame.port(row),
                    Port::Action(action.id),
                    ("port", action.id.0),
                    label,
                );
            }
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
            let at = frame.add_row().left_bottom();
            self.requests.push(CanvasRequest::AddAction {
                event_id: event.id,
                card: None,
                at,
            });
        }
        if self.input.flow.end(card) == StageEnd::Dangles {
            let label = format!("Open end of stage {}", event.stage);
            self.take_port(
                ui,
                frame.open_end(),
                Port::Stage(event.id),
                ("end", event.id.0),
                label,
            );
        }
    }

    fn take_port(&mut self, ui: &Ui, at: Pos2, port: Port, salt: (&str, u32), label: String) {
        let rect =
            Rect::from_center_size(at, Vec2::splat((22.0 * self.view.camera.zoom).max(14.0)));
        let response = ui.interact(rect, self.id.with(salt), Sense::drag());
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, label.clone()));
        if response.drag_started_by(PointerButton::Primary) {
            self.view.gesture = Gesture::Wire {
                port,
                from: self.world(at),
                verdict: None,
            };
        }
        if !self.view.is_in_gesture() {
            let hint = match port {
                Port::Stage(_) => {
                    "The leg ends nowhere. Drag to a stage to link it, or to empty canvas to add an action."
                }
                Port::Action(_) => "Drag to a stage to go on there.",
            };
            response
                .on_hover_cursor(CursorIcon::Crosshair)
                .on_hover_text(hint);
        }
    }

    fn take_mark(&mut self, ui: &Ui, rect: Rect, place: Place) {
        let salt = match &place {
            Place::Event(event_id) => ("event mark", event_id.0),
            place => ("action mark", place.action_id().map_or(0, |id| id.0)),
        };
        let response = ui.interact(rect.expand(2.0), self.id.with(salt), Sense::click());
        response.widget_info(|| {
            let sentences: Vec<&str> = self
                .findings_at(&place)
                .map(|finding| finding.message.as_str())
                .collect();
            WidgetInfo::labeled(
                WidgetType::Button,
                true,
                format!("Finding: {}", sentences.join(" ")),
            )
        });
        if response.clicked() {
            let at = rect.left_bottom();
            self.requests.push(CanvasRequest::ShowFixes {
                place: place.clone(),
                at,
            });
        }
        if !self.view.is_in_gesture() {
            let mut asked = None;
            response
                .on_hover_cursor(CursorIcon::PointingHand)
                .on_hover_ui(|ui| asked = self.fixes_tooltip(ui, &place));
            self.requests.extend(asked);
        }
    }

    /// The sentences of a place, each with the fix that one most likely wants.
    fn fixes_tooltip(&self, ui: &mut Ui, place: &Place) -> Option<CanvasRequest> {
        let mut asked = None;
        for finding in self.findings_at(place) {
            findings_tooltip(ui, self.theme, std::iter::once(finding));
            let fixes = rules::fixes(self.input.design, self.input.flow, finding);
            let first = fixes.into_iter().next();
            if let Some(Fix {
                title,
                remedy: Remedy::Edit(transaction),
                ..
            }) = first
                && ui.button(title).clicked()
            {
                asked = Some(CanvasRequest::Edit(transaction));
            }
        }
        let hint = egui::RichText::new("Click the mark for all that can be done");
        ui.label(hint.size(theme::CAPTION).color(self.theme.text_weak));
        asked
    }

    fn findings_at<'f>(&'f self, place: &'f Place) -> impl Iterator<Item = &'f Finding> {
        let event_id = place.event_id(&self.input.design.workflow);
        let of_stage = event_id.map_or(&[][..], |id| self.view.scene.marks.of_stage(id));
        let is_here = move |finding: &&Finding| finding.place.action_id() == place.action_id();
        of_stage
            .iter()
            .filter_map(|&index| self.input.findings.get(index))
            .filter(is_here)
    }

    // --- Gestures ---

    /// Goes on with the gesture under way, and ends it when the button is released. Returns how far cards have been
    /// dragged.
    fn continue_gesture(&mut self, ui: &Ui, visible: &[usize]) -> Option<Drag> {
        if !self.view.is_in_gesture() {
            return None;
        }
        if ui.input_mut(|i| i.consume_key(egui::Modifiers::NONE, Key::Escape)) {
            self.view.gesture = Gesture::None;
            return None;
        }
        let (pointer, delta, is_down, is_free, is_shift) = ui.input(|i| {
            let is_down = i.pointer.primary_down() || i.pointer.middle_down();
            (
                i.pointer.latest_pos(),
                i.pointer.delta(),
                is_down,
                i.modifiers.alt,
                i.modifiers.shift,
            )
        });
        let at = pointer?;
        if !matches!(self.view.gesture, Gesture::Pan) {
            self.pan_at_edge(ui, at);
        }
        let world = self.world(at);
        match self.view.gesture.clone() {
            Gesture::None => {}
            Gesture::Pan => {
                ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
                self.view.camera.pan(delta);
            }
            Gesture::Select { from } => {
                if !is_down {
                    let chosen = self.view.scene.cards_in(WorldRect::from_two(from, world));
                    if !is_shift {
                        self.view.selection.clear();
                    }
                    self.view.selection.action = None;
                    self.view.selection.events.extend(
                        chosen
                            .iter()
                            .map(|&card| self.view.scene.cards[card].event_id),
                    );
                }
            }
            Gesture::Cards { grabbed, from } => {
                let drag = self.drag(
                    grabbed,
                    [world[0] - from[0], world[1] - from[1]],
                    is_free,
                    visible,
                );
                if is_down {
                    return drag;
                }
                self.drop_cards(drag.unwrap_or_default());
            }
            Gesture::Wire {
                port,
                from,
                verdict,
            } => self.draw_wire(port, from, verdict, at, is_down),
            Gesture::Row { action_id } => {
                ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
                if !is_down {
                    self.drop_row(action_id, at);
                }
            }
        }
        if !is_down {
            self.view.gesture = Gesture::None;
        }
        None
    }

    fn pan_at_edge(&mut self, ui: &Ui, at: Pos2) {
        let inner = self.screen.shrink(EDGE);
        let out = at - at.clamp(inner.min, inner.max);
        if out == Vec2::ZERO {
            return;
        }
        let seconds = ui.input(|i| i.stable_dt.min(0.05));
        let push = (out / EDGE).clamp(Vec2::splat(-1.0), Vec2::splat(1.0));
        self.view.camera.pan(-push * EDGE_SPEED * seconds);
        ui.ctx().request_repaint();
    }

    fn drag(
        &self,
        grabbed: EventId,
        moved: [f64; 2],
        is_free: bool,
        visible: &[usize],
    ) -> Option<Drag> {
        let scene = &self.view.scene;
        let position = scene.cards.get(self.input.flow.index(grabbed)?)?.position;
        if is_free {
            return Some(Drag::free(moved));
        }
        let is_resting = |card: &usize| {
            !self
                .view
                .selection
                .events
                .contains(&scene.cards[*card].event_id)
        };
        let others: Vec<usize> = visible.iter().copied().filter(is_resting).collect();
        Some(Drag::new(
            scene,
            position,
            moved,
            self.view.camera.zoom,
            &others,
        ))
    }

    fn drop_cards(&mut self, drag: Drag) {
        if drag.by == Position::default() {
            return;
        }
        let dragged = self
            .view
            .scene
            .cards
            .iter()
            .filter(|card| self.view.selection.events.contains(&card.event_id));
        let cards: Vec<_> = dragged
            .map(|card| (card.event_id, card.position.moved(drag.by)))
            .collect();
        self.ask(commands::move_cards(self.input.design, &cards));
    }

    fn draw_wire(
        &mut self,
        port: Port,
        from: [f64; 2],
        verdict: Option<Verdict>,
        at: Pos2,
        is_down: bool,
    ) {
        let world = self.world(at);
        let target = self
            .view
            .scene
            .card_at(world)
            .map(|card| self.view.scene.cards[card].event_id);
        let verdict = match (verdict, target) {
            (Some(verdict), Some(target)) if verdict.target == target => Some(verdict),
            (_, Some(target)) => {
                let refusal = commands::connect(self.input.design, port, target).err();
                Some(Verdict { target, refusal })
            }
            (_, None) => None,
        };
        if is_down {
            self.view.gesture = Gesture::Wire {
                port,
                from,
                verdict,
            };
            return;
        }
        match target {
            Some(target) => self.ask(commands::connect(self.input.design, port, target)),
            None if self.screen.contains(at) => self.add_at(port, at),
            None => {}
        }
    }

    /// A line was dropped on empty canvas: what should come there?
    fn add_at(&mut self, port: Port, at: Pos2) {
        let workflow = &self.input.design.workflow;
        let card = Some(position(self.world(at)));
        match port {
            Port::Stage(event_id) => {
                self.requests
                    .push(CanvasRequest::AddAction { event_id, card, at })
            }
            Port::Action(action_id) => {
                let data = workflow.action(action_id).map(|action| &action.data);
                let is_link = data.is_some_and(|data| data.kind() == ActionKind::Link);
                let next = data
                    .and_then(|data| data.owned_event())
                    .filter(|&id| workflow.event(id).is_some());
                match next {
                    Some(event_id) => {
                        self.requests
                            .push(CanvasRequest::AddAction { event_id, card, at })
                    }
                    None if is_link => {
                        self.requests.push(CanvasRequest::Refuse(Refusal(
                            "Drop a Link on the stage where the leg should go on.".to_owned(),
                        )));
                    }
                    None => self.ask(commands::spawn_missing_event(self.input.design, action_id)),
                }
            }
        }
    }

    /// The card and the place in its order that a dragged row would get.
    fn row_target(&self, action_id: ActionId, at: Pos2) -> Option<(usize, usize)> {
        let card = self.view.scene.card_at(self.world(at))?;
        let event = self.event(card)?;
        let frame = self.card_frame(card, None);
        let rows = (at.y - frame.row(0).top()) / frame.row(0).height();
        let index = (rows.round().max(0.0) as usize).min(event.actions.len());
        let own = event
            .actions
            .iter()
            .position(|action| action.id == action_id);
        Some((
            card,
            if own.is_some_and(|own| own < index) {
                index - 1
            } else {
                index
            },
        ))
    }

    fn drop_row(&mut self, action_id: ActionId, at: Pos2) {
        if let Some((card, index)) = self.row_target(action_id, at) {
            let event_id = self.view.scene.cards[card].event_id;
            self.view.selection = Selection::of_action(action_id);
            self.ask(commands::move_action(
                self.input.design,
                action_id,
                event_id,
                index,
            ));
        }
    }

    fn ask(&mut self, edit: Result<Transaction, Refusal>) {
        match edit {
            Ok(transaction) if transaction.is_empty() => {}
            Ok(transaction) => self.requests.push(CanvasRequest::Edit(transaction)),
            Err(refusal) => self.requests.push(CanvasRequest::Refuse(refusal)),
        }
    }

    // --- What lights up ---

    fn find_hovered_wire(&mut self, ui: &Ui, background: &Response, level: Level) {
        self.view.hovered_wire = None;
        if level == Level::Far
            || self.view.is_in_gesture()
            || !background.contains_pointer()
            || self.hover.card.is_some()
        {
            return;
        }
        let Some(at) = ui.input(|i| i.pointer.hover_pos()) else {
            return;
        };
        let reach = f64::from(5.0 / self.view.camera.zoom);
        let world = self.world(at);
        let near = WorldRect {
            min: world,
            max: world,
        }
        .grown(reach);
        let clip = Rect::from_center_size(at, Vec2::splat(24.0));
        let scene = &self.view.scene;
        let hovered = scene
            .wires_in(near)
            .into_iter()
            .map(|i| &scene.wires[i])
            .find(|wire| {
                let mut is_near = false;
                self.course(wire, None)
                    .runs(&self.view.camera, self.screen, clip, |points| {
                        is_near |= points
                            .windows(2)
                            .any(|pair| squared_distance(at, pair[0], pair[1]) < 25.0);
                    });
                is_near
            });
        self.view.hovered_wire = hovered.map(|wire| wire.action_id);
        if self.view.hovered_wire.is_some() {
            ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
        }
    }

    fn light_leg(&mut self) {
        let key = (self.input.revision, self.view.selection.clone());
        if self.view.lit.0.as_ref() != Some(&key) {
            let lit = Lit::through_selection(
                &self.input.design.workflow,
                self.input.flow,
                &self.view.selection,
            );
            self.view.lit = (Some(key), lit);
        }
    }

    fn course(&self, wire: &Wire, drag: Option<&Drag>) -> Course {
        wire.course(
            self.card_position(wire.from, drag),
            self.card_position(wire.to, drag),
        )
    }

    // --- What there is to see ---

    fn paint(
        &mut self,
        ui: &Ui,
        level: Level,
        view: WorldRect,
        cards: &[usize],
        drag: Option<&Drag>,
    ) {
        let painter = ui
            .painter()
            .with_clip_rect(self.screen.intersect(ui.clip_rect()));
        painter.rect_filled(self.screen, CornerRadius::ZERO, self.theme.canvas);
        if level == Level::Far {
            let mesh = self.view.far.get(&FarInput {
                workflow: &self.input.design.workflow,
                scene: &self.view.scene,
                revision: self.input.revision,
                selection: &self.view.selection,
                camera: self.view.camera,
                screen: self.screen,
                pixel: 1.0 / painter.pixels_per_point(),
                theme: self.theme,
            });
            painter.add(Shape::Mesh(mesh));
        } else {
            self.paint_dots(&painter);
            self.paint_wires(&painter, view, drag);
            self.paint_cards(&painter, level, cards, drag);
        }
        self.paint_gesture(ui, &painter, drag);
    }

    fn paint_dots(&self, painter: &Painter) {
        let step = 24.0 * self.view.camera.zoom;
        if step < 10.0 {
            return;
        }
        let origin = self.view.camera.screen_from_world(self.screen, [0.0, 0.0]);
        let first = self.screen.min
            + vec2(
                (origin.x - self.screen.left()).rem_euclid(step),
                (origin.y - self.screen.top()).rem_euclid(step),
            );
        let mut mesh = egui::Mesh::default();
        let size = Vec2::splat(
            1.5 / painter.pixels_per_point().max(1.0) * painter.pixels_per_point().round().max(1.0),
        );
        let mut y = first.y;
        while y < self.screen.bottom() {
            let mut x = first.x;
            while x < self.screen.right() {
                let at = on_pixel(Pos2::new(x, y), painter.pixels_per_point());
                mesh.add_colored_rect(Rect::from_min_size(at, size), self.theme.canvas_dot);
                x += step;
            }
            y += step;
        }
        painter.add(mesh);
    }

    fn paint_wires(&self, painter: &Painter, view: WorldRect, drag: Option<&Drag>) {
        let scene = &self.view.scene;
        let mut wires = scene.wires_in(view);
        if drag.is_some() {
            let dragged = self
                .view
                .selection
                .events
                .iter()
                .filter_map(|&id| self.input.flow.index(id));
            wires.extend(dragged.flat_map(|card| scene.wires_of(card)));
            wires.sort_unstable();
            wires.dedup();
        }
        let hovered = self.hovered_leg();
        let lit = hovered.as_ref().unwrap_or(&self.view.lit.1);
        let (bright, plain): (Vec<usize>, Vec<usize>) = wires
            .into_iter()
            .partition(|&i| lit.ways.contains(&scene.wires[i].action_id));
        self.paint_courses(painter, &plain, drag, false, hovered.is_some());
        self.paint_courses(painter, &bright, drag, true, false);
    }

    fn paint_courses(
        &self,
        painter: &Painter,
        wires: &[usize],
        drag: Option<&Drag>,
        is_lit: bool,
        is_dimmed: bool,
    ) {
        let wires = wires.iter().map(|&wire| &self.view.scene.wires[wire]);
        let mut courses: Vec<_> = wires.map(|wire| (wire, self.course(wire, drag))).collect();
        if self.view.is_culled {
            join_courses(&mut courses);
        }
        for (wire, course) in &courses {
            self.paint_wire(painter, wire, course, is_lit, is_dimmed);
        }
    }

    fn hovered_leg(&self) -> Option<Lit> {
        let action_id = self.view.hovered_wire?;
        let wire = self
            .view
            .scene
            .wires
            .iter()
            .find(|wire| wire.action_id == action_id)?;
        Some(Lit::through_way(self.input.flow, action_id, wire.from))
    }

    fn paint_wire(
        &self,
        painter: &Painter,
        wire: &Wire,
        course: &Course,
        is_lit: bool,
        is_dimmed: bool,
    ) {
        let zoom = self.view.camera.zoom;
        let hue = match wire.kind {
            WayKind::Button => theme::mixed(self.theme.wire, self.theme.button_pushed, 0.5),
            WayKind::Timer => theme::mixed(self.theme.wire, self.theme.timer_elapsed, 0.5),
            WayKind::Link => self.theme.link,
        };
        let color = match (is_lit, is_dimmed) {
            (true, _) => self.theme.accent,
            (_, true) => hue.gamma_multiply(0.35),
            _ => hue,
        };
        let stroke = Stroke::new((if is_lit { 2.2 } else { 1.5 } * zoom).max(1.0), color);
        let clip = if self.view.is_culled {
            self.screen.expand(8.0)
        } else {
            Rect::EVERYTHING
        };
        course.runs(&self.view.camera, self.screen, clip, |points| {
            if wire.kind == WayKind::Link {
                let (dash, gap) = ((7.0 * zoom).max(3.0), (5.0 * zoom).max(2.5));
                painter.extend(Shape::dashed_line(&points, stroke, dash, gap));
            } else {
                painter.add(Shape::line(points, stroke));
            }
        });
        if wire.kind == WayKind::Link
            && let Some((end, direction)) = course.arrival()
        {
            let tip = self.view.camera.screen_from_world(self.screen, end);
            if clip.contains(tip) {
                paint_arrow(painter, tip, direction, 9.0 * zoom, color);
            }
        }
    }

    fn paint_cards(
        &mut self,
        painter: &Painter,
        level: Level,
        cards: &[usize],
        drag: Option<&Drag>,
    ) {
        let workflow = &self.input.design.workflow;
        let zoom = self.view.camera.zoom;
        let mut texts = std::mem::take(&mut self.view.texts);
        texts.refresh(painter, self.input.revision, zoom, level == Level::Full);
        let hovered = self.hovered_leg();
        let (dragged, resting): (Vec<usize>, Vec<usize>) =
            cards.iter().copied().partition(|&card| {
                drag.is_some()
                    && self
                        .view
                        .selection
                        .events
                        .contains(&self.view.scene.cards[card].event_id)
            });
        for card in resting.into_iter().chain(dragged) {
            let frame = self.card_frame(card, drag);
            let Some(event) = workflow.event(self.view.scene.cards[card].event_id) else {
                continue;
            };
            if self.view.is_culled && !frame.rect.expand(40.0).intersects(self.screen) {
                continue;
            }
            let laid_out = texts.cards.entry(card).or_insert_with(|| {
                CardTexts::new(
                    painter,
                    workflow,
                    self.input.flow,
                    event,
                    zoom,
                    level == Level::Full,
                    &self.view.scene.marks,
                )
            });
            let mut painter = painter.clone();
            if hovered
                .as_ref()
                .is_some_and(|lit| !lit.stages.contains(&card))
            {
                painter.multiply_opacity(0.4);
            }
            let end = self.input.flow.end(card);
            let state = self.card_state(card, event);
            card::paint(
                &painter,
                self.theme,
                &frame,
                event,
                end,
                laid_out,
                &self.view.scene.marks,
                &state,
            );
        }
        self.view.texts = texts;
    }

    fn card_state(&self, card: usize, event: &Event) -> CardState {
        let is_hovered = self.hover.card == Some(card);
        let drop = match &self.view.gesture {
            Gesture::Wire {
                verdict: Some(verdict),
                ..
            } if verdict.target == event.id => Some(verdict.refusal.is_none()),
            _ => None,
        };
        let selected = self.view.selection.action;
        CardState {
            is_selected: self.view.selection.events.contains(&event.id),
            is_hovered,
            is_lit: self.view.lit.1.stages.contains(&card),
            is_focused: self.hover.focused == Some(card),
            is_add_hovered: is_hovered && self.hover.is_add,
            selected_row: selected
                .and_then(|id| event.actions.iter().position(|action| action.id == id)),
            hovered_row: self
                .hover
                .row
                .filter(|_| is_hovered && !self.view.is_in_gesture()),
            drop,
        }
    }

    fn paint_gesture(&self, ui: &Ui, painter: &Painter, drag: Option<&Drag>) {
        let Some(at) = ui.input(|i| i.pointer.latest_pos()) else {
            return;
        };
        let accent = Stroke::new(1.0, self.theme.accent);
        match &self.view.gesture {
            Gesture::Select { from } => {
                let rect =
                    Rect::from_two_pos(self.view.camera.screen_from_world(self.screen, *from), at);
                painter.rect(
                    rect,
                    CornerRadius::ZERO,
                    self.theme.accent.gamma_multiply(0.10),
                    accent,
                    StrokeKind::Inside,
                );
            }
            Gesture::Wire { from, verdict, .. } => {
                let color = match verdict {
                    Some(Verdict {
                        refusal: Some(_), ..
                    }) => self.theme.error,
                    _ => self.theme.accent,
                };
                let course = course_between(*from, self.world(at));
                course.runs(&self.view.camera, self.screen, self.screen, |points| {
                    painter.add(Shape::line(points, Stroke::new(2.0, color)));
                });
                painter.circle_filled(at, 4.0, color);
                if let Some(Verdict {
                    refusal: Some(refusal),
                    ..
                }) = verdict
                {
                    egui::Tooltip::always_open(
                        ui.ctx().clone(),
                        ui.layer_id(),
                        self.id.with("refusal"),
                        egui::PopupAnchor::Pointer,
                    )
                    .show(|ui| ui.label(&refusal.0));
                }
            }
            Gesture::Row { action_id } => self.paint_row_target(painter, *action_id, at),
            Gesture::Cards { .. } => self.paint_alignment(painter, drag, accent),
            Gesture::None | Gesture::Pan => {}
        }
    }

    fn paint_row_target(&self, painter: &Painter, action_id: ActionId, at: Pos2) {
        let Some((card, index)) = self.row_target(action_id, at) else {
            return;
        };
        let Some(event) = self.event(card) else {
            return;
        };
        let own = event
            .actions
            .iter()
            .position(|action| action.id == action_id);
        let shown = if own.is_some_and(|own| own <= index) {
            index + 1
        } else {
            index
        };
        let frame = self.card_frame(card, None);
        let y = frame.row(shown).top();
        painter.hline(frame.rect.x_range(), y, Stroke::new(2.0, self.theme.accent));
        painter.circle_filled(Pos2::new(frame.rect.left(), y), 3.0, self.theme.accent);
    }

    fn paint_alignment(&self, painter: &Painter, drag: Option<&Drag>, stroke: Stroke) {
        let Some(drag) = drag else { return };
        if let Some(x) = drag.aligned_x {
            let x = self
                .view
                .camera
                .screen_from_world(self.screen, [f64::from(x), 0.0])
                .x;
            painter.vline(x, self.screen.y_range(), stroke);
        }
        if let Some(y) = drag.aligned_y {
            let y = self
                .view
                .camera
                .screen_from_world(self.screen, [0.0, f64::from(y)])
                .y;
            painter.hline(self.screen.x_range(), y, stroke);
        }
    }

    // --- Words ---

    /// What a screen reader says of a card.
    fn card_label(&self, card: usize) -> String {
        let Some(event) = self.event(card) else {
            return String::new();
        };
        let name = card::stage_name(&self.input.design.workflow, self.input.flow, event);
        let mut label = format!("Stage {}, {}", event.stage, event.kind.title());
        if name != event.kind.title() {
            label += &format!(", {name}");
        }
        if let Some(parent) = self
            .input
            .flow
            .parent(card)
            .and_then(|parent| self.event(parent))
        {
            label += &format!(", from stage {}", parent.stage);
        }
        match self.input.flow.ways_from(card).len() {
            0 => {}
            1 => label += ", one way on",
            count => label += &format!(", {count} ways on"),
        }
        let count = self.view.scene.marks.of_stage(event.id).len();
        match count {
            0 => {}
            1 => label += ", one finding",
            count => label += &format!(", {count} findings"),
        }
        label
    }

    fn card_tooltip(&self, ui: &mut Ui, card: usize) {
        let Some(event) = self.event(card) else {
            return;
        };
        let name = card::stage_name(&self.input.design.workflow, self.input.flow, event);
        ui.label(egui::RichText::new(name).font(theme::semibold(theme::BODY)));
        ui.label(
            egui::RichText::new(format!("Stage {}, {}", event.stage, event.kind.title()))
                .color(self.theme.text_weak),
        );
        findings_tooltip(ui, self.theme, self.findings_at(&Place::Event(event.id)));
    }

    fn row_tooltip(&self, ui: &mut Ui, card: usize, row: usize) {
        let Some(action) = self.event(card).and_then(|event| event.actions.get(row)) else {
            return;
        };
        ui.label(
            egui::RichText::new(action.data.kind().title()).font(theme::semibold(theme::BODY)),
        );
        for (name, text) in action.data.values().filter(|(_, text)| !text.is_empty()) {
            ui.horizontal_wrapped(|ui| {
                ui.label(egui::RichText::new(name.title()).color(self.theme.text_weak));
                ui.label(text);
            });
        }
        if action.data.kind() == ActionKind::Link {
            ui.label(card::row_text(
                &self.input.design.workflow,
                self.input.flow,
                action,
            ));
        }
        findings_tooltip(ui, self.theme, self.findings_at(&Place::Action(action.id)));
    }
}

fn is_panning(ui: &Ui) -> bool {
    ui.input(|i| i.key_down(Key::Space)) && !ui.ctx().text_edit_focused()
}

fn findings_tooltip<'f>(ui: &mut Ui, theme: &Theme, findings: impl Iterator<Item = &'f Finding>) {
    for finding in findings {
        ui.horizontal_wrapped(|ui| {
            let severity = finding.rule.severity;
            ui.label(
                theme::icon_text(theme::severity_icon(severity), 14.0)
                    .color(theme.severity(severity)),
            );
            ui.label(&finding.message);
        });
    }
}

fn paint_arrow(painter: &Painter, tip: Pos2, direction: Vec2, size: f32, color: Color32) {
    let side = direction.rot90() * (size * 0.5);
    let back = tip - direction * size;
    painter.add(Shape::convex_polygon(
        vec![tip, back + side, back - side],
        color,
        Stroke::NONE,
    ));
}
