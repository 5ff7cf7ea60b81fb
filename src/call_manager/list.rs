//! Which calls are there? Rows of one height, of which only those in view are drawn: ten thousand are as quick as ten.

use super::desk::{Desk, Tab};
use super::requests::Request;
use super::row::{
    Columns, HEADER_HEIGHT, ROW_HEIGHT, Row, RowState, Time, paint_header, paint_row, priority_hue,
    priority_icon, priority_title,
};
use super::times::Times;
use crate::designer::widgets;
use crate::runtime::EffectKind;
use crate::runtime::store::{Letter, RunningTimer, Summary};
use crate::theme::{self, Theme};
use eframe::egui::{
    EventFilter, Id, Rect, ScrollArea, Sense, Ui, Vec2, WidgetInfo, WidgetType, pos2, vec2,
};
use egui_phosphor::regular as icon;

/// What a list has to remember from frame to frame.
#[derive(Default)]
pub struct List {
    /// Bring the row of the selected call into view.
    pub reveals: bool,
    /// Give the keyboard to it.
    pub takes_keyboard: bool,
    /// How many rows are in view.
    pub page: usize,
    has_keyboard: bool,
}

impl List {
    /// Had a row the keyboard in the last frame?
    pub const fn has_keyboard(&self) -> bool {
        self.has_keyboard
    }

    /// Shows the list of the tab in the rest of `ui`.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        desk: &Desk,
        times: &Times<'_>,
        requests: &mut Vec<Request>,
    ) {
        let theme = Theme::of(ui.ctx());
        let width = ui.available_width();
        let columns = Columns::new(width);
        let names = match desk.tab {
            Tab::Waiting => ["Alert", "Stage", "Time left", "Claimed by"],
            Tab::Finished => ["Outcome", "Last stage", "Finished", ""],
            Tab::Letters => ["Could not be sent", "Why", "Since", ""],
        };
        ui.spacing_mut().item_spacing = Vec2::ZERO;
        let (header, _) = ui.allocate_exact_size(vec2(width, HEADER_HEIGHT), Sense::hover());
        paint_header(ui.painter(), header, &columns, names, theme);
        let row_count = desk.row_count();
        if row_count == 0 {
            empty_ui(ui, desk, requests);
            return;
        }
        let opened = desk.opened.as_ref().map(|opened| opened.run_id);
        let selected = desk.opened.as_ref().map(|opened| opened.row);
        let selected = selected.filter(|&row| desk.run_at(row) == opened);
        self.page = (ui.available_height() / ROW_HEIGHT).floor().max(1.0) as usize;
        self.has_keyboard = false;
        // It is not to be taken from somebody who types, once the row comes back.
        self.takes_keyboard &= selected.is_some();
        ScrollArea::vertical()
            .id_salt(("calls", desk.tab as u8))
            .auto_shrink([false, false])
            .show_viewport(ui, |ui, viewport| {
                ui.set_height(ROW_HEIGHT * row_count as f32);
                let origin = ui.max_rect().min;
                let place = |row: usize| {
                    let top = origin.y + ROW_HEIGHT * row as f32;
                    Rect::from_min_size(pos2(origin.x, top), vec2(width, ROW_HEIGHT))
                };
                if std::mem::take(&mut self.reveals)
                    && let Some(row) = selected
                {
                    ui.scroll_to_rect(place(row), None);
                }
                let first = (viewport.min.y / ROW_HEIGHT).floor().max(0.0) as usize;
                let end = (viewport.max.y / ROW_HEIGHT).ceil().max(0.0) as usize;
                for row in first..end.min(row_count) {
                    let is_selected = selected == Some(row);
                    self.row_ui(
                        ui,
                        desk,
                        row,
                        place(row),
                        &columns,
                        is_selected,
                        times,
                        requests,
                    );
                }
            });
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "a row is its place, its content and its state"
    )]
    fn row_ui(
        &mut self,
        ui: &Ui,
        desk: &Desk,
        row: usize,
        rect: Rect,
        columns: &Columns,
        is_selected: bool,
        times: &Times<'_>,
        requests: &mut Vec<Request>,
    ) {
        let Some(run_id) = desk.run_at(row) else {
            return;
        };
        let theme = Theme::of(ui.ctx());
        let shown = match desk.tab {
            Tab::Waiting => waiting_row(desk, &desk.calls[desk.shown[row]], times, theme),
            Tab::Finished => match desk.finished.as_ref().and_then(|calls| calls.get(row)) {
                Some(call) => finished_row(call, times, theme),
                None => return,
            },
            Tab::Letters => letter_row(&desk.letters[row], times, theme),
        };
        // A letter is told from others of its run by its place.
        let id = Id::new((
            "call",
            desk.tab as u8,
            run_id.0,
            (desk.tab == Tab::Letters).then_some(row),
        ));
        let response = ui.interact(rect, id, Sense::click());
        let name = spoken(&shown, desk.tab);
        response.widget_info(|| {
            WidgetInfo::selected(WidgetType::SelectableLabel, true, is_selected, &name)
        });
        if is_selected && std::mem::take(&mut self.takes_keyboard) {
            response.request_focus();
        }
        if response.has_focus() {
            self.has_keyboard = true;
            // The arrows go through the list, not to the next control.
            let filter = EventFilter {
                vertical_arrows: true,
                ..EventFilter::default()
            };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
        }
        if response.clicked() {
            requests.push(Request::Select(run_id));
        }
        let call = (desk.tab == Tab::Waiting).then(|| &desk.calls[desk.shown[row]]);
        let response = match call {
            // The row shows the first; here is each.
            Some(call) if call.timers.len() > 1 && response.hovered() => {
                let lines = call.timers.iter().map(|timer| timer_line(timer, times));
                response.on_hover_text(lines.collect::<Vec<_>>().join("\n"))
            }
            _ => response,
        };
        let state = RowState {
            is_selected,
            is_hovered: response.hovered(),
            has_keyboard: response.has_focus(),
        };
        paint_row(ui.painter(), rect, columns, &shown, state, theme);
    }
}

fn empty_ui(ui: &mut Ui, desk: &Desk, requests: &mut Vec<Request>) {
    let is_filtered = !desk.text.trim().is_empty()
        || (desk.tab == Tab::Waiting
            && (desk.scope().team.is_some() || desk.scope().workflow.is_some()));
    let (symbol, sentence) = match desk.tab {
        _ if !desk.is_fine() && desk.calls.is_empty() => (
            icon::PLUGS,
            "Calls are shown here as soon as the source answers.",
        ),
        Tab::Finished if desk.finished.is_none() => (icon::FLAG_CHECKERED, "Looking…"),
        Tab::Waiting if is_filtered => (
            icon::FUNNEL,
            "No waiting call fits the search and the filters.",
        ),
        Tab::Finished if is_filtered => (icon::FUNNEL, "No finished call has this text."),
        Tab::Waiting => (
            icon::CHECK_CIRCLE,
            "Nothing waits. A call comes here when a script sets a workflow for it.",
        ),
        Tab::Finished => (icon::FLAG_CHECKERED, "No call is finished yet."),
        Tab::Letters => (
            icon::CHECK_CIRCLE,
            "Everything was sent. What could not be sent in a day of trying comes here, to be tried again.",
        ),
    };
    let theme = Theme::of(ui.ctx());
    ui.vertical_centered(|ui| {
        ui.add_space(72.0);
        ui.label(theme::icon_text(symbol, 32.0).color(theme.text_weak));
        ui.add_space(theme::GAP);
        ui.label(widgets::weak(ui, sentence));
        if is_filtered {
            ui.add_space(theme::GAP);
            if ui.button("Clear search and filters").clicked() {
                requests.push(Request::ClearFilter);
            }
        }
    });
}

/// How long a timer has left, and where it leads.
pub fn timer_line(running: &RunningTimer, times: &Times<'_>) -> String {
    let left = if running.due > times.now {
        format!("{} left", times.until(running.due))
    } else {
        "Time is up".to_owned()
    };
    format!("{left}, then stage {}, {}", running.to, running.to_name)
}

/// Where a call stands, of how many stages.
pub fn stage_of(call: &Summary) -> String {
    format!("Stage {} of {}", call.stage, call.stage_count)
}

fn waiting_row(desk: &Desk, call: &Summary, times: &Times<'_>, theme: &Theme) -> Row {
    let alert = call.alert.as_ref();
    let priority = alert.map(|alert| alert.priority);
    let overdue = call.overdue_at(times.now);
    let left = call.first_due().filter(|due| *due > times.now);
    let left = left.map(|due| format!("{} left", times.until(due)));
    let waits = || {
        let since = times.since(call.since);
        since.map_or_else(|| "just came".to_owned(), |since| format!("waits {since}"))
    };
    let time = match overdue {
        Some(since) => [
            Time {
                text: times.overdue(since),
                is_overdue: true,
            },
            Time::quiet(left.unwrap_or_else(waits)),
        ],
        None => [
            Time::quiet(left.unwrap_or_else(|| "No timer".to_owned())),
            Time::quiet(waits()),
        ],
    };
    let team = alert.map_or("", |alert| alert.team.as_str());
    let place = [call.call.as_str(), call.workflow.as_str(), team];
    let place: Vec<&str> = place.into_iter().filter(|part| !part.is_empty()).collect();
    Row {
        priority,
        icon: priority_icon(priority),
        hue: priority_hue(priority, theme),
        title: alert.map_or_else(|| call.stage_name.clone(), |alert| alert.message.clone()),
        subtitle: place.join("  ·  "),
        stage: [call.stage_name.clone(), stage_of(call)],
        time,
        who: call.claimed_by.as_ref().map(|by| {
            if *by == desk.scope().by {
                "You".to_owned()
            } else {
                by.clone()
            }
        }),
        is_new: desk.new.contains(&call.run),
        is_overdue: overdue.is_some(),
    }
}

fn finished_row(call: &Summary, times: &Times<'_>, theme: &Theme) -> Row {
    Row {
        priority: None,
        icon: icon::FLAG_CHECKERED,
        hue: theme.good,
        title: call.outcome.clone().unwrap_or_default(),
        subtitle: format!("{}  ·  {}", call.call, call.workflow),
        stage: [call.stage_name.clone(), stage_of(call)],
        time: [
            Time::quiet(times.clock(call.since)),
            Time::quiet(times.ago(call.since)),
        ],
        who: None,
        is_new: false,
        is_overdue: false,
    }
}

/// What is to be sent, in a line.
pub fn letter_title(what: &EffectKind) -> String {
    match what {
        EffectKind::SendEmail { to, subject, .. } => format!("Email to {to}: {subject}"),
        EffectKind::SendSms { to, text } => format!("Text message to {to}: {text}"),
        EffectKind::CallWebhook { url, .. } => format!("Webhook {url}"),
        _ => "Something to be sent".to_owned(),
    }
}

fn letter_row(letter: &Letter, times: &Times<'_>, theme: &Theme) -> Row {
    let tries = letter.delivery.try_count;
    let icon = match letter.what {
        EffectKind::SendSms { .. } => icon::CHAT_TEXT,
        EffectKind::CallWebhook { .. } => icon::GLOBE,
        _ => icon::ENVELOPE_SIMPLE,
    };
    Row {
        priority: None,
        icon,
        hue: theme.error,
        title: letter_title(&letter.what),
        subtitle: format!("{}  ·  {}", letter.call, letter.workflow),
        stage: [
            letter.delivery.last_error.clone().unwrap_or_default(),
            match tries {
                1 => "tried once".to_owned(),
                tries => format!("tried {tries} times"),
            },
        ],
        time: [
            Time::quiet(times.clock(letter.at)),
            Time::quiet(times.ago(letter.at)),
        ],
        who: None,
        is_new: false,
        is_overdue: false,
    }
}

/// A row as a screen reader says it.
fn spoken(row: &Row, tab: Tab) -> String {
    let mut parts = Vec::new();
    if row.is_new {
        parts.push("New".to_owned());
    }
    parts.extend(
        row.priority
            .map(|priority| priority_title(priority).to_owned()),
    );
    parts.push(row.title.clone());
    parts.push(row.subtitle.replace("  ·  ", ", "));
    if tab == Tab::Waiting {
        parts.push(format!("{}, {}", row.stage[1], row.stage[0]));
    } else {
        parts.push(row.stage.join(", "));
    }
    parts.extend(row.time.iter().map(|time| time.text.clone()));
    if let Some(who) = &row.who {
        parts.push(format!("claimed by {who}"));
    }
    parts.retain(|part| !part.is_empty());
    parts.join(", ")
}
