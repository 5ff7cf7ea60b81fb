//! What does it cost to keep what runs?

use crate::report::{Outcome, Report, Taken, measured, measured_call};
use legwork::export;
use legwork::rules;
use legwork::runtime::store::{
    Filter, PushRequest, Pushed, Set, SetRequest, Store, StoreError, WhichButton,
};
use legwork::runtime::{Call, RunId, Timestamp};
use legwork::workflow::{Flow, sketch};
use rusqlite::Connection;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Sender, channel};
use std::time::{Duration, Instant};

const CLIENT_COUNT: usize = 64;
const INPUTS_PER_CLIENT: u32 = 30;
const INPUT_COUNT: u32 = CLIENT_COUNT as u32 * INPUTS_PER_CLIENT;
const WAITING_COUNT: usize = 100_000;

/// Each stage that waits has one for its timer, and the last button leads to one more.
pub const STAGE_COUNT: usize = 2 * INPUTS_PER_CLIENT as usize + 1;

/// So many times as many inputs as commits, at least.
const GAIN: u32 = 20;

/// How many commits SQLite itself is asked for at a time.
const BARE_COUNT: u32 = 50;

pub fn measure(report: &mut Report) -> Outcome {
    let folder = tempfile::tempdir()?;
    let store = store_in(folder.path(), "clients.db")?;
    let bare = bare_sqlite(folder.path())?;
    let mut new_calls = 0..;
    let mut measure_pushes = |how: &str, push_all: fn(&Store, &[RunId]) -> Outcome| {
        let mut bare_of_all = Vec::new();
        let taken = measured(|| {
            let runs = new_runs(&store, &mut new_calls)?;
            // Beside each other, as the disk is not as fast at all times.
            bare_of_all.push(bare_commits(&bare)? * INPUT_COUNT / BARE_COUNT);
            let begin = Instant::now();
            push_all(&store, &runs)?;
            Ok(begin.elapsed())
        })?;
        let bare_taken = Taken::of(bare_of_all);
        let what = format!("{INPUT_COUNT} inputs of {CLIENT_COUNT} clients on disk, {how}");
        report
            .line(what, STAGE_COUNT, taken)
            .target(bare_taken.median() / GAIN)
            .baseline("SQLite, a commit for each", bare_taken);
        Outcome::Ok(())
    };
    measure_pushes("called back", push_when_called_back)?;
    measure_pushes("a thread each", push_in_threads)?;

    let taken = measured(|| {
        let runs = new_runs(&store, &mut new_calls)?;
        let begin = Instant::now();
        for stage in 1..=10 {
            answered(store.push(push(runs[0], stage)))?;
        }
        Ok(begin.elapsed())
    })?;
    report.line("10 inputs of one client, on disk", STAGE_COUNT, taken);
    drop(store);

    let path = with_waiting_runs(folder.path(), WAITING_COUNT)?;
    let taken = measured_call(|| Store::open_or_make(&path))?;
    report
        .line(
            format!("open with {WAITING_COUNT} waiting runs"),
            STAGE_COUNT,
            taken,
        )
        .target(Duration::from_secs(1));
    let store = Store::open_or_make(&path)?;
    let taken = measured_call(|| store.waiting(&Filter::default(), Timestamp(0)))?;
    report.line(
        format!("list {WAITING_COUNT} waiting runs"),
        STAGE_COUNT,
        taken,
    );
    report.note(format!(
        "holding {WAITING_COUNT} waiting runs and timers takes {} MB, all of this bench included",
        memory_mb()?
    ));
    Ok(())
}

fn store_in(folder: &Path, name: &str) -> Outcome<Store> {
    let store = Store::open_or_make(&folder.join(name))?;
    let workflow = sketch::parse(&in_a_row(INPUTS_PER_CLIENT)?)?;
    let findings = rules::check(&workflow, &Flow::new(&workflow));
    let definition = export::definition(&workflow, &findings)?;
    store.take_up(definition, Timestamp(0))?;
    Ok(store)
}

/// A workflow of that many stages, each of which waits for a button, which leads to the next, or a timer.
fn in_a_row(count: u32) -> Outcome<String> {
    let mut text = "fields customer_name\n".to_owned();
    for stage in 1..=count {
        let event = if stage == 1 {
            "New Call"
        } else {
            "Button Pushed"
        };
        let (next, late) = (stage + 1, count + 1 + stage);
        write!(
            text,
            "{stage} {event}
               alert \"Ring {{{{customer_name}}}}\" high \"Care\"
               button \"No answer\" -> {next}
               timer 2d -> {late}
             {late} Timer Elapsed
               email \"lead@example.com\" \"Late\" \"{{{{customer_name}}}}\"
               finish \"Given up\"\n"
        )?;
    }
    writeln!(text, "{} Button Pushed\n  finish \"Given up\"", count + 1)?;
    Ok(text)
}

/// A call that waits as all others do.
pub fn set(call: usize) -> SetRequest {
    SetRequest {
        call: Call {
            id: format!("C-{call}"),
            is_chargeable: true,
            fields: BTreeMap::from([("customer_name".to_owned(), "Ann Smith".to_owned())]),
        },
        workflow: "Sketch".to_owned(),
        at: Timestamp(call as i64),
    }
}

/// A run for each client, in its first stage.
fn new_runs(store: &Store, calls: &mut impl Iterator<Item = usize>) -> Outcome<Vec<RunId>> {
    let mut begin = |call| match store.set_workflow(set(call))? {
        Set::Begun { run_id, .. } => Ok(run_id),
        other => Err(other.to_string().into()),
    };
    calls.take(CLIENT_COUNT).map(&mut begin).collect()
}

/// The button of a stage, which leads to the next.
fn push(run_id: RunId, stage: u32) -> PushRequest {
    PushRequest {
        run_id,
        stage,
        entry: None,
        button: WhichButton::Number(1),
        by: "Ann".to_owned(),
        at: Timestamp(i64::from(stage) * 60_000),
    }
}

fn answered(pushed: Result<Pushed, StoreError>) -> Result<(), String> {
    match pushed.map_err(|error| error.to_string())? {
        Pushed::Answered(answer) if !answer.is_refused() => Ok(()),
        other => Err(other.to_string()),
    }
}

/// Each client waits for its answers in a thread of its own, as one does who pushes from a program.
fn push_in_threads(store: &Store, runs: &[RunId]) -> Outcome {
    std::thread::scope(|scope| {
        let push_all = |run_id| {
            (1..=INPUTS_PER_CLIENT).try_for_each(|stage| answered(store.push(push(run_id, stage))))
        };
        let clients: Vec<_> = runs
            .iter()
            .map(|&run_id| scope.spawn(move || push_all(run_id)))
            .collect();
        clients.into_iter().try_for_each(|client| {
            let pushed = client.join().map_err(|_| "a client panicked")?;
            Ok(pushed?)
        })
    })
}

/// Each client pushes again when its last push is answered, from the thread that answers: no time goes on waking others.
fn push_when_called_back(store: &Store, runs: &[RunId]) -> Outcome {
    let (sender, ends) = channel();
    for &run_id in runs {
        push_on(store.clone(), run_id, 1, sender.clone());
    }
    // Only those who push hold one now: when they are dropped unanswered there is nothing to wait for.
    drop(sender);
    for _ in runs {
        ends.recv()??;
    }
    Ok(())
}

fn push_on(store: Store, run_id: RunId, stage: u32, ends: Sender<Result<(), String>>) {
    let answers = store.clone();
    answers.push_then(push(run_id, stage), move |pushed| {
        let answer = answered(pushed);
        if answer.is_ok() && stage < INPUTS_PER_CLIENT {
            push_on(store, run_id, stage + 1, ends);
        } else {
            // Nobody listens any more when another client has failed.
            let _ = ends.send(answer);
        }
    });
}

/// SQLite itself, as safe as ours.
fn bare_sqlite(folder: &Path) -> Outcome<Connection> {
    let connection = Connection::open(folder.join("bare.db"))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.execute_batch("CREATE TABLE inputs (id INTEGER PRIMARY KEY, state TEXT)")?;
    Ok(connection)
}

/// One short row a commit, which is less than an input writes.
fn bare_commits(bare: &Connection) -> Outcome<Duration> {
    let mut insert = bare.prepare("INSERT INTO inputs (state) VALUES (?1)")?;
    let begin = Instant::now();
    for _ in 0..BARE_COUNT {
        insert.execute(["what a very small state of a run would look like"])?;
    }
    Ok(begin.elapsed())
}

/// A store in which that many runs wait.
pub fn with_waiting_runs(folder: &Path, waiting_count: usize) -> Outcome<PathBuf> {
    let store = store_in(folder, "waiting.db")?;
    let (sender, receiver) = channel();
    std::thread::scope(|scope| {
        for client in 0..CLIENT_COUNT {
            let (store, sender) = (&store, sender.clone());
            scope.spawn(move || {
                for call in (client..waiting_count).step_by(CLIENT_COUNT) {
                    let _ = sender.send(store.set_workflow(set(call)).is_ok());
                }
            });
        }
    });
    drop(sender);
    if receiver.iter().filter(|&is_set| is_set).count() < waiting_count {
        return Err("not all calls were set".into());
    }
    Ok(store.path().to_owned())
}

/// What this process holds in memory.
fn memory_mb() -> Outcome<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let kb = line.and_then(|line| line.split_whitespace().nth(1));
    Ok(kb.ok_or("the system does not tell")?.parse::<u64>()? / 1_024)
}
