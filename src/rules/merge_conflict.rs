//! Two amendments that were merged contradict each other.

use super::{Finding, Findings, Fix, Place, Rule, Safety, Severity, Subject, words};
use crate::edit::commands;
use crate::workflow::{ActionId, Conflict, Design, EventId, Flow, Version, Workflow, shortened};

/// Conflicts come from merging files and stand in the file; so there is nothing in a sketch that could show one.
pub static RULE: Rule = Rule {
    id: "merge-conflict",
    severity: Severity::Error,
    summary: "Two amendments that were merged contradict each other, and nobody has decided yet.",
    why: "Each of two people has changed the same thing in his own way. One version stands in the design and the other \
          is kept beside it, so nothing is lost; but a call can go one way only, and which one is not for a program to \
          say. Keep the version that stands, take the other, or type what both should have said.",
    wrong: "",
    right: "",
    check,
    fixes,
};

fn check(subject: &Subject<'_>, found: &mut Findings) {
    for conflict in subject.workflow.conflicts() {
        let message = sentence(subject.workflow, subject.flow, conflict);
        found.add(conflict.place.clone(), message);
    }
}

/// What a conflict is about, which version stands and what the other one is.
pub fn sentence(workflow: &Workflow, flow: &Flow, conflict: &Conflict) -> String {
    let tell = Tell { workflow, flow };
    let what = tell.subject(conflict);
    let (standing, other) = versions(workflow, conflict);
    match (&conflict.ours, &conflict.theirs) {
        (Version::Kept, _) | (_, Version::Kept) => {
            format!(
                "One amendment deleted {what}, and the other changed it: it has been kept until somebody decides."
            )
        }
        _ => format!(
            "Two amendments contradict each other on {what}: {} stands, and the other wanted {}.",
            tell.version(standing),
            tell.version(other)
        ),
    }
}

/// The version that stands, and the other one.
fn versions<'a>(workflow: &Workflow, conflict: &'a Conflict) -> (&'a Version, &'a Version) {
    let standing = conflict.standing(workflow);
    if standing.as_ref() == Some(&conflict.theirs) {
        (&conflict.theirs, &conflict.ours)
    } else {
        (&conflict.ours, &conflict.theirs)
    }
}

fn fixes(design: &Design, flow: &Flow, finding: &Finding) -> Vec<Fix> {
    let workflow = &design.workflow;
    let mut conflicts = workflow.conflicts().iter();
    let is_meant = |conflict: &&Conflict| {
        conflict.place == finding.place && sentence(workflow, flow, conflict) == finding.message
    };
    let Some(conflict) = conflicts.find(is_meant) else {
        return Vec::new();
    };
    let tell = Tell { workflow, flow };
    let (standing, other) = versions(workflow, conflict);
    let fix = |title: String, version: &Version| {
        let settled = commands::settle_conflict(design, conflict, version);
        Fix::edit(title, Safety::Confirm, settled)
    };
    let titles = match other {
        Version::Deleted => ["Keep it".to_owned(), "Delete it".to_owned()],
        _ => [
            format!("Keep {}", tell.version(standing)),
            format!("Take {}", tell.version(other)),
        ],
    };
    let [keep, take] = titles;
    [fix(keep, standing), fix(take, other)]
        .into_iter()
        .flatten()
        .collect()
}

/// Names what conflicts are about.
struct Tell<'a> {
    workflow: &'a Workflow,
    flow: &'a Flow,
}

impl Tell<'_> {
    fn stage(&self, event_id: EventId) -> String {
        let stage = self.flow.index(event_id);
        stage.map_or_else(
            || "a stage that is gone".to_owned(),
            |stage| words::stage_title(self.workflow, self.flow, stage),
        )
    }

    fn action(&self, action_id: ActionId) -> String {
        let action = self.workflow.action(action_id).map(|action| &action.data);
        let title = action.map_or_else(|| "an action that is gone".to_owned(), words::action_title);
        match self.workflow.event_of(action_id) {
            Some(home) => format!("{title} in {}", self.stage(home.id)),
            None => title,
        }
    }

    fn subject(&self, conflict: &Conflict) -> String {
        let (place, ours) = (&conflict.place, &conflict.ours);
        match place {
            Place::Workflow if matches!(ours, Version::Limit(_)) => {
                "the limit of the workflow".to_owned()
            }
            Place::Workflow => "the name of the workflow".to_owned(),
            Place::Field(name) => format!("the field {name}"),
            Place::Value(action_id, name) => {
                // The text that names the action may be the one in question.
                let kind = self
                    .workflow
                    .action(*action_id)
                    .map(|action| action.data.kind());
                let kind = kind.map_or("an action that is gone", |kind| kind.title());
                let home = self.workflow.event_of(*action_id);
                let home = home.map(|home| format!(" in {}", self.stage(home.id)));
                format!("the {} of {kind}{}", name.noun(), home.unwrap_or_default())
            }
            Place::Event(event_id) => {
                let stage = self.stage(*event_id);
                match ours {
                    Version::Text(_) => format!("the name of {stage}"),
                    Version::StageNumber(_) => format!("the number of {stage}"),
                    Version::EventKind(_) => format!("the event of {stage}"),
                    Version::Order(_) => format!("the order of the actions of {stage}"),
                    _ => stage,
                }
            }
            Place::Action(action_id) => {
                let action = self.action(*action_id);
                match ours {
                    Version::Priority(_) => format!("the priority of {action}"),
                    Version::Target(_) => format!("where {action} leads"),
                    Version::Action(_) => format!("what {action} is"),
                    Version::Home(_) => format!("where {action} belongs"),
                    _ => action,
                }
            }
        }
    }

    fn version(&self, version: &Version) -> String {
        match version {
            Version::Text(text) if text.trim().is_empty() => "an empty text".to_owned(),
            Version::Text(text) => format!("“{}”", shortened(text, words::LONGEST)),
            Version::Limit(None) => "no limit".to_owned(),
            Version::Limit(Some(limit)) => limit.clone(),
            Version::StageNumber(stage) => stage.to_string(),
            Version::EventKind(kind) => kind.title().to_owned(),
            Version::Priority(priority) => priority.title().to_owned(),
            Version::Target(None) => "no stage".to_owned(),
            Version::Target(Some(event_id)) | Version::Home(event_id) => self.stage(*event_id),
            Version::Action(data) => words::action_title(data),
            Version::Order(ids) => {
                let titles: Vec<String> = ids
                    .iter()
                    .filter_map(|id| Some(words::action_title(&self.workflow.action(*id)?.data)))
                    .collect();
                titles.join(", ")
            }
            Version::Deleted => "nothing".to_owned(),
            Version::Kept => "what is there".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{self, Remedy, check_design};
    use crate::workflow::{ActionData, EventKind, Priority, ValueName, sketch};

    const SKETCH: &str = "1 New Call
  alert \"Ring\" high
  note \"x\"
  button \"A\" -> 2
  button \"B\" -> 3
2 Button Pushed \"Done\"
  finish \"f\"
3 Button Pushed
  link -> 1";

    fn conflicting(conflicts: &[(Place, Version, Version)]) -> Design {
        let conflicts = conflicts.iter().cloned();
        let conflicts = conflicts.map(|(place, ours, theirs)| Conflict {
            place,
            ours,
            theirs,
        });
        let workflow = sketch::parse(SKETCH).unwrap();
        Design {
            workflow: workflow.with_conflicts(conflicts.collect()),
            ..Design::default()
        }
    }

    fn told(place: Place, ours: Version, theirs: Version) -> (String, Vec<String>) {
        let design = conflicting(&[(place, ours, theirs)]);
        let flow = Flow::new(&design.workflow);
        let mut findings = check_design(&design, &flow).into_iter();
        let finding = findings.find(|finding| finding.rule == &RULE).unwrap();
        let titles = rules::fixes(&design, &flow, &finding).into_iter();
        (finding.message, titles.map(|fix| fix.title).collect())
    }

    fn text(text: &str) -> Version {
        Version::Text(text.to_owned())
    }

    #[test]
    fn a_conflict_names_its_place_what_stands_and_what_the_other_wanted() {
        let message = Place::Value(ActionId(1), ValueName::Message);
        let (told_of, fixes) = told(message.clone(), text("Ring"), text("Write"));
        assert_eq!(
            told_of,
            "Two amendments contradict each other on the message of Alert in stage 1, New Call: “Ring” stands, and the other wanted “Write”."
        );
        assert_eq!(fixes, ["Keep “Ring”", "Take “Write”"]);
        // Whoever took the other version by undo or by hand finds it the right way round.
        let (told_of, fixes) = told(message, text("Write"), text("Ring"));
        assert!(told_of.ends_with("“Ring” stands, and the other wanted “Write”."));
        assert_eq!(fixes, ["Keep “Ring”", "Take “Write”"]);
    }

    #[test]
    fn every_kind_of_conflict_is_a_sentence_with_two_ways_out() {
        let (call, done) = (Place::Event(EventId(1)), Place::Event(EventId(2)));
        let action = |id| Place::Action(ActionId(id));
        let finish = |outcome: &str| {
            Version::Action(ActionData::Finish {
                outcome: outcome.to_owned(),
            })
        };
        let order = |ids: [u32; 2]| Version::Order(ids.map(ActionId).to_vec());
        let cases = [
            (Place::Workflow, text(""), text("Other")),
            (
                Place::Workflow,
                Version::Limit(None),
                Version::Limit(Some("48h".to_owned())),
            ),
            (done.clone(), text("Done"), text("Finished")),
            (
                done.clone(),
                Version::StageNumber(2),
                Version::StageNumber(5),
            ),
            (
                done.clone(),
                Version::EventKind(EventKind::ButtonPushed),
                Version::EventKind(EventKind::TimerElapsed),
            ),
            (
                action(1),
                Version::Priority(Priority::High),
                Version::Priority(Priority::Low),
            ),
            (
                action(6),
                Version::Target(Some(EventId(1))),
                Version::Target(None),
            ),
            (action(5), finish("f"), finish("g")),
            (
                action(2),
                Version::Home(EventId(1)),
                Version::Home(EventId(3)),
            ),
            (call, order([1, 2]), order([2, 1])),
            (done, Version::Kept, Version::Deleted),
            (action(2), Version::Deleted, Version::Kept),
        ];
        for (place, ours, theirs) in cases {
            let (message, fixes) = told(place, ours, theirs);
            assert!(
                message.ends_with('.') && !message.contains("gone"),
                "{message}"
            );
            assert_eq!(fixes.len(), 2, "{message}");
        }
    }

    #[test]
    fn a_conflict_is_an_error_until_it_is_settled() {
        let name = Place::Event(EventId(2));
        let number = (
            name.clone(),
            Version::StageNumber(2),
            Version::StageNumber(5),
        );
        let mut design = conflicting(&[(name, text("Done"), text("Over")), number]);
        for left in [1, 0] {
            let flow = Flow::new(&design.workflow);
            let findings = check_design(&design, &flow);
            assert_eq!(rules::Tally::of(&findings).errors, left + 1);
            let finding = findings.iter().find(|finding| finding.rule == &RULE);
            let take = rules::fixes(&design, &flow, finding.unwrap()).remove(1);
            let Remedy::Edit(transaction) = take.remedy else {
                panic!("{take:?}");
            };
            transaction.apply(&mut design).unwrap();
            assert_eq!(design.workflow.conflicts().len(), left);
        }
        let stage = design.workflow.event(EventId(2)).unwrap();
        assert_eq!((stage.name.as_str(), stage.stage), ("Over", 5));
    }
}
