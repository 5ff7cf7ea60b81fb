//! What does the difference mean for runs under way? Asked of a store that somebody names.

use super::CompareRequest;
use super::load::{Comparison, Loading};
use crate::designer::widgets::{symbol_ui, weak};
use crate::runtime::store::Store;
use crate::runtime::{AtStake, Fate, at_stake};
use crate::theme::{self, Theme};
use eframe::egui::{self, Panel, RichText, Ui};
use egui_phosphor::regular as icon;
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[derive(Default)]
pub struct Runs {
    state: State,
}

#[derive(Default)]
enum State {
    #[default]
    NotAsked,
    Loading(Loading<Told>),
    Failed(String),
    Known(Told),
}

struct Told {
    store: String,
    stages: Vec<AtStake>,
}

impl Runs {
    /// Asks a store beside the frames.
    pub fn ask(ctx: &egui::Context, store: PathBuf, comparison: &Comparison) -> Self {
        let before = comparison.before.design.workflow.name().to_owned();
        let after = Arc::clone(&comparison.after.design);
        let loading = Loading::begin(ctx, move || {
            let names = [before.as_str(), after.workflow.name()];
            let opened = Store::open(&store).and_then(|opened| opened.under_way(&names));
            let under_way =
                opened.map_err(|error| format!("The store cannot be read: {error}."))?;
            Ok(Told {
                store: name_of(&store),
                stages: at_stake(&under_way, &after.workflow),
            })
        });
        Self {
            state: State::Loading(loading),
        }
    }

    pub fn take_answer(&mut self) {
        if let State::Loading(loading) = &self.state
            && let Some(answer) = loading.answer()
        {
            self.state = match answer {
                Ok(told) => State::Known(told),
                Err(why) => State::Failed(why),
            };
        }
    }

    /// Below the differences.
    pub fn runs_ui(&self, ui: &mut Ui, asked: &mut Vec<CompareRequest>) {
        let theme = Theme::of(ui.ctx());
        let frame = egui::Frame::new().inner_margin(egui::Margin {
            top: 8,
            ..egui::Margin::ZERO
        });
        Panel::bottom("runs").frame(frame).show(ui, |ui| {
            ui.label(RichText::new("Runs under way").font(theme::semibold(theme::BODY)));
            match &self.state {
                State::NotAsked => {
                    ui.label(weak(ui, "Which calls are in stages that have changed?"));
                }
                State::Loading(_) => {
                    ui.label(weak(ui, "Asking the store…"));
                }
                State::Failed(why) => {
                    ui.add(egui::Label::new(why).wrap());
                }
                State::Known(told) => told_ui(ui, theme, told),
            }
            ui.add_space(4.0);
            if ui.button("Choose a store…").clicked() {
                asked.push(CompareRequest::ChooseStore);
            }
        });
    }
}

fn told_ui(ui: &mut Ui, theme: &Theme, told: &Told) {
    if told.stages.is_empty() {
        ui.label(weak(
            ui,
            format!("None of this workflow in {}.", told.store),
        ));
        return;
    }
    egui::ScrollArea::vertical()
        .max_height(180.0)
        .show(ui, |ui| {
            for stage in &told.stages {
                ui.horizontal_top(|ui| {
                    let (symbol, hue) = match stage.fate {
                        Fate::Removed => (icon::MINUS, theme.error),
                        Fate::Changed => (icon::PENCIL_SIMPLE, theme.warning),
                        Fate::Same => (icon::CHECK, theme.good),
                    };
                    symbol_ui(ui, symbol, hue);
                    ui.add(egui::Label::new(stage.to_string()).wrap());
                });
            }
        });
    let rule = "They go on by the definition that they began with.";
    ui.add(egui::Label::new(weak(ui, rule)).wrap());
}

fn name_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}
