//! What can be asked for by menu, tool bar, palette and key? One list, so that the four cannot disagree.

use crate::arrange::{Alignment, Axis};
use crate::canvas::Toward;
use crate::workflow::{ActionKind, AnnotationKind};
use eframe::egui::{Key, KeyboardShortcut, Modifiers};
use egui_phosphor::regular as icon;
use std::sync::LazyLock;

/// A menu of the menu bar, with a line between its groups.
pub struct Menu {
    pub title: &'static str,
    pub groups: &'static [&'static [UserCommand]],
}

/// The menu bar: every command stands in it once.
pub const MENUS: &[Menu] = &[
    Menu {
        title: "File",
        groups: &[
            &[
                UserCommand::NewWorkflow,
                UserCommand::NewFromTemplate,
                UserCommand::Open,
                UserCommand::OpenFolder,
            ],
            &[
                UserCommand::Save,
                UserCommand::SaveAs,
                UserCommand::DuplicateWorkflow,
            ],
            &COMPARE,
            &[UserCommand::Export],
            &[UserCommand::OpenCallManager],
            &[
                UserCommand::CloseFolder,
                UserCommand::Close,
                UserCommand::Quit,
            ],
        ],
    },
    Menu {
        title: "Edit",
        groups: &[
            &[UserCommand::Undo, UserCommand::Redo],
            &[
                UserCommand::Cut,
                UserCommand::Copy,
                UserCommand::Paste,
                UserCommand::Duplicate,
                UserCommand::Delete,
                UserCommand::DeleteAndHeal,
            ],
            &[
                UserCommand::SelectAll,
                UserCommand::Deselect,
                UserCommand::EditInPlace,
                UserCommand::Rename,
            ],
            &[
                UserCommand::Find,
                UserCommand::FindNext,
                UserCommand::FindPrevious,
                UserCommand::FindEverywhere,
            ],
            &[UserCommand::FixAllSafe],
            &[UserCommand::Preferences],
        ],
    },
    Menu {
        title: "Stage",
        groups: &[
            &[UserCommand::AddAction],
            &ADD,
            &INSERT,
            &[UserCommand::MoveUp, UserCommand::MoveDown],
            &WORKFLOWS,
            &[
                UserCommand::CollapseLeg,
                UserCommand::OpenLeg,
                UserCommand::CollapseAllBelow,
                UserCommand::OpenAllLegs,
            ],
            &[UserCommand::ToggleBookmark, UserCommand::RenumberStages],
        ],
    },
    Menu {
        title: "Insert",
        groups: &[
            &[UserCommand::AddStickyNote, UserCommand::AddFrame],
            &[UserCommand::FrameSelection],
        ],
    },
    Menu {
        title: "Layout",
        groups: &[
            &[UserCommand::Arrange],
            &ALIGN,
            &[
                UserCommand::Distribute(Axis::Horizontal),
                UserCommand::Distribute(Axis::Vertical),
            ],
            &NUDGE,
            &NUDGE_FINELY,
        ],
    },
    Menu {
        title: "Go",
        groups: &[
            &[
                UserCommand::Walk(Toward::Right),
                UserCommand::Walk(Toward::Left),
                UserCommand::Walk(Toward::Down),
                UserCommand::Walk(Toward::Up),
            ],
            &[UserCommand::GoBack, UserCommand::GoForward],
            &[UserCommand::NextFinding],
            &[UserCommand::NextDifference, UserCommand::PreviousDifference],
        ],
    },
    Menu {
        title: "Rehearse",
        groups: &[
            &[UserCommand::Rehearse],
            &[
                UserCommand::ToNextTimer,
                UserCommand::StepBack,
                UserCommand::StepForward,
                UserCommand::RestartRehearsal,
            ],
            &[UserCommand::GenerateScenarios],
        ],
    },
    Menu {
        title: "Review",
        groups: &[
            &[UserCommand::ToggleReviewMode, UserCommand::ToggleLegs],
            &[
                UserCommand::NextUnreviewedLeg,
                UserCommand::TickLeg,
                UserCommand::AskQuestion,
            ],
            &[UserCommand::SignOff],
        ],
    },
    Menu {
        title: "View",
        groups: &[
            &[
                UserCommand::ZoomIn,
                UserCommand::ZoomOut,
                UserCommand::ZoomActual,
                UserCommand::FitAll,
                UserCommand::FitSelection,
            ],
            &[
                UserCommand::ToggleOutline,
                UserCommand::ToggleOutlineActions,
                UserCommand::ToggleInspector,
                UserCommand::ToggleFindings,
                UserCommand::ToggleMinimap,
            ],
            &[UserCommand::NextTab, UserCommand::PreviousTab],
            &[
                UserCommand::ScaleUp,
                UserCommand::ScaleDown,
                UserCommand::ScaleActual,
            ],
        ],
    },
    Menu {
        title: "Help",
        groups: &[&[UserCommand::FindCommand, UserCommand::Shortcuts]],
    },
];

const ADD: [UserCommand; ActionKind::ALL.len()] = {
    let mut commands = [UserCommand::AddAction; ActionKind::ALL.len()];
    let mut index = 0;
    while index < commands.len() {
        commands[index] = UserCommand::Add(ActionKind::ALL[index]);
        index += 1;
    }
    commands
};

pub const INSERT: [UserCommand; 2] = [
    UserCommand::InsertBefore(ActionKind::Button),
    UserCommand::InsertBefore(ActionKind::Timer),
];

pub const ALIGN: [UserCommand; Alignment::ALL.len()] = {
    let mut commands = [UserCommand::Align(Alignment::Left); Alignment::ALL.len()];
    let mut index = 0;
    while index < commands.len() {
        commands[index] = UserCommand::Align(Alignment::ALL[index]);
        index += 1;
    }
    commands
};

const NUDGE: [UserCommand; 4] = [
    UserCommand::Nudge(Toward::Left),
    UserCommand::Nudge(Toward::Right),
    UserCommand::Nudge(Toward::Up),
    UserCommand::Nudge(Toward::Down),
];

const NUDGE_FINELY: [UserCommand; 4] = [
    UserCommand::NudgeFinely(Toward::Left),
    UserCommand::NudgeFinely(Toward::Right),
    UserCommand::NudgeFinely(Toward::Up),
    UserCommand::NudgeFinely(Toward::Down),
];

const COMPARE: [UserCommand; 3] = [
    UserCommand::CompareWithSaved,
    UserCommand::CompareWithFile,
    UserCommand::CompareWithRevision,
];

/// What makes several small workflows of one, and one of several.
pub const WORKFLOWS: [UserCommand; 2] = [UserCommand::ExtractLeg, UserCommand::InsertWorkflow];

/// A command of the user's. Its label, key, icon and hint are all here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UserCommand {
    NewWorkflow,
    NewFromTemplate,
    Open,
    OpenFolder,
    CloseFolder,
    Save,
    SaveAs,
    DuplicateWorkflow,
    CompareWithSaved,
    CompareWithFile,
    CompareWithRevision,
    Export,
    /// The back office's window.
    OpenCallManager,
    Close,
    Quit,
    Undo,
    Redo,
    Cut,
    Copy,
    Paste,
    Duplicate,
    Delete,
    DeleteAndHeal,
    SelectAll,
    Deselect,
    AddAction,
    Add(ActionKind),
    /// A stage in front of the selected action; the kind is Button or Timer.
    InsertBefore(ActionKind),
    ExtractLeg,
    /// A copy of another workflow, as a leg of the selected stage.
    InsertWorkflow,
    /// Type over what is selected, where it stands.
    EditInPlace,
    /// Type over the name of the stage.
    Rename,
    /// One step along the legs.
    Walk(Toward),
    MoveUp,
    MoveDown,
    AddStickyNote,
    AddFrame,
    FrameSelection,
    Align(Alignment),
    Distribute(Axis),
    /// By a step of the grid.
    Nudge(Toward),
    /// By a point.
    NudgeFinely(Toward),
    ToggleBookmark,
    GoBack,
    GoForward,
    CollapseLeg,
    OpenLeg,
    CollapseAllBelow,
    OpenAllLegs,
    Arrange,
    RenumberStages,
    Find,
    FindNext,
    FindPrevious,
    /// In all tabs, and in all designs of the folder.
    FindEverywhere,
    FixAllSafe,
    NextFinding,
    /// Begin or leave the rehearsal of the design.
    Rehearse,
    ToNextTimer,
    StepBack,
    StepForward,
    RestartRehearsal,
    GenerateScenarios,
    NextDifference,
    PreviousDifference,
    ZoomIn,
    ZoomOut,
    ZoomActual,
    FitAll,
    FitSelection,
    ToggleOutline,
    ToggleOutlineActions,
    ToggleInspector,
    ToggleFindings,
    ToggleLegs,
    /// Look and say, and amend nothing.
    ToggleReviewMode,
    NextUnreviewedLeg,
    TickLeg,
    AskQuestion,
    SignOff,
    ToggleMinimap,
    NextTab,
    PreviousTab,
    ScaleUp,
    ScaleDown,
    ScaleActual,
    Preferences,
    /// The palette of everything that can be asked for.
    FindCommand,
    /// The overview of all keys.
    Shortcuts,
}

impl UserCommand {
    /// All that can be given, in the order of the menus.
    pub fn all() -> impl Iterator<Item = Self> {
        MENUS
            .iter()
            .flat_map(|menu| menu.groups.iter().copied().flatten().copied())
    }

    /// Those with a key, in the order in which keys are tried: the ones with more modifiers first.
    pub fn with_key() -> &'static [Self] {
        static WITH_KEY: LazyLock<Vec<UserCommand>> = LazyLock::new(|| {
            let modifiers = |command: &UserCommand| {
                let modifiers = command.shortcut().map(|shortcut| shortcut.modifiers);
                modifiers.map_or(0, |m| {
                    u8::from(m.command) + u8::from(m.shift) + u8::from(m.alt)
                })
            };
            let mut commands: Vec<_> = UserCommand::all()
                .filter(|command| command.shortcut().is_some())
                .collect();
            commands.sort_by_key(|command| std::cmp::Reverse(modifiers(command)));
            commands
        });
        &WITH_KEY
    }

    pub fn label(self) -> String {
        match self {
            Self::NewWorkflow => "New workflow",
            Self::NewFromTemplate => "New from template…",
            Self::Open => "Open…",
            Self::OpenFolder => "Open folder…",
            Self::CloseFolder => "Close folder",
            Self::Save => "Save",
            Self::SaveAs => "Save as…",
            Self::DuplicateWorkflow => "Duplicate workflow",
            Self::CompareWithSaved => "Compare with saved file",
            Self::CompareWithFile => "Compare with another file…",
            Self::CompareWithRevision => "Compare with a revision…",
            Self::Export => "Export…",
            Self::OpenCallManager => "Open Call Manager",
            Self::Close => "Close",
            Self::Quit => "Quit",
            Self::Undo => "Undo",
            Self::Redo => "Redo",
            Self::Cut => "Cut",
            Self::Copy => "Copy",
            Self::Paste => "Paste",
            Self::Duplicate => "Duplicate",
            Self::Delete => "Delete",
            Self::DeleteAndHeal => "Delete and heal",
            Self::SelectAll => "Select all",
            Self::Deselect => "Deselect",
            Self::AddAction => "Add action…",
            Self::Add(kind) => return format!("Add {}", kind.title()),
            Self::InsertBefore(kind) => return format!("Insert {} before", kind.title()),
            Self::EditInPlace => "Edit in place",
            Self::Rename => "Rename",
            Self::Walk(Toward::Right) => "Along the leg",
            Self::Walk(Toward::Left) => "Back along the leg",
            Self::Walk(Toward::Down) => "Next row or leg",
            Self::Walk(Toward::Up) => "Row or leg before",
            Self::MoveUp => "Move action up",
            Self::MoveDown => "Move action down",
            Self::AddStickyNote => "Add sticky note",
            Self::AddFrame => "Add frame",
            Self::FrameSelection => "Frame selection",
            Self::Align(alignment) => return format!("Align {}", alignment.title()),
            Self::Distribute(axis) => return format!("Distribute {}", axis.title()),
            Self::Nudge(toward) => return format!("Nudge {}", direction(toward)),
            Self::NudgeFinely(toward) => {
                return format!("Nudge {} by a point", direction(toward));
            }
            Self::ToggleBookmark => "Bookmark",
            Self::GoBack => "Back",
            Self::GoForward => "Forward",
            Self::CollapseLeg => "Collapse leg",
            Self::OpenLeg => "Open leg",
            Self::CollapseAllBelow => "Collapse all below",
            Self::OpenAllLegs => "Open all legs",
            Self::ExtractLeg => "Extract leg to new workflow…",
            Self::InsertWorkflow => "Insert workflow here…",
            Self::Arrange => "Arrange",
            Self::RenumberStages => "Renumber stages",
            Self::Find => "Find…",
            Self::FindNext => "Find next",
            Self::FindPrevious => "Find previous",
            Self::FindEverywhere => "Find in all designs…",
            Self::FixAllSafe => "Fix all that is safe",
            Self::NextFinding => "Next finding",
            Self::Rehearse => "Rehearse",
            Self::ToNextTimer => "To the next timer",
            Self::StepBack => "Step back",
            Self::StepForward => "Step forward",
            Self::RestartRehearsal => "Restart rehearsal",
            Self::GenerateScenarios => "Generate scenarios",
            Self::NextDifference => "Next difference",
            Self::PreviousDifference => "Previous difference",
            Self::ZoomIn => "Zoom in",
            Self::ZoomOut => "Zoom out",
            Self::ZoomActual => "Zoom to 100 %",
            Self::FitAll => "Fit all",
            Self::FitSelection => "Fit selection",
            Self::ToggleOutline => "Outline",
            Self::ToggleOutlineActions => "Actions in the outline",
            Self::ToggleInspector => "Inspector",
            Self::ToggleFindings => "Findings",
            Self::ToggleLegs => "Legs",
            Self::ToggleReviewMode => "Review mode",
            Self::NextUnreviewedLeg => "Next unreviewed leg",
            Self::TickLeg => "Tick leg",
            Self::AskQuestion => "Ask a question…",
            Self::SignOff => "Sign off…",
            Self::ToggleMinimap => "Minimap",
            Self::NextTab => "Next tab",
            Self::PreviousTab => "Previous tab",
            Self::ScaleUp => "Larger text and controls",
            Self::ScaleDown => "Smaller text and controls",
            Self::ScaleActual => "Normal text and controls",
            Self::Preferences => "Preferences…",
            Self::FindCommand => "Find a command or stage…",
            Self::Shortcuts => "Keyboard shortcuts",
        }
        .to_owned()
    }

    /// What it does, where the label leaves something out.
    pub const fn hint(self) -> Option<&'static str> {
        Some(match self {
            Self::Arrange => {
                "Lays all cards afresh, from left to right in the order of the actions"
            }
            Self::CollapseLeg => {
                "Draws the selected stage and everything below it as one box; moving the box moves what is in it"
            }
            Self::OpenLeg => "Shows again what lies below the selected stage",
            Self::CollapseAllBelow => {
                "Collapses every leg below the selected stage, so that they open one level at a time"
            }
            Self::ToggleMinimap => {
                "Shows where you are in the design, whenever not all of it is in view"
            }
            Self::RenumberStages => {
                "Gives the stages new numbers in reading order. People who know the old ones will have to learn them anew"
            }
            Self::OpenFolder => {
                "Lists all designs of a folder beside the stages, with how each stands"
            }
            Self::Find => "Finds words in all texts of this design",
            Self::FindEverywhere => "Finds words in all tabs and in all designs of the folder",
            Self::FixAllSafe => "Applies every fix that loses nothing and guesses nothing",
            Self::DeleteAndHeal => {
                "Deletes the selected stages and lets what follows go on from the stage above"
            }
            Self::Duplicate => {
                "Copies the selected stages or action, legs and all, beside the original"
            }
            Self::Export => {
                "Writes the definition that the runtime takes, a report, a picture or a diagram"
            }
            Self::OpenCallManager => {
                "Opens the window in which people see what waits and push the buttons"
            }
            Self::InsertBefore(_) => {
                "Puts a new stage into the leg, in front of the selected action: what followed comes one stage later"
            }
            Self::AddStickyNote => "Lays a note on the canvas, for those who read the design",
            Self::AddFrame => "Draws a frame with a title; what lies in it moves with it",
            Self::FrameSelection => "Draws a frame around what is selected",
            Self::Distribute(_) => {
                "Makes the distances between the selected cards equal; the outermost stay"
            }
            Self::ToggleBookmark => {
                "Marks the selected stage as one to come back to, or removes the mark"
            }
            Self::GoBack => "Returns to the place where you were before",
            Self::GoForward => "Goes on to the place that you came back from",
            Self::CompareWithSaved => "Shows beside each other what is saved and what is here",
            Self::CompareWithFile => {
                "Shows beside each other what another file holds and what is here"
            }
            Self::CompareWithRevision => {
                "Shows beside each other what was committed to git and what is here"
            }
            Self::DuplicateWorkflow => "Opens a copy of the design in a tab of its own",
            Self::ExtractLeg => {
                "Makes a workflow of its own of the selected stage and all that hangs below it"
            }
            Self::InsertWorkflow => {
                "Inserts a copy of another workflow as a leg of the selected stage"
            }
            Self::NextFinding => "Selects the next place where something is wrong",
            Self::Rehearse => {
                "Lets a call go through the design, as the Call Manager would show it, with a clock that you push"
            }
            Self::ToNextTimer => "Lets time pass until a timer elapses",
            Self::StepBack => "Takes the call back to where it was before",
            Self::StepForward => "Goes forward again to what was stepped back over",
            Self::RestartRehearsal => "Lets a new call like this one come",
            Self::GenerateScenarios => {
                "Makes the fewest scenarios that cover every leg, and keeps them beside the design"
            }
            Self::ToggleLegs => "Lists every leg with its times, its findings and its review",
            Self::ToggleReviewMode => {
                "Goes from leg to leg and ticks each; the design itself stays as it is meanwhile"
            }
            Self::NextUnreviewedLeg => "Selects the next leg that nobody has reviewed as it is now",
            Self::TickLeg => "Says under your name that the selected leg is right",
            Self::AskQuestion => "Asks something about the selected stage, for others to answer",
            Self::SignOff => "Signs the whole, once every leg is reviewed and no question is open",
            _ => return None,
        })
    }

    pub const fn shortcut(self) -> Option<KeyboardShortcut> {
        const CTRL: Modifiers = Modifiers::COMMAND;
        const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);
        const CTRL_ALT: Modifiers = Modifiers::COMMAND.plus(Modifiers::ALT);
        // On a Mac the system takes Cmd+Tab; there tabs are switched by Ctrl as well.
        const TAB_HELD: Modifiers = if cfg!(target_os = "macos") {
            Modifiers::CTRL
        } else {
            CTRL
        };
        let (modifiers, key) = match self {
            Self::NewWorkflow => (CTRL, Key::N),
            Self::Open => (CTRL, Key::O),
            Self::OpenFolder => (CTRL_SHIFT, Key::O),
            Self::Save => (CTRL, Key::S),
            Self::SaveAs => (CTRL_SHIFT, Key::S),
            Self::Export => (CTRL_SHIFT, Key::E),
            Self::Close => (CTRL, Key::W),
            Self::Quit => (CTRL, Key::Q),
            Self::Undo => (CTRL, Key::Z),
            Self::Redo => (CTRL_SHIFT, Key::Z),
            Self::Cut => (CTRL, Key::X),
            Self::Copy => (CTRL, Key::C),
            Self::Paste => (CTRL, Key::V),
            Self::Duplicate => (CTRL, Key::D),
            Self::Delete => (Modifiers::NONE, Key::Delete),
            // There Shift+Delete is another key for Cut.
            Self::DeleteAndHeal if cfg!(windows) => (CTRL, Key::Delete),
            Self::DeleteAndHeal => (Modifiers::SHIFT, Key::Delete),
            Self::SelectAll => (CTRL, Key::A),
            Self::Deselect => (Modifiers::NONE, Key::Escape),
            Self::AddAction => (Modifiers::NONE, Key::A),
            Self::Add(ActionKind::Button) => (Modifiers::NONE, Key::B),
            Self::Add(ActionKind::Timer) => (Modifiers::NONE, Key::T),
            Self::Add(ActionKind::Link) => (Modifiers::NONE, Key::L),
            Self::Add(ActionKind::Finish) => (Modifiers::NONE, Key::F),
            Self::EditInPlace => (Modifiers::NONE, Key::Enter),
            Self::Rename => (Modifiers::NONE, Key::F2),
            Self::Walk(toward) => (Modifiers::NONE, arrow_key(toward)),
            Self::MoveUp => (Modifiers::ALT, Key::ArrowUp),
            Self::MoveDown => (Modifiers::ALT, Key::ArrowDown),
            Self::AddStickyNote => (Modifiers::NONE, Key::N),
            Self::AddFrame => (Modifiers::SHIFT, Key::F),
            Self::FrameSelection => (CTRL, Key::G),
            Self::Nudge(toward) => (CTRL, arrow_key(toward)),
            Self::NudgeFinely(toward) => (CTRL_SHIFT, arrow_key(toward)),
            Self::ToggleBookmark => (CTRL, Key::B),
            Self::GoBack => (Modifiers::ALT, Key::ArrowLeft),
            Self::GoForward => (Modifiers::ALT, Key::ArrowRight),
            Self::CollapseLeg => (CTRL, Key::OpenBracket),
            Self::OpenLeg => (CTRL, Key::CloseBracket),
            Self::Arrange => (CTRL_SHIFT, Key::A),
            Self::Find => (CTRL, Key::F),
            Self::FindNext => (Modifiers::NONE, Key::F3),
            Self::FindPrevious => (Modifiers::SHIFT, Key::F3),
            Self::FindEverywhere => (CTRL_SHIFT, Key::F),
            Self::FixAllSafe => (CTRL, Key::Period),
            Self::NextFinding => (Modifiers::NONE, Key::F8),
            Self::Rehearse => (Modifiers::NONE, Key::F5),
            Self::RestartRehearsal => (Modifiers::SHIFT, Key::F5),
            Self::ToNextTimer => (Modifiers::NONE, Key::F4),
            Self::StepBack => (Modifiers::SHIFT, Key::F4),
            Self::NextDifference => (Modifiers::NONE, Key::F12),
            Self::PreviousDifference => (Modifiers::SHIFT, Key::F12),
            Self::ZoomIn => (CTRL, Key::Plus),
            Self::ZoomOut => (CTRL, Key::Minus),
            Self::ZoomActual => (CTRL, Key::Num0),
            Self::FitAll => (CTRL, Key::Num1),
            Self::FitSelection => (CTRL, Key::Num2),
            Self::ToggleOutline => (Modifiers::NONE, Key::F6),
            Self::ToggleInspector => (Modifiers::NONE, Key::F7),
            Self::ToggleFindings => (Modifiers::NONE, Key::F9),
            Self::ToggleLegs => (Modifiers::SHIFT, Key::F9),
            Self::ToggleReviewMode => (CTRL_SHIFT, Key::R),
            Self::NextUnreviewedLeg => (Modifiers::SHIFT, Key::F8),
            Self::TickLeg => (CTRL_SHIFT, Key::T),
            Self::ToggleMinimap => (Modifiers::NONE, Key::F10),
            Self::NextTab => (TAB_HELD, Key::Tab),
            Self::PreviousTab => (TAB_HELD.plus(Modifiers::SHIFT), Key::Tab),
            Self::ScaleUp => (CTRL_ALT, Key::Plus),
            Self::ScaleDown => (CTRL_ALT, Key::Minus),
            Self::ScaleActual => (CTRL_ALT, Key::Num0),
            Self::Preferences => (CTRL, Key::Comma),
            Self::FindCommand => (CTRL, Key::K),
            Self::Shortcuts => (Modifiers::NONE, Key::F1),
            Self::NewFromTemplate
            | Self::CloseFolder
            | Self::DuplicateWorkflow
            | Self::CompareWithSaved
            | Self::CompareWithFile
            | Self::CompareWithRevision
            | Self::ExtractLeg
            | Self::InsertWorkflow
            | Self::Add(_)
            | Self::InsertBefore(_)
            | Self::Align(_)
            | Self::Distribute(_)
            | Self::OpenCallManager
            | Self::RenumberStages
            | Self::StepForward
            | Self::GenerateScenarios
            | Self::CollapseAllBelow
            | Self::OpenAllLegs
            | Self::AskQuestion
            | Self::SignOff
            | Self::ToggleOutlineActions => return None,
        };
        Some(KeyboardShortcut::new(modifiers, key))
    }

    /// A key beside that of the menus, where people know the command by another from elsewhere.
    pub const fn second_shortcut(self) -> Option<KeyboardShortcut> {
        let (modifiers, key) = match self {
            Self::Redo => (Modifiers::COMMAND, Key::Y),
            Self::Shortcuts => (Modifiers::NONE, Key::Questionmark),
            Self::NextTab => (Modifiers::COMMAND, Key::PageDown),
            Self::PreviousTab => (Modifiers::COMMAND, Key::PageUp),
            _ => return None,
        };
        Some(KeyboardShortcut::new(modifiers, key))
    }

    /// The menu that has it.
    pub fn menu(self) -> Option<&'static str> {
        let has_it = |menu: &&Menu| menu.groups.iter().any(|group| group.contains(&self));
        MENUS.iter().find(has_it).map(|menu| menu.title)
    }

    /// Does its key mean something else while one types in a field?
    pub const fn yields_to_typing(self) -> bool {
        matches!(
            self,
            Self::Undo
                | Self::Redo
                | Self::Cut
                | Self::Copy
                | Self::Paste
                | Self::Delete
                | Self::DeleteAndHeal
                | Self::SelectAll
                | Self::Deselect
                | Self::AddAction
                | Self::Add(_)
                | Self::EditInPlace
                | Self::Walk(_)
                | Self::MoveUp
                | Self::MoveDown
                | Self::AddStickyNote
                | Self::AddFrame
                | Self::Nudge(_)
                | Self::NudgeFinely(_)
                | Self::GoBack
                | Self::GoForward
        )
    }

    /// Does it change the design, other than by what reviewers say?
    pub const fn amends(self) -> bool {
        matches!(
            self,
            Self::Cut
                | Self::Paste
                | Self::Duplicate
                | Self::Delete
                | Self::DeleteAndHeal
                | Self::AddAction
                | Self::Add(_)
                | Self::InsertBefore(_)
                | Self::ExtractLeg
                | Self::InsertWorkflow
                | Self::EditInPlace
                | Self::Rename
                | Self::MoveUp
                | Self::MoveDown
                | Self::AddStickyNote
                | Self::AddFrame
                | Self::FrameSelection
                | Self::Align(_)
                | Self::Distribute(_)
                | Self::Nudge(_)
                | Self::NudgeFinely(_)
                | Self::ToggleBookmark
                | Self::CollapseLeg
                | Self::OpenLeg
                | Self::CollapseAllBelow
                | Self::OpenAllLegs
                | Self::Arrange
                | Self::RenumberStages
                | Self::FixAllSafe
        )
    }

    /// Does its key mean something else to a control that has the keyboard, be it no field? The rows of the outline
    /// stand for what is on the canvas, and have their own way of walking.
    pub const fn yields_to_controls(self, is_in_outline: bool) -> bool {
        match self {
            Self::EditInPlace => !is_in_outline,
            Self::Walk(_) => true,
            _ => false,
        }
    }

    pub const fn icon(self) -> Option<&'static str> {
        Some(match self {
            Self::NewWorkflow => icon::FILE_PLUS,
            Self::NewFromTemplate => icon::FILES,
            Self::Open => icon::FOLDER_OPEN,
            Self::OpenFolder => icon::FOLDERS,
            Self::Save => icon::FLOPPY_DISK,
            Self::Export => icon::EXPORT,
            Self::OpenCallManager => icon::HEADSET,
            Self::Undo => icon::ARROW_COUNTER_CLOCKWISE,
            Self::Redo => icon::ARROW_CLOCKWISE,
            Self::Cut => icon::SCISSORS,
            Self::Copy => icon::COPY,
            Self::Paste => icon::CLIPBOARD,
            Self::Delete => icon::TRASH,
            Self::DeleteAndHeal => icon::BANDAIDS,
            Self::AddAction => icon::PLUS,
            Self::Add(kind) | Self::InsertBefore(kind) => crate::theme::action_icon(kind),
            Self::CollapseLeg => icon::ARROWS_IN_LINE_HORIZONTAL,
            Self::OpenLeg => icon::ARROWS_OUT_LINE_HORIZONTAL,
            Self::ToggleMinimap => icon::MAP_TRIFOLD,
            Self::ToggleLegs | Self::ToggleReviewMode => icon::LIST_CHECKS,
            Self::TickLeg => icon::CHECK_CIRCLE,
            Self::AskQuestion => icon::QUESTION,
            Self::SignOff => icon::SEAL_CHECK,
            Self::Arrange => icon::TREE_STRUCTURE,
            Self::AddStickyNote => crate::theme::annotation_icon(AnnotationKind::StickyNote),
            Self::AddFrame => crate::theme::annotation_icon(AnnotationKind::Frame),
            Self::FrameSelection => icon::SELECTION_PLUS,
            Self::Align(alignment) => match alignment {
                Alignment::Left => icon::ALIGN_LEFT,
                Alignment::Center => icon::ALIGN_CENTER_HORIZONTAL,
                Alignment::Right => icon::ALIGN_RIGHT,
                Alignment::Top => icon::ALIGN_TOP,
                Alignment::Middle => icon::ALIGN_CENTER_VERTICAL,
                Alignment::Bottom => icon::ALIGN_BOTTOM,
            },
            Self::Distribute(Axis::Horizontal) => icon::COLUMNS,
            Self::Distribute(Axis::Vertical) => icon::ROWS,
            Self::ToggleBookmark => crate::theme::BOOKMARK_ICON,
            Self::GoBack => icon::ARROW_LEFT,
            Self::GoForward => icon::ARROW_RIGHT,
            Self::ExtractLeg => icon::ARROW_SQUARE_OUT,
            Self::InsertWorkflow => icon::ARROW_SQUARE_IN,
            Self::FindEverywhere => icon::BINOCULARS,
            Self::CompareWithSaved | Self::CompareWithFile => icon::GIT_DIFF,
            Self::CompareWithRevision => icon::GIT_COMMIT,
            Self::FixAllSafe => icon::WRENCH,
            Self::Rehearse => icon::PLAY,
            Self::ToNextTimer => icon::FAST_FORWARD,
            Self::StepBack => icon::SKIP_BACK,
            Self::StepForward => icon::SKIP_FORWARD,
            Self::RestartRehearsal => icon::ARROW_U_UP_LEFT,
            Self::GenerateScenarios => icon::MAGIC_WAND,
            Self::ZoomIn => icon::MAGNIFYING_GLASS_PLUS,
            Self::ZoomOut => icon::MAGNIFYING_GLASS_MINUS,
            Self::FitAll => icon::CORNERS_OUT,
            Self::FitSelection => icon::CROSSHAIR,
            Self::EditInPlace => icon::PENCIL_SIMPLE,
            Self::Rename => icon::TEXTBOX,
            Self::Preferences => icon::GEAR_SIX,
            Self::Find | Self::FindCommand => icon::MAGNIFYING_GLASS,
            Self::Shortcuts => icon::KEYBOARD,
            _ => return None,
        })
    }
}

const fn arrow_key(toward: Toward) -> Key {
    match toward {
        Toward::Left => Key::ArrowLeft,
        Toward::Right => Key::ArrowRight,
        Toward::Up => Key::ArrowUp,
        Toward::Down => Key::ArrowDown,
    }
}

const fn direction(toward: Toward) -> &'static str {
    match toward {
        Toward::Left => "left",
        Toward::Right => "right",
        Toward::Up => "up",
        Toward::Down => "down",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_key_reaches_its_own_command() {
        for &command in UserCommand::with_key() {
            let KeyboardShortcut {
                modifiers,
                logical_key,
            } = command.shortcut().unwrap();
            let taker = UserCommand::with_key().iter().find(|other| {
                let shortcut = other.shortcut().unwrap();
                let is_key = shortcut.logical_key == logical_key;
                is_key && modifiers.matches_logically(shortcut.modifiers)
            });
            assert_eq!(taker, Some(&command));
        }
    }

    #[test]
    fn every_command_stands_in_one_menu() {
        let all: Vec<_> = UserCommand::all().collect();
        for (index, command) in all.iter().enumerate() {
            assert!(!all[index + 1..].contains(command), "{command:?}");
        }
    }

    #[test]
    fn every_label_is_that_of_one_command() {
        let labels: Vec<String> = UserCommand::all().map(UserCommand::label).collect();
        for (index, label) in labels.iter().enumerate() {
            assert!(!labels[index + 1..].contains(label), "{label}");
        }
    }

    #[test]
    fn no_two_commands_share_a_key() {
        let keys = |command: UserCommand| [command.shortcut(), command.second_shortcut()];
        let keys: Vec<KeyboardShortcut> = UserCommand::all().flat_map(keys).flatten().collect();
        for (index, key) in keys.iter().enumerate() {
            assert!(!keys[index + 1..].contains(key), "{key:?}");
        }
    }
}
