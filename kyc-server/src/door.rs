//! The routes: bytes of HTTP to `Engine::call` and back.

use std::sync::Arc;

use axum::Router;
use axum::extract::rejection::PathRejection;
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::{get, post};
use kyc_core::{Code, Engine, Error};

use crate::answer::{Refusal, json};
use crate::pool::Pool;
use crate::{Limits, body, modules};

pub(crate) struct Door {
    engine: Arc<Engine>,
    pub(crate) pool: Pool,
    pub(crate) limits: Limits,
}

/// The door and the modules as routes. [`crate::serve`] answers with them; a host with a server of its own may mount them there.
pub fn router(engine: Engine, limits: &Limits) -> Router {
    let door = Door { engine: Arc::new(engine), pool: Pool::new(limits), limits: limits.clone() };
    Router::new()
        .route("/v1/ops/{op}", post(call))
        .route("/v1/ops", get(describe))
        .route("/v1/openapi.json", get(|| async { json(include_str!("../openapi.json").to_owned()) }))
        .route("/healthz", get(|| async { json(r#"{"status":"ok"}"#.to_owned()) }))
        .merge(modules::routes())
        .fallback(|| async {
            Refusal::from(Error::new(Code::UnknownOperation, "nothing is here; operations are at /v1/ops/{op}"))
        })
        .method_not_allowed_fallback(|| async {
            Refusal::new(StatusCode::METHOD_NOT_ALLOWED, Code::InvalidRequest, "operations take POST, everything else GET")
        })
        .layer(DefaultBodyLimit::max(limits.body_bytes))
        .with_state(Arc::new(door))
}

async fn describe(State(door): State<Arc<Door>>) -> Result<Response, Refusal> {
    let (place, engine) = (door.pool.place()?, Arc::clone(&door.engine));
    Ok(json(door.pool.run(place, move || engine.call("describe", "{}", &[])).await??))
}

async fn call(
    State(door): State<Arc<Door>>,
    op: Result<Path<String>, PathRejection>,
    request: Request,
) -> Result<Response, Refusal> {
    let Path(op) = op.map_err(|_| Error::new(Code::UnknownOperation, "the operation's name is not UTF-8"))?;
    let place = door.pool.place()?;
    let engine = engine_for(&door, request.headers())?;
    let (request, blobs) = body::within(door.limits.body_time, body::operation(request)).await?;
    let work = move || {
        let blobs: Vec<&[u8]> = blobs.iter().map(AsRef::as_ref).collect();
        engine.call(&op, &request, &blobs)
    };
    Ok(json(door.pool.run(place, work).await??))
}

#[cfg(not(feature = "conformance"))]
pub(crate) fn engine_for(door: &Door, _: &HeaderMap) -> Result<Arc<Engine>, Refusal> {
    Ok(Arc::clone(&door.engine))
}

/// What the runner of the conformance vectors needs: canned models, named in a header. No released server has it.
#[cfg(feature = "conformance")]
pub(crate) fn engine_for(door: &Door, headers: &HeaderMap) -> Result<Arc<Engine>, Refusal> {
    let Some(script) = headers.get("kyc-script").and_then(|value| value.to_str().ok()) else {
        return Ok(Arc::clone(&door.engine));
    };
    let config = kyc_conformance::scripts::config(script).map_err(|problem| Error::new(Code::InvalidConfig, problem))?;
    Ok(Arc::new(Engine::new(config)?))
}
