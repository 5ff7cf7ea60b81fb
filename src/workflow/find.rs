//! Where does a design say that? Its texts searched, upper and lower case alike, in the order in which people read.

use super::{
    Action, ActionKind, AnnotationId, AnnotationKind, Design, Event, Flow, Place, ValueName,
    Workflow,
};
use std::fmt;
use std::ops::Range;

/// A text of a design in which the words were found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub spot: Spot,
    pub what: HitKind,
    /// The whole text.
    pub text: String,
    /// Where in the text they first stand, in bytes.
    pub range: Range<usize>,
}

/// What a hit leads to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spot {
    Workflow(Place),
    /// A frame or a sticky note, which is no part of the workflow.
    Annotation(AnnotationId),
}

/// What kind of text it is: [`fmt::Display`] says it as people would, `Label of a Button in stage 3`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HitKind {
    WorkflowName,
    Field,
    StageNumber(u32),
    StageName(u32),
    Bookmark(u32),
    Value {
        name: ValueName,
        action: ActionKind,
        stage: u32,
    },
    /// How loud an Alert is.
    Priority(u32),
    Annotation(AnnotationKind),
    /// Why somebody has accepted a warning.
    WaiverReason,
    /// What was said to a question, the question itself included; `None` when its stage is gone.
    Question(Option<u32>),
    /// What a reviewer has remarked on a leg.
    Remark,
}

impl fmt::Display for HitKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WorkflowName => f.write_str("Name of the workflow"),
            Self::Field => f.write_str("Field of the call"),
            Self::StageNumber(stage) => write!(f, "Number of stage {stage}"),
            Self::StageName(stage) => write!(f, "Name of stage {stage}"),
            Self::Bookmark(stage) => write!(f, "Bookmark of stage {stage}"),
            Self::Value {
                name,
                action,
                stage,
            } => {
                let article = if action.title().starts_with(['A', 'E', 'I', 'O', 'S'])
                    && *action != ActionKind::SetField
                {
                    "an"
                } else {
                    "a"
                };
                let (name, action) = (name.title(), action.title());
                write!(f, "{name} of {article} {action} in stage {stage}")
            }
            Self::Priority(stage) => write!(f, "Priority of an Alert in stage {stage}"),
            Self::Annotation(AnnotationKind::Frame) => f.write_str("Title of a frame"),
            Self::Annotation(AnnotationKind::StickyNote) => f.write_str("Sticky note"),
            Self::WaiverReason => f.write_str("Reason of a waiver"),
            Self::Question(Some(stage)) => write!(f, "Question on stage {stage}"),
            Self::Question(None) => f.write_str("Question on a stage that is gone"),
            Self::Remark => f.write_str("Remark of a reviewer"),
        }
    }
}

/// All texts of a design in which `words` stand: the workflow's name and fields, then stage by stage its number, name,
/// bookmark and values, then frames and sticky notes, reasons of waivers, and what
/// reviewers have said. A text is one hit, however often the
/// words stand in it. Nothing is found of blank words. Linear in all texts together.
pub fn find(design: &Design, flow: &Flow, words: &str) -> Vec<Hit> {
    let Some(finder) = Finder::new(words) else {
        return Vec::new();
    };
    let workflow = &design.workflow;
    let mut hits = Hits {
        finder,
        found: Vec::new(),
    };
    let at = Spot::Workflow;
    hits.look(workflow.name(), || {
        (at(Place::Workflow), HitKind::WorkflowName)
    });
    for field in workflow.fields() {
        hits.look(field, || (at(Place::Field(field.clone())), HitKind::Field));
    }
    for &index in flow.reading_order() {
        if let Some(event) = workflow.event(flow.event_id(index)) {
            hits.look_in_stage(design, event, owner_of(workflow, flow, index));
        }
    }
    for (annotation_id, annotation) in design.layout.annotations() {
        hits.look(&annotation.text, || {
            let kind = HitKind::Annotation(annotation.kind);
            (Spot::Annotation(annotation_id), kind)
        });
    }
    for waiver in &design.waivers {
        hits.look(&waiver.reason, || {
            (at(waiver.place.clone()), HitKind::WaiverReason)
        });
    }
    for question in design.review.questions.values() {
        let event = workflow.event(question.event_id);
        let place = event.map_or(Place::Workflow, |event| Place::Event(event.id));
        let what = HitKind::Question(event.map(|event| event.stage));
        for said in &question.said {
            hits.look(&said.text, || (at(place.clone()), what));
        }
    }
    for (leg, mark) in &design.review.marks {
        hits.look(&mark.remark, || (at(leg.clone()), HitKind::Remark));
    }
    hits.found
}

fn owner_of<'a>(workflow: &'a Workflow, flow: &Flow, stage: usize) -> Option<&'a Action> {
    workflow.action(flow.owner(stage)?.action_id)
}

struct Hits {
    finder: Finder,
    found: Vec<Hit>,
}

impl Hits {
    fn look(&mut self, text: &str, told: impl FnOnce() -> (Spot, HitKind)) {
        if let Some(range) = self.finder.find_in(text) {
            let (spot, what) = told();
            self.found.push(Hit {
                spot,
                what,
                text: text.to_owned(),
                range,
            });
        }
    }

    fn look_in_stage(&mut self, design: &Design, event: &Event, owner: Option<&Action>) {
        let stage = event.stage;
        let here = || Spot::Workflow(Place::Event(event.id));
        if self.finder.is_number
            && let number = stage.to_string()
            && let Some(range) = self.finder.find_in(&number)
            && range.start == 0
        {
            self.found.push(Hit {
                spot: here(),
                what: HitKind::StageNumber(stage),
                text: number,
                range,
            });
        }
        let name = Workflow::stage_name(event, owner.map(|action| &action.data));
        self.look(&name, || (here(), HitKind::StageName(stage)));
        if let Some(bookmark) = design.layout.bookmark(event.id) {
            self.look(bookmark, || (here(), HitKind::Bookmark(stage)));
        }
        for action in &event.actions {
            for (name, text) in action.data.values() {
                self.look(text, || {
                    let what = HitKind::Value {
                        name,
                        action: action.data.kind(),
                        stage,
                    };
                    (Spot::Workflow(Place::Value(action.id, name)), what)
                });
            }
            if let Some(priority) = action.data.priority() {
                let spot = || Spot::Workflow(Place::Action(action.id));
                self.look(priority.title(), || (spot(), HitKind::Priority(stage)));
            }
        }
    }
}

/// Words made ready to be looked for.
struct Finder {
    /// In small letters.
    words: Vec<char>,
    is_number: bool,
}

impl Finder {
    fn new(words: &str) -> Option<Self> {
        let words = words.trim();
        // A letter may have more than one small one.
        let small: Vec<char> = words.chars().flat_map(char::to_lowercase).collect();
        (!small.is_empty()).then(|| Self {
            is_number: small.iter().all(char::is_ascii_digit),
            words: small,
        })
    }

    /// Where the words first stand in a text, in bytes of the text as it is written.
    fn find_in(&self, text: &str) -> Option<Range<usize>> {
        // Most texts do not even have the first letter, and bytes are quicker to look through than letters.
        let first = self.words[0];
        if first.is_ascii() && text.is_ascii() {
            let first = first as u8;
            let bytes = text.as_bytes();
            let last_start = bytes.len().checked_sub(self.words.len())?;
            return (0..=last_start)
                .filter(|&start| bytes[start].to_ascii_lowercase() == first)
                .find(|&start| self.is_at(bytes, start))
                .map(|start| start..start + self.words.len());
        }
        text.char_indices()
            .find_map(|(start, _)| Some(start..start + self.length_at(&text[start..])?))
    }

    fn is_at(&self, ascii: &[u8], start: usize) -> bool {
        let letters = ascii[start..].iter();
        letters
            .zip(&self.words)
            .all(|(byte, &wanted)| char::from(byte.to_ascii_lowercase()) == wanted)
    }

    /// How many bytes of the text's beginning are the words, if it begins with them.
    fn length_at(&self, text: &str) -> Option<usize> {
        let mut wanted = self.words.iter();
        for (at, letter) in text.char_indices() {
            for small in letter.to_lowercase() {
                match wanted.next() {
                    Some(&next) if next == small => {}
                    // Half of a letter that has two small ones is none.
                    _ => return None,
                }
            }
            if wanted.as_slice().is_empty() {
                return Some(at + letter.len_utf8());
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workflow::{
        Annotation, EventId, Layout, Position, Question, QuestionId, ReviewMark, Said, Seal,
        Signature, Size, Tint, sketch,
    };

    const SKETCH: &str = "\
fields phone
1 New Call
  alert \"Ring {{phone}} back\" high \"Care\"
  button \"Called back\" -> 3
  timer \"2 days\" -> 12
3 Button Pushed
  finish \"Settled\"
12 Timer Elapsed \"Second try\"
  link -> 1
";

    fn design(text: &str) -> Design {
        Design::new(sketch::parse(text).unwrap(), Layout::default())
    }

    /// The hits as `what: text` with the words in brackets.
    fn found_in(design: &Design, words: &str) -> Vec<String> {
        find(design, &Flow::new(&design.workflow), words)
            .into_iter()
            .map(|hit| {
                let (before, after) = (&hit.text[..hit.range.start], &hit.text[hit.range.end..]);
                format!("{}: {before}[{}]{after}", hit.what, &hit.text[hit.range])
            })
            .collect()
    }

    fn found(words: &str) -> Vec<String> {
        found_in(&design(SKETCH), words)
    }

    #[test]
    fn every_text_is_looked_through_in_reading_order() {
        assert_eq!(
            found("BACK"),
            [
                "Message of an Alert in stage 1: Ring {{phone}} [back]",
                "Label of a Button in stage 1: Called [back]",
                "Name of stage 3: Called [back]",
            ]
        );
        assert_eq!(
            found("phone"),
            [
                "Field of the call: [phone]",
                "Message of an Alert in stage 1: Ring {{[phone]}} back",
            ]
        );
        assert_eq!(found("care"), ["Team of an Alert in stage 1: [Care]"]);
        assert_eq!(found("settled").len(), 1);
        assert_eq!(found("second"), ["Name of stage 12: [Second] try"]);
        assert_eq!(found("sketch"), ["Name of the workflow: [Sketch]"]);
    }

    #[test]
    fn a_number_finds_the_stages_that_begin_with_it() {
        assert_eq!(
            found("1"),
            ["Number of stage 1: [1]", "Number of stage 12: [1]2"]
        );
        assert_eq!(
            found("2"),
            ["After of a Timer in stage 1: [2] days"],
            "stage 12 does not begin with 2"
        );
    }

    #[test]
    fn blank_words_find_nothing() {
        assert_eq!(found("").len() + found("  ").len(), 0);
    }

    #[test]
    fn what_is_drawn_around_the_cards_is_found_too() {
        let mut design = design(SKETCH);
        let note = Annotation {
            kind: AnnotationKind::StickyNote,
            text: "Ask the leads".to_owned(),
            tint: Tint::Yellow,
            position: Position::default(),
            size: Size::default(),
        };
        design.layout.annotate([(AnnotationId(4), note)]);
        let bookmark = (EventId(3), "The good end".to_owned());
        design.layout.set_bookmarks([bookmark]);
        assert_eq!(found_in(&design, "leads"), ["Sticky note: Ask the [leads]"]);
        assert_eq!(
            found_in(&design, "good"),
            ["Bookmark of stage 3: The [good] end"]
        );
        let hits = find(&design, &Flow::new(&design.workflow), "leads");
        assert_eq!(hits[0].spot, Spot::Annotation(AnnotationId(4)));
    }

    #[test]
    fn what_reviewers_have_said_is_found() {
        let mut design = design(SKETCH);
        let by = Signature {
            name: "Ann".to_owned(),
            at: String::new(),
        };
        let said = Said {
            by: by.clone(),
            text: "Who rings on Sundays?".to_owned(),
        };
        let question = Question {
            event_id: EventId(3),
            said: vec![said],
            resolved: None,
        };
        design.review.questions.insert(QuestionId(1), question);
        let mark = ReviewMark {
            by,
            remark: "but for Sundays".to_owned(),
            seal: Seal::default(),
        };
        design.review.marks.insert(Place::Event(EventId(3)), mark);
        assert_eq!(
            found_in(&design, "sunday"),
            [
                "Question on stage 3: Who rings on [Sunday]s?",
                "Remark of a reviewer: but for [Sunday]s",
            ]
        );
    }

    #[test]
    fn letters_of_any_script_match_in_both_cases() {
        let text = "1 New Call\n  note \"Änderung für ΣΟΦΊΑ an der Straße, İzmir\"";
        let design = design(text);
        for (words, expected) in [
            ("änderung", "[Änderung]"),
            ("FÜR", "[für]"),
            ("σοφ", "[ΣΟΦ]"),
            ("STRA", "[Stra]ße"),
            ("zmir", "İ[zmir]"),
        ] {
            let found = found_in(&design, words);
            assert!(found[0].contains(expected), "{words}: {found:?}");
        }
    }
}
