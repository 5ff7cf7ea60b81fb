//! Which stages are there? A tree of them in reading order, in step with the canvas.

use super::widgets::{self, StageRow};
use super::{Document, Request};
use crate::canvas::{Selection, stage_name};
use crate::rules::Severity;
use crate::theme::{self, Theme};
use crate::workflow::EventId;
use eframe::egui::{self, Key, Modifiers, Pos2, Rect, Sense, Ui, Vec2, WidgetInfo, WidgetType};
use egui_phosphor::regular as icon;
use std::collections::{BTreeMap, BTreeSet};

const INDENT: f32 = 14.0;
/// Deeper stages are indented no further, so that names stay readable.
const DEEPEST_INDENT: usize = 5;

/// What the outline keeps: which legs are folded, and its rows until the design changes.
#[derive(Default)]
pub struct Outline {
    folded: BTreeSet<EventId>,
    rows: Vec<Row>,
    revision: Option<u64>,
    marks: BTreeMap<EventId, Severity>,
    last_selection: Selection,
}

struct Row {
    stage: usize,
    depth: usize,
    has_children: bool,
}

impl Outline {
    pub fn show(&mut self, ui: &mut Ui, document: &Document, requests: &mut Vec<Request>) {
        self.refresh(document);
        let workflow = &document.design().workflow;
        let flow = &document.analysis.flow;
        widgets::section_ui(ui, "Stages");
        let selection = &document.view.selection;
        let selected_stage = selection.stage(workflow);
        let mut area = egui::ScrollArea::vertical().auto_shrink(false);
        if *selection != self.last_selection {
            self.last_selection = selection.clone();
            let row = self
                .rows
                .iter()
                .position(|row| Some(flow.event_id(row.stage)) == selected_stage);
            if let Some(row) = row {
                let top = (row as f32 - 4.0).max(0.0) * theme::ROW_HEIGHT;
                let seen = ui.available_height();
                // Only when the row may be out of sight: otherwise the list stays where it is.
                if self.rows.len() as f32 * theme::ROW_HEIGHT > seen {
                    area = area.vertical_scroll_offset(top);
                }
            }
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        let mut fold = None;
        area.show_rows(ui, theme::ROW_HEIGHT, self.rows.len(), |ui, range| {
            for row in &self.rows[range] {
                let event_id = flow.event_id(row.stage);
                let Some(event) = workflow.event(event_id) else {
                    continue;
                };
                let indent = row.depth.min(DEEPEST_INDENT) as f32 * INDENT + 12.0;
                let name = stage_name(workflow, flow, event);
                let is_selected = selection.events.contains(&event_id)
                    || (selection.action.is_some() && selected_stage == Some(event_id));
                let response = widgets::stage_row_ui(
                    ui,
                    event,
                    &name,
                    StageRow {
                        is_selected,
                        indent,
                        mark: self.marks.get(&event_id).copied(),
                    },
                );
                let clicked = response.clicked();
                if row.has_children && self.fold_ui(ui, event_id, &name, response.rect, indent) {
                    fold = Some(event_id);
                } else if clicked {
                    if ui.input(|i| i.modifiers.shift || i.modifiers.command) {
                        let mut selection = selection.clone();
                        selection.toggle_event(event_id);
                        requests.push(Request::Select(selection));
                    } else {
                        requests.push(Request::GoTo(crate::rules::Place::Event(event_id)));
                    }
                }
                if response.has_focus() {
                    self.walk(ui, row.stage, document, requests);
                }
                response.on_hover_text(name);
            }
        });
        if let Some(event_id) = fold {
            if !self.folded.remove(&event_id) {
                self.folded.insert(event_id);
            }
            self.revision = None;
        }
    }

    /// A caret that folds and unfolds what hangs below a stage. Returns true when it was clicked.
    fn fold_ui(&self, ui: &Ui, event_id: EventId, name: &str, row: Rect, indent: f32) -> bool {
        let is_folded = self.folded.contains(&event_id);
        let center = Pos2::new(row.left() + indent - 3.0, row.center().y);
        let rect = Rect::from_center_size(center, Vec2::splat(18.0));
        let response = ui.interact(rect, ui.id().with(("fold", event_id.0)), Sense::click());
        let verb = if is_folded { "Unfold" } else { "Fold" };
        response.widget_info(|| {
            WidgetInfo::labeled(WidgetType::Button, true, format!("{verb} {name}"))
        });
        let caret = if is_folded {
            icon::CARET_RIGHT
        } else {
            icon::CARET_DOWN
        };
        let color = Theme::of(ui.ctx()).text_weak;
        ui.painter().text(
            center,
            egui::Align2::CENTER_CENTER,
            caret,
            theme::icon_font(11.0),
            color,
        );
        response.clicked()
    }

    /// Arrow keys walk from row to row.
    fn walk(&self, ui: &Ui, stage: usize, document: &Document, requests: &mut Vec<Request>) {
        let Some(row) = self.rows.iter().position(|row| row.stage == stage) else {
            return;
        };
        let next = ui.input_mut(|i| {
            if i.consume_key(Modifiers::NONE, Key::ArrowDown) {
                Some(row + 1)
            } else if i.consume_key(Modifiers::NONE, Key::ArrowUp) {
                row.checked_sub(1)
            } else {
                None
            }
        });
        if let Some(row) = next.and_then(|next| self.rows.get(next)) {
            requests.push(Request::GoTo(crate::rules::Place::Event(
                document.analysis.flow.event_id(row.stage),
            )));
        }
    }

    fn refresh(&mut self, document: &Document) {
        if self.revision == Some(document.editor.revision()) {
            return;
        }
        self.revision = Some(document.editor.revision());
        let flow = &document.analysis.flow;
        let mut depths = vec![0; flow.stage_count()];
        let mut is_hidden = vec![false; flow.stage_count()];
        self.rows.clear();
        for &stage in flow.reading_order() {
            if let Some(parent) = flow.parent(stage) {
                depths[stage] = depths[parent] + 1;
                is_hidden[stage] =
                    is_hidden[parent] || self.folded.contains(&flow.event_id(parent));
            }
            if !is_hidden[stage] {
                let has_children = flow.children(stage).next().is_some();
                self.rows.push(Row {
                    stage,
                    depth: depths[stage],
                    has_children,
                });
            }
        }
        self.marks.clear();
        for finding in &document.analysis.findings {
            if let Some(event_id) = finding.place.event_id(&document.design().workflow) {
                let worst = self.marks.entry(event_id).or_insert(finding.rule.severity);
                *worst = finding.rule.severity.min(*worst);
            }
        }
    }
}
