//! What does it cost to keep what runs?

use crate::report::{Outcome, Report, Taken, measured, measured_call};
use legwork::export;
use legwork::rules;
use legwork::runtime::store::{Filter, PushRequest, SetRequest, Store, WhichButton};
use legwork::runtime::{Call, RunId, Timestamp};
use legwork::workflow::{Flow, sketch};
use rusqlite::Connection;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

const CLIENT_COUNT: usize = 64;
const INPUTS_PER_CLIENT: usize = 30;
const WAITING_COUNT: usize = 100_000;

/// So many times as many inputs as commits, at least.
const GAIN: u32 = 20;

/// A call waits for a button, which takes it round, or a timer.
const ROUND: &str = "fields customer_name
1 New Call
  alert \"Ring {{customer_name}}\" high \"Care\"
  button \"No answer\" -> 2
  button \"Called back\" -> 3
  timer 2d -> 4
2 Button Pushed
  note \"Not reached\"
  link -> 1
3 Button Pushed
  finish \"Resolved\"
4 Timer Elapsed
  email \"lead@example.com\" \"Late\" \"{{customer_name}}\"
  finish \"Given up\"";

pub fn measure(report: &mut Report) -> Outcome {
    let folder = tempfile::tempdir()?;
    let input_count = CLIENT_COUNT * INPUTS_PER_CLIENT;
    let store = store_in(folder.path(), "clients.db")?;
    for client in 0..CLIENT_COUNT {
        store.set_workflow(set(client))?;
    }
    let bare = bare_sqlite(folder.path())?;
    let mut bare_of_all = Vec::new();
    let taken = measured(|| {
        // Beside each other, as the disk is not as fast at all times.
        bare_of_all.push(bare.commits(50)? * (input_count as u32) / 50);
        push_from_all_clients(&store)
    })?;
    bare_of_all.sort_unstable();
    let bare_taken = bare_of_all[bare_of_all.len() / 2];
    report
        .line(
            format!("{input_count} inputs of {CLIENT_COUNT} clients, on disk"),
            4,
            taken,
        )
        .target(bare_taken / GAIN)
        .baseline("SQLite, a commit for each", Taken::of(bare_of_all));

    let taken = measured(|| {
        let begin = Instant::now();
        for _ in 0..10 {
            push(&store, 0)?;
        }
        Ok(begin.elapsed())
    })?;
    report.line("10 inputs of one client, on disk", 4, taken);
    drop(store);

    let path = with_waiting_runs(folder.path(), WAITING_COUNT)?;
    let taken = measured_call(|| Store::open_or_make(&path))?;
    report
        .line(format!("open with {WAITING_COUNT} waiting runs"), 4, taken)
        .target(Duration::from_secs(1));
    let store = Store::open_or_make(&path)?;
    let taken = measured_call(|| store.waiting(&Filter::default(), Timestamp(0)))?;
    report.line(format!("list {WAITING_COUNT} waiting runs"), 4, taken);
    report.note(format!(
        "holding {WAITING_COUNT} waiting runs and timers takes {} MB, all of this bench included",
        memory_mb()?
    ));
    Ok(())
}

fn store_in(folder: &Path, name: &str) -> Outcome<Store> {
    let store = Store::open_or_make(&folder.join(name))?;
    let workflow = sketch::parse(ROUND)?;
    let findings = rules::check(&workflow, &Flow::new(&workflow));
    let definition = export::definition(&workflow, &findings)?;
    store.take_up(definition, Timestamp(0))?;
    Ok(store)
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

fn push(store: &Store, client: usize) -> Outcome {
    store.push(PushRequest {
        run_id: RunId(client as u64 + 1),
        stage: 1,
        entry: None,
        button: WhichButton::Number(1),
        by: "Ann".to_owned(),
        at: Timestamp(1_000),
    })?;
    Ok(())
}

fn push_from_all_clients(store: &Store) -> Outcome<Duration> {
    let begin = Instant::now();
    std::thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENT_COUNT)
            .map(|client| {
                scope.spawn(move || {
                    for _ in 0..INPUTS_PER_CLIENT {
                        push(store, client).map_err(|error| error.to_string())?;
                    }
                    Ok::<(), String>(())
                })
            })
            .collect();
        clients.into_iter().try_for_each(|client| {
            let pushed = client.join().map_err(|_| "a client panicked")?;
            Ok::<(), Box<dyn std::error::Error>>(pushed?)
        })
    })?;
    Ok(begin.elapsed())
}

/// What SQLite itself takes for one row a commit, as safe as ours.
struct Bare {
    connection: Connection,
}

fn bare_sqlite(folder: &Path) -> Outcome<Bare> {
    let connection = Connection::open(folder.join("bare.db"))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.execute_batch("CREATE TABLE inputs (id INTEGER PRIMARY KEY, state TEXT)")?;
    Ok(Bare { connection })
}

impl Bare {
    fn commits(&self, count: u32) -> Outcome<Duration> {
        let begin = Instant::now();
        let mut insert = self
            .connection
            .prepare("INSERT INTO inputs (state) VALUES (?1)")?;
        for _ in 0..count {
            insert.execute(["as long as the state of a run may be, more or less"])?;
        }
        Ok(begin.elapsed())
    }
}

/// A store in which that many runs wait.
pub fn with_waiting_runs(folder: &Path, waiting_count: usize) -> Outcome<std::path::PathBuf> {
    let store = store_in(folder, "waiting.db")?;
    let (sender, receiver) = std::sync::mpsc::channel();
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
