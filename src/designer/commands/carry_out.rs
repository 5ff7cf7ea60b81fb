//! How is carried out what was asked for? After the frame, one request after the other.

use crate::canvas::{CanvasRequest, Framing, Selection};
use crate::designer::Request;
use crate::designer::app::{Designer, Notice};
use crate::designer::files::elsewhere::Elsewhere;
use crate::designer::find::Found;
use crate::designer::menus::add::AddMenu;
use crate::designer::menus::fixes::FixesMenu;
use crate::designer::menus::floating::Floating;
use crate::designer::prompts::Prompt;
use crate::designer::prompts::waive::{WaiveAnswer, WaivePrompt};
use crate::edit::commands;
use crate::edit::{GestureId, Refusal, Transaction};
use crate::rules::{Finding, Place, Remedy};
use crate::workflow::{ActionKind, EventId, Position, Spot};
use eframe::egui::{self, Pos2};

/// How long a notice stays, in seconds.
const NOTICE_S: f64 = 5.0;

impl Designer {
    pub(in crate::designer) fn carry_out(&mut self, ctx: &egui::Context) {
        self.now_s = ctx.input(|i| i.time);
        // Carrying out may ask for more, as when a reply closes a design after saving it.
        for _ in 0..4 {
            let requests = std::mem::take(&mut self.requests);
            if requests.is_empty() {
                break;
            }
            for request in requests {
                self.carry_out_one(ctx, request);
                self.refresh();
            }
            ctx.request_repaint();
        }
        self.requests.append(&mut self.for_next_frame);
    }

    /// Lets findings and selection follow the design, for the next request as for the next frame.
    pub(in crate::designer) fn refresh(&mut self) {
        if let Some(document) = self.documents.get_mut(self.active) {
            document.refresh();
        }
    }

    fn carry_out_one(&mut self, ctx: &egui::Context, request: Request) {
        match request {
            Request::Run(command) => self.run_command(ctx, command),
            // Nothing is edited while designs are compared.
            Request::Paste(_) | Request::PasteFragment(_) | Request::PastePrepared(_)
                if self.compare.is_some() => {}
            Request::Paste(text) => self.paste(&text),
            Request::PasteFragment(fragment) => self.paste_fragment(fragment),
            Request::PastePrepared(prepared) => self.paste_prepared(*prepared),
            Request::Canvas(request) => self.carry_out_canvas(request),
            Request::Edit(edit) => self.edit(edit),
            Request::EditInGesture(edit, gesture_id) => self.edit_in_gesture(edit, gesture_id),
            Request::Select(selection) => self.select(selection),
            Request::GoTo(place) => self.go_to(&place),
            Request::ApplyFix(fix) => match fix.remedy {
                Remedy::Edit(transaction) => self.edit(Ok(transaction)),
                Remedy::GoTo(place) => {
                    self.go_to(&place);
                    self.edit_in_place(&place);
                }
                // Its button shows the list of stages itself.
                Remedy::ChooseStage(_) | Remedy::ChooseWayIn(_) => {}
            },
            Request::Review(request) => self.take_review(request),
            Request::AskToWaive(rule, place) => self.ask_to_waive(rule, &place),
            Request::AddAction {
                event_id,
                kind,
                card,
            } => self.add_action(event_id, kind, card),
            Request::OpenPath(path) => self.open(ctx, &path),
            Request::GoToHit { found, spot } => self.go_to_hit(&found, &spot),
            Request::OpenSample(design) => self.open_sample(*design),
            Request::Activate(index) => {
                self.active = index.min(self.documents.len().saturating_sub(1));
            }
            Request::MoveTab { from, to } => self.move_tab(from, to),
            Request::CloseTab(document_id) => self.close(document_id),
            Request::Recover(journal) => self.recover(ctx, &journal),
            Request::AskToDiscard { journal, title } => {
                self.prompt = Some(Prompt::DiscardRecovered { journal, title });
            }
            Request::RecoverLater => self.recovery.is_put_off = true,
            Request::OnDisk(document_id, reply) => self.settle_on_disk(document_id, reply),
            Request::Compare(request) => self.carry_out_comparing(ctx, request),
            Request::HideTrouble(document_id) => {
                if let Some(index) = self.index_of(document_id) {
                    self.documents[index].is_trouble_known = true;
                }
            }
            Request::HideElsewhere(document_id) => {
                if let Some(index) = self.index_of(document_id) {
                    self.documents[index].elsewhere = Elsewhere::default();
                }
            }
            Request::Export(choice) => self.export(choice),
            Request::Notify(text) => self.notify(text),
            Request::Rehearse(asked) => self.rehearse(asked),
            // Taken before, without being carried out.
            Request::Preview { .. } => {}
            Request::KeepSettings => self.settings.save(),
        }
    }

    fn carry_out_canvas(&mut self, request: CanvasRequest) {
        match request {
            CanvasRequest::Edit(transaction) => self.edit(Ok(transaction)),
            CanvasRequest::Insert(transaction) => self.insert(transaction),
            CanvasRequest::Preview(_) => {}
            CanvasRequest::EditInGesture(transaction, gesture_id) => {
                self.edit_in_gesture(Ok(transaction), gesture_id);
            }
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
            CanvasRequest::EditSelected => self.edit_selected(),
        }
    }

    fn ask_to_waive(&mut self, rule: &str, place: &Place) {
        let Some(document) = self.document() else {
            return;
        };
        let is_it = |finding: &&Finding| finding.rule.id == rule && finding.place == *place;
        if let Some(finding) = document.analysis.findings.iter().find(is_it) {
            let prompt = WaivePrompt::new(finding, self.settings.signature());
            self.prompt = Some(Prompt::Waive(prompt));
        }
    }

    /// Waives a finding, and remembers the name for the next.
    pub(in crate::designer) fn waive(&mut self, answer: &WaiveAnswer) {
        let Some(document) = self.document() else {
            return;
        };
        let (reason, name) = (answer.reason.as_str(), answer.name.trim());
        let edit = commands::waive(document.design(), answer.rule, &answer.place, reason, name);
        if self.settings.user_name != name {
            name.clone_into(&mut self.settings.user_name);
            self.settings.save();
        }
        self.requests.push(Request::Edit(edit));
    }

    pub(in crate::designer) fn notify(&mut self, text: impl Into<String>) {
        self.notice = Some(Notice {
            text: text.into(),
            until_s: self.now_s + NOTICE_S,
        });
    }

    pub(in crate::designer) fn edit(&mut self, edit: Result<Transaction, Refusal>) {
        let transaction = match edit {
            Ok(transaction) => transaction,
            Err(refusal) => return self.notify(refusal.0),
        };
        if self.refuses(&transaction) {
            return;
        }
        let Some(document) = self.documents.get_mut(self.active) else {
            return;
        };
        if let Err(misfit) = document.editor.commit(transaction) {
            self.notify(format!("That could not be done: {misfit}."));
        }
    }

    pub(in crate::designer) fn edit_in_gesture(
        &mut self,
        edit: Result<Transaction, Refusal>,
        gesture_id: GestureId,
    ) {
        let transaction = match edit {
            Ok(transaction) => transaction,
            Err(refusal) => return self.notify(refusal.0),
        };
        if self.refuses(&transaction) {
            return;
        }
        let Some(document) = self.documents.get_mut(self.active) else {
            return;
        };
        if let Err(misfit) = document.editor.commit_in_gesture(transaction, gesture_id) {
            self.notify(format!("That could not be done: {misfit}."));
        }
    }

    pub(in crate::designer) fn select(&mut self, selection: Selection) {
        if let Some(document) = self.documents.get_mut(self.active) {
            document.view.selection = selection;
            document.drop_stale_selection();
        }
    }

    pub(in crate::designer) fn go_to(&mut self, place: &Place) {
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
        document.drop_stale_selection();
    }

    /// Shows the design of a hit and goes there. The keyboard stays where it is.
    pub(in crate::designer) fn go_to_hit(&mut self, found: &Found, spot: &Spot) {
        match found {
            Found::Open(document_id) => {
                if let Some(index) = self.index_of(*document_id) {
                    self.active = index;
                }
            }
            Found::OnDisk(path) => {
                self.open_path(path);
                if !self.document().is_some_and(|document| document.is_at(path)) {
                    return;
                }
            }
        }
        match spot {
            Spot::Workflow(place) => self.go_to(place),
            Spot::Annotation(annotation_id) => {
                if let Some(document) = self.documents.get_mut(self.active)
                    && let Some(annotation) =
                        document.editor.design().layout.annotation(*annotation_id)
                {
                    let at = annotation.middle();
                    let selection = Selection::of_annotation(*annotation_id);
                    document.view.go_to(selection, None);
                    document.view.frame(Framing::Point(at));
                }
            }
        }
    }

    pub(in crate::designer) fn open_add_menu(
        &mut self,
        event_id: EventId,
        card: Option<Position>,
        at: Pos2,
    ) {
        if self.refuses_amendment() {
            return;
        }
        let stage = self
            .document()
            .and_then(|document| document.editor.design().workflow.event(event_id))
            .map(|event| event.stage);
        if let Some(stage) = stage {
            self.select(Selection::of_event(event_id));
            self.add_menu = Some(AddMenu::new(event_id, stage, card, at));
        }
    }

    /// Adds an action and goes where one would work on next: to its text, with the new stage of a Button or Timer in
    /// view.
    pub(in crate::designer) fn add_action(
        &mut self,
        event_id: EventId,
        kind: ActionKind,
        card: Option<Position>,
    ) {
        let Some(document) = self.documents.get_mut(self.active) else {
            return;
        };
        let design = document.editor.design();
        let Some(event) = design.workflow.event(event_id) else {
            return;
        };
        let index = commands::default_index(event, kind.group());
        let edit = commands::add_action_at(design, event_id, index, kind.blank(), card);
        match edit {
            Ok(transaction) => self.insert(transaction),
            Err(refusal) => self.notify(refusal.0),
        }
    }

    /// Makes an edit that adds an action, and goes where one would work on next.
    fn insert(&mut self, transaction: Transaction) {
        let added = transaction.inserted_actions().next();
        let spawned = transaction.inserted_events().next();
        self.edit(Ok(transaction));
        let Some(added) = added else { return };
        self.refresh();
        self.edit_in_place(&Place::Action(added));
        if let (Some(spawned), Some(document)) = (spawned, self.documents.get_mut(self.active)) {
            document.view.frame(Framing::Stage(spawned));
        }
    }
}
