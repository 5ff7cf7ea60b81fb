//! Does a frame of the window ever take long enough to be felt? Scripted gestures on the whole designer, frame by frame.

use crate::report::{Outcome, Report, Taken, measured};
use crate::support::large_design;
use eframe::egui::accesskit::{Node, NodeId};
use eframe::egui::{
    Context, Event, FullOutput, Key, Modifiers, MouseWheelUnit, PointerButton, Pos2, RawInput,
    Rect, TouchPhase, Ui, Vec2, ViewportCommand, pos2, vec2,
};
use eframe::{App, Frame};
use legwork::arrange::{self, CARD_WIDTH, HEADER_HEIGHT, ROW_HEIGHT};
use legwork::designer::{Designer, Scripted, Settings};
use legwork::edit::commands;
use legwork::file;
use legwork::workflow::{Design, EventId, Position};
use std::hint::black_box;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

pub const SCREEN: Rect = Rect {
    min: Pos2::ZERO,
    max: Pos2::new(1440.0, 900.0),
};
/// The longest frame that a gesture may have, by the number of stages.
const TARGETS: [(usize, Duration); 2] = [
    (10_000, Duration::from_millis(16)),
    (100_000, Duration::from_millis(50)),
];
/// How often each gesture is made. What is reported is the longest frame of each time.
const TIMES: usize = 3;
const PASTED_STAGE_COUNT: usize = 1_000;

type Gesture = (&'static str, fn(&mut Window) -> Outcome);

/// Each begins with all in view and nothing selected, and leaves the design as it was.
const GESTURES: &[Gesture] = &[
    ("pan at 100 %", |window| {
        window.look_at(window.crowd, 1.0);
        window.begin();
        window.pan(40);
        Ok(())
    }),
    ("pan at 30 %, many in view", |window| {
        window.look_at(window.crowd, 0.3);
        window.begin();
        window.pan(40);
        Ok(())
    }),
    ("pan, a quarter in view", |window| {
        window.zoom(1, 2.0);
        window.begin();
        window.pan(40);
        Ok(())
    }),
    ("pan, all in view", |window| {
        window.pan(40);
        Ok(())
    }),
    ("zoom in to 300 % and out again", |window| {
        let factor = (3.0 / window.fit_zoom).powf(1.0 / 80.0);
        window.zoom(80, factor);
        window.zoom(80, 1.0 / factor);
        Ok(())
    }),
    ("select New Call, then nothing", |window| {
        let card = window.look_at(window.new_call, 1.0);
        window.begin();
        window.click(card);
        window.key(Modifiers::NONE, Key::Escape);
        Ok(())
    }),
    ("hover over the first line", |window| {
        let card = window.look_at(window.new_call, 1.0);
        window.begin();
        for step in 0..40_u8 {
            window.point(card + vec2(CARD_WIDTH as f32 / 2.0 + 40.0, f32::from(step) * 4.0));
        }
        Ok(())
    }),
    ("drag a card", |window| {
        let card = window.look_at(window.crowd, 1.0);
        window.begin();
        window.drag(card, card + vec2(160.0, 120.0));
        window.undo()
    }),
    ("drag a hundred cards", |window| {
        let card = window.look_at(window.crowd, 0.26);
        window.hold(Modifiers::SHIFT);
        let mut box_count = 0;
        while window.selected_count()? < 100 {
            window.drag(card - BOX / 2.0, card + BOX / 2.0);
            window.pan_by(vec2(0.0, BOX.y));
            box_count += 1;
            if box_count > 40 {
                return Err("there are no hundred cards to select".into());
            }
        }
        window.hold(Modifiers::NONE);
        for _ in 0..box_count {
            window.pan_by(vec2(0.0, -BOX.y));
        }
        window.begin();
        window.drag(card, card + vec2(60.0, 40.0));
        window.undo()
    }),
    ("box-select all", |window| {
        let corners = window.canvas.shrink(30.0);
        window.drag(corners.left_top(), corners.right_bottom());
        window.idle(10);
        Ok(())
    }),
    ("pan and zoom with all selected", |window| {
        window.key(Modifiers::COMMAND, Key::A);
        window.begin();
        window.pan(20);
        window.zoom(20, 1.3);
        window.zoom(20, 1.0 / 1.3);
        Ok(())
    }),
    ("type in a field", Window::type_in_field),
    ("add a Button", |window| {
        let card = window.look_at(window.new_call, 1.0);
        window.click(card);
        window.begin();
        window.key(Modifiers::NONE, Key::B);
        window.idle(20);
        window.key(Modifiers::NONE, Key::Escape);
        window.undo()
    }),
    ("type in the command palette", |window| {
        window.key(Modifiers::COMMAND, Key::K);
        for letter in "stage 77".chars() {
            window.frame(vec![Event::Text(letter.to_string())]);
            window.idle(3);
        }
        window.key(Modifiers::NONE, Key::ArrowDown);
        window.key(Modifiers::NONE, Key::Escape);
        Ok(())
    }),
    ("type in a field, with the list of legs open", |window| {
        window.key(Modifiers::SHIFT, Key::F9);
        window.type_in_field()?;
        window.key(Modifiers::NONE, Key::F9);
        Ok(())
    }),
    ("go from leg to leg in review mode", |window| {
        let mode = Modifiers::COMMAND | Modifiers::SHIFT;
        window.key(mode, Key::R);
        window.settle();
        window.expect("Leave")?;
        window.begin();
        for _ in 0..5 {
            window.key(Modifiers::NONE, Key::N);
            window.idle(10);
        }
        window.key(mode, Key::R);
        window.settle();
        window.key(Modifiers::NONE, Key::F9);
        Ok(())
    }),
    ("step through a rehearsal", |window| {
        window.key(Modifiers::NONE, Key::F5);
        window.expect("Leave the rehearsal")?;
        window.begin();
        for (modifiers, key) in [
            (Modifiers::NONE, Key::F4),
            (Modifiers::NONE, Key::F4),
            (Modifiers::SHIFT, Key::F4),
        ] {
            window.key(modifiers, key);
            window.idle(20);
        }
        window.key(Modifiers::NONE, Key::F5);
        Ok(())
    }),
    ("pan a comparison with the saved file", |window| {
        let card = window.look_at(window.new_call, 1.0);
        window.click(card);
        window.key(Modifiers::NONE, Key::B);
        window.key(Modifiers::NONE, Key::Escape);
        window.key(Modifiers::COMMAND, Key::K);
        window.frame(vec![Event::Text("compare with saved".to_owned())]);
        window.key(Modifiers::NONE, Key::Enter);
        window.settle();
        window.expect("Close")?;
        window.begin();
        window.pan(40);
        window.key(Modifiers::NONE, Key::Escape);
        window.settle();
        window.undo()
    }),
    ("paste 1,000 stages", |window| {
        window.frame(vec![Event::Paste(window.clipboard.clone())]);
        window.settle();
        window.undo()
    }),
    ("undo a paste of 1,000 stages", |window| {
        window.frame(vec![Event::Paste(window.clipboard.clone())]);
        window.settle();
        window.begin();
        window.undo()
    }),
];
/// A box that is drawn to select cards, in points.
const BOX: Vec2 = vec2(520.0, 480.0);

pub fn measure(report: &mut Report) -> Outcome {
    let folder = tempfile::tempdir()?;
    for (stage_count, target) in TARGETS {
        let design = large_design(stage_count);
        let path = folder.path().join(format!("{stage_count}.ron"));
        file::save(&path, &design, None)?;
        let mut window = Window::new(folder.path().join("recovery"))?;
        let empty = measured(|| Ok(window.output(Vec::new()).1))?;
        let opened = measured_once(|| window.designer.open_path(&path));
        report
            .line("open the file", stage_count, opened)
            .baseline("a frame of the start page", empty);
        window.look_around(&design)?;
        for (what, gesture) in GESTURES {
            let mut longest = Vec::new();
            for _ in 0..TIMES {
                window.see_all();
                window.begin();
                gesture(&mut window).map_err(|error| format!("{what}: {error}"))?;
                longest.push(window.longest);
                window.settle();
            }
            report
                .line(*what, stage_count, Taken::of(longest))
                .baseline("a frame of the start page", empty)
                .target(target);
        }
    }
    Ok(())
}

fn measured_once(work: impl FnOnce()) -> Taken {
    let start = cpu_time();
    work();
    Taken::of(vec![cpu_time().saturating_sub(start)])
}

/// The designer without a screen.
struct Window {
    ctx: Context,
    designer: Designer,
    host: Frame,
    time_s: f64,
    title: String,
    clipboard: String,
    canvas: Rect,
    fit_zoom: f32,
    bounds: [Position; 2],
    /// Where New Call is, and where the most cards lie together.
    new_call: Position,
    crowd: Position,
    /// The longest frame since the gesture began.
    longest: Duration,
}

impl Window {
    fn new(recovery: PathBuf) -> Outcome<Self> {
        let ctx = Context::default();
        let mut settings = Settings::default();
        settings.are_findings_open = true;
        let mut designer = Designer::new(&ctx, settings, Box::new(Scripted::new([])));
        designer.keep_recovery_in(&ctx, recovery);
        let copied = large_design(PASTED_STAGE_COUNT);
        let fragment = commands::copy(&copied, &[EventId(1)], &[])?;
        Ok(Self {
            ctx,
            designer,
            host: Frame::_new_kittest(),
            time_s: 0.0,
            title: String::new(),
            clipboard: file::clipboard_text(&fragment),
            canvas: SCREEN,
            fit_zoom: 1.0,
            bounds: [Position::default(); 2],
            new_call: Position::default(),
            crowd: Position::default(),
            longest: Duration::ZERO,
        })
    }

    /// Finds out where the canvas and the cards are.
    fn look_around(&mut self, design: &Design) -> Outcome {
        self.settle();
        let nodes = self.nodes();
        let canvas = nodes
            .iter()
            .find(|(_, node)| node.label() == Some("Canvas"));
        let bounds = canvas.and_then(|(_, node)| node.bounds());
        let bounds = bounds.ok_or("there is no canvas in the window")?;
        self.canvas = Rect::from_min_max(
            pos2(bounds.x0 as f32, bounds.y0 as f32),
            pos2(bounds.x1 as f32, bounds.y1 as f32),
        );

        let cards: Vec<Position> = design.layout.cards().map(|(_, card)| card).collect();
        let edges = design.layout.cards().filter_map(|(event_id, card)| {
            let height = arrange::card_height(design.workflow.event(event_id)?.actions.len());
            Some((card, card.moved(Position::new(CARD_WIDTH, height))))
        });
        self.bounds = edges.fold([cards[0], cards[0]], |[least, most], (from, to)| {
            [
                Position::new(least.x.min(from.x), least.y.min(from.y)),
                Position::new(most.x.max(to.x), most.y.max(to.y)),
            ]
        });
        let room = self.canvas.size() - vec2(96.0, 96.0);
        let width = (self.bounds[1].x - self.bounds[0].x) as f32;
        let height = (self.bounds[1].y - self.bounds[0].y) as f32;
        self.fit_zoom = (room.x / width).min(room.y / height).min(1.0);

        self.new_call = cards[0];
        let reach = BOX / 2.0 / 0.26;
        let around = |center: Position| {
            let is_near = |card: &&Position| {
                (card.x - center.x).abs() < reach.x as i32
                    && (card.y - center.y).abs() < reach.y as i32
            };
            cards.iter().filter(is_near).count()
        };
        let samples = cards.iter().step_by(cards.len() / 300 + 1);
        let crowd = samples.map(|&card| (around(card), card)).max();
        self.crowd = crowd.ok_or("there are no cards")?.1;
        Ok(())
    }

    /// As the inspector tells.
    fn selected_count(&mut self) -> Outcome<usize> {
        let nodes = self.nodes();
        let heading = nodes.iter().find_map(|(_, node)| {
            let text = node.value().or_else(|| node.label())?;
            text.strip_suffix(" stages")
        });
        Ok(heading.map_or(Ok(0), str::parse)?)
    }

    /// Has the gesture led to where it should, where a control has this name? To look costs the gesture nothing.
    fn expect(&mut self, name: &str) -> Outcome {
        let longest = self.longest;
        let nodes = self.nodes();
        self.longest = longest;
        let is_there = nodes.iter().any(|(_, node)| node.label() == Some(name));
        is_there
            .then_some(())
            .ok_or_else(|| format!("“{name}” is not there").into())
    }

    fn nodes(&mut self) -> Vec<(NodeId, Node)> {
        self.ctx.enable_accesskit();
        self.idle(1);
        let (output, _) = self.output(Vec::new());
        self.ctx.disable_accesskit();
        let update = output.platform_output.accesskit_update;
        update.map(|update| update.nodes).unwrap_or_default()
    }

    fn output(&mut self, events: Vec<Event>) -> (FullOutput, Duration) {
        self.time_s += 1.0 / 60.0;
        let (designer, host) = (&mut self.designer, &mut self.host);
        drawn(&self.ctx, self.time_s, events, |ui| designer.ui(ui, host))
    }

    fn frame(&mut self, events: Vec<Event>) {
        let (output, taken) = self.output(events);
        self.longest = self.longest.max(taken);
        for viewport in output.viewport_output.into_values() {
            for command in viewport.commands {
                if let ViewportCommand::Title(title) = command {
                    self.title = title;
                }
            }
        }
    }

    fn begin(&mut self) {
        self.longest = Duration::ZERO;
    }

    fn idle(&mut self, frame_count: usize) {
        for _ in 0..frame_count {
            self.frame(Vec::new());
        }
    }

    /// Long enough for all that is worked out beside the frames, and for two clicks not to be one double click.
    fn settle(&mut self) {
        for _ in 0..3 {
            self.idle(4);
            thread::sleep(Duration::from_millis(60));
        }
        self.time_s += 1.0;
        self.idle(2);
    }

    fn see_all(&mut self) {
        self.key(Modifiers::NONE, Key::Escape);
        self.key(Modifiers::COMMAND, Key::Num1);
        self.point(self.canvas.right_top() + vec2(-12.0, 12.0));
        self.settle();
    }

    /// Brings a card to the middle of the canvas and returns where its header is.
    fn look_at(&mut self, card: Position, zoom: f32) -> Pos2 {
        let [least, most] = self.bounds;
        let middle = vec2(
            i32::midpoint(least.x, most.x) as f32,
            i32::midpoint(least.y, most.y) as f32,
        );
        let header = vec2(card.x as f32, card.y as f32)
            + vec2(CARD_WIDTH as f32, HEADER_HEIGHT as f32) / 2.0;
        let at = self.canvas.center() + (header - middle) * self.fit_zoom;
        self.point(at);
        self.frame(vec![Event::Zoom(zoom / self.fit_zoom)]);
        let there = self.canvas.center().floor();
        self.pan_by(there - at);
        self.settle();
        there
    }

    fn pan_by(&mut self, by: Vec2) {
        // From a point from which the pointer stays within the canvas.
        let from = self.canvas.center() - by / 2.0;
        self.point(from);
        self.press(PointerButton::Middle, from, true);
        self.point(from + by);
        self.press(PointerButton::Middle, from + by, false);
    }

    fn hold(&mut self, modifiers: Modifiers) {
        self.frame(vec![Event::ModifiersChanged(modifiers)]);
    }

    fn point(&mut self, at: Pos2) {
        self.frame(vec![Event::PointerMoved(at)]);
    }

    fn press(&mut self, button: PointerButton, at: Pos2, pressed: bool) {
        self.frame(vec![Event::PointerButton {
            pos: at,
            button,
            pressed,
            modifiers: Modifiers::NONE,
        }]);
    }

    fn click(&mut self, at: Pos2) {
        self.point(at);
        self.press(PointerButton::Primary, at, true);
        self.press(PointerButton::Primary, at, false);
        self.settle();
    }

    fn drag(&mut self, from: Pos2, to: Pos2) {
        self.point(from);
        self.press(PointerButton::Primary, from, true);
        for step in 1..=20_u8 {
            self.point(from.lerp(to, f32::from(step) / 20.0));
        }
        self.press(PointerButton::Primary, to, false);
        self.settle();
    }

    fn pan(&mut self, frame_count: usize) {
        self.point(self.canvas.center());
        for step in 0..frame_count {
            let to_and_fro = if (step / 10) % 2 == 0 { 7.0 } else { -7.0 };
            self.frame(vec![Event::MouseWheel {
                unit: MouseWheelUnit::Point,
                delta: vec2(to_and_fro, to_and_fro),
                phase: TouchPhase::Move,
                modifiers: Modifiers::NONE,
            }]);
        }
    }

    /// Zooms around the middle, by the factor in each frame.
    fn zoom(&mut self, frame_count: usize, factor: f32) {
        self.point(self.canvas.center());
        for _ in 0..frame_count {
            self.frame(vec![Event::Zoom(factor)]);
        }
    }

    fn key(&mut self, modifiers: Modifiers, key: Key) {
        self.hold(modifiers);
        for pressed in [true, false] {
            self.frame(vec![Event::Key {
                key,
                physical_key: None,
                pressed,
                repeat: false,
                modifiers,
            }]);
        }
        self.hold(Modifiers::NONE);
    }

    fn type_in_field(&mut self) -> Outcome {
        let card = self.look_at(self.new_call, 1.0);
        let first_row = card + vec2(0.0, (HEADER_HEIGHT + ROW_HEIGHT) as f32 / 2.0);
        self.click(first_row);
        self.key(Modifiers::NONE, Key::F2);
        self.begin();
        for letter in "Somebody rings".chars() {
            self.frame(vec![Event::Text(letter.to_string())]);
            self.idle(3);
        }
        self.key(Modifiers::NONE, Key::Enter);
        self.undo()
    }

    /// Takes the gesture's edit back, which must be there.
    fn undo(&mut self) -> Outcome {
        if !self.is_unsaved() {
            return Err("nothing was edited".into());
        }
        self.key(Modifiers::COMMAND, Key::Z);
        self.settle();
        if self.is_unsaved() {
            return Err("undo did not take everything back".into());
        }
        Ok(())
    }

    fn is_unsaved(&self) -> bool {
        self.title.contains('•')
    }
}

/// One frame of a window: what came of it, and what its thread has worked.
pub fn drawn(
    ctx: &Context,
    time_s: f64,
    events: Vec<Event>,
    draw: impl FnMut(&mut Ui),
) -> (FullOutput, Duration) {
    let raw = RawInput {
        screen_rect: Some(SCREEN),
        time: Some(time_s),
        predicted_dt: 1.0 / 60.0,
        events,
        ..RawInput::default()
    };
    let start = cpu_time();
    let mut output = ctx.run_ui(raw, draw);
    let shapes = std::mem::take(&mut output.shapes);
    black_box(ctx.tessellate(shapes, output.pixels_per_point));
    let taken = cpu_time().saturating_sub(start);
    (output, taken)
}

/// The time that this thread has worked. Others that keep the machine busy do not count, nor what is worked out on
/// threads beside the frames.
#[cfg(unix)]
fn cpu_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

/// Where the system does not tell, the time that has passed.
#[cfg(not(unix))]
fn cpu_time() -> Duration {
    static START: std::sync::LazyLock<std::time::Instant> =
        std::sync::LazyLock::new(std::time::Instant::now);
    START.elapsed()
}
