//! What each format makes of one small design, byte for byte: a change of an exporter is read here as its reader gets it.
//!
//! `INSTA_UPDATE=always cargo test --test exports` takes the snapshots anew.

#![expect(clippy::unwrap_used, reason = "what a test cannot do makes it fail")]

use legwork::edit::commands;
use legwork::export::{Format, Options, export};
use legwork::workflow::{Design, EventId, Flow, Layout, Place, Signature, sketch};
use legwork::{arrange, rules};

/// A button, a timer, a way back, and texts that mean something in one format or another.
const SKETCH: &str = r#"
fields customer
1 New Call
  alert "Ring {{customer}} <today> & say sorry" high "=Care"
  button "Called back | done" -> 2
  timer 48h -> 3
2 Button Pushed
  email "care@example.com" "Rung" "-- {{customer}} was rung"
  finish "Settled"
3 Timer Elapsed
  link -> 1
"#;

/// One leg is ticked, and the cards lie as they would in the window.
fn design() -> Design {
    let workflow = sketch::parse(SKETCH).unwrap();
    let cards = arrange::arrange(&workflow, &Flow::new(&workflow));
    let mut design = Design::new(workflow, Layout::from_cards(cards));
    let edits = [
        commands::rename_workflow(&design, "Call back <soon>").unwrap(),
        commands::tick_leg(
            &design,
            &Place::Event(EventId(2)),
            &Signature {
                name: "Ann".to_owned(),
                at: "2026-03-02T09:00:00Z".to_owned(),
            },
            "as agreed, *really*",
        )
        .unwrap(),
    ];
    for edit in edits {
        edit.apply(&mut design).unwrap();
    }
    design
}

fn exported(format: Format) -> String {
    let design = design();
    let flow = Flow::new(&design.workflow);
    let findings = rules::check(&design.workflow, &flow);
    let exported = export(format, &design, &flow, &findings, &Options::default()).unwrap();
    String::from_utf8(exported.bytes).unwrap()
}

/// A test for each format, so that all that has changed is told at once.
macro_rules! snapshots {
    ($($test:ident: $format:ident),* $(,)?) => {$(
        #[test]
        fn $test() {
            insta::assert_snapshot!(exported(Format::$format));
        }
    )*};
}

snapshots! {
    a_definition_as_json: Json,
    a_definition_as_ron: Ron,
    a_report_as_a_web_page: Html,
    a_report_as_markdown: Markdown,
    a_table_for_spreadsheets: Csv,
    a_picture_as_svg: Svg,
    a_diagram_as_mermaid: Mermaid,
    a_diagram_for_graphviz: Dot,
}
