//! Where do things go that are to stand in one line, or with equal room between them?

use super::Block;
use super::beside::LEAST_GAP;
use crate::workflow::Position;

/// What several things are made to share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alignment {
    Left,
    Center,
    Right,
    Top,
    Middle,
    Bottom,
}

impl Alignment {
    pub const ALL: [Self; 6] = [
        Self::Left,
        Self::Center,
        Self::Right,
        Self::Top,
        Self::Middle,
        Self::Bottom,
    ];

    /// As it reads after the word Align.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Left => "left edges",
            Self::Center => "centres",
            Self::Right => "right edges",
            Self::Top => "top edges",
            Self::Middle => "middles",
            Self::Bottom => "bottom edges",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis {
    Horizontal,
    Vertical,
}

impl Axis {
    pub const ALL: [Self; 2] = [Self::Horizontal, Self::Vertical];

    /// As it reads after the word Distribute.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Horizontal => "horizontally",
            Self::Vertical => "vertically",
        }
    }

    /// Where a block begins on it, and how long it is there.
    const fn span(self, block: &Block) -> (i64, i64) {
        match self {
            Self::Horizontal => (block.position.x as i64, block.size.width as i64),
            Self::Vertical => (block.position.y as i64, block.size.height as i64),
        }
    }

    fn moved_to(self, block: &Block, start: i64) -> Position {
        let start = start.clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32;
        match self {
            Self::Horizontal => Position::new(start, block.position.y),
            Self::Vertical => Position::new(block.position.x, start),
        }
    }
}

/// A new place for each block: all share an edge or the middle of the room that they take up together.
pub fn aligned(blocks: &[Block], alignment: Alignment) -> Vec<Position> {
    let axis = match alignment {
        Alignment::Left | Alignment::Center | Alignment::Right => Axis::Horizontal,
        Alignment::Top | Alignment::Middle | Alignment::Bottom => Axis::Vertical,
    };
    let spans = || blocks.iter().map(|block| axis.span(block));
    let low = spans().map(|(start, _)| start).min().unwrap_or(0);
    let high = spans().map(|(start, size)| start + size).max().unwrap_or(0);
    let start_for = |size: i64| match alignment {
        Alignment::Left | Alignment::Top => low,
        Alignment::Center | Alignment::Middle => (low + high - size).div_euclid(2),
        Alignment::Right | Alignment::Bottom => high - size,
    };
    blocks
        .iter()
        .map(|block| axis.moved_to(block, start_for(axis.span(block).1)))
        .collect()
}

/// A new place for each block: the outermost stay, those between them get equal gaps in the order in which they lie.
/// Where there is not room enough for all they lie side by side from the first on, so that none covers another.
pub fn distributed(blocks: &[Block], axis: Axis) -> Vec<Position> {
    let mut order: Vec<usize> = (0..blocks.len()).collect();
    order.sort_by_key(|&i| {
        let (start, size) = axis.span(&blocks[i]);
        (2 * start + size, i)
    });
    let mut places: Vec<Position> = blocks.iter().map(|block| block.position).collect();
    let [first, .., last] = order[..] else {
        return places;
    };
    let (low, first_size) = axis.span(&blocks[first]);
    let (last_start, _) = axis.span(&blocks[last]);
    let between = &order[1..order.len() - 1];
    let taken: i64 = between.iter().map(|&i| axis.span(&blocks[i]).1).sum();
    let free = last_start - (low + first_size) - taken;
    if free < 0 {
        let mut next = low;
        for &i in &order {
            places[i] = axis.moved_to(&blocks[i], next);
            next += axis.span(&blocks[i]).1 + i64::from(LEAST_GAP);
        }
        return places;
    }
    let gap_count = between.len() as i64 + 1;
    let mut taken_before = 0;
    for (index, &i) in between.iter().enumerate() {
        // Rounded anew at each, so that nothing adds up.
        let gaps = (2 * free * (index as i64 + 1) + gap_count).div_euclid(2 * gap_count);
        places[i] = axis.moved_to(&blocks[i], low + first_size + gaps + taken_before);
        taken_before += axis.span(&blocks[i]).1;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workflow::Size;

    fn block(x: i32, y: i32, width: i32, height: i32) -> Block {
        Block {
            position: Position::new(x, y),
            size: Size { width, height },
        }
    }

    fn xs(places: &[Position]) -> Vec<i32> {
        places.iter().map(|place| place.x).collect()
    }

    #[test]
    fn blocks_share_an_edge_or_the_middle_of_all() {
        let blocks = [block(0, 0, 100, 60), block(40, 200, 300, 80)];
        assert_eq!(xs(&aligned(&blocks, Alignment::Left)), [0, 0]);
        assert_eq!(xs(&aligned(&blocks, Alignment::Center)), [120, 20]);
        assert_eq!(xs(&aligned(&blocks, Alignment::Right)), [240, 40]);
        let ys: Vec<i32> = aligned(&blocks, Alignment::Bottom)
            .iter()
            .map(|place| place.y)
            .collect();
        assert_eq!(ys, [220, 200]);
    }

    #[test]
    fn gaps_between_blocks_of_any_width_become_equal_and_the_outermost_stay() {
        let blocks = [
            block(500, 0, 100, 60),
            block(0, 0, 100, 60),
            block(110, 40, 200, 60),
            block(120, 80, 50, 60),
        ];
        let places = distributed(&blocks, Axis::Horizontal);
        // 500 - 100 - 250 = 150 points are free, 50 for each gap.
        assert_eq!(xs(&places), [500, 0, 250, 150]);
        assert_eq!(places[2].y, 40);
    }

    #[test]
    fn without_room_between_the_outermost_blocks_lie_side_by_side_from_the_first_on() {
        let blocks = [
            block(0, 0, 252, 92),
            block(360, 0, 252, 92),
            block(360, 200, 252, 92),
            block(420, 400, 252, 92),
        ];
        let places = distributed(&blocks, Axis::Horizontal);
        assert_eq!(xs(&places), [0, 264, 528, 792]);
    }

    #[test]
    fn gaps_differ_by_no_more_than_one_where_they_are_no_whole_numbers() {
        let blocks = [0, 10, 20, 30, 107].map(|x| block(x, 0, 10, 10));
        let places = distributed(&blocks, Axis::Horizontal);
        let gaps: Vec<i32> = places
            .windows(2)
            .map(|pair| pair[1].x - pair[0].x - 10)
            .collect();
        assert!(gaps.iter().all(|gap| (16..=17).contains(gap)), "{gaps:?}");
    }

    #[test]
    fn two_blocks_have_nothing_between_them_to_distribute() {
        let blocks = [block(0, 0, 10, 10), block(90, 0, 10, 10)];
        assert_eq!(xs(&distributed(&blocks, Axis::Horizontal)), [0, 90]);
    }
}
