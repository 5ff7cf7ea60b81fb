//! Which keys are there, and what does the hand do on the canvas? One page of all of it.

use crate::designer::commands::user_command::{MENUS, Menu, UserCommand};
use crate::designer::widgets::{self, weak};
use crate::theme::{self, Theme};
use eframe::egui::{
    self, Key, Modifiers, RichText, ScrollArea, Sense, Ui, WidgetInfo, WidgetType, pos2, vec2,
};

/// In points.
const COLUMN: f32 = 330.0;
const ROW: f32 = 26.0;

/// What the hand does on the canvas: the keys held or pressed, and what comes of it.
const GESTURES: &[(&[&str], &str)] = &[
    (&["Space", "Drag"], "Move the view"),
    (&["Wheel"], "Move the view"),
    (&["Ctrl", "Wheel"], "Zoom at the pointer"),
    (&["Drag"], "On empty canvas: select with a box"),
    (&["Shift", "Click"], "Add to the selection"),
    (&["Shift", "Drag"], "Add with a box"),
    (&["Alt", "Drag"], "Move cards without snapping"),
    (&["Drag"], "From a port: link, or add an action"),
    (&["Drag"], "On a row: move the action with its leg"),
    (&["Drag"], "On a tool: put an action on a card or line"),
    (&["Double click"], "Edit what is under the pointer"),
    (&["Right click"], "Menu of what is under the pointer"),
    (&["Escape"], "Call off what the hand is doing"),
];

/// Shows the overview. Returns false when it is to close.
pub fn shortcuts_ui(ctx: &egui::Context) -> bool {
    let is_toggled = ctx.input_mut(|i| {
        i.consume_key(Modifiers::NONE, Key::F1) || i.consume_key(Modifiers::NONE, Key::Questionmark)
    });
    let window = ctx.content_rect().shrink(theme::GROUP_GAP + 24.0);
    let column_count = ((window.width() / COLUMN) as usize).clamp(1, 3);
    let frame = egui::Frame::popup(&ctx.global_style()).inner_margin(20);
    let modal = widgets::modal(ctx, "shortcuts").frame(frame);
    let mut wants_close = false;
    let shown = modal.show(ctx, |ui| {
        ui.set_max_height(window.height());
        ui.set_width(column_count as f32 * COLUMN - theme::GROUP_GAP);
        ui.horizontal(|ui| {
            ui.label(RichText::new("Keyboard shortcuts").font(theme::semibold(theme::TITLE)));
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let close = egui_phosphor::regular::X;
                wants_close = widgets::icon_button(ui, close, "Close", true).clicked();
            });
        });
        let every = UserCommand::FindCommand.shortcut();
        if let Some(key) = every {
            let key = widgets::key_text(ctx, key);
            let text = format!("{key} finds these and everything else by name.");
            ui.label(weak(ui, text));
        }
        ui.add_space(theme::GAP);
        ScrollArea::vertical()
            .max_height(window.height() - 110.0)
            .auto_shrink([false, true])
            .show(ui, |ui| columns_ui(ui, column_count));
    });
    !(wants_close || is_toggled || shown.should_close())
}

/// The menus and the canvas, each in the column that is the shortest so far.
fn columns_ui(ui: &mut Ui, column_count: usize) {
    let mut columns: Vec<(usize, Vec<&Menu>)> = vec![(0, Vec::new()); column_count];
    for menu in MENUS {
        let shortest = columns.iter_mut().min_by_key(|(rows, _)| *rows);
        if let Some((rows, menus)) = shortest {
            *rows += 2 + commands(menu).count();
            menus.push(menu);
        }
    }
    let of_canvas = (0..column_count)
        .min_by_key(|&column| columns[column].0)
        .unwrap_or_default();
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0 * theme::GROUP_GAP;
        let width = COLUMN - 2.0 * theme::GROUP_GAP - theme::GAP;
        for (column, (_, menus)) in columns.iter().enumerate() {
            ui.vertical(|ui| {
                ui.set_width(width);
                ui.spacing_mut().item_spacing.y = 0.0;
                for menu in menus {
                    heading_ui(ui, menu.title);
                    for command in commands(menu) {
                        command_ui(ui, command);
                    }
                    ui.add_space(theme::GROUP_GAP);
                }
                if column == of_canvas {
                    heading_ui(ui, "Canvas");
                    for (caps, text) in GESTURES {
                        row_ui(ui, text, &[caps_of(ui, caps)]);
                    }
                }
            });
        }
    });
}

fn commands(menu: &Menu) -> impl Iterator<Item = UserCommand> {
    let all = menu.groups.iter().copied().flatten().copied();
    all.filter(|command| command.shortcut().is_some())
}

fn command_ui(ui: &mut Ui, command: UserCommand) {
    let shortcuts = [command.second_shortcut(), command.shortcut()];
    let caps: Vec<Vec<String>> = shortcuts
        .into_iter()
        .flatten()
        .map(|shortcut| widgets::key_caps(ui.ctx(), shortcut))
        .collect();
    row_ui(ui, command.label().trim_end_matches('…'), &caps);
}

/// Caps of a gesture, with the keys named as the system names them.
fn caps_of(ui: &Ui, caps: &[&str]) -> Vec<String> {
    let is_mac = ui.ctx().os().is_mac();
    let named = caps.iter().map(|&cap| match cap {
        "Ctrl" if is_mac => "Cmd".to_owned(),
        "Alt" if is_mac => "Option".to_owned(),
        cap => cap.to_owned(),
    });
    named.collect()
}

fn heading_ui(ui: &mut Ui, title: &str) {
    ui.label(RichText::new(title).font(theme::semibold(theme::BODY)));
    ui.add_space(4.0);
}

/// A text with its keys on the right.
fn row_ui(ui: &mut Ui, text: &str, keys: &[Vec<String>]) {
    let theme = Theme::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    response.widget_info(|| {
        let keys: Vec<String> = keys.iter().rev().map(|caps| caps.join("+")).collect();
        let label = format!("{text}, {}", keys.join(" or "));
        WidgetInfo::labeled(WidgetType::Label, true, label)
    });
    let mut right = rect.right();
    for caps in keys {
        let at = pos2(right, rect.center().y);
        right = widgets::paint_key_caps(ui.painter(), theme, at, caps) - 10.0;
    }
    let mut job = egui::text::LayoutJob::simple_singleline(
        text.to_owned(),
        egui::FontId::proportional(theme::ROW),
        theme.text,
    );
    let room = (right - rect.left()).max(0.0);
    job.wrap = egui::text::TextWrapping::truncate_at_width(room);
    let galley = ui.painter().layout_job(job);
    let at = pos2(rect.left(), rect.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, theme.text);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_with_a_key_is_listed_once() {
        let listed: Vec<UserCommand> = MENUS.iter().flat_map(commands).collect();
        for command in UserCommand::with_key() {
            let times = listed.iter().filter(|&listed| listed == command).count();
            assert_eq!(times, 1, "{command:?}");
        }
    }
}
