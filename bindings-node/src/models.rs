//! Preparing models: the same cache, the same manifest and the same steps as `kyc models prepare`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use kyc_core::model::Manifest;
use kyc_core::{Error, Result};
use kyc_models::{Options, PackageClients, Prepared, Progress, default_cache_dir, platform, prepare, verify};
use napi::bindgen_prelude::{AsyncTask, Either};
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};
use napi::{Env, Status, Task};
use napi_derive::napi;

use crate::Refusal;

/// Where prepared models are looked for when no folder is named; `None` when this user has no cache folder.
#[napi]
pub fn cache_dir() -> Option<String> {
    default_cache_dir().map(|folder| folder.to_string_lossy().into_owned())
}

/// Ids of the files that an engine needs and that are not in the folder.
#[napi]
pub fn missing_models(folder: String) -> Either<Vec<String>, Refusal> {
    let missing = |manifest: &Manifest| {
        let needed = verify::needed(manifest, &platform(), false);
        let absent = needed.iter().filter(|file| !Path::new(&folder).join(file.cache_name()).exists());
        absent.map(|file| file.id.clone()).collect()
    };
    match Manifest::builtin() {
        Ok(manifest) => Either::A(missing(manifest)),
        Err(error) => Either::B((&error).into()),
    }
}

/// One step of the preparation.
#[napi(object)]
pub struct Step {
    /// `fetching` (bytes), `converting`, `ready` (files) or `waiting`.
    pub event: String,
    /// The package or the file.
    pub name: String,
    /// How much is done.
    pub done: f64,
    /// Of how much.
    pub total: f64,
}

/// What was done.
#[napi(object)]
pub struct Done {
    /// Files that were there already.
    pub present: u32,
    /// Files made now.
    pub made: u32,
}

type Callback = Arc<ThreadsafeFunction<Step, (), Step, Status, false>>;

/// Prepares what is missing; `progress` is told each [`Step`].
#[napi]
pub fn prepare_models(folder: String, include_demo: bool, progress: Option<Callback>) -> AsyncTask<Preparing> {
    AsyncTask::new(Preparing { folder: folder.into(), include_demo, progress })
}

/// A preparation.
pub struct Preparing {
    folder: PathBuf,
    include_demo: bool,
    progress: Option<Callback>,
}

impl Task for Preparing {
    type Output = Result<Prepared>;
    type JsValue = Either<Done, Refusal>;

    fn compute(&mut self) -> napi::Result<Self::Output> {
        let (cache, include_demo) = (self.folder.clone(), self.include_demo);
        let options = Options { cache, platform: platform(), include_demo, keep_downloads: false };
        let mut told = Told(self.progress.take());
        let done = Manifest::builtin()
            .and_then(|manifest| prepare(manifest, &options, &mut PackageClients::default(), &mut told).map_err(Error::from));
        Ok(done)
    }

    fn resolve(&mut self, _: Env, output: Self::Output) -> napi::Result<Self::JsValue> {
        let count = |files: usize| u32::try_from(files).unwrap_or(u32::MAX);
        Ok(match output {
            Ok(done) => Either::A(Done { present: count(done.present), made: count(done.made) }),
            Err(error) => Either::B((&error).into()),
        })
    }
}

struct Told(Option<Callback>);

impl Told {
    fn tell(&self, event: &str, name: &str, done: u64, total: u64) {
        if let Some(callback) = &self.0 {
            let step = Step { event: event.to_owned(), name: name.to_owned(), done: done as f64, total: total as f64 };
            // A queue that is full or a process that ends misses a step of progress and nothing else.
            let _ = callback.call(step, ThreadsafeFunctionCallMode::NonBlocking);
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
