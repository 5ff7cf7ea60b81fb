//! How does the ledger get into a spreadsheet? As comma-separated values, a line for each leg.

use super::Ledger;
use crate::workflow::{Design, Flow, Longest};
use std::io::{self, Write};

const HEADINGS: [&str; 16] = [
    "leg",
    "triggers",
    "waits for",
    "does",
    "ends",
    "shortest",
    "longest",
    "shortest in seconds",
    "longest in seconds",
    "attached",
    "verdict",
    "over the limit",
    "review",
    "reviewed by",
    "reviewed at",
    "story",
];

/// Writes all rows under a line of headings, as RFC 4180 has it. `flow` and `ledger` are those of this very design.
///
/// # Errors
/// When `out` cannot be written to.
pub fn write_csv(
    out: &mut dyn Write,
    design: &Design,
    flow: &Flow,
    ledger: &Ledger,
) -> io::Result<()> {
    let workflow = &design.workflow;
    let mut lines = csv::Writer::from_writer(out);
    lines.write_record(HEADINGS)?;
    for row in &ledger.rows {
        let told = ledger.told(design, flow, row);
        let mark = design.review.marks.get(&row.place);
        let longest_s = match row.clock.longest {
            Longest::After(seconds) => seconds.to_string(),
            Longest::WaitsForPerson | Longest::Unclear => String::new(),
        };
        let cells = [
            row.number.to_string(),
            told.triggers.join(" → "),
            told.waits_for.join(", "),
            told.done,
            told.end,
            told.shortest,
            told.longest,
            row.clock.shortest_s.to_string(),
            longest_s,
            yes_or_no(row.is_attached),
            told.verdict,
            yes_or_no(row.is_over_limit),
            told.review,
            mark.map_or_else(String::new, |mark| mark.by.name.clone()),
            mark.map_or_else(String::new, |mark| mark.by.at.clone()),
            ledger.story(workflow, flow, row),
        ];
        lines.write_record(cells.map(as_cell))?;
    }
    lines.flush()
}

fn yes_or_no(holds: bool) -> String {
    if holds { "yes" } else { "no" }.to_owned()
}

/// A spreadsheet takes what begins like a formula for one; behind an apostrophe it stays a text.
pub fn as_cell(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::check_design;
    use crate::workflow::{Layout, sketch};

    fn csv_of(text: &str) -> Vec<Vec<String>> {
        let design = Design::new(sketch::parse(text).unwrap(), Layout::default());
        let flow = Flow::new(&design.workflow);
        let ledger = Ledger::new(&design, &flow, &check_design(&design, &flow));
        let mut bytes = Vec::new();
        write_csv(&mut bytes, &design, &flow, &ledger).unwrap();
        let mut lines = csv::Reader::from_reader(&bytes[..]);
        let cells = |line: csv::StringRecord| line.iter().map(str::to_owned).collect();
        lines.records().map(|line| cells(line.unwrap())).collect()
    }

    #[test]
    fn a_line_reads_back_whatever_the_texts_hold() {
        let lines = csv_of(
            "1 New Call\n  timer 1d -> 2\n2 Timer Elapsed \"a, 'b'; c\"\n  finish \"d,\te\"",
        );
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0][1], "1 New Call → 2 a, 'b'; c");
        assert_eq!(lines[0][4], "Finish “d,\te”");
        assert_eq!(
            (lines[0][7].as_str(), lines[0][8].as_str()),
            ("86400", "86400")
        );
    }

    #[test]
    fn no_cell_is_taken_for_a_formula() {
        let lines = csv_of("1 New Call\n  alert \"x\"\n  timer \"=1+1\"");
        assert_eq!(lines[0][2], "'=1+1");
        assert_eq!(lines[0][8], "");
    }
}
