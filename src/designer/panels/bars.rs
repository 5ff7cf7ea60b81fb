//! What must one know of a design before going on, without being stopped? A bar above the canvas says it, and what to do.

use crate::designer::app::Designer;
use crate::designer::commands::requests::OnDiskReply;
use crate::designer::compare::{Against, CompareRequest};
use crate::designer::document::{Document, OnDisk};
use crate::designer::files::recovery;
use crate::designer::review::mode_bar_ui;
use crate::designer::widgets::symbol_ui;
use crate::designer::{Request, UserCommand};
use crate::file::journal::Rescue;
use crate::theme::{self, Theme};
use eframe::egui::{self, Align, Frame, Layout, Margin, Panel, Stroke, Ui};
use egui_phosphor::regular as icon;

/// A sentence, and what can be done about it, the likeliest last.
struct Bar {
    name: &'static str,
    symbol: &'static str,
    is_warning: bool,
    text: String,
    replies: Vec<(&'static str, Request)>,
}

impl Designer {
    pub(in crate::designer) fn bars_ui(&mut self, ui: &mut Ui) {
        let Some(document) = self.documents.get_mut(self.active) else {
            return;
        };
        let trouble = document.editor.trouble();
        if trouble.is_none() {
            document.is_trouble_known = false;
        }
        let trouble = trouble
            .filter(|_| !document.is_trouble_known)
            .map(|trouble| trouble_bar(document, &trouble));
        let elsewhere = document
            .elsewhere
            .is_told()
            .then(|| elsewhere_bar(document));
        let bars = [on_disk_bar(document), elsewhere, trouble, self.orphan_bar()];
        for bar in bars.into_iter().flatten() {
            bar_ui(ui, bar, &mut self.requests);
        }
        if let Some(document) = self.documents.get(self.active)
            && document.is_in_review
        {
            mode_bar_ui(ui, document, &mut self.requests);
        }
    }

    /// Work that was found, while a design is open and the start page is out of sight.
    fn orphan_bar(&self) -> Option<Bar> {
        if self.recovery.is_put_off {
            return None;
        }
        let orphans = self.recovery.orphans();
        let mut rescues = orphans
            .iter()
            .filter_map(|orphan| Some((orphan, orphan.rescue.as_ref().ok()?)));
        let (orphan, rescue) = rescues.next()?;
        let title = recovery::title(orphan);
        let more = match rescues.count() {
            0 => String::new(),
            count => format!(" {count} more after it."),
        };
        // The bar stands above some design: it must not be read as that one's.
        let is_here = rescue_is_of(self.document(), rescue);
        let which = if is_here {
            "this design"
        } else {
            "another design"
        };
        let (place, age) = (recovery::place(rescue), recovery::age(orphan));
        let journal = orphan.journal.clone();
        Some(Bar {
            name: "recovered work",
            symbol: icon::LIFEBUOY,
            is_warning: false,
            text: format!(
                "Unsaved work on {which} was found: {title} ({place}), {age}, {}.{more}",
                rescue.what
            ),
            replies: vec![
                ("Not now", Request::RecoverLater),
                (
                    "Discard…",
                    Request::AskToDiscard {
                        journal: journal.clone(),
                        title,
                    },
                ),
                ("Recover", Request::Recover(journal)),
            ],
        })
    }
}

fn on_disk_bar(document: &Document) -> Option<Bar> {
    let reply = |reply| Request::OnDisk(document.id, reply);
    let save_as = ("Save as…", reply(OnDiskReply::SaveAs));
    let keep_mine = ("Keep mine", reply(OnDiskReply::KeepMine));
    let (text, replies) = match &document.on_disk {
        OnDisk::AsKnown => return None,
        OnDisk::Changed(_) => (
            if document.is_unsaved() {
                "The file has changed on disk, and you have unsaved changes.".to_owned()
            } else {
                "The file has changed on disk. Reading it again ends what could be redone."
                    .to_owned()
            },
            {
                let with_file = CompareRequest::With(Against::File);
                let compare = ("Show differences", Request::Compare(with_file));
                let reload = ("Reload", reply(OnDiskReply::Reload));
                let mut replies = vec![compare, save_as, keep_mine, reload];
                if document.can_merge() {
                    replies.push(("Merge", reply(OnDiskReply::Merge)));
                }
                replies
            },
        ),
        OnDisk::Unreadable(why, _) => (
            format!("The file has changed on disk and cannot be read any more. {why}"),
            vec![save_as, keep_mine],
        ),
        OnDisk::Gone => (
            "The file is gone from the disk. Saving makes it again.".to_owned(),
            vec![save_as, ("Save", reply(OnDiskReply::Save))],
        ),
    };
    Some(Bar {
        name: "file on disk",
        symbol: icon::WARNING,
        is_warning: true,
        text,
        replies,
    })
}

fn rescue_is_of(document: Option<&Document>, rescue: &Rescue) -> bool {
    let file = rescue.file.as_deref();
    document
        .zip(file)
        .is_some_and(|(document, file)| document.is_at(file))
}

fn elsewhere_bar(document: &Document) -> Bar {
    Bar {
        name: "open elsewhere",
        symbol: icon::WARNING,
        is_warning: true,
        text: "This design is open in another window with unsaved changes.".to_owned(),
        replies: vec![("Hide", Request::HideElsewhere(document.id))],
    }
}

fn trouble_bar(document: &Document, trouble: &str) -> Bar {
    Bar {
        name: "journal trouble",
        symbol: icon::WARNING,
        is_warning: true,
        text: format!(
            "Your changes cannot be kept for recovery: {trouble}. Save now, so that they are safe."
        ),
        replies: vec![
            ("Hide", Request::HideTrouble(document.id)),
            ("Save", Request::Run(UserCommand::Save)),
        ],
    }
}

fn bar_ui(ui: &mut Ui, bar: Bar, requests: &mut Vec<Request>) {
    let theme = Theme::of(ui.ctx());
    let hue = if bar.is_warning {
        theme.warning
    } else {
        theme.accent
    };
    let frame = Frame::new()
        .fill(theme::mixed(theme.panel, hue, 0.12))
        .stroke(Stroke::NONE)
        .inner_margin(Margin::symmetric(12, 6));
    Panel::top(bar.name).frame(frame).show(ui, |ui| {
        ui.horizontal(|ui| {
            symbol_ui(ui, bar.symbol, hue);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                for (label, request) in bar.replies.into_iter().rev() {
                    if ui.button(label).clicked() {
                        requests.push(request);
                    }
                }
                ui.add_space(theme::GAP);
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let text = ui.add(egui::Label::new(bar.text).wrap());
                    // A screen reader says it when it comes up.
                    ui.ctx().accesskit_node_builder(text.id, |node| {
                        node.set_live(egui::accesskit::Live::Polite);
                    });
                });
            });
        });
    });
}
