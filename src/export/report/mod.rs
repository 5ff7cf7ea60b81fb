//! What is there to read of a design? Its stages, legs, findings and waivers, gathered once for all formats of a report.

mod csv;
#[cfg(feature = "pictures")]
mod html;
mod markdown;

#[cfg(test)]
mod tests;

pub use csv::csv;
#[cfg(feature = "pictures")]
pub use html::html;
pub use markdown::markdown;

use super::definition;
use super::diagram::row_details;
use super::part::Part;
use crate::review::{Ledger, Progress, Signed, Told};
use crate::rules::{Finding, Severity, Tally};
use crate::workflow::{
    Action, ActionKind, Design, EventKind, Flow, Place, StageEnd, leg_count, one_line, row_text,
    stage_name,
};

/// A design in words. Linear in the number of actions and findings.
pub struct Report<'a> {
    pub part: Part<'a>,
    pub title: String,
    /// The definition's; `None` while there is none because the design is incomplete.
    pub version: Option<String>,
    pub tally: Tally,
    pub fields: &'a [String],
    pub stages: Vec<StageRow>,
    pub legs: Vec<LegRow>,
    pub findings: Vec<FindingRow>,
    pub waivers: Vec<WaiverRow>,
    /// Has anybody looked at it, leg by leg or as a whole?
    pub is_reviewed: bool,
    /// `3 of 4 legs reviewed; signed by Ann, 2026-11-26T10:02:03Z`.
    pub review: String,
    pub questions: Vec<QuestionRow>,
}

/// A question of a reviewer that waits for an answer.
pub struct QuestionRow {
    pub place: String,
    pub anchor: Option<String>,
    /// What was said, with who said it: the question first.
    pub said: Vec<(String, String)>,
}

pub struct StageRow {
    /// Unique on the page: [`Part::anchor`].
    pub anchor: String,
    pub number: u32,
    pub kind: EventKind,
    pub name: String,
    pub actions: Vec<ActionRow>,
    /// Does nothing carry the call on?
    pub dangles: bool,
}

pub struct ActionRow {
    pub kind: ActionKind,
    /// What it is and what it says: `Alert: Ring back`.
    pub text: String,
    /// Its other values: `Team: Care`.
    pub details: Vec<String>,
    /// The stage that it leads to, by anchor and number.
    pub leads_to: Option<(String, u32)>,
}

pub struct LegRow {
    pub number: usize,
    pub is_attached: bool,
    pub told: Told,
    pub story: String,
    /// What whoever ticked it had to say.
    pub remark: String,
}

pub struct FindingRow {
    pub severity: Severity,
    pub rule: &'static str,
    /// Where it is, in words, and the stage's anchor.
    pub place: String,
    pub anchor: Option<String>,
    pub message: String,
}

impl FindingRow {
    /// As tallies call it.
    pub const fn severity_title(&self) -> &'static str {
        match self.severity {
            Severity::Info => "hint",
            other => other.title(),
        }
    }
}

pub struct WaiverRow {
    pub rule: String,
    pub place: String,
    pub reason: String,
    pub name: String,
    pub state: WaiverState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaiverState {
    Holds,
    /// The leg has changed since.
    Lapsed,
    /// What was waived is found no more.
    Idle,
}

impl WaiverState {
    pub const fn title(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Lapsed => "lapsed: the leg has changed",
            Self::Idle => "found no more",
        }
    }
}

impl<'a> Report<'a> {
    /// `part` is a whole design, `findings` those of it with what was waived.
    pub fn new(part: Part<'a>, findings: &[Finding]) -> Self {
        let (design, flow) = (part.design, part.flow);
        let workflow = &design.workflow;
        let ledger = Ledger::new(design, flow, findings);
        let legs = ledger.rows.iter().map(|leg| LegRow {
            number: leg.number,
            is_attached: leg.is_attached,
            told: ledger.told(design, flow, leg),
            story: ledger.story(workflow, flow, leg),
            remark: design
                .review
                .marks
                .get(&leg.place)
                .map_or_else(String::new, |mark| mark.remark.clone()),
        });
        let anchor_of = |place: &Place| {
            let stage = flow.index(place.event_id(workflow)?)?;
            Some(part.anchor(stage, '-'))
        };
        let counted = findings.iter().filter(|finding| !finding.is_waived());
        let mut found: Vec<FindingRow> = counted
            .map(|finding| FindingRow {
                severity: finding.rule.severity,
                rule: finding.rule.id,
                place: finding.place.in_words(workflow, flow),
                anchor: anchor_of(&finding.place),
                message: finding.message.clone(),
            })
            .collect();
        found.sort_by_key(|finding| finding.severity);
        let waivers = design.waivers.iter().map(|waiver| {
            let is_of = |finding: &&Finding| {
                finding.rule.id == waiver.rule && finding.place == waiver.place
            };
            let state = match findings.iter().find(is_of) {
                None => WaiverState::Idle,
                Some(finding) if finding.is_waived() => WaiverState::Holds,
                Some(_) => WaiverState::Lapsed,
            };
            WaiverRow {
                rule: waiver.rule.clone(),
                place: waiver.place.in_words(workflow, flow),
                reason: waiver.reason.clone(),
                name: waiver.name.clone(),
                state,
            }
        });
        let questions = design.review.open_questions().map(|(_, question)| {
            let place = Place::Event(question.event_id);
            let said = question.said.iter();
            QuestionRow {
                anchor: anchor_of(&place),
                place: place.in_words(workflow, flow),
                said: said
                    .map(|said| (said.by.name.clone(), said.text.clone()))
                    .collect(),
            }
        });
        Self {
            is_reviewed: !design.review.marks.is_empty() || design.review.sign_off.is_some(),
            review: review_text(design, &ledger),
            questions: questions.collect(),
            title: match workflow.name().trim() {
                "" => "Untitled workflow".to_owned(),
                name => one_line(name),
            },
            version: definition(workflow, findings)
                .ok()
                .map(|definition| definition.version),
            tally: Tally::of(findings),
            fields: workflow.fields(),
            stages: stage_rows(&part),
            legs: legs.collect(),
            findings: found,
            waivers: waivers.collect(),
            part,
        }
    }

    /// `7 stages, 5 legs; 1 warning`.
    pub fn summary(&self) -> String {
        use crate::workflow::counted;
        format!(
            "{}, {}; {}",
            counted(self.stages.len(), "stage"),
            counted(leg_count(self.part.flow), "leg"),
            self.tally
        )
    }
}

fn review_text(design: &Design, ledger: &Ledger) -> String {
    let Progress {
        leg_count,
        reviewed_count,
        signed,
        ..
    } = ledger.progress;
    let legs = format!(
        "{reviewed_count} of {} reviewed",
        crate::workflow::counted(leg_count, "leg")
    );
    let by = design.review.sign_off.as_ref().map(|sign_off| &sign_off.by);
    match (signed, by) {
        (Signed::Signed, Some(by)) => format!("{legs}; signed by {}, {}", by.name, by.at),
        (Signed::Lapsed, Some(by)) => {
            format!("{legs}; {} signed it, and a leg has changed since", by.name)
        }
        _ => format!("{legs}; not signed"),
    }
}

fn action_text(part: &Part<'_>, action: &Action) -> String {
    let title = action.data.kind().title();
    match row_text(&part.design.workflow, part.flow, action).as_str() {
        "" => title.to_owned(),
        text => format!("{title}: {}", one_line(text)),
    }
}

fn stage_rows(part: &Part<'_>) -> Vec<StageRow> {
    let flow: &Flow = part.flow;
    let mut rows: Vec<StageRow> = part
        .stages
        .iter()
        .filter_map(|&stage| {
            let event = part.event(stage)?;
            let ways = flow.ways_from(stage);
            let actions = event.actions.iter().map(|action| {
                let way = ways.iter().find(|way| way.action_id == action.id);
                let to = way.and_then(|way| way.to);
                ActionRow {
                    kind: action.data.kind(),
                    text: action_text(part, action),
                    details: row_details(&action.data),
                    leads_to: to.and_then(|to| Some((part.anchor(to, '-'), part.event(to)?.stage))),
                }
            });
            Some(StageRow {
                anchor: part.anchor(stage, '-'),
                number: event.stage,
                kind: event.kind,
                name: stage_name(&part.design.workflow, flow, event),
                actions: actions.collect(),
                dangles: flow.end(stage) == StageEnd::Dangles,
            })
        })
        .collect();
    rows.sort_by_key(|row| row.number);
    rows
}
