use super::*;
use crate::edit::commands;
use crate::workflow::{ActionId, Design, EventId, Layout, Signature, ValueName, sketch};

const SKETCH: &str = "\
1 New Call
  alert \"Ring\" high \"Care\"
  button \"Called back\" -> 2
  timer 48h -> 3
2 Button Pushed
  finish \"Resolved\"
3 Timer Elapsed";

const HOSTILE: [&str; 4] = [
    "</td><script>alert('x')</script> & \"quotes\"",
    "=HYPERLINK(\"http://evil\")",
    "| a | b |\n# c [d](http://e.f) **g** `h` <img src=x>",
    "end; s1[\"x\"] --> s2 %% {{y}}",
];

fn design() -> Design {
    Design::new(sketch::parse(SKETCH).unwrap(), Layout::default())
}

/// With a name for a stage, a label and an outcome that mean harm.
fn hostile(text: &str) -> Design {
    let mut design = design();
    let edits = [
        commands::rename_stage(&design, EventId(3), text),
        commands::set_value(&design, ActionId(2), ValueName::Label, text),
        commands::set_value(&design, ActionId(1), ValueName::Message, text),
    ];
    for edit in edits {
        edit.unwrap().apply(&mut design).unwrap();
    }
    design
}

fn with_report<T>(design: &Design, read: impl FnOnce(&Report<'_>, &[Finding]) -> T) -> T {
    let flow = Flow::new(&design.workflow);
    let findings = crate::rules::check_design(design, &flow);
    let report = Report::new(Part::whole(design, &flow, true), &findings);
    read(&report, &findings)
}

#[test]
fn a_report_tells_every_stage_leg_and_finding() {
    with_report(&design(), |report, findings| {
        assert_eq!(report.stages.len(), 3);
        assert_eq!(report.legs.len(), 2);
        assert_eq!(report.findings.len(), findings.len());
        assert_eq!(report.version, None);
        assert!(report.summary().starts_with("3 stages, 2 legs; 1 error"));
        let alert = &report.stages[0].actions[0];
        assert_eq!(alert.text, "Alert: Ring");
        assert_eq!(alert.details, ["Priority: High", "Team: Care"]);
        assert_eq!(
            report.stages[0].actions[1].leads_to,
            Some(("2".to_owned(), 2))
        );
        assert!(report.stages[2].dangles);
    });
}

#[test]
fn a_waiver_says_whether_it_holds() {
    let mut design = design();
    let place = Place::Event(EventId(1));
    let states = |design: &Design| {
        with_report(design, |report, _| {
            let waivers = report.waivers.iter();
            waivers.map(|waiver| waiver.state).collect::<Vec<_>>()
        })
    };
    // Of a rule that finds nothing there.
    let waiver = crate::workflow::Waiver {
        rule: "same-label".to_owned(),
        place: place.clone(),
        reason: "So be it".to_owned(),
        name: "Ann".to_owned(),
        seal: crate::workflow::seal_of(&design.workflow, &Flow::new(&design.workflow), &place),
    };
    design.waivers.push(waiver);
    assert_eq!(states(&design), [WaiverState::Idle]);
    let mut waiting = Design::new(
        sketch::parse(
            "1 New Call\n  alert \"Ring\"\n  button \"A\" -> 2\n2 Button Pushed\n  finish",
        )
        .unwrap(),
        Layout::default(),
    );
    let waive = commands::waive(&waiting, "waits-for-ever", &place, "Watched", "Ann");
    waive.unwrap().apply(&mut waiting).unwrap();
    assert_eq!(states(&waiting), [WaiverState::Holds]);
    let amend = commands::set_value(&waiting, ActionId(1), ValueName::Message, "Write");
    amend.unwrap().apply(&mut waiting).unwrap();
    assert_eq!(states(&waiting), [WaiverState::Lapsed]);
}

#[test]
fn what_reviewers_have_said_is_in_the_report() {
    let mut design = design();
    let by = Signature {
        name: "Ann".to_owned(),
        at: "2026-11-26T10:02:03Z".to_owned(),
    };
    let flow = Flow::new(&design.workflow);
    let leg = Ledger::new(&design, &flow, &[]).rows[0].place.clone();
    let ticked = commands::tick_leg(&design, &leg, &by, "As agreed with <Care>");
    ticked.unwrap().apply(&mut design).unwrap();
    let asked = commands::ask_question(&design, EventId(3), "Why | 48h?", &by);
    asked.unwrap().apply(&mut design).unwrap();
    let (text, _) = with_report(&design, |report, _| {
        assert_eq!(report.review, "1 of 2 legs reviewed; not signed");
        markdown(report)
    });
    assert!(
        text.contains("reviewed by Ann: As agreed with \\<Care\\>"),
        "{text}"
    );
    assert!(
        text.contains("- stage 3, 48h passed: Ann: Why \\| 48h?"),
        "{text}"
    );
}

#[test]
fn lines_of_the_table_read_back_and_are_no_formulas() {
    for text in HOSTILE {
        let (bytes, _) = with_report(&hostile(text), |report, _| csv(report));
        let mut lines = ::csv::Reader::from_reader(&bytes[..]);
        let lines: Vec<::csv::StringRecord> = lines.records().map(Result::unwrap).collect();
        assert_eq!(lines.len(), 5, "{text}");
        let is_formula = |cell: &str| cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
        assert!(!lines.iter().flatten().any(is_formula), "{text}");
        assert_eq!(&lines[4][0], "3");
        assert!(lines[4][2].contains(text), "{text}");
    }
}

#[test]
fn markdown_shows_hostile_texts_as_texts() {
    use pulldown_cmark::{Event as Part, Options, Parser, Tag};
    for text in HOSTILE {
        let (written, _) = with_report(&hostile(text), |report, _| markdown(report));
        let mut cells = 0;
        for part in Parser::new_ext(&written, Options::ENABLE_TABLES) {
            match part {
                Part::Html(html) | Part::InlineHtml(html) => assert_eq!(&*html, "<br>", "{text}"),
                Part::Start(Tag::Link { .. } | Tag::Image { .. }) => panic!("a link of {text}"),
                Part::Start(Tag::TableCell) => cells += 1,
                _ => {}
            }
        }
        // Four columns over three stages, nine over two legs, each with its headings.
        assert_eq!(cells, 4 * 4 + 3 * 9, "{text}");
    }
}

#[cfg(feature = "pictures")]
#[test]
fn a_page_shows_hostile_texts_as_texts() {
    let fonts = crate::export::picture::Fonts::embedded().unwrap();
    let page_of =
        |design: &Design| with_report(design, |report, findings| html(report, findings, &fonts));
    let tags = |page: &str| page.matches('<').count();
    for text in HOSTILE {
        // A name of a field that is not there is found.
        let harmless = if text.contains("{{") { "h {{y}}" } else { "h" };
        let plain = tags(&page_of(&hostile(harmless)));
        let page = page_of(&hostile(text));
        assert!(!page.contains("<script"), "{text}");
        assert!(!page.contains("<img"), "{text}");
        // A cut text has a title in the picture; nothing else may differ.
        assert!(tags(&page) <= plain + 8, "{text}");
    }
}

#[cfg(feature = "pictures")]
#[test]
fn every_link_of_a_page_leads_somewhere_on_it() {
    let fonts = crate::export::picture::Fonts::embedded().unwrap();
    let page = with_report(&design(), |report, findings| html(report, findings, &fonts));
    let targets: Vec<&str> = page
        .split("href=\"#")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    assert!(targets.len() > 10);
    for target in targets {
        assert!(page.contains(&format!("id=\"{target}\"")), "#{target}");
    }
    assert!(
        !page.contains("http://")
            || page.matches("http://").count() == page.matches("http://www.w3.org").count()
    );
}
