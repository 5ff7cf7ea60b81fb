//! What does an edit cost, until all its findings are there?

use crate::report::{Outcome, Report, measured, measured_call};
use crate::support::large_design;
use legwork::edit::commands::{add_action, delete_stages, duplicate, set_value};
use legwork::edit::{Below, Editor, Refusal, Transaction};
use legwork::rules::{self, Severity};
use legwork::workflow::{ActionId, ActionKind, Design, EventId, Flow, ValueName};
use std::hint::black_box;
use std::time::{Duration, Instant};

const TARGET_STAGE_COUNT: usize = 10_000;
const TARGET: Duration = Duration::from_millis(5);

/// A stage amid the design, with what the edits need of it.
#[expect(clippy::struct_field_names, reason = "an id is named so everywhere")]
struct Middle {
    event_id: EventId,
    owner_id: ActionId,
    parent_id: EventId,
}

impl Middle {
    fn of(design: &Design) -> Option<Self> {
        let workflow = &design.workflow;
        // One that waits, so that deleting it leaves legs to attach.
        let mut waiting = workflow
            .events()
            .skip(workflow.stage_count() / 4)
            .filter(|event| event.actions.iter().any(|a| a.data.owned_event().is_some()));
        let event_id = waiting.next()?.id;
        let owner_id = workflow.owner_of(event_id)?.id;
        Some(Self {
            event_id,
            owner_id,
            parent_id: workflow.event_of(owner_id)?.id,
        })
    }
}

type Edit = (
    &'static str,
    fn(&Design, &Middle) -> Result<Transaction, Refusal>,
);

const EDITS: [Edit; 4] = [
    ("amend a text", |design, middle| {
        let name = design
            .workflow
            .action(middle.owner_id)
            .map_or(ValueName::Label, |action| {
                action.data.kind().value_names()[0]
            });
        set_value(design, middle.owner_id, name, "3 h")
    }),
    ("add a Button", |design, middle| {
        add_action(design, middle.event_id, ActionKind::Button.blank())
    }),
    ("delete a stage, keeping its legs", |design, middle| {
        let above = Below::AttachTo(middle.parent_id);
        delete_stages(design, &[middle.event_id], above)
    }),
    ("duplicate a leg", |design, middle| {
        duplicate(design, &[middle.event_id], &[])
    }),
];

pub fn measure(report: &mut Report) -> Outcome {
    for stage_count in [1_000, TARGET_STAGE_COUNT, 100_000] {
        let mut editor = Editor::new(large_design(stage_count));
        let flow = Flow::new(&editor.design().workflow);
        let findings = rules::check(&editor.design().workflow, &flow);
        if let Some(error) = findings
            .iter()
            .find(|finding| finding.rule.severity == Severity::Error)
        {
            return Err(format!("the design is not sound: {}", error.message).into());
        }
        let middle = Middle::of(editor.design()).ok_or("the design has no stage that waits")?;
        let copied = measured_call(|| editor.design().clone())?;
        for (what, edit) in EDITS {
            let taken = measured(|| {
                let start = Instant::now();
                let transaction = edit(editor.design(), &middle)?;
                editor.commit(transaction)?;
                let flow = Flow::new(&editor.design().workflow);
                black_box(rules::check(&editor.design().workflow, &flow));
                let taken = start.elapsed();
                editor.undo();
                Ok(taken)
            })?;
            report
                .line(format!("{what}, with findings"), stage_count, taken)
                .baseline("copying the design, as undo by snapshots does", copied);
            if stage_count == TARGET_STAGE_COUNT {
                report.target(TARGET);
            }
        }
        let workflow = &editor.design().workflow;
        let shaped = measured_call(|| Flow::new(workflow))?;
        report.line("  of which the shape (Flow)", stage_count, shaped);
        let checked = measured_call(|| rules::check(workflow, &flow))?;
        report.line("  of which all rules", stage_count, checked);
    }
    Ok(())
}
