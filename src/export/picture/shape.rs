//! What is a picture made of? Shapes in the order in which they are painted, in points from the picture's top left corner.

use super::ink::Ink;
use crate::look::Icon;

/// `x` and `y`.
pub type Point = [f64; 2];

/// A design, or one of its legs, ready to be written in some format.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    pub title: String,
    /// What it shows, in words, for those who do not see it.
    pub description: String,
    /// Width and height in points.
    pub size: Point,
    pub shapes: Vec<Shape>,
    /// What the fonts have no glyphs for, each letter once.
    pub unlettered: Vec<char>,
}

impl Picture {
    /// How many texts are shown by their beginning only.
    pub fn cut_count(&self) -> usize {
        fn count(shapes: &[Shape]) -> usize {
            let counts = shapes.iter().map(|shape| match shape {
                Shape::Group { shapes, .. } => count(shapes),
                Shape::Text(text) => usize::from(text.whole.is_some()),
                _ => 0,
            });
            counts.sum()
        }
        count(&self.shapes)
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// A stage with all that is on its card.
    Group {
        /// Unique in the picture, so that a page can lead there.
        id: String,
        /// What is told of the stage under the pointer, and to a screen reader.
        title: String,
        shapes: Vec<Shape>,
    },
    Rect {
        area: Area,
        /// Of the upper and of the lower corners.
        radius: [f64; 2],
        fill: Option<Ink>,
        edge: Option<Edge>,
    },
    /// What a card darkens below it: drawn where the theme has shadows. Of black, `alpha` from 0 to 1.
    Shade {
        area: Area,
        radius: f64,
        alpha: f64,
    },
    Circle {
        center: Point,
        radius: f64,
        fill: Option<Ink>,
        edge: Option<Edge>,
    },
    Path {
        steps: Vec<Step>,
        edge: Edge,
    },
    Polygon {
        points: Vec<Point>,
        fill: Option<Ink>,
        edge: Option<Edge>,
    },
    Text(Text),
    Icon {
        icon: Icon,
        center: Point,
        size: f64,
        ink: Ink,
    },
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    pub min: Point,
    pub size: Point,
}

impl Area {
    pub const fn new(x: f64, y: f64, width: f64, height: f64) -> Self {
        Self {
            min: [x, y],
            size: [width, height],
        }
    }

    pub const fn right(&self) -> f64 {
        self.min[0] + self.size[0]
    }

    pub const fn bottom(&self) -> f64 {
        self.min[1] + self.size[1]
    }

    pub const fn middle(&self) -> Point {
        [
            self.min[0] + self.size[0] / 2.0,
            self.min[1] + self.size[1] / 2.0,
        ]
    }

    #[must_use]
    pub const fn grown(self, by: f64) -> Self {
        Self::new(
            self.min[0] - by,
            self.min[1] - by,
            self.size[0] + 2.0 * by,
            self.size[1] + 2.0 * by,
        )
    }

    #[must_use]
    pub const fn moved(self, by: Point) -> Self {
        Self {
            min: [self.min[0] + by[0], self.min[1] + by[1]],
            size: self.size,
        }
    }
}

/// A line of this width; dashed with a dash and a gap.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Edge {
    pub ink: Ink,
    pub width: f64,
    pub dash: Option<[f64; 2]>,
}

impl Edge {
    pub const fn new(ink: Ink, width: f64) -> Self {
        Self {
            ink,
            width,
            dash: None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Step {
    Move(Point),
    Line(Point),
    /// The control point and the end.
    Quad(Point, Point),
    /// Both control points and the end.
    Cubic(Point, Point, Point),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    Regular,
    Medium,
    SemiBold,
}

impl Weight {
    pub const ALL: [Self; 3] = [Self::Regular, Self::Medium, Self::SemiBold];

    /// As CSS has it.
    pub const fn number(self) -> u16 {
        match self {
            Self::Regular => 400,
            Self::Medium => 500,
            Self::SemiBold => 600,
        }
    }
}

/// One line of text.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// Where it begins, on the baseline.
    pub at: Point,
    pub shown: String,
    /// The whole text, where only its beginning is shown.
    pub whole: Option<String>,
    /// Measured with the embedded font.
    pub width: f64,
    pub size: f64,
    pub weight: Weight,
    pub ink: Ink,
}
