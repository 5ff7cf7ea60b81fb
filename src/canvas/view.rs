//! One frame of the canvas: what the user did since the last one, then what there is to see.

use super::camera::minimap::Minimap;
use super::camera::visits::{Visit, Visits};
use super::camera::{Camera, WorldRect, position};
use super::ghost::Ghost;
use super::input::drop::Landing;
use super::input::gesture::Gesture;
use super::input::guides::{Drag, Guides};
use super::input::writing::Writing;
use super::lit::Lit;
use super::paint::TextCache;
use super::paint::card::CardFrame;
use super::paint::compared::Compared;
use super::paint::far::FarMesh;
use super::paint::trace::Trace;
use super::scene::Scene;
use super::selection::Selection;
use super::tale::Tale;
use crate::arrange::Block;
use crate::edit::{GestureId, Refusal, Transaction};
use crate::rules::{Finding, Fix, Place};
use crate::theme::{self, Theme};
use crate::workflow::{
    ActionId, AnnotationId, Design, Event, EventId, Flow, Folds, Position, Size,
};
use eframe::egui::{Id, Pos2, Rect, Sense, Ui, Vec2, WidgetInfo, WidgetType, vec2};
use std::collections::BTreeSet;
use std::rc::Rc;

/// At or above: everything is drawn. Below: headers, with bars for rows.
const FULL_ZOOM: f32 = 0.5;
/// Below: boxes with a number on them, where they are large enough.
const FAR_ZOOM: f32 = 0.3;
/// With more cards than this in view, boxes only.
pub(super) const MOST_NEAR_CARDS: usize = 700;
/// Room that a menu for adding an action takes, in screen points.
const MENU_SIZE: Vec2 = vec2(320.0, 460.0);

/// From here on a pointer has moved, in screen points.
const MOVED: f32 = 6.0;

/// What the canvas shows.
pub struct CanvasInput<'a> {
    pub design: &'a Design,
    pub flow: &'a Flow,
    pub findings: &'a [Finding],
    /// What can be done about one of them. It is asked for in each frame in which that is shown.
    pub fixes: &'a dyn Fn(&Finding) -> Rc<Vec<Fix>>,
    /// As [`crate::edit::Editor::revision`]: the same number, the same design.
    pub revision: u64,
    /// What an edit would do, while it is pointed at.
    pub ghost: Option<&'a Ghost>,
    /// The way of a call, while one is rehearsed.
    pub trace: Option<&'a Trace>,
    /// As [`crate::edit::Editor::drawing_revision`]: the same number, the same flow and layout.
    pub drawing_revision: u64,
    /// The same number, the same findings. They may be those of the design as it was a moment ago.
    pub findings_revision: u64,
    pub is_motion_reduced: bool,
    /// Are dragged things held where they are level with others?
    pub is_snapping: bool,
    /// Shown whenever not everything is in view.
    pub is_minimap_shown: bool,
    /// Something lies over the canvas and waits for an answer: no tooltips then.
    pub is_covered: bool,
    /// Cards, rows and lines stay where they are: one looks and selects only.
    pub is_read_only: bool,
    /// A panel that lies on the canvas, and that nothing is shown under.
    pub panel: Option<Rect>,
}

/// What the canvas asks for. It is done after the frame.
#[derive(Clone, Debug)]
pub enum CanvasRequest {
    Edit(Transaction),
    /// An edit that adds an action, at which one works on then.
    Insert(Transaction),
    /// Show what an edit would do, as long as this is asked for in every frame.
    Preview(Transaction),
    /// Typing on the canvas: one undo step as long as it lasts.
    EditInGesture(Transaction, GestureId),
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

/// With more stages than these not all that is derived from a design is made in one frame.
const MOST_DERIVED_AT_ONCE: usize = 2_000;

/// Where the camera should go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framing {
    /// All where it can be read then, else where a call begins.
    Opening,
    All,
    Selection,
    /// The leg that is selected, from its beginning to its end.
    Leg,
    /// Into view, with the least movement.
    Stage(EventId),
    /// Into the middle, unless it is in view already.
    Center(EventId),
    /// The same for what is no stage.
    Point(Position),
}

/// What the canvas keeps from frame to frame: view state, and what is derived from the design.
pub struct CanvasView {
    pub camera: Camera,
    pub selection: Selection,
    pub(super) framing: Option<Framing>,
    /// The part of the window that the camera was last framed for.
    pub(super) framed: Option<Rect>,
    pub(super) flight: Option<Flight>,
    /// Where the camera flies next.
    pub(super) destination: Option<Camera>,
    pub(super) visits: Visits,
    pub(super) gesture: Gesture,
    pub(super) landing: Option<Landing>,
    /// What is dragged: the selection, and what lies in the frames among it.
    pub(super) dragged: Selection,
    pub(super) writing: Option<Writing>,
    pub(super) scene: Scene,
    pub(super) scene_revision: Option<u64>,
    /// The scene of a large design was made in this frame: what else is derived from it can wait for the next one.
    pub(super) is_scene_new: bool,
    pub(super) marks_revision: Option<u64>,
    /// Another number for each scene and its marks: what is derived from them is good for as long as it is the same.
    pub(super) scene_id: u64,
    /// Collapsed legs that are open for looking. See [`super::paint::fold`].
    pub(super) opened: BTreeSet<EventId>,
    pub(super) texts: TextCache,
    pub(super) far: FarMesh,
    pub(super) lit: (Option<(u64, Selection)>, Lit),
    pub(super) hovered_wire: Option<ActionId>,
    pub(super) tale: Tale,
    /// The way of the call that is rehearsed.
    pub(super) traced: Option<Lit>,
    pub(super) minimap: Minimap,
    /// Zooming asked for by a command, around the middle.
    pub(super) zoom_step: Option<f32>,
    pub(super) screen: Rect,
    pub(super) is_culled: bool,
    pub(super) now_s: f64,
    pub(super) keyboard: Keyboard,
    /// Where the pointer has let go and still rests: it points at nothing there.
    pub(super) dropped_at: Option<Pos2>,
    /// As the design was framed when it was opened, and until when that follows the canvas's size.
    pub(super) opened_as: Option<(Camera, f64)>,
}

/// Has the canvas the keyboard, or should it get it?
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Keyboard {
    pub(super) is_here: bool,
    pub(super) is_wanted: bool,
}

pub(super) struct Flight {
    pub(super) from: Camera,
    pub(super) to: Camera,
    pub(super) start_s: f64,
}

impl Default for CanvasView {
    fn default() -> Self {
        Self {
            camera: Camera::default(),
            selection: Selection::default(),
            framing: Some(Framing::Opening),
            framed: None,
            flight: None,
            destination: None,
            visits: Visits::default(),
            dragged: Selection::default(),
            writing: None,
            now_s: 0.0,
            gesture: Gesture::None,
            landing: None,
            scene: Scene::default(),
            scene_revision: None,
            is_scene_new: false,
            marks_revision: None,
            scene_id: 0,
            opened: BTreeSet::new(),
            texts: TextCache::default(),
            far: FarMesh::default(),
            lit: (None, Lit::default()),
            hovered_wire: None,
            tale: Tale::default(),
            traced: None,
            minimap: Minimap::default(),
            zoom_step: None,
            screen: Rect::NOTHING,
            is_culled: true,
            keyboard: Keyboard::default(),
            dropped_at: None,
            opened_as: None,
        }
    }
}

impl CanvasView {
    /// Moves the camera on the next frame. Where it was can be gone back to, unless it moves only a little.
    pub fn frame(&mut self, framing: Framing) {
        if matches!(
            framing,
            Framing::All | Framing::Selection | Framing::Center(_)
        ) {
            self.leave();
        }
        self.framing = Some(framing);
    }

    /// Zooms around the middle of the canvas.
    pub const fn zoom_by(&mut self, factor: f32) {
        self.zoom_step = Some(factor);
    }

    /// Zooms around the middle of the canvas until this is the zoom.
    pub fn zoom_to(&mut self, zoom: f32) {
        let heading_for = self.flight.as_ref().map_or(self.camera, |flight| flight.to);
        self.zoom_step = Some(zoom / heading_for.zoom);
    }

    /// Selects a stage or an action and brings it into view.
    pub fn go_to(&mut self, selection: Selection, stage: Option<EventId>) {
        self.leave();
        self.selection = selection;
        if let Some(event_id) = stage {
            self.framing = Some(Framing::Center(event_id));
        }
    }

    /// Selects where a leg ends, and shows all of it as far as it can be read then.
    pub fn go_to_leg(&mut self, end: Selection) {
        self.leave();
        self.selection = end;
        self.framing = Some(Framing::Leg);
    }

    fn visit(&self) -> Visit {
        Visit {
            camera: self.camera,
            selection: self.selection.clone(),
        }
    }

    fn leave(&mut self) {
        let visit = self.visit();
        self.visits.leave(&visit, self.now_s, self.screen);
    }

    pub const fn can_go_back(&self) -> bool {
        self.visits.can_go_back()
    }

    pub const fn can_go_forward(&self) -> bool {
        self.visits.can_go_forward()
    }

    /// Returns to the place where one was before, as it was seen then.
    pub fn go_back(&mut self) {
        if let Some(visit) = self.visits.back(self.visit()) {
            self.return_to(visit);
        }
    }

    /// Takes back the last going back.
    pub fn go_forward(&mut self) {
        if let Some(visit) = self.visits.forward(self.visit()) {
            self.return_to(visit);
        }
    }

    fn return_to(&mut self, visit: Visit) {
        self.selection = visit.selection;
        self.framing = None;
        self.destination = Some(visit.camera);
    }

    /// Lets the user write on a frame or a note, in place.
    pub fn write_on(&mut self, annotation_id: AnnotationId) {
        self.selection = Selection::of_annotation(annotation_id);
        self.writing = Some(Writing::new(annotation_id));
    }

    /// The layout position in the middle of the screen, for what is pasted or added without a place.
    pub fn middle(&self) -> Position {
        position(self.camera.center)
    }

    /// The part of the layout that is in view.
    pub fn room_in_view(&self) -> Block {
        let view = self.camera.view(self.screen);
        let (min, max) = (position(view.min), position(view.max));
        Block {
            position: min,
            size: Size {
                width: max.x.saturating_sub(min.x),
                height: max.y.saturating_sub(min.y),
            },
        }
    }

    /// Where, at a stage's card, a menu for adding an action belongs.
    pub fn add_row_on_screen(&self, event_id: EventId) -> Option<Pos2> {
        let card = self
            .scene
            .cards
            .iter()
            .find(|card| card.event_id == event_id)?;
        let rect = self.camera.screen_rect(self.screen, card.rect());
        Some(add_menu_at(rect, self.screen))
    }

    /// Draws everything in every frame when off: to measure what leaving out saves.
    pub const fn set_culling(&mut self, is_culled: bool) {
        self.is_culled = is_culled;
    }

    /// Gives the keyboard to what is selected, in the next frame.
    pub const fn take_keyboard(&mut self) {
        self.keyboard.is_wanted = true;
    }

    /// Had the canvas, a card or a row the keyboard in the last frame?
    pub const fn has_keyboard(&self) -> bool {
        self.keyboard.is_here
    }

    /// Is the camera on its way, or about to be?
    pub const fn is_flying(&self) -> bool {
        self.flight.is_some() || self.framing.is_some()
    }

    /// Lets go of what is being dragged or drawn, without doing it.
    pub fn end_gesture(&mut self) {
        self.gesture = Gesture::None;
        self.landing = None;
    }

    pub const fn is_in_gesture(&self) -> bool {
        !matches!(self.gesture, Gesture::None)
    }
}

/// Where a menu for adding an action to a card belongs: below it, or beside it where the canvas ends too soon, so that
/// one sees what one adds to.
pub(super) fn add_menu_at(card: Rect, screen: Rect) -> Pos2 {
    let at = if card.bottom() + MENU_SIZE.y <= screen.bottom() {
        card.left_bottom()
    } else if card.right() + theme::GAP + MENU_SIZE.x <= screen.right() {
        card.right_top() + vec2(theme::GAP, 0.0)
    } else {
        card.left_top() - vec2(theme::GAP + MENU_SIZE.x, 0.0)
    };
    at.clamp(screen.min, screen.max - vec2(MENU_SIZE.x, 0.0))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    Full,
    Plain,
    Far,
}

/// What is under the pointer this frame.
#[derive(Default)]
pub(super) struct Hover {
    pub(super) card: Option<usize>,
    pub(super) row: Option<usize>,
    pub(super) is_add: bool,
    /// The button that collapses and opens.
    pub(super) is_fold: bool,
    /// The ring of a dangling end.
    pub(super) is_open_end: bool,
    /// A mark has a tooltip of its own.
    pub(super) is_mark: bool,
    pub(super) focused: Option<usize>,
    pub(super) annotation: Option<AnnotationId>,
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
    view.open_for_looking(input);
    let is_outdated = view.scene_revision != Some(input.drawing_revision);
    view.is_scene_new = is_outdated && input.flow.stage_count() > MOST_DERIVED_AT_ONCE;
    if is_outdated {
        let folds = Folds::new(input.flow, &input.design.layout, |event_id| {
            view.opened.contains(&event_id)
        });
        view.scene = Scene::new(input.design, input.flow, folds);
        view.scene_revision = Some(input.drawing_revision);
        view.marks_revision = None;
        view.lift_selection(input);
    }
    if view.marks_revision != Some(input.findings_revision) {
        let is_new = view.marks_revision.is_none();
        let has_changed = view.scene.mark(input.design, input.flow, input.findings);
        view.marks_revision = Some(input.findings_revision);
        view.scene_id += u64::from(is_new || has_changed);
    }
    view.now_s = ui.input(|i| i.time);
    let mut frame = frame_of(ui.id().with("canvas"), ui, input, view);
    ui.scope(|ui| {
        ui.set_clip_rect(screen.intersect(ui.clip_rect()));
        frame.show(ui);
    });
    frame.requests
}

/// A frame in which nothing has been found out so far.
pub(super) fn frame_of<'a, 'b>(
    id: Id,
    ui: &Ui,
    input: &'a CanvasInput<'b>,
    view: &'a mut CanvasView,
) -> CanvasFrame<'a, 'b> {
    CanvasFrame {
        id,
        theme: Theme::of(ui.ctx()),
        screen: view.screen,
        input,
        compared: None,
        view,
        hover: Hover::default(),
        is_drag_started: false,
        resized: None,
        requests: Vec::new(),
    }
}

/// A frame under way: what is shown, the view state, and what has been found out so far.
pub(super) struct CanvasFrame<'a, 'b> {
    pub(super) id: Id,
    pub(super) theme: &'static Theme,
    pub(super) screen: Rect,
    pub(super) input: &'a CanvasInput<'b>,
    /// What is another in the design that this one is compared with.
    pub(super) compared: Option<&'a Compared>,
    pub(super) view: &'a mut CanvasView,
    pub(super) hover: Hover,
    pub(super) is_drag_started: bool,
    /// The frame or note that is being resized, as large as it is by now.
    pub(super) resized: Option<(AnnotationId, WorldRect, Guides)>,
    pub(super) requests: Vec<CanvasRequest>,
}

impl CanvasFrame<'_, '_> {
    fn show(&mut self, ui: &mut Ui) {
        let background = ui.interact(self.screen, self.id, Sense::click_and_drag());
        background.widget_info(|| WidgetInfo::labeled(WidgetType::Panel, true, "Canvas"));
        self.watch_drop(ui);
        self.move_camera(ui, &background);
        let (view, cards, level) = self.in_view();
        self.view.keyboard.is_here = false;
        self.take_background(ui, &background, level);
        let annotations = self.view.scene.annotations_in(view.grown(64.0));
        self.take_frames(ui, &annotations, level);
        match level {
            Level::Far => self.take_far_card(ui, &background),
            _ => cards
                .iter()
                .for_each(|&card| self.take_card(ui, card, level)),
        }
        self.take_notes(ui, &annotations);
        self.take_keyboard_meanwhile(ui, &background);
        if self.is_drag_started {
            self.begin_gesture(ui, level);
        }
        self.take_carried(ui);
        let drag = self.continue_gesture(ui, &cards, level);
        self.find_hovered_wire(ui, &background, level);
        self.show_annotation_cursor(ui, &background, level);
        self.light_leg();
        self.follow_trace();
        self.tell(ui, level);
        self.wire_tooltip(&background);
        self.paint(ui, level, view, &cards, drag.as_ref());
        self.writing_ui(ui, level);
        let visit = self.view.visit();
        self.view.visits.watch(&visit, self.view.now_s, self.screen);
        self.minimap_ui(ui);
    }

    /// The part of the world that is in view, the cards in it, and how much of them there is to see.
    pub(super) fn in_view(&self) -> (WorldRect, Vec<usize>, Level) {
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
        (view, cards, level)
    }

    pub(super) fn event(&self, card: usize) -> Option<&Event> {
        self.input
            .design
            .workflow
            .event(self.view.scene.cards.get(card)?.event_id)
    }

    pub(super) fn card_frame(&self, card: usize, drag: Option<&Drag>) -> CardFrame {
        let row_count = self.event(card).map_or(0, |event| event.actions.len());
        CardFrame::new(
            &self.view.camera,
            self.screen,
            self.card_position(card, drag),
            row_count,
        )
    }

    pub(super) fn card_position(&self, card: usize, drag: Option<&Drag>) -> Position {
        let card = &self.view.scene.cards[card];
        match drag {
            Some(drag) if self.view.dragged.events.contains(&card.event_id) => {
                card.position.moved(drag.by)
            }
            _ => card.position,
        }
    }

    fn watch_drop(&mut self, ui: &Ui) {
        let pointer = ui.input(|i| i.pointer.latest_pos());
        if self.view.is_in_gesture() {
            self.view.dropped_at = pointer;
        } else if let (Some(dropped), Some(at)) = (self.view.dropped_at, pointer)
            && dropped.distance(at) > MOVED
        {
            self.view.dropped_at = None;
        }
    }

    pub(super) fn has_tooltips(&self) -> bool {
        let is_busy = self.view.is_in_gesture() || self.view.writing.is_some();
        !self.input.is_covered && !is_busy && self.view.dropped_at.is_none()
    }

    pub(super) fn world(&self, at: Pos2) -> [f64; 2] {
        self.view.camera.world_from_screen(self.screen, at)
    }
}
