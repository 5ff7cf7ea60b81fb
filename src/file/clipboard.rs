//! How do stages travel between files and windows? As text in the clipboard, in the file's own notation.

use super::head::CLIPBOARD_NAME;
use super::shape::{ActionShape, AnnotationShape, EventShape};
use super::write::{push_action, push_annotation, push_event, push_list, push_string};
use super::{
    ANNOTATED_FORMAT, Fault, FileError, Head, Misread, PLAIN_FORMAT, head_of, ron_options,
};
use crate::edit::{Fragment, OutsideTarget, PlacedEvent};
use crate::workflow::{AnnotationId, EventId, Position};
use serde::Deserialize;
use std::fmt::Write as _;
use std::path::Path;

#[derive(Deserialize)]
#[serde(rename = "LegworkFragment", deny_unknown_fields)]
struct FragmentShape {
    format: u32,
    #[serde(default)]
    actions: Vec<ActionShape>,
    #[serde(default)]
    events: Vec<PlacedShape>,
    #[serde(default)]
    outside: Vec<OutsideShape>,
    #[serde(default)]
    annotations: Vec<AnnotationShape>,
}

#[derive(Deserialize)]
#[serde(rename = "Placed", deny_unknown_fields)]
struct PlacedShape {
    x: i32,
    y: i32,
    event: EventShape,
}

#[derive(Deserialize)]
#[serde(rename = "Outside", deny_unknown_fields)]
struct OutsideShape {
    event: u32,
    stage: u32,
    #[serde(default)]
    name: String,
}

/// What to put into the clipboard. [`fragment_from_clipboard`] reads it back, in another window too.
pub fn clipboard_text(fragment: &Fragment) -> String {
    let format = if fragment.annotations.is_empty() {
        PLAIN_FORMAT
    } else {
        ANNOTATED_FORMAT
    };
    let mut text = format!("{CLIPBOARD_NAME}(\n    format: {format},\n    actions: ");
    push_list(&mut text, 1, &fragment.actions, push_action);
    text.push_str(",\n    events: ");
    push_list(&mut text, 1, &fragment.events, |text, placed| {
        let _ = write!(text, "(x: {}, y: {}, event: ", placed.card.x, placed.card.y);
        push_event(text, 2, &placed.event);
        text.push(')');
    });
    text.push_str(",\n    outside: ");
    push_list(&mut text, 1, &fragment.outside, |text, target| {
        let _ = write!(
            text,
            "(event: {}, stage: {}, name: ",
            target.event_id, target.stage
        );
        push_string(text, &target.name);
        text.push(')');
    });
    if !fragment.annotations.is_empty() {
        text.push_str(",\n    annotations: ");
        let numbered = (1..).map(AnnotationId).zip(&fragment.annotations);
        push_list(&mut text, 1, numbered, push_annotation);
    }
    text.push_str(",\n)\n");
    text
}

/// Reads what [`clipboard_text`] made.
///
/// # Errors
/// When the text comes from elsewhere, from a newer Legwork, or is cut off.
pub fn fragment_from_clipboard(text: &str) -> Result<Fragment, FileError> {
    read(text).map_err(|fault| fault.in_file(Path::new("clipboard")))
}

fn read(text: &str) -> Result<Fragment, Fault> {
    if head_of(text) != Head::Clipboard {
        return Err(Fault::NotAFragment);
    }
    let shape: FragmentShape = ron_options()
        .from_str(text)
        .map_err(|error| Fault::Misread(Box::new(Misread::new(text, &error))))?;
    if shape.format > ANNOTATED_FORMAT {
        return Err(Fault::NewerFragment(shape.format));
    }
    Ok(Fragment {
        actions: shape
            .actions
            .into_iter()
            .map(ActionShape::into_action)
            .collect(),
        events: shape
            .events
            .into_iter()
            .map(|placed| PlacedEvent {
                event: placed.event.into_event(),
                card: Position::new(placed.x, placed.y),
            })
            .collect(),
        outside: shape
            .outside
            .into_iter()
            .map(|target| OutsideTarget {
                event_id: EventId(target.event),
                stage: target.stage,
                name: target.name,
            })
            .collect(),
        annotations: shape
            .annotations
            .into_iter()
            .map(AnnotationShape::into_annotation)
            .collect(),
    })
}
