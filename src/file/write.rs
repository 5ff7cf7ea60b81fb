//! How is a design written? In one canonical form: elements in order of their ids, one a line, logic before layout.
//!
//! Written by hand and not by a serializer: which element gets a line of its own is the point of the format, and a
//! design of 10,000 stages is one pass into one string.

use super::{ANNOTATED_FORMAT, FORMAT, PLAIN_FORMAT};
use crate::workflow::{
    Action, ActionData, Annotation, AnnotationId, AnnotationKind, Conflict, Design, Event, EventId,
    EventKind, Layout, Place, Priority, Question, QuestionId, Review, ReviewMark, Said, Seal,
    SeenStage, Signature, Version, Waiver,
};
use std::fmt::Write as _;

const OPENING: &str =
    "// A Legwork design. `legwork check` tells what is wrong with it.\n(\n    format: ";

/// The file's whole text. The same design gives the same bytes, on every machine.
pub fn text_of(design: &Design) -> String {
    let workflow = &design.workflow;
    let mut text =
        String::with_capacity(256 + 128 * workflow.stage_count() + 96 * workflow.action_count());
    text.push_str(OPENING);
    let next = workflow.counters();
    let format = format_for(design);
    let _ = write!(text, "{format},\n    workflow: (\n        name: ");
    push_string(&mut text, workflow.name());
    let _ = write!(
        text,
        ",\n        next: (event: {}, action: {}, stage: {}),\n        fields: ",
        next.event, next.action, next.stage
    );
    push_list(&mut text, 2, workflow.fields(), |text, field| {
        push_string(text, field);
    });
    if let Some(limit) = workflow.limit() {
        push_values(&mut text, ",\n        ", &[("limit", limit)]);
    }
    text.push_str(",\n        events: ");
    push_list(&mut text, 2, workflow.events(), |text, event| {
        push_event(text, 3, event);
    });
    text.push_str(",\n    ),\n    layout: (\n        cards: ");
    push_list(&mut text, 2, design.layout.cards(), |text, (id, at)| {
        let _ = write!(text, "(event: {id}, x: {}, y: {})", at.x, at.y);
    });
    push_surroundings(&mut text, &design.layout);
    text.push_str(",\n    ),\n");
    if !design.waivers.is_empty() {
        text.push_str("    waivers: ");
        push_list(&mut text, 1, &design.waivers, push_waiver);
        text.push_str(",\n");
    }
    push_review(&mut text, &design.review);
    if !workflow.conflicts().is_empty() {
        text.push_str("    conflicts: ");
        push_list(&mut text, 1, workflow.conflicts(), push_conflict);
        text.push_str(",\n");
    }
    text.push_str(")\n");
    text
}

/// The oldest format that holds all of it: who draws no frame and waives nothing can share files with an older Legwork.
fn format_for(design: &Design) -> u32 {
    let layout = &design.layout;
    if !design.review.is_empty() || design.workflow.limit().is_some() {
        return FORMAT;
    }
    let is_plain = design.waivers.is_empty()
        && layout.annotations().next().is_none()
        && layout.collapsed().len() == 0
        && layout.bookmarks().len() == 0;
    if !design.workflow.conflicts().is_empty() {
        FORMAT
    } else if is_plain {
        PLAIN_FORMAT
    } else {
        ANNOTATED_FORMAT
    }
}

pub(super) fn push_annotation(text: &mut String, (id, annotation): (AnnotationId, &Annotation)) {
    let kind = match annotation.kind {
        AnnotationKind::Frame => "Frame",
        AnnotationKind::StickyNote => "StickyNote",
    };
    let (at, size) = (annotation.position, annotation.size);
    let _ = write!(
        text,
        "(id: {id}, kind: {kind}, x: {}, y: {}, width: {}, height: {}, tint: {}, text: ",
        at.x,
        at.y,
        size.width,
        size.height,
        annotation.tint.title()
    );
    push_string(text, &annotation.text);
    text.push(')');
}

/// What is drawn around the cards, each kind only where there is any.
fn push_surroundings(text: &mut String, layout: &Layout) {
    if layout.annotations().next().is_some() {
        text.push_str(",\n        annotations: ");
        push_list(text, 2, layout.annotations(), push_annotation);
    }
    if layout.collapsed().len() > 0 {
        text.push_str(",\n        collapsed: ");
        push_list(text, 2, layout.collapsed(), |text, event_id| {
            let _ = write!(text, "{event_id}");
        });
    }
    if layout.bookmarks().len() > 0 {
        text.push_str(",\n        bookmarks: ");
        push_list(text, 2, layout.bookmarks(), |text, (event_id, name)| {
            let _ = write!(text, "(event: {event_id}, name: ");
            push_string(text, name);
            text.push(')');
        });
    }
}

fn push_waiver(text: &mut String, waiver: &Waiver) {
    push_values(text, "(", &[("rule", &waiver.rule)]);
    text.push_str(", on: ");
    push_place(text, &waiver.place);
    let seal = waiver.seal.to_string();
    let rest = [
        ("reason", waiver.reason.as_str()),
        ("name", &waiver.name),
        ("seal", &seal),
    ];
    push_values(text, ", ", &rest);
    text.push(')');
}

fn push_place(text: &mut String, place: &Place) {
    let _ = match place {
        Place::Workflow => write!(text, "Workflow"),
        Place::Field(name) => {
            text.push_str("Field(");
            push_string(text, name);
            write!(text, ")")
        }
        Place::Event(event_id) => write!(text, "Event({event_id})"),
        Place::Action(action_id) => write!(text, "Action({action_id})"),
        Place::Value(action_id, name) => write!(text, "Value({action_id}, {name:?})"),
    };
}

/// What reviewers have said, each kind only where there is any. A tick is a line, and so are the stages that it adds.
fn push_review(text: &mut String, review: &Review) {
    if review.is_empty() {
        return;
    }
    text.push_str("    review: (\n");
    if !review.marks.is_empty() {
        text.push_str("        marks: ");
        push_list(text, 2, &review.marks, push_mark);
        text.push_str(",\n");
    }
    if !review.questions.is_empty() {
        text.push_str("        questions: ");
        push_list(text, 2, &review.questions, push_question);
        text.push_str(",\n");
    }
    if let Some(sign_off) = &review.sign_off {
        text.push_str("        sign_off: ");
        push_signature(text, &sign_off.by);
        push_values(text, ", ", &[("seal", &sign_off.seal.to_string())]);
        text.push_str("),\n");
    }
    if !review.seen.is_empty() {
        text.push_str("        seen: ");
        let mut seen: Vec<(&Seal, &SeenStage)> = review.seen.iter().collect();
        // By stage, so that what belongs together stands together.
        seen.sort_by_key(|(seal, stage)| (stage.event.id, **seal));
        push_list(text, 2, seen, push_seen_stage);
        text.push_str(",\n");
    }
    text.push_str("    ),\n");
}

/// Left open for what else was said.
fn push_signature(text: &mut String, by: &Signature) {
    push_values(text, "(", &[("name", &by.name), ("at", &by.at)]);
}

fn push_mark(text: &mut String, (leg, mark): (&Place, &ReviewMark)) {
    text.push_str("(leg: ");
    push_place(text, leg);
    let seal = mark.seal.to_string();
    let (name, at) = (mark.by.name.as_str(), mark.by.at.as_str());
    push_values(text, ", ", &[("name", name), ("at", at), ("seal", &seal)]);
    if !mark.remark.is_empty() {
        push_values(text, ", ", &[("remark", &mark.remark)]);
    }
    text.push(')');
}

fn push_question(text: &mut String, (id, question): (&QuestionId, &Question)) {
    let _ = write!(text, "(id: {id}, on: {}, said: ", question.event_id);
    push_list(text, 3, &question.said, |text, said: &Said| {
        push_signature(text, &said.by);
        push_values(text, ", ", &[("text", &said.text)]);
        text.push(')');
    });
    if let Some(by) = &question.resolved {
        text.push_str(", resolved: ");
        push_signature(text, by);
        text.push(')');
    }
    text.push(')');
}

fn push_seen_stage(text: &mut String, (seal, stage): (&Seal, &SeenStage)) {
    push_values(text, "(", &[("seal", &seal.to_string())]);
    if let Some(after) = stage.after {
        push_values(text, ", ", &[("after", &after.to_string())]);
    }
    text.push_str(", event: ");
    push_event(text, 3, &stage.event);
    text.push(')');
}

fn push_conflict(text: &mut String, conflict: &Conflict) {
    text.push_str("(on: ");
    push_place(text, &conflict.place);
    text.push_str(", ours: ");
    push_version(text, &conflict.ours);
    text.push_str(", theirs: ");
    push_version(text, &conflict.theirs);
    text.push(')');
}

fn push_version(text: &mut String, version: &Version) {
    match version {
        Version::Text(value) => {
            text.push_str("Text(");
            push_string(text, value);
            text.push(')');
        }
        Version::Limit(Some(limit)) => {
            text.push_str("Limit(");
            push_string(text, limit);
            text.push(')');
        }
        Version::Limit(None) => text.push_str("Limit(None)"),
        Version::Action(data) => {
            text.push_str("Action(");
            push_data(text, data);
            text.push(')');
        }
        Version::StageNumber(stage) => {
            let _ = write!(text, "StageNumber({stage})");
        }
        Version::EventKind(kind) => {
            let _ = write!(text, "EventKind({})", kind_name(*kind));
        }
        Version::Priority(priority) => {
            let _ = write!(text, "Priority({})", priority.title());
        }
        Version::Target(Some(event_id)) => {
            let _ = write!(text, "Target({event_id})");
        }
        Version::Target(None) => text.push_str("Target(None)"),
        Version::Home(event_id) => {
            let _ = write!(text, "Home({event_id})");
        }
        Version::Order(ids) => {
            let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
            let _ = write!(text, "Order([{}])", ids.join(", "));
        }
        Version::Deleted => text.push_str("Deleted"),
        Version::Kept => text.push_str("Kept"),
    }
}

const fn kind_name(kind: EventKind) -> &'static str {
    match kind {
        EventKind::NewCall => "NewCall",
        EventKind::ButtonPushed => "ButtonPushed",
        EventKind::TimerElapsed => "TimerElapsed",
    }
}

const INDENT: &str = "                        ";

/// A list with an element a line; `depth` is that of the list's own line.
pub(super) fn push_list<T>(
    text: &mut String,
    depth: usize,
    elements: impl IntoIterator<Item = T>,
    mut push: impl FnMut(&mut String, T),
) {
    text.push('[');
    let mut is_empty = true;
    for element in elements {
        if is_empty {
            text.push('\n');
            is_empty = false;
        }
        text.push_str(&INDENT[..4 * (depth + 1)]);
        push(text, element);
        text.push_str(",\n");
    }
    if !is_empty {
        text.push_str(&INDENT[..4 * depth]);
    }
    text.push(']');
}

/// `depth` is that of the event's own line.
pub(super) fn push_event(text: &mut String, depth: usize, event: &Event) {
    let on = kind_name(event.kind);
    let _ = write!(text, "(id: {}, stage: {}, on: {on}", event.id, event.stage);
    if !event.name.is_empty() {
        text.push_str(", name: ");
        push_string(text, &event.name);
    }
    text.push_str(", actions: ");
    push_list(text, depth, &event.actions, push_action);
    text.push(')');
}

pub(super) fn push_action(text: &mut String, action: &Action) {
    let _ = write!(text, "(id: {}, do: ", action.id);
    push_data(text, &action.data);
    text.push(')');
}

pub(super) fn push_data(text: &mut String, data: &ActionData) {
    match data {
        ActionData::Alert {
            message,
            priority,
            team,
        } => {
            push_values(text, "Alert(", &[("message", message)]);
            let priority = match priority {
                Priority::Low => "Low",
                Priority::Normal => "Normal",
                Priority::High => "High",
                Priority::Urgent => "Urgent",
            };
            let _ = write!(text, ", priority: {priority}");
            push_values(text, ", ", &[("team", team)]);
        }
        ActionData::Email { to, subject, body } => push_values(
            text,
            "Email(",
            &[("to", to), ("subject", subject), ("body", body)],
        ),
        ActionData::Sms { to, text: message } => {
            push_values(text, "Sms(", &[("to", to), ("text", message)]);
        }
        ActionData::Webhook { url, body } => {
            push_values(text, "Webhook(", &[("url", url), ("body", body)]);
        }
        ActionData::SetField { field, value } => {
            push_values(text, "SetField(", &[("field", field), ("value", value)]);
        }
        ActionData::Note { text: note } => push_values(text, "Note(", &[("text", note)]),
        ActionData::Button { label, event_id } => {
            push_values(text, "Button(", &[("label", label)]);
            push_target(text, ", ", *event_id);
        }
        ActionData::Timer { after, event_id } => {
            push_values(text, "Timer(", &[("after", after)]);
            push_target(text, ", ", *event_id);
        }
        ActionData::Link { event_id } => {
            text.push_str("Link(");
            push_target(text, "", *event_id);
        }
        ActionData::Finish { outcome } => push_values(text, "Finish(", &[("outcome", outcome)]),
    }
    text.push(')');
}

fn push_values(text: &mut String, opening: &str, values: &[(&str, &str)]) {
    text.push_str(opening);
    for (index, (name, value)) in values.iter().enumerate() {
        if index > 0 {
            text.push_str(", ");
        }
        text.push_str(name);
        text.push_str(": ");
        push_string(text, value);
    }
}

fn push_target(text: &mut String, separator: &str, event_id: Option<EventId>) {
    if let Some(event_id) = event_id {
        let _ = write!(text, "{separator}event: {event_id}");
    }
}

/// Quoted, on one line, with nothing in it that an editor or a terminal would hide.
pub(super) fn push_string(text: &mut String, value: &str) {
    text.push('"');
    let mut from = 0;
    for (at, c) in value.char_indices() {
        let is_plain = !matches!(c, '"' | '\\') && !is_hidden(c);
        if is_plain {
            continue;
        }
        text.push_str(&value[from..at]);
        from = at + c.len_utf8();
        match c {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            _ => {
                let _ = write!(text, "\\u{{{:x}}}", u32::from(c));
            }
        }
    }
    text.push_str(&value[from..]);
    text.push('"');
}

/// Control characters, line separators, marks of writing direction and byte order.
const fn is_hidden(c: char) -> bool {
    c.is_ascii_control()
        || matches!(c,
            '\u{80}'..='\u{9f}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}' | '\u{feff}')
}
