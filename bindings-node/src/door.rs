//! The door. Engines are built and run on the threads of libuv's pool, never on JavaScript's own.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use kyc_core::{Code, Config, Engine, Error, Result};
use napi::bindgen_prelude::{AsyncTask, Either, Uint8Array};
use napi::{Env, Task};
use napi_derive::napi;

use crate::Refusal;

/// Asks a call that waits for a thread not to start. One that runs goes on to its end.
#[napi]
#[derive(Default)]
pub struct Token(Arc<AtomicBool>);

#[napi]
impl Token {
    /// A token that asks for nothing yet.
    #[napi(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks.
    #[napi]
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// An engine and its one call.
#[napi]
pub struct Door(RwLock<Option<Arc<Engine>>>);

#[napi]
impl Door {
    /// Runs an operation: JSON in, JSON out, the bytes of picture files beside it.
    #[napi]
    pub fn call(&self, op: String, request: String, blobs: Vec<Uint8Array>, token: &Token) -> AsyncTask<Call> {
        let engine = self.0.read().unwrap_or_else(PoisonError::into_inner).clone();
        // Copied: JavaScript may write into its buffers while the engine reads.
        let blobs = blobs.iter().map(|blob| blob.to_vec()).collect();
        AsyncTask::new(Call { engine, op, request, blobs, cancelled: token.0.clone() })
    }

    /// Lets the engine go once the calls that are under way have ended. Closing twice is fine.
    #[napi]
    pub fn close(&self) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).take();
    }

    /// Whether `close` was called.
    #[napi(getter)]
    pub fn closed(&self) -> bool {
        self.0.read().unwrap_or_else(PoisonError::into_inner).is_none()
    }
}

/// Builds an engine from its configuration in JSON.
#[napi]
pub fn open(config: String) -> AsyncTask<Open> {
    AsyncTask::new(Open(Recipe::Json(config)))
}

/// An engine on the canned models of a conformance vector.
#[cfg(feature = "conformance")]
#[napi]
pub fn open_scripted(script: String) -> AsyncTask<Open> {
    AsyncTask::new(Open(Recipe::Script(script)))
}

enum Recipe {
    Json(String),
    #[cfg(feature = "conformance")]
    Script(String),
}

/// Building an engine.
pub struct Open(Recipe);

impl Task for Open {
    type Output = Result<Engine>;
    type JsValue = Either<Door, Refusal>;

    fn compute(&mut self) -> napi::Result<Self::Output> {
        let config = match &self.0 {
            Recipe::Json(text) => Config::from_json(text),
            #[cfg(feature = "conformance")]
            Recipe::Script(name) => kyc_conformance::scripts::config(name).map_err(|e| Error::new(Code::InvalidConfig, e)),
        };
        Ok(config.and_then(Engine::new))
    }

    fn resolve(&mut self, _: Env, output: Self::Output) -> napi::Result<Self::JsValue> {
        Ok(match output {
            Ok(engine) => Either::A(Door(RwLock::new(Some(Arc::new(engine))))),
            Err(error) => Either::B((&error).into()),
        })
    }
}

/// One call.
pub struct Call {
    engine: Option<Arc<Engine>>,
    op: String,
    request: String,
    blobs: Vec<Vec<u8>>,
    cancelled: Arc<AtomicBool>,
}

impl Task for Call {
    type Output = Result<String>;
    type JsValue = Either<String, Refusal>;

    fn compute(&mut self) -> napi::Result<Self::Output> {
        // Let go here, not on JavaScript's thread: the last one to hold an engine unloads its models.
        let Some(engine) = self.engine.take() else {
            return Ok(Err(Error::new(Code::NotAvailable, "the engine is closed")));
        };
        if self.cancelled.load(Ordering::Relaxed) {
            return Ok(Err(Error::new(Code::NotAvailable, "the call was aborted before it started")));
        }
        let blobs: Vec<&[u8]> = self.blobs.iter().map(Vec::as_slice).collect();
        Ok(engine.call(&self.op, &self.request, &blobs))
    }

    fn resolve(&mut self, _: Env, output: Self::Output) -> napi::Result<Self::JsValue> {
        Ok(match output {
            Ok(response) => Either::A(response),
            Err(error) => Either::B((&error).into()),
        })
    }
}
