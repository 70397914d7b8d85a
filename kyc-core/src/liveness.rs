//! Passive presentation attack detection.

pub mod active;
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

/// The PAD network's score alone, through its calibration where the manifest has one: one cue, cheap enough for frames of a
/// sequence. `None` when the face's box has no place in the picture.
///
/// # Errors
/// Those of the runtime, and [`crate::error::Code::ModelContract`].
pub fn network_score(image: &Image, face: &Face, models: &LivenessModels) -> Result<Option<Unit>> {
    let Some(view) = network::view(image, &face.bounds)? else { return Ok(None) };
    let live = f64::from(network::live(&view, &models.pad)?);
    Ok(Some(models.pad.calibration.as_ref().map_or(Unit::from_f64(live), |calibration| calibration.apply(live))))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::error::Code;
    use crate::face::Embedding;
    use crate::runtime::{Port, Tensor, scripted::ScriptedSession};
    use crate::wire::{Point, Rect};

    fn judged(logits: [f32; 3], bounds: Rect) -> Result<Seen<LivenessEvidence>> {
        let port = |name: &str| Port { name: name.to_owned(), shape: vec![None; 2] };
        let answer = vec![Tensor::new([1, 3], logits.to_vec())];
        let session = ScriptedSession::new(vec![port("input")], vec![port("output")], vec![answer]);
        let pad = Loaded { id: "pad".to_owned(), sha256: String::new(), session: Arc::new(session), calibration: None };
        let embedding = Embedding::new("e", vec![1.0]).unwrap();
        let face = Face { bounds, landmarks: [Point::default(); 5], embedding };
        passive(&Image::filled(64, 64, [90; 3]), &face, &LivenessModels { pad })
    }

    const BOX: Rect = Rect { x: 20.0, y: 20.0, width: 24.0, height: 24.0 };

    #[test]
    fn f_130_half_is_live_and_a_hair_less_is_a_spoof() {
        // Two equal logits against one out of reach: exactly one half.
        let half = judged([0.0, 0.0, -1000.0], BOX).unwrap();
        let half = half.seen().unwrap();
        assert_eq!((half.score, half.likely_attack), (Unit::from_micros(500_000), SpoofType::None));
        let less = judged([-0.0004, 0.0, -1000.0], BOX).unwrap();
        let less = less.seen().unwrap();
        assert!(less.score < LIVE && less.score > Unit::from_micros(499_800));
        assert_eq!(less.likely_attack, SpoofType::Unknown);
        assert_eq!(less.cues.len(), 1);
    }

    #[test]
    fn a_face_without_a_place_is_unusable_and_a_failed_network_is_an_error() {
        let nowhere = judged([9.0, 0.0, 0.0], Rect { width: 0.0, ..BOX }).unwrap();
        assert_eq!(nowhere.reason(), Some(NotSeen::FaceUnusable));
        assert_eq!(judged([f32::NAN, 0.0, 0.0], BOX).unwrap_err().code(), Code::InferenceFailed);
    }
}
