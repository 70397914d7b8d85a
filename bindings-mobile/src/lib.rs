//! The Kotlin and Swift binding is not built in this release: this crate keeps its place in the workspace and its face of the door. It
//! describes the engine; every other call answers `not_available`, so that nobody mistakes it for a binding. Until it is
//! built, the C ABI of `kyc-ffi` offers the whole engine with one call and JSON.

use kyc_core::{Code, Config, Engine, Error, Result};

/// The engine's description as JSON: the response of the operation `describe`.
///
/// # Errors
/// Those of [`Engine::call`].
pub fn describe() -> Result<String> {
    Engine::new(Config::default())?.call("describe", "{}", &[])
}

/// Any other operation.
///
/// # Errors
/// Always [`Code::NotAvailable`].
pub fn call(_operation: &str, _request: &str, _blobs: &[&[u8]]) -> Result<String> {
    Err(Error::new(Code::NotAvailable, "the Kotlin and Swift binding is not built in this release; use the C ABI of kyc-ffi"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_describes_the_engine_and_says_what_it_cannot_do() {
        assert!(describe().expect("describing needs no models").contains("\"verify\""));
        assert_eq!(call("verify", "{}", &[]).expect_err("nothing else is built").code(), Code::NotAvailable);
    }
}
