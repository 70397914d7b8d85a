//! The real tier: prepared models, synthetic cases, whole verifications. Prepares the models when they are missing.
#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)]

mod components;
mod documents;
mod foot;
mod given;
mod hostile;
mod readers;
mod stories;
mod support;
