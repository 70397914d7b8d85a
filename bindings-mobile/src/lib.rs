//! The Kotlin and Swift binding: the door, the whole case, and raw camera frames, described to UniFFI.
//!
//! Calls block and may be made from any thread. Pictures are copied once on their way in; a camera's frame is copied once,
//! into a [`Frame`], because the camera wants its buffer back.

mod bytes;
mod engine;
mod error;
mod frame;
mod verify;

pub use bytes::Bytes;
pub use engine::{Engine, TimedFrame};
pub use error::KycError;
pub use frame::{DocumentFormat, Frame, FrameAdvice, FrameFormat};
pub use verify::{CaseReason, CaseVerdict, Verified};

uniffi::setup_scaffolding!("kyc_mobile");

/// Version of the engine.
#[uniffi::export]
pub fn version() -> String {
    kyc_core::ENGINE_VERSION.to_owned()
}
