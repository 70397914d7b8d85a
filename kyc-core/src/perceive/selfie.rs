//! The live photo: decode, face, liveness.

use super::capture::capture;
use super::{Blob, Models, Stage, Step, Trace};
use crate::error::Result;
use crate::face::{self, Observed, Purpose};
use crate::image::DecodeLimits;
use crate::liveness;
use crate::wire::{Capture, LivenessEvidence, ModelUse, NotSeen, Role, Seen};

/// What came of the live photo.
pub struct Selfie {
    /// The picture as handed in.
    pub capture: Capture,
    /// The face.
    pub face: Observed,
    /// Liveness of the face.
    pub liveness: Seen<LivenessEvidence>,
    /// The models that took part.
    pub models: Vec<ModelUse>,
}

/// Looks at a live photo.
///
/// # Errors
/// [`crate::error::Code::InferenceFailed`].
pub fn selfie(blob: Blob<'_>, skip: &[Step], limits: &DecodeLimits, models: &Models, trace: &mut Trace) -> Result<Selfie> {
    let (capture, pixels) = trace.stage(Stage::DecodeSelfie, || capture(blob, Role::Selfie, limits));
    let skipped = skip.contains(&Step::Liveness);
    let Some(pixels) = pixels else {
        let reason = if skipped { NotSeen::Skipped } else { NotSeen::NoPicture };
        let face = Observed { evidence: Seen::not(NotSeen::NoPicture), face: None };
        return Ok(Selfie { capture, face, liveness: Seen::not(reason), models: Vec::new() });
    };
    let seen = trace.stage(Stage::Selfie, || face::observe(&pixels, blob.index, Purpose::Selfie, &models.face))?;
    let mut used = models.for_faces();
    let liveness = match &seen.face {
        _ if skipped => Seen::not(NotSeen::Skipped),
        Some(face) => {
            used.extend(models.liveness.uses());
            trace.stage(Stage::Liveness, || liveness::passive(&pixels, face, &models.liveness))?
        }
        None => Seen::not(seen.evidence.reason().unwrap_or(NotSeen::Blocked)),
    };
    Ok(Selfie { capture, face: seen, liveness, models: used })
}
