//! Calls the rooms of perception in order; what does not depend on each other runs in parallel.
//!
//! ```text
//! decode selfie ── face ── liveness ──────────────────┐
//!                                                     ├── compare ── Evidence
//! decode sides ── read each side ── merge ── portrait ┘
//! ```
//!
//! Everything here runs on the current rayon pool: the engine's own.

pub mod barcode;
mod blocklist;
pub mod capture;
pub mod document;
mod forensics;
pub mod given;
pub mod pair;
pub mod portrait;
pub mod selfie;
pub mod sequence;
pub mod timing;

use chrono::NaiveDate;

use crate::error::Result;
use crate::face::{self, Embedding, FaceModels, Observed, SecondEmbedder};
use crate::image::DecodeLimits;
use crate::liveness::LivenessModels;
use crate::model::Loaded;
use crate::read::ReadModels;
use crate::wire::{EVIDENCE_SCHEMA, Evidence, ModelUse, NotSeen, Role, Seen};

pub use blocklist::Blocklists;
pub use given::Given;
pub use timing::{Stage, Step, Timing, Trace};

/// The models of all rooms.
pub struct Models {
    /// Faces.
    pub face: FaceModels,
    /// Liveness.
    pub liveness: LivenessModels,
    /// Documents.
    pub read: ReadModels,
}

impl Models {
    fn for_faces(&self) -> Vec<ModelUse> {
        let face = &self.face;
        let always = [&face.detector, &face.mesh, &face.blendshapes, &face.embedder];
        always.into_iter().chain(face.second.as_ref().map(SecondEmbedder::model)).map(Loaded::as_use).collect()
    }

    /// Every model.
    pub fn all(&self) -> Vec<ModelUse> {
        let mut all = self.for_faces();
        all.extend(self.liveness.uses());
        all.extend(self.for_reading());
        all
    }

    fn for_reading(&self) -> Vec<ModelUse> {
        let read = &self.read;
        let always =
            [&read.orientation, &read.text_detector, &read.text_recogniser, &read.text_recogniser_fast, &read.text_direction];
        always.into_iter().chain(&read.document_corners).chain(&read.mrz_recogniser).map(Loaded::as_use).collect()
    }
}

/// One picture's bytes and their index in the request.
#[derive(Clone, Copy)]
pub struct Blob<'b> {
    /// Index in the request.
    pub index: u32,
    /// The file as handed in.
    pub bytes: &'b [u8],
}

/// What to look at.
#[derive(Clone, Copy)]
pub struct Scene<'b> {
    /// The document's pictures with their roles, front first; empty when none were handed in.
    pub document: &'b [(Role, Blob<'b>)],
    /// The live photo.
    pub selfie: Option<Blob<'b>>,
    /// The day of the capture.
    pub today: NaiveDate,
    /// Steps to leave out.
    pub skip: &'b [Step],
    /// What the host has barred.
    pub blocklists: Option<&'b Blocklists>,
    /// The applicant's device, as the host names it.
    pub device: Option<&'b str>,
}

/// Looks at a whole case.
///
/// # Errors
/// [`crate::error::Code::InferenceFailed`]; whatever is wrong with the pictures is in the evidence.
pub fn perceive(
    scene: &Scene<'_>,
    given: Given<'_>,
    limits: &DecodeLimits,
    models: &Models,
    trace: &mut Trace,
) -> Result<Evidence> {
    let Scene { document: sides, today, skip, .. } = *scene;
    let (mut selfie_trace, mut document_trace) = (trace.branch(), trace.branch());
    let (selfie, document) = rayon::join(
        || scene.selfie.map(|blob| selfie::selfie(blob, skip, limits, models, &mut selfie_trace)).transpose(),
        || (!sides.is_empty()).then(|| document::document(sides, today, skip, limits, models, &mut document_trace)).transpose(),
    );
    trace.join(selfie_trace);
    trace.join(document_trace);

    let mut evidence = Evidence { schema: EVIDENCE_SCHEMA.to_owned(), ..Evidence::empty() };
    let (mut live, mut printed) = (None, None);
    if let Some(selfie) = selfie? {
        evidence.captures.push(selfie.capture);
        evidence.liveness = selfie.liveness;
        evidence.models.extend(selfie.models);
        (evidence.selfie, live) = (selfie.face.evidence, selfie.face.face);
    }
    if let Some(document) = document? {
        evidence.captures.extend(document.captures);
        evidence.document = document.document;
        evidence.forensics = document.forensics;
        evidence.models.extend(document.models);
        Observed { evidence: evidence.portrait, face: printed } = document.portrait;
    }
    if let Some(lists) = scene.blocklists {
        let faces: Vec<&Embedding> = [&live, &printed].into_iter().flatten().map(|face| &face.embedding).collect();
        evidence.blocklist = Seen::Seen(lists.look(&evidence, &faces, scene.device)?);
    }
    evidence.face_match = match (&live, &printed) {
        _ if skip.contains(&Step::FaceMatch) => Seen::not(NotSeen::Skipped),
        (Some(live), Some(printed)) => {
            Seen::Seen(trace.stage(Stage::FaceMatch, || face::compare_faces(live, printed, &models.face)))
        }
        _ if scene.selfie.is_none() || sides.is_empty() => Seen::not(NotSeen::NotProvided),
        _ => Seen::not(NotSeen::Blocked),
    };
    given.put(&mut evidence, live.as_ref(), skip, limits, models, trace)?;
    evidence.captures.sort_by_key(|capture| capture.blob);
    evidence.models.sort();
    evidence.models.dedup();
    Ok(evidence)
}
