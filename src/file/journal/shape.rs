//! What does a journal look like? A line of JSON for each thing that happened; types that mirror them.
//!
//! The changes are derived from the model's own (`remote`), so that a new kind of change does not compile until it can
//! be written down.

use crate::edit::{Change, EventFacts, GestureId, Transaction};
use crate::file::Stamp;
use crate::file::shape::{
    AnnotationKindShape, DataShape, EventKindShape, TintShape, ValueNameShape, VersionShape,
};
use crate::workflow::{
    Action, ActionData, ActionId, Annotation, AnnotationId, AnnotationKind, Conflict, Counters,
    Event, EventId, EventKind, Place, Position, Question, QuestionId, ReadFault, ReviewMark, Said,
    Seal, SeenStage, SignOff, Signature, Size, Tint, ValueName, Version, Waiver,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The first line: which file it is about.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct HeadLine {
    /// The format of the journal; by this name it is known for one.
    pub legwork_journal: u32,
    pub file: Option<PathShape>,
    #[serde(default, with = "maybe")]
    pub stamp: Option<Stamp>,
}

/// The second line: the design as it was opened.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct BaseLine {
    pub text: String,
    /// Where its cards were laid when the text left places open.
    pub laid: Option<Vec<(u32, i32, i32)>>,
}

/// Each further line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum StepLine {
    Commit(#[serde(with = "TransactionShape")] Transaction),
    CommitInGesture(
        #[serde(with = "TransactionShape")] Transaction,
        #[serde(with = "GestureIdShape")] GestureId,
    ),
    EndGesture,
    Undo,
    Redo,
    Saved {
        file: PathShape,
        #[serde(with = "StampShape")]
        stamp: Stamp,
    },
    Unsaved,
}

/// A path as text where it is one; some systems have paths that are not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum PathShape {
    Text(String),
    Raw(OsString),
}

impl From<&Path> for PathShape {
    fn from(path: &Path) -> Self {
        match path.to_str() {
            Some(text) => Self::Text(text.to_owned()),
            None => Self::Raw(path.as_os_str().to_owned()),
        }
    }
}

impl From<PathShape> for PathBuf {
    fn from(shape: PathShape) -> Self {
        match shape {
            PathShape::Text(text) => text.into(),
            PathShape::Raw(raw) => raw.into(),
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Stamp")]
struct StampShape {
    length: u64,
    sha256: [u8; 32],
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "GestureId")]
struct GestureIdShape(u64);

#[derive(Serialize, Deserialize)]
#[serde(remote = "Transaction")]
struct TransactionShape {
    label: String,
    #[serde(with = "list")]
    changes: Vec<Change>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Change", rename_all = "snake_case")]
enum ChangeShape {
    InsertEvent {
        #[serde(with = "EventShape")]
        event: Event,
        #[serde(with = "maybe")]
        card: Option<Position>,
    },
    RemoveEvent {
        #[serde(with = "EventShape")]
        event: Event,
        #[serde(with = "maybe")]
        card: Option<Position>,
    },
    InsertAction {
        #[serde(with = "EventIdShape")]
        event_id: EventId,
        index: usize,
        #[serde(with = "ActionShape")]
        action: Action,
    },
    RemoveAction {
        #[serde(with = "EventIdShape")]
        event_id: EventId,
        index: usize,
        #[serde(with = "ActionShape")]
        action: Action,
    },
    MoveAction {
        #[serde(with = "place_in_event")]
        from: (EventId, usize),
        #[serde(with = "place_in_event")]
        to: (EventId, usize),
    },
    SetAction {
        #[serde(with = "ActionIdShape")]
        action_id: ActionId,
        #[serde(with = "DataShape")]
        before: ActionData,
        #[serde(with = "DataShape")]
        after: ActionData,
    },
    SetEvent {
        #[serde(with = "EventIdShape")]
        event_id: EventId,
        #[serde(with = "EventFactsShape")]
        before: EventFacts,
        #[serde(with = "EventFactsShape")]
        after: EventFacts,
    },
    MoveCard {
        #[serde(with = "EventIdShape")]
        event_id: EventId,
        #[serde(with = "maybe")]
        before: Option<Position>,
        #[serde(with = "maybe")]
        after: Option<Position>,
    },
    RenameWorkflow {
        before: String,
        after: String,
    },
    SetFields {
        before: Vec<String>,
        after: Vec<String>,
    },
    SetCounters {
        #[serde(with = "CountersShape")]
        before: Counters,
        #[serde(with = "CountersShape")]
        after: Counters,
    },
    SetReadFaults {
        #[serde(with = "list")]
        before: Vec<ReadFault>,
        #[serde(with = "list")]
        after: Vec<ReadFault>,
    },
    SetAnnotation {
        #[serde(with = "AnnotationIdShape")]
        annotation_id: AnnotationId,
        #[serde(with = "maybe")]
        before: Option<Annotation>,
        #[serde(with = "maybe")]
        after: Option<Annotation>,
    },
    SetBookmark {
        #[serde(with = "EventIdShape")]
        event_id: EventId,
        before: Option<String>,
        after: Option<String>,
    },
    SetCollapsed {
        #[serde(with = "EventIdShape")]
        event_id: EventId,
        before: bool,
        after: bool,
    },
    SetWaivers {
        #[serde(with = "list")]
        before: Vec<Waiver>,
        #[serde(with = "list")]
        after: Vec<Waiver>,
    },
    SetLimit {
        before: Option<String>,
        after: Option<String>,
    },
    SetReviewMark {
        #[serde(with = "PlaceShape")]
        leg: Place,
        #[serde(with = "maybe")]
        before: Option<ReviewMark>,
        #[serde(with = "maybe")]
        after: Option<ReviewMark>,
    },
    SetQuestion {
        #[serde(with = "QuestionIdShape")]
        question_id: QuestionId,
        #[serde(with = "maybe")]
        before: Option<Question>,
        #[serde(with = "maybe")]
        after: Option<Question>,
    },
    SetSignOff {
        #[serde(with = "maybe")]
        before: Option<SignOff>,
        #[serde(with = "maybe")]
        after: Option<SignOff>,
    },
    SetSeenStage {
        #[serde(with = "SealShape")]
        seal: Seal,
        #[serde(with = "maybe")]
        before: Option<SeenStage>,
        #[serde(with = "maybe")]
        after: Option<SeenStage>,
    },
    SetConflicts {
        #[serde(with = "list")]
        before: Vec<Conflict>,
        #[serde(with = "list")]
        after: Vec<Conflict>,
    },
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "EventFacts")]
struct EventFactsShape {
    stage: u32,
    #[serde(with = "EventKindShape")]
    kind: EventKind,
    name: String,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Event")]
struct EventShape {
    #[serde(with = "EventIdShape")]
    id: EventId,
    stage: u32,
    #[serde(with = "EventKindShape")]
    kind: EventKind,
    name: String,
    #[serde(with = "list")]
    actions: Vec<Action>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Action")]
struct ActionShape {
    #[serde(with = "ActionIdShape")]
    id: ActionId,
    #[serde(with = "DataShape")]
    data: ActionData,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "EventId")]
struct EventIdShape(u32);

#[derive(Serialize, Deserialize)]
#[serde(remote = "ActionId")]
struct ActionIdShape(u32);

#[derive(Serialize, Deserialize)]
#[serde(remote = "AnnotationId")]
struct AnnotationIdShape(u32);

#[derive(Serialize, Deserialize)]
#[serde(remote = "Position")]
struct PositionShape {
    x: i32,
    y: i32,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Size")]
struct SizeShape {
    width: i32,
    height: i32,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Counters")]
struct CountersShape {
    event: u32,
    action: u32,
    stage: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "ReadFault")]
struct ReadFaultShape {
    #[serde(with = "EventIdShape")]
    event_id: EventId,
    #[serde(with = "maybe")]
    action_id: Option<ActionId>,
    message: String,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Annotation")]
struct AnnotationShape {
    #[serde(with = "AnnotationKindShape")]
    kind: AnnotationKind,
    text: String,
    #[serde(with = "TintShape")]
    tint: Tint,
    #[serde(with = "PositionShape")]
    position: Position,
    #[serde(with = "SizeShape")]
    size: Size,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Waiver")]
struct WaiverShape {
    rule: String,
    #[serde(with = "PlaceShape")]
    place: Place,
    reason: String,
    name: String,
    #[serde(with = "SealShape")]
    seal: Seal,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Signature")]
struct SignatureShape {
    name: String,
    at: String,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "ReviewMark")]
struct ReviewMarkShape {
    #[serde(with = "SignatureShape")]
    by: Signature,
    remark: String,
    #[serde(with = "SealShape")]
    seal: Seal,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "QuestionId")]
struct QuestionIdShape(u32);

#[derive(Serialize, Deserialize)]
#[serde(remote = "Question")]
struct QuestionShape {
    #[serde(with = "EventIdShape")]
    event_id: EventId,
    #[serde(with = "list")]
    said: Vec<Said>,
    #[serde(with = "maybe")]
    resolved: Option<Signature>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Said")]
struct SaidShape {
    #[serde(with = "SignatureShape")]
    by: Signature,
    text: String,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "SignOff")]
struct SignOffShape {
    #[serde(with = "SignatureShape")]
    by: Signature,
    #[serde(with = "SealShape")]
    seal: Seal,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "SeenStage")]
struct SeenStageShape {
    #[serde(with = "maybe")]
    after: Option<Seal>,
    #[serde(with = "EventShape")]
    event: Event,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Conflict")]
struct ConflictShape {
    #[serde(with = "PlaceShape")]
    place: Place,
    #[serde(with = "VersionShape")]
    ours: Version,
    #[serde(with = "VersionShape")]
    theirs: Version,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Seal")]
struct SealShape(u64);

#[derive(Serialize, Deserialize)]
#[serde(remote = "Place", rename_all = "snake_case")]
enum PlaceShape {
    Workflow,
    Field(String),
    Event(#[serde(with = "EventIdShape")] EventId),
    Action(#[serde(with = "ActionIdShape")] ActionId),
    Value(
        #[serde(with = "ActionIdShape")] ActionId,
        #[serde(with = "ValueNameShape")] ValueName,
    ),
}

mod place_in_event {
    use super::{Deserialize, Deserializer, EventId, Serialize, Serializer};

    pub fn serialize<S: Serializer>(place: &(EventId, usize), to: S) -> Result<S::Ok, S::Error> {
        (place.0.0, place.1).serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<(EventId, usize), D::Error> {
        <(u32, usize)>::deserialize(from).map(|(id, index)| (EventId(id), index))
    }
}

/// Something of the model that has a shape here. The shapes themselves say how one is written; this lets lists of them
/// be written too.
trait Shaped: Sized {
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error>;
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error>;
}

macro_rules! shaped {
    ($($model:ty => $shape:ty),+ $(,)?) => {
        $(impl Shaped for $model {
            fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                <$shape>::serialize(self, to)
            }

            fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                <$shape>::deserialize(from)
            }
        })+
    };
}

shaped! {
    Action => ActionShape,
    ActionId => ActionIdShape,
    Annotation => AnnotationShape,
    Change => ChangeShape,
    Conflict => ConflictShape,
    Position => PositionShape,
    Question => QuestionShape,
    ReadFault => ReadFaultShape,
    ReviewMark => ReviewMarkShape,
    Said => SaidShape,
    Seal => SealShape,
    SeenStage => SeenStageShape,
    SignOff => SignOffShape,
    Signature => SignatureShape,
    Stamp => StampShape,
    Waiver => WaiverShape,
}

struct Written<'a, T>(&'a T);

impl<T: Shaped> Serialize for Written<'_, T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.write(to)
    }
}

struct Read<T>(T);

impl<'de, T: Shaped> Deserialize<'de> for Read<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        T::read(from).map(Self)
    }
}

mod list {
    use super::{Deserialize, Deserializer, Read, Serializer, Shaped, Written};

    pub fn serialize<T: Shaped, S: Serializer>(items: &[T], to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(items.iter().map(Written))
    }

    pub fn deserialize<'de, T: Shaped, D: Deserializer<'de>>(from: D) -> Result<Vec<T>, D::Error> {
        let items = Vec::<Read<T>>::deserialize(from)?;
        Ok(items.into_iter().map(|item| item.0).collect())
    }
}

mod maybe {
    use super::{Deserialize, Deserializer, Read, Serialize, Serializer, Shaped, Written};

    #[expect(clippy::ref_option, reason = "serde calls it so")]
    pub fn serialize<T: Shaped, S: Serializer>(item: &Option<T>, to: S) -> Result<S::Ok, S::Error> {
        item.as_ref().map(Written).serialize(to)
    }

    pub fn deserialize<'de, T: Shaped, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<T>, D::Error> {
        let item = Option::<Read<T>>::deserialize(from)?;
        Ok(item.map(|item| item.0))
    }
}
