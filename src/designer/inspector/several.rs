//! Several things at once: what can be done with all of them.

use super::annotation::tints_ui;
use crate::arrange::{Alignment, Axis};
use crate::designer::widgets::{self, section_ui};
use crate::designer::{Document, Request, UserCommand};
use crate::edit::commands;
use crate::theme;
use crate::workflow::{AnnotationId, AnnotationKind};
use eframe::egui::{self, Ui, WidgetInfo, WidgetType};

pub(super) fn several_ui(ui: &mut Ui, document: &Document, requests: &mut Vec<Request>) {
    let selection = &document.view.selection;
    let layout = &document.design().layout;
    let annotations = || {
        let ids = selection.annotations.iter();
        ids.filter_map(|&id| layout.annotation(id))
    };
    let count_of = |kind: AnnotationKind| annotations().filter(|found| found.kind == kind).count();
    let counts = [
        counted(selection.events.len(), "stage"),
        counted(count_of(AnnotationKind::Frame), "frame"),
        counted(count_of(AnnotationKind::StickyNote), "sticky note"),
    ];
    let title = counts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    ui.add(egui::Label::new(egui::RichText::new(title).heading()).wrap());
    ui.horizontal_wrapped(|ui| {
        for command in [
            UserCommand::Copy,
            UserCommand::Duplicate,
            UserCommand::Delete,
            UserCommand::DeleteAndHeal,
        ] {
            let is_drawn = selection.events.is_empty();
            if is_drawn && command == UserCommand::DeleteAndHeal {
                continue;
            }
            let label = command.label();
            let hint = widgets::command_hint(ui, command, &label);
            if ui.button(label).on_hover_text(hint).clicked() {
                requests.push(Request::Run(command));
            }
        }
    });
    ui.add_space(theme::GAP);
    section_ui(ui, "Align");
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        for alignment in Alignment::ALL {
            icon_ui(ui, UserCommand::Align(alignment), true, requests);
        }
    });
    ui.add_space(theme::GAP);
    section_ui(ui, "Distribute");
    let are_enough = selection.thing_count() > 2;
    for axis in Axis::ALL {
        text_ui(ui, UserCommand::Distribute(axis), are_enough, requests);
    }
    ui.add_space(theme::GAP);
    section_ui(ui, "Frame");
    text_ui(ui, UserCommand::FrameSelection, true, requests);
    if !selection.annotations.is_empty() {
        ui.add_space(theme::GAP);
        section_ui(ui, "Colour of frames and notes");
        let is_on = |tint| annotations().all(|found| found.tint == tint);
        if let Some(tint) = tints_ui(ui, is_on) {
            let ids: Vec<AnnotationId> = selection.annotations.iter().copied().collect();
            let edit = commands::set_tint(document.design(), &ids, tint);
            requests.push(Request::Edit(edit));
        }
    }
}

fn counted(count: usize, noun: &str) -> Option<String> {
    match count {
        0 => None,
        1 => Some(format!("1 {noun}")),
        count => Some(format!("{count} {noun}s")),
    }
}

fn icon_ui(ui: &mut Ui, command: UserCommand, is_enabled: bool, requests: &mut Vec<Request>) {
    if widgets::command_button(ui, command, &command.label(), is_enabled) {
        requests.push(Request::Run(command));
    }
}

fn text_ui(ui: &mut Ui, command: UserCommand, is_enabled: bool, requests: &mut Vec<Request>) {
    let label = command.label();
    let icon = theme::icon_text(command.icon().unwrap_or(" "), 15.0);
    let size = [ui.available_width(), theme::BUTTON_HEIGHT];
    let button = egui::Button::new((icon, &label)).min_size(size.into());
    let response = ui.add_enabled(is_enabled, button);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, is_enabled, &label));
    if response.clicked() {
        requests.push(Request::Run(command));
    }
}
