//! Draws a line from a port to a card: one gesture for linking and attaching, whichever is meant.

use super::{Refusal, Transaction, action_in, attach, attach_to_action, event_in, link, set_link};
use crate::workflow::{ActionId, ActionKind, Design, EventId, EventKind, Flow};

/// Where a line starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Port {
    /// The port of a Button, Timer or Link.
    Action(ActionId),
    /// The open end of a stage that ends nowhere.
    Stage(EventId),
}

/// Connects a port with a stage. A Link is led there. A detached stage is attached; any other stage is linked to from
/// the port's open end.
///
/// # Errors
/// With the reason why the two cannot be connected: this is also what a canvas asks while the line is being drawn.
pub fn connect(design: &Design, from: Port, target: EventId) -> Result<Transaction, Refusal> {
    let flow = Flow::new(&design.workflow);
    let event = event_in(design, target)?;
    let is_detached = event.kind != EventKind::NewCall
        && flow.index(target).is_some_and(|i| flow.owner(i).is_none());
    match from {
        Port::Stage(from) if is_detached => {
            attach(design, target, from).or_else(|_| link(design, from, target))
        }
        Port::Stage(from) => link(design, from, target),
        Port::Action(action_id) => {
            let (_, _, action) = action_in(design, action_id)?;
            match action.data.leads_to() {
                _ if action.data.kind() == ActionKind::Link => set_link(design, action_id, target),
                _ if is_detached => attach_to_action(design, target, action_id),
                Some(next) if design.workflow.event(next).is_some() => {
                    if next == target {
                        return Err(Refusal::because("They are connected already."));
                    }
                    link(design, next, target)
                }
                _ => Err(Refusal::because(
                    "The event of this action is gone. Add it first.",
                )),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::tests::after;

    const SKETCH: &str = "\
1 New Call
  button \"A\" -> 2
2 Button Pushed
  button \"B\" -> 3
3 Button Pushed
4 Button Pushed \"Detached\"
  link -> 1
";

    fn connected(from: Port, target: u32) -> String {
        after(SKETCH, |design| connect(design, from, EventId(target)))
    }

    #[test]
    fn a_link_is_led_elsewhere() {
        assert_eq!(
            connected(Port::Action(ActionId(3)), 2),
            SKETCH.replace("link -> 1", "link -> 2")
        );
    }

    #[test]
    fn a_detached_stage_is_attached() {
        assert_eq!(
            connected(Port::Stage(EventId(3)), 4),
            SKETCH.replace(
                "3 Button Pushed\n",
                "3 Button Pushed\n  button \"Detached\" -> 4\n"
            )
        );
        assert_eq!(
            connected(Port::Action(ActionId(2)), 4),
            SKETCH
                .replace("3 Button Pushed\n", "")
                .replace("\"B\" -> 3", "\"B\" -> 4")
        );
    }

    #[test]
    fn any_other_stage_is_linked_to_from_the_open_end() {
        let linked = SKETCH.replace("3 Button Pushed\n", "3 Button Pushed\n  link -> 1\n");
        assert_eq!(connected(Port::Stage(EventId(3)), 1), linked);
        assert_eq!(connected(Port::Action(ActionId(2)), 1), linked);
    }

    #[test]
    fn a_port_without_an_open_end_says_why_it_cannot_be_connected() {
        assert_eq!(
            connected(Port::Action(ActionId(1)), 2),
            "They are connected already."
        );
        let found = connected(Port::Action(ActionId(1)), 3);
        assert_eq!(
            found,
            "A Link cannot be added: stage 2, A, waits for its buttons and timers, which a Link would keep from being offered."
        );
    }
}
