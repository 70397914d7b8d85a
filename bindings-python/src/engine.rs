//! The door.

use std::sync::{Arc, PoisonError, RwLock};

use kyc_core::{Code, Config, Engine, Error};
use pyo3::prelude::*;
use pyo3::pybacked::{PyBackedBytes, PyBackedStr};

use crate::errors::{raise, refused};

/// An engine and its one call. Any number of threads may use it; no call holds the interpreter's lock.
#[pyclass(frozen, module = "kyc._kyc")]
pub(crate) struct Door {
    engine: RwLock<Option<Arc<Engine>>>,
}

impl Door {
    fn build(py: Python<'_>, config: impl FnOnce() -> kyc_core::Result<Config> + Send) -> PyResult<Self> {
        // Loading hashes every model: other threads go on meanwhile.
        let engine = py.detach(|| config().and_then(Engine::new)).map_err(|e| raise(&e))?;
        Ok(Self { engine: RwLock::new(Some(Arc::new(engine))) })
    }

    fn open(&self) -> PyResult<Arc<Engine>> {
        let engine = self.engine.read().unwrap_or_else(PoisonError::into_inner).clone();
        engine.ok_or_else(|| raise(&Error::new(Code::NotAvailable, "the engine is closed")))
    }
}

#[pymethods]
impl Door {
    /// Builds an engine from its configuration in JSON.
    #[new]
    fn new(py: Python<'_>, config: &Bound<'_, PyAny>) -> PyResult<Self> {
        let config = text(config, "config")?;
        Self::build(py, move || Config::from_json(&config))
    }

    /// An engine on the canned models of a conformance vector.
    #[cfg(feature = "conformance")]
    #[staticmethod]
    fn scripted(py: Python<'_>, script: String) -> PyResult<Self> {
        let config = move || kyc_conformance::scripts::config(&script).map_err(|e| Error::new(Code::InvalidConfig, e));
        Self::build(py, config)
    }

    /// Runs an operation: JSON in, JSON out; `blobs` is a sequence of `bytes`.
    fn call(
        &self,
        py: Python<'_>,
        op: &Bound<'_, PyAny>,
        request: &Bound<'_, PyAny>,
        blobs: &Bound<'_, PyAny>,
    ) -> PyResult<String> {
        let (op, request) = (text(op, "op")?, text(request, "request")?);
        let blobs: Vec<PyBackedBytes> = blobs.extract().map_err(|_| refused("`blobs` is not a sequence of bytes"))?;
        let engine = self.open()?;
        py.detach(|| {
            let blobs: Vec<&[u8]> = blobs.iter().map(|blob| blob.as_ref()).collect();
            engine.call(&op, &request, &blobs)
        })
        .map_err(|e| raise(&e))
    }

    /// Lets the engine go once the calls that are under way have ended. Closing twice is fine.
    fn close(&self) {
        self.engine.write().unwrap_or_else(PoisonError::into_inner).take();
    }

    /// Whether `close` was called.
    #[getter]
    fn closed(&self) -> bool {
        self.engine.read().unwrap_or_else(PoisonError::into_inner).is_none()
    }
}

fn text(value: &Bound<'_, PyAny>, name: &str) -> PyResult<PyBackedStr> {
    // A `str` with lone surrogates has no UTF-8 form and is refused here too.
    value.extract().map_err(|_| refused(format!("`{name}` is not Unicode text")))
}
