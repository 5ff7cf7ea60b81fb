//! What is a workflow? Events, actions, stages and legs, and the questions one can ask about them.
//!
//! Nothing in here touches a disk, a screen or a clock, and nothing in here changes a design: that is [`crate::edit`].

mod action;
mod annotation;
mod conflict;
mod design;
mod duration;
mod event;
mod find;
mod flow;
mod folds;
mod ids;
mod layout;
mod leg_clock;
mod leg_seals;
mod legs;
mod names;
mod place;
mod placeholder;
mod review;
mod scenario;
mod seal;
mod shortened;
pub mod sketch;
mod story;
mod trail;
mod used_fields;
mod value;
mod waiver;

pub use action::{Action, ActionData, ActionKind, Group, Priority};
pub use annotation::{Annotation, AnnotationId, AnnotationKind, Size, Tint};
pub use conflict::{Conflict, Version};
pub use design::{Counters, Design, ReadFault, Workflow};
pub use duration::{
    DurationFault, completed_duration, duration_in_hours, duration_text, duration_words,
    parse_duration, spoken_duration,
};
pub use event::{Event, EventKind};
pub use find::{Hit, HitKind, Spot, find};
pub use flow::{Flow, StageEnd, Way, WayKind};
pub use folds::Folds;
pub use ids::{ActionId, EventId};
pub use layout::{Layout, Position};
pub use leg_clock::{Clocks, LegClock, Longest};
pub use leg_seals::LegSeals;
pub use legs::{Leg, LegEnd, end_count, ends_at, leg_count, legs};
pub use names::{counted, one_line, row_text, stage_name};
pub use place::Place;
pub use placeholder::{Placeholder, placeholders, replace_placeholder, unfinished_placeholder};
pub use review::{Question, QuestionId, Review, ReviewMark, Said, SeenStage, SignOff, Signature};
pub use scenario::{Expected, Scenario, ScenarioStep};
pub use seal::{Seal, seal_of};
pub use shortened::shortened;
pub use story::{story, story_along, story_so_far};
pub use trail::{Trail, Trails};
pub use used_fields::used_fields;
pub use value::{ValueFault, ValueName, is_field_name};
pub use waiver::Waiver;
