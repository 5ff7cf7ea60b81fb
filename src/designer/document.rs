//! What belongs to one open design? The editor with its history, its file, its view, and what follows from it.

use super::analysis::Analysis;
use crate::arrange;
use crate::canvas::{CanvasView, stage_name};
use crate::edit::Editor;
use crate::file::Stamp;
use crate::workflow::{Design, EventId, Flow};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// Which of the designs that were ever open: a file that is reloaded is another than before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DocumentId(u64);

impl DocumentId {
    fn next() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

pub struct Document {
    pub id: DocumentId,
    pub editor: Editor,
    pub view: CanvasView,
    pub analysis: Analysis,
    /// Where it was read from or saved to; `None` while it has no file.
    pub path: Option<PathBuf>,
    /// What the file held when it was last read or written.
    pub stamp: Option<Stamp>,
}

impl Document {
    /// Cards that have no place yet, as hand-written files leave them, get the one where they are drawn: what is
    /// added later goes beside them there.
    pub fn new(mut design: Design) -> Self {
        if design
            .workflow
            .events()
            .any(|event| design.layout.card(event.id).is_none())
        {
            let flow = Flow::new(&design.workflow);
            let places = arrange::positions(&design, &flow).into_iter().enumerate();
            let cards = places.map(|(index, place)| (flow.event_id(index), place));
            design.layout = std::mem::take(&mut design.layout).with_cards(cards);
        }
        let mut document = Self {
            id: DocumentId::next(),
            editor: Editor::new(design),
            view: CanvasView::default(),
            analysis: Analysis::default(),
            path: None,
            stamp: None,
        };
        document.analysis.refresh(&document.editor);
        document
    }

    pub fn with_file(design: Design, path: PathBuf, stamp: Stamp) -> Self {
        Self {
            path: Some(path),
            stamp: Some(stamp),
            ..Self::new(design)
        }
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
                .name()
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
        self.editor.is_unsaved()
    }
}
