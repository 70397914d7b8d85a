//! Two pictures of faces, compared one to one.

use super::capture::capture;
use super::{Blob, Models, Stage, Trace};
use crate::error::Result;
use crate::face::{self, Observed, Purpose};
use crate::image::DecodeLimits;
use crate::wire::{Capture, FaceMatchEvidence, NotSeen, Role, Seen};

/// What came of two pictures.
pub struct Pair {
    /// The live photo as handed in, and its face.
    pub live: (Capture, Observed),
    /// The picture it is compared with, and its face.
    pub stored: (Capture, Observed),
    /// The comparison.
    pub comparison: Seen<FaceMatchEvidence>,
}

/// Compares a live photo with a stored photo or a document.
///
/// # Errors
/// [`crate::error::Code::InferenceFailed`].
pub fn compare(live: Blob<'_>, stored: Blob<'_>, limits: &DecodeLimits, models: &Models, trace: &mut Trace) -> Result<Pair> {
    let (mut live_trace, mut stored_trace) = (trace.branch(), trace.branch());
    let (live, stored) = rayon::join(
        || {
            let (capture, pixels) = live_trace.stage(Stage::DecodeSelfie, || capture(live, Role::Selfie, limits));
            let look = || pixels.map(|pixels| face::observe(&pixels, live.index, Purpose::Selfie, &models.face)).transpose();
            Ok((capture, live_trace.stage(Stage::Selfie, look)?.unwrap_or(NO_PICTURE)))
        },
        || {
            let (capture, pixels) = stored_trace.stage(Stage::DecodeDocument, || capture(stored, Role::Reference, limits));
            let look = || pixels.map(|pixels| face::observe(&pixels, stored.index, Purpose::Portrait, &models.face)).transpose();
            Ok((capture, stored_trace.stage(Stage::Portrait, look)?.unwrap_or(NO_PICTURE)))
        },
    );
    trace.join(live_trace);
    trace.join(stored_trace);
    let (live, stored): ((Capture, Observed), (Capture, Observed)) = (live?, stored?);
    let several = live.1.evidence.seen().is_some_and(|face| face.faces > 1);
    let comparison = match (&live.1.face, &stored.1.face) {
        // Which of several faces is the applicant's cannot be known.
        _ if several => Seen::not(NotSeen::SeveralFaces),
        (Some(a), Some(b)) => Seen::Seen(trace.stage(Stage::FaceMatch, || face::compare_faces(a, b, &models.face))),
        (None, _) => Seen::not(live.1.evidence.reason().unwrap_or(NotSeen::Blocked)),
        (_, None) => Seen::not(stored.1.evidence.reason().unwrap_or(NotSeen::Blocked)),
    };
    Ok(Pair { live, stored, comparison })
}

const NO_PICTURE: Observed = Observed { evidence: Seen::not(NotSeen::NoPicture), face: None };
