//! Which scenarios has the design that is shown? They are saved at once, beside its file, and read anew before each
//! change, so that what somebody else wrote there is kept.

use crate::file::{self, Stamp};
use crate::workflow::Scenario;
use std::path::{Path, PathBuf};

/// The scenarios of a design. While the design has no file they are kept here alone, and saved together with it.
#[derive(Debug, Default)]
pub struct Book {
    scenarios: Vec<Scenario>,
    /// Of which file they are those.
    path: Option<PathBuf>,
    stamp: Option<Stamp>,
    /// Why the file cannot be read; then it is not written to either.
    fault: Option<String>,
}

impl Book {
    pub const fn scenarios(&self) -> &[Scenario] {
        self.scenarios.as_slice()
    }

    pub fn fault(&self) -> Option<&str> {
        self.fault.as_deref()
    }

    /// Reads what lies beside a design. Tells whether the scenarios are others now.
    pub fn look(&mut self, design: Option<&Path>) -> bool {
        let Some(path) = design.map(file::scenarios_path) else {
            return false;
        };
        let is_unchanged = |stamp: &Stamp| file::is_unchanged(&path, stamp).unwrap_or(false);
        let is_known = self.path.as_ref() == Some(&path)
            && self.fault.is_none()
            && path.exists()
            && self.stamp.as_ref().is_some_and(is_unchanged);
        if is_known {
            return false;
        }
        // What was recorded before the design had a file is not given up.
        let own = match self.path {
            None => std::mem::take(&mut self.scenarios),
            Some(_) => Vec::new(),
        };
        self.path = Some(path.clone());
        (self.stamp, self.fault) = (None, None);
        match file::read_scenarios(&path) {
            Ok(Some(read)) => {
                self.scenarios = read.scenarios;
                self.stamp = Some(read.stamp);
            }
            Ok(None) => self.scenarios = own,
            Err(error) => {
                self.scenarios = own;
                self.fault = Some(error.to_string());
            }
        }
        true
    }

    /// Changes the scenarios and saves them, when their design has a file. Returns what they were before.
    ///
    /// # Errors
    /// When they cannot be read or saved, with a sentence for the user; then nothing has changed.
    pub fn change(
        &mut self,
        design: Option<&Path>,
        change: impl FnOnce(&mut Vec<Scenario>),
    ) -> Result<Vec<Scenario>, String> {
        self.look(design);
        if let Some(fault) = &self.fault {
            return Err(format!("The scenarios cannot be read. {fault}"));
        }
        let mut changed = self.scenarios.clone();
        change(&mut changed);
        if let Some(path) = &self.path {
            let saved = file::save_scenarios(path, &changed, self.stamp.as_ref());
            self.stamp = Some(saved.map_err(|error| format!("{error}."))?);
        }
        Ok(std::mem::replace(&mut self.scenarios, changed))
    }

    /// The design was saved, maybe under another name: its scenarios go along. Those that lie there already stay as they
    /// are, which is told.
    ///
    /// # Errors
    /// A sentence for the user.
    pub fn follow(&mut self, old: Option<&Path>, new: &Path) -> Result<(), String> {
        if old == Some(new) {
            return Ok(());
        }
        self.look(old);
        if let Some(fault) = &self.fault {
            return Err(format!("The scenarios were left where they are. {fault}"));
        }
        let path = file::scenarios_path(new);
        if self.scenarios.is_empty() || self.path.as_ref() == Some(&path) {
            return Ok(());
        }
        if path.exists() {
            self.look(Some(new));
            return Err(format!(
                "{} was there already, and holds the scenarios of this design now.",
                path.display()
            ));
        }
        let saved = file::save_scenarios(&path, &self.scenarios, None);
        self.stamp = Some(saved.map_err(|error| format!("{error}."))?);
        self.path = Some(path);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workflow::Expected;
    use std::collections::BTreeMap;

    fn scenario(name: &str) -> Scenario {
        Scenario {
            name: name.to_owned(),
            fields: BTreeMap::new(),
            is_chargeable: true,
            steps: Vec::new(),
            expected: Expected::NotFollowedUp,
            effects: None,
        }
    }

    fn names(book: &Book) -> Vec<&str> {
        book.scenarios().iter().map(|it| &*it.name).collect()
    }

    fn add(book: &mut Book, design: Option<&Path>, name: &str) -> Result<(), String> {
        let added = book.change(design, |scenarios| scenarios.push(scenario(name)));
        added.map(|_| ())
    }

    #[test]
    fn what_somebody_else_wrote_meanwhile_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let design = folder.path().join("a.ron");
        let (mut one, mut other) = (Book::default(), Book::default());
        add(&mut one, Some(&design), "one").unwrap();
        add(&mut other, Some(&design), "other").unwrap();
        add(&mut one, Some(&design), "more").unwrap();
        assert_eq!(names(&one), ["one", "other", "more"]);
    }

    #[test]
    fn scenarios_of_a_design_without_a_file_are_saved_with_it() {
        let folder = tempfile::tempdir().unwrap();
        let mut book = Book::default();
        add(&mut book, None, "one").unwrap();
        let design = folder.path().join("a.ron");
        book.follow(None, &design).unwrap();
        let read = file::read_scenarios(&file::scenarios_path(&design)).unwrap();
        assert_eq!(read.unwrap().scenarios, [scenario("one")]);
    }

    #[test]
    fn saving_as_takes_the_scenarios_along_but_replaces_none() {
        let folder = tempfile::tempdir().unwrap();
        let [old, new, other] = ["a.ron", "b.ron", "c.ron"].map(|name| folder.path().join(name));
        add(&mut Book::default(), Some(&old), "one").unwrap();
        add(&mut Book::default(), Some(&other), "other").unwrap();
        let mut book = Book::default();
        book.follow(Some(&old), &new).unwrap();
        assert!(file::scenarios_path(&new).exists() && file::scenarios_path(&old).exists());
        let told = book.follow(Some(&new), &other).unwrap_err();
        assert!(told.contains("was there already"), "{told}");
        assert_eq!(names(&book), ["other"]);
    }

    #[test]
    fn a_file_that_cannot_be_read_is_not_written_to() {
        let folder = tempfile::tempdir().unwrap();
        let design = folder.path().join("a.ron");
        let path = file::scenarios_path(&design);
        std::fs::write(&path, "no scenarios").unwrap();
        let told = add(&mut Book::default(), Some(&design), "one").unwrap_err();
        assert!(told.contains("these are no scenarios"), "{told}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "no scenarios");
    }
}
