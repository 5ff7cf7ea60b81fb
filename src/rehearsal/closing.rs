//! What can be rehearsed? Any design with a New Call: where it dangles it is closed by a marked end, so that the
//! runtime's step goes through it as through a complete one.

use crate::export::{self, Definition, EventName, Step, Then};
use crate::runtime::{Program, Refused};
use crate::workflow::{
    ActionId, EventId, EventKind, Flow, Place, StageEnd, Way, WayKind, Workflow, is_field_name,
    parse_duration, placeholders,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A design made ready for rehearsals.
///
/// Invariant: wherever a run of `program` ends, either the design finishes there or `gaps` says why it does not.
#[derive(Debug)]
pub struct Rehearsable {
    pub(super) workflow: Workflow,
    pub(super) flow: Arc<Flow>,
    pub(super) program: Program,
    /// Of each stage, by index in the flow: its number, or another where a stage before bears the same.
    numbers: Vec<u32>,
    /// The way back, but for stages that were only made to close the design.
    stages: BTreeMap<u32, usize>,
    gaps: BTreeMap<u32, Gap>,
    caveats: Vec<Caveat>,
    undeclared: Vec<String>,
}

/// Where a run ends though the workflow does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    pub kind: GapKind,
    /// The stage from which nothing carries the call on.
    pub event_id: EventId,
    /// Its Button, Timer or Link that should.
    pub action_id: Option<ActionId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GapKind {
    /// The stage ends nowhere.
    Dangling,
    /// A Button or Timer whose event is gone.
    MissingEvent,
    /// A Link that leads to no stage.
    BrokenLink,
    /// Links lead round to each other, with nothing to wait for.
    LinkRing,
    /// The stage waits for timers alone, and none has a duration.
    NeverElapses,
}

/// Something in the design that a rehearsal passes over, though the runtime would not take it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caveat {
    pub place: Place,
    /// A whole sentence.
    pub message: String,
}

/// Why a design cannot be rehearsed at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotRehearsable {
    #[error("This design has no New Call event, so no call can begin; add one.")]
    NoNewCall,
    #[error("This design cannot be rehearsed: {0}.")]
    Refused(Refused),
}

/// With what a run ends where the design dangles. [`Gap`] tells people.
const GAP_OUTCOME: &str = "The design dangles here";

impl Rehearsable {
    /// Closes a design. `flow` is the flow of this very workflow. Linear in the number of actions.
    ///
    /// # Errors
    /// When the design has no New Call.
    pub fn new(workflow: &Workflow, flow: &Arc<Flow>) -> Result<Self, NotRehearsable> {
        let Some(new_call) = workflow.new_call().map(|event| event.id) else {
            return Err(NotRehearsable::NoNewCall);
        };
        let mut closing = Closing::new(workflow, flow);
        let mut definition = export::unversioned(workflow);
        closing.close(&mut definition, new_call);
        let program = Program::for_rehearsal(&definition).map_err(NotRehearsable::Refused)?;
        let Closing {
            numbers,
            gaps,
            caveats,
            undeclared,
            ..
        } = closing;
        let stages = numbers.iter().enumerate();
        Ok(Self {
            workflow: workflow.clone(),
            flow: Arc::clone(flow),
            program,
            stages: stages.map(|(index, &number)| (number, index)).collect(),
            numbers,
            gaps,
            caveats,
            undeclared,
        })
    }

    pub const fn program(&self) -> &Program {
        &self.program
    }

    pub const fn workflow(&self) -> &Workflow {
        &self.workflow
    }

    pub fn flow(&self) -> &Flow {
        &self.flow
    }

    /// What a rehearsal passes over, in the order of the stages' numbers.
    pub fn caveats(&self) -> &[Caveat] {
        &self.caveats
    }

    /// Fields that texts use and the workflow does not declare: a rehearsal fills them in as if it did.
    pub fn undeclared_fields(&self) -> &[String] {
        &self.undeclared
    }

    /// The number by which a rehearsal calls a stage, by index in the flow.
    pub(super) fn number(&self, stage: usize) -> u32 {
        self.numbers[stage]
    }

    /// The stage with that number, by index in the flow. `None` also for those that were only made to close the design.
    pub(super) fn stage(&self, number: u32) -> Option<usize> {
        self.stages.get(&number).copied()
    }

    pub(super) fn gap(&self, number: u32) -> Option<Gap> {
        self.gaps.get(&number).copied()
    }

    /// `3, Called back`, for the middle of a sentence.
    pub fn title(&self, stage: usize) -> String {
        format!("{}, {}", self.numbers[stage], self.name(stage))
    }

    pub(super) fn name(&self, stage: usize) -> String {
        let owner = self.flow.owner(stage);
        let owner = owner.and_then(|way| self.workflow.action(way.action_id));
        let event = self.workflow.event(self.flow.event_id(stage));
        event.map_or_else(String::new, |event| {
            Workflow::stage_name(event, owner.map(|action| &action.data))
        })
    }

    /// Why the run ends there, in a whole sentence.
    pub fn gap_sentence(&self, gap: Gap) -> String {
        let stage = self.flow.index(gap.event_id);
        let title = stage.map_or_else(String::new, |stage| self.title(stage));
        let action = gap.action_id.and_then(|id| self.workflow.action(id));
        let action = action.map_or_else(String::new, |action| {
            format!(
                "{} “{}”",
                action.data.kind().title(),
                action.data.main_text()
            )
        });
        match gap.kind {
            GapKind::Dangling => format!("Here the design dangles: stage {title}, ends nowhere."),
            GapKind::MissingEvent => {
                format!("Here the design dangles: the {action} of stage {title}, has no stage.")
            }
            GapKind::BrokenLink => {
                format!("Here the design dangles: the Link of stage {title}, leads to no stage.")
            }
            GapKind::LinkRing => format!(
                "Here a call would spin for ever: from stage {title}, the Links lead round to each other."
            ),
            GapKind::NeverElapses => format!(
                "Here the design dangles: stage {title}, waits for a timer that has no duration."
            ),
        }
    }
}

struct Closing<'a> {
    workflow: &'a Workflow,
    flow: &'a Flow,
    numbers: Vec<u32>,
    used: BTreeSet<u32>,
    next_number: u32,
    cut_links: BTreeSet<usize>,
    gaps: BTreeMap<u32, Gap>,
    caveats: Vec<Caveat>,
    undeclared: Vec<String>,
}

impl<'a> Closing<'a> {
    fn new(workflow: &'a Workflow, flow: &'a Flow) -> Self {
        let mut closing = Self {
            workflow,
            flow,
            numbers: Vec::new(),
            used: workflow.events().map(|event| event.stage).collect(),
            next_number: workflow.counters().stage,
            cut_links: rings_cut(flow),
            gaps: BTreeMap::new(),
            caveats: Vec::new(),
            undeclared: Vec::new(),
        };
        let mut seen = BTreeSet::new();
        for event in workflow.events() {
            let number = if seen.insert(event.stage) {
                event.stage
            } else {
                closing.fresh_number()
            };
            closing.numbers.push(number);
        }
        closing
    }

    /// A number that no stage bears.
    fn fresh_number(&mut self) -> u32 {
        while !self.used.insert(self.next_number) {
            self.next_number = self.next_number.wrapping_add(1);
        }
        self.next_number
    }

    fn close(&mut self, definition: &mut Definition, new_call: EventId) {
        // A definition has its stages by number, those with one number by id.
        let mut order: Vec<usize> = (0..self.flow.stage_count()).collect();
        let events: Vec<_> = self.workflow.events().collect();
        order.sort_by_key(|&index| events[index].stage);
        let mut spawned = Vec::new();
        for (stage, &index) in definition.stages.iter_mut().zip(&order) {
            stage.stage = self.numbers[index];
            let event = events[index];
            if event.kind == EventKind::NewCall && event.id != new_call {
                stage.event = EventName::ButtonPushed;
                self.caveat(
                    Place::Event(event.id),
                    "This is a second New Call: calls begin at the first.".to_owned(),
                );
            }
            stage.steps.retain(|step| match step {
                Step::SetField { field, .. } => is_field_name(field.trim()),
                _ => true,
            });
            self.close_end(index, &mut stage.then, &mut spawned);
        }
        definition.stages.append(&mut spawned);
        self.declare_fields(definition);
        self.note_passed_over();
    }

    fn caveat(&mut self, place: Place, message: String) {
        self.caveats.push(Caveat { place, message });
    }

    fn close_end(&mut self, index: usize, then: &mut Then, spawned: &mut Vec<export::Stage>) {
        let ways = self.flow.ways_from(index);
        let of_kind = |kind| ways.iter().filter(move |way: &&Way| way.kind == kind);
        match then {
            Then::Finish(_) => {}
            Then::Nothing => *then = self.gap_end(index, GapKind::Dangling, None),
            Then::Link(to) => {
                let Some(link) = of_kind(WayKind::Link).next() else {
                    return;
                };
                match link.to {
                    Some(target) if !self.cut_links.contains(&index) => {
                        *to = Some(self.numbers[target]);
                    }
                    Some(_) => {
                        *then = self.gap_end(index, GapKind::LinkRing, Some(link.action_id));
                    }
                    None => {
                        *then = self.gap_end(index, GapKind::BrokenLink, Some(link.action_id));
                    }
                }
            }
            Then::Wait { buttons, timers } => {
                for (button, way) in buttons.iter_mut().zip(of_kind(WayKind::Button)) {
                    button.to = Some(self.target(way, spawned));
                }
                let mut timer_ways = of_kind(WayKind::Timer);
                timers.retain_mut(|timer| {
                    let way = timer_ways.next();
                    let Some(way) = way.filter(|_| timer.after.is_some()) else {
                        return false;
                    };
                    timer.to = Some(self.target(way, spawned));
                    true
                });
                if buttons.is_empty() && timers.is_empty() {
                    let timer = of_kind(WayKind::Timer).next();
                    let action_id = timer.map(|way| way.action_id);
                    *then = self.gap_end(index, GapKind::NeverElapses, action_id);
                }
            }
        }
    }

    fn gap_end(&mut self, index: usize, kind: GapKind, action_id: Option<ActionId>) -> Then {
        let gap = Gap {
            kind,
            event_id: self.flow.event_id(index),
            action_id,
        };
        self.gaps.insert(self.numbers[index], gap);
        Then::Finish(GAP_OUTCOME.to_owned())
    }

    /// The number of the stage that a Button or Timer leads to: one made to end there when its own is gone.
    fn target(&mut self, way: &Way, spawned: &mut Vec<export::Stage>) -> u32 {
        if let Some(to) = way.to {
            return self.numbers[to];
        }
        let number = self.fresh_number();
        let gap = Gap {
            kind: GapKind::MissingEvent,
            event_id: self.flow.event_id(way.from),
            action_id: Some(way.action_id),
        };
        self.gaps.insert(number, gap);
        spawned.push(export::Stage {
            stage: number,
            event: match way.kind {
                WayKind::Timer => EventName::TimerElapsed,
                _ => EventName::ButtonPushed,
            },
            name: "No stage".to_owned(),
            steps: Vec::new(),
            then: Then::Finish(GAP_OUTCOME.to_owned()),
        });
        number
    }

    /// Declares what texts use, so that they can be filled in.
    fn declare_fields(&mut self, definition: &mut Definition) {
        let declared: BTreeSet<&str> = definition.fields.iter().map(String::as_str).collect();
        let mut undeclared = BTreeSet::new();
        let mut note = |name: &str| {
            if !declared.contains(name) {
                undeclared.insert(name.to_owned());
            }
        };
        for stage in &definition.stages {
            for step in &stage.steps {
                if let Step::SetField { field, .. } = step {
                    note(field.trim());
                }
                texts_of(step)
                    .into_iter()
                    .flat_map(placeholders)
                    .for_each(|placeholder| note(placeholder.name));
            }
            if let Then::Finish(outcome) = &stage.then {
                placeholders(outcome).for_each(|placeholder| note(placeholder.name));
            }
        }
        self.undeclared = undeclared.into_iter().collect();
        definition.fields.extend(self.undeclared.iter().cloned());
    }

    /// Says what no rehearsal can show.
    fn note_passed_over(&mut self) {
        use crate::workflow::ActionData;
        let workflow = self.workflow;
        for (index, event) in workflow.events().enumerate() {
            for action in &event.actions {
                let number = self.numbers[index];
                let message = match &action.data {
                    ActionData::Timer { after, .. }
                        if self.flow.end(index) == StageEnd::Waits
                            && parse_duration(after).is_err() =>
                    {
                        format!(
                            "A Timer of stage {number} never elapses: “{after}” is no duration."
                        )
                    }
                    ActionData::SetField { field, .. } if !is_field_name(field.trim()) => {
                        format!(
                            "A Set Field of stage {number} is passed over: “{field}” is no name of a field."
                        )
                    }
                    _ => continue,
                };
                self.caveat(Place::Action(action.id), message);
            }
        }
    }
}

fn texts_of(step: &Step) -> [&str; 3] {
    match step {
        Step::Alert { message, .. } => [message, "", ""],
        Step::Email { to, subject, body } => [to, subject, body],
        Step::Sms { to, text } => [to, text, ""],
        Step::Webhook { url, body } => [url, body, ""],
        Step::SetField { value, .. } => [value, "", ""],
        Step::Note { text } => [text, "", ""],
    }
}

/// Of each ring of Links, the stage whose Link is left out to open it: the one that leads back farthest in reading order.
fn rings_cut(flow: &Flow) -> BTreeSet<usize> {
    let next = |stage: usize| {
        let goes_on = flow.end(stage) == StageEnd::GoesOn;
        let mut links = flow.ways_from(stage).iter();
        links
            .find(|way| goes_on && way.kind == WayKind::Link)
            .and_then(|way| way.to)
    };
    let mut cut = BTreeSet::new();
    let mut ranks = None;
    let mut seen_from = vec![usize::MAX; flow.stage_count()];
    for start in 0..flow.stage_count() {
        let mut stage = start;
        while seen_from[stage] == usize::MAX {
            seen_from[stage] = start;
            match next(stage) {
                Some(to) => stage = to,
                None => break,
            }
        }
        if seen_from[stage] != start || next(stage).is_none() {
            continue;
        }
        // `stage` was come to twice on this walk: it is in a ring.
        let ranks = ranks.get_or_insert_with(|| flow.reading_ranks());
        let mut ring = vec![stage];
        while let Some(to) = ring.last().and_then(|&last| next(last)) {
            if to == stage {
                break;
            }
            ring.push(to);
        }
        let back = ring
            .into_iter()
            .min_by_key(|&from| next(from).map(|to| ranks[to]));
        cut.extend(back);
    }
    cut
}
