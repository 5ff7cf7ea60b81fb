//! Is another driver at work on this store? A lock on a file beside it, which the system lets go when a driver is killed.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;

/// The lock of a driver, as long as it is held.
pub(super) struct Presence {
    lock: File,
}

impl Presence {
    /// Returns also whether no other driver is at work. It then stays so until [`Self::settled`]: what is leased is
    /// leased to drivers that are gone.
    pub fn announce(store: &Path) -> io::Result<(Self, bool)> {
        let mut path = store.as_os_str().to_owned();
        path.push("-drivers");
        let mut open = OpenOptions::new();
        let lock = open.create(true).truncate(false).write(true).open(path)?;
        let is_alone = lock.try_lock().is_ok();
        Ok((Self { lock }, is_alone))
    }

    /// Lets others in.
    pub fn settled(self) -> io::Result<Self> {
        self.lock.lock_shared()?;
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_is_alone_until_it_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("s");
        let (first, is_alone) = Presence::announce(&store).unwrap();
        assert!(is_alone);
        let first = first.settled().unwrap();
        let (second, is_alone) = Presence::announce(&store).unwrap();
        assert!(!is_alone);
        let second = second.settled().unwrap();
        drop(first);
        assert!(!Presence::announce(&store).unwrap().1);
        drop(second);
        assert!(Presence::announce(&store).unwrap().1);
    }
}
