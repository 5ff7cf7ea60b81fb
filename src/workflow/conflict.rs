//! Where do two amendments that were merged contradict each other? Both versions are kept until somebody decides.

use super::{ActionData, ActionId, EventId, EventKind, Place, Priority, Workflow};

/// A contradiction between two amendments of one design. One of the versions stands in the design; without this the
/// other would be lost.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Conflict {
    pub place: Place,
    /// That of the amendment that was merged into.
    pub ours: Version,
    /// That of the amendment that was merged.
    pub theirs: Version,
}

/// What an amendment has made of a place. The two of a conflict say the same kind of thing, but for [`Self::Deleted`]
/// and [`Self::Kept`], which are each other's opposite.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// The workflow's name, a stage's name, or a value of an action.
    Text(String),
    /// Of the workflow.
    Limit(Option<String>),
    /// Of an event.
    StageNumber(u32),
    EventKind(EventKind),
    /// Of an Alert.
    Priority(Priority),
    /// Where an action leads.
    Target(Option<EventId>),
    /// An action as a whole: its kind is another.
    Action(ActionData),
    /// In which stage an action stands.
    Home(EventId),
    /// In which order a stage has those of its actions that both amendments have.
    Order(Vec<ActionId>),
    /// The stage or the action is gone.
    Deleted,
    /// It is there, and was changed.
    Kept,
}

impl Conflict {
    /// What stands in a workflow where the two contradict each other; `None` when there is no such place.
    pub fn standing(&self, workflow: &Workflow) -> Option<Version> {
        match (&self.ours, &self.place) {
            (Version::Text(_), Place::Workflow) => Some(Version::Text(workflow.name().to_owned())),
            (Version::Limit(_), Place::Workflow) => {
                Some(Version::Limit(workflow.limit().map(str::to_owned)))
            }
            (Version::Text(_), Place::Value(action_id, name)) => {
                let text = workflow.action(*action_id)?.data.value(*name)?;
                Some(Version::Text(text.to_owned()))
            }
            (Version::Deleted | Version::Kept, Place::Event(event_id)) => {
                Some(kept_or_deleted(workflow.event(*event_id).is_some()))
            }
            (Version::Deleted | Version::Kept, Place::Action(action_id)) => {
                Some(kept_or_deleted(workflow.event_of(*action_id).is_some()))
            }
            (asked, Place::Event(event_id)) => {
                let event = workflow.event(*event_id)?;
                match asked {
                    Version::Text(_) => Some(Version::Text(event.name.clone())),
                    Version::StageNumber(_) => Some(Version::StageNumber(event.stage)),
                    Version::EventKind(_) => Some(Version::EventKind(event.kind)),
                    Version::Order(contested) => {
                        let ids = event.actions.iter().map(|action| action.id);
                        Some(Version::Order(
                            ids.filter(|id| contested.contains(id)).collect(),
                        ))
                    }
                    _ => None,
                }
            }
            (asked, Place::Action(action_id)) => {
                let action = workflow.action(*action_id)?;
                match asked {
                    Version::Priority(_) => action.data.priority().map(Version::Priority),
                    Version::Target(_) => Some(Version::Target(action.data.leads_to())),
                    Version::Action(_) => Some(Version::Action(action.data.clone())),
                    Version::Home(_) => {
                        let home = workflow.event_of(*action_id)?;
                        Some(Version::Home(home.id))
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// Are both about the same thing? Of two such the later counts.
    pub fn is_about_the_same(&self, other: &Self) -> bool {
        let aspect = |version: &Version| match version {
            Version::Kept => std::mem::discriminant(&Version::Deleted),
            version => std::mem::discriminant(version),
        };
        self.place == other.place && aspect(&self.ours) == aspect(&other.ours)
    }
}

const fn kept_or_deleted(is_there: bool) -> Version {
    if is_there {
        Version::Kept
    } else {
        Version::Deleted
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workflow::{ValueName, sketch};

    const SKETCH: &str = "1 New Call\n  alert \"Ring\" high\n  button \"A\" -> 2\n2 Button Pushed \"Done\"\n  finish";

    fn standing(place: Place, ours: Version) -> Option<Version> {
        let theirs = ours.clone();
        let conflict = Conflict {
            place,
            ours,
            theirs,
        };
        conflict.standing(&sketch::parse(SKETCH).unwrap())
    }

    #[test]
    fn what_stands_is_told_of_every_kind_of_version() {
        let text = |text: &str| Version::Text(text.to_owned());
        let (call, done) = (EventId(1), EventId(2));
        let (alert, button) = (ActionId(1), ActionId(2));
        let label = Place::Value(button, ValueName::Label);
        let cases = [
            (Place::Event(done), text("Done")),
            (label, text("A")),
            (Place::Event(done), Version::StageNumber(2)),
            (
                Place::Event(done),
                Version::EventKind(EventKind::ButtonPushed),
            ),
            (Place::Action(alert), Version::Priority(Priority::High)),
            (Place::Action(button), Version::Target(Some(done))),
            (Place::Action(button), Version::Home(call)),
            (Place::Event(call), Version::Order(vec![alert, button])),
            (Place::Event(call), Version::Kept),
            (Place::Action(ActionId(9)), Version::Deleted),
        ];
        for (place, version) in cases {
            assert_eq!(standing(place, version.clone()), Some(version));
        }
    }

    #[test]
    fn nothing_stands_where_there_is_no_such_place() {
        let gone = Place::Value(ActionId(9), ValueName::Label);
        assert_eq!(standing(gone, Version::Text(String::new())), None);
        assert_eq!(standing(Place::Workflow, Version::StageNumber(1)), None);
    }

    #[test]
    fn an_order_leaves_out_what_only_one_of_the_two_has() {
        let order = Version::Order(vec![ActionId(2)]);
        assert_eq!(
            standing(Place::Event(EventId(1)), order.clone()),
            Some(order)
        );
    }
}
