//! The face pipeline without the door: stored pictures are looked at once and compared many times.

use std::path::{Path, PathBuf};

use kyc_core::face::{self, FaceModels, Observed, Purpose, SecondEmbedder};
use kyc_core::image::{DecodeLimits, Image, decode};
use kyc_core::liveness::{LivenessModels, SecondPad};
use kyc_core::model::{Loaded, Manifest, Store, Task};
use kyc_core::runtime::{Load, ort::Ort};

use crate::args::Shared;
use crate::files;
use crate::outcome::Problem;

/// Models of the built-in manifest, one thread.
pub(super) struct Ready {
    pub(super) faces: FaceModels,
    pub(super) liveness: LivenessModels,
    /// The folder that the models lie in.
    pub(super) models: PathBuf,
}

impl Ready {
    pub(super) fn open(shared: &Shared) -> Result<Self, Problem> {
        let cache = shared.cache()?;
        shared.ensure_models(&cache, false)?;
        let manifest = Manifest::builtin()?;
        let missing = |what: &str| Problem::internal(format!("the manifest has no {what}"));
        let prepared = manifest.runtime(&kyc_models::platform()).map(|library| cache.join(library.cache_name()));
        let library = shared.runtime_library.clone().or(prepared).ok_or_else(|| missing("runtime for this platform"))?;
        let runtime = Ort::open(&library)?;
        let store = Store::Folder(cache.clone());
        let load = |task: Task| -> Result<Loaded, Problem> {
            let file = manifest.of_task(task).ok_or_else(|| missing("face model"))?;
            Ok(store.load(file, &runtime, Load { threads: 1, copies: 1 })?)
        };
        let mut faces = FaceModels {
            detector: load(Task::FaceDetection)?,
            mesh: load(Task::FaceMesh)?,
            blendshapes: load(Task::FaceBlendshapes)?,
            embedder: load(Task::FaceEmbedding)?,
            second: None,
        };
        let how = Load { threads: 1, copies: 1 };
        if let Some(id) = &shared.second_embedder {
            let file = manifest.file(id).ok_or_else(|| Problem::caller(format!("the manifest has no {id}")))?;
            let beside = file.second.as_ref().ok_or_else(|| Problem::caller(format!("{id} is no second embedder")))?;
            let second = SecondEmbedder::new(store.load(file, &runtime, how)?, beside, &faces.embedder.id)?;
            faces.second = Some(second);
        }
        let second = shared.second_pad()?.map(|pad| SecondPad::load(&pad, &runtime, how)).transpose()?;
        Ok(Self { faces, liveness: LivenessModels { pad: load(Task::FacePad)?, second }, models: cache })
    }

    /// A picture as the engine would see it; `None` when it refuses it.
    pub(super) fn picture(&self, data: &Path, file: &str) -> Result<Option<Image>, Problem> {
        Ok(decode(&files::picture(&data.join(file))?, &DecodeLimits::default()).ok().map(|(image, _)| image))
    }

    pub(super) fn observe(&self, image: &Image) -> Result<Observed, Problem> {
        Ok(face::observe(image, 0, Purpose::Selfie, &self.faces)?)
    }
}
