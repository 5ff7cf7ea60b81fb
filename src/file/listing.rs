//! Which designs are in a folder, and which have changed since one last looked? Told from file heads, without reading on.

use super::{Found, Head, find_designs, head_of};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// In a file that Legwork has written, the workflow's name comes within the first of so many bytes.
const HEAD_BYTES: u64 = 1024;

/// What the system says of a file, to be compared with what it said before: another print, probably another content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Print {
    modified: Option<SystemTime>,
    length: u64,
}

impl Print {
    /// `None` when there is no such file any more.
    fn of(path: &Path) -> Option<Self> {
        let metadata = fs::metadata(path).ok()?;
        Some(Self {
            modified: metadata.modified().ok(),
            length: metadata.len(),
        })
    }
}

/// A design in a folder, as far as its head tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub found: Found,
    /// The workflow's name, where the head of the file has it.
    pub name: Option<String>,
    /// When the file was last written, where the system tells.
    pub modified: Option<SystemTime>,
}

/// A folder that is looked at again and again.
#[derive(Clone, Debug)]
pub struct Listing {
    folder: PathBuf,
    /// Of every `.ron` file, designs or not, so that each is looked into once.
    prints: BTreeMap<PathBuf, Print>,
}

/// What one look at a folder brought.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// New designs, and those that have changed, by path.
    pub listed: Vec<Listed>,
    /// What is there no longer, or is something else now.
    pub gone: Vec<PathBuf>,
}

impl Listing {
    /// Nothing has been looked at yet, so that the first look brings everything.
    pub const fn new(folder: PathBuf) -> Self {
        Self {
            folder,
            prints: BTreeMap::new(),
        }
    }

    /// What is new or has changed since the last look. The folder is searched to the bottom; files that begin as something
    /// else than a design are left out. Only the heads of files that changed are read. A folder that cannot be looked into
    /// is listed like a file that cannot be read.
    pub fn look(&mut self) -> Changes {
        let mut before = std::mem::take(&mut self.prints);
        let mut changes = Changes::default();
        for found in find_designs(std::slice::from_ref(&self.folder)) {
            // Gone between being found and being looked at.
            let Some(print) = Print::of(&found.path) else {
                continue;
            };
            let path = found.path.clone();
            let is_known = before.remove(&path).map(|known| known == print);
            if is_known != Some(true) {
                match listed(found, print.modified) {
                    Some(listed) => changes.listed.push(listed),
                    None if is_known.is_some() => changes.gone.push(path.clone()),
                    None => {}
                }
            }
            self.prints.insert(path, print);
        }
        changes.gone.extend(before.into_keys());
        changes
    }
}

fn listed(found: Found, modified: Option<SystemTime>) -> Option<Listed> {
    let name = match head_text(&found.path) {
        Some(text) => match head_of(&text) {
            Head::Design(_) | Head::Empty => name_in(&text),
            Head::Definition | Head::Scenarios | Head::Clipboard | Head::Json | Head::Other => {
                return None;
            }
        },
        None => None,
    };
    Some(Listed {
        found,
        name,
        modified,
    })
}

/// `None` when the file cannot be read, which shows when it is checked.
fn head_text(path: &Path) -> Option<String> {
    let mut bytes = Vec::new();
    let file = File::open(path).ok()?;
    file.take(HEAD_BYTES).read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// The workflow's name, from a file that is written as Legwork writes it.
fn name_in(head: &str) -> Option<String> {
    let (_, workflow) = head.split_once("workflow: (")?;
    let literal = workflow.trim_start().strip_prefix("name: ")?;
    let end = end_of_string(literal)?;
    ron::from_str(&literal[..end]).ok()
}

/// Where a string literal at the start of the text ends.
fn end_of_string(text: &str) -> Option<usize> {
    let mut is_escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            '"' if !is_escaped => return text.starts_with('"').then_some(at + 1),
            '\\' => is_escaped = !is_escaped,
            _ => is_escaped = false,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::commands;
    use crate::file;

    fn names(listed: &[Listed]) -> Vec<Option<&str>> {
        listed.iter().map(|one| one.name.as_deref()).collect()
    }

    fn save(path: &Path, name: &str) {
        file::save(path, &commands::new_workflow(name), None).unwrap();
    }

    #[test]
    fn a_folder_is_listed_to_the_bottom_with_names_and_without_what_is_no_design() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("more")).unwrap();
        save(&at("a.ron"), "A \"quoted\" name");
        save(&at("more/b.ron"), "B\\");
        fs::write(at("c.ron"), "Config(threads: 4)").unwrap();
        fs::write(at("d.ron"), "(format: 2, worflow: 3)").unwrap();
        fs::write(at("notes.txt"), "x").unwrap();
        let changes = Listing::new(folder.path().to_owned()).look();
        assert_eq!(
            names(&changes.listed),
            [Some("A \"quoted\" name"), None, Some("B\\")]
        );
    }

    #[test]
    fn only_what_has_changed_is_listed_again() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for name in ["a.ron", "b.ron", "d.ron"] {
            save(&at(name), name);
        }
        let mut listing = Listing::new(folder.path().to_owned());
        listing.look();
        assert_eq!(listing.look(), Changes::default());
        fs::remove_file(at("a.ron")).unwrap();
        save(&at("b.ron"), "renamed");
        save(&at("c.ron"), "new");
        fs::write(at("d.ron"), "Config(threads: 4)").unwrap();
        let changes = listing.look();
        assert_eq!(names(&changes.listed), [Some("renamed"), Some("new")]);
        assert_eq!(changes.gone, [at("d.ron"), at("a.ron")]);
        assert_eq!(listing.look(), Changes::default());
    }
}
