//! `check_liveness`: passive presentation attack detection (ISO/IEC 30107-3) on one photo.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Operation;
use super::fields::picture;
use crate::engine::Engine;
use crate::error::Result;
use crate::face;
use crate::perceive::selfie::selfie;
use crate::perceive::{Timing, Trace};
use crate::wire::{Capture, CaptureHint, Decoded, FaceEvidence, LivenessCue, LivenessEvidence, NotSeen, Seen, SpoofType, Unit};

/// F-130: a photo is live from one half up.
const DEFAULT_THRESHOLD: Unit = Unit::from_micros(500_000);

/// Looks whether one photo shows a live person.
#[derive(Debug)]
pub struct CheckLiveness;

/// Which photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckLivenessRequest {
    /// Index of the blob with the live photo.
    pub image: u32,
    /// Scores from here up count as live. Default 0.5.
    #[serde(default)]
    pub threshold: Option<Unit>,
}

impl CheckLivenessRequest {
    /// The default threshold.
    pub fn new(image: u32) -> Self {
        Self { image, threshold: None }
    }
}

/// What was seen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckLivenessResponse {
    /// The picture as handed in.
    pub capture: Capture,
    /// The one face in it.
    pub face: Seen<FaceEvidence>,
    /// The answer, or why there is none.
    pub liveness: Seen<LivenessAnswer>,
    /// What the person can do for a better picture, in the order to be followed; empty when it is good.
    pub hints: Vec<CaptureHint>,
    /// How long each stage took.
    pub timings: Vec<Timing>,
}

/// Live or not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LivenessAnswer {
    /// `score` reaches `threshold`.
    pub is_live: bool,
    /// `none` when live; otherwise the attack that the cues point at, `unknown` when they point at none.
    pub spoof_type: SpoofType,
    /// Confidence in `is_live`: the score when live, one minus the score when not.
    pub confidence: Unit,
    /// Fused, calibrated liveness score: 1 is surely live.
    pub score: Unit,
    /// The threshold that was used.
    pub threshold: Unit,
    /// Each cue by itself.
    pub cues: Vec<LivenessCue>,
}

impl LivenessAnswer {
    /// Applies a threshold, inclusively.
    pub fn of(seen: LivenessEvidence, threshold: Unit) -> Self {
        let LivenessEvidence { score, likely_attack, cues, .. } = seen;
        let is_live = score >= threshold;
        let (spoof_type, confidence) = match (is_live, likely_attack) {
            (true, _) => (SpoofType::None, score),
            (false, SpoofType::None) => (SpoofType::Unknown, score.complement()),
            (false, attack) => (attack, score.complement()),
        };
        Self { is_live, spoof_type, confidence, score, threshold, cues }
    }
}

impl Operation for CheckLiveness {
    const NAME: &'static str = "check_liveness";
    type Request = CheckLivenessRequest;
    type Response = CheckLivenessResponse;

    fn run(engine: &Engine, request: CheckLivenessRequest, blobs: &[&[u8]]) -> Result<CheckLivenessResponse> {
        let threshold = request.threshold.unwrap_or(DEFAULT_THRESHOLD);
        let photo = picture(blobs, request.image)?;
        let mut trace = Trace::default();
        let seen = engine.look(|models| selfie(photo, &[], engine.limits(), models, &mut trace))?;
        // Which of several faces is the applicant's cannot be known, so nothing is said of any.
        let liveness = match seen.face.evidence.seen() {
            Some(face) if face.faces > 1 => Seen::not(NotSeen::SeveralFaces),
            _ => seen.liveness.map(|seen| LivenessAnswer::of(seen, threshold)),
        };
        let (width, height) = match &seen.capture.picture {
            Decoded::Picture(picture) => (picture.width, picture.height),
            Decoded::Problem(_) => (0, 0),
        };
        let hints = face::hints(&seen.face.evidence, width, height);
        Ok(CheckLivenessResponse { capture: seen.capture, face: seen.face.evidence, liveness, hints, timings: trace.finish() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(score: u32, likely_attack: SpoofType) -> LivenessAnswer {
        LivenessAnswer::of(
            LivenessEvidence { score: Unit::from_micros(score), likely_attack, cues: Vec::new() },
            DEFAULT_THRESHOLD,
        )
    }

    #[test]
    fn f_130_one_half_is_live_and_a_hair_less_is_not() {
        assert!(answer(500_000, SpoofType::None).is_live);
        assert!(!answer(499_999, SpoofType::None).is_live);
    }

    #[test]
    fn a_010_a_live_face_names_no_attack_and_an_attack_always_names_one() {
        assert_eq!(answer(930_000, SpoofType::Screen).spoof_type, SpoofType::None);
        assert_eq!(answer(100_000, SpoofType::Paper).spoof_type, SpoofType::Paper);
        let unclear = answer(100_000, SpoofType::None);
        assert_eq!((unclear.spoof_type, unclear.confidence), (SpoofType::Unknown, Unit::from_micros(900_000)));
    }
}
