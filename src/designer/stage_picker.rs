//! Which stage? A list of all stages in reading order that filters as one types.

use super::widgets::{self, FIELD_MARGIN, StageRow};
use crate::canvas::stage_name;
use crate::theme;
use crate::workflow::{EventId, Flow, Workflow};
use eframe::egui::{self, Ui};

/// Shows the stages that fit the filter and returns the one that was clicked. `leave_out` are not offered.
pub fn stage_picker_ui(
    ui: &mut Ui,
    workflow: &Workflow,
    flow: &Flow,
    filter: &mut String,
    leave_out: impl Fn(EventId) -> bool,
) -> Option<EventId> {
    ui.set_min_width(240.0);
    let edit = egui::TextEdit::singleline(filter)
        .hint_text("Find a stage")
        .margin(FIELD_MARGIN)
        .desired_width(f32::INFINITY);
    let response = ui.add(edit);
    response.widget_info(|| {
        egui::WidgetInfo::labeled(egui::WidgetType::TextEdit, true, "Find a stage")
    });
    if is_newly_shown(ui) {
        filter.clear();
        response.request_focus();
    }
    let wanted = filter.to_lowercase();
    let stages: Vec<_> = flow
        .reading_order()
        .iter()
        .filter_map(|&index| workflow.event(flow.event_id(index)))
        .filter(|event| !leave_out(event.id))
        .map(|event| (event, stage_name(workflow, flow, event)))
        .filter(|(event, name)| {
            wanted.is_empty()
                || name.to_lowercase().contains(&wanted)
                || event.stage.to_string().starts_with(&wanted)
        })
        .collect();
    if stages.is_empty() {
        widgets::empty_ui(ui, "No stage fits.");
    }
    let mut picked = None;
    ui.spacing_mut().item_spacing.y = 0.0;
    egui::ScrollArea::vertical()
        .max_height(8.0 * theme::ROW_HEIGHT)
        .auto_shrink([false, true])
        .show_rows(ui, theme::ROW_HEIGHT, stages.len(), |ui, rows| {
            for (event, name) in &stages[rows] {
                if widgets::stage_row_ui(ui, event, name, StageRow::default()).clicked() {
                    picked = Some(event.id);
                }
            }
        });
    let takes_first = response.lost_focus() && ui.input(|i| i.key_pressed(egui::Key::Enter));
    picked.or_else(|| {
        stages
            .first()
            .filter(|_| takes_first)
            .map(|(event, _)| event.id)
    })
}

/// Was the list not there in the last frame?
fn is_newly_shown(ui: &Ui) -> bool {
    let id = ui.id().with("last shown");
    let pass = ui.ctx().cumulative_pass_nr();
    let last: u64 = ui.data_mut(|data| data.get_temp(id)).unwrap_or_default();
    ui.data_mut(|data| data.insert_temp(id, pass));
    last + 1 < pass
}
