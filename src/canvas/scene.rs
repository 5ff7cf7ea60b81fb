//! What is there to draw, and where? Derived from a design once per edit; indexed, so that a frame only touches what
//! is in view.

use super::box_index::BoxIndex;
use super::camera::WorldRect;
use crate::arrange::{self, CARD_WIDTH};
use crate::look::{self, BoxContents, Marks, Wire};
use crate::rules::Finding;
use crate::workflow::{
    Annotation, AnnotationId, AnnotationKind, Design, EventId, Flow, Folds, Position,
};
use std::collections::BTreeMap;
use std::thread;

/// When more than this share of the design is in view, a pass over the arrays is faster than the tree.
const SCAN_SHARE: f64 = 0.05;

/// With more cards than this a second thread is worth its start.
const MOST_INDEXED_AT_ONCE: usize = 20_000;

/// More cards than this in view are seen from afar, where no card lies over another that one could tell.
const MOST_SORTED: usize = 2_000;

/// A design's cards and lines, by index in its flow. Stages in a collapsed leg keep their index, but are in no part of
/// the world: neither drawn, nor hit, nor within the bounds; lines from and to them are those of their box.
#[derive(Default)]
pub struct Scene {
    pub cards: Vec<SceneCard>,
    pub folds: Folds,
    /// What is in each box, by the index of the stage that it is drawn as.
    pub boxes: BTreeMap<usize, BoxContents>,
    pub wires: Vec<Wire>,
    /// In the order in which they are drawn: frames, those around others first, and then notes.
    pub annotations: Vec<SceneAnnotation>,
    pub bounds: WorldRect,
    pub marks: Marks,
    /// For each card its place in the reading order: in it cards are drawn, and told to a screen reader.
    ranks: Vec<usize>,
    card_index: BoxIndex,
    wire_index: BoxIndex,
    /// `incident[incident_starts[i]..incident_starts[i + 1]]` are the lines that leave or enter card `i`.
    incident: Vec<u32>,
    incident_starts: Vec<u32>,
}

#[derive(Clone, Copy, Debug)]
pub struct SceneCard {
    pub event_id: EventId,
    pub position: Position,
    pub height: i32,
}

impl SceneCard {
    pub fn rect(&self) -> WorldRect {
        WorldRect::from_card(self.position, CARD_WIDTH, self.height)
    }
}

#[derive(Clone, Copy, Debug)]
pub struct SceneAnnotation {
    pub id: AnnotationId,
    pub kind: AnnotationKind,
    pub rect: WorldRect,
}

impl SceneAnnotation {
    fn new(id: AnnotationId, annotation: &Annotation) -> Self {
        let Annotation { position, size, .. } = *annotation;
        Self {
            id,
            kind: annotation.kind,
            rect: WorldRect::from_card(position, size.width, size.height),
        }
    }
}

impl Default for WorldRect {
    fn default() -> Self {
        Self::NOTHING
    }
}

impl Scene {
    /// Without marks and what is in boxes: see [`Self::mark`].
    pub fn new(design: &Design, flow: &Flow, folds: Folds) -> Self {
        let positions = arrange::positions(design, flow);
        let cards: Vec<SceneCard> = design
            .workflow
            .events()
            .zip(&positions)
            .map(|(event, &position)| SceneCard {
                event_id: event.id,
                position,
                height: arrange::card_height(event.actions.len()),
            })
            .collect();
        let wires = look::wires(design, flow, &folds);
        let annotations: Vec<_> = look::annotation::in_drawing_order(&design.layout)
            .into_iter()
            .map(|(id, annotation)| SceneAnnotation::new(id, annotation))
            .collect();
        let shown = || (0..cards.len()).filter(|&card| !folds.is_hidden(card));
        let rects = shown()
            .map(|card| cards[card].rect())
            .chain(annotations.iter().map(|annotation| annotation.rect));
        let bounds = rects.fold(WorldRect::NOTHING, WorldRect::union);
        let mut wire_boxes = Vec::with_capacity(wires.len());
        for (index, wire) in wires.iter().enumerate() {
            let course = wire.course(cards[wire.from].position, cards[wire.to].position);
            wire_boxes.extend(course.boxes().map(|part| (part, index as u32)));
        }
        let card_boxes: Vec<_> = shown()
            .map(|card| (cards[card].rect(), card as u32))
            .collect();
        let index_wires = || BoxIndex::new(&wire_boxes);
        let (wire_index, card_index, (incident_starts, incident)) = thread::scope(|scope| {
            // Of a vast design the lines are indexed beside the rest, which takes about as long.
            let beside = (cards.len() > MOST_INDEXED_AT_ONCE)
                .then(|| thread::Builder::new().spawn_scoped(scope, index_wires))
                .and_then(Result::ok);
            let card_index = BoxIndex::new(&card_boxes);
            let incidence = incidence(cards.len(), &wires);
            let wire_index = beside.and_then(|thread| thread.join().ok());
            let wire_index = wire_index.unwrap_or_else(index_wires);
            (wire_index, card_index, incidence)
        });
        Self {
            bounds,
            boxes: BTreeMap::new(),
            folds,
            marks: Marks::default(),
            annotations,
            ranks: flow.reading_ranks(),
            card_index,
            wire_index,
            incident,
            incident_starts,
            cards,
            wires,
        }
    }

    /// Shows what is found in the design of which this is the scene. Findings come and go by themselves. Returns
    /// whether anything looks different now.
    pub fn mark(&mut self, design: &Design, flow: &Flow, findings: &[Finding]) -> bool {
        let marks = Marks::new(design, findings);
        let contents = |head| BoxContents::new(&design.workflow, flow, &marks, findings, head);
        let boxes = self.folds.boxes().map(|head| (head, contents(head)));
        let boxes = boxes.collect();
        let has_changed = marks != self.marks || boxes != self.boxes;
        (self.marks, self.boxes) = (marks, boxes);
        has_changed
    }

    /// The cards in a part of the world, in reading order: the order in which they are drawn. When there are very many,
    /// they come as they are.
    pub fn cards_in(&self, view: WorldRect) -> Vec<usize> {
        let mut found: Vec<usize> = if self.is_much(view) {
            (0..self.cards.len())
                .filter(|&i| !self.folds.is_hidden(i) && self.cards[i].rect().intersects(view))
                .collect()
        } else {
            self.card_index.found_in(view)
        };
        if found.len() <= MOST_SORTED {
            found.sort_unstable_by_key(|&card| self.ranks[card]);
        }
        found
    }

    /// The lines whose course may pass through a part of the world.
    pub fn wires_in(&self, view: WorldRect) -> Vec<usize> {
        if self.is_much(view) {
            return (0..self.wires.len()).collect();
        }
        self.wire_index.found_in(view)
    }

    pub fn annotation(&self, annotation_id: AnnotationId) -> Option<&SceneAnnotation> {
        self.annotations
            .iter()
            .find(|annotation| annotation.id == annotation_id)
    }

    /// The frames and notes in a part of the world, in the order in which they are drawn. There are few: they are
    /// drawn by hand, one by one.
    pub fn annotations_in(&self, view: WorldRect) -> Vec<SceneAnnotation> {
        let seen = self.annotations.iter();
        seen.filter(|annotation| annotation.rect.intersects(view))
            .copied()
            .collect()
    }

    /// The topmost card at a point.
    pub fn card_at(&self, point: [f64; 2]) -> Option<usize> {
        let at = WorldRect {
            min: point,
            max: point,
        };
        let found = self.card_index.found_in(at).into_iter();
        found.max_by_key(|&card| self.ranks[card])
    }

    /// The lines that leave or enter a card.
    pub fn wires_of(&self, card: usize) -> impl Iterator<Item = usize> + '_ {
        let range = self.incident_starts[card] as usize..self.incident_starts[card + 1] as usize;
        self.incident[range].iter().map(|&wire| wire as usize)
    }

    /// Is so much of the design in view that looking at everything is faster?
    pub fn is_much(&self, view: WorldRect) -> bool {
        let seen = WorldRect {
            min: [
                view.min[0].max(self.bounds.min[0]),
                view.min[1].max(self.bounds.min[1]),
            ],
            max: [
                view.max[0].min(self.bounds.max[0]),
                view.max[1].min(self.bounds.max[1]),
            ],
        };
        seen.area() > SCAN_SHARE * self.bounds.area()
    }
}

fn incidence(card_count: usize, wires: &[Wire]) -> (Vec<u32>, Vec<u32>) {
    let mut starts = vec![0_u32; card_count + 1];
    for wire in wires {
        starts[wire.from + 1] += 1;
        starts[wire.to + 1] += 1;
    }
    for i in 0..card_count {
        starts[i + 1] += starts[i];
    }
    let mut next = starts.clone();
    let mut incident = vec![0; wires.len() * 2];
    for (index, wire) in wires.iter().enumerate() {
        for card in [wire.from, wire.to] {
            incident[next[card] as usize] = index as u32;
            next[card] += 1;
        }
    }
    (starts, incident)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workflow::{Layout, sketch};

    const SKETCH: &str = "\
1 New Call
  button \"A\" -> 2
  link -> 4
2 Button Pushed
  button \"B\" -> 3
  button \"C\" -> 4
3 Button Pushed
  link -> 1
4 Button Pushed
  link -> 1
";

    fn scene(collapsed: &[u32]) -> Scene {
        let workflow = sketch::parse(SKETCH).unwrap();
        let flow = Flow::new(&workflow);
        let mut layout = Layout::default();
        layout.collapse(collapsed.iter().map(|&id| EventId(id)));
        let folds = Folds::new(&flow, &layout, |_| false);
        Scene::new(&Design::new(workflow, layout), &flow, folds)
    }

    fn ways(scene: &Scene) -> Vec<(usize, usize, usize)> {
        let wires = scene.wires.iter();
        wires.map(|wire| (wire.from, wire.to, wire.row)).collect()
    }

    #[test]
    fn stages_in_a_box_keep_their_index_and_are_nowhere() {
        let scene = scene(&[2]);
        assert_eq!(scene.cards.len(), 4);
        let everywhere = WorldRect {
            min: [-1e6; 2],
            max: [1e6; 2],
        };
        assert_eq!(scene.cards_in(everywhere), [0, 1]);
        let hidden = scene.cards[3].rect();
        assert_eq!(scene.card_at(hidden.center()), None);
        assert!(!scene.bounds.contains_rect(hidden));
    }

    #[test]
    fn lines_from_and_to_what_is_in_a_box_are_those_of_the_box() {
        assert_eq!(
            ways(&scene(&[])),
            [
                (0, 1, 0),
                (0, 3, 1),
                (1, 2, 0),
                (1, 3, 1),
                (2, 0, 0),
                (3, 0, 0)
            ]
        );
        // The two Links back to New Call are one line, from the row below the box's two actions.
        assert_eq!(ways(&scene(&[2])), [(0, 1, 0), (0, 1, 1), (1, 0, 2)]);
        assert_eq!(ways(&scene(&[1])), []);
    }
}
