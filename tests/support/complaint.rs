//! A small design that tests of the terminal and of git begin with.

/// Complete and without a finding.
pub const COMPLAINT: &str = r#"(
    format: 2,
    workflow: (
        name: "Complaint follow-up",
        next: (event: 4, action: 6, stage: 4),
        fields: ["customer_name"],
        events: [
            (id: 1, stage: 1, on: NewCall, actions: [
                (id: 1, do: Alert(message: "Ring {{customer_name}}", priority: High, team: "Care")),
                (id: 2, do: Button(label: "Called back", event: 2)),
                (id: 3, do: Timer(after: "48h", event: 3)),
            ]),
            (id: 2, stage: 2, on: ButtonPushed, actions: [(id: 4, do: Finish(outcome: "Resolved"))]),
            (id: 3, stage: 3, on: TimerElapsed, name: "48 h passed", actions: [(id: 5, do: Link(event: 1))]),
        ],
    ),
)"#;
