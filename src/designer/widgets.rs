//! The small things that several panels share.

use super::UserCommand;
use crate::canvas::CarriedAction;
use crate::rules::Severity;
use crate::theme::{self, Theme};
use crate::workflow::{ActionKind, Event, EventKind};
use eframe::egui::{
    self, Color32, CornerRadius, RichText, Sense, Ui, Vec2, WidgetInfo, WidgetType, vec2,
};

/// Something that lies over the window, as high as the window if it needs to be.
pub fn modal(ctx: &egui::Context, name: &str) -> egui::Modal {
    let id = egui::Id::new(name);
    let area = egui::Modal::default_area(id).default_size(ctx.content_rect().size());
    egui::Modal::new(id).area(area)
}

/// The edge by which a panel is resized takes the keyboard too, but egui gives it no name.
pub fn name_resize_handle(ctx: &egui::Context, panel: &str, name: &str) {
    let handle = egui::Id::new(panel).with("__resize");
    ctx.accesskit_node_builder(handle, |node| {
        node.set_role(egui::accesskit::Role::Splitter);
        node.set_label(name);
    });
}

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
    hinted_icon_button(ui, icon, name, name, is_enabled)
}

/// As [`icon_button`], for what a command does as well: its hint has the command's key.
pub fn command_icon_button(
    ui: &mut Ui,
    icon: &str,
    name: &str,
    command: UserCommand,
) -> egui::Response {
    let hint = command_hint(ui, command, name);
    hinted_icon_button(ui, icon, name, &hint, true)
}

fn hinted_icon_button(
    ui: &mut Ui,
    icon: &str,
    name: &str,
    hint: &str,
    is_enabled: bool,
) -> egui::Response {
    let text = theme::icon_text(icon, 16.0);
    let button = egui::Button::new(text)
        .frame_when_inactive(false)
        .min_size(vec2(ICON_BUTTON_WIDTH, theme::BUTTON_HEIGHT));
    let response = ui.add_enabled(is_enabled, button);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, is_enabled, name));
    response.on_hover_text(hint).on_disabled_hover_text(hint)
}

/// A tool bar's button for a command: its hint is the label with its key.
pub fn command_button(ui: &mut Ui, command: UserCommand, label: &str, is_enabled: bool) -> bool {
    let mut name = command_hint(ui, command, label);
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

/// A command's label and key, as the hint of a button that stands for it.
pub fn command_hint(ui: &Ui, command: UserCommand, label: &str) -> String {
    let label = label.trim_end_matches('…');
    match command.shortcut() {
        Some(shortcut) => format!("{label}  {}", key_text(ui.ctx(), shortcut)),
        None => label.to_owned(),
    }
}

/// The keys of a shortcut, each as it stands on its cap.
pub fn key_caps(ctx: &egui::Context, shortcut: egui::KeyboardShortcut) -> Vec<String> {
    use egui::{Key, ModifierNames, Modifiers};
    let is_mac = ctx.os().is_mac();
    let held = shortcut.modifiers;
    let each = [
        (held.command || held.ctrl, Modifiers::COMMAND),
        (held.alt, Modifiers::ALT),
        (held.shift, Modifiers::SHIFT),
    ];
    let held = each.into_iter().filter(|(is_held, _)| *is_held);
    let mut caps: Vec<String> = held
        .map(|(_, modifier)| ModifierNames::NAMES.format(&modifier, is_mac))
        .collect();
    caps.push(match shortcut.logical_key {
        // As they are printed on the keys, where egui has a name only.
        Key::Questionmark => "?".to_owned(),
        Key::OpenBracket => "[".to_owned(),
        Key::CloseBracket => "]".to_owned(),
        Key::Period => ".".to_owned(),
        Key::Comma => ",".to_owned(),
        Key::Slash => "/".to_owned(),
        Key::Plus => "+".to_owned(),
        Key::Minus => "−".to_owned(),
        key => key.name().to_owned(),
    });
    caps
}

/// A shortcut as menus and hints write it: `Ctrl+Shift+S`.
pub fn key_text(ctx: &egui::Context, shortcut: egui::KeyboardShortcut) -> String {
    let between = if ctx.os().is_mac() { "" } else { "+" };
    key_caps(ctx, shortcut).join(between)
}

/// Paints key caps that end at a point on the right, level with it. Returns where they begin.
pub fn paint_key_caps(
    painter: &egui::Painter,
    theme: &Theme,
    right_center: egui::Pos2,
    caps: &[String],
) -> f32 {
    let mut right = right_center.x;
    for cap in caps.iter().rev() {
        let font = theme::medium(theme::CAPTION);
        let galley = painter.layout_no_wrap(cap.clone(), font, theme.text_weak);
        let size = vec2((galley.size().x + 10.0).max(20.0), 20.0);
        let center = egui::pos2(right - size.x / 2.0, right_center.y);
        let rect = egui::Rect::from_center_size(center, size);
        let stroke = egui::Stroke::new(1.0, theme.border);
        let corners = CornerRadius::same(5);
        painter.rect(rect, corners, theme.field, stroke, egui::StrokeKind::Inside);
        painter.galley(center - galley.size() / 2.0, galley, theme.text_weak);
        right = rect.left() - 3.0;
    }
    right + 3.0
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
    let fill = theme.badge(theme.panel, kind);
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

/// Something that is on or off.
pub fn checkbox(ui: &mut Ui, is_on: &mut bool, text: &str) -> egui::Response {
    let edge = Theme::of(ui.ctx()).border_strong;
    ui.scope(|ui| {
        let widgets = &mut ui.visuals_mut().widgets;
        widgets.inactive.bg_stroke.color = edge;
        // Corners as round as a button's would make a circle of it.
        for widget in [
            &mut widgets.inactive,
            &mut widgets.hovered,
            &mut widgets.active,
        ] {
            widget.corner_radius = CornerRadius::same(4);
        }
        ui.checkbox(is_on, text)
    })
    .inner
}

/// A field to type in. Nothing but its edge tells where it is, so that is stronger than a button's.
pub fn text_field(ui: &mut Ui, edit: egui::TextEdit<'_>) -> egui::Response {
    let edge = Theme::of(ui.ctx()).border_strong;
    let of_buttons =
        std::mem::replace(&mut ui.visuals_mut().widgets.inactive.bg_stroke.color, edge);
    let response = ui.add(edit);
    ui.visuals_mut().widgets.inactive.bg_stroke.color = of_buttons;
    response
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

/// A button that is only a small icon, for headings and bars; its name is in the hint, and in what a screen reader
/// says.
pub fn small_icon_button(ui: &mut Ui, icon: &str, name: &str) -> egui::Response {
    let (_, response) = ui.allocate_exact_size(Vec2::splat(24.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, name));
    paint_small_icon(ui, &response, icon);
    response.on_hover_text(name)
}

/// An icon in the middle of something small that can be clicked, which shows that it is reached.
pub fn paint_small_icon(ui: &Ui, response: &egui::Response, icon: &str) {
    let theme = Theme::of(ui.ctx());
    let is_hot = response.hovered() || response.has_focus();
    if is_hot {
        let fill = theme::mixed(theme.card_hovered_row, theme.text, 0.08);
        ui.painter()
            .rect_filled(response.rect, CornerRadius::same(5), fill);
    }
    ui.painter().text(
        response.rect.center(),
        egui::Align2::CENTER_CENTER,
        icon,
        theme::icon_font(13.0),
        if is_hot { theme.text } else { theme.text_weak },
    );
}

/// Selects the text of a field that is `length` letters long, so that typing replaces it.
pub fn select_all(ctx: &egui::Context, field: egui::Id, length: usize) {
    use egui::text::{CCursor, CCursorRange};
    let mut state = egui::text_edit::TextEditState::load(ctx, field).unwrap_or_default();
    let whole = CCursorRange::two(CCursor::new(0), CCursor::new(length));
    state.cursor.set_char_range(Some(whole));
    state.store(ctx, field);
}

/// Something large to begin with: an icon, a title and a line about it.
pub fn tile_ui(
    ui: &mut Ui,
    width: f32,
    symbol: &str,
    title: &str,
    summary: &str,
) -> egui::Response {
    let theme = Theme::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(width, 52.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, title));
    let is_hot = response.hovered() || response.has_focus();
    let stroke = egui::Stroke::new(1.0, if is_hot { theme.accent } else { theme.border });
    ui.painter().rect(
        rect,
        CornerRadius::same(8),
        theme.card,
        stroke,
        egui::StrokeKind::Inside,
    );
    let painter = ui.painter().with_clip_rect(rect);
    let font = theme::icon_font(20.0);
    painter.text(
        rect.left_center() + vec2(24.0, 0.0),
        egui::Align2::CENTER_CENTER,
        symbol,
        font,
        theme.accent,
    );
    let line = |text: &str, font: egui::FontId, color| {
        let mut job = egui::text::LayoutJob::simple_singleline(text.to_owned(), font, color);
        job.wrap = egui::text::TextWrapping::truncate_at_width(width - 60.0);
        painter.layout_job(job)
    };
    painter.galley(
        rect.left_top() + vec2(48.0, 9.0),
        line(title, theme::medium(theme::BODY), theme.text),
        theme.text,
    );
    let summary = line(
        summary,
        egui::FontId::proportional(theme::ROW),
        theme.text_weak,
    );
    painter.galley(rect.left_top() + vec2(48.0, 28.0), summary, theme.text_weak);
    response
}
