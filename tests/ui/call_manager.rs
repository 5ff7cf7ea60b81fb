//! The Call Manager as the back office uses it: on a store, and on sources that do what no store does on demand.

use super::window::Window;
use eframe::egui::{Key, Modifiers};
use egui_kittest::Harness;
use legwork::call_manager::{
    CallManager, CallManagerSettings, CallSource, Fault, Look, Notice, SeenButton, SourceName,
    StoreSource,
};
use legwork::designer::{Answer, Scripted, Settings};
use legwork::export::{self, Definition, Priority};
use legwork::rules;
use legwork::runtime::driver::{Clock, Delivering, Driver, Options};
use legwork::runtime::server::Done;
use legwork::runtime::store::{
    Alert, Detail, Filter, Letter, OfferedButton, PushRequest, SetRequest, Store, Summary,
    WhichButton,
};
use legwork::runtime::{Call, RunId, Timestamp};
use legwork::workflow::{Counters, Flow, Workflow, sketch};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const HOUR_MS: i64 = 3_600_000;

const COMPLAINT: &str = r#"
fields name phone
1 New Call
  alert "Ring {{name}}" high "Care"
  button "Called back" -> 2
  button "No answer" -> 3
  timer 48h -> 4
2 Button Pushed
  note "Rung"
  finish "Resolved"
3 Button Pushed
  timer 24h -> 5
4 Timer Elapsed "Nobody rang"
  alert "Nobody has rung {{name}}" urgent "Leads"
  button "Taken over" -> 6
  timer 24h -> 7
5 Timer Elapsed
  link -> 1
6 Button Pushed
  finish "Taken over"
7 Timer Elapsed
  email "{{phone}}" "Late" "{{name}}"
  finish "Escalated"
"#;

const BROCHURE: &str = r#"
fields name
1 New Call
  alert "Send the brochure" low "Post"
  button "Sent" -> 2
  timer 100h -> 3
2 Button Pushed
  finish "Sent"
3 Timer Elapsed
  finish "Given up"
"#;

fn definition(name: &str, text: &str) -> Definition {
    let sketched = sketch::parse(text).unwrap();
    let workflow = Workflow::from_parts(
        name.to_owned(),
        sketched.fields().to_vec(),
        Counters::default(),
        sketched.events().cloned().collect(),
    );
    let findings = rules::check(&workflow, &Flow::new(&workflow));
    export::definition(&workflow, &findings).unwrap()
}

/// A store with two workflows, and a clock that is pushed.
struct Desk {
    folder: TempDir,
    store: Store,
    now: Arc<AtomicI64>,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_or_make(&folder.path().join("calls.db")).unwrap();
        for (name, text) in [("Complaint", COMPLAINT), ("Brochure", BROCHURE)] {
            let taken_up = store.take_up(definition(name, text), Timestamp(0));
            assert!(taken_up.unwrap());
        }
        Self {
            folder,
            store,
            now: Arc::new(AtomicI64::new(HOUR_MS)),
        }
    }

    fn now(&self) -> Timestamp {
        Timestamp(self.now.load(Ordering::SeqCst))
    }

    fn set_hour(&self, hour: i64) {
        self.now.store(hour * HOUR_MS, Ordering::SeqCst);
    }

    fn clock(&self) -> Clock {
        let now = Arc::clone(&self.now);
        Arc::new(move || Timestamp(now.load(Ordering::SeqCst)))
    }

    fn set(&self, call: &str, workflow: &str, name: &str) {
        let fields = [("name", name), ("phone", "+44 20 7946 0000")];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let call = Call {
            id: call.to_owned(),
            is_chargeable: true,
            fields: BTreeMap::from(fields),
        };
        let request = SetRequest {
            call,
            workflow: workflow.to_owned(),
            at: self.now(),
        };
        self.store.set_workflow(request).unwrap();
    }

    fn push(&self, run: u64, stage: u32, label: &str, by: &str) {
        let request = PushRequest {
            run_id: RunId(run),
            stage,
            entry: None,
            button: WhichButton::Label(label.to_owned()),
            by: by.to_owned(),
            at: self.now(),
        };
        self.store.push(request).unwrap();
    }

    fn name(&self) -> SourceName {
        SourceName::of_store(self.store.path())
    }

    /// The window on the store.
    fn window(&self) -> Window<CallManager> {
        let (store, clock) = (self.store.clone(), self.clock());
        let open = move |_: Option<&str>| -> Result<Box<dyn CallSource>, Fault> {
            Ok(Box::new(StoreSource::new(store.clone(), clock.clone())))
        };
        self.window_with(open)
    }

    fn window_with(
        &self,
        open: impl FnMut(Option<&str>) -> Result<Box<dyn CallSource>, Fault> + Send + 'static,
    ) -> Window<CallManager> {
        let clock = self.clock();
        let name = self.name();
        bare_window([], move |ctx, window| {
            window.set_clock(clock);
            window.open_with(ctx, name, Box::new(open));
        })
    }
}

fn bare_window(
    answers: impl IntoIterator<Item = Answer>,
    set_up: impl FnOnce(&eframe::egui::Context, &mut CallManager),
) -> Window<CallManager> {
    let dialogs = Box::new(Scripted::new(answers));
    let harness = Harness::builder()
        .with_size([1280.0, 800.0])
        .with_step_dt(1.0 / 60.0)
        .with_max_steps(100)
        .build_eframe(|creation| {
            let ctx = &creation.egui_ctx;
            let mut preferences = Settings::default();
            "Ben".clone_into(&mut preferences.user_name);
            let settings = CallManagerSettings::default();
            let mut window = CallManager::new(ctx, settings, preferences, dialogs);
            set_up(ctx, &mut window);
            window
        });
    Window::around(harness)
}

/// The rows of the list, from the top to the bottom, as a screen reader says them.
fn rows(window: &Window<CallManager>) -> Vec<String> {
    window.names_with("Stage ")
}

fn row_with(window: &Window<CallManager>, part: &str) -> String {
    let rows = rows(window).into_iter();
    let mut rows = rows.filter(|row| row.contains(part));
    rows.next().unwrap_or_else(|| panic!("no row has {part}"))
}

fn select(window: &mut Window<CallManager>, part: &str) {
    let row = row_with(window, part);
    window.click(&row);
    window.wait_for("History, the latest first");
}

/// A store with one complaint of Ann's, and the window with that call open.
fn with_a_call_open() -> (Desk, Window<CallManager>) {
    let desk = Desk::new();
    desk.set("C-1", "Complaint", "Ann");
    let mut window = desk.window();
    window.wait_for("1 waiting");
    select(&mut window, "C-1");
    (desk, window)
}

#[test]
fn the_most_urgent_call_comes_first_with_all_that_one_needs_to_know() {
    let desk = Desk::new();
    desk.set("C-1", "Brochure", "Ann");
    desk.set("C-2", "Complaint", "Joan");
    desk.set("C-3", "Complaint", "Liam");
    desk.set_hour(2);
    desk.store.elapse(Timestamp(0)).unwrap();
    let mut window = desk.window();
    window.wait_for("3 waiting");
    let listed = rows(&window);
    assert_eq!(
        listed[0],
        "High, Ring Joan, C-2, Complaint, Care, Stage 1 of 7, New Call, 1d 23h left, waits 1h"
    );
    assert!(listed[1].starts_with("High, Ring Liam"));
    assert!(listed[2].starts_with("Low, Send the brochure, C-1, Brochure, Post"));

    // The time of one is up. Nobody has touched the window, and it tells within a second.
    desk.set_hour(50);
    desk.store.elapse(desk.now()).unwrap();
    let begin = Instant::now();
    window.wait_for("2 overdue");
    assert!(begin.elapsed() < Duration::from_secs(1));
    let listed = rows(&window);
    assert_eq!(
        listed[0],
        "New, Urgent, Nobody has rung Joan, C-2, Complaint, Leads, Stage 4 of 7, Nobody rang, Overdue 1h, 23h left"
    );
    assert_eq!(window.nameless_controls(), [""; 0]);
    assert_eq!(window.unpronounceable_names(), [""; 0]);
}

#[test]
fn a_button_is_pushed_in_one_click_under_ones_name() {
    let (_desk, mut window) = with_a_call_open();
    assert!(window.has("The workflow, with stage 1 New Call lit"));
    assert!(window.says("+44 20 7946 0000"));
    assert!(window.says("2d left, then stage 4, Nobody rang"));
    window.click("Push Called back");
    window.wait_for("“Called back” is pushed, and the call is finished: Resolved.");
    window.wait_for("Ben pushed “Called back”: stage 2 Called back");
    window.wait_for("Finished: Resolved");
    assert!(window.says("Nothing waits."));

    // It can be looked up, also by what only its fields say.
    window.command(Key::Num2);
    window.wait_for("C-1, Complaint");
    window.press(Key::Slash);
    window.type_text("7946");
    window.wait_for("C-1, Complaint");
    window.type_text("x");
    window.wait_for("No finished call has this text.");
}

#[test]
fn a_push_that_comes_too_late_says_what_happened_meanwhile() {
    let desk = Desk::new();
    desk.set("C-1", "Complaint", "Ann");
    let looks = Arc::new(AtomicBool::new(true));
    let (store, clock, is_looking) = (desk.store.clone(), desk.clock(), looks.clone());
    let mut window = desk.window_with(move |_| {
        Ok(Box::new(Delayed {
            source: StoreSource::new(store.clone(), clock.clone()),
            looks: is_looking.clone(),
            seen: None,
        }))
    });
    window.wait_for("1 waiting");
    select(&mut window, "C-1");
    // Somebody is quicker, and this window has not heard of it yet.
    looks.store(false, Ordering::SeqCst);
    desk.push(1, 1, "No answer", "Cid");
    window.click("Push Called back");
    window.wait_for(
        "“Called back” came too late: Cid has pushed “No answer” meanwhile, and the call is in stage 3, No answer.",
    );
    looks.store(true, Ordering::SeqCst);
    window.wait_for("Cid pushed “No answer”: stage 3 No answer");
    assert!(!window.has("Push Called back"));
}

#[test]
fn what_comes_up_under_the_pointer_takes_no_push_in_the_first_moment() {
    let (desk, mut window) = with_a_call_open();
    let place = window.rect("Push Called back").center();
    desk.set_hour(50);
    desk.store.elapse(desk.now()).unwrap();
    window.wait_for("Nobody rang lit");
    assert!(
        window.rect("Push Taken over").contains(place),
        "the test needs it there"
    );
    window.click_at(place);
    window.wait(0.2);
    assert_eq!(desk.store.detail(RunId(1)).unwrap().summary.stage, 4);
    window.wait(0.5);
    window.click_at(place);
    window.wait_for("Finished: Taken over");
}

#[test]
fn two_people_do_not_work_on_one_call() {
    let desk = Desk::new();
    desk.set("C-1", "Complaint", "Ann");
    desk.store.claim(RunId(1), "Cid", desk.now()).unwrap();
    let mut window = desk.window();
    window.wait_for("claimed by Cid");
    select(&mut window, "C-1");
    assert!(window.says("Cid works on this call."));
    window.click("Push Called back");
    window.wait(0.5);
    assert_eq!(desk.store.detail(RunId(1)).unwrap().summary.stage, 1);
    // Not by a slip of the hand, but by asking for it.
    window.press(Key::C);
    window.wait(0.5);
    assert!(window.says("claimed by Cid"));
    window.click("Release");
    window.wait_for("The call is free for anybody.");
    window.press(Key::C);
    window.wait_for("claimed by You");
    let claimed = desk.store.detail(RunId(1)).unwrap().summary.claimed_by;
    assert_eq!(claimed.as_deref(), Some("Ben"));
    window.press(Key::C);
    window.wait_for("The call is free for anybody.");
}

#[test]
fn the_list_is_filtered_by_team_workflow_and_text() {
    let desk = Desk::new();
    desk.set("C-1", "Complaint", "Ann");
    desk.set("C-2", "Complaint", "Joan");
    desk.set("C-3", "Brochure", "Joan");
    let mut window = desk.window();
    window.wait_for("3 waiting");
    window.click("Team: All teams");
    window.click("Post");
    window.wait_for("1 of 3 waiting");
    assert!(rows(&window)[0].contains("C-3"));
    window.click("Workflow: All workflows");
    window.click("Complaint");
    assert!(window.says("No waiting call fits the search and the filters."));
    window.click("Clear search and filters");
    window.wait_for("3 waiting");
    // A customer's name stands in the fields, and in no column of the brochures.
    window.press(Key::Slash);
    window.type_text("joan");
    window.wait_for("2 of 3 waiting");
    assert!(rows(&window).iter().all(|row| !row.contains("C-1")));
    window.press(Key::Escape);
    window.wait_for("3 waiting");
}

#[test]
fn the_keyboard_alone_goes_from_call_to_call_and_pushes() {
    let desk = Desk::new();
    desk.set("C-1", "Complaint", "Ann");
    desk.set("C-2", "Complaint", "Joan");
    let mut window = desk.window();
    window.wait_for("2 waiting");
    window.press(Key::ArrowDown);
    window.wait_for("History, the latest first");
    assert!(window.focused_name().contains("C-1"));
    window.press(Key::ArrowDown);
    assert!(window.focused_name().contains("C-2"));
    window.wait_for("Alert for Care, high priority: Ring Joan");
    // A number that slips from the hand pushes nothing.
    window.press(Key::Num2);
    assert_eq!(window.focused_name(), "Push No answer");
    window.wait(0.5);
    assert_eq!(desk.store.detail(RunId(2)).unwrap().summary.stage, 1);
    window.press(Key::Escape);
    assert!(window.focused_name().contains("C-2"));
    window.press(Key::Enter);
    assert_eq!(window.focused_name(), "Push Called back");
    window.press(Key::Enter);
    window.wait_for("Finished: Resolved");
    window.wait_for("1 waiting");
    // What has left the list has made room for the next.
    window.press(Key::Escape);
    window.press(Key::ArrowDown);
    assert!(window.focused_name().contains("C-1"));
    window.press(Key::Escape);
    assert!(window.says("Select a call to see its buttons"));
    window.press_with(Modifiers::NONE, Key::F1);
    assert!(window.says("Keyboard shortcuts"));
    window.press(Key::Escape);
    assert!(!window.says("Go through the calls"));
}

#[test]
fn what_could_not_be_sent_is_shown_and_tried_again() {
    let desk = Desk::new();
    desk.set("C-1", "Complaint", "Ann");
    desk.set_hour(100);
    let folder = desk.folder.path().join("outbox");
    let options = Options {
        delivering: Delivering::into_folder(folder),
        clock: desk.clock(),
        lease: Duration::from_mins(1),
        sender_count: 1,
        report: Arc::new(|_| {}),
    };
    // What stands in the field is no address, so the email can never be sent.
    let driver = Driver::start(desk.store.clone(), options).unwrap();
    let mut window = desk.window();
    window.wait_for("Not sent 1");
    drop(driver);
    window.click("Not sent 1");
    let row = window
        .names_with("Email to +44 20 7946 0000: Late")
        .remove(0);
    window.click(&row);
    window.wait_for("Not sent: Email to +44 20 7946 0000: Late");
    window.click("Try all again");
    window.wait_for("It is tried again.");
    window.wait_for("Everything was sent.");
    assert!(desk.store.dead_letters().unwrap().is_empty());
}

#[test]
fn while_the_source_is_lost_the_list_stays_and_comes_back_by_itself() {
    let desk = Desk::new();
    desk.set("C-1", "Complaint", "Ann");
    let is_lost = Arc::new(AtomicBool::new(false));
    let (store, clock, lost) = (desk.store.clone(), desk.clock(), is_lost.clone());
    let mut window = desk.window_with(move |_| {
        let source = StoreSource::new(store.clone(), clock.clone());
        Ok(Box::new(Failing {
            source,
            is_lost: lost.clone(),
        }))
    });
    window.wait_for("1 waiting");
    select(&mut window, "C-1");
    is_lost.store(true, Ordering::SeqCst);
    window.wait_for(
        "Nothing answers there. It is tried again by itself. The list is as it was at 01:00.",
    );
    assert!(row_with(&window, "C-1").contains("Ring Ann"));
    // What would get lost is not taken.
    window.click("Push Called back");
    window.wait(0.3);
    desk.set("C-2", "Complaint", "Joan");
    is_lost.store(false, Ordering::SeqCst);
    window.wait_for("2 waiting");
    assert!(!window.says("Nothing answers there."));
    assert_eq!(desk.store.detail(RunId(1)).unwrap().summary.stage, 1);
}

#[test]
fn a_server_that_wants_a_token_is_shown_one() {
    let desk = Desk::new();
    desk.set("C-1", "Complaint", "Ann");
    let (store, clock) = (desk.store.clone(), desk.clock());
    let mut window = desk.window_with(move |token| {
        if token != Some("secret") {
            return Err(Fault::NeedsToken("The server wants a token.".to_owned()));
        }
        Ok(Box::new(StoreSource::new(store.clone(), clock.clone())))
    });
    window.wait_for("The server wants a token.");
    window.fill("Token", "secret");
    window.click("Connect");
    window.wait_for("1 waiting");
}

#[test]
fn a_window_without_a_source_asks_for_one_and_remembers_it() {
    let desk = Desk::new();
    desk.set("C-1", "Complaint", "Ann");
    let picked = Answer::Picked(desk.store.path().to_owned());
    let mut window = bare_window([picked], |_, _| {});
    window.fill("Address of the server", "two words");
    window.click("Connect");
    assert!(window.says("“two words” is no address; it looks like http://127.0.0.1:4747"));
    window.click("Open a store…");
    window.wait_for("1 waiting");
    window.command(Key::O);
    window.click("calls.db");
    window.wait_for("1 waiting");
}

#[test]
fn a_store_that_is_not_there_says_so_and_is_taken_when_it_comes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("later.db");
    let mut window = bare_window([Answer::Picked(path.clone())], |_, _| {});
    window.click("Open a store…");
    window.wait_for("there is no such store");
    drop(Store::open_or_make(&path).unwrap());
    window.click("Try again");
    window.wait_for("Nothing waits.");
}

#[test]
fn whoever_has_no_name_gives_one_before_they_push() {
    let desk = Desk::new();
    desk.set("C-1", "Complaint", "Ann");
    let mut window = desk.window();
    window.wait_for("1 waiting");
    window.click("Your name: Ben");
    window.fill("Your name", "Dora");
    window.click("Use this name");
    assert!(window.has("Your name: Dora"));
    select(&mut window, "C-1");
    window.click("Push Called back");
    window.wait_for("Dora pushed “Called back”");
}

#[test]
fn news_is_told_on_the_desktop_unless_it_is_muted() {
    let desk = Desk::new();
    let shown: Arc<Mutex<Vec<Notice>>> = Arc::default();
    let (store, clock, told) = (desk.store.clone(), desk.clock(), Arc::clone(&shown));
    let name = desk.name();
    let mut window = bare_window([], move |ctx, window| {
        window.set_clock(clock.clone());
        window.set_notices(Box::new(move || {
            let told = Arc::clone(&told);
            Box::new(move |notice| {
                told.lock().unwrap().push(notice.clone());
                Ok(())
            })
        }));
        let open = move |_: Option<&str>| -> Result<Box<dyn CallSource>, Fault> {
            Ok(Box::new(StoreSource::new(store.clone(), clock.clone())))
        };
        window.open_with(ctx, name, Box::new(open));
    });
    window.wait_for("0 waiting");
    desk.set("C-1", "Complaint", "Ann");
    desk.set("C-2", "Complaint", "Joan");
    window.wait_until("a notice", |_| !shown.lock().unwrap().is_empty());
    let notice = shown.lock().unwrap().remove(0);
    assert_eq!(notice.title, "2 calls new");
    assert_eq!(notice.body, "Ring Ann\nRing Joan");
    assert!(notice.has_sound);
    assert!(window.title.starts_with("(2) Call Manager"));
    window.click("Mark all as seen");
    assert!(!window.title.starts_with('('));
    window.click("Hide desktop notices");
    assert!(window.has("Show desktop notices"));
}

#[test]
fn a_clock_that_stands_still_lets_the_window_rest() {
    let desk = Desk::new();
    desk.set("C-1", "Complaint", "Ann");
    desk.now.fetch_add(30_000, Ordering::SeqCst);
    let mut window = desk.window();
    window.wait_for("1 waiting");
    // The next that changes by itself is the minute of the time left.
    let wait = window.repaint_delay();
    assert!(wait > Duration::from_secs(1), "{wait:?}");
    desk.set_hour(48);
    desk.now.fetch_add(HOUR_MS - 30_000, Ordering::SeqCst);
    window.wait(0.1);
    assert!(window.repaint_delay() <= Duration::from_secs(1));
}

#[test]
fn of_ten_thousand_calls_only_those_in_view_are_drawn() {
    let desk = Desk::new();
    let mut window = desk.window_with(|_| Ok(Box::new(Many)));
    window.wait_for("10000 waiting");
    assert!(rows(&window).len() < 30);
    window.press(Key::End);
    assert!(rows(&window).iter().any(|row| row.contains("C-9999")));
    window.press(Key::PageUp);
    window.press(Key::Home);
    assert!(window.focused_name().contains("C-0"));
}

/// Does not hear of anything for as long as it does not look.
struct Delayed {
    source: StoreSource,
    looks: Arc<AtomicBool>,
    seen: Option<Look>,
}

/// Is lost from time to time.
struct Failing {
    source: StoreSource,
    is_lost: Arc<AtomicBool>,
}

impl Failing {
    fn check(&self) -> Result<(), Fault> {
        if self.is_lost.load(Ordering::SeqCst) {
            return Err(Fault::Lost("Nothing answers there.".to_owned()));
        }
        Ok(())
    }
}

/// Everything that a test does not do otherwise is left to the store.
macro_rules! as_the_store_does {
    ($($name:ident($($argument:ident: $kind:ty),*) -> $answer:ty;)*) => {$(
        fn $name(&mut self, $($argument: $kind),*) -> Result<$answer, Fault> {
            self.source.$name($($argument),*)
        }
    )*};
}

impl CallSource for Delayed {
    fn look(&mut self) -> Result<Look, Fault> {
        if self.looks.load(Ordering::SeqCst) || self.seen.is_none() {
            self.seen = Some(self.source.look()?);
        }
        Ok(self.seen.clone().unwrap())
    }

    as_the_store_does! {
        waiting(filter: &Filter) -> Vec<Summary>;
        finished(filter: &Filter) -> Vec<Summary>;
        detail(run_id: RunId) -> Detail;
        definition(version: &str) -> Definition;
        dead_letters() -> Vec<Letter>;
        push(button: &SeenButton, by: &str) -> Done;
        claim(run_id: RunId, by: &str) -> Done;
        release(run_id: RunId) -> Done;
        retry(letter_id: i64) -> Done;
    }
}

impl CallSource for Failing {
    fn look(&mut self) -> Result<Look, Fault> {
        self.check()?;
        self.source.look()
    }

    fn push(&mut self, button: &SeenButton, by: &str) -> Result<Done, Fault> {
        self.check()?;
        self.source.push(button, by)
    }

    as_the_store_does! {
        waiting(filter: &Filter) -> Vec<Summary>;
        finished(filter: &Filter) -> Vec<Summary>;
        detail(run_id: RunId) -> Detail;
        definition(version: &str) -> Definition;
        dead_letters() -> Vec<Letter>;
        claim(run_id: RunId, by: &str) -> Done;
        release(run_id: RunId) -> Done;
        retry(letter_id: i64) -> Done;
    }
}

/// Ten thousand calls, without a store.
struct Many;

impl CallSource for Many {
    fn look(&mut self) -> Result<Look, Fault> {
        Ok(Look {
            revision: "1".to_owned(),
            now: Timestamp(HOUR_MS),
        })
    }

    fn waiting(&mut self, _: &Filter) -> Result<Vec<Summary>, Fault> {
        let call = |run: u64| Summary {
            run: RunId(run),
            call: format!("C-{run}"),
            workflow: "Complaint".to_owned(),
            stage: 1,
            stage_name: "New Call".to_owned(),
            stage_count: 7,
            entry: 1,
            started_at: Timestamp(0),
            since: Timestamp(0),
            overdue_since: None,
            alert: Some(Alert {
                message: format!("Ring customer {run}"),
                priority: Priority::Normal,
                team: "Care".to_owned(),
                raised_at: Timestamp(0),
            }),
            buttons: vec![OfferedButton {
                number: 1,
                label: "Called back".to_owned(),
            }],
            timers: Vec::new(),
            claimed_by: None,
            outcome: None,
        };
        Ok((0..10_000).map(call).collect())
    }

    fn finished(&mut self, _: &Filter) -> Result<Vec<Summary>, Fault> {
        Ok(Vec::new())
    }

    fn detail(&mut self, _: RunId) -> Result<Detail, Fault> {
        Err(nothing())
    }

    fn definition(&mut self, _: &str) -> Result<Definition, Fault> {
        Err(nothing())
    }

    fn dead_letters(&mut self) -> Result<Vec<Letter>, Fault> {
        Ok(Vec::new())
    }

    fn push(&mut self, _: &SeenButton, _: &str) -> Result<Done, Fault> {
        Err(nothing())
    }

    fn claim(&mut self, _: RunId, _: &str) -> Result<Done, Fault> {
        Err(nothing())
    }

    fn release(&mut self, _: RunId) -> Result<Done, Fault> {
        Err(nothing())
    }

    fn retry(&mut self, _: i64) -> Result<Done, Fault> {
        Err(nothing())
    }
}

fn nothing() -> Fault {
    Fault::Denied("There is nothing there.".to_owned())
}
