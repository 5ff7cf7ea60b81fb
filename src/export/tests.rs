//! Is the definition what the specification shows, and the same each time?

use super::*;
use crate::file;
use crate::rules::{self, Finding, Findings, Place, Rule, Severity, Subject};
use crate::workflow::{Counters, EventId, Flow, Workflow, sketch};
use std::path::Path;

const COMPLAINT: &str = "fields customer_name phone\n\
    1 New Call\n  alert \"Ring {{customer_name}}\" high \"Care\"\n  button \"Called back\" -> 2\n  timer 48h -> 3\n\
    2 Button Pushed\n  finish \"Resolved\"\n\
    3 Timer Elapsed \"48 h passed\"\n  link -> 1";

const HALF_DONE: &str = "1 New Call\n  note \"a\"\n  button \"On\" -> 2\n  button \"Gone\" -> 9\n  timer \"soon\" -> 3\n\
    2 Button Pushed\n  link\n3 Timer Elapsed\n  sms \"{{phone}}\" \"Hello\"";

fn complaint() -> Workflow {
    named(COMPLAINT, "Complaint follow-up")
}

fn named(text: &str, name: &str) -> Workflow {
    let sketched = sketch::parse(text).unwrap();
    Workflow::from_parts(
        name.to_owned(),
        sketched.fields().to_vec(),
        Counters::default(),
        sketched.events().cloned().collect(),
    )
}

fn rule(id: &'static str, severity: Severity) -> &'static Rule {
    Box::leak(Box::new(Rule {
        id,
        severity,
        summary: "",
        why: "",
        wrong: "",
        right: "",
        check: |_: &Subject<'_>, _: &mut Findings| {},
        fixes: |_, _, _| Vec::new(),
    }))
}

fn finding(id: &'static str, severity: Severity) -> Finding {
    Finding {
        rule: rule(id, severity),
        place: Place::Event(EventId(1)),
        message: String::new(),
        waived: None,
    }
}

fn read_back(text: &str) -> Definition {
    file::parse_definition(text, Path::new("d")).unwrap()
}

#[test]
fn the_json_is_what_the_specification_shows() {
    insta::assert_snapshot!(json(&definition(&complaint(), &[]).unwrap()), @r#"
    {
      "format": "legwork-definition/1",
      "workflow": "Complaint follow-up",
      "version": "sha256:e47aa4203bb64b23144befed69aed6f048a7508535933d6df606a12544a6055b",
      "fields": [
        "customer_name",
        "phone"
      ],
      "stages": [
        {
          "stage": 1,
          "event": "new_call",
          "name": "New Call",
          "do": [
            {
              "alert": {
                "message": "Ring {{customer_name}}",
                "priority": "high",
                "team": "Care"
              }
            }
          ],
          "then": {
            "wait": {
              "buttons": [
                {
                  "label": "Called back",
                  "to": 2
                }
              ],
              "timers": [
                {
                  "after": "PT48H",
                  "to": 3
                }
              ]
            }
          }
        },
        {
          "stage": 2,
          "event": "button_pushed",
          "name": "Called back",
          "do": [],
          "then": {
            "finish": "Resolved"
          }
        },
        {
          "stage": 3,
          "event": "timer_elapsed",
          "name": "48 h passed",
          "do": [],
          "then": {
            "link": 1
          }
        }
      ]
    }
    "#);
}

#[test]
fn the_ron_has_the_same_content() {
    insta::assert_snapshot!(ron(&definition(&complaint(), &[]).unwrap()), @r#"
    #![enable(implicit_some)]
    (
        format: "legwork-definition/1",
        workflow: "Complaint follow-up",
        version: "sha256:e47aa4203bb64b23144befed69aed6f048a7508535933d6df606a12544a6055b",
        fields: [
            "customer_name",
            "phone",
        ],
        stages: [
            (
                stage: 1,
                event: new_call,
                name: "New Call",
                do: [
                    alert(
                        message: "Ring {{customer_name}}",
                        priority: high,
                        team: "Care",
                    ),
                ],
                then: wait(
                    buttons: [
                        (
                            label: "Called back",
                            to: 2,
                        ),
                    ],
                    timers: [
                        (
                            after: "PT48H",
                            to: 3,
                        ),
                    ],
                ),
            ),
            (
                stage: 2,
                event: button_pushed,
                name: "Called back",
                do: [],
                then: finish("Resolved"),
            ),
            (
                stage: 3,
                event: timer_elapsed,
                name: "48 h passed",
                do: [],
                then: link(1),
            ),
        ],
    )
    "#);
}

#[test]
fn a_draft_says_so_and_what_is_missing_is_null() {
    let findings = [
        finding("dangling-leg", Severity::Error),
        finding("broken-link", Severity::Error),
        finding("dangling-leg", Severity::Error),
        finding("silent-wait", Severity::Warning),
    ];
    let half_done = draft(&named(HALF_DONE, "Half done"), &findings);
    insta::assert_snapshot!(json(&half_done), @r#"
    {
      "format": "legwork-definition/1",
      "draft": true,
      "findings": [
        "broken-link",
        "dangling-leg"
      ],
      "workflow": "Half done",
      "version": "sha256:d325ff9ac717983be83993bff291285d0adbfa1a910116549e5d6e4268408183",
      "fields": [],
      "stages": [
        {
          "stage": 1,
          "event": "new_call",
          "name": "New Call",
          "do": [
            {
              "note": {
                "text": "a"
              }
            }
          ],
          "then": {
            "wait": {
              "buttons": [
                {
                  "label": "On",
                  "to": 2
                },
                {
                  "label": "Gone",
                  "to": null
                }
              ],
              "timers": [
                {
                  "after": null,
                  "to": 3
                }
              ]
            }
          }
        },
        {
          "stage": 2,
          "event": "button_pushed",
          "name": "On",
          "do": [],
          "then": {
            "link": null
          }
        },
        {
          "stage": 3,
          "event": "timer_elapsed",
          "name": "Timer Elapsed",
          "do": [
            {
              "sms": {
                "to": "{{phone}}",
                "text": "Hello"
              }
            }
          ],
          "then": "nothing"
        }
      ]
    }
    "#);
    assert_eq!(read_back(&json(&half_done)), half_done);
    assert_eq!(read_back(&ron(&half_done)), half_done);
}

#[test]
fn errors_stop_an_export_and_warnings_do_not() {
    let error = finding("dangling-leg", Severity::Error);
    let warning = finding("silent-wait", Severity::Warning);
    let refused = definition(&complaint(), &[warning.clone(), error.clone()]).unwrap_err();
    assert_eq!(refused.findings, [error]);
    assert!(definition(&complaint(), &[warning]).is_ok());
}

#[test]
fn a_definition_read_back_exports_the_same_bytes() {
    let exported = definition(&complaint(), &[]).unwrap();
    for (text, write) in [
        (json(&exported), json as fn(&Definition) -> String),
        (ron(&exported), ron),
    ] {
        let read = read_back(&text);
        assert_eq!(read, exported);
        assert_eq!(write(&read), text);
    }
}

#[test]
fn the_version_is_that_of_the_logic() {
    let version = |text: &str, name: &str| definition(&named(text, name), &[]).unwrap().version;
    let first = version(COMPLAINT, "Complaint follow-up");
    // 48 hours and two days are one duration, and how a stage's name came to be does not matter.
    let same = COMPLAINT
        .replace("48h", "\"2 days\"")
        .replace("2 Button Pushed", "2 Button Pushed \"Called back\"");
    assert_eq!(version(&same, "Complaint follow-up"), first);
    assert_ne!(version(COMPLAINT, "Other"), first);
    assert_ne!(
        version(&COMPLAINT.replace("high", "low"), "Complaint follow-up"),
        first
    );
}

#[test]
fn a_definition_that_was_changed_by_hand_is_refused() {
    let text = json(&definition(&complaint(), &[]).unwrap());
    let refusal = |text: &str| {
        file::parse_definition(text, Path::new("d.json"))
            .unwrap_err()
            .to_string()
    };
    for (changed, beginning) in [
        (
            text.replace("Care", "Cash"),
            "d.json: this definition was changed by hand",
        ),
        (
            text.replace("definition/1", "definition/2"),
            "d.json: this definition has the format “legwork-definition/2”",
        ),
        (
            text.replace("\"then\"", "\"than\""),
            "d.json:23:12: unknown field `than`",
        ),
        (text[..90].to_owned(), "d.json:"),
        (
            "(format: 2, workflow: ())".to_owned(),
            "d.json: this is a design",
        ),
        (
            "{\"name\": 1}".to_owned(),
            "d.json:1:7: unknown field `name`",
        ),
        (String::new(), "d.json: the file is empty"),
        ("hello".to_owned(), "d.json: this is no Legwork definition"),
    ] {
        let sentence = refusal(&changed);
        assert!(sentence.starts_with(beginning), "{sentence}");
    }
}

#[test]
fn a_definition_that_leads_nowhere_is_refused_even_with_the_right_version() {
    for text in [
        "1 New Call",
        "1 New Call\n  link -> 9",
        "1 New Call\n  button \"A\" -> 9",
        "1 New Call\n  timer soon -> 2\n2 Timer Elapsed\n  finish \"x\"",
        "2 Button Pushed\n  finish \"x\"",
        "1 New Call\n  finish \"x\"\n1 Button Pushed\n  finish \"x\"",
    ] {
        let broken = definition(&named(text, "x"), &[]).unwrap();
        assert!(matches!(broken.verify(), Err(Unfit::Broken(_))), "{text}");
    }
}

/// All ways to go on from a stage over at most two actions, with targets that may be missing.
fn bodies() -> Vec<String> {
    let mut bodies = vec![String::new(), "  finish \"x\"\n".to_owned()];
    for target in 1..=4 {
        let button = format!("  button \"b\" -> {target}\n");
        bodies.push(format!("  link -> {target}\n"));
        bodies.push(format!("  timer 1d -> {target}\n"));
        bodies.push(format!("{button}  finish \"x\"\n"));
        bodies.extend((1..=4).map(|other| format!("{button}  timer 1d -> {other}\n")));
        bodies.push(button);
    }
    bodies
}

#[test]
fn what_the_rules_let_through_leads_on_from_every_stage() {
    let mut exported_count = 0;
    for kind in ["New Call", "Button Pushed", "Timer Elapsed"] {
        for (first, second) in bodies()
            .iter()
            .flat_map(|a| bodies().into_iter().map(move |b| (a.clone(), b)))
        {
            let text =
                format!("1 New Call\n{first}2 {kind}\n{second}3 Timer Elapsed\n  finish \"x\"");
            let workflow = sketch::parse(&text).unwrap();
            let findings = rules::check(&workflow, &Flow::new(&workflow));
            if let Ok(exported) = definition(&workflow, &findings) {
                assert_eq!(exported.verify(), Ok(()), "{text}");
                exported_count += 1;
            }
        }
    }
    assert!(exported_count >= 4, "{exported_count}");
}

#[test]
fn the_schema_names_every_entry() {
    insta::assert_snapshot!(schema(), @r##"
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "Legwork definition",
      "description": "A workflow as the Legwork runtime carries it out. Stages are referred to by their number.",
      "type": "object",
      "properties": {
        "draft": {
          "description": "Is this the definition of an incomplete workflow? The runtime refuses it. Left out of a complete one.",
          "type": "boolean"
        },
        "fields": {
          "description": "The fields of the call that the texts may use as `{{field}}`.",
          "type": "array",
          "items": {
            "type": "string"
          }
        },
        "findings": {
          "description": "Of a draft: the names of the rules that the workflow breaks.",
          "type": "array",
          "items": {
            "type": "string"
          }
        },
        "format": {
          "description": "The format of this file.",
          "type": "string",
          "const": "legwork-definition/1"
        },
        "stages": {
          "description": "The stages by number. A run begins at the one whose event is `new_call`.",
          "type": "array",
          "items": {
            "$ref": "#/$defs/Stage"
          }
        },
        "version": {
          "description": "The SHA-256 of the definition as compact JSON without this entry: the same logic has the same version.",
          "type": "string",
          "pattern": "^sha256:[0-9a-f]{64}$"
        },
        "workflow": {
          "description": "The name of the workflow.",
          "type": "string"
        }
      },
      "additionalProperties": false,
      "required": [
        "format",
        "workflow",
        "version",
        "fields",
        "stages"
      ],
      "$defs": {
        "Button": {
          "description": "A button on the call in the Call Manager.",
          "type": "object",
          "properties": {
            "label": {
              "type": "string"
            },
            "to": {
              "description": "The stage that a push enters. Null only in a draft.",
              "type": [
                "integer",
                "null"
              ],
              "format": "uint32",
              "minimum": 0
            }
          },
          "additionalProperties": false,
          "required": [
            "label",
            "to"
          ]
        },
        "EventName": {
          "title": "Event",
          "type": "string",
          "enum": [
            "new_call",
            "button_pushed",
            "timer_elapsed"
          ]
        },
        "Priority": {
          "type": "string",
          "enum": [
            "low",
            "normal",
            "high",
            "urgent"
          ]
        },
        "Stage": {
          "description": "An event and what follows on it.",
          "type": "object",
          "properties": {
            "do": {
              "description": "What is done at once when the stage is entered, in this order.",
              "type": "array",
              "items": {
                "$ref": "#/$defs/Step"
              }
            },
            "event": {
              "description": "What starts the stage.",
              "$ref": "#/$defs/EventName"
            },
            "name": {
              "description": "What people call the stage.",
              "type": "string"
            },
            "stage": {
              "description": "The stage number: kept for good while the workflow is amended.",
              "type": "integer",
              "format": "uint32",
              "minimum": 0
            },
            "then": {
              "description": "How the run goes on after that.",
              "$ref": "#/$defs/Then"
            }
          },
          "additionalProperties": false,
          "required": [
            "stage",
            "event",
            "name",
            "do",
            "then"
          ]
        },
        "Step": {
          "description": "Something that is done when a stage is entered. Texts may use `{{field}}`.",
          "oneOf": [
            {
              "description": "Raises the call on the alerter. Without a team, for everybody.",
              "type": "object",
              "properties": {
                "alert": {
                  "type": "object",
                  "properties": {
                    "message": {
                      "type": "string"
                    },
                    "priority": {
                      "$ref": "#/$defs/Priority"
                    },
                    "team": {
                      "type": "string"
                    }
                  },
                  "additionalProperties": false,
                  "required": [
                    "message",
                    "priority",
                    "team"
                  ]
                }
              },
              "additionalProperties": false,
              "required": [
                "alert"
              ]
            },
            {
              "description": "Sends an email; several addresses are separated by commas.",
              "type": "object",
              "properties": {
                "email": {
                  "type": "object",
                  "properties": {
                    "body": {
                      "type": "string"
                    },
                    "subject": {
                      "type": "string"
                    },
                    "to": {
                      "type": "string"
                    }
                  },
                  "additionalProperties": false,
                  "required": [
                    "to",
                    "subject",
                    "body"
                  ]
                }
              },
              "additionalProperties": false,
              "required": [
                "email"
              ]
            },
            {
              "description": "Sends a text message.",
              "type": "object",
              "properties": {
                "sms": {
                  "type": "object",
                  "properties": {
                    "text": {
                      "type": "string"
                    },
                    "to": {
                      "type": "string"
                    }
                  },
                  "additionalProperties": false,
                  "required": [
                    "to",
                    "text"
                  ]
                }
              },
              "additionalProperties": false,
              "required": [
                "sms"
              ]
            },
            {
              "description": "Calls a web address.",
              "type": "object",
              "properties": {
                "webhook": {
                  "type": "object",
                  "properties": {
                    "body": {
                      "type": "string"
                    },
                    "url": {
                      "type": "string"
                    }
                  },
                  "additionalProperties": false,
                  "required": [
                    "url",
                    "body"
                  ]
                }
              },
              "additionalProperties": false,
              "required": [
                "webhook"
              ]
            },
            {
              "description": "Sets a field of the call.",
              "type": "object",
              "properties": {
                "set_field": {
                  "type": "object",
                  "properties": {
                    "field": {
                      "type": "string"
                    },
                    "value": {
                      "type": "string"
                    }
                  },
                  "additionalProperties": false,
                  "required": [
                    "field",
                    "value"
                  ]
                }
              },
              "additionalProperties": false,
              "required": [
                "set_field"
              ]
            },
            {
              "description": "Adds a line to the call's history.",
              "type": "object",
              "properties": {
                "note": {
                  "type": "object",
                  "properties": {
                    "text": {
                      "type": "string"
                    }
                  },
                  "additionalProperties": false,
                  "required": [
                    "text"
                  ]
                }
              },
              "additionalProperties": false,
              "required": [
                "note"
              ]
            }
          ]
        },
        "Then": {
          "description": "How a run goes on once a stage's steps are done.",
          "oneOf": [
            {
              "description": "The run waits. The first button pushed or timer elapsed decides, and the others are gone.",
              "type": "object",
              "properties": {
                "wait": {
                  "type": "object",
                  "properties": {
                    "buttons": {
                      "type": "array",
                      "items": {
                        "$ref": "#/$defs/Button"
                      }
                    },
                    "timers": {
                      "type": "array",
                      "items": {
                        "$ref": "#/$defs/Timer"
                      }
                    }
                  },
                  "additionalProperties": false,
                  "required": [
                    "buttons",
                    "timers"
                  ]
                }
              },
              "additionalProperties": false,
              "required": [
                "wait"
              ]
            },
            {
              "description": "The stage with this number is entered at once. Null only in a draft.",
              "type": "object",
              "properties": {
                "link": {
                  "type": [
                    "integer",
                    "null"
                  ],
                  "format": "uint32",
                  "minimum": 0
                }
              },
              "additionalProperties": false,
              "required": [
                "link"
              ]
            },
            {
              "description": "The run ends with this outcome.",
              "type": "object",
              "properties": {
                "finish": {
                  "type": "string"
                }
              },
              "additionalProperties": false,
              "required": [
                "finish"
              ]
            },
            {
              "description": "The stage ends nowhere. Only in a draft.",
              "type": "string",
              "const": "nothing"
            }
          ]
        },
        "Timer": {
          "description": "A clock that starts when the stage is entered.",
          "type": "object",
          "properties": {
            "after": {
              "description": "An ISO 8601 duration in hours, minutes and seconds, such as `PT48H` or `PT2H30M`. Null only in a draft.",
              "type": [
                "string",
                "null"
              ],
              "pattern": "^PT(?=\\d)(\\d+H)?(\\d+M)?(\\d+S)?$"
            },
            "to": {
              "description": "The stage that is entered when it elapses. Null only in a draft.",
              "type": [
                "integer",
                "null"
              ],
              "format": "uint32",
              "minimum": 0
            }
          },
          "additionalProperties": false,
          "required": [
            "after",
            "to"
          ]
        }
      }
    }
    "##);
}
