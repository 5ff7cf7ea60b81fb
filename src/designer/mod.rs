//! What is around the canvas? The window: panels, menus, dialogs, and the designs that are open in it.
//!
//! A frame has two halves. While it is drawn, panels and canvas read the design and push `Request`s; then the
//! requests are carried out, one transaction for each gesture. Nothing changes under the feet of a panel.

mod add_menu;
mod analysis;
mod app;
mod bars;
mod carry_out;
mod clipboard;
mod closing;
mod delete_prompt;
mod document;
mod drawing;
mod elsewhere;
mod extract_prompt;
mod field_completion;
mod file_dialogs;
mod files;
mod find;
mod findings_panel;
mod fixes_menu;
mod floating;
mod folder;
mod in_place;
mod insert_prompt;
mod inspector;
mod menus;
mod outline;
mod palette;
mod paste_prompt;
mod preferences;
mod preview;
mod prompts;
mod recovery;
mod reduced_motion;
mod requests;
mod run_command;
mod settings;
mod shortcuts;
mod stage_picker;
mod start_page;
mod status_bar;
mod system_fonts;
mod tabs;
mod templates;
mod user_command;
mod waive_prompt;
mod watch_open_files;
mod widgets;
mod workflow_commands;

pub use app::{Designer, run};
pub use file_dialogs::{Answer, Ask, FileDialogs, Scripted};
pub use reduced_motion::MotionChoice;
pub use settings::{Settings, ThemeChoice};

use document::Document;
use requests::Request;
use user_command::UserCommand;
