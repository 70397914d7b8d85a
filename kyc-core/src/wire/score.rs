//! The score and what it is made of.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Points, Unit};

/// What the score weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Factor {
    /// Confidence that a live person was photographed.
    Liveness,
    /// Calibrated similarity of selfie and portrait.
    FaceMatch,
    /// Confidence in the document.
    Document,
    /// Declared profile (KYA): share of its four checks that pass.
    Profile,
    /// Forensics of the document, where the document is valid (F-155).
    DocumentAuthenticity,
    /// Whether the document itself was before the camera.
    DocumentLiveness,
    /// Match with an authoritative database.
    Database,
    /// Sanctions and PEP lists: all or nothing (F-152).
    Watchlists,
    /// Mean of device integrity, IP reputation, velocity and geo consistency (F-155).
    Device,
}

/// One factor's part in the score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Contribution {
    /// Which factor.
    pub factor: Factor,
    /// Its input, 0 to 1.
    pub input: Unit,
    /// The weight that was applied, in points out of 100, after factors that are absent were left out.
    pub weight_applied: Points,
    /// What it adds to the score.
    pub points: Points,
}

/// The score. Its contributions sum to `value` exactly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Score {
    /// 0 to 100; high is safe.
    pub value: Points,
    /// In the policy's order; a factor that was not asked for is not here.
    pub contributions: Vec<Contribution>,
}
