//! Canned models by name.
use kyc_core::Config;
/// The configuration of an engine that runs on a named set of canned models.
///
/// # Errors
/// When there is no such set.
pub fn config(script: &str) -> Result<Config, String> { Err(format!("there is no script called {script}")) }
