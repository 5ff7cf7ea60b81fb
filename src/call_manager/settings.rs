//! What does the Call Manager remember? Where the calls were last, who is asked for, and how loud it may be.
//!
//! Look, times and name are the designer's preferences: whoever uses both windows has one of each.

use super::source::SourceName;
use crate::designer::{keep_setting, kept_setting, setting_file};
use crate::runtime::Timestamp;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

const MOST_RECENT: usize = 8;

/// A source that was open before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecentSource {
    pub name: SourceName,
    /// What waits since a later time is new.
    #[serde(default)]
    pub seen_until: Option<Timestamp>,
}

/// Everything has a default, so that a file of an older version, or none, is as good.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CallManagerSettings {
    /// The last first.
    pub recent: Vec<RecentSource>,
    pub team: Option<String>,
    pub workflow: Option<String>,
    pub are_notices_shown: bool,
    pub has_sound: bool,
    pub detail_width: f32,
    /// Where they are kept; `None` keeps them in memory only.
    #[serde(skip)]
    path: Option<PathBuf>,
}

impl Default for CallManagerSettings {
    fn default() -> Self {
        Self {
            recent: Vec::new(),
            team: None,
            workflow: None,
            are_notices_shown: true,
            has_sound: true,
            detail_width: 420.0,
            path: None,
        }
    }
}

impl CallManagerSettings {
    /// Reads the user's settings. A file that cannot be read counts as none.
    pub fn load() -> Self {
        let Some(path) = setting_file("call-manager.json") else {
            return Self::default();
        };
        let kept: Self = kept_setting(&path).unwrap_or_default();
        Self {
            path: Some(path),
            ..kept
        }
    }

    /// Keeps them. Failing is no reason to disturb anybody.
    pub fn save(&self) {
        if let Some(path) = &self.path {
            keep_setting(path, self);
        }
    }

    /// Puts a source at the head of the recent ones. Returns up to when all was seen there.
    pub fn remember(&mut self, name: &SourceName) -> Option<Timestamp> {
        let before = self.recent.iter().position(|recent| recent.name == *name);
        let seen_until = before.and_then(|index| self.recent.remove(index).seen_until);
        let recent = RecentSource {
            name: name.clone(),
            seen_until,
        };
        self.recent.insert(0, recent);
        self.recent.truncate(MOST_RECENT);
        seen_until
    }

    pub fn remember_seen(&mut self, name: &SourceName, seen_until: Option<Timestamp>) {
        let recent = self.recent.iter_mut().find(|recent| recent.name == *name);
        if let Some(recent) = recent {
            recent.seen_until = seen_until.max(recent.seen_until);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_listed_once_and_keeps_up_to_when_it_was_seen() {
        let [a, b] = ["http://a", "http://b"].map(|address| SourceName::Server(address.to_owned()));
        let mut settings = CallManagerSettings::default();
        assert_eq!(settings.remember(&a), None);
        settings.remember_seen(&a, Some(Timestamp(7)));
        settings.remember_seen(&a, None);
        settings.remember(&b);
        assert_eq!(settings.remember(&a), Some(Timestamp(7)));
        let names: Vec<&SourceName> = settings.recent.iter().map(|recent| &recent.name).collect();
        assert_eq!(names, [&a, &b]);
    }

    #[test]
    fn settings_of_another_version_keep_what_they_share() {
        let read: CallManagerSettings =
            serde_json::from_str(r#"{ "has_sound": false, "unheard_of": 1 }"#).unwrap();
        let expected = CallManagerSettings {
            has_sound: false,
            ..CallManagerSettings::default()
        };
        assert_eq!(read, expected);
    }
}
