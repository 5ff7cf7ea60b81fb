//! Does a driver do what is due, when it is due, and once at a time?

use super::*;
use crate::export;
use crate::rules;
use crate::runtime::store::{Delivery, Filter, Happening, LetterState, SetRequest};
use crate::runtime::{Call, EffectKind, RunId};
use crate::workflow::{Flow, sketch};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::AtomicI64;
use std::time::Instant;

const LATE: &str = r#"
1 New Call
  button "Done" -> 2
  timer 1h -> 3
2 Button Pushed
  finish "Done"
3 Timer Elapsed
  email "lead@example.com" "Late" "Nobody has rung"
  sms "+44 20 7946 0000" "Late"
  webhook "URL" "{}"
  finish "Late"
"#;

struct Desk {
    folder: tempfile::TempDir,
    store: Store,
    now: Arc<AtomicI64>,
    told: Arc<Mutex<Vec<String>>>,
}

impl Desk {
    fn with(workflow: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_or_make(&folder.path().join("calls.db")).unwrap();
        let workflow = sketch::parse(workflow).unwrap();
        let findings = rules::check(&workflow, &Flow::new(&workflow));
        let definition = export::definition(&workflow, &findings).unwrap();
        store.take_up(definition, Timestamp(0)).unwrap();
        Self {
            folder,
            store,
            now: Arc::default(),
            told: Arc::default(),
        }
    }

    fn options(&self) -> Options {
        let (now, told) = (self.now.clone(), self.told.clone());
        Options {
            delivering: Delivering::into_folder(self.folder.path().to_owned()),
            clock: Arc::new(move || Timestamp(now.load(Ordering::SeqCst))),
            lease: Duration::from_mins(1),
            sender_count: 2,
            report: Arc::new(move |sentence| told.lock().unwrap().push(sentence.to_owned())),
        }
    }

    fn set(&self, call: &str) {
        let request = SetRequest {
            call: Call {
                id: call.to_owned(),
                is_chargeable: true,
                fields: BTreeMap::new(),
            },
            workflow: "Sketch".to_owned(),
            at: Timestamp(self.now.load(Ordering::SeqCst)),
        };
        self.store.set_workflow(request).unwrap();
    }

    fn files(&self, ending: &str) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(self.folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| Path::new(name).to_str().unwrap().ends_with(ending))
            .collect();
        names.sort();
        names
    }

    fn wait_until(&self, is_so: impl Fn(&Self) -> bool) {
        let start = Instant::now();
        while !is_so(self) {
            assert!(start.elapsed() < Duration::from_secs(20), "{:?}", self.told);
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn pending_count(&self) -> u64 {
        self.store.counts(Timestamp(0)).unwrap().pending_letters
    }
}

/// Answers each request with the next of the statuses, the last for ever, and keeps the requests.
fn web_server(statuses: &'static [u16]) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    let requests: Arc<Mutex<Vec<String>>> = Arc::default();
    let kept = requests.clone();
    std::thread::spawn(move || {
        for (connection, index) in listener.incoming().zip(0..) {
            let mut connection = connection.unwrap();
            let mut request = Vec::new();
            let mut part = [0; 4_096];
            loop {
                let count = connection.read(&mut part).unwrap();
                request.extend_from_slice(&part[..count]);
                let text = String::from_utf8_lossy(&request);
                if count == 0
                    || text
                        .split_once("\r\n\r\n")
                        .is_some_and(|(_, body)| !body.is_empty())
                {
                    break;
                }
            }
            kept.lock()
                .unwrap()
                .push(String::from_utf8(request).unwrap());
            let status = statuses.get(index).or(statuses.last()).unwrap();
            let _ = write!(
                connection,
                "HTTP/1.1 {status} x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            );
        }
    });
    (url, requests)
}

#[test]
fn nothing_leaves_the_house_unasked() {
    let desk = Desk::with(&LATE.replace("URL", "http://127.0.0.1:9/"));
    desk.set("C-1");
    let driver = Driver::start(desk.store.clone(), desk.options()).unwrap();
    desk.now.store(3_600_000, Ordering::SeqCst);
    desk.wait_until(|desk| desk.store.counts(Timestamp(0)).unwrap().letters == 3);
    desk.wait_until(|desk| desk.pending_count() == 0);
    drop(driver);
    let id = desk.store.store_id();
    assert_eq!(desk.files(".eml"), [format!("{id}-1-2-1.eml")]);
    assert_eq!(desk.files(".sms.json"), [format!("{id}-1-2-2.sms.json")]);
    assert_eq!(
        desk.files(".webhook.json"),
        [format!("{id}-1-2-3.webhook.json")]
    );
    assert_eq!(*desk.told.lock().unwrap(), Vec::<String>::new());
}

#[test]
fn a_web_address_is_called_again_with_the_same_key_until_it_answers() {
    let (url, requests) = web_server(&[503, 200]);
    let desk = Desk::with(&LATE.replace("URL", &url));
    desk.set("C-1");
    desk.now.store(3_600_000, Ordering::SeqCst);
    let mut options = desk.options();
    options.delivering.calls_webhooks = true;
    let _driver = Driver::start(desk.store.clone(), options).unwrap();
    desk.wait_until(|desk| !desk.told.lock().unwrap().is_empty());
    assert_eq!(requests.lock().unwrap().len(), 1);
    // It is not tried again before its time.
    desk.now.fetch_add(5_000, Ordering::SeqCst);
    desk.wait_until(|desk| desk.pending_count() == 0);
    let requests = requests.lock().unwrap();
    let key = format!("idempotency-key: {}-1-2-3", desk.store.store_id());
    assert_eq!(requests.len(), 2);
    assert!(
        requests
            .iter()
            .all(|request| request.to_lowercase().contains(&key))
    );
}

/// Takes emails as a mail server does, and keeps what is said to it. Answers `MAIL FROM` as told.
fn mail_server(answer_to_from: &'static str) -> (String, Arc<Mutex<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    let said: Arc<Mutex<String>> = Arc::default();
    let kept = said.clone();
    std::thread::spawn(move || {
        for connection in listener.incoming() {
            let mut connection = connection.unwrap();
            write!(connection, "220 ready\r\n").unwrap();
            let mut is_data = false;
            let reader = BufReader::new(connection.try_clone().unwrap());
            for line in reader.lines().map_while(Result::ok) {
                let mut kept = kept.lock().unwrap();
                kept.push_str(&line);
                kept.push('\n');
                drop(kept);
                match line.split(' ').next().unwrap() {
                    "." => is_data = false,
                    _ if is_data => continue,
                    "MAIL" => {
                        write!(connection, "{answer_to_from}\r\n").unwrap();
                        continue;
                    }
                    "DATA" => {
                        is_data = true;
                        write!(connection, "354 go on\r\n").unwrap();
                        continue;
                    }
                    _ => {}
                }
                write!(connection, "250 well\r\n").unwrap();
            }
        }
    });
    (url, said)
}

#[test]
fn an_email_is_handed_to_the_mail_server() {
    let (url, said) = mail_server("250 well");
    let desk = Desk::with(&LATE.replace("URL", "http://127.0.0.1:9/"));
    desk.set("C-1");
    desk.now.store(3_600_000, Ordering::SeqCst);
    let mut options = desk.options();
    options.delivering.mail = Some(Mail::at(&url).unwrap());
    let _driver = Driver::start(desk.store.clone(), options).unwrap();
    desk.wait_until(|desk| desk.store.counts(Timestamp(0)).unwrap().letters == 3);
    desk.wait_until(|desk| desk.pending_count() == 0);
    let said = said.lock().unwrap();
    let message_id = format!(
        "Message-ID: <{}-1-2-1@legwork.invalid>",
        desk.store.store_id()
    );
    for part in ["RCPT TO:<lead@example.com>", "Nobody has rung", &message_id] {
        assert!(said.contains(part), "{part} in {said}");
    }
    assert!(desk.files(".eml").is_empty());
}

/// Has an email sent that the mail server answers with `answer_to_from`; what became of it, once it was tried.
fn email_answered_with(answer_to_from: &'static str) -> Delivery {
    let (url, _) = mail_server(answer_to_from);
    let desk = Desk::with(&LATE.replace("URL", "http://127.0.0.1:9/"));
    desk.set("C-1");
    desk.now.store(3_600_000, Ordering::SeqCst);
    let mut options = desk.options();
    options.delivering.mail = Some(Mail::at(&url).unwrap());
    let _driver = Driver::start(desk.store.clone(), options).unwrap();
    let tried = |desk: &Desk| {
        let history = desk.store.detail(RunId(1)).unwrap().history;
        let email = |happening: &Happening| matches!(happening.what, EffectKind::SendEmail { .. });
        let delivery = history.into_iter().find(email)?.delivery?;
        (delivery.try_count > 0).then_some(delivery)
    };
    desk.wait_until(|desk| tried(desk).is_some());
    tried(&desk).unwrap()
}

#[test]
fn an_email_that_the_mail_server_refuses_is_a_dead_letter() {
    let delivery = email_answered_with("550 not you");
    assert_eq!(delivery.state, LetterState::Dead);
    let why = delivery.last_error.unwrap();
    assert!(
        why.starts_with("the mail server refuses the email"),
        "{why}"
    );
}

#[test]
fn an_email_waits_while_the_mail_server_does_not_let_us_in() {
    let delivery = email_answered_with("535 wrong password");
    assert_eq!(delivery.state, LetterState::Pending);
    let why = delivery.last_error.unwrap();
    assert!(
        why.starts_with("the mail server does not let us in"),
        "{why}"
    );
}

#[test]
fn a_text_message_goes_to_the_gateway_with_its_token() {
    let (url, requests) = web_server(&[200]);
    let desk = Desk::with(&LATE.replace("URL", "http://127.0.0.1:9/"));
    desk.set("C-1");
    desk.now.store(3_600_000, Ordering::SeqCst);
    let mut options = desk.options();
    options.delivering.sms_gateway = Some((url, Some("secret".to_owned())));
    let _driver = Driver::start(desk.store.clone(), options).unwrap();
    desk.wait_until(|_| !requests.lock().unwrap().is_empty());
    let request = requests.lock().unwrap()[0].clone();
    assert!(
        request
            .to_lowercase()
            .contains("authorization: bearer secret\r\n"),
        "{request}"
    );
    assert!(
        request.ends_with(r#"{"text":"Late","to":"+44 20 7946 0000"}"#),
        "{request}"
    );
}

#[test]
fn what_is_refused_for_good_is_a_dead_letter_at_once() {
    let (url, _) = web_server(&[404]);
    let desk = Desk::with(&LATE.replace("URL", &url));
    desk.set("C-1");
    desk.now.store(3_600_000, Ordering::SeqCst);
    let mut options = desk.options();
    options.delivering.calls_webhooks = true;
    let _driver = Driver::start(desk.store.clone(), options).unwrap();
    desk.wait_until(|desk| !desk.store.dead_letters().unwrap().is_empty());
    let dead = desk.store.dead_letters().unwrap();
    assert_eq!(dead[0].delivery.state, LetterState::Dead);
    assert_eq!(
        dead[0].delivery.last_error.as_deref(),
        Some("the web address answers 404 Not Found")
    );
    desk.wait_until(|desk| desk.pending_count() == 0);
}

#[test]
fn a_driver_takes_up_at_once_what_one_that_is_gone_was_at() {
    let desk = Desk::with(&LATE.replace("URL", "http://127.0.0.1:9/"));
    desk.set("C-1");
    desk.now.store(3_600_000, Ordering::SeqCst);
    desk.store.elapse(Timestamp(3_600_000)).unwrap();
    let never = Timestamp(i64::MAX / 2);
    let taken = desk
        .store
        .lease_letters("gone", Timestamp(3_600_000), never, 9);
    assert_eq!(taken.unwrap().len(), 3);
    let _driver = Driver::start(desk.store.clone(), desk.options()).unwrap();
    desk.wait_until(|desk| desk.pending_count() == 0);
}

#[test]
fn two_drivers_perform_nothing_twice() {
    let (url, requests) = web_server(&[200]);
    let desk = Desk::with(&LATE.replace("URL", &url));
    for call in 0..30 {
        desk.set(&format!("C-{call}"));
    }
    let other = Store::open(desk.store.path()).unwrap();
    let start = |store: &Store| {
        let mut options = desk.options();
        options.delivering.calls_webhooks = true;
        Driver::start(store.clone(), options).unwrap()
    };
    let _drivers = [start(&desk.store), start(&other)];
    desk.now.store(3_600_000, Ordering::SeqCst);
    desk.wait_until(|desk| {
        desk.store
            .waiting(&Filter::default(), Timestamp(0))
            .unwrap()
            .is_empty()
    });
    desk.wait_until(|desk| desk.pending_count() == 0);
    assert_eq!(requests.lock().unwrap().len(), 30);
    for run in 1..=30 {
        assert_eq!(desk.store.detail(RunId(run)).unwrap().history.len(), 6);
    }
}

#[test]
fn a_clock_that_is_set_back_elapses_and_sends_nothing_again() {
    let desk = Desk::with(&LATE.replace("URL", "http://127.0.0.1:9/"));
    desk.set("C-1");
    desk.now.store(3_600_000, Ordering::SeqCst);
    let driver = Driver::start(desk.store.clone(), desk.options()).unwrap();
    desk.wait_until(|desk| desk.store.counts(Timestamp(0)).unwrap().letters == 3);
    desk.wait_until(|desk| desk.pending_count() == 0);
    desk.now.store(0, Ordering::SeqCst);
    desk.set("C-2");
    desk.now.store(3_599_999, Ordering::SeqCst);
    std::thread::sleep(Duration::from_millis(50));
    drop(driver);
    let counts = desk.store.counts(Timestamp(0)).unwrap();
    assert_eq!((counts.letters, counts.waiting_runs), (3, 1));
}
