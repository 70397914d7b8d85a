//! Preparing models: the same cache, the same manifest and the same steps as `kyc models prepare`.

use std::path::PathBuf;

use kyc_core::model::Manifest;
use kyc_models::{Options, PackageClients, PrepareError, Progress, default_cache_dir, platform, prepare, verify};
use pyo3::prelude::*;

use crate::errors::raise;

/// Where prepared models are looked for when no folder is named; `None` when this user has no cache folder.
#[pyfunction]
pub(crate) fn cache_dir() -> Option<PathBuf> {
    default_cache_dir()
}

/// Ids of the files that an engine needs and that are not in the folder. Presence only: the engine hashes what it loads.
#[pyfunction]
pub(crate) fn missing_models(folder: PathBuf) -> PyResult<Vec<String>> {
    let manifest = Manifest::builtin().map_err(|e| raise(&e))?;
    let needed = verify::needed(manifest, &platform(), false);
    Ok(needed.iter().filter(|file| !folder.join(file.cache_name()).exists()).map(|file| file.id.clone()).collect())
}

/// Prepares what is missing and answers how many files were there and how many were made. `progress` is called as
/// `progress(event, name, done, total)` with the events of [`Told`].
#[pyfunction]
#[pyo3(signature = (folder, include_demo, progress=None))]
pub(crate) fn prepare_models(
    py: Python<'_>,
    folder: PathBuf,
    include_demo: bool,
    progress: Option<Py<PyAny>>,
) -> PyResult<(usize, usize)> {
    let mut told = Told { callback: progress, failed: None };
    let done = py.detach(|| {
        let options = Options { cache: folder, platform: platform(), include_demo, keep_downloads: false };
        prepare(Manifest::builtin()?, &options, &mut PackageClients::default(), &mut told)
    });
    // Ctrl-C ends the download as well: the person's wish comes before the client's complaint.
    py.check_signals()?;
    if let Some(error) = told.failed {
        return Err(error);
    }
    done.map(|done| (done.present, done.made)).map_err(|e: PrepareError| raise(&e.into()))
}

/// Passes progress on to Python. A callback that raises is not called again; its exception ends the preparation.
struct Told {
    callback: Option<Py<PyAny>>,
    failed: Option<PyErr>,
}

impl Told {
    fn tell(&mut self, event: &str, name: &str, done: u64, total: u64) {
        let Some(callback) = &self.callback else { return };
        if let Err(error) = Python::attach(|py| callback.call1(py, (event, name, done, total))) {
            self.failed = Some(error);
            self.callback = None;
        }
    }
}

impl Progress for Told {
    fn fetching(&mut self, package: &str, done: u64, bytes: u64) {
        self.tell("fetching", package, done.min(bytes), bytes);
    }
    fn converting(&mut self, id: &str) {
        self.tell("converting", id, 0, 0);
    }
    fn ready(&mut self, id: &str, done: usize, total: usize) {
        self.tell("ready", id, done as u64, total as u64);
    }
    fn waiting(&mut self) {
        self.tell("waiting", "", 0, 0);
    }
}
