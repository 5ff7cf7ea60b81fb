//! How do the two designs lie beside each other? On canvases that move together.

use super::load::{Comparison, Side};
use super::{CompareRequest, Comparing, State};
use crate::canvas::{Viewed, viewed_ui};
use crate::designer::widgets::weak;
use crate::theme::{self, Theme};
use crate::workflow::Spot;
use eframe::egui::{
    Align, CentralPanel, CornerRadius, Layout, Rect, RichText, Stroke, Ui, UiBuilder, pos2, vec2,
};

const HEADER: f32 = 34.0;

impl Comparing {
    pub(super) fn sides_ui(
        &mut self,
        ui: &mut Ui,
        name: &str,
        now: &str,
        is_motion_reduced: bool,
        asked: &mut Vec<CompareRequest>,
    ) {
        let titles = [
            (self.against.title(), self.against.details()),
            (name.to_owned(), now.to_owned()),
        ];
        CentralPanel::no_frame().show(ui, |ui| match &mut self.state {
            State::Choosing => self.choose_ui(ui, asked),
            State::Loading(_) => message_ui(ui, "Reading and comparing…"),
            State::Failed(why) => message_ui(ui, why),
            State::Ready(comparison) => {
                let clicked = pair_ui(ui, comparison, &titles, is_motion_reduced);
                if let Some(index) = clicked {
                    self.list.go_to(index);
                }
            }
        });
    }
}

/// A sentence in place of the canvases.
pub(super) fn message_ui(ui: &mut Ui, text: &str) {
    let theme = Theme::of(ui.ctx());
    let rect = ui.available_rect_before_wrap();
    ui.painter()
        .rect_filled(rect, CornerRadius::ZERO, theme.canvas);
    ui.centered_and_justified(|ui| ui.label(weak(ui, text)));
}

/// Shows both; returns the first difference of what was clicked.
fn pair_ui(
    ui: &mut Ui,
    comparison: &mut Comparison,
    titles: &[(String, String); 2],
    is_motion_reduced: bool,
) -> Option<usize> {
    let theme = Theme::of(ui.ctx());
    let room = ui.available_rect_before_wrap();
    ui.advance_cursor_after_rect(room);
    ui.painter()
        .rect_filled(room, CornerRadius::ZERO, theme.panel);
    let middle = room.center().x.round();
    let halves = [room.with_max_x(middle - 0.5), room.with_min_x(middle + 0.5)];
    let selected = comparison.after.view.selection.clone();
    let Comparison { before, after, .. } = comparison;
    let cameras = [before.view.camera, after.view.camera];
    // What flies leads; else whoever was moved by hand in this frame.
    if before.view.is_flying() {
        side_ui(
            ui,
            halves[0],
            before,
            "Before",
            &titles[0],
            is_motion_reduced,
        );
        after.view.look_along(&before.view);
        side_ui(ui, halves[1], after, "Now", &titles[1], is_motion_reduced);
    } else {
        side_ui(ui, halves[1], after, "Now", &titles[1], is_motion_reduced);
        if after.view.camera != cameras[1] || after.view.is_flying() {
            before.view.look_along(&after.view);
        }
        let camera = before.view.camera;
        side_ui(
            ui,
            halves[0],
            before,
            "Before",
            &titles[0],
            is_motion_reduced,
        );
        if before.view.camera != camera {
            after.view.look_along(&before.view);
            ui.ctx().request_repaint();
        }
    }
    ui.painter()
        .vline(middle, room.y_range(), Stroke::new(1.0, theme.border));
    let views = [&before.view, &after.view];
    let clicked = views
        .into_iter()
        .find(|view| view.selection != selected)
        .map(|view| view.selection.clone())?;
    comparison.select(&clicked);
    let stage = clicked.events.first().copied();
    comparison.differences.iter().position(|difference| {
        let Spot::Workflow(place) = &difference.spot else {
            return false;
        };
        let event_id = difference.stage.as_ref().map(|stage| stage.event_id);
        match clicked.action {
            Some(action_id) => place.action_id() == Some(action_id),
            None => stage.is_some() && event_id == stage,
        }
    })
}

fn side_ui(
    ui: &mut Ui,
    rect: Rect,
    side: &mut Side,
    name: &str,
    (title, details): &(String, String),
    is_motion_reduced: bool,
) {
    let theme = Theme::of(ui.ctx());
    let header = Rect::from_min_size(rect.min, vec2(rect.width(), HEADER));
    let mut row = ui.new_child(
        UiBuilder::new()
            .max_rect(header.shrink2(vec2(12.0, 0.0)))
            .layout(Layout::left_to_right(Align::Center)),
    );
    row.spacing_mut().item_spacing.x = theme::GAP;
    row.label(weak(ui, name).font(theme::medium(theme::ROW)));
    let title = RichText::new(title).font(theme::semibold(theme::BODY));
    row.add(eframe::egui::Label::new(title).truncate());
    if row.available_width() > 60.0 {
        row.add(eframe::egui::Label::new(weak(ui, details)).truncate());
    }
    ui.painter().hline(
        header.x_range(),
        header.bottom(),
        Stroke::new(1.0, theme.border),
    );
    let canvas = Rect::from_min_max(pos2(rect.left(), header.bottom() + 1.0), rect.max);
    let mut child = ui.new_child(UiBuilder::new().id_salt(name).max_rect(canvas));
    let viewed = Viewed {
        design: &side.design,
        flow: &side.flow,
        compared: &side.compared,
        name,
        is_motion_reduced,
    };
    viewed_ui(&mut child, &viewed, &mut side.view);
}
