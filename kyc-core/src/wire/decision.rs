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
    /// Policy rules that acted on top of the score, in the policy's order; each can only make the verdict stricter.
    pub rules: Vec<RuleHit>,
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
