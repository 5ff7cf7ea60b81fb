//! Does the store keep what it has accepted, once and in order, whoever else uses it?

use super::*;
use crate::export;
use crate::rules;
use crate::runtime::{EffectKind, Refusal};
use crate::workflow::{Counters, Flow, Workflow, sketch};
use std::collections::BTreeMap;
use std::fs;

const COMPLAINT: &str = r#"
fields name
1 New Call
  alert "Ring {{name}}" high "Care"
  button "Called back" -> 2
  button "No answer" -> 3
  timer 48h -> 4
2 Button Pushed
  email "care@example.com" "Rung" "{{name}}"
  finish "Resolved"
3 Button Pushed
  timer 24h -> 5
4 Timer Elapsed
  alert "Late" urgent "Leads"
  button "Taken over" -> 6
5 Timer Elapsed
  link -> 1
6 Button Pushed
  finish "Taken over"
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

struct Desk {
    folder: tempfile::TempDir,
    store: Store,
}

fn desk() -> Desk {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open_or_make(&folder.path().join("calls.db")).unwrap();
    store
        .take_up(definition("Complaint", COMPLAINT), at(0))
        .unwrap();
    Desk { folder, store }
}

const fn at(hour: i64) -> Timestamp {
    Timestamp(hour * 3_600_000)
}

fn set(call: &str, hour: i64) -> SetRequest {
    SetRequest {
        call: Call {
            id: call.to_owned(),
            is_chargeable: true,
            fields: BTreeMap::from([("name".to_owned(), "Ann".to_owned())]),
        },
        workflow: "Complaint".to_owned(),
        at: at(hour),
    }
}

fn push(run_id: RunId, stage: u32, label: &str, hour: i64) -> PushRequest {
    PushRequest {
        run_id,
        stage,
        entry: None,
        button: WhichButton::Label(label.to_owned()),
        by: "Ben".to_owned(),
        at: at(hour),
    }
}

fn begun(set: Set) -> RunId {
    match set {
        Set::Begun { run_id, .. } => run_id,
        other => panic!("{other}"),
    }
}

/// The stages that a run has entered, in order.
fn entered(store: &Store, run_id: RunId) -> Vec<u32> {
    let history = store.detail(run_id).unwrap().history;
    let entries = history
        .iter()
        .filter(|happening| matches!(happening.what, EffectKind::EnterStage { .. }));
    entries.map(|happening| happening.stage).collect()
}

#[test]
fn a_call_is_set_waits_and_is_finished_with_its_history() {
    let Desk {
        store,
        folder: _folder,
    } = desk();
    let run_id = begun(store.set_workflow(set("C-1", 0)).unwrap());
    let waiting = store.waiting(&Filter::default(), at(0)).unwrap();
    assert_eq!(waiting.len(), 1);
    assert_eq!(waiting[0].alert.as_ref().unwrap().message, "Ring Ann");
    assert_eq!((waiting[0].stage, waiting[0].stage_count), (1, 6));
    assert_eq!(waiting[0].timers[0].due, at(48));

    let pushed = store.push(push(run_id, 1, "Called back", 1)).unwrap();
    assert_eq!(
        pushed.to_string(),
        "“Called back” is pushed, and the call is finished: Resolved."
    );
    assert!(store.waiting(&Filter::default(), at(0)).unwrap().is_empty());
    let finished = store.finished(&Filter::default()).unwrap();
    assert_eq!(finished[0].outcome.as_deref(), Some("Resolved"));
    assert_eq!(finished[0].alert, None);
    assert_eq!(entered(&store, run_id), [1, 2]);
    let history = store.detail(run_id).unwrap().history;
    let email = history.iter().find(|happening| happening.what.is_outward());
    assert_eq!(
        email.unwrap().delivery.as_ref().unwrap().state,
        LetterState::Pending
    );
}

#[test]
fn setting_a_workflow_again_is_answered_with_the_run_that_exists() {
    let Desk {
        store,
        folder: _folder,
    } = desk();
    let run_id = begun(store.set_workflow(set("C-1", 0)).unwrap());
    let again = store.set_workflow(set("C-1", 5)).unwrap();
    assert_eq!(
        again.to_string(),
        "The workflow was set before, and the call is in stage 1, New Call."
    );
    assert!(matches!(again, Set::Exists { run_id: existing, .. } if existing == run_id));
    assert_eq!(store.detail(run_id).unwrap().history.len(), 2);
}

#[test]
fn runs_under_way_are_counted_by_definition_and_stage_and_keep_to_theirs() {
    let Desk {
        store,
        folder: _folder,
    } = desk();
    let old = begun(store.set_workflow(set("C-1", 0)).unwrap());
    let finished = begun(store.set_workflow(set("C-2", 0)).unwrap());
    store.push(push(finished, 1, "Called back", 1)).unwrap();
    let amended = COMPLAINT.replace("Ring {{name}}", "Ring {{name}} now");
    assert_ne!(amended, COMPLAINT);
    store
        .take_up(definition("Complaint", &amended), at(2))
        .unwrap();
    store.set_workflow(set("C-3", 2)).unwrap();
    store.set_workflow(set("C-4", 2)).unwrap();

    let under_way = store.under_way(&["Complaint", "Complaint"]).unwrap();
    let told: Vec<(u32, u64)> = under_way.iter().map(|it| (it.stage, it.runs)).collect();
    assert_eq!(told, [(1, 1), (1, 2)]);
    let version = store.detail(old).unwrap().version;
    assert_eq!(under_way[0].definition.version, version);
    assert_eq!(store.under_way(&["Other", "Another"]).unwrap(), []);
}

#[test]
fn a_call_that_is_not_chargeable_is_recorded_and_never_waits() {
    let Desk {
        store,
        folder: _folder,
    } = desk();
    let mut request = set("C-1", 0);
    request.call.is_chargeable = false;
    assert_eq!(store.set_workflow(request).unwrap(), Set::NotFollowed);
    assert!(store.waiting(&Filter::default(), at(0)).unwrap().is_empty());
    let counts = store.counts(at(0)).unwrap();
    assert_eq!((counts.calls, counts.runs), (1, 0));
}

#[test]
fn a_misspelt_workflow_is_told_with_what_was_meant() {
    let Desk {
        store,
        folder: _folder,
    } = desk();
    let mut request = set("C-1", 0);
    request.workflow = "complant".to_owned();
    assert_eq!(
        store.set_workflow(request).unwrap_err().to_string(),
        "there is no workflow “complant”; did you mean “Complaint”?"
    );
    assert_eq!(store.counts(at(0)).unwrap().calls, 0);
}

#[test]
fn timers_elapse_at_their_own_time_and_a_late_push_is_told_of_them() {
    let Desk {
        store,
        folder: _folder,
    } = desk();
    let run_id = begun(store.set_workflow(set("C-1", 0)).unwrap());
    store.elapse(at(47)).unwrap();
    assert_eq!(entered(&store, run_id), [1]);
    // Nobody has told the time, and still the timer was first.
    let pushed = store.push(push(run_id, 1, "Called back", 50)).unwrap();
    assert!(matches!(
        pushed,
        Pushed::Answered(Answer::Refused(Refusal::TooLate { .. }))
    ));
    assert_eq!(entered(&store, run_id), [1, 4]);
    let waiting = store.waiting(&Filter::default(), at(0)).unwrap();
    assert_eq!(waiting[0].since, at(48));
    assert_eq!(store.next_due().unwrap(), None);
    store.elapse(at(0)).unwrap();
    assert_eq!(entered(&store, run_id), [1, 4]);
}

#[test]
fn a_run_keeps_to_the_definition_that_it_was_started_with() {
    let Desk {
        store,
        folder: _folder,
    } = desk();
    let old = begun(store.set_workflow(set("C-1", 0)).unwrap());
    let amended = definition("Complaint", "1 New Call\n  finish \"At once\"");
    assert!(store.take_up(amended.clone(), at(1)).unwrap());
    assert!(!store.take_up(amended, at(2)).unwrap());
    let new = begun(store.set_workflow(set("C-2", 1)).unwrap());
    assert_eq!(
        store.detail(new).unwrap().summary.outcome.unwrap(),
        "At once"
    );
    store.push(push(old, 1, "No answer", 2)).unwrap();
    assert_eq!(entered(&store, old), [1, 3]);
    assert_eq!(store.workflows().unwrap().len(), 1);
}

#[test]
fn waiting_calls_come_most_urgent_first_and_can_be_filtered() {
    let Desk {
        store,
        folder: _folder,
    } = desk();
    store.set_workflow(set("C-1", 10)).unwrap();
    store.set_workflow(set("C-2", 0)).unwrap();
    store.set_workflow(set("C-3", 20)).unwrap();
    store.elapse(at(48)).unwrap();
    let calls = |filter: &Filter| -> Vec<String> {
        let waiting = store.waiting(filter, at(48)).unwrap().into_iter();
        waiting.map(|summary| summary.call).collect()
    };
    assert_eq!(calls(&Filter::default()), ["C-2", "C-1", "C-3"]);
    let of_team = Filter {
        team: Some("Leads".to_owned()),
        ..Filter::default()
    };
    assert_eq!(calls(&of_team), ["C-2"]);
    let with_text = Filter {
        text: Some("c-3".to_owned()),
        ..Filter::default()
    };
    assert_eq!(calls(&with_text), ["C-3"]);
    let first = Filter {
        limit: Some(1),
        ..Filter::default()
    };
    assert_eq!(calls(&first), ["C-2"]);
}

#[test]
fn among_equally_urgent_calls_those_that_are_overdue_come_first_and_then_the_oldest() {
    let Desk {
        store,
        folder: _folder,
    } = desk();
    store.set_workflow(set("C-1", 0)).unwrap();
    let rung = begun(store.set_workflow(set("C-2", 1)).unwrap());
    store.set_workflow(set("C-3", 20)).unwrap();
    let calls = |hour: i64| -> Vec<String> {
        let waiting = store.waiting(&Filter::default(), at(hour)).unwrap();
        waiting.into_iter().map(|summary| summary.call).collect()
    };
    assert_eq!(calls(20), ["C-1", "C-2", "C-3"]);
    // Nobody was asked for anything while it waited to be rung again, so its timer makes nothing overdue.
    store.push(push(rung, 1, "No answer", 2)).unwrap();
    store.elapse(at(26)).unwrap();
    assert_eq!(calls(30), ["C-1", "C-3", "C-2"]);
    let again = store.detail(rung).unwrap().summary;
    assert_eq!((again.stage, again.overdue_since), (1, None));
    // The time of one is up, and nobody has let its timer elapse.
    assert_eq!(calls(68), ["C-1", "C-3", "C-2"]);
    store.elapse(at(69)).unwrap();
    let late = store.waiting(&Filter::default(), at(69)).unwrap();
    assert_eq!(late[0].overdue_since, Some(at(48)));
    assert_eq!(late[1].overdue_since, Some(at(68)));
    store.push(push(late[0].run, 4, "Taken over", 70)).unwrap();
    assert_eq!(
        store.detail(late[0].run).unwrap().summary.overdue_since,
        None
    );
}

#[test]
fn finished_calls_come_the_latest_first_and_no_more_than_are_wanted() {
    let Desk {
        store,
        folder: _folder,
    } = desk();
    for call in ["C-1", "C-2", "C-3"] {
        let run_id = begun(store.set_workflow(set(call, 0)).unwrap());
        store.push(push(run_id, 1, "Called back", 1)).unwrap();
    }
    let two = Filter {
        limit: Some(2),
        ..Filter::default()
    };
    let finished = store.finished(&two).unwrap().into_iter();
    let calls: Vec<String> = finished.map(|summary| summary.call).collect();
    assert_eq!(calls, ["C-3", "C-2"]);
}

#[test]
fn a_claimed_call_is_pushed_by_whoever_claimed_it() {
    let Desk {
        store,
        folder: _folder,
    } = desk();
    let run_id = begun(store.set_workflow(set("C-1", 0)).unwrap());
    assert_eq!(store.claim(run_id, "Ann", at(1)).unwrap(), Claimed::Yours);
    assert_eq!(
        store.claim(run_id, "Ben", at(1)).unwrap(),
        Claimed::ByAnother {
            by: "Ann".to_owned()
        }
    );
    let refused = store.push(push(run_id, 1, "No answer", 1)).unwrap();
    assert_eq!(
        refused,
        Pushed::Claimed {
            by: "Ann".to_owned()
        }
    );
    store.release(run_id).unwrap();
    store.push(push(run_id, 1, "No answer", 1)).unwrap();
    assert_eq!(entered(&store, run_id), [1, 3]);
}

#[test]
fn letters_are_leased_to_one_server_performed_or_given_up_and_revived() {
    let Desk {
        store,
        folder: _folder,
    } = desk();
    let run_id = begun(store.set_workflow(set("C-1", 0)).unwrap());
    store.push(push(run_id, 1, "Called back", 1)).unwrap();
    let lease = |server: &str, hour: i64| {
        store
            .lease_letters(server, at(hour), at(hour + 1), 9)
            .unwrap()
    };
    let letters = lease("a", 1);
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].key.to_string(), "1-2-2");
    assert!(lease("b", 1).is_empty());
    // The lease has ended, and the other may have a go.
    assert_eq!(lease("b", 2).len(), 1);
    let fail = |hour: i64, retry_at: Option<Timestamp>| {
        let id = letters[0].id;
        let failed = store.write(move |w| w.letter_failed(id, "no such host", at(hour), retry_at));
        failed.unwrap();
    };
    fail(2, Some(at(5)));
    assert!(lease("a", 4).is_empty());
    assert_eq!(store.next_letter().unwrap(), Some(at(5)));
    // A lease that has ended was no try.
    assert_eq!(lease("a", 5)[0].delivery.try_count, 1);
    fail(5, None);
    let dead = store.dead_letters().unwrap();
    assert_eq!(dead[0].delivery.last_error.as_deref(), Some("no such host"));
    store.revive_letter(dead[0].id, at(6)).unwrap();
    assert_eq!(lease("a", 6).len(), 1);
    let id = dead[0].id;
    store.write(move |w| w.letter_performed(id, at(6))).unwrap();
    assert_eq!(store.next_letter().unwrap(), None);
    assert_eq!(
        store.revive_letter(dead[0].id, at(7)),
        Err(StoreError::UnknownLetter(dead[0].id))
    );
}

#[test]
fn an_input_that_fails_leaves_nothing_behind() {
    let Desk {
        store,
        folder: _folder,
    } = desk();
    let mut request = set(" ", 0);
    assert_eq!(
        store.set_workflow(request.clone()),
        Err(StoreError::NoCallId)
    );
    request.call.id = "C-1".to_owned();
    assert_eq!(half_done(&store, request), Err(StoreError::Busy));
    let counts = store.counts(at(0)).unwrap();
    assert_eq!((counts.calls, counts.runs), (0, 0));
}

/// An input that fails when it has begun to write, as on a full disk.
fn half_done(store: &Store, request: SetRequest) -> Result<(), StoreError> {
    store.write(|writing| {
        writing.set_workflow(request)?;
        Err(StoreError::Busy)
    })
}

#[test]
fn those_who_come_before_one_that_fails_half_done_share_its_failure_and_those_after_it_do_not() {
    let desk = desk();
    let store = &desk.store;
    let (finish_first, first) = std::sync::mpsc::channel::<()>();
    let (sender, answers) = std::sync::mpsc::channel();
    // While this one keeps the writer busy, the others queue up for the next commit.
    store.write_then(move |_| Ok(first.recv()), |_| {});
    for call in ["C-1", "C-2", "C-3"] {
        let sender = sender.clone();
        let is_half_done = call == "C-2";
        store.write_then(
            move |writing| match (writing.set_workflow(set(call, 0)), is_half_done) {
                (Ok(_), true) => Err(StoreError::Busy),
                (set, _) => set,
            },
            move |set| sender.send(set).unwrap(),
        );
    }
    finish_first.send(()).unwrap();
    for _ in 0..2 {
        assert_eq!(answers.recv().unwrap(), Err(StoreError::Busy));
    }
    assert_eq!(begun(answers.recv().unwrap().unwrap()), RunId(1));
    assert_eq!(store.counts(at(0)).unwrap().runs, 1);
    assert_eq!(begun(store.set_workflow(set("C-1", 0)).unwrap()), RunId(2));
}

#[test]
fn a_run_that_is_remembered_wrongly_is_refused_and_read_again() {
    let desk = desk();
    let store = &desk.store;
    let run_id = begun(store.set_workflow(set("C-1", 0)).unwrap());
    store.push(push(run_id, 1, "No answer", 1)).unwrap();
    store
        .write(|writing| {
            let behind_our_back = "UPDATE runs SET history_id = 1";
            Ok(writing.connection.execute(behind_our_back, [])?)
        })
        .unwrap();
    let refused = store.elapse(at(25)).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "the store cannot be used: run 1 is not where it was; try again"
    );
    store.elapse(at(25)).unwrap();
    assert_eq!(entered(store, run_id), [1, 5, 1]);
}

#[test]
fn a_full_disk_is_told_and_when_there_is_room_again_it_goes_on() {
    let desk = desk();
    let store = &desk.store;
    let run_id = begun(store.set_workflow(set("C-1", 0)).unwrap());
    let set_room = |page_count: u32| {
        store
            .write(move |writing| {
                let pragma = format!("PRAGMA max_page_count = {page_count}");
                Ok(writing
                    .connection
                    .query_row(&pragma, [], |row| row.get::<_, u32>(0))?)
            })
            .unwrap()
    };
    // Less than there is gives what there is.
    set_room(1);
    let mut large = set("C-2", 0);
    large
        .call
        .fields
        .insert("name".to_owned(), "x".repeat(100_000));
    assert_eq!(store.set_workflow(large.clone()), Err(StoreError::DiskFull));
    assert_eq!(store.counts(at(0)).unwrap().calls, 1);
    set_room(1_000_000);
    assert_eq!(begun(store.set_workflow(large).unwrap()), RunId(2));
    store.push(push(run_id, 1, "No answer", 1)).unwrap();
    assert_eq!(entered(store, run_id), [1, 3]);
}

#[test]
fn a_store_that_a_newer_legwork_has_taken_over_is_not_written_any_more() {
    let desk = desk();
    let newer = Connection::open(desk.store.path()).unwrap();
    newer.pragma_update(None, "user_version", 99).unwrap();
    let refused = desk.store.set_workflow(set("C-1", 0)).unwrap_err();
    assert!(
        matches!(refused, StoreError::Newer { version: 99, .. }),
        "{refused}"
    );
}

#[test]
fn what_another_program_has_written_is_known_before_the_next_input() {
    let desk = desk();
    let run_id = begun(desk.store.set_workflow(set("C-1", 0)).unwrap());
    desk.store.push(push(run_id, 1, "No answer", 1)).unwrap();
    let other = Store::open(desk.store.path()).unwrap();
    other.elapse(at(25)).unwrap();
    other.claim(run_id, "Cid", at(25)).unwrap();
    let pushed = desk.store.push(push(run_id, 1, "Called back", 26)).unwrap();
    assert_eq!(
        pushed,
        Pushed::Claimed {
            by: "Cid".to_owned()
        }
    );
    assert_eq!(entered(&other, run_id), [1, 3, 5, 1]);
}

#[test]
fn two_programs_and_many_threads_set_each_call_once() {
    let desk = desk();
    let other = Store::open(desk.store.path()).unwrap();
    let stores = [&desk.store, &other];
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let store = stores[thread % 2].clone();
            scope.spawn(move || {
                for call in 0..20 {
                    store.set_workflow(set(&format!("C-{call}"), 0)).unwrap();
                }
            });
        }
    });
    let counts = other.counts(at(0)).unwrap();
    assert_eq!((counts.calls, counts.runs), (20, 20));
    for run in 1..=20 {
        assert_eq!(entered(&other, RunId(run)), [1]);
    }
}

#[test]
fn the_revision_is_another_when_anybody_has_written() {
    let desk = desk();
    let other = Store::open(desk.store.path()).unwrap();
    let before = desk.store.revision().unwrap();
    assert_eq!(desk.store.revision().unwrap(), before);
    desk.store.set_workflow(set("C-1", 0)).unwrap();
    let own = desk.store.revision().unwrap();
    assert_ne!(own, before);
    other.set_workflow(set("C-2", 0)).unwrap();
    assert_ne!(desk.store.revision().unwrap(), own);
}

#[test]
fn what_was_kept_is_there_when_the_store_is_opened_again() {
    let Desk { folder, store } = desk();
    let run_id = begun(store.set_workflow(set("C-1", 0)).unwrap());
    let (path, store_id) = (store.path().to_owned(), store.store_id().to_owned());
    let before = store.detail(run_id).unwrap();
    drop(store);
    let again = Store::open_or_make(&path).unwrap();
    assert_eq!(again.detail(run_id).unwrap(), before);
    assert_eq!(again.store_id(), store_id);
    drop(folder);
}

#[test]
fn a_store_of_the_first_schema_is_brought_to_the_newest_with_its_history_and_letters() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("calls.db");
    {
        let old = Connection::open(&path).unwrap();
        old.execute_batch(include_str!("schema-1.sql")).unwrap();
        old.execute(
            "INSERT INTO definitions VALUES (1, 'v', 'Complaint', ?1, 0)",
            [serde_json::to_string(&definition("Complaint", COMPLAINT)).unwrap()],
        )
        .unwrap();
        old.execute("INSERT INTO workflows VALUES ('Complaint', 1)", [])
            .unwrap();
        old.execute_batch(
            r#"PRAGMA application_id = 0x4c656777; PRAGMA user_version = 1;
            INSERT INTO identity VALUES ('one');
            INSERT INTO calls VALUES ('C-1', 1, '{}', 0), ('C-2', 1, '{}', 0);
            INSERT INTO runs (id, call_id, workflow, definition_id, state, stage, started_at) VALUES
            (1, 'C-1', 'Complaint', 1, '{"id":1,"state":{"waiting":{"stage":1,"since":0}},"entry":1,"fields":["Ann"],"is_alerted":false,"latest":null}', 1, 0),
            (2, 'C-2', 'Complaint', 1, '{"id":2,"state":{"ended":{"stage":2,"at":1,"outcome":"Resolved"}},"entry":2,"fields":["Ann"],"is_alerted":false,"latest":null}', 2, 0);
            INSERT INTO history VALUES
            (2, 2, 1, 2, '[{"enter_stage":{"cause":"link"}},{"send_email":{"to":"a@example.com","subject":"S","body":"B"}}]'),
            (2, 1, 0, 1, '[{"enter_stage":{"cause":"new_call"}}]'),
            (1, 1, 0, 1, '[{"enter_stage":{"cause":"new_call"}}]');
            INSERT INTO outbox (run_id, entry, number, not_before) VALUES (2, 2, 1, 1);"#,
        )
        .unwrap();
    }
    let store = Store::open_or_make(&path).unwrap();
    assert_eq!(entered(&store, RunId(1)), [1]);
    assert_eq!(entered(&store, RunId(2)), [1, 2]);
    let letters = store.lease_letters("here", at(1), at(2), 10).unwrap();
    assert!(matches!(&letters[..], [letter] if letter.what.is_outward() && letter.call == "C-2"));
    store.push(push(RunId(1), 1, "Called back", 1)).unwrap();
    assert_eq!(entered(&store, RunId(1)), [1, 2]);
}

#[test]
fn a_file_that_is_no_store_or_a_newer_one_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x");
    let refusal = |path: &Path| {
        let before = fs::read(path).ok();
        let refusal = Store::open_or_make(path).unwrap_err();
        assert_eq!(fs::read(path).ok(), before);
        refusal
    };
    fs::write(&path, "not a store").unwrap();
    assert_eq!(refusal(&path), StoreError::NotAStore { path: path.clone() });
    let other = folder.path().join("other.db");
    Connection::open(&other)
        .unwrap()
        .execute_batch("CREATE TABLE t (x)")
        .unwrap();
    assert_eq!(
        Store::open(&other).unwrap_err(),
        StoreError::NotAStore { path: other }
    );
    let newer = folder.path().join("newer.db");
    drop(Store::open_or_make(&newer).unwrap());
    Connection::open(&newer)
        .unwrap()
        .pragma_update(None, "user_version", 99)
        .unwrap();
    assert_eq!(
        Store::open(&newer).unwrap_err(),
        StoreError::Newer {
            path: newer,
            version: 99
        }
    );
    let gone = folder.path().join("gone.db");
    assert_eq!(
        Store::open(&gone).unwrap_err(),
        StoreError::NotFound { path: gone }
    );
}

#[test]
fn a_torn_or_overwritten_store_is_refused_with_a_sentence() {
    let Desk { folder, store } = desk();
    for call in 0..50 {
        store.set_workflow(set(&format!("C-{call}"), 0)).unwrap();
    }
    let path = store.path().to_owned();
    drop(store);
    let whole = fs::read(&path).unwrap();
    for length in [whole.len() / 2, whole.len() - 4_096, 4_096, 120] {
        fs::write(&path, &whole[..length]).unwrap();
        let refusal = Store::open_or_make(&path).unwrap_err();
        assert!(
            matches!(refusal, StoreError::Damaged { .. }),
            "{length}: {refusal}"
        );
    }
    let mut scribbled = whole.clone();
    for page in 1..whole.len() / 4_096 {
        scribbled[page * 4_096..page * 4_096 + 64].fill(0x5a);
    }
    fs::write(&path, scribbled).unwrap();
    let refusal = Store::open_or_make(&path).unwrap_err();
    assert!(matches!(refusal, StoreError::Damaged { .. }), "{refusal}");
    fs::write(&path, whole).unwrap();
    assert!(Store::open_or_make(&path).is_ok());
    drop(folder);
}
