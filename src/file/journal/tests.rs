//! Does a journal give back what was done, wherever it is cut off, and does it stay out of the way of the living?

use super::*;
use crate::edit::commands;
use crate::edit::{Editor, GestureId, Transaction};
use crate::file::{Stamp, save};
use crate::workflow::{
    ActionId, ActionKind, Annotation, AnnotationId, AnnotationKind, Conflict, Design, EventId,
    EventKind, Layout, Place, Position, Priority, Seal, Size, Tint, ValueName, Version, Waiver,
    sketch,
};
use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const SKETCH: &str = "fields a\n1 New Call\n  button \"A\" -> 2\n  timer 1d -> 3\n2 Button Pushed\n  note \"x\"\n3 Timer Elapsed\n  finish \"f\"";

fn design() -> Design {
    let workflow = sketch::parse(SKETCH).unwrap();
    let cards = workflow.events().map(|event| event.id).zip(0..);
    let cards: Vec<_> = cards.map(|(id, x)| (id, Position::new(x, 0))).collect();
    Design::new(workflow, Layout::from_cards(cards))
}

fn keeping(folder: &Path) -> Keeping {
    Keeping {
        folder: folder.to_owned(),
        wake: Arc::new(|| {}),
    }
}

fn opened(folder: &Path) -> JournaledEditor {
    let mut editor = JournaledEditor::new(design());
    let base = Base::of_new(&design());
    editor.keep_journal(keeping(folder), Origin::default(), base);
    editor
}

fn rename(editor: &mut JournaledEditor, name: &str) {
    let renamed = commands::rename_workflow(editor.design(), name);
    editor.commit(renamed.unwrap()).unwrap();
}

/// All files of a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    entries.map(|entry| entry.unwrap().path()).collect()
}

/// What an orphan's tile says.
fn whats(folder: &Path) -> Vec<String> {
    let orphans = orphans(folder).into_iter();
    orphans.map(|orphan| orphan.rescue.unwrap().what).collect()
}

fn recovered(journal: &Path) -> Recovered {
    recover(journal, Arc::new(|| {})).unwrap()
}

fn wait_for(what: &str, is_so: impl Fn() -> bool) {
    let begin = Instant::now();
    while !is_so() {
        assert!(begin.elapsed() < Duration::from_secs(20), "never: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn merely_opening_a_design_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut editor = opened(folder.path());
    editor.undo();
    editor.redo();
    editor.mark_saved(Path::new("a.ron"), &Stamp::of(b"a"));
    drop(editor);
    assert!(files(folder.path()).is_empty());
}

#[test]
fn what_was_not_saved_is_offered_and_comes_back_with_its_history() {
    let folder = tempfile::tempdir().unwrap();
    let mut editor = opened(folder.path());
    rename(&mut editor, "b");
    editor.mark_saved(Path::new("/somewhere/a.ron"), &Stamp::of(b"a"));
    rename(&mut editor, "c");
    rename(&mut editor, "d");
    editor.undo();
    drop(editor);

    assert_eq!(whats(folder.path()), ["1 step, the last: rename workflow"]);
    let orphan = orphans(folder.path()).remove(0);
    assert_eq!(orphan.rescue.unwrap().name, "c");
    let mut found = recovered(&orphan.journal);
    let origin = Origin::of_file(Path::new("/somewhere/a.ron"), &Stamp::of(b"a"));
    assert_eq!(found.origin, origin);
    let name = |found: &Recovered| found.editor.design().workflow.name().to_owned();
    assert!(found.editor.is_unsaved());
    found.editor.undo();
    assert!(!found.editor.is_unsaved());
    found.editor.undo();
    assert_eq!(name(&found), "Sketch");
    while found.editor.redo().is_some() {}
    assert_eq!(name(&found), "d");
}

#[test]
fn work_that_was_recovered_is_still_there_after_the_next_crash() {
    let folder = tempfile::tempdir().unwrap();
    let mut editor = opened(folder.path());
    rename(&mut editor, "b");
    drop(editor);
    let mut found = recovered(&files(folder.path())[0]);
    rename(&mut found.editor, "c");
    drop(found);
    assert_eq!(whats(folder.path()), ["2 steps, the last: rename workflow"]);
}

#[test]
fn typing_goes_on_as_a_step_of_its_own_after_a_recovery() {
    let folder = tempfile::tempdir().unwrap();
    let type_name = |editor: &mut JournaledEditor, name: &str| {
        let typed = commands::rename_workflow(editor.design(), name);
        editor
            .commit_in_gesture(typed.unwrap(), GestureId(1))
            .unwrap();
    };
    let mut editor = opened(folder.path());
    type_name(&mut editor, "b");
    type_name(&mut editor, "bc");
    drop(editor);
    for _ in 0..2 {
        let mut found = recovered(&files(folder.path())[0]);
        type_name(&mut found.editor, "bcd");
        found.editor.undo();
        assert_eq!(found.editor.design().workflow.name(), "bc");
    }
}

#[test]
fn a_journal_is_gone_with_the_work_that_is_saved_or_not_wanted() {
    let folder = tempfile::tempdir().unwrap();
    let mut closed = opened(folder.path());
    rename(&mut closed, "b");
    closed.remove_journal();
    rename(&mut closed, "c");
    drop(closed);
    assert!(files(folder.path()).is_empty());

    let mut saved = opened(folder.path());
    rename(&mut saved, "b");
    saved.mark_saved(Path::new("a.ron"), &Stamp::of(b"a"));
    drop(saved);
    assert_eq!(files(folder.path()).len(), 1);
    assert!(orphans(folder.path()).is_empty());
    assert!(files(folder.path()).is_empty());

    let mut discarded = opened(folder.path());
    rename(&mut discarded, "b");
    drop(discarded);
    discard(&files(folder.path())[0]).unwrap();
    assert!(files(folder.path()).is_empty());
}

#[test]
fn nobody_touches_the_journal_of_a_living_window() {
    let folder = tempfile::tempdir().unwrap();
    let mut editor = opened(folder.path());
    rename(&mut editor, "b");
    wait_for("the journal is begun", || {
        files(folder.path())
            .iter()
            .any(|path| path.extension().is_some_and(|own| own == EXTENSION))
    });
    let journal = files(folder.path()).remove(0);
    assert!(orphans(folder.path()).is_empty());
    let fault = recover(&journal, Arc::new(|| {})).unwrap_err();
    assert!(matches!(fault, JournalFault::InUse), "{fault}");
    assert!(discard(&journal).is_err());
    drop(editor);
    assert_eq!(orphans(folder.path()).len(), 1);
}

#[test]
fn every_orphan_of_a_file_is_offered_and_the_latest_comes_first() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["first", "second"] {
        let mut editor = opened(folder.path());
        rename(&mut editor, name);
        drop(editor);
        std::thread::sleep(Duration::from_millis(20));
    }
    let names: Vec<String> = orphans(folder.path())
        .into_iter()
        .map(|orphan| orphan.rescue.unwrap().name)
        .collect();
    assert_eq!(names, ["second", "first"]);
}

#[test]
fn a_journal_that_cannot_be_written_says_so_and_is_written_as_soon_as_it_can_be() {
    let desk = tempfile::tempdir().unwrap();
    let folder = desk.path().join("recovery");
    fs::write(&folder, "a file where the folder should be").unwrap();
    let woken = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&woken);
    let mut editor = JournaledEditor::new(design());
    let keeping = Keeping {
        folder: folder.clone(),
        wake: Arc::new(move || {
            count.fetch_add(1, Ordering::Relaxed);
        }),
    };
    editor.keep_journal(keeping, Origin::default(), Base::of_new(&design()));
    rename(&mut editor, "b");
    wait_for("it says so", || editor.trouble().is_some());
    assert_eq!(editor.trouble().unwrap(), "there is no folder for it");
    rename(&mut editor, "c");
    fs::remove_file(&folder).unwrap();
    wait_for("it is written", || editor.trouble().is_none());
    assert_eq!(woken.load(Ordering::Relaxed), 2);
    drop(editor);
    assert_eq!(whats(&folder), ["2 steps, the last: rename workflow"]);
}

#[test]
fn a_journal_that_somebody_has_deleted_is_written_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut editor = opened(folder.path());
    rename(&mut editor, "b");
    wait_for("the journal is begun", || {
        orphans(folder.path()).is_empty()
            && files(folder.path())
                .iter()
                .any(|path| path.extension().is_some_and(|own| own == EXTENSION))
    });
    fs::remove_file(&files(folder.path())[0]).unwrap();
    rename(&mut editor, "c");
    drop(editor);
    assert_eq!(whats(folder.path()), ["2 steps, the last: rename workflow"]);
}

#[test]
fn what_cannot_be_recovered_says_why_and_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    for (content, sentence) in [
        (
            "",
            "its beginning is damaged, so that it tells nothing any more",
        ),
        (
            "{\"legwork_journal\":1,\"file\":null,\"stamp\":null}\n\0\0\0\0",
            "its beginning is damaged, so that it tells nothing any more",
        ),
        (
            "{\"legwork_journal\":99,\"file\":null,\"stamp\":null}\nwhatever\n",
            "a newer Legwork has written it (format 99, and this one reads up to 1); recover the work with that one",
        ),
    ] {
        let path = folder.path().join("a.journal");
        fs::write(&path, content).unwrap();
        let found = orphans(folder.path());
        assert_eq!(found[0].rescue, Err(sentence.to_owned()));
        assert!(recover(&path, Arc::new(|| {})).is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), content);
    }
}

#[test]
fn a_journal_with_damage_gives_what_stands_before_it_and_is_kept_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let mut editor = opened(folder.path());
    for name in ["b", "c", "d"] {
        rename(&mut editor, name);
    }
    drop(editor);
    let journal = files(folder.path()).remove(0);
    let damaged = fs::read_to_string(&journal)
        .unwrap()
        .replace("\"after\":\"c\"", "\"after\":7");
    fs::write(&journal, &damaged).unwrap();

    let rescue = orphans(folder.path()).remove(0).rescue.unwrap();
    assert!(rescue.is_damaged && rescue.name == "b");
    let mut found = recovered(&journal);
    assert_eq!(
        fs::read_to_string(found.damaged.as_ref().unwrap()).unwrap(),
        damaged
    );
    rename(&mut found.editor, "e");
    drop(found);
    let rescue = orphans(folder.path()).remove(0).rescue.unwrap();
    assert!(!rescue.is_damaged && rescue.name == "e");
}

#[test]
fn a_journal_that_was_never_finished_beginning_is_swept_away() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.begun"), "{\"legwork").unwrap();
    assert!(orphans(folder.path()).is_empty());
    assert!(files(folder.path()).is_empty());
}

#[test]
fn what_only_a_files_text_can_show_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.ron");
    let twice = "(format: 2, workflow: (events: [(id: 1, stage: 1, on: NewCall), (id: 1, stage: 2, on: NewCall)]))";
    fs::write(&path, twice).unwrap();
    let read = crate::file::read(&path).unwrap();
    let mut design = read.design;
    design.layout = Layout::from_cards([(EventId(1), Position::new(3, 4))]);
    let mut editor = JournaledEditor::new(design.clone());
    let base = Base::of_file(read.text, &design, true);
    let origin = Origin::of_file(&path, &read.stamp);
    editor.keep_journal(keeping(&folder.path().join("recovery")), origin, base);
    let accepted = commands::accept_read_fault(editor.design(), 0);
    editor.commit(accepted.unwrap()).unwrap();
    let after = editor.design().clone();
    drop(editor);
    let mut found = recovered(&files(&folder.path().join("recovery"))[0]);
    assert_eq!(found.editor.design(), &after);
    found.editor.undo();
    assert_eq!(found.editor.design(), &design);
}

#[test]
#[cfg(unix)]
fn a_path_that_is_no_text_is_kept() {
    use std::os::unix::ffi::OsStrExt as _;
    let path = Path::new(std::ffi::OsStr::from_bytes(b"/a/\xff.ron"));
    let shape = shape::PathShape::from(path);
    let text = serde_json::to_string(&shape).unwrap();
    let read: shape::PathShape = serde_json::from_str(&text).unwrap();
    assert_eq!(PathBuf::from(read), path);
}

/// Every kind of change, in steps that can be made one after the other.
fn all_changes() -> Vec<Transaction> {
    let mut design = design();
    let mut made = Vec::new();
    let mut add = |command: &dyn Fn(&Design) -> Transaction| {
        let transaction = command(&design);
        transaction.apply(&mut design).unwrap();
        made.push(transaction);
    };
    add(&|design| commands::rename_workflow(design, "“ü\n\u{0}\"").unwrap());
    add(&|design| commands::declare_field(design, "phone").unwrap());
    for kind in ActionKind::ALL {
        add(&move |design| commands::add_action(design, EventId(2), kind.blank()).unwrap());
    }
    add(&|design| commands::set_value(design, ActionId(3), ValueName::Text, "y").unwrap());
    add(&|design| commands::rename_stage(design, EventId(2), "x").unwrap());
    add(&|design| commands::move_cards(design, &[(EventId(1), Position::new(-8, 12))]).unwrap());
    add(&|design| commands::move_action(design, ActionId(2), EventId(2), 0).unwrap());
    add(&|design| {
        let fewer = super::super::parse(
            "(format: 3, workflow: (events: [(id: 1, stage: 1, on: NewCall, actions: [(id: 1, do: Note(text: \"\"))]), \
             (id: 1, stage: 2, on: NewCall)]), \
             layout: (annotations: [(id: 1, kind: Frame, x: 1, y: 2)], collapsed: [1], bookmarks: [(event: 1, name: \"b\")]))",
            Path::new("a"),
        );
        let mut fewer = fewer.unwrap();
        let places = [
            Place::Workflow,
            Place::Field("a".to_owned()),
            Place::Event(EventId(1)),
            Place::Action(ActionId(1)),
            Place::Value(ActionId(1), ValueName::Text),
        ];
        fewer.waivers = places
            .map(|place| Waiver {
                rule: "r".to_owned(),
                place,
                reason: "b".to_owned(),
                name: "c".to_owned(),
                seal: Seal(u64::MAX),
            })
            .to_vec();
        fewer.layout.annotate([(
            AnnotationId(2),
            Annotation {
                kind: AnnotationKind::StickyNote,
                text: "t".to_owned(),
                tint: Tint::Violet,
                position: Position::new(i32::MIN, i32::MAX),
                size: Size::default(),
            },
        )]);
        commands::take_over(design, &fewer)
    });
    add(&|design| {
        let mut conflicting = design.clone();
        let order = Version::Order(vec![ActionId(1), ActionId(2)]);
        let versions = [
            Version::Text("“ü\n\u{0}\"".to_owned()),
            Version::Target(None),
            Version::Action(ActionKind::Timer.blank()),
            Version::EventKind(EventKind::TimerElapsed),
            Version::Priority(Priority::Urgent),
            Version::Home(EventId(1)),
            Version::Kept,
        ];
        let conflicts = versions.map(|theirs| Conflict {
            place: Place::Event(EventId(1)),
            ours: order.clone(),
            theirs,
        });
        conflicting.workflow = conflicting.workflow.with_conflicts(conflicts.to_vec());
        commands::take_over(design, &conflicting)
    });
    made
}

#[derive(Clone, Debug)]
enum Deed {
    Commit,
    CommitInGesture(u64),
    Undo,
    Redo,
    Saved,
    Unsaved,
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        6 => Just(Deed::Commit),
        3 => (0..2_u64).prop_map(Deed::CommitInGesture),
        3 => Just(Deed::Undo),
        2 => Just(Deed::Redo),
        1 => Just(Deed::Saved),
        1 => Just(Deed::Unsaved),
    ]
}

/// Where an editor stands: its design, what undo and redo would do, and whether there is unsaved work.
type State = (Design, Option<String>, Option<String>, bool);

fn state(editor: &Editor) -> State {
    let owned = |label: Option<&str>| label.map(str::to_owned);
    (
        editor.design().clone(),
        owned(editor.undo_label()),
        owned(editor.redo_label()),
        editor.is_unsaved(),
    )
}

/// Does it all with a journal. Returns where the editor stood at the beginning and after each thing done, and what
/// stands in the journal.
fn done(folder: &TempDir, deeds: &[Deed]) -> (Vec<State>, Vec<u8>) {
    let changes = all_changes();
    let mut editor = opened(folder.path());
    let mut states = vec![state(&editor)];
    for (number, deed) in std::iter::once(&Deed::Commit).chain(deeds).enumerate() {
        let name = |editor: &JournaledEditor| {
            commands::rename_workflow(editor.design(), &number.to_string()).unwrap()
        };
        match deed {
            Deed::Commit => {
                // The next that fits here, or a name.
                let fitting = changes
                    .iter()
                    .find(|transaction| transaction.apply(&mut editor.design().clone()).is_ok());
                let transaction = fitting
                    .filter(|_| number % 3 != 2)
                    .cloned()
                    .unwrap_or_else(|| name(&editor));
                editor.commit(transaction).unwrap();
            }
            Deed::CommitInGesture(gesture) => {
                let transaction = name(&editor);
                editor
                    .commit_in_gesture(transaction, GestureId(*gesture))
                    .unwrap();
            }
            Deed::Undo => _ = editor.undo(),
            Deed::Redo => _ = editor.redo(),
            Deed::Saved => editor.mark_saved(Path::new("/a.ron"), &Stamp::of(b"a")),
            Deed::Unsaved => editor.mark_unsaved(),
        }
        states.push(state(&editor));
    }
    drop(editor);
    let journal = files(folder.path()).remove(0);
    let bytes = fs::read(&journal).unwrap();
    fs::remove_file(journal).unwrap();
    (states, bytes)
}

#[test]
fn every_kind_of_change_is_written_and_read_to_the_last_detail() {
    let mut kinds = Vec::new();
    for transaction in all_changes() {
        for transaction in [transaction.inverted(), transaction] {
            kinds.extend(transaction.changes.iter().map(std::mem::discriminant));
            let line = shape::StepLine::Commit(transaction);
            let text = serde_json::to_string(&line).unwrap();
            let read: shape::StepLine = serde_json::from_str(&text).unwrap();
            assert_eq!(read, line);
        }
    }
    kinds.sort_by_key(|kind| format!("{kind:?}"));
    kinds.dedup();
    assert_eq!(kinds.len(), 17, "a kind of change is not among them");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_journal_that_is_cut_anywhere_gives_the_history_up_to_there(
        deeds in prop::collection::vec(deed(), 0..25),
        cuts in prop::collection::vec(0.0..=1.0_f64, 8),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let (states, bytes) = done(&folder, &deeds);
        let head_length = bytes.split_inclusive(|&b| b == b'\n').take(2).map(<[u8]>::len).sum::<usize>();
        let cuts = cuts.into_iter().map(|part| (part * bytes.len() as f64) as usize);
        for cut in cuts.chain([bytes.len()]) {
            let mut played = Vec::new();
            match History::play(&bytes[..cut], |editor| played.push(state(editor))) {
                Ok(history) => {
                    prop_assert!(history.damaged_line.is_none());
                    let line_count = bytes[..cut].split(|&b| b == b'\n').count() - 1;
                    prop_assert_eq!(history.step_count, line_count - 2);
                    prop_assert_eq!(&played[..], &states[..=history.step_count]);
                }
                Err(fault) => prop_assert!(cut < head_length, "{}", fault),
            }
        }
    }

    #[test]
    fn whatever_stands_in_a_journal_nothing_panics(
        at in 0.0..1.0_f64,
        byte in any::<u8>(),
        garbage in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let _ = History::play(&garbage, |_| {});
        let folder = tempfile::tempdir().unwrap();
        let (_, mut bytes) = done(&folder, &[Deed::Commit, Deed::Undo, Deed::Saved, Deed::Commit]);
        let at = (at * bytes.len() as f64) as usize;
        bytes[at] = byte;
        let _ = History::play(&bytes, |_| {});
    }
}

#[test]
fn a_design_that_was_saved_reads_as_the_journal_says() {
    let folder = tempfile::tempdir().unwrap();
    let mut editor = opened(&folder.path().join("recovery"));
    rename(&mut editor, "b");
    let path = folder.path().join("a.ron");
    let stamp = save(&path, editor.design(), None).unwrap();
    editor.mark_saved(&path, &stamp);
    rename(&mut editor, "c");
    drop(editor);
    let found = recovered(&files(&folder.path().join("recovery"))[0]);
    let read = crate::file::read(&path).unwrap();
    assert_eq!(found.origin.stamp, Some(read.stamp));
}
