//! What does a workflow look like at a glance? All of it small, with the stage lit that a call is in, to look at only.

use super::camera::{Camera, WorldRect};
use super::paint::far::{FarInput, FarMesh};
use super::paint::overview::paint_number;
use super::scene::Scene;
use super::selection::Selection;
use crate::arrange;
use crate::theme::Theme;
use crate::workflow::{Design, Event, EventId, Flow, Folds, Layout, Workflow, stage_name};
use eframe::egui::{
    CornerRadius, Rect, Response, Sense, Shape, Stroke, StrokeKind, Ui, Vec2, WidgetInfo,
    WidgetType,
};
use std::collections::BTreeSet;

/// Around what is drawn, in screen points.
const MARGIN: f32 = 10.0;
/// A small workflow is not blown up beyond this.
const MOST_ZOOM: f32 = 0.5;
/// What would be smaller is cut off, so that the lit stage can always be told from the others.
const LEAST_ZOOM: f32 = 0.05;

/// A workflow with its cards arranged, ready to be drawn.
pub struct Picture {
    design: Design,
    flow: Flow,
    scene: Scene,
    far: FarMesh,
}

impl Picture {
    /// Of a workflow that says nothing of where its cards lie, such as one that is carried out. Linear in its stages.
    pub fn new(workflow: Workflow) -> Self {
        let flow = Flow::new(&workflow);
        let layout = Layout::from_cards(arrange::arrange(&workflow, &flow));
        let design = Design::new(workflow, layout);
        let scene = Scene::new(&design, &flow, Folds::default());
        Self {
            design,
            flow,
            scene,
            far: FarMesh::default(),
        }
    }

    /// The height at which all of it fits into a width, both in points, within bounds.
    pub fn height(&self, width: f32, bounds: std::ops::RangeInclusive<f32>) -> f32 {
        let [wide, high] = self.world_size();
        let zoom = ((width - 2.0 * MARGIN) / wide).min(MOST_ZOOM);
        let height = high * zoom + 2.0 * MARGIN;
        height.clamp(*bounds.start(), *bounds.end())
    }

    /// Draws it with a stage lit, and rings around those where the call has been.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        size: Vec2,
        lit: Option<EventId>,
        been: &BTreeSet<EventId>,
    ) -> Response {
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        let theme = Theme::of(ui.ctx());
        let lit_stage = lit.and_then(|event_id| self.design.workflow.event(event_id));
        let name = lit_stage.map_or_else(
            || "The workflow".to_owned(),
            |event| format!("The workflow, with stage {} lit", self.title_of(event)),
        );
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Image, true, &name));
        if !ui.is_rect_visible(rect) {
            return response;
        }
        let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
        let radius = CornerRadius::same(8);
        painter.rect_filled(rect, radius, theme.canvas);
        let camera = self.camera(rect, lit);
        let mesh = self.far.get(&FarInput {
            can_wait: false,
            workflow: &self.design.workflow,
            flow: &self.flow,
            scene: &self.scene,
            revision: 0,
            selection: &lit.map(Selection::of_event).unwrap_or_default(),
            camera,
            screen: rect,
            pixel: 1.0 / ui.pixels_per_point(),
            theme,
        });
        painter.add(Shape::Mesh(mesh));
        for card in self.scene.cards_in(camera.view(rect)) {
            let card = self.scene.cards[card];
            let Some(event) = self.design.workflow.event(card.event_id) else {
                continue;
            };
            let at = camera.screen_rect(rect, card.rect());
            let is_lit = lit == Some(card.event_id);
            paint_number(&painter, at, event, is_lit, theme);
            if is_lit || been.contains(&card.event_id) {
                let stroke = Stroke::new(if is_lit { 2.0 } else { 1.0 }, theme.accent);
                let corners = CornerRadius::same(3);
                painter.rect_stroke(at.expand(2.0), corners, stroke, StrokeKind::Middle);
            }
        }
        let border = Stroke::new(1.0, theme.border);
        painter.rect_stroke(rect, radius, border, StrokeKind::Inside);
        let under = response.hover_pos().and_then(|at| {
            let card = self.scene.card_at(camera.world_from_screen(rect, at))?;
            self.design.workflow.event(self.scene.cards[card].event_id)
        });
        match under {
            Some(event) => response.on_hover_text_at_pointer(self.title_of(event)),
            None => response,
        }
    }

    /// The number and the name of a stage.
    pub fn title(&self, event_id: EventId) -> Option<String> {
        let event = self.design.workflow.event(event_id);
        event.map(|event| self.title_of(event))
    }

    fn title_of(&self, event: &Event) -> String {
        let name = stage_name(&self.design.workflow, &self.flow, event);
        format!("{} {name}", event.stage)
    }

    fn world_size(&self) -> [f32; 2] {
        let WorldRect { min, max } = self.scene.bounds;
        [0, 1].map(|axis| ((max[axis] - min[axis]) as f32).max(1.0))
    }

    /// All of it in the middle; of what is too large, the part around the lit stage.
    fn camera(&self, rect: Rect, lit: Option<EventId>) -> Camera {
        let [wide, high] = self.world_size();
        let room = rect.shrink(MARGIN).size().max(Vec2::splat(1.0));
        let fitting = (room.x / wide).min(room.y / high).min(MOST_ZOOM);
        let middle = Camera {
            center: self.scene.bounds.center(),
            zoom: fitting.max(LEAST_ZOOM),
        };
        if fitting >= LEAST_ZOOM {
            return middle;
        }
        let lit = lit.and_then(|event_id| self.flow.index(event_id));
        let card = lit.and_then(|stage| self.scene.cards.get(stage));
        card.map_or(middle, |card| Camera {
            center: card.rect().center(),
            ..middle
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workflow::sketch;
    use eframe::egui::Pos2;
    use std::fmt::Write as _;

    const SCREEN: Rect = Rect {
        min: Pos2::ZERO,
        max: Pos2::new(380.0, 200.0),
    };

    #[test]
    fn a_small_workflow_is_seen_whole() {
        let text = "1 New Call\n  button \"A\" -> 2\n  timer 1d -> 3\n2 Button Pushed\n  finish \"x\"\n\
            3 Timer Elapsed\n  link -> 1";
        let picture = Picture::new(sketch::parse(text).unwrap());
        let view = picture.camera(SCREEN, Some(EventId(3))).view(SCREEN);
        assert!(view.contains_rect(picture.scene.bounds));
        let height = picture.height(380.0, 100.0..=300.0);
        assert!((100.0..=300.0).contains(&height), "{height}");
    }

    #[test]
    fn of_a_vast_workflow_the_part_around_the_lit_stage_is_seen() {
        let mut text = "1 New Call\n".to_owned();
        for stage in 2..=2_000 {
            let _ = writeln!(text, "  button \"B{stage}\" -> {stage}");
        }
        for stage in 2..=2_000 {
            let _ = writeln!(text, "{stage} Button Pushed\n  finish \"x\"");
        }
        let picture = Picture::new(sketch::parse(&text).unwrap());
        for lit in [1, 2, 1_999] {
            let camera = picture.camera(SCREEN, Some(EventId(lit)));
            let card = picture.scene.cards[lit as usize - 1].rect();
            let at = camera.screen_rect(SCREEN, card);
            assert!(SCREEN.contains(at.center()), "{lit}: {at:?}");
            assert!(at.width() > 10.0);
        }
    }
}
