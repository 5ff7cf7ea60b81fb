//! What is written meanwhile? An export on a thread of its own, so that a large picture holds up no frame.

use super::Outcome;
use crate::designer::commands::requests::ExportChoice;
use crate::export::{self, Options};
use crate::file;
use crate::rules;
use crate::workflow::{Design, Flow};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;

pub struct ExportJob {
    path: PathBuf,
    outcome: mpsc::Receiver<Outcome>,
}

impl ExportJob {
    /// Writes the design as it is now, whatever becomes of it in the window.
    pub fn begin(design: Design, path: PathBuf, choice: ExportChoice) -> Self {
        let (sender, outcome) = mpsc::channel();
        let target = path.clone();
        let work = move || {
            // Nobody listens when the window has closed meanwhile; the file is written all the same.
            let _ = sender.send(written(&design, &target, choice));
        };
        // Without a thread the sender is dropped, and the job tells that it failed.
        let _ = thread::Builder::new().name("export".to_owned()).spawn(work);
        Self { path, outcome }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// `None` while it is under way.
    pub fn poll(&mut self) -> Option<Outcome> {
        match self.outcome.try_recv() {
            Ok(outcome) => Some(outcome),
            Err(mpsc::TryRecvError::Empty) => None,
            Err(mpsc::TryRecvError::Disconnected) => {
                Some(Err("The export was broken off. Try it again.".to_owned()))
            }
        }
    }
}

fn written(design: &Design, path: &Path, choice: ExportChoice) -> Outcome {
    let flow = Flow::new(&design.workflow);
    let findings = rules::check_design(design, &flow);
    // The canvas shows letters of the system's fonts as well.
    let fonts = if choice.format.is_binary() {
        file::script_fonts()
    } else {
        Vec::new()
    };
    let options = Options {
        is_draft: choice.is_draft,
        leg: choice.leg,
        is_dark: choice.is_dark,
        is_expanded: false,
        scale: f64::from(choice.scale),
        fonts: &fonts,
    };
    let exported = export::export(choice.format, design, &flow, &findings, &options)
        .map_err(|fault| sentence(&fault.to_string()))?;
    file::write_atomically(path, &exported.bytes).map_err(|error| sentence(&error.to_string()))?;
    Ok(exported.losses)
}

/// With a capital letter and a full stop.
fn sentence(text: &str) -> String {
    let mut rest = text.chars();
    let first = rest.next().into_iter().flat_map(char::to_uppercase);
    let mut sentence: String = first.chain(rest).collect();
    if !sentence.ends_with('.') {
        sentence.push('.');
    }
    sentence
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::Format;
    use crate::workflow::{Layout, sketch};

    #[test]
    fn a_folder_that_is_gone_is_told_in_a_sentence() {
        let workflow = sketch::parse("1 New Call\n  finish \"Done\"").unwrap();
        let design = Design::new(workflow, Layout::default());
        let choice = ExportChoice {
            format: Format::Dot,
            leg: None,
            is_dark: false,
            scale: 2,
            is_draft: false,
        };
        let why = written(&design, Path::new("/nowhere/at/all/a.dot"), choice).unwrap_err();
        assert!(why.ends_with('.') && why.contains("/nowhere"), "{why}");
    }
}
