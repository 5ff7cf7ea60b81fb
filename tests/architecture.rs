//! Does every module use only what it may? The table of `ARCHITECTURE.md`, kept by reading the paths in `src/`.

use std::path::{Path, PathBuf};
use std::{fs, io};

struct Module {
    name: &'static str,
    may_use: &'static [&'static str],
    /// Crates, and modules of the standard library, that nothing in it may name.
    never: &'static [&'static str],
}

const SCREEN: [&str; 2] = ["egui", "eframe"];

const MODULES: &[Module] = &[
    Module {
        name: "workflow",
        may_use: &[],
        never: &["egui", "eframe", "serde", "ron", "std::fs", "std::time"],
    },
    Module {
        name: "arrange",
        may_use: &["workflow"],
        never: &["egui", "eframe", "serde", "ron", "std::fs", "std::time"],
    },
    Module {
        name: "edit",
        may_use: &["workflow", "arrange"],
        never: &["egui", "eframe", "serde", "ron", "std::fs", "std::time"],
    },
    Module {
        name: "rules",
        may_use: &["workflow", "edit"],
        never: &["egui", "eframe", "serde", "ron", "std::fs", "std::time"],
    },
    Module {
        name: "look",
        may_use: &["workflow", "arrange", "rules"],
        never: &["egui", "eframe", "serde", "ron", "std::fs", "std::time"],
    },
    Module {
        name: "export",
        may_use: &["workflow", "arrange", "rules", "look", "review"],
        never: &["egui", "eframe", "std::fs", "std::time"],
    },
    Module {
        name: "review",
        may_use: &["workflow", "rules"],
        never: &["egui", "eframe", "std::fs", "std::time"],
    },
    Module {
        name: "file",
        may_use: &["workflow", "edit", "export", "review"],
        never: &SCREEN,
    },
    Module {
        name: "runtime",
        may_use: &["workflow", "rules", "export", "file"],
        never: &SCREEN,
    },
    Module {
        name: "rehearsal",
        may_use: &["workflow", "rules", "export", "file", "runtime"],
        never: &["egui", "eframe", "serde", "ron", "std::fs", "std::time"],
    },
    Module {
        name: "canvas",
        may_use: &["workflow", "arrange", "edit", "rules", "look"],
        never: &["serde", "ron", "rfd", "std::fs"],
    },
    Module {
        name: "designer",
        may_use: &[
            "workflow",
            "arrange",
            "edit",
            "rules",
            "look",
            "export",
            "review",
            "file",
            "runtime",
            "rehearsal",
            "canvas",
            "call_manager",
        ],
        never: &[],
    },
    Module {
        name: "call_manager",
        may_use: &[
            "workflow",
            "arrange",
            "edit",
            "rules",
            "look",
            "export",
            "review",
            "file",
            "runtime",
            "rehearsal",
            "canvas",
            "designer",
        ],
        never: &[],
    },
    Module {
        name: "cli",
        may_use: &[
            "workflow",
            "arrange",
            "edit",
            "rules",
            "look",
            "export",
            "review",
            "file",
            "runtime",
            "rehearsal",
        ],
        never: &SCREEN,
    },
];

impl Module {
    /// A sentence for each path in a file of this module that leads where it may not.
    fn violations(&self, file: &str, source: &str) -> Vec<String> {
        let mut violations = Vec::new();
        for (line, used) in names_after("crate", source) {
            let is_module = MODULES.iter().any(|module| module.name == used);
            if is_module && used != self.name && !self.may_use.contains(&used.as_str()) {
                violations.push(format!("{file}:{line}: {} may not use {used}.", self.name));
            }
        }
        for &never in self.never {
            let lines = match never.split_once("::") {
                Some((root, part)) => {
                    let names = names_after(root, source).into_iter();
                    names
                        .filter_map(|(line, used)| (used == part).then_some(line))
                        .collect()
                }
                None => lines_with_path(never, source),
            };
            violations.extend(
                lines
                    .into_iter()
                    .map(|line| format!("{file}:{line}: {} may never use {never}.", self.name)),
            );
        }
        violations
    }

    /// As `ARCHITECTURE.md` lists it.
    fn table_row(&self) -> String {
        let may_use = if self.may_use.is_empty() {
            "nothing of ours".to_owned()
        } else {
            self.may_use.join(", ")
        };
        format!("| {} | {may_use} |", self.name)
    }
}

/// The source with what stands in comments blanked out, so that a link in a doc is no use of a module.
fn without_comments(source: &str) -> String {
    let code = |line: &str| match line.split_once("//") {
        Some((code, _)) if !code.ends_with(':') => code.to_owned(),
        _ => line.to_owned(),
    };
    source.lines().map(code).collect::<Vec<_>>().join("\n")
}

fn line_at(source: &str, position: usize) -> usize {
    source[..position].matches('\n').count() + 1
}

/// The positions after each `root::`, where `root` is a whole word that begins a path.
fn path_starts<'a>(root: &'a str, source: &'a str) -> impl Iterator<Item = usize> + 'a {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    source
        .match_indices(root)
        .filter(move |(start, _)| !source[..*start].ends_with(is_word))
        .map(|(start, root)| start + root.len())
        .filter(|&end| source[end..].starts_with("::"))
        .map(|end| end + 2)
}

fn lines_with_path(root: &str, source: &str) -> Vec<usize> {
    let source = without_comments(source);
    path_starts(root, &source)
        .map(|start| line_at(&source, start))
        .collect()
}

/// What follows on each `root::`, with its line: one name, or those at the top of a group in braces.
fn names_after(root: &str, source: &str) -> Vec<(usize, String)> {
    let source = without_comments(source);
    let name_at = |start: usize| -> (usize, String) {
        let rest = &source[start..];
        let name = rest.trim_start();
        let start = start + rest.len() - name.len();
        let is_word = |c: &char| c.is_alphanumeric() || *c == '_';
        (
            line_at(&source, start),
            name.chars().take_while(is_word).collect(),
        )
    };
    let mut names = Vec::new();
    for start in path_starts(root, &source) {
        if !source[start..].starts_with('{') {
            names.push(name_at(start));
            continue;
        }
        let mut depth = 0;
        for (offset, c) in source[start..].char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            if depth == 1 && matches!(c, '{' | ',') {
                names.push(name_at(start + offset + 1));
            }
            if depth == 0 {
                break;
            }
        }
    }
    names.retain(|(_, name)| !name.is_empty());
    names
}

fn rust_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(rust_files(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn modules_use_only_what_they_may() {
    let mut violations = Vec::new();
    for module in MODULES {
        let folder = root().join("src").join(module.name);
        if !folder.is_dir() {
            continue;
        }
        for file in rust_files(&folder).unwrap() {
            // What is written is read back in tests, which leads round in a circle.
            if file.ends_with("tests.rs") {
                continue;
            }
            let name = file.strip_prefix(root()).unwrap().display().to_string();
            violations.extend(module.violations(&name, &fs::read_to_string(&file).unwrap()));
        }
    }
    assert!(
        violations.is_empty(),
        "{}\nWhat may use what, and why, is in ARCHITECTURE.md.",
        violations.join("\n")
    );
}

#[test]
fn the_step_reads_no_clock_and_touches_no_disk() {
    let step = Module {
        name: "runtime",
        may_use: &["workflow", "rules", "export"],
        never: &[
            "egui",
            "eframe",
            "rusqlite",
            "tokio",
            "std::fs",
            "std::net",
            "std::thread",
            "std::time",
        ],
    };
    for entry in fs::read_dir(root().join("src/runtime")).unwrap() {
        // Store, driver and server are folders.
        let path = entry.unwrap().path();
        if path.is_file() && !path.ends_with("tests.rs") {
            let name = path.display().to_string();
            let violations = step.violations(&name, &fs::read_to_string(&path).unwrap());
            assert_eq!(violations, [""; 0]);
        }
    }
}

#[test]
fn every_folder_of_the_source_is_in_the_table() {
    for entry in fs::read_dir(root().join("src")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        assert!(
            !path.is_dir() || MODULES.iter().any(|module| module.name == name),
            "src/{name} is not in the table of tests/architecture.rs."
        );
    }
}

#[test]
fn the_table_of_the_documentation_is_the_one_that_is_kept() {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    for module in MODULES {
        let row = module.table_row();
        assert!(text.contains(&row), "ARCHITECTURE.md has no row “{row}”.");
    }
}

#[test]
fn forbidden_paths_are_found_however_they_are_written() {
    let source = "\
//! Read by [`crate::rules`].
use crate::workflow::{Design, EventId};
use crate::{
    arrange::{CARD_WIDTH, GRID},
    canvas,
};

fn f() -> crate::rules::Finding {
    let at = std::time::Instant::now(); // see crate::file
    egui::vec2(0.0, 0.0)
}
";
    let edit = MODULES.iter().find(|module| module.name == "edit").unwrap();
    assert_eq!(
        edit.violations("edit.rs", source),
        [
            "edit.rs:5: edit may not use canvas.",
            "edit.rs:8: edit may not use rules.",
            "edit.rs:10: edit may never use egui.",
            "edit.rs:9: edit may never use std::time.",
        ]
    );
}

#[test]
fn words_that_only_contain_a_name_are_no_paths() {
    assert_eq!(names_after("crate", "my_crate::canvas; crates::file"), []);
    assert_eq!(
        names_after("crate", "\"https://x\"; crate::file::read()"),
        [(1, "file".to_owned())]
    );
}
