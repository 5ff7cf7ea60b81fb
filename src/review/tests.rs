//! Does a merge lose nothing, and does a difference tell everything?

use super::*;
use crate::arrange;
use crate::edit::{Below, Refusal, Transaction, commands};
use crate::workflow::{
    ActionId, ActionKind, Annotation, AnnotationId, AnnotationKind, Conflict, Design, EventId,
    Flow, Layout, Place, Position, Size, Tint, ValueName, Version, sketch,
};
use proptest::prelude::*;

const CALLBACK: &str = "fields phone
1 New Call
  alert \"Ring\" \"Care\"
  button \"A\" -> 2
  timer \"1d\" -> 3
2 Button Pushed
  finish \"Done\"
3 Timer Elapsed
  note \"Late\"
  link -> 1
";

fn design(text: &str) -> Design {
    let workflow = sketch::parse(text).unwrap();
    let cards = arrange::arrange(&workflow, &Flow::new(&workflow));
    Design::new(workflow, Layout::from_cards(cards))
}

fn amended(design: &Design, edit: impl FnOnce(&Design) -> Result<Transaction, Refusal>) -> Design {
    let mut amended = design.clone();
    edit(design).unwrap().apply(&mut amended).unwrap();
    amended
}

fn with_value(design: &Design, action: u32, name: ValueName, text: &str) -> Design {
    amended(design, |design| {
        commands::set_value(design, ActionId(action), name, text)
    })
}

fn with_action(design: &Design, stage: u32, kind: ActionKind) -> Design {
    amended(design, |design| {
        commands::add_action(design, EventId(stage), kind.blank())
    })
}

fn told(before: &Design, after: &Design) -> Vec<String> {
    differences(before, after)
        .iter()
        .map(ToString::to_string)
        .collect()
}

#[test]
fn a_design_does_not_differ_from_itself() {
    assert_eq!(
        told(&design(CALLBACK), &design(CALLBACK)),
        [] as [String; 0]
    );
}

#[test]
fn values_targets_and_names_are_told_with_both_states() {
    let before = design(CALLBACK);
    let after = with_value(&before, 1, ValueName::Message, "Write");
    let after = amended(&after, |design| {
        commands::rename_stage(design, EventId(3), "Too late")
    });
    let after = amended(&after, |design| {
        commands::set_link(design, ActionId(6), EventId(2))
    });
    assert_eq!(
        told(&before, &after),
        [
            "~ Stage 1, New Call: message of Alert “Ring” → “Write”",
            "~ Stage 3, Too late: name nothing → “Too late”",
            "~ Stage 3, Too late: target of Link “stage 1, New Call” → “stage 2, A”",
        ]
    );
}

#[test]
fn what_is_added_removed_and_moved_is_told_apart_from_layout() {
    let before = design(CALLBACK);
    let after = with_action(&before, 2, ActionKind::Button);
    let after = amended(&after, |design| {
        commands::delete_action(design, ActionId(5), Below::Delete)
    });
    let after = amended(&after, |design| {
        commands::move_action(design, ActionId(1), EventId(3), 0)
    });
    let logic: Vec<String> = differences(&before, &after)
        .iter()
        .filter(|difference| difference.aspect == Aspect::Logic)
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        logic,
        [
            "+ Stage 2, A: Button “Done”",
            "+ Stage 4, Done",
            "> Stage 3, 1d passed: Alert “Ring”, stage 1 → stage 3",
            "- Stage 3, 1d passed: Note “Late”",
        ]
    );
}

#[test]
fn an_action_of_another_kind_is_told_as_what_it_was_and_is() {
    let before = design(CALLBACK);
    let after = amended(&before, |design| {
        commands::change_kind(design, ActionId(5), ActionKind::Finish, Below::Delete)
    });
    assert_eq!(
        told(&before, &after),
        ["~ Stage 3, 1d passed: Note “Late” → Finish Workflow “Late”"]
    );
}

#[test]
fn of_actions_in_another_order_the_fewest_are_told() {
    let before = design("1 New Call\n  note \"a\"\n  note \"b\"\n  note \"c\"\n  note \"d\"\n");
    let after = moved(&before, 1, 1, 3);
    assert_eq!(
        told(&before, &after),
        ["> Stage 1, New Call: Note “a”, place 1 → 4"]
    );
}

#[test]
fn everything_that_is_not_logic_is_told_by_what_it_is() {
    let before = design(CALLBACK);
    let mut after = before.clone();
    let note = Annotation {
        kind: AnnotationKind::StickyNote,
        text: "Ask Ann".to_owned(),
        tint: Tint::Yellow,
        position: Position::new(0, 400),
        size: Size::default(),
    };
    after.layout.annotate([(AnnotationId(1), note)]);
    after
        .layout
        .set_bookmarks([(EventId(2), "here".to_owned())]);
    after.layout.collapse([EventId(3)]);
    let after = amended(&after, |design| {
        commands::move_cards(design, &[(EventId(1), Position::new(-400, 0))])
    });
    let after = amended(&after, |design| {
        let place = Place::Event(EventId(2));
        commands::waive(design, "silent-wait", &place, "Watched", "Ann")
    });
    assert_eq!(
        told(&before, &after),
        [
            "> 1 card",
            "+ sticky note “Ask Ann”",
            "+ Stage 2, A: bookmark “here”",
            "~ which legs are collapsed",
            "+ Stage 2, A: waiver of silent-wait by Ann: “Watched”",
        ]
    );
    let back = differences(&after, &before);
    assert!(back.iter().all(|it| it.aspect != Aspect::Logic));
    assert_eq!(back.len(), 5);
}

#[test]
fn fields_are_told_by_name_and_their_order_when_only_that_has_changed() {
    let before = design("fields a b c\n1 New Call\n");
    let after = design("fields c a\n1 New Call\n");
    let gone = "- field b";
    assert_eq!(told(&before, &after), [gone, "> order of the fields"]);
}

#[test]
fn merging_with_oneself_changes_nothing() {
    let base = design(CALLBACK);
    let ours = with_action(&base, 1, ActionKind::Timer);
    let merged = merge(&base, &ours, &ours);
    assert_eq!(merged.design, ours);
    assert_eq!(merged.conflicts, []);
    assert_eq!(merge(&base, &ours, &base).design, ours);
    assert_eq!(merge(&base, &base, &ours).design, ours);
}

#[test]
fn two_new_stages_of_one_number_are_both_kept_under_two() {
    let base = design(CALLBACK);
    let ours = with_value(
        &with_action(&base, 2, ActionKind::Button),
        7,
        ValueName::Label,
        "Ours",
    );
    let theirs = with_value(
        &with_action(&base, 1, ActionKind::Button),
        7,
        ValueName::Label,
        "Theirs",
    );
    let merged = merge(&base, &ours, &theirs);
    assert_eq!(merged.conflicts, []);
    let workflow = &merged.design.workflow;
    let stages: Vec<u32> = workflow.events().map(|event| event.stage).collect();
    assert_eq!(stages, [1, 2, 3, 4, 5]);
    assert_eq!(workflow.read_faults(), []);
    let labels: Vec<&str> = workflow
        .events()
        .flat_map(|event| &event.actions)
        .filter_map(|action| action.data.value(ValueName::Label))
        .collect();
    assert!(labels.contains(&"Ours") && labels.contains(&"Theirs"));
    assert_eq!(merge(&base, &theirs, &ours).design.workflow, *workflow);
}

#[test]
fn what_both_changed_is_named_and_ours_stands() {
    let base = design(CALLBACK);
    let ours = with_value(&base, 1, ValueName::Message, "Write");
    let theirs = with_value(&base, 1, ValueName::Message, "Visit");
    let theirs = with_value(&theirs, 1, ValueName::Team, "Field");
    let merged = merge(&base, &ours, &theirs);
    let text = |text: &str| Version::Text(text.to_owned());
    let conflict = Conflict {
        place: Place::Value(ActionId(1), ValueName::Message),
        ours: text("Write"),
        theirs: text("Visit"),
    };
    assert_eq!(merged.conflicts, std::slice::from_ref(&conflict));
    assert_eq!(merged.design.workflow.conflicts(), [conflict]);
    let alert = merged.design.workflow.action(ActionId(1)).unwrap();
    assert_eq!(alert.data.value(ValueName::Message), Some("Write"));
    assert_eq!(alert.data.value(ValueName::Team), Some("Field"));
}

#[test]
fn what_one_deleted_and_the_other_changed_is_kept() {
    let base = design(CALLBACK);
    let ours = amended(&base, |design| {
        commands::delete_stages(design, &[EventId(3)], Below::Delete)
    });
    let theirs = with_value(&base, 5, ValueName::Text, "Much too late");
    let versions = [Version::Deleted, Version::Kept];
    let orders = [(&ours, &theirs, [0, 1]), (&theirs, &ours, [1, 0])];
    for (ours, theirs, [first, second]) in orders {
        let merged = merge(&base, ours, theirs);
        let stage = merged.design.workflow.event(EventId(3)).unwrap();
        assert_eq!(stage.actions.len(), 2);
        let conflict = Conflict {
            place: Place::Event(EventId(3)),
            ours: versions[first].clone(),
            theirs: versions[second].clone(),
        };
        assert_eq!(merged.conflicts, [conflict]);
        assert!(merged.design.layout.card(EventId(3)).is_some());
    }
}

#[test]
fn what_one_deleted_and_the_other_left_alone_is_gone() {
    let base = design(CALLBACK);
    let ours = amended(&base, |design| {
        commands::delete_stages(design, &[EventId(3)], Below::Delete)
    });
    let theirs = with_value(&base, 4, ValueName::Outcome, "Settled");
    let merged = merge(&base, &ours, &theirs);
    assert_eq!(merged.conflicts, []);
    assert!(merged.design.workflow.event(EventId(3)).is_none());
    assert_eq!(merged.design.workflow.action_count(), 3);
}

fn moved(design: &Design, action: u32, stage: u32, index: usize) -> Design {
    amended(design, |design| {
        commands::move_action(design, ActionId(action), EventId(stage), index)
    })
}

#[test]
fn what_both_moved_or_reordered_is_named_and_nothing_is_lost() {
    let base = design(CALLBACK);
    let (ours, theirs) = (moved(&base, 1, 2, 0), moved(&base, 1, 3, 0));
    let merged = merge(&base, &ours, &theirs);
    let home = |id| Version::Home(EventId(id));
    assert_eq!(merged.conflicts[0].ours, home(2));
    assert_eq!(merged.conflicts[0].theirs, home(3));
    assert_eq!(merged.conflicts.len(), 1);

    let (ours, theirs) = (moved(&base, 1, 1, 1), moved(&base, 3, 1, 0));
    let merged = merge(&base, &ours, &theirs);
    let order = |ids: [u32; 3]| Version::Order(ids.map(ActionId).to_vec());
    assert_eq!(merged.conflicts.len(), 1);
    assert_eq!(merged.conflicts[0].ours, order([2, 1, 3]));
    assert_eq!(merged.conflicts[0].theirs, order([3, 1, 2]));
    assert_eq!(merged.design.workflow.action_count(), 6);
}

#[test]
fn conflicts_of_an_earlier_merge_stay_until_one_side_settles_them() {
    let base = design(CALLBACK);
    let ours = with_value(&base, 1, ValueName::Message, "Write");
    let theirs = with_value(&base, 1, ValueName::Message, "Visit");
    let open = merge(&base, &ours, &theirs).design;
    let elsewhere = with_value(&open, 4, ValueName::Outcome, "Settled");
    let conflict = &open.workflow.conflicts()[0];
    let settled = amended(&open, |design| {
        commands::settle_conflict(design, conflict, &conflict.theirs)
    });

    let both_open = merge(&open, &elsewhere, &open);
    assert_eq!(both_open.conflicts, []);
    assert_eq!(both_open.design, elsewhere);
    for (ours, theirs) in [(&elsewhere, &settled), (&settled, &elsewhere)] {
        let merged = merge(&open, ours, theirs);
        assert_eq!(merged.conflicts, []);
        assert_eq!(merged.design.workflow.conflicts(), []);
        let alert = merged.design.workflow.action(ActionId(1)).unwrap();
        assert_eq!(alert.data.value(ValueName::Message), Some("Visit"));
    }
    // Both have settled it, each in its own way: that is a conflict again.
    let otherwise = with_value(&open, 1, ValueName::Message, "Ring twice");
    assert_eq!(
        merge(&open, &settled, &otherwise)
            .design
            .workflow
            .conflicts()
            .len(),
        1
    );
}

#[test]
fn conflicts_stay_with_what_they_are_about_when_it_gets_a_new_id() {
    let base = design(CALLBACK);
    let added = with_action(&base, 1, ActionKind::Note);
    let note = |design: &Design, text| with_value(design, 7, ValueName::Text, text);
    // Two who have worked on one branch contradict each other about a note that the other branch knows nothing of.
    let branch = merge(&added, &note(&added, "a"), &note(&added, "b")).design;
    assert_eq!(branch.workflow.conflicts().len(), 1);
    let other = with_action(&base, 2, ActionKind::Email);
    for (ours, theirs) in [(&branch, &other), (&other, &branch)] {
        let merged = merge(&base, ours, theirs).design.workflow;
        let [conflict] = merged.conflicts() else {
            panic!("{:?}", merged.conflicts());
        };
        assert_eq!(conflict.standing(&merged).as_ref(), Some(&conflict.ours));
        assert_eq!(merged.action_count(), 8);
    }
}

#[test]
fn of_two_new_notes_with_one_id_and_of_one_that_both_have_written_on_all_texts_are_kept() {
    let note = |design: &Design, text: &str| {
        let mut design = design.clone();
        let annotation = Annotation {
            kind: AnnotationKind::StickyNote,
            text: text.to_owned(),
            tint: Tint::Yellow,
            position: Position::new(0, 400),
            size: Size::default(),
        };
        design.layout.annotate([(AnnotationId(1), annotation)]);
        design
    };
    let texts = |design: &Design| -> Vec<String> {
        let notes = design.layout.annotations();
        notes.map(|(_, note)| note.text.clone()).collect()
    };
    let bare = design(CALLBACK);
    for base in [bare.clone(), note(&bare, "Ask Ann")] {
        let merged = merge(&base, &note(&base, "Ask Bob"), &note(&base, "Ask Eve"));
        assert_eq!(merged.conflicts, []);
        assert_eq!(texts(&merged.design), ["Ask Bob", "Ask Eve"]);
        assert_eq!(
            merge(&base, &note(&base, "Ask Bob"), &base).design,
            note(&base, "Ask Bob")
        );
    }
}

/// An edit of one stage that touches nothing of another: its value, a new action, a note, an order.
#[derive(Clone, Debug)]
enum Edit {
    Value(String),
    Rename(String),
    Add(ActionKind),
    Reorder,
}

fn any_edit() -> impl Strategy<Value = Edit> {
    let kinds = [
        ActionKind::Note,
        ActionKind::Alert,
        ActionKind::Button,
        ActionKind::Timer,
    ];
    prop_oneof![
        "[a-c]{1,3}".prop_map(Edit::Value),
        "[a-c]{1,3}".prop_map(Edit::Rename),
        prop::sample::select(kinds.to_vec()).prop_map(Edit::Add),
        Just(Edit::Reorder),
    ]
}

fn edited(design: &Design, stage: u32, edits: &[Edit]) -> Design {
    let mut design = design.clone();
    for edit in edits {
        let event = design.workflow.event(EventId(stage)).unwrap();
        let first = event.actions[0].clone();
        let name = first.data.kind().value_names().first().copied();
        let transaction = match edit {
            Edit::Value(text) => {
                let Some(name) = name else { continue };
                commands::set_value(&design, first.id, name, text)
            }
            Edit::Rename(name) => commands::rename_stage(&design, event.id, name),
            Edit::Add(kind) => commands::add_action(&design, event.id, kind.blank()),
            Edit::Reorder => {
                let last = event.actions.len() - 1;
                commands::move_action(&design, first.id, event.id, last)
            }
        };
        transaction.unwrap().apply(&mut design).unwrap();
    }
    design
}

proptest! {
    #[test]
    fn independent_amendments_merge_to_the_same_in_either_order_and_lose_nothing(
        ours in prop::collection::vec(any_edit(), 0..5),
        theirs in prop::collection::vec(any_edit(), 0..5),
    ) {
        let base = design(CALLBACK);
        let (a, b) = (edited(&base, 1, &ours), edited(&base, 3, &theirs));
        let merged = merge(&base, &a, &b);
        prop_assert_eq!(&merged.conflicts, &[]);
        let other = merge(&base, &b, &a);
        prop_assert_eq!(&merged.design.workflow, &other.design.workflow);
        prop_assert_eq!(merged.design.workflow.read_faults(), &[]);

        // As much is there as when both are applied one after the other, and the same of each stage.
        let both = edited(&a, 3, &theirs);
        let counts = |design: &Design| (design.workflow.stage_count(), design.workflow.action_count());
        prop_assert_eq!(counts(&merged.design), counts(&both));
        let said = |design: &Design, stage: u32| {
            let event = design.workflow.event(EventId(stage)).unwrap();
            let texts = event.actions.iter().map(|a| (a.data.kind(), a.data.main_text().to_owned()));
            (event.name.clone(), texts.collect::<Vec<_>>())
        };
        for stage in [1, 3] {
            prop_assert_eq!(said(&merged.design, stage), said(&both, stage));
        }
        prop_assert_eq!(merge(&base, &a, &a).design, a);
    }
}
