//! What do the tests of several files need?

use crate::export::Priority;
use crate::runtime::store::{Alert, OfferedButton, RunningTimer, Summary};
use crate::runtime::{RunId, Timestamp};

/// A call that waits since it came in for a button, or a timer that is far away.
pub fn call(run: u64) -> Summary {
    Summary {
        run: RunId(run),
        call: format!("C-{run}"),
        workflow: "Complaint".to_owned(),
        stage: 1,
        stage_name: "New Call".to_owned(),
        stage_count: 3,
        entry: 1,
        started_at: Timestamp(0),
        since: Timestamp(0),
        overdue_since: None,
        alert: Some(Alert {
            message: "Ring Ann".to_owned(),
            priority: Priority::High,
            team: "Care".to_owned(),
            raised_at: Timestamp(0),
        }),
        buttons: vec![OfferedButton {
            number: 1,
            label: "Called back".to_owned(),
        }],
        timers: vec![RunningTimer {
            due: Timestamp(i64::MAX),
            after_s: 172_800,
            to: 3,
            to_name: "48 h passed".to_owned(),
        }],
        claimed_by: None,
        outcome: None,
    }
}
