//! The decision.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The three decisions every policy uses; dialects rename them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Verified.
    Accepted,
    /// A person should look.
    Review,
    /// Refused.
    Rejected,
}

/// What was decided and by which rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// The verdict.
    pub verdict: Verdict,
    /// What the score alone would have given.
    pub by_score: Verdict,
    /// Rules that acted on top of the score, in the policy's order, then those on watchlists, which every policy has; each
    /// can only make the verdict stricter.
    pub rules: Vec<RuleHit>,
    /// Whether a rule sends the case to the compliance officer, whatever the score (F-152).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub compliance: bool,
}

/// The decision in the words of the policy's dialect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DialectDecision {
    /// The decision, e.g. `In Review`.
    pub decision: String,
    /// The level of risk that the score's band stands for, e.g. `LOW`: **high scores are low risk** (F-154).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub risk_level: Option<String>,
}

/// A policy rule that acted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleHit {
    /// The rule's id in the policy, e.g. `spoof`.
    pub id: String,
    /// The check whose finding set it off.
    pub check: String,
    /// The strictest verdict the rule allows.
    pub at_most: Verdict,
}

/// How serious a refusal is (F-186).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Quality of pictures or document.
    Low,
    /// Verification failed.
    Medium,
    /// Suspected fraud.
    High,
}

/// What a refused case does next (F-185, F-186).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NextStep {
    /// Guide the applicant and let them try again.
    Retry,
    /// Ask for another document.
    ChangeDocument,
    /// Go on in the next tier: a video call with an agent.
    NextTier,
    /// Block and alert.
    BlockAndAlert,
}
