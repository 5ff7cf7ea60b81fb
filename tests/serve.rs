//! The server as the world sees it: the real binary, asked over HTTP, killed at random, and started again.
#![cfg(feature = "server")]
#![expect(clippy::unwrap_used, reason = "what a test cannot do makes it fail")]

use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How many times the server is killed; `LEGWORK_KILLS` says otherwise.
const KILL_COUNT: u32 = 100;

const COMPLAINT: &str = r#"(
    format: 2,
    workflow: (
        name: "Complaint",
        fields: ["name"],
        events: [
            (id: 1, stage: 1, on: NewCall, actions: [
                (id: 1, do: Alert(message: "Ring {{name}}", priority: High, team: "Care")),
                (id: 2, do: Webhook(url: "HOOK", body: "{\"call\": \"{{name}}\"}")),
                (id: 3, do: Button(label: "Called back", event: 2)),
                (id: 4, do: Timer(after: "1s", event: 3)),
            ]),
            (id: 2, stage: 2, on: ButtonPushed, actions: [
                (id: 5, do: Email(to: "care@example.com", subject: "Rung", body: "{{name}}")),
                (id: 6, do: Finish(outcome: "Resolved")),
            ]),
            (id: 3, stage: 3, on: TimerElapsed, name: "Late", actions: [
                (id: 7, do: Webhook(url: "HOOK", body: "late")),
                (id: 8, do: Button(label: "Taken over", event: 4)),
                (id: 9, do: Timer(after: "1h", event: 5)),
            ]),
            (id: 4, stage: 4, on: ButtonPushed, actions: [(id: 10, do: Finish(outcome: "Taken over"))]),
            (id: 5, stage: 5, on: TimerElapsed, actions: [(id: 11, do: Finish(outcome: "Given up"))]),
        ],
    ),
)"#;

fn legwork(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_legwork"));
    command.args(arguments).stdin(Stdio::null());
    for name in ["LEGWORK_TOKEN", "LEGWORK_SMTP", "LEGWORK_SMS_TOKEN"] {
        command.env_remove(name);
    }
    command
}

fn run(arguments: &[&str]) -> Output {
    legwork(arguments).output().unwrap()
}

/// A folder with a store, definitions and what is sent.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn with(design: &str) -> Self {
        let desk = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        fs::create_dir(desk.path("definitions")).unwrap();
        desk.export(design);
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }

    /// Webhooks for which the test has no address lead nowhere.
    fn export(&self, design: &str) {
        let path = self.path("design.ron");
        fs::write(&path, design.replace("HOOK", "http://127.0.0.1:9/")).unwrap();
        let output = run(&[
            "export",
            path.to_str().unwrap(),
            "-o",
            &self.text("definitions/complaint.json"),
        ]);
        assert!(output.status.success(), "{output:?}");
    }

    fn serve(&self, more: &[&str]) -> Server {
        let (store, definitions) = (self.text("calls.db"), self.text("definitions"));
        let mut arguments = vec!["serve", "--store", &store, "--definitions", &definitions];
        arguments.extend(["--listen", "127.0.0.1:0"]);
        arguments.extend(more);
        Server::start(legwork(&arguments))
    }

    fn set(&self, call: &str, more: &[&str]) -> Output {
        let store = self.text("calls.db");
        let mut arguments = vec!["set-workflow", "--store", &store, "--call", call];
        arguments.extend(["--workflow", "Complaint", "--field", "name=Ann"]);
        arguments.extend(more);
        run(&arguments)
    }

    fn emails(&self) -> Vec<PathBuf> {
        let mut paths: Vec<PathBuf> = fs::read_dir(self.path("outbox"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|ending| ending == "eml"))
            .collect();
        paths.sort();
        paths
    }
}

struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(mut command: Command) -> Self {
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut reader = BufReader::new(child.stdout.take().unwrap());
        reader.read_line(&mut line).unwrap();
        let address = line
            .strip_prefix("Serving on http://")
            .and_then(|rest| rest.split(';').next())
            .unwrap_or_else(|| panic!("the server said {line:?}"));
        Self {
            address: address.to_owned(),
            child,
        }
    }

    fn get(&self, path: &str) -> Value {
        let (status, answer) = ask(&self.address, "GET", path, None).unwrap();
        assert_eq!(status, 200, "{path}: {answer}");
        answer
    }

    fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        ask(&self.address, "POST", path, Some(body)).unwrap()
    }

    fn set(&self, call: &str) -> (u16, Value) {
        self.post("/v1/set-workflow", &set_body(call))
    }

    fn kill(mut self) {
        // On Unix this is SIGKILL.
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn set_body(call: &str) -> Value {
    json!({ "call": call, "workflow": "Complaint", "chargeable": true, "fields": { "name": call } })
}

/// `None` when the server has gone before it answered.
fn ask(address: &str, method: &str, path: &str, body: Option<&Value>) -> Option<(u16, Value)> {
    ask_with(address, method, path, body, "")
}

fn ask_with(
    address: &str,
    method: &str,
    path: &str,
    body: Option<&Value>,
    headers: &str,
) -> Option<(u16, Value)> {
    let mut connection = TcpStream::connect(address).ok()?;
    connection
        .set_read_timeout(Some(Duration::from_secs(20)))
        .ok()?;
    let body = body.map(Value::to_string).unwrap_or_default();
    write!(
        connection,
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n{headers}\r\n{body}",
        body.len()
    )
    .ok()?;
    let mut answer = String::new();
    connection.read_to_string(&mut answer).ok()?;
    let status = answer.split(' ').nth(1)?.parse().ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    if !head
        .to_lowercase()
        .contains("content-type: application/json")
    {
        return Some((status, Value::String(body.to_owned())));
    }
    Some((status, serde_json::from_str(body).ok()?))
}

fn wait_until(what: &str, is_so: impl Fn() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(
            start.elapsed() < Duration::from_mins(3),
            "waited for {what}"
        );
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn text_of(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// Takes webhooks, and counts how often each key came, and whether ever two of one key at the same time.
struct Hook {
    url: String,
    keys: Arc<Mutex<BTreeMap<String, u32>>>,
    met: Arc<AtomicBool>,
}

impl Hook {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let keys: Arc<Mutex<BTreeMap<String, u32>>> = Arc::default();
        let met = Arc::new(AtomicBool::new(false));
        let under_way: Arc<Mutex<BTreeSet<String>>> = Arc::default();
        let (kept, kept_met) = (keys.clone(), met.clone());
        std::thread::spawn(move || {
            for connection in listener.incoming() {
                let (keys, met, under_way) = (kept.clone(), kept_met.clone(), under_way.clone());
                std::thread::spawn(move || {
                    let connection = connection.unwrap();
                    let mut reader = BufReader::new(connection.try_clone().unwrap());
                    loop {
                        let (mut key, mut length) = (String::new(), 0);
                        loop {
                            let mut line = String::new();
                            if reader.read_line(&mut line).unwrap_or(0) == 0 {
                                return;
                            }
                            let line = line.trim().to_lowercase();
                            if let Some(value) = line.strip_prefix("idempotency-key: ") {
                                value.clone_into(&mut key);
                            }
                            if let Some(value) = line.strip_prefix("content-length: ") {
                                length = value.parse().unwrap();
                            }
                            if line.is_empty() {
                                break;
                            }
                        }
                        let mut body = vec![0; length];
                        if reader.read_exact(&mut body).is_err() {
                            return;
                        }
                        if !under_way.lock().unwrap().insert(key.clone()) {
                            met.store(true, Ordering::SeqCst);
                        }
                        std::thread::sleep(Duration::from_millis(2));
                        *keys.lock().unwrap().entry(key.clone()).or_default() += 1;
                        under_way.lock().unwrap().remove(&key);
                        let answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
                        if (&connection).write_all(answer.as_bytes()).is_err() {
                            return;
                        }
                    }
                });
            }
        });
        Self { url, keys, met }
    }
}

#[test]
fn a_call_is_set_waits_is_pushed_and_leaves_an_email() {
    let desk = Desk::with(&COMPLAINT.replace("1s", "1h"));
    let server = desk.serve(&[]);
    assert_eq!(server.get("/health")["status"], "ok");
    assert_eq!(server.get("/v1/workflows")[0]["workflow"], "Complaint");
    let (status, set) = server.set("C-1");
    assert_eq!((status, &set["state"]), (201, &json!("begun")));
    let (status, again) = server.set("C-1");
    assert_eq!((status, &again["run"]), (200, &set["run"]));

    let waiting = server.get("/v1/runs/waiting?team=Care&text=c-1");
    assert_eq!(waiting[0]["alert"]["message"], "Ring C-1");
    assert_eq!(
        waiting[0]["buttons"],
        json!([{ "number": 1, "label": "Called back" }])
    );
    let push = json!({ "stage": 1, "entry": 1, "button": "Called back", "by": "Ann" });
    let (status, pushed) = server.post("/v1/runs/1/push", &push);
    assert_eq!(
        (status, &pushed["message"]),
        (
            200,
            &json!("“Called back” is pushed, and the call is finished: Resolved.")
        )
    );
    let (status, pushed) = server.post("/v1/runs/1/push", &push);
    assert_eq!(
        (status, &pushed["message"]),
        (409, &json!("“Called back” was pushed already, by Ann."))
    );
    let revision = || server.get("/v1/revision")["revision"].clone();
    let before = revision();
    server.set("C-2");
    assert_ne!(revision(), before);
    wait_until("the email", || desk.emails().len() == 1);
    let email = fs::read_to_string(&desk.emails()[0]).unwrap();
    assert!(email.contains("To: care@example.com"), "{email}");
    wait_until("the delivery", || {
        let history = server.get("/v1/runs/1/history");
        let happenings = history.as_array().unwrap().iter();
        let mut deliveries = happenings.filter_map(|happening| happening.get("delivery"));
        deliveries.all(|delivery| delivery["state"] == "performed")
    });
    assert_eq!(server.get("/v1/runs/finished")[0]["outcome"], "Resolved");
    assert_eq!(server.get("/v1/calls/C-1/runs")[0]["call"], "C-1");
    let metrics = server.get("/metrics");
    assert!(
        metrics
            .as_str()
            .unwrap()
            .contains("\nlegwork_runs_total 2\n"),
        "{metrics}"
    );
    assert_eq!(server.get("/openapi.json")["openapi"], "3.1.0");
}

#[test]
fn what_is_asked_wrongly_is_answered_with_a_sentence() {
    let desk = Desk::with(COMPLAINT);
    let server = desk.serve(&[]);
    for (path, body, status, part) in [
        (
            "/v1/set-workflow",
            json!({ "call": "C" }),
            422,
            "missing field",
        ),
        (
            "/v1/set-workflow",
            json!({ "call": "C", "workflow": "Complant", "chargeable": true }),
            404,
            "did you mean “Complaint”?",
        ),
        (
            "/v1/runs/9/push",
            json!({ "stage": 1, "button": 1, "by": "Ann" }),
            404,
            "there is no run 9",
        ),
        (
            "/v1/runs/x/claim",
            json!({ "by": "Ann" }),
            400,
            "Cannot parse",
        ),
        (
            "/v1/dead-letters/1/retry",
            json!({}),
            404,
            "no dead letter 1",
        ),
        ("/v2", json!({}), 404, "/openapi.json"),
    ] {
        let (given, answer) = server.post(path, &body);
        let error = answer["error"].as_str().unwrap_or_default();
        assert!(
            given == status && error.contains(part),
            "{path}: {given} {answer}"
        );
    }
}

#[test]
fn a_token_is_wanted_where_one_is_set_and_needed_off_the_machine() {
    let desk = Desk::with(COMPLAINT);
    let (store, definitions) = (desk.text("calls.db"), desk.text("definitions"));
    let arguments = [
        "serve",
        "--store",
        &store,
        "--definitions",
        &definitions,
        "--listen",
    ];
    let open = [&arguments[..], &["0.0.0.0:0"]].concat();
    let output = run(&open);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        text_of(&output.stderr).contains("a token is needed"),
        "{output:?}"
    );

    let mut command = legwork(&[&arguments[..], &["127.0.0.1:0"]].concat());
    command.env("LEGWORK_TOKEN", "secret");
    let server = Server::start(command);
    let ask = |headers: &str, path: &str| {
        ask_with(&server.address, "GET", path, None, headers)
            .unwrap()
            .0
    };
    assert_eq!(ask("", "/v1/workflows"), 401);
    assert_eq!(ask("Authorization: Bearer wrong\r\n", "/v1/workflows"), 401);
    assert_eq!(
        ask("Authorization: Bearer secret\r\n", "/v1/workflows"),
        200
    );
    assert_eq!(ask("", "/health"), 200);
}

#[test]
fn the_terminal_sets_workflows_and_a_server_carries_them_out() {
    let desk = Desk::with(COMPLAINT);
    let output = desk.set("C-1", &["--chargeable"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        text_of(&output.stderr).contains("no such store"),
        "{output:?}"
    );
    let definitions = desk.text("definitions");
    let output = desk.set("C-1", &["--chargeable", "--definitions", &definitions]);
    assert_eq!(
        text_of(&output.stdout),
        "The workflow has begun, and the call is in stage 1, New Call. It is run 1.\n"
    );
    let output = desk.set("C-2", &["--json"]);
    assert!(
        text_of(&output.stdout).contains(r#""state":"not_followed""#),
        "{output:?}"
    );
    let server = desk.serve(&[]);
    // Set by another program while the server runs: its timer elapses all the same.
    let output = desk.set("C-3", &["--chargeable"]);
    assert!(output.status.success(), "{output:?}");
    wait_until("the timers", || {
        let waiting = server.get("/v1/runs/waiting");
        let waiting = waiting.as_array().unwrap();
        waiting.len() == 2 && waiting.iter().all(|run| run["stage_name"] == "Late")
    });
}

#[test]
fn new_definitions_are_taken_up_and_running_calls_stay_on_theirs() {
    let desk = Desk::with(&COMPLAINT.replace("1s", "1h"));
    let server = desk.serve(&[]);
    server.set("C-1");
    let version = |index: usize| server.get("/v1/workflows")[index]["version"].clone();
    let old = version(0);
    desk.export(&COMPLAINT.replace("1s", "1h").replace("Resolved", "Rung"));
    wait_until("the new definition", || version(0) != old);
    server.set("C-2");
    for run in [1, 2] {
        let push = json!({ "stage": 1, "button": 1, "by": "Ann" });
        server.post(&format!("/v1/runs/{run}/push"), &push);
    }
    assert_eq!(server.get("/v1/runs/1")["outcome"], "Resolved");
    assert_eq!(server.get("/v1/runs/2")["outcome"], "Rung");
    assert_eq!(server.get("/v1/runs/1")["version"], old);
}

#[test]
fn a_torn_store_is_refused_with_a_sentence() {
    let desk = Desk::with(COMPLAINT);
    let definitions = desk.text("definitions");
    desk.set("C-1", &["--chargeable", "--definitions", &definitions]);
    let store = desk.path("calls.db");
    let whole = fs::read(&store).unwrap();
    fs::write(&store, &whole[..whole.len() / 2]).unwrap();
    let text = desk.text("calls.db");
    let output = run(&["serve", "--store", &text, "--definitions", &definitions]);
    assert_eq!(output.status.code(), Some(2));
    let err = text_of(&output.stderr);
    assert!(err.contains("the store is damaged"), "{err}");
}

/// What the clients of the kill test were promised.
#[derive(Default)]
struct Promised {
    /// Calls whose set was answered, with their runs.
    set: Mutex<BTreeMap<String, u64>>,
    /// Runs whose button was pushed, as the answer said.
    pushed: Mutex<BTreeSet<u64>>,
    asked: AtomicU64,
}

/// Sets and pushes until told to stop, whether a server is there or not.
fn ask_on_and_on(
    client: usize,
    address: &Mutex<String>,
    is_over: &AtomicBool,
    promised: &Promised,
) {
    let mut number = 0;
    while !is_over.load(Ordering::SeqCst) {
        let address = address.lock().unwrap().clone();
        let call = format!("C-{client}-{number}");
        promised.asked.fetch_add(1, Ordering::SeqCst);
        match ask(&address, "POST", "/v1/set-workflow", Some(&set_body(&call))) {
            // Not answered: asked again, as any script would.
            None => std::thread::sleep(Duration::from_millis(3)),
            Some((200 | 201, answer)) => {
                let run = answer["run"].as_u64().unwrap();
                promised.set.lock().unwrap().insert(call, run);
                if number % 2 == 0 {
                    let push = json!({ "stage": 1, "entry": 1, "button": 1, "by": "Ann" });
                    let path = format!("/v1/runs/{run}/push");
                    if let Some((200, _)) = ask(&address, "POST", &path, Some(&push)) {
                        promised.pushed.lock().unwrap().insert(run);
                    }
                }
                number += 1;
            }
            Some((status, answer)) => panic!("{status}: {answer}"),
        }
    }
}

#[test]
fn a_server_killed_at_random_moments_loses_nothing() {
    let kill_count =
        std::env::var("LEGWORK_KILLS").map_or(KILL_COUNT, |count| count.parse().unwrap());
    let hook = Hook::start();
    let desk = Desk::with(&COMPLAINT.replace("HOOK", &hook.url));
    let more = ["--webhooks", "--lease", "30"];
    let promised = Promised::default();
    let address = Mutex::new(String::new());
    let is_over = AtomicBool::new(false);
    let mut random = 0x2545_f491_4f6c_dd1d_u64;
    std::thread::scope(|scope| {
        let mut server = desk.serve(&more);
        address.lock().unwrap().clone_from(&server.address);
        for client in 0..8 {
            let (address, is_over, promised) = (&address, &is_over, &promised);
            scope.spawn(move || ask_on_and_on(client, address, is_over, promised));
        }
        for _ in 0..kill_count {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            std::thread::sleep(Duration::from_millis(random % 150));
            server.kill();
            server = desk.serve(&more);
            address.lock().unwrap().clone_from(&server.address);
        }
        is_over.store(true, Ordering::SeqCst);
    });
    let server = desk.serve(&more);
    wait_until("the last timers", || {
        let waiting = server.get("/v1/runs/waiting");
        waiting
            .as_array()
            .unwrap()
            .iter()
            .all(|run| run["stage"] != 1)
    });
    wait_until("what they send", || {
        let metrics = server.get("/metrics");
        metrics
            .as_str()
            .unwrap()
            .contains("\nlegwork_letters_pending 0\n")
    });
    println!("{}", check_promises(&desk, &server, &hook, &promised));
}

/// Returns the figures.
fn check_promises(desk: &Desk, server: &Server, hook: &Hook, promised: &Promised) -> String {
    let set = promised.set.lock().unwrap();
    let pushed = promised.pushed.lock().unwrap();
    let keys = hook.keys.lock().unwrap();
    assert!(!set.is_empty() && !keys.is_empty());
    let emails: BTreeSet<String> = desk
        .emails()
        .iter()
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    let mut letter_count = 0;
    let runs: BTreeSet<u64> = set.values().copied().collect();
    assert_eq!(runs.len(), set.len(), "two calls have one run");
    for (call, run) in set.iter() {
        let detail = server.get(&format!("/v1/runs/{run}"));
        assert_eq!(detail["call"], **call);
        let mut entries = Vec::new();
        for happening in detail["history"].as_array().unwrap() {
            let place = (
                happening["entry"].as_u64().unwrap(),
                happening["number"].as_u64().unwrap(),
            );
            if happening["what"].get("enter_stage").is_some() {
                entries.push((place.0, happening["stage"].as_u64().unwrap()));
            }
            if happening.get("delivery").is_none() {
                continue;
            }
            letter_count += 1;
            assert_eq!(happening["delivery"]["state"], "performed", "{detail}");
            let ending = format!("-{run}-{}-{}", place.0, place.1);
            let came = if happening["what"].get("send_email").is_some() {
                emails.iter().filter(|key| key.ends_with(&ending)).count()
            } else {
                keys.keys().filter(|key| key.ends_with(&ending)).count()
            };
            assert_eq!(came, 1, "an effect is lost or has two keys: {ending}");
        }
        // Each entry once and in order, each stage one that follows on the one before.
        let numbers: Vec<u64> = entries.iter().map(|entry| entry.0).collect();
        assert_eq!(numbers, (1..=numbers.len() as u64).collect::<Vec<_>>());
        let stages: Vec<u64> = entries.iter().map(|entry| entry.1).collect();
        assert!([&[1, 2][..], &[1, 3]].contains(&&stages[..]), "{stages:?}");
        if pushed.contains(run) {
            assert_eq!(stages, [1, 2]);
        }
    }
    assert!(
        !hook.met.load(Ordering::SeqCst),
        "two servers were at one effect"
    );
    let repeated: u32 = keys.values().map(|count| count - 1).sum();
    format!(
        "{} calls set, {} pushed, {letter_count} effects, of which {repeated} were repeated, {} requests",
        set.len(),
        pushed.len(),
        promised.asked.load(Ordering::SeqCst)
    )
}

#[test]
fn two_servers_on_one_store_perform_each_effect_once() {
    let hook = Hook::start();
    let desk = Desk::with(&COMPLAINT.replace("HOOK", &hook.url));
    let servers = [desk.serve(&["--webhooks"]), desk.serve(&["--webhooks"])];
    for call in 0..40 {
        let (status, answer) = servers[call % 2].set(&format!("C-{call}"));
        assert_eq!(status, 201, "{answer}");
    }
    wait_until("all timers and deliveries", || {
        let metrics = servers[0].get("/metrics");
        let metrics = metrics.as_str().unwrap();
        metrics.contains("\nlegwork_letters_total 80\n")
            && metrics.contains("\nlegwork_letters_pending 0\n")
    });
    let keys = hook.keys.lock().unwrap();
    assert_eq!(keys.len(), 80);
    assert!(keys.values().all(|&count| count == 1), "{keys:?}");
    assert!(!hook.met.load(Ordering::SeqCst));
}

#[cfg(unix)]
#[test]
fn a_server_that_is_asked_to_end_ends_well() {
    let desk = Desk::with(COMPLAINT);
    let mut server = desk.serve(&[]);
    server.set("C-1");
    let id = server.child.id().to_string();
    assert!(Command::new("kill").arg(id).status().unwrap().success());
    assert_eq!(server.child.wait().unwrap().code(), Some(0));
    assert!(!Path::new(&format!("{}-wal", desk.text("calls.db"))).exists());
}

#[cfg(unix)]
#[test]
fn the_samples_run_from_set_workflow_to_their_history() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tools/run-it.sh");
    let output = Command::new(script)
        .arg(env!("CARGO_BIN_EXE_legwork"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
}

/// The server as the Call Manager asks it.
#[cfg(feature = "gui")]
mod call_manager {
    use super::*;
    use legwork::call_manager::{CallSource, Fault, SeenButton, SourceName};
    use legwork::runtime::RunId;
    use legwork::runtime::store::Filter;

    fn source(address: &str, token: Option<&str>) -> Box<dyn CallSource> {
        let name = SourceName::of_server(address).unwrap();
        name.open(token).unwrap()
    }

    const CALLED_BACK: SeenButton = SeenButton {
        run_id: RunId(1),
        stage: 1,
        entry: 1,
        number: 1,
    };

    #[test]
    fn it_sees_all_and_does_all_that_a_store_would_let_it() {
        let desk = Desk::with(&COMPLAINT.replace("1s", "1h"));
        let server = desk.serve(&[]);
        let mut source = source(&server.address, None);
        let before = source.look().unwrap();
        server.set("C-1");
        let after = source.look().unwrap();
        assert_ne!(before.revision, after.revision);
        assert!(before.now <= after.now);
        let waiting = source.waiting(&Filter::default()).unwrap();
        assert_eq!(waiting[0].call, "C-1");
        assert_eq!(
            waiting[0]
                .first_due()
                .map(|due| due.ms_since(waiting[0].since)),
            Some(3_600_000)
        );
        let of_others = Filter {
            team: Some("Böse & Söhne?".to_owned()),
            ..Filter::default()
        };
        assert!(source.waiting(&of_others).unwrap().is_empty());
        let detail = source.detail(RunId(1)).unwrap();
        assert_eq!(source.definition(&detail.version).unwrap().stages.len(), 5);

        assert!(source.claim(RunId(1), "Cid").unwrap().done);
        let claimed = source.claim(RunId(1), "Ben").unwrap();
        assert!(!claimed.done && claimed.message == "Cid is working on this call.");
        let pushed = source.push(&CALLED_BACK, "Ben").unwrap();
        assert!(!pushed.done && pushed.message.starts_with("Cid is working"));
        assert!(source.release(RunId(1)).unwrap().done);
        assert!(source.push(&CALLED_BACK, "Ben").unwrap().done);
        let late = source.push(&CALLED_BACK, "Cid").unwrap();
        assert_eq!(late.message, "“Called back” was pushed already, by Ben.");
        let finished = source.finished(&Filter::default()).unwrap();
        assert_eq!(finished[0].outcome.as_deref(), Some("Resolved"));
        assert!(source.dead_letters().unwrap().is_empty());
        let unknown = Fault::Denied("There is no dead letter 9.".to_owned());
        assert_eq!(source.retry(9), Err(unknown));
        let unknown = Fault::Denied("There is no run 9.".to_owned());
        assert_eq!(source.detail(RunId(9)).unwrap_err(), unknown);

        let address = format!("http://{}", server.address);
        server.kill();
        let lost = format!("{address} cannot be reached: nothing answers there.");
        assert_eq!(source.look(), Err(Fault::Lost(lost)));
    }

    #[test]
    fn a_token_that_is_missing_or_wrong_is_told_apart() {
        let desk = Desk::with(COMPLAINT);
        let (store, definitions) = (desk.text("calls.db"), desk.text("definitions"));
        let mut command = legwork(&["serve", "--store", &store, "--definitions", &definitions]);
        command.args(["--listen", "127.0.0.1:0"]);
        command.env("LEGWORK_TOKEN", "secret");
        let server = Server::start(command);
        let fault = |token| source(&server.address, token).look();
        let told = |why: &str| Err(Fault::NeedsToken(why.to_owned()));
        assert_eq!(fault(None), told("The server wants a token."));
        assert_eq!(fault(Some("other")), told("The server refuses the token."));
        assert!(fault(Some("secret")).is_ok());
    }

    /// Answers as it is told, whatever is asked, but for its health.
    fn stranger(answer: &'static str, health: &'static str) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        std::thread::spawn(move || {
            for connection in listener.incoming() {
                let mut connection = connection.unwrap();
                let mut reader = BufReader::new(connection.try_clone().unwrap());
                let mut asked = String::new();
                reader.read_line(&mut asked).unwrap();
                let body = if asked.contains("/health") {
                    health
                } else {
                    answer
                };
                // Whoever has asked may have gone by now.
                let _ = write!(
                    connection,
                    "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
                    body.len()
                );
            }
        });
        address
    }

    #[test]
    fn a_newer_server_and_one_that_is_no_legwork_are_told() {
        let newer = stranger(
            "{\"revision\": 7}",
            "{\"status\": \"ok\", \"version\": \"9.9.0\"}",
        );
        let Err(Fault::Unusable(why)) = source(&newer, None).look() else {
            panic!("it was taken for one of ours");
        };
        assert!(
            why.starts_with("The server is Legwork 9.9.0, and this is Legwork"),
            "{why}"
        );
        let other = stranger("<html>Hello</html>", "<html>Hello</html>");
        let told =
            format!("What answers at http://{other} is no Legwork server; check the address.");
        assert_eq!(source(&other, None).look(), Err(Fault::Unusable(told)));
    }
}
