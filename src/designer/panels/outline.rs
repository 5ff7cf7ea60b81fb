//! Which stages are there, and what is done in each? A tree in reading order, in step with the canvas and of equal power.

use crate::canvas::Selection;
use crate::designer::widgets::{self, StageRow};
use crate::designer::{Document, Request, UserCommand};
use crate::rules::{Place, Severity};
use crate::theme::{self, Theme};
use crate::workflow::{ActionId, Event, EventId, row_text, shortened, stage_name};
use eframe::egui::{
    self, EventFilter, Key, Layout, Modifiers, Pos2, Rect, Response, Sense, Ui, Vec2, WidgetInfo,
    WidgetType,
};
use egui_phosphor::regular as icon;
use std::collections::{BTreeMap, BTreeSet};

/// Letters of a text that a hint has room for.
const LONGEST_HINT: usize = 300;
const INDENT: f32 = 12.0;
/// Deeper rows are indented by less, and from some depth on no further, so that names stay readable.
const NARROW_INDENT: f32 = 4.0;
const DEEPEST_WIDE: u32 = 3;
const DEEPEST_NARROW: u32 = 3;

/// With more stages than these the outline lists stages alone: with their actions nobody would find anything, and to
/// list half a million rows takes a frame's time.
const MOST_STAGES_WITH_ACTIONS: usize = 20_000;

/// With more stages than these the rows are listed anew one frame after the canvas shows what has changed, so that
/// neither waits for the other; of a vast design one more frame later, when the canvas has drawn all of it from afar.
const MOST_LISTED_AT_ONCE: usize = 2_000;

/// What the outline keeps: which legs are folded, and its rows until the design changes.
#[derive(Default)]
pub struct Outline {
    folded: BTreeSet<EventId>,
    rows: Vec<Row>,
    /// The design's shape that the rows are of, and whether they show actions.
    shown: Option<(u64, bool)>,
    /// The design's shape that the rows are to be of, and how many frames they still wait.
    awaited: Option<(u64, u32)>,
    /// The findings that the marks are of.
    marked: Option<u64>,
    marks: BTreeMap<EventId, Severity>,
    last_selection: Selection,
    /// Had one of the rows the keyboard in the last frame?
    has_keyboard: bool,
    /// The row of what is selected should get the keyboard.
    wants_keyboard: bool,
}

#[derive(Clone, Copy)]
struct Row {
    item: Item,
    depth: u32,
    has_children: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Item {
    Stage(EventId),
    Action(ActionId),
}

impl Item {
    fn selection(self) -> Selection {
        match self {
            Self::Stage(event_id) => Selection::of_event(event_id),
            Self::Action(action_id) => Selection::of_action(action_id),
        }
    }

    const fn place(self) -> Place {
        match self {
            Self::Stage(event_id) => Place::Event(event_id),
            Self::Action(action_id) => Place::Action(action_id),
        }
    }
}

/// What was asked of the rows themselves.
#[derive(Clone, Copy)]
enum Fold {
    Toggle(EventId),
    Open(EventId),
    Close(EventId),
}

impl Outline {
    pub const fn has_keyboard(&self) -> bool {
        self.has_keyboard
    }

    /// Gives the keyboard to the row of what is selected.
    pub const fn take_keyboard(&mut self) {
        self.wants_keyboard = true;
    }

    pub fn show(
        &mut self,
        ui: &mut Ui,
        document: &Document,
        shows_actions: bool,
        requests: &mut Vec<Request>,
    ) {
        let is_vast = document.analysis.flow.stage_count() > MOST_STAGES_WITH_ACTIONS;
        let is_late = self.is_late(document, is_vast);
        if is_late {
            ui.ctx().request_repaint();
        } else {
            self.refresh(document, shows_actions && !is_vast);
        }
        head_ui(ui, shows_actions, requests);
        let selection = &document.view.selection;
        let mut area = egui::ScrollArea::vertical().auto_shrink(false);
        if *selection != self.last_selection && !is_late {
            self.last_selection = selection.clone();
            if let Some(row) = self.row_of(document, selection) {
                let top = (row as f32 - 4.0).max(0.0) * theme::ROW_HEIGHT;
                let seen = ui.available_height();
                // Only when the row may be out of sight: otherwise the list stays where it is.
                if self.rows.len() as f32 * theme::ROW_HEIGHT > seen {
                    area = area.vertical_scroll_offset(top);
                }
            }
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        let mut fold = None;
        self.has_keyboard = false;
        area.show_rows(ui, theme::ROW_HEIGHT, self.rows.len(), |ui, range| {
            for index in range {
                let folded = match self.rows[index].item {
                    Item::Stage(_) => self.stage_ui(ui, document, index, requests),
                    Item::Action(_) => self.action_ui(ui, document, index, requests),
                };
                fold = fold.or(folded);
            }
        });
        let is_changed = match fold {
            Some(Fold::Open(event_id)) => self.folded.remove(&event_id),
            Some(Fold::Close(event_id)) => self.folded.insert(event_id),
            Some(Fold::Toggle(event_id)) => {
                self.folded.remove(&event_id) || self.folded.insert(event_id)
            }
            None => false,
        };
        if is_changed {
            self.shown = None;
        }
    }

    /// Do the rows stay as they are in this frame, because there is enough to do in it?
    fn is_late(&mut self, document: &Document, is_vast: bool) -> bool {
        let revision = document.editor.shape_revision();
        let is_large = document.analysis.flow.stage_count() > MOST_LISTED_AT_ONCE;
        let has_changed = self.shown.is_some_and(|(shown, _)| shown != revision);
        if !is_large || !has_changed {
            self.awaited = None;
            return false;
        }
        let waits = match self.awaited {
            Some((awaited, waits)) if awaited == revision => waits,
            _ => 1 + u32::from(is_vast),
        };
        self.awaited = Some((revision, waits.saturating_sub(1)));
        waits > 0
    }

    /// The row of what is selected, or else of the stage that it stands in.
    fn row_of(&self, document: &Document, selection: &Selection) -> Option<usize> {
        let row = |item: Item| self.rows.iter().position(|row| row.item == item);
        let stage = selection.stage(&document.design().workflow);
        let action = selection.action.and_then(|id| row(Item::Action(id)));
        action.or_else(|| row(Item::Stage(stage?)))
    }

    fn stage_ui(
        &mut self,
        ui: &mut Ui,
        document: &Document,
        index: usize,
        requests: &mut Vec<Request>,
    ) -> Option<Fold> {
        let row = self.rows[index];
        let workflow = &document.design().workflow;
        let Item::Stage(event_id) = row.item else {
            return None;
        };
        let event = workflow.event(event_id)?;
        let selection = &document.view.selection;
        let name = stage_name(workflow, &document.analysis.flow, event);
        let indent = indent_of(row.depth) + 12.0;
        let is_in_it = selection.action.is_some()
            && selection.stage(workflow) == Some(event_id)
            && self.shown.is_some_and(|(_, shows_actions)| !shows_actions);
        let look = StageRow {
            is_selected: selection.events.contains(&event_id) || is_in_it,
            indent,
            mark: self.marks.get(&event_id).copied(),
            is_bookmarked: document.design().layout.bookmark(event_id).is_some(),
        };
        let response = widgets::stage_row_ui(ui, event, &name, look);
        let is_folded = self.folded.contains(&event_id);
        if row.has_children && fold_ui(ui, is_folded, event_id, &name, response.rect, indent) {
            return Some(Fold::Toggle(event_id));
        }
        if response.clicked() {
            if ui.input(|i| i.modifiers.shift || i.modifiers.command) {
                let mut selection = selection.clone();
                selection.toggle_event(event_id);
                requests.push(Request::Select(selection));
            } else {
                requests.push(Request::GoTo(Place::Event(event_id)));
            }
        }
        let fold = self.take_keys(ui, document, index, &response, requests);
        response.on_hover_text(shortened(&name, LONGEST_HINT));
        fold
    }

    fn action_ui(
        &mut self,
        ui: &mut Ui,
        document: &Document,
        index: usize,
        requests: &mut Vec<Request>,
    ) -> Option<Fold> {
        let row = self.rows[index];
        let Item::Action(action_id) = row.item else {
            return None;
        };
        let workflow = &document.design().workflow;
        let action = workflow.action(action_id)?;
        let kind = action.data.kind();
        let text = row_text(workflow, &document.analysis.flow, action);
        let name = if text.is_empty() { kind.title() } else { &text };
        let theme = Theme::of(ui.ctx());
        let look = widgets::IconRow {
            icon: theme::action_icon(kind),
            hue: theme.action(kind),
            indent: indent_of(row.depth) + 10.0,
            is_selected: document.view.selection.action == Some(action_id),
        };
        let response = widgets::icon_row_ui(ui, &name.replace('\n', " "), look);
        response.widget_info(|| {
            let label = format!("{name}, {}", kind.title());
            WidgetInfo::selected(WidgetType::SelectableLabel, true, look.is_selected, label)
        });
        if response.clicked() {
            requests.push(Request::GoTo(row.item.place()));
        }
        let fold = self.take_keys(ui, document, index, &response, requests);
        response.on_hover_text(format!("{}: {name}", kind.title()));
        fold
    }

    /// Arrow keys walk from row to row, fold and unfold. What has the keyboard is selected, so that all commands are for
    /// it.
    fn take_keys(
        &mut self,
        ui: &Ui,
        document: &Document,
        index: usize,
        response: &Response,
        requests: &mut Vec<Request>,
    ) -> Option<Fold> {
        const KEPT: EventFilter = EventFilter {
            tab: false,
            horizontal_arrows: true,
            vertical_arrows: true,
            escape: false,
        };
        let row = self.rows[index];
        let own = row.item.selection();
        if self.wants_keyboard && document.view.selection == own {
            self.wants_keyboard = false;
            response.request_focus();
        }
        if !response.has_focus() {
            return None;
        }
        self.has_keyboard = true;
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, KEPT));
        if response.gained_focus() && document.view.selection != own {
            requests.push(Request::GoTo(row.item.place()));
        }
        let pressed = |key: Key| ui.input_mut(|i| i.consume_key(Modifiers::NONE, key));
        let parent = || {
            let above = self.rows[..index].iter();
            above.rev().find(|above| above.depth < row.depth).copied()
        };
        let mut fold = None;
        let next = if pressed(Key::ArrowDown) {
            self.rows.get(index + 1).copied()
        } else if pressed(Key::ArrowUp) {
            index.checked_sub(1).map(|above| self.rows[above])
        } else if pressed(Key::ArrowLeft) {
            match row.item {
                Item::Stage(id) if row.has_children && !self.folded.contains(&id) => {
                    fold = Some(Fold::Close(id));
                    None
                }
                _ => parent(),
            }
        } else if pressed(Key::ArrowRight) {
            match row.item {
                Item::Stage(id) if self.folded.contains(&id) => {
                    fold = Some(Fold::Open(id));
                    None
                }
                _ => {
                    let below = self.rows.get(index + 1).copied();
                    below.filter(|below| below.depth > row.depth)
                }
            }
        } else {
            None
        };
        // Rows of a large design may be those of a moment ago.
        let workflow = &document.design().workflow;
        let is_there = |row: &Row| match row.item {
            Item::Stage(event_id) => workflow.event(event_id).is_some(),
            Item::Action(action_id) => workflow.action(action_id).is_some(),
        };
        if let Some(next) = next.filter(is_there) {
            requests.push(Request::GoTo(next.item.place()));
            self.wants_keyboard = true;
        }
        fold
    }

    fn refresh(&mut self, document: &Document, shows_actions: bool) {
        let shown = Some((document.editor.shape_revision(), shows_actions));
        if self.shown != shown {
            self.shown = shown;
            self.list_rows(document, shows_actions);
        }
        let marked = Some(document.analysis.findings_revision());
        if self.marked != marked {
            self.marked = marked;
            self.mark_rows(document);
        }
    }

    fn mark_rows(&mut self, document: &Document) {
        self.marks.clear();
        for &index in &document.analysis.worst_first {
            let finding = &document.analysis.findings[index];
            if let Some(event_id) = finding.place.event_id(&document.design().workflow) {
                let worst = self.marks.entry(event_id).or_insert(finding.rule.severity);
                *worst = finding.rule.severity.min(*worst);
            }
        }
    }

    /// Each stage, then its actions, each Button and Timer with its own stage below it.
    fn list_rows(&mut self, document: &Document, shows_actions: bool) {
        /// What is still to be listed: a stage, or the rest of its actions.
        struct Pending {
            stage: usize,
            depth: u32,
            next_action: Option<usize>,
        }
        let whole = |stage, depth| Pending {
            stage,
            depth,
            next_action: None,
        };
        let flow = &document.analysis.flow;
        // By their place in the flow, so that none has to be looked up among hundreds of thousands.
        let events: Vec<&Event> = if shows_actions {
            document.design().workflow.events().collect()
        } else {
            Vec::new()
        };
        self.rows.clear();
        let roots = flow.reading_order().iter().rev();
        let roots = roots.filter(|&&stage| flow.parent(stage).is_none());
        let mut pending: Vec<Pending> = roots.map(|&root| whole(root, 0)).collect();
        while let Some(next) = pending.pop() {
            let Pending { stage, depth, .. } = next;
            let event_id = flow.event_id(stage);
            let actions = events.get(stage).map_or(&[][..], |event| &event.actions);
            let from = next.next_action.unwrap_or_default();
            if next.next_action.is_none() {
                let has_children = flow.children(stage).next().is_some() || !actions.is_empty();
                self.rows.push(Row {
                    item: Item::Stage(event_id),
                    depth,
                    has_children,
                });
                if self.folded.contains(&event_id) {
                    continue;
                }
                if !shows_actions {
                    let children = flow.children(stage).rev();
                    pending.extend(children.map(|child| whole(child, depth + 1)));
                    continue;
                }
            }
            for (index, action) in actions.iter().enumerate().skip(from) {
                self.rows.push(Row {
                    item: Item::Action(action.id),
                    depth: depth + 1,
                    has_children: false,
                });
                let led_to = action.data.owned_event().and_then(|id| flow.index(id));
                let is_own = |child: &usize| {
                    let owner = flow.owner(*child);
                    flow.parent(*child) == Some(stage)
                        && owner.is_some_and(|way| way.action_id == action.id)
                };
                if let Some(child) = led_to.filter(is_own) {
                    pending.push(Pending {
                        stage,
                        depth,
                        next_action: Some(index + 1),
                    });
                    pending.push(whole(child, depth + 2));
                    break;
                }
            }
        }
    }
}

fn indent_of(depth: u32) -> f32 {
    let narrow = depth.saturating_sub(DEEPEST_WIDE).min(DEEPEST_NARROW);
    depth.min(DEEPEST_WIDE) as f32 * INDENT + narrow as f32 * NARROW_INDENT
}

fn head_ui(ui: &mut Ui, shows_actions: bool, requests: &mut Vec<Request>) {
    ui.horizontal(|ui| {
        widgets::section_ui(ui, "Stages");
        ui.with_layout(Layout::right_to_left(egui::Align::Center), |ui| {
            let command = UserCommand::ToggleOutlineActions;
            let (symbol, name) = if shows_actions {
                (icon::LIST_BULLETS, "Hide actions in the outline")
            } else {
                (icon::LIST, "Show actions in the outline")
            };
            if widgets::icon_button(ui, symbol, name, true).clicked() {
                requests.push(Request::Run(command));
            }
        });
    });
}

/// A caret that folds and unfolds what hangs below a stage. Returns true when it was clicked.
fn fold_ui(
    ui: &Ui,
    is_folded: bool,
    event_id: EventId,
    name: &str,
    row: Rect,
    indent: f32,
) -> bool {
    let center = Pos2::new(row.left() + indent - 3.0, row.center().y);
    let rect = Rect::from_center_size(center, Vec2::splat(18.0));
    let id = ui.id().with(("fold", event_id.0));
    // The row folds by its arrow keys; one stop for Tab is enough.
    let response = ui.interact(rect, id, Sense::CLICK);
    let verb = if is_folded { "Unfold" } else { "Fold" };
    response
        .widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, format!("{verb} {name}")));
    let caret = if is_folded {
        icon::CARET_RIGHT
    } else {
        icon::CARET_DOWN
    };
    ui.painter().text(
        center,
        egui::Align2::CENTER_CENTER,
        caret,
        theme::icon_font(11.0),
        Theme::of(ui.ctx()).text_weak,
    );
    response.clicked()
}
