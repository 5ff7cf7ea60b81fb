//! How is it measured, and how is it told?

use std::error::Error;
use std::hint::black_box;
use std::time::{Duration, Instant};

pub type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// Runs are repeated for this long, but no fewer and no more often than [`RUN_COUNTS`] says.
const PATIENCE: Duration = Duration::from_secs(1);
const RUN_COUNTS: std::ops::RangeInclusive<usize> = 5..=101;

/// What several runs took.
#[derive(Clone, Copy)]
pub struct Taken {
    median: Duration,
    /// What it takes when nothing else keeps the machine busy.
    fastest: Duration,
}

impl Taken {
    /// `taken` holds one run at least.
    pub fn of(mut taken: Vec<Duration>) -> Self {
        taken.sort_unstable();
        Self {
            median: taken[taken.len() / 2],
            fastest: taken[0],
        }
    }

    #[cfg(feature = "server")]
    pub const fn median(self) -> Duration {
        self.median
    }
}

/// What several runs take, as `run` itself measures them: what it prepares and puts back does not count.
pub fn measured(mut run: impl FnMut() -> Outcome<Duration>) -> Outcome<Taken> {
    let mut taken = Vec::new();
    let start = Instant::now();
    while taken.len() < *RUN_COUNTS.start()
        || (taken.len() < *RUN_COUNTS.end() && start.elapsed() < PATIENCE)
    {
        taken.push(run()?);
    }
    Ok(Taken::of(taken))
}

/// What several runs take of something that needs no preparation.
pub fn measured_call<T>(mut work: impl FnMut() -> T) -> Outcome<Taken> {
    measured(|| {
        let start = Instant::now();
        black_box(work());
        Ok(start.elapsed())
    })
}

/// One line of the report.
struct Line {
    what: String,
    stage_count: usize,
    taken: Taken,
    target: Option<Duration>,
    baseline: Option<(&'static str, Taken)>,
}

/// The lines of one section.
pub struct Report {
    title: &'static str,
    lines: Vec<Line>,
    notes: Vec<String>,
}

impl Report {
    pub const fn new(title: &'static str) -> Self {
        Self {
            title,
            lines: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Adds a line; [`Self::target`] and [`Self::baseline`] complete it.
    pub fn line(&mut self, what: impl Into<String>, stage_count: usize, taken: Taken) -> &mut Self {
        self.lines.push(Line {
            what: what.into(),
            stage_count,
            taken,
            target: None,
            baseline: None,
        });
        self
    }

    /// Adds a sentence below the lines.
    #[cfg(feature = "server")]
    pub fn note(&mut self, sentence: String) {
        self.notes.push(sentence);
    }

    /// What the median of the last line must not exceed.
    pub fn target(&mut self, target: Duration) -> &mut Self {
        if let Some(line) = self.lines.last_mut() {
            line.target = Some(target);
        }
        self
    }

    /// What the last line is compared to.
    pub fn baseline(&mut self, what: &'static str, taken: Taken) -> &mut Self {
        if let Some(line) = self.lines.last_mut() {
            line.baseline = Some((what, taken));
        }
        self
    }

    #[expect(clippy::print_stdout, reason = "the terminal is where a bench reports")]
    pub fn print(&self) {
        let width = self.lines.iter().map(|line| line.what.chars().count());
        let width = width.max().unwrap_or(0).max(self.title.len());
        println!(
            "\n{:<width$}  {:>7}  {:>12}  {:>12}  {:>12}  {:<6}  {:>12}  {:>6}",
            self.title, "stages", "median", "fastest", "target", "", "baseline", "ratio"
        );
        for line in &self.lines {
            let verdict = match line.target {
                Some(target) if line.taken.median <= target => "kept",
                Some(_) => "missed",
                None => "",
            };
            let target = line.target.map(milliseconds).unwrap_or_default();
            let (baseline, ratio, name) =
                line.baseline
                    .map_or_else(Default::default, |(name, baseline)| {
                        let ratio = line.taken.median.as_secs_f64() / baseline.median.as_secs_f64();
                        (milliseconds(baseline.median), format!("{ratio:.3}"), name)
                    });
            let row = format!(
                "{:<width$}  {:>7}  {:>12}  {:>12}  {target:>12}  {verdict:<6}  {baseline:>12}  {ratio:>6}  {name}",
                line.what,
                line.stage_count,
                milliseconds(line.taken.median),
                milliseconds(line.taken.fastest),
            );
            println!("{}", row.trim_end());
        }
        for note in &self.notes {
            println!("{note}");
        }
    }
}

fn milliseconds(time: Duration) -> String {
    format!("{:.3} ms", time.as_secs_f64() * 1e3)
}
