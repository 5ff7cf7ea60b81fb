//! Who carries it out? Threads that let timers elapse when they are due, and perform what is to be sent.
//!
//! Effects are performed at least once, under a key by which whoever receives them can tell a repetition. Several
//! drivers may work on one store: what one of them is at is leased to it, so that no two perform it at the same time.

mod backoff;
mod clock;
mod definitions;
mod deliver;
mod mail;
mod presence;
mod web;

#[cfg(test)]
mod tests;

pub use clock::{Clock, system_clock};
pub use definitions::{Definitions, TakenUp};
pub use deliver::{Delivering, Failure};
pub use mail::{Mail, MailFault};
pub use web::web_agent;

use super::store::{Letter, LetterOutcome, Store, StoreError};
use super::{EffectKey, Timestamp};
use backoff::retry_after_ms;
use presence::Presence;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

/// How often a driver looks whether another program has written, or the clock was set.
const LOOK_AROUND: Duration = Duration::from_secs(1);

/// How long a driver waits after the store has failed.
const REST: Duration = Duration::from_secs(1);

/// How many letters a thread takes at once. What it has not tried when the lease ends is left to others.
const LETTERS_AT_ONCE: u32 = 8;

/// How a driver does its work.
pub struct Options {
    pub delivering: Delivering,
    pub clock: Clock,
    /// How long a letter that is being performed is left alone by other drivers.
    pub lease: Duration,
    /// How many letters are performed at the same time.
    pub sender_count: usize,
    /// Is told in a sentence what goes wrong.
    pub report: Arc<dyn Fn(&str) + Send + Sync>,
}

/// A driver at work; it ends when it is dropped.
pub struct Driver {
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
}

struct Shared {
    store: Store,
    options: Options,
    /// Tells this driver from others.
    name: String,
    is_stopping: AtomicBool,
    /// Held as long as it works.
    _presence: Presence,
}

/// The key of an effect in the world: that of its store, and its own.
pub fn idempotency_key(store_id: &str, key: EffectKey) -> String {
    format!("{store_id}-{key}")
}

impl Driver {
    /// Starts to work on a store.
    ///
    /// # Errors
    /// When threads cannot be started, or the file beside the store that tells of drivers cannot be written.
    pub fn start(store: Store, options: Options) -> io::Result<Self> {
        let (presence, is_alone) = Presence::announce(store.path())?;
        if is_alone && let Err(error) = store.end_leases() {
            (options.report)(&format!("{error}."));
        }
        let presence = presence.settled()?;
        let name = format!("{}-{}", std::process::id(), (options.clock)().0);
        let sender_count = options.sender_count;
        let shared = Arc::new(Shared {
            store,
            options,
            name,
            is_stopping: AtomicBool::new(false),
            _presence: presence,
        });
        let spawn = |name: &str, work: fn(&Shared)| {
            let shared = shared.clone();
            std::thread::Builder::new()
                .name(name.to_owned())
                .spawn(move || work(&shared))
        };
        let mut threads = vec![spawn("timers", Shared::let_timers_elapse)?];
        for _ in 0..sender_count {
            threads.push(spawn("sender", Shared::perform_letters)?);
        }
        Ok(Self { shared, threads })
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.shared.is_stopping.store(true, Ordering::Release);
        self.shared.store.ring();
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

impl Shared {
    fn is_stopping(&self) -> bool {
        self.is_stopping.load(Ordering::Acquire)
    }

    fn now(&self) -> Timestamp {
        (self.options.clock)()
    }

    fn let_timers_elapse(&self) {
        let mut seen = 0;
        while !self.is_stopping() {
            match self.elapse_due() {
                Ok(next_due) => {
                    self.store
                        .wait_for_news(&mut seen, self.patience_until(next_due));
                }
                Err(error) => self.rest_after(&error, &mut seen),
            }
        }
    }

    /// Returns when the next timer is due.
    fn elapse_due(&self) -> Result<Option<Timestamp>, StoreError> {
        loop {
            let next_due = self.store.next_due()?;
            let now = self.now();
            if self.is_stopping() || next_due.is_none_or(|due| due > now) {
                return Ok(next_due);
            }
            self.store.elapse(now)?;
        }
    }

    fn perform_letters(&self) {
        let mut seen = 0;
        while !self.is_stopping() {
            match self.perform_due() {
                Ok(next) => {
                    self.store
                        .wait_for_news(&mut seen, self.patience_until(next));
                }
                Err(error) => self.rest_after(&error, &mut seen),
            }
        }
    }

    /// Returns when the next letter may be tried.
    fn perform_due(&self) -> Result<Option<Timestamp>, StoreError> {
        loop {
            let now = self.now();
            if self.is_stopping() || !self.store.has_letter(now)? {
                return self.store.next_letter();
            }
            let until = now.plus_ms(self.options.lease.as_millis() as u64);
            let letters = self
                .store
                .lease_letters(&self.name, now, until, LETTERS_AT_ONCE)?;
            for letter in letters {
                // Whoever takes longer than the lease leaves the rest to others.
                if self.is_stopping() || self.now() >= until {
                    break;
                }
                self.perform(&letter);
            }
        }
    }

    fn perform(&self, letter: &Letter) {
        let key = idempotency_key(self.store.store_id(), letter.key);
        let performed = self.options.delivering.deliver(&key, letter);
        let now = self.now();
        let outcome = match performed {
            Ok(()) => LetterOutcome::Performed,
            Err(failure) => {
                let retry_at = match failure {
                    Failure::ForGood(_) => None,
                    Failure::ForNow(_) => retry_after_ms(letter.delivery.try_count + 1)
                        .map(|after_ms| now.plus_ms(after_ms)),
                };
                let outcome = match retry_at {
                    Some(at) => format!("it is tried again at {at}"),
                    None => "it is given up, and among the dead letters".to_owned(),
                };
                (self.options.report)(&format!(
                    "Call {}, {}: {failure}; {outcome}.",
                    letter.call, letter.workflow
                ));
                let why = failure.to_string();
                LetterOutcome::Failed { why, retry_at }
            }
        };
        let report = self.options.report.clone();
        self.store
            .settle_letter(letter.id, now, outcome, move |settled| {
                if let Err(error) = settled {
                    report(&format!("{error}."));
                }
            });
    }

    /// How long nothing is to be done, if nobody rings.
    fn patience_until(&self, next: Option<Timestamp>) -> Duration {
        let Some(next) = next else {
            return LOOK_AROUND;
        };
        Duration::from_millis(next.ms_since(self.now())).min(LOOK_AROUND)
    }

    fn rest_after(&self, error: &StoreError, seen: &mut u64) {
        (self.options.report)(&format!("{error}."));
        // News is no reason to try again at once.
        self.store.wait_for_news(seen, Duration::ZERO);
        self.store.wait_for_news(seen, REST);
    }
}
