//! How does one review a design in the window? The ledger of its legs, review mode, and questions on stages.
//!
//! What is asked for in here is done after the frame, like all else: `ReviewRequest`s become commands of `edit`.

mod analysed_legs;
mod ledger_panel;
mod leg_detail;
mod mode_bar;
mod questions;
mod say_prompt;
mod take_reviews;

pub use analysed_legs::AnalysedLegs;
pub use ledger_panel::{LegsPanel, legs_ui, lower_tabs_ui};
pub use mode_bar::mode_bar_ui;
pub use questions::{questions_ui, stage_questions_ui};
pub use say_prompt::{SayAnswer, SayPrompt};
pub use take_reviews::REVIEW_KEYS;

use crate::workflow::{EventId, Place, QuestionId};

/// What a reviewer asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReviewRequest {
    /// Select a leg in the ledger and on the canvas.
    GoToLeg(Place),
    Say(Saying),
    Untick(Place),
    Reopen(QuestionId),
    WithdrawSignOff,
}

/// What is said under a name; the name is asked for where nobody has given one, and so is a text where there has to be
/// one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saying {
    /// A leg is right, with a remark or none.
    Tick {
        leg: Place,
        remark: String,
    },
    Ask(EventId),
    Answer(QuestionId),
    Resolve(QuestionId),
    SignOff,
}
