//! Begins a workflow: a New Call event and nothing on it yet, or all that another has.

use crate::workflow::{
    Counters, Design, Event, EventId, EventKind, Layout, Position, Review, Workflow,
};

pub fn new_workflow(name: &str) -> Design {
    let new_call = Event {
        id: EventId(1),
        stage: 1,
        kind: EventKind::NewCall,
        name: String::new(),
        actions: Vec::new(),
    };
    let counters = Counters::default();
    Design::new(
        Workflow::from_parts(name.to_owned(), Vec::new(), counters, vec![new_call]),
        Layout::from_cards([(EventId(1), Position::default())]),
    )
}

/// The same design under the name of a copy. What reviewers have said stays with the original.
pub fn copy_of(design: &Design) -> Design {
    let mut copy = design.clone();
    copy.review = Review::default();
    copy.workflow.name = match design.workflow.name().trim() {
        "" => "Copy".to_owned(),
        name => format!("{name} copy"),
    };
    copy
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workflow::sketch;

    #[test]
    fn a_new_workflow_waits_for_the_call_and_nothing_else() {
        let design = new_workflow("Brochure request");
        assert_eq!(sketch::print(&design.workflow), "1 New Call\n");
        assert_eq!(design.workflow.name(), "Brochure request");
        assert_eq!(design.workflow.counters().stage, 2);
    }

    #[test]
    fn a_copy_is_the_same_under_another_name() {
        let design = new_workflow("Brochure request");
        let mut copy = copy_of(&design);
        assert_eq!(copy.workflow.name(), "Brochure request copy");
        copy.workflow.name = "Brochure request".to_owned();
        assert_eq!(copy, design);
    }
}
