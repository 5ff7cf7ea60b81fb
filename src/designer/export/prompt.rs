//! In which format, and how? Asked before the file is.

use crate::designer::Document;
use crate::designer::commands::requests::ExportChoice;
use crate::designer::prompts::{Reply, answer_ui, title_ui};
use crate::designer::widgets::{self, caption, weak};
use crate::export::Format;
use crate::rules::Severity;
use crate::theme::{self, Theme};
use crate::workflow::{Flow, legs};
use eframe::egui::{
    self, Align2, CornerRadius, FontId, Key, Modifiers, Sense, Stroke, StrokeKind, Ui, WidgetInfo,
    WidgetType, vec2,
};

const ROW: f32 = 40.0;
const SCALES: [u8; 4] = [1, 2, 3, 4];

/// The formats, as they are told apart.
const GROUPS: [(&str, &[Format]); 4] = [
    ("For the runtime", &[Format::Json, Format::Ron]),
    ("To read", &[Format::Html, Format::Markdown, Format::Csv]),
    ("Pictures", &[Format::Svg, Format::Png, Format::Pdf]),
    ("Diagrams", &[Format::Mermaid, Format::Dot]),
];

pub struct ExportPrompt {
    format: Format,
    is_dark: bool,
    scale: u8,
    /// The leg that ends in the selected stage, by its number.
    leg: Option<usize>,
    is_leg_alone: bool,
    error_count: usize,
    is_new: bool,
}

impl ExportPrompt {
    pub fn new(document: &Document, format: Format, is_dark: bool) -> Self {
        let findings = document.analysis.findings.iter();
        let is_error = |severity| severity == Severity::Error;
        Self {
            format,
            is_dark,
            scale: 2,
            leg: selected_leg(document),
            is_leg_alone: false,
            error_count: findings
                .filter(|finding| is_error(finding.rule.severity))
                .count(),
            is_new: true,
        }
    }

    pub(in crate::designer) fn contents_ui(&mut self, ui: &mut Ui) -> Option<Reply> {
        title_ui(ui, "Export");
        self.keys_ui(ui);
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.columns(2, |columns| {
            for (index, (title, formats)) in GROUPS.iter().enumerate() {
                let ui = &mut columns[index % 2];
                ui.add_space(theme::GAP);
                ui.horizontal(|ui| {
                    ui.add_space(theme::GAP);
                    ui.label(caption(ui, *title));
                });
                ui.add_space(4.0);
                for &format in *formats {
                    self.format_ui(ui, format);
                }
            }
        });
        self.is_new = false;
        ui.add_space(theme::GROUP_GAP);
        // As high for every format, so that the window does not jump.
        ui.allocate_ui_with_layout(
            vec2(
                ui.available_width(),
                2.0 * theme::BUTTON_HEIGHT + theme::GAP,
            ),
            egui::Layout::top_down(egui::Align::Min),
            |ui| {
                ui.set_min_height(2.0 * theme::BUTTON_HEIGHT + theme::GAP);
                self.options_ui(ui);
            },
        );
        let is_wanted = answer_ui(ui, "Choose file…", false)?;
        Some(if is_wanted {
            Reply::Export(self.choice())
        } else {
            Reply::Cancel
        })
    }

    fn choice(&self) -> ExportChoice {
        ExportChoice {
            format: self.format,
            leg: self
                .leg
                .filter(|_| self.is_leg_alone && self.format.has_legs()),
            is_dark: self.is_dark,
            scale: self.scale,
            is_draft: false,
        }
    }

    /// Up and down go through the formats, whatever has the keyboard.
    fn keys_ui(&mut self, ui: &Ui) {
        let formats: Vec<Format> = GROUPS
            .iter()
            .flat_map(|(_, formats)| *formats)
            .copied()
            .collect();
        let at = formats
            .iter()
            .position(|&format| format == self.format)
            .unwrap_or(0);
        let (down, up) = ui.input_mut(|i| {
            (
                i.consume_key(Modifiers::NONE, Key::ArrowDown),
                i.consume_key(Modifiers::NONE, Key::ArrowUp),
            )
        });
        let count = formats.len();
        match (down, up) {
            (true, _) => self.format = formats[(at + 1) % count],
            (_, true) => self.format = formats[(at + count - 1) % count],
            _ => {}
        }
    }

    fn format_ui(&mut self, ui: &mut Ui, format: Format) {
        let theme = Theme::of(ui.ctx());
        let is_chosen = self.format == format;
        let (rect, response) =
            ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
        let name = format!("{}: {}", format.title(), format.summary());
        response
            .widget_info(|| WidgetInfo::selected(WidgetType::RadioButton, true, is_chosen, &name));
        if response.clicked() {
            self.format = format;
        }
        let fill = if is_chosen {
            theme.selection_fill
        } else if response.hovered() {
            theme.card_hovered_row
        } else {
            theme.panel
        };
        let radius = CornerRadius::same(6);
        ui.painter().rect_filled(rect, radius, fill);
        if response.has_focus() {
            let stroke = Stroke::new(1.5, theme.accent);
            ui.painter()
                .rect_stroke(rect, radius, stroke, StrokeKind::Inside);
        }
        let left = rect.left() + theme::GAP;
        let line = |y: f32, text: &str, font: FontId, color| {
            let job = egui::text::LayoutJob::simple_singleline(text.to_owned(), font, color);
            let mut job = job;
            job.wrap = egui::text::TextWrapping::truncate_at_width(rect.width() - 2.0 * theme::GAP);
            let galley = ui.painter().layout_job(job);
            let at = Align2::LEFT_CENTER.anchor_size(egui::pos2(left, y), galley.size());
            ui.painter().galley(at.min, galley, color);
        };
        line(
            rect.top() + 12.0,
            format.title(),
            theme::medium(theme::BODY),
            theme.text,
        );
        line(
            rect.top() + 28.0,
            format.summary(),
            FontId::proportional(theme::CAPTION),
            theme.text_weak,
        );
        response.on_hover_text(format.summary());
    }

    fn options_ui(&mut self, ui: &mut Ui) {
        ui.spacing_mut().item_spacing = vec2(theme::GAP, theme::GAP);
        if self.format.is_definition() {
            if self.error_count > 0 {
                let errors = match self.error_count {
                    1 => "1 error".to_owned(),
                    count => format!("{count} errors"),
                };
                let text = format!(
                    "The design is incomplete: with {errors} it can only go out as a draft."
                );
                ui.horizontal(|ui| {
                    let theme = Theme::of(ui.ctx());
                    widgets::symbol_ui(ui, theme::severity_icon(Severity::Error), theme.error);
                    ui.label(text);
                });
            } else {
                ui.label(weak(
                    ui,
                    "The logic alone, under a version that is the hash of its content.",
                ));
            }
            return;
        }
        if !self.format.has_legs() {
            ui.label(weak(
                ui,
                "The whole design. What it looks like follows whoever reads it.",
            ));
            return;
        }
        ui.horizontal(|ui| {
            if self.format.is_picture() {
                ui.label(weak(ui, "Colours"));
                ui.selectable_value(&mut self.is_dark, false, "Light");
                ui.selectable_value(&mut self.is_dark, true, "Dark");
            }
            if self.format == Format::Png {
                ui.add_space(theme::GAP);
                ui.label(weak(ui, "Scale"));
                for scale in SCALES {
                    ui.selectable_value(&mut self.scale, scale, format!("{scale}×"));
                }
            }
        });
        match self.leg {
            Some(number) => {
                let text = format!("Only leg {number}, which ends in the selected stage");
                widgets::checkbox(ui, &mut self.is_leg_alone, &text);
            }
            None => {
                ui.label(weak(ui, "The whole design. Select a stage in which a leg ends to export that leg alone."));
            }
        }
    }
}

/// The first leg that ends in the selected stage. Asked once, when the prompt opens.
fn selected_leg(document: &Document) -> Option<usize> {
    let workflow = &document.design().workflow;
    let event_id = document.view.selection.stage(workflow)?;
    let flow: &Flow = &document.analysis.flow;
    let mut all = legs(workflow, flow);
    all.position(|leg| leg.path.last() == Some(&event_id))
        .map(|index| index + 1)
}
