//! What is wrong, all of it? A list in which a click goes to the place and a button mends it.

use super::fixes_menu::fix_button_ui;
use super::preview::preview_on;
use super::widgets;
use super::{Document, Request, UserCommand};
use crate::rules::{self, Finding};
use crate::theme::{self, Theme};
use eframe::egui::{self, CornerRadius, Layout, RichText, Sense, Ui, WidgetInfo, WidgetType, vec2};

const ROW: f32 = 34.0;
/// A row as wide as this, in points, has room for two fixes.
const ROOM_FOR_TWO: f32 = 680.0;
/// How many kinds of safe fixes are told by name.
const MOST_TITLES: usize = 8;

pub fn findings_ui(ui: &mut Ui, document: &Document, requests: &mut Vec<Request>) {
    let findings = &document.analysis.findings;
    ui.horizontal(|ui| {
        ui.label(RichText::new("Findings").font(theme::semibold(theme::BODY)));
        ui.label(widgets::weak(ui, tally_text(document)));
        ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
            if widgets::icon_button(ui, egui_phosphor::regular::X, "Close findings", true).clicked()
            {
                requests.push(Request::Run(UserCommand::ToggleFindings));
            }
            if !findings.is_empty() {
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
    egui::ScrollArea::vertical().auto_shrink(false).show_rows(
        ui,
        ROW,
        findings.len(),
        |ui, rows| {
            for &index in &document.analysis.worst_first[rows] {
                row_ui(ui, document, index, &findings[index], requests);
            }
        },
    );
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
    if let Some(plan) = plan {
        preview_on(&button, &plan.transaction, requests);
    }
    button.on_hover_ui(|ui| {
        let Some(plan) = plan else {
            ui.label(UserCommand::FixAllSafe.hint().unwrap_or_default());
            return;
        };
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

fn row_ui(
    ui: &mut Ui,
    document: &Document,
    index: usize,
    finding: &Finding,
    requests: &mut Vec<Request>,
) {
    let theme = Theme::of(ui.ctx());
    let workflow = &document.design().workflow;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    response.widget_info(|| {
        let label = format!("{}: {}", finding.rule.id, finding.message);
        WidgetInfo::labeled(WidgetType::Button, true, label)
    });
    if response.hovered() || response.has_focus() {
        ui.painter()
            .rect_filled(rect, CornerRadius::same(6), theme.card_hovered_row);
    }
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
    widgets::symbol_ui(
        &mut row,
        theme::severity_icon(severity),
        theme.severity(severity),
    );
    if let Some(event) = finding
        .place
        .event_id(workflow)
        .and_then(|id| workflow.event(id))
    {
        widgets::badge_ui(&mut row, event.stage, event.kind);
    }
    row.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
        let fixes = rules::fixes(document.design(), &document.analysis.flow, finding);
        // The sentence comes first: the inspector has all fixes.
        let shown = if rect.width() < ROOM_FOR_TWO { 1 } else { 2 };
        for fix in fixes.into_iter().take(shown).rev() {
            fix_button_ui(ui, document, fix, requests);
        }
        ui.with_layout(Layout::left_to_right(egui::Align::Center), |ui| {
            ui.add(
                egui::Label::new(&finding.message)
                    .truncate()
                    .selectable(false)
                    .sense(Sense::empty()),
            );
        });
    });
    response.on_hover_ui(|ui| {
        ui.label(&finding.message);
        ui.label(widgets::caption(
            ui,
            format!("{}: {}", finding.rule.id, finding.rule.why),
        ));
    });
}
