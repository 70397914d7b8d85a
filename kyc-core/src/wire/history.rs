//! Earlier attempts, as the host remembers them: the engine keeps none.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::sensitive::Sensitive;

/// What the host remembers of attempts that have something in common with this one: the device, the address on the net,
/// the document or the person.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct History {
    /// Earlier attempts, at most 1000, in any order.
    pub attempts: Vec<PastAttempt>,
    /// Where this attempt comes from; absent when nobody knows.
    pub place: Option<Place>,
    /// How far `place` may be from the truth, km: 0 for satellite navigation, some 100 for an address on the net.
    pub place_error_km: u32,
}

/// One earlier attempt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PastAttempt {
    /// Seconds before this attempt.
    pub seconds_ago: u64,
    /// Where it came from; absent when nobody knows.
    #[serde(default)]
    pub place: Option<Place>,
    /// Whether it was the same applicant, by account or document: only one person's places must be within reach of each
    /// other. Attempts of others count for their pace alone.
    #[serde(default)]
    pub same_person: bool,
}

/// A place on earth, degrees. Where somebody is is personal data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// −90 to 90, north positive.
    pub latitude: Sensitive<f64>,
    /// −180 to 180, east positive.
    pub longitude: Sensitive<f64>,
}
