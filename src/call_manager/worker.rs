//! Who asks the source? A thread of its own, so that no frame waits for a disk or a network.
//!
//! The window asks and is told; neither waits for the other. What is told last holds, also while the source is lost.

use super::alerter::{Alerter, Why};
use super::notice::{Herald, News};
use super::source::{CallSource, Fault, SeenButton};
use crate::canvas::Picture;
use crate::runtime::driver::Clock;
use crate::runtime::server::Done;
use crate::runtime::store::{Detail, Filter, Letter, Summary};
use crate::runtime::{RunId, Timestamp, workflow_of};
use std::collections::BTreeSet;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

/// How often the source is asked whether anything has changed.
const LOOK: Duration = Duration::from_millis(250);

/// After how long a lost source is tried again: at first, and at last.
const RETRY: [Duration; 2] = [Duration::from_millis(500), Duration::from_secs(5)];

/// So many finished calls are listed; a text finds others.
pub const MOST_FINISHED: usize = 500;

/// What the window wants.
#[derive(Debug)]
pub enum Ask {
    /// Only calls in which this stands.
    Text(String),
    /// For whom there are notices.
    Scope(Scope),
    /// All that is known of this run, from now on.
    Open(Option<RunId>),
    /// The finished calls in which this stands, from now on; `None` for no more.
    Finished(Option<String>),
    Push {
        button: SeenButton,
        by: String,
    },
    Claim {
        run_id: RunId,
        by: String,
    },
    Release(RunId),
    Retry(Vec<i64>),
    SeeAll,
    /// To be shown to the server.
    Token(String),
    /// At once, without waiting any longer.
    TryAgain,
}

/// Who hears of new calls: those of a team and a workflow, as the list is filtered, that nobody else works on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    pub team: Option<String>,
    pub workflow: Option<String>,
    pub by: String,
}

impl Scope {
    pub fn has(&self, call: &Summary) -> bool {
        let is_of_workflow = self
            .workflow
            .as_ref()
            .is_none_or(|name| *name == call.workflow);
        let is_of_team = self.team.as_ref().is_none_or(|team| {
            let alert_team = call.alert.as_ref().map(|alert| &alert.team);
            alert_team.is_some_and(|of_alert| of_alert.is_empty() || of_alert == team)
        });
        is_of_workflow && is_of_team
    }

    fn hears_of(&self, call: &Summary) -> bool {
        let is_free = call.claimed_by.as_ref().is_none_or(|by| *by == self.by);
        self.has(call) && is_free
    }
}

/// What the window is told.
pub enum Told {
    Link(Link),
    /// All that waits, the most urgent first.
    Waiting(Vec<Summary>),
    /// Those of them in which this text stands, also in fields that no list shows.
    Matching(String, BTreeSet<RunId>),
    /// Those of them that nobody has opened here yet, and up to when all was shown.
    New(BTreeSet<RunId>, Option<Timestamp>),
    Detail(RunId, Result<Box<Detail>, String>),
    /// What the workflow of that version looks like.
    Picture(String, Box<Picture>),
    Finished(Vec<Summary>),
    Letters(Vec<Letter>),
    /// What has become of a push, a claim or the like, and of which run.
    Done(Option<RunId>, Done),
}

/// How it stands with the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    Connecting,
    /// Its clock is ahead of ours by this, in milliseconds.
    Fine {
        ahead_ms: i64,
    },
    Lost(Fault),
}

/// Opens the source, and again when it was lost. It is given the token.
pub type OpenSource = Box<dyn FnMut(Option<&str>) -> Result<Box<dyn CallSource>, Fault> + Send>;

/// The thread at work; it ends when this is dropped.
pub struct Worker {
    asks: Sender<Ask>,
    told: Receiver<Told>,
}

impl Worker {
    /// `wake` is called whenever there is something to be told.
    pub fn start(
        open: OpenSource,
        seen_until: Option<Timestamp>,
        herald: Herald,
        clock: Clock,
        wake: impl Fn() + Send + 'static,
    ) -> Self {
        let (asks, asked) = channel();
        let (sender, told) = channel();
        let desk = Desk {
            open,
            source: None,
            token: None,
            tell: Box::new(move |told| {
                let _ = sender.send(told);
                wake();
            }),
            herald,
            clock,
            alerter: Alerter::new(seen_until),
            link: Link::Connecting,
            retry: RETRY[0],
            revision: None,
            next_due: None,
            drawn_versions: BTreeSet::new(),
            scope: Scope::default(),
            text: String::new(),
            opened: None,
            finished: None,
            stale: Stale::default(),
        };
        std::thread::spawn(move || desk.work(&asked));
        Self { asks, told }
    }

    pub fn ask(&self, ask: Ask) {
        // The thread ends with this worker, not before.
        let _ = self.asks.send(ask);
    }

    /// What was told since the last time.
    pub fn told(&self) -> impl Iterator<Item = Told> {
        self.told.try_iter()
    }
}

/// What has to be read anew.
#[derive(Clone, Copy, Debug, Default)]
struct Stale {
    waiting: bool,
    matching: bool,
    detail: bool,
    finished: bool,
    letters: bool,
}

impl Stale {
    const ALL: Self = Self {
        waiting: true,
        matching: true,
        detail: true,
        finished: true,
        letters: true,
    };
}

struct Desk {
    open: OpenSource,
    source: Option<Box<dyn CallSource>>,
    token: Option<String>,
    tell: Box<dyn Fn(Told) + Send>,
    herald: Herald,
    clock: Clock,
    alerter: Alerter,
    link: Link,
    retry: Duration,
    revision: Option<String>,
    /// When the next of the calls that wait becomes overdue by itself.
    next_due: Option<Timestamp>,
    /// The definitions of which the window has a picture.
    drawn_versions: BTreeSet<String>,
    scope: Scope,
    text: String,
    opened: Option<RunId>,
    finished: Option<String>,
    stale: Stale,
}

impl Desk {
    fn work(mut self, asked: &Receiver<Ask>) {
        let mut patience = Duration::ZERO;
        loop {
            match asked.recv_timeout(patience) {
                Ok(ask) => self.take(ask),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            // What was asked meanwhile is answered together.
            for ask in asked.try_iter() {
                self.take(ask);
            }
            let begin = Instant::now();
            patience = match self.look() {
                // Long lists that change all the time leave some time to others.
                Ok(()) => LOOK.max(2 * begin.elapsed()),
                Err(fault) => self.lose(fault),
            };
        }
    }

    fn take(&mut self, ask: Ask) {
        match ask {
            Ask::Text(text) => {
                self.text = text;
                self.stale.matching = true;
            }
            Ask::Scope(scope) => self.scope = scope,
            Ask::Open(run_id) => {
                self.opened = run_id;
                self.stale.detail = run_id.is_some();
                if run_id.is_some_and(|run_id| self.alerter.see(run_id)) {
                    self.tell_new();
                }
            }
            Ask::Finished(text) => {
                self.stale.finished = text.is_some();
                self.finished = text;
            }
            Ask::Push { button, by } => {
                let run_id = button.run_id;
                if self.act(Some(run_id), |source| source.push(&button, &by)) {
                    self.alerter.expect(run_id);
                }
            }
            Ask::Claim { run_id, by } => {
                self.act(Some(run_id), |source| source.claim(run_id, &by));
            }
            Ask::Release(run_id) => {
                self.act(Some(run_id), |source| source.release(run_id));
            }
            Ask::Retry(letter_ids) => self.retry(&letter_ids),
            Ask::SeeAll => {
                self.alerter.see_all();
                self.tell_new();
            }
            Ask::Token(token) => {
                self.token = Some(token);
                self.source = None;
            }
            Ask::TryAgain => self.source = None,
        }
    }

    /// Does something for the user, and says what has become of it. Returns whether it was done.
    fn act(
        &mut self,
        run_id: Option<RunId>,
        what: impl FnOnce(&mut dyn CallSource) -> Result<Done, Fault>,
    ) -> bool {
        let done = match self.source.as_deref_mut() {
            Some(source) => what(source),
            None => Err(Fault::Lost("The calls cannot be reached.".to_owned())),
        };
        let done = done.unwrap_or_else(|fault| Done {
            done: false,
            message: match &fault {
                Fault::Denied(_) => fault.to_string(),
                _ => format!("{fault} Whether that was done will be seen once it is back."),
            },
        });
        let is_done = done.done;
        (self.tell)(Told::Done(run_id, done));
        is_done
    }

    /// Several letters are told of in one sentence.
    fn retry(&mut self, letter_ids: &[i64]) {
        let count = letter_ids.len();
        self.act(None, |source| {
            for (retried, &letter_id) in letter_ids.iter().enumerate() {
                let done = source.retry(letter_id)?;
                if retried + 1 == count && count == 1 {
                    return Ok(done);
                }
            }
            Ok(Done {
                done: true,
                message: format!("All {count} are tried again."),
            })
        });
    }

    /// Looks whether anything has changed, and reads what the window wants to see.
    fn look(&mut self) -> Result<(), Fault> {
        let source = match &mut self.source {
            Some(source) => source,
            none => none.insert((self.open)(self.token.as_deref())?),
        };
        let look = source.look()?;
        self.retry = RETRY[0];
        let has_changed = self.revision.as_ref() != Some(&look.revision);
        if has_changed {
            self.stale = Stale::ALL;
        }
        // Time alone makes calls overdue as well.
        self.stale.waiting |= self.next_due.is_some_and(|due| due <= look.now);
        self.refresh(look.now)?;
        self.revision = Some(look.revision);
        let ahead_ms = look.now.0.saturating_sub((self.clock)().0);
        // What is asked takes a moment to come; a clock that is right is not corrected for that.
        let is_as_before =
            matches!(self.link, Link::Fine { ahead_ms: before } if before.abs_diff(ahead_ms) < 250);
        if !is_as_before {
            self.link = Link::Fine { ahead_ms };
            (self.tell)(Told::Link(self.link.clone()));
        }
        Ok(())
    }

    fn refresh(&mut self, now: Timestamp) -> Result<(), Fault> {
        let Some(source) = self.source.as_deref_mut() else {
            return Ok(());
        };
        if self.stale.waiting {
            let waiting = source.waiting(&Filter::default())?;
            self.stale.waiting = false;
            self.take_waiting(waiting, now);
        }
        self.read_matching()?;
        self.read_detail()?;
        self.read_rest()
    }

    fn take_waiting(&mut self, waiting: Vec<Summary>, now: Timestamp) {
        let dues = waiting.iter().filter(|call| !call.buttons.is_empty());
        self.next_due = dues
            .filter_map(Summary::first_due)
            .filter(|due| *due > now)
            .min();
        let drawn = self.alerter.watch(&waiting, now);
        // What one has before one's eyes needs no opening.
        if let Some(run_id) = self.opened {
            self.alerter.see(run_id);
        }
        let news = drawn.into_iter().filter_map(|(index, why)| {
            let call = &waiting[index];
            self.scope.hears_of(call).then(|| news_of(call, why))
        });
        self.herald.tell(news.collect());
        (self.tell)(Told::Waiting(waiting));
        self.tell_new();
    }

    fn tell_new(&self) {
        let (new, until) = (self.alerter.new_calls(), self.alerter.seen_until());
        (self.tell)(Told::New(new, until));
    }

    fn read_matching(&mut self) -> Result<(), Fault> {
        if !std::mem::take(&mut self.stale.matching) {
            return Ok(());
        }
        let text = self.text.trim();
        if let Some(source) = &mut self.source
            && !text.is_empty()
        {
            let filter = Filter {
                text: Some(text.to_owned()),
                ..Filter::default()
            };
            let found = source.waiting(&filter)?;
            let found = found.into_iter().map(|call| call.run).collect();
            (self.tell)(Told::Matching(self.text.clone(), found));
        }
        Ok(())
    }

    fn read_detail(&mut self) -> Result<(), Fault> {
        let (Some(run_id), Some(source)) = (self.opened, self.source.as_deref_mut()) else {
            return Ok(());
        };
        if !std::mem::take(&mut self.stale.detail) {
            return Ok(());
        }
        let detail = match source.detail(run_id) {
            Err(Fault::Denied(why)) => Err(why),
            detail => Ok(Box::new(detail?)),
        };
        if let Ok(detail) = &detail
            && !self.drawn_versions.contains(&detail.version)
            // Without a picture the detail is as good as with it.
            && let Ok(definition) = source.definition(&detail.version)
        {
            let picture = Picture::new(workflow_of(&definition));
            self.drawn_versions.insert(detail.version.clone());
            (self.tell)(Told::Picture(detail.version.clone(), Box::new(picture)));
        }
        (self.tell)(Told::Detail(run_id, detail));
        Ok(())
    }

    fn read_rest(&mut self) -> Result<(), Fault> {
        let Some(source) = self.source.as_deref_mut() else {
            return Ok(());
        };
        if std::mem::take(&mut self.stale.letters) {
            (self.tell)(Told::Letters(source.dead_letters()?));
        }
        if let Some(text) = &self.finished
            && std::mem::take(&mut self.stale.finished)
        {
            let text = text.trim();
            let filter = Filter {
                text: (!text.is_empty()).then(|| text.to_owned()),
                limit: Some(MOST_FINISHED),
                ..Filter::default()
            };
            (self.tell)(Told::Finished(source.finished(&filter)?));
        }
        Ok(())
    }

    /// The source does not answer. Returns after how long it is tried again.
    fn lose(&mut self, fault: Fault) -> Duration {
        // All is read anew once it is back.
        self.revision = None;
        if matches!(fault, Fault::Unusable(_)) {
            self.source = None;
        }
        let link = Link::Lost(fault);
        if self.link != link {
            self.link = link;
            (self.tell)(Told::Link(self.link.clone()));
        }
        let patience = self.retry;
        self.retry = (2 * self.retry).min(RETRY[1]);
        patience
    }
}

fn news_of(call: &Summary, why: Why) -> News {
    let alert = call.alert.as_ref().map(|alert| alert.message.clone());
    News {
        why,
        message: alert.unwrap_or_else(|| call.stage_name.clone()),
        call: format!("Call {}, {}", call.call, call.workflow),
    }
}
