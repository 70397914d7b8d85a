//! The native half of the npm package `kyc-core`: one class around the door and the preparation of models. Everything a
//! caller sees (paths, dates, abort signals, typed errors) is JavaScript, in `lib`.
//!
//! No function here throws for what the engine refuses: it answers a [`Refusal`], from which `lib` makes the error.

pub mod door;
pub mod models;

use kyc_core::Error;
use napi_derive::napi;

/// What the engine refused: stable number and name, and what to do about it.
#[napi(object)]
#[derive(Debug, Clone)]
pub struct Refusal {
    /// The stable number.
    pub number: u32,
    /// The stable name.
    pub name: String,
    /// What is wrong.
    pub message: String,
}

impl From<&Error> for Refusal {
    fn from(error: &Error) -> Self {
        Self { number: error.code().number().into(), name: error.code().name().to_owned(), message: error.message().to_owned() }
    }
}

/// Version of the engine.
#[napi]
pub fn version() -> String {
    kyc_core::ENGINE_VERSION.to_owned()
}
