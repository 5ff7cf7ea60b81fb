//! Has another living window unsaved work on a file that is opened? Its journal tells; looked through beside the frames.

use crate::file::journal::{self, Keeping};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

/// Whether there is such work, as far as has been found out.
#[derive(Debug, Default)]
pub struct Elsewhere(Arc<AtomicBool>);

impl Elsewhere {
    /// Begins to look; the answer comes with a later frame.
    pub fn look(file: &Path, keeping: Keeping) -> Self {
        let elsewhere = Self::default();
        // Listed now: the journal that is begun for the file here must not be taken for another window's.
        let journals = journal::journals(&keeping.folder);
        if journals.is_empty() {
            return elsewhere;
        }
        let (told, file) = (Arc::clone(&elsewhere.0), file.to_owned());
        // Without the thread nothing is told, and who saves second is still asked.
        let _ = thread::Builder::new()
            .name("elsewhere".to_owned())
            .spawn(move || {
                let mut journals = journals.iter();
                if journals.any(|journal| journal::is_unsaved_elsewhere(journal, &file)) {
                    told.store(true, Ordering::Relaxed);
                    (keeping.wake)();
                }
            });
        elsewhere
    }

    pub fn is_told(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
