//! Passive presentation attack detection.

mod network;

use crate::error::Result;
use crate::face::Face;
use crate::image::Image;
use crate::model::Loaded;
use crate::wire::{LivenessCue, LivenessEvidence, NotSeen, Seen, SpoofType, Unit};

/// The models liveness needs.
#[derive(Clone)]
pub struct LivenessModels {
    /// The PAD network.
    pub pad: Loaded,
}

/// At this score or above a face is live; below, an attack (F-130).
pub const LIVE: Unit = Unit::from_micros(500_000);

/// Looks whether the face in an upright picture is live. The score is the PAD network's, through its calibration where the
/// manifest has one. The network does not tell the kinds of attack apart: a spoof is [`SpoofType::Unknown`].
///
/// A face whose box has no place in the picture is [`NotSeen::FaceUnusable`], never live.
///
/// # Errors
/// Those of the runtime, and [`crate::error::Code::ModelContract`].
pub fn passive(image: &Image, face: &Face, models: &LivenessModels) -> Result<Seen<LivenessEvidence>> {
    let Some(view) = network::view(image, &face.bounds)? else { return Ok(Seen::not(NotSeen::FaceUnusable)) };
    let live = f64::from(network::live(&view, &models.pad)?);
    let score = models.pad.calibration.as_ref().map_or(Unit::from_f64(live), |calibration| calibration.apply(live));
    let likely_attack = if score >= LIVE { SpoofType::None } else { SpoofType::Unknown };
    let cues = vec![LivenessCue { name: network::CUE.to_owned(), score: Seen::Seen(score) }];
    Ok(Seen::Seen(LivenessEvidence { score, likely_attack, cues }))
}
