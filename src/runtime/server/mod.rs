//! How do other programs reach the runtime? Over HTTP, in JSON: set a workflow, see what waits, push a button.

mod access;
mod api;
mod messages;
mod metrics;
mod openapi;

pub use access::{Access, NeedsToken};
pub use messages::{
    ButtonName, Claim, Done, Failed, Health, PushButton, Revision, SetState, SetWorkflow,
    WorkflowSet,
};
pub use openapi::openapi;

use super::driver::Clock;
use super::store::Store;
use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use metrics::Requests;
use std::io;
use std::net::TcpListener;
use std::sync::Arc;

/// What every request can use.
#[derive(Clone)]
struct Desk {
    store: Store,
    clock: Clock,
    access: Arc<Access>,
    requests: Arc<Requests>,
}

/// Serves until the process is asked to end; what has come in by then is still answered.
///
/// # Errors
/// When the connection cannot be listened on.
pub fn serve(listener: TcpListener, store: Store, clock: Clock, access: Access) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let app = app(Desk {
        store,
        clock,
        access: Arc::new(access),
        requests: Arc::default(),
    });
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?
        .block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener)?;
            axum::serve(listener, app)
                .with_graceful_shutdown(asked_to_end())
                .await
        })
}

fn app(desk: Desk) -> Router {
    let guarded = Router::new()
        .route("/v1/set-workflow", post(api::set_workflow))
        .route("/v1/workflows", get(api::workflows))
        .route("/v1/revision", get(api::revision))
        .route("/v1/definitions/{version}", get(api::definition))
        .route("/v1/calls/{call}/runs", get(api::runs_of_call))
        .route("/v1/runs/waiting", get(api::waiting))
        .route("/v1/runs/finished", get(api::finished))
        .route("/v1/runs/{run}", get(api::run))
        .route("/v1/runs/{run}/history", get(api::history))
        .route("/v1/runs/{run}/push", post(api::push))
        .route("/v1/runs/{run}/claim", post(api::claim))
        .route("/v1/runs/{run}/release", post(api::release))
        .route("/v1/dead-letters", get(api::dead_letters))
        .route("/v1/dead-letters/{letter}/retry", post(api::retry))
        .route("/metrics", get(metrics::metrics))
        .route("/openapi.json", get(api::openapi))
        .fallback(api::nothing_here)
        .layer(from_fn_with_state(desk.clone(), access::check));
    Router::new()
        .route("/health", get(api::health))
        .merge(guarded)
        .layer(from_fn_with_state(desk.clone(), metrics::count))
        .with_state(desk)
}

/// By a key, or by whoever manages services.
async fn asked_to_end() {
    let by_key = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let by_manager = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let by_manager = std::future::pending::<()>();
    let (mut by_key, mut by_manager) = (Box::pin(by_key), Box::pin(by_manager));
    std::future::poll_fn(|context| {
        let is_asked = by_key.as_mut().poll(context).is_ready()
            || by_manager.as_mut().poll(context).is_ready();
        if is_asked {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
}
