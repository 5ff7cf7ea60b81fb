//! What can be found in the palette? Commands, looks, open designs, recent files, and the stages of the design.

use crate::designer::UserCommand;
use crate::designer::document::DocumentId;
use crate::designer::settings::ThemeChoice;
use crate::theme;
use crate::workflow::{Event, EventId, EventKind};
use eframe::egui::KeyboardShortcut;
use egui_phosphor::regular as icon;
use std::path::{Path, PathBuf};

/// What choosing an entry does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    Command(UserCommand),
    Theme(ThemeChoice),
    Tab(DocumentId),
    File(PathBuf),
    Stage(EventId),
}

/// A line of the palette.
#[derive(Clone, Debug)]
pub struct Entry {
    pub target: Target,
    pub icon: &'static str,
    /// A stage's icon is in the hue of its event.
    pub kind: Option<EventKind>,
    pub label: String,
    /// Where else it is found: a menu, a folder.
    pub home: String,
    pub key: Option<KeyboardShortcut>,
    /// Why it cannot be chosen now.
    pub why_not: Option<&'static str>,
    /// Is it on, of what can be on or off?
    pub is_on: bool,
}

impl Entry {
    fn new(target: Target, icon: &'static str, label: String, home: String) -> Self {
        Self {
            target,
            icon,
            kind: None,
            label,
            home,
            key: None,
            why_not: None,
            is_on: false,
        }
    }

    /// `label` says more than the command's own where undo and redo name their step.
    pub fn of_command(
        command: UserCommand,
        label: String,
        why_not: Option<&'static str>,
        is_on: bool,
    ) -> Self {
        let icon = command.icon().unwrap_or(icon::DOT_OUTLINE);
        let home = command.menu().unwrap_or_default().to_owned();
        Self {
            key: command.shortcut(),
            why_not,
            is_on,
            ..Self::new(Target::Command(command), icon, label, home)
        }
    }

    pub fn of_theme(choice: ThemeChoice, is_on: bool) -> Self {
        let icon = match choice {
            ThemeChoice::System => icon::CIRCLE_HALF,
            ThemeChoice::Light => icon::SUN,
            ThemeChoice::Dark => icon::MOON,
        };
        let (label, home) = (choice.title().to_owned(), "View › Theme".to_owned());
        Self {
            is_on,
            ..Self::new(Target::Theme(choice), icon, label, home)
        }
    }

    pub fn of_tab(document_id: DocumentId, name: &str) -> Self {
        let label = format!("Show {}", line(name));
        let home = "Open designs".to_owned();
        Self::new(Target::Tab(document_id), icon::BROWSERS, label, home)
    }

    pub fn of_file(path: &Path) -> Self {
        let name = path.file_name().map_or_else(
            || path.display().to_string(),
            |name| name.to_string_lossy().into_owned(),
        );
        let folder = path.parent().map(|folder| folder.display().to_string());
        let label = format!("Open {name}");
        let target = Target::File(path.to_owned());
        Self::new(target, icon::FILE, label, folder.unwrap_or_default())
    }

    pub fn of_stage(event: &Event, name: &str, bookmark: Option<&str>) -> Self {
        let label = format!("Go to stage {} {}", event.stage, line(name));
        let target = Target::Stage(event.id);
        let home = bookmark.map_or_else(String::new, |title| {
            format!("Bookmark {title}").trim_end().to_owned()
        });
        Self {
            kind: Some(event.kind),
            ..Self::new(target, theme::event_icon(event.kind), label, home)
        }
    }
}

/// The beginning of a text, on one line: more than a row has room for.
fn line(text: &str) -> String {
    const LONGEST: usize = 120;
    let letters = text.chars().take(LONGEST);
    letters
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect()
}
