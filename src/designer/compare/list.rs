//! Which differences are there? A list by stages, each row one click away from its place on both sides.

use super::{CompareRequest, Comparing, State};
use crate::canvas::Change;
use crate::designer::widgets::{self, symbol_ui, weak};
use crate::review::{Aspect, Difference, Kind};
use crate::theme::{self, Theme};
use eframe::egui::{
    Align, CornerRadius, Frame, Label, Layout, Margin, Panel, Rect, RichText, ScrollArea, Sense,
    Ui, UiBuilder, WidgetInfo, WidgetType, pos2, vec2,
};

const WIDTH: f32 = 340.0;

/// The rows, and which difference is shown.
#[derive(Default)]
pub struct List {
    rows: Vec<Row>,
    pub current: Option<usize>,
    /// The current row is to be brought into sight.
    is_row_wanted: bool,
}

enum Row {
    /// A stage, or what is above all stages.
    Heading(String),
    Difference(usize),
    /// Both values of the difference above, where they have no room beside what they are of.
    Values(usize),
}

/// Letters that a row has room for.
const ROOM: usize = 46;
/// Where the texts of rows begin, right of their signs.
const TEXT_X: f32 = 30.0;

impl List {
    pub fn of(differences: &[Difference]) -> Self {
        let mut rows = Vec::new();
        let mut last = None;
        for (index, difference) in differences.iter().enumerate() {
            let heading = heading(difference);
            if last.as_ref() != Some(&heading) {
                rows.push(Row::Heading(heading.clone()));
                last = Some(heading);
            }
            rows.push(Row::Difference(index));
            if has_own_values(difference) {
                rows.push(Row::Values(index));
            }
        }
        Self {
            rows,
            current: None,
            is_row_wanted: false,
        }
    }

    pub const fn go_to(&mut self, index: usize) {
        self.current = Some(index);
        self.is_row_wanted = true;
    }

    fn row_of(&self, wanted: usize) -> Option<usize> {
        let is_it = |row: &Row| matches!(row, Row::Difference(index) if *index == wanted);
        self.rows.iter().position(is_it)
    }
}

fn heading(difference: &Difference) -> String {
    match (difference.aspect, &difference.stage) {
        (Aspect::Layout, _) => "Layout".to_owned(),
        (Aspect::Review, _) => "Review".to_owned(),
        (Aspect::Logic, Some(stage)) => stage.to_string(),
        (Aspect::Logic, None) => "Workflow".to_owned(),
    }
}

pub const fn change_of(kind: Kind) -> Change {
    match kind {
        Kind::Added => Change::Added,
        Kind::Removed => Change::Removed,
        Kind::Changed => Change::Changed,
        Kind::Moved => Change::Moved,
    }
}

/// Are both values in a row of their own?
fn has_own_values(difference: &Difference) -> bool {
    difference.kind == Kind::Changed
        && !(difference.before.is_empty() && difference.after.is_empty())
        && difference.words().chars().count() > ROOM
}

/// What the row says: under the heading of its stage, but for what is told apart.
fn row_text(difference: &Difference) -> String {
    if difference.subject.is_empty() {
        return format!("This stage was {}", difference.kind.title());
    }
    let words = if has_own_values(difference) {
        difference.subject.clone()
    } else {
        difference.words()
    };
    match (difference.aspect, &difference.stage) {
        (Aspect::Logic, _) => words,
        (_, Some(stage)) => format!("{words}, stage {}", stage.number),
        (_, None) if difference.kind == Kind::Moved => format!("{words} moved"),
        (_, None) => words,
    }
}

impl Comparing {
    pub(super) fn list_ui(&mut self, ui: &mut Ui, asked: &mut Vec<CompareRequest>) {
        let State::Ready(comparison) = &self.state else {
            return;
        };
        let theme = Theme::of(ui.ctx());
        let frame = Frame::new()
            .fill(theme.panel)
            .inner_margin(Margin::symmetric(10, 8));
        let panel = Panel::right("differences")
            .frame(frame)
            .default_size(WIDTH)
            .size_range(220.0..=560.0);
        widgets::name_resize_handle(ui.ctx(), "differences", "Width of the differences");
        panel.show(ui, |ui| {
            #[cfg(feature = "server")]
            self.runs.runs_ui(ui, asked);
            counts_ui(ui, &comparison.differences);
            ui.add_space(theme::GAP);
            let list = &mut self.list;
            let mut area = ScrollArea::vertical().auto_shrink(false);
            if std::mem::take(&mut list.is_row_wanted)
                && let Some(row) = list.current.and_then(|current| list.row_of(current))
            {
                let top = row as f32 * theme::ROW_HEIGHT;
                let height = ui.available_height();
                area = area.vertical_scroll_offset((top - height / 2.0).max(0.0));
            }
            ui.spacing_mut().item_spacing.y = 0.0;
            area.show_rows(ui, theme::ROW_HEIGHT, list.rows.len(), |ui, shown| {
                for row in shown {
                    match &list.rows[row] {
                        Row::Heading(text) => heading_ui(ui, text),
                        Row::Difference(index) => {
                            let is_current = list.current == Some(*index);
                            let difference = &comparison.differences[*index];
                            if row_ui(ui, difference, *index, is_current) {
                                asked.push(CompareRequest::Show(*index));
                            }
                        }
                        Row::Values(index) => values_ui(ui, &comparison.differences[*index]),
                    }
                }
            });
        });
    }
}

/// How many there are of each kind, in the colours and with the signs of the canvas.
fn counts_ui(ui: &mut Ui, differences: &[Difference]) {
    let theme = Theme::of(ui.ctx());
    let count = |kind| differences.iter().filter(|it| it.kind == kind).count();
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        let total = match differences.len() {
            0 => "No differences".to_owned(),
            1 => "1 difference".to_owned(),
            count => format!("{count} differences"),
        };
        ui.label(RichText::new(total).font(theme::semibold(theme::BODY)));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            for kind in [Kind::Moved, Kind::Changed, Kind::Removed, Kind::Added] {
                let (count, change) = (count(kind), change_of(kind));
                if count > 0 {
                    let told = format!("{count} {}", change.title());
                    let label = ui.label(count.to_string()).on_hover_text(&told);
                    label.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, &told));
                    symbol_ui(ui, change.icon(), change.hue(theme));
                    ui.add_space(theme::GAP);
                }
            }
        });
    });
}

fn heading_ui(ui: &mut Ui, text: &str) {
    let (rect, _) = ui.allocate_exact_size(
        vec2(ui.available_width(), theme::ROW_HEIGHT),
        Sense::hover(),
    );
    let mut row = ui.new_child(
        UiBuilder::new()
            .max_rect(rect.with_min_y(rect.top() + 4.0))
            .layout(Layout::left_to_right(Align::Center)),
    );
    let text = weak(ui, text).font(theme::medium(theme::ROW));
    row.add(Label::new(text).truncate().selectable(false));
}

fn values_ui(ui: &mut Ui, difference: &Difference) {
    let size = vec2(ui.available_width(), theme::ROW_HEIGHT);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let mut row = ui.new_child(
        UiBuilder::new()
            .max_rect(rect.with_min_x(rect.left() + TEXT_X))
            .layout(Layout::left_to_right(Align::Min)),
    );
    let text = weak(ui, difference.values()).size(theme::ROW);
    row.add(Label::new(text).truncate());
}

/// Returns whether it was clicked.
fn row_ui(ui: &mut Ui, difference: &Difference, index: usize, is_current: bool) -> bool {
    let theme = Theme::of(ui.ctx());
    let size = vec2(ui.available_width(), theme::ROW_HEIGHT);
    let (_, rect) = ui.allocate_space(size);
    let response = ui.interact(rect, ui.id().with(("difference", index)), Sense::click());
    let change = change_of(difference.kind);
    let text = row_text(difference);
    response.widget_info(|| {
        let name = format!("{}: {}", change.title(), difference.text());
        WidgetInfo::selected(WidgetType::SelectableLabel, true, is_current, name)
    });
    let fill = match (is_current, response.hovered() || response.has_focus()) {
        (true, _) => Some(theme.selection_fill),
        (_, true) => Some(theme.card_hovered_row),
        _ => None,
    };
    if let Some(fill) = fill {
        ui.painter().rect_filled(rect, CornerRadius::same(6), fill);
    }
    let inner = Rect::from_min_max(
        pos2(rect.left() + 6.0, rect.top()),
        pos2(rect.right() - 6.0, rect.bottom()),
    );
    let mut row = ui.new_child(
        UiBuilder::new()
            .max_rect(inner)
            .layout(Layout::left_to_right(Align::Center)),
    );
    row.spacing_mut().item_spacing.x = 6.0;
    symbol_ui(&mut row, change.icon(), change.hue(theme));
    let label = Label::new(RichText::new(&text).size(theme::ROW))
        .truncate()
        .selectable(false)
        .sense(Sense::empty());
    row.add(label);
    let whole = whole_text(difference, &text);
    let response = response.on_hover_ui(|ui| {
        ui.set_max_width(420.0);
        ui.add(Label::new(whole).wrap());
    });
    response.clicked()
}

/// Both texts whole.
fn whole_text(difference: &Difference, text: &str) -> String {
    let (before, after) = (&difference.before, &difference.after);
    if before.is_empty() && after.is_empty() {
        return text.to_owned();
    }
    let or_nothing = |text: &String| {
        if text.is_empty() {
            "(nothing)".to_owned()
        } else {
            text.clone()
        }
    };
    format!(
        "{}\n\nBefore: {}\nNow: {}",
        difference.subject,
        or_nothing(before),
        or_nothing(after)
    )
}
