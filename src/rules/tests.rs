//! Does every rule keep what a rule promises? Over all of them, then over workflows nobody would draw.

use super::*;
use crate::edit::Transaction;
use crate::workflow::sketch::{self, Mark};
use crate::workflow::{
    Action, ActionData, ActionId, ActionKind, Counters, Event, EventId, EventKind,
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What a sketch cannot show; each has tests of its own.
const WITHOUT_EXAMPLES: [&str; 2] = ["duplicate-id", "merge-conflict"];

fn rules_with_examples() -> impl Iterator<Item = &'static Rule> {
    ALL.iter()
        .copied()
        .filter(|rule| !WITHOUT_EXAMPLES.contains(&rule.id))
}

fn design_of(sketch: &str) -> Design {
    Design {
        workflow: sketch::parse(sketch).unwrap(),
        ..Design::default()
    }
}

fn findings_in(design: &Design) -> Vec<Finding> {
    check(&design.workflow, &Flow::new(&design.workflow))
}

/// Rule and message of every finding.
fn findings_of(sketch: &str) -> Vec<(&'static str, String)> {
    let findings = findings_in(&design_of(sketch));
    findings
        .into_iter()
        .map(|finding| (finding.rule.id, finding.message))
        .collect()
}

/// The messages of one rule.
fn messages(rule_id: &str, sketch: &str) -> Vec<String> {
    let findings = findings_of(sketch).into_iter();
    findings
        .filter(|(id, _)| *id == rule_id)
        .map(|(_, message)| message)
        .collect()
}

fn errors_in(design: &Design) -> BTreeSet<(&'static str, Place)> {
    let findings = findings_in(design).into_iter();
    findings
        .filter(|finding| finding.rule.severity == Severity::Error)
        .map(|finding| (finding.rule.id, finding.place))
        .collect()
}

fn error_counts(design: &Design) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for (rule_id, _) in errors_in(design) {
        *counts.entry(rule_id).or_default() += 1;
    }
    counts
}

fn fixes_in(design: &Design, finding: &Finding) -> Vec<Fix> {
    fixes(design, &Flow::new(&design.workflow), finding)
}

fn mark_of(place: &Place) -> Mark {
    match *place {
        Place::Workflow | Place::Field(_) => Mark::Workflow,
        Place::Event(event_id) => Mark::Event(event_id),
        Place::Action(action_id) | Place::Value(action_id, _) => Mark::Action(action_id),
    }
}

#[test]
fn a_rule_is_found_by_its_id_which_is_unique_and_in_kebab_case() {
    for rule in ALL {
        assert_eq!(super::rule(rule.id), Some(*rule));
        assert!(
            std::ptr::eq(super::rule(rule.id).unwrap(), *rule),
            "{rule:?} is there twice"
        );
        let mut words = rule.id.split('-');
        assert!(
            words.all(|word| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase())),
            "{rule:?}"
        );
    }
    assert_eq!(rule("no-such-rule"), None);
}

#[test]
fn rules_are_listed_errors_first() {
    assert!(ALL.is_sorted_by_key(|rule| rule.severity));
}

#[test]
fn every_rule_says_in_whole_sentences_what_it_finds_and_why() {
    for rule in ALL {
        for text in [rule.summary, rule.why] {
            assert!(text.ends_with('.'), "{rule:?}: {text}");
            assert!(
                !text.contains('\n') && !text.contains("  "),
                "{rule:?}: {text}"
            );
        }
    }
}

#[test]
fn every_rule_reports_its_wrong_example_exactly_as_marked_and_no_other_error() {
    for rule in rules_with_examples() {
        let (workflow, marks) = sketch::parse_marked(rule.wrong).unwrap();
        assert!(!marks.is_empty(), "{rule:?}");
        let findings = check(&workflow, &Flow::new(&workflow));
        let (own, others): (Vec<_>, Vec<_>) =
            findings.iter().partition(|finding| finding.rule == rule);
        let places: Vec<Mark> = own.iter().map(|finding| mark_of(&finding.place)).collect();
        assert_eq!(places, marks, "{rule:?}: {own:?}");
        let other_errors = others.iter().filter(|f| f.rule.severity == Severity::Error);
        assert_eq!(other_errors.count(), 0, "{rule:?}: {others:?}");
    }
}

#[test]
fn no_rule_reports_its_right_example_nor_has_it_any_error() {
    for rule in rules_with_examples() {
        let design = design_of(rule.right);
        let own =
            |finding: &Finding| finding.rule == rule || finding.rule.severity == Severity::Error;
        let findings: Vec<Finding> = findings_in(&design).into_iter().filter(own).collect();
        assert_eq!(findings, [], "{rule:?}");
    }
}

#[test]
fn every_finding_of_an_example_is_a_sentence_and_offers_a_fix() {
    for rule in rules_with_examples() {
        let design = design_of(rule.wrong);
        for finding in findings_in(&design) {
            assert!(finding.message.ends_with('.'), "{finding:?}");
            assert!(
                finding.message.starts_with(char::is_uppercase),
                "{finding:?}"
            );
            let offered = fixes_in(&design, &finding);
            assert!(!offered.is_empty(), "{finding:?}");
            let titles: BTreeSet<&str> = offered.iter().map(|fix| fix.title.as_str()).collect();
            assert_eq!(titles.len(), offered.len(), "{offered:?}");
        }
    }
}

/// What a fix may leave to be done: a stage that it adds has to be filled, and a leg that it detaches has to be
/// attached elsewhere. Only a person can want that.
fn leaves_to_be_done(
    rule: &Rule,
    fix: &Fix,
    transaction: &Transaction,
    error: &(&'static str, Place),
) -> bool {
    let is_new_stage = |place: &Place| match place {
        Place::Event(event_id) => transaction.inserted_events().any(|id| id == *event_id),
        _ => false,
    };
    fix.safety == Safety::Confirm
        && match error.0 {
            "dangling-leg" => is_new_stage(&error.1),
            "unreachable-stage" => rule.id == "conflicting-ends",
            _ => false,
        }
}

/// Applies each fix by itself and looks at what it does.
fn assert_fixes_are_good(sketch: &str, rule: &Rule) {
    let design = design_of(sketch);
    let errors_before = errors_in(&design);
    for finding in findings_in(&design).iter().filter(|f| f.rule == rule) {
        for fix in fixes_in(&design, finding) {
            let Remedy::Edit(transaction) = &fix.remedy else {
                continue;
            };
            let mut fixed = design.clone();
            transaction.apply(&mut fixed).unwrap();
            let after = findings_in(&fixed);
            assert!(
                !after
                    .iter()
                    .any(|f| f.rule == rule && f.place == finding.place),
                "“{}” does not help: {after:?}",
                fix.title
            );
            for error in errors_in(&fixed).difference(&errors_before) {
                assert!(
                    leaves_to_be_done(rule, &fix, transaction, error),
                    "“{}” adds {error:?}\n{}",
                    fix.title,
                    sketch::print(&fixed.workflow)
                );
            }
            transaction.inverted().apply(&mut fixed).unwrap();
            assert_eq!(fixed, design, "“{}” cannot be undone", fix.title);
        }
    }
}

#[test]
fn every_fix_removes_its_finding_and_adds_no_error() {
    for rule in rules_with_examples() {
        assert_fixes_are_good(rule.wrong, rule);
    }
    for (rule_id, sketch) in MORE_TO_FIX {
        let rule = rule(rule_id).unwrap();
        assert!(
            !messages(rule_id, sketch).is_empty(),
            "{rule_id} on {sketch}"
        );
        assert_fixes_are_good(sketch, rule);
    }
}

/// Cases of which an example in the documentation would be one too many.
const MORE_TO_FIX: &[(&str, &str)] = &[
    ("new-call-count", "2 Button Pushed\n  finish \"Done\""),
    ("new-call-count", "fields name"),
    (
        "new-call-count",
        "1 New Call\n  finish \"Done\"\n2 New Call\n  finish \"Done\"",
    ),
    (
        "new-call-count",
        "1 New Call\n  link -> 2\n2 New Call\n  finish \"Done\"",
    ),
    (
        "unreachable-stage",
        "1 New Call\n2 Button Pushed\n  button \"A\" -> 3\n3 Button Pushed\n  finish \"Done\"",
    ),
    (
        "unreachable-stage",
        "1 New Call\n  finish \"A\"\n2 Button Pushed\n  link -> 3\n3 Timer Elapsed\n  finish \"B\"",
    ),
    (
        "unreachable-stage",
        "1 New Call\n  link -> 3\n2 Button Pushed\n  button \"A\" -> 3\n3 Button Pushed\n  finish \"B\"",
    ),
    (
        "unreachable-stage",
        "1 New Call\n  finish \"A\"\n2 Button Pushed\n  button \"A\" -> 3\n3 Button Pushed\n  button \"B\" -> 2",
    ),
    (
        "endless-link-loop",
        "1 New Call\n  link -> 3\n2 Button Pushed\n  link -> 3\n3 Button Pushed\n  link -> 2",
    ),
    ("endless-link-loop", "1 New Call\n  link -> 1"),
    (
        "endless-link-loop",
        "1 New Call\n  link -> 2\n2 Button Pushed\n  link -> 1",
    ),
    (
        "no-way-to-finish",
        "1 New Call\n  button \"A\" -> 2\n  timer \"1d\" -> 3\n2 Button Pushed\n  link -> 1\n3 Timer Elapsed\n  link -> 2",
    ),
    (
        "no-way-to-finish",
        "1 New Call\n  link -> 2\n2 Button Pushed\n  button \"A\" -> 3\n3 Button Pushed\n  link -> 2",
    ),
    (
        "conflicting-ends",
        "1 New Call\n  finish \"A\"\n  finish \"A\"\n  finish \"B\"",
    ),
    (
        "conflicting-ends",
        "1 New Call\n  finish \"A\"\n  finish \"A\"",
    ),
    (
        "conflicting-ends",
        "1 New Call\n  button \"A\" -> 2\n  finish \"A\"\n2 Button Pushed",
    ),
    (
        "unknown-field",
        "fields phone name\n1 New Call\n  note \"{{fone}} {{nam}} {{nam}}\"\n  finish \"A\"",
    ),
    (
        "unknown-field",
        "1 New Call\n  note \"{{a}} {{b}}\"\n  set \"c\" \"{{a}}\"\n  finish \"A\"",
    ),
    (
        "unknown-field",
        "fields phone\n1 New Call\n  set \"phome\" \"1\"\n  finish \"A\"",
    ),
    ("missing-event", "1 New Call\n  button \"A\""),
    (
        "foreign-event",
        "1 New Call\n  button \"A\" -> 1\n  timer \"1d\" -> 2\n2 Button Pushed\n  finish \"A\"",
    ),
    (
        "idle-timer",
        "1 New Call\n  timer \"24h\" -> 2\n  timer \"1d\" -> 3\n2 Timer Elapsed\n  finish \"A\"\n3 Timer Elapsed\n  button \"B\" -> 4\n4 Button Pushed\n  finish \"B\"",
    ),
    (
        "duplicate-stage-number",
        "1 New Call\n  finish \"A\"\n1 Button Pushed\n1 Button Pushed",
    ),
];

#[test]
fn a_workflow_without_a_start_or_with_nothing_in_it_has_one_error() {
    for sketch in ["", "2 Button Pushed\n  finish \"Done\""] {
        assert_eq!(
            findings_of(sketch),
            [(
                "new-call-count",
                "The workflow has no New Call: it is never started for any call.".to_owned()
            )]
        );
    }
}

#[test]
fn a_leg_that_ends_nowhere_is_told_by_number_and_name() {
    let sketch = "1 New Call\n  alert \"Ring\"\n  button \"A\" -> 2\n  timer \"48h\" -> 3\n2 Button Pushed\n  finish \"Done\"\n3 Timer Elapsed";
    assert_eq!(
        findings_of(sketch),
        [(
            "dangling-leg",
            "Stage 3, 48h passed, ends nowhere: a call that gets here is never finished."
                .to_owned()
        )]
    );
}

#[test]
fn a_round_that_ends_nowhere_is_reported_where_it_ends_only() {
    let dangling = "1 New Call\n  button \"A\" -> 2\n  button \"B\" -> 3\n2 Button Pushed\n  link -> 1\n3 Button Pushed";
    assert_eq!(messages("no-way-to-finish", dangling), [""; 0]);
    let broken = "1 New Call\n  button \"A\" -> 2\n2 Button Pushed\n  link";
    assert_eq!(messages("no-way-to-finish", broken), [""; 0]);
}

#[test]
fn stages_that_lead_into_a_round_are_not_reported_beside_it() {
    let sketch = "1 New Call\n  button \"A\" -> 2\n2 Button Pushed\n  button \"B\" -> 3\n3 Button Pushed\n  button \"C\" -> 4\n4 Button Pushed\n  link -> 3";
    assert_eq!(
        messages("no-way-to-finish", sketch),
        [
            "A call that gets to stage 3, B, can never be finished: every way from here leads round through the same 2 stages."
        ]
    );
}

#[test]
fn each_link_loop_is_reported_once_where_calls_come_back_to_its_entry() {
    let sketch = "1 New Call\n  button \"A\" -> 2\n  button \"B\" -> 3\n2 Button Pushed\n  link -> 4\n3 Button Pushed\n  link -> 3\n4 Button Pushed\n  link -> 5\n5 Button Pushed\n  link -> 4";
    assert_eq!(
        messages("endless-link-loop", sketch),
        [
            "Stage 3, B, links to itself: a call that gets here goes round without end, and nobody is ever offered it.",
            "The Link of stage 5, Button Pushed, leads back to stage 4, Button Pushed, with no Button or Timer between: \
             a call that gets here goes round without end, and nobody is ever offered it."
        ]
    );
    assert_eq!(messages("no-way-to-finish", sketch), [""; 0]);
}

#[test]
fn a_detached_leg_is_reported_once_with_what_hangs_below() {
    let sketch = "1 New Call\n  finish \"A\"\n2 Button Pushed \"Old\"\n  button \"A\" -> 3\n3 Button Pushed\n  finish \"B\"";
    assert_eq!(
        messages("unreachable-stage", sketch),
        [
            "No way leads from New Call to stage 2, Old, and the 1 stage below it: no call ever gets there."
        ]
    );
}

#[test]
fn conflicts_at_the_end_of_a_stage_are_told_apart() {
    let told =
        |actions: &str| messages("conflicting-ends", &format!("1 New Call\n{actions}")).join("");
    assert!(told("  finish \"A\"\n  link -> 1").contains("has a Link too"));
    assert!(told("  finish \"A\"\n  finish \"B\"").contains("finishes 2 times"));
    assert!(told("  link -> 1\n  link -> 1").contains("has 2 Links"));
    assert!(told("  link -> 1\n  button \"A\"").contains("goes on by its Link at once"));
    assert!(told("  finish \"A\"\n  timer \"1d\"").contains("finishes at once"));
    assert_eq!(told("  note \"A\"\n  finish \"A\""), "");
}

#[test]
fn only_of_ends_that_are_the_same_one_is_kept_unasked() {
    let safeties = |sketch: &str| -> Vec<Safety> {
        let design = design_of(sketch);
        let findings = findings_in(&design);
        let finding = findings.iter().find(|f| f.rule.id == "conflicting-ends");
        fixes_in(&design, finding.unwrap())
            .iter()
            .map(|fix| fix.safety)
            .collect()
    };
    assert_eq!(
        safeties("1 New Call\n  finish \"A\"\n  finish \"A\""),
        [Safety::Safe]
    );
    assert_eq!(
        safeties("1 New Call\n  finish \"A\"\n  finish \"B\""),
        [Safety::Confirm, Safety::Confirm]
    );
}

#[test]
fn a_missing_value_is_told_with_what_becomes_of_the_action() {
    let sketch = "1 New Call\n  sms \"soon\" \"Hello\"\n  finish";
    assert_eq!(
        messages("missing-value", sketch),
        [
            "Stage 1, New Call, cannot send its text message as it should: “soon” is not a phone number.",
            "Stage 1, New Call, ends the run without saying how: the outcome is empty."
        ]
    );
}

#[test]
fn a_name_close_to_a_declared_one_is_not_declared_unasked() {
    let offered = |sketch: &str| -> Vec<(String, Safety)> {
        let design = design_of(sketch);
        let findings = findings_in(&design);
        let finding = findings.iter().find(|f| f.rule.id == "unknown-field");
        fixes_in(&design, finding.unwrap())
            .into_iter()
            .filter(|fix| matches!(fix.remedy, Remedy::Edit(_)))
            .map(|fix| (fix.title, fix.safety))
            .collect()
    };
    assert_eq!(
        offered("fields phone\n1 New Call\n  note \"{{phome}}\"\n  finish \"A\""),
        [
            ("Replace by phone".to_owned(), Safety::Confirm),
            ("Declare phome".to_owned(), Safety::Confirm)
        ]
    );
    assert_eq!(
        offered("fields phone\n1 New Call\n  note \"{{address}}\"\n  finish \"A\""),
        [("Declare address".to_owned(), Safety::Safe)]
    );
    assert_eq!(
        offered("1 New Call\n  note \"{{no name}}\"\n  finish \"A\""),
        []
    );
}

#[test]
fn of_two_timers_the_longer_is_idle_and_of_equal_ones_the_later() {
    let sketch = "1 New Call\n  timer \"2d\" -> 2\n  timer \"1d\" -> 3\n  timer \"24h\" -> 4\n2 Timer Elapsed\n3 Timer Elapsed\n4 Timer Elapsed";
    assert_eq!(
        messages("idle-timer", sketch),
        [
            "The Timer of 2d in stage 1, New Call, never elapses: the one of 1d always comes first, and no call ever takes this leg.",
            "The Timer of 1d in stage 1, New Call, never elapses: another of the same length always comes first, and no call ever takes this leg."
        ]
    );
}

#[test]
fn an_alert_calls_somebody_to_its_own_stage_and_on_to_the_next_by_button_and_link() {
    let silent = |stages: &str| -> Vec<u32> {
        let sketch = format!(
            "1 New Call\n  alert \"Ring\"\n  button \"A\" -> 2\n  timer \"1d\" -> 3\n{stages}"
        );
        let findings = findings_in(&design_of(&sketch));
        findings
            .iter()
            .filter(|finding| finding.rule.id == "silent-wait")
            .map(|finding| match finding.place {
                Place::Event(event_id) => event_id.0,
                _ => 0,
            })
            .collect()
    };
    let waits = "button \"Next\" -> 4\n4 Button Pushed\n  finish \"Done\"";
    assert_eq!(silent(&format!("2 Button Pushed\n  {waits}")), [0_u32; 0]);
    assert_eq!(silent(&format!("3 Timer Elapsed\n  {waits}")), [3]);
    let linked =
        "2 Button Pushed\n  link -> 5\n3 Timer Elapsed\n  finish \"A\"\n5 Button Pushed\n  ";
    assert_eq!(silent(&format!("{linked}{waits}")), [0_u32; 0]);
    let linked =
        "2 Button Pushed\n  finish \"A\"\n3 Timer Elapsed\n  link -> 5\n5 Button Pushed\n  ";
    assert_eq!(silent(&format!("{linked}{waits}")), [5]);
    let two_on = "2 Button Pushed\n  button \"B\" -> 5\n5 Button Pushed\n  ";
    assert_eq!(silent(&format!("{two_on}{waits}")), [5]);
}

#[test]
fn a_field_that_is_only_set_is_used() {
    let sketch = "fields outcome\n1 New Call\n  set \"outcome\" \"late\"\n  finish \"A\"";
    assert_eq!(findings_of(sketch), []);
}

#[test]
fn findings_come_in_reading_order_and_those_of_one_place_by_severity() {
    let sketch = "fields unused\n1 New Call\n  button \"\" -> 3\n  button \"A\" -> 2\n2 Button Pushed\n3 Button Pushed";
    let found: Vec<&str> = findings_of(sketch).into_iter().map(|(id, _)| id).collect();
    assert_eq!(
        found,
        [
            "unused-field",
            "silent-wait",
            "waits-for-ever",
            "missing-value",
            "dangling-leg",
            "dangling-leg"
        ]
    );
}

#[test]
fn safe_fixes_are_planned_until_none_is_left() {
    let sketch = "1 New Call\n  note \"{{a}}\"\n  note \"{{a}} {{b}}\"\n  button \"A\" -> 2\n  button \"B\" -> 2\n2 Button Pushed\n  finish \"Done\"\n2 Button Pushed\n  finish \"Gone\"";
    let mut design = design_of(sketch);
    let plan = safe_fixes(&design);
    let titles: Vec<&str> = plan.iter().map(|fix| fix.title.as_str()).collect();
    assert_eq!(
        titles,
        [
            "Declare a",
            "Declare b",
            "Add its own event, linked there",
            "Renumber to 4"
        ]
    );
    let joined = join(plan);
    assert_eq!(joined.label, "fix 4 findings");
    joined.apply(&mut design).unwrap();
    let left: Vec<&str> = errors_in(&design).into_iter().map(|(id, _)| id).collect();
    assert_eq!(left, ["unreachable-stage"]);
}

#[test]
fn all_safe_fixes_together_are_one_undo_step() {
    let design = design_of("1 New Call\n  note \"{{a}}\"\n  note \"{{b}}\"\n  finish \"Done\"");
    let mut editor = crate::edit::Editor::new(design.clone());
    let plan = safe_fixes(&design);
    assert!(plan.len() > 1);
    editor.commit(join(plan)).unwrap();
    assert_ne!(editor.design(), &design);
    editor.undo();
    assert_eq!(editor.design(), &design);
    assert_eq!(editor.undo_label(), None);
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        Just("1d".to_owned()),
        Just("24h".to_owned()),
        Just("Done".to_owned()),
        Just("{{name}} {{nme}} {{".to_owned()),
        Just("name".to_owned()),
        "\\PC{0,6}",
    ]
}

fn any_action() -> impl Strategy<Value = (u32, ActionData)> {
    let kind = proptest::sample::select(ActionKind::ALL.to_vec());
    (
        0..60u32,
        kind,
        any_text(),
        any_text(),
        proptest::option::of(0..9u32),
    )
        .prop_map(|(id, kind, first, second, target)| {
            let mut data = kind.blank().leading_to(target.map(EventId));
            for (&name, text) in kind.value_names().iter().zip([first, second]) {
                data = data.with_value(name, &text);
            }
            (id, data)
        })
}

/// Workflows as a hand-edited file may hold them: ids twice or not there, any number of New Calls, rings.
fn any_workflow() -> impl Strategy<Value = Workflow> {
    let kind = proptest::sample::select(EventKind::ALL.to_vec());
    let event = (
        0..9u32,
        1..9u32,
        kind,
        any_text(),
        proptest::collection::vec(any_action(), 0..5),
    );
    let fields = proptest::collection::vec(any_text(), 0..3);
    (fields, proptest::collection::vec(event, 0..9)).prop_map(|(fields, events)| {
        let events = events
            .into_iter()
            .map(|(id, stage, kind, name, actions)| Event {
                id: EventId(id),
                stage,
                kind,
                name,
                actions: actions
                    .into_iter()
                    .map(|(id, data)| Action {
                        id: ActionId(id),
                        data,
                    })
                    .collect(),
            });
        Workflow::from_parts(
            "Any".to_owned(),
            fields,
            Counters::default(),
            events.collect(),
        )
    })
}

proptest! {
    #[test]
    fn rules_hold_out_against_any_workflow(workflow in any_workflow()) {
        let design = Design { workflow, ..Design::default() };
        for finding in findings_in(&design) {
            prop_assert!(finding.message.ends_with('.'), "{:?}", finding);
            for fix in fixes_in(&design, &finding) {
                if let Remedy::Edit(transaction) = fix.remedy {
                    let mut fixed = design.clone();
                    prop_assert_eq!(transaction.apply(&mut fixed), Ok(()));
                    let after = findings_in(&fixed);
                    let is_left = after.iter().any(|f| f.rule == finding.rule && f.place == finding.place);
                    prop_assert!(!is_left, "“{}” does not help with {:?}", fix.title, finding);
                }
            }
        }
    }

    #[test]
    fn safe_fixes_come_to_an_end_and_add_no_error(workflow in any_workflow()) {
        let mut design = Design { workflow, ..Design::default() };
        for fix in safe_fixes(&design) {
            let before = error_counts(&design);
            prop_assert_eq!(fix.transaction.apply(&mut design), Ok(()));
            // By count, because a new stage number moves a ring's finding to another of its stages.
            for (rule_id, count) in error_counts(&design) {
                let count_before = before.get(rule_id).copied().unwrap_or(0);
                prop_assert!(count <= count_before, "“{}” adds {rule_id}", fix.title);
            }
        }
        prop_assert_eq!(safe_fixes(&design), []);
    }

    #[test]
    fn fixes_of_findings_of_another_design_do_not_panic(one in any_workflow(), other in any_workflow()) {
        let other = Design { workflow: other, ..Design::default() };
        for finding in check(&one, &Flow::new(&one)) {
            for fix in fixes_in(&other, &finding) {
                if let Remedy::Edit(transaction) = fix.remedy {
                    prop_assert_eq!(transaction.apply(&mut other.clone()), Ok(()));
                }
            }
        }
    }
}
