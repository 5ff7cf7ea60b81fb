//! What is a picture as an SVG? Text stays text, colours are classes of one style sheet, and a stage is a group with a name.

use super::fonts::FAMILIES;
use super::icon::{UNITS, outline};
use super::ink::Ink;
use super::shape::{Area, Edge, Picture, Point, Shape, Step, Text, Weight};
use crate::look::{Icon, Rgb, Theme};
use quick_xml::Writer;
use quick_xml::events::{BytesEnd, BytesStart, BytesText, Event};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io;

/// Which colours the style sheet has.
#[derive(Clone, Copy, Debug)]
pub enum Palette<'a> {
    One(&'a Theme<Rgb>),
    /// Light, and dark on a screen whose viewer wants that.
    Media {
        light: &'a Theme<Rgb>,
        dark: &'a Theme<Rgb>,
    },
}

/// The SVG as text, without an XML declaration, so that a page may hold it. Linear in the number of shapes.
pub fn svg(picture: &Picture, palette: Palette<'_>) -> String {
    let mut svg = Svg {
        writer: Writer::new(Vec::new()),
    };
    // Nothing can fail in memory.
    let _ = svg.document(picture, palette);
    let mut text = String::from_utf8(svg.writer.into_inner()).unwrap_or_default();
    text.push('\n');
    text
}

struct Svg {
    writer: Writer<Vec<u8>>,
}

/// What a picture needs a style or a definition for.
#[derive(Default)]
struct Used {
    fills: BTreeSet<Ink>,
    edges: BTreeSet<Ink>,
    weights: BTreeSet<Weight>,
    icons: BTreeSet<Icon>,
}

impl Used {
    fn by(shapes: &[Shape]) -> Self {
        let mut used = Self::default();
        used.fills.insert(Ink::Canvas);
        used.add(shapes);
        used
    }

    fn add(&mut self, shapes: &[Shape]) {
        for shape in shapes {
            match shape {
                Shape::Group { shapes, .. } => self.add(shapes),
                Shape::Rect { fill, edge, .. }
                | Shape::Circle { fill, edge, .. }
                | Shape::Polygon { fill, edge, .. } => {
                    self.fills.extend(fill);
                    self.edges.extend(edge.map(|edge| edge.ink));
                }
                Shape::Path { edge, .. } => {
                    self.edges.insert(edge.ink);
                }
                Shape::Text(text) => {
                    self.fills.insert(text.ink);
                    self.weights.insert(text.weight);
                }
                Shape::Icon { icon, ink, .. } => {
                    self.icons.insert(*icon);
                    self.fills.insert(*ink);
                }
                Shape::Shade { .. } => {}
            }
        }
    }

    fn style(&self, palette: Palette<'_>) -> String {
        let mut style = String::from("\n");
        for weight in &self.weights {
            let _ = writeln!(
                style,
                ".{}{{font-weight:{}}}",
                weight_class(*weight),
                weight.number()
            );
        }
        match palette {
            Palette::One(theme) => self.colors(&mut style, theme),
            Palette::Media { light, dark } => {
                self.colors(&mut style, light);
                style.push_str("@media screen and (prefers-color-scheme:dark){\n");
                self.colors(&mut style, dark);
                style.push_str("}\n");
            }
        }
        style
    }

    fn colors(&self, style: &mut String, theme: &Theme<Rgb>) {
        for ink in &self.fills {
            let _ = writeln!(style, ".{}{{fill:{}}}", ink.class(), ink.color(theme));
        }
        for ink in &self.edges {
            let _ = writeln!(
                style,
                ".{}-edge{{stroke:{}}}",
                ink.class(),
                ink.color(theme)
            );
        }
        let shade = if theme.shadow.is_some() {
            "#000000"
        } else {
            "none"
        };
        let _ = writeln!(style, ".shade{{fill:{shade}}}");
    }
}

const fn weight_class(weight: Weight) -> &'static str {
    match weight {
        Weight::Regular => "regular",
        Weight::Medium => "medium",
        Weight::SemiBold => "semibold",
    }
}

fn icon_id(icon: Icon) -> String {
    format!("icon-{icon:?}")
}

/// Attributes with their values, in the order in which they are written.
type Attributes = Vec<(&'static str, String)>;

impl Svg {
    fn document(&mut self, picture: &Picture, palette: Palette<'_>) -> io::Result<()> {
        let used = Used::by(&picture.shapes);
        let [width, height] = picture.size.map(number);
        let root: Attributes = vec![
            ("xmlns", "http://www.w3.org/2000/svg".to_owned()),
            ("viewBox", format!("0 0 {width} {height}")),
            ("width", width.clone()),
            ("height", height.clone()),
            ("font-family", FAMILIES.to_owned()),
            ("fill", "none".to_owned()),
            ("xml:space", "preserve".to_owned()),
            ("role", "graphics-document".to_owned()),
            (
                "aria-labelledby",
                "picture-title picture-description".to_owned(),
            ),
        ];
        self.start("svg", &root)?;
        self.newline();
        let title = vec![("id", "picture-title".to_owned())];
        self.with_text("title", &title, &picture.title)?;
        let description = vec![("id", "picture-description".to_owned())];
        self.with_text("desc", &description, &picture.description)?;
        self.with_text("style", &Vec::new(), &used.style(palette))?;
        self.start("defs", &Vec::new())?;
        for &icon in &used.icons {
            let path = vec![("id", icon_id(icon)), ("d", outline(icon).to_owned())];
            self.empty("path", &path)?;
        }
        self.end("defs")?;
        self.newline();
        let background = vec![
            ("class", Ink::Canvas.class()),
            ("width", width),
            ("height", height),
        ];
        self.empty("rect", &background)?;
        self.newline();
        self.shapes(&picture.shapes)?;
        self.end("svg")
    }

    fn shapes(&mut self, shapes: &[Shape]) -> io::Result<()> {
        for shape in shapes {
            self.shape(shape)?;
            self.newline();
        }
        Ok(())
    }

    fn shape(&mut self, shape: &Shape) -> io::Result<()> {
        match shape {
            Shape::Group { id, title, shapes } => {
                self.start("g", &vec![("id", id.clone())])?;
                self.with_text("title", &Vec::new(), title)?;
                self.newline();
                self.shapes(shapes)?;
                self.end("g")
            }
            Shape::Rect {
                area,
                radius: [upper, lower],
                fill,
                edge,
            } => {
                let mut attributes = paint(*fill, *edge);
                if (upper - lower).abs() < 1e-9 {
                    attributes.extend(rect(*area, *upper));
                    self.empty("rect", &attributes)
                } else {
                    attributes.push(("d", rounded_rect(*area, *upper, *lower)));
                    self.empty("path", &attributes)
                }
            }
            Shape::Shade {
                area,
                radius,
                alpha,
            } => {
                let mut attributes = vec![
                    ("class", "shade".to_owned()),
                    ("fill-opacity", number(*alpha)),
                ];
                attributes.extend(rect(*area, *radius));
                self.empty("rect", &attributes)
            }
            Shape::Circle {
                center,
                radius,
                fill,
                edge,
            } => {
                let mut attributes = paint(*fill, *edge);
                attributes.push(("cx", number(center[0])));
                attributes.push(("cy", number(center[1])));
                attributes.push(("r", number(*radius)));
                self.empty("circle", &attributes)
            }
            Shape::Path { steps, edge } => {
                let mut attributes = paint(None, Some(*edge));
                attributes.push(("d", path(steps)));
                self.empty("path", &attributes)
            }
            Shape::Polygon { points, fill, edge } => {
                let mut attributes = paint(*fill, *edge);
                let points: Vec<String> = points.iter().map(|&point| pair(point)).collect();
                attributes.push(("points", points.join(" ")));
                self.empty("polygon", &attributes)
            }
            Shape::Icon {
                icon,
                center,
                size,
                ink,
            } => {
                let [x, y] = center.map(number);
                let scale = size / UNITS;
                let attributes = vec![
                    ("class", ink.class()),
                    ("href", format!("#{}", icon_id(*icon))),
                    ("transform", format!("translate({x} {y}) scale({scale:.6})")),
                ];
                self.empty("use", &attributes)
            }
            Shape::Text(text) => self.text(text),
        }
    }

    fn text(&mut self, text: &Text) -> io::Result<()> {
        let [x, y] = text.at.map(number);
        let attributes = vec![
            (
                "class",
                format!("{} {}", text.ink.class(), weight_class(text.weight)),
            ),
            ("x", x),
            ("y", y),
            ("font-size", number(text.size)),
            // Another font is drawn as wide as this one: no text leaves its card.
            ("textLength", number(text.width)),
            ("lengthAdjust", "spacingAndGlyphs".to_owned()),
        ];
        let Some(whole) = &text.whole else {
            return self.with_text("text", &attributes, &text.shown);
        };
        self.start("text", &attributes)?;
        self.with_text("title", &Vec::new(), whole)?;
        self.write(Event::Text(BytesText::new(&printable(&text.shown))))?;
        self.end("text")
    }

    fn start(&mut self, name: &str, attributes: &Attributes) -> io::Result<()> {
        self.write(Event::Start(element(name, attributes)))
    }

    fn empty(&mut self, name: &str, attributes: &Attributes) -> io::Result<()> {
        self.write(Event::Empty(element(name, attributes)))
    }

    fn end(&mut self, name: &str) -> io::Result<()> {
        self.write(Event::End(BytesEnd::new(name)))
    }

    fn with_text(&mut self, name: &str, attributes: &Attributes, text: &str) -> io::Result<()> {
        self.start(name, attributes)?;
        self.write(Event::Text(BytesText::new(&printable(text))))?;
        self.end(name)
    }

    fn newline(&mut self) {
        self.writer.get_mut().push(b'\n');
    }

    fn write(&mut self, event: Event<'_>) -> io::Result<()> {
        self.writer.write_event(event)
    }
}

fn element<'a>(name: &'a str, attributes: &'a Attributes) -> BytesStart<'a> {
    let attributes = attributes
        .iter()
        .map(|(name, value)| (*name, value.as_str()));
    BytesStart::new(name).with_attributes(attributes)
}

/// XML has no way to write control characters and what is no character.
fn printable(text: &str) -> String {
    let is_lost = |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{FFFE}' | '\u{FFFF}');
    text.chars()
        .map(|c| if is_lost(c) { '\u{FFFD}' } else { c })
        .collect()
}

fn paint(fill: Option<Ink>, edge: Option<Edge>) -> Attributes {
    let fill_class = fill.map(Ink::class);
    let edge_class = edge.map(|edge| format!("{}-edge", edge.ink.class()));
    let classes: Vec<String> = fill_class.into_iter().chain(edge_class).collect();
    let mut attributes = vec![("class", classes.join(" "))];
    if let Some(edge) = edge {
        if (edge.width - 1.0).abs() > 1e-9 {
            attributes.push(("stroke-width", number(edge.width)));
        }
        if let Some(dash) = edge.dash {
            attributes.push(("stroke-dasharray", pair(dash)));
        }
    }
    attributes
}

fn rect(area: Area, radius: f64) -> Attributes {
    let mut attributes = vec![
        ("x", number(area.min[0])),
        ("y", number(area.min[1])),
        ("width", number(area.size[0])),
        ("height", number(area.size[1])),
    ];
    if radius > 0.0 {
        attributes.push(("rx", number(radius)));
    }
    attributes
}

fn rounded_rect(area: Area, upper: f64, lower: f64) -> String {
    let ([left, top], right, bottom) = (area.min, area.right(), area.bottom());
    let corner = |radius: f64, to: Point| format!("A{0} {0} 0 0 1 {1}", number(radius), pair(to));
    let mut d = format!("M{}", pair([left, top + upper]));
    d.push_str(&corner(upper, [left + upper, top]));
    let _ = write!(d, "L{}", pair([right - upper, top]));
    d.push_str(&corner(upper, [right, top + upper]));
    let _ = write!(d, "L{}", pair([right, bottom - lower]));
    if lower > 0.0 {
        d.push_str(&corner(lower, [right - lower, bottom]));
    }
    let _ = write!(d, "L{}", pair([left + lower, bottom]));
    if lower > 0.0 {
        d.push_str(&corner(lower, [left, bottom - lower]));
    }
    d.push('Z');
    d
}

fn path(steps: &[Step]) -> String {
    let mut d = String::new();
    for step in steps {
        let _ = match *step {
            Step::Move(to) => write!(d, "M{}", pair(to)),
            Step::Line(to) => write!(d, "L{}", pair(to)),
            Step::Quad(control, to) => write!(d, "Q{} {}", pair(control), pair(to)),
            Step::Cubic(first, second, to) => {
                write!(d, "C{} {} {}", pair(first), pair(second), pair(to))
            }
        };
    }
    d
}

fn pair(point: Point) -> String {
    let [x, y] = point.map(number);
    format!("{x} {y}")
}

/// Hundredths at most, without what says nothing.
fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" {
        "0".to_owned()
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_as_short_as_they_can_be() {
        for (value, text) in [
            (12.0, "12"),
            (0.5, "0.5"),
            (-0.001, "0"),
            (100.0, "100"),
            (2.346, "2.35"),
        ] {
            assert_eq!(number(value), text);
        }
    }
}
