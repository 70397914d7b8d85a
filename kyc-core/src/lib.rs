//! Identity verification in one crate: **one engine, one door, two halves.**
//!
//! `perceive` turns pictures into [`wire::Evidence`]; `judge` turns evidence and a policy into a [`wire::Report`].
//! Judgement never sees a pixel or a model, so it is exact and can be replayed.
//!
//! Rooms are modules with a strict order, which `tests/rooms.rs` enforces; the names most callers need are re-exported here.

// Ground floor: words every room uses.
pub mod error;
pub mod sensitive;
pub mod wire;

// Ground floor: knowledge without pixels.
pub mod aamva;
pub mod bundle;
pub mod catalog;
pub mod mrz;
pub mod names;
pub mod national_id;
pub mod profile;
pub mod watchlist;

// Ground floor: weights and the runtime that executes them.
pub mod model;
pub mod runtime;

// Perception.
pub mod barcode;
pub mod chip;
pub mod face;
pub mod forensics;
pub mod image;
pub mod liveness;
pub mod locate;
pub mod perceive;
pub mod read;

// Judgement.
pub mod check;
pub mod decide;
pub mod explain;
pub mod judge;
pub mod policy;
pub mod score;

// The door.
pub mod config;
pub mod engine;
pub mod ops;

pub use config::{Config, RuntimeChoice};
pub use engine::{ENGINE_VERSION, Engine};
pub use error::{Code, Error, Result};
pub use ops::Operation;
pub use sensitive::Sensitive;

/// Compiles the README's examples.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct ReadmeExamples;
