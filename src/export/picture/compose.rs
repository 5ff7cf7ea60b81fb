//! Where does each shape of a picture go? As the canvas draws it, without what is there to be clicked.

use super::fonts::{Fonts, baseline, line_height};
use super::ink::Ink;
use super::shape::{Area, Edge, Picture, Point, Shape, Step, Text, Weight};
use crate::arrange::{
    ADD_ROW_HEIGHT, CARD_WIDTH, FRAME_TITLE_HEIGHT, HEADER_HEIGHT, ROW_HEIGHT, card_height,
    row_center_y,
};
use crate::export::part::Part;
use crate::look::annotation::{FRAME_RADIUS, NOTE_RADIUS, TEXT_INSET, in_drawing_order};
use crate::look::card::{
    BADGE_HEIGHT, BADGE_RADIUS, BADGE_ROOM, BADGE_X, CARET_RADIUS, HEADER_ICON, ICON_FROM_BADGE,
    ICON_X, MARK_FROM_RIGHT, MARK_SIZE, MARKED_ROOM, NAME_FROM_BADGE, OPEN_END_REACH,
    OPEN_END_SHARE, PORT_RADIUS, RADIUS, RIBBON_ROOM, RIBBON_SIZE, RIGHT_ROOM, ROW_ICON,
    ROW_LINE_INSET, SHEET_STEP, TEXT_X,
};
use crate::look::{
    ARROW, BODY, BoxContents, CAPTION, CORNER, Course, DASH, Icon, LINE_WIDTH, Mark, Marks, ROW,
    Wire, join_courses, wires,
};
use crate::rules::{Finding, Severity};
use crate::workflow::{
    Action, ActionKind, Annotation, AnnotationKind, Event, Group, StageEnd, WayKind, counted,
    leg_count, legs, one_line, row_text, shortened, stage_name, story,
};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Around everything, in points.
const MARGIN: f64 = 32.0;
/// A picture of more legs than these does not tell their stories.
const MOST_STORIES: usize = 12;
/// Letters of a whole text that is told where only its beginning is shown.
const LONGEST_WHOLE: usize = 300;

/// Draws a design, or one leg of it. Linear in the number of actions.
pub fn picture(part: &Part<'_>, findings: &[Finding], fonts: &Fonts<'_>) -> Picture {
    let painter = Painter {
        part,
        findings,
        fonts,
        marks: Marks::new(part.design, findings),
        boxes: part.folds.boxes().collect(),
        shapes: Vec::new(),
        min: [f64::INFINITY; 2],
        max: [f64::NEG_INFINITY; 2],
        unlettered: BTreeSet::new(),
    };
    painter.paint()
}

struct Painter<'a> {
    part: &'a Part<'a>,
    findings: &'a [Finding],
    fonts: &'a Fonts<'a>,
    marks: Marks,
    /// The stages that are drawn as boxes.
    boxes: BTreeSet<usize>,
    shapes: Vec<Shape>,
    min: Point,
    max: Point,
    unlettered: BTreeSet<char>,
}

/// A text before it is measured.
struct Words<'t> {
    text: &'t str,
    size: f32,
    weight: Weight,
    ink: Ink,
}

impl Painter<'_> {
    fn paint(mut self) -> Picture {
        let annotations = if self.part.leg.is_none() {
            in_drawing_order(&self.part.design.layout)
        } else {
            Vec::new()
        };
        let (frames, notes): (Vec<_>, Vec<_>) = annotations
            .into_iter()
            .map(|(_, annotation)| annotation)
            .partition(|annotation| annotation.kind == AnnotationKind::Frame);
        for frame in frames {
            self.frame(frame);
        }
        self.lines();
        for &stage in &self.part.stages {
            self.card(stage);
        }
        for note in notes {
            self.note(note);
        }
        self.finish()
    }

    fn finish(self) -> Picture {
        let workflow = &self.part.design.workflow;
        let name = match workflow.name().trim() {
            "" => "Untitled workflow",
            name => name,
        };
        let is_empty = self.max[0] < self.min[0];
        let (min, max) = if is_empty {
            ([0.0; 2], [0.0; 2])
        } else {
            (self.min, self.max)
        };
        let origin = min.map(|v| v - MARGIN);
        let mut shapes = self.shapes;
        move_all(&mut shapes, [-origin[0], -origin[1]]);
        Picture {
            title: match &self.part.leg {
                None => name.to_owned(),
                Some(leg) => format!("{name}: one leg of {} stages", leg.path.len()),
            },
            description: describe(self.part),
            size: [0, 1].map(|axis| max[axis] - min[axis] + 2.0 * MARGIN),
            shapes,
            unlettered: self.unlettered.into_iter().collect(),
        }
    }

    fn reach(&mut self, point: Point) {
        for (axis, v) in point.into_iter().enumerate() {
            self.min[axis] = self.min[axis].min(v);
            self.max[axis] = self.max[axis].max(v);
        }
    }

    fn reach_area(&mut self, area: Area) {
        self.reach(area.min);
        self.reach([area.right(), area.bottom()]);
    }

    /// A line of text from `x`, around the height `y`, in so much room. Returns its width.
    fn text(&mut self, into: &mut Vec<Shape>, words: &Words<'_>, at: Point, room: f64) -> f64 {
        let Words {
            text,
            size,
            weight,
            ink,
        } = *words;
        let text = one_line(text.trim());
        let (shown, width) = self.fonts.fitted(&text, size, weight, room);
        self.unlettered.extend(self.fonts.lacking(&shown));
        if !shown.is_empty() {
            let is_cut = shown != text;
            into.push(Shape::Text(Text {
                at: [at[0], at[1] + baseline(size)],
                whole: is_cut.then(|| shortened(&text, LONGEST_WHOLE)),
                shown,
                width,
                size: f64::from(size),
                weight,
                ink,
            }));
        }
        width
    }

    fn frame(&mut self, frame: &Annotation) {
        let area = area_of(frame);
        self.reach_area(area);
        let mut shapes = vec![Shape::Rect {
            area,
            radius: [f64::from(FRAME_RADIUS); 2],
            fill: Some(Ink::TintFrame(frame.tint)),
            edge: Some(Edge::new(Ink::TintFrameEdge(frame.tint), 1.0)),
        }];
        let words = Words {
            text: frame.text.trim(),
            size: BODY,
            weight: Weight::SemiBold,
            ink: Ink::TintHue(frame.tint),
        };
        let inset = f64::from(TEXT_INSET);
        let at = [
            area.min[0] + inset,
            area.min[1] + f64::from(FRAME_TITLE_HEIGHT) / 2.0,
        ];
        self.text(&mut shapes, &words, at, area.size[0] - 2.0 * inset);
        self.shapes.extend(shapes);
    }

    fn note(&mut self, note: &Annotation) {
        let area = area_of(note);
        self.reach_area(area);
        let radius = f64::from(NOTE_RADIUS);
        self.shapes.extend(shades(area, radius));
        self.shapes.push(Shape::Rect {
            area,
            radius: [radius; 2],
            fill: Some(Ink::TintPaper(note.tint)),
            edge: Some(Edge::new(Ink::TintPaperEdge(note.tint), 1.0)),
        });
        let room = area.grown(-f64::from(TEXT_INSET));
        let height = line_height(BODY);
        let most_lines = ((room.size[1] / height + 0.2) as usize).max(1);
        let text: String = note
            .text
            .chars()
            .map(|c| if c == '\n' { c } else { plain(c) })
            .collect();
        let lines = self
            .fonts
            .wrapped(&text, BODY, Weight::Regular, room.size[0], most_lines);
        for (row, (shown, width)) in lines.into_iter().enumerate() {
            self.unlettered.extend(self.fonts.lacking(&shown));
            if shown.is_empty() {
                continue;
            }
            let middle = room.min[1] + (row as f64 + 0.5) * height;
            self.shapes.push(Shape::Text(Text {
                at: [room.min[0], middle + baseline(BODY)],
                shown,
                whole: None,
                width,
                size: f64::from(BODY),
                weight: Weight::Regular,
                ink: Ink::Text,
            }));
        }
    }

    fn lines(&mut self) {
        let part = self.part;
        let wires: Vec<Wire> = wires(part.design, part.flow, &part.folds)
            .into_iter()
            .filter(|wire| part.is_taken(wire.action_id, wire.from, wire.to))
            .collect();
        let mut courses: Vec<(&Wire, Course)> = wires
            .iter()
            .map(|wire| {
                let course = wire.course(part.position(wire.from), part.position(wire.to));
                (wire, course)
            })
            .collect();
        join_courses(&mut courses);
        for (wire, course) in &courses {
            let mut edge = Edge::new(Ink::Way(wire.kind), f64::from(LINE_WIDTH));
            edge.dash = (wire.kind == WayKind::Link).then(|| DASH.map(f64::from));
            let steps = steps_of(course);
            for step in &steps {
                let (Step::Move(to) | Step::Line(to) | Step::Quad(_, to) | Step::Cubic(_, _, to)) =
                    *step;
                self.reach(to);
                if let Step::Cubic(first, second, _) = *step {
                    self.reach(first);
                    self.reach(second);
                }
            }
            self.shapes.push(Shape::Path { steps, edge });
            if let Some((tip, direction)) = course.arrival().filter(|_| wire.kind == WayKind::Link)
            {
                self.shapes.push(arrow(tip, direction, edge.ink));
            }
        }
    }

    fn card(&mut self, stage: usize) {
        let part = self.part;
        let workflow = &part.design.workflow;
        let Some(event) = part.event(stage) else {
            return;
        };
        let position = part.position(stage);
        let area = Area::new(
            f64::from(position.x),
            f64::from(position.y),
            f64::from(CARD_WIDTH),
            f64::from(card_height(event.actions.len())),
        );
        self.reach_area(area);
        let is_box = self.boxes.contains(&stage);
        let contents = is_box
            .then(|| BoxContents::new(workflow, part.flow, &self.marks, self.findings, stage));
        let mut shapes = Vec::new();
        let radius = f64::from(RADIUS);
        shapes.extend(shades(area, radius));
        if is_box {
            for nth in [2_u8, 1] {
                let by = f64::from(nth) * f64::from(SHEET_STEP);
                let sheet = area.moved([by; 2]);
                self.reach_area(sheet);
                shapes.push(Shape::Rect {
                    area: sheet,
                    radius: [radius; 2],
                    fill: Some(Ink::Sheet(nth)),
                    edge: Some(Edge::new(Ink::BorderStrong, 1.0)),
                });
            }
        }
        shapes.push(Shape::Rect {
            area,
            radius: [radius; 2],
            fill: Some(Ink::Card),
            edge: None,
        });
        self.header(&mut shapes, area, event);
        let end = part.flow.end(stage);
        for (row, action) in event.actions.iter().enumerate() {
            self.row(&mut shapes, area, row, action, end);
        }
        if let Some(contents) = contents {
            self.box_row(&mut shapes, area, &contents);
        }
        self.ribbon(&mut shapes, area, event);
        shapes.push(Shape::Rect {
            area,
            radius: [radius; 2],
            fill: None,
            edge: Some(Edge::new(Ink::Border, 1.0)),
        });
        self.ports(&mut shapes, area, stage, event, is_box);
        if is_box {
            shapes.extend(caret([
                area.right(),
                area.min[1] + f64::from(HEADER_HEIGHT) / 2.0,
            ]));
        }
        if end == StageEnd::Dangles {
            let y = area.bottom() - f64::from(ADD_ROW_HEIGHT) / 2.0;
            self.open_end(&mut shapes, [area.right(), y]);
        }
        let id = format!("stage-{}", part.anchor(stage, '-'));
        let title = self.card_title(event, contents.as_ref());
        self.shapes.push(Shape::Group { id, title, shapes });
    }

    fn card_title(&self, event: &Event, contents: Option<&BoxContents>) -> String {
        let workflow = &self.part.design.workflow;
        let name = stage_name(workflow, self.part.flow, event);
        let mut title = format!(
            "Stage {}, {}: {}",
            event.stage,
            event.kind.title(),
            shortened(&one_line(&name), LONGEST_WHOLE)
        );
        if let Some(contents) = contents {
            let _ = write!(title, " ({})", contents.words());
        }
        for &index in self.marks.of_stage(event.id) {
            if let Some(finding) = self.findings.get(index).filter(|it| !it.is_waived()) {
                let severity = finding.rule.severity.title();
                let _ = write!(title, "\n{severity}: {}", finding.message);
            }
        }
        title
    }

    fn header(&mut self, shapes: &mut Vec<Shape>, card: Area, event: &Event) {
        let header = Area::new(
            card.min[0],
            card.min[1],
            card.size[0],
            f64::from(HEADER_HEIGHT),
        );
        shapes.push(Shape::Rect {
            area: header,
            radius: [f64::from(RADIUS), 0.0],
            fill: Some(Ink::Header(event.kind)),
            edge: None,
        });
        let y = header.middle()[1];
        let number = event.stage.to_string();
        let number_width = self.fonts.width(&number, CAPTION, Weight::SemiBold);
        let badge = Area::new(
            card.min[0] + f64::from(BADGE_X),
            y - f64::from(BADGE_HEIGHT) / 2.0,
            number_width + f64::from(BADGE_ROOM),
            f64::from(BADGE_HEIGHT),
        );
        shapes.push(Shape::Rect {
            area: badge,
            radius: [f64::from(BADGE_RADIUS); 2],
            fill: Some(Ink::Badge(event.kind)),
            edge: None,
        });
        let words = Words {
            text: &number,
            size: CAPTION,
            weight: Weight::SemiBold,
            ink: Ink::Text,
        };
        let at = [badge.min[0] + f64::from(BADGE_ROOM) / 2.0, y];
        self.text(shapes, &words, at, f64::from(CARD_WIDTH));
        shapes.push(Shape::Icon {
            icon: Icon::of_event(event.kind),
            center: [badge.right() + f64::from(ICON_FROM_BADGE), y],
            size: f64::from(HEADER_ICON),
            ink: Ink::Event(event.kind),
        });
        let mark = self.marks.event(event.id);
        let mut room_right = room_right(mark.is_some());
        if self.marks.bookmarks.contains(&event.id) {
            room_right += f64::from(RIBBON_ROOM);
        }
        let name_x = badge.right() + f64::from(NAME_FROM_BADGE);
        let workflow = &self.part.design.workflow;
        let name = stage_name(workflow, self.part.flow, event);
        let words = Words {
            text: &name,
            size: BODY,
            weight: Weight::SemiBold,
            ink: Ink::Text,
        };
        self.text(
            shapes,
            &words,
            [name_x, y],
            card.right() - name_x - room_right,
        );
        if let Some(mark) = mark {
            shapes.extend(mark_shapes(card.right(), y, mark));
        }
    }

    fn row(
        &mut self,
        shapes: &mut Vec<Shape>,
        card: Area,
        row: usize,
        action: &Action,
        end: StageEnd,
    ) {
        let y = card.min[1] + f64::from(row_center_y(row));
        if row > 0 {
            let inset = f64::from(ROW_LINE_INSET);
            let top = y - f64::from(ROW_HEIGHT) / 2.0;
            shapes.push(line(
                [card.min[0] + inset, top],
                [card.right() - inset, top],
                Edge::new(Ink::RowLine, 1.0),
            ));
        }
        let kind = action.data.kind();
        // Buttons and Timers of a stage that ends at once are never offered.
        let is_idle =
            kind.group() == Group::Waiting && matches!(end, StageEnd::Finishes | StageEnd::GoesOn);
        let hue = if is_idle {
            Ink::TextWeak
        } else {
            Ink::Row(kind, action.data.priority())
        };
        shapes.push(Shape::Icon {
            icon: Icon::of_action(kind),
            center: [card.min[0] + f64::from(ICON_X), y],
            size: f64::from(ROW_ICON),
            ink: hue,
        });
        let text = row_text(&self.part.design.workflow, self.part.flow, action);
        let is_placeholder = text.is_empty();
        let words = Words {
            text: if is_placeholder { kind.title() } else { &text },
            size: ROW,
            weight: Weight::Regular,
            ink: if is_placeholder || is_idle {
                Ink::TextWeak
            } else {
                Ink::Text
            },
        };
        let mark = self.marks.action(action.id);
        let x = card.min[0] + f64::from(TEXT_X);
        let room = card.right() - x - room_right(mark.is_some());
        self.text(shapes, &words, [x, y], room);
        if let Some(mark) = mark {
            shapes.extend(mark_shapes(card.right(), y, mark));
        }
    }

    /// The row that tells what is in a box.
    fn box_row(&mut self, shapes: &mut Vec<Shape>, card: Area, contents: &BoxContents) {
        let top = card.bottom() - f64::from(ADD_ROW_HEIGHT);
        let y = top + f64::from(ADD_ROW_HEIGHT) / 2.0;
        shapes.push(line(
            [card.min[0] + 1.0, top],
            [card.right() - 1.0, top],
            Edge::new(Ink::Border, 1.0),
        ));
        shapes.push(Shape::Icon {
            icon: Icon::Stack,
            center: [card.min[0] + f64::from(ICON_X), y],
            size: f64::from(ROW_ICON),
            ink: Ink::Text,
        });
        let worst = contents.worst();
        let text = contents.short_words();
        let words = Words {
            text: &text,
            size: ROW,
            weight: Weight::Medium,
            ink: Ink::Text,
        };
        let x = card.min[0] + f64::from(TEXT_X);
        let room = card.right() - x - room_right(worst.is_some());
        self.text(shapes, &words, [x, y], room);
        if let Some(severity) = worst {
            let mark = Mark {
                severity,
                is_waived: false,
            };
            shapes.extend(mark_shapes(card.right(), y, mark));
        }
    }

    /// A bookmark hangs from the card's top edge, beside the mark of a finding.
    fn ribbon(&self, shapes: &mut Vec<Shape>, card: Area, event: &Event) {
        if !self.marks.bookmarks.contains(&event.id) {
            return;
        }
        let [width, height] = RIBBON_SIZE.map(f64::from);
        let right = card.right() - room_right(self.marks.event(event.id).is_some());
        let top = card.min[1];
        shapes.push(Shape::Polygon {
            points: vec![
                [right - width, top],
                [right, top],
                [right, top + height],
                [right - width / 2.0, top + height * 0.7],
                [right - width, top + height],
            ],
            fill: Some(Ink::Accent),
            edge: None,
        });
    }

    fn ports(
        &mut self,
        shapes: &mut Vec<Shape>,
        card: Area,
        stage: usize,
        event: &Event,
        is_box: bool,
    ) {
        let ways = self.part.flow.ways_from(stage);
        for (row, action) in event.actions.iter().enumerate() {
            let at = [card.right(), card.min[1] + f64::from(row_center_y(row))];
            let mut here = ways.iter().filter(|way| way.action_id == action.id);
            if here.any(|way| way.to.is_none()) {
                self.open_end(shapes, at);
                continue;
            }
            let kind = action.data.kind();
            if !matches!(
                kind,
                ActionKind::Button | ActionKind::Timer | ActionKind::Link
            ) {
                continue;
            }
            let ink = Ink::Port(kind);
            let is_filled = is_box && action.data.owned_event().is_some();
            shapes.push(Shape::Circle {
                center: at,
                radius: f64::from(PORT_RADIUS),
                fill: Some(if is_filled { ink } else { Ink::Card }),
                edge: Some(Edge::new(ink, 1.6)),
            });
        }
    }

    /// A hollow red ring with a ghost line to nowhere.
    fn open_end(&mut self, shapes: &mut Vec<Shape>, at: Point) {
        let radius = f64::from(PORT_RADIUS * OPEN_END_SHARE);
        let end = [at[0] + f64::from(OPEN_END_REACH), at[1]];
        self.reach(end);
        let mut edge = Edge::new(Ink::Error, 1.6);
        edge.dash = Some([5.0, 4.0]);
        shapes.push(line([at[0] + radius, at[1]], end, edge));
        shapes.push(Shape::Circle {
            center: at,
            radius,
            fill: Some(Ink::Card),
            edge: Some(Edge::new(Ink::Error, 1.6)),
        });
    }
}

fn plain(letter: char) -> char {
    if letter.is_control() { ' ' } else { letter }
}

/// What the whole shows in words: counts, and the stories of the legs where they are few.
fn describe(part: &Part<'_>) -> String {
    let workflow = &part.design.workflow;
    if let Some(leg) = &part.leg {
        return story(workflow, part.flow, leg);
    }
    let leg_count = leg_count(part.flow);
    let mut text = format!(
        "A workflow of {} and {}.",
        counted(workflow.stage_count(), "stage"),
        counted(leg_count, "leg")
    );
    if leg_count <= MOST_STORIES {
        for leg in legs(workflow, part.flow) {
            text.push('\n');
            text.push_str(&story(workflow, part.flow, &leg));
        }
    }
    text
}

fn area_of(annotation: &Annotation) -> Area {
    let Annotation { position, size, .. } = annotation;
    Area::new(
        f64::from(position.x),
        f64::from(position.y),
        f64::from(size.width),
        f64::from(size.height),
    )
}

/// A soft shadow as the canvas has it, in two layers: formats without blurring can show it, too.
fn shades(area: Area, radius: f64) -> [Shape; 2] {
    [(4.0, 0.02), (1.5, 0.03)].map(|(grown, alpha)| Shape::Shade {
        area: area.grown(grown).moved([0.0, 2.0]),
        radius: radius + grown,
        alpha,
    })
}

fn room_right(has_mark: bool) -> f64 {
    f64::from(if has_mark { MARKED_ROOM } else { RIGHT_ROOM })
}

fn line(from: Point, to: Point, edge: Edge) -> Shape {
    Shape::Path {
        steps: vec![Step::Move(from), Step::Line(to)],
        edge,
    }
}

fn steps_of(course: &Course) -> Vec<Step> {
    match *course {
        Course::Curve([start, first, second, end]) => {
            vec![Step::Move(start), Step::Cubic(first, second, end)]
        }
        Course::Around { corners, count } => rounded(&corners[..count]),
    }
}

/// A line through corners with rounded turns.
fn rounded(corners: &[Point]) -> Vec<Step> {
    let mut steps = Vec::new();
    let toward = |from: Point, to: Point, by: f64| {
        let length = (to[0] - from[0]).hypot(to[1] - from[1]).max(1e-6);
        [0, 1].map(|axis| from[axis] + (to[axis] - from[axis]) * (by / length))
    };
    let half = |a: Point, b: Point| (b[0] - a[0]).hypot(b[1] - a[1]) / 2.0;
    for (index, &corner) in corners.iter().enumerate() {
        if index == 0 {
            steps.push(Step::Move(corner));
            continue;
        }
        let before = corners[index - 1];
        let Some(&after) = corners.get(index + 1) else {
            steps.push(Step::Line(corner));
            continue;
        };
        let radius = CORNER.min(half(before, corner)).min(half(corner, after));
        steps.push(Step::Line(toward(corner, before, radius)));
        steps.push(Step::Quad(corner, toward(corner, after, radius)));
    }
    steps
}

fn arrow(tip: Point, direction: [f32; 2], ink: Ink) -> Shape {
    let [dx, dy] = direction.map(f64::from);
    let (size, half) = (f64::from(ARROW), f64::from(ARROW) / 2.0);
    let back = [tip[0] - dx * size, tip[1] - dy * size];
    Shape::Polygon {
        points: vec![
            tip,
            [back[0] - dy * half, back[1] + dx * half],
            [back[0] + dy * half, back[1] - dx * half],
        ],
        fill: Some(ink),
        edge: None,
    }
}

/// A severity is told by shape as well as by colour: a filled circle, a triangle, a dot. What was waived is an outline.
fn mark_shapes(card_right: f64, y: f64, mark: Mark) -> Vec<Shape> {
    let center = [card_right - f64::from(MARK_FROM_RIGHT), y];
    let r = f64::from(MARK_SIZE) * 0.36;
    let disc = |at: Point, radius: f64, ink: Ink| Shape::Circle {
        center: at,
        radius,
        fill: Some(ink),
        edge: None,
    };
    let triangle = |r: f64, fill: Option<Ink>, edge: Option<Edge>| Shape::Polygon {
        points: vec![
            [center[0], center[1] - r],
            [center[0] + r, center[1] + r * 0.8],
            [center[0] - r, center[1] + r * 0.8],
        ],
        fill,
        edge,
    };
    let below = |by: f64| [center[0], center[1] + by];
    if mark.is_waived {
        let edge = Some(Edge::new(Ink::TextWeak, r * 0.24));
        return match mark.severity {
            Severity::Warning => vec![triangle(r * 1.1, None, edge)],
            _ => vec![Shape::Circle {
                center,
                radius: r * 0.5,
                fill: None,
                edge,
            }],
        };
    }
    match mark.severity {
        Severity::Error => {
            let width = r * 0.32;
            vec![
                disc(center, r, Ink::Error),
                line(
                    below(-r * 0.55),
                    below(r * 0.1),
                    Edge::new(Ink::Card, width),
                ),
                disc(below(r * 0.5), width * 0.6, Ink::Card),
            ]
        }
        Severity::Warning => {
            let r = r * 1.1;
            let width = r * 0.26;
            vec![
                triangle(r, Some(Ink::Warning), None),
                line(
                    below(-r * 0.3),
                    below(r * 0.25),
                    Edge::new(Ink::Card, width),
                ),
                disc(below(r * 0.55), width * 0.55, Ink::Card),
            ]
        }
        Severity::Info => vec![disc(center, r * 0.5, Ink::Info)],
    }
}

/// The round sign on a box: there is more in it.
fn caret(center: Point) -> [Shape; 3] {
    let radius = f64::from(CARET_RADIUS);
    let reach = radius * 0.5;
    let stroke = Edge::new(Ink::TextWeak, 1.5);
    let [x, y] = center;
    [
        Shape::Circle {
            center,
            radius,
            fill: Some(Ink::Card),
            edge: Some(Edge::new(Ink::TextWeak, 1.2)),
        },
        line([x - reach, y], [x + reach, y], stroke),
        line([x, y - reach], [x, y + reach], stroke),
    ]
}

fn move_all(shapes: &mut [Shape], by: Point) {
    let shift = |point: &mut Point| {
        point[0] += by[0];
        point[1] += by[1];
    };
    for shape in shapes {
        match shape {
            Shape::Group { shapes, .. } => move_all(shapes, by),
            Shape::Rect { area, .. } | Shape::Shade { area, .. } => shift(&mut area.min),
            Shape::Circle { center, .. } | Shape::Icon { center, .. } => shift(center),
            Shape::Text(text) => shift(&mut text.at),
            Shape::Polygon { points, .. } => points.iter_mut().for_each(shift),
            Shape::Path { steps, .. } => {
                for step in steps {
                    match step {
                        Step::Move(to) | Step::Line(to) => shift(to),
                        Step::Quad(control, to) => [control, to].into_iter().for_each(shift),
                        Step::Cubic(first, second, to) => {
                            [first, second, to].into_iter().for_each(shift);
                        }
                    }
                }
            }
        }
    }
}
