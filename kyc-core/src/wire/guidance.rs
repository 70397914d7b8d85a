//! What an end user may be told: a closed list, with no way in for anything else.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The end user's result. It says nothing of scores, thresholds or suspicion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EndUserCode {
    /// Verified.
    Verified,
    /// A person will look at it.
    UnderReview,
    /// F-170: the document could not be read; retake it.
    DocumentUnreadable,
    /// F-171: the document has expired; use another.
    DocumentExpired,
    /// F-172: the selfie does not go with the document; try again.
    FaceNotMatched,
    /// F-173: liveness was not shown; try again in good light.
    TryAgainInGoodLight,
    /// The selfie has no face, several faces or an unusable one; retake it.
    SelfieUnusable,
    /// F-174: unable to verify at this time; no retry.
    UnableToVerify,
    /// F-175: verification unsuccessful; no retry.
    Unsuccessful,
}

/// What to show the end user. Built only from an [`EndUserCode`]; the sentence comes from `catalog/messages`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndUserMessage {
    /// The code.
    pub code: EndUserCode,
    /// The fixed sentence, in the language asked for.
    pub text: String,
    /// Whether trying again can help.
    pub retry: bool,
}
