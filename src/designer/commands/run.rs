//! What does each command of menu, tool bar and key do, and when can it be given?

use crate::canvas::{Framing, Selection, Toward};
use crate::designer::app::{Designer, Overlay};
use crate::designer::find::{FindBar, Scope};
use crate::designer::panels::findings::NOTHING_SAFE;
use crate::designer::prompts::delete::{self, DeletePrompt};
use crate::designer::prompts::extract::selected_leg;
use crate::designer::prompts::{FilePurpose, Prompt};
use crate::designer::{Document, UserCommand};
use crate::edit::commands;
use crate::edit::{Below, Transaction};
use crate::rules::{self, Finding, Place};
use crate::workflow::{ActionKind, AnnotationKind, EventId, Group};
use eframe::egui::{self, Pos2, ViewportCommand};

impl Designer {
    pub(in crate::designer) fn is_enabled(&self, command: UserCommand) -> bool {
        use UserCommand as C;
        if command == C::OpenCallManager {
            return cfg!(feature = "server");
        }
        let Some(document) = self.document() else {
            return matches!(
                command,
                C::NewWorkflow
                    | C::NewFromTemplate
                    | C::Open
                    | C::OpenFolder
                    | C::Quit
                    | C::ScaleUp
                    | C::ScaleDown
                    | C::ScaleActual
                    | C::Preferences
                    | C::FindCommand
                    | C::Shortcuts
            ) || (self.folder.is_some()
                && matches!(
                    command,
                    C::CloseFolder | C::FindEverywhere | C::FindNext | C::FindPrevious
                ));
        };
        if let Some(comparing) = &self.compare {
            return comparing.is_enabled(command);
        }
        let selection = &document.view.selection;
        if document.is_in_review && command.amends() {
            return false;
        }
        match command {
            C::CompareWithSaved | C::CompareWithRevision => document.path.is_some(),
            C::NextDifference | C::PreviousDifference => false,
            C::Undo => document.editor.undo_label().is_some(),
            C::Redo => document.editor.redo_label().is_some(),
            C::Deselect => {
                !selection.is_empty() || document.rehearsal.is_open || document.is_in_review
            }
            C::Cut | C::Copy | C::Duplicate | C::Delete => !selection.is_empty(),
            C::DeleteAndHeal => !selection.events.is_empty() || selection.action.is_some(),
            C::FrameSelection | C::Nudge(_) | C::NudgeFinely(_) => selection.thing_count() > 0,
            C::Align(_) => selection.thing_count() > 1,
            C::Distribute(_) => selection.thing_count() > 2,
            C::GoBack => document.view.can_go_back(),
            C::GoForward => document.view.can_go_forward(),
            C::Rename | C::EditInPlace if selection.annotation().is_some() => true,
            C::InsertBefore(_) => selection
                .action
                .and_then(|action_id| document.design().workflow.action(action_id))
                .is_some_and(|action| action.data.kind().group() != Group::Immediate),
            C::AddAction | C::Add(_) | C::Rename | C::ToggleBookmark | C::InsertWorkflow => {
                selection.stage(&document.design().workflow).is_some()
            }
            C::EditInPlace => {
                selection.action.is_some() || selection.stage(&document.design().workflow).is_some()
            }
            C::MoveUp | C::MoveDown => selection.action.is_some(),
            C::CollapseLeg => self.legs_to_collapse().next().is_some(),
            C::OpenLeg => self
                .selected_stages()
                .any(|event_id| document.design().layout.is_collapsed(event_id)),
            C::OpenAllLegs => document.design().layout.collapsed().len() > 0,
            C::ExtractLeg => selected_leg(document).is_some(),
            C::ToNextTimer | C::StepBack | C::StepForward | C::RestartRehearsal => {
                document.rehearsal.can_do(command)
            }
            C::CloseFolder => self.folder.is_some(),
            C::NextTab | C::PreviousTab => self.documents.len() > 1,
            C::FindNext | C::FindPrevious => self.find_bar.is_some(),
            C::FixAllSafe | C::NextFinding => !document.analysis.worst_first.is_empty(),
            _ => true,
        }
    }

    /// Why a command cannot be given now; `None` when it can.
    pub(in crate::designer) fn why_not(&self, command: UserCommand) -> Option<&'static str> {
        use UserCommand as C;
        if self.is_enabled(command) {
            return None;
        }
        if command == C::OpenCallManager {
            return Some("This build carries nothing out");
        }
        if self.document().is_none() {
            return Some("Open a design first");
        }
        if self.compare.is_some() {
            return Some("Close the comparison first");
        }
        if self.is_reviewing() && command.amends() {
            return Some("Leave review mode first");
        }
        Some(match command {
            C::CompareWithSaved | C::CompareWithRevision => "Save the design first",
            C::NextDifference | C::PreviousDifference => "Compare the design first",
            C::Undo => "Nothing was done yet",
            C::Redo => "Nothing was undone",
            C::Cut | C::Copy | C::Duplicate | C::Delete | C::DeleteAndHeal | C::EditInPlace => {
                "Select a stage or an action first"
            }
            C::Deselect => "Nothing is selected",
            C::InsertBefore(_) => "Select a Button, Timer, Link or Finish Workflow first",
            C::AddAction | C::Add(_) | C::Rename | C::ToggleBookmark | C::InsertWorkflow => {
                "Select a stage first"
            }
            C::FrameSelection | C::Nudge(_) | C::NudgeFinely(_) => "Select a stage or a note first",
            C::Align(_) => "Select two things first",
            C::Distribute(_) => "Select three things first",
            C::GoBack => "There is no place to go back to",
            C::GoForward => "There is no place to go forward to",
            C::CollapseLeg => "Select a stage with a leg below it first",
            C::OpenLeg => "Select a collapsed leg first",
            C::OpenAllLegs => "No leg is collapsed",
            C::MoveUp | C::MoveDown => "Select an action first",
            C::ExtractLeg => "Select a stage after New Call, or a Button or Timer first",
            C::ToNextTimer => "No timer of a rehearsed call runs",
            C::StepBack => "Nothing has happened to a rehearsed call yet",
            C::StepForward => "Nothing was stepped back over",
            C::RestartRehearsal => "Begin a rehearsal first",
            C::CloseFolder => "No folder is open",
            C::NextTab | C::PreviousTab => "Only one design is open",
            C::FindNext | C::FindPrevious => "Find something first",
            C::FixAllSafe | C::NextFinding => "Nothing is wrong",
            _ => "Not possible now",
        })
    }

    fn open_overlay(&mut self, ctx: &egui::Context, overlay: Overlay) {
        egui::Popup::close_all(ctx);
        self.overlay = Some(overlay);
    }

    pub(in crate::designer) fn run_command(&mut self, ctx: &egui::Context, command: UserCommand) {
        use UserCommand as C;
        if !self.is_enabled(command) {
            if command.amends() {
                self.refuses_amendment();
            }
            return;
        }
        if self.run_in_comparison(command) {
            return;
        }
        match command {
            C::NewWorkflow => {
                let mut document = Document::new(commands::new_workflow("New workflow"));
                let new_call = document.design().workflow.new_call().map(|event| event.id);
                document.view.selection.events.extend(new_call);
                self.add_document(document);
            }
            C::NewFromTemplate => self.prompt = Some(Prompt::Template),
            C::Open => self.ask_for_file(FilePurpose::Open),
            C::OpenFolder => self.ask_for_file(FilePurpose::Folder),
            C::CloseFolder => self.folder = None,
            C::Save | C::SaveAs | C::Close => self.file_command(command),
            C::DuplicateWorkflow | C::ExtractLeg | C::InsertWorkflow => {
                self.workflow_command(command);
            }
            C::CompareWithSaved | C::CompareWithFile | C::CompareWithRevision => {
                self.compare_command(ctx, command);
            }
            C::NextDifference | C::PreviousDifference => {}
            C::Export => self.ask_for_export(ctx),
            C::OpenCallManager => {
                if let Err(error) = (self.call_manager)() {
                    self.notify(format!("The Call Manager cannot be opened: {error}."));
                }
            }
            C::Quit => ctx.send_viewport_cmd(ViewportCommand::Close),
            C::Undo => self.step(true),
            C::Redo => self.step(false),
            C::Cut => {
                if self.copy(ctx) {
                    // What is cut is on the clipboard, legs and all.
                    self.delete_with(Below::Delete);
                }
            }
            C::Copy => {
                self.copy(ctx);
            }
            C::Paste => ctx.send_viewport_cmd(ViewportCommand::RequestPaste),
            C::Duplicate => self.duplicate(),
            C::Delete => self.delete(),
            C::DeleteAndHeal => self.delete_and_heal(),
            C::AddAction => self.add_to_selected(),
            C::InsertBefore(kind) => self.insert_before(kind),
            C::Add(kind) => {
                let workflow = self.document().map(|document| &document.design().workflow);
                if let Some(event_id) =
                    workflow.and_then(|workflow| self.document()?.view.selection.stage(workflow))
                {
                    self.add_action(event_id, kind, None);
                }
            }
            C::AddStickyNote => self.add_annotation(AnnotationKind::StickyNote),
            C::AddFrame => self.add_annotation(AnnotationKind::Frame),
            C::FrameSelection => self.frame_selection(),
            C::Align(alignment) => self.align(alignment),
            C::Distribute(axis) => self.distribute(axis),
            C::Nudge(toward) => self.nudge(toward, false),
            C::NudgeFinely(toward) => self.nudge(toward, true),
            C::ToggleBookmark => self.toggle_bookmark(),
            C::Rename => self.rename(),
            C::EditInPlace => self.edit_selected(),
            C::Walk(toward) => self.walk(toward),
            C::MoveUp => self.move_selected_action(true),
            C::MoveDown => self.move_selected_action(false),
            C::CollapseLeg | C::OpenLeg | C::CollapseAllBelow | C::OpenAllLegs => {
                self.fold(command);
            }
            C::Arrange | C::RenumberStages => self.arrange_or_renumber(command),
            C::Find => self.open_find_bar(Scope::Design),
            C::FindEverywhere => self.open_find_bar(Scope::Everywhere),
            C::FindNext => self.find_step(true),
            C::FindPrevious => self.find_step(false),
            C::NextTab => self.step_tab(true),
            C::PreviousTab => self.step_tab(false),
            C::Rehearse
            | C::ToNextTimer
            | C::StepBack
            | C::StepForward
            | C::RestartRehearsal
            | C::GenerateScenarios => self.rehearsal_command(command),
            C::FixAllSafe => self.fix_all_safe(),
            C::NextFinding => self.next_finding(),
            C::ToggleOutline => self.settings.is_outline_open ^= true,
            C::ToggleOutlineActions => self.settings.are_actions_outlined ^= true,
            C::ToggleInspector => self.settings.is_inspector_open ^= true,
            C::ToggleFindings => self.toggle_findings(),
            C::ToggleLegs => self.toggle_legs(),
            C::ToggleReviewMode => self.toggle_review_mode(),
            C::NextUnreviewedLeg => self.next_unreviewed_leg(),
            C::TickLeg => self.tick_selected_leg(),
            C::AskQuestion => self.ask_about_selected(),
            C::SignOff => self.ask_to_sign_off(),
            C::ToggleMinimap => self.settings.is_minimap_shown ^= true,
            C::ScaleUp => self.settings.step_scale(true),
            C::ScaleDown => self.settings.step_scale(false),
            C::ScaleActual => self.settings.scale = 1.0,
            C::Preferences => self.open_overlay(ctx, Overlay::Preferences),
            C::Shortcuts => self.open_overlay(ctx, Overlay::Shortcuts),
            C::FindCommand => self.open_palette(ctx),
            C::SelectAll
            | C::Deselect
            | C::ZoomIn
            | C::ZoomOut
            | C::ZoomActual
            | C::FitAll
            | C::FitSelection
            | C::GoBack
            | C::GoForward => {
                self.move_view(command);
            }
        }
        if matches!(
            command,
            C::ToggleOutline
                | C::ToggleOutlineActions
                | C::ToggleInspector
                | C::ToggleFindings
                | C::ToggleLegs
                | C::ToggleMinimap
                | C::ScaleUp
                | C::ScaleDown
                | C::ScaleActual
        ) {
            self.settings.save();
        }
    }

    fn open_find_bar(&mut self, scope: Scope) {
        match &mut self.find_bar {
            Some(bar) => bar.focus(scope),
            None => self.find_bar = Some(FindBar::new(scope)),
        }
    }

    fn find_step(&mut self, is_forward: bool) {
        let step = self
            .find_bar
            .as_mut()
            .and_then(|bar| bar.step(&self.documents, is_forward));
        if let Some((found, hit)) = step {
            self.go_to_hit(&found, &hit.spot);
        }
    }

    fn file_command(&mut self, command: UserCommand) {
        let Some(document_id) = self.document().map(|document| document.id) else {
            return;
        };
        match command {
            UserCommand::Save => self.save(document_id, false),
            UserCommand::SaveAs => self.ask_for_file(FilePurpose::SaveAs(document_id)),
            _ => self.close(document_id),
        }
    }

    fn move_view(&mut self, command: UserCommand) {
        use UserCommand as C;
        let Some(document) = self.documents.get_mut(self.active) else {
            return;
        };
        let view = &mut document.view;
        match command {
            C::SelectAll => {
                view.select_all(document.editor.design(), &document.analysis.flow);
            }
            // Escape backs out of one thing at a time.
            C::Deselect if view.selection.is_empty() => {
                if document.is_in_review {
                    self.toggle_review_mode();
                } else {
                    document.rehearsal.is_open = false;
                }
            }
            C::Deselect => view.selection.clear(),
            C::ZoomIn => view.zoom_by(1.25),
            C::ZoomOut => view.zoom_by(0.8),
            C::ZoomActual => view.zoom_to(1.0),
            C::FitAll => view.frame(Framing::All),
            C::GoBack => view.go_back(),
            C::GoForward => view.go_forward(),
            _ => view.frame(Framing::Selection),
        }
    }

    fn selected_stages(&self) -> impl Iterator<Item = EventId> + '_ {
        self.document().into_iter().flat_map(|document| {
            let selection = &document.view.selection;
            let of_action = selection
                .action
                .and_then(|_| selection.stage(&document.design().workflow));
            selection.events.iter().copied().chain(of_action)
        })
    }

    /// The selected stages whose legs are open.
    fn legs_to_collapse(&self) -> impl Iterator<Item = EventId> + '_ {
        self.selected_stages().filter(|&event_id| {
            self.document().is_some_and(|document| {
                let flow = &document.analysis.flow;
                let stage = flow.index(event_id);
                stage.is_some_and(|stage| flow.children(stage).next().is_some())
                    && !document.view.is_box(&document.design().layout, event_id)
            })
        })
    }

    fn fold(&mut self, command: UserCommand) {
        let selected: Vec<EventId> = match command {
            UserCommand::CollapseLeg => self.legs_to_collapse().collect(),
            _ => self.selected_stages().collect(),
        };
        let Some(document) = self.documents.get_mut(self.active) else {
            return;
        };
        let edit = match command {
            UserCommand::CollapseLeg => {
                let others = document.view.close_again(&selected);
                if others.is_empty() {
                    return;
                }
                commands::set_collapsed(document.design(), &others, true)
            }
            UserCommand::OpenLeg => commands::set_collapsed(document.design(), &selected, false),
            UserCommand::CollapseAllBelow => {
                let workflow = &document.design().workflow;
                let new_call = workflow.new_call().map(|event| event.id);
                let Some(event_id) = selected.first().copied().or(new_call) else {
                    return;
                };
                commands::collapse_all_below(document.design(), event_id)
            }
            _ => Ok(commands::open_all_legs(document.design())),
        };
        self.edit(edit);
    }

    fn step(&mut self, is_undo: bool) {
        let step = self.document().and_then(|document| {
            if is_undo {
                document.editor.next_undo()
            } else {
                document.editor.next_redo()
            }
        });
        if step.is_some_and(Transaction::amends) && self.refuses_amendment() {
            return;
        }
        let Some(document) = self.documents.get_mut(self.active) else {
            return;
        };
        let step = if is_undo {
            document.editor.undo()
        } else {
            document.editor.redo()
        };
        let label = step.map(|step| step.label.clone());
        if let Some(label) = label {
            let verb = if is_undo { "Undone" } else { "Done again" };
            self.notify(format!("{verb}: {label}"));
        }
    }

    fn arrange_or_renumber(&mut self, command: UserCommand) {
        let Some(document) = self.document() else {
            return;
        };
        let flow = &document.analysis.flow;
        let transaction = match command {
            UserCommand::Arrange => commands::arrange_cards(document.design(), flow),
            _ => commands::renumber_stages(document.design(), flow),
        };
        self.edit(Ok(transaction));
        if command == UserCommand::Arrange
            && let Some(document) = self.documents.get_mut(self.active)
        {
            document.view.frame(Framing::All);
        }
    }

    fn fix_all_safe(&mut self) {
        let Some(document) = self.document() else {
            return;
        };
        let plan = rules::safe_fixes(document.design());
        if plan.is_empty() {
            return self.notify(NOTHING_SAFE);
        }
        let transaction = rules::join(plan);
        let label = transaction.label.clone();
        self.edit(Ok(transaction));
        self.notify(format!("Done: {label}"));
    }

    fn next_finding(&mut self) {
        let Some(document) = self.document() else {
            return;
        };
        let all = document.analysis.findings.iter();
        let findings: Vec<&Finding> = all.filter(|finding| !finding.is_waived()).collect();
        let workflow = &document.design().workflow;
        let selection = &document.view.selection;
        let is_here = |place: &Place| match selection.action {
            Some(action_id) => place.action_id() == Some(action_id),
            None => {
                place.action_id().is_none()
                    && place
                        .event_id(workflow)
                        .is_some_and(|id| selection.events.contains(&id))
            }
        };
        let next = findings
            .iter()
            .rposition(|finding| is_here(&finding.place))
            .map_or(0, |here| here + 1);
        let place = findings
            .get(next % findings.len().max(1))
            .map(|finding| finding.place.clone());
        if let Some(place) = place {
            self.go_to(&place);
        }
    }

    fn add_to_selected(&mut self) {
        let Some(document) = self.document() else {
            return;
        };
        if let Some(event_id) = document.view.selection.stage(&document.design().workflow) {
            let at = document
                .view
                .add_row_on_screen(event_id)
                .unwrap_or(Pos2::new(200.0, 120.0));
            self.open_add_menu(event_id, None, at);
        }
    }

    /// Inserts a stage into the leg of the selected action and goes to what leads there.
    fn insert_before(&mut self, kind: ActionKind) {
        let Some(document) = self.document() else {
            return;
        };
        let Some(action_id) = document.view.selection.action else {
            return;
        };
        let edit = commands::insert_stage(document.design(), action_id, &kind.blank());
        let carrier = edit
            .as_ref()
            .ok()
            .and_then(|made| made.inserted_actions().next());
        let inserted = edit
            .as_ref()
            .ok()
            .and_then(|made| made.inserted_events().next());
        self.edit(edit);
        if let (Some(carrier), Some(document)) = (carrier, self.documents.get_mut(self.active)) {
            document.view.go_to(Selection::of_action(carrier), inserted);
            self.refresh();
            self.edit_in_place(&Place::Action(carrier));
        }
    }

    /// Edits the name of the selected stage, or of the stage in which the selected action stands.
    fn rename(&mut self) {
        let is_drawn = self
            .document()
            .is_some_and(|document| document.view.selection.annotation().is_some());
        if is_drawn {
            return self.edit_selected();
        }
        let stage = self.document().and_then(|document| {
            let workflow = &document.design().workflow;
            document.view.selection.stage(workflow)
        });
        if let Some(event_id) = stage {
            self.edit_in_place(&Place::Event(event_id));
        }
    }

    fn walk(&mut self, toward: Toward) {
        let Some(document) = self.documents.get_mut(self.active) else {
            return;
        };
        let workflow = &document.editor.design().workflow;
        let flow = &document.analysis.flow;
        let walked = document.view.selection.walked(workflow, flow, toward);
        if let Some(selection) = walked {
            let stage = selection.stage(workflow);
            document.view.selection = selection;
            if let Some(event_id) = stage {
                document.view.frame(Framing::Stage(event_id));
            }
            document.view.take_keyboard();
        }
    }

    fn move_selected_action(&mut self, is_up: bool) {
        let Some(document) = self.document() else {
            return;
        };
        let workflow = &document.design().workflow;
        let Some(action_id) = document.view.selection.action else {
            return;
        };
        let (Some(event), Some(index)) =
            (workflow.event_of(action_id), workflow.index_of(action_id))
        else {
            return;
        };
        let to = if is_up {
            index.checked_sub(1)
        } else {
            Some(index + 1).filter(|&to| to < event.actions.len())
        };
        if let Some(to) = to {
            let edit = commands::move_action(document.design(), action_id, event.id, to);
            self.edit(edit);
        }
    }

    fn delete(&mut self) {
        let Some(document) = self.document() else {
            return;
        };
        match DeletePrompt::new(document) {
            Some(prompt) => self.prompt = Some(Prompt::Delete(prompt)),
            None => self.delete_with(Below::Delete),
        }
    }

    fn delete_and_heal(&mut self) {
        let Some(document) = self.document() else {
            return;
        };
        let selection = &document.view.selection;
        let edit = delete::heal(document, selection);
        // One goes on where the leg was closed.
        let flow = &document.analysis.flow;
        let first = selection.events.iter().next();
        let stage = selection.action.map_or(first.copied(), |action_id| {
            let workflow = &document.design().workflow;
            workflow.action(action_id)?.data.owned_event()
        });
        let above = stage
            .and_then(|event_id| flow.parent(flow.index(event_id)?))
            .map(|parent| flow.event_id(parent));
        let is_done = edit.is_ok();
        self.edit(edit);
        if let (true, Some(above)) = (is_done, above) {
            self.select(Selection::of_event(above));
        }
    }

    /// The edit that a command would make, for those that one wants to see first.
    pub(in crate::designer) fn transaction_of(&self, command: UserCommand) -> Option<Transaction> {
        let document = self.document()?;
        let (design, selection) = (document.design(), &document.view.selection);
        match command {
            UserCommand::DeleteAndHeal => delete::heal(document, selection).ok(),
            UserCommand::InsertBefore(kind) => {
                commands::insert_stage(design, selection.action?, &kind.blank()).ok()
            }
            UserCommand::Arrange => Some(commands::arrange_cards(design, &document.analysis.flow)),
            _ => None,
        }
    }

    fn delete_with(&mut self, below: Below) {
        let Some(document) = self.document() else {
            return;
        };
        self.edit(delete::delete(document, &document.view.selection, below));
    }
}
