//! What becomes of what a reviewer asks for? Commands of `edit`, under a name and a time.

use super::{ReviewRequest, SayAnswer, SayPrompt, Saying};
use crate::canvas::Selection;
use crate::designer::app::Designer;
use crate::designer::prompts::Prompt;
use crate::designer::{Document, UserCommand};
use crate::edit::{Refusal, Transaction, commands};
use crate::review::{LegReview, Row};
use crate::runtime::Timestamp;
use crate::workflow::{EventId, Place, Signature};
use eframe::egui::Key;
use std::time::UNIX_EPOCH;

/// In review mode these keys stand for these commands, whatever else they mean.
pub const REVIEW_KEYS: [(Key, UserCommand); 3] = [
    (Key::N, UserCommand::NextUnreviewedLeg),
    (Key::T, UserCommand::TickLeg),
    (Key::Q, UserCommand::AskQuestion),
];

const READ_ONLY: &str = "In review mode the design cannot be amended. Press Escape with nothing selected, or choose Leave, to amend it.";

impl Designer {
    pub(in crate::designer) fn is_reviewing(&self) -> bool {
        self.document()
            .is_some_and(|document| document.is_in_review)
    }

    /// Says why nothing is amended now, if that is so.
    pub(in crate::designer) fn refuses_amendment(&mut self) -> bool {
        let is_refused = self.is_reviewing();
        if is_refused {
            self.notify(READ_ONLY);
        }
        is_refused
    }

    /// As [`Self::refuses_amendment`]; what reviewers say may still be said.
    pub(in crate::designer) fn refuses(&mut self, transaction: &Transaction) -> bool {
        transaction.amends() && self.refuses_amendment()
    }

    pub(in crate::designer) fn toggle_review_mode(&mut self) {
        let Some(document) = self.documents.get_mut(self.active) else {
            return;
        };
        document.is_in_review ^= true;
        document.view.end_gesture();
        if document.is_in_review {
            self.in_place = None;
            self.settings.are_findings_open = true;
            self.settings.are_legs_shown = true;
        }
    }

    pub(in crate::designer) fn toggle_legs(&mut self) {
        let settings = &mut self.settings;
        let is_shown = settings.are_findings_open && settings.are_legs_shown;
        settings.are_findings_open = !is_shown;
        settings.are_legs_shown = true;
    }

    pub(in crate::designer) fn toggle_findings(&mut self) {
        let settings = &mut self.settings;
        let is_shown = settings.are_findings_open && !settings.are_legs_shown;
        settings.are_findings_open = !is_shown;
        settings.are_legs_shown = false;
    }

    pub(in crate::designer) fn take_review(&mut self, request: ReviewRequest) {
        let Some(document) = self.document() else {
            return;
        };
        let design = document.design();
        match request {
            ReviewRequest::GoToLeg(leg) => self.go_to_leg(&leg),
            ReviewRequest::Say(saying) => self.say(saying),
            ReviewRequest::Untick(leg) => {
                let edit = commands::untick_leg(design, &leg);
                self.edit(edit);
            }
            ReviewRequest::Reopen(question_id) => {
                let edit = commands::reopen_question(design, question_id);
                self.edit(edit);
            }
            ReviewRequest::WithdrawSignOff => {
                let edit = commands::withdraw_sign_off(design);
                self.edit(edit);
            }
        }
    }

    /// Says it at once where all is known that it takes; otherwise asks.
    fn say(&mut self, saying: Saying) {
        let is_named = !self.settings.user_name.trim().is_empty();
        let needs_text = matches!(saying, Saying::Ask(_) | Saying::Answer(_));
        if is_named && !needs_text && saying != Saying::SignOff {
            let name = self.settings.signature();
            return self.commit_saying(&SayAnswer {
                saying,
                text: String::new(),
                name,
            });
        }
        let Some(document) = self.document() else {
            return;
        };
        let about = about(document, &saying);
        let prompt = SayPrompt::new(saying, about, self.settings.signature());
        self.prompt = Some(Prompt::Say(prompt));
    }

    /// Says it, and remembers the name for the next time.
    pub(in crate::designer) fn commit_saying(&mut self, answer: &SayAnswer) {
        let Some(document) = self.document() else {
            return;
        };
        let (design, text) = (document.design(), answer.text.as_str());
        let name = answer.name.trim();
        let by = Signature {
            name: name.to_owned(),
            at: now_text(),
        };
        let edit = match &answer.saying {
            Saying::Tick { leg, remark } => commands::tick_leg(design, leg, &by, remark),
            Saying::Ask(event_id) => commands::ask_question(design, *event_id, text, &by),
            Saying::Answer(question_id) => {
                commands::answer_question(design, *question_id, text, &by)
            }
            Saying::Resolve(question_id) => commands::resolve_question(design, *question_id, &by),
            Saying::SignOff => commands::sign_off(design, &by),
        };
        if self.settings.user_name != name {
            name.clone_into(&mut self.settings.user_name);
            self.settings.save();
        }
        let is_ticked = edit.is_ok() && matches!(answer.saying, Saying::Tick { .. });
        self.edit(edit);
        // One goes from leg to leg: the next comes by itself.
        if is_ticked && self.is_reviewing() {
            self.refresh();
            self.next_unreviewed_leg();
        }
    }

    /// Selects on the canvas where the leg ends, which lights all of it, and its row.
    fn go_to_leg(&mut self, leg: &Place) {
        let Some(document) = self.documents.get_mut(self.active) else {
            return;
        };
        let legs = &document.legs.legs;
        let Some(row) = legs.row(leg) else { return };
        let event_id = legs.flow.event_id(row.stage);
        let selection = row
            .end
            .action_id()
            .map_or_else(|| Selection::of_event(event_id), Selection::of_action);
        document.view.go_to_leg(selection.clone());
        document.drop_stale_selection();
        self.legs_panel.select(leg.clone(), selection);
    }

    /// The leg that is selected, as far as it is listed.
    fn selected_leg(&self) -> Option<&Row> {
        let leg = self.legs_panel.selected()?;
        self.document()?.legs.legs.row(leg)
    }

    /// Goes to the next leg that nobody has reviewed as it is, after the one that is selected, and round again.
    pub(in crate::designer) fn next_unreviewed_leg(&mut self) {
        self.refresh_legs();
        let Some(document) = self.document() else {
            return;
        };
        let rows = &document.legs.legs.ledger.rows;
        let from = self.selected_leg().map_or(0, |row| row.number);
        let (before, after) = rows.split_at(from.min(rows.len()));
        let mut in_turn = after.iter().chain(before);
        let next = in_turn.find(|row| row.review != LegReview::Reviewed);
        match next.map(|row| row.place.clone()) {
            Some(leg) => self.go_to_leg(&leg),
            None => self.notify("Every leg is reviewed as it is now."),
        }
    }

    pub(in crate::designer) fn tick_selected_leg(&mut self) {
        self.refresh_legs();
        match self.selected_leg() {
            Some(row) => {
                let leg = row.place.clone();
                let remark = self.legs_panel.remark().to_owned();
                self.say(Saying::Tick { leg, remark });
            }
            None => self.next_unreviewed_leg(),
        }
    }

    pub(in crate::designer) fn ask_about_selected(&mut self) {
        let stage = self.document().and_then(|document| {
            let workflow = &document.design().workflow;
            let selected = document.view.selection.stage(workflow);
            selected.or_else(|| workflow.new_call().map(|event| event.id))
        });
        if let Some(event_id) = stage {
            self.say(Saying::Ask(event_id));
        }
    }

    pub(in crate::designer) fn ask_to_sign_off(&mut self) {
        let Some(document) = self.document() else {
            return;
        };
        // What is missing is told before a name is asked for.
        let anybody = Signature {
            name: "anybody".to_owned(),
            at: String::new(),
        };
        match commands::sign_off(document.design(), &anybody) {
            Ok(_) => self.say(Saying::SignOff),
            Err(Refusal(sentence)) => self.notify(sentence),
        }
    }

    /// Lets the ledger follow the design, where anybody looks at it.
    pub(in crate::designer) fn refresh_legs(&mut self) {
        if let Some(document) = self.documents.get_mut(self.active) {
            document.legs.refresh(&document.editor, &document.analysis);
        }
    }

    pub(in crate::designer) const fn are_legs_looked_at(&self) -> bool {
        self.settings.are_findings_open && self.settings.are_legs_shown
    }
}

fn about(document: &Document, saying: &Saying) -> String {
    let design = document.design();
    let stage = |event_id: EventId| match design.workflow.event(event_id) {
        Some(event) => {
            let flow = &document.analysis.flow;
            let name = crate::workflow::stage_name(&design.workflow, flow, event);
            format!(
                "stage {}, {}",
                event.stage,
                crate::workflow::shortened(&name, 60)
            )
        }
        None => "a stage that is gone".to_owned(),
    };
    let question = |question_id| {
        let question = design.review.questions.get(question_id);
        let asked = question.and_then(|question| question.said.first());
        asked.map_or_else(String::new, |said| format!("“{}”", said.text))
    };
    match saying {
        Saying::Tick { leg, .. } => {
            let row = document.legs.legs.row(leg);
            row.map_or_else(String::new, |row| {
                format!("Your name stands under the tick on leg {}.", row.number)
            })
        }
        Saying::Ask(event_id) => format!("About {}.", stage(*event_id)),
        Saying::Answer(question_id) | Saying::Resolve(question_id) => question(question_id),
        Saying::SignOff => {
            let count = document.legs.legs.ledger.progress.leg_count;
            format!(
                "All {count} legs are reviewed as they are now, and no question is open. The signature lapses when any \
                 leg changes."
            )
        }
    }
}

/// Now, in UTC, to the second: `2026-11-26T10:02:03Z`.
fn now_text() -> String {
    #[expect(
        clippy::disallowed_methods,
        reason = "the window is where the time of a tick comes from"
    )]
    let now = std::time::SystemTime::now();
    let since = now.duration_since(UNIX_EPOCH).unwrap_or_default();
    let seconds = i64::try_from(since.as_secs()).unwrap_or(i64::MAX / 1_000);
    let text = Timestamp(seconds.saturating_mul(1_000)).to_string();
    text.replace(".000Z", "Z")
}
