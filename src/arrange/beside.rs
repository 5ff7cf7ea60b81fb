//! Where does one new card go, and what makes way for a card that grows? Everything else stays where it was put.

use super::Block;
use super::measures::{CARD_WIDTH, COLUMN_GAP, STACK_GAP, card_height, height_of, snapped};
use crate::workflow::{Design, EventId, Position, Size};
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// Cards that come closer than this have to make way.
pub const LEAST_GAP: i32 = 12;
/// How far apart the spots are that are looked at, in points, and how many there are in each direction at most.
const STEP: i32 = 24;
const MOST_STEPS: i32 = 48;

/// The place for a stage with `action_count` actions that a Button or Timer of `owner` leads to: in the column to the
/// right of the owner, below the owner's other stages, at the first spot where it covers nothing.
pub fn place_beside(design: &Design, owner: EventId, action_count: usize) -> Position {
    let wanted = wanted_beside(design, owner, |_| false);
    if design.layout.card(owner).is_none() {
        return wanted;
    }
    place_free(design, wanted, (CARD_WIDTH, card_height(action_count)))
}

/// Where a stage that a Button or Timer of `owner` leads to wants to be, whatever lies there: in the column to the
/// right, below the owner's other stages but for those that are left out.
pub fn wanted_beside(
    design: &Design,
    owner: EventId,
    is_left_out: impl Fn(EventId) -> bool,
) -> Position {
    let Some(origin) = design.layout.card(owner) else {
        return Position::default();
    };
    let siblings = design
        .workflow
        .event(owner)
        .into_iter()
        .flat_map(|event| &event.actions);
    let lowest_sibling = siblings
        .filter_map(|action| {
            let sibling = design.workflow.event(action.data.owned_event()?)?;
            if is_left_out(sibling.id) {
                return None;
            }
            Some(
                design
                    .layout
                    .card(sibling.id)?
                    .y
                    .saturating_add(height_of(sibling) + STACK_GAP),
            )
        })
        .max();
    let x = origin.x.saturating_add(CARD_WIDTH + COLUMN_GAP);
    let y = lowest_sibling.map_or(origin.y, |below| below.max(origin.y));
    Position::new(x, y)
}

/// The first spot at or below `wanted` where a block of that width and height covers no card.
pub fn place_free(design: &Design, wanted: Position, size: (i32, i32)) -> Position {
    // Events and cards are in the same order, so that one pass over both finds each card's height.
    let mut events = design.workflow.events().peekable();
    let laid = design.layout.cards().filter_map(|(event_id, card)| {
        while events.next_if(|event| event.id < event_id).is_some() {}
        let event = events.next_if(|event| event.id == event_id)?;
        Some((card, height_of(event)))
    });
    place_among(laid, wanted, size)
}

/// As [`place_free`], among these cards, each with its height.
pub fn place_among(
    cards: impl Iterator<Item = (Position, i32)>,
    wanted: Position,
    (width, height): (i32, i32),
) -> Position {
    let is_in_column = |card: Position| {
        card.x < wanted.x.saturating_add(width.saturating_add(LEAST_GAP))
            && wanted.x < card.x.saturating_add(CARD_WIDTH + LEAST_GAP)
    };
    let mut taken: Vec<(i32, i32)> = cards
        .filter(|&(card, _)| is_in_column(card))
        .map(|(card, height)| (card.y, card.y.saturating_add(height)))
        .collect();
    taken.sort_unstable();
    let mut y = wanted.y;
    for (top, bottom) in taken {
        if top < y.saturating_add(height.saturating_add(LEAST_GAP))
            && y < bottom.saturating_add(LEAST_GAP)
        {
            y = bottom.saturating_add(STACK_GAP);
        }
    }
    Position::new(wanted.x, y)
}

/// The spot nearest to the middle of `room`, within it, where a block of that size covers no card, frame or note.
pub fn place_within(design: &Design, room: Block, size: Size) -> Option<Position> {
    let cards = design.layout.cards();
    let cards = cards.filter_map(|(event_id, _)| Block::of_card(design, event_id));
    let annotations = design.layout.annotations();
    let taken = cards.chain(annotations.map(|(_, annotation)| annotation.into()));
    let taken: Vec<Block> = taken.filter(|block| block.comes_near(room, 0)).collect();
    let step = STEP.max(room.size.width.max(room.size.height) / MOST_STEPS);
    let steps = |start: i32, end: i32| (start..=end).step_by(step as usize);
    let ys = steps(room.position.y, room.bottom().saturating_sub(size.height));
    let spots = ys.flat_map(|y| {
        let xs = steps(room.position.x, room.right().saturating_sub(size.width));
        xs.map(move |x| Block {
            position: snapped(Position::new(x, y)),
            size,
        })
    });
    let free = spots.filter(|spot| !taken.iter().any(|block| block.comes_near(*spot, LEAST_GAP)));
    let nearest = free.min_by_key(|spot| spot.squared_distance(room));
    nearest.map(|spot| spot.position)
}

/// The cards that have to move down so that the card of `event_id` can be `height` tall, with their new places.
pub fn make_room(design: &Design, event_id: EventId, height: i32) -> Vec<(EventId, Position)> {
    let Some(grown) = design.layout.card(event_id) else {
        return Vec::new();
    };
    let columns = columns_below(design, grown);
    let mut below: Vec<(Position, EventId, i32)> = design
        .layout
        .cards()
        .filter(|(_, card)| card.y > grown.y && columns.contains(&card.x))
        .filter_map(|(id, card)| Some((card, id, height_of(design.workflow.event(id)?))))
        .collect();
    below.sort_unstable_by_key(|&(card, event_id, _)| (card.y, card.x, event_id));
    // The lowest edge of what has moved, by the x of the card that moved.
    let mut edges = BTreeMap::from([(grown.x, grown.y.saturating_add(height))]);
    let mut moved = Vec::new();
    for (card, event_id, height) in below {
        let over =
            edges.range(card.x.saturating_sub(CARD_WIDTH - 1)..card.x.saturating_add(CARD_WIDTH));
        let Some(edge) = over.map(|(_, &edge)| edge).max() else {
            continue;
        };
        if card.y >= edge.saturating_add(LEAST_GAP) {
            continue;
        }
        let to = Position::new(card.x, edge.saturating_add(STACK_GAP));
        edges.insert(card.x, to.y.saturating_add(height));
        moved.push((event_id, to));
    }
    moved
}

/// The x of all cards that a card growing downwards can reach: those below it, and those that these overlap.
fn columns_below(design: &Design, grown: Position) -> RangeInclusive<i32> {
    let mut xs: Vec<i32> = design
        .layout
        .cards()
        .filter(|(_, card)| card.y > grown.y)
        .map(|(_, card)| card.x)
        .collect();
    xs.sort_unstable();
    let from = xs.partition_point(|&x| x < grown.x);
    let (mut left, mut right) = (grown.x, grown.x);
    for &x in xs[..from].iter().rev() {
        if left.saturating_sub(x) >= CARD_WIDTH {
            break;
        }
        left = x;
    }
    for &x in &xs[from..] {
        if x.saturating_sub(right) >= CARD_WIDTH {
            break;
        }
        right = x;
    }
    left..=right
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workflow::{Layout, sketch};

    fn design(cards: &[(u32, i32, i32)]) -> Design {
        let text = "1 New Call\n  button \"A\" -> 2\n2 Button Pushed\n3 Button Pushed";
        let cards = cards
            .iter()
            .map(|&(id, x, y)| (EventId(id), Position::new(x, y)));
        Design::new(sketch::parse(text).unwrap(), Layout::from_cards(cards))
    }

    #[test]
    fn a_new_stage_goes_below_the_stages_of_the_actions_before_it() {
        let design = design(&[(1, 0, 0), (2, 360, 0)]);
        assert_eq!(
            place_beside(&design, EventId(1), 0),
            Position::new(360, 64 + STACK_GAP)
        );
    }

    #[test]
    fn a_new_stage_covers_nothing_that_was_laid_there() {
        let design = design(&[(1, 0, 0), (2, 360, 0), (3, 400, 120)]);
        assert_eq!(
            place_beside(&design, EventId(1), 0),
            Position::new(360, 120 + 64 + STACK_GAP)
        );
    }

    #[test]
    fn what_needs_room_goes_where_it_covers_nothing_as_near_to_the_middle_as_can_be() {
        let design = design(&[(1, 0, 0), (2, 360, 0), (3, 400, 120)]);
        let room = |width, height| Block {
            position: Position::new(-100, -100),
            size: Size { width, height },
        };
        let size = Size {
            width: 200,
            height: 120,
        };
        let spot = place_within(&design, room(1000, 700), size).unwrap();
        assert_eq!(spot, Position::new(308, 212));
        assert_eq!(place_within(&design, room(500, 200), size), None);
    }

    #[test]
    fn cards_below_a_growing_card_make_way_and_those_beside_it_stay() {
        let design = design(&[(1, 0, 0), (2, 360, 100), (3, 20, 100)]);
        assert_eq!(
            make_room(&design, EventId(1), 120),
            [(EventId(3), Position::new(20, 120 + STACK_GAP))]
        );
    }

    #[test]
    fn nothing_moves_while_there_is_room() {
        let design = design(&[(1, 0, 0), (2, 360, 0), (3, 0, 400)]);
        assert_eq!(make_room(&design, EventId(1), 120), []);
    }
}
