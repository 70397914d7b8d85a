//! What the C runner of the conformance vectors needs beside `kyc.h`; no released library has it.

use std::ffi::c_char;

use kyc_core::{Code, Engine, Error};

use super::{KycEngine, entry, refuse_null, text};

/// Builds an engine on the canned models that a vector names in `script`.
///
/// # Safety
/// As for `kyc_engine_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyc_engine_scripted(script: *const c_char, out: *mut *mut KycEngine) -> u16 {
    entry(|| {
        refuse_null(out, "out")?;
        // SAFETY: the caller promises a NUL-terminated string or NULL.
        let script = unsafe { text(script, "script") }?;
        let config = kyc_conformance::scripts::config(script).map_err(|e| Error::new(Code::InvalidConfig, e))?;
        let engine = Box::new(KycEngine(Engine::new(config)?));
        // SAFETY: `out` is not NULL and the caller promises that it is writable.
        unsafe { out.write(Box::into_raw(engine)) };
        Ok(())
    })
}
