//! What does a frame of the canvas cost? CPU of a whole frame of egui with nothing but the canvas, tessellation included.

use crate::report::{Outcome, Report, Taken, measured};
use crate::support::large_design;
use eframe::egui::{
    self, Context, Modifiers, MouseWheelUnit, Pos2, RawInput, Rect, TouchPhase, vec2,
};
use legwork::canvas::{
    CanvasInput, CanvasView, Change, Compared, Framing, Ghost, Viewed, canvas_ui, viewed_ui,
};
use legwork::edit::commands;
use legwork::rules::{self, Finding};
use legwork::theme;
use legwork::workflow::{
    ActionKind, Annotation, AnnotationId, AnnotationKind, Design, Event, EventId, Flow, Layout,
    Position, Size, Tint,
};
use std::hint::black_box;
use std::rc::Rc;
use std::time::{Duration, Instant};

const SCREEN: Rect = Rect {
    min: Pos2::ZERO,
    max: Pos2::new(1440.0, 900.0),
};
const TARGET_STAGE_COUNT: usize = 10_000;
const PAN_TARGET: Duration = Duration::from_millis(1);
const FIT_TARGET: Duration = Duration::from_millis(4);
const PREVIEW_TARGET: Duration = Duration::from_millis(10);
/// Two sides have a frame of 16 ms between them.
const SIDE_TARGET: Duration = Duration::from_millis(8);

pub fn measure(report: &mut Report) -> Outcome {
    for stage_count in [1_000, TARGET_STAGE_COUNT, 100_000] {
        let is_target = stage_count == TARGET_STAGE_COUNT;
        let design = large_design(stage_count);
        if is_target {
            measure_packed(report, &design)?;
        }
        let mut canvas = Canvas::new(&design);

        let (crowd, card_count) = most_crowded(&design);
        canvas.view.frame(Framing::Stage(crowd));
        canvas.settle();
        canvas.view.camera.zoom = 1.0;
        let panning = canvas.median_while_panning()?;
        let what = format!("pan at zoom 1, {card_count} cards in view");
        report.line(what, stage_count, panning);
        if stage_count <= TARGET_STAGE_COUNT {
            canvas.view.set_culling(false);
            report.baseline("without culling", canvas.median_while_panning()?);
            canvas.view.set_culling(true);
        }
        if is_target {
            report.target(PAN_TARGET);
        }

        if is_target {
            measure_annotated(report, &design, crowd)?;
        }

        canvas.view.camera.zoom = 0.4;
        let plain = canvas.median_while_panning()?;
        report.line("pan at zoom 0.4", stage_count, plain);

        canvas.view.frame(Framing::All);
        canvas.settle();
        let fitted = canvas.median_while_panning()?;
        report.line("pan when zoomed to fit", stage_count, fitted);
        if is_target {
            report.target(FIT_TARGET);
        }
        let zooming = canvas.median_while_zooming()?;
        report.line("zoom in and out, all in view", stage_count, zooming);
        let rebuilt = canvas.median_after_edit()?;
        report.line("first frame after an edit", stage_count, rebuilt);
        let previewed = median_of_preview(&design, crowd)?;
        report.line("preview of an edit", stage_count, previewed);
        if is_target {
            report.target(PREVIEW_TARGET);
            measure_compared(report, &design, crowd)?;
        }
    }
    Ok(())
}

/// One of the two sides of a comparison in which no stage is as it was.
fn measure_compared(report: &mut Report, design: &Design, crowd: EventId) -> Outcome {
    let mut canvas = Canvas::new(design);
    let events = design.workflow.events();
    let changed = events.map(|event| (event.id, Change::Changed));
    canvas.view = CanvasView::of_viewed(design, &canvas.flow);
    canvas.compared = Some(Compared {
        stages: changed.collect(),
        ..Compared::default()
    });
    canvas.view.frame(Framing::Stage(crowd));
    canvas.settle();
    canvas.view.camera.zoom = 1.0;
    let stage_count = design.workflow.stage_count();
    let panning = canvas.median_while_panning()?;
    report
        .line(
            "a side of a comparison, pan at zoom 1",
            stage_count,
            panning,
        )
        .target(SIDE_TARGET);
    canvas.view.frame(Framing::All);
    canvas.settle();
    let fitted = canvas.median_while_panning()?;
    report
        .line("the same when zoomed to fit", stage_count, fitted)
        .target(SIDE_TARGET);
    Ok(())
}

/// A frame and a note for every tenth stage: far more than people draw.
fn measure_annotated(report: &mut Report, design: &Design, crowd: EventId) -> Outcome {
    let mut annotated = design.clone();
    let size = |width, height| Size { width, height };
    let kinds = [
        (AnnotationKind::Frame, -40, -80, size(640, 320)),
        (AnnotationKind::StickyNote, 40, 140, size(200, 120)),
    ];
    let cards: Vec<_> = design.layout.cards().step_by(10).collect();
    let annotations = cards.iter().flat_map(|&(_, card)| {
        kinds.map(|(kind, x, y, size)| Annotation {
            kind,
            text: "Ask the team lead before anything is promised".to_owned(),
            tint: Tint::Blue,
            position: card.moved(Position::new(x, y)),
            size,
        })
    });
    annotated
        .layout
        .annotate((1..).map(AnnotationId).zip(annotations));
    let mut canvas = Canvas::new(&annotated);
    canvas.view.frame(Framing::Stage(crowd));
    canvas.settle();
    canvas.view.camera.zoom = 1.0;
    let panning = canvas.median_while_panning()?;
    let what = format!("pan at zoom 1, {} frames and notes", 2 * cards.len());
    report
        .line(what, design.workflow.stage_count(), panning)
        .target(PAN_TARGET);
    canvas.view.frame(Framing::All);
    canvas.settle();
    let fitted = canvas.median_while_panning()?;
    report
        .line(
            "the same when zoomed to fit",
            design.workflow.stage_count(),
            fitted,
        )
        .target(FIT_TARGET);
    Ok(())
}

/// As many cards in view as there is room for, with lines running everywhere between.
fn measure_packed(report: &mut Report, design: &Design) -> Outcome {
    let place = |(index, event): (usize, &Event)| {
        let (row, column) = (index as i32 / 100, index as i32 % 100);
        (event.id, Position::new(column * 272, row * 208))
    };
    let packed = Design::new(
        design.workflow.clone(),
        Layout::from_cards(design.workflow.events().enumerate().map(place)),
    );
    let mut canvas = Canvas::new(&packed);
    let (crowd, card_count) = most_crowded(&packed);
    canvas.view.frame(Framing::Stage(crowd));
    canvas.settle();
    canvas.view.camera.zoom = 1.0;
    let panning = canvas.median_while_panning()?;
    let what = format!("pan at zoom 1, packed, {card_count} cards");
    report
        .line(what, design.workflow.stage_count(), panning)
        .target(PAN_TARGET);
    Ok(())
}

/// Finding out what the preview of a new Button shows: once for each edit that is pointed at.
fn median_of_preview(design: &Design, stage: EventId) -> Outcome<Taken> {
    let flow = Flow::new(&design.workflow);
    let added = commands::add_action(design, stage, ActionKind::Button.blank())?;
    measured(|| {
        let start = Instant::now();
        black_box(Ghost::new(design, &flow, &added));
        Ok(start.elapsed())
    })
}

/// The stage with the most cards around it on one screen, of a few hundred, and how many these are.
fn most_crowded(design: &Design) -> (EventId, usize) {
    let cards: Vec<_> = design.layout.cards().collect();
    let half = SCREEN.size() / 2.0;
    let around = |center: Position| {
        let is_near = |card: Position| {
            (card.x - center.x).abs() < half.x as i32 && (card.y - center.y).abs() < half.y as i32
        };
        cards.iter().filter(|(_, card)| is_near(*card)).count()
    };
    let samples = cards.iter().step_by(cards.len() / 300 + 1);
    samples
        .map(|&(event_id, card)| (event_id, around(card)))
        .max_by_key(|&(_, count)| count)
        .unwrap_or((EventId(1), 0))
}

struct Canvas<'a> {
    ctx: Context,
    design: &'a Design,
    flow: Flow,
    findings: Vec<Finding>,
    view: CanvasView,
    /// The canvas is a side of a comparison then.
    compared: Option<Compared>,
    revision: u64,
    time_s: f64,
}

impl<'a> Canvas<'a> {
    fn new(design: &'a Design) -> Self {
        let ctx = Context::default();
        theme::install(&ctx);
        let flow = Flow::new(&design.workflow);
        let findings = rules::check(&design.workflow, &flow);
        let view = CanvasView::default();
        let mut canvas = Self {
            ctx,
            design,
            flow,
            findings,
            view,
            compared: None,
            revision: 0,
            time_s: 0.0,
        };
        canvas.settle();
        canvas
    }

    /// Draws until the camera has arrived.
    fn settle(&mut self) {
        for _ in 0..20 {
            self.frame(Vec::new());
        }
    }

    /// What a frame costs, in which the user does this.
    fn frame(&mut self, events: Vec<egui::Event>) -> Duration {
        self.time_s += 1.0 / 60.0;
        let raw = RawInput {
            screen_rect: Some(SCREEN),
            time: Some(self.time_s),
            predicted_dt: 1.0 / 60.0,
            events,
            ..RawInput::default()
        };
        let input = CanvasInput {
            design: self.design,
            flow: &self.flow,
            findings: &self.findings,
            fixes: &|finding| Rc::new(rules::fixes(self.design, &self.flow, finding)),
            revision: self.revision,
            ghost: None,
            trace: None,
            drawing_revision: self.revision,
            findings_revision: self.revision,
            is_motion_reduced: true,
            is_snapping: true,
            is_minimap_shown: true,
            is_covered: false,
            is_read_only: false,
            panel: None,
        };
        let start = Instant::now();
        let output = self.ctx.run_ui(raw, |ui| {
            if let Some(compared) = &self.compared {
                let viewed = Viewed {
                    design: self.design,
                    flow: &self.flow,
                    compared,
                    name: "Before",
                    is_motion_reduced: true,
                };
                viewed_ui(ui, &viewed, &mut self.view);
            } else {
                canvas_ui(ui, &input, &mut self.view);
            }
        });
        black_box(self.ctx.tessellate(output.shapes, output.pixels_per_point));
        start.elapsed()
    }

    fn median_while_panning(&mut self) -> Outcome<Taken> {
        let mut step = 0;
        measured(|| {
            step += 1;
            let to_and_fro = if (step / 8) % 2 == 0 { 7.0 } else { -7.0 };
            Ok(self.frame(vec![
                egui::Event::PointerMoved(SCREEN.center()),
                wheel(vec2(to_and_fro, 3.0), Modifiers::NONE),
            ]))
        })
    }

    fn median_while_zooming(&mut self) -> Outcome<Taken> {
        let mut step = 0;
        measured(|| {
            step += 1;
            let in_and_out = if (step / 8) % 2 == 0 { 5.0 } else { -5.0 };
            Ok(self.frame(vec![
                egui::Event::PointerMoved(SCREEN.center()),
                wheel(vec2(0.0, in_and_out), Modifiers::COMMAND),
            ]))
        })
    }

    /// With all that is derived from the design made anew.
    fn median_after_edit(&mut self) -> Outcome<Taken> {
        measured(|| {
            self.revision += 1;
            Ok(self.frame(Vec::new()))
        })
    }
}

const fn wheel(delta: egui::Vec2, modifiers: Modifiers) -> egui::Event {
    egui::Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta,
        phase: TouchPhase::Move,
        modifiers,
    }
}
