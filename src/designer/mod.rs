//! What is around the canvas? The window: panels, menus, dialogs, and the designs that are open in it.
//!
//! A frame has two halves. While it is drawn, panels and canvas read the design and push `Request`s; then the
//! requests are carried out, one transaction for each gesture. Nothing changes under the feet of a panel.

mod analysis;
mod app;
mod commands;
mod compare;
mod document;
mod export;
mod field_completion;
mod files;
mod find;
mod folder;
mod in_place;
mod inspector;
mod menus;
mod palette;
mod panels;
mod preview;
mod prompts;
mod rehearse;
mod review;
mod settings;
pub(crate) mod widgets;

pub use app::{Designer, run};
pub use files::dialogs::{Answer, Ask, FileDialogs, Scripted};
pub use settings::reduced_motion::MotionChoice;
pub use settings::{Settings, ThemeChoice};

// The Call Manager's window looks and asks as this one does.
#[cfg(feature = "server")]
pub(crate) use {
    app::icon as window_icon,
    files::dialogs::best as best_dialogs,
    settings::reduced_motion::SystemMotion,
    settings::system_fonts::add_in_background as add_system_fonts,
    settings::{TimeStyle, keep_setting, kept_setting, setting_file},
};

use commands::requests::Request;
use commands::user_command::UserCommand;
use document::Document;
