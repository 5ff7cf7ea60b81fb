//! How do two amendments of one design become one? Element by element, by the ids that they keep for good.

use super::marks::merged_reviews;
use super::renew::told_apart;
use crate::workflow::{
    Action, ActionData, ActionId, Annotation, AnnotationId, Conflict, Counters, Design, Event,
    EventId, Layout, Place, Position, Version, Waiver, Workflow,
};
use std::collections::{BTreeMap, BTreeSet};

/// A design with all that both amendments have done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// Also has the conflicts that were there before and that neither side has settled.
    pub design: Design,
    /// Where the two contradict each other. They are in the design as well: [`Workflow::conflicts`].
    pub conflicts: Vec<Conflict>,
}

/// Merges two designs that were amended from `base`. Nothing that either has added or changed is lost: what one deleted
/// and the other changed is kept, and where both changed one value, that of `ours` stands and the conflict keeps the
/// other. Ids that both gave to new elements are told apart by giving one of them new ones.
///
/// Independent amendments give the same design in either order. Where cards lie, what a bookmark is called and who has
/// waived a finding is no conflict: `ours` counts. Of a note that both have written on, both texts are kept.
pub fn merge(base: &Design, ours: &Design, theirs: &Design) -> Merged {
    let (ours, theirs) = told_apart(base, ours, theirs);
    let mut merge = Merge {
        base,
        ours: &ours,
        theirs: &theirs,
        untouched: BTreeSet::new(),
        conflicts: Vec::new(),
    };
    let workflow = merge.workflow();
    let layout = merge.layout(&workflow);
    let waivers = merge.waivers();
    let review = merged_reviews(&base.review, &ours.review, &theirs.review);
    let open = merge.open_conflicts(&workflow);
    Merged {
        design: Design {
            workflow: workflow.with_conflicts(open),
            layout,
            waivers,
            review,
        },
        conflicts: merge.conflicts,
    }
}

struct Merge<'a> {
    base: &'a Design,
    ours: &'a Design,
    theirs: &'a Design,
    /// The stages that are the same in all three: by far the most, and so are their actions.
    untouched: BTreeSet<EventId>,
    conflicts: Vec<Conflict>,
}

/// From a note to the one that is kept beside it, in points.
const NOTE_STEP: i32 = 24;

/// What becomes of something that each of three may have.
pub(super) enum Outcome<T> {
    Agreed(Option<T>),
    /// Both have changed it; none of the two need be there still.
    Contradiction(Option<T>, Option<T>),
}

pub(super) fn three_way<T: PartialEq + Copy>(
    base: Option<T>,
    ours: Option<T>,
    theirs: Option<T>,
) -> Outcome<T> {
    if ours == theirs || theirs == base {
        Outcome::Agreed(ours)
    } else if ours == base {
        Outcome::Agreed(theirs)
    } else {
        Outcome::Contradiction(ours, theirs)
    }
}

impl<'a> Merge<'a> {
    const fn sides(&self) -> [&'a Workflow; 3] {
        [
            &self.base.workflow,
            &self.ours.workflow,
            &self.theirs.workflow,
        ]
    }

    fn conflict(&mut self, place: Place, [ours, theirs]: [Version; 2]) {
        self.conflicts.push(Conflict {
            place,
            ours,
            theirs,
        });
    }

    /// Of a value that is always there: ours where both have changed it, told as a conflict.
    fn value<T: PartialEq + Clone>(
        &mut self,
        values: [T; 3],
        place: &Place,
        version: impl Fn(T) -> Version,
    ) -> T {
        let [base, ours, theirs] = values;
        match three_way(Some(&base), Some(&ours), Some(&theirs)) {
            Outcome::Agreed(Some(value)) => value.clone(),
            Outcome::Agreed(None) => ours,
            Outcome::Contradiction(..) => {
                self.conflict(place.clone(), [version(ours.clone()), version(theirs)]);
                ours
            }
        }
    }

    fn text(&mut self, texts: [&str; 3], place: &Place) -> String {
        let text = |text: &str| Version::Text(text.to_owned());
        self.value(texts, place, text).to_owned()
    }

    /// Those of this merge, after those of earlier ones that neither side has settled and that this one says nothing of.
    fn open_conflicts(&self, merged: &Workflow) -> Vec<Conflict> {
        let [base, ours, theirs] = self.sides().map(Workflow::conflicts);
        if base.is_empty() && ours.is_empty() && theirs.is_empty() {
            return self.conflicts.clone();
        }
        let has = |list: &[Conflict], conflict: &Conflict| list.contains(conflict);
        let is_open = |conflict: &&Conflict| {
            let (in_ours, in_theirs) = (has(ours, conflict), has(theirs, conflict));
            (in_ours && in_theirs) || !has(base, conflict)
        };
        let mut open: Vec<Conflict> = Vec::new();
        for conflict in ours.iter().chain(theirs).filter(is_open) {
            let is_told_anew = |other: &Conflict| other.is_about_the_same(conflict);
            let is_there = conflict.standing(merged).is_some();
            if is_there && !open.iter().chain(&self.conflicts).any(is_told_anew) {
                open.push(conflict.clone());
            }
        }
        open.sort();
        open.extend(self.conflicts.iter().cloned());
        open
    }

    fn workflow(&mut self) -> Workflow {
        let name = self.text(self.sides().map(Workflow::name), &Place::Workflow);
        let kept = self.kept_events();
        let mut members: BTreeMap<EventId, BTreeSet<ActionId>> = BTreeMap::new();
        for (action_id, home) in self.homes(&kept) {
            members.entry(home).or_default().insert(action_id);
        }
        let mut events: Vec<Event> = Vec::new();
        for &event_id in &kept {
            let members = members.remove(&event_id).unwrap_or_default();
            events.extend(self.event(event_id, &members));
        }
        let mut counters = self.counters();
        renumber_new(&mut events, &self.base.workflow, &mut counters);
        let limits = self.sides().map(|side| side.limit().map(str::to_owned));
        let limit = self.value(limits, &Place::Workflow, Version::Limit);
        Workflow::from_parts(name, self.fields(), counters, events).with_limit(limit)
    }

    fn counters(&self) -> Counters {
        let most = |of: fn(&Counters) -> u32| {
            let sides = self.sides();
            let counters = sides.iter().map(|side| of(&side.counters()));
            counters.max().unwrap_or(1)
        };
        Counters {
            event: most(|counters| counters.event),
            action: most(|counters| counters.action),
            stage: most(|counters| counters.stage),
        }
    }

    /// Which stages there are: those of either, but for those that one deleted and the other left as they were.
    fn kept_events(&mut self) -> BTreeSet<EventId> {
        let sides = self.sides();
        let ids: BTreeSet<EventId> = sides
            .iter()
            .flat_map(|side| side.events().map(|event| event.id))
            .collect();
        let mut kept = BTreeSet::new();
        let mut revived = Vec::new();
        for event_id in ids {
            let [base, ours, theirs] = sides.map(|side| side.event(event_id));
            if base == ours && ours == theirs {
                self.untouched.insert(event_id);
                kept.insert(event_id);
                continue;
            }
            match three_way(base, ours, theirs) {
                Outcome::Agreed(None) => {}
                Outcome::Contradiction(Some(_), None) => {
                    kept.insert(event_id);
                    revived.push((event_id, [Version::Kept, Version::Deleted]));
                }
                Outcome::Contradiction(None, Some(_)) => {
                    kept.insert(event_id);
                    revived.push((event_id, [Version::Deleted, Version::Kept]));
                }
                Outcome::Agreed(Some(_)) | Outcome::Contradiction(..) => {
                    kept.insert(event_id);
                }
            }
        }
        for (event_id, versions) in revived {
            self.conflict(Place::Event(event_id), versions);
        }
        kept
    }

    /// In which stage each action stands, but for those in untouched stages; one that is gone is not in it.
    fn homes(&mut self, kept: &BTreeSet<EventId>) -> BTreeMap<ActionId, EventId> {
        let sides = self.sides();
        let is_touched = |event: &&Event| !self.untouched.contains(&event.id);
        let touched = sides
            .iter()
            .flat_map(|side| side.events().filter(is_touched));
        let ids: BTreeSet<ActionId> = touched
            .flat_map(|event| &event.actions)
            .map(|action| action.id)
            .collect();
        let mut homes = BTreeMap::new();
        let mut conflicts = Vec::new();
        for action_id in ids {
            let found = sides.map(|side| {
                let home = side.event_of(action_id)?.id;
                Some((home, side.action(action_id)?))
            });
            // What went with its stage comes back with it.
            let lost_with_stage = |side: usize| {
                found[side].is_none()
                    && found[0].is_some_and(|(home, _)| {
                        kept.contains(&home) && sides[side].event(home).is_none()
                    })
            };
            let [base, mut ours, mut theirs] = found;
            if lost_with_stage(1) {
                ours = base;
            }
            if lost_with_stage(2) {
                theirs = base;
            }
            let home = match three_way(base, ours, theirs) {
                Outcome::Agreed(found) => found.map(|(home, _)| home),
                Outcome::Contradiction(Some((left, _)), None) => {
                    conflicts.push((action_id, [Version::Kept, Version::Deleted]));
                    Some(left)
                }
                Outcome::Contradiction(None, Some((left, _))) => {
                    conflicts.push((action_id, [Version::Deleted, Version::Kept]));
                    Some(left)
                }
                Outcome::Contradiction(ours, theirs) => {
                    let home = |found: Option<(EventId, &Action)>| found.map(|(home, _)| home);
                    match three_way(home(base), home(ours), home(theirs)) {
                        Outcome::Agreed(home) => home,
                        Outcome::Contradiction(ours, theirs) => {
                            if let (Some(ours), Some(theirs)) = (ours, theirs) {
                                let versions = [Version::Home(ours), Version::Home(theirs)];
                                conflicts.push((action_id, versions));
                            }
                            ours
                        }
                    }
                }
            };
            // What the one moved into a stage that the other deleted goes to the first stage that is left: nothing is
            // lost, and the rules tell what does not belong there.
            let fallback = || kept.iter().next().copied();
            let home = home.and_then(|home| {
                if kept.contains(&home) {
                    Some(home)
                } else {
                    fallback()
                }
            });
            homes.extend(home.map(|home| (action_id, home)));
        }
        for (action_id, versions) in conflicts {
            self.conflict(Place::Action(action_id), versions);
        }
        homes
    }

    fn event(&mut self, event_id: EventId, members: &BTreeSet<ActionId>) -> Option<Event> {
        let [base, ours, theirs] = self.sides().map(|side| side.event(event_id));
        let any = ours.or(theirs)?;
        let (ours, theirs) = (ours.unwrap_or(any), theirs.unwrap_or(any));
        let base = base.unwrap_or(ours);
        if self.untouched.contains(&event_id) {
            let mut event = ours.clone();
            let others = members.iter().filter_map(|&id| self.action(id));
            event.actions.extend(others);
            return Some(event);
        }
        let place = Place::Event(event_id);
        let sides = [base, ours, theirs];
        let stages = sides.map(|event| event.stage);
        let kinds = sides.map(|event| event.kind);
        let names = sides.map(|event| event.name.as_str());
        let lists = sides.map(|event| event.actions.iter().map(|action| action.id).collect());
        let facts = (
            self.value(stages, &place, Version::StageNumber),
            self.value(kinds, &place, Version::EventKind),
            self.text(names, &place),
        );
        let (order, versions) = merged_order(&lists, members);
        if let Some(versions) = versions {
            self.conflict(place, versions.map(Version::Order));
        }
        let actions: Vec<Action> = order
            .into_iter()
            .filter_map(|action_id| self.action(action_id))
            .collect();
        Some(Event {
            id: event_id,
            stage: facts.0,
            kind: facts.1,
            name: facts.2,
            actions,
        })
    }

    fn action(&mut self, id: ActionId) -> Option<Action> {
        let [base, ours, theirs] = self
            .sides()
            .map(|side| side.action(id).map(|action| &action.data));
        let any = ours.or(theirs)?;
        let (ours, theirs) = (ours.unwrap_or(any), theirs.unwrap_or(any));
        let base = base.unwrap_or(ours);
        let sides = [base, ours, theirs];
        let place = Place::Action(id);
        let data = if ours.kind() != theirs.kind() || ours.kind() != base.kind() {
            self.value(sides, &place, |data| Version::Action(data.clone()))
                .clone()
        } else {
            self.data(id, sides)
        };
        Some(Action { id, data })
    }

    /// Value by value, where all three are of one kind.
    fn data(&mut self, id: ActionId, sides: [&ActionData; 3]) -> ActionData {
        let place = Place::Action(id);
        let ours = sides[1];
        let mut data = ours.clone();
        for &name in ours.kind().value_names() {
            let values = sides.map(|data| data.value(name).unwrap_or_default());
            let value = self.text(values, &Place::Value(id, name));
            data = data.with_value(name, &value);
        }
        if let [Some(base), Some(ours), Some(theirs)] = sides.map(ActionData::priority) {
            let priority = self.value([base, ours, theirs], &place, Version::Priority);
            if let ActionData::Alert { priority: own, .. } = &mut data {
                *own = priority;
            }
        }
        let targets = sides.map(ActionData::leads_to);
        let target = self.value(targets, &place, Version::Target);
        data.leading_to(target)
    }

    /// Those of the base that neither removed, then those that either added.
    fn fields(&self) -> Vec<String> {
        let [base, ours, theirs] = self.sides().map(Workflow::fields);
        let has = |fields: &[String], field: &String| fields.contains(field);
        let spine = if ours.iter().filter(|field| has(base, field)).eq(base.iter()) {
            theirs
        } else {
            ours
        };
        let kept = spine
            .iter()
            .filter(|field| has(base, field) && has(ours, field) && has(theirs, field));
        let added = |side: &[String]| -> Vec<String> {
            side.iter()
                .filter(|field| !has(base, field))
                .cloned()
                .collect()
        };
        let mut new = added(ours);
        let others = added(theirs);
        if new.is_empty() {
            new = others;
        } else if !others.is_empty() {
            new.extend(others);
            new.sort();
            new.dedup();
        }
        kept.cloned().chain(new).collect()
    }

    fn layout(&self, workflow: &Workflow) -> Layout {
        let layouts = [&self.base.layout, &self.ours.layout, &self.theirs.layout];
        let cards = workflow.events().filter_map(|event| {
            let [base, ours, theirs] = layouts.map(|layout| layout.card(event.id));
            let place = match three_way(base, ours, theirs) {
                Outcome::Agreed(place) => place,
                Outcome::Contradiction(ours, theirs) => ours.or(theirs),
            };
            // A stage that comes back lies where it lay.
            Some((event.id, place.or(base)?))
        });
        let mut merged = Layout::from_cards(cards);
        merged.annotate(merged_notes(layouts));
        let is_there = |id: &EventId| workflow.event(*id).is_some();
        let folded: BTreeSet<EventId> = layouts
            .iter()
            .flat_map(|layout| layout.collapsed())
            .collect();
        merged.collapse(folded.into_iter().filter(is_there).filter(|&id| {
            let [base, ours, theirs] = layouts.map(|layout| layout.is_collapsed(id));
            if ours == base { theirs } else { ours }
        }));
        let marked: BTreeSet<EventId> = layouts
            .iter()
            .flat_map(|layout| layout.bookmarks().map(|(id, _)| id))
            .collect();
        merged.set_bookmarks(marked.into_iter().filter(is_there).filter_map(|id| {
            let [base, ours, theirs] = layouts.map(|layout| layout.bookmark(id));
            let name = match three_way(base, ours, theirs) {
                Outcome::Agreed(name) => name,
                Outcome::Contradiction(ours, theirs) => ours.or(theirs),
            };
            Some((id, name?.to_owned()))
        }));
        merged
    }

    fn waivers(&self) -> Vec<Waiver> {
        let sides = [&self.base.waivers, &self.ours.waivers, &self.theirs.waivers];
        // Of two for one finding, as only a hand-edited file has them, the first counts.
        let by_place = sides.map(|side| -> BTreeMap<(&str, &Place), &Waiver> {
            let waivers = side.iter().rev();
            waivers
                .map(|waiver| ((waiver.rule.as_str(), &waiver.place), waiver))
                .collect()
        });
        let mut keys: Vec<(&str, &Place)> = Vec::new();
        let mut seen = BTreeSet::new();
        let mut base_count = 0;
        for (side, waivers) in sides.into_iter().enumerate() {
            for waiver in waivers {
                let key = (waiver.rule.as_str(), &waiver.place);
                if seen.insert(key) {
                    keys.push(key);
                    base_count += usize::from(side == 0);
                }
            }
        }
        // New ones in an order that does not depend on whose they are.
        if let Some(new) = keys.get_mut(base_count..) {
            new.sort();
        }
        keys.into_iter()
            .filter_map(|key| {
                let [base, ours, theirs] = by_place.each_ref().map(|side| side.get(&key).copied());
                let merged = match three_way(base, ours, theirs) {
                    Outcome::Agreed(waiver) => waiver,
                    Outcome::Contradiction(ours, theirs) => ours.or(theirs),
                };
                merged.cloned()
            })
            .collect()
    }
}

/// The frames and notes of either. Of one that both have written on, theirs is kept beside ours.
fn merged_notes(layouts: [&Layout; 3]) -> BTreeMap<AnnotationId, Annotation> {
    let ids = layouts.iter().flat_map(|layout| layout.annotations());
    let ids: BTreeSet<AnnotationId> = ids.map(|(id, _)| id).collect();
    let mut next = ids.last().map_or(1, |last| last.0.saturating_add(1));
    let mut merged = BTreeMap::new();
    for id in ids {
        let [base, ours, theirs] = layouts.map(|layout| layout.annotation(id));
        let note = match three_way(base, ours, theirs) {
            Outcome::Agreed(note) => note,
            Outcome::Contradiction(Some(ours), Some(theirs)) => {
                let texts = [
                    base.map(|base| &base.text),
                    Some(&ours.text),
                    Some(&theirs.text),
                ];
                match three_way(texts[0], texts[1], texts[2]) {
                    Outcome::Contradiction(..) => {
                        let beside = Position::new(NOTE_STEP, NOTE_STEP);
                        let position = ours.position.moved(beside);
                        let theirs = Annotation {
                            position,
                            ..theirs.clone()
                        };
                        merged.insert(AnnotationId(next), theirs);
                        next = next.saturating_add(1);
                        Some(ours)
                    }
                    // One has written, the other has moved or painted it.
                    Outcome::Agreed(text) if text == Some(&ours.text) => Some(ours),
                    Outcome::Agreed(_) => Some(theirs),
                }
            }
            Outcome::Contradiction(ours, theirs) => ours.or(theirs),
        };
        merged.extend(note.map(|note| (id, note.clone())));
    }
    merged
}

/// Gives stages that are new and bear a number that is taken the next unused ones, in the order of their ids.
fn renumber_new(events: &mut [Event], base: &Workflow, counters: &mut Counters) {
    let is_new = |event: &Event| base.event(event.id).is_none();
    let mut taken: BTreeSet<u32> = events
        .iter()
        .filter(|event| !is_new(event))
        .map(|event| event.stage)
        .collect();
    for event in events.iter_mut().filter(|event| is_new(event)) {
        if !taken.insert(event.stage) {
            event.stage = counters.stage;
            counters.stage = counters.stage.saturating_add(1);
            taken.insert(event.stage);
        }
    }
}

/// The order of a stage's actions: of those that both have as the one has it that changed it, and each of the others
/// behind what it follows there. With it, where both have changed the order, each in its own way, how each has it: the
/// first stands.
fn merged_order(
    lists: &[Vec<ActionId>; 3],
    members: &BTreeSet<ActionId>,
) -> (Vec<ActionId>, Option<[Vec<ActionId>; 2]>) {
    let [base, ours, theirs] = lists;
    let sets = [ours, theirs].map(|list| list.iter().copied().collect::<BTreeSet<ActionId>>());
    let is_shared =
        |id: &&ActionId| members.contains(id) && sets.iter().all(|set| set.contains(id));
    let [before, ours_shared, theirs_shared] = [base, ours, theirs]
        .map(|list| -> Vec<ActionId> { list.iter().filter(is_shared).copied().collect() });
    let (spine, versions) = match three_way(Some(&before), Some(&ours_shared), Some(&theirs_shared))
    {
        Outcome::Agreed(order) => (order.unwrap_or(&ours_shared).clone(), None),
        // What both have and the base has not, both have moved here: that is told of those.
        Outcome::Contradiction(..) if before.len() < ours_shared.len() => (ours_shared, None),
        Outcome::Contradiction(..) => {
            let versions = [ours_shared.clone(), theirs_shared];
            (ours_shared, Some(versions))
        }
    };
    // By what they follow: those of one list together, the lists in the order of their first ids.
    let mut followers: BTreeMap<Option<ActionId>, Vec<Vec<ActionId>>> = BTreeMap::new();
    let in_spine: BTreeSet<ActionId> = spine.iter().copied().collect();
    let mut placed = in_spine.clone();
    for list in [ours, theirs] {
        let mut anchor = None;
        let mut run = Vec::new();
        for &id in list.iter().filter(|id| members.contains(id)) {
            if in_spine.contains(&id) {
                if !run.is_empty() {
                    let runs = followers.entry(anchor).or_default();
                    runs.push(std::mem::take(&mut run));
                }
                anchor = Some(id);
            } else if placed.insert(id) {
                run.push(id);
            }
        }
        if !run.is_empty() {
            followers.entry(anchor).or_default().push(run);
        }
    }
    let behind = |anchor: Option<ActionId>| {
        let mut runs = followers.get(&anchor).cloned().unwrap_or_default();
        runs.sort();
        runs.into_iter().flatten()
    };
    let mut order: Vec<ActionId> = behind(None).collect();
    for id in spine {
        order.push(id);
        order.extend(behind(Some(id)));
    }
    // What comes back with its stage stood in neither list.
    order.extend(members.iter().filter(|id| !placed.contains(id)));
    (order, versions)
}
