//! What is compared with what, and how does one go on? The bar above, and the list of revisions to choose from.

use super::sides::message_ui;
use super::{Against, Commits, CompareRequest, Comparing, load};
use crate::designer::widgets::{IconRow, command_icon_button, icon_row_ui, weak};
use crate::designer::{Document, UserCommand};
use crate::file::git::Commit;
use crate::theme::{self, Theme};
use eframe::egui::{self, Align, CornerRadius, Frame, Layout, Margin, Panel, RichText, Ui};
use egui_phosphor::regular as icon;

impl Comparing {
    pub(super) fn bar_ui(
        &mut self,
        ui: &mut Ui,
        document: Option<&Document>,
        asked: &mut Vec<CompareRequest>,
    ) {
        let theme = Theme::of(ui.ctx());
        let frame = Frame::new()
            .fill(theme.panel)
            .inner_margin(Margin::symmetric(12, 6));
        Panel::top("comparison").frame(frame).show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.label(RichText::new("Compare with").font(theme::semibold(theme::BODY)));
                self.against_menu_ui(ui, document, asked);
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let close = ui.button("Close").on_hover_text("Escape");
                    if close.clicked() {
                        asked.push(CompareRequest::Close);
                    }
                    self.steps_ui(ui);
                });
            });
        });
    }

    fn steps_ui(&mut self, ui: &mut Ui) {
        let count = self.differences().len();
        if count == 0 {
            return;
        }
        ui.add_space(theme::GAP);
        let next = command_icon_button(
            ui,
            icon::CARET_DOWN,
            "Next difference",
            UserCommand::NextDifference,
        );
        let previous = command_icon_button(
            ui,
            icon::CARET_UP,
            "Previous difference",
            UserCommand::PreviousDifference,
        );
        if let Some(current) = self.list.current {
            ui.label(weak(ui, format!("{} of {count}", current + 1)));
        }
        if next.clicked() {
            self.step(true);
        }
        if previous.clicked() {
            self.step(false);
        }
    }

    fn against_menu_ui(
        &mut self,
        ui: &mut Ui,
        document: Option<&Document>,
        asked: &mut Vec<CompareRequest>,
    ) {
        let caret = theme::icon_text(icon::CARET_DOWN, 12.0);
        let title = (self.against.title(), caret);
        let name = format!("Compared with {}", self.against.title());
        let path = document.and_then(|document| document.path.clone());
        let menu = ui.menu_button(title, |ui| {
            ui.set_min_width(320.0);
            if path.is_some() && ui.button("Saved file").clicked() {
                asked.push(CompareRequest::With(Against::File));
            }
            if ui.button("Another file…").clicked() {
                asked.push(CompareRequest::ChooseFile);
            }
            ui.separator();
            if self.commits.is_none()
                && let Some(path) = path
            {
                let loading = load::commits_of(ui.ctx(), path);
                self.commits = Some(Commits::Loading(loading));
            }
            egui::ScrollArea::vertical()
                .max_height(420.0)
                .show(ui, |ui| self.commits_ui(ui, asked));
        });
        menu.response
            .widget_info(|| egui::WidgetInfo::labeled(egui::WidgetType::Button, true, &name));
    }

    fn commits_ui(&self, ui: &mut Ui, asked: &mut Vec<CompareRequest>) {
        match &self.commits {
            None => {
                ui.label(weak(ui, "Save the design first: it has no file yet."));
            }
            Some(Commits::Loading(_)) => {
                ui.label(weak(ui, "Asking git…"));
            }
            Some(Commits::Failed(why)) => {
                ui.add(egui::Label::new(weak(ui, why)).wrap());
            }
            Some(Commits::Known(commits)) if commits.is_empty() => {
                ui.label(weak(ui, "This design has not been committed yet."));
            }
            Some(Commits::Known(commits)) => {
                let is_chosen = |commit: &Commit| matches!(&self.against, Against::Revision(chosen) if chosen == commit);
                for commit in commits {
                    if commit_ui(ui, commit, is_chosen(commit)) {
                        asked.push(CompareRequest::With(Against::Revision(commit.clone())));
                    }
                }
            }
        }
    }

    /// In place of the canvases while the revision is still open.
    pub(super) fn choose_ui(&self, ui: &mut Ui, asked: &mut Vec<CompareRequest>) {
        let theme = Theme::of(ui.ctx());
        if let Some(Commits::Failed(why)) = &self.commits {
            return message_ui(ui, why);
        }
        let rect = ui.available_rect_before_wrap();
        ui.painter()
            .rect_filled(rect, CornerRadius::ZERO, theme.canvas);
        let width = (rect.width() - 2.0 * theme::GROUP_GAP).min(640.0);
        let left = rect.center().x - width / 2.0;
        let column = rect
            .with_min_x(left)
            .with_max_x(left + width)
            .with_min_y(rect.top() + 2.0 * theme::GROUP_GAP);
        let mut column = ui.new_child(egui::UiBuilder::new().max_rect(column));
        column.label(RichText::new("Compare with a revision").font(theme::semibold(theme::TITLE)));
        column.label(weak(
            ui,
            "The commits that touched this design, the latest first.",
        ));
        column.add_space(theme::GROUP_GAP);
        egui::ScrollArea::vertical()
            .auto_shrink(false)
            .show(&mut column, |ui| self.commits_ui(ui, asked));
    }
}

/// Date, author and subject of a commit in a row. Returns whether it was clicked.
fn commit_ui(ui: &mut Ui, commit: &Commit, is_selected: bool) -> bool {
    let theme = Theme::of(ui.ctx());
    let text = format!("{}   {}   {}", commit.date, commit.subject, commit.author);
    let look = IconRow {
        icon: icon::GIT_COMMIT,
        hue: theme.text_weak,
        indent: 0.0,
        is_selected,
    };
    let row = icon_row_ui(ui, &text, look);
    row.on_hover_text(format!("{}\n{}", commit.subject, commit.hash))
        .clicked()
}
