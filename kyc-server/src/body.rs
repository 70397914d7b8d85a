//! Bodies of requests, read in bounded time: JSON alone, or parts with pictures.

use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use kyc_core::{Code, Error};
use tokio::time::timeout;

use crate::answer::Refusal;

/// Most `blob` parts of a request; no operation takes as many.
const MOST_BLOBS: usize = 1024;

/// What `read` reads, unless it takes longer than `time`.
pub(crate) async fn within<T>(time: Duration, read: impl Future<Output = Result<T, Refusal>>) -> Result<T, Refusal> {
    timeout(time, read)
        .await
        .unwrap_or_else(|_| Err(Refusal::new(StatusCode::REQUEST_TIMEOUT, Code::InvalidRequest, "the body took too long")))
}

/// An operation's request as JSON, and its blobs, in order.
pub(crate) async fn operation(request: Request) -> Result<(String, Vec<Bytes>), Refusal> {
    match kind(request.headers()).as_str() {
        "application/json" => Ok((text(&whole(request).await?)?, Vec::new())),
        "multipart/form-data" => {
            let parts = Multipart::from_request(request, &()).await.map_err(|e| unreadable(e.status()))?;
            read_parts(parts).await
        }
        _ => Err(other_kind("the body is application/json, or multipart/form-data with the parts `request` and `blob`")),
    }
}

/// A body that is JSON and nothing else, as it came.
pub(crate) async fn json(request: Request) -> Result<Bytes, Refusal> {
    match kind(request.headers()).as_str() {
        "application/json" => whole(request).await,
        _ => Err(other_kind("the body is application/json")),
    }
}

/// The media type alone: `charset` and `boundary` come behind it.
fn kind(headers: &HeaderMap) -> String {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

async fn whole(request: Request) -> Result<Bytes, Refusal> {
    Bytes::from_request(request, &()).await.map_err(|e| unreadable(e.status()))
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

fn other_kind(message: &str) -> Refusal {
    Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, Code::InvalidRequest, message)
}

/// The libraries' own words could repeat what was sent; their status is enough.
fn unreadable(status: StatusCode) -> Refusal {
    if status == StatusCode::PAYLOAD_TOO_LARGE {
        return Refusal::new(status, Code::TooManyBytes, "the body is longer than this server takes");
    }
    Error::new(Code::InvalidRequest, "the body ends early or is no such body").into()
}
