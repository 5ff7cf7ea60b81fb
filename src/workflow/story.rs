//! What does a leg say in plain words? A sentence for each thing that happens on it, from templates: the same leg, the
//! same story.

use super::{
    Action, ActionData, ActionId, Event, EventId, Flow, Leg, LegEnd, Priority, Trail, Workflow,
    legs::begins_at_new_call, spoken_duration,
};

/// Longer texts are cut, in characters.
const LONGEST_TEXT: usize = 90;
/// More buttons than these are not told one by one.
const MOST_BUTTONS: usize = 3;

/// Tells a leg from where it begins to its end.
///
/// “When a call arrives, an alert tells Care “Ring back”. If somebody pushes “Called back”, the run ends as “Resolved”.”
pub fn story(workflow: &Workflow, flow: &Flow, leg: &Leg) -> String {
    story_along(workflow, flow, &Trail::of(&leg.path), leg.end)
}

/// As [`story`], of a leg whose stages need not all be looked at.
pub fn story_along(workflow: &Workflow, flow: &Flow, trail: &Trail, end: LegEnd) -> String {
    let mut teller = Teller::new(workflow, flow);
    teller.tell_trail(trail);
    match end {
        LegEnd::Finish(action_id) => teller.acts.push(finish_act(workflow, action_id)),
        LegEnd::Link { target, .. } => teller.acts.push(teller.link_act(target)),
        LegEnd::Dangling => {
            let here = if teller.acts.is_empty() { "" } else { "there " };
            teller
                .acts
                .push(format!("{here}nothing carries the call on"));
        }
        LegEnd::MissingEvent(action_id) => {
            teller.end_sentence();
            teller.conditions.extend(condition(workflow, action_id));
            teller
                .acts
                .push("there is no stage for the call to go on at".to_owned());
        }
    }
    teller.finish()
}

/// Tells the way to a stage and what is done in it, for where several legs go on from there.
pub fn story_so_far(workflow: &Workflow, flow: &Flow, stage: usize) -> String {
    let path: Vec<EventId> = flow
        .path_to(stage)
        .into_iter()
        .map(|index| flow.event_id(index))
        .collect();
    let mut teller = Teller::new(workflow, flow);
    teller.tell_trail(&Trail::of(&path));
    teller.finish()
}

/// What has to happen before a sentence's acts are done.
struct Condition {
    /// When, for what is sure to come; if, for what may.
    is_sure: bool,
    text: String,
}

struct Teller<'a> {
    workflow: &'a Workflow,
    flow: &'a Flow,
    sentences: Vec<String>,
    conditions: Vec<Condition>,
    acts: Vec<String>,
    /// The leg begins where no call gets to.
    is_detached: bool,
}

impl<'a> Teller<'a> {
    const fn new(workflow: &'a Workflow, flow: &'a Flow) -> Self {
        Self {
            workflow,
            flow,
            sentences: Vec::new(),
            conditions: Vec::new(),
            acts: Vec::new(),
            is_detached: false,
        }
    }

    /// Leaves the last stage's sentence open for how the leg ends.
    fn tell_trail(&mut self, trail: &Trail) {
        for (index, event_id) in trail.told().enumerate() {
            if trail.left_out_count > 0 && index == trail.first.len() {
                self.end_sentence();
                let stages = format!("Then it goes through {} more stages.", trail.left_out_count);
                self.sentences.push(stages);
            }
            let Some(event) = self.workflow.event(event_id) else {
                continue;
            };
            // What is done before the call gets here is a sentence of its own; a stage in which nothing is done only
            // adds one more thing that has to happen.
            if !self.acts.is_empty() {
                self.end_sentence();
            }
            if index > 0 {
                let owner = self.flow.index(event_id).and_then(|i| self.flow.owner(i));
                let condition = owner.and_then(|way| condition(self.workflow, way.action_id));
                self.conditions.extend(condition);
            } else if begins_at_new_call(self.workflow, event_id) {
                self.conditions.push(Condition {
                    is_sure: true,
                    text: "a call arrives".to_owned(),
                });
            } else {
                self.sentences
                    .push(format!("Nothing leads to {}.", self.stage_title(event)));
                self.is_detached = true;
            }
            let acts = event.actions.iter().filter_map(immediate_act);
            self.acts.extend(acts);
        }
    }

    fn end_sentence(&mut self) {
        let conditions = std::mem::take(&mut self.conditions);
        let acts = std::mem::take(&mut self.acts);
        if conditions.is_empty() && acts.is_empty() {
            return;
        }
        let opening = conditions.first().map(|first| {
            let word = if first.is_sure { "When" } else { "If" };
            let texts: Vec<String> = conditions.iter().map(|c| c.text.clone()).collect();
            format!("{word} {}", texts.join(" and then "))
        });
        let mut sentence = match (
            opening,
            std::mem::take(&mut self.is_detached),
            acts.is_empty(),
        ) {
            (Some(opening), false, true) => format!("{opening}, nothing is done yet"),
            (Some(opening), false, false) => format!("{opening}, {}", listed(&acts)),
            (Some(opening), true, _) => {
                let acts = if acts.is_empty() {
                    "nothing is done yet".to_owned()
                } else {
                    listed(&acts)
                };
                format!("There, {}, {acts}", decapitalised(&opening))
            }
            (None, true, _) => format!("There, {}", listed(&acts)),
            (None, false, _) => capitalised(&listed(&acts)),
        };
        sentence.push('.');
        self.sentences.push(sentence);
    }

    fn finish(mut self) -> String {
        self.end_sentence();
        self.sentences.join(" ")
    }

    fn link_act(&self, target: Option<EventId>) -> String {
        match target.map(|event_id| self.workflow.event(event_id)) {
            Some(Some(event)) => format!("it goes on at {}", self.stage_title(event)),
            Some(None) => "it should go on at a stage that is gone".to_owned(),
            None => "it should go on at a stage that nobody has chosen yet".to_owned(),
        }
    }

    /// `stage 3, Called back`.
    fn stage_title(&self, event: &Event) -> String {
        let owner = self.flow.index(event.id).and_then(|i| self.flow.owner(i));
        let owner = owner.and_then(|way| self.workflow.action(way.action_id));
        let name = Workflow::stage_name(event, owner.map(|action| &action.data));
        format!("stage {}, {}", event.stage, short(&name))
    }
}

fn finish_act(workflow: &Workflow, action_id: ActionId) -> String {
    match workflow.action(action_id).map(|action| &action.data) {
        Some(ActionData::Finish { outcome }) if !outcome.trim().is_empty() => {
            format!("the run ends as {}", quoted(outcome))
        }
        _ => "the run ends".to_owned(),
    }
}

/// What is waited for before a Button's or Timer's stage is entered.
fn condition(workflow: &Workflow, action_id: ActionId) -> Option<Condition> {
    let event = workflow.event_of(action_id)?;
    match &workflow.action(action_id)?.data {
        ActionData::Button { label, .. } => Some(Condition {
            is_sure: false,
            text: if label.trim().is_empty() {
                "somebody pushes a button without a label".to_owned()
            } else {
                format!("somebody pushes {}", quoted(label))
            },
        }),
        ActionData::Timer { after, .. } => {
            let words = spoken_duration(after).ok();
            Some(match buttons_of(event) {
                None => Condition {
                    is_sure: true,
                    text: match &words {
                        // One hour passes, two pass.
                        Some(words) if words.starts_with("1 ") && !words.contains(" and ") => {
                            format!("{words} passes")
                        }
                        Some(words) => format!("{words} pass"),
                        None => "some time passes".to_owned(),
                    },
                },
                Some(buttons) => Condition {
                    is_sure: false,
                    text: match &words {
                        Some(words) => format!("nobody pushes {buttons} within {words}"),
                        None => format!("nobody pushes {buttons} in time"),
                    },
                },
            })
        }
        _ => None,
    }
}

/// The buttons that a stage offers: `“Done” or “Not reached”`. `None` when it offers none.
fn buttons_of(event: &Event) -> Option<String> {
    let labels = event
        .actions
        .iter()
        .filter_map(|action| match &action.data {
            ActionData::Button { label, .. } => Some(label.trim()),
            _ => None,
        });
    let labels: Vec<&str> = labels.collect();
    match &labels[..] {
        [] => None,
        labels if labels.len() > MOST_BUTTONS || labels.contains(&"") => {
            Some("a button".to_owned())
        }
        [one] => Some(quoted(one)),
        [others @ .., last] => {
            let others: Vec<String> = others.iter().map(|label| quoted(label)).collect();
            Some(format!("{} or {}", others.join(", "), quoted(last)))
        }
    }
}

/// What an action does on entering its stage; `None` for those that wait or end.
fn immediate_act(action: &Action) -> Option<String> {
    Some(match &action.data {
        ActionData::Alert {
            message,
            priority,
            team,
        } => {
            let alert = match priority {
                Priority::Low => "a low-priority alert",
                Priority::Normal => "an alert",
                Priority::High => "a high-priority alert",
                Priority::Urgent => "an urgent alert",
            };
            let team = match team.trim() {
                "" => "everybody".to_owned(),
                team => short(team),
            };
            match message.trim() {
                "" => format!("{alert} is raised for {team}"),
                message => format!("{alert} tells {team} {}", quoted(message)),
            }
        }
        ActionData::Email { to, subject, .. } => sent("an email", subject, to),
        ActionData::Sms { to, text } => sent("a text message", text, to),
        ActionData::Webhook { url, .. } => match url.trim() {
            "" => "a web address is called".to_owned(),
            url => format!("{} is called", short(url)),
        },
        ActionData::SetField { field, value } => match (field.trim(), value.trim()) {
            ("", _) => "a field is set".to_owned(),
            (field, "") => format!("the field {field} is cleared"),
            (field, value) => format!("the field {field} is set to {}", quoted(value)),
        },
        ActionData::Note { text } => match text.trim() {
            "" => "a line is added to the call's history".to_owned(),
            text => format!("{} is added to the call's history", quoted(text)),
        },
        ActionData::Button { .. }
        | ActionData::Timer { .. }
        | ActionData::Link { .. }
        | ActionData::Finish { .. } => return None,
    })
}

fn sent(what: &str, text: &str, to: &str) -> String {
    let what = match text.trim() {
        "" => what.to_owned(),
        text => format!("{what} {}", quoted(text)),
    };
    let mut addresses: Vec<String> = to
        .split([',', ';'])
        .map(str::trim)
        .filter(|address| !address.is_empty())
        .map(short)
        .collect();
    match addresses.pop() {
        None => format!("{what} is sent"),
        Some(last) if addresses.is_empty() => format!("{what} goes to {last}"),
        Some(last) => format!("{what} goes to {} and {last}", addresses.join(", ")),
    }
}

/// `a`, `a, and b`, `a, b, and c`: each is a clause of its own.
fn listed(acts: &[String]) -> String {
    match acts {
        [] => String::new(),
        [one] => one.clone(),
        [others @ .., last] => format!("{}, and {last}", others.join(", ")),
    }
}

fn quoted(text: &str) -> String {
    format!("“{}”", short(text))
}

/// In one line, and not longer than one reads at a glance.
fn short(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = words.join(" ");
    match line.char_indices().nth(LONGEST_TEXT) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line,
    }
}

fn capitalised(text: &str) -> String {
    with_first(text, |first| first.to_uppercase().collect())
}

fn decapitalised(text: &str) -> String {
    with_first(text, |first| first.to_lowercase().collect())
}

fn with_first(text: &str, change: impl Fn(char) -> String) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| change(first) + letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workflow::{legs, sketch};
    use std::fmt::Write as _;

    fn stories(text: &str) -> Vec<String> {
        let workflow = sketch::parse(text).unwrap();
        let flow = Flow::new(&workflow);
        legs(&workflow, &flow)
            .map(|leg| story(&workflow, &flow, &leg))
            .collect()
    }

    /// New Call with these actions and a Finish.
    fn doing(actions: &str) -> String {
        let told = stories(&format!("1 New Call\n  {actions}\n  finish \"Done\"")).remove(0);
        let told = told.strip_prefix("When a call arrives, ").unwrap();
        told.strip_suffix(", and the run ends as “Done”.")
            .unwrap()
            .to_owned()
    }

    #[test]
    fn a_leg_is_told_from_the_call_to_its_end() {
        let text = "\
1 New Call
  alert \"Ring the customer\" high \"Care\"
  button \"Called back\" -> 2
  timer 48h -> 3
2 Button Pushed
  finish \"Resolved\"
3 Timer Elapsed
  alert \"Still nobody\" urgent
  link -> 1
";
        assert_eq!(
            stories(text),
            [
                "When a call arrives, a high-priority alert tells Care “Ring the customer”. \
                 If somebody pushes “Called back”, the run ends as “Resolved”.",
                "When a call arrives, a high-priority alert tells Care “Ring the customer”. \
                 If nobody pushes “Called back” within 48 hours, an urgent alert tells everybody “Still nobody”, \
                 and it goes on at stage 1, New Call.",
            ]
        );
    }

    #[test]
    fn each_kind_of_action_has_its_words() {
        for (action, words) in [
            ("alert \"Ring\" \"Care\"", "an alert tells Care “Ring”"),
            (
                "alert \"Ring\" low",
                "a low-priority alert tells everybody “Ring”",
            ),
            (
                "alert \"\" urgent \"Care\"",
                "an urgent alert is raised for Care",
            ),
            (
                "email \"a@b.c\" \"Sorry\" \"Dear\"",
                "an email “Sorry” goes to a@b.c",
            ),
            (
                "email \"a@b.c, d@e.f; {{mail}}\" \"Sorry\"",
                "an email “Sorry” goes to a@b.c, d@e.f and {{mail}}",
            ),
            ("email", "an email is sent"),
            (
                "sms \"{{phone}}\" \"Late\"",
                "a text message “Late” goes to {{phone}}",
            ),
            ("webhook \"https://a.b\"", "https://a.b is called"),
            ("webhook", "a web address is called"),
            ("set \"state\" \"late\"", "the field state is set to “late”"),
            ("set \"state\"", "the field state is cleared"),
            ("set", "a field is set"),
            ("note \"Rung\"", "“Rung” is added to the call's history"),
            ("note", "a line is added to the call's history"),
        ] {
            assert_eq!(doing(action), words, "{action}");
        }
    }

    #[test]
    fn several_things_are_listed_in_their_order() {
        assert_eq!(
            doing("note \"a\"\n  set \"x\"\n  alert \"b\""),
            "“a” is added to the call's history, the field x is cleared, an alert tells everybody “b”"
        );
    }

    #[test]
    fn a_stage_in_which_nothing_is_done_only_adds_to_what_has_to_happen() {
        let text = "1 New Call\n  button \"A\" -> 2\n2 Button Pushed\n  timer \"1 hour\" -> 3\n3 Timer Elapsed\n  finish";
        assert_eq!(
            stories(text),
            [
                "When a call arrives and then somebody pushes “A” and then 1 hour passes, the run ends."
            ]
        );
    }

    #[test]
    fn a_timer_tells_the_buttons_that_nobody_pushed() {
        let timer_beside = |buttons: &str| {
            let text = format!(
                "1 New Call\n  note \"x\"\n{buttons}  timer 2h -> 9\n9 Timer Elapsed\n  finish"
            );
            let told = stories(&text).pop().unwrap();
            let told = told.split_once(". ").unwrap().1;
            told.strip_suffix(", the run ends.").unwrap().to_owned()
        };
        assert_eq!(timer_beside(""), "When 2 hours pass");
        let mut buttons = String::new();
        let mut told = Vec::new();
        for label in ["A", "B", "C", "D"] {
            let _ = writeln!(buttons, "  button \"{label}\"");
            told.push(timer_beside(&buttons));
        }
        assert_eq!(
            told,
            [
                "If nobody pushes “A” within 2 hours",
                "If nobody pushes “A” or “B” within 2 hours",
                "If nobody pushes “A”, “B” or “C” within 2 hours",
                "If nobody pushes a button within 2 hours",
            ]
        );
    }

    #[test]
    fn what_is_not_filled_in_is_told_without_it() {
        let text = "1 New Call\n  button \"\" -> 2\n  timer soon -> 3\n2 Button Pushed\n  link\n3 Timer Elapsed\n  link -> 7";
        assert_eq!(
            stories(text),
            [
                "When a call arrives and then somebody pushes a button without a label, \
                 it should go on at a stage that nobody has chosen yet.",
                "When a call arrives and then nobody pushes a button in time, it should go on at a stage that is gone.",
            ]
        );
    }

    #[test]
    fn a_dangling_end_says_that_nothing_carries_the_call_on() {
        assert_eq!(
            stories("1 New Call"),
            ["When a call arrives, nothing carries the call on."]
        );
        assert_eq!(
            stories("1 New Call\n  note \"x\""),
            [
                "When a call arrives, “x” is added to the call's history, and there nothing carries the call on."
            ]
        );
    }

    #[test]
    fn a_button_whose_event_is_gone_leads_to_no_stage() {
        assert_eq!(
            stories("1 New Call\n  alert \"x\"\n  button \"A\" -> 7"),
            ["When a call arrives, an alert tells everybody “x”. \
              If somebody pushes “A”, there is no stage for the call to go on at."]
        );
    }

    #[test]
    fn a_leg_to_which_nothing_leads_says_so() {
        let told = stories(
            "1 New Call\n  finish\n4 Button Pushed \"Late\"\n  button \"A\" -> 5\n5 Button Pushed\n  finish \"Done\"\n6 Button Pushed",
        );
        assert_eq!(
            told[1..],
            [
                "Nothing leads to stage 4, Late. There, if somebody pushes “A”, the run ends as “Done”.",
                "Nothing leads to stage 6, Button Pushed. There, nothing carries the call on.",
            ]
        );
    }

    #[test]
    fn a_long_leg_is_told_from_both_ends_and_a_long_text_is_cut() {
        let mut text = "1 New Call\n  timer 1d -> 2\n".to_owned();
        for stage in 2..40 {
            let _ = writeln!(
                text,
                "{stage} Timer Elapsed\n  note \"{stage} {}\"\n  timer 1d -> {}",
                "long ".repeat(40),
                stage + 1
            );
        }
        text += "40 Timer Elapsed\n  finish \"Over\"";
        let told = stories(&text).remove(0);
        assert!(told.contains("Then it goes through 32 more stages."));
        assert!(told.ends_with("When 1 day passes, the run ends as “Over”."));
        assert!(told.len() < 1500, "{told}");
    }

    #[test]
    fn the_way_to_a_stage_is_told_without_how_it_ends() {
        let text = "1 New Call\n  button \"A\" -> 2\n2 Button Pushed\n  note \"x\"\n  button \"B\"\n  button \"C\"";
        let workflow = sketch::parse(text).unwrap();
        let flow = Flow::new(&workflow);
        assert_eq!(
            story_so_far(&workflow, &flow, 1),
            "When a call arrives and then somebody pushes “A”, “x” is added to the call's history."
        );
        assert_eq!(
            story_so_far(&workflow, &flow, 0),
            "When a call arrives, nothing is done yet."
        );
    }
}
