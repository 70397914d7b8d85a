//! Configuration of an engine: a plain value. Nothing is read from the environment or guessed from cargo features.

use std::path::PathBuf;
use std::sync::Arc;

use crate::image::DecodeLimits;
use crate::model::Store;
use crate::runtime::Runtime;

/// What executes models.
#[derive(Clone, Default)]
pub enum RuntimeChoice {
    /// Nothing: judgement, MRZ text and descriptions work; everything that needs a model answers `not_available`.
    #[default]
    None,
    /// ONNX Runtime from this shared library.
    Ort(PathBuf),
    /// A runtime of the host's own.
    Custom(Arc<dyn Runtime>),
}

/// Configuration of an engine.
#[derive(Clone)]
pub struct Config {
    /// What executes models.
    pub runtime: RuntimeChoice,
    /// Where prepared models come from.
    pub models: Store,
    /// Bounds for each picture.
    pub limits: DecodeLimits,
    /// Threads the engine may use for one call. Default 2.
    pub threads: usize,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            runtime: RuntimeChoice::None,
            models: Store::Memory(std::collections::BTreeMap::new()),
            limits: DecodeLimits::default(),
            threads: 2,
        }
    }
}
