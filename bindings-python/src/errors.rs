//! From the engine's error to the exception of `kyc.errors`. Number and name pass through; nothing here matches on them.

use kyc_core::{Code, Error};
use pyo3::prelude::*;

/// The exception for an error.
pub(crate) fn raise(error: &Error) -> PyErr {
    Python::attach(|py| {
        let made = py
            .import("kyc.errors")
            .and_then(|module| module.getattr("error"))
            .and_then(|error_of| error_of.call1((error.code().number(), error.code().name(), error.message())));
        made.map_or_else(|other| other, PyErr::from_value)
    })
}

/// A caller's mistake in what was passed; `what` never repeats the value.
pub(crate) fn refused(what: impl Into<String>) -> PyErr {
    raise(&Error::new(Code::InvalidRequest, what))
}
