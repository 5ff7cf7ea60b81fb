//! Where is it said? Words looked for in the design that is shown, or in all designs of the folder and all tabs.

mod across;
mod bar;

use super::Document;
use super::document::DocumentId;
use super::folder::Folder;
use crate::workflow::{Hit, find};
use across::Across;
use eframe::egui;
use std::path::PathBuf;

/// Where one looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The design that is shown.
    Design,
    /// All tabs, and all designs of the folder.
    Everywhere,
}

/// The design that a hit is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    Open(DocumentId),
    OnDisk(PathBuf),
}

/// The hits in one design.
pub(super) struct InDesign {
    pub found: Found,
    pub path: Option<PathBuf>,
    pub title: String,
    pub hits: Vec<Hit>,
}

/// The bar in which one types what to look for, and what was found.
pub struct FindBar {
    scope: Scope,
    words: String,
    /// In open designs, the one that is shown first.
    open: Vec<InDesign>,
    /// In the folder's designs on disk.
    on_disk: Option<Across>,
    /// What the hits in open designs were found in.
    made_of: Option<MadeOf>,
    /// The hit that was gone to last, counted over all designs.
    current: Option<usize>,
    /// The field gets the keyboard in the next frame, and what stands in it is marked.
    wants_focus: bool,
    /// The list follows the current hit.
    wants_scroll: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct MadeOf {
    scope: Scope,
    words: String,
    designs: Vec<(DocumentId, u64)>,
}

impl FindBar {
    pub const fn new(scope: Scope) -> Self {
        Self {
            scope,
            words: String::new(),
            open: Vec::new(),
            on_disk: None,
            made_of: None,
            current: None,
            wants_focus: true,
            wants_scroll: false,
        }
    }

    /// Takes the keyboard again, to look somewhere else or for something else.
    pub fn focus(&mut self, scope: Scope) {
        self.wants_focus = true;
        self.set_scope(scope);
    }

    fn set_scope(&mut self, scope: Scope) {
        if self.scope != scope {
            self.scope = scope;
            self.current = None;
            self.on_disk = None;
        }
    }

    /// Looks again where anything has changed. Open designs are looked through at once, others beside the window.
    pub fn refresh(
        &mut self,
        ctx: &egui::Context,
        documents: &[Document],
        active: usize,
        folder: Option<&Folder>,
    ) {
        let is_looked_in = |index: usize| self.scope == Scope::Everywhere || index == active;
        let mut chosen: Vec<&Document> = documents
            .iter()
            .enumerate()
            .filter(|&(index, _)| is_looked_in(index))
            .map(|(_, document)| document)
            .collect();
        // The list stays as it is while one jumps from design to design.
        chosen.sort_by_key(|document| document.id);
        let made_of = MadeOf {
            scope: self.scope,
            words: self.words.clone(),
            designs: chosen
                .iter()
                .map(|document| (document.id, document.editor.revision()))
                .collect(),
        };
        if self.made_of.as_ref() != Some(&made_of) {
            let is_same_question = self.made_of.as_ref().is_some_and(|before| {
                before.words == made_of.words && before.scope == made_of.scope
            });
            if !is_same_question {
                self.current = None;
            }
            self.open = chosen
                .into_iter()
                .map(|document| self.look_in(document))
                .collect();
            self.open.retain(|design| !design.hits.is_empty());
            self.made_of = Some(made_of);
        }
        match (self.scope, folder) {
            (Scope::Everywhere, Some(folder)) => {
                let is_stale = self
                    .on_disk
                    .as_ref()
                    .is_none_or(|across| !across.answers(&self.words, folder));
                if is_stale {
                    self.on_disk = Some(Across::start(&self.words, folder, ctx.clone()));
                }
            }
            _ => self.on_disk = None,
        }
        if let Some(across) = &mut self.on_disk {
            across.refresh();
        }
    }

    fn look_in(&self, document: &Document) -> InDesign {
        // The flow of a tab in the background is as old as its last frame, and so is the design.
        InDesign {
            found: Found::Open(document.id),
            path: document.path.clone(),
            title: document.name().to_owned(),
            hits: find(document.design(), &document.analysis.flow, &self.words),
        }
    }

    /// The designs with hits. One that is opened stays where it is in the list, so that one can go on from hit to hit;
    /// tabs that the folder does not have come first.
    fn designs<'a>(&'a self, documents: &'a [Document]) -> Vec<&'a InDesign> {
        let on_disk: Vec<&InDesign> = self.on_disk.iter().flat_map(Across::designs).collect();
        let is_listed = |design: &&InDesign| on_disk.iter().any(|other| other.path == design.path);
        let tabs = self.open.iter().filter(|design| !is_listed(design));
        let as_it_is_now = |design: &&'a InDesign| {
            let is_open = documents
                .iter()
                .any(|document| document.path == design.path);
            if is_open {
                self.open.iter().find(|open| open.path == design.path)
            } else {
                Some(*design)
            }
        };
        tabs.chain(on_disk.iter().filter_map(as_it_is_now))
            .collect()
    }

    const fn is_searching(&self) -> bool {
        match &self.on_disk {
            Some(across) => across.is_searching(),
            None => false,
        }
    }

    /// The next hit or the one before, round and round; it becomes the current one.
    pub fn step(&mut self, documents: &[Document], is_forward: bool) -> Option<(Found, Hit)> {
        let designs = self.designs(documents);
        let count: usize = designs.iter().map(|design| design.hits.len()).sum();
        if count == 0 {
            return None;
        }
        let next = match (self.current, is_forward) {
            (Some(current), true) => (current + 1) % count,
            (None, true) => 0,
            (Some(current), false) => (current + count - 1) % count,
            (None, false) => count - 1,
        };
        let hit = nth(&designs, next);
        self.current = Some(next);
        self.wants_scroll = true;
        hit
    }
}

fn nth(designs: &[&InDesign], mut index: usize) -> Option<(Found, Hit)> {
    for design in designs {
        if let Some(hit) = design.hits.get(index) {
            return Some((design.found.clone(), hit.clone()));
        }
        index -= design.hits.len();
    }
    None
}
