//! Who looks at the folder? A thread that lists it, reads and checks each design, and then looks twice a second for
//! what has changed.

use super::State;
use crate::file::{Changes, Listing, Looked};
use crate::rules::{self, Tally};
use crate::workflow::Flow;
use eframe::egui;
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender, TryRecvError};
use std::thread;
use std::time::{Duration, Instant};

/// Between two looks at the folder.
const PERIOD: Duration = Duration::from_millis(500);
/// Results of checks are shown in lots, at most so often.
const LEAST_BETWEEN_FRAMES: Duration = Duration::from_millis(60);

/// What was found out about the folder.
pub(super) enum News {
    Changed(Changes),
    Checked {
        path: PathBuf,
        /// The workflow's name; `None` when the design cannot be read.
        name: Option<String>,
        state: State,
    },
    /// On a closer look it is another program's file.
    PassedOver(PathBuf),
}

/// The thread's end that the window holds. The thread ends when it is dropped.
pub(super) struct Watcher {
    news: Receiver<News>,
    /// Held to be dropped.
    _stop: Sender<()>,
}

impl Watcher {
    pub fn start(folder: PathBuf, ctx: egui::Context) -> Self {
        let (sender, news) = mpsc::channel();
        let (stop, stopped) = mpsc::channel();
        thread::spawn(move || watch(folder, &ctx, &sender, &stopped));
        Self { news, _stop: stop }
    }

    pub fn next(&self) -> Option<News> {
        self.news.try_recv().ok()
    }
}

fn watch(folder: PathBuf, ctx: &egui::Context, news: &Sender<News>, stopped: &Receiver<()>) {
    let mut listing = Listing::new(folder);
    let mut is_first = true;
    loop {
        let changes = listing.look();
        let found: Vec<_> = changes.listed.iter().map(|one| one.found.clone()).collect();
        if std::mem::take(&mut is_first) || changes != Changes::default() {
            if news.send(News::Changed(changes)).is_err() {
                return;
            }
            ctx.request_repaint();
        }
        let mut last_frame = Instant::now();
        let count = found.len();
        for (index, one) in found.into_iter().enumerate() {
            if stopped.try_recv() == Err(TryRecvError::Disconnected) {
                return;
            }
            let told = match one.look() {
                Looked::Design(read) => {
                    let workflow = &read.design.workflow;
                    let flow = Flow::new(workflow);
                    let mut findings = rules::check(workflow, &flow);
                    rules::apply_waivers(&read.design, &flow, &mut findings);
                    News::Checked {
                        path: one.path,
                        name: Some(workflow.name().to_owned()),
                        state: State::Checked {
                            stage_count: workflow.stage_count(),
                            tally: Tally::of(&findings),
                        },
                    }
                }
                Looked::Unreadable(error) => News::Checked {
                    path: one.path,
                    name: None,
                    state: State::Unreadable(error.to_string()),
                },
                Looked::PassedOver => News::PassedOver(one.path),
            };
            if news.send(told).is_err() {
                return;
            }
            if last_frame.elapsed() >= LEAST_BETWEEN_FRAMES || index + 1 == count {
                last_frame = Instant::now();
                ctx.request_repaint();
            }
        }
        if stopped.recv_timeout(PERIOD) == Err(RecvTimeoutError::Disconnected) {
            return;
        }
    }
}
