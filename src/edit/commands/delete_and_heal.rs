//! Deletes stages and closes the leg over the gap: what followed goes on from the stage above.

use super::move_leg::leg;
use super::{
    Change, Draft, Refusal, Transaction, action_in, delete_actions, event_in, owned_stage,
};
use crate::workflow::{Action, ActionId, Design, Event, EventId, Flow, Group};
use std::collections::{BTreeMap, BTreeSet};

/// Deletes stages, and of each action its stage. The Buttons and Timers that led out of them take the place of those
/// that led there, and stay what they are. Where nothing else would carry the stage above on, the end of what was
/// deleted, a Link or a Finish, moves up as well.
///
/// # Errors
/// When something is gone, or there is no stage above that could take over what follows.
pub fn delete_and_heal(
    design: &Design,
    event_ids: &[EventId],
    action_ids: &[ActionId],
) -> Result<Transaction, Refusal> {
    let flow = Flow::new(&design.workflow);
    let mut removed = BTreeSet::new();
    let mut without_stage = Vec::new();
    for &action_id in action_ids {
        let (_, _, action) = action_in(design, action_id)?;
        match owned_stage(&flow, action) {
            Some(stage) => removed.extend([stage]),
            None => without_stage.push(action_id),
        }
    }
    for &event_id in event_ids {
        removed.extend(flow.index(event_in(design, event_id)?.id));
    }
    match (removed.is_empty(), without_stage.is_empty()) {
        // Nothing hangs on them, so there is no gap.
        (true, _) => return delete_actions(design, &without_stage, super::Below::Detach),
        (false, false) => {
            return Err(Refusal::because(
                "Actions with and without a stage of their own cannot be deleted like this in one step.",
            ));
        }
        (false, true) => {}
    }
    check_above(design, &flow, &removed)?;
    let mut healing = Healing {
        draft: Draft::new(design),
        flow: &flow,
        removed: &removed,
        taken: BTreeMap::new(),
    };
    healing.heal();
    Ok(healing.draft.finish(match removed.len() {
        1 => format!(
            "delete stage {} and heal",
            first_stage(design, &flow, &removed)
        ),
        count => format!("delete {count} stages and heal"),
    }))
}

fn first_stage(design: &Design, flow: &Flow, removed: &BTreeSet<usize>) -> u32 {
    let first = removed.first().map(|&stage| flow.event_id(stage));
    let event = first.and_then(|event_id| design.workflow.event(event_id));
    event.map_or(0, |event| event.stage)
}

/// Each stage must hang, over others that are deleted or at once, on one that stays.
fn check_above(design: &Design, flow: &Flow, removed: &BTreeSet<usize>) -> Result<(), Refusal> {
    for &stage in removed {
        let is_kept_above = flow
            .path_to(stage)
            .iter()
            .any(|above| !removed.contains(above));
        if !is_kept_above {
            let event = event_in(design, flow.event_id(stage))?;
            return Err(Refusal::because(format!(
                "There is no stage above {} that could take over what follows.",
                super::stage_title(&design.workflow, event)
            )));
        }
    }
    Ok(())
}

struct Healing<'a> {
    draft: Draft<'a>,
    flow: &'a Flow,
    removed: &'a BTreeSet<usize>,
    /// The actions that leave the deleted stages, by stage.
    taken: BTreeMap<EventId, BTreeSet<ActionId>>,
}

impl<'a> Healing<'a> {
    fn heal(&mut self) {
        let design = self.draft.design;
        let tops: BTreeSet<usize> = self
            .removed
            .iter()
            .filter_map(|&stage| self.flow.parent(stage))
            .filter(|parent| !self.removed.contains(parent))
            .collect();
        for top in tops {
            if let Some(event) = design.workflow.event(self.flow.event_id(top)) {
                self.heal_stage(event);
            }
        }
        for &stage in self.removed {
            if let Some(event) = design.workflow.event(self.flow.event_id(stage)) {
                let mut left = event.clone();
                let taken = self.taken.get(&event.id);
                left.actions
                    .retain(|action| taken.is_none_or(|taken| !taken.contains(&action.id)));
                self.draft.remove_event_as(left);
            }
        }
    }

    /// Puts what follows the deleted stages in the place of what led there.
    fn heal_stage(&mut self, event: &'a Event) {
        let mut ends = Vec::new();
        let (mut index, mut row_count) = (0_usize, 0_usize);
        let mut carries_on = false;
        for action in &event.actions {
            let Some(gap) = self.removed_stage(action) else {
                carries_on |= action.data.kind().group() != Group::Immediate;
                (index, row_count) = (index + 1, row_count + 1);
                continue;
            };
            self.draft.push(Change::RemoveAction {
                event_id: event.id,
                index,
                action: action.clone(),
            });
            let follows = self.follows(gap, &mut ends);
            self.close_gap(gap, &follows);
            for (from, follower) in follows {
                self.take(from, follower, (event.id, index));
                carries_on = true;
                (index, row_count) = (index + 1, row_count + 1);
            }
        }
        if let (false, [(from, end)]) = (carries_on, ends.as_slice()) {
            self.take(from, end, (event.id, index));
            row_count += 1;
        }
        let more = row_count.saturating_sub(event.actions.len());
        if more > 0 {
            self.draft.make_room(event, more);
        }
    }

    fn take(&mut self, from: &Event, action: &Action, to: (EventId, usize)) {
        let taken = self.taken.entry(from.id).or_default();
        let before = from
            .actions
            .iter()
            .take_while(|other| other.id != action.id);
        let index = before.filter(|other| !taken.contains(&other.id)).count();
        taken.insert(action.id);
        let from = (from.id, index);
        self.draft.push(Change::MoveAction { from, to });
    }

    /// The deleted stage that belongs to an action.
    fn removed_stage(&self, action: &Action) -> Option<usize> {
        let stage = owned_stage(self.flow, action)?;
        let is_below = self.flow.parent(stage).is_some();
        (is_below && self.removed.contains(&stage)).then_some(stage)
    }

    /// The Buttons and Timers that lead out of a deleted stage and of those below it that are deleted with it, in
    /// reading order, each with where it stands. What ends there instead goes to `ends`.
    fn follows(
        &self,
        gap: usize,
        ends: &mut Vec<(&'a Event, &'a Action)>,
    ) -> Vec<(&'a Event, &'a Action)> {
        let mut found = Vec::new();
        let mut pending = vec![(gap, 0)];
        while let Some((stage, row)) = pending.pop() {
            let event_id = self.flow.event_id(stage);
            let Some(event) = self.draft.design.workflow.event(event_id) else {
                continue;
            };
            let Some(action) = event.actions.get(row) else {
                continue;
            };
            pending.push((stage, row + 1));
            match (self.removed_stage(action), action.data.kind().group()) {
                (Some(below), _) => pending.push((below, 0)),
                (None, Group::Waiting) => found.push((event, action)),
                (None, Group::Ending) => ends.push((event, action)),
                (None, Group::Immediate) => {}
            }
        }
        found
    }

    /// Moves the legs that follow to where the deleted stage lay, if they cover nothing there.
    fn close_gap(&mut self, gap: usize, follows: &[(&Event, &Action)]) {
        let legs: Vec<EventId> = follows
            .iter()
            .filter_map(|(_, action)| owned_stage(self.flow, action))
            .flat_map(|stage| leg(self.flow, self.flow.event_id(stage)))
            .collect();
        let Some(place) = self.draft.card(self.flow.event_id(gap)) else {
            return;
        };
        let is_removed = |event_id: EventId| {
            self.flow
                .index(event_id)
                .is_some_and(|stage| self.removed.contains(&stage))
        };
        let root = legs.first().and_then(|&root| self.draft.card(root));
        let by = self.draft.way_for_leg(&legs, place, is_removed);
        if let (Some(root), Some(by)) = (root, by)
            && root.moved(by) == place
        {
            self.draft.shift_cards(&legs, by);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::tests::{after, placed};

    const SKETCH: &str = "\
1 New Call
  timer \"2h\" -> 5
  button \"A\" -> 2
  button \"B\" -> 4
2 Button Pushed
  note \"x\"
  timer \"1h\" -> 3
  button \"C\" -> 6
3 Timer Elapsed
  finish \"Done\"
4 Button Pushed
  link -> 1
5 Timer Elapsed
6 Button Pushed
  finish \"Done\"
";
    const A: ActionId = ActionId(2);

    fn healed(events: &[u32], actions: &[ActionId]) -> String {
        let events: Vec<EventId> = events.iter().copied().map(EventId).collect();
        after(SKETCH, |design| delete_and_heal(design, &events, actions))
    }

    #[test]
    fn what_followed_takes_the_place_of_what_led_there_and_stays_what_it_was() {
        let expected = SKETCH
            .replace(
                "  button \"A\" -> 2\n",
                "  timer \"1h\" -> 3\n  button \"C\" -> 6\n",
            )
            .replace(
                "2 Button Pushed\n  note \"x\"\n  timer \"1h\" -> 3\n  button \"C\" -> 6\n",
                "",
            );
        assert_eq!(healed(&[2], &[]), expected);
        assert_eq!(healed(&[], &[A]), expected);
    }

    #[test]
    fn several_stages_of_one_leg_and_of_others_are_healed_together() {
        assert_eq!(
            healed(&[2, 3, 5], &[]),
            "\
1 New Call
  button \"C\" -> 6
  button \"B\" -> 4
4 Button Pushed
  link -> 1
6 Button Pushed
  finish \"Done\"
"
        );
    }

    #[test]
    fn the_end_moves_up_where_nothing_else_carries_the_leg_on() {
        let chain =
            "1 New Call\n  button \"A\" -> 2\n2 Button Pushed\n  note \"x\"\n  finish \"Done\"\n";
        assert_eq!(
            after(chain, |design| delete_and_heal(design, &[EventId(2)], &[])),
            "1 New Call\n  finish \"Done\"\n"
        );
        assert!(!healed(&[4], &[]).contains("link"));
    }

    #[test]
    fn the_leg_that_follows_moves_up_to_where_the_deleted_stage_lay() {
        let mut design = placed(SKETCH);
        let place = design.layout.card(EventId(2));
        let healed = delete_and_heal(&design, &[EventId(2)], &[]).unwrap();
        healed.apply(&mut design).unwrap();
        assert_eq!(design.layout.card(EventId(3)), place);
    }

    #[test]
    fn what_has_no_stage_is_just_deleted() {
        let note = ActionId(4);
        assert_eq!(healed(&[], &[note]), SKETCH.replace("  note \"x\"\n", ""));
    }

    #[test]
    fn a_stage_with_nothing_above_is_refused() {
        assert_eq!(
            healed(&[1], &[]),
            "There is no stage above stage 1, New Call, that could take over what follows."
                .replace("Call,", "Call")
        );
        let detached = format!("{SKETCH}7 Button Pushed\n  timer 1d -> 8\n8 Timer Elapsed\n");
        let found = after(&detached, |design| {
            delete_and_heal(design, &[EventId(7)], &[])
        });
        assert!(
            found.starts_with("There is no stage above stage 7"),
            "{found}"
        );
    }
}
