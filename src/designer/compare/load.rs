//! What is compared? Two designs with all that is drawn and told of them, made beside the frames.

use crate::canvas::{Absent, CanvasView, Change, Compared, Framing, Selection};
use crate::file::Source;
use crate::file::git::{Commit, Repository};
use crate::review::{self, Aspect, Difference, Kind};
use crate::workflow::{AnnotationId, Design, EventId, Flow, Position, Spot};
use eframe::egui;
use std::path::{Path, PathBuf};
use std::sync::{Arc, mpsc};
use std::thread;

/// So many of the latest commits can be chosen from.
const MOST_COMMITS: usize = 200;

/// Something that a thread is at.
pub struct Loading<T> {
    answer: mpsc::Receiver<Result<T, String>>,
}

impl<T: Send + 'static> Loading<T> {
    /// The window is woken when it is done.
    pub fn begin(
        ctx: &egui::Context,
        work: impl FnOnce() -> Result<T, String> + Send + 'static,
    ) -> Self {
        let (tell, answer) = mpsc::channel();
        let ctx = ctx.clone();
        let thread = thread::Builder::new().name("comparison".to_owned());
        // Without a thread the channel is closed, which is an answer too.
        let _ = thread.spawn(move || {
            // The window may have lost interest.
            let _ = tell.send(work());
            ctx.request_repaint();
        });
        Self { answer }
    }

    /// Once it is there. Gives the answer once.
    pub fn answer(&self) -> Option<Result<T, String>> {
        match self.answer.try_recv() {
            Ok(answer) => Some(answer),
            Err(mpsc::TryRecvError::Empty) => None,
            Err(mpsc::TryRecvError::Disconnected) => {
                Some(Err("The comparison was given up. Try again.".to_owned()))
            }
        }
    }
}

/// One of the two designs.
pub struct Side {
    pub design: Arc<Design>,
    pub flow: Flow,
    pub compared: Compared,
    pub view: CanvasView,
}

pub struct Comparison {
    pub before: Side,
    pub after: Side,
    pub differences: Vec<Difference>,
}

pub fn compare(ctx: &egui::Context, source: Source, now: Arc<Design>) -> Loading<Comparison> {
    Loading::begin(ctx, move || {
        let before = source
            .read()
            .map_err(|error| sentence(&error.to_string()))?;
        Ok(Comparison::new(Arc::new(before), now))
    })
}

pub fn commits_of(ctx: &egui::Context, file: PathBuf) -> Loading<Vec<Commit>> {
    Loading::begin(ctx, move || {
        let commits = Repository::around(&file)
            .and_then(|repository| repository.commits_of(&file, MOST_COMMITS));
        commits.map_err(|error| sentence(&error.to_string()))
    })
}

/// Where a commit has the file.
pub fn source_of(file: &Path, commit: &Commit) -> Result<Source, String> {
    let repository = Repository::around(file).map_err(|error| sentence(&error.to_string()))?;
    Ok(Source::Revision {
        repository,
        revision: commit.hash.clone(),
        path: commit.path.clone(),
    })
}

/// Errors begin small, as they stand behind a path.
fn sentence(error: &str) -> String {
    let mut letters = error.chars();
    let first = letters.next().map(char::to_uppercase);
    let text: String = first.into_iter().flatten().chain(letters).collect();
    format!("{text}.")
}

impl Comparison {
    /// Linear in the size of both.
    pub fn new(before: Arc<Design>, after: Arc<Design>) -> Self {
        let differences = review::differences(&before, &after);
        let mut changes = Changes::default();
        for difference in &differences {
            changes.take(difference, &after);
        }
        for event_id in review::moved_cards(&before, &after) {
            for compared in [&mut changes.before, &mut changes.after] {
                compared.stages.entry(event_id).or_insert(Change::Moved);
            }
        }
        let mut before = Side::new(before, changes.before);
        let mut after = Side::new(after, changes.after);
        let only = |side: &Side, change| -> Vec<Absent> {
            let absent = |(&event_id, _): (&EventId, &Change)| {
                let event = side.design.workflow.event(event_id)?;
                Some(Absent {
                    position: side.card(event_id)?,
                    action_count: event.actions.len(),
                    change,
                })
            };
            let stages = side.compared.stages.iter();
            stages
                .filter(|&(_, &of)| of == change)
                .filter_map(absent)
                .collect()
        };
        before.view.share_bounds(&mut after.view);
        before.compared.absent = only(&after, Change::Added);
        after.compared.absent = only(&before, Change::Removed);
        Self {
            before,
            after,
            differences,
        }
    }

    pub fn select(&mut self, selection: &Selection) {
        self.before.view.selection = selection.clone();
        self.after.view.selection = selection.clone();
    }

    /// Both look to where it is, also the one that does not have it.
    pub fn go_to_stage(&mut self, event_id: EventId) {
        let is_after = self.after.flow.index(event_id).is_some();
        let side = if is_after {
            &mut self.after
        } else {
            &mut self.before
        };
        side.view.frame(Framing::Center(event_id));
    }

    pub fn go_to_annotation(&mut self, id: AnnotationId) {
        let at = |side: &Side| Some(side.design.layout.annotation(id)?.middle());
        let at: Option<Position> = at(&self.after).or_else(|| at(&self.before));
        if let Some(at) = at {
            self.after.view.frame(Framing::Point(at));
        }
    }
}

impl Side {
    fn new(design: Arc<Design>, compared: Compared) -> Self {
        let flow = Flow::new(&design.workflow);
        Self {
            view: CanvasView::of_viewed(&design, &flow),
            design,
            flow,
            compared,
        }
    }

    fn card(&self, event_id: EventId) -> Option<Position> {
        self.view.card_position(self.flow.index(event_id)?)
    }
}

/// What is marked on each side.
#[derive(Default)]
struct Changes {
    before: Compared,
    after: Compared,
}

impl Changes {
    fn take(&mut self, difference: &Difference, after: &Design) {
        let change = match difference.kind {
            Kind::Added => Change::Added,
            Kind::Removed => Change::Removed,
            Kind::Changed => Change::Changed,
            Kind::Moved => Change::Moved,
        };
        let sides: &mut [&mut Compared] = match difference.kind {
            Kind::Added => &mut [&mut self.after],
            Kind::Removed => &mut [&mut self.before],
            Kind::Changed | Kind::Moved => &mut [&mut self.before, &mut self.after],
        };
        if let Spot::Annotation(id) = difference.spot {
            for side in sides {
                side.annotations.insert(id, change);
            }
            return;
        }
        // Bookmarks and waivers are told in the list.
        if difference.aspect != Aspect::Logic {
            return;
        }
        let Spot::Workflow(place) = &difference.spot else {
            return;
        };
        let stage = difference.stage.as_ref().map(|stage| stage.event_id);
        if let Some(action_id) = place.action_id() {
            for side in sides {
                side.actions.entry(action_id).or_insert(change);
            }
            // The stage of what came, went or moved is another one on both sides.
            let left = match difference.kind {
                Kind::Moved => None,
                _ => stage,
            };
            let now = after.workflow.event_of(action_id).map(|event| event.id);
            for event_id in stage.into_iter().chain(left).chain(now) {
                self.touch(event_id);
            }
        } else if let Some(event_id) = stage {
            for side in sides {
                side.stages.insert(event_id, change);
            }
        }
    }

    fn touch(&mut self, event_id: EventId) {
        for side in [&mut self.before, &mut self.after] {
            side.stages.entry(event_id).or_insert(Change::Changed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workflow::{ActionId, Layout, sketch};

    fn comparison(before: &str, after: &str) -> Comparison {
        let design = |text: &str| {
            let workflow = sketch::parse(text).unwrap();
            Arc::new(Design::new(workflow, Layout::default()))
        };
        Comparison::new(design(before), design(after))
    }

    #[test]
    fn each_side_shows_what_it_has_and_the_place_of_what_it_has_not() {
        let before = "1 New Call\n  button \"A\" -> 2\n2 Button Pushed\n  finish \"f\"";
        let after = "1 New Call\n  button \"B\" -> 2\n  timer 1d -> 3\n2 Button Pushed\n  finish \"f\"\n3 Timer Elapsed";
        let comparison = comparison(before, after);
        let (before, after) = (&comparison.before.compared, &comparison.after.compared);
        assert_eq!(before.stages.get(&EventId(1)), Some(&Change::Changed));
        assert_eq!(before.actions.get(&ActionId(1)), Some(&Change::Changed));
        assert_eq!(before.absent.len(), 1);
        assert_eq!(after.stages.get(&EventId(3)), Some(&Change::Added));
        assert_eq!(after.stages.get(&EventId(2)), None);
        assert!(after.absent.is_empty());
    }
}
