//! What differs between two designs? Told by meaning, element by element, with where cards lie apart from the rest.

use super::marks::said_differences;
use crate::workflow::{
    Action, ActionData, ActionId, Annotation, AnnotationId, Conflict, Design, Event, EventId, Flow,
    Layout, Place, Spot, ValueName, Waiver, Workflow, shortened,
};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// One thing that is another than before. [`fmt::Display`] tells it in a line, which begins with the sign of its kind:
/// `~ Stage 3, 48h passed: Timer “48h” → “24h”`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub kind: Kind,
    pub aspect: Aspect,
    /// Where it is in the later design, or where it was if it is gone.
    pub spot: Spot,
    /// The stage that it belongs to; `None` when it is of the whole workflow.
    pub stage: Option<StageName>,
    /// What of the stage or the workflow it is: `team of Alert “Ring”`. Empty for a stage that came or went.
    pub subject: String,
    /// As it was, whole; empty where there was nothing, or nothing to tell.
    pub before: String,
    /// As it is, whole; empty where there is nothing, or nothing to tell.
    pub after: String,
}

/// A stage as people know it: as it is in the later design, or as it was if it is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageName {
    pub event_id: EventId,
    pub number: u32,
    pub name: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Added,
    Removed,
    Changed,
    Moved,
}

/// Does it change what happens to a call?
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aspect {
    Logic,
    /// Where cards lie, frames, notes, bookmarks and collapsed legs.
    Layout,
    /// Waivers, ticks, questions, the signature, the limit, and what a merge has left to decide.
    Review,
}

impl Kind {
    pub const fn title(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
            Self::Moved => "moved",
        }
    }

    /// As a line of a listing begins.
    pub const fn sign(self) -> char {
        match self {
            Self::Added => '+',
            Self::Removed => '-',
            Self::Changed => '~',
            Self::Moved => '>',
        }
    }
}

impl Aspect {
    pub const fn title(self) -> &'static str {
        match self {
            Self::Logic => "logic",
            Self::Layout => "layout",
            Self::Review => "review",
        }
    }
}

impl fmt::Display for StageName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Stage {}, {}",
            self.number,
            shortened(&self.name, LONGEST)
        )
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind.sign(), self.text())
    }
}

impl Difference {
    /// The line without its sign.
    pub fn text(&self) -> String {
        match &self.stage {
            Some(stage) if self.subject.is_empty() => stage.to_string(),
            Some(stage) => format!("{stage}: {}", self.words()),
            None => self.words(),
        }
    }

    /// What it is, without the stage: `Timer “48h” → “24h”`, `team of Alert “Ring”: “Care” → “Sales”`.
    pub fn words(&self) -> String {
        let Self {
            subject,
            before,
            after,
            ..
        } = self;
        if before.is_empty() && after.is_empty() {
            return subject.clone();
        }
        if self.kind == Kind::Moved {
            // A way has arrows itself.
            return if before.contains('→') || after.contains('→') {
                format!("{subject}: “{before}” → “{after}”")
            } else {
                format!("{subject}, {before} → {after}")
            };
        }
        if self.kind != Kind::Changed {
            let text = if after.is_empty() { before } else { after };
            return format!("{subject}: “{}”", shortened(text, LONGEST));
        }
        if subject == ANOTHER_KIND {
            return self.values();
        }
        // Two quoted texts beside each other would read as one.
        let colon = if subject.ends_with('”') { ":" } else { "" };
        format!("{subject}{colon} {}", self.values())
    }

    /// What was and what is, in a line: `“48h” → “24h”`; of long texts the part where they begin to differ.
    pub fn values(&self) -> String {
        if self.subject == ANOTHER_KIND {
            // Both are quoted where they quote.
            return format!("{} → {}", self.before, self.after);
        }
        let (before, after) = told_apart(&self.before, &self.after);
        format!("{before} → {after}")
    }
}

/// The subject of an action that has become one of another kind.
const ANOTHER_KIND: &str = "kind of an action";

/// Letters of a text that a line has room for.
const LONGEST: usize = 60;
/// Letters before the first that differs, where a text is too long to be told whole.
const LEAD: usize = 16;

/// Two texts in a line, each quoted; of long ones the part where they begin to differ.
fn told_apart(before: &str, after: &str) -> (String, String) {
    let is_short = |text: &str| !text.contains('\n') && text.chars().nth(LONGEST).is_none();
    if is_short(before) && is_short(after) {
        return (quoted(before), quoted(after));
    }
    let alike = before.chars().zip(after.chars());
    let alike = alike.take_while(|(before, after)| before == after).count();
    let from = if alike < LONGEST / 2 { 0 } else { alike - LEAD };
    let part = |text: &str| {
        let rest: String = text.chars().skip(from).take(LONGEST + 1).collect();
        // Line ends are part of what is told.
        let rest = rest.replace('\n', "⏎");
        let start = if from > 0 { "…" } else { "" };
        quoted(&format!("{start}{}", shortened(&rest, LONGEST)))
    };
    (part(before), part(after))
}

fn quoted(text: &str) -> String {
    if text.is_empty() {
        "nothing".to_owned()
    } else {
        format!("“{text}”")
    }
}

/// All differences: of the workflow itself, then stage by stage in reading order, what is gone after that; then those
/// of the layout and of the review. Linear in the size of both designs.
pub fn differences(before: &Design, after: &Design) -> Vec<Difference> {
    let mut found = Found {
        before: Side::new(before),
        after: Side::new(after),
        aspect: Aspect::Logic,
        replaced: BTreeSet::new(),
        list: Vec::new(),
    };
    found.workflow();
    found.stages();
    found.aspect = Aspect::Layout;
    found.layout();
    found.aspect = Aspect::Review;
    found.waivers();
    found.conflicts();
    for said in said_differences(before, after) {
        found.said(said);
    }
    found.list
}

/// The stages whose cards lie elsewhere, by event id.
pub fn moved_cards(before: &Design, after: &Design) -> BTreeSet<EventId> {
    let was = |event_id| before.layout.card(event_id);
    let events = after.workflow.events().map(|event| event.id);
    events
        .filter(|&id| was(id).is_some() && was(id) != after.layout.card(id))
        .collect()
}

/// A design with what it takes to tell of it.
struct Side<'a> {
    design: &'a Design,
    workflow: &'a Workflow,
    flow: Flow,
}

impl<'a> Side<'a> {
    fn new(design: &'a Design) -> Self {
        Self {
            design,
            workflow: &design.workflow,
            flow: Flow::new(&design.workflow),
        }
    }

    fn in_order(&self) -> impl Iterator<Item = &'a Event> + '_ {
        let order = self.flow.reading_order().iter();
        order.filter_map(|&stage| self.workflow.event(self.flow.event_id(stage)))
    }

    fn stage(&self, event: &Event) -> StageName {
        let owner = self
            .flow
            .index(event.id)
            .and_then(|stage| self.flow.owner(stage));
        let owner = owner.and_then(|way| self.workflow.action(way.action_id));
        StageName {
            event_id: event.id,
            number: event.stage,
            name: Workflow::stage_name(event, owner.map(|action| &action.data)),
        }
    }

    fn stage_of(&self, place: &Place) -> Option<StageName> {
        let event_id = place.event_id(self.workflow)?;
        Some(self.stage(self.workflow.event(event_id)?))
    }

    fn target(&self, data: &ActionData) -> String {
        let Some(event_id) = data.leads_to() else {
            return "nowhere".to_owned();
        };
        match self.workflow.event(event_id) {
            Some(event) => {
                let stage = self.stage(event);
                format!("stage {}, {}", stage.number, stage.name)
            }
            None => "a stage that is gone".to_owned(),
        }
    }
}

struct Found<'a> {
    before: Side<'a>,
    after: Side<'a>,
    aspect: Aspect,
    /// Actions of the earlier design that are in the later one under other ids.
    replaced: BTreeSet<ActionId>,
    list: Vec<Difference>,
}

/// Where something stands, of which stage, and what it is.
type Subject = (Spot, Option<StageName>, String);

fn of_workflow(place: Place, subject: impl Into<String>) -> Subject {
    (Spot::Workflow(place), None, subject.into())
}

fn of_stage(place: Place, stage: StageName, subject: impl Into<String>) -> Subject {
    (Spot::Workflow(place), Some(stage), subject.into())
}

impl Found<'_> {
    fn add(&mut self, kind: Kind, subject: Subject) {
        self.change(kind, subject, "", "");
    }

    fn change(
        &mut self,
        kind: Kind,
        (spot, stage, subject): Subject,
        before: impl Into<String>,
        after: impl Into<String>,
    ) {
        self.list.push(Difference {
            kind,
            aspect: self.aspect,
            spot,
            stage,
            subject,
            before: before.into(),
            after: after.into(),
        });
    }

    fn workflow(&mut self) {
        let (before, after) = (self.before.workflow, self.after.workflow);
        if before.name() != after.name() {
            let subject = of_workflow(Place::Workflow, "name of the workflow");
            self.change(Kind::Changed, subject, before.name(), after.name());
        }
        let sets = [before, after].map(|side| side.fields().iter().collect::<BTreeSet<&String>>());
        let field =
            |name: &String| of_workflow(Place::Field(name.clone()), format!("field {name}"));
        for name in after.fields().iter().filter(|name| !sets[0].contains(name)) {
            self.add(Kind::Added, field(name));
        }
        for name in before
            .fields()
            .iter()
            .filter(|name| !sets[1].contains(name))
        {
            self.add(Kind::Removed, field(name));
        }
        let kept = before.fields().iter().filter(|name| sets[1].contains(name));
        if !kept.eq(after.fields().iter().filter(|name| sets[0].contains(name))) {
            self.add(
                Kind::Moved,
                of_workflow(Place::Workflow, "order of the fields"),
            );
        }
    }

    fn stages(&mut self) {
        let kept: Vec<&Event> = self.after.in_order().collect();
        for event in kept {
            let old = self.before.workflow.event(event.id);
            // A stage that nobody has named goes by its Button or Timer. When that is amended, it alone is told.
            if old == Some(event) {
                continue;
            }
            let stage = self.after.stage(event);
            match old {
                Some(old) => self.stage(&stage, old, event),
                None => self.add(
                    Kind::Added,
                    of_stage(Place::Event(event.id), stage.clone(), ""),
                ),
            }
            self.actions(&stage, event);
        }
        let gone: Vec<&Event> = self.before.in_order().collect();
        for event in gone {
            let now = self.after.workflow.event(event.id);
            let Some(now) = now else {
                // What went with its stage need not be told one by one.
                let stage = self.before.stage(event);
                self.add(Kind::Removed, of_stage(Place::Event(event.id), stage, ""));
                continue;
            };
            for action in &event.actions {
                let is_replaced = self.replaced.contains(&action.id);
                if !is_replaced && !self.is_kept(action, event) {
                    let stage = self.after.stage(now);
                    let subject = action_text(&action.data);
                    self.add(
                        Kind::Removed,
                        of_stage(Place::Action(action.id), stage, subject),
                    );
                }
            }
        }
    }

    fn stage(&mut self, stage: &StageName, old: &Event, new: &Event) {
        let subject = |what: &str| of_stage(Place::Event(new.id), stage.clone(), what);
        if old.stage != new.stage {
            let (old, new) = (old.stage.to_string(), new.stage.to_string());
            self.change(Kind::Changed, subject("number"), old, new);
        }
        if old.kind != new.kind {
            let (old, new) = (old.kind.title(), new.kind.title());
            self.change(Kind::Changed, subject("event"), old, new);
        }
        if old.name != new.name {
            self.change(Kind::Changed, subject("name"), &old.name, &new.name);
        }
        for (index, from) in reordered(&old.actions, &new.actions) {
            let action = &new.actions[index];
            let text = action_text(&action.data);
            let subject = of_stage(Place::Action(action.id), stage.clone(), text);
            let (from, to) = (format!("place {}", from + 1), format!("{}", index + 1));
            self.change(Kind::Moved, subject, from, to);
        }
    }

    fn actions(&mut self, stage: &StageName, event: &Event) {
        for action in &event.actions {
            let subject = || {
                let text = action_text(&action.data);
                of_stage(Place::Action(action.id), stage.clone(), text)
            };
            let old_home = self.before.workflow.event_of(action.id);
            let is_it = |old_home: &&Event| {
                let old = self.before.workflow.action(action.id);
                old.is_some_and(|old| is_same((old_home, old), (event, action)))
            };
            let Some(old_home) = old_home.filter(is_it) else {
                if !self.replaces(action, event) {
                    self.add(Kind::Added, subject());
                }
                continue;
            };
            if old_home.id != event.id {
                let from = format!("stage {}", old_home.stage);
                let to = format!("stage {}", event.stage);
                self.change(Kind::Moved, subject(), from, to);
            }
            let old = self.before.workflow.action(action.id);
            if let Some(old) = old.filter(|old| old.data != action.data) {
                self.action(stage, old, action);
            }
        }
    }

    /// Is an action of the earlier design in the later one under the same id?
    fn is_kept(&self, old: &Action, home: &Event) -> bool {
        let workflow = self.after.workflow;
        let new = workflow.event_of(old.id).zip(workflow.action(old.id));
        new.is_some_and(|new| is_same((home, old), new))
    }

    /// Does a new action only stand for one that was there? A merge gives new ids to what both sides have added under
    /// the same, and that is no difference.
    fn replaces(&mut self, new: &Action, home: &Event) -> bool {
        let Some(old_home) = self.before.workflow.event(home.id) else {
            return false;
        };
        let stands_for = |old: &&Action| {
            old.data == new.data && !self.replaced.contains(&old.id) && !self.is_kept(old, old_home)
        };
        let Some(old) = old_home.actions.iter().find(stands_for) else {
            return false;
        };
        self.replaced.insert(old.id)
    }

    fn action(&mut self, stage: &StageName, old: &Action, new: &Action) {
        let (kind, place) = (new.data.kind(), Place::Action(new.id));
        let subject = |place: &Place, what: String| of_stage(place.clone(), stage.clone(), what);
        if old.data.kind() != kind {
            let (old, new) = (action_text(&old.data), action_text(&new.data));
            let subject = subject(&place, ANOTHER_KIND.to_owned());
            self.change(Kind::Changed, subject, old, new);
            return;
        }
        for (name, value) in new.data.values() {
            let was = old.data.value(name).unwrap_or_default();
            if was != value {
                let what = value_text(&old.data, name);
                let subject = subject(&Place::Value(new.id, name), what);
                self.change(Kind::Changed, subject, was, value);
            }
        }
        if let (Some(was), Some(is)) = (old.data.priority(), new.data.priority())
            && was != is
        {
            let subject = subject(&place, format!("priority of {}", action_text(&new.data)));
            self.change(Kind::Changed, subject, was.title(), is.title());
        }
        if old.data.leads_to() != new.data.leads_to() {
            let (was, is) = (self.before.target(&old.data), self.after.target(&new.data));
            let subject = subject(&place, format!("target of {}", action_text(&new.data)));
            self.change(Kind::Changed, subject, was, is);
        }
    }

    fn layout(&mut self) {
        let (before, after) = (self.before.design, self.after.design);
        let moved = moved_cards(before, after).len();
        if moved > 0 {
            let cards = if moved == 1 { "card" } else { "cards" };
            let subject = of_workflow(Place::Workflow, format!("{moved} {cards}"));
            self.add(Kind::Moved, subject);
        }
        self.annotations(&before.layout, &after.layout);
        let bookmarks = |layout: &Layout| -> BTreeMap<EventId, String> {
            let bookmarks = layout.bookmarks();
            bookmarks.map(|(id, name)| (id, name.to_owned())).collect()
        };
        let (old_marks, new_marks) = (bookmarks(&before.layout), bookmarks(&after.layout));
        let ids: BTreeSet<EventId> = old_marks.keys().chain(new_marks.keys()).copied().collect();
        for event_id in ids {
            let place = Place::Event(event_id);
            let (old, new) = (old_marks.get(&event_id), new_marks.get(&event_id));
            let side = if new.is_some() {
                &self.after
            } else {
                &self.before
            };
            let stage = side.stage_of(&place);
            let subject = |name: &String| {
                let text = format!("bookmark “{name}”");
                (Spot::Workflow(place.clone()), stage.clone(), text)
            };
            match (old, new) {
                (None, Some(new)) => self.add(Kind::Added, subject(new)),
                (Some(old), None) => self.add(Kind::Removed, subject(old)),
                (Some(old), Some(new)) if old != new => {
                    let subject = (Spot::Workflow(place), stage, "bookmark".to_owned());
                    self.change(Kind::Changed, subject, old, new);
                }
                _ => {}
            }
        }
        if !before.layout.collapsed().eq(after.layout.collapsed()) {
            let subject = of_workflow(Place::Workflow, "which legs are collapsed");
            self.add(Kind::Changed, subject);
        }
    }

    fn annotations(&mut self, before: &Layout, after: &Layout) {
        let subject = |id: AnnotationId, note: &Annotation| {
            let kind = note.kind.title().to_lowercase();
            let text = match note.text.as_str() {
                "" => kind,
                text => format!("{kind} “{}”", shortened(text, LONGEST)),
            };
            (Spot::Annotation(id), None, text)
        };
        for (id, note) in after.annotations() {
            match before.annotation(id) {
                None => self.add(Kind::Added, subject(id, note)),
                Some(old) if old == note => {}
                Some(old) if old.text != note.text => {
                    let kind = note.kind.title().to_lowercase();
                    let subject = (Spot::Annotation(id), None, kind);
                    self.change(Kind::Changed, subject, &old.text, &note.text);
                }
                Some(old) if (old.kind, old.tint) == (note.kind, note.tint) => {
                    self.add(Kind::Moved, subject(id, note));
                }
                Some(_) => self.add(Kind::Changed, subject(id, note)),
            }
        }
        for (id, note) in before.annotations() {
            if after.annotation(id).is_none() {
                self.add(Kind::Removed, subject(id, note));
            }
        }
    }

    fn waivers(&mut self) {
        // Of two for one finding, as only a hand-edited file has them, the last holds.
        let by_place = |waivers| -> BTreeMap<(&str, &Place), &Waiver> {
            let waivers: std::slice::Iter<'_, Waiver> = waivers;
            waivers
                .map(|waiver| ((waiver.rule.as_str(), &waiver.place), waiver))
                .collect()
        };
        let (before, after) = (self.before.design, self.after.design);
        let old = by_place(before.waivers.iter());
        let new = by_place(after.waivers.iter());
        for (key, waiver) in &new {
            let stage = self.after.stage_of(&waiver.place);
            match old.get(key) {
                None => {
                    let subject = waiver_subject(waiver, stage);
                    self.change(Kind::Added, subject, "", &waiver.reason);
                }
                Some(old) if old != waiver => {
                    let subject = waiver_subject(waiver, stage);
                    self.change(Kind::Changed, subject, &old.reason, &waiver.reason);
                }
                Some(_) => {}
            }
        }
        for (key, waiver) in &old {
            if !new.contains_key(key) {
                let stage = self.before.stage_of(&waiver.place);
                self.add(Kind::Removed, waiver_subject(waiver, stage));
            }
        }
    }

    /// With the stage that it was said to.
    fn said(&mut self, said: Difference) {
        let stage = match &said.spot {
            Spot::Workflow(place) => {
                let stage = self.after.stage_of(place);
                stage.or_else(|| self.before.stage_of(place))
            }
            Spot::Annotation(_) => None,
        };
        self.list.push(Difference { stage, ..said });
    }

    fn conflicts(&mut self) {
        let (before, after) = (self.before.workflow, self.after.workflow);
        for (kind, side, conflicts, others) in [
            (Kind::Added, true, after.conflicts(), before.conflicts()),
            (Kind::Removed, false, before.conflicts(), after.conflicts()),
        ] {
            let others: BTreeSet<&Conflict> = others.iter().collect();
            for conflict in conflicts.iter().filter(|it| !others.contains(it)) {
                let side = if side { &self.after } else { &self.before };
                let stage = side.stage_of(&conflict.place);
                let spot = Spot::Workflow(conflict.place.clone());
                self.add(kind, (spot, stage, "contradiction of a merge".to_owned()));
            }
        }
    }
}

fn waiver_subject(waiver: &Waiver, stage: Option<StageName>) -> Subject {
    let spot = Spot::Workflow(waiver.place.clone());
    (
        spot,
        stage,
        format!("waiver of {} by {}", waiver.rule, waiver.name),
    )
}

/// `Button “Called back”`, `Link`.
fn action_text(data: &ActionData) -> String {
    let title = data.kind().title();
    match data.main_text().trim() {
        "" => title.to_owned(),
        text => format!("{title} “{}”", shortened(text, LONGEST)),
    }
}

/// `Timer`, which has no other value than its duration; `message of Alert`; `team of Alert “Ring”`.
fn value_text(data: &ActionData, name: ValueName) -> String {
    let kind = data.kind();
    let is_main = data.value(name).map(str::trim) == Some(data.main_text().trim());
    match kind.value_names() {
        [_] => kind.title().to_owned(),
        _ if is_main => format!("{} of {}", name.noun(), kind.title()),
        _ => format!("{} of {}", name.noun(), action_text(data)),
    }
}

/// Are two actions with one id one and the same? Not when they are of other kinds and in other stages: then two branches
/// have given the id to two things.
fn is_same((old_home, old): (&Event, &Action), (new_home, new): (&Event, &Action)) -> bool {
    old_home.id == new_home.id || old.data.kind() == new.data.kind()
}

/// The fewest actions that have to be put elsewhere to make the one order of those that both have the other: each with
/// where it stands and where it stood, counted from 0.
fn reordered(old: &[Action], new: &[Action]) -> Vec<(usize, usize)> {
    let places: BTreeMap<ActionId, usize> = old
        .iter()
        .enumerate()
        .map(|(index, action)| (action.id, index))
        .collect();
    let shared: Vec<(usize, usize)> = new
        .iter()
        .enumerate()
        .filter_map(|(index, action)| Some((index, *places.get(&action.id)?)))
        .collect();
    if shared.is_sorted_by_key(|&(_, was)| was) {
        return Vec::new();
    }
    // Those of a longest rising series stay. Patience sorting: `ends[n]` ends the best series of n + 1.
    let mut ends: Vec<usize> = Vec::new();
    let mut previous: Vec<Option<usize>> = Vec::with_capacity(shared.len());
    for (index, &(_, was)) in shared.iter().enumerate() {
        let length = ends.partition_point(|&end| shared[end].1 < was);
        previous.push(length.checked_sub(1).map(|before| ends[before]));
        if length == ends.len() {
            ends.push(index);
        } else {
            ends[length] = index;
        }
    }
    let mut stays = BTreeSet::new();
    let mut next = ends.last().copied();
    while let Some(index) = next {
        stays.insert(index);
        next = previous[index];
    }
    let moved = shared.iter().enumerate();
    moved
        .filter(|(index, _)| !stays.contains(index))
        .map(|(_, &places)| places)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_long_texts_the_part_is_told_where_they_begin_to_differ() {
        let long =
            "Dear {{customer_name}}, thank you for your call. We ring you back within two days.";
        let (before, after) = told_apart(long, &long.replace("two days", "a day"));
        assert_eq!(before, "“…you back within two days.”");
        assert_eq!(after, "“…you back within a day.”");
        let (before, after) = told_apart("One\nTwo", "");
        assert_eq!((before.as_str(), after.as_str()), ("“One⏎Two”", "nothing"));
    }
}
