//! The door of `kyc-core` over HTTP: `POST /v1/ops/{op}` is `Engine::call`, in any language that has a client for HTTP. Beside it
//! stand two [modules] under addresses of their own.
//!
//! | route | answer |
//! |---|---|
//! | `POST /v1/ops/{op}` | the operation's response, or an error as `{"code", "name", "message"}` |
//! | `POST /v1/liveness/analyze`, `POST /v1/face/match` | the [modules]: pictures as base64, a plain answer, or an error as `{"error": …}` |
//! | `GET /v1/ops` | what this engine is and can do: the response of `describe` |
//! | `GET /v1/openapi.json` | this interface as OpenAPI 3.1, generated from the schemas of operations and modules |
//! | `GET /healthz` | `{"status":"ok"}` |
//!
//! The body of an operation is the request as `application/json`, or `multipart/form-data` with one part `request` (JSON) and one part
//! `blob` for each picture, in the order in which the request counts them. `/v1/ops` knows no operation: a new one is there with the
//! engine.
//!
//! It has **no authentication, no tenants and no memory**: whoever reaches the port may call. It is meant to stand beside one
//! application, on the same machine or behind a proxy that says who may come in.

mod answer;
mod body;
mod door;
pub mod modules;
mod pool;
mod serve;

use std::time::Duration;

pub use door::router;
pub use serve::serve;

/// Bounds of a server. All times are wall-clock, all are per connection or per call.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Longest body of a request, bytes. A longer one is refused with 413 before it is read whole.
    pub body_bytes: usize,
    /// Calls that run at the same time; each is one blocking thread.
    pub workers: usize,
    /// Calls that may wait for a worker, their bodies in memory. One more is refused with 503.
    pub waiting: usize,
    /// How long a call waits for a worker before it is refused with 503.
    pub patience: Duration,
    /// How long the head of a request may take, also the next one on an open connection; then the connection is closed.
    pub head_time: Duration,
    /// How long the body of a request may take; then 408.
    pub body_time: Duration,
    /// Open connections. One more is not accepted before another ends.
    pub connections: usize,
    /// How long calls in progress have to end when the server is stopped.
    pub grace: Duration,
}

impl Default for Limits {
    /// 64 MiB: the frames of an active liveness check fit. Two workers, because the engine spreads a call over its own threads.
    fn default() -> Self {
        Self {
            body_bytes: 64 << 20,
            workers: 2,
            waiting: 16,
            patience: Duration::from_secs(10),
            head_time: Duration::from_secs(10),
            body_time: Duration::from_secs(30),
            connections: 256,
            grace: Duration::from_secs(30),
        }
    }
}
