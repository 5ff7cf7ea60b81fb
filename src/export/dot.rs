//! What is a design for Graphviz? A card for each stage, with a row for each action from which its way leaves.

use super::diagram::{heading, losses, row};
use super::part::Part;
use crate::look::{Rgb, Theme};
use crate::workflow::{Event, StageEnd, WayKind};
use std::fmt::Write as _;

/// The graph, and what it does not show.
pub fn dot(part: &Part<'_>) -> (String, Vec<String>) {
    let theme = Theme::<Rgb>::light();
    let mut text = String::new();
    let name = match part.design.workflow.name().trim() {
        "" => "Untitled workflow",
        name => name,
    };
    let _ = writeln!(text, "digraph {} {{", quoted(name));
    text.push_str("  rankdir=LR;\n  nodesep=0.4;\n  ranksep=0.9;\n");
    text.push_str(
        "  node [shape=plain, fontname=\"Inter, Helvetica, Arial, sans-serif\", fontsize=11];\n",
    );
    text.push_str("  edge [arrowsize=0.7];\n");
    for &stage in &part.stages {
        if let Some(event) = part.event(stage) {
            card(&mut text, part, stage, event, &theme);
        }
    }
    for way in part.ways() {
        let Some(to) = way.to else {
            continue;
        };
        let (from, to) = (part.anchor(way.from, '_'), part.anchor(to, '_'));
        // What leads back comes from above, as on the canvas.
        let (side, style) = match way.kind {
            WayKind::Link => ("n", ", style=dashed, constraint=false"),
            WayKind::Button | WayKind::Timer => ("w", ""),
        };
        let color = theme.way(way.kind);
        let _ = writeln!(
            text,
            "  s{from}:a{}:e -> s{to}:head:{side} [color=\"{color}\"{style}];",
            way.row
        );
    }
    text.push_str("}\n");
    (text, losses(part))
}

fn card(text: &mut String, part: &Part<'_>, stage: usize, event: &Event, theme: &Theme<Rgb>) {
    let id = part.anchor(stage, '_');
    let _ = write!(
        text,
        "  s{id} [label=<<TABLE BORDER=\"0\" CELLBORDER=\"1\" CELLSPACING=\"0\" CELLPADDING=\"6\" COLOR=\"{}\">\
         <TR><TD PORT=\"head\" ALIGN=\"LEFT\" BGCOLOR=\"{}\"><B>{}</B></TD></TR>",
        theme.border_strong,
        theme.header(event.kind),
        escaped(&heading(part, event))
    );
    for (index, action) in event.actions.iter().enumerate() {
        let _ = write!(
            text,
            "<TR><TD PORT=\"a{index}\" ALIGN=\"LEFT\">{}</TD></TR>",
            escaped(&row(part, action))
        );
    }
    if part.flow.end(stage) == StageEnd::Dangles {
        let _ = write!(
            text,
            "<TR><TD ALIGN=\"LEFT\"><FONT COLOR=\"{}\">ends nowhere</FONT></TD></TR>",
            theme.error
        );
    }
    text.push_str("</TABLE>>];\n");
}

/// For a label that is written like HTML.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            // XML has no way to write them.
            '\u{FFFE}' | '\u{FFFF}' => escaped.push('\u{FFFD}'),
            // In front of some letters it is an instruction to Graphviz, unless it is doubled.
            '\\' => escaped.push_str("&#92;&#92;"),
            c => escaped.push(c),
        }
    }
    escaped
}

fn quoted(text: &str) -> String {
    let text = crate::workflow::one_line(text);
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workflow::{Design, Flow, Layout, sketch};

    fn dot_of(text: &str) -> String {
        let design = Design::new(sketch::parse(text).unwrap(), Layout::default());
        let flow = Flow::new(&design.workflow);
        dot(&Part::whole(&design, &flow, true)).0
    }

    #[test]
    fn ways_leave_from_the_rows_of_their_actions() {
        let text = dot_of(
            "1 New Call\n  alert \"Ring\"\n  button \"Called back\" -> 2\n2 Button Pushed\n  link -> 1",
        );
        assert!(text.starts_with("digraph \"Sketch\" {\n"), "{text}");
        assert!(text.contains("<TD PORT=\"a1\" ALIGN=\"LEFT\">Button: Called back</TD>"));
        assert!(text.contains("  s1:a1:e -> s2:head:w [color="));
        assert!(text.contains("  s2:a0:e -> s1:head:n [color=\"#6b7586\", style=dashed"));
    }

    #[test]
    fn hostile_names_stay_in_their_cells() {
        let text = dot_of(
            "1 New Call\n  button \"</TD></TABLE>> & \\\\N 'x'\" -> 2\n2 Button Pushed\n  finish \"];\"",
        );
        assert!(
            text.contains("Button: &lt;/TD&gt;&lt;/TABLE&gt;&gt; &amp; &#92;&#92;"),
            "{text}"
        );
        assert_eq!(text.matches("</TABLE>").count(), 2);
        assert_eq!(quoted("a \"b\" \\ c\n"), "\"a \\\"b\\\" \\\\ c \"");
    }
}
