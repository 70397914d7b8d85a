//! The explained report: judgement's whole answer, for the tenant.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{CaptureTrust, Decision, DialectDecision, DocumentType, EndUserMessage, Finding, ModelUse, Reason, Score, Unit};

/// Schema name of [`Report`].
pub const REPORT_SCHEMA: &str = "kyc.report/1";

/// The policy that judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PolicyRef {
    /// Its name, e.g. `api-v1`.
    pub id: String,
    /// Its version.
    pub version: u32,
    /// Lower-case hex SHA-256 of its canonical form.
    pub sha256: String,
}

/// A reason with its sentence, for the tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TenantReason {
    /// The check it comes from.
    pub check: String,
    /// The reason itself.
    pub reason: Reason,
    /// The sentence, in the language asked for, with the exact numbers.
    pub text: String,
}

/// What judgement says of the document (A-017, F-101). Its fields are in the evidence, the checks in the findings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DocumentResult {
    /// What it is.
    pub kind: DocumentType,
    /// Issuing state, ICAO 9303-3 code; none when unknown.
    pub country: Option<String>,
    /// Whether every check on its validity that applies ran, and none failed: those that void the score's document factor.
    pub valid: bool,
    /// The score's document factor, 0 to 1: how sure its class is, times the share of its checks that pass.
    pub confidence: Unit,
    /// 1 less the strongest sign of tampering; none where nothing could be measured, like the two below.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authenticity: Option<Unit>,
    /// 1 less the strongest sign of a screen, photocopy, print or digital file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub liveness: Option<Unit>,
    /// The share that holds of its security features that could be checked: check digits, agreement of zone, print and barcode,
    /// the chip's signature and originality.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub security: Option<Unit>,
}

/// Judgement's answer. The same evidence, policy, date and engine version give the same report, bit for bit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// Always [`REPORT_SCHEMA`].
    pub schema: String,
    /// Version of the engine that judged.
    pub engine_version: String,
    /// The policy that judged.
    pub policy: PolicyRef,
    /// The day the case was judged for, `YYYY-MM-DD`.
    pub today: String,
    /// What was decided.
    pub decision: Decision,
    /// The same in the words of the policy's dialect; absent where the policy has none of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dialect: Option<DialectDecision>,
    /// The document in a few values; absent where none was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<DocumentResult>,
    /// How far the way of the live photo into the engine can be trusted; `unknown` where nobody said how it was taken (F-015).
    #[serde(default)]
    pub capture_trust: CaptureTrust,
    /// The score with its contributions.
    pub score: Score,
    /// Every check, in the order of the table of checks.
    pub findings: Vec<Finding>,
    /// The reasons that matter, worst first, for the tenant.
    pub reasons: Vec<TenantReason>,
    /// What the end user may be told. Nothing else in this report may be.
    pub end_user: EndUserMessage,
    /// The models whose evidence was judged.
    pub models: Vec<ModelUse>,
}
