//! `match_faces`: whether two pictures show the same person.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Operation;
use super::fields::picture;
use crate::engine::Engine;
use crate::error::Result;
use crate::perceive::pair::{Pair, compare};
use crate::perceive::{Timing, Trace};
use crate::wire::{Capture, FaceEvidence, FaceMatchEvidence, SecondMatch, Seen, Unit};

/// the default on the calibrated scale.
const DEFAULT_THRESHOLD: Unit = Unit::from_micros(750_000);

/// Compares two faces, one to one.
#[derive(Debug)]
pub struct MatchFaces;

/// Which pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MatchFacesRequest {
    /// Index of the blob with the live photo: it must hold exactly one face.
    pub a: u32,
    /// Index of the blob to compare with: a document or a stored photo. Its most prominent face is used.
    pub b: u32,
    /// Similarities from here up match. Default 0.75.
    #[serde(default)]
    pub threshold: Option<Unit>,
}

impl MatchFacesRequest {
    /// The default threshold.
    pub fn new(a: u32, b: u32) -> Self {
        Self { a, b, threshold: None }
    }
}

/// What was seen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MatchFacesResponse {
    /// The pictures as handed in, `a` first.
    pub captures: [Capture; 2],
    /// The face in `a`.
    pub a: Seen<FaceEvidence>,
    /// The face in `b`.
    pub b: Seen<FaceEvidence>,
    /// The comparison, or why there is none.
    pub comparison: Seen<FaceComparison>,
    /// How long each stage took.
    pub timings: Vec<Timing>,
}

/// Two faces compared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FaceComparison {
    /// `similarity` reaches `threshold`.
    #[serde(rename = "match")]
    pub is_match: bool,
    /// Calibrated similarity, 0 to 1; its anchors stand in the model's manifest entry.
    pub similarity: Unit,
    /// The cosine of the two embeddings, −1 to 1. Comparable only within one model.
    pub raw_cosine: f64,
    /// The threshold that was used.
    pub threshold: Unit,
    /// The band of `similarity`, whatever the threshold.
    pub band: Band,
    /// Manifest id of the embedding model.
    pub model: String,
    /// What a second embedder said, where one is configured: `similarity` is then that of both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second: Option<SecondMatch>,
}

/// Bands of similarity (F-127). The edges 0.80 and 0.65 belong to `high`, 0.50 to `moderate` (F-128).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Band {
    /// Below 0.50.
    Low,
    /// From 0.50.
    Moderate,
    /// From 0.65.
    High,
    /// Above 0.80.
    VeryHigh,
}

impl Band {
    /// The band of a similarity.
    pub fn of(similarity: Unit) -> Self {
        match similarity.micros() {
            800_001.. => Self::VeryHigh,
            650_000.. => Self::High,
            500_000.. => Self::Moderate,
            _ => Self::Low,
        }
    }
}

impl FaceComparison {
    /// Applies a threshold, inclusively.
    pub fn of(seen: FaceMatchEvidence, threshold: Unit) -> Self {
        let FaceMatchEvidence { similarity, raw_cosine, model, second } = seen;
        let is_match = similarity >= threshold;
        Self { is_match, similarity, raw_cosine, threshold, band: Band::of(similarity), model, second }
    }
}

impl Operation for MatchFaces {
    const NAME: &'static str = "match_faces";
    type Request = MatchFacesRequest;
    type Response = MatchFacesResponse;

    fn run(engine: &Engine, request: MatchFacesRequest, blobs: &[&[u8]]) -> Result<MatchFacesResponse> {
        let threshold = request.threshold.unwrap_or(DEFAULT_THRESHOLD);
        let (a, b) = (picture(blobs, request.a)?, picture(blobs, request.b)?);
        let mut trace = Trace::default();
        let Pair { live, stored, comparison } = engine.look(|models| compare(a, b, engine.limits(), models, &mut trace))?;
        Ok(MatchFacesResponse {
            captures: [live.0, stored.0],
            a: live.1.evidence,
            b: stored.1.evidence,
            comparison: comparison.map(|seen| FaceComparison::of(seen, threshold)),
            timings: trace.finish(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compared(similarity: u32, threshold: u32) -> FaceComparison {
        let similarity = Unit::from_micros(similarity);
        let seen = FaceMatchEvidence { similarity, raw_cosine: 0.4, model: "m".to_owned(), second: None };
        FaceComparison::of(seen, Unit::from_micros(threshold))
    }

    #[test]
    fn a_070_the_threshold_is_inclusive_and_echoed() {
        assert!(compared(750_000, 750_000).is_match);
        assert!(!compared(749_999, 750_000).is_match);
        assert_eq!(compared(1, 420_000).threshold, Unit::from_micros(420_000));
    }

    #[test]
    fn f_128_no_match_can_still_be_moderate_and_the_edges_are_pinned() {
        let between = compared(600_000, 650_000);
        assert!(!between.is_match);
        assert_eq!(between.band, Band::Moderate);
        assert!(compared(650_000, 650_000).is_match);
        let edges = [
            (800_001, Band::VeryHigh),
            (800_000, Band::High),
            (650_000, Band::High),
            (649_999, Band::Moderate),
            (500_000, Band::Moderate),
            (499_999, Band::Low),
        ];
        assert!(edges.iter().all(|&(at, band)| Band::of(Unit::from_micros(at)) == band));
    }
}
