//! The modules: single looks at a picture under addresses of their own, for integrators who send pictures as base64 in JSON and know
//! no operations. Each is thin: it calls one operation of the engine, through the pool and within the limits of the door.
//!
//! | route | operation | request | answer |
//! |---|---|---|---|
//! | `POST /v1/liveness/analyze` | `check_liveness` | [`LivenessAnalyzeRequest`] | [`LivenessAnalyzeResponse`] |
//! | `POST /v1/face/match` | `match_faces` | [`FaceMatchRequest`] | [`FaceMatchResponse`] |
//!
//! **Errors** are [`ModuleRefusal`] here, `{"error": {"code", "message", "details"}}` with the code's name; `/v1/ops` keeps the door's
//! flat form with numbers. Statuses are the door's. What the person's picture causes, a finding behind the door, is 422 here: nobody
//! can take such an answer for *live* or for *the same person* by looking at the status alone.

mod base64;
mod face_match;
mod liveness;
mod object;
mod refusal;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{MethodRouter, post};
use kyc_core::error::json_problem;
use kyc_core::{Code, Engine, Error};
use schemars::{Schema, SchemaGenerator};
use serde::{Deserialize, Serialize};

use crate::answer::{Refusal, json};
use crate::body;
use crate::door::{Door, engine_for};

pub use face_match::{FaceMatchRequest, FaceMatchResponse};
pub use liveness::{HeadPose, LivenessAnalyzeRequest, LivenessAnalyzeResponse, LivenessHints, LivenessWishes, Usage};
pub use refusal::{FaceProblem, ModuleCode, ModuleDetails, ModuleProblem, ModuleRefusal, WhichImage};

use object::Object;
use refusal::Refused;

/// A module as the description of the interface shows it.
#[derive(Debug)]
pub struct Module {
    /// Where it is.
    pub path: &'static str,
    /// A stable name for generators of clients.
    pub name: &'static str,
    /// One sentence.
    pub summary: &'static str,
    /// What is asked.
    pub request: Schema,
    /// What is answered.
    pub response: Schema,
}

/// The modules and, in `schemas`, the types they share; [`ModuleRefusal`] is the answer of each to what is wrong.
pub fn described(schemas: &mut SchemaGenerator) -> Vec<Module> {
    vec![
        Module {
            path: liveness::PATH,
            name: "liveness_analyze",
            summary: "Whether one photo shows a live person (passive), with the picture as base64.",
            request: schemas.subschema_for::<LivenessAnalyzeRequest<'_>>(),
            response: schemas.subschema_for::<LivenessAnalyzeResponse>(),
        },
        Module {
            path: face_match::PATH,
            name: "face_match",
            summary: "Whether a live photo and a document show the same person, with the pictures as base64.",
            request: schemas.subschema_for::<FaceMatchRequest<'_>>(),
            response: schemas.subschema_for::<FaceMatchResponse>(),
        },
    ]
}

pub(crate) fn routes() -> Router<Arc<Door>> {
    Router::new().route(liveness::PATH, module(liveness::analyze)).route(face_match::PATH, module(face_match::compare))
}

/// A route that hands a body to `work` on one of the pool's threads. There, because parsing and decoding take a while too.
fn module<A: Serialize + Send + 'static>(work: fn(&Engine, &[u8]) -> Result<A, Refused>) -> MethodRouter<Arc<Door>> {
    let answer = move |State(door): State<Arc<Door>>, request: Request| async move {
        let place = door.pool.place()?;
        let engine = engine_for(&door, request.headers())?;
        let body = body::within(door.limits.body_time, body::json(request)).await?;
        let answer = door.pool.run(place, move || work(&engine, &body)).await??;
        written(&answer)
    };
    // The router's own answer to another method has the door's form.
    post(answer).fallback(|| async {
        Refused::from(Refusal::new(StatusCode::METHOD_NOT_ALLOWED, Code::InvalidRequest, "this module takes POST"))
    })
}

fn written(answer: &impl Serialize) -> Result<Response, Refused> {
    let text = serde_json::to_string(answer).map_err(|_| Error::new(Code::Internal, "an answer cannot be written as JSON"))?;
    Ok(json(text))
}

/// A request from its body; what is wrong is said without repeating any of it.
fn read<'b, T: Deserialize<'b>>(body: &'b [u8]) -> Result<T, Refused> {
    let read: Result<Object<T>, _> = serde_json::from_slice(body);
    let Object(request) = read.map_err(|e| invalid(&format!("the request is invalid: {}", json_problem(&e))))?;
    Ok(request)
}

fn invalid(message: &str) -> Refused {
    Error::new(Code::InvalidRequest, message).into()
}
