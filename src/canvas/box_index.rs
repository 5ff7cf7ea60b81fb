//! Which boxes reach into a part of the world? Found without looking at all of them, in an index that is made in one
//! pass: after an edit of a hundred thousand cards it has to be there within the same frame.

use super::camera::WorldRect;

/// How many boxes, or nodes of the level below, a node holds.
const NODE: usize = 16;

/// Boxes packed into a tree: sorted along a curve through the world, so that neighbours come together, sixteen to a
/// node. See Kamel and Faloutsos, *On packing R-trees*, 1993; the curve here is Morton's, which is quicker to compute.
#[derive(Default)]
pub struct BoxIndex {
    /// The items' boxes, then those of each level of nodes; the last is around everything.
    boxes: Vec<WorldRect>,
    /// What each of the first boxes belongs to.
    items: Vec<u32>,
    /// Where in `boxes` each level starts.
    starts: Vec<usize>,
}

impl BoxIndex {
    /// An item may have several boxes.
    pub fn new(entries: &[(WorldRect, u32)]) -> Self {
        let all = around(entries.iter().map(|entry| entry.0));
        // Place and index in one number: nothing is sorted faster.
        let mut order: Vec<u64> = entries
            .iter()
            .zip(0_u64..)
            .map(|(entry, index)| u64::from(place_on_curve(all, entry.0.center())) << 32 | index)
            .collect();
        order.sort_unstable();
        let in_order = order.iter().map(|&place| entries[place as u32 as usize]);
        let (mut boxes, items): (Vec<WorldRect>, Vec<u32>) = in_order.unzip();
        let mut starts = vec![0];
        let mut start = 0;
        while boxes.len() - start > 1 {
            let end = boxes.len();
            boxes.reserve((end - start).div_ceil(NODE));
            for first in (start..end).step_by(NODE) {
                let node = around(boxes[first..end.min(first + NODE)].iter().copied());
                boxes.push(node);
            }
            starts.push(end);
            start = end;
        }
        Self {
            boxes,
            items,
            starts,
        }
    }

    /// The items with a box that reaches into `view`, in order and each once.
    pub fn found_in(&self, view: WorldRect) -> Vec<usize> {
        let mut found = Vec::new();
        if let Some(top) = self.starts.len().checked_sub(1)
            && !self.boxes.is_empty()
        {
            self.find(top, 0, view, &mut found);
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// `place` counts within the level.
    fn find(&self, level: usize, place: usize, view: WorldRect, found: &mut Vec<usize>) {
        if !self.boxes[self.starts[level] + place].intersects(view) {
            return;
        }
        let Some(below) = level.checked_sub(1) else {
            found.push(self.items[place] as usize);
            return;
        };
        let width = self.starts[level] - self.starts[below];
        for child in place * NODE..width.min((place + 1) * NODE) {
            self.find(below, child, view, found);
        }
    }
}

fn around(boxes: impl Iterator<Item = WorldRect>) -> WorldRect {
    boxes.fold(WorldRect::NOTHING, WorldRect::union)
}

/// Where a point lies on a curve that fills `all`: the bits of its coordinates, in turn.
fn place_on_curve(all: WorldRect, point: [f64; 2]) -> u32 {
    let [x, y] = [0, 1].map(|axis| {
        let share = (point[axis] - all.min[axis]) / (all.max[axis] - all.min[axis]).max(1.0);
        spread((share * f64::from(u16::MAX)) as u32)
    });
    x | (y << 1)
}

/// Puts a zero between any two of the lower sixteen bits.
const fn spread(number: u32) -> u32 {
    let mut bits = number & 0xFFFF;
    bits = (bits | (bits << 8)) & 0x00FF_00FF;
    bits = (bits | (bits << 4)) & 0x0F0F_0F0F;
    bits = (bits | (bits << 2)) & 0x3333_3333;
    (bits | (bits << 1)) & 0x5555_5555
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn boxes() -> impl Strategy<Value = Vec<WorldRect>> {
        prop::collection::vec(
            (-1e6..1e6, -1e6..1e6, 0.0..3e5, 0.0..3e5).prop_map(|(x, y, width, height)| {
                WorldRect {
                    min: [x, y],
                    max: [x + width, y + height],
                }
            }),
            0..600,
        )
    }

    proptest! {
        #[test]
        fn the_index_finds_what_a_look_at_all_boxes_finds(boxes in boxes(), views in boxes()) {
            let entries: Vec<_> = boxes.iter().copied().zip(0..).collect();
            let index = BoxIndex::new(&entries);
            for view in views.into_iter().take(20) {
                let all = (0..boxes.len()).filter(|&i| boxes[i].intersects(view));
                prop_assert_eq!(index.found_in(view), all.collect::<Vec<_>>());
            }
        }
    }

    #[test]
    fn an_item_with_several_boxes_is_found_once() {
        let part = |x: f64| WorldRect {
            min: [x, 0.0],
            max: [x + 1.0, 1.0],
        };
        let index = BoxIndex::new(&[(part(0.0), 7), (part(1.0), 7)]);
        assert_eq!(index.found_in(part(0.5)), [7]);
    }
}
