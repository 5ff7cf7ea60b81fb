//! Where are all the commands? In the menu bar, the tool bar and the menu of what is under the pointer.

pub(super) mod add;
pub(super) mod fixes;
pub(super) mod floating;
pub(super) mod shortcuts;

use crate::arrange::Axis;
use crate::designer::app::Designer;
use crate::designer::commands::user_command::{ALIGN, INSERT, MENUS, WORKFLOWS};
use crate::designer::preview::preview_on;
use crate::designer::settings::ThemeChoice;
use crate::designer::settings::reduced_motion::MotionChoice;
use crate::designer::widgets::{self, weak};
use crate::designer::{Request, UserCommand};
use crate::rules::Place;
use crate::theme::{self, Theme};
use crate::workflow::ActionKind;
use eframe::egui::{self, AtomExt as _, Button, Ui};

/// Between two groups of tools, and of the button on the right, in points.
const TOOL_GAP: f32 = 22.0;
const TOOL_WIDTH: f32 = widgets::ICON_BUTTON_WIDTH + 2.0;
const EXPORT_WIDTH: f32 = 84.0;

impl Designer {
    pub(in crate::designer) fn menu_bar_ui(&mut self, ui: &mut Ui) {
        egui::MenuBar::new().ui(ui, |ui| {
            for menu in MENUS {
                ui.menu_button(menu.title, |ui| {
                    self.groups_ui(ui, menu.groups);
                    match menu.title {
                        "File" => self.recent_menu_ui(ui),
                        "Go" => self.bookmarks_menu_ui(ui),
                        "View" => self.look_menu_ui(ui),
                        _ => {}
                    }
                });
            }
        });
    }

    fn recent_menu_ui(&mut self, ui: &mut Ui) {
        ui.separator();
        ui.add_enabled_ui(!self.settings.recent.is_empty(), |ui| {
            ui.menu_button("Open recent", |ui| {
                for path in &self.settings.recent {
                    let name = path
                        .file_name()
                        .map(|name| name.to_string_lossy().into_owned())
                        .unwrap_or_default();
                    if ui
                        .button(name)
                        .on_hover_text(path.display().to_string())
                        .clicked()
                    {
                        self.requests.push(Request::OpenPath(path.clone()));
                    }
                }
            });
        });
    }

    /// The bookmarked stages in reading order, each one click away.
    fn bookmarks_menu_ui(&mut self, ui: &mut Ui) {
        ui.separator();
        let Some(document) = self.documents.get(self.active) else {
            return;
        };
        let bookmarks = document.bookmarks();
        let has_any = !bookmarks.is_empty();
        ui.add_enabled_ui(has_any, |ui| {
            let menu = ui.menu_button("Bookmarks", |ui| {
                for (event_id, stage, name) in bookmarks {
                    if ui.button(format!("{stage} {name}")).clicked() {
                        self.requests.push(Request::GoTo(Place::Event(event_id)));
                        ui.close();
                    }
                }
            });
            menu.response.widget_info(|| {
                egui::WidgetInfo::labeled(egui::WidgetType::Button, has_any, "Bookmarks")
            });
        });
    }

    fn look_menu_ui(&mut self, ui: &mut Ui) {
        ui.separator();
        ui.menu_button("Theme", |ui| {
            for choice in ThemeChoice::ALL {
                if ui
                    .radio(self.settings.theme == choice, choice.title())
                    .clicked()
                {
                    self.settings.theme = choice;
                    self.settings.save();
                }
            }
        });
        ui.menu_button("Motion", |ui| {
            for choice in MotionChoice::ALL {
                let is_chosen = self.settings.motion == choice;
                if ui.radio(is_chosen, choice.title()).clicked() {
                    self.settings.motion = choice;
                    self.settings.save();
                }
            }
        });
    }

    fn groups_ui(&mut self, ui: &mut Ui, groups: &[&[UserCommand]]) {
        ui.set_min_width(230.0);
        for (index, group) in groups.iter().enumerate() {
            if index > 0 {
                ui.separator();
            }
            for &command in *group {
                self.entry_ui(ui, command);
            }
        }
    }

    fn entry_ui(&mut self, ui: &mut Ui, command: UserCommand) {
        let label = self.label_of(command);
        let mut button = Button::new((
            theme::icon_text(command.icon().unwrap_or(" "), 15.0).atom_size(egui::vec2(18.0, 16.0)),
            label.clone(),
        ));
        if let Some(shortcut) = command.shortcut() {
            button = button.shortcut_text(weak(ui, widgets::key_text(ui.ctx(), shortcut)));
        }
        if self.is_on(command) {
            button = button.selected(true);
        }
        let is_enabled = self.is_enabled(command);
        let mut response = ui.add_enabled(is_enabled, button);
        response.widget_info(|| {
            egui::WidgetInfo::labeled(egui::WidgetType::Button, is_enabled, &label)
        });
        if is_enabled
            && (response.hovered() || response.has_focus())
            && let Some(transaction) = self.transaction_of(command)
        {
            preview_on(&response, &transaction, &mut self.requests);
        }
        if let Some(hint) = command.hint() {
            response = response.on_hover_text(hint);
        }
        if let Some(why) = self.why_not(command) {
            response = response.on_disabled_hover_text(why);
        }
        if response.clicked() {
            self.requests.push(Request::Run(command));
            ui.close();
        }
    }

    /// With what undo and redo will do in their label.
    pub(in crate::designer) fn label_of(&self, command: UserCommand) -> String {
        let step = match command {
            UserCommand::Undo => self
                .document()
                .and_then(|document| document.editor.undo_label()),
            UserCommand::Redo => self
                .document()
                .and_then(|document| document.editor.redo_label()),
            _ => None,
        };
        let label = command.label();
        step.map_or_else(|| label.clone(), |step| format!("{label} {step}"))
    }

    pub(in crate::designer) fn is_on(&self, command: UserCommand) -> bool {
        match command {
            UserCommand::ToggleBookmark => self.document().is_some_and(|document| {
                let design = document.design();
                let stage = document.view.selection.stage(&design.workflow);
                stage.is_some_and(|event_id| design.layout.bookmark(event_id).is_some())
            }),
            UserCommand::Rehearse => self
                .document()
                .is_some_and(|document| document.rehearsal.is_open),
            UserCommand::ToggleOutline => self.settings.is_outline_open,
            UserCommand::ToggleOutlineActions => self.settings.are_actions_outlined,
            UserCommand::ToggleInspector => self.settings.is_inspector_open,
            UserCommand::ToggleFindings => {
                self.settings.are_findings_open && !self.settings.are_legs_shown
            }
            UserCommand::ToggleLegs => self.are_legs_looked_at(),
            UserCommand::ToggleReviewMode => self.is_reviewing(),
            UserCommand::ToggleMinimap => self.settings.is_minimap_shown,
            _ => false,
        }
    }

    pub(in crate::designer) fn tool_bar_ui(&mut self, ui: &mut Ui) {
        const GROUPS: [&[UserCommand]; 8] = [
            &[
                UserCommand::NewWorkflow,
                UserCommand::Open,
                UserCommand::Save,
            ],
            &[UserCommand::Undo, UserCommand::Redo],
            &[
                UserCommand::Add(ActionKind::Button),
                UserCommand::Add(ActionKind::Timer),
                UserCommand::Add(ActionKind::Alert),
                UserCommand::Add(ActionKind::Link),
                UserCommand::Add(ActionKind::Finish),
                UserCommand::AddAction,
            ],
            &[UserCommand::AddStickyNote, UserCommand::AddFrame],
            &[UserCommand::Arrange],
            &[UserCommand::Rehearse],
            &[UserCommand::GoBack, UserCommand::GoForward],
            &[
                UserCommand::ZoomOut,
                UserCommand::ZoomIn,
                UserCommand::FitAll,
                UserCommand::FitSelection,
            ],
        ];
        ui.horizontal_centered(|ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            let shown_count = shown_groups(&GROUPS, ui.available_width());
            for (index, group) in GROUPS[..shown_count].iter().enumerate() {
                if index > 0 {
                    ui.add_space(6.0);
                    ui.separator();
                    ui.add_space(6.0);
                }
                for &command in *group {
                    let label = self.label_of(command);
                    if widgets::command_button(ui, command, &label, self.is_enabled(command)) {
                        self.requests.push(Request::Run(command));
                    }
                }
            }
            if shown_count < GROUPS.len() {
                self.further_tools_ui(ui, &GROUPS[shown_count..]);
            }
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let hint = "Export as a definition, a report, a picture or a diagram";
                let hint = widgets::command_hint(ui, UserCommand::Export, hint);
                let export = widgets::primary_button(ui, "Export…");
                if export.on_hover_text(hint).clicked() {
                    self.requests.push(Request::Run(UserCommand::Export));
                }
            });
        });
    }

    /// The tools for which the bar has no room, in a menu.
    fn further_tools_ui(&mut self, ui: &mut Ui, groups: &[&[UserCommand]]) {
        let icon = theme::icon_text(egui_phosphor::regular::DOTS_THREE, 18.0);
        let menu = ui.menu_button(icon, |ui| self.groups_ui(ui, groups));
        menu.response.widget_info(|| {
            egui::WidgetInfo::labeled(egui::WidgetType::Button, true, "More tools")
        });
        menu.response.on_hover_text("More tools");
    }
}

/// How many groups of tools have room beside each other, with the button for the others if need be.
fn shown_groups(groups: &[&[UserCommand]], room: f32) -> usize {
    let width = |group: &&[UserCommand]| group.len() as f32 * TOOL_WIDTH + TOOL_GAP;
    let shown_in = |room: f32| {
        let ends = groups.iter().scan(0.0, |end, group| {
            *end += width(group);
            Some(*end)
        });
        ends.take_while(|&end| end <= room).count()
    };
    let room = room - EXPORT_WIDTH;
    match shown_in(room) {
        all if all == groups.len() => all,
        _ => shown_in(room - TOOL_WIDTH),
    }
}

impl Designer {
    /// The menu of what is under the pointer.
    pub(in crate::designer) fn context_menu_ui(&mut self, ctx: &egui::Context) {
        let Some(mut menu) = self.context_menu.take() else {
            return;
        };
        let selection = self.document().map(|document| &document.view.selection);
        let selection = selection.cloned().unwrap_or_default();
        let groups: &[&[UserCommand]] = if selection.thing_count() > 1 {
            &[
                &[UserCommand::FrameSelection],
                &ALIGN,
                &[
                    UserCommand::Distribute(Axis::Horizontal),
                    UserCommand::Distribute(Axis::Vertical),
                ],
                &[
                    UserCommand::Cut,
                    UserCommand::Copy,
                    UserCommand::Duplicate,
                    UserCommand::Delete,
                ],
                &[UserCommand::FitSelection],
            ]
        } else if selection.annotation().is_some() {
            &[
                &[UserCommand::EditInPlace],
                &[
                    UserCommand::Cut,
                    UserCommand::Copy,
                    UserCommand::Duplicate,
                    UserCommand::Delete,
                ],
                &[UserCommand::FitSelection],
            ]
        } else if !selection.is_empty() {
            &[
                &[
                    UserCommand::AddAction,
                    UserCommand::EditInPlace,
                    UserCommand::Rename,
                ],
                &INSERT,
                &[UserCommand::ToggleBookmark, UserCommand::FrameSelection],
                &[UserCommand::CollapseLeg, UserCommand::OpenLeg],
                &[
                    UserCommand::Cut,
                    UserCommand::Copy,
                    UserCommand::Paste,
                    UserCommand::Duplicate,
                    UserCommand::Delete,
                    UserCommand::DeleteAndHeal,
                ],
                &WORKFLOWS,
                &[UserCommand::FitSelection],
            ]
        } else {
            &[
                &[UserCommand::AddStickyNote, UserCommand::AddFrame],
                &[UserCommand::Paste, UserCommand::SelectAll],
                &[
                    UserCommand::Arrange,
                    UserCommand::OpenAllLegs,
                    UserCommand::FitAll,
                ],
            ]
        };
        let before = self.requests.len();
        let frame = egui::Frame::menu(&ctx.global_style());
        let ((), is_dismissed) = menu.show(ctx, "context menu", frame, |ui| {
            egui::containers::menu::menu_style(ui.style_mut());
            ui.with_layout(egui::Layout::top_down_justified(egui::Align::Min), |ui| {
                self.groups_ui(ui, groups);
            });
        });
        if self.requests.len() == before && !is_dismissed {
            self.context_menu = Some(menu);
            return;
        }
        let is_for_a_place = matches!(
            self.requests.get(before),
            Some(Request::Run(
                UserCommand::Paste | UserCommand::AddStickyNote | UserCommand::AddFrame
            ))
        );
        if !is_for_a_place {
            self.paste_at = None;
        }
    }

    /// A sentence at the foot of the canvas: why something was not done, or that it was.
    pub(in crate::designer) fn notice_ui(&mut self, ctx: &egui::Context, canvas: egui::Rect) {
        let Some(notice) = &self.notice else { return };
        let now_s = ctx.input(|i| i.time);
        if now_s > notice.until_s {
            self.notice = None;
            return;
        }
        ctx.request_repaint_after_secs((notice.until_s - now_s + 0.05) as f32);
        let theme = Theme::of(ctx);
        egui::Area::new(egui::Id::new("notice"))
            .order(egui::Order::Foreground)
            .pivot(egui::Align2::CENTER_BOTTOM)
            .fixed_pos(canvas.center_bottom() - egui::vec2(0.0, 16.0))
            .interactable(false)
            .show(ctx, |ui| {
                egui::Frame::popup(ui.style())
                    .fill(theme.panel)
                    .inner_margin(egui::Margin::symmetric(14, 9))
                    .show(ui, |ui| {
                        ui.set_max_width(520.0);
                        ui.label(&notice.text);
                    });
            });
    }
}
