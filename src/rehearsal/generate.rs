//! Which scenarios cover every leg, and are as few as can be?
//!
//! A leg that finishes, or from whose Link no call comes back to New Call, is the last that a run can cover: so there
//! must be a scenario for each of these, and [`generate`] makes no more. All other legs come back to New Call; they go
//! before the last legs, evenly shared out. The number is the least that there is when every leg begins at New Call. A
//! detached leg that only Links lead into gets a scenario of its own, which may be more than the least.

use super::closing::Rehearsable;
use super::coverage::{Coverage, Obstacle, RehearsedLeg};
use super::reach::Reach;
use super::trial::{Trial, sample_value};
use crate::workflow::{LegEnd, Place, Scenario, ScenarioStep, Way};
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

/// All scenarios of a design together have no more steps than this: a design that needs more is not what anybody could
/// look through.
pub const MOST_STEPS: usize = 1_000_000;
/// Names of stages in the name of a scenario.
const MOST_NAMES: usize = 3;

/// What was generated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generated {
    /// Together they cover every leg that a call can go.
    pub scenarios: Vec<Scenario>,
    /// The legs that none can go, and why.
    pub blocked: Vec<(Place, Obstacle)>,
}

/// The scenarios would be too long together.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "The scenarios would have {step_count} steps together, and {MOST_STEPS} are the most: make several workflows of this one, \
     or record the scenarios that matter."
)]
pub struct TooManySteps {
    pub step_count: usize,
}

/// A run that is being put together: the legs that it covers, in order.
#[derive(Default)]
struct Plan<'a> {
    legs: Vec<&'a RehearsedLeg>,
}

/// Makes scenarios that cover every leg a call can go, each expecting what the design does now.
///
/// Linear in the stages of the design and the steps of the scenarios.
///
/// # Errors
/// When there would be more than [`MOST_STEPS`].
pub fn generate(subject: &Arc<Rehearsable>) -> Result<Generated, TooManySteps> {
    let reach = Reach::new(subject);
    let legs = subject.legs_with(&reach);
    let ways_back = reach.ways_back();
    let roads = Roads {
        subject,
        reach: &reach,
        ways_back: &ways_back,
    };
    let blocked = legs
        .iter()
        .filter_map(|leg| Some((leg.place.clone(), leg.obstacle?)))
        .collect();
    let plans = roads.plans(&legs);
    let step_count = plans.iter().map(|plan| roads.length(plan)).sum();
    if step_count > MOST_STEPS {
        return Err(TooManySteps { step_count });
    }
    let fields: BTreeMap<String, String> = subject
        .program
        .fields()
        .iter()
        .map(|field| (field.to_string(), sample_value(field)))
        .collect();
    let mut names = Names::default();
    let scenarios = plans.iter().map(|plan| {
        let mut trial = Trial::new(Arc::clone(subject), fields.clone(), true);
        for step in roads.steps(plan) {
            // What is planned is what the design offers.
            if trial.perform(&step).is_err() {
                break;
            }
        }
        trial.recorded(&names.unused(&roads.name(plan)), false)
    });
    Ok(Generated {
        scenarios: scenarios.collect(),
        blocked,
    })
}

/// How one gets about in a design.
struct Roads<'a> {
    subject: &'a Arc<Rehearsable>,
    reach: &'a Reach<'a>,
    ways_back: &'a [Option<&'a Way>],
}

impl<'a> Roads<'a> {
    fn plans(&self, legs: &'a [RehearsedLeg]) -> Vec<Plan<'a>> {
        let walkable = || legs.iter().filter(|leg| leg.obstacle.is_none());
        let is_attached = |leg: &RehearsedLeg| self.root(leg) == self.reach.start;
        // On the way into a detached leg other legs may be covered.
        let mut covered = Coverage::default();
        let mut plans: Vec<Plan<'_>> = Vec::new();
        for leg in walkable().filter(|leg| !is_attached(leg)) {
            if !covered.contains(&leg.place) {
                let plan = Plan { legs: vec![leg] };
                covered.merge(&self.covered_on_the_way(leg));
                plans.push(plan);
            }
        }
        let open = walkable().filter(|leg| is_attached(leg) && !covered.contains(&leg.place));
        let (returning, last): (Vec<_>, Vec<_>) = open.partition(|leg| self.comes_back(leg));
        let first_last = plans.len();
        plans.extend(last.into_iter().map(|leg| Plan { legs: vec![leg] }));
        if plans.len() == first_last && !returning.is_empty() {
            plans.push(Plan::default());
        }
        // A detached leg's own plan begins at New Call too, but is long enough.
        let takers = plans.len() - first_last;
        for (nth, plan) in plans[first_last..].iter_mut().enumerate() {
            let share = nth * returning.len() / takers..(nth + 1) * returning.len() / takers;
            plan.legs.splice(0..0, returning[share].iter().copied());
        }
        plans
    }

    /// Where a leg begins, by index in the flow.
    fn root(&self, leg: &RehearsedLeg) -> usize {
        let flow = &self.subject.flow;
        std::iter::successors(Some(leg.stage), |&stage| flow.parent(stage))
            .last()
            .unwrap_or(leg.stage)
    }

    fn covered_on_the_way(&self, leg: &RehearsedLeg) -> Coverage {
        let mut trial = Trial::new(Arc::clone(self.subject), BTreeMap::new(), true);
        for step in self.steps(&Plan { legs: vec![leg] }) {
            if trial.perform(&step).is_err() {
                break;
            }
        }
        trial.coverage()
    }

    /// Can a call that has gone this leg begin another?
    fn comes_back(&self, leg: &RehearsedLeg) -> bool {
        self.link_target(leg)
            .is_some_and(|target| target == self.reach.start || self.ways_back[target].is_some())
    }

    /// Where the Link leads that a leg ends with, when a call can take it.
    fn link_target(&self, leg: &RehearsedLeg) -> Option<usize> {
        let LegEnd::Link { action_id, .. } = leg.end else {
            return None;
        };
        let ways = self.subject.flow.ways_from(leg.stage).iter();
        let link = ways.clone().find(|way| way.action_id == action_id)?;
        link.to.filter(|_| self.subject.obstacle_of(link).is_none())
    }

    /// All ways of a plan, from New Call on.
    fn ways(&self, plan: &Plan<'a>) -> Vec<&'a Way> {
        let mut ways = Vec::new();
        for (nth, leg) in plan.legs.iter().enumerate() {
            if nth == 0 {
                ways.extend(self.reach.ways_to(self.root(leg)));
            }
            ways.extend(self.subject.ways_of(leg));
            if nth + 1 < plan.legs.len()
                && let Some(target) = self.link_target(leg)
            {
                let back = std::iter::successors(self.ways_back[target], |way| {
                    way.to.and_then(|to| self.ways_back[to])
                });
                ways.extend(back);
            }
        }
        ways
    }

    fn length(&self, plan: &Plan<'a>) -> usize {
        self.ways(plan).len()
    }

    fn steps(&self, plan: &Plan<'a>) -> Vec<ScenarioStep> {
        let ways = self.ways(plan).into_iter();
        ways.filter_map(|way| self.subject.step_over(way)).collect()
    }

    /// The names of the last leg's stages, and how many rounds came before it.
    fn name(&self, plan: &Plan<'a>) -> String {
        let Some((last, before)) = plan.legs.split_last() else {
            return String::new();
        };
        let path = self.subject.flow.path_to(last.stage);
        let after_first = if path.len() > 1 {
            &path[1..]
        } else {
            &path[..]
        };
        let cut = after_first.len().saturating_sub(MOST_NAMES);
        let names: Vec<String> = after_first[cut..]
            .iter()
            .map(|&stage| self.subject.name(stage))
            .collect();
        let dots = if cut > 0 { "… → " } else { "" };
        let rounds = match before.len() {
            0 => String::new(),
            1 => format!("{}, then ", self.subject.name(before[0].stage)),
            count => format!("{count} rounds, then "),
        };
        format!("{rounds}{dots}{}", names.join(" → "))
    }
}

/// No two scenarios have one name.
#[derive(Default)]
struct Names(BTreeSet<String>);

impl Names {
    fn unused(&mut self, name: &str) -> String {
        let mut unused = name.to_owned();
        let mut nth = 2;
        while !self.0.insert(unused.clone()) {
            unused = format!("{name} ({nth})");
            nth += 1;
        }
        unused
    }
}
