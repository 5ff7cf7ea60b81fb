//! Which designs are open? A tab for each, above the canvas; none while there is only one.

use crate::designer::app::Designer;
use crate::designer::document::DocumentId;
use crate::designer::widgets;
use crate::designer::{Document, Request};
use crate::theme::{self, Theme};
use eframe::egui::{
    self, CornerRadius, Frame, Id, Margin, Panel, Rect, Sense, Stroke, Ui, WidgetInfo, WidgetType,
    pos2, vec2,
};
use egui_phosphor::regular as icon;

const HEIGHT: f32 = 34.0;
const LEAST_WIDTH: f32 = 96.0;
const MOST_WIDTH: f32 = 220.0;
/// Before the name, and after it with room for the button that closes the tab.
const BEFORE: f32 = 12.0;
const AFTER: f32 = 34.0;

/// What the strip keeps: the tab that it has brought into sight.
#[derive(Default)]
pub struct Tabs {
    shown: Option<DocumentId>,
}

impl Designer {
    pub(in crate::designer) fn tab_strip_ui(&mut self, ui: &mut Ui) {
        if self.documents.len() < 2 {
            return;
        }
        let theme = Theme::of(ui.ctx());
        let frame = Frame::new().fill(theme.panel).inner_margin(Margin::ZERO);
        let strip = Panel::top("tabs").exact_size(HEIGHT).frame(frame);
        strip.show(ui, |ui| {
            ui.style_mut().always_scroll_the_only_direction = true;
            ui.spacing_mut().item_spacing.x = 0.0;
            // The bar of a strip this low would lie on the names.
            let area = egui::ScrollArea::horizontal()
                .scroll_bar_visibility(egui::scroll_area::ScrollBarVisibility::AlwaysHidden)
                .auto_shrink(false);
            area.show(ui, |ui| {
                ui.horizontal(|ui| self.tabs_ui(ui));
            });
        });
    }

    fn tabs_ui(&mut self, ui: &mut Ui) {
        let mut centers = Vec::new();
        let mut dragged = None;
        for (index, document) in self.documents.iter().enumerate() {
            let is_active = index == self.active;
            let response = tab_ui(ui, document, is_active, &mut self.requests);
            if is_active && self.tabs.shown != Some(document.id) {
                response.scroll_to_me(None);
                self.tabs.shown = Some(document.id);
            }
            if response.clicked() || response.drag_started() {
                self.requests.push(Request::Activate(index));
            }
            if response.middle_clicked() {
                self.requests.push(Request::CloseTab(document.id));
            }
            if response.dragged()
                && let Some(at) = response.interact_pointer_pos()
            {
                dragged = Some((index, at.x));
            }
            centers.push(response.rect.center().x);
        }
        if let Some((from, x)) = dragged {
            let is_past = |&&center: &&f32| center < x;
            let before = centers.iter().filter(is_past).count();
            // The tab's own middle counts while it is dragged to the right.
            let to = before - usize::from(centers[from] < x);
            if to != from {
                self.requests.push(Request::MoveTab { from, to });
            }
        }
    }

    /// Puts a tab in another place. The one that is shown stays shown.
    pub(in crate::designer) fn move_tab(&mut self, from: usize, to: usize) {
        if from >= self.documents.len() || to >= self.documents.len() {
            return;
        }
        let active = self.documents[self.active].id;
        let document = self.documents.remove(from);
        self.documents.insert(to, document);
        self.active = self.index_of(active).unwrap_or(self.active);
    }

    /// The tab to the right of the one that is shown, or to its left, round and round.
    pub(in crate::designer) fn step_tab(&mut self, is_forward: bool) {
        let count = self.documents.len();
        if count > 0 {
            let step = if is_forward { 1 } else { count - 1 };
            self.active = (self.active + step) % count;
        }
    }
}

fn tab_ui(
    ui: &mut Ui,
    document: &Document,
    is_active: bool,
    requests: &mut Vec<Request>,
) -> egui::Response {
    let theme = Theme::of(ui.ctx());
    let color = if is_active {
        theme.text
    } else {
        theme.text_weak
    };
    let mut job = egui::text::LayoutJob::simple_singleline(
        document.short_name(),
        theme::medium(theme::ROW),
        color,
    );
    job.wrap = egui::text::TextWrapping::truncate_at_width(MOST_WIDTH - BEFORE - AFTER);
    let galley = ui.painter().layout_job(job);
    let width = (BEFORE + galley.size().x + AFTER).max(LEAST_WIDTH);
    let (_, rect) = ui.allocate_space(vec2(width, HEIGHT));
    let id = Id::new(("tab", document.id));
    let response = ui.interact(rect, id, Sense::click_and_drag());
    response.widget_info(|| {
        WidgetInfo::selected(
            WidgetType::SelectableLabel,
            true,
            is_active,
            document.short_name(),
        )
    });
    let is_hovered = ui.rect_contains_pointer(rect);
    paint_tab(ui, rect, is_active, is_hovered || response.has_focus());
    let at = pos2(
        rect.left() + BEFORE,
        rect.center().y - galley.size().y / 2.0,
    );
    ui.painter().galley(at, galley, color);

    // The dot gives way to the button that closes, where that can be reached.
    let corner = pos2(rect.right() - 18.0, rect.center().y);
    let close_rect = Rect::from_center_size(corner, vec2(22.0, 22.0));
    let close_id = id.with("close");
    let close = ui.interact(close_rect, close_id, Sense::click());
    let name = format!("Close {}", document.short_name());
    close.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, &name));
    let is_reached = is_hovered || close.has_focus();
    if document.is_unsaved() && !is_reached {
        ui.painter().circle_filled(corner, 4.0, theme.accent);
    } else if is_active || is_reached {
        widgets::paint_small_icon(ui, &close, icon::X);
    }
    if close.clicked() {
        requests.push(Request::CloseTab(document.id));
    }
    let unsaved = if document.is_unsaved() {
        "Unsaved changes"
    } else {
        "Saved"
    };
    let hint = document.path.as_ref().map_or_else(
        || "Not saved to a file yet".to_owned(),
        |path| format!("{}\n{unsaved}", path.display()),
    );
    close.on_hover_text(name);
    response.on_hover_text(format!("{}\n{hint}", document.short_name()))
}

fn paint_tab(ui: &Ui, rect: Rect, is_active: bool, is_hot: bool) {
    let theme = Theme::of(ui.ctx());
    let painter = ui.painter();
    let fill = match (is_active, is_hot) {
        (true, _) => theme.canvas,
        (false, true) => theme.card_hovered_row,
        (false, false) => theme.panel,
    };
    painter.rect_filled(rect, CornerRadius::ZERO, fill);
    let line = Stroke::new(1.0, theme.border);
    painter.vline(rect.right() - 0.5, rect.y_range().shrink(6.0), line);
    if is_active {
        let top = rect.with_max_y(rect.top() + 2.0);
        painter.rect_filled(top, CornerRadius::ZERO, theme.accent);
    }
}
