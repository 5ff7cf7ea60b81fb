//! How is carried out what was asked for? After the frame, one request after the other.

use super::add_menu::AddMenu;
use super::app::{Designer, Notice};
use super::delete_prompt::{self, DeletePrompt};
use super::fixes_menu::FixesMenu;
use super::floating::Floating;
use super::prompts::{FilePurpose, Prompt};
use super::requests::ExportFormat;
use super::{Document, Request, UserCommand};
use crate::canvas::{CanvasRequest, Framing, Selection};
use crate::edit::commands;
use crate::edit::{Below, GestureId, Refusal, Transaction};
use crate::file;
use crate::rules::{self, Place, Remedy};
use crate::workflow::{ActionKind, EventId, Group, Position};
use eframe::egui::{self, Pos2, ViewportCommand};

/// How long a notice stays, in seconds.
const NOTICE_S: f64 = 5.0;

impl Designer {
    pub(super) fn carry_out(&mut self, ctx: &egui::Context) {
        self.now_s = ctx.input(|i| i.time);
        // Carrying out may ask for more, as when a reply closes a design after saving it.
        for _ in 0..4 {
            let requests = std::mem::take(&mut self.requests);
            if requests.is_empty() {
                return;
            }
            for request in requests {
                self.carry_out_one(ctx, request);
                self.refresh();
            }
            ctx.request_repaint();
        }
    }

    /// Lets findings and selection follow the design, for the next request as for the next frame.
    pub(super) fn refresh(&mut self) {
        if let Some(document) = self.documents.get_mut(self.active) {
            document.analysis.refresh(&document.editor);
            document
                .view
                .selection
                .retain_existing(&document.editor.design().workflow);
        }
    }

    fn carry_out_one(&mut self, ctx: &egui::Context, request: Request) {
        match request {
            Request::Run(command) => self.run_command(ctx, command),
            Request::Paste(text) => self.paste(&text),
            Request::Canvas(request) => self.carry_out_canvas(request),
            Request::Edit(edit) => self.edit(edit),
            Request::EditInGesture(edit, gesture_id) => self.edit_in_gesture(edit, gesture_id),
            Request::Select(selection) => self.select(selection),
            Request::GoTo(place) => self.go_to(&place),
            Request::ApplyFix(fix) => match fix.remedy {
                Remedy::Edit(transaction) => self.edit(Ok(transaction)),
                Remedy::GoTo(place) => {
                    self.go_to(&place);
                    self.settings.is_inspector_open = true;
                    self.inspector.focus_first_field();
                }
                // Its button shows the list of stages itself.
                Remedy::ChooseStage(_) | Remedy::ChooseWayIn(_) => {}
            },
            Request::AddAction {
                event_id,
                kind,
                card,
            } => self.add_action(event_id, kind, card),
            Request::OpenPath(path) => self.open_path(&path),
            Request::OpenSample(design) => self.open_sample(*design),
            Request::Activate(index) => {
                self.active = index.min(self.documents.len().saturating_sub(1));
            }
            Request::CloseTab(document_id) => self.close(document_id),
            Request::Export { format, is_draft } => self.export(format, is_draft),
            Request::Notify(text) => self.notify(text),
        }
    }

    fn carry_out_canvas(&mut self, request: CanvasRequest) {
        match request {
            CanvasRequest::Edit(transaction) => self.edit(Ok(transaction)),
            CanvasRequest::Refuse(refusal) => self.notify(refusal.0),
            CanvasRequest::AddAction { event_id, card, at } => {
                self.open_add_menu(event_id, card, at);
            }
            CanvasRequest::ShowFixes { place, at } => {
                self.fixes_menu = Some(FixesMenu::new(place, at));
            }
            CanvasRequest::OpenMenu { at, world } => {
                self.paste_at = Some(world);
                self.context_menu = Some(Floating::new(at));
            }
            CanvasRequest::EditSelected => {
                self.settings.is_inspector_open = true;
                self.inspector.focus_first_field();
            }
        }
    }

    pub(super) fn notify(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice {
            text: text.into(),
            until_s: self.now_s + NOTICE_S,
        });
    }

    fn edit(&mut self, edit: Result<Transaction, Refusal>) {
        let transaction = match edit {
            Ok(transaction) => transaction,
            Err(refusal) => return self.notify(refusal.0),
        };
        let Some(document) = self.documents.get_mut(self.active) else {
            return;
        };
        if let Err(misfit) = document.editor.commit(transaction) {
            self.notify(format!("That could not be done: {misfit}."));
        }
    }

    fn edit_in_gesture(&mut self, edit: Result<Transaction, Refusal>, gesture_id: GestureId) {
        let transaction = match edit {
            Ok(transaction) => transaction,
            Err(refusal) => return self.notify(refusal.0),
        };
        let Some(document) = self.documents.get_mut(self.active) else {
            return;
        };
        if let Err(misfit) = document.editor.commit_in_gesture(transaction, gesture_id) {
            self.notify(format!("That could not be done: {misfit}."));
        }
    }

    fn select(&mut self, selection: Selection) {
        if let Some(document) = self.documents.get_mut(self.active) {
            document.view.selection = selection;
        }
    }

    fn go_to(&mut self, place: &Place) {
        let Some(document) = self.documents.get_mut(self.active) else {
            return;
        };
        let stage = place.event_id(&document.editor.design().workflow);
        let selection = match (place.action_id(), stage) {
            (Some(action_id), _) => Selection::of_action(action_id),
            (None, Some(event_id)) => Selection::of_event(event_id),
            (None, None) => Selection::default(),
        };
        document.view.go_to(selection, stage);
    }

    fn open_add_menu(&mut self, event_id: EventId, card: Option<Position>, at: Pos2) {
        let stage = self
            .document()
            .and_then(|document| document.design().workflow.event(event_id))
            .map(|event| event.stage);
        if let Some(stage) = stage {
            self.select(Selection::of_event(event_id));
            self.add_menu = Some(AddMenu::new(event_id, stage, card, at));
        }
    }

    /// Adds an action and goes where one would work on next: to the new stage of a Button or Timer, else to the values
    /// of the new action.
    fn add_action(&mut self, event_id: EventId, kind: ActionKind, card: Option<Position>) {
        let Some(document) = self.documents.get_mut(self.active) else {
            return;
        };
        let design = document.editor.design();
        let Some(event) = design.workflow.event(event_id) else {
            return;
        };
        let index = commands::default_index(event, kind.group());
        let edit = commands::add_action_at(design, event_id, index, kind.blank(), card);
        let transaction = match edit {
            Ok(transaction) => transaction,
            Err(refusal) => return self.notify(refusal.0),
        };
        let added = transaction.inserted_actions().next();
        let spawned = transaction.inserted_events().next();
        self.edit(Ok(transaction));
        let Some(added) = added else { return };
        self.select(Selection::of_action(added));
        if let (Some(spawned), Some(document)) = (spawned, self.documents.get_mut(self.active)) {
            document.view.frame(Framing::Stage(spawned));
        }
        if kind != ActionKind::Link && self.settings.is_inspector_open {
            self.inspector.focus_first_field();
        }
    }

    // --- Commands ---

    pub(super) fn is_enabled(&self, command: UserCommand) -> bool {
        use UserCommand as C;
        let Some(document) = self.document() else {
            return matches!(
                command,
                C::NewWorkflow | C::Open | C::Quit | C::ScaleUp | C::ScaleDown | C::ScaleActual
            );
        };
        let selection = &document.view.selection;
        match command {
            C::Undo => document.editor.undo_label().is_some(),
            C::Redo => document.editor.redo_label().is_some(),
            C::Cut | C::Copy | C::Duplicate | C::Delete | C::Deselect => !selection.is_empty(),
            C::InsertBefore(_) => selection
                .action
                .and_then(|action_id| document.design().workflow.action(action_id))
                .is_some_and(|action| action.data.kind().group() != Group::Immediate),
            C::AddAction | C::Add(_) | C::Rename => {
                selection.stage(&document.design().workflow).is_some()
            }
            C::FixAllSafe | C::NextFinding => !document.analysis.findings.is_empty(),
            _ => true,
        }
    }

    fn run_command(&mut self, ctx: &egui::Context, command: UserCommand) {
        use UserCommand as C;
        if !self.is_enabled(command) {
            return;
        }
        match command {
            C::NewWorkflow => {
                let mut document = Document::new(commands::new_workflow("New workflow"));
                let new_call = document.design().workflow.new_call().map(|event| event.id);
                document.view.selection.events.extend(new_call);
                self.add_document(document);
            }
            C::Open => self.ask_for_file(FilePurpose::Open),
            C::Save | C::SaveAs | C::Close => self.file_command(command),
            C::ExportRon => self.export(ExportFormat::Ron, false),
            C::ExportJson => self.export(ExportFormat::Json, false),
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
            C::Rename => {
                self.settings.is_inspector_open = true;
                self.inspector.focus_first_field();
            }
            C::Arrange | C::RenumberStages => self.arrange_or_renumber(command),
            C::FixAllSafe => self.fix_all_safe(),
            C::NextFinding => self.next_finding(),
            C::ToggleOutline => self.settings.is_outline_open ^= true,
            C::ToggleInspector => self.settings.is_inspector_open ^= true,
            C::ToggleFindings => self.settings.are_findings_open ^= true,
            C::ScaleUp => self.settings.step_scale(true),
            C::ScaleDown => self.settings.step_scale(false),
            C::ScaleActual => self.settings.scale = 1.0,
            C::SelectAll
            | C::Deselect
            | C::ZoomIn
            | C::ZoomOut
            | C::ZoomActual
            | C::FitAll
            | C::FitSelection => {
                self.move_view(command);
            }
        }
        if matches!(
            command,
            C::ToggleOutline
                | C::ToggleInspector
                | C::ToggleFindings
                | C::ScaleUp
                | C::ScaleDown
                | C::ScaleActual
        ) {
            self.settings.save();
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
                view.selection = Selection {
                    events: document
                        .editor
                        .design()
                        .workflow
                        .events()
                        .map(|e| e.id)
                        .collect(),
                    action: None,
                };
            }
            C::Deselect => view.selection.clear(),
            C::ZoomIn => view.zoom_by(1.25),
            C::ZoomOut => view.zoom_by(0.8),
            C::ZoomActual => view.zoom_by(1.0 / view.camera.zoom),
            C::FitAll => view.frame(Framing::All),
            _ => view.frame(Framing::Selection),
        }
    }

    fn step(&mut self, is_undo: bool) {
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
            return self.notify("Nothing here can be mended without a decision of yours.");
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
        let findings = &document.analysis.findings;
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
            self.inspector.focus_first_field();
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

    fn delete_with(&mut self, below: Below) {
        let Some(document) = self.document() else {
            return;
        };
        self.edit(delete_prompt::delete(
            document,
            &document.view.selection,
            below,
        ));
    }

    // --- Clipboard ---

    /// Returns whether anything was copied.
    fn copy(&mut self, ctx: &egui::Context) -> bool {
        let Some(document) = self.document() else {
            return false;
        };
        let selection = &document.view.selection;
        let events: Vec<EventId> = selection.events.iter().copied().collect();
        match commands::copy(document.design(), &events, selection.action.as_slice()) {
            Ok(fragment) => {
                ctx.copy_text(file::clipboard_text(&fragment));
                true
            }
            Err(refusal) => {
                self.notify(refusal.0);
                false
            }
        }
    }

    fn paste(&mut self, text: &str) {
        let at = self.paste_at.take();
        let Some(document) = self.document() else {
            return;
        };
        let fragment = match file::fragment_from_clipboard(text) {
            Ok(fragment) => fragment,
            Err(error) => return self.notify(error.to_string()),
        };
        let onto = document.view.selection.stage(&document.design().workflow);
        let at = at.or_else(|| onto.is_none().then(|| document.view.middle()));
        let edit = commands::paste(
            document.design(),
            &fragment,
            onto,
            at.filter(|_| onto.is_none()),
        );
        self.edit_and_select(edit);
    }

    fn duplicate(&mut self) {
        let Some(document) = self.document() else {
            return;
        };
        let selection = &document.view.selection;
        let events: Vec<EventId> = selection.events.iter().copied().collect();
        let edit = commands::duplicate(document.design(), &events, selection.action.as_slice());
        self.edit_and_select(edit);
    }

    /// Selects what an edit has added.
    fn edit_and_select(&mut self, edit: Result<Transaction, Refusal>) {
        let added = edit.as_ref().ok().map(|transaction| {
            let events: std::collections::BTreeSet<EventId> =
                transaction.inserted_events().collect();
            let action = transaction
                .inserted_actions()
                .next()
                .filter(|_| events.is_empty());
            Selection { events, action }
        });
        self.edit(edit);
        if let Some(selection) = added
            && let Some(document) = self.documents.get_mut(self.active)
        {
            let first = selection.events.first().copied();
            document.view.go_to(selection, first);
        }
    }
}
