//! The native half of the Python package `kyc`: one class around the door, the preparation of models, and the encoding
//! of raw pixels. Everything a caller sees (paths, pictures, dates, typed results) is Python, in `python/kyc`.

mod engine;
mod errors;
mod models;
mod pixels;

use pyo3::prelude::*;

/// `kyc._kyc`.
#[pymodule]
fn _kyc(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", kyc_core::ENGINE_VERSION)?;
    module.add_class::<engine::Door>()?;
    module.add_function(wrap_pyfunction!(models::cache_dir, module)?)?;
    module.add_function(wrap_pyfunction!(models::missing_models, module)?)?;
    module.add_function(wrap_pyfunction!(models::prepare_models, module)?)?;
    module.add_function(wrap_pyfunction!(pixels::encode_pixels, module)?)?;
    module.add_function(wrap_pyfunction!(pixels::thumbnail, module)?)?;
    Ok(())
}
