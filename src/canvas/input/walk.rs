//! Where do the arrow keys go? Along the legs: down through a stage's rows, right to where a row leads, left back again.

use crate::canvas::Selection;
use crate::workflow::{Action, ActionId, Event, EventId, Flow, Workflow};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Toward {
    Left,
    Right,
    Up,
    Down,
}

impl Selection {
    /// What is selected one step further; `None` where there is nothing. From nothing one comes to New Call.
    ///
    /// Right is undone by left, and down by up. Down from the last row of a stage comes to the next leg.
    pub fn walked(&self, workflow: &Workflow, flow: &Flow, toward: Toward) -> Option<Self> {
        let walk = Walk { workflow, flow };
        if let Some(action_id) = self.action {
            let event = workflow.event_of(action_id)?;
            return walk.on_from_action(event, action_id, toward);
        }
        match self.events.first().and_then(|&id| workflow.event(id)) {
            Some(event) => walk.on_from_stage(event, toward),
            None => workflow.new_call().map(|event| Self::of_event(event.id)),
        }
    }
}

struct Walk<'a> {
    workflow: &'a Workflow,
    flow: &'a Flow,
}

impl Walk<'_> {
    fn on_from_action(
        &self,
        event: &Event,
        action_id: ActionId,
        toward: Toward,
    ) -> Option<Selection> {
        let index = event.actions.iter().position(|a| a.id == action_id)?;
        match toward {
            Toward::Left => Some(Selection::of_event(event.id)),
            Toward::Right => self.led_to(&event.actions[index]),
            Toward::Up if index == 0 => Some(Selection::of_event(event.id)),
            Toward::Up => Some(Selection::of_action(event.actions[index - 1].id)),
            Toward::Down => match event.actions.get(index + 1) {
                Some(next) => Some(Selection::of_action(next.id)),
                None => self.next_leg(event.id),
            },
        }
    }

    fn on_from_stage(&self, event: &Event, toward: Toward) -> Option<Selection> {
        match toward {
            Toward::Left => {
                let owner = self.flow.owner(self.flow.index(event.id)?)?;
                Some(Selection::of_action(owner.action_id))
            }
            Toward::Right => event.actions.iter().find_map(|action| self.led_to(action)),
            Toward::Up => self.leg_before(event.id),
            Toward::Down => match event.actions.first() {
                Some(first) => Some(Selection::of_action(first.id)),
                None => self.next_leg(event.id),
            },
        }
    }

    fn led_to(&self, action: &Action) -> Option<Selection> {
        let event = self.workflow.event(action.data.leads_to()?)?;
        Some(Selection::of_event(event.id))
    }

    /// The stage that is read after this one and all below it.
    fn next_leg(&self, event_id: EventId) -> Option<Selection> {
        let stage = self.flow.index(event_id)?;
        let order = self.flow.reading_order();
        let rank = order.iter().position(|&other| other == stage)?;
        let next = order.get(rank + self.flow.below(stage).len())?;
        Some(Selection::of_event(self.flow.event_id(*next)))
    }

    /// The end of the sibling before this stage; of the first one, the row that leads to it.
    fn leg_before(&self, event_id: EventId) -> Option<Selection> {
        let stage = self.flow.index(event_id)?;
        let Some(parent) = self.flow.parent(stage) else {
            let roots = self.flow.reading_order().iter();
            let mut roots = roots.filter(|&&root| self.flow.parent(root).is_none());
            let is_here = |root: &&usize| **root == stage;
            let before = roots
                .clone()
                .position(|root| is_here(&root))?
                .checked_sub(1)?;
            return self.end_of(*roots.nth(before)?);
        };
        let siblings = self.flow.children(parent);
        match siblings.take_while(|&sibling| sibling != stage).last() {
            Some(sibling) => self.end_of(sibling),
            None => self
                .flow
                .owner(stage)
                .map(|way| Selection::of_action(way.action_id)),
        }
    }

    /// The last row of a stage, or the stage when it has none.
    fn end_of(&self, stage: usize) -> Option<Selection> {
        let event = self.workflow.event(self.flow.event_id(stage))?;
        Some(match event.actions.last() {
            Some(last) => Selection::of_action(last.id),
            None => Selection::of_event(event.id),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workflow::sketch;
    use Toward::{Down, Left, Right, Up};

    const TEXT: &str = "1 New Call
  note \"a\"
  button \"A\" -> 2
  timer 1d -> 3
2 Button Pushed
  link -> 1
3 Timer Elapsed
4 Button Pushed";

    /// What is selected after some steps, as `stage` or `stage.row`.
    fn after(from: Selection, steps: &[Toward]) -> String {
        let workflow = sketch::parse(TEXT).unwrap();
        let flow = Flow::new(&workflow);
        let mut selection = from;
        for &toward in steps {
            match selection.walked(&workflow, &flow, toward) {
                Some(next) => selection = next,
                None => return "nowhere".to_owned(),
            }
        }
        match selection.action {
            Some(id) => format!(
                "{}.{}",
                workflow.event_of(id).unwrap().stage,
                workflow.index_of(id).unwrap() + 1
            ),
            None => selection.events.first().unwrap().to_string(),
        }
    }

    fn from_stage(stage: u32, steps: &[Toward]) -> String {
        after(Selection::of_event(EventId(stage)), steps)
    }

    #[test]
    fn from_nothing_one_comes_to_new_call() {
        assert_eq!(after(Selection::default(), &[Right]), "1");
    }

    #[test]
    fn down_goes_through_the_rows_and_on_to_the_next_leg() {
        assert_eq!(from_stage(1, &[Down]), "1.1");
        assert_eq!(from_stage(1, &[Down, Down, Down]), "1.3");
        assert_eq!(from_stage(2, &[Down, Down]), "3");
        assert_eq!(from_stage(3, &[Down]), "4");
        assert_eq!(from_stage(4, &[Down]), "nowhere");
    }

    #[test]
    fn up_takes_down_back() {
        assert_eq!(from_stage(3, &[Up]), "2.1");
        assert_eq!(from_stage(2, &[Up]), "1.2");
        assert_eq!(from_stage(4, &[Up]), "1.3");
        assert_eq!(from_stage(1, &[Down, Up]), "1");
        assert_eq!(from_stage(1, &[Up]), "nowhere");
    }

    #[test]
    fn right_goes_where_a_row_leads_and_left_comes_back() {
        assert_eq!(from_stage(1, &[Right]), "2");
        assert_eq!(from_stage(1, &[Down, Right]), "nowhere");
        assert_eq!(from_stage(1, &[Down, Down, Down, Right]), "3");
        assert_eq!(from_stage(3, &[Left]), "1.3");
        assert_eq!(from_stage(3, &[Left, Left]), "1");
        assert_eq!(from_stage(2, &[Down, Right]), "1");
    }
}
