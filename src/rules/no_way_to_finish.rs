//! Stages that lead round to each other and never to an end.

use super::fix::in_turn;
use super::{Finding, Findings, Fix, Place, Rule, Safety, Severity, Subject, words};
use crate::edit::{Refusal, Transaction, commands};
use crate::workflow::{
    ActionData, ActionKind, Design, EventId, EventKind, Flow, StageEnd, WayKind,
};

/// Reported once for each ring of stages that has no way out, on the first of them that waits: a way out can be added
/// there. A ring of Links alone is left to `endless-link-loop`, and legs that dangle or are broken are left to their
/// own rules. A timer that another one always comes before is no way out.
pub static RULE: Rule = Rule {
    id: "no-way-to-finish",
    severity: Severity::Error,
    summary: "The run can go on for ever: no Finish Workflow can be reached from the stage.",
    why: "Whatever people do, the call comes back to them and stays in the Call Manager for good. Somewhere on the \
          round there must be a way out: a Button for when the work is done, or a Timer for when it is given up, \
          that leads to Finish Workflow.",
    wrong: r#"
1 New Call !
  button "Not reached" -> 2
2 Button Pushed
  link -> 1
"#,
    right: r#"
1 New Call
  button "Not reached" -> 2
  button "Called back" -> 3
2 Button Pushed
  link -> 1
3 Button Pushed
  finish "Called back"
"#,
    check,
    fixes,
};

fn check(subject: &Subject<'_>, found: &mut Findings) {
    let flow = subject.flow;
    let is_ending = flow.reaching((0..flow.stage_count()).filter(|&stage| is_end(flow, stage)));
    let stuck: Vec<usize> = (0..flow.stage_count())
        .filter(|&stage| !is_ending[stage] && subject.is_reached(stage))
        .collect();
    if stuck.is_empty() {
        return;
    }
    let ranks = flow.reading_ranks();
    for ring in rings_without_way_out(flow, &stuck) {
        let first_waiting = ring
            .iter()
            .copied()
            .filter(|&stage| flow.end(stage) == StageEnd::Waits)
            .min_by_key(|&stage| ranks[stage]);
        let Some(stage) = first_waiting else {
            continue;
        };
        let round = match ring.len() {
            1 => "every way from here leads back to it".to_owned(),
            count => format!("every way from here leads round through the same {count} stages"),
        };
        found.add(
            Place::Event(flow.event_id(stage)),
            format!(
                "A call that gets to {}, can never be finished: {round}.",
                subject.title(stage)
            ),
        );
    }
}

/// Does the run end here, or does another rule say that it gets lost?
fn is_end(flow: &Flow, stage: usize) -> bool {
    matches!(flow.end(stage), StageEnd::Finishes | StageEnd::Dangles)
        || flow.ways_from(stage).iter().any(|way| way.to.is_none())
}

/// Where a run can get from a stage by one way.
fn ways_on(flow: &Flow, stage: usize) -> impl Iterator<Item = usize> + '_ {
    let ways = flow.ways_from(stage).iter().filter(|way| !way.is_idle);
    ways.filter_map(|way| way.to)
}

/// For each stage: can a run get to it from `start`?
fn got_to_from(flow: &Flow, start: usize) -> Vec<bool> {
    let mut is_got_to = vec![false; flow.stage_count()];
    let mut pending = vec![start];
    while let Some(stage) = pending.pop() {
        if !std::mem::replace(&mut is_got_to[stage], true) {
            pending.extend(ways_on(flow, stage));
        }
    }
    is_got_to
}

/// The strongly connected components of the stages in `stuck` that no way leaves, by Tarjan's algorithm. No way leads
/// from `stuck` to other stages.
fn rings_without_way_out(flow: &Flow, stuck: &[usize]) -> Vec<Vec<usize>> {
    const UNSEEN: usize = usize::MAX;
    let mut rings = Vec::new();
    let mut seen_count = 0;
    let mut seen_as = vec![UNSEEN; flow.stage_count()];
    let mut leads_back_to = vec![UNSEEN; flow.stage_count()];
    let mut is_closed = vec![false; flow.stage_count()];
    let mut open = Vec::new();
    for &root in stuck {
        if seen_as[root] != UNSEEN {
            continue;
        }
        let mut pending = vec![(root, 0)];
        while let Some((stage, way_index)) = pending.pop() {
            if way_index == 0 {
                (seen_as[stage], leads_back_to[stage]) = (seen_count, seen_count);
                seen_count += 1;
                open.push(stage);
            }
            if let Some(way) = flow.ways_from(stage).get(way_index) {
                pending.push((stage, way_index + 1));
                match way.to.filter(|_| !way.is_idle) {
                    Some(to) if seen_as[to] == UNSEEN => pending.push((to, 0)),
                    Some(to) if !is_closed[to] => {
                        leads_back_to[stage] = leads_back_to[stage].min(seen_as[to]);
                    }
                    _ => {}
                }
                continue;
            }
            if let Some(&(before, _)) = pending.last() {
                leads_back_to[before] = leads_back_to[before].min(leads_back_to[stage]);
            }
            if leads_back_to[stage] != seen_as[stage] {
                continue;
            }
            let start = open.iter().rposition(|&other| other == stage).unwrap_or(0);
            let ring = open.split_off(start);
            let mut targets = ring.iter().flat_map(|&from| ways_on(flow, from));
            let has_way_out = targets.any(|to| is_closed[to]);
            for &stage in &ring {
                is_closed[stage] = true;
            }
            if !has_way_out {
                rings.push(ring);
            }
        }
    }
    rings
}

fn fixes(design: &Design, flow: &Flow, finding: &Finding) -> Vec<Fix> {
    let Place::Event(event_id) = finding.place else {
        return Vec::new();
    };
    let Some(stage) = flow.index(event_id) else {
        return Vec::new();
    };
    let is_in_ring = got_to_from(flow, stage);
    if (0..flow.stage_count()).any(|stage| is_in_ring[stage] && is_end(flow, stage)) {
        return Vec::new();
    }
    Fix::edit(
        "Add a Button that leads to Finish Workflow",
        Safety::Confirm,
        add_way_out(design, event_id),
    )
    .into_iter()
    .chain(finish_instead_of_link(design, flow, &is_in_ring))
    .collect()
}

fn add_way_out(design: &Design, event_id: EventId) -> Result<Transaction, Refusal> {
    let button = ActionData::Button {
        label: "Finish".to_owned(),
        event_id: None,
    };
    in_turn(
        design,
        commands::add_action(design, event_id, button),
        |design, button| {
            let spawned = button
                .inserted_events()
                .next()
                .ok_or_else(|| Refusal("The button has no event.".to_owned()))?;
            commands::add_action(design, spawned, ActionKind::Finish.blank())
        },
    )
}

/// Ends the ring at its last Link that is not the only way to its target.
fn finish_instead_of_link(design: &Design, flow: &Flow, is_in_ring: &[bool]) -> Option<Fix> {
    let has_own_way_in = |stage: usize| {
        flow.owner(stage).is_some()
            || design
                .workflow
                .event(flow.event_id(stage))
                .is_some_and(|event| event.kind == EventKind::NewCall)
    };
    let last_link = flow.reading_order().iter().rev().find_map(|&stage| {
        flow.ways_from(stage).iter().find(|way| {
            is_in_ring[stage] && way.kind == WayKind::Link && way.to.is_some_and(has_own_way_in)
        })
    })?;
    let title = words::stage_title(&design.workflow, flow, last_link.from);
    Fix::edit(
        format!("Finish in {title}, instead of its Link"),
        Safety::Confirm,
        commands::replace_by_finish(design, last_link.action_id),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workflow::sketch;

    #[test]
    fn a_timer_that_never_elapses_is_no_way_out() {
        let text = "1 New Call\n  timer 1h -> 2\n  timer 2h -> 3\n2 Timer Elapsed\n  link -> 1\n3 Timer Elapsed\n  \
                    finish \"x\"";
        let design = Design {
            workflow: sketch::parse(text).unwrap(),
            ..Design::default()
        };
        let flow = Flow::new(&design.workflow);
        let findings = super::super::check(&design.workflow, &flow);
        let found = findings.iter().find(|finding| finding.rule == &RULE);
        assert_eq!(found.unwrap().place, Place::Event(EventId(1)));
        assert!(!fixes(&design, &flow, found.unwrap()).is_empty());
    }
}
