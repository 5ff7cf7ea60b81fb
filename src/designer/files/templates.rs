//! What can one begin with? The designs that ship with the program, on the start page and whenever one wants a new one.

use crate::designer::Request;
use crate::designer::widgets;
use crate::file::{self, FileError};
use crate::theme;
use crate::workflow::Design;
use eframe::egui::Ui;
use egui_phosphor::regular as icon;
use std::path::Path;

/// A design that ships with the program.
pub struct Template {
    file_name: &'static str,
    text: &'static str,
    pub title: &'static str,
    /// What one learns from it.
    pub summary: &'static str,
}

pub const TEMPLATES: [Template; 5] = [
    Template {
        file_name: "complaint-follow-up.ron",
        text: include_str!("../../../designs/complaint-follow-up.ron"),
        title: "Complaint follow-up",
        summary: "Two buttons, an escalation timer and a link back",
    },
    Template {
        file_name: "brochure-request.ron",
        text: include_str!("../../../designs/brochure-request.ron"),
        title: "Brochure request",
        summary: "A short one: send it, then ask whether it came",
    },
    Template {
        file_name: "appointment-reminder.ron",
        text: include_str!("../../../designs/appointment-reminder.ron"),
        title: "Appointment reminder",
        summary: "Remind by text, then ring whoever says nothing",
    },
    Template {
        file_name: "arrears.ron",
        text: include_str!("../../../designs/arrears.ron"),
        title: "Arrears with three reminders",
        summary: "Reminders that grow firmer, each with a way out",
    },
    Template {
        file_name: "unfinished-callback.ron",
        text: include_str!("../../../designs/unfinished-callback.ron"),
        title: "Callback, unfinished",
        summary: "Left incomplete on purpose, to try the findings",
    },
];

impl Template {
    /// # Errors
    /// Never, as a test says.
    pub fn design(&self) -> Result<Design, FileError> {
        file::parse(self.text, Path::new(self.file_name))
    }
}

/// A tile for each template, two in a row. Returns what opens the one that was clicked.
pub fn template_tiles_ui(ui: &mut Ui) -> Option<Request> {
    let column = (ui.available_width() - theme::GAP) / 2.0;
    ui.spacing_mut().item_spacing.y = theme::GAP;
    let mut chosen = None;
    for pair in TEMPLATES.chunks(2) {
        ui.horizontal(|ui| {
            for template in pair {
                let (title, summary) = (template.title, template.summary);
                if widgets::tile_ui(ui, column, icon::TREE_STRUCTURE, title, summary).clicked() {
                    chosen = Some(match template.design() {
                        Ok(design) => Request::OpenSample(Box::new(design)),
                        Err(error) => Request::Notify(error.to_string()),
                    });
                }
            }
        });
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_can_be_opened_and_goes_by_the_name_of_its_workflow() {
        for template in TEMPLATES {
            let design = template.design().unwrap();
            assert_eq!(design.workflow.name(), template.title);
        }
    }
}
