//! What is a picture as a PDF? One page of its size with the text as text, and a bookmark for each stage.

use super::Fault;
use super::fonts::Fonts;
use super::icon::{UNITS, strokes};
use super::ink::Ink;
use super::shape::{Area, Edge, Picture, Point, Shape, Step, Text};
use crate::look::{Icon, Rgb, Theme};
use krilla::color::rgb;
use krilla::destination::XyzDestination;
use krilla::geom::{Path, PathBuilder, Point as PagePoint, Transform};
use krilla::graphic::Graphic;
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use krilla::{Document, SerializeSettings};
use std::collections::BTreeMap;

/// A point of the canvas in points of the page: 96 and 72 to the inch.
const PAGE_POINT: f64 = 0.75;
/// The longest side of a page, in its points, that every reader opens.
const LONGEST_SIDE: f64 = 14_400.0;
/// How far a curve's control points lie from a quarter circle's ends, in radii.
const QUARTER: f64 = 0.552_284_75;

/// How far a picture is shrunk to fit on the largest page there is; 1 where it fits as it is.
pub fn shrinkage(picture: &Picture) -> f64 {
    let longest = picture.size[0].max(picture.size[1]) * PAGE_POINT;
    (LONGEST_SIDE / longest).min(1.0)
}

/// Draws the picture on a page. The same picture gives the same bytes.
///
/// # Errors
/// When the page or a font cannot be written, with the reason in words.
pub fn pdf(picture: &Picture, theme: &Theme<Rgb>, fonts: &Fonts<'_>) -> Result<Vec<u8>, Fault> {
    let scale = (PAGE_POINT * shrinkage(picture)) as f32;
    let [width, height] = picture.size.map(|side| side as f32 * scale);
    let no_page = || Fault::NotWritten("the picture has no size".to_owned());
    let settings = PageSettings::from_wh(width, height).ok_or_else(no_page)?;
    let mut document = Document::new_with(SerializeSettings::default());
    let metadata = Metadata::new()
        .title(picture.title.clone())
        .description(picture.description.clone())
        .language("en".to_owned());
    document.set_metadata(metadata);
    let mut outline = Outline::new();
    for shape in &picture.shapes {
        if let Shape::Group { title, shapes, .. } = shape
            && let Some(corner) = corner(shapes)
        {
            let at = PagePoint::from_xy(corner[0] as f32 * scale, corner[1] as f32 * scale);
            let line = title.lines().next().unwrap_or_default().to_owned();
            outline.push_child(OutlineNode::new(line, XyzDestination::new(0, at)));
        }
    }
    document.set_outline(outline);
    let mut page = document.start_page_with(settings);
    let mut surface = page.surface();
    surface.push_transform(&Transform::from_scale(scale, scale));
    let mut sheet = Sheet {
        surface,
        theme,
        fonts,
        page_fonts: vec![None; fonts.faces().len()],
        icons: BTreeMap::new(),
    };
    let [width, height] = picture.size;
    sheet.paint(
        Some(Ink::Canvas),
        None,
        rect_path(Area::new(0.0, 0.0, width, height), [0.0; 2]),
    );
    sheet.shapes(&picture.shapes);
    sheet.finish();
    page.finish();
    document
        .finish()
        .map_err(|error| Fault::NotWritten(format!("{error:?}")))
}

/// The top left corner of the first rectangle: the card.
fn corner(shapes: &[Shape]) -> Option<Point> {
    shapes.iter().find_map(|shape| match shape {
        Shape::Rect { area, .. } => Some(area.min),
        _ => None,
    })
}

struct Sheet<'s, 'a> {
    surface: Surface<'s>,
    theme: &'a Theme<Rgb>,
    fonts: &'a Fonts<'a>,
    /// By face, once one of its glyphs is drawn.
    page_fonts: Vec<Option<Font>>,
    /// In font units around their middle, each in the page once however often it is drawn.
    icons: BTreeMap<(Icon, Ink), Graphic>,
}

impl Sheet<'_, '_> {
    fn finish(mut self) {
        self.surface.pop();
        self.surface.finish();
    }

    fn shapes(&mut self, shapes: &[Shape]) {
        for shape in shapes {
            self.shape(shape);
        }
    }

    fn shape(&mut self, shape: &Shape) {
        match shape {
            Shape::Group { shapes, .. } => self.shapes(shapes),
            Shape::Rect {
                area,
                radius,
                fill,
                edge,
            } => self.paint(*fill, *edge, rect_path(*area, *radius)),
            Shape::Shade {
                area,
                radius,
                alpha,
            } => {
                if self.theme.shadow.is_some() {
                    self.surface.set_fill(Some(Fill {
                        paint: rgb::Color::black().into(),
                        opacity: NormalizedF32::new(*alpha as f32).unwrap_or(NormalizedF32::ZERO),
                        rule: FillRule::NonZero,
                    }));
                    self.stroke(None);
                    self.draw(rect_path(*area, [*radius; 2]));
                }
            }
            Shape::Circle {
                center: [x, y],
                radius: r,
                fill,
                edge,
            } => {
                let area = Area::new(x - r, y - r, 2.0 * r, 2.0 * r);
                self.paint(*fill, *edge, rect_path(area, [*r; 2]));
            }
            Shape::Path { steps, edge } => self.paint(None, Some(*edge), steps_path(steps)),
            Shape::Polygon { points, fill, edge } => {
                let mut path = PathBuilder::new();
                for (index, &[x, y]) in points.iter().enumerate() {
                    if index == 0 {
                        path.move_to(x as f32, y as f32);
                    } else {
                        path.line_to(x as f32, y as f32);
                    }
                }
                path.close();
                self.paint(*fill, *edge, path.finish());
            }
            Shape::Icon {
                icon,
                center,
                size,
                ink,
            } => self.icon(*icon, *center, *size, *ink),
            Shape::Text(text) => self.text(text),
        }
    }

    fn icon(&mut self, icon: Icon, center: Point, size: f64, ink: Ink) {
        let color = self.color(ink);
        let graphic = self.icons.entry((icon, ink)).or_insert_with(|| {
            let mut builder = self.surface.stream_builder();
            let mut surface = builder.surface();
            surface.set_fill(Some(opaque(color)));
            if let Some(path) = icon_path(icon) {
                surface.draw_path(&path);
            }
            surface.finish();
            Graphic::new(builder.finish(), false)
        });
        let graphic = graphic.clone();
        let [x, y] = center.map(|v| v as f32);
        let scale = (size / UNITS) as f32;
        self.surface
            .push_transform(&Transform::from_row(scale, 0.0, 0.0, scale, x, y));
        self.surface.draw_graphic(graphic);
        self.surface.pop();
    }

    fn text(&mut self, text: &Text) {
        self.fill(Some(text.ink));
        self.stroke(None);
        let [mut x, y] = text.at.map(|v| v as f32);
        let size = text.size as f32;
        for run in self.fonts.runs(&text.shown, text.weight) {
            let glyphs: Vec<KrillaGlyph> = run
                .glyphs
                .iter()
                .map(|glyph| {
                    KrillaGlyph::new(
                        GlyphId::new(glyph.id),
                        glyph.advance,
                        glyph.offset[0],
                        glyph.offset[1],
                        0.0,
                        glyph.range.clone(),
                        None,
                    )
                })
                .collect();
            let at = PagePoint::from_xy(x, y);
            if let Some(font) = self.font(run.face) {
                self.surface
                    .draw_glyphs(at, &glyphs, font, &text.shown, size, false);
            }
            x += run.glyphs.iter().map(|glyph| glyph.advance).sum::<f32>() * size;
        }
    }

    fn font(&mut self, index: usize) -> Option<Font> {
        let face = &self.fonts.faces()[index];
        let font = &mut self.page_fonts[index];
        if font.is_none() {
            *font = Font::new(face.bytes.to_vec().into(), face.index);
        }
        font.clone()
    }

    fn paint(&mut self, fill: Option<Ink>, edge: Option<Edge>, path: Option<Path>) {
        self.fill(fill);
        self.stroke(edge);
        self.draw(path);
    }

    fn draw(&mut self, path: Option<Path>) {
        if let Some(path) = path {
            self.surface.draw_path(&path);
        }
    }

    fn color(&self, ink: Ink) -> rgb::Color {
        let Rgb([red, green, blue]) = ink.color(self.theme);
        rgb::Color::new(red, green, blue)
    }

    fn fill(&mut self, ink: Option<Ink>) {
        let fill = ink.map(|ink| opaque(self.color(ink)));
        self.surface.set_fill(fill);
    }

    fn stroke(&mut self, edge: Option<Edge>) {
        let stroke = edge.map(|edge| Stroke {
            paint: self.color(edge.ink).into(),
            width: edge.width as f32,
            dash: edge.dash.map(|dash| StrokeDash {
                array: dash.map(|length| length as f32).to_vec(),
                offset: 0.0,
            }),
            ..Stroke::default()
        });
        self.surface.set_stroke(stroke);
    }
}

fn opaque(color: rgb::Color) -> Fill {
    Fill {
        paint: color.into(),
        opacity: NormalizedF32::ONE,
        rule: FillRule::NonZero,
    }
}

fn steps_path(steps: &[Step]) -> Option<Path> {
    let mut path = PathBuilder::new();
    append(&mut path, steps);
    path.finish()
}

fn append(path: &mut PathBuilder, steps: &[Step]) {
    let flat = |point: Point| point.map(|v| v as f32);
    for step in steps {
        match *step {
            Step::Move(to) => {
                let [x, y] = flat(to);
                path.move_to(x, y);
            }
            Step::Line(to) => {
                let [x, y] = flat(to);
                path.line_to(x, y);
            }
            Step::Quad(control, to) => {
                let ([x1, y1], [x, y]) = (flat(control), flat(to));
                path.quad_to(x1, y1, x, y);
            }
            Step::Cubic(first, second, to) => {
                let ([x1, y1], [x2, y2], [x, y]) = (flat(first), flat(second), flat(to));
                path.cubic_to(x1, y1, x2, y2, x, y);
            }
        }
    }
}

/// `radius` of the upper and of the lower corners.
fn rect_path(area: Area, [upper, lower]: [f64; 2]) -> Option<Path> {
    let ([left, top], right, bottom) = (area.min, area.right(), area.bottom());
    let mut steps = vec![Step::Move([left, top + upper])];
    // From one side to the next around a corner.
    let mut turn = |radius: f64, from: Point, corner: Point, to: Point| {
        steps.push(Step::Line(from));
        if radius > 0.0 {
            let toward = |end: Point| [0, 1].map(|i| end[i] + (corner[i] - end[i]) * QUARTER);
            steps.push(Step::Cubic(toward(from), toward(to), to));
        }
    };
    turn(upper, [left, top + upper], [left, top], [left + upper, top]);
    turn(
        upper,
        [right - upper, top],
        [right, top],
        [right, top + upper],
    );
    turn(
        lower,
        [right, bottom - lower],
        [right, bottom],
        [right - lower, bottom],
    );
    turn(
        lower,
        [left + lower, bottom],
        [left, bottom],
        [left, bottom - lower],
    );
    steps.push(Step::Line([left, top + upper]));
    let mut path = PathBuilder::new();
    append(&mut path, &steps);
    path.close();
    path.finish()
}

/// In font units, around its middle.
fn icon_path(icon: Icon) -> Option<Path> {
    let placed = |point: &Point| point.map(|v| v as f32);
    let mut path = PathBuilder::new();
    for (letter, points) in strokes(icon) {
        match (letter, points.as_slice()) {
            ('M', [to]) => {
                let [x, y] = placed(to);
                path.move_to(x, y);
            }
            ('L', [to]) => {
                let [x, y] = placed(to);
                path.line_to(x, y);
            }
            ('Q', [control, to]) => {
                let ([x1, y1], [x, y]) = (placed(control), placed(to));
                path.quad_to(x1, y1, x, y);
            }
            _ => path.close(),
        }
    }
    path.finish()
}
