//! Does the system ask for less motion? Each desktop keeps that wish elsewhere; it is asked once, off the window's thread.

use eframe::egui;
use serde::{Deserialize, Deserializer, Serialize};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether the camera and the cards glide.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum MotionChoice {
    #[default]
    System,
    Full,
    Reduced,
}

impl MotionChoice {
    pub const ALL: [Self; 3] = [Self::System, Self::Full, Self::Reduced];

    pub const fn title(self) -> &'static str {
        match self {
            Self::System => "Like the system",
            Self::Full => "Full",
            Self::Reduced => "Reduced",
        }
    }

    /// Reads the choice, or the yes or no that older settings have in its place.
    ///
    /// # Errors
    /// When it is neither.
    pub fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Kept {
            Choice(MotionChoice),
            IsReduced(bool),
        }
        Ok(match Kept::deserialize(deserializer)? {
            Kept::Choice(choice) => choice,
            Kept::IsReduced(true) => Self::Reduced,
            Kept::IsReduced(false) => Self::System,
        })
    }
}

/// What the system wishes. Full motion until it has answered.
#[derive(Clone, Debug, Default)]
pub struct SystemMotion {
    is_reduced: Arc<AtomicBool>,
}

impl SystemMotion {
    /// Asks on a thread of its own: a desktop's tools may take their time, or be missing.
    pub fn ask(ctx: &egui::Context) -> Self {
        let motion = Self::default();
        let (is_reduced, ctx) = (Arc::clone(&motion.is_reduced), ctx.clone());
        std::thread::spawn(move || {
            if is_wished_for() {
                is_reduced.store(true, Ordering::Relaxed);
                ctx.request_repaint();
            }
        });
        motion
    }

    pub fn is_reduced(&self, choice: MotionChoice) -> bool {
        match choice {
            MotionChoice::System => self.is_reduced.load(Ordering::Relaxed),
            MotionChoice::Full => false,
            MotionChoice::Reduced => true,
        }
    }
}

fn is_wished_for() -> bool {
    if cfg!(target_os = "macos") {
        let read = ["read", "com.apple.universalaccess", "reduceMotion"];
        answer("defaults", &read).is_some_and(|text| macos_reduces(&text))
    } else if cfg!(target_os = "windows") {
        let key = r"HKCU\Control Panel\Desktop\WindowMetrics";
        answer("reg", &["query", key, "/v", "MinAnimate"])
            .is_some_and(|text| windows_reduces(&text))
    } else {
        let get = ["get", "org.gnome.desktop.interface", "enable-animations"];
        answer("gsettings", &get).is_some_and(|text| gnome_reduces(&text))
            || kde_globals().is_some_and(|text| kde_reduces(&text))
    }
}

fn answer(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok()?;
    let is_given = output.status.success();
    is_given.then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

fn kde_globals() -> Option<String> {
    let folder = directories::BaseDirs::new()?;
    std::fs::read_to_string(folder.config_dir().join("kdeglobals")).ok()
}

fn gnome_reduces(answer: &str) -> bool {
    answer.trim() == "false"
}

/// `AnimationDurationFactor` of nothing in the section `[KDE]`.
fn kde_reduces(globals: &str) -> bool {
    let mut is_in_section = false;
    for line in globals.lines().map(str::trim) {
        if line.starts_with('[') {
            is_in_section = line == "[KDE]";
        } else if is_in_section
            && let Some((name, value)) = line.split_once('=')
            && name.trim() == "AnimationDurationFactor"
        {
            return value
                .trim()
                .parse::<f32>()
                .is_ok_and(|factor| factor <= 0.0);
        }
    }
    false
}

fn macos_reduces(answer: &str) -> bool {
    answer.trim() == "1"
}

/// The last word of the line that names the value.
fn windows_reduces(answer: &str) -> bool {
    let mut lines = answer.lines().map(str::split_whitespace);
    lines.any(|mut words| words.next() == Some("MinAnimate") && words.last() == Some("0"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_desktop_says_in_its_own_way_that_it_wants_less_motion() {
        assert!(gnome_reduces("false\n") && !gnome_reduces("true\n") && !gnome_reduces(""));
        assert!(macos_reduces("1\n") && !macos_reduces("0\n"));
        let registry = |value| {
            format!(
                "\r\nHKEY_CURRENT_USER\\Control Panel\\Desktop\\WindowMetrics\r\n    MinAnimate    REG_SZ    {value}\r\n\r\n"
            )
        };
        assert!(windows_reduces(&registry(0)) && !windows_reduces(&registry(1)));
        assert!(!windows_reduces(""));
    }

    #[test]
    fn kde_keeps_its_wish_among_other_things() {
        let globals = |factor: &str| {
            format!(
                "[General]\nAnimationDurationFactor=0\n\n[KDE]\nSingleClick=false\nAnimationDurationFactor={factor}\n"
            )
        };
        assert!(kde_reduces(&globals("0")));
        assert!(!kde_reduces(&globals("0.5")));
        assert!(!kde_reduces("[General]\nAnimationDurationFactor=0"));
    }

    #[test]
    fn a_choice_of_ones_own_counts_more_than_the_system() {
        let wants_less = SystemMotion {
            is_reduced: Arc::new(AtomicBool::new(true)),
        };
        assert!(wants_less.is_reduced(MotionChoice::System));
        assert!(!wants_less.is_reduced(MotionChoice::Full));
        assert!(SystemMotion::default().is_reduced(MotionChoice::Reduced));
        assert!(!SystemMotion::default().is_reduced(MotionChoice::System));
    }
}
