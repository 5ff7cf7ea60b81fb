//! What differs between two designs? Told by meaning, element by element, with where cards lie apart from the rest.

use super::marks::said_differences;
use crate::workflow::{
    Action, ActionData, ActionId, Design, Event, EventId, Flow, Place, Workflow,
};
use std::collections::BTreeMap;
use std::fmt;

/// One thing that is another than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub kind: Kind,
    pub aspect: Aspect,
    /// Where it is in the later design, or where it was if it is gone.
    pub place: Place,
    /// What it is about, with its stage: `Button “Called back” of stage 1`.
    pub subject: String,
    /// As it was; empty where there was nothing, or nothing to tell.
    pub before: String,
    /// As it is; empty where there is nothing, or nothing to tell.
    pub after: String,
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
    /// Waivers, ticks, questions, the signature and the limit.
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

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind.title(), self.subject)?;
        match (self.before.as_str(), self.after.as_str()) {
            ("", "") => Ok(()),
            ("", after) => write!(f, ": “{after}”"),
            (before, "") => write!(f, ": “{before}” to nothing"),
            (before, after) => write!(f, ": “{before}” to “{after}”"),
        }
    }
}

/// All differences: of the workflow itself, then stage by stage in reading order, what is gone last. Linear in the size of
/// both designs.
pub fn differences(before: &Design, after: &Design) -> Vec<Difference> {
    let mut found = Found {
        before: Side::new(before),
        after: Side::new(after),
        list: Vec::new(),
    };
    found.workflow();
    found.stages();
    found.layout();
    found.waivers();
    found.list.extend(said_differences(before, after));
    found.list
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

    fn stage(&self, event: &Event) -> String {
        let owner = self
            .flow
            .index(event.id)
            .and_then(|stage| self.flow.owner(stage));
        let owner = owner.and_then(|way| self.workflow.action(way.action_id));
        let name = Workflow::stage_name(event, owner.map(|action| &action.data));
        format!("stage {}, {name}", event.stage)
    }

    fn target(&self, data: &ActionData) -> String {
        let Some(event_id) = data.leads_to() else {
            return "nowhere".to_owned();
        };
        match self.workflow.event(event_id) {
            Some(event) => self.stage(event),
            None => "a stage that is gone".to_owned(),
        }
    }
}

struct Found<'a> {
    before: Side<'a>,
    after: Side<'a>,
    list: Vec<Difference>,
}

impl Found<'_> {
    fn add(&mut self, kind: Kind, place: Place, subject: impl Into<String>) {
        self.list.push(Difference {
            kind,
            aspect: Aspect::Logic,
            place,
            subject: subject.into(),
            before: String::new(),
            after: String::new(),
        });
    }

    fn change(
        &mut self,
        kind: Kind,
        place: Place,
        subject: impl Into<String>,
        before: impl Into<String>,
        after: impl Into<String>,
    ) {
        self.list.push(Difference {
            kind,
            aspect: Aspect::Logic,
            place,
            subject: subject.into(),
            before: before.into(),
            after: after.into(),
        });
    }

    fn workflow(&mut self) {
        let (before, after) = (self.before.workflow, self.after.workflow);
        if before.name() != after.name() {
            let (before, after) = (before.name(), after.name());
            self.change(
                Kind::Changed,
                Place::Workflow,
                "name of the workflow",
                before,
                after,
            );
        }
        for field in after.fields() {
            if !before.fields().contains(field) {
                let place = Place::Field(field.clone());
                self.add(Kind::Added, place, format!("field {field}"));
            }
        }
        for field in before.fields() {
            if !after.fields().contains(field) {
                let place = Place::Field(field.clone());
                self.add(Kind::Removed, place, format!("field {field}"));
            }
        }
    }

    fn stages(&mut self) {
        let kept: Vec<&Event> = self.after.in_order().collect();
        for event in kept {
            if let Some(old) = self.before.workflow.event(event.id) {
                self.stage(old, event);
            } else {
                let subject = self.after.stage(event);
                self.add(Kind::Added, Place::Event(event.id), subject);
            }
            self.actions(event);
        }
        let gone: Vec<&Event> = self.before.in_order().collect();
        for event in gone {
            let is_stage_gone = self.after.workflow.event(event.id).is_none();
            if is_stage_gone {
                let subject = self.before.stage(event);
                self.add(Kind::Removed, Place::Event(event.id), subject);
            }
            for action in &event.actions {
                // What went with its stage need not be told one by one.
                if !is_stage_gone && self.after.workflow.event_of(action.id).is_none() {
                    let subject = action_text(event, &action.data);
                    self.add(Kind::Removed, Place::Action(action.id), subject);
                }
            }
        }
    }

    fn stage(&mut self, old: &Event, new: &Event) {
        let place = Place::Event(new.id);
        let subject = format!("stage {}", new.stage);
        if old.stage != new.stage {
            let (old, new) = (old.stage.to_string(), new.stage.to_string());
            let subject = format!("number of {subject}");
            self.change(Kind::Changed, place.clone(), subject, old, new);
        }
        if old.kind != new.kind {
            let (old, new) = (old.kind.title(), new.kind.title());
            let subject = format!("event of {subject}");
            self.change(Kind::Changed, place.clone(), subject, old, new);
        }
        if old.name != new.name {
            let (old, new) = (old.name.as_str(), new.name.as_str());
            self.change(
                Kind::Changed,
                place.clone(),
                format!("name of {subject}"),
                old,
                new,
            );
        }
        if let Some(moved) = moved_within(&old.actions, &new.actions) {
            let action = &new.actions[moved];
            let subject = action_text(new, &action.data);
            let place = Place::Action(action.id);
            self.change(
                Kind::Moved,
                place,
                subject,
                "",
                format!("place {}", moved + 1),
            );
        }
    }

    fn actions(&mut self, event: &Event) {
        for action in &event.actions {
            let Some(old_home) = self.before.workflow.event_of(action.id) else {
                let subject = action_text(event, &action.data);
                self.add(Kind::Added, Place::Action(action.id), subject);
                continue;
            };
            if old_home.id != event.id {
                let subject = action_text(event, &action.data);
                let (from, to) = (
                    format!("stage {}", old_home.stage),
                    format!("stage {}", event.stage),
                );
                self.change(Kind::Moved, Place::Action(action.id), subject, from, to);
            }
            let old = self.before.workflow.action(action.id).cloned();
            if let Some(old) = old.filter(|old| old.data != action.data) {
                self.action(event, &old, action);
            }
        }
    }

    fn action(&mut self, event: &Event, old: &Action, new: &Action) {
        let (kind, place) = (new.data.kind(), Place::Action(new.id));
        let subject = format!("{} of stage {}", kind.title(), event.stage);
        if old.data.kind() != kind {
            let old = action_text(event, &old.data);
            let new = action_text(event, &new.data);
            self.change(Kind::Changed, place, "kind of an action", old, new);
            return;
        }
        for (name, value) in new.data.values() {
            let was = old.data.value(name).unwrap_or_default();
            if was != value {
                let subject = format!("{} of {subject}", name.noun());
                self.change(
                    Kind::Changed,
                    Place::Value(new.id, name),
                    subject,
                    was,
                    value,
                );
            }
        }
        if let (Some(was), Some(is)) = (old.data.priority(), new.data.priority())
            && was != is
        {
            let subject = format!("priority of {subject}");
            self.change(
                Kind::Changed,
                place.clone(),
                subject,
                was.title(),
                is.title(),
            );
        }
        if old.data.leads_to() != new.data.leads_to() {
            let (was, is) = (self.before.target(&old.data), self.after.target(&new.data));
            self.change(
                Kind::Changed,
                place,
                format!("target of {subject}"),
                was,
                is,
            );
        }
    }

    fn layout(&mut self) {
        let start = self.list.len();
        let (before, after) = (&self.before.design.layout, &self.after.design.layout);
        let is_moved = |event: &&Event| {
            let was = before.card(event.id);
            was.is_some() && was != after.card(event.id)
        };
        let moved = self.after.workflow.events().filter(is_moved).count();
        let notes = |layout: &crate::workflow::Layout| -> BTreeMap<_, _> {
            layout
                .annotations()
                .map(|(id, note)| (id, note.clone()))
                .collect()
        };
        let (old_notes, new_notes) = (notes(before), notes(after));
        let bookmarks = |layout: &crate::workflow::Layout| -> BTreeMap<EventId, String> {
            layout
                .bookmarks()
                .map(|(id, name)| (id, name.to_owned()))
                .collect()
        };
        let (old_marks, new_marks) = (bookmarks(before), bookmarks(after));
        let is_folding_other = !before.collapsed().eq(after.collapsed());
        if moved > 0 {
            let cards = if moved == 1 { "card" } else { "cards" };
            self.add(Kind::Moved, Place::Workflow, format!("{moved} {cards}"));
        }
        for (id, note) in &new_notes {
            let subject = format!("{} “{}”", note.kind.title().to_lowercase(), note.text);
            match old_notes.get(id) {
                None => self.add(Kind::Added, Place::Workflow, subject),
                Some(old) if old != note => self.add(Kind::Changed, Place::Workflow, subject),
                Some(_) => {}
            }
        }
        for (id, note) in &old_notes {
            if !new_notes.contains_key(id) {
                let subject = format!("{} “{}”", note.kind.title().to_lowercase(), note.text);
                self.add(Kind::Removed, Place::Workflow, subject);
            }
        }
        for (&id, name) in &new_marks {
            match old_marks.get(&id) {
                None => self.add(Kind::Added, Place::Event(id), format!("bookmark “{name}”")),
                Some(old) if old != name => {
                    self.change(Kind::Changed, Place::Event(id), "bookmark", old, name);
                }
                Some(_) => {}
            }
        }
        for (&id, name) in &old_marks {
            if !new_marks.contains_key(&id) {
                self.add(
                    Kind::Removed,
                    Place::Event(id),
                    format!("bookmark “{name}”"),
                );
            }
        }
        if is_folding_other {
            self.add(Kind::Changed, Place::Workflow, "which legs are collapsed");
        }
        for difference in &mut self.list[start..] {
            difference.aspect = Aspect::Layout;
        }
    }

    fn waivers(&mut self) {
        let start = self.list.len();
        let (before, after) = (&self.before.design.waivers, &self.after.design.waivers);
        for waiver in after {
            let is_same = |old: &&crate::workflow::Waiver| {
                old.rule == waiver.rule && old.place == waiver.place
            };
            let subject = format!("waiver of {} by {}", waiver.rule, waiver.name);
            match before.iter().find(is_same) {
                None => {
                    let reason = waiver.reason.as_str();
                    self.change(Kind::Added, waiver.place.clone(), subject, "", reason);
                }
                Some(old) if old != waiver => {
                    let (was, is) = (old.reason.as_str(), waiver.reason.as_str());
                    self.change(Kind::Changed, waiver.place.clone(), subject, was, is);
                }
                Some(_) => {}
            }
        }
        for waiver in before {
            let is_same = |new: &&crate::workflow::Waiver| {
                new.rule == waiver.rule && new.place == waiver.place
            };
            if !after.iter().any(|new| is_same(&new)) {
                let subject = format!("waiver of {} by {}", waiver.rule, waiver.name);
                self.add(Kind::Removed, waiver.place.clone(), subject);
            }
        }
        for difference in &mut self.list[start..] {
            difference.aspect = Aspect::Review;
        }
    }
}

fn action_text(event: &Event, data: &ActionData) -> String {
    let title = data.kind().title();
    match data.main_text().trim() {
        "" => format!("{title} of stage {}", event.stage),
        text => format!("{title} “{text}” of stage {}", event.stage),
    }
}

/// The first action that stands elsewhere among those that both lists have; `None` when their order is the same.
fn moved_within(old: &[Action], new: &[Action]) -> Option<usize> {
    let ids = |list: &[Action], other: &[Action]| -> Vec<ActionId> {
        let is_shared = |action: &&Action| other.iter().any(|other| other.id == action.id);
        list.iter()
            .filter(is_shared)
            .map(|action| action.id)
            .collect()
    };
    let (was, is) = (ids(old, new), ids(new, old));
    let at = was.iter().zip(&is).position(|(was, is)| was != is)?;
    new.iter().position(|action| action.id == is[at])
}
