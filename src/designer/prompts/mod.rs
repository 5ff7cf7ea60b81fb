//! When does the window insist on an answer? Only when work could be lost, and when a file needs explaining.

pub(super) mod delete;
pub(super) mod extract;
pub(super) mod insert;
pub(super) mod paste;
pub(super) mod stage_picker;
pub(super) mod waive;

use crate::designer::app::Designer;
use crate::designer::commands::requests::ExportChoice;
use crate::designer::document::DocumentId;
use crate::designer::export::ExportPrompt;
use crate::designer::files::templates::template_tiles_ui;
use crate::designer::prompts::delete::DeletePrompt;
use crate::designer::prompts::extract::ExtractPrompt;
use crate::designer::prompts::insert::{InsertPrompt, Source};
use crate::designer::prompts::paste::PastePrompt;
use crate::designer::prompts::waive::{WaiveAnswer, WaivePrompt};
use crate::designer::review::{SayAnswer, SayPrompt};
use crate::designer::widgets::{self, caption, weak};
use crate::designer::{Document, Request};
use crate::edit::{Refusal, Transaction};
use crate::export::Format;
use crate::rules::{Finding, Severity};
use crate::theme::{self, Theme};
use crate::workflow::{Design, EventId};
use eframe::egui::{self, Id, Modal, RichText, Ui};
use std::path::{Path, PathBuf};

/// A question that waits for its answer.
pub enum Prompt {
    /// Close a design with unsaved work?
    Close {
        document_id: DocumentId,
    },
    /// Quit although designs have unsaved work?
    Quit,
    /// The file is another than the one that was read.
    ChangedOnDisk {
        document_id: DocumentId,
    },
    /// The file is there already, and nobody was asked about it.
    Replace {
        path: PathBuf,
        purpose: FilePurpose,
    },
    /// The file could not be written.
    NotSaved {
        document_id: DocumentId,
        why: String,
    },
    /// Something about a file, in full.
    Explain {
        title: String,
        text: String,
    },
    /// The design is incomplete and cannot be exported.
    Incomplete {
        choice: ExportChoice,
        errors: Vec<Finding>,
    },
    /// In which format does the design go out?
    Export(ExportPrompt),
    Delete(DeletePrompt),
    /// Is the work in an orphaned journal not wanted?
    DiscardRecovered {
        journal: PathBuf,
        title: String,
    },
    Waive(WaivePrompt),
    /// Who says it, and what?
    Say(SayPrompt),
    /// Which template is a new workflow to begin with?
    Template,
    Extract(Box<ExtractPrompt>),
    Insert(InsertPrompt),
    /// Where do the Links of what is pasted lead?
    Paste(PastePrompt),
}

/// What was answered.
pub enum Reply {
    Cancel,
    SaveAndClose(DocumentId),
    DiscardAndClose(DocumentId),
    SaveAllAndQuit,
    DiscardAndQuit,
    Reload(DocumentId),
    Overwrite(DocumentId),
    Merge(DocumentId),
    SaveAs(DocumentId),
    SaveAgain(DocumentId),
    Replace {
        path: PathBuf,
        purpose: FilePurpose,
    },
    ChooseAgain(FilePurpose),
    Export(ExportChoice),
    ShowFindings,
    Edit(Request),
    DiscardRecovered(PathBuf),
    Waive(WaiveAnswer),
    Say(SayAnswer),
    /// Open the leg as a workflow of its own, and maybe let it end here.
    Extract {
        design: Box<Design>,
        replacing: Option<Transaction>,
    },
    Insert {
        event_id: EventId,
        source: Source,
    },
    Paste(Result<Transaction, Refusal>),
}

impl Prompt {
    /// In the middle of the window, before all else; but a question about the canvas leaves that in sight.
    fn modal(&self) -> Modal {
        let id = Id::new("prompt");
        let modal = Modal::new(id);
        match self {
            Self::Delete(_) | Self::Extract(_) => {
                let corner = egui::Align2::RIGHT_BOTTOM;
                let area = Modal::default_area(id).anchor(corner, egui::vec2(-16.0, -44.0));
                modal.area(area).backdrop_color(egui::Color32::TRANSPARENT)
            }
            _ => modal,
        }
    }
}

impl Designer {
    pub(in crate::designer) fn prompt_ui(&mut self, ctx: &egui::Context) {
        let Some(mut prompt) = self.prompt.take() else {
            return;
        };
        let frame = egui::Frame::popup(&ctx.global_style()).inner_margin(20);
        let modal = prompt.modal().frame(frame);
        let width = match prompt {
            Prompt::Template => 720.0,
            Prompt::Export(_) => 640.0,
            Prompt::ChangedOnDisk { .. } => 560.0,
            _ => 440.0,
        };
        let response = modal.show(ctx, |ui| {
            ui.set_width(width);
            self.prompt_contents_ui(ui, &mut prompt)
        });
        match response.inner {
            Some(reply) => self.reply(ctx, reply),
            None if response.should_close() => self.reply(ctx, Reply::Cancel),
            None => {
                self.requests.extend(match &prompt {
                    Prompt::Delete(delete) => delete.preview(),
                    Prompt::Extract(extract) => extract.preview(),
                    _ => None,
                });
                self.prompt = Some(prompt);
            }
        }
    }

    fn prompt_contents_ui(&self, ui: &mut Ui, prompt: &mut Prompt) -> Option<Reply> {
        match prompt {
            Prompt::Close { document_id } => {
                let id = *document_id;
                let document = self.document_of(id);
                let name = document.map_or_else(|| "the design".to_owned(), Document::short_name);
                title_ui(ui, &format!("Save changes to {name}?"));
                ui.label(if document.is_some_and(Document::is_file_lost) {
                    "Its file does not hold the design any more. Otherwise it is lost."
                } else {
                    "Otherwise what you did since the last save is lost."
                });
                let discard = ("Don't save", Reply::DiscardAndClose(id));
                buttons_ui(ui, ("Save", Reply::SaveAndClose(id)), [discard])
            }
            Prompt::Quit => {
                title_ui(ui, "Quit with unsaved changes?");
                let unsaved = self
                    .documents
                    .iter()
                    .filter(|document| document.is_unsaved());
                let names: Vec<String> = unsaved.map(Document::short_name).collect();
                ui.label(format!("Changes to {} would be lost.", names.join(", ")));
                let discard = ("Quit without saving", Reply::DiscardAndQuit);
                buttons_ui(ui, ("Save all", Reply::SaveAllAndQuit), [discard])
            }
            Prompt::ChangedOnDisk { document_id } => {
                let id = *document_id;
                title_ui(ui, "The file has changed on disk");
                ui.label("Somebody or something else wrote to it since you opened it. Saving now would undo that.");
                let save_as = ("Save as…", Reply::SaveAs(id));
                let overwrite = ("Overwrite", Reply::Overwrite(id));
                let reload = ("Reload, dropping my changes", Reply::Reload(id));
                if self.document_of(id).is_some_and(Document::can_merge) {
                    let others = [save_as, overwrite, reload];
                    buttons_ui(ui, ("Merge", Reply::Merge(id)), others)
                } else {
                    buttons_ui(ui, save_as, [overwrite, reload])
                }
            }
            Prompt::Replace { path, purpose } => {
                title_ui(ui, "Replace the file?");
                ui.label(format!("{} is there already.", path.display()));
                let (path, purpose) = (path.clone(), *purpose);
                let other = ("Another name…", Reply::ChooseAgain(purpose));
                buttons_ui(ui, ("Replace", Reply::Replace { path, purpose }), [other])
            }
            Prompt::NotSaved { document_id, why } => {
                title_ui(ui, "The design was not saved");
                ui.add(egui::Label::new(why.as_str()).wrap().selectable(true));
                let again = ("Try again", Reply::SaveAgain(*document_id));
                buttons_ui(ui, ("Save as…", Reply::SaveAs(*document_id)), [again])
            }
            Prompt::Explain { title, text } => {
                title_ui(ui, title);
                egui::ScrollArea::vertical()
                    .max_height(320.0)
                    .show(ui, |ui| {
                        ui.add(egui::Label::new(text.as_str()).wrap().selectable(true));
                    });
                let is_entered = is_entered(ui);
                ui.add_space(theme::GROUP_GAP);
                let is_closed = widgets::primary_button(ui, "Close").clicked() || is_entered;
                is_closed.then_some(Reply::Cancel)
            }
            Prompt::Incomplete { choice, errors } => incomplete_ui(ui, *choice, errors),
            Prompt::Export(export) => export.contents_ui(ui),
            Prompt::Template => {
                title_ui(ui, "New from template");
                ui.label("A copy opens in a tab of its own.");
                ui.add_space(theme::GAP);
                let chosen = template_tiles_ui(ui).map(Reply::Edit);
                ui.add_space(theme::GROUP_GAP);
                let cancel = ui.button("Cancel").clicked().then_some(Reply::Cancel);
                chosen.or(cancel)
            }
            Prompt::Extract(extract) => extract.contents_ui(ui),
            Prompt::Insert(insert) => insert.contents_ui(ui, self.document()?),
            Prompt::Paste(paste) => paste.contents_ui(ui, self.document()?),
            Prompt::Delete(delete) => {
                let document = self.document()?;
                delete.contents_ui(ui, document)
            }
            Prompt::DiscardRecovered { journal, title } => {
                title_ui(ui, &format!("Discard the recovered work on {title}?"));
                ui.label("It is nowhere else, and cannot be brought back.");
                let discard = Reply::DiscardRecovered(journal.clone());
                buttons_ui(ui, ("Discard", discard), [])
            }
            Prompt::Waive(waive) => waive.contents_ui(ui),
            Prompt::Say(say) => say.contents_ui(ui),
        }
    }

    fn reply(&mut self, ctx: &egui::Context, reply: Reply) {
        match reply {
            Reply::Cancel => self.leaving = None,
            Reply::SaveAndClose(document_id) => self.save_and_close(document_id),
            Reply::DiscardAndClose(document_id) => self.discard_and_close(ctx, document_id),
            Reply::SaveAllAndQuit => self.save_all_and_quit(),
            Reply::DiscardAndQuit => self.quit(ctx),
            Reply::Reload(document_id) => {
                self.leaving = None;
                self.reload(document_id);
            }
            Reply::Overwrite(document_id) => self.save(document_id, true),
            Reply::Merge(document_id) => {
                self.leaving = None;
                self.merge(document_id);
            }
            Reply::SaveAgain(document_id) => self.save(document_id, false),
            Reply::SaveAs(document_id) => self.ask_for_file(FilePurpose::SaveAs(document_id)),
            Reply::Replace { path, purpose } => self.write_to(&path, purpose),
            Reply::ChooseAgain(purpose) => self.ask_for_file(purpose),
            Reply::Export(choice) => self.requests.push(Request::Export(choice)),
            Reply::ShowFindings => {
                self.settings.are_findings_open = true;
                self.settings.are_legs_shown = false;
            }
            Reply::Edit(request) => self.requests.push(request),
            Reply::DiscardRecovered(journal) => self.discard_recovered(ctx, &journal),
            Reply::Waive(answer) => self.waive(&answer),
            Reply::Say(answer) => self.commit_saying(&answer),
            Reply::Extract { design, replacing } => self.extract(*design, replacing),
            Reply::Insert { event_id, source } => self.insert_workflow(event_id, &source),
            Reply::Paste(edit) => self.edit_and_select(edit),
        }
        ctx.request_repaint();
    }
}

pub fn title_ui(ui: &mut Ui, title: &str) {
    ui.label(RichText::new(title).font(theme::semibold(16.0)));
    ui.add_space(4.0);
}

/// Was Enter pressed, and not on a button or in a list?
pub fn is_entered(ui: &Ui) -> bool {
    let is_free =
        ui.memory(|memory| memory.focused().is_none()) && !egui::Popup::is_any_open(ui.ctx());
    is_free && ui.input(|i| i.key_pressed(egui::Key::Enter))
}

/// Cancel, and the button that one most likely wants, which Enter pushes too. Returns whether it is that one.
pub fn answer_ui(ui: &mut Ui, primary: &str, is_edit: bool) -> Option<bool> {
    let is_entered = is_entered(ui);
    ui.add_space(theme::GROUP_GAP);
    let mut answer = is_entered.then_some(true);
    ui.horizontal(|ui| {
        if ui.button("Cancel").clicked() {
            answer = Some(false);
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if widgets::primary_button(ui, primary).clicked() {
                answer = Some(true);
            }
            if is_edit {
                ui.label(caption(ui, "One undo step takes it back"));
            }
        });
    });
    answer
}

/// The primary button on the right, which Enter pushes too, the others beside it, Cancel on the left.
fn buttons_ui<const COUNT: usize>(
    ui: &mut Ui,
    (primary, reply): (&str, Reply),
    others: [(&str, Reply); COUNT],
) -> Option<Reply> {
    let is_entered = is_entered(ui);
    ui.add_space(theme::GROUP_GAP);
    let mut chosen = None;
    ui.horizontal(|ui| {
        if ui.button("Cancel").clicked() {
            chosen = Some(Reply::Cancel);
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if widgets::primary_button(ui, primary).clicked() || is_entered {
                chosen = Some(reply);
            }
            for (label, reply) in others {
                if ui.button(label).clicked() {
                    chosen = Some(reply);
                }
            }
        });
    });
    chosen
}

fn incomplete_ui(ui: &mut Ui, choice: ExportChoice, errors: &[Finding]) -> Option<Reply> {
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
    let as_draft = ExportChoice {
        is_draft: true,
        ..choice
    };
    let draft = ("Export a draft…", Reply::Export(as_draft));
    buttons_ui(ui, ("Show findings", Reply::ShowFindings), [draft])
}

/// What a file is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilePurpose {
    Open,
    Folder,
    /// A design to compare that one with.
    Compare(DocumentId),
    /// A store whose runs a comparison is about.
    #[cfg(feature = "server")]
    RunsOfStore,
    SaveAs(DocumentId),
    Export {
        document_id: DocumentId,
        choice: ExportChoice,
    },
}

impl FilePurpose {
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Open | Self::Folder | Self::Compare(_) | Self::SaveAs(_) => "ron",
            #[cfg(feature = "server")]
            Self::RunsOfStore => "db",
            Self::Export { choice, .. } => choice.format.extension(),
        }
    }

    /// Definitions as RON go by a longer name, so that they are not taken for designs.
    pub const fn is_ron_definition(self) -> bool {
        matches!(self, Self::Export { choice, .. } if matches!(choice.format, Format::Ron))
    }
}

/// The path with the extension added, unless it has that very one.
pub fn with_extension(path: &Path, extension: &str) -> PathBuf {
    if path
        .extension()
        .is_some_and(|own| own.eq_ignore_ascii_case(extension))
    {
        return path.to_owned();
    }
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_extension_is_added_where_the_name_has_another_or_none() {
        for (name, expected) in [
            ("a", "a.ron"),
            ("a.ron", "a.ron"),
            ("a.RON", "a.RON"),
            ("callback v1.2", "callback v1.2.ron"),
        ] {
            assert_eq!(
                with_extension(Path::new(name), "ron"),
                PathBuf::from(expected)
            );
        }
    }
}
