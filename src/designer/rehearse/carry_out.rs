//! What is done when something is asked for in a rehearsal? After the frame, as with everything else.

use super::Ask;
use super::session::Change;
use crate::canvas::Framing;
use crate::designer::app::Designer;
use crate::designer::{Document, UserCommand};
use crate::rehearsal::{Rehearsable, Trial, generate, replay};
use crate::workflow::{Scenario, ScenarioStep};
use eframe::egui;
use std::sync::Arc;

/// Of a larger design the coverage is followed in a rehearsal alone: it is found out again with each edit.
const MOST_FOLLOWED: usize = 3_000;

impl Designer {
    pub(in crate::designer) fn rehearse(&mut self, asked: Ask) {
        let Some(document) = self.documents.get_mut(self.active) else {
            return;
        };
        let session = &mut document.rehearsal;
        let done = match asked {
            Ask::Push(index) => step(document, |trial| trial.push(index)),
            Ask::Pass(step_made) => step(document, |trial| trial.perform(&step_made)),
            Ask::GoTo(position) => step(document, |trial| {
                trial.go_to(position);
                Ok(())
            }),
            Ask::SetCall {
                fields,
                is_chargeable,
            } => {
                session.set_call(fields, is_chargeable);
                Ok(())
            }
            Ask::Save { name, with_effects } => save(document, &name, with_effects),
            Ask::Show(index) => {
                show(document, index);
                self.rehearsal_panel.renamed = None;
                Ok(())
            }
            Ask::Rename { index, name } => rename(document, index, &name),
            Ask::Accept(index) => accept(document, index),
            Ask::Remove(index) => remove(document, index),
            Ask::TakeBack => take_back(document),
            Ask::GoLeg(place) => {
                let leg = session
                    .legs()
                    .iter()
                    .find(|leg| leg.place == place)
                    .cloned();
                let subject = session.subject().cloned();
                if let Some((leg, subject)) = leg.zip(subject) {
                    let steps = subject.route_to(&leg).unwrap_or_default();
                    go(document, &subject, &steps);
                }
                Ok(())
            }
        };
        if let Err(sentence) = done {
            self.notify(sentence);
        }
    }

    pub(in crate::designer) fn rehearsal_command(&mut self, command: UserCommand) {
        use UserCommand as C;
        let Some(document) = self.documents.get_mut(self.active) else {
            return;
        };
        let session = &mut document.rehearsal;
        let position = session.trial().map_or(0, Trial::position);
        match command {
            C::Rehearse if session.is_open => session.is_open = false,
            C::Rehearse => {
                open(document);
                self.rehearsal_panel.show_call();
            }
            C::ToNextTimer => self.rehearse(Ask::Pass(ScenarioStep::NextTimer)),
            C::StepBack => self.rehearse(Ask::GoTo(position.saturating_sub(1))),
            C::StepForward => self.rehearse(Ask::GoTo(position + 1)),
            C::RestartRehearsal => {
                session.restart();
                follow(document);
                self.rehearsal_panel.show_call();
            }
            _ => self.generate_scenarios(),
        }
    }

    /// Makes the fewest scenarios that cover every leg; those that are there already stay, but for their namesakes.
    fn generate_scenarios(&mut self) {
        let Some(document) = self.documents.get_mut(self.active) else {
            return;
        };
        open(document);
        self.rehearsal_panel.show_scenarios();
        let Some(subject) = document.rehearsal.subject() else {
            let why = document.rehearsal.problem().unwrap_or_default().to_owned();
            return self.notify(why);
        };
        let generated = match generate(subject) {
            Ok(generated) => generated,
            Err(too_many) => return self.notify(too_many.to_string()),
        };
        let scenario_count = generated.scenarios.len();
        let changed = change(document, "generate".to_owned(), |scenarios| {
            for scenario in generated.scenarios {
                put(scenarios, scenario);
            }
        });
        let blocked = match generated.blocked.len() {
            0 => String::new(),
            1 => " One leg is left out, which no call can go.".to_owned(),
            count => format!(" {count} legs are left out, which no call can go."),
        };
        match changed {
            Ok(()) => {
                let plural = if scenario_count == 1 { "" } else { "s" };
                let cover = if scenario_count == 1 {
                    "covers"
                } else {
                    "cover"
                };
                self.notify(format!(
                    "{scenario_count} scenario{plural} {cover} every leg.{blocked}"
                ));
            }
            Err(sentence) => self.notify(sentence),
        }
    }

    /// Lets the scenarios be those that lie beside the design, where anybody looks at what they cover.
    pub(in crate::designer) fn follow_scenarios(&mut self, ctx: &egui::Context) {
        let is_wanted = self.are_legs_looked_at();
        let is_back = ctx.input(|i| i.events.contains(&egui::Event::WindowFocused(true)));
        for (index, document) in self.documents.iter_mut().enumerate() {
            if index != self.active {
                document.rehearsal.leave();
                continue;
            }
            let is_small = document.analysis.flow.stage_count() <= MOST_FOLLOWED;
            let path = document.path.as_deref();
            if document
                .rehearsal
                .follow(is_wanted && is_small, is_back, path)
            {
                // The name that is typed is that of a place in the list as it was.
                self.rehearsal_panel.renamed = None;
            }
        }
    }

    /// The design was saved: its scenarios go where it is now.
    pub(in crate::designer) fn keep_scenarios(
        &mut self,
        index: usize,
        old: Option<&std::path::Path>,
        new: &std::path::Path,
    ) {
        let session = &mut self.documents[index].rehearsal;
        if let Err(sentence) = session.book.follow(old, new) {
            session.replay_all();
            self.notify(sentence);
        }
    }
}

/// Begins a rehearsal, or goes on with it.
fn open(document: &mut Document) {
    let path = document.path.clone();
    let session = &mut document.rehearsal;
    session.is_open = true;
    session.look(path.as_deref());
    document.refresh();
    follow(document);
}

/// Brings the stage that the call is in into view.
fn follow(document: &mut Document) {
    let trial = document.rehearsal.trial();
    let stage = trial.and_then(Trial::stage);
    if let Some(stage) = stage.filter(|&stage| stage < document.analysis.flow.stage_count()) {
        let event_id = document.analysis.flow.event_id(stage);
        document.view.frame(Framing::Stage(event_id));
    }
}

fn step(
    document: &mut Document,
    act: impl FnOnce(&mut Trial) -> Result<(), crate::rehearsal::Misfit>,
) -> Result<(), String> {
    let done = document.rehearsal.step(act);
    follow(document);
    done.map_err(|misfit| misfit.to_string())
}

fn go(document: &mut Document, subject: &Arc<Rehearsable>, steps: &[ScenarioStep]) {
    let Some(trial) = document.rehearsal.trial() else {
        return;
    };
    let mut trial = Trial::new(Arc::clone(subject), trial.call().fields.clone(), true);
    let stopped = steps.iter().find_map(|step| trial.perform(step).err());
    let session = &mut document.rehearsal;
    session.shown = None;
    session.put(trial, stopped.map(|misfit| misfit.to_string()));
    follow(document);
}

fn show(document: &mut Document, index: usize) {
    let session = &mut document.rehearsal;
    let subject = session.subject().cloned();
    let scenario = session.book.scenarios().get(index);
    let Some((subject, scenario)) = subject.zip(scenario) else {
        return;
    };
    let replayed = replay(&subject, scenario);
    session.shown = Some(index);
    let mismatch = replayed.mismatch.map(|mismatch| mismatch.to_string());
    session.put(replayed.trial, mismatch);
    follow(document);
}

fn save(document: &mut Document, name: &str, with_effects: bool) -> Result<(), String> {
    let Some(trial) = document.rehearsal.trial() else {
        return Ok(());
    };
    let recorded = trial.recorded(name, with_effects);
    change(document, format!("save “{name}”"), |scenarios| {
        put(scenarios, recorded);
    })?;
    let session = &mut document.rehearsal;
    let mut scenarios = session.book.scenarios().iter();
    session.shown = scenarios.position(|scenario| scenario.name == name);
    Ok(())
}

/// Adds a scenario, or puts it in the place of its namesake.
fn put(scenarios: &mut Vec<Scenario>, scenario: Scenario) {
    match scenarios
        .iter_mut()
        .find(|other| other.name == scenario.name)
    {
        Some(namesake) => *namesake = scenario,
        None => scenarios.push(scenario),
    }
}

/// Lets a scenario expect what the design does now; steps that do not fit any more are left out.
fn accept(document: &mut Document, index: usize) -> Result<(), String> {
    let session = &document.rehearsal;
    let scenario = session.book.scenarios().get(index);
    let Some((subject, scenario)) = session.subject().cloned().zip(scenario) else {
        return Ok(());
    };
    let replayed = replay(&subject, scenario);
    let recorded = replayed
        .trial
        .recorded(&scenario.name, scenario.effects.is_some());
    let label = format!("amend “{}”", recorded.name);
    amend(document, index, label, |scenario| *scenario = recorded)?;
    show(document, index);
    Ok(())
}

fn remove(document: &mut Document, index: usize) -> Result<(), String> {
    let known = document.rehearsal.book.scenarios().get(index).cloned();
    let name = known.as_ref().map_or("", |scenario| &scenario.name);
    change(document, format!("delete “{name}”"), |scenarios| {
        // Somebody else may have written to the file: it is that scenario which goes, wherever it is now.
        if let Some(at) = scenarios
            .iter()
            .position(|other| Some(other) == known.as_ref())
        {
            scenarios.remove(at);
        }
    })?;
    document.rehearsal.shown = None;
    Ok(())
}

fn amend(
    document: &mut Document,
    index: usize,
    label: String,
    amend: impl FnOnce(&mut Scenario),
) -> Result<(), String> {
    let known = document.rehearsal.book.scenarios().get(index).cloned();
    change(document, label, |scenarios| {
        let mut scenarios = scenarios.iter_mut();
        if let Some(scenario) = scenarios.find(|other| Some(&**other) == known.as_ref()) {
            amend(scenario);
        }
    })
}

fn change(
    document: &mut Document,
    label: String,
    change: impl FnOnce(&mut Vec<Scenario>),
) -> Result<(), String> {
    let path = document.path.clone();
    let session = &mut document.rehearsal;
    let changed = session.book.change(path.as_deref(), change);
    session.replay_all();
    let before = changed?;
    let after = session.book.scenarios().to_vec();
    session.change = Some(Change {
        label,
        before,
        after,
    });
    if path.is_none() {
        // They would be lost with it.
        document.editor.mark_unsaved();
    }
    Ok(())
}

fn rename(document: &mut Document, index: usize, name: &str) -> Result<(), String> {
    let mut others = document.rehearsal.book.scenarios().iter().enumerate();
    if others.any(|(other, scenario)| other != index && scenario.name == name) {
        return Err(format!("There is a scenario “{name}” already."));
    }
    amend(document, index, format!("rename “{name}”"), |scenario| {
        name.clone_into(&mut scenario.name);
    })
}

fn take_back(document: &mut Document) -> Result<(), String> {
    let path = document.path.clone();
    let session = &mut document.rehearsal;
    let Some(change) = session.change.take() else {
        return Ok(());
    };
    let mut is_as_left = false;
    session.book.change(path.as_deref(), |scenarios| {
        is_as_left = *scenarios == change.after;
        if is_as_left {
            *scenarios = change.before;
        }
    })?;
    session.shown = None;
    session.replay_all();
    if is_as_left {
        return Ok(());
    }
    Err("The scenarios have been changed elsewhere since, so nothing was taken back.".to_owned())
}
