//! The routes: bytes of HTTP to `Engine::call` and back.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::PathRejection;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Path, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::{get, post};
use kyc_core::{Code, Engine, Error};
use tokio::time::timeout;

use crate::Limits;
use crate::answer::{Refusal, json};
use crate::pool::Pool;

/// Most `blob` parts of a request; no operation takes as many.
const MOST_BLOBS: usize = 1024;

struct Door {
    engine: Arc<Engine>,
    pool: Pool,
    limits: Limits,
}

/// The door as routes. [`crate::serve`] answers with them; a host with a server of its own may mount them there.
pub fn router(engine: Engine, limits: &Limits) -> Router {
    let door = Door { engine: Arc::new(engine), pool: Pool::new(limits), limits: limits.clone() };
    Router::new()
        .route("/v1/ops/{op}", post(call))
        .route("/v1/ops", get(describe))
        .route("/v1/openapi.json", get(|| async { json(include_str!("../openapi.json").to_owned()) }))
        .route("/healthz", get(|| async { json(r#"{"status":"ok"}"#.to_owned()) }))
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
    let Ok(body) = timeout(door.limits.body_time, body(request)).await else {
        return Err(Refusal::new(StatusCode::REQUEST_TIMEOUT, Code::InvalidRequest, "the body took too long"));
    };
    let (request, blobs) = body?;
    let work = move || {
        let blobs: Vec<&[u8]> = blobs.iter().map(AsRef::as_ref).collect();
        engine.call(&op, &request, &blobs)
    };
    Ok(json(door.pool.run(place, work).await??))
}

#[cfg(not(feature = "conformance"))]
fn engine_for(door: &Door, _: &HeaderMap) -> Result<Arc<Engine>, Refusal> {
    Ok(Arc::clone(&door.engine))
}

/// What the runner of the conformance vectors needs: canned models, named in a header. No released server has it.
#[cfg(feature = "conformance")]
fn engine_for(door: &Door, headers: &HeaderMap) -> Result<Arc<Engine>, Refusal> {
    let Some(script) = headers.get("kyc-script").and_then(|value| value.to_str().ok()) else {
        return Ok(Arc::clone(&door.engine));
    };
    let config = kyc_conformance::scripts::config(script).map_err(|problem| Error::new(Code::InvalidConfig, problem))?;
    Ok(Arc::new(Engine::new(config)?))
}

/// The request's JSON and its blobs, in order.
async fn body(request: Request) -> Result<(String, Vec<Bytes>), Refusal> {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    // The media type alone: `charset` and `boundary` come behind it.
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match kind.as_str() {
        "application/json" => {
            let bytes = Bytes::from_request(request, &()).await.map_err(|e| unreadable(e.status()))?;
            Ok((text(&bytes)?, Vec::new()))
        }
        "multipart/form-data" => {
            let parts = Multipart::from_request(request, &()).await.map_err(|e| unreadable(e.status()))?;
            read_parts(parts).await
        }
        _ => Err(Refusal::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Code::InvalidRequest,
            "the body is application/json, or multipart/form-data with the parts `request` and `blob`",
        )),
    }
}

async fn read_parts(mut parts: Multipart) -> Result<(String, Vec<Bytes>), Refusal> {
    let (mut request, mut blobs) = (None, Vec::new());
    while let Some(part) = parts.next_field().await.map_err(|e| unreadable(e.status()))? {
        let is_request = match part.name() {
            Some("request") if request.is_none() => true,
            Some("blob") if blobs.len() < MOST_BLOBS => false,
            _ => return Err(Error::new(Code::InvalidRequest, "parts are one `request` and up to 1024 `blob`s").into()),
        };
        let bytes = part.bytes().await.map_err(|e| unreadable(e.status()))?;
        if is_request {
            request = Some(text(&bytes)?);
        } else {
            blobs.push(bytes);
        }
    }
    let request = request.ok_or_else(|| Error::new(Code::InvalidRequest, "the part `request` is missing"))?;
    Ok((request, blobs))
}

fn text(bytes: &[u8]) -> Result<String, Refusal> {
    std::str::from_utf8(bytes).map(str::to_owned).map_err(|_| Error::new(Code::InvalidRequest, "the request is not UTF-8").into())
}

/// The libraries' own words could repeat what was sent; their status is enough.
fn unreadable(status: StatusCode) -> Refusal {
    if status == StatusCode::PAYLOAD_TOO_LARGE {
        return Refusal::new(status, Code::TooManyBytes, "the body is longer than this server takes");
    }
    Error::new(Code::InvalidRequest, "the body ends early or is no such body").into()
}
