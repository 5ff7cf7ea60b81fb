//! A stage in which a call can lie longer than the workflow's limit allows.

use super::{Finding, Findings, Fix, Place, Rule, Safety, Severity, Subject};
use crate::edit::commands;
use crate::workflow::{
    ActionData, Clocks, Design, EventKind, Flow, Longest, Priority, StageEnd, ValueName, WayKind,
    Workflow, duration_text, parse_duration,
};
use std::collections::BTreeSet;

/// Reported where the limit is passed, and not again in what comes after.
pub static RULE: Rule = Rule {
    id: "over-limit",
    severity: Severity::Warning,
    summary: "A call can pass the workflow's limit without finishing and without escalating.",
    why: "The limit is what was promised: within it each leg finishes, or somebody else is told. A stage escalates when it \
          raises an Alert of a higher priority than all before it on its way, or, after a Timer, one to another team; the \
          first Alert of a leg only calls. A wait counts as long as the shortest Timer allows, and for ever without one; \
          Links are followed. It is a warning, for the run does what is drawn, and who can accept it may waive it. Wait \
          for less, or escalate in time.",
    wrong: r#"
limit 48h
1 New Call
  alert "Ring the customer" "Care"
  button "Called back" -> 2
  timer 24h -> 3
2 Button Pushed
  finish "Called back"
3 Timer Elapsed !
  alert "Still to be rung" "Care"
  button "Called back" -> 4
  timer 48h -> 5
4 Button Pushed
  finish "Called back"
5 Timer Elapsed
  finish "Nobody called back"
"#,
    right: r#"
limit 48h
1 New Call
  alert "Ring the customer" "Care"
  button "Called back" -> 2
  timer 24h -> 3
2 Button Pushed
  finish "Called back"
3 Timer Elapsed
  alert "Still to be rung" high "Care"
  button "Called back" -> 4
  timer 48h -> 5
4 Button Pushed
  finish "Called back"
5 Timer Elapsed
  finish "Nobody called back"
"#,
    check,
    fixes,
};

fn check(subject: &Subject<'_>, found: &mut Findings) {
    let Some(text) = subject.workflow.limit() else {
        return;
    };
    let Ok(limit_s) = parse_duration(text) else {
        found.add(
            Place::Workflow,
            format!("The limit “{text}” is no duration, so nothing can be held to it."),
        );
        return;
    };
    for passing in passings(subject.workflow, subject.flow, limit_s) {
        let message = match passing.how {
            How::After(total_s) => format!(
                "{}, can keep a call until {} after it came in, with no end and no escalation before: the limit is {text}.",
                subject.heading(passing.stage),
                duration_text(total_s)
            ),
            How::WaitsForPerson => format!(
                "{}, waits for a person and for no time: a call can lie here beyond the limit of {text}, with no end and \
                 no escalation before.",
                subject.heading(passing.stage)
            ),
            How::GoesRound => format!(
                "{}, is come to again and again: a call can go round beyond the limit of {text}, with no end and no \
                 escalation.",
                subject.heading(passing.stage)
            ),
        };
        found.add(Place::Event(subject.flow.event_id(passing.stage)), message);
    }
}

/// Where a call can pass the limit, by index in the flow.
struct Passing {
    stage: usize,
    /// When it gets there at the latest, in seconds since it came in.
    entered_s: u64,
    how: How,
}

enum How {
    /// So many seconds after it came in it can still wait there.
    After(u64),
    WaitsForPerson,
    GoesRound,
}

/// Linear: the latest times at which calls get to each stage, ring by ring, until they finish, escalate or pass the
/// limit. In a ring they can go round for as long as they like.
fn passings(workflow: &Workflow, flow: &Flow, limit_s: u64) -> Vec<Passing> {
    let clocks = Clocks::new(workflow, flow);
    let escalates = escalating_stages(workflow, flow);
    let ends_here = |stage: usize| {
        escalates[stage] || matches!(flow.end(stage), StageEnd::Finishes | StageEnd::Dangles)
    };
    let next = |stage: usize| -> Vec<usize> {
        if ends_here(stage) {
            return Vec::new();
        }
        let ways = flow.ways_from(stage).iter();
        match flow.end(stage) {
            StageEnd::GoesOn => {
                let mut links = ways.filter(|way| way.kind == WayKind::Link);
                links.next().and_then(|link| link.to).into_iter().collect()
            }
            _ => ways
                .filter(|way| way.kind != WayKind::Link && !way.is_idle)
                .filter_map(|way| way.to)
                .collect(),
        }
    };
    // How long a call can stay, at the longest.
    let stay = |stage: usize| match flow.end(stage) {
        StageEnd::Waits => clocks.wait(stage),
        _ => Longest::After(0),
    };
    let starts: Vec<usize> = workflow
        .events()
        .enumerate()
        .filter(|(_, event)| event.kind == EventKind::NewCall)
        .map(|(stage, _)| stage)
        .collect();
    let mut entered_s: Vec<Option<u64>> = vec![None; flow.stage_count()];
    for &start in &starts {
        entered_s[start] = Some(0);
    }
    let ranks = flow.reading_ranks();
    let mut found = Vec::new();
    // Each ring comes before those that it leads to.
    for ring in rings(flow.stage_count(), &starts, &next).into_iter().rev() {
        let Some(ring_s) = ring.iter().filter_map(|&stage| entered_s[stage]).max() else {
            continue;
        };
        let is_inside: BTreeSet<usize> = ring.iter().copied().collect();
        let leads_round = ring.len() > 1 || next(ring[0]).contains(&ring[0]);
        let mut passing: Vec<Passing> = Vec::new();
        for &stage in ring.iter().filter(|&&stage| !ends_here(stage)) {
            let how = match stay(stage) {
                Longest::WaitsForPerson => How::WaitsForPerson,
                Longest::After(stay_s) if ring_s.saturating_add(stay_s) > limit_s => {
                    How::After(ring_s.saturating_add(stay_s))
                }
                Longest::After(_) | Longest::Unclear => continue,
            };
            passing.push(Passing {
                stage,
                entered_s: ring_s,
                how,
            });
        }
        let takes_time = |stage: &&usize| matches!(stay(**stage), Longest::After(1..));
        let waiting = ring.iter().filter(takes_time);
        if let Some(&stage) = waiting.min_by_key(|&&stage| ranks[stage])
            && leads_round
            && passing.is_empty()
        {
            passing.push(Passing {
                stage,
                entered_s: ring_s,
                how: How::GoesRound,
            });
            found.append(&mut passing);
            continue;
        }
        for &stage in &ring {
            let Longest::After(stay_s) = stay(stage) else {
                continue;
            };
            let left_s = ring_s.saturating_add(stay_s);
            if left_s > limit_s {
                continue;
            }
            for to in next(stage).into_iter().filter(|to| !is_inside.contains(to)) {
                entered_s[to] = entered_s[to].max(Some(left_s));
            }
        }
        found.append(&mut passing);
    }
    found
}

/// The stages that can be reached from `starts`, those that lead to each other together, each group behind all that it
/// leads to: Tarjan's strongly connected components, without recursion.
fn rings(
    stage_count: usize,
    starts: &[usize],
    next: &impl Fn(usize) -> Vec<usize>,
) -> Vec<Vec<usize>> {
    struct Visit {
        stage: usize,
        next: std::vec::IntoIter<usize>,
    }
    const UNSEEN: usize = usize::MAX;
    let mut order = vec![UNSEEN; stage_count];
    let mut lowest = vec![UNSEEN; stage_count];
    let mut is_open = vec![false; stage_count];
    let (mut open, mut visits, mut found) = (Vec::new(), Vec::new(), Vec::new());
    let mut seen_count = 0;
    for &start in starts {
        let mut coming = (order[start] == UNSEEN).then_some(start);
        loop {
            if let Some(stage) = coming.take() {
                (order[stage], lowest[stage]) = (seen_count, seen_count);
                seen_count += 1;
                open.push(stage);
                is_open[stage] = true;
                visits.push(Visit {
                    stage,
                    next: next(stage).into_iter(),
                });
            }
            let Some(visit) = visits.last_mut() else {
                break;
            };
            let stage = visit.stage;
            if let Some(to) = visit.next.next() {
                if order[to] == UNSEEN {
                    coming = Some(to);
                } else if is_open[to] {
                    lowest[stage] = lowest[stage].min(order[to]);
                }
                continue;
            }
            visits.pop();
            if let Some(before) = visits.last() {
                lowest[before.stage] = lowest[before.stage].min(lowest[stage]);
            }
            if lowest[stage] == order[stage] {
                let at = open.iter().rposition(|&other| other == stage);
                let ring = open.split_off(at.unwrap_or_default());
                for &member in &ring {
                    is_open[member] = false;
                }
                found.push(ring);
            }
        }
    }
    found
}

/// For each stage: does it tell somebody more than was told on the way to it?
fn escalating_stages(workflow: &Workflow, flow: &Flow) -> Vec<bool> {
    let alerts: Vec<Vec<(Priority, &str)>> = workflow
        .events()
        .map(|event| {
            let alerts = event
                .actions
                .iter()
                .filter_map(|action| match &action.data {
                    ActionData::Alert { priority, team, .. } => Some((*priority, team.trim())),
                    _ => None,
                });
            alerts.collect()
        })
        .collect();
    let mut escalates = vec![false; flow.stage_count()];
    // What was told on the way to each stage, itself included: the highest priority, and where the last Alert is.
    let mut told: Vec<Option<(Priority, usize)>> = vec![None; flow.stage_count()];
    // Parents come before what they own.
    for &stage in flow.reading_order() {
        let before = flow.parent(stage).and_then(|parent| told[parent]);
        let own = &alerts[stage];
        let Some(highest) = own.iter().map(|&(priority, _)| priority).max() else {
            told[stage] = before;
            continue;
        };
        if let Some((highest_before, last)) = before {
            let is_after_timer = flow
                .owner(stage)
                .is_some_and(|owner| owner.kind == WayKind::Timer);
            let is_new =
                |(_, team): &(Priority, &str)| alerts[last].iter().all(|(_, known)| known != team);
            escalates[stage] =
                highest > highest_before || (is_after_timer && own.iter().any(is_new));
        }
        let highest = before.map_or(highest, |(highest_before, _)| highest.max(highest_before));
        told[stage] = Some((highest, stage));
    }
    escalates
}

fn fixes(design: &Design, flow: &Flow, finding: &Finding) -> Vec<Fix> {
    let workflow = &design.workflow;
    let Place::Event(event_id) = finding.place else {
        let none = commands::set_limit(design, "");
        return Fix::edit("Remove the limit", Safety::Confirm, none)
            .into_iter()
            .collect();
    };
    let limit_s = workflow.limit().and_then(|text| parse_duration(text).ok());
    let stage = flow.index(event_id);
    let mut fixes = Vec::new();
    if let (Some(limit_s), Some(stage)) = (limit_s, stage) {
        let passings = passings(workflow, flow, limit_s);
        if let Some(passing) = passings.iter().find(|passing| passing.stage == stage) {
            fixes.extend(in_time(design, flow, passing, limit_s));
        }
    }
    fixes.push(Fix::go_to("Go to the stage", finding.place.clone()));
    fixes
}

/// A Timer that elapses before the limit has passed.
fn in_time(design: &Design, flow: &Flow, passing: &Passing, limit_s: u64) -> Option<Fix> {
    let left_s = limit_s.checked_sub(passing.entered_s).filter(|&s| s > 0)?;
    let after = duration_text(left_s);
    let mut ways = flow.ways_from(passing.stage).iter();
    let timer = ways.find(|way| way.kind == WayKind::Timer && !way.is_idle);
    match (&passing.how, timer) {
        (How::After(_), Some(timer)) => Fix::edit(
            format!("Shorten the Timer to {after}"),
            Safety::Confirm,
            commands::set_value(design, timer.action_id, ValueName::After, &after),
        ),
        (How::WaitsForPerson, None) => {
            let timer = ActionData::Timer {
                after: after.clone(),
                event_id: None,
            };
            let event_id = flow.event_id(passing.stage);
            Fix::edit(
                format!("Add Timer of {after}"),
                Safety::Confirm,
                commands::add_action(design, event_id, timer),
            )
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workflow::sketch;

    /// The stages where the limit of a day is passed.
    fn passed(text: &str) -> Vec<u32> {
        let workflow = sketch::parse(text).unwrap();
        let flow = Flow::new(&workflow);
        let found = passings(&workflow, &flow, 86_400).into_iter();
        found
            .map(|passing| flow.event_id(passing.stage).0)
            .collect()
    }

    #[test]
    fn what_finishes_within_the_limit_keeps_it() {
        assert_eq!(
            passed("1 New Call\n  timer 24h -> 2\n2 Timer Elapsed\n  finish"),
            [0; 0]
        );
        assert_eq!(
            passed("1 New Call\n  timer 25h -> 2\n2 Timer Elapsed\n  finish"),
            [1]
        );
    }

    #[test]
    fn the_times_of_a_way_add_up_and_are_told_once() {
        let text = "1 New Call\n  timer 20h -> 2\n2 Timer Elapsed\n  timer 5h -> 3\n3 Timer Elapsed\n  timer 5h -> 4\n4 Timer Elapsed\n  finish";
        assert_eq!(passed(text), [2]);
    }

    #[test]
    fn a_wait_for_a_person_has_no_end() {
        let text = "1 New Call\n  button \"A\" -> 2\n2 Button Pushed\n  finish";
        assert_eq!(passed(text), [1]);
    }

    #[test]
    fn times_go_on_over_links() {
        let text = "1 New Call\n  timer 20h -> 2\n  button \"A\" -> 3\n2 Timer Elapsed\n  link -> 4\n3 Button Pushed\n  timer 1h -> 4\n4 Timer Elapsed\n  timer 4h -> 5\n5 Timer Elapsed\n  finish";
        assert_eq!(passed(text), [4]);
    }

    #[test]
    fn who_goes_round_without_an_escalation_passes_every_limit() {
        let round = "1 New Call\n  alert \"A\" high\n  timer 1h -> 2\n2 Timer Elapsed\n  alert \"B\" high\n  timer 1h -> 3\n3 Timer Elapsed\n  link -> 1";
        assert_eq!(passed(round), [1]);
        assert_eq!(passed(&round.replace("\"B\" high", "\"B\" urgent")), [0; 0]);
        assert_eq!(passed("1 New Call\n  link -> 1"), [0; 0]);
    }

    fn escalating(text: &str) -> Vec<u32> {
        let workflow = sketch::parse(text).unwrap();
        let flow = Flow::new(&workflow);
        let escalates = escalating_stages(&workflow, &flow).into_iter().enumerate();
        escalates
            .filter(|&(_, escalates)| escalates)
            .map(|(stage, _)| flow.event_id(stage).0)
            .collect()
    }

    #[test]
    fn a_higher_priority_escalates_and_another_team_does_after_a_timer() {
        let text = |first: &str, way: &str, second: &str| {
            format!("1 New Call\n  {first}\n  {way} -> 2\n2 Timer Elapsed\n  {second}")
        };
        let normal = "alert \"A\" \"Care\"";
        let escalates = |way: &str, second: &str| {
            let text = text(normal, way, second);
            let text = if way.starts_with("timer") {
                text
            } else {
                text.replace("Timer Elapsed", "Button Pushed")
            };
            !escalating(&text).is_empty()
        };
        assert!(escalates("timer 1h", "alert \"B\" high \"Care\""));
        assert!(escalates("button \"X\"", "alert \"B\" high \"Care\""));
        assert!(escalates("timer 1h", "alert \"B\" \"Lead\""));
        assert!(!escalates("button \"X\"", "alert \"B\" \"Lead\""));
        assert!(!escalates("timer 1h", "alert \"B\" \"Care\""));
        assert!(!escalates("timer 1h", "alert \"B\" low \"Care\""));
        assert_eq!(
            escalating(&text("note \"x\"", "timer 1h", "alert \"B\" urgent")),
            [0; 0]
        );
    }
}
