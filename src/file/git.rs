//! What was a design before? Asked of `git`, the program, where the file lies in one of its repositories.

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A working tree of git's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repository {
    root: PathBuf,
    /// Paths in revisions that begin with `./` count from here.
    folder: PathBuf,
}

/// A commit that touched a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// The whole hash.
    pub hash: String,
    /// When it was made, in local time: `2026-03-05 14:30`.
    pub date: String,
    pub author: String,
    /// The first line of its message.
    pub subject: String,
    /// Where the file was then, from the root of the repository; it may have been called otherwise.
    pub path: String,
}

impl Commit {
    /// As people write a hash.
    pub fn short_hash(&self) -> &str {
        self.hash.get(..8).unwrap_or(&self.hash)
    }

    /// As a revision of a file is written: `HASH:PATH`.
    pub fn revision(&self) -> String {
        format!("{}:{}", self.hash, self.path)
    }
}

/// Why git does not tell.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GitError {
    #[error("the program git is not there; install it, or name a file instead of a revision")]
    NoGit,
    #[error("{} does not lie in a git repository", .0.display())]
    NoRepository(PathBuf),
    #[error("there is no revision “{0}” in this repository; `git log --oneline` lists them")]
    NoRevision(String),
    #[error(
        "there is no file {path} in revision “{revision}”; paths count from the root of the repository, or with ./ from here"
    )]
    NotInRevision { revision: String, path: String },
    #[error("git cannot do that: {0}")]
    Failed(String),
}

impl Repository {
    /// The repository in which a file or a folder lies.
    ///
    /// # Errors
    /// When there is none, or no git.
    pub fn around(path: &Path) -> Result<Self, GitError> {
        let folder = if path.is_dir() { path } else { folder_of(path) };
        let none = || GitError::NoRepository(path.to_owned());
        if !folder.is_dir() {
            return Err(none());
        }
        let asked = run(folder, ["rev-parse", "--show-toplevel"])?;
        if !asked.status.success() {
            return Err(none());
        }
        let root = text(&asked.stdout);
        Ok(Self {
            root: PathBuf::from(root.trim_end_matches(['\n', '\r'])),
            folder: folder.to_owned(),
        })
    }

    /// The folder of its working tree.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// What a file held in a revision: `HEAD:designs/a.ron`; `:designs/a.ron` is what is staged.
    ///
    /// # Errors
    /// When there is no such revision, or no such file in it.
    pub fn read(&self, revision: &str, path: &str) -> Result<Vec<u8>, GitError> {
        if !revision.is_empty() {
            let commit = format!("{revision}^{{commit}}");
            // What begins with a dash would be an option.
            let is_there = !revision.starts_with('-')
                && self
                    .git(["rev-parse", "--verify", "--quiet", &commit])?
                    .status
                    .success();
            if !is_there {
                return Err(GitError::NoRevision(revision.to_owned()));
            }
        }
        let shown = self.git(["cat-file", "blob", &format!("{revision}:{path}")])?;
        if shown.status.success() {
            return Ok(shown.stdout);
        }
        Err(GitError::NotInRevision {
            revision: if revision.is_empty() {
                "what is staged".to_owned()
            } else {
                revision.to_owned()
            },
            path: path.to_owned(),
        })
    }

    /// The commits that touched a file, the latest first, also under another name; at most `limit` of them.
    ///
    /// # Errors
    /// When git cannot tell.
    pub fn commits_of(&self, file: &Path, limit: usize) -> Result<Vec<Commit>, GitError> {
        let name = file.file_name().unwrap_or_default();
        let limit = format!("-n{limit}");
        let options = [
            "log",
            "--follow",
            // Where it was deleted there is nothing to read.
            "--diff-filter=d",
            "--name-only",
            "-z",
            "--date=format-local:%Y-%m-%d %H:%M",
            "--format=%x1e%H%x1f%ad%x1f%an%x1f%s%x1f",
            &limit,
            "--",
        ];
        let arguments = options.map(OsStr::new).into_iter().chain([name]);
        let told = run(folder_of(file), arguments)?;
        if !told.status.success() {
            // Nothing has been committed yet.
            if !self
                .git(["rev-parse", "--verify", "--quiet", "HEAD"])?
                .status
                .success()
            {
                return Ok(Vec::new());
            }
            return Err(GitError::Failed(said(&told)));
        }
        Ok(text(&told.stdout)
            .split('\u{1e}')
            .filter_map(commit)
            .collect())
    }

    /// Which path a file has from the root, as revisions name it.
    pub fn path_of(&self, file: &Path) -> Option<String> {
        let file = file.canonicalize().ok()?;
        let root = self.root.canonicalize().ok()?;
        let inside = file.strip_prefix(root).ok()?;
        let parts: Option<Vec<&str>> = inside.iter().map(OsStr::to_str).collect();
        Some(parts?.join("/"))
    }

    fn git<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Result<Output, GitError> {
        run(&self.folder, arguments)
    }
}

/// Sets an entry of git's configuration: of the repository around a folder, or of the user.
///
/// # Errors
/// When git cannot write it.
pub fn set_config(folder: &Path, is_global: bool, name: &str, value: &str) -> Result<(), GitError> {
    let told = run(folder, ["config", scope(is_global), name, value])?;
    succeeded(&told)
}

/// Removes a section of git's configuration with all its entries. Tells whether there was one.
///
/// # Errors
/// When git cannot write its configuration.
pub fn remove_config(folder: &Path, is_global: bool, section: &str) -> Result<bool, GitError> {
    let pattern = format!("^{}\\.", section.replace('.', "\\."));
    let found = run(
        folder,
        ["config", scope(is_global), "--get-regexp", &pattern],
    )?;
    if !found.status.success() {
        return Ok(false);
    }
    let told = run(
        folder,
        ["config", scope(is_global), "--remove-section", section],
    )?;
    succeeded(&told).map(|()| true)
}

/// Merges two texts line by line, as git does by itself: writes the result with its markers into `ours`. Returns
/// whether there is no conflict.
///
/// # Errors
/// When git cannot do it.
pub fn merge_texts(base: &Path, ours: &Path, theirs: &Path) -> Result<bool, GitError> {
    let labels = ["-L", "ours", "-L", "base", "-L", "theirs"].map(OsStr::new);
    let files = [ours, base, theirs].map(Path::as_os_str);
    let arguments = [OsStr::new("merge-file")].into_iter().chain(labels);
    let told = run(Path::new("."), arguments.chain(files))?;
    match told.status.code() {
        Some(0) => Ok(true),
        // The number of conflicts; more than that is an error.
        Some(1..=127) => Ok(false),
        _ => Err(GitError::Failed(said(&told))),
    }
}

/// The lines by which two texts differ, as git shows them.
///
/// # Errors
/// When git cannot do it.
pub fn diff_texts(before: &Path, after: &Path, has_color: bool) -> Result<Vec<u8>, GitError> {
    let color = if has_color {
        "--color=always"
    } else {
        "--color=never"
    };
    let options = ["diff", "--no-index", "--no-ext-diff", color, "--"].map(OsStr::new);
    let files = [before, after].map(Path::as_os_str);
    let told = run(Path::new("."), options.into_iter().chain(files))?;
    match told.status.code() {
        Some(0 | 1) => Ok(told.stdout),
        _ => Err(GitError::Failed(said(&told))),
    }
}

const fn scope(is_global: bool) -> &'static str {
    if is_global { "--global" } else { "--local" }
}

fn succeeded(told: &Output) -> Result<(), GitError> {
    if told.status.success() {
        Ok(())
    } else {
        Err(GitError::Failed(said(told)))
    }
}

fn run<A: AsRef<OsStr>>(
    folder: &Path,
    arguments: impl IntoIterator<Item = A>,
) -> Result<Output, GitError> {
    let mut git = Command::new("git");
    git.args(arguments)
        .current_dir(folder)
        // Its answers are read here.
        .env("LC_ALL", "C")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .stdin(Stdio::null());
    git.output().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => GitError::NoGit,
        _ => GitError::Failed(error.to_string()),
    })
}

/// A bare file name lies in the present folder.
fn folder_of(path: &Path) -> &Path {
    let folder = path.parent().unwrap_or(path);
    if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// What git complained of, in its first line.
fn said(told: &Output) -> String {
    let complaint = text(&told.stderr);
    let line = complaint.lines().next().unwrap_or_default();
    let line = ["fatal: ", "error: "]
        .iter()
        .fold(line, |line, word| line.strip_prefix(word).unwrap_or(line));
    if line.is_empty() {
        told.status.to_string()
    } else {
        line.to_owned()
    }
}

/// One entry of the log: its parts, and the path on a line of its own.
fn commit(entry: &str) -> Option<Commit> {
    let mut parts = entry.split('\u{1f}').map(str::to_owned);
    let (hash, date) = (parts.next()?, parts.next()?);
    let (author, subject) = (parts.next()?, parts.next()?);
    let path = parts.next()?;
    let path = path.trim_matches(['\0', '\n']).to_owned();
    (!hash.is_empty() && !path.is_empty()).then_some(Commit {
        hash,
        date,
        author,
        subject,
        path,
    })
}
