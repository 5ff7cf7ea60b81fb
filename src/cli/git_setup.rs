//! Lets git compare and merge designs by meaning.

use super::{Outcome, Terminal, paint};
use crate::file::git::{self, GitError, Repository};
use crate::file::{self, printable};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Let git compare and merge designs by meaning
///
/// Writes a line into .gitattributes, which says for which files, and entries into git's configuration, which say how. The
/// line is to be committed and holds for everybody; the entries are made once in each clone, or with --global once on each
/// computer. What else stands in the two is left alone, and doing it again changes nothing.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  legwork git-setup                        in a repository: for all its .ron files
  legwork git-setup 'designs/*.ron'        only for those
  legwork git-setup --global               the configuration for all repositories of yours
  legwork git-setup --undo                 take it all back

From then on
  git diff                                 tells differences as `legwork diff` does
  git show, git log -p                     show stages and actions, and not the file
  git merge, rebase, cherry-pick, stash    join designs as `legwork merge` does

A .ron file that is no design is compared and merged as before.

Exit codes:
  0  done
  2  there is no git, or no repository here, or something cannot be written")]
pub(super) struct Arguments {
    /// Which files are designs, as .gitattributes writes it
    #[arg(value_name = "PATTERN", default_value = "*.ron")]
    patterns: Vec<String>,

    /// Write the configuration of the user, and not of this repository
    #[arg(long)]
    global: bool,

    /// Remove what was set up
    #[arg(long)]
    undo: bool,
}

/// Stands above our lines.
const REMARK: &str =
    "# Designs are compared and merged by meaning; in each clone, `legwork git-setup` says how.";
const ATTRIBUTES: &str = "diff=legwork merge=legwork";
const SECTIONS: [&str; 2] = ["diff.legwork", "merge.legwork"];

pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal<'_>) -> io::Result<Outcome> {
    let done = if arguments.undo {
        undo(arguments)
    } else {
        set_up(arguments)
    };
    match done {
        Ok(lines) => {
            for line in lines {
                writeln!(terminal.out, "{}", printable(&line))?;
            }
            Ok(Outcome::Clean)
        }
        Err(sentence) => {
            paint::error(terminal.err, &sentence)?;
            Ok(Outcome::Unusable)
        }
    }
}

/// Says what was done.
fn set_up(arguments: &Arguments) -> Result<Vec<String>, String> {
    let here = Path::new(".");
    let mut told = Vec::new();
    match Repository::around(here) {
        Ok(repository) => {
            let path = repository.root().join(".gitattributes");
            let before = read(&path)?;
            let after = with_patterns(&before, &arguments.patterns);
            let shown = path.display();
            if before == after {
                told.push(format!("{shown}: says already which files are designs"));
            } else {
                write(&path, &after)?;
                let patterns = arguments.patterns.join(", ");
                told.push(format!("{shown}: {patterns} are designs; commit it"));
            }
        }
        // Without a repository there is still the user's configuration.
        Err(GitError::NoRepository(_)) if arguments.global => {}
        Err(error) => return Err(error.to_string()),
    }
    let program = program();
    let entries = [
        ("diff.legwork.command", format!("{program} git-diff")),
        ("diff.legwork.textconv", format!("{program} git-text")),
        (
            "merge.legwork.name",
            "designs are merged by meaning".to_owned(),
        ),
        (
            "merge.legwork.driver",
            format!("{program} merge %O %A %B --output %A --path %P"),
        ),
    ];
    for (name, value) in entries {
        git::set_config(here, arguments.global, name, &value).map_err(|it| it.to_string())?;
        told.push(format!("{}: {name} = {value}", scope(arguments.global)));
    }
    Ok(told)
}

fn undo(arguments: &Arguments) -> Result<Vec<String>, String> {
    let here = Path::new(".");
    let mut told = Vec::new();
    match Repository::around(here) {
        Ok(repository) => {
            let path = repository.root().join(".gitattributes");
            let before = read(&path)?;
            let after = without_ours(&before);
            if before != after {
                if after.is_empty() {
                    fs::remove_file(&path).map_err(|it| format!("{}: {it}", path.display()))?;
                } else {
                    write(&path, &after)?;
                }
                told.push(format!("{}: our lines are gone", path.display()));
            }
        }
        Err(GitError::NoRepository(_)) if arguments.global => {}
        Err(error) => return Err(error.to_string()),
    }
    for section in SECTIONS {
        let was_there = git::remove_config(here, arguments.global, section);
        if was_there.map_err(|it| it.to_string())? {
            told.push(format!("{}: {section} is gone", scope(arguments.global)));
        }
    }
    if told.is_empty() {
        told.push("There was nothing to undo.".to_owned());
    }
    Ok(told)
}

const fn scope(is_global: bool) -> &'static str {
    if is_global {
        "git config --global"
    } else {
        "git config"
    }
}

fn read(path: &Path) -> Result<String, String> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(format!("{}: {error}", path.display())),
    }
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    file::write_atomically(path, text.as_bytes()).map_err(|error| error.to_string())
}

/// How git is to call this program: by its name where that leads here, or else by its path.
fn program() -> String {
    let name = "legwork";
    let Ok(this) = std::env::current_exe().and_then(|path| path.canonicalize()) else {
        return name.to_owned();
    };
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let named = std::env::split_paths(&folders)
        .map(|folder| folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
        .find(|path| path.is_file());
    let is_this = |path: PathBuf| path.canonicalize().is_ok_and(|path| path == this);
    if named.is_some_and(is_this) {
        name.to_owned()
    } else {
        quoted(&this.to_string_lossy().replace('\\', "/"))
    }
}

/// As a shell reads it, which git calls programs by.
fn quoted(path: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/._-+:".contains(c);
    if path.chars().all(is_plain) {
        path.to_owned()
    } else {
        format!("'{}'", path.replace('\'', "'\\''"))
    }
}

fn is_ours(line: &str) -> bool {
    let line = line.trim();
    line == REMARK || line.ends_with(ATTRIBUTES)
}

/// The lines for these patterns at the end; what is there already is left where it is.
fn with_patterns(text: &str, patterns: &[String]) -> String {
    let line = |pattern: &String| format!("{pattern} {ATTRIBUTES}");
    let is_there = |wanted: &String| text.lines().any(|line| line.trim() == wanted);
    let missing: Vec<String> = patterns
        .iter()
        .map(line)
        .filter(|line| !is_there(line))
        .collect();
    if missing.is_empty() {
        return text.to_owned();
    }
    let mut text = text.to_owned();
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    if !text.lines().any(|line| line.trim() == REMARK) {
        text.push_str(REMARK);
        text.push('\n');
    }
    for line in missing {
        text.push_str(&line);
        text.push('\n');
    }
    text
}

fn without_ours(text: &str) -> String {
    text.split_inclusive('\n')
        .filter(|line| !is_ours(line))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_lines_come_once_and_go_again_and_others_stay() {
        let patterns = ["*.ron".to_owned()];
        for others in ["", "*.png binary\n", "*.png binary\r\n# a remark\r\n"] {
            let with = with_patterns(others, &patterns);
            assert!(
                with.starts_with(others) && with.ends_with("*.ron diff=legwork merge=legwork\n")
            );
            assert_eq!(with_patterns(&with, &patterns), with);
            assert_eq!(without_ours(&with), others);
        }
        let unended = with_patterns("*.png binary", &patterns);
        assert!(unended.starts_with("*.png binary\n#"));
    }

    #[test]
    fn a_path_is_quoted_as_a_shell_wants_it() {
        assert_eq!(quoted("/usr/bin/legwork"), "/usr/bin/legwork");
        assert_eq!(quoted("/my programs/it's"), "'/my programs/it'\\''s'");
    }
}
