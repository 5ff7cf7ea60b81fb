//! What does a reviewer see of all legs? A table with a row for each, and beside it the one that is selected in full.

use super::ReviewRequest;
use super::analysed_legs::Legs;
use super::leg_detail::Detail;
use crate::canvas::{Gone, Selection};
use crate::designer::rehearse::{Session, mark_of};
use crate::designer::settings::{Settings, TimeStyle};
use crate::designer::{Document, Request, UserCommand, widgets};
use crate::review::{LegReview, Row};
use crate::rules::Severity;
use crate::theme::{self, Theme};
use crate::workflow::{LegEnd, Longest, Place};
use eframe::egui::text::{LayoutJob, TextWrapping};
use eframe::egui::{
    self, Align2, Color32, CornerRadius, FontId, Id, Key, Layout, Modifiers, Rect, Sense, Ui,
    WidgetInfo, WidgetType, pos2, vec2,
};
use egui_phosphor::regular as icon;
use std::cmp::Reverse;
use std::sync::Arc;

const ROW: f32 = 28.0;
/// The widest that the leg in full gets, in points, and its share of a narrower panel.
const DETAIL: f32 = 380.0;
const DETAIL_SHARE: f32 = 0.36;
/// With less room for the table, what a leg waits for and does is told beside it only.
const ROOM_FOR_ALL: f32 = 820.0;

/// Which legs are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Filter {
    #[default]
    All,
    /// They end nowhere.
    Unfinished,
    Changed,
    NotReviewed,
    OverLimit,
    NotRehearsed,
}

impl Filter {
    const ALL: [Self; 6] = [
        Self::All,
        Self::Unfinished,
        Self::Changed,
        Self::NotReviewed,
        Self::OverLimit,
        Self::NotRehearsed,
    ];

    const fn label(self) -> &'static str {
        match self {
            Self::All => "All",
            Self::Unfinished => "Unfinished",
            Self::Changed => "Changed",
            Self::NotReviewed => "Not reviewed",
            Self::OverLimit => "Over the limit",
            Self::NotRehearsed => "Not rehearsed",
        }
    }

    /// Said where it leaves nothing.
    const fn if_empty(self) -> &'static str {
        match self {
            Self::All => "There is no leg yet. A leg begins with New Call.",
            Self::Unfinished => "Every leg ends in a Finish Workflow or a Link.",
            Self::Changed => "No leg has changed since it was reviewed.",
            Self::NotReviewed => "Every leg is reviewed as it is now.",
            Self::OverLimit => {
                "No leg is over the limit. The limit is set in the inspector when nothing is selected."
            }
            Self::NotRehearsed => "Every leg that a call can go has been rehearsed.",
        }
    }

    fn lets_through(self, row: &Row, session: &Session) -> bool {
        match self {
            Self::All => true,
            Self::Unfinished => ends_nowhere(row),
            Self::NotRehearsed => session.gone(&row.place) == Some(Gone::NotYet),
            Self::Changed => row.review == LegReview::Changed,
            Self::NotReviewed => row.review != LegReview::Reviewed,
            Self::OverLimit => row.is_over_limit,
        }
    }
}

const fn ends_nowhere(row: &Row) -> bool {
    matches!(
        row.end,
        LegEnd::Dangling | LegEnd::MissingEvent(_) | LegEnd::Link { target: None, .. }
    )
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Number,
    Triggers,
    WaitsFor,
    Does,
    Ends,
    Shortest,
    Longest,
    Verdict,
    /// Only where it is known which legs have been rehearsed.
    Rehearsed,
    Review,
}

impl Column {
    const ALL: [Self; 10] = [
        Self::Number,
        Self::Triggers,
        Self::WaitsFor,
        Self::Does,
        Self::Ends,
        Self::Shortest,
        Self::Longest,
        Self::Verdict,
        Self::Rehearsed,
        Self::Review,
    ];

    const fn title(self) -> &'static str {
        match self {
            Self::Number => "Leg",
            Self::Triggers => "Triggered by",
            Self::WaitsFor => "Waits for",
            Self::Does => "Does",
            Self::Ends => "Ends",
            Self::Shortest => "Shortest",
            Self::Longest => "Longest",
            Self::Verdict => "Findings",
            Self::Rehearsed => "Rehearsed",
            Self::Review => "Review",
        }
    }

    /// Its width in points; those without one share what is left, in these parts. Where room is scarce it goes to what
    /// tells one leg from another.
    const fn width(self, is_narrow: bool) -> Result<f32, f32> {
        match self {
            Self::Number if is_narrow => Ok(36.0),
            Self::Longest | Self::Verdict if is_narrow => Ok(76.0),
            Self::Rehearsed if is_narrow => Ok(88.0),
            Self::Review if is_narrow => Ok(104.0),
            Self::Number => Ok(44.0),
            Self::Triggers => Err(3.0),
            Self::WaitsFor | Self::Ends => Err(2.0),
            Self::Does | Self::Longest => Ok(116.0),
            Self::Shortest => Ok(72.0),
            Self::Verdict => Ok(84.0),
            Self::Rehearsed => Ok(96.0),
            Self::Review => Ok(124.0),
        }
    }

    const fn can_sort(self) -> bool {
        !matches!(self, Self::Triggers | Self::WaitsFor | Self::Does)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Sort {
    column: Column,
    is_descending: bool,
}

const AS_READ: Sort = Sort {
    column: Column::Number,
    is_descending: false,
};

/// What an order was made for: the revisions of legs and coverage, and what was asked for.
type OrderOf = (u64, Option<u64>, Filter, Sort);

/// What the panel keeps of the design that is shown.
pub struct LegsPanel {
    filter: Filter,
    sort: Sort,
    /// Indexes of the rows that are listed, in their order, and for what.
    order: Vec<usize>,
    order_of: Option<OrderOf>,
    pub(super) selected: Option<Place>,
    pub(super) detail: Option<Detail>,
    pub(super) remark: String,
    /// As it was on the canvas when the selected leg was found for it.
    canvas_selection: Selection,
    scrolls_to_selected: bool,
    takes_keyboard: bool,
}

impl Default for LegsPanel {
    fn default() -> Self {
        Self {
            filter: Filter::All,
            sort: AS_READ,
            order: Vec::new(),
            order_of: None,
            selected: None,
            detail: None,
            remark: String::new(),
            canvas_selection: Selection::default(),
            scrolls_to_selected: false,
            takes_keyboard: false,
        }
    }
}

impl LegsPanel {
    pub const fn selected(&self) -> Option<&Place> {
        self.selected.as_ref()
    }

    /// What a tick that is asked for by key says.
    pub fn remark(&self) -> &str {
        &self.remark
    }

    /// Selects a row, and shows it.
    pub fn select(&mut self, leg: Place, canvas_selection: Selection) {
        if self.selected.as_ref() != Some(&leg) {
            self.remark.clear();
        }
        self.selected = Some(leg);
        self.canvas_selection = canvas_selection;
        self.scrolls_to_selected = true;
    }

    /// The row of what was last selected on the canvas.
    pub fn follow_canvas(&mut self, document: &Document) {
        let selection = &document.view.selection;
        if *selection == self.canvas_selection {
            return;
        }
        let legs = &document.legs.legs;
        let workflow = &document.design().workflow;
        let by_action = selection
            .action
            .and_then(|action_id| legs.row(&Place::Action(action_id)));
        let way_on = selection.action.and_then(|action_id| {
            workflow
                .action(action_id)?
                .data
                .owned_event()
                .and_then(|event_id| legs.through(event_id))
        });
        let of_stage = || {
            let stage = selection.stage(workflow)?;
            legs.through(stage)
        };
        let row = by_action.or(way_on).or_else(of_stage);
        let leg = row.map(|row| row.place.clone());
        self.canvas_selection = selection.clone();
        if let Some(leg) = leg {
            self.select(leg, selection.clone());
        }
    }

    fn refresh_order(&mut self, legs: &Legs, document: &Document) {
        let session = &document.rehearsal;
        let coverage = session
            .knows_coverage()
            .then(|| session.coverage_revision());
        if coverage.is_none() {
            self.forget_coverage();
        }
        let wanted = (document.legs.revision, coverage, self.filter, self.sort);
        if self.order_of == Some(wanted) {
            return;
        }
        self.order_of = Some(wanted);
        let rows = &legs.ledger.rows;
        let listed =
            (0..rows.len()).filter(|&index| self.filter.lets_through(&rows[index], session));
        self.order = listed.collect();
        let order = &mut self.order;
        match self.sort.column {
            Column::Shortest => order.sort_by_key(|&index| rows[index].clock.shortest_s),
            Column::Longest => order.sort_by_key(|&index| longest_rank(rows[index].clock.longest)),
            Column::Verdict => order.sort_by_key(|&index| {
                let verdict = rows[index].verdict;
                Reverse((
                    verdict.errors,
                    verdict.warnings,
                    verdict.infos,
                    verdict.waived,
                ))
            }),
            Column::Rehearsed => order.sort_by_key(|&index| session.gone(&rows[index].place)),
            Column::Review => order.sort_by_key(|&index| rows[index].review),
            Column::Ends => {
                order.sort_by_cached_key(|&index| {
                    legs.ledger.end_text(&legs.design, &legs.flow, &rows[index])
                });
            }
            Column::Number | Column::Triggers | Column::WaitsFor | Column::Does => {}
        }
        if self.sort.is_descending {
            order.reverse();
        }
    }

    pub fn show(
        &mut self,
        ui: &mut Ui,
        document: &Document,
        times: TimeStyle,
        requests: &mut Vec<Request>,
    ) {
        let legs = Arc::clone(&document.legs.legs);
        self.refresh_order(&legs, document);
        let whole = ui.available_rect_before_wrap();
        let detail_width = DETAIL.min(DETAIL_SHARE * whole.width());
        let (table, detail) = (
            whole.with_max_x(whole.right() - detail_width - theme::GROUP_GAP),
            whole.with_min_x(whole.right() - detail_width),
        );
        let line_x = table.right() + theme::GROUP_GAP / 2.0;
        let line = egui::Stroke::new(1.0, Theme::of(ui.ctx()).border);
        ui.painter().vline(line_x, whole.y_range(), line);
        let mut left = ui.new_child(egui::UiBuilder::new().id_salt("table").max_rect(table));
        self.table_ui(&mut left, document, &legs, times, requests);
        let mut right = ui.new_child(egui::UiBuilder::new().id_salt("leg").max_rect(detail));
        self.detail_ui(&mut right, document, &legs, requests);
        ui.advance_cursor_after_rect(whole);
    }

    /// Neither asks for what is not known any more.
    fn forget_coverage(&mut self) {
        if self.filter == Filter::NotRehearsed {
            self.filter = Filter::All;
        }
        if self.sort.column == Column::Rehearsed {
            self.sort = AS_READ;
        }
    }

    fn filters_ui(&mut self, ui: &mut Ui, knows_coverage: bool) {
        for filter in Filter::ALL {
            if filter == Filter::NotRehearsed && !knows_coverage {
                continue;
            }
            if ui
                .selectable_label(self.filter == filter, filter.label())
                .clicked()
            {
                self.filter = filter;
            }
        }
    }

    fn table_ui(
        &mut self,
        ui: &mut Ui,
        document: &Document,
        legs: &Legs,
        times: TimeStyle,
        requests: &mut Vec<Request>,
    ) {
        let columns = columns_in(
            ui.available_width() - SCROLL_BAR,
            document.rehearsal.knows_coverage(),
        );
        ui.spacing_mut().item_spacing.y = 0.0;
        self.headings_ui(ui, &columns);
        if self.order.is_empty() {
            widgets::empty_ui(ui, self.filter.if_empty());
            return;
        }
        let at = self.selected.as_ref().and_then(|leg| {
            let index = legs.row(leg)?.number - 1;
            self.order.iter().position(|&listed| listed == index)
        });
        // Before one walks on: the row that is walked to is selected after this frame.
        let takes_keyboard = std::mem::take(&mut self.takes_keyboard);
        self.walk(ui, legs, at, requests);
        let mut area = egui::ScrollArea::vertical()
            .id_salt("legs")
            .auto_shrink(false);
        if std::mem::take(&mut self.scrolls_to_selected)
            && let Some(at) = at
        {
            let (top, room) = (at as f32 * ROW, ui.available_height());
            let id = ui.make_persistent_id(Id::new("legs"));
            let shown = egui::scroll_area::State::load(ui.ctx(), id).map_or(0.0, |s| s.offset.y);
            if top < shown || top + ROW > shown + room {
                area = area.vertical_scroll_offset((top - room / 2.0 + ROW / 2.0).max(0.0));
            }
        }
        let teller = RowTeller {
            document,
            legs,
            times,
            columns: &columns,
        };
        let selected = at;
        area.show_rows(ui, ROW, self.order.len(), |ui, rows| {
            for listed in rows {
                let row = &legs.ledger.rows[self.order[listed]];
                let is_selected = selected == Some(listed);
                let response = teller.row_ui(ui, row, is_selected);
                if is_selected && takes_keyboard {
                    response.request_focus();
                    // Only then the arrows are this row's.
                    ui.ctx().request_repaint();
                }
                if response.clicked() {
                    response.request_focus();
                    let go = ReviewRequest::GoToLeg(row.place.clone());
                    requests.push(Request::Review(go));
                }
            }
        });
    }

    /// Arrow keys go from row to row, and the canvas follows.
    fn walk(&mut self, ui: &Ui, legs: &Legs, at: Option<usize>, requests: &mut Vec<Request>) {
        let Some(at) = at else { return };
        let row = &legs.ledger.rows[self.order[at]];
        let has_keyboard = ui.memory(|memory| memory.has_focus(row_id(&row.place)));
        if !has_keyboard {
            return;
        }
        // Otherwise the arrows would go on to whatever lies there.
        let filter = egui::EventFilter {
            vertical_arrows: true,
            ..egui::EventFilter::default()
        };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(row_id(&row.place), filter));
        let step = ui.input_mut(|i| {
            let down = i.consume_key(Modifiers::NONE, Key::ArrowDown);
            let up = i.consume_key(Modifiers::NONE, Key::ArrowUp);
            isize::from(down) - isize::from(up)
        });
        let next = at.checked_add_signed(step).filter(|_| step != 0);
        if let Some(&index) = next.and_then(|next| self.order.get(next)) {
            self.takes_keyboard = true;
            let leg = legs.ledger.rows[index].place.clone();
            requests.push(Request::Review(ReviewRequest::GoToLeg(leg)));
        }
    }

    fn headings_ui(&mut self, ui: &mut Ui, columns: &[(Column, f32)]) {
        let theme = Theme::of(ui.ctx());
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            for &(column, width) in columns {
                let sense = if column.can_sort() {
                    Sense::click()
                } else {
                    Sense::hover()
                };
                let (rect, response) = ui.allocate_exact_size(vec2(width, 22.0), sense);
                let is_sorted = self.sort.column == column && self.sort != AS_READ;
                let mut text = column.title().to_owned();
                if is_sorted {
                    text.push_str(if self.sort.is_descending {
                        " ↓"
                    } else {
                        " ↑"
                    });
                }
                let hue = if response.hovered() && column.can_sort() || is_sorted {
                    theme.text
                } else {
                    theme.text_weak
                };
                let font = theme::semibold(theme::CAPTION);
                paint_cell(ui, rect, &text, font, hue);
                if !column.can_sort() {
                    continue;
                }
                response.widget_info(|| {
                    let name = format!("Sort by {}", column.title().to_lowercase());
                    WidgetInfo::labeled(WidgetType::Button, true, name)
                });
                if response.clicked() {
                    self.sort = Sort {
                        column,
                        is_descending: self.sort.column == column && !self.sort.is_descending,
                    };
                }
            }
        });
    }
}

/// Room that the scroll bar takes, in points.
const SCROLL_BAR: f32 = 14.0;

/// The columns that there is room for, each with its width.
fn columns_in(width: f32, knows_coverage: bool) -> Vec<(Column, f32)> {
    use Column as C;
    let is_narrow = width < ROOM_FOR_ALL;
    let columns = C::ALL.into_iter().filter(|column| match column {
        C::WaitsFor | C::Does | C::Shortest => !is_narrow,
        C::Rehearsed => knows_coverage,
        _ => true,
    });
    let columns: Vec<Column> = columns.collect();
    let fixed: f32 = columns.iter().filter_map(|c| c.width(is_narrow).ok()).sum();
    let parts: f32 = columns
        .iter()
        .filter_map(|c| c.width(is_narrow).err())
        .sum();
    let part = (width - fixed).max(0.0) / parts.max(1.0);
    columns
        .into_iter()
        .map(|column| {
            let width = column.width(is_narrow);
            (column, width.unwrap_or_else(|parts| parts * part))
        })
        .collect()
}

fn row_id(leg: &Place) -> Id {
    Id::new((
        "leg",
        leg.action_id().map(|id| id.0),
        match leg {
            Place::Event(event_id) => event_id.0,
            _ => 0,
        },
    ))
}

/// Known times from the shortest on, then those that have no end, then those that nobody knows.
const fn longest_rank(longest: Longest) -> (u8, u64) {
    match longest {
        Longest::After(seconds) => (0, seconds),
        Longest::WaitsForPerson => (1, 0),
        Longest::Unclear => (2, 0),
    }
}

struct RowTeller<'a> {
    document: &'a Document,
    legs: &'a Legs,
    times: TimeStyle,
    columns: &'a [(Column, f32)],
}

impl RowTeller<'_> {
    fn row_ui(&self, ui: &mut Ui, row: &Row, is_selected: bool) -> egui::Response {
        let theme = Theme::of(ui.ctx());
        let (_, rect) = ui.allocate_space(vec2(ui.available_width(), ROW));
        let response = ui.interact(rect, row_id(&row.place), Sense::click());
        let legs = self.legs;
        let told = legs.ledger.told(&legs.design, &legs.flow, row);
        response.widget_info(|| {
            let mut label = format!(
                "Leg {}, {}, {}, {}, {}",
                row.number,
                told.triggers.join(", "),
                told.end,
                told.verdict,
                told.review
            );
            if let Some(gone) = self.document.rehearsal.gone(&row.place) {
                label.push_str(", ");
                label.push_str(gone.words());
            }
            WidgetInfo::selected(WidgetType::SelectableLabel, true, is_selected, label)
        });
        let fill = match (is_selected, response.hovered() || response.has_focus()) {
            (true, _) => Some(theme.selection_fill),
            (_, true) => Some(theme.card_hovered_row),
            _ => None,
        };
        if let Some(fill) = fill {
            ui.painter().rect_filled(rect, CornerRadius::same(6), fill);
        }
        let mut left = rect.left();
        for &(column, width) in self.columns {
            let cell = Rect::from_min_size(pos2(left, rect.top()), vec2(width, ROW));
            self.cell_ui(ui, cell, column, row, &told);
            left += width;
        }
        response.on_hover_ui(|ui| {
            ui.label(legs.ledger.story(&legs.design.workflow, &legs.flow, row));
        })
    }

    fn cell_ui(&self, ui: &Ui, cell: Rect, column: Column, row: &Row, told: &crate::review::Told) {
        let theme = Theme::of(ui.ctx());
        let body = FontId::proportional(theme::ROW);
        let text = match column {
            Column::Number => row.number.to_string(),
            Column::Triggers if row.is_attached => told.triggers.join(" → "),
            Column::Triggers => format!("detached: {}", told.triggers.join(" → ")),
            Column::WaitsFor => told.waits_for.join(", "),
            Column::Does => told.done.clone(),
            Column::Ends => told.end.clone(),
            Column::Shortest => self.time(row.clock.shortest_s),
            Column::Longest => match row.clock.longest {
                Longest::After(seconds) => self.time(seconds),
                Longest::WaitsForPerson | Longest::Unclear => told.longest.clone(),
            },
            Column::Verdict => return verdict_ui(ui, cell, row),
            Column::Rehearsed => return self.rehearsed_ui(ui, cell, row),
            Column::Review => return self.review_ui(ui, cell, row),
        };
        let hue = match column {
            Column::Number => theme.text_weak,
            Column::Longest if row.is_over_limit => theme.warning,
            Column::Ends if ends_nowhere(row) => theme.error,
            _ => theme.text,
        };
        let font = if column == Column::Number {
            theme::medium(theme::ROW)
        } else {
            body
        };
        // Not by colour alone.
        let mark = match column {
            Column::Longest if row.is_over_limit => Some(icon::CLOCK_COUNTDOWN),
            _ => None,
        };
        let cell = match mark {
            Some(mark) => with_icon(ui, cell, mark, hue),
            None => cell,
        };
        paint_cell(ui, cell, &text, font, hue);
    }

    fn time(&self, seconds: u64) -> String {
        match seconds {
            0 => "at once".to_owned(),
            seconds => self.times.text(seconds),
        }
    }

    fn rehearsed_ui(&self, ui: &Ui, cell: Rect, row: &Row) {
        let theme = Theme::of(ui.ctx());
        // The list of legs may be of a moment ago.
        let Some(gone) = self.document.rehearsal.gone(&row.place) else {
            return;
        };
        let (symbol, hue) = mark_of(gone, theme);
        let (text, text_hue) = match gone {
            Gone::Yes => ("yes", theme.text),
            Gone::NotYet => ("not yet", theme.text_weak),
            Gone::Never => ("no call", theme.text_weak),
        };
        let cell = with_icon(ui, cell, symbol, hue);
        paint_cell(ui, cell, text, FontId::proportional(theme::ROW), text_hue);
    }

    fn review_ui(&self, ui: &Ui, cell: Rect, row: &Row) {
        let theme = Theme::of(ui.ctx());
        let marks = &self.document.design().review.marks;
        let name = marks
            .get(&row.place)
            .map_or("", |mark| mark.by.name.as_str());
        let (symbol, hue, text) = match row.review {
            LegReview::Reviewed => (icon::CHECK_CIRCLE, theme.good, name),
            LegReview::Changed => (icon::ARROWS_CLOCKWISE, theme.warning, "changed since"),
            LegReview::NotReviewed => (icon::CIRCLE_DASHED, theme.text_weak, "not yet"),
        };
        let cell = with_icon(ui, cell, symbol, hue);
        let text_hue = if row.review == LegReview::NotReviewed {
            theme.text_weak
        } else {
            theme.text
        };
        paint_cell(ui, cell, text, FontId::proportional(theme::ROW), text_hue);
    }
}

/// The worst of what is found, with how many findings there are; those that were waived in brackets.
fn verdict_ui(ui: &Ui, cell: Rect, row: &Row) {
    let theme = Theme::of(ui.ctx());
    let verdict = row.verdict;
    let count = verdict.errors + verdict.warnings + verdict.infos;
    let worst = match (verdict.errors, verdict.warnings) {
        _ if count == 0 => None,
        (0, 0) => Some(Severity::Info),
        (0, _) => Some(Severity::Warning),
        _ => Some(Severity::Error),
    };
    let (symbol, hue) = worst.map_or((icon::CHECK, theme.good), |severity| {
        (theme::severity_icon(severity), theme.severity(severity))
    });
    let cell = with_icon(ui, cell, symbol, hue);
    let text = match (count, verdict.waived) {
        (0, 0) => String::new(),
        (0, waived) => format!("({waived} waived)"),
        (count, 0) => count.to_string(),
        (count, waived) => format!("{count} (+{waived})"),
    };
    paint_cell(
        ui,
        cell,
        &text,
        FontId::proportional(theme::ROW),
        theme.text,
    );
}

/// Paints an icon at the beginning of a cell; returns the rest of it.
fn with_icon(ui: &Ui, cell: Rect, symbol: &str, hue: Color32) -> Rect {
    ui.painter().text(
        pos2(cell.left() + 14.0, cell.center().y),
        Align2::CENTER_CENTER,
        symbol,
        theme::icon_font(15.0),
        hue,
    );
    cell.with_min_x(cell.left() + 20.0)
}

/// One line, cut where it does not fit.
fn paint_cell(ui: &Ui, cell: Rect, text: &str, font: FontId, hue: Color32) {
    let mut job = LayoutJob::simple_singleline(text.replace('\n', " "), font, hue);
    job.wrap = TextWrapping::truncate_at_width((cell.width() - 12.0).max(0.0));
    let galley = ui.painter().layout_job(job);
    let at = pos2(cell.left() + 6.0, cell.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, hue);
}

/// The legs as the lower panel shows them.
pub fn legs_ui(
    ui: &mut Ui,
    document: &Document,
    panel: &mut LegsPanel,
    settings: &Settings,
    requests: &mut Vec<Request>,
) {
    ui.horizontal(|ui| {
        lower_tabs_ui(ui, true, requests);
        let progress = document.legs.legs.ledger.progress;
        let text = format!(
            "{} of {} reviewed",
            progress.reviewed_count, progress.leg_count
        );
        ui.label(widgets::weak(ui, text));
        ui.separator();
        panel.filters_ui(ui, document.rehearsal.knows_coverage());
        ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
            let command = UserCommand::ToggleLegs;
            if widgets::command_icon_button(ui, icon::X, "Close legs", command).clicked() {
                requests.push(Request::Run(command));
            }
        });
    });
    // Each design's list is scrolled on its own.
    ui.push_id(document.id, |ui| {
        panel.show(ui, document, settings.times().style, requests);
    });
}

/// What the lower panel shows: a name for each, of which one is shown.
pub fn lower_tabs_ui(ui: &mut Ui, are_legs_shown: bool, requests: &mut Vec<Request>) {
    for (name, is_shown, command) in [
        ("Findings", !are_legs_shown, UserCommand::ToggleFindings),
        ("Legs", are_legs_shown, UserCommand::ToggleLegs),
    ] {
        let text = egui::RichText::new(name).font(theme::semibold(theme::BODY));
        let tab = ui.selectable_label(is_shown, text);
        if tab.clicked() && !is_shown {
            requests.push(Request::Run(command));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_share_the_whole_width_and_fewer_are_shown_in_a_narrow_panel() {
        for width in [500.0, 900.0, 1400.0] {
            let columns = columns_in(width, true);
            let total: f32 = columns.iter().map(|(_, width)| width).sum();
            assert!((total - width).abs() < 0.1, "{width}: {total}");
        }
        assert!(columns_in(500.0, true).len() < columns_in(900.0, true).len());
    }

    #[test]
    fn what_has_no_end_is_longer_than_any_time() {
        let rank = longest_rank;
        assert!(rank(Longest::After(9)) < rank(Longest::After(10)));
        assert!(rank(Longest::After(u64::MAX)) < rank(Longest::WaitsForPerson));
    }
}
