//! What is a design as a Mermaid flowchart? A box for each stage, an arrow for each way.

use super::diagram::{Ending, deeds, ending, heading, losses, way_label};
use super::part::Part;
use crate::look::{Rgb, Theme};
use crate::workflow::{EventKind, WayKind, counted};
use std::fmt::Write as _;

/// Viewers refuse to draw more arrows than these, and longer texts, unless they are set up for it.
const MOST_ARROWS: usize = 500;
const LONGEST_TEXT: usize = 50_000;

/// The flowchart, and what it does not show.
pub fn mermaid(part: &Part<'_>) -> (String, Vec<String>) {
    let mut text = String::from("flowchart LR\n");
    let mut arrow_count = 0;
    for &stage in &part.stages {
        let Some(event) = part.event(stage) else {
            continue;
        };
        let id = part.anchor(stage, '_');
        let mut lines = vec![escaped(&heading(part, event))];
        lines.extend(deeds(part, event).map(|deed| escaped(&deed)));
        let _ = writeln!(
            text,
            "  s{id}[\"{}\"]:::{}",
            lines.join("<br/>"),
            class(event.kind)
        );
        match ending(part, stage, event) {
            Some(Ending::Finish(outcome)) => {
                arrow_count += 1;
                let _ = writeln!(
                    text,
                    "  s{id} --> f{id}([\"{}\"]):::finish",
                    escaped(&outcome)
                );
            }
            Some(Ending::Nowhere) => {
                arrow_count += 1;
                let _ = writeln!(text, "  s{id} -.-x n{id}[\"ends nowhere\"]:::nowhere");
            }
            None => {}
        }
    }
    for way in part.ways() {
        let Some(to) = way.to else {
            continue;
        };
        arrow_count += 1;
        let (from, to) = (part.anchor(way.from, '_'), part.anchor(to, '_'));
        let _ = match way.kind {
            WayKind::Link => writeln!(text, "  s{from} -.-> s{to}"),
            WayKind::Button | WayKind::Timer => {
                let label = match way_label(part, way).as_str() {
                    "" => "no label".to_owned(),
                    label => escaped(label),
                };
                writeln!(text, "  s{from} -->|\"{label}\"| s{to}")
            }
        };
    }
    let theme = Theme::<Rgb>::light();
    for kind in EventKind::ALL {
        let _ = writeln!(
            text,
            "  classDef {} stroke:{}",
            class(kind),
            theme.event(kind)
        );
    }
    let _ = writeln!(text, "  classDef finish stroke:{}", theme.good);
    let _ = writeln!(
        text,
        "  classDef nowhere stroke:{},stroke-dasharray:4",
        theme.error
    );
    let mut losses = losses(part);
    if arrow_count > MOST_ARROWS || text.len() > LONGEST_TEXT {
        losses.push(format!(
            "Most viewers will not draw it: it has {} and {} letters, and they stop at {MOST_ARROWS} and {LONGEST_TEXT}. \
             Take one leg.",
            counted(arrow_count, "arrow"),
            text.len()
        ));
    }
    (text, losses)
}

const fn class(kind: EventKind) -> &'static str {
    match kind {
        EventKind::NewCall => "newCall",
        EventKind::ButtonPushed => "buttonPushed",
        EventKind::TimerElapsed => "timerElapsed",
    }
}

/// Every sign of ASCII may mean something to Mermaid, or to the Markdown and HTML that it is in: all are written by number.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_alphanumeric() || c == ' ' || !c.is_ascii() {
            escaped.push(c);
        } else {
            let _ = write!(escaped, "#{};", u32::from(c));
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workflow::{Design, Flow, Layout, sketch};

    fn mermaid_of(text: &str) -> (String, Vec<String>) {
        let design = Design::new(sketch::parse(text).unwrap(), Layout::default());
        let flow = Flow::new(&design.workflow);
        mermaid(&Part::whole(&design, &flow, true))
    }

    #[test]
    fn stages_ways_and_ends_are_boxes_and_arrows() {
        let (text, losses) = mermaid_of(
            "1 New Call\n  alert \"Ring\"\n  button \"Called back\" -> 2\n  timer 48h -> 3\n2 Button Pushed\n  finish \"Done\"\n3 Timer Elapsed\n  link -> 1\n4 Button Pushed",
        );
        let arrows: Vec<&str> = text.lines().take(11).collect();
        assert_eq!(
            arrows,
            [
                "flowchart LR",
                "  s1[\"1 New Call<br/>Alert#58; Ring\"]:::newCall",
                "  s2[\"2 Called back\"]:::buttonPushed",
                "  s2 --> f2([\"Done\"]):::finish",
                "  s3[\"3 48h passed\"]:::timerElapsed",
                "  s4[\"4 Button Pushed\"]:::buttonPushed",
                "  s4 -.-x n4[\"ends nowhere\"]:::nowhere",
                "  s1 -->|\"Called back\"| s2",
                "  s1 -->|\"after 48h\"| s3",
                "  s3 -.-> s1",
                "  classDef newCall stroke:#146c46",
            ]
        );
        assert_eq!(losses.len(), 1);
    }

    #[test]
    fn no_sign_of_a_name_reaches_mermaid() {
        let (text, _) = mermaid_of(
            "1 New Call\n  button \"'] --> x; %% <b>`{{y}}` #quot; |z|\" -> 2\n2 Button Pushed\n  finish \"end\"",
        );
        let label = text.lines().find(|line| line.contains("-->|")).unwrap();
        let inner = label.split('"').nth(1).unwrap();
        let is_plain = |c: char| c.is_ascii_alphanumeric() || " #;".contains(c);
        assert!(inner.chars().all(is_plain), "{inner}");
    }

    #[test]
    fn a_diagram_that_viewers_refuse_says_so() {
        let mut text = "1 New Call\n".to_owned();
        for stage in 2..=600 {
            let _ = writeln!(text, "  button \"B{stage}\" -> {stage}");
        }
        for stage in 2..=600 {
            let _ = writeln!(text, "{stage} Button Pushed\n  finish \"Done\"");
        }
        let (_, losses) = mermaid_of(&text);
        assert!(losses.iter().any(|loss| loss.contains("Take one leg")));
    }
}
