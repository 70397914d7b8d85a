//! Policies: thresholds, weights and rules. Data, never code: a tenant's policy is a TOML or JSON document like
//! the built-in ones in `catalog/policies`.
//!
//! Every boundary is **inclusive on the safe name's side and stated at its field**; scores are compared unrounded.

mod aged_photo;
mod forensics;
mod measure;
mod validate;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub use aged_photo::AgedPhoto;
pub use forensics::ForensicsPolicy;
pub use measure::Measure;

use crate::catalog;
use crate::error::{Code, Error, Result};
use crate::wire::{DocumentType, Factor, FieldName, Outcome, Points, PolicyRef, Unit, Verdict};

/// How a case is judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Its name, e.g. `api-v1`.
    pub id: String,
    /// Its version, from 1; every report names it.
    pub version: u32,
    /// What it is, for people.
    pub title: String,
    /// When no profile was declared: `true` leaves the profile's weight out and scales the others up to 100;
    /// `false` keeps the literal weights, so the best score is 100 less the profile's weight.
    pub renormalise: bool,
    /// What decides before the rules do.
    #[serde(default, skip_serializing_if = "DecideBy::is_score")]
    pub decide_by: DecideBy,
    /// Factors that may be left out when nobody answered, besides the profile; see `renormalise`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub optional_factors: Vec<Factor>,
    /// What the score weighs.
    pub weights: Weights,
    /// Score bands.
    pub bands: Bands,
    /// Which documents are accepted and what must be read on them.
    pub document: DocumentPolicy,
    /// Limits for the machine-readable zone.
    pub mrz: MrzPolicy,
    /// Limits for the document's picture.
    pub picture: PicturePolicy,
    /// Limits for the live face.
    pub selfie: SelfiePolicy,
    /// Limits for liveness.
    pub liveness: LivenessPolicy,
    /// Bands of the calibrated similarity.
    pub face_match: FaceMatchPolicy,
    /// From which scores on a sign of tampering or recapture is a warning.
    #[serde(default, skip_serializing_if = "ForensicsPolicy::is_default")]
    pub forensics: ForensicsPolicy,
    /// Limit of a screening's score; absent when it decides nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aml: Option<AmlPolicy>,
    /// What changes when the portrait is old (F-191); absent when nothing does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aged_photo: Option<AgedPhoto>,
    /// The dialect's own words for the decision; absent when they are those of [`Verdict`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vocabulary: Option<Vocabulary>,
    /// The order in which an applicant is led through a case: of several steps that failed, the first is asked for again.
    /// Steps that are not named come after those that are; none named is document, selfie, liveness, face match.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
    /// Retries before the next tier (F-185).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_retries: Option<u32>,
    /// Rules on top of the score.
    pub rules: Vec<Rule>,
}

/// A step that an applicant is led through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Pictures of the document.
    Document,
    /// A picture of the face.
    Selfie,
    /// Being there alive.
    Liveness,
    /// The face against the document's portrait.
    FaceMatch,
}

/// What decides before the rules do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DecideBy {
    /// The score's band.
    #[default]
    Score,
    /// Nothing: the rules on the checks decide alone. The score is reported all the same.
    Checks,
}

impl DecideBy {
    fn is_score(&self) -> bool {
        *self == Self::Score
    }
}

/// Limit of a screening's score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AmlPolicy {
    /// Scores **over** this fail; the value itself passes (D-133).
    pub fail_over: Points,
}

/// A dialect's words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Vocabulary {
    /// For [`Verdict::Accepted`].
    pub accepted: String,
    /// For [`Verdict::Review`].
    pub review: String,
    /// For [`Verdict::Rejected`].
    pub rejected: String,
    /// For a case that goes to the compliance officer; the verdict's own word when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compliance: Option<String>,
    /// Level of risk of each band of the score: accepted, review, rejected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub risk_levels: Option<[String; 3]>,
}

/// Weights of the score's factors, in points; they sum to 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// Liveness.
    pub liveness: Points,
    /// Face match.
    pub face_match: Points,
    /// Document.
    pub document: Points,
    /// Declared profile (KYA), always optional.
    pub profile: Points,
    /// Authenticity of the document (F-151).
    #[serde(default, skip_serializing_if = "is_zero")]
    pub document_authenticity: Points,
    /// Liveness of the document.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub document_liveness: Points,
    /// Match with a database.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub database: Points,
    /// Sanctions and PEP.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub watchlists: Points,
    /// Device, IP, velocity and geo.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub device: Points,
}

fn is_zero(points: &Points) -> bool {
    points.micros() == 0
}

impl Weights {
    /// Every factor with its weight, in the order of a report's contributions.
    pub fn all(&self) -> [(Factor, Points); 9] {
        [
            (Factor::Liveness, self.liveness),
            (Factor::FaceMatch, self.face_match),
            (Factor::Document, self.document),
            (Factor::Profile, self.profile),
            (Factor::DocumentAuthenticity, self.document_authenticity),
            (Factor::DocumentLiveness, self.document_liveness),
            (Factor::Database, self.database),
            (Factor::Watchlists, self.watchlists),
            (Factor::Device, self.device),
        ]
    }
}

/// Bands of the score: at least `accept` is accepted, at least `review` goes to a person, less is rejected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Bands {
    /// From here on, accepted.
    pub accept: Points,
    /// From here on, review.
    pub review: Points,
}

/// Which documents are accepted and what must be read on them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DocumentPolicy {
    /// Accepted kinds; empty accepts all.
    pub accepted_types: Vec<DocumentType>,
    /// Accepted issuing states, alpha-3; empty accepts all.
    pub accepted_countries: Vec<String>,
    /// Fields that must have been read from some source.
    pub required_fields: Vec<FieldName>,
    /// A reading is compared with other sources when its confidence is at least this.
    pub compare_from: Unit,
    /// The document's authenticity counts when the confidence in its class is at least this (F-155).
    #[serde(default, skip_serializing_if = "is_nought")]
    pub authentic_from: Unit,
    /// Youngest age of the holder on the day of judgement, full years; absent when any age will do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_age: Option<u32>,
    /// Youngest age of the holder on the day of issue, full years; absent when any age will do. A document whose day of
    /// issue was not read is not held to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_age_at_issue: Option<u32>,
    /// Longest time from issue to expiry, full years; absent when any will do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_validity_years: Option<u32>,
}

fn is_nought(unit: &Unit) -> bool {
    *unit == Unit::ZERO
}

/// Limits for the machine-readable zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MrzPolicy {
    /// More corrected characters than this want a person's look; added or removed end fillers are not counted.
    pub max_corrections: u32,
    /// Less confidence in the whole zone than this wants a person's look.
    pub min_confidence: Unit,
}

/// Limits for the document's picture (F-022, F-023, F-028).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PicturePolicy {
    /// Laplacian variance must be **over** this; the value itself fails.
    pub sharpness_over: Measure,
    /// Blown-out share must be **under** this; the value itself fails.
    pub glare_under: Unit,
    /// Mean luma must be at least this, 0 to 255.
    pub brightness_min: Measure,
    /// Mean luma must be at most this, 0 to 255.
    pub brightness_max: Measure,
    /// Visible share of a document that touches the picture's edge must be **over** this (F-029). Default 0.95.
    #[serde(default = "visible_over")]
    pub visible_over: Unit,
}

fn visible_over() -> Unit {
    Unit::from_micros(950_000)
}

/// Limits for the live face; the values themselves pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SelfiePolicy {
    /// Largest turn to either side, degrees.
    pub max_yaw: Measure,
    /// Largest nod up or down, degrees.
    pub max_pitch: Measure,
    /// Largest tilt to either side, degrees.
    pub max_roll: Measure,
    /// Smallest distance between the eyes, pixels.
    pub min_eye_distance: Measure,
    /// Smallest presence of a whole face.
    pub min_presence: Unit,
    /// Most that an eye may be closed.
    pub max_eyes_closed: Unit,
}

/// Limits for liveness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LivenessPolicy {
    /// Live from here on (F-130: 0.5 is live, 0.4999 is not).
    pub threshold: Unit,
}

/// Bands of the calibrated similarity (F-127, F-128), never of a raw cosine. Each starts **at** its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FaceMatchPolicy {
    /// A strong match from here on. It changes the reason given, not the outcome.
    pub strong_from: Unit,
    /// A match from here on.
    pub threshold: Unit,
    /// No match, but for a person to decide, from here on; less is a mismatch.
    pub review_from: Unit,
}

/// A rule on top of the score: when one of `checks` comes out as one of `when`, the verdict is at most `at_most`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its id; a decision names it.
    pub id: String,
    /// Names of the checks it watches.
    pub checks: Vec<String>,
    /// The outcomes that set it off.
    pub when: Vec<Outcome>,
    /// The best verdict it leaves.
    pub at_most: Verdict,
    /// Whether it also sends the case to the compliance officer (F-152).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub compliance: bool,
    /// Whether it acts. A tenant may switch any rule off; then the bands decide alone.
    #[serde(default = "on")]
    pub enabled: bool,
}

fn on() -> bool {
    true
}

/// The built-in policy of that name.
///
/// # Errors
/// [`Code::UnknownPolicy`] when there is none.
pub fn builtin(id: &str) -> Result<Policy> {
    let source = catalog::policies::source(id).ok_or_else(|| {
        let names: Vec<_> = catalog::policies::names().collect();
        Error::new(Code::UnknownPolicy, format!("no policy of that name is built in; there are: {}", names.join(", ")))
    })?;
    Policy::from_toml(source)
}

impl Policy {
    /// Reads a policy. Only its form is checked here; [`Policy::validate`] checks its sense.
    ///
    /// # Errors
    /// [`Code::InvalidPolicy`] when it is not TOML, lacks a key, has an unknown one or a value out of its scale.
    pub fn from_toml(text: &str) -> Result<Self> {
        toml::from_str(text).map_err(|e| Error::new(Code::InvalidPolicy, format!("policy: {}", e.message())))
    }

    /// Lower-case hex SHA-256 of the canonical form: compact JSON in the order of the fields here.
    pub fn sha256(&self) -> String {
        // Serialising these types cannot fail: string keys, finite numbers.
        let canonical = serde_json::to_vec(self).unwrap_or_default();
        Sha256::digest(&canonical).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Whether nobody's answer may leave the factor out instead of counting 0.
    pub fn is_optional(&self, factor: Factor) -> bool {
        factor == Factor::Profile || self.optional_factors.contains(&factor)
    }

    /// Where a step stands in the order of the case, from 0.
    pub fn place_of(&self, step: Step) -> usize {
        self.steps.iter().position(|named| *named == step).unwrap_or(self.steps.len())
    }

    /// JSON Schema of a policy, for editors and for tenants' own tests.
    pub fn schema() -> serde_json::Value {
        schemars::schema_for!(Policy).to_value()
    }

    /// How a report names it.
    pub fn reference(&self) -> PolicyRef {
        PolicyRef { id: self.id.clone(), version: self.version, sha256: self.sha256() }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
