//! What does the leg under the pointer say, or the one that is selected? Its story, for tooltips, the status bar and
//! screen readers.

use super::lit::Lit;
use super::selection::Selection;
use super::view::{CanvasFrame, CanvasInput, CanvasView, Level};
use crate::theme;
use crate::workflow::{
    ActionId, Flow, Leg, LegEnd, StageEnd, Workflow, end_count, ends_at, story, story_so_far,
};
use eframe::egui::{
    self, Pos2, Rect, RectAlign, Response, RichText, Tooltip, Ui, Vec2, pos2, vec2,
};

/// How long the pointer rests on a row before the leg that ends there is lit, in seconds.
const REST_S: f32 = 0.12;

/// How wide a story at the pointer is at most, in points.
const TOLD_WIDTH: f32 = 340.0;

/// What the pointer points at that is part of a leg.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pointed {
    /// A line.
    Way(ActionId),
    /// Where a leg ends: a Finish, a Link, the ring of a dangling end. The stage is by index in the flow.
    End(usize, LegEnd),
}

/// What was last told, and of what.
#[derive(Default)]
pub struct Tale {
    lit_for: Option<(u64, Option<Pointed>)>,
    lit: Option<Lit>,
    told_for: Option<(u64, Option<Pointed>, Selection)>,
    told: Option<String>,
}

impl Tale {
    /// The leg that is pointed at.
    pub const fn lit(&self) -> Option<&Lit> {
        self.lit.as_ref()
    }
}

impl CanvasView {
    /// The story of the leg that is pointed at, else of the one that is selected.
    pub fn story(&self) -> Option<&str> {
        self.tale.told.as_deref()
    }
}

impl CanvasFrame<'_, '_> {
    /// Call once it is known what is under the pointer.
    pub(super) fn tell(&mut self, ui: &Ui, level: Level) {
        let pointed = self
            .pointed_end(level)
            .or(self.view.hovered_wire.map(Pointed::Way));
        let CanvasInput {
            design,
            flow,
            revision,
            ..
        } = *self.input;
        let workflow = &design.workflow;
        // Rows are what one clicks and drags: the rest of the design does not flicker while the pointer only passes.
        let is_passing = matches!(pointed, Some(Pointed::End(..)))
            && ui.input(|i| i.pointer.time_since_last_movement()) < REST_S;
        if is_passing {
            let rest = std::time::Duration::from_secs_f32(REST_S);
            ui.ctx().request_repaint_after(rest);
        }
        let lit_key = Some((self.view.scene_id, pointed));
        if self.view.tale.lit_for != lit_key {
            let lit_key = if is_passing { None } else { lit_key };
            let pointed = pointed.filter(|_| !is_passing);
            let lit = pointed.and_then(|pointed| lit_of(workflow, flow, pointed));
            let lit = lit.map(|lit| lit.with_boxes(&self.view.scene.folds));
            self.view.tale.lit_for = lit_key;
            self.view.tale.lit = lit;
        }
        let told_key = Some((revision, pointed, self.view.selection.clone()));
        if self.view.tale.told_for != told_key {
            let told = match pointed {
                Some(Pointed::End(stage, end)) => {
                    Some(story(workflow, flow, &Leg::to(workflow, flow, stage, end)))
                }
                Some(Pointed::Way(action_id)) => through_action(workflow, flow, action_id),
                None => match (
                    self.view.selection.action,
                    self.view.selection.stage(workflow),
                ) {
                    (Some(action_id), _) => through_action(workflow, flow, action_id),
                    (None, Some(event_id)) => flow
                        .index(event_id)
                        .map(|stage| through_stage(workflow, flow, stage)),
                    (None, None) => None,
                },
            };
            self.view.tale.told_for = told_key;
            self.view.tale.told = told;
            // The status bar has been drawn already.
            ui.ctx().request_repaint();
        }
    }

    fn pointed_end(&self, level: Level) -> Option<Pointed> {
        if level != Level::Full || self.view.is_in_gesture() {
            return None;
        }
        let card = self.hover.card?;
        if self.hover.is_open_end && self.input.flow.end(card) == StageEnd::Dangles {
            return Some(Pointed::End(card, LegEnd::Dangling));
        }
        let action = self.event(card)?.actions.get(self.hover.row?)?;
        let end = self.end_of_row(card, action.id)?;
        Some(Pointed::End(card, end))
    }

    fn end_of_row(&self, card: usize, action_id: ActionId) -> Option<LegEnd> {
        let ends = ends_at(&self.input.design.workflow, self.input.flow, card);
        ends.into_iter()
            .find(|end| end.action_id() == Some(action_id))
    }

    /// The story of the leg that ends in a row.
    pub(super) fn story_of_row(&self, card: usize, action_id: ActionId) -> Option<String> {
        let (workflow, flow) = (&self.input.design.workflow, self.input.flow);
        let end = self.end_of_row(card, action_id)?;
        Some(story(workflow, flow, &Leg::to(workflow, flow, card, end)))
    }

    pub(super) fn story_of_open_end(&self, card: usize) -> String {
        let (workflow, flow) = (&self.input.design.workflow, self.input.flow);
        let leg = Leg::to(workflow, flow, card, LegEnd::Dangling);
        story(workflow, flow, &leg)
    }

    /// Tells the leg of the line under the pointer, once that rests.
    pub(super) fn wire_tooltip(&self, background: &Response) {
        let is_on_wire = self.view.hovered_wire.is_some() && self.hover.card.is_none();
        if is_on_wire
            && self.has_tooltips()
            && let Some(told) = self.view.story()
        {
            let mut tooltip = Tooltip::for_enabled(background).gap(0.0).width(TOLD_WIDTH);
            if let Some(pointer) = background.ctx.pointer_hover_pos() {
                let at = self.place_beside_lit(&background.ctx, pointer, told);
                tooltip.popup = tooltip
                    .popup
                    .anchor(at)
                    .align(RectAlign::BOTTOM_START)
                    .align_alternatives(&[]);
            }
            tooltip.show(|ui| story_ui(ui, told));
        }
    }

    /// The corner for a story near the pointer, where it covers no card of the leg that it tells.
    fn place_beside_lit(&self, ctx: &egui::Context, pointer: Pos2, told: &str) -> Pos2 {
        let style = ctx.global_style();
        let font = egui::TextStyle::Body.resolve(&style);
        let galley = ctx.fonts_mut(|fonts| {
            fonts.layout(
                told.to_owned(),
                font,
                egui::Color32::PLACEHOLDER,
                TOLD_WIDTH,
            )
        });
        let size = galley.size() + style.spacing.menu_margin.sum() + Vec2::splat(4.0);
        let camera = &self.view.camera;
        let scene = &self.view.scene;
        let lit = self.view.tale.lit().into_iter();
        let stages = lit.flat_map(|lit| &lit.stages);
        let cards = stages.filter_map(|&stage| scene.cards.get(stage));
        let cards = cards.map(|card| camera.screen_rect(self.screen, card.rect()));
        let cards: Vec<Rect> = cards.filter(|card| card.intersects(self.screen)).collect();
        let beside = |right: bool, below: bool| {
            let x = if right { 12.0 } else { -12.0 - size.x };
            let y = if below { 16.0 } else { -12.0 - size.y };
            pointer + vec2(x, y)
        };
        let middle = pointer.x - size.x / 2.0;
        let above = cards.iter().map(Rect::top).fold(pointer.y, f32::min);
        let below = cards.iter().map(Rect::bottom).fold(pointer.y, f32::max);
        let spots = [
            beside(true, true),
            beside(true, false),
            beside(false, true),
            beside(false, false),
            pos2(middle, pointer.y + 16.0),
            pos2(middle, pointer.y - 12.0 - size.y),
            pos2(middle, below + theme::GAP),
            pos2(middle, above - theme::GAP - size.y),
        ];
        let is_free = |at: &Pos2| {
            let rect = Rect::from_min_size(*at, size);
            self.screen.contains_rect(rect)
                && !cards.iter().any(|card| card.expand(2.0).intersects(rect))
        };
        let free = spots.into_iter().find(is_free);
        // Nowhere is room enough: as tooltips are.
        free.unwrap_or_else(|| beside(true, true))
    }
}

pub fn story_ui(ui: &mut Ui, told: &str) {
    ui.add(egui::Label::new(RichText::new(told)).wrap());
}

fn lit_of(workflow: &Workflow, flow: &Flow, pointed: Pointed) -> Option<Lit> {
    Some(match pointed {
        Pointed::Way(action_id) => {
            let home = workflow.event_of(action_id)?;
            Lit::through_way(flow, action_id, flow.index(home.id)?)
        }
        Pointed::End(stage, end) => Lit::to_end(flow, stage, end),
    })
}

fn through_action(workflow: &Workflow, flow: &Flow, action_id: ActionId) -> Option<String> {
    let stage = flow.index(workflow.event_of(action_id)?.id)?;
    let ends = ends_at(workflow, flow, stage);
    if let Some(end) = ends
        .into_iter()
        .find(|end| end.action_id() == Some(action_id))
    {
        return Some(story(workflow, flow, &Leg::to(workflow, flow, stage, end)));
    }
    let child = flow.children(stage).find(|&child| {
        let owner = flow.owner(child);
        owner.is_some_and(|way| way.action_id == action_id)
    });
    Some(through_stage(workflow, flow, child.unwrap_or(stage)))
}

/// The one leg through a stage; of several, their number and the way that they share.
fn through_stage(workflow: &Workflow, flow: &Flow, stage: usize) -> String {
    let below = flow.below(stage);
    let count: usize = below.iter().map(|&stage| end_count(flow, stage)).sum();
    if count > 1 {
        let so_far = story_so_far(workflow, flow, stage);
        return format!("{count} legs go through here. {so_far}");
    }
    let mut ends = below.into_iter().flat_map(|stage| {
        let ends = ends_at(workflow, flow, stage).into_iter();
        ends.map(move |end| (stage, end))
    });
    match ends.next() {
        Some((stage, end)) => story(workflow, flow, &Leg::to(workflow, flow, stage, end)),
        // Stages that own each other in a ring, which only a hand-edited file can hold.
        None => "No leg through here comes to an end.".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workflow::sketch;

    #[test]
    fn one_leg_is_told_and_several_are_counted() {
        let text = "1 New Call\n  note \"x\"\n  button \"A\" -> 2\n  timer 1d -> 3\n2 Button Pushed\n  finish \"Done\"\n3 Timer Elapsed\n  link -> 1";
        let workflow = sketch::parse(text).unwrap();
        let flow = Flow::new(&workflow);
        let begin = "When a call arrives, “x” is added to the call's history.";
        assert_eq!(
            through_stage(&workflow, &flow, 0),
            format!("2 legs go through here. {begin}")
        );
        let done = format!("{begin} If somebody pushes “A”, the run ends as “Done”.");
        assert_eq!(through_stage(&workflow, &flow, 1), done);
        let through = |action_id| through_action(&workflow, &flow, ActionId(action_id)).unwrap();
        assert_eq!(through(2), done);
        assert_eq!(through(4), done);
        assert!(through(1).starts_with("2 legs go through here."));
        assert!(through(5).ends_with("it goes on at stage 1, New Call."));
    }
}
