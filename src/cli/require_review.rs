//! Has everything been looked at? What `check --require-review` finds, for people and for programs.

use super::legs::review_word;
use super::paint;
use crate::file::printable;
use crate::review::{Ledger, LegReview, Progress, Signed, changes_since_review};
use crate::rules::Finding;
use crate::workflow::{Design, Flow, Place};
use serde::Serialize;
use std::io::{self, Write};
use std::path::Path;

/// How much of a review is required.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Required {
    /// Every leg is ticked, and has not changed since
    Legs,
    /// That, no question is open, and the whole is signed
    Signed,
}

/// How far the review of a design is, and what is left to do.
#[derive(Serialize)]
pub(super) struct ReviewReport {
    legs: usize,
    reviewed: usize,
    open_questions: usize,
    /// `no`, `lapsed` or `yes`.
    signed: &'static str,
    /// Is all there that was required?
    passes: bool,
    to_review: Vec<LegToReview>,
    #[serde(skip)]
    left: Vec<String>,
}

#[derive(Serialize)]
struct LegToReview {
    leg: usize,
    event: Option<u32>,
    action: Option<u32>,
    triggers: Vec<String>,
    ends: String,
    review: &'static str,
    reviewed_by: Option<String>,
    reviewed_at: Option<String>,
    /// None where nobody knows any more what the leg was.
    changes: Option<Vec<String>>,
}

impl ReviewReport {
    /// `flow` and `findings` are those of this very design.
    pub fn of(design: &Design, flow: &Flow, findings: &[Finding], required: Required) -> Self {
        let ledger = Ledger::new(design, flow, findings);
        let progress = ledger.progress;
        let to_review = ledger
            .rows
            .iter()
            .filter(|row| row.review != LegReview::Reviewed)
            .map(|row| {
                let told = ledger.told(design, flow, row);
                let mark = design.review.marks.get(&row.place);
                let changes = changes_since_review(design, flow, &ledger, row);
                LegToReview {
                    leg: row.number,
                    event: match row.place {
                        Place::Event(event_id) => Some(event_id.0),
                        _ => None,
                    },
                    action: row.place.action_id().map(|action_id| action_id.0),
                    triggers: told.triggers,
                    ends: told.end,
                    review: review_word(row.review),
                    reviewed_by: mark.map(|mark| mark.by.name.clone()),
                    reviewed_at: mark.map(|mark| mark.by.at.clone()),
                    changes: changes.map(|list| list.iter().map(ToString::to_string).collect()),
                }
            });
        Self {
            legs: progress.leg_count,
            reviewed: progress.reviewed_count,
            open_questions: progress.open_question_count,
            signed: match progress.signed {
                Signed::NotSigned => "no",
                Signed::Lapsed => "lapsed",
                Signed::Signed => "yes",
            },
            passes: match required {
                Required::Legs => progress.is_reviewed(),
                Required::Signed => progress.is_complete(),
            },
            to_review: to_review.collect(),
            left: match required {
                Required::Legs => Vec::new(),
                Required::Signed => left_to_sign(design, progress),
            },
        }
    }

    pub const fn passes(&self) -> bool {
        self.passes
    }

    pub const fn unreviewed_count(&self) -> usize {
        self.legs - self.reviewed
    }

    /// Each leg that is left, by its way, with what has changed on it.
    pub fn write_text(&self, path: &Path, out: &mut dyn Write) -> io::Result<()> {
        let path = path.display().to_string();
        for leg in &self.to_review {
            let sentence = match &leg.reviewed_by {
                None => format!("Leg {} is not reviewed.", leg.leg),
                Some(name) => format!("Leg {} has changed since {name} reviewed it.", leg.leg),
            };
            let way = format!("{} → {}", leg.triggers.join(" → "), leg.ends);
            paint::review(out, &sentence, &path, &way, leg.changes.as_deref())?;
        }
        for sentence in &self.left {
            paint::review(out, sentence, &path, "the workflow", None)?;
        }
        Ok(())
    }
}

fn left_to_sign(design: &Design, progress: Progress) -> Vec<String> {
    let mut left = Vec::new();
    match progress.open_question_count {
        0 => {}
        1 => left.push("A question is open.".to_owned()),
        count => left.push(format!("{count} questions are open.")),
    }
    let name = design
        .review
        .sign_off
        .as_ref()
        .map(|sign_off| sign_off.by.name.as_str());
    match (progress.signed, name) {
        (Signed::Lapsed, Some(name)) => left.push(format!(
            "The sign-off by {} has lapsed because a leg has changed.",
            printable(name)
        )),
        (Signed::NotSigned | Signed::Lapsed, _) => left.push("Nobody has signed it.".to_owned()),
        (Signed::Signed, _) => {}
    }
    left
}
