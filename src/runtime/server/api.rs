//! What can be asked over HTTP, and what is answered?

use super::Desk;
use super::messages::{
    Claim, Done, Failed, Health, PushButton, Revision, SetState, SetWorkflow, WorkflowSet,
};
use crate::export::Definition;
use crate::runtime::store::{
    Detail, Filter, Happening, Letter, PushRequest, Set, SetRequest, Store, StoreError, Summary,
    WorkflowInUse, Writing,
};
use crate::runtime::{Call, RunId};
use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use tokio::sync::oneshot;

/// Why a request is not answered as it was meant.
#[derive(Debug)]
pub(super) enum Fault {
    NoToken,
    ForeignHost,
    NothingHere,
    /// The sentence of whoever reads requests.
    Unreadable(StatusCode, String),
    Store(StoreError),
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let (status, error) = match self {
            Self::NoToken => (
                StatusCode::UNAUTHORIZED,
                "this server wants a token; send it as `Authorization: Bearer …`".to_owned(),
            ),
            Self::ForeignHost => (
                StatusCode::FORBIDDEN,
                "without a token this server is for programs on its own machine, as localhost"
                    .to_owned(),
            ),
            Self::NothingHere => (
                StatusCode::NOT_FOUND,
                "there is nothing here; /openapi.json lists what there is".to_owned(),
            ),
            Self::Unreadable(status, why) => (status, why),
            Self::Store(error) => (status_of(&error), error.to_string()),
        };
        (status, Json(Failed { error })).into_response()
    }
}

const fn status_of(error: &StoreError) -> StatusCode {
    match error {
        StoreError::UnknownWorkflow { .. }
        | StoreError::UnknownRun(_)
        | StoreError::UnknownLetter(_) => StatusCode::NOT_FOUND,
        StoreError::NoCallId | StoreError::NoName => StatusCode::UNPROCESSABLE_ENTITY,
        StoreError::Busy | StoreError::Closed => StatusCode::SERVICE_UNAVAILABLE,
        StoreError::DiskFull => StatusCode::INSUFFICIENT_STORAGE,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

macro_rules! unreadable {
    ($($rejection:ty),*) => {$(
        impl From<$rejection> for Fault {
            fn from(rejection: $rejection) -> Self {
                Self::Unreadable(rejection.status(), rejection.body_text())
            }
        }
    )*};
}
unreadable!(JsonRejection, PathRejection, QueryRejection);

type Answer<T> = Result<Json<T>, Fault>;
type Body<T> = Result<Json<T>, JsonRejection>;
type Place<T> = Result<Path<T>, PathRejection>;

/// Has a question answered by the store, on a thread that may wait.
pub(super) async fn ask<T: Send + 'static>(
    desk: &Desk,
    question: impl FnOnce(&Store) -> Result<T, StoreError> + Send + 'static,
) -> Result<T, Fault> {
    let store = desk.store.clone();
    let answer = tokio::task::spawn_blocking(move || question(&store)).await;
    Ok(answer.unwrap_or(Err(StoreError::Closed))?)
}

/// Has something written; answers when it is on disk.
async fn write<T: Send + 'static>(
    desk: &Desk,
    work: impl FnOnce(&mut Writing<'_>) -> Result<T, StoreError> + Send + 'static,
) -> Result<T, Fault> {
    let (sender, receiver) = oneshot::channel();
    desk.store.write_then(work, |result| {
        // Whoever asked may have gone; it is written all the same.
        let _ = sender.send(result);
    });
    Ok(receiver.await.unwrap_or(Err(StoreError::Closed))?)
}

pub(super) async fn set_workflow(
    State(desk): State<Desk>,
    body: Body<SetWorkflow>,
) -> Result<(StatusCode, Json<WorkflowSet>), Fault> {
    let Json(body) = body?;
    let request = SetRequest {
        call: Call {
            id: body.call,
            is_chargeable: body.chargeable,
            fields: body.fields,
        },
        workflow: body.workflow,
        at: (desk.clock)(),
    };
    let set = write(&desk, |writing| writing.set_workflow(request)).await?;
    let message = set.to_string();
    let (status, state, run) = match set {
        Set::Begun { run_id, .. } => (StatusCode::CREATED, SetState::Begun, Some(run_id)),
        Set::Exists { run_id, .. } => (StatusCode::OK, SetState::Exists, Some(run_id)),
        Set::NotFollowed => (StatusCode::OK, SetState::NotFollowed, None),
    };
    let answer = WorkflowSet {
        state,
        run,
        message,
    };
    Ok((status, Json(answer)))
}

impl IntoResponse for Done {
    fn into_response(self) -> Response {
        let status = if self.done {
            StatusCode::OK
        } else {
            StatusCode::CONFLICT
        };
        (status, Json(self)).into_response()
    }
}

pub(super) async fn push(
    State(desk): State<Desk>,
    run: Place<u64>,
    body: Body<PushButton>,
) -> Result<Done, Fault> {
    let (Path(run), Json(body)) = (run?, body?);
    let request = PushRequest {
        run_id: RunId(run),
        stage: body.stage,
        entry: body.entry,
        button: body.button.into(),
        by: body.by,
        at: (desk.clock)(),
    };
    let pushed = write(&desk, |writing| writing.push(request)).await?;
    Ok(pushed.into())
}

pub(super) async fn claim(
    State(desk): State<Desk>,
    run: Place<u64>,
    body: Body<Claim>,
) -> Result<Done, Fault> {
    let (Path(run), Json(body)) = (run?, body?);
    let at = (desk.clock)();
    let claimed = write(&desk, move |writing| {
        writing.claim(RunId(run), &body.by, at)
    })
    .await?;
    Ok(claimed.into())
}

pub(super) async fn release(State(desk): State<Desk>, run: Place<u64>) -> Result<Done, Fault> {
    let Path(run) = run?;
    write(&desk, move |writing| writing.release(RunId(run))).await?;
    Ok(Done::released())
}

pub(super) async fn waiting(
    State(desk): State<Desk>,
    filter: Result<Query<Filter>, QueryRejection>,
) -> Answer<Vec<Summary>> {
    let Query(filter) = filter?;
    let at = (desk.clock)();
    Ok(Json(
        ask(&desk, move |store| store.waiting(&filter, at)).await?,
    ))
}

pub(super) async fn finished(
    State(desk): State<Desk>,
    filter: Result<Query<Filter>, QueryRejection>,
) -> Answer<Vec<Summary>> {
    let Query(filter) = filter?;
    Ok(Json(
        ask(&desk, move |store| store.finished(&filter)).await?,
    ))
}

pub(super) async fn run(State(desk): State<Desk>, run: Place<u64>) -> Answer<Detail> {
    let Path(run) = run?;
    Ok(Json(
        ask(&desk, move |store| store.detail(RunId(run))).await?,
    ))
}

pub(super) async fn history(State(desk): State<Desk>, run: Place<u64>) -> Answer<Vec<Happening>> {
    let Path(run) = run?;
    let detail = ask(&desk, move |store| store.detail(RunId(run))).await?;
    Ok(Json(detail.history))
}

pub(super) async fn runs_of_call(
    State(desk): State<Desk>,
    call: Place<String>,
) -> Answer<Vec<Summary>> {
    let Path(call) = call?;
    Ok(Json(
        ask(&desk, move |store| store.runs_of_call(&call)).await?,
    ))
}

pub(super) async fn revision(State(desk): State<Desk>) -> Answer<Revision> {
    let revision = ask(&desk, Store::revision).await?;
    Ok(Json(Revision {
        revision: format!("{}-{revision}", std::process::id()),
        now: (desk.clock)(),
    }))
}

pub(super) async fn workflows(State(desk): State<Desk>) -> Answer<Vec<WorkflowInUse>> {
    Ok(Json(ask(&desk, Store::workflows).await?))
}

pub(super) async fn definition(
    State(desk): State<Desk>,
    version: Place<String>,
) -> Answer<Definition> {
    let Path(version) = version?;
    let definition = ask(&desk, move |store| store.definition(&version)).await?;
    definition.map(Json).ok_or(Fault::NothingHere)
}

pub(super) async fn dead_letters(State(desk): State<Desk>) -> Answer<Vec<Letter>> {
    Ok(Json(ask(&desk, Store::dead_letters).await?))
}

pub(super) async fn retry(State(desk): State<Desk>, letter: Place<i64>) -> Result<Done, Fault> {
    let Path(letter) = letter?;
    let at = (desk.clock)();
    write(&desk, move |writing| writing.revive_letter(letter, at)).await?;
    Ok(Done::tried_again())
}

pub(super) async fn health(State(desk): State<Desk>) -> Answer<Health> {
    // The cheapest question that reaches the disk.
    ask(&desk, Store::next_due).await?;
    Ok(Json(Health {
        status: "ok".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    }))
}

pub(super) async fn openapi() -> Json<serde_json::Value> {
    Json(super::openapi())
}

pub(super) async fn nothing_here() -> Fault {
    Fault::NothingHere
}
