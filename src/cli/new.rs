//! Makes a new design.

use super::{Outcome, Terminal, paint};
use crate::edit::commands;
use crate::file;
use std::io;
use std::path::PathBuf;

/// Make a new design with its New Call event
///
/// A NAME gives the workflow its name and the file one after it, in this folder; a FILE ending in `.ron` gives both the
/// other way round. A file that is there is not replaced.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  legwork new \"Complaint follow-up\"             makes complaint-follow-up.ron
  legwork new designs/brochure-request.ron      makes a workflow named Brochure request")]
pub(super) struct Arguments {
    #[arg(value_name = "NAME or FILE")]
    name_or_file: String,
}

pub(super) fn run(arguments: &Arguments, terminal: &mut Terminal<'_>) -> io::Result<Outcome> {
    let Some((path, name)) = path_and_name(&arguments.name_or_file) else {
        paint::error(
            terminal.err,
            "a workflow needs a name with a letter or a digit in it",
        )?;
        return Ok(Outcome::Unusable);
    };
    let shown = file::printable(&path.display().to_string());
    if path.symlink_metadata().is_ok() {
        paint::error(
            terminal.err,
            &format!("{shown} is there already; give the new design another name"),
        )?;
        return Ok(Outcome::Unusable);
    }
    if let Err(error) = file::save(&path, &commands::new_workflow(&name), None) {
        paint::error(terminal.err, &error.to_string())?;
        return Ok(Outcome::Unusable);
    }
    writeln!(
        terminal.out,
        "{shown}: made the workflow “{}”; `legwork {shown}` opens it",
        file::printable(&name)
    )?;
    Ok(Outcome::Clean)
}

/// Where the design goes and what it is called; `None` when there is nothing to call it by.
fn path_and_name(name_or_file: &str) -> Option<(PathBuf, String)> {
    if let Some(stem) = name_or_file.strip_suffix(".ron") {
        let words = stem.rsplit(['/', '\\']).next()?.replace(['-', '_'], " ");
        let words = words.trim();
        let first = words.chars().next()?;
        let name = first.to_uppercase().chain(words.chars().skip(1)).collect();
        return Some((PathBuf::from(name_or_file), name));
    }
    let name = name_or_file.trim();
    let slug: Vec<String> = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    if slug.is_empty() {
        return None;
    }
    Some((PathBuf::from(slug.join("-") + ".ron"), name.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_gives_a_file_and_a_file_a_name() {
        for (given, path, name) in [
            (
                "Complaint follow-up",
                "complaint-follow-up.ron",
                "Complaint follow-up",
            ),
            (" Größe & Preis ", "größe-preis.ron", "Größe & Preis"),
            ("a/b", "a-b.ron", "a/b"),
            (
                "designs/brochure-request.ron",
                "designs/brochure-request.ron",
                "Brochure request",
            ),
            ("x.ron", "x.ron", "X"),
        ] {
            assert_eq!(
                path_and_name(given),
                Some((PathBuf::from(path), name.to_owned()))
            );
        }
        for given in ["", " ", "--", ".ron", "designs/.ron"] {
            assert_eq!(path_and_name(given), None, "{given}");
        }
    }
}
