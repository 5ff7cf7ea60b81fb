//! What is open? A source, with what was told of it last, and what of that is shown.

use super::source::{Fault, SeenButton, SourceName};
use super::worker::{Ask, Link, Scope, Told, Worker};
use crate::canvas::Picture;
use crate::runtime::server::Done;
use crate::runtime::store::{Detail, Letter, Summary};
use crate::runtime::{RunId, Timestamp};
use crate::workflow::EventId;
use std::collections::{BTreeMap, BTreeSet};

/// How long buttons take no push after they have changed under the pointer, in seconds: so that nobody pushes another
/// one than they saw.
const SETTLING_S: f64 = 0.4;

/// A timer that is due for so long has nobody who lets it elapse, in milliseconds.
const DRIVER_IS_GONE_MS: u64 = 10_000;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    #[default]
    Waiting,
    Finished,
    Letters,
}

pub struct Desk {
    pub name: SourceName,
    worker: Worker,
    pub link: Link,
    /// When the source was last in reach, while it is not.
    pub lost_at: Timestamp,
    pub tab: Tab,
    pub text: String,
    scope: Scope,
    /// All that wait, the most urgent first.
    pub calls: Vec<Summary>,
    /// Those of them that are listed, by index.
    pub shown: Vec<usize>,
    /// Those in which the source has found the text, once it has looked.
    found: Option<BTreeSet<RunId>>,
    pub new: BTreeSet<RunId>,
    pub seen_until: Option<Timestamp>,
    /// Of those that are listed.
    pub overdue_count: usize,
    pub teams: BTreeSet<String>,
    pub workflows: BTreeSet<String>,
    first_due: Option<Timestamp>,
    pub finished: Option<Vec<Summary>>,
    pub letters: Vec<Letter>,
    pub opened: Option<Opened>,
    pub pictures: BTreeMap<String, Picture>,
    pub said: Option<Said>,
    /// A push or the like is under way.
    pub is_acting: bool,
}

/// The call that is looked at.
pub struct Opened {
    pub run_id: RunId,
    /// The row in which it was last: there one goes on when it has left the list.
    pub row: usize,
    pub detail: Option<Box<Detail>>,
    /// The stages in which it has been.
    pub been: BTreeSet<EventId>,
    pub fault: Option<String>,
    /// How much of the history is shown.
    pub history_count: usize,
    /// When its buttons last changed by themselves.
    changed_s: f64,
}

/// What has become of what somebody wanted.
pub struct Said {
    pub run_id: Option<RunId>,
    pub done: Done,
}

/// How much of a history is shown at first, and how much more each time.
pub const HISTORY_STEP: usize = 60;

impl Desk {
    pub fn new(name: SourceName, worker: Worker, scope: Scope) -> Self {
        worker.ask(Ask::Scope(scope.clone()));
        Self {
            name,
            worker,
            link: Link::Connecting,
            lost_at: Timestamp::default(),
            tab: Tab::Waiting,
            text: String::new(),
            scope,
            calls: Vec::new(),
            shown: Vec::new(),
            found: None,
            new: BTreeSet::new(),
            seen_until: None,
            overdue_count: 0,
            teams: BTreeSet::new(),
            workflows: BTreeSet::new(),
            first_due: None,
            finished: None,
            letters: Vec::new(),
            opened: None,
            pictures: BTreeMap::new(),
            said: None,
            is_acting: false,
        }
    }

    pub fn ask(&self, ask: Ask) {
        self.worker.ask(ask);
    }

    /// Takes in what was told since the last frame. `now` is the time on this machine.
    pub fn take_told(&mut self, now: Timestamp, now_s: f64) {
        let mut is_stale = false;
        let told: Vec<Told> = self.worker.told().collect();
        for told in told {
            match told {
                Told::Link(link) => {
                    if self.is_fine() {
                        self.lost_at = now;
                    }
                    self.link = link;
                }
                Told::Waiting(calls) => {
                    self.calls = calls;
                    is_stale = true;
                }
                Told::Matching(text, found) => {
                    if text == self.text {
                        self.found = Some(found);
                        is_stale = true;
                    }
                }
                Told::New(new, seen_until) => (self.new, self.seen_until) = (new, seen_until),
                Told::Detail(run_id, detail) => self.take_detail(run_id, detail, now_s),
                Told::Picture(version, picture) => {
                    self.pictures.insert(version, *picture);
                }
                Told::Finished(finished) => self.finished = Some(finished),
                Told::Letters(letters) => self.letters = letters,
                Told::Done(run_id, done) => {
                    self.is_acting = false;
                    self.said = Some(Said { run_id, done });
                }
            }
        }
        if is_stale {
            let filters = self.calls.iter();
            let teams = filters.clone().filter_map(|call| call.alert.as_ref());
            let teams = teams.map(|alert| alert.team.clone());
            self.teams = teams.filter(|team| !team.is_empty()).collect();
            self.workflows = filters.map(|call| call.workflow.clone()).collect();
            self.first_due = self.calls.iter().filter_map(Summary::first_due).min();
            self.list(now);
        }
    }

    fn take_detail(&mut self, run_id: RunId, detail: Result<Box<Detail>, String>, now_s: f64) {
        let Some(opened) = self
            .opened
            .as_mut()
            .filter(|opened| opened.run_id == run_id)
        else {
            return;
        };
        match detail {
            Ok(detail) => {
                let before = opened.detail.as_ref().map(|before| before.summary.entry);
                if before.is_some_and(|before| before != detail.summary.entry) {
                    opened.changed_s = now_s;
                }
                let been = detail.history.iter();
                opened.been = been.map(|happening| EventId(happening.stage)).collect();
                (opened.detail, opened.fault) = (Some(detail), None);
            }
            Err(why) => (opened.detail, opened.fault) = (None, Some(why)),
        }
    }

    /// What is listed: once for each change, not for each frame.
    fn list(&mut self, now: Timestamp) {
        let text = self.text.trim().to_lowercase();
        let is_found = |call: &Summary| {
            let found = self.found.as_ref();
            found.is_some_and(|found| found.contains(&call.run)) || has_text(call, &text)
        };
        let is_shown = |call: &Summary| self.scope.has(call) && (text.is_empty() || is_found(call));
        let shown = self.calls.iter().enumerate();
        self.shown = shown
            .filter(|(_, call)| is_shown(call))
            .map(|(index, _)| index)
            .collect();
        let there = self.there(now);
        let shown = self.shown.iter().map(|&index| &self.calls[index]);
        self.overdue_count = shown
            .filter(|call| call.overdue_at(there).is_some())
            .count();
        if self.tab == Tab::Waiting {
            self.note_row();
        }
    }

    pub const fn scope(&self) -> &Scope {
        &self.scope
    }

    pub fn set_scope(&mut self, scope: Scope, now: Timestamp) {
        self.scope = scope;
        self.worker.ask(Ask::Scope(self.scope.clone()));
        self.list(now);
    }

    /// The text in the field has changed. What the list shows is looked through at once; the source looks through the
    /// fields as well, which takes a moment.
    pub fn search(&mut self, now: Timestamp) {
        self.found = None;
        self.worker.ask(Ask::Text(self.text.clone()));
        if self.tab == Tab::Finished {
            self.worker.ask(Ask::Finished(Some(self.text.clone())));
        }
        self.list(now);
    }

    pub fn show(&mut self, tab: Tab) {
        if self.tab == tab {
            return;
        }
        let finished = (tab == Tab::Finished).then(|| self.text.clone());
        self.worker.ask(Ask::Finished(finished));
        (self.tab, self.finished) = (tab, None);
        self.note_row();
    }

    /// The same moment on the clock by which timers run.
    pub const fn there(&self, now: Timestamp) -> Timestamp {
        match self.link {
            Link::Fine { ahead_ms } => Timestamp(now.0.saturating_add(ahead_ms)),
            Link::Connecting | Link::Lost(_) => now,
        }
    }

    pub const fn is_fine(&self) -> bool {
        matches!(self.link, Link::Fine { .. })
    }

    pub const fn fault(&self) -> Option<&Fault> {
        match &self.link {
            Link::Lost(fault) => Some(fault),
            _ => None,
        }
    }

    /// Is nobody there who lets timers elapse?
    pub fn is_driver_gone(&self, now: Timestamp) -> bool {
        let late_ms = self
            .first_due
            .map_or(0, |due| self.there(now).ms_since(due));
        self.is_fine() && late_ms > DRIVER_IS_GONE_MS
    }

    // --- The call that is looked at ---

    /// How many rows the list has that is shown.
    pub fn row_count(&self) -> usize {
        match self.tab {
            Tab::Waiting => self.shown.len(),
            Tab::Finished => self.finished.as_ref().map_or(0, Vec::len),
            Tab::Letters => self.letters.len(),
        }
    }

    /// The run in a row of the list that is shown.
    pub fn run_at(&self, row: usize) -> Option<RunId> {
        match self.tab {
            Tab::Waiting => self.shown.get(row).map(|&index| self.calls[index].run),
            Tab::Finished => self.finished.as_ref()?.get(row).map(|call| call.run),
            Tab::Letters => self.letters.get(row).map(|letter| letter.key.run_id),
        }
    }

    pub fn row_of(&self, run_id: RunId) -> Option<usize> {
        (0..self.row_count()).find(|&row| self.run_at(row) == Some(run_id))
    }

    pub fn select(&mut self, run_id: RunId) {
        if self
            .opened
            .as_ref()
            .is_some_and(|opened| opened.run_id == run_id)
        {
            return;
        }
        self.opened = Some(Opened {
            run_id,
            row: self.row_of(run_id).unwrap_or(0),
            detail: None,
            been: BTreeSet::new(),
            fault: None,
            history_count: HISTORY_STEP,
            changed_s: f64::NEG_INFINITY,
        });
        self.said = None;
        // Seen from now on; the worker says so too in a moment.
        self.new.remove(&run_id);
        self.worker.ask(Ask::Open(Some(run_id)));
    }

    pub fn select_none(&mut self) {
        self.opened = None;
        self.said = None;
        self.worker.ask(Ask::Open(None));
    }

    /// The row by so many up or down, from where the call is or was.
    pub fn row_from_here(&self, step: isize) -> Option<usize> {
        let count = self.row_count();
        let last = count.checked_sub(1)?;
        let Some(opened) = &self.opened else {
            // From above the first, or from below the last.
            let from = if step < 0 { count as isize } else { -1 };
            return Some(from.saturating_add(step).clamp(0, last as isize) as usize);
        };
        let is_there = self.run_at(opened.row) == Some(opened.run_id);
        // What has left the list has made room for the next.
        let step = if is_there || step <= 0 {
            step
        } else {
            step - 1
        };
        Some(opened.row.saturating_add_signed(step).min(last))
    }

    fn note_row(&mut self) {
        let Some(run_id) = self.opened.as_ref().map(|opened| opened.run_id) else {
            return;
        };
        let row = self.row_of(run_id);
        if let (Some(row), Some(opened)) = (row, &mut self.opened) {
            opened.row = row;
        }
    }

    pub fn detail(&self) -> Option<&Detail> {
        self.opened.as_ref()?.detail.as_deref()
    }

    /// May buttons of the call be pushed that is shown?
    pub fn takes_pushes(&self, now_s: f64) -> bool {
        let is_settled = self
            .opened
            .as_ref()
            .is_some_and(|opened| now_s - opened.changed_s >= SETTLING_S);
        is_settled && self.is_fine() && !self.is_acting
    }

    /// Pushes a button as it is shown.
    pub fn push(&mut self, number: u32, now_s: f64) {
        let Some(summary) = self.detail().map(|detail| &detail.summary) else {
            return;
        };
        let is_offered = summary.buttons.iter().any(|button| button.number == number);
        if !is_offered || !self.takes_pushes(now_s) {
            return;
        }
        let button = SeenButton {
            run_id: summary.run,
            stage: summary.stage,
            entry: summary.entry,
            number,
        };
        let by = self.scope.by.clone();
        self.act(Ask::Push { button, by });
    }

    pub fn claim(&mut self) {
        let by = self.scope.by.clone();
        if let Some(run_id) = self.opened.as_ref().map(|opened| opened.run_id) {
            self.act(Ask::Claim { run_id, by });
        }
    }

    pub fn release(&mut self) {
        if let Some(run_id) = self.opened.as_ref().map(|opened| opened.run_id) {
            self.act(Ask::Release(run_id));
        }
    }

    /// Asks for something of which one is told what has become.
    pub fn act(&mut self, ask: Ask) {
        self.is_acting = true;
        self.said = None;
        self.worker.ask(ask);
    }
}

/// Does a text in small letters stand in what the list shows of a call?
fn has_text(call: &Summary, text: &str) -> bool {
    let alert = call.alert.as_ref().map(|alert| alert.message.as_str());
    let shown = [call.call.as_str(), call.stage_name.as_str()];
    let mut shown = shown.into_iter().chain(alert);
    shown.any(|candidate| candidate.to_lowercase().contains(text))
}
