//! What does a card look like? Header with number, icon and name; a row for each action; a quiet row to add one.

use super::fold::{self, LegLook};
use crate::arrange::{
    ADD_ROW_HEIGHT, CARD_WIDTH, HEADER_HEIGHT, ROW_HEIGHT, card_height, row_center_y,
};
use crate::canvas::camera::Camera;
use crate::look::card::{
    BADGE_HEIGHT, BADGE_RADIUS, BADGE_ROOM, BADGE_X, HEADER_ICON, ICON_FROM_BADGE, ICON_X,
    MARK_FROM_RIGHT, MARK_SIZE, MARKED_ROOM, NAME_FROM_BADGE, OPEN_END_REACH, OPEN_END_SHARE,
    PORT_RADIUS, RADIUS, RIBBON_ROOM, RIBBON_SIZE, RIGHT_ROOM, ROW_ICON, ROW_LINE_INSET,
    SHEET_STEP, TEXT_X,
};
use crate::look::{Mark, Marks};
use crate::theme::{self, Theme};
use crate::workflow::{
    Action, ActionKind, Event, Flow, Group, Position, StageEnd, Way, Workflow, one_line, row_text,
    stage_name,
};
use eframe::egui::text::{LayoutJob, TextWrapping};
use eframe::egui::{
    Align2, Color32, CornerRadius, FontId, Galley, Painter, Pos2, Rect, Shape, Stroke, StrokeKind,
    pos2, vec2,
};
use egui_phosphor::regular as icon;
use std::sync::Arc;

/// Where a card and its parts are on screen.
#[derive(Clone, Copy, Debug)]
pub struct CardFrame {
    pub rect: Rect,
    pub zoom: f32,
    row_count: usize,
}

impl CardFrame {
    pub fn new(camera: &Camera, screen: Rect, position: Position, row_count: usize) -> Self {
        let min = camera.screen_from_world(screen, crate::canvas::camera::world(position));
        let size = vec2(CARD_WIDTH as f32, card_height(row_count) as f32) * camera.zoom;
        Self {
            rect: Rect::from_min_size(min, size),
            zoom: camera.zoom,
            row_count,
        }
    }

    pub fn header(&self) -> Rect {
        self.band(0.0, HEADER_HEIGHT as f32)
    }

    pub fn row(&self, index: usize) -> Rect {
        self.band(
            HEADER_HEIGHT as f32 + index as f32 * ROW_HEIGHT as f32,
            ROW_HEIGHT as f32,
        )
    }

    pub fn add_row(&self) -> Rect {
        self.band(
            HEADER_HEIGHT as f32 + self.row_count as f32 * ROW_HEIGHT as f32,
            ADD_ROW_HEIGHT as f32,
        )
    }

    /// Where a row's text stands, without its icon.
    pub fn text(&self, row: usize) -> Rect {
        let row = self.row(row);
        row.with_min_x(row.left() + TEXT_X * self.zoom)
    }

    /// Where the stage's name stands, right of its badge and icon.
    pub fn name(&self, stage: u32) -> Rect {
        let header = self.header();
        // A digit of the badge's font is about seven points wide.
        let badge = BADGE_ROOM + 7.0 * stage.to_string().len() as f32;
        header.with_min_x(header.left() + (BADGE_X + badge + NAME_FROM_BADGE) * self.zoom)
    }

    pub fn port(&self, row: usize) -> Pos2 {
        pos2(
            self.rect.right(),
            self.rect.top() + row_center_y(row) as f32 * self.zoom,
        )
    }

    /// The open end of a stage that ends nowhere.
    pub fn open_end(&self) -> Pos2 {
        self.add_row().right_center()
    }

    pub fn mark(&self, band: Rect) -> Rect {
        let center = pos2(
            self.rect.right() - MARK_FROM_RIGHT * self.zoom,
            band.center().y,
        );
        Rect::from_center_size(center, vec2(MARK_SIZE, MARK_SIZE) * self.zoom)
    }

    fn band(&self, top: f32, height: f32) -> Rect {
        Rect::from_min_size(
            self.rect.min + vec2(0.0, top * self.zoom),
            vec2(self.rect.width(), height * self.zoom),
        )
    }
}

/// How large texts are, and whether rows are large enough to read.
#[derive(Clone, Copy, Debug)]
pub struct TextScale {
    pub zoom: f32,
    pub with_rows: bool,
}

/// The laid-out texts of a card, kept from frame to frame.
pub struct CardTexts {
    number: Arc<Galley>,
    icon: Arc<Galley>,
    name: Arc<Galley>,
    rows: Vec<RowTexts>,
    /// The icon and the words of the last row: to add an action, or what is in a box.
    last: Option<(Arc<Galley>, Arc<Galley>)>,
}

struct RowTexts {
    icon: Arc<Galley>,
    text: Arc<Galley>,
    is_placeholder: bool,
}

impl CardTexts {
    /// For a card to which nothing is added.
    #[must_use]
    pub fn without_last_row(self) -> Self {
        Self { last: None, ..self }
    }

    pub fn new(
        painter: &Painter,
        workflow: &Workflow,
        flow: &Flow,
        event: &Event,
        scale: TextScale,
        marks: &Marks,
        leg: LegLook,
    ) -> Self {
        let TextScale { zoom, with_rows } = scale;
        let ppp = painter.pixels_per_point();
        // Whole pixels only: crisp at each step, and few sizes in the font atlas.
        let size = |base: f32| (base * zoom * ppp).round().max(1.0) / ppp;
        let line = |text: &str, font: FontId, width: f32| {
            let mut job = LayoutJob::simple_singleline(one_line(text), font, Color32::PLACEHOLDER);
            job.wrap = TextWrapping::truncate_at_width(width * zoom);
            painter.layout_job(job)
        };
        let symbol = |text: &str, base: f32| line(text, theme::icon_font(size(base)), 40.0);
        let room = |left: f32, has_mark: bool| {
            CARD_WIDTH as f32 - left - if has_mark { MARKED_ROOM } else { RIGHT_ROOM }
        };
        let number = line(
            &event.stage.to_string(),
            theme::semibold(size(theme::CAPTION)),
            80.0,
        );
        let badge = number.size().x / zoom + BADGE_ROOM;
        let rows = event.actions.iter().filter(|_| with_rows).map(|action| {
            let text = row_text(workflow, flow, action);
            let is_placeholder = text.is_empty();
            let shown = if is_placeholder {
                action.data.kind().title()
            } else {
                &text
            };
            RowTexts {
                icon: symbol(theme::action_icon(action.data.kind()), ROW_ICON),
                text: line(
                    shown,
                    FontId::proportional(size(theme::ROW)),
                    room(TEXT_X, marks.action(action.id).is_some()),
                ),
                is_placeholder,
            }
        });
        Self {
            name: line(
                &stage_name(workflow, flow, event),
                theme::semibold(size(theme::BODY)),
                room(
                    NAME_FROM_BADGE + BADGE_X + badge,
                    marks.event(event.id).is_some(),
                ) - if marks.bookmarks.contains(&event.id) {
                    RIBBON_ROOM
                } else {
                    0.0
                },
            ),
            icon: symbol(theme::event_icon(event.kind), HEADER_ICON),
            rows: rows.collect(),
            last: with_rows.then(|| {
                if let LegLook::Box(contents) = leg {
                    let font = theme::medium(size(theme::ROW));
                    let room = room(TEXT_X, contents.worst().is_some());
                    (
                        symbol(icon::STACK, ROW_ICON),
                        line(&contents.short_words(), font, room),
                    )
                } else {
                    let font = FontId::proportional(size(theme::ROW));
                    (symbol(icon::PLUS, 13.0), line("Add action", font, 200.0))
                }
            }),
            number,
        }
    }
}

/// How a card stands out.
#[derive(Clone, Copy, Debug, Default)]
pub struct CardState {
    pub is_selected: bool,
    pub is_hovered: bool,
    pub is_lit: bool,
    pub is_focused: bool,
    pub is_add_hovered: bool,
    pub is_fold_hovered: bool,
    /// The row that is selected, and the one under the pointer.
    pub selected_row: Option<usize>,
    pub hovered_row: Option<usize>,
    /// A line is being drawn to it: may it end here?
    pub drop: Option<bool>,
}

/// A card as it is to be painted.
pub struct CardLook<'a> {
    pub frame: CardFrame,
    pub event: &'a Event,
    pub end: StageEnd,
    /// The ways that leave the stage.
    pub ways: &'a [Way],
    pub texts: &'a CardTexts,
    pub marks: &'a Marks,
    pub leg: LegLook,
    pub state: CardState,
}

/// Paints a card with its rows.
pub fn paint(painter: &Painter, theme: &Theme, look: &CardLook<'_>) {
    let CardLook {
        ref frame,
        event,
        end,
        ways,
        texts,
        marks,
        leg,
        ref state,
    } = *look;
    let zoom = frame.zoom;
    let radius = CornerRadius::same((RADIUS * zoom).clamp(1.0, 60.0) as u8);
    let border = match state {
        CardState {
            drop: Some(true), ..
        } => Stroke::new(2.0, theme.good),
        CardState {
            drop: Some(false), ..
        } => Stroke::new(2.0, theme.error),
        CardState {
            is_selected: true, ..
        } => Stroke::new(2.0, theme.accent),
        CardState {
            is_focused: true, ..
        } => Stroke::new(1.5, theme.accent),
        CardState { is_lit: true, .. } => {
            Stroke::new(1.0, theme::mixed(theme.border, theme.accent, 0.7))
        }
        CardState {
            is_hovered: true, ..
        } => Stroke::new(1.0, theme.border_strong),
        _ => Stroke::new(1.0, theme.border),
    };
    painter.extend(theme.shadow_of(frame.rect, radius).map(Shape::from));
    let is_box = matches!(leg, LegLook::Box(_));
    if is_box {
        fold::paint_stack(painter, theme, frame.rect, radius, SHEET_STEP * zoom);
    }
    painter.rect_filled(frame.rect, radius, theme.card);
    paint_header(painter, theme, frame, event, texts, radius);
    let highlight = state.selected_row.map(|row| (row, theme.selection_fill));
    let hover = state.hovered_row.map(|row| (row, theme.card_hovered_row));
    for (row, fill) in hover.into_iter().chain(highlight) {
        painter.rect_filled(
            frame.row(row).shrink2(vec2(1.0, 0.0)),
            CornerRadius::ZERO,
            fill,
        );
    }
    for (row, action) in event.actions.iter().enumerate() {
        paint_row(painter, theme, frame, row, action, texts, end);
        if let Some(mark) = marks.action(action.id) {
            paint_mark(painter, theme, frame.mark(frame.row(row)), mark);
        }
    }
    paint_last_row(painter, theme, frame, texts, leg, state);
    if let Some(mark) = marks.event(event.id) {
        paint_mark(painter, theme, frame.mark(frame.header()), mark);
    }
    if marks.bookmarks.contains(&event.id) {
        let is_marked = marks.event(event.id).is_some();
        paint_ribbon(painter, theme, frame, is_marked);
    }
    painter.rect_stroke(frame.rect, radius, border, StrokeKind::Middle);
    if marks.questions.contains_key(&event.id) {
        paint_question(painter, theme, frame);
    }
    for (row, action) in event.actions.iter().enumerate() {
        let mut here = ways.iter().filter(|way| way.action_id == action.id);
        if here.any(|way| way.to.is_none()) {
            paint_open_end(painter, theme, frame.port(row), zoom);
        } else {
            paint_port(painter, theme, frame.port(row), action, zoom, is_box);
        }
    }
    let is_wanted = state.is_hovered || state.is_selected || state.is_focused;
    if is_box || (leg == LegLook::Open && is_wanted) {
        fold::paint_caret(painter, theme, frame, is_box, state.is_fold_hovered);
    }
    if end == StageEnd::Dangles {
        paint_open_end(painter, theme, frame.open_end(), zoom);
    }
}

fn paint_header(
    painter: &Painter,
    theme: &Theme,
    frame: &CardFrame,
    event: &Event,
    texts: &CardTexts,
    radius: CornerRadius,
) {
    let (zoom, header, hue) = (frame.zoom, frame.header(), theme.event(event.kind));
    painter.rect_filled(
        header,
        CornerRadius {
            sw: 0,
            se: 0,
            ..radius
        },
        theme.header(event.kind),
    );
    let y = header.center().y;
    let badge_size = vec2(
        texts.number.size().x + BADGE_ROOM * zoom,
        BADGE_HEIGHT * zoom,
    );
    let badge = Rect::from_min_size(
        pos2(header.left() + BADGE_X * zoom, y - badge_size.y / 2.0),
        badge_size,
    );
    painter.rect_filled(
        badge,
        CornerRadius::same((BADGE_RADIUS * zoom).min(60.0) as u8),
        theme.badge(theme.card, event.kind),
    );
    put(
        painter,
        &texts.number,
        badge.center(),
        Align2::CENTER_CENTER,
        theme.text,
    );
    let icon_at = pos2(badge.right() + ICON_FROM_BADGE * zoom, y);
    put(painter, &texts.icon, icon_at, Align2::CENTER_CENTER, hue);
    put(
        painter,
        &texts.name,
        pos2(badge.right() + NAME_FROM_BADGE * zoom, y),
        Align2::LEFT_CENTER,
        theme.text,
    );
}

fn paint_row(
    painter: &Painter,
    theme: &Theme,
    frame: &CardFrame,
    row: usize,
    action: &Action,
    texts: &CardTexts,
    end: StageEnd,
) {
    let (zoom, rect) = (frame.zoom, frame.row(row));
    let group = action.data.kind().group();
    // Buttons and Timers of a stage that ends at once are never offered.
    let is_idle = group == Group::Waiting && matches!(end, StageEnd::Finishes | StageEnd::GoesOn);
    let hue = theme.row(action.data.kind(), action.data.priority());
    let Some(text) = texts.rows.get(row) else {
        // Too small to read: a bar stands for the text.
        let bar = Rect::from_center_size(
            rect.center(),
            vec2(rect.width() * 0.8, (6.0 * zoom).max(1.0)),
        );
        painter.rect_filled(bar, CornerRadius::ZERO, theme::mixed(theme.card, hue, 0.35));
        return;
    };
    if row > 0 {
        let inset = rect.shrink2(vec2(ROW_LINE_INSET * zoom, 0.0));
        painter.hline(
            inset.x_range(),
            rect.top(),
            Stroke::new(1.0, theme.row_line()),
        );
    }
    let y = rect.center().y;
    let dimmed = |color: Color32| if is_idle { theme.text_weak } else { color };
    put(
        painter,
        &text.icon,
        pos2(rect.left() + ICON_X * zoom, y),
        Align2::CENTER_CENTER,
        dimmed(hue),
    );
    let color = if text.is_placeholder {
        theme.text_weak
    } else {
        theme.text
    };
    put(
        painter,
        &text.text,
        pos2(rect.left() + TEXT_X * zoom, y),
        Align2::LEFT_CENTER,
        dimmed(color),
    );
}

fn paint_last_row(
    painter: &Painter,
    theme: &Theme,
    frame: &CardFrame,
    texts: &CardTexts,
    leg: LegLook,
    state: &CardState,
) {
    let rect = frame.add_row();
    let worst = match leg {
        LegLook::Box(contents) => contents.worst(),
        _ => None,
    };
    if let Some(severity) = worst {
        let mark = Mark {
            severity,
            is_waived: false,
        };
        paint_mark(painter, theme, frame.mark(rect), mark);
    }
    let Some((symbol, words)) = &texts.last else {
        return;
    };
    let color = match state {
        CardState {
            is_add_hovered: true,
            ..
        } => theme.accent,
        _ if matches!(leg, LegLook::Box(_)) => theme.text,
        CardState {
            is_hovered: true, ..
        }
        | CardState {
            is_selected: true, ..
        }
        | CardState {
            is_focused: true, ..
        } => theme.text_weak,
        _ => theme.text_quiet(),
    };
    if matches!(leg, LegLook::Box(_)) {
        let inset = rect.shrink2(vec2(1.0, 0.0));
        painter.hline(inset.x_range(), rect.top(), Stroke::new(1.0, theme.border));
    }
    let y = rect.center().y;
    let symbol_at = pos2(rect.left() + ICON_X * frame.zoom, y);
    put(painter, symbol, symbol_at, Align2::CENTER_CENTER, color);
    put(
        painter,
        words,
        pos2(rect.left() + TEXT_X * frame.zoom, y),
        Align2::LEFT_CENTER,
        color,
    );
}

/// A severity is told by shape as well as by colour: a filled circle, a triangle, a dot. What was waived is an outline.
fn paint_mark(painter: &Painter, theme: &Theme, rect: Rect, mark: Mark) {
    use crate::rules::Severity;
    let (center, r) = (rect.center(), rect.width() * 0.36);
    if mark.is_waived {
        return paint_waived_mark(painter, theme, center, r, mark.severity);
    }
    let color = theme.severity(mark.severity);
    match mark.severity {
        Severity::Error => {
            painter.circle_filled(center, r, color);
            let stroke = Stroke::new((r * 0.32).max(1.0), theme.card);
            painter.line_segment(
                [center - vec2(0.0, r * 0.55), center + vec2(0.0, r * 0.1)],
                stroke,
            );
            painter.circle_filled(center + vec2(0.0, r * 0.5), stroke.width * 0.6, theme.card);
        }
        Severity::Warning => {
            let r = r * 1.1;
            let corners = triangle(center, r);
            painter.add(Shape::convex_polygon(corners, color, Stroke::NONE));
            let stroke = Stroke::new((r * 0.26).max(1.0), theme.card);
            painter.line_segment(
                [center - vec2(0.0, r * 0.3), center + vec2(0.0, r * 0.25)],
                stroke,
            );
            painter.circle_filled(
                center + vec2(0.0, r * 0.55),
                stroke.width * 0.55,
                theme.card,
            );
        }
        Severity::Info => {
            painter.circle_filled(center, r * 0.5, color);
        }
    }
}

fn paint_waived_mark(
    painter: &Painter,
    theme: &Theme,
    center: Pos2,
    r: f32,
    severity: crate::rules::Severity,
) {
    let stroke = Stroke::new((r * 0.24).max(1.0), theme.text_weak);
    if severity == crate::rules::Severity::Warning {
        painter.add(Shape::closed_line(triangle(center, r * 1.1), stroke));
    } else {
        painter.circle_stroke(center, r * 0.5, stroke);
    }
}

fn triangle(center: Pos2, r: f32) -> Vec<Pos2> {
    vec![
        center + vec2(0.0, -r),
        center + vec2(r, r * 0.8),
        center + vec2(-r, r * 0.8),
    ]
}

/// A bookmark hangs from the card's top edge, beside the mark of a finding.
fn paint_ribbon(painter: &Painter, theme: &Theme, frame: &CardFrame, is_marked: bool) {
    let from_right = if is_marked { MARKED_ROOM } else { RIGHT_ROOM };
    let [width, height] = RIBBON_SIZE.map(|size| size * frame.zoom);
    let right = frame.rect.right() - from_right * frame.zoom;
    let (top, middle) = (frame.rect.top(), right - width / 2.0);
    let notch = pos2(middle, top + height * 0.7);
    for outer in [right - width, right] {
        let half = vec![
            pos2(outer, top),
            pos2(middle, top),
            notch,
            pos2(outer, top + height),
        ];
        painter.add(Shape::convex_polygon(half, theme.accent, Stroke::NONE));
    }
}

/// Half as wide as a question is, at zoom 1.
const QUESTION_RADIUS: f32 = 9.0;

/// A question sits on the card's top edge, at its left, and leaves the stage number in sight.
fn paint_question(painter: &Painter, theme: &Theme, frame: &CardFrame) {
    let radius = QUESTION_RADIUS * frame.zoom;
    let center = frame.rect.left_top() + vec2(2.0 * radius, -0.6 * radius);
    let tail = vec![
        center + vec2(-0.8 * radius, 0.4 * radius),
        center + vec2(0.0, 0.9 * radius),
        center + vec2(-0.9 * radius, 1.4 * radius),
    ];
    painter.add(Shape::convex_polygon(tail, theme.accent_fill, Stroke::NONE));
    painter.circle(
        center,
        radius,
        theme.accent_fill,
        Stroke::new(1.0, theme.card),
    );
    painter.text(
        center,
        Align2::CENTER_CENTER,
        "?",
        theme::semibold((1.3 * radius).max(1.0)),
        theme.on_accent,
    );
}

/// `is_box` when what a Button or Timer leads to is in the box, and no line shows it.
fn paint_port(
    painter: &Painter,
    theme: &Theme,
    at: Pos2,
    action: &Action,
    zoom: f32,
    is_box: bool,
) {
    if !has_port(action) {
        return;
    }
    let radius = PORT_RADIUS * zoom;
    let color = theme.port(action.data.kind());
    let is_filled = is_box && action.data.owned_event().is_some();
    painter.circle(
        at,
        radius,
        if is_filled { color } else { theme.card },
        Stroke::new((1.6 * zoom).max(1.0), color),
    );
}

/// Does the leg go on from this action?
pub fn has_port(action: &Action) -> bool {
    matches!(
        action.data.kind(),
        ActionKind::Button | ActionKind::Timer | ActionKind::Link
    )
}

/// A hollow red ring with a ghost line to nowhere.
pub fn paint_open_end(painter: &Painter, theme: &Theme, at: Pos2, zoom: f32) {
    let radius = PORT_RADIUS * OPEN_END_SHARE * zoom;
    let stroke = Stroke::new((1.6 * zoom).max(1.0), theme.error);
    let (from, to) = (
        at + vec2(radius, 0.0),
        at + vec2(OPEN_END_REACH * zoom, 0.0),
    );
    painter.extend(Shape::dashed_line(
        &[from, to],
        stroke,
        5.0 * zoom,
        4.0 * zoom,
    ));
    painter.circle(at, radius, theme.card, stroke);
}

fn put(painter: &Painter, galley: &Arc<Galley>, at: Pos2, align: Align2, color: Color32) {
    let min = align.anchor_size(at, galley.size()).min;
    painter.galley_with_override_text_color(
        crate::canvas::camera::on_pixel(min, painter.pixels_per_point()),
        Arc::clone(galley),
        color,
    );
}
