//! Inserts a copy of another workflow as a leg.

use super::{Change, Fragment, PlacedEvent, Refusal, Transaction, event_in, paste_linked};
use crate::arrange;
use crate::workflow::{Action, ActionData, ActionId, Design, Event, EventId, EventKind, Flow};
use std::collections::BTreeMap;

/// Inserts a copy of `other` at a stage, with new ids and numbers: where the stage does nothing yet, it does what the
/// other's New Call does; otherwise it gets a Button that bears the other's name and leads to a stage that does. Fields
/// of the other that are missing are declared.
///
/// # Errors
/// When the stage is gone, or the other workflow has no New Call.
pub fn insert_workflow(
    design: &Design,
    event_id: EventId,
    other: &Design,
) -> Result<Transaction, Refusal> {
    let event = event_in(design, event_id)?;
    let name = match other.workflow.name().trim() {
        "" => "Untitled workflow",
        name => name,
    };
    let Some(new_call) = other.workflow.new_call() else {
        return Err(Refusal::because(format!(
            "“{name}” has no New Call, so that it is not known where it begins."
        )));
    };
    let mut fragment = Fragment::default();
    let mut targets = BTreeMap::new();
    if event.actions.is_empty() {
        fragment.actions.clone_from(&new_call.actions);
        fragment.events = placed_events(other, |event| event.id != new_call.id);
        targets.insert(new_call.id, event_id);
    } else {
        fragment.actions.push(Action {
            id: ActionId(0),
            data: ActionData::Button {
                label: name.to_owned(),
                event_id: Some(new_call.id),
            },
        });
        fragment.events = placed_events(other, |_| true);
        // As the stage of a button it goes by the button's label.
        for placed in &mut fragment.events {
            if placed.event.kind == EventKind::NewCall {
                placed.event.name.clear();
            }
        }
    }
    if !fragment.events.is_empty() {
        let annotations = other.layout.annotations();
        fragment.annotations = annotations.map(|(_, drawn)| drawn.clone()).collect();
    }
    let mut transaction = paste_linked(design, &fragment, Some(event_id), None, &targets)?;
    let before = design.workflow.fields().to_vec();
    let missing = other.workflow.fields().iter();
    let missing = missing.filter(|field| !before.contains(field));
    let after: Vec<String> = before.iter().chain(missing).cloned().collect();
    if after != before {
        transaction
            .changes
            .push(Change::SetFields { before, after });
    }
    transaction.label = format!("insert workflow {name}");
    Ok(transaction)
}

fn placed_events(design: &Design, is_chosen: impl Fn(&Event) -> bool) -> Vec<PlacedEvent> {
    let workflow = &design.workflow;
    let flow = Flow::new(workflow);
    let places = arrange::positions(design, &flow);
    let stages = flow.reading_order().iter();
    stages
        .filter_map(|&stage| Some((stage, workflow.event(flow.event_id(stage))?)))
        .filter(|(_, event)| is_chosen(event))
        .map(|(stage, event)| PlacedEvent {
            event: event.clone(),
            card: places[stage],
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::tests::{after, placed};

    const OTHER: &str = "\
fields name phone
1 New Call \"First try\"
  sms \"{{phone}}\" \"Hello {{name}}\"
  timer \"1h\" -> 2
2 Timer Elapsed
  link -> 1
";

    fn other() -> Design {
        let mut design = placed(OTHER);
        design.workflow.name = "Ring back".to_owned();
        design
    }

    #[test]
    fn a_workflow_is_inserted_below_a_button_that_bears_its_name() {
        assert_eq!(
            after("fields name\n1 New Call\n  note \"x\"\n", |design| {
                insert_workflow(design, EventId(1), &other())
            }),
            "\
fields name phone
1 New Call
  note \"x\"
  button \"Ring back\" -> 2
2 Button Pushed
  sms \"{{phone}}\" \"Hello {{name}}\"
  timer \"1h\" -> 3
3 Timer Elapsed
  link -> 2
"
        );
    }

    #[test]
    fn a_stage_that_does_nothing_yet_does_what_the_other_begins_with() {
        assert_eq!(
            after(
                "1 New Call\n  button \"A\" -> 4\n4 Button Pushed\n",
                |design| { insert_workflow(design, EventId(4), &other()) }
            ),
            "\
fields name phone
1 New Call
  button \"A\" -> 4
4 Button Pushed
  sms \"{{phone}}\" \"Hello {{name}}\"
  timer \"1h\" -> 5
5 Timer Elapsed
  link -> 4
"
        );
    }

    #[test]
    fn a_workflow_without_a_beginning_is_not_inserted() {
        let headless = placed("2 Button Pushed\n  finish \"x\"");
        assert_eq!(
            after("1 New Call", |design| insert_workflow(
                design,
                EventId(1),
                &headless
            )),
            "“Sketch” has no New Call, so that it is not known where it begins."
        );
    }
}
