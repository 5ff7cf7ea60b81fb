//! What of the work that was not saved? It is looked for when the window opens, and offered until it is wanted or not.

use crate::designer::Document;
use crate::designer::app::Designer;
use crate::file::journal::{self, Keeping, Orphan, Rescue};
use eframe::egui;
use std::path::{Path, PathBuf};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

/// Where journals are kept, and those that nobody holds.
#[derive(Default)]
pub struct Recovery {
    keeping: Option<Keeping>,
    orphans: Vec<Orphan>,
    /// Answers once the folder has been looked through.
    looking: Option<mpsc::Receiver<Vec<Orphan>>>,
    /// The user does not want to be reminded above the canvas.
    pub is_put_off: bool,
}

/// The platform's folder for what programs keep for themselves; on some that is the one for all data.
pub fn folder() -> Option<PathBuf> {
    let dirs = directories::ProjectDirs::from("", "", "legwork")?;
    let folder = dirs.state_dir().unwrap_or_else(|| dirs.data_local_dir());
    Some(folder.join("recovery"))
}

impl Recovery {
    pub fn keeping(&self) -> Option<Keeping> {
        self.keeping.clone()
    }

    pub fn orphans(&self) -> &[Orphan] {
        &self.orphans
    }

    /// Has them looked for; they come with a later frame.
    pub fn look_for_orphans(&mut self) {
        let Some(keeping) = self.keeping.clone() else {
            return;
        };
        let (answer, looking) = mpsc::channel();
        self.looking = Some(looking);
        // Without the thread nothing is offered now, and nothing is lost either.
        let _ = thread::Builder::new()
            .name("orphans".to_owned())
            .spawn(move || {
                let _ = answer.send(journal::orphans(&keeping.folder));
                (keeping.wake)();
            });
    }

    pub fn take_orphans(&mut self) {
        let answer = self.looking.as_ref().and_then(|it| it.try_recv().ok());
        if let Some(orphans) = answer {
            self.orphans = orphans;
            self.looking = None;
        }
    }
}

/// What an orphan is called.
pub fn title(orphan: &Orphan) -> String {
    match &orphan.rescue {
        Ok(rescue) if rescue.name.trim().is_empty() => "Untitled workflow".to_owned(),
        Ok(rescue) => rescue.name.clone(),
        Err(_) => "A recovery journal that cannot be read".to_owned(),
    }
}

/// How long ago an orphan's work was done, in words.
pub fn age(orphan: &Orphan) -> String {
    ago(orphan.changed_at.elapsed().unwrap_or_default())
}

fn ago(time: Duration) -> String {
    let minutes = time.as_secs() / 60;
    let (count, unit) = match minutes {
        0 => return "a moment ago".to_owned(),
        1..60 => (minutes, "minute"),
        60..1440 => (minutes / 60, "hour"),
        _ => (minutes / 1440, "day"),
    };
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{plural} ago")
}

/// Where an orphan's design is, as far as that tells it from others.
pub fn place(rescue: &Rescue) -> String {
    let Some(path) = &rescue.file else {
        return "never saved to a file".to_owned();
    };
    let name = path.file_name().unwrap_or(path.as_os_str());
    let folder = path.parent().and_then(Path::file_name);
    folder.map_or_else(
        || path.display().to_string(),
        |folder| format!("…/{}", Path::new(folder).join(name).display()),
    )
}

impl Designer {
    /// Keeps journals in that folder from now on, and offers the work that lies there.
    pub fn keep_recovery_in(&mut self, ctx: &egui::Context, folder: PathBuf) {
        let ctx = ctx.clone();
        self.recovery.keeping = Some(Keeping {
            folder,
            wake: Arc::new(move || ctx.request_repaint()),
        });
        self.recovery.look_for_orphans();
    }

    /// Opens what a journal tells, with its whole history, as unsaved work.
    pub(in crate::designer) fn recover(&mut self, ctx: &egui::Context, journal: &Path) {
        let wake = ctx.clone();
        match journal::recover(journal, Arc::new(move || wake.request_repaint())) {
            Ok(recovered) => {
                let damaged = recovered.damaged.clone();
                let document = Document::recovered(recovered);
                self.give_way_to(&document);
                if let Some(damaged) = damaged {
                    let text = format!(
                        "The end of the journal cannot be read; what stands before it is here. \
                         The journal is kept as it was in {}.",
                        damaged.display()
                    );
                    self.explain("Not everything could be recovered", text);
                } else {
                    self.notify(format!(
                        "Recovered {}. Save it to keep it.",
                        document.name()
                    ));
                }
                self.show_document(document);
                self.forget_orphan(journal);
            }
            Err(fault) => {
                let text = format!("{}: {fault}.", journal.display());
                self.explain("The work cannot be recovered", text);
                self.recovery.look_for_orphans();
            }
        }
        ctx.request_repaint();
    }

    /// A tab with the same file and nothing of its own would only be in the way of what was recovered.
    fn give_way_to(&mut self, recovered: &Document) {
        let Some(path) = &recovered.path else { return };
        let same = self
            .documents
            .iter()
            .find(|document| document.is_at(path) && !document.is_unsaved());
        if let Some(document_id) = same.map(|document| document.id) {
            self.close_now(document_id);
        }
    }

    pub(in crate::designer) fn discard_recovered(&mut self, ctx: &egui::Context, journal: &Path) {
        match journal::discard(journal) {
            Ok(()) => self.forget_orphan(journal),
            Err(fault) => {
                let text = format!("{}: {fault}.", journal.display());
                self.explain("The work was not discarded", text);
                self.recovery.look_for_orphans();
            }
        }
        ctx.request_repaint();
    }

    fn forget_orphan(&mut self, journal: &Path) {
        let orphans = &mut self.recovery.orphans;
        orphans.retain(|orphan| orphan.journal != journal);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_age_is_told_in_its_largest_whole_unit() {
        let told = |seconds| ago(Duration::from_secs(seconds));
        assert_eq!(told(59), "a moment ago");
        assert_eq!(told(60), "1 minute ago");
        assert_eq!(told(59 * 60), "59 minutes ago");
        assert_eq!(told(23 * 3600), "23 hours ago");
        assert_eq!(told(49 * 3600), "2 days ago");
    }
}
