//! Where is the call? The card that the Call Manager shows of it, the clock, what has happened, and the call's fields.

use super::Ask;
use super::history::history_ui;
use super::panel::{RehearsalPanel, SaveForm, ask};
use crate::designer::settings::Times;
use crate::designer::widgets::{self, caption, section_ui, weak};
use crate::designer::{Document, Request, UserCommand};
use crate::rehearsal::{Raised, Standing, Trial};
use crate::theme::{self, Theme};
use crate::workflow::{ActionKind, Priority, ScenarioStep, parse_duration};
use eframe::egui::{self, Color32, Frame, Margin, RichText, Stroke, Ui, vec2};
use egui_phosphor::regular as icon;

pub fn call_ui(
    panel: &mut RehearsalPanel,
    ui: &mut Ui,
    document: &Document,
    times: Times,
    requests: &mut Vec<Request>,
) {
    let Some(trial) = document.rehearsal.trial() else {
        return;
    };
    egui::ScrollArea::vertical()
        .auto_shrink(false)
        .show(ui, |ui| {
            if let Some(sentence) = document.rehearsal.interruption() {
                notice_ui(ui, sentence);
            }
            // The first thing that one can go on with takes it.
            let mut wants_focus = std::mem::take(&mut panel.wants_focus);
            panel.wants_focus |= card_ui(ui, trial, times, &mut wants_focus, requests);
            clock_ui(panel, ui, trial, times, &mut wants_focus, requests);
            section_ui(ui, "What has happened");
            history_ui(ui, trial, times, requests);
            save_ui(panel, ui, document, requests);
            fields_ui(ui, trial, requests);
            caveats_ui(ui, trial, requests);
            ui.add_space(theme::GROUP_GAP);
        });
}

/// A sentence that one should not overlook.
fn notice_ui(ui: &mut Ui, sentence: &str) {
    let theme = Theme::of(ui.ctx());
    Frame::new()
        .fill(theme::mixed(theme.panel, theme.warning, 0.12))
        .corner_radius(6)
        .inner_margin(Margin::symmetric(10, 8))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            let text = ui.add(egui::Label::new(sentence).wrap());
            ui.ctx().accesskit_node_builder(text.id, |node| {
                node.set_live(egui::accesskit::Live::Polite);
            });
        });
}

/// The call as the Call Manager shows it. Tells whether a button was pushed.
fn card_ui(
    ui: &mut Ui,
    trial: &Trial,
    times: Times,
    wants_focus: &mut bool,
    requests: &mut Vec<Request>,
) -> bool {
    let theme = Theme::of(ui.ctx());
    let mut is_pushed = false;
    Frame::new()
        .fill(theme.card)
        .stroke(Stroke::new(1.0, theme.border))
        .corner_radius(8)
        .inner_margin(Margin::same(12))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            stage_line_ui(ui, trial);
            match trial.standing() {
                Standing::NotFollowedUp => outcome_ui(
                    ui,
                    icon::PROHIBIT,
                    theme.text_weak,
                    "The call is not chargeable: the Call Manager does not show it.",
                ),
                Standing::Finished { outcome, .. } => {
                    let text = format!("Finished: {outcome}");
                    outcome_ui(ui, icon::FLAG_CHECKERED, theme.good, &text);
                }
                Standing::Dangling { gap, .. } => {
                    let text = trial.subject().gap_sentence(gap);
                    outcome_ui(ui, icon::WARNING_CIRCLE, theme.error, &text);
                }
                Standing::Waiting { .. } => {
                    alerts_ui(ui, &trial.now().alerts);
                    is_pushed = buttons_ui(ui, trial, wants_focus, requests);
                    timers_ui(ui, trial, times);
                }
            }
        });
    is_pushed
}

/// The stage by number and name, and how many there are.
fn stage_line_ui(ui: &mut Ui, trial: &Trial) {
    let subject = trial.subject();
    let Some(stage) = trial.stage() else { return };
    let event_id = subject.flow().event_id(stage);
    let Some(event) = subject.workflow().event(event_id) else {
        return;
    };
    ui.horizontal(|ui| {
        widgets::badge_ui(ui, event.stage, event.kind);
        let name = crate::workflow::stage_name(subject.workflow(), subject.flow(), event);
        let text = RichText::new(name).font(theme::semibold(theme::BODY));
        ui.add(egui::Label::new(text).truncate());
    });
}

fn outcome_ui(ui: &mut Ui, symbol: &str, hue: Color32, text: &str) {
    ui.horizontal_top(|ui| {
        widgets::symbol_ui(ui, symbol, hue);
        let text = ui.add(egui::Label::new(text).wrap());
        ui.ctx().accesskit_node_builder(text.id, |node| {
            node.set_live(egui::accesskit::Live::Polite);
        });
    });
}

fn alerts_ui(ui: &mut Ui, alerts: &[Raised]) {
    let theme = Theme::of(ui.ctx());
    if alerts.is_empty() {
        let text = "No alert is raised: the call only waits in the list.";
        ui.add(egui::Label::new(weak(ui, text)).wrap());
    }
    for alert in alerts {
        let hue = match alert.priority {
            Priority::Urgent => theme.error,
            Priority::High => theme.warning,
            Priority::Normal | Priority::Low => theme.text_weak,
        };
        ui.horizontal_top(|ui| {
            widgets::symbol_ui(ui, theme::action_icon(ActionKind::Alert), hue);
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                ui.add(egui::Label::new(&alert.message).wrap());
                let team = match alert.team.trim() {
                    "" => "for everybody".to_owned(),
                    team => format!("for {team}"),
                };
                let text = format!("{} priority, {team}", alert.priority.title());
                ui.label(caption(ui, text));
            });
        });
    }
}

fn buttons_ui(
    ui: &mut Ui,
    trial: &Trial,
    wants_focus: &mut bool,
    requests: &mut Vec<Request>,
) -> bool {
    let mut is_pushed = false;
    ui.add_space(2.0);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(theme::GAP, theme::GAP);
        for (index, label) in trial.buttons().enumerate() {
            let shown = match label.trim() {
                "" => "(no label)",
                label => label,
            };
            let button = if index == 0 {
                widgets::primary_button(ui, shown)
            } else {
                ui.button(shown)
            };
            if std::mem::take(wants_focus) {
                button.request_focus();
            }
            if button.clicked() {
                ask(requests, Ask::Push(index));
                is_pushed = true;
            }
        }
    });
    is_pushed
}

fn timers_ui(ui: &mut Ui, trial: &Trial, times: Times) {
    let running: Vec<(u64, u64)> = trial.timers().collect();
    if running.is_empty() {
        let text = "No timer runs: nothing but a button ends the wait.";
        ui.label(caption(ui, text));
    }
    for (after_s, left_ms) in running {
        ui.horizontal(|ui| {
            let theme = Theme::of(ui.ctx());
            widgets::symbol_ui(
                ui,
                theme::action_icon(ActionKind::Timer),
                theme.timer_elapsed,
            );
            let (after, left) = (times.style.text(after_s), times.style.text(left_ms / 1_000));
            ui.label(weak(ui, format!("{after} timer, {left} left")).size(theme::ROW));
        });
    }
}

fn clock_ui(
    panel: &mut RehearsalPanel,
    ui: &mut Ui,
    trial: &Trial,
    times: Times,
    wants_focus: &mut bool,
    requests: &mut Vec<Request>,
) {
    section_ui(ui, "Clock");
    let now_s = trial.now().now.0.unsigned_abs() / 1_000;
    ui.horizontal(|ui| {
        let theme = Theme::of(ui.ctx());
        widgets::symbol_ui(ui, icon::CLOCK, theme.text_weak);
        let text = if now_s == 0 {
            "The call has just come".to_owned()
        } else {
            format!("{} after the call", times.style.text(now_s))
        };
        ui.label(RichText::new(text).font(theme::medium(theme::BODY)));
    });
    let until_next = trial.until_next_timer_ms();
    let label = match until_next {
        Some(ms) => format!("To the next timer, {}", times.style.text(ms / 1_000)),
        None => "To the next timer".to_owned(),
    };
    let command = UserCommand::ToNextTimer;
    let hint = widgets::command_hint(ui, command, &command.label());
    let button = ui.add_enabled(
        until_next.is_some(),
        egui::Button::new(label).min_size(vec2(ui.available_width(), theme::BUTTON_HEIGHT)),
    );
    let button = button
        .on_hover_text(hint)
        .on_disabled_hover_text("No timer runs");
    // Where there is no button to push, this is what one goes on with.
    if until_next.is_some() && std::mem::take(wants_focus) {
        button.request_focus();
    }
    if button.clicked() {
        requests.push(Request::Run(command));
        panel.wants_focus = true;
    }
    let is_waiting = matches!(trial.standing(), Standing::Waiting { .. });
    ui.add_enabled_ui(is_waiting, |ui| wait_ui(panel, ui, requests));
}

/// A time to let pass.
fn wait_ui(panel: &mut RehearsalPanel, ui: &mut Ui, requests: &mut Vec<Request>) {
    ui.horizontal(|ui| {
        let label = ui.label(weak(ui, "Let time pass"));
        let width = (ui.available_width() - 84.0).max(60.0);
        let edit = egui::TextEdit::singleline(&mut panel.wait)
            .hint_text("2h 30m")
            .margin(widgets::FIELD_MARGIN)
            .desired_width(width - 16.0);
        let field = widgets::text_field(ui, edit).labelled_by(label.id);
        let seconds = parse_duration(&panel.wait);
        let is_entered = field.lost_focus() && ui.input(|i| i.key_pressed(egui::Key::Enter));
        let go = ui.add_enabled(seconds.is_ok(), egui::Button::new("Let pass"));
        let why = seconds.as_ref().err().map(ToString::to_string);
        let go = go.on_disabled_hover_text(why.unwrap_or_default());
        if let Ok(seconds) = seconds
            && (go.clicked() || is_entered)
        {
            ask(requests, Ask::Pass(ScenarioStep::Wait(seconds)));
        }
    });
}

/// What has happened becomes a scenario, once it has a name.
fn save_ui(
    panel: &mut RehearsalPanel,
    ui: &mut Ui,
    document: &Document,
    requests: &mut Vec<Request>,
) {
    ui.add_space(4.0);
    let session = &document.rehearsal;
    let Some(form) = &mut panel.form else {
        if ui.button("Save as scenario…").clicked() {
            let shown = session
                .shown
                .and_then(|index| session.book.scenarios().get(index));
            panel.form = Some(SaveForm {
                name: shown.map_or_else(String::new, |scenario| scenario.name.clone()),
                with_effects: shown.is_some_and(|scenario| scenario.effects.is_some()),
                wants_focus: true,
            });
        }
        return;
    };
    let label = ui.label(weak(ui, "Name of the scenario").size(theme::ROW));
    let edit = egui::TextEdit::singleline(&mut form.name)
        .margin(widgets::FIELD_MARGIN)
        .desired_width(f32::INFINITY);
    let field = widgets::text_field(ui, edit).labelled_by(label.id);
    if std::mem::take(&mut form.wants_focus) {
        field.request_focus();
        widgets::select_all(ui.ctx(), field.id, form.name.chars().count());
    }
    let is_entered = field.lost_focus() && ui.input(|i| i.key_pressed(egui::Key::Enter));
    widgets::checkbox(
        ui,
        &mut form.with_effects,
        "Expect the same effects, word by word",
    );
    let name = form.name.trim().to_owned();
    let is_there = session.book.scenarios().iter().any(|it| it.name == name);
    let mut is_done = false;
    ui.horizontal(|ui| {
        let word = if is_there { "Replace" } else { "Save scenario" };
        let save = ui.add_enabled(!name.is_empty(), egui::Button::new(word));
        if (save.clicked() || is_entered) && !name.is_empty() {
            let with_effects = form.with_effects;
            ask(
                requests,
                Ask::Save {
                    name: name.clone(),
                    with_effects,
                },
            );
            is_done = true;
        }
        is_done |= ui.button("Cancel").clicked();
    });
    if is_done {
        panel.form = None;
    }
}

fn fields_ui(ui: &mut Ui, trial: &Trial, requests: &mut Vec<Request>) {
    section_ui(ui, "The call");
    let call = trial.call();
    let mut fields = call.fields.clone();
    let mut is_chargeable = call.is_chargeable;
    let mut has_changed = widgets::checkbox(ui, &mut is_chargeable, "Chargeable").changed();
    let undeclared = trial.subject().undeclared_fields();
    for name in trial.subject().program().fields() {
        let value = fields.entry(name.to_string()).or_default();
        let is_declared = !undeclared.contains(&name.to_string());
        let title = if is_declared {
            name.to_string()
        } else {
            format!("{name} (not declared)")
        };
        let label = ui.label(weak(ui, title).size(theme::ROW));
        let edit = egui::TextEdit::singleline(value)
            .margin(widgets::FIELD_MARGIN)
            .desired_width(f32::INFINITY);
        has_changed |= widgets::text_field(ui, edit)
            .labelled_by(label.id)
            .changed();
        let now = trial.fields().find(|(field, _)| *field == &**name);
        if let Some((_, now)) =
            now.filter(|(_, now)| *now != call.fields.get(&**name).map_or("", String::as_str))
        {
            ui.label(caption(ui, format!("Set to “{now}” by a stage")));
        }
    }
    let text = "As the script has collected it. A change goes the same steps again from New Call.";
    ui.add(egui::Label::new(caption(ui, text)).wrap());
    if has_changed {
        ask(
            requests,
            Ask::SetCall {
                fields,
                is_chargeable,
            },
        );
    }
}

fn caveats_ui(ui: &mut Ui, trial: &Trial, requests: &mut Vec<Request>) {
    const MOST: usize = 12;
    let caveats = trial.subject().caveats();
    if caveats.is_empty() {
        return;
    }
    section_ui(ui, "Passed over");
    for caveat in caveats.iter().take(MOST) {
        let text = RichText::new(&caveat.message).size(theme::ROW);
        let link = ui.add(egui::Button::new(text).frame_when_inactive(false).wrap());
        if link.clicked() {
            requests.push(Request::GoTo(caveat.place.clone()));
        }
    }
    if caveats.len() > MOST {
        ui.label(caption(ui, format!("and {} more", caveats.len() - MOST)));
    }
}
