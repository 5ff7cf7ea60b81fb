//! What is wrong, all of it? A list in which a click goes to the place and a button mends it.

use crate::designer::menus::fixes::{fix_button_ui, waiver_button_ui};
use crate::designer::preview::preview_on;
use crate::designer::review::lower_tabs_ui;
use crate::designer::widgets;
use crate::designer::{Document, Request, UserCommand};
use crate::rules::Finding;
use crate::theme::{self, Theme};
use eframe::egui::text::{LayoutJob, TextFormat};
use eframe::egui::{self, CornerRadius, Layout, RichText, Sense, Ui, WidgetInfo, WidgetType, vec2};

const ROW: f32 = 34.0;
/// A row as wide as this, in points, has room for two fixes.
const ROOM_FOR_TWO: f32 = 680.0;
/// Said of a design in which nothing can be mended without asking.
pub const NOTHING_SAFE: &str = "Nothing here can be mended without a decision of yours.";
/// How many kinds of safe fixes are told by name.
const MOST_TITLES: usize = 8;

pub fn findings_ui(ui: &mut Ui, document: &Document, requests: &mut Vec<Request>) {
    let findings = &document.analysis.findings;
    ui.horizontal(|ui| {
        lower_tabs_ui(ui, false, requests);
        ui.label(widgets::weak(ui, tally_text(document)));
        ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
            let close = egui_phosphor::regular::X;
            let command = UserCommand::ToggleFindings;
            if widgets::command_icon_button(ui, close, "Close findings", command).clicked() {
                requests.push(Request::Run(UserCommand::ToggleFindings));
            }
            if !document.analysis.worst_first.is_empty() {
                fix_all_ui(ui, document, requests);
            }
        });
    });
    if findings.is_empty() {
        widgets::empty_ui(
            ui,
            "Nothing is wrong: every leg ends, and nothing can be forgotten. The design can be exported.",
        );
        return;
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    let (counted, waived) = (&document.analysis.worst_first, &document.analysis.waived);
    // What was waived comes last, under a heading that is as high as a row.
    let heading = usize::from(!waived.is_empty());
    let row_count = counted.len() + heading + waived.len();
    let area = egui::ScrollArea::vertical().auto_shrink(false);
    area.show_rows(ui, ROW, row_count, |ui, rows| {
        for row in rows {
            match row.checked_sub(counted.len()) {
                None => row_ui(ui, document, counted[row], requests),
                Some(0) => waived_heading_ui(ui, waived.len()),
                Some(nth) => row_ui(ui, document, waived[nth - 1], requests),
            }
        }
    });
}

fn waived_heading_ui(ui: &mut Ui, count: usize) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let bottom = egui::UiBuilder::new()
        .max_rect(rect.shrink2(vec2(6.0, 4.0)))
        .layout(Layout::left_to_right(egui::Align::Max));
    let mut heading = ui.new_child(bottom);
    let text = widgets::weak(&heading, format!("Waived ({count})"));
    heading.label(text.font(theme::semibold(theme::ROW)));
}

/// The button for all safe fixes: what they are, in words beside it and as a preview on the canvas.
fn fix_all_ui(ui: &mut Ui, document: &Document, requests: &mut Vec<Request>) {
    let button = ui.button(UserCommand::FixAllSafe.label());
    if button.clicked() {
        requests.push(Request::Run(UserCommand::FixAllSafe));
        return;
    }
    if !button.hovered() && !button.has_focus() {
        return;
    }
    let plan = document.analysis.safe_plan(document.design());
    if let Some(plan) = plan
        && !plan.transaction.is_empty()
    {
        preview_on(&button, &plan.transaction, requests);
    }
    button.on_hover_ui(|ui| {
        let Some(plan) = plan else {
            ui.label(UserCommand::FixAllSafe.hint().unwrap_or_default());
            return;
        };
        if plan.titles.is_empty() {
            ui.label(NOTHING_SAFE);
            return;
        }
        let count: usize = plan.titles.iter().map(|(_, count)| count).sum();
        let fixes = if count == 1 {
            "1 fix"
        } else {
            &format!("{count} fixes")
        };
        ui.label(RichText::new(format!("{fixes}, one undo step")).font(theme::medium(theme::BODY)));
        for (title, count) in plan.titles.iter().take(MOST_TITLES) {
            let times = if *count > 1 {
                format!(", {count} times")
            } else {
                String::new()
            };
            ui.label(format!("{title}{times}"));
        }
        if plan.titles.len() > MOST_TITLES {
            ui.label(widgets::weak(
                ui,
                format!("and {} more", plan.titles.len() - MOST_TITLES),
            ));
        }
    });
}

/// `2 errors, 1 warning`; `No findings` when there are none.
pub fn tally_text(document: &Document) -> String {
    let text = document.analysis.tally.to_string();
    let mut letters = text.chars();
    let first = letters
        .next()
        .map(|letter| letter.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

fn row_ui(ui: &mut Ui, document: &Document, index: usize, requests: &mut Vec<Request>) {
    let finding = &document.analysis.findings[index];
    let theme = Theme::of(ui.ctx());
    let workflow = &document.design().workflow;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    response.widget_info(|| {
        let mut label = format!("{}: {}", finding.rule.id, finding.message);
        if let Some(waived) = &finding.waived {
            label = format!("{label} {}", waived.sentence());
        }
        WidgetInfo::labeled(WidgetType::Button, true, label)
    });
    if response.hovered() || response.has_focus() {
        ui.painter()
            .rect_filled(rect, CornerRadius::same(6), theme.card_hovered_row);
    }
    let is_pointed_at = ui.rect_contains_pointer(rect) || response.has_focus();
    if response.clicked() {
        requests.push(Request::GoTo(finding.place.clone()));
    }
    let mut row = ui.new_child(
        egui::UiBuilder::new()
            .id_salt(("finding", index))
            .max_rect(rect.shrink2(vec2(6.0, 3.0)))
            .layout(Layout::left_to_right(egui::Align::Center)),
    );
    let severity = finding.rule.severity;
    let hue = if finding.is_waived() {
        theme.text_weak
    } else {
        theme.severity(severity)
    };
    widgets::symbol_ui(&mut row, theme::severity_icon(severity), hue);
    if let Some(event) = finding
        .place
        .event_id(workflow)
        .and_then(|id| workflow.event(id))
    {
        widgets::badge_ui(&mut row, event.stage, event.kind);
    }
    row.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
        waiver_button_ui(ui, document, finding, requests);
        // Some fixes take a look at the whole design to be made. In a vast one only the row that one is about to use
        // shows them; the inspector has them too.
        if !finding.is_waived() && (is_pointed_at || !document.analysis.is_large()) {
            let fixes = document.analysis.fixes(document.design(), finding);
            // The sentence comes first: the inspector has all fixes.
            let shown = if rect.width() < ROOM_FOR_TWO { 1 } else { 2 };
            for fix in fixes.iter().take(shown).rev() {
                fix_button_ui(ui, document, fix, requests);
            }
        }
        ui.with_layout(Layout::left_to_right(egui::Align::Center), |ui| {
            ui.add(
                egui::Label::new(sentence(theme, finding))
                    .truncate()
                    .selectable(false)
                    .sense(Sense::empty()),
            );
        });
    });
    response.on_hover_ui(|ui| {
        ui.label(&finding.message);
        if let Some(waived) = &finding.waived {
            ui.label(waived.sentence());
        }
        ui.label(widgets::caption(
            ui,
            format!("{}: {}", finding.rule.id, finding.rule.why),
        ));
    });
}

/// Of what was waived the reason comes first, and what it was about is quiet.
fn sentence(theme: &Theme, finding: &Finding) -> LayoutJob {
    let body = egui::FontId::proportional(theme::BODY);
    let mut job = LayoutJob::default();
    let mut push = |text: &str, color| {
        let format = TextFormat::simple(body.clone(), color);
        job.append(&text.replace('\n', " "), 0.0, format);
    };
    match &finding.waived {
        Some(waived) if finding.is_waived() => {
            push(&format!("{}: {}", waived.name, waived.reason), theme.text);
            push("  ", theme.text);
            push(&finding.message, theme.text_weak);
        }
        Some(waived) => {
            push(&format!("{} ", finding.message), theme.text);
            push(&waived.sentence(), theme.text_weak);
        }
        None => push(&finding.message, theme.text),
    }
    job
}
