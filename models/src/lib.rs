//! Prepares the files that `kyc-core` runs: fetches packages through the ordinary clients (`pip`, `npm`), verifies them,
//! converts what needs converting and keeps the results in a per-user cache. Every step is pinned by SHA-256 in
//! `manifest.toml`, so a result is either the same to the byte or refused.

pub mod archive;
pub mod cache;
mod complaint;
pub mod convert;
pub mod error;
pub mod fetch;
pub mod prepare;
pub mod progress;
pub mod verify;

pub use cache::{default_cache_dir, platform};
pub use error::PrepareError;
pub use fetch::{Client, PackageClients};
pub use prepare::{Options, Prepared, prepare};
pub use progress::{Bars, Progress, Silent};
pub use verify::{FileState, State, states};
