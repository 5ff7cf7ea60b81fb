//! What is the report as a web page? One file that needs no other: no script, no font, nothing from elsewhere.

use super::{ActionRow, FindingRow, LegRow, Report, StageRow};
use crate::export::picture::{Fonts, Palette, picture, svg};
use crate::look::{Rgb, Theme};
use crate::rules::{Finding, Severity};
use crate::workflow::EventKind;
use maud::{DOCTYPE, Markup, PreEscaped, html as markup};
use std::fmt::Write as _;

/// Nothing but what is on the page itself.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

const STYLE: &str = include_str!("report.css");

/// The page. `findings` are those that the report was made with.
pub fn html(report: &Report<'_>, findings: &[Finding], fonts: &Fonts<'_>) -> String {
    let (light, dark) = (Theme::<Rgb>::light(), Theme::dark());
    let drawn = picture(&report.part, findings, fonts);
    let palette = Palette::Media {
        light: &light,
        dark: &dark,
    };
    let page = markup! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="color-scheme" content="light dark";
                title { (report.title) }
                style { (PreEscaped(variables(&light, &dark))) (PreEscaped(STYLE)) }
            }
            body {
                main {
                    (heading(report))
                    section aria-labelledby="picture" {
                        h2 #picture { "Picture" }
                        div .picture tabindex="0" role="region" aria-label="Picture of the workflow; it scrolls" {
                            (PreEscaped(svg(&drawn, palette)))
                        }
                    }
                    (findings_section(report))
                    (questions_section(report))
                    (legs_section(report))
                    (stages_section(report))
                    (waivers_section(report))
                }
            }
        }
    };
    page.into_string()
}

fn heading(report: &Report<'_>) -> Markup {
    markup! {
        header {
            h1 { (report.title) }
            p .summary { (report.summary()) }
            dl {
                dt { "Version" }
                dd {
                    @match &report.version {
                        Some(version) => code { (version) },
                        None => "None yet: the design is incomplete",
                    }
                }
                @if report.is_reviewed {
                    dt { "Review" }
                    dd { (report.review) }
                }
                @if !report.fields.is_empty() {
                    dt { "Fields of the call" }
                    dd { (report.fields.join(", ")) }
                }
            }
            nav aria-label="On this page" {
                a href="#findings" { "Findings" }
                a href="#legs" { "Legs" }
                a href="#stages" { "Stages" }
                @if !report.questions.is_empty() { a href="#questions" { "Open questions" } }
                @if !report.waivers.is_empty() { a href="#waivers" { "Waivers" } }
            }
        }
    }
}

fn findings_section(report: &Report<'_>) -> Markup {
    markup! {
        section aria-labelledby="findings" {
            h2 #findings { "Findings" }
            @if report.findings.is_empty() {
                p .good { "Nothing is wrong: every leg ends, and nothing can be forgotten." }
            } @else {
                table {
                    thead { tr { th scope="col" { "Severity" } th scope="col" { "What will happen" } th scope="col" { "Where" } th scope="col" { "Rule" } } }
                    tbody { @for finding in &report.findings { (finding_row(finding)) } }
                }
            }
        }
    }
}

fn finding_row(finding: &FindingRow) -> Markup {
    let (class, sign) = match finding.severity {
        Severity::Error => ("error", "●"),
        Severity::Warning => ("warning", "▲"),
        Severity::Info => ("info", "•"),
    };
    markup! {
        tr {
            td .severity.(class) { span aria-hidden="true" { (sign) } " " (finding.severity_title()) }
            td { (finding.message) }
            td {
                @match &finding.anchor {
                    Some(anchor) => a href={ "#stage-" (anchor) } { (finding.place) },
                    None => (finding.place),
                }
            }
            td { code { (finding.rule) } }
        }
    }
}

fn questions_section(report: &Report<'_>) -> Markup {
    if report.questions.is_empty() {
        return Markup::default();
    }
    markup! {
        section aria-labelledby="questions" {
            h2 #questions { "Open questions" }
            ul {
                @for question in &report.questions {
                    li {
                        @match &question.anchor {
                            Some(anchor) => a href={ "#stage-" (anchor) } { (question.place) },
                            None => (question.place),
                        }
                        @for (name, text) in &question.said { p { (name) ": " (text) } }
                    }
                }
            }
        }
    }
}

fn legs_section(report: &Report<'_>) -> Markup {
    markup! {
        section aria-labelledby="legs" {
            h2 #legs { "Legs" }
            div .table {
                table .legs {
                    thead { tr {
                        th scope="col" .number { "Leg" }
                        th scope="col" { "Way, and what happens on it" }
                        th scope="col" { "Waits for" }
                        th scope="col" { "Ends" }
                        th scope="col" .short { "Shortest" }
                        th scope="col" .short { "Longest" }
                        th scope="col" { "Verdict" }
                        @if report.is_reviewed { th scope="col" { "Review" } }
                    } }
                    tbody { @for leg in &report.legs { (leg_row(leg, report.is_reviewed)) } }
                }
            }
        }
    }
}

fn leg_row(leg: &LegRow, is_reviewed: bool) -> Markup {
    let told = &leg.told;
    markup! {
        tr #{ "leg-" (leg.number) } {
            th scope="row" .number { (leg.number) }
            td {
                p .way {
                    @if !leg.is_attached { em { "Detached: " } }
                    (told.triggers.join(" → "))
                }
                p .story { (leg.story) }
            }
            td { (told.waits_for.join(", ")) }
            td { (told.end) }
            td { (told.shortest) }
            td { (told.longest) }
            td { (told.verdict) }
            @if is_reviewed {
                td {
                    (told.review)
                    @if !leg.remark.is_empty() { br; span .detail { (leg.remark) } }
                }
            }
        }
    }
}

fn stages_section(report: &Report<'_>) -> Markup {
    markup! {
        section aria-labelledby="stages" {
            h2 #stages { "Stages" }
            div .table {
                table {
                    thead { tr {
                        th scope="col" .number { "Stage" }
                        th scope="col" { "Name" }
                        th scope="col" { "Event" }
                        th scope="col" { "Actions" }
                    } }
                    tbody { @for stage in &report.stages { (stage_row(stage)) } }
                }
            }
        }
    }
}

fn stage_row(stage: &StageRow) -> Markup {
    let class = match stage.kind {
        EventKind::NewCall => "new-call",
        EventKind::ButtonPushed => "button-pushed",
        EventKind::TimerElapsed => "timer-elapsed",
    };
    markup! {
        tr #{ "row-" (stage.anchor) } {
            th scope="row" .number {
                a .badge.(class) href={ "#stage-" (stage.anchor) } title="Show in the picture" { (stage.number) }
            }
            td { (stage.name) }
            td { (stage.kind.title()) }
            td {
                @if !stage.actions.is_empty() {
                    ol { @for action in &stage.actions { (action_item(action)) } }
                }
                @if stage.dangles { p .error { span aria-hidden="true" { "○ " } "Ends nowhere" } }
            }
        }
    }
}

fn action_item(action: &ActionRow) -> Markup {
    markup! {
        li {
            (action.text)
            @if let Some((anchor, number)) = &action.leads_to {
                " → " a href={ "#row-" (anchor) } { "stage " (number) }
            }
            @for detail in &action.details { br; span .detail { (detail) } }
        }
    }
}

fn waivers_section(report: &Report<'_>) -> Markup {
    if report.waivers.is_empty() {
        return Markup::default();
    }
    markup! {
        section aria-labelledby="waivers" {
            h2 #waivers { "Waivers" }
            table {
                thead { tr {
                    th scope="col" { "Rule" }
                    th scope="col" { "Where" }
                    th scope="col" { "Reason" }
                    th scope="col" { "By" }
                    th scope="col" { "State" }
                } }
                tbody {
                    @for waiver in &report.waivers {
                        tr {
                            td { code { (waiver.rule) } }
                            td { (waiver.place) }
                            td { (waiver.reason) }
                            td { (waiver.name) }
                            td { (waiver.state.title()) }
                        }
                    }
                }
            }
        }
    }
}

/// The tokens that the page is drawn with, in both modes.
fn variables(light: &Theme<Rgb>, dark: &Theme<Rgb>) -> String {
    let mut style = String::new();
    let set = |theme: &Theme<Rgb>| {
        let tokens = [
            ("panel", theme.panel),
            ("canvas", theme.canvas),
            ("border", theme.border),
            ("text", theme.text),
            ("weak", theme.text_weak),
            ("accent", theme.accent),
            ("error", theme.error),
            ("warning", theme.warning),
            ("good", theme.good),
            ("new-call", theme.badge(theme.panel, EventKind::NewCall)),
            (
                "button-pushed",
                theme.badge(theme.panel, EventKind::ButtonPushed),
            ),
            (
                "timer-elapsed",
                theme.badge(theme.panel, EventKind::TimerElapsed),
            ),
        ];
        tokens.iter().fold(String::new(), |mut all, (name, color)| {
            let _ = write!(all, "--{name}:{color};");
            all
        })
    };
    let _ = writeln!(style, ":root{{{}}}", set(light));
    let _ = writeln!(
        style,
        "@media screen and (prefers-color-scheme:dark){{:root{{{}}}}}",
        set(dark)
    );
    style
}
