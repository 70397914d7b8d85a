//! `models/manifest.toml`: every artefact the engine uses, pinned.

use std::sync::LazyLock;

use serde::Deserialize;

use super::builtin::BUILT_IN;
use super::{Calibration, Contract};
use crate::error::{Code, Error, Result};

const BUILTIN: &str = include_str!("../../../models/manifest.toml");

/// Schema name of the manifest.
pub const MANIFEST_SCHEMA: &str = "kyc.models/1";

/// What a file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    /// ONNX Runtime's shared library.
    Runtime,
    /// Faces with five landmarks.
    FaceDetection,
    /// 478 face points.
    FaceMesh,
    /// 52 expression coefficients from mesh points.
    FaceBlendshapes,
    /// Face embedding.
    FaceEmbedding,
    /// Presentation attack detection on a face.
    FacePad,
    /// Text regions.
    TextDetection,
    /// Text of one line.
    TextRecognition,
    /// A line of a machine-readable zone.
    MrzRecognition,
    /// Whether a line stands on its head.
    TextDirection,
    /// Where documents are in a picture.
    DocumentCorners,
    /// Quarter turns of a whole document.
    DocumentOrientation,
    /// Pictures for the demo; the engine itself never reads them.
    DemoAsset,
}

/// A file of a package registry.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Artifact {
    /// Id inside the manifest.
    pub id: String,
    /// `pypi` or `npm`.
    pub registry: String,
    /// Package name.
    pub package: String,
    /// Exact version.
    pub version: String,
    /// File name as the package client saves it.
    pub file: String,
    /// Lower-case hex SHA-256 of the registry's file.
    pub sha256: String,
    /// Its length in bytes.
    pub bytes: u64,
    /// Python version to ask for, where the package wants one.
    pub python_version: Option<String>,
    /// Wheel platform to ask for.
    pub platform: Option<String>,
    /// True for a source distribution.
    #[serde(default)]
    pub sdist: bool,
}

/// A prepared file: a member of an artefact after its conversion steps.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// Manifest id; reports name models by it.
    pub id: String,
    /// What it is for.
    pub task: Task,
    /// Only for [`Task::Runtime`]: `linux-x86_64`, `linux-aarch64`, `macos-aarch64`, `windows-x86_64`, `windows-aarch64`.
    pub platform: Option<String>,
    /// Id of the artefact it comes from; [`BUILT_IN`] for weights that are part of the program.
    pub artifact: String,
    /// Path inside the artefact, or relative to the manifest for built-in weights.
    pub member: String,
    /// Lower-case hex SHA-256 of the member as it lies in the artefact.
    pub member_sha256: String,
    /// Conversions, in order.
    #[serde(default)]
    pub steps: Vec<String>,
    /// File name of the result.
    pub output: String,
    /// Lower-case hex SHA-256 of the result.
    pub sha256: String,
    /// Length of the result in bytes.
    pub bytes: u64,
    /// SPDX identifier or plain words.
    pub licence: String,
    /// Licence text, relative to the manifest.
    pub licence_file: String,
    /// `documented`, or `undisclosed` where the training data is not stated.
    pub provenance: String,
    /// Anything a user of the weights should know.
    pub note: Option<String>,
    /// Fetched only when it is asked for, and loaded only where a configuration names it.
    #[serde(default)]
    pub optional: bool,
    /// Ports the model must have.
    pub contract: Option<Contract>,
    /// What its scores mean.
    pub calibration: Option<Calibration>,
    /// Of an embedder that can be used beside another: how.
    pub second: Option<Second>,
}

/// How an embedder is used beside another one.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Second {
    /// Id of the embedder it stands beside; the fusion was measured with that one alone.
    pub first: String,
    /// Side of the aligned face that it takes, in pixels.
    pub side: u32,
    /// Where left eye, right eye, nose tip, left and right mouth corner come to lie in it.
    pub points: [[f32; 2]; 5],
    /// Its cosine's part of the fused score, 0 to 1; the other's cosine has the rest.
    pub weight: f64,
    /// What the fused score means.
    pub fused: Calibration,
}

impl File {
    /// Whether its bytes are part of the program: nothing has to be fetched or handed in.
    pub fn is_built_in(&self) -> bool {
        self.artifact == BUILT_IN
    }

    /// Name in the cache: versions of one file coexist.
    pub fn cache_name(&self) -> String {
        let short: String = self.sha256.chars().take(12).collect();
        match self.output.split_once('.') {
            Some((stem, extension)) => format!("{stem}-{short}.{extension}"),
            None => format!("{}-{short}", self.output),
        }
    }
}

/// The whole manifest.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Always [`MANIFEST_SCHEMA`].
    pub schema: String,
    /// Registry files.
    #[serde(rename = "artifact")]
    pub artifacts: Vec<Artifact>,
    /// Prepared files.
    #[serde(rename = "file")]
    pub files: Vec<File>,
}

impl Manifest {
    /// Reads a manifest.
    ///
    /// # Errors
    /// [`Code::InvalidManifest`].
    pub fn parse(text: &str) -> Result<Self> {
        let invalid = |why: String| Error::new(Code::InvalidManifest, format!("the model manifest is invalid: {why}"));
        let manifest: Manifest = toml::from_str(text).map_err(|e| invalid(e.to_string()))?;
        if manifest.schema != MANIFEST_SCHEMA {
            return Err(invalid(format!("schema is {:?}, expected {MANIFEST_SCHEMA:?}", manifest.schema)));
        }
        for (index, file) in manifest.files.iter().enumerate() {
            if !file.is_built_in() && !manifest.artifacts.iter().any(|artifact| artifact.id == file.artifact) {
                return Err(invalid(format!("{} names the unknown artefact {}", file.id, file.artifact)));
            }
            if manifest.files.iter().take(index).any(|other| other.id == file.id) {
                return Err(invalid(format!("{} is listed twice", file.id)));
            }
            if file.sha256.len() != 64 {
                return Err(invalid(format!("{} has no sha256", file.id)));
            }
        }
        Ok(manifest)
    }

    /// The manifest this engine was built with.
    ///
    /// # Errors
    /// Never in a tested build: a unit test parses it.
    pub fn builtin() -> Result<&'static Manifest> {
        static PARSED: LazyLock<Result<Manifest>> = LazyLock::new(|| Manifest::parse(BUILTIN));
        PARSED.as_ref().map_err(Clone::clone)
    }

    /// The same with these optional files wanted like all others.
    ///
    /// # Errors
    /// [`Code::InvalidConfig`] for an id that is not in it.
    pub fn with(&self, ids: &[String]) -> Result<Manifest> {
        let mut manifest = self.clone();
        for id in ids {
            let file = manifest.files.iter_mut().find(|file| file.id == *id);
            let file = file.ok_or_else(|| Error::new(Code::InvalidConfig, format!("the model manifest has no {id}")))?;
            file.optional = false;
        }
        Ok(manifest)
    }

    /// The first file of that task that is not optional.
    pub fn of_task(&self, task: Task) -> Option<&File> {
        self.files.iter().find(|file| file.task == task && !file.optional)
    }

    /// The file of that id.
    pub fn file(&self, id: &str) -> Option<&File> {
        self.files.iter().find(|file| file.id == id)
    }

    /// The runtime library for a platform such as `linux-x86_64`.
    pub fn runtime(&self, platform: &str) -> Option<&File> {
        self.files.iter().find(|file| file.task == Task::Runtime && file.platform.as_deref() == Some(platform))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_manifest_parses() {
        let manifest = Manifest::builtin().expect("the manifest is part of the build");
        assert!(manifest.runtime("linux-x86_64").is_some());
    }

    #[test]
    fn optional_files_are_wanted_when_they_are_asked_for() {
        let manifest = Manifest::builtin().expect("the manifest is part of the build");
        let optional = manifest.files.iter().find(|file| file.optional).expect("there is one");
        let asked = manifest.with(std::slice::from_ref(&optional.id)).expect("it is known");
        assert!(asked.file(&optional.id).is_some_and(|file| !file.optional));
        assert_ne!(manifest.of_task(optional.task).expect("the task has another").id, optional.id);
        assert_eq!(manifest.with(&["nothing".to_owned()]).expect_err("it is unknown").code(), Code::InvalidConfig);
    }
}
