//! The window as a test drives it: by accessible name, by key and by pointer, over a folder of its own.

use eframe::egui::accesskit::{Action, Role, Toggled};
use eframe::egui::{self, Event, Key, Modifiers, OutputCommand, Pos2, Rect, Vec2, ViewportCommand};
use egui_kittest::kittest::{NodeT, Queryable};
use egui_kittest::{Harness, Node};
use legwork::arrange;
use legwork::designer::{Answer, Designer, Scripted, Settings};
use legwork::file;
use legwork::workflow::{Design, Flow, Layout, sketch};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A folder for a test's files.
pub struct Desk {
    folder: TempDir,
}

impl Desk {
    pub fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// What a file dialog answers when this file is picked in it.
    pub fn picks(&self, name: &str) -> Answer {
        Answer::Picked(self.path(name))
    }

    /// Lays down a design, written as a sketch and arranged.
    pub fn lay(&self, name: &str, text: &str) -> PathBuf {
        let workflow = sketch::parse(text).unwrap();
        let layout = Layout::from_cards(arrange::arrange(&workflow, &Flow::new(&workflow)));
        let path = self.path(name);
        file::save(&path, &Design::new(workflow, layout), None).unwrap();
        path
    }

    pub fn design(&self, name: &str) -> Design {
        file::read(&self.path(name)).unwrap().design
    }

    pub fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }
}

/// An action that keeps the window busy for longer than this is one that never ends.
const MOST_FRAMES: u64 = 100;

/// The designer's window, or another of the program's.
pub struct Window<A: eframe::App = Designer> {
    harness: Harness<'static, A>,
    /// What was last copied.
    pub clipboard: String,
    pub title: String,
    /// The window let itself be closed.
    pub is_closed: bool,
}

impl Window<Designer> {
    /// The start page. File dialogs answer what is given here, one after the other.
    pub fn new(answers: impl IntoIterator<Item = Answer>) -> Self {
        let dialogs = Box::new(Scripted::new(answers));
        let harness = Harness::builder()
            .with_size([1280.0, 800.0])
            .with_step_dt(1.0 / 60.0)
            .with_max_steps(MOST_FRAMES)
            .build_eframe(|creation| {
                Designer::new(&creation.egui_ctx, Settings::default(), dialogs)
            });
        Self::around(harness)
    }

    /// The window with one design open.
    pub fn with(path: &Path) -> Self {
        Self::with_answers(path, [])
    }

    pub fn with_answers(path: &Path, answers: impl IntoIterator<Item = Answer>) -> Self {
        let mut window = Self::new(answers);
        window.open(path);
        window
    }

    /// The start page of a window that keeps journals in that folder, and whose designs follow their files.
    pub fn guarded(folder: &Path, answers: impl IntoIterator<Item = Answer>) -> Self {
        let mut window = Self::new(answers);
        let ctx = window.harness.ctx.clone();
        let designer = window.harness.state_mut();
        designer.keep_recovery_in(&ctx, folder.to_owned());
        designer.watch_files(&ctx);
        window.settle();
        window
    }

    pub fn open(&mut self, path: &Path) {
        let ctx = self.harness.ctx.clone();
        self.harness.state_mut().open(&ctx, path);
        self.settle();
    }
}

impl<A: eframe::App> Window<A> {
    /// A window that has just been built.
    pub fn around(harness: Harness<'static, A>) -> Self {
        let mut window = Self {
            harness,
            clipboard: String::new(),
            title: String::new(),
            is_closed: false,
        };
        window.settle();
        window
    }

    /// The program goes down without a word to anybody.
    pub fn crash(self) {
        drop(self);
    }

    /// The program ends in good order, as after its window was closed.
    pub fn exit(mut self) {
        assert!(self.is_closed);
        eframe::App::on_exit(self.harness.state_mut(), None);
    }

    /// Waits for what another thread brings.
    pub fn wait_until(&mut self, what: &str, is_so: impl Fn(&Self) -> bool) {
        let begin = Instant::now();
        while !is_so(self) {
            assert!(begin.elapsed() < Duration::from_secs(20), "never: {what}");
            std::thread::sleep(Duration::from_millis(10));
            self.settle();
        }
    }

    pub fn wait_for(&mut self, part: &str) {
        self.wait_until(part, |window| window.says(part));
    }

    // --- What the user does ---

    /// Clicks the one control with that name.
    pub fn click(&mut self, name: &str) {
        self.click_at(self.rect(name).center());
    }

    pub fn click_first(&mut self, name: &str) {
        self.click_at(self.named(name)[0].rect().center());
    }

    /// Clicks the last of several controls with that name: what lies on top comes last.
    pub fn click_topmost(&mut self, name: &str) {
        self.click_at(self.topmost_rect(name).center());
    }

    /// Clicks a stage's card on its header.
    pub fn click_card(&mut self, stage: u32) {
        self.click_at(self.header(stage));
    }

    pub fn click_at(&mut self, at: Pos2) {
        self.click_with(Modifiers::NONE, at);
    }

    pub fn click_with(&mut self, modifiers: Modifiers, at: Pos2) {
        self.frame([Event::ModifiersChanged(modifiers)]);
        self.frame([Event::PointerMoved(at)]);
        self.frame([button(at, true, modifiers)]);
        self.frame([button(at, false, modifiers)]);
        self.frame([Event::ModifiersChanged(Modifiers::NONE)]);
        self.settle();
    }

    pub fn double_click_at(&mut self, at: Pos2) {
        self.frame([Event::PointerMoved(at)]);
        for is_pressed in [true, false, true, false] {
            self.frame([button(at, is_pressed, Modifiers::NONE)]);
        }
        self.settle();
    }

    /// Holds keys down until told otherwise.
    pub fn hold(&mut self, modifiers: Modifiers) {
        self.frame([Event::ModifiersChanged(modifiers)]);
    }

    pub fn secondary_click_at(&mut self, at: Pos2) {
        self.frame([Event::PointerMoved(at)]);
        for pressed in [true, false] {
            self.frame([Event::PointerButton {
                pos: at,
                button: egui::PointerButton::Secondary,
                pressed,
                modifiers: Modifiers::NONE,
            }]);
        }
        self.settle();
    }

    /// Drags from one point to another, in small steps.
    pub fn drag(&mut self, from: Pos2, to: Pos2) {
        self.drag_without_release(from, to);
        self.release(to);
    }

    pub fn middle_click(&mut self, name: &str) {
        let at = self.rect(name).center();
        let middle = |pressed| Event::PointerButton {
            pos: at,
            button: egui::PointerButton::Middle,
            pressed,
            modifiers: Modifiers::NONE,
        };
        self.frame([Event::PointerMoved(at)]);
        self.frame([middle(true)]);
        self.frame([middle(false)]);
        self.settle();
    }

    pub fn drag_without_release(&mut self, from: Pos2, to: Pos2) {
        self.frame([Event::PointerMoved(from)]);
        self.frame([button(from, true, Modifiers::NONE)]);
        for step in 1..=8_u8 {
            self.frame([Event::PointerMoved(from.lerp(to, f32::from(step) / 8.0))]);
        }
    }

    /// Drags on a machine so busy that the press arrives in one frame with half of the moves, and then the other half.
    pub fn drag_in_slow_frames(&mut self, from: Pos2, to: Pos2) {
        self.frame([Event::PointerMoved(from)]);
        let mut moves = (1..=8_u8).map(|step| from.lerp(to, f32::from(step) / 8.0));
        let press = [button(from, true, Modifiers::NONE)];
        let first_half = moves.by_ref().take(4).map(Event::PointerMoved);
        self.frame(press.into_iter().chain(first_half));
        self.frame(moves.map(Event::PointerMoved));
        self.release(to);
    }

    /// Lets the pointer rest there until tooltips show.
    pub fn hover(&mut self, at: Pos2) {
        self.frame([Event::PointerMoved(at)]);
        (0..40).for_each(|_| self.frame([]));
        self.settle();
    }

    /// Lets time pass, as tooltips want it.
    pub fn wait(&mut self, seconds: f32) {
        for _ in 0..(seconds * 60.0) as u32 {
            self.frame([]);
        }
    }

    pub fn release(&mut self, at: Pos2) {
        self.frame([button(at, false, Modifiers::NONE)]);
        self.settle();
    }

    pub fn press(&mut self, key: Key) {
        self.press_with(Modifiers::NONE, key);
    }

    pub fn press_with(&mut self, modifiers: Modifiers, key: Key) {
        self.frame([Event::ModifiersChanged(modifiers)]);
        self.frame([key_event(key, true, modifiers)]);
        self.frame([key_event(key, false, modifiers)]);
        self.frame([Event::ModifiersChanged(Modifiers::NONE)]);
        self.settle();
    }

    /// Gives the keyboard to a control, as Tab and screen readers do.
    pub fn focus(&mut self, name: &str) {
        self.control(name).focus();
        self.settle();
    }

    /// Presses a key together with Ctrl, or what a Mac has for it.
    pub fn command(&mut self, key: Key) {
        self.press_with(Modifiers::COMMAND, key);
    }

    /// Types as a keyboard does: each letter is a key as well as a text.
    pub fn type_text(&mut self, text: &str) {
        for letter in text.chars() {
            let key = Key::from_name(&letter.to_uppercase().to_string());
            let press = key.map(|key| key_event(key, true, Modifiers::NONE));
            self.frame(press.into_iter().chain([Event::Text(letter.to_string())]));
            self.frame(key.map(|key| key_event(key, false, Modifiers::NONE)));
        }
        self.settle();
    }

    /// Replaces what stands in a field.
    pub fn fill(&mut self, field: &str, text: &str) {
        self.click_at(self.field(field).rect().center());
        self.command(Key::A);
        self.type_text(text);
    }

    pub fn copy(&mut self) {
        self.frame([Event::Copy]);
        self.settle();
    }

    pub fn paste(&mut self) {
        self.frame([Event::Paste(self.clipboard.clone())]);
        self.settle();
    }

    pub fn zoom(&mut self, factor: f32, at: Pos2) {
        self.frame([Event::PointerMoved(at)]);
        self.frame([Event::Zoom(factor)]);
        self.settle();
    }

    /// How long the window moves after a key pressed together with Ctrl, in frames.
    pub fn frames_of_command(&mut self, key: Key) -> usize {
        self.frame([Event::ModifiersChanged(Modifiers::COMMAND)]);
        self.frame([key_event(key, true, Modifiers::COMMAND)]);
        let mut frame_count = 1;
        while self.root().repaint_delay == Duration::ZERO {
            self.frame([]);
            frame_count += 1;
        }
        self.frame([key_event(key, false, Modifiers::COMMAND)]);
        self.frame([Event::ModifiersChanged(Modifiers::NONE)]);
        self.settle();
        frame_count
    }

    /// The user has been elsewhere, and comes back to the window.
    pub fn come_back(&mut self) {
        self.frame([Event::WindowFocused(false)]);
        self.frame([Event::WindowFocused(true)]);
        self.settle();
    }

    pub fn resize(&mut self, size: [f32; 2]) {
        self.harness.set_size(size.into());
        self.settle();
    }

    /// Clicks the closing button of the window's frame.
    pub fn ask_to_close(&mut self) {
        let viewports = &mut self.harness.input_mut().viewports;
        let viewport = viewports.get_mut(&egui::ViewportId::ROOT).unwrap();
        viewport.events.push(egui::ViewportEvent::Close);
        self.is_closed = true;
        self.frame([]);
        let viewports = &mut self.harness.input_mut().viewports;
        viewports
            .get_mut(&egui::ViewportId::ROOT)
            .unwrap()
            .events
            .clear();
        self.settle();
    }

    // --- What there is to see ---

    pub fn control(&self, name: &str) -> Node<'_> {
        let mut controls = self.named(name);
        let control = controls.pop();
        assert!(
            controls.is_empty(),
            "more than one control is called {name}"
        );
        control.unwrap_or_else(|| panic!("no control is called {name}, but {:#?}", self.names()))
    }

    /// The text field with that name; its label goes by the same.
    pub fn field(&self, name: &str) -> Node<'_> {
        let is_text = |node: &Node<'_>| {
            let role = node.accesskit_node().role();
            role == Role::TextInput || role == Role::MultilineTextInput
        };
        let mut fields = self.named(name).into_iter().filter(is_text);
        fields
            .next()
            .unwrap_or_else(|| panic!("no field is called {name}"))
    }

    /// What a screen reader says beyond the name.
    pub fn description(&self, name: &str) -> Option<String> {
        let node = self.control(name);
        node.accesskit_node()
            .data()
            .description()
            .map(str::to_owned)
    }

    /// The names that have this part, from the top to the bottom.
    pub fn names_with(&self, part: &str) -> Vec<String> {
        let mut names = self.names();
        names.retain(|name| name.contains(part));
        names
    }

    /// The name of the control that has the keyboard.
    pub fn focused_name(&self) -> String {
        let focused = self.nodes().find(|node| node.accesskit_node().is_focused());
        focused
            .and_then(|node| node.accesskit_node().label())
            .unwrap_or_default()
    }

    pub fn has(&self, name: &str) -> bool {
        !self.named(name).is_empty()
    }

    /// Is a control that can be on or off, or selected, on?
    pub fn is_on(&self, name: &str) -> bool {
        is_on(&self.control(name))
    }

    /// As [`Self::is_on`], of the last of several controls with that name.
    pub fn is_topmost_on(&self, name: &str) -> bool {
        self.named(name).last().is_some_and(is_on)
    }

    /// Is there a text or a name of which this is a part?
    pub fn says(&self, part: &str) -> bool {
        self.harness
            .query_all_by_label_contains(part)
            .next()
            .is_some()
    }

    pub fn card(&self, stage: u32) -> Option<Node<'_>> {
        let begin = format!("Stage {stage}, ");
        let is_card = |node: &Node<'_>| {
            node.accesskit_node().role() == Role::Button
                && node
                    .accesskit_node()
                    .label()
                    .is_some_and(|name| name.starts_with(&begin))
        };
        self.nodes().find(is_card)
    }

    pub fn card_name(&self, stage: u32) -> String {
        self.card(stage)
            .and_then(|card| card.accesskit_node().label())
            .unwrap_or_default()
    }

    pub fn card_rect(&self, stage: u32) -> Rect {
        self.card(stage)
            .unwrap_or_else(|| panic!("no card of stage {stage}"))
            .rect()
    }

    /// A point on a card's header, where it can be grabbed.
    pub fn header(&self, stage: u32) -> Pos2 {
        self.card_rect(stage).center_top() + Vec2::new(0.0, 12.0)
    }

    pub fn rect(&self, name: &str) -> Rect {
        self.control(name).rect()
    }

    /// Of the last of several controls with that name.
    pub fn topmost_rect(&self, name: &str) -> Rect {
        self.named(name).pop().unwrap().rect()
    }

    pub fn rects(&self, name: &str) -> Vec<Rect> {
        self.rects_of(|other| other == name)
    }

    /// Where the controls are whose name fits.
    pub fn rects_of(&self, fits: impl Fn(&str) -> bool) -> Vec<Rect> {
        let is_meant = |node: &Node<'_>| {
            let node = node.accesskit_node();
            node.role() != Role::Label && node.label().is_some_and(|name| fits(&name))
        };
        self.nodes()
            .filter(is_meant)
            .map(|node| node.rect())
            .collect()
    }

    /// The whole window.
    pub fn screen(&self) -> Rect {
        self.harness.ctx.content_rect()
    }

    pub fn named_rects(&self, name: &str) -> Vec<Rect> {
        self.named(name).iter().map(Node::rect).collect()
    }

    pub fn count(&self, name: &str) -> usize {
        self.named(name).len()
    }

    pub fn canvas(&self) -> Rect {
        self.harness
            .get_by_role_and_label(Role::Pane, "Canvas")
            .rect()
    }

    /// The numbers of the stages whose cards are selected.
    pub fn selected_cards(&self) -> Vec<u32> {
        let is_selected = |stage: &u32| self.card(*stage).is_some_and(|card| is_on(&card));
        (1..20).filter(is_selected).collect()
    }

    /// What undo would take back, as the tool bar says it.
    pub fn undo_name(&self) -> String {
        let name = |node: Node<'_>| node.accesskit_node().label();
        let mut names = self.nodes().filter_map(name);
        names
            .find(|name| name.starts_with("Undo"))
            .unwrap_or_default()
    }

    pub fn zoom_percent(&self) -> f32 {
        let names = self.names().into_iter();
        let mut zooms =
            names.filter_map(|name| name.strip_prefix("Zoom ")?.strip_suffix(" %")?.parse().ok());
        zooms.next().unwrap()
    }

    pub fn is_dark(&self) -> bool {
        self.harness.ctx.theme() == egui::Theme::Dark
    }

    /// Of text and controls; 1 is normal.
    pub fn scale(&self) -> f32 {
        self.harness.ctx.zoom_factor()
    }

    /// Controls that take clicks or the keyboard and have no name, by role and place.
    pub fn nameless_controls(&self) -> Vec<String> {
        let is_nameless = |node: &Node<'_>| {
            let node = node.accesskit_node();
            let takes = |action| node.data().supports_action(action);
            // A popup takes clicks only to keep them from what lies below it.
            let is_popup = node.role() == Role::Unknown && node.children().next().is_some();
            // What a scroll bar is for is told by its role.
            let is_scroll_bar = node.role() == Role::ScrollBar;
            (takes(Action::Click) || takes(Action::Focus))
                && !is_scroll_bar
                && !node.is_root()
                && !is_popup
                // Its role says all there is to say.
                && node.role() != Role::ScrollBar
                && node.label().is_none_or(|name| name.trim().is_empty())
        };
        let nameless = self.nodes().filter(is_nameless);
        nameless
            .map(|node| format!("{:?} at {:?}", node.accesskit_node().role(), node.rect()))
            .collect()
    }

    /// Names of controls that are nothing but icons, which nobody can pronounce.
    pub fn unpronounceable_names(&self) -> Vec<String> {
        let names = self.names().into_iter();
        names
            .filter(|name| {
                name.chars()
                    .any(|letter| ('\u{E000}'..='\u{F8FF}').contains(&letter))
            })
            .collect()
    }

    fn names(&self) -> Vec<String> {
        self.nodes()
            .filter_map(|node| node.accesskit_node().label())
            .collect()
    }

    fn named(&self, name: &str) -> Vec<Node<'_>> {
        let is_called = |node: &Node<'_>| {
            let node = node.accesskit_node();
            node.role() != Role::Label && node.label().as_deref() == Some(name)
        };
        self.nodes().filter(is_called).collect()
    }

    fn nodes(&self) -> impl Iterator<Item = Node<'_>> {
        self.harness.root().children_recursive()
    }

    // --- Frames ---

    fn frame(&mut self, events: impl IntoIterator<Item = Event>) {
        self.harness.input_mut().events.extend(events);
        self.harness.step();
        for command in &self.harness.output().platform_output.commands {
            if let OutputCommand::CopyText(text) = command {
                self.clipboard.clone_from(text);
            }
        }
        for command in self.root().commands.clone() {
            match command {
                ViewportCommand::Title(title) => self.title = title,
                ViewportCommand::Close => self.is_closed = true,
                // The system would have closed the window.
                ViewportCommand::CancelClose => self.is_closed = false,
                _ => {}
            }
        }
    }

    /// Lets the window draw until nothing moves any more.
    fn settle(&mut self) {
        for _ in 0..MOST_FRAMES {
            self.frame([]);
            if self.is_closed || self.root().repaint_delay != Duration::ZERO {
                return;
            }
        }
        panic!(
            "the window keeps drawing: {:?}",
            self.harness.ctx.repaint_causes()
        );
    }

    /// After how long it draws again by itself.
    pub fn repaint_delay(&self) -> Duration {
        self.root().repaint_delay
    }

    fn root(&self) -> &egui::ViewportOutput {
        &self.harness.output().viewport_output[&egui::ViewportId::ROOT]
    }
}

fn is_on(node: &Node<'_>) -> bool {
    node.accesskit_node().toggled() == Some(Toggled::True)
}

fn button(pos: Pos2, pressed: bool, modifiers: Modifiers) -> Event {
    Event::PointerButton {
        pos,
        button: egui::PointerButton::Primary,
        pressed,
        modifiers,
    }
}

fn key_event(key: Key, pressed: bool, modifiers: Modifiers) -> Event {
    Event::Key {
        key,
        physical_key: None,
        pressed,
        repeat: false,
        modifiers,
    }
}
