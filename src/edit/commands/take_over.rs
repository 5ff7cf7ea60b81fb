//! Makes a design what another one is: when its file was changed elsewhere and is read again.

use super::review::review_changes;
use super::{Change, Transaction};
use crate::workflow::{AnnotationId, Design, EventId};
use std::collections::BTreeSet;

/// Takes everything over from `other`, as one step. What both have alike is left alone.
pub fn take_over(design: &Design, other: &Design) -> Transaction {
    let mut changes = Vec::new();
    take_stages_over(design, other, &mut changes);
    take_surroundings_over(design, other, &mut changes);
    let (workflow, theirs) = (&design.workflow, &other.workflow);
    if workflow.name() != theirs.name() {
        changes.push(Change::RenameWorkflow {
            before: workflow.name().to_owned(),
            after: theirs.name().to_owned(),
        });
    }
    if workflow.fields() != theirs.fields() {
        changes.push(Change::SetFields {
            before: workflow.fields().to_vec(),
            after: theirs.fields().to_vec(),
        });
    }
    if workflow.counters() != theirs.counters() {
        changes.push(Change::SetCounters {
            before: workflow.counters(),
            after: theirs.counters(),
        });
    }
    if workflow.read_faults() != theirs.read_faults() {
        changes.push(Change::SetReadFaults {
            before: workflow.read_faults().to_vec(),
            after: theirs.read_faults().to_vec(),
        });
    }
    if workflow.conflicts() != theirs.conflicts() {
        changes.push(Change::SetConflicts {
            before: workflow.conflicts().to_vec(),
            after: theirs.conflicts().to_vec(),
        });
    }
    if design.waivers != other.waivers {
        changes.push(Change::SetWaivers {
            before: design.waivers.clone(),
            after: other.waivers.clone(),
        });
    }
    if workflow.limit() != theirs.limit() {
        changes.push(Change::SetLimit {
            before: workflow.limit().map(str::to_owned),
            after: theirs.limit().map(str::to_owned),
        });
    }
    changes.extend(review_changes(&design.review, &other.review));
    Transaction::new("reload from the file", changes)
}

/// All stages that differ go before the first new one comes: an action may have moved between them.
fn take_stages_over(design: &Design, other: &Design, changes: &mut Vec<Change>) {
    let (ours, theirs) = (&design.workflow, &other.workflow);
    let mut renewed = BTreeSet::new();
    for event in ours.events() {
        if theirs.event(event.id) != Some(event) {
            renewed.insert(event.id);
            changes.push(Change::RemoveEvent {
                event: event.clone(),
                card: design.layout.card(event.id),
            });
        }
    }
    let is_new = |event_id: EventId| {
        theirs.event(event_id).is_some()
            && (renewed.contains(&event_id) || ours.event(event_id).is_none())
    };
    let cards = design.layout.cards().chain(other.layout.cards());
    let card_ids: BTreeSet<EventId> = cards.map(|(event_id, _)| event_id).collect();
    for event_id in card_ids {
        let is_gone = renewed.contains(&event_id);
        let before = design.layout.card(event_id).filter(|_| !is_gone);
        // A stage that comes brings its card along.
        let after = other.layout.card(event_id).filter(|_| !is_new(event_id));
        if before != after {
            changes.push(Change::MoveCard {
                event_id,
                before,
                after,
            });
        }
    }
    for event in theirs.events().filter(|event| is_new(event.id)) {
        changes.push(Change::InsertEvent {
            event: event.clone(),
            card: other.layout.card(event.id),
        });
    }
}

fn take_surroundings_over(design: &Design, other: &Design, changes: &mut Vec<Change>) {
    let (ours, theirs) = (&design.layout, &other.layout);
    let annotations = ours.annotations().chain(theirs.annotations());
    let annotation_ids: BTreeSet<AnnotationId> = annotations.map(|(id, _)| id).collect();
    for annotation_id in annotation_ids {
        let before = ours.annotation(annotation_id).cloned();
        let after = theirs.annotation(annotation_id).cloned();
        if before != after {
            changes.push(Change::SetAnnotation {
                annotation_id,
                before,
                after,
            });
        }
    }
    let bookmarks = ours.bookmarks().chain(theirs.bookmarks());
    let marked: BTreeSet<EventId> = bookmarks.map(|(event_id, _)| event_id).collect();
    for event_id in marked {
        let before = ours.bookmark(event_id).map(str::to_owned);
        let after = theirs.bookmark(event_id).map(str::to_owned);
        if before != after {
            changes.push(Change::SetBookmark {
                event_id,
                before,
                after,
            });
        }
    }
    let collapsed: BTreeSet<EventId> = ours.collapsed().chain(theirs.collapsed()).collect();
    for event_id in collapsed {
        let (before, after) = (ours.is_collapsed(event_id), theirs.is_collapsed(event_id));
        if before != after {
            changes.push(Change::SetCollapsed {
                event_id,
                before,
                after,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::tests::placed;
    use crate::workflow::{
        Annotation, AnnotationKind, Layout, Place, Position, Seal, Size, Tint, Waiver,
    };

    const OURS: &str = "fields a\n1 New Call\n  button \"A\" -> 2\n  timer 1d -> 3\n2 Button Pushed\n  note \"x\"\n3 Timer Elapsed\n  finish \"f\"";
    const THEIRS: &str = "fields a b\n1 New Call\n  button \"B\" -> 2\n2 Button Pushed\n  timer 2d -> 4\n4 Timer Elapsed\n  finish \"f\"";

    fn surrounded(text: &str, x: i32) -> Design {
        let mut design = placed(text);
        let note = Annotation {
            kind: AnnotationKind::StickyNote,
            text: format!("{x}"),
            tint: Tint::Yellow,
            position: Position::new(x, 0),
            size: Size::default(),
        };
        design.layout.annotate([(AnnotationId(1), note)]);
        design.layout.collapse([EventId(2)]);
        design.layout.set_bookmarks([(EventId(1), x.to_string())]);
        design.waivers.push(Waiver {
            rule: "silent-wait".to_owned(),
            place: Place::Event(EventId(1)),
            reason: x.to_string(),
            name: String::new(),
            seal: Seal(7),
        });
        design
    }

    #[test]
    fn the_other_design_is_there_to_the_last_detail_and_undo_brings_the_first_back() {
        let mut stray = placed(OURS);
        stray.layout = Layout::from_cards([(EventId(4), Position::new(9, 9))]);
        let designs = [
            placed(OURS),
            placed(THEIRS),
            surrounded(OURS, 4),
            surrounded(THEIRS, 8),
            stray,
        ];
        for ours in &designs {
            for theirs in &designs {
                let mut design = ours.clone();
                let taken = take_over(&design, theirs);
                taken.apply(&mut design).unwrap();
                assert_eq!(&design, theirs);
                taken.inverted().apply(&mut design).unwrap();
                assert_eq!(&design, ours);
            }
        }
    }

    #[test]
    fn what_is_alike_is_no_step() {
        assert!(take_over(&surrounded(OURS, 1), &surrounded(OURS, 1)).is_empty());
    }

    #[test]
    fn a_card_that_lies_elsewhere_changes_nothing_but_the_layout() {
        let ours = placed(OURS);
        let mut theirs = ours.clone();
        theirs.layout = theirs
            .layout
            .with_cards([(EventId(1), Position::new(40, 40))]);
        assert!(take_over(&ours, &theirs).is_layout());
    }
}
