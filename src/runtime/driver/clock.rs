//! What time is it? The one place where the runtime looks at a clock, and one that tests can push.

use crate::runtime::Timestamp;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// The clock of the machine.
pub fn system_clock() -> Clock {
    Arc::new(now)
}

#[expect(
    clippy::disallowed_methods,
    reason = "somebody has to look at the clock, and only a driver may"
)]
fn now() -> Timestamp {
    let now = SystemTime::now();
    // A clock before 1970 is not set.
    let since = now.duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
