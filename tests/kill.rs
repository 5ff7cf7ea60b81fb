//! Is anything lost when the program is killed? It is, a hundred times, while it edits, and what is on disk is looked at.
//!
//! The program tells each step once it is made, with the time since its start. That is counted from before the program
//! was started here, so that a step counts as older than it is: the measure errs on the strict side.

#![expect(clippy::unwrap_used, reason = "what a test cannot do makes it fail")]

use legwork::edit::Editor;
use legwork::file::{self, journal::History};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

const KILLS: u64 = 100;
const AT_ONCE: usize = 8;

/// A step that is older than this must be on disk.
const OLDEST_MISSING: Duration = Duration::from_secs(1);

/// Where an editor stood: the design's hash, what undo would do, and what redo would.
type Standing = (String, String, String);

/// A step that the program has told.
struct Told {
    number: usize,
    after_start: Duration,
    standing: Standing,
}

/// The program at its work, in a folder of its own.
struct Run {
    desk: TempDir,
    child: Child,
    begin: Instant,
    reader: thread::JoinHandle<Vec<Told>>,
}

impl Run {
    fn begin(seed: u64, arguments: &[&str]) -> Self {
        let desk = tempfile::tempdir().unwrap();
        let sample = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/designs/complaint-follow-up.ron"
        );
        std::fs::copy(sample, desk.path().join("a.ron")).unwrap();
        let begin = Instant::now();
        let mut child = Command::new(env!("CARGO_BIN_EXE_legwork"))
            .arg("drive")
            .arg(desk.path().join("a.ron"))
            .arg("--journals")
            .arg(desk.path().join("recovery"))
            .args(["--seed", &seed.to_string()])
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let reader = thread::spawn(move || {
            let lines = out.split(b'\n').map(Result::unwrap);
            lines.filter_map(|line| told(&line)).collect()
        });
        Self {
            desk,
            child,
            begin,
            reader,
        }
    }

    /// Kills it with a signal that it cannot see coming, and looks at what is left.
    fn kill_after(mut self, lifetime: Duration) -> Left {
        thread::sleep(lifetime);
        self.child.kill().unwrap();
        let lived = self.begin.elapsed();
        self.child.wait().unwrap();
        Left::new(&self.desk, lived, &self.reader.join().unwrap())
    }

    fn end(mut self) -> Left {
        assert!(!self.child.wait().unwrap().success());
        let lived = self.begin.elapsed();
        Left::new(&self.desk, lived, &self.reader.join().unwrap())
    }
}

/// A line that the program has told; `None` when it was killed in the middle of it.
fn told(line: &[u8]) -> Option<Told> {
    let line = std::str::from_utf8(line).ok()?;
    let [number, micros, hash, undo, redo] = line.split('\t').collect::<Vec<_>>()[..] else {
        return None;
    };
    Some(Told {
        number: number.parse().ok()?,
        after_start: Duration::from_micros(micros.parse().ok()?),
        standing: (hash.to_owned(), undo.to_owned(), redo.to_owned()),
    })
}

/// What is left of a run.
struct Left {
    told_count: usize,
    recovered_count: usize,
    /// How old the oldest step was, when the program was killed, that is not on disk.
    oldest_missing: Duration,
}

impl Left {
    fn new(desk: &TempDir, lived: Duration, told: &[Told]) -> Self {
        let saved = file::read(&desk.path().join("a.ron")).unwrap();
        let mut standings = Vec::new();
        let journal = journal_in(&desk.path().join("recovery"));
        if let Some(journal) = &journal {
            let bytes = std::fs::read(journal).unwrap();
            let mut history = History::play(&bytes, |it| standings.push(standing(it))).unwrap();
            assert_eq!(history.damaged_line, None);
            check_history(&mut history.editor, &standings[0]);
        }
        let recovered_count = standings.len().saturating_sub(1);
        for step in told.iter().filter(|step| step.number <= recovered_count) {
            assert_eq!(step.standing, standings[step.number], "{}", step.number);
        }
        let missing = told.iter().filter(|step| step.number > recovered_count);
        let ages = missing.map(|step| lived.saturating_sub(step.after_start));

        // The design's file is one of those that were saved, whole.
        assert_eq!(file::text_of(&saved.design), saved.text);
        let hashes = told.iter().map(|step| &step.standing).chain(&standings);
        let hashes: BTreeSet<&String> = hashes.map(|standing| &standing.0).collect();
        let untouched = include_str!("../designs/complaint-follow-up.ron");
        assert!(saved.text == untouched || hashes.contains(&hash(&saved.text)));
        Self {
            told_count: told.len(),
            recovered_count,
            oldest_missing: ages.max().unwrap_or_default(),
        }
    }
}

fn journal_in(folder: &Path) -> Option<PathBuf> {
    let entries = std::fs::read_dir(folder).ok()?;
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut journals = paths.filter(|path| {
        path.extension()
            .is_some_and(|extension| extension == "journal")
    });
    let journal = journals.next();
    assert_eq!(journals.next(), None);
    journal
}

fn standing(editor: &Editor) -> Standing {
    let label = |label: Option<&str>| label.unwrap_or_default().to_owned();
    (
        hash(&file::text_of(editor.design())),
        label(editor.undo_label()),
        label(editor.redo_label()),
    )
}

fn hash(text: &str) -> String {
    let digest = Sha256::digest(text);
    digest
        .iter()
        .fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

/// Undo leads back to the design as it was opened, and redo forward to all that was ever done.
fn check_history(editor: &mut Editor, opened: &Standing) {
    while editor.redo().is_some() {}
    let (end, _, _) = standing(editor);
    while editor.undo().is_some() {}
    assert_eq!(standing(editor).0, opened.0);
    while editor.redo().is_some() {}
    assert_eq!(standing(editor).0, end);
}

/// Most are killed young, when the journal is being begun; every fifth lives long enough to have steps of more than a
/// second's age.
fn lifetime(number: u64) -> Duration {
    let scattered = number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
    Duration::from_millis(match number % 5 {
        0 => 1100 + scattered % 1200,
        _ => 20 + scattered % 280,
    })
}

#[test]
fn a_program_that_is_killed_loses_no_step_older_than_a_second_and_leaves_no_half_file() {
    let next = AtomicU64::new(0);
    let work = || {
        let mut left = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= KILLS {
                return left;
            }
            left.push(Run::begin(number, &[]).kill_after(lifetime(number)));
        }
    };
    let left: Vec<Left> = thread::scope(|scope| {
        let workers: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(work)).collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().unwrap())
            .collect()
    });
    let told: usize = left.iter().map(|one| one.told_count).sum();
    let recovered: usize = left.iter().map(|one| one.recovered_count).sum();
    let with_missing = left
        .iter()
        .filter(|one| !one.oldest_missing.is_zero())
        .count();
    let oldest = left.iter().map(|one| one.oldest_missing).max().unwrap();
    println!(
        "{KILLS} kills, {told} steps told, {recovered} recovered, {with_missing} runs with steps missing, the oldest {} ms old",
        oldest.as_millis()
    );
    assert!(oldest < OLDEST_MISSING, "{oldest:?}");
    assert!(recovered > 2_000, "hardly anything was done: {recovered}");
}

#[test]
fn a_panic_loses_nothing() {
    let left = Run::begin(7, &["--panic-after", "60"]).end();
    assert_eq!((left.told_count, left.recovered_count), (60, 60));
}
