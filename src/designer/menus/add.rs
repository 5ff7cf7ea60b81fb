//! Which action? A menu at the stage that filters as one types, for mouse and keyboard alike.

use crate::canvas::CarriedAction;
use crate::designer::Request;
use crate::designer::menus::floating::Floating;
use crate::designer::widgets;
use crate::theme::{self, Theme};
use crate::workflow::{ActionKind, EventId, Position};
use eframe::egui::{
    self, CornerRadius, Key, Modifiers, Pos2, Sense, Ui, WidgetInfo, WidgetType, vec2,
};

pub struct AddMenu {
    event_id: EventId,
    stage: u32,
    card: Option<Position>,
    floating: Floating,
    filter: String,
    marked: usize,
}

impl AddMenu {
    pub const fn new(event_id: EventId, stage: u32, card: Option<Position>, at: Pos2) -> Self {
        let floating = Floating::new(at);
        Self {
            event_id,
            stage,
            card,
            floating,
            filter: String::new(),
            marked: 0,
        }
    }

    /// Shows the menu. Returns false when it is to close.
    pub fn show(&mut self, ctx: &egui::Context, requests: &mut Vec<Request>) -> bool {
        let kinds = matching(&self.filter);
        let mut is_chosen = false;
        ctx.input_mut(|i| {
            if i.consume_key(Modifiers::NONE, Key::ArrowDown) {
                self.marked += 1;
            }
            if i.consume_key(Modifiers::NONE, Key::ArrowUp) {
                self.marked = (self.marked + kinds.len().max(1)) - 1;
            }
            is_chosen = i.consume_key(Modifiers::NONE, Key::Enter)
                || i.consume_key(Modifiers::NONE, Key::Tab);
        });
        self.marked %= kinds.len().max(1);
        let by_key = kinds.get(self.marked).copied().filter(|_| is_chosen);
        let frame = egui::Frame::popup(&ctx.global_style()).inner_margin(8);
        let mut floating = self.floating;
        let ((by_click, is_dragged_out), is_dismissed) =
            floating.show(ctx, "add menu", frame, |ui| {
                ui.set_width(300.0);
                self.list_ui(ui, &kinds)
            });
        self.floating = floating;
        let picked = by_click.or(by_key);
        if let Some(kind) = picked {
            requests.push(Request::AddAction {
                event_id: self.event_id,
                kind,
                card: self.card,
            });
        }
        picked.is_none() && !is_dismissed && !is_dragged_out
    }

    /// Returns the kind that was clicked, and whether one is being dragged onto the canvas.
    fn list_ui(&mut self, ui: &mut Ui, kinds: &[ActionKind]) -> (Option<ActionKind>, bool) {
        let edit = egui::TextEdit::singleline(&mut self.filter)
            .hint_text(format!("Add action to stage {}", self.stage))
            .margin(widgets::FIELD_MARGIN)
            .desired_width(f32::INFINITY)
            .lock_focus(true);
        let response = widgets::text_field(ui, edit);
        response.widget_info(|| WidgetInfo::labeled(WidgetType::TextEdit, true, "Filter actions"));
        response.request_focus();
        if response.changed() {
            self.marked = 0;
        }
        ui.add_space(2.0);
        ui.spacing_mut().item_spacing.y = 0.0;
        if kinds.is_empty() {
            widgets::empty_ui(ui, "No action fits. Delete a letter to see more.");
        }
        let (mut picked, mut is_dragged_out) = (None, false);
        for (index, &kind) in kinds.iter().enumerate() {
            let response = kind_row_ui(ui, kind, index == self.marked);
            if response.hovered() && ui.input(|i| i.pointer.is_moving()) {
                self.marked = index;
            }
            if response.clicked() {
                picked = Some(kind);
            }
            response.dnd_set_drag_payload(CarriedAction(kind));
            is_dragged_out |= response.drag_started();
        }
        (picked, is_dragged_out)
    }
}

fn kind_row_ui(ui: &mut Ui, kind: ActionKind, is_marked: bool) -> egui::Response {
    let theme = Theme::of(ui.ctx());
    let (rect, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), 40.0), Sense::click_and_drag());
    response.widget_info(|| {
        WidgetInfo::selected(WidgetType::SelectableLabel, true, is_marked, kind.title())
    });
    if is_marked {
        ui.painter()
            .rect_filled(rect, CornerRadius::same(6), theme.selection_fill);
    }
    let hue = theme.action(kind);
    let painter = ui.painter();
    let icon_at = rect.left_center() + vec2(18.0, 0.0);
    painter.text(
        icon_at,
        egui::Align2::CENTER_CENTER,
        theme::action_icon(kind),
        theme::icon_font(17.0),
        hue,
    );
    let text_at = rect.left_top() + vec2(38.0, 4.0);
    painter.text(
        text_at,
        egui::Align2::LEFT_TOP,
        kind.title(),
        theme::medium(theme::BODY),
        theme.text,
    );
    let mut summary = egui::text::LayoutJob::simple_singleline(
        kind.summary().to_owned(),
        egui::FontId::proportional(theme::CAPTION),
        theme.text_weak,
    );
    summary.wrap = egui::text::TextWrapping::truncate_at_width(rect.width() - 46.0);
    let summary = painter.layout_job(summary);
    painter.galley(rect.left_top() + vec2(38.0, 21.0), summary, theme.text_weak);
    if let Some(key) = crate::designer::UserCommand::Add(kind).shortcut() {
        let key = widgets::key_text(ui.ctx(), key);
        let at = rect.right_top() + vec2(-8.0, 5.0);
        painter.text(
            at,
            egui::Align2::RIGHT_TOP,
            key,
            egui::FontId::proportional(theme::CAPTION),
            theme.text_weak,
        );
    }
    response
}

/// The kinds that fit what was typed: those whose name begins with it first.
fn matching(filter: &str) -> Vec<ActionKind> {
    let wanted = filter.trim().to_lowercase();
    let rank = |kind: ActionKind| {
        let title = kind.title().to_lowercase();
        let begins = title.split(' ').any(|word| word.starts_with(&wanted));
        match () {
            () if title.starts_with(&wanted) => Some(0),
            () if begins => Some(1),
            () if title.contains(&wanted) => Some(2),
            () => kind.summary().to_lowercase().contains(&wanted).then_some(3),
        }
    };
    let mut kinds: Vec<_> = ActionKind::ALL
        .into_iter()
        .filter_map(|kind| Some((rank(kind)?, kind)))
        .collect();
    kinds.sort_by_key(|&(rank, _)| rank);
    kinds.into_iter().map(|(_, kind)| kind).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_with_the_letters_typed_comes_first() {
        assert_eq!(matching("f")[0], ActionKind::Finish);
        assert_eq!(matching("ti")[0], ActionKind::Timer);
        assert_eq!(matching("work")[0], ActionKind::Finish);
        assert_eq!(matching("message")[0], ActionKind::Sms);
        assert!(matching("zzz").is_empty());
        assert_eq!(matching("").len(), ActionKind::ALL.len());
    }
}
