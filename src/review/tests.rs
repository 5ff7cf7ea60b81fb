//! Does a merge lose nothing, and does a difference tell everything?

use super::*;
use crate::arrange;
use crate::edit::{Below, Refusal, Transaction, commands};
use crate::workflow::{ActionId, ActionKind, Design, EventId, Flow, Layout, ValueName, sketch};
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
            "changed message of Alert of stage 1: “Ring” to “Write”",
            "changed name of stage 3: “Too late”",
            "changed target of Link of stage 3: “stage 1, New Call” to “stage 2, A”",
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
            "added Button “Done” of stage 2",
            "added stage 4, Done",
            "moved Alert “Ring” of stage 3: “stage 1” to “stage 3”",
            "removed Note “Late” of stage 3",
        ]
    );
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
    assert_eq!(merged.conflicts.len(), 1);
    assert_eq!(
        merged.conflicts[0].message,
        "Both amendments changed the message of Alert “Write”: “Write” stands, the other made it “Visit”."
    );
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
    for (ours, theirs) in [(&ours, &theirs), (&theirs, &ours)] {
        let merged = merge(&base, ours, theirs);
        let stage = merged.design.workflow.event(EventId(3)).unwrap();
        assert_eq!(stage.actions.len(), 2);
        assert!(merged.conflicts[0].message.contains("deleted stage 3"));
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
