//! Which legs have been gone, which have not, and why do calls not get to some? A click lets a call go one.

use super::Ask;
use super::panel::ask;
use crate::canvas::Gone;
use crate::designer::widgets::{self, IconRow};
use crate::designer::{Document, Request};
use crate::rehearsal::{Rehearsable, RehearsedLeg};
use crate::theme::{self, Theme};
use eframe::egui::{self, Color32, Ui};
use egui_phosphor::regular as icon;

/// The icon of a leg that has been gone, or not, and its hue.
pub fn mark_of(gone: Gone, theme: &Theme) -> (&'static str, Color32) {
    match gone {
        Gone::Yes => (icon::CHECK_CIRCLE, theme.good),
        Gone::NotYet => (icon::CIRCLE, theme.text_weak),
        Gone::Never => (icon::PROHIBIT, theme.text_weak),
    }
}

pub fn legs_ui(ui: &mut Ui, document: &Document, requests: &mut Vec<Request>) {
    let session = &document.rehearsal;
    let Some(subject) = session.subject() else {
        return;
    };
    let legs = session.legs();
    ui.spacing_mut().item_spacing.y = 0.0;
    let area = egui::ScrollArea::vertical().auto_shrink(false);
    area.show_rows(ui, theme::ROW_HEIGHT, legs.len(), |ui, rows| {
        for leg in &legs[rows] {
            row_ui(ui, document, subject, leg, requests);
        }
    });
}

fn row_ui(
    ui: &mut Ui,
    document: &Document,
    subject: &Rehearsable,
    leg: &RehearsedLeg,
    requests: &mut Vec<Request>,
) {
    let theme = Theme::of(ui.ctx());
    let gone = document.rehearsal.state_of(leg);
    let (symbol, hue) = mark_of(gone, theme);
    let words = match gone {
        Gone::Never => "No call goes this leg",
        Gone::Yes => "Rehearsed",
        Gone::NotYet => "Not rehearsed",
    };
    let title = subject.leg_title(leg);
    let look = IconRow {
        icon: symbol,
        hue,
        indent: 0.0,
        is_selected: false,
    };
    let row = widgets::icon_row_ui(ui, &title, look);
    ui.ctx()
        .accesskit_node_builder(row.id, |node| node.set_description(words));
    if row.clicked() {
        match leg.obstacle {
            None => ask(requests, Ask::GoLeg(leg.place.clone())),
            Some(_) => requests.push(Request::GoTo(leg.place.clone())),
        }
    }
    row.on_hover_ui(|ui| {
        ui.label(words);
        match leg.obstacle {
            None => {
                ui.label(widgets::weak(ui, "Click to let a call go this leg"));
            }
            Some(obstacle) => {
                let why = subject.obstacle_words(obstacle);
                ui.label(format!("It cannot be gone: {why}."));
            }
        }
    });
}
