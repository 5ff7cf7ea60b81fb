//! Where is the file, or the folder? Asked of the system where it can answer, in the window otherwise, and of a script in tests.

use eframe::egui;
use std::path::PathBuf;
use std::sync::mpsc;
use std::time::Duration;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    Open,
    /// The store of what runs.
    Store,
    Folder,
    Save {
        suggested: String,
        extension: &'static str,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    Picked(PathBuf),
    Cancelled,
}

/// How the names of stores usually end.
const STORES: &[&str] = &["db", "sqlite"];

/// Asks for a file or a folder and answers in a later frame.
pub trait FileDialogs {
    fn ask(&mut self, ask: Ask);
    /// Called once a frame; draws the dialog if that is the window's own. Gives each answer once.
    fn poll(&mut self, ctx: &egui::Context) -> Option<Answer>;
}

/// The system's dialogs where there is something to ask; else the window's own.
pub fn best() -> Box<dyn FileDialogs> {
    if Native::is_available() {
        Box::new(Native::default())
    } else {
        Box::new(InWindow::default())
    }
}

/// The system's dialogs, on a thread of their own: a portal that never answers must not freeze the window.
#[derive(Default)]
pub struct Native {
    waiting: Option<mpsc::Receiver<Answer>>,
}

impl Native {
    /// Is there anything that could show a dialog? The library answers "cancelled" when there is not, so one has to
    /// find out beforehand.
    pub fn is_available() -> bool {
        !cfg!(target_os = "linux") || is_on_path("zenity") || has_portal()
    }
}

impl FileDialogs for Native {
    fn ask(&mut self, ask: Ask) {
        let (answers, waiting) = mpsc::channel();
        self.waiting = Some(waiting);
        std::thread::spawn(move || {
            let picked = match ask {
                Ask::Open => rfd::FileDialog::new()
                    .add_filter("Legwork designs", &["ron"])
                    .pick_file(),
                Ask::Store => rfd::FileDialog::new()
                    .add_filter("Legwork stores", STORES)
                    .add_filter("All files", &["*"])
                    .pick_file(),
                Ask::Folder => rfd::FileDialog::new().pick_folder(),
                Ask::Save {
                    suggested,
                    extension,
                } => rfd::FileDialog::new()
                    .add_filter(extension, &[extension])
                    .set_file_name(suggested)
                    .save_file(),
            };
            // The window may be closed by now; then nobody wants the answer.
            let _ = answers.send(picked.map_or(Answer::Cancelled, Answer::Picked));
        });
    }

    fn poll(&mut self, ctx: &egui::Context) -> Option<Answer> {
        let answer = match self.waiting.as_ref()?.try_recv() {
            Err(mpsc::TryRecvError::Empty) => {
                ctx.request_repaint_after(Duration::from_millis(50));
                return None;
            }
            Err(mpsc::TryRecvError::Disconnected) => Answer::Cancelled,
            Ok(answer) => answer,
        };
        self.waiting = None;
        Some(answer)
    }
}

fn is_on_path(program: &str) -> bool {
    std::env::var_os("PATH").is_some_and(|path| {
        std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
    })
}

/// A session bus, and a portal installed that offers file choosers.
fn has_portal() -> bool {
    let offers_chooser = |entry: std::io::Result<std::fs::DirEntry>| {
        entry
            .ok()
            .and_then(|entry| std::fs::read_to_string(entry.path()).ok())
            .is_some_and(|text| text.contains("org.freedesktop.impl.portal.FileChooser"))
    };
    std::env::var_os("DBUS_SESSION_BUS_ADDRESS").is_some()
        && std::fs::read_dir("/usr/share/xdg-desktop-portal/portals")
            .is_ok_and(|mut entries| entries.any(offers_chooser))
}

/// The window's own dialog, for systems without one.
#[derive(Default)]
pub struct InWindow {
    dialog: Option<egui_file_dialog::FileDialog>,
}

impl FileDialogs for InWindow {
    fn ask(&mut self, ask: Ask) {
        let new = || {
            let folder = std::env::current_dir().unwrap_or_else(|_| PathBuf::from("/"));
            egui_file_dialog::FileDialog::new()
                .initial_directory(folder)
                .default_size([720.0, 460.0])
                .anchor(egui::Align2::CENTER_CENTER, egui::Vec2::ZERO)
        };
        self.dialog = Some(match ask {
            Ask::Open => {
                let mut dialog = new().add_file_filter_extensions("Legwork designs", vec!["ron"]);
                dialog.pick_file();
                dialog
            }
            Ask::Store => {
                let mut dialog =
                    new().add_file_filter_extensions("Legwork stores", STORES.to_vec());
                dialog.pick_file();
                dialog
            }
            Ask::Folder => {
                let mut dialog = new();
                dialog.pick_directory();
                dialog
            }
            Ask::Save { suggested, .. } => {
                let mut dialog = new().default_file_name(&suggested);
                dialog.save_file();
                dialog
            }
        });
    }

    fn poll(&mut self, ctx: &egui::Context) -> Option<Answer> {
        let dialog = self.dialog.as_mut()?;
        dialog.update(ctx);
        let answer = match dialog.take_picked() {
            Some(path) => Answer::Picked(path),
            None if matches!(dialog.state(), egui_file_dialog::DialogState::Cancelled) => {
                Answer::Cancelled
            }
            None => return None,
        };
        self.dialog = None;
        Some(answer)
    }
}

/// Answers at once with what a test wrote down.
#[derive(Default)]
pub struct Scripted {
    answers: std::collections::VecDeque<Answer>,
    pending: Option<Answer>,
}

impl Scripted {
    pub fn new(answers: impl IntoIterator<Item = Answer>) -> Self {
        Self {
            answers: answers.into_iter().collect(),
            pending: None,
        }
    }
}

impl FileDialogs for Scripted {
    fn ask(&mut self, _: Ask) {
        self.pending = Some(self.answers.pop_front().unwrap_or(Answer::Cancelled));
    }

    fn poll(&mut self, _: &egui::Context) -> Option<Answer> {
        self.pending.take()
    }
}
