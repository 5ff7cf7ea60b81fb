//! Which workflow is to be inserted? One of the other tabs, of the folder's designs, or of the templates.

use crate::designer::Document;
use crate::designer::app::Designer;
use crate::designer::document::DocumentId;
use crate::designer::files::templates::TEMPLATES;
use crate::designer::folder::{Folder, State};
use crate::designer::prompts::extract::stage_text;
use crate::designer::prompts::{Reply, title_ui};
use crate::designer::widgets::{self, FIELD_MARGIN};
use crate::file;
use crate::theme::{self, Theme};
use crate::workflow::{Design, EventId};
use eframe::egui::{
    self, Align2, CornerRadius, FontId, Key, Modifiers, Sense, Ui, WidgetInfo, WidgetType, vec2,
};
use egui_phosphor::regular as icon;
use std::path::PathBuf;

const ROW: f32 = 40.0;

pub struct InsertPrompt {
    event_id: EventId,
    choices: Vec<Choice>,
    filter: String,
    /// Index among the choices that fit the filter.
    marked: usize,
    is_new: bool,
}

struct Choice {
    title: String,
    detail: String,
    source: Source,
}

/// Where a workflow to insert comes from.
#[derive(Clone, Debug)]
pub enum Source {
    Tab(DocumentId),
    File(PathBuf),
    /// Index of the template.
    Template(usize),
}

impl Source {
    const fn icon(&self) -> &'static str {
        match self {
            Self::Tab(_) => icon::BROWSER,
            Self::File(_) => icon::FILE,
            Self::Template(_) => icon::TREE_STRUCTURE,
        }
    }
}

impl InsertPrompt {
    /// `here` is the design that one inserts into.
    pub fn new(
        event_id: EventId,
        here: DocumentId,
        documents: &[Document],
        folder: Option<&Folder>,
    ) -> Self {
        let others = documents.iter().filter(|document| document.id != here);
        let tabs = others.map(|document| Choice {
            title: document.name().to_owned(),
            detail: "Open in a tab".to_owned(),
            source: Source::Tab(document.id),
        });
        let is_open = |path: &PathBuf| documents.iter().any(|d| d.path.as_ref() == Some(path));
        let files = folder.into_iter().flat_map(|folder| {
            let closed = folder.entries().iter().filter(|(path, entry)| {
                !is_open(path) && !matches!(entry.state, State::Unreadable(_))
            });
            closed.map(|(path, entry)| {
                let file = folder.short_path(path);
                let name = entry.name.clone().filter(|name| !name.trim().is_empty());
                Choice {
                    title: name.unwrap_or_else(|| file.clone()),
                    detail: file,
                    source: Source::File(path.clone()),
                }
            })
        });
        let templates = TEMPLATES
            .iter()
            .enumerate()
            .map(|(index, template)| Choice {
                title: template.title.to_owned(),
                detail: format!("Template: {}", template.summary),
                source: Source::Template(index),
            });
        Self {
            event_id,
            choices: tabs.chain(files).chain(templates).collect(),
            filter: String::new(),
            marked: 0,
            is_new: true,
        }
    }

    pub(in crate::designer) fn contents_ui(
        &mut self,
        ui: &mut Ui,
        document: &Document,
    ) -> Option<Reply> {
        title_ui(ui, "Insert workflow here");
        let workflow = &document.design().workflow;
        let is_empty = workflow
            .event(self.event_id)
            .is_some_and(|event| event.actions.is_empty());
        let stage = stage_text(workflow, self.event_id).unwrap_or_default();
        ui.add(
            egui::Label::new(if is_empty {
                format!(
                    "{stage}, does nothing yet: it will do what a copy of the workflow begins with."
                )
            } else {
                format!(
                    "{stage}, gets a Button with the workflow's name that leads to a copy of it."
                )
            })
            .wrap(),
        );
        ui.add_space(theme::GAP);
        let fitting = self.fitting();
        let by_key = self.keys_ui(ui, &fitting);
        let picked = self.list_ui(ui, &fitting).or(by_key);
        ui.add_space(theme::GROUP_GAP);
        let cancel = ui.button("Cancel").clicked().then_some(Reply::Cancel);
        let event_id = self.event_id;
        let insert = picked.map(|choice| Reply::Insert {
            event_id,
            source: self.choices[choice].source.clone(),
        });
        insert.or(cancel)
    }

    /// Indexes of the choices that fit the filter.
    fn fitting(&self) -> Vec<usize> {
        let words = self.filter.trim().to_lowercase();
        let fits = |choice: &Choice| {
            choice.title.to_lowercase().contains(&words)
                || choice.detail.to_lowercase().contains(&words)
        };
        (0..self.choices.len())
            .filter(|&index| fits(&self.choices[index]))
            .collect()
    }

    /// The filter, with the keys that walk through the list. Returns the choice that Enter makes.
    fn keys_ui(&mut self, ui: &mut Ui, fitting: &[usize]) -> Option<usize> {
        let id = ui.id().with("filter");
        let mut is_entered = false;
        if ui.memory(|memory| memory.has_focus(id)) {
            let pressed = |key| ui.input_mut(|i| i.consume_key(Modifiers::NONE, key));
            if pressed(Key::ArrowDown) {
                self.marked += 1;
            }
            if pressed(Key::ArrowUp) {
                self.marked += fitting.len().max(1) - 1;
            }
            is_entered = pressed(Key::Enter);
        }
        self.marked %= fitting.len().max(1);
        let edit = egui::TextEdit::singleline(&mut self.filter)
            .id(id)
            .hint_text("Find a workflow")
            .margin(FIELD_MARGIN)
            .desired_width(f32::INFINITY);
        let response = ui.add(edit);
        response.widget_info(|| WidgetInfo::labeled(WidgetType::TextEdit, true, "Find a workflow"));
        if std::mem::take(&mut self.is_new) {
            response.request_focus();
        }
        if response.changed() {
            self.marked = 0;
        }
        is_entered
            .then(|| fitting.get(self.marked).copied())
            .flatten()
    }

    fn list_ui(&mut self, ui: &mut Ui, fitting: &[usize]) -> Option<usize> {
        if fitting.is_empty() {
            widgets::empty_ui(ui, "No workflow has these words in its name.");
        }
        let height = 7.0 * ROW;
        let mut picked = None;
        ui.spacing_mut().item_spacing.y = 0.0;
        egui::ScrollArea::vertical()
            .max_height(height)
            .min_scrolled_height(height)
            .auto_shrink([false, true])
            .show_rows(ui, ROW, fitting.len(), |ui, rows| {
                for row in rows {
                    let choice = &self.choices[fitting[row]];
                    let response = choice_ui(ui, choice, row == self.marked);
                    if row == self.marked
                        && ui.input(|i| {
                            i.keys_down.contains(&Key::ArrowDown)
                                || i.keys_down.contains(&Key::ArrowUp)
                        })
                    {
                        response.scroll_to_me(None);
                    }
                    if response.clicked() {
                        picked = Some(fitting[row]);
                    }
                }
            });
        picked
    }
}

fn choice_ui(ui: &mut Ui, choice: &Choice, is_marked: bool) -> egui::Response {
    let theme = Theme::of(ui.ctx());
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    response.widget_info(|| {
        let label = format!("{}, {}", choice.title, choice.detail);
        WidgetInfo::selected(WidgetType::SelectableLabel, true, is_marked, label)
    });
    let fill = match (is_marked, response.hovered() || response.has_focus()) {
        (true, _) => Some(theme.selection_fill),
        (_, true) => Some(theme.card_hovered_row),
        _ => None,
    };
    if let Some(fill) = fill {
        ui.painter().rect_filled(rect, CornerRadius::same(6), fill);
    }
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    painter.text(
        rect.left_center() + vec2(18.0, 0.0),
        Align2::CENTER_CENTER,
        choice.source.icon(),
        theme::icon_font(17.0),
        theme.accent,
    );
    let line = |text: &str, font: FontId, color| {
        let mut job = egui::text::LayoutJob::simple_singleline(text.to_owned(), font, color);
        job.wrap = egui::text::TextWrapping::truncate_at_width(rect.width() - 46.0);
        painter.layout_job(job)
    };
    let title = line(&choice.title, theme::medium(theme::BODY), theme.text);
    painter.galley(rect.left_top() + vec2(38.0, 4.0), title, theme.text);
    let detail = line(
        &choice.detail,
        FontId::proportional(theme::CAPTION),
        theme.text_weak,
    );
    painter.galley(rect.left_top() + vec2(38.0, 21.0), detail, theme.text_weak);
    response
}

impl Designer {
    /// The design of what was chosen to be inserted; `None` after saying why it cannot be read.
    pub(in crate::designer) fn design_of(&mut self, source: &Source) -> Option<Design> {
        let read = match source {
            Source::Tab(document_id) => {
                let document = self.document_of(*document_id);
                return document.map(|document| document.design().clone());
            }
            Source::File(path) => file::read(path).map(|read| read.design),
            Source::Template(index) => TEMPLATES[*index].design(),
        };
        match read {
            Ok(design) => Some(design),
            Err(error) => {
                self.explain("The file cannot be read", error.to_string());
                None
            }
        }
    }
}
