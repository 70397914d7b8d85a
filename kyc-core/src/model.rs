//! Models: the manifest, the store of prepared files, the contract each model keeps, and its calibration.

pub mod builtin;
pub mod calibration;
pub mod contract;
pub mod manifest;
pub mod store;

pub use calibration::Calibration;
pub use contract::Contract;
pub use manifest::{Artifact, File, Manifest, Second, Task};
pub use store::{Loaded, Store};
