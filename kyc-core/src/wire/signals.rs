//! Risk signals that a host supplies (F-150): the engine asks nobody, the host answers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Points, Unit};

/// Answers of the host's providers. **1 is safe** in every number, 0 is not; absent means that nobody answered, which is
/// never taken for a good answer.
///
/// With document confidence, face match and face liveness, which the engine sees itself, these are the 12 signals of F-150.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RiskSignals {
    /// Forensic examination of the document: no trace of alteration.
    pub forensics: Option<Unit>,
    /// The document itself was before the camera, not a copy of it.
    pub document_liveness: Option<Unit>,
    /// An authoritative database knows this person with these data.
    pub database_match: Option<Unit>,
    /// Whether a sanctions list names the person.
    pub sanctions_hit: Option<bool>,
    /// Whether the person is politically exposed.
    pub pep_hit: Option<bool>,
    /// The device is whole: no emulator, root or injected camera.
    pub device_integrity: Option<Unit>,
    /// The address on the net is of good repute.
    pub ip_reputation: Option<Unit>,
    /// Attempts come at a human pace.
    pub velocity: Option<Unit>,
    /// Places agree: device, address on the net, document.
    pub geo_consistency: Option<Unit>,
    /// Score of an anti-money-laundering screening, 0 to 100, **high is bad**; a policy's `aml` limits it.
    pub aml_score: Option<Points>,
}
