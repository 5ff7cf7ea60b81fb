//! How is a file saved without ever harming what is there? Written beside, flushed, and put in its place at once.

use super::text_of;
use crate::workflow::Design;
use sha2::{Digest, Sha256};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What was on disk: enough to see whether somebody else has changed it since. Touching a file changes nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    pub(super) length: u64,
    pub(super) sha256: [u8; 32],
}

impl Stamp {
    pub fn of(bytes: &[u8]) -> Self {
        Self {
            length: bytes.len() as u64,
            sha256: Sha256::digest(bytes).into(),
        }
    }
}

/// How is called what is written beside a file and then takes its place.
const BESIDE_PREFIX: &str = ".legwork-";
const BESIDE_SUFFIX: &str = ".tmp";

/// Why a file was not saved. What was on disk is still there.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    #[error(
        "{}: the file was changed on disk since it was opened; reload it, overwrite it, or save under another name",
        path.display()
    )]
    ChangedOnDisk { path: PathBuf },
    #[error("{}: this is a folder; give the file a name in it", path.display())]
    Folder { path: PathBuf },
    #[error("{}: the folder to save in is not there; make it, or choose another", path.display())]
    NoFolder { path: PathBuf },
    #[error(
        "{}: the file is write-protected; change its permissions, or save under another name",
        path.display()
    )]
    WriteProtected { path: PathBuf },
    #[error(
        "{}: you have no permission to write in this folder; save in another",
        path.display()
    )]
    NotPermitted { path: PathBuf },
    #[error("{}: the disk is full; make room, or save elsewhere", path.display())]
    DiskFull { path: PathBuf },
    #[error("{}: the file cannot be saved: {source}", path.display())]
    Io { path: PathBuf, source: io::Error },
}

impl SaveError {
    fn from_io(path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Self::NoFolder { path },
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                Self::NotPermitted { path }
            }
            io::ErrorKind::IsADirectory => Self::Folder { path },
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull { path },
            _ => Self::Io { path, source },
        }
    }
}

/// Saves a design. With `expected`, the file is replaced only when it is still what that stamp says, or is gone:
/// then it is made again. Without, whatever is there is replaced: for a new name, or when the user chose to overwrite.
///
/// # Errors
/// When the file was changed on disk, or cannot be written; what is on disk is then as it was.
pub fn save(path: &Path, design: &Design, expected: Option<&Stamp>) -> Result<Stamp, SaveError> {
    let text = text_of(design);
    let stamp = Stamp::of(text.as_bytes());
    replace(path, text.as_bytes(), expected)?;
    Ok(stamp)
}

/// Puts bytes into a file at once: a reader sees the old content or the new one, never a part. A symbolic link stays
/// one, its target is replaced; permissions are kept.
///
/// # Errors
/// When it cannot be written; what is on disk is then as it was.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<(), SaveError> {
    replace(path, bytes, None)
}

pub(super) fn replace(
    path: &Path,
    bytes: &[u8],
    expected: Option<&Stamp>,
) -> Result<(), SaveError> {
    let failed = |error: io::Error| SaveError::from_io(path, error);
    if fs::metadata(path).is_ok_and(|there| !there.is_file() && !there.is_dir()) {
        // A pipe or a device, such as `/dev/stdout`: it is written to, never replaced.
        let mut open = fs::OpenOptions::new();
        let mut device = open.write(true).open(path).map_err(failed)?;
        return device.write_all(bytes).map_err(failed);
    }
    let target = link_target(path).map_err(failed)?;
    let folder = match target.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let existing = match fs::metadata(&target) {
        Ok(metadata) => Some(metadata),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(failed(error)),
    };
    let mut builder = tempfile::Builder::new();
    builder.prefix(BESIDE_PREFIX).suffix(BESIDE_SUFFIX);
    if let Some(metadata) = &existing {
        let path = path.to_owned();
        if metadata.is_dir() {
            return Err(SaveError::Folder { path });
        }
        if metadata.permissions().readonly() {
            return Err(SaveError::WriteProtected { path });
        }
    } else {
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    }
    let mut beside = builder.tempfile_in(folder).map_err(failed)?;
    // Where the file system knows no locks, nothing is swept away either.
    let _ = beside.as_file().try_lock();
    beside.write_all(bytes).map_err(failed)?;
    if let Some(metadata) = &existing {
        beside
            .as_file()
            .set_permissions(metadata.permissions())
            .map_err(failed)?;
    }
    beside.as_file().sync_all().map_err(failed)?;
    // Looked at last, so that hardly any time is left in which somebody else could write.
    if let (Some(expected), Some(_)) = (expected, &existing)
        && !is_unchanged(&target, expected).map_err(failed)?
    {
        return Err(SaveError::ChangedOnDisk {
            path: path.to_owned(),
        });
    }
    beside
        .persist(&target)
        .map_err(|error| failed(error.error))?;
    // The new name lasts through a power failure once the folder is on disk too. Not every file system can do that,
    // and the file is saved already.
    #[cfg(unix)]
    let _ = fs::File::open(folder).and_then(|folder| folder.sync_all());
    sweep(folder);
    Ok(())
}

/// No save takes longer between making its file and locking it.
const LEFT_AFTER: Duration = Duration::from_mins(1);

/// Removes what a program left beside that was killed while it saved. Who is still saving holds a lock, or is about to.
fn sweep(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let is_old = || {
            let age = entry.metadata().and_then(|metadata| metadata.modified());
            age.is_ok_and(|at| at.elapsed().is_ok_and(|age| age > LEFT_AFTER))
        };
        if name.starts_with(BESIDE_PREFIX)
            && name.ends_with(BESIDE_SUFFIX)
            && is_old()
            && fs::File::open(entry.path()).is_ok_and(|file| file.try_lock().is_ok())
        {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Does a file still hold what the stamp says? One that is gone has not been changed by anybody.
///
/// # Errors
/// When it cannot be read.
pub fn is_unchanged(path: &Path, expected: &Stamp) -> io::Result<bool> {
    match fs::metadata(path) {
        Ok(metadata) if metadata.len() != expected.length => return Ok(false),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(true),
        other => other.map(|_| ())?,
    }
    Ok(Stamp::of(&fs::read(path)?) == *expected)
}

/// Where a symbolic link leads in the end, be there a file or not. A ring of links is told by the system.
fn link_target(path: &Path) -> io::Result<PathBuf> {
    const MOST_LINKS: usize = 40;
    let mut target = path.to_owned();
    for _ in 0..MOST_LINKS {
        match fs::read_link(&target) {
            // Relative to the folder in which the link lies.
            Ok(next) => target = target.parent().unwrap_or(Path::new("")).join(next),
            Err(_) => return Ok(target),
        }
    }
    Err(io::Error::other("its symbolic links lead in a ring"))
}
