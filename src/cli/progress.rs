//! How far is it? A bar on a terminal once the work takes longer than a second; nothing in a pipe.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(1);

pub(super) struct Progress {
    bar: ProgressBar,
    started: Instant,
    is_waiting: bool,
}

impl Progress {
    pub fn new(file_count: usize) -> Self {
        let bar =
            ProgressBar::with_draw_target(Some(file_count as u64), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos} of {len} files, {eta} left")
        {
            bar.set_style(style);
        }
        Self {
            bar,
            started: Instant::now(),
            is_waiting: std::io::stderr().is_terminal(),
        }
    }

    pub fn step(&mut self) {
        if self.is_waiting && self.started.elapsed() > PATIENCE {
            self.is_waiting = false;
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.inc(1);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
