//! How is a workflow written in a few lines of text? For tests, and for the examples in the rules' documentation.
//!
//! ```text
//! fields customer_name phone
//! limit 48h
//! 1 New Call
//!   alert "Ring {{customer_name}}" high "Care"
//!   button "Called back" -> 2
//!   timer 48h -> 3
//! 2 Button Pushed "A name of its own"
//!   finish "Resolved"
//! 3 Timer Elapsed
//!   link -> 1
//! ```
//!
//! A `!` at the end of a line marks it: an example of a rule marks what the rule finds fault with. `-> N` names the
//! stage with number N. Event ids are the stage numbers, as long as these differ.

use super::{
    Action, ActionData, ActionId, ActionKind, Counters, Event, EventId, EventKind, Priority,
    Workflow,
};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// A sketch that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct SketchFault {
    /// Counted from 1.
    pub line: usize,
    pub message: String,
}

/// A line of a sketch that bears a `!`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    Event(EventId),
    Action(ActionId),
    /// The line of the fields, or of the limit.
    Workflow,
}

/// Reads a sketch.
///
/// # Errors
/// Names the first line that is not in the notation.
pub fn parse(text: &str) -> Result<Workflow, SketchFault> {
    parse_marked(text).map(|(workflow, _)| workflow)
}

/// Reads a sketch together with its marks, in order.
///
/// # Errors
/// Names the first line that is not in the notation.
pub fn parse_marked(text: &str) -> Result<(Workflow, Vec<Mark>), SketchFault> {
    let mut fields = Vec::new();
    let mut limit = None;
    let mut events: Vec<Event> = Vec::new();
    let mut marks = Vec::new();
    let numbers = text
        .lines()
        .filter_map(|line| line.split_whitespace().next()?.parse::<u32>().ok());
    let mut unused_id = numbers.max().unwrap_or(0).saturating_add(1);
    let mut ids_taken = BTreeSet::new();
    let mut action_number = 0;
    for (index, line) in text.lines().enumerate() {
        let fault = |message: String| SketchFault {
            line: index + 1,
            message,
        };
        let mut words = words(line).map_err(fault)?;
        let is_marked = words.last() == Some(&Word::Bare("!"));
        if is_marked {
            words.pop();
        }
        let Some(&Word::Bare(first)) = words.first() else {
            if words.is_empty() {
                continue;
            }
            return Err(fault(
                "a line starts with a stage number, an action or fields".to_owned(),
            ));
        };
        if first == "fields" {
            fields.extend(words[1..].iter().map(|word| word.text().to_owned()));
            marks.extend(is_marked.then_some(Mark::Workflow));
        } else if first == "limit" {
            limit = words.get(1).map(|word| word.text().to_owned());
            marks.extend(is_marked.then_some(Mark::Workflow));
        } else if let Ok(stage) = first.parse::<u32>() {
            let id = if ids_taken.insert(stage) {
                EventId(stage)
            } else {
                unused_id += 1;
                EventId(unused_id - 1)
            };
            events.push(read_event(id, stage, &words[1..]).map_err(fault)?);
            marks.extend(is_marked.then_some(Mark::Event(id)));
        } else {
            action_number += 1;
            let id = ActionId(action_number);
            let data = read_action(&words).map_err(fault)?;
            let stage = events
                .last_mut()
                .ok_or_else(|| fault("an action needs a stage above it".to_owned()))?;
            stage.actions.push(Action { id, data });
            marks.extend(is_marked.then_some(Mark::Action(id)));
        }
    }
    let workflow = Workflow::from_parts("Sketch".to_owned(), fields, Counters::default(), events);
    Ok((workflow.with_limit(limit), marks))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word<'a> {
    Bare(&'a str),
    Quoted(&'a str),
}

impl<'a> Word<'a> {
    const fn text(self) -> &'a str {
        match self {
            Self::Bare(text) | Self::Quoted(text) => text,
        }
    }
}

fn words(line: &str) -> Result<Vec<Word<'_>>, String> {
    let mut words = Vec::new();
    let mut rest = line.trim_start();
    while !rest.is_empty() {
        let word_end;
        if let Some(quoted) = rest.strip_prefix('"') {
            let end = quoted.find('"').ok_or("a quote is not closed")?;
            words.push(Word::Quoted(&quoted[..end]));
            word_end = end + 2;
        } else {
            word_end = rest.find(char::is_whitespace).unwrap_or(rest.len());
            words.push(Word::Bare(&rest[..word_end]));
        }
        rest = rest[word_end..].trim_start();
    }
    Ok(words)
}

fn read_event(id: EventId, stage: u32, words: &[Word<'_>]) -> Result<Event, String> {
    let (name, kind_words) = match words {
        [kind @ .., Word::Quoted(name)] => (*name, kind),
        kind => ("", kind),
    };
    let title = kind_words
        .iter()
        .map(|word| word.text())
        .collect::<Vec<_>>()
        .join(" ");
    let kind = EventKind::ALL
        .into_iter()
        .find(|kind| kind.title() == title);
    let kind = kind.ok_or_else(|| format!("“{title}” is no kind of event"))?;
    Ok(Event {
        id,
        stage,
        kind,
        name: name.to_owned(),
        actions: Vec::new(),
    })
}

fn read_action(words: &[Word<'_>]) -> Result<ActionData, String> {
    let (values, event_id) = match words {
        [rest @ .., Word::Bare("->"), target] => {
            let stage = target
                .text()
                .parse()
                .map_err(|_| "a stage number follows ->")?;
            (&rest[1..], Some(EventId(stage)))
        }
        rest => (&rest[1..], None),
    };
    let word = words[0].text();
    let kind = ActionKind::ALL
        .into_iter()
        .find(|&kind| keyword(kind) == word);
    let kind = kind.ok_or_else(|| format!("“{word}” is no kind of action"))?;
    let mut data = kind.blank().leading_to(event_id);
    for &name in kind.value_names() {
        data = data.with_value(name, "");
    }
    let mut slots = kind.value_names().iter();
    for value in values {
        let as_priority = Priority::ALL
            .into_iter()
            .find(|p| p.title().to_lowercase() == value.text());
        if let (ActionData::Alert { priority, .. }, Word::Bare(_), Some(named)) =
            (&mut data, value, as_priority)
        {
            *priority = named;
            continue;
        }
        let &slot = slots
            .next()
            .ok_or_else(|| format!("{word} takes no value “{}”", value.text()))?;
        data = data.with_value(slot, value.text());
    }
    Ok(data)
}

const fn keyword(kind: ActionKind) -> &'static str {
    match kind {
        ActionKind::Alert => "alert",
        ActionKind::Email => "email",
        ActionKind::Sms => "sms",
        ActionKind::Webhook => "webhook",
        ActionKind::SetField => "set",
        ActionKind::Note => "note",
        ActionKind::Button => "button",
        ActionKind::Timer => "timer",
        ActionKind::Link => "link",
        ActionKind::Finish => "finish",
    }
}

/// Writes a workflow as a sketch, stages by number. Ids are not written.
pub fn print(workflow: &Workflow) -> String {
    let stages: BTreeMap<EventId, u32> = workflow.events().map(|e| (e.id, e.stage)).collect();
    let mut events: Vec<&Event> = workflow.events().collect();
    events.sort_by_key(|e| (e.stage, e.id));
    let mut text = String::new();
    if !workflow.fields().is_empty() {
        let _ = writeln!(text, "fields {}", workflow.fields().join(" "));
    }
    if let Some(limit) = workflow.limit() {
        let _ = writeln!(text, "limit \"{limit}\"");
    }
    for event in events {
        let _ = write!(text, "{} {}", event.stage, event.kind.title());
        if !event.name.is_empty() {
            let _ = write!(text, " \"{}\"", event.name);
        }
        text.push('\n');
        for action in &event.actions {
            let _ = write!(text, "  {}", keyword(action.data.kind()));
            print_values(&mut text, &action.data);
            if let Some(target) = action.data.leads_to() {
                let _ = match stages.get(&target) {
                    Some(stage) => write!(text, " -> {stage}"),
                    None => write!(text, " -> gone"),
                };
            }
            text.push('\n');
        }
    }
    text
}

fn print_values(text: &mut String, data: &ActionData) {
    let values: Vec<&str> = data.values().map(|(_, value)| value).collect();
    let used = values
        .iter()
        .rposition(|value| !value.is_empty())
        .map_or(0, |last| last + 1);
    for (index, value) in values[..used].iter().enumerate() {
        let _ = write!(text, " \"{value}\"");
        if let (ActionData::Alert { priority, .. }, 0) = (data, index)
            && *priority != Priority::Normal
        {
            let _ = write!(text, " {}", priority.title().to_lowercase());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SKETCH: &str = "\
fields customer_name phone
limit \"2d 12h\"
1 New Call
  alert \"Ring {{customer_name}}\" high \"Care\"
  button \"Called back\" -> 2
  timer \"48h\" -> 3
2 Button Pushed \"Own name\"
  set \"phone\" \"none\"
  finish \"Resolved\"
3 Timer Elapsed
  link -> 1
";

    #[test]
    fn a_sketch_reads_back_as_it_was_written() {
        assert_eq!(print(&parse(SKETCH).unwrap()), SKETCH);
    }

    #[test]
    fn marks_name_the_lines_that_bear_them() {
        let (_, marks) =
            parse_marked("fields a !\n1 New Call !\n  note \"x\"\n  link -> 9 !").unwrap();
        assert_eq!(
            marks,
            [
                Mark::Workflow,
                Mark::Event(EventId(1)),
                Mark::Action(ActionId(2))
            ]
        );
    }

    #[test]
    fn a_line_outside_the_notation_is_named() {
        let fault = parse("1 New Call\n  shout \"x\"").unwrap_err();
        assert_eq!(fault.to_string(), "line 2: “shout” is no kind of action");
        assert_eq!(parse("1 New Thing").unwrap_err().line, 1);
        assert_eq!(parse("  note \"x\"").unwrap_err().line, 1);
        assert_eq!(parse("1 New Call\n  note \"x").unwrap_err().line, 2);
    }
}
