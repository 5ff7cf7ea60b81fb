//! What would an edit change? The design as it would be, compared with the design as it is, ready to be drawn.

use crate::arrange;
use crate::edit::{EventFacts, Transaction};
use crate::workflow::{
    Action, ActionId, Design, Event, EventId, Flow, Position, StageEnd, WayKind, Workflow,
};
use std::collections::{BTreeMap, BTreeSet};

/// A preview of an edit: what would come, go and change. Built once for as long as the edit is pointed at.
pub struct Ghost {
    /// The workflow as it would be, for the texts on its cards.
    workflow: Workflow,
    flow: Flow,
    cards: BTreeMap<EventId, GhostCard>,
    pub(super) lines: Vec<GhostLine>,
    /// The lines that are drawn here and not as they are now.
    redrawn: BTreeSet<ActionId>,
    /// `1 stage added, 2 actions changed`; what the edit is called where nothing is to be seen of it.
    words: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardFate {
    Added,
    Removed,
    /// Its rows or its header are others; it may lie elsewhere, too.
    Amended,
    Moved,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Kept,
    Added,
    Removed,
    /// Taken to another stage.
    Left,
    Changed,
}

/// A card that is not as before.
pub struct GhostCard {
    /// As it would be, with the rows that go still in it.
    pub event: Event,
    pub rows: Vec<Fate>,
    pub header: Fate,
    pub end: StageEnd,
    pub fate: CardFate,
    pub position: Position,
    /// Where it lay, if it lay elsewhere.
    pub from: Option<Position>,
}

/// A line that is not as before, or leads from or to a card that is not.
pub struct GhostLine {
    pub kind: WayKind,
    pub fate: Fate,
    pub row: usize,
    /// The stages that it leads from and to.
    pub stages: [EventId; 2],
    pub from: Position,
    pub to: Position,
}

impl Ghost {
    /// What a transaction would do to a design; `None` when it was made for another. Linear in the size of the design.
    pub fn new(design: &Design, flow: &Flow, transaction: &Transaction) -> Option<Self> {
        let mut after = design.clone();
        transaction.apply(&mut after).ok()?;
        let after_flow = Flow::new(&after.workflow);
        let mut comparison = Comparison {
            before: Side::new(&design.workflow, flow, arrange::positions(design, flow)),
            after: Side::new(
                &after.workflow,
                &after_flow,
                arrange::positions(&after, &after_flow),
            ),
            cards: BTreeMap::new(),
            lines: Vec::new(),
            redrawn: BTreeSet::new(),
        };
        comparison.compare_cards();
        comparison.compare_lines();
        let words = comparison
            .words()
            .unwrap_or_else(|| transaction.label.clone());
        let Comparison {
            cards,
            lines,
            redrawn,
            ..
        } = comparison;
        Some(Self {
            workflow: after.workflow,
            flow: after_flow,
            cards,
            lines,
            redrawn,
            words,
        })
    }

    pub fn words(&self) -> &str {
        &self.words
    }

    pub(super) fn card(&self, event_id: EventId) -> Option<&GhostCard> {
        self.cards.get(&event_id)
    }

    pub(super) fn cards(&self) -> impl Iterator<Item = &GhostCard> {
        self.cards.values()
    }

    /// Is the line of this action drawn here and not as it is now?
    pub(super) fn redraws(&self, action_id: ActionId) -> bool {
        self.redrawn.contains(&action_id)
    }

    pub(super) const fn workflow(&self) -> &Workflow {
        &self.workflow
    }

    pub(super) const fn flow(&self) -> &Flow {
        &self.flow
    }
}

impl GhostCard {
    /// A card that comes or goes with all its rows.
    fn whole(event: &Event, fate: CardFate, position: Position, end: StageEnd) -> Self {
        Self {
            rows: vec![Fate::Kept; event.actions.len()],
            header: Fate::Kept,
            end,
            event: event.clone(),
            fate,
            position,
            from: None,
        }
    }

    /// Is there more to see than that it lies elsewhere?
    pub fn is_change(&self) -> bool {
        self.fate != CardFate::Moved
    }
}

/// One of the two designs that are compared.
struct Side<'a> {
    workflow: &'a Workflow,
    flow: &'a Flow,
    places: Vec<Position>,
}

impl<'a> Side<'a> {
    const fn new(workflow: &'a Workflow, flow: &'a Flow, places: Vec<Position>) -> Self {
        Self {
            workflow,
            flow,
            places,
        }
    }

    fn place(&self, event_id: EventId) -> Option<Position> {
        self.flow.index(event_id).map(|stage| self.places[stage])
    }

    fn end(&self, event_id: EventId) -> StageEnd {
        let stage = self.flow.index(event_id);
        stage.map_or(StageEnd::Dangles, |stage| self.flow.end(stage))
    }

    /// The lines from and to these cards by their action, in order.
    fn lines_at(&self, cards: &BTreeMap<EventId, GhostCard>) -> BTreeMap<ActionId, Line> {
        let line = |way: &crate::workflow::Way| {
            let line = Line {
                kind: way.kind,
                from: self.flow.event_id(way.from),
                to: self.flow.event_id(way.to?),
            };
            let is_at = cards.contains_key(&line.from) || cards.contains_key(&line.to);
            is_at.then_some((way.action_id, line))
        };
        self.flow.ways().iter().filter_map(line).collect()
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct Line {
    kind: WayKind,
    from: EventId,
    to: EventId,
}

struct Comparison<'a> {
    before: Side<'a>,
    after: Side<'a>,
    cards: BTreeMap<EventId, GhostCard>,
    lines: Vec<GhostLine>,
    redrawn: BTreeSet<ActionId>,
}

impl Comparison<'_> {
    /// Walks through both designs at once: their stages are in the same order.
    fn compare_cards(&mut self) {
        let (before, after) = (&self.before, &self.after);
        let mut olds = before.workflow.events().zip(&before.places).peekable();
        let mut news = after.workflow.events().zip(&after.places).peekable();
        loop {
            let next = match (olds.peek(), news.peek()) {
                (Some((old, _)), Some((new, _))) => old.id.min(new.id),
                (Some((event, _)), None) | (None, Some((event, _))) => event.id,
                (None, None) => return,
            };
            let old = olds.next_if(|(event, _)| event.id == next);
            let new = news.next_if(|(event, _)| event.id == next);
            let card = match (old, new) {
                (Some((old, &place)), Some((new, &position))) => {
                    // What an edit leaves alone is shared by both.
                    if std::ptr::eq(old, new) && place == position {
                        continue;
                    }
                    let is_there = |action_id| after.workflow.event_of(action_id).is_some();
                    amended(old, new, (place, position), after.end(next), is_there)
                }
                (Some((old, &place)), None) => {
                    let end = before.end(next);
                    Some(GhostCard::whole(old, CardFate::Removed, place, end))
                }
                (None, Some((new, &place))) => {
                    let end = after.end(next);
                    Some(GhostCard::whole(new, CardFate::Added, place, end))
                }
                (None, None) => None,
            };
            self.cards.extend(card.map(|card| (next, card)));
        }
    }

    fn compare_lines(&mut self) {
        // A line is another, or lies elsewhere, only where a card at one of its ends is or does.
        let before = self.before.lines_at(&self.cards);
        let after = self.after.lines_at(&self.cards);
        for (&action_id, &line) in &before {
            let is_kept = after.get(&action_id) == Some(&line);
            self.redrawn.insert(action_id);
            let fate = if is_kept { Fate::Kept } else { Fate::Removed };
            self.add_line(action_id, line, fate);
        }
        for (&action_id, &line) in &after {
            if before.get(&action_id) != Some(&line) {
                self.add_line(action_id, line, Fate::Added);
            }
        }
    }

    fn add_line(&mut self, action_id: ActionId, line: Line, fate: Fate) {
        let row_in = |event: &Event| event.actions.iter().position(|a| a.id == action_id);
        // What goes is drawn where it was.
        let is_gone = fate == Fate::Removed;
        let side = if is_gone { &self.before } else { &self.after };
        let card = self
            .cards
            .get(&line.from)
            .filter(|card| !is_gone || card.from.is_none());
        let row = match card {
            Some(card) => row_in(&card.event),
            None => side.workflow.event(line.from).and_then(row_in),
        };
        if let (Some(row), Some(from), Some(to)) = (row, side.place(line.from), side.place(line.to))
        {
            self.lines.push(GhostLine {
                kind: line.kind,
                fate,
                row,
                stages: [line.from, line.to],
                from,
                to,
            });
        }
    }

    /// What a reader hears of it; `None` when nothing of it is to be seen.
    fn words(&self) -> Option<String> {
        let cards_of = |fate| self.cards.values().filter(move |card| card.fate == fate);
        let rows_of = |fate| {
            cards_of(CardFate::Amended).flat_map(move |card| {
                let rows = card.event.actions.iter().zip(&card.rows);
                rows.filter(move |&(_, &row)| row == fate)
            })
        };
        let was_there = |action: &Action| self.before.workflow.event_of(action.id).is_some();
        let added = rows_of(Fate::Added).filter(|(action, _)| !was_there(action));
        let arrived = rows_of(Fate::Added).filter(|(action, _)| was_there(action));
        let renamed = cards_of(CardFate::Amended).filter(|card| card.header == Fate::Changed);
        let counts = [
            (cards_of(CardFate::Added).count(), "stage", "added"),
            (cards_of(CardFate::Removed).count(), "stage", "removed"),
            (renamed.count(), "stage", "changed"),
            (added.count(), "action", "added"),
            (rows_of(Fate::Removed).count(), "action", "removed"),
            (arrived.count(), "action", "moved"),
            (rows_of(Fate::Changed).count(), "action", "changed"),
        ];
        let lines_of = |fate| {
            self.lines
                .iter()
                .filter(move |line| line.fate == fate)
                .count()
        };
        let lines = [
            (lines_of(Fate::Added), "line", "added"),
            (lines_of(Fate::Removed), "line", "removed"),
        ];
        let cards = [(cards_of(CardFate::Moved).count(), "card", "moved")];
        // What one sees anyway is not counted: lines come with their actions, and cards make way.
        listed(&counts)
            .or_else(|| listed(&lines))
            .or_else(|| listed(&cards))
    }
}

fn listed(counts: &[(usize, &str, &str)]) -> Option<String> {
    let parts: Vec<String> = counts
        .iter()
        .filter(|&&(count, _, _)| count > 0)
        .map(|&(count, noun, what)| {
            let plural = if count == 1 { "" } else { "s" };
            format!("{count} {noun}{plural} {what}")
        })
        .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// A card that is there before and after; `None` when it is the same.
fn amended(
    old: &Event,
    new: &Event,
    (place, position): (Position, Position),
    end: StageEnd,
    is_there: impl Fn(ActionId) -> bool,
) -> Option<GhostCard> {
    let is_renamed = EventFacts::from(old) != EventFacts::from(new);
    let is_amended = is_renamed || old.actions != new.actions;
    if !is_amended && place == position {
        return None;
    }
    let (actions, rows) = merged(&old.actions, &new.actions, is_there);
    Some(GhostCard {
        event: Event {
            actions,
            ..new.clone()
        },
        rows,
        header: if is_renamed {
            Fate::Changed
        } else {
            Fate::Kept
        },
        end,
        fate: if is_amended {
            CardFate::Amended
        } else {
            CardFate::Moved
        },
        position,
        from: (place != position).then_some(place),
    })
}

/// The rows of a stage as they would be, and among them, where they were, those that go; `is_there` says which
/// actions stand in any stage then.
fn merged(
    old: &[Action],
    new: &[Action],
    is_there: impl Fn(ActionId) -> bool,
) -> (Vec<Action>, Vec<Fate>) {
    let find = |rows: &[Action], id: ActionId| rows.iter().position(|action| action.id == id);
    let mut stayed = old
        .iter()
        .filter(|action| find(new, action.id).is_some())
        .map(|action| action.id);
    let mut rows: Vec<(Action, Fate)> = new
        .iter()
        .map(|action| {
            let fate = match find(old, action.id) {
                None => Fate::Added,
                // Another stood here in the order of those that stay.
                Some(was) if stayed.next() != Some(action.id) || old[was] != *action => {
                    Fate::Changed
                }
                Some(_) => Fate::Kept,
            };
            (action.clone(), fate)
        })
        .collect();
    for (index, gone) in old.iter().enumerate() {
        if find(new, gone.id).is_some() {
            continue;
        }
        let before = index.checked_sub(1).map(|before| old[before].id);
        let at = before.and_then(|id| rows.iter().position(|(action, _)| action.id == id));
        let fate = if is_there(gone.id) {
            Fate::Left
        } else {
            Fate::Removed
        };
        rows.insert(at.map_or(0, |at| at + 1), (gone.clone(), fate));
    }
    rows.into_iter().unzip()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::{Below, commands};
    use crate::workflow::{ActionKind, Layout, sketch};

    const SKETCH: &str = "\
1 New Call
  note \"x\"
  button \"A\" -> 2
2 Button Pushed
  timer 1d -> 3
3 Timer Elapsed
";
    const A: ActionId = ActionId(2);

    fn design() -> Design {
        let workflow = sketch::parse(SKETCH).unwrap();
        let layout = Layout::from_cards(arrange::arrange(&workflow, &Flow::new(&workflow)));
        Design::new(workflow, layout)
    }

    fn ghost(command: impl FnOnce(&Design) -> Result<Transaction, crate::edit::Refusal>) -> Ghost {
        let design = design();
        let transaction = command(&design).unwrap();
        Ghost::new(&design, &Flow::new(&design.workflow), &transaction).unwrap()
    }

    fn fates(ghost: &Ghost, event_id: u32) -> Vec<Fate> {
        ghost.card(EventId(event_id)).unwrap().rows.clone()
    }

    #[test]
    fn an_added_button_is_a_new_row_a_new_card_and_a_new_line() {
        let ghost =
            ghost(|design| commands::add_action(design, EventId(1), ActionKind::Button.blank()));
        assert_eq!(ghost.words(), "1 stage added, 1 action added");
        assert_eq!(fates(&ghost, 1), [Fate::Kept, Fate::Kept, Fate::Added]);
        assert_eq!(ghost.card(EventId(4)).unwrap().fate, CardFate::Added);
        let added: Vec<_> = ghost
            .lines
            .iter()
            .filter(|line| line.fate == Fate::Added)
            .collect();
        assert_eq!((added.len(), added[0].row), (1, 2));
    }

    #[test]
    fn what_goes_stays_in_sight_where_it_was() {
        let ghost = ghost(|design| commands::delete_action(design, A, Below::Delete));
        assert_eq!(ghost.words(), "2 stages removed, 1 action removed");
        assert_eq!(fates(&ghost, 1), [Fate::Kept, Fate::Removed]);
        assert!(ghost.redraws(A));
        assert!(ghost.lines.iter().all(|line| line.fate == Fate::Removed));
    }

    #[test]
    fn a_moved_action_is_counted_once() {
        let ghost = ghost(|design| commands::move_action(design, A, EventId(1), 0));
        assert_eq!(ghost.words(), "2 actions changed");
        let ghost = self::ghost(|design| commands::splice(design, ActionId(3), A));
        assert_eq!(ghost.words(), "2 actions moved");
    }

    #[test]
    fn what_is_not_to_be_seen_is_told_by_its_name() {
        let ghost = ghost(|design| commands::declare_field(design, "phone"));
        assert_eq!(ghost.words(), "declare field phone");
        assert_eq!(ghost.cards().count(), 0);
    }

    #[test]
    fn a_transaction_for_another_design_has_no_ghost() {
        let design = design();
        let transaction = commands::delete_action(&design, A, Below::Delete).unwrap();
        let empty = Design::default();
        assert!(Ghost::new(&empty, &Flow::new(&empty.workflow), &transaction).is_none());
    }
}
