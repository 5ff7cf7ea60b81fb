//! What are the stages in a spreadsheet? A line for each action, as comma-separated values.

use super::{ActionRow, Report};
use crate::review::as_cell;

const HEADINGS: [&str; 9] = [
    "stage",
    "event",
    "name",
    "position",
    "action",
    "text",
    "details",
    "leads to stage",
    "findings",
];

/// The lines under a line of headings, as RFC 4180 has them, and what they do not hold.
pub fn csv(report: &Report<'_>) -> (Vec<u8>, Vec<String>) {
    let mut lines = csv::Writer::from_writer(Vec::new());
    // Nothing can fail in memory.
    let _ = lines.write_record(HEADINGS);
    for stage in &report.stages {
        let findings = report.findings.iter();
        let of_stage = findings.filter(|finding| finding.anchor.as_deref() == Some(&stage.anchor));
        let findings: Vec<&str> = of_stage.map(|finding| finding.message.as_str()).collect();
        let findings = findings.join(" ");
        let mut line = |position: String, action: Option<&ActionRow>, findings: &str| {
            let of = |cell: fn(&ActionRow) -> String| action.map(cell).unwrap_or_default();
            let cells = [
                stage.number.to_string(),
                stage.kind.title().to_owned(),
                stage.name.clone(),
                position,
                of(|action| action.kind.title().to_owned()),
                of(|action| action.text.clone()),
                of(|action| action.details.join("; ")),
                of(|action| {
                    let number = action
                        .leads_to
                        .as_ref()
                        .map(|(_, number)| number.to_string());
                    number.unwrap_or_default()
                }),
                findings.to_owned(),
            ];
            let _ = lines.write_record(cells.map(as_cell));
        };
        if stage.actions.is_empty() {
            line(String::new(), None, &findings);
        }
        for (index, action) in stage.actions.iter().enumerate() {
            // What is found on the stage is told once.
            let findings = if index == 0 { findings.as_str() } else { "" };
            line((index + 1).to_string(), Some(action), findings);
        }
    }
    let mut losses =
        vec!["It holds the stages alone; `legwork legs --format csv` lists the legs.".to_owned()];
    if let Some(annotations) = report.part.annotations_in_words() {
        losses.push(format!("It shows none of {annotations}."));
    }
    (lines.into_inner().unwrap_or_default(), losses)
}
