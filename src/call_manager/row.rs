//! What does a row of a list look like? An icon and two lines, and on the right where it stands, how long, and who.

use crate::export::Priority;
use crate::theme::{self, Theme};
use eframe::egui::text::{LayoutJob, TextWrapping};
use eframe::egui::{
    Align, Align2, Color32, CornerRadius, FontId, Painter, Pos2, Rect, Stroke, StrokeKind, pos2,
    vec2,
};
use egui_phosphor::regular as icon;

pub const ROW_HEIGHT: f32 = 52.0;
pub const HEADER_HEIGHT: f32 = 28.0;

/// In points, from the left edge of a row.
const DOT_X: f32 = 12.0;
const ICON_X: f32 = 32.0;
const TEXT_X: f32 = 48.0;
/// Where the two lines of a row stand.
const LINES_Y: [f32; 2] = [17.0, 36.0];
const STAGE_WIDTH: f32 = 176.0;
const TIME_WIDTH: f32 = 128.0;
const WHO_WIDTH: f32 = 96.0;
/// Less room than this, and the columns on the right go one after the other.
const LEAST_TEXT_WIDTH: f32 = 260.0;
const COLUMN_GAP: f32 = 16.0;

/// Where the columns of a list are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Columns {
    pub text: (f32, f32),
    pub stage: Option<(f32, f32)>,
    pub time: (f32, f32),
    pub who: Option<(f32, f32)>,
}

impl Columns {
    /// From the left edge, for a list of that width. Who has it goes first when there is no room, then the stage.
    pub fn new(width: f32) -> Self {
        let mut right = width - COLUMN_GAP;
        let mut take = |column: f32, is_taken: bool| {
            is_taken.then(|| {
                let range = (right - column, right);
                right -= column + COLUMN_GAP;
                range
            })
        };
        let all = TEXT_X + LEAST_TEXT_WIDTH + TIME_WIDTH + 2.0 * COLUMN_GAP;
        let with_stage = all + STAGE_WIDTH + COLUMN_GAP;
        let who = take(WHO_WIDTH, width >= with_stage + WHO_WIDTH + COLUMN_GAP);
        let time = take(TIME_WIDTH, true).unwrap_or_default();
        let stage = take(STAGE_WIDTH, width >= with_stage);
        Self {
            text: (TEXT_X, right),
            stage,
            time,
            who,
        }
    }
}

/// What stands in a row.
pub struct Row {
    /// For those who do not see the icon.
    pub priority: Option<Priority>,
    pub icon: &'static str,
    pub hue: Color32,
    pub title: String,
    pub subtitle: String,
    pub stage: [String; 2],
    pub time: [Time; 2],
    pub who: Option<String>,
    /// It has not been looked at yet.
    pub is_new: bool,
    pub is_overdue: bool,
}

/// A time in a row.
pub struct Time {
    pub text: String,
    pub is_overdue: bool,
}

impl Time {
    pub fn quiet(text: String) -> Self {
        Self {
            text,
            is_overdue: false,
        }
    }
}

/// How a row stands in its list.
#[derive(Clone, Copy, Debug)]
pub struct RowState {
    pub is_selected: bool,
    pub is_hovered: bool,
    pub has_keyboard: bool,
}

/// Paints a row into its place.
pub fn paint_row(
    painter: &Painter,
    rect: Rect,
    columns: &Columns,
    row: &Row,
    state: RowState,
    theme: &Theme,
) {
    let fill = match (state.is_selected, state.is_hovered, row.is_overdue) {
        (true, ..) => theme.selection_fill,
        (_, true, _) => theme.card_hovered_row,
        (_, _, true) => theme::mixed(theme.panel, theme.error, 0.05),
        _ => theme.panel,
    };
    painter.rect_filled(rect, CornerRadius::ZERO, fill);
    painter.hline(
        rect.x_range(),
        rect.bottom() - 0.5,
        Stroke::new(1.0, theme.border),
    );
    if row.is_overdue {
        let edge = rect.with_max_x(rect.left() + 3.0);
        painter.rect_filled(edge, CornerRadius::ZERO, theme.error);
    }
    if state.has_keyboard {
        let stroke = Stroke::new(2.0, theme.accent);
        let ring = rect.shrink(1.0);
        painter.rect_stroke(ring, CornerRadius::same(4), stroke, StrokeKind::Inside);
    }
    if row.is_new {
        let at = rect.min + vec2(DOT_X + 2.0, LINES_Y[0]);
        painter.circle_filled(at, 4.0, theme.accent);
    }
    let at = rect.min + vec2(ICON_X, LINES_Y[0]);
    let font = theme::icon_font(16.0);
    painter.text(at, Align2::CENTER_CENTER, row.icon, font, row.hue);

    let title_font = if row.is_new {
        theme::semibold(theme::BODY)
    } else {
        theme::medium(theme::BODY)
    };
    let small = FontId::proportional(theme::ROW);
    let line = |column: (f32, f32), line: usize, text: &str, font: FontId, color: Color32| {
        let at = rect.min + vec2(column.0, LINES_Y[line]);
        paint_text(painter, at, column.1 - column.0, text, font, color);
    };
    line(columns.text, 0, &row.title, title_font, theme.text);
    line(
        columns.text,
        1,
        &row.subtitle,
        small.clone(),
        theme.text_weak,
    );
    if let Some(stage) = columns.stage {
        line(
            stage,
            0,
            &row.stage[0],
            FontId::proportional(theme::BODY),
            theme.text,
        );
        line(stage, 1, &row.stage[1], small.clone(), theme.text_weak);
    }
    for (index, time) in row.time.iter().enumerate() {
        let (font, color) = match (time.is_overdue, index) {
            (true, _) => (theme::semibold(theme::BODY), theme.error),
            (_, 0) => (FontId::proportional(theme::BODY), theme.text),
            _ => (small.clone(), theme.text_weak),
        };
        line(columns.time, index, &time.text, font, color);
    }
    if let (Some(column), Some(who)) = (columns.who, &row.who) {
        let at = rect.min + vec2(column.0 + 7.0, LINES_Y[0]);
        let font = theme::icon_font(14.0);
        painter.text(at, Align2::CENTER_CENTER, icon::USER, font, theme.text_weak);
        let text = (column.0 + 20.0, column.1);
        line(text, 0, who, FontId::proportional(theme::ROW), theme.text);
    }
}

/// Paints the names of the columns.
pub fn paint_header(
    painter: &Painter,
    rect: Rect,
    columns: &Columns,
    names: [&str; 4],
    theme: &Theme,
) {
    painter.rect_filled(rect, CornerRadius::ZERO, theme.panel);
    painter.hline(
        rect.x_range(),
        rect.bottom() - 0.5,
        Stroke::new(1.0, theme.border),
    );
    let places = [
        Some(columns.text),
        columns.stage,
        Some(columns.time),
        columns.who,
    ];
    for (name, place) in names.into_iter().zip(places) {
        if let Some((left, right)) = place {
            let at = pos2(rect.left() + left, rect.center().y);
            let font = theme::medium(theme::CAPTION);
            paint_text(painter, at, right - left, name, font, theme.text_weak);
        }
    }
}

/// One line whose middle is at that height, cut where it does not fit.
pub fn paint_text(
    painter: &Painter,
    left_center: Pos2,
    width: f32,
    text: &str,
    font: FontId,
    color: Color32,
) {
    // What customers say may have line breaks; here it is one line.
    let text = text.replace(char::is_control, " ");
    let mut job = LayoutJob::simple_singleline(text, font, color);
    job.wrap = TextWrapping::truncate_at_width(width.max(0.0));
    job.halign = Align::LEFT;
    let galley = painter.layout_job(job);
    let at = pos2(left_center.x, left_center.y - galley.size().y / 2.0);
    painter.galley(at, galley, color);
}

/// Each priority has a shape of its own, for those who do not tell the hues apart.
pub const fn priority_icon(priority: Option<Priority>) -> &'static str {
    match priority {
        Some(Priority::Urgent) => icon::WARNING_OCTAGON,
        Some(Priority::High) => icon::CARET_DOUBLE_UP,
        Some(Priority::Normal) => icon::BELL,
        Some(Priority::Low) => icon::CARET_DOWN,
        None => icon::CURSOR_CLICK,
    }
}

pub const fn priority_hue(priority: Option<Priority>, theme: &Theme) -> Color32 {
    match priority {
        Some(Priority::Urgent) => theme.error,
        Some(Priority::High) => theme.warning,
        Some(Priority::Normal | Priority::Low) | None => theme.text_weak,
    }
}

pub const fn priority_title(priority: Priority) -> &'static str {
    match priority {
        Priority::Urgent => "Urgent",
        Priority::High => "High",
        Priority::Normal => "Normal",
        Priority::Low => "Low",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_alert_and_the_time_have_room_in_any_list_and_columns_never_overlap() {
        for width in [420.0, 560.0, 700.0, 760.0, 860.0, 1020.0, 1900.0] {
            let columns = Columns::new(width);
            let mut places = vec![columns.text];
            places.extend(columns.stage);
            places.push(columns.time);
            places.extend(columns.who);
            for pair in places.windows(2) {
                assert!(pair[0].1 <= pair[1].0, "{width}: {columns:?}");
            }
            assert!(
                columns.text.1 - columns.text.0 >= 180.0,
                "{width}: {columns:?}"
            );
            assert!(places.iter().all(|place| place.1 <= width));
        }
        assert_eq!(Columns::new(500.0).stage, None);
        assert!(Columns::new(1020.0).who.is_some());
    }
}
