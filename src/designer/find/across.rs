//! Looks for words in all designs of a folder, in a thread of its own, so that one can go on typing.

use super::{Found, InDesign};
use crate::designer::folder::Folder;
use crate::file;
use crate::workflow::{Flow, find};
use eframe::egui;
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, Sender, TryRecvError};
use std::sync::{Arc, Weak};
use std::thread;
use std::time::{Duration, Instant};

const LEAST_BETWEEN_FRAMES: Duration = Duration::from_millis(60);

/// A search under way, or done. Dropping it ends the thread.
pub(super) struct Across {
    words: String,
    folder: PathBuf,
    folder_revision: u64,
    news: Receiver<InDesign>,
    designs: Vec<InDesign>,
    is_searching: bool,
    /// The search goes on for as long as this is held.
    _wanted: Arc<()>,
}

impl Across {
    pub fn start(words: &str, folder: &Folder, ctx: egui::Context) -> Self {
        let (sender, news) = mpsc::channel();
        let is_searching = !words.trim().is_empty();
        let wanted = Arc::new(());
        if is_searching {
            let paths: Vec<(PathBuf, String)> = folder
                .entries()
                .keys()
                .map(|path| (path.clone(), folder.short_path(path)))
                .collect();
            let words = words.to_owned();
            let wanted = Arc::downgrade(&wanted);
            thread::spawn(move || {
                look(&paths, &words, &ctx, &sender, &wanted);
                // The end of the search shows when nobody is left to send.
                drop(sender);
                ctx.request_repaint();
            });
        }
        Self {
            words: words.to_owned(),
            folder: folder.path.clone(),
            folder_revision: folder.content_revision(),
            news,
            designs: Vec::new(),
            is_searching,
            _wanted: wanted,
        }
    }

    /// Is this the search for these words in the folder as it is?
    pub fn answers(&self, words: &str, folder: &Folder) -> bool {
        self.words == words
            && self.folder == folder.path
            && self.folder_revision == folder.content_revision()
    }

    /// Takes in what was found since the last frame.
    pub fn refresh(&mut self) {
        while self.is_searching {
            match self.news.try_recv() {
                Ok(design) => self.designs.push(design),
                Err(TryRecvError::Empty) => return,
                Err(TryRecvError::Disconnected) => self.is_searching = false,
            }
        }
    }

    pub fn designs(&self) -> impl Iterator<Item = &InDesign> {
        self.designs.iter()
    }

    pub const fn is_searching(&self) -> bool {
        self.is_searching
    }
}

fn look(
    paths: &[(PathBuf, String)],
    words: &str,
    ctx: &egui::Context,
    found: &Sender<InDesign>,
    wanted: &Weak<()>,
) {
    let mut last_frame = Instant::now();
    for (path, short_path) in paths {
        // Other words have been typed by now.
        if wanted.strong_count() == 0 {
            return;
        }
        // What cannot be read is told in the folder's list.
        let Ok(read) = file::read(path) else {
            continue;
        };
        let workflow = &read.design.workflow;
        let hits = find(&read.design, &Flow::new(workflow), words);
        let name = workflow.name().trim();
        let title = if name.is_empty() { short_path } else { name };
        let design = InDesign {
            found: Found::OnDisk(path.clone()),
            path: Some(path.clone()),
            title: title.to_owned(),
            hits,
        };
        if !design.hits.is_empty() && found.send(design).is_err() {
            return;
        }
        if last_frame.elapsed() >= LEAST_BETWEEN_FRAMES {
            last_frame = Instant::now();
            ctx.request_repaint();
        }
    }
}
