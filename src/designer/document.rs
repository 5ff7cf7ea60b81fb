//! What belongs to one open design? The editor with its history, its file, its view, and what follows from it.

use super::analysis::Analysis;
use super::files::elsewhere::Elsewhere;
use super::panels::outline::Outline;
use super::rehearse::Session;
use super::review::AnalysedLegs;
use crate::arrange;
use crate::canvas::CanvasView;
use crate::edit::{Misfit, commands};
use crate::file::journal::{Base, JournaledEditor, Keeping, Origin, Recovered};
use crate::file::{ReadDesign, Stamp};
use crate::review;
use crate::workflow::{Design, EventId, Flow, shortened, stage_name};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// Which of the designs that were ever open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocumentId(u64);

impl DocumentId {
    fn next() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

/// What has become of a design's file since it was last read or written.
#[derive(Debug)]
pub enum OnDisk {
    AsKnown,
    /// Somebody else has written to it. This is what it holds now.
    Changed(Box<ReadDesign>),
    /// The same, and it is no design any more. Why not, in a sentence.
    Unreadable(String, Stamp),
    Gone,
}

pub struct Document {
    pub id: DocumentId,
    /// Writes down every step that is made.
    pub editor: JournaledEditor,
    /// For the journal: the design as it was opened, until that is begun.
    base: Option<Base>,
    pub view: CanvasView,
    pub analysis: Analysis,
    pub rehearsal: Session,
    /// The ledger, where anybody looks at it.
    pub legs: AnalysedLegs,
    /// Is it being reviewed? Then nothing but what reviewers say is changed by hand.
    pub is_in_review: bool,
    /// Which legs are folded in it, and how far it is scrolled.
    pub outline: Outline,
    /// For which drawing of the design the selection was last looked through.
    selected_in: Option<u64>,
    /// Where it was read from or saved to; `None` while it has no file.
    pub path: Option<PathBuf>,
    /// What the file held when it was last read or written.
    pub stamp: Option<Stamp>,
    pub on_disk: OnDisk,
    /// What the file held when it was read last, where that is no state of the editor's.
    read_last: Option<Box<Design>>,
    /// At which revision the file was lost, with nothing else unsaved.
    lost_at: Option<u64>,
    /// Has another window unsaved work on its file?
    pub elsewhere: Elsewhere,
    /// The user knows that the journal cannot be written.
    pub is_trouble_known: bool,
}

impl Document {
    pub fn new(mut design: Design) -> Self {
        lay_cards(&mut design);
        Self::around(JournaledEditor::new(design))
    }

    /// A design that is nowhere on disk and would be lost.
    pub fn unsaved(design: Design) -> Self {
        let mut document = Self::new(design);
        document.editor.mark_unsaved();
        document
    }

    /// A design that was read from a file.
    pub fn with_file(read: ReadDesign, path: PathBuf) -> Self {
        let ReadDesign {
            mut design,
            text,
            stamp,
        } = read;
        let has_laid_cards = lay_cards(&mut design);
        let base = Base::of_file(text, &design, has_laid_cards);
        Self {
            base: Some(base),
            path: Some(path),
            stamp: Some(stamp),
            ..Self::around(JournaledEditor::new(design))
        }
    }

    /// A design from its journal, which goes on.
    pub fn recovered(recovered: Recovered) -> Self {
        Self {
            path: recovered.origin.path,
            stamp: recovered.origin.stamp,
            ..Self::around(recovered.editor)
        }
    }

    fn around(editor: JournaledEditor) -> Self {
        let mut document = Self {
            id: DocumentId::next(),
            editor,
            base: None,
            view: CanvasView::default(),
            analysis: Analysis::default(),
            rehearsal: Session::default(),
            legs: AnalysedLegs::default(),
            is_in_review: false,
            outline: Outline::default(),
            selected_in: None,
            path: None,
            stamp: None,
            on_disk: OnDisk::AsKnown,
            read_last: None,
            lost_at: None,
            elsewhere: Elsewhere::default(),
            is_trouble_known: false,
        };
        document.refresh();
        document
    }

    /// From now on every step is written down, so that it outlives the program.
    pub fn keep_journal(&mut self, keeping: Keeping) {
        let origin = match (&self.path, &self.stamp) {
            (Some(path), Some(stamp)) => Origin::of_file(path, stamp),
            _ => Origin::default(),
        };
        let base = self.base.take();
        let base = base.unwrap_or_else(|| Base::of_new(self.design()));
        self.editor.keep_journal(keeping, origin, base);
    }

    /// Lets findings and selection follow the design.
    pub fn refresh(&mut self) {
        self.analysis.refresh(&self.editor);
        self.rehearsal.refresh(&self.editor, &self.analysis.flow);
        if self.selected_in != Some(self.editor.drawing_revision()) {
            self.selected_in = Some(self.editor.drawing_revision());
            self.drop_stale_selection();
        }
    }

    /// Selects no longer what is gone: a finding of a moment ago may stand on it.
    pub fn drop_stale_selection(&mut self) {
        self.view.selection.retain_existing(self.editor.design());
    }

    /// The design, as it is, is in that file now.
    pub fn mark_saved(&mut self, path: &Path, stamp: Stamp) {
        self.editor.mark_saved(path, &stamp);
        self.path = Some(path.to_owned());
        self.stamp = Some(stamp);
        self.on_disk = OnDisk::AsKnown;
        self.read_last = None;
        self.lost_at = None;
    }

    /// Something else was seen of its file. While that cannot be read, the design here is the only one, and its journal
    /// is begun: it must outlive the program. When the file comes back, it is as if nothing had been.
    pub fn hear_of_file(&mut self, on_disk: OnDisk) {
        self.on_disk = on_disk;
        if self.is_file_lost() {
            if self.editor.has_saved_design() {
                let was_saved = !self.editor.is_unsaved();
                self.lost_at = was_saved.then(|| self.editor.revision());
                self.read_last = self.editor.saved_design().map(Box::new);
                self.editor.mark_unsaved();
            }
        } else if self.lost_at.take() == Some(self.editor.revision())
            && let (Some(path), Some(stamp)) = (&self.path, &self.stamp)
        {
            self.editor.mark_saved(path, stamp);
            self.read_last = None;
        }
    }

    /// Does its file hold no design any more, so that this is the only one?
    pub const fn is_file_lost(&self) -> bool {
        matches!(self.on_disk, OnDisk::Gone | OnDisk::Unreadable(..))
    }

    /// Makes the design what its file holds by now, as one step that can be undone.
    ///
    /// # Errors
    /// When that does not fit, which would be an error of the program's.
    pub fn take_over(&mut self, mut read: ReadDesign, path: &Path) -> Result<(), Misfit> {
        lay_cards(&mut read.design);
        let transaction = commands::take_over(self.design(), &read.design);
        self.editor.commit(transaction)?;
        self.mark_saved(path, read.stamp);
        self.refresh();
        Ok(())
    }

    /// Makes the design what both have done to it, those here and those who have written to its file. One step that can
    /// be undone. Returns how often they contradict each other; the rule `merge-conflict` tells where.
    ///
    /// # Errors
    /// When that does not fit, which would be an error of the program's.
    pub fn merge(&mut self, read: ReadDesign) -> Result<usize, Misfit> {
        let base = match &self.read_last {
            Some(read) => Some((**read).clone()),
            None => self.editor.saved_design(),
        };
        let base = base.ok_or(Misfit("what was saved last is not known any more"))?;
        let merged = review::merge(&base, self.design(), &read.design);
        let mut design = merged.design;
        lay_cards(&mut design);
        let mut transaction = commands::take_over(self.design(), &design);
        "merge with the file".clone_into(&mut transaction.label);
        self.editor.commit(transaction)?;
        self.on_disk = OnDisk::Changed(Box::new(read));
        self.keep_mine();
        self.refresh();
        Ok(merged.conflicts.len())
    }

    /// Is it known what both sides began with, and is there something to read?
    pub fn can_merge(&self) -> bool {
        !self.is_file_lost() && (self.read_last.is_some() || self.editor.has_saved_design())
    }

    /// The user wants this design and not what somebody else has written to its file: saving replaces that without
    /// asking again.
    pub fn keep_mine(&mut self) {
        let stamp = match std::mem::replace(&mut self.on_disk, OnDisk::AsKnown) {
            OnDisk::Changed(read) => {
                self.read_last = Some(Box::new(read.design));
                read.stamp
            }
            OnDisk::Unreadable(_, stamp) => {
                let known = self.read_last.take();
                self.read_last = known.or_else(|| self.editor.saved_design().map(Box::new));
                stamp
            }
            OnDisk::AsKnown | OnDisk::Gone => return,
        };
        self.lost_at = None;
        self.stamp = Some(stamp);
        self.editor.mark_unsaved();
    }

    /// Is this the design of that file, by whatever path?
    pub fn is_at(&self, path: &Path) -> bool {
        self.path
            .as_deref()
            .is_some_and(|own| match (own.canonicalize(), path.canonicalize()) {
                (Ok(own), Ok(other)) => own == other,
                _ => own == path,
            })
    }

    pub fn design(&self) -> &Design {
        self.editor.design()
    }

    /// The workflow's name, as tabs and the title show it.
    pub fn name(&self) -> &str {
        let name = self.design().workflow.name();
        if name.trim().is_empty() {
            "Untitled workflow"
        } else {
            name
        }
    }

    /// As [`Self::name`], for a tab or a sentence.
    pub fn short_name(&self) -> String {
        shortened(self.name(), 40)
    }

    /// The bookmarked stages in reading order, each with its number and what the bookmark is called.
    pub fn bookmarks(&self) -> Vec<(EventId, u32, String)> {
        let (design, flow) = (self.design(), &self.analysis.flow);
        let stages = flow.reading_order().iter();
        stages
            .filter_map(|&stage| {
                let event_id = flow.event_id(stage);
                let (name, event) = design
                    .layout
                    .bookmark(event_id)
                    .zip(design.workflow.event(event_id))?;
                let shown = if name.trim().is_empty() {
                    stage_name(&design.workflow, flow, event)
                } else {
                    name.to_owned()
                };
                Some((event_id, event.stage, shown))
            })
            .collect()
    }

    /// A file name to offer: the present one, or the workflow's name in small letters.
    pub fn suggested_file_name(&self, extension: &str) -> String {
        let stem = self
            .path
            .as_deref()
            .and_then(|path| path.file_stem()?.to_str())
            .map(str::to_owned);
        let stem = stem.unwrap_or_else(|| {
            let words: Vec<String> = self
                .short_name()
                .split(|c: char| !c.is_alphanumeric())
                .filter(|word| !word.is_empty())
                .map(str::to_lowercase)
                .collect();
            words.join("-")
        });
        format!(
            "{}.{extension}",
            if stem.is_empty() { "workflow" } else { &stem }
        )
    }

    /// Is there anything that would be lost by closing it? A new workflow without an edit is not.
    pub fn is_unsaved(&self) -> bool {
        self.editor.is_unsaved() || self.is_file_lost()
    }
}

/// Cards that have no place yet, as hand-written files leave them, get the one where they are drawn: what is added later
/// goes beside them there. Tells whether there were any.
fn lay_cards(design: &mut Design) -> bool {
    let mut events = design.workflow.events();
    if events.all(|event| design.layout.card(event.id).is_some()) {
        return false;
    }
    let flow = Flow::new(&design.workflow);
    let places = arrange::positions(design, &flow).into_iter().enumerate();
    let cards = places.map(|(index, place)| (flow.event_id(index), place));
    design.layout = std::mem::take(&mut design.layout).with_cards(cards);
    true
}
