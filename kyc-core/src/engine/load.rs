//! Loads every model an engine needs, in parallel, before the first call: what is missing or wrong shows at start.

use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;

use crate::config::{Config, Ocr, RuntimeChoice};
use crate::error::{Code, Error, Result};
use crate::face::{FaceModels, SecondEmbedder};
use crate::liveness::{LivenessModels, SecondPad};
use crate::model::{File, Loaded, Manifest, Store, Task};
use crate::perceive::Models;
use crate::read::ReadModels;
use crate::read::text_reader::{BoundReader, TextReader};
use crate::runtime::{Load, Runtime};

/// What a seeing engine has on top of a judging one.
pub(crate) struct Seeing {
    /// The models, by room.
    pub(crate) models: Models,
    /// What executes them.
    pub(crate) runtime: String,
    /// Threads of the engine's own; calls from many threads share them.
    pub(crate) pool: rayon::ThreadPool,
}

/// Loads what `config` asks for; `None` for an engine that only judges.
///
/// # Errors
/// Those of the 3xxx band.
pub(crate) fn load(config: &Config, manifest: &Manifest) -> Result<Option<Seeing>> {
    if !(1..=64).contains(&config.threads) {
        return Err(Error::new(Code::InvalidConfig, "`threads` must be between 1 and 64"));
    }
    let Some(runtime) = runtime(config, manifest)? else { return Ok(None) };
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(config.threads)
        .thread_name(|at| format!("kyc-{at}"))
        .build()
        .map_err(|e| Error::new(Code::InvalidConfig, format!("the engine's threads cannot be started: {e}")))?;
    let models = pool.install(|| models(config, manifest, runtime.as_ref()))?;
    Ok(Some(Seeing { models, runtime: runtime.describe(), pool }))
}

fn models(config: &Config, manifest: &Manifest, runtime: &dyn Runtime) -> Result<Models> {
    let threads = config.threads;
    // Text detection is one large call a page, so it gets the threads; lines of text and faces are many small calls.
    // The selfie's branch is done with its face long before the document's portrait is looked for, so one copy of each
    // face model serves both; a second one would only cost memory.
    let once = Load { threads: 1, copies: 1 };
    let many = Load { threads: 1, copies: threads };
    let plan = [
        (by_task(manifest, Task::FaceDetection)?, once),
        (by_task(manifest, Task::FaceMesh)?, once),
        (by_task(manifest, Task::FaceBlendshapes)?, once),
        (by_task(manifest, Task::FaceEmbedding)?, once),
        (by_task(manifest, Task::FacePad)?, once),
        (by_task(manifest, Task::DocumentOrientation)?, once),
        (by_task(manifest, Task::TextDetection)?, Load { threads, copies: 1 }),
        // Two or three lines a document: one copy that uses all threads needs half the memory of two.
        (by_id(manifest, Task::TextRecognition, &config.providers.text_recogniser)?, Load { threads, copies: 1 }),
        (by_id(manifest, Task::TextRecognition, &config.providers.text_recogniser_fast)?, many),
        (by_task(manifest, Task::TextDirection)?, many),
    ];
    let loaded = plan.par_iter().map(|(file, how)| config.models.load(file, runtime, *how)).collect::<Result<Vec<Loaded>>>()?;
    let Ok(
        [
            detector,
            mesh,
            blendshapes,
            embedder,
            pad,
            orientation,
            text_detector,
            text_recogniser,
            text_recogniser_fast,
            text_direction,
        ],
    ) = <[Loaded; 10]>::try_from(loaded)
    else {
        return Err(Error::new(Code::Internal, "as many models must come back as were asked for"));
    };
    // A host's own manifest need not have these.
    let optional = |task: Task, id: &Option<String>, how: Load| match id {
        Some(id) if manifest.files.iter().any(|file| file.task == task) => {
            config.models.load(by_id(manifest, task, id)?, runtime, how).map(Some)
        }
        _ => Ok(None),
    };
    let document_corners = optional(Task::DocumentCorners, &config.providers.document_corners, once)?;
    let mrz_recogniser = optional(Task::MrzRecognition, &config.providers.mrz_recogniser, many)?;
    let second = second_embedder(config, manifest, &embedder.id, |file| config.models.load(file, runtime, once))?;
    let second_pad = config.second_pad.as_ref().map(|pad| SecondPad::load(pad, runtime, once)).transpose()?;
    let printed = printed(config)?;
    let read = ReadModels {
        orientation,
        document_corners,
        text_detector,
        mrz_recogniser,
        text_recogniser,
        text_recogniser_fast,
        text_direction,
        printed,
    };
    let face = FaceModels { detector, mesh, blendshapes, embedder, second };
    Ok(Models { face, liveness: LivenessModels { pad, second: second_pad }, read })
}

/// The second embedder, where one is configured. One that is missing is an error: what was asked to be judged by two networks
/// must not be judged by one.
fn second_embedder(
    config: &Config,
    manifest: &Manifest,
    first: &str,
    load: impl FnOnce(&File) -> Result<Loaded>,
) -> Result<Option<SecondEmbedder>> {
    let Some(id) = &config.providers.second_embedder else { return Ok(None) };
    let file = by_id(manifest, Task::FaceEmbedding, id)?;
    let how = file.second.as_ref();
    let how = how.ok_or_else(|| Error::new(Code::InvalidConfig, format!("{id} is no embedder to be used beside another")))?;
    SecondEmbedder::new(load(file)?, how, first).map(Some)
}

/// The reader of print; `None` for the engine's own.
fn printed(config: &Config) -> Result<Option<BoundReader>> {
    let reader: Arc<dyn TextReader> = match &config.ocr {
        Ocr::PpOcr => return Ok(None),
        Ocr::Tesseract(data) => tesseract(data)?,
        Ocr::Host(reader) => Arc::clone(reader),
    };
    BoundReader::new(reader, config.ocr_scripts.clone(), config.ocr_patience).map(Some)
}

#[cfg(feature = "tesseract")]
fn tesseract(data: &std::path::Path) -> Result<Arc<dyn TextReader>> {
    Ok(Arc::new(crate::read::tesseract::Tesseract::open(data)?))
}

#[cfg(not(feature = "tesseract"))]
fn tesseract(_: &std::path::Path) -> Result<Arc<dyn TextReader>> {
    Err(Error::new(Code::RuntimeUnavailable, "this build has no Tesseract backend; build with the feature `tesseract`"))
}

fn by_task(manifest: &Manifest, task: Task) -> Result<&File> {
    manifest
        .of_task(task)
        .ok_or_else(|| Error::new(Code::InvalidManifest, format!("the model manifest has no model for {task:?}")))
}

fn by_id<'m>(manifest: &'m Manifest, task: Task, id: &str) -> Result<&'m File> {
    manifest
        .file(id)
        .filter(|file| file.task == task)
        .ok_or_else(|| Error::new(Code::InvalidConfig, format!("the model manifest has no {task:?} called {id}")))
}

fn runtime(config: &Config, manifest: &Manifest) -> Result<Option<Arc<dyn Runtime>>> {
    let library = match &config.runtime {
        RuntimeChoice::None => return Ok(None),
        RuntimeChoice::Custom(runtime) => return Ok(Some(Arc::clone(runtime))),
        RuntimeChoice::Ort(library) => library.clone(),
        RuntimeChoice::Prepared => prepared_library(&config.models, manifest)?,
    };
    onnx_runtime(&library).map(Some)
}

/// The prepared shared library; its hash is checked, because it is code that will run.
fn prepared_library(store: &Store, manifest: &Manifest) -> Result<PathBuf> {
    let unavailable = |why: String| Error::new(Code::RuntimeUnavailable, why);
    let platform = format!("{}-{}", std::env::consts::OS, std::env::consts::ARCH);
    let file =
        manifest.runtime(&platform).ok_or_else(|| unavailable(format!("the manifest has no ONNX Runtime for {platform}")))?;
    let Store::Folder(folder) = store else {
        return Err(unavailable("a prepared runtime needs a folder of prepared models".to_owned()));
    };
    store.read(file)?;
    Ok(folder.join(file.cache_name()))
}

#[cfg(feature = "runtime-ort")]
fn onnx_runtime(library: &std::path::Path) -> Result<Arc<dyn Runtime>> {
    Ok(Arc::new(crate::runtime::ort::Ort::open(library)?))
}

#[cfg(not(feature = "runtime-ort"))]
fn onnx_runtime(_: &std::path::Path) -> Result<Arc<dyn Runtime>> {
    Err(Error::new(Code::RuntimeUnavailable, "this build has no ONNX Runtime backend"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn a_second_embedder_that_is_not_there_is_a_deployment_s_error() {
        let manifest = Manifest::builtin().expect("it is part of the build");
        let store = Store::Memory(BTreeMap::new());
        let refused = |id: &str| {
            let mut config = Config::default();
            config.providers.second_embedder = Some(id.to_owned());
            // It is read before it is given to a runtime, and there is nothing to read.
            let load = |file: &File| store.read(file).and(Err(Error::new(Code::Internal, "it was read")));
            second_embedder(&config, manifest, "face-embedding-sface", load).err().expect("it is refused")
        };
        let absent = refused("face-embedding-dlib");
        assert_eq!(absent.code(), Code::ModelMissing);
        assert!(absent.message().contains("--with face-embedding-dlib"), "{}", absent.message());
        for unfit in ["face-embedding-sface", "face-pad-fr", "nothing"] {
            assert_eq!(refused(unfit).code(), Code::InvalidConfig, "{unfit}");
        }
        let none = second_embedder(&Config::default(), manifest, "any", |_| Err(Error::new(Code::Internal, "it is not asked")));
        assert!(none.is_ok_and(|second| second.is_none()));
    }
}
