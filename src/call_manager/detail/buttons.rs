//! What can be pushed? The buttons of the stage, each with the number key that leads to it.
//!
//! A push cannot be undone, so a slip must not happen: one click pushes, but no button takes a click in the moment after
//! it has come up under the pointer; a number key only leads to its button, and `Enter` pushes that.

use super::super::requests::Request;
use crate::designer::widgets::paint_key_caps;
use crate::runtime::RunId;
use crate::runtime::store::{OfferedButton, Summary};
use crate::theme::{self, Theme};
use eframe::egui::{
    CornerRadius, CursorIcon, Id, Sense, Stroke, StrokeKind, Ui, WidgetInfo, WidgetType, vec2,
};

const HEIGHT: f32 = 36.0;
const KEY_ROOM: f32 = 44.0;

/// By which the keyboard finds a button.
pub fn button_id(run_id: RunId, number: u32) -> Id {
    Id::new(("push", run_id.0, number))
}

pub fn offer_ui(
    ui: &mut Ui,
    summary: &Summary,
    is_enabled: bool,
    is_held: bool,
    requests: &mut Vec<Request>,
) {
    for button in &summary.buttons {
        button_ui(ui, summary.run, button, is_enabled, is_held, requests);
    }
}

fn button_ui(
    ui: &mut Ui,
    run_id: RunId,
    button: &OfferedButton,
    is_enabled: bool,
    is_held: bool,
    requests: &mut Vec<Request>,
) {
    let theme = Theme::of(ui.ctx());
    let (_, rect) = ui.allocate_space(vec2(ui.available_width(), HEIGHT));
    let response = ui.interact(rect, button_id(run_id, button.number), Sense::click());
    let name = format!("Push {}", button.label);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, is_enabled, &name));
    let is_hot = is_enabled && (response.hovered() || response.has_focus());
    let (fill, text, edge) = match (is_enabled, is_hot) {
        // In the moment in which none takes a push they look as ever: nothing flickers.
        (false, _) if is_held => (theme.panel, theme.text_weak, theme.border),
        (_, true) => (theme.accent_fill, theme.on_accent, theme.accent),
        _ => (theme.card, theme.text, theme.border_strong),
    };
    let radius = CornerRadius::same(8);
    let stroke = Stroke::new(1.0, edge);
    ui.painter()
        .rect(rect, radius, fill, stroke, StrokeKind::Inside);
    if response.has_focus() {
        let ring = Stroke::new(2.0, theme.accent);
        ui.painter().rect_stroke(
            rect.expand(2.0),
            CornerRadius::same(10),
            ring,
            StrokeKind::Outside,
        );
    }
    let at = rect.left_center() + vec2(14.0, 0.0);
    let width = rect.width() - 14.0 - KEY_ROOM;
    let font = theme::medium(theme::BODY);
    super::super::row::paint_text(ui.painter(), at, width, &button.label, font, text);
    // The key leads here first, and pushes then.
    let cap = if response.has_focus() {
        Some("Enter".to_owned())
    } else {
        (button.number <= 9).then(|| button.number.to_string())
    };
    if let Some(cap) = cap {
        let right = rect.right_center() - vec2(10.0, 0.0);
        paint_key_caps(ui.painter(), theme, right, &[cap]);
    }
    if is_enabled && response.clicked() {
        requests.push(Request::Push(button.number));
    }
    if is_enabled {
        response.on_hover_cursor(CursorIcon::PointingHand);
    }
}
