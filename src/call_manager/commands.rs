//! What can be asked for by menu and key? One list, so that menu, keys and their overview cannot disagree.

use super::desk::Tab;
use eframe::egui::{Key, KeyboardShortcut, Modifiers};
use egui_phosphor::regular as icon;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Show(Tab),
    Search,
    ClearFilter,
    /// Or release, when it is one's own.
    Claim,
    SeeAll,
    ToggleNotices,
    ToggleSound,
    OpenOther,
    Shortcuts,
    Quit,
}

impl Command {
    /// In the order of the menu, in groups.
    pub const GROUPS: &'static [&'static [Self]] = &[
        &[
            Self::Show(Tab::Waiting),
            Self::Show(Tab::Finished),
            Self::Show(Tab::Letters),
        ],
        &[Self::Search, Self::ClearFilter],
        &[Self::Claim, Self::SeeAll],
        &[Self::ToggleNotices, Self::ToggleSound],
        &[Self::Shortcuts, Self::OpenOther, Self::Quit],
    ];

    pub fn all() -> impl Iterator<Item = Self> {
        Self::GROUPS.iter().copied().flatten().copied()
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::Show(Tab::Waiting) => "Waiting calls",
            Self::Show(Tab::Finished) => "Finished calls",
            Self::Show(Tab::Letters) => "What could not be sent",
            Self::Search => "Search…",
            Self::ClearFilter => "Clear search and filters",
            Self::Claim => "Claim or release the call",
            Self::SeeAll => "Mark all as seen",
            Self::ToggleNotices => "Desktop notices",
            Self::ToggleSound => "Sound of notices",
            Self::OpenOther => "Open another store or server…",
            Self::Shortcuts => "Keyboard shortcuts",
            Self::Quit => "Quit",
        }
    }

    pub const fn icon(self) -> &'static str {
        match self {
            Self::Show(Tab::Waiting) => icon::TRAY,
            Self::Show(Tab::Finished) => icon::FLAG_CHECKERED,
            Self::Show(Tab::Letters) => icon::ENVELOPE_SIMPLE,
            Self::Search => icon::MAGNIFYING_GLASS,
            Self::ClearFilter => icon::FUNNEL,
            Self::Claim => icon::HAND_PALM,
            Self::SeeAll => icon::CHECKS,
            Self::ToggleNotices => icon::BELL,
            Self::ToggleSound => icon::SPEAKER_HIGH,
            Self::OpenOther => icon::PLUGS,
            Self::Shortcuts => icon::KEYBOARD,
            Self::Quit => icon::SIGN_OUT,
        }
    }

    pub const fn shortcut(self) -> Option<KeyboardShortcut> {
        const CTRL: Modifiers = Modifiers::COMMAND;
        let (modifiers, key) = match self {
            Self::Show(Tab::Waiting) => (CTRL, Key::Num1),
            Self::Show(Tab::Finished) => (CTRL, Key::Num2),
            Self::Show(Tab::Letters) => (CTRL, Key::Num3),
            Self::Search => (Modifiers::NONE, Key::Slash),
            Self::Claim => (Modifiers::NONE, Key::C),
            Self::ToggleNotices => (Modifiers::NONE, Key::N),
            Self::ToggleSound => (Modifiers::NONE, Key::M),
            Self::OpenOther => (CTRL, Key::O),
            Self::Shortcuts => (Modifiers::NONE, Key::F1),
            Self::Quit => (CTRL, Key::Q),
            Self::ClearFilter | Self::SeeAll => return None,
        };
        Some(KeyboardShortcut::new(modifiers, key))
    }

    /// A key beside that of the menu, where people know the command by another from elsewhere.
    pub const fn second_shortcut(self) -> Option<KeyboardShortcut> {
        let (modifiers, key) = match self {
            Self::Search => (Modifiers::COMMAND, Key::F),
            Self::Shortcuts => (Modifiers::NONE, Key::Questionmark),
            _ => return None,
        };
        Some(KeyboardShortcut::new(modifiers, key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_commands_share_a_key_or_a_label() {
        let keys = |command: Command| [command.shortcut(), command.second_shortcut()];
        let keys: Vec<KeyboardShortcut> = Command::all().flat_map(keys).flatten().collect();
        for (index, key) in keys.iter().enumerate() {
            assert!(!keys[index + 1..].contains(key), "{key:?}");
        }
        let labels: Vec<&str> = Command::all().map(Command::label).collect();
        for (index, label) in labels.iter().enumerate() {
            assert!(!labels[index + 1..].contains(label), "{label}");
        }
    }
}
