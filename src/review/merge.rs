//! How do two amendments of one design become one? Element by element, by the ids that they keep for good.

use super::marks::merged_reviews;
use super::renew::told_apart;
use crate::workflow::{
    Action, ActionData, ActionId, Counters, Design, Event, EventId, Layout, Place, Waiver, Workflow,
};
use std::collections::{BTreeMap, BTreeSet};

/// A design with all that both amendments have done, and where they contradict each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    pub design: Design,
    pub conflicts: Vec<Conflict>,
}

/// Something that both have changed, each in its own way. What stands in the merged design is what `message` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    pub place: Place,
    pub message: String,
}

/// Merges two designs that were amended from `base`. Nothing that either has added or changed is lost: what one deleted
/// and the other changed is kept, and where both changed one value, that of `ours` stands and the conflict names the
/// other. Ids that both gave to new elements are told apart by giving one of them new ones.
///
/// Independent amendments give the same design in either order. Where cards lie is no conflict: `ours` counts.
pub fn merge(base: &Design, ours: &Design, theirs: &Design) -> Merged {
    let (ours, theirs) = told_apart(base, ours, theirs);
    let mut merge = Merge {
        base,
        ours: &ours,
        theirs: &theirs,
        conflicts: Vec::new(),
    };
    let workflow = merge.workflow();
    let layout = merge.layout(&workflow);
    let waivers = merge.waivers();
    let review = merged_reviews(&base.review, &ours.review, &theirs.review);
    Merged {
        design: Design {
            workflow,
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
    conflicts: Vec<Conflict>,
}

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

impl Merge<'_> {
    fn sides(&self) -> [&Workflow; 3] {
        [
            &self.base.workflow,
            &self.ours.workflow,
            &self.theirs.workflow,
        ]
    }

    fn conflict(&mut self, place: Place, message: String) {
        self.conflicts.push(Conflict { place, message });
    }

    /// Of a value that is always there: ours where both have changed it, told as a conflict.
    fn value<T: PartialEq + Clone>(
        &mut self,
        values: [&T; 3],
        place: &Place,
        what: &str,
        text: impl Fn(&T) -> String,
    ) -> T {
        let [base, ours, theirs] = values;
        match three_way(Some(base), Some(ours), Some(theirs)) {
            Outcome::Agreed(value) => value.unwrap_or(ours).clone(),
            Outcome::Contradiction(..) => {
                let message = format!(
                    "Both amendments changed {what}: “{}” stands, the other made it “{}”.",
                    text(ours),
                    text(theirs)
                );
                self.conflict(place.clone(), message);
                ours.clone()
            }
        }
    }

    fn workflow(&mut self) -> Workflow {
        let names = self.sides().map(|side| side.name().to_owned());
        let names = [&names[0], &names[1], &names[2]];
        let name = self.value(names, &Place::Workflow, "the workflow's name", Clone::clone);
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
        let limits = [&limits[0], &limits[1], &limits[2]];
        let limit = self.value(limits, &Place::Workflow, "the limit", |limit| {
            limit.clone().unwrap_or_default()
        });
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
            match three_way(base, ours, theirs) {
                Outcome::Agreed(None) => {}
                Outcome::Contradiction(Some(left), None)
                | Outcome::Contradiction(None, Some(left)) => {
                    kept.insert(event_id);
                    revived.push((event_id, left.stage));
                }
                Outcome::Agreed(Some(_)) | Outcome::Contradiction(..) => {
                    kept.insert(event_id);
                }
            }
        }
        for (event_id, stage) in revived {
            let message = format!(
                "One amendment deleted stage {stage} and the other changed it. It has been kept."
            );
            self.conflict(Place::Event(event_id), message);
        }
        kept
    }

    /// In which stage each action stands; one that is gone is not in it.
    fn homes(&mut self, kept: &BTreeSet<EventId>) -> BTreeMap<ActionId, EventId> {
        let sides = self.sides();
        let ids: BTreeSet<ActionId> = sides
            .iter()
            .flat_map(|side| side.events().flat_map(|event| &event.actions))
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
                Outcome::Contradiction(Some((left, action)), None)
                | Outcome::Contradiction(None, Some((left, action))) => {
                    let what = action_text(&action.data);
                    let message = format!(
                        "One amendment deleted {what} and the other changed it. It has been kept."
                    );
                    conflicts.push((action_id, message));
                    Some(left)
                }
                Outcome::Contradiction(ours, theirs) => {
                    let home = |found: Option<(EventId, &Action)>| found.map(|(home, _)| home);
                    match three_way(home(base), home(ours), home(theirs)) {
                        Outcome::Agreed(home) => home,
                        Outcome::Contradiction(ours, _) => {
                            let message =
                                "Both amendments moved this action, each to another stage.";
                            conflicts.push((action_id, message.to_owned()));
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
        for (action_id, message) in conflicts {
            self.conflict(Place::Action(action_id), message);
        }
        homes
    }

    fn event(&mut self, event_id: EventId, members: &BTreeSet<ActionId>) -> Option<Event> {
        let [base, ours, theirs] = self.sides().map(|side| side.event(event_id).cloned());
        let any = ours.as_ref().or(theirs.as_ref())?.clone();
        let (ours, theirs) = (ours.unwrap_or_else(|| any.clone()), theirs.unwrap_or(any));
        let base = base.unwrap_or_else(|| ours.clone());
        let place = Place::Event(event_id);
        let what = |aspect: &str| format!("the {aspect} of stage {}", ours.stage);
        let stages = [&base.stage, &ours.stage, &theirs.stage];
        let kinds = [&base.kind, &ours.kind, &theirs.kind];
        let names = [&base.name, &ours.name, &theirs.name];
        let facts = (
            self.value(stages, &place, &what("number"), ToString::to_string),
            self.value(kinds, &place, &what("event"), |kind| {
                kind.title().to_owned()
            }),
            self.value(names, &place, &what("name"), Clone::clone),
        );
        let lists = [&base, &ours, &theirs].map(|event| {
            event
                .actions
                .iter()
                .map(|action| action.id)
                .collect::<Vec<_>>()
        });
        let order = merged_order(&lists, members);
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
        let [base, ours, theirs] = self.sides().map(|side| side.action(id).cloned());
        let any = ours.as_ref().or(theirs.as_ref())?.data.clone();
        let ours = ours.map_or_else(|| any.clone(), |action| action.data);
        let theirs = theirs.map_or(any, |action| action.data);
        let base = base.map_or_else(|| ours.clone(), |action| action.data);
        let place = Place::Action(id);
        let what = action_text(&ours);
        if ours.kind() != theirs.kind() || ours.kind() != base.kind() {
            let data = self.value([&base, &ours, &theirs], &place, &what, action_text);
            return Some(Action { id, data });
        }
        let mut data = ours.clone();
        for &name in ours.kind().value_names() {
            let values =
                [&base, &ours, &theirs].map(|data| data.value(name).unwrap_or_default().to_owned());
            let values = [&values[0], &values[1], &values[2]];
            let what = format!("the {} of {what}", name.noun());
            let place = Place::Value(id, name);
            let value = self.value(values, &place, &what, Clone::clone);
            data = data.with_value(name, &value);
        }
        let priorities = [base.priority(), ours.priority(), theirs.priority()];
        let priority = self.value(
            [&priorities[0], &priorities[1], &priorities[2]],
            &place,
            &format!("the priority of {what}"),
            |priority| priority.map_or_else(String::new, |priority| priority.title().to_owned()),
        );
        if let (ActionData::Alert { priority: own, .. }, Some(priority)) = (&mut data, priority) {
            *own = priority;
        }
        let targets = [base.leads_to(), ours.leads_to(), theirs.leads_to()];
        let target = self.value(
            [&targets[0], &targets[1], &targets[2]],
            &place,
            &format!("where {what} leads"),
            |target| target.map_or_else(String::new, |target| format!("event {target}")),
        );
        Some(Action {
            id,
            data: data.leading_to(target),
        })
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
        let ours_first = |outcome: Outcome<_>| match outcome {
            Outcome::Agreed(value) => value,
            Outcome::Contradiction(ours, theirs) => ours.or(theirs),
        };
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
        let notes: BTreeSet<_> = layouts
            .iter()
            .flat_map(|layout| layout.annotations().map(|(id, _)| id))
            .collect();
        merged.annotate(notes.into_iter().filter_map(|id| {
            let [base, ours, theirs] = layouts.map(|layout| layout.annotation(id));
            Some((id, ours_first(three_way(base, ours, theirs))?.clone()))
        }));
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
                let [base, ours, theirs] = sides.map(|side| waiver_in(side, key));
                let merged = match three_way(base, ours, theirs) {
                    Outcome::Agreed(waiver) => waiver,
                    Outcome::Contradiction(ours, theirs) => ours.or(theirs),
                };
                merged.cloned()
            })
            .collect()
    }
}

fn waiver_in<'w>(waivers: &'w [Waiver], (rule, place): (&str, &Place)) -> Option<&'w Waiver> {
    let mut waivers = waivers.iter();
    waivers.find(|waiver| waiver.rule == rule && waiver.place == *place)
}

/// How a conflict calls an action: `Button “Called back”`.
fn action_text(data: &ActionData) -> String {
    match data.main_text() {
        "" => data.kind().title().to_owned(),
        text => format!("{} “{text}”", data.kind().title()),
    }
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
/// behind what it follows there.
fn merged_order(lists: &[Vec<ActionId>; 3], members: &BTreeSet<ActionId>) -> Vec<ActionId> {
    let [base, ours, theirs] = lists;
    let is_shared =
        |id: &&ActionId| members.contains(id) && ours.contains(id) && theirs.contains(id);
    let shared =
        |list: &[ActionId]| -> Vec<ActionId> { list.iter().filter(is_shared).copied().collect() };
    let spine = if shared(ours) == shared(base) {
        shared(theirs)
    } else {
        shared(ours)
    };
    // By what they follow: those of one list together, the lists in the order of their first ids.
    let mut followers: BTreeMap<Option<ActionId>, Vec<Vec<ActionId>>> = BTreeMap::new();
    let mut placed: BTreeSet<ActionId> = spine.iter().copied().collect();
    for list in [ours, theirs] {
        let mut anchor = None;
        let mut run = Vec::new();
        for &id in list.iter().filter(|id| members.contains(id)) {
            if spine.contains(&id) {
                if !run.is_empty() {
                    followers
                        .entry(anchor)
                        .or_default()
                        .push(std::mem::take(&mut run));
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
    let rest: Vec<ActionId> = members
        .iter()
        .filter(|id| !order.contains(id))
        .copied()
        .collect();
    order.extend(rest);
    order
}
