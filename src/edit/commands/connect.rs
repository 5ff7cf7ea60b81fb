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
