//! What stands on the boxes of a design seen from afar? Numbers where there is room, names of what one looks for, and
//! what is selected or under the pointer.

use crate::canvas::camera::WorldRect;
use crate::canvas::input::guides::Drag;
use crate::canvas::view::{CanvasFrame, MOST_NEAR_CARDS};
use crate::theme::{self, Theme};
use crate::workflow::{Event, EventId, stage_name};
use eframe::egui::{
    Align2, Color32, CornerRadius, FontId, Painter, Pos2, Rect, Stroke, StrokeKind, Vec2, pos2,
    vec2,
};
use egui_phosphor::regular as icon;

/// Narrower boxes bear no number, in points.
const LEAST_NUMBERED_WIDTH: f32 = 28.0;
const LEAST_NUMBER_SIZE: f32 = 8.0;
/// More names than these would hide what they name.
const MOST_SELECTED_NAMES: usize = 12;
const MOST_BOOKMARKS: usize = 60;
/// The longest name, in points.
const LONGEST_NAME: f32 = 180.0;
/// More lines than these are not laid over the picture.
const MOST_LIT_WIRES: usize = 400;

impl CanvasFrame<'_, '_> {
    pub(in crate::canvas) fn paint_overview(
        &self,
        painter: &Painter,
        view: WorldRect,
        cards: &[usize],
        drag: Option<&Drag>,
    ) {
        self.paint_lit_wires(painter, view, drag);
        if cards.len() <= MOST_NEAR_CARDS {
            for &card in cards {
                self.paint_number(painter, card);
            }
        }
        self.paint_outlines(painter, drag);
        self.paint_names(painter);
    }

    /// The lit leg lies over the lines of all others, which are faint.
    fn paint_lit_wires(&self, painter: &Painter, view: WorldRect, drag: Option<&Drag>) {
        let lit = self.view.traced.as_ref().unwrap_or(&self.view.lit.1);
        if lit.ways.is_empty() || lit.ways.len() > MOST_LIT_WIRES {
            return;
        }
        let scene = &self.view.scene;
        let wires: Vec<usize> = scene
            .wires_in(view)
            .into_iter()
            .filter(|&wire| lit.ways.contains(&scene.wires[wire].action_id))
            .collect();
        self.paint_courses(painter, &wires, drag, true, false);
    }

    fn paint_number(&self, painter: &Painter, card: usize) {
        let Some(event) = self.event(card) else {
            return;
        };
        let rect = self.card_frame(card, None).rect;
        let is_selected = self.view.selection.events.contains(&event.id);
        paint_number(painter, rect, event, is_selected, self.theme);
    }

    /// Rings around what is selected and what is under the pointer, and where dragged cards would come to lie.
    fn paint_outlines(&self, painter: &Painter, drag: Option<&Drag>) {
        let ring = |rect: Rect, width: f32, color: Color32| {
            let gap = 1.0 + width;
            painter.rect_stroke(
                rect.expand(gap),
                CornerRadius::same(3),
                Stroke::new(width, color),
                StrokeKind::Middle,
            );
        };
        for event_id in self.selected_in_view() {
            if let Some(rect) = self.box_on_screen(event_id, drag) {
                ring(rect, 2.0, self.theme.accent);
            }
        }
        if let Some(card) = self.hover.card.or(self.hover.focused) {
            let rect = self.card_frame(card, drag).rect;
            ring(rect, 1.5, self.theme.text);
        }
    }

    fn selected_in_view(&self) -> impl Iterator<Item = EventId> + '_ {
        let selection = &self.view.selection;
        let of_action = selection
            .action
            .and_then(|action_id| self.input.design.workflow.event_of(action_id))
            .map(|event| event.id);
        let events = selection.events.iter().copied().chain(of_action);
        events.take(MOST_NEAR_CARDS)
    }

    /// `None` for what is out of sight.
    fn box_on_screen(&self, event_id: EventId, drag: Option<&Drag>) -> Option<Rect> {
        let stage = self.input.flow.index(event_id)?;
        if self.view.scene.folds.is_hidden(stage) || stage >= self.view.scene.cards.len() {
            return None;
        }
        let rect = self.card_frame(stage, drag).rect;
        rect.intersects(self.screen).then_some(rect)
    }

    /// Names float above the boxes of what is under the pointer, selected or bookmarked, the first before the others
    /// where there is no room for all.
    fn paint_names(&self, painter: &Painter) {
        let mut taken: Vec<Rect> = Vec::new();
        let layout = &self.input.design.layout;
        let selected = self.selected_in_view().take(MOST_SELECTED_NAMES);
        let selected: Vec<EventId> = selected.collect();
        for &event_id in &selected {
            self.paint_name(painter, event_id, None, &mut taken);
        }
        let bookmarks = layout.bookmarks().filter(|(id, _)| !selected.contains(id));
        for (event_id, name) in bookmarks.take(MOST_BOOKMARKS) {
            self.paint_name(painter, event_id, Some(name), &mut taken);
        }
    }

    /// Above the box, or beside or below it where that covers no other; above all the same when there is no such place.
    /// `None` when it would cover another name.
    fn free_place(&self, of: Rect, size: Vec2, taken: &[Rect]) -> Option<Rect> {
        const GAP: f32 = 6.0;
        let above = Rect::from_min_size(
            pos2(of.center().x - size.x / 2.0, of.top() - GAP - size.y),
            size,
        );
        let right = Rect::from_min_size(
            pos2(of.right() + GAP + 4.0, of.center().y - size.y / 2.0),
            size,
        );
        let below = above.translate(vec2(0.0, of.height() + size.y + 2.0 * GAP));
        let left = right.translate(vec2(-(of.width() + size.x + 2.0 * GAP + 8.0), 0.0));
        let within = self.screen.shrink(4.0);
        let is_taken = |place: &Rect| taken.iter().any(|other| other.intersects(*place));
        let covers_none = |place: &Rect| {
            let [min, max] = [place.min, place.max].map(|corner| self.world(corner));
            self.view.scene.cards_in(WorldRect { min, max }).is_empty()
        };
        let mut free = [above, right, below, left]
            .into_iter()
            .filter(|place| within.contains_rect(*place) && !is_taken(place) && covers_none(place));
        free.next().or_else(|| {
            let pushed = above.translate(push_into(above, within));
            (!is_taken(&pushed)).then_some(pushed)
        })
    }

    fn paint_name(
        &self,
        painter: &Painter,
        event_id: EventId,
        bookmark: Option<&str>,
        taken: &mut Vec<Rect>,
    ) {
        let workflow = &self.input.design.workflow;
        let (Some(rect), Some(event)) =
            (self.box_on_screen(event_id, None), workflow.event(event_id))
        else {
            return;
        };
        let name = bookmark
            .map(str::to_owned)
            .filter(|name| !name.trim().is_empty())
            .unwrap_or_else(|| {
                format!(
                    "{} {}",
                    event.stage,
                    stage_name(workflow, self.input.flow, event)
                )
            });
        let mut job = eframe::egui::text::LayoutJob::simple_singleline(
            name.replace(char::is_control, " "),
            FontId::new(theme::CAPTION, theme::medium(theme::CAPTION).family),
            self.theme.text,
        );
        job.wrap = eframe::egui::text::TextWrapping::truncate_at_width(LONGEST_NAME);
        let galley = painter.layout_job(job);
        let symbol_width = if bookmark.is_some() { 16.0 } else { 0.0 };
        let size = galley.size() + vec2(12.0 + symbol_width, 6.0);
        let Some(label) = self.free_place(rect, size, taken) else {
            return;
        };
        taken.push(label.expand(2.0));
        painter.rect(
            label,
            CornerRadius::same(5),
            self.theme.panel,
            Stroke::new(1.0, self.theme.border_strong),
            StrokeKind::Inside,
        );
        if bookmark.is_some() {
            painter.text(
                pos2(label.left() + 6.0 + 5.0, label.center().y),
                Align2::CENTER_CENTER,
                icon::BOOKMARK_SIMPLE,
                theme::icon_font(12.0),
                self.theme.accent,
            );
        }
        let text_at: Pos2 = label.min + vec2(6.0 + symbol_width, 3.0);
        painter.galley(text_at, galley, self.theme.text);
    }
}

/// The number of a stage in its box, and the icon of its event where there is room for both.
pub fn paint_number(
    painter: &Painter,
    rect: Rect,
    event: &Event,
    is_selected: bool,
    theme: &Theme,
) {
    let size = (rect.height() * 0.6)
        .min(rect.width() * 0.24)
        .min(12.0)
        .round();
    if rect.width() < LEAST_NUMBERED_WIDTH || size < LEAST_NUMBER_SIZE {
        return;
    }
    let color = if is_selected { theme.card } else { theme.text };
    let at = rect.center();
    let number = painter.layout_no_wrap(
        event.stage.to_string(),
        theme::semibold(size),
        Color32::PLACEHOLDER,
    );
    let symbol = painter.layout_no_wrap(
        theme::event_icon(event.kind).to_owned(),
        theme::icon_font(size + 1.0),
        Color32::PLACEHOLDER,
    );
    let gap = size * 0.3;
    let width = number.size().x + gap + symbol.size().x;
    let left = at.x - width / 2.0;
    if width > rect.width() - 4.0 {
        let min = at - number.size() / 2.0;
        painter.galley(min, number, color);
        return;
    }
    let hue = if is_selected {
        color
    } else {
        theme.event(event.kind)
    };
    painter.galley_with_override_text_color(
        pos2(left, at.y - symbol.size().y / 2.0),
        std::sync::Arc::clone(&symbol),
        hue,
    );
    painter.galley_with_override_text_color(
        pos2(left + symbol.size().x + gap, at.y - number.size().y / 2.0),
        number,
        color,
    );
}

/// How far a rectangle has to go to lie within another.
fn push_into(rect: Rect, within: Rect) -> Vec2 {
    let push = |min: f32, max: f32, low: f32, high: f32| {
        if min < low {
            low - min
        } else if max > high {
            high - max
        } else {
            0.0
        }
    };
    vec2(
        push(rect.left(), rect.right(), within.left(), within.right()),
        push(rect.top(), rect.bottom(), within.top(), within.bottom()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_would_be_cut_off_is_pushed_into_view() {
        let screen = Rect::from_min_size(Pos2::ZERO, vec2(100.0, 100.0));
        let at = |x, y| Rect::from_min_size(pos2(x, y), vec2(20.0, 10.0));
        assert_eq!(push_into(at(-5.0, 95.0), screen), vec2(5.0, -5.0));
        assert_eq!(push_into(at(5.0, 5.0), screen), Vec2::ZERO);
    }
}
