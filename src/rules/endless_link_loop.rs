//! Links that lead round with nothing to wait for.

use super::{Finding, Findings, Fix, Place, Rule, Safety, Severity, Subject};
use crate::edit::commands::{self, Port};
use crate::workflow::{ActionId, Design, EventKind, Flow, StageEnd, Way, WayKind};

/// Reported once for each loop, on the Link that leads back to where calls enter it: without that Link every stage of
/// the loop still has a way to it. Of several such Links it is the last in reading order.
pub static RULE: Rule = Rule {
    id: "endless-link-loop",
    severity: Severity::Error,
    summary: "Links lead back to the same stage with no Button or Timer between.",
    why: "A Link is followed at once. A call that gets into such a loop is never offered to anyone: it spins, and every \
          round sends the same emails and raises the same alerts. Wait for something on the way round, or break the loop.",
    wrong: r#"
1 New Call
  timer "1 day" -> 2
2 Timer Elapsed
  note "Not done in time"
  link -> 2 !
"#,
    right: r#"
1 New Call
  timer "1 day" -> 2
  button "Called back" -> 3
2 Timer Elapsed
  note "Not done in time"
  link -> 1
3 Button Pushed
  finish "Called back"
"#,
    check,
    fixes,
};

fn check(subject: &Subject<'_>, found: &mut Findings) {
    let flow = subject.flow;
    let loops = link_loops(flow);
    if loops.is_empty() {
        return;
    }
    let ranks = flow.reading_ranks();
    let is_entered = entered_stages(subject, &loops);
    for stages in loops {
        let links = || stages.iter().filter_map(|&stage| link_taken(flow, stage));
        let leads_to_entry = |link: &&Way| link.to.is_some_and(|to| is_entered[to]);
        let closing = links()
            .filter(leads_to_entry)
            .max_by_key(|link| ranks[link.from])
            .or_else(|| links().max_by_key(|link| ranks[link.from]));
        let Some((link, to)) = closing.and_then(|link| Some((link, link.to?))) else {
            continue;
        };
        let message = if link.from == to {
            format!(
                "{}, links to itself: a call that gets here goes round without end, and nobody is ever offered it.",
                subject.heading(to)
            )
        } else {
            format!(
                "The Link of {}, leads back to {}, with no Button or Timer between: a call that gets here goes round \
                 without end, and nobody is ever offered it.",
                subject.title(link.from),
                subject.title(to)
            )
        };
        found.add(Place::Action(link.action_id), message);
    }
}

/// The way that a run takes at once when it enters the stage. Whether it does depends on [`StageEnd`], which goes by
/// the exhaustive `ActionKind::group`, so that a new kind of action cannot slip past.
fn link_taken(flow: &Flow, stage: usize) -> Option<&Way> {
    match flow.end(stage) {
        StageEnd::GoesOn => flow
            .ways_from(stage)
            .iter()
            .find(|way| way.kind == WayKind::Link),
        StageEnd::Finishes | StageEnd::Waits | StageEnd::Dangles => None,
    }
}

/// The loops that a run follows without waiting, each in the order of its Links. A stage is left by one Link at most,
/// so loops have no stage in common.
fn link_loops(flow: &Flow) -> Vec<Vec<usize>> {
    const UNSEEN: usize = usize::MAX;
    let mut seen_from = vec![UNSEEN; flow.stage_count()];
    let mut loops = Vec::new();
    for start in 0..flow.stage_count() {
        let mut stage = start;
        while seen_from[stage] == UNSEEN {
            seen_from[stage] = start;
            match link_taken(flow, stage).and_then(|link| link.to) {
                Some(next) if seen_from[next] == start => {
                    let members = std::iter::successors(Some(next), |&at| {
                        link_taken(flow, at)?.to.filter(|&to| to != next)
                    });
                    loops.push(members.collect());
                }
                Some(next) => stage = next,
                None => {}
            }
        }
    }
    loops
}

/// For each stage of a loop: does a call come to it from elsewhere?
fn entered_stages(subject: &Subject<'_>, loops: &[Vec<usize>]) -> Vec<bool> {
    let mut loop_of = vec![None; subject.flow.stage_count()];
    for (index, stages) in loops.iter().enumerate() {
        for &stage in stages {
            loop_of[stage] = Some(index);
        }
    }
    let mut is_entered: Vec<bool> = subject
        .stages()
        .map(|(_, event)| event.kind == EventKind::NewCall)
        .collect();
    for way in subject.flow.ways() {
        if let Some(to) = way.to {
            is_entered[to] |= subject.is_reached(way.from) && loop_of[way.from] != loop_of[to];
        }
    }
    is_entered
}

fn fixes(design: &Design, flow: &Flow, finding: &Finding) -> Vec<Fix> {
    let Some((action_id, stage)) = link_of(design, flow, finding) else {
        return Vec::new();
    };
    let number = design
        .workflow
        .event(flow.event_id(stage))
        .map_or(0, |event| event.stage);
    Fix::edit(
        format!("Break the loop at stage {number} by Finish Workflow"),
        Safety::Confirm,
        commands::replace_by_finish(design, action_id),
    )
    .into_iter()
    .chain([Fix::choose_stage(
        format!("Break the loop at stage {number} by a Link to…"),
        Port::Action(action_id),
    )])
    .collect()
}

fn link_of(design: &Design, flow: &Flow, finding: &Finding) -> Option<(ActionId, usize)> {
    let action_id = finding.place.action_id()?;
    let stage = flow.index(design.workflow.event_of(action_id)?.id)?;
    Some((action_id, stage))
}
