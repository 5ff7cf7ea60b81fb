//! How is the runtime doing? Numbers in the form that Prometheus reads.

use super::Desk;
use super::api::{Fault, ask};
use axum::extract::{Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};

/// How many requests were answered, by the first digit of the status.
#[derive(Default)]
pub(super) struct Requests {
    counts: [AtomicU64; 6],
}

pub(super) async fn count(State(desk): State<Desk>, request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let class = usize::from(response.status().as_u16() / 100);
    if let Some(count) = desk.requests.counts.get(class) {
        count.fetch_add(1, Ordering::Relaxed);
    }
    response
}

pub(super) async fn metrics(State(desk): State<Desk>) -> Result<Response, Fault> {
    let now = (desk.clock)();
    let counts = ask(&desk, move |store| store.counts(now)).await?;
    let mut text = String::new();
    for (name, kind, help, value) in [
        (
            "calls_total",
            "counter",
            "Calls that a workflow was set for.",
            counts.calls,
        ),
        (
            "runs_total",
            "counter",
            "Runs that were started.",
            counts.runs,
        ),
        (
            "runs_waiting",
            "gauge",
            "Runs that wait for a button or a timer.",
            counts.waiting_runs,
        ),
        (
            "timers_overdue",
            "gauge",
            "Runs whose timer should have elapsed already.",
            counts.overdue_timers,
        ),
        (
            "letters_total",
            "counter",
            "Emails, text messages and webhooks that came about.",
            counts.letters,
        ),
        (
            "letters_pending",
            "gauge",
            "Those that have still to be sent.",
            counts.pending_letters,
        ),
        (
            "letters_dead",
            "gauge",
            "Those that were given up.",
            counts.dead_letters,
        ),
    ] {
        let _ = writeln!(
            text,
            "# HELP legwork_{name} {help}\n# TYPE legwork_{name} {kind}\nlegwork_{name} {value}"
        );
    }
    text.push_str(
        "# HELP legwork_http_requests_total Requests that were answered.\n# TYPE legwork_http_requests_total counter\n",
    );
    for (class, count) in desk.requests.counts.iter().enumerate().skip(2) {
        let count = count.load(Ordering::Relaxed);
        let _ = writeln!(
            text,
            "legwork_http_requests_total{{status=\"{class}xx\"}} {count}"
        );
    }
    let _ = writeln!(
        text,
        "# HELP legwork_build_info The version of Legwork.\n# TYPE legwork_build_info gauge\n\
         legwork_build_info{{version=\"{}\"}} 1",
        env!("CARGO_PKG_VERSION")
    );
    Ok(([(CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response())
}
