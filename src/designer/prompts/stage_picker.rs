//! Which stage? A list of all stages in reading order that filters as one types.

use crate::designer::widgets::{self, FIELD_MARGIN, StageRow};
use crate::theme;
use crate::workflow::{EventId, Flow, Workflow, stage_name};
use eframe::egui::{self, Key, Modifiers, Ui};

const SHOWN_ROWS: f32 = 8.0;

/// Shows the stages that fit the filter and returns the one that was clicked. `leave_out` are not offered.
pub fn stage_picker_ui(
    ui: &mut Ui,
    workflow: &Workflow,
    flow: &Flow,
    filter: &mut String,
    leave_out: impl Fn(EventId) -> bool,
) -> Option<EventId> {
    stage_picker_with_ui(ui, workflow, flow, filter, leave_out, |_| {})
}

/// As [`stage_picker_ui`]; `point_at` hears of the stage that the pointer or the keyboard is on.
pub fn stage_picker_with_ui(
    ui: &mut Ui,
    workflow: &Workflow,
    flow: &Flow,
    filter: &mut String,
    leave_out: impl Fn(EventId) -> bool,
    mut point_at: impl FnMut(EventId),
) -> Option<EventId> {
    ui.set_min_width(240.0);
    let edit = egui::TextEdit::singleline(filter)
        .hint_text("Find a stage")
        .margin(FIELD_MARGIN)
        .desired_width(f32::INFINITY);
    let response = widgets::text_field(ui, edit);
    response.widget_info(|| {
        egui::WidgetInfo::labeled(egui::WidgetType::TextEdit, true, "Find a stage")
    });
    let marked_id = ui.id().with("marked");
    if is_newly_shown(ui) {
        filter.clear();
        response.request_focus();
        ui.data_mut(|data| data.remove::<usize>(marked_id));
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
    let mut marked: usize = ui.data(|data| data.get_temp(marked_id)).unwrap_or_default();
    let step = take_arrows(ui, &response);
    if response.changed() {
        marked = 0;
    }
    marked = marked
        .saturating_add_signed(step)
        .min(stages.len().saturating_sub(1));
    ui.data_mut(|data| data.insert_temp(marked_id, marked));
    let (mut picked, mut pointed_at) = (None, None);
    ui.spacing_mut().item_spacing.y = 0.0;
    let mut list = egui::ScrollArea::vertical()
        .max_height(SHOWN_ROWS * theme::ROW_HEIGHT)
        .auto_shrink([false, true]);
    if step != 0 {
        let top = (marked as f32 - SHOWN_ROWS / 2.0) * theme::ROW_HEIGHT;
        list = list.vertical_scroll_offset(top.max(0.0));
    }
    list.show_rows(ui, theme::ROW_HEIGHT, stages.len(), |ui, rows| {
        for index in rows {
            let (event, name) = &stages[index];
            let look = StageRow {
                is_selected: index == marked,
                ..StageRow::default()
            };
            let row = widgets::stage_row_ui(ui, event, name, look);
            if row.clicked() {
                picked = Some(event.id);
            } else if row.hovered() || row.has_focus() {
                pointed_at = Some(event.id);
            }
        }
    });
    // What Enter would choose, unless the pointer is on another.
    let marked_stage = stages.get(marked).filter(|_| response.has_focus());
    if let Some(stage) = pointed_at.or(marked_stage.map(|(event, _)| event.id)) {
        point_at(stage);
    }
    let is_entered = response.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter));
    let marked = stages.get(marked).filter(|_| is_entered);
    picked.or(marked.map(|(event, _)| event.id))
}

/// How far the arrow keys move the mark down the list while one types in the field.
fn take_arrows(ui: &Ui, field: &egui::Response) -> isize {
    if !field.has_focus() {
        return 0;
    }
    ui.input_mut(|i| {
        let down = i.count_and_consume_key(Modifiers::NONE, Key::ArrowDown);
        let up = i.count_and_consume_key(Modifiers::NONE, Key::ArrowUp);
        down as isize - up as isize
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
