//! What is another in this design than it was? Both beside each other, with all differences in a list.
//!
//! Nothing is edited meanwhile: what is compared is the design as it was when the comparison began. Reading and comparing
//! is done beside the frames.

mod bar;
mod list;
mod load;
#[cfg(feature = "server")]
mod runs;
mod sides;

use super::app::Designer;
use super::document::{Document, DocumentId};
use super::prompts::FilePurpose;
use super::{Request, UserCommand};
use crate::canvas::{Framing, Selection, Toward};
use crate::file::Source;
use crate::file::git::Commit;
use crate::review::Difference;
use crate::workflow::Spot;
use eframe::egui::{self, Ui};
use list::List;
use load::{Comparison, Loading};
use std::path::PathBuf;
use std::sync::Arc;

/// With what the design is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Against {
    /// What its own file holds.
    File,
    OtherFile(PathBuf),
    Revision(Commit),
    /// A revision that is still to be chosen.
    AnyRevision,
}

/// A comparison in the window.
pub struct Comparing {
    document_id: DocumentId,
    /// The design's revision that is shown on the right.
    revision: u64,
    against: Against,
    state: State,
    /// Those that touched the design's file; asked for when somebody wants to choose.
    commits: Option<Commits>,
    list: List,
    #[cfg(feature = "server")]
    runs: runs::Runs,
}

enum State {
    /// Which revision it is to be is still open.
    Choosing,
    Loading(Loading<Comparison>),
    Failed(String),
    Ready(Box<Comparison>),
}

enum Commits {
    Loading(Loading<Vec<Commit>>),
    Failed(String),
    Known(Vec<Commit>),
}

impl Against {
    /// As the bar names it.
    fn title(&self) -> String {
        match self {
            Self::File => "Saved file".to_owned(),
            Self::OtherFile(path) => path
                .file_name()
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default(),
            Self::Revision(commit) => {
                format!("{}, {}", commit.date, commit.subject)
            }
            Self::AnyRevision => "A revision".to_owned(),
        }
    }

    /// More about it, on the side that shows it.
    fn details(&self) -> String {
        match self {
            Self::File => "as it is on disk".to_owned(),
            Self::OtherFile(path) => path.display().to_string(),
            Self::Revision(commit) => format!("{}, {}", commit.short_hash(), commit.author),
            Self::AnyRevision => String::new(),
        }
    }
}

/// What the bar and the list ask for.
#[derive(Clone, Debug)]
pub enum CompareRequest {
    With(Against),
    ChooseFile,
    /// Show a difference, by its place in the list.
    Show(usize),
    #[cfg(feature = "server")]
    ChooseStore,
    Close,
}

impl Designer {
    /// Does a command of the window, where it means something to a comparison. Returns whether it did.
    pub(super) fn run_in_comparison(&mut self, command: UserCommand) -> bool {
        use UserCommand as C;
        let Some(comparing) = &mut self.compare else {
            return false;
        };
        match command {
            C::Deselect => self.compare = None,
            C::NextDifference | C::NextFinding | C::Walk(Toward::Down) => comparing.step(true),
            C::PreviousDifference | C::Walk(Toward::Up) => comparing.step(false),
            C::FitAll => comparing.frame(Framing::All),
            C::ZoomIn => comparing.zoom_by(1.25),
            C::ZoomOut => comparing.zoom_by(0.8),
            C::ZoomActual => comparing.zoom_to_actual(),
            _ => return false,
        }
        true
    }

    pub(super) fn compare_command(&mut self, ctx: &egui::Context, command: UserCommand) {
        let request = match command {
            UserCommand::CompareWithSaved => CompareRequest::With(Against::File),
            UserCommand::CompareWithFile => CompareRequest::ChooseFile,
            _ => CompareRequest::With(Against::AnyRevision),
        };
        self.carry_out_comparing(ctx, request);
    }

    pub(super) fn carry_out_comparing(&mut self, ctx: &egui::Context, request: CompareRequest) {
        match request {
            CompareRequest::With(against) => self.compare_with(ctx, against),
            CompareRequest::ChooseFile => {
                if let Some(document_id) = self.document().map(|document| document.id) {
                    self.ask_for_file(FilePurpose::Compare(document_id));
                }
            }
            CompareRequest::Show(index) => {
                if let Some(comparing) = &mut self.compare {
                    comparing.show_difference(index);
                }
            }
            #[cfg(feature = "server")]
            CompareRequest::ChooseStore => self.ask_for_file(FilePurpose::RunsOfStore),
            CompareRequest::Close => self.compare = None,
        }
    }

    /// Begins a comparison of the design that is shown.
    pub(super) fn compare_with(&mut self, ctx: &egui::Context, against: Against) {
        let Some(document) = self.documents.get(self.active) else {
            return;
        };
        let old = self.compare.take();
        let old = old.filter(|comparing| comparing.document_id == document.id);
        self.compare = Some(Comparing::begin(ctx, document, against, old));
    }

    #[cfg(feature = "server")]
    pub(super) fn compare_runs_of(&mut self, ctx: &egui::Context, store: PathBuf) {
        if let Some(comparing) = &mut self.compare
            && let State::Ready(comparison) = &comparing.state
        {
            comparing.runs = runs::Runs::ask(ctx, store, comparison);
        }
    }

    /// A comparison is of the design that is shown, as it is.
    pub(super) fn follow_comparison(&mut self, ctx: &egui::Context) {
        let Some(comparing) = &mut self.compare else {
            return;
        };
        comparing.take_answers(ctx);
        let document = self.documents.get(self.active);
        let Some(document) = document.filter(|it| it.id == comparing.document_id) else {
            self.compare = None;
            return;
        };
        if document.editor.revision() != comparing.revision {
            let against = comparing.against.clone();
            self.compare_with(ctx, against);
        }
    }

    /// In place of the panels and the canvas.
    pub(super) fn compare_ui(&mut self, ui: &mut Ui) {
        let Some(comparing) = &mut self.compare else {
            return;
        };
        let document = self.documents.get(self.active);
        let name = document.map(Document::short_name).unwrap_or_default();
        let is_unsaved = document.is_some_and(Document::is_unsaved);
        let mut asked = Vec::new();
        comparing.bar_ui(ui, document, &mut asked);
        comparing.list_ui(ui, &mut asked);
        let now = if is_unsaved {
            "with unsaved changes"
        } else {
            "as it is here"
        };
        comparing.sides_ui(
            ui,
            &name,
            now,
            self.system_motion.is_reduced(self.settings.motion),
            &mut asked,
        );
        self.requests
            .extend(asked.into_iter().map(Request::Compare));
    }
}

impl Comparing {
    /// What one can do meanwhile: nothing that edits.
    pub(super) fn is_enabled(&self, command: UserCommand) -> bool {
        use UserCommand as C;
        match command {
            C::NextDifference | C::NextFinding | C::PreviousDifference => {
                !self.differences().is_empty()
            }
            C::CompareWithSaved
            | C::CompareWithFile
            | C::CompareWithRevision
            | C::Walk(Toward::Up | Toward::Down)
            | C::Deselect
            | C::FitAll
            | C::ZoomIn
            | C::ZoomOut
            | C::ZoomActual
            | C::ScaleUp
            | C::ScaleDown
            | C::ScaleActual
            | C::Preferences
            | C::FindCommand
            | C::Shortcuts
            | C::NextTab
            | C::PreviousTab
            | C::Quit => true,
            _ => false,
        }
    }

    fn begin(
        ctx: &egui::Context,
        document: &Document,
        against: Against,
        old: Option<Self>,
    ) -> Self {
        let path = document.path.clone();
        let mut commits = old.and_then(|old| old.commits);
        let now = Arc::new(document.design().clone());
        let compare = |source: Source| State::Loading(load::compare(ctx, source, now));
        let state = match (&against, path) {
            (Against::File, Some(path)) => compare(Source::File(path)),
            (Against::OtherFile(path), _) => compare(Source::File(path.clone())),
            (Against::Revision(commit), Some(path)) => match load::source_of(&path, commit) {
                Ok(source) => compare(source),
                Err(error) => State::Failed(error),
            },
            (Against::AnyRevision, Some(path)) => {
                if commits.is_none() {
                    commits = Some(Commits::Loading(load::commits_of(ctx, path)));
                }
                State::Choosing
            }
            (_, None) => State::Failed("Save the design first: it has no file yet.".to_owned()),
        };
        Self {
            document_id: document.id,
            revision: document.editor.revision(),
            against,
            state,
            commits,
            list: List::default(),
            #[cfg(feature = "server")]
            runs: runs::Runs::default(),
        }
    }

    fn take_answers(&mut self, ctx: &egui::Context) {
        if let State::Loading(loading) = &self.state {
            match loading.answer() {
                None => {}
                Some(Err(why)) => self.state = State::Failed(why),
                Some(Ok(comparison)) => {
                    self.list = List::of(&comparison.differences);
                    self.state = State::Ready(Box::new(comparison));
                    self.frame(Framing::All);
                    ctx.request_repaint();
                }
            }
        }
        if let Some(Commits::Loading(loading)) = &self.commits {
            match loading.answer() {
                None => {}
                Some(Err(why)) => self.commits = Some(Commits::Failed(why)),
                Some(Ok(commits)) => self.commits = Some(Commits::Known(commits)),
            }
        }
        #[cfg(feature = "server")]
        self.runs.take_answer();
    }

    const fn ready(&mut self) -> Option<&mut Comparison> {
        match &mut self.state {
            State::Ready(comparison) => Some(comparison),
            _ => None,
        }
    }

    fn differences(&self) -> &[Difference] {
        match &self.state {
            State::Ready(comparison) => &comparison.differences,
            _ => &[],
        }
    }

    /// Goes to the next or the previous difference, round at the ends.
    fn step(&mut self, is_forward: bool) {
        let count = self.differences().len();
        if count == 0 {
            return;
        }
        let next = match (self.list.current, is_forward) {
            (None, true) => 0,
            (None, false) => count - 1,
            (Some(current), true) => (current + 1) % count,
            (Some(current), false) => (current + count - 1) % count,
        };
        self.show_difference(next);
    }

    /// Selects a difference in the list and on both sides, and brings it into view.
    fn show_difference(&mut self, index: usize) {
        self.list.go_to(index);
        let Some(comparison) = self.ready() else {
            return;
        };
        let Some(difference) = comparison.differences.get(index) else {
            return;
        };
        let stage = difference.stage.as_ref().map(|stage| stage.event_id);
        let selection = match &difference.spot {
            Spot::Annotation(id) => Selection::of_annotation(*id),
            Spot::Workflow(place) => match (place.action_id(), stage) {
                (Some(action_id), _) => Selection::of_action(action_id),
                (None, Some(event_id)) => Selection::of_event(event_id),
                (None, None) => Selection::default(),
            },
        };
        let spot = difference.spot.clone();
        comparison.select(&selection);
        match (spot, stage) {
            (Spot::Annotation(id), _) => comparison.go_to_annotation(id),
            (_, Some(event_id)) => comparison.go_to_stage(event_id),
            _ => {}
        }
    }

    fn frame(&mut self, framing: Framing) {
        if let Some(comparison) = self.ready() {
            comparison.after.view.frame(framing);
        }
    }

    fn zoom_by(&mut self, factor: f32) {
        if let Some(comparison) = self.ready() {
            comparison.after.view.zoom_by(factor);
        }
    }

    fn zoom_to_actual(&mut self) {
        if let Some(comparison) = self.ready() {
            comparison.after.view.zoom_to(1.0);
        }
    }
}
