//! Does every series of commands keep a design sound, and can it be taken back and made again to the last detail?
//!
//! What each command promises is tested in its own file, with [`after`].

use super::commands::{self, Port};
use super::{Below, Editor, Fragment, GestureId, Refusal, Transaction};
use crate::arrange::{self, Alignment, Axis, Block};
use crate::workflow::{
    ActionId, ActionKind, AnnotationId, AnnotationKind, Conflict, Design, Event, EventId,
    EventKind, Flow, Layout, Place, Position, Priority, QuestionId, Signature, Size, Tint, Version,
    sketch,
};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Designs as the editor itself makes them: each Button and Timer has its event, and there is one New Call.
const SOUND: [&str; 3] = [
    "1 New Call",
    "\
fields name phone
1 New Call
  alert \"Ring {{name}}\" high \"Care\"
  button \"Called back\" -> 2
  timer \"2 days\" -> 3
2 Button Pushed
  finish \"Resolved\"
3 Timer Elapsed \"Late\"
  sms \"{{phone}}\" \"Sorry, {{name}}\"
  link -> 1
",
    "\
fields name
1 New Call
  button \"A\" -> 2
  button \"B\" -> 3
2 Button Pushed
  timer \"1h\" -> 4
  button \"C\" -> 5
3 Button Pushed
  set \"name\" \"none\"
4 Timer Elapsed
  link -> 3
5 Button Pushed
  finish \"Done\"
6 Timer Elapsed
  button \"Detached\" -> 7
7 Button Pushed
",
];

/// What only a hand-edited file can hold: commands on it may refuse, but must not make what cannot be committed.
const FAULTY: [&str; 4] = [
    "2 Button Pushed\n  button \"A\" -> 3\n  note \"x\"\n3 Button Pushed\n  button \"B\" -> 2",
    "1 New Call\n  button \"A\" -> 2\n  button \"B\" -> 2\n  timer 1d -> 1\n  link -> 9\n2 Button Pushed\n  timer 1d -> 9",
    "1 New Call\n1 New Call\n  finish \"x\"\n  link -> 1\n2 Timer Elapsed\n  timer soon -> 2",
    "4294967295 New Call\n  button \"A\" -> 3\n3 Timer Elapsed",
];

/// A sketch as a design, its cards laid by the automatic layout.
pub(super) fn placed(text: &str) -> Design {
    let workflow = sketch::parse(text).unwrap();
    let layout = Layout::from_cards(arrange::arrange(&workflow, &Flow::new(&workflow)));
    Design::new(workflow, layout)
}

/// What a command makes of a sketch, as a sketch; or the sentence with which it refuses.
pub(super) fn after(
    text: &str,
    command: impl FnOnce(&Design) -> Result<Transaction, Refusal>,
) -> String {
    let mut design = placed(text);
    match command(&design) {
        Ok(transaction) => {
            transaction.apply(&mut design).unwrap();
            sketch::print(&design.workflow)
        }
        Err(refusal) => refusal.0,
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Command {
    AcceptReadFault,
    AddAction,
    AddActionAt,
    AddAnnotation,
    AddNewCall,
    Align,
    Arrange,
    Attach,
    AttachToAction,
    ChangeKind,
    CollapseAllBelow,
    Connect,
    Copy,
    DeclareField,
    DeleteActions,
    DeleteAndHeal,
    DeleteAnnotations,
    DeleteStages,
    Distribute,
    Duplicate,
    DuplicateAnnotations,
    FrameAround,
    GiveStageNumber,
    InsertStage,
    InsertWorkflow,
    Link,
    MoveAction,
    MoveCards,
    MoveLeg,
    MoveLegToAction,
    MoveOntoLine,
    OpenAllLegs,
    Paste,
    PutOnLine,
    RemoveBookmark,
    PasteLinked,
    RemoveField,
    RenameField,
    RenameStage,
    RenameWorkflow,
    RenumberStages,
    ReplaceByFinish,
    ResizeAnnotation,
    ReplaceLegByFinish,
    SetAction,
    SetAnnotationText,
    SetBookmark,
    SetCollapsed,
    SetEventKind,
    SetLink,
    SetPriority,
    SetTint,
    SetValue,
    SettleConflict,
    Shift,
    SpawnMissingEvent,
    SpawnOwnEvent,
    Splice,
    TakeOver,
    Unlink,
    Waive,
    WithdrawWaiver,
    AnswerQuestion,
    AskQuestion,
    ReopenQuestion,
    ResolveQuestion,
    SetLimit,
    SignOff,
    TickLeg,
    UntickLeg,
    WithdrawSignOff,
}

const COMMANDS: [Command; 71] = [
    Command::AcceptReadFault,
    Command::AddAction,
    Command::AddActionAt,
    Command::AddAnnotation,
    Command::AddNewCall,
    Command::Align,
    Command::Arrange,
    Command::Attach,
    Command::AttachToAction,
    Command::ChangeKind,
    Command::CollapseAllBelow,
    Command::Connect,
    Command::Copy,
    Command::DeclareField,
    Command::DeleteActions,
    Command::DeleteAndHeal,
    Command::DeleteAnnotations,
    Command::DeleteStages,
    Command::Distribute,
    Command::Duplicate,
    Command::DuplicateAnnotations,
    Command::FrameAround,
    Command::GiveStageNumber,
    Command::InsertStage,
    Command::InsertWorkflow,
    Command::Link,
    Command::MoveAction,
    Command::MoveCards,
    Command::MoveLeg,
    Command::MoveLegToAction,
    Command::MoveOntoLine,
    Command::OpenAllLegs,
    Command::Paste,
    Command::PutOnLine,
    Command::RemoveBookmark,
    Command::PasteLinked,
    Command::RemoveField,
    Command::RenameField,
    Command::RenameStage,
    Command::RenameWorkflow,
    Command::RenumberStages,
    Command::ReplaceByFinish,
    Command::ResizeAnnotation,
    Command::ReplaceLegByFinish,
    Command::SetAction,
    Command::SetAnnotationText,
    Command::SetBookmark,
    Command::SetCollapsed,
    Command::SetEventKind,
    Command::SetLink,
    Command::SetPriority,
    Command::SetTint,
    Command::SetValue,
    Command::SettleConflict,
    Command::Shift,
    Command::SpawnMissingEvent,
    Command::SpawnOwnEvent,
    Command::Splice,
    Command::TakeOver,
    Command::Unlink,
    Command::Waive,
    Command::WithdrawWaiver,
    Command::AnswerQuestion,
    Command::AskQuestion,
    Command::ReopenQuestion,
    Command::ResolveQuestion,
    Command::SetLimit,
    Command::SignOff,
    Command::TickLeg,
    Command::UntickLeg,
    Command::WithdrawSignOff,
];

#[derive(Clone, Debug)]
enum Step {
    Commit(Command, Vec<usize>),
    CommitInGesture(Command, Vec<usize>, u64),
    Undo,
    Redo,
    Save,
}

fn step() -> impl Strategy<Value = Step> {
    let command = || prop::sample::select(&COMMANDS[..]);
    let picks = || prop::collection::vec(0..1000_usize, 8);
    prop_oneof![
        8 => (command(), picks()).prop_map(|(command, picks)| Step::Commit(command, picks)),
        3 => (command(), picks(), 0..2_u64).prop_map(|(command, picks, gesture)| Step::CommitInGesture(command, picks, gesture)),
        3 => Just(Step::Undo),
        2 => Just(Step::Redo),
        1 => Just(Step::Save),
    ]
}

/// Turns random numbers into choices that the design offers, and now and then into one that it does not.
struct Chooser<'a> {
    design: &'a Design,
    picks: std::slice::Iter<'a, usize>,
}

impl Chooser<'_> {
    fn below(&mut self, count: usize) -> usize {
        self.picks.next().map_or(0, |pick| pick % count.max(1))
    }

    fn any<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }

    fn event_id(&mut self) -> EventId {
        let mut event_ids: Vec<EventId> = self.design.workflow.events().map(|e| e.id).collect();
        event_ids.push(EventId(0));
        self.any(&event_ids)
    }

    fn action_id(&mut self) -> ActionId {
        let events = self.design.workflow.events();
        let mut action_ids: Vec<ActionId> = events.flat_map(|e| &e.actions).map(|a| a.id).collect();
        action_ids.push(ActionId(0));
        self.any(&action_ids)
    }

    fn action_ids(&mut self) -> Vec<ActionId> {
        (0..=self.below(3)).map(|_| self.action_id()).collect()
    }

    fn annotation_id(&mut self) -> AnnotationId {
        let annotations = self.design.layout.annotations();
        let mut annotation_ids: Vec<AnnotationId> = annotations.map(|(id, _)| id).collect();
        if annotation_ids.is_empty() || self.below(10) == 0 {
            annotation_ids.push(AnnotationId(0));
        }
        self.any(&annotation_ids)
    }

    /// Each once: what is chosen on the canvas is a set.
    fn annotation_ids(&mut self) -> Vec<AnnotationId> {
        let chosen: BTreeSet<_> = (0..self.below(3)).map(|_| self.annotation_id()).collect();
        chosen.into_iter().collect()
    }

    fn event_ids(&mut self) -> Vec<EventId> {
        (0..=self.below(2)).map(|_| self.event_id()).collect()
    }

    fn kind(&mut self) -> ActionKind {
        self.any(&ActionKind::ALL)
    }

    fn what_becomes_of_the_leg(&mut self) -> Below {
        match self.below(3) {
            0 => Below::Delete,
            1 => Below::Detach,
            _ => Below::AttachTo(self.event_id()),
        }
    }

    fn position(&mut self) -> Position {
        if self.below(20) == 0 {
            return self.any(&[
                Position::new(i32::MIN, i32::MAX),
                Position::new(i32::MAX, i32::MIN),
            ]);
        }
        let x = i32::try_from(self.below(1000)).unwrap();
        let y = i32::try_from(self.below(1000)).unwrap();
        Position::new(4 * x - 800, 4 * y - 800)
    }

    fn question_id(&mut self) -> QuestionId {
        let mut question_ids: Vec<QuestionId> =
            self.design.review.questions.keys().copied().collect();
        question_ids.push(QuestionId(0));
        self.any(&question_ids)
    }

    /// A place that is there.
    fn place(&mut self) -> Result<Place, Refusal> {
        let gone = || Refusal::because("That place is not there.");
        let workflow = &self.design.workflow;
        Ok(match self.below(5) {
            0 => Place::Workflow,
            1 => Place::Field(workflow.fields().first().ok_or_else(gone)?.clone()),
            2 => {
                let event_id = self.event_id();
                Place::Event(workflow.event(event_id).ok_or_else(gone)?.id)
            }
            with_value => {
                let action_id = self.action_id();
                let action = workflow.action(action_id).ok_or_else(gone)?;
                match action.data.values().next() {
                    Some((name, _)) if with_value == 3 => Place::Value(action_id, name),
                    _ => Place::Action(action_id),
                }
            }
        })
    }

    fn text(&mut self) -> &'static str {
        self.any(&[
            "",
            "name",
            "phone",
            "x y",
            "{{name}} and {{ phone }}",
            "2 days",
        ])
    }
}

fn ann() -> Signature {
    Signature {
        name: "Ann".to_owned(),
        at: "2026-11-26T10:00:00Z".to_owned(),
    }
}

fn transaction(
    command: Command,
    picks: &[usize],
    design: &Design,
    clipboard: &mut Fragment,
) -> Result<Transaction, Refusal> {
    let mut pick = Chooser {
        design,
        picks: picks.iter(),
    };
    match command {
        Command::AcceptReadFault => commands::accept_read_fault(design, pick.below(2)),
        Command::AddAction => commands::add_action(design, pick.event_id(), pick.kind().blank()),
        Command::AddActionAt => {
            let (event_id, index, data) = (pick.event_id(), pick.below(4), pick.kind().blank());
            commands::add_action_at(design, event_id, index, data, Some(pick.position()))
        }
        Command::AddAnnotation => {
            let kind = pick.any(&[AnnotationKind::Frame, AnnotationKind::StickyNote]);
            commands::add_annotation(design, kind, pick.position())
        }
        Command::AddNewCall => commands::add_new_call(design),
        Command::Align => {
            let (event_ids, annotation_ids) = (pick.event_ids(), pick.annotation_ids());
            let alignment = pick.any(&Alignment::ALL);
            commands::align(design, &event_ids, &annotation_ids, alignment)
        }
        Command::Arrange => Ok(commands::arrange_cards(
            design,
            &Flow::new(&design.workflow),
        )),
        Command::Attach => commands::attach(design, pick.event_id(), pick.event_id()),
        Command::AttachToAction => {
            commands::attach_to_action(design, pick.event_id(), pick.action_id())
        }
        Command::ChangeKind => {
            let (action_id, kind) = (pick.action_id(), pick.kind());
            commands::change_kind(design, action_id, kind, pick.what_becomes_of_the_leg())
        }
        Command::CollapseAllBelow => commands::collapse_all_below(design, pick.event_id()),
        Command::Connect => {
            let port = if pick.below(2) == 0 {
                Port::Action(pick.action_id())
            } else {
                Port::Stage(pick.event_id())
            };
            commands::connect(design, port, pick.event_id())
        }
        Command::Copy => {
            *clipboard = commands::copy(design, &pick.event_ids(), &pick.action_ids())?;
            Ok(Transaction::new("copy", Vec::new()))
        }
        Command::DeclareField => commands::declare_field(design, pick.text()),
        Command::DeleteActions => {
            let action_ids = pick.action_ids();
            commands::delete_actions(design, &action_ids, pick.what_becomes_of_the_leg())
        }
        Command::DeleteAndHeal => match pick.below(2) {
            0 => commands::delete_and_heal(design, &pick.event_ids(), &[]),
            _ => commands::delete_and_heal(design, &[], &[pick.action_id()]),
        },
        Command::DeleteAnnotations => commands::delete_annotations(design, &pick.annotation_ids()),
        Command::DeleteStages => {
            let event_ids = pick.event_ids();
            commands::delete_stages(design, &event_ids, pick.what_becomes_of_the_leg())
        }
        Command::Distribute => {
            let (event_ids, annotation_ids) = (pick.event_ids(), pick.annotation_ids());
            commands::distribute(design, &event_ids, &annotation_ids, pick.any(&Axis::ALL))
        }
        Command::DuplicateAnnotations => {
            commands::duplicate_annotations(design, &pick.annotation_ids())
        }
        Command::FrameAround => {
            commands::frame_around(design, &pick.event_ids(), &pick.annotation_ids())
        }
        Command::Duplicate => commands::duplicate(design, &pick.event_ids(), &pick.action_ids()),
        Command::GiveStageNumber => commands::give_stage_number(design, pick.event_id()),
        Command::InsertStage => {
            commands::insert_stage(design, pick.action_id(), &pick.kind().blank())
        }
        Command::InsertWorkflow => {
            // Itself as it is now, or a leg of it.
            let other = commands::extract_leg(design, pick.event_id());
            let other = other.map_or_else(|_| design.clone(), |extracted| extracted.design);
            commands::insert_workflow(design, pick.event_id(), &other)
        }
        Command::Link => commands::link(design, pick.event_id(), pick.event_id()),
        Command::MoveAction => {
            commands::move_action(design, pick.action_id(), pick.event_id(), pick.below(4))
        }
        Command::MoveCards => {
            let cards = [0; 2].map(|_| (pick.event_id(), pick.position()));
            commands::move_cards(design, &cards)
        }
        Command::MoveLeg => {
            commands::move_leg(design, pick.event_id(), pick.event_id(), pick.below(4))
        }
        Command::MoveLegToAction => {
            commands::move_leg_to_action(design, pick.event_id(), pick.action_id())
        }
        Command::MoveOntoLine => {
            commands::move_onto_line(design, pick.action_id(), pick.action_id())
        }
        Command::OpenAllLegs => Ok(commands::open_all_legs(design)),
        Command::Paste => {
            let onto = (pick.below(3) > 0).then(|| pick.event_id());
            let at = (pick.below(2) > 0).then(|| pick.position());
            commands::paste(design, clipboard, onto, at)
        }
        Command::PutOnLine => commands::put_on_line(design, pick.kind().blank(), pick.action_id()),
        Command::RemoveBookmark => commands::remove_bookmark(design, pick.event_id()),
        Command::ResizeAnnotation => {
            let (position, corner) = (pick.position(), pick.position());
            let size = Size {
                width: corner.x.saturating_sub(position.x),
                height: corner.y.saturating_sub(position.y),
            };
            let to = Block { position, size };
            commands::resize_annotation(design, pick.annotation_id(), to)
        }
        Command::SetAnnotationText => {
            let (annotation_id, text) = (pick.annotation_id(), pick.text());
            let least_height = i32::try_from(pick.below(400)).unwrap();
            commands::set_annotation_text(design, annotation_id, text, least_height)
        }
        Command::SetBookmark => commands::set_bookmark(design, pick.event_id(), pick.text()),
        Command::SetTint => {
            let annotation_ids = pick.annotation_ids();
            commands::set_tint(design, &annotation_ids, pick.any(&Tint::ALL))
        }
        Command::Shift => {
            let (event_ids, annotation_ids) = (pick.event_ids(), pick.annotation_ids());
            commands::shift(design, &event_ids, &annotation_ids, pick.position())
        }
        Command::PasteLinked => {
            let onto = (pick.below(3) > 0).then(|| pick.event_id());
            let targets = commands::lost_targets(design, clipboard);
            let targets = targets
                .into_iter()
                .map(|target| (target.event_id, pick.event_id()))
                .collect();
            commands::paste_linked(design, clipboard, onto, None, &targets)
        }
        Command::RemoveField => commands::remove_field(design, pick.text()),
        Command::RenameField => commands::rename_field(design, pick.text(), pick.text()),
        Command::RenameStage => commands::rename_stage(design, pick.event_id(), pick.text()),
        Command::RenameWorkflow => commands::rename_workflow(design, pick.text()),
        Command::RenumberStages => Ok(commands::renumber_stages(
            design,
            &Flow::new(&design.workflow),
        )),
        Command::ReplaceByFinish => commands::replace_by_finish(design, pick.action_id()),
        Command::ReplaceLegByFinish => {
            commands::replace_leg_by_finish(design, pick.event_id(), pick.text())
        }
        Command::SetAction => commands::set_action(design, pick.action_id(), &pick.kind().blank()),
        Command::SetCollapsed => {
            commands::set_collapsed(design, &pick.event_ids(), pick.below(2) > 0)
        }
        Command::SetEventKind => {
            commands::set_event_kind(design, pick.event_id(), pick.any(&EventKind::ALL))
        }
        Command::SetLink => commands::set_link(design, pick.action_id(), pick.event_id()),
        Command::SetPriority => {
            commands::set_priority(design, pick.action_id(), pick.any(&Priority::ALL))
        }
        Command::SetValue => {
            let action_id = pick.action_id();
            let names = design
                .workflow
                .action(action_id)
                .map_or(ActionKind::Note.value_names(), |action| {
                    action.data.kind().value_names()
                });
            if names.is_empty() {
                return Err(Refusal::because("There is no value."));
            }
            commands::set_value(design, action_id, pick.any(names), pick.text())
        }
        Command::SpawnMissingEvent => commands::spawn_missing_event(design, pick.action_id()),
        Command::SpawnOwnEvent => commands::spawn_own_event(design, pick.action_id()),
        Command::Splice => commands::splice(design, pick.action_id(), pick.action_id()),
        Command::SettleConflict => {
            let conflicts = design.workflow.conflicts();
            let conflict = conflicts.first();
            let conflict = conflict.ok_or_else(|| Refusal::because("There is no conflict."))?;
            let wanted = [&conflict.ours, &conflict.theirs][pick.below(2)];
            commands::settle_conflict(design, conflict, wanted)
        }
        Command::TakeOver => {
            let mut other = placed(pick.any(&SOUND));
            let place = pick.place().unwrap_or(Place::Workflow);
            let version = |text: &str| Version::Text(text.to_owned());
            let conflict = Conflict {
                place,
                ours: version(pick.text()),
                theirs: version(pick.text()),
            };
            other.workflow = other.workflow.with_conflicts(vec![conflict]);
            Ok(commands::take_over(design, &other))
        }
        Command::Unlink => commands::unlink(design, pick.action_id()),
        Command::Waive => {
            let (place, reason) = (pick.place()?, pick.text());
            commands::waive(design, "a-rule", &place, reason, "Ann")
        }
        Command::WithdrawWaiver => commands::withdraw_waiver(design, "a-rule", &pick.place()?),
        Command::AnswerQuestion => {
            commands::answer_question(design, pick.question_id(), pick.text(), &ann())
        }
        Command::AskQuestion => {
            commands::ask_question(design, pick.event_id(), pick.text(), &ann())
        }
        Command::ReopenQuestion => commands::reopen_question(design, pick.question_id()),
        Command::ResolveQuestion => commands::resolve_question(design, pick.question_id(), &ann()),
        Command::SetLimit => commands::set_limit(design, pick.text()),
        Command::SignOff => commands::sign_off(design, &ann()),
        Command::TickLeg => commands::tick_leg(design, &pick.place()?, &ann(), pick.text()),
        Command::UntickLeg => commands::untick_leg(design, &pick.place()?),
        Command::WithdrawSignOff => commands::withdraw_sign_off(design),
    }
}

/// Makes the steps, with a check after each.
fn carry_out(
    editor: &mut Editor,
    steps: &[Step],
    check: fn(&Design) -> Result<(), TestCaseError>,
) -> Result<(), TestCaseError> {
    let mut clipboard =
        commands::copy(&placed(SOUND[2]), &[EventId(2), EventId(6)], &[ActionId(5)]).unwrap();
    let mut saved = None;
    for step in steps {
        let before = editor.design().clone();
        let revisions = revisions_of(editor);
        match step {
            Step::Undo => {
                editor.undo();
            }
            Step::Redo => {
                editor.redo();
            }
            Step::Save => {
                editor.mark_saved();
                saved = Some(before.clone());
            }
            Step::Commit(command, picks) | Step::CommitInGesture(command, picks, _) => {
                match transaction(*command, picks, &before, &mut clipboard) {
                    Ok(transaction) => {
                        let committed = match step {
                            Step::CommitInGesture(_, _, gesture) => {
                                editor.commit_in_gesture(transaction, GestureId(*gesture))
                            }
                            _ => editor.commit(transaction),
                        };
                        prop_assert_eq!(committed, Ok(()), "{:?}", command);
                    }
                    Err(refusal) => {
                        prop_assert!(refusal.0.ends_with('.'), "{:?}: {}", command, refusal);
                        prop_assert_eq!(editor.design(), &before);
                    }
                }
            }
        }
        check(editor.design()).map_err(|fault| {
            TestCaseError::fail(format!(
                "{fault}\nafter {step:?} on\n{}",
                sketch::print(&before.workflow)
            ))
        })?;
        check_revisions(editor, revisions, &before)?;
        if !editor.is_unsaved()
            && let Some(saved) = &saved
        {
            prop_assert_eq!(editor.design(), saved);
        }
    }
    Ok(())
}

const fn revisions_of(editor: &Editor) -> [u64; 5] {
    [
        editor.revision(),
        editor.logic_revision(),
        editor.shape_revision(),
        editor.drawing_revision(),
        editor.review_revision(),
    ]
}

/// Where a revision is the same, so is what it stands for.
fn check_revisions(editor: &Editor, old: [u64; 5], before: &Design) -> Result<(), TestCaseError> {
    let now = editor.design();
    let has_same = |which: usize| revisions_of(editor)[which] == old[which];
    let has_same_shape = || Flow::new(&now.workflow) == Flow::new(&before.workflow);
    prop_assert!(!has_same(0) || now == before);
    prop_assert!(
        !has_same(1) || (&now.workflow, &now.waivers) == (&before.workflow, &before.waivers)
    );
    prop_assert!(!has_same(4) || now.review == before.review);
    prop_assert!(!has_same(2) || has_same_shape());
    prop_assert!(!has_same(3) || (now.layout == before.layout && has_same_shape()));
    Ok(())
}

/// What holds of every design, also of a hand-edited one.
fn check_consistent(design: &Design) -> Result<(), TestCaseError> {
    let workflow = &design.workflow;
    let mut action_ids = BTreeSet::new();
    for event in workflow.events() {
        for (index, action) in event.actions.iter().enumerate() {
            prop_assert!(
                action_ids.insert(action.id),
                "action {} stands twice",
                action.id
            );
            prop_assert_eq!(workflow.event_of(action.id), Some(event));
            prop_assert_eq!(workflow.index_of(action.id), Some(index));
            prop_assert_eq!(workflow.action(action.id), Some(action));
        }
    }
    prop_assert_eq!(workflow.action_count(), action_ids.len());
    for (annotation_id, annotation) in design.layout.annotations() {
        let least = arrange::least_size(annotation.kind);
        prop_assert!(
            annotation.size.width >= least.width && annotation.size.height >= least.height,
            "{} is too small",
            annotation_id
        );
    }
    for (event_id, _) in design.layout.cards() {
        prop_assert!(
            workflow.event(event_id).is_some(),
            "the card of {} is left",
            event_id
        );
    }
    for waiver in &design.waivers {
        let is_there = match &waiver.place {
            Place::Workflow => true,
            Place::Field(name) => workflow.fields().contains(name),
            Place::Event(event_id) => workflow.event(*event_id).is_some(),
            Place::Action(action_id) => workflow.action(*action_id).is_some(),
            Place::Value(action_id, name) => workflow
                .action(*action_id)
                .is_some_and(|action| action.data.value(*name).is_some()),
        };
        prop_assert!(is_there, "the waiver of {:?} is left", waiver.place);
    }
    let flow = Flow::new(workflow);
    let read: BTreeSet<usize> = flow.reading_order().iter().copied().collect();
    prop_assert_eq!(flow.reading_order().len(), workflow.stage_count());
    prop_assert_eq!(read.len(), workflow.stage_count());
    Ok(())
}

/// What commands keep true of a design that was made by commands.
fn check_sound(design: &Design) -> Result<(), TestCaseError> {
    check_consistent(design)?;
    let workflow = &design.workflow;
    let flow = Flow::new(workflow);
    for way in flow
        .ways()
        .iter()
        .filter(|way| way.kind != crate::workflow::WayKind::Link)
    {
        prop_assert!(way.to.is_some(), "{} has no event", way.action_id);
        prop_assert!(
            !way.is_foreign,
            "{} leads to an event not its own",
            way.action_id
        );
    }
    let is_new_call = |event: &&Event| event.kind == EventKind::NewCall;
    prop_assert_eq!(workflow.events().filter(is_new_call).count(), 1);
    let counters = workflow.counters();
    let mut stages = BTreeSet::new();
    for event in workflow.events() {
        prop_assert!(event.id.0 < counters.event && event.stage < counters.stage);
        prop_assert!(
            event
                .actions
                .iter()
                .all(|action| action.id.0 < counters.action)
        );
        prop_assert!(
            stages.insert(event.stage),
            "two stages bear {}",
            event.stage
        );
        prop_assert!(
            design.layout.card(event.id).is_some(),
            "{} is not placed",
            event.id
        );
    }
    Ok(())
}

fn check_undo_and_redo(mut editor: Editor, start: &Design) -> Result<(), TestCaseError> {
    while editor.redo().is_some() {}
    let end = editor.design().clone();
    let mut step_count = 0;
    while editor.undo().is_some() {
        step_count += 1;
    }
    prop_assert_eq!(editor.undo_label(), None);
    prop_assert_eq!(editor.design(), start);
    for _ in 0..step_count {
        prop_assert!(editor.redo().is_some());
    }
    prop_assert_eq!(editor.redo_label(), None);
    prop_assert_eq!(editor.design(), &end);
    Ok(())
}

proptest! {
    #[test]
    fn any_series_of_commands_keeps_the_design_sound_and_can_be_undone(
        text in prop::sample::select(&SOUND[..]),
        steps in prop::collection::vec(step(), 1..40),
    ) {
        let start = placed(text);
        let mut editor = Editor::new(start.clone());
        carry_out(&mut editor, &steps, check_sound)?;
        check_undo_and_redo(editor, &start)?;
    }

    #[test]
    fn any_series_of_commands_on_a_hand_edited_design_fits_and_can_be_undone(
        text in prop::sample::select(&FAULTY[..]),
        is_placed in any::<bool>(),
        steps in prop::collection::vec(step(), 1..40),
    ) {
        let mut start = placed(text);
        if !is_placed {
            start.layout = Layout::default();
        }
        let mut editor = Editor::new(start.clone());
        carry_out(&mut editor, &steps, check_consistent)?;
        check_undo_and_redo(editor, &start)?;
    }
}
