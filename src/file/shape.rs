//! What does a design file look like? Types that mirror it, entry by entry; serde reads them.
//!
//! The kinds are derived from the model's own (`remote`), so that a new kind or value does not compile until it is
//! here. What people may leave out has a default; what is left out of an action by mistake loads as empty, and the
//! rule `missing-value` says so.

use crate::workflow::{
    Action, ActionData, ActionId, Annotation, AnnotationId, AnnotationKind, Conflict, Counters,
    Design, Event, EventId, EventKind, Layout, Place, Position, Priority, Question, QuestionId,
    Review, ReviewMark, Said, Seal, SeenStage, SignOff, Signature, Size, Tint, ValueName, Version,
    Waiver, Workflow,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

#[derive(Deserialize)]
#[serde(rename = "Design", deny_unknown_fields)]
pub(super) struct DesignShape {
    pub format: u32,
    workflow: WorkflowShape,
    #[serde(default)]
    layout: LayoutShape,
    #[serde(default)]
    waivers: Vec<WaiverShape>,
    #[serde(default)]
    review: ReviewShape,
    #[serde(default)]
    conflicts: Vec<ConflictShape>,
}

#[derive(Deserialize)]
#[serde(rename = "Workflow", deny_unknown_fields)]
struct WorkflowShape {
    #[serde(default)]
    name: String,
    /// Not in format 1: then the numbers go on after those in use.
    #[serde(default)]
    next: NextShape,
    #[serde(default)]
    fields: Vec<String>,
    #[serde(default)]
    limit: Option<String>,
    #[serde(default)]
    events: Vec<EventShape>,
}

#[derive(Default, Deserialize)]
#[serde(rename = "Next", default, deny_unknown_fields)]
struct NextShape {
    event: u32,
    action: u32,
    stage: u32,
}

#[derive(Deserialize)]
#[serde(rename = "Event", deny_unknown_fields)]
pub(super) struct EventShape {
    id: u32,
    stage: u32,
    #[serde(with = "EventKindShape")]
    on: EventKind,
    #[serde(default)]
    name: String,
    #[serde(default)]
    actions: Vec<ActionShape>,
}

#[derive(Deserialize)]
#[serde(rename = "Action", deny_unknown_fields)]
pub(super) struct ActionShape {
    id: u32,
    #[serde(rename = "do", with = "DataShape")]
    data: ActionData,
}

#[derive(Deserialize, Serialize)]
#[serde(remote = "EventKind", rename = "Event kind")]
pub(super) enum EventKindShape {
    NewCall,
    ButtonPushed,
    TimerElapsed,
}

#[derive(Deserialize, Serialize)]
#[serde(remote = "Priority", rename = "Priority")]
enum PriorityShape {
    Low,
    Normal,
    High,
    Urgent,
}

#[derive(Deserialize, Serialize)]
#[serde(remote = "ActionData", rename = "Action kind", deny_unknown_fields)]
pub(super) enum DataShape {
    Alert {
        #[serde(default)]
        message: String,
        #[serde(default, with = "PriorityShape")]
        priority: Priority,
        #[serde(default)]
        team: String,
    },
    Email {
        #[serde(default)]
        to: String,
        #[serde(default)]
        subject: String,
        #[serde(default)]
        body: String,
    },
    Sms {
        #[serde(default)]
        to: String,
        #[serde(default)]
        text: String,
    },
    Webhook {
        #[serde(default)]
        url: String,
        #[serde(default)]
        body: String,
    },
    SetField {
        #[serde(default)]
        field: String,
        #[serde(default)]
        value: String,
    },
    Note {
        #[serde(default)]
        text: String,
    },
    Button {
        #[serde(default)]
        label: String,
        #[serde(rename = "event", default, with = "leading_to")]
        event_id: Option<EventId>,
    },
    Timer {
        #[serde(default)]
        after: String,
        #[serde(rename = "event", default, with = "leading_to")]
        event_id: Option<EventId>,
    },
    Link {
        #[serde(rename = "event", default, with = "leading_to")]
        event_id: Option<EventId>,
    },
    Finish {
        #[serde(default)]
        outcome: String,
    },
}

#[derive(Default, Deserialize)]
#[serde(rename = "Layout", deny_unknown_fields)]
struct LayoutShape {
    #[serde(default)]
    cards: Vec<CardShape>,
    #[serde(default)]
    annotations: Vec<AnnotationShape>,
    #[serde(default)]
    collapsed: Vec<u32>,
    #[serde(default)]
    bookmarks: Vec<BookmarkShape>,
}

#[derive(Deserialize)]
#[serde(rename = "Annotation", deny_unknown_fields)]
pub(super) struct AnnotationShape {
    id: u32,
    #[serde(with = "AnnotationKindShape")]
    kind: AnnotationKind,
    x: i32,
    y: i32,
    #[serde(default)]
    width: i32,
    #[serde(default)]
    height: i32,
    #[serde(default, with = "TintShape")]
    tint: Tint,
    #[serde(default)]
    text: String,
}

#[derive(Deserialize, Serialize)]
#[serde(remote = "AnnotationKind", rename = "Annotation kind")]
pub(super) enum AnnotationKindShape {
    Frame,
    StickyNote,
}

#[derive(Deserialize, Serialize)]
#[serde(remote = "Tint", rename = "Tint")]
pub(super) enum TintShape {
    Grey,
    Yellow,
    Green,
    Blue,
    Violet,
    Red,
}

#[derive(Deserialize)]
#[serde(rename = "Bookmark", deny_unknown_fields)]
struct BookmarkShape {
    event: u32,
    #[serde(default)]
    name: String,
}

#[derive(Deserialize)]
#[serde(rename = "Waiver", deny_unknown_fields)]
struct WaiverShape {
    rule: String,
    on: PlaceShape,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    name: String,
    /// One that is missing or that nobody could have written has lapsed.
    #[serde(default)]
    seal: String,
}

#[derive(Default, Deserialize)]
#[serde(rename = "Review", default, deny_unknown_fields)]
struct ReviewShape {
    marks: Vec<MarkShape>,
    questions: Vec<QuestionShape>,
    sign_off: Option<SignOffShape>,
    seen: Vec<SeenShape>,
}

#[derive(Deserialize)]
#[serde(rename = "Mark", deny_unknown_fields)]
struct MarkShape {
    leg: PlaceShape,
    #[serde(default)]
    name: String,
    #[serde(default)]
    at: String,
    #[serde(default)]
    remark: String,
    /// One that is missing or that nobody could have written is that of a leg that has changed.
    #[serde(default)]
    seal: String,
}

#[derive(Deserialize)]
#[serde(rename = "Question", deny_unknown_fields)]
struct QuestionShape {
    id: u32,
    on: u32,
    #[serde(default)]
    said: Vec<SaidShape>,
    #[serde(default)]
    resolved: Option<SignatureShape>,
}

#[derive(Deserialize)]
#[serde(rename = "Said", deny_unknown_fields)]
struct SaidShape {
    #[serde(default)]
    name: String,
    #[serde(default)]
    at: String,
    text: String,
}

#[derive(Deserialize)]
#[serde(rename = "Signature", deny_unknown_fields)]
struct SignatureShape {
    #[serde(default)]
    name: String,
    #[serde(default)]
    at: String,
}

#[derive(Deserialize)]
#[serde(rename = "Sign-off", deny_unknown_fields)]
struct SignOffShape {
    #[serde(default)]
    name: String,
    #[serde(default)]
    at: String,
    #[serde(default)]
    seal: String,
}

#[derive(Deserialize)]
#[serde(rename = "Seen stage", deny_unknown_fields)]
struct SeenShape {
    seal: String,
    #[serde(default)]
    after: Option<String>,
    event: EventShape,
}

#[derive(Deserialize)]
#[serde(rename = "Conflict", deny_unknown_fields)]
struct ConflictShape {
    on: PlaceShape,
    #[serde(with = "VersionShape")]
    ours: Version,
    #[serde(with = "VersionShape")]
    theirs: Version,
}

#[derive(Deserialize, Serialize)]
#[serde(remote = "Version", rename = "Version")]
pub(super) enum VersionShape {
    Text(String),
    Limit(Option<String>),
    StageNumber(u32),
    EventKind(#[serde(with = "EventKindShape")] EventKind),
    Priority(#[serde(with = "PriorityShape")] Priority),
    Target(#[serde(with = "leading_to")] Option<EventId>),
    Action(#[serde(with = "DataShape")] ActionData),
    Home(#[serde(with = "event_id")] EventId),
    Order(#[serde(with = "action_ids")] Vec<ActionId>),
    Deleted,
    Kept,
}

#[derive(Deserialize)]
#[serde(rename = "Place")]
enum PlaceShape {
    Workflow,
    Field(String),
    Event(u32),
    Action(u32),
    Value(u32, #[serde(with = "ValueNameShape")] ValueName),
}

#[derive(Deserialize, Serialize)]
#[serde(remote = "ValueName", rename = "Value name")]
pub(super) enum ValueNameShape {
    Message,
    Team,
    To,
    Subject,
    Body,
    Text,
    Url,
    Field,
    Value,
    Label,
    After,
    Outcome,
}

#[derive(Deserialize)]
#[serde(rename = "Card", deny_unknown_fields)]
pub(super) struct CardShape {
    pub event: u32,
    pub x: i32,
    pub y: i32,
}

/// The id of the event that an action leads to.
mod leading_to {
    use super::{Deserialize, Deserializer, EventId, Serialize, Serializer};

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<EventId>, D::Error> {
        Option::<u32>::deserialize(from).map(|id| id.map(EventId))
    }

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        clippy::ref_option,
        reason = "serde calls it so"
    )]
    pub fn serialize<S: Serializer>(id: &Option<EventId>, to: S) -> Result<S::Ok, S::Error> {
        id.map(|id| id.0).serialize(to)
    }
}

mod event_id {
    use super::{Deserialize, Deserializer, EventId, Serialize, Serializer};

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<EventId, D::Error> {
        u32::deserialize(from).map(EventId)
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
    pub fn serialize<S: Serializer>(id: &EventId, to: S) -> Result<S::Ok, S::Error> {
        id.0.serialize(to)
    }
}

mod action_ids {
    use super::{ActionId, Deserialize, Deserializer, Serializer};

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<ActionId>, D::Error> {
        let ids = Vec::<u32>::deserialize(from)?;
        Ok(ids.into_iter().map(ActionId).collect())
    }

    pub fn serialize<S: Serializer>(ids: &[ActionId], to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(ids.iter().map(|id| id.0))
    }
}

impl DesignShape {
    pub fn into_design(self) -> Design {
        let workflow = self.workflow;
        let next = workflow.next;
        let counters = Counters {
            event: next.event.max(1),
            action: next.action.max(1),
            stage: next.stage.max(1),
        };
        let events = workflow.events.into_iter().map(EventShape::into_event);
        let conflicts = self.conflicts.into_iter().map(ConflictShape::into_conflict);
        Design {
            workflow: Workflow::from_parts(
                workflow.name,
                workflow.fields,
                counters,
                events.collect(),
            )
            .with_limit(workflow.limit)
            .with_conflicts(conflicts.collect()),
            layout: self.layout.into_layout(),
            waivers: self
                .waivers
                .into_iter()
                .map(WaiverShape::into_waiver)
                .collect(),
            review: self.review.into_review(),
        }
    }
}

impl LayoutShape {
    fn into_layout(self) -> Layout {
        let cards = self.cards.into_iter();
        let mut layout = Layout::from_cards(
            cards.map(|card| (EventId(card.event), Position::new(card.x, card.y))),
        );
        let annotations = self.annotations.into_iter();
        layout.annotate(annotations.map(|shape| (AnnotationId(shape.id), shape.into_annotation())));
        layout.collapse(self.collapsed.into_iter().map(EventId));
        let bookmarks = self.bookmarks.into_iter();
        layout.set_bookmarks(bookmarks.map(|shape| (EventId(shape.event), shape.name)));
        layout
    }
}

impl AnnotationShape {
    pub(super) fn into_annotation(self) -> Annotation {
        Annotation {
            kind: self.kind,
            text: self.text,
            tint: self.tint,
            position: Position::new(self.x, self.y),
            size: Size {
                width: self.width.max(0),
                height: self.height.max(0),
            },
        }
    }
}

impl WaiverShape {
    fn into_waiver(self) -> Waiver {
        Waiver {
            rule: self.rule,
            place: self.on.into_place(),
            reason: self.reason,
            name: self.name,
            seal: Seal::parse(&self.seal).unwrap_or_default(),
        }
    }
}

impl PlaceShape {
    fn into_place(self) -> Place {
        match self {
            Self::Workflow => Place::Workflow,
            Self::Field(name) => Place::Field(name),
            Self::Event(event_id) => Place::Event(EventId(event_id)),
            Self::Action(action_id) => Place::Action(ActionId(action_id)),
            Self::Value(action_id, name) => Place::Value(ActionId(action_id), name),
        }
    }
}

impl ReviewShape {
    /// Of two entries for one thing, as only a hand-edited file has them, the last holds.
    fn into_review(self) -> Review {
        let seal = |text: &str| Seal::parse(text).unwrap_or_default();
        let marks = self.marks.into_iter().map(|mark| {
            let by = Signature {
                name: mark.name,
                at: mark.at,
            };
            let (remark, seal) = (mark.remark, seal(&mark.seal));
            (mark.leg.into_place(), ReviewMark { by, remark, seal })
        });
        let questions = self.questions.into_iter();
        let seen = self.seen.into_iter().filter_map(|seen| {
            let stage = SeenStage {
                after: seen.after.as_deref().map(seal),
                event: seen.event.into_event(),
            };
            Some((Seal::parse(&seen.seal)?, stage))
        });
        Review {
            marks: marks.collect(),
            questions: questions
                .map(|question| (QuestionId(question.id), question.into_question()))
                .collect(),
            sign_off: self.sign_off.map(|sign_off| SignOff {
                by: Signature {
                    name: sign_off.name,
                    at: sign_off.at,
                },
                seal: seal(&sign_off.seal),
            }),
            seen: seen.collect(),
        }
    }
}

impl QuestionShape {
    fn into_question(self) -> Question {
        let said = self.said.into_iter().map(|said| Said {
            by: Signature {
                name: said.name,
                at: said.at,
            },
            text: said.text,
        });
        Question {
            event_id: EventId(self.on),
            said: said.collect(),
            resolved: self.resolved.map(|by| Signature {
                name: by.name,
                at: by.at,
            }),
        }
    }
}

impl ConflictShape {
    fn into_conflict(self) -> Conflict {
        Conflict {
            place: self.on.into_place(),
            ours: self.ours,
            theirs: self.theirs,
        }
    }
}

impl EventShape {
    pub fn into_event(self) -> Event {
        Event {
            id: EventId(self.id),
            stage: self.stage,
            kind: self.on,
            name: self.name,
            actions: self
                .actions
                .into_iter()
                .map(ActionShape::into_action)
                .collect(),
        }
    }
}

impl ActionShape {
    pub fn into_action(self) -> Action {
        Action {
            id: ActionId(self.id),
            data: self.data,
        }
    }
}
