//! When does the window insist on an answer? Only when work could be lost, and when a file needs explaining.

use super::app::Designer;
use super::delete_prompt::DeletePrompt;
use super::requests::ExportFormat;
use super::widgets::{self, weak};
use super::{Document, Request, UserCommand};
use crate::rules::{Finding, Severity};
use crate::theme::{self, Theme};
use eframe::egui::{self, Id, Modal, RichText, Ui};
use std::path::PathBuf;

/// A question that waits for its answer.
pub enum Prompt {
    /// Close a design with unsaved work?
    Close {
        index: usize,
    },
    /// Quit although designs have unsaved work?
    Quit,
    /// The file is another than the one that was read.
    ChangedOnDisk,
    /// Something about a file, in full.
    Explain {
        title: String,
        text: String,
    },
    /// The design is incomplete and cannot be exported.
    Incomplete {
        format: ExportFormat,
        errors: Vec<Finding>,
    },
    Delete(DeletePrompt),
}

/// What was answered.
pub enum Reply {
    Cancel,
    SaveAndClose { index: usize },
    DiscardAndClose { index: usize },
    DiscardAndQuit,
    Reload,
    Overwrite,
    SaveAs,
    ExportDraft(ExportFormat),
    ShowFindings,
    Edit(Request),
}

impl Designer {
    pub(super) fn prompt_ui(&mut self, ctx: &egui::Context) {
        let Some(mut prompt) = self.prompt.take() else {
            return;
        };
        let response = Modal::new(Id::new("prompt")).show(ctx, |ui| {
            ui.set_width(440.0);
            self.prompt_contents_ui(ui, &mut prompt)
        });
        match response.inner {
            Some(reply) => self.reply(ctx, reply),
            None if response.should_close() => {}
            None => self.prompt = Some(prompt),
        }
    }

    fn prompt_contents_ui(&self, ui: &mut Ui, prompt: &mut Prompt) -> Option<Reply> {
        match prompt {
            Prompt::Close { index } => {
                let index = *index;
                let name = self
                    .documents
                    .get(index)
                    .map_or("The design", |document| document.name());
                title_ui(ui, &format!("Save changes to {name}?"));
                ui.label("Otherwise what you did since the last save is lost.");
                buttons_ui(
                    ui,
                    "Save",
                    &[("Don't save", || Reply::Cancel)],
                    |choice| match choice {
                        Choice::Primary => Reply::SaveAndClose { index },
                        Choice::Other(_) => Reply::DiscardAndClose { index },
                        Choice::Cancel => Reply::Cancel,
                    },
                )
            }
            Prompt::Quit => {
                title_ui(ui, "Quit with unsaved changes?");
                let unsaved: Vec<&str> = self
                    .documents
                    .iter()
                    .filter(|document| document.is_unsaved())
                    .map(Document::name)
                    .collect();
                ui.label(format!("Changes to {} would be lost.", unsaved.join(", ")));
                buttons_ui(
                    ui,
                    "Go back",
                    &[("Quit without saving", || Reply::Cancel)],
                    |choice| match choice {
                        Choice::Other(_) => Reply::DiscardAndQuit,
                        _ => Reply::Cancel,
                    },
                )
            }
            Prompt::ChangedOnDisk => {
                title_ui(ui, "The file has changed on disk");
                ui.label("Somebody or something else wrote to it since you opened it. Saving now would undo that.");
                let others: [Other; 2] = [
                    ("Overwrite", || Reply::Overwrite),
                    ("Reload, dropping my changes", || Reply::Reload),
                ];
                buttons_ui(ui, "Save as…", &others, |choice| match choice {
                    Choice::Primary => Reply::SaveAs,
                    Choice::Other(reply) => reply,
                    Choice::Cancel => Reply::Cancel,
                })
            }
            Prompt::Explain { title, text } => {
                title_ui(ui, title);
                egui::ScrollArea::vertical()
                    .max_height(320.0)
                    .show(ui, |ui| {
                        ui.add(egui::Label::new(text.as_str()).wrap().selectable(true));
                    });
                ui.add_space(theme::GROUP_GAP);
                widgets::primary_button(ui, "Close")
                    .clicked()
                    .then_some(Reply::Cancel)
            }
            Prompt::Incomplete { format, errors } => incomplete_ui(ui, *format, errors),
            Prompt::Delete(delete) => {
                let document = self.document()?;
                delete.contents_ui(ui, document)
            }
        }
    }

    fn reply(&mut self, ctx: &egui::Context, reply: Reply) {
        match reply {
            Reply::Cancel => self.quits_when_empty = false,
            Reply::SaveAndClose { index } => {
                self.active = index;
                self.close_after_save = Some(index);
                self.save(false);
            }
            Reply::DiscardAndClose { index } => self.close_now(index),
            Reply::DiscardAndQuit => {
                self.is_quitting = true;
                ctx.send_viewport_cmd(egui::ViewportCommand::Close);
            }
            Reply::Reload => self.reload(),
            Reply::Overwrite => self.save(true),
            Reply::SaveAs => self.requests.push(Request::Run(UserCommand::SaveAs)),
            Reply::ExportDraft(format) => self.requests.push(Request::Export {
                format,
                is_draft: true,
            }),
            Reply::ShowFindings => self.settings.are_findings_open = true,
            Reply::Edit(request) => self.requests.push(request),
        }
        ctx.request_repaint();
    }
}

pub fn title_ui(ui: &mut Ui, title: &str) {
    ui.label(RichText::new(title).font(theme::semibold(16.0)));
    ui.add_space(4.0);
}

type Other = (&'static str, fn() -> Reply);

pub enum Choice {
    Primary,
    Other(Reply),
    Cancel,
}

/// The primary button on the right, the others beside it, Cancel on the left.
fn buttons_ui(
    ui: &mut Ui,
    primary: &str,
    others: &[Other],
    reply: impl FnOnce(Choice) -> Reply,
) -> Option<Reply> {
    ui.add_space(theme::GROUP_GAP);
    let mut choice = None;
    ui.horizontal(|ui| {
        if ui.button("Cancel").clicked() {
            choice = Some(Choice::Cancel);
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if widgets::primary_button(ui, primary).clicked() {
                choice = Some(Choice::Primary);
            }
            for (label, other) in others {
                if ui.button(*label).clicked() {
                    choice = Some(Choice::Other(other()));
                }
            }
        });
    });
    choice.map(reply)
}

fn incomplete_ui(ui: &mut Ui, format: ExportFormat, errors: &[Finding]) -> Option<Reply> {
    let theme = Theme::of(ui.ctx());
    title_ui(ui, "The design is incomplete");
    ui.label("A definition is only exported when nothing can be forgotten. What is missing:");
    ui.add_space(4.0);
    egui::ScrollArea::vertical()
        .max_height(220.0)
        .show(ui, |ui| {
            for finding in errors.iter().take(50) {
                ui.horizontal_top(|ui| {
                    widgets::symbol_ui(ui, theme::severity_icon(Severity::Error), theme.error);
                    ui.add(egui::Label::new(&finding.message).wrap());
                });
            }
            if errors.len() > 50 {
                ui.label(weak(ui, format!("and {} more", errors.len() - 50)));
            }
        });
    let others: [Other; 1] = [("Export a draft…", || Reply::Cancel)];
    buttons_ui(ui, "Show findings", &others, |choice| match choice {
        Choice::Primary => Reply::ShowFindings,
        Choice::Other(_) => Reply::ExportDraft(format),
        Choice::Cancel => Reply::Cancel,
    })
}

/// What is asked when a file dialog has answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FilePurpose {
    Open,
    SaveAs,
    Export {
        format: ExportFormat,
        is_draft: bool,
    },
}

/// The path with the extension, unless the user gave one.
pub fn with_extension(path: PathBuf, extension: &str) -> PathBuf {
    if path.extension().is_some() {
        path
    } else {
        path.with_extension(extension)
    }
}
