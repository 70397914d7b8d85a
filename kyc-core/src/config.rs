//! Configuration of an engine: a plain value. Nothing is read from the environment or guessed from cargo features.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::error::{Code, Error, Result};
use crate::image::DecodeLimits;
use crate::model::Store;
use crate::runtime::Runtime;

/// What executes models.
#[derive(Clone, Default)]
pub enum RuntimeChoice {
    /// Nothing: judgement, MRZ text and descriptions work; everything that needs a model answers `not_available`.
    #[default]
    None,
    /// ONNX Runtime as the manifest pins it for this platform, from the folder of prepared models; its hash is checked.
    Prepared,
    /// ONNX Runtime from this shared library, whatever its hash.
    Ort(PathBuf),
    /// A runtime of the host's own.
    Custom(Arc<dyn Runtime>),
}

/// Which model does what, where the manifest offers a choice: manifest ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Providers {
    /// Reads printed text.
    pub text_recogniser: String,
    /// Reads where speed matters more.
    pub text_recogniser_fast: String,
}

impl Default for Providers {
    fn default() -> Self {
        Self { text_recogniser: "text-recognition-small".to_owned(), text_recogniser_fast: "text-recognition-tiny".to_owned() }
    }
}

/// Configuration of an engine.
#[derive(Clone)]
pub struct Config {
    /// What executes models.
    pub runtime: RuntimeChoice,
    /// Where prepared models come from.
    pub models: Store,
    /// Text of another model manifest than the built-in one.
    pub manifest: Option<String>,
    /// Which model does what.
    pub providers: Providers,
    /// Bounds for each picture.
    pub limits: DecodeLimits,
    /// Threads of the engine's pool, 1 to 64. Default 2.
    pub threads: usize,
    /// Watchlists: `screen_name` searches them, and `verify` and `perceive` search them for every case. Without them
    /// `screen_name` answers `not_available` and evidence says `not_provided`.
    pub watchlists: Option<Arc<crate::watchlist::Index>>,
    /// Document numbers, devices and faces that the host has barred; `verify` and `perceive` look every case up.
    pub blocklists: Option<Arc<crate::perceive::Blocklists>>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            runtime: RuntimeChoice::None,
            models: Store::Memory(BTreeMap::new()),
            manifest: None,
            providers: Providers::default(),
            limits: DecodeLimits::default(),
            threads: 2,
            watchlists: None,
            blocklists: None,
        }
    }
}

impl Config {
    /// Models and runtime from the folder that `kyc models prepare` filled.
    pub fn prepared(models_dir: impl Into<PathBuf>) -> Self {
        Self { runtime: RuntimeChoice::Prepared, models: Store::Folder(models_dir.into()), ..Self::default() }
    }

    /// The form that bindings take: [`ConfigJson`]. `{}` is an engine that only judges.
    ///
    /// # Errors
    /// [`Code::InvalidConfig`].
    pub fn from_json(text: &str) -> Result<Self> {
        // serde would also take the members as an array, by position.
        if text.trim_start().starts_with('[') {
            let why = "the engine's configuration is invalid: it is not a JSON object";
            return Err(Error::new(Code::InvalidConfig, why));
        }
        let form: ConfigJson = serde_json::from_str(text).map_err(|e| {
            let why = crate::error::json_problem(&e);
            Error::new(Code::InvalidConfig, format!("the engine's configuration is invalid: {why}"))
        })?;
        let mut config = match form.models_dir {
            Some(folder) => Self::prepared(folder),
            None if form.runtime_library.is_some() => {
                return Err(Error::new(Code::InvalidConfig, "`runtime_library` needs `models_dir`"));
            }
            None => Self::default(),
        };
        if let Some(library) = form.runtime_library {
            config.runtime = RuntimeChoice::Ort(library);
        }
        config.manifest = form.manifest;
        config.threads = form.threads.unwrap_or(config.threads);
        config.limits.bytes = form.max_picture_bytes.unwrap_or(config.limits.bytes);
        config.limits.pixels = form.max_picture_pixels.unwrap_or(config.limits.pixels);
        Ok(config)
    }
}

/// A [`Config`] as bindings pass it, in JSON.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ConfigJson {
    /// The folder that `kyc models prepare` filled. Without it the engine only judges.
    pub models_dir: Option<PathBuf>,
    /// ONNX Runtime's shared library, instead of the prepared one.
    pub runtime_library: Option<PathBuf>,
    /// Text of another model manifest than the built-in one.
    pub manifest: Option<String>,
    /// Threads of the engine's pool, 1 to 64. Default 2.
    pub threads: Option<usize>,
    /// Longest picture file, in bytes. Default 10 MiB.
    pub max_picture_bytes: Option<usize>,
    /// Most pixels of a picture. Default 50 million.
    pub max_picture_pixels: Option<u64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_json_form_has_a_judge_only_and_a_prepared_engine() {
        let judge_only = Config::from_json("{}").expect("nothing is required");
        assert!(matches!(judge_only.runtime, RuntimeChoice::None));
        let prepared = Config::from_json(r#"{"models_dir": "models", "threads": 4}"#).expect("a valid configuration");
        assert!(matches!((prepared.runtime, prepared.threads), (RuntimeChoice::Prepared, 4)));
    }

    #[test]
    fn a_wrong_configuration_is_named_without_its_values() {
        for wrong in
            [r#"{"runtime_library": "x.so"}"#, r#"{"threads": "secret"}"#, r#"{"secret": 1}"#, "secret", "[]", r#" ["secret"]"#]
        {
            let error = Config::from_json(wrong).map(|_| ()).expect_err("it is wrong");
            assert_eq!(error.code(), Code::InvalidConfig);
            assert!(!error.message().contains("secret"), "{error}");
        }
    }
}
