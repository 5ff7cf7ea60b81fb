//! What does one see first? New workflow, work that was not saved, the samples that ship with the program, recent folders
//! and files.

use crate::designer::files::recovery;
use crate::designer::files::templates::template_tiles_ui;
use crate::designer::settings::Settings;
use crate::designer::widgets::{self, caption, weak};
use crate::designer::{Request, UserCommand};
use crate::file::journal::Orphan;
use crate::theme::{self, Theme};
use eframe::egui::{
    self, Align, CornerRadius, Layout, RichText, Sense, Ui, WidgetInfo, WidgetType, vec2,
};
use egui_phosphor::regular as icon;
use std::path::Path;

pub fn start_page_ui(
    ui: &mut Ui,
    settings: &Settings,
    orphans: &[Orphan],
    requests: &mut Vec<Request>,
) {
    egui::ScrollArea::vertical()
        .auto_shrink(false)
        .show(ui, |ui| {
            let width = 720.0_f32.min(ui.available_width() - 48.0);
            let side = ((ui.available_width() - width) / 2.0).max(0.0);
            ui.add_space((ui.available_height() * 0.10).clamp(16.0, 96.0));
            ui.horizontal(|ui| {
                ui.add_space(side);
                ui.vertical(|ui| {
                    ui.set_width(width);
                    page_ui(ui, settings, orphans, requests);
                });
            });
            ui.add_space(32.0);
        });
}

fn page_ui(ui: &mut Ui, settings: &Settings, orphans: &[Orphan], requests: &mut Vec<Request>) {
    ui.label(RichText::new("Legwork").font(theme::semibold(28.0)));
    ui.label(
        weak(
            ui,
            "Draw what must happen after a call, and see at once what could be forgotten.",
        )
        .size(14.0),
    );
    ui.add_space(theme::GROUP_GAP);
    ui.horizontal(|ui| {
        let hint =
            |ui: &Ui, command: UserCommand| widgets::command_hint(ui, command, &command.label());
        let new = widgets::primary_button(ui, "New workflow");
        if new
            .on_hover_text(hint(ui, UserCommand::NewWorkflow))
            .clicked()
        {
            requests.push(Request::Run(UserCommand::NewWorkflow));
        }
        for command in [UserCommand::Open, UserCommand::OpenFolder] {
            let open = ui.button(command.label());
            if open.on_hover_text(hint(ui, command)).clicked() {
                requests.push(Request::Run(command));
            }
        }
    });
    ui.add_space(2.0 * theme::GROUP_GAP);
    if !orphans.is_empty() {
        heading_ui(ui, "Recovered work");
        for (index, orphan) in orphans.iter().enumerate() {
            ui.push_id(index, |ui| orphan_ui(ui, orphan, requests));
            ui.add_space(theme::GAP);
        }
        ui.add_space(2.0 * theme::GROUP_GAP);
    }
    heading_ui(ui, "Start from a sample");
    requests.extend(template_tiles_ui(ui));
    if !settings.recent_folders.is_empty() {
        ui.add_space(2.0 * theme::GROUP_GAP);
        heading_ui(ui, "Recent folders");
        for path in &settings.recent_folders {
            path_tile_ui(ui, icon::FOLDER, path, requests);
        }
    }
    ui.add_space(2.0 * theme::GROUP_GAP);
    heading_ui(ui, "Recent");
    if settings.recent.is_empty() {
        ui.label(weak(
            ui,
            "Designs that you open or save will be listed here.",
        ));
    }
    for path in &settings.recent {
        path_tile_ui(ui, icon::FILE, path, requests);
    }
    ui.add_space(theme::GAP);
    ui.label(caption(ui, "A design is a text file; it can be kept under version control and dropped onto this window, alone or as a folder."));
}

fn heading_ui(ui: &mut Ui, title: &str) {
    ui.label(RichText::new(title).font(theme::semibold(14.0)));
    ui.add_space(4.0);
}

/// In points.
const ORPHAN_HEIGHT: f32 = 68.0;

/// A design that was not saved: what it is, what would be recovered, and what to do with it.
fn orphan_ui(ui: &mut Ui, orphan: &Orphan, requests: &mut Vec<Request>) {
    let theme = Theme::of(ui.ctx());
    let title = recovery::title(orphan);
    let (rect, _) =
        ui.allocate_exact_size(vec2(ui.available_width(), ORPHAN_HEIGHT), Sense::hover());
    let radius = CornerRadius::same(8);
    let stroke = egui::Stroke::new(1.0, theme.border);
    ui.painter()
        .rect(rect, radius, theme.card, stroke, egui::StrokeKind::Inside);
    let (symbol, hue) = match &orphan.rescue {
        Ok(_) => (icon::LIFEBUOY, theme.accent),
        Err(_) => (icon::WARNING, theme.warning),
    };
    ui.painter().text(
        rect.left_center() + vec2(24.0, 0.0),
        egui::Align2::CENTER_CENTER,
        symbol,
        theme::icon_font(20.0),
        hue,
    );
    let inside = |rect: egui::Rect, layout| egui::UiBuilder::new().max_rect(rect).layout(layout);
    let buttons_rect = rect.shrink2(vec2(12.0, 0.0));
    let mut buttons =
        ui.new_child(inside(buttons_rect, Layout::right_to_left(Align::Center)).id_salt("buttons"));
    orphan_buttons_ui(&mut buttons, orphan, &title, requests);
    let mut text_rect = rect.shrink2(vec2(0.0, 9.0));
    text_rect.min.x += 48.0;
    text_rect.max.x = buttons.min_rect().left() - theme::GAP;
    let mut text = ui.new_child(inside(text_rect, Layout::top_down(Align::Min)).id_salt("text"));
    text.spacing_mut().item_spacing.y = 2.0;
    let name = RichText::new(&title).font(theme::medium(theme::BODY));
    text.add(egui::Label::new(name).truncate());
    for line in orphan_lines(orphan) {
        let line = weak(&text, line).size(theme::ROW);
        text.add(egui::Label::new(line).truncate());
    }
}

fn orphan_buttons_ui(ui: &mut Ui, orphan: &Orphan, title: &str, requests: &mut Vec<Request>) {
    let journal = orphan.journal.clone();
    // Several may be offered: a screen reader must tell the buttons apart.
    let named = |response: egui::Response, verb: &str| {
        let name = format!("{verb} {title}");
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, &name));
        response.clicked()
    };
    if orphan.rescue.is_ok() && named(widgets::primary_button(ui, "Recover"), "Recover") {
        requests.push(Request::Recover(journal.clone()));
    }
    if named(ui.button("Discard…"), "Discard") {
        requests.push(Request::AskToDiscard {
            journal,
            title: title.to_owned(),
        });
    }
}

fn orphan_lines(orphan: &Orphan) -> [String; 2] {
    match &orphan.rescue {
        Ok(rescue) => {
            let file = rescue.file.as_deref().map_or_else(
                || "Never saved to a file".to_owned(),
                |file| file.display().to_string(),
            );
            let damage = if rescue.is_damaged {
                ". What came after cannot be read"
            } else {
                ""
            };
            let age = recovery::age(orphan);
            [
                file,
                format!("{}, {age}{damage}", capitalised(&rescue.what)),
            ]
        }
        Err(why) => [
            orphan.journal.display().to_string(),
            format!("Nothing can be recovered: {why}"),
        ],
    }
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(chars).collect()
}

/// A file or a folder that was open before: its name, and where it is.
fn path_tile_ui(ui: &mut Ui, symbol: &str, path: &Path, requests: &mut Vec<Request>) {
    let name = path.file_name().map_or_else(
        || path.display().to_string(),
        |name| name.to_string_lossy().into_owned(),
    );
    let parent = path.parent();
    let folder = parent.map(|folder| folder.display().to_string());
    let folder = folder.unwrap_or_default();
    if widgets::tile_ui(ui, ui.available_width(), symbol, &name, &folder).clicked() {
        requests.push(Request::OpenPath(path.to_owned()));
    }
}
