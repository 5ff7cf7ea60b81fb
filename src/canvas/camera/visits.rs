//! Which places has one been to? Those one jumped from, and those where one stayed before wandering off, so that one
//! can go back to them and forward again.

use super::Camera;
use crate::canvas::selection::Selection;
use eframe::egui::Rect;

/// Who stays shorter than this, in seconds, only passes through.
const STAY_S: f64 = 1.0;
/// Nobody goes back further than this.
const MOST_VISITS: usize = 200;
/// A place is another when the camera has moved by more than this share of what it sees, or zoomed by more than that.
const FAR_SHARE: f64 = 0.6;
const FAR_ZOOM: f32 = 2.0;

/// What was seen, and what was selected.
#[derive(Clone, Debug, PartialEq)]
pub struct Visit {
    pub camera: Camera,
    pub selection: Selection,
}

/// The places, in the order in which one came there.
#[derive(Debug, Default)]
pub struct Visits {
    places: Vec<Visit>,
    /// Index of the place where one is; that one is kept up to date.
    here: usize,
    arrived_s: Option<f64>,
    /// One has jumped there, and the camera is still on its way.
    is_arriving: bool,
    /// Where the camera was in the last frame, and since when.
    rest: Option<(Camera, f64)>,
}

impl Visits {
    /// Call in every frame. A camera that leaves a place where it stayed leaves a visit behind; one that keeps moving
    /// does not, and neither does one that rests: so nothing has to wake up for it.
    pub fn watch(&mut self, now: &Visit, now_s: f64, screen: Rect) {
        let Some((camera, since_s)) = self.rest else {
            self.places.push(now.clone());
            self.rest = Some((now.camera, now_s));
            return;
        };
        if camera == now.camera {
            return;
        }
        if now_s - since_s >= STAY_S {
            self.settle(
                &Visit {
                    camera,
                    selection: now.selection.clone(),
                },
                since_s,
                screen,
            );
        }
        self.rest = Some((now.camera, now_s));
    }

    /// Somebody stayed there: the place where one is, or, when it is far from that, a new one.
    fn settle(&mut self, visit: &Visit, since_s: f64, screen: Rect) {
        match self.places.get_mut(self.here) {
            Some(here) if self.is_arriving || !is_far(&here.camera, &visit.camera, screen) => {
                *here = visit.clone();
            }
            _ => self.arrive(visit.clone(), since_s),
        }
        self.is_arriving = false;
    }

    /// Call before a jump, with what is seen until then. Places that one only passes through are not kept.
    pub fn leave(&mut self, now: &Visit, now_s: f64, screen: Rect) {
        if self.rest.is_none() {
            return;
        }
        self.settle(now, now_s, screen);
        let has_passed = self
            .arrived_s
            .is_some_and(|arrived_s| now_s - arrived_s < STAY_S);
        if has_passed && self.here > 0 {
            self.places.truncate(self.here + 1);
        } else {
            self.arrive(now.clone(), now_s);
        }
        self.is_arriving = true;
        self.arrived_s = Some(now_s);
        self.rest = Some((now.camera, now_s));
    }

    fn arrive(&mut self, visit: Visit, now_s: f64) {
        self.places.truncate(self.here + 1);
        self.places.push(visit);
        if self.places.len() > MOST_VISITS {
            self.places.remove(0);
        }
        self.here = self.places.len() - 1;
        self.arrived_s = Some(now_s);
    }

    pub const fn can_go_back(&self) -> bool {
        self.here > 0
    }

    pub const fn can_go_forward(&self) -> bool {
        self.here + 1 < self.places.len()
    }

    /// The place before the present one, which is kept as it is seen now.
    pub fn back(&mut self, now: Visit) -> Option<Visit> {
        let is_other = |&index: &usize| self.places[index] != now;
        let before = (0..self.here).rev().find(is_other)?;
        self.go(now, before)
    }

    pub fn forward(&mut self, now: Visit) -> Option<Visit> {
        let is_other = |&index: &usize| self.places[index] != now;
        let after = (self.here + 1..self.places.len()).find(is_other)?;
        self.go(now, after)
    }

    fn go(&mut self, now: Visit, to: usize) -> Option<Visit> {
        let visit = self.places.get(to)?.clone();
        if let Some(here) = self.places.get_mut(self.here) {
            *here = now;
        }
        self.here = to;
        self.is_arriving = true;
        self.arrived_s = None;
        self.rest = Some((visit.camera, f64::INFINITY));
        Some(visit)
    }
}

fn is_far(from: &Camera, to: &Camera, screen: Rect) -> bool {
    let ratio = to.zoom / from.zoom;
    if !(1.0 / FAR_ZOOM..=FAR_ZOOM).contains(&ratio) {
        return true;
    }
    let seen = screen.size() / from.zoom.min(to.zoom);
    let moved = |axis: usize| (to.center[axis] - from.center[axis]).abs();
    moved(0) > FAR_SHARE * f64::from(seen.x) || moved(1) > FAR_SHARE * f64::from(seen.y)
}

#[cfg(test)]
mod tests {
    use super::*;
    use eframe::egui::pos2;

    const SCREEN: Rect = Rect {
        min: pos2(0.0, 0.0),
        max: pos2(1000.0, 800.0),
    };

    fn at(x: f64) -> Visit {
        Visit {
            camera: Camera {
                center: [x, 0.0],
                zoom: 1.0,
            },
            selection: Selection::default(),
        }
    }

    /// Jumps from place to place, staying at each.
    fn jumped(xs: &[f64]) -> Visits {
        let mut visits = Visits::default();
        visits.watch(&at(xs[0]), 0.0, SCREEN);
        for (index, pair) in xs.windows(2).enumerate() {
            let now_s = 10.0 * (index + 1) as f64;
            visits.leave(&at(pair[0]), now_s, SCREEN);
            visits.watch(&at(pair[1]), now_s + 0.1, SCREEN);
        }
        visits
    }

    #[test]
    fn one_goes_back_over_all_jumps_and_forward_again() {
        let mut visits = jumped(&[0.0, 5000.0, 9000.0]);
        assert_eq!(visits.back(at(9000.0)), Some(at(5000.0)));
        assert_eq!(visits.back(at(5000.0)), Some(at(0.0)));
        assert!(!visits.can_go_back());
        assert_eq!(visits.forward(at(0.0)), Some(at(5000.0)));
        assert_eq!(visits.forward(at(5000.0)), Some(at(9000.0)));
        assert!(!visits.can_go_forward());
    }

    #[test]
    fn a_new_jump_forgets_what_lay_ahead() {
        let mut visits = jumped(&[0.0, 5000.0]);
        visits.back(at(5000.0));
        visits.leave(&at(0.0), 100.0, SCREEN);
        visits.watch(&at(-5000.0), 100.1, SCREEN);
        assert!(!visits.can_go_forward());
        assert_eq!(visits.back(at(-5000.0)), Some(at(0.0)));
    }

    #[test]
    fn a_place_that_one_jumped_to_and_then_left_by_hand_is_one_place() {
        let mut visits = jumped(&[0.0, 5000.0]);
        visits.watch(&at(5100.0), 60.0, SCREEN);
        assert_eq!(visits.back(at(5100.0)), Some(at(0.0)));
    }

    #[test]
    fn panning_leaves_a_visit_only_where_one_stayed_far_away() {
        let mut visits = Visits::default();
        visits.watch(&at(0.0), 0.0, SCREEN);
        // A long pan, in one go; then a rest, and on.
        for step in 1..=100 {
            visits.watch(
                &at(50.0 * f64::from(step)),
                5.0 + 0.016 * f64::from(step),
                SCREEN,
            );
        }
        assert!(!visits.can_go_back());
        visits.watch(&at(5001.0), 20.0, SCREEN);
        assert!(visits.can_go_back());
        // And on a little.
        visits.watch(&at(5200.0), 30.0, SCREEN);
        visits.watch(&at(5300.0), 40.0, SCREEN);
        assert_eq!(visits.back(at(5300.0)), Some(at(0.0)));
        assert!(!visits.can_go_back());
    }

    #[test]
    fn walking_through_many_stages_in_a_row_leaves_none_of_them_behind() {
        let mut visits = Visits::default();
        visits.watch(&at(0.0), 0.0, SCREEN);
        for step in 0..20 {
            let now_s = 5.0 + 0.1 * f64::from(step);
            visits.leave(&at(1000.0 * f64::from(step)), now_s, SCREEN);
            visits.watch(&at(1000.0 * f64::from(step + 1)), now_s + 0.05, SCREEN);
        }
        assert_eq!(visits.back(at(20_000.0)), Some(at(0.0)));
    }
}
