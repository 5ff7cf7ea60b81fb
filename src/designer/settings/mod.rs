//! What does the window remember? Theme, scale, open panels, recent files and folders, in the user's configuration folder.

pub(super) mod preferences;
pub(super) mod reduced_motion;
pub(super) mod system_fonts;

use crate::designer::folder::FolderSort;
use crate::designer::settings::reduced_motion::MotionChoice;
use crate::workflow::{duration_in_hours, duration_text, duration_words};
use eframe::egui::ThemePreference;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

const MOST_RECENT: usize = 10;
const MOST_RECENT_FOLDERS: usize = 4;
pub(in crate::designer) const SCALES: [f32; 7] = [0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 2.0];

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ThemeChoice {
    #[default]
    System,
    Light,
    Dark,
}

impl ThemeChoice {
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    pub const fn title(self) -> &'static str {
        match self {
            Self::System => "Like the system",
            Self::Light => "Light",
            Self::Dark => "Dark",
        }
    }

    pub const fn preference(self) -> ThemePreference {
        match self {
            Self::System => ThemePreference::System,
            Self::Light => ThemePreference::Light,
            Self::Dark => ThemePreference::Dark,
        }
    }
}

/// What a bare number in a timer is completed to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum TimerUnit {
    Minutes,
    /// Most follow-ups are due within a day or two.
    #[default]
    Hours,
    Days,
}

impl TimerUnit {
    pub const ALL: [Self; 3] = [Self::Minutes, Self::Hours, Self::Days];

    pub const fn title(self) -> &'static str {
        match self {
            Self::Minutes => "Minutes",
            Self::Hours => "Hours",
            Self::Days => "Days",
        }
    }

    /// As a duration is written with it.
    pub const fn letter(self) -> &'static str {
        match self {
            Self::Minutes => "m",
            Self::Hours => "h",
            Self::Days => "d",
        }
    }
}

/// How a time is told that the program works out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum TimeStyle {
    /// `2d 3h`
    #[default]
    Short,
    /// `2 days 3 hours`
    Words,
    /// `51h`
    Hours,
}

impl TimeStyle {
    pub const ALL: [Self; 3] = [Self::Short, Self::Words, Self::Hours];

    /// A number of seconds in this style.
    pub fn text(self, total_s: u64) -> String {
        match self {
            Self::Short => duration_text(total_s),
            Self::Words => duration_words(total_s),
            Self::Hours => duration_in_hours(total_s),
        }
    }
}

/// What preferences say of times.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Times {
    pub unit: TimerUnit,
    pub style: TimeStyle,
}

/// Everything has a default, so that a file of an older version, or none, is as good.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    pub theme: ThemeChoice,
    /// Of text and controls; 1 is normal.
    pub scale: f32,
    pub is_outline_open: bool,
    /// Does the outline show actions as well as stages?
    pub are_actions_outlined: bool,
    pub is_inspector_open: bool,
    /// Is the panel below open, with findings or legs?
    pub are_findings_open: bool,
    /// The legs, not the findings?
    pub are_legs_shown: bool,
    pub outline_width: f32,
    pub inspector_width: f32,
    pub rehearsal_width: f32,
    pub findings_height: f32,
    /// Older settings say yes or no instead.
    #[serde(alias = "is_motion_reduced", deserialize_with = "MotionChoice::read")]
    pub motion: MotionChoice,
    pub is_minimap_shown: bool,
    /// Do dragged cards keep to the grid and to each other?
    pub is_snapping: bool,
    pub timer_unit: TimerUnit,
    pub time_style: TimeStyle,
    /// Under waivers, reviews and pushes; empty until it is given.
    pub user_name: String,
    /// The name of the format that was last exported to.
    pub export_format: String,
    pub recent: Vec<PathBuf>,
    /// The labels of commands lately chosen in the palette, the last first.
    pub recent_commands: Vec<String>,
    pub recent_folders: Vec<PathBuf>,
    pub folder_height: f32,
    pub folder_sort: FolderSort,
    /// Where they are kept; `None` keeps them in memory only.
    #[serde(skip)]
    path: Option<PathBuf>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: ThemeChoice::System,
            scale: 1.0,
            is_outline_open: true,
            are_actions_outlined: true,
            is_inspector_open: true,
            are_findings_open: false,
            are_legs_shown: false,
            outline_width: 240.0,
            inspector_width: 300.0,
            rehearsal_width: 340.0,
            findings_height: 190.0,
            motion: MotionChoice::System,
            is_minimap_shown: true,
            is_snapping: true,
            timer_unit: TimerUnit::default(),
            time_style: TimeStyle::default(),
            user_name: String::new(),
            export_format: "json".to_owned(),
            recent: Vec::new(),
            recent_commands: Vec::new(),
            recent_folders: Vec::new(),
            folder_height: 320.0,
            folder_sort: FolderSort::Name,
            path: None,
        }
    }
}

impl Settings {
    /// Reads the user's settings. A file that cannot be read counts as none: settings are no work that could be lost.
    pub fn load() -> Self {
        let Some(path) = setting_file("settings.json") else {
            return Self::default();
        };
        let mut settings: Self = kept_setting(&path).unwrap_or_default();
        if !settings.scale.is_finite() {
            settings.scale = 1.0;
        }
        settings.scale = settings.scale.clamp(SCALES[0], SCALES[SCALES.len() - 1]);
        Self {
            path: Some(path),
            ..settings
        }
    }

    /// Keeps them. Failing is no reason to disturb anybody: the window then opens as it did last time.
    pub fn save(&self) {
        if let Some(path) = &self.path {
            keep_setting(path, self);
        }
    }

    /// Keeps another name, and all else as it is kept by now: another window may have changed it.
    #[cfg(feature = "server")]
    pub fn rename_user(&mut self, name: &str) {
        if let Some(path) = &self.path
            && let Some(kept) = kept_setting::<Self>(path)
        {
            *self = Self {
                path: self.path.take(),
                ..kept
            };
        }
        name.clone_into(&mut self.user_name);
        self.save();
    }

    pub const fn times(&self) -> Times {
        Times {
            unit: self.timer_unit,
            style: self.time_style,
        }
    }

    /// The name under waivers and reviews, proposed from the system's while none was given.
    pub fn signature(&self) -> String {
        if self.user_name.trim().is_empty() {
            system_user()
        } else {
            self.user_name.trim().to_owned()
        }
    }

    /// Puts a file at the head of the recent ones.
    pub fn remember(&mut self, path: &Path) {
        put_first(&mut self.recent, path);
        self.save();
    }

    /// Puts a folder at the head of the recent ones.
    pub fn remember_folder(&mut self, path: &Path) {
        put_first(&mut self.recent_folders, path);
        self.recent_folders.truncate(MOST_RECENT_FOLDERS);
        self.save();
    }

    /// Puts a command at the head of those lately chosen in the palette.
    pub fn remember_command(&mut self, label: &str) {
        self.recent_commands.retain(|recent| recent != label);
        self.recent_commands.insert(0, label.to_owned());
        self.recent_commands.truncate(MOST_RECENT);
        self.save();
    }

    /// The next scale up or down the steps.
    pub fn step_scale(&mut self, is_up: bool) {
        let next = if is_up {
            SCALES.into_iter().find(|&scale| scale > self.scale + 0.01)
        } else {
            SCALES
                .into_iter()
                .rev()
                .find(|&scale| scale < self.scale - 0.01)
        };
        self.scale = next.unwrap_or(self.scale);
    }
}

/// Where settings of that name are kept, in the user's configuration folder.
pub fn setting_file(name: &str) -> Option<PathBuf> {
    let dirs = directories::ProjectDirs::from("", "", "legwork")?;
    Some(dirs.config_dir().join(name))
}

/// Settings as they are kept; `None` when there are none, or none that can be read.
pub fn kept_setting<T: DeserializeOwned>(path: &Path) -> Option<T> {
    let text = std::fs::read_to_string(path).ok()?;
    serde_json::from_str(&text).ok()
}

/// Keeps settings, where that is possible.
pub fn keep_setting(path: &Path, settings: &impl Serialize) {
    let Ok(text) = serde_json::to_string_pretty(settings) else {
        return;
    };
    if path
        .parent()
        .is_some_and(|folder| std::fs::create_dir_all(folder).is_ok())
    {
        let _ = crate::file::write_atomically(path, text.as_bytes());
    }
}

/// What the system calls the user; empty where it does not say.
pub fn system_user() -> String {
    let named = ["USER", "USERNAME"].map(std::env::var);
    named.into_iter().find_map(Result::ok).unwrap_or_default()
}

fn put_first(recent: &mut Vec<PathBuf>, path: &Path) {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    recent.retain(|other| *other != path);
    recent.insert(0, path);
    recent.truncate(MOST_RECENT);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_of_another_version_keep_what_they_share() {
        let settings: Settings =
            serde_json::from_str(r#"{ "scale": 1.5, "unheard_of": true }"#).unwrap();
        assert_eq!(
            settings,
            Settings {
                scale: 1.5,
                ..Settings::default()
            }
        );
    }

    #[test]
    fn less_motion_asked_for_in_older_settings_is_kept() {
        let motion = |text: &str| serde_json::from_str::<Settings>(text).unwrap().motion;
        assert_eq!(
            motion(r#"{ "is_motion_reduced": true }"#),
            MotionChoice::Reduced
        );
        assert_eq!(
            motion(r#"{ "is_motion_reduced": false }"#),
            MotionChoice::System
        );
        assert_eq!(motion(r#"{ "motion": "Full" }"#), MotionChoice::Full);
        let kept = Settings {
            motion: MotionChoice::Reduced,
            ..Settings::default()
        };
        let text = serde_json::to_string(&kept).unwrap();
        assert_eq!(motion(&text), MotionChoice::Reduced);
    }

    #[test]
    fn recent_files_are_listed_once_the_last_first() {
        let mut settings = Settings::default();
        for name in ["/a", "/b", "/a"] {
            settings.remember(Path::new(name));
        }
        assert_eq!(settings.recent, [PathBuf::from("/a"), PathBuf::from("/b")]);
    }

    #[test]
    fn scale_steps_end_at_eighty_and_two_hundred_percent() {
        let mut settings = Settings::default();
        (0..20).for_each(|_| settings.step_scale(true));
        assert!((settings.scale - 2.0).abs() < 1e-6);
        (0..20).for_each(|_| settings.step_scale(false));
        assert!((settings.scale - 0.8).abs() < 1e-6);
    }
}
