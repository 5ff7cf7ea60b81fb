//! What is kept of a rehearsal? The call on trial, what became of the scenarios, and which legs have been gone; all of it
//! follows the design when that is amended.

use super::book::Book;
use crate::canvas::{Gone, Lit, Trace};
use crate::designer::UserCommand;
use crate::edit::Editor;
use crate::rehearsal::{
    Coverage, Misfit, Rehearsable, RehearsedLeg, Standing, Tally, Trial, replay, sample_value,
};
use crate::workflow::{Flow, Place, Scenario};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, mpsc};
use std::thread;

/// More scenarios than these are replayed beside the frames.
const MOST_REPLAYED_AT_ONCE: usize = 64;

/// A design's rehearsal. It is kept when one leaves it, and goes on when one comes back.
#[derive(Default)]
pub struct Session {
    pub is_open: bool,
    /// Does somebody want to know which legs the scenarios cover, with the rehearsal closed?
    is_followed: bool,
    /// Was this the design that is shown, when that was last looked at?
    is_shown: bool,
    pub book: Book,
    /// The design as of which everything here is.
    logic_revision: Option<u64>,
    subject: Option<Arc<Rehearsable>>,
    /// Why the design cannot be rehearsed, in a sentence.
    problem: Option<String>,
    trial: Option<Trial>,
    /// Where the call could not go the way that it had gone before the design was amended.
    interruption: Option<String>,
    legs: Vec<RehearsedLeg>,
    /// The legs that were gone by hand.
    by_hand: Coverage,
    played: Played,
    under_way: Option<mpsc::Receiver<Played>>,
    /// Something has changed since the replay under way was begun.
    is_outdated: bool,
    coverage: Coverage,
    tally: Tally,
    trace: Trace,
    /// Grows whenever the coverage may have changed.
    coverage_revision: u64,
    /// The scenario that is shown, by its place in the book.
    pub shown: Option<usize>,
    /// The last change of the scenarios, as long as it can be taken back.
    pub change: Option<Change>,
}

/// A change of the scenarios.
pub struct Change {
    /// As an undo step is called: `delete “Called back”`.
    pub label: String,
    pub before: Vec<Scenario>,
    pub after: Vec<Scenario>,
}

/// What became of a scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome<'a> {
    BeingReplayed,
    AsExpected,
    /// What is not as expected, in whole sentences.
    Otherwise(&'a str),
}

impl Outcome<'_> {
    pub const fn words(self) -> &'static str {
        match self {
            Self::BeingReplayed => "Being replayed",
            Self::AsExpected => "Goes as expected",
            Self::Otherwise(_) => "Does not go as expected",
        }
    }
}

/// What became of all scenarios.
#[derive(Default)]
struct Played {
    /// Of each scenario, what is not as expected.
    mismatches: Vec<Option<String>>,
    coverage: Coverage,
}

impl Played {
    fn of(subject: &Arc<Rehearsable>, scenarios: &[Scenario]) -> Self {
        let mut played = Self::default();
        for scenario in scenarios {
            let replayed = replay(subject, scenario);
            played.coverage.merge(&replayed.trial.coverage());
            let mismatch = replayed.mismatch.map(|mismatch| mismatch.to_string());
            played.mismatches.push(mismatch);
        }
        played
    }
}

impl Session {
    /// Reads the scenarios beside a design anew, when they are others than those that are known. Tells whether they are.
    pub fn look(&mut self, design: Option<&Path>) -> bool {
        let is_changed = self.book.look(design);
        if is_changed {
            self.shown = None;
            self.replay_all();
        }
        is_changed
    }

    /// Says of the design that is shown whether somebody wants to know the coverage with the rehearsal closed, and whether
    /// the scenarios may have been changed elsewhere: the window was left and is back. Tells whether they were.
    pub fn follow(&mut self, is_wanted: bool, is_back: bool, design: Option<&Path>) -> bool {
        let begins = !self.is_shown || is_wanted && !self.is_followed;
        (self.is_shown, self.is_followed) = (true, is_wanted);
        (begins || is_back) && (self.is_open || is_wanted) && self.look(design)
    }

    /// Another design is shown.
    pub const fn leave(&mut self) {
        (self.is_shown, self.is_followed) = (false, false);
    }

    /// Nobody looks, or there is nothing to see: no scenario, and no call that was ever rehearsed.
    const fn is_idle(&self) -> bool {
        let has_coverage = !self.book.scenarios().is_empty() || self.trial.is_some();
        !(self.is_open || self.is_followed && has_coverage)
    }

    /// Follows the design; costs nothing while that stays the same, or while nobody looks.
    pub fn refresh(&mut self, editor: &Editor, flow: &Arc<Flow>) {
        if let Some(played) = self.under_way.as_ref().and_then(|it| it.try_recv().ok()) {
            self.under_way = None;
            if std::mem::take(&mut self.is_outdated) {
                self.replay_all();
            } else {
                self.played = played;
                self.derive();
            }
        }
        if self.is_idle() || self.logic_revision == Some(editor.logic_revision()) {
            return;
        }
        self.logic_revision = Some(editor.logic_revision());
        // Legs that were gone on the design as it was may lead elsewhere now.
        self.by_hand = Coverage::default();
        match Rehearsable::new(&editor.design().workflow, flow) {
            Ok(subject) => {
                self.problem = None;
                self.take_subject(Arc::new(subject));
            }
            Err(why) => {
                self.problem = Some(why.to_string());
                self.subject = None;
                self.legs.clear();
            }
        }
        self.replay_all();
    }

    fn take_subject(&mut self, subject: Arc<Rehearsable>) {
        self.legs = subject.legs();
        let mut fields = sample_fields(&subject);
        let (trial, misfit) = match &self.trial {
            None => (Trial::new(Arc::clone(&subject), fields, true), None),
            Some(trial) => {
                fields.extend(trial.call().fields.clone());
                trial.again(Arc::clone(&subject), fields, trial.call().is_chargeable)
            }
        };
        self.interrupt(misfit, "The design has changed, and the call stops here.");
        self.by_hand.merge(&trial.coverage());
        self.trial = Some(trial);
        self.subject = Some(subject);
    }

    fn interrupt(&mut self, misfit: Option<Misfit>, why: &str) {
        self.interruption = misfit.map(|misfit| format!("{why} {misfit}"));
    }

    /// Replays all scenarios; beside the frames when there are many.
    pub fn replay_all(&mut self) {
        let scenarios = self.book.scenarios();
        if let Some(subject) = &self.subject {
            if scenarios.len() <= MOST_REPLAYED_AT_ONCE {
                self.under_way = None;
                self.played = Played::of(subject, scenarios);
            } else if self.under_way.is_some() {
                // One after the other: while somebody types, replays would pile up.
                self.is_outdated = true;
            } else {
                let (subject, scenarios) = (Arc::clone(subject), scenarios.to_vec());
                let (sender, played) = mpsc::channel();
                thread::spawn(move || {
                    // Nobody wants to know when the design has been closed meanwhile.
                    let _ = sender.send(Played::of(&subject, &scenarios));
                });
                self.under_way = Some(played);
            }
        }
        self.derive();
    }

    pub const fn is_replaying(&self) -> bool {
        self.under_way.is_some()
    }

    /// What follows from where the call is and what has been gone.
    fn derive(&mut self) {
        self.coverage = self.by_hand.clone();
        self.coverage.merge(&self.played.coverage);
        self.tally = Tally::of(&self.legs, &self.coverage);
        let trial = self.trial.as_ref().filter(|_| self.problem.is_none());
        let (stages, ways) = trial.map(Trial::trail).unwrap_or_default();
        let here = trial.and_then(|trial| {
            let words = match trial.standing() {
                Standing::NotFollowedUp => return None,
                Standing::Waiting { .. } => "The call is here",
                Standing::Finished { .. } => "The call is finished",
                Standing::Dangling { .. } => "The call is lost here",
            };
            Some((trial.stage()?, words.to_owned()))
        });
        let legs = self.legs.iter();
        let legs = legs.map(|leg| (leg.place.clone(), self.state_of(leg)));
        self.trace = Trace {
            here,
            way: Lit { stages, ways },
            legs: legs.collect(),
        };
        self.coverage_revision += 1;
    }

    /// Does something to the call, and says why it cannot be done when it cannot.
    pub fn step(
        &mut self,
        act: impl FnOnce(&mut Trial) -> Result<(), Misfit>,
    ) -> Result<(), Misfit> {
        let Some(trial) = &mut self.trial else {
            return Ok(());
        };
        act(trial)?;
        self.by_hand.merge(&trial.coverage());
        self.interruption = None;
        self.derive();
        Ok(())
    }

    /// Puts another call on trial.
    pub fn put(&mut self, trial: Trial, interruption: Option<String>) {
        self.by_hand.merge(&trial.coverage());
        self.trial = Some(trial);
        self.interruption = interruption;
        self.derive();
    }

    /// A call that has just come: like the one before it, or the first.
    pub fn restart(&mut self) {
        if let Some(subject) = &self.subject {
            let (fields, is_chargeable) = match &self.trial {
                Some(trial) => (trial.call().fields.clone(), trial.call().is_chargeable),
                None => (sample_fields(subject), true),
            };
            let trial = Trial::new(Arc::clone(subject), fields, is_chargeable);
            self.shown = None;
            self.put(trial, None);
        }
    }

    /// The same steps with another call.
    pub fn set_call(&mut self, fields: BTreeMap<String, String>, is_chargeable: bool) {
        if let (Some(trial), Some(subject)) = (&self.trial, &self.subject) {
            let (trial, misfit) = trial.again(Arc::clone(subject), fields, is_chargeable);
            self.by_hand.merge(&trial.coverage());
            self.trial = Some(trial);
            self.interrupt(misfit, "With this call it stops here.");
            self.derive();
        }
    }

    /// Can a command of the rehearsal be given?
    pub fn can_do(&self, command: UserCommand) -> bool {
        use UserCommand as C;
        let trial = self
            .trial()
            .filter(|_| self.is_open && self.problem.is_none());
        trial.is_some_and(|trial| match command {
            C::ToNextTimer => trial.until_next_timer_ms().is_some(),
            C::StepBack => trial.position() > 0,
            C::StepForward => trial.position() + 1 < trial.moments().len(),
            _ => true,
        })
    }

    pub const fn subject(&self) -> Option<&Arc<Rehearsable>> {
        self.subject.as_ref()
    }

    pub fn problem(&self) -> Option<&str> {
        self.problem.as_deref()
    }

    pub const fn trial(&self) -> Option<&Trial> {
        self.trial.as_ref()
    }

    pub fn interruption(&self) -> Option<&str> {
        self.interruption.as_deref()
    }

    /// What became of a scenario, by its place in the book.
    pub fn outcome(&self, index: usize) -> Outcome<'_> {
        match self.played.mismatches.get(index) {
            None => Outcome::BeingReplayed,
            Some(None) => Outcome::AsExpected,
            Some(Some(mismatch)) => Outcome::Otherwise(mismatch),
        }
    }

    pub fn failed_count(&self) -> usize {
        self.played.mismatches.iter().flatten().count()
    }

    pub fn legs(&self) -> &[RehearsedLeg] {
        &self.legs
    }

    /// Has a call gone this leg of [`Self::legs`], as far as is known?
    pub fn state_of(&self, leg: &RehearsedLeg) -> Gone {
        match leg.obstacle {
            Some(_) => Gone::Never,
            None if self.coverage.contains(&leg.place) => Gone::Yes,
            None => Gone::NotYet,
        }
    }

    /// Has a call gone a leg? `None` when that is not known of any.
    pub fn gone(&self, leg: &Place) -> Option<Gone> {
        self.trace
            .legs
            .get(leg)
            .copied()
            .filter(|_| self.knows_coverage())
    }

    /// Is there anything to say of which legs have been gone? Not before all scenarios have been replayed once.
    pub const fn knows_coverage(&self) -> bool {
        let is_first_replay = self.under_way.is_some() && self.played.mismatches.is_empty();
        !self.is_idle() && self.subject.is_some() && !is_first_replay
    }

    /// The same number, the same coverage.
    pub const fn coverage_revision(&self) -> u64 {
        self.coverage_revision
    }

    pub const fn tally(&self) -> Tally {
        self.tally
    }

    /// What the canvas shows of it.
    pub fn trace(&self) -> Option<&Trace> {
        self.is_open.then_some(&self.trace)
    }
}

fn sample_fields(subject: &Rehearsable) -> BTreeMap<String, String> {
    let fields = subject.program().fields().iter();
    fields
        .map(|field| (field.to_string(), sample_value(field)))
        .collect()
}
