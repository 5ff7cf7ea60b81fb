//! The small things that several panels share.

use super::UserCommand;
use crate::canvas::CarriedAction;
use crate::rules::Severity;
use crate::theme::{self, Theme};
use crate::workflow::{ActionKind, Event, EventKind};
use eframe::egui::{
    self, Color32, CornerRadius, RichText, Sense, Ui, Vec2, WidgetInfo, WidgetType, vec2,
};

/// A heading inside a panel.
pub fn section_ui(ui: &mut Ui, title: &str) {
    ui.add_space(4.0);
    ui.label(
        RichText::new(title)
            .font(theme::semibold(theme::ROW))
            .color(Theme::of(ui.ctx()).text_weak),
    );
}

pub fn weak(ui: &Ui, text: impl Into<String>) -> RichText {
    RichText::new(text).color(Theme::of(ui.ctx()).text_weak)
}

pub fn caption(ui: &Ui, text: impl Into<String>) -> RichText {
    weak(ui, text).size(theme::CAPTION)
}

/// A sentence in an empty panel: what would be here, and how to get it.
pub fn empty_ui(ui: &mut Ui, text: &str) {
    ui.add_space(theme::GAP);
    let text = weak(ui, text);
    ui.add(egui::Label::new(text).wrap());
}

/// The button that one most likely wants.
pub fn primary_button(ui: &mut Ui, text: &str) -> egui::Response {
    let theme = Theme::of(ui.ctx());
    let label = RichText::new(text)
        .color(theme.on_accent)
        .font(theme::medium(theme::BODY));
    ui.add(
        egui::Button::new(label)
            .fill(theme.accent_fill)
            .min_size(vec2(0.0, theme::BUTTON_HEIGHT)),
    )
}

/// How wide a button is that is only an icon, in points.
pub const ICON_BUTTON_WIDTH: f32 = 36.0;

/// A button that is only an icon; its name is in the hint, and in what a screen reader says.
pub fn icon_button(ui: &mut Ui, icon: &str, name: &str, is_enabled: bool) -> egui::Response {
    let text = theme::icon_text(icon, 16.0);
    let button = egui::Button::new(text)
        .frame_when_inactive(false)
        .min_size(vec2(ICON_BUTTON_WIDTH, theme::BUTTON_HEIGHT));
    let response = ui.add_enabled(is_enabled, button);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, is_enabled, name));
    response.on_hover_text(name).on_disabled_hover_text(name)
}

/// A tool bar's button for a command: its hint is the label with its key.
pub fn command_button(ui: &mut Ui, command: UserCommand, label: &str, is_enabled: bool) -> bool {
    let mut name = label.trim_end_matches('…').to_owned();
    if let Some(shortcut) = command.shortcut() {
        name.push_str("  ");
        name.push_str(&ui.ctx().format_shortcut(&shortcut));
    }
    let text = theme::icon_text(command.icon().unwrap_or("?"), 16.0);
    let mut button = egui::Button::new(text)
        .frame_when_inactive(false)
        .min_size(Vec2::splat(theme::BUTTON_HEIGHT));
    if let UserCommand::Add(_) = command {
        button = button.sense(Sense::click_and_drag());
        name.push_str("\nDrag it onto a stage or a line");
    }
    let response = ui.add_enabled(is_enabled, button);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, is_enabled, label));
    if let UserCommand::Add(kind) = command {
        drag_out(ui, &response, kind);
    }
    response
        .on_hover_text(&name)
        .on_disabled_hover_text(&name)
        .clicked()
}

/// Lets an action be dragged from a button onto the canvas, also while there is no stage to add it to by a click.
fn drag_out(ui: &Ui, button: &egui::Response, kind: ActionKind) {
    button.dnd_set_drag_payload(CarriedAction(kind));
    if !button.enabled() {
        let handle = ui.interact(button.rect, button.id.with("drag"), Sense::DRAG);
        handle.dnd_set_drag_payload(CarriedAction(kind));
    }
}

/// A stage number on its badge, in the hue of the event.
pub fn badge_ui(ui: &mut Ui, stage: u32, kind: EventKind) {
    let theme = Theme::of(ui.ctx());
    let galley = ui.painter().layout_no_wrap(
        stage.to_string(),
        theme::semibold(theme::CAPTION),
        theme.text,
    );
    let size = vec2((galley.size().x + 10.0).max(20.0), 18.0);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let fill = theme::mixed(theme.panel, theme.event(kind), 0.28);
    ui.painter().rect_filled(rect, CornerRadius::same(5), fill);
    ui.painter()
        .galley(rect.center() - galley.size() / 2.0, galley, theme.text);
}

/// An icon in a hue, as wide as all others.
pub fn symbol_ui(ui: &mut Ui, icon: &str, color: Color32) {
    let (rect, _) = ui.allocate_exact_size(Vec2::splat(18.0), Sense::hover());
    ui.painter().text(
        rect.center(),
        egui::Align2::CENTER_CENTER,
        icon,
        theme::icon_font(15.0),
        color,
    );
}

/// Inside a text field, so that it is as high as a button.
pub const FIELD_MARGIN: egui::Margin = egui::Margin::symmetric(8, 6);

/// How a stage's row looks in a list.
#[derive(Clone, Copy, Debug, Default)]
pub struct StageRow {
    pub is_selected: bool,
    /// In points.
    pub indent: f32,
    /// The worst finding of the stage.
    pub mark: Option<Severity>,
    pub is_bookmarked: bool,
}

/// Number, icon and name of a stage in one row that can be clicked; the name is cut where it does not fit.
pub fn stage_row_ui(ui: &mut Ui, event: &Event, name: &str, look: StageRow) -> egui::Response {
    let theme = Theme::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(
        vec2(ui.available_width(), theme::ROW_HEIGHT),
        Sense::click(),
    );
    response.widget_info(|| {
        WidgetInfo::selected(
            WidgetType::SelectableLabel,
            true,
            look.is_selected,
            if look.is_bookmarked {
                format!("{} {name}, bookmarked", event.stage)
            } else {
                format!("{} {name}", event.stage)
            },
        )
    });
    let fill = match (look.is_selected, response.hovered() || response.has_focus()) {
        (true, _) => Some(theme.selection_fill),
        (_, true) => Some(theme.card_hovered_row),
        _ => None,
    };
    if let Some(fill) = fill {
        ui.painter().rect_filled(rect, CornerRadius::same(6), fill);
    }
    let mut mark_room = if look.mark.is_some() { 24.0 } else { 6.0 };
    if look.is_bookmarked {
        ui.painter().text(
            rect.right_center() - vec2(mark_room + 8.0, 0.0),
            egui::Align2::CENTER_CENTER,
            theme::BOOKMARK_ICON,
            theme::icon_font(14.0),
            theme.accent,
        );
        mark_room += 18.0;
    }
    let inner = rect
        .with_min_x(rect.left() + 6.0 + look.indent)
        .with_max_x(rect.right() - mark_room);
    if let Some(severity) = look.mark {
        ui.painter().text(
            rect.right_center() - vec2(13.0, 0.0),
            egui::Align2::CENTER_CENTER,
            theme::severity_icon(severity),
            theme::icon_font(15.0),
            theme.severity(severity),
        );
    }
    let mut row = ui.new_child(
        egui::UiBuilder::new()
            .max_rect(inner)
            .layout(egui::Layout::left_to_right(egui::Align::Center)),
    );
    row.spacing_mut().item_spacing.x = 6.0;
    badge_ui(&mut row, event.stage, event.kind);
    symbol_ui(
        &mut row,
        theme::event_icon(event.kind),
        theme.event(event.kind),
    );
    row.add(
        egui::Label::new(RichText::new(name).size(theme::BODY))
            .truncate()
            .selectable(false)
            .sense(Sense::empty()),
    );
    response
}

/// How a row of an icon and a text looks.
#[derive(Clone, Copy, Debug)]
pub struct IconRow<'a> {
    pub icon: &'a str,
    pub hue: Color32,
    /// In points.
    pub indent: f32,
    pub is_selected: bool,
}

/// An icon and a text in a row that can be clicked; the text is cut where it does not fit.
pub fn icon_row_ui(ui: &mut Ui, text: &str, look: IconRow<'_>) -> egui::Response {
    let theme = Theme::of(ui.ctx());
    let size = vec2(ui.available_width(), theme::ROW_HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, text));
    let fill = match (look.is_selected, response.hovered() || response.has_focus()) {
        (true, _) => Some(theme.selection_fill),
        (_, true) => Some(theme.card_hovered_row),
        _ => None,
    };
    if let Some(fill) = fill {
        ui.painter().rect_filled(rect, CornerRadius::same(6), fill);
    }
    let inner = rect.shrink2(vec2(6.0, 0.0));
    let mut row = ui.new_child(
        egui::UiBuilder::new()
            .max_rect(inner.with_min_x(inner.left() + look.indent))
            .layout(egui::Layout::left_to_right(egui::Align::Center)),
    );
    row.spacing_mut().item_spacing.x = 8.0;
    symbol_ui(&mut row, look.icon, look.hue);
    row.add(
        egui::Label::new(text)
            .truncate()
            .selectable(false)
            .sense(Sense::empty()),
    );
    response
}
