//! How is it measured, and how is it told?

use std::error::Error;
use std::hint::black_box;
use std::time::{Duration, Instant};

pub type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// Runs are repeated for this long, but no fewer and no more often than [`RUN_COUNTS`] says.
const PATIENCE: Duration = Duration::from_secs(1);
const RUN_COUNTS: std::ops::RangeInclusive<usize> = 5..=101;

/// The middle of several durations, as `run` itself measures them: what it prepares and puts back does not count.
pub fn median(mut run: impl FnMut() -> Outcome<Duration>) -> Outcome<Duration> {
    let mut taken = Vec::new();
    let start = Instant::now();
    while taken.len() < *RUN_COUNTS.start()
        || (taken.len() < *RUN_COUNTS.end() && start.elapsed() < PATIENCE)
    {
        taken.push(run()?);
    }
    taken.sort_unstable();
    Ok(taken[taken.len() / 2])
}

/// The median duration of something that needs no preparation.
pub fn median_of<T>(mut work: impl FnMut() -> T) -> Outcome<Duration> {
    median(|| {
        let start = Instant::now();
        black_box(work());
        Ok(start.elapsed())
    })
}

/// One line of the report.
struct Line {
    what: String,
    stage_count: usize,
    median: Duration,
    target: Option<Duration>,
    baseline: Option<(&'static str, Duration)>,
}

/// The lines of one section.
pub struct Report {
    title: &'static str,
    lines: Vec<Line>,
}

impl Report {
    pub const fn new(title: &'static str) -> Self {
        Self {
            title,
            lines: Vec::new(),
        }
    }

    /// Adds a line; [`Self::target`] and [`Self::baseline`] complete it.
    pub fn line(
        &mut self,
        what: impl Into<String>,
        stage_count: usize,
        median: Duration,
    ) -> &mut Self {
        self.lines.push(Line {
            what: what.into(),
            stage_count,
            median,
            target: None,
            baseline: None,
        });
        self
    }

    /// What the last line must not exceed.
    pub fn target(&mut self, target: Duration) -> &mut Self {
        if let Some(line) = self.lines.last_mut() {
            line.target = Some(target);
        }
        self
    }

    /// What the last line is compared to.
    pub fn baseline(&mut self, what: &'static str, median: Duration) -> &mut Self {
        if let Some(line) = self.lines.last_mut() {
            line.baseline = Some((what, median));
        }
        self
    }

    #[expect(clippy::print_stdout, reason = "the terminal is where a bench reports")]
    pub fn print(&self) {
        let width = self.lines.iter().map(|line| line.what.chars().count());
        let width = width.max().unwrap_or(0).max(self.title.len());
        println!(
            "\n{:<width$}  {:>7}  {:>12}  {:>12}  {:<6}  {:>12}  {:>6}",
            self.title, "stages", "median", "target", "", "baseline", "ratio"
        );
        for line in &self.lines {
            let verdict = match line.target {
                Some(target) if line.median <= target => "kept",
                Some(_) => "missed",
                None => "",
            };
            let target = line.target.map(milliseconds).unwrap_or_default();
            let (baseline, ratio, name) =
                line.baseline.map_or_else(Default::default, |(name, time)| {
                    let ratio = line.median.as_secs_f64() / time.as_secs_f64();
                    (milliseconds(time), format!("{ratio:.3}"), name)
                });
            let row = format!(
                "{:<width$}  {:>7}  {:>12}  {target:>12}  {verdict:<6}  {baseline:>12}  {ratio:>6}  {name}",
                line.what,
                line.stage_count,
                milliseconds(line.median),
            );
            println!("{}", row.trim_end());
        }
    }
}

fn milliseconds(time: Duration) -> String {
    format!("{:.3} ms", time.as_secs_f64() * 1e3)
}
