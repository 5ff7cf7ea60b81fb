//! Is the back office held up by ten thousand calls? Frames of its window, and how long a new call takes to be seen.

use crate::report::{Outcome, Report, measured, measured_call};
use crate::store::{STAGE_COUNT, set, with_waiting_runs};
use crate::window::{SCREEN, drawn};
use eframe::egui::{Context, Event, Modifiers, MouseWheelUnit, TouchPhase, ViewportCommand, vec2};
use eframe::{App, Frame};
use legwork::call_manager::{CallManager, CallManagerSettings, SourceName};
use legwork::designer::{Scripted, Settings};
use legwork::runtime::Timestamp;
use legwork::runtime::store::{Filter, Store};
use std::time::{Duration, Instant};

const WAITING_COUNT: usize = 10_000;
/// How long the window may take to show what there is at first, and what comes then.
const PATIENCE: Duration = Duration::from_mins(1);

pub fn measure(report: &mut Report) -> Outcome {
    let folder = tempfile::tempdir()?;
    let path = with_waiting_runs(folder.path(), WAITING_COUNT)?;
    let store = Store::open(&path)?;
    let taken = measured_call(|| store.waiting(&Filter::default(), Timestamp(0)))?;
    report
        .line(
            format!("read {WAITING_COUNT} waiting calls, beside the frames"),
            STAGE_COUNT,
            taken,
        )
        .target(Duration::from_millis(250));

    let mut window = Window::new(&path);
    window.wait_until(|window| window.is_loaded)?;
    let taken = measured(|| Ok(window.frame(Vec::new())))?;
    report
        .line(
            format!("frame with {WAITING_COUNT} waiting calls"),
            STAGE_COUNT,
            taken,
        )
        .target(Duration::from_millis(4));
    let middle = SCREEN.center() - vec2(200.0, 0.0);
    window.frame(vec![Event::PointerMoved(middle)]);
    let taken = measured(|| {
        Ok(window.frame(vec![Event::MouseWheel {
            unit: MouseWheelUnit::Point,
            delta: vec2(0.0, -170.0),
            phase: TouchPhase::Move,
            modifiers: Modifiers::NONE,
        }]))
    })?;
    report
        .line(
            format!("frame while scrolling through {WAITING_COUNT} calls"),
            STAGE_COUNT,
            taken,
        )
        .target(Duration::from_millis(16));

    let mut next = WAITING_COUNT;
    let taken = measured(|| {
        let before = window.new_count;
        let begin = Instant::now();
        store.set_workflow(set(next))?;
        next += 1;
        window.wait_until(|window| window.new_count > before)?;
        Ok(begin.elapsed())
    })?;
    report
        .line(
            format!("a call that comes to {WAITING_COUNT} others, until it is seen"),
            STAGE_COUNT,
            taken,
        )
        .target(Duration::from_secs(1));
    Ok(())
}

struct Window {
    ctx: Context,
    call_manager: CallManager,
    host: Frame,
    time_s: f64,
    /// As the title tells.
    new_count: usize,
    is_loaded: bool,
}

impl Window {
    fn new(path: &std::path::Path) -> Self {
        let ctx = Context::default();
        let dialogs = Box::new(Scripted::new([]));
        let settings = CallManagerSettings::default();
        let mut call_manager = CallManager::new(&ctx, settings, Settings::default(), dialogs);
        call_manager.open(&ctx, SourceName::of_store(path));
        Self {
            ctx,
            call_manager,
            host: Frame::_new_kittest(),
            time_s: 0.0,
            new_count: 0,
            is_loaded: false,
        }
    }

    /// Returns what the window's thread has worked.
    fn frame(&mut self, events: Vec<Event>) -> Duration {
        self.time_s += 1.0 / 60.0;
        let (call_manager, host) = (&mut self.call_manager, &mut self.host);
        let (output, taken) = drawn(&self.ctx, self.time_s, events, |ui| {
            call_manager.ui(ui, host);
        });
        self.is_loaded = self.call_manager.waiting_count() >= WAITING_COUNT;
        let commands = output.viewport_output.into_values();
        for command in commands.flat_map(|viewport| viewport.commands) {
            if let ViewportCommand::Title(title) = command {
                let count = title
                    .strip_prefix('(')
                    .and_then(|rest| rest.split_once(')'));
                self.new_count = count.and_then(|(count, _)| count.parse().ok()).unwrap_or(0);
            }
        }
        taken
    }

    fn wait_until(&mut self, is_so: impl Fn(&Self) -> bool) -> Outcome {
        let begin = Instant::now();
        while !is_so(self) {
            if begin.elapsed() > PATIENCE {
                return Err("the window does not show what there is".into());
            }
            self.frame(Vec::new());
            std::thread::sleep(Duration::from_millis(4));
        }
        Ok(())
    }
}
